//! Reads the text of an AWS file into sections and keys with line numbers. One module per dialect.
//!
//! The whole file is checked and indexed, because one error anywhere may refuse all of it. The keys
//! of a section are collected on first use.

pub(crate) mod encoding;
pub(crate) mod known;
mod plain;
pub(crate) mod python;
pub(crate) mod sdk;
mod syntax;
pub(crate) mod words;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
pub(crate) use syntax::{SyntaxError, SyntaxErrorKind};

/// Which of the two AWS files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwsFile {
    Config,
    Credentials,
}

/// How a client reads the text of the two files (section 2 of `docs/guide/src/resolution.md`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// AWS CLI v2, v1 and boto3 (2A).
    #[default]
    Python,
    /// The SDK for Rust, which follows the common rules of the SDKs (2B).
    Rust,
    /// The SDK for JavaScript (2B and 2D).
    JavaScript,
    /// The SDK for Go, which Terraform contains (2B and 2D).
    Go,
}

impl Dialect {
    pub(crate) const COUNT: usize = 4;

    /// Reads a file; an error anywhere refuses the whole file.
    pub(crate) fn read(self, bytes: &[u8], file: AwsFile) -> Result<Document<'_>, SyntaxError> {
        match self {
            Self::Python => python::read(bytes, file),
            Self::Rust | Self::JavaScript | Self::Go => sdk::read(self, bytes, file),
        }
    }
}

/// The sections of one file, in the order of the file; by default none.
#[derive(Default)]
pub(crate) struct Document<'a> {
    dialect: Dialect,
    bytes: &'a [u8],
    pub(crate) sections: Vec<Section<'a>>,
    /// The indexes of the sections by the text between their brackets, in the dialect of Python.
    places: FxHashMap<&'a str, u32>,
    /// The sections whose keys count in every other section too.
    shared: Vec<Section<'a>>,
    /// Whether another dialect may read a line in another way.
    has_odd_lines: bool,
}

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Heading<'a> {
    /// The text between the brackets, which is split on use.
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
    /// Returns the lines of all headers of the section.
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
    /// Tells whether every line has the plain form of its kind, and each name occurs once.
    pub(crate) fn has_plain_lines(&self) -> bool {
        !self.has_odd_lines
    }

    /// Tells whether every dialect reads the same from this file.
    pub(crate) fn is_plain(&self) -> bool {
        self.has_plain_lines() && plain::is_plain_text(self.bytes)
    }

    /// Finds a section of the dialect of Python by the text between its brackets.
    pub(crate) fn headed(&self, header: &str) -> Option<&Section<'a>> {
        self.places.get(header).map(|place| &self.sections[*place as usize])
    }

    pub(crate) fn has_shared_keys(&self) -> bool {
        !self.shared.is_empty()
    }

    /// Returns the header lines of the sections whose keys count in every other section too.
    pub(crate) fn shared_lines(&self) -> impl Iterator<Item = u32> {
        self.shared.iter().map(Section::line)
    }

    /// Returns the text of a section itself, as it is in the file.
    pub(crate) fn texts(
        &self,
        section: &Section<'a>,
    ) -> impl Iterator<Item = Cow<'a, str>> + Clone {
        // `from_utf8_lossy` alone looks at each byte by itself.
        section.body.pieces(self.bytes).map(|(piece, _)| {
            str::from_utf8(piece).map_or_else(|_| String::from_utf8_lossy(piece), Cow::Borrowed)
        })
    }

    /// Returns the keys in a section itself, with duplicates.
    pub(crate) fn own_entries<'d>(&self, section: &'d Section<'a>) -> &'d [Entry<'a>] {
        section.entries.get_or_init(|| match self.dialect {
            Dialect::Python => python::read_body(self.bytes, &section.body),
            dialect => sdk::body::read(dialect, self.bytes, &section.body),
        })
    }

    /// Returns a key of a section, or of a section whose keys count in every other.
    pub(crate) fn get<'d>(&'d self, section: &'d Section<'a>, key: &str) -> Option<&'d Entry<'a>> {
        let find = |section| self.own_entries(section).iter().find(|entry| entry.key == key);
        find(section).or_else(|| self.shared.iter().find_map(find))
    }

    /// Tells whether a key of this kind counts in a section.
    pub(crate) fn has_any(&self, section: &Section<'a>, is: impl Fn(&str) -> bool) -> bool {
        let has = |section| self.own_entries(section).iter().any(|entry| is(&entry.key));
        has(section) || self.shared.iter().any(has)
    }

    /// Returns all keys that count in a section, each once.
    pub(crate) fn keys<'d>(
        &'d self,
        section: &'d Section<'a>,
    ) -> impl Iterator<Item = &'d Entry<'a>> + use<'d, 'a> {
        let own = self.own_entries(section);
        let shared = self.shared.iter().flat_map(|section| self.own_entries(section));
        let shadows = if self.shared.is_empty() { &[] } else { own };
        let own_keys: FxHashSet<&str> = shadows.iter().map(|entry| entry.key.as_ref()).collect();
        own.iter().chain(shared.filter(move |entry| !own_keys.contains(entry.key.as_ref())))
    }
}

/// The text below a header, or below several in the dialects that join sections of one name.
struct Body {
    first: Piece,
    more: Vec<Piece>,
}

/// A part of a file, and the number of its first line.
struct Piece {
    range: Range<u32>,
    line: u32,
}

impl Body {
    fn pieces<'a, 'b>(
        &'b self,
        file: &'a [u8],
    ) -> impl Iterator<Item = (&'a [u8], u32)> + Clone + use<'a, 'b> {
        [&self.first].into_iter().chain(&self.more).map(move |piece| {
            (&file[piece.range.start as usize..piece.range.end as usize], piece.line)
        })
    }
}

/// Converts an offset into a file, which is far smaller than 4 GiB.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
