//! Which profile a person means by what was typed.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ffi::{OsStr, OsString};

use anstyle::Style;

use super::hint::typed;
use super::near::{did_you_mean, near};
use super::table::{Columns, TableRow, table};
use super::{Person, Screen};
use crate::aws::{AccountId, Client, Environment, Facts, Outline, Profile, Profiles, Summaries};
use crate::error::Error;
use crate::policy::{
    Candidate, Class, Fit, Policy, Query, Target, TargetField, TargetFields, Traces, UNKNOWN,
    has_part,
};
use crate::printable::short;
use crate::prompt::Settings;
use crate::prompt::segment::shown_account;

/// How many profiles are listed where several fit.
const MOST_LISTED: usize = 10;

/// The columns of that list, which has no header.
const LISTED: Columns<2> = Columns { name: "", titles: ["", ""], optional: &[] };

/// Why a single profile that fits is not taken.
pub(super) const GUARDED: &str =
    "the profile is guarded or looks like production, so type its whole name";

/// What the words of a person lead to.
pub(super) enum Meant<'a> {
    Profile(OsString),
    /// Only this one fits, by less than the beginning of its name.
    Likely(OsString),
    /// The person has to choose one of these, since several fit, or the only one is guarded.
    OneOf(Vec<Candidate<'a>>),
}

/// Returns the profile of exactly this name. A person at a terminal is told what else may be meant.
pub(super) fn exactly(
    facts: &Facts<'_, '_>,
    name: &OsStr,
    settings: &Settings,
    person: Person,
) -> Result<OsString, Error> {
    let finder = Finder::new(facts, settings)?;
    match name.to_str() {
        Some(text) if finder.profiles.find(text).is_some() => Ok(name.to_owned()),
        Some(text) if person.can_choose => Err(finder
            .find(&Query::new(text))
            .map_or_else(|| finder.not_found(name), |found| finder.named(text, &found))),
        Some(text) => Err(finder.not_named(text)),
        None => Err(finder.not_found(name)),
    }
}

/// Finds what the words mean. Where no person can choose, they have to be the name.
pub(super) fn meant<'a>(
    facts: &Facts<'a, '_>,
    words: &[OsString],
    settings: &'a Settings,
    person: Person,
) -> Result<Meant<'a>, Error> {
    let finder = Finder::new(facts, settings)?;
    let name = words.join(OsStr::new(" "));
    let Some(text) = name.to_str() else { return Err(finder.not_found(&name)) };
    if finder.profiles.find(text).is_some() {
        return Ok(Meant::Profile(name));
    }
    if !person.can_choose {
        return Err(finder.not_named(text));
    }
    let Some(found) = finder.find(&Query::new(text)) else { return Err(finder.no_fit(text)) };
    let candidates = finder.candidates(&found);
    // A whole name may follow other words that fit it, as where Tab has completed it.
    if let Some(whole) = candidates.iter().find(|it| words.iter().any(|word| word == it.name())) {
        return Ok(Meant::Profile(whole.name().into()));
    }
    match &candidates[..] {
        [only] if found.fit <= Fit::Beginning => Ok(Meant::Profile(only.name().into())),
        [only] if !only.is_guarded() => Ok(Meant::Likely(only.name().into())),
        _ => Ok(Meant::OneOf(candidates)),
    }
}

/// The profiles of the two files, as people look for them.
pub(super) struct Finder<'a, 'w> {
    facts: Facts<'a, 'w>,
    summaries: Summaries<'a, 'w>,
    pub(super) profiles: &'a Profiles<'w>,
    settings: &'a Settings,
}

/// The profiles that fit what was typed, all in the same way.
pub(super) struct Matches<'a, 'w> {
    fit: Fit,
    pub(super) profiles: Vec<(Cow<'w, str>, Profile<'a, 'w>)>,
}

impl<'a, 'w> Finder<'a, 'w> {
    pub(super) fn new(facts: &Facts<'a, 'w>, settings: &'a Settings) -> Result<Self, Error> {
        let profiles = super::profiles(facts)?;
        let summaries = Summaries::new(facts.world, profiles, Client::AwsCliV2);
        Ok(Self { facts: *facts, summaries, profiles, settings })
    }

    /// Returns all profiles, in the order of the files.
    pub(super) fn all(&self) -> Vec<Candidate<'a>> {
        let all = self.profiles.all();
        all.iter().map(|(name, profile)| self.candidate(name, *profile)).collect()
    }

    /// Returns the profiles that fit best what was typed.
    fn find(&self, query: &Query) -> Option<Matches<'a, 'w>> {
        self.find_among(self.profiles.all(), query)
    }

    /// Returns those of the profiles that fit best what was typed. Only where no name begins with it,
    /// what else is known of the profiles is looked at, what takes time last.
    pub(super) fn find_among(
        &self,
        mut profiles: Vec<(Cow<'w, str>, Profile<'a, 'w>)>,
        query: &Query,
    ) -> Option<Matches<'a, 'w>> {
        if query.is_empty() {
            return None;
        }
        let fits: Vec<_> = profiles.iter().map(|(name, _)| query.fit_of_name(name)).collect();
        if let Some(best) = fits.iter().flatten().min() {
            let mut fits = fits.iter();
            profiles.retain(|_| fits.next().is_some_and(|fit| fit.as_ref() == Some(best)));
            return Some(Matches { fit: *best, profiles });
        }
        let words = query.traces(&self.settings.policy);
        profiles.retain(|(name, profile)| {
            let known = Known::new(self, name, *profile);
            // `has` begins with the quick look too, which is enough for a single word.
            (words.len() == 1 || words.iter().all(|word| known.may_have(word)))
                && words.iter().all(|word| known.has(word))
        });
        (!profiles.is_empty()).then_some(Matches { fit: Fit::Words, profiles })
    }

    /// Returns what is known of profiles.
    fn candidates(&self, found: &Matches<'a, 'w>) -> Vec<Candidate<'a>> {
        found.profiles.iter().map(|(name, profile)| self.candidate(name, *profile)).collect()
    }

    pub(super) fn candidate(&self, name: &str, profile: Profile<'a, 'w>) -> Candidate<'a> {
        Candidate::of(name, &self.summaries.of(profile), &self.settings.policy)
    }

    fn not_found(&self, name: &OsStr) -> Error {
        if let Some(why) = self.facts.world.unread_file() {
            return Error::failed(why);
        }
        let name = name.to_string_lossy();
        let error = no_profile(&name);
        let all = self.profiles.all();
        let near = near(&name, all.iter().map(|(known, _)| known.as_ref()));
        if near.is_empty() {
            error.with_hint("awsprompt list")
        } else {
            error.with_hint(did_you_mean(&near))
        }
    }

    /// Says that there is no profile of a name, where a part of one does not count.
    fn not_named(&self, name: &str) -> Error {
        let error = self.not_found(name.as_ref());
        match self.find(&Query::new(name)) {
            Some(_) => error.with_hint("without a terminal, type the whole name"),
            None => error,
        }
    }

    /// Says which of the words of a person no profile has.
    fn no_fit(&self, text: &str) -> Error {
        if self.facts.world.unread_file().is_some() {
            return self.not_found(text.as_ref());
        }
        let is_known = |word: &&str| self.find(&Query::new(word)).is_some();
        let (known, unknown): (Vec<_>, Vec<_>) = text.split_whitespace().partition(is_known);
        let Some(first) = unknown.first() else {
            return Error::failed(format!("no profile matches all of {text:?}"))
                .with_hint("leave out a word");
        };
        let error = Error::failed(format!(
            "no profile has {first:?} in its name, label, account, role or class"
        ));
        let all = self.profiles.all();
        match &near(text, all.iter().map(|(name, _)| name.as_ref()))[..] {
            _ if !known.is_empty() => {
                error.with_hint(format!("awsprompt list {}", known.join(" ")))
            }
            [] => error.with_hint("awsprompt list"),
            near => error.with_hint(did_you_mean(near)),
        }
    }

    /// Says that there is no profile of a name, and which ones it is a part of.
    fn named(&self, name: &str, found: &Matches<'a, 'w>) -> Error {
        let environment = &self.facts.world.environment;
        no_profile(name)
            .with_lines(listed(&self.candidates(found), self.settings, environment))
            .with_hint("type the whole name")
    }
}

/// What is known of a profile, worked out when it is asked for: a search looks at thousands.
struct Known<'f, 'a, 'w> {
    finder: &'f Finder<'a, 'w>,
    name: &'f str,
    profile: Profile<'a, 'w>,
    outline: Outline<'f, 'a, 'w>,
    class: OnceCell<Option<&'f Class>>,
}

impl<'f, 'a, 'w> Known<'f, 'a, 'w> {
    fn new(finder: &'f Finder<'a, 'w>, name: &'f str, profile: Profile<'a, 'w>) -> Self {
        let outline = finder.summaries.outline(profile);
        Self { finder, name, profile, outline, class: OnceCell::new() }
    }

    fn policy(&self) -> &'f Policy {
        &self.finder.settings.policy
    }

    /// Tells whether a word may be part of it or of its class, by its text, which is a quick look.
    fn may_have(&self, word: &Traces<'_>) -> bool {
        has_part(self.name, word.word) || self.may_be_in_class(word) || self.may_say(word)
    }

    fn may_say(&self, word: &Traces<'_>) -> bool {
        // The keys of `[DEFAULT]` are not in the text.
        self.finder.profiles.have_shared_keys() || word.may_be_said(self.profile.texts())
    }

    fn may_be_in_class(&self, word: &Traces<'_>) -> bool {
        word.has_class()
            && (self.finder.profiles.have_shared_keys()
                || word.may_be_class(self.name, self.profile.texts()))
    }

    fn has(&self, word: &Traces<'_>) -> bool {
        let is_in = |text: &str| has_part(text, word.word);
        let class = || *self.class.get_or_init(|| self.policy().classes.of(self));
        let is_said = |field: TargetField| is_in(self.field(field));
        is_in(self.name)
            || (self.may_be_in_class(word) && class().is_some_and(|class| is_in(&class.name)))
            || (self.may_say(word)
                && (self.outline.account().is_some_and(|id| is_in(id.as_str()))
                    || [TargetField::Label, TargetField::Role].into_iter().any(is_said)))
    }
}

impl TargetFields for Known<'_, '_, '_> {
    fn field(&self, field: TargetField) -> &str {
        let account = || self.outline.account();
        match field {
            TargetField::Account => account().map_or(UNKNOWN, AccountId::as_str),
            TargetField::Label => {
                account().and_then(|id| self.policy().label(id)).unwrap_or_default()
            }
            TargetField::Profile => self.name,
            TargetField::Role => self.outline.role().unwrap_or_default(),
            TargetField::Region => self.outline.region().unwrap_or_default(),
        }
    }
}

fn no_profile(name: &str) -> Error {
    Error::failed(format!("no profile named {name:?} in ~/.aws/config or ~/.aws/credentials"))
}

/// Says which profiles a person has to choose from, where there is no picker.
pub(super) fn unclear(
    candidates: &[Candidate<'_>],
    settings: &Settings,
    environment: &Environment,
) -> Error {
    let (message, hint) = match candidates {
        [only] => (GUARDED, format!("{} {}", settings.command.as_str(), typed(only.name()))),
        _ => ("several profiles match", "add a word that only one of them has".to_owned()),
    };
    Error::failed(format!("{message}; nothing was changed"))
        .with_lines(listed(candidates, settings, environment))
        .with_hint(hint)
}

/// Lists profiles with account and region.
pub(super) fn listed(
    candidates: &[Candidate<'_>],
    settings: &Settings,
    environment: &Environment,
) -> Vec<String> {
    let row = |candidate: &Candidate<'_>| {
        let Target { account, region, .. } = &candidate.target;
        let account = account.as_ref().map(|id| shown_account(id, settings, environment));
        let region = region.as_deref().map(short);
        let cells = [account, region].map(|cell| cell.unwrap_or_default().into());
        TableRow { mark: ' ', name: short(candidate.name()).into(), style: Style::new(), cells }
    };
    let rows: Vec<_> = candidates.iter().take(MOST_LISTED).map(row).collect();
    let screen = Screen { is_terminal: true, has_colour: false, width: None };
    let mut lines: Vec<_> =
        table(&LISTED, &rows, screen).lines().skip(1).map(str::to_owned).collect();
    if let Some(more) = candidates.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        lines.push(format!("  and {more} more"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::sample::SampleMachine;

    const CONFIG: &str = "\
[profile one]
role_arn = arn:aws:iam::111122223333:role/path/Deployer
source_profile = keys
[profile two]
sso_start_url = https://x
sso_region = eu-west-1
sso_account_id = 444455556666
sso_role_name = ReadOnly
[profile three]
aws_access_key_id = AKIARTX3GSDSQAAQEAYE
aws_secret_access_key = x
[profile live]
region = us-east-1
";

    /// What takes time is asked last, and that loses no profile.
    #[test]
    fn each_part_of_what_is_known_finds_its_profile() {
        let credentials = "[keys]\naws_access_key_id = AKIAU3HHASRZQAAQEAYE\n\
                           aws_secret_access_key = x\n";
        let labels = "[accounts]\n444455556666 = acme-Pay\n111122223333 = Prod\n";
        let accounts: Vec<_> = (0..20).map(|it| format!("4444555566{}", 60 + it)).collect();
        let many: String = accounts.iter().map(|id| format!("{id} = acme-Pay-{id}\n")).collect();
        let many = format!("[accounts]\n{many}111122223333 = Prod\n");
        let class_of_many = format!("[class audited]\naccounts = {}\n", accounts.join(" "));
        let classes = [
            "[class audited]\nroles = Deploy*\n",
            "[class audited]\naccounts = 444455556666 333333333333\n",
            "[class audited]\naccounts = unknown\n",
            "[class audited]\nlabels = *-pay\n",
            "[class audited]\nprofiles = T??? *thr*\nregions = *\n",
            "[class audited]\nregions = us-*\n",
            "[class audited]\nprofiles = *\nguard = ask\n",
            "[class audited]\nlooks = production\nprofiles = live\n",
            "[class audited]\nstyle = red\n",
            "[class first]\nroles = *\n[class audited]\nregions = *\n",
            "[class first]\nprofiles = *\n[class audited]\nroles = *\n",
            &class_of_many,
        ];
        let lenders = ["", "[DEFAULT]\nsso_role_name = Lent\n"];
        let ways = lenders.iter().flat_map(|it| [labels, &many].map(|labels| (it, labels)));
        for ((lender, labels), class) in ways.flat_map(|it| classes.map(|class| (it, class))) {
            let settings = Settings::parse(&format!("{labels}{class}"));
            let machine = SampleMachine {
                config: format!("{lender}{CONFIG}"),
                credentials: credentials.to_owned(),
                ..SampleMachine::default()
            };
            machine.ask(|facts| {
                let finder = Finder::new(facts, &settings).unwrap();
                let all = finder.all();
                assert_eq!(all.len(), 5);
                for part in all.iter().flat_map(Candidate::parts) {
                    for start in 0..part.len().saturating_sub(2) {
                        let query = Query::new(&part[start..start + 3].to_uppercase());
                        let fits = |it: &&Candidate<'_>| query.is_in(&it.parts());
                        let expected: Vec<_> =
                            all.iter().filter(fits).map(Candidate::name).collect();
                        let found = finder.find(&query).unwrap();
                        let names: Vec<_> =
                            found.profiles.iter().map(|(name, _)| name.as_ref()).collect();
                        let is_whole = found.fit < Fit::Words || names == expected;
                        assert!(is_whole, "{query:?}: {names:?}, not {expected:?}");
                    }
                }
                String::new()
            });
        }
    }
}
