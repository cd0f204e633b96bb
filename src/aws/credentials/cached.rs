//! The CLI's own cache of role sessions (rules 9.5 to 9.7).

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Chain, Credentials};
use crate::aws::account::{Account, AccountId, Basis};
use crate::aws::cause::Cause;
use crate::aws::expiry::{self, Cached, Expiry, SourceLife};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::moment::Moment;
use crate::aws::provider::Provider;
use crate::aws::sourced::{Origin, Sourced};
use crate::aws::world::Obstacle;

/// What the CLI's cache holds for a role.
pub(super) enum CachedSession {
    /// Nothing that the CLI would use.
    None,
    /// A file at which the CLI fails.
    Damaged(PathBuf),
    /// Nothing, and what keeps the CLI from keeping a session (rule 9.16).
    Unwritable(Obstacle),
    Usable {
        account: Option<AccountId>,
        end: Timestamp,
        file: PathBuf,
    },
}

impl CachedSession {
    pub(super) fn is_usable(&self) -> bool {
        matches!(self, Self::Usable { .. })
    }

    /// Completes a role's credentials. A usable session makes a refusal of its source irrelevant,
    /// and ends when neither it nor its source can go on.
    pub(super) fn applied_to(
        self,
        mut credentials: Credentials,
        refusal: Option<Failure>,
        source: SourceLife,
    ) -> Credentials {
        match self {
            Self::None => credentials.refused(refusal),
            Self::Unwritable(obstacle) => {
                let unwritable = unwritable(credentials.provider, obstacle);
                credentials.refused(refusal.unwrap_or(unwritable))
            }
            Self::Damaged(path) => {
                let cause = Cause::DamagedCache(path);
                let provider = credentials.provider;
                credentials.refused(Failure::at(provider, FailureKind::InvalidConfig, cause))
            }
            Self::Usable { account, end, file } => {
                let origin = Origin::file(&file);
                let cached = Account::new(account, Basis::Cache, origin.clone());
                credentials.account = credentials.account.or(cached);
                let at = Sourced::new(end, origin);
                credentials.expires = Some(Expiry { at, renewal: source.renewal(end) });
                credentials
            }
        }
    }
}

fn unwritable(provider: Provider, obstacle: Obstacle) -> Failure {
    let cause = Cause::Unwritable { what: "the session", obstacle };
    Failure::at(provider, FailureKind::InvalidConfig, cause)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Session {
    credentials: SessionCredentials,
    assumed_role_user: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SessionCredentials {
    access_key_id: Option<IgnoredAny>,
    secret_access_key: Option<IgnoredAny>,
    session_token: Option<IgnoredAny>,
    expiration: String,
    account_id: Option<Value>,
}

impl Session {
    fn account(&self) -> Option<AccountId> {
        let stated = self.credentials.account_id.as_ref().and_then(Value::as_str);
        let user = self.assumed_role_user.as_ref();
        let from_arn = || AccountId::of_arn(user?.get("Arn")?.as_str()?);
        stated.and_then(AccountId::new).or_else(from_arn)
    }
}

impl Chain<'_, '_> {
    /// Looks at the cached session that the CLI would use instead of asking AWS (rule 9.7).
    pub(super) fn cached_session(
        &self,
        has_cache: bool,
        path: impl FnOnce(&Path) -> PathBuf,
    ) -> CachedSession {
        let home = self.world.locations.home.as_ref().filter(|_| has_cache);
        let (Some(home), Some(lookup)) = (home, self.lookup) else { return CachedSession::None };
        let path = path(home);
        let session: Session = match expiry::read_cache(lookup, &path) {
            Cached::Absent => return self.session_to_keep(&path),
            Cached::Broken => return CachedSession::Damaged(path),
            Cached::Present(session) => session,
        };
        let credentials = &session.credentials;
        let Some(Moment::At(end)) = Moment::parse(&credentials.expiration) else {
            return CachedSession::Damaged(path);
        };
        if !expiry::outlives_renewal_window(end, &self.world.clock) {
            return self.session_to_keep(&path);
        }
        if credentials.access_key_id.is_none()
            || credentials.secret_access_key.is_none()
            || credentials.session_token.is_none()
        {
            return CachedSession::Damaged(path);
        }
        CachedSession::Usable { account: session.account(), end, file: path }
    }

    /// Says that there is no session, or that none can be kept in this file.
    pub(super) fn session_to_keep(&self, path: &Path) -> CachedSession {
        self.obstacle_to_keeping(path).map_or(CachedSession::None, CachedSession::Unwritable)
    }

    /// Returns why a client that has renewed a session would stop (rule 9.16).
    pub(super) fn unwritable(&self, provider: Provider, path: &Path) -> Option<Failure> {
        Some(unwritable(provider, self.obstacle_to_keeping(path)?))
    }

    fn obstacle_to_keeping(&self, path: &Path) -> Option<Obstacle> {
        self.lookup?.obstacle_to(self.rules.writing?, path)
    }
}
