//! What is wrong with a line of an AWS file, or with the file as a whole.

use std::fmt;

/// Why a client refuses a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Zero if the error concerns the file as a whole.
    pub(crate) line: u32,
    pub(crate) kind: SyntaxErrorKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyntaxErrorKind {
    /// The path of the file is a directory.
    Directory,
    NotUtf8,
    Utf16,
    /// The clients do not strip it (case b18).
    ByteOrderMark,
    TextBeforeSections,
    DuplicateSection,
    DuplicateKey,
    UnclosedHeader,
    /// The same for the SDK for Rust, which also allows no text after the bracket.
    HeaderWithoutEnd,
    UnknownLine,
    ValueWithoutKey,
    LineWithoutEquals,
    BlockLineWithoutEquals,
    ContinuesNothing,
}

impl SyntaxError {
    /// Tells whether the line is neither a section nor a key.
    pub(crate) fn is_unread(self) -> bool {
        matches!(self.kind, SyntaxErrorKind::UnknownLine | SyntaxErrorKind::TextBeforeSections)
    }

    /// Describes the error and its place; `path` is the displayed path of the file.
    pub(crate) fn described(self, path: &str) -> String {
        match self.line {
            0 => format!("{path}: {}", self.kind),
            line => format!("{path}:{line}: {}", self.kind),
        }
    }
}

impl fmt::Display for SyntaxErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Directory => "a directory",
            Self::NotUtf8 => "a byte that is not UTF-8",
            Self::Utf16 => "the whole file is UTF-16, not UTF-8",
            Self::ByteOrderMark => "a byte order mark before the text",
            Self::TextBeforeSections => "text before the first section",
            Self::DuplicateSection => "a duplicate section",
            Self::DuplicateKey => "a duplicate key in its section",
            Self::UnclosedHeader => "a header without its ]",
            Self::HeaderWithoutEnd => "a section that does not end with ]",
            Self::UnknownLine => "a line that is neither a section nor a key",
            Self::ValueWithoutKey => "a value without a key",
            Self::LineWithoutEquals => "a line that has no =",
            Self::BlockLineWithoutEquals => "a line in an indented block that has no =",
            Self::ContinuesNothing => "an indented line that continues nothing",
        })
    }
}
