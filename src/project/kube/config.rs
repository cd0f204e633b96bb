//! The files of a kubeconfig, which count as one: of a name and of the context, the first one does.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::aws::Origin;
use crate::project::said::Said;
use crate::project::yaml::{YamlFile, YamlNode};
use crate::project::{ProjectFile, ProjectQuestion};

/// Why a part cannot be known, as the end of a sentence, and where.
pub(super) type Unreadable = (String, Origin);

/// The files that are there.
pub(super) struct KubeFiles(Vec<YamlFile>);

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
            let file = question.files.read(&path);
            match &file {
                ProjectFile::Absent => continue,
                ProjectFile::Unread(why) => return Err(unread(&path, why)),
                ProjectFile::Content(_) => {}
            }
            let place = path.clone();
            files.push(YamlFile::new(path, &file).ok_or_else(|| unread(&place, "is not UTF-8"))?);
        }
        Ok(Self(files))
    }

    pub(super) fn config(&self) -> Result<KubeConfig<'_>, Unreadable> {
        let files = self.0.iter().map(|file| {
            let root = file.root().map_err(|_| unread(&file.path, "cannot be read"))?;
            Ok((file, root))
        });
        Ok(KubeConfig { files: files.collect::<Result<_, Unreadable>>()? })
    }
}

fn unread(path: &Path, why: &str) -> Unreadable {
    (format!("may be in {}, which {why}", path.display()), Origin::file(path))
}

/// What the files say.
pub(super) struct KubeConfig<'t> {
    files: Vec<(&'t YamlFile, YamlNode<'t>)>,
}

/// A part of a kubeconfig.
#[derive(Clone, Copy)]
pub(super) struct KubePart<'c> {
    pub(super) file: &'c YamlFile,
    pub(super) node: &'c YamlNode<'c>,
}

impl KubeConfig<'_> {
    /// Returns the context that is in force.
    pub(super) fn current(&self) -> Said<String> {
        let said = self.files.iter().map(|(file, root)| file.said(root.get("current-context")));
        let mut set = said.filter(|said| said.certain().is_none_or(|name| !name.is_empty()));
        set.find(|said| !said.is_environment()).unwrap_or_default()
    }

    /// Finds what has a name in one of the lists, such as `contexts`; its own part is `key`.
    pub(super) fn named(
        &self,
        list: &str,
        key: &str,
        name: &str,
    ) -> Result<Option<KubePart<'_>>, Unreadable> {
        for (file, root) in &self.files {
            let mut found = None;
            for entry in root.get(list).map_or(&[][..], |list| list.elements()) {
                let unreadable =
                    || (format!("is in {list}, which cannot be read"), file.origin(entry.at));
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
        self.file.said(self.node.get(key))
    }
}
