//! The next step after a failure of a client, as something that can be pasted.

use std::borrow::Cow;
use std::ffi::OsStr;

use crate::aws::{
    Environment, Failure, FailureKind, Provider, Remedy, Resolution, difference, remedy,
};
use crate::printable::printable;
use crate::shell::Shell;
use crate::shell::quote::quote;

/// Returns the next step after a failure.
pub(crate) fn next_step(
    resolution: &Resolution,
    failure: &Failure,
    environment: &Environment,
) -> Option<Remedy> {
    let chosen = resolution.chosen_profile().and_then(OsStr::to_str);
    let is_sso = failure.provider == Some(Provider::Sso);
    let flag = profile_flag(if is_sso { renewed_profile(resolution) } else { chosen });
    Some(match (failure.kind, failure.provider) {
        (FailureKind::SsoToken, _) | (FailureKind::Expired, Some(Provider::Sso)) => {
            remedy!("aws sso login{flag}")
        }
        (FailureKind::LoginRefresh, _) => remedy!("aws login{flag}"),
        (FailureKind::NoCredentials, None) => remedy!("aws configure{flag}"),
        (FailureKind::ConfigParse { .. }, _) => {
            remedy!("fix that line; until then the AWS CLI rejects every command")
        }
        (FailureKind::PartialCredentials, Some(Provider::AssumeRole)) => {
            remedy!("give the profile a source_profile, whose credentials the role is assumed with")
        }
        (FailureKind::PartialCredentials, Some(Provider::CredentialsFile)) => {
            remedy!(
                "keep aws_access_key_id and aws_secret_access_key together, in ~/.aws/credentials"
            )
        }
        (FailureKind::ProfileNotFound, _) if chosen == Some("") => {
            Remedy::unset("AWS_PROFILE AWS_DEFAULT_PROFILE")
        }
        (FailureKind::ProfileNotFound, _) => remedy!("awsprompt list"),
        (
            FailureKind::Expired | FailureKind::ExpiryUnparsable | FailureKind::PartialCredentials,
            Some(Provider::Environment),
        ) => Remedy::unset_credentials(environment),
        (FailureKind::InvalidRegion, _) => {
            let region = resolution.region.as_ref()?.value.to_string_lossy();
            if !difference::has_comment(&region) {
                return None;
            }
            remedy!("the AWS CLI does not support comments after a value; move it to its own line")
        }
        _ => return None,
    })
}

/// Returns the profile that holds the credentials: the last one of a chain of roles, or the chosen
/// one.
pub(super) fn renewed_profile(resolution: &Resolution) -> Option<&str> {
    let last = resolution.credentials.as_ref().and_then(|credentials| credentials.via.last());
    let chosen = || resolution.chosen_profile().and_then(OsStr::to_str);
    last.map(String::as_str).or_else(chosen)
}

/// Returns what renews credentials that have expired.
pub(super) fn renewal(resolution: &Resolution, environment: &Environment) -> Option<Remedy> {
    let credentials = resolution.credentials.as_ref()?;
    let flag = profile_flag(renewed_profile(resolution));
    match credentials.base.as_ref().map_or(credentials.provider, |base| base.provider) {
        Provider::Sso => Some(remedy!("aws sso login{flag}")),
        Provider::Login => Some(remedy!("aws login{flag}")),
        provider => let_profile_win(provider, environment),
    }
}

/// Returns how a profile gets precedence over a provider outside the profiles, if a command does it.
pub(super) fn let_profile_win(provider: Provider, environment: &Environment) -> Option<Remedy> {
    let is_in_environment = matches!(
        provider,
        Provider::Environment | Provider::WebIdentity | Provider::EnvironmentWebIdentity
    );
    is_in_environment.then(|| Remedy::unset_credentials(environment))
}

/// Writes a remedy for the shell in which it will be typed; `shell` is its name, if known.
pub(super) fn written<'r>(remedy: &'r Remedy, shell: Option<&str>) -> Cow<'r, str> {
    remedy.written(if shell == Some("fish") { "set -e" } else { "unset" })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fish_has_another_command_to_remove_variables() {
        let vault = Remedy::Unset { names: "AWS_VAULT".into(), unless: ", unless it is wanted" };
        let cases = [
            (Remedy::unset("AWS_REGION AWS_PROFILE"), "set -e AWS_REGION AWS_PROFILE"),
            (vault, "set -e AWS_VAULT, unless it is wanted"),
            (remedy!("aws sso login"), "aws sso login"),
        ];
        for (remedy, expected) in cases {
            assert_eq!(written(&remedy, Some("fish")), expected);
            assert_eq!(written(&remedy, None), expected.replace("set -e", "unset"));
        }
    }
}
