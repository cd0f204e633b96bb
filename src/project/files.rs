//! The files of a project, as many and as large as awsprompt is willing to read.

use std::cell::Cell;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use serde_json::Value as Json;

use super::literal::TextFile;
use crate::aws::{FileState, Listing, Lookup};

/// The largest file of a project that is read.
const MOST_BYTES_OF_FILE: usize = 2 << 20;

/// How much of a project is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProjectBounds {
    pub(crate) files: usize,
    pub(crate) bytes: usize,
}

impl ProjectBounds {
    /// For a command that a person waits for.
    pub(crate) const OF_COMMAND: Self = Self { files: 1_000, bytes: 16 << 20 };
    /// For every prompt.
    pub(crate) const OF_PROMPT: Self = Self { files: 200, bytes: 1 << 20 };
    /// For every prompt too, where files are read whole, and not only the blocks that matter.
    pub(crate) const OF_PROMPT_WHOLE: Self = Self { files: 20, bytes: 64 << 10 };
}

/// Reads the files of a project, and counts them.
pub(crate) struct ProjectFiles<'a> {
    lookup: &'a dyn Lookup,
    bounds: ProjectBounds,
    files: Cell<usize>,
    bytes: Cell<usize>,
}

impl<'a> ProjectFiles<'a> {
    pub(crate) fn new(lookup: &'a dyn Lookup, bounds: ProjectBounds) -> Self {
        Self { lookup, bounds, files: Cell::new(0), bytes: Cell::new(0) }
    }

    /// Reads a file, if it is there; fails with the reason, after the word "it".
    ///
    /// A link is followed wherever it leads, as the tools do.
    pub(super) fn text(&self, path: &Path) -> Result<Option<TextFile>, String> {
        if self.bytes.get() >= self.bounds.bytes || !self.counts() {
            return Err(MANY.to_owned());
        }
        let left = self.bounds.bytes - self.bytes.get();
        let content = self.lookup.content_within(path, left.min(MOST_BYTES_OF_FILE));
        match &*content {
            FileState::Absent => Ok(None),
            FileState::Content(bytes) => {
                self.bytes.set(self.bytes.get() + bytes.len());
                let file = TextFile::new(path.to_owned(), content);
                Ok(Some(file.ok_or("is not UTF-8")?))
            }
            state => Err(state.obstacle().unwrap_or_default()),
        }
    }

    /// Reads a file of JSON, if it is there; fails if it cannot be read.
    pub(super) fn json(&self, path: &Path) -> Result<Option<Json>, ()> {
        let file = self.text(path).map_err(|_| ())?;
        file.map(|file| serde_json::from_str(file.text()).map_err(|_| ())).transpose()
    }

    /// Lists a directory; fails with the reason, after the word "it".
    pub(super) fn names(&self, directory: &Path) -> Result<Vec<OsString>, &'static str> {
        if !self.counts() {
            return Err(MANY);
        }
        // The working directory has no name as the start of other paths.
        let is_working = directory.as_os_str().is_empty();
        match self.lookup.listing(if is_working { Path::new(".") } else { directory }) {
            Listing::Absent => Ok(Vec::new()),
            Listing::Unreadable => Err("may not be read"),
            Listing::TooLong => Err("has too many names"),
            Listing::Names(names) => Ok(names),
        }
    }

    /// Counts one more file; not if it is one too many.
    fn counts(&self) -> bool {
        let files = self.files.get();
        self.files.set(files.saturating_add(1));
        files < self.bounds.files
    }
}

const MANY: &str = "is one of too many";

/// Takes the `..` out of a path, as Go does, but for those that it begins with.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                plain.pop();
            }
            (part, _) => plain.push(part),
        }
    }
    plain
}
