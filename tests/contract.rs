//! The examples of JSON in the contract have the keys that the program prints.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use std::collections::BTreeSet;

use common::{Home, project_file};
use serde_json::Value;

const CONFIG: &str = "[profile prod]\nrole_arn = arn:aws:iam::999999999999:role/R\n\
    source_profile = base\nregion = us-east-1\n[profile team]\nsso_session = corp\n\
    sso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n\
    [sso-session corp]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n\
    [work]\n";
const CREDENTIALS: &str = "[base]\naws_access_key_id = AKIARZPUZDIKAAAQEAYE\n\
    aws_secret_access_key = not-a-real-secret\n";
/// The session of the role, as the AWS CLI keeps it.
const SESSION: &str = "{\"Credentials\": {\"AccessKeyId\": \"ASIAX\", \"SecretAccessKey\": \"s\", \
    \"SessionToken\": \"t\", \"Expiration\": \"2099-11-22T03:00:00Z\"}}";
const SETTINGS: &str = "[accounts]\n999999999999 = acme-prod\n\
    [class production]\nlabels = acme-prod\nguard = always\n";
const ANSWER: &str = "#!/bin/sh\nif [ \"$1\" = --version ]; then echo aws-cli/2.36.7; exit; fi\n\
    echo '{\"UserId\": \"U\", \"Account\": \"999999999999\", \
    \"Arn\": \"arn:aws:sts::999999999999:assumed-role/R/me\"}'\n";

fn home() -> Home {
    Home::new()
        .file(".aws/config", CONFIG)
        .file(".aws/credentials", CREDENTIALS)
        .file(".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json", SESSION)
        .file("settings.ini", SETTINGS)
        .file("bin/aws", ANSWER)
        .executable("bin/aws")
        .file("main.tf", "provider \"aws\" {\n  profile = \"prod\"\n}\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
        .env("AWS_PROFILE", "prod")
        .env("PATH", "@HOME@/bin:/usr/bin:/bin")
}

/// Finds the paths of keys that only one of two documents has; `null` may stand for an object.
fn differences(shown: &Value, real: &Value, path: &str) -> Vec<String> {
    match (shown, real) {
        (Value::Object(shown), Value::Object(real)) => {
            let names: BTreeSet<_> = shown.keys().chain(real.keys()).collect();
            let of = |name: &String| match (shown.get(name), real.get(name)) {
                (Some(shown), Some(real)) => differences(shown, real, &format!("{path}.{name}")),
                // An origin has one of several keys.
                _ if matches!(path.rsplit('.').next(), Some("origin" | "place")) => vec![],
                _ => vec![format!("{path}.{name}")],
            };
            names.into_iter().flat_map(of).collect()
        }
        (Value::Array(shown), Value::Array(real)) => match (shown.first(), real.first()) {
            (Some(shown), Some(real)) => differences(shown, real, &format!("{path}[]")),
            _ => vec![],
        },
        _ => vec![],
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the contract is the project's own")]
fn the_examples_of_json_have_the_keys_that_are_printed() {
    let contract = std::fs::read_to_string(project_file("docs/guide/src/contract.md")).unwrap();
    let blocks: Vec<_> = contract.split("\n```json\n").skip(1).collect();
    let guarded = "aws s3 rm s3://b/k";
    let commands: &[&[&str]] = &[
        &["explain", "--json"],
        &["list", "--json"],
        &["sessions", "--json"],
        &["whoami", "--json"],
        &["doctor", "--json"],
        &["check", "--json", "--", "aws", "s3", "rm", "s3://b/k"],
        &["check", "--json", "--line", guarded],
        &["project", "--json"],
    ];
    assert_eq!(blocks.len(), commands.len());
    for (block, command) in blocks.into_iter().zip(commands) {
        let shown: Value = serde_json::from_str(block.split("```").next().unwrap()).unwrap();
        let output = home().run(command);
        let real: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(differences(&shown, &real, ""), [""; 0], "{command:?}: {real:#}");
        assert_eq!(shown["schema"], real["schema"], "{command:?}");
    }
}
