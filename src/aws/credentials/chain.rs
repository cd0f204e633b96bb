//! The order of the places for credentials: the first that applies wins or fails (rule 7A).

use std::{ffi::OsStr, path::Path, rc::Rc};

use super::{
    Credentials, hinted_account,
    host::{CONTAINER_FULL_URI, CONTAINER_RELATIVE_URI},
};
use crate::aws::{
    client::{EnvironmentKeys, Rules},
    failure::{Failure, FailureKind, Stop},
    inventory::Inventory,
    profiles::{ConfigSection, Profile, Profiles, Setting},
    provider::{Provider, Source},
    source_profiles::SourceProfiles,
    sourced::Origin,
    world::{FileState, Lookup, World},
};

/// The chain, with everything that it looks at.
pub(in crate::aws) struct Chain<'a, 'w> {
    pub(in crate::aws) world: &'a World,
    pub(in crate::aws) profiles: &'a Profiles<'w>,
    /// The same by name, for those who ask about thousands.
    pub(in crate::aws) inventory: Option<&'a Inventory<'a, 'w>>,
    /// Where sessions and caches are looked up. Without it they all count as usable, so that only
    /// what the two files say can fail.
    pub(in crate::aws) lookup: Option<&'a dyn Lookup>,
    pub(in crate::aws) rules: &'a Rules,
    pub(in crate::aws) choice: Choice,
}

/// How the profile was chosen, which can turn off what the environment has (rule 7A).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::aws) enum Choice {
    Default,
    Variable,
    /// The client was given the profile explicitly.
    Flag,
}

/// Why a place is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedAs {
    /// It stands in the chain.
    InChain,
    /// A role needs the credentials of its source profile.
    Source,
    /// `credential_source` names it.
    Named,
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Finds the credentials of a profile; the first place that applies wins or fails.
    pub(in crate::aws) fn credentials(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
    ) -> Result<Option<Credentials>, Stop> {
        let mut skipped: Option<Failure> = None;
        for &provider in self.rules.chain {
            // A client that has given a profile up does not come back to it, but for one thing.
            let comes_back = self.rules.comes_back_for_process && provider == Provider::Process;
            if skipped.is_some() && provider.belongs_to_profile() && !comes_back {
                continue;
            }
            let Some(origin) = self.applies(provider, profile, AskedAs::InChain) else { continue };
            let mut sources = SourceProfiles::of(name);
            match self.load(provider, name, profile, AskedAs::InChain, origin, &mut sources) {
                Ok(Some(credentials)) => return Ok(Some(credentials)),
                Ok(None) => {}
                Err(Stop::Skip(failure)) => drop(skipped.get_or_insert(failure)),
                Err(stop) => return Err(stop),
            }
        }
        skipped.map_or(Ok(None), |failure| Err(Stop::Failure(failure)))
    }

    /// Finds the keys of the environment, where nothing else can be asked.
    pub(in crate::aws) fn environment_alone(&self) -> Result<Option<Credentials>, Stop> {
        let profile = self.profiles.empty();
        match self.applies(Provider::Environment, profile, AskedAs::InChain) {
            Some(_) => self.environment_keys().map(Some),
            None => Ok(None),
        }
    }

    /// Returns why the profile's own credentials, with those of its sources, would be refused.
    pub(in crate::aws) fn failure_of(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
    ) -> Option<Failure> {
        let found = match self.provider_of(profile) {
            Some(provider) => {
                let asked = AskedAs::Source;
                let origin = self.applies(provider, profile, asked).unwrap_or(Origin::Default);
                self.load(provider, name, profile, asked, origin, &mut SourceProfiles::of(name))
            }
            None => Ok(None),
        };
        match found {
            Err(Stop::Failure(failure) | Stop::Skip(failure)) => Some(failure),
            Ok(found) => self
                .session_failure(name, profile)
                .or_else(|| found.and_then(|mut found| found.take_refusal())),
        }
    }

    /// Returns the first place in the profile itself that has something to say.
    pub(in crate::aws) fn provider_of(&self, profile: Profile<'a, 'w>) -> Option<Provider> {
        let role = self.role(profile).map(|_| Provider::AssumeRole);
        role.or_else(|| self.provider_without_role(profile))
    }

    /// Returns that place where the profile's role does not count.
    pub(in crate::aws) fn provider_without_role(
        &self,
        profile: Profile<'a, 'w>,
    ) -> Option<Provider> {
        let mut places = self.rules.source_profile_chain.iter();
        places.find(|place| self.applies(**place, profile, AskedAs::Source).is_some()).copied()
    }

    /// Returns the places after the one in use that would have applied too.
    pub(in crate::aws) fn unused(
        &self,
        used: &Credentials,
        name: &str,
        profile: Profile<'a, 'w>,
    ) -> impl Iterator<Item = (Provider, Origin)> {
        let provider = used.provider;
        // A role may be assumed with what the profile has beside it.
        let is_own = used.via.first().is_none_or(|source| source == name);
        let in_use = used.base.as_ref().filter(|_| is_own).map(|base| base.provider);
        let later = self.rules.chain.iter().skip_while(move |p| **p != provider).skip(1);
        later.filter_map(move |&place| match place {
            // Only a look at other files could tell, and nobody set these by hand.
            Provider::LegacyFiles | Provider::InstanceMetadata => None,
            _ if in_use.is_some_and(|in_use| in_use.is_same_place(place)) => None,
            _ => Some((place, self.applies(place, profile, AskedAs::InChain)?)),
        })
    }

    /// Tells whether a place has anything to say about a profile, and what makes it say so.
    pub(super) fn applies(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
    ) -> Option<Origin> {
        let key = |setting: Option<Setting<'_>>| setting.map(|setting| setting.origin());
        match provider {
            Provider::Environment => {
                let is_passed_over = match asked {
                    AskedAs::Named => false,
                    AskedAs::Source => true,
                    AskedAs::InChain => match self.rules.keys.environment {
                        EnvironmentKeys::Never => false,
                        EnvironmentKeys::UnderFlag => self.choice == Choice::Flag,
                        EnvironmentKeys::UnderChosenProfile => self.choice != Choice::Default,
                    },
                };
                let (name, _) = self.environment_key_id().filter(|_| !is_passed_over)?;
                let is_enough =
                    self.rules.keys.half_keys_refused || self.environment_secret().is_some();
                is_enough.then(|| Origin::environment(name))
            }
            Provider::AssumeRole => key(self.role(profile)),
            Provider::CredentialSource => key(self.setting(profile, "credential_source")),
            Provider::WebIdentity
            | Provider::ProfileWebIdentity
            | Provider::EnvironmentWebIdentity => self.web_identity_mark(provider, profile, asked),
            Provider::Sso => {
                let mut marks = self.rules.sso.marks.iter();
                key(marks.find_map(|mark| self.setting(profile, mark)))
            }
            Provider::CredentialsFile => key(profile.in_credentials("aws_access_key_id")),
            Provider::Login => key(self.setting(profile, "login_session")),
            Provider::Process => key(self.setting(profile, "credential_process")),
            Provider::ConfigFile => key(profile.in_config("aws_access_key_id")),
            Provider::SharedFiles => self.shared_keys_mark(profile),
            Provider::Container => {
                let variables = [CONTAINER_RELATIVE_URI, CONTAINER_FULL_URI];
                let is_set = |name: &&str| {
                    let value = self.world.environment.get(name);
                    value.is_some_and(|v| !(self.rules.empty_variable_is_unset && v.is_empty()))
                };
                variables.iter().find(|name| is_set(name)).map(|name| Origin::environment(name))
            }
            Provider::LegacyFiles | Provider::InstanceMetadata => Some(Origin::Default),
        }
    }

    pub(super) fn load(
        &self,
        provider: Provider,
        name: &'a str,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
        origin: Origin,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Result<Option<Credentials>, Stop> {
        match provider {
            Provider::Environment => self.environment_keys().map(Some),
            Provider::AssumeRole => self.assume_role(name, profile, sources).map(Some),
            Provider::CredentialSource => {
                let source = self.setting(profile, "credential_source");
                source.map(|source| self.credential_source(name, source)).transpose()
            }
            Provider::WebIdentity
            | Provider::ProfileWebIdentity
            | Provider::EnvironmentWebIdentity => {
                self.assume_role_with_web_identity(provider, profile, asked, origin).map(Some)
            }
            Provider::Sso => self.sso(name, profile, origin).map(Some),
            Provider::CredentialsFile => {
                self.file_keys(provider, origin, |key| profile.in_credentials(key)).map(Some)
            }
            Provider::ConfigFile => {
                self.file_keys(provider, origin, |key| profile.in_config(key)).map(Some)
            }
            Provider::SharedFiles => self.shared_keys(name, profile, origin).map(Some),
            Provider::Login => self.login(profile, origin).map(Some),
            Provider::Process => process(profile, origin).map(Some),
            Provider::LegacyFiles => self.legacy_files(),
            Provider::Container => self.container(origin).map(Some),
            Provider::InstanceMetadata => Ok(self.instance_metadata()),
        }
    }

    pub(super) fn content(&self, path: &Path) -> Rc<FileState> {
        self.lookup.map_or_else(|| Rc::new(FileState::Absent), |lookup| lookup.content(path))
    }

    pub(super) fn find(
        &self,
        name: &str,
        sources: &mut SourceProfiles<'a, 'w>,
    ) -> Option<Profile<'a, 'w>> {
        match self.inventory {
            Some(known) => known.profile(name),
            None => sources.find(self.profiles, name),
        }
    }

    pub(super) fn find_session(&self, name: &str) -> Option<ConfigSection<'a, 'w>> {
        self.inventory.map_or_else(|| self.profiles.sso_session(name), |known| known.session(name))
    }

    /// Returns a variable that is set and not empty.
    pub(super) fn variable(&self, name: &str) -> Option<&'a OsStr> {
        self.world.environment.non_empty(name)
    }

    /// Returns a key of a profile that counts as set.
    pub(super) fn setting(&self, profile: Profile<'a, 'w>, key: &str) -> Option<Setting<'a>> {
        let setting = profile.get(key);
        setting.filter(|setting| !(self.rules.empty_key_is_unset && setting.value.is_empty()))
    }
}

/// Loads `credential_process`, whose outcome only running it could tell, if there is a command.
fn process(profile: Profile<'_, '_>, origin: Origin) -> Result<Credentials, Stop> {
    let command = profile.get("credential_process");
    if command.is_none_or(|command| command.value.is_empty()) {
        let message = "credential_process is empty";
        return Err(Provider::Process.failure(FailureKind::InvalidConfig, message));
    }
    let mut credentials = Credentials::new(Provider::Process, Source::Process, origin);
    credentials.account = hinted_account(profile.get("aws_account_id"));
    Ok(credentials)
}
