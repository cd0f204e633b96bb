//! The region, and what a client makes of one that is malformed or missing (section 5).

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use super::{candidates, variables};
use crate::aws::cause::Cause;
use crate::aws::client::{FipsNames, RegionCheck, Rules};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::profiles::{Profile, Profiles};
use crate::aws::provider::Provider;
use crate::aws::region_form::{is_host_label, is_host_name, is_valid_region};
use crate::aws::regions::real_region;
use crate::aws::resolution::{Flags, Resolution};
use crate::aws::source_profiles::SourceProfiles;
use crate::aws::sourced::{Origin, Sourced};
use crate::aws::world::World;

/// Chooses the region: the first source that counts (rules 5.1 to 5.9).
pub(super) fn region<'a, 'w>(
    world: &World,
    rules: &Rules,
    flags: &Flags,
    profiles: &'a Profiles<'w>,
    profile: Profile<'a, 'w>,
) -> Option<Sourced<OsString>> {
    let flag = flags.region.iter().map(|region| (region.clone(), Origin::Flag("--region")));
    let variables = variables(world, rules.region_variables);
    let of_source = rules.region_of_source_profile.then(|| region_of_source(profiles, profile));
    let candidates = flag
        .chain(variables)
        .chain(candidates(profile, "region"))
        .chain(of_source.flatten())
        .filter(|(region, _)| !(rules.empty_region_is_unset && region.is_empty()));
    Sourced::first_of(candidates)
        .map(|region| without_fips(rules.fips_names, region))
        .filter(|region| rules.region_check != RegionCheck::Dropped || is_host_label(&region.value))
}

/// Leaves out of a region that it asks for the FIPS endpoint (rule 5.18).
fn without_fips(names: FipsNames, region: Sourced<OsString>) -> Sourced<OsString> {
    let real = region.value.to_str().and_then(|name| match names {
        FipsNames::Anywhere => match real_region(name) {
            Cow::Owned(real) => Some(real),
            Cow::Borrowed(_) => None,
        },
        FipsNames::AtEnds => between_fips(name).map(str::to_owned),
        FipsNames::Never => None,
    });
    match real {
        Some(real) => Sourced { value: real.into(), ..region },
        None => region,
    }
}

/// Returns the region in a name that begins or ends with the word, as the SDK for JavaScript does.
///
/// <https://github.com/smithy-lang/smithy-typescript/blob/main/packages/core/src/submodules/config/config-resolver/regionConfig/getRealRegion.ts>
fn between_fips(name: &str) -> Option<&str> {
    if ["fips-aws-global", "aws-fips"].contains(&name) {
        return Some("us-east-1");
    }
    let Some(rest) = name.strip_prefix("fips-") else { return name.strip_suffix("-fips") };
    Some(["dkr-", "prod-"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest))
}

/// Finds the region of the nearest source profile that has one (rule 5.7).
fn region_of_source<'a, 'w>(
    profiles: &'a Profiles<'w>,
    mut profile: Profile<'a, 'w>,
) -> Option<(OsString, Origin)> {
    let mut sources = SourceProfiles::default();
    loop {
        let source = profile.get("source_profile")?.value;
        profile = sources.meet(source).then(|| sources.find(profiles, source))??;
        if let Some(region) = candidates(profile, "region").next() {
            return Some(region);
        }
    }
}

/// Returns the failure for a malformed region, if the client checks it (rule 5.10).
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

/// Returns the failure for a role without a region, if the client needs one (rule 5.16).
pub(super) fn missing_region(rules: &Rules, resolution: &Resolution) -> Option<Failure> {
    let provider = resolution.credentials.as_ref()?.provider;
    let asks_sts = match provider {
        Provider::AssumeRole => true,
        Provider::ProfileWebIdentity | Provider::EnvironmentWebIdentity => {
            // The endpoint of another service does not help.
            let endpoint = resolution.endpoint.as_ref();
            let variable = endpoint.and_then(|endpoint| endpoint.origin.variable());
            !matches!(variable, Some("AWS_ENDPOINT_URL" | "AWS_ENDPOINT_URL_STS"))
        }
        _ => false,
    };
    let is_missing = rules.roles.needs_region && asks_sts && resolution.region.is_none();
    is_missing.then(|| {
        Failure::at(provider, FailureKind::NoRegion, "there is no region to assume the role in")
    })
}

/// Returns the failure for a malformed region of a role, if the client asks there (rule 5.10).
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

#[cfg(test)]
mod tests {
    use crate::aws::client::Client;
    use crate::aws::situation::{ENV_KEYS, Situation};

    #[test]
    fn a_region_that_asks_for_fips_is_the_one_in_it() {
        let cases = [
            ("fips-us-gov-west-1", "us-gov-west-1"),
            ("us-west-2-fips", "us-west-2"),
            ("fips-aws-global", "aws-global"),
            ("us-fips-east-1", "us-east-1"),
            ("FIPS-us-east-1", "FIPS-us-east-1"),
            ("fips-", "fips-"),
            ("us-west-2", "us-west-2"),
        ];
        for (named, expected) in cases {
            let variables = [&ENV_KEYS[..], &[("AWS_REGION", named)]].concat();
            let situation = Situation { variables: &variables, ..Situation::default() };
            let region = situation.resolve(Client::AwsCliV2).region.unwrap();
            assert_eq!(region.value, expected, "5.18 {named}");
        }
    }

    #[test]
    fn other_sdks_look_for_fips_at_the_ends_of_a_name_or_not_at_all() {
        for (named, javascript) in [
            ("fips-us-gov-west-1", "us-gov-west-1"),
            ("us-west-2-fips", "us-west-2"),
            ("us-fips-east-1", "us-fips-east-1"),
            ("fips-dkr-us-east-2", "us-east-2"),
            ("aws-fips", "us-east-1"),
        ] {
            let variables = [&ENV_KEYS[..], &[("AWS_REGION", named)]].concat();
            let situation = Situation { variables: &variables, ..Situation::default() };
            let region = |client| situation.resolve(client).region.unwrap().value;
            assert_eq!(region(Client::JsSdk), javascript, "5.18 {named}");
            assert_eq!(region(Client::RustSdk), named, "5.18 {named}");
        }
    }
}
