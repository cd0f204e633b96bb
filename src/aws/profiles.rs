//! The two AWS files as profiles, for one dialect (`docs/guide/src/resolution.md`, 2 and 3).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::path::Path;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::location::SharedFiles;
use super::reader::{AwsFile, Dialect, Document, Entry, Heading, Section, SyntaxError, words};
use super::secret_form::is_secret;
use super::sourced::Origin;
use super::world::World;

/// A file that the client refuses to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParseError {
    pub(crate) file: AwsFile,
    pub(crate) syntax: SyntaxError,
}

impl ParseError {
    pub(crate) fn described(self, files: &SharedFiles) -> String {
        self.syntax.described(&files.of(self.file).path.display().to_string())
    }
}

/// The two files as each dialect reads them, once, at the first question.
pub(crate) struct ParsedFiles<'w> {
    world: &'w World,
    by_dialect: [OnceCell<Result<Profiles<'w>, ParseError>>; Dialect::COUNT],
    /// Whether every dialect reads the same.
    are_plain: OnceCell<bool>,
}

impl<'w> ParsedFiles<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self { world, by_dialect: Default::default(), are_plain: OnceCell::new() }
    }

    /// Returns what a dialect reads; what is plain is read once for all of them.
    pub(crate) fn by(&self, dialect: Dialect) -> &Result<Profiles<'w>, ParseError> {
        if dialect != Dialect::Python
            && self.world.locations.has_same_files(dialect)
            && let python @ Ok(profiles) = self.by(Dialect::Python)
            && *self.are_plain.get_or_init(|| profiles.are_plain())
        {
            return python;
        }
        self.by_dialect[dialect as usize].get_or_init(|| Profiles::read(self.world, dialect))
    }

    /// Returns what a dialect would read if both files were empty.
    pub(crate) fn of_nothing(&self, dialect: Dialect) -> Profiles<'w> {
        let SharedFiles { config, credentials } = self.world.locations.files(dialect);
        Profiles::new((&config.path, Document::default()), (&credentials.path, Document::default()))
    }
}

/// What the two files say.
pub(crate) struct Profiles<'a> {
    pub(super) config: File<'a>,
    pub(super) credentials: File<'a>,
}

pub(super) struct File<'a> {
    pub(super) path: &'a Rc<Path>,
    pub(super) document: Document<'a>,
}

impl<'a> File<'a> {
    fn read(world: &'a World, dialect: Dialect, file: AwsFile) -> Result<Self, ParseError> {
        let path = &world.locations.files(dialect).of(file).path;
        let document = dialect.read(world.file(path).visible(), file);
        let document = document.map_err(|syntax| ParseError { file, syntax })?;
        Ok(Self { path, document })
    }

    /// Returns the name in a header of a profile; of thousands, nearly all have the plain form.
    fn profile_in(&self, header: &'a str) -> Option<Cow<'a, str>> {
        match header.strip_prefix("profile ") {
            Some(name) if self.document.has_plain_lines() => Some(Cow::Borrowed(name)),
            _ => SectionKind::Profile.name_in(header),
        }
    }
}

impl<'a> Profiles<'a> {
    /// Reads both files; the config file's errors come first (rule 2C).
    fn read(world: &'a World, dialect: Dialect) -> Result<Self, ParseError> {
        Ok(Self {
            config: File::read(world, dialect, AwsFile::Config)?,
            credentials: File::read(world, dialect, AwsFile::Credentials)?,
        })
    }

    /// Takes what has been read of the two files, each with its path.
    pub(crate) fn new(
        config: (&'a Rc<Path>, Document<'a>),
        credentials: (&'a Rc<Path>, Document<'a>),
    ) -> Self {
        let file = |(path, document)| File { path, document };
        Self { config: file(config), credentials: file(credentials) }
    }

    fn are_plain(&self) -> bool {
        self.config.document.is_plain() && self.credentials.document.is_plain()
    }

    /// Tells whether the keys of a section count in all others (rule 2A.6).
    pub(crate) fn have_shared_keys(&self) -> bool {
        self.config.document.has_shared_keys() || self.credentials.document.has_shared_keys()
    }

    /// Tells whether the config file spells the default profile in both ways (case b31).
    pub(crate) fn have_two_defaults(&self) -> bool {
        let spellings = self.config.document.sections.iter().filter(|section| {
            matches!(section.heading, Heading::Python(header)
                if SectionKind::Profile.name_in(header).as_deref() == Some("default"))
        });
        spellings.count() > 1
    }

    pub(crate) fn find(&self, name: &str) -> Option<Profile<'_, 'a>> {
        let config = self.config_section(name, SectionKind::Profile);
        let file = &self.credentials;
        let section = file.document.headed(name).or_else(|| {
            file.document.sections.iter().find(
                |section| matches!(&section.heading, Heading::Profile(other) if other == name),
            )
        });
        let credentials = section.map(|section| FileSection { file, section });
        (config.is_some() || credentials.is_some()).then_some(Profile { config, credentials })
    }

    /// Returns all profiles that the CLI sees, with their names, in the order of the files.
    pub(crate) fn all(&self) -> Vec<(Cow<'a, str>, Profile<'_, 'a>)> {
        let most = self.config.document.sections.len() + self.credentials.document.sections.len();
        let mut all: Vec<(Cow<'a, str>, Profile<'_, 'a>)> = Vec::with_capacity(most);
        // In a plain file no name has two spellings.
        let is_plain = self.config.document.has_plain_lines();
        let mut places: FxHashMap<Cow<'a, str>, usize> = FxHashMap::default();
        for section in &self.config.document.sections {
            let Heading::Python(header) = section.heading else { continue };
            let Some(name) = self.config.profile_in(header) else { continue };
            let config = Some(FileSection { file: &self.config, section });
            if !is_plain {
                let place = *places.entry(name.clone()).or_insert(all.len());
                if let Some((_, profile)) = all.get_mut(place) {
                    profile.config = config;
                    continue;
                }
            }
            let file = &self.credentials;
            let section = file.document.headed(&name);
            let credentials = section.map(|section| FileSection { file, section });
            all.push((name, Profile { config, credentials }));
        }
        for section in &self.credentials.document.sections {
            let Heading::Python(name) = section.heading else { continue };
            let is_here = if is_plain {
                self.config_section(name, SectionKind::Profile).is_some()
            } else {
                places.contains_key(name)
            };
            if !is_here {
                let credentials = Some(FileSection { file: &self.credentials, section });
                all.push((Cow::Borrowed(name), Profile { config: None, credentials }));
            }
        }
        all
    }

    /// Finds `[sso-session NAME]`.
    pub(crate) fn sso_session(&self, name: &str) -> Option<FileSection<'_, 'a>> {
        self.config_section(name, SectionKind::SsoSession)
    }

    /// Finds `[services NAME]`.
    pub(crate) fn services(&self, name: &str) -> Option<FileSection<'_, 'a>> {
        self.config_section(name, SectionKind::Services)
    }

    /// Returns every section `[services NAME]`.
    pub(super) fn all_services(&self) -> impl Iterator<Item = FileSection<'_, 'a>> {
        let file = &self.config;
        let sections = file.document.sections.iter().filter(|section| {
            matches!(section.heading, Heading::Python(header)
                if SectionKind::Services.name_in(header).is_some())
        });
        sections.map(move |section| FileSection { file, section })
    }

    /// Finds the last section of a name: a later one replaces an earlier one (rule 2A).
    fn config_section(&self, name: &str, kind: SectionKind) -> Option<FileSection<'_, 'a>> {
        let file = &self.config;
        let document = &file.document;
        if document.has_plain_lines() {
            let alone =
                (kind == SectionKind::Profile && name == "default").then(|| document.headed(name));
            let with_word = || document.headed(&[kind.word(), " ", name].concat());
            let section = alone.flatten().or_else(with_word)?;
            return Some(FileSection { file, section });
        }
        let section = document.sections.iter().rev().find(|section| match &section.heading {
            Heading::Python(header) => {
                words::may_end_in(header, name)
                    && kind.name_in(header).is_some_and(|other| other == name)
            }
            Heading::Profile(other) => kind == SectionKind::Profile && other == name,
            Heading::SsoSession(other) => kind == SectionKind::SsoSession && other == name,
            Heading::Services(other) => kind == SectionKind::Services && other == name,
        })?;
        Some(FileSection { file, section })
    }
}

/// What a section of the config file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SectionKind {
    Profile,
    SsoSession,
    Services,
}

impl SectionKind {
    pub(crate) const ALL: [Self; 3] = [Self::Profile, Self::SsoSession, Self::Services];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::SsoSession => "sso-session",
            Self::Services => "services",
        }
    }

    /// Writes the header of a section in the config file (rule 2A).
    pub(crate) fn header(self, name: &str) -> String {
        match (self, name) {
            (Self::Profile, "default") => name.to_owned(),
            _ => format!("{} {}", self.word(), words::quoted(name)),
        }
    }

    /// Reads a header of the config file: what its section is about, and the name.
    pub(crate) fn of(header: &str) -> Option<(Self, Cow<'_, str>)> {
        Self::ALL.into_iter().find_map(|kind| Some((kind, kind.name_in(header)?)))
    }

    /// Returns the name in the header of such a section (rule 2A).
    fn name_in(self, header: &str) -> Option<Cow<'_, str>> {
        if self == Self::Profile && header == "default" {
            return Some(Cow::Borrowed(header));
        }
        header.starts_with(self.word()).then(|| words::second_of_two(header)).flatten()
    }
}

/// A section of one of the files.
#[derive(Clone, Copy)]
pub(crate) struct FileSection<'p, 'a> {
    pub(super) file: &'p File<'a>,
    pub(super) section: &'p Section<'a>,
}

impl<'p, 'a> FileSection<'p, 'a> {
    pub(crate) fn origin(&self) -> Origin {
        Origin::File { path: self.file.path.clone(), line: Some(self.section.line()) }
    }

    pub(crate) fn get(&self, key: &str) -> Option<Setting<'p>> {
        self.file.document.get(self.section, key).map(|entry| Setting::new(self.file, entry))
    }

    pub(crate) fn settings(&self) -> impl Iterator<Item = (&'p str, Setting<'p>)> + use<'p, 'a> {
        let file = self.file;
        let entries = file.document.keys(self.section);
        entries.map(move |entry| (entry.key.as_ref(), Setting::new(file, entry)))
    }
}

/// One profile: its section of the config file overlaid by that of the credentials file.
///
/// The default has no keys, as an absent default profile (rule 4.10).
#[derive(Clone, Copy, Default)]
pub(crate) struct Profile<'p, 'a> {
    config: Option<FileSection<'p, 'a>>,
    credentials: Option<FileSection<'p, 'a>>,
}

impl<'p, 'a> Profile<'p, 'a> {
    /// Returns a key; the credentials file takes precedence (rule 3.1).
    #[inline]
    pub(crate) fn get(&self, key: &str) -> Option<Setting<'p>> {
        self.in_credentials(key).or_else(|| self.in_config(key))
    }

    /// Returns a key of the credentials file, then that of the config file, which it outranks.
    pub(crate) fn candidates(self, key: &str) -> impl Iterator<Item = Setting<'p>> + use<'p> {
        [self.in_credentials(key), self.in_config(key)].into_iter().flatten()
    }

    /// Tells whether the profile has a key of this kind.
    #[inline]
    pub(super) fn has_any(&self, is: impl Fn(&str) -> bool) -> bool {
        let mut sections = [self.credentials, self.config].into_iter().flatten();
        sections.any(|section| section.file.document.has_any(section.section, &is))
    }

    /// Returns all keys and values, those of the credentials file first.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&'p str, Setting<'p>)> + use<'p, 'a> {
        let sections = [self.credentials, self.config].into_iter().flatten();
        sections.flat_map(|section| section.settings())
    }

    /// Returns the text of the profile as it is in the files, which has what `settings` returns
    /// except the keys of `[DEFAULT]`.
    pub(crate) fn texts(self) -> impl Iterator<Item = Cow<'a, str>> + Clone {
        let sections = [self.credentials, self.config].into_iter().flatten();
        sections.flat_map(|section| section.file.document.texts(section.section))
    }

    /// Returns where the profile begins, in the config file if it is there.
    pub(crate) fn origin(&self) -> Origin {
        self.config.or(self.credentials).map_or(Origin::Default, |section| section.origin())
    }

    pub(crate) fn is_in_credentials(&self) -> bool {
        self.credentials.is_some()
    }

    /// Returns a key of the credentials file alone (rule 3.2).
    pub(crate) fn in_credentials(&self, key: &str) -> Option<Setting<'p>> {
        self.credentials?.get(key)
    }

    /// Returns a key of the config file alone (rule 3.2).
    pub(crate) fn in_config(&self, key: &str) -> Option<Setting<'p>> {
        self.config?.get(key)
    }
}

/// A value of a file, and where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting<'p> {
    pub(crate) value: &'p str,
    pub(crate) path: &'p Rc<Path>,
    pub(crate) line: u32,
}

impl<'p> Setting<'p> {
    fn new(file: &'p File<'_>, entry: &'p Entry<'_>) -> Self {
        Self { value: &entry.value, path: file.path, line: entry.line }
    }

    /// Returns what of the value may be shown.
    ///
    /// An over-indented line belongs to the value before it (rule 2A.3), and may be a secret: what
    /// follows the first line is never shown. The line break stays, so that what is shown is as
    /// invalid as the value is.
    ///
    /// Nor is what has the form of a secret, which was pasted into the wrong place.
    pub(crate) fn shown(&self) -> Cow<'p, str> {
        match self.value.split_once('\n') {
            None if is_secret(self.value) => Cow::Borrowed("…"),
            None => Cow::Borrowed(self.value),
            Some((first, _)) => Cow::Owned(format!("{first}\n…")),
        }
    }

    /// Returns the first line of the value, all of it that may be shown.
    pub(crate) fn first_line(&self) -> &'p str {
        match self.value.split('\n').next() {
            Some(line) if is_secret(line) => "…",
            line => line.unwrap_or_default(),
        }
    }

    pub(crate) fn origin(&self) -> Origin {
        Origin::File { path: self.path.clone(), line: Some(self.line) }
    }
}
