//! `awsprompt explain`: what a client would use now, where each value comes from, what it beat.

mod json;
mod screen;

use std::path::Path;

use super::Outcome;
use crate::{
    aws::{
        account::AccountId,
        client::Client,
        resolve::{Facts, Flags, Resolution, resolve},
        world::{FileState, Need, World},
    },
    cli,
    error::Error,
    prompt::{
        alerts::Alert,
        segment::{self, Request},
        settings::Settings,
    },
};

/// What `explain` has found out.
struct Explanation<'a> {
    resolutions: Vec<Resolution>,
    alerts: Vec<Alert>,
    home: Option<&'a Path>,
}

/// Answers `awsprompt explain`.
pub(crate) fn run(
    arguments: &cli::Explain,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    has_colour: bool,
) -> Result<Outcome, Need> {
    if let Some(error) = oversized_file(facts.world) {
        return Ok(Outcome::Failure(error));
    }
    let flags = Flags { profile: arguments.profile.clone(), region: arguments.region.clone() };
    let resolutions = Client::ALL
        .into_iter()
        .map(|client| resolve(facts, client, &flags))
        .collect::<Result<Vec<_>, Need>>()?;
    let alerts = match resolutions.first() {
        Some(resolution) => segment::alerts(facts, resolution, &Request::new(settings))?,
        None => Vec::new(),
    };
    let home = facts.world.locations.home.as_deref();
    let explanation = Explanation { resolutions, alerts, home };
    Ok(Outcome::Answer(if arguments.json {
        json::write(&explanation)
    } else {
        let environment = &facts.world.environment;
        let number = |id: &AccountId| segment::shown_number(id, settings, environment);
        screen::write(&explanation, &number, has_colour)
    }))
}

fn oversized_file(world: &World) -> Option<Error> {
    let (path, _) = world.files.iter().find(|(_, state)| *state == FileState::TooLarge)?;
    Some(Error::failed(format!(
        "could not read {}: it is too large to be a file of profiles",
        screen::short_path(path, world.locations.home.as_deref()),
    )))
}
