//! Roles: assumed with a source's credentials, or with a web identity (rules 7.3 to 7.8).

use std::{ffi::OsStr, path::Path};

use super::{Chain, Credentials, Provider, Source};
use crate::aws::{
    expiry::RoleCacheKey,
    profiles::{Profile, Setting},
    resolve::{Failure, FailureKind, Stop},
    sourced::Origin,
};

/// The longest chain of source profiles that is followed; AWS users have one or two.
const MOST_SOURCES: usize = 16;

/// Returns the `role_arn` that makes a profile a role profile (rule 7A, place 2).
pub(super) fn role_setting<'p>(profile: Profile<'p, '_>) -> Option<Setting<'p>> {
    let is_web_identity = profile.get("web_identity_token_file").is_some();
    profile.get("role_arn").filter(|_| !is_web_identity)
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Assumes a profile's role with its source's credentials (rules 7.3 to 7.7).
    pub(super) fn assume_role(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        visited: &mut Vec<&'a str>,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::AssumeRole;
        let role = role_setting(profile);
        let role_arn = role.map_or("", |role| role.value);
        let (mut base, via) =
            match (profile.get("source_profile"), profile.get("credential_source")) {
                (Some(_), Some(_)) => {
                    return Err(provider.failure(
                        FailureKind::InvalidConfig,
                        format!("profile {name:?} has both source_profile and credential_source"),
                    ));
                }
                (None, None) => {
                    return Err(provider.failure(
                        FailureKind::PartialCredentials,
                        format!(
                            "profile {name:?} has a role_arn, and neither source_profile nor \
                         credential_source"
                        ),
                    ));
                }
                (None, Some(source)) => (self.credential_source(name, source)?, Vec::new()),
                (Some(source), None) => {
                    let base = self.source_profile(name, source, visited)?;
                    (base, vec![source.value.to_owned()])
                }
            };
        let origin = role.map_or(Origin::Default, |role| role.origin());
        let text = |key: &str| profile.get(key).map(|setting| setting.value);
        let duration_seconds = text("duration_seconds").and_then(python_int);
        let cached = self.cached_session(|home| {
            let key = RoleCacheKey {
                duration_seconds,
                external_id: text("external_id"),
                role_arn,
                role_session_name: text("role_session_name").filter(|name| !name.is_empty()),
                serial_number: text("mfa_serial"),
            };
            key.path(home)
        })?;
        let source = Source::AssumeRole { cached: cached.is_usable() };
        let mut credentials =
            Credentials::new(provider, source, origin.clone()).of_role(role_arn, origin);
        credentials.via = via;
        credentials.via.append(&mut base.via);
        let too_short = [
            ("role_arn", Some(role_arn), 20),
            ("external_id", text("external_id"), 2),
            ("mfa_serial", text("mfa_serial"), 9),
            ("role_session_name", text("role_session_name").filter(|name| !name.is_empty()), 2),
        ]
        .into_iter()
        .find(|(_, value, least)| value.is_some_and(|value| value.chars().count() < *least))
        .map(|(key, ..)| format!("the {key} of profile {name:?} is too short to be one"));
        let too_brief = duration_seconds
            .filter(|seconds| *seconds < 900)
            .map(|_| format!("the duration_seconds of profile {name:?} are less than 900"));
        let refusal = base.take_refusal().or_else(|| {
            let message = too_short.or(too_brief)?;
            Some(Failure::at(provider, FailureKind::InvalidConfig, message))
        });
        Ok(cached.applied_to(credentials, refusal))
    }

    /// Loads what `credential_source` names, in exactly this spelling (rule 7.7).
    fn credential_source(&self, name: &str, source: Setting<'_>) -> Result<Credentials, Stop> {
        let shown = source.shown();
        let provider = match source.value {
            "Environment" => Provider::Environment,
            "EcsContainer" => Provider::Container,
            "Ec2InstanceMetadata" => Provider::InstanceMetadata,
            _ => {
                return Err(Provider::AssumeRole.failure(
                    FailureKind::InvalidConfig,
                    format!("profile {name:?} names an unknown credential_source: {shown:?}"),
                ));
            }
        };
        let nobody = self.profiles.empty();
        let found = match self.applies(provider, nobody, true) {
            Some(origin) => self.load(provider, "", nobody, true, origin, &mut Vec::new())?,
            None => None,
        };
        found.ok_or_else(|| {
            Provider::AssumeRole.failure(
                FailureKind::NoCredentials,
                format!("profile {name:?} has credential_source = {shown}, which has none"),
            )
        })
    }

    /// Finds the credentials of a source profile (rules 7.3, 7.4 and 7.6).
    fn source_profile(
        &self,
        parent: &'a str,
        setting: Setting<'a>,
        visited: &mut Vec<&'a str>,
    ) -> Result<Credentials, Stop> {
        let invalid = |message| Provider::AssumeRole.failure(FailureKind::InvalidConfig, message);
        let name = setting.value;
        let profile = self.profiles.find(name).ok_or_else(|| {
            let shown = setting.shown();
            invalid(format!(
                "profile {parent:?} names a source_profile that is not there: {shown:?}"
            ))
        })?;
        if visited.len() > MOST_SOURCES {
            return Err(invalid(format!(
                "more than {MOST_SOURCES} source profiles follow another"
            )));
        }
        let has_keys = profile.get("aws_access_key_id").is_some()
            || profile.get("aws_secret_access_key").is_some();
        if visited.contains(&name) && !(name == parent && has_keys) {
            return Err(Provider::AssumeRole.failure(
                FailureKind::RoleCycle,
                format!("the source_profile of {parent:?} leads back to {name:?}"),
            ));
        }
        visited.push(name);
        if !has_keys && role_setting(profile).is_some() {
            return self.assume_role(name, profile, visited);
        }
        for &provider in self.rules.source_profile_chain {
            if let Some(origin) = self.applies(provider, profile, false) {
                let found = self.load(provider, name, profile, false, origin, visited)?;
                if let Some(credentials) = found {
                    return Ok(credentials);
                }
            }
        }
        Err(invalid(format!("the source_profile {name:?} of {parent:?} has no credentials")))
    }

    /// Returns one of the web identity settings: the environment's, else the profile's (rule 7.8).
    pub(super) fn web_identity(
        &self,
        profile: Profile<'a, 'w>,
        environment: bool,
        variable: &'static str,
        key: &str,
    ) -> Option<(&'a OsStr, Origin)> {
        let from_environment = environment.then(|| self.world.environment.get(variable)).flatten();
        from_environment.map(|value| (value, Origin::environment(variable))).or_else(|| {
            let setting = profile.get(key)?;
            Some((OsStr::new(setting.value), setting.origin()))
        })
    }

    pub(super) fn assume_role_with_web_identity(
        &self,
        profile: Profile<'a, 'w>,
        environment: bool,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::WebIdentity;
        let setting = |variable, key| self.web_identity(profile, environment, variable, key);
        let role = setting("AWS_ROLE_ARN", "role_arn").filter(|(arn, _)| !arn.is_empty());
        let Some((role_arn, arn_origin)) = role else {
            return Err(provider.failure(
                FailureKind::InvalidConfig,
                "a web identity token file is configured without a role ARN",
            ));
        };
        let role_arn = role_arn.to_string_lossy();
        let session = setting("AWS_ROLE_SESSION_NAME", "role_session_name")
            .map(|(name, _)| name.to_string_lossy());
        let cached = self.cached_session(|home| {
            let key = RoleCacheKey {
                duration_seconds: None,
                external_id: None,
                role_arn: &role_arn,
                role_session_name: session.as_deref().filter(|name| !name.is_empty()),
                serial_number: None,
            };
            key.path(home)
        })?;
        let token = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
        let token_path = Path::new(token.map_or(OsStr::new(""), |(path, _)| path));
        let refusal = if role_arn.chars().count() < 20 {
            let message = "the role's ARN is too short to be one";
            Some(Failure::at(provider, FailureKind::InvalidConfig, message))
        } else if cached.is_usable() || self.caches.is_present(token_path)? {
            None
        } else {
            Some(Failure::at(
                provider,
                FailureKind::NoCredentials,
                "the web identity token file is not there",
            ))
        };
        let credentials =
            Credentials::new(provider, Source::WebIdentity, origin).of_role(&role_arn, arn_origin);
        Ok(cached.applied_to(credentials, refusal))
    }
}

/// Reads an integer as Python's `int` does, which allows single underscores between digits.
fn python_int(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = digits
        .split('_')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    is_number.then(|| text.replace('_', "").parse().ok()).flatten()
}
