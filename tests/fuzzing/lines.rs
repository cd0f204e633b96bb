//! Whole lines of shell.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::guard::{LineStart, Nature, reached, shown};

/// Any line is read in a short time, and what it leads to can be shown. A line in a subshell leads to
/// the same commands, and a command behind it is found too.
pub fn lines(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let variable = |name: &str| (name == "HOME").then(|| "/home".to_owned());
    let start =
        LineStart { variable: &variable, aliases: BTreeMap::new(), is_directory: &|_| false };
    let begin = Instant::now();
    let Ok(found) = reached(&text, &start) else { return };
    assert!(begin.elapsed() < Duration::from_secs(5), "{text:?}");
    let words = |line: &str| {
        let found = reached(line, &start).ok()?;
        Some(found.iter().map(|command| shown(&command.words)).collect::<Vec<_>>())
    };
    for command in &found {
        assert!(!command.words.is_empty(), "{text:?}");
        let _ = Nature::of(command);
    }
    // A comment or a here-document without an end would take in what follows, and so would a backslash.
    if text.ends_with('\\') {
        return;
    }
    let Some(within) = words(&format!("(\n{text}\n)\n")) else { return };
    let own: Vec<_> = found.iter().map(|command| shown(&command.words)).collect();
    assert_eq!(within, own, "{text:?}");
    let after = words(&format!("{text}\nmarker x\n")).unwrap_or_default();
    let is_marker = |words: &Vec<String>| words.first().is_some_and(|word| word == "marker");
    assert!(after.iter().any(is_marker) || after.len() <= own.len(), "{text:?}");
}
