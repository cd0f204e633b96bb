//! The login that a profile lives on, and whether it is alive: for those who look at all profiles.
//!
//! A login is shared by many profiles, and its file is read once. What the AWS CLI has cached of a
//! single role does not count here.

use std::cell::RefCell;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

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

impl<'a> LoginSession<'a> {
    pub(crate) fn name(self) -> &'a str {
        let (Self::Sso(name) | Self::StartUrl(name) | Self::Login(name)) = self;
        name
    }
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
        Self {
            chain: Chain::new(facts.world, profiles, Client::AwsCliV2.rules()),
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::Path;
    use std::rc::Rc;

    use super::*;
    use crate::aws::sample::SampleMachine;
    use crate::aws::world::{FileState, Listing, Obstacle, ProgramState, Writing};

    /// Counts what is looked up.
    struct CountingLookup<'a>(&'a dyn Lookup, Cell<usize>);

    impl Lookup for CountingLookup<'_> {
        fn content(&self, path: &Path) -> Rc<FileState> {
            self.1.set(self.1.get() + 1);
            self.0.content(path)
        }

        fn is_present(&self, path: &Path) -> bool {
            self.0.is_present(path)
        }

        fn program(&self, path: &Path) -> ProgramState {
            self.0.program(path)
        }

        fn obstacle_to(&self, writing: Writing, path: &Path) -> Option<Obstacle> {
            self.0.obstacle_to(writing, path)
        }

        fn listing(&self, directory: &Path) -> Listing {
            self.0.listing(directory)
        }
    }

    /// Returns the login of each profile with the profile that has it, and how many files were
    /// read.
    fn logins(config: &str) -> (Vec<String>, usize) {
        let machine = SampleMachine { config: config.to_owned(), ..SampleMachine::default() };
        machine.ask(|facts| {
            let lookup = CountingLookup(facts.lookup, Cell::new(0));
            let facts = Facts { lookup: &lookup, ..*facts };
            let profiles = facts.profiles().unwrap();
            let all = profiles.all();
            let sessions = LoginSessions::new(&facts, profiles);
            let login = |name, profile| {
                let (session, holder) = sessions.of(name, profile)?;
                let life = sessions.state(session).life;
                Some(format!("{session:?} of {holder}: {life:?}"))
            };
            let logins = all.iter().map(|(name, profile)| login(name, *profile));
            let logins = logins.map(|login| login.unwrap_or_else(|| "-".to_owned())).collect();
            (logins, lookup.1.get())
        })
    }

    #[test]
    fn the_file_of_a_login_is_read_once() {
        let profile = |n| {
            format!(
                "[profile p{n}]\nsso_session = corp\nsso_account_id = 111122223333\n\
                 sso_role_name = r\n"
            )
        };
        let session = "[sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
        let config: String = (0..100).map(profile).collect();
        let (logins, reads) = logins(&format!("{config}{session}"));
        assert!(logins.iter().all(|login| login.starts_with("Sso(\"corp\")")), "{logins:?}");
        assert_eq!(reads, 1);
    }

    #[test]
    fn a_role_lives_on_the_login_of_its_last_source() {
        let sso = "sso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 1\n\
                   sso_role_name = r\n";
        let role =
            |source: &str| format!("role_arn = arn:aws:iam::1:role/r\nsource_profile = {source}\n");
        let config = format!(
            "[profile a]\n{sso}[profile b]\n{}[profile c]\n{}[profile own]\n{}{sso}\
             [profile keys]\naws_access_key_id = k\naws_secret_access_key = s\n{sso}\
             [profile d]\n{}[profile x]\n{}[profile y]\n{}[profile e]\n{}",
            role("a"),
            role("b"),
            role("own"),
            role("keys"),
            role("y"),
            role("x"),
            role("missing"),
        );
        let a = "StartUrl(\"https://x\") of a: Ended";
        let own = "StartUrl(\"https://x\") of own: Ended";
        let keys = "StartUrl(\"https://x\") of keys: Ended";
        assert_eq!(logins(&config).0, [a, a, a, own, keys, "-", "-", "-", "-"]);
    }
}
