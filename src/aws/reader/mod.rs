//! Text of an AWS file to sections and keys with line numbers. One module per dialect.
//!
//! A file is checked and indexed whole, since one slip anywhere may refuse all of it; the keys of a
//! section are only collected when somebody asks for them.

pub(crate) mod encoding;
pub(crate) mod known;
mod plain;
pub(crate) mod python;
pub(crate) mod sdk;
mod syntax;
pub(crate) mod words;

use std::{borrow::Cow, cell::OnceCell, collections::HashSet, ops::Range};

use rustc_hash::FxHashMap;
pub(crate) use syntax::{SyntaxError, SyntaxErrorKind};

/// Which of the two AWS files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwsFile {
    Config,
    Credentials,
}

/// How a client reads the text of the two files (section 2 of `docs/resolution.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// AWS CLI v2, v1 and boto3 (2A).
    Python,
    /// The SDK for Rust, which keeps to the SDKs' common rules (2B).
    Rust,
    /// The SDK for JavaScript (2B and 2D).
    JavaScript,
    /// The SDK for Go, which Terraform has inside (2B and 2D).
    Go,
}

impl Dialect {
    pub(crate) const COUNT: usize = 4;

    /// Reads a file; an error anywhere refuses the whole of it.
    pub(crate) fn read(self, bytes: &[u8], file: AwsFile) -> Result<Document<'_>, SyntaxError> {
        match self {
            Self::Python => python::read(bytes, file),
            Self::Rust | Self::JavaScript | Self::Go => sdk::read(self, bytes, file),
        }
    }
}

/// The sections of one file, in the order of the file.
pub(crate) struct Document<'a> {
    dialect: Dialect,
    bytes: &'a [u8],
    pub(crate) sections: Vec<Section<'a>>,
    /// The place of each section by what stands between its brackets, in the dialect of Python.
    places: FxHashMap<&'a str, u32>,
    /// The sections whose keys the dialect lends to every other.
    lenders: Vec<Section<'a>>,
    /// Whether every dialect sees the same in each line, as far as one can tell from its kind.
    has_plain_lines: bool,
}

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Heading<'a> {
    /// What stands between the brackets, which is only split when somebody asks.
    Python(&'a str),
    Profile(Cow<'a, str>),
    SsoSession(Cow<'a, str>),
    Services(Cow<'a, str>),
}

/// One `[section]` of a file.
pub(crate) struct Section<'a> {
    pub(crate) heading: Heading<'a>,
    body: Body,
    entries: OnceCell<Box<[Entry<'a>]>>,
}

impl Section<'_> {
    /// Returns the lines of all headers that the section has.
    pub(crate) fn lines(&self) -> impl Iterator<Item = u32> {
        [&self.body.first].into_iter().chain(&self.body.more).map(|piece| piece.line - 1)
    }

    /// Returns the line of the header.
    pub(crate) fn line(&self) -> u32 {
        self.body.first.line - 1
    }
}

/// One `key = value` of a file.
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
    pub(crate) line: u32,
}

impl<'a> Document<'a> {
    /// Tells whether every line is of the one form of its kind, and each name stands once.
    pub(crate) fn has_plain_lines(&self) -> bool {
        self.has_plain_lines
    }

    /// Tells whether every dialect reads the same from this file.
    pub(crate) fn is_plain(&self) -> bool {
        self.has_plain_lines && plain::is_plain_text(self.bytes)
    }

    /// Finds a section of the dialect of Python by what stands between its brackets.
    pub(crate) fn headed(&self, header: &str) -> Option<&Section<'a>> {
        self.places.get(header).map(|place| &self.sections[*place as usize])
    }

    pub(crate) fn has_lender(&self) -> bool {
        !self.lenders.is_empty()
    }

    /// Returns the lines in which sections begin that lend their keys to every other.
    pub(crate) fn lender_lines(&self) -> impl Iterator<Item = u32> {
        self.lenders.iter().map(Section::line)
    }

    /// Returns what stands in a section itself, a key that stands twice as often as it does.
    pub(crate) fn own_entries<'d>(&'d self, section: &'d Section<'a>) -> &'d [Entry<'a>] {
        self.entries(section)
    }

    /// Returns a key of a section, or the one that the file lends to all its sections.
    pub(crate) fn get<'d>(&'d self, section: &'d Section<'a>, key: &str) -> Option<&'d Entry<'a>> {
        let in_entries = |section| self.entries(section).iter().find(|entry| entry.key == key);
        in_entries(section).or_else(|| self.lenders.iter().find_map(in_entries))
    }

    /// Returns the keys of a section, each once.
    pub(crate) fn keys<'d>(
        &'d self,
        section: &'d Section<'a>,
    ) -> impl Iterator<Item = &'d Entry<'a>> + use<'d, 'a> {
        let own = self.entries(section);
        let lent = self.lenders.iter().flat_map(|lender| self.entries(lender));
        let shadows = if self.lenders.is_empty() { &[] } else { own };
        let own_keys: HashSet<&str> = shadows.iter().map(|entry| entry.key.as_ref()).collect();
        own.iter().chain(lent.filter(move |lent| !own_keys.contains(lent.key.as_ref())))
    }

    fn entries<'d>(&self, section: &'d Section<'a>) -> &'d [Entry<'a>] {
        section.entries.get_or_init(|| match self.dialect {
            Dialect::Python => python::read_body(self.bytes, &section.body),
            dialect => sdk::body::read(dialect, self.bytes, &section.body),
        })
    }
}

impl Default for Document<'_> {
    /// A file without anything in it.
    fn default() -> Self {
        Self {
            dialect: Dialect::Python,
            bytes: &[],
            sections: Vec::new(),
            places: FxHashMap::default(),
            lenders: Vec::new(),
            has_plain_lines: true,
        }
    }
}

/// The text below a header; a section may have several, in the dialects that join them.
#[derive(Debug)]
struct Body {
    first: Piece,
    more: Vec<Piece>,
}

/// A part of a file: where it begins and ends, and the number of its first line.
#[derive(Clone, Debug)]
struct Piece {
    range: Range<u32>,
    line: u32,
}

impl Body {
    fn new(first: Piece) -> Self {
        Self { first, more: Vec::new() }
    }

    fn pieces<'a, 'b>(
        &'b self,
        file: &'a [u8],
    ) -> impl Iterator<Item = (&'a [u8], u32)> + use<'a, 'b> {
        [&self.first].into_iter().chain(&self.more).map(move |piece| {
            (&file[piece.range.start as usize..piece.range.end as usize], piece.line)
        })
    }
}

/// Takes a place in a file, which is far smaller than 4 GiB.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
