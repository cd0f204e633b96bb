//! The hook beside others: it is there once, and it has the last word.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::{Line, Shell};

/// A hook that chooses the profile which `want` names, as tools that follow a directory do.
const LATE: Line = Line {
    zsh: "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want }",
    bash: "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }",
    nu: "def --env late [] { if $env.want? != null { $env.AWS_PROFILE = $env.want } }",
    ..Line { zsh: "", bash: "", fish: "", nu: "" }
};

/// The ways in which other hooks are installed after ours.
const WAYS: &[(Shell, &str)] = &[
    (Shell::Zsh, "autoload -Uz add-zsh-hook; add-zsh-hook precmd late"),
    (Shell::Zsh, "precmd_functions+=(late)"),
    (Shell::Zsh, "precmd_functions=(late $precmd_functions)"),
    (Shell::Zsh, "precmd() { late }"),
    (Shell::Bash, "PROMPT_COMMAND+=(late)"),
    (Shell::Bash, "PROMPT_COMMAND=late"),
    (Shell::Bash, "PROMPT_COMMAND=(late \"${PROMPT_COMMAND[@]}\")"),
    (Shell::Bash, "PROMPT_COMMAND=\"late;$PROMPT_COMMAND\""),
    (Shell::Bash, "PROMPT_COMMAND=\"${PROMPT_COMMAND};late\""),
    (Shell::Bash, "PROMPT_COMMAND=\"${PROMPT_COMMAND:+$PROMPT_COMMAND;}late\""),
    (
        Shell::Fish,
        "function late --on-event fish_prompt; set -q want; and set -gx AWS_PROFILE $want; end",
    ),
    (Shell::Fish, "function late --on-variable want; set -gx AWS_PROFILE $want; end"),
    (Shell::Nushell, "$env.config.hooks.pre_prompt ++= [{|| late }]"),
    (Shell::Nushell, "$env.config.hooks.pre_prompt = [{|| late } ...$env.config.hooks.pre_prompt]"),
    (Shell::Nushell, "$env.config.hooks.env_change.want = [{|| late }]"),
];

/// What bash may hold in its variable before ours is added.
const BEFORE: &[&str] =
    &["", "PROMPT_COMMAND=:", "PROMPT_COMMAND='true; true'", "PROMPT_COMMAND=(: true)"];

in_every_shell! {
    loaded_twice_it_runs_once,
    each_prompt_runs_the_program_once,
    a_later_hook_that_changes_the_profile_is_seen_at_once,
    a_later_hook_that_follows_the_directory_is_seen_at_once,
    a_hook_that_is_added_at_the_prompt_is_seen_at_once,
}

fn loaded_twice_it_runs_once(shell: Shell) {
    /// Arrays are searched and written in another way under these.
    const OTHERWISE: Line =
        Line { zsh: "setopt ksh_arrays", bash: "set -o posix", fish: "", nu: "" };
    for options in ["", shell.pick(OTHERWISE)] {
        let home = Home::new();
        home.count_runs();
        let setup = Setup::new(shell).before(options).before(&shell.load(""));
        let mut session = setup.open(&home);
        session.expect_segment(DEFAULT);
        assert_eq!(home.runs(), 1, "at the first prompt");
        session.run_silently(&shell.load_again());
        session.expect_segment(DEFAULT);
        expect_a_run(shell, &home, "once loaded again");
        session.run_silently("");
        session.expect_segment(DEFAULT);
        expect_a_run(shell, &home, "at the next prompt");
    }
}

fn each_prompt_runs_the_program_once(shell: Shell) {
    for placement in ["left", "right", "none"] {
        let home = Home::new();
        home.count_runs();
        let mut session = Setup::new(shell).flag("--prompt").flag(placement).open(&home);
        // fish asks before the first prompt too, where only the variable shows it.
        let runs = if shell == Shell::Fish && placement == "none" { 2 } else { 1 };
        assert_eq!(home.runs(), runs, "at the first prompt, {placement}");
        for line in ["", shell.succeed(), shell.fail()] {
            session.run_silently(line);
            expect_a_run(shell, &home, &format!("at the prompt after '{line}', {placement}"));
        }
    }
}

fn a_later_hook_that_changes_the_profile_is_seen_at_once(shell: Shell) {
    for (_, way) in WAYS.iter().filter(|(its_shell, _)| *its_shell == shell) {
        for before in if shell == Shell::Bash { BEFORE } else { &[""] } {
            follow_another_hook(shell, before, way);
        }
    }
}

fn follow_another_hook(shell: Shell, before: &str, way: &str) {
    let home = Home::new();
    home.count_runs();
    let setup = Setup::new(shell).before(before).after(shell.pick(LATE)).after(way);
    let mut session = setup.after(&shell.set("want", "work")).open(&home);
    let what = format!("{before:?}, then {way:?}: {session}");
    assert_eq!(session.prompt(), format!("{WORK} > "), "{what}");
    session.run_silently(&shell.set("want", "play"));
    assert_eq!(session.prompt(), format!("{PLAY} > "), "{what}");
    // By now the hook has found its place.
    home.runs();
    session.run_silently("");
    session.expect_segment(PLAY);
    expect_a_run(shell, &home, &what);
}

/// Checks that the program was run once; zsh runs it only while something is fresh, see `idle`.
fn expect_a_run(shell: Shell, home: &Home, when: &str) {
    let runs = home.runs();
    assert!(runs == 1 || (shell == Shell::Zsh && runs == 0), "{runs} runs {when}");
}

fn a_later_hook_that_follows_the_directory_is_seen_at_once(shell: Shell) {
    const FOLLOW: Line = Line {
        zsh: "chpwd() { export AWS_PROFILE=${PWD:t} }",
        bash: "follow() { export AWS_PROFILE=${PWD##*/}; }; PROMPT_COMMAND+=(follow)",
        fish: "function follow --on-variable PWD; set -gx AWS_PROFILE (basename $PWD); end",
        nu: "$env.config.hooks.env_change.PWD = [{|_, to|
                 $env.AWS_PROFILE = ($to | path basename) }]",
    };
    let home = Home::new();
    home.write("work/file", "");
    home.write("play/file", "");
    let mut session = Setup::new(shell).after(shell.pick(FOLLOW)).open(&home);
    session.run_silently("cd work");
    session.expect_segment(WORK);
    session.run_silently("cd ../play");
    session.expect_segment(PLAY);
}

fn a_hook_that_is_added_at_the_prompt_is_seen_at_once(shell: Shell) {
    for (_, way) in WAYS.iter().filter(|(its_shell, _)| *its_shell == shell) {
        let home = Home::new();
        let mut session = Setup::new(shell).after(shell.pick(LATE)).open(&home);
        session.expect_segment(DEFAULT);
        session.run_silently(&format!("{way}; {}", shell.set("want", "work")));
        assert_eq!(session.prompt(), format!("{WORK} > "), "{way:?}: {session}");
    }
}
#[test]
fn the_program_is_the_only_process_of_a_prompt() {
    for (shell, own) in [(Shell::Bash, "echo $$"), (Shell::Fish, "echo $fish_pid")] {
        let home = Home::new();
        home.answer_prompts_with("'\"$PPID\"'");
        let mut session = Setup::new(shell).open(&home);
        let rows = session.run(own);
        session.expect_segment(&rows.concat());
    }
}
