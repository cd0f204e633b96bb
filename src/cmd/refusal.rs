//! Why AWS did not answer the AWS CLI, and what mends it.

use std::{borrow::Cow, ffi::OsStr};

use super::hint;
use crate::{
    aws::{
        account::AccountId, caller::Run, environment::Environment, provider::Provider,
        remedy::Remedy, resolution::Resolution, sourced::Origin, world::World,
    },
    printable::{printable, short_path},
    prompt::{segment, settings::Settings},
};

/// The longest part of a message of the AWS CLI that is passed on, in characters.
const LONGEST_MESSAGE: usize = 300;

/// What is in messages that quote a header with the key id as it stands in a file, or what a
/// program of the user's has said, or a question instead of a message; and what is said in their
/// place.
const NOT_PASSED_ON: [(&str, &str); 3] = [
    ("AWS4-HMAC-SHA256", "the access keys contain unexpected characters"),
    ("custom-process", "credential_process has failed"),
    ("Enter MFA code", "there is no terminal to type an MFA code in"),
];

/// How long an access key id is.
const KEY_ID_LENGTH: usize = 20;

/// Why AWS did not answer, and what to do.
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) hint: Remedy,
}

/// Finds out why AWS did not answer.
pub(super) fn refused(run: &Run, ours: &Resolution, world: &World, settings: &Settings) -> Refusal {
    let home = world.locations.home.as_deref();
    // What is known offline is said in awsprompt's words: those of the AWS CLI may quote a file.
    if let Some(failure) = &ours.failure {
        let hint = hint::next_step(ours, failure, &world.environment);
        return Refusal {
            message: failure.shown(home),
            hint: hint.unwrap_or_else(|| "awsprompt explain".into()),
        };
    }
    let last = run.stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let last: String = last.trim().chars().take(LONGEST_MESSAGE).collect();
    let known = NOT_PASSED_ON.iter().find(|(mark, _)| run.stderr.contains(mark));
    let message = match known {
        Some((_, meaning)) => (*meaning).to_owned(),
        None if last.is_empty() => "it said nothing".to_owned(),
        None => with_fit_words(&last, |word| shown(word, settings, &world.environment)),
    };
    Refusal {
        message: format!("the AWS CLI did not find out: {}", printable(&message)),
        hint: remedy(&run.stderr, ours, world),
    }
}

/// Returns as much of a word as may be shown: of access key ids the last four characters, and of
/// accounts what the mask leaves.
fn shown<'t>(word: &'t str, settings: &Settings, environment: &Environment) -> Cow<'t, str> {
    let is_key_id = word.starts_with("AKIA") || word.starts_with("ASIA");
    if is_key_id && word.len() == KEY_ID_LENGTH {
        return format!("…{}", &word[KEY_ID_LENGTH - 4..]).into();
    }
    match AccountId::new(word) {
        Some(account) => segment::shown_number(&account, settings, environment).into(),
        None => word.into(),
    }
}

/// Replaces each word of letters and digits.
fn with_fit_words<'t>(message: &'t str, fit: impl Fn(&'t str) -> Cow<'t, str>) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let mut text = String::new();
    for part in message.split_inclusive(|c| !is_word(c)) {
        let word = part.trim_end_matches(|c| !is_word(c));
        text += &fit(word);
        text += &part[word.len()..];
    }
    text
}

/// Finds what mends a failure that only asking AWS could show.
fn remedy(stderr: &str, ours: &Resolution, world: &World) -> Remedy {
    let has = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    let profile = ours.chosen_profile().and_then(|profile| profile.to_str());
    let flag = hint::profile_flag(profile);
    if has(&[
        "Could not connect",
        "Connect timeout",
        "Read timeout",
        "Name or service",
        "EndpointConnection",
    ]) {
        "check the network; awsprompt explain shows where requests go".into()
    } else if has(&[
        "ExpiredToken",
        "expired",
        "InvalidClientTokenId",
        "UnrecognizedClient",
        "SignatureDoesNotMatch",
        "InvalidToken",
    ]) {
        renewal(ours, world)
    } else if has(&["specify a region"]) {
        format!("aws configure set region REGION{flag}").into()
    } else if has(&["AccessDenied", "not authorized"]) {
        "this identity is not allowed to do that; awsprompt explain shows which one it is".into()
    } else {
        "awsprompt explain".into()
    }
}

fn renewal(ours: &Resolution, world: &World) -> Remedy {
    let explain = || Remedy::from("awsprompt explain");
    let Some(credentials) = &ours.credentials else { return explain() };
    // A role is as good as what it is assumed with.
    let (provider, is_temporary) = match &credentials.base {
        Some(base) => (base.provider, base.session_token),
        None => (credentials.provider, credentials.session_token),
    };
    match provider {
        // `aws configure` asks for no token, and would leave the old one beside the new keys.
        Provider::CredentialsFile | Provider::ConfigFile if is_temporary => {
            let place = match (credentials.via.last(), &credentials.origin) {
                (Some(profile), _) => format!("for profile {}", printable(profile)),
                (None, Origin::File { path, .. }) => {
                    format!("in {}", short_path(path, world.locations.home.as_deref()))
                }
                _ => return explain(),
            };
            format!(
                "write new aws_access_key_id, aws_secret_access_key and aws_session_token {place}"
            )
            .into()
        }
        Provider::CredentialsFile | Provider::ConfigFile => {
            let profile = credentials.via.last().map(String::as_str);
            let profile = profile.or(ours.chosen_profile().and_then(OsStr::to_str));
            format!("aws configure{}", hint::profile_flag(profile)).into()
        }
        _ => hint::renewal(ours, &world.environment).unwrap_or_else(explain),
    }
}
