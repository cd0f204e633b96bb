//! Why AWS did not answer the AWS CLI, and what fixes it.

use std::borrow::Cow;
use std::ffi::OsStr;

use super::{hint, remedies};
use crate::aws::caller::Run;
use crate::aws::{AccessKeyKind, AccountId, Environment, Facts, Remedy, Resolution, World, remedy};
use crate::printable::printable;
use crate::prompt::{Settings, segment};

/// The longest part of a message of the AWS CLI that is passed on, in characters.
const LONGEST_MESSAGE: usize = 300;

/// Marks of messages that are not passed on, and what is said instead. They quote a header with the
/// key id from a file or the output of a user's program, or are a question.
const NOT_PASSED_ON: [(&str, &str); 3] = [
    ("AWS4-HMAC-SHA256", "the access keys contain unexpected characters"),
    ("custom-process", "credential_process has failed"),
    ("Enter MFA code", "there is no terminal to type an MFA code in"),
];

const NETWORK_ERRORS: [&str; 5] = [
    "Could not connect",
    "Connect timeout",
    "Read timeout",
    "Name or service",
    "EndpointConnection",
];

const CREDENTIAL_ERRORS: [&str; 6] = [
    "ExpiredToken",
    "expired",
    "InvalidClientTokenId",
    "UnrecognizedClient",
    "SignatureDoesNotMatch",
    "InvalidToken",
];

/// How long an access key id is.
const KEY_ID_LENGTH: usize = 20;

/// Why AWS did not answer, and what to do.
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) hint: Remedy,
}

/// Finds out why AWS did not answer.
pub(super) fn refused(
    run: &Run,
    ours: &Resolution,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Refusal {
    let world = facts.world;
    let home = world.locations.home.as_deref();
    // The AWS CLI's own words may quote a file, so what is known offline takes precedence.
    if let Some(failure) = &ours.failure {
        let hint = remedies::next_step(ours, failure, facts);
        return Refusal { message: failure.shown(home), hint };
    }
    let last = run.stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let last: String = last.trim().chars().take(LONGEST_MESSAGE).collect();
    let why = match NOT_PASSED_ON.iter().find(|(mark, _)| run.stderr.contains(mark)) {
        Some((_, meaning)) => format!(": {meaning}"),
        None if last.is_empty() => " without a message".to_owned(),
        None => {
            let words = with_words(&last, |word| shown(word, settings, &world.environment));
            format!(": {}", printable(&words))
        }
    };
    let message = format!("the AWS CLI failed{why}");
    Refusal { message, hint: remedy(&run.stderr, ours, world) }
}

/// Masks a word if it is an access key id or an account.
fn shown<'t>(word: &'t str, settings: &Settings, environment: &Environment) -> Cow<'t, str> {
    if AccessKeyKind::of(word).is_some() && word.len() == KEY_ID_LENGTH {
        return format!("…{}", &word[KEY_ID_LENGTH - 4..]).into();
    }
    match AccountId::new(word) {
        Some(account) => segment::shown_number(&account, settings, environment).into(),
        None => word.into(),
    }
}

/// Replaces each word of letters and digits.
fn with_words<'t>(message: &'t str, replaced: impl Fn(&'t str) -> Cow<'t, str>) -> String {
    let is_other = |c: char| !c.is_ascii_alphanumeric();
    let mut text = String::new();
    for part in message.split_inclusive(is_other) {
        let word = part.trim_end_matches(is_other);
        text += &replaced(word);
        text += &part[word.len()..];
    }
    text
}

/// Returns what fixes a failure that only AWS could report.
fn remedy(stderr: &str, ours: &Resolution, world: &World) -> Remedy {
    let has = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    if has(&NETWORK_ERRORS) {
        remedy!("check the network; awsprompt explain shows where requests go")
    } else if has(&CREDENTIAL_ERRORS) {
        renewal(ours, world)
    } else if has(&["specify a region"]) {
        let flag = hint::profile_flag(ours.chosen_profile().and_then(OsStr::to_str));
        remedy!("aws configure set region REGION{flag}")
    } else if has(&["AccessDenied", "not authorized"]) {
        remedy!("this identity is not allowed to do that; awsprompt explain shows which one it is")
    } else {
        remedy!("awsprompt explain")
    }
}

fn renewal(ours: &Resolution, world: &World) -> Remedy {
    remedies::renewal(ours, world).unwrap_or_else(|| remedy!("awsprompt explain"))
}
