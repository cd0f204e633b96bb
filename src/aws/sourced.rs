//! A value together with where it came from.

use std::path::Path;
use std::rc::Rc;

/// Where a value came from: a variable, a flag such as `--profile`, a file, or the client's own
/// default. The line of a file is absent if it means nothing, as in a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Environment(String),
    Flag(&'static str),
    File { path: Rc<Path>, line: Option<u32> },
    Default,
}

impl Origin {
    pub(crate) fn environment(name: &str) -> Self {
        Self::Environment(name.to_owned())
    }

    /// A file as a whole.
    pub(crate) fn file(path: &Path) -> Self {
        Self::File { path: path.into(), line: None }
    }

    /// A line of a file.
    pub(crate) fn line(path: &Path, line: u32) -> Self {
        Self::File { path: path.into(), line: Some(line) }
    }

    pub(crate) fn variable(&self) -> Option<&str> {
        match self {
            Self::Environment(name) => Some(name),
            _ => None,
        }
    }
}

/// A value, its origin, and the other values that were set for the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sourced<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
    /// Strongest first.
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
