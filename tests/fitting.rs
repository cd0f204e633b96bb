//! The profiles that are what a directory, a lock or the caller of `check` expects: `awsp .` goes
//! there, and whoever says that something is not as expected names them.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::{Home, Output};
use serde_json::{Value, json};

const CONFIG: &str = "\
[profile shop-dev]
region = eu-west-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile shop-read]
region = us-east-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly
[profile shop-prod]
region = eu-west-1
sso_session = corp
sso_account_id = 999988887777
sso_role_name = Admin
[profile me]
region = eu-west-1
login_session = arn:aws:sts::555566667777:assumed-role/Admin/me
[profile -dash]
role_arn = arn:aws:iam::444455556666:role/Reader
source_profile = keys
[profile keys]
aws_access_key_id = AKIARTXV5AHDQAABCIRT
aws_secret_access_key = s
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
";

const SETTINGS: &str = "\
[accounts]
999988887777 = acme-prod
111122223333 = acme-dev
[class production]
labels = acme-prod
guard = ask
";

/// A home in which nobody is logged in, and what it expects.
fn home(expected: &str) -> Home {
    Home::new()
        .file(".aws/config", CONFIG)
        .file("s.ini", SETTINGS)
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .file(".awsprompt", format!("[expect]\n{expected}\n"))
}

fn switch(home: &Home, words: &[&str]) -> Output {
    home.run(&[&["switch", "--shell", "bash"], words].concat())
}

#[track_caller]
fn assert_leads_to(expected: &str, profile: &str) {
    let output = switch(&home(expected), &["."]);
    let code = format!("\\builtin export AWS_PROFILE='{profile}' || return\n");
    assert!(output.stdout.contains(&code), "{output:?}");
}

#[test]
fn a_dot_leads_to_the_only_profile_that_the_directory_expects() {
    assert_leads_to("account = acme-dev\nrole = Admin", "shop-dev");
    assert_leads_to("profile = shop-r*", "shop-read");
    assert_leads_to("account = 444455556666", "-dash");
    // The account of who has to log in first is in the files.
    assert_leads_to("account = 555566667777", "me");
    // Of two, one has the region.
    assert_leads_to("account = acme-dev\nregion = us-*", "shop-read");
}

#[test]
fn all_files_on_the_way_up_have_to_hold() {
    let home = home("account = acme-dev").file("repo/.awsprompt", "[expect]\nrole = Admin\n");
    let mut command = home.command();
    command.current_dir(home.path().join("repo")).args(["switch", "--shell", "bash", "."]);
    let output = home.output_of(&mut command);
    assert!(output.stdout.contains("AWS_PROFILE='shop-dev'"), "{output:?}");
}

#[test]
fn a_region_that_no_profile_has_is_set() {
    let output = switch(&home("account = acme-dev\nrole = Admin\nregion = eu-south-1"), &["."]);
    assert!(output.stdout.contains("AWS_PROFILE='shop-dev'"), "{output:?}");
    assert!(output.stdout.contains("AWS_REGION='eu-south-1'"), "{output:?}");
    // One that is given counts.
    let output = switch(&home("profile = keys\nregion = eu-south-1"), &[".", "-r", "us-west-2"]);
    assert!(output.stdout.contains("AWS_REGION='us-west-2'"), "{output:?}");
}

#[track_caller]
fn assert_refused(home: &Home, stderr: &str) {
    let expected = Output { stdout: String::new(), stderr: stderr.into(), code: Some(1) };
    assert_eq!(switch(home, &["."]), expected);
}

#[test]
fn several_profiles_are_listed_and_nothing_changes() {
    assert_refused(
        &home("account = acme-dev"),
        "awsprompt: several profiles are as ~/.awsprompt expects; nothing was changed\n  \
         shop-dev   acme-dev  eu-west-1\n  shop-read  acme-dev  us-east-1\nhint: awsp shop-dev\n",
    );
}

#[test]
fn files_of_others_do_not_lead_to_a_guarded_profile() {
    assert_refused(
        &home("account = acme-prod"),
        "awsprompt: the profile is guarded or looks like production, so type its whole name; nothing \
         was changed\n  shop-prod  acme-prod  eu-west-1\nhint: awsp shop-prod\n",
    );
}

#[test]
fn a_region_that_leads_to_a_guarded_class_is_not_set() {
    let far = format!("{SETTINGS}[class far]\nregions = ap-*\nguard = ask\n");
    assert_refused(
        &home("account = acme-dev\nrole = Admin\nregion = ap-south-1").file("s.ini", far),
        "awsprompt: the profile is guarded or looks like production, so type its whole name; nothing \
         was changed\n  shop-dev  acme-dev  ap-south-1\nhint: awsp shop-dev\n",
    );
}

#[test]
fn where_nothing_is_expected_or_nothing_fits_a_dot_leads_nowhere() {
    assert_refused(
        &home("account = 123412341234"),
        "awsprompt: no profile is as ~/.awsprompt expects\nhint: awsprompt list\n",
    );
    assert_refused(
        &home("account = nobody"),
        "awsprompt: @HOME@/.awsprompt: [expect] account: nobody is neither an account id nor a \
         label in your settings\n",
    );
    let home = Home::new().file(".aws/config", CONFIG);
    assert_refused(&home, "awsprompt: no .awsprompt here or above says which profile\n");
}

#[test]
fn a_lock_that_excludes_what_fits_is_named() {
    let home = home("account = acme-dev\nrole = Admin");
    assert_refused(
        &home.env("AWSPROMPT_LOCK", "999988887777"),
        "awsprompt: no profile of 999988887777, which this shell is locked to, is as ~/.awsprompt \
         expects\nhint: awsp --unlock\n",
    );
}

#[test]
fn what_outranks_each_profile_in_every_shell_is_named() {
    let home = home("account = acme-dev\nrole = Admin")
        .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s");
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let universal = names.map(|name| format!("--universal={name}"));
    let output = home.run(&["switch", "--shell", "fish", &universal[0], &universal[1], "."]);
    let names = names.join(" ");
    let stderr = format!(
        "awsprompt: {names} would outrank each profile that is as ~/.awsprompt expects\n\
         hint: set -eU {names}\n"
    );
    assert_eq!(output, Output { stdout: String::new(), stderr, code: Some(1) });
}

#[test]
fn a_dot_lists_ten_of_many_profiles() {
    let config: String =
        (10..80).map(|n| format!("[profile p{n}]\nregion = eu-west-1\n")).collect();
    let output = switch(&home("region = eu-*").file(".aws/config", config), &["."]);
    let lines: Vec<_> = output.stderr.lines().collect();
    let several = "awsprompt: several profiles are as ~/.awsprompt expects; nothing was changed";
    assert_eq!((lines[0], lines.len()), (several, 13), "{output:?}");
    assert_eq!(lines[11..], ["  and 60 more", "hint: awsp p10"]);
}

#[test]
fn a_profile_that_is_named_a_dot_is_reached_by_its_exact_name() {
    let home = Home::new().file(".aws/config", "[profile .]\nregion = eu-west-1\n");
    assert!(switch(&home, &["--", "."]).stdout.contains("AWS_PROFILE='.'"));
}

#[test]
fn a_check_names_the_profiles_that_would_fit() {
    let output = home("account = acme-dev").run(&["check"]);
    assert_eq!(
        output.stderr,
        "awsprompt: the account is not known offline; acme-dev is expected\n\
         awsprompt: AWS CLI v2 would refuse to run: profile default has no credentials\n\
         hint: awsp shop-dev, or awsp shop-read\n"
            .replace("profile default", "profile \"default\"")
    );
    assert_eq!(output.code, Some(1));
    let json = |home: &Home, arguments: &[&str]| -> Value {
        serde_json::from_str(&home.run(&[&["check", "--json"], arguments].concat()).stdout).unwrap()
    };
    let answer = json(&home("account = acme-dev"), &[]);
    assert_eq!(answer["fitting"], json!(["shop-dev", "shop-read"]));
    // What the caller expects counts too.
    let given = ["--region", "us-*"];
    assert_eq!(json(&home("account = acme-dev"), &given)["fitting"], json!(["shop-read"]));
    // A switch does not help where the command itself chooses.
    let output = home("account = acme-dev").run(&["check", "--profile", "shop-prod"]);
    assert!(!output.stderr.contains("hint"), "{output:?}");
    // Nothing is named where all is well.
    let home = home("account = 111111111111").env("AWS_PROFILE", "keys");
    assert_eq!(json(&home, &[])["fitting"], json!([]));
}

#[test]
fn a_refusal_names_the_profiles_that_would_fit() {
    let guarded = |home: &Home| home.run(&["guard", "--", "aws", "s3", "rm", "s3://b/k"]);
    let output = guarded(&home("account = acme-dev\nrole = Admin").env("AWS_PROFILE", "keys"));
    assert!(
        output.stderr.ends_with("expects the account acme-dev\nhint: awsp shop-dev\n"),
        "{output:?}"
    );
    assert_eq!(output.code, Some(3));
    let locked = Home::new().file(".aws/config", CONFIG).env("AWS_PROFILE", "keys");
    let output = guarded(&locked.env("AWSPROMPT_LOCK", "444455556666"));
    assert!(
        output.stderr.ends_with("AWSPROMPT_LOCK is 444455556666\nhint: awsp -- -dash\n"),
        "{output:?}"
    );
    // There, a switch would not help.
    let home = home("account = acme-dev").env("AWS_PROFILE", "keys");
    for line in [
        &["guard", "--", "aws", "--profile", "keys", "s3", "rm", "s3://b/k"][..],
        &["exec", "keys", "--", "aws", "s3", "rm", "s3://b/k"],
    ] {
        let output = home.run(line);
        assert!(output.stderr.ends_with("expects the account acme-dev\n"), "{output:?}");
    }
}

#[test]
fn explain_names_the_profiles_that_would_fit() {
    let remedy_in = |home: Home| {
        let page = home.env("AWS_PROFILE", "keys").answer(&["explain"]);
        page.lines().find_map(|line| Some(line.strip_prefix("  -> ")?.to_owned())).unwrap()
    };
    let remedy = |expected: &str| remedy_in(home(expected));
    assert_eq!(remedy("account = acme-dev"), "awsp shop-dev, or awsp shop-read");
    assert_eq!(remedy("account = 444455556666\nregion = eu-west-1"), "awsp -r eu-west-1 -- -dash");
    assert_eq!(
        remedy("profile = shop-* me"),
        "awsp shop-dev, or awsp shop-read, or awsp shop-prod, or another of the 4 that fit"
    );
    assert_eq!(
        remedy("account = 123412341234"),
        "awsp PROFILE; awsprompt list shows the account of each"
    );
    let locked = |account: &str| {
        // Where the account is not known, nobody is led.
        let config = format!("{CONFIG}[profile process]\ncredential_process = /bin/true\n");
        remedy_in(Home::new().file(".aws/config", config).env("AWSPROMPT_LOCK", account))
    };
    assert_eq!(locked("444455556666"), "awsp -- -dash; or awsp --unlock");
    assert_eq!(locked("123412341234"), "awsp PROFILE of the account, or awsp --unlock");
}

#[test]
fn what_thousands_of_profiles_would_fit_is_not_listed() {
    let config: String =
        (0..5_000).map(|n| format!("[profile p{n}]\nregion = eu-west-1\n")).collect();
    let home = home("region = eu-*").file(".aws/config", config).env("AWS_REGION", "us-east-1");
    let output = home.run(&["check"]);
    assert!(!output.stderr.contains("hint"), "{output:?}");
}
