//! The facts that a resolution rests on. They are gathered by `edge::look`; nothing here reads.
//!
//! What may hold a secret has no `Debug`, so that no print and no panic can show it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::clock::Clock;
use super::environment::Environment;
use super::location::Locations;

/// What is known of a file's content.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum FileState {
    /// There is no file of that name, or something that is neither file nor directory.
    Absent,
    Directory,
    /// The file is there, and may not be read.
    Unreadable,
    /// The file is larger than awsprompt is willing to read.
    TooLarge,
    Content(Vec<u8>),
}

impl FileState {
    /// Returns the bytes that a client sees: none of a file that it cannot open (rule 1.7).
    pub(crate) fn visible(&self) -> &[u8] {
        match self {
            Self::Content(bytes) => bytes,
            Self::Absent | Self::Directory | Self::Unreadable | Self::TooLarge => &[],
        }
    }
}

/// What is known of the names in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// There is no directory of that name.
    Absent,
    Unreadable,
    /// There are more names than awsprompt is willing to look at.
    TooLong,
    /// The names, sorted.
    Names(Vec<OsString>),
}

/// The facts that do not depend on what the AWS files say.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) environment: Environment,
    pub(crate) locations: Locations,
    pub(crate) clock: Clock,
    /// The AWS files: that of every path in `locations`, each once.
    pub(crate) files: Vec<(PathBuf, FileState)>,
    /// Where awsprompt keeps what AWS has answered about access keys.
    pub(crate) verified_accounts: Option<PathBuf>,
}

impl World {
    /// Returns the state of one of the AWS files.
    pub(crate) fn file(&self, path: &Path) -> &FileState {
        let file = self.files.iter().find(|(known, _)| known == path);
        file.map_or(&FileState::Absent, |(_, state)| state)
    }
}

/// Looks up the files whose paths depend on the config: caches, tokens, the marks of a host.
///
/// The implementation remembers what it has found, so that each file is read once.
pub(crate) trait Lookup {
    fn content(&self, path: &Path) -> Rc<FileState>;

    /// Tells whether a file could be opened. What holds nothing but a secret is not read.
    fn is_present(&self, path: &Path) -> bool;

    /// Lists a directory, without what is below its directories.
    fn listing(&self, directory: &Path) -> Listing;
}
