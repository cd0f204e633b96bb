//! Classes of accounts, what a directory expects, and what a shell is bound to, as the segment and
//! `explain` show them (`docs/guide/src/contract.md`, 1).
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;
use serde_json::{Value, json};

const CONFIG: &str = "\
[profile dev]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/Dev
source_profile = base
[profile shop-prod]
region = us-east-1
role_arn = arn:aws:iam::999988887777:role/Admin
source_profile = base
[profile other]
role_arn = arn:aws:iam::444455556666:role/Reader
source_profile = base
";

const CREDENTIALS: &str = "\
[base]
aws_access_key_id = AKIAYCWNRBDRQAABCIRT
aws_secret_access_key = s
";

const CLASSES: &str = "\
[accounts]
999988887777 = acme-prod
111122223333 = acme-dev
[class production]
accounts = 999988887777
style = bold white on red
symbol = ⚠
text = PRODUCTION
allowed_regions = us-*
[class readers]
roles = Read*
style = #ff8800
[class dev]
labels = acme-dev
";

fn home(profile: &str) -> Home {
    let home = Home::new().file(".aws/config", CONFIG).file(".aws/credentials", CREDENTIALS);
    home.env("AWS_PROFILE", profile).env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
}

fn with_classes(profile: &str) -> Home {
    home(profile).file("s.ini", CLASSES)
}

fn explained(home: &Home) -> Value {
    serde_json::from_str(&home.answer(&["explain", "--json"])).unwrap()
}

#[test]
fn a_class_has_its_symbol_and_its_text() {
    let segment = with_classes("shop-prod").segment();
    assert_eq!(segment, "[AWS:⚠ shop-prod acme-prod us-east-1 PRODUCTION]");
    assert_eq!(with_classes("dev").segment(), "[AWS:dev acme-dev eu-west-1]");
}

#[test]
fn a_class_has_its_style_in_every_prompt() {
    let rows = [
        ("shop-prod", "zsh", "%{\x1b[1;37;41m%}"),
        ("shop-prod", "bash", "\x01\x1b[1;37;41m\x02"),
        ("shop-prod", "fish", "\x1b[1;37;41m"),
        ("shop-prod", "tmux", "#[bold,fg=white,bg=red]"),
        ("shop-prod", "starship", "\x1b[1;37;41m"),
        ("other", "zsh", "%{\x1b[38;2;255;136;0m%}"),
        ("other", "tmux", "#[fg=#ff8800]"),
        // A class without a style changes nothing.
        ("dev", "fish", "\x1b[36m"),
    ];
    for (profile, shell, begin) in rows {
        let segment = with_classes(profile).answer(&["prompt", "--shell", shell]);
        assert!(segment.starts_with(begin), "{profile} {shell}: {segment:?}");
    }
    let plain = with_classes("shop-prod").env("NO_COLOR", "1");
    let segment = plain.answer(&["prompt", "--shell", "fish"]);
    assert_eq!(segment, "[AWS:⚠ shop-prod acme-prod us-east-1 PRODUCTION]\n");
}

#[test]
fn without_settings_a_name_that_looks_like_production_is_red() {
    let home = home("shop-prod").env("AWSPROMPT_CONFIG", "");
    let segment = home.answer(&["prompt", "--shell", "fish"]);
    assert_eq!(segment, "\x1b[31m[AWS:shop-prod 999988887777 us-east-1]\x1b[0m\n");
    assert_eq!(
        explained(&home)["class"],
        json!({"name": "production", "rule": "the profile's name looks like production"})
    );
}

#[test]
fn without_colours_production_is_a_word_unless_its_class_has_a_sign() {
    let looks = "[class %]\nprofiles = shop-prod\nlooks = production\n";
    let rows = [
        (String::new(), " PROD"),
        ("[class Prod]\nprofiles = *\nstyle = red\n".into(), " PROD"),
        (looks.replace('%', "x"), " PROD"),
        (looks.replace('%', "x") + "text = LIVE\n", " LIVE"),
        ("[class non-prod]\nprofiles = *\nstyle = red\n".into(), ""),
    ];
    for (settings, sign) in rows {
        let mut home = home("shop-prod").file("s.ini", settings);
        let segment = format!("[AWS:shop-prod 999988887777 us-east-1{sign}]");
        assert_eq!(home.segment(), segment);
        for (name, value) in [("TERM", "xterm-mono"), ("TERM", "dumb"), ("NO_COLOR", "1")] {
            home = home.env("TERM", "xterm").env(name, value);
            assert_eq!(home.answer(&["prompt", "--shell", "fish"]), segment.clone() + "\n");
        }
    }
    let home = home("shop-prod").file("s.ini", looks.replace('%', "x") + "symbol = ⚠\n");
    assert_eq!(home.segment(), "[AWS:⚠ shop-prod 999988887777 us-east-1]");
}

#[test]
fn in_a_narrow_terminal_the_sign_of_a_class_stays_where_there_is_no_colour() {
    let shown = |settings: &str, shell: &str| {
        let home = home("shop-prod").file("s.ini", settings);
        home.answer(&["prompt", "--columns=40", "--shell", shell]).replace("\x1b[", "")
    };
    let class = "[class production]\nprofiles = *\nstyle = red\n";
    let (text, symbol) = (format!("{class}text = PRODUCTION\n"), format!("{class}symbol = ⚠\n"));
    let both = format!("{class}symbol = ⚠\ntext = PRODUCTION!\n");
    let of_text = format!("[prompt]\nformat = {{profile}}( {{text}})\n{both}");
    assert_eq!(shown("", "fish"), "31m[AWS:shop-prod]0m\n");
    assert_eq!(shown("", "plain"), "[AWS:shop-prod PROD]\n");
    assert_eq!(shown(&text, "fish"), "31m[AWS:shop-prod]0m\n");
    assert_eq!(shown(&text, "plain"), "[AWS:…-prod PRODUCTION]\n");
    assert_eq!(shown(&symbol, "plain"), "[AWS:⚠ shop-prod]\n");
    assert_eq!(shown(&both, "plain"), "[AWS:⚠ shop-prod]\n");
    assert_eq!(shown(&of_text, "plain"), "sh…-prod PRODUCTION!\n");
}

#[test]
fn the_list_of_profiles_has_the_style_of_their_classes() {
    let list = with_classes("dev").answer_in_terminal(80, &["list"]);
    assert!(list.contains("  \x1b[1;37;41mshop-prod\x1b[0m"), "{list:?}");
    assert!(list.contains("  \x1b[38;2;255;136;0mother\x1b[0m"), "{list:?}");
    assert!(list.contains("* \x1b[1mdev\x1b[0m"), "{list:?}");
}

#[test]
fn explain_tells_the_class_and_the_rule() {
    for (profile, class) in [
        ("shop-prod", json!({"name": "production", "rule": "by its accounts"})),
        ("other", json!({"name": "readers", "rule": "by its roles"})),
        ("dev", json!({"name": "dev", "rule": "by its labels"})),
        ("base", Value::Null),
    ] {
        assert_eq!(explained(&with_classes(profile))["class"], class, "{profile}");
    }
    let page = with_classes("other").answer(&["explain"]);
    assert!(page.contains("\n  class     readers       by its roles\n"), "{page}");
}

#[test]
fn a_region_that_the_class_does_not_allow_is_reported() {
    let home = with_classes("shop-prod").env("AWS_REGION", "eu-west-1");
    // boto3 does not look at this variable.
    let segment = "[AWS:⚠ shop-prod acme-prod eu-west-1 PRODUCTION !region !split:boto3]";
    assert_eq!(home.segment(), segment);
    let alerts = explained(&home)["alerts"].as_array().unwrap().clone();
    let alert = json!({"kind": "forbidden-region", "of": "region", "value": "eu-west-1"});
    assert!(alerts.contains(&alert), "{alerts:?}");
    let page = home.answer(&["explain"]);
    assert!(page.contains("the class production does not allow the region eu-west-1"), "{page}");
}

#[test]
fn a_directory_expects_something() {
    let expect = "[expect]\naccount = 111122223333\nregion = eu-*\nclass = dev\n";
    assert_eq!(
        with_classes("dev").file(".awsprompt", expect).segment(),
        "[AWS:dev acme-dev eu-west-1]"
    );
    let home = with_classes("shop-prod").file(".awsprompt", expect);
    assert_eq!(
        home.segment(),
        "[AWS:⚠ shop-prod acme-prod us-east-1 PRODUCTION !expected:acme-dev,eu-*,dev]"
    );
    let alerts = &explained(&home)["alerts"];
    assert_eq!(alerts[0], json!({"kind": "expected", "of": "account", "value": "acme-dev"}));
    assert_eq!(alerts[2], json!({"kind": "expected", "of": "class", "value": "dev"}));
    let page = home.answer(&["explain"]).replace("\n  ", " ");
    let told = "~/.awsprompt expects the account acme-dev, and this is acme-prod; the region";
    assert!(page.contains(told), "{page}");
}

#[test]
fn every_file_on_the_way_up_has_to_hold() {
    let home = with_classes("dev")
        .file(".awsprompt", "[expect]\naccount = 999988887777 acme-dev\n")
        .file("repo/.awsprompt", "[expect]\nregion = us-*\nprofile = *-prod\nrole = Dev\n")
        .file("clone/.awsprompt", "")
        .file("repo/src/main.tf", "");
    assert_eq!(segment_in(&home, "."), "[AWS:dev acme-dev eu-west-1]");
    let expected = "[AWS:dev acme-dev eu-west-1 !expected:*-prod,us-*]";
    assert_eq!(segment_in(&home, "repo/src"), expected);
    // One below adds, and lifts nothing.
    let home = home.file(".awsprompt", "[expect]\naccount = 999988887777 444455556666\n");
    let expected = "[AWS:dev acme-dev eu-west-1 !expected:acme-prod|444455556666]";
    assert_eq!(segment_in(&home, "clone"), expected);
    let expected = "!expected:*-prod,us-*,acme-prod|444455556666]";
    assert!(segment_in(&home, "repo/src").ends_with(expected));
    let output = explain_in(&home, "repo/src");
    let told = "~/repo/.awsprompt expects the profile *-prod, and this is dev; the region us-*, \
                and this is eu-west-1; ~/.awsprompt expects the account acme-prod or 444455556666, \
                and this is acme-dev";
    assert!(output.contains(told), "{output}");
}

#[test]
#[cfg(unix)]
fn every_place_of_an_expectation_is_watched() {
    let home = with_classes("dev").file("a/.awsprompt", "").file("a/b/c/main.tf", "");
    let mut command = home.command();
    command.args(["prompt", "--shell", "zsh", "--tone"]).current_dir(home.path().join("a/b/c"));
    let answer = home.output_of(&mut command).stdout;
    for place in ["@HOME@/a/b/c", "@HOME@/a/b", "@HOME@/a", "@HOME@", ""] {
        let watched = answer.lines().filter(|line| *line == format!("{place}/.awsprompt"));
        assert_eq!(watched.count(), 1, "{place} in {answer}");
    }
}

#[test]
fn two_files_that_exclude_each_other_are_an_error_that_names_both() {
    let home = with_classes("dev")
        .file(".awsprompt", "[expect]\naccount = acme-prod\n")
        .file("repo/.awsprompt", "[expect]\naccount = acme-dev\n");
    let segment = segment_in(&home, "repo");
    assert_eq!(segment, "[AWS:dev acme-dev eu-west-1 !expected:acme-prod !settings]");
    let output = explain_in(&home, "repo");
    let told = "/repo/.awsprompt: it and @HOME@/.awsprompt exclude each other: no account is right \
                for both";
    assert!(output.contains(told), "{output}");
}

#[test]
fn a_label_that_the_reader_does_not_have_is_an_error() {
    let home = with_classes("dev").file(".awsprompt", "[expect]\naccount = acme-dev their-dev\n");
    assert_eq!(home.segment(), "[AWS:dev acme-dev eu-west-1 !settings]");
    let output = home.run(&["check"]);
    let told = "awsprompt: @HOME@/.awsprompt: [expect] account: their-dev is neither an account id \
                nor a label in your settings\n";
    assert_eq!((output.stderr.as_str(), output.code), (told, Some(2)));
}

#[test]
fn what_others_have_written_takes_no_long_time() {
    let small = "[a]\na=\n".repeat(9_000);
    let home = with_classes("dev").file(".awsprompt", &small);
    assert_eq!(home.segment(), "[AWS:dev acme-dev eu-west-1 !settings]");
    assert!(home.answer(&["explain"]).len() < 4_000);
    // A byte more than 64 kB is not read at all.
    let home = home.file(".awsprompt", "#".repeat(64 << 10));
    assert_eq!(home.segment(), "[AWS:dev acme-dev eu-west-1]");
    let home = home.file(".awsprompt", "#".repeat((64 << 10) + 1));
    assert_eq!(home.run(&["check"]).stderr, "awsprompt: @HOME@/.awsprompt: it is too large\n");
    let home = home.file(".awsprompt", "");
    let deep = |depth: usize| "d/".repeat(depth);
    let home = (1..16).fold(home, |home, depth| home.file(&(deep(depth) + ".awsprompt"), ""));
    assert_eq!(segment_in(&home, &deep(15)), "[AWS:dev acme-dev eu-west-1]");
    let home = home.file(&(deep(16) + ".awsprompt"), "");
    assert_eq!(segment_in(&home, &deep(16)), "[AWS:dev acme-dev eu-west-1 !settings]");
}

/// Runs the prompt in a directory below the home.
fn segment_in(home: &Home, directory: &str) -> String {
    answer_in(home, directory, "prompt").trim_end().to_owned()
}

/// Runs `explain` in a directory below the home, and joins its lines.
fn explain_in(home: &Home, directory: &str) -> String {
    let words = answer_in(home, directory, "explain");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn answer_in(home: &Home, directory: &str, command: &str) -> String {
    let directory = home.path().join(directory);
    let output = home.output_of(home.command().arg(command).current_dir(directory));
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{command}");
    output.stdout
}

#[test]
fn an_account_that_is_not_known_is_not_as_expected() {
    let home = Home::new()
        .file(".aws/config", "[profile p]\ncredential_process = get\nregion = eu-west-1\n")
        .file(".awsprompt", "[expect]\naccount = 111122223333\n")
        .env("AWS_PROFILE", "p");
    assert_eq!(home.segment(), "[AWS:p eu-west-1 !expected:111122223333]");
}

#[test]
fn a_mistake_in_what_is_expected_is_reported() {
    let home = with_classes("dev").file(".awsprompt", "[expect]\nacount = 1\n");
    assert_eq!(home.segment(), "[AWS:dev acme-dev eu-west-1 !settings]");
    let page = home.answer(&["explain"]).replace("\n  ", " ");
    assert!(page.contains(".awsprompt: [expect] acount: unknown key"), "{page}");
}

#[test]
fn what_fails_is_not_compared_with_what_is_expected() {
    let home = with_classes("nobody").file(".awsprompt", "[expect]\naccount = 111122223333\n");
    assert_eq!(home.env("AWSPROMPT_LOCK", "acme-dev").segment(), "[AWS:nobody !not-found]");
}

#[test]
fn a_shell_that_is_bound_to_an_account_says_when_it_is_elsewhere() {
    for lock in ["acme-dev", "111122223333"] {
        let home = with_classes("dev").env("AWSPROMPT_LOCK", lock);
        assert_eq!(home.segment(), "[AWS:dev acme-dev eu-west-1]");
        let home = with_classes("other").env("AWSPROMPT_LOCK", lock);
        assert_eq!(home.segment(), format!("[AWS:other 444455556666 !locked:{lock}]"));
        let alert = &explained(&home)["alerts"][0];
        assert_eq!(*alert, json!({"kind": "locked", "of": "account", "value": lock}));
    }
}

#[test]
fn a_class_with_a_mistake_is_reported_and_the_rest_of_it_holds() {
    let settings = format!("{CLASSES}color = red\n[class]\nx = y\n");
    let home = home("shop-prod").file("s.ini", settings);
    assert_eq!(home.segment(), "[AWS:⚠ shop-prod acme-prod us-east-1 PRODUCTION !settings]");
    let told = home.run(&["config"]).stderr;
    assert!(told.contains("[class dev] color: unknown key; expected accounts, labels,"), "{told}");
    assert!(told.contains("[class]: unknown section; expected [prompt],"), "{told}");
}

/// A login that is missing does not hide where it would lead.
#[test]
fn a_lock_is_held_against_what_the_files_say_of_a_profile_that_does_not_work_yet() {
    let config = "[profile out]\nsso_session = corp\nsso_account_id = 111122223333\n\
                  sso_role_name = Admin\nregion = eu-west-1\n\
                  [sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n\
                  sso_region = us-east-1\n[profile none]\nregion = eu-west-1\n";
    let settings = "[accounts]\n111122223333 = acme\n";
    for (profile, lock, segment) in [
        ("out", "444455556666", "[AWS:out eu-west-1 !sso-login !locked:444455556666]"),
        ("out", "other", "[AWS:out eu-west-1 !sso-login !locked:other]"),
        ("out", "111122223333", "[AWS:out eu-west-1 !sso-login]"),
        ("out", "acme", "[AWS:out eu-west-1 !sso-login]"),
        // Nothing says which account this is.
        ("none", "444455556666", "[AWS:none eu-west-1 !no-credentials]"),
    ] {
        let home = Home::new().file(".aws/config", config).file("s.ini", settings);
        let home =
            home.env("AWSPROMPT_CONFIG", "@HOME@/s.ini").env("AWS_EC2_METADATA_DISABLED", "true");
        let home = home.env("AWS_PROFILE", profile).env("AWSPROMPT_LOCK", lock);
        assert_eq!(home.segment(), segment, "{profile} {lock}");
    }
}
