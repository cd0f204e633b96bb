//! awsprompt's own settings: INI, as AWS's own files are.

use std::{collections::BTreeMap, path::PathBuf};

use jiff::SignedDuration;

use super::{
    class::{Class, Classes},
    command_name::CommandName,
    expectation::{Directory, Expectation},
    format::Format,
    ini,
};
use crate::{
    aws::{account::AccountId, client::Client},
    guard::project_tools::Tool,
};

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

const SECTIONS: [&str; 4] = ["prompt", "accounts", "guard", "switch"];
const NO_SUCH_SECTION: &str =
    "no such section; there are [prompt], [accounts], [guard], [switch] and [class NAME]";

/// How the section of a class begins.
const CLASS: &str = "class ";

/// The settings that are in force.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) format: Format,
    pub(crate) show: Show,
    /// Whether only the last four digits of account ids are shown.
    pub(crate) mask: bool,
    /// The time below which what is left of credentials is shown.
    pub(crate) expiry: SignedDuration,
    /// The clients that AWS CLI v2 is compared with.
    pub(crate) clients: Vec<Client>,
    /// The name of the function that switches.
    pub(crate) command: CommandName,
    pub(crate) classes: Classes,
    /// The tools beside the AWS CLI that are guarded.
    pub(crate) tools: Vec<Tool>,
    /// What the working directory expects.
    pub(crate) directory: Option<Directory>,
    labels: BTreeMap<String, String>,
    /// The keys that the file sets, with their values.
    given: BTreeMap<String, String>,
    /// What is wrong with the file; where a setting is wrong its default is in force.
    pub(crate) mistakes: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: Format::default(),
            show: Show::default(),
            mask: false,
            expiry: SignedDuration::from_mins(15),
            clients: vec![Client::Boto3, Client::JsSdk, Client::Terraform],
            command: CommandName::default(),
            classes: Classes::default(),
            tools: Vec::new(),
            directory: None,
            labels: BTreeMap::new(),
            given: BTreeMap::new(),
            mistakes: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads a settings file; a mistake costs the setting that it is in and nothing more.
    pub(crate) fn parse(text: &str) -> Self {
        let mut settings = Self::default();
        let ini = match ini::read(text) {
            Ok(ini) => ini,
            Err(mistake) => return Self::mistaken(&mistake),
        };
        for (section, properties) in &ini {
            let section = section.unwrap_or_default();
            if let Some(name) = section.strip_prefix(CLASS) {
                settings.classes.named(name.trim());
            } else if properties.is_empty() && !SECTIONS.contains(&section) && !section.is_empty() {
                settings.mistakes.push(format!("[{section}]: {NO_SUCH_SECTION}"));
            }
            for (key, value) in properties {
                let name = format!("[{section}] {key}");
                if settings.given.contains_key(&name) {
                    settings.mistakes.push(format!("{name}: stands twice"));
                    continue;
                }
                match settings.set(section, key, value) {
                    Ok(()) => drop(settings.given.insert(name, value.to_owned())),
                    Err(mistake) => settings.mistakes.push(format!("{name}: {mistake}")),
                }
            }
        }
        settings
    }

    /// Returns the first mistake that may let through what should be held up.
    pub(crate) fn deciding_mistake(&self) -> Option<&str> {
        let is_about_looks = |mistake: &&str| {
            let of_class = mistake.strip_prefix("[class ").and_then(|rest| rest.split_once("] "));
            let key = of_class.and_then(|(_, rest)| Some(rest.split_once(':')?.0));
            ["[prompt]", "[switch]"].iter().any(|section| mistake.starts_with(section))
                || key.is_some_and(Class::is_about_looks)
        };
        self.mistakes.iter().map(String::as_str).find(|mistake| !is_about_looks(mistake))
    }

    /// Tells whether a mistake is one of the working directory's file, which it then names.
    pub(crate) fn is_of_directory(&self, mistake: &str) -> bool {
        let name = self.directory.as_ref().map(|directory| directory.file.display().to_string());
        name.is_some_and(|name| mistake.starts_with(&name))
    }

    /// Lists the settings in force.
    pub(crate) fn described(&self) -> Vec<Described> {
        let defaults = [
            ("[prompt] format", Format::DEFAULT),
            ("[prompt] show", "always"),
            ("[prompt] mask", "no"),
            ("[prompt] expiry", "15m"),
            ("[prompt] clients", "cli2 boto3 js terraform"),
            ("[guard] tools", ""),
            ("[switch] command", "awsp"),
        ];
        let is_named =
            |key: &&str| ["[accounts]", "[class "].iter().any(|section| key.starts_with(section));
        let labels = self.given.keys().map(String::as_str).filter(is_named);
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

    /// Takes in the file of the working directory; `text` is nothing where it cannot be read.
    pub(crate) fn expect(&mut self, file: PathBuf, text: Option<&str>) {
        let (expectation, mistakes) = match text {
            Some(text) => Expectation::parse(text),
            None => (Expectation::default(), vec!["it cannot be read".to_owned()]),
        };
        let name = file.display().to_string();
        self.mistakes.extend(mistakes.iter().map(|mistake| format!("{name}: {mistake}")));
        self.directory = Some(Directory { file, expectation });
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
        if let Some(name) = section.strip_prefix(CLASS) {
            return self.classes.named(name.trim()).set(key, value);
        }
        match (section, key) {
            ("prompt", "format") if value.is_empty() => return Err("must not be empty".into()),
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
            ("prompt", "expiry") => {
                self.expiry = minutes_or_hours(value).ok_or("must be like 15m or 2h, or 0m")?;
            }
            ("prompt", "clients") => self.clients = clients(value)?,
            ("switch", "command") => {
                let name = CommandName::new(value);
                self.command = name.ok_or("must be letters, digits, - and _, a letter first")?;
            }
            ("guard", "tools") => self.tools = tools(value)?,
            ("guard", _) => return Err("no such key; there is tools".into()),
            ("switch", _) => return Err("no such key; there is command".into()),
            ("accounts", id) => {
                AccountId::new(id).ok_or("must be an account id of twelve digits")?;
                (!value.is_empty()).then_some(()).ok_or("must not be empty")?;
                self.labels.insert(id.to_owned(), value.to_owned());
            }
            ("prompt", _) => {
                return Err("no such key; there are format, show, mask, expiry and clients".into());
            }
            _ => return Err(NO_SUCH_SECTION.into()),
        }
        Ok(())
    }
}

/// Reads a time such as `15m` or `2h`.
pub(crate) fn minutes_or_hours(text: &str) -> Option<SignedDuration> {
    let is_number = |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |digits: &str| Some(digits).filter(is_number)?.parse::<u16>().ok().map(i64::from);
    match (text.strip_suffix('m'), text.strip_suffix('h')) {
        (Some(minutes), _) => number(minutes).map(SignedDuration::from_mins),
        (None, Some(hours)) => number(hours).map(SignedDuration::from_hours),
        (None, None) => None,
    }
}

/// Reads the tools that are guarded.
fn tools(text: &str) -> Result<Vec<Tool>, String> {
    let named = |name: &str| {
        let tool = Tool::ALL.into_iter().find(|tool| tool.program() == name);
        tool.ok_or_else(|| {
            let known = Tool::ALL.map(Tool::program).join(" ");
            format!("there is no tool {name}; there are {known}")
        })
    };
    ini::words(text).map(named).collect()
}

/// Reads the clients that count; AWS CLI v2, with which they are compared, always does.
fn clients(text: &str) -> Result<Vec<Client>, String> {
    let mut clients = ini::words(text).map(Client::named).collect::<Result<Vec<_>, _>>()?;
    // The order in which they are reported is always the same.
    clients.sort_unstable_by_key(|client| *client as u8);
    clients.dedup();
    clients.retain(|client| *client != Client::AwsCliV2);
    Ok(clients)
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
    fn clients_are_those_named_once_in_their_own_order_without_the_one_compared() {
        let settings = Settings::parse("[prompt]\nclients = js, boto3 cli2 js-sdk\texpiry\n");
        assert_eq!(settings.mistakes.len(), 1);
        let settings = Settings::parse("[prompt]\nclients = js, boto3 cli2 js-sdk\nexpiry = 2h\n");
        assert_eq!(settings.mistakes, [""; 0]);
        assert_eq!(settings.clients, [Client::Boto3, Client::JsSdk]);
        assert_eq!(settings.expiry, SignedDuration::from_hours(2));
        assert_eq!(Settings::parse("[prompt]\nclients =\n").clients, []);
    }

    #[test]
    fn a_mistake_leaves_the_default_and_is_named() {
        let cases = [
            ("[prompt]\nshow = never", "[prompt] show: must be always or selected"),
            ("[prompt]\nmask = 1", "[prompt] mask: must be yes or no"),
            ("[prompt]\nformat = {x", "[prompt] format: { is not closed"),
            (
                "[prompt]\ncolour = red",
                "[prompt] colour: no such key; there are format, show, mask, expiry and clients",
            ),
            ("[prompt]\nformat =", "[prompt] format: must not be empty"),
            ("[prompt]\nexpiry = +5m", "[prompt] expiry: must be like 15m or 2h, or 0m"),
            ("[prompt]\nexpiry = 15", "[prompt] expiry: must be like 15m or 2h, or 0m"),
            (
                "[prompt]\nclients = java",
                "[prompt] clients: there is no client \"java\"; there are cli2 cli1 boto3 rust js terraform",
            ),
            ("[accounts]\n111122223333 =", "[accounts] 111122223333: must not be empty"),
            (
                "[switch]\ncommand = a;b",
                "[switch] command: must be letters, digits, - and _, a letter first",
            ),
            (
                "[colours]\n",
                "[colours]: no such section; there are [prompt], [accounts], [guard], [switch] and [class NAME]",
            ),
            ("[accounts]\nwork = x", "[accounts] work: must be an account id of twelve digits"),
            (
                "[x]\ny = z",
                "[x] y: no such section; there are [prompt], [accounts], [guard], [switch] and [class NAME]",
            ),
        ];
        for (text, expected) in cases {
            let settings = Settings::parse(text);
            assert_eq!(settings.mistakes, [expected], "{text}");
            assert_eq!(Settings { mistakes: Vec::new(), ..settings }, Settings::default());
        }
        assert_eq!(Settings::parse("[prompt\n").mistakes.len(), 1);
        let twice = Settings::parse("\u{feff}[prompt]\nmask = yes\nmask = no\n");
        assert_eq!(
            (twice.mistakes, twice.mask),
            (vec!["[prompt] mask: stands twice".into()], true)
        );
    }
}
