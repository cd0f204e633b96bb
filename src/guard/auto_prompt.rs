//! Whether the AWS CLI v2 lets its user change the command before it runs, so that the command line
//! is not what will be done.

use std::ffi::OsString;

/// When the AWS CLI v2 lets its user change the command line before it runs.
///
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-prompting.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AutoPrompt {
    Off,
    /// When something is missing.
    OnPartial,
    On,
}

impl AutoPrompt {
    /// Reads the value of `AWS_CLI_AUTO_PROMPT`, or of `cli_auto_prompt` in the profile.
    pub(crate) fn named(value: &str) -> Self {
        match value.to_lowercase().as_str() {
            "on" => Self::On,
            "on-partial" => Self::OnPartial,
            _ => Self::Off,
        }
    }

    /// Takes into account what the command line says, which the AWS CLI looks for as it stands.
    pub(super) fn of(self, arguments: &[OsString]) -> Self {
        let has = |name| arguments.iter().any(|argument| argument == name);
        if has("help") || has("--version") || has("--no-cli-auto-prompt") {
            Self::Off
        } else if has("--cli-auto-prompt") {
            Self::On
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_of_the_prompt_is_read_in_any_case() {
        for (value, auto_prompt) in [
            ("on", AutoPrompt::On),
            ("ON", AutoPrompt::On),
            ("on-partial", AutoPrompt::OnPartial),
            ("off", AutoPrompt::Off),
            ("", AutoPrompt::Off),
        ] {
            assert_eq!(AutoPrompt::named(value), auto_prompt, "{value}");
        }
    }
}
