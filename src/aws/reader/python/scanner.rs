//! Classifies the lines of a file, which depend on the indent of the lines before (rule 2A).
#![expect(
    clippy::inline_always,
    reason = "called for every line; results passed through memory cost a tenth of a large file"
)]

use crate::aws::reader::SyntaxErrorKind;

/// A line that is neither blank nor a comment.
pub(in crate::aws::reader) struct Line<'a> {
    pub(super) number: u32,
    /// The whole line, without its line end.
    pub(in crate::aws::reader) raw: &'a str,
    /// The offsets of the line and of the next one.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(in crate::aws::reader) kind: LineKind<'a>,
}

pub(in crate::aws::reader) enum LineKind<'a> {
    Header(&'a str),
    /// A key as in the file, and its value on the same line.
    Key {
        key: &'a str,
        value: &'a str,
        /// The equals sign or colon between them.
        sign: u8,
        /// Whether the key is ASCII without capitals.
        is_lower_case: bool,
    },
    /// More text of the value of the last key, after a number of blank lines.
    Continuation {
        text: &'a str,
        blank_lines: usize,
    },
    /// None of these, and why.
    Junk(SyntaxErrorKind),
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    /// Whether the text has line ends other than a line feed.
    has_returns: bool,
    position: usize,
    number: u32,
    /// Whether a key is open for continuation lines.
    key_is_open: bool,
    /// The indent, in characters, that a continuation line has to exceed.
    indent: usize,
    /// The blank lines after the open key's last text; they count only if more text follows.
    blank_lines: usize,
    /// Whether the other dialects ignore the same blank lines and comments.
    pub(super) is_plain: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, number: u32) -> Self {
        Self {
            text,
            has_returns: memchr::memchr(b'\r', text.as_bytes()).is_some(),
            position: 0,
            number,
            key_is_open: false,
            indent: 0,
            blank_lines: 0,
            is_plain: true,
        }
    }

    /// Calls `line` for each line that is neither blank nor a comment, up to the first error.
    pub(super) fn each_line<E>(
        &mut self,
        mut line: impl FnMut(&Line<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let bytes = self.text.as_bytes();
        while self.position < bytes.len() {
            let start = self.position;
            // Lines end as in Python's universal newlines.
            let length = if self.has_returns {
                memchr::memchr2(b'\n', b'\r', &bytes[start..])
            } else {
                memchr::memchr(b'\n', &bytes[start..])
            };
            let end = length.map_or(bytes.len(), |length| start + length);
            let end_length = match bytes[end..] {
                [b'\r', b'\n', ..] => 2,
                [b'\r', ..] => {
                    self.is_plain = false;
                    1
                }
                _ => 1,
            };
            self.position = end + end_length;
            let number = self.number;
            self.number += 1;
            // Each by itself is inlined in a release.
            let raw = &self.text[start..][..end - start];
            if let Some(kind) = self.kind(raw) {
                let end = self.position.min(bytes.len());
                line(&Line { number, raw, start, end, kind })?;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn kind(&mut self, line: &'a str) -> Option<LineKind<'a>> {
        let text = strip(line);
        match text.as_bytes().first() {
            Some(b'#' | b';') => {
                self.is_plain &= line.len() == line.trim_start().len();
                return None;
            }
            None => {
                self.is_plain &= line.bytes().all(|byte| byte == b' ' || byte == b'\t');
                self.blank_lines += 1;
                return None;
            }
            Some(_) => {}
        }
        let indent = indent(line);
        let blank_lines = std::mem::take(&mut self.blank_lines);
        if self.key_is_open && indent > self.indent {
            return Some(LineKind::Continuation { text, blank_lines });
        }
        self.indent = indent;
        self.key_is_open = false;
        if let Some(name) = header(text) {
            return Some(LineKind::Header(name));
        }
        let Some((delimiter, is_lower_case)) = key_end(text) else {
            return Some(LineKind::Junk(SyntaxErrorKind::UnknownLine));
        };
        let key = strip_end(&text[..delimiter]);
        if key.is_empty() {
            return Some(LineKind::Junk(SyntaxErrorKind::ValueWithoutKey));
        }
        self.key_is_open = true;
        let sign = text.as_bytes()[delimiter];
        let value = strip_start(&text[delimiter + 1..]);
        Some(LineKind::Key { key, value, sign, is_lower_case })
    }
}

/// The kinds of bytes in a key.
const ENDS_KEY: u8 = 1;
const IS_CAPITAL_OR_NOT_ASCII: u8 = 2;
const IN_KEY: [u8; 256] = {
    let mut kinds = [IS_CAPITAL_OR_NOT_ASCII; 256];
    let mut byte = 0u8;
    while byte.is_ascii() {
        kinds[byte as usize] = match byte {
            b'=' | b':' => ENDS_KEY,
            b'A'..=b'Z' => IS_CAPITAL_OR_NOT_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// Finds the sign that ends a key, and tells whether the key is ASCII without capitals.
///
/// Keys are short: one plain loop is faster than a search for the sign and another for the
/// capitals.
#[inline(always)]
fn key_end(line: &str) -> Option<(usize, bool)> {
    let mut kinds = 0;
    let end = line.bytes().position(|byte| {
        kinds |= IN_KEY[usize::from(byte)];
        kinds & ENDS_KEY != 0
    });
    Some((end?, kinds & IS_CAPITAL_OR_NOT_ASCII == 0))
}

/// Counts the leading blank characters (rule 2A.3).
#[inline(always)]
fn indent(line: &str) -> usize {
    match line.as_bytes().first() {
        Some(b'!'..=b'~') => 0,
        _ => line.chars().take_while(|c| is_space(*c)).count(),
    }
}

/// Reads a header: the text up to the last `]`, unless it is empty (rule 2A.4).
#[inline(always)]
pub(super) fn header(line: &str) -> Option<&str> {
    let [b'[', ..] = line.as_bytes() else { return None };
    let after = &line[1..];
    let end = memchr::memrchr(b']', after.as_bytes())?;
    (end > 0).then(|| &after[..end])
}

/// Python's `str.isspace`, which includes four separators that Unicode's `White_Space` does not.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[inline(always)]
pub(super) fn strip(text: &str) -> &str {
    strip_start(strip_end(text))
}

/// Strips the start. Nearly always that is at most one blank before visible ASCII, which needs no
/// decoding.
#[inline(always)]
fn strip_start(text: &str) -> &str {
    #[cold]
    fn decode(text: &str) -> &str {
        text.trim_start_matches(is_space)
    }
    match text.as_bytes() {
        [] | [b'!'..=b'~', ..] => text,
        [b' ', b'!'..=b'~', ..] => &text[1..],
        _ => decode(text),
    }
}

/// Strips the end, with the same shortcut.
#[inline(always)]
pub(super) fn strip_end(text: &str) -> &str {
    #[cold]
    fn decode(text: &str) -> &str {
        text.trim_end_matches(is_space)
    }
    match text.as_bytes() {
        [] | [.., b'!'..=b'~'] => text,
        [.., b'!'..=b'~', b' '] => &text[..text.len() - 1],
        _ => decode(text),
    }
}
