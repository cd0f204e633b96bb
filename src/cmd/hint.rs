//! The next step after a failure of a client, as something that can be pasted.

use std::borrow::Cow;

use crate::{
    aws::{
        credentials::unset_credentials,
        difference,
        environment::Environment,
        failure::{Failure, FailureKind},
        provider::Provider,
        resolution::Resolution,
    },
    printable::printable,
    shell::{Shell, quote::quote},
};

/// Returns the next step, as something that can be pasted.
pub(crate) fn after(
    resolution: &Resolution,
    failure: &Failure,
    environment: &Environment,
) -> Option<String> {
    let chosen = resolution.chosen_profile().and_then(|profile| profile.to_str());
    // The session of a role is that of the profile at the end of its chain.
    let credentials = resolution.credentials.as_ref();
    let source = credentials.and_then(|credentials| credentials.via.last());
    let source = source.filter(|_| failure.provider == Some(Provider::Sso));
    let profile = source.map(String::as_str).or(chosen);
    let flag = profile.map(|profile| format!(" --profile {}", pasteable(profile)));
    let flag = flag.unwrap_or_default();
    Some(match failure.kind {
        FailureKind::SsoToken => format!("aws sso login{flag}"),
        FailureKind::Expired if failure.provider == Some(Provider::Sso) => {
            format!("aws sso login{flag}")
        }
        FailureKind::LoginRefresh => format!("aws login{flag}"),
        FailureKind::NoCredentials if failure.provider.is_none() => {
            format!("aws configure{flag}")
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
            "unset AWS_PROFILE AWS_DEFAULT_PROFILE".into()
        }
        FailureKind::ProfileNotFound => "awsprompt list".into(),
        FailureKind::Expired | FailureKind::ExpiryUnparsable | FailureKind::PartialCredentials
            if failure.provider == Some(Provider::Environment) =>
        {
            unset_credentials(environment)
        }
        FailureKind::InvalidRegion => {
            let region = resolution.region.as_ref()?.value.to_string_lossy();
            difference::has_comment(&region).then(|| {
                "the AWS CLI does not support comments after a value; move it to its own line"
                    .to_owned()
            })?
        }
        _ => return None,
    })
}

/// Returns what gets new credentials in place of those that have ended.
pub(super) fn renewal(resolution: &Resolution, environment: &Environment) -> Option<String> {
    let credentials = resolution.credentials.as_ref()?;
    let profile = credentials.via.last().map(String::as_str);
    let profile = profile.or(resolution.chosen_profile().and_then(|profile| profile.to_str()));
    let flag = profile.map(|profile| format!(" --profile {}", pasteable(profile)));
    match credentials.base.as_ref().map_or(credentials.provider, |base| base.provider) {
        Provider::Sso => Some(format!("aws sso login{}", flag.unwrap_or_default())),
        Provider::Login => Some(format!("aws login{}", flag.unwrap_or_default())),
        provider => against(provider, environment),
    }
}

/// Returns how a place outside the profiles is made to let a profile win, if a command does it.
pub(super) fn against(winner: Provider, environment: &Environment) -> Option<String> {
    match winner {
        Provider::Environment | Provider::WebIdentity | Provider::EnvironmentWebIdentity => {
            Some(unset_credentials(environment))
        }
        _ => None,
    }
}

/// Writes a command that removes variables for the shell it will be typed in, which only fish spells
/// otherwise; `shell` is its name, where it is known.
pub(super) fn in_shell<'t>(text: &'t str, shell: Option<&str>) -> Cow<'t, str> {
    let is_name = |names: &&str| names.starts_with(|c: char| c.is_ascii_uppercase());
    match text.strip_prefix("unset ").filter(is_name) {
        Some(names) if shell == Some("fish") => Cow::Owned(format!("set -e {names}")),
        _ => Cow::Borrowed(text),
    }
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
    fn fish_has_words_of_its_own_for_variables() {
        let cases = [
            ("unset AWS_REGION AWS_PROFILE", "set -e AWS_REGION AWS_PROFILE"),
            ("unset AWS_VAULT, unless it is wanted", "set -e AWS_VAULT, unless it is wanted"),
            ("unset it", "unset it"),
            ("aws sso login", "aws sso login"),
        ];
        for (text, expected) in cases {
            assert_eq!(in_shell(text, Some("fish")), expected);
            assert_eq!(in_shell(text, Some("zsh")), text);
            assert_eq!(in_shell(text, None), text);
        }
    }
}
