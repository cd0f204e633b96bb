//! `switch --login`: which login runs, and what follows it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the test makes a program, and reads what it notes")]

mod common;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use common::{Home, Output};

const CONFIG: &str = "\
[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1
[profile deploy]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = work
region = eu-west-1
[profile me]
login_session = arn:aws:sts::555566667777:assumed-role/Admin/me
region = eu-west-1
[profile keys]
aws_access_key_id = AKIARTXV5AHDQAABCIRT
aws_secret_access_key = s
region = eu-west-1
[profile prod]
sso_session = corp
sso_account_id = 999988887777
sso_role_name = Admin
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
";

const SAID: &str = "Attempting to open your default browser.\nSuccessfully logged in.\n";

/// The SHA-1 of `corp`.
const TOKEN_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

/// A home in which nobody is logged in.
fn home() -> Home {
    let home = Home::new().file(".aws/config", CONFIG).file("calls", "");
    let home = home.file("bin/aws", include_str!("stubs/aws-login.sh"));
    fs::set_permissions(home.path().join("bin/aws"), Permissions::from_mode(0o755)).unwrap();
    home.env("PATH", "@HOME@/bin:/usr/bin:/bin")
}

fn switch(home: &Home, words: &[&str]) -> Output {
    home.run(&[&["switch", "--shell", "bash"], words].concat())
}

fn calls(home: &Home) -> String {
    fs::read_to_string(home.path().join("calls")).unwrap()
}

#[track_caller]
fn assert_switched(output: &Output, profile: &str, stderr: &str) {
    let code = format!("\\builtin export AWS_PROFILE='{profile}' || return\n");
    assert!(output.stdout.ends_with(&code), "{output:?}");
    assert_eq!((output.stderr.as_str(), output.code), (stderr, Some(0)));
}

#[test]
fn the_login_of_the_profile_runs_and_then_the_switch() {
    let home = home();
    let output = switch(&home, &["--login", "work"]);
    let note = "no profile → [AWS:work 111122223333 eu-west-1]\n";
    assert_switched(&output, "work", &format!("aws sso login --profile work\n{SAID}{note}"));
    let output = switch(&home, &["--login", "me"]);
    let note = "no profile → [AWS:me 555566667777 eu-west-1]\n";
    assert_switched(&output, "me", &format!("aws login --profile me\n{SAID}{note}"));
    assert_eq!(calls(&home), "sso login --profile work\nlogin --profile me\n");
}

#[test]
fn the_login_of_a_role_is_that_of_its_source() {
    let home = home();
    let output = switch(&home, &["deploy", "--login", "-r", "us-west-2"]);
    assert!(output.stdout.contains("AWS_PROFILE='deploy'"), "{output:?}");
    assert!(output.stdout.contains("AWS_REGION='us-west-2'"), "{output:?}");
    assert_eq!(calls(&home), "sso login --profile work\n");
}

#[test]
fn without_a_profile_it_is_the_one_in_use() {
    let home = home().env("AWS_PROFILE", "work");
    let output = switch(&home, &["--login"]);
    let note = "[AWS:work 111122223333 eu-west-1] → [AWS:work 111122223333 eu-west-1]\n";
    assert_eq!(output.stderr, format!("aws sso login --profile work\n{SAID}{note}"));
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(0)));
}

#[test]
fn a_dot_is_the_profile_that_the_directory_expects() {
    let home = home().file(".awsprompt", "[expect]\naccount = 111122223333\n");
    let output = switch(&home, &[".", "--login"]);
    assert!(output.stdout.contains("AWS_PROFILE='work'"), "{output:?}");
    assert_eq!(calls(&home), "sso login --profile work\n");
}

#[test]
fn the_switch_back_keeps_its_region() {
    let home = home()
        .env("AWS_PROFILE", "keys")
        .env("AWSPROMPT_PREVIOUS", "work")
        .env("AWSPROMPT_PREVIOUS_REGION", "us-west-2");
    let output = switch(&home, &["--login", "-"]);
    assert!(output.stdout.contains("AWS_PROFILE='work'"), "{output:?}");
    assert!(output.stdout.contains("AWS_REGION='us-west-2'"), "{output:?}");
    assert_eq!(calls(&home), "sso login --profile work\n");
}

#[test]
fn the_profile_in_use_keeps_its_time_and_its_region() {
    let home = home()
        .env("AWS_PROFILE", "work")
        .env("AWSPROMPT_UNTIL", "4102444800")
        .env("AWSPROMPT_LIMITED", "work")
        .env("AWS_REGION", "eu-north-1")
        .env("AWS_DEFAULT_REGION", "eu-north-1")
        .env("AWSPROMPT_REGION_OF", "eu-north-1 work");
    let output = switch(&home, &["--login", "work"]);
    let set = |name: &str, value: &str| format!("\\builtin export {name}='{value}' || return\n");
    let code = [
        set("AWSPROMPT_LIMITED", "work"),
        set("AWSPROMPT_REGION_OF", "eu-north-1 work"),
        set("AWSPROMPT_UNTIL", "4102444800"),
        set("AWS_DEFAULT_REGION", "eu-north-1"),
        set("AWS_PROFILE", "work"),
        set("AWS_REGION", "eu-north-1"),
    ];
    assert_eq!((output.stdout, output.code), (code.concat(), Some(0)), "{}", output.stderr);
    // Another time and another region count, and another profile has neither.
    let output = switch(&home, &["--login", "work", "-r", "us-west-2", "--for", "15m"]);
    assert!(output.stdout.contains(&set("AWS_REGION", "us-west-2")), "{output:?}");
    assert!(!output.stdout.contains("4102444800"), "{output:?}");
    let output = switch(&home, &["--login", "prod"]);
    assert!(output.stdout.contains("unset AWSPROMPT_UNTIL"), "{output:?}");
    assert!(output.stdout.contains("unset AWS_REGION"), "{output:?}");
}

#[test]
fn where_no_login_is_needed_none_runs() {
    let home =
        home().file(TOKEN_FILE, r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#);
    let output = switch(&home, &["--login", "work"]);
    assert!(output.stdout.contains("AWS_PROFILE='work'"), "{output:?}");
    let first = output.stderr.lines().next().unwrap();
    assert!(first.starts_with("no login is needed: session corp: "), "{output:?}");
    let end = "d left; to log in again: aws sso login --profile work";
    assert!(first.ends_with(end), "{output:?}");
    let output = switch(&home, &["--login", "keys"]);
    let note = "keys uses no SSO or aws login session\n\
                no profile → [AWS:keys 111111111111 eu-west-1]\n";
    assert_switched(&output, "keys", note);
    assert_eq!(calls(&home), "");
}

/// A login cannot help here, and a switch would lead to what does not work.
#[test]
fn a_profile_whose_session_is_not_defined_is_not_logged_in() {
    let lost = "[profile lost]\nsso_session = nosuch\nsso_account_id = 111122223333\n\
                sso_role_name = Admin\nregion = eu-west-1\n\
                [profile role]\nrole_arn = arn:aws:iam::444455556666:role/Deploy\n\
                source_profile = lost\nregion = eu-west-1\n";
    let home = home().file(".aws/config", [CONFIG, lost].concat());
    for name in ["lost", "role"] {
        let output = switch(&home, &["--login", name]);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
        assert!(output.stderr.contains("[sso-session nosuch]"), "{output:?}");
        assert!(output.stderr.contains("; nothing was changed\nhint: "), "{output:?}");
        // Without the flag it is what was asked for, and what is missing is said.
        let output = switch(&home, &[name]);
        let note = output.stderr.split_once("!broken]\n").unwrap().1;
        assert!(note.contains("[sso-session nosuch]") && note.contains("\nhint: "), "{output:?}");
    }
    assert_eq!(calls(&home), "");
}

#[test]
fn a_session_that_is_about_to_end_or_that_aws_may_not_renew_counts_as_ended() {
    let renewed = r#"{"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "r",
        "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#;
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(5);
    let ending = format!(r#"{{"accessToken": "t", "expiresAt": "{soon}"}}"#);
    for token in [renewed, &ending] {
        let home = home().file(TOKEN_FILE, token);
        assert_eq!(switch(&home, &["--login", "work"]).code, Some(0));
        assert_eq!(calls(&home), "sso login --profile work\n", "{token}");
    }
}

#[track_caller]
fn assert_unchanged(output: &Output, stderr: &str, code: i32) {
    let expected = Output { stdout: String::new(), stderr: stderr.into(), code: Some(code) };
    assert_eq!(*output, expected);
}

#[test]
fn a_login_that_fails_changes_nothing() {
    let output = switch(&home().env("LOGIN", "fails"), &["--login", "work"]);
    let stderr = "aws sso login --profile work\nAttempting to open your default browser.\n\
                  An error occurred (AuthorizationPending)\n\
                  awsprompt: aws sso login --profile work failed; nothing was changed\n";
    assert_unchanged(&output, stderr, 1);
    let output = switch(&home().env("PATH", "@HOME@/none"), &["--login", "work"]);
    let stderr = "aws sso login --profile work\nawsprompt: aws sso login --profile work needs the \
                  AWS CLI, which is not installed; nothing was changed\n";
    assert_unchanged(&output, stderr, 1);
}

#[test]
fn what_a_switch_refuses_is_refused_before_the_login() {
    let guarded = "[class production]\naccounts = 999988887777\nguard = ask\nenter = ask\n";
    let home = home().file("s.ini", guarded).env("AWSPROMPT_CONFIG", "@HOME@/s.ini");
    let output = switch(&home, &["--login", "prod"]);
    let stderr = "awsprompt: refused to enter 999988887777: the class production has enter = ask\n";
    assert_unchanged(&output, stderr, 3);
    assert_eq!(switch(&home, &["--login", "pro"]).code, Some(1));
    assert_eq!(switch(&home, &["--login", "nothing"]).code, Some(1));
    assert_eq!(switch(&home, &["--login", "--clear"]).code, Some(2));
    assert_eq!(calls(&home), "");
}

#[test]
fn nothing_else_starts_a_login() {
    let home = home().env("AWS_PROFILE", "work");
    for line in [
        &["switch", "--shell", "bash", "me"][..],
        &["switch", "--shell", "bash", "-r", "us-east-1"],
        &["list"],
        &["sessions"],
        &["explain"],
        &["doctor"],
        &["prompt"],
        &["check"],
    ] {
        home.run(line);
    }
    assert_eq!(calls(&home), "");
}

#[test]
fn without_the_function_nothing_runs() {
    let home = home();
    let output = home.run(&["switch", "--login", "work"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
    assert_eq!(calls(&home), "");
}
