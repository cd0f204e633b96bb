//! Which rule sends another client elsewhere than AWS CLI v2, found by substitution.

use std::borrow::Cow;

use super::fields::FIELDS;
use super::reason::{Comparison, Reason};
use super::{is_kept_session, region};
use crate::aws::client::Rules;
use crate::aws::failure::FailureKind;
use crate::aws::resolution::{Facts, Flags, Resolution};
use crate::aws::resolve::resolve_by;

/// Finds the rule that makes a client differ: with one field of its rules in those of AWS CLI v2,
/// AWS CLI v2 would do the same.
///
/// Where it takes several fields, the one that brings the two nearest to each other is named; where
/// none does alone, the first one with which all fields up to it do.
pub(crate) fn reason(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    theirs: &Resolution,
) -> Reason {
    let (our_rules, their_rules) = (ours.client.rules(), theirs.client.rules());
    let comparison = Comparison { facts, ours, theirs, rules: their_rules };
    let place = |resolution: &Resolution| Some(resolution.credentials.as_ref()?.provider);
    let has_region = theirs.client.has_region();
    let (before, wanted) = (seen(ours, has_region), seen(theirs, has_region));
    let is_caveat_all = before == wanted || (theirs.needs_extra() && place(ours) == place(theirs));
    if let Some(caveat) = theirs.caveat().filter(|_| is_caveat_all) {
        return Reason::new(caveat);
    }
    let does_the_same =
        |mixed: &Resolution| kind(mixed) == kind(theirs) && seen(mixed, has_region) == wanted;
    let nearness = |mixed: &Resolution| {
        let after = seen(mixed, has_region);
        let is_nearer = |at: &usize| before[*at] != wanted[*at] && after[*at] == wanted[*at];
        let works = ours.is_ok() != theirs.is_ok() && mixed.is_ok() == theirs.is_ok();
        (0..wanted.len()).filter(is_nearer).count() + usize::from(works)
    };
    let outcome = |rules: &Rules| resolve_by(facts, ours.client, rules, flags);
    let alone = FIELDS.iter().map(|field| {
        let mut rules = *our_rules;
        (field.put)(&mut rules, their_rules);
        (field.why, outcome(&rules))
    });
    let alone: Vec<_> = alone.collect();
    let mut proven = alone.iter().filter(|(_, mixed)| does_the_same(mixed)).peekable();
    if proven.peek().is_some() {
        return proven.find_map(|(why, _)| why(&comparison)).unwrap_or_default();
    }
    let most = alone.iter().map(|(_, mixed)| nearness(mixed)).max().unwrap_or_default();
    let mut nearest = alone.iter().filter(|(_, mixed)| most > 0 && nearness(mixed) == most);
    let (mut rules, mut last) = (*our_rules, 0);
    let together = || {
        FIELDS.iter().find_map(|field| {
            (field.put)(&mut rules, their_rules);
            let now = nearness(&outcome(&rules));
            let is_nearer = now > std::mem::replace(&mut last, now);
            if is_nearer { (field.why)(&comparison) } else { None }
        })
    };
    nearest.find_map(|(why, _)| why(&comparison)).or_else(together).unwrap_or_default()
}

/// Returns what a person would see: profile, region, place, account, and what goes with it.
fn seen(resolution: &Resolution, has_region: bool) -> [Option<String>; 8] {
    let profile = resolution.profile.as_ref().map(|profile| profile.value.to_string_lossy());
    let region = region(resolution).filter(|_| has_region);
    let credentials = resolution.credentials.as_ref();
    [
        profile.map(Cow::into_owned),
        region.map(|region| region.to_string_lossy().into_owned()),
        credentials.map(|found| found.provider.place().described().to_owned()),
        credentials.and_then(|found| found.identity.clone()),
        resolution.account().map(|account| account.id.as_str().to_owned()),
        credentials.map(|found| found.session_token.to_string()),
        credentials.map(|found| found.asks_mfa.to_string()),
        credentials.map(|found| is_kept_session(found).to_string()),
    ]
}

fn kind(resolution: &Resolution) -> Option<FailureKind> {
    resolution.failure.as_ref().map(|failure| failure.kind)
}
