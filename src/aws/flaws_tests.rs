//! The flaws of profiles and the resolver's failures are two views of one set of rules: whatever
//! the resolver refuses for what a profile says, has a flaw; and what has none, it does not refuse.

use super::{
    client::Client,
    failure::{Failure, FailureKind},
    flaws::{Examiner, Flaw, SessionFlaw},
    inventory::Inventory,
    resolution::{Facts, Flags},
    resolve::resolve,
    sample::SampleMachine,
};

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
        files: vec![("/t".into(), "")],
    }
}

/// Returns why the resolver refuses the profile, if it does.
fn failure(facts: &Facts<'_, '_>) -> Option<Failure> {
    let flags = Flags { profile: Some("p".into()), region: None };
    resolve(facts, Client::AwsCliV2, &flags).failure
}

/// Tells whether it is for what the profile says, and not for a session that is not there.
fn is_static(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::InvalidConfig
            | FailureKind::PartialCredentials
            | FailureKind::RoleCycle
            | FailureKind::Sso
            | FailureKind::InvalidRegion
    )
}

/// Tells whether a flaw is one that the AWS CLI refuses.
fn is_fatal(flaw: &Flaw<'_>) -> bool {
    match flaw {
        Flaw::SourceMissing(_)
        | Flaw::SourceCycle(_)
        | Flaw::SourceWithoutCredentials(_)
        | Flaw::RoleWithoutSource(_)
        | Flaw::TwoSources(_)
        | Flaw::UnknownCredentialSource(_)
        | Flaw::WebIdentityWithoutRole(_)
        | Flaw::TooShort(..)
        | Flaw::SessionMissing(_)
        | Flaw::SsoLacks(..)
        | Flaw::SsoContradiction(..)
        | Flaw::KeysSplit(..)
        | Flaw::Refused(..) => true,
        // A secret alone is passed over (rule 7.2 has it for variables).
        Flaw::HalfKeys(_, missing) => *missing != "aws_access_key_id",
        Flaw::RoleArnMalformed(role) => role.value.len() < 20,
        // The empty region stops no command before it is sent (rule 5.15).
        Flaw::RegionMalformed(region, _) => !region.value.is_empty(),
        Flaw::SourceWithoutRole(..)
        | Flaw::SsoAccountMalformed(_)
        | Flaw::EmptyKey(..)
        | Flaw::KeysBesideSso(_)
        | Flaw::KeysBesideRole(_) => false,
    }
}

/// Tells whether a profile or session that `p` leads to has a flaw.
fn has_flaw(facts: &Facts<'_, '_>) -> bool {
    let Ok(profiles) = facts.profiles() else { return true };
    let inventory = Inventory::new(profiles);
    let examiner = Examiner::new(facts.world, profiles, facts.lookup, &inventory);
    let mut names = vec!["p"];
    let role = inventory.profile("p").filter(|profile| {
        profile.get("role_arn").is_some() && profile.get("web_identity_token_file").is_none()
    });
    if let Some(source) = role.and_then(|profile| profile.get("source_profile")) {
        names.push(source.value);
    }
    let session = inventory.profile("p").and_then(|profile| profile.get("sso_session"));
    let session = session.and_then(|session| inventory.session(session.value));
    let lacks = session.is_some_and(|session| {
        examiner.session_flaws(session).iter().any(|flaw| matches!(flaw, SessionFlaw::Lacks(_)))
    });
    lacks
        || names.into_iter().any(|name| {
            let profile = inventory.profile(name);
            profile.is_some_and(|profile| examiner.flaws(name, profile).iter().any(is_fatal))
        })
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
fn what_the_resolver_refuses_has_a_flaw() {
    let mut refused = 0;
    every_profile(|config, credentials| {
        machine(config, credentials).ask(|facts| {
            if let Some(failure) = failure(facts).filter(is_static) {
                refused += 1;
                assert!(has_flaw(facts), "{failure:?}\n{config}\n{credentials}");
            }
        });
    });
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn what_the_resolver_accepts_has_no_flaw_that_refuses() {
    let mut accepted = 0;
    every_profile(|config, credentials| {
        machine(config, credentials).ask(|facts| {
            if failure(facts).is_none() {
                accepted += 1;
                assert!(!has_flaw(facts), "{config}\n{credentials}");
            }
        });
    });
    assert!(accepted > 100, "{accepted}");
}
