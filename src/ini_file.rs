//! How awsprompt reads INI files of its own and the lists of words in them.

use std::iter;

use ini::{Ini, ParseOption};

/// Reads a file section by section, so that a large one needs little memory and an error costs only
/// the section that it is in. Values are taken literally.
pub(crate) fn read(text: &str) -> impl Iterator<Item = Result<Ini, String>> {
    // Some editors put a byte order mark first.
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines_before = 0;
    iter::from_fn(move || {
        let (section, after) = rest.split_at(end_of_section(rest));
        rest = after;
        let ini = (!section.is_empty()).then(|| read_section(section, lines_before));
        lines_before += section.matches('\n').count();
        ini
    })
}

/// Returns where the next header begins after the first line.
fn end_of_section(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if end > 0 && without_indent(line).starts_with('[') {
            break;
        }
        end += line.len();
    }
    end
}

fn read_section(text: &str, lines_before: usize) -> Result<Ini, String> {
    let verbatim = ParseOption { enabled_quote: false, enabled_escape: false, ..<_>::default() };
    // The parser drops an indented line without = at the end, takes an indented comment for the
    // beginning of the next key, and joins the next line to one that ends with a backslash.
    let lines: String = text.split_inclusive(['\n', '\r']).map(without_indent).collect();
    let lines = lines.replace("\\\n", "\\ \n");
    Ini::load_from_str_opt(&lines, verbatim).map_err(|error| {
        let what = "something that is neither a section nor key = value";
        format!("line {} or before: {what}", lines_before + error.line)
    })
}

fn without_indent(line: &str) -> &str {
    line.trim_start_matches([' ', '\t'])
}

/// Returns section, key and value of everything that is set.
pub(crate) fn settings(ini: &Ini) -> impl Iterator<Item = (&str, &str, &str)> {
    ini.iter().flat_map(|(section, properties)| {
        properties.iter().map(move |(key, value)| (section.unwrap_or_default(), key, value))
    })
}

/// Names a key as a message does: `[section] key`.
pub(crate) fn name(section: &str, key: &str) -> String {
    match section {
        "" => format!("{key}, under no section"),
        _ => format!("[{section}] {key}"),
    }
}

/// Splits a list at its spaces, tabs and commas.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\t']).filter(|word| !word.is_empty())
}

/// Returns the words of a list, in which quotes make one of several; nothing if a quote has no end.
pub(crate) fn phrases(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut parts = text.split('"');
    loop {
        found.extend(words(parts.next()?).map(str::to_owned));
        let Some(quoted) = parts.next() else { return Some(found) };
        found.push(quoted.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a file without errors: section, key and value of each setting.
    fn all(text: &str) -> Vec<[String; 3]> {
        let inis: Vec<_> = read(text).map(Result::unwrap).collect();
        let all = inis.iter().flat_map(settings);
        all.map(|(section, key, value)| [section, key, value].map(str::to_owned)).collect()
    }

    #[test]
    fn an_indented_line_is_a_line_like_any_other() {
        for text in ["[a]\n k", "[a]\nx = y\n\tk\n", "[a]\nx = y\r\n k\r\n \r\n"] {
            let refused = read(text).last().unwrap().map(drop);
            assert!(refused.is_err_and(|why| why.contains("or before")), "{text:?}");
        }
        let text = "[a]\n # note\n k = v\n\t; note\n  [b]\n\tl = \n";
        assert_eq!(all(text), [["a", "k", "v"], ["b", "l", ""]]);
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for text in ["[a]\nk = v\n", "[a]\r\nk = v\r\n", "[a]\rk = v\r", "\u{feff}[a]\n\nk : v"] {
            assert_eq!(all(text), [["a", "k", "v"]], "{text:?}");
        }
    }

    #[test]
    fn a_value_is_taken_literally() {
        for value in ["v\\", "a=b: c", "\"v\"", "v # no note", "$HOME", "\\x41", "v\\\\"] {
            for end in ["\n", "\r\n"] {
                let text = format!("[a]{end}k = {value}{end}l = w{end}[b]{end}m = {value}");
                let expected = [["a", "k", value], ["a", "l", "w"], ["b", "m", value]];
                assert_eq!(all(&text), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn an_error_costs_the_section_that_it_is_in() {
        for malformed in ["[x]\nk = v\nnonsense", "[x\nk = v", "[x]\n = v", "k = v\n[x", "[x] # y"]
        {
            let text = format!("[a]\nk = v\n\n{malformed}\n[b]\nl = w\n");
            let errors: Vec<_> = read(&text).filter_map(Result::err).collect();
            assert_eq!(errors.len(), 1, "{text:?} {errors:?}");
            let line: usize = errors[0].split(' ').nth(1).unwrap().parse().unwrap();
            assert!((4..=7).contains(&line), "{text:?} {errors:?}");
            let sections = read(&text).filter_map(Result::ok).count();
            assert!(sections >= 2, "{text:?}");
        }
    }
}
