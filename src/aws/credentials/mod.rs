//! The chain of places where a client looks for credentials, and what it finds (rule 7).
//!
//! Of a secret, only its presence is checked; none is kept. [`chain`] asks the places in the order
//! that a client's `Rules` have; each other module loads one kind of credentials.

mod cached;
mod chain;
mod check;
mod host;
mod keys;
mod legacy;
mod login;
mod roles;
mod session;
mod sso;
mod web_identity;

pub(super) use chain::{Chain, Choice};
pub(crate) use host::scheme_and_host;
pub(crate) use roles::MOST_SOURCES;
pub(crate) use session::{LoginSession, LoginSessions, SessionLife, SessionState};

use super::account::{Account, AccountId, Basis};
use super::expiry::Expiry;
use super::failure::{Failure, Stop};
use super::profiles::Setting;
use super::provider::{Provider, Source};
use super::sourced::Origin;
use super::verified::KeyHash;

/// The credentials that a client would use, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) provider: Provider,
    pub(crate) source: Source,
    pub(crate) origin: Origin,
    /// For people: a role's name, a login's name, or the end of a key id.
    pub(crate) identity: Option<String>,
    /// The role's name, if the identity is a role.
    pub(crate) role: Option<String>,
    /// The source profiles of a chain of roles, nearest first.
    pub(crate) via: Vec<String>,
    /// What the chain of roles begins with.
    pub(crate) base: Option<Base>,
    /// The access key whose account cannot be decoded, so that `whoami` can ask AWS.
    pub(crate) undecoded: Option<KeyHash>,
    /// Whether a session token would be sent.
    pub(crate) session_token: bool,
    /// Whether the client would ask for an MFA code.
    pub(crate) asks_mfa: bool,
    pub(crate) account: Option<Account>,
    pub(crate) expires: Option<Expiry>,
    /// Why the client would fail when it signs with them.
    refusal: Option<Failure>,
}

/// The credentials that a chain of roles begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) provider: Provider,
    pub(crate) identity: Option<String>,
    pub(crate) session_token: bool,
}

/// What a place of the chain returns, or why the search stops there.
type Loaded<T = Credentials> = Result<T, Stop>;

/// The same for a place that may have no credentials.
type LoadedCredentials = Loaded<Option<Credentials>>;

impl Credentials {
    fn new(provider: Provider, source: Source, origin: Origin) -> Self {
        // The loaders of access keys look for a token themselves.
        let may_lack_token =
            matches!(source, Source::Environment | Source::Static | Source::Process);
        Self {
            provider,
            source,
            origin,
            identity: None,
            role: None,
            via: Vec::new(),
            base: None,
            undecoded: None,
            session_token: !may_lack_token,
            asks_mfa: false,
            account: None,
            expires: None,
            refusal: None,
        }
    }

    /// Takes the failure that would end signing.
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
        self.account = Account::new(AccountId::of_arn(role_arn), Basis::RoleArn, arn_origin);
        self
    }
}

/// Returns the first line of a role's name; see `Setting::shown`.
pub(crate) fn role_name(role_arn: &str) -> &str {
    let start = memchr::memrchr2(b'/', b':', role_arn.as_bytes()).map_or(0, |sign| sign + 1);
    let name = &role_arn[start..];
    name.split('\n').next().unwrap_or(name)
}

/// Returns the account of a setting that nobody checks (rule 8.5).
fn hinted_account(setting: Option<Setting<'_>>) -> Option<Account> {
    setting.and_then(|it| Account::new(AccountId::new(it.value), Basis::Hint, it.origin()))
}

fn origin_of(setting: Option<Setting<'_>>) -> Origin {
    setting.map_or(Origin::Default, |setting| setting.origin())
}

/// Returns the last four characters of a well-formed key id.
///
/// Text after a blank or a line break may be a secret. A secret in the place of the id has
/// lower-case letters.
fn end_of_key_id(key_id: &str) -> Option<String> {
    let is_of_key_ids = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_key_id = key_id.len() >= 16 && key_id.bytes().all(is_of_key_ids);
    is_key_id.then(|| key_id[key_id.len() - 4..].to_owned())
}
