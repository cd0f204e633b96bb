//! The next step after a failure of a client, as something that can be pasted.

use crate::{
    aws::{
        credentials::Provider,
        resolve::{Failure, FailureKind, Resolution},
    },
    printable::printable,
    shell::{Shell, quote::quote},
};

/// Returns the next step, as something that can be pasted.
pub(crate) fn after(resolution: &Resolution, failure: &Failure) -> Option<String> {
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
        FailureKind::ProfileNotFound => "aws configure list-profiles".into(),
        FailureKind::Expired | FailureKind::ExpiryUnparsable | FailureKind::PartialCredentials
            if failure.provider == Some(Provider::Environment) =>
        {
            "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN \
             AWS_CREDENTIAL_EXPIRATION"
                .into()
        }
        FailureKind::InvalidRegion => {
            let region = resolution.region.as_ref()?.value.to_string_lossy();
            let has_comment = region.contains(['#', ';']);
            has_comment.then(|| {
                "the AWS CLI knows no comments behind a value; give it a line of its own".to_owned()
            })?
        }
        _ => return None,
    })
}

fn pasteable(word: &str) -> String {
    let is_simple =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '+');
    if !word.is_empty() && word.chars().all(is_simple) {
        word.to_owned()
    } else {
        printable(&quote(Shell::Bash, word)).into_owned()
    }
}
