//! How awsprompt reads INI files of its own and the lists of words in them.

/// What a line of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IniLine<'t> {
    /// A header, with the name in it.
    Section(&'t str),
    /// A value, taken literally; before the first header the section is empty.
    Setting { section: &'t str, key: &'t str, value: &'t str },
    /// Neither of them, with the number of the line.
    Malformed(usize),
}

/// Reads a file line by line, and keeps nothing. What is below a malformed header belongs to no
/// section and is left out.
pub(crate) fn read(text: &str) -> impl Iterator<Item = IniLine<'_>> {
    // Some editors put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.split('\n').zip(1..);
    // Some write a carriage return alone.
    let lines = lines.flat_map(|(line, number)| line.split('\r').map(move |line| (line, number)));
    let mut section = Some("");
    lines.filter_map(move |(line, number)| {
        let line = line.trim();
        if is_blank(line) {
            return None;
        }
        if let Some(header) = line.strip_prefix('[') {
            let name = header.split_once(']').filter(|(_, rest)| is_blank(rest.trim_start()));
            section = name.map(|(name, _)| name.trim());
            return Some(section.map_or(IniLine::Malformed(number), IniLine::Section));
        }
        let section = section?;
        let setting = line.split_once(['=', ':']).map(|(key, value)| (key.trim(), value.trim()));
        let setting = setting.filter(|(key, _)| !key.is_empty());
        Some(setting.map_or(IniLine::Malformed(number), |(key, value)| IniLine::Setting {
            section,
            key,
            value,
        }))
    })
}

/// Says what is wrong with a malformed line.
pub(crate) fn malformed(number: usize) -> String {
    format!("line {number} is neither a section nor key = value")
}

/// Tells whether there is nothing, or only a comment.
fn is_blank(text: &str) -> bool {
    text.is_empty() || text.starts_with(['#', ';'])
}

/// Splits a list at its spaces, tabs and commas.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\t']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::IniLine::{Malformed, Section, Setting};
    use super::*;

    fn setting<'t>(section: &'t str, key: &'t str, value: &'t str) -> IniLine<'t> {
        Setting { section, key, value }
    }

    #[test]
    fn an_indented_line_is_a_line_like_any_other() {
        let text = "[a]\n # note\n k = v\n\t; note\n  [b] # note\n\tl = \n x\n";
        let expected = [
            Section("a"),
            setting("a", "k", "v"),
            Section("b"),
            setting("b", "l", ""),
            Malformed(7),
        ];
        assert_eq!(read(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for text in ["[a]\nk = v\n", "[a]\r\nk = v\r\n", "[a]\rk = v\r", "\u{feff}[a]\n\nk : v"] {
            let expected = [Section("a"), setting("a", "k", "v")];
            assert_eq!(read(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_value_is_taken_literally() {
        for value in ["v\\", "a=b: c", "\"v\"", "v # no note", "$HOME"] {
            let text = format!("k = {value}\nl = w");
            let expected = [setting("", "k", value), setting("", "l", "w")];
            assert_eq!(read(&text).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn below_a_malformed_header_there_is_no_section() {
        for header in ["[a", "[a] b", "[a [b] c]"] {
            let text = format!("[x]\n{header}\nk = v\nnonsense\n[y]\n");
            let expected = [Section("x"), Malformed(2), Section("y")];
            assert_eq!(read(&text).collect::<Vec<_>>(), expected, "{text}");
        }
        assert_eq!(read("= v").collect::<Vec<_>>(), [Malformed(1)]);
    }
}
