//! What a directory, or the caller of `check`, expects a command to hit.
//!
//! A file `.awsprompt` changes nothing and can only make awsprompt stricter, so it needs no
//! trust: all files on the way up have to hold.

use std::collections::BTreeSet;
use std::path::PathBuf;

use wildmatch::WildMatch;

use super::Policy;
use super::target::Target;
use crate::aws::AccountId;
use crate::ini_file::{self, settings, words};
use crate::printable::short;

/// The name of a directory's file of expectations, which holds for what is below it too.
pub(crate) const FILE_NAME: &str = ".awsprompt";

/// How many such files may be on the way up: what others have written takes no long time.
pub(crate) const MOST_FILES: usize = 16;

/// How many errors of one file are kept.
const MOST_ERRORS: usize = 4;

const SECTION: &str = "expect";

/// What is expected; what is not named may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expectation([Option<Wanted>; Aspect::ALL.len()]);

/// What is expected of one aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) of: Aspect,
    /// As it is written.
    pub(crate) value: String,
    /// It is one name, whatever is in it, and no list.
    is_whole: bool,
}

/// What an expectation can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// Account ids, or the user's labels of them.
    Account,
    /// Patterns of names.
    Profile,
    Role,
    Region,
    /// Names of classes.
    Class,
}

impl Aspect {
    const ALL: [Self; 5] = [Self::Account, Self::Profile, Self::Role, Self::Region, Self::Class];

    /// Its name, which is the key of the file too.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Profile => "profile",
            Self::Role => "role",
            Self::Region => "region",
            Self::Class => "class",
        }
    }

    /// Says that a command has none of it, as far as is known.
    pub(crate) fn missing(self) -> &'static str {
        match self {
            Self::Account => "the account is not known offline",
            Self::Profile => "no profile is in use",
            Self::Role => "no role is in use",
            Self::Region => "the region is not known offline",
            Self::Class => "no class matches",
        }
    }
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) of: Aspect,
    /// What would be right: accounts by their labels.
    pub(crate) wanted: Vec<String>,
    /// What is found instead, if that is known.
    pub(crate) found: Option<String>,
    /// The file that expects it, unless the caller does.
    pub(crate) file: Option<PathBuf>,
}

impl Mismatch {
    /// Says for a person what would be right.
    pub(crate) fn wanted(&self) -> String {
        short(&self.wanted.join(" or "))
    }
}

impl Wanted {
    /// Returns what would be right.
    pub(crate) fn alternatives(&self) -> impl Iterator<Item = &str> {
        let whole = self.is_whole.then_some(self.value.as_str());
        let list = if self.is_whole { "" } else { &self.value };
        whole.into_iter().chain(words(list))
    }

    /// Compares what is expected with a command's target.
    fn mismatch(&self, target: &Target, class: Option<&str>, policy: &Policy) -> Option<Mismatch> {
        let found = match self.of {
            Aspect::Account => target.account.as_ref().map(AccountId::as_str),
            Aspect::Profile => target.profile.as_deref(),
            Aspect::Role => target.role.as_deref(),
            Aspect::Region => target.region.as_deref(),
            Aspect::Class => class,
        };
        let fits = |wanted: &str| match self.of {
            Aspect::Account => target.is_account(wanted),
            Aspect::Class => found == Some(wanted),
            Aspect::Profile | Aspect::Role | Aspect::Region => {
                found.is_some_and(|found| WildMatch::new_case_insensitive(wanted).matches(found))
            }
        };
        if self.alternatives().any(fits) {
            return None;
        }
        let label = |wanted| policy.label(&AccountId::new(wanted)?);
        let wanted = self.alternatives().map(|it| label(it).unwrap_or(it).to_owned()).collect();
        let found = target.label.as_deref().filter(|_| self.of == Aspect::Account).or(found);
        Some(Mismatch { of: self.of, wanted, found: found.map(str::to_owned), file: None })
    }
}

impl Expectation {
    /// Makes what the caller expects: one account, one class, and patterns of regions.
    pub(crate) fn of_caller(
        account: Option<&str>,
        region: Option<&str>,
        class: Option<&str>,
    ) -> Self {
        let mut expectation = Self::default();
        for (of, value) in
            [(Aspect::Account, account), (Aspect::Region, region), (Aspect::Class, class)]
        {
            let wanted = |value: &str| Wanted {
                of,
                value: value.to_owned(),
                is_whole: of != Aspect::Region,
            };
            expectation.0[of as usize] = value.map(wanted);
        }
        expectation
    }

    /// Reads a file, and says what is wrong with it; the rest of it holds.
    pub(crate) fn parse(text: &str, policy: &Policy) -> (Self, Vec<String>) {
        let mut expectation = Self::default();
        let mut errors = Vec::new();
        let labels: BTreeSet<&str> = policy.labels.values().map(String::as_str).collect();
        for ini in ini_file::read(text) {
            match ini {
                Ok(ini) => errors.extend(settings(&ini).filter_map(|(section, key, value)| {
                    let why = expectation.take(section, key, value, &labels, policy).err()?;
                    Some(format!("{}: {why}", ini_file::name(&short(section), &short(key))))
                })),
                Err(why) => errors.push(why),
            }
            errors.truncate(MOST_ERRORS);
        }
        (expectation, errors)
    }

    fn take(
        &mut self,
        section: &str,
        key: &str,
        value: &str,
        labels: &BTreeSet<&str>,
        policy: &Policy,
    ) -> Result<(), String> {
        let of = Aspect::ALL.into_iter().find(|of| section == SECTION && of.name() == key);
        let of = of.ok_or_else(|| {
            let keys = Aspect::ALL.map(Aspect::name).join(", ");
            format!("unknown key; expected {keys} in [{SECTION}]")
        })?;
        // A name may have blanks in it.
        let is_whole = match of {
            Aspect::Account => labels.contains(value),
            Aspect::Class => policy.classes.has(value),
            Aspect::Profile | Aspect::Role | Aspect::Region => false,
        };
        let wanted = Wanted { of, value: value.to_owned(), is_whole };
        if wanted.alternatives().next().is_none() {
            return Err("must not be empty".to_owned());
        }
        let is_known = |word: &&str| AccountId::new(word).is_some() || labels.contains(word);
        let unknown = wanted.alternatives().find(|word| of == Aspect::Account && !is_known(word));
        let unknown = unknown.map(|word| {
            format!("{} is neither an account id nor a label in your settings", short(word))
        });
        let before = self.0[of as usize].replace(wanted);
        if before.is_some() {
            return Err("is set twice".to_owned());
        }
        unknown.map_or(Ok(()), Err)
    }

    /// Returns everything that is expected.
    pub(crate) fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.0.iter().flatten()
    }

    /// Returns what is expected of an aspect.
    pub(crate) fn of(&self, aspect: Aspect) -> Option<&Wanted> {
        self.0[aspect as usize].as_ref()
    }

    /// Finds what is not as expected. What cannot be worked out is not.
    pub(crate) fn mismatches(
        &self,
        target: &Target,
        class: Option<&str>,
        policy: &Policy,
    ) -> Vec<Mismatch> {
        self.wanted().filter_map(|wanted| wanted.mismatch(target, class, policy)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        let mut policy = Policy::default();
        policy.labels.insert("111122223333".into(), "acme-dev".into());
        policy.labels.insert("444455556666".into(), "acme test".into());
        policy
    }

    fn values(expectation: &Expectation) -> Vec<(&str, &str)> {
        expectation.wanted().map(|wanted| (wanted.of.name(), wanted.value.as_str())).collect()
    }

    #[test]
    fn a_file_is_read_and_its_mistakes_are_named() {
        let text = "# ours\n[expect]\naccount = acme-dev\nregion = eu-*\nclass= ,\nregion = x\n\
                    roles = y\n[more]\nnonsense\n";
        let (expectation, errors) = Expectation::parse(text, &policy());
        assert_eq!(values(&expectation), [("account", "acme-dev"), ("region", "x")]);
        assert_eq!(
            errors,
            [
                "[expect] class: must not be empty",
                "[expect] region: is set twice",
                "[expect] roles: unknown key; expected account, profile, role, region, class in \
                 [expect]",
                "line 10 or before: something that is neither a section nor key = value",
            ]
        );
        assert_eq!(
            Expectation::parse("account = 1\n", &policy()).1,
            ["account, under no section: unknown key; expected account, profile, role, region, \
              class in [expect]"]
        );
        assert_eq!(Expectation::parse("[expect\n", &policy()).1.len(), 1);
        assert_eq!(Expectation::parse("", &policy()), (Expectation::default(), Vec::new()));
        let (_, errors) = Expectation::parse(&"[a]\na=\n".repeat(9_000), &policy());
        assert_eq!(errors.len(), MOST_ERRORS);
    }

    #[test]
    fn a_label_that_the_reader_does_not_have_is_an_error() {
        for (value, unknown) in [
            ("acme-dev, 999988887777", None),
            ("acme test", None),
            ("acme-dev acme-prod", Some("acme-prod")),
            ("1234", Some("1234")),
        ] {
            let text = format!("[expect]\naccount = {value}\n");
            let (_, errors) = Expectation::parse(&text, &policy());
            let expected = unknown.map(|unknown| {
                format!(
                    "[expect] account: {unknown} is neither an account id nor a label in your \
                     settings"
                )
            });
            assert_eq!(errors, Vec::from_iter(expected), "{value}");
        }
    }

    /// What it is of, what is wanted, and what is found.
    type Row<'a> = (&'a str, &'a str, Option<&'a str>);

    #[test]
    fn words_of_one_key_are_alternatives_and_all_keys_have_to_hold() {
        let target = Target {
            account: AccountId::new("111122223333"),
            label: Some("acme-dev".into()),
            profile: Some("shop-dev".into()),
            role: Some("Admin".into()),
            region: Some("eu-west-1".into()),
        };
        let nothing = Target::default();
        let rows: [(_, _, &[Row<'_>]); 10] = [
            ("", &target, &[]),
            ("account = 111122223333\nregion = eu-west-1\nclass = sandbox", &target, &[]),
            ("account = acme-dev 444455556666\nregion = us-east-1 EU-*", &target, &[]),
            ("profile = *-dev\nrole = Read* admin\nclass = production sandbox", &target, &[]),
            ("account = acme test", &target, &[("account", "acme test", Some("acme-dev"))]),
            (
                "account = 444455556666 999988887777\nregion = us-*",
                &target,
                &[
                    ("account", "acme test or 999988887777", Some("acme-dev")),
                    ("region", "us-*", Some("eu-west-1")),
                ],
            ),
            ("class = dev", &target, &[("class", "dev", Some("sandbox"))]),
            (
                "role = R*\nprofile = a b",
                &target,
                &[("profile", "a or b", Some("shop-dev")), ("role", "R*", Some("Admin"))],
            ),
            ("account = 111122223333", &nothing, &[("account", "acme-dev", None)]),
            (
                "region = *\nprofile = *\nrole = *",
                &nothing,
                &[("profile", "*", None), ("role", "*", None), ("region", "*", None)],
            ),
        ];
        for (text, target, expected) in rows {
            let (expectation, errors) =
                Expectation::parse(&format!("[expect]\n{text}\n"), &policy());
            assert_eq!(errors, [""; 0], "{text}");
            let found = expectation.mismatches(target, Some("sandbox"), &policy());
            let wanted: Vec<_> = found.iter().map(Mismatch::wanted).collect();
            let found: Vec<_> = found
                .iter()
                .zip(&wanted)
                .map(|(it, wanted)| (it.of.name(), wanted.as_str(), it.found.as_deref()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
