//! Roles that are assumed with a web identity: a token in a file (rule 7.8).

use std::ffi::OsStr;
use std::path::Path;

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use serde_json::Value;

use super::chain::{AskedAs, AskedProfile, Choice};
use super::{Chain, Credentials, Loaded};
use crate::aws::cause::Cause;
use crate::aws::client::EnvironmentKeysIgnored;
use crate::aws::expiry::{RoleCacheKey, SourceLife};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::key_flaws::has_endpoint;
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
        let settings = [(ROLE, 20), (SESSION_NAME, 2)];
        let too_short = settings.into_iter().find_map(|(names, least)| {
            let (value, origin) = setting(names).filter(|(value, _)| !value.is_empty())?;
            let is_short = value.to_string_lossy().chars().count() < least;
            let name = if origin.variable().is_some() { names.0 } else { names.1 };
            is_short.then_some((name, origin))
        });
        let refusal = if let Some((name, origin)) = too_short.filter(|_| rules.checks_lengths) {
            let cause = Cause::TooShort(name);
            Some(Failure::at(provider, FailureKind::InvalidConfig, cause).written(origin))
        } else if cached.is_usable() {
            None
        } else {
            let refused = |text: &str| {
                // Python reads both kinds of line ends as one character.
                let length = text.replace("\r\n", "\n").chars().count();
                if rules.checks_lengths && length < SHORTEST_TOKEN {
                    let why = "has no token of four characters or more in it";
                    return Some((FailureKind::InvalidConfig, why));
                }
                self.has_ended(text).then_some((FailureKind::Expired, "has an expired token in it"))
            };
            self.token_refusal(provider, token_path, rules.checks_lengths, refused)
        };
        // The role of the profile is not the one that is assumed.
        let own = asked.profile.get("role_arn").map(|own| own.value);
        let is_other = arn_origin.variable().is_some() && own != Some(&*role_arn);
        let is_mixed = is_other && origin.variable().is_none();
        let origin = if is_mixed { arn_origin.clone() } else { origin };
        let credentials =
            Credentials::new(provider, Source::WebIdentity, origin).of_role(&role_arn, arn_origin);
        Ok(cached.applied_to(credentials, refusal, SourceLife::Endless))
    }

    /// Tells whether AWS no longer takes a token, which says so itself (rule 7C.8).
    fn has_ended(&self, token: &str) -> bool {
        let is_elsewhere = || has_endpoint(&self.world.environment, self.chosen);
        let has_passed = |end| self.world.clock.has_reached(end);
        end_of_token(token).is_some_and(has_passed) && !is_elsewhere()
    }

    /// Says why a token cannot be sent from its file (rules 7.8 and 7.18).
    pub(super) fn token_refusal(
        &self,
        provider: Provider,
        path: &Path,
        is_text: bool,
        refused: impl Fn(&str) -> Option<(FailureKind, &'static str)>,
    ) -> Option<Failure> {
        let lookup = self.lookup?;
        let (kind, why) = if !lookup.is_present(path) {
            (FailureKind::NoCredentials, "is not there")
        } else if let FileState::Content(bytes) = &*lookup.content(path) {
            match std::str::from_utf8(bytes) {
                Ok(text) => refused(text)?,
                Err(_) if is_text => (FailureKind::InvalidConfig, "is not UTF-8"),
                Err(_) => return None,
            }
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

/// Returns when a token ends: the claim `exp` of a JSON Web Token.
///
/// <https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4>
fn end_of_token(token: &str) -> Option<Timestamp> {
    let [_, claims, _] = token.trim().split('.').collect::<Vec<_>>()[..] else { return None };
    let claims = BASE64URL_NOPAD.decode(claims.as_bytes()).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    // Whole seconds, or with a fraction.
    let end = claims.get("exp")?.as_number()?.to_string();
    Timestamp::from_second(end.split('.').next()?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::client::Client;
    use crate::aws::situation::{Pairs, Situation};

    const TOKEN: (&str, &str) = ("AWS_WEB_IDENTITY_TOKEN_FILE", "/h/token");
    const ROLE_ARN: (&str, &str) = ("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/R");
    const SIGNED_IN: &str = "web-identity 999999999999 +token";

    /// A token with these claims.
    fn token(claims: &str) -> String {
        let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        format!("{}.{}.{}", part(r#"{"alg": "RS256"}"#), part(claims), part("signature"))
    }

    fn outcome(token: &str, variables: &Pairs<'_>) -> String {
        let variables = [&[TOKEN, ROLE_ARN], variables].concat();
        let files = [("token", token)];
        Situation { variables: &variables, files: &files, ..Situation::default() }
            .outcome_of(Client::AwsCliV2)
    }

    #[test]
    fn a_token_that_says_that_it_has_expired_is_of_no_use() {
        let cases = [
            (r#"{"exp": 1577836800, "sub": "me"}"#, "expired"),
            (r#"{"exp": 1577836800.5}"#, "expired"),
            (r#"{"exp": 4102444800}"#, SIGNED_IN),
            (r#"{"exp": 1e300}"#, SIGNED_IN),
            (r#"{"exp": "1577836800"}"#, SIGNED_IN),
            ("{}", SIGNED_IN),
            ("no claims", SIGNED_IN),
        ];
        for (claims, expected) in cases {
            assert_eq!(outcome(&token(claims), &[]), expected, "7C.8 {claims}");
        }
        let ended = token(r#"{"exp": 1577836800}"#);
        assert_eq!(outcome(&format!("{ended}\n"), &[]), "expired");
        assert_eq!(outcome("a.bc", &[]), SIGNED_IN);
        // What is not AWS may take another view.
        let elsewhere = [("AWS_ENDPOINT_URL_STS", "http://localhost:4566")];
        assert_eq!(outcome(&ended, &elsewhere), SIGNED_IN);
    }

    #[test]
    fn the_name_of_a_session_has_two_characters() {
        let named = |name| outcome("token", &[("AWS_ROLE_SESSION_NAME", name)]);
        assert_eq!(named("x"), "invalid-config", "7.20");
        assert_eq!(named("me"), SIGNED_IN);
        assert_eq!(named(""), SIGNED_IN);
    }
}
