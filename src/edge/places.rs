//! Where awsprompt's own files are on each platform.

use std::path::PathBuf;

/// The name of awsprompt's directory in each of them.
const OWN: &str = "awsprompt";

/// Returns the directory of the settings.
pub(super) fn settings() -> Option<PathBuf> {
    let own = dirs::config_dir()?.join(OWN);
    Some(if cfg!(windows) { own.join("config") } else { own })
}

/// Returns the directory of what is remembered and is neither settings nor cache; not every platform
/// has a place for that.
pub(super) fn state() -> Option<PathBuf> {
    let own = dirs::state_dir().or_else(dirs::data_local_dir)?.join(OWN);
    Some(if cfg!(windows) { own.join("data") } else { own })
}
