//! `awsprompt exec`: one command, or a shell, under a profile.

use std::ffi::{OsStr, OsString};

use super::choice::{self, Switch, SwitchTarget, Wish};
use super::find;
use super::guard::{Guarding, is_guarded, judged};
use super::mark::{MARK, Mark};
use super::{Outcome, Person, Program, region, switch};
use crate::aws::{Environment, Facts, Platform, ours};
use crate::cli;
use crate::error::{Error, ErrorKind};
use crate::policy::{Guard, LOCK, Violation};
use crate::printable::printable;
use crate::prompt::Settings;

/// Answers `awsprompt exec`.
pub(crate) fn run(
    arguments: &cli::ExecArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
) -> Result<Outcome, Error> {
    let wish = Wish {
        target: SwitchTarget::Profile(find::exactly(facts, &arguments.profile, settings, person)?),
        region: arguments.region.as_deref().map(region::region).transpose()?,
        time: None,
        universal: Vec::new(),
    };
    let before = ours(facts);
    let switch = choice::switch(facts, &before, &wish, settings);
    let environment = &facts.world.environment;
    let entered = switch::entered(facts, &before, &wish, &switch, settings);
    let Switch { changes, assessment, after, .. } = switch;
    let note = arguments.region.as_ref().map(|region| region::warning(region, &after));
    let noted = |outcome| match &note {
        Some(note) if !note.is_empty() => {
            Outcome::WithNote { note: note.clone(), then: Box::new(outcome) }
        }
        _ => outcome,
    };
    let world = choice::world_after(facts.world, &changes);
    let facts_after = Facts { world: &world, ..*facts };
    let mut words = arguments.command.iter().cloned();
    let name = words.next().unwrap_or_else(|| shell(environment));
    let through = Outcome::Exec(Program { name, arguments: words.collect(), changes, hint: None });
    let mark = environment.get(MARK).and_then(Mark::parse);
    let has_guard = mark.is_some_and(|mark| mark.has_guard);
    let production = if has_guard { Guard::Ask } else { Guard::Off };
    let guarding =
        Guarding { production, person, ended: None, shell: environment, is_of_shell: false };
    if is_guarded(&arguments.command, settings) {
        return judged(&arguments.command, &facts_after, settings, guarding, through).map(noted);
    }
    // A shell, or a program that is not known, may run any command.
    if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
        let message = format!("refused: {LOCK} is {}", printable(account));
        return Err(Error::new(ErrorKind::Refused, message));
    }
    match entered {
        Some(class) => switch::enter(class, &assessment, facts, settings, person, through),
        // What `xargs`, say, starts.
        None => judged(&arguments.command, &facts_after, settings, guarding, through),
    }
    .map(noted)
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
