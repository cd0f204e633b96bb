//! Credentials that cannot work, as far as the files and the environment alone tell.

use crate::checks::{Case, KEYS, config, credentials, files, remedy_of};
use crate::common::Home;
use crate::findings;

/// The checks of this subject.
const CHECKS: [&str; 6] = [
    "key-malformed",
    "token-with-long-lived-key",
    "temporary-key-without-token",
    "role-setting-malformed",
    "duration-ignored",
    "shell-line-in-file",
];

/// Returns which of the checks fire, each once.
fn fired(home: &Home) -> Vec<String> {
    let mut fired: Vec<_> = findings(home)
        .iter()
        .filter_map(|finding| finding["check"].as_str())
        .filter(|check| CHECKS.contains(check))
        .map(str::to_owned)
        .collect();
    fired.dedup();
    fired
}

const REGION: &str = "[profile a]\nregion = us-east-1\n";

fn keys(id: &str, secret: &str, rest: &str) -> Home {
    let text = format!("[a]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n{rest}");
    Home::new().file(".aws/config", REGION).file(".aws/credentials", text)
}

fn exported(variables: &'static [(&'static str, &'static str)]) -> Home {
    Case { config: REGION, environment: variables, ..Case::default() }.home()
}

const ID: &str = "AKIARTXV5AHDQAABCIRT";
const TEMPORARY: &str = "ASIARTXV5AHDQAABCIRT";

#[test]
fn a_long_lived_key_takes_no_session_token() {
    for token in ["aws_session_token", "aws_security_token"] {
        let home = keys(ID, "s", &format!("{token} = old\n"));
        assert_eq!(fired(&home), ["token-with-long-lived-key"], "{token}");
    }
    let split = files("[profile a]\nregion = us-east-1\naws_session_token = old\n", KEYS);
    assert_eq!(fired(&split.home()), ["token-with-long-lived-key"]);
    assert_eq!(remedy_of("token-with-long-lived-key", split).as_deref(), Some("delete the line"));
    assert_eq!(remedy_of("keys-split", split), None);
    let home = exported(&[
        ("AWS_ACCESS_KEY_ID", ID),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_SESSION_TOKEN", "old"),
    ]);
    assert_eq!(fired(&home), ["token-with-long-lived-key"]);
}

#[test]
fn a_temporary_key_needs_its_token() {
    assert_eq!(fired(&keys(TEMPORARY, "s", "")), ["temporary-key-without-token"]);
    assert_eq!(
        fired(&keys(TEMPORARY, "s", "aws_session_token =\n")),
        ["temporary-key-without-token"]
    );
    assert!(fired(&keys(TEMPORARY, "s", "aws_session_token = t\n")).is_empty());
    let home = exported(&[("AWS_ACCESS_KEY_ID", TEMPORARY), ("AWS_SECRET_ACCESS_KEY", "s")]);
    assert_eq!(fired(&home), ["temporary-key-without-token"]);
    // The token is there, under a name that no client knows.
    let misspelt = "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_sesion_token = t\n";
    assert_eq!(
        remedy_of("temporary-key-without-token", credentials(misspelt)).as_deref(),
        Some("write aws_session_token instead of aws_sesion_token in line 4")
    );
}

#[test]
fn a_key_id_that_is_none_is_found_in_files_and_environment() {
    let secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYSECRETKEY0ab";
    for id in [
        "$AWS_ACCESS_KEY_ID",
        "YOUR_ACCESS_KEY",
        "<your access key>",
        "xxxxxxxxxxxxxxxxxxxx",
        "None",
        "undefined",
        "AKIARTXV5AHDQAABCIRT\u{200b}",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIARTXV5AHDQAABCI",
        secret,
    ] {
        let home = keys(id, "s", "");
        assert_eq!(fired(&home), ["key-malformed"], "{id}");
        let shown = home.run(&["doctor"]).stdout;
        assert!(!shown.contains(secret), "{shown}");
        let home = Home::new().env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", "s");
        assert_eq!(fired(&home), ["key-malformed"], "{id}");
    }
    assert_eq!(fired(&keys("s", ID, "")), ["key-malformed"]);
    assert_eq!(fired(&keys(ID, "null", "")), ["key-malformed"]);
    assert_eq!(fired(&keys(TEMPORARY, "s", "aws_session_token = None\n")), ["key-malformed"]);
    let cut = "wJalrXUtnFEMIK7MDENGbPxRfiCYSECRETKEY0a";
    assert_eq!(fired(&keys(ID, cut, "")), ["key-malformed"]);
    assert!(fired(&keys(ID, cut, "endpoint_url = http://localhost:4566\n")).is_empty());
    let swapped = "[a]\naws_access_key_id = s\naws_secret_access_key = AKIARTXV5AHDQAABCIRT\n";
    assert_eq!(
        remedy_of("key-malformed", credentials(swapped)).as_deref(),
        Some("exchange the values of the two lines")
    );
}

#[test]
fn where_an_endpoint_is_set_keys_may_be_anything() {
    let id = "YOUR_ACCESS_KEY";
    assert_eq!(fired(&keys(id, "s", "")), ["key-malformed"]);
    assert!(fired(&keys(id, "s", "endpoint_url = http://localhost:4566\n")).is_empty());
    assert!(fired(&keys(id, "s", "services = local\n")).is_empty());
    for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"] {
        let home = keys(id, "s", "").env(variable, "http://localhost:4566");
        assert!(fired(&home).is_empty(), "{variable}");
        let home = Home::new()
            .env("AWS_ACCESS_KEY_ID", TEMPORARY)
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env(variable, "http://localhost:4566");
        assert!(fired(&home).is_empty(), "{variable}");
    }
    for id in ["test", "000000000000", "minioadmin"] {
        assert!(fired(&keys(id, "test", "aws_session_token = test\n")).is_empty(), "{id}");
    }
}

#[test]
fn a_line_for_a_shell_is_found_in_a_file() {
    for (line, remedy) in [
        (
            "export AWS_ACCESS_KEY_ID=\"AKIARTXV5AHDQAABCIRT\"",
            "write aws_access_key_id = VALUE, without the shell's command and quotes",
        ),
        (
            "SET AWS_SESSION_TOKEN=t",
            "write aws_session_token = VALUE, without the shell's command and quotes",
        ),
        (
            "$Env:AWS_SECRET_ACCESS_KEY=\"s\"",
            "write aws_secret_access_key = VALUE, without the shell's command and quotes",
        ),
        ("export AWS_PROFILE=a", "delete the line, and run it in the shell"),
    ] {
        let home = Home::new().file(".aws/credentials", format!("[default]\n{line}\n"));
        let found = findings(&home);
        let found = found.iter().find(|finding| finding["check"] == "shell-line-in-file").unwrap();
        assert_eq!(found["remedy"], remedy, "{line}");
        assert_eq!(found["place"]["line"], 2);
    }
}

#[test]
fn a_role_setting_that_aws_refuses_is_found() {
    let role = |name: &str, rest: &str| {
        format!("[profile {name}]\nrole_arn = arn:aws:iam::111111111111:role/R\n{rest}\n")
    };
    let by_keys = |rest: &str| role("r", &format!("source_profile = a\n{rest}"));
    let malformed = ["role-setting-malformed"].as_slice();
    let chain = |rest: &str| by_keys("") + &role("s", &format!("source_profile = r\n{rest}"));
    let by_sso = |rest: &str| {
        "[profile sso]\nsso_account_id = 111111111111\nsso_role_name = R\nsso_start_url = x\nsso_region = us-east-1\n"
            .to_owned()
            + &role("s", &format!("source_profile = sso\n{rest}"))
    };
    let cases = [
        (by_keys("duration_seconds = 43200"), &[][..]),
        (by_keys("duration_seconds = 43201"), malformed),
        (by_keys("duration_seconds = 1h"), &["duration-ignored"]),
        (chain("duration_seconds = 3600"), &[]),
        (chain("duration_seconds = 3601"), malformed),
        (by_sso("duration_seconds = 43200"), malformed),
        (role("r", "credential_source = Ec2InstanceMetadata\nduration_seconds = 7200"), malformed),
        (role("r", "credential_source = Environment\nduration_seconds = 7200"), &[]),
        (by_keys("role_session_name = First Last (laptop)"), malformed),
        (by_keys("role_session_name = me@example.com"), &[]),
        (by_keys(&format!("role_session_name = {}", "x".repeat(65))), malformed),
        (by_keys("external_id = a b"), malformed),
        (by_keys("external_id = arn:aws:x/y-1"), &[]),
        (by_keys("mfa_serial = arn:aws:iam::111111111111:user/me"), malformed),
        (by_keys("mfa_serial = arn:aws:iam::111111111111:mfa/me"), &[]),
        (by_keys("mfa_serial = GAHT12345678"), &[]),
        (role("w", "web_identity_token_file = /t\nrole_session_name = a b"), malformed),
        (role("w", "web_identity_token_file = /t\nduration_seconds = 1h"), &[]),
    ];
    for (text, expected) in cases {
        let home = Home::new().file(".aws/config", &text).file(".aws/credentials", KEYS);
        assert_eq!(fired(&home), expected, "{text}");
    }
}

/// A session of a user may be used for a role of twelve hours, and nobody knows whose it is.
#[test]
fn a_long_role_by_temporary_keys_is_no_fault() {
    let case = files(
        "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\nduration_seconds = 43200\n",
        "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = t\n",
    );
    assert!(fired(&case.home()).is_empty());
}

#[test]
fn explain_says_that_aws_will_reject_the_keys() {
    let home = keys(ID, "s", "aws_session_token = old\n").env("AWS_PROFILE", "a");
    let text = home.answer(&["explain"]);
    let expected = "reject what is signed with these keys: a session token is set";
    assert!(text.contains(expected) && text.contains("-> awsprompt doctor"), "{text}");
    let role = config(
        "[profile r]\nregion = us-east-1\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
    );
    let home =
        Case { credentials: "[a]\naws_access_key_id = $ID\naws_secret_access_key = s\n", ..role };
    let text = home.home().env("AWS_PROFILE", "r").answer(&["explain"]);
    assert!(text.contains("these keys: the key id holds a placeholder"), "{text}");
    let text = keys(ID, "s", "").env("AWS_PROFILE", "a").answer(&["explain"]);
    assert!(!text.contains("reject"), "{text}");
}
