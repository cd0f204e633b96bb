//! One file per command: arguments and facts to an [`Outcome`]. Nothing here touches the machine.

pub(crate) mod agent;
pub(crate) mod check;
pub(crate) mod checked;
mod choice;
pub(crate) mod complete;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
mod document;
#[cfg(test)]
mod economy_tests;
pub(crate) mod exec;
mod expected;
pub(crate) mod explain;
mod find;
mod fitting;
pub(crate) mod guard;
mod half_keys;
mod hint;
pub(crate) mod init;
pub(crate) mod judged_line;
mod lacking;
mod let_go;
mod line_environment;
pub(crate) mod list;
pub(crate) mod login;
pub(crate) mod man;
pub(crate) mod mark;
mod meant;
mod misnamed;
mod missing_files;
mod misspelt;
mod near;
mod page;
mod pane;
mod pick;
pub(crate) mod picker;
pub(crate) mod project;
pub(crate) mod prompt;
mod proxy;
mod question;
mod recent;
mod refusal;
mod region;
mod regions;
mod remedies;
pub(crate) mod sessions;
mod sources;
pub(crate) mod starship;
pub(crate) mod switch;
mod table;
pub(crate) mod typed_line;
pub(crate) mod uninstall;
pub(crate) mod version;
pub(crate) mod whoami;

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::aws::{Change, Facts, Profiles, VerifiedAccount};
use crate::cli::InitShell;
use crate::error::{Error, Status};
use crate::policy::Limits;
use crate::printable::printable;
use crate::shell::Shell;
pub(crate) use pane::PaneUpdate;
use recent::RecentUse;

/// What a command wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Write the answer to stdout.
    Answer(String),
    /// Write a segment to stdout; failure is not reported.
    Segment(String),
    /// Write the answer to stdout, and a note to stderr for the person.
    Report {
        answer: String,
        note: String,
        status: Status,
    },
    /// Create a file, and do the rest if that succeeds.
    NewFile {
        path: PathBuf,
        content: String,
        then: Box<Outcome>,
    },
    /// Write files that everybody may read, in place of those that are there, and tell what was done.
    Files {
        directory: PathBuf,
        /// The names and the texts.
        files: Vec<(String, String)>,
        note: String,
    },
    /// Keep something in a file that only its owner may read, then do the rest; failure to keep it
    /// is not reported.
    Remember {
        what: Remembered,
        then: Box<Outcome>,
    },
    /// Do the rest, and then tell tmux what a pane shows; failure is not reported.
    TellPane {
        update: PaneUpdate,
        then: Box<Outcome>,
    },
    /// Replace this process with a program.
    Exec(Program),
    /// Run a program that logs in, on the person's terminal; `line` is what a person would type.
    LogIn {
        login: Program,
        line: String,
    },
    /// Do the rest if a person confirms it.
    Ask(Question),
    /// Write a note to stderr, and do the rest.
    WithNote {
        note: String,
        then: Box<Outcome>,
    },
    /// Open an interactive shell on a throw-away home.
    Shell(ThrowAwayShell),
    /// Make files private to their owner, or remove them, after asking.
    OnFiles(FilesTask),
    Edit(Edit),
}

impl Outcome {
    /// Writes an answer alone.
    fn answered(answer: String, status: Status) -> Self {
        Self::Report { answer, note: String::new(), status }
    }

    /// Writes a note alone.
    pub(crate) fn noted(note: String, status: Status) -> Self {
        Self::Report { answer: String::new(), note, status }
    }

    /// Shows what would be changed; the hint says how to agree to it without a terminal.
    fn unconfirmed(answer: String, hint: impl fmt::Display) -> Self {
        let error = Error::failed("no terminal to confirm on; nothing changed").with_hint(hint);
        Self::Report { answer, note: error.to_string(), status: Status::Failed }
    }

    /// Writes an answer to stderr, where stdout is evaluated.
    fn on_stderr(self) -> Self {
        match self {
            Self::Answer(note) => Self::noted(note, Status::Done),
            other => other,
        }
    }
}

/// Something that is done to each of some files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FilesTask {
    pub(crate) task: Task,
    pub(crate) files: Vec<PathBuf>,
    /// What is said before anything is done.
    pub(crate) plan: String,
    /// Whether a person has to agree first.
    pub(crate) asks: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Give mode 0600.
    MakePrivate,
    /// Remove a file, or a directory with what is in it. What a link leads to stays.
    Remove,
}

/// A change of another program's file, which a person sees and agrees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) path: PathBuf,
    /// What the file has, if it is there.
    pub(crate) before: Option<String>,
    /// Each goes on from the one before.
    pub(crate) steps: Vec<EditStep>,
    /// Whether a person has to agree first.
    pub(crate) asks: bool,
    /// Whether a copy of what it has is kept.
    pub(crate) is_kept: bool,
    /// What is said after it.
    pub(crate) note: String,
}

impl Edit {
    /// Returns where the copies of a file are kept, the first one first.
    pub(crate) fn copies(path: &Path) -> impl Iterator<Item = PathBuf> {
        let name = |number| match number {
            1 => ".before-awsprompt".to_owned(),
            _ => format!(".before-awsprompt-{number}"),
        };
        let start = path.as_os_str().to_owned();
        (1..).map(move |number| {
            let mut path = start.clone();
            path.push(name(number));
            path.into()
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EditStep {
    pub(crate) shown: String,
    pub(crate) question: String,
    /// What the file has after it; none if the file goes.
    pub(crate) content: Option<String>,
}

/// What is kept in a file of awsprompt's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remembered {
    /// What AWS has answered.
    Account(VerifiedAccount),
    /// Which profile was chosen.
    Use(RecentUse),
}

impl Remembered {
    pub(crate) fn file(&self) -> &Path {
        match self {
            Self::Account(account) => &account.file,
            Self::Use(used) => &used.file,
        }
    }

    /// Returns the line that is added to what the file has, if that is enough.
    pub(crate) fn line(&self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Account(_) => None,
            Self::Use(used) => used.line(bytes),
        }
    }

    /// Returns how long somebody else who writes is waited for. A switch is no place to wait.
    pub(crate) fn patience(&self) -> Duration {
        match self {
            Self::Account(_) => Duration::from_secs(5),
            Self::Use(_) => Duration::from_millis(100),
        }
    }

    /// Returns the new content of the file, if there is to be one.
    pub(crate) fn added_to(&self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Account(account) => Some(account.added_to(bytes)),
            Self::Use(used) => used.added_to(bytes),
        }
    }
}

/// A question that a person answers by typing a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) text: String,
    pub(crate) word: String,
    /// What a refusal leaves undone.
    pub(crate) undone: &'static str,
    /// The limits of the shell's profile, which may pass while the question is open.
    pub(crate) limits: Limits,
    /// Says that they have passed.
    pub(crate) ended: String,
    pub(crate) then: Box<Outcome>,
}

/// A program that replaces this process, so that exit status and signals are its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Program {
    /// Its path, or a name to find in `PATH`.
    pub(crate) name: OsString,
    pub(crate) arguments: Vec<OsString>,
    /// How its environment differs.
    pub(crate) changes: Vec<Change>,
    /// What to do if there is no such program.
    pub(crate) hint: Option<String>,
}

/// An interactive shell on a home directory that is removed when the shell ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ThrowAwayShell {
    pub(crate) program: &'static str,
    /// Arguments; `@HOME@` stands for the home directory.
    pub(crate) arguments: &'static [&'static str],
    /// Variables to set; `@HOME@` stands for the home directory.
    pub(crate) set: &'static [(&'static str, &'static str)],
    /// Prefixes of the variables that the shell must not inherit.
    pub(crate) remove: &'static [&'static str],
    /// Files to write below the home directory, for its owner alone; any may be a program.
    pub(crate) files: Vec<(PathBuf, String)>,
}

/// What an answer is written to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) is_terminal: bool,
    pub(crate) has_colour: bool,
    /// Its width in columns, if it is a terminal that says so.
    pub(crate) width: Option<usize>,
}

/// Who is asking.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Person {
    pub(crate) sees_colour: bool,
    /// How many columns the person sees, if stderr is a terminal that says so.
    pub(crate) width: Option<usize>,
    /// Whether a person reads what this says, and can choose a profile.
    pub(crate) can_choose: bool,
    /// Whether there is a terminal on which a person can be asked.
    pub(crate) can_be_asked: bool,
}

/// Returns the profiles as the AWS CLI sees them, or why it refuses to read them.
fn profiles<'a, 'w>(facts: &Facts<'a, 'w>) -> Result<&'a Profiles<'w>, Error> {
    facts
        .profiles()
        .map_err(|error| Error::failed(printable(&error.described(&facts.world.locations.files))))
}

impl From<InitShell> for Shell {
    fn from(shell: InitShell) -> Self {
        match shell {
            InitShell::Zsh => Self::Zsh,
            InitShell::Bash => Self::Bash,
            InitShell::Fish => Self::Fish,
            InitShell::Nushell => Self::Nushell,
        }
    }
}
