//! Finds a profile by what a person types of it: its name, the beginning of it, or words that are
//! part of what is known of it.

use super::Policy;
use super::class::{Class, Classes, Guard};
use super::part::has_part;
use super::production::looks_like_production;
use super::target::{Target, TargetFields};
use super::traces::Traces;
use crate::aws::{AccountId, Summary};

/// How what was typed fits a profile, the best first. The first that any profile has counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It is the name.
    Name,
    /// The name begins with it.
    Beginning,
    /// The name begins with it, if case does not count.
    AnyCase,
    /// Each word is part of the name, the label, the account, the role or the class.
    Words,
}

/// What a person typed to find a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    text: String,
    folded: String,
    words: Vec<String>,
}

/// A profile, and what it can be found by.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'s> {
    pub(crate) target: Target,
    pub(crate) class: Option<&'s Class>,
}

impl Query {
    pub(crate) fn new(text: &str) -> Self {
        let folded = text.to_lowercase();
        let words = folded.split_whitespace().map(str::to_owned).collect();
        Self { text: text.to_owned(), folded, words }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns how what was typed fits a name by itself.
    pub(crate) fn fit_of_name(&self, name: &str) -> Option<Fit> {
        if name == self.text {
            Some(Fit::Name)
        } else if name.starts_with(&self.text) {
            Some(Fit::Beginning)
        } else {
            begins_in_any_case(name, &self.folded).then_some(Fit::AnyCase)
        }
    }

    /// Tells whether each word is part of one of these texts. Case does not count.
    pub(crate) fn is_in(&self, texts: &[&str]) -> bool {
        let is_in = |word: &String| texts.iter().any(|text| has_part(text, word));
        !self.is_empty() && self.words.iter().all(is_in)
    }

    /// Returns what each word may lead to.
    pub(crate) fn traces(&self, policy: &Policy) -> Vec<Traces<'_>> {
        self.words.iter().map(|word| Traces::new(word, policy)).collect()
    }
}

/// Tells whether a name begins with a text in lower case, if case does not count.
fn begins_in_any_case(name: &str, folded: &str) -> bool {
    if let Some(beginning) = name.as_bytes().get(..folded.len())
        && beginning.is_ascii()
    {
        return beginning.eq_ignore_ascii_case(folded.as_bytes());
    }
    name.to_lowercase().starts_with(folded)
}

impl<'s> Candidate<'s> {
    pub(crate) fn new(target: Target, classes: &'s Classes) -> Self {
        let class = classes.of(&target);
        Self { target, class }
    }

    /// Makes the candidate of a profile from what the files say of it.
    pub(crate) fn of(name: &str, summary: &Summary<'_>, policy: &'s Policy) -> Self {
        let label = summary.account.as_ref().and_then(|id| policy.label(id));
        let target = Target {
            label: label.map(str::to_owned),
            account: summary.account,
            profile: Some(name.to_owned()),
            role: summary.role.map(str::to_owned),
            region: summary.region.as_deref().map(str::to_owned),
        };
        Self::new(target, &policy.classes)
    }

    pub(crate) fn name(&self) -> &str {
        self.target.profile.as_deref().unwrap_or_default()
    }

    /// Returns what the profile is found by.
    pub(crate) fn parts(&self) -> [&str; 5] {
        let Target { account, label, profile, role, region: _ } = &self.target;
        let account = account.as_ref().map(AccountId::as_str);
        let class = self.class.map(|class| class.name.as_str());
        [profile.as_deref(), label.as_deref(), account, role.as_deref(), class]
            .map(Option::unwrap_or_default)
    }

    /// Tells whether a change here can do harm, so that a part of the name is not enough to get
    /// here: it looks like production, or its class guards.
    pub(crate) fn is_guarded(&self) -> bool {
        let is_guarded = |class: &Class| class.guard.max(class.guard_secrets) != Guard::Off;
        self.is_production() || self.class.is_some_and(is_guarded)
    }

    /// Tells whether this looks like production, and its class has another name.
    pub(crate) fn is_production_of_another_class(&self) -> bool {
        self.target.name_of_production().is_some()
            && self.class.is_some_and(|class| !looks_like_production(&class.name))
    }

    /// Tells whether its name, its account, its role or its class looks like production.
    pub(crate) fn is_production(&self) -> bool {
        self.target.name_of_production().is_some()
            || self.class.is_some_and(|class| looks_like_production(&class.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(classes: &Classes) -> Candidate<'_> {
        let target = Target {
            account: AccountId::new("100066600199"),
            label: Some("Acme-Pay".to_owned()),
            profile: Some("payments-dev.ReadOnly".to_owned()),
            role: Some("Auditor".to_owned()),
            region: Some("eu-west-1".to_owned()),
        };
        Candidate::new(target, classes)
    }

    #[test]
    fn a_name_is_found_by_itself_and_by_its_beginning() {
        let rows = [
            ("Work", Some(Fit::Name)),
            ("Wo", Some(Fit::Beginning)),
            ("", Some(Fit::Beginning)),
            ("wO", Some(Fit::AnyCase)),
            ("work", Some(Fit::AnyCase)),
            ("ork", None),
            ("works", None),
        ];
        for (typed, expected) in rows {
            assert_eq!(Query::new(typed).fit_of_name("Work"), expected, "{typed}");
        }
        assert_eq!(Query::new("ÉTÉ").fit_of_name("été-1"), Some(Fit::AnyCase));
        assert_eq!(Query::new("été").fit_of_name("ÉTÉ-1"), Some(Fit::AnyCase));
        // The letter takes fewer bytes in lower case.
        assert_eq!(Query::new("\u{212a}b").fit_of_name("kB"), Some(Fit::AnyCase));
        assert_eq!(Query::new("e").fit_of_name("é"), None);
    }

    #[test]
    fn each_word_has_to_be_part_of_something() {
        let classes = Classes::default();
        let candidate = candidate(&classes);
        let parts = candidate.parts();
        for typed in ["dev", "pay dev read", "READ pay", "100066600199", "6660", "acme", "auditor"]
        {
            assert!(Query::new(typed).is_in(&parts), "{typed}");
        }
        for typed in ["", " ", "prod", "pay prod", "eu-west-1", "readonlyacme", "99auditor"] {
            assert!(!Query::new(typed).is_in(&parts), "{typed}");
        }
    }

    #[test]
    fn a_class_is_a_word_too_and_what_it_guards_is_not_reached_by_a_part() {
        let mut classes = Classes::default();
        assert!(!candidate(&classes).is_guarded());
        classes.named("billing").set("labels", "acme-*").unwrap();
        assert!(Query::new("billing").is_in(&candidate(&classes).parts()));
        assert!(!candidate(&classes).is_guarded());
        classes.named("billing").set("guard", "ask").unwrap();
        assert!(candidate(&classes).is_guarded());
        let mut production = candidate(&classes);
        production.class = None;
        assert!(!production.is_guarded());
        production.target.role = Some("ProdAdmin".to_owned());
        assert!(production.is_guarded());
    }
}
