//! The variables that wrappers such as aws-vault leave in the environment (section 10).

use std::ffi::OsStr;

use super::account::AccountId;
use super::environment::Environment;

/// A wrapper's marker: a name for the exported keys, and where it says whose they are.
pub(crate) struct Marker {
    /// The variable that holds the name.
    pub(crate) name: &'static str,
    /// The variable that states the account; without one the name is that of a profile.
    account: Option<&'static str>,
    /// Whether the wrapper exports a region, or a server of its own, in addition.
    pub(crate) exports_region: bool,
}

/// The markers, those that state their account first.
pub(crate) const MARKERS: [Marker; 6] = [
    marker("AWS_SSO_PROFILE", Some("AWS_SSO_ACCOUNT_ID")),
    marker("GRANTED_SSO_ROLE_NAME", Some("GRANTED_SSO_ACCOUNT_ID")),
    marker("AWS_VAULT", None),
    marker("AWSUME_PROFILE", None),
    marker("AWS_SSO_PROFILE", None),
    // Also the EB CLI's own variable, which `asp` and `acp` of oh-my-zsh set.
    Marker { exports_region: false, ..marker("AWS_EB_PROFILE", None) },
];

/// What granted exports with all keys: whether they come from Identity Center.
pub(crate) const GRANTED: &str = "GRANTED_SSO";

const fn marker(name: &'static str, account: Option<&'static str>) -> Marker {
    Marker { name, account, exports_region: true }
}

/// What wrappers export in addition to keys and markers; no client reads it.
pub(crate) const COMPANIONS: [&str; 14] = [
    "AWSUME_EXPIRATION",
    "AWS_PROFILE_REGION",
    "AWS_SESSION_EXPIRATION",
    "AWS_SSO",
    "AWS_SSO_ACCOUNT_ID",
    "AWS_SSO_DEFAULT_REGION",
    "AWS_SSO_ROLE_ARN",
    "AWS_SSO_ROLE_NAME",
    "AWS_SSO_SESSION_EXPIRATION",
    GRANTED,
    "GRANTED_SSO_ACCOUNT_ID",
    "GRANTED_SSO_REGION",
    "GRANTED_SSO_ROLE_NAME",
    "GRANTED_SSO_START_URL",
];

impl Marker {
    /// Returns the name that the wrapper left.
    pub(crate) fn value<'e>(&self, environment: &'e Environment) -> Option<&'e str> {
        environment.non_empty(self.name).and_then(OsStr::to_str)
    }

    /// Tells whether the name is that of a profile, which then tells the account.
    pub(crate) fn names_profile(&self) -> bool {
        self.account.is_none()
    }

    /// Returns the account that the wrapper states.
    pub(crate) fn stated_account(&self, environment: &Environment) -> Option<AccountId> {
        AccountId::new(environment.non_empty(self.account?)?.to_str()?)
    }
}
