//! The options and arguments of an `aws` command that decide what it does: dry runs, skeletons, and
//! those with which it prints secrets.

use std::ffi::OsStr;

use super::options::Argument;
use super::table::Table;
use super::transfer;
use super::verdict::{Effect, Listed, Verdict};

/// Decides by what keeps a command from doing anything.
pub(super) fn alone(command: &str, operation: &str, arguments: &[Argument<'_>]) -> Option<Verdict> {
    if options(arguments).any(is_skeleton) {
        return Some(Verdict::local("--generate-cli-skeleton only prints a template"));
    }
    let is_dry_run = is_dry_run(command, operation, arguments);
    is_dry_run.then(|| Verdict::reads("a dry run only checks permissions"))
}

/// Adds to a verdict what the arguments make of the command.
pub(super) fn with(command: &str, verdict: Verdict, arguments: &[Argument<'_>]) -> Verdict {
    let table = Table::of("aws options");
    let given = |key| {
        let (command, _) = table.commands(key).find(|(name, option)| {
            // A file may hold any option.
            let is_it = |given| is_short_for(given, option) || begins(given, "--cli-input-");
            *name == command && options(arguments).any(is_it)
        })?;
        Some(command)
    };
    let mut words = arguments.iter().filter_map(Argument::word);
    if given("unless").is_some() {
        Verdict::changing(command)
    } else if let Some(command) = given("given") {
        let reason = "returns secret values with this option";
        Listed { command, effect: Effect::Secrets, reason }.verdict()
    } else if verdict.effect == Effect::Reads && words.any(|word| transfer::is_shown(&word)) {
        Verdict::secrets("it prints what it downloads")
    } else if command == "configure get" && words.any(|key| is_secret_setting(&key)) {
        Verdict::secrets("it prints a secret of the profile")
    } else {
        verdict
    }
}

fn is_secret_setting(key: &str) -> bool {
    ["aws_secret_access_key", "aws_session_token"].iter().any(|secret| key.ends_with(secret))
}

/// The services whose operations have a `--dry-run` that does nothing else.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html>,
/// <https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html>
const HAVE_DRY_RUN: [&str; 7] =
    ["cloud9", "ec2", "imagebuilder", "kms", "lambda", "mgh", "network-firewall"];

/// Tells whether a dry run is asked for, and not taken back.
///
/// The AWS CLI accepts an option that is cut short while it is the only one that begins so, and
/// sends nothing otherwise. `--d` is `--debug`.
fn is_dry_run(command: &str, operation: &str, arguments: &[Argument<'_>]) -> bool {
    let is_taken_back = |option| is_cut(option, "--no-dry-run", "--no-d");
    if (command, operation) == ("lambda", "invoke") {
        return is_invoked_dry(arguments);
    }
    HAVE_DRY_RUN.contains(&command)
        && options(arguments).any(|option| is_cut(option, "--dry-run", "--dr"))
        && !options(arguments).any(is_taken_back)
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>
fn is_invoked_dry(arguments: &[Argument<'_>]) -> bool {
    let mut kinds = Vec::new();
    let mut arguments = arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        let Argument::Option(option) = argument else { continue };
        if *option == "--invocation-type" {
            kinds.push(
                arguments.next().and_then(Argument::word).is_some_and(|kind| kind == "DryRun"),
            );
        } else if begins(option, "--i") {
            kinds.push(*option == "--invocation-type=DryRun");
        }
    }
    !kinds.is_empty() && kinds.iter().all(|is_dry| *is_dry)
}

/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html>
fn is_skeleton(option: &OsStr) -> bool {
    let name = option.to_str().map(|option| option.split('=').next().unwrap_or_default());
    name.is_some_and(|name| is_cut(name.as_ref(), "--generate-cli-skeleton", "--gen"))
}

/// Tells whether an option is this one, in full or cut short to no less than `least`.
fn is_cut(option: &OsStr, full: &str, least: &str) -> bool {
    option.to_str().is_some_and(|option| full.starts_with(option) && option.starts_with(least))
}

/// Tells whether an option may be the one of this name without its hyphens, with or without a
/// value.
fn is_short_for(given: &OsStr, name: &str) -> bool {
    let given = given.to_str().and_then(|given| given.split('=').next()?.strip_prefix("--"));
    given.is_some_and(|given| name.starts_with(given))
}

/// Tells whether an option begins so, or may be cut short from one that does.
fn begins(option: &OsStr, beginning: &str) -> bool {
    let option = option.to_string_lossy();
    option.starts_with(beginning) || option.len() > "--c".len() && beginning.starts_with(&*option)
}

fn options<'a>(arguments: &[Argument<'a>]) -> impl Iterator<Item = &'a OsStr> {
    arguments.iter().filter_map(Argument::option)
}
