//! What a directory, or the caller of `check`, expects a command to hit.
//!
//! A file `.awsprompt` changes nothing and can only make awsprompt stricter, so that nobody has to
//! be asked whether it may be trusted.

use std::path::PathBuf;

use wildmatch::WildMatch;

use super::Policy;
use super::target::Target;
use crate::aws::AccountId;
use crate::ini_file;

/// The name of a directory's file of expectations, which holds for what is below it too.
pub(crate) const FILE_NAME: &str = ".awsprompt";

const SECTION: &str = "expect";

/// What is expected; what is not named may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expectation {
    /// An account id, or the user's label of one.
    pub(crate) account: Option<String>,
    /// A region, or patterns of several.
    pub(crate) region: Option<String>,
    pub(crate) class: Option<String>,
}

/// The expectations of a directory, and the file that has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directory {
    pub(crate) file: PathBuf,
    pub(crate) expectation: Expectation,
}

/// What an expectation can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    Account,
    Region,
    Class,
}

impl Aspect {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Region => "region",
            Self::Class => "class",
        }
    }
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) of: Aspect,
    pub(crate) wanted: String,
    /// What is found instead, if that is known.
    pub(crate) found: Option<String>,
}

impl Expectation {
    /// Reads a file, and says what is wrong with it; the rest of it holds.
    pub(crate) fn parse(text: &str) -> (Self, Vec<String>) {
        let mut expectation = Self::default();
        let mut mistakes = Vec::new();
        let ini = match ini_file::read(text) {
            Ok(ini) => ini,
            Err(mistake) => return (expectation, vec![mistake]),
        };
        for (section, properties) in &ini {
            let section = section.unwrap_or_default();
            for (key, value) in properties {
                let place = match (section, key) {
                    (SECTION, "account") => &mut expectation.account,
                    (SECTION, "region") => &mut expectation.region,
                    (SECTION, "class") => &mut expectation.class,
                    _ => {
                        let known = "expected account, region or class in [expect]";
                        mistakes.push(format!("[{section}] {key}: unknown key; {known}"));
                        continue;
                    }
                };
                if value.is_empty() {
                    mistakes.push(format!("[{section}] {key}: must not be empty"));
                } else if place.replace(value.to_owned()).is_some() {
                    mistakes.push(format!("[{section}] {key}: is set twice"));
                }
            }
        }
        (expectation, mistakes)
    }

    /// Finds what is not as expected. What cannot be worked out is not.
    pub(crate) fn mismatches(
        &self,
        target: &Target,
        class: Option<&str>,
        policy: &Policy,
    ) -> Vec<Mismatch> {
        let found = [
            (Aspect::Account, &self.account, target.account.as_ref().map(AccountId::as_str)),
            (Aspect::Region, &self.region, target.region.as_deref()),
            (Aspect::Class, &self.class, class),
        ];
        let mismatch = |(of, wanted, found): (Aspect, &Option<String>, Option<&str>)| {
            let wanted = wanted.as_deref()?;
            let fits = match of {
                Aspect::Account => target.is_account(wanted),
                Aspect::Region => found.is_some_and(|region| fits_region(wanted, region)),
                Aspect::Class => found == Some(wanted),
            };
            let label = AccountId::new(wanted).and_then(|id| policy.label(&id));
            let wanted = label.unwrap_or(wanted).to_owned();
            let found = target.label.as_deref().filter(|_| of == Aspect::Account).or(found);
            (!fits).then(|| Mismatch { of, wanted, found: found.map(str::to_owned) })
        };
        found.into_iter().filter_map(mismatch).collect()
    }
}

fn fits_region(patterns: &str, region: &str) -> bool {
    ini_file::words(patterns)
        .any(|pattern| WildMatch::new_case_insensitive(pattern).matches(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_its_mistakes_are_named() {
        let (expectation, mistakes) = Expectation::parse(
            "# ours\n[expect]\naccount = acme dev\nregion = eu-*\nclass=\nregion = x\nrole = y\n",
        );
        assert_eq!(expectation.account.as_deref(), Some("acme dev"));
        assert_eq!(expectation.class, None);
        assert_eq!(
            mistakes,
            [
                "[expect] class: must not be empty",
                "[expect] region: is set twice",
                "[expect] role: unknown key; expected account, region or class in [expect]",
            ]
        );
        let (_, mistakes) = Expectation::parse("account = 1\n");
        assert_eq!(mistakes.len(), 1);
        assert_eq!(Expectation::parse("[expect\n").1.len(), 1);
        assert_eq!(Expectation::parse(""), (Expectation::default(), Vec::new()));
    }

    /// What it is of, what is wanted, and what is found.
    type Row<'a> = (&'a str, &'a str, Option<&'a str>);

    #[test]
    fn what_is_not_as_expected_is_told() {
        let mut policy = Policy::default();
        policy.labels.insert("111122223333".into(), "acme-dev".into());
        let target = Target {
            account: AccountId::new("111122223333"),
            label: Some("acme-dev".into()),
            region: Some("eu-west-1".into()),
            ..Target::default()
        };
        let expect = |account: &str, region: &str, class: &str| {
            let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            Expectation { account: text(account), region: text(region), class: text(class) }
        };
        let rows: [(_, _, &[Row<'_>]); 9] = [
            (expect("", "", ""), &target, &[]),
            (expect("111122223333", "eu-west-1", "sandbox"), &target, &[]),
            (expect("acme-dev", "us-east-1 EU-*", ""), &target, &[]),
            (expect("acme-prod", "", ""), &target, &[("account", "acme-prod", Some("acme-dev"))]),
            (expect("", "us-*", ""), &target, &[("region", "us-*", Some("eu-west-1"))]),
            (expect("", "", "dev"), &target, &[("class", "dev", Some("sandbox"))]),
            (expect("111122223333", "", ""), &Target::default(), &[("account", "acme-dev", None)]),
            (expect("", "*", ""), &Target::default(), &[("region", "*", None)]),
            (
                expect("a", "b", "c"),
                &target,
                &[
                    ("account", "a", Some("acme-dev")),
                    ("region", "b", Some("eu-west-1")),
                    ("class", "c", Some("sandbox")),
                ],
            ),
        ];
        for (expectation, target, expected) in rows {
            let found = expectation.mismatches(target, Some("sandbox"), &policy);
            let found: Vec<_> = found
                .iter()
                .map(|Mismatch { of, wanted, found }| {
                    (of.name(), wanted.as_str(), found.as_deref())
                })
                .collect();
            assert_eq!(found, expected, "{expectation:?}");
        }
    }
}
