//! `awsprompt explain`: what a client would use now, where each value comes from, what it beat.

mod json;
mod meaning;
mod others;
mod page;

use std::path::Path;

use super::{Outcome, Screen, mark};
use crate::{
    aws::{
        account::AccountId,
        client::Client,
        clock::Clock,
        difference::{self, Reason},
        environment::Environment,
        resolution::{Facts, Flags, Resolution},
        resolve::resolve,
        world::{FileState, World},
    },
    cli,
    error::Error,
    policy::{
        assessment::Assessment,
        class::{Class, ClassRule},
    },
    printable::short_path,
    prompt::{
        alerts::Alert,
        segment::{self, Request},
        settings::Settings,
    },
};

/// What `explain` has found out.
struct Explanation<'a> {
    /// What AWS CLI v2 would use.
    ours: Resolution,
    /// What every other client would use.
    others: Vec<Resolution>,
    dissents: Vec<Dissent>,
    alerts: Vec<Alert>,
    /// The class of what AWS CLI v2 would hit, and why it is that.
    class: Option<(&'a Class, ClassRule)>,
    /// Whether the profile's role is assumed with exported keys, which must not be removed then.
    profile_needs_exported_keys: bool,
    settings: &'a Settings,
    environment: &'a Environment,
    home: Option<&'a Path>,
    clock: &'a Clock,
}

/// Clients that would all do the same thing, and not what AWS CLI v2 would do.
struct Dissent {
    clients: Vec<Client>,
    /// That of the first of them.
    resolution: Resolution,
    reason: Reason,
}

/// Answers `awsprompt explain`.
pub(crate) fn run(
    arguments: &cli::ExplainArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    if let Some(error) = oversized_file(facts.world) {
        return Err(error);
    }
    let flags = Flags { profile: arguments.profile.clone(), region: arguments.region.clone() };
    let ours = resolve(facts, Client::AwsCliV2, &flags);
    let others = Client::ALL
        .into_iter()
        .filter(|client| *client != Client::AwsCliV2)
        .map(|client| resolve(facts, client, &flags))
        .collect::<Vec<_>>();
    let assessment = Assessment::new(facts, &ours, &settings.policy);
    let has_unexported_lock = mark::hides_lock(&facts.world.environment);
    let request = Request { has_unexported_lock, ..Request::new(settings) };
    let explanation = Explanation {
        alerts: segment::alerts(facts, &flags, &ours, &assessment, &request),
        class: assessment.class,
        dissents: dissents(facts, &flags, &ours, &others),
        profile_needs_exported_keys: needs_exported_keys(facts, &ours),
        ours,
        others,
        settings,
        environment: &facts.world.environment,
        home: facts.world.locations.home.as_deref(),
        clock: &facts.world.clock,
    };
    Ok(Outcome::Answer(if arguments.json {
        json::write(&explanation)
    } else {
        let environment = &facts.world.environment;
        let number = |id: &AccountId| segment::shown_number(id, settings, environment);
        page::write(&explanation, &number, screen)
    }))
}

fn needs_exported_keys(facts: &Facts<'_, '_>, ours: &Resolution) -> bool {
    let name = ours.chosen_profile().and_then(|name| name.to_str());
    let profile = name.and_then(|name| facts.profiles().ok()?.find(name));
    let source = profile.and_then(|profile| profile.get("credential_source"));
    source.is_some_and(|source| source.value == "Environment")
}

/// Finds the clients that differ, those together that differ in the same way.
fn dissents(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    others: &[Resolution],
) -> Vec<Dissent> {
    let mut dissents: Vec<Dissent> = Vec::new();
    for theirs in others.iter().filter(|theirs| difference::differs(ours, theirs)) {
        let reason = difference::reason(facts, flags, ours, theirs);
        let alike = dissents.iter_mut().find(|dissent| {
            dissent.reason == reason && difference::agree(&dissent.resolution, theirs)
        });
        match alike {
            Some(dissent) => dissent.clients.push(theirs.client),
            None => dissents.push(Dissent {
                clients: vec![theirs.client],
                resolution: theirs.clone(),
                reason,
            }),
        }
    }
    dissents
}

fn oversized_file(world: &World) -> Option<Error> {
    let (path, _) = world.files.iter().find(|(_, state)| *state == FileState::TooLarge)?;
    Some(Error::failed(format!(
        "could not read {}: it is too large to be a file of profiles",
        short_path(path, world.locations.home.as_deref()),
    )))
}
