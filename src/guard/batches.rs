//! What `xargs` makes of a command.

use super::wrappers::WrapperArguments;
use crate::line::{HOLE, Stdin, Word, is_known};

/// Returns the commands that `xargs` makes of one.
pub(super) fn batches(
    command: &[Word],
    arguments: &WrapperArguments<'_>,
    stdin: &Stdin,
) -> Vec<Vec<Word>> {
    if command.is_empty() {
        return Vec::new();
    }
    let placeholder = arguments.value(&["-I", "--replace"]).map(|word| word.text.clone());
    let placeholder = placeholder.or_else(|| arguments.has(&["-i"]).then(|| "{}".to_owned()));
    // What is found by its name has it.
    let hole = match stdin {
        Stdin::Piped(source) if source.contains("awsprompt") => format!("./{HOLE}/.awsprompt"),
        _ => HOLE.to_string(),
    };
    let is_plain = |text: &str| is_known(text) && !text.contains(['\'', '"', '\\']);
    let read = match stdin {
        Stdin::Text(text) if is_plain(text) && !arguments.has(&["-a", "--arg-file"]) => Some(text),
        _ => None,
    };
    if let Some(placeholder) = placeholder.filter(|text| !text.is_empty()) {
        let items = read.map_or(vec![hole.as_str()], |text| text.lines().map(str::trim).collect());
        let replaced = |item: &str, word: &Word| {
            let text = word.text.replace(&placeholder, item);
            let source = if text == word.text { word.source.clone() } else { word.text.clone() };
            Word { text, source, is_open: word.is_open }
        };
        let batch = |item: &&str| command.iter().map(|word| replaced(item, word)).collect();
        return items.iter().map(batch).collect();
    }
    let Some(read) = read.filter(|_| !arguments.has(&["-d", "--delimiter", "-0", "--null"])) else {
        let word = Word { text: hole, ..Word::open("…") };
        return vec![[command, &[word]].concat()];
    };
    let items: Vec<Word> = read.split_whitespace().map(Word::known).collect();
    let most = match arguments.value(&["-n", "--max-args"]).or(arguments.value(&["-L"])) {
        Some(count) => count.text.parse().unwrap_or(1).max(1),
        None => items.len().max(1),
    };
    if items.is_empty() {
        return vec![command.to_vec()];
    }
    items.chunks(most).map(|items| [command, items].concat()).collect()
}
