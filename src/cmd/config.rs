//! `awsprompt config`: the settings in force and where they come from, or a first file of them.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::prompt::format_error;
use super::{Outcome, Program, Screen};
use crate::aws::{Environment, Platform};
use crate::cli;
use crate::error::{Error, Status};
use crate::printable::printable;
use crate::prompt::{Described, SettingsFile, SettingsState, is_masked_by};

/// Every setting with its default, commented out.
const EXAMPLE: &str = include_str!("settings.ini");

/// Answers `awsprompt config`.
pub(crate) fn run(
    arguments: &cli::ConfigArguments,
    file: &SettingsFile,
    environment: &Environment,
    screen: Screen,
) -> Result<Outcome, Error> {
    if !(arguments.init || arguments.edit || arguments.path) {
        return Ok(show(file, environment, arguments.format.as_deref()));
    }
    let Some(path) = &file.path else {
        return Err(Error::failed("there is no home directory for settings"));
    };
    let name = path.to_string_lossy();
    // A program opens what it is given, whatever is in the name.
    let shown = if screen.is_terminal { printable(&name) } else { name };
    let then = if arguments.edit {
        Outcome::Exec(editor(path, environment))
    } else {
        Outcome::Answer(format!("{shown}\n"))
    };
    let is_absent = file.state == SettingsState::Absent;
    if arguments.init && !is_absent {
        return Err(Error::failed(format!("{shown} already exists; nothing changed")));
    }
    Ok(if arguments.path || !is_absent {
        then
    } else {
        Outcome::NewFile { path: path.clone(), content: EXAMPLE.to_owned(), then: Box::new(then) }
    })
}

/// Returns the editor on a file. The variables hold shell code, such as `code --wait`. What is only
/// words needs no shell, which would say in its own words that there is no such program.
///
/// <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03>
fn editor(path: &Path, environment: &Environment) -> Program {
    let chosen = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| Some((name, environment.non_empty(name)?)));
    let is_windows = Platform::HERE == Platform::Windows;
    let default = OsStr::new(if is_windows { "notepad" } else { "vi" });
    let (variable, code) = chosen.unwrap_or(("EDITOR", default));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_./+,:@".contains(c);
    let words = code.to_str().filter(|code| code.chars().all(is_plain) && !is_windows);
    let words = words.unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    let mut words = words.map(OsString::from).chain([path.into()]);
    let (name, arguments) = match (words.next(), words.collect::<Vec<_>>()) {
        (Some(name), arguments) if !arguments.is_empty() => (name, arguments),
        _ if is_windows => (code.to_owned(), vec![path.into()]),
        _ => {
            let mut code = code.to_owned();
            code.push(" \"$@\"");
            ("/bin/sh".into(), vec!["-c".into(), code, "awsprompt".into(), path.into()])
        }
    };
    let hint = Some(format!("export {variable}=vi   # or another editor that is installed"));
    Program { name, arguments, changes: Vec::new(), hint }
}

/// Lists each setting with its origin; errors go to stderr, also those of a format that is given.
fn show(file: &SettingsFile, environment: &Environment, format: Option<&OsStr>) -> Outcome {
    let path = file.path.as_ref().map(|path| printable(&path.to_string_lossy()).into_owned());
    let settings = &file.settings;
    let mut answer = match (&path, file.state) {
        (Some(path), SettingsState::Read) => format!("settings from {path}\n"),
        (Some(path), SettingsState::Unreadable) => format!("no settings from {path}\n"),
        (Some(path), SettingsState::Absent) => {
            format!("no settings in {path}; awsprompt config --init writes some\n")
        }
        (None, _) => "no directory for settings\n".to_owned(),
    };
    let given = format.map(OsStr::to_string_lossy).unwrap_or_default();
    let rows = settings.described();
    let names: Vec<_> = rows.iter().map(Described::name).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for (name, Described { section, key, value, is_given }) in names.iter().zip(&rows) {
        let (value, origin) = match (section.as_str(), key.as_str()) {
            ("prompt", "mask") if is_masked_by(environment) => ("yes", "from AWSPROMPT_MASK"),
            ("prompt", "format") if format.is_some() => (&*given, "from --format"),
            _ if *is_given => (value.as_str(), "from the file"),
            _ => (value.as_str(), "by default"),
        };
        // An empty value would look like an error.
        let value = if value.is_empty() { "(empty)" } else { value };
        answer += &format!("  {:width$}  {}  {origin}\n", printable(name), printable(value));
    }
    let name = path.as_deref().unwrap_or("settings");
    let errors = settings.policy.errors.iter().map(ToString::to_string);
    let mut note: String =
        errors.map(|error| format!("awsprompt: {name}: {}\n", printable(&error))).collect();
    let format_error = format_error(format);
    let status = match file.state {
        _ if format_error.is_some() => Status::Usage,
        _ if note.is_empty() => Status::Done,
        SettingsState::Absent | SettingsState::Unreadable => Status::Failed,
        SettingsState::Read => Status::Usage,
    };
    note += &format_error.unwrap_or_default();
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
        let live = live.replace("# tools", "tools").replace("# picker", "picker");
        let live = live.replace("# recent", "recent");
        let settings = Settings::parse(&live);
        assert_eq!(settings.policy.errors, []);
        let default = Settings::default();
        assert_eq!((settings.format, settings.show), (default.format, default.show));
        assert_eq!((settings.expiry, settings.clients), (default.expiry, default.clients));
    }
}
