//! Asks the places for credentials, in the order of `Rules::chain` in `src/aws/client/columns.rs`:
//! the first that applies wins or fails (rule 7A).

use std::ffi::OsStr;
use std::path::Path;
use std::rc::Rc;

use super::{Credentials, Loaded, LoadedCredentials, hinted_account};
use crate::aws::cause::{Cause, ProcessCause};
use crate::aws::client::{EnvironmentKeysIgnored, Rules};
use crate::aws::environment::Platform;
use crate::aws::failure::{Failure, FailureKind, Stop};
use crate::aws::inventory::Inventory;
use crate::aws::profiles::{FileSection, Profile, Profiles, Setting};
use crate::aws::program::{program_cause, started};
use crate::aws::provider::{Provider, Source};
use crate::aws::reader::{Dialect, words};
use crate::aws::source_profiles::SourceProfiles;
use crate::aws::sourced::Origin;
use crate::aws::world::{FileState, Lookup, World};

pub(super) const CONTAINER_RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
pub(super) const CONTAINER_FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// The chain, with everything that it reads.
#[derive(Clone, Copy)]
pub(in crate::aws) struct Chain<'a, 'w> {
    pub(in crate::aws) world: &'a World,
    pub(in crate::aws) profiles: &'a Profiles<'w>,
    /// The profiles by name, for callers that look up thousands.
    pub(in crate::aws) inventory: Option<&'a Inventory<'a, 'w>>,
    /// Finds sessions and caches. Without it they all count as usable, so that only the two AWS
    /// files can cause a failure.
    pub(in crate::aws) lookup: Option<&'a dyn Lookup>,
    pub(in crate::aws) rules: &'a Rules,
    pub(in crate::aws) choice: Choice,
    /// The profile in use, which says where the metadata service is, whatever profile is asked.
    pub(in crate::aws) chosen: Profile<'a, 'w>,
    /// Says why the AWS CLI that a `credential_process` starts would refuse. Without it, none is
    /// asked.
    pub(in crate::aws) refused_export: Option<&'a RefusedExport<'a>>,
}

/// Says why the AWS CLI that a command starts would refuse, if it does.
type RefusedExport<'a> = dyn Fn(&str) -> Option<Failure> + 'a;

/// How the profile was chosen, which can exclude the keys of the environment (rule 7A).
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
    InChain,
    /// A role needs the credentials of its source profile.
    Source,
    /// `credential_source` names it.
    Named,
}

impl AskedAs {
    /// The AWS CLI keeps no session of a source (rule 9.14).
    pub(super) fn is_kept(self) -> bool {
        self != Self::Source
    }
}

/// A profile that is asked for credentials.
#[derive(Clone, Copy)]
pub(super) struct AskedProfile<'a, 'w> {
    pub(super) name: &'a str,
    pub(super) profile: Profile<'a, 'w>,
    pub(super) asked_as: AskedAs,
}

impl<'a, 'w> AskedProfile<'a, 'w> {
    pub(super) fn new(name: &'a str, profile: Profile<'a, 'w>, asked_as: AskedAs) -> Self {
        Self { name, profile, asked_as }
    }
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Reads only the two AWS files, as a client does that is given each profile explicitly.
    pub(in crate::aws) fn new(
        world: &'a World,
        profiles: &'a Profiles<'w>,
        rules: &'a Rules,
    ) -> Self {
        Self {
            world,
            profiles,
            inventory: None,
            lookup: None,
            rules,
            choice: Choice::Flag,
            chosen: Profile::default(),
            refused_export: None,
        }
    }

    /// Finds the credentials of a profile; the first place that applies wins or fails.
    pub(in crate::aws) fn credentials(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
    ) -> LoadedCredentials {
        let asked = AskedProfile::new(name, profile, AskedAs::InChain);
        let mut skipped: Option<Failure> = None;
        for &provider in self.rules.chain {
            // A client that has skipped a place of the profile skips its other places too, except
            // credential_process.
            let comes_back = self.rules.comes_back_for_process && provider == Provider::Process;
            if skipped.is_some() && provider.belongs_to_profile() && !comes_back {
                continue;
            }
            match self.ask(provider, &asked) {
                Ok(None) => {}
                Err(Stop::Skip(failure)) => drop(skipped.get_or_insert(failure)),
                result => return result,
            }
        }
        skipped.map_or(Ok(None), |failure| Err(Stop::Failure(failure)))
    }

    /// Finds the keys of the environment, for a client that cannot read the AWS files.
    pub(in crate::aws) fn environment_alone(&self) -> LoadedCredentials {
        let asked = AskedProfile::new("", Profile::default(), AskedAs::InChain);
        self.ask(Provider::Environment, &asked)
    }

    /// Returns why the profile's own credentials, with those of its sources, would be refused.
    pub(in crate::aws) fn failure_of(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
    ) -> Option<Failure> {
        let asked = AskedProfile::new(name, profile, AskedAs::Source);
        let found = self.provider_of(profile).map_or(Ok(None), |place| self.ask(place, &asked));
        match found {
            Err(Stop::Failure(failure) | Stop::Skip(failure)) => Some(failure),
            Ok(found) => self.session_failure(name, profile).or_else(|| found?.refusal),
        }
    }

    /// Returns the first place in the profile itself that applies.
    pub(in crate::aws) fn provider_of(&self, profile: Profile<'a, 'w>) -> Option<Provider> {
        let role = self.role(profile).map(|_| Provider::AssumeRole);
        role.or_else(|| self.provider_without_role(profile))
    }

    /// Returns the first place in the profile that applies if its role is ignored.
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
        // A role may be assumed with the profile's own other credentials.
        let is_own = used.via.first().is_none_or(|source| source == name);
        let in_use = used.base.as_ref().filter(|_| is_own).map(|base| base.provider);
        let later = self.rules.chain.iter().skip_while(move |p| **p != provider).skip(1);
        later.filter_map(move |&place| match place {
            // Whether these apply depends on other files, and users do not configure them.
            Provider::LegacyFiles | Provider::InstanceMetadata => None,
            _ if in_use.is_some_and(|in_use| in_use.is_same_place(place)) => None,
            _ => Some((place, self.applies(place, profile, AskedAs::InChain)?)),
        })
    }

    /// Returns what makes a place apply to a profile, if it does.
    pub(super) fn applies(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        asked: AskedAs,
    ) -> Option<Origin> {
        let key = |key: &str| self.setting(profile, key);
        let setting = match provider {
            Provider::Environment => {
                let is_passed_over = match (asked, self.rules.keys.environment_ignored) {
                    (AskedAs::Named, _) | (AskedAs::InChain, EnvironmentKeysIgnored::Never) => {
                        false
                    }
                    (AskedAs::Source, _) => true,
                    (_, EnvironmentKeysIgnored::UnderFlag) => self.choice == Choice::Flag,
                    (_, EnvironmentKeysIgnored::UnderChosenProfile) => {
                        self.choice != Choice::Default
                    }
                };
                let (name, _) = self.environment_key_id().filter(|_| !is_passed_over)?;
                let is_enough =
                    self.rules.keys.half_keys_refused || self.environment_secret().is_some();
                return is_enough.then(|| Origin::environment(name));
            }
            Provider::AssumeRole => self.role(profile),
            Provider::CredentialSource => key("credential_source"),
            Provider::WebIdentity
            | Provider::ProfileWebIdentity
            | Provider::EnvironmentWebIdentity => {
                return self.web_identity_mark(provider, profile, asked);
            }
            Provider::Sso => self.rules.sso.marks.iter().find_map(|mark| key(mark)),
            Provider::CredentialsFile => profile.in_credentials("aws_access_key_id"),
            Provider::Login => key("login_session"),
            Provider::Process => key("credential_process"),
            Provider::ConfigFile => profile.in_config("aws_access_key_id"),
            Provider::SharedFiles => match self.joined_keys(profile) {
                Ok(pair) => pair.map(|pair| pair.key_id),
                Err(half) => Some(half),
            },
            Provider::Container => {
                let is_set = |name: &&str| {
                    let value = self.world.environment.get(name);
                    value.is_some_and(|v| !(self.rules.empty_variable_is_unset && v.is_empty()))
                };
                let mut variables = [CONTAINER_RELATIVE_URI, CONTAINER_FULL_URI].into_iter();
                return variables.find(is_set).map(Origin::environment);
            }
            Provider::LegacyFiles | Provider::InstanceMetadata => return Some(Origin::Default),
        };
        setting.map(|setting| setting.origin())
    }

    /// Loads the credentials of a place, if it applies and has some.
    pub(super) fn ask(
        &self,
        provider: Provider,
        asked: &AskedProfile<'a, 'w>,
    ) -> LoadedCredentials {
        let AskedProfile { name, profile, asked_as } = *asked;
        let Some(origin) = self.applies(provider, profile, asked_as) else { return Ok(None) };
        let loaded = match provider {
            Provider::Environment => self.environment_keys(origin),
            Provider::AssumeRole => self.assume_role(asked),
            Provider::CredentialSource => match self.setting(profile, "credential_source") {
                Some(source) => self.credential_source(name, source),
                None => return Ok(None),
            },
            Provider::WebIdentity
            | Provider::ProfileWebIdentity
            | Provider::EnvironmentWebIdentity => {
                self.assume_role_with_web_identity(provider, asked, origin)
            }
            Provider::Sso => self.sso(asked, origin),
            Provider::CredentialsFile => {
                self.file_keys(provider, origin, |key| profile.in_credentials(key))
            }
            Provider::ConfigFile => self.file_keys(provider, origin, |key| profile.in_config(key)),
            Provider::SharedFiles => self.shared_keys(name, profile, origin),
            Provider::Login => self.login(name, profile, origin),
            Provider::Process => self.process(profile, origin),
            Provider::LegacyFiles => return self.legacy_files(),
            Provider::Container => self.container(origin),
            Provider::InstanceMetadata => return Ok(self.instance_metadata(asked_as)),
        };
        loaded.map(Some)
    }

    /// Loads the credentials of the first place that has some.
    pub(super) fn ask_each<'p>(
        &self,
        places: impl IntoIterator<Item = &'p Provider>,
        asked: &AskedProfile<'a, 'w>,
    ) -> LoadedCredentials {
        let mut places = places.into_iter();
        places.find_map(|place| self.ask(*place, asked).transpose()).transpose()
    }

    /// Takes `credential_process` as it is configured; it is never run (rules 7.12, 7.26
    /// and 7.45).
    fn process(&self, profile: Profile<'a, 'w>, origin: Origin) -> Loaded {
        let command = profile.get("credential_process").map_or("", |command| command.value);
        if let Some(cause) = self.unusable_process(command) {
            let stop =
                Provider::Process.failure(FailureKind::InvalidConfig, Cause::OfProcess(cause));
            return Err(stop.written(origin));
        }
        let export = || self.refused_export?(command);
        let refusal = self.refused_program(command).or_else(export);
        let refusal = refusal.map(|failure| failure.written(origin.clone()));
        let mut credentials = Credentials::new(Provider::Process, Source::Process, origin);
        credentials.account = hinted_account(profile.get("aws_account_id"));
        Ok(credentials.refused(refusal))
    }

    /// Says what of a command keeps it from being started, whatever program it names.
    fn unusable_process(&self, command: &str) -> Option<ProcessCause> {
        if command.is_empty() {
            return Some(ProcessCause::Empty);
        }
        if self.rules.dialect != Dialect::Python || Platform::HERE == Platform::Windows {
            return None;
        }
        if command.contains('\0') {
            return Some(ProcessCause::Nul);
        }
        if command.starts_with('\n') {
            return Some(ProcessCause::Unusable("has its command in an indented line"));
        }
        // Nearly every command has no quotes, and is not worth splitting.
        let has_quotes = memchr::memchr3(b'\'', b'"', b'\\', command.as_bytes()).is_some();
        let is_open = has_quotes && words::split(command).is_none();
        is_open.then_some(ProcessCause::Unusable("has a quotation that does not end"))
    }

    /// Says why a client cannot start the program of a command.
    fn refused_program(&self, command: &str) -> Option<Failure> {
        let lookup = self.lookup.filter(|_| Platform::HERE == Platform::Posix)?;
        let program = started(command, self.rules.dialect != Dialect::Python)?;
        let cause = program_cause(&self.world.environment, lookup, &program)?;
        let cause = Cause::OfProcess(ProcessCause::Program(cause));
        Some(Failure::at(Provider::Process, FailureKind::InvalidConfig, cause))
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

    pub(in crate::aws) fn find_session(&self, name: &str) -> Option<FileSection<'a, 'w>> {
        self.inventory.map_or_else(|| self.profiles.sso_session(name), |known| known.session(name))
    }

    /// Returns a variable that is set and not empty.
    pub(super) fn variable(&self, name: &str) -> Option<&'a OsStr> {
        self.world.environment.non_empty(name)
    }

    /// Returns a key of a profile that counts as set.
    pub(super) fn setting(&self, profile: Profile<'a, 'w>, key: &str) -> Option<Setting<'a>> {
        self.non_empty(profile.get(key))
    }

    /// Drops an empty setting if the client takes it for unset.
    pub(super) fn non_empty(&self, setting: Option<Setting<'a>>) -> Option<Setting<'a>> {
        setting.filter(|setting| !(self.rules.empty_key_is_unset && setting.value.is_empty()))
    }
}
