//! What a profile is by itself: where its credentials come from, its account and its region.
//!
//! Only the two files are read; whether a session is alive is left to the resolution.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::account::AccountId;
use super::client::Client;
use super::credentials::{Chain, role_name};
use super::profiles::{Profile, Profiles, Setting};
use super::provider::Provider;
use super::world::World;

/// A profile in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Summary<'p> {
    /// Where the profile's own credentials come from, if it has any.
    pub(crate) provider: Option<Provider>,
    pub(crate) account: Option<AccountId>,
    pub(crate) role: Option<&'p str>,
    pub(crate) region: Option<Cow<'p, str>>,
}

/// Summarises profiles for one client.
pub(crate) struct Summaries<'a, 'w> {
    chain: Chain<'a, 'w>,
}

impl<'a, 'w> Summaries<'a, 'w> {
    pub(crate) fn new(world: &'a World, profiles: &'a Profiles<'w>, client: Client) -> Self {
        Self { chain: Chain::new(world, profiles, client.rules()) }
    }

    pub(crate) fn of(&self, profile: Profile<'a, 'w>) -> Summary<'a> {
        let outline = self.outline(profile);
        Summary {
            provider: outline.provider(),
            account: outline.account().copied(),
            role: outline.role(),
            region: shown_region(profile),
        }
    }

    /// Returns what works out each part of a summary when it is asked for.
    pub(crate) fn outline(&self, profile: Profile<'a, 'w>) -> Outline<'_, 'a, 'w> {
        let (provider, account, role, region) = Default::default();
        Outline { chain: &self.chain, profile, provider, account, role, region }
    }
}

/// A profile of which each part is worked out once, when it is asked for: a search looks at
/// thousands.
pub(crate) struct Outline<'s, 'a, 'w> {
    chain: &'s Chain<'a, 'w>,
    profile: Profile<'a, 'w>,
    provider: OnceCell<Option<Provider>>,
    account: OnceCell<Option<AccountId>>,
    role: OnceCell<Option<&'a str>>,
    region: OnceCell<Option<Cow<'a, str>>>,
}

impl<'a> Outline<'_, 'a, '_> {
    fn provider(&self) -> Option<Provider> {
        *self.provider.get_or_init(|| self.chain.provider_of(self.profile))
    }

    fn value(&self, key: &str) -> Option<&'a str> {
        self.profile.get(key).map(|setting| setting.value)
    }

    pub(crate) fn account(&self) -> Option<&AccountId> {
        const KEY_ID: &str = "aws_access_key_id";
        let of_key = |id: Option<Setting<'_>>| {
            let claimed = || self.value("aws_account_id").and_then(AccountId::new);
            AccountId::of_access_key_id(id?.value).or_else(claimed)
        };
        let account = || match self.provider()? {
            Provider::AssumeRole | Provider::WebIdentity => {
                self.value("role_arn").and_then(AccountId::of_arn)
            }
            Provider::Sso => self.value("sso_account_id").and_then(AccountId::new),
            Provider::Login => self.value("login_session").and_then(AccountId::of_arn),
            Provider::CredentialsFile => of_key(self.profile.in_credentials(KEY_ID)),
            Provider::ConfigFile => of_key(self.profile.in_config(KEY_ID)),
            _ => None,
        };
        self.account.get_or_init(account).as_ref()
    }

    pub(crate) fn role(&self) -> Option<&'a str> {
        let role = || match self.provider()? {
            Provider::AssumeRole | Provider::WebIdentity => self.value("role_arn").map(role_name),
            Provider::Sso => self.profile.get("sso_role_name").map(|role| role.first_line()),
            _ => None,
        };
        *self.role.get_or_init(role)
    }

    pub(crate) fn region(&self) -> Option<&str> {
        self.region.get_or_init(|| shown_region(self.profile)).as_deref()
    }
}

fn shown_region<'p>(profile: Profile<'p, '_>) -> Option<Cow<'p, str>> {
    let region = profile.get("region").map(|setting| setting.shown());
    region.filter(|region| !region.is_empty())
}
