//! `explain` for a person: one value a line, its origin behind it, what it beat below it.

use std::{ffi::OsString, path::Path};

use super::Explanation;
use crate::{
    aws::{
        account::AccountId,
        credentials::{Credentials, Source},
        resolve::{Failure, Resolution},
        sourced::{Origin, Sourced},
    },
    cmd::hint,
    printable::printable,
    prompt::alerts::Alert,
    shell::paint::{Color, Dialect, Style, paint},
};

/// The column where values begin.
const INDENT: usize = 15;

pub(super) fn write(
    explanation: &Explanation<'_>,
    number: &dyn Fn(&AccountId) -> String,
    has_colour: bool,
) -> String {
    let mut screen = Screen { home: explanation.home, number, has_colour, text: String::new() };
    for resolution in &explanation.resolutions {
        screen.resolution(resolution);
    }
    for alert in &explanation.alerts {
        screen.alert(alert);
    }
    screen.text
}

/// Writes a path as a person would, with `~` for the home directory.
pub(super) fn short_path(path: &Path, home: Option<&Path>) -> String {
    let below_home = home.and_then(|home| path.strip_prefix(home).ok());
    let path = match below_home {
        Some(rest) => Path::new("~").join(rest),
        None => path.to_owned(),
    };
    printable(&path.to_string_lossy()).into_owned()
}

struct Screen<'a> {
    home: Option<&'a Path>,
    /// Writes an account id, whole or masked.
    number: &'a dyn Fn(&AccountId) -> String,
    has_colour: bool,
    text: String,
}

impl Screen<'_> {
    fn resolution(&mut self, resolution: &Resolution) {
        let title = resolution.client.title();
        let bold = Style::PLAIN.bold();
        match &resolution.failure {
            None => self.line(&self.paint(bold, &format!("{title} would use"))),
            Some(failure) => self.failure(resolution, failure),
        }
        self.value("profile", resolution.profile.as_ref());
        match &resolution.region {
            Some(_) => self.value("region", resolution.region.as_ref()),
            None if resolution.profile.is_some() => self.entry("region", "none", None),
            None => {}
        }
        if let Some(credentials) = &resolution.credentials {
            self.credentials(credentials);
            for (provider, origin) in &resolution.beaten_credentials {
                self.beaten(provider.described(), origin);
            }
            match resolution.account() {
                Some(account) => {
                    let basis = account.basis.explained().to_owned();
                    self.entry("account", &(self.number)(&account.id), Some(basis));
                }
                None => self.entry("account", "not known offline", None),
            }
            if let Some(expires) = &credentials.expires {
                let origin = self.origin(&expires.origin);
                self.entry("expires", &expires.value.to_string(), Some(origin));
            }
        }
        self.value("output", resolution.output.as_ref());
        if let Some(endpoint) = &resolution.endpoint {
            self.value("endpoint", Some(endpoint));
        }
    }

    fn failure(&mut self, resolution: &Resolution, failure: &Failure) {
        let alarm = Style::PLAIN.color(Color::Red).bold();
        let title = resolution.client.title();
        let message = match self.home.and_then(Path::to_str) {
            Some(home) => failure.message.replace(&format!("{home}/"), "~/"),
            None => failure.message.clone(),
        };
        let message = printable(&message);
        let headline = self.paint(alarm, &format!("{title} would refuse to run"));
        self.line(&format!("{headline}: {message}"));
        if let Some(hint) = hint::after(resolution, failure) {
            self.line(&format!("hint: {hint}"));
        }
    }

    fn value(&mut self, label: &str, sourced: Option<&Sourced<OsString>>) {
        let Some(sourced) = sourced else { return };
        let origin = self.origin(&sourced.origin);
        self.entry(label, &shown(&sourced.value), Some(origin));
        for (value, origin) in &sourced.beat {
            self.beaten(&shown(value), origin);
        }
    }

    fn credentials(&mut self, credentials: &Credentials) {
        let mut what = credentials.provider.described().to_owned();
        if let Some(identity) = &credentials.identity {
            let identity = printable(identity);
            what += &match credentials.source {
                Source::Environment | Source::Static => format!(" ending in {identity}"),
                _ => format!(" {identity}"),
            };
        }
        if let Source::AssumeRole { cached: true } | Source::Sso { cached: true } =
            credentials.source
        {
            what += ", from the CLI's cache";
        }
        for profile in &credentials.via {
            what += &format!(", by {}", printable(profile));
        }
        let origin = self.origin(&credentials.origin);
        self.entry("credentials", &what, Some(origin));
    }

    fn alert(&mut self, alert: &Alert) {
        let meaning = match alert {
            Alert::Failure(_) => return,
            Alert::Not(_) => {
                "the chosen profile is not used: something in the environment outranks it"
            }
            Alert::Unexported(_) => "the profile is set in the shell and not exported to commands",
            Alert::Region => "the region is set to nothing; unset the variable or fill it in",
            Alert::Endpoint => "requests go to the endpoint above, not to AWS",
            Alert::Settings => "the settings have a mistake in them, which awsprompt config names",
        };
        let mark = self.paint(Style::PLAIN.color(Color::Red).bold(), &alert.mark());
        self.line(&format!("{mark}  {meaning}"));
    }

    fn beaten(&mut self, what: &str, origin: &Origin) {
        let text = format!("{:INDENT$}instead of {what}  {}", "", self.origin(origin));
        self.line(&self.paint(Style::PLAIN.dim(), &text));
    }

    fn entry(&mut self, label: &str, value: &str, origin: Option<String>) {
        let width = INDENT - 2;
        let mut line = format!("  {label:width$}{value}");
        if let Some(origin) = origin.filter(|origin| !origin.is_empty()) {
            line += "  ";
            line += &self.paint(Style::PLAIN.dim(), &origin);
        }
        self.line(&line);
    }

    fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Environment(name) => format!("from {}", printable(name)),
            Origin::Flag(flag) => format!("from {flag}"),
            Origin::File { path, line: Some(line) } => {
                format!("from {}:{line}", short_path(path, self.home))
            }
            Origin::File { path, line: None } => format!("from {}", short_path(path, self.home)),
            Origin::Default => "by default".into(),
        }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        let dialect = if self.has_colour { Dialect::Terminal } else { Dialect::Plain };
        paint(dialect, style, text)
    }

    fn line(&mut self, line: &str) {
        self.text += line;
        self.text.push('\n');
    }
}

/// Shows a value whole, and an empty one so that it can be seen.
fn shown(value: &OsString) -> String {
    let text = value.to_string_lossy();
    if text.is_empty() { "\"\" (empty)".into() } else { printable(&text).into_owned() }
}
