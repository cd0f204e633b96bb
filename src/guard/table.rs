//! The tables of `commands.txt`: what commands do that are decided by their full name, and which
//! options may come before them.

use super::verdict::{Effect, Listed};

const TEXT: &str = include_str!("commands.txt");

/// One section of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    text: &'static str,
}

impl Table {
    /// Returns the section of a name, which is empty if there is none.
    pub(super) fn of(name: &str) -> Self {
        let sections = TEXT.split("\n[").filter_map(|section| section.split_once("]\n"));
        let mut named = sections.filter(|(names, _)| names.split(", ").any(|known| known == name));
        Self { text: named.next().map_or("", |(_, text)| text) }
    }

    /// Returns the words of a key, which may have several lines.
    pub(super) fn words(self, key: &str) -> impl Iterator<Item = &'static str> {
        let lines =
            self.text.lines().filter_map(move |line| line.strip_prefix(key)?.strip_prefix(" = "));
        lines.flat_map(|words| words.split(' '))
    }

    /// Returns the commands of a key, each with what is said of it.
    pub(super) fn commands(self, key: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines =
            self.text.lines().filter_map(move |line| line.strip_prefix(key)?.strip_prefix(' '));
        lines.filter_map(|line| line.trim_start().split_once(" = "))
    }

    /// Finds a command by its full name.
    pub(super) fn listed(self, name: &str) -> Option<Listed> {
        let effects =
            [("local", Effect::Local), ("reads", Effect::Reads), ("changes", Effect::Changes)];
        effects.into_iter().find_map(|(key, effect)| {
            let (command, reason) = self.commands(key).find(|(command, _)| *command == name)?;
            Some(Listed { command, effect, reason })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_known_key_and_stands_in_its_section() {
        let words = ["valued", "switches", "help", "version", "profile", "region"];
        let commands = ["local", "reads", "changes", "alone", "unless"];
        let lines = TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
        for line in lines {
            let (head, rest) = line.split_once(" = ").unwrap();
            let is_command = head
                .split_once(' ')
                .is_some_and(|(key, name)| commands.contains(&key) && !name.trim().is_empty());
            assert!(!rest.is_empty() && (is_command || words.contains(&head)), "{line}");
        }
        for section in TEXT.split("\n[").skip(1) {
            let listed: Vec<_> = ["local", "reads", "changes", "alone"]
                .into_iter()
                .flat_map(|key| Table { text: section }.commands(key).map(|(command, _)| command))
                .collect();
            for (index, command) in listed.iter().enumerate() {
                assert!(!listed[..index].contains(command), "{command} is listed twice");
            }
        }
    }

    #[test]
    fn a_table_is_found_by_each_of_its_names() {
        assert!(Table::of("tofu").words("help").any(|word| word == "-help"));
        assert_eq!(Table::of("terraform").words("valued").count(), 0);
        assert_eq!(
            Table::of("aws own").listed("s3 rm").map(|listed| listed.effect),
            Some(Effect::Changes)
        );
        assert_eq!(Table::of("aws own").listed("s3 rmx"), None);
        assert_eq!(Table::of("none").listed("s3 rm"), None);
    }
}
