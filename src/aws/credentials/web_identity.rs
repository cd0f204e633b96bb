//! Roles that are assumed with a web identity, which is a token in a file (rule 7.8).

use std::{ffi::OsStr, path::Path};

use super::{
    Chain, Credentials,
    chain::{AskedAs, Choice},
};
use crate::aws::{
    cause::Cause,
    client::EnvironmentKeys,
    expiry::{RoleCacheKey, SourceLife},
    failure::{Failure, FailureKind, Stop},
    profiles::Profile,
    provider::{Provider, Source},
    sourced::Origin,
};

impl<'a, 'w> Chain<'a, 'w> {
    /// Returns what makes a place one of web identity (rules 7A and 7.8).
    pub(super) fn web_identity_mark(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
    ) -> Option<Origin> {
        let setting = |variable, key| self.web_identity(provider, profile, asked, variable, key);
        let (path, origin) = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file")?;
        let is_enough = !self.rules.roles.web_identity_needs_role
            || setting("AWS_ROLE_ARN", "role_arn").is_some_and(|(arn, _)| !arn.is_empty());
        (!path.is_empty() && is_enough).then_some(origin)
    }

    /// Returns one of the web identity settings (rule 7.8).
    fn web_identity(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
        variable: &'static str,
        key: &str,
    ) -> Option<(&'a OsStr, Origin)> {
        let is_passed_over = asked != AskedAs::InChain
            || (self.choice == Choice::Flag
                && self.rules.keys.environment == EnvironmentKeys::UnderFlag);
        let asks_environment = provider != Provider::ProfileWebIdentity && !is_passed_over;
        let from_environment =
            asks_environment.then(|| self.world.environment.get(variable)).flatten();
        let from_profile = || {
            let asks_profile = provider != Provider::EnvironmentWebIdentity;
            let setting = self.setting(profile, key).filter(|_| asks_profile)?;
            Some((OsStr::new(setting.value), setting.origin()))
        };
        let from_environment = from_environment.map(|value| (value, Origin::environment(variable)));
        from_environment.or_else(from_profile)
    }

    pub(super) fn assume_role_with_web_identity(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let setting = |variable, key| self.web_identity(provider, profile, asked, variable, key);
        let role = setting("AWS_ROLE_ARN", "role_arn").filter(|(arn, _)| !arn.is_empty());
        let Some((role_arn, arn_origin)) = role else {
            let cause = Cause::WebIdentityWithoutRole;
            return Err(provider.failure(FailureKind::InvalidConfig, cause).written(origin));
        };
        let role_arn = role_arn.to_string_lossy();
        let session = setting("AWS_ROLE_SESSION_NAME", "role_session_name")
            .map(|(name, _)| name.to_string_lossy());
        let rules = &self.rules.roles;
        let has_cache = rules.has_cache && !rules.web_identity_kept_by_token;
        let cached = self.cached_session(has_cache, |home| {
            let key = RoleCacheKey {
                duration_seconds: None,
                external_id: None,
                role_arn: &role_arn,
                role_session_name: session.as_deref().filter(|name| !name.is_empty()),
                serial_number: None,
            };
            key.path(home)
        });
        let token = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
        let token_path = Path::new(token.map_or(OsStr::new(""), |(path, _)| path));
        let refusal = if self.rules.roles.checks_lengths && role_arn.chars().count() < 20 {
            let message = "the role's ARN is too short to be one";
            Some(Failure::at(provider, FailureKind::InvalidConfig, message))
        } else if cached.is_usable() || self.lookup.is_none_or(|it| it.is_present(token_path)) {
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
        Ok(cached.applied_to(credentials, refusal, SourceLife::Endless))
    }
}
