//! The next step after a failure of a client, as something that can be pasted.

use std::borrow::Cow;

use crate::{
    aws::{
        difference,
        environment::Environment,
        failure::{Failure, FailureKind},
        provider::Provider,
        remedy::Remedy,
        resolution::Resolution,
    },
    printable::printable,
    shell::{Shell, quote::quote},
};

/// Returns the next step, as something that can be pasted.
pub(crate) fn next_step(
    resolution: &Resolution,
    failure: &Failure,
    environment: &Environment,
) -> Option<Remedy> {
    let chosen = resolution.chosen_profile().and_then(|profile| profile.to_str());
    // The session of a role is that of the profile at the end of its chain.
    let credentials = resolution.credentials.as_ref();
    let source = credentials.and_then(|credentials| credentials.via.last());
    let source = source.filter(|_| failure.provider == Some(Provider::Sso));
    let profile = source.map(String::as_str).or(chosen);
    let flag = profile_flag(profile);
    Some(match failure.kind {
        FailureKind::SsoToken => format!("aws sso login{flag}").into(),
        FailureKind::Expired if failure.provider == Some(Provider::Sso) => {
            format!("aws sso login{flag}").into()
        }
        FailureKind::LoginRefresh => format!("aws login{flag}").into(),
        FailureKind::NoCredentials if failure.provider.is_none() => {
            format!("aws configure{flag}").into()
        }
        FailureKind::ConfigParse { .. } => {
            "fix that line; until then the AWS CLI rejects every command".into()
        }
        FailureKind::PartialCredentials if failure.provider == Some(Provider::AssumeRole) => {
            "give the profile a source_profile, whose credentials the role is assumed with".into()
        }
        FailureKind::PartialCredentials if failure.provider == Some(Provider::CredentialsFile) => {
            "keep aws_access_key_id and aws_secret_access_key together, in ~/.aws/credentials"
                .into()
        }
        FailureKind::ProfileNotFound if chosen == Some("") => {
            Remedy::unset("AWS_PROFILE AWS_DEFAULT_PROFILE")
        }
        FailureKind::ProfileNotFound => "awsprompt list".into(),
        FailureKind::Expired | FailureKind::ExpiryUnparsable | FailureKind::PartialCredentials
            if failure.provider == Some(Provider::Environment) =>
        {
            Remedy::unset_credentials(environment)
        }
        FailureKind::InvalidRegion => {
            let region = resolution.region.as_ref()?.value.to_string_lossy();
            if !difference::has_comment(&region) {
                return None;
            }
            "the AWS CLI does not support comments after a value; move it to its own line".into()
        }
        _ => return None,
    })
}

/// Returns what gets new credentials in place of those that have ended.
pub(super) fn renewal(resolution: &Resolution, environment: &Environment) -> Option<Remedy> {
    let credentials = resolution.credentials.as_ref()?;
    let profile = credentials.via.last().map(String::as_str);
    let profile = profile.or(resolution.chosen_profile().and_then(|profile| profile.to_str()));
    let flag = profile_flag(profile);
    match credentials.base.as_ref().map_or(credentials.provider, |base| base.provider) {
        Provider::Sso => Some(format!("aws sso login{flag}").into()),
        Provider::Login => Some(format!("aws login{flag}").into()),
        provider => let_profile_win(provider, environment),
    }
}

/// Returns how a place outside the profiles is made to let a profile win, if a command does it.
pub(super) fn let_profile_win(winner: Provider, environment: &Environment) -> Option<Remedy> {
    match winner {
        Provider::Environment | Provider::WebIdentity | Provider::EnvironmentWebIdentity => {
            Some(Remedy::unset_credentials(environment))
        }
        _ => None,
    }
}

/// Writes a remedy for the shell it will be typed in; `shell` is its name, where it is known.
pub(super) fn written<'r>(remedy: &'r Remedy, shell: Option<&str>) -> Cow<'r, str> {
    remedy.written(if shell == Some("fish") { "set -e" } else { "unset" })
}

/// Returns ` --profile NAME` for a command to paste, or nothing where there is no name.
pub(super) fn profile_flag(profile: Option<&str>) -> String {
    profile.map(|profile| format!(" --profile {}", pasteable(profile))).unwrap_or_default()
}

/// Writes a word so that a shell takes it as it is.
pub(super) fn pasteable(word: &str) -> String {
    let is_simple =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '+');
    if !word.is_empty() && word.chars().all(is_simple) {
        word.to_owned()
    } else {
        printable(&quote(Shell::Bash, word)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fish_has_another_command_to_remove_variables() {
        let vault = Remedy::Unset { names: "AWS_VAULT".into(), unless: ", unless it is wanted" };
        let cases = [
            (Remedy::unset("AWS_REGION AWS_PROFILE"), "set -e AWS_REGION AWS_PROFILE"),
            (vault, "set -e AWS_VAULT, unless it is wanted"),
            (Remedy::from("aws sso login"), "aws sso login"),
        ];
        for (remedy, expected) in cases {
            assert_eq!(written(&remedy, Some("fish")), expected);
            assert_eq!(written(&remedy, None), expected.replace("set -e", "unset"));
        }
    }
}
