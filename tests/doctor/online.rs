//! What only AWS knows, with a stand-in for the AWS CLI that answers as the real one does.
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests look at files and at the clock"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use jiff::{SignedDuration, Timestamp};

use crate::common::{Home, Output};

/// A home whose AWS CLI answers with this ARN, and runs these lines for the keys.
fn with_aws(home: Home, arn: &str, keys: &str) -> Home {
    let account = arn.split(':').nth(4).unwrap();
    let script = format!(
        "#!/bin/sh\necho \"$@\" >>\"$HOME/asked\"\ncase $1 in\n--version) echo aws-cli/2.15.0;;\n\
         sts) echo '{{\"UserId\": \"U\", \"Account\": \"{account}\", \"Arn\": \"{arn}\"}}';;\n\
         iam) {keys};;\nesac\n"
    );
    let home = home.file("bin/aws", script).env("PATH", "@HOME@/bin:/usr/bin:/bin");
    fs::set_permissions(home.path().join("bin/aws"), Permissions::from_mode(0o755)).unwrap();
    home.private()
}

/// Writes what lists access keys of so many days, each with its status.
fn keys(keys: &[(&str, i64, &str)]) -> String {
    let key = |(id, days, status): &(&str, i64, &str)| {
        let created = Timestamp::now() - SignedDuration::from_hours(24 * days + 1);
        let created = created.strftime("%Y-%m-%dT%H:%M:%S+00:00");
        format!(
            r#"{{"UserName": "alice", "AccessKeyId": "{id}", "Status": "{status}",
            "CreateDate": "{created}"}}"#
        )
    };
    let keys: Vec<_> = keys.iter().map(key).collect();
    format!("cat <<'END'\n{{\"AccessKeyMetadata\": [{}]}}\nEND\n", keys.join(", "))
}

const ALICE: &str = "arn:aws:iam::111111111111:user/alice";

fn tutorial() -> Home {
    Home::of_fixture("tutorial-two-profiles")
}

/// The ids of what is found.
fn found(home: &Home) -> Vec<String> {
    let output = home.run(&["doctor", "--online", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["check"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn aws_is_asked_only_where_somebody_says_so() {
    let home = with_aws(tutorial(), ALICE, &keys(&[]));
    assert!(home.answer(&["doctor"]).starts_with("All is well: "));
    assert!(!home.path().join("asked").exists());
    assert!(home.answer(&["doctor", "--online"]).starts_with("All is well: "));
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    let lists = asked.lines().filter(|line| line.starts_with("iam ")).collect::<Vec<_>>();
    let expected = "iam list-access-keys --output json --cli-connect-timeout 5 \
                    --cli-read-timeout 20";
    assert_eq!(lists, [expected]);
}

#[test]
fn a_person_reads_who_is_root_and_how_old_keys_are_replaced() {
    let root = with_aws(tutorial(), "arn:aws:iam::111111111111:root", &keys(&[]));
    let list = keys(&[("AKIAOLD1", 213, "Active"), ("AKIANEW2", 12, "Active")]);
    let personal = "arn:aws:iam::222222222222:user/alice";
    let old = with_aws(tutorial().env("AWS_PROFILE", "personal"), personal, &list);
    let denied = "echo 'An error occurred (AccessDenied) when calling the ListAccessKeys \
                  operation' >&2; exit 254";
    let denied = with_aws(tutorial(), ALICE, denied);
    let screens = [(root, 1), (old, 0), (denied, 0)].map(|(home, expected)| {
        let Output { stdout, stderr, code } = home.run(&["doctor", "--online"]);
        assert_eq!((stderr.as_str(), code), ("", Some(expected)));
        stdout
    });
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_key_is_old_behind_its_ninetieth_day_while_it_works() {
    let rows =
        [(89, "Active", &[][..]), (90, "Active", &["access-key-old"]), (400, "Inactive", &[])];
    for (days, status, expected) in rows {
        let home = with_aws(tutorial(), ALICE, &keys(&[("AKIAX", days, status)]));
        assert_eq!(found(&home), expected, "{days} {status}");
    }
}

#[test]
fn the_keys_of_a_role_are_those_at_the_end_of_its_chain() {
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin");
    let arn = "arn:aws:sts::999999999999:assumed-role/Admin/me";
    let home = with_aws(home, arn, &keys(&[("AKIAX", 100, "Active")]));
    assert!(found(&home).contains(&"access-key-old".to_owned()));
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    assert!(asked.lines().any(|line| line.starts_with("iam ") && line.contains("--profile ")));
}

#[test]
fn temporary_keys_are_not_rotated_by_anybody() {
    let home = tutorial()
        .env("AWS_ACCESS_KEY_ID", "ASIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_SESSION_TOKEN", "t");
    let session = "arn:aws:sts::555555555555:assumed-role/Admin/me";
    let home = with_aws(home, session, &keys(&[("AKIAX", 100, "Active")]));
    assert_eq!(found(&home), [""; 0]);
    let home = Home::new()
        .file(
            ".aws/config",
            "[profile r]\nregion = us-east-1\nrole_arn = arn:aws:iam::999999999999:role/Admin\nsource_profile = b\n[profile b]\nregion = us-east-1\n",
        )
        .file(
            ".aws/credentials",
            "[b]\naws_access_key_id = ASIAYCWNRBDRQAABCIRT\naws_secret_access_key = s\naws_session_token = t\n",
        )
        .env("AWS_PROFILE", "r");
    let arn = "arn:aws:sts::999999999999:assumed-role/Admin/me";
    let home = with_aws(home, arn, &keys(&[("AKIAX", 100, "Active")]));
    assert_eq!(found(&home), [""; 0]);
}

#[test]
fn whoever_is_not_who_the_prompt_shows_is_a_fault() {
    let role = || Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin");
    let of = |account, role| format!("arn:aws:sts::{account}:assumed-role/{role}/me");
    let alice = || "arn:aws:iam::111111111111:user/alice".to_owned();
    let rows = [
        (role(), of("999999999999", "Admin"), None),
        (
            role(),
            of("888888888888", "Admin"),
            Some(
                "this is account 888888888888, role Admin, session me; \
                 awsprompt expects account 999999999999",
            ),
        ),
        (
            role().env("AWSPROMPT_MASK", "1"),
            of("999999999999", "Guest"),
            Some(
                "this is account …9999, role Guest, session me; \
                 awsprompt expects role Admin",
            ),
        ),
        (tutorial(), alice(), None),
        (
            tutorial().env("AWS_PROFILE", "wrok"),
            alice(),
            Some(
                "this is account 111111111111, user alice; \
                 awsprompt expects that this fails: ",
            ),
        ),
    ];
    for (home, arn, expected) in rows {
        let home = with_aws(home, &arn, &keys(&[]));
        let output = home.run(&["doctor", "--online", "--json"]);
        let report: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let finding = findings.iter().find(|finding| finding["check"] == "identity-unexpected");
        let what = finding.map(|finding| finding["what"].as_str().unwrap());
        match (what, expected) {
            (Some(what), Some(expected)) => assert!(what.starts_with(expected), "{what}"),
            _ => assert_eq!(what, expected, "{arn}"),
        }
        assert!(expected.is_none() || output.code == Some(1));
    }
}

#[test]
fn the_account_of_root_is_masked() {
    let home = tutorial().env("AWSPROMPT_MASK", "1");
    let home = with_aws(home, "arn:aws:iam::111111111111:root", &keys(&[]));
    let told = home.run(&["doctor", "--online"]).stdout;
    assert!(told.contains("you are root of account …1111\n"), "{told}");
}

#[test]
fn a_permission_is_asked_for_where_it_is_missing_alone() {
    let rows = [
        ("An error occurred (AccessDenied): no", "ask for the permission iam:ListAccessKeys"),
        (
            "Could not connect to the endpoint URL: x",
            "check the network; awsprompt explain shows where requests go",
        ),
    ];
    for (message, expected) in rows {
        let home = with_aws(tutorial(), ALICE, &format!("echo '{message}' >&2; exit 254"));
        let told = home.run(&["doctor", "--online"]).stdout;
        assert!(told.contains(&format!("    -> {expected}\n")), "{told}");
    }
}

#[test]
fn nobody_to_ask_is_said() {
    let home = tutorial().private().env("PATH", "/nowhere");
    assert_eq!(found(&home), ["aws-not-asked"]);
    let home = with_aws(tutorial().env("AWS_PROFILE", "wrok"), ALICE, "exit 1");
    let refused = home.file("bin/aws", "#!/bin/sh\nexit 255\n");
    let path = refused.path().join("bin/aws");
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found(&refused), ["profile-not-found", "aws-not-asked"]);
}
