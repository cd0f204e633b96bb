//! What names in a module stand for: variables, locals, the workspace.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::sources::{InFile, Module};
use super::variables::{GivenValue, GivenVariables};
use crate::aws::Origin;
use crate::project::hcl::body::{HclBody, HclPiece};
use crate::project::hcl::expression::{HclNames, evaluate};
use crate::project::hcl::value::HclValue;

/// The names of a module.
pub(super) struct ModuleScope<'t> {
    module: &'t Module<'t>,
    /// Nothing in a module that is called, which gets its values from there.
    given: Option<&'t GivenVariables<'t>>,
    workspace: Option<String>,
    /// The values that are worked out; nothing while that is being done.
    known: RefCell<BTreeMap<String, Option<HclValue>>>,
    depth: Cell<usize>,
}

/// How many names may need each other in a row.
const DEEPEST: usize = 20;

/// Where no name stands for anything.
struct NoNames;

impl HclNames for NoNames {
    fn named(&self, root: &str, name: &str) -> HclValue {
        HclValue::unknown(format!("comes from {root}.{name}"))
    }
}

impl<'t> ModuleScope<'t> {
    pub(super) fn root(
        module: &'t Module<'t>,
        given: &'t GivenVariables<'t>,
        workspace: Option<String>,
    ) -> Self {
        let (known, depth) = (RefCell::default(), Cell::new(0));
        Self { module, given: Some(given), workspace, known, depth }
    }

    pub(super) fn of_module(module: &'t Module<'t>, workspace: Option<String>) -> Self {
        let (known, depth) = (RefCell::default(), Cell::new(0));
        Self { module, given: None, workspace, known, depth }
    }

    /// Works out an expression of the module.
    pub(super) fn value(&self, expression: &HclPiece<'_>) -> HclValue {
        evaluate(expression.text, self)
    }

    /// Returns where the value of an expression is said, which is elsewhere if it is only a name.
    pub(super) fn origin(&self, expression: &InFile<'_, HclPiece<'_>>) -> Origin {
        self.origin_within(expression, 0)
    }

    fn origin_within(&self, expression: &InFile<'_, HclPiece<'_>>, depth: usize) -> Origin {
        let text = expression.it.text;
        let text =
            text.strip_prefix("\"${").and_then(|text| text.strip_suffix("}\"")).unwrap_or(text);
        let is_name =
            |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let named = |root: &str| text.trim().strip_prefix(root).filter(|name| is_name(name));
        let own = || expression.file.place(expression.it.at);
        if let Some(name) = named("var.") {
            return match self.given.and_then(|given| given.value(name)) {
                Some(
                    GivenValue::Text(_, place)
                    | GivenValue::Expression(_, place)
                    | GivenValue::Unread(place, _),
                ) => place,
                None => match self.default(name) {
                    Some(default) => default.file.place(default.it.at),
                    None => own(),
                },
            };
        }
        match named("local.").and_then(|name| self.module.locals.get(name)) {
            Some(local) if depth < 8 => self.origin_within(local, depth + 1),
            _ => own(),
        }
    }

    fn declarations(&self, name: &str) -> &[InFile<'t, HclBody<'t>>] {
        self.module.variables.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns an argument of the variable, of which an override file has the last word.
    fn argument(&self, name: &str, argument: &str) -> Option<InFile<'t, HclPiece<'t>>> {
        self.declarations(name).iter().rev().find_map(|declaration| {
            let attribute = declaration.it.attribute(argument)?;
            Some(InFile { file: declaration.file, it: attribute.value })
        })
    }

    fn default(&self, name: &str) -> Option<InFile<'t, HclPiece<'t>>> {
        self.argument(name, "default")
    }

    fn variable(&self, name: &str) -> HclValue {
        let needs = |why: &str| HclValue::unknown(format!("needs var.{name}, which {why}"));
        if self.declarations(name).is_empty() {
            return needs("is not declared");
        }
        let Some(given) = self.given else { return needs("the caller of the module sets") };
        let kind = self.argument(name, "type");
        let kind = kind.as_ref().map_or("", |kind| kind.it.text.trim_matches('"'));
        let is_simple = matches!(kind, "" | "any" | "string" | "number" | "bool");
        let value = match given.value(name) {
            Some(GivenValue::Unread(place, why)) => {
                return needs(&format!("may be in {}, which {why}", named_place(&place)));
            }
            Some(GivenValue::Text(text, _)) if is_simple => HclValue::Text(text),
            Some(GivenValue::Text(text, _)) => evaluate(&text, &NoNames),
            Some(GivenValue::Expression(text, _)) => evaluate(text, &NoNames),
            None => match self.default(name) {
                Some(default) => evaluate(default.it.text, &NoNames),
                None => return needs("has no value"),
            },
        };
        // Then the default takes the place of null.
        if value == HclValue::Null && self.argument(name, "nullable").is_some() {
            return needs("may be null");
        }
        converted(value, kind)
    }

    fn local(&self, name: &str) -> HclValue {
        match self.module.locals.get(name) {
            Some(local) => evaluate(local.it.text, self),
            None => HclValue::unknown(format!("needs local.{name}, which is not declared")),
        }
    }
}

impl HclNames for ModuleScope<'_> {
    fn named(&self, root: &str, name: &str) -> HclValue {
        // What cannot be read may declare it again.
        let is_declared = matches!(root, "var" | "local");
        if let (true, Some((place, why))) = (is_declared, self.module.unread.first()) {
            return HclValue::unknown(format!(
                "needs {root}.{name}, which may be in {}, which {why}",
                named_place(place)
            ));
        }
        let key = format!("{root}.{name}");
        match self.known.borrow().get(&key) {
            Some(Some(value)) => return value.clone(),
            Some(None) => return HclValue::unknown(format!("needs {key}, which needs itself")),
            None => {}
        }
        if self.depth.get() > DEEPEST {
            return HclValue::unknown(format!("needs {key}, which is too deep"));
        }
        self.known.borrow_mut().insert(key.clone(), None);
        self.depth.set(self.depth.get() + 1);
        let value = match (root, name) {
            ("var", _) => self.variable(name),
            ("local", _) => self.local(name),
            ("terraform" | "tofu", "workspace") => match &self.workspace {
                Some(workspace) => HclValue::Text(workspace.clone()),
                None => HclValue::unknown("needs the workspace, which cannot be read"),
            },
            _ => HclValue::unknown(format!("comes from {key}")),
        };
        self.depth.set(self.depth.get() - 1);
        let value = value.bounded();
        self.known.borrow_mut().insert(key, Some(value.clone()));
        value
    }
}

/// Converts a value to the type of its variable.
fn converted(value: HclValue, kind: &str) -> HclValue {
    match (kind, &value) {
        ("string", HclValue::Number(text)) => HclValue::Text(text.clone()),
        ("string", HclValue::Bool(truth)) => HclValue::Text(truth.to_string()),
        ("number", HclValue::Text(text)) => evaluate(text, &NoNames),
        ("bool", HclValue::Text(text)) if text == "true" || text == "false" => {
            HclValue::Bool(text == "true")
        }
        _ => value,
    }
}

/// Writes a place in a sentence.
pub(super) fn named_place(place: &Origin) -> String {
    match place {
        Origin::File { path, .. } => path.display().to_string(),
        Origin::Environment(name) => name.clone(),
        Origin::Flag(flag) => (*flag).to_owned(),
        Origin::Default => "the default".to_owned(),
    }
}
