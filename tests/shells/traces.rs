//! What the hook must leave as it finds it: options, traps, and what the user's own prompt holds.

use crate::home::{DEFAULT, Home, WORK};
use crate::in_zsh_bash_and_fish;
use crate::session::Setup;
use crate::shell::{Line, Shell};
use crate::terminal::Color;

in_zsh_bash_and_fish! { a_trace_of_the_shell_shows_no_secret }

fn a_trace_of_the_shell_shows_no_secret(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    let secrets = [
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "hidden"),
        ("AWS_SESSION_TOKEN", "hidden"),
        ("AWS_ENDPOINT_URL", "https://me:hidden@host"),
    ];
    // What is typed is on the screen.
    home.write("secrets", secrets.map(|(name, value)| shell.export(name, value)).join("\n"));
    session.run_silently("source ~/secrets");
    let trace = Line { zsh: "set -x", bash: "set -x", fish: "set -g fish_trace 1", nu: "" };
    session.run(shell.pick(trace));
    session.run("true");
    let written = String::from_utf8_lossy(session.written());
    assert!(written.contains("true") && !written.contains("hidden"), "{session}");
}

#[test]
fn zsh_does_not_expand_the_user_s_prompt_a_second_time() {
    let home = Home::new();
    home.write("branch", "$(touch PWNED)");
    let own = r#"precmd() { PROMPT="$(<~/branch)> " }"#;
    let mut session = Setup::new(Shell::Zsh).before(own).open(&home);
    session.expect_prompt(&format!("{DEFAULT} $(touch PWNED)> "));
    session.run_silently("");
    assert!(!home.holds("PWNED"));
}

#[test]
fn zsh_shows_the_segment_whether_prompts_are_expanded_or_not() {
    let home = Home::new();
    let mut session = Setup::new(Shell::Zsh).open(&home);
    assert_eq!(session.run("[[ -o prompt_subst ]] || echo off"), ["off"]);
    for option in ["setopt prompt_subst", "unsetopt prompt_subst", "setopt prompt_bang"] {
        session.run_silently(option);
        session.expect_segment(DEFAULT);
    }
    session.run_silently("export AWS_PROFILE='$(touch PWNED)%n'");
    session.expect_segment("[AWS:$(touch PWNED)%n !not-found]");
    assert!(!home.holds("PWNED"));
}

#[test]
fn bash_s_error_trap_is_set_off_by_the_user_alone() {
    for own in ["", "PROMPT_COMMAND=true", "PROMPT_COMMAND=(true)"] {
        let home = Home::new();
        let setup = Setup::new(Shell::Bash).before(own).before("trap 'echo ERR' ERR");
        let mut session = setup.open(&home);
        assert_eq!(session.run("false"), ["ERR"], "{own}");
        session.run_silently("");
        session.expect_segment(DEFAULT);
    }
}

#[test]
fn bash_before_5_1_keeps_its_commands_in_a_string() {
    // What ours is put behind, and what somebody puts behind ours.
    let ways = [
        ("", "PROMPT_COMMAND=\"$PROMPT_COMMAND;late\""),
        ("PROMPT_COMMAND=true", "PROMPT_COMMAND+='; late'"),
        ("PROMPT_COMMAND='true; '", "PROMPT_COMMAND=\"${PROMPT_COMMAND}\"$'\\n'late"),
        ("PROMPT_COMMAND='true;true'", "PROMPT_COMMAND=\"late;$PROMPT_COMMAND\""),
    ];
    for (before, after) in ways {
        let home = Home::new();
        home.pretend_bash_has_no_array();
        let late = "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }; want=work";
        let setup = Setup::new(Shell::Bash).before(before).after(late).after(after);
        let mut session = setup.open(&home);
        session.expect_segment(WORK);
        session.run_silently("want=default");
        session.expect_segment("[AWS:default 123456789012 eu-central-1]");
        session.run_silently("eval \"$(awsprompt init bash)\"");
        session.expect_segment(DEFAULT);
        let shown = session.run("declare -p PROMPT_COMMAND");
        assert!(shown[0].starts_with("declare -- PROMPT_COMMAND="), "{shown:?}");
        assert!(!shown.concat().contains("declare -a"), "{shown:?}");
    }
}

#[test]
fn powerlevel10k_draws_the_segment_of_this_prompt() {
    // Calls the functions of its segments in its own hook, and draws later what they gave.
    let p10k = r#"
        p10k() {
            local -A given=("${@:2}")
            conditions+=("$given[-c]") texts+=("$given[-t]")
        }
        _p9k_precmd() {
            conditions=() texts=() PROMPT=
            prompt_awsprompt
            for n in {1..$#texts}; do PROMPT+="\${\${(e)conditions[$n]}:+\$texts[$n] }"; done
            PROMPT+='> '
        }
        setopt prompt_subst; typeset -ga conditions texts; typeset -g n
        precmd_functions+=(_p9k_precmd)
    "#;
    let home = Home::new();
    let mut session = Setup::new(Shell::Zsh).before(p10k).open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently("export AWS_PROFILE=work");
    session.expect_segment(WORK);
    session.run_silently("export AWSPROMPT=off");
    session.expect_segment("");
    // On a background too, an alert has its colour.
    for style in ["white on 52", "white"] {
        let class = format!("[class work]\nprofiles = work\nstyle = {style}\n");
        home.write(".config/awsprompt/config.ini", class);
        for (line, color) in [
            ("export AWS_PROFILE=work AWS_REGION=eu-north-1", Color::Idx(3)),
            ("export AWS_PROFILE=work AWS_DEFAULT_PROFILE=play", Color::Idx(1)),
        ] {
            let mut session = Setup::new(Shell::Zsh).before(p10k).open(&home);
            session.run_silently(line);
            let place = session.prompt().chars().position(|c| c == '!').expect("an alert");
            let look = session.looks()[place];
            assert_eq!((look.color, look.background), (color, Color::Default), "{style} {session}");
        }
    }
}

#[test]
fn bash_s_right_edge_is_counted_in_columns() {
    let home = Home::new();
    let mut session = Setup::new(Shell::Bash).flag("--prompt right").open(&home);
    session.run_silently("export AWS_PROFILE=日本語プロファイル");
    assert_eq!(session.right(), "[AWS:日本語プロファイル !not-found]");
    assert!(session.is_at_the_right_edge(), "{session}");
}

#[test]
fn zsh_takes_an_answer_that_it_does_not_know_for_none() {
    // As an older program would answer a newer hook, and as nothing should be counted with.
    for answer in ["[AWS:?]", "psvar[$(touch PWNED)]", "5"] {
        let home = Home::new();
        home.answer_prompts_with(answer);
        let mut session = Setup::new(Shell::Zsh).open(&home);
        session.expect_segment("[AWS:?]");
        session.run_silently("");
        assert!(!home.holds("PWNED"), "{answer}");
    }
}
