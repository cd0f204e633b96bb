//! The tables of `commands.txt`: what commands do that are decided by their full name, and which
//! options may come before them.

use std::iter;
use std::sync::LazyLock;

use super::verdict::{Effect, Listed};
use crate::embedded::embedded;

const TEXT: &str = embedded!(table "commands.txt");

/// The names of each section, and its text.
static SECTIONS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let sections = TEXT[1..].split("\n[");
    sections.filter_map(|section| section.split_once("]\n")).collect()
});

/// Returns the lines of a table. `str::lines` takes five times as long.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = text;
    iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..end).filter(|_| !rest.is_empty())?;
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(line)
    })
}

/// A list of words. As one text it takes half the room of an array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub(super) &'static str);

impl Words {
    pub(super) fn has(self, word: &str) -> bool {
        self.iter().any(|known| known == word)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }
}

/// One section of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) text: &'static str,
}

impl Table {
    /// Returns the section of a name, which is empty if there is none.
    pub(super) fn of(name: &str) -> Self {
        let mut named =
            SECTIONS.iter().filter(|(names, _)| names.split(", ").any(|known| known == name));
        Self { text: named.next().map_or("", |(_, text)| text) }
    }

    /// Returns the words of a key, which may have several lines.
    pub(super) fn words(self, key: &str) -> impl Iterator<Item = &'static str> {
        let lines =
            lines(self.text).filter_map(move |line| line.strip_prefix(key)?.strip_prefix(" = "));
        lines.flat_map(|words| words.split(' '))
    }

    /// Returns the commands of a key, each with what is said of it.
    pub(super) fn commands(self, key: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines =
            lines(self.text).filter_map(move |line| line.strip_prefix(key)?.strip_prefix(' '));
        let lines = lines.filter(|line| !line.starts_with('='));
        lines.map(move |line| line.split_once(" = ").unwrap_or((line, usual_reason(key))))
    }

    /// Finds a command by its full name.
    pub(super) fn listed(self, name: &str) -> Option<Listed> {
        lines(self.text).find_map(|line| {
            let (key, rest) = line.split_once(' ')?;
            let reason = match rest.strip_prefix(name)? {
                "" => usual_reason(key),
                reason => reason.strip_prefix(" = ")?,
            };
            let effect = Effect::LISTED.into_iter().find(|effect| effect.name() == key)?;
            Some(Listed { command: &rest[..name.len()], effect, reason })
        })
    }

    /// Tells whether a key has a word.
    pub(super) fn has(self, key: &str, word: &str) -> bool {
        self.words(key).any(|known| known == word)
    }
}

/// Returns what is said of a command without a reason of its own.
fn usual_reason(key: &str) -> &'static str {
    match key {
        "local" => "changes only local files",
        "reads" => "only prints information",
        "secrets" => "returns credentials",
        "changes" => "changes the account",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_known_key_and_stands_in_its_section() {
        let words = ["valued", "switches", "help", "version", "profile", "region", "believed"];
        let words = [&words[..], &["reads", "changes", "names"]].concat();
        let options = ["given", "unless", "only"];
        let listing = ["local", "reads", "secrets", "changes", "alone"];
        for (name, text) in SECTIONS.iter().copied() {
            let is_by_service = ["aws known", "aws unsigned"].contains(&name);
            for line in text.lines() {
                let usual = || (line, usual_reason(line.split(' ').next().unwrap_or_default()));
                let (head, rest) = line.split_once(" = ").unwrap_or_else(usual);
                let is_command = head.split_once(' ').is_some_and(|(key, name)| {
                    (listing.contains(&key) || options.contains(&key)) && !name.trim().is_empty()
                });
                let is_word = words.contains(&head)
                    || is_by_service && Table::of("aws services").has("names", head);
                assert!(!rest.is_empty() && (is_command || is_word), "{line}");
            }
            let table = Table { text };
            let listed: Vec<_> = Effect::LISTED
                .into_iter()
                .flat_map(|effect| table.commands(effect.name()).map(|(command, _)| command))
                .collect();
            for (index, command) in listed.iter().enumerate() {
                assert!(!listed[..index].contains(command), "{command} is listed twice");
            }
        }
    }

    #[test]
    fn a_table_is_found_by_each_of_its_names() {
        assert!(Table::of("tofu").words("help").any(|word| word == "-help"));
        assert_eq!(Table::of("terraform").words("profile").count(), 0);
        assert_eq!(
            Table::of("aws own").listed("s3 rm").map(|listed| listed.effect),
            Some(Effect::Changes)
        );
        assert_eq!(Table::of("aws own").listed("s3 rmx"), None);
        assert_eq!(Table::of("none").listed("s3 rm"), None);
    }
}
