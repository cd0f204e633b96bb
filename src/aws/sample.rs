//! A machine that exists only in memory: for `demo`, for tests and for fuzzing.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use jiff::Timestamp;

use super::clock::Clock;
use super::environment::{Environment, Platform};
use super::expansion::Homes;
use super::location;
use super::profiles::ParsedFiles;
use super::resolution::Facts;
use super::world::{
    FileState, Listing, Lookup, Obstacle, ObstacleKind, ProgramState, World, Writing,
};

pub(crate) const HOME: &str = "/h";

/// 2026-01-01T00:00:00Z, in seconds since 1970.
const NOW: i64 = 1_767_225_600;

/// The variables and files of a machine; everything else is absent.
#[derive(Default)]
pub(crate) struct SampleMachine<'a> {
    /// Of two variables of one name the first counts.
    pub(crate) variables: Vec<(&'a str, &'a str)>,
    /// The config and the credentials file, wherever the variables say that they are.
    pub(crate) config: String,
    pub(crate) credentials: String,
    /// Other files. A relative path starts at the home directory.
    pub(crate) files: Vec<(PathBuf, &'a str)>,
    /// Whether nothing can be written.
    pub(crate) is_read_only: bool,
}

impl SampleMachine<'_> {
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Facts<'_, '_>) -> T) -> T {
        let world = self.world();
        question(&Facts { world: &world, files: &ParsedFiles::new(&world), lookup: self })
    }

    fn world(&self) -> World {
        let home = ("HOME", HOME);
        let variables = self.variables.iter().chain([&home]);
        let environment = Environment::new(
            Platform::Posix,
            variables.map(|(name, value)| (name.into(), value.into())),
        );
        let locations = location::locate(Platform::Posix, &environment, self);
        let state = |path: &Path| {
            let text = match self.file(path) {
                Some(text) => text,
                None if path == &*locations.files.config.path => &self.config,
                None if path == &*locations.files.credentials.path => &self.credentials,
                None => return Rc::new(FileState::Absent),
            };
            Rc::new(FileState::Content(text.into()))
        };
        let models = Path::new(HOME).join(".aws/models");
        let is_directory = *self.content(&models) == FileState::Directory;
        World {
            models: is_directory.then_some(models),
            verified_accounts: None,
            files: locations.paths().map(|path| (path.to_owned(), state(path))).collect(),
            locations,
            environment,
            clock: Clock::at(Timestamp::from_second(NOW).unwrap_or_default()),
        }
    }

    fn file(&self, path: &Path) -> Option<&str> {
        let path = Path::new(HOME).join(path);
        let file = self.files.iter().find(|(known, _)| Path::new(HOME).join(known) == path);
        file.map(|(_, text)| *text)
    }
}

impl Lookup for SampleMachine<'_> {
    fn content(&self, path: &Path) -> Rc<FileState> {
        let whole = Path::new(HOME).join(path);
        let is_above = |(file, _): &(PathBuf, _)| Path::new(HOME).join(file).starts_with(&whole);
        Rc::new(match self.file(path) {
            Some(text) => FileState::Content(text.into()),
            None if self.files.iter().any(is_above) => FileState::Directory,
            None => FileState::Absent,
        })
    }

    fn is_present(&self, path: &Path) -> bool {
        self.file(path).is_some()
    }

    fn program(&self, path: &Path) -> ProgramState {
        if self.is_present(path) { ProgramState::Executable } else { ProgramState::Absent }
    }

    fn obstacle_to(&self, _: Writing, _: &Path) -> Option<Obstacle> {
        let (path, kind) = (HOME.into(), ObstacleKind::NotWritable);
        self.is_read_only.then_some(Obstacle { path, kind })
    }

    fn listing(&self, directory: &Path) -> Listing {
        let directory = Path::new(HOME).join(directory);
        let paths = self.files.iter().map(|(path, _)| Path::new(HOME).join(path));
        let mut names: Vec<_> = paths
            .filter_map(|path| Some(path.strip_prefix(&directory).ok()?.iter().next()?.to_owned()))
            .collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() { Listing::Absent } else { Listing::Names(names) }
    }
}

/// Its only user is the one whom the environment names.
impl Homes for SampleMachine<'_> {
    fn current(&self) -> Option<PathBuf> {
        None
    }

    fn of(&self, _user: &str) -> Option<PathBuf> {
        None
    }
}
