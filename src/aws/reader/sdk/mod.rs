//! The dialects of the SDKs: Rust, JavaScript and Go (`docs/guide/src/resolution.md`,
//! 2B and 2D).
//!
//! All three read line by line and join sections of one name. They differ in how they read a line,
//! and in how they handle an invalid one: Rust refuses the file, the others skip the line. A header
//! does not depend on other lines, so a file is indexed by its headers alone; [`body`] reads the
//! lines below them on use.

pub(super) mod body;
mod heading;

use std::cell::OnceCell;
use std::collections::HashMap;

use heading::Header;

use super::{AwsFile, Body, Dialect, Document, Heading, Piece, Section, SyntaxError, offset};

/// The blanks of the SDKs for Rust and Go.
const BLANK: [char; 2] = [' ', '\t'];

/// The characters that the SDK for Rust allows in names and keys (rule 2B).
const IN_IDENTIFIER: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0u8;
    while byte.is_ascii() {
        allowed[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'/' | b'.' | b'%' | b'@' | b':' | b'+');
        byte += 1;
    }
    allowed
};

/// Tells whether the SDK for Rust allows a text as a name or key (rule 2B).
pub(super) fn is_identifier(text: &str) -> bool {
    // Without an early return: a loop without branches is the fastest for short words.
    text.bytes().fold(true, |all_are, byte| all_are & IN_IDENTIFIER[usize::from(byte)])
}

/// Reads a file as an SDK does.
pub(super) fn read(
    dialect: Dialect,
    mut bytes: &[u8],
    file: AwsFile,
) -> Result<Document<'_>, SyntaxError> {
    if dialect == Dialect::Rust {
        // A file that is not UTF-8 counts as empty (case b20).
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        body::check_strictly(text)?;
        bytes = text.as_bytes();
    }
    let mut index = SdkIndex::default();
    // Lines are only counted up to each header.
    let (mut number, mut numbered) = (1, 0);
    let mut rest = 0;
    while let Some(bracket) = memchr::memchr(b'[', &bytes[rest..]) {
        let bracket = rest + bracket;
        let start = memchr::memrchr(b'\n', &bytes[rest..bracket]).map_or(rest, |at| rest + at + 1);
        let length = memchr::memchr(b'\n', &bytes[bracket..]);
        let end = length.map_or(bytes.len(), |length| bracket + length);
        rest = (end + 1).min(bytes.len());
        let line = bytes[start..end].strip_suffix(b"\r").unwrap_or(&bytes[start..end]);
        if let Some(header) = heading::of_line(dialect, line, file) {
            number += offset(memchr::memchr_iter(b'\n', &bytes[numbered..start]).count());
            numbered = start;
            index.close(start);
            index.open(header, rest, number + 1);
        }
    }
    index.close(bytes.len());
    Ok(index.finish(dialect, bytes))
}

/// The sections of a file; those of one name are joined.
#[derive(Default)]
struct SdkIndex<'a> {
    sections: Vec<(Header<'a>, Option<Body>)>,
    places: HashMap<Header<'a>, usize>,
    /// The index of the open section, unless the client never reads it, and its last piece.
    current: Option<(usize, Piece)>,
}

impl<'a> SdkIndex<'a> {
    fn open(&mut self, header: Header<'a>, start: usize, line: u32) {
        self.current = (header != Header::Ignored).then(|| {
            let place = *self.places.entry(header.clone()).or_insert_with(|| {
                self.sections.push((header, None));
                self.sections.len() - 1
            });
            (place, Piece { range: offset(start)..offset(start), line })
        });
    }

    fn close(&mut self, end: usize) {
        if let Some((place, mut piece)) = self.current.take() {
            piece.range.end = offset(end).max(piece.range.start);
            match &mut self.sections[place].1 {
                Some(body) => body.more.push(piece),
                body => *body = Some(Body { first: piece, more: Vec::new() }),
            }
        }
    }

    fn finish(self, dialect: Dialect, bytes: &'a [u8]) -> Document<'a> {
        let is_replaced = self.places.contains_key(&Header::Of(Heading::Profile("default".into())));
        let sections = self.sections.into_iter().filter_map(|(header, body)| {
            let heading = match header {
                Header::Ignored => return None,
                Header::Default if is_replaced => return None,
                Header::Default => Heading::Profile("default".into()),
                Header::Of(heading) => heading,
            };
            Some(Section { heading, body: body?, entries: OnceCell::new() })
        });
        let sections = sections.collect();
        Document { dialect, bytes, sections, has_odd_lines: true, ..Document::default() }
    }
}

/// Returns the text before the first `#` or `;` that `is_comment` accepts by the character before.
fn before_comment(line: &str, is_comment: impl Fn(Option<char>) -> bool) -> &str {
    let mut signs = line.match_indices(['#', ';']);
    let comment = signs.find(|(at, _)| is_comment(line[..*at].chars().next_back()));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// JavaScript's white space, which includes the byte order mark.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

/// Returns a line without its comment and outer blanks, as the SDK for JavaScript reads it.
fn javascript_line(line: &str) -> &str {
    before_comment(line, |before| before.is_none_or(is_space)).trim_matches(is_space)
}

/// Returns the text between a pair of quotes.
fn unquoted(text: &str) -> Option<&str> {
    ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// Returns what a dialect reads in one line: sections, keys and values.
    fn shown(dialect: Dialect, text: &[u8], file: AwsFile) -> String {
        let document = match dialect.read(text, file) {
            Err(error) => return format!("line {}: {}", error.line, error.kind),
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
    fn indented_lines_as_section_2d_has_them() {
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
    fn byte_order_marks_and_invalid_utf8() {
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

    const LINES: [&str; 36] = [
        "[default]",
        "[profile default]",
        "[profile a]",
        "[ profile a]",
        "[profile a ]",
        "[b]",
        "[profile 'a']",
        "[Default]",
        "[k = v",
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

    #[test]
    fn what_is_plain_reads_the_same_in_every_dialect() {
        let mut plain = 0;
        for file in [AwsFile::Config, AwsFile::Credentials] {
            for first in LINES {
                for second in LINES {
                    for third in LINES {
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
                        crate::fuzzing::sdk_reader(text.as_bytes());
                    }
                }
            }
        }
        assert!(plain > 500, "{plain} texts were plain");
    }
}
