//! The hook of each shell: a few quoted assignments, then the shell's file as it stands.

use super::{Shell, quote::quote};

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
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Left => "left",
            Self::Right => "right",
            Self::None => "none",
        }
    }
}

/// Returns what a shell evaluates to get its hook; `binary` is what the hook will run.
pub(crate) fn init(shell: Shell, placement: Placement, binary: &str) -> String {
    let assignments = [("__awsprompt_binary", binary), ("__awsprompt_placement", placement.name())];
    let mut script = String::new();
    for (name, value) in assignments {
        script += &assign(shell, name, value);
    }
    script + file(shell)
}

/// Sets a global shell variable that no child sees.
fn assign(shell: Shell, name: &str, value: &str) -> String {
    let value = quote(shell, value);
    match shell {
        Shell::Zsh => format!("typeset -g {name}={value}\n"),
        Shell::Bash => format!("{name}={value}\n"),
        Shell::Fish => format!("set -g {name} {value}\n"),
    }
}

fn file(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => include_str!("../../shell/awsprompt.zsh"),
        Shell::Bash => include_str!("../../shell/awsprompt.bash"),
        Shell::Fish => include_str!("../../shell/awsprompt.fish"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_quoted_and_stands_before_the_file() {
        for shell in [Shell::Zsh, Shell::Bash, Shell::Fish] {
            let script = init(shell, Placement::Right, "/opt/my tools/awsprompt");
            let (head, body) = script.split_at(script.len() - file(shell).len());
            assert_eq!(body, file(shell));
            assert!(head.contains("__awsprompt_binary") && head.contains("right"), "{head}");
            assert!(head.contains("'/opt/my tools/awsprompt'"), "{head}");
        }
    }
}
