//! `awsprompt config`: the settings in force and where they come from, or a first file of them.

use super::Outcome;
use crate::{
    aws::environment::Environment,
    cli,
    error::{Error, Status},
    printable::printable,
    prompt::settings::{Settings, SettingsFile},
};

/// Answers `awsprompt config`.
pub(crate) fn run(
    arguments: &cli::ConfigArguments,
    file: &SettingsFile,
    environment: &Environment,
) -> Result<Outcome, Error> {
    if arguments.init { init(file) } else { Ok(show(file, environment)) }
}

fn init(file: &SettingsFile) -> Result<Outcome, Error> {
    match &file.path {
        None => Err(Error::failed("there is no home directory for settings")),
        Some(path) if file.settings.is_some() => Err(Error::failed(format!(
            "{} already exists; nothing changed",
            printable(&path.to_string_lossy())
        ))),
        Some(path) => Ok(Outcome::NewFile { path: path.clone(), content: EXAMPLE.to_owned() }),
    }
}

/// Lists each setting with its origin; a mistake is told on stderr.
fn show(file: &SettingsFile, environment: &Environment) -> Outcome {
    let path = file.path.as_ref().map(|path| printable(&path.to_string_lossy()).into_owned());
    let default = Settings::default();
    let settings = file.settings.as_ref().unwrap_or(&default);
    let masked = environment.get("AWSPROMPT_MASK").is_some_and(|on| on == "1");
    let mut rows = settings.described();
    if masked {
        for row in rows.iter_mut().filter(|row| row.key == "[prompt] mask") {
            "yes".clone_into(&mut row.value);
            row.origin = Some("AWSPROMPT_MASK");
        }
    }
    let mut text = match (&path, &file.settings) {
        (Some(path), Some(_)) => format!("settings from {path}\n"),
        (Some(path), None) => {
            format!("no settings in {path}; awsprompt config --init writes some\n")
        }
        (None, _) => "no directory for settings\n".to_owned(),
    };
    let width = rows.iter().map(|row| row.key.chars().count()).max().unwrap_or(0);
    for row in rows {
        let origin = match row.origin {
            None => "by default".to_owned(),
            Some("") => "from the file".to_owned(),
            Some(variable) => format!("from {variable}"),
        };
        let key = printable(&row.key).into_owned();
        text += &format!("  {key:width$}  {}  {origin}\n", printable(&row.value));
    }
    let note: String = settings
        .policy
        .errors
        .iter()
        .map(|error| {
            format!(
                "awsprompt: {}: {}\n",
                path.as_deref().unwrap_or("settings"),
                printable(&error.to_string())
            )
        })
        .collect();
    let status = if note.is_empty() { Status::Done } else { Status::Usage };
    Outcome::Report { answer: text, note, status }
}

/// Every setting with its default, commented out.
const EXAMPLE: &str = "\
# The settings of awsprompt. What is commented out is the default.

[prompt]
# What the segment looks like. The values are {profile} {account} {label} {region} {role} {source}
# {expiry} {left} {alert} {class} {symbol} and {text}; a part in parentheses disappears when a value
# in it is empty.
# format = [AWS:({symbol} ){profile}( {account})( {region})( {text})( {expiry})( {left} left)( {alert})]

# always, or selected: not for a default profile that nobody chose.
# show = always

# yes shows only the last four digits of accounts.
# mask = no

# What is left of credentials that do not renew themselves is shown below this time; 0m: never.
# expiry = 15m

# The clients that are compared with the AWS CLI v2, of cli1 boto3 rust js terraform. Where one of
# them would reach another account or region, the segment says !split. cli2 alone: none is compared.
# clients = cli2 boto3 js terraform

[accounts]
# Your names for accounts.
# 111122223333 = acme-dev

# A class of accounts, how it looks, and what a change there takes. The first class that fits is
# taken; what has a name that looks like production is red where none fits.
# [class production]
# What belongs to it: of each line one has to fit. * stands for any text, ? for a character.
# accounts = 111122223333, or unknown for what cannot be worked out offline
# labels = acme-prod*
# profiles = *-prod
# roles = *Admin*
# regions = eu-*
# Attributes and colours: bold dim italic underline reverse, red, bright-red, 208, #ff8800.
# style = bold white on red
# symbol = !
# text = PRODUCTION
# What a change takes where the shell has `awsprompt init --guard`: off, ask, or always, which
# refuses where nobody can be asked.
# guard = ask
# The same of a command that hands out secrets: secret values, credentials, tokens, presigned URLs.
# guard_secrets = off
# allowed_regions = eu-* us-east-1
# After this time without a command the shell goes back to the profile before.
# idle = 30m

[guard]
# The tools that are guarded beside the AWS CLI, of terraform tofu cdk pulumi sam eksctl.
# tools =

[switch]
# The name of the shell function that switches; it takes effect in a new shell.
# command = awsp
";

#[cfg(test)]
mod tests {
    use super::*;

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
