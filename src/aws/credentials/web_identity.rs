//! Roles that are assumed with a web identity: a token in a file (rule 7.8).

use std::ffi::OsStr;
use std::path::Path;

use super::chain::{AskedAs, AskedProfile, Choice};
use super::{Chain, Credentials, Loaded};
use crate::aws::cause::Cause;
use crate::aws::client::EnvironmentKeys;
use crate::aws::expiry::{RoleCacheKey, SourceLife};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::profiles::Profile;
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;

/// A setting of web identity: its variable, and its key in a profile.
type SettingNames = (&'static str, &'static str);

const TOKEN_FILE: SettingNames = ("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
const ROLE: SettingNames = ("AWS_ROLE_ARN", "role_arn");
const SESSION_NAME: SettingNames = ("AWS_ROLE_SESSION_NAME", "role_session_name");

impl<'a, 'w> Chain<'a, 'w> {
    /// Returns what makes a place one of web identity (rules 7A and 7.8).
    pub(super) fn web_identity_mark(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
    ) -> Option<Origin> {
        let setting = |names| self.web_identity(provider, profile, asked, names);
        let (path, origin) = setting(TOKEN_FILE)?;
        let is_enough = !self.rules.roles.web_identity_needs_role
            || setting(ROLE).is_some_and(|(arn, _)| !arn.is_empty());
        (!path.is_empty() && is_enough).then_some(origin)
    }

    /// Returns the value of a setting (rule 7.8).
    fn web_identity(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
        (variable, key): SettingNames,
    ) -> Option<(&'a OsStr, Origin)> {
        let is_passed_over = asked != AskedAs::InChain
            || (self.choice == Choice::Flag
                && self.rules.keys.environment == EnvironmentKeys::UnderFlag);
        if provider != Provider::ProfileWebIdentity
            && !is_passed_over
            && let Some(value) = self.world.environment.get(variable)
        {
            return Some((value, Origin::environment(variable)));
        }
        let asks_profile = provider != Provider::EnvironmentWebIdentity;
        let setting = self.setting(profile, key).filter(|_| asks_profile)?;
        Some((OsStr::new(setting.value), setting.origin()))
    }

    pub(super) fn assume_role_with_web_identity(
        &self,
        provider: Provider,
        asked: &AskedProfile<'a, 'w>,
        origin: Origin,
    ) -> Loaded {
        let setting = |names| self.web_identity(provider, asked.profile, asked.asked_as, names);
        let role = setting(ROLE).filter(|(arn, _)| !arn.is_empty());
        let Some((role_arn, arn_origin)) = role else {
            let cause = Cause::WebIdentityWithoutRole;
            return Err(provider.failure(FailureKind::InvalidConfig, cause).written(origin));
        };
        let role_arn = role_arn.to_string_lossy();
        let session = setting(SESSION_NAME).map(|(name, _)| name.to_string_lossy());
        let key = RoleCacheKey {
            duration_seconds: None,
            external_id: None,
            role_arn: &role_arn,
            role_session_name: session.as_deref().filter(|name| !name.is_empty()),
            serial_number: None,
        };
        let rules = &self.rules.roles;
        let has_cache =
            rules.has_cache && !rules.web_identity_kept_by_token && asked.asked_as.is_kept();
        let cached = self.cached_session(has_cache, |home| key.path(home));
        let token_path = setting(TOKEN_FILE).map_or(Path::new(""), |(path, _)| Path::new(path));
        let refusal = if rules.checks_lengths && role_arn.chars().count() < 20 {
            Some((FailureKind::InvalidConfig, "the role's ARN is too short to be one"))
        } else if cached.is_usable() || self.lookup.is_none_or(|it| it.is_present(token_path)) {
            None
        } else {
            Some((FailureKind::NoCredentials, "the web identity token file is not there"))
        };
        let refusal = refusal.map(|(kind, message)| Failure::at(provider, kind, message));
        let credentials =
            Credentials::new(provider, Source::WebIdentity, origin).of_role(&role_arn, arn_origin);
        Ok(cached.applied_to(credentials, refusal, SourceLife::Endless))
    }
}
