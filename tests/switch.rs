//! `switch` as the shell function calls it: what is to be evaluated, what the person reads.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::{Home, Output};

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
        "\\builtin export AWSPROMPT_PREVIOUS='default'\n\\builtin export AWS_PROFILE='personal'\n",
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
        "\\builtin export AWSPROMPT_PREVIOUS='personal'\nwhile [[ -n ${AWS_PROFILE+x} ]]; do \\builtin unset AWS_PROFILE || return; done\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]\n",
    );
    assert_switch(
        &tutorial().env("AWSPROMPT_PREVIOUS", "personal"),
        &["-"],
        "\\builtin export AWSPROMPT_PREVIOUS=''\n\\builtin export AWS_PROFILE='personal'\n",
        "[AWS:default 111111111111 us-east-1] → [AWS:personal 222222222222 eu-west-1]\n",
    );
}

#[test]
fn a_profile_that_is_chosen_again_is_not_the_one_before_itself() {
    let home = tutorial().env("AWS_PROFILE", "personal").env("AWSPROMPT_PREVIOUS", "default");
    assert_switch(
        &home,
        &["personal"],
        "\\builtin export AWS_PROFILE='personal'\n",
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
        "\\builtin export AWSPROMPT_PREVIOUS='default'\n\
         while [[ -n ${AWS_ACCESS_KEY_ID+x} ]]; do \\builtin unset AWS_ACCESS_KEY_ID || return; done\n\
         while [[ -n ${AWS_CREDENTIAL_EXPIRATION+x} ]]; do \\builtin unset AWS_CREDENTIAL_EXPIRATION || return; done\n\
         while [[ -n ${AWS_DEFAULT_PROFILE+x} ]]; do \\builtin unset AWS_DEFAULT_PROFILE || return; done\n\
         \\builtin export AWS_PROFILE='personal'\n\
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
         AWS_SESSION_TOKEN, AWS_WEB_IDENTITY_TOKEN_FILE; going back does not restore them\n",
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
fn a_region_is_set_and_removed_in_both_variables() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    assert_switch(
        &home,
        &["-r", "eu-south-1"],
        "\\builtin export AWS_DEFAULT_REGION='eu-south-1'\n\\builtin export AWS_REGION='eu-south-1'\n",
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
        "awsprompt: \"a b\" is not formed like a region\n",
    );
}

#[test]
fn a_shell_can_go_without_a_profile_and_without_a_segment() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    assert_switch(
        &home,
        &["--clear"],
        "\\builtin export AWSPROMPT_PREVIOUS='personal'\nwhile [[ -n ${AWS_PROFILE+x} ]]; do \\builtin unset AWS_PROFILE || return; done\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:default 111111111111 us-east-1]\n",
    );
    assert_switch(
        &home,
        &["--off"],
        "\\builtin export AWSPROMPT='off'\n",
        "the segment is hidden in this shell; --on shows it again\n",
    );
    assert_switch(
        &home,
        &["--on"],
        "while [[ -n ${AWSPROMPT+x} ]]; do \\builtin unset AWSPROMPT || return; done\n",
        "[AWS:personal 222222222222 eu-west-1] → [AWS:personal 222222222222 eu-west-1]\n",
    );
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
         hint: did you mean \"personal\"?\n",
    );
}

#[test]
fn a_name_behind_two_dashes_is_taken_as_it_stands() {
    let home = tutorial().file(".aws/config", "[profile -]\n[profile --clear]\n");
    for name in ["-", "--clear"] {
        let output = switch(&home, &["--", name]);
        assert!(
            output.stdout.contains(&format!("\\builtin export AWS_PROFILE='{name}'\n")),
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
        "\\builtin export AWSPROMPT_PREVIOUS=''\n\\builtin export AWS_PROFILE='team'\n",
        "no profile → [AWS:team eu-west-1 !sso-login]\nhint: aws sso login --profile team\n",
    );
}

#[test]
fn without_the_function_the_person_is_told_how_to_get_it() {
    let output = tutorial().run(&["switch", "personal"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
    assert_eq!(
        output.stderr,
        "awsprompt: switch changes the shell's environment, which only a shell function can do\n\
         hint: eval \"$(awsprompt init zsh)\"   # or bash; fish: awsprompt init fish | source\n"
    );
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
fn hiding_the_segment_hides_no_switch() {
    let output = switch(&tutorial(), &["personal", "--off"]);
    assert!(output.stderr.starts_with("[AWS:default 111111111111 us-east-1] → [AWS:personal "));
    assert!(output.stderr.ends_with("the segment is hidden in this shell; --on shows it again\n"));
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
    assert!(output.stderr.ends_with("hint: aws sso login --profile team\n"), "{output:?}");
}

#[test]
fn a_wrapper_s_server_goes_with_its_marker() {
    let uri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    let home = tutorial().env(uri, "http://127.0.0.1:1/x");
    assert!(!switch(&home, &["personal"]).stdout.contains(uri));
    let home = home.env("AWS_VAULT", "x");
    assert!(switch(&home, &["personal"]).stdout.contains(&format!("unset {uri} ")));
}
