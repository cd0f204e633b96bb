//! Why a tool may hit another account than that of the environment.

use std::fmt;

use crate::printable::printable;

/// Why what the files of a project name is not known: where it is said, what, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectFinding(pub(crate) String);

impl fmt::Display for ProjectFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the project's files may name another account: {}", printable(&self.0))
    }
}
