//! The tools of the user's settings: their own, and words of one that is known.

use super::table::Table;

/// Returns what a key of a tool's section adds to its table; nothing if there is no such key.
pub(crate) fn own_lines(key: &str, words: &[String]) -> Option<String> {
    let line = |word: &String| match key {
        "reads" => Some(format!("reads {word} = is read-only, as the settings say\n")),
        "profile" | "region" => Some(format!("{key} = {word}\nvalued = {word}\n")),
        _ => None,
    };
    words.iter().map(line).collect()
}

/// Returns the table of a tool of the settings, with what is known of it otherwise.
pub(super) fn own_table(text: &str, of: &str) -> Table {
    // The settings are read once, and their tools are few.
    Table { text: [text, Table::of(of).text].concat().leak() }
}
