//! IAM Identity Center: its profiles, sessions and tokens (rules 7.10, 7.11, 9.3 and 9.4).

use std::ffi::OsStr;

use jiff::Timestamp;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use super::{Chain, Credentials, Provider, Source};
use crate::aws::{
    account::{Account, AccountId, Basis},
    expiry::{self, Cached, SsoCacheKey},
    moment::Moment,
    profiles::{Profile, Setting},
    resolve::{Failure, FailureKind, Stop, is_valid_region},
    sourced::{Origin, Sourced},
};

/// The file of a login session, without its secrets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenFile {
    #[serde(rename = "accessToken")]
    _secret: IgnoredAny,
    expires_at: String,
    #[serde(rename = "refreshToken")]
    refresh: Option<IgnoredAny>,
    client_id: Option<IgnoredAny>,
    client_secret: Option<IgnoredAny>,
    registration_expires_at: Option<Value>,
}

/// What the CLI does about a token that is about to end.
enum Renewal {
    Silent,
    Impossible,
    /// It tries, and stumbles.
    Fails,
}

impl TokenFile {
    /// Tells whether the CLI can renew the token by itself (rule 9.4).
    fn renewal(&self, now: Timestamp) -> Renewal {
        let registration = match &self.registration_expires_at {
            Some(end)
                if self.refresh.is_some()
                    && self.client_id.is_some()
                    && self.client_secret.is_some() =>
            {
                end.as_str().and_then(Moment::parse)
            }
            _ => return Renewal::Impossible,
        };
        match registration {
            Some(Moment::At(end)) if end > now => Renewal::Silent,
            Some(Moment::At(_)) => Renewal::Impossible,
            Some(Moment::WithoutZone) | None => Renewal::Fails,
        }
    }
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads an IAM Identity Center profile (rules 7.10 and 7.11).
    pub(super) fn sso(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::Sso;
        let invalid = |message| provider.failure(FailureKind::Sso, message);
        let session = match profile.get("sso_session") {
            None => None,
            Some(reference) => {
                let session = self.profiles.sso_session(reference.value).ok_or_else(|| {
                    invalid(format!("there is no [sso-session {}]", reference.shown()))
                })?;
                let own = profile.values();
                let differs = |(key, setting): &(&str, Setting<'_>)| {
                    own.get(key).is_some_and(|own| *own != setting.value)
                };
                if let Some((key, _)) = session.settings().find(differs) {
                    return Err(invalid(format!(
                        "{key} differs between profile {name:?} and [sso-session {}]",
                        reference.value
                    )));
                }
                Some((reference.value, session))
            }
        };
        let required = |key: &str| {
            let from_session = || session.as_ref().and_then(|(_, session)| session.get(key));
            profile.get(key).or_else(from_session).ok_or_else(|| {
                invalid(format!("profile {name:?} is set up for SSO and lacks {key}"))
            })
        };
        let role_name = required("sso_role_name")?;
        let account_id = required("sso_account_id")?;
        let start_url = required("sso_start_url")?;
        let region = required("sso_region")?;

        let session_name = session.map(|(name, _)| name);
        let cached = self.cached_session(|home| {
            let key = SsoCacheKey {
                account_id: account_id.value,
                role_name: role_name.value,
                session_name,
                start_url: session_name.is_none().then_some(start_url.value),
            };
            key.path(home)
        })?;
        let source = Source::Sso { cached: cached.is_usable() };
        let mut credentials = Credentials::new(provider, source, origin);
        credentials.role = role_name.value.lines().next().map(str::to_owned);
        credentials.identity.clone_from(&credentials.role);
        credentials.session_token = true;
        credentials.account = Account::new(
            AccountId::new(account_id.value),
            Basis::SsoAccountId,
            account_id.origin(),
        );
        if cached.is_usable() {
            return Ok(cached.applied_to(credentials, None));
        }
        let unusable = (region.value.is_empty() || !is_valid_region(OsStr::new(region.value)))
            .then(|| {
                let message = format!("sso_region is {:?}, which is no region", region.shown());
                Failure::at(provider, FailureKind::Sso, message)
            });
        let (expires, dead) = self.sso_token(session_name, start_url.value)?;
        credentials.expires = expires;
        Ok(cached.applied_to(credentials, unusable.or(dead)))
    }

    /// Returns why a profile's `sso_session` stops every command, whatever its credentials: each
    /// client looks the session up for tokens (rule 7.17).
    pub(in crate::aws) fn session_failure(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
    ) -> Option<Failure> {
        let setting = profile.get("sso_session")?;
        let session = self.profiles.sso_session(setting.value);
        let reference = setting.shown();
        let session = session.filter(|session| session.settings().next().is_some());
        let message = match session {
            None => {
                format!("profile {name:?} names an sso_session that is not there: {reference:?}")
            }
            Some(session) => {
                let mut required = ["sso_start_url", "sso_region"].into_iter();
                let missing = required.find(|key| session.get(key).is_none())?;
                format!("[sso-session {reference}] lacks {missing}")
            }
        };
        Some(Failure::at(Provider::Sso, FailureKind::Sso, message))
    }

    /// Judges the cached SSO token: when it ends, and why it cannot be used (rules 9.3 and 9.4).
    fn sso_token(
        &self,
        session_name: Option<&str>,
        start_url: &str,
    ) -> Result<(Option<Sourced<Timestamp>>, Option<Failure>), Stop> {
        let failure = |kind, message: &str| Some(Failure::at(Provider::Sso, kind, message));
        let none = || (None, failure(FailureKind::SsoToken, "there is no SSO login session"));
        let Some(home) = &self.world.locations.home else {
            return Ok(none());
        };
        let path = expiry::sso_token_path(home, session_name.unwrap_or(start_url));
        let token: TokenFile = match expiry::read_cache(self.caches, &path)? {
            Cached::Absent => return Ok(none()),
            Cached::Broken => {
                let message = "the file of the SSO login session is damaged";
                return Ok((None, failure(FailureKind::SsoToken, message)));
            }
            Cached::Present(token) => token,
        };
        let Some(Moment::At(end)) = Moment::parse(&token.expires_at) else {
            let message = "the file of the SSO login session has no valid expiresAt";
            return Ok((None, failure(FailureKind::SsoToken, message)));
        };
        let now = self.world.now;
        let is_due = !expiry::outlives_renewal_window(end, now);
        let renewal = match session_name {
            Some(_) if is_due => token.renewal(now),
            _ => Renewal::Impossible,
        };
        let dead = match renewal {
            Renewal::Silent => None,
            Renewal::Fails => {
                let message =
                    "the file of the SSO login session has no valid registrationExpiresAt";
                failure(FailureKind::SsoToken, message)
            }
            Renewal::Impossible if end > now => None,
            Renewal::Impossible => {
                failure(FailureKind::Expired, "the SSO login session has expired")
            }
        };
        let expires = Sourced::new(end, Origin::File { path, line: None });
        Ok((Some(expires), dead))
    }
}
