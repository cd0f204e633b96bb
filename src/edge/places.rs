//! Where awsprompt's own files are on each platform.

use std::path::PathBuf;
use std::sync::OnceLock;

use directories::ProjectDirs;

pub(super) fn settings() -> Option<PathBuf> {
    Some(own()?.config_dir().to_owned())
}

/// Returns the directory for state, or for local data on platforms without one for state.
pub(super) fn state() -> Option<PathBuf> {
    let own = own()?;
    Some(own.state_dir().unwrap_or(own.data_local_dir()).to_owned())
}

/// Looks only once, since each time ten directories are looked up.
fn own() -> Option<&'static ProjectDirs> {
    static OWN: OnceLock<Option<ProjectDirs>> = OnceLock::new();
    OWN.get_or_init(|| ProjectDirs::from("", "", "awsprompt")).as_ref()
}
