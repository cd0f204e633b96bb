//! `doctor`: each check fires where it should and nowhere else, and says where, why and what to do.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

#[path = "doctor/chapter.rs"]
mod chapter;
#[path = "doctor/checks.rs"]
mod checks;
mod common;
#[path = "doctor/credentials.rs"]
mod credentials;
#[path = "doctor/names.rs"]
mod names;
#[cfg(unix)]
#[path = "doctor/online.rs"]
mod online;
#[cfg(unix)]
#[path = "doctor/permissions.rs"]
mod permissions;

use common::{Home, Output};
use serde_json::Value;

/// Returns the findings as a program reads them.
fn findings(home: &Home) -> Vec<Value> {
    let output = home.run(&["doctor", "--json"]);
    assert_eq!(output.stderr, "");
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(report["schema"], 1);
    let findings = report["findings"].as_array().unwrap().clone();
    let is_healthy = findings.iter().all(|finding| finding["severity"] != "fault");
    assert_eq!((&report["healthy"], output.code), (&is_healthy.into(), Some((!is_healthy).into())));
    findings
}

#[test]
fn health_is_told_in_one_line() {
    let home = Home::of_fixture("tutorial-two-profiles").private();
    let answer = home.answer(&["doctor"]);
    assert!(answer.starts_with("All is well: ") && answer.lines().count() == 1, "{answer}");
    assert!(answer.ends_with(" checks, 2 profiles.\n"), "{answer}");
}

/// Every fixture, with each of its profiles and without.
#[test]
fn segment_explain_and_doctor_say_the_same_of_every_fixture() {
    for fixture in std::fs::read_dir(common::project_file("tests/fixtures")).unwrap() {
        let name = fixture.unwrap().file_name().into_string().unwrap();
        let fixture = || {
            let home = Home::of_fixture(&name).private();
            home.env("AWS_EC2_METADATA_DISABLED", "true")
        };
        let names = fixture().run(&["list", "--names"]).stdout;
        let profiles = names.lines().map(|profile| Some(profile.to_owned()));
        for profile in profiles.chain([None, Some("no-such-profile".to_owned())]) {
            let home = fixture();
            let home = match &profile {
                Some(profile) => home.env("AWS_PROFILE", profile),
                None => home,
            };
            let found = common::agreement::contradictions(&home);
            assert!(found.is_empty(), "{name}, {profile:?}:\n{}", found.join("\n"));
        }
    }
}

#[test]
fn a_machine_without_aws_files_is_healthy() {
    assert!(Home::new().answer(&["doctor"]).starts_with("All is well: "));
}

#[test]
fn a_person_reads_what_is_wrong_with_files_edited_by_hand() {
    let home = Home::of_fixture("messy-hand-edited").private();
    let home = home.env("AWS_PROFILE", "clientb").env("AWS_DEFAULT_PROFILE", "work");
    let Output { stdout, stderr, code } = home.run(&["doctor"]);
    assert_eq!((stderr.as_str(), code), ("", Some(1)));
    insta::assert_snapshot!(stdout);
}

#[test]
fn a_person_reads_what_is_wrong_with_files_pasted_together() {
    let home = Home::of_fixture("messy-pasted").private();
    insta::assert_snapshot!(home.run(&["doctor"]).stdout);
}

#[test]
fn a_person_reads_what_is_wrong_with_roles_and_sessions() {
    let home = Home::of_fixture("messy-roles").private();
    insta::assert_snapshot!(home.run(&["doctor"]).stdout);
}

#[test]
fn no_secret_is_shown_wherever_it_stands() {
    let secret = "wJalrXUtnFEMI0K7MDENG0bPxRfiCYSECRETKEY0";
    let places = [
        format!("{secret}\n[default]\n"),
        format!("[default]\n{secret}\n"),
        format!("[default]\n{secret} =\n{secret} =\n"),
        format!("[default]\naws_secret_access_key = {secret} # mine\n"),
        format!("[default]\naws_secret_access_key = \"{secret}\"\n"),
        format!("[default]\naws_access_key_id = x\n  {secret}\n"),
        format!("[default]\naws_access_key_id = x\n  {secret} = y\n"),
        format!("[default]\nregion = us-east-1\n  aws_secret_access_key = {secret}\n"),
        format!("[default]\nregion =\n  {secret}\n"),
        format!("[default]\nrole_arn = x\nsource_profile = a\n  {secret}\n"),
        format!("[default]\naws_secret_access_key = {secret}\naws_secret_access_key = {secret}\n"),
    ];
    for text in places {
        for file in ["config", "credentials"] {
            let home = Home::new().file(&format!(".aws/{file}"), &text);
            for arguments in [&["doctor"][..], &["doctor", "--json"]] {
                let Output { stdout, stderr, .. } = home.run(arguments);
                let shown = (stdout + &stderr).to_lowercase();
                assert!(!shown.contains(&secret.to_lowercase()), "{text}\n{shown}");
            }
        }
    }
    let home = Home::new()
        .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", secret)
        .env("AWS_SESSION_TOKEN", &format!("{secret}1"))
        .env("AWS_SECURITY_TOKEN", &format!("{secret}2"));
    let shown = home.run(&["doctor"]).stdout;
    assert!(shown.contains("two-token-variables") && !shown.contains(secret), "{shown}");
    assert!(!shown.contains("AKIARTXV5AHDQAABCIRT"), "{shown}");
}

#[test]
fn what_is_shown_of_names_obeys_nobody() {
    let config = "[profile \"a\x1b[31m\u{202e}b\"]\nrole_arn = x\x07\nregion = \x1b]0;x\x07\n";
    let home = Home::new().file(".aws/config", config).env("AWS_PROFILE", "\x1b[2J");
    let shown = home.run(&["doctor"]).stdout;
    assert!(!shown.contains(['\x1b', '\x07', '\u{202e}']), "{shown:?}");
}
