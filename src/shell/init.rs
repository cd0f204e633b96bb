//! The hook of each shell: a few quoted assignments, then the shell's file as it stands; and the file
//! that the hook loads when it is first needed.

use super::Shell;
use super::paint::zsh_fields;
use super::quote::quote;
use anstyle::Style;

use crate::embedded::embedded;

/// Where the hook puts the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// On the left, unless something else owns the prompt.
    Auto,
    Left,
    Right,
    None,
}

impl Placement {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Left => "left",
            Self::Right => "right",
            Self::None => "none",
        }
    }
}

/// What a hook is made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hook<'a> {
    pub(crate) placement: Placement,
    /// What the hook will run.
    pub(crate) binary: &'a str,
    /// The name of the function that switches, if there is to be one: a plain word.
    pub(crate) command: Option<&'a str>,
    /// The variables whose values the hook may keep: plain words.
    pub(crate) kept: &'a [&'a str],
    /// The states of powerlevel10k's segment, each a plain word, with their looks.
    pub(crate) states: &'a [(String, Style)],
    /// The commands that the guard asks about: plain words.
    pub(crate) guarded: &'a [&'a str],
}

/// Returns the start-up file of a shell, and the line that loads the hook there; `flags` are those
/// of `init`, each after a blank.
pub(crate) fn start_up(shell: Shell, flags: &str) -> (&'static str, String) {
    let line = |name: &str| format!("eval \"$(awsprompt init {name}{flags})\"");
    match shell {
        Shell::Zsh => ("~/.zshrc", line("zsh")),
        Shell::Bash => ("~/.bashrc", line("bash")),
        Shell::Fish => {
            ("~/.config/fish/config.fish", format!("awsprompt init fish{flags} | source"))
        }
        // nushell evaluates no text: it reads a file when it has read this one.
        Shell::Nushell => (
            "~/.config/nushell/config.nu",
            format!(
                "mkdir $\"($nu.data-dir)/vendor/autoload\"; \
                 awsprompt init nu{flags} | save -f $\"($nu.data-dir)/vendor/autoload/awsprompt.nu\""
            ),
        ),
    }
}

/// Returns what a shell evaluates to get its hook.
pub(crate) fn init(shell: Shell, hook: Hook<'_>) -> String {
    let assignments = [
        ("__awsprompt_binary", hook.binary),
        ("__awsprompt_placement", hook.placement.name()),
        ("__awsprompt_command", hook.command.unwrap_or_default()),
    ];
    let mut script = String::new();
    for (name, value) in assignments {
        script += &assign(shell, name, value);
    }
    // Only zsh sees by itself whether anything has changed.
    if shell == Shell::Zsh {
        let kept = hook.kept.join(" 1 ");
        script += &format!("\\typeset -gA __awsprompt_plain\n__awsprompt_plain=({kept} 1)\n");
        let states = hook.states.iter().fold(String::new(), |states, (name, style)| {
            let fields = zsh_fields(*style);
            let colors: Vec<_> = fields.split(' ').take(2).collect();
            format!("{states} {name} '{}'", colors.join("' '"))
        });
        script += &format!("\\typeset -ga __awsprompt_states\n__awsprompt_states=({states})\n");
    }
    script += file(shell);
    script += &hook.command.map(|command| function(shell, command)).unwrap_or_default();
    if !hook.guarded.is_empty() {
        script += guard(shell);
    }
    script.extend(hook.guarded.iter().map(|command| format!("__awsprompt_protect {command}\n")));
    script
}

/// Returns what the hook evaluates when it is first needed.
pub(crate) fn later(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => embedded!("../../shell/later.zsh"),
        Shell::Bash => embedded!("../../shell/later.bash"),
        Shell::Fish => embedded!("../../shell/later.fish"),
        // It evaluates no text.
        Shell::Nushell => "",
    }
}

/// Defines the function that switches. The word `function` keeps an alias of the name from being
/// expanded here. In nushell an alias has the completions of what it stands for.
fn function(shell: Shell, name: &str) -> String {
    match shell {
        Shell::Zsh | Shell::Bash => format!("function {name} {{ __awsprompt_switch \"$@\"; }}\n"),
        Shell::Fish => {
            format!("function {name}\n    __awsprompt_switch $argv\nend\n")
        }
        Shell::Nushell => format!("alias {name} = __awsprompt_switch\n"),
    }
}

/// Sets a global shell variable, or constant, that no child sees.
fn assign(shell: Shell, name: &str, value: &str) -> String {
    let value = quote(shell, value);
    match shell {
        Shell::Zsh => format!("\\typeset -g {name}={value}\n"),
        Shell::Bash => format!("{name}={value}\n"),
        Shell::Fish => format!("set -g {name} {value}\n"),
        Shell::Nushell => format!("const {name} = {value}\n"),
    }
}

fn file(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => embedded!("../../shell/awsprompt.zsh"),
        Shell::Bash => embedded!("../../shell/awsprompt.bash"),
        Shell::Fish => embedded!("../../shell/awsprompt.fish"),
        Shell::Nushell => embedded!("../../shell/awsprompt.nu"),
    }
}

fn guard(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => embedded!("../../shell/guard.zsh"),
        Shell::Bash => embedded!("../../shell/guard.bash"),
        Shell::Fish => embedded!("../../shell/guard.fish"),
        Shell::Nushell => embedded!("../../shell/guard.nu"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_quoted_and_stands_before_the_file() {
        for shell in [Shell::Zsh, Shell::Bash, Shell::Fish, Shell::Nushell] {
            let binary = "/opt/my tools/awsprompt";
            let hook = Hook {
                placement: Placement::Right,
                binary,
                command: None,
                kept: &["AWS_PROFILE"],
                states: &[],
                guarded: &[],
            };
            let script = init(shell, hook);
            let (head, body) = script.split_at(script.len() - file(shell).len());
            assert_eq!(body, file(shell));
            assert!(head.contains("__awsprompt_binary") && head.contains("right"), "{head}");
            assert!(head.contains(&quote(shell, binary)), "{head}");
        }
    }
}
