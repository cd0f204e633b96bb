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

#[test]
fn no_secret_is_ever_told() {
    let token = r#"{"startUrl": "u", "accessToken": "SECRET-T", "refreshToken": "SECRET-R",
        "clientId": "SECRET-C", "clientSecret": "SECRET-S",
        "registrationExpiresAt": "2099-01-01T00:00:00Z", "expiresAt": "2020-01-01T00:00:00Z"}"#;
    let session = r#"{"Credentials": {"AccessKeyId": "ASIASECRETSECRETSE01",
        "SecretAccessKey": "SECRET-K", "SessionToken": "SECRET-J",
        "Expiration": "2099-01-01T00:00:00Z"}}"#;
    let home = Home::of_fixture("sso-session")
        .file(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", token)
        .file(".aws/cli/cache/6d2370aa74e0f55f92ac98072da24cd349b90e3e.json", session)
        .file(
            ".aws/credentials",
            "[keys]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\n\
             aws_secret_access_key = SECRET-A\naws_session_token = SECRET-B\n",
        );
    let with_keys = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "SECRET-D")
        .env("AWS_SESSION_TOKEN", "SECRET-E");
    for arguments in [&["prompt"][..], &["explain"], &["explain", "--json"]] {
        for profile in ["team", "keys"] {
            let explained = [&[], arguments].concat();
            let mut command = home.command();
            command.env("AWS_PROFILE", profile).args(explained);
            let output = home.output_of(&mut command);
            assert!(!(output.stdout + &output.stderr).contains("SECRET"), "{profile}");
        }
        let output = with_keys.run(arguments);
        assert!(!(output.stdout.clone() + &output.stderr).contains("SECRET"), "{output:?}");
        assert!(!output.stdout.contains("AKIAYCWNRBDR"), "{output:?}");
    }
}

#[test]
fn a_secret_swallowed_by_the_value_before_it_stays_unseen() {
    let keys = [
        "aws_access_key_id",
        "credential_process",
        "credential_source",
        "duration_seconds",
        "endpoint_url",
        "external_id",
        "login_session",
        "mfa_serial",
        "output",
        "region",
        "role_arn",
        "s3",
        "services",
        "source_profile",
        "sso_account_id",
        "sso_region",
        "sso_role_name",
        "sso_session",
        "sso_start_url",
        "web_identity_token_file",
    ];
    let others = [
        "",
        "role_arn = arn:aws:iam::999999999999:role/R\n",
        "sso_account_id = 444444444444\nsso_start_url = x\nsso_region = us-east-1\n",
    ];
    for key in keys {
        for other in others {
            // The line below is indented too far, and belongs to the value above it.
            let mut config = format!("[profile x]\n{key} = abcdefghijklmnopqrst\n");
            config += "    aws_secret_access_key = SECRETSECRETSECRET\n";
            config.extend(
                other.lines().filter(|line| !line.starts_with(key)).flat_map(|l| [l, "\n"]),
            );
            let home = Home::new()
                .file(".aws/config", &config)
                .env("AWS_PROFILE", "x")
                .env("AWS_EC2_METADATA_DISABLED", "true");
            for arguments in [
                &["prompt", "--format", "{profile}{region}{role}{account}{source}{alert}"][..],
                &["explain"],
                &["explain", "--json"],
                &["list"],
                &["list", "--json"],
                &["switch", "--shell", "bash", "x"],
            ] {
                let output = home.run(arguments);
                let told = output.stdout + &output.stderr;
                assert!(!told.contains("SECRET") && !told.contains("CRET"), "{config}{told}");
            }
        }
    }
}

#[test]
fn a_password_in_an_endpoint_stays_unseen() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_ENDPOINT_URL", "http://me:SECRET@localhost:4566/x@y");
    let explained = home.answer(&["explain"]);
    assert!(explained.contains("endpoint  http://…@localhost:4566/x@y"), "{explained}");
}
