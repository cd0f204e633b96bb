//! `exec`: a command gets the environment of a switch, and is itself from then on.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the tests write the programs that are run")]

mod common;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use common::{Home, Output};

fn tutorial() -> Home {
    Home::of_fixture("tutorial-two-profiles")
}

/// Writes a program into the home.
fn program(home: Home, name: &str, text: &str) -> Home {
    let home = home.file(name, text);
    fs::set_permissions(home.path().join(name), fs::Permissions::from_mode(0o755)).unwrap();
    home
}

/// Checks all that a run leaves.
#[track_caller]
fn assert_run(home: &Home, arguments: &[&str], stdout: &str, stderr: &str, code: i32) {
    let output = home.run(&[&["exec"], arguments].concat());
    let expected = Output { stdout: stdout.into(), stderr: stderr.into(), code: Some(code) };
    assert_eq!(output, expected, "{arguments:?}");
}

/// Checks the environment that a command gets, but for what every command gets here.
#[track_caller]
fn assert_environment(home: &Home, arguments: &[&str], expected: &[&str]) {
    let output = home.run(&[&["exec"], arguments, &["--", "env"]].concat());
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{arguments:?}");
    let mut lines: Vec<_> =
        output.stdout.lines().filter(|line| !line.starts_with("HOME=")).collect();
    lines.sort_unstable();
    assert_eq!(lines, expected, "{arguments:?}");
}

#[test]
fn a_command_gets_the_environment_of_a_switch() {
    let home = tutorial();
    assert_environment(&home, &["personal"], &["AWSPROMPT_PREVIOUS=", "AWS_PROFILE=personal"]);
    let home = home
        .env("AWS_PROFILE", "default")
        .env("AWS_DEFAULT_PROFILE", "default")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_SESSION_TOKEN", "t")
        .env("AWS_VAULT", "x")
        .env("AWS_REGION", "eu-west-3")
        .env("KEPT", "yes");
    let before = "AWSPROMPT_PREVIOUS=default";
    assert_environment(&home, &["personal"], &[before, "AWS_PROFILE=personal", "KEPT=yes"]);
    assert_environment(
        &home,
        &["personal", "-r", "eu-south-1"],
        &[
            before,
            "AWSPROMPT_REGION_OF=eu-south-1 personal",
            "AWS_DEFAULT_REGION=eu-south-1",
            "AWS_PROFILE=personal",
            "AWS_REGION=eu-south-1",
            "KEPT=yes",
        ],
    );
}

#[test]
fn a_region_that_was_set_for_another_profile_is_not_the_command_s() {
    let home = tutorial()
        .env("AWS_PROFILE", "default")
        .env("AWS_REGION", "eu-west-3")
        .env("AWS_DEFAULT_REGION", "eu-west-3")
        .env("AWSPROMPT_REGION_OF", "eu-west-3 default")
        .env("AWSPROMPT_DEFAULT_REGION_BEFORE", "eu-north-1");
    assert_environment(
        &home,
        &["personal"],
        &[
            "AWSPROMPT_PREVIOUS=default",
            "AWSPROMPT_PREVIOUS_REGION=eu-west-3",
            "AWS_DEFAULT_REGION=eu-north-1",
            "AWS_PROFILE=personal",
        ],
    );
}

#[test]
fn the_arguments_are_the_command_s_as_they_stand() {
    let print = ["personal", "--", "printf", "[%s]", "-r", "--", "", "a b", "$HOME", "--help"];
    assert_run(&tutorial(), &print, "[-r][--][][a b][$HOME][--help]", "", 0);
}

#[test]
fn the_status_is_the_command_s_own() {
    for code in [0, 1, 3, 101, 255] {
        let exit = format!("exit {code}");
        assert_run(&tutorial(), &["personal", "--", "sh", "-c", &exit], "", "", code);
    }
}

#[test]
fn the_command_takes_the_place_of_the_program() {
    let home = tutorial();
    let mut command = home.command();
    command.args(["exec", "personal", "--", "sh", "-c", "echo $$; cat; kill -TERM $$"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"typed").unwrap();
    let id = child.id();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{id}\ntyped"));
    // It died of the signal, rather than report one.
    assert_eq!((output.status.code(), output.status.signal()), (None, Some(15)));
}

/// What runs a program in Rust ignores SIGPIPE, and what it becomes must not.
#[test]
fn a_closed_pipe_ends_the_command() {
    let home = tutorial();
    let script = "( \"$0\" exec personal -- sh -c 'kill -PIPE $$; exit 0'; echo $? )";
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_awsprompt")]);
    let output = home.output_of(command.env("HOME", home.path()));
    assert_eq!(output.stdout, "141\n", "{output:?}");
}

#[test]
fn what_cannot_be_run_is_told_apart_as_shells_do() {
    let home = tutorial().file("text", "no program\n");
    assert_run(&home, &["personal", "--", "nope"], "", "awsprompt: nope: command not found\n", 127);
    for file in ["./text", "./.aws"] {
        let refused = "Permission denied (os error 13)";
        let told = format!("awsprompt: could not run {file}: {refused}\n");
        assert_run(&home, &["personal", "--", file], "", &told, 126);
    }
}

#[test]
fn without_a_command_the_user_s_shell_is_opened() {
    let own = "#!/bin/sh\necho \"own $# $AWS_PROFILE\"\n";
    let home = program(tutorial(), "my shell", own).env("SHELL", "@HOME@/my shell");
    assert_run(&home, &["personal"], "own 0 personal\n", "", 0);
    assert_run(&home, &["personal", "--"], "own 0 personal\n", "", 0);
    // stdin is empty, so the shell ends at once.
    for nothing in [tutorial(), tutorial().env("SHELL", "")] {
        let output =
            nothing.output_of(nothing.command().args(["exec", "personal"]).stdin(Stdio::null()));
        assert_eq!(output.code, Some(0), "{output:?}");
    }
}

#[test]
fn an_unknown_profile_runs_nothing() {
    let near = "awsprompt: no profile named \"persnoal\" in ~/.aws/config or ~/.aws/credentials\n\
                hint: did you mean \"personal\"?\n";
    assert_run(&tutorial(), &["persnoal", "--", "touch", "ran"], "", near, 1);
    // A beginning is not enough for a program.
    let output = tutorial().run(&["exec", "perso", "--", "touch", "ran"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
    let region = ["personal", "-r", "a b", "--", "touch", "ran"];
    let told = "awsprompt: \"a b\" is not a valid region name\n";
    assert_run(&tutorial(), &region, "", told, 1);
}

#[test]
fn a_region_that_is_not_known_is_used_with_a_warning() {
    let warning = "awsprompt: \"us-wst-1\" is not a region that awsprompt knows; set anyway\n\
                   hint: did you mean \"us-west-1\" or \"us-west-2\" or \"us-east-1\"?\n";
    let command = ["personal", "-r", "us-wst-1", "--", "printenv", "AWS_REGION"];
    assert_run(&tutorial(), &command, "us-wst-1\n", warning, 0);
    let known = ["personal", "-r", "us-west-1", "--", "printenv", "AWS_REGION"];
    assert_run(&tutorial(), &known, "us-west-1\n", "", 0);
}

#[test]
fn a_command_without_a_profile_is_a_mistake() {
    for arguments in [&["exec", "--", "env"][..], &["exec"], &["exec", "personal", "env"]] {
        let output = tutorial().run(arguments);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(2)), "{arguments:?}");
    }
}

#[test]
fn a_name_that_looks_like_a_flag_is_a_name() {
    let home = tutorial().file(".aws/config", "[profile --nope]\n[profile -]\n");
    for name in ["--nope", "-"] {
        assert_environment(
            &home,
            &[name],
            &["AWSPROMPT_PREVIOUS=", &format!("AWS_PROFILE={name}")],
        );
    }
}
