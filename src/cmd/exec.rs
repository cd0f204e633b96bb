//! `awsprompt exec`: one command, or a shell, under a profile.

use std::ffi::{OsStr, OsString};

use super::{
    Outcome, Program,
    choice::{self, Target},
    switch::Person,
};
use crate::{
    aws::{
        client::Client,
        resolve::{Facts, Flags, resolve},
        world::{Change, Environment, Need, Platform},
    },
    cli,
};

/// Answers `awsprompt exec`.
pub(crate) fn run(
    arguments: &cli::Exec,
    facts: &Facts<'_, '_>,
    person: Person,
) -> Result<Outcome, Need> {
    let before = resolve(facts, Client::AwsCliV2, &Flags::default())?;
    let changes = choice::named(facts, &arguments.profile, person.types).and_then(|name| {
        choice::changes(facts, &before, &Target::Profile(name), arguments.region.as_deref())
    });
    Ok(match changes {
        Ok(changes) => Outcome::Exec(program(arguments, &facts.world.environment, changes)),
        Err(error) => Outcome::Failure(error),
    })
}

fn program(arguments: &cli::Exec, environment: &Environment, mut changes: Vec<Change>) -> Program {
    changes.sort_by_key(|change| change.name);
    let mut words = arguments.command.iter().cloned();
    let name = words.next().unwrap_or_else(|| shell(environment));
    Program { name, arguments: words.collect(), changes }
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
