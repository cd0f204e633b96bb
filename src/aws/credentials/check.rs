//! What a client refuses of a profile and its sources before it asks for anything.

use super::Chain;
use super::chain::AskedAs;
use crate::aws::cause::{Cause, ProfileCause};
use crate::aws::failure::{FailureKind, Stop};
use crate::aws::profiles::{Profile, Setting};
use crate::aws::provider::Provider;
use crate::aws::source_profiles::SourceProfiles;

impl<'a, 'w> Chain<'a, 'w> {
    /// Checks a profile, and its sources, before anything is asked (rules 3.4, 7.5 and 7.11).
    pub(in crate::aws) fn check(
        &self,
        mut name: &'a str,
        mut profile: Profile<'a, 'w>,
    ) -> Result<(), Stop> {
        let mut sources = SourceProfiles::default();
        let mut parent = None;
        loop {
            let is_repeated = !sources.meet(name);
            let source = self.check_alone(name, profile, parent, is_repeated)?;
            let Some(source) = source.filter(|_| !is_repeated) else { return Ok(()) };
            let next = self.find(source.value, &mut sources);
            profile = next.ok_or_else(|| {
                let cause = ProfileCause::NoSourceProfile(source.shown().into_owned());
                Provider::AssumeRole.failure(FailureKind::InvalidConfig, cause.of(name))
            })?;
            parent = Some(name);
            name = source.value;
        }
    }

    /// Checks one of them, and returns its source, unless that does not matter.
    fn check_alone(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
        parent: Option<&str>,
        is_repeated: bool,
    ) -> Result<Option<Setting<'a>>, Stop> {
        let provider = Provider::AssumeRole;
        let invalid = |cause: Cause| Err(provider.failure(FailureKind::InvalidConfig, cause));
        let has = |key: &str| self.setting(profile, key).is_some();
        if self.joined_keys(profile).is_err() {
            let cause = ProfileCause::HalfKeys.of(name);
            return Err(Provider::SharedFiles.failure(FailureKind::PartialCredentials, cause));
        }
        let of_roles = ["source_profile", "credential_source", "web_identity_token_file"];
        if let Some(key) = of_roles.into_iter().find(|key| has(key))
            && !has("role_arn")
            && !is_repeated
        {
            return invalid(ProfileCause::NoRole(key).of(name));
        }
        if parent.is_some() && self.has_shared_keys(profile) {
            return Ok(None);
        }
        let ignored = |key: &str| is_repeated && key == "source_profile";
        let places = of_roles.into_iter().chain(["credential_process"]);
        let places = places.filter(|key| has(key) && !ignored(key)).count();
        if places > 1 {
            return invalid(ProfileCause::SeveralSources.of(name));
        }
        let is_sso = self.applies(Provider::Sso, profile, AskedAs::Source).is_some();
        if let Some(parent) = parent
            && places == 0
            && !is_sso
        {
            let cause = ProfileCause::SourceWithoutCredentials(name.to_owned());
            return invalid(cause.of(parent));
        }
        if let Some(reference) = self.setting(profile, "sso_session")
            && self.find_session(reference.value.trim()).is_none()
        {
            return invalid(Cause::NoSession(reference.shown().into_owned()));
        }
        Ok(self.setting(profile, "source_profile"))
    }
}
