//! The dialect of AWS CLI v2, v1 and boto3: Python's configparser, then botocore's nested blocks.
//!
//! Rules 2A.1 to 2A.8. <https://docs.python.org/3/library/configparser.html> explains the options.
//! The order of the checks decides the rare cases.

pub(super) mod scanner;
pub(crate) mod survey;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::convert::Infallible;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use scanner::{Line, LineKind, Scanner, strip};

use super::encoding::{self, line_ends};
use super::plain::PlainCheck;
use super::{
    AwsFile, Body, Document, Entry, Heading, Piece, Section, SyntaxError, SyntaxErrorKind, offset,
};

/// The section whose keys count in all others (rule 2A.6).
const SHARED: &str = "DEFAULT";

/// Reads a file; one error anywhere refuses the whole file (rule 2A.7).
pub(crate) fn read(bytes: &[u8], file: AwsFile) -> Result<Document<'_>, SyntaxError> {
    read_with(bytes, file, true)
}

/// Reads a file in which botocore looks for no nested blocks, such as that of the aliases.
pub(crate) fn read_flat(bytes: &[u8]) -> Result<Document<'_>, SyntaxError> {
    read_with(bytes, AwsFile::Config, false)
}

fn read_with(bytes: &[u8], file: AwsFile, has_blocks: bool) -> Result<Document<'_>, SyntaxError> {
    // A line that looks right in every editor is not the one to name.
    read_text(bytes, file, has_blocks).map_err(|error| SyntaxError {
        kind: encoding::refused(bytes).unwrap_or(error.kind),
        ..error
    })
}

fn read_text(bytes: &[u8], file: AwsFile, has_blocks: bool) -> Result<Document<'_>, SyntaxError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        SyntaxError { line: line_ends(&before) + 1, kind: SyntaxErrorKind::NotUtf8 }
    })?;
    let mut index = PythonIndex::new(text, file, has_blocks);
    let mut scanner = Scanner::new(text, 1);
    scanner.each_line(|line| {
        index.add(line).map_err(|kind| SyntaxError { line: line.number, kind })
    })?;
    Ok(index.finish(scanner.is_plain))
}

/// Collects the keys of a section in which [`read`] has found no errors.
pub(super) fn read_body<'a>(file: &'a [u8], body: &Body) -> Box<[Entry<'a>]> {
    // Most sections have fewer.
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(8);
    for (piece, number) in body.pieces(file) {
        let mut scanner = Scanner::new(std::str::from_utf8(piece).unwrap_or_default(), number);
        let Ok(()) = scanner.each_line(|line| -> Result<(), Infallible> {
            match line.kind {
                LineKind::Header(_) | LineKind::Junk(_) => {}
                LineKind::Key { key, value, is_lower_case, .. } => entries.push(Entry {
                    key: lower_case(key, is_lower_case),
                    value: Cow::Borrowed(value),
                    line: line.number,
                }),
                LineKind::Continuation { text, blank_lines } => {
                    if let Some(entry) = entries.last_mut() {
                        let value = entry.value.to_mut();
                        value.extend(std::iter::repeat_n('\n', blank_lines + 1));
                        value.push_str(text);
                    }
                }
            }
            Ok(())
        });
    }
    entries.into_boxed_slice()
}

/// Finds the sections of a file and all its errors.
struct PythonIndex<'a> {
    document: Document<'a>,
    current: Option<Section<'a>>,
    /// Whether the keys of the current section count in all others.
    is_shared: bool,
    /// The keys of the current section.
    keys: PythonKeys<'a>,
    /// The keys of all sections that count in others, which together are one section.
    shared_keys: PythonKeys<'a>,
    /// Whether botocore reads a value that begins on a line of its own as a block.
    has_blocks: bool,
    /// Whether the open key has no value on its own line, which makes its value a block.
    is_block: bool,
    plain_check: PlainCheck,
}

impl<'a> PythonIndex<'a> {
    fn new(text: &'a str, file: AwsFile, has_blocks: bool) -> Self {
        // An estimate that avoids most reallocations for large files.
        let sections = text.len() / 128;
        Self {
            document: Document {
                bytes: text.as_bytes(),
                sections: Vec::with_capacity(sections),
                places: FxHashMap::with_capacity_and_hasher(sections, FxBuildHasher),
                ..Document::default()
            },
            current: None,
            is_shared: false,
            keys: PythonKeys::default(),
            shared_keys: PythonKeys::default(),
            has_blocks,
            is_block: false,
            plain_check: PlainCheck::new(file),
        }
    }

    /// Adds a line, or returns why it refuses the file; later lines can still be added.
    #[expect(clippy::inline_always, reason = "a call for every line costs 3 % of a large file")]
    #[inline(always)]
    fn add(&mut self, line: &Line<'a>) -> Result<(), SyntaxErrorKind> {
        self.plain_check.add(line);
        let (is_right, error) = match line.kind {
            LineKind::Key { .. } | LineKind::Junk(_) if self.current.is_none() => {
                (false, SyntaxErrorKind::TextBeforeSections)
            }
            LineKind::Header(name) => {
                self.close_section(offset(line.start));
                self.is_shared = name == SHARED;
                self.keys.clear();
                let range = offset(line.end)..offset(line.end);
                let first = Piece { range, line: line.number + 1 };
                let body = Body { first, more: Vec::new() };
                let heading = Heading::Python(name);
                self.current = Some(Section { heading, body, entries: OnceCell::new() });
                let place = offset(self.document.sections.len());
                let is_new = self.is_shared || self.document.places.insert(name, place).is_none();
                (is_new, SyntaxErrorKind::DuplicateSection)
            }
            LineKind::Key { key, value, is_lower_case, .. } => {
                self.is_block = self.has_blocks && value.is_empty();
                let keys = if self.is_shared { &mut self.shared_keys } else { &mut self.keys };
                (keys.insert(key, is_lower_case), SyntaxErrorKind::DuplicateKey)
            }
            LineKind::Continuation { text, .. } => {
                // botocore reads an indented block as a map (rule 2A.8).
                let is_entry = !self.is_block || nested_lines(text).all(|line| line.contains('='));
                (is_entry, SyntaxErrorKind::BlockLineWithoutEquals)
            }
            LineKind::Junk(kind) => (false, kind),
        };
        if is_right { Ok(()) } else { Err(error) }
    }

    #[inline]
    fn close_section(&mut self, end: u32) {
        let Some(mut section) = self.current.take() else { return };
        section.body.first.range.end = end;
        if self.is_shared {
            self.document.shared.push(section);
        } else {
            self.document.sections.push(section);
        }
    }

    fn finish(mut self, unread_is_plain: bool) -> Document<'a> {
        self.close_section(offset(self.document.bytes.len()));
        self.document.has_odd_lines =
            !(unread_is_plain && self.document.shared.is_empty() && self.plain_check.finish());
        self.document
    }
}

/// The keys of a section, to find duplicates.
#[derive(Default)]
struct PythonKeys<'a> {
    /// Keys that are in lower case in the file.
    few: Vec<&'a str>,
    many: FxHashSet<Cow<'a, str>>,
}

impl<'a> PythonKeys<'a> {
    /// Up to this many keys are compared one by one, which is faster than hashing them.
    const FEW: usize = 16;

    /// Adds a key; returns false for a duplicate.
    #[inline]
    fn insert(&mut self, key: &'a str, is_lower_case: bool) -> bool {
        if is_lower_case && self.few.len() < Self::FEW {
            let is_new = self.few.iter().all(|few| *few != key) && !self.many.contains(key);
            if is_new {
                self.few.push(key);
            }
            return is_new;
        }
        self.insert_rare(key, is_lower_case)
    }

    #[cold]
    fn insert_rare(&mut self, key: &'a str, is_lower_case: bool) -> bool {
        let key = lower_case(key, is_lower_case);
        !self.few.contains(&key.as_ref()) && self.many.insert(key)
    }

    fn clear(&mut self) {
        self.few.clear();
        self.many.clear();
    }
}

fn lower_case(key: &str, is_lower_case: bool) -> Cow<'_, str> {
    if is_lower_case { Cow::Borrowed(key) } else { Cow::Owned(key.to_lowercase()) }
}

/// Returns the lines of a nested block, split as Python's `str.splitlines` does.
fn nested_lines(value: &str) -> impl Iterator<Item = &str> {
    let ends_line = |c| "\n\r\u{b}\u{c}\u{1c}\u{1d}\u{1e}\u{85}\u{2028}\u{2029}".contains(c);
    value.split(ends_line).map(strip).filter(|line| !line.is_empty())
}

/// Returns the keys and values of a nested block, such as those of `s3 =`.
pub(crate) fn nested_entries(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let block = if value.starts_with('\n') { value } else { "" };
    let entries = nested_lines(block).filter_map(|line| line.split_once('='));
    entries.map(|(key, value)| (strip(key), strip(value)))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// Returns what was read in one line: sections, keys and values with their line numbers.
    fn shown(text: &str) -> String {
        match read(text.as_bytes(), AwsFile::Config) {
            Err(error) => format!("line {}: {}", error.line, error.kind),
            Ok(document) => {
                let mut shown = String::new();
                for section in &document.sections {
                    let Heading::Python(name) = section.heading else { unreachable!() };
                    write!(shown, "[{name}]").unwrap();
                    for entry in document.keys(section) {
                        write!(shown, " {}={:?}@{}", entry.key, entry.value, entry.line).unwrap();
                    }
                    shown.push(' ');
                }
                shown.trim_end().to_owned()
            }
        }
    }

    #[test]
    fn values_and_their_lines() {
        let cases = [
            ("", ""),
            ("[a]\nk = v\n", r#"[a] k="v"@2"#),
            ("[a]\nk: v = w", r#"[a] k="v = w"@2"#),
            ("[a]\nK=V", r#"[a] k="V"@2"#),
            ("[a]\nk =", r#"[a] k=""@2"#),
            ("[a]\n# note\n; note\n  # note\nk = v # kept", r#"[a] k="v # kept"@5"#),
            ("[a]\r\nk = v\r\n", r#"[a] k="v"@2"#),
            ("[a]\rk = v\r\rl = w", r#"[a] k="v"@2 l="w"@4"#),
            ("[a]\nk = v\u{a0}\u{1f}", r#"[a] k="v"@2"#),
            ("[a]\nk = a\0b", "[a] k=\"a\\0b\"@2"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn headers() {
        let cases = [
            ("[a] # note", "[a]"),
            ("[a] # see [x]", "[a] # see [x]"),
            ("[ a ]", "[ a ]"),
            ("  [a]\n  k = v", r#"[a] k="v"@2"#),
            ("[a]\n  [b]\n  k = v", r#"[a] [b] k="v"@3"#),
            ("[]]", "[]]"),
            ("[a]\n[x = y", r#"[a] [x="y"@2"#),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn indented_lines_continue_a_value_whatever_they_look_like() {
        let cases = [
            ("[a]\nk = v\n  w", r#"[a] k="v\nw"@2"#),
            ("[a]\nk = v\n l = w", r#"[a] k="v\nl = w"@2"#),
            ("[a]\nk = v\n  [b]\n  l = w", r#"[a] k="v\n[b]\nl = w"@2"#),
            ("[a]\nk = v\n\n\n  w\n\n", r#"[a] k="v\n\n\nw"@2"#),
            ("[a]\nk = v\n  # note\n  w", r#"[a] k="v\nw"@2"#),
            ("[a]\nk = v\n# note\nl = w", r#"[a] k="v"@2 l="w"@4"#),
            ("[a]\n  k = v\n  l = w", r#"[a] k="v"@2 l="w"@3"#),
            ("[a]\ns3 =\n  x = y\n  z = 1", r#"[a] s3="\nx = y\nz = 1"@2"#),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_default_section_lends_its_keys() {
        assert_eq!(
            shown("[DEFAULT]\nk = v\nl = w\n[a]\nk = own\n[DEFAULT]\nm = x"),
            r#"[a] k="own"@5 l="w"@3 m="x"@7"#
        );
    }

    #[test]
    fn one_error_refuses_the_file() {
        let many_keys: String = (0..40).fold("[a]\n".into(), |text, n| text + &format!("k{n}=\n"));
        let cases = [
            ("k = v", "line 1: text before the first section"),
            ("\u{feff}[a]", "line 1: a byte order mark before the text"),
            ("[a]\njunk", "line 2: a line that is neither a section nor a key"),
            ("[a]\n[]", "line 2: a line that is neither a section nor a key"),
            ("[a]\n= v", "line 2: a value without a key"),
            ("[a]\n[b]\n[a]", "line 3: a duplicate section"),
            ("[a]\nk=\nK=", "line 3: a duplicate key in its section"),
            ("[DEFAULT]\nk=\n[DEFAULT]\nk=", "line 4: a duplicate key in its section"),
            (&(many_keys + "k7="), "line 42: a duplicate key in its section"),
            ("[a]\ns3 =\n  x = y\n\n  junk", "line 5: a line in an indented block that has no ="),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn text_must_be_utf8() {
        let error = read(b"[a]\r\n# caf\xe9\n", AwsFile::Config).err().unwrap();
        assert_eq!(error, SyntaxError { line: 2, kind: SyntaxErrorKind::NotUtf8 });
    }

    #[test]
    fn nested_blocks_are_maps() {
        let entries: Vec<_> = nested_entries("\na = b\n\nc=d=e").collect();
        assert_eq!(entries, [("a", "b"), ("c", "d=e")]);
        assert_eq!(nested_entries("a = b").count(), 0);
    }
}
