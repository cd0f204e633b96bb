//! Sessions of `aws login` (rules 7.13 and 9.8).

use serde::{Deserialize, de::IgnoredAny};

use super::{Chain, Credentials, Provider, Source};
use crate::aws::{
    account::{Account, AccountId, Basis},
    expiry::{self, Cached, Moment},
    profiles::Profile,
    resolve::{FailureKind, Stop},
    sourced::{Origin, Sourced},
};

/// The file of a login session, without its secrets; all of these must be there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginFile {
    #[serde(rename = "accessToken")]
    session: AccessToken,
    #[serde(rename = "refreshToken")]
    _refresh: IgnoredAny,
    #[serde(rename = "dpopKey")]
    _proof: IgnoredAny,
    #[serde(rename = "clientId")]
    _client: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessToken {
    account_id: Option<String>,
    expires_at: String,
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads a session of `aws login` (rules 7.13 and 9.8).
    pub(super) fn login(
        &self,
        profile: Profile<'a, 'w>,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::Login;
        let session = profile.get("login_session").map_or("", |setting| setting.value);
        let path = expiry::login_path(&self.world.locations.login_cache, session);
        let file: LoginFile = match expiry::read_cache(self.caches, &path)? {
            Cached::Present(file) => file,
            Cached::Absent => {
                let message = "there is no login session";
                return Err(provider.failure(FailureKind::LoginRefresh, message));
            }
            Cached::Broken => {
                let message = "the file of the login session is damaged";
                return Err(provider.failure(FailureKind::LoginRefresh, message));
            }
        };
        let mut credentials = Credentials::new(provider, Source::Login, origin.clone());
        credentials.identity = session.rsplit('/').next().map(str::to_owned);
        credentials.session_token = true;
        let cached = file.session.account_id.as_deref().and_then(AccountId::new);
        let cache = Origin::File { path, line: None };
        credentials.account = Account::new(cached, Basis::Cache, cache.clone())
            .or_else(|| Account::new(AccountId::of_arn(session), Basis::LoginSession, origin));
        if let Some(Moment::At(end)) = expiry::parse_moment(&file.session.expires_at) {
            credentials.expires = Some(Sourced::new(end, cache));
        }
        Ok(credentials)
    }
}
