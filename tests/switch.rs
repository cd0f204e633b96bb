//! `switch` as the shell function calls it: what is to be evaluated, what the person reads.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the limits of these tests are close to now")]

mod common;

use common::{Home, Output};
use jiff::Timestamp;

fn tutorial() -> Home {
    Home::of_fixture("tutorial-two-profiles")
}

/// Switches in bash, whose code is the plainest.
fn switch(home: &Home, arguments: &[&str]) -> Output {
    home.run(&[&["switch", "--shell", "bash"], arguments].concat())
}

#[track_caller]
fn assert_switch(home: &Home, arguments: &[&str], stdout: &str, stderr: &str) {
    let output = switch(home, arguments);
    let expected = Output { stdout: stdout.into(), stderr: stderr.into(), code: Some(0) };
    assert_eq!(output, expected, "{arguments:?}");
}

#[track_caller]
fn assert_refused(home: &Home, arguments: &[&str], stderr: &str) {
    let output = switch(home, arguments);
    let expected = Output { stdout: String::new(), stderr: stderr.into(), code: Some(1) };
    assert_eq!(output, expected, "{arguments:?}");
}

#[test]
fn a_switch_sets_the_profile_and_remembers_the_one_before() {
    assert_switch(
        &tutorial().env("AWS_PROFILE", "default"),
        &["personal"],
        "\\builtin export AWSPROMPT_PREVIOUS='default' || return\n\\builtin export AWS_PROFILE='personal' || return\n",
        "[AWS:default 111111111111 us-east-1] → [AWS:personal 222222222222 eu-west-1]\n",
    );
}

#[test]
fn a_switch_back_goes_to_the_profile_before_or_to_none() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    assert_refused(&home, &["-"], "awsprompt: there is no previous profile in this shell\n");
    assert_switch(
        &home.env("AWSPROMPT_PREVIOUS", ""),
        &["-"],
        "\\builtin export AWSPROMPT_PREVIOUS='personal' || return\nwhile [[ -n ${AWS_PROFILE+x} ]]; do \\builtin unset AWS_PROFILE || return; done\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]\n",
    );
    assert_switch(
        &tutorial().env("AWSPROMPT_PREVIOUS", "personal"),
        &["-"],
        "\\builtin export AWSPROMPT_PREVIOUS='' || return\n\\builtin export AWS_PROFILE='personal' || return\n",
        "[AWS:default 111111111111 us-east-1] → [AWS:personal 222222222222 eu-west-1]\n",
    );
}

#[test]
fn a_profile_that_is_chosen_again_is_not_the_one_before_itself() {
    let home = tutorial().env("AWS_PROFILE", "personal").env("AWSPROMPT_PREVIOUS", "default");
    assert_switch(
        &home,
        &["personal"],
        "\\builtin export AWS_PROFILE='personal' || return\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:personal 222222222222 eu-west-1]\n",
    );
    let cleared = switch(&tutorial().env("AWSPROMPT_PREVIOUS", "personal"), &["--clear"]);
    assert!(!cleared.stdout.contains("AWSPROMPT_PREVIOUS"), "{cleared:?}");
}

#[test]
fn after_a_switch_nothing_outranks_the_profile() {
    let home = tutorial()
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_SESSION_TOKEN", "t")
        .env("AWS_SECURITY_TOKEN", "t")
        .env("AWS_CREDENTIAL_EXPIRATION", "2099-01-01T00:00:00Z")
        .env("AWS_DEFAULT_PROFILE", "default")
        .env("AWS_WEB_IDENTITY_TOKEN_FILE", "/t")
        .env("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/R")
        .env("AWS_ROLE_SESSION_NAME", "x");
    assert_switch(
        &home,
        &["personal"],
        "\\builtin export AWSPROMPT_PREVIOUS='default' || return\n\
         while [[ -n ${AWS_ACCESS_KEY_ID+x} ]]; do \\builtin unset AWS_ACCESS_KEY_ID || return; done\n\
         while [[ -n ${AWS_CREDENTIAL_EXPIRATION+x} ]]; do \\builtin unset AWS_CREDENTIAL_EXPIRATION || return; done\n\
         while [[ -n ${AWS_DEFAULT_PROFILE+x} ]]; do \\builtin unset AWS_DEFAULT_PROFILE || return; done\n\
         \\builtin export AWS_PROFILE='personal' || return\n\
         while [[ -n ${AWS_ROLE_ARN+x} ]]; do \\builtin unset AWS_ROLE_ARN || return; done\n\
         while [[ -n ${AWS_ROLE_SESSION_NAME+x} ]]; do \\builtin unset AWS_ROLE_SESSION_NAME || return; done\n\
         while [[ -n ${AWS_SECRET_ACCESS_KEY+x} ]]; do \\builtin unset AWS_SECRET_ACCESS_KEY || return; done\n\
         while [[ -n ${AWS_SECURITY_TOKEN+x} ]]; do \\builtin unset AWS_SECURITY_TOKEN || return; done\n\
         while [[ -n ${AWS_SESSION_TOKEN+x} ]]; do \\builtin unset AWS_SESSION_TOKEN || return; done\n\
         while [[ -n ${AWS_WEB_IDENTITY_TOKEN_FILE+x} ]]; do \\builtin unset AWS_WEB_IDENTITY_TOKEN_FILE || return; done\n",
        "[AWS:env-keys 555555555555 us-east-1 !not:default] → \
         [AWS:personal 222222222222 eu-west-1]\n\
         removed AWS_ACCESS_KEY_ID, AWS_CREDENTIAL_EXPIRATION, AWS_DEFAULT_PROFILE, \
         AWS_ROLE_ARN, AWS_ROLE_SESSION_NAME, AWS_SECRET_ACCESS_KEY, AWS_SECURITY_TOKEN, \
         AWS_SESSION_TOKEN, AWS_WEB_IDENTITY_TOKEN_FILE; switching back does not restore them\n",
    );
}

#[test]
fn a_region_goes_with_the_wrapper_that_exported_it_and_stays_if_chosen_by_hand() {
    let by_hand = tutorial().env("AWS_REGION", "eu-south-1");
    assert!(!switch(&by_hand, &["personal"]).stdout.contains("AWS_REGION"));
    let wrapped = by_hand.env("AWS_VAULT", "x");
    let output = switch(&wrapped, &["personal"]).stdout;
    assert!(
        output.contains(
            "while [[ -n ${AWS_REGION+x} ]]; do \\builtin unset AWS_REGION || return; done\n"
        ) && output.contains(
            "while [[ -n ${AWS_VAULT+x} ]]; do \\builtin unset AWS_VAULT || return; done\n"
        )
    );
}

#[test]
fn a_switch_says_which_region_stays_unless_it_is_the_profile_s() {
    let stays = |region| switch(&tutorial().env("AWS_REGION", region), &["personal"]).stderr;
    assert!(
        stays("eu-south-1").ends_with("\nAWS_REGION stays eu-south-1; awsp -r '' removes it\n")
    );
    assert!(stays("").ends_with("\nAWS_REGION stays empty; awsp -r '' removes it\n"));
    assert!(!stays("eu-west-1").contains("stays"));
    // Nothing stays where another is asked for, or the profile.
    let home = tutorial().env("AWS_REGION", "eu-south-1");
    for arguments in [&["personal", "-r", "eu-west-3"][..], &["-r", "eu-west-3"]] {
        assert!(!switch(&home, arguments).stderr.contains("AWS_REGION"), "{arguments:?}");
    }
}

#[test]
fn a_region_without_a_profile_is_shown() {
    assert_switch(
        &Home::new().env("AWS_EC2_METADATA_DISABLED", "true"),
        &["-r", "eu-south-1"],
        "\\builtin export AWSPROMPT_REGION_OF='eu-south-1 ' || return\n\
         \\builtin export AWS_DEFAULT_REGION='eu-south-1' || return\n\
         \\builtin export AWS_REGION='eu-south-1' || return\n",
        "no profile → no profile, region eu-south-1\n",
    );
}

#[test]
fn other_endpoints_have_regions_that_nobody_knows() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    let warned = |home: &Home| switch(home, &["-r", "nowhere"]).stderr.contains("is not a region");
    assert!(warned(&home));
    assert!(!warned(&home.env("AWS_ENDPOINT_URL", "http://localhost:4566")));
}

/// They say which profile `asp` chose, and the region that was chosen by hand is another matter.
#[test]
fn what_oh_my_zsh_exports_beside_a_profile_goes_with_it() {
    let home = tutorial()
        .env("AWS_PROFILE", "default")
        .env("AWS_EB_PROFILE", "default")
        .env("AWS_PROFILE_REGION", "us-east-1")
        .env("AWS_REGION", "eu-south-1");
    let output = switch(&home, &["personal"]).stdout;
    for name in ["AWS_EB_PROFILE", "AWS_PROFILE_REGION"] {
        assert!(output.contains(&format!("unset {name} ")), "{name}: {output}");
    }
    assert!(!output.contains("AWS_REGION "), "{output}");
}

#[test]
fn a_region_is_set_and_removed_in_both_variables() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    assert_switch(
        &home,
        &["-r", "eu-south-1"],
        "\\builtin export AWSPROMPT_REGION_OF='eu-south-1 personal' || return\n\\builtin export AWS_DEFAULT_REGION='eu-south-1' || return\n\\builtin export AWS_REGION='eu-south-1' || return\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:personal 222222222222 eu-south-1]\n",
    );
    assert_switch(
        &home.env("AWS_REGION", "eu-south-1"),
        &["-r", ""],
        "while [[ -n ${AWS_DEFAULT_REGION+x} ]]; do \\builtin unset AWS_DEFAULT_REGION || return; done\nwhile [[ -n ${AWS_REGION+x} ]]; do \\builtin unset AWS_REGION || return; done\n",
        "[AWS:personal 222222222222 eu-south-1 !split:boto3] → \
         [AWS:personal 222222222222 eu-west-1]\n",
    );
    assert_refused(
        &tutorial(),
        &["personal", "-r", "a b"],
        "awsprompt: \"a b\" is not a valid region name\n",
    );
}

#[test]
fn a_shell_can_go_without_a_profile_and_without_a_segment() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    assert_switch(
        &home,
        &["--clear"],
        "\\builtin export AWSPROMPT_PREVIOUS='personal' || return\nwhile [[ -n ${AWS_PROFILE+x} ]]; do \\builtin unset AWS_PROFILE || return; done\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]\n",
    );
    assert_switch(
        &home,
        &["--off"],
        "\\builtin export AWSPROMPT='off' || return\n",
        "the segment is hidden in this shell; awsp --on shows it again\n",
    );
    let shown = "while [[ -n ${AWSPROMPT+x} ]]; do \\builtin unset AWSPROMPT || return; done\n";
    assert_switch(
        &home,
        &["--on"],
        shown,
        "the segment was not hidden in this shell: [AWS:personal 222222222222 eu-west-1]\n",
    );
    let hidden = home.env("AWSPROMPT", "off");
    assert_switch(
        &hidden,
        &["--on"],
        shown,
        "the segment is shown again in this shell: [AWS:personal 222222222222 eu-west-1]\n",
    );
    let told = switch(&hidden, &["--off"]).stderr;
    assert_eq!(told, "the segment is hidden already; awsp --on shows it again\n");
    let empty = Home::new().env("AWS_EC2_METADATA_DISABLED", "true").env("AWSPROMPT", "off");
    let told = switch(&empty, &["--on"]).stderr;
    assert_eq!(told, "the segment is shown again in this shell: no profile\n");
    // Beside another profile, which is shown by itself.
    let told = switch(&hidden, &["default", "--on"]).stderr;
    assert!(told.ends_with("us-east-1]\nthe segment is shown again in this shell\n"), "{told}");
}

#[test]
fn messages_name_the_function_as_it_is_called() {
    let settings = "[switch]\ncommand = q\n";
    let home = with_settings(tutorial(), settings).env("AWS_REGION", "eu-south-1");
    for (name, called) in [("", "q"), ("p", "p"), ("a b", "q")] {
        let told = |arguments: &[&str]| {
            let arguments = [&["switch", "--shell", "bash", "--as", name], arguments].concat();
            home.run(&arguments).stderr
        };
        assert!(told(&["--off"]).ends_with(&format!("; {called} --on shows it again\n")));
        assert!(told(&["--lock"]).ends_with(&format!("; {called} --unlock lifts it\n")));
        let stays = format!("AWS_REGION stays eu-south-1; {called} -r '' removes it\n");
        assert!(told(&["personal"]).ends_with(&stays));
    }
}

#[test]
fn an_unknown_profile_changes_nothing_and_the_nearest_names_are_offered() {
    assert_refused(
        &tutorial(),
        &["persnoal"],
        "awsprompt: no profile named \"persnoal\" in ~/.aws/config or ~/.aws/credentials\n\
         hint: did you mean \"personal\"?\n",
    );
    assert_refused(
        &tutorial(),
        &["xyz"],
        "awsprompt: no profile named \"xyz\" in ~/.aws/config or ~/.aws/credentials\n\
         hint: awsprompt list\n",
    );
}

#[test]
fn a_beginning_is_not_enough_for_a_program() {
    assert_refused(
        &tutorial(),
        &["perso"],
        "awsprompt: no profile named \"perso\" in ~/.aws/config or ~/.aws/credentials\n\
         hint: did you mean \"personal\"?\n\
         hint: without a terminal, type the whole name\n",
    );
}

#[test]
fn a_name_behind_two_dashes_is_taken_as_it_stands() {
    let home = tutorial().file(".aws/config", "[profile -]\n[profile --clear]\n");
    for name in ["-", "--clear"] {
        let output = switch(&home, &["--", name]);
        assert!(
            output.stdout.contains(&format!("\\builtin export AWS_PROFILE='{name}' || return\n")),
            "{output:?}"
        );
    }
}

#[test]
fn a_file_with_a_slip_is_no_place_to_switch_in() {
    assert_refused(
        &Home::of_fixture("broken-config"),
        &["default"],
        "awsprompt: @HOME@/.aws/config:3: a line that is neither a section nor a key\n",
    );
}

#[test]
fn a_profile_without_a_session_comes_with_the_command_that_starts_one() {
    assert_switch(
        &Home::of_fixture("sso-session").env("AWS_EC2_METADATA_DISABLED", "true"),
        &["team"],
        "\\builtin export AWSPROMPT_PREVIOUS='' || return\n\\builtin export AWS_PROFILE='team' || return\n",
        "no profile → [AWS:team eu-west-1 !sso-login]\nhint: awsp --login team\n",
    );
}

#[test]
fn without_the_function_the_person_is_told_how_to_get_it() {
    let output = tutorial().run(&["switch", "personal"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
    assert_eq!(
        output.stderr,
        "awsprompt: switch changes the shell's environment, which only a shell function can do\n\
         hint: awsprompt init   # names the line that defines it\n"
    );
}

#[test]
fn where_the_function_is_loaded_it_is_what_to_type() {
    let home = tutorial().env("AWSPROMPT_HOOK", "7:zsh:1:1:last:");
    for (words, line) in [
        (&["personal"][..], "awsp personal"),
        (&["my dev", "-r", "eu-west-1"], "awsp 'my dev' -r eu-west-1"),
        (&["--clear"], "awsp --clear"),
    ] {
        let output = home.run(&[&["switch"], words].concat());
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
        assert!(output.stderr.ends_with(&format!("\nhint: {line}\n")), "{output:?}");
    }
}

#[test]
fn help_and_mistakes_are_never_evaluated() {
    for arguments in [&["--help"][..], &["-h"], &["--nope"], &["a", "b"], &["--clear", "x"]] {
        let output = switch(&tutorial(), arguments);
        assert_eq!(output.stdout, "", "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_mistake_is_named_in_the_words_of_the_function() {
    let usage = |name: &str| format!("Usage: {name} [OPTIONS] [PROFILE]... [-- <NAME>]\n");
    for (words, told) in [
        (&["-x"][..], "-x is not an option"),
        (&["--unlok"], "--unlok is not an option"),
        (&["--for", "15m"], "--for takes a profile too"),
        (&["-\x1b"], "-\u{fffd} is not an option"),
        (&["--on", "--off"], "--on cannot be used with --off"),
        (&["-r"], "--region <REGION> needs a value"),
    ] {
        let output = switch(&tutorial(), words);
        let hint = if words == ["--unlok"] { "hint: did you mean --unlock?\n" } else { "" };
        let expected = format!("awsp: {told}\n{}{hint}hint: awsp --help\n", usage("awsp"));
        assert_eq!((output.stderr, output.code), (expected, Some(2)), "{words:?}");
    }
    let output = switch(&tutorial(), &["--as", "aws-switch", "-x"]);
    let expected = format!(
        "aws-switch: -x is not an option\n{}hint: aws-switch --help\n",
        usage("aws-switch")
    );
    assert_eq!(output.stderr, expected);
}

#[test]
fn hiding_the_segment_hides_no_switch() {
    let output = switch(&tutorial(), &["personal", "--off"]);
    assert!(output.stderr.starts_with("[AWS:default 111111111111 us-east-1] → [AWS:personal "));
    let told = "the segment is hidden in this shell; awsp --on shows it again\n";
    assert!(output.stderr.ends_with(told));
}

#[test]
fn what_is_in_force_is_told_whatever_the_prompt_is_set_to_show() {
    let home = tutorial()
        .file("s.ini", "[prompt]\nformat = {region}\nshow = selected\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("AWS_PROFILE", "personal");
    assert_eq!(
        switch(&home, &["--clear"]).stderr,
        "[AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]\n"
    );
}

#[test]
fn the_session_of_a_role_is_that_of_its_source() {
    let config = "[profile role]\nrole_arn = arn:aws:iam::999999999999:role/R\n\
                  source_profile = team\n[profile team]\nsso_session = corp\n\
                  sso_account_id = 444444444444\nsso_role_name = Dev\n\
                  [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
    let output = switch(&Home::new().file(".aws/config", config), &["role"]);
    assert!(output.stderr.ends_with("hint: awsp --login role\n"), "{output:?}");
    let config = "[profile -x]\nsso_session = corp\nsso_account_id = 444444444444\n\
                  sso_role_name = Dev\n\
                  [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
    let home = Home::new().file(".aws/config", config);
    let output = home.run(&["switch", "--shell", "bash", "--as", "p", "--", "-x"]);
    assert!(output.stderr.ends_with("hint: p --login -- -x\n"), "{output:?}");
}

#[test]
fn a_wrapper_s_server_goes_with_its_marker() {
    let uri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    let home = tutorial().env(uri, "http://127.0.0.1:1/x");
    assert!(!switch(&home, &["personal"]).stdout.contains(uri));
    let home = home.env("AWS_VAULT", "x");
    assert!(switch(&home, &["personal"]).stdout.contains(&format!("unset {uri} ")));
}

/// A class whose profile is let go of when nothing is done.
const IDLE: &str = "[class p]\nprofiles = personal\nidle = 30m\n";

fn with_settings(home: Home, settings: &str) -> Home {
    home.file("s.ini", settings).env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
}

/// Returns a moment so many seconds from now, as the variable has it.
fn seconds_from_now(seconds: i64) -> String {
    (Timestamp::now().as_second() + seconds).to_string()
}

/// Returns the value that a variable is given, nothing if it is removed.
fn given<'o>(output: &'o Output, name: &str) -> Option<&'o str> {
    let prefix = format!("\\builtin export {name}='");
    let line = output.stdout.lines().find(|line| line.starts_with(&prefix));
    line.and_then(|line| line[prefix.len()..].strip_suffix("' || return"))
}

fn removes(output: &Output, name: &str) -> bool {
    output.stdout.contains(&format!("unset {name} "))
}

#[test]
fn a_profile_is_chosen_for_a_time() {
    let home = tutorial().env("AWS_PROFILE", "default");
    for (time, seconds) in [("15m", 900), ("2h", 7200)] {
        let before = Timestamp::now().as_second();
        let output = switch(&home, &["personal", "--for", time]);
        let until = given(&output, "AWSPROMPT_UNTIL").unwrap().parse::<i64>().unwrap() - seconds;
        assert!((before..=Timestamp::now().as_second()).contains(&until), "{output:?}");
        assert_eq!(given(&output, "AWSPROMPT_LIMITED"), Some("personal"));
        assert_eq!(given(&output, "AWSPROMPT_PREVIOUS"), Some("default"));
        assert_eq!(given(&output, "AWSPROMPT_IDLE"), None);
        let shown = if time == "2h" { "2h00m" } else { "15m" };
        let end = format!(" → [AWS:personal 222222222222 eu-west-1 {shown} left]\n");
        assert!(output.stderr.ends_with(&end), "{output:?}");
    }
    // The profile in use is not the one before itself.
    let home = home.env("AWSPROMPT_PREVIOUS", "personal");
    let output = switch(&home, &["default", "--for", "15m"]);
    assert!(!output.stdout.contains("AWSPROMPT_PREVIOUS"), "{output:?}");
    // The one before can be had for a time too, by a dash.
    let output = switch(&home, &["-", "--for", "15m"]);
    assert_eq!(given(&output, "AWSPROMPT_LIMITED"), Some("personal"));
}

#[test]
fn a_time_is_one_of_minutes_or_hours_and_that_of_a_profile() {
    for time in ["15", "0m", "-5m", "1d", ""] {
        let told = format!("awsprompt: {time:?} is not a valid time; use a form like 15m or 2h\n");
        let time = format!("--for={time}");
        assert_refused(&tutorial(), &["personal", &time], &told);
    }
    assert_refused(
        &tutorial().env("AWSPROMPT_PREVIOUS", ""),
        &["-", "--for", "15m"],
        "awsprompt: there is no previous profile, so --for has nothing to switch back to\n",
    );
    for arguments in [&["--for", "15m"][..], &["--clear", "--for", "15m"], &["x", "--for"]] {
        let output = switch(&tutorial(), arguments);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(2)), "{arguments:?}");
    }
}

#[test]
fn a_class_limits_how_long_a_shell_is_idle_in_it() {
    let home = with_settings(tutorial(), IDLE);
    let output = switch(&home, &["personal"]);
    assert_eq!(given(&output, "AWSPROMPT_IDLE"), Some("1800"));
    assert_eq!(given(&output, "AWSPROMPT_LIMITED"), Some("personal"));
    assert_eq!(given(&output, "AWSPROMPT_UNTIL"), None);
    assert_eq!(given(&switch(&home, &["default"]), "AWSPROMPT_IDLE"), None);
    let by_region = with_settings(tutorial(), "[class x]\nregions = eu-south-*\nidle = 1h\n")
        .env("AWS_PROFILE", "personal");
    assert_eq!(given(&switch(&by_region, &["-r", "eu-south-1"]), "AWSPROMPT_IDLE"), Some("3600"));
    // Without a profile there is none to leave.
    let everything = with_settings(tutorial(), "[class x]\nidle = 1h\n");
    assert_eq!(given(&switch(&everything, &["--clear"]), "AWSPROMPT_IDLE"), None);
    assert_eq!(given(&switch(&everything, &["-r", "eu-south-1"]), "AWSPROMPT_IDLE"), None);
}

/// A home in which a profile is in use for a time that is over or not.
fn limited(seconds: i64) -> Home {
    tutorial()
        .env("AWS_PROFILE", "personal")
        .env("AWSPROMPT_PREVIOUS", "default")
        .env("AWSPROMPT_UNTIL", &seconds_from_now(seconds))
        .env("AWSPROMPT_IDLE", "1800")
        .env("AWSPROMPT_LIMITED", "personal")
}

const LIMITS: [&str; 3] = ["AWSPROMPT_UNTIL", "AWSPROMPT_IDLE", "AWSPROMPT_LIMITED"];

#[test]
fn another_switch_removes_the_limits() {
    for arguments in [&["default"][..], &["-"], &["--clear"], &["personal"]] {
        let output = switch(&limited(600), arguments);
        assert!(LIMITS.iter().all(|name| removes(&output, name)), "{arguments:?} {output:?}");
    }
    // What leaves the profile leaves its time.
    for arguments in [&["--off"][..], &["--on"]] {
        let output = switch(&limited(600), arguments);
        assert!(!LIMITS.iter().any(|name| output.stdout.contains(name)), "{output:?}");
    }
    let output = switch(&limited(600), &["-r", "eu-south-1"]);
    assert!(given(&output, "AWSPROMPT_UNTIL").is_some(), "{output:?}");
    assert!(removes(&output, "AWSPROMPT_IDLE"), "{output:?}");
}

#[test]
fn a_profile_that_was_chosen_for_a_time_is_no_way_back() {
    // The way from before it still holds, unless it leads to where one is.
    let home = limited(600).env("AWSPROMPT_PREVIOUS", "elsewhere");
    let output = switch(&home, &["default", "--for", "5m"]);
    assert!(!output.stdout.contains("AWSPROMPT_PREVIOUS"), "{output:?}");
    for arguments in [&["default"][..], &["-"]] {
        let output = switch(&limited(600), arguments);
        assert!(removes(&output, "AWSPROMPT_PREVIOUS"), "{output:?}");
    }
    let output = switch(&limited(600).env("AWSPROMPT_PREVIOUS", ""), &["--clear"]);
    assert!(removes(&output, "AWSPROMPT_PREVIOUS"), "{output:?}");
}

#[test]
fn what_is_left_of_the_time_is_shown() {
    for (seconds, left) in [(840, " 14m left"), (7_200, " 2h00m left"), (-1, " 0m left")] {
        let expected = format!("[AWS:personal 222222222222 eu-west-1{left}]");
        assert_eq!(limited(seconds).segment(), expected);
    }
    let shown = limited(840).answer(&["prompt", "--format", "{profile}/{left}"]);
    assert_eq!(shown, "personal/14m\n");
    // Not that of another profile, nor what is no time.
    for (name, value) in
        [("AWSPROMPT_LIMITED", "other"), ("AWSPROMPT_UNTIL", "soon"), ("AWSPROMPT_UNTIL", "")]
    {
        let home = limited(840).env(name, value);
        assert_eq!(home.segment(), "[AWS:personal 222222222222 eu-west-1]", "{name}={value}");
    }
}

fn let_go(home: &Home, limit: &str) -> Output {
    switch(home, &["--let-go", limit])
}

#[test]
fn a_profile_is_let_go_of_when_its_time_is_over() {
    let output = let_go(&limited(-1), "until");
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    assert_eq!(given(&output, "AWS_PROFILE"), Some("default"));
    let gone = [&LIMITS[..], &["AWSPROMPT_PREVIOUS"]].concat();
    assert!(gone.iter().all(|name| removes(&output, name)), "{output:?}");
    let told = "\\builtin printf '%s\\n' 'awsprompt: the time for personal is over: \
                [AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]' >&2\n";
    assert!(output.stdout.ends_with(told), "{output:?}");
    let output = let_go(&limited(600), "idle");
    assert_eq!(given(&output, "AWS_PROFILE"), Some("default"));
    let told = "awsprompt: 30m without a new command: [AWS:personal 222222222222 eu-west-1] → ";
    assert!(output.stdout.contains(told), "{output:?}");
}

#[test]
fn a_profile_is_let_go_of_for_none_where_there_is_no_other() {
    for previous in ["", "personal", "gone"] {
        let output = let_go(&limited(-1).env("AWSPROMPT_PREVIOUS", previous), "until");
        assert!(removes(&output, "AWS_PROFILE"), "{previous} {output:?}");
    }
}

#[test]
fn a_region_comes_back_only_with_the_profile_that_it_was_set_for() {
    let region = |previous| {
        let home = limited(-1).env("AWSPROMPT_PREVIOUS", previous);
        let output = let_go(&home.env("AWSPROMPT_PREVIOUS_REGION", "eu-south-1"), "until");
        assert!(removes(&output, "AWSPROMPT_PREVIOUS_REGION"), "{output:?}");
        given(&output, "AWS_REGION").map(str::to_owned)
    };
    assert_eq!(region("default").as_deref(), Some("eu-south-1"));
    assert_eq!(region("").as_deref(), Some("eu-south-1"));
    for elsewhere in ["gone", "personal"] {
        assert_eq!(region(elsewhere), None, "{elsewhere}");
    }
    // Nor where the class of the profile asks whoever enters.
    let settings = "[class d]\nprofiles = default\nenter = ask\n";
    let home = with_settings(limited(-1), settings).env("AWSPROMPT_PREVIOUS_REGION", "eu-south-1");
    assert_eq!(given(&let_go(&home, "until"), "AWS_REGION"), None);
    // What is no region is none.
    let home = limited(600).env("AWSPROMPT_PREVIOUS_REGION", "a b");
    assert_eq!(given(&switch(&home, &["-"]), "AWS_REGION"), None);
}

#[test]
fn an_exported_region_stays_when_the_time_is_over() {
    let home =
        limited(-1).env("AWSPROMPT_PREVIOUS_REGION", "eu-south-1").env("AWS_REGION", "eu-west-3");
    let output = let_go(&home, "until");
    assert!(!output.stdout.contains("eu-south-1"), "{output:?}");
    assert!(output.stdout.contains("AWS_REGION stays eu-west-3"), "{output:?}");
    // One that a switch has set goes.
    let home = home.env("AWSPROMPT_REGION_OF", "eu-west-3 personal");
    assert_eq!(given(&let_go(&home, "until"), "AWS_REGION"), Some("eu-south-1"));
}

/// In fish a variable of this shell hides the one of every shell, which comes to light again.
#[test]
fn what_every_fish_has_comes_back_and_is_what_the_note_shows() {
    let fish =
        |home: &Home, words: &[&str]| home.run(&[&["switch", "--shell", "fish"], words].concat());
    let region = "--universal=AWS_REGION=eu-south-1";
    let set = tutorial()
        .env("AWS_PROFILE", "personal")
        .env("AWS_REGION", "eu-north-1")
        .env("AWS_DEFAULT_REGION", "eu-north-1")
        .env("AWSPROMPT_REGION_OF", "eu-north-1 personal");
    let output = fish(&set, &[region, "-r", ""]);
    let north = "[AWS:personal 222222222222 eu-north-1]";
    let south = "[AWS:personal 222222222222 eu-south-1 !split:boto3]";
    assert_eq!(output.stderr, format!("{north} → {south}\n"));
    assert!(output.stdout.contains("set -eg AWS_REGION;"), "{output:?}");
    // What the shell had when the region was set is not what every shell has now.
    for before in ["eu-south-1", ""] {
        let set = if before.is_empty() {
            tutorial()
        } else {
            tutorial().env("AWSPROMPT_REGION_BEFORE", before)
        };
        let set = set
            .env("AWS_PROFILE", "personal")
            .env("AWS_REGION", "eu-north-1")
            .env("AWSPROMPT_REGION_OF", "eu-north-1 personal");
        let output = fish(&set, &[region, "default"]);
        let is_back =
            "AWS_REGION is eu-south-1 again; set -eU AWS_REGION removes it in every fish\n";
        assert!(output.stderr.ends_with(is_back), "{output:?}");
        assert!(output.stdout.contains("set -eg AWS_REGION;"), "{output:?}");
        assert!(!output.stdout.contains("set -gx AWS_REGION"), "{output:?}");
    }
    // Nothing is kept of what comes back by itself.
    let output = fish(
        &tutorial().env("AWS_REGION", "eu-south-1"),
        &["--universal=AWS_REGION", "personal", "-r", "eu-north-1"],
    );
    assert!(output.stdout.contains("set -gx AWS_REGION 'eu-north-1'"), "{output:?}");
    assert!(!output.stdout.contains("AWSPROMPT_REGION_BEFORE"), "{output:?}");
    let profile = tutorial().env("AWS_PROFILE", "personal");
    let output = fish(&profile, &["--universal=AWS_PROFILE=default", "--clear"]);
    let note = "[AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]\n";
    assert_eq!(output.stderr, note);
    assert!(output.stdout.contains("set -eg AWS_PROFILE;"), "{output:?}");
    // A profile that is chosen is this shell's own, though every shell has it too.
    let output = fish(&profile, &["--universal=AWS_PROFILE=default", "default"]);
    assert!(output.stdout.contains("set -gx AWS_PROFILE 'default'"), "{output:?}");
}

/// Whatever stands there: only its owner reads which profiles were used, and nothing else grows.
#[test]
#[cfg(unix)]
fn the_list_of_used_profiles_is_private_and_no_other_file() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::time::{Duration, Instant};

    use rustix::fs::{FlockOperation, flock};

    let home = tutorial().env("XDG_STATE_HOME", "@HOME@/state").file("other", "a line\n");
    let recent = home.path().join("state/awsprompt/recent");
    let mode = || fs::metadata(&recent).unwrap().permissions().mode() & 0o777;
    let names = || fs::read_to_string(&recent).unwrap();
    switch(&home, &["personal"]);
    assert_eq!((names().as_str(), mode()), ("personal\n", 0o600));
    fs::set_permissions(&recent, Permissions::from_mode(0o644)).unwrap();
    switch(&home, &["default"]);
    assert_eq!((names().as_str(), mode()), ("personal\ndefault\n", 0o600));
    fs::remove_file(&recent).unwrap();
    symlink(home.path().join("other"), &recent).unwrap();
    switch(&home, &["personal"]);
    assert_eq!(fs::read_to_string(home.path().join("other")).unwrap(), "a line\n");
    assert!(names().ends_with("personal\n") && !recent.is_symlink());
    // Whoever holds the directory does not hold up a switch.
    fs::remove_file(&recent).unwrap();
    let directory = fs::File::open(recent.parent().unwrap()).unwrap();
    flock(&directory, FlockOperation::LockExclusive).unwrap();
    let start = Instant::now();
    assert!(switch(&home, &["personal"]).stdout.contains("AWS_PROFILE='personal'"));
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_list_takes_nothing_that_a_switch_would_do() {
    for words in [&["-r", "us-east-1", "-l"][..], &["-l", "--login"], &["-l", "--", "personal"]] {
        let output = switch(&tutorial(), words);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(2)), "{words:?} {output:?}");
        assert!(output.stderr.contains("cannot be used with"), "{output:?}");
    }
}

#[test]
fn what_is_not_over_is_not_let_go_of() {
    let homes = [
        (limited(60), "until"),
        (limited(-1).env("AWS_PROFILE", "default"), "until"),
        (limited(-1).env("AWS_PROFILE", "default"), "idle"),
        (limited(-1).env("AWSPROMPT_UNTIL", "x"), "until"),
        (limited(-1).env("AWSPROMPT_IDLE", "x"), "idle"),
        (tutorial(), "until"),
        (tutorial(), "idle"),
    ];
    for (home, limit) in homes {
        assert_switch(&home, &["--let-go", limit], "", "");
    }
}

#[test]
fn a_profile_that_is_let_go_of_takes_its_keys_along() {
    let home = limited(-1).env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT");
    let output = let_go(&home.env("AWS_SECRET_ACCESS_KEY", "s"), "until");
    assert!(removes(&output, "AWS_ACCESS_KEY_ID"), "{output:?}");
    assert!(
        output.stdout.ends_with(
            "\nremoved AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; switching back does not restore them' >&2\n"
        ),
        "{output:?}"
    );
}

#[test]
fn where_a_shell_is_let_go_to_has_limits_of_its_own() {
    let home = with_settings(limited(-1), "[class d]\nprofiles = default\nidle = 10m\n");
    let output = let_go(&home, "until");
    assert_eq!(given(&output, "AWSPROMPT_IDLE"), Some("600"));
    assert_eq!(given(&output, "AWSPROMPT_LIMITED"), Some("default"));
    assert!(removes(&output, "AWSPROMPT_UNTIL"), "{output:?}");
    // From there it does not go back to where it came from.
    assert!(removes(&output, "AWSPROMPT_PREVIOUS"), "{output:?}");
}
