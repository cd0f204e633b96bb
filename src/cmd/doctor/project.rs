//! Checks of the project in the working directory and of the cluster, with `--project`.

use super::{Check, Finding};
use crate::aws::{AccountId, Facts, FailureKind, Flags, Origin, Resolution, remedy};
use crate::printable::short;
use crate::project::{
    ProjectBounds, Purpose, ResolvedTarget, current_cluster, found_tools, targets_of_directory,
};
use crate::prompt::{Settings, segment};

pub(super) fn findings(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    settings: &Settings,
    found: &mut Vec<Finding>,
) {
    let shown =
        |account: &AccountId| segment::shown_account(account, settings, &facts.world.environment);
    let of_tool =
        |tool| targets_of_directory(facts, &Flags::default(), (tool, ProjectBounds::OF_COMMAND));
    for targets in found_tools(facts.lookup).into_iter().map(of_tool) {
        for target in &targets {
            found.extend(missing_profile(target));
            found.extend(refused(target, shown));
            found.extend(unlimited(target));
            found.extend(state_elsewhere(target, &targets, shown));
        }
    }
    let is_told = found.iter().any(|finding| finding.check == Check::ClusterElsewhere);
    let own = ours.account().filter(|account| account.is_certain()).map(|account| account.id);
    let cluster = current_cluster(facts, &Flags::default()).account;
    if let (Some(own), Some(account), false) = (own, cluster, is_told)
        && own != account
    {
        found.push(Finding::new(Check::ClusterElsewhere, Origin::Default, shown(&account)));
    }
}

/// Finds a profile that the project names and the AWS files do not have.
fn missing_profile(target: &ResolvedTarget) -> Option<Finding> {
    let failure = target.resolution.failure.as_ref()?;
    let (profile, place) = target.certain_profile()?;
    let is_missing = failure.kind == FailureKind::ProfileNotFound;
    let what = format!("{} has the profile {}", target.said.name, short(profile));
    is_missing.then(|| Finding::new(Check::ProjectProfileMissing, place.clone(), what))
}

/// Finds a provider that refuses the account to which its profile or role leads.
fn refused(target: &ResolvedTarget, shown: impl Fn(&AccountId) -> String) -> Option<Finding> {
    let limits = target.said.limits.as_ref()?;
    let account = target.account_of_credentials()?;
    let what = format!("{} leads to {}", target.said.name, shown(&account));
    let finding = || Finding::new(Check::ProjectAccountRefused, limits.place.clone(), what);
    limits.refuses(&account).then(finding)
}

/// Finds a provider that would make changes in any account.
fn unlimited(target: &ResolvedTarget) -> Option<Finding> {
    let limits = target.said.limits.as_ref().filter(|limits| !limits.is_limited)?;
    let place = limits.place.clone();
    let finding = Finding::new(Check::ProjectUnlimited, place, target.said.name.clone());
    Some(match &target.account {
        Some(account) => {
            finding.with_remedy(remedy!("add allowed_account_ids = [\"{}\"]", account.as_str()))
        }
        None => finding,
    })
}

/// Finds a backend in another account than those that the providers change.
fn state_elsewhere(
    target: &ResolvedTarget,
    targets: &[ResolvedTarget],
    shown: impl Fn(&AccountId) -> String,
) -> Option<Finding> {
    let state = target.account.filter(|_| target.said.purpose == Purpose::State)?;
    let deploys = targets.iter().filter(|other| other.said.purpose == Purpose::Deploys);
    let accounts = deploys.map(|other| other.account).collect::<Option<Vec<_>>>()?;
    let other = accounts.first().filter(|_| !accounts.contains(&state))?;
    let place = target.decides_account().map_or(Origin::Default, |part| part.place.clone());
    let what = format!("the state is in {}, the changes in {}", shown(&state), shown(other));
    Some(Finding::new(Check::ProjectStateElsewhere, place, what))
}
