//! Splits a section header, or a command, into words as Python's `shlex.split` does.
//!
//! <https://docs.python.org/3/library/shlex.html#parsing-rules>

use std::borrow::Cow;

/// Returns the second of exactly two words, or `None`.
pub(crate) fn second_of_two(header: &str) -> Option<Cow<'_, str>> {
    if !is_quoted(header) {
        // By bytes: whoever lists thousands of profiles looks at each header.
        let words = header.trim_start_matches(BLANKS);
        let end = words.bytes().position(is_blank)?;
        let second = words.get(end..)?.trim_matches(BLANKS);
        let is_one_word = !second.is_empty() && !second.bytes().any(is_blank);
        return is_one_word.then_some(Cow::Borrowed(second));
    }
    let words = split(header)?;
    let [_, second] = <[String; 2]>::try_from(words).ok()?;
    Some(Cow::Owned(second))
}

/// Writes a word so that it stays one word; with the quotes that the AWS CLI uses, which does not
/// find a section that it would quote otherwise.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    if word.contains('\'') {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")).into()
    } else if word.contains(BLANKS) || is_quoted(word) {
        format!("'{word}'").into()
    } else {
        word.into()
    }
}

/// Tells quickly whether the last word of a header may be `word`.
pub(crate) fn may_end_in(header: &str, word: &str) -> bool {
    header.ends_with(word) || header.ends_with(BLANKS) || is_quoted(header)
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_quoted(header: &str) -> bool {
    memchr::memchr3(b'\'', b'"', b'\\', header.as_bytes()).is_some()
}

/// Splits a text into words; `None` after an unclosed quotation or a trailing backslash.
pub(crate) fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            c if BLANKS.contains(&c) => words.extend(word.take()),
            '\\' => word.get_or_insert_default().push(rest.next()?),
            quote @ ('\'' | '"') => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        c if c == quote => break,
                        // Inside double quotes a backslash escapes only these two.
                        '\\' if quote == '"' => match rest.next()? {
                            c @ ('"' | '\\') => word.push(c),
                            c => word.extend(['\\', c]),
                        },
                        c => word.push(c),
                    }
                }
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_split_as_shlex_splits_them() {
        let cases = [
            ("profile dev", Some("dev")),
            ("profile   dev  ", Some("dev")),
            ("profile\tdev", Some("dev")),
            ("profilefoo dev", Some("dev")),
            ("profile my dev", None),
            ("profile", None),
            ("profile \"my dev\"", Some("my dev")),
            ("profile 'my dev'", Some("my dev")),
            ("profile my\\ dev", Some("my dev")),
            ("profile \"a\\\"b\\c\\\\\"", Some("a\"b\\c\\")),
            ("profile 'a\\b'", Some("a\\b")),
            ("profile ''", Some("")),
            ("profile a'b c'd", Some("ab cd")),
            ("profile a#b", Some("a#b")),
            ("profile #b", Some("#b")),
            ("profile \"open", None),
            ("profile open\\", None),
            ("profile a\u{a0}b", Some("a\u{a0}b")),
        ];
        for (header, expected) in cases {
            assert_eq!(second_of_two(header).as_deref(), expected, "{header}");
        }
    }

    #[test]
    fn a_quoted_word_is_read_as_it_was() {
        for (word, expected) in [
            ("dev", "dev"),
            ("My Account:ReadOnly", "'My Account:ReadOnly'"),
            ("Someone's Mac", "\"Someone's Mac\""),
            ("a\"b'\\", r#""a\"b'\\""#),
            ("a\\", "'a\\'"),
        ] {
            assert_eq!(quoted(word), expected);
            let header = format!("profile {}", quoted(word));
            assert_eq!(second_of_two(&header).as_deref(), Some(word));
        }
    }
}
