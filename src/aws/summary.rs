//! What a profile is by itself: where its credentials come from, its account and its region.
//!
//! Only the two files are read; whether a session is alive is left to the resolution.

use std::borrow::Cow;

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
        const KEY_ID: &str = "aws_access_key_id";
        let value = |key| profile.get(key).map(|setting| setting.value);
        let of_key = |id: Option<Setting<'_>>| {
            let claimed = || value("aws_account_id").and_then(AccountId::new);
            AccountId::of_access_key_id(id?.value).or_else(claimed)
        };
        let provider = self.chain.provider_of(profile);
        let account = match provider {
            Some(Provider::AssumeRole | Provider::WebIdentity) => {
                value("role_arn").and_then(AccountId::of_arn)
            }
            Some(Provider::Sso) => value("sso_account_id").and_then(AccountId::new),
            Some(Provider::Login) => value("login_session").and_then(AccountId::of_arn),
            Some(Provider::CredentialsFile) => of_key(profile.in_credentials(KEY_ID)),
            Some(Provider::ConfigFile) => of_key(profile.in_config(KEY_ID)),
            _ => None,
        };
        let role = match provider {
            Some(Provider::AssumeRole | Provider::WebIdentity) => value("role_arn").map(role_name),
            Some(Provider::Sso) => profile.get("sso_role_name").map(|role| role.first_line()),
            _ => None,
        };
        let region = profile.get("region").map(|setting| setting.shown());
        Summary { provider, account, role, region: region.filter(|region| !region.is_empty()) }
    }
}
