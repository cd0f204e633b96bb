//! `awsprompt switch --let-go`: goes back from a profile when the hook sees that a limit has
//! passed.
//!
//! The message is part of the code that the shell evaluates, so it appears only if the change takes
//! effect, and the hook can hide errors.

use std::ffi::OsStr;

use super::choice::{self, PREVIOUS, Switch, SwitchTarget, Wish};
use super::mark::{MARK, Mark};
use super::question::time_is_over;
use super::{Outcome, Person, region};
use crate::aws::{Change, Facts, ours};
use crate::cli::{self, Limit};
use crate::policy::{EnterRule, Limits, UNTIL};
use crate::printable;
use crate::prompt::Settings;
use crate::prompt::segment::countdown;
use crate::shell::{Shell, say};

/// Answers `awsprompt switch --let-go`: with nothing to evaluate if no limit has passed.
pub(super) fn run(
    limit: Limit,
    arguments: &cli::SwitchArguments,
    shell: Shell,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Outcome {
    let before = ours(facts);
    let environment = &facts.world.environment;
    let profile = before.chosen_profile();
    let limits = Limits::of(profile, environment);
    let why = match limit {
        Limit::Until => limits
            .until
            .filter(|until| facts.world.clock.has_reached(*until))
            .and(profile.map(time_is_over)),
        Limit::Idle => limits.idle.map(|idle| {
            let minutes = (idle.as_secs() + 59) / 60;
            format!("{} without a new command", countdown(minutes))
        }),
    };
    let Some(why) = why else {
        return Outcome::Answer(String::new());
    };
    let target = target(facts, profile);
    let is_previous = environment.get(PREVIOUS) == Some(target.profile().unwrap_or_default());
    // Nobody has asked for this switch, so a region that the person has exported stays.
    let is_exported = region::is_exported(environment, &before);
    let mut wish = Wish {
        target,
        region: region::of_previous(environment).filter(|_| is_previous && !is_exported),
        time: None,
        universal: arguments.universal.clone(),
    };
    let mut switch = choice::switch(facts, &before, &wish, settings);
    // No question is asked here, so a class that asks on entering is not entered.
    let closed = switch.class().filter(|class| class.enter != EnterRule::default());
    if closed.is_some() && wish.target != SwitchTarget::NoProfile {
        wish.target = SwitchTarget::NoProfile;
        wish.region = None;
        switch = choice::switch(facts, &before, &wish, settings);
    }
    let Switch { mut changes, released, kept, after, .. } = switch;
    // Neither `awsp -`, typed a moment too late, nor the next limit may lead back to this profile.
    changes.retain(|change| ![PREVIOUS, region::PREVIOUS_REGION].contains(&change.name));
    changes.extend(choice::forgotten(environment));
    Change::sort(&mut changes);
    // The note shows the profile before without its time, which is over.
    let over = choice::world_after(facts.world, &[Change::remove(UNTIL)]);
    let over = Facts { world: &over, ..*facts };
    // Nobody reads stderr here.
    let nobody = Person::default();
    let universal = &wish.universal[..];
    let note = choice::note(&over, &before, &after, (&changes, universal), settings, nobody);
    let mut lines = vec![format!("awsprompt: {why}: {}", note.trim_end())];
    if let Some(class) = closed {
        let class = printable::printable(&class.name);
        lines.push(format!("awsprompt: the class {class} has enter, so choose its profile again"));
    }
    if arguments.typed {
        let world = choice::world_after(facts.world, &changes);
        let facts_after = Facts { world: &world, ..*facts };
        let now = choice::shown(&facts_after, &after, settings, nobody);
        let has_guard = environment.get(MARK).and_then(Mark::parse).is_some_and(|it| it.has_guard);
        let unless = if has_guard { "unless the guard stops it, " } else { "" };
        lines.push(format!("awsprompt: WARNING: {unless}the command just typed runs with {now}"));
    }
    let said: String = lines.iter().map(|line| say::line(shell, line)).collect();
    Outcome::Answer(
        choice::code(shell, &changes, &released) + &choice::code(shell, &kept, &[]) + &said,
    )
}

/// Returns where to go from a profile: to the previous one, if it is another and still exists.
fn target(facts: &Facts<'_, '_>, profile: Option<&OsStr>) -> SwitchTarget {
    // A profile may well be in a file that cannot be read.
    let may_exist = |name: &str| facts.profiles().ok().is_none_or(|all| all.find(name).is_some());
    match facts.world.environment.non_empty(PREVIOUS) {
        Some(previous) if Some(previous) != profile && previous.to_str().is_some_and(may_exist) => {
            SwitchTarget::Profile(previous.to_owned())
        }
        _ => SwitchTarget::NoProfile,
    }
}
