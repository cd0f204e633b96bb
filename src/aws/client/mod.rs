//! The AWS clients, and each one's column of `docs/guide/src/resolution.md`.
//!
//! A client is data: what differs between two clients is a field of [`Rules`], never a second
//! resolver. Each field names its rule, so that a column can be held against the document.

mod columns;
mod rules;

pub(crate) use columns::OUTPUTS;
use columns::{AWS_CLI_V1, AWS_CLI_V2, BOTO3, JS_SDK, RUST_SDK, TERRAFORM};
pub(super) use rules::{
    EnvironmentKeysIgnored, FipsNames, JoinedKeys, MetadataSwitch, Mfa, OnMissing, Order,
    RegionCheck, Repeated, RepeatedSource, Rules, SourceKeys, TokenDates, TokenRenewal,
    WithoutSource,
};

/// A program that talks to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    AwsCliV2,
    AwsCliV1,
    Boto3,
    RustSdk,
    JsSdk,
    /// Its S3 backend is what was measured; the SDK for Go is inside.
    Terraform,
}

impl Client {
    /// Every client, in the order in which they are reported.
    pub(crate) const ALL: [Self; 6] =
        [Self::AwsCliV2, Self::AwsCliV1, Self::Boto3, Self::RustSdk, Self::JsSdk, Self::Terraform];

    /// Finds a client by its name or its short name.
    ///
    /// # Errors
    ///
    /// There is no client of this name; the error lists the names.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let is_named = |client: &Self| [client.name(), client.short_name()].contains(&name);
        Self::ALL.into_iter().find(is_named).ok_or_else(|| {
            let known = Self::ALL.map(Self::short_name).join(" ");
            format!("unknown client {name:?}; expected one of {known}")
        })
    }

    /// The name for programs.
    pub(crate) fn name(self) -> &'static str {
        self.names().0
    }

    /// The name for the prompt, where every column counts.
    pub(crate) fn short_name(self) -> &'static str {
        self.names().1
    }

    /// The name for people.
    pub(crate) fn title(self) -> &'static str {
        self.names().2
    }

    /// The program, and its version, whose answers the rules were measured on.
    pub(crate) fn measured(self) -> &'static str {
        self.names().3
    }

    /// The name, the short name, the title, and what was measured.
    fn names(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::AwsCliV2 => ("aws-cli-v2", "cli2", "AWS CLI v2", "AWS CLI 2.36.7"),
            Self::AwsCliV1 => ("aws-cli-v1", "cli1", "AWS CLI v1", "AWS CLI 1.46.3"),
            Self::Boto3 => ("boto3", "boto3", "boto3", "botocore 1.44.8"),
            Self::RustSdk => ("rust-sdk", "rust", "Rust SDK", "aws-config 1.13.0 (Rust SDK)"),
            Self::JsSdk => {
                ("js-sdk", "js", "JavaScript SDK", "client-sts 3.1169.0 (JavaScript SDK)")
            }
            Self::Terraform => {
                ("terraform", "terraform", "Terraform", "Terraform 1.11.4 (S3 backend)")
            }
        }
    }

    /// Tells whether the client's region can be compared: that of Terraform is set in its blocks.
    pub(crate) fn has_region(self) -> bool {
        self != Self::Terraform
    }

    pub(super) fn rules(self) -> &'static Rules {
        match self {
            Self::AwsCliV2 => &AWS_CLI_V2,
            Self::AwsCliV1 => &AWS_CLI_V1,
            Self::Boto3 => &BOTO3,
            Self::RustSdk => &RUST_SDK,
            Self::JsSdk => &JS_SDK,
            Self::Terraform => &TERRAFORM,
        }
    }
}
