//! What a class takes in, by a key of its section.

use wildmatch::WildMatch;

use super::target::{TargetField, TargetFields, UNKNOWN};
use super::{Policy, traces};
use crate::ini_file::words;

/// What a key says of a class: one of the patterns has to fit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matcher {
    pub(super) field: TargetField,
    pub(super) patterns: Vec<WildMatch>,
}

impl Matcher {
    pub(super) fn fits(&self, target: &impl TargetFields) -> bool {
        let text = target.field(self.field);
        !text.is_empty() && self.fits_text(text)
    }

    fn fits_text(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(text))
    }

    /// Returns texts in lower case of which all that fits has one, if there are any.
    pub(super) fn traces(&self, policy: &Policy) -> Option<Vec<String>> {
        match self.field {
            TargetField::Account if self.fits_text(UNKNOWN) => None,
            TargetField::Account => {
                Some(traces::of_accounts(self.patterns.iter().map(WildMatch::pattern).collect()))
            }
            TargetField::Label => Some(traces::of_labels(policy, |label| self.fits_text(label))),
            TargetField::Profile | TargetField::Role | TargetField::Region => {
                self.patterns.iter().map(longest_text).collect()
            }
        }
    }
}

/// Returns the longest text in a pattern, if it has any.
fn longest_text(pattern: &WildMatch) -> Option<String> {
    let pattern = pattern.pattern().to_lowercase();
    let longest = pattern.split(['*', '?']).max_by_key(|text| text.len());
    longest.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Reads patterns, in which `*` stands for any text and `?` for any character; case does not count.
pub(super) fn patterns(text: &str) -> Vec<WildMatch> {
    words(text).map(WildMatch::new_case_insensitive).collect()
}
