//! The program of a `credential_process`, and whether a client can start it (rule 7.26).

use std::path::Path;

use super::environment::Environment;
use super::reader::words;
use super::remedy::{Remedy, remedy};
use super::world::{Lookup, ProgramState};
use crate::printable::short;

/// Why a program certainly cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProgramCause {
    /// The program, or the name of a variable before it, whose value may be a secret.
    program: String,
    kind: ProgramCauseKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProgramCauseKind {
    Unexpanded,
    Assignment,
    NoFile,
    NotOnPath,
    NotHere,
    NotExecutable,
}

impl ProgramCause {
    pub(crate) fn described(&self) -> String {
        match self.kind {
            ProgramCauseKind::NotExecutable => format!("{} may not be executed", self.program),
            ProgramCauseKind::Assignment => format!("there is no program {}=…", self.program),
            ProgramCauseKind::NotHere => {
                format!("there is no program {} in this directory", self.program)
            }
            _ => format!("there is no program {}", self.program),
        }
    }

    pub(crate) fn remedy(&self) -> Remedy {
        let program = &self.program;
        match self.kind {
            ProgramCauseKind::Unexpanded => {
                remedy!("write the whole path, which no shell will expand")
            }
            ProgramCauseKind::Assignment => {
                remedy!("write env before {program}=, as no shell sets the variable")
            }
            ProgramCauseKind::NoFile => remedy!("install the program, or correct its path"),
            ProgramCauseKind::NotOnPath | ProgramCauseKind::NotHere => {
                remedy!("install the program, or write its whole path")
            }
            ProgramCauseKind::NotExecutable => remedy!("make {program} executable"),
        }
    }
}

/// Says why a program certainly cannot be started.
pub(crate) fn program_cause(
    environment: &Environment,
    lookup: &dyn Lookup,
    program: &str,
) -> Option<ProgramCause> {
    let cause = |kind| Some(ProgramCause { program: short(program), kind });
    if program.starts_with("~/") || program.starts_with('$') {
        return cause(ProgramCauseKind::Unexpanded);
    }
    if let Some(name) = assigned(program) {
        return Some(ProgramCause { program: short(name), kind: ProgramCauseKind::Assignment });
    }
    if program.is_empty() {
        return cause(ProgramCauseKind::NoFile);
    }
    if program.contains('/') {
        // A relative path counts from the directory of the next command, which is this one.
        let absent = if program.starts_with('/') {
            ProgramCauseKind::NoFile
        } else {
            ProgramCauseKind::NotHere
        };
        return match lookup.program(Path::new(program)) {
            ProgramState::Absent => cause(absent),
            ProgramState::NotExecutable => cause(ProgramCauseKind::NotExecutable),
            ProgramState::Executable => None,
        };
    }
    let mut refused = None;
    for directory in std::env::split_paths(environment.non_empty("PATH")?) {
        let path = directory.join(program);
        match lookup.program(&path) {
            ProgramState::Executable => return None,
            ProgramState::NotExecutable => refused = refused.or(Some(path)),
            ProgramState::Absent => {}
        }
    }
    match refused {
        Some(path) => {
            let program = short(&path.to_string_lossy());
            Some(ProgramCause { program, kind: ProgramCauseKind::NotExecutable })
        }
        None => cause(ProgramCauseKind::NotOnPath),
    }
}

/// Returns the program that a command starts, if that is certain.
pub(super) fn started(command: &str, is_read_by_shell: bool) -> Option<String> {
    if is_read_by_shell && command.contains(OF_SHELL) {
        return None;
    }
    let program = words::split(command)?.into_iter().next()?;
    let is_of_shell = BUILTINS.contains(&&*program) || assigned(&program).is_some();
    (!is_read_by_shell || !is_of_shell).then_some(program)
}

/// With any of these a shell does something else than start one program.
const OF_SHELL: [char; 13] = [';', '&', '|', '<', '>', '(', ')', '{', '`', '$', '~', '!', '\n'];

/// What a shell does itself, and what may give credentials all the same.
const BUILTINS: [&str; 5] = [".", "command", "eval", "exec", "printf"];

/// Returns the variable that a word would set if a shell read it.
fn assigned(word: &str) -> Option<&str> {
    let (name, _) = word.split_once('=')?;
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (is_name && name.bytes().all(is_of_name)).then_some(name)
}
