//! What an alert means, and what to do about it.

use std::path::Path;

use super::Explanation;
use crate::aws::{Origin, Provider, Remedy, Sourced, remedy};
use crate::cmd::{hint, remedies};
use crate::policy::{FILE_NAME, LOCK, Mismatch, Scope};
use crate::printable::{clipped, printable, short, short_path};
use crate::prompt::Alert;

/// Explains an alert, with the next step if there is one to type; a failure is explained elsewhere.
pub(super) fn of(alert: &Alert, explanation: &Explanation<'_>) -> Option<(String, Option<Remedy>)> {
    let resolution = &explanation.ours;
    Some(match alert {
        Alert::Failure(_) => return None,
        Alert::Not(profile) => outranked(profile, explanation),
        Alert::Unexported(_) => (
            "the profile is set in the shell and not exported to commands".into(),
            Some(remedy!("export AWS_PROFILE")),
        ),
        Alert::UnexportedLock => (
            format!("{LOCK} is set in the shell and not exported, so it locks nothing"),
            Some(remedy!("export {LOCK}")),
        ),
        Alert::Split(_) => ("other clients use another account or region; see below".into(), None),
        Alert::Expired => (
            "the credentials have expired, and AWS will reject them".into(),
            remedies::renewal(resolution, explanation.world),
        ),
        Alert::Region => (
            "the region is empty, so requests have no endpoint".into(),
            unset(resolution.region.as_ref()),
        ),
        Alert::Endpoint => (
            "requests go to the endpoint above, not to AWS".into(),
            unset(resolution.endpoint.as_ref()),
        ),
        Alert::Expected(mismatches) => (unexpected(mismatches, explanation), None),
        Alert::Locked(account) => {
            let account = printable(account);
            let text = format!(
                "{LOCK} binds this shell to {account}, and this is another account or one that is \
                 not known offline"
            );
            (text, None)
        }
        Alert::ForbiddenRegion(region) => {
            let class = explanation.class.as_ref().map_or("", |(class, _)| &class.name);
            let (class, region) = (printable(class), printable(region));
            (format!("the class {class} does not allow the region {region}"), None)
        }
        Alert::Settings => {
            let errors = &explanation.settings.policy.errors;
            let hint = errors.iter().any(|error| !matches!(error.scope, Scope::Directory(_)));
            let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
            (clipped(&errors.join("; ")), hint.then(|| remedy!("awsprompt config")))
        }
    })
}

fn outranked(profile: &str, explanation: &Explanation<'_>) -> (String, Option<Remedy>) {
    let provider = explanation.ours.provider_outside_profile().unwrap_or(Provider::Environment);
    let profile = hint::pasteable(profile);
    let text = match provider {
        Provider::Environment => {
            format!("exported keys take precedence over the profile {profile}")
        }
        Provider::WebIdentity => {
            format!("the environment's web identity takes precedence over the profile {profile}")
        }
        _ => format!(
            "the profile {profile} has no credentials, and {} steps in; give it some, or a role",
            provider.described()
        ),
    };
    let remedy = if explanation.profile_needs_exported_keys {
        Some(remedy!("aws --profile {profile}   # assumes the role with these keys"))
    } else {
        remedies::let_profile_win(provider, &explanation.world.environment)
    };
    (text, remedy)
}

/// Removes the variable that a value comes from, if it comes from one.
fn unset<T>(sourced: Option<&Sourced<T>>) -> Option<Remedy> {
    match &sourced?.origin {
        Origin::Environment(name) => Some(Remedy::unset(name.clone())),
        _ => None,
    }
}

/// Says what the working directory expects, and what is there instead.
fn unexpected(mismatches: &[Mismatch], explanation: &Explanation<'_>) -> String {
    let mut file = None;
    let told = mismatches.iter().map(|mismatch| {
        let found = match &mismatch.found {
            Some(found) => format!("this is {}", short(found)),
            None => mismatch.of.missing().to_owned(),
        };
        let told = format!("the {} {}, and {found}", mismatch.of.name(), mismatch.wanted());
        // All mismatches of one file stand together.
        if mismatch.file == file {
            return told;
        }
        file.clone_from(&mismatch.file);
        let path = file.as_deref().unwrap_or_else(|| Path::new(FILE_NAME));
        format!("{} expects {told}", short_path(path, explanation.home()))
    });
    told.collect::<Vec<_>>().join("; ")
}
