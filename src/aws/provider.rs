//! The places where a client looks for credentials, and the kinds of credentials.

/// A place where credentials are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    Environment,
    AssumeRole,
    /// What `credential_source` names, without a role on top of it.
    CredentialSource,
    /// Web identity, each of its settings from the environment first.
    WebIdentity,
    ProfileWebIdentity,
    EnvironmentWebIdentity,
    Sso,
    CredentialsFile,
    Login,
    Process,
    ConfigFile,
    /// The keys of both files, taken together.
    SharedFiles,
    LegacyFiles,
    Container,
    InstanceMetadata,
}

impl Provider {
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Environment => "keys in the environment",
            Self::AssumeRole => "an assumed role",
            Self::CredentialSource => "credential_source",
            Self::WebIdentity | Self::ProfileWebIdentity | Self::EnvironmentWebIdentity => {
                "web identity"
            }
            Self::Sso => "IAM Identity Center",
            Self::CredentialsFile => "keys in the credentials file",
            Self::Login => "aws login",
            Self::Process => "credential_process",
            Self::ConfigFile => "keys in the config file",
            Self::SharedFiles => "keys in the AWS files",
            Self::LegacyFiles => "keys in a file of older tools",
            Self::Container => "the container's role",
            Self::InstanceMetadata => "the instance metadata service",
        }
    }

    /// Returns the place as a person sees it, whatever else a client asks there.
    pub(super) fn place(self) -> Self {
        match self {
            Self::ProfileWebIdentity | Self::EnvironmentWebIdentity => Self::WebIdentity,
            Self::CredentialsFile | Self::ConfigFile => Self::SharedFiles,
            provider => provider,
        }
    }

    pub(super) fn is_same_place(self, other: Self) -> bool {
        self.place() == other.place()
    }

    /// Tells whether the place depends on nothing but the profile.
    pub(super) fn belongs_to_profile(self) -> bool {
        !matches!(
            self,
            Self::Environment
                | Self::WebIdentity
                | Self::EnvironmentWebIdentity
                | Self::LegacyFiles
                | Self::Container
                | Self::InstanceMetadata
        )
    }
}

/// What kind of credentials a client would sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Environment,
    Static,
    Process,
    Login,
    Sso { cached: bool },
    AssumeRole { cached: bool },
    WebIdentity,
    Container,
    InstanceMetadata,
}

impl Source {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Environment => "env",
            Self::Static => "static",
            Self::Process => "process",
            Self::Login => "login",
            Self::Sso { cached: false } => "sso",
            Self::Sso { cached: true } => "sso(cached)",
            Self::AssumeRole { cached: false } => "assume-role",
            Self::AssumeRole { cached: true } => "assume-role(cached)",
            Self::WebIdentity => "web-identity",
            Self::Container => "container",
            Self::InstanceMetadata => "imds",
        }
    }
}
