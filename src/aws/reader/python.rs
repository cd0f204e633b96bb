//! The dialect of AWS CLI v2, v1 and boto3: Python's configparser, then botocore's nested blocks.
//!
//! Rules 2A.1 to 2A.8. <https://docs.python.org/3/library/configparser.html> names the options;
//! the exact order of the tests below is what decides the odd cases.

use std::{
    borrow::Cow,
    collections::HashSet,
    ops::{ControlFlow, Range},
};

use super::{Document, Entry, Section, SyntaxError};

/// The section whose keys configparser lends to all others (rule 2A.6).
const LENDER: &str = "DEFAULT";

/// Reads a file; one error anywhere refuses the whole of it (rule 2A.7).
pub(crate) fn read(bytes: &[u8]) -> Result<Document<'_>, SyntaxError> {
    let text = std::str::from_utf8(bytes).map_err(|error| SyntaxError {
        line: line_number_at(&bytes[..error.valid_up_to()]),
        reason: "a byte that is not UTF-8",
    })?;
    let mut reader = Reader::default();
    let mut error = None;
    for_each_line(text, |line, number| match reader.line(line, number) {
        Ok(()) => ControlFlow::Continue(()),
        Err(reason) => {
            error = Some(SyntaxError { line: number, reason });
            ControlFlow::Break(())
        }
    });
    match error {
        Some(error) => Err(error),
        None => reader.finish(),
    }
}

/// Calls `visit` with each line and its number; lines end as in Python's universal newlines.
fn for_each_line<'a>(text: &'a str, mut visit: impl FnMut(&'a str, u32) -> ControlFlow<()>) {
    let bytes = text.as_bytes();
    let mut number = 1;
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |i| start + i);
        if visit(&text[start..end], number).is_break() {
            return;
        }
        start = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        number += 1;
    }
}

fn line_number_at(before: &[u8]) -> u32 {
    let mut line = 1;
    let mut rest = before;
    while let Some(end) = memchr::memchr2(b'\n', b'\r', rest) {
        rest = &rest[if rest[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 }..];
        line += 1;
    }
    line
}

/// Python's `str.isspace`, which knows four separators more than Unicode's `White_Space`.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn strip(text: &str) -> &str {
    // Nearly every line ends in visible ASCII and needs no decoding.
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => text.trim_matches(is_space),
    }
}

#[derive(Default)]
struct Reader<'a> {
    sections: Vec<Section<'a>>,
    names: HashSet<&'a str>,
    entries: Vec<Entry<'a>>,
    lent: Vec<Range<usize>>,
    /// The section that is being read.
    current: Option<Current<'a>>,
    /// Whether a key is open for continuation lines.
    key_is_open: bool,
    /// The indent of the line that opened the key, in characters.
    indent: usize,
    /// Blank lines since the open key's last text; they count only if more text follows.
    pending_blanks: usize,
    /// The keys of a section too large to be compared one by one.
    many_keys: HashSet<Cow<'a, str>>,
}

#[derive(Clone, Copy)]
struct Current<'a> {
    name: &'a str,
    first_entry: usize,
}

/// Above this many keys a section's duplicates are found by hashing.
const FEW_KEYS: usize = 16;

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str, number: u32) -> Result<(), &'static str> {
        let stripped = strip(line);
        match stripped.as_bytes().first() {
            Some(b'#' | b';') => return Ok(()),
            None => {
                self.pending_blanks += usize::from(self.key_is_open);
                return Ok(());
            }
            Some(_) => {}
        }
        let indent = indent(line);
        if self.key_is_open && indent > self.indent {
            self.continue_value(stripped);
            return Ok(());
        }
        self.indent = indent;
        if let Some(name) = header(stripped) {
            return self.open_section(name);
        }
        let Some(current) = self.current else {
            return Err("text before the first section");
        };
        self.open_key(current, stripped, number)
    }

    fn continue_value(&mut self, text: &str) {
        if let Some(entry) = self.entries.last_mut() {
            let value = entry.value.to_mut();
            value.extend(std::iter::repeat_n('\n', self.pending_blanks + 1));
            value.push_str(text);
        }
        self.pending_blanks = 0;
    }

    fn open_section(&mut self, name: &'a str) -> Result<(), &'static str> {
        self.close_section();
        if name != LENDER && !self.names.insert(name) {
            return Err("a section that stands twice");
        }
        self.current = Some(Current { name, first_entry: self.entries.len() });
        self.key_is_open = false;
        Ok(())
    }

    fn close_section(&mut self) {
        let Some(Current { name, first_entry }) = self.current else { return };
        let entries = first_entry..self.entries.len();
        if name == LENDER {
            self.lent.push(entries);
        } else {
            self.sections.push(Section { name, entries });
        }
        self.many_keys.clear();
    }

    fn open_key(
        &mut self,
        current: Current<'a>,
        line: &'a str,
        number: u32,
    ) -> Result<(), &'static str> {
        let Some(delimiter) = memchr::memchr2(b'=', b':', line.as_bytes()) else {
            return Err("a line that is neither a section nor a key");
        };
        let (key, value) = (&line[..delimiter], &line[delimiter + 1..]);
        let key = lower_case(key.trim_end_matches(is_space));
        if key.is_empty() {
            return Err("a value without a key");
        }
        if self.has_key(current, &key) {
            return Err("a key that stands twice in its section");
        }
        self.entries.push(Entry { key, value: Cow::Borrowed(strip(value)), line: number });
        self.key_is_open = true;
        self.pending_blanks = 0;
        Ok(())
    }

    /// Tells whether the section has this key already, and remembers it.
    fn has_key(&mut self, current: Current<'a>, key: &Cow<'a, str>) -> bool {
        let lent = if current.name == LENDER { &self.lent[..] } else { &[] };
        let earlier = lent.iter().flat_map(|range| &self.entries[range.clone()]);
        if earlier.into_iter().any(|entry| entry.key == *key) {
            return true;
        }
        let own = &self.entries[current.first_entry..];
        if own.len() < FEW_KEYS {
            return own.iter().any(|entry| entry.key == *key);
        }
        if self.many_keys.is_empty() {
            self.many_keys.extend(own.iter().map(|entry| entry.key.clone()));
        }
        !self.many_keys.insert(key.clone())
    }

    fn finish(mut self) -> Result<Document<'a>, SyntaxError> {
        self.close_section();
        for entry in &self.entries {
            if entry.value.starts_with('\n') && !is_nested_block(&entry.value) {
                return Err(SyntaxError {
                    line: entry.line,
                    reason: "an indented block with a line that has no =",
                });
            }
        }
        Ok(Document { sections: self.sections, entries: self.entries, lent: self.lent })
    }
}

/// Counts the characters before the first that is not blank (rule 2A.3).
fn indent(line: &str) -> usize {
    line.chars().take_while(|c| is_space(*c)).count()
}

/// Reads a header: everything up to the last `]`, if that is anything (rule 2A.4).
fn header(line: &str) -> Option<&str> {
    let after = line.strip_prefix('[')?;
    let end = memchr::memrchr(b']', after.as_bytes())?;
    (end > 0).then(|| &after[..end])
}

fn lower_case(key: &str) -> Cow<'_, str> {
    if key.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(key)
    } else {
        Cow::Owned(key.to_lowercase())
    }
}

/// Tells whether each line of a block that is not blank has a `=` (rule 2A.8).
fn is_nested_block(value: &str) -> bool {
    nested_lines(value).all(|line| line.contains('='))
}

/// Returns the lines of a nested block, split as Python's `str.splitlines` does.
fn nested_lines(value: &str) -> impl Iterator<Item = &str> {
    let ends_line = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'
                ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    value.split(ends_line).map(strip).filter(|line| !line.is_empty())
}

/// Returns the keys and values of a nested block, such as those of `s3 =`.
pub(crate) fn nested_entries(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = value.starts_with('\n').then(|| nested_lines(value));
    lines
        .into_iter()
        .flatten()
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (strip(key), strip(value)))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// Writes what was read on one line: sections, keys and values with their line numbers.
    fn shown(text: &str) -> String {
        match read(text.as_bytes()) {
            Err(error) => format!("line {}: {}", error.line, error.reason),
            Ok(document) => {
                let mut shown = String::new();
                for section in &document.sections {
                    write!(shown, "[{}]", section.name).unwrap();
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
            ("[a]\n# note\n; note\n  # note\nk = v # kept", r##"[a] k="v # kept"@5"##),
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
    fn deeper_lines_continue_a_value_whatever_they_look_like() {
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
    fn one_slip_refuses_the_file() {
        let many_keys: String = (0..40).fold("[a]\n".into(), |text, n| text + &format!("k{n}=\n"));
        let cases = [
            ("k = v", "line 1: text before the first section"),
            ("\u{feff}[a]", "line 1: text before the first section"),
            ("[a]\njunk", "line 2: a line that is neither a section nor a key"),
            ("[a]\n[]", "line 2: a line that is neither a section nor a key"),
            ("[a]\n= v", "line 2: a value without a key"),
            ("[a]\n[b]\n[a]", "line 3: a section that stands twice"),
            ("[a]\nk=\nK=", "line 3: a key that stands twice in its section"),
            ("[DEFAULT]\nk=\n[DEFAULT]\nk=", "line 4: a key that stands twice in its section"),
            (&(many_keys + "k7="), "line 42: a key that stands twice in its section"),
            ("[a]\ns3 =\n  junk", "line 2: an indented block with a line that has no ="),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn text_must_be_utf8() {
        let error = read(b"[a]\r\n# caf\xe9\n").unwrap_err();
        assert_eq!(error, SyntaxError { line: 2, reason: "a byte that is not UTF-8" });
    }

    #[test]
    fn nested_blocks_are_maps() {
        let entries: Vec<_> = nested_entries("\na = b\n\nc=d=e").collect();
        assert_eq!(entries, [("a", "b"), ("c", "d=e")]);
        assert_eq!(nested_entries("a = b").count(), 0);
    }
}
