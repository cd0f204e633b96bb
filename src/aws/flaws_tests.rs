//! What the files alone refuse, as doctor asks, is what the resolver refuses.

use super::cause::Cause;
use super::client::Client;
use super::credentials::Chain;
use super::failure::{Failure, FailureKind};
use super::inventory::Inventory;
use super::resolution::{Facts, Flags};
use super::resolve::resolve;
use super::sample::SampleMachine;

/// What the profile `p` may have, one of each row.
const CONFIG: [&[&str]; 6] = [
    &["", "role_arn = arn:aws:iam::999999999999:role/R\n", "role_arn = short\n"],
    &[
        "",
        "source_profile = p\n",
        "source_profile = q\n",
        "source_profile = base\n",
        "source_profile = none\n",
        "source_profile = poor\n",
    ],
    &["", "credential_source = EcsContainer\n", "credential_source = ecs\n"],
    &["", "web_identity_token_file = /t\n"],
    &[
        "",
        "sso_account_id = 111111111111\n",
        "sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n",
        "sso_session = corp\nsso_role_name = R\n",
        "sso_session = none\nsso_account_id = 111111111111\nsso_role_name = R\n",
        "sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\nsso_region = eu-west-1\n",
        "sso_session = bare\n",
    ],
    &[
        "",
        "aws_access_key_id = x\n",
        "aws_secret_access_key = s\n",
        "aws_access_key_id = x\naws_secret_access_key = s\n",
    ],
];
const CREDENTIALS: &[&str] =
    &["", "aws_access_key_id = x\n", "aws_access_key_id = x\naws_secret_access_key = s\n"];
const OTHERS: &[&str] =
    &["region = us_east\n", "region =\n", "retry_mode = legacy\n", "s3 =\n", ""];

const REST: &str = "\
[profile q]
role_arn = arn:aws:iam::999999999999:role/R
source_profile = p
[profile base]
aws_access_key_id = x
aws_secret_access_key = s
[profile poor]
region = us-east-1
[sso-session corp]
sso_start_url = https://x
sso_region = us-east-1
[sso-session bare]
sso_region = us-east-1
";

fn machine(config: &str, credentials: &str) -> SampleMachine<'static> {
    SampleMachine {
        variables: vec![
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"),
        ],
        config: config.to_owned(),
        credentials: credentials.to_owned(),
        files: vec![("/t".into(), "token")],
        is_read_only: false,
    }
}

/// Returns why the resolver refuses the profile, and why the files alone do.
fn failures(facts: &Facts<'_, '_>) -> (Option<Failure>, Option<Failure>) {
    let flags = Flags { profile: Some("p".into()), region: None };
    let resolved = resolve(facts, Client::AwsCliV2, &flags).failure;
    let profiles = facts.profiles().unwrap();
    let inventory = Inventory::new(profiles);
    let chain = Chain::new(facts.world, profiles, Client::AwsCliV2.rules());
    let chain = Chain { inventory: Some(&inventory), ..chain };
    (resolved, chain.failure_of("p", profiles.find("p").unwrap()))
}

/// Tells whether it is for what the profile says of its credentials, and not for a session that is
/// not there.
fn is_static(failure: &Failure) -> bool {
    !matches!(
        *failure.cause,
        Cause::UnusableSetting { .. }
            | Cause::EmptyS3 { .. }
            | Cause::MalformedEndpoint(_)
            | Cause::NoServices(_)
            | Cause::Fixed(_)
    ) && matches!(
        failure.kind,
        FailureKind::InvalidConfig
            | FailureKind::PartialCredentials
            | FailureKind::RoleCycle
            | FailureKind::Sso
    )
}

/// Calls with each profile that the rows make.
fn every_profile(mut check: impl FnMut(&str, &str)) {
    let mut choices = vec![String::new()];
    for row in CONFIG {
        choices = choices
            .iter()
            .flat_map(|choice| row.iter().map(move |part| format!("{choice}{part}")))
            .collect();
    }
    for (index, choice) in choices.iter().enumerate() {
        let other = OTHERS[index % OTHERS.len()];
        for keys in CREDENTIALS {
            let config = format!("[profile p]\n{choice}{other}{REST}");
            let credentials = if keys.is_empty() { String::new() } else { format!("[p]\n{keys}") };
            check(&config, &credentials);
        }
    }
}

#[test]
fn doctor_says_what_the_resolver_says() {
    let (mut refused, mut accepted) = (0, 0);
    every_profile(|config, credentials| {
        machine(config, credentials).ask(|facts| {
            let (resolved, of_files) = failures(facts);
            match resolved {
                None => {
                    accepted += 1;
                    assert_eq!(of_files, None, "{config}\n{credentials}");
                }
                Some(failure) if is_static(&failure) => {
                    refused += 1;
                    assert_eq!(of_files, Some(failure), "{config}\n{credentials}");
                }
                Some(_) => {}
            }
        });
    });
    assert!(refused > 1_000 && accepted > 100, "{refused} {accepted}");
}
