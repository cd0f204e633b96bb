//! What is in the text of a profile that a word leads to: a quick look, before the profile is read.
//!
//! It may let through what the word does not lead to, and never stops what it does lead to.

use std::borrow::Cow;

use super::Policy;
use super::part::has_part;
use super::production::{WORDS, looks_like_production};
use crate::aws::AccessKeyKind;

/// Returns how the ids of access keys begin: an account can be decoded from them that is not in the
/// text.
fn key_ids() -> impl Iterator<Item = String> {
    AccessKeyKind::BEGINNINGS.into_iter().map(|(beginning, _)| beginning.to_ascii_lowercase())
}

/// For each word that was typed, texts in lower case: what the word leads to has one of them. Words
/// that may lead to anything are left out.
pub(crate) struct Traces(Vec<Vec<String>>);

impl Traces {
    /// Takes words in lower case.
    pub(super) fn of_words(words: &[String], policy: &Policy) -> Self {
        Self(words.iter().filter_map(|word| of_word(word, policy)).collect())
    }

    /// Tells whether each word may lead to a profile of this name and these texts.
    pub(crate) fn are_in<'t>(
        &self,
        name: &str,
        texts: &(impl Iterator<Item = Cow<'t, str>> + Clone),
    ) -> bool {
        // Of other characters, the lower case depends on those around them.
        let is_in = |text: &str, traces: &[String]| {
            !text.is_ascii() || traces.iter().any(|trace| has_part(text, trace))
        };
        let has = |traces: &Vec<String>| {
            is_in(name, traces) || texts.clone().any(|text| is_in(&text, traces))
        };
        self.0.iter().all(has)
    }
}

/// Returns the traces of a word, if there are any that all have to which it leads.
fn of_word(word: &str, policy: &Policy) -> Option<Vec<String>> {
    let mut traces = vec![word.to_owned()];
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        traces.extend(key_ids());
    }
    traces.extend(of_labels(policy, |label| has_part(label, word)));
    for class in policy.classes.with_name_part(word) {
        traces.extend(class.traces(policy)?);
    }
    Some(shortest(&traces))
}

/// Returns the traces of what looks like production.
pub(super) fn of_production(policy: &Policy) -> Vec<String> {
    let words = WORDS.map(str::to_owned).into_iter();
    words.chain(of_labels(policy, looks_like_production)).collect()
}

/// Returns the traces of accounts.
pub(super) fn of_accounts(ids: Vec<String>) -> Vec<String> {
    let is_empty = ids.is_empty();
    ids.into_iter().chain(key_ids().filter(|_| !is_empty)).collect()
}

/// Returns the traces of the accounts with labels of this kind.
pub(super) fn of_labels(policy: &Policy, is: impl Fn(&str) -> bool) -> Vec<String> {
    let labelled = policy.labels.iter().filter(|(_, label)| is(label));
    of_accounts(labelled.map(|(id, _)| id.clone()).collect())
}

/// Leaves out what has another one in it.
fn shortest(traces: &[String]) -> Vec<String> {
    let mut shortest: Vec<String> = Vec::new();
    for trace in traces {
        if !shortest.iter().any(|other| trace.contains(other)) {
            shortest.retain(|other| !other.contains(trace));
            shortest.push(trace.clone());
        }
    }
    shortest
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    fn are_in(word: &str, text: &'static str) -> bool {
        let traces = Traces::of_words(&[word.to_owned()], &Policy::default());
        traces.are_in("name", &iter::once(Cow::Borrowed(text)))
    }

    #[test]
    fn a_word_has_to_be_in_a_text() {
        for text in ["role_arn = x/Deployer", "# deploy", "x = Σ"] {
            assert!(are_in("deploy", text), "{text}");
        }
        assert!(are_in("am", "") && !are_in("deploy", "depl oy"));
    }

    #[test]
    fn a_letter_is_found_whose_lower_case_depends_on_what_is_before_it() {
        assert_eq!("sso_role_name:Σ".to_lowercase(), "sso_role_name:ς");
        assert!(are_in("σ", "sso_role_name:Σ"));
    }
}
