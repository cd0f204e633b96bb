//! `awsprompt switch`: what the shell function has to evaluate to be another profile.
//!
//! Only this shell's environment changes. After a switch nothing in it outranks the profile.

use std::ffi::OsStr;

use jiff::SignedDuration;

use super::{
    Outcome,
    choice::{self, PREVIOUS, Switch, Target, Wish},
    hint, let_go,
    prompt::paint_spans,
};
use crate::{
    aws::{
        credentials::OUTRANKING,
        resolve::{Facts, FailureKind, Resolution, ours},
        world::Change,
    },
    cli,
    error::{Error, Status},
    prompt::{
        format::Format,
        segment::{self, Request},
        settings::{Settings, Show, minutes_or_hours},
    },
    shell::{Shell, assign, paint::Dialect},
};

/// Who is asking.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) sees_colour: bool,
    /// Whether a person has typed the name, for whom a unique beginning is enough.
    pub(crate) types: bool,
}

/// Answers `awsprompt switch`.
pub(crate) fn run(
    arguments: &cli::Switch,
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
        note((facts, &before), (&facts_after, &after), &changes, settings, person)
    } else {
        String::new()
    };
    if arguments.off {
        note += "the segment is hidden in this shell; --on shows it again\n";
    }
    Ok(Outcome::Told { answer: code(shell, &changes), note, status: Status::Done })
}

/// Writes what a shell evaluates to change its environment.
pub(super) fn code(shell: Shell, changes: &[Change]) -> String {
    changes.iter().map(|change| assign::line(shell, change.name, change.value.as_deref())).collect()
}

fn without_function() -> Error {
    Error::failed("switch changes the shell's environment, which only a shell function can do")
        .with_hint("eval \"$(awsprompt init zsh)\"   # or bash; fish: awsprompt init fish | source")
}

/// Reads what is asked for.
fn wish(arguments: &cli::Switch, facts: &Facts<'_, '_>, person: Person) -> Result<Wish, Error> {
    let target = target(arguments, facts, person)?;
    let time = arguments.time.as_deref().map(time).transpose()?;
    if time.is_some() && target == Target::NoProfile {
        return Err(Error::failed("there was no profile before, so there is none for a time"));
    }
    let region = arguments.region.as_deref().map(choice::region).transpose()?;
    Ok(Wish { target, region, time })
}

fn time(text: &str) -> Result<SignedDuration, Error> {
    let time = minutes_or_hours(text).filter(SignedDuration::is_positive);
    time.ok_or_else(|| Error::failed(format!("{text:?} is no time; it must be like 15m or 2h")))
}

fn target(arguments: &cli::Switch, facts: &Facts<'_, '_>, person: Person) -> Result<Target, Error> {
    let is_back = arguments.profile.as_deref() == Some(OsStr::new("-"));
    if arguments.clear {
        return Ok(Target::NoProfile);
    }
    let (name, may_be_short) = match (&arguments.exactly, &arguments.profile) {
        (Some(name), _) => (name.as_os_str(), false),
        (None, Some(_)) if is_back => match facts.world.environment.get(PREVIOUS) {
            None => return Err(Error::failed("there is no previous profile in this shell")),
            Some(previous) if previous.is_empty() => return Ok(Target::NoProfile),
            Some(previous) => (previous, false),
        },
        (None, Some(name)) => (name.as_os_str(), person.types),
        (None, None) if arguments.region.is_some() || arguments.off || arguments.on => {
            return Ok(Target::Stay);
        }
        (None, None) => {
            return Err(Error::failed("no profile is named").with_hint("awsprompt list"));
        }
    };
    choice::named(facts, name, may_be_short).map(Target::Profile)
}

/// Tells the person what was, what is, what went, and what is left to do.
pub(super) fn note(
    (facts, before): (&Facts<'_, '_>, &Resolution),
    (facts_after, after): (&Facts<'_, '_>, &Resolution),
    changes: &[Change],
    settings: &Settings,
    person: Person,
) -> String {
    let dialect = if person.sees_colour { Dialect::Terminal } else { Dialect::Plain };
    // What is in force is told whole, however little of it the prompt is set to show.
    let mut told = settings.clone();
    told.format = Format::default();
    told.show = Show::Always;
    let request = Request::new(&told);
    let shown = |facts: &Facts<'_, '_>, resolution: &Resolution| {
        let spans = segment::segment(facts, resolution, &request);
        let painted = paint_spans(dialect, person.sees_colour, &spans);
        if painted.is_empty() { "no profile".to_owned() } else { painted }
    };
    let mut note = format!("{} → {}\n", shown(facts, before), shown(facts_after, after));
    let removed = changes.iter().filter(|change| {
        change.value.is_none()
            && OUTRANKING.contains(&change.name)
            && facts.world.environment.get(change.name).is_some()
    });
    let removed: Vec<_> = removed.map(|change| change.name).collect();
    if !removed.is_empty() {
        note += &format!("removed {}; going back does not restore them\n", removed.join(", "));
    }
    let needs_login = |kind| {
        matches!(kind, FailureKind::SsoToken | FailureKind::Expired | FailureKind::LoginRefresh)
    };
    if let Some(failure) = after.failure.as_ref().filter(|failure| needs_login(failure.kind))
        && let Some(hint) = hint::after(after, failure, &facts_after.world.environment)
    {
        note += &format!("hint: {hint}\n");
    }
    note
}
