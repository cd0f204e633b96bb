//! Where a project is besides the directory in which its tool starts.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::project_finding::ProjectFinding;
use crate::aws::{FileState, Lookup};

/// How far up the files of a project are looked for.
const MOST_PARENTS: usize = 16;

/// Returns the directory of the project of Pulumi, which may be one above.
///
/// <https://www.pulumi.com/docs/iac/concepts/projects/>
pub(super) fn above(directory: &Path, lookup: &dyn Lookup) -> PathBuf {
    let mut above = directory.to_owned();
    for _ in 0..MOST_PARENTS {
        let files = ["yaml", "yml", "json"].map(|kind| above.join(format!("Pulumi.{kind}")));
        if files.iter().any(|file| lookup.is_present(file)) {
            return above;
        }
        above.push("..");
    }
    directory.to_owned()
}

/// Returns the directories that a file of the CDK's settings names, in which an assembly may be.
///
/// <https://docs.aws.amazon.com/cdk/v2/guide/cli.html#cli-config>
pub(super) fn assemblies(file: &Path, lookup: &dyn Lookup) -> Result<Vec<PathBuf>, ProjectFinding> {
    let settings = json(file, lookup)?.unwrap_or_default();
    let named = ["app", "output"].iter().filter_map(|key| settings[key].as_str());
    Ok(named.map(PathBuf::from).collect())
}

/// Reads a file of JSON, if there is one.
fn json(file: &Path, lookup: &dyn Lookup) -> Result<Option<Value>, ProjectFinding> {
    let unread = || ProjectFinding::Unread(file.to_owned());
    match &*lookup.content(file) {
        FileState::Absent | FileState::BrokenLink | FileState::Directory => Ok(None),
        FileState::Content(bytes) => serde_json::from_slice(bytes).map(Some).map_err(|_| unread()),
        FileState::Hidden
        | FileState::NotRegular(_)
        | FileState::TooLarge
        | FileState::Unreadable => Err(unread()),
    }
}
