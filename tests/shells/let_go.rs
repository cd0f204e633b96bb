//! A profile that was chosen for a time, or whose class is not for idle shells, is let go of.
//!
//! What a minute would bring is brought by hand: the variables are set to moments that are near.

use std::thread::sleep;
use std::time::Duration;

use jiff::Timestamp;

use crate::home::{Home, PLAY, WORK};
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};
use crate::{in_every_shell, in_zsh_bash_and_fish};

const STATUSES: Line = Line {
    zsh: "echo $pipestatus",
    bash: "echo ${PIPESTATUS[@]}",
    fish: "echo $pipestatus",
    nu: "",
};

const LIMITS: &str = "printenv AWSPROMPT_UNTIL AWSPROMPT_IDLE AWSPROMPT_LIMITED";

in_every_shell! {
    a_time_is_shown_and_removed_by_another_switch,
    a_time_within_a_time_does_not_end_in_the_first_without_an_end,
    a_time_that_is_over_is_seen_before_the_next_command,
    an_idle_shell_lets_go_before_the_next_command,
    an_idle_shell_lets_go_at_an_empty_line,
    whether_a_long_command_is_idle_depends_on_the_shell,
    a_switch_begins_the_idle_time_anew,
    whoever_wraps_a_command_can_let_go_first,
    the_limit_of_another_profile_is_none,
    what_is_no_time_is_ignored,
    without_the_program_nothing_is_said,
}

in_zsh_bash_and_fish! { a_time_that_is_over_is_seen_at_the_next_prompt }

fn told(why: &str) -> String {
    format!("awsprompt: {why}: {WORK} → {PLAY}")
}

fn time_is_over() -> String {
    told("the time for work is over")
}

/// Opens a shell that has gone from `play` to `work` for a quarter of an hour.
fn open(shell: Shell, home: &Home) -> Session<'_> {
    let setup = Setup::new(shell).before(&shell.export("AWS_PROFILE", "play"));
    let mut session = setup.open(home);
    let limited = "[AWS:work 111122223333 us-east-1 15m left]";
    assert_eq!(session.run("awsp work --for 15m"), [format!("{PLAY} → {limited}")]);
    session.expect_segment(limited);
    session
}

/// Opens a shell that is in `work`, whose class allows so many seconds without a command.
fn open_idle(shell: Shell, home: &Home, seconds: u64) -> Session<'_> {
    home.write(".config/awsprompt/config.ini", "[class w]\nprofiles = work\nidle = 30m\n");
    let setup = Setup::new(shell).before(&shell.export("AWS_PROFILE", "play"));
    let mut session = setup.open(home);
    assert_eq!(session.run("awsp work"), [format!("{PLAY} → {WORK}")]);
    assert_eq!(session.run(LIMITS), ["1800", "work"]);
    session.run_silently(&shell.export("AWSPROMPT_IDLE", &seconds.to_string()));
    session.expect_segment(WORK);
    session
}

/// Exports an end of the time that is so many seconds away.
pub(crate) fn until(shell: Shell, seconds: i64) -> String {
    let until = Timestamp::now().as_second() + seconds;
    shell.export("AWSPROMPT_UNTIL", &until.to_string())
}

pub(crate) fn wait(seconds: u64) {
    sleep(Duration::from_secs(seconds));
}

/// Types a command that shows the profile which it gets, after a limit has passed.
fn expect_let_go(shell: Shell, session: &mut Session<'_>, told: &str) {
    let rows = session.run("printenv AWS_PROFILE");
    match shell {
        // bash has no way to look before a command.
        Shell::Bash => assert_eq!(rows, ["work", told], "{session}"),
        Shell::Zsh | Shell::Fish | Shell::Nushell => {
            let warning = format!("awsprompt: WARNING: the command just typed runs with {PLAY}");
            assert_eq!(rows, [told, &warning, "play"], "{session}");
        }
    }
    session.expect_segment(PLAY);
    assert_eq!(session.run(LIMITS), [""; 0]);
    assert_eq!(session.run("printenv AWS_PROFILE"), ["play"]);
}

fn a_time_is_shown_and_removed_by_another_switch(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    assert_eq!(session.run(LIMITS).len(), 2);
    let limited = session.prompt().trim_end_matches(" > ").to_owned();
    assert_eq!(session.run("awsp -"), [format!("{limited} → {PLAY}")]);
    session.expect_segment(PLAY);
    assert_eq!(session.run(LIMITS), [""; 0]);
    session.run("awsp work --for 1h");
    session.expect_segment("[AWS:work 111122223333 us-east-1 1h00m left]");
    session.run("awsp work");
    session.expect_segment(WORK);
}

fn a_time_within_a_time_does_not_end_in_the_first_without_an_end(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    session.run("awsp default --for 5m");
    let rows = session.run(&until(shell, -1));
    assert!(rows[0].starts_with("awsprompt: the time for default is over: "), "{session}");
    session.expect_segment(PLAY);
}

fn a_time_that_is_over_is_seen_before_the_next_command(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    session.run_silently(&until(shell, 8));
    session.expect_segment("[AWS:work 111122223333 us-east-1 1m left]");
    wait(9);
    expect_let_go(shell, &mut session, &time_is_over());
    // The way back does not lead to where it came from.
    session.run("awsp -");
    session.expect_segment(PLAY);
}

fn a_time_that_is_over_is_seen_at_the_next_prompt(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let line = format!("{}; false | true | false", until(shell, -1));
    assert_eq!(session.run(&line), [time_is_over()]);
    session.expect_segment(PLAY);
    // The user's statuses are still there, even for a shell that lets go before the command.
    session.run("awsp work --for 15m");
    session.run_silently(&format!("{}; false | true | false", until(shell, 8)));
    wait(9);
    let rows = session.run(shell.pick(STATUSES));
    assert!(rows.contains(&"1 0 1".to_owned()) && rows.contains(&time_is_over()), "{rows:?}");
}

fn an_idle_shell_lets_go_before_the_next_command(shell: Shell) {
    let home = Home::new();
    let mut session = open_idle(shell, &home, 6);
    wait(7);
    expect_let_go(shell, &mut session, &told("1m without a new command"));
}

fn an_idle_shell_lets_go_at_an_empty_line(shell: Shell) {
    let home = Home::new();
    let mut session = open_idle(shell, &home, 10);
    // Looking in begins the time anew.
    for _ in 0..2 {
        wait(6);
        session.run_silently("");
        session.expect_segment(WORK);
    }
    wait(11);
    assert_eq!(session.run(""), [told("1m without a new command")]);
    session.expect_segment(PLAY);
}

fn whether_a_long_command_is_idle_depends_on_the_shell(shell: Shell) {
    let home = Home::new();
    let mut session = open_idle(shell, &home, 6);
    let rows = session.run(&shell.sleep(7));
    match shell {
        Shell::Bash => assert_eq!(rows, [told("1m without a new command")]),
        Shell::Zsh | Shell::Fish | Shell::Nushell => assert_eq!(rows, [""; 0]),
    }
}

fn a_switch_begins_the_idle_time_anew(shell: Shell) {
    let home = Home::new();
    let mut session = open_idle(shell, &home, 6);
    let line = format!("{}; awsp work; {}", shell.sleep(7), shell.export("AWSPROMPT_IDLE", "6"));
    assert_eq!(session.run(&line), [format!("{WORK} → {WORK}")]);
    session.expect_segment(WORK);
}

fn whoever_wraps_a_command_can_let_go_first(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    session.run_silently("__awsprompt_let_go");
    let line = format!("{}; __awsprompt_let_go; printenv AWS_PROFILE", until(shell, -1));
    assert_eq!(session.run(&line), [time_is_over(), "play".to_owned()]);
    session.expect_segment(PLAY);
    session.run_silently("__awsprompt_let_go");
}

fn the_limit_of_another_profile_is_none(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let elsewhere = shell.export("AWS_PROFILE", "default");
    session.run_silently(&format!("{}; {elsewhere}", until(shell, -1)));
    session.expect_segment("[AWS:default 123456789012 eu-central-1]");
    // It is still there for whoever comes back, as from a directory that has a profile of its own.
    assert_eq!(session.run(&shell.export("AWS_PROFILE", "work")), [time_is_over()]);
    session.expect_segment(PLAY);
}

fn what_is_no_time_is_ignored(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    for value in ["", "soon", "-1", "1.5", "0x1", "a[$(touch PWNED)]", "1 -o 1", "9999999999999"] {
        session.run_silently(&shell.export("AWSPROMPT_UNTIL", value));
        session.expect_segment(WORK);
        session.run_silently(&shell.export("AWSPROMPT_IDLE", value));
        session.expect_segment(WORK);
    }
    assert!(!home.holds("PWNED"));
    // Not an octal number, in which there is no nine.
    assert_eq!(session.run(&shell.export("AWSPROMPT_UNTIL", "09")), [time_is_over()]);
}

fn without_the_program_nothing_is_said(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    home.remove_program();
    session.run_silently(&until(shell, -1));
    session.expect_segment("[AWS:?]");
    assert_eq!(session.run("printenv AWS_PROFILE"), ["work"]);
    session.expect_segment("[AWS:?]");
}

/// With this option `[[` takes two profiles for one.
#[test]
fn a_limit_is_of_one_case_in_bash_too() {
    let home = Home::new();
    let mut session = Setup::new(Shell::Bash).before("shopt -s nocasematch").open(&home);
    session.run_silently("export AWS_PROFILE=work AWSPROMPT_LIMITED=Work AWSPROMPT_UNTIL=1000");
    session.run_silently("");
    assert!(session.prompt().contains("[AWS:work 111122223333 us-east-1"), "{session}");
}

#[test]
fn a_readonly_variable_keeps_the_whole_profile() {
    for shell in [Shell::Zsh, Shell::Bash] {
        let home = Home::new();
        let mut session = open(shell, &home);
        session.run_silently("readonly AWS_PROFILE");
        let rows = session.run(&until(shell, -1));
        let refused = "awsprompt: this shell refuses the change, perhaps for a readonly variable";
        assert_eq!(rows, [refused], "{session}");
        session.expect_segment("[AWS:work 111122223333 us-east-1 0m left]");
    }
}
