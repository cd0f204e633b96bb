//! Why a client would refuse to run.

use super::{provider::Provider, reader::AwsFile};

/// Why a client would refuse to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) message: String,
    /// The place for credentials that failed, where one did.
    pub(crate) provider: Option<Provider>,
}

impl Failure {
    pub(in crate::aws) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), provider: None }
    }

    pub(in crate::aws) fn at(
        provider: Provider,
        kind: FailureKind,
        message: impl Into<String>,
    ) -> Self {
        Self { kind, message: message.into(), provider: Some(provider) }
    }
}

impl Provider {
    /// Returns the failure of this place for credentials, at which the client stops.
    pub(in crate::aws) fn failure(self, kind: FailureKind, message: impl Into<String>) -> Stop {
        Stop::Failure(Failure::at(self, kind, message))
    }
}

/// The kinds of failure, as `docs/contract.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    ConfigParse {
        file: AwsFile,
        line: u32,
    },
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
    /// The client never asks for an MFA code; no failure of the CLI, which does.
    Mfa,
    /// The client assumes no role without a region; no failure of the CLI either.
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

/// Why a step of the resolution went no further.
#[derive(Debug)]
pub(in crate::aws) enum Stop {
    /// The client would stop here too.
    Failure(Failure),
    /// The client would leave the profile, and say this when nothing else has credentials.
    Pass(Failure),
}
