//! Whether the AWS CLI that a `credential_process` starts would hand out the credentials of the
//! profile that it is asked for (rules 7.33 and 7.45).

use std::ffi::OsStr;
use std::path::Path;

use super::region::{malformed_region, region};
use super::{Facts, not_found};
use crate::aws::cause::{Cause, ProcessCause, ProfileCause};
use crate::aws::client::Client;
use crate::aws::credentials::Chain;
use crate::aws::environment::Environment;
use crate::aws::failure::{Failure, FailureKind, Stop};
use crate::aws::fatal_settings;
use crate::aws::provider::{Provider, Source};
use crate::aws::reader::words;
use crate::aws::resolution::Flags;

/// How many profiles the AWS CLI asks, each by the command of the one before.
const MOST_ASKED: usize = 4;

/// Returns the profile that a command asks `aws configure export-credentials` for. Without a flag it
/// is that of the environment, which the program inherits.
pub(crate) fn exported(environment: &Environment, command: &str) -> Option<String> {
    let words = export(command)?;
    if let Some(given) = option(&words, "--profile") {
        return Some(given.to_owned());
    }
    let set = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].map(|name| environment.get(name));
    let set = set.into_iter().flatten().next().and_then(OsStr::to_str);
    Some(set.unwrap_or("default").to_owned())
}

/// Returns why a `credential_process` that asks the AWS CLI for a profile gets no credentials.
pub(crate) fn refused_export(facts: &Facts<'_, '_>, command: &str) -> Option<Failure> {
    refused_after(facts, command, 0)
}

/// Does so where as many profiles have been asked before.
pub(super) fn refused_after(facts: &Facts<'_, '_>, command: &str, asked: usize) -> Option<Failure> {
    let Some(words) = export(command) else {
        return wordless(command).map(|command| refusal(ProcessCause::NoAnswer(command)));
    };
    let profile = exported(&facts.world.environment, command)?;
    let failure = if asked == MOST_ASKED {
        refusal(ProcessCause::ExportCircle)
    } else {
        refused_profile(facts, &profile, asked).or_else(|| unreadable_format(&words))?
    };
    // What is wrong with the last of several is what has to be corrected.
    if matches!(*failure.cause, Cause::OfProcess(ProcessCause::Export { .. })) {
        return Some(failure);
    }
    let kind = match failure.kind {
        kind @ (FailureKind::SsoToken | FailureKind::LoginRefresh | FailureKind::Expired) => kind,
        _ => FailureKind::InvalidConfig,
    };
    let cause = ProcessCause::Export { profile, why: failure.cause };
    Some(Failure::at(Provider::Process, kind, Cause::OfProcess(cause)))
}

/// Returns why `aws configure export-credentials` of a profile fails.
pub(crate) fn refused_profile(facts: &Facts<'_, '_>, name: &str, asked: usize) -> Option<Failure> {
    let world = facts.world;
    let rules = Client::AwsCliV2.rules();
    let profiles = facts.profiles().ok()?;
    let Some(profile) = profiles.find(name) else {
        return Some(not_found(world, rules, OsStr::new(name)));
    };
    let refused = |command: &_| refused_after(facts, command, asked + 1);
    let chain = Chain {
        lookup: Some(facts.lookup),
        chosen: profile,
        refused_export: Some(&refused),
        ..Chain::new(world, profiles, rules)
    };
    let found = chain.check(name, profile).and_then(|()| chain.credentials(name, profile));
    let mut credentials = match found {
        Ok(Some(credentials)) => credentials,
        Ok(None) => {
            let cause = ProfileCause::NoCredentials.of(name);
            return Some(Failure::new(FailureKind::NoCredentials, cause));
        }
        Err(Stop::Failure(failure) | Stop::Skip(failure)) => return Some(failure),
    };
    let asks_aws = matches!(
        credentials.source,
        Source::AssumeRole { cached: false } | Source::Sso { cached: false } | Source::WebIdentity
    );
    let of_region = || {
        let region = region(world, rules, &Flags::default(), profiles, profile);
        malformed_region(rules, region.as_ref())
    };
    chain
        .session_failure(name, profile)
        .or_else(|| fatal_settings::failure_of_export(&chain, profile, asks_aws))
        .or_else(|| credentials.take_refusal())
        .or_else(|| asks_aws.then(of_region).flatten())
}

/// Returns the words of a command that starts `aws configure export-credentials`.
fn export(command: &str) -> Option<Vec<String>> {
    // Every prompt asks, where a process is configured.
    if !command.contains("export-credentials") {
        return None;
    }
    let words = words::split(command)?;
    let is_aws = Path::new(words.first()?).file_name() == Some(OsStr::new("aws"));
    let mut commands = words.iter().skip_while(|word| *word != "configure").skip(1);
    (is_aws && commands.next()? == "export-credentials").then_some(words)
}

/// Returns the command of the AWS CLI that is started, if it logs in or answers in a form of its own
/// (rule 7.48).
fn wordless(command: &str) -> Option<&'static str> {
    // Every prompt asks, where a process is configured. What a shell does is not known.
    if !command.contains("aws ") || command.contains(['|', ';', '&', '<', '>', '$', '`']) {
        return None;
    }
    let words = words::split(command)?;
    if Path::new(words.first()?).file_name() != Some(OsStr::new("aws")) {
        return None;
    }
    match words.get(1)?.as_str() {
        "login" => Some("aws login"),
        "sso" if words.get(2)? == "login" => Some("aws sso login"),
        // A query can put the answer into the form of a program's.
        "sts" if !words.iter().any(|word| word.starts_with("--query")) => Some("aws sts"),
        _ => None,
    }
}

/// Returns the value of an option, in the next word or the same.
fn option<'a>(words: &'a [String], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word == name);
    let joined = || words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    at.and_then(|at| words.get(at + 1)).map(String::as_str).or_else(joined)
}

/// Says that the answer is not JSON.
fn unreadable_format(words: &[String]) -> Option<Failure> {
    let format = option(words, "--format").filter(|format| *format != "process")?;
    Some(refusal(ProcessCause::ExportFormat(format.to_owned())))
}

fn refusal(cause: ProcessCause) -> Failure {
    Failure::new(FailureKind::InvalidConfig, Cause::OfProcess(cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::situation::{CORP, KEYS, ROLE, SSO, Situation};

    fn asks(profile: &str) -> String {
        format!("credential_process = aws configure export-credentials --profile {profile}\n")
    }

    /// Returns what stops every client whose profile asks for `a`, where that is as it is given.
    fn failure(asked: &str) -> Option<String> {
        let config = format!("[profile w]\nregion = eu-west-1\n{}{asked}", asks("a"));
        let variables = [("AWS_PROFILE", "w")];
        let situation =
            Situation { config: &config, variables: &variables, ..Situation::default() };
        let of = |client| situation.resolve(client).failure;
        let failure = of(Client::AwsCliV2);
        for client in [Client::Boto3, Client::RustSdk, Client::JsSdk] {
            assert_eq!(of(client).is_some(), failure.is_some(), "{client:?}: {asked}");
        }
        let failure = failure?;
        let Cause::OfProcess(ProcessCause::Export { profile, .. }) = &*failure.cause else {
            panic!("{failure:?}")
        };
        Some(format!("{} of {profile}", failure.kind.name()))
    }

    #[test]
    fn a_process_has_a_command() {
        let role = format!("{ROLE}source_profile = a\n[profile a]\ncredential_process =\n");
        let process = |command: &str| format!("credential_process ={command}\n");
        let rows = [
            (process(" /bin/true"), "process"),
            (process(""), "invalid-config"),
            (process("\0/bin/true"), "invalid-config"),
            (process(" /bin/true '"), "invalid-config"),
            (role, "invalid-config"),
            // A relative path counts from this directory.
            (process(" ./there"), "process"),
            (process(" there/not"), "invalid-config"),
        ];
        for (profile, expected) in rows {
            let config = format!("[default]\n{profile}");
            let files = &[("/bin/true", ""), ("./there", "")];
            let situation = Situation { config: &config, files, ..Situation::default() };
            assert_eq!(situation.outcome_of(Client::AwsCliV2), expected, "7.26: {profile:?}");
        }
    }

    #[test]
    fn a_profile_that_cannot_be_exported_stops_the_one_that_asks_for_it() {
        let role = format!("{ROLE}source_profile = b\n[profile b]\n{KEYS}");
        let asked = |profile: &str| format!("[profile a]\n{profile}");
        let broken = Some("invalid-config of a");
        let rows = [
            (KEYS.to_owned(), None),
            (role.clone(), None),
            (String::new(), broken),
            ("aws_access_key_id = x\n".to_owned(), broken),
            (format!("{SSO}{CORP}"), Some("sso-token of a")),
            ("login_session = x\n".to_owned(), Some("login-refresh of a")),
            (format!("{ROLE}source_profile = z\n"), broken),
            ("credential_process =\n".to_owned(), broken),
            (format!("{}[profile b]\nregion = x\n", asks("b")), Some("invalid-config of b")),
            (asks("w"), broken.map(|_| "invalid-config of a")),
            // These are read before a client is made …
            (format!("cli_timestamp_format = x\n{KEYS}"), broken),
            (format!("metadata_service_timeout = x\n{KEYS}"), broken),
            // … and these by a client, which a role needs and keys do not.
            (format!("max_attempts = x\n{KEYS}"), None),
            (format!("max_attempts = x\n{role}"), broken),
            (format!("region = a b\n{KEYS}"), None),
            (format!("region = a b\n{role}"), broken),
            (format!("s3 =\n{KEYS}"), None),
        ];
        for (profile, expected) in rows {
            let failure = failure(&asked(&profile));
            assert_eq!(failure.as_deref(), expected, "7.45: {profile}");
        }
        assert_eq!(failure("").as_deref(), broken, "7.45: no such profile");
    }

    #[test]
    fn at_most_four_profiles_ask_one_after_another() {
        let chain = |names: &str| {
            let pairs: Vec<_> = names.chars().zip(names.chars().skip(1)).collect();
            let asking = pairs
                .iter()
                .map(|(name, next)| format!("[profile {name}]\n{}", asks(&next.to_string())));
            let last = names.chars().last().unwrap();
            format!("{}[profile {last}]\n{KEYS}", asking.collect::<String>())
        };
        assert_eq!(failure(&chain("abcd")), None);
        assert_eq!(failure(&chain("abcde")).as_deref(), Some("invalid-config of e"));
    }

    #[test]
    fn a_format_for_shells_is_no_answer() {
        let refused = |options: &str| {
            let config = format!(
                "[default]\ncredential_process = aws configure export-credentials \
                 --profile a {options}\n[profile a]\n{KEYS}"
            );
            Situation { config: &config, ..Situation::default() }.outcome_of(Client::AwsCliV2)
        };
        assert_eq!(refused("--format env"), "invalid-config");
        assert_eq!(refused("--format=env"), "invalid-config");
        assert_eq!(refused("--format process"), "process");
    }

    #[test]
    fn a_command_of_the_aws_cli_with_another_answer_stops_every_client() {
        let rows = [
            ("aws login --profile a", "invalid-config"),
            ("aws sso login", "invalid-config"),
            ("aws sts assume-role --role-arn x", "invalid-config"),
            // A query can write the answer of a program …
            ("aws sts assume-role --role-arn x --query x", "process"),
            ("aws sso get-role-credentials --query x", "process"),
            // … and what a shell does is not known, nor other programs.
            ("aws sts get-session-token | jq .x", "process"),
            ("aws-vault login", "process"),
            ("aws credentials-of-an-alias", "process"),
        ];
        for (command, expected) in rows {
            let config = format!("[default]\ncredential_process = {command}\n");
            let situation = Situation { config: &config, ..Situation::default() };
            for client in [Client::AwsCliV2, Client::Boto3, Client::RustSdk, Client::JsSdk] {
                assert_eq!(situation.outcome_of(client), expected, "7.48: {client:?}: {command}");
            }
        }
    }
}
