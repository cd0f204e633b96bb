//! What the directories on the way up expect together: each of their files has to hold.
//!
//! Whether two files exclude each other is worked out for the sake of the message alone. Nothing is
//! as both expect, and each is compared with the command anyway. So nothing is said where it would
//! take long to find out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::expectation::{Aspect, Expectation, Mismatch, Wanted};
use super::target::Target;
use super::{Policy, Scope, SettingError};
use crate::aws::AccountId;

/// The largest product of the lengths of two lists of patterns that are compared with each other.
const MOST_COMPARISONS: usize = 1 << 16;

/// The expectations of a directory, and the file that has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directory {
    pub(crate) file: PathBuf,
    pub(crate) expectation: Expectation,
}

impl Directory {
    /// Finds what is not as this directory expects.
    pub(super) fn mismatches(
        &self,
        target: &Target,
        class: Option<&str>,
        policy: &Policy,
    ) -> impl Iterator<Item = Mismatch> {
        let mismatches = self.expectation.mismatches(target, class, policy).into_iter();
        mismatches.map(|mismatch| Mismatch { file: Some(self.file.clone()), ..mismatch })
    }
}

impl Policy {
    /// Takes in the file of a directory, the nearest first; or says why the file cannot be read,
    /// after the word "it".
    pub(crate) fn expect(&mut self, file: PathBuf, text: Result<String, String>) {
        let (expectation, errors) = match text {
            Ok(text) => Expectation::parse(&text, self),
            Err(why) => (Expectation::default(), vec![format!("it {why}")]),
        };
        let exclusions = self.directories.iter().filter_map(|nearer| {
            let of = exclusion(&nearer.expectation, &expectation, self)?.name();
            let message =
                format!("it and {} exclude each other: no {of} is right for both", file.display());
            Some(SettingError { scope: Scope::Directory(nearer.file.clone()), message })
        });
        let exclusions: Vec<_> = exclusions.take(1).collect();
        let scope = || Scope::Directory(file.clone());
        let errors = errors.into_iter().map(|message| SettingError { scope: scope(), message });
        self.errors.extend(errors.chain(exclusions));
        self.directories.push(Directory { file, expectation });
    }
}

/// Returns what two expectations cannot agree on.
fn exclusion(one: &Expectation, other: &Expectation, policy: &Policy) -> Option<Aspect> {
    let excludes = |one: &&Wanted| {
        let other = other.of(one.of);
        other.is_some_and(|other| match one.of {
            Aspect::Account => accounts(one, policy).is_disjoint(&accounts(other, policy)),
            Aspect::Class => {
                let classes: BTreeSet<_> = one.alternatives().collect();
                !other.alternatives().any(|class| classes.contains(class))
            }
            Aspect::Profile | Aspect::Role | Aspect::Region => {
                one.value.len().saturating_mul(other.value.len()) <= MOST_COMPARISONS
                    && !one
                        .alternatives()
                        .any(|one| other.alternatives().any(|it| overlap(one, it)))
            }
        })
    };
    one.wanted().find(excludes).map(|wanted| wanted.of)
}

/// Returns the ids of accounts that are given as ids or as labels. What is neither has been
/// reported, and is taken as it is.
fn accounts<'a>(wanted: &'a Wanted, policy: &'a Policy) -> BTreeSet<&'a str> {
    let words: BTreeSet<&str> = wanted.alternatives().collect();
    let labelled = policy.labels.iter().filter(|(_, label)| words.contains(label.as_str()));
    let mut accounts: BTreeSet<&str> = labelled.map(|(id, _)| id.as_str()).collect();
    accounts.extend(words.into_iter().filter(|word| AccountId::new(word).is_some()));
    accounts
}

/// Tells whether there is text that fits two patterns of `*` and `?`, whatever its case.
fn overlap(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.to_lowercase().chars().collect();
    let other: Vec<char> = other.to_lowercase().chars().collect();
    // Whether the rests of both, from the next place of the one and any of the other, overlap.
    let mut next = vec![false; other.len() + 1];
    for i in (0..=one.len()).rev() {
        let mut here = vec![false; other.len() + 1];
        for j in (0..=other.len()).rev() {
            here[j] = match (one.get(i), other.get(j)) {
                (None, None) => true,
                (Some('*'), None) => next[j],
                (None, Some('*')) => here[j + 1],
                (Some('*'), Some(_)) | (Some(_), Some('*')) => next[j] || here[j + 1],
                (Some(a), Some(b)) => (a == b || *a == '?' || *b == '?') && next[j + 1],
                (Some(_), None) | (None, Some(_)) => false,
            };
        }
        next = here;
    }
    next[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_overlap_where_some_text_fits_both() {
        let rows = [
            ("eu-*", "eu-west-1", true),
            ("eu-*", "us-*", false),
            ("*-1", "EU-*", true),
            ("*", "", true),
            ("?", "", false),
            ("a?c", "*b*", true),
            ("a*b*c", "a?c", true),
            ("a*b", "a", false),
            ("abc", "abd", false),
        ];
        for (one, other, expected) in rows {
            assert_eq!(overlap(one, other), expected, "{one} {other}");
            assert_eq!(overlap(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn two_files_exclude_each_other_where_nothing_is_right_for_both() {
        let mut policy = Policy::default();
        policy.labels.insert("111122223333".into(), "dev".into());
        policy.labels.insert("444455556666".into(), "dev".into());
        let rows = [
            ("account = dev", "account = 444455556666, 999988887777", None),
            ("account = dev", "account = 999988887777", Some(Aspect::Account)),
            ("account = dev", "region = eu-*", None),
            ("class = a b", "class = b c", None),
            ("class = a", "class = b", Some(Aspect::Class)),
            ("region = eu-* us-*", "region = us-west-2", None),
            ("region = eu-*", "region = us-*", Some(Aspect::Region)),
            ("profile = *-dev", "profile = shop-*", None),
            ("role = Admin", "role = Read*", Some(Aspect::Role)),
        ];
        for (one, other, expected) in rows {
            let read = |text: &str| Expectation::parse(&format!("[expect]\n{text}\n"), &policy).0;
            assert_eq!(exclusion(&read(one), &read(other), &policy), expected, "{one}; {other}");
        }
    }

    #[test]
    fn the_error_names_both_files() {
        let mut policy = Policy::default();
        policy.labels.insert("111122223333".into(), "acme-dev".into());
        let file = |account: &str| Ok(format!("[expect]\naccount = {account}\n"));
        policy.expect("/w/a/.awsprompt".into(), file("acme-dev"));
        policy.expect("/w/.awsprompt".into(), file("acme-dev 999988887777"));
        assert_eq!(policy.errors, []);
        policy.expect("/.awsprompt".into(), file("999988887777"));
        let errors: Vec<_> = policy.errors.iter().map(ToString::to_string).collect();
        let told = "/w/a/.awsprompt: it and /.awsprompt exclude each other: no account is right \
                    for both";
        assert_eq!(errors, [told]);
    }
}
