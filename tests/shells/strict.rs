//! The hook stands the strictest options, makes no sound, and needs no terminal.

use crate::home::{DEFAULT, Home, WORK};
use crate::in_zsh_bash_and_fish;
use crate::session::Setup;
use crate::shell::{Line, Shell};

/// Flags of the shell, and options that its start-up file may set.
const STRICT: &[(Shell, &[&str], &str)] = &[
    (Shell::Zsh, &[], ""),
    (Shell::Zsh, &[], "setopt err_exit no_unset pipe_fail warn_create_global"),
    (Shell::Zsh, &[], "setopt err_return warn_nested_var ksh_arrays"),
    (Shell::Zsh, &["--emulate", "sh"], ""),
    (Shell::Bash, &[], ""),
    (Shell::Bash, &[], "set -euo pipefail"),
    (Shell::Bash, &["--posix"], "set -euo pipefail"),
    (Shell::Fish, &[], ""),
];

/// Runs the hooks of a prompt and prints what the prompt then is.
const FINISHED_PROMPT: Line = Line {
    zsh: "for hook in \"${precmd_functions[@]}\"; do $hook; done; printf '%s\\n' \"${(%%)PROMPT}\"",
    bash: "for hook in \"${PROMPT_COMMAND[@]}\"; do eval \"$hook\"; done; echo \"${PS1@P}\"",
    fish: "emit fish_prompt; fish_prompt; echo",
    nu: "",
};

in_zsh_bash_and_fish! {
    loading_is_silent_without_a_terminal,
    the_finished_prompt_has_the_segment,
    the_hook_stands_strict_options,
    a_failed_line_does_not_end_a_strict_shell,
    the_hook_is_loaded_twice_silently,
    a_strict_shell_lets_go_of_a_profile,
}

fn settings(shell: Shell) -> impl Iterator<Item = (&'static [&'static str], &'static str)> {
    let its = STRICT.iter().filter(move |(its_shell, ..)| *its_shell == shell);
    its.map(|(_, flags, options)| (*flags, *options))
}

/// The options that a start-up file may set.
fn options(shell: Shell) -> impl Iterator<Item = &'static str> {
    settings(shell).filter(|(flags, _)| flags.is_empty()).map(|(_, options)| options)
}

/// Runs a script; it has to succeed, with nothing on stderr.
fn output(shell: Shell, flags: &[&str], script: &str) -> String {
    let output = shell.run_script(&Home::new(), flags, script);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stderr, "", "{flags:?} {script}");
    assert_eq!(output.status.code(), Some(0), "{flags:?} {script}");
    String::from_utf8(output.stdout).expect("the output is text")
}

fn loading_is_silent_without_a_terminal(shell: Shell) {
    for (flags, options) in settings(shell) {
        for placement in ["left", "right", "none"] {
            let load = shell.load(&format!(" --prompt {placement}"));
            assert_eq!(output(shell, flags, &format!("{options}\n{load}")), "");
        }
        assert_eq!(output(shell, flags, &format!("{options}\n{}", shell.load(""))), "");
    }
}

fn the_hook_is_loaded_twice_silently(shell: Shell) {
    for (flags, options) in settings(shell) {
        let load = shell.load("");
        assert_eq!(output(shell, flags, &format!("{options}\n{load}\n{load}")), "");
    }
}

fn the_finished_prompt_has_the_segment(shell: Shell) {
    for (flags, options) in settings(shell) {
        let own = shell.own_prompt();
        let colourless = shell.export("NO_COLOR", "1");
        let (load, finish) = (shell.load(""), shell.pick(FINISHED_PROMPT));
        let script = format!("{options}\n{colourless}\n{own}\n{load}\n{finish}\n");
        // A zsh that emulates sh has no hooks; that it loads is enough.
        if flags.contains(&"sh") {
            continue;
        }
        assert_eq!(output(shell, flags, &script), format!("{DEFAULT} > \n"), "{script}");
    }
}

fn the_hook_stands_strict_options(shell: Shell) {
    for options in options(shell) {
        let home = Home::new();
        let mut session = Setup::new(shell).before(options).open(&home);
        session.expect_segment(DEFAULT);
        session.run_silently(&shell.export("AWS_PROFILE", "work"));
        session.expect_segment(WORK);
        session.run_silently(&shell.unset("AWS_PROFILE"));
        session.expect_segment(DEFAULT);
        session.run_silently(&shell.set("AWS_PROFILE", "work"));
        session.expect_segment("[AWS:default 123456789012 eu-central-1 !unexported:work]");
    }
}

fn a_strict_shell_lets_go_of_a_profile(shell: Shell) {
    for options in options(shell) {
        let home = Home::new();
        let mut session = Setup::new(shell).before(options).open(&home);
        for limit in ["UNTIL", "IDLE"] {
            session.run("awsp work --for 1h");
            session.expect_segment("[AWS:work 111122223333 us-east-1 1h00m left]");
            session.run_silently(&shell.export("AWSPROMPT_IDLE", "1000"));
            let past = shell.export(&format!("AWSPROMPT_{limit}"), "0");
            session.run(&format!("{past}; ! true"));
            // For an idle shell it is this line that begins too late.
            session.run("");
            session.expect_segment(DEFAULT);
        }
        session.run("awsp work --for 1h");
        home.remove_program();
        session.run_silently(&shell.export("AWSPROMPT_UNTIL", "0"));
        session.expect_segment("[AWS:?]");
    }
}

fn a_failed_line_does_not_end_a_strict_shell(shell: Shell) {
    for options in options(shell) {
        let home = Home::new();
        let mut session = Setup::new(shell).before(options).open(&home);
        for line in ["! true", "! true", "true"] {
            session.run_silently(line);
            session.expect_segment(DEFAULT);
        }
        home.remove_program();
        session.run_silently("! true");
        session.expect_segment("[AWS:?]");
    }
}
