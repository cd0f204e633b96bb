//! What an alert means, and what to do about it.

use super::Explanation;
use crate::aws::{AccountId, Provider, Remedy, remedy};
use crate::cmd::mark::marked_shell;
use crate::cmd::{expected, hint, regions, remedies};
use crate::policy::{LOCK, Scope};
use crate::printable::{clipped, printable, short};
use crate::prompt::Alert;

/// Explains an alert, with the next step if there is one to type; a failure is explained elsewhere.
pub(super) fn of(alert: &Alert, explanation: &Explanation<'_>) -> Option<(String, Option<Remedy>)> {
    let resolution = &explanation.ours;
    let switches = explanation.switches.as_ref();
    Some(match alert {
        // Only the hook knows the name of a profile that is not exported.
        Alert::Failure(_) | Alert::Unexported(_) => return None,
        Alert::Not(profile) => outranked(profile, explanation),
        Alert::UnexportedVariable(name) => {
            let text = match *name {
                LOCK => format!("{LOCK} is set in the shell and not exported, so it locks nothing"),
                _ => format!("{name} is set in the shell and not exported to commands"),
            };
            (text, Some(remedies::export(marked_shell(&explanation.world.environment), name)))
        }
        Alert::Split(_) => ("other clients use another account or region; see below".into(), None),
        Alert::Hides(provider) => (
            format!("keys of the credentials file are used in place of {}", provider.described()),
            remedies::delete_hiding_keys(resolution, explanation.world),
        ),
        Alert::Expired => (
            "the credentials have expired, and AWS will reject them".into(),
            remedies::renewal(resolution, explanation.world),
        ),
        Alert::Region => (
            "the region is empty, so requests have no endpoint".into(),
            resolution
                .region
                .as_ref()
                .map(|region| regions::of_empty_region(region, &explanation.world.environment)),
        ),
        Alert::Endpoint => endpoint(explanation),
        Alert::Project(accounts) => project(accounts),
        Alert::Kube(_, account) => cluster(account),
        Alert::Expected(mismatches) => {
            let text = expected::described(mismatches, explanation.home());
            (text, Some(expected::remedy_of(mismatches, switches)))
        }
        Alert::Locked(account) => (expected::locked(account), Some(expected::unlock(switches))),
        Alert::ForbiddenRegion(region) => {
            let class = explanation.class.as_ref().map_or("", |(class, _)| &class.name);
            let (class, region) = (printable(class), printable(region));
            let text = format!("the class {class} does not allow the region {region}");
            (text, Some(expected::other_region()))
        }
        Alert::Settings => {
            let errors = &explanation.settings.policy.errors;
            let hint = errors.iter().any(|error| !matches!(error.scope, Scope::Directory(_)));
            let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
            let remedy =
                if hint { remedy!("awsprompt config") } else { remedy!("correct the file") };
            (clipped(&errors.join("; ")), Some(remedy))
        }
    })
}

fn endpoint(explanation: &Explanation<'_>) -> (String, Option<Remedy>) {
    let text = match &explanation.endpoint_service {
        Some(service) => format!(
            "requests to {} go to the endpoint above; those to a service without an \
             endpoint of its own go to AWS",
            short(service)
        ),
        None => "requests go to the endpoint above, not to AWS".into(),
    };
    (text, explanation.ours.endpoint.as_ref().and_then(remedies::unless_wanted))
}

fn project(accounts: &[(AccountId, String)]) -> (String, Option<Remedy>) {
    let accounts: Vec<_> = accounts.iter().map(|(_, shown)| &**shown).collect();
    let accounts = clipped(&accounts.join(", "));
    let text = format!("the tool of the project in this directory makes changes in {accounts}");
    (text, Some(remedy!("awsprompt project")))
}

fn cluster(account: &str) -> (String, Option<Remedy>) {
    let text = format!("the cluster of the current context of kubectl is in {account}");
    (text, Some(remedy!("awsprompt project --tool kubectl")))
}

fn outranked(profile: &str, explanation: &Explanation<'_>) -> (String, Option<Remedy>) {
    let provider = explanation.ours.provider_outside_profile().unwrap_or(Provider::Environment);
    let name = hint::pasteable(profile);
    let text = match provider {
        Provider::Environment => {
            format!("exported keys take precedence over the profile {name}")
        }
        Provider::WebIdentity => {
            format!("the environment's web identity takes precedence over the profile {name}")
        }
        _ => {
            format!("the profile {name} has no credentials, and {} steps in", provider.described())
        }
    };
    let remedy = if explanation.profile_needs_exported_keys {
        Some(remedy!("aws --profile {name}   # assumes the role with these keys"))
    } else {
        let remedy = remedies::let_profile_win(provider, &explanation.world.environment);
        Some(remedy.unwrap_or_else(|| remedies::give_credentials(profile)))
    };
    (text, remedy)
}
