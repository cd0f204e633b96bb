//! The words of a command line of Terraform, with those that variables add to it.

use crate::project::ProjectQuestion;

/// The options of `terraform apply` that take the next word unless they have a value.
///
/// <https://developer.hashicorp.com/terraform/cli/commands/apply>
const VALUED_OF_APPLY: [&str; 12] = [
    "backup",
    "exclude",
    "exclude-file",
    "lock-timeout",
    "parallelism",
    "replace",
    "state",
    "state-out",
    "target",
    "target-file",
    "var",
    "var-file",
];

/// A value for a variable, or a file of such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum VariableWord {
    Value(String, String),
    File(String),
    /// It is neither.
    Unread,
}

/// What the words say.
#[derive(Clone, Debug, Default)]
pub(super) struct TerraformWords<'a> {
    pub(super) command: Option<&'a str>,
    /// In their order: of several values of a variable, the last counts.
    pub(super) variables: Vec<VariableWord>,
    /// The values of `-backend-config`: keys with values, or paths.
    pub(super) backend: Vec<String>,
    pub(super) saved_plan: Option<String>,
}

impl<'a> TerraformWords<'a> {
    /// Reads the words; fails with the name of a variable whose words are not parted.
    ///
    /// <https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name>
    pub(super) fn of(
        question: &ProjectQuestion<'a, '_, '_>,
        words: &'a [&'a str],
    ) -> Result<Self, String> {
        let mut words = words.iter().copied().skip_while(|word| word.starts_with('-'));
        let command = words.next();
        let mut all = Vec::new();
        let of_command = format!("TF_CLI_ARGS_{}", command.unwrap_or_default());
        for name in ["TF_CLI_ARGS", &*of_command] {
            let Some(value) = question.facts.world.environment.non_empty(name) else { continue };
            let text = value.to_str().filter(|text| !text.contains(['"', '\'', '\\', '$', '`']));
            all.extend(text.ok_or(name)?.split_whitespace());
        }
        all.extend(words);
        let mut read = Self { command, ..Self::default() };
        let mut left = all.into_iter();
        while let Some(word) = left.next() {
            // Go's flags may have one hyphen or two.
            let option = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
            let Some(option) = option else {
                if command == Some("apply") && read.saved_plan.is_none() {
                    read.saved_plan = Some(word.to_owned());
                }
                continue;
            };
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (option, None),
            };
            let mut value = || value.or_else(|| left.next()).unwrap_or_default().to_owned();
            match name {
                "var" => read.variables.push(match value().split_once('=') {
                    Some((name, value)) => {
                        VariableWord::Value(name.trim().to_owned(), value.to_owned())
                    }
                    None => VariableWord::Unread,
                }),
                "var-file" => read.variables.push(VariableWord::File(value())),
                "backend-config" => read.backend.push(value()),
                name if command == Some("apply") && VALUED_OF_APPLY.contains(&name) => {
                    value();
                }
                _ => {}
            }
        }
        Ok(read)
    }
}
