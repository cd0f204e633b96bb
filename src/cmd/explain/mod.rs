//! `awsprompt explain`: what a client would use now, where each value comes from, what it beat.

mod json;
mod meaning;
mod others;
mod page;

use std::path::Path;

use super::{Outcome, Screen, expected, mark, misnamed, remedies};
use crate::aws::difference::{self, Reason};
use crate::aws::inventory::Inventory;
use crate::aws::{
    AccountId, Client, Examiner, Facts, FileState, Flags, Flaw, Origin, Remedy, Resolution, World,
    endpoint_service, is_known_region, is_valid_region, rejected_keys, resolve,
};
use crate::cli;
use crate::cmd::missing_files;
use crate::error::Error;
use crate::policy::{Assessment, Class, ClassRule, LOCK};
use crate::printable::short;
use crate::prompt::segment::{self, Request};
use crate::prompt::{Alert, Settings};

/// What `explain` has found out.
struct Explanation<'a> {
    /// What AWS CLI v2 would use.
    ours: Resolution,
    /// What every other client would use.
    others: Vec<Resolution>,
    dissents: Vec<Dissent>,
    alerts: Vec<Alert>,
    /// The commands that lead to what is expected, if this is not it.
    switches: Option<Remedy>,
    /// The class of what AWS CLI v2 would reach, and the reason.
    class: Option<(&'a Class, ClassRule)>,
    /// What the command would fail at on its way, as far as that is certain.
    obstacles: Vec<String>,
    /// Whether the profile's role is assumed with the exported keys, which must stay then.
    profile_needs_exported_keys: bool,
    settings: &'a Settings,
    /// The service that the endpoint is for, if it is one.
    endpoint_service: Option<String>,
    /// What to do about the failure.
    hint: Option<Remedy>,
    world: &'a World,
}

impl<'a> Explanation<'a> {
    fn home(&self) -> Option<&'a Path> {
        self.world.locations.home.as_deref()
    }

    /// Writes an account id, masked if the user wants that.
    fn number(&self, id: &AccountId) -> String {
        segment::shown_number(id, self.settings, &self.world.environment)
    }
}

/// Clients that would all do the same thing, but not what AWS CLI v2 would do.
struct Dissent {
    clients: Vec<Client>,
    /// That of the first of them.
    resolution: Resolution,
    reason: Reason,
}

pub(crate) fn run(
    arguments: &cli::ExplainArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    let world = facts.world;
    if let Some(why) = world.unread_file() {
        return Err(Error::failed(why));
    }
    let flags = Flags { profile: arguments.profile.clone(), region: arguments.region.clone() };
    let ours = resolve(facts, Client::AwsCliV2, &flags);
    let others = Client::ALL.into_iter().filter(|client| *client != Client::AwsCliV2);
    let others: Vec<_> = others.map(|client| resolve(facts, client, &flags)).collect();
    let assessment = Assessment::new(facts, &ours, &settings.policy);
    let environment = &facts.world.environment;
    let has_unexported_lock = mark::hides(LOCK, environment);
    let unexported_variable = mark::hidden_profile_variable(environment);
    let request = Request { has_unexported_lock, unexported_variable, ..Request::new(settings) };
    let step = |failure| remedies::next_step(&ours, failure, facts);
    let hint = ours.failure.as_ref().map(step);
    let alerts = segment::alerts(facts, &flags, &ours, &assessment, &request);
    let explanation = Explanation {
        switches: expected::switches(&alerts, facts, settings),
        alerts,
        class: assessment.class,
        dissents: dissents(facts, &flags, &ours, &others),
        obstacles: obstacles(facts, &ours),
        profile_needs_exported_keys: needs_exported_keys(facts, &ours),
        endpoint_service: endpoint_service(facts, &ours),
        ours,
        others,
        settings,
        hint,
        world,
    };
    Ok(Outcome::Answer(if arguments.json {
        json::write(&explanation, screen)
    } else {
        page::write(&explanation, screen)
    }))
}

/// Says why AWS will reject the keys that sign in the end, and what is not there on the way.
fn obstacles(facts: &Facts<'_, '_>, ours: &Resolution) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(flaw) = rejected_keys(facts, ours) {
        let why = flaw.described(flaw.part().name());
        told.push(format!("AWS will reject what is signed with these keys: {why}"));
    }
    if let Some(region) = unknown_region(ours) {
        let region = short(region);
        told.push(format!("AWS had no region {region} when this version of awsprompt was made"));
    }
    told.extend(why_without_region(facts, ours));
    add_refused(facts, ours, &mut told);
    missing_files::add_obstacles(facts, ours, &mut told);
    told
}

/// Says why there is no region, if that is in sight.
fn why_without_region(facts: &Facts<'_, '_>, ours: &Resolution) -> Option<String> {
    if !ours.is_ok() || ours.region.is_some() {
        return None;
    }
    let config = &facts.world.locations.files.config;
    if let Some(variable) = config.named_by.variable()
        && *facts.world.file(&config.path) == FileState::Absent
    {
        return Some(format!("there is no region, as the file that {variable} names is missing"));
    }
    let name = ours.profile.as_ref()?.value.to_str()?;
    misnamed::has_misheaded_region(name, facts).then(|| {
        let name = short(name);
        format!(
            "profile {name} has no region: its region is below a header that the AWS CLI ignores"
        )
    })
}

/// Returns the region in use if AWS does not have it; other services have regions of their own.
fn unknown_region(ours: &Resolution) -> Option<&str> {
    let region = ours.region.as_ref().filter(|_| ours.endpoint.is_none())?;
    let name = region.value.to_str()?;
    let is_formed = !name.is_empty() && is_valid_region(&region.value);
    // Doctor sees no flags.
    let is_flag = matches!(region.origin, Origin::Flag(_));
    (is_formed && !is_flag && !is_known_region(name)).then_some(name)
}

/// Says what of the profiles on the way to the credentials AWS refuses, or does not have.
fn add_refused(facts: &Facts<'_, '_>, ours: &Resolution, told: &mut Vec<String>) {
    let Ok(files) = facts.profiles() else { return };
    let Some(chosen) = ours.profile.as_ref().and_then(|name| name.value.to_str()) else { return };
    let inventory = Inventory::new(files);
    let examiner = Examiner::new(facts.world, files, &inventory);
    if let Some(provider) = ours.provider_outside_profile() {
        let profile = inventory.profile(chosen).unwrap_or_default();
        let missing = examiner.missing_fips_outside(profile, provider);
        told.extend(missing.map(|missing| missing.described()));
        return;
    }
    let mut names = vec![chosen];
    names.extend(ours.credentials.iter().flat_map(|found| &found.via).map(String::as_str));
    // A profile may be its own source.
    names.dedup();
    for (place, name) in names.into_iter().enumerate() {
        for flaw in examiner.flaws(name, inventory.profile(name).unwrap_or_default()) {
            match flaw {
                Flaw::NoFips(missing) if place == 0 => {
                    told.push(missing.described());
                }
                flaw if flaw.is_refused_by_aws() => {
                    told.push(format!("AWS will refuse what profile {} asks for", short(name)));
                }
                _ => {}
            }
        }
    }
}

fn needs_exported_keys(facts: &Facts<'_, '_>, ours: &Resolution) -> bool {
    let name = ours.chosen_profile().and_then(|name| name.to_str());
    let profile = name.and_then(|name| facts.profiles().ok()?.find(name));
    let source = profile.and_then(|profile| profile.get("credential_source"));
    source.is_some_and(|source| source.value == "Environment")
}

/// Finds the clients that differ, grouped by how they differ.
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
        if let Some(dissent) = alike {
            dissent.clients.push(theirs.client);
        } else {
            let (clients, resolution) = (vec![theirs.client], theirs.clone());
            dissents.push(Dissent { clients, resolution, reason });
        }
    }
    dissents
}
