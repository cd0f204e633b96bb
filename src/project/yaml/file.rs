//! A file of YAML, and where in it a value is.

use std::path::PathBuf;
use std::rc::Rc;

use super::{NotRead, YamlNode, YamlValue, read_yaml};
use crate::aws::{FileState, Origin};
use crate::project::ProjectFile;
use crate::project::said::Said;

pub(in crate::project) struct YamlFile {
    pub(in crate::project) path: PathBuf,
    content: Rc<FileState>,
}

impl YamlFile {
    /// Takes a file that was read; nothing if it is not text.
    pub(in crate::project) fn new(path: PathBuf, file: &ProjectFile) -> Option<Self> {
        let ProjectFile::Content(content) = file else { return None };
        str::from_utf8(content.visible()).ok()?;
        Some(Self { path, content: content.clone() })
    }

    pub(in crate::project) fn root(&self) -> Result<YamlNode<'_>, NotRead> {
        read_yaml(str::from_utf8(self.content.visible()).unwrap_or_default())
    }

    /// Returns the place of what begins at an offset.
    pub(in crate::project) fn origin(&self, at: usize) -> Origin {
        let before = self.content.visible().get(..at).unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        Origin::File { path: self.path.as_path().into(), line: u32::try_from(line).ok() }
    }

    /// Returns what a value says that has to be a text.
    pub(in crate::project) fn said(&self, node: Option<&YamlNode<'_>>) -> Said<String> {
        let Some(node) = node else { return Said::Environment };
        let unknown = |why: &str| Said::Unknown(why.to_owned(), self.origin(node.at));
        match &node.value {
            YamlValue::Null => Said::Environment,
            YamlValue::Scalar(text) => Said::Certain(text.to_string(), self.origin(node.at)),
            YamlValue::Unknown(why) => unknown(why),
            YamlValue::List(_) | YamlValue::Map(_) => unknown("is not a text"),
        }
    }
}
