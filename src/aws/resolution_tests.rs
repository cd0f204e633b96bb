//! The rules of `docs/guide/src/resolution.md`, a row each, for AWS CLI v2.
//!
//! The measured cases in `tests/cases` say what the client does; these rows say which rule of ours
//! makes it so, and cover what the cases leave out.

use super::client::Client;
use super::situation::{CORP, ENV_KEYS, KEYS, Pairs, ROLE, ROLE_CACHE, SSO, Situation, TOKEN};

impl Situation<'_> {
    fn outcome(&self) -> String {
        self.outcome_of(Client::AwsCliV2)
    }
}

/// Checks the default profile's outcome for a config file.
#[track_caller]
fn assert_config(rule: &str, config: &str, expected: &str) {
    let outcome = Situation { config, ..Situation::default() }.outcome();
    assert_eq!(outcome, expected, "{rule}: {config}");
}

#[test]
fn static_keys_stand_together_in_one_file() {
    let both = format!("[default]\n{KEYS}");
    let id = "[default]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\n";
    let secret = "[default]\naws_secret_access_key = s\n";
    let token = format!("[default]\n{KEYS}aws_session_token = t\n");
    let rows = [
        ("3.2", "", both.as_str(), "static 111111111111"),
        ("3.2", &both, "", "static 111111111111"),
        ("3.2 c03", secret, id, "partial-credentials"),
        ("3.2 g49", &both, id, "partial-credentials"),
        ("3.2", &both, secret, "static 111111111111"),
        ("3.2 c06", "[default]\naws_session_token = t\n", &both, "static 111111111111"),
        ("3.3", "", &token, "static 111111111111 +token"),
    ];
    for (rule, config, credentials, expected) in rows {
        let situation = Situation { config, credentials, ..Situation::default() };
        assert_eq!(situation.outcome(), expected, "{rule}: {config} / {credentials}");
    }
}

#[test]
fn exported_keys_come_first() {
    let credentials = format!("[default]\n{KEYS}");
    let [id, secret] = ENV_KEYS;
    let rows: [(&str, &Pairs<'_>, &str); 12] = [
        ("7.1", &[id, secret], "env 555555555555"),
        ("7.2 g01", &[id], "partial-credentials"),
        ("7.2 g02", &[secret], "static 111111111111"),
        ("7.2 g03", &[("AWS_ACCESS_KEY_ID", ""), secret], "static 111111111111"),
        ("3.3", &[id, secret, ("AWS_SESSION_TOKEN", "t")], "env 555555555555 +token"),
        (
            "3.3",
            &[id, secret, ("AWS_SECURITY_TOKEN", ""), ("AWS_SESSION_TOKEN", "t")],
            "env 555555555555 +token",
        ),
        ("9.1", &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "2025-12-31T23:59:59Z")], "expired"),
        (
            "9.1",
            &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T00:01:00Z")],
            "env 555555555555",
        ),
        (
            "9.1",
            &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "9999-12-31T23:59:59Z")],
            "env 555555555555",
        ),
        ("9.1", &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "")], "env 555555555555"),
        ("9.1", &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "x")], "expiry-unparsable"),
        ("9.1", &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "2099-01-01")], "expiry-unparsable"),
    ];
    for (rule, variables, expected) in rows {
        let situation = Situation { credentials: &credentials, variables, ..Situation::default() };
        assert_eq!(situation.outcome(), expected, "{rule}: {variables:?}");
    }
    let with_flag = Situation {
        credentials: &credentials,
        variables: &ENV_KEYS,
        profile: Some("default"),
        ..Situation::default()
    };
    assert_eq!(with_flag.outcome(), "static 111111111111", "7.1 d07");
}

#[test]
fn roles_are_assumed_by_their_source() {
    let role = |rest: &str| format!("[default]\nregion = x\n{ROLE}{rest}\n");
    let rows = [
        ("7.5", role(""), "partial-credentials"),
        ("7.5 g13", role("source_profile = b\ncredential_source = Environment"), "invalid-config"),
        ("7.6", role("source_profile = nope"), "invalid-config"),
        ("7.6 g54", role("source_profile = b\n[profile b]\nregion = x"), "invalid-config"),
        ("7.6 g07", role("source_profile = default"), "role-cycle"),
        (
            "7.6 g06",
            role(&format!("source_profile = default\n{KEYS}")),
            "assume-role 999999999999 < default +token",
        ),
        (
            "7.6 g08",
            role(&format!("source_profile = b\n[profile b]\n{ROLE}source_profile = default")),
            "role-cycle",
        ),
        (
            "7.3",
            role(&format!(
                "source_profile = b\n[profile b]\n{ROLE}source_profile = c\n[profile c]\n{KEYS}"
            )),
            "assume-role 999999999999 < b < c +token",
        ),
        (
            "7.4 g10",
            role(&format!("source_profile = b\n[profile b]\n{KEYS}{ROLE}source_profile = c")),
            "assume-role 999999999999 < b +token",
        ),
        (
            "7.6",
            role("source_profile = b\n[profile b]\naws_access_key_id = x"),
            "partial-credentials",
        ),
    ];
    for (rule, config, expected) in &rows {
        assert_config(rule, config, expected);
    }
}

#[test]
fn what_names_no_credentials_or_is_too_short_is_refused() {
    let role = |rest: &str| format!("[default]\nregion = x\n{ROLE}{rest}\n");
    let rows = [
        ("7.7 g53", role("credential_source = environment"), "invalid-config"),
        ("7.7", role("credential_source = Environment"), "no-credentials"),
        ("7.7", role("credential_source = EcsContainer"), "no-credentials"),
        ("7.7", role("credential_source = Ec2InstanceMetadata"), "no-credentials"),
        (
            "7.20",
            format!("[default]\nrole_arn = R\nsource_profile = b\n[profile b]\n{KEYS}"),
            "invalid-config",
        ),
        (
            "7.20",
            role(&format!("source_profile = b\nduration_seconds = 100\n[profile b]\n{KEYS}")),
            "invalid-config",
        ),
        (
            "7.20",
            role(&format!("source_profile = b\nexternal_id =\n[profile b]\n{KEYS}")),
            "invalid-config",
        ),
        (
            "7.20",
            role(&format!("source_profile = b\nduration_seconds = often\n[profile b]\n{KEYS}")),
            "assume-role 999999999999 < b +token",
        ),
    ];
    for (rule, config, expected) in &rows {
        assert_config(rule, config, expected);
    }
}

#[test]
fn a_cached_role_spares_its_source_from_being_asked() {
    let session = |expiration: &str, rest: &str| {
        format!(
            r#"{{"Credentials": {{"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t",
                "Expiration": "{expiration}"{rest}}}}}"#
        )
    };
    let config = format!("[default]\n{ROLE}source_profile = s\n[profile s]\n{SSO}{CORP}");
    let fresh = "2026-01-01T00:15:00Z";
    let cold = "sso-token";
    let warm = "assume-role(cached) 999999999999 < s +token";
    let rows = [
        ("9.7", session(fresh, ""), warm),
        ("9.7", session("2026-01-01T00:15:00+00:00", ""), warm),
        ("9.7", session("2026-01-01T00:15:00UTC", ""), warm),
        ("9.7", session(fresh, r#", "AccountId": 5"#), warm),
        ("9.7 k11", session("2026-01-01T00:14:59Z", ""), cold),
        ("9.10", "{".to_owned(), "invalid-config"),
        ("9.10", "{}".to_owned(), "invalid-config"),
        ("9.10", "[]".to_owned(), "invalid-config"),
        ("9.10", session("never", ""), "invalid-config"),
    ];
    for (rule, text, expected) in &rows {
        let files = [(ROLE_CACHE, text.as_str())];
        let situation = Situation { config: &config, files: &files, ..Situation::default() };
        assert_eq!(&situation.outcome(), expected, "{rule}: {text}");
    }
}

#[test]
fn web_identity_takes_each_setting_from_the_environment_first() {
    let credentials = format!("[default]\n{KEYS}");
    let token = ("AWS_WEB_IDENTITY_TOKEN_FILE", "/h/token");
    let role = ("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/R");
    let profile = "[default]\nrole_arn = arn:aws:iam::888888888888:role/R\n\
                   web_identity_token_file = /h/token\n";
    let rows: [(&str, &str, &Pairs<'_>, &str); 9] = [
        ("7.8 g32", "", &[token, role], "web-identity 999999999999 +token"),
        ("7.8 g55", "", &[role], "static 111111111111"),
        ("7.8", "", &[token], "invalid-config"),
        ("7.8", "", &[("AWS_WEB_IDENTITY_TOKEN_FILE", ""), role], "static 111111111111"),
        ("7.8", "", &[("AWS_WEB_IDENTITY_TOKEN_FILE", "/h/gone"), role], "no-credentials"),
        ("7.8 g31", profile, &[], "web-identity 888888888888 +token"),
        ("7.8", profile, &[role], "web-identity 999999999999 +token"),
        ("7.20", "", &[token, ("AWS_ROLE_ARN", "me")], "invalid-config"),
        ("7.8", "", &[("AWS_WEB_IDENTITY_TOKEN_FILE", "/h/short"), role], "invalid-config"),
    ];
    for (rule, config, variables, expected) in rows {
        let files = [("token", "token"), ("short", "a\r\n\r\n")];
        let situation = Situation {
            config,
            credentials: &credentials,
            variables,
            files: &files,
            ..Situation::default()
        };
        assert_eq!(situation.outcome(), expected, "{rule}: {config} {variables:?}");
    }
}

#[test]
fn a_kept_session_of_a_web_identity_does_without_its_token() {
    let config = &format!("[default]\n{ROLE}web_identity_token_file = /h/gone\n");
    let session = r#"{"Credentials": {"AccessKeyId": "ASIARTXV5AHDQAABCIRT", "SecretAccessKey": "s",
        "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    let files = &[(ROLE_CACHE, session)];
    for (rule, client, expected) in [
        ("9.5", Client::AwsCliV2, "web-identity 999999999999 +token"),
        ("9.13", Client::AwsCliV1, "no-credentials"),
        ("9.5", Client::Boto3, "no-credentials"),
    ] {
        let situation = Situation { config, files, ..Situation::default() };
        assert_eq!(situation.outcome_of(client), expected, "{rule}: {client:?}");
    }
}

#[test]
fn sso_profiles_need_all_their_settings() {
    let rows = [
        ("7.10 g19", format!("[default]\nsso_session = corp\nsso_account_id = 4\n{CORP}"), "sso"),
        ("7.11 g22", format!("[default]\n{SSO}sso_region = eu-west-1\n{CORP}"), "sso"),
        ("7.11", format!("[default]\n{SSO}sso_region = us-east-1\n{CORP}"), "sso-token"),
        ("7.11 g23", format!("[default]\n{SSO}"), "sso"),
        ("7.10 g20", format!("[default]\nsso_session = corp\n{KEYS}{CORP}"), "static 111111111111"),
        ("7.17", format!("[default]\nsso_session = nope\n{KEYS}{CORP}"), "sso"),
        ("7.17", format!("[default]\nsso_session = corp\n{KEYS}[sso-session corp]\n"), "sso"),
        (
            "7.17",
            format!("[default]\nsso_session = corp\n{KEYS}[sso-session corp]\nsso_start_url = x\n"),
            "sso",
        ),
        (
            "7.17",
            format!("[default]\n{SSO}sso_start_url = x\nsso_region = y\n[sso-session corp]\n"),
            "sso",
        ),
        (
            "7.11",
            format!("[default]\n{SSO}[sso-session corp]\nsso_start_url = x\nsso_region = a b\n"),
            "sso",
        ),
    ];
    for (rule, config, expected) in &rows {
        assert_config(rule, config, expected);
    }
}

#[test]
fn the_sdk_for_javascript_does_not_expand_the_path_of_sessions() {
    let config = &format!("[default]\n{SSO}{CORP}");
    let token = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let files = &[(TOKEN, token)];
    for (path, client, expected) in [
        ("/h/elsewhere", Client::JsSdk, "sso 444444444444 +token"),
        ("~/elsewhere", Client::JsSdk, "sso"),
        ("~/elsewhere", Client::RustSdk, "sso 444444444444 +token"),
    ] {
        let variables = &[("AWS_CONFIG_FILE", path)];
        let situation = Situation { config, variables, files, ..Situation::default() };
        assert_eq!(situation.outcome_of(client), expected, "1.10: {path} {client:?}");
    }
}

#[test]
fn an_sso_token_is_renewed_where_that_is_possible() {
    let token = |expires: &str, rest: &str| {
        format!(r#"{{"accessToken": "t", "expiresAt": "{expires}"{rest}}}"#)
    };
    let renewal = |end: &str| {
        format!(
            r#", "refreshToken": "r", "clientId": "c", "clientSecret": "s",
                "registrationExpiresAt": {end}"#
        )
    };
    let ok = "sso 444444444444 +token";
    let past = "2020-01-01T00:00:00Z";
    let future = "2099-01-01T00:00:00Z";
    let rows = [
        ("9.3", token(future, ""), ok),
        ("9.3", token("2099-01-01T00:00:00UTC", ""), ok),
        ("9.4 g17", token(past, ""), "expired"),
        ("9.4 k07", token(past, &renewal(&format!("{future:?}"))), ok),
        ("9.4 k08", token(past, &renewal(&format!("{past:?}"))), "expired"),
        ("9.4", token(past, &renewal("\"soon\"")), "sso-token"),
        ("9.4", token(future, &renewal("5")), ok),
        ("9.3", r#"{"expiresAt": "2099-01-01T00:00:00Z"}"#.to_owned(), "sso-token"),
        ("9.3", token("soon", ""), "sso-token"),
        ("9.3", "[".to_owned(), "sso-token"),
    ];
    let config = format!("[default]\n{SSO}{CORP}");
    for (rule, text, expected) in &rows {
        let files = [(TOKEN, text.as_str())];
        let situation = Situation { config: &config, files: &files, ..Situation::default() };
        assert_eq!(&situation.outcome(), expected, "{rule}: {text}");
    }
}

#[test]
fn the_host_s_role_is_the_last_resort() {
    let full = |uri| [("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri)];
    let relative = [("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x")];
    let token = |name, value| [relative[0], (name, value)];
    let of_file = |path| token("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", path);
    let plain = |value| token("AWS_CONTAINER_AUTHORIZATION_TOKEN", value);
    let files = [("token", "t"), ("cut", "t\nt")];
    let credentials = format!("[default]\n{KEYS}");
    let rows: [(&str, &str, &Pairs<'_>, &str); 14] = [
        ("7.9 g36", &credentials, &relative, "static 111111111111"),
        ("7.9 g37", "", &relative, "container +token"),
        ("7.9", "", &full("http://localhost:1/x"), "container +token"),
        ("7.18", "", &full(""), "invalid-config"),
        ("7.18", "", &full("http://example.com/x"), "invalid-config"),
        ("7.18", "", &[("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "x")], "invalid-config"),
        ("7.18", "", &of_file("/h/token"), "container +token"),
        ("7.18", "", &of_file("/h/cut"), "invalid-config"),
        ("7.18", "", &of_file("/h/gone"), "no-credentials"),
        ("7.18", "", &of_file(""), "no-credentials"),
        ("7.18", "", &plain("t"), "container +token"),
        ("7.18", "", &plain("t\n"), "invalid-config"),
        ("7.18", &credentials, &plain("t\n"), "static 111111111111"),
        ("7.9", "", &[("AWS_EC2_METADATA_DISABLED", "TRUE")], "no-credentials"),
    ];
    for (rule, credentials, variables, expected) in rows {
        let situation = Situation { credentials, variables, files: &files, ..Situation::default() };
        assert_eq!(situation.outcome(), expected, "{rule}: {variables:?}");
    }
}

#[test]
fn files_of_older_tools_are_read_before_the_container_is_asked() {
    let boto = format!("[Credentials]\n{KEYS}");
    let half = "[Credentials]\naws_access_key_id = x\n";
    let ec2 = "AWSAccessKeyId=AKIARTXV5AHDQAABCIRT\nAWSSecretKey=s\n";
    let variable = [("AWS_CREDENTIAL_FILE", "~/ec2")];
    let rows: [(&Pairs<'_>, &Pairs<'_>, &str); 6] = [
        (&[], &[(".boto", &boto)], "static 111111111111"),
        (&[("BOTO_CONFIG", "$HOME/other")], &[("other", &boto)], "static 111111111111"),
        (&[], &[(".boto", half)], "partial-credentials"),
        (&variable, &[("ec2", ec2)], "static 111111111111"),
        (&variable, &[("ec2", "AWSAccessKeyId=x")], "partial-credentials"),
        (&variable, &[], "invalid-config"),
    ];
    for (variables, files, expected) in rows {
        let situation = Situation { variables, files, ..Situation::default() };
        assert_eq!(situation.outcome(), expected, "7A.9: {variables:?} {files:?}");
    }
}

#[test]
fn settings_of_other_kinds_can_stop_every_command() {
    assert_config("7.19", &format!("[default]\n{KEYS}s3 =\nx = 5\n"), "invalid-config");
    assert_config("7.19", &format!("[default]\n{KEYS}s3 =\n  x = 5\n"), "static 111111111111");
    // The region is looked at before anything about credentials.
    assert_config("5.14", "[default]\nregion = a b\naws_access_key_id = x\n", "invalid-region");
}

#[test]
fn an_instance_is_recognised_by_its_firmware() {
    let rows = [
        (("/sys/class/dmi/id/sys_vendor", "Amazon EC2\n"), "imds +token"),
        (("/sys/hypervisor/uuid", "ec2abc\n"), "imds +token"),
        (("/sys/class/dmi/id/sys_vendor", "Dell Inc.\n"), "no-credentials"),
    ];
    for (file, expected) in rows {
        let off = Situation { files: &[file], ..Situation::default() };
        assert_eq!(off.outcome(), "no-credentials", "7.9: switched off, {file:?}");
        let on = Situation { variables: &[("AWS_EC2_METADATA_DISABLED", "")], ..off };
        assert_eq!(on.outcome(), expected, "7.9: {file:?}");
    }
}
