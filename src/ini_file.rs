//! How awsprompt reads INI files of its own and the lists of words in them.

use ini::{Ini, ParseOption};

/// Reads a file whose values are taken literally, or says where it is not one.
pub(crate) fn read(text: &str) -> Result<Ini, String> {
    let verbatim = ParseOption { enabled_quote: false, enabled_escape: false, ..<_>::default() };
    // Some editors put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ini::load_from_str_opt(text, verbatim).map_err(|error| {
        let what = "something that is neither a section nor key = value";
        format!("line {} or before: {what}", error.line)
    })
}

/// Splits a list at its spaces, tabs and commas.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\t']).filter(|word| !word.is_empty())
}
