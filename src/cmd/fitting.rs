//! Which profiles are what the directory, the lock of the shell and the caller of `check` expect.

use std::ffi::{OsStr, OsString};
use std::ops::ControlFlow;

use super::Outcome;
use super::choice::{self, SwitchTarget, Wish};
use super::find::{Finder, GUARDED, listed};
use super::hint::typed;
use super::pick::{Chooser, left};
use crate::aws::{Facts, OUTRANKING, Remedy, Resolution, SWITCH, is_valid_region, ours, remedy};
use crate::cli;
use crate::error::Error;
use crate::policy::{Aspect, Candidate, Expectation, FILE_NAME, LOCK, Mismatch, Target};
use crate::printable::{short, short_path};
use crate::prompt::Settings;

/// How many profiles are looked at closely. Who expects so little has no use for their names.
const MOST_TRIED: usize = 64;

/// How many profiles a remedy names.
const MOST_NAMED: usize = 3;

/// The profiles that would fit, in the order of the files.
#[derive(Default)]
pub(super) struct Fitting<'s> {
    pub(super) candidates: Vec<Candidate<'s>>,
    /// The region that has to be chosen too, as no profile has it.
    pub(super) region: Option<String>,
}

/// Finds the profiles to which a switch leads to what is expected; none, if there are many to try.
pub(super) fn fitting<'s>(
    facts: &Facts<'s, '_>,
    settings: &'s Settings,
    given: &Expectation,
) -> Fitting<'s> {
    let lock = facts.world.environment.non_empty(LOCK);
    Required { settings, lock, universal: &[], given }.fitting(facts, MOST_TRIED)
}

/// Reads `awsp .` as the profile that the directory expects, if there is one; of several, and before
/// a guarded one, the person chooses. Others may have written the files, so they alone do not lead
/// to a guarded profile. The flag says that no person chose.
pub(super) fn spelled_out(
    arguments: &cli::SwitchArguments,
    chooser: &Chooser<'_, '_, '_>,
) -> Result<ControlFlow<Outcome, (cli::SwitchArguments, bool)>, Error> {
    let Chooser { facts, settings, .. } = *chooser;
    if !matches!(&arguments.profile[..], [name] if name == ".") {
        return Ok(ControlFlow::Continue((arguments.clone(), false)));
    }
    let policy = &settings.policy;
    if let Some(error) = policy.deciding_error() {
        return Err(Error::failed(error.described()));
    }
    let Some(nearest) = policy.directories.first() else {
        return Err(Error::failed(format!("no {FILE_NAME} here or above says which profile")));
    };
    let file = short_path(&nearest.file, facts.world.locations.home.as_deref());
    super::profiles(facts)?;
    let lock = facts.world.environment.non_empty(LOCK);
    let universal = &arguments.universal[..];
    let expected = Required { settings, lock, universal, given: &Expectation::default() };
    let Fitting { candidates, region } = expected.fitting(facts, usize::MAX);
    let [first, others @ ..] = &candidates[..] else {
        return Err(nothing_fits(&expected, facts, &file));
    };
    let region = arguments.region.clone().or(region.map(OsString::from));
    let chooser = Chooser { region: region.as_deref(), ..*chooser };
    let is_only = others.is_empty() && !first.is_guarded();
    let name = if is_only {
        first.name().to_owned()
    } else if chooser.has_picker() {
        match chooser.choose_from(candidates)? {
            Some(name) => name,
            None => return Ok(ControlFlow::Break(left())),
        }
    } else {
        let why = if others.is_empty() {
            GUARDED.to_owned()
        } else {
            format!("several profiles are as {file} expects")
        };
        let hint = format!("{} {}", settings.command.as_str(), typed(first.name()));
        return Err(Error::failed(why + "; nothing was changed")
            .with_lines(listed(&candidates, settings, &facts.world.environment))
            .with_hint(hint));
    };
    let arguments = cli::SwitchArguments {
        profile: Vec::new(),
        exactly: Some(name.into()),
        region,
        ..arguments.clone()
    };
    Ok(ControlFlow::Continue((arguments, is_only)))
}

/// Says why no profile is as a file expects: there is none, or the lock of the shell excludes it,
/// or a variable of every shell outranks it.
fn nothing_fits(expected: &Required<'_, '_>, facts: &Facts<'_, '_>, file: &str) -> Error {
    let fits = |it: Required<'_, '_>| !it.fitting(facts, usize::MAX).candidates.is_empty();
    let lock = expected.lock.filter(|_| fits(Required { lock: None, ..*expected }));
    if let Some(lock) = lock {
        let lock = short(&lock.to_string_lossy());
        let why =
            format!("no profile of {lock}, which this shell is locked to, is as {file} expects");
        let command = expected.settings.command.as_str();
        return Error::failed(why).with_hint(format!("{command} --unlock"));
    }
    let environment = &facts.world.environment;
    let outrank = |it: &&String| OUTRANKING.contains(&&***it) && environment.get(it).is_some();
    let outranking: Vec<_> = expected.universal.iter().filter(outrank).cloned().collect();
    if !outranking.is_empty() && fits(Required { universal: &[], ..*expected }) {
        let names = outranking.join(" ");
        let why = format!("{names} would outrank each profile that is as {file} expects");
        return Error::failed(why).with_hint(format!("set -eU {names}"));
    }
    Error::failed(format!("no profile is as {file} expects")).with_hint("awsprompt list")
}

/// Whether a profile is what is expected.
enum FitOutcome {
    Fits,
    /// It fits with this region.
    In(String),
    No,
}

/// What is expected.
struct Required<'a, 's> {
    settings: &'s Settings,
    /// The account or label that the shell is locked to.
    lock: Option<&'a OsStr>,
    /// As in `Wish`.
    universal: &'a [String],
    given: &'a Expectation,
}

impl<'s> Required<'_, 's> {
    /// Finds the profiles that fit, unless there are more than so many to try.
    fn fitting(&self, facts: &Facts<'s, '_>, most: usize) -> Fitting<'s> {
        let Ok(finder) = Finder::new(facts, self.settings) else { return Fitting::default() };
        let mut candidates = finder.all();
        candidates.retain(|candidate| self.may_fit(&candidate.target));
        if candidates.len() > most {
            return Fitting::default();
        }
        let before = ours(facts);
        let (mut fitting, mut elsewhere) = (Vec::new(), Vec::new());
        for candidate in candidates {
            match self.outcome(&candidate, facts, &before) {
                FitOutcome::Fits => fitting.push(candidate),
                FitOutcome::In(region) => elsewhere.push((candidate, region)),
                FitOutcome::No => {}
            }
        }
        // All of them lack the same region: what is expected of it does not depend on the profile.
        let region =
            elsewhere.first().filter(|_| fitting.is_empty()).map(|(_, region)| region.clone());
        if region.is_some() {
            fitting = elsewhere.into_iter().map(|(candidate, _)| candidate).collect();
        }
        Fitting { candidates: fitting, region }
    }

    fn mismatches(&self, target: &Target, class: Option<&str>) -> Vec<Mismatch> {
        let policy = &self.settings.policy;
        let of_directories = policy.directories.iter().map(|directory| &directory.expectation);
        let all = of_directories.chain([self.given]);
        all.flat_map(|it| it.mismatches(target, class, policy)).collect()
    }

    fn is_locked_out(&self, target: &Target) -> bool {
        self.lock.is_some_and(|account| !target.is_account(&account.to_string_lossy()))
    }

    /// Tells whether what the files alone say of a profile leaves open that it fits.
    fn may_fit(&self, target: &Target) -> bool {
        let is_known = |mismatch: &Mismatch| match mismatch.of {
            Aspect::Account | Aspect::Role => mismatch.found.is_some(),
            Aspect::Profile => true,
            // These depend on the environment and on the account.
            Aspect::Region | Aspect::Class => false,
        };
        let mismatches = self.mismatches(target, None);
        let is_locked_out = target.account.is_some() && self.is_locked_out(target);
        !is_locked_out && !mismatches.iter().any(is_known)
    }

    /// Tries a switch to a profile.
    fn outcome(
        &self,
        candidate: &Candidate<'_>,
        facts: &Facts<'_, '_>,
        before: &Resolution,
    ) -> FitOutcome {
        let wish = Wish {
            target: SwitchTarget::Profile(candidate.name().into()),
            region: None,
            time: None,
            universal: self.universal.to_vec(),
        };
        let switch = choice::switch(facts, before, &wish, self.settings);
        // Where a login is needed first, the files still say what that leads to.
        let Target { account, label, profile, role, region } = switch.assessment.target.clone();
        let known = &candidate.target;
        let target = Target {
            label: label.or_else(|| known.label.clone().filter(|_| account.is_none())),
            account: account.or(known.account),
            role: role.or_else(|| known.role.clone()),
            profile,
            region,
        };
        let class = self.settings.policy.classes.of(&target);
        let mismatches = self.mismatches(&target, class.map(|class| class.name.as_str()));
        if self.is_locked_out(&target) || mismatches.iter().any(|it| it.of != Aspect::Region) {
            return FitOutcome::No;
        }
        let allows = |region: &str| class.is_none_or(|class| class.allows_region(region));
        match &mismatches[..] {
            [] if target.region.as_deref().is_none_or(allows) => FitOutcome::Fits,
            [of_region] => match &of_region.wanted[..] {
                [region] if is_valid_region(region.as_ref()) && allows(region) => {
                    FitOutcome::In(region.clone())
                }
                _ => FitOutcome::No,
            },
            _ => FitOutcome::No,
        }
    }
}

impl Fitting<'_> {
    /// Returns the commands that switch to a profile that fits, if any does.
    pub(super) fn remedy(&self) -> Option<Remedy> {
        let region = self.region.as_ref().map(|region| format!("-r {region} "));
        let region = region.unwrap_or_default();
        let named = self.candidates.iter().take(MOST_NAMED);
        let named: Vec<_> = named.map(|it| format!("{region}{}", typed(it.name()))).collect();
        let mut ways = named.join(&format!(", or {SWITCH} "));
        if self.candidates.len() > MOST_NAMED {
            ways += &format!(", or another of the {} that fit", self.candidates.len());
        }
        (!named.is_empty()).then(|| remedy!("{SWITCH} {ways}"))
    }
}
