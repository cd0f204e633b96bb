//! What a resolution is asked, what it looks at, and what it answers.

use std::ffi::{OsStr, OsString};

use super::account::Account;
use super::client::Client;
use super::credentials::Credentials;
use super::failure::Failure;
use super::profiles::{ParseError, ParsedFiles, Profiles};
use super::provider::{Provider, Source};
use super::reader::Dialect;
use super::sourced::{Origin, Sourced};
use super::world::{Lookup, World};

/// What the client would be given on its command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) profile: Option<OsString>,
    pub(crate) region: Option<OsString>,
}

/// Everything that a resolution looks at.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a, 'w> {
    pub(crate) world: &'a World,
    pub(crate) files: &'a ParsedFiles<'w>,
    /// For files whose paths depend on the config.
    pub(crate) lookup: &'a dyn Lookup,
}

impl<'a, 'w> Facts<'a, 'w> {
    /// Returns the profiles as the AWS CLI sees them.
    pub(crate) fn profiles(&self) -> Result<&'a Profiles<'w>, ParseError> {
        self.files.by(Dialect::Python).as_ref().map_err(|error| *error)
    }
}

/// What one client would use now, each value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolution {
    pub(crate) client: Client,
    pub(crate) profile: Option<Sourced<OsString>>,
    pub(crate) region: Option<Sourced<OsString>>,
    pub(crate) output: Option<Sourced<OsString>>,
    pub(crate) credentials: Option<Credentials>,
    /// Other places that have credentials, which the client does not use.
    pub(crate) unused_credentials: Vec<(Provider, Origin)>,
    /// The first setting that sends requests elsewhere than to AWS (rule 7.16).
    pub(crate) endpoint: Option<Sourced<OsString>>,
    /// Whether the client loads other modules before every command (rule 7.30).
    pub(crate) has_plugins: bool,
    pub(crate) failure: Option<Failure>,
}

impl Resolution {
    /// Tells whether the client would sign a request.
    pub(crate) fn is_ok(&self) -> bool {
        self.failure.is_none()
    }

    pub(crate) fn account(&self) -> Option<&Account> {
        self.credentials.as_ref()?.account.as_ref()
    }

    /// Returns the place that provides the credentials, or fails to.
    pub(super) fn provider(&self) -> Option<Provider> {
        let failed = || self.failure.as_ref()?.provider;
        self.credentials.as_ref().map(|found| found.provider).or_else(failed)
    }

    /// Returns this place if it is in the environment or on the host and does not need the profile.
    pub(crate) fn provider_outside_profile(&self) -> Option<Provider> {
        let provider = self.provider()?;
        match provider {
            Provider::Environment | Provider::Container | Provider::LegacyFiles => Some(provider),
            // A profile may say itself where the metadata service is.
            Provider::InstanceMetadata => {
                let origin = self.credentials.as_ref().map(|found| &found.origin);
                (!matches!(origin, Some(Origin::File { .. }))).then_some(provider)
            }
            // A profile may ask for web identity itself.
            Provider::WebIdentity | Provider::EnvironmentWebIdentity => {
                self.credentials.as_ref()?.origin.variable().map(|_| provider)
            }
            _ => None,
        }
    }

    /// Returns the profile that a variable or flag chose.
    pub(crate) fn chosen_profile(&self) -> Option<&OsStr> {
        let profile = self.profile.as_ref()?;
        (profile.origin != Origin::Default).then_some(&profile.value)
    }

    /// Returns what the profile has too, and keys of the credentials file hide (rule 7A).
    pub(crate) fn hidden(&self) -> Option<Provider> {
        let provider = self.credentials.as_ref()?.provider;
        let hidden = self.unused_credentials.iter().map(|(provider, _)| *provider);
        hidden
            .filter(|_| provider == Provider::CredentialsFile)
            .find(|provider| matches!(provider, Provider::Login | Provider::Process))
    }

    /// Returns what the client needs and awsprompt cannot check (rules 7.13 and 7.30), or why it
    /// cannot show an answer (section 6).
    pub(crate) fn caveat(&self) -> Option<&'static str> {
        if self.needs_extra() {
            return Some("aws login works where the crt extra of botocore is installed");
        }
        if self.has_plugins {
            return Some("works where the modules of the section [plugins] are installed");
        }
        (!self.knows_output())
            .then_some("sends the request, then fails at an output format it does not know")
    }

    /// Tells whether the client needs what may not be installed (rule 7.13).
    pub(super) fn needs_extra(&self) -> bool {
        let uses_login = |found: &Credentials| {
            let base = found.base.as_ref().map_or(found.provider, |base| base.provider);
            base == Provider::Login && found.source != Source::AssumeRole { cached: true }
        };
        self.client.rules().login_needs_extra && self.credentials.as_ref().is_some_and(uses_login)
    }

    /// Tells whether the client can show its answers in the output format that is chosen.
    pub(crate) fn knows_output(&self) -> bool {
        let outputs = self.client.rules().outputs;
        let is_known =
            |output: &Sourced<OsString>| outputs.iter().any(|known| output.value == *known);
        self.output.as_ref().is_none_or(is_known)
    }
}
