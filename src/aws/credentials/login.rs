//! Sessions of `aws login` (rules 7.13 and 9.8).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Chain, Credentials, Loaded};
use crate::aws::account::{Account, AccountId, Basis};
use crate::aws::cause::ProfileCause;
use crate::aws::expiry::{self, Cached, Expiry};
use crate::aws::failure::FailureKind;
use crate::aws::moment::Moment;
use crate::aws::profiles::Profile;
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;

/// The file of a login session, without its secrets; all of these fields are required.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginFile {
    access_token: AccessToken,
    _refresh_token: IgnoredAny,
    _dpop_key: IgnoredAny,
    _client_id: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessToken {
    _access_key_id: IgnoredAny,
    _secret_access_key: IgnoredAny,
    _session_token: IgnoredAny,
    account_id: Value,
    expires_at: String,
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads a session of `aws login` (rules 7.13 and 9.8).
    pub(super) fn login(&self, name: &str, profile: Profile<'a, 'w>, origin: Origin) -> Loaded {
        let mut credentials = Credentials::new(Provider::Login, Source::Login, origin.clone());
        let session = profile.get("login_session").map_or("", |setting| setting.value);
        let failure = |why| {
            let cause = ProfileCause::Login(why).of(name);
            Provider::Login.failure(FailureKind::LoginRefresh, cause)
        };
        let Some((cached, expires)) = self.login_token(session).map_err(failure)? else {
            return Ok(credentials);
        };
        let first_line = session.lines().next().unwrap_or_default();
        credentials.identity = first_line.rsplit('/').next().map(str::to_owned);
        credentials.account = Account::new(cached, Basis::Cache, expires.at.origin.clone())
            .or_else(|| Account::new(AccountId::of_arn(session), Basis::LoginSession, origin));
        credentials.expires = Some(expires);
        Ok(credentials)
    }

    /// Reads the cached login: its account and when it ends; or says what is wrong with the file, if
    /// there is one.
    pub(super) fn login_token(
        &self,
        session: &str,
    ) -> Result<Option<(Option<AccountId>, Expiry)>, Option<&'static str>> {
        let Some(lookup) = self.lookup else { return Ok(None) };
        let directory = self.world.locations.login_cache(self.rules.dialect);
        let path = expiry::login_path(directory, session);
        let file: LoginFile = match expiry::read_cache(lookup, &path) {
            Cached::Present(file) => file,
            Cached::Absent => return Err(None),
            Cached::Broken => return Err(Some("is damaged")),
        };
        // A date in the past is not a failure: the CLI renews the session.
        let Some(Moment::At(end)) = Moment::parse(&file.access_token.expires_at) else {
            return Err(Some("has no valid expiresAt"));
        };
        let account = file.access_token.account_id.as_str().and_then(AccountId::new);
        Ok(Some((account, Expiry::silent(end, Origin::File { path, line: None }))))
    }
}
