//! What a command is, by its program: one that is judged, one that does nothing to an account, or one
//! that may do anything.

use super::command::{GuardedProgram, program_name_of};
use super::everyday::is_everyday;
use super::reached_command::{EnvironmentStep, ReachedCommand};
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
        let Some(program) = words.first().and_then(program_of) else {
            let why = "the program is not known before the line runs".to_owned();
            return Self::Unknown { may_run_guarded: true, why };
        };
        let name = program_name_of(program);
        if let Some(program) = GuardedProgram::of_name(name) {
            return Self::Guarded(program);
        }
        let arguments = &words[1..];
        let first = arguments.first().and_then(Word::as_known);
        // What `exec` opens, a later command may read.
        let opens = name == "exec" && matches!(command.stdin, Stdin::Text(_));
        let is_code = opens || matches!(name, "eval" | "." | "source");
        let starts = starts_another(name, arguments) || is_given_a_command(command);
        if is_everyday(name, first) && !is_code {
            if !starts {
                return Self::Everyday;
            }
            let why = format!("{} may start another command", short(name));
            return Self::Unknown { may_run_guarded: true, why };
        }
        let may_run_guarded = gives_account(command)
            || (0..arguments.len()).any(|at| names_guarded(arguments, at))
            || runs_code(name, arguments, &command.stdin);
        let why = match name {
            "." | "source" => "what the file runs is not known".to_owned(),
            "eval" => "what is evaluated is not known before the line runs".to_owned(),
            _ => format!("awsprompt does not know the program {}", short(name)),
        };
        Self::Unknown { may_run_guarded, why }
    }
}

/// Returns a program as far as it is known: of a path, the end.
fn program_of(word: &Word) -> Option<&str> {
    word.as_known().or_else(|| {
        let (_, name) = word.text.rsplit_once('/').filter(|_| !word.is_open)?;
        (!name.is_empty() && is_known(name)).then_some(name)
    })
}

/// Everyday programs, and what their arguments have in them where they start another.
const STARTING: [(&str, &[&str]); 16] = [
    ("git", &["bisect", "foreach", "-x", "--exec", "-c", "filter-branch"]),
    ("awk", &["system", "getline", "| \""]),
    ("gawk", &["system", "getline", "| \""]),
    ("mawk", &["system", "getline", "| \""]),
    ("tar", &["--checkpoint-action", "--to-command", "-I", "--use-compress-program"]),
    ("vi", &[":!", "system("]),
    ("vim", &[":!", "system("]),
    ("view", &[":!", "system("]),
    ("vimdiff", &[":!", "system("]),
    ("emacs", &["shell-command", "call-process"]),
    ("rg", &["--pre"]),
    ("hash", &["-p"]),
    ("hyperfine", &[""]),
    ("sqlite3", &[".shell", ".system"]),
    ("psql", &["\\!"]),
    ("mysql", &["system ", "\\!"]),
];

/// Tells whether an everyday program starts a guarded one.
fn starts_another(name: &str, arguments: &[Word]) -> bool {
    let marks = STARTING.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, it)| it);
    let is_marked = |word: &Word| {
        marks.iter().any(|mark| match mark.strip_prefix('-') {
            // An option is a whole word, or has a value.
            Some(_) => word.text.split('=').next() == Some(mark),
            None => word.text.contains(mark),
        })
    };
    arguments.iter().any(is_marked) && arguments.iter().any(|word| mentions_guarded(&word.text))
}

/// Tells whether the line gives a program a variable that has a command with a guarded program.
fn is_given_a_command(command: &ReachedCommand) -> bool {
    let is_command = |name: &str| {
        let (names, begin) = (["PAGER", "EDITOR", "VISUAL", "LESSOPEN", "RSYNC_RSH"], "GIT_");
        names.contains(&name) || name.starts_with(begin)
    };
    command.steps.iter().any(|step| match step {
        EnvironmentStep::Changes(changes) => changes.variables.iter().any(|(name, value)| {
            is_command(name) && value.as_deref().is_some_and(mentions_guarded)
        }),
        EnvironmentStep::Switch { .. } | EnvironmentStep::Lost(_) => false,
    })
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

/// Options whose value is a word of the program's own, such as the name of a test.
const OWN_VALUES: [&str; 12] = [
    "-k",
    "-t",
    "-C",
    "-m",
    "--filter",
    "--grep",
    "--name",
    "--provider",
    "--cloud",
    "--package",
    "--testNamePattern",
    "--tag",
];

/// Tells whether an argument is a guarded program with what it is to do, or has one in it as a line
/// may; or a variable of AWS.
fn names_guarded(arguments: &[Word], at: usize) -> bool {
    let text = &*arguments[at].text;
    if at > 0 && OWN_VALUES.contains(&&*arguments[at - 1].text) {
        return false;
    }
    let is_program = GuardedProgram::of_name(program_name_of(text)).is_some();
    // Of a name in a directory of the project, that is the directory.
    let is_place =
        text.contains('/') && !text.starts_with(['/', '.', '~', HOLE]) && !text.contains("bin/");
    is_program && !is_place && arguments.len() > at + 1
        || ["aws-cli", "arn:aws", "#awscli"].iter().any(|part| text.contains(part))
        || text.starts_with("AWS_") && text.contains('=')
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
    // It takes a file's place, or reads a job.
    let reads = arguments.iter().any(|word| matches!(&*word.text, "-" | "/dev/stdin"));
    let is_read = reads || matches!(name, "-" | "at" | "batch" | "exec");
    if is_read
        && let Stdin::Text(text) | Stdin::Piped(text) = stdin
        && mentions_guarded(text)
    {
        return true;
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
        let made = arguments.iter().filter(|word| word.source.starts_with("<("));
        return made.into_iter().any(|word| mentions_guarded(&word.source));
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
