//! The caches of the AWS CLI in every form that has been seen, as measured with AWS CLI 2.36.7 (rules
//! 9.3 to 9.7).

use super::client::Client;
use super::situation::{CORP, KEYS, Pairs, ROLE, ROLE_CACHE, SSO, Situation, TOKEN};

const START_URL: &str = "[default]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 444444444444\nsso_role_name = Admin\n";
const START_URL_TOKEN: &str = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json";
const USED: &str = "sso 444444444444 +token";

fn outcome(config: &str, files: &Pairs<'_>) -> String {
    Situation { config, files, ..Situation::default() }.outcome_of(Client::AwsCliV2)
}

/// Returns what becomes of a token that ends then, by start URL and with a session.
fn of_token(end: &str) -> [String; 2] {
    let token = format!(r#"{{"accessToken": "t", "expiresAt": {end}}}"#);
    let session = format!("[default]\n{SSO}{CORP}");
    [outcome(START_URL, &[(START_URL_TOKEN, &token)]), outcome(&session, &[(TOKEN, &token)])]
}

#[test]
fn the_end_of_a_login_is_read_in_every_form() {
    let forms = [
        "-01-01T00:00:00Z",
        "-01-01T00:00:00UTC",
        "-01-01T00:00:00GMT",
        "-01-01T00:00:00+00:00",
        "-01-01T10:00:00+10:00",
        "-01-01T10:00:00+1000",
        "-01-01T00:00:00-08:00",
        "-01-01T00:00:00.123Z",
        "-01-01T00:00:00.123456789Z",
        "-01-01T00:00Z",
        "-01-01T00:00:00Z ",
    ];
    for form in forms {
        assert_eq!(of_token(&format!("\"2099{form}\"")), [USED, USED], "{form}");
        let ended = of_token(&format!("\"2020{form}\""));
        assert!(ended.iter().all(|outcome| outcome != USED), "{form}: {ended:?}");
    }
    for form in ["null", "\"\"", "4070908800", "\"4070908800\"", "\"soon\"", "\"2099-01-01\""] {
        let refused = of_token(form);
        assert!(refused.iter().all(|outcome| outcome != USED), "{form}: {refused:?}");
    }
}

#[test]
fn a_login_needs_its_token_and_its_end_and_the_rest_only_to_renew() {
    let fields = [
        ("startUrl", "https://x.awsapps.com/start"),
        ("region", "us-east-1"),
        ("accessToken", "t"),
        ("expiresAt", "2099-01-01T00:00:00Z"),
        ("clientId", "c"),
        ("clientSecret", "s"),
        ("refreshToken", "r"),
        ("registrationExpiresAt", "2099-01-01T00:00:00Z"),
    ];
    let session = format!("[default]\n{SSO}{CORP}");
    for without in fields.map(|(name, _)| name) {
        let token = |end: &str| {
            let fields = fields.iter().filter(|(name, _)| *name != without);
            let fields = fields.map(|(name, value)| {
                let value = if *name == "expiresAt" { end } else { value };
                format!("\"{name}\": \"{value}\"")
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        };
        let of = |end| outcome(&session, &[(TOKEN, &token(end))]);
        let is_needed = ["accessToken", "expiresAt"].contains(&without);
        assert_eq!(of("2099-01-01T00:00:00Z") == USED, !is_needed, "{without}");
        let is_renewed = ["startUrl", "region"].contains(&without);
        assert_eq!(of("2020-01-01T00:00:00Z") == USED, is_renewed, "{without}");
    }
    let null = r#"{"accessToken": null, "expiresAt": "2099-01-01T00:00:00Z"}"#;
    assert_ne!(outcome(&session, &[(TOKEN, null)]), USED);
    assert_ne!(outcome(START_URL, &[(START_URL_TOKEN, null)]), USED);
}

/// The names of the files are those of the arguments, and a web identity has only two.
#[test]
fn a_web_identity_shares_the_cache_of_a_role_with_the_same_arguments() {
    const OF_NAME: &str = ".aws/cli/cache/982a04af72fca80cb06b1d98aa3a07fd11013ed4.json";
    let session = r#"{"Credentials": {"AccessKeyId": "ASIARTXV5AHDQAABCIRT", "SecretAccessKey": "s",
        "SessionToken": "t", "Expiration": "2099-01-01T10:00:00+10:00"}}"#;
    let web = format!("[default]\n{ROLE}web_identity_token_file = /h/gone\n");
    let rows = [
        ("", ROLE_CACHE, "web-identity 999999999999 +token"),
        ("role_session_name =\n", ROLE_CACHE, "web-identity 999999999999 +token"),
        ("duration_seconds = 3600\n", ROLE_CACHE, "web-identity 999999999999 +token"),
        ("external_id = abc\n", ROLE_CACHE, "web-identity 999999999999 +token"),
        ("role_session_name = me\n", OF_NAME, "web-identity 999999999999 +token"),
        ("role_session_name = me\n", ROLE_CACHE, "no-credentials"),
    ];
    for (rest, file, expected) in rows {
        assert_eq!(outcome(&format!("{web}{rest}"), &[(file, session)]), expected, "{rest}");
    }
}

/// Measured with AWS CLI 2.36.7 and 1.46.3 and botocore 1.44.8 (rule 9.16).
#[test]
fn a_session_that_cannot_be_kept_stops_the_clients_that_keep_it() {
    const BROKEN: &str = "invalid-config";
    const RENEWED: &str = r#"{"accessToken": "t", "expiresAt": "2026-01-01T00:12:00Z",
        "clientId": "c", "clientSecret": "s", "refreshToken": "r",
        "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#;
    const KEPT: &str = r#"{"Credentials": {"AccessKeyId": "ASIARTXV5AHDQAABCIRT",
        "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    const SSO_CACHE: &str = ".aws/cli/cache/8756d296cec83af0410bc562f23c59b98438617e.json";
    let role = &format!("[default]\n{ROLE}source_profile = b\n[profile b]\n{KEYS}");
    let source = format!("source_profile = c\n[profile c]\n{ROLE}source_profile = b\n");
    let chain = &format!("[default]\n{ROLE}{source}[profile b]\n{KEYS}");
    let web = &format!("[default]\n{ROLE}web_identity_token_file = /h/token\n");
    let session = &format!("[default]\n{SSO}{CORP}");
    let token = ("token", "a.b.c");
    let logged_in = (TOKEN, r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#);
    let of_role = "assume-role 999999999999 < b +token";
    let of_chain = "assume-role 999999999999 < c < b +token";
    let of_cached = "assume-role(cached) 999999999999 < b +token";
    let of_web = "web-identity 999999999999 +token";
    let of_sso = "sso 444444444444 +token";
    let kept_sso = "sso(cached) 444444444444 +token";
    let rows = [
        ("role", role, vec![], [BROKEN, BROKEN, of_role, of_role]),
        ("kept role", role, vec![(ROLE_CACHE, KEPT)], [of_cached, of_cached, of_role, of_role]),
        ("chain", chain, vec![], [BROKEN, BROKEN, of_chain, of_chain]),
        ("web", web, vec![token], [BROKEN, BROKEN, of_web, of_web]),
        ("SSO", session, vec![logged_in], [BROKEN, of_sso, of_sso, of_sso]),
        (
            "kept SSO",
            session,
            vec![logged_in, (SSO_CACHE, KEPT)],
            [kept_sso, of_sso, of_sso, of_sso],
        ),
        ("renewal", session, vec![(TOKEN, RENEWED)], [BROKEN, BROKEN, BROKEN, of_sso]),
        (
            "renewal of kept SSO",
            session,
            vec![(TOKEN, RENEWED), (SSO_CACHE, KEPT)],
            [kept_sso, BROKEN, BROKEN, of_sso],
        ),
    ];
    let clients = [Client::AwsCliV2, Client::AwsCliV1, Client::Boto3, Client::RustSdk];
    for (name, config, files, expected) in &rows {
        let variables = &[("AWS_REGION", "us-east-1")];
        let read_only =
            Situation { config, files, variables, is_read_only: true, ..Situation::default() };
        assert_eq!(clients.map(|client| read_only.outcome_of(client)), *expected, "{name}");
        let writable = Situation { is_read_only: false, ..read_only };
        assert_ne!(writable.outcome_of(Client::AwsCliV2), BROKEN, "{name}");
    }
}
