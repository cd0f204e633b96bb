//! Roles that are assumed with the credentials of a source (rules 7.3 to 7.7).

use super::chain::{AskedAs, AskedProfile};
use super::{Base, Chain, Credentials, Found, Loaded, origin_of};
use crate::aws::cause::{Cause, ProfileCause};
use crate::aws::client::{Mfa, OnMissing, RepeatedSource, SourceKeys, WithoutSource};
use crate::aws::expiry::{RoleCacheKey, SourceLife};
use crate::aws::failure::{Failure, FailureKind, Stop};
use crate::aws::fatal_settings::python_int;
use crate::aws::profiles::{Profile, Setting};
use crate::aws::provider::{Provider, Source};

/// The longest chain of source profiles that is followed; AWS users have one or two.
pub(crate) const MOST_SOURCES: usize = 16;

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
    pub(super) fn assume_role(&self, asked: &AskedProfile<'_, 'a, 'w>) -> Loaded {
        let provider = Provider::AssumeRole;
        let key = |key: &str| self.setting(asked.profile, key);
        let without_source = |kind| {
            let stop = provider.failure(kind, ProfileCause::NoSource.of(asked.name));
            Err(stop.written(origin_of(key("role_arn"))))
        };
        self.check_mfa(asked)?;
        let (base, source) = match (key("source_profile"), key("credential_source")) {
            (Some(_), Some(source)) => {
                let cause = ProfileCause::TwoSources.of(asked.name);
                let stop = provider.failure(FailureKind::InvalidConfig, cause);
                return Err(stop.written(source.origin()));
            }
            (None, Some(source)) => (self.credential_source(asked.name, source)?, None),
            (Some(source), None) => (self.source_profile(asked, source)?, Some(source.value)),
            (None, None) => match self.rules.roles.without_source {
                WithoutSource::Refused(kind) => return without_source(kind),
                WithoutSource::NotAssumed => return without_source(FailureKind::InvalidConfig),
                WithoutSource::OwnCredentials => (self.own_credentials(asked)?, None),
            },
        };
        Ok(self.assume_with(base, source, asked))
    }

    /// Finds the credentials that assume a role without a source: the profile's own others, or
    /// those of the host (rule 7.5).
    fn own_credentials(&self, asked: &AskedProfile<'_, 'a, 'w>) -> Loaded {
        let host = [Provider::Container, Provider::InstanceMetadata];
        let places = self.rules.source_profile_chain.iter().chain(&host);
        let asked = AskedProfile { asked_as: AskedAs::Source, ..*asked };
        self.ask_each(places, &asked)?.ok_or_else(|| {
            let cause = ProfileCause::NothingToAssumeWith.of(asked.name);
            Provider::AssumeRole.failure(FailureKind::NoCredentials, cause)
        })
    }

    /// Assumes a profile's role with the credentials of `base`, those of the profile `source`.
    fn assume_with(
        &self,
        base: Credentials,
        source: Option<&str>,
        asked: &AskedProfile<'_, 'a, 'w>,
    ) -> Credentials {
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
            via: source.map(str::to_owned).into_iter().chain(base.via).collect(),
            base: base.base.or(Some(own)),
            asks_mfa: !cached.is_usable() && (asks_mfa || base.asks_mfa),
            expires: base.expires,
            ..Credentials::new(Provider::AssumeRole, source_kind, origin_of(role))
        };
        cached.applied_to(credentials.of_role(role_arn, origin_of(role)), refusal, life)
    }

    /// Refuses a profile that needs an MFA code, for a client that never asks for one (rule 7.15).
    fn check_mfa(&self, asked: &AskedProfile<'_, 'a, 'w>) -> Loaded<()> {
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
        self.ask(provider, &asked)?.ok_or_else(|| {
            let cause = ProfileCause::EmptyCredentialSource(shown());
            stop(rules.empty_credential_source, cause)
        })
    }

    /// Finds the credentials of a source profile (rules 7.3, 7.4 and 7.6).
    fn source_profile(&self, parent: &AskedProfile<'_, 'a, 'w>, setting: Setting<'a>) -> Loaded {
        let rules = &self.rules.roles;
        let name = setting.value;
        let stop = |miss: OnMissing, cause: Cause| {
            miss.stop(Provider::AssumeRole, cause).written(setting.origin())
        };
        let Some(profile) = self.find(name) else {
            let cause = ProfileCause::NoSourceProfile(setting.shown().into_owned());
            return Err(stop(rules.missing_source, cause.of(parent.name)));
        };
        if parent.lineage().count() > MOST_SOURCES {
            let cause = Cause::TooManySources(MOST_SOURCES);
            return Err(stop(OnMissing::Fail(FailureKind::InvalidConfig), cause));
        }
        let source =
            AskedProfile { name, profile, asked_as: AskedAs::Source, parent: Some(parent) };
        let is_self = name == parent.name;
        let may_repeat = match rules.repeated_source {
            RepeatedSource::OnlySelfWithKeys => is_self && self.source_has_keys(profile),
            RepeatedSource::OnlySelf => is_self,
            RepeatedSource::WithKeys => self.source_has_keys(profile),
            RepeatedSource::WithoutRole => true,
        };
        if source.is_repeated() && !may_repeat {
            let miss = match rules.repeated_source {
                RepeatedSource::WithKeys => OnMissing::Skip(FailureKind::NoCredentials),
                _ => OnMissing::Fail(FailureKind::RoleCycle),
            };
            let cause = ProfileCause::SourceCycle { back_to: name.to_owned() };
            return Err(stop(miss, cause.of(parent.name)));
        }
        self.source_credentials(&source)?.ok_or_else(|| {
            let cause = ProfileCause::SourceWithoutCredentials(name.to_owned());
            let miss = if is_self { rules.poor_self } else { rules.poor_source };
            stop(miss, cause.of(parent.name))
        })
    }

    /// Asks a source profile for its role, its keys or its other credentials (rule 7.4).
    fn source_credentials(&self, source: &AskedProfile<'_, 'a, 'w>) -> Found {
        let rules = &self.rules.roles;
        let has_keys = self.source_has_keys(source.profile);
        let (ignores_role, ignores_keys) = match rules.repeated_source {
            _ if !source.is_repeated() => (false, false),
            RepeatedSource::OnlySelf => (true, true),
            RepeatedSource::WithoutRole => (true, false),
            RepeatedSource::OnlySelfWithKeys | RepeatedSource::WithKeys => (false, false),
        };
        let has_role = self.role(source.profile).is_some() && !ignores_role;
        if has_keys && !ignores_keys && rules.source_keys != SourceKeys::BeforeItsRole {
            let keys = self.ask(Provider::SharedFiles, source)?;
            if !has_role || rules.source_keys == SourceKeys::First {
                return Ok(keys);
            }
            self.check_mfa(source)?;
            return Ok(keys.map(|keys| self.assume_with(keys, None, source)));
        }
        if has_role && !(has_keys && rules.source_keys == SourceKeys::BeforeItsRole) {
            return self.assume_role(source).map(Some);
        }
        self.ask_each(self.rules.source_profile_chain, source)
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

    /// Checks a profile and its sources before any place is asked (rules 3.4, 7.5 and 7.11).
    pub(in crate::aws) fn check(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        visited: &mut Vec<&'a str>,
    ) -> Result<(), Stop> {
        let provider = Provider::AssumeRole;
        let invalid = |cause: Cause| Err(provider.failure(FailureKind::InvalidConfig, cause));
        let has = |key: &str| self.setting(profile, key).is_some();
        if self.joined_keys(profile).is_err() {
            let cause = ProfileCause::HalfKeys.of(name);
            return Err(Provider::SharedFiles.failure(FailureKind::PartialCredentials, cause));
        }
        let is_repeated = visited.contains(&name);
        let of_roles = ["source_profile", "credential_source", "web_identity_token_file"];
        if let Some(key) = of_roles.into_iter().find(|key| has(key))
            && !has("role_arn")
            && !is_repeated
        {
            return invalid(ProfileCause::NoRole(key).of(name));
        }
        if !visited.is_empty() && self.has_shared_keys(profile) {
            return Ok(());
        }
        let is_source = |key: &&str| has(key) && !(is_repeated && *key == "source_profile");
        let sources = of_roles.into_iter().chain(["credential_process"]).filter(is_source).count();
        if sources > 1 {
            return invalid(ProfileCause::SeveralSources.of(name));
        }
        if let Some(parent) = visited.last()
            && sources == 0
            && self.applies(Provider::Sso, profile, AskedAs::Source).is_none()
        {
            let cause = ProfileCause::SourceWithoutCredentials(name.to_owned());
            return invalid(cause.of(parent));
        }
        if let Some(reference) = self.setting(profile, "sso_session")
            && self.find_session(reference.value.trim()).is_none()
        {
            return invalid(Cause::NoSession(reference.shown().into_owned()));
        }
        let Some(source) = self.setting(profile, "source_profile").filter(|_| !is_repeated) else {
            return Ok(());
        };
        visited.push(name);
        match self.find(source.value) {
            Some(_) if visited.len() > MOST_SOURCES => Ok(()),
            Some(profile) => self.check(source.value, profile, visited),
            None => invalid(ProfileCause::NoSourceProfile(source.shown().into_owned()).of(name)),
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
