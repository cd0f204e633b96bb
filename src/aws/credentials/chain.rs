//! The order of the places for credentials: the first that applies wins or fails (rule 7A).

use std::ffi::OsStr;

use super::{
    Credentials, Provider, Source, hinted_account,
    host::{CONTAINER_FULL_URI, CONTAINER_RELATIVE_URI},
    roles::role_setting,
};
use crate::aws::{
    client::Rules,
    profiles::{Profile, Profiles, Setting},
    resolve::Stop,
    sourced::Origin,
    world::{Caches, World},
};

/// The chain, with everything that it looks at.
pub(in crate::aws) struct Chain<'a, 'w> {
    pub(in crate::aws) world: &'a World,
    pub(in crate::aws) profiles: &'a Profiles<'w>,
    pub(in crate::aws) caches: &'a Caches,
    pub(in crate::aws) rules: &'static Rules,
    /// Whether the profile was given to the client explicitly, which turns the keys and the web
    /// identity of the environment off (rule 7A, places 1 and 3).
    pub(in crate::aws) profile_is_explicit: bool,
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Finds the credentials of a profile; the first place that applies wins or fails.
    pub(in crate::aws) fn winner(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
    ) -> Result<Option<Credentials>, Stop> {
        let environment = !self.profile_is_explicit;
        for &provider in self.rules.chain {
            if let Some(origin) = self.applies(provider, profile, environment) {
                let mut visited = vec![name];
                let found = self.load(provider, name, profile, environment, origin, &mut visited);
                if let Some(credentials) = found? {
                    return Ok(Some(credentials));
                }
            }
        }
        Ok(None)
    }

    /// Returns the first place in the profile itself that has something to say.
    pub(in crate::aws) fn provider_of(&self, profile: Profile<'a, 'w>) -> Option<Provider> {
        let mut places = self.rules.source_profile_chain.iter();
        let role = role_setting(profile).map(|_| Provider::AssumeRole);
        role.or_else(|| {
            places.find(|place| self.applies(**place, profile, false).is_some()).copied()
        })
    }

    /// Returns the places behind the winner that would have applied too.
    pub(in crate::aws) fn beaten(
        &self,
        winner: Provider,
        profile: Profile<'a, 'w>,
    ) -> impl Iterator<Item = (Provider, Origin)> {
        let behind = self.rules.chain.iter().skip_while(move |p| **p != winner).skip(1);
        behind.filter_map(move |&provider| match provider {
            // Only a look at other files could tell, and nobody set these by hand.
            Provider::LegacyFiles | Provider::InstanceMetadata => None,
            _ => Some((provider, self.applies(provider, profile, !self.profile_is_explicit)?)),
        })
    }

    /// Tells whether a place has anything to say about a profile, and what makes it say so.
    pub(super) fn applies(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        environment: bool,
    ) -> Option<Origin> {
        let key = |setting: Option<Setting<'_>>| setting.map(|setting| setting.origin());
        match provider {
            Provider::Environment => {
                let set = environment && self.variable("AWS_ACCESS_KEY_ID").is_some();
                set.then(|| Origin::environment("AWS_ACCESS_KEY_ID"))
            }
            Provider::AssumeRole => role_setting(profile).map(|role| role.origin()),
            Provider::WebIdentity => {
                let (path, origin) = self.web_identity(
                    profile,
                    environment,
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    "web_identity_token_file",
                )?;
                (!path.is_empty()).then_some(origin)
            }
            Provider::Sso => key(profile.get("sso_account_id").or(profile.get("sso_role_name"))),
            Provider::CredentialsFile => key(profile.in_credentials("aws_access_key_id")),
            Provider::Login => key(profile.get("login_session")),
            Provider::Process => key(profile.get("credential_process")),
            Provider::ConfigFile => key(profile.in_config("aws_access_key_id")),
            Provider::Container => {
                let set = |name: &&str| self.world.environment.get(name).is_some();
                let variables = [CONTAINER_RELATIVE_URI, CONTAINER_FULL_URI];
                variables.iter().find(|name| set(name)).map(|name| Origin::environment(name))
            }
            Provider::LegacyFiles | Provider::InstanceMetadata => Some(Origin::Default),
        }
    }

    pub(super) fn load(
        &self,
        provider: Provider,
        name: &'a str,
        profile: Profile<'a, 'w>,
        environment: bool,
        origin: Origin,
        visited: &mut Vec<&'a str>,
    ) -> Result<Option<Credentials>, Stop> {
        match provider {
            Provider::Environment => self.environment_keys().map(Some),
            Provider::AssumeRole => self.assume_role(name, profile, visited).map(Some),
            Provider::WebIdentity => {
                self.assume_role_with_web_identity(profile, environment, origin).map(Some)
            }
            Provider::Sso => self.sso(name, profile, origin).map(Some),
            Provider::CredentialsFile => {
                self.file_keys(provider, origin, |key| profile.in_credentials(key)).map(Some)
            }
            Provider::ConfigFile => {
                self.file_keys(provider, origin, |key| profile.in_config(key)).map(Some)
            }
            Provider::Login => self.login(profile, origin).map(Some),
            Provider::Process => Ok(Some(process(profile, origin))),
            Provider::LegacyFiles => self.legacy_files(),
            Provider::Container => self.container(origin).map(Some),
            Provider::InstanceMetadata => self.instance_metadata(),
        }
    }

    /// Returns a variable that is set and not empty.
    pub(super) fn variable(&self, name: &str) -> Option<&'a OsStr> {
        self.world.environment.non_empty(name)
    }
}

/// Loads `credential_process`, whose outcome only running it could tell.
fn process(profile: Profile<'_, '_>, origin: Origin) -> Credentials {
    let mut credentials = Credentials::new(Provider::Process, Source::Process, origin);
    credentials.account = hinted_account(profile.get("aws_account_id"));
    credentials
}
