//! What to do where a profile names a source or a session that is not there, or none at all.

use super::hint::pasteable;
use super::near::near;
use crate::aws::inventory::Inventory;
use crate::aws::{Profile, Remedy, remedy};
use crate::printable::short;

/// Says what a role is assumed with whose profile does not say it, but has credentials itself.
pub(super) fn without_source(name: &str, inventory: &Inventory<'_, '_>) -> Remedy {
    let profile = inventory.profile(name).unwrap_or_default();
    let has = |key: &&str| profile.get(key).is_some();
    if ["aws_access_key_id", "aws_secret_access_key"].iter().all(has) {
        // A profile may be its own source if it has keys (rule 7.6).
        return remedy!("add source_profile = {} below the role_arn", short(name));
    }
    let others = ["credential_process", "login_session", "sso_account_id"];
    match others.iter().find(|key| has(key)) {
        Some(key) => remedy!(
            "delete the role_arn, or move {key} to a profile of its own and name that with source_profile"
        ),
        None => remedy!("add source_profile = NAME below the role_arn"),
    }
}

/// Says which session a profile may have meant.
pub(super) fn missing_session(name: &str, inventory: &Inventory<'_, '_>) -> Remedy {
    let sessions: Vec<_> = inventory.sessions().map(|(name, _)| name).collect();
    match (&near(name, sessions.iter().copied())[..], &sessions[..]) {
        ([session, ..], _) => remedy!("write sso_session = {}", short(session)),
        ([], []) => remedy!("aws configure sso-session"),
        ([], _) => {
            let sessions: Vec<_> = sessions.into_iter().map(short).collect();
            remedy!(
                "name one of the sessions that are there: {}; or aws configure sso-session",
                sessions.join(", ")
            )
        }
    }
}

/// Says which source profile was meant: the name of a header, a session's, or one with a typo.
pub(super) fn missing_source(name: &str, inventory: &Inventory<'_, '_>) -> Remedy {
    // Only a header has the word before the name.
    let bare = name.strip_prefix("profile ").map(str::trim_start);
    if let Some(bare) = bare.filter(|bare| inventory.profile(bare).is_some()) {
        return remedy!("write source_profile = {}", short(bare));
    }
    if inventory.session(name).is_some() {
        let of_session = |profile: &Profile<'_, '_>| {
            profile.get("sso_session").is_some_and(|session| session.value == name)
                && profile.get("sso_account_id").is_some()
        };
        let profile = inventory.profiles().find(|(_, profile)| of_session(profile));
        return match profile {
            Some((profile, _)) => remedy!("write source_profile = {}", short(profile)),
            None => remedy!("make a profile with sso_session = {}, and name that", short(name)),
        };
    }
    let names: Vec<_> = inventory.profiles().map(|(name, _)| name).collect();
    match &near(name, names.iter().copied())[..] {
        [only] => remedy!("write source_profile = {}", short(only)),
        _ => remedy!("correct the name, or add the profile"),
    }
}

/// Says which profile was meant that a `credential_process` asks the AWS CLI for.
pub(super) fn missing_exported(name: &str, inventory: &Inventory<'_, '_>) -> Remedy {
    let names: Vec<_> = inventory.profiles().map(|(name, _)| name).collect();
    match &near(name, names.iter().copied())[..] {
        [only] => remedy!("write --profile {} in the command", pasteable(only)),
        _ => remedy!("name another profile in the command, or add the profile {}", short(name)),
    }
}
