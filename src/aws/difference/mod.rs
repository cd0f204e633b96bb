//! In what another client differs from AWS CLI v2, and why.

mod fields;
mod reason;
#[cfg(test)]
mod reason_tests;
mod substitution;

use super::account::AccountId;
use super::cause::Cause;
use super::credentials::Credentials;
use super::provider::Source;
use super::resolution::Resolution;

pub(crate) use reason::Reason;
pub(crate) use substitution::reason;

/// The first thing in which a client differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Profile,
    Account,
    Region,
}

impl Of {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Account => "account",
            Self::Region => "region",
        }
    }
}

/// Tells in what two clients differ that both work: in a known account, or in the region.
///
/// An account that is unknown, or only claimed, does not differ.
pub(crate) fn split(ours: &Resolution, theirs: &Resolution) -> Option<Of> {
    if !(ours.is_ok() && theirs.is_ok()) {
        return None;
    }
    let accounts = certain_account(ours).zip(certain_account(theirs));
    let regions = region(ours).zip(region(theirs)).filter(|_| theirs.client.has_region());
    let is_of_account = accounts.is_some_and(|(ours, theirs)| ours != theirs);
    let is_of_region = regions.is_some_and(|(ours, theirs)| ours != theirs);
    match (is_of_account, is_of_region) {
        (false, false) => None,
        _ if profile(ours) != profile(theirs) => Some(Of::Profile),
        (true, _) => Some(Of::Account),
        (false, true) => Some(Of::Region),
    }
}

/// Tells whether a person would see a difference between two clients.
pub(crate) fn differs(ours: &Resolution, theirs: &Resolution) -> bool {
    if !ours.is_ok() || !theirs.is_ok() {
        return ours.is_ok() != theirs.is_ok();
    }
    split(ours, theirs).is_some()
        || profile(ours) != profile(theirs)
        || (theirs.client.has_region() && region(ours) != region(theirs))
        || credentials_differ(ours, theirs)
        || theirs.caveat().is_some_and(|theirs| ours.caveat() != Some(theirs))
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
    let seen = |credentials: &Credentials| {
        let source = match credentials.source {
            Source::Sso { .. } => Source::Sso { cached: false },
            source => source,
        };
        let account = credentials.account.as_ref().map(|account| account.id);
        let identity = credentials.identity.clone();
        (source, account, identity, credentials.session_token, credentials.asks_mfa)
    };
    let both = ours.credentials.as_ref().zip(theirs.credentials.as_ref());
    both.is_some_and(|(ours, theirs)| seen(ours) != seen(theirs))
}

/// Tells whether these are a role's session that the AWS CLI keeps, and uses without its source.
pub(crate) fn is_kept_session(credentials: &Credentials) -> bool {
    credentials.source == Source::AssumeRole { cached: true }
}

fn certain_account(resolution: &Resolution) -> Option<&AccountId> {
    resolution.account().filter(|account| account.is_certain()).map(|account| &account.id)
}

fn profile(resolution: &Resolution) -> Option<&std::ffi::OsStr> {
    resolution.profile.as_ref().map(|profile| profile.value.as_os_str())
}

/// Returns the region, unless it is empty.
pub(crate) fn region(resolution: &Resolution) -> Option<&std::ffi::OsStr> {
    let region = resolution.region.as_ref().map(|region| region.value.as_os_str());
    region.filter(|region| !region.is_empty())
}
