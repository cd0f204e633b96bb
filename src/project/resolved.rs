//! A target with what its profile stands for, by the one resolver.

use std::ffi::OsString;

use super::said::{ProjectTarget, Said};
use crate::aws::{AccountId, Client, Facts, Flags, Origin, Resolution, resolve};

/// How a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// The project says it.
    Certain,
    /// The project says nothing, so that the environment decides.
    Environment,
    /// The project decides, and how is not known.
    Unknown,
}

impl Certainty {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Environment => "environment",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn of<T>(said: &Said<T>) -> Self {
        match said {
            Said::Environment => Self::Environment,
            Said::Certain(..) => Self::Certain,
            Said::Unknown(..) => Self::Unknown,
        }
    }
}

/// What a tool will use, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedTarget {
    pub(crate) said: ProjectTarget,
    /// What the client finds with the profile and region that the project says.
    pub(crate) resolution: Resolution,
    /// The account, if it is known offline.
    pub(crate) account: Option<AccountId>,
    /// What says the account, whether or not that is known.
    pub(crate) account_certainty: Certainty,
    pub(crate) region: Option<String>,
    pub(crate) region_certainty: Certainty,
}

impl ResolvedTarget {
    pub(super) fn new(
        said: ProjectTarget,
        facts: &Facts<'_, '_>,
        client: Client,
        flags: &Flags,
    ) -> Self {
        let own = |said: &Said<String>, flag: &Option<OsString>| {
            said.certain().map(OsString::from).or_else(|| flag.clone())
        };
        let flags = Flags {
            profile: own(&said.profile, &flags.profile),
            region: own(&said.region, &flags.region),
        };
        let resolution = resolve(facts, client, &flags);
        let of_profile = || {
            let account = resolution.account().filter(|account| account.is_certain())?;
            Some(account.id)
        };
        let (account, account_certainty) = match (&said.account, &said.role, &said.profile) {
            (Said::Certain(account, _), ..) => (Some(*account), Certainty::Certain),
            (Said::Unknown(..), ..) | (_, Said::Unknown(..), _) => (None, Certainty::Unknown),
            (_, Said::Certain(role, _), _) => (AccountId::of_arn(role), Certainty::Certain),
            (.., profile) if Certainty::of(profile) == Certainty::Unknown => {
                (None, Certainty::Unknown)
            }
            (.., profile) => (of_profile(), Certainty::of(profile)),
        };
        let region_certainty = match Certainty::of(&said.region) {
            // The profile may have a region of its own.
            Certainty::Environment => Certainty::of(&said.profile),
            certainty => certainty,
        };
        let of_client = || {
            let region = resolution.region.as_ref();
            let region = region.filter(|_| region_certainty != Certainty::Unknown)?;
            Some(region.value.to_string_lossy().into_owned())
        };
        let region = said.region.certain().cloned().or_else(of_client);
        Self { said, resolution, account, account_certainty, region, region_certainty }
    }

    /// Tells whether the project decides the account or the region.
    pub(crate) fn is_decided_by_project(&self) -> bool {
        let environment = Certainty::Environment;
        self.account_certainty != environment || self.region_certainty != environment
    }

    /// Returns the profile that the project says, and where.
    pub(crate) fn certain_profile(&self) -> Option<(&str, &Origin)> {
        if let Said::Certain(profile, place) = &self.said.profile {
            Some((profile, place))
        } else {
            None
        }
    }

    /// Returns the account to which the profile and the role lead, whatever else is said of it.
    pub(crate) fn account_of_credentials(&self) -> Option<AccountId> {
        match (&self.said.role, &self.said.profile) {
            (Said::Certain(role, _), _) => AccountId::of_arn(role),
            (Said::Unknown(..), _) | (_, Said::Unknown(..)) => None,
            _ => {
                let account = self.resolution.account().filter(|account| account.is_certain())?;
                Some(account.id)
            }
        }
    }

    /// Returns what of the account's is decided by the project, and where; why, if it is not known.
    pub(crate) fn decides_account(&self) -> Option<DecidedPart<'_>> {
        let ProjectTarget { account, role, profile, .. } = &self.said;
        let account = DecidedPart::of("account", account);
        let account = account.or_else(|| DecidedPart::of("role", role));
        account.or_else(|| DecidedPart::of("profile", profile))
    }

    /// Does the same for the region.
    pub(crate) fn decides_region(&self) -> Option<DecidedPart<'_>> {
        let region = DecidedPart::of("region", &self.said.region);
        region.or_else(|| DecidedPart::of("profile", &self.said.profile))
    }
}

/// A part of what a project says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DecidedPart<'a> {
    pub(crate) what: &'static str,
    pub(crate) place: &'a Origin,
    /// Why it is not known.
    pub(crate) unknown: Option<&'a str>,
}

impl<'a> DecidedPart<'a> {
    pub(crate) fn of<T>(what: &'static str, said: &'a Said<T>) -> Option<Self> {
        match said {
            Said::Environment => None,
            Said::Certain(_, place) => Some(Self { what, place, unknown: None }),
            Said::Unknown(why, place) => Some(Self { what, place, unknown: Some(why) }),
        }
    }

    /// Writes the place, with the line of a file.
    pub(crate) fn written_place(&self) -> String {
        match self.place {
            Origin::File { path, line: Some(line) } => format!("{}:{line}", path.display()),
            Origin::File { path, line: None } => path.display().to_string(),
            Origin::Environment(name) => name.clone(),
            Origin::Flag(flag) => (*flag).to_owned(),
            Origin::Default => "default".to_owned(),
        }
    }
}
