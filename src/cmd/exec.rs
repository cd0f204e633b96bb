//! `awsprompt exec`: one command, or a shell, under a profile.

use std::ffi::{OsStr, OsString};

use super::choice::{self, Switch, SwitchTarget, Wish};
use super::{Outcome, Person, Program};
use crate::aws::{Environment, Facts, Platform, ours};
use crate::cli;
use crate::error::Error;
use crate::prompt::Settings;

/// Answers `awsprompt exec`.
pub(crate) fn run(
    arguments: &cli::ExecArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
) -> Result<Outcome, Error> {
    let wish = Wish {
        target: SwitchTarget::Profile(choice::named(facts, &arguments.profile, person.types)?),
        region: arguments.region.as_deref().map(choice::region).transpose()?,
        time: None,
    };
    let Switch { changes, .. } = choice::switch(facts, &ours(facts), &wish, settings);
    let mut words = arguments.command.iter().cloned();
    let name = words.next().unwrap_or_else(|| shell(&facts.world.environment));
    Ok(Outcome::Exec(Program { name, arguments: words.collect(), changes }))
}

/// Returns the user's shell.
///
/// <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03>
fn shell(environment: &Environment) -> OsString {
    let (variable, default) = match Platform::HERE {
        Platform::Posix => ("SHELL", "/bin/sh"),
        Platform::Windows => ("COMSPEC", "cmd.exe"),
    };
    environment.non_empty(variable).unwrap_or(OsStr::new(default)).to_owned()
}
