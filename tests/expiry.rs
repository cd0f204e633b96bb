//! The end of credentials, end to end (`docs/guide/src/contract.md`, section 1): what renews by
//! itself is never shown, what will not is counted down near its end, and after that there is an
//! alert.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the dates of these tests are close to now")]

mod common;

use common::Home;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Keys of account 555555555555.
const KEY_ID: &str = "ASIAYCWNRBDRQAABCIRT";
/// Keys of account 222222222222.
const KEYS: &str = "aws_access_key_id = AKIATHPL2AOHAAABTWOO\naws_secret_access_key = s\n";

const START_URL: &str = "sso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n";
const PERMISSION: &str = "sso_account_id = 444444444444\nsso_role_name = Admin\n";
const ROLE: &str = "role_arn = arn:aws:iam::999999999999:role/R\n";
const MFA: &str = "mfa_serial = arn:aws:iam::222222222222:mfa/me\n";

/// Files of caches, each named after what its content belongs to (rules 9.3 to 9.8).
const SESSION_TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const START_URL_TOKEN: &str = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json";
const SESSION_ROLE: &str = ".aws/cli/cache/8756d296cec83af0410bc562f23c59b98438617e.json";
const START_URL_ROLE: &str = ".aws/cli/cache/866af70126e098bd2c90f7b92c06fe3f8548eb2b.json";
const ASSUMED_ROLE: &str = ".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json";
const ASSUMED_ROLE_BY_MFA: &str = ".aws/cli/cache/b4f5ad7dfd9a32a89eedf8400ae18e9b3939e15b.json";
const LOGIN: &str =
    ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json";

/// Further away than anybody wants to be reminded of.
const FAR: i64 = 10_000;
const PAST: i64 = -10_000;

/// Returns the moment so many minutes from now, as most tools write it.
fn minutes(minutes: i64) -> String {
    let moment = Timestamp::now() + SignedDuration::from_mins(minutes);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A home with a region, on a machine that is no EC2 instance.
fn bare() -> Home {
    Home::new().env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_REGION", "us-east-1")
}

/// A home where keys are exported, as a wrapper does.
fn exported() -> Home {
    bare().env("AWS_ACCESS_KEY_ID", KEY_ID).env("AWS_SECRET_ACCESS_KEY", "s")
}

/// A home where the profile x, of this config file, is chosen; it has no cache yet.
fn chosen(config: &str) -> Home {
    bare().file(".aws/config", config).env("AWS_PROFILE", "x")
}

/// A home with a profile of IAM Identity Center, with a session.
fn with_session() -> Home {
    chosen(&format!("[profile x]\nsso_session = corp\n{PERMISSION}[sso-session corp]\n{START_URL}"))
}

/// The same in the older form, with a start URL.
fn with_start_url() -> Home {
    chosen(&format!("[profile x]\n{PERMISSION}{START_URL}"))
}

/// A home with a role that is assumed by static keys.
fn with_role(rest: &str) -> Home {
    chosen(&format!("[profile x]\nsource_profile = y\n{ROLE}{rest}[profile y]\n{KEYS}"))
}

/// A home with a role that is assumed by way of IAM Identity Center.
fn with_role_by_session() -> Home {
    chosen(&format!(
        "[profile x]\nsource_profile = y\n{ROLE}[profile y]\nsso_session = corp\n{PERMISSION}\
         [sso-session corp]\n{START_URL}"
    ))
}

/// A token of IAM Identity Center that ends in so many minutes.
fn token(end: i64) -> String {
    json!({"accessToken": "t", "expiresAt": minutes(end)}).to_string()
}

/// A token that can be renewed for so many minutes.
fn renewable_token(end: i64, registration: i64) -> String {
    json!({
        "accessToken": "t", "expiresAt": minutes(end), "refreshToken": "r", "clientId": "c",
        "clientSecret": "s", "registrationExpiresAt": minutes(registration),
    })
    .to_string()
}

/// What the CLI's cache holds of a role.
fn cached(end: i64) -> String {
    json!({"Credentials": {
        "AccessKeyId": "k", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": minutes(end),
    }})
    .to_string()
}

/// Returns the profile, the countdown and the alerts of a home's segment.
#[track_caller]
fn shown(home: &Home) -> String {
    let segment = home.answer(&["prompt", "--format", "{profile}( {expiry})( {alert})"]);
    segment.trim_end().to_owned()
}

fn explained(home: &Home) -> Value {
    serde_json::from_str(&home.answer(&["explain", "--json"])).unwrap()
}

/// Tells whether all of the segment is in the colour of alarm.
fn is_red(home: &Home) -> bool {
    let painted = home.answer(&["prompt", "--shell", "fish"]);
    painted.starts_with("\x1b[1;31m") && painted.matches("\x1b[0m").count() == 1
}

#[test]
fn exported_keys_are_counted_down_in_their_last_quarter_of_an_hour() {
    for (left, expected) in [(1, " 1m"), (9, " 9m"), (15, " 15m"), (16, ""), (FAR, "")] {
        let home = exported().env("AWS_CREDENTIAL_EXPIRATION", &minutes(left));
        assert_eq!(home.segment(), format!("[AWS:env-keys 555555555555 us-east-1{expected}]"));
        assert!(!is_red(&home), "{left}");
    }
}

#[test]
fn exported_keys_whose_end_is_past_are_refused() {
    let home = exported().env("AWS_CREDENTIAL_EXPIRATION", &minutes(-1));
    assert_eq!(home.segment(), "[AWS:env-keys us-east-1 !expired]");
    assert!(is_red(&home));
}

#[test]
fn an_end_that_only_a_wrapper_tells_counts_for_temporary_keys() {
    for name in ["AWS_SESSION_EXPIRATION", "AWSUME_EXPIRATION", "AWS_SSO_SESSION_EXPIRATION"] {
        let rows = [(FAR, ""), (9, " 9m"), (-1, " !expired")];
        for (left, expected) in rows {
            let home = exported().env(name, &minutes(left));
            let without_token = "[AWS:env-keys 555555555555 us-east-1]";
            assert_eq!(home.segment(), without_token, "{name} {left}");
            let home = home.env("AWS_SESSION_TOKEN", "t");
            let segment = format!("[AWS:env-keys 555555555555 us-east-1{expected}]");
            assert_eq!(home.segment(), segment, "{name} {left}");
            assert_eq!(is_red(&home), left < 0, "{name} {left}");
        }
    }
}

#[test]
fn a_wrapper_may_write_the_name_of_a_zone_behind_its_offset() {
    let moment = Timestamp::now() + SignedDuration::from_mins(9);
    for form in ["%Y-%m-%d %H:%M:%S +0000 UTC", "%Y-%m-%d %H:%M:%S -0000 GMT"] {
        let date = moment.strftime(form).to_string();
        let home = exported().env("AWS_SESSION_TOKEN", "t");
        let home = home.env("AWS_SSO_SESSION_EXPIRATION", &date);
        assert_eq!(home.segment(), "[AWS:env-keys 555555555555 us-east-1 9m]", "{date}");
    }
}

#[test]
fn a_client_signs_with_keys_whose_end_only_a_wrapper_tells() {
    let home = exported().env("AWS_SESSION_TOKEN", "t").env("AWSUME_EXPIRATION", &minutes(-1));
    let answer = explained(&home);
    assert_eq!(answer["alerts"], json!([{"kind": "expired"}]));
    for client in answer["clients"].as_array().unwrap() {
        assert_eq!(client["ok"], true, "{client}");
        assert_eq!(client["expires"]["origin"], json!({"env": "AWSUME_EXPIRATION"}), "{client}");
    }
}

#[test]
fn the_end_that_clients_heed_goes_before_what_a_wrapper_tells() {
    let home = exported().env("AWS_SESSION_TOKEN", "t");
    let home = home.env("AWS_SESSION_EXPIRATION", &minutes(PAST));
    let home = home.env("AWS_CREDENTIAL_EXPIRATION", &minutes(FAR));
    assert_eq!(shown(&home), "env-keys");
}

#[test]
fn a_wrapper_s_date_that_cannot_be_read_says_nothing() {
    for date in ["", "soon"] {
        let home = exported().env("AWS_SESSION_TOKEN", "t").env("AWSUME_EXPIRATION", date);
        assert_eq!(shown(&home), "env-keys", "{date}");
    }
}

/// Somewhere it is still today, or tomorrow already.
#[test]
fn a_date_without_a_zone_counts_when_it_has_passed_in_every_zone() {
    let local = |hours: i64| minutes(hours * 60).trim_end_matches('Z').to_owned();
    for (hours, expected) in [(-15, "env-keys !expired"), (-13, "env-keys"), (1, "env-keys")] {
        let home = exported().env("AWS_SESSION_TOKEN", "t");
        assert_eq!(shown(&home.env("AWSUME_EXPIRATION", &local(hours))), expected, "{hours}");
    }
    for date in ["2020-01-01 10:00:00", "2020-01-01T10:00:00", "2020-01-01"] {
        let keys =
            format!("{}aws_session_token = t\nexpiration = {date}\n", KEYS.replace("AKIA", "ASIA"));
        let home = bare().env("AWS_PROFILE", "x").file(".aws/credentials", format!("[x]\n{keys}"));
        assert_eq!(shown(&home), "x !expired", "{date}");
    }
}

#[test]
fn temporary_keys_in_a_file_are_counted_down() {
    for key in [
        "expiration",
        "x_security_token_expires",
        "aws_expiration",
        "aws_session_expiration",
        "aws_credential_expiration",
        "aws_session_token_expiration",
    ] {
        for (left, expected) in [(FAR, "x"), (9, "x 9m"), (-1, "x !expired")] {
            for file in [".aws/credentials", ".aws/config"] {
                let heading = if file == ".aws/config" { "profile x" } else { "x" };
                let keys = format!("[{heading}]\n{KEYS}{key} = {}\n", minutes(left));
                let home = bare().env("AWS_PROFILE", "x").file(file, &keys);
                assert_eq!(shown(&home), "x", "{file} {key} {left}");
                let home = home.file(file, format!("{keys}aws_session_token = t\n"));
                assert_eq!(shown(&home), expected, "{file} {key} {left}");
                assert_eq!(is_red(&home), left < 0, "{file} {key} {left}");
            }
        }
    }
}

#[test]
fn a_login_by_start_url_is_never_renewed() {
    for (left, expected) in [(FAR, "x"), (9, "x 9m"), (-1, "x !expired")] {
        for token in [token(left), renewable_token(left, FAR)] {
            let home = with_start_url().file(START_URL_TOKEN, &token);
            assert_eq!(shown(&home), expected, "{token}");
        }
    }
}

#[test]
fn a_login_with_a_session_is_counted_down_unless_it_renews_itself() {
    let rows = [
        (token(FAR), "x"),
        (token(9), "x 9m"),
        (token(-1), "x !expired"),
        (renewable_token(FAR, FAR), "x"),
        (renewable_token(9, FAR), "x"),
        (renewable_token(PAST, FAR), "x"),
        (renewable_token(FAR, PAST), "x"),
        (renewable_token(9, PAST), "x 9m"),
        (renewable_token(-1, PAST), "x !expired"),
    ];
    for (token, expected) in rows {
        let home = with_session().file(SESSION_TOKEN, &token);
        assert_eq!(shown(&home), expected, "{token}");
        assert_eq!(is_red(&home), expected.contains('!'), "{token}");
    }
}

#[test]
fn a_cached_role_carries_a_dead_login_to_a_quarter_of_an_hour_before_its_end() {
    for (left, expected) in [(FAR, "x"), (31, "x"), (24, "x 9m"), (14, "x !expired")] {
        let role = cached(left);
        let session = with_session().file(SESSION_TOKEN, token(-1)).file(SESSION_ROLE, &role);
        assert_eq!(shown(&session), expected, "{left}");
        let lapsed = session.file(SESSION_TOKEN, renewable_token(-1, PAST));
        assert_eq!(shown(&lapsed), expected, "{left}");
        let start_url =
            with_start_url().file(START_URL_TOKEN, token(-1)).file(START_URL_ROLE, &role);
        assert_eq!(shown(&start_url), expected, "{left}");
    }
    let logged_out = with_session().file(SESSION_ROLE, cached(24));
    assert_eq!(shown(&logged_out), "x 9m");
}

#[test]
fn a_cached_role_lasts_as_long_as_the_login_can_renew_it() {
    let with_token = |token: String| with_session().file(SESSION_TOKEN, token);
    let rows = [
        (with_token(renewable_token(5, FAR)), "x"),
        (with_token(renewable_token(PAST, FAR)), "x"),
        (with_token(token(FAR)), "x"),
        (with_token(token(12)), "x 12m"),
        (with_token(token(5)), "x 9m"),
    ];
    for (home, expected) in rows {
        assert_eq!(shown(&home.file(SESSION_ROLE, cached(24))), expected);
    }
}

#[test]
fn a_role_ends_with_the_login_that_it_is_assumed_by() {
    let rows = [
        (token(FAR), "x"),
        (token(9), "x 9m"),
        (token(-1), "x !expired"),
        (renewable_token(9, FAR), "x"),
        (renewable_token(9, PAST), "x 9m"),
    ];
    for (token, expected) in rows {
        let home = with_role_by_session().file(SESSION_TOKEN, &token);
        assert_eq!(shown(&home), expected, "{token}");
    }
}

#[test]
fn a_cached_role_lasts_as_long_as_its_source() {
    let by_session = |token: String| with_role_by_session().file(SESSION_TOKEN, token);
    let rows = [
        (with_role(""), 24, "x"),
        (with_role(""), 5, "x"),
        (by_session(renewable_token(5, FAR)), 24, "x"),
        (by_session(token(12)), 24, "x 12m"),
        (by_session(token(5)), 24, "x 9m"),
        (by_session(token(-1)), 24, "x 9m"),
        (by_session(token(-1)), 31, "x"),
        (by_session(token(-1)), 14, "x !expired"),
        // The AWS CLI keeps no session of a source (rule 9.14).
        (by_session(token(-1)).file(SESSION_ROLE, cached(27)), 24, "x 9m"),
        (by_session(token(-1)).file(SESSION_ROLE, cached(24)), 27, "x 12m"),
    ];
    for (home, left, expected) in rows {
        assert_eq!(shown(&home.file(ASSUMED_ROLE, cached(left))), expected, "{left}");
    }
}

#[test]
fn a_role_behind_an_mfa_device_is_counted_down_to_the_next_code() {
    assert_eq!(shown(&with_role(MFA)), "x");
    for (left, expected) in [(FAR, "x"), (31, "x"), (24, "x 9m"), (16, "x 1m"), (14, "x")] {
        let home = with_role(MFA).file(ASSUMED_ROLE_BY_MFA, cached(left));
        assert_eq!(shown(&home), expected, "{left}");
    }
}

#[test]
fn a_login_session_renews_itself() {
    let config = "[profile x]\nlogin_session = arn:aws:sts::555555555555:assumed-role/Admin/me\n";
    for left in [FAR, 9, PAST] {
        let login = json!({
            "accessToken": {
                "accessKeyId": "k", "secretAccessKey": "s", "sessionToken": "t",
                "accountId": "555555555555", "expiresAt": minutes(left),
            },
            "refreshToken": "r", "clientId": "c", "dpopKey": "k",
        });
        let home = chosen(config).file(LOGIN, login.to_string());
        assert_eq!(shown(&home), "x", "{left}");
    }
}

#[test]
fn a_setting_says_when_the_countdown_begins() {
    let rows = [
        ("2h", 1, "env-keys 1m"),
        ("2h", 59, "env-keys 59m"),
        ("2h", 60, "env-keys 1h00m"),
        ("2h", 65, "env-keys 1h05m"),
        ("2h", 120, "env-keys 2h00m"),
        ("2h", 121, "env-keys"),
        ("5m", 5, "env-keys 5m"),
        ("5m", 6, "env-keys"),
        ("0m", 1, "env-keys"),
        ("0m", -1, "env-keys !expired"),
    ];
    for (threshold, left, expected) in rows {
        let home = exported()
            .env("AWS_CREDENTIAL_EXPIRATION", &minutes(left))
            .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
            .file("settings.ini", format!("[prompt]\nexpiry = {threshold}\n"));
        assert_eq!(shown(&home), expected, "{threshold} {left}");
    }
}

#[test]
fn a_format_may_do_without_the_countdown_and_not_without_its_end() {
    let format = "[prompt]\nformat = {profile}( {account})( {alert})\n";
    for (left, expected) in [(9, "env-keys 555555555555"), (-1, "env-keys !expired")] {
        let home = exported()
            .env("AWS_CREDENTIAL_EXPIRATION", &minutes(left))
            .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
            .file("settings.ini", format);
        assert_eq!(home.segment(), expected);
    }
}

#[test]
fn the_countdown_stands_beside_labels_and_masks() {
    let home = exported()
        .env("AWS_CREDENTIAL_EXPIRATION", &minutes(9))
        .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
        .file("settings.ini", "[prompt]\nmask = yes\n");
    assert_eq!(home.segment(), "[AWS:env-keys …5555 us-east-1 9m]");
    let home = home.file("settings.ini", "[accounts]\n555555555555 = acme\n");
    assert_eq!(home.segment(), "[AWS:env-keys acme us-east-1 9m]");
}

#[test]
fn a_program_reads_when_the_credentials_end() {
    let end = minutes(9);
    let file = |path: &str| json!({"file": format!("@HOME@/{path}")});
    let home = exported().env("AWS_CREDENTIAL_EXPIRATION", &end);
    let heeded = json!({"value": end, "origin": {"env": "AWS_CREDENTIAL_EXPIRATION"}});
    let clients = explained(&home)["clients"].clone();
    let expires: Vec<_> = (0..6).map(|client| clients[client]["expires"].clone()).collect();
    let none = Value::Null;
    assert_eq!(expires, [&heeded, &heeded, &heeded, &none, &none, &none].map(Clone::clone));

    let home = exported().env("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z");
    let ours = &explained(&home)["clients"][0];
    assert_eq!(ours["error"]["kind"], "expired");
    assert_eq!(ours["expires"]["value"], "2020-01-01T00:00:00Z");

    let home = with_session().file(SESSION_TOKEN, renewable_token(9, FAR));
    let ours = &explained(&home)["clients"][0]["expires"];
    assert_eq!(ours["origin"], file(SESSION_TOKEN));

    // The cache belongs to AWS CLI v2; the others go by the token.
    let home = home.file(SESSION_ROLE, cached(24));
    let clients = explained(&home)["clients"].clone();
    assert_eq!(clients[0]["expires"]["origin"], file(SESSION_ROLE));
    assert_eq!(clients[1]["expires"]["origin"], file(SESSION_TOKEN));

    let keys = format!("[x]\n{KEYS}aws_session_token = t\nexpiration = {end}\n");
    let home = bare().env("AWS_PROFILE", "x").file(".aws/credentials", keys);
    let origin = json!({"file": "@HOME@/.aws/credentials", "line": 5});
    let expected = json!({"value": end, "origin": origin});
    assert_eq!(explained(&home)["clients"][0]["expires"], expected);

    assert_eq!(explained(&with_role(""))["clients"][0]["expires"], none);
}

#[test]
fn a_person_reads_what_becomes_of_the_credentials() {
    let line = |home: &Home| {
        let page = home.answer(&["explain"]);
        let line = page.lines().find(|line| line.trim_start().starts_with("expires"));
        line.unwrap_or_default().to_owned()
    };
    let exported = |left| exported().env("AWS_CREDENTIAL_EXPIRATION", &minutes(left));
    assert!(line(&exported(9)).contains("UTC, in 9m "), "{}", line(&exported(9)));
    assert!(line(&exported(125)).contains("UTC, in 2h05m "), "{}", line(&exported(125)));
    assert!(line(&exported(-1)).contains("UTC, which is past "), "{}", line(&exported(-1)));
    let login = with_session().file(SESSION_TOKEN, renewable_token(9, FAR));
    assert!(line(&login).ends_with("UTC, renewed by itself"), "{}", line(&login));
}
