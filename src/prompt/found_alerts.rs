//! Which alerts there are on what AWS CLI v2 would do.

use std::mem::ManuallyDrop;

use super::alerts::{Alert, Gravity};
use super::request::Request;
use super::settings::Settings;
use super::shown::shown_account;
use crate::aws::expiry::Expiry;
use crate::aws::{AccountId, Client, Facts, Flags, Resolution, difference, resolve};
use crate::policy::{Assessment, LOCK, Violation};
use crate::project::{certain_accounts, current_cluster};

/// Collects the alerts on what AWS CLI v2 would do, in the order of the contract.
pub(crate) fn alerts(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    resolution: &Resolution,
    assessment: &Assessment<'_>,
    request: &Request<'_>,
) -> Vec<Alert> {
    let failure = resolution.failure.as_ref().map(|failure| Alert::Failure(failure.kind));
    let expires = resolution.credentials.as_ref().and_then(|found| found.expires.as_ref());
    let end = expires.and_then(Expiry::end).filter(|_| resolution.is_ok());
    let has_ended = end.is_some_and(|end| facts.world.clock.has_reached(end));
    let loser = resolution.provider_outside_profile().and(resolution.chosen_profile());
    let loser = loser.map(|profile| profile.to_string_lossy().into_owned());
    let not = loser.filter(|profile| assessment.marker.as_ref() != Some(profile));
    let split = split(facts, flags, resolution, not.is_some(), &request.settings.clients);
    let region = resolution.region.as_ref().filter(|region| region.value.is_empty());
    // What refuses to run uses nothing.
    let violations = if resolution.is_ok() { &assessment.violations[..] } else { &[] };
    let mismatches: Vec<_> = violations.iter().filter_map(Violation::mismatch).cloned().collect();
    let lock = violations.iter().find_map(Violation::lock);
    let policy = &request.settings.policy;
    let lock = lock.or_else(|| assessment.lock_before_login(facts, resolution, policy));
    let forbidden = violations.iter().find_map(Violation::region);
    let alerts = [
        failure,
        has_ended.then_some(Alert::Expired),
        not.map(Alert::Not),
        resolution.hidden().filter(|_| resolution.is_ok()).map(Alert::Hides),
        request.unexported.clone().map(Alert::Unexported),
        request.unexported_variable.map(Alert::UnexportedVariable),
        request.has_unexported_lock.then_some(Alert::UnexportedVariable(LOCK)),
        (!mismatches.is_empty()).then_some(Alert::Expected(mismatches)),
        lock.map(|account| Alert::Locked(account.to_owned())),
        split,
        region.map(|_| Alert::Region),
        forbidden.map(|region| Alert::ForbiddenRegion(region.to_owned())),
        resolution.endpoint.as_ref().map(|_| Alert::Endpoint),
        project(facts, flags, resolution, request.settings),
        kube(facts, flags, resolution, request.settings),
        request.has_error.then_some(Alert::Settings),
    ];
    let is_grave = |alert: &Alert| alert.gravity() != Gravity::Notice;
    let (mut alerts, notices): (Vec<_>, Vec<_>) = alerts.into_iter().flatten().partition(is_grave);
    alerts.extend(notices);
    alerts
}

/// Finds the other accounts in which the project in the working directory makes changes.
fn project(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    settings: &Settings,
) -> Option<Alert> {
    let own = certain_account(ours).filter(|_| settings.project)?;
    let others = certain_accounts(facts, flags).into_iter().filter(|account| *account != own);
    let environment = &facts.world.environment;
    let shown = |account| (account, shown_account(&account, settings, environment));
    let accounts: Vec<_> = others.map(shown).collect();
    (!accounts.is_empty()).then_some(Alert::Project(accounts))
}

/// Finds the other account in which the cluster of the current context is.
fn kube(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    settings: &Settings,
) -> Option<Alert> {
    let own = certain_account(ours).filter(|_| settings.kube)?;
    let account = current_cluster(facts, flags).account.filter(|account| *account != own)?;
    let shown = shown_account(&account, settings, &facts.world.environment);
    Some(Alert::Kube(account, shown))
}

/// Returns the account in use, if that is known.
fn certain_account(ours: &Resolution) -> Option<AccountId> {
    let account = ours.account().filter(|account| ours.is_ok() && account.is_certain())?;
    Some(account.id)
}

/// Finds the clients that reach another account or region than AWS CLI v2.
///
/// Where the chosen profile has lost already, a client that does use it is no news.
fn split(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    profile_lost: bool,
    clients: &[Client],
) -> Option<Alert> {
    let mut split = Vec::new();
    if ours.is_ok() {
        for &client in clients {
            // The process is about to end, which frees everything at once.
            let theirs = ManuallyDrop::new(resolve(facts, client, flags));
            let is_news = !profile_lost || theirs.provider_outside_profile().is_some();
            split.extend(
                difference::split(ours, &theirs).filter(|_| is_news).map(|of| (client, of)),
            );
        }
    }
    (!split.is_empty()).then_some(Alert::Split(split))
}
