//! A value together with where it came from.

use std::path::PathBuf;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An environment variable.
    Environment(String),
    /// A command-line flag, such as `--profile`.
    Flag(&'static str),
    /// A file, and the line where that means something.
    File { path: PathBuf, line: Option<u32> },
    /// Nobody chose: the client's own default.
    Default,
}

impl Origin {
    pub(crate) fn environment(name: &str) -> Self {
        Self::Environment(name.to_owned())
    }

    /// Returns the name of the variable, if it was one.
    pub(crate) fn variable(&self) -> Option<&str> {
        match self {
            Self::Environment(name) => Some(name),
            _ => None,
        }
    }
}

/// A value, its origin, and the values that it beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sourced<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
    /// Other values that were set for the same thing and lost, strongest first.
    pub(crate) beat: Vec<(T, Origin)>,
}

impl<T> Sourced<T> {
    pub(crate) fn new(value: T, origin: Origin) -> Self {
        Self { value, origin, beat: Vec::new() }
    }

    /// Takes the first candidate as the value and the rest as what it beat.
    pub(crate) fn first_of(candidates: impl IntoIterator<Item = (T, Origin)>) -> Option<Self> {
        let mut candidates = candidates.into_iter();
        let (value, origin) = candidates.next()?;
        Some(Self { value, origin, beat: candidates.collect() })
    }
}
