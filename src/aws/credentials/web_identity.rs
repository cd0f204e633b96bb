//! Roles that are assumed with a web identity: a token in a file (rule 7.8).

use std::ffi::OsStr;
use std::path::Path;

use super::chain::{AskedAs, AskedProfile, Choice};
use super::{Chain, Credentials, Loaded};
use crate::aws::cause::Cause;
use crate::aws::client::EnvironmentKeysIgnored;
use crate::aws::expiry::{RoleCacheKey, SourceLife};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::profiles::Profile;
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;
use crate::aws::world::FileState;

/// A setting of web identity: its variable, and its key in a profile.
type SettingNames = (&'static str, &'static str);

const TOKEN_FILE: SettingNames = ("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
const ROLE: SettingNames = ("AWS_ROLE_ARN", "role_arn");
const SESSION_NAME: SettingNames = ("AWS_ROLE_SESSION_NAME", "role_session_name");

/// AWS takes no shorter token, and a client that checks lengths sends none (rule 7.20).
const SHORTEST_TOKEN: usize = 4;

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
                && self.rules.keys.environment_ignored == EnvironmentKeysIgnored::UnderFlag);
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
        let has_cache = rules.has_cache && asked.asked_as.is_kept();
        let cached = match &self.world.locations.home {
            // Its name is not known, and there may be none yet.
            Some(home) if has_cache && rules.web_identity_kept_by_token => {
                self.session_to_keep(&key.path(home))
            }
            _ => self.cached_session(has_cache, |home| key.path(home)),
        };
        let token_path = setting(TOKEN_FILE).map_or(Path::new(""), |(path, _)| Path::new(path));
        let refusal = if rules.checks_lengths && role_arn.chars().count() < 20 {
            let cause = "the role's ARN is too short to be one";
            Some(Failure::at(provider, FailureKind::InvalidConfig, cause))
        } else if cached.is_usable() {
            None
        } else {
            let refused = |text: &str| {
                // Python reads both kinds of line ends as one character.
                let length = text.replace("\r\n", "\n").chars().count();
                let is_short = rules.checks_lengths && length < SHORTEST_TOKEN;
                is_short.then_some("has no token of four characters or more in it")
            };
            self.token_refusal(provider, token_path, rules.checks_lengths, refused)
        };
        let credentials =
            Credentials::new(provider, Source::WebIdentity, origin).of_role(&role_arn, arn_origin);
        Ok(cached.applied_to(credentials, refusal, SourceLife::Endless))
    }

    /// Says why a token cannot be sent from its file (rules 7.8 and 7.18).
    pub(super) fn token_refusal(
        &self,
        provider: Provider,
        path: &Path,
        is_text: bool,
        refused: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<Failure> {
        let lookup = self.lookup?;
        let (kind, why) = if !lookup.is_present(path) {
            (FailureKind::NoCredentials, "is not there")
        } else if let FileState::Content(bytes) = &*lookup.content(path) {
            let why = match std::str::from_utf8(bytes) {
                Ok(text) => refused(text),
                Err(_) => is_text.then_some("is not UTF-8"),
            };
            (FailureKind::InvalidConfig, why?)
        } else {
            return None;
        };
        // A secret may have been swallowed by the lines below, as in `Setting::shown`.
        let path = path.to_string_lossy();
        let path = path.lines().next().unwrap_or_default().into();
        let cause = Cause::NoToken { path, why };
        Some(Failure::at(provider, kind, cause))
    }
}
