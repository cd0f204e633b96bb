//! awsprompt's own settings: INI, as AWS's own files are.

use std::{collections::BTreeMap, path::PathBuf};

use ini::{Ini, ParseOption};

use super::format::Format;
use crate::aws::account::AccountId;

/// When a segment is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Show {
    /// Whenever there are credentials.
    #[default]
    Always,
    /// Only when a profile or keys were chosen, or something is wrong.
    Selected,
}

/// The file of settings, where there is a place for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettingsFile {
    pub(crate) path: Option<PathBuf>,
    /// What the file says, if it is there.
    pub(crate) settings: Option<Settings>,
}

/// One setting as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) key: String,
    pub(crate) value: String,
    /// The variable that decides, or nothing in it for the file, or none for the default.
    pub(crate) origin: Option<&'static str>,
}

/// The settings that are in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) format: Format,
    pub(crate) show: Show,
    /// Whether only the last four digits of account ids are shown.
    pub(crate) mask: bool,
    /// The name of the function that switches, where it is not the usual one.
    pub(crate) command: Option<String>,
    labels: BTreeMap<String, String>,
    /// The keys that the file sets, with their values.
    given: BTreeMap<String, String>,
    /// What is wrong with the file; where a setting is wrong its default is in force.
    pub(crate) mistakes: Vec<String>,
}

impl Settings {
    /// Reads a settings file; a mistake costs the setting that it is in and nothing more.
    pub(crate) fn parse(text: &str) -> Self {
        let mut settings = Self::default();
        let verbatim =
            ParseOption { enabled_quote: false, enabled_escape: false, ..<_>::default() };
        let ini = match Ini::load_from_str_opt(text, verbatim) {
            Ok(ini) => ini,
            Err(error) => {
                settings.mistakes.push(format!("line {}: {}", error.line, error.msg));
                return settings;
            }
        };
        for (section, properties) in &ini {
            for (key, value) in properties {
                let section = section.unwrap_or_default();
                let name = format!("[{section}] {key}");
                match settings.set(section, key, value) {
                    Ok(()) => drop(settings.given.insert(name, value.to_owned())),
                    Err(mistake) => settings.mistakes.push(format!("{name}: {mistake}")),
                }
            }
        }
        settings
    }

    /// Lists the settings in force.
    pub(crate) fn described(&self) -> Vec<Described> {
        let defaults = [
            ("[prompt] format", Format::DEFAULT),
            ("[prompt] show", "always"),
            ("[prompt] mask", "no"),
            ("[switch] command", "awsp"),
        ];
        let labels =
            self.given.keys().map(String::as_str).filter(|key| key.starts_with("[accounts]"));
        defaults
            .into_iter()
            .chain(labels.map(|key| (key, "")))
            .map(|(key, default)| {
                let given = self.given.get(key);
                let value = given.map_or(default, String::as_str).to_owned();
                Described { key: key.to_owned(), value, origin: given.map(|_| "") }
            })
            .collect()
    }

    /// The defaults, beside a file that cannot be read.
    pub(crate) fn mistaken(mistake: &str) -> Self {
        Self { mistakes: vec![mistake.to_owned()], ..Self::default() }
    }

    /// Returns the user's name for an account.
    pub(crate) fn label(&self, account: &AccountId) -> Option<&str> {
        self.labels.get(account.as_str()).map(String::as_str)
    }

    fn set(&mut self, section: &str, key: &str, value: &str) -> Result<(), String> {
        match (section, key) {
            ("prompt", "format") => {
                self.format = Format::parse(value).map_err(|error| error.to_string())?;
            }
            ("prompt", "show") => {
                self.show = match value {
                    "always" => Show::Always,
                    "selected" => Show::Selected,
                    _ => return Err("must be always or selected".into()),
                }
            }
            ("prompt", "mask") => {
                self.mask = match value {
                    "yes" => true,
                    "no" => false,
                    _ => return Err("must be yes or no".into()),
                }
            }
            ("switch", "command") => self.command = Some(value.to_owned()),
            ("switch", _) => return Err("no such key; there is command".into()),
            ("accounts", id) => {
                AccountId::new(id).ok_or("must be an account id of twelve digits")?;
                self.labels.insert(id.to_owned(), value.to_owned());
            }
            ("prompt", _) => return Err("no such key; there are format, show and mask".into()),
            _ => return Err("no such section; there are [prompt], [accounts] and [switch]".into()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let text = "[prompt]\nformat = {profile}\nshow = selected\nmask = yes\n\
                    [accounts]\n111122223333 = acme \"prod\"\n";
        let settings = Settings::parse(text);
        assert_eq!(settings.mistakes, [""; 0]);
        assert_eq!(Ok(settings.format.clone()), Format::parse("{profile}"));
        assert_eq!((settings.show, settings.mask), (Show::Selected, true));
        let id = AccountId::new("111122223333").unwrap();
        assert_eq!(settings.label(&id), Some("acme \"prod\""));
    }

    #[test]
    fn a_mistake_leaves_the_default_and_is_named() {
        let cases = [
            ("[prompt]\nshow = never", "[prompt] show: must be always or selected"),
            ("[prompt]\nmask = 1", "[prompt] mask: must be yes or no"),
            ("[prompt]\nformat = {x", "[prompt] format: { is not closed"),
            (
                "[prompt]\ncolour = red",
                "[prompt] colour: no such key; there are format, show and mask",
            ),
            ("[accounts]\nwork = x", "[accounts] work: must be an account id of twelve digits"),
            ("[x]\ny = z", "[x] y: no such section; there are [prompt], [accounts] and [switch]"),
        ];
        for (text, expected) in cases {
            let settings = Settings::parse(text);
            assert_eq!(settings.mistakes, [expected], "{text}");
            assert_eq!(Settings { mistakes: Vec::new(), ..settings }, Settings::default());
        }
        assert_eq!(Settings::parse("[prompt\n").mistakes.len(), 1);
    }
}
