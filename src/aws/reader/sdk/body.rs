//! The keys below a header, as each SDK reads them (sections 2B and 2D of `docs/resolution.md`).

use std::{borrow::Cow, collections::HashMap};

use super::{BLANK, before_comment, is_identifier, is_space, javascript_line};
use crate::aws::reader::{Body, Dialect, Entry, SyntaxError, SyntaxErrorKind};

/// Reads the keys of a section.
pub(in super::super) fn read<'a>(
    dialect: Dialect,
    file: &'a [u8],
    body: &Body,
) -> Box<[Entry<'a>]> {
    let mut keys = SdkKeys::default();
    for (piece, first) in body.pieces(file) {
        let lines = lines(piece, first);
        keys.last = None;
        match dialect {
            Dialect::Python => {}
            Dialect::Rust => read_rust(&mut keys, lines),
            Dialect::JavaScript => read_javascript(&mut keys, lines),
            Dialect::Go => read_go(&mut keys, lines),
        }
    }
    keys.entries.into_boxed_slice()
}

/// Finds what makes the SDK for Rust refuse a whole file.
pub(super) fn check_strictly(text: &str) -> Result<(), SyntaxError> {
    /// What the line before has left open.
    enum OpenSection {
        Nothing,
        Section,
        Value,
        Block,
    }
    let mut open = OpenSection::Nothing;
    for (line, number) in text.lines().zip(1..) {
        let refused = |kind| Err(SyntaxError { line: number, kind });
        match rust_line(line) {
            RustLine::Nothing => {}
            RustLine::Header(header) if header.ends_with(']') => open = OpenSection::Section,
            RustLine::Header(_) => return refused(SyntaxErrorKind::HeaderWithoutEnd),
            RustLine::Continuation(continued) => match open {
                OpenSection::Block if !continued.contains('=') => {
                    return refused(SyntaxErrorKind::BlockLineWithoutEquals);
                }
                OpenSection::Value | OpenSection::Block => {}
                OpenSection::Nothing | OpenSection::Section => {
                    return refused(SyntaxErrorKind::ContinuesNothing);
                }
            },
            RustLine::Setting(None) => return refused(SyntaxErrorKind::LineWithoutEquals),
            RustLine::Setting(Some(("", _))) => return refused(SyntaxErrorKind::ValueWithoutKey),
            RustLine::Setting(Some(_)) if matches!(open, OpenSection::Nothing) => {
                return refused(SyntaxErrorKind::TextBeforeSections);
            }
            RustLine::Setting(Some((_, ""))) => open = OpenSection::Block,
            RustLine::Setting(Some(_)) => open = OpenSection::Value,
        }
    }
    Ok(())
}

/// What a line is to the SDK for Rust.
enum RustLine<'l> {
    Nothing,
    Header(&'l str),
    Continuation(&'l str),
    /// A key and its value, if there is a sign between them.
    Setting(Option<(&'l str, &'l str)>),
}

fn rust_line(line: &str) -> RustLine<'_> {
    match line.as_bytes().first() {
        None | Some(b'#' | b';') => RustLine::Nothing,
        Some(b'[') => RustLine::Header(before_comment(line, |_| true).trim_end_matches(BLANK)),
        Some(b' ' | b'\t') => match line.trim_matches(BLANK) {
            "" => RustLine::Nothing,
            continued => RustLine::Continuation(continued),
        },
        Some(_) => {
            let setting = before_comment(line, |before| before.is_none_or(char::is_whitespace));
            let setting = setting.split_once('=');
            RustLine::Setting(
                setting.map(|(key, value)| (key.trim_matches(BLANK), value.trim_matches(BLANK))),
            )
        }
    }
}

fn read_rust<'a>(keys: &mut SdkKeys<'a>, lines: impl Iterator<Item = (Cow<'a, str>, u32)>) {
    for (line, number) in lines {
        // The text is UTF-8, or there is none.
        let Cow::Borrowed(line) = line else { continue };
        match rust_line(line) {
            RustLine::Nothing | RustLine::Header(_) | RustLine::Setting(None) => {}
            RustLine::Continuation(continued) => keys.extend(continued),
            RustLine::Setting(Some((key, value))) if is_identifier(key) => {
                keys.set(lower_case(key.into()), value.into(), number);
            }
            RustLine::Setting(Some(_)) => keys.last = None,
        }
    }
}

fn read_javascript<'a>(keys: &mut SdkKeys<'a>, lines: impl Iterator<Item = (Cow<'a, str>, u32)>) {
    // Whether a key without a value waits for deeper lines.
    let mut is_block = false;
    for (raw, number) in lines {
        let is_deeper = raw.starts_with(is_space);
        let line = map(raw, javascript_line);
        let Some((key, value)) = split(line, &['=']) else { continue };
        let (key, value) = (map(key, trimmed), map(value, trimmed));
        if key.is_empty() {
            continue;
        }
        if value.is_empty() {
            is_block = true;
            continue;
        }
        is_block &= is_deeper;
        if !is_block {
            keys.set(key, value, number);
        }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(is_space)
}

fn read_go<'a>(keys: &mut SdkKeys<'a>, lines: impl Iterator<Item = (Cow<'a, str>, u32)>) {
    for (line, number) in lines {
        if line.trim().is_empty() || line.trim_start_matches(BLANK).starts_with(['#', ';']) {
            continue;
        }
        let looks_like_setting = line.contains(['=', ':']);
        // A deeper line is a setting like any other if it looks like one, and stands in no block.
        let is_setting = !line.starts_with(BLANK) || (looks_like_setting && !keys.is_in_block());
        if is_setting {
            let setting = map(line, |line| {
                let is_comment = |before: Option<char>| before.is_some_and(|c| BLANK.contains(&c));
                before_comment(line, is_comment).trim_end_matches(BLANK)
            });
            // An equals sign or a colon, whichever comes first.
            if let Some((key, value)) = split(setting, &['=', ':']) {
                let key = lower_case(map(key, str::trim));
                keys.set(key, unquoted(map(value, str::trim)), number);
            }
        } else if !keys.is_in_block() {
            keys.extend(line.trim_start_matches(BLANK));
        }
    }
}

/// Splits into lines with their numbers; what is not UTF-8 is replaced.
fn lines(bytes: &[u8], first: u32) -> impl Iterator<Item = (Cow<'_, str>, u32)> {
    bytes.split(|byte| *byte == b'\n').zip(first..).map(|(line, number)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (String::from_utf8_lossy(line), number)
    })
}

/// The keys of a section, each once: a later one of the same name replaces an earlier one.
#[derive(Default)]
struct SdkKeys<'a> {
    entries: Vec<Entry<'a>>,
    places: HashMap<Cow<'a, str>, usize>,
    /// The place of the key that a deeper line would continue.
    last: Option<usize>,
}

impl<'a> SdkKeys<'a> {
    fn set(&mut self, key: Cow<'a, str>, value: Cow<'a, str>, line: u32) {
        let place = *self.places.entry(key.clone()).or_insert(self.entries.len());
        let entry = Entry { key, value, line };
        if place < self.entries.len() {
            self.entries[place] = entry;
        } else {
            self.entries.push(entry);
        }
        self.last = Some(place);
    }

    fn extend(&mut self, text: &str) {
        if let Some(place) = self.last {
            let value = self.entries[place].value.to_mut();
            value.push('\n');
            value.push_str(text);
        }
    }

    /// Tells whether the last value began with nothing, which makes it a block.
    fn is_in_block(&self) -> bool {
        self.last.is_some_and(|place| self.entries[place].value.is_empty())
    }
}

/// Takes quotes off a value, and its escapes, as the SDK for Go does.
fn unquoted(value: Cow<'_, str>) -> Cow<'_, str> {
    let value = map(value, |value| {
        let inner = ['"', '\'']
            .into_iter()
            .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
        inner.unwrap_or(value)
    });
    if !value.contains('\\') {
        return value;
    }
    value.replace("\\\"", "\"").replace("\\'", "'").replace("\\n", "\n").into()
}

/// Takes a part of a text, borrowed if the text is.
fn map(text: Cow<'_, str>, part: impl Fn(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}

/// Splits at the first of some signs.
fn split<'a>(text: Cow<'a, str>, signs: &[char]) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let at = text.find(signs)?;
    Some(match text {
        Cow::Borrowed(text) => (text[..at].into(), text[at + 1..].into()),
        Cow::Owned(text) => (text[..at].to_owned().into(), text[at + 1..].to_owned().into()),
    })
}

fn lower_case(key: Cow<'_, str>) -> Cow<'_, str> {
    if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        key.to_ascii_lowercase().into()
    } else {
        key
    }
}
