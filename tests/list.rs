//! `list`, for people, programs and pipes; and `config`.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::{Home, Output};

/// A home with a profile of every kind.
fn every_kind() -> Home {
    let config = "\
[default]
region = eu-central-1
[profile keys]
region = us-east-1
aws_access_key_id = AKIARTXV5AHDQAABCIRT
aws_secret_access_key = s
[profile role]
role_arn = arn:aws:iam::999999999999:role/R
source_profile = keys
[profile acme-prod]
sso_session = corp
sso_account_id = 444444444444
sso_role_name = Admin
region = eu-west-1
[profile login]
login_session = arn:aws:sts::555555555555:assumed-role/Admin/me
[profile process]
credential_process = /bin/true
[profile web]
role_arn = arn:aws:iam::888888888888:role/R
web_identity_token_file = /t
[profile \"my \x1b[31m dev\"]
[sso-session corp]
sso_start_url = https://x
sso_region = us-east-1
";
    let credentials = "[only-here]\naws_access_key_id = AKIATHPL2AOHAAABCIRT\n";
    Home::new().file(".aws/config", config).file(".aws/credentials", credentials)
}

#[test]
fn a_person_reads_a_table() {
    let home = every_kind().env("AWS_PROFILE", "role");
    insta::assert_snapshot!(home.answer(&["list"]));
}

#[test]
fn labels_stand_beside_their_accounts() {
    let home = every_kind()
        .file("s.ini", "[accounts]\n444444444444 = acme\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini");
    let list = home.answer(&["list"]);
    assert!(
        list.contains("acme-prod     SSO           444444444444  eu-west-1     acme   Admin  production  logged out\n"),
        "{list}"
    );
}

#[test]
fn accounts_are_masked_for_people() {
    let home = every_kind().env("AWSPROMPT_MASK", "1");
    let list = home.answer(&["list"]);
    assert!(list.contains("…4444") && !list.contains("444444444444"), "{list}");
    let explained = home.env("AWS_PROFILE", "role").answer(&["explain"]);
    assert!(explained.contains("account   …9999  "), "{explained}");
}

#[test]
fn no_profile_is_marked_when_something_outranks_it() {
    let home = every_kind()
        .env("AWS_PROFILE", "role")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s");
    assert!(!home.answer(&["list"]).contains('*'));
}

#[test]
fn a_program_reads_json() {
    let answer = every_kind().env("AWS_PROFILE", "acme-prod").answer(&["list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(list["schema"], 1);
    let profile = &list["profiles"][3];
    let expected = serde_json::json!({
        "name": "acme-prod", "kind": "SSO", "account": "444444444444", "label": null,
        "role": "Admin", "region": "eu-west-1", "class": "production",
        "session": {"state": "ended", "until": null}, "current": true
    });
    assert_eq!(profile, &expected);
}

#[test]
fn a_pipe_gets_each_name_byte_for_byte() {
    assert_eq!(
        every_kind().answer(&["list", "--names"]),
        "default\nkeys\nrole\nacme-prod\nlogin\nprocess\nweb\nmy \x1b[31m dev\nonly-here\n"
    );
}

#[test]
fn words_select_profiles_by_all_that_they_are_known_by() {
    let home = every_kind()
        .file("s.ini", "[accounts]\n444444444444 = Acme Europe\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini");
    let rows: [(&[&str], &str); 8] = [
        (&["prod"], "acme-prod\n"),
        (&["PROD"], "acme-prod\n"),
        (&["europe"], "acme-prod\n"),
        (&["444444444444"], "acme-prod\n"),
        (&["admin", "acme"], "acme-prod\n"),
        (&["production"], "acme-prod\n"),
        (&["9999"], "role\n"),
        (&["acme", "role"], ""),
    ];
    for (words, expected) in rows {
        assert_eq!(home.answer(&[&["list", "--names"], words].concat()), expected, "{words:?}");
    }
    assert!(home.answer(&["list", "admin"]).contains("\n  acme-prod "));
    let none = home.run(&["list", "acme", "role"]);
    let stderr = "awsprompt: no profile matches acme role\nhint: awsprompt list\n";
    let expected = Output { stdout: String::new(), stderr: stderr.into(), code: Some(1) };
    assert_eq!(none, expected);
    assert!(home.answer(&["list", "--json", "nothing"]).contains("\"profiles\": []"));
}

/// Of a file in which each line has the plain form, the profiles are listed in a quicker way.
#[test]
fn a_plain_file_and_one_that_says_the_same_in_another_way_have_one_list() {
    let config = "[profile b]\nregion = eu-west-1\n[default]\nregion = eu-west-2\n\
                  [sso-session x]\nsso_region = eu-west-1\n[profile a]\nregion = eu-west-3\n\
                  [c]\nregion = eu-west-1\n";
    let credentials = "[a]\naws_access_key_id = AKIATHPL2AOHAAABCIRT\n\
                       aws_secret_access_key = s\n[c]\nregion = us-east-1\n\
                       [b]\nregion = us-east-2\n[default]\nregion = us-west-1\n";
    let list = |config: &str| {
        let home = Home::new().file(".aws/config", config).file(".aws/credentials", credentials);
        home.answer(&["complete", "profiles", "--shell", "zsh"])
    };
    let plain = list(config);
    // A colon is not plain, nor are a second spelling of a name and a blank after it.
    assert_eq!(list(&config.replacen('=', ":", 1)), plain);
    assert_eq!(list(&config.replacen("[profile b]", "[profile b ]", 1)), plain);
    let spelt_twice = config.replacen("[profile b]", "[profile 'b']\n[profile b]", 1);
    assert_eq!(list(&spelt_twice), plain);
    let listed = "b  -- us-east-2\ndefault  -- us-west-1\n\
                  a  -- 222222222222 eu-west-3\nc  -- us-east-1\n";
    assert_eq!(plain, format!("b\ndefault\na\nc\n{listed}"));
}

#[test]
fn a_file_with_a_slip_has_no_list() {
    let output = Home::of_fixture("broken-config").run(&["list"]);
    let stderr = "awsprompt: @HOME@/.aws/config:3: a line that is neither a section nor a key\n";
    let expected = Output { stdout: String::new(), stderr: stderr.into(), code: Some(1) };
    assert_eq!(output, expected);
}
