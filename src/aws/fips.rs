//! FIPS endpoints that AWS does not have (rule 7C.11): what is sent to one reaches nobody.
//!
//! <https://docs.aws.amazon.com/general/latest/gr/sts.html>
//! <https://docs.aws.amazon.com/general/latest/gr/sso.html>

use std::ffi::OsStr;

use super::credentials::{Chain, MOST_SOURCES};
use super::key_flaws::has_endpoint;
use super::profiles::Profile;
use super::provider::Provider;
use super::regions::partition_of;

/// A service that a profile gets its credentials from, or that most people use, and that has no
/// FIPS endpoint.
pub(crate) struct MissingFips<'a> {
    service: &'static str,
    region: &'a str,
    /// Whether a variable asks for such endpoints, and not a key of the profile.
    pub(crate) is_exported: bool,
}

impl MissingFips<'_> {
    pub(crate) fn described(&self) -> String {
        format!("{} has no FIPS endpoint in {}", self.service, self.region)
    }
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Returns the region in which a profile's roles are assumed.
    pub(super) fn region_in_use(&self, profile: Profile<'a, 'w>) -> Option<&'a str> {
        let mut variables = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter();
        match variables.find_map(|name| self.world.environment.get(name)) {
            Some(region) => region.to_str(),
            None => profile.get("region").map(|region| region.value),
        }
    }

    /// Finds a FIPS endpoint that the profile's credentials depend on, and that AWS does not have, or
    /// else a region without any but those of a few services. Credentials may come from `outside` of
    /// the profile.
    pub(super) fn missing_fips(
        &self,
        profile: Profile<'a, 'w>,
        outside: Option<Provider>,
    ) -> Option<MissingFips<'a>> {
        let environment = &self.world.environment;
        let exported = environment.get("AWS_USE_FIPS_ENDPOINT");
        let is_on = |exported: Option<&OsStr>, key: &str| match exported {
            Some(value) => value.eq_ignore_ascii_case("true"),
            None => profile.get(key).is_some_and(|it| it.value.eq_ignore_ascii_case("true")),
        };
        if !is_on(exported, "use_fips_endpoint") || has_endpoint(environment, profile) {
            return None;
        }
        let is_dual =
            is_on(environment.get("AWS_USE_DUALSTACK_ENDPOINT"), "use_dualstack_endpoint");
        let mut asked = profile;
        for _ in 0..MOST_SOURCES {
            let provider = outside.or_else(|| self.provider_of(asked))?;
            let (service, region, is_there) = match provider {
                Provider::AssumeRole | Provider::WebIdentity => {
                    ("AWS STS", self.region_in_use(profile), true)
                }
                Provider::Sso => {
                    let session = asked.get("sso_session");
                    let session = session.and_then(|it| self.find_session(it.value));
                    let region = session.and_then(|it| it.get("sso_region"));
                    let region = region.or_else(|| asked.get("sso_region"))?;
                    ("IAM Identity Center", Some(region.value), is_dual)
                }
                _ => ("Amazon S3", self.region_in_use(profile), true),
            };
            if let Some(region) = region
                && matches!(partition_of(region), Some("aws" | "aws-cn"))
                && !(is_there && is_in_the_states(region))
                && !(service == "Amazon S3" && region.starts_with("ca-"))
            {
                return Some(MissingFips { service, region, is_exported: exported.is_some() });
            }
            let source =
                asked.get("source_profile").filter(|_| provider == Provider::AssumeRole)?;
            asked = match self.inventory {
                Some(known) => known.profile(source.value),
                None => self.profiles.find(source.value),
            }?;
        }
        None
    }
}

/// Tells whether a region is one of those of the United States that are open to all.
fn is_in_the_states(region: &str) -> bool {
    matches!(region, "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2")
}
