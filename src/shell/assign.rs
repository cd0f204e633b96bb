//! Changing the environment: one line of shell code, or of JSON for nushell, for each variable.

use std::ffi::OsStr;

use super::Shell;
use super::quote::quote;

/// Exports a variable with a value, or removes it.
///
/// Values that are not UTF-8 cannot be the name of a profile, and are removed. Where the shell
/// refuses one change, as that of a readonly variable, what follows does not come to pass.
pub(crate) fn line(shell: Shell, name: &str, value: Option<&OsStr>) -> String {
    match (shell, value.and_then(OsStr::to_str)) {
        (Shell::Zsh | Shell::Bash, Some(value)) => {
            format!("\\builtin export {name}={} || return\n", quote(shell, value))
        }
        (Shell::Zsh, None) => format!("\\builtin unset {name}\n"),
        // In a function whose variable hides another, the other one comes to light.
        (Shell::Bash, None) => {
            format!("while [[ -n ${{{name}+x}} ]]; do \\builtin unset {name} || return; done\n")
        }
        (Shell::Fish, Some(value)) => {
            let value = quote(shell, value);
            let hidden = hidden_in_fish(name);
            format!("set -gx {name} {value}; if test \"${name}\" != {value}; {hidden}; end\n")
        }
        // A universal variable belongs to every shell. While it is exported nothing hides it.
        (Shell::Fish, None) => format!(
            "if set -qg {name}; set -eg {name}; end; if set -qUx {name}; {}; \
             else if set -qx {name}; {}; end\n",
            universal_in_fish(name),
            hidden_in_fish(name)
        ),
        // nushell evaluates no text. The hook gives such records to `load-env`, or to `hide-env`
        // where the value is null.
        (Shell::Nushell, value) => format!("{}\n", serde_json::json!({ name: value })),
    }
}

/// Says that a variable of a caller's own, which a function cannot reach, takes precedence over the
/// change.
fn hidden_in_fish(name: &str) -> String {
    format!("echo 'awsprompt: {name} is local to a caller, and stays as it is there' >&2")
}

/// Says that a variable is set for all shells.
fn universal_in_fish(name: &str) -> String {
    format!(
        "echo 'awsprompt: {name} is universal and stays; to remove it in every fish: \
         set -eU {name}' >&2"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_set_and_removed_in_each_shell() {
        let value = Some(OsStr::new("it's $x"));
        assert_eq!(line(Shell::Zsh, "A", value), "\\builtin export A='it'\\''s $x' || return\n");
        assert_eq!(line(Shell::Zsh, "A", None), "\\builtin unset A\n");
        assert_eq!(
            line(Shell::Bash, "A", None),
            "while [[ -n ${A+x} ]]; do \\builtin unset A || return; done\n"
        );
        assert_eq!(line(Shell::Nushell, "A", value), "{\"A\":\"it's $x\"}\n");
        assert_eq!(line(Shell::Nushell, "A", None), "{\"A\":null}\n");
        let stays = "echo 'awsprompt: A is local to a caller, and stays as it is there' >&2; end\n";
        assert_eq!(
            line(Shell::Fish, "A", value),
            format!("set -gx A 'it\\'s $x'; if test \"$A\" != 'it\\'s $x'; {stays}")
        );
        assert_eq!(
            line(Shell::Fish, "A", None),
            format!(
                "if set -qg A; set -eg A; end; if set -qUx A; echo 'awsprompt: A is universal and \
                 stays; to remove it in every fish: set -eU A' >&2; else if set -qx A; {stays}"
            )
        );
    }
}
