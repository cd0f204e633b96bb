//! `explain` for people and for programs (`docs/contract.md`, section 2).
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;

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
    let answer: serde_json::Value = serde_json::from_str(&home.answer(&arguments)).unwrap();
    let client = &answer["clients"][0];
    assert_eq!(client["profile"]["origin"]["flag"], "--profile");
    assert_eq!(client["region"]["value"], "af-south-1");
    assert_eq!(client["region"]["origin"]["flag"], "--region");
    assert_eq!(client["account"]["value"], "222222222222");
}
