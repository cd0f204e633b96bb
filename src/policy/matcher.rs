//! What a class takes in, by a key of its section.

use rustc_hash::FxHashSet;
use wildmatch::WildMatch;

use super::part::has_part;
use super::target::{TargetField, TargetFields, UNKNOWN};
use super::{Policy, traces};
use crate::ini_file::words;

/// What a key says of a class: one of the patterns has to fit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matcher {
    pub(super) field: TargetField,
    pub(super) patterns: Patterns,
}

impl Matcher {
    pub(super) fn fits(&self, target: &impl TargetFields) -> bool {
        let text = target.field(self.field);
        !text.is_empty() && self.patterns.fit(text)
    }

    /// Returns texts in lower case of which all that fits has one, if there are any.
    pub(super) fn traces(&self, policy: &Policy) -> Option<Vec<String>> {
        match self.field {
            TargetField::Account if self.patterns.fit(UNKNOWN) => None,
            TargetField::Account => Some(traces::of_accounts(self.patterns.traces()?)),
            TargetField::Label => Some(traces::of_labels(policy, |label| self.patterns.fit(label))),
            TargetField::Profile | TargetField::Role | TargetField::Region => {
                self.patterns.traces()
            }
        }
    }
}

/// Texts in which `*` stands for any text and `?` for any character; case does not count. They are
/// held against the names of thousands of profiles.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Patterns {
    /// Those of plain ASCII, in lower case.
    words: FxHashSet<String>,
    others: Vec<Pattern>,
}

impl Patterns {
    /// Reads a list.
    pub(super) fn new(text: &str) -> Self {
        let mut patterns = Self::default();
        for word in words(text) {
            if word.is_ascii() && !word.contains(WILD) {
                patterns.words.insert(word.to_lowercase());
            } else {
                patterns.others.push(Pattern::new(word));
            }
        }
        patterns
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.others.is_empty()
    }

    /// Tells whether one of them fits a text.
    pub(super) fn fit(&self, text: &str) -> bool {
        let is_lower = || text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let is_word = || {
            if is_lower() {
                self.words.contains(text)
            } else {
                self.words.contains(&text.to_lowercase())
            }
        };
        (!self.words.is_empty() && is_word()) || self.others.iter().any(|it| it.fits(text))
    }

    /// Returns texts in lower case of which all that fits has one, if there are any.
    fn traces(&self) -> Option<Vec<String>> {
        let words = self.words.iter().map(|word| Some(word.clone()));
        let others = self.others.iter().map(|it| Some(it.text.clone()).filter(|it| !it.is_empty()));
        words.chain(others).collect()
    }
}

const WILD: [char; 2] = ['*', '?'];

#[derive(Clone, Debug, PartialEq)]
struct Pattern {
    whole: WildMatch,
    form: Form,
    /// The longest text in it that is not wild, in lower case.
    text: String,
}

/// Where the text of a pattern has to be. Most patterns say no more than that.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Start,
    End,
    Anywhere,
    /// The pattern says more.
    Other,
}

impl Pattern {
    fn new(pattern: &str) -> Self {
        let inner = pattern.trim_matches('*');
        let form = match (pattern.starts_with('*'), pattern.ends_with('*')) {
            _ if !pattern.is_ascii() || inner.contains(WILD) => Form::Other,
            (true, true) => Form::Anywhere,
            (true, false) => Form::End,
            (false, true) => Form::Start,
            (false, false) => Form::Other,
        };
        let lower = pattern.to_lowercase();
        let text = lower.split(WILD).max_by_key(|text| text.len()).unwrap_or_default().to_owned();
        Self { whole: WildMatch::new_case_insensitive(pattern), form, text }
    }

    fn fits(&self, name: &str) -> bool {
        // Of other characters, the lower case depends on those around them.
        if !name.is_ascii() {
            return self.whole.matches(name);
        }
        let (text, name_bytes) = (self.text.as_bytes(), name.as_bytes());
        let is = |part: Option<&[u8]>| part.is_some_and(|part| part.eq_ignore_ascii_case(text));
        match self.form {
            Form::Start => is(name_bytes.get(..text.len())),
            Form::End => {
                is(name.len().checked_sub(text.len()).and_then(|start| name_bytes.get(start..)))
            }
            Form::Anywhere => text.is_empty() || has_part(name, &self.text),
            Form::Other => has_part(name, &self.text) && self.whole.matches(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_what_its_signs_say() {
        let names = [
            "", "a", "A", "ab", "xABy", "b-a", "aab", "\u{e9}", "x\u{c9}y", "k", "\u{212a}",
            "A\u{3a3}", "a\u{3c2}", "*",
        ];
        for pattern in [
            "*", "**", "?", "??", "a", "AB", "*ab*", "a*", "*A", "a*?", "*a*b*", "\u{c9}",
            "*\u{e9}*", "\u{212a}", "K", "*\u{3c3}", "A?",
        ] {
            for name in names {
                let expected = WildMatch::new_case_insensitive(pattern).matches(name);
                assert_eq!(Patterns::new(pattern).fit(name), expected, "{pattern:?} {name:?}");
            }
        }
    }
}
