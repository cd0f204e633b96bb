//! Choosing a profile: which one a name means, and how the environment has to change so that
//! nothing outranks it. `switch` and `exec` share this, so that both lead to the same environment.

use std::ffi::{OsStr, OsString};

use jiff::SignedDuration;

use super::hint::typed;
use super::prompt::paint_spans;
use super::{Person, hint, region, remedies};
use crate::aws::wrappers::{COMPANIONS, MARKERS};
use crate::aws::{
    Change, Environment, Facts, FailureKind, LoginSessions, OUTRANKING, Origin, Resolution, World,
    later, ours,
};
use crate::policy::{Assessment, Class, IDLE, LIMITED, Limits, UNTIL};
use crate::printable::printable;
use crate::prompt::segment::{self, Request};
use crate::prompt::{Format, Settings, Show};
use crate::shell::paint::PromptSyntax;
use crate::shell::{Shell, assign};

/// The variable that holds the profile before the last switch; empty if there was none.
pub(crate) const PREVIOUS: &str = "AWSPROMPT_PREVIOUS";

/// The variables that name a wrapper's own server for credentials.
const SERVER: [&str; 3] = [
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SwitchTarget {
    Profile(OsString),
    NoProfile,
    /// Only the region, or whether the segment is shown.
    Stay,
}

impl SwitchTarget {
    pub(super) fn profile(&self) -> Option<&OsStr> {
        if let Self::Profile(name) = self { Some(name) } else { None }
    }
}

/// What the user wants changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) target: SwitchTarget,
    /// The region to set, or an empty one to remove it.
    pub(crate) region: Option<OsString>,
    /// How long the profile is to be kept.
    pub(crate) time: Option<SignedDuration>,
    /// The variables that the shell cannot remove, each with its value if one of the shell's own
    /// hides it.
    pub(crate) universal: Vec<String>,
}

impl Wish {
    /// Returns the value of the variable of every shell that comes to light when the one that hides
    /// it is removed, if a change does no more than that.
    fn released(&self, change: &Change) -> Option<&OsStr> {
        let mut hidden = self.universal.iter().filter_map(|it| it.split_once('='));
        let (_, value) = hidden.find(|(name, _)| *name == change.name)?;
        let is_region = region::REGION_VARIABLES.iter().any(|(name, _)| *name == change.name);
        let comes_back = change.value.as_deref() == Some(value.as_ref());
        let is_back = is_region && self.region.is_none() && comes_back;
        (change.value.is_none() || is_back).then_some(value.as_ref())
    }

    /// Tells whether a variable is one of every shell, and not hidden.
    fn is_universal(&self, name: &str) -> bool {
        self.universal.iter().any(|it| it == name)
    }
}

/// A change of the environment, and what AWS CLI v2 would use after it.
pub(crate) struct Switch<'s> {
    /// In the order of the names.
    pub(crate) changes: Vec<Change>,
    /// Those that the shell makes by removing a variable, as every shell has the value.
    pub(crate) released: Vec<&'static str>,
    /// What the shell cannot remove, and will say so.
    pub(crate) kept: Vec<Change>,
    pub(crate) after: Resolution,
    /// That, compared with the user's rules.
    pub(crate) assessment: Assessment<'s>,
}

impl<'s> Switch<'s> {
    /// Returns the class of what is used after the change.
    pub(crate) fn class(&self) -> Option<&'s Class> {
        self.assessment.class.as_ref().map(|(class, _)| *class)
    }
}

/// Works out how the environment has to change.
pub(crate) fn switch<'s>(
    facts: &Facts<'_, '_>,
    before: &Resolution,
    wish: &Wish,
    settings: &'s Settings,
) -> Switch<'s> {
    let environment = &facts.world.environment;
    let mut changes = Vec::new();
    let chosen = before.chosen_profile();
    if wish.target != SwitchTarget::Stay {
        let profile = wish.target.profile().map(OsStr::to_owned);
        changes.extend(outranking(environment).map(Change::remove));
        changes.extend(previous(environment, before, &wish.target));
        changes.push(Change { name: "AWS_PROFILE", value: profile });
    }
    if wish.target != SwitchTarget::Stay || wish.region.is_some() {
        changes.extend(region_changes(environment, chosen, wish));
    }
    // What is exported in every shell comes back by itself.
    changes.retain(|change| {
        let of = region::REGION_VARIABLES.iter().find(|(_, before)| *before == change.name);
        change.value.is_none() || of.is_none_or(|(name, _)| !wish.is_universal(name))
    });
    let is_kept = |change: &Change| change.value.is_none() && wish.is_universal(change.name);
    let (kept, mut changes): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_kept);
    let mut released = Vec::new();
    for change in &mut changes {
        if let Some(value) = wish.released(change) {
            change.value = Some(value.to_owned());
            released.push(change.name);
        }
    }
    // The class of what was read holds where another file was not.
    let world = World { files: Vec::new(), ..world_after(facts.world, &changes) };
    // The limits that follow are in awsprompt's own variables, which no client reads.
    let facts_after = Facts { world: &world, ..*facts };
    let after = ours(&facts_after);
    let assessment = Assessment::new(&facts_after, &after, &settings.policy);
    let class = assessment.class.as_ref().map(|(class, _)| *class);
    if !changes.is_empty() {
        changes.extend(limits(facts, &facts_after, &after, wish, class));
    }
    Change::sort(&mut changes);
    changes.dedup();
    Switch { changes, released, kept, after, assessment }
}

/// Returns how the variables of the region change with the profile, or as wished.
fn region_changes(environment: &Environment, chosen: Option<&OsStr>, wish: &Wish) -> Vec<Change> {
    let (profile, is_wrapped) = match &wish.target {
        SwitchTarget::Stay => (chosen, false),
        target => (target.profile(), is_wrapped(environment)),
    };
    region::changes(environment, profile.unwrap_or_default(), wish.region.as_deref(), is_wrapped)
}

/// Remembers the profile in use as the previous one, unless it is chosen again or was chosen for a
/// limited time, since going back would lift that limit. Forgets the previous profile if it is the
/// one that is chosen now.
fn previous(environment: &Environment, before: &Resolution, target: &SwitchTarget) -> Vec<Change> {
    let chosen = before.chosen_profile();
    if target.profile() == chosen {
        return Vec::new();
    }
    if Limits::of(chosen, environment).until.is_none() {
        let previous = Change::set(PREVIOUS, chosen.unwrap_or_default());
        return region::remembered(environment, before).into_iter().chain([previous]).collect();
    }
    let leads_here = environment.get(PREVIOUS) == Some(target.profile().unwrap_or_default());
    if leads_here { forgotten(environment).collect() } else { Vec::new() }
}

/// Returns the changes after which there is no previous profile.
pub(super) fn forgotten(environment: &Environment) -> impl Iterator<Item = Change> {
    let names = [PREVIOUS, region::PREVIOUS_REGION].into_iter();
    names.filter(|name| environment.get(name).is_some()).map(Change::remove)
}

/// Works out the limits after a change: the time, which stays if the profile does, and what the
/// class of the account allows.
fn limits(
    facts: &Facts<'_, '_>,
    facts_after: &Facts<'_, '_>,
    after: &Resolution,
    wish: &Wish,
    class: Option<&Class>,
) -> Vec<Change> {
    let profile = after.chosen_profile();
    let class = class.filter(|_| profile.is_some());
    let time = wish.time.or(class.and_then(|class| class.enter.time));
    let from_now = time.map(|time| later(facts.world.clock.now(), time));
    let until = match wish.target {
        SwitchTarget::Profile(_) => from_now,
        SwitchTarget::Stay => {
            Limits::of(profile, &facts_after.world.environment).until.or(from_now)
        }
        SwitchTarget::NoProfile => None,
    };
    let idle = class.and_then(|class| class.idle);
    let limited = profile.filter(|_| until.is_some() || idle.is_some());
    let seconds = |seconds: i64| OsString::from(seconds.to_string());
    let values = [
        (UNTIL, until.map(|until| seconds(until.as_second()))),
        (IDLE, idle.map(|idle| seconds(idle.as_secs()))),
        (LIMITED, limited.map(OsStr::to_owned)),
    ];
    let is_there = |name| facts.world.environment.get(name).is_some();
    let changes = values.into_iter().filter(|(name, value)| value.is_some() || is_there(name));
    changes.map(|(name, value)| Change { name, value }).collect()
}

/// Returns the world as it will be after a change.
pub(crate) fn world_after(world: &World, changes: &[Change]) -> World {
    World {
        models: world.models.clone(),
        environment: world.environment.changed(changes),
        locations: world.locations.clone(),
        clock: world.clock.clone(),
        // What they contain has been read into `Facts::files`.
        files: world.files.iter().filter(|(_, state)| !state.is_content()).cloned().collect(),
        verified_accounts: world.verified_accounts.clone(),
    }
}

/// Tells whether a wrapper exported the region, or its own server for credentials.
fn is_wrapped(environment: &Environment) -> bool {
    let mut markers = MARKERS.iter().filter(|marker| marker.exports_region);
    markers.any(|marker| environment.get(marker.name).is_some())
}

/// Returns those of the variables to remove that are set.
fn outranking(environment: &Environment) -> impl Iterator<Item = &'static str> {
    let markers = MARKERS.iter().map(|marker| marker.name);
    // Without a wrapper the container's role stays.
    let is_wrapped = is_wrapped(environment);
    let of_wrapper = SERVER.into_iter().filter(move |_| is_wrapped);
    let names = OUTRANKING.into_iter().chain(COMPANIONS).chain(markers).chain(of_wrapper);
    names.filter(|name| environment.get(name).is_some())
}

/// Writes what a shell evaluates to change its environment.
pub(super) fn code(shell: Shell, changes: &[Change], released: &[&str]) -> String {
    let line = |change: &Change| {
        let value = change.value.as_deref().filter(|_| !released.contains(&change.name));
        assign::line(shell, change.name, value)
    };
    changes.iter().map(line).collect()
}

/// Shows what is in use as a segment that is complete, however little the settings show in the
/// prompt.
pub(super) fn shown(
    facts: &Facts<'_, '_>,
    resolution: &Resolution,
    settings: &Settings,
    person: Person,
) -> String {
    let syntax = PromptSyntax::of_terminal(person.sees_colour);
    let mut settings = settings.clone();
    settings.format = Format::default();
    settings.show = Show::Always;
    let request = Request { has_colour: person.sees_colour, ..Request::new(&settings) };
    let spans = segment::segment(facts, resolution, &request);
    let painted = paint_spans(syntax, person.sees_colour, &spans);
    match &resolution.region {
        _ if !painted.is_empty() => painted,
        Some(region) => {
            format!("no profile, region {}", printable(&region.value.to_string_lossy()))
        }
        None => "no profile".to_owned(),
    }
}

/// Tells the person what was in use, what is now, what was removed, and what is left to do.
pub(super) fn note(
    facts: &Facts<'_, '_>,
    before: &Resolution,
    after: &Resolution,
    (changes, universal): (&[Change], &[String]),
    settings: &Settings,
    person: Person,
) -> String {
    let world = world_after(facts.world, changes);
    let facts_after = Facts { world: &world, ..*facts };
    let before = shown(facts, before, settings, person);
    let mut note = format!("{before} → {}\n", shown(&facts_after, after, settings, person));
    let removed = removed(changes, &facts.world.environment);
    if !removed.is_empty() {
        note += &format!("removed {}; switching back does not restore them\n", removed.join(", "));
    }
    note += &region_note(facts, after, (changes, universal), settings);
    if let Some(login) = login(&facts_after, after, settings) {
        note += &format!("hint: {login}\n");
    } else if let Some(failure) =
        after.failure.as_ref().filter(|_| after.chosen_profile().is_some())
    {
        let remedy = remedies::next_step(after, failure, &facts_after);
        let why = failure.shown(facts.world.locations.home.as_deref());
        note += &format!("{why}\nhint: {}\n", hint::written(&remedy, None, settings));
    }
    note
}

/// Returns those of the variables that outrank a profile which a change removes.
pub(super) fn removed(changes: &[Change], environment: &Environment) -> Vec<&'static str> {
    let removed = changes.iter().filter(|change| change.value.is_none()).map(|change| change.name);
    removed.filter(|name| OUTRANKING.contains(name) && environment.get(name).is_some()).collect()
}

/// Returns the login without which what is chosen does not work, by the function that switches if
/// it can do that.
pub(super) fn login(
    facts_after: &Facts<'_, '_>,
    after: &Resolution,
    settings: &Settings,
) -> Option<String> {
    let needs_login = |kind| {
        matches!(kind, FailureKind::SsoToken | FailureKind::Expired | FailureKind::LoginRefresh)
    };
    let failure = after.failure.as_ref().filter(|failure| needs_login(failure.kind))?;
    let profiles = facts_after.profiles().ok()?;
    let chosen = after.chosen_profile().and_then(OsStr::to_str);
    let chosen = chosen.and_then(|name| Some((name, profiles.find(name)?)));
    if let Some((name, profile)) = chosen
        && LoginSessions::new(facts_after, profiles).of(name, profile).is_some()
    {
        return Some(format!("{} --login {}", settings.command.as_str(), typed(name)));
    }
    let remedy = remedies::next_step(after, failure, facts_after);
    Some(hint::written(&remedy, None, settings).into_owned())
}

/// Says that a switch leaves an exported region in force, if the profile has another.
fn region_note(
    facts: &Facts<'_, '_>,
    after: &Resolution,
    (changes, universal): (&[Change], &[String]),
    settings: &Settings,
) -> String {
    let of = |name: &str| changes.iter().find(|change| change.name == name);
    let is_set = of(region::REGION_OF).is_some_and(|change| change.value.is_some());
    let Some(region) = after.region.as_ref().filter(|_| of("AWS_PROFILE").is_some()) else {
        return String::new();
    };
    let Origin::Environment(name) = &region.origin else { return String::new() };
    let without = region::REGION_VARIABLES.map(|(name, _)| Change::remove(name));
    let world = world_after(&world_after(facts.world, changes), &without);
    let own = ours(&Facts { world: &world, ..*facts }).region;
    if is_set || own.is_some_and(|own| own.value == region.value) {
        return String::new();
    }
    let value = match region.value.to_string_lossy() {
        empty if empty.is_empty() => "empty".to_owned(),
        value => printable(&value).into_owned(),
    };
    let is_back = of(name).is_some();
    let state = if is_back { format!("is {value} again") } else { format!("stays {value}") };
    if universal.iter().any(|it| it.split('=').next() == Some(name)) {
        return format!("{name} {state}; set -eU {name} removes it in every fish\n");
    }
    format!("{name} {state}; {} -r '' removes it\n", settings.command.as_str())
}
