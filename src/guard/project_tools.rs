//! What the tools do that change an account from a project's files, by the words of a line.
//!
//! They start from the environment, as the AWS CLI does. What a project itself names is read in
//! `crate::project`.

use std::ffi::OsString;

use super::own::own_table;
use super::table::Table;
use super::verdict::{Effect, Listed, Verdict};
use crate::aws::Flags;
use crate::project::Tool;

/// A command line of one of the tools, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToolLine {
    /// The last profile and region of the line, where the tool takes any.
    pub(crate) flags: Flags,
    pub(crate) verdict: Verdict,
}

impl ToolLine {
    /// Reads the words after the tool's name.
    pub(crate) fn read(tool: Tool, arguments: &[OsString]) -> Self {
        Self::by_table(tool.program(), Table::of(tool.program()), arguments)
    }

    /// Reads the words after the name of a tool that the settings know, or more of one than awsprompt.
    pub(crate) fn read_own(name: &str, lines: &str, arguments: &[OsString]) -> Self {
        Self::by_table(name, own_table(lines, name), arguments)
    }

    fn by_table(name: &str, table: Table, arguments: &[OsString]) -> Self {
        let arguments: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let words: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
        Self { flags: flags(table, &words), verdict: judge(name, table, &words) }
    }
}

/// Decides by the words that name the command, which options that are known may stand between.
fn judge(program: &str, table: Table, arguments: &[&str]) -> Verdict {
    let has = |key, word: &str| table.has(key, word);
    let mut words = Vec::new();
    let mut arguments_left = arguments.iter();
    // After an option that is not known, a word may be its value.
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
    // Terragrunt runs a command of Terraform for a unit, or for each of several.
    if program == "terragrunt" {
        let is_running = |word: &&str| matches!(*word, "run" | "run-all" | "stack");
        let count = words.iter().take_while(|word| is_running(word)).count();
        words.drain(..count);
        if let Some(word) = words.first_mut() {
            *word = word.strip_suffix("-all").unwrap_or(word);
        }
    }
    // Without a command it shows the cluster, where anything can be done to it.
    if program == "k9s" && words.is_empty() {
        words.push(program);
    }
    match words.first() {
        None if is_cut => return Verdict::unknown(program),
        None => return Verdict::local("without a command only a message is printed"),
        Some(&"help") => return Verdict::local("help only prints a page"),
        Some(_) => {}
    }
    if let Some(listed) = listed(table, &words, is_cut) {
        return with_options(program, table, listed, arguments);
    }
    let named = words.iter().take(2).copied().collect::<Vec<_>>();
    Verdict::unknown(format!("{program} {}", named.join(" ")))
}

/// Finds the command that the words name: the longest that they begin with.
fn listed(table: Table, words: &[&str], is_cut: bool) -> Option<Listed> {
    let alone = table.commands("alone").find(|(command, _)| words == [*command]);
    if let Some((command, reason)) = alone.filter(|_| !is_cut) {
        return Some(Listed { command, effect: Effect::Reads, reason });
    }
    let begins = |command: &str| {
        let mut words = words.iter();
        command.split(' ').all(|word| words.next() == Some(&word))
    };
    let commands = Effect::LISTED.into_iter().flat_map(|effect| {
        let commands = table.commands(effect.name());
        commands.map(move |(command, reason)| Listed { command, effect, reason })
    });
    commands.filter(|listed| begins(listed.command)).max_by_key(|listed| listed.command.len())
}

/// Adds to what a command does what its options make of it.
fn with_options(program: &str, table: Table, listed: Listed, arguments: &[&str]) -> Verdict {
    let Listed { command, effect, .. } = listed;
    let options = |key| {
        let options = table.commands(key).filter(move |(of, _)| *of == command);
        options.map(|(_, option)| option)
    };
    let given = |name: &&str| arguments.iter().any(|argument| bare(argument) == Some(name));
    if let Some(option) = options("unless").find(given) {
        return Verdict::changing(format!("{program} {command} -{option}"));
    }
    if options("only").any(|option| is_switched_on(option, arguments))
        || program == "kubectl" && is_dry_run(arguments)
    {
        return Verdict::reads("with this option it only shows what it would do");
    }
    if options("given").any(|option| given(&option)) {
        return Listed { effect: Effect::Secrets, reason: "prints secret values", ..listed }
            .verdict();
    }
    match effect {
        Effect::Changes if command == program => Verdict::changing(command),
        Effect::Changes => Verdict::changing(format!("{program} {command}")),
        _ => listed.verdict(),
    }
}

/// Tells whether a switch is on for certain: not the value of an option, and not taken back.
fn is_switched_on(name: &str, arguments: &[&str]) -> bool {
    let is_it = |argument: &&str| argument.strip_prefix("--") == Some(name);
    let is_value = |before: &str| before.starts_with('-') && !before.contains('=');
    let negated = format!("no-{name}");
    let options = arguments.iter().take_while(|argument| **argument != "--");
    let mut places = options.enumerate().filter(|(_, argument)| is_it(argument)).map(|(at, _)| at);
    let is_on = |at: usize| {
        at.checked_sub(1).is_none_or(|before| !is_value(arguments[before]))
            && arguments.get(at + 1) != Some(&"false")
    };
    let is_taken_back = |argument: &&str| {
        bare(argument) == Some(&*negated) || bare(argument) == Some(name) && !is_it(argument)
    };
    places.any(is_on) && !arguments.iter().any(is_taken_back)
}

/// Tells whether kubectl only shows what it would do: its option has to have a value.
fn is_dry_run(arguments: &[&str]) -> bool {
    let options = arguments.iter().take_while(|argument| **argument != "--");
    let mut values = options.filter_map(|argument| argument.strip_prefix("--dry-run"));
    let is_dry = |value: &str| matches!(value, "=client" | "=server");
    values.next().is_some_and(is_dry) && values.all(is_dry)
}

fn flags(table: Table, arguments: &[&str]) -> Flags {
    let last = |key| {
        let mut found = None;
        let mut arguments = arguments.iter().take_while(|argument| **argument != "--").peekable();
        while let Some(argument) = arguments.next() {
            let (name, value) = parted(argument);
            // A short option may have its value glued to it.
            let glued = argument.split_at_checked(2).filter(|(short, value)| {
                !short.starts_with("--") && !value.is_empty() && table.has(key, short)
            });
            if table.has(key, name) {
                found = value.or_else(|| arguments.next().copied()).map(OsString::from);
            } else if let Some((_, value)) = glued {
                found = Some(value.strip_prefix('=').unwrap_or(value).into());
            }
        }
        found
    };
    Flags { profile: last("profile"), region: last("region") }
}

/// Splits an option from the value after its equals sign.
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
        let tool = Tool::ALL.into_iter().find(|tool| tool.programs().contains(&program)).unwrap();
        ToolLine::read(tool, &words.map(OsString::from).collect::<Vec<_>>())
    }

    const READING: &[&str] = &[
        "terraform",
        "terraform plan -out=x",
        "terraform -chdir=dir plan",
        "terraform init",
        "terraform state list",
        "terraform workspace select prod",
        "terragrunt plan",
        "terragrunt run --all plan",
        "terragrunt run-all --terragrunt-parallelism 4 plan",
        "terragrunt run -- state list",
        "terragrunt plan-all",
        "terragrunt hcl fmt",
        "k9s --readonly",
        "k9s --context x version",
        "docker pull x",
        "docker build -t x .",
        "docker login -u AWS --password-stdin x",
        "terraform apply -help",
        "terraform -version",
        "tofu show",
        "terraform output",
        "terraform plan -no-color",
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
        "pulumi config set a b",
        "pulumi refresh --preview-only",
        "pulumi install",
        "cdk validate",
        "cdk diagnose",
        "cdk flags",
        "cdk explore",
        "cdk lsp",
        "cdk cli-telemetry --status",
        "cdk refactor --dry-run",
        "cdk migrate --from-path x --stack-name y",
        "cdk bootstrap --show-template",
        "eksctl create cluster --name x --dry-run",
        "eksctl upgrade cluster --name x",
        "sam validate --lint",
        "sam local generate-event s3 put",
        "eksctl get clusters",
        "eksctl -v 4 utils describe-stacks",
        "eksctl help delete",
    ];

    const SECRETS: &[&str] = &[
        "terraform output password",
        "terraform output -raw password",
        "terraform output -json",
        "terraform show -json",
        "terraform state pull",
        "terraform console",
        "tofu plan -show-sensitive",
        "pulumi stack output --show-secrets",
        "pulumi config --show-secrets",
        "pulumi config get password",
    ];

    const CHANGING: &[&str] = &[
        "terraform apply",
        "terragrunt apply",
        "terragrunt --terragrunt-working-dir plan apply",
        "terragrunt --non-interactive run --all -- destroy",
        "terragrunt run-all apply",
        "terragrunt stack run apply",
        "terragrunt destroy-all",
        "terragrunt backend bootstrap",
        "terragrunt plan --backend-bootstrap",
        "k9s",
        "k9s --context x -n y",
        "k9s --unknown",
        "docker push x",
        "docker --context x image push y",
        "docker buildx build --push -t x .",
        "docker build -t x . --push",
        "docker buildx build -t x --output type=registry .",
        "crane copy a b",
        "crane tag a b",
        "skopeo --override-os linux sync a b",
        "terraform -chdir=dir destroy",
        "terraform state rm x",
        "terraform init -migrate-state",
        "terraform init --force-copy=true",
        "terraform workspace select -or-create prod",
        "terraform workspace new x",
        "terraform test",
        "tofu import a b",
        "cdk deploy",
        "cdk migrate --from-scan new --stack-name y",
        "cdk refactor --dry-run false",
        "cdk refactor --dry-run --no-dry-run",
        "cdk --profile synth deploy",
        "pulumi up",
        "pulumi up preview",
        "pulumi -C preview up",
        "pulumi --cwd preview up",
        "pulumi stack rm",
        "pulumi stack select --create x",
        "pulumi stack select x -c",
        "pulumi refresh",
        "sam deploy",
        "sam local invoke",
        "sam remote invoke x",
        "eksctl delete cluster --name --help",
        "eksctl -v get delete cluster",
        "eksctl utils write",
        "eksctl upgrade cluster --name x --approve",
        "eksctl create cluster --dry-run=false",
        "eksctl create cluster --name --dry-run",
    ];

    const UNKNOWN: &[&str] = &[
        "terragrunt exec -- true",
        "terragrunt stack generate",
        "terragrunt run --unknown plan",
        "terraform frobnicate",
        "terraform -unknown plan",
        "terraform state",
        "pulumi stack --yes rm",
        "cdk --unknown synth deploy",
        "pulumi --unknown preview up",
        "eksctl get-out",
    ];

    #[test]
    fn what_the_tools_do() {
        for line in READING {
            assert!(read(line).verdict.effect <= Effect::Reads, "{line}");
        }
        let graver =
            [(SECRETS, Effect::Secrets), (CHANGING, Effect::Changes), (UNKNOWN, Effect::Unknown)];
        for (lines, effect) in graver {
            for line in lines {
                assert_eq!(read(line).verdict.effect, effect, "{line}");
            }
        }
    }

    #[test]
    fn the_rule_names_what_it_is_about() {
        let rules = [
            ("terraform apply -auto-approve", "terraform apply changes the account"),
            ("pulumi stack rm dev", "pulumi stack rm changes the account"),
            ("terraform init -force-copy", "terraform init -force-copy changes the account"),
            ("tofu frob", "tofu frob is not a command that awsprompt knows"),
            ("terraform show -json", "show prints secret values"),
            ("tofu plan", "plan only compares"),
            ("k9s", "k9s changes the account"),
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
