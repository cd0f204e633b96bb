//! The dialects of the SDKs: Rust, JavaScript and Go (sections 2B and 2D of `docs/resolution.md`).
//!
//! All three look at one line at a time and join sections of one name. They differ in what a line
//! is to them, and in what they do about one that they do not understand: Rust refuses the file,
//! the others skip the line.

use std::{borrow::Cow, cell::OnceCell, collections::HashMap};

use super::{AwsFile, Document, Entry, Heading, Section, SyntaxError};

/// What the SDKs for Rust and Go take for blank.
const BLANK: [char; 2] = [' ', '\t'];

/// The characters of names and keys to the SDK for Rust (rule 2B).
const IN_IDENTIFIER: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0u8;
    loop {
        allowed[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'/' | b'.' | b'%' | b'@' | b':' | b'+');
        if byte == u8::MAX {
            break allowed;
        }
        byte += 1;
    }
};

/// Tells whether text can be a name or key to the SDK for Rust (rule 2B).
pub(super) fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| IN_IDENTIFIER[usize::from(byte)])
}

/// Reads a file as the SDK for Rust does: a line that makes no sense refuses all of it.
pub(super) fn read_strictly(bytes: &[u8], file: AwsFile) -> Result<Document<'_>, SyntaxError> {
    // Text that is not UTF-8 is no text (case b20).
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut builder = Builder::default();
    for (line, number) in text.lines().zip(1..) {
        let refused = |reason| SyntaxError { line: number, reason };
        if line.trim_matches(BLANK).is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with('[') {
            let header = before_comment(line, |_| true).trim_matches(BLANK);
            let header = header.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let header = header.ok_or_else(|| refused("a section that does not end with ]"))?;
            builder.open(rust_heading(header, file));
        } else if line.starts_with(BLANK) {
            let continued = line.trim_matches(BLANK);
            let is_block = builder
                .last_value()
                .ok_or_else(|| refused("an indented line that continues nothing"))?;
            if is_block && !continued.contains('=') {
                return Err(refused("a line in an indented block that has no ="));
            }
            builder.extend(continued);
        } else {
            let setting = before_comment(line, |before| before.is_none_or(char::is_whitespace));
            let (key, value) =
                setting.split_once('=').ok_or_else(|| refused("a line that has no ="))?;
            let (key, value) = (key.trim_matches(BLANK), value.trim_matches(BLANK));
            if key.is_empty() {
                return Err(refused("a value without a key"));
            }
            if !builder.is_open {
                return Err(refused("text before the first section"));
            }
            let key = is_identifier(key).then(|| lower_case(key.into()));
            builder.set(key, value.into(), number);
        }
    }
    Ok(builder.finish())
}

/// Reads a file as the SDK for JavaScript does, which never fails.
pub(super) fn read_as_javascript(bytes: &[u8], file: AwsFile) -> Document<'_> {
    let mut builder = Builder::default();
    // The key without a value that deeper lines belong to.
    let mut block: Option<String> = None;
    for (raw, number) in lines(bytes) {
        let line = map(raw.clone(), |line| {
            trim(before_comment(line, |before| before.is_none_or(is_space)))
        });
        if let Some(header) = bracketed(&line) {
            builder.open(javascript_heading(header, file));
            block = None;
            continue;
        }
        let Some((key, value)) = split(line, &['=']) else {
            continue;
        };
        let (key, value) = (map(key, trim), map(value, trim));
        if key.is_empty() {
            continue;
        }
        if value.is_empty() {
            block = Some(key.into_owned());
            continue;
        }
        if !raw.starts_with(is_space) {
            block = None;
        }
        if block.is_none() {
            builder.set(Some(key), value, number);
        }
    }
    builder.finish()
}

/// Reads a file as the SDK for Go does, which never fails either.
pub(super) fn read_as_go(bytes: &[u8], file: AwsFile) -> Document<'_> {
    let mut builder = Builder::default();
    for (line, number) in lines(bytes) {
        if line.trim().is_empty() || line.trim_start_matches(BLANK).starts_with(['#', ';']) {
            continue;
        }
        let header = map(line.clone(), |line| before_comment(line, |_| true).trim());
        if let Some(header) = bracketed(&header) {
            builder.open(go_heading(header, file));
        } else if !line.starts_with(BLANK) || continues_no_block(&line, builder.last_value()) {
            let setting = map(line, |line| {
                let is_comment = |before: Option<char>| before.is_some_and(|c| BLANK.contains(&c));
                before_comment(line, is_comment).trim_end_matches(BLANK)
            });
            if let Some((key, value)) = split(setting, &['=', ':']) {
                let key = lower_case(map(key, str::trim));
                builder.set(Some(key), unquoted(map(value, str::trim)), number);
            }
        } else if builder.last_value() == Some(false) {
            builder.extend(line.trim_start_matches(BLANK));
        }
    }
    builder.finish()
}

/// Tells whether a deeper line is a setting like any other: it looks like one, and stands in no
/// block.
fn continues_no_block(line: &str, last: Option<bool>) -> bool {
    line.contains(['=', ':']) && last != Some(true)
}

/// Splits into lines with their numbers; what is not UTF-8 is replaced.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (Cow<'_, str>, u32)> {
    bytes.split(|byte| *byte == b'\n').zip(1..).map(|(line, number)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (String::from_utf8_lossy(line), number)
    })
}

/// Returns what stands before the first `#` or `;` whose character before it makes it a comment.
fn before_comment(line: &str, is_comment: impl Fn(Option<char>) -> bool) -> &str {
    let mut signs = line.match_indices(['#', ';']);
    let comment = signs.find(|(at, _)| is_comment(line[..*at].chars().next_back()));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// What a header opens.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Header<'a> {
    /// `[default]` of the config file, which `[profile default]` replaces (case b31).
    Default,
    Of(Heading<'a>),
}

/// Collects sections and keys; a later key of the same name replaces an earlier one.
#[derive(Default)]
struct Builder<'a> {
    sections: Vec<(Header<'a>, Keys<'a>)>,
    places: HashMap<Header<'a>, usize>,
    /// Whether a section has begun, even one that nobody will ask for.
    is_open: bool,
    /// The place of the section that is being read, if somebody might ask for it.
    current: Option<usize>,
    last: Option<Last>,
}

/// The keys of a section, each once.
#[derive(Default)]
struct Keys<'a> {
    entries: Vec<Entry<'a>>,
    places: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Keys<'a> {
    /// Adds a key, or replaces it where it stands; returns its place.
    fn set(&mut self, entry: Entry<'a>) -> usize {
        let place = *self.places.entry(entry.key.clone()).or_insert(self.entries.len());
        if place < self.entries.len() {
            self.entries[place] = entry;
        } else {
            self.entries.push(entry);
        }
        place
    }
}

/// The key that a deeper line would continue.
struct Last {
    is_block: bool,
    /// Its place in the section, if it is kept.
    entry: Option<usize>,
}

impl<'a> Builder<'a> {
    fn open(&mut self, header: Option<Header<'a>>) {
        self.is_open = true;
        self.last = None;
        self.current = header.map(|header| {
            *self.places.entry(header.clone()).or_insert_with(|| {
                self.sections.push((header, Keys::default()));
                self.sections.len() - 1
            })
        });
    }

    fn set(&mut self, key: Option<Cow<'a, str>>, value: Cow<'a, str>, line: u32) {
        let is_block = value.is_empty();
        let entry = self
            .current
            .zip(key)
            .map(|(section, key)| self.sections[section].1.set(Entry { key, value, line }));
        self.last = Some(Last { is_block, entry });
    }

    /// Tells whether the last value began with nothing, which makes it a block.
    fn last_value(&self) -> Option<bool> {
        self.last.as_ref().map(|last| last.is_block)
    }

    /// Adds a line to the last value.
    fn extend(&mut self, text: &str) {
        let entry = self.last.as_ref().and_then(|last| last.entry);
        if let Some((section, entry)) = self.current.zip(entry) {
            let value = self.sections[section].1.entries[entry].value.to_mut();
            value.push('\n');
            value.push_str(text);
        }
    }

    fn finish(self) -> Document<'a> {
        let prefixed = Header::Of(Heading::Profile("default".into()));
        let is_replaced = self.places.contains_key(&prefixed);
        let sections = self.sections.into_iter().filter_map(|(header, keys)| {
            let heading = match header {
                Header::Default if is_replaced => return None,
                Header::Default => Heading::Profile("default".into()),
                Header::Of(heading) => heading,
            };
            Some(Section {
                heading,
                body: 0..0,
                line: 0,
                entries: OnceCell::from(keys.entries.into_boxed_slice()),
            })
        });
        let sections = sections.collect();
        Document { text: "", sections, lenders: Vec::new(), has_plain_lines: false }
    }
}

fn bracketed(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.strip_suffix(']')
}

/// Reads the words of a header in the config file; a section of no use to a client has none.
fn config_header<'a>(kind: Option<&str>, name: Cow<'a, str>) -> Option<Header<'a>> {
    match kind {
        None => (name == "default").then_some(Header::Default),
        Some("profile") => Some(Header::Of(Heading::Profile(name))),
        Some("sso-session") => Some(Header::Of(Heading::SsoSession(name))),
        Some("services") => Some(Header::Of(Heading::Services(name))),
        Some(_) => None,
    }
}

/// Takes the whole header of the credentials file for the name of a profile.
fn credentials_header(name: Cow<'_, str>) -> Option<Header<'_>> {
    (!name.is_empty()).then_some(Header::Of(Heading::Profile(name)))
}

/// Reads a header as the SDK for Rust does: one or two words.
fn rust_heading(header: &str, file: AwsFile) -> Option<Header<'_>> {
    let header = header.trim_matches(BLANK);
    let (kind, name) = match header.split_once(BLANK) {
        Some((kind, name)) => (Some(kind.trim()), name.trim()),
        None => (None, header),
    };
    if !is_identifier(name) {
        return None;
    }
    match file {
        AwsFile::Config => config_header(kind, name.into()),
        AwsFile::Credentials if kind.is_none() => credentials_header(name.into()),
        AwsFile::Credentials => None,
    }
}

/// Reads a header as the SDK for JavaScript does: two words with one blank between them, the
/// second maybe in quotes, or else a name as it is.
fn javascript_heading(header: &str, file: AwsFile) -> Option<Header<'static>> {
    let is_kind = |text: &str| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !text.is_empty() && text.chars().all(is_allowed)
    };
    let is_name = |text: &str| !text.is_empty() && is_identifier(text);
    let words = header.find(is_space).and_then(|at| {
        let (kind, rest) = header.split_at(at);
        let word = rest.strip_prefix(is_space)?;
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            word.strip_prefix(quote)?.strip_suffix(quote).filter(|name| is_name(name))
        });
        let name = quoted.or_else(|| is_name(word).then_some(word))?;
        is_kind(kind).then_some((kind, name))
    });
    let owned = |name: &str| Cow::Owned(name.to_owned());
    match (file, words) {
        (AwsFile::Config, Some((kind, name))) => config_header(Some(kind), owned(name)),
        // The SDK keeps `profile x` as `profile.x`, so that this spelling does as well.
        (AwsFile::Config, None) => match header.split_once('.') {
            Some((kind, name)) => config_header(Some(kind), owned(name)),
            None => config_header(None, owned(header)),
        },
        (AwsFile::Credentials, Some(_)) => None,
        (AwsFile::Credentials, None) => credentials_header(owned(header)),
    }
}

/// Reads a header as the SDK for Go does, to which the rest of the line is the name.
fn go_heading(header: &str, file: AwsFile) -> Option<Header<'static>> {
    let header = header.trim();
    let (kind, name) = match header.split_once(BLANK) {
        Some((kind, name)) => (Some(kind), name.trim_start_matches(BLANK)),
        None => (None, header),
    };
    match (file, kind) {
        // Another spelling of the default profile is another profile.
        (AwsFile::Config, None) if name != "default" && name.eq_ignore_ascii_case("default") => {
            credentials_header(name.to_owned().into())
        }
        (AwsFile::Config, _) => config_header(kind, name.to_owned().into()),
        (AwsFile::Credentials, None) => credentials_header(name.to_owned().into()),
        (AwsFile::Credentials, Some("profile")) => None,
        (AwsFile::Credentials, Some(kind)) => credentials_header(format!("{kind} {name}").into()),
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

/// JavaScript's white space, which the mark of the encoding belongs to.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::{super::Dialect, *};

    /// Writes what a dialect reads on one line: sections, keys and values.
    fn shown(dialect: Dialect, text: &[u8], file: AwsFile) -> String {
        let document = match dialect.read(text, file) {
            Err(error) => return format!("line {}: {}", error.line, error.reason),
            Ok(document) => document,
        };
        let mut shown = String::new();
        for section in &document.sections {
            match &section.heading {
                Heading::Python(header) => write!(shown, "[{header}]").unwrap(),
                Heading::Profile(name) => write!(shown, "[{name}]").unwrap(),
                Heading::SsoSession(name) => write!(shown, "[sso-session {name}]").unwrap(),
                Heading::Services(name) => write!(shown, "[services {name}]").unwrap(),
            }
            for entry in document.keys(section) {
                write!(shown, " {}={:?}@{}", entry.key, entry.value, entry.line).unwrap();
            }
            shown.push(' ');
        }
        shown.trim_end().to_owned()
    }

    /// Checks what Rust, JavaScript and Go read from a config file, in this order.
    #[track_caller]
    fn assert_config(text: &str, expected: [&str; 3]) {
        let dialects = [Dialect::Rust, Dialect::JavaScript, Dialect::Go];
        let actual = dialects.map(|dialect| shown(dialect, text.as_bytes(), AwsFile::Config));
        assert_eq!(actual, expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn headers_as_section_2d_has_them() {
        let (dev, none) = (r#"[dev] k="v"@2"#, "");
        let refused = "line 1: a section that does not end with ]";
        let headers = [
            ("b01", "[profilefoo dev]", [none, none, none]),
            ("b02", "[profile \"my dev\"]", [none, none, "[\"my dev\"] k=\"v\"@2"]),
            ("b03", "[profile 'dev']", [none, dev, "['dev'] k=\"v\"@2"]),
            ("b04", "[profile   dev  ]", [dev, none, dev]),
            ("b05", "[ profile dev ]", [dev, none, dev]),
            ("b06", "[profile dev] # note", [dev, dev, dev]),
            ("b07", "[profile dev] # see [x]", [dev, dev, dev]),
            ("b08", "[dev]", [none, none, none]),
            ("b33", "[profile a#b]", [refused, none, none]),
            ("b34", "[profile my dev]", [none, none, "[my dev] k=\"v\"@2"]),
            ("b37", "[profile d\u{e9}v]", [none, none, "[d\u{e9}v] k=\"v\"@2"]),
            ("", "[profile.dev]", [none, dev, none]),
            ("", "[profile 'dev\"]", [none, none, "['dev\"] k=\"v\"@2"]),
            ("", "[]", [none, none, none]),
        ];
        for (_, header, expected) in headers {
            assert_config(&format!("{header}\nk = v\n"), expected);
        }
    }

    #[test]
    fn settings_as_section_2d_has_them() {
        let d = "[default]\n";
        let read = |value: &str| format!("[default] k={value:?}@2");
        let (v, none) = (read("v"), "[default]");
        let no_sign = "line 2: a line that has no =";
        let settings: [(&str, &str, [&str; 3]); 12] = [
            ("b11", "K = v", [&v, r#"[default] K="v"@2"#, &v]),
            ("b12", "k: v", [no_sign, none, &v]),
            ("b13", "k = v # x", [&v, &v, &v]),
            ("b14", "k = v\t; x", [&v, &v, &v]),
            ("b15", "k = v#x", [&read("v#x"), &read("v#x"), &read("v#x")]),
            ("b17", "k = x\nk = v", [r#"[default] k="v"@3"#; 3]),
            ("b19", "k = v\r", [&v, &v, &v]),
            ("b28", "k =", [&read(""), none, &read("")]),
            ("b45", "k = v\u{a0}", [&read("v\u{a0}"), &v, &v]),
            ("b49", "k = \"v\"", [&read("\"v\""), &read("\"v\""), &v]),
            ("", "a b = v", [none, r#"[default] a b="v"@2"#, r#"[default] a b="v"@2"#]),
            ("", "= v", ["line 2: a value without a key", none, r#"[default] ="v"@2"#]),
        ];
        for (_, setting, expected) in settings {
            assert_config(&format!("{d}{setting}\n"), expected);
        }
    }

    #[test]
    fn deeper_lines_as_section_2d_has_them() {
        let refused = "line 1: text before the first section";
        let swallowed = r#"[default] o="text"@2"#;
        let rows: [(&str, &str, [&str; 3]); 8] = [
            (
                "b22",
                "[default]\no = text\n  k = v\n",
                [
                    r#"[default] o="text\nk = v"@2"#,
                    r#"[default] o="text"@2 k="v"@3"#,
                    r#"[default] o="text"@2 k="v"@3"#,
                ],
            ),
            (
                "b23",
                "[default]\ns3 =\n  k = v\n",
                [r#"[default] s3="\nk = v"@2"#, "[default]", r#"[default] s3=""@2"#],
            ),
            (
                "b24",
                "[default]\ns3 =\n  junk\nk = v\n",
                [
                    "line 3: a line in an indented block that has no =",
                    r#"[default] k="v"@4"#,
                    r#"[default] s3=""@2 k="v"@4"#,
                ],
            ),
            (
                "b25",
                "[default]\no = text\n  [profile dev]\n",
                [
                    r#"[default] o="text\n[profile dev]"@2"#,
                    r#"[default] o="text"@2 [dev]"#,
                    r#"[default] o="text"@2 [dev]"#,
                ],
            ),
            (
                "b51",
                "[default]\n  [profile dev]\n",
                [
                    "line 2: an indented line that continues nothing",
                    "[default] [dev]",
                    "[default] [dev]",
                ],
            ),
            ("b27", "k = v\n[default]\n", [refused, "[default]", "[default]"]),
            (
                "b26",
                "[default]\njunk\nk = v\n",
                ["line 2: a line that has no =", r#"[default] k="v"@3"#, r#"[default] k="v"@3"#],
            ),
            (
                "",
                "[default]\no = text\n  more\n",
                [r#"[default] o="text\nmore"@2"#, swallowed, r#"[default] o="text\nmore"@2"#],
            ),
        ];
        for (_, text, expected) in rows {
            assert_config(text, expected);
        }
    }

    #[test]
    fn sections_of_one_name_are_one_section() {
        let joined = r#"[dev] a="1"@2 k="v"@5"#;
        assert_config("[profile dev]\na = 1\nk = u\n[profile dev]\nk = v\n", [joined; 3]);
        let both = "[profile default]\na = 1\n[default]\nk = v\n";
        assert_config(both, [r#"[default] a="1"@2"#; 3]);
        let capitals = "[DEFAULT]\nk = v\n[default]\n";
        assert_config(capitals, ["[default]", "[default]", r#"[DEFAULT] k="v"@2 [default]"#]);
    }

    #[test]
    fn bytes_that_are_no_text() {
        let with_mark = "\u{feff}[default]\nk = v\n";
        let works = r#"[default] k="v"@2"#;
        assert_config(with_mark, ["line 1: a line that has no =", works, ""]);
        let not_utf8 = b"# caf\xe9\n[default]\nk = v\n";
        let read = |dialect| shown(dialect, not_utf8, AwsFile::Config);
        assert_eq!(read(Dialect::Rust), "");
        assert_eq!(read(Dialect::JavaScript), r#"[default] k="v"@3"#);
        assert_eq!(read(Dialect::Go), r#"[default] k="v"@3"#);
    }

    #[test]
    fn the_credentials_file_has_bare_names() {
        let text = "[dev]\nk = v\n[profile dev]\nk = w\n[my dev]\nk = x\n";
        let read = |dialect| shown(dialect, text.as_bytes(), AwsFile::Credentials);
        assert_eq!(read(Dialect::Rust), r#"[dev] k="v"@2"#);
        assert_eq!(read(Dialect::JavaScript), r#"[dev] k="v"@2"#);
        assert_eq!(read(Dialect::Go), r#"[dev] k="v"@2 [my dev] k="x"@6"#);
    }

    /// Writes what a client would find, so that dialects can be compared.
    fn found(dialect: Dialect, text: &str, file: AwsFile) -> Vec<String> {
        let Ok(document) = dialect.read(text.as_bytes(), file) else {
            return vec!["refused".into()];
        };
        let mut found = Vec::new();
        for section in &document.sections {
            let header = match (&section.heading, file) {
                (Heading::Python(header), AwsFile::Config) => {
                    let known = ["profile ", "sso-session ", "services "];
                    if *header != "default" && !known.iter().any(|kind| header.starts_with(kind)) {
                        continue;
                    }
                    header.strip_prefix("profile ").unwrap_or(header).to_owned()
                }
                (Heading::Python(header), AwsFile::Credentials) => (*header).to_owned(),
                (Heading::Profile(name), _) => name.clone().into_owned(),
                (Heading::SsoSession(name), _) => format!("sso-session {name}"),
                (Heading::Services(name), _) => format!("services {name}"),
            };
            found.push(format!("[{header}]"));
            // The blocks of other services are nothing to a profile.
            let keys = document.keys(section).filter(|entry| {
                entry.key != "s3" && !entry.key.contains('.') && !header.starts_with("services")
            });
            found.extend(keys.map(|entry| format!("{}={}@{}", entry.key, entry.value, entry.line)));
        }
        // JavaScript knows no section without keys.
        found
    }

    #[test]
    fn what_is_plain_reads_the_same_in_every_dialect() {
        let lines = [
            "[default]",
            "[profile default]",
            "[profile a]",
            "[ profile a]",
            "[profile a ]",
            "[b]",
            "[profile 'a']",
            "[profile.a]",
            "[services s]",
            "[sso-session c]",
            "[DEFAULT]",
            "[profile a] # x",
            "k = v",
            "k = v # x",
            "k = v#x",
            "K = v",
            "k: v",
            "k = ",
            "k =v ",
            "  k = v",
            "  more",
            "s3 =",
            "  x = y",
            "# note",
            "  # note",
            "",
            " ",
            "junk",
            "k = \"v\"",
            "k = a\\nb",
            "k = v\u{a0}",
            "l = v=w:x",
            "m-n_o = https://x/#/",
            "a.b = v",
        ];
        let mut plain = 0;
        for file in [AwsFile::Config, AwsFile::Credentials] {
            for first in lines {
                for second in lines {
                    for third in lines {
                        let text = format!("[profile z]\n{first}\n{second}\n{third}\n");
                        let text = match file {
                            AwsFile::Config => text,
                            AwsFile::Credentials => text.replace("profile ", ""),
                        };
                        let Ok(document) = Dialect::Python.read(text.as_bytes(), file) else {
                            continue;
                        };
                        if !document.is_plain() {
                            continue;
                        }
                        plain += 1;
                        let python = found(Dialect::Python, &text, file);
                        for dialect in [Dialect::Rust, Dialect::JavaScript, Dialect::Go] {
                            assert_eq!(found(dialect, &text, file), python, "{dialect:?} {text:?}");
                        }
                    }
                }
            }
        }
        assert!(plain > 500, "{plain} texts were plain");
    }
}
