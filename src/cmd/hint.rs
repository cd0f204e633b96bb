//! Remedies and names as something that can be pasted.

use std::borrow::Cow;

use crate::aws::Remedy;
use crate::printable::printable;
use crate::prompt::Settings;
use crate::shell::Shell;
use crate::shell::quote::quote;

/// Writes a remedy for the shell in which it will be typed; `shell` is its name, if known.
pub(super) fn written<'r>(
    remedy: &'r Remedy,
    shell: Option<&str>,
    settings: &Settings,
) -> Cow<'r, str> {
    let unset = match shell {
        Some("fish") => "set -e",
        Some("nu") => "hide-env",
        _ => "unset",
    };
    remedy.written(unset, settings.command.as_str())
}

/// Returns ` --profile NAME` for a command to paste, or nothing if there is no name.
pub(super) fn profile_flag(profile: Option<&str>) -> String {
    profile.map(|profile| format!(" --profile {}", pasteable(profile))).unwrap_or_default()
}

/// Quotes a word if a shell would not take it literally.
pub(super) fn pasteable(word: &str) -> String {
    let is_simple =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '+');
    if !word.is_empty() && word.chars().all(is_simple) {
        word.to_owned()
    } else {
        printable(&quote(Shell::Bash, word)).into_owned()
    }
}

/// Quotes the name of a profile for the function that switches, so that it is taken for one.
pub(super) fn typed(name: &str) -> String {
    let name = pasteable(name);
    if name.starts_with('-') || name == "." { format!("-- {name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{SWITCH, remedy};

    #[test]
    fn each_shell_has_its_command_to_remove_variables() {
        let vault = Remedy::Unset { names: "AWS_VAULT".into(), unless: ", unless it is wanted" };
        let cases = [
            (Remedy::unset("AWS_REGION AWS_PROFILE"), "set -e AWS_REGION AWS_PROFILE"),
            (vault, "set -e AWS_VAULT, unless it is wanted"),
            (remedy!("aws sso login"), "aws sso login"),
        ];
        let settings = Settings::default();
        let written = |remedy, shell| written(remedy, shell, &settings).into_owned();
        for (remedy, expected) in &cases {
            assert_eq!(&written(remedy, Some("fish")), expected);
            assert_eq!(written(remedy, None), expected.replace("set -e", "unset"));
            assert_eq!(written(remedy, Some("nu")), expected.replace("set -e", "hide-env"));
        }
    }

    #[test]
    fn the_function_that_switches_has_the_name_that_the_user_gave_it() {
        let remedy = remedy!("{SWITCH} a, or {SWITCH} {}", pasteable("\u{1} b"));
        let named = |command| {
            let settings = Settings::parse(&format!("[switch]\ncommand = {command}\n"));
            written(&remedy, None, &settings).into_owned()
        };
        assert_eq!(named("awsp"), "awsp a, or awsp '\u{fffd} b'");
        assert_eq!(named("aw"), "aw a, or aw '\u{fffd} b'");
    }
}
