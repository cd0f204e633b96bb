//! The options among the words of a line.

use super::said::Said;
use crate::aws::Origin;

/// Returns the last value of an option that has these names, and the name that was given.
///
/// A name of one letter may have its value glued to it. What stands after `--` is no option.
pub(super) fn option<'w>(
    words: &[&'w str],
    names: &[&'static str],
) -> Option<(&'w str, &'static str)> {
    let end = words.iter().position(|word| *word == "--").unwrap_or(words.len());
    let value = |at: usize, name: &str| {
        let rest = words[at].strip_prefix(name)?;
        match rest.strip_prefix('=') {
            Some(value) => Some(value),
            None if rest.is_empty() => words[..end].get(at + 1).copied(),
            None => (name.len() == "-x".len()).then_some(rest),
        }
    };
    (0..end).rev().find_map(|at| names.iter().find_map(|name| Some((value(at, name)?, *name))))
}

/// Returns the last value of an option as what is said.
pub(super) fn said(words: &[&str], names: &[&'static str]) -> Said<String> {
    match option(words, names) {
        Some((value, name)) => Said::Certain(value.to_owned(), Origin::Flag(name)),
        None => Said::Environment,
    }
}

/// Returns the words that are not options, and not the values of those that take one.
///
/// There is no answer if an option is neither a switch nor one that takes a value, as the next word
/// may be its value.
pub(super) fn arguments<'w>(
    words: &[&'w str],
    valued: &[&str],
    switches: &[&str],
) -> Option<Vec<&'w str>> {
    let mut found = Vec::new();
    let mut left = words.iter();
    while let Some(word) = left.next() {
        let is_option = word.starts_with('-');
        if !is_option {
            found.push(*word);
        } else if valued.contains(word) {
            left.next()?;
        } else if !word.contains('=') && !switches.contains(word) {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts() {
        for (line, found) in [
            ("deploy --profile a", Some(("a", "--profile"))),
            ("--profile a deploy -p=b", Some(("b", "-p"))),
            ("deploy -pb", Some(("b", "-p"))),
            ("deploy --profile-file a", None),
            ("deploy -- --profile a", None),
            ("deploy --profile", None),
        ] {
            let words: Vec<_> = line.split(' ').collect();
            assert_eq!(option(&words, &["--profile", "-p"]), found, "{line}");
        }
    }

    #[test]
    fn arguments_are_known_where_every_option_is() {
        for (line, found) in [
            ("deploy A -y B", Some(&["deploy", "A", "B"][..])),
            ("deploy --app x A --app=y", Some(&["deploy", "A"])),
            ("deploy -c x A", None),
        ] {
            let words: Vec<_> = line.split(' ').collect();
            assert_eq!(arguments(&words, &["--app"], &["-y"]).as_deref(), found, "{line}");
        }
    }
}
