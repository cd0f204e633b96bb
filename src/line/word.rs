//! The words that a command gets.

use super::{HOLE, is_known};

/// A word that a command gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// What is not known of it is a hole.
    pub(crate) text: String,
    /// As it is written in the line.
    pub(crate) source: String,
    /// It may be any number of words, and an option.
    pub(crate) is_open: bool,
}

impl Word {
    /// Makes a word of which everything is known.
    pub(crate) fn known(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { source: text.clone(), text, is_open: false }
    }

    /// Makes words of which nothing is known.
    pub(crate) fn open(source: impl Into<String>) -> Self {
        Self { text: HOLE.to_string(), source: source.into(), is_open: true }
    }

    /// Returns the text if all of it is known.
    pub(crate) fn as_known(&self) -> Option<&str> {
        (!self.is_open && is_known(&self.text)).then_some(&*self.text)
    }

    /// Tells whether it is a file of what commands write, as `<(…)` is.
    pub(crate) fn is_process(&self) -> bool {
        self.source.starts_with("<(")
    }

    /// Tells whether what commands write is in it.
    pub(crate) fn has_output(&self) -> bool {
        has_command(&self.source)
    }

    /// Returns the word as a parameter of a function or a line.
    pub(crate) fn as_parameter(&self) -> String {
        if self.is_open { HOLE.to_string() } else { self.text.clone() }
    }

    /// Returns what a person reads: where the text is not known, what is written.
    pub(crate) fn shown(&self) -> String {
        if is_known(&self.text) { self.text.clone() } else { self.source.replace(HOLE, "…") }
    }
}

/// Tells whether a text has a command in it where it is expanded.
pub(super) fn has_command(text: &str) -> bool {
    text.contains("$(") || text.contains('`')
}
