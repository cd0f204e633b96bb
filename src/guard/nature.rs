//! What a command is, by its program: one that is judged, one that does nothing to an account, or one
//! that may do anything.

use super::command::{GuardedProgram, program_name_of};
use super::everyday::is_everyday;
use super::reached::{EnvironmentStep, ReachedCommand};
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

/// Programs that take code of their own language, and the options that hold it.
const INTERPRETERS: [(&str, &[&str]); 12] = [
    ("python", &["-c"]),
    ("node", &["-e", "--eval", "-p", "--print"]),
    ("ruby", &["-e"]),
    ("perl", &["-e", "-E"]),
    ("php", &["-r"]),
    ("deno", &["eval"]),
    ("bun", &["-e", "--eval"]),
    ("osascript", &["-e"]),
    ("lua", &["-e"]),
    ("Rscript", &["-e"]),
    ("pwsh", &["-c", "-Command"]),
    ("ipython", &["-c"]),
];

/// The shells, which read commands where they are given no file.
const SHELLS: [&str; 8] = ["sh", "bash", "zsh", "dash", "ash", "ksh", "fish", "rbash"];

impl Nature {
    pub(crate) fn of(command: &ReachedCommand) -> Self {
        let words = &command.words;
        let Some(program) = words.first().and_then(Word::as_known) else {
            let why = "the program is not known before the line runs".to_owned();
            return Self::Unknown { may_run_guarded: true, why };
        };
        let name = program_name_of(program);
        if let Some(program) = GuardedProgram::of_name(name) {
            return Self::Guarded(program);
        }
        let arguments = &words[1..];
        let first = arguments.first().and_then(Word::as_known);
        let is_code = matches!(name, "eval" | "." | "source");
        if is_everyday(name, first) && !is_code {
            return Self::Everyday;
        }
        let may_run_guarded = gives_account(command)
            || arguments.iter().any(|word| names_guarded(&word.text))
            || runs_code(name, arguments, &command.stdin);
        let why = match name {
            "." | "source" => "what the file runs is not known".to_owned(),
            "eval" => "what is evaluated is not known before the line runs".to_owned(),
            _ => format!("awsprompt does not know the program {}", short(name)),
        };
        Self::Unknown { may_run_guarded, why }
    }
}

/// Tells whether the line gives a command variables that choose an account.
fn gives_account(command: &ReachedCommand) -> bool {
    command.steps.iter().any(|step| match step {
        EnvironmentStep::Changes(changes) => {
            let mut given = changes.variables.iter().filter(|(_, value)| value.is_some());
            given.any(|(name, _)| name.starts_with("AWS_"))
        }
        EnvironmentStep::Switch { .. } => true,
        EnvironmentStep::Lost(_) => false,
    })
}

/// Tells whether an argument is a program that is guarded, or has one in it as a line may.
fn names_guarded(text: &str) -> bool {
    let is_program = GuardedProgram::of_name(program_name_of(text)).is_some();
    is_program
        || ["aws-cli", "arn:aws"].iter().any(|part| text.contains(part))
        || text.contains(' ') && mentions_guarded(text)
}

/// Tells whether code that a command is given may run a guarded program.
fn runs_code(name: &str, arguments: &[Word], stdin: &Stdin) -> bool {
    if name == "eval" {
        let is_variable = |word: &Word| !word.source.contains("$(") && !word.source.contains('`');
        let is_open = |word: &Word| !is_known(&word.text) && is_variable(word);
        let mentions = |word: &Word| mentions_guarded(&word.source);
        return arguments.iter().any(|word| is_open(word) || mentions(word));
    }
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_shell = SHELLS.contains(&name);
    let interpreter = INTERPRETERS.iter().find(|(known, _)| *known == base);
    if !is_shell && interpreter.is_none() {
        return false;
    }
    let options = interpreter.map_or(&["-c"][..], |(_, options)| options);
    let is_code = |text: &str| {
        options.contains(&text) || is_shell && text.starts_with('-') && text.contains('c')
    };
    let at = arguments.iter().position(|word| is_code(&word.text));
    if let Some(at) = at {
        let code = arguments.get(at + 1);
        return code.is_none_or(|code| code.text.starts_with(HOLE) || mentions_guarded(&code.text));
    }
    let has_file = arguments.iter().any(|word| !word.text.starts_with('-') && word.text != "-");
    if has_file && !arguments.iter().any(|word| word.text == "-s") {
        // A word that is a part of a line, as of `<(…)`, has been looked at.
        return false;
    }
    match stdin {
        Stdin::Text(text) => mentions_guarded(text) || !is_known(text) && is_shell,
        Stdin::Piped(source) => mentions_guarded(source),
        Stdin::Inherited | Stdin::Other => false,
    }
}

/// Tells whether a text has the name of a guarded program, of a variable of AWS, or of its SDK in it.
pub(crate) fn mentions_guarded(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    words.any(|word| {
        GuardedProgram::of_name(word).is_some()
            || word.starts_with("boto")
            || word.starts_with("awscli")
            || word == "awsprompt"
    })
}

/// Returns what a person reads of a command's words.
pub(crate) fn shown(words: &[Word]) -> Vec<String> {
    words.iter().map(Word::shown).collect()
}
