//! The files of a project, as many and as large as awsprompt is willing to read.

use std::cell::Cell;
use std::ffi::OsString;
use std::path::Path;
use std::rc::Rc;

use crate::aws::{FileState, Listing, Lookup};

/// The largest file of a project that is read.
pub(crate) const MOST_BYTES_OF_FILE: usize = 2 << 20;

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
}

/// A file of a project.
pub(crate) enum ProjectFile {
    Absent,
    /// It is there and was not read, for this reason, after the word "it".
    Unread(String),
    Content(Rc<FileState>),
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

    /// Reads a file. A link is followed wherever it leads, as the tools do.
    pub(crate) fn read(&self, path: &Path) -> ProjectFile {
        let unread = |why: &str| ProjectFile::Unread(why.to_owned());
        if self.files.get() >= self.bounds.files || self.bytes.get() >= self.bounds.bytes {
            return unread("is one of too many");
        }
        self.files.set(self.files.get() + 1);
        let left = self.bounds.bytes - self.bytes.get();
        let content = self.lookup.content_within(path, left.min(MOST_BYTES_OF_FILE));
        match &*content {
            FileState::Absent => ProjectFile::Absent,
            FileState::Content(bytes) => {
                self.bytes.set(self.bytes.get() + bytes.len());
                ProjectFile::Content(content)
            }
            state => unread(&state.obstacle().unwrap_or_default()),
        }
    }

    /// Lists a directory; fails with the reason, after the word "it".
    pub(crate) fn names(&self, directory: &Path) -> Result<Vec<OsString>, &'static str> {
        if self.files.get() >= self.bounds.files {
            return Err("is one of too many");
        }
        self.files.set(self.files.get() + 1);
        // The working directory has no name as the start of other paths.
        let is_working = directory.as_os_str().is_empty();
        match self.lookup.listing(if is_working { Path::new(".") } else { directory }) {
            Listing::Absent => Ok(Vec::new()),
            Listing::Unreadable => Err("may not be read"),
            Listing::TooLong => Err("has too many names"),
            Listing::Names(names) => Ok(names),
        }
    }
}

impl ProjectFile {
    /// Returns the bytes of a file that was read.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        if let Self::Content(content) = self { Some(content.visible()) } else { None }
    }
}
