//! The facts that a resolution rests on. They are gathered by `edge::look`; nothing here reads.
//!
//! What may hold a secret has no `Debug`, so that no print and no panic can show it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::clock::Clock;
use super::environment::Environment;
use super::location::Locations;
use crate::printable::short_path;

/// What people name who want no file to be read; it is as good as empty.
pub(crate) const NO_FILE: &str = "/dev/null";

/// What is known of a file's content.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum FileState {
    /// There is nothing of that name.
    Absent,
    /// A directory above it may not be searched, so that nobody here can open it.
    Hidden,
    Directory,
    /// It is a link, and what it leads to cannot be found.
    BrokenLink,
    /// It is a FIFO, a socket or a device: a client may read it, and awsprompt would have to wait.
    NotRegular(&'static str),
    /// The file is there, and may not be read.
    Unreadable,
    /// The file is larger than awsprompt is willing to read.
    TooLarge,
    Content(Vec<u8>),
}

impl FileState {
    /// Returns the bytes that a client sees: none of a file that it cannot open (rule 1.7).
    pub(crate) fn visible(&self) -> &[u8] {
        if let Self::Content(bytes) = self { bytes } else { &[] }
    }

    /// Says what keeps a file that is there from being read, after the word "it".
    pub(crate) fn obstacle(&self) -> Option<String> {
        Some(match self {
            Self::Absent | Self::Content(_) => return None,
            Self::Hidden | Self::Unreadable => "may not be read".to_owned(),
            Self::Directory => "is a directory".to_owned(),
            Self::BrokenLink => "is a link that leads nowhere".to_owned(),
            Self::NotRegular(kind) => format!("is {kind}"),
            Self::TooLarge => "is too large".to_owned(),
        })
    }

    pub(crate) fn is_content(&self) -> bool {
        matches!(self, Self::Content(_))
    }

    /// Tells whether a client may see content that awsprompt does not.
    pub(crate) fn is_unseen(&self) -> bool {
        matches!(self, Self::TooLarge | Self::NotRegular(_))
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
    pub(crate) files: Vec<(PathBuf, Rc<FileState>)>,
    /// The user's own models, if there is such a directory (rule 7.41).
    pub(crate) models: Option<PathBuf>,
    /// Where awsprompt keeps what AWS has answered about access keys.
    pub(crate) verified_accounts: Option<PathBuf>,
}

impl World {
    /// Returns the state of one of the AWS files.
    pub(crate) fn file(&self, path: &Path) -> &FileState {
        let file = self.files.iter().find(|(known, _)| known.as_os_str() == path.as_os_str());
        file.map_or(&FileState::Absent, |(_, state)| state)
    }

    /// Says which AWS file a client may read and awsprompt has not, and why.
    pub(crate) fn unread_file(&self) -> Option<String> {
        let is_unread =
            |path: &Path, state: &FileState| state.is_unseen() && path != Path::new(NO_FILE);
        let (path, state) = self.files.iter().find(|(path, state)| is_unread(path, state))?;
        let path = short_path(path, self.locations.home.as_deref());
        Some(format!("could not read {path}: it {}", state.obstacle()?))
    }
}

/// What is known of the file of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProgramState {
    Absent,
    /// It is there, and nobody may execute it.
    NotExecutable,
    Executable,
}

/// How a client writes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Writing {
    /// It opens the file that is there, or makes one, and the directories above it.
    InPlace,
    /// It writes another file in the same directory, which then gets its name.
    ByReplacing,
    /// It makes the directory, and those above it.
    Directory,
    /// It opens the file that is there, or makes one in a directory that is there.
    File,
}

/// What keeps a client from writing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub(crate) path: PathBuf,
    pub(crate) kind: ObstacleKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObstacleKind {
    NotWritable,
    NotThere,
    /// Something else is in the place of a directory.
    NoDirectory,
    /// A directory is in the place of a file.
    Directory,
}

impl ObstacleKind {
    /// Says what is wrong, after the path.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::NotWritable => "is not writable",
            Self::NotThere => "is not there",
            Self::NoDirectory => "is not a directory",
            Self::Directory => "is a directory",
        }
    }
}

/// Looks up the files whose paths depend on the config: caches, tokens, the marks of a host.
///
/// The implementation remembers what it has found, so that each file is read once.
pub(crate) trait Lookup {
    fn content(&self, path: &Path) -> Rc<FileState>;

    /// Does the same, but reads no file of more bytes than these.
    fn content_within(&self, path: &Path, most: usize) -> Rc<FileState> {
        let content = self.content(path);
        let is_larger = content.visible().len() > most;
        if is_larger { Rc::new(FileState::TooLarge) } else { content }
    }

    /// Tells whether the working directory has something of this name.
    fn has_name(&self, name: &'static str) -> bool {
        *self.content(Path::new(name)) != FileState::Absent
    }

    /// Notes that the answer depends on the variables whose names begin with this.
    fn depends_on_variables(&self, _prefix: &str) {}

    /// Tells whether a file could be opened. What holds nothing but a secret is not read.
    fn is_present(&self, path: &Path) -> bool;

    /// Tells whether a program could be started from this path.
    fn program(&self, path: &Path) -> ProgramState;

    /// Returns what would keep a client from writing a file in this way. Nothing is written.
    fn obstacle_to(&self, writing: Writing, path: &Path) -> Option<Obstacle>;

    /// Returns where the links of a path lead to.
    fn real_path(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    /// Lists a directory, without what is below its directories.
    fn listing(&self, directory: &Path) -> Listing;
}
