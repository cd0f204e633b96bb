//! Roles that are assumed with the credentials of a source (rules 7.3 to 7.7).

use super::{Base, Chain, Credentials, chain::AskedAs};
use crate::aws::{
    cause::{Cause, ProfileCause},
    client::{Mfa, OnMissing, RepeatedSource, SourceKeys, WithoutSource},
    expiry::{RoleCacheKey, SourceLife},
    failure::{Failure, FailureKind, Stop},
    fatal_settings::python_int,
    profiles::{Profile, Setting},
    provider::{Provider, Source},
    source_profiles::SourceProfiles,
    sourced::Origin,
};

/// How many source profiles are followed where every profile is looked at. Further on another one is
/// looked at for itself, and all together would take the square of their number.
pub(crate) const MOST_SOURCES: usize = 16;

/// What a role is assumed with.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and only for a moment")]
enum RoleSource<'a, 'w> {
    /// Credentials, those of a source profile if they have its name.
    Found(Credentials, Option<&'a str>),
    /// The role of a source profile, which is to be assumed first.
    Role(&'a str, Profile<'a, 'w>),
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Returns the `role_arn` that makes a profile a role profile (rules 7.5 and 7A, place 2).
    pub(in crate::aws) fn role(&self, profile: Profile<'a, 'w>) -> Option<Setting<'a>> {
        let has = |key| self.setting(profile, key).is_some();
        let is_role = match self.rules.roles.without_source {
            WithoutSource::Refused(_) => !has("web_identity_token_file"),
            WithoutSource::NotAssumed => has("source_profile") != has("credential_source"),
            WithoutSource::OwnCredentials => {
                !has("web_identity_token_file") || self.has_shared_keys(profile)
            }
        };
        self.setting(profile, "role_arn").filter(|_| is_role)
    }

    /// Assumes a profile's role with its source's credentials (rules 7.3 to 7.7).
    pub(super) fn assume_role(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Result<Credentials, Stop> {
        // Each is assumed with the next. They may be more than fit on the stack.
        let mut roles = Vec::new();
        let mut role = (name, profile);
        let (mut credentials, last) = loop {
            roles.push(role);
            match self.role_source(role.0, role.1, sources)? {
                RoleSource::Found(credentials, source) => break (credentials, source),
                RoleSource::Role(name, profile) => role = (name, profile),
            }
        };
        let names = roles.iter().skip(1).map(|(name, _)| *name).chain(last);
        let mut via: Vec<String> = names.map(str::to_owned).collect();
        via.append(&mut credentials.via);
        for (name, profile) in roles.into_iter().rev() {
            credentials = self.assume_with(credentials, name, profile);
        }
        Ok(Credentials { via, ..credentials })
    }

    /// Finds what a profile's role is assumed with.
    fn role_source(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Result<RoleSource<'a, 'w>, Stop> {
        let source_profile = self.setting(profile, "source_profile");
        let credential_source = self.setting(profile, "credential_source");
        let provider = Provider::AssumeRole;
        if let Some(failure) = self.refused_mfa(name, profile) {
            return Err(Stop::Failure(failure));
        }
        match (source_profile, credential_source) {
            (Some(_), Some(source)) => {
                let cause = ProfileCause::TwoSources.of(name);
                let stop = provider.failure(FailureKind::InvalidConfig, cause);
                Err(stop.written(source.origin()))
            }
            (None, Some(source)) => {
                Ok(RoleSource::Found(self.credential_source(name, source)?, None))
            }
            (Some(source), None) => self.source_profile(name, source, sources),
            (None, None) => {
                let kind = match self.rules.roles.without_source {
                    WithoutSource::Refused(kind) => kind,
                    WithoutSource::NotAssumed => FailureKind::InvalidConfig,
                    WithoutSource::OwnCredentials => {
                        let base = self.own_credentials(name, profile, sources)?;
                        return Ok(RoleSource::Found(base, None));
                    }
                };
                let origin = self.setting(profile, "role_arn").map(|role| role.origin());
                let stop = provider.failure(kind, ProfileCause::NoSource.of(name));
                Err(stop.written(origin.unwrap_or(Origin::Default)))
            }
        }
    }

    /// Finds what a role without source is assumed with: all else that there is (rule 7.5).
    fn own_credentials(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Result<Credentials, Stop> {
        let host = [Provider::Container, Provider::InstanceMetadata];
        for &provider in self.rules.source_profile_chain.iter().chain(&host) {
            if let Some(origin) = self.applies(provider, profile, AskedAs::Source)
                && let Some(credentials) =
                    self.load(provider, name, profile, AskedAs::Source, origin, sources)?
            {
                return Ok(credentials);
            }
        }
        let cause = ProfileCause::NothingToAssumeWith.of(name);
        Err(Provider::AssumeRole.failure(FailureKind::NoCredentials, cause))
    }

    /// Assumes a profile's role with the credentials of `base`.
    fn assume_with(
        &self,
        mut base: Credentials,
        name: &str,
        profile: Profile<'a, 'w>,
    ) -> Credentials {
        let provider = Provider::AssumeRole;
        let text = |key: &str| self.setting(profile, key).map(|setting| setting.value);
        let role = self.setting(profile, "role_arn");
        let role_arn = role.map_or("", |role| role.value);
        let origin = role.map_or(Origin::Default, |role| role.origin());
        let duration_seconds = text("duration_seconds").and_then(python_int);
        let cached = self.cached_session(self.rules.roles.has_cache, |home| {
            let key = RoleCacheKey {
                duration_seconds,
                external_id: text("external_id"),
                role_arn,
                role_session_name: text("role_session_name").filter(|name| !name.is_empty()),
                serial_number: text("mfa_serial"),
            };
            key.path(home)
        });
        let cached_source = Source::AssumeRole { cached: cached.is_usable() };
        let mut credentials =
            Credentials::new(provider, cached_source, origin.clone()).of_role(role_arn, origin);
        let first = || Base {
            provider: base.provider,
            identity: base.identity.clone(),
            session_token: base.session_token,
        };
        credentials.base = Some(base.base.take().unwrap_or_else(first));
        let has_mfa = text("mfa_serial").is_some_and(|serial| !serial.is_empty());
        let asks_mfa = has_mfa && self.rules.roles.mfa == Mfa::Asked;
        credentials.asks_mfa = !cached.is_usable() && (asks_mfa || base.asks_mfa);
        let dead = base.take_refusal();
        let life = if has_mfa || dead.is_some() {
            SourceLife::Over
        } else {
            SourceLife::of(base.expires.as_ref())
        };
        credentials.expires = base.expires;
        let refusal = dead.or_else(|| self.too_short(name, profile));
        cached.applied_to(credentials, refusal, life)
    }

    /// Says that the client would have to ask for an MFA code, and asks nobody (rule 7.15).
    fn refused_mfa(&self, name: &str, profile: Profile<'a, 'w>) -> Option<Failure> {
        let serial = self.setting(profile, "mfa_serial")?;
        let is_refused = self.rules.roles.mfa == Mfa::Refused && !serial.value.is_empty();
        is_refused.then(|| {
            Failure::at(Provider::AssumeRole, FailureKind::Mfa, ProfileCause::Mfa.of(name))
        })
    }

    /// Says which setting of a role is too short to be sent (rule 7.20).
    fn too_short(&self, name: &str, profile: Profile<'a, 'w>) -> Option<Failure> {
        if !self.rules.roles.checks_lengths {
            return None;
        }
        let text = |key: &str| self.setting(profile, key).map(|setting| setting.value);
        let too_short = [
            ("role_arn", Some(text("role_arn").unwrap_or_default()), 20),
            ("external_id", text("external_id"), 2),
            ("mfa_serial", text("mfa_serial"), 9),
            ("role_session_name", text("role_session_name").filter(|name| !name.is_empty()), 2),
        ]
        .into_iter()
        .find(|(_, value, least)| value.is_some_and(|value| value.chars().count() < *least))
        .map(|(key, ..)| ProfileCause::TooShort { key });
        let too_brief = text("duration_seconds")
            .and_then(python_int)
            .filter(|seconds| *seconds < 900)
            .map(|_| ProfileCause::TooBrief);
        let cause = too_short.or(too_brief)?.of(name);
        let origin = self.setting(profile, "role_arn").map(|role| role.origin());
        let failure = Failure::at(Provider::AssumeRole, FailureKind::InvalidConfig, cause);
        Some(failure.written(origin.unwrap_or(Origin::Default)))
    }

    /// Returns the place that `credential_source` names, if it names one (rule 7.7).
    fn named_source(&self, source: Setting<'_>) -> Option<Provider> {
        let is = |known: &str| {
            source.value == known
                || (self.rules.roles.credential_source_ignores_case
                    && source.value.eq_ignore_ascii_case(known))
        };
        let known = [
            ("Environment", Provider::Environment),
            ("EcsContainer", Provider::Container),
            ("Ec2InstanceMetadata", Provider::InstanceMetadata),
        ];
        known.into_iter().find(|(known, _)| is(known)).map(|(_, provider)| provider)
    }

    /// Loads what `credential_source` names (rule 7.7).
    pub(super) fn credential_source(
        &self,
        name: &str,
        source: Setting<'_>,
    ) -> Result<Credentials, Stop> {
        let rules = &self.rules.roles;
        let shown = || source.shown().into_owned();
        let Some(provider) = self.named_source(source) else {
            let cause = ProfileCause::UnknownCredentialSource(shown()).of(name);
            let stop = rules.unknown_credential_source.stop(Provider::AssumeRole, cause);
            return Err(stop.written(source.origin()));
        };
        if self.lookup.is_none() {
            return Ok(Credentials::new(provider, Source::Environment, source.origin()));
        }
        let nobody = self.profiles.empty();
        let found = match self.applies(provider, nobody, AskedAs::Named) {
            Some(origin) => self.load(
                provider,
                "",
                nobody,
                AskedAs::Named,
                origin,
                &mut SourceProfiles::default(),
            )?,
            None => None,
        };
        found.ok_or_else(|| {
            let cause = ProfileCause::EmptyCredentialSource(shown()).of(name);
            rules.empty_credential_source.stop(Provider::AssumeRole, cause).written(source.origin())
        })
    }

    /// Finds the credentials of a source profile (rules 7.3, 7.4 and 7.6).
    fn source_profile(
        &self,
        parent: &'a str,
        setting: Setting<'a>,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Result<RoleSource<'a, 'w>, Stop> {
        let rules = &self.rules.roles;
        let provider = Provider::AssumeRole;
        let name = setting.value;
        let Some(profile) = self.find(name, sources) else {
            let shown = setting.shown().into_owned();
            let cause = ProfileCause::NoSourceProfile(shown).of(parent);
            return Err(rules.missing_source.stop(provider, cause).written(setting.origin()));
        };
        if self.inventory.is_some() && sources.len() > MOST_SOURCES {
            let cause = Cause::TooManySources { most: MOST_SOURCES };
            let stop = provider.failure(FailureKind::InvalidConfig, cause);
            return Err(stop.written(setting.origin()));
        }
        let has_keys = self.source_has_keys(profile);
        let is_self = name == parent;
        let is_repeated = sources.has_met(name);
        let may_repeat = match rules.repeated_source {
            RepeatedSource::OnlySelfWithKeys => is_self && has_keys,
            RepeatedSource::OnlySelf => is_self,
            RepeatedSource::WithKeys => has_keys,
            RepeatedSource::WithoutRole => true,
        };
        if is_repeated && !may_repeat {
            let miss = match rules.repeated_source {
                RepeatedSource::WithKeys => OnMissing::Skip(FailureKind::NoCredentials),
                _ => OnMissing::Fail(FailureKind::RoleCycle),
            };
            let cause = ProfileCause::SourceCycle { back_to: name.to_owned() }.of(parent);
            return Err(miss.stop(provider, cause).written(setting.origin()));
        }
        sources.meet(name);
        let found = self.source_credentials(name, profile, is_self, is_repeated, sources)?;
        found.ok_or_else(|| {
            let cause = ProfileCause::SourceWithoutCredentials(name.to_owned()).of(parent);
            let miss = if is_self { rules.poor_self } else { rules.poor_source };
            miss.stop(provider, cause).written(setting.origin())
        })
    }

    /// Asks a source profile for its role, or its keys, or whatever else it has (rule 7.4).
    fn source_credentials(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        is_self: bool,
        is_repeated: bool,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Result<Option<RoleSource<'a, 'w>>, Stop> {
        let rules = &self.rules.roles;
        let found = |credentials| Ok(Some(RoleSource::Found(credentials, Some(name))));
        let is_own_again =
            is_self && is_repeated && rules.repeated_source == RepeatedSource::OnlySelf;
        let ignores_role = is_repeated
            && matches!(
                rules.repeated_source,
                RepeatedSource::OnlySelf | RepeatedSource::WithoutRole
            );
        let role = self.role(profile).filter(|_| !ignores_role);
        let has_keys = self.source_has_keys(profile);
        if has_keys && !is_own_again && rules.source_keys != SourceKeys::BeforeItsRole {
            let place = Provider::SharedFiles;
            let origin = self.applies(place, profile, AskedAs::Source).unwrap_or(Origin::Default);
            let keys = self.load(place, name, profile, AskedAs::Source, origin, sources)?;
            let assumes = rules.source_keys == SourceKeys::AssumeItsRole && role.is_some();
            match (keys, self.refused_mfa(name, profile).filter(|_| assumes)) {
                (Some(_), Some(failure)) => return Err(Stop::Failure(failure)),
                (Some(keys), None) if assumes => {
                    return found(self.assume_with(keys, name, profile));
                }
                (Some(keys), None) => return found(keys),
                (None, _) => {}
            }
        } else if role.is_some() && !(has_keys && rules.source_keys == SourceKeys::BeforeItsRole) {
            return Ok(Some(RoleSource::Role(name, profile)));
        }
        for &place in self.rules.source_profile_chain {
            if let Some(origin) = self.applies(place, profile, AskedAs::Source) {
                let own = self.load(place, name, profile, AskedAs::Source, origin, sources)?;
                if let Some(own) = own {
                    return found(own);
                }
            }
        }
        Ok(None)
    }

    /// Tells whether a source profile has keys, whatever else it has (rule 7.4).
    fn source_has_keys(&self, profile: Profile<'a, 'w>) -> bool {
        match self.rules.roles.source_keys {
            SourceKeys::BeforeItsRole => {
                profile.get("aws_access_key_id").is_some()
                    || profile.get("aws_secret_access_key").is_some()
            }
            SourceKeys::First | SourceKeys::AssumeItsRole => self.has_shared_keys(profile),
        }
    }
}
