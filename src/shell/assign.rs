//! Changing the environment: one line of shell code for each variable.

use std::ffi::OsStr;

use super::{Shell, quote::quote};

/// Exports a variable with a value, or removes it.
///
/// Values that are not UTF-8 cannot be the name of a profile, and are removed.
pub(crate) fn line(shell: Shell, name: &str, value: Option<&OsStr>) -> String {
    match (shell, value.and_then(OsStr::to_str)) {
        (Shell::Zsh | Shell::Bash, Some(value)) => {
            format!("\\builtin export {name}={}\n", quote(shell, value))
        }
        (Shell::Zsh, None) => format!("\\builtin unset {name}\n"),
        // In a function whose variable hides another, the other one comes to light.
        (Shell::Bash, None) => {
            format!("while [[ -n ${{{name}+x}} ]]; do \\builtin unset {name} || return; done\n")
        }
        (Shell::Fish, Some(value)) => format!("set -gx {name} {}\n", quote(shell, value)),
        // A universal variable belongs to every shell: it stays, and is hidden in this one.
        (Shell::Fish, None) => format!(
            "if set -qg {name}; set -eg {name}; end; if set -q {name}; set -gu {name}; end\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_set_and_removed_in_each_shell() {
        let value = Some(OsStr::new("it's $x"));
        assert_eq!(line(Shell::Zsh, "A", value), "\\builtin export A='it'\\''s $x'\n");
        assert_eq!(line(Shell::Zsh, "A", None), "\\builtin unset A\n");
        assert_eq!(
            line(Shell::Bash, "A", None),
            "while [[ -n ${A+x} ]]; do \\builtin unset A || return; done\n"
        );
        assert_eq!(line(Shell::Fish, "A", value), "set -gx A 'it\\'s $x'\n");
        assert_eq!(
            line(Shell::Fish, "A", None),
            "if set -qg A; set -eg A; end; if set -q A; set -gu A; end\n"
        );
    }
}
