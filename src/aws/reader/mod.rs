//! Text of an AWS file to sections and keys with line numbers. One module per dialect.

pub(crate) mod python;
pub(crate) mod words;

use std::{borrow::Cow, ops::Range};

/// The sections of one file, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Document<'a> {
    pub(crate) sections: Vec<Section<'a>>,
    entries: Vec<Entry<'a>>,
    /// The keys that the dialect lends to every section of the file.
    lent: Vec<Range<usize>>,
}

/// One `[section]` of a file.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) name: &'a str,
    entries: Range<usize>,
}

/// One `key = value` of a file.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
    pub(crate) line: u32,
}

impl<'a> Document<'a> {
    /// Returns a key of a section, or the one that the file lends to all its sections.
    pub(crate) fn get(&self, section: &Section<'a>, key: &str) -> Option<&Entry<'a>> {
        self.keys(section).find(|entry| entry.key == key)
    }

    /// Returns the keys of a section, each once.
    pub(crate) fn keys<'d>(
        &'d self,
        section: &Section<'a>,
    ) -> impl Iterator<Item = &'d Entry<'a>> + use<'d, 'a> {
        let own = &self.entries[section.entries.clone()];
        let lent = self.lent.iter().flat_map(|range| &self.entries[range.clone()]);
        own.iter().chain(lent.filter(move |lent| own.iter().all(|entry| entry.key != lent.key)))
    }
}

/// Why a client refuses a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) line: u32,
    pub(crate) reason: &'static str,
}
