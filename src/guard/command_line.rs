//! What an `aws` command line says of profile and region, and what it does to the account.
//!
//! What comes before `aws`, as in `AWS_PROFILE=x aws …`, belongs to the environment.

use std::borrow::Cow;
use std::ffi::OsString;

use super::aliases::Aliases;
use super::assumed::AssumedAccount;
use super::auto_prompt::AutoPrompt;
use super::operation::{self, is_unsigned};
use super::options::{Argument, Arguments};
use super::verdict::{Effect, Verdict};
use super::{deciding_options, transfer};
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
    /// Returns the last `--profile` and the last `--region` of arguments.
    pub(super) fn flags(arguments: &[OsString]) -> Flags {
        let Arguments { profile, region, .. } = Arguments::read(arguments);
        Flags { profile, region }
    }

    /// Reads the words after `aws`.
    pub(crate) fn read(arguments: &[OsString], context: LineContext<'_>) -> Self {
        let read = Arguments::read(arguments);
        let prompt = context.auto_prompt.of(arguments);
        let words: Vec<Cow<'_, str>> = read.rest.iter().filter_map(Argument::word).collect();
        let verdict = judge(&read, &words, context.aliases, prompt);
        let is_unsigned = match &words[..] {
            // An alias may run anything, whatever its options say.
            _ if verdict.effect == Effect::Unknown => false,
            // What hands out secrets is of some account, signed or not.
            [service, operation, ..] if is_unsigned(service, operation) => {
                verdict.effect != Effect::Secrets
            }
            _ => read.is_unsigned,
        };
        let assumed = AssumedAccount::of(&read.rest);
        let Arguments { profile, region, endpoint, .. } = read;
        Self { flags: Flags { profile, region }, endpoint, is_unsigned, assumed, verdict }
    }
}

/// Decides by the line as a whole, and by its words if that says nothing.
fn judge(
    read: &Arguments<'_>,
    words: &[Cow<'_, str>],
    aliases: &Aliases,
    prompt: AutoPrompt,
) -> Verdict {
    if read.asks_version {
        return Verdict::local("--version only prints the version");
    }
    if read.is_ambiguous {
        return Verdict::open("an abbreviated option is ambiguous");
    }
    if prompt == AutoPrompt::On {
        return Verdict::open("auto-prompt lets you edit the command before it runs");
    }
    if aliases.may_be_in(words) {
        return Verdict::open("an alias can run any command");
    }
    match words {
        [command, ..] if command == "help" => help(),
        [_, operation, ..] if operation == "help" => help(),
        [command, operation, ..] => judge_operation(command, operation, &behind(&read.rest)),
        [command] => match operation::own_command(command) {
            Some(own) => own.verdict(),
            None if operation::has_commands(command) => incomplete(prompt),
            None => Verdict::unknown(format!("aws {command}")),
        },
        [] => incomplete(prompt),
    }
}

/// Decides on an operation, or a command of the AWS CLI's own, with its arguments.
fn judge_operation(command: &str, operation: &str, arguments: &[Argument<'_>]) -> Verdict {
    // Elsewhere the word would be the value of an option.
    if matches!(arguments, [Argument::Word(word)] if *word == "help") {
        return help();
    }
    if let Some(verdict) = deciding_options::alone(command, operation, arguments) {
        return verdict;
    }
    if operation == "wait" {
        return Verdict::reads("wait only polls");
    }
    let transfer = (command == "s3").then(|| transfer::judge(operation, arguments));
    if let Some(verdict) = transfer.flatten() {
        return verdict;
    }
    let name = format!("{command} {operation}");
    let verdict = match operation::own_command(&name) {
        Some(own) => own.verdict(),
        None => operation::judge(command, operation),
    };
    deciding_options::with(&name, verdict, arguments)
}

fn incomplete(prompt: AutoPrompt) -> Verdict {
    match prompt {
        AutoPrompt::Off => Verdict::local("without a command only a message is printed"),
        AutoPrompt::OnPartial | AutoPrompt::On => {
            Verdict::open("auto-prompt lets you complete the command before it runs")
        }
    }
}

/// The page that is shown instead of running the command.
fn help() -> Verdict {
    Verdict::local("help only prints a page")
}

/// Returns the arguments without command and operation, which may follow options.
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
    use super::super::verdict::VerdictRule;
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

    const LOCAL: &[&str] = &[
        "configure",
        "configure set region eu-west-1",
        "configure wizard",
        "history list",
        "sso login --profile a",
        "login",
        "update",
        "agent-toolkit add-skill x",
        "agent-toolkit update-skill x",
        "agent-toolkit remove-skill x",
    ];

    const READING: &[&str] = &[
        "s3 ls",
        "--profile a s3 ls s3://b --region r",
        "ec2 describe-instances",
        "ec2 --output json describe-instances",
        "s3 cp s3://b/k .",
        "s3 rm s3://b/k --dryrun",
        "configure mfa-login",
        "cloudtrail verify-query-results --s3-bucket b",
        "dynamodb transact-get-items --transact-items x",
        "kms generate-random --number-of-bytes 8",
        "kms generate-data-key-without-plaintext --key-id k",
        "kms generate-mac --key-id k",
        "kms sign --key-id k",
        "logs stop-query --query-id x",
        "translate translate-text --text x",
        "polly synthesize-speech --text x out",
        "textract analyze-document --document x",
        "textract analyze-expense --document x",
        "rekognition compare-faces --source-image x",
        "comprehend classify-document --text x",
        "comprehend contains-pii-entities --text x",
        "bedrock-runtime converse --model-id x",
        "bedrock-runtime invoke-model --model-id x out",
        "geo-places geocode --query-text x",
        "geo-routes calculate-routes --origin x",
        "location calculate-route --calculator-name x",
        "opensearch compare-domain-configuration",
        "qconnect retrieve --assistant-id x",
        "bedrock-agent-runtime retrieve --knowledge-base-id x",
        "bedrock-agent-runtime rerank --queries x",
        "kendra retrieve --index-id x",
        "ses test-render-template --template-name x",
        "sesv2 test-render-email-template --template-name x",
        "cloudfront test-function --name x",
        "s3 sync s3://b .",
        "lambda invoke --function-name f --invocation-type DryRun out.json",
        "lambda invoke --invocation-type=DryRun out.json",
        "eks update-kubeconfig --name x",
        "ec2 wait instance-terminated --instance-ids i-1",
        "logs tail group --follow",
        "s3api get-object --bucket b --key k file",
    ];

    const SECRETS: &[&str] = &[
        "s3 presign s3://b/k",
        "s3 cp s3://b/k -",
        "s3 cp s3://b/k /dev/stdout",
        "s3api get-object --bucket b --key k /dev/stdout",
        "s3api get-object --bucket b --key k /dev/fd/1",
        "configure export-credentials --profile a",
        "configure get profile.a.aws_secret_access_key",
        "ecr get-login-password",
        "eks get-token --cluster-name x",
        "codecommit credential-helper get",
        "secretsmanager get-secret-value --secret-id x",
        "ssm get-parameter --name x --with-decryption",
        "ssm get-parameters-by-path --with-d --path /",
        "ssm get-parameter --cli-input-json file://x",
        "apigateway get-api-keys --include-values",
        "ssm get-parameters --with-decryption --names x",
        "kms decrypt --ciphertext-blob x",
        "kms generate-data-key --key-id k",
        "kms generate-data-key-pair --key-id k",
        "s3api create-session --bucket b",
        "sts assume-role --role-arn x",
        "sts get-session-token",
        "sts get-federation-token --name x",
        "sts get-scoped-credentials",
        "deadline assume-queue-role-for-read --queue-id x",
        "eks-auth assume-role-for-pod-identity --cluster-name x",
        "cognito-identity get-open-id-token --identity-id x",
        "cognito-identity get-credentials-for-identity --identity-id x",
        "rds generate-db-auth-token --hostname h",
        "ec2 get-password-data --instance-id i-1",
        "lightsail get-instance-access-details --instance-name x",
        "gamelift get-compute-access --fleet-id x",
    ];

    const CHANGING: &[&str] = &[
        "s3 rm s3://b/k",
        "s3 cp . s3://b",
        "s3 mv s3://b/k .",
        "s3 cp",
        "ec2 terminate-instances --instance-ids i-1",
        "ec2 --unknown terminate-instances",
        "lambda invoke out.json",
        "lambda invoke --invocation-type DryRun --invocation-type Event out.json",
        "lambda invoke --invocation-type DryRun --inv Event out.json",
        "cloudformation deploy --stack-name x",
        "ssm start-session --target i-1",
        "ec2 get-console-screenshot --instance-id i-1 --wake-up",
        "ec2 get-console-screenshot --instance-id i-1 --wake",
        "payment-cryptography get-parameters-for-import",
        "ivs start-viewer-session-revocation --channel-arn x",
        "ivs batch-start-viewer-session-revocation",
        "taxsettings get-tax-registration-document",
        "cloudformation deploy --stack-name x --no-execute-changeset",
        "agent-registry-control validate-publisher",
        "cognito-idp get-user-attribute-verification-code",
        "ec2-instance-connect ssh --instance-id i-1",
    ];

    const UNKNOWN: &[&str] =
        &["frobnicate now", "frobnicate", "ec2 frobnicate", "configure frobnicate"];

    #[test]
    fn what_a_command_line_does() {
        for (lines, effect) in [
            (LOCAL, Effect::Local),
            (READING, Effect::Reads),
            (SECRETS, Effect::Secrets),
            (CHANGING, Effect::Changes),
            (UNKNOWN, Effect::Unknown),
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
            "ec2 terminate-instances --dry --instance-ids i-1",
            "ec2 terminate-instances --generate-cli-skel --instance-ids i-1",
            "ec2 modify-instance-attribute --no-disable-api-termination --dry-run",
        ] {
            let verdict = read(line).verdict;
            assert!(verdict.effect <= Effect::Reads, "{line}");
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
            "ec2 terminate-instances --d",
            "ec2 terminate-instances --dry-runs",
            "ec2 terminate-instances --dry-run=false",
            "ec2 terminate-instances --ge",
            "rds delete-db-instance --dry-run",
            "ec2 terminate-instances -- --generate-cli-skeleton",
            "ec2 terminate-instances --generate-cli-skeletons",
            "ec2 terminate-instances -- --version",
            "ec2 terminate-instances --no",
        ] {
            assert!(read(line).verdict.effect >= Effect::Changes, "{line}");
        }
    }

    #[test]
    fn an_alias_may_stand_for_anything() {
        let aliases = "[toplevel]\nls = s3 ls\n[command ec2]\nlist-mine = describe-instances\n";
        for line in ["ls", "--region r ls", "ec2 list-mine", "ec2 --x list-mine"] {
            let verdict = read_with(line, aliases, AutoPrompt::Off).verdict;
            assert_eq!(verdict, Verdict::open("an alias can run any command"), "{line}");
        }
        assert_eq!(read_with("s3 ls", aliases, AutoPrompt::Off).verdict.effect, Effect::Reads);
    }

    #[test]
    fn a_command_that_can_still_be_changed_is_not_vouched_for() {
        use AutoPrompt::{Off, On, OnPartial};
        let cases = [
            ("s3 ls", On, Effect::Unknown),
            ("s3 ls", OnPartial, Effect::Reads),
            ("s3", OnPartial, Effect::Unknown),
            ("", OnPartial, Effect::Unknown),
            ("s3 ls --cli-auto-prompt", Off, Effect::Unknown),
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
        let line = read("s3 ls --endpoint-url http://host --no-sign-request --profile= --reg r");
        assert_eq!(line.flags, Flags { profile: Some("".into()), region: Some("r".into()) });
        assert_eq!(line.endpoint, Some("http://host".into()));
        assert!(line.is_unsigned);
    }
    #[test]
    fn what_is_not_signed_is_no_accounts() {
        for (line, is_unsigned) in [
            ("cognito-idp sign-up --client-id c", true),
            ("--region r sso-oidc create-token", true),
            ("s3 rm s3://b/k --no-sign-request", true),
            ("cognito-idp admin-create-user", false),
            ("cognito-identity get-credentials-for-identity", false),
            ("sso get-role-credentials --no-sign-request", false),
            ("sts assume-role-with-saml", false),
            ("s3 cp s3://b/k - --no-sign-request", true),
            ("frobnicate now --no-sign-request", false),
        ] {
            assert_eq!(read(line).is_unsigned, is_unsigned, "{line}");
        }
        let aliases = "[toplevel]\nsso-oidc = !rm\n";
        let line = read_with("sso-oidc create-token --no-sign-request", aliases, AutoPrompt::Off);
        assert!(!line.is_unsigned, "an alias may run anything");
    }
}
