//! The files of a kubeconfig, which count as one: of a name and of the context, the first one does.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::aws::Origin;
use crate::project::ProjectQuestion;
use crate::project::literal::{TextFile, YamlFile};
use crate::project::said::Said;
use crate::project::yaml::YamlNode;

/// Why a part cannot be known, as the end of a sentence, and where.
pub(super) type Unreadable = (String, Origin);

/// The files that are there.
pub(super) struct KubeFiles(Vec<TextFile>);

impl KubeFiles {
    /// Reads the files that the line names, or the variable, or the usual one.
    pub(super) fn of(
        question: &ProjectQuestion<'_, '_, '_>,
        named: Option<&str>,
    ) -> Result<Self, Unreadable> {
        let world = question.facts.world;
        let variable = world.environment.non_empty("KUBECONFIG");
        let paths: Vec<PathBuf> = match (named, variable) {
            (Some(file), _) => vec![file.into()],
            (None, Some(list)) => std::env::split_paths(list).collect(),
            (None, None) => {
                let home = world.locations.home.as_ref();
                home.map(|home| home.join(".kube/config")).into_iter().collect()
            }
        };
        let mut files = Vec::new();
        for path in paths.into_iter().filter(|path| path.as_os_str() != OsStr::new("")) {
            let path = question.directory.join(path);
            let file = question.files.text(&path);
            files.extend(file.map_err(|why| unread(&path, &why))?);
        }
        Ok(Self(files))
    }

    pub(super) fn config(&self) -> Result<KubeConfig<'_>, Unreadable> {
        let read = |file| YamlFile::of(file).ok_or_else(|| unread(&file.path, "cannot be read"));
        let files = self.0.iter().map(read);
        Ok(KubeConfig { files: files.collect::<Result<_, Unreadable>>()? })
    }
}

fn unread(path: &Path, why: &str) -> Unreadable {
    (format!("may be in {}, which {why}", path.display()), Origin::file(path))
}

/// What the files say.
pub(super) struct KubeConfig<'t> {
    files: Vec<YamlFile<'t>>,
}

/// A part of a kubeconfig.
#[derive(Clone, Copy)]
pub(super) struct KubePart<'c> {
    pub(super) file: &'c YamlFile<'c>,
    pub(super) node: &'c YamlNode<'c>,
}

impl KubeConfig<'_> {
    /// Returns the context that is in force.
    pub(super) fn current(&self) -> Said<String> {
        let said = |file: &YamlFile<'_>| {
            let node = file.root.get("current-context").filter(|node| node.scalar() != Some(""));
            Some(file.said_by(node)).filter(|said| !said.is_environment())
        };
        self.files.iter().find_map(said).unwrap_or_default()
    }

    /// Finds what has a name in one of the lists, such as `contexts`; its own part is `key`.
    pub(super) fn named(
        &self,
        list: &str,
        key: &str,
        name: &str,
    ) -> Result<Option<KubePart<'_>>, Unreadable> {
        for file in &self.files {
            let mut found = None;
            for entry in file.root.get(list).map_or(&[][..], |list| list.elements()) {
                let unreadable =
                    || (format!("is in {list}, which cannot be read"), file.place(entry));
                let of = entry.get("name").and_then(|name| name.scalar()).ok_or_else(unreadable)?;
                if of == name {
                    // kubectl refuses a name that is there twice.
                    let part = entry.get(key).filter(|_| found.is_none()).ok_or_else(unreadable)?;
                    found = Some(KubePart { file, node: part });
                }
            }
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

impl KubePart<'_> {
    /// Returns a text of it.
    pub(super) fn text(&self, key: &str) -> Said<String> {
        self.file.said_by(self.node.get(key))
    }
}
