//! The AWS clients, and each one's column of `docs/resolution.md`.
//!
//! A client is data: what differs between two clients is a field of [`Rules`], never a second
//! resolver.

use super::credentials::Provider;

/// A program that talks to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    AwsCliV2,
}

impl Client {
    /// Every client, in the order in which they are reported.
    pub(crate) const ALL: [Self; 1] = [Self::AwsCliV2];

    /// The name that people and programs know the client by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AwsCliV2 => "aws-cli-v2",
        }
    }

    /// The name for headings.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::AwsCliV2 => "AWS CLI v2",
        }
    }

    pub(super) fn rules(self) -> &'static Rules {
        match self {
            Self::AwsCliV2 => &AWS_CLI_V2,
        }
    }
}

/// What sets one client apart from another.
pub(super) struct Rules {
    /// The variables that choose a profile, strongest first (rule 4.1).
    pub(super) profile_variables: &'static [&'static str],
    /// The variables that choose a region, strongest first (rule 5.1).
    pub(super) region_variables: &'static [&'static str],
    /// The variables that hold a session token, strongest first (rule 3.3).
    pub(super) token_variables: &'static [&'static str],
    /// The keys that hold a session token, strongest first (rule 3.3).
    pub(super) token_keys: &'static [&'static str],
    /// Where credentials are looked for, in this order (rule 7A).
    pub(super) chain: &'static [Provider],
    /// Where a source profile's credentials are looked for (rule 7.3 and outline step 4).
    pub(super) source_profile_chain: &'static [Provider],
}

const AWS_CLI_V2: Rules = Rules {
    profile_variables: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    token_variables: &["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"],
    token_keys: &["aws_security_token", "aws_session_token"],
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::WebIdentity,
        Provider::Sso,
        Provider::CredentialsFile,
        Provider::Login,
        Provider::Process,
        Provider::ConfigFile,
        Provider::LegacyFiles,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::WebIdentity,
        Provider::Sso,
        Provider::CredentialsFile,
        Provider::Login,
        Provider::Process,
        Provider::ConfigFile,
    ],
};
