//! Short names for profiles and regions, in the words of the settings.

use std::borrow::Cow;

/// The short names, of which the first that fits is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShortNames(Vec<(String, String)>);

impl ShortNames {
    /// Adds a pattern, in which each `*` stands for any text, and the short name, in which it
    /// stands for the same text.
    pub(super) fn add(&mut self, pattern: &str, short: &str) -> Result<(), &'static str> {
        let stars = |text: &str| text.matches('*').count();
        if short.is_empty() {
            return Err("must not be empty");
        }
        if stars(short) > stars(pattern) {
            return Err("has more * than the pattern");
        }
        self.0.push((pattern.to_owned(), short.to_owned()));
        Ok(())
    }

    /// Returns the short name of a name, or the name. A short name is never empty.
    pub(crate) fn shorten<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let short = self.0.iter().find_map(|(pattern, short)| filled(pattern, short, name));
        short.filter(|short| !short.is_empty()).map_or(Cow::Borrowed(name), Cow::Owned)
    }
}

/// Returns the short name with the texts that the stars of a pattern stand for, if it fits.
fn filled(pattern: &str, short: &str, name: &str) -> Option<String> {
    let mut texts = texts(pattern, name)?.into_iter();
    let mut parts = short.split('*');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled += texts.next().unwrap_or_default();
        filled += part;
    }
    Some(filled)
}

/// Returns what each star of a pattern stands for. Each but the last takes as little as it can.
/// Case does not count, as in the patterns of a class.
fn texts<'n>(pattern: &str, name: &'n str) -> Option<Vec<&'n str>> {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern.eq_ignore_ascii_case(name).then(Vec::new);
    };
    let is_at = |start: usize, part: &str| {
        let text = name.get(start..start + part.len());
        text.is_some_and(|text| text.eq_ignore_ascii_case(part))
    };
    let mut start = before.len();
    if !is_at(0, before) {
        return None;
    }
    let (middle, last) =
        after.rsplit_once('*').map_or((None, after), |(all, last)| (Some(all), last));
    let mut texts = Vec::new();
    for part in middle.into_iter().flat_map(|all| all.split('*')) {
        let found = (start..=name.len()).find(|place| is_at(*place, part))?;
        texts.push(name.get(start..found)?);
        start = found + part.len();
    }
    let end = name.len().checked_sub(last.len()).filter(|end| *end >= start)?;
    if !is_at(end, last) {
        return None;
    }
    texts.push(name.get(start..end)?);
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pattern_that_fits_gives_the_short_name() {
        let mut names = ShortNames::default();
        for (pattern, short) in [
            ("eu-central-1", "fra"),
            ("payments-*-AdministratorAccess", "pay-*"),
            ("*-AdministratorAccess", "*"),
            ("*.*.Read*", "*/*:ro"),
            ("ä*", "ae*"),
            ("drop-*", "*"),
        ] {
            names.add(pattern, short).unwrap();
        }
        for (name, expected) in [
            ("eu-central-1", "fra"),
            ("EU-Central-1", "fra"),
            ("eu-central-11", "eu-central-11"),
            ("payments-prod-AdministratorAccess", "pay-prod"),
            ("shop-prod-administratoraccess", "shop-prod"),
            ("AdministratorAccess", "AdministratorAccess"),
            ("a.b.c.ReadOnly", "a/b.c:ro"),
            ("a.Read", "a.Read"),
            ("ärger", "aerger"),
            ("äöü-AdministratorAccess", "äöü"),
            ("drop-", "drop-"),
            ("", ""),
        ] {
            assert_eq!(names.shorten(name), expected, "{name}");
        }
    }

    #[test]
    fn a_mistake_is_named() {
        let mut names = ShortNames::default();
        assert_eq!(names.add("a", ""), Err("must not be empty"));
        assert_eq!(names.add("a-*", "*-*"), Err("has more * than the pattern"));
        assert_eq!(names, ShortNames::default());
    }
}
