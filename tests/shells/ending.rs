//! A command that was typed for a profile changes no other account when the time of the profile is
//! over: at the prompt, inside a line and while a question is open.

use crate::home::{Home, PLAY, WORK};
use crate::in_every_shell;
use crate::let_go::{until, wait};
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};

const SETTINGS: &str = "[accounts]\n111122223333 = acme-prod\n[guard]\ntools = terraform\n\
                        [class production]\naccounts = 111122223333\nguard = ask\n";

const STATUS: Line =
    Line { zsh: "echo $?", bash: "echo $?", fish: "echo $status", nu: "print $env.LAST_EXIT_CODE" };

const CHANGE: &str = "aws s3 rm s3://b/k";
const QUESTION: &str = "Type acme-prod to continue: ";
const NOTHING_RUN: &str = "awsprompt: the time for work is over, and this would change 333344445555; \
                           nothing was run";

in_every_shell! {
    a_change_typed_before_the_time_was_over_is_not_run,
    a_tool_is_stopped_as_the_cli_is,
    a_read_runs_after_the_notice,
    a_time_that_ends_inside_a_line_counts_the_same,
    every_change_of_the_line_is_stopped,
    a_change_in_an_idle_shell_is_not_run,
    a_function_that_is_asked_before_is_stopped_too,
    a_profile_that_is_chosen_again_on_the_line_counts,
    a_question_does_not_outlive_the_time,
    a_question_of_exec_does_not_outlive_the_time,
    a_question_left_open_is_idle,
    without_the_guard_it_is_said_loudly,
}

/// Opens a shell with the guard that has gone from `play`, which no class guards, to `work`.
fn open(shell: Shell, home: &Home) -> Session<'_> {
    home.write(".config/awsprompt/config.ini", SETTINGS);
    home.note_aws();
    let setup = Setup::new(shell).flag("--guard").before(&shell.export("AWS_PROFILE", "play"));
    let mut session = setup.open(home);
    session.run("awsp work --for 15m");
    session
}

/// Lets the time pass while the shell waits at its prompt.
fn let_time_pass(shell: Shell, session: &mut Session<'_>) {
    session.run_silently(&until(shell, 4));
    assert!(session.prompt().starts_with("[AWS:work"), "{session}");
    wait(5);
}

/// Checks that the time was told and that nothing was run.
fn expect_stopped(shell: Shell, session: &mut Session<'_>, told: &[String]) {
    assert!(told[0].starts_with("awsprompt: the time for work is over: "), "{session}");
    assert!(told.iter().any(|row| row == NOTHING_RUN), "{session}");
    session.expect_segment(PLAY);
    assert_eq!(session.run(shell.pick(STATUS)), ["3"], "{session}");
    assert_eq!(session.home.noted(), [""; 0], "{session}");
}

/// Leaves an open question alone for so many seconds, and checks that the answer then runs nothing.
fn expect_unanswered(session: &mut Session<'_>, seconds: u64) {
    wait(seconds);
    let told = session.answer("acme-prod\r");
    let over = "awsprompt: the time for work is over; nothing was run";
    assert!(told.iter().any(|row| row == over), "{session}");
    assert_eq!(session.home.noted(), [""; 0], "{session}");
}

fn a_change_typed_before_the_time_was_over_is_not_run(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let_time_pass(shell, &mut session);
    let told = session.run(CHANGE);
    expect_stopped(shell, &mut session, &told);
    // At the next prompt, which shows the profile, the same line is meant for it.
    session.run_silently(CHANGE);
    assert_eq!(home.noted()[..2], ["play", "s3"], "{session}");
}

fn a_tool_is_stopped_as_the_cli_is(shell: Shell) {
    let home = Home::new();
    home.script("terraform", "#!/bin/sh\necho ran\n");
    let mut session = open(shell, &home);
    let_time_pass(shell, &mut session);
    let told = session.run("terraform apply");
    expect_stopped(shell, &mut session, &told);
}

fn a_read_runs_after_the_notice(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let_time_pass(shell, &mut session);
    let told = session.run("aws s3 ls");
    assert!(told[0].starts_with("awsprompt: the time for work is over: "), "{session}");
    assert_eq!(home.noted(), ["play", "s3", "ls"], "{session}");
}

fn a_time_that_ends_inside_a_line_counts_the_same(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let told = session.run(&format!("{}; {}; {CHANGE}", until(shell, 2), shell.sleep(3)));
    expect_stopped(shell, &mut session, &told);
}

fn every_change_of_the_line_is_stopped(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let told = session.run(&format!("{}; {CHANGE}; {CHANGE}", until(shell, -1)));
    // In nushell a command that fails ends the line.
    let count = if shell == Shell::Nushell { 1 } else { 2 };
    assert_eq!(told.iter().filter(|row| *row == NOTHING_RUN).count(), count, "{session}");
    expect_stopped(shell, &mut session, &told);
}

fn a_change_in_an_idle_shell_is_not_run(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    session.run("awsp work");
    session.run_silently(&shell.export("AWSPROMPT_LIMITED", "work"));
    session.run_silently(&shell.export("AWSPROMPT_IDLE", "4"));
    wait(6);
    let told = session.run(CHANGE);
    assert!(told[0].starts_with("awsprompt: 1m without a new command: "), "{session}");
    assert!(told.iter().any(|row| row == NOTHING_RUN), "{session}");
    session.expect_segment(PLAY);
    assert_eq!(home.noted(), [""; 0], "{session}");
}

fn a_function_that_is_asked_before_is_stopped_too(shell: Shell) {
    let home = Home::new();
    home.write(".config/awsprompt/config.ini", SETTINGS);
    let setup = Setup::new(shell).flag("--guard").before(&shell.export("AWS_PROFILE", "play"));
    let setup = setup.before(shell.pick(Line {
        zsh: "aws() { print -r -- mine \"$@\"; }",
        bash: "aws() { echo mine \"$@\"; }",
        fish: "function aws; echo mine $argv; end",
        nu: "def --wrapped aws [...words] { print $'mine ($words | str join \" \")' }",
    }));
    let mut session = setup.open(&home);
    session.run("awsp work --for 15m");
    let told = session.run(&format!("{}; {CHANGE}", until(shell, -1)));
    expect_stopped(shell, &mut session, &told);
    assert!(!told.iter().any(|row| row.starts_with("mine")), "{session}");
}

fn a_profile_that_is_chosen_again_on_the_line_counts(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let first = if shell == Shell::Nushell { "try { CHANGE }" } else { "CHANGE" };
    let line = format!("{}; {first}; awsp play; CHANGE", until(shell, -1));
    session.run(&line.replace("CHANGE", CHANGE));
    assert_eq!(home.noted()[..2], ["play", "s3"], "{session}");
}

fn a_question_does_not_outlive_the_time(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    session.run_until(&format!("{}; {CHANGE}", until(shell, 4)), QUESTION);
    expect_unanswered(&mut session, 5);
}

fn a_question_of_exec_does_not_outlive_the_time(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let line = format!("{}; awsprompt exec work -- {CHANGE}", until(shell, 4));
    session.run_until(&line, QUESTION);
    expect_unanswered(&mut session, 5);
}

fn a_question_left_open_is_idle(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    session.run("awsp work");
    let line = format!(
        "{}; {}; {CHANGE}",
        shell.export("AWSPROMPT_LIMITED", "work"),
        shell.export("AWSPROMPT_IDLE", "3")
    );
    session.run_until(&line, QUESTION);
    expect_unanswered(&mut session, 4);
}

fn without_the_guard_it_is_said_loudly(shell: Shell) {
    let home = Home::new();
    home.note_aws();
    let setup = Setup::new(shell).before(&shell.export("AWS_PROFILE", "play"));
    let mut session = setup.open(&home);
    session.run("awsp work --for 15m");
    let_time_pass(shell, &mut session);
    let told = session.run(CHANGE);
    let over = format!("awsprompt: the time for work is over: {WORK} → {PLAY}");
    match shell {
        // bash has no way to look before a command: it runs with the profile that the prompt
        // showed.
        Shell::Bash => {
            assert_eq!(told, [over], "{session}");
            assert_eq!(home.noted()[..2], ["work", "s3"], "{session}");
        }
        Shell::Zsh | Shell::Fish | Shell::Nushell => {
            let loud = format!("awsprompt: WARNING: the command just typed runs with {PLAY}");
            assert_eq!(told, [over, loud], "{session}");
            assert_eq!(home.noted()[..2], ["play", "s3"], "{session}");
        }
    }
    session.expect_segment(PLAY);
}
