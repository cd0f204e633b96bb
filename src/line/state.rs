//! What a shell knows while it runs a line: variables, directory, functions, aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;

use super::syntax::Node;
use super::{HOLE, is_known};

/// How the environment of a command differs from that in which the line begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Nothing of what was there before is left.
    pub(crate) is_cleared: bool,
    /// A variable that is not named may have any value, or none.
    pub(crate) is_lost: bool,
    /// The new values, or none where a variable is removed. A value may have holes.
    pub(crate) variables: BTreeMap<String, Option<String>>,
}

/// Where a command runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WorkingDirectory {
    /// From where the line begins; empty if that is the same.
    Known(PathBuf),
    Unknown,
}

impl WorkingDirectory {
    /// Returns the directory after `cd`.
    pub(super) fn moved(&self, to: &str) -> Self {
        match self {
            _ if !is_known(to) => Self::Unknown,
            // A path from the root needs nothing before it.
            Self::Unknown if PathBuf::from(to).is_absolute() => Self::Known(to.into()),
            Self::Unknown => Self::Unknown,
            Self::Known(from) => Self::Known(from.join(to)),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum VariableValue {
    Text(String),
    List(Vec<String>),
}

impl VariableValue {
    /// Returns everything that it has in it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(texts) => texts.join("; "),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShellVariable {
    /// None if it is unset.
    pub(super) value: Option<VariableValue>,
    pub(super) is_exported: bool,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    /// The variables that the line has set or removed.
    pub(super) variables: BTreeMap<String, ShellVariable>,
    /// Any other variable may have been changed.
    pub(super) is_lost: bool,
    /// Nothing that is set from here on can be told, as of a variable that stands for another.
    pub(super) is_adrift: bool,
    /// Variables that do not get just what they are given, such as those that are read-only.
    pub(super) frozen: BTreeSet<String>,
    pub(super) directory: WorkingDirectory,
    /// Where `cd -` goes, and `popd`.
    pub(super) earlier: Vec<WorkingDirectory>,
    /// A function of which one of several bodies holds has none here.
    pub(super) functions: BTreeMap<String, Option<Rc<Node>>>,
    pub(super) aliases: BTreeMap<String, String>,
    /// The positional parameters, if they are known.
    pub(super) parameters: Option<Vec<String>>,
    /// `set -a`.
    pub(super) exports_all: bool,
}

impl State {
    pub(super) fn new(aliases: BTreeMap<String, String>, parameters: Option<Vec<String>>) -> Self {
        Self {
            variables: BTreeMap::new(),
            is_lost: false,
            is_adrift: false,
            frozen: BTreeSet::new(),
            directory: WorkingDirectory::Known(PathBuf::new()),
            earlier: Vec::new(),
            functions: BTreeMap::new(),
            aliases,
            parameters,
            exports_all: false,
        }
    }

    /// Forgets everything that code which is not known may have changed.
    pub(super) fn lose(&mut self) {
        self.lose_variables();
        self.directory = WorkingDirectory::Unknown;
        self.parameters = None;
    }

    pub(super) fn lose_variables(&mut self) {
        self.variables.clear();
        self.is_lost = true;
    }

    pub(super) fn place(&self) -> WorkingDirectory {
        if self.is_adrift { WorkingDirectory::Unknown } else { self.directory.clone() }
    }

    pub(super) fn changes(&self) -> Changes {
        if self.is_adrift {
            return Changes { is_lost: true, ..Changes::default() };
        }
        let exported = self.variables.iter().filter(|(_, variable)| variable.is_exported);
        let variables = exported.map(|(name, variable)| {
            let value = variable.value.as_ref().map(|value| match value {
                VariableValue::Text(text) => text.clone(),
                // An array is not exported.
                VariableValue::List(_) => HOLE.to_string(),
            });
            (name.clone(), value)
        });
        Changes { is_cleared: false, is_lost: self.is_lost, variables: variables.collect() }
    }

    /// Returns what is known where one of two things has happened.
    pub(super) fn or(mut self, other: &Self) -> Self {
        let ours = std::mem::take(&mut self.variables);
        let names = ours.keys().chain(other.variables.keys());
        let of = |name| match (ours.get(name), other.variables.get(name)) {
            (Some(ours), Some(theirs)) if ours == theirs => ours.clone(),
            (ours, theirs) => ShellVariable {
                value: Some(VariableValue::Text(HOLE.to_string())),
                is_exported: ours.into_iter().chain(theirs).any(|variable| variable.is_exported),
            },
        };
        let variables = names.map(|name| (name.clone(), of(name))).collect();
        self.variables = variables;
        self.is_lost |= other.is_lost;
        self.is_adrift |= other.is_adrift;
        self.frozen.extend(other.frozen.iter().cloned());
        if self.directory != other.directory {
            self.directory = WorkingDirectory::Unknown;
        }
        if self.earlier != other.earlier {
            self.earlier.clear();
        }
        for (name, body) in &other.functions {
            let ours = self.functions.entry(name.clone()).or_insert(None);
            let is_same = match (&*ours, body) {
                (Some(ours), Some(theirs)) => Rc::ptr_eq(ours, theirs),
                _ => false,
            };
            if !is_same {
                *ours = None;
            }
        }
        for (name, body) in &mut self.functions {
            if !other.functions.contains_key(name) {
                *body = None;
            }
        }
        self.aliases.extend(other.aliases.clone());
        if self.parameters != other.parameters {
            self.parameters = None;
        }
        self.exports_all |= other.exports_all;
        self
    }

    /// Tells whether two states are the same, as far as a loop can change them.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        self.variables == other.variables
            && self.is_lost == other.is_lost
            && self.is_adrift == other.is_adrift
            && self.frozen == other.frozen
            && self.directory == other.directory
            && self.functions.len() == other.functions.len()
            && self.parameters == other.parameters
    }
}
