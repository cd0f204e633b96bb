//! `awsprompt switch --let-go`: the way back from a profile, when the hook has seen that one of its
//! limits is over.
//!
//! What it says is part of what the shell evaluates: it is said where the change comes to pass, and
//! the hook can keep to itself whatever goes wrong.

use std::ffi::OsStr;

use super::{
    Outcome, Person,
    choice::{self, PREVIOUS, Switch, SwitchTarget, Wish},
};
use crate::{
    aws::{environment::Change, resolution::Facts, resolve::ours},
    cli::Limit,
    policy::limit::{Limits, UNTIL},
    printable,
    prompt::{segment::countdown, settings::Settings},
    shell::{Shell, say},
};

/// Answers `awsprompt switch --let-go`; where nothing is over there is nothing to evaluate.
pub(super) fn run(
    limit: Limit,
    shell: Shell,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Outcome {
    let before = ours(facts);
    let environment = &facts.world.environment;
    let profile = before.chosen_profile();
    let limits = Limits::of(profile, environment);
    let name = profile.map(|profile| printable::short(&profile.to_string_lossy()));
    let why = match limit {
        Limit::Until => limits
            .until
            .filter(|until| facts.world.clock.has_reached(*until))
            .and(name.map(|name| format!("the time for {name} is over"))),
        Limit::Idle => limits.idle.map(|idle| {
            let minutes = (idle.as_secs() + 59) / 60;
            format!("{} without a new command", countdown(minutes))
        }),
    };
    let Some(why) = why else {
        return Outcome::Answer(String::new());
    };
    let wish = Wish { target: target(facts, profile), region: None, time: None };
    let Switch { mut changes, after } = choice::switch(facts, &before, &wish, settings);
    // The way back would lead here again: for `awsp -`, typed a moment too late, and for the limits of
    // where this goes.
    changes.retain(|change| change.name != PREVIOUS);
    if environment.get(PREVIOUS).is_some() {
        changes.insert(0, Change::remove(PREVIOUS));
    }
    let over = choice::world_after(facts.world, &[Change::remove(UNTIL)]);
    let over = Facts { world: &over, ..*facts };
    let world = choice::world_after(facts.world, &changes);
    let facts_after = Facts { world: &world, ..*facts };
    // stderr is not the person's here.
    let nobody = Person { sees_colour: false, types: false };
    let note = choice::note((&over, &before), (&facts_after, &after), &changes, settings, nobody);
    let note = say::line(shell, &format!("awsprompt: {why}: {}", note.trim_end()));
    Outcome::Answer(choice::code(shell, &changes) + &note)
}

/// Returns where to go from a profile: to the one before, if there still is one and it is another.
fn target(facts: &Facts<'_, '_>, profile: Option<&OsStr>) -> SwitchTarget {
    let previous = facts.world.environment.non_empty(PREVIOUS);
    let previous = previous.filter(|previous| Some(*previous) != profile);
    let previous = previous.filter(|previous| match (facts.profiles(), previous.to_str()) {
        (Ok(profiles), Some(previous)) => profiles.find(previous).is_some(),
        // In a file that cannot be read it may well be.
        (Err(_), Some(_)) => true,
        (_, None) => false,
    });
    previous.map_or(SwitchTarget::NoProfile, |previous| SwitchTarget::Profile(previous.to_owned()))
}
