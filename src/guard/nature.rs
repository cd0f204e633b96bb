//! What a command is, by its program: one that is judged, one that does nothing to an account, or one
//! that may do anything.

use super::code::{places_of_code, runs_code};
use super::command::{GuardedProgram, program_name_of};
use super::everyday::is_everyday;
use super::mention::mentions_guarded;
use super::reached_command::{EnvironmentStep, ReachedCommand, given_variables};
use super::starting::starts_another;
use super::table::Words;
use crate::line::{HOLE, Stdin, Word, is_known};
use crate::printable::short;

/// What a command is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    Guarded(GuardedProgram),
    /// It starts no other program, and speaks to no AWS.
    Everyday,
    Unknown {
        /// Its own words, or the environment that the line gives it, say that it may run a guarded
        /// program.
        may_run_guarded: bool,
        why: String,
    },
}

impl Nature {
    pub(crate) fn of(command: &ReachedCommand) -> Self {
        let words = &command.words;
        let Some(program) = words.first().and_then(program_of) else {
            let why = "the program is not known before the line runs".to_owned();
            return Self::Unknown { may_run_guarded: true, why };
        };
        let name = program_name_of(program);
        let arguments = &words[1..];
        let texts = arguments.iter().map(|word| &*word.text);
        if let Some(program) = GuardedProgram::of_call(name, texts) {
            return Self::Guarded(program);
        }
        let first = arguments.first().and_then(Word::as_known);
        // What `exec` opens, a later command may read.
        let opens = name == "exec" && matches!(command.stdin, Stdin::Text(_));
        let is_code = opens || matches!(name, "eval" | "." | "source");
        let starts = starts_another(name, command);
        if is_everyday(name, first) && is_installed(program) && !is_code {
            if !starts {
                return Self::Everyday;
            }
            let why = format!("{} may start another command", short(name));
            return Self::Unknown { may_run_guarded: true, why };
        }
        let may_run_guarded = starts
            || gives_account(command)
            || names_guarded_somewhere(name, arguments)
            || runs_code(name, arguments, &command.stdin);
        let why = match name {
            "." | "source" => "what the file runs is not known".to_owned(),
            "eval" => "what is evaluated is not known before the line runs".to_owned(),
            _ => unknown_program(name),
        };
        Self::Unknown { may_run_guarded, why }
    }
}

/// Returns the name of the program of a command, as far as it is known.
pub(crate) fn program_of_line(words: &[Word]) -> Option<&str> {
    Some(program_name_of(words.first().and_then(program_of)?))
}

/// Says that nothing is known of a program.
pub(crate) fn unknown_program(name: &str) -> String {
    format!("awsprompt does not know the program {}", short(name))
}

/// Returns a program as far as it is known: of a path, the end.
fn program_of(word: &Word) -> Option<&str> {
    word.as_known().or_else(|| {
        let (_, name) = word.text.rsplit_once('/').filter(|_| !word.is_open)?;
        (!name.is_empty() && is_known(name)).then_some(name)
    })
}

/// Tells whether a program is where programs are, and not any file of that name, such as `./ls`.
fn is_installed(program: &str) -> bool {
    !program.contains('/') || program.contains("bin/")
}

/// Tells whether the line gives a command variables that choose an account.
fn gives_account(command: &ReachedCommand) -> bool {
    command.steps.iter().any(|step| matches!(step, EnvironmentStep::Switch { .. }))
        || given_variables(&command.steps).any(|(name, _)| name.starts_with("AWS_"))
}

/// Options whose value is a word of the program's own, such as the name of a test.
const OWN_VALUES: Words = Words(
    "-k -t -C -m --filter --grep --name --provider --cloud --package --testNamePattern \
     --tag",
);

/// Tells whether an argument that is no code may be a guarded program.
fn names_guarded_somewhere(name: &str, arguments: &[Word]) -> bool {
    let code = places_of_code(name, arguments);
    (0..arguments.len()).any(|at| !code.contains(&at) && names_guarded(arguments, at))
}

/// Tells whether an argument is a guarded program with what it is to do, or has one in it as a line
/// may; or a variable of AWS.
fn names_guarded(arguments: &[Word], at: usize) -> bool {
    let text = &*arguments[at].text;
    if at > 0 && OWN_VALUES.has(&arguments[at - 1].text) {
        return false;
    }
    // A package may have where it is from before its name.
    let name = text.rsplit(['#', ':']).next().unwrap_or(text);
    let is_program = GuardedProgram::of_name(program_name_of(name)).is_some();
    // Of a name in a directory of the project, that is the directory.
    let is_place =
        text.contains('/') && !text.starts_with(['/', '.', '~', HOLE]) && !text.contains("bin/");
    // It is the name of a test, say, where options of the program's own follow.
    let is_own = name == text
        && !text.contains('/')
        && arguments.get(at + 1).is_none_or(|word| &*word.text == "--");
    let is_found = !is_known(text)
        && ["which ", "command -v ", "type -P "].iter().any(|how| {
            let source = &*arguments[at].source;
            source.contains(how) && mentions_guarded(source)
        });
    (is_found || is_program && !is_place && !is_own) && arguments.len() > at + 1
        || ["arn:aws", "#awscli"].iter().any(|part| text.contains(part))
        || text.split("aws-cli").skip(1).any(|rest| !rest.starts_with(char::is_alphabetic))
        || text.starts_with("AWS_") && text.contains('=')
        || text.contains([' ', '\n']) && mentions_guarded(text)
}

/// Returns what a person reads of a command's words.
pub(crate) fn shown(words: &[Word]) -> Vec<String> {
    words.iter().map(Word::shown).collect()
}
