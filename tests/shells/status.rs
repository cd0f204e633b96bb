//! What the user's last command returned is still there after the hook.

use crate::home::{DEFAULT, Home, WORK};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::{Line, Shell};

const STATUS: Line =
    Line { zsh: "echo $?", bash: "echo $?", fish: "echo $status", nu: "print $env.LAST_EXIT_CODE" };
const STATUSES: Line = Line {
    zsh: "echo $pipestatus",
    bash: "echo ${PIPESTATUS[@]}",
    fish: "echo $pipestatus",
    nu: "",
};

/// A prompt of the user's own that begins with the status.
const STATUS_PROMPT: Line = Line {
    zsh: "PROMPT='%? > '",
    bash: "PS1='$? > '",
    fish: "function fish_prompt; echo -n \"$status > \"; end",
    nu: "$env.PROMPT_COMMAND = {|| $'($env.LAST_EXIT_CODE) ' }",
};

/// A hook that keeps the statuses which it sees.
const KEEPER: Line = Line {
    zsh: "keep() { kept=\"$? $pipestatus\" }; autoload -Uz add-zsh-hook; add-zsh-hook precmd keep",
    bash: "keep() { kept=\"$? ${PIPESTATUS[*]}\"; }; PROMPT_COMMAND+=(keep)",
    fish: "function keep --on-event fish_prompt; set -g kept $status $pipestatus; end",
    nu: "$env.config.hooks.pre_prompt ++= [{|| $env.kept = $env.LAST_EXIT_CODE }]",
};

in_every_shell! {
    the_line_that_is_typed_next_sees_the_status,
    the_prompt_shows_the_status,
    the_prompt_shows_the_status_though_a_later_hook_changes_the_profile,
    hooks_before_and_after_see_the_status,
}

fn the_line_that_is_typed_next_sees_the_status(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run_silently(shell.fail());
    assert_eq!(session.run(shell.pick(STATUS)), ["1"]);
    assert_eq!(session.run(shell.pick(STATUS)), ["0"]);
    if shell == Shell::Nushell {
        return;
    }
    session.run_silently("false | true | false");
    assert_eq!(session.run(shell.pick(STATUSES)), ["1 0 1"]);
}

fn the_prompt_shows_the_status(shell: Shell) {
    for placement in ["left", "none"] {
        let setup = Setup::new(shell).before(shell.pick(STATUS_PROMPT));
        let home = Home::new();
        let mut session = setup.flag("--prompt").flag(placement).open(&home);
        let segment = if placement == "left" { format!("{DEFAULT} ") } else { String::new() };
        session.expect_prompt(&format!("{segment}0 > "));
        session.run_silently(shell.fail());
        session.expect_prompt(&format!("{segment}1 > "));
        session.run_silently(shell.succeed());
        session.expect_prompt(&format!("{segment}0 > "));
    }
}

fn the_prompt_shows_the_status_though_a_later_hook_changes_the_profile(shell: Shell) {
    const CHANGE: Line = Line {
        zsh: "late() { export AWS_PROFILE=work }; autoload -Uz add-zsh-hook; \
              add-zsh-hook precmd late",
        bash: "late() { export AWS_PROFILE=work; }; PROMPT_COMMAND+=(late)",
        fish: "function late --on-event fish_prompt; set -gx AWS_PROFILE work; end",
        nu: "$env.config.hooks.pre_prompt ++= [{|| $env.AWS_PROFILE = 'work' }]",
    };
    let home = Home::new();
    let mut session = Setup::new(shell).before(shell.pick(STATUS_PROMPT)).open(&home);
    session.expect_prompt(&format!("{DEFAULT} 0 > "));
    session.run_silently(&format!("{}; {}", shell.pick(CHANGE), shell.fail()));
    session.expect_prompt(&format!("{WORK} 1 > "));
}

fn hooks_before_and_after_see_the_status(shell: Shell) {
    let keeper = shell.pick(KEEPER);
    for setup in [Setup::new(shell).before(keeper), Setup::new(shell).after(keeper)] {
        let home = Home::new();
        let mut session = setup.open(&home);
        for _ in 0..2 {
            if shell == Shell::Nushell {
                session.run_silently(shell.fail());
                assert_eq!(session.run("print $env.kept"), ["1"]);
                continue;
            }
            session.run_silently("false | true | false");
            assert_eq!(session.run("echo $kept"), ["1 1 0 1"]);
        }
    }
}

/// The segment stands before it, and must leave all of them as they were.
#[test]
fn a_prompt_of_fish_sees_the_statuses_of_a_whole_pipeline() {
    let prompt = "function fish_prompt; echo -n \"$pipestatus, $status > \"; end";
    let home = Home::new();
    let mut session = Setup::new(Shell::Fish).before(prompt).open(&home);
    for (line, statuses) in [
        ("false", "1, 1"),
        ("not false", "1, 0"),
        ("false | true | false", "1 0 1, 1"),
        ("false | true", "1 0, 0"),
        ("true", "0, 0"),
    ] {
        session.run_silently(line);
        session.expect_prompt(&format!("{DEFAULT} {statuses} > "));
    }
}

/// It is drawn from what was captured of it.
#[test]
fn a_prompt_of_fish_may_look_like_an_option_or_a_format() {
    for prompt in ["-e > ", "-n %s \\n > ", "-- > "] {
        let own = format!("function fish_prompt; printf %s '{prompt}'; end");
        let home = Home::new();
        let mut session = Setup::new(Shell::Fish).flag("--prompt none").before(&own).open(&home);
        session.expect_prompt(&prompt.replace("\\\\", "\\"));
        session.run_silently("awsprompt init fish --prompt left | source; false | true");
        session.expect_prompt(&format!("{DEFAULT} {}", prompt.replace("\\\\", "\\")));
    }
}

/// In one string of commands bash itself keeps no status from one to the next.
#[test]
fn a_hook_that_is_added_to_bash_s_string_sees_the_status() {
    let keeper = "keep() { kept=$?; }; PROMPT_COMMAND=\"${PROMPT_COMMAND:+$PROMPT_COMMAND;}keep\"";
    let home = Home::new();
    let mut session = Setup::new(Shell::Bash).after(keeper).open(&home);
    for _ in 0..2 {
        session.run_silently("false");
        assert_eq!(session.run("echo $kept"), ["1"]);
    }
}
