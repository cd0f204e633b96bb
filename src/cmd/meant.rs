//! Corrects a header that the AWS CLI ignores.

use std::borrow::Cow;

use crate::aws::SectionKind;
use crate::printable::short;

/// What people write around a name, and the AWS CLI takes for a part of it.
const AROUND: [char; 4] = ['"', '\'', ' ', '\t'];

/// Returns the header that was probably meant, and whether the text has a word before the name.
pub(super) fn header(text: &str) -> (String, bool) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    if let Some(known) = known_word(word, !rest.is_empty()) {
        return (with_name(known, rest), true);
    }
    if text.eq_ignore_ascii_case("default") {
        return ("default".to_owned(), false);
    }
    let glued = text.strip_prefix("profile").filter(|_| rest.is_empty());
    let name = glued.map(|name| name.trim_start_matches(|c: char| !c.is_alphanumeric()));
    // Two letters may be the end of a word, as in profiles.
    (with_name(SectionKind::Profile, name.filter(|name| name.len() > 2).unwrap_or(text)), false)
}

/// Returns the name that was probably meant by a header of the credentials file.
pub(super) fn bare_name(text: &str) -> Cow<'_, str> {
    // The AWS CLI reads a header up to the last bracket of its line (rule 2A.4).
    let text = text.split(']').next().unwrap_or(text);
    match SectionKind::of(text) {
        Some((SectionKind::Profile, name)) if name != text => name,
        _ => text.trim_matches(AROUND).into(),
    }
}

/// Finds the word that was meant; only with a name after it may it have typos, two at most.
fn known_word(word: &str, has_name: bool) -> Option<SectionKind> {
    let word = word.to_lowercase().replace('_', "-");
    let word = word.trim_end_matches(':');
    let is_meant =
        |known: &&str| *known == word || has_name && strsim::damerau_levenshtein(known, word) <= 2;
    SectionKind::ALL.into_iter().find(|kind| is_meant(&kind.word()))
}

/// Writes a header so that the AWS CLI finds the name.
pub(super) fn with_name(kind: SectionKind, name: &str) -> String {
    let name = short(name.trim_matches(AROUND)).replace('"', "");
    if name.is_empty() { format!("{} NAME", kind.word()) } else { kind.header(&name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_in_the_first_word_is_not_taken_for_a_name() {
        let cases = [
            ("work", "profile work"),
            ("my work", "profile 'my work'"),
            ("Default", "default"),
            ("profile my work", "profile 'my work'"),
            ("Profile work", "profile work"),
            ("profle work", "profile work"),
            ("profile 'work", "profile work"),
            ("profile o'work", "profile \"o'work\""),
            ("profile \"work", "profile work"),
            ("profile", "profile NAME"),
            ("profilework", "profile work"),
            ("profile-work", "profile work"),
            ("profile_work", "profile work"),
            ("profiles", "profile profiles"),
            ("profit", "profile profit"),
            ("sso_session corp", "sso-session corp"),
            ("sso-sesion corp", "sso-session corp"),
            ("service x", "services x"),
        ];
        for (text, expected) in cases {
            assert_eq!(header(text).0, expected, "{text}");
        }
    }
}
