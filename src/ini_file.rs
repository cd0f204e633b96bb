//! How awsprompt reads INI files of its own and the lists of words in them.

use ini::{Ini, ParseOption};

/// Reads a file whose values are taken literally, or says where it is not one.
pub(crate) fn read(text: &str) -> Result<Ini, String> {
    let verbatim = ParseOption { enabled_quote: false, enabled_escape: false, ..<_>::default() };
    // Some editors put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The parser drops an indented line without = at the end, takes an indented comment for the
    // beginning of the next key, and joins the next line to one that ends with a backslash.
    let lines: String = text
        .split_inclusive(['\n', '\r'])
        .map(|line| line.trim_start_matches([' ', '\t']))
        .collect();
    let lines = lines.replace("\\\n", "\\ \n");
    Ini::load_from_str_opt(&lines, verbatim).map_err(|error| {
        let what = "something that is neither a section nor key = value";
        format!("line {} or before: {what}", error.line)
    })
}

/// Splits a list at its spaces, tabs and commas.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\t']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indented_line_is_a_line_like_any_other() {
        for text in ["[a]\n k", "[a]\nx = y\n\tk\n", "[a]\nx = y\r\n k\r\n \r\n"] {
            let refused = read(text).map(drop);
            assert!(refused.is_err_and(|why| why.contains("or before")), "{text:?}");
        }
        let ini = read("[a]\n # note\n k = v\n\t; note\n  [b]\n\tl = \n").unwrap();
        let read = |section, key| ini.get_from(Some(section), key);
        assert_eq!((read("a", "k"), read("b", "l")), (Some("v"), Some("")));
        assert_eq!(ini.iter().map(|(_, properties)| properties.len()).sum::<usize>(), 2);
    }

    #[test]
    fn a_backslash_at_the_end_of_a_line_is_a_part_of_the_value() {
        for text in ["[a]\nk = v\\\nl = w\n", "[a]\r\nk = v\\\r\nl = w\\\\\r\n"] {
            let ini = read(text).unwrap();
            assert_eq!(ini.get_from(Some("a"), "k"), Some("v\\"), "{text:?}");
            assert!(ini.get_from(Some("a"), "l").is_some(), "{text:?}");
        }
    }
}
