//! A file of a project that is text, and what it says in so many words.

use std::path::PathBuf;
use std::rc::Rc;

use super::said::Said;
use super::yaml::{YamlNode, YamlValue, read_yaml};
use crate::aws::{FileState, Origin};

/// Why what a file says is not known.
pub(super) const UNREAD: &str = "is in a file that cannot be read";

/// A file that was read.
pub(super) struct TextFile {
    pub(super) path: PathBuf,
    content: Rc<FileState>,
}

impl TextFile {
    /// Takes a file with its content; nothing if it is not UTF-8.
    pub(super) fn new(path: PathBuf, content: Rc<FileState>) -> Option<Self> {
        str::from_utf8(content.visible()).ok()?;
        Some(Self { path, content })
    }

    pub(super) fn text(&self) -> &str {
        str::from_utf8(self.content.visible()).unwrap_or_default()
    }

    /// Returns the place of what begins at an offset.
    pub(super) fn place(&self, at: usize) -> Origin {
        let before = self.content.visible().get(..at).unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        Origin::File { path: self.path.as_path().into(), line: u32::try_from(line).ok() }
    }

    /// Returns a file with a text that begins at an offset of this one, on the same line.
    pub(super) fn generated(&self, at: usize, text: &str) -> Self {
        let before = self.content.visible().get(..at).unwrap_or_default();
        let lines = "\n".repeat(memchr::memchr_iter(b'\n', before).count());
        let content = FileState::Content((lines + text).as_str().into());
        Self { path: self.path.clone(), content: Rc::new(content) }
    }

    /// Returns the text at an offset, if there is one.
    pub(super) fn said(&self, found: Option<&str>, at: usize) -> Said<String> {
        match found {
            Some("") => Said::Unknown("is empty".to_owned(), self.place(at)),
            Some(found) => Said::Certain(found.to_owned(), self.place(at)),
            None => Said::Unknown("is not a text".to_owned(), self.place(at)),
        }
    }
}

/// A file of YAML. JSON is YAML too.
pub(super) struct YamlFile<'t> {
    pub(super) file: &'t TextFile,
    pub(super) root: YamlNode<'t>,
}

impl<'t> YamlFile<'t> {
    /// Reads a file; there is no answer if it is not YAML.
    pub(super) fn of(file: &'t TextFile) -> Option<Self> {
        Some(Self { file, root: read_yaml(file.text()).ok()? })
    }

    /// Returns what a key of keys says.
    pub(super) fn said(&self, keys: &[&str]) -> Said<String> {
        self.said_by(self.root.at_path(keys))
    }

    /// Returns what a value says that has to be a text.
    pub(super) fn said_by(&self, node: Option<&YamlNode<'_>>) -> Said<String> {
        let Some(node) = node else { return Said::Environment };
        match &node.value {
            YamlValue::Null => Said::Environment,
            YamlValue::Unknown(why) => Said::Unknown((*why).to_owned(), self.place(node)),
            _ => self.file.said(node.scalar(), node.at),
        }
    }

    pub(super) fn place(&self, node: &YamlNode<'_>) -> Origin {
        self.file.place(node.at)
    }
}
