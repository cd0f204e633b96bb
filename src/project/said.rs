//! What a project says of the targets that a tool will use, before anything is resolved.

use crate::aws::{AccountId, Origin};

/// What a project says of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Said<T> {
    /// Nothing: the environment decides.
    #[default]
    Environment,
    Certain(T, Origin),
    /// The project decides, and how is not known: why, as the end of a sentence that begins with
    /// what the value is, such as `is var.x, which has no value`.
    Unknown(String, Origin),
}

impl<T> Said<T> {
    pub(crate) fn certain(&self) -> Option<&T> {
        if let Self::Certain(value, _) = self { Some(value) } else { None }
    }

    pub(crate) fn is_environment(&self) -> bool {
        matches!(self, Self::Environment)
    }
}

impl Said<String> {
    /// Takes it for the ARN of a role.
    pub(super) fn of_role(self) -> Self {
        match self {
            Self::Certain(role, place) if AccountId::of_arn(&role).is_none() => {
                Self::Unknown("is not an ARN of a role".to_owned(), place)
            }
            said => said,
        }
    }
}

/// What a tool does with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It makes, changes and deletes what the project describes.
    Deploys,
    /// It keeps there what it knows of that.
    State,
}

/// What a project says of one target: a provider, a backend, a stack, a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectTarget {
    /// What of the project it is, such as `provider "aws"`.
    pub(crate) name: String,
    pub(crate) purpose: Purpose,
    /// Set where the project says which account it is, whatever the profile and the role are; or
    /// where neither of them decides.
    pub(crate) account: Said<AccountId>,
    pub(crate) region: Said<String>,
    pub(crate) profile: Said<String>,
    /// Which accounts it refuses, if it is what can refuse any.
    pub(crate) limits: Option<AccountLimits>,
    /// The ARN of the role that is assumed with the credentials of the profile or environment.
    pub(crate) role: Said<String>,
}

/// Which accounts a provider refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountLimits {
    /// Where the provider is.
    pub(crate) place: Origin,
    pub(crate) is_limited: bool,
    /// The only ones that it takes, and those that it does not, as far as they are known.
    pub(crate) allowed: Option<Vec<AccountId>>,
    pub(crate) forbidden: Vec<AccountId>,
}

impl AccountLimits {
    /// Tells whether an account is certainly refused.
    pub(crate) fn refuses(&self, account: &AccountId) -> bool {
        let is_other = self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(account));
        is_other || self.forbidden.contains(account)
    }
}

impl ProjectTarget {
    /// A target of which nothing is said.
    pub(crate) fn new(name: impl Into<String>, purpose: Purpose) -> Self {
        Self {
            name: name.into(),
            purpose,
            account: Said::Environment,
            region: Said::Environment,
            profile: Said::Environment,
            role: Said::Environment,
            limits: None,
        }
    }

    /// A target that may be any, for this reason.
    pub(crate) fn unknown(name: impl Into<String>, why: impl Into<String>, place: Origin) -> Self {
        let why = why.into();
        Self {
            account: Said::Unknown(why.clone(), place.clone()),
            region: Said::Unknown(why, place),
            ..Self::new(name, Purpose::Deploys)
        }
    }
}
