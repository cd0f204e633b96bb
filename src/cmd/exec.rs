//! `awsprompt exec`: one command, or a shell, under a profile.

use std::ffi::{OsStr, OsString};

use super::choice::{self, Switch, SwitchTarget, Wish};
use super::guard::{Guarding, judged};
use super::mark::{MARK, Mark};
use super::{Outcome, Person, Program, switch};
use crate::aws::{Environment, Facts, Platform, ours};
use crate::cli;
use crate::error::Error;
use crate::policy::Guard;
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
    let before = ours(facts);
    let switch = choice::switch(facts, &before, &wish, settings);
    let Some((name, words)) = arguments.command.split_first() else {
        let entered = switch::entered(facts, &before, &wish, &switch, settings);
        let Switch { changes, assessment, .. } = switch;
        let name = shell(&facts.world.environment);
        let then = Outcome::Exec(Program { name, arguments: Vec::new(), changes });
        return match entered {
            Some(class) => switch::enter(class, &assessment, facts, settings, person, then),
            None => Ok(then),
        };
    };
    let Switch { changes, .. } = switch;
    let world = choice::world_after(facts.world, &changes);
    let facts_after = Facts { world: &world, ..*facts };
    let through = Outcome::Exec(Program { name: name.clone(), arguments: words.to_vec(), changes });
    let mark = facts.world.environment.get(MARK).and_then(Mark::parse);
    let production = if mark.is_some_and(|mark| mark.has_guard) { Guard::Ask } else { Guard::Off };
    let guarding = Guarding { production, person, ended: None };
    judged(&arguments.command, &facts_after, settings, guarding, through)
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
