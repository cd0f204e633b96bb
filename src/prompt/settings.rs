//! awsprompt's own settings: INI, as AWS's own files are.

use std::collections::BTreeMap;

use ini::Properties;
use jiff::SignedDuration;

use super::format::Format;
use super::names::ShortNames;
use super::setting_values::{UNJUDGED, YES_OR_NO, clients, one_of, tools};
use crate::aws::{AccountId, Client};
use crate::guard::own_lines;
use crate::ini_file;
use crate::policy::{Class, Policy, Scope, SettingError, minutes_or_hours};
use crate::shell::function_name::FunctionName;

/// When a segment is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Show {
    /// Whenever there are credentials.
    #[default]
    Always,
    /// Only when a profile or keys were chosen, or something is wrong.
    Selected,
}

/// What a person chooses a profile in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PickerSetting {
    #[default]
    Own,
    None,
    Fzf,
}

const SECTIONS: [&str; 6] = ["prompt", "accounts", "names", "guard", "hook", "switch"];
const NO_SUCH_SECTION: &str = "unknown section; expected [prompt], [accounts], [names], [guard], [hook], [switch], [class NAME] and [tool NAME]";

/// How the section of a class begins.
pub(super) const CLASS: &str = "class ";

/// How the section of a tool begins.
pub(super) const TOOL: &str = "tool ";

/// The settings that are in force.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting")]
pub(crate) struct Settings {
    pub(crate) format: Format,
    pub(crate) show: Show,
    /// Whether only the last four digits of account ids are shown.
    pub(crate) mask: bool,
    /// The time below which what is left of credentials is shown.
    pub(crate) expiry: SignedDuration,
    /// The most columns that the segment may take.
    pub(crate) width: Option<usize>,
    /// Whether the accounts of the project in the working directory are compared.
    pub(crate) project: bool,
    /// Whether the account of the current cluster of `kubectl` is compared.
    pub(crate) kube: bool,
    /// Whether the hook tells tmux the segment of its pane.
    pub(crate) tmux: bool,
    pub(crate) names: ShortNames,
    /// The clients that AWS CLI v2 is compared with.
    pub(crate) clients: Vec<Client>,
    /// The name of the function that switches.
    pub(crate) command: FunctionName,
    pub(crate) picker: PickerSetting,
    /// Whether the names of the profiles that were used last are kept.
    pub(crate) recent: bool,
    /// Programs that start others, and are guarded for what they start.
    pub(crate) starters: Vec<String>,
    pub(crate) policy: Policy,
    /// The sections and keys that the file sets, with their values.
    pub(super) given: BTreeMap<(String, String), String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: Format::default(),
            show: Show::default(),
            mask: false,
            expiry: SignedDuration::from_mins(15),
            width: None,
            project: true,
            kube: false,
            tmux: false,
            names: ShortNames::default(),
            clients: vec![Client::Boto3, Client::JsSdk, Client::Terraform],
            command: FunctionName::default(),
            picker: PickerSetting::default(),
            recent: true,
            starters: Vec::new(),
            policy: Policy::default(),
            given: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Reads a settings file; an error costs the setting that it is in and nothing more.
    pub(crate) fn parse(text: &str) -> Self {
        let mut settings = Self::default();
        for ini in ini_file::read(text) {
            match ini {
                Ok(ini) => ini.iter().for_each(|(section, properties)| {
                    settings.take_section(section.unwrap_or_default(), properties);
                }),
                Err(why) => settings.error(Scope::Decides, why),
            }
        }
        settings
    }

    /// Takes a section of the file. One that is unknown is reported whole.
    fn take_section(&mut self, section: &str, properties: &Properties) {
        if let Some(name) = section.strip_prefix(CLASS) {
            self.policy.classes.named(name.trim());
        } else if let Some(name) = section.strip_prefix(TOOL) {
            let Some(name) = FunctionName::new(name.trim()) else {
                let why = "must name a program other than aws";
                return self.error(Scope::Decides, format!("[{section}]: {why}"));
            };
            self.policy.own_tools.entry(name.as_str().to_owned()).or_default();
        } else if !SECTIONS.contains(&section) && !section.is_empty() {
            return self.error(Scope::Decides, format!("[{section}]: {NO_SUCH_SECTION}"));
        }
        for (key, value) in properties {
            self.take(section, key, value);
        }
    }

    /// Takes a key of the file, or says why it cannot.
    fn take(&mut self, section: &str, key: &str, value: &str) {
        let place = (section.to_owned(), key.to_owned());
        let set = if self.given.contains_key(&place) {
            Err("is set twice".to_owned())
        } else {
            self.set(section, key, value)
        };
        match set {
            Ok(()) => drop(self.given.insert(place, value.to_owned())),
            Err(why) => {
                let name = ini_file::name(section, key);
                self.error(scope(section, key), format!("{name}: {why}"));
            }
        }
    }

    /// The defaults, where a file cannot be read.
    pub(super) fn unreadable(message: &str) -> Self {
        let mut settings = Self::default();
        settings.error(Scope::Decides, message.to_owned());
        settings
    }

    fn error(&mut self, scope: Scope, message: String) {
        self.policy.errors.push(SettingError { scope, message });
    }

    fn set_tool(&mut self, name: &str, key: &str, value: &str) -> Result<(), String> {
        let words = ini_file::phrases(value).ok_or("a quote has no end")?;
        let lines =
            own_lines(key, &words).ok_or("unknown key; expected reads, profile or region")?;
        *self.policy.own_tools.entry(name.to_owned()).or_default() += &lines;
        Ok(())
    }

    fn set(&mut self, section: &str, key: &str, value: &str) -> Result<(), String> {
        if let Some(name) = section.strip_prefix(CLASS) {
            return self.policy.classes.named(name.trim()).set(key, value);
        }
        if let Some(name) = section.strip_prefix(TOOL) {
            return self.set_tool(name.trim(), key, value);
        }
        match (section, key) {
            ("prompt", "format") if value.is_empty() => return Err("must not be empty".into()),
            ("prompt", "format") => {
                self.format = Format::parse(value).map_err(|error| error.to_string())?;
            }
            ("prompt", "show") => {
                let choices = [("always", Show::Always), ("selected", Show::Selected)];
                self.show = one_of(value, &choices)?;
            }
            ("prompt", "mask") => self.mask = one_of(value, &YES_OR_NO)?,
            ("prompt", "expiry") => {
                self.expiry = minutes_or_hours(value).ok_or("must be like 15m or 2h, or 0m")?;
            }
            ("prompt", "width") => {
                let width = value.parse().ok().filter(|width| *width > 0);
                self.width = Some(width.ok_or("must be a number of columns, such as 40")?);
            }
            ("prompt", "project") => self.project = one_of(value, &YES_OR_NO)?,
            ("prompt", "kube") => self.kube = one_of(value, &YES_OR_NO)?,
            ("prompt", "tmux") => self.tmux = one_of(value, &YES_OR_NO)?,
            ("prompt", "clients") => self.clients = clients(value)?,
            ("switch", "command") => {
                let name = FunctionName::new(value);
                self.command = name.ok_or("must be letters, digits, - and _, a letter first")?;
            }
            ("switch", "picker") => {
                let [yes, no] = [("yes", PickerSetting::Own), ("no", PickerSetting::None)];
                self.picker = one_of(value, &[yes, no, ("fzf", PickerSetting::Fzf)])?;
            }
            ("switch", "recent") => self.recent = one_of(value, &YES_OR_NO)?,
            ("guard", "tools") => {
                // An unknown word leaves the others guarded.
                let (known, starters, unknown) = tools(value);
                (self.policy.tools, self.starters) = (known, starters);
                unknown.map_or(Ok(()), Err)?;
            }
            ("hook", "unknown") => self.policy.unjudged = one_of(value, &UNJUDGED)?,
            ("guard", _) => return Err("unknown key; expected tools".into()),
            ("hook", _) => return Err("unknown key; expected unknown".into()),
            ("switch", _) => return Err("unknown key; expected command, picker or recent".into()),
            ("names", pattern) => self.names.add(pattern, value)?,
            ("accounts", id) => {
                AccountId::new(id).ok_or("must be an account id of twelve digits")?;
                (!value.is_empty()).then_some(()).ok_or("must not be empty")?;
                self.policy.labels.insert(id.to_owned(), value.to_owned());
            }
            ("prompt", _) => {
                return Err(
                    "unknown key; expected format, show, mask, expiry, width, project, kube, tmux or clients"
                        .into(),
                );
            }
            _ => return Err(NO_SUCH_SECTION.into()),
        }
        Ok(())
    }
}

/// Tells whether a setting can let a command through, or only changes what a person sees.
fn scope(section: &str, key: &str) -> Scope {
    let of_class = section.starts_with(CLASS) && Class::is_about_looks(key);
    if of_class || matches!(section, "prompt" | "names" | "switch") {
        Scope::Looks
    } else {
        Scope::Decides
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(settings: &Settings) -> Vec<String> {
        settings.policy.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_error_decides_unless_it_is_only_about_looks() {
        for (text, scope) in [
            ("[prompt]\nmask = 1", Scope::Looks),
            ("[switch]\ncommand = 1", Scope::Looks),
            ("[names]\nx = *", Scope::Looks),
            ("[class x]\nstyle = mauve", Scope::Looks),
            ("[class [prompt] x]\nguard = mauve", Scope::Decides),
            ("[class x]\nguard = mauve", Scope::Decides),
            ("[class x]\nstyles = red", Scope::Decides),
            ("[accounts]\nx = y", Scope::Decides),
            ("[guard]\ntools = x", Scope::Decides),
            ("[tool x]\nwrites = y", Scope::Decides),
            ("[tool aws]\n", Scope::Decides),
            ("[tool x y]\n", Scope::Decides),
            ("[prompts]\nmask = yes", Scope::Decides),
            ("nonsense", Scope::Decides),
        ] {
            let errors = Settings::parse(text).policy.errors;
            assert_eq!(
                errors.iter().map(|error| &error.scope).collect::<Vec<_>>(),
                [&scope],
                "{text}"
            );
        }
        let mut settings = Settings::default();
        settings.policy.expect("/w/.awsprompt".into(), Err("may not be read".into()));
        let error = settings.policy.deciding_error().unwrap();
        assert_eq!(error.to_string(), "/w/.awsprompt: it may not be read");
    }

    #[test]
    fn settings_are_read() {
        let text = "[prompt]\nformat = {profile}\nshow = selected\nmask = yes\n\
                    [accounts]\n111122223333 = acme \"prod\"\n";
        let settings = Settings::parse(text);
        assert_eq!(messages(&settings), [""; 0]);
        assert_eq!(Ok(settings.format.clone()), Format::parse("{profile}"));
        assert_eq!((settings.show, settings.mask), (Show::Selected, true));
        let id = AccountId::new("111122223333").unwrap();
        assert_eq!(settings.policy.label(&id), Some("acme \"prod\""));
    }

    #[test]
    fn clients_are_those_named_once_in_their_own_order_without_the_one_compared() {
        let settings = Settings::parse("[prompt]\nclients = js, boto3 cli2 js-sdk\texpiry\n");
        assert_eq!(messages(&settings).len(), 1);
        let settings = Settings::parse("[prompt]\nclients = js, boto3 cli2 js-sdk\nexpiry = 2h\n");
        assert_eq!(messages(&settings), [""; 0]);
        assert_eq!(settings.clients, [Client::Boto3, Client::JsSdk]);
        assert_eq!(settings.expiry, SignedDuration::from_hours(2));
        assert_eq!(Settings::parse("[prompt]\nclients =\n").clients, []);
    }

    #[test]
    fn a_mistake_leaves_the_default_and_is_named() {
        let cases = [
            ("[prompt]\nshow = never", "[prompt] show: must be always or selected"),
            ("[prompt]\nmask = 1", "[prompt] mask: must be yes or no"),
            ("[prompt]\ntmux = 1", "[prompt] tmux: must be yes or no"),
            ("[prompt]\nproject = 1", "[prompt] project: must be yes or no"),
            ("[hook]\nunknown = no", "[hook] unknown: must be allow, ask or deny"),
            ("[hook]\nx = y", "[hook] x: unknown key; expected unknown"),
            ("[prompt]\nformat = {x", "[prompt] format: { is not closed"),
            (
                "[prompt]\ncolour = red",
                "[prompt] colour: unknown key; expected format, show, mask, expiry, width, project, kube, tmux or clients",
            ),
            ("[prompt]\nformat =", "[prompt] format: must not be empty"),
            ("[prompt]\nexpiry = +5m", "[prompt] expiry: must be like 15m or 2h, or 0m"),
            ("[prompt]\nwidth = 0", "[prompt] width: must be a number of columns, such as 40"),
            ("[prompt]\nwidth = 4e1", "[prompt] width: must be a number of columns, such as 40"),
            ("[names]\na =", "[names] a: must not be empty"),
            ("[prompt]\nexpiry = 15", "[prompt] expiry: must be like 15m or 2h, or 0m"),
            (
                "[prompt]\nclients = java",
                "[prompt] clients: unknown client \"java\"; expected one of cli2 cli1 boto3 rust js terraform",
            ),
            ("[accounts]\n111122223333 =", "[accounts] 111122223333: must not be empty"),
            (
                "[switch]\ncommand = a;b",
                "[switch] command: must be letters, digits, - and _, a letter first",
            ),
            (
                "[colours]\n",
                "[colours]: unknown section; expected [prompt], [accounts], [names], [guard], [hook], [switch], [class NAME] and [tool NAME]",
            ),
            ("[accounts]\nwork = x", "[accounts] work: must be an account id of twelve digits"),
            (
                "[x]\ny = z",
                "[x]: unknown section; expected [prompt], [accounts], [names], [guard], [hook], [switch], [class NAME] and [tool NAME]",
            ),
        ];
        for (text, expected) in cases {
            let settings = Settings::parse(text);
            assert_eq!(messages(&settings), [expected], "{text}");
            let mut settings = settings;
            settings.policy.errors.clear();
            assert_eq!(settings, Settings::default());
        }
        assert_eq!(messages(&Settings::parse("[prompt\n")).len(), 1);
        let twice = Settings::parse("\u{feff}[prompt]\nmask = yes\nmask = no\n");
        assert_eq!(
            (messages(&twice), twice.mask),
            (vec!["[prompt] mask: is set twice".into()], true)
        );
    }
}
