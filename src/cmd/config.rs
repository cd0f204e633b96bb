//! `awsprompt config`: the settings in force and where they come from, or a first file of them.

use super::Outcome;
use crate::aws::Environment;
use crate::cli;
use crate::error::{Error, Status};
use crate::printable::printable;
use crate::prompt::{Described, SettingsFile, SettingsState};

/// Every setting with its default, commented out.
const EXAMPLE: &str = include_str!("settings.ini");

/// Answers `awsprompt config`.
pub(crate) fn run(
    arguments: &cli::ConfigArguments,
    file: &SettingsFile,
    environment: &Environment,
) -> Result<Outcome, Error> {
    match &file.path {
        _ if !arguments.init => Ok(show(file, environment)),
        None => Err(Error::failed("there is no home directory for settings")),
        Some(path) if file.state != SettingsState::Absent => Err(Error::failed(format!(
            "{} already exists; nothing changed",
            printable(&path.to_string_lossy())
        ))),
        Some(path) => Ok(Outcome::NewFile { path: path.clone(), content: EXAMPLE.to_owned() }),
    }
}

/// Lists each setting with its origin; errors go to stderr.
fn show(file: &SettingsFile, environment: &Environment) -> Outcome {
    let path = file.path.as_ref().map(|path| printable(&path.to_string_lossy()).into_owned());
    let settings = &file.settings;
    let is_masked = environment.get("AWSPROMPT_MASK").is_some_and(|on| on == "1");
    let mut answer = match (&path, file.state) {
        (Some(path), SettingsState::Read) => format!("settings from {path}\n"),
        (Some(path), SettingsState::Unreadable) => format!("no settings from {path}\n"),
        (Some(path), SettingsState::Absent) => {
            format!("no settings in {path}; awsprompt config --init writes some\n")
        }
        (None, _) => "no directory for settings\n".to_owned(),
    };
    let rows = settings.described();
    let width = rows.iter().map(|row| row.key.chars().count()).max().unwrap_or(0);
    for Described { key, value, is_given } in &rows {
        let (value, origin) = match is_given {
            _ if is_masked && key == "[prompt] mask" => ("yes", "from AWSPROMPT_MASK"),
            true => (value.as_str(), "from the file"),
            false => (value.as_str(), "by default"),
        };
        answer += &format!("  {:width$}  {}  {origin}\n", printable(key), printable(value));
    }
    let name = path.as_deref().unwrap_or("settings");
    let errors = settings.policy.errors.iter().map(ToString::to_string);
    let note: String =
        errors.map(|error| format!("awsprompt: {name}: {}\n", printable(&error))).collect();
    let status = match file.state {
        _ if note.is_empty() => Status::Done,
        SettingsState::Absent | SettingsState::Unreadable => Status::Failed,
        SettingsState::Read => Status::Usage,
    };
    Outcome::Report { answer, note, status }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::Settings;

    #[test]
    fn the_example_is_the_defaults_whether_commented_or_not() {
        assert_eq!(Settings::parse(EXAMPLE), Settings::default());
        let live = EXAMPLE.replace("# format", "format").replace("# show", "show");
        let live = live.replace("# mask", "mask").replace("# command", "command");
        let live = live.replace("# expiry", "expiry").replace("# clients", "clients");
        let live = live.replace("# tools", "tools");
        let settings = Settings::parse(&live);
        assert_eq!(settings.policy.errors, []);
        let default = Settings::default();
        assert_eq!((settings.format, settings.show), (default.format, default.show));
        assert_eq!((settings.expiry, settings.clients), (default.expiry, default.clients));
    }
}
