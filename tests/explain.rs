//! `explain` for people and for programs (`docs/guide/src/contract.md`, section 2).
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;
use serde_json::{Value, json};

#[test]
fn a_person_reads_each_value_where_it_came_from_and_what_it_beat() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_PROFILE", "personal")
        .env("AWS_DEFAULT_PROFILE", "default")
        .env("AWS_REGION", "eu-north-1")
        .env("AWS_DEFAULT_REGION", "eu-south-1")
        .env("AWS_DEFAULT_OUTPUT", "yaml");
    insta::assert_snapshot!(home.answer(&["explain"]));
}

#[test]
fn a_person_reads_which_credentials_lost() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_PROFILE", "personal")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_ENDPOINT_URL", "http://localhost:4566");
    insta::assert_snapshot!(home.answer(&["explain"]));
}

#[test]
fn a_person_reads_a_chain_of_roles() {
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "acme-prod");
    insta::assert_snapshot!(home.answer(&["explain"]));
}

#[test]
fn a_person_reads_why_the_client_refuses_and_what_to_do() {
    let tutorial = || Home::of_fixture("tutorial-two-profiles");
    let keys = || tutorial().env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT");
    let region = "[profile x]\nregion = us-west-2 # Oregon\n";
    let login = "[profile my l]\n[profile \"it's\"]\nlogin_session = arn\n";
    let screens = [
        tutorial().env("AWS_PROFILE", "wrok"),
        Home::of_fixture("broken-config"),
        Home::of_fixture("sso-session").env("AWS_PROFILE", "team"),
        keys(),
        keys()
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .env("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
        tutorial().file(".aws/config", region).env("AWS_PROFILE", "x"),
        tutorial().file(".aws/config", login).env("AWS_PROFILE", "it's"),
        Home::of_fixture("default-without-credentials").env("AWS_EC2_METADATA_DISABLED", "true"),
    ]
    .map(|home| home.answer(&["explain"]));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_program_reads_json() {
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "acme-prod");
    insta::assert_snapshot!(home.answer(&["explain", "--json"]));
}

#[test]
fn a_program_reads_a_failure_and_the_alerts() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_PROFILE", "personal")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_REGION", "")
        .env("AWS_ENDPOINT_URL", "http://localhost:4566");
    insta::assert_snapshot!(home.answer(&["explain", "--json"]));
}

#[test]
fn flags_count_as_if_the_client_had_been_given_them() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s");
    let arguments = ["explain", "--json", "--profile", "personal", "--region", "af-south-1"];
    let answer: Value = serde_json::from_str(&home.answer(&arguments)).unwrap();
    let client = &answer["clients"][0];
    assert_eq!(client["profile"]["origin"]["flag"], "--profile");
    assert_eq!(client["region"]["value"], "af-south-1");
    assert_eq!(client["region"]["origin"]["flag"], "--region");
    assert_eq!(client["account"]["value"], "222222222222");
}

/// Returns what a program reads.
fn read(home: &Home) -> Value {
    serde_json::from_str(&home.answer(&["explain", "--json"])).unwrap()
}

#[test]
fn a_program_reads_of_all_clients_in_one_order() {
    let expected = ["aws-cli-v2", "aws-cli-v1", "boto3", "rust-sdk", "js-sdk", "terraform"];
    let situations = [
        Home::of_fixture("tutorial-two-profiles"),
        Home::of_fixture("tutorial-two-profiles").env("AWS_PROFILE", "wrok"),
        Home::of_fixture("broken-config"),
        Home::new().env("AWS_EC2_METADATA_DISABLED", "true"),
    ];
    for home in situations {
        // Which clients count is a matter of the segment alone.
        let settings = home.env("AWSPROMPT_CONFIG", "@HOME@/settings.ini");
        let home = settings.file("settings.ini", "[prompt]\nclients = cli2\n");
        let answer = read(&home);
        let clients = answer["clients"].as_array().unwrap();
        let names: Vec<_> = clients.iter().map(|client| &client["client"]).collect();
        assert_eq!(names, expected);
        for client in clients {
            assert_eq!(client["ok"] == true, client["error"].is_null(), "{client}");
        }
    }
}

#[test]
fn a_program_reads_who_splits_off_and_in_what() {
    let tutorial = || Home::of_fixture("tutorial-two-profiles").env("AWS_PROFILE", "personal");
    // The SDK for JavaScript and Terraform take the keys, the others IAM Identity Center.
    let both = || {
        Home::of_fixture("sso-session")
            .file(
                ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
                r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#,
            )
            .file(
                ".aws/credentials",
                "[team]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n",
            )
            .env("AWS_PROFILE", "team")
    };
    let split = |of: &str, clients: &[&str]| json!({"kind": "split", "clients": clients, "of": of});
    let with_settings = |home: Home, clients: &str| {
        home.env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
            .file("settings.ini", format!("[prompt]\nclients = {clients}\n"))
    };
    let situations = [
        (tutorial(), vec![]),
        (tutorial().env("AWS_DEFAULT_PROFILE", "default"), vec![split("profile", &["boto3"])]),
        (tutorial().env("AWS_REGION", "us-west-2"), vec![split("region", &["boto3"])]),
        (tutorial().env("AWS_DEFAULT_REGION", "us-west-2"), vec![split("region", &["js-sdk"])]),
        (both(), vec![split("account", &["js-sdk", "terraform"])]),
        (
            both().env("AWS_REGION", "us-west-2"),
            vec![split("account", &["js-sdk", "terraform"]), split("region", &["boto3"])],
        ),
        (
            with_settings(tutorial().env("AWS_REGION", "us-west-2"), "js, boto3 cli1"),
            vec![split("region", &["aws-cli-v1", "boto3"])],
        ),
        (with_settings(both(), "rust"), vec![]),
        // A client that refuses reaches nothing.
        (tutorial().env("AWS_DEFAULT_PROFILE", "wrok"), vec![]),
    ];
    for (home, expected) in situations {
        assert_eq!(read(&home)["alerts"], Value::from(expected));
    }
}

#[cfg(unix)]
#[test]
fn a_person_in_a_terminal_reads_in_colour_unless_it_is_unwanted() {
    let alarming = || Home::of_fixture("tutorial-two-profiles").env("AWS_PROFILE", "wrok");
    let calm = || Home::of_fixture("tutorial-two-profiles").env("AWS_REGION", "us-east-1");
    let in_terminal = |home: &Home| home.answer_in_terminal(80, &["explain"]);
    let (alarm, calmness) = (in_terminal(&alarming()), in_terminal(&calm()));
    assert!(alarm.starts_with("\x1b[1;31mAWS CLI v2 would refuse to run: "), "{alarm}");
    assert!(calmness.starts_with("\x1b[1mAWS CLI v2 would use\x1b[0m\n"), "{calmness}");
    assert!(calmness.contains("\x1b[2mAWS_REGION\x1b[0m\n"), "{calmness}");
    assert!(in_terminal(&alarming().env("NO_COLOR", "")).contains('\x1b'));
    for (home, coloured) in [(alarming(), alarm), (calm(), calmness)] {
        let piped = home.answer(&["explain"]);
        let plain = ["\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"]
            .iter()
            .fold(coloured.clone(), |text, sequence| text.replace(sequence, ""));
        assert_eq!(plain, piped);
        assert_eq!(in_terminal(&home.env("NO_COLOR", "1")), piped);
    }
}

#[cfg(unix)]
#[test]
fn a_program_in_a_terminal_reads_no_colour() {
    let home = Home::of_fixture("tutorial-two-profiles");
    let json = ["explain", "--json"];
    assert_eq!(home.answer_in_terminal(60, &json), home.answer(&json));
}

/// fish has no `unset`; the hook's mark tells which shell this is.
#[test]
fn a_remedy_is_spelt_for_the_shell_it_will_be_typed_in() {
    for (mark, expected) in [("7:fish:1:1:last:", "set -e"), ("7:zsh:1:1:last:", "unset")] {
        let home = Home::of_fixture("tutorial-two-profiles").private();
        let home = home
            .env("AWSPROMPT_HOOK", mark)
            .env("AWS_PROFILE", "personal")
            .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT");
        let expected = format!("{expected} AWS_ACCESS_KEY_ID\n");
        for command in ["explain", "doctor"] {
            let told = home.run(&[command]).stdout;
            assert!(told.contains(&expected), "{command}: {told}");
        }
    }
}
