//! A word on bash's command line that is still being typed: what it means, and how to finish it.
//!
//! bash leaves quoting to those who complete, and replaces only the part of the word after the
//! last break or open quote. A word that is finished here means exactly the name that was chosen.

use crate::printable::is_unprintable;

/// Tells whether a character stands for itself anywhere in a word, in quotes and outside. A tilde
/// does not, for it is expanded after `:` and `=` too.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&byte)
}

/// The word up to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    /// What it means so far.
    value: String,
    /// How many bytes of the value come before the part that readline replaces.
    kept: usize,
    open: OpenQuote,
}

/// The quote that is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenQuote {
    None,
    Single,
    Double,
    /// `$'`
    Ansi,
}

impl Typed {
    /// Reads a word as bash does, except that nothing in it is expanded.
    ///
    /// `breaks` is `COMP_WORDBREAKS`. Returns nothing where readline, which does not know `$'`,
    /// would see another quote than bash.
    pub(crate) fn read(raw: &str, breaks: &str) -> Option<Self> {
        let mut open = OpenQuote::None;
        // Where the open quote, and the part after the last break, begin in the value.
        let (mut quoted_from, mut broken_at) = (0, 0);
        let mut bytes = Vec::new();
        let mut chars = raw.chars().peekable();
        let push = |bytes: &mut Vec<u8>, c: char| {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        };
        while let Some(c) = chars.next() {
            let is_end = chars.peek().is_none();
            match (open, c) {
                (OpenQuote::None, '\'') => (open, quoted_from) = (OpenQuote::Single, bytes.len()),
                (OpenQuote::None, '"') => (open, quoted_from) = (OpenQuote::Double, bytes.len()),
                (OpenQuote::None, '$') if chars.next_if_eq(&'\'').is_some() => {
                    (open, quoted_from) = (OpenQuote::Ansi, bytes.len());
                }
                (OpenQuote::Single | OpenQuote::Ansi, '\'') | (OpenQuote::Double, '"') => {
                    open = OpenQuote::None;
                }
                // Half of a pair, as when two names differ in what follows: it says nothing yet.
                (OpenQuote::None | OpenQuote::Double | OpenQuote::Ansi, '\\') if is_end => {}
                (OpenQuote::None, '\\') => push(&mut bytes, chars.next()?),
                (OpenQuote::Double, '\\') => {
                    if !chars.peek().is_some_and(|next| "$`\"\\".contains(*next)) {
                        push(&mut bytes, '\\');
                    }
                    push(&mut bytes, chars.next()?);
                }
                (OpenQuote::Ansi, '\\') => {
                    let mut digits = String::new();
                    while digits.len() < 3
                        && let Some(digit) = chars.next_if(|c| c.is_digit(8))
                    {
                        digits.push(digit);
                    }
                    match (digits.len(), chars.peek()) {
                        (1 | 2, None) => {}
                        (0, _) => push(&mut bytes, unescaped(chars.next()?)?),
                        _ => bytes.push(u8::from_str_radix(&digits, 8).ok()?),
                    }
                }
                _ => {
                    push(&mut bytes, c);
                    if open == OpenQuote::None && breaks.contains(c) {
                        broken_at = bytes.len();
                    }
                }
            }
        }
        let kept = if open == OpenQuote::None { broken_at } else { quoted_from };
        Some(Self { value: String::from_utf8(bytes).ok()?, kept, open })
    }

    /// Returns what the word means so far.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    /// Appends what to put in the place of the part that readline replaces, so that the word means
    /// `full`; tells whether that begins as was typed.
    pub(crate) fn finish(&self, full: &str, line: &mut String) -> bool {
        full.starts_with(&self.value) && self.replace(full, line)
    }

    /// Does the same for a word that begins otherwise; tells whether readline replaces enough.
    ///
    /// Inside a quote it repeats the quote's mark, which readline then does not double, and ends
    /// with it.
    pub(crate) fn replace(&self, full: &str, line: &mut String) -> bool {
        let Some(mut rest) = full.strip_prefix(&self.value[..self.kept]) else { return false };
        let (mark, write): (_, fn(char, &mut String)) = match self.open {
            OpenQuote::None => ("", unquoted),
            OpenQuote::Single => ("'", in_single),
            OpenQuote::Double => ("\"", in_double),
            OpenQuote::Ansi => ("'", in_ansi),
        };
        line.push_str(mark);
        while !rest.is_empty() {
            // Nearly all of thousands of names are plain.
            let end = rest.bytes().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
            line.push_str(&rest[..end]);
            let mut others = rest[end..].chars();
            others.next().into_iter().for_each(|c| write(c, line));
            rest = others.as_str();
        }
        line.push_str(mark);
        true
    }
}

fn unescaped(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'b' => '\x08',
        'e' | 'E' => '\x1b',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' | '"' | '?' => letter,
        _ => return None,
    })
}

fn unquoted(c: char, line: &mut String) {
    match c {
        _ if needs_octal(c) => *line += &format!("$'{}'", octal(c)),
        _ if !c.is_ascii() => line.push(c),
        _ => line.extend(['\\', c]),
    }
}

fn in_single(c: char, line: &mut String) {
    match c {
        _ if needs_octal(c) => *line += &format!("'$'{}''", octal(c)),
        '\'' => *line += r"'\''",
        _ => line.push(c),
    }
}

fn in_double(c: char, line: &mut String) {
    match c {
        _ if needs_octal(c) => *line += &format!("\"$'{}'\"", octal(c)),
        '$' | '`' | '"' | '\\' => line.extend(['\\', c]),
        // A backslash would stay, and without one it is looked up in the history.
        '!' => *line += "\"'!'\"",
        _ => line.push(c),
    }
}

fn in_ansi(c: char, line: &mut String) {
    match c {
        // With a backslash before it, readline would still see the end of the quote.
        '\'' => *line += &octal(c),
        _ if needs_octal(c) => *line += &octal(c),
        '\\' => *line += r"\\",
        _ => line.push(c),
    }
}

/// Tells what may not stand on the line as it is: what the terminal would obey, what nobody would
/// see, and blanks beyond ASCII, which some locales take for the end of a word.
fn needs_octal(c: char) -> bool {
    is_unprintable(c) || (!c.is_ascii() && c.is_whitespace())
}

fn octal(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\{byte:03o}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What bash has by default.
    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    fn finished(raw: &str, full: &str) -> Option<String> {
        let mut line = String::new();
        Typed::read(raw, BREAKS)?.finish(full, &mut line).then_some(line)
    }

    #[test]
    fn a_word_is_finished_in_the_quotes_in_which_it_was_begun() {
        let cases = [
            ("", "my dev", r"my\ dev"),
            (r"my\ d", "my dev", r"my\ dev"),
            ("'my d", "my dev", "'my dev'"),
            ("\"my d", "my dev", "\"my dev\""),
            ("$'my d", "my dev", "'my dev'"),
            ("'my 'd", "my dev", r"my\ dev"),
            (r"'it'\''s", "it's so", "'s so'"),
            ("\"it's", "it's $x", "\"it's \\$x\""),
            (r"'it'\", "it's", r"it\'s"),
            ("a:", "a:b", "b"),
            ("a:b=", "a:b=c d", r"c\ d"),
            (r"a\:", "a:b", "a:b"),
            ("'a:", "a:b", "'a:b'"),
            ("x='a:", "x=a:b", "'a:b'"),
            (r"$'a\tb", "a\tb\x1b", r"'a\011b\033'"),
            (r"$'a\01", "a\tb", r"'a\011b'"),
            (r"$'a\011'", "a\tb", r"a$'\011'b"),
            ("~", "~x", r"\~x"),
            ("$", "$(id)", r"\$\(id\)"),
        ];
        for (raw, full, expected) in cases {
            assert_eq!(finished(raw, full).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_does_not_begin_so_is_no_candidate() {
        for (raw, full) in [("b", "ab"), ("'my d", "my"), (r"\ ", "a"), (r"$'a\'b", "a'b")] {
            assert_eq!(finished(raw, full), None, "{raw}");
        }
    }

    #[test]
    fn nothing_in_a_name_is_obeyed() {
        let name = "$(id) `id` \"'\\!\t\u{202e}";
        let cases = [
            ("", r#"\$\(id\)\ \`id\`\ \"\'\\\!$'\011'$'\342\200\256'"#),
            ("'", r#"'$(id) `id` "'\''\!'$'\011'''$'\342\200\256'''"#),
            ("\"", r#""\$(id) \`id\` \"'\\"'!'""$'\011'""$'\342\200\256'"""#),
            ("$'", r#"'$(id) `id` "\047\\!\011\342\200\256'"#),
        ];
        for (raw, expected) in cases {
            assert_eq!(finished(raw, name).as_deref(), Some(expected), "{raw}");
        }
    }
}
