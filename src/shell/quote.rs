//! Quoting for `eval`: one function per shell, used wherever data becomes shell code.

use std::borrow::Cow;

use super::Shell;
use crate::printable::is_unprintable;

/// Quotes a word so that the shell takes it literally, whatever it holds.
pub(crate) fn quote(shell: Shell, word: &str) -> String {
    match shell {
        Shell::Zsh | Shell::Bash => format!("'{}'", word.replace('\'', r"'\''")),
        Shell::Fish => format!("'{}'", word.replace('\\', r"\\").replace('\'', r"\'")),
        Shell::Nushell => format!("\"{}\"", word.chars().map(in_nushell).collect::<String>()),
    }
}

/// Writes a character between double quotes, where nushell expands nothing.
///
/// <https://www.nushell.sh/book/working_with_strings.html#double-quoted-strings>
fn in_nushell(c: char) -> String {
    match c {
        '"' | '\\' => format!("\\{c}"),
        _ if is_unprintable(c) => format!("\\u{{{:x}}}", u32::from(c)),
        _ => c.to_string(),
    }
}

/// Returns what a word means that is still being typed in nushell, with an open quote or without.
pub(crate) fn meant_in_nushell(raw: &str) -> String {
    let Some(quoted) = raw.strip_prefix('"') else {
        return raw.strip_prefix(['\'', '`']).unwrap_or(raw).to_owned();
    };
    let mut meant = String::new();
    let mut rest = quoted.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next() {
                Some('u') => {
                    let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    meant.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some('n') => meant.push('\n'),
                Some('t') => meant.push('\t'),
                // Half of a pair says nothing yet.
                escaped => meant.extend(escaped),
            },
            _ => meant.push(c),
        }
    }
    meant
}

/// Returns what a word means that is still being typed in fish, with an open quote or without.
pub(crate) fn meant_in_fish(raw: &str) -> String {
    let mut meant = String::new();
    let mut quote = None;
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('\\', None) => meant.extend(rest.next()),
            // In quotes only these are escaped.
            ('\\', Some(open)) => {
                let is_escaped = |c: &char| *c == open || *c == '\\' || open == '"' && *c == '$';
                let escaped = rest.clone().next().filter(is_escaped);
                meant.push(escaped.unwrap_or(c));
                escaped.and_then(|_| rest.next());
            }
            _ => meant.push(c),
        }
    }
    meant
}

/// Writes a word as a person types it in nushell: quoted only if it has to be.
pub(crate) fn typed_in_nushell(word: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':' | b'@' | b'+')
    };
    if word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.bytes().all(is_plain) {
        word.into()
    } else {
        quote(Shell::Nushell, word).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_each_shell() {
        let cases = [
            ("", "''", "''", r#""""#),
            ("work", "'work'", "'work'", r#""work""#),
            ("$(id) `id` !", "'$(id) `id` !'", "'$(id) `id` !'", r#""$(id) `id` !""#),
            ("it's \"x\"", r#"'it'\''s "x"'"#, r#"'it\'s "x"'"#, r#""it's \"x\"""#),
            (r"a\'b", r"'a\'\''b'", r"'a\\\'b'", r#""a\\'b""#),
            ("a\nb", "'a\nb'", "'a\nb'", r#""a\u{a}b""#),
        ];
        for (word, posix, fish, nushell) in cases {
            assert_eq!(quote(Shell::Zsh, word), posix);
            assert_eq!(quote(Shell::Bash, word), posix);
            assert_eq!(quote(Shell::Fish, word), fish);
            assert_eq!(quote(Shell::Nushell, word), nushell);
        }
    }

    #[test]
    fn a_word_that_is_being_typed_in_nushell_means_what_it_will() {
        for (raw, meant) in [
            ("", ""),
            ("my", "my"),
            ("'my d", "my d"),
            ("`my d", "my d"),
            (r#""it's \"so\""#, "it's \"so\""),
            (r#""a\\b\"#, r"a\b"),
            (r#""a\u{1b}b""#, "a\u{1b}b"),
        ] {
            assert_eq!(meant_in_nushell(raw), meant, "{raw}");
        }
    }

    #[test]
    fn what_is_typed_in_fish_is_read_with_an_open_quote_too() {
        for (raw, meant) in [
            ("work", "work"),
            (r"my\ dev\", "my dev"),
            ("'my dev", "my dev"),
            (r"'it\'s \\ \n", r"it's \ \n"),
            (r#""a \"b\" \$c \n"#, r#"a "b" $c \n"#),
            (r#"a' b'"c d""#, "a bc d"),
        ] {
            assert_eq!(meant_in_fish(raw), meant, "{raw}");
        }
    }

    #[test]
    fn a_word_is_typed_in_nushell_without_quotes_where_it_needs_none() {
        for word in ["work", "eu-west-1", "a/b", "user@example.com", "arn:aws:iam"] {
            assert_eq!(typed_in_nushell(word), word);
        }
        for word in ["", "my dev", "-x", "...x", "~x", "$x", "a*", "a=b", "a,b"] {
            assert_eq!(typed_in_nushell(word), format!("\"{word}\""));
        }
    }
}
