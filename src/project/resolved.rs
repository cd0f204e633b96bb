//! A target with what its profile stands for, by the one resolver.

use std::ffi::OsString;

use super::said::{ProjectTarget, Said};
use crate::aws::{AccountId, Client, Facts, Flags, Resolution, resolve};

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
    fn of<T>(said: &Said<T>) -> Self {
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
        let region = resolution.region.as_ref();
        let region = region.filter(|_| region_certainty != Certainty::Unknown);
        let region = region.map(|region| region.value.to_string_lossy().into_owned());
        Self { said, resolution, account, account_certainty, region, region_certainty }
    }

    /// Tells whether the project decides the account or the region.
    pub(crate) fn is_decided_by_project(&self) -> bool {
        let environment = Certainty::Environment;
        self.account_certainty != environment || self.region_certainty != environment
    }
}
