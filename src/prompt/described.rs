//! The settings as a person reads them, and what the environment decides instead.

use super::format::Format;
use super::settings::{CLASS, Settings, TOOL};
use crate::aws::Environment;
use crate::ini_file;

/// One setting as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) section: String,
    pub(crate) key: String,
    pub(crate) value: String,
    /// Whether the file sets it.
    pub(crate) is_given: bool,
}

impl Described {
    /// Names the setting as a message does.
    pub(crate) fn name(&self) -> String {
        ini_file::name(&self.section, &self.key)
    }
}

/// Tells whether a variable masks account ids, whatever the settings say.
pub(crate) fn is_masked_by(environment: &Environment) -> bool {
    environment.get("AWSPROMPT_MASK").is_some_and(|on| on == "1")
}

impl Settings {
    /// Lists the settings in force.
    pub(crate) fn described(&self) -> Vec<Described> {
        let defaults = [
            ("prompt", "format", Format::DEFAULT),
            ("prompt", "show", "always"),
            ("prompt", "mask", "no"),
            ("prompt", "expiry", "15m"),
            ("prompt", "clients", "cli2 boto3 js terraform"),
            ("prompt", "width", ""),
            ("prompt", "project", "yes"),
            ("prompt", "kube", "no"),
            ("prompt", "tmux", "no"),
            ("guard", "tools", ""),
            ("hook", "unknown", "allow"),
            ("switch", "command", "awsp"),
            ("switch", "picker", "yes"),
            ("switch", "recent", "yes"),
        ];
        let is_named = |section: &str| {
            let is_of_one = [CLASS, TOOL].iter().any(|kind| section.starts_with(kind));
            is_of_one || matches!(section, "accounts" | "names")
        };
        let named = self.given.keys().filter(|(section, _)| is_named(section));
        let named = named.map(|(section, key)| (&**section, &**key, ""));
        let described = defaults.into_iter().chain(named).map(|(section, key, default)| {
            let place = (section.to_owned(), key.to_owned());
            let given = self.given.get(&place);
            let value = given.map_or(default, String::as_str).to_owned();
            Described { section: place.0, key: place.1, value, is_given: given.is_some() }
        });
        described.collect()
    }
}
