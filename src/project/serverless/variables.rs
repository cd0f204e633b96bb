//! The variables of the Serverless Framework, such as `${self:custom.${opt:stage, 'dev'}.profile}`.
//!
//! <https://www.serverless.com/framework/docs/providers/aws/guide/variables>

use std::cell::Cell;

use crate::aws::{Environment, Lookup, Origin};
use crate::project::literal::YamlFile;
use crate::project::said::Said;
use crate::project::yaml::{YamlNode, YamlValue};
use crate::project::{ProjectQuestion, words};

/// How many variables are looked up for a project, and how deep they may be in each other.
const MOST_LOOKUPS: usize = 1_000;
const DEEPEST: usize = 16;

/// The characters that stand in a line for what is not known before it runs.
const NOT_KNOWN: fn(char) -> bool = |c| ('\u{fdd0}'..='\u{fdef}').contains(&c);

/// Why a value is not known, as the end of a sentence.
type Why = String;

/// What variables are looked up in.
pub(super) struct ServerlessScope<'y, 't> {
    yaml: &'y YamlFile<'t>,
    words: &'y [&'y str],
    environment: &'y Environment,
    lookup: &'y dyn Lookup,
    dotenv: Option<Origin>,
    lookups: Cell<usize>,
}

impl<'y, 't> ServerlessScope<'y, 't> {
    pub(super) fn new(yaml: &'y YamlFile<'t>, question: &'y ProjectQuestion<'_, '_, '_>) -> Self {
        let environment = &question.facts.world.environment;
        let (words, lookups) = (question.words, Cell::new(0));
        let lookup = question.facts.lookup;
        let mut scope = Self { yaml, words, environment, lookup, dotenv: None, lookups };
        let is_on = scope.node("useDotenv").is_some_and(|node| node.scalar() != Some("false"));
        if is_on {
            let stage = scope.stage();
            let names =
                [".env".to_owned(), format!(".env.{}", stage.certain().map_or("", |it| it))];
            let mut paths = names.iter().map(|name| question.directory.join(name));
            let found = paths.find(|path| question.facts.lookup.is_present(path));
            scope.dotenv = found.map(|path| Origin::file(&path));
        }
        scope
    }

    /// Returns the file whose variables are added to the environment.
    pub(super) fn dotenv(&self) -> Option<&Origin> {
        self.dotenv.as_ref()
    }

    /// Returns what is written for keys that dots part.
    pub(super) fn node(&self, keys: &str) -> Option<&'y YamlNode<'t>> {
        let node = self.yaml.root.at_path(&keys.split('.').collect::<Vec<_>>());
        node.filter(|node| !matches!(node.value, YamlValue::Null))
    }

    /// Returns the value of a variable, on which the answer then depends.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        self.lookup.depends_on_variables(name);
        Some(self.environment.get(name)?.to_string_lossy().into_owned())
    }

    pub(super) fn stage(&self) -> Said<String> {
        let of_line = words::said(self.words, &["--stage", "-s"]);
        let said = if of_line.is_environment() { self.said("provider.stage") } else { of_line };
        match said {
            Said::Environment => Said::Certain("dev".to_owned(), Origin::Default),
            said => said,
        }
    }

    /// Returns what keys that dots part say; nothing is what `null` and no text say.
    pub(super) fn said(&self, keys: &str) -> Said<String> {
        let place = || match self.node(keys) {
            Some(node) => self.yaml.place(node),
            None => self.yaml.place(&self.yaml.root),
        };
        match self.own(keys, 0) {
            Ok(Some(text)) if !text.is_empty() => Said::Certain(text, place()),
            Ok(_) => Said::Environment,
            Err(why) => Said::Unknown(why, place()),
        }
    }

    /// Looks up keys in the file itself.
    fn own(&self, keys: &str, depth: usize) -> Result<Option<String>, Why> {
        let mut node = &self.yaml.root;
        for key in keys.split('.') {
            match &node.value {
                YamlValue::Map(_) => match node.get(key) {
                    Some(found) => node = found,
                    None => return Ok(None),
                },
                // `provider: aws` is short for its name.
                YamlValue::Scalar(name) if !name.contains("${") && keys == "provider.name" => {
                    return Ok(Some(name.to_string()));
                }
                YamlValue::Null => return Ok(None),
                YamlValue::Scalar(text) if !text.contains("${") => return Ok(None),
                _ => return Err("is said elsewhere".to_owned()),
            }
        }
        match &node.value {
            YamlValue::Null => Ok(None),
            YamlValue::Scalar(text) => self.expanded(text, depth),
            YamlValue::Unknown(why) => Err((*why).to_owned()),
            _ => Err("is not a text".to_owned()),
        }
    }

    /// Puts in what the variables of a text stand for; nothing is what one alone may stand for.
    fn expanded(&self, text: &str, depth: usize) -> Result<Option<String>, Why> {
        if depth > DEEPEST || self.lookups.replace(self.lookups.get() + 1) > MOST_LOOKUPS {
            return Err("refers to too much".to_owned());
        }
        let Some(start) = text.find("${") else { return Ok(Some(text.to_owned())) };
        let end = end(&text[start..]).map(|end| start + end);
        let end = end.ok_or("has a variable without an end")?;
        // What is inside may have variables itself.
        let inner = self.expanded(&text[start + 2..end], depth + 1)?.unwrap_or_default();
        let value = self.value(&inner, depth + 1)?;
        if start == 0 && end + 1 == text.len() {
            return Ok(value);
        }
        let value = value.ok_or("has a variable that stands for nothing")?;
        let rest = self.expanded(&text[end + 1..], depth)?.unwrap_or_default();
        Ok(Some(format!("{}{value}{rest}", &text[..start])))
    }

    /// Returns the first of the sources of a variable that has a value.
    fn value(&self, sources: &str, depth: usize) -> Result<Option<String>, Why> {
        for source in sources.split(',') {
            let source = source.trim();
            let unquoted = ['\'', '"'].iter().find_map(|quote| {
                source.strip_prefix(*quote).and_then(|text| text.strip_suffix(*quote))
            });
            if let Some(text) = unquoted {
                return Ok(Some(text.to_owned()));
            }
            if matches!(source, "null" | "") {
                return Ok(None);
            }
            let (kind, address) = source.split_once(':').unwrap_or(("", source));
            let found = match kind {
                "opt" => self.option(address),
                "self" => self.own(address, depth)?,
                "sls" if address == "stage" => self.stage().certain().cloned(),
                "env" if self.dotenv.is_none() => self.variable(address),
                "param" => self.parameter(address, depth)?,
                // A text that another variable stood for, or another kind of source.
                _ => return Err(format!("calls {source}")),
            };
            if found.as_ref().is_some_and(|found| found.contains(NOT_KNOWN)) {
                return Err(format!("takes {source}, which is not known before the line runs"));
            }
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn option(&self, name: &str) -> Option<String> {
        let words = self.words;
        let option = format!("--{name}");
        // Of the names, only these are short.
        let value = match name {
            "stage" => words::option(words, &["--stage", "-s"]).map(|(value, _)| value),
            "region" => words::option(words, &["--region", "-r"]).map(|(value, _)| value),
            _ => {
                let at = words.iter().rposition(|word| word.split('=').next() == Some(&option))?;
                let value = words[at].split_once('=').map(|(_, value)| value);
                value.or_else(|| words.get(at + 1).copied())
            }
        };
        value.map(str::to_owned)
    }

    /// Returns a parameter: of the line, of the stage, or of all stages.
    ///
    /// <https://www.serverless.com/framework/docs/guides/parameters>
    fn parameter(&self, name: &str, depth: usize) -> Result<Option<String>, Why> {
        let words = self.words;
        let given = words.iter().rev().find_map(|word| {
            let (found, value) = word.trim_start_matches("--param=").split_once('=')?;
            (found.trim_matches(['"', '\'']) == name).then_some(value)
        });
        if let Some(value) = given {
            return Ok(Some(value.to_owned()));
        }
        let stage = self.stage().certain().cloned().ok_or("is that of a stage")?;
        match self.own(&format!("params.{stage}.{name}"), depth)? {
            Some(value) => Ok(Some(value)),
            None => self.own(&format!("params.default.{name}"), depth),
        }
    }
}

/// Returns the place of the brace that ends what a text begins with.
fn end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}
