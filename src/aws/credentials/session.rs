//! The login that a profile lives on, and whether it is alive: for those who look at all profiles.
//!
//! A login is shared by many profiles, and its file is read once. What the AWS CLI has cached of a
//! single role does not count here.

use std::cell::RefCell;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::chain::Choice;
use super::{Chain, MOST_SOURCES};
use crate::aws::client::Client;
use crate::aws::expiry::{Expiry, Renewal};
use crate::aws::profiles::{Profile, Profiles};
use crate::aws::provider::Provider;
use crate::aws::resolution::Facts;
use crate::aws::world::Lookup;

/// What a person logs in to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LoginSession<'a> {
    /// A section `[sso-session NAME]`.
    Sso(&'a str),
    /// IAM Identity Center without such a section, by its start URL.
    StartUrl(&'a str),
    /// What `aws login` wrote as `login_session`.
    Login(&'a str),
}

/// What is known offline of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SessionState {
    pub(crate) life: SessionLife,
    /// When the token ends, or has ended.
    pub(crate) until: Option<Timestamp>,
}

/// Whether a login can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionLife {
    /// Until it ends.
    Alive,
    /// The client renews it by itself, as long as AWS agrees.
    Renews,
    /// Somebody has to log in.
    Ended,
}

/// Finds the logins of profiles, as AWS CLI v2 uses them.
pub(crate) struct LoginSessions<'a, 'w> {
    /// Reads only the two AWS files.
    chain: Chain<'a, 'w>,
    lookup: &'a dyn Lookup,
    states: RefCell<FxHashMap<LoginSession<'a>, SessionState>>,
}

impl<'a, 'w> LoginSessions<'a, 'w> {
    pub(crate) fn new(facts: &Facts<'a, 'w>, profiles: &'a Profiles<'w>) -> Self {
        let (rules, choice) = (Client::AwsCliV2.rules(), Choice::Flag);
        let world = facts.world;
        Self {
            chain: Chain {
                world,
                profiles,
                inventory: None,
                lookup: None,
                rules,
                choice,
                chosen: Profile::default(),
            },
            lookup: facts.lookup,
            states: RefCell::default(),
        }
    }

    /// Returns the login that the credentials of a profile come from, and the name of the profile
    /// that has it: the profile itself, or its last source (rules 7.4 to 7.6).
    pub(crate) fn of<'n>(
        &self,
        name: &'n str,
        profile: Profile<'a, 'w>,
    ) -> Option<(LoginSession<'a>, &'n str)>
    where
        'a: 'n,
    {
        let (mut name, mut profile) = (name, profile);
        for _ in 0..MOST_SOURCES {
            let provider = self.chain.provider_of(profile)?;
            if provider != Provider::AssumeRole {
                return Some((self.own(provider, profile)?, name));
            }
            let source = self.chain.setting(profile, "source_profile")?.value;
            if source == name {
                let provider = self.chain.provider_without_role(profile)?;
                return Some((self.own(provider, profile)?, name));
            }
            (name, profile) = (source, self.chain.profiles.find(source)?);
            if self.chain.source_has_keys(profile) {
                return None;
            }
        }
        None
    }

    /// Returns the login of a place of the profile itself.
    fn own(&self, provider: Provider, profile: Profile<'a, 'w>) -> Option<LoginSession<'a>> {
        let value = |key| self.chain.setting(profile, key).map(|setting| setting.value);
        match provider {
            Provider::Sso => match value("sso_session") {
                Some(name) => self.chain.find_session(name).map(|_| LoginSession::Sso(name)),
                None => value("sso_start_url").map(LoginSession::StartUrl),
            },
            Provider::Login => value("login_session").map(LoginSession::Login),
            _ => None,
        }
    }

    /// Looks at the file of a login, the first time that it is asked for.
    pub(crate) fn state(&self, session: LoginSession<'a>) -> SessionState {
        *self.states.borrow_mut().entry(session).or_insert_with(|| self.read(session))
    }

    fn read(&self, session: LoginSession<'a>) -> SessionState {
        let chain = Chain { lookup: Some(self.lookup), ..self.chain };
        let (expiry, is_over) = match session {
            LoginSession::Sso(name) => outcome(chain.sso_token(Some(name), "")),
            LoginSession::StartUrl(url) => outcome(chain.sso_token(None, url)),
            LoginSession::Login(session) => match chain.login_token(session) {
                Ok(found) => (found.map(|(_, expiry)| expiry), false),
                Err(_) => (None, true),
            },
        };
        let life = match &expiry {
            _ if is_over => SessionLife::Ended,
            Some(Expiry { renewal: Renewal::Silent, .. }) => SessionLife::Renews,
            _ => SessionLife::Alive,
        };
        SessionState { life, until: expiry.map(|expiry| expiry.at.value) }
    }
}

/// Returns when a token ends, and whether it cannot be used.
fn outcome<S, F>(token: Result<(Option<Expiry>, Option<F>), S>) -> (Option<Expiry>, bool) {
    token.map_or((None, true), |(expiry, refusal)| (expiry, refusal.is_some()))
}
