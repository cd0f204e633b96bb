//! Detects files that every dialect reads in the same way, so that one reading serves all clients.
//!
//! Most files are plain: headers and `key = value` in the first column, comments on separate lines,
//! ordinary characters. If in doubt, a file counts as not plain, which only costs another reading.
//! A test in `sdk` compares this with the dialects.

use super::AwsFile;
use super::python::scanner::{Line, LineKind};

/// Whether the lines of a file are plain so far; this is computed at every prompt.
pub(super) struct PlainCheck {
    file: AwsFile,
    is_plain: bool,
    /// The number of headers of the default profile, which has two spellings.
    defaults: u32,
    /// Whether the keys of the section have blocks as values.
    in_services: bool,
    block: Block,
}

/// The indented lines below a key without a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    None,
    /// Its key was the last line.
    Awaited,
    Begun,
}

impl PlainCheck {
    pub(super) fn new(file: AwsFile) -> Self {
        Self { file, is_plain: true, defaults: 0, in_services: false, block: Block::None }
    }

    #[expect(clippy::inline_always, reason = "called for every line of a file")]
    #[inline(always)]
    pub(super) fn add(&mut self, line: &Line<'_>) {
        let block = std::mem::replace(&mut self.block, Block::None);
        self.is_plain &= match line.kind {
            LineKind::Header(name) => {
                let stands_alone = line.raw.len() == name.len() + 2;
                stands_alone && block != Block::Awaited && self.is_plain_header(name)
            }
            LineKind::Key { key, value, sign, is_lower_case } => {
                if value.is_empty() {
                    self.block = Block::Awaited;
                }
                block != Block::Awaited
                    && sign == b'='
                    && is_lower_case
                    && !matches!(line.raw.as_bytes(), [b' ' | b'[', ..])
                    && !matches!(value.as_bytes(), [b'"' | b'\'', ..])
                    && (!value.is_empty() || self.in_services || key == "s3")
            }
            LineKind::Continuation { text, .. } => {
                self.block = Block::Begun;
                block != Block::None && !text.starts_with('[')
            }
            LineKind::Junk(_) => false,
        };
    }

    pub(super) fn finish(self) -> bool {
        self.is_plain && self.block != Block::Awaited && self.defaults <= 1
    }

    fn is_plain_header(&mut self, header: &str) -> bool {
        if self.file == AwsFile::Credentials {
            return is_name(header);
        }
        let with_word = |word| header.strip_prefix(word)?.strip_prefix(' ');
        let services = with_word("services");
        let profile = with_word("profile");
        self.in_services = services.is_some();
        self.defaults += u32::from(profile.unwrap_or(header) == "default");
        match profile.or(services).or_else(|| with_word("sso-session")) {
            Some(name) => is_name(name),
            // In the dialect of JavaScript a dot may replace the blank.
            None if header != "default" && header.eq_ignore_ascii_case("default") => false,
            None => is_name(header) && !header.contains('.'),
        }
    }
}

fn is_name(text: &str) -> bool {
    super::sdk::is_identifier(text) && !text.is_empty()
}

/// Tells whether a text with plain lines is printable ASCII that no dialect cuts or unescapes;
/// comments may be in any script.
///
/// One pass over the whole text is many times faster than one over its lines.
pub(super) fn is_plain_text(bytes: &[u8]) -> bool {
    let is_printable = |bytes: &[u8]| {
        // Without an early return, the loop has no branches.
        let odd = bytes.iter().fold(0, |odd, &byte| {
            let is_printable = byte.wrapping_sub(b' ') <= b'~' - b' ';
            odd | u8::from(!(is_printable || byte == b'\n' || byte == b'\r'))
        });
        odd == 0
    };
    let is_comment = |line: &[u8]| matches!(line.first(), Some(b'#' | b';'));
    let is_readable = is_printable(bytes)
        || bytes.split(|b| *b == b'\n').all(|line| is_comment(line) || is_printable(line));
    is_readable && memchr::memchr(b'\\', bytes).is_none() && !cuts_a_value(bytes)
}

/// Tells whether a value contains a comment sign after a blank, where some dialects cut the line.
fn cuts_a_value(bytes: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'#', b';', &bytes[from..]) {
        let sign = from + at;
        let begins_line = sign == 0 || bytes[sign - 1] == b'\n';
        if !begins_line && bytes[sign - 1] == b' ' {
            return true;
        }
        // The rest of a comment line cannot cut a value.
        let rest = if begins_line { memchr::memchr(b'\n', &bytes[sign..]) } else { Some(0) };
        let Some(rest) = rest else { return false };
        from = sign + rest + 1;
    }
    false
}
