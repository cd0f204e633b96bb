//! What the tools do that change an account from a project's files: Terraform, `OpenTofu`, the CDK,
//! Pulumi, SAM and eksctl.
//!
//! They start from the environment, as the AWS CLI does. What a project itself may name is searched
//! for in `project_files`.

use std::ffi::OsString;

use super::table::Table;
use super::verdict::{Effect, Listed, Verdict};
use crate::aws::Flags;

/// A tool that changes an account from a project's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Terraform,
    Tofu,
    Cdk,
    Pulumi,
    Sam,
    Eksctl,
}

impl Tool {
    pub(crate) const ALL: [Self; 6] =
        [Self::Terraform, Self::Tofu, Self::Cdk, Self::Pulumi, Self::Sam, Self::Eksctl];

    /// Returns the name of the program.
    pub(crate) fn program(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Tofu => "tofu",
            Self::Cdk => "cdk",
            Self::Pulumi => "pulumi",
            Self::Sam => "sam",
            Self::Eksctl => "eksctl",
        }
    }
}

/// A command line of one of the tools, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToolLine {
    /// The last profile and region of the line, where the tool takes any.
    pub(crate) flags: Flags,
    pub(crate) verdict: Verdict,
}

impl ToolLine {
    /// Reads what stands behind the tool's name.
    pub(crate) fn read(tool: Tool, arguments: &[OsString]) -> Self {
        let arguments: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let words: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
        Self { flags: flags(Table::of(tool.program()), &words), verdict: judge(tool, &words) }
    }
}

/// Decides by the words that name the command, which options that are known may stand between.
fn judge(tool: Tool, arguments: &[&str]) -> Verdict {
    let table = Table::of(tool.program());
    let has = |key, word: &str| table.words(key).any(|known| known == word);
    let mut words = Vec::new();
    let mut arguments_left = arguments.iter();
    // Behind an option that is not known, a word may be its value.
    let mut is_cut = false;
    while let Some(argument) = arguments_left.next() {
        let (name, value) = parted(argument);
        if !argument.starts_with('-') {
            words.push(*argument);
        } else if has("help", argument) {
            return Verdict::local("help only prints a page");
        } else if words.is_empty() && has("version", argument) {
            return Verdict::local("only the version is printed");
        } else if has("valued", name) {
            if value.is_none() {
                arguments_left.next();
            }
        } else if !has("switches", name) {
            is_cut = true;
            break;
        }
    }
    match words.first() {
        None if is_cut => return Verdict::unknown(tool.program()),
        None => return Verdict::local("without a command only a message is printed"),
        Some(&"help") => return Verdict::local("help only prints a page"),
        Some(_) => {}
    }
    let verdict = |(command, reason)| Listed { command, effect: Effect::Reads, reason }.verdict();
    let alone = table.commands("alone").find(|(command, _)| words == [*command]);
    if let Some(alone) = alone.filter(|_| !is_cut) {
        return verdict(alone);
    }
    let begins = |command: &str| {
        let mut words = words.iter();
        command.split(' ').all(|word| words.next() == Some(&word))
    };
    let Some(listed) = table.commands("reads").find(|(command, _)| begins(command)) else {
        let named = words.iter().take(2).copied().collect::<Vec<_>>();
        return Verdict::unknown(format!("{} {}", tool.program(), named.join(" ")));
    };
    let mut exceptions = table.commands("unless").filter(|(command, _)| *command == listed.0);
    let given = |name: &str| arguments.iter().any(|argument| bare(argument) == Some(name));
    match exceptions.find(|(_, option)| given(option)) {
        Some((command, option)) => {
            Verdict::unknown(format!("{} {command} -{option}", tool.program()))
        }
        None => verdict(listed),
    }
}

fn flags(table: Table, arguments: &[&str]) -> Flags {
    let last = |key| {
        let mut found = None;
        let mut arguments = arguments.iter().take_while(|argument| **argument != "--").peekable();
        while let Some(argument) = arguments.next() {
            let (name, value) = parted(argument);
            if table.words(key).any(|known| known == name) {
                found = value.or_else(|| arguments.next().copied()).map(OsString::from);
            }
        }
        found
    };
    Flags { profile: last("profile"), region: last("region") }
}

/// Parts an option from the value behind its equals sign.
fn parted(argument: &str) -> (&str, Option<&str>) {
    argument.split_once('=').map_or((argument, None), |(name, value)| (name, Some(value)))
}

/// Returns the name of an option without its hyphens, of which Go's flags may have one or two.
fn bare(argument: &str) -> Option<&str> {
    let name = parted(argument).0;
    name.starts_with('-').then(|| name.trim_start_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::super::verdict::Effect;
    use super::*;

    fn read(line: &str) -> ToolLine {
        let mut words = line.split(' ');
        let program = words.next().unwrap();
        let tool = Tool::ALL.into_iter().find(|tool| tool.program() == program).unwrap();
        ToolLine::read(tool, &words.map(OsString::from).collect::<Vec<_>>())
    }

    const READING: &[&str] = &[
        "terraform",
        "terraform plan -out=x",
        "terraform -chdir=dir plan",
        "terraform init",
        "terraform state list",
        "terraform workspace select prod",
        "terraform apply -help",
        "terraform -version",
        "tofu show",
        "tofu output -json",
        "cdk diff",
        "cdk --profile a synth Stack",
        "cdk -c a=b ls",
        "cdk --version",
        "pulumi preview --stack dev",
        "pulumi -C dir -s dev stack output",
        "pulumi --non-interactive up --help",
        "pulumi stack",
        "pulumi stack ls",
        "pulumi config",
        "sam validate --lint",
        "sam local generate-event s3 put",
        "eksctl get clusters",
        "eksctl -v 4 utils describe-stacks",
        "eksctl help delete",
    ];

    const CHANGING: &[&str] = &[
        "terraform apply",
        "terraform -chdir=dir destroy",
        "terraform -unknown plan",
        "terraform state",
        "terraform state rm x",
        "terraform init -migrate-state",
        "terraform init --force-copy=true",
        "terraform workspace select -or-create prod",
        "terraform workspace new x",
        "terraform test",
        "tofu import a b",
        "cdk deploy",
        "cdk --unknown synth deploy",
        "cdk --profile synth deploy",
        "pulumi up",
        "pulumi up preview",
        "pulumi -C preview up",
        "pulumi --cwd preview up",
        "pulumi --unknown preview up",
        "pulumi stack rm",
        "pulumi stack --yes rm",
        "pulumi stack select --create x",
        "pulumi stack select x -c",
        "pulumi config set a b",
        "pulumi refresh",
        "sam deploy",
        "sam local invoke",
        "sam remote invoke x",
        "eksctl delete cluster --name --help",
        "eksctl -v get delete cluster",
        "eksctl utils write",
        "eksctl get-out",
    ];

    #[test]
    fn what_the_tools_do() {
        for (lines, changes) in [(READING, false), (CHANGING, true)] {
            for line in lines {
                assert_eq!(read(line).verdict.effect == Effect::Changes, changes, "{line}");
            }
        }
    }

    #[test]
    fn the_rule_names_what_it_is_about() {
        let rules = [
            ("terraform apply -auto-approve", "terraform apply is not known to be read-only"),
            ("pulumi stack rm dev", "pulumi stack rm is not known to be read-only"),
            (
                "terraform init -force-copy",
                "terraform init -force-copy is not known to be read-only",
            ),
            ("tofu plan", "plan only compares"),
        ];
        for (line, rule) in rules {
            assert_eq!(read(line).verdict.rule.to_string(), rule, "{line}");
        }
    }

    #[test]
    fn the_flags_of_the_tools_that_have_any() {
        let cases = [
            ("cdk deploy --profile a", Some("a"), None),
            ("cdk deploy -r arn:x", None, None),
            ("sam deploy --profile a --profile=b --region r", Some("b"), Some("r")),
            ("eksctl get cluster -p a -r=r", Some("a"), Some("r")),
            ("eksctl get cluster -- -p a", None, None),
            ("pulumi up -p 4", None, None),
            ("terraform plan -profile a", None, None),
        ];
        for (line, profile, region) in cases {
            let expected =
                Flags { profile: profile.map(Into::into), region: region.map(Into::into) };
            assert_eq!(read(line).flags, expected, "{line}");
        }
    }
}
