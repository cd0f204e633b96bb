//! What a shell with the hook has and one without it has not, and the other way round: names of the
//! hook's own, and the places that are listed here.

use std::collections::BTreeSet;
use std::fs;

use crate::home::Home;
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::{Line, Shell};

in_every_shell! { nothing_differs_but_what_is_listed }

/// How the hook is loaded, and what the settings say.
const WAYS: [(&str, &str); 5] = [
    ("", ""),
    ("--prompt right", ""),
    ("--prompt none", ""),
    ("--guard", "[class x]\nprofiles = work\nguard = ask\n[guard]\ntools = terraform\n"),
    ("", "[prompt]\ntmux = yes\n"),
];

/// What a start-up file has before the hook: all completions, and in bash what a command of
/// `PROMPT_COMMAND` and a trap could change.
const BEFORE: &[(Shell, &str)] = &[
    (
        Shell::Zsh,
        "zmodload zsh/parameter; autoload -Uz compinit; compinit -u -D
         state() { set -o; trap; typeset -p; print -l ${(k)functions}; zle -lL; bindkey -L; alias -L; }",
    ),
    (Shell::Zsh, "zmodload zsh/parameter; setopt prompt_subst ksh_arrays no_unset; state() { set -o; trap; typeset -p; }"),
    (Shell::Bash, ""),
    (
        Shell::Bash,
        "trap 'seen=1' DEBUG; trap 'failed=1' ERR; shopt -s extglob; set -o noclobber",
    ),
    (Shell::Bash, "export PROMPT_COMMAND='history -a'"),
    (Shell::Bash, "set -a; PROMPT_COMMAND=(true)"),
    (Shell::Fish, ""),
    (Shell::Fish, "function fish_right_prompt; end; set -g fish_key_bindings fish_vi_key_bindings"),
    (Shell::Nushell, NUSHELL_STATE),
];

const NUSHELL_STATE: &str = "def state [] {
    let rest = $env.config | reject hooks.pre_prompt hooks.pre_execution completions.external.completer
    $env | reject config | merge $rest | merge $rest.hooks | merge $rest.completions |
    transpose name value | each {|it| $'($it.name)=($it.value | to nuon --serialize)' } |
    append (scope commands | get name) | append (scope aliases | get name) |
    append (scope variables | get name) | append (scope modules | get name) | str join \"\\n\"
}
$env.config.hooks.pre_prompt = [{|| null }]";

/// Writes one line for each option, variable, function, trap and the like, with its value.
const STATE: Line = Line {
    zsh: "state >|~/state 2>&1",
    bash: "{ declare -p; declare -F; set -o; shopt; trap -p; alias; bind -X; } >|~/state 2>&1",
    fish: "begin; set -L; functions -an; for name in prompt right_prompt mode_prompt; functions --no-details fish_$name; end; \
           bind; abbr; trap; end >~/state 2>&1",
    nu: "state | save -f ~/state",
};

/// Where the hook is, besides under names of its own: the variables of the prompt, the lists of hooks,
/// what draws the prompt again, the parameters of modules, and a function of zsh that completions load;
/// with the guard the commands that it asks about.
const LISTED: &[(Shell, &[&str])] = &[
    (
        Shell::Zsh,
        &[
            "PROMPT",
            "PS1",
            "prompt",
            "RPROMPT",
            "RPS1",
            "psvar",
            "PSVAR",
            "precmd_functions",
            "preexec_functions",
            "reset-prompt",
            "zle-line-init",
            "azhw:zle-line-init",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "epochtime",
            "widgets",
            "is-at-least",
            "prompt_awsprompt",
            "spaceship_awsprompt",
        ],
    ),
    (Shell::Bash, &["PROMPT_COMMAND", "PS1"]),
    (Shell::Fish, &["_tide_item_awsprompt"]),
    (Shell::Nushell, &[]),
];

/// What changes by itself.
const MOVING: &[(Shell, &[&str])] = &[
    (
        Shell::Zsh,
        &["$", "_", "TTY", "HISTCMD", "RANDOM", "SECONDS", "TTYIDLE", "status", "?", "ERRNO"],
    ),
    (
        Shell::Bash,
        &[
            "BASHPID",
            "BASH_COMMAND",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "LINENO",
            "PPID",
            "RANDOM",
            "SECONDS",
            "SRANDOM",
            "_",
        ],
    ),
    (Shell::Fish, &["CMD_DURATION", "fish_pid", "history"]),
    // These have no order.
    (Shell::Nushell, &["CMD_DURATION_MS", "color_config", "explore"]),
];

/// Returns the lines of [`STATE`] of a session that has used the hook, if there is one.
fn state(setup: Setup, shell: Shell, home: &Home, line: &str) -> BTreeSet<String> {
    let mut session = setup.open(home);
    // With all that the hook loads when it is first needed.
    session.run(line);
    session.run(shell.pick(Line {
        zsh: "awsp --clear; unset AWS_PROFILE OLDPWD",
        bash: "awsp --clear; unset AWS_PROFILE",
        fish: "awsp --clear; set -e AWS_PROFILE",
        nu: "awsp --clear; hide-env --ignore-errors AWS_PROFILE",
    }));
    session.run(shell.fail());
    session.run_silently(shell.pick(STATE));
    let text = fs::read(home.path().join("state")).expect("the state was written");
    String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
}

/// Returns the name that a line is about.
fn name(line: &str) -> &str {
    let is_word = |word: &&str| {
        !word.is_empty()
            && !word.starts_with('-')
            && !["typeset", "declare", "export", "zle", "()", "{"].contains(word)
    };
    line.split([' ', '=', '(', '$']).find(is_word).unwrap_or_default()
}

fn of<'a>(table: &[(Shell, &'a [&'a str])], shell: Shell) -> &'a [&'a str] {
    table.iter().find(|(its, _)| *its == shell).expect("each shell has a row").1
}

fn nothing_differs_but_what_is_listed(shell: Shell) {
    let none = shell.pick(Line {
        zsh: "awsp() { :; }",
        bash: "awsp() { :; }",
        fish: "function awsp; end",
        nu: "def --wrapped awsp [...words] { }",
    });
    for (_, before) in BEFORE.iter().filter(|(its, _)| *its == shell) {
        for (flags, settings) in WAYS {
            let home = Home::new();
            home.write(".config/awsprompt/config.ini", settings);
            home.script("tmux", "#!/bin/sh\n");
            let tmux = ["TMUX", "TMUX_PANE"].map(|name| shell.export(name, "%1")).join("\n");
            let setup = || Setup::new(shell).before(before).before(&tmux);
            let without = state(setup().hook(none), shell, &home, "awsp work");
            let with = state(setup().flag(flags), shell, &home, "awsp wo\t");
            let guarded: &[&str] = if flags == "--guard" { &["aws", "terraform"] } else { &[] };
            let is_strange = |line: &&String| {
                let name = name(line);
                let is_ours =
                    ["awsp", "AWSPROMPT", "__awsprompt"].iter().any(|it| name.starts_with(it));
                let listed = [of(LISTED, shell), of(MOVING, shell), guarded];
                !is_ours && !listed.iter().any(|names| names.contains(&name))
            };
            let strange: Vec<_> = with.symmetric_difference(&without).filter(is_strange).collect();
            assert!(strange.is_empty(), "{before} {flags} {settings}: {strange:#?}");
        }
    }
}
