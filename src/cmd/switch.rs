//! `awsprompt switch`: the code that the shell function evaluates to use another profile.
//!
//! It changes only this shell's environment, in which nothing outranks the profile afterwards.

use jiff::SignedDuration;

use super::choice::{self, PREVIOUS, Switch, SwitchTarget, Wish};
use super::{Outcome, Person, let_go};
use crate::aws::{Change, Facts, ours};
use crate::cli;
use crate::error::{Error, Status};
use crate::policy::minutes_or_hours;
use crate::prompt::Settings;
use crate::shell::Shell;

/// Answers `awsprompt switch`.
pub(crate) fn run(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
) -> Result<Outcome, Error> {
    let Some(shell) = arguments.shell.map(Shell::from) else {
        return Err(Error::failed(
            "switch changes the shell's environment, which only a shell function can do",
        )
        .with_hint(
            "eval \"$(awsprompt init zsh)\"   # or bash; fish: awsprompt init fish | source",
        ));
    };
    if let Some(limit) = arguments.let_go {
        return Ok(let_go::run(limit, shell, facts, settings));
    }
    let wish = wish(arguments, facts, person)?;
    let before = ours(facts);
    let Switch { mut changes, after } = choice::switch(facts, &before, &wish, settings);
    if arguments.off {
        changes.push(Change::set("AWSPROMPT", "off"));
    }
    if arguments.on {
        changes.push(Change::remove("AWSPROMPT"));
    }
    changes.sort_unstable_by_key(|change| change.name);
    let mut note = String::new();
    if arguments.on || changes.iter().any(|change| change.name.starts_with("AWS_")) {
        note += &choice::note(facts, &before, &after, &changes, settings, person);
    }
    if arguments.off {
        note += "the segment is hidden in this shell; --on shows it again\n";
    }
    Ok(Outcome::Report { answer: choice::code(shell, &changes), note, status: Status::Done })
}

fn wish(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    person: Person,
) -> Result<Wish, Error> {
    let target = target(arguments, facts, person)?;
    let time = |text: &String| {
        minutes_or_hours(text).filter(SignedDuration::is_positive).ok_or_else(|| {
            Error::failed(format!("{text:?} is not a valid time; use a form like 15m or 2h"))
        })
    };
    let time = arguments.time.as_ref().map(time).transpose()?;
    if time.is_some() && target == SwitchTarget::NoProfile {
        return Err(Error::failed(
            "there is no previous profile, so --for has nothing to switch back to",
        ));
    }
    let region = arguments.region.as_deref().map(choice::region).transpose()?;
    Ok(Wish { target, region, time })
}

fn target(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    person: Person,
) -> Result<SwitchTarget, Error> {
    let (name, may_be_short) = match (&arguments.exactly, &arguments.profile) {
        _ if arguments.clear => return Ok(SwitchTarget::NoProfile),
        (Some(name), _) => (name.as_os_str(), false),
        (None, Some(name)) if name == "-" => match facts.world.environment.get(PREVIOUS) {
            None => return Err(Error::failed("there is no previous profile in this shell")),
            Some(previous) if previous.is_empty() => return Ok(SwitchTarget::NoProfile),
            Some(previous) => (previous, false),
        },
        (None, Some(name)) => (name.as_os_str(), person.types),
        (None, None) if arguments.region.is_some() || arguments.off || arguments.on => {
            return Ok(SwitchTarget::Stay);
        }
        (None, None) => {
            return Err(Error::failed("no profile given").with_hint("awsprompt list"));
        }
    };
    choice::named(facts, name, may_be_short).map(SwitchTarget::Profile)
}
