//! stdin, stdout and stderr as a caller may leave them: closed, or a pipe that nobody reads.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "a shell arranges the streams")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::{Home, Output};

/// Runs a script of `sh`, in which `$0` is the program.
fn script(home: &Home, text: &str) -> Output {
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", text, env!("CARGO_BIN_EXE_awsprompt")]);
    home.output_of(command.env("HOME", home.path()))
}

#[test]
fn what_nobody_reads_any_more_is_no_failure() {
    let home = Home::of_fixture("tutorial-two-profiles");
    let output = script(&home, "{ sleep 0.2; \"$0\" list; echo $? >&2; } | :");
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("", "0\n"));
}

/// A file that is opened would get the stream's number, and with it what is meant for the stream.
#[cfg(target_os = "linux")]
#[test]
fn the_place_of_a_closed_stream_is_taken_by_nothing() {
    for (closed, stream) in [("<&-", 0), (">&-", 1), ("2>&-", 2)] {
        let aws = format!("#!/bin/sh\nreadlink /proc/$PPID/fd/{stream} >\"$HOME/told\"\n");
        let home = Home::of_fixture("tutorial-two-profiles").file("aws", aws);
        let aws = home.path().join("aws");
        fs::set_permissions(aws, fs::Permissions::from_mode(0o755)).unwrap();
        script(&home, &format!("PATH=$HOME:$PATH \"$0\" whoami {closed}"));
        let told = fs::read_to_string(home.path().join("told")).unwrap();
        assert_eq!(told, "/dev/null\n", "{closed}");
    }
}

#[test]
fn a_program_that_is_started_finds_no_stream_closed() {
    let home = Home::of_fixture("tutorial-two-profiles");
    for (closed, command) in [("<&-", "cat"), (">&-", "echo a"), ("2>&-", "sh -c 'echo a >&2'")] {
        let output = script(&home, &format!("\"$0\" exec personal -- {command} {closed}"));
        assert_eq!(output.code, Some(0), "{closed}: {output:?}");
    }
}
