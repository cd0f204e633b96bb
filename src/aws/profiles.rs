//! The two AWS files as profiles, for one reader (rules 2A and 3).

use std::{borrow::Cow, collections::HashMap, path::Path};

use super::{
    location::Locations,
    reader::{Document, Entry, Section, SyntaxError, python, words},
    sourced::Origin,
    world::{FileState, World},
};

/// Which of the two AWS files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwsFile {
    Config,
    Credentials,
}

/// A file that the client refuses to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParseError {
    pub(crate) file: AwsFile,
    pub(crate) syntax: SyntaxError,
}

impl ParseError {
    /// Says where the error is and what it is.
    pub(crate) fn described(self, locations: &Locations) -> String {
        let path = match self.file {
            AwsFile::Config => &locations.config.path,
            AwsFile::Credentials => &locations.credentials.path,
        };
        format!("{}:{}: {}", path.display(), self.syntax.line, self.syntax.reason)
    }
}

/// What the two files say.
#[derive(Debug)]
pub(crate) struct Profiles<'a> {
    config: File<'a>,
    credentials: File<'a>,
}

#[derive(Debug)]
struct File<'a> {
    path: &'a Path,
    document: Document<'a>,
}

impl<'a> File<'a> {
    fn read(path: &'a Path, state: &'a FileState) -> Result<Self, SyntaxError> {
        Ok(Self { path, document: python::read(state.visible())? })
    }

    fn setting<'p>(&'p self, entry: &'p Entry<'a>) -> Setting<'p> {
        Setting { value: &entry.value, path: self.path, line: entry.line }
    }
}

impl<'a> Profiles<'a> {
    /// Reads both files; the config file's errors come first (rule 2C).
    pub(crate) fn read(world: &'a World) -> Result<Self, ParseError> {
        let refused = |file| move |syntax| ParseError { file, syntax };
        let locations = &world.locations;
        Ok(Self {
            config: File::read(&locations.config.path, &world.config)
                .map_err(refused(AwsFile::Config))?,
            credentials: File::read(&locations.credentials.path, &world.credentials)
                .map_err(refused(AwsFile::Credentials))?,
        })
    }

    /// Finds a profile in either file.
    pub(crate) fn find(&self, name: &str) -> Option<Profile<'_, 'a>> {
        let config = self.last_config_section(profile_name, name);
        let credentials =
            self.credentials.document.sections.iter().find(|section| section.name == name);
        (config.is_some() || credentials.is_some()).then_some(Profile {
            profiles: self,
            config,
            credentials,
        })
    }

    /// Returns all profiles with their names, in the order of the files.
    pub(crate) fn all(&self) -> Vec<(Cow<'a, str>, Profile<'_, 'a>)> {
        let most = self.config.document.sections.len() + self.credentials.document.sections.len();
        let mut all: Vec<(Cow<'a, str>, Profile<'_, 'a>)> = Vec::with_capacity(most);
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::with_capacity(most);
        let mut place = |name: Cow<'a, str>, all: &mut Vec<_>| {
            *places.entry(name.clone()).or_insert_with(|| {
                all.push((name, self.empty()));
                all.len() - 1
            })
        };
        for section in &self.config.document.sections {
            if let Some(name) = profile_name(section.name) {
                let place = place(name, &mut all);
                all[place].1.config = Some(section);
            }
        }
        for section in &self.credentials.document.sections {
            let place = place(Cow::Borrowed(section.name), &mut all);
            all[place].1.credentials = Some(section);
        }
        all
    }

    /// Returns a profile without any keys, which is what an absent default profile is (rule 4.10).
    pub(crate) fn empty(&self) -> Profile<'_, 'a> {
        Profile { profiles: self, config: None, credentials: None }
    }

    /// Finds `[sso-session NAME]`.
    pub(crate) fn sso_session(&self, name: &str) -> Option<ConfigSection<'_, 'a>> {
        self.named_section("sso-session", name)
    }

    /// Finds `[services NAME]`.
    pub(crate) fn services(&self, name: &str) -> Option<ConfigSection<'_, 'a>> {
        self.named_section("services", name)
    }

    fn named_section(&self, kind: &str, name: &str) -> Option<ConfigSection<'_, 'a>> {
        let named = |section: &'a str| {
            section.starts_with(kind).then(|| words::second_of_two(section)).flatten()
        };
        let section = self.last_config_section(named, name)?;
        Some(ConfigSection { file: &self.config, section })
    }

    /// Finds the last section of a name: a later one replaces an earlier one (rule 2A).
    fn last_config_section(
        &self,
        name_of: impl Fn(&'a str) -> Option<Cow<'a, str>>,
        name: &str,
    ) -> Option<&Section<'a>> {
        let may_match = |section: &&Section<'a>| words::may_end_in(section.name, name);
        let mut candidates = self.config.document.sections.iter().rev().filter(may_match);
        candidates.find(|section| name_of(section.name).is_some_and(|other| other == name))
    }
}

/// Returns the profile that a section of the config file describes (rule 2A).
fn profile_name(section: &str) -> Option<Cow<'_, str>> {
    if section.starts_with("profile") {
        words::second_of_two(section)
    } else {
        (section == "default").then_some(Cow::Borrowed(section))
    }
}

/// A section of the config file that is no profile.
#[derive(Clone, Copy)]
pub(crate) struct ConfigSection<'p, 'a> {
    file: &'p File<'a>,
    section: &'p Section<'a>,
}

impl<'p, 'a> ConfigSection<'p, 'a> {
    pub(crate) fn get(&self, key: &str) -> Option<Setting<'p>> {
        let entry = self.file.document.get(self.section, key)?;
        Some(self.file.setting(entry))
    }

    pub(crate) fn settings(&self) -> impl Iterator<Item = (&'p str, Setting<'p>)> + use<'p, 'a> {
        let file = self.file;
        let entries = file.document.keys(self.section);
        entries.map(move |entry| (entry.key.as_ref(), file.setting(entry)))
    }
}

/// One profile: its section of the config file overlaid by that of the credentials file.
#[derive(Clone, Copy)]
pub(crate) struct Profile<'p, 'a> {
    profiles: &'p Profiles<'a>,
    config: Option<&'p Section<'a>>,
    credentials: Option<&'p Section<'a>>,
}

impl<'p> Profile<'p, '_> {
    /// Returns a key; the credentials file wins (rule 3.1).
    pub(crate) fn get(&self, key: &str) -> Option<Setting<'p>> {
        self.in_credentials(key).or_else(|| self.in_config(key))
    }

    /// Returns a key of the credentials file, then that of the config file which it beats.
    pub(crate) fn candidates(self, key: &str) -> impl Iterator<Item = Setting<'p>> + use<'p> {
        [self.in_credentials(key), self.in_config(key)].into_iter().flatten()
    }

    /// Returns all keys and values, those of the credentials file where both have one.
    pub(crate) fn values(&self) -> HashMap<&'p str, &'p str> {
        let files =
            [(&self.profiles.config, self.config), (&self.profiles.credentials, self.credentials)];
        let keys = files
            .into_iter()
            .filter_map(|(file, section)| Some(file.document.keys(section?)))
            .flatten();
        keys.map(|entry| (entry.key.as_ref(), entry.value.as_ref())).collect()
    }

    /// Returns a key of the credentials file alone (rule 3.2).
    pub(crate) fn in_credentials(&self, key: &str) -> Option<Setting<'p>> {
        let file = &self.profiles.credentials;
        Some(file.setting(file.document.get(self.credentials?, key)?))
    }

    /// Returns a key of the config file alone (rule 3.2).
    pub(crate) fn in_config(&self, key: &str) -> Option<Setting<'p>> {
        let file = &self.profiles.config;
        Some(file.setting(file.document.get(self.config?, key)?))
    }
}

/// A value of a file, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Setting<'p> {
    pub(crate) value: &'p str,
    path: &'p Path,
    line: u32,
}

impl<'p> Setting<'p> {
    /// Returns what of the value may be shown.
    ///
    /// An over-indented line belongs to the value before it (rule 2A.3), and may be a secret: what
    /// follows the first line is never shown. The line break stays, so that what is shown is as
    /// invalid as the value is.
    pub(crate) fn shown(&self) -> Cow<'p, str> {
        match self.value.split_once('\n') {
            None => Cow::Borrowed(self.value),
            Some((first, _)) => Cow::Owned(format!("{first}\n…")),
        }
    }

    pub(crate) fn origin(&self) -> Origin {
        Origin::File { path: self.path.to_owned(), line: Some(self.line) }
    }
}
