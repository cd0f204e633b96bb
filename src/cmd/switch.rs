//! `awsprompt switch`: what the shell function has to evaluate to be another profile.
//!
//! Only this shell's environment changes. After a switch nothing in it outranks the profile.

use std::ffi::OsStr;

use jiff::SignedDuration;

use super::{
    Outcome, Person,
    choice::{self, PREVIOUS, Switch, SwitchTarget, Wish},
    let_go,
};
use crate::{
    aws::{environment::Change, resolution::Facts, resolve::ours},
    cli,
    error::{Error, Status},
    policy::limit::minutes_or_hours,
    prompt::settings::Settings,
    shell::Shell,
};

/// Answers `awsprompt switch`.
pub(crate) fn run(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
) -> Result<Outcome, Error> {
    let Some(shell) = arguments.shell.map(Shell::from) else {
        return Err(without_function());
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
    let world = choice::world_after(facts.world, &changes);
    let facts_after = Facts { world: &world, ..*facts };
    let is_about_profile = changes.iter().any(|change| change.name.starts_with("AWS_"));
    let mut note = if is_about_profile || arguments.on {
        choice::note((facts, &before), (&facts_after, &after), &changes, settings, person)
    } else {
        String::new()
    };
    if arguments.off {
        note += "the segment is hidden in this shell; --on shows it again\n";
    }
    Ok(Outcome::Report { answer: choice::code(shell, &changes), note, status: Status::Done })
}

fn without_function() -> Error {
    Error::failed("switch changes the shell's environment, which only a shell function can do")
        .with_hint("eval \"$(awsprompt init zsh)\"   # or bash; fish: awsprompt init fish | source")
}

fn wish(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    person: Person,
) -> Result<Wish, Error> {
    let target = target(arguments, facts, person)?;
    let time = arguments.time.as_deref().map(time).transpose()?;
    if time.is_some() && target == SwitchTarget::NoProfile {
        return Err(Error::failed(
            "there is no previous profile, so --for has nothing to switch back to",
        ));
    }
    let region = arguments.region.as_deref().map(choice::region).transpose()?;
    Ok(Wish { target, region, time })
}

fn time(text: &str) -> Result<SignedDuration, Error> {
    let time = minutes_or_hours(text).filter(SignedDuration::is_positive);
    time.ok_or_else(|| {
        Error::failed(format!("{text:?} is not a valid time; use a form like 15m or 2h"))
    })
}

fn target(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    person: Person,
) -> Result<SwitchTarget, Error> {
    let is_back = arguments.profile.as_deref() == Some(OsStr::new("-"));
    if arguments.clear {
        return Ok(SwitchTarget::NoProfile);
    }
    let (name, may_be_short) = match (&arguments.exactly, &arguments.profile) {
        (Some(name), _) => (name.as_os_str(), false),
        (None, Some(_)) if is_back => match facts.world.environment.get(PREVIOUS) {
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
