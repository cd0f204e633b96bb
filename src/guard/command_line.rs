//! What an `aws` command line says of profile and region, and what it does to the account.
//!
//! What stands before `aws`, as in `AWS_PROFILE=x aws …`, is the environment's, and not seen here.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use super::aliases::Aliases;
use super::assumed::AssumedAccount;
use super::auto_prompt::AutoPrompt;
use super::options::{Argument, Arguments};
use super::verdict::{Listed, Verdict};
use super::{operation, transfer};
use crate::aws::Flags;

/// What the command line is not alone to decide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineContext<'a> {
    pub(crate) aliases: &'a Aliases,
    pub(crate) auto_prompt: AutoPrompt,
}

/// A command line of the AWS CLI, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandLine {
    /// The last `--profile` and the last `--region`, empty if that is what was given.
    pub(crate) flags: Flags,
    /// Where `--endpoint-url` sends the requests, which need not be AWS.
    pub(crate) endpoint: Option<OsString>,
    /// Whether `--no-sign-request` makes the credentials of no account.
    pub(crate) is_unsigned: bool,
    /// The account whose credentials it returns.
    pub(crate) assumed: Option<AssumedAccount>,
    pub(crate) verdict: Verdict,
}

impl CommandLine {
    /// Reads what stands behind `aws`.
    pub(crate) fn read(arguments: &[OsString], surroundings: LineContext<'_>) -> Self {
        let read = Arguments::read(arguments);
        let prompt = surroundings.auto_prompt.of(arguments);
        let verdict = judge(&read, surroundings.aliases, prompt);
        let assumed = AssumedAccount::of(&read.rest);
        let Arguments { profile, region, endpoint, is_unsigned, .. } = read;
        Self { flags: Flags { profile, region }, endpoint, is_unsigned, assumed, verdict }
    }
}

/// Decides by the line as a whole, and by its words if that says nothing.
fn judge(read: &Arguments<'_>, aliases: &Aliases, prompt: AutoPrompt) -> Verdict {
    if read.asks_version {
        return Verdict::local("--version only prints the version");
    }
    if read.is_ambiguous {
        return Verdict::changes("an abbreviated option is ambiguous");
    }
    if prompt == AutoPrompt::On {
        return Verdict::changes("auto-prompt lets you edit the command before it runs");
    }
    let words: Vec<Cow<'_, str>> = read.rest.iter().filter_map(word).collect();
    if aliases.may_be_in(&words) {
        return Verdict::changes("an alias can run any command");
    }
    match &words[..] {
        [command, ..] if command == "help" => help(),
        [_, operation, ..] if operation == "help" => help(),
        [command, operation, ..] => judge_operation(command, operation, &behind(&read.rest)),
        [command] => {
            operation::own_command(command).map_or_else(|| incomplete(prompt), Listed::verdict)
        }
        [] => incomplete(prompt),
    }
}

/// Decides on an operation, or a command of the AWS CLI's own, with its arguments.
fn judge_operation(command: &str, operation: &str, arguments: &[Argument<'_>]) -> Verdict {
    // Elsewhere the word would be the value of an option.
    if matches!(arguments, [Argument::Word(word)] if *word == "help") {
        return help();
    }
    if options(arguments).any(is_skeleton) {
        return Verdict::local("--generate-cli-skeleton only prints a template");
    }
    if HAVE_DRY_RUN.contains(&command) && is_dry_run(arguments) {
        return Verdict::reads("--dry-run only checks permissions");
    }
    if operation == "wait" {
        return Verdict::reads("wait only polls");
    }
    let transfer = (command == "s3").then(|| transfer::judge(operation, arguments));
    if let Some(verdict) = transfer.flatten() {
        return verdict;
    }
    match operation::own_command(&format!("{command} {operation}")) {
        Some(own) => own.verdict(),
        None => operation::judge(command, operation),
    }
}

fn incomplete(prompt: AutoPrompt) -> Verdict {
    match prompt {
        AutoPrompt::Off => Verdict::local("without a command only a message is printed"),
        AutoPrompt::OnPartial | AutoPrompt::On => {
            Verdict::changes("auto-prompt lets you complete the command before it runs")
        }
    }
}

/// The page that is shown instead of running the command.
fn help() -> Verdict {
    Verdict::local("help only prints a page")
}

/// The services whose operations have a `--dry-run` that does nothing else.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html>,
/// <https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html>
const HAVE_DRY_RUN: [&str; 2] = ["ec2", "kms"];

/// Tells whether `--dry-run` is given and not taken back, in full or cut short.
fn is_dry_run(arguments: &[Argument<'_>]) -> bool {
    options(arguments).any(|option| option == "--dry-run")
        && !options(arguments).any(|option| option.as_encoded_bytes().starts_with(b"--no-d"))
}

/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html>
fn is_skeleton(option: &OsStr) -> bool {
    let bytes = option.as_encoded_bytes();
    let rest = bytes.strip_prefix(b"--generate-cli-skeleton");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"="))
}

fn options<'a>(arguments: &[Argument<'a>]) -> impl Iterator<Item = &'a OsStr> {
    arguments.iter().filter_map(|argument| match argument {
        Argument::Option(option) => Some(*option),
        Argument::Word(_) => None,
    })
}

fn word<'a>(argument: &Argument<'a>) -> Option<Cow<'a, str>> {
    match argument {
        Argument::Word(word) => Some(word.to_string_lossy()),
        Argument::Option(_) => None,
    }
}

/// Returns the arguments without command and operation, which options may stand before.
fn behind<'a>(arguments: &[Argument<'a>]) -> Vec<Argument<'a>> {
    let mut words = 0;
    let mut is_argument = |argument: &&Argument<'_>| {
        words += usize::from(matches!(argument, Argument::Word(_)));
        words > 2 || matches!(argument, Argument::Option(_))
    };
    arguments.iter().filter(|argument| is_argument(argument)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::verdict::{Effect, VerdictRule};
    use super::*;
    use crate::aws::FileState;

    fn read_with(line: &str, aliases: &str, auto_prompt: AutoPrompt) -> CommandLine {
        let line: Vec<OsString> =
            line.split(' ').filter(|word| !word.is_empty()).map(OsString::from).collect();
        let aliases = Aliases::read(&FileState::Content(aliases.into()));
        CommandLine::read(&line, LineContext { aliases: &aliases, auto_prompt })
    }

    fn read(line: &str) -> CommandLine {
        read_with(line, "", AutoPrompt::Off)
    }

    #[test]
    fn what_a_command_line_does() {
        let local = [
            "configure",
            "configure set region eu-west-1",
            "configure wizard",
            "history list",
            "sso login --profile a",
            "login",
        ];
        let reading = [
            "s3 ls",
            "--profile a s3 ls s3://b --region r",
            "ec2 describe-instances",
            "ec2 --output json describe-instances",
            "s3 cp s3://b/k .",
            "s3 rm s3://b/k --dryrun",
            "s3 presign s3://b/k",
            "configure export-credentials --profile a",
            "ecr get-login-password",
            "eks update-kubeconfig --name x",
            "ec2 wait instance-terminated --instance-ids i-1",
            "logs tail group --follow",
            "s3api get-object --bucket b --key k file",
            "codecommit credential-helper get",
        ];
        let changing = [
            "s3 rm s3://b/k",
            "s3 cp . s3://b",
            "s3 mv s3://b/k .",
            "s3 cp",
            "ec2 terminate-instances --instance-ids i-1",
            "ec2 --unknown terminate-instances",
            "lambda invoke out.json",
            "cloudformation deploy --stack-name x",
            "ssm start-session --target i-1",
            "frobnicate now",
            "ec2-instance-connect ssh --instance-id i-1",
        ];
        for (lines, effect) in [
            (&local[..], Effect::Local),
            (&reading[..], Effect::Reads),
            (&changing[..], Effect::Changes),
        ] {
            for line in lines {
                assert_eq!(read(line).verdict.effect, effect, "{line}");
            }
        }
    }

    #[test]
    fn what_only_shows_something_changes_nothing() {
        for line in [
            "",
            "ec2",
            "help",
            "ec2 help",
            "ec2 terminate-instances help",
            "--profile a ec2 terminate-instances --region r help",
            "--version",
            "ec2 terminate-instances --version",
            "ec2 terminate-instances --generate-cli-skeleton",
            "ec2 terminate-instances --generate-cli-skeleton=output",
            "ec2 terminate-instances --generate-cli-skeleton input --instance-ids i-1",
            "ec2 terminate-instances --dry-run --instance-ids i-1",
            "ec2 --dry-run terminate-instances --instance-ids i-1",
        ] {
            let verdict = read(line).verdict;
            assert_ne!(verdict.effect, Effect::Changes, "{line}");
            assert!(matches!(verdict.rule, VerdictRule::Line(_)), "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_it_does_not() {
        for line in [
            // A value of the option before it.
            "ec2 terminate-instances --instance-ids i-1 help",
            "ec2 terminate-instances -- --dry-run",
            "ec2 terminate-instances --dry-run --no-dry-run",
            "ec2 terminate-instances --no-dry --dry-run",
            "ec2 terminate-instances --dry",
            "rds delete-db-instance --dry-run",
            "ec2 terminate-instances -- --generate-cli-skeleton",
            "ec2 terminate-instances --generate-cli-skeletons",
            "ec2 terminate-instances -- --version",
            "ec2 terminate-instances --no",
        ] {
            assert_eq!(read(line).verdict.effect, Effect::Changes, "{line}");
        }
    }

    #[test]
    fn an_alias_may_stand_for_anything() {
        let aliases = "[toplevel]\nls = s3 ls\n[command ec2]\nlist-mine = describe-instances\n";
        for line in ["ls", "--region r ls", "ec2 list-mine", "ec2 --x list-mine"] {
            let verdict = read_with(line, aliases, AutoPrompt::Off).verdict;
            assert_eq!(verdict, Verdict::changes("an alias can run any command"), "{line}");
        }
        let verdict = read_with("s3 ls", aliases, AutoPrompt::Off).verdict;
        assert_eq!(verdict.effect, Effect::Reads);
    }

    #[test]
    fn a_command_that_can_still_be_changed_is_not_vouched_for() {
        use AutoPrompt::{Off, On, OnPartial};
        let cases = [
            ("s3 ls", On, Effect::Changes),
            ("s3 ls", OnPartial, Effect::Reads),
            ("s3", OnPartial, Effect::Changes),
            ("", OnPartial, Effect::Changes),
            ("s3 ls --cli-auto-prompt", Off, Effect::Changes),
            ("s3 ls --no-cli-auto-prompt", On, Effect::Reads),
            ("s3 help", On, Effect::Local),
            ("--version", On, Effect::Local),
        ];
        for (line, auto_prompt, effect) in cases {
            let verdict = read_with(line, "", auto_prompt).verdict;
            assert_eq!(verdict.effect, effect, "{line} {auto_prompt:?}");
        }
    }

    #[test]
    fn flags_and_endpoint_are_told() {
        let line =
            read("s3 ls --endpoint-url http://localhost --no-sign-request --profile= --reg r");
        assert_eq!(line.flags, Flags { profile: Some("".into()), region: Some("r".into()) });
        assert_eq!(line.endpoint, Some("http://localhost".into()));
        assert!(line.is_unsigned);
    }
}
