//! Roles that are assumed with the credentials of a source (rules 7.3 to 7.7).

use std::mem;

use super::chain::{AskedAs, AskedProfile};
use super::{Base, Chain, Credentials, Loaded, origin_of};
use crate::aws::cause::{Cause, ProfileCause};
use crate::aws::client::{Mfa, OnMissing, RepeatedSource, SourceKeys, WithoutSource};
use crate::aws::expiry::{RoleCacheKey, SourceLife};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::profiles::{Profile, Setting};
use crate::aws::provider::{Provider, Source};
use crate::aws::python_int::python_int;
use crate::aws::source_profiles::SourceProfiles;

/// How many source profiles are followed where every profile is looked at. Further on another one
/// is looked at for itself, and all together would take the square of their number.
pub(crate) const MOST_SOURCES: usize = 16;

/// What a role is assumed with.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and only for a moment")]
enum RoleSource<'a, 'w> {
    /// Credentials, those of a source profile if they have its name.
    Found(Credentials, Option<&'a str>),
    /// The role of a source profile, which is to be assumed first.
    Role(AskedProfile<'a, 'w>),
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
    pub(super) fn assume_role(&self, asked: &AskedProfile<'a, 'w>) -> Loaded {
        let mut sources = SourceProfiles::of(asked.name);
        // Each is assumed with the next. They may be more than fit on the stack.
        let mut roles = Vec::new();
        let mut role = *asked;
        let (mut credentials, last) = loop {
            roles.push(role);
            match self.role_source(&role, &mut sources)? {
                RoleSource::Found(credentials, source) => break (credentials, source),
                RoleSource::Role(source) => role = source,
            }
        };
        let names = roles.iter().skip(1).map(|role| role.name).chain(last);
        let via = names.map(str::to_owned).chain(mem::take(&mut credentials.via)).collect();
        for role in roles.iter().rev() {
            credentials = self.assume_with(credentials, role);
        }
        Ok(Credentials { via, ..credentials })
    }

    /// Finds what a profile's role is assumed with.
    fn role_source(
        &self,
        asked: &AskedProfile<'a, 'w>,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Loaded<RoleSource<'a, 'w>> {
        let provider = Provider::AssumeRole;
        let key = |key: &str| self.setting(asked.profile, key);
        let without_source = |kind| {
            let stop = provider.failure(kind, ProfileCause::NoSource.of(asked.name));
            Err(stop.written(origin_of(key("role_arn"))))
        };
        self.check_mfa(asked)?;
        let base = match (key("source_profile"), key("credential_source")) {
            (Some(_), Some(source)) => {
                let cause = ProfileCause::TwoSources.of(asked.name);
                let stop = provider.failure(FailureKind::InvalidConfig, cause);
                return Err(stop.written(source.origin()));
            }
            (None, Some(source)) => self.credential_source(asked.name, source)?,
            (Some(source), None) => return self.source_profile(asked, source, sources),
            (None, None) => match self.rules.roles.without_source {
                WithoutSource::Refused(kind) => return without_source(kind),
                WithoutSource::NotAssumed => return without_source(FailureKind::InvalidConfig),
                WithoutSource::OwnCredentials => self.own_credentials(asked)?,
            },
        };
        Ok(RoleSource::Found(base, None))
    }

    /// Finds the credentials that assume a role without a source: the profile's own others, or
    /// those of the host (rule 7.5).
    fn own_credentials(&self, asked: &AskedProfile<'a, 'w>) -> Loaded {
        let host = [Provider::Container, Provider::InstanceMetadata];
        let places = self.rules.source_profile_chain.iter().chain(&host);
        let asked = AskedProfile { asked_as: AskedAs::Source, ..*asked };
        self.ask_each(places, &asked)?.ok_or_else(|| {
            let cause = ProfileCause::NothingToAssumeWith.of(asked.name);
            Provider::AssumeRole.failure(FailureKind::NoCredentials, cause)
        })
    }

    /// Assumes a profile's role with the credentials of `base`.
    fn assume_with(&self, base: Credentials, asked: &AskedProfile<'a, 'w>) -> Credentials {
        let text = |key: &str| self.setting(asked.profile, key).map(|setting| setting.value);
        let role = self.setting(asked.profile, "role_arn");
        let role_arn = role.map_or("", |role| role.value);
        let key = RoleCacheKey {
            duration_seconds: text("duration_seconds").and_then(python_int),
            external_id: text("external_id"),
            role_arn,
            role_session_name: text("role_session_name").filter(|name| !name.is_empty()),
            serial_number: text("mfa_serial"),
        };
        let cached = self.cached_session(self.rules.roles.has_cache, |home| key.path(home));
        let has_mfa = text("mfa_serial").is_some_and(|serial| !serial.is_empty());
        let asks_mfa = has_mfa && self.rules.roles.mfa == Mfa::Asked;
        let is_over = has_mfa || base.refusal.is_some();
        let life = if is_over { SourceLife::Over } else { SourceLife::of(base.expires.as_ref()) };
        let refusal = base.refusal.or_else(|| {
            let cause = too_short(&key).filter(|_| self.rules.roles.checks_lengths)?;
            let cause = cause.of(asked.name);
            let failure = Failure::at(Provider::AssumeRole, FailureKind::InvalidConfig, cause);
            Some(failure.written(origin_of(role)))
        });
        let own = Base {
            provider: base.provider,
            identity: base.identity,
            session_token: base.session_token,
        };
        let source_kind = Source::AssumeRole { cached: cached.is_usable() };
        let credentials = Credentials {
            base: base.base.or(Some(own)),
            asks_mfa: !cached.is_usable() && (asks_mfa || base.asks_mfa),
            expires: base.expires,
            ..Credentials::new(Provider::AssumeRole, source_kind, origin_of(role))
        };
        cached.applied_to(credentials.of_role(role_arn, origin_of(role)), refusal, life)
    }

    /// Refuses a profile that needs an MFA code, for a client that never asks for one (rule 7.15).
    fn check_mfa(&self, asked: &AskedProfile<'a, 'w>) -> Loaded<()> {
        let serial = self.setting(asked.profile, "mfa_serial");
        if self.rules.roles.mfa == Mfa::Refused && serial.is_some_and(|it| !it.value.is_empty()) {
            let cause = ProfileCause::Mfa.of(asked.name);
            return Err(Provider::AssumeRole.failure(FailureKind::Mfa, cause));
        }
        Ok(())
    }

    /// Loads the credentials of the place that `credential_source` names (rule 7.7).
    pub(super) fn credential_source(&self, name: &str, source: Setting<'_>) -> Loaded {
        let rules = &self.rules.roles;
        let stop = |miss: OnMissing, cause: ProfileCause| {
            miss.stop(Provider::AssumeRole, cause.of(name)).written(source.origin())
        };
        let shown = || source.shown().into_owned();
        let is_named = |known: &str| {
            source.value == known
                || (rules.credential_source_ignores_case
                    && source.value.eq_ignore_ascii_case(known))
        };
        let provider = if is_named("Environment") {
            Provider::Environment
        } else if is_named("EcsContainer") {
            Provider::Container
        } else if is_named("Ec2InstanceMetadata") {
            Provider::InstanceMetadata
        } else {
            let cause = ProfileCause::UnknownCredentialSource(shown());
            return Err(stop(rules.unknown_credential_source, cause));
        };
        if self.lookup.is_none() {
            return Ok(Credentials::new(provider, Source::Environment, source.origin()));
        }
        let asked = AskedProfile::new("", Profile::default(), AskedAs::Named);
        // The profile is in use all the same: it is what says where to ask.
        let found = self.ask(provider, &asked).map_err(|stop| match provider {
            Provider::Container => stop.of(Provider::AssumeRole),
            _ => stop,
        });
        found?.ok_or_else(|| {
            let is_off =
                provider == Provider::InstanceMetadata && self.is_metadata_off(asked.asked_as);
            let cause = match self.metadata_service() {
                service if is_off => ProfileCause::MetadataOff { is_there: service.is_some() },
                _ => ProfileCause::EmptyCredentialSource(shown()),
            };
            stop(rules.empty_credential_source, cause)
        })
    }

    /// Finds the credentials of a source profile, or its role (rules 7.3, 7.4 and 7.6).
    fn source_profile(
        &self,
        parent: &AskedProfile<'a, 'w>,
        setting: Setting<'a>,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Loaded<RoleSource<'a, 'w>> {
        let rules = &self.rules.roles;
        let name = setting.value;
        let stop = |miss: OnMissing, cause: Cause| {
            miss.stop(Provider::AssumeRole, cause).written(setting.origin())
        };
        let Some(profile) = self.find(name, sources) else {
            let cause = ProfileCause::NoSourceProfile(setting.shown().into_owned());
            return Err(stop(rules.missing_source, cause.of(parent.name)));
        };
        if self.inventory.is_some() && sources.len() > MOST_SOURCES {
            let cause = Cause::TooManySources(MOST_SOURCES);
            return Err(stop(OnMissing::Fail(FailureKind::InvalidConfig), cause));
        }
        let is_repeated = sources.has_met(name);
        let is_self = name == parent.name;
        let may_repeat = match rules.repeated_source {
            RepeatedSource::OnlySelfWithKeys => is_self && self.source_has_keys(profile),
            RepeatedSource::OnlySelf => is_self,
            RepeatedSource::WithKeys => self.source_has_keys(profile),
            RepeatedSource::WithoutRole => true,
        };
        if is_repeated && !may_repeat {
            let miss = match rules.repeated_source {
                RepeatedSource::WithKeys => OnMissing::Skip(FailureKind::NoCredentials),
                _ => OnMissing::Fail(FailureKind::RoleCycle),
            };
            let cause = ProfileCause::SourceCycle { back_to: name.to_owned() };
            return Err(stop(miss, cause.of(parent.name)));
        }
        sources.meet(name);
        let source = AskedProfile { name, profile, asked_as: AskedAs::Source };
        self.source_credentials(source, is_repeated)?.ok_or_else(|| {
            let cause = ProfileCause::SourceWithoutCredentials(name.to_owned());
            let miss = if is_self { rules.poor_self } else { rules.poor_source };
            stop(miss, cause.of(parent.name))
        })
    }

    /// Asks a source profile for its role, its keys or its other credentials (rule 7.4).
    fn source_credentials(
        &self,
        source: AskedProfile<'a, 'w>,
        is_repeated: bool,
    ) -> Loaded<Option<RoleSource<'a, 'w>>> {
        let rules = &self.rules.roles;
        let has_keys = self.source_has_keys(source.profile);
        let (ignores_role, ignores_keys) = match rules.repeated_source {
            _ if !is_repeated => (false, false),
            RepeatedSource::OnlySelf => (true, true),
            RepeatedSource::WithoutRole => (true, false),
            RepeatedSource::OnlySelfWithKeys | RepeatedSource::WithKeys => (false, false),
        };
        let has_role = self.role(source.profile).is_some() && !ignores_role;
        let own = if has_keys && !ignores_keys && rules.source_keys != SourceKeys::BeforeItsRole {
            let keys = self.ask(Provider::SharedFiles, &source)?;
            if has_role && rules.source_keys != SourceKeys::First {
                self.check_mfa(&source)?;
                keys.map(|keys| self.assume_with(keys, &source))
            } else {
                keys
            }
        } else if has_role && !(has_keys && rules.source_keys == SourceKeys::BeforeItsRole) {
            return Ok(Some(RoleSource::Role(source)));
        } else {
            self.ask_each(self.rules.source_profile_chain, &source)?
        };
        Ok(own.map(|own| RoleSource::Found(own, Some(source.name))))
    }

    /// Tells whether a source profile has keys, whatever else it has (rule 7.4).
    pub(super) fn source_has_keys(&self, profile: Profile<'a, 'w>) -> bool {
        match self.rules.roles.source_keys {
            SourceKeys::BeforeItsRole => {
                profile.get("aws_access_key_id").is_some()
                    || profile.get("aws_secret_access_key").is_some()
            }
            SourceKeys::First | SourceKeys::AssumeItsRole => self.has_shared_keys(profile),
        }
    }
}

/// Finds a setting of a role that is too short to be sent (rule 7.20).
fn too_short(role: &RoleCacheKey<'_>) -> Option<ProfileCause> {
    let lengths = [
        ("role_arn", Some(role.role_arn), 20),
        ("external_id", role.external_id, 2),
        ("mfa_serial", role.serial_number, 9),
        ("role_session_name", role.role_session_name, 2),
    ];
    for (key, text, least) in lengths {
        if text.is_some_and(|text| text.chars().count() < least) {
            return Some(ProfileCause::TooShort(key));
        }
    }
    role.duration_seconds.filter(|seconds| *seconds < 900).map(|_| ProfileCause::TooBrief)
}
