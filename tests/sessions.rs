//! The sessions that profiles live on: in `list`, and in `sessions`.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;
use serde_json::{Value, json};

const CONFIG: &str = "\
[profile shop-dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly
[profile shop-prod]
sso_session = partner
sso_account_id = 444455556666
sso_role_name = Admin
[profile billing]
sso_session = ended
sso_account_id = 777788889999
sso_role_name = Admin
[profile deploy]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = shop-dev
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = us-east-1
sso_account_id = 222233334444
sso_role_name = Admin
[profile me]
login_session = arn:aws:sts::555566667777:assumed-role/Admin/me
[profile through-me]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = me
[profile keys]
aws_access_key_id = AKIARTXV5AHDQAABCIRT
aws_secret_access_key = s
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[sso-session partner]
sso_start_url = https://partner.awsapps.com/start
sso_region = us-east-1
[sso-session ended]
sso_start_url = https://ended.awsapps.com/start
sso_region = us-east-1
[sso-session unused]
sso_start_url = https://unused.awsapps.com/start
sso_region = us-east-1
";

/// The SHA-1 of the names of the sessions.
const CORP: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const PARTNER: &str = ".aws/sso/cache/3624db883007efa198232b3aa774a54360ed3f26.json";
const ENDED: &str = ".aws/sso/cache/ba92ed73c97b30bcc4639724ab6aa8ae87f92601.json";
/// The SHA-256 of the session of `aws login`.
const LOGIN: &str =
    ".aws/login/cache/49f0602488b6aa3f993f8a28c25026bf230307b4d9418263b488c7395d83bb19.json";

/// A home in which one session is alive, two renew themselves, and the others have ended.
fn home() -> Home {
    Home::new()
        .file(".aws/config", CONFIG)
        .file(CORP, r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#)
        .file(
            PARTNER,
            r#"{"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "r",
                "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#,
        )
        .file(ENDED, r#"{"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z"}"#)
        .file(
            LOGIN,
            r#"{"accessToken": {"accessKeyId": "a", "secretAccessKey": "s", "sessionToken": "t",
                "accountId": "555566667777", "expiresAt": "2099-01-01T00:00:00Z"},
                "refreshToken": "r", "dpopKey": "d", "clientId": "c"}"#,
        )
}

fn json(home: &Home, arguments: &[&str]) -> Value {
    serde_json::from_str(&home.answer(arguments)).unwrap()
}

#[test]
fn a_program_reads_the_session_of_each_profile() {
    let list = json(&home(), &["list", "--json"]);
    let profiles = list["profiles"].as_array().unwrap();
    let state = |profile: &Value| profile["session"]["state"].as_str().unwrap().to_owned();
    let states: Vec<_> =
        profiles.iter().map(|it| (it["name"].as_str().unwrap(), state(it))).collect();
    let expected = [
        ("shop-dev", "alive"),
        ("shop-prod", "renews"),
        ("billing", "ended"),
        ("deploy", "alive"),
        ("old", "ended"),
        ("me", "renews"),
        ("through-me", "renews"),
        ("keys", "none"),
    ];
    assert_eq!(states, expected.map(|(name, state)| (name, state.to_owned())));
    assert_eq!(profiles[0]["session"]["until"], "2099-01-01T00:00:00Z");
    assert_eq!(profiles[0]["role"], "ReadOnly");
    assert_eq!(profiles[7]["session"]["until"], Value::Null);
}

#[test]
fn a_session_that_the_segment_refuses_is_logged_out() {
    for name in ["shop-dev", "shop-prod", "billing", "deploy", "old", "me", "through-me"] {
        let home = home().env("AWS_PROFILE", name);
        let list = json(&home, &["list", "--json", name]);
        let is_over = list["profiles"][0]["session"]["state"] == "ended";
        let segment = home.segment();
        let is_refused = ["!sso-login", "!login", "!expired"].map(|it| segment.contains(it));
        assert_eq!(is_over, is_refused.contains(&true), "{segment}");
    }
}

#[test]
fn a_person_reads_which_session_is_alive() {
    let shown = home().answer(&["sessions"]);
    let (first, rest) = shown.split_once('\n').unwrap();
    assert!(
        first.starts_with("corp: IAM Identity Center, ") && first.ends_with("d left"),
        "{first}"
    );
    insta::assert_snapshot!(rest);
    let nothing = Home::new().answer(&["sessions"]);
    assert_eq!(nothing, "no profile uses IAM Identity Center or aws login\n");
}

#[test]
fn a_program_reads_sessions() {
    let answer = json(&home(), &["sessions", "--json"]);
    assert_eq!(answer["schema"], 1);
    let sessions = answer["sessions"].as_array().unwrap();
    let names: Vec<_> = sessions.iter().map(|session| session["name"].as_str().unwrap()).collect();
    let login = "arn:aws:sts::555566667777:assumed-role/Admin/me";
    assert_eq!(
        names,
        ["corp", "partner", "ended", "unused", "https://old.awsapps.com/start", login]
    );
    assert_eq!(
        sessions[0],
        json!({"name": "corp", "kind": "SSO", "state": "alive", "until": "2099-01-01T00:00:00Z",
               "profiles": ["shop-dev", "deploy"], "login": "aws sso login --profile shop-dev"})
    );
    assert_eq!(sessions[3]["login"], "aws sso login --sso-session unused");
    assert_eq!(sessions[5]["profiles"], json!(["me", "through-me"]));
    assert_eq!(sessions[5]["login"], "aws login --profile me");
}

#[test]
fn a_session_that_only_a_role_uses_is_that_of_its_source() {
    // The role stands before its source in the file.
    let config = CONFIG.replace(
        "[profile shop-dev]",
        "[profile first]\nrole_arn = \
        arn:aws:iam::444455556666:role/Deploy\nsource_profile = shop-dev\n[profile shop-dev]",
    );
    let answer = json(&home().file(".aws/config", config), &["sessions", "--json"]);
    assert_eq!(answer["sessions"][0]["profiles"][0], "first");
    assert_eq!(answer["sessions"][0]["login"], "aws sso login --profile shop-dev");
}

#[test]
fn the_account_of_a_login_is_masked_for_people() {
    let shown = home().env("AWSPROMPT_MASK", "1").answer(&["sessions"]);
    assert!(shown.contains("arn:aws:sts::…7777:assumed-role/Admin/me"), "{shown}");
}
