//! Everything that the two AWS files have, by name: for those who look at all of it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::profiles::{FileSection, Profile, Profiles, SectionKind};
use super::reader::{AwsFile, Heading, known};
use super::sourced::Origin;

/// The profiles and sessions of the two files, found by name at once.
pub(crate) struct Inventory<'p, 'a> {
    profiles: HashMap<Cow<'a, str>, Profile<'p, 'a>>,
    /// Their names, in the order of the files.
    names: Vec<Cow<'a, str>>,
    sessions: HashMap<Cow<'a, str>, FileSection<'p, 'a>>,
}

/// A header of the config file.
pub(crate) struct ConfigHeader<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: u32,
    /// What its section is about, if that is anything to the Python clients.
    pub(crate) is: Option<(SectionKind, Cow<'a, str>)>,
    /// Whether its section holds settings, and none that the AWS CLI knows: another program's.
    pub(crate) is_foreign: bool,
}

impl<'p, 'a> Inventory<'p, 'a> {
    pub(crate) fn new(files: &'p Profiles<'a>) -> Self {
        let all = files.all();
        let names = all.iter().map(|(name, _)| name.clone()).collect();
        let sections = &files.config.document.sections;
        let sessions = sections.iter().filter_map(|section| {
            let Heading::Python(header) = section.heading else { return None };
            let (kind, name) = SectionKind::of(header)?;
            let session = FileSection { file: &files.config, section };
            (kind == SectionKind::SsoSession).then_some((name, session))
        });
        Self { profiles: all.into_iter().collect(), names, sessions: sessions.collect() }
    }

    /// Returns the profiles in the order of the files.
    pub(crate) fn profiles(&self) -> impl Iterator<Item = (&str, Profile<'p, 'a>)> {
        self.names.iter().map(|name| (name.as_ref(), self.profiles[name]))
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn profile(&self, name: &str) -> Option<Profile<'p, 'a>> {
        self.profiles.get(name).copied()
    }

    pub(crate) fn session(&self, name: &str) -> Option<FileSection<'p, 'a>> {
        self.sessions.get(name).copied()
    }

    /// Returns the sessions, by name.
    pub(crate) fn sessions(&self) -> impl Iterator<Item = (&str, FileSection<'p, 'a>)> {
        let mut names: Vec<&str> = self.sessions.keys().map(AsRef::as_ref).collect();
        names.sort_unstable();
        names.into_iter().map(|name| (name, self.sessions[name]))
    }
}

/// Returns the headers of the config file, in its order.
pub(crate) fn config_headers<'a>(files: &Profiles<'a>) -> impl Iterator<Item = ConfigHeader<'a>> {
    let document = &files.config.document;
    document.sections.iter().filter_map(|section| {
        let Heading::Python(text) = section.heading else { return None };
        let is = SectionKind::of(text);
        let is_foreign = is.is_none() && {
            let entries = document.own_entries(section);
            !entries.is_empty() && entries.iter().all(|entry| known::shown(&entry.key).is_none())
        };
        Some(ConfigHeader { text, line: section.line(), is, is_foreign })
    })
}

/// Returns the headers of the credentials file with their lines, in its order.
pub(crate) fn credentials_headers<'a>(
    files: &Profiles<'a>,
) -> impl Iterator<Item = (&'a str, u32)> {
    files.credentials.document.sections.iter().filter_map(|section| match section.heading {
        Heading::Python(text) => Some((text, section.line())),
        _ => None,
    })
}

/// Returns the section that names the plugins of the AWS CLI (rule 7.30).
pub(crate) fn plugins<'p, 'a>(files: &'p Profiles<'a>) -> Option<FileSection<'p, 'a>> {
    let file = &files.config;
    let section = file.document.headed("plugins")?;
    Some(FileSection { file, section })
}

/// Returns the sections `[services NAME]` with their names.
pub(crate) fn services<'p, 'a>(
    files: &'p Profiles<'a>,
) -> impl Iterator<Item = (Cow<'a, str>, FileSection<'p, 'a>)> {
    files.all_services().filter_map(|section| {
        let Heading::Python(header) = section.section.heading else { return None };
        Some((SectionKind::of(header)?.1, section))
    })
}

/// Tells whether a file has a header of exactly this text.
pub(crate) fn has_header(files: &Profiles<'_>, file: AwsFile, text: &str) -> bool {
    let file = match file {
        AwsFile::Config => &files.config,
        AwsFile::Credentials => &files.credentials,
    };
    file.document.headed(text).is_some()
}

/// Returns where sections begin whose keys count in every other too (rule 2A.6).
pub(crate) fn shared_sections(files: &Profiles<'_>) -> impl Iterator<Item = Origin> {
    [&files.config, &files.credentials].into_iter().flat_map(|file| {
        file.document
            .shared_lines()
            .map(|line| Origin::File { path: file.path.to_owned(), line: Some(line) })
    })
}
