//! What each line of a file is, which depends on the indent of the lines before it (rule 2A).

/// A line that means something.
pub(in crate::aws::reader) struct Line<'a> {
    pub(super) number: u32,
    /// The whole line, without its end.
    pub(in crate::aws::reader) raw: &'a str,
    /// Where the line begins, and where the next one does.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(in crate::aws::reader) kind: Kind<'a>,
}

pub(in crate::aws::reader) enum Kind<'a> {
    Header(&'a str),
    /// A key as it is written, and its value on the same line.
    Key {
        key: &'a str,
        value: &'a str,
        /// What stands between them: an equals sign or a colon.
        sign: u8,
    },
    /// More of the value of the key before, after so many blank lines.
    Continuation {
        text: &'a str,
        blank_lines: usize,
    },
    /// Why the line is nothing of these.
    Junk(&'static str),
}

/// Goes through the lines of a text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    position: usize,
    number: u32,
    /// Whether a key is open for continuation lines.
    key_is_open: bool,
    /// The indent of the line that the next ones are compared with, in characters.
    indent: usize,
    /// Blank lines since the open key's last text; they count only if more text follows.
    blank_lines: usize,
    /// Whether the lines that mean nothing to this dialect mean nothing to the others either.
    pub(super) is_plain: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, number: u32) -> Self {
        Self {
            text,
            position: 0,
            number,
            key_is_open: false,
            indent: 0,
            blank_lines: 0,
            is_plain: true,
        }
    }

    /// Returns the next line that is neither blank nor a comment.
    pub(super) fn next_line(&mut self) -> Option<Line<'a>> {
        let bytes = self.text.as_bytes();
        while self.position < bytes.len() {
            let start = self.position;
            // Lines end as in Python's universal newlines.
            let length = memchr::memchr2(b'\n', b'\r', &bytes[start..]);
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
            let raw = &self.text[start..end];
            if let Some(kind) = self.kind(raw) {
                let end = self.position.min(bytes.len());
                return Some(Line { number, raw, start, end, kind });
            }
        }
        None
    }

    fn kind(&mut self, line: &'a str) -> Option<Kind<'a>> {
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
            return Some(Kind::Continuation { text, blank_lines });
        }
        self.indent = indent;
        self.key_is_open = false;
        if let Some(name) = header(text) {
            return Some(Kind::Header(name));
        }
        let Some(delimiter) = memchr::memchr2(b'=', b':', text.as_bytes()) else {
            return Some(Kind::Junk("a line that is neither a section nor a key"));
        };
        let key = strip_end(&text[..delimiter]);
        if key.is_empty() {
            return Some(Kind::Junk("a value without a key"));
        }
        self.key_is_open = true;
        let sign = text.as_bytes()[delimiter];
        Some(Kind::Key { key, value: strip_start(&text[delimiter + 1..]), sign })
    }
}

/// Counts the characters before the first that is not blank (rule 2A.3).
fn indent(line: &str) -> usize {
    match line.as_bytes().first() {
        Some(b'!'..=b'~') => 0,
        _ => line.chars().take_while(|c| is_space(*c)).count(),
    }
}

/// Reads a header: everything up to the last `]`, if that is anything (rule 2A.4).
pub(super) fn header(line: &str) -> Option<&str> {
    let after = line.strip_prefix('[')?;
    let end = memchr::memrchr(b']', after.as_bytes())?;
    (end > 0).then(|| &after[..end])
}

/// Python's `str.isspace`, which knows four separators more than Unicode's `White_Space`.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

pub(super) fn strip(text: &str) -> &str {
    strip_start(strip_end(text))
}

/// Strips the start. Nearly always one blank and visible ASCII stand there: nothing to decode.
fn strip_start(text: &str) -> &str {
    let text = text.strip_prefix(' ').unwrap_or(text);
    match text.as_bytes().first() {
        Some(b'!'..=b'~') => text,
        _ => text.trim_start_matches(is_space),
    }
}

/// Strips the end, where the same holds.
pub(super) fn strip_end(text: &str) -> &str {
    let text = text.strip_suffix(' ').unwrap_or(text);
    match text.as_bytes().last() {
        Some(b'!'..=b'~') => text,
        _ => text.trim_end_matches(is_space),
    }
}
