//! Whether a script of `sed` runs commands: GNU sed has a command `e`, and a flag of `s`.
//!
//! <https://www.gnu.org/software/sed/manual/sed.html#Commands-Requiring-a-newline>

use crate::line::Word;

/// Tells whether sed is given a script that runs commands; `read` is what it reads.
pub(super) fn runs_commands(arguments: &[Word], read: Option<&str>) -> bool {
    let mut scripts: Vec<&str> = Vec::new();
    let mut is_named = false;
    for (at, word) in arguments.iter().enumerate() {
        let next = || arguments.get(at + 1).map_or("", |word| &*word.text);
        let (name, value) = word.text.split_once('=').unwrap_or((&*word.text, ""));
        match name {
            "-e" | "--expression" => scripts.push(if value.is_empty() { next() } else { value }),
            "-f" | "--file" => scripts.extend(read),
            // `-ne` and the like.
            name if name.starts_with('-') && !name.starts_with("--") && name.ends_with('e') => {
                scripts.push(next());
            }
            _ => continue,
        }
        is_named = true;
    }
    if !is_named {
        scripts.extend(arguments.iter().map(|word| &*word.text).find(|it| !it.starts_with('-')));
    }
    scripts.iter().any(|script| script_runs_commands(script))
}

/// Goes through a script, whose commands end at `;`, `}` and line breaks.
fn script_runs_commands(script: &str) -> bool {
    let mut rest = script;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ";{}".contains(c));
        rest = after_addresses(rest);
        let mut characters = rest.chars();
        let Some(name) = characters.next() else { return false };
        rest = characters.as_str();
        match name {
            'e' => return true,
            's' | 'y' => {
                let Some(delimiter) = rest.chars().next() else { return false };
                rest = &rest[delimiter.len_utf8()..];
                for _ in 0..2 {
                    rest = after(rest, delimiter);
                }
                let end = rest.find([';', '}', '\n', 'w']).unwrap_or(rest.len());
                if name == 's' && rest[..end].contains('e') {
                    return true;
                }
                rest = if rest[end..].starts_with('w') { after(rest, '\n') } else { &rest[end..] };
            }
            // Text, and names of files and labels, go to the end of the line.
            'a' | 'i' | 'c' | 'r' | 'R' | 'w' | 'W' | '#' | ':' => rest = after(rest, '\n'),
            _ => rest = &rest[rest.find([';', '}', '\n']).unwrap_or(rest.len())..],
        }
    }
}

/// Returns what follows the lines that a command is for.
fn after_addresses(mut rest: &str) -> &str {
    loop {
        let is_plain = |c: char| c.is_ascii_digit() || ", \t$~+!".contains(c);
        rest = rest.trim_start_matches(is_plain);
        rest = match rest.as_bytes() {
            [b'/', ..] => after(&rest[1..], '/').trim_start_matches(['I', 'M']),
            [b'\\', next, ..] if next.is_ascii() => after(&rest[2..], char::from(*next)),
            _ => return rest,
        };
    }
}

/// Returns what follows a character that is not escaped, nor in brackets.
fn after(text: &str, end: char) -> &str {
    let (mut is_escaped, mut in_brackets) = (false, false);
    for (at, character) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if character == '\\' {
            is_escaped = true;
        } else if character == '[' && end != '\n' {
            in_brackets = true;
        } else if character == ']' {
            in_brackets = false;
        } else if character == end && !in_brackets {
            return &text[at + end.len_utf8()..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_runs_commands_is_told_from_others() {
        for script in [
            "e",
            "1e aws s3 ls",
            "s/x/y/e",
            "s/x/y/ge",
            "s|a|b|; s#x#y#2e",
            "/x/{s/a/b/;e}",
            "$!N;s,a,b,e",
            "/a\\/b/e date",
            "s/[/]/x/e",
            "p\ne",
            "1,/x/ e",
            "\\,x,e ls",
        ] {
            assert!(script_runs_commands(script), "{script}");
        }
        for script in [
            "",
            "s/e/f/",
            "s/a/e/g",
            "s#/e#e/#g; s/a/b/w e",
            "/e/d",
            "a\\\ne",
            "i e; e",
            "y/ae/ea/",
            "1,80p",
            "/^# e/,/^$/d",
            ":e; n; be",
            "s/x\\/e/y/",
            "s/[e/]/x/",
            "$d",
        ] {
            assert!(!script_runs_commands(script), "{script}");
        }
        let words = |line: &str| line.split(' ').map(Word::known).collect::<Vec<_>>();
        assert!(runs_commands(&words("-n -e 1e x"), None));
        assert!(runs_commands(&words("-f - x"), Some("1e date")));
        assert!(!runs_commands(&words("-i s/a/b/ e"), Some("1e date")));
    }
}
