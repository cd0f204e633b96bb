//! IAM Identity Center: its profiles, sessions and tokens (rules 7.10, 7.11, 9.3 and 9.4).

use jiff::Timestamp;
use serde::{Deserialize, de::IgnoredAny};

use super::{Chain, Credentials, Provider, Source};
use crate::aws::{
    account::{Account, AccountId, Basis},
    expiry::{self, Cached, Moment, SsoCacheKey},
    profiles::Profile,
    resolve::{Failure, FailureKind, Stop},
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
    registration_expires_at: Option<String>,
}

impl TokenFile {
    /// Tells whether the CLI can renew the token by itself (rule 9.4).
    fn is_renewable(&self, now: Timestamp) -> bool {
        let registration = self.registration_expires_at.as_deref().and_then(expiry::parse_moment);
        self.refresh.is_some()
            && self.client_id.is_some()
            && self.client_secret.is_some()
            && matches!(registration, Some(Moment::At(end)) if end > now)
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
                    invalid(format!("there is no [sso-session {}]", reference.value))
                })?;
                for (key, setting) in session.settings() {
                    if profile.get(key).is_some_and(|own| own.value != setting.value) {
                        return Err(invalid(format!(
                            "{key} differs between profile {name:?} and [sso-session {}]",
                            reference.value
                        )));
                    }
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
        required("sso_region")?;

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
        credentials.role = Some(role_name.value.to_owned());
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
        let (expires, dead) = self.sso_token(session_name, start_url.value)?;
        credentials.expires = expires;
        Ok(cached.applied_to(credentials, dead))
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
        let Some(Moment::At(end)) = expiry::parse_moment(&token.expires_at) else {
            let message = "the file of the SSO login session has no valid expiresAt";
            return Ok((None, failure(FailureKind::SsoToken, message)));
        };
        let now = self.world.now;
        let is_renewable = session_name.is_some() && token.is_renewable(now);
        let expires = Sourced::new(end, Origin::File { path, line: None });
        let is_dead = end <= now && !is_renewable;
        let dead =
            is_dead.then(|| failure(FailureKind::Expired, "the SSO login session has expired"));
        Ok((Some(expires), dead.flatten()))
    }
}
