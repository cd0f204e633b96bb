//! What `awsprompt doctor` knows of the shell that calls it.

use crate::home::Home;
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};
use crate::{in_every_shell, in_zsh_bash_and_fish};

/// Prints the findings about the hook, and what is not exported.
const DOCTOR: &str = "awsprompt doctor | grep -E 'hook-|not-exported|not export'";

/// A shell without start-up files that a person opens in another.
const BARE: Line = Line {
    zsh: "env PS1='> ' zsh -f",
    bash: "env PS1='> ' bash --norc --noprofile",
    fish: "fish --no-config -C 'function fish_prompt; echo -n \"> \"; end'",
    nu: "nu --no-config-file -e '$env.config.show_banner = false; $env.PROMPT_COMMAND = \"\"'",
};

/// The shell as it was started.
const AGAIN: Line = Line {
    zsh: "exec zsh -d -i",
    bash: "exec bash --noprofile --rcfile ~/.bashrc -i",
    fish: "exec fish -i",
    nu: "exec nu -i",
};

/// A hook that puts itself behind ours at every prompt.
const JEALOUS: Line = Line {
    zsh: "late() { precmd_functions=(${precmd_functions:#late} late) }; precmd_functions+=(late)",
    bash: "late() { PROMPT_COMMAND+=(:); }; PROMPT_COMMAND+=(late)",
    fish: "function arm --on-event fish_postexec\nfunction late --on-event fish_prompt\n\
           function fish_prompt; echo -n '> '; end; arm\nend\nend\narm",
    nu: "$env.config.hooks.pre_prompt ++= [{||
             $env.PROMPT_COMMAND = ''
             let late = $env.config.hooks.pre_prompt | where ($it | describe) == closure
             let others = $env.config.hooks.pre_prompt | where ($it | describe) != closure
             $env.config.hooks.pre_prompt = [...$others ...$late] }]",
};

/// A hook that comes after ours, once.
const LATE: Line = Line {
    zsh: "precmd_functions+=(true)",
    bash: "PROMPT_COMMAND+=(true)",
    fish: "function late --on-event fish_prompt; end",
    nu: "$env.config.hooks.pre_prompt ++= [{|| }]",
};

in_every_shell! {
    a_hook_that_is_loaded_and_last_is_no_finding,
    the_hook_that_is_loaded_is_named,
    a_shell_without_the_hook_is_told_from_the_one_around_it,
    a_shell_that_takes_the_place_of_another_is_told_from_it,
    what_comes_behind_the_hook_at_every_prompt_is_found,
    who_calls_from_a_script_is_told_of_the_shell_that_called_it,
}

in_zsh_bash_and_fish! {
    a_hook_that_the_start_up_files_load_twice_is_found,
    a_variable_that_is_not_exported_is_found,
}

#[test]
fn a_person_is_asked_before_files_are_changed() {
    let home = Home::new();
    let mode = "ls -l ~/.aws/credentials | cut -c 1-10";
    let mut session = Setup::new(Shell::Bash).open(&home);
    session.run_silently("chmod 644 ~/.aws/*");
    for (answer, expected) in [("", "-rw-r--r--"), ("n", "-rw-r--r--"), ("y", "-rw-------")] {
        session.run_and_answer("awsprompt doctor --fix", "[y/N] ", &format!("{answer}\r"));
        assert_eq!(session.run(mode), [expected], "{answer:?}");
    }
    session.run_silently("awsprompt doctor >/dev/null");
}

#[track_caller]
fn expect(session: &mut Session<'_>, finding: &str) {
    let rows = session.run(DOCTOR);
    assert!(rows.first().is_some_and(|row| row.ends_with(finding)), "{finding}: {rows:?}");
}

fn a_hook_that_is_loaded_and_last_is_no_finding(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).after(shell.pick(LATE)).open(&home);
    session.run_silently(DOCTOR);
    session.run_silently(DOCTOR);
    // Once more by hand, as when the start-up file is read again.
    session.run_silently(&shell.load_again());
    session.run_silently(DOCTOR);
}

fn the_hook_that_is_loaded_is_named(shell: Shell) {
    for (flag, guard) in [("", ""), ("--guard", ", with the guard")] {
        let home = Home::new();
        let mut session = Setup::new(shell).flag(flag).open(&home);
        let rows = session.run("awsprompt doctor | tail -n 1");
        let loaded = format!(" The hook for {} is loaded{guard}.", shell.name());
        assert!(rows[0].ends_with(&loaded), "{session}");
        // Nothing is said of another shell's.
        session.run_silently(shell.pick(BARE));
        assert!(!session.run("awsprompt doctor | tail -n 1")[0].contains("loaded"), "{session}");
    }
}

fn a_shell_without_the_hook_is_told_from_the_one_around_it(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run_silently(shell.pick(BARE));
    expect(&mut session, "hook-not-loaded");
    session.run_silently(&shell.load_again());
    session.run_silently(DOCTOR);
    session.run("exit");
    session.run_silently(DOCTOR);
}

fn a_shell_that_takes_the_place_of_another_is_told_from_it(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    for _ in 0..3 {
        session.run_silently(shell.pick(AGAIN));
        session.run_silently(DOCTOR);
    }
    session.run_silently(&format!("exec {}", shell.pick(BARE)));
    expect(&mut session, "hook-not-loaded");
}

fn a_hook_that_the_start_up_files_load_twice_is_found(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.load("")).open(&home);
    expect(&mut session, "hook-loaded-twice");
}

fn what_comes_behind_the_hook_at_every_prompt_is_found(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).after(shell.pick(JEALOUS)).open(&home);
    for _ in 0..2 {
        session.run("");
    }
    expect(&mut session, "hook-not-last");
}

fn a_variable_that_is_not_exported_is_found(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run_silently(&shell.set("AWS_REGION", "us-east-1"));
    let rows = session.run(DOCTOR);
    let found = format!("AWS_REGION: {} has AWS_REGION, and does not export it", shell.name());
    assert!(rows.iter().any(|row| row.trim() == found), "{rows:?}");
    session.run_silently(&shell.unset("AWS_REGION"));
    session.run_silently(&shell.export("AWS_REGION", "us-east-1"));
    session.run_silently(DOCTOR);
}

fn who_calls_from_a_script_is_told_of_the_shell_that_called_it(shell: Shell) {
    let home = Home::new();
    home.script("check", &format!("#!/bin/sh\n{DOCTOR}\ntrue\n"));
    let mut session = Setup::new(shell).open(&home);
    session.run_silently("check");
    session.run_silently("sh -c check");
    session.run_silently(shell.pick(BARE));
    let rows = session.run("check");
    assert!(rows.iter().any(|row| row.ends_with("hook-not-loaded")), "{rows:?}");
}
