//! The region, and what a client makes of one that is malformed or missing (section 5).

use std::ffi::{OsStr, OsString};

use super::{candidates, variables};
use crate::aws::{
    cause::Cause,
    client::{RegionCheck, Rules},
    credentials::MOST_SOURCES,
    failure::{Failure, FailureKind},
    profiles::{Profile, Profiles},
    provider::Provider,
    resolution::{Flags, Resolution},
    sourced::{Origin, Sourced},
    world::World,
};

/// Chooses the region: the first source that counts (rules 5.1 to 5.9).
pub(super) fn region(
    world: &World,
    rules: &Rules,
    flags: &Flags,
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<Sourced<OsString>> {
    let flag = flags.region.iter().map(|region| (region.clone(), Origin::Flag("--region")));
    let variables = variables(world, rules.region_variables);
    let of_source = rules.region_of_source_profile.then(|| region_of_source(profiles, profile));
    let candidates = flag
        .chain(variables)
        .chain(candidates(profile, "region"))
        .chain(of_source.flatten())
        .filter(|(region, _)| !(rules.empty_region_is_unset && region.is_empty()));
    let region = Sourced::first_of(candidates);
    let is_dropped = |region: &Sourced<OsString>| !is_host_label(&region.value);
    region.filter(|region| !(rules.region_check == RegionCheck::Dropped && is_dropped(region)))
}

/// Finds the region of the nearest source profile that has one (rule 5.7).
fn region_of_source(
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<(OsString, Origin)> {
    let mut source = profile.get("source_profile")?.value;
    for _ in 0..MOST_SOURCES {
        let profile = profiles.find(source)?;
        if let Some(region) = candidates(profile, "region").next() {
            return Some(region);
        }
        source = profile.get("source_profile")?.value;
    }
    None
}

/// Says that a region is not formed like one, where the client minds (rule 5.10).
pub(super) fn malformed_region(
    rules: &Rules,
    region: Option<&Sourced<OsString>>,
) -> Option<Failure> {
    let region = &region?.value;
    let is_fine = match rules.region_check {
        RegionCheck::First => is_valid_region(region),
        RegionCheck::Last => is_host_name(region),
        RegionCheck::Dropped | RegionCheck::None => true,
    };
    (!is_fine).then(|| {
        let cause = Cause::MalformedRegion(region.to_string_lossy().into_owned());
        Failure::new(FailureKind::InvalidRegion, cause)
    })
}

/// Says that a role cannot be assumed for want of a region, where the client minds (rule 5.16).
pub(super) fn missing_region(rules: &Rules, resolution: &Resolution) -> Option<Failure> {
    let provider = resolution.credentials.as_ref()?.provider;
    let asks_sts = match provider {
        Provider::AssumeRole => true,
        Provider::ProfileWebIdentity | Provider::EnvironmentWebIdentity => {
            // That of another service is of no help.
            !matches!(
                resolution.endpoint.as_ref().map(|endpoint| &endpoint.origin),
                Some(Origin::Environment(name))
                    if name == "AWS_ENDPOINT_URL" || name == "AWS_ENDPOINT_URL_STS"
            )
        }
        _ => false,
    };
    let is_missing = rules.roles.needs_region && asks_sts && resolution.region.is_none();
    is_missing.then(|| {
        Failure::at(provider, FailureKind::NoRegion, "there is no region to assume the role in")
    })
}

/// Says that a role's own region is malformed, where it is asked about the role (rule 5.10).
pub(super) fn malformed_role_region(
    rules: &Rules,
    resolution: &Resolution,
    profile: Profile<'_, '_>,
) -> Option<Failure> {
    let provider = resolution.credentials.as_ref()?.provider;
    let region = profile.get("region").filter(|_| rules.region_check == RegionCheck::Dropped)?;
    let is_malformed = provider == Provider::AssumeRole && !is_host_label(OsStr::new(region.value));
    is_malformed.then(|| {
        let cause = Cause::MalformedRegion(region.shown().into_owned());
        Failure::at(provider, FailureKind::InvalidRegion, cause)
    })
}

/// Tells whether the Python clients accept a region's form; they do not ask whether it exists.
///
/// The empty region passes, all digits do not (section 5 of `docs/resolution.md`).
pub(crate) fn is_valid_region(region: &OsStr) -> bool {
    let Some(region) = region.to_str() else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    region.len() < 64
        && region.chars().all(is_label)
        && !region.starts_with('-')
        && !region.ends_with('-')
        && (region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_digit()))
}

impl RegionCheck {
    /// Tells whether a client would ask IAM Identity Center in a region of this form.
    pub(in crate::aws) fn accepts_sso(self, region: &OsStr) -> bool {
        match self {
            Self::First => !region.is_empty() && is_valid_region(region),
            Self::Last => is_host_name(region),
            Self::Dropped => is_host_label(region),
            Self::None => true,
        }
    }
}

/// Tells whether the SDK for Rust accepts a region's form: dots are allowed, and a dash at an end.
fn is_host_name(region: &OsStr) -> bool {
    let is_label = |label: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..64).contains(&label.len()) && label.chars().all(is_part) && !label.starts_with('-')
    };
    region.to_str().is_some_and(|region| region.split('.').all(is_label))
}

/// Tells whether the SDK for JavaScript accepts a region's form: it becomes a part of a host's
/// name.
fn is_host_label(region: &OsStr) -> bool {
    let Some(region) = region.to_str() else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..64).contains(&region.len())
        && region.chars().all(is_label)
        && !region.starts_with('-')
        && !region.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_checked_by_form_alone() {
        for region in ["", "us-east-1", "nowhere", "a", "1a", &"a".repeat(63)] {
            assert!(is_valid_region(OsStr::new(region)), "{region}");
        }
        let too_long = "a".repeat(64);
        for region in ["us-west-2 # x", "\"us-west-2\"", "123", "-a", "a-", "a_b", "é", &too_long]
        {
            assert!(!is_valid_region(OsStr::new(region)), "{region}");
        }
    }
}
