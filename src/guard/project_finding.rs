//! Why a tool may hit another account than that of the environment.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::printable::{printable, short};

/// Why the files of a project may name another account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProjectFinding {
    /// A file has a key that chooses an account, or the name of one.
    File(PathBuf, String),
    /// The line has it.
    Line(String),
    /// A file or directory that cannot be searched.
    Unread(PathBuf),
    TooLarge,
    /// What the project says is not known: what, where and why.
    Said(String),
}

impl fmt::Display for ProjectFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the project's files may name another account: ")?;
        let shown = |file: &Path| short(&file.to_string_lossy());
        match self {
            Self::File(file, what) => write!(f, "{} has {}", shown(file), printable(what)),
            Self::Line(what) => write!(f, "the command line has {}", short(what)),
            Self::Unread(file) => write!(f, "{} cannot be searched", shown(file)),
            Self::Said(what) => f.write_str(&printable(what)),
            Self::TooLarge => f.write_str("there are too many to search"),
        }
    }
}
