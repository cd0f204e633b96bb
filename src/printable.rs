//! Makes text from files and variables safe to show on a terminal.

use std::borrow::Cow;
use std::path::Path;

/// The longest that a value may get in a prompt, in characters.
const LONGEST: usize = 64;

/// The longest that a value may get on a page, in characters.
const LONGEST_VALUE: usize = 240;

/// What is shown in place of a character that may not be.
const REPLACEMENT: char = '\u{fffd}';

/// Replaces what a terminal would obey or a reader could not see.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    // By far the most texts are plain, and lists have thousands of them.
    if is_plain(text.as_bytes()) {
        Cow::Borrowed(text)
    } else if text.contains(is_unprintable) {
        Cow::Owned(text.replace(is_unprintable, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Tells whether text is ASCII that can be seen. Without an early return the loop has no branches.
fn is_plain(text: &[u8]) -> bool {
    text.iter().fold(true, |is_plain, byte| is_plain & matches!(byte, b' '..=b'~'))
}

/// Writes JSON for a terminal: what [`printable`] would replace becomes an escape, so that the
/// value stays the same. Outside strings JSON has no such character but the ends of lines.
pub(crate) fn escaped_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_unprintable(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped += &format!("\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Replaces as [`printable`] does, and cuts what is too long for a prompt.
pub(crate) fn short(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if is_unprintable(c) { REPLACEMENT } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.pop();
        shown.push('…');
    }
    shown
}

/// Replaces as [`printable`] does, and cuts what is too long for a line of a page.
pub(crate) fn clipped(text: &str) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", printable(&text[..end])),
        None => printable(text).into_owned(),
    }
}

/// Writes a path as a person would, with `~` for the home directory.
pub(crate) fn short_path(path: &Path, home: Option<&Path>) -> String {
    let below_home = home.and_then(|home| path.strip_prefix(home).ok());
    let path = match below_home {
        Some(rest) => Path::new("~").join(rest),
        None => path.to_owned(),
    };
    // Windows takes a slash too, as in the paths that AWS's documents name.
    let path = if cfg!(windows) { path.components().collect() } else { path };
    printable(&path.to_string_lossy()).into_owned()
}

/// Controls, and the formatting characters that reorder or hide text.
///
/// <https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing>
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let cases = [
            ("work", "work"),
            ("d\u{e9}v \u{1f600}", "d\u{e9}v \u{1f600}"),
            ("a\x1b[31mb\x07", "a�[31mb�"),
            ("a\nb\tc\0d\x7f\u{9b}e", "a�b�c�d��e"),
            ("\u{202e}dorp\u{2066}\u{200b}\u{feff}", "�dorp���"),
        ];
        for (text, expected) in cases {
            assert_eq!(printable(text), expected, "{text:?}");
            assert_eq!(short(text), expected, "{text:?}");
        }
    }

    #[test]
    fn escaped_json_is_the_same_value_and_nothing_that_a_terminal_obeys() {
        let value =
            serde_json::json!({"a\u{9b}\u{202e}": ["\x1b\u{7f}\n\u{e0041}", "\u{1f600}\\u0041"]});
        let escaped = escaped_json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(escaped.lines().all(|line| !line.contains(is_unprintable)), "{escaped:?}");
        assert!(
            escaped.contains("a\\u009b\\u202e") && escaped.contains("\\udb40\\udc41"),
            "{escaped}"
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }

    #[test]
    fn long_text_is_cut_where_one_sees_it() {
        let shown = short(&"x".repeat(10_000));
        assert_eq!(shown.chars().count(), LONGEST);
        assert!(shown.ends_with("x…"));
        assert_eq!(short(&"x".repeat(LONGEST)), "x".repeat(LONGEST));
    }
}
