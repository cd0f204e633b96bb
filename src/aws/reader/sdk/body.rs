//! The keys below a header, as each SDK reads them (`docs/guide/src/resolution.md`, 2B and 2D).

use std::borrow::Cow;
use std::collections::HashMap;

use super::{BLANK, before_comment, is_identifier, is_space, javascript_line, unquoted};
use crate::aws::reader::{Body, Dialect, Entry, SyntaxError, SyntaxErrorKind};

/// Reads the keys of a section.
pub(crate) fn read<'a>(dialect: Dialect, file: &'a [u8], body: &Body) -> Box<[Entry<'a>]> {
    let mut keys = SdkKeys::default();
    for (piece, first) in body.pieces(file) {
        keys.last = None;
        keys.is_in_block = false;
        for (line, number) in piece.split(|byte| *byte == b'\n').zip(first..) {
            let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
            match (dialect, line) {
                (Dialect::Rust, Cow::Borrowed(line)) => keys.add_rust(line, number),
                (Dialect::JavaScript, line) => keys.add_javascript(line, number),
                (Dialect::Go, line) => keys.add_go(line, number),
                // For Rust, all text is UTF-8; see `sdk::read`.
                (Dialect::Python | Dialect::Rust, _) => {}
            }
        }
    }
    keys.entries.into_boxed_slice()
}

/// Finds what makes the SDK for Rust refuse a whole file.
pub(super) fn check_strictly(text: &str) -> Result<(), SyntaxError> {
    /// What an indented line would continue.
    #[derive(Clone, Copy)]
    enum OpenSection {
        Nothing,
        Section,
        Value,
        Block,
    }
    let mut open = OpenSection::Nothing;
    for (line, number) in text.lines().zip(1..) {
        let kind = match (rust_line(line), open) {
            (RustLine::Header(header), _) if header.ends_with(']') => {
                open = OpenSection::Section;
                continue;
            }
            (RustLine::Header(_), _) => SyntaxErrorKind::HeaderWithoutEnd,
            (RustLine::Continuation(line), OpenSection::Block) if !line.contains('=') => {
                SyntaxErrorKind::BlockLineWithoutEquals
            }
            (RustLine::Nothing, _)
            | (RustLine::Continuation(_), OpenSection::Value | OpenSection::Block) => continue,
            (RustLine::Continuation(_), _) => SyntaxErrorKind::ContinuesNothing,
            (RustLine::Setting(None), _) => SyntaxErrorKind::LineWithoutEquals,
            (RustLine::Setting(Some(("", _))), _) => SyntaxErrorKind::ValueWithoutKey,
            (RustLine::Setting(_), OpenSection::Nothing) => SyntaxErrorKind::TextBeforeSections,
            (RustLine::Setting(Some((_, value))), _) => {
                open = if value.is_empty() { OpenSection::Block } else { OpenSection::Value };
                continue;
            }
        };
        return Err(SyntaxError { line: number, kind });
    }
    Ok(())
}

/// A line as the SDK for Rust reads it.
enum RustLine<'l> {
    Nothing,
    Header(&'l str),
    Continuation(&'l str),
    /// A key and its value, if there is an equals sign between them.
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

/// The keys of a section, each once: a later one of the same name replaces an earlier one.
#[derive(Default)]
struct SdkKeys<'a> {
    entries: Vec<Entry<'a>>,
    places: HashMap<Cow<'a, str>, usize>,
    /// The index of the key that an indented line would continue.
    last: Option<usize>,
    /// Whether indented lines belong to a key without a value.
    is_in_block: bool,
}

impl<'a> SdkKeys<'a> {
    fn add_rust(&mut self, line: &'a str, number: u32) {
        match rust_line(line) {
            RustLine::Nothing | RustLine::Header(_) | RustLine::Setting(None) => {}
            RustLine::Continuation(continued) => self.extend(continued),
            RustLine::Setting(Some((key, value))) if is_identifier(key) => {
                self.set(lower_case(key.into()), value.into(), number);
            }
            RustLine::Setting(Some(_)) => self.last = None,
        }
    }

    fn add_javascript(&mut self, line: Cow<'a, str>, number: u32) {
        let is_indented = line.starts_with(is_space);
        let setting = split(line, |line| {
            let (key, value) = javascript_line(line).split_once('=')?;
            Some((key.trim_matches(is_space), value.trim_matches(is_space)))
        });
        let Some((key, value)) = setting.filter(|(key, _)| !key.is_empty()) else { return };
        self.is_in_block = value.is_empty() || (self.is_in_block && is_indented);
        if !self.is_in_block {
            self.set(key, value, number);
        }
    }

    fn add_go(&mut self, line: Cow<'a, str>, number: u32) {
        if line.trim().is_empty() || line.trim_start_matches(BLANK).starts_with(['#', ';']) {
            return;
        }
        let looks_like_setting = line.contains(['=', ':']);
        // An indented line that looks like a setting is one, except in a block.
        if !line.starts_with(BLANK) || (looks_like_setting && !self.is_in_block) {
            if let Some((key, value)) = split(line, go_setting) {
                self.is_in_block = value.is_empty();
                self.set(lower_case(key), unescaped(value), number);
            }
        } else if !self.is_in_block {
            self.extend(line.trim_start_matches(BLANK));
        }
    }

    fn set(&mut self, key: Cow<'a, str>, value: Cow<'a, str>, line: u32) {
        let place = *self.places.entry(key.clone()).or_insert(self.entries.len());
        let entry = Entry { key, value, line };
        match self.entries.get_mut(place) {
            Some(earlier) => *earlier = entry,
            None => self.entries.push(entry),
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
}

fn go_setting(line: &str) -> Option<(&str, &str)> {
    let is_comment = |before: Option<char>| before.is_some_and(|c| BLANK.contains(&c));
    let setting = before_comment(line, is_comment).trim_end_matches(BLANK);
    // The first of the two signs counts.
    let (key, value) = setting.split_once(['=', ':'])?;
    let value = value.trim();
    Some((key.trim(), unquoted(value).unwrap_or(value)))
}

/// Replaces the escapes of a value, as the SDK for Go does.
fn unescaped(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('\\') {
        return value;
    }
    value.replace("\\\"", "\"").replace("\\'", "'").replace("\\n", "\n").into()
}

/// Splits a line into key and value, which are borrowed if the line is.
fn split(
    line: Cow<'_, str>,
    split: impl Fn(&str) -> Option<(&str, &str)>,
) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    match line {
        Cow::Borrowed(line) => split(line).map(|(key, value)| (key.into(), value.into())),
        Cow::Owned(line) => {
            split(&line).map(|(key, value)| (key.to_owned().into(), value.to_owned().into()))
        }
    }
}

fn lower_case(mut key: Cow<'_, str>) -> Cow<'_, str> {
    if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        key.to_mut().make_ascii_lowercase();
    }
    key
}
