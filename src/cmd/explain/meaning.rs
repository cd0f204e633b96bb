//! What an alert means, and what to do about it.

use super::Explanation;
use crate::{
    aws::{
        credentials::Provider,
        sourced::{Origin, Sourced},
    },
    cmd::hint,
    printable::{clipped, printable, short_path},
    prompt::{alerts::Alert, expectation::Mismatch, standing::LOCK},
};

/// What an alert means, and the next step, if there is one to type.
pub(super) struct Meaning {
    pub(super) text: String,
    pub(super) remedy: Option<String>,
}

impl Meaning {
    /// Explains an alert; the failure of a client is told elsewhere.
    pub(super) fn of(alert: &Alert, explanation: &Explanation<'_>) -> Option<Self> {
        let resolution = &explanation.ours;
        let environment = explanation.environment;
        let (text, remedy) = match alert {
            Alert::Failure(_) => return None,
            Alert::Not(profile) => outranked(profile, explanation),
            Alert::Unexported(_) => (
                "the profile is set in the shell and not exported to commands".into(),
                Some("export AWS_PROFILE".into()),
            ),
            Alert::Split(_) => ("other clients land elsewhere; see below".into(), None),
            Alert::Expired => {
                let meaning = "the credentials have ended, and AWS will refuse them";
                (meaning.into(), hint::renewal(resolution, environment))
            }
            Alert::Region => (
                "the region is set to nothing, and requests have nowhere to go".into(),
                unset(resolution.region.as_ref()),
            ),
            Alert::Endpoint => (
                "requests go to the endpoint above, not to AWS".into(),
                unset(resolution.endpoint.as_ref()),
            ),
            Alert::Expected(mismatches) => (unexpected(mismatches, explanation), None),
            Alert::Locked(account) => (
                format!(
                    "{LOCK} binds this shell to {}, and this is another account or one that is not \
                     known offline",
                    printable(account)
                ),
                None,
            ),
            Alert::ForbiddenRegion(region) => {
                let class = explanation.class.as_ref().map_or("", |(class, _)| &class.name);
                let (class, region) = (printable(class), printable(region));
                (format!("the class {class} does not allow the region {region}"), None)
            }
            Alert::Settings => {
                let settings = explanation.settings;
                let is_of_settings = |mistake: &String| !settings.is_of_directory(mistake);
                let hint = settings.mistakes.iter().any(is_of_settings);
                let mistakes = settings.mistakes.join("; ");
                (clipped(&mistakes), hint.then(|| "awsprompt config".to_owned()))
            }
        };
        Some(Self { text, remedy })
    }
}

/// Says what goes before the chosen profile.
fn outranked(profile: &str, explanation: &Explanation<'_>) -> (String, Option<String>) {
    let winner = explanation.ours.provider_outside_profile().unwrap_or(Provider::Environment);
    let profile = hint::pasteable(profile);
    let text = match winner {
        Provider::Environment => format!("exported keys go before the profile {profile}"),
        Provider::WebIdentity => {
            format!("the environment's web identity goes before the profile {profile}")
        }
        _ => format!(
            "the profile {profile} has no credentials, and {} steps in; give it some, or a role",
            winner.described()
        ),
    };
    let remedy = if explanation.profile_needs_exported_keys {
        Some(format!("aws --profile {profile}   # assumes the role with these keys"))
    } else {
        hint::against(winner, explanation.environment)
    };
    (text, remedy)
}

/// Takes back what the environment says, if that is where it comes from.
fn unset<T>(sourced: Option<&Sourced<T>>) -> Option<String> {
    match &sourced?.origin {
        Origin::Environment(name) => Some(format!("unset {name}")),
        _ => None,
    }
}

/// Says what the working directory expects, and what is there instead.
fn unexpected(mismatches: &[Mismatch], explanation: &Explanation<'_>) -> String {
    let directory = explanation.settings.directory.as_ref();
    let file = directory.map(|directory| short_path(&directory.file, explanation.home));
    let told = mismatches.iter().map(|Mismatch { of, wanted, found }| {
        let found = match found {
            Some(found) => format!("this is {}", printable(found)),
            None if *of == "class" => "this belongs to none".to_owned(),
            None => "what this is is not known offline".to_owned(),
        };
        format!("the {of} {}, and {found}", printable(wanted))
    });
    let told: Vec<_> = told.collect();
    format!("{} expects {}", file.unwrap_or_default(), told.join("; "))
}
