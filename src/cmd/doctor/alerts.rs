//! What the segment says of the next command: each of its alerts has a finding.

use super::{Check, Finding, Severity};
use crate::aws::inventory::Inventory;
use crate::aws::{
    Facts, Failure, FailureKind, MOST_SOURCES, Origin, Provider, Remedy, Resolution,
    endpoint_service, remedy,
};
use crate::cmd::hint::pasteable;
use crate::cmd::{expected, misnamed, remedies};
use crate::printable::{printable, short};
use crate::prompt::Alert;

/// Says what the alerts are about, unless one of the findings says it; `switches` leads to what is
/// expected.
pub(super) fn findings(
    findings: &mut Vec<Finding>,
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    (alerts, switches): (&[Alert], Option<&Remedy>),
    inventory: &Inventory<'_, '_>,
) {
    for alert in alerts {
        let found = match alert {
            Alert::Failure(_) => {
                let failure = ours.failure.as_ref();
                let found = (&**findings, inventory);
                failure.and_then(|failure| refusal(facts, ours, failure, alerts, found))
            }
            Alert::Not(profile) => Some(outranked(profile, ours, facts, inventory)),
            Alert::Expired => expired(facts, ours, findings),
            Alert::Split(clients) => {
                differing(clients.iter().map(|(client, of)| (client.title(), of.name())), findings)
            }
            Alert::Expected(mismatches) => {
                let home = facts.world.locations.home.as_deref();
                let what = expected::described(mismatches, home);
                let finding = Finding::new(Check::NotAsExpected, Origin::Default, what);
                Some(finding.with_remedy(expected::remedy_of(mismatches, switches)))
            }
            Alert::Locked(account) => {
                let what = expected::locked(account);
                let finding = Finding::new(Check::NotAsExpected, Origin::Default, what);
                Some(finding.with_remedy(expected::unlock(switches)))
            }
            Alert::ForbiddenRegion(region) => {
                let what = format!("the class of the account does not allow {}", printable(region));
                let finding = Finding::new(Check::NotAsExpected, Origin::Default, what);
                Some(finding.with_remedy(expected::other_region()))
            }
            Alert::Endpoint => endpoint(facts, ours),
            Alert::Project(accounts) => {
                let what =
                    accounts.iter().map(|(_, shown)| &**shown).collect::<Vec<_>>().join(", ");
                Some(Finding::new(Check::ProjectElsewhere, Origin::Default, what))
            }
            Alert::Kube(_, account) => {
                Some(Finding::new(Check::ClusterElsewhere, Origin::Default, account.clone()))
            }
            // Checks of the files, of the hook and of the settings find these.
            Alert::Hides(_)
            | Alert::Region
            | Alert::Settings
            | Alert::Unexported(_)
            | Alert::UnexportedVariable(_) => None,
        };
        findings.extend(found);
    }
}

/// Says that something outside the profiles takes precedence over the chosen one (rules 7.1 and
/// 7.8).
fn outranked(
    profile: &str,
    ours: &Resolution,
    facts: &Facts<'_, '_>,
    inventory: &Inventory<'_, '_>,
) -> Finding {
    let environment = &facts.world.environment;
    let provider = ours.provider_outside_profile().unwrap_or(Provider::Environment);
    let (variable, verb) = match provider {
        Provider::Environment => ("AWS_ACCESS_KEY_ID", "take"),
        Provider::WebIdentity => {
            let origin = ours.credentials.as_ref().map(|found| &found.origin);
            let variable = origin.and_then(Origin::variable);
            (variable.unwrap_or("AWS_WEB_IDENTITY_TOKEN_FILE"), "takes")
        }
        _ => return of_host(profile, provider, ours),
    };
    let what =
        format!("{} {verb} precedence over profile {}", provider.described(), short(profile));
    // Its role is assumed with these very keys, but only when it is given explicitly (rule 7.7).
    let source = inventory.profile(profile).and_then(|found| found.get("credential_source"));
    let remedy = if source.is_some_and(|source| source.value == "Environment") {
        Some(remedy!("give the command --profile {}", pasteable(profile)))
    } else {
        remedies::let_profile_win(provider, environment)
    };
    Finding { remedy, ..Finding::of_variable(Check::KeysOutrankProfile, variable, what) }
}

/// Says that the host's role is used because the profile has no credentials.
fn of_host(profile: &str, provider: Provider, ours: &Resolution) -> Finding {
    let what = format!("{} steps in for profile {}", provider.described(), short(profile));
    let place = ours.profile.as_ref().map_or(Origin::Default, |profile| profile.origin.clone());
    Finding::new(Check::ProfileWithoutCredentials, place, what)
        .with_remedy(remedies::give_credentials(profile))
}

/// Says that the credentials in use have ended.
fn expired(facts: &Facts<'_, '_>, ours: &Resolution, found: &[Finding]) -> Option<Finding> {
    if found.iter().any(|finding| finding.check == Check::ExportedKeysExpired) {
        return None;
    }
    let credentials = ours.credentials.as_ref()?;
    let expires = credentials.expires.as_ref()?;
    let check = match credentials.base.as_ref().map_or(credentials.provider, |base| base.provider) {
        Provider::Environment => Check::ExportedKeysExpired,
        Provider::CredentialsFile | Provider::ConfigFile => Check::FileKeysExpired,
        _ => Check::SessionEnded,
    };
    let what = format!("they ended at {}", expires.at.value);
    let finding = Finding::new(check, expires.at.origin.clone(), what);
    Some(Finding { remedy: remedies::renewal(ours, facts.world), ..finding })
}

/// What makes clients differ, and has checks of its own.
const DIFFERENCES: [Check; 12] = [
    Check::SectionIgnored,
    Check::ProfileReplaced,
    Check::TwoDefaults,
    Check::DefaultSection,
    Check::IndentedSection,
    Check::ColonForEquals,
    Check::KeysBesideSso,
    Check::KeysBesideLogin,
    Check::KeysBesideProcess,
    Check::TwoProfileVariables,
    Check::TwoRegionVariables,
    Check::UnexpandedPath,
];

/// Says that other clients reach something else.
fn differing<'c>(
    clients: impl Iterator<Item = (&'c str, &'c str)>,
    found: &[Finding],
) -> Option<Finding> {
    if found.iter().any(|finding| DIFFERENCES.contains(&finding.check)) {
        return None;
    }
    let clients: Vec<_> = clients.map(|(client, of)| format!("{client}: another {of}")).collect();
    Some(Finding::new(Check::ClientsDiffer, Origin::Default, clients.join(", ")))
}

fn endpoint(facts: &Facts<'_, '_>, ours: &Resolution) -> Option<Finding> {
    let endpoint = ours.endpoint.as_ref()?;
    let host = short(&endpoint.value.to_string_lossy());
    let what = match endpoint_service(facts, ours) {
        Some(service) => format!("{host}, for {} alone", short(&service)),
        None => host,
    };
    let finding = Finding::new(Check::EndpointOverridden, endpoint.origin.clone(), what);
    Some(Finding { remedy: remedies::unless_wanted(endpoint), ..finding })
}

fn is_nobodys_choice(ours: &Resolution, failure: &Failure, alerts: &[Alert]) -> bool {
    ours.chosen_profile().is_none() && failure.provider.is_none() && alerts.len() == 1
}

/// Says that another profile has to be chosen, if there is one.
fn unchosen(facts: &Facts<'_, '_>, ours: &Resolution) -> Option<Finding> {
    let what = ours.failure.as_ref()?.shown(facts.world.locations.home.as_deref());
    let finding = Finding::new(Check::NoProfileChosen, Origin::Default, what);
    Some(finding.with_remedy(misnamed::choosing(facts)?))
}

/// Says that the AWS CLI would refuse the next command, unless another finding says why.
fn refusal(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    failure: &Failure,
    alerts: &[Alert],
    (found, inventory): (&[Finding], &Inventory<'_, '_>),
) -> Option<Finding> {
    let is_told = match failure.kind {
        FailureKind::ConfigParse { .. } | FailureKind::ProfileNotFound => true,
        FailureKind::SsoToken | FailureKind::LoginRefresh => false,
        FailureKind::Expired => failure.provider == Some(Provider::Environment),
        // Nobody chose anything, and there is nothing to use: nothing is wrong with an unused machine.
        FailureKind::NoCredentials if is_nobodys_choice(ours, failure, alerts) => {
            return unchosen(facts, ours);
        }
        _ => {
            let places = places_in_use(ours, inventory);
            let is_about_it = |finding: &&Finding| match &finding.place {
                place if Some(place) == failure.origin.as_ref() => true,
                Origin::Environment(_) => failure.origin.is_none(),
                Origin::File { line: Some(_), .. } => places.contains(&finding.place),
                _ => true,
            };
            // Who may read a file stops nobody.
            let is_open =
                |check| matches!(check, Check::CredentialsReadable | Check::CacheReadable);
            let mut faults =
                found.iter().filter(|it| it.severity() == Severity::Fault && !is_open(it.check));
            faults.any(|finding| is_about_it(&finding))
        }
    };
    if is_told {
        return None;
    }
    let check = match failure.kind {
        FailureKind::SsoToken | FailureKind::LoginRefresh | FailureKind::Expired => {
            Check::SessionEnded
        }
        _ => Check::ClientRefuses,
    };
    let place = ours.profile.as_ref().map_or(Origin::Default, |profile| profile.origin.clone());
    let what = failure.shown(facts.world.locations.home.as_deref());
    let remedy = remedies::next_step(ours, failure, facts);
    Some(Finding::new(check, place, what).with_remedy(remedy))
}

/// Returns where the settings of the chosen profile are, and those of its sources and of their
/// sessions: a fault elsewhere is not why the next command is refused.
fn places_in_use(ours: &Resolution, inventory: &Inventory<'_, '_>) -> Vec<Origin> {
    let chosen = ours.profile.as_ref().and_then(|profile| profile.value.to_str());
    let mut next = inventory.profile(chosen.unwrap_or("default"));
    let mut places = Vec::new();
    for _ in 0..MOST_SOURCES {
        let Some(profile) = next else { break };
        places.extend(profile.settings().map(|(_, setting)| setting.origin()));
        if let Some(name) = profile.get("sso_session")
            && let Some(session) = inventory.session(name.value)
        {
            places.extend(session.settings().map(|(_, setting)| setting.origin()));
        }
        next = profile.get("source_profile").and_then(|source| inventory.profile(source.value));
    }
    places
}
