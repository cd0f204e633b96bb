//! What the user, the company and the directory have said of accounts: classes, expectations, locks
//! and limits; and the decision on a command.
//!
//! Pure. It does not know how settings are written, nor how a prompt looks.

mod assessment;
mod class;
mod decision;
mod directory;
mod expectation;
mod limit;
mod matcher;
mod other_target;
mod part;
mod production;
mod project_targets;
mod search;
mod target;
mod traces;

pub(crate) use assessment::{Assessment, LOCK, Violation};
pub(crate) use class::{Class, ClassRule, EnterRule, Guard};
pub(crate) use decision::{Decision, Demand, UnjudgedRule};
pub(crate) use expectation::{Aspect, Expectation, FILE_NAME, MOST_FILES, Mismatch};
pub(crate) use limit::{IDLE, LIMITED, Limits, UNTIL, minutes_or_hours};
pub(crate) use part::has_part;
pub(crate) use search::{Candidate, Fit, Query};
pub(crate) use target::{Target, TargetField, TargetFields, UNKNOWN};
pub(crate) use traces::Traces;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use crate::aws::AccountId;
use crate::guard::{Command, GuardedProgram, OwnTool};
use crate::project::Tool;
use class::Classes;
use directory::Directory;

/// What was said of accounts, and what could not be understood of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Policy {
    pub(crate) classes: Classes,
    /// The user's names for accounts, by account id.
    pub(crate) labels: BTreeMap<String, String>,
    /// What the working directory and those above it expect, the nearest first.
    pub(crate) directories: Vec<Directory>,
    /// The tools that are guarded in addition to the AWS CLI.
    pub(crate) tools: Vec<Tool>,
    /// What the settings say of tools: the lines that they add to the table of each.
    pub(crate) own_tools: BTreeMap<String, String>,
    pub(crate) unjudged: UnjudgedRule,
    pub(crate) errors: Vec<SettingError>,
}

/// An error in a file of settings; the default of what it is about is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SettingError {
    pub(crate) scope: Scope,
    pub(crate) message: String,
}

/// What an error can affect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Only what a person sees.
    Looks,
    /// Whether a command is let through.
    Decides,
    /// The same, in the working directory's file.
    Directory(PathBuf),
}

impl Policy {
    /// Returns the program of a name, if it is one that only the settings know.
    pub(crate) fn own_program(&self, name: &str) -> Option<GuardedProgram> {
        let (name, lines) = self.own_tools.get_key_value(name)?;
        let is_known = Tool::ALL.iter().any(|tool| tool.programs().contains(&&**name));
        // There are few, and they are looked up once for a command.
        let tool = || OwnTool { name: name.clone().leak(), lines: lines.clone().leak() };
        (!is_known).then(|| GuardedProgram::Own(tool()))
    }

    /// Judges a command of a known tool by the words that the settings add.
    pub(crate) fn add_words(&self, command: &mut Command, arguments: &[OsString]) {
        if let GuardedProgram::Tool(tool) = command.program
            && let Some(lines) = self.own_tools.get(tool.program())
        {
            command.add_lines(lines, arguments);
        }
    }

    /// Returns the user's name for an account.
    pub(crate) fn label(&self, account: &AccountId) -> Option<&str> {
        self.labels.get(account.as_str()).map(String::as_str)
    }

    /// Returns the first error that may let a command through that should be stopped.
    pub(crate) fn deciding_error(&self) -> Option<&SettingError> {
        self.errors.iter().find(|error| error.scope != Scope::Looks)
    }
}

impl SettingError {
    /// Says whose file has the error, and what it is.
    pub(crate) fn described(&self) -> String {
        match self.scope {
            Scope::Looks | Scope::Decides => format!("the settings have an error: {self}"),
            Scope::Directory(_) => self.to_string(),
        }
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scope {
            Scope::Looks | Scope::Decides => f.write_str(&self.message),
            Scope::Directory(file) => write!(f, "{}: {}", file.display(), self.message),
        }
    }
}
