//! `awsprompt switch`: what the shell function has to evaluate to be another profile.
//!
//! Only this shell's environment changes. After a switch nothing in it outranks the profile.

use std::ffi::{OsStr, OsString};

use super::{Outcome, hint, prompt::paint_spans};
use crate::{
    aws::{
        client::Client,
        credentials::OUTRANKING,
        profiles::Profiles,
        resolve::{Facts, FailureKind, Flags, Resolution, is_valid_region, resolve},
        world::{Change, Environment, Need, World},
        wrappers::{COMPANIONS, MARKERS},
    },
    cli,
    error::{Error, Status},
    prompt::{
        format::Format,
        segment::{self, Request},
        settings::{Settings, Show},
    },
    shell::{Shell, assign, paint::Dialect},
};

/// Remembers the profile before the last switch; empty where none was chosen.
const PREVIOUS: &str = "AWSPROMPT_PREVIOUS";

const REGION_VARIABLES: [&str; 2] = ["AWS_DEFAULT_REGION", "AWS_REGION"];

/// Where a wrapper's own server answers for the credentials.
const SERVER: [&str; 3] = [
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Who is asking.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) sees_colour: bool,
    /// Whether a person has typed the name, for whom a unique beginning is enough.
    pub(crate) types: bool,
}

/// What a switch goes to.
enum Target {
    Profile(OsString),
    NoProfile,
    /// Only the region, or whether the segment is shown.
    Stay,
}

/// Answers `awsprompt switch`.
pub(crate) fn run(
    arguments: &cli::Switch,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
) -> Result<Outcome, Need> {
    let Some(shell) = arguments.shell.map(Shell::from) else {
        return Ok(Outcome::Failure(without_function()));
    };
    let before = resolve(facts, Client::AwsCliV2, &Flags::default())?;
    let changes = match changes(arguments, facts, &before, person) {
        Ok(changes) => changes,
        Err(error) => return Ok(Outcome::Failure(error)),
    };
    let world = World {
        environment: facts.world.environment.changed(&changes),
        locations: facts.world.locations.clone(),
        clock: facts.world.clock.clone(),
        // What they hold has been read; see `facts.files`.
        files: Vec::new(),
        verified_accounts: facts.world.verified_accounts.clone(),
    };
    let after = Facts { world: &world, ..*facts };
    let is_about_profile = changes.iter().any(|change| change.name.starts_with("AWS_"));
    let mut note = if is_about_profile || arguments.on {
        note(facts, &after, &changes, settings, person)?
    } else {
        String::new()
    };
    if arguments.off {
        note += "the segment is hidden in this shell; --on shows it again\n";
    }
    let line = |change: &Change| assign::line(shell, change.name, change.value.as_deref());
    let answer = changes.iter().map(line).collect();
    Ok(Outcome::Told { answer, note, status: Status::Done })
}

fn without_function() -> Error {
    Error::failed("switch changes the shell's environment, which only a shell function can do")
        .with_hint("eval \"$(awsprompt init zsh)\"   # or bash; fish: awsprompt init fish | source")
}

/// Works out the change of the environment, in the order of the names.
fn changes(
    arguments: &cli::Switch,
    facts: &Facts<'_, '_>,
    before: &Resolution,
    person: Person,
) -> Result<Vec<Change>, Error> {
    let environment = &facts.world.environment;
    let mut changes = Vec::new();
    let target = target(arguments, facts, environment, person)?;
    if !matches!(target, Target::Stay) {
        changes.extend(outranking(environment).map(Change::remove));
        let previous = before.chosen_profile().unwrap_or_default();
        changes.push(Change::set(PREVIOUS, previous));
    }
    match target {
        Target::Profile(name) => changes.push(Change::set("AWS_PROFILE", name)),
        Target::NoProfile => changes.push(Change::remove("AWS_PROFILE")),
        Target::Stay => {}
    }
    if let Some(region) = &arguments.region {
        changes.retain(|change| !REGION_VARIABLES.contains(&change.name));
        if !is_valid_region(region) {
            let region = region.to_string_lossy();
            return Err(Error::failed(format!("{region:?} is not formed like a region")));
        }
        changes.extend(REGION_VARIABLES.map(|name| {
            if region.is_empty() { Change::remove(name) } else { Change::set(name, region) }
        }));
    }
    if arguments.off {
        changes.push(Change::set("AWSPROMPT", "off"));
    }
    if arguments.on {
        changes.push(Change::remove("AWSPROMPT"));
    }
    changes.sort_by_key(|change| change.name);
    Ok(changes)
}

/// Returns the variables to remove, those that are there.
fn outranking(environment: &Environment) -> impl Iterator<Item = &'static str> {
    let is_wrapped = MARKERS.iter().any(|marker| environment.get(marker.name).is_some());
    let markers = MARKERS.iter().map(|marker| marker.name);
    // A wrapper has exported its region too, or a server of its own for credentials; a region that
    // was chosen by hand stays, and so does the role of a container.
    let regions = REGION_VARIABLES.into_iter().chain(SERVER).filter(move |_| is_wrapped);
    let mut names: Vec<_> =
        OUTRANKING.into_iter().chain(COMPANIONS).chain(markers).chain(regions).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| environment.get(name).is_some());
    names.into_iter()
}

fn target(
    arguments: &cli::Switch,
    facts: &Facts<'_, '_>,
    environment: &Environment,
    person: Person,
) -> Result<Target, Error> {
    let is_back = arguments.profile.as_deref() == Some(OsStr::new("-"));
    if arguments.clear {
        return Ok(Target::NoProfile);
    }
    let (name, may_be_short) = match (&arguments.exactly, &arguments.profile) {
        (Some(name), _) => (name.clone(), false),
        (None, Some(_)) if is_back => match environment.get(PREVIOUS) {
            None => return Err(Error::failed("there is no previous profile in this shell")),
            Some(previous) if previous.is_empty() => return Ok(Target::NoProfile),
            Some(previous) => (previous.to_owned(), false),
        },
        (None, Some(name)) => (name.clone(), person.types),
        (None, None) if arguments.region.is_some() || arguments.off || arguments.on => {
            return Ok(Target::Stay);
        }
        (None, None) => {
            return Err(Error::failed("no profile is named").with_hint("awsprompt list"));
        }
    };
    let profiles = facts
        .profiles()
        .map_err(|error| Error::failed(error.described(&facts.world.locations.files)))?;
    find(profiles, &name, may_be_short)
        .map(Target::Profile)
        .ok_or_else(|| not_found(profiles, &name))
}

/// Finds a profile by its name, or by a beginning that only one has.
fn find(profiles: &Profiles<'_>, name: &OsStr, may_be_short: bool) -> Option<OsString> {
    let text = name.to_str()?;
    if profiles.find(text).is_some() {
        return Some(name.to_owned());
    }
    let all = profiles.all();
    let mut matches = all.iter().filter(|(full, _)| full.starts_with(text));
    let (full, _) = matches.next().filter(|_| may_be_short && !text.is_empty())?;
    matches.next().is_none().then(|| OsString::from(full.as_ref()))
}

fn not_found(profiles: &Profiles<'_>, name: &OsStr) -> Error {
    let name = name.to_string_lossy();
    let error =
        Error::failed(format!("no profile named {name:?} in ~/.aws/config or ~/.aws/credentials"));
    let all = profiles.all();
    // A name of quite another length is none that was mistyped.
    let is_about_as_long = |known: &str| known.len().abs_diff(name.len()) <= 3 + name.len() / 3;
    let mut near: Vec<_> = all
        .iter()
        .filter(|(known, _)| is_about_as_long(known))
        .map(|(known, _)| (strsim::jaro_winkler(known, &name), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let near: Vec<_> = near.iter().take(3).map(|(_, known)| format!("{known:?}")).collect();
    if near.is_empty() {
        error.with_hint("awsprompt list")
    } else {
        error.with_hint(format!("did you mean {}?", near.join(" or ")))
    }
}

/// Tells the person what was, what is, what went, and what is left to do.
fn note(
    facts: &Facts<'_, '_>,
    after: &Facts<'_, '_>,
    changes: &[Change],
    settings: &Settings,
    person: Person,
) -> Result<String, Need> {
    let dialect = if person.sees_colour { Dialect::Terminal } else { Dialect::Plain };
    // What is in force is told whole, however little of it the prompt is set to show.
    let mut told = settings.clone();
    told.format = Format::default();
    told.show = Show::Always;
    let request = Request::new(&told);
    let shown = |facts: &Facts<'_, '_>| {
        let spans = segment::segment(facts, &request)?;
        let painted = paint_spans(dialect, person.sees_colour, &spans);
        Ok(if painted.is_empty() { "no profile".to_owned() } else { painted })
    };
    let mut note = format!("{} → {}\n", shown(facts)?, shown(after)?);
    let removed = changes.iter().filter(|change| {
        change.value.is_none()
            && OUTRANKING.contains(&change.name)
            && facts.world.environment.get(change.name).is_some()
    });
    let removed: Vec<_> = removed.map(|change| change.name).collect();
    if !removed.is_empty() {
        note += &format!("removed {}; going back does not restore them\n", removed.join(", "));
    }
    let resolution = resolve(after, Client::AwsCliV2, &Flags::default())?;
    let needs_login = |kind| {
        matches!(kind, FailureKind::SsoToken | FailureKind::Expired | FailureKind::LoginRefresh)
    };
    if let Some(failure) = resolution.failure.as_ref().filter(|failure| needs_login(failure.kind))
        && let Some(hint) = hint::after(&resolution, failure, &after.world.environment)
    {
        note += &format!("hint: {hint}\n");
    }
    Ok(note)
}
