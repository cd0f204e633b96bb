//! The file of awsprompt's settings: where it is, and what became of reading it.

use std::path::PathBuf;

use super::settings::Settings;

/// The file of settings, where there is a place for one.
#[derive(Clone, Debug)]
pub(crate) struct SettingsFile {
    pub(crate) path: Option<PathBuf>,
    pub(crate) state: SettingsState,
    /// What the file says, or the defaults.
    pub(crate) settings: Settings,
}

/// What there is of the file of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingsState {
    Absent,
    Unreadable,
    Read,
}

impl SettingsFile {
    /// Reads a file that is there; or says why it cannot be read, after the word "it".
    pub(crate) fn read(path: PathBuf, text: Result<String, String>) -> Self {
        let (state, settings) = match text {
            Ok(text) => (SettingsState::Read, Settings::parse(&text)),
            Err(why) => {
                (SettingsState::Unreadable, Settings::unreadable(&format!("the file {why}")))
            }
        };
        Self { path: Some(path), state, settings }
    }

    /// Where nothing is there, the defaults hold; a place that was named should have something.
    pub(crate) fn absent(path: Option<PathBuf>, is_named: bool) -> Self {
        let settings = if is_named {
            Settings::unreadable("AWSPROMPT_CONFIG names no file")
        } else {
            Settings::default()
        };
        Self { path, state: SettingsState::Absent, settings }
    }
}
