//! The chain of places where a client looks for credentials, and what it finds (rule 7).
//!
//! Secrets are only asked whether they are there; none is kept. [`chain`] has the order, the other
//! modules have one kind of credentials each.

mod cached;
mod chain;
mod check;
mod host;
mod keys;
mod legacy;
mod login;
mod roles;
mod sso;
mod web_identity;

pub(super) use chain::{Chain, Choice};
pub(crate) use roles::MOST_SOURCES;

use super::{
    account::{Account, AccountId, Basis},
    expiry::Expiry,
    failure::Failure,
    profiles::Setting,
    provider::{Provider, Source},
    sourced::Origin,
    verified::KeyHash,
};

/// The credentials that a client would use, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) provider: Provider,
    pub(crate) source: Source,
    pub(crate) origin: Origin,
    /// For people: a role's name, a login's name, or the end of a key id.
    pub(crate) identity: Option<String>,
    /// The role's name, where the identity is one.
    pub(crate) role: Option<String>,
    /// The source profiles of a chain of roles, nearest first.
    pub(crate) via: Vec<String>,
    /// What the chain of roles begins with.
    pub(crate) base: Option<Base>,
    /// The access key whose account cannot be worked out, for whoever asks AWS.
    pub(crate) undecoded: Option<KeyHash>,
    /// Whether a session token would be sent.
    pub(crate) session_token: bool,
    /// Whether a code of an MFA device would be asked for.
    pub(crate) asks_mfa: bool,
    pub(crate) account: Option<Account>,
    pub(crate) expires: Option<Expiry>,
    /// Why the client would fail with them when it comes to signing.
    refusal: Option<Failure>,
}

/// The credentials that a chain of roles begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) provider: Provider,
    pub(crate) identity: Option<String>,
    /// Whether they are temporary.
    pub(crate) session_token: bool,
}

impl Credentials {
    fn new(provider: Provider, source: Source, origin: Origin) -> Self {
        Self {
            provider,
            source,
            origin,
            identity: None,
            role: None,
            via: Vec::new(),
            base: None,
            undecoded: None,
            session_token: false,
            asks_mfa: false,
            account: None,
            expires: None,
            refusal: None,
        }
    }

    /// Takes out the failure that signing would end in.
    pub(super) fn take_refusal(&mut self) -> Option<Failure> {
        self.refusal.take()
    }

    fn refused(mut self, failure: impl Into<Option<Failure>>) -> Self {
        self.refusal = failure.into();
        self
    }

    fn of_role(mut self, role_arn: &str, arn_origin: Origin) -> Self {
        self.role = Some(role_name(role_arn).to_owned());
        self.identity = self.role.clone();
        self.session_token = true;
        self.account = Account::new(AccountId::of_arn(role_arn), Basis::RoleArn, arn_origin);
        self
    }
}

/// Returns the name of a role, as far as it stands on the first line; see `Setting::shown`.
pub(super) fn role_name(role_arn: &str) -> &str {
    let name = role_arn.rsplit(['/', ':']).next().unwrap_or(role_arn);
    name.split('\n').next().unwrap_or(name)
}

/// Takes an account id that nobody checks (rule 8.5).
fn hinted_account(setting: Option<Setting<'_>>) -> Option<Account> {
    let setting = setting?;
    Account::new(AccountId::new(setting.value), Basis::Hint, setting.origin())
}

/// Returns the last four characters of what is formed like a key id.
///
/// What follows a blank or a line break is no key id, and may be a secret; and a secret that was
/// put in the place of the id has small letters.
fn end_of_key_id(key_id: &str) -> Option<String> {
    let is_of_key_ids = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_key_id = key_id.len() >= 16 && key_id.bytes().all(is_of_key_ids);
    is_key_id.then(|| key_id[key_id.len() - 4..].to_owned())
}
