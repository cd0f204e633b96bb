//! The program of a `credential_process`, and whether a client can start it (rule 7.26).

use std::path::Path;

use super::environment::Environment;
use super::reader::words;
use super::remedy::{Remedy, remedy};
use super::world::{Lookup, ProgramState};
use crate::printable::short;

/// Why a program certainly cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProgramFault {
    /// The program, without the value of a variable before it, which may be a secret.
    pub(crate) program: String,
    kind: FaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FaultKind {
    Unexpanded,
    Assignment,
    NoFile,
    NotOnPath,
    NotExecutable,
}

impl ProgramFault {
    pub(crate) fn described(&self) -> String {
        match self.kind {
            FaultKind::NotExecutable => format!("{} may not be executed", self.program),
            _ => format!("there is no program {}", self.program),
        }
    }

    pub(crate) fn remedy(&self) -> Remedy {
        let program = &self.program;
        match self.kind {
            FaultKind::Unexpanded => remedy!("write the whole path, which no shell will expand"),
            FaultKind::Assignment => {
                let name = program.trim_end_matches('…');
                remedy!("write env before {name}, as no shell sets the variable")
            }
            FaultKind::NoFile => remedy!("install the program, or correct its path"),
            FaultKind::NotOnPath => remedy!("install the program, or write its whole path"),
            FaultKind::NotExecutable => remedy!("make {program} executable"),
        }
    }
}

/// Says why a program certainly cannot be started.
pub(crate) fn program_fault(
    environment: &Environment,
    lookup: &dyn Lookup,
    program: &str,
) -> Option<ProgramFault> {
    let fault = |kind| Some(ProgramFault { program: short(program), kind });
    if program.starts_with("~/") || program.starts_with('$') {
        return fault(FaultKind::Unexpanded);
    }
    if let Some(name) = assigned(program) {
        let program = short(&format!("{name}=…"));
        return Some(ProgramFault { program, kind: FaultKind::Assignment });
    }
    if program.is_empty() {
        return fault(FaultKind::NoFile);
    }
    if program.contains('/') {
        // A relative path counts from the directory of the next command, which may be another.
        if !program.starts_with('/') {
            return None;
        }
        return match lookup.program(Path::new(program)) {
            ProgramState::Absent => fault(FaultKind::NoFile),
            ProgramState::NotExecutable => fault(FaultKind::NotExecutable),
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
            Some(ProgramFault { program, kind: FaultKind::NotExecutable })
        }
        None => fault(FaultKind::NotOnPath),
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
