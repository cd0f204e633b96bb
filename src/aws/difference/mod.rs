//! Where another client lands elsewhere than AWS CLI v2.

mod reason;
#[cfg(test)]
mod reason_tests;
mod substitution;

use super::{
    account::AccountId, cause::Cause, credentials::Credentials, provider::Source,
    resolution::Resolution,
};

pub(crate) use reason::{Reason, has_comment};
pub(crate) use substitution::reason;

/// The first thing in which a client differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Profile,
    Account,
    Region,
}

impl Of {
    /// The name that programs know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Account => "account",
            Self::Region => "region",
        }
    }
}

/// Tells whether two clients both work and reach different accounts, or regions.
///
/// What is not known, or only claimed, is no difference.
pub(crate) fn split(ours: &Resolution, theirs: &Resolution) -> Option<Of> {
    if !(ours.is_ok() && theirs.is_ok()) {
        return None;
    }
    let differ = |a: Option<&AccountId>, b: Option<&AccountId>| {
        a.zip(b).is_some_and(|(ours, theirs)| ours != theirs)
    };
    let is_of_account = differ(certain_account(ours), certain_account(theirs));
    let regions = region(ours).zip(region(theirs)).filter(|_| theirs.client.has_region());
    let is_of_region = regions.is_some_and(|(ours, theirs)| ours != theirs);
    if !is_of_account && !is_of_region {
        return None;
    }
    let is_of_profile = profile(ours) != profile(theirs);
    Some(match (is_of_profile, is_of_account) {
        (true, _) => Of::Profile,
        (false, true) => Of::Account,
        (false, false) => Of::Region,
    })
}

/// Tells whether a person would see the two clients do different things.
pub(crate) fn differs(ours: &Resolution, theirs: &Resolution) -> bool {
    match (ours.is_ok(), theirs.is_ok()) {
        (false, false) => false,
        (true, true) => {
            split(ours, theirs).is_some()
                || profile(ours) != profile(theirs)
                || (theirs.client.has_region() && region(ours) != region(theirs))
                || credentials_differ(ours, theirs)
                || theirs.caveat().is_some()
        }
        _ => true,
    }
}

/// Tells whether two clients do the same, down to the message where both refuse.
pub(crate) fn agree(ours: &Resolution, theirs: &Resolution) -> bool {
    let has_both = ours.credentials.is_some() == theirs.credentials.is_some();
    cause(ours) == cause(theirs)
        && profile(ours) == profile(theirs)
        && region(ours) == region(theirs)
        && has_both
        && !credentials_differ(ours, theirs)
}

fn cause(resolution: &Resolution) -> Option<&Cause> {
    resolution.failure.as_ref().map(|failure| &*failure.cause)
}

fn credentials_differ(ours: &Resolution, theirs: &Resolution) -> bool {
    let (Some(ours), Some(theirs)) = (&ours.credentials, &theirs.credentials) else { return false };
    let kind = |credentials: &Credentials| match credentials.source {
        Source::Sso { .. } => Source::Sso { cached: false },
        Source::AssumeRole { .. } => Source::AssumeRole { cached: false },
        source => source,
    };
    let account =
        |credentials: &Credentials| credentials.account.as_ref().map(|account| account.id.clone());
    kind(ours) != kind(theirs)
        || ours.identity != theirs.identity
        || account(ours) != account(theirs)
        || ours.session_token != theirs.session_token
        || ours.asks_mfa != theirs.asks_mfa
        || is_kept_session(ours) != is_kept_session(theirs)
}

/// Tells whether the AWS CLI would use a role's session that it keeps, whatever has become of its
/// source.
pub(crate) fn is_kept_session(credentials: &Credentials) -> bool {
    credentials.source == Source::AssumeRole { cached: true }
}

fn certain_account(resolution: &Resolution) -> Option<&AccountId> {
    resolution.account().filter(|account| account.is_certain()).map(|account| &account.id)
}

fn profile(resolution: &Resolution) -> Option<&std::ffi::OsStr> {
    resolution.profile.as_ref().map(|profile| profile.value.as_os_str())
}

/// Returns the region, where there is one to speak of.
pub(crate) fn region(resolution: &Resolution) -> Option<&std::ffi::OsStr> {
    let region = resolution.region.as_ref().map(|region| region.value.as_os_str());
    region.filter(|region| !region.is_empty())
}
