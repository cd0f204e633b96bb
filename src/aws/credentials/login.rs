//! Sessions of `aws login` (rules 7.13 and 9.8).

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Chain, Credentials, Loaded};
use crate::aws::account::{Account, AccountId, Basis};
use crate::aws::cause::ProfileCause;
use crate::aws::client::TokenDates;
use crate::aws::clock::earlier;
use crate::aws::expiry::{self, Cached, Expiry};
use crate::aws::failure::FailureKind;
use crate::aws::moment::Moment;
use crate::aws::profiles::Profile;
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;

/// The time before its end in which the CLI renews a login (rule 9.16).
const RENEWAL_WINDOW: SignedDuration = SignedDuration::from_mins(5);

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
        let token = self.login_token(session).map_err(failure)?;
        let first_line = session.lines().next().unwrap_or_default();
        credentials.identity = first_line.rsplit('/').next().map(str::to_owned);
        credentials.account = Account::new(AccountId::of_arn(session), Basis::LoginSession, origin);
        if let Some((cached, expires)) = token {
            let cached = Account::new(cached, Basis::Cache, expires.at.origin.clone());
            credentials.account = cached.or(credentials.account);
            let is_due = self.world.clock.has_reached(earlier(expires.at.value, RENEWAL_WINDOW));
            if is_due && let Origin::File { path, .. } = &expires.at.origin {
                let failure = self.unwritable(Provider::Login, path);
                credentials = credentials.refused(failure);
            }
            credentials.expires = Some(expires);
        }
        Ok(credentials)
    }

    /// Reads the cached login: its account and when it ends; or says what is wrong with the file,
    /// if there is one.
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
            // To a client that reads any date, a login without one never ends (rule 9.8).
            let never_ends = self.rules.sso.dates == TokenDates::Whatever;
            return if never_ends { Ok(None) } else { Err(Some("has no valid expiresAt")) };
        };
        let account = file.access_token.account_id.as_str().and_then(AccountId::new);
        Ok(Some((account, Expiry::silent(end, Origin::file(&path)))))
    }
}

#[cfg(test)]
mod tests {
    use crate::aws::client::Client;
    use crate::aws::situation::Situation;

    #[test]
    fn a_login_without_a_readable_end_never_ends_for_some() {
        const FILE: &str = ".aws/login/cache/\
            daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json";
        let text = r#"{"accessToken": {"accessKeyId": "k", "secretAccessKey": "s",
            "sessionToken": "t", "accountId": "555555555555", "expiresAt": "soon"},
            "refreshToken": "r", "dpopKey": "d", "clientId": "c"}"#;
        let config = "[default]\nlogin_session = arn:aws:sts::555555555555:assumed-role/Admin/me\n";
        let files = [(FILE, text)];
        let situation = Situation { config, files: &files, ..Situation::default() };
        assert_eq!(situation.outcome_of(Client::AwsCliV2), "login-refresh", "9.8");
        assert_eq!(situation.outcome_of(Client::JsSdk), "login 555555555555 +token", "9.8");
    }
}
