//! Reasons that cannot be guessed from the two outcomes.

use super::{Reason, reason};
use crate::aws::client::Client;
use crate::aws::remedy::Remedy;
use crate::aws::resolution::Flags;
use crate::aws::resolve::resolve;
use crate::aws::sample::SampleMachine;
use crate::aws::situation::{KEYS, Pairs, ROLE};

const NO_HOST: (&str, &str) = ("AWS_EC2_METADATA_DISABLED", "true");
const CONTAINER: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x");

/// Returns the reason of a client under `--profile p`.
fn reason_of(client: Client, config: &str, credentials: &str, variables: &Pairs<'_>) -> Reason {
    let machine = SampleMachine {
        variables: variables.iter().copied().chain([NO_HOST]).collect(),
        config: config.to_owned(),
        credentials: credentials.to_owned(),
        files: vec![("/t".into(), "")],
        is_read_only: false,
    };
    let flags = Flags { profile: Some("p".into()), region: None };
    machine.ask(|facts| {
        let ours = resolve(facts, Client::AwsCliV2, &flags);
        reason(facts, &flags, &ours, &resolve(facts, client, &flags))
    })
}

#[track_caller]
fn assert_reason(reason: &Reason, expected: &str, remedy: Option<&'static str>) {
    assert_eq!(reason.why, expected);
    assert_eq!(reason.remedy, remedy.map(|text| Remedy::Text(text.into())));
}

/// AWS CLI v2 alone has dropped it: with the rules of its own, v1 would refuse it too.
#[test]
fn the_legacy_retry_mode_is_the_reason_and_not_a_flag() {
    let config = format!("[profile p]\nretry_mode = legacy\n{KEYS}");
    for client in [Client::AwsCliV1, Client::Boto3] {
        let reason = reason_of(client, &config, "", &[]);
        assert_reason(&reason, "does not refuse this retry_mode", None);
    }
}

#[test]
fn a_web_identity_of_the_profile_is_not_removed_from_the_environment() {
    let config = format!("[profile p]\n{ROLE}web_identity_token_file = /t\n");
    let keys = format!("[p]\n{KEYS}");
    let reason = reason_of(Client::JsSdk, &config, &keys, &[]);
    let why = "looks for keys in the AWS files before web identity";
    assert_reason(&reason, why, Some("keep one of them in the profile"));
}

/// What is found there is the container's role, for which the client looks last.
#[test]
fn a_credential_source_without_a_role_is_a_place_of_its_own() {
    let config = format!("[profile p]\ncredential_source = EcsContainer\n{KEYS}");
    let reason = reason_of(Client::RustSdk, &config, "", &[CONTAINER]);
    let why = "looks for credential_source before keys in the config file";
    assert_reason(&reason, why, Some("keep one of them in the profile"));
}

/// It takes two fields: which places there are, and how keys are joined.
#[test]
fn half_a_pair_of_keys_is_skipped_by_one_client() {
    let config = "[profile p]\naws_access_key_id = x\n";
    let reason = reason_of(Client::JsSdk, config, "", &[CONTAINER]);
    assert_reason(&reason, "skips half a pair of keys", None);
}

/// The client refuses before it comes to a role, and says so itself.
#[test]
fn a_proven_reason_that_the_client_says_itself_is_not_replaced_by_another() {
    let config = format!(
        "[profile p]\n{ROLE}source_profile = q\nweb_identity_token_file = /t\n\
         aws_secret_access_key = s\n[profile q]\n{ROLE}source_profile = p\n"
    );
    let reason = reason_of(Client::Terraform, &config, &format!("[p]\n{KEYS}"), &[]);
    assert_reason(&reason, "", None);
}
