//! Why a client would refuse to run: the kind, what is wrong, and where it is written.

use std::path::Path;

use super::cause::Cause;
use super::provider::Provider;
use super::reader::AwsFile;
use super::sourced::Origin;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    /// In a box, because most results do not have a failure.
    pub(crate) cause: Box<Cause>,
    /// The place for credentials that failed, if one did.
    pub(crate) provider: Option<Provider>,
    /// The setting that is wrong, if it is one.
    pub(crate) origin: Option<Origin>,
}

impl Failure {
    pub(super) fn new(kind: FailureKind, cause: impl Into<Cause>) -> Self {
        Self { kind, cause: Box::new(cause.into()), provider: None, origin: None }
    }

    pub(super) fn at(provider: Provider, kind: FailureKind, cause: impl Into<Cause>) -> Self {
        Self { provider: Some(provider), ..Self::new(kind, cause) }
    }

    pub(super) fn written(self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// Says for a program why the client refuses, with whole paths.
    pub(crate) fn message(&self) -> String {
        self.cause.described(|path| path.display().to_string())
    }

    /// Says it for a person, with `~` for the home directory.
    pub(crate) fn shown(&self, home: Option<&Path>) -> String {
        self.cause.shown(home)
    }
}

impl Provider {
    /// Returns the failure of this place for credentials, at which the client stops.
    pub(super) fn failure(self, kind: FailureKind, cause: impl Into<Cause>) -> Stop {
        Stop::Failure(Failure::at(self, kind, cause))
    }
}

/// The kinds of failure, as `docs/guide/src/contract.md` lists them. `Mfa` and `NoRegion` do not
/// stop the AWS CLI, which asks for the code and needs no region to assume a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    ConfigParse { file: AwsFile, line: u32 },
    ProfileNotFound,
    NoCredentials,
    PartialCredentials,
    SsoToken,
    Expired,
    ExpiryUnparsable,
    RoleCycle,
    InvalidConfig,
    Sso,
    InvalidRegion,
    LoginRefresh,
    Mfa,
    NoRegion,
}

impl FailureKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ConfigParse { .. } => "config-parse",
            Self::ProfileNotFound => "profile-not-found",
            Self::NoCredentials => "no-credentials",
            Self::PartialCredentials => "partial-credentials",
            Self::SsoToken => "sso-token",
            Self::Expired => "expired",
            Self::ExpiryUnparsable => "expiry-unparsable",
            Self::RoleCycle => "role-cycle",
            Self::InvalidConfig => "invalid-config",
            Self::Sso => "sso",
            Self::InvalidRegion => "invalid-region",
            Self::LoginRefresh => "login-refresh",
            Self::Mfa => "mfa",
            Self::NoRegion => "no-region",
        }
    }
}

/// Why a step of the resolution stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// The client would stop here too.
    Failure(Failure),
    /// The client would skip the profile, and report this if no other place has credentials.
    Skip(Failure),
}

impl Stop {
    /// Says that this place for credentials fails, as it asks the one that does.
    pub(super) fn of(self, provider: Provider) -> Self {
        let of = |failure| Failure { provider: Some(provider), ..failure };
        match self {
            Self::Failure(failure) => Self::Failure(of(failure)),
            Self::Skip(failure) => Self::Skip(of(failure)),
        }
    }

    pub(super) fn written(self, origin: Origin) -> Self {
        match self {
            Self::Failure(failure) => Self::Failure(failure.written(origin)),
            Self::Skip(failure) => Self::Skip(failure.written(origin)),
        }
    }
}
