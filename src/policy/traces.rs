//! What is in the text of a profile that a word leads to: a quick look, before the profile is read.
//!
//! It may let through what the word does not lead to, and never stops what it does lead to.

use std::borrow::Cow;
use std::iter;

use super::Policy;
use super::part::has_part;
use super::production::{WORDS, looks_like_production};
use crate::aws::AccessKeyKind;

/// Returns how the ids of access keys begin: an account can be decoded from them that is not in the
/// text.
fn key_ids() -> impl Iterator<Item = String> {
    AccessKeyKind::BEGINNINGS.into_iter().map(|(beginning, _)| beginning.to_ascii_lowercase())
}

/// From this number of texts on, a profile is read in less time than its text is searched.
const MANY: usize = 8;

/// A word that was typed, and texts in lower case of which each profile that it leads to has one;
/// nothing if it may lead to any profile.
pub(crate) struct Traces<'q> {
    pub(crate) word: &'q str,
    /// Where the word is part of what the profile itself says.
    own: Option<Vec<String>>,
    /// Where it is part of the name of its class.
    of_class: Option<Vec<String>>,
}

impl<'q> Traces<'q> {
    /// Takes a word in lower case.
    pub(super) fn new(word: &'q str, policy: &Policy) -> Self {
        let mut own = vec![word.to_owned()];
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            own.extend(key_ids());
        }
        own.extend(of_labels(policy, |label| has_part(label, word)));
        let classes = policy.classes.with_name_part(word);
        let of_class: Option<Vec<_>> = classes.map(|class| class.traces(policy)).collect();
        Self { word, own: few(own), of_class: of_class.and_then(|traces| few(traces.concat())) }
    }

    /// Tells whether a class has the word in its name.
    pub(crate) fn has_class(&self) -> bool {
        self.of_class.as_ref().is_none_or(|traces| !traces.is_empty())
    }

    /// Tells whether a profile of these texts may say the word itself, beside its name.
    pub(crate) fn may_be_said<'t>(&self, texts: impl Iterator<Item = Cow<'t, str>>) -> bool {
        self.own.as_ref().is_none_or(|traces| is_any_in(traces, texts))
    }

    /// Tells whether a profile of this name and these texts may be in a class of the word.
    pub(crate) fn may_be_class<'t>(
        &self,
        name: &str,
        texts: impl Iterator<Item = Cow<'t, str>>,
    ) -> bool {
        let is_in = |traces: &Vec<String>| {
            is_any_in(traces, iter::once(name.into())) || is_any_in(traces, texts)
        };
        self.of_class.as_ref().is_none_or(is_in)
    }
}

/// Tells whether one of the texts has one of the traces.
fn is_any_in<'t>(traces: &[String], mut texts: impl Iterator<Item = Cow<'t, str>>) -> bool {
    // Of other characters, the lower case depends on those around them.
    let has_one = |text: &str| !text.is_ascii() || traces.iter().any(|trace| has_part(text, trace));
    texts.any(|text| has_one(&text))
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

/// Leaves out what has another one in it, and all if many are left.
fn few(traces: Vec<String>) -> Option<Vec<String>> {
    let mut few: Vec<String> = Vec::new();
    for trace in traces {
        if !few.iter().any(|other| trace.contains(other)) {
            few.retain(|other| !other.contains(&trace));
            few.push(trace);
        }
        if few.len() >= MANY {
            return None;
        }
    }
    Some(few)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_said(word: &str, text: &'static str) -> bool {
        Traces::new(word, &Policy::default()).may_be_said(iter::once(Cow::Borrowed(text)))
    }

    #[test]
    fn a_word_has_to_be_in_a_text() {
        for text in ["role_arn = x/Deployer", "# deploy", "x = Σ"] {
            assert!(is_said("deploy", text), "{text}");
        }
        assert!(!is_said("deploy", "depl oy"));
    }

    #[test]
    fn a_class_is_worth_a_look_only_where_its_profiles_may_be() {
        let mut policy = Policy::default();
        policy.classes.named("billing").set("roles", "*pay*").unwrap();
        policy.classes.named("all").set("regions", "*").unwrap();
        let may_be = |word, name, text: &'static str| {
            Traces::new(word, &policy).may_be_class(name, iter::once(Cow::Borrowed(text)))
        };
        assert!(may_be("bill", "pay", "") && may_be("bill", "a", "sso_role_name = Payer"));
        assert!(!may_be("bill", "bill", "bill") && !may_be("none", "none", "pay"));
        assert!(may_be("al", "a", ""));
    }

    #[test]
    fn a_letter_is_found_whose_lower_case_depends_on_what_is_before_it() {
        assert_eq!("sso_role_name:Σ".to_lowercase(), "sso_role_name:ς");
        assert!(is_said("σ", "sso_role_name:Σ"));
    }
}
