//! What the files of a project say in so many words.

use std::path::Path;

use super::said::Said;
use super::yaml::{YamlNode, YamlValue, read_yaml};
use crate::aws::Origin;

/// Why what a file says is not known.
pub(super) const UNREAD: &str = "is in a file that cannot be read";

/// A file of YAML, and where it is. JSON is YAML too.
pub(super) struct LiteralFile<'t> {
    path: &'t Path,
    text: &'t str,
    pub(super) root: YamlNode<'t>,
}

impl<'t> LiteralFile<'t> {
    /// Reads a file; there is no answer if it is not YAML.
    pub(super) fn of(path: &'t Path, text: &'t str) -> Option<Self> {
        Some(Self { path, text, root: read_yaml(text).ok()? })
    }

    /// Returns what a key of keys says.
    pub(super) fn said(&self, keys: &[&str]) -> Said<String> {
        self.root.at_path(keys).map_or(Said::Environment, |node| self.said_by(node))
    }

    pub(super) fn said_by(&self, node: &YamlNode<'_>) -> Said<String> {
        match &node.value {
            YamlValue::Null => Said::Environment,
            YamlValue::Unknown(why) => Said::Unknown((*why).to_owned(), self.place(node)),
            _ => text_of(node.scalar(), self.path, self.text, node.at),
        }
    }

    pub(super) fn place(&self, node: &YamlNode<'_>) -> Origin {
        place(self.path, self.text, node.at)
    }
}

/// Returns the text at a place, if it is one.
pub(super) fn text_of(found: Option<&str>, path: &Path, text: &str, at: usize) -> Said<String> {
    let place = place(path, text, at);
    match found {
        Some("") => Said::Unknown("is empty".to_owned(), place),
        Some(found) => Said::Certain(found.to_owned(), place),
        None => Said::Unknown("is not a text".to_owned(), place),
    }
}

fn place(path: &Path, text: &str, at: usize) -> Origin {
    let before = text.as_bytes().iter().take(at);
    let line = 1 + before.filter(|byte| **byte == b'\n').count();
    Origin::File { path: path.into(), line: u32::try_from(line).ok() }
}
