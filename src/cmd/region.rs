//! The region that a switch sets belongs to the profile that it is set for: it goes with the
//! profile, and a region that was exported before comes back.

use std::ffi::{OsStr, OsString};

use super::near::{did_you_mean, near};
use crate::aws::{
    Change, Environment, REGIONS, Resolution, is_known_region, is_valid_region, meant_region,
};
use crate::error::Error;

/// The region that a switch has set, a blank, and the profile that it belongs to.
pub(super) const REGION_OF: &str = "AWSPROMPT_REGION_OF";

/// The region that a switch had set for the previous profile.
pub(super) const PREVIOUS_REGION: &str = "AWSPROMPT_PREVIOUS_REGION";

/// The variables of the region, each with the one that keeps what was exported there before.
pub(super) const REGION_VARIABLES: [(&str, &str); 2] = [
    ("AWS_DEFAULT_REGION", "AWSPROMPT_DEFAULT_REGION_BEFORE"),
    ("AWS_REGION", "AWSPROMPT_REGION_BEFORE"),
];

/// Reads a region; an empty one stands for none.
pub(super) fn region(text: &OsStr) -> Result<OsString, Error> {
    if is_valid_region(text) {
        return Ok(text.to_owned());
    }
    let text = text.to_string_lossy();
    Err(Error::failed(format!("{text:?} is not a valid region name")))
}

/// Returns the changes of the region variables that a switch to `profile` makes, or that a wished
/// region makes for it; an empty one removes them all.
///
/// A value that is no longer what a switch has set is the person's own, and stays. `is_wrapped`
/// says that what was exported came from a wrapper, and goes with it.
pub(super) fn changes(
    environment: &Environment,
    profile: &OsStr,
    wished: Option<&OsStr>,
    is_wrapped: bool,
) -> Vec<Change> {
    let here = set_region(environment).map(|(region, _)| region);
    let set = wished.filter(|region| !region.is_empty());
    let mut changes = Vec::new();
    for (name, before) in REGION_VARIABLES {
        let value = environment.get(name);
        let is_set_here = value.is_some() && value == here;
        let exported = if is_set_here { environment.get(before) } else { value };
        let exported = exported.filter(|_| !is_wrapped);
        if wished.is_some() {
            changes.push(Change { name, value: set.map(OsStr::to_owned) });
        } else if exported != value {
            changes.push(Change { name, value: exported.map(OsStr::to_owned) });
        }
        changes.extend(assigned(environment, before, exported.filter(|_| set.is_some())));
    }
    let mark = set.map(|region| [region, profile].join(OsStr::new(" ")));
    changes.extend(assigned(environment, REGION_OF, mark.as_deref()));
    changes
}

/// Returns the region that a switch has set and its profile, if it is still in a variable.
fn set_region(environment: &Environment) -> Option<(&OsStr, &OsStr)> {
    let (region, profile) = environment.get(REGION_OF)?.to_str()?.split_once(' ')?;
    let is_there = |(name, _)| environment.get(name).is_some_and(|value| value == region);
    REGION_VARIABLES.into_iter().any(is_there).then(|| (region.as_ref(), profile.as_ref()))
}

/// Returns the change that gives a variable a value, or removes it if it is there.
fn assigned(
    environment: &Environment,
    name: &'static str,
    value: Option<&OsStr>,
) -> Option<Change> {
    let is_needed = value.is_some() || environment.get(name).is_some();
    is_needed.then(|| Change { name, value: value.map(OsStr::to_owned) })
}

/// Returns the change that remembers the region of the profile that becomes the previous one.
pub(super) fn remembered(environment: &Environment, before: &Resolution) -> Option<Change> {
    assigned(environment, PREVIOUS_REGION, in_use(environment, before))
}

/// Returns the region that a switch has set for the profile in use, if it is in force: not one that
/// the person has exported since, though another client may still use what was set.
pub(super) fn in_use<'e>(environment: &'e Environment, before: &Resolution) -> Option<&'e OsStr> {
    let (region, profile) = set_region(environment)?;
    let is_of_profile = profile == before.chosen_profile().unwrap_or_default();
    (is_of_profile && of_variable(before) == Some(region)).then_some(region)
}

/// Tells whether a region is in force that the person has exported.
pub(super) fn is_exported(environment: &Environment, before: &Resolution) -> bool {
    let set = set_region(environment).map(|(region, _)| region);
    of_variable(before).is_some_and(|region| set != Some(region))
}

/// Returns the region that is in force because a variable has it.
fn of_variable(before: &Resolution) -> Option<&OsStr> {
    let region = before.region.as_ref()?;
    region.origin.variable().map(|_| &*region.value)
}

/// Returns the region that comes back with the previous profile.
pub(super) fn of_previous(environment: &Environment) -> Option<OsString> {
    let region = environment.non_empty(PREVIOUS_REGION)?;
    is_valid_region(region).then(|| region.to_owned())
}

/// Says that no region of this name is known. New ones come faster than releases of awsprompt.
pub(super) fn warning(region: &OsStr, after: &Resolution) -> String {
    let name = region.to_string_lossy();
    // Other services with AWS's protocols have regions of their own.
    if name.is_empty() || is_known_region(&name) || after.endpoint.is_some() {
        return String::new();
    }
    let near = match meant_region(&name) {
        Some(meant) => vec![meant],
        None => near(&name, REGIONS.iter().map(|(known, _)| *known)),
    };
    let hint = format!("hint: {}\n", did_you_mean(&near));
    let hint = if near.is_empty() { "" } else { &hint };
    format!("awsprompt: {name:?} is not a region that awsprompt knows; set anyway\n{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::sample::SampleMachine;
    use crate::aws::{Platform, ours};

    const NAMES: [&str; 5] = [
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        REGION_OF,
        "AWSPROMPT_REGION_BEFORE",
        "AWSPROMPT_DEFAULT_REGION_BEFORE",
    ];

    /// Writes the variables of the region in the order of `NAMES`, with a dash for an unset one.
    fn written(environment: &Environment) -> String {
        let value = |name: &&str| environment.get(name).and_then(OsStr::to_str).unwrap_or("-");
        NAMES.iter().map(value).collect::<Vec<_>>().join(",")
    }

    fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
        NAMES.into_iter().zip(text.split(',')).filter(|(_, value)| *value != "-")
    }

    fn read(text: &str) -> Environment {
        let pairs = pairs(text).map(|(name, value)| (name.into(), value.into()));
        Environment::new(Platform::Posix, pairs)
    }

    #[track_caller]
    fn assert_after(before: &str, wished: Option<&str>, after: &str) {
        let environment = read(before);
        let changes = changes(&environment, "dev".as_ref(), wished.map(OsStr::new), false);
        assert_eq!(written(&environment.changed(&changes)), after);
        // What is as it was is not changed, but for the variables that are wished for.
        let is_idle = |change: &Change| environment.get(change.name) == change.value.as_deref();
        assert!(wished.is_some() || !changes.iter().any(is_idle), "{changes:?}");
    }

    #[test]
    fn a_region_is_set_for_a_profile_and_goes_with_it() {
        assert_after("-,-,-,-,-", Some("a"), "a,a,a dev,-,-");
        assert_after("a,a,a work,-,-", None, "-,-,-,-,-");
        assert_after("a,a,a work,-,-", Some("b"), "b,b,b dev,-,-");
        assert_after("a,a,a dev,-,-", Some(""), "-,-,-,-,-");
    }

    #[test]
    fn each_variable_gets_back_what_was_exported_there() {
        assert_after("x,-,-,-,-", Some("a"), "a,a,a dev,x,-");
        assert_after("x,y,-,-,-", Some("a"), "a,a,a dev,x,y");
        assert_after("a,a,a dev,x,y", Some("b"), "b,b,b dev,x,y");
        assert_after("a,a,a dev,x,-", None, "x,-,-,-,-");
        assert_after("a,a,a dev,x,y", None, "x,y,-,-,-");
        // The same value, exported before, stays in its variable.
        assert_after("a,-,-,-,-", Some("a"), "a,a,a dev,a,-");
        assert_after("a,a,a dev,a,-", None, "a,-,-,-,-");
        // Somebody who removes the region wants neither.
        assert_after("a,a,a dev,x,y", Some(""), "-,-,-,-,-");
    }

    #[test]
    fn a_value_that_is_another_by_now_is_the_person_s() {
        assert_after("x,a,a dev,-,-", None, "x,-,-,-,-");
        assert_after("x,-,a dev,-,-", None, "x,-,-,-,-");
        assert_after("x,a,a dev,o,p", Some("b"), "b,b,b dev,x,p");
        assert_after("x,y,-,-,-", None, "x,y,-,-,-");
        // What is no mark says nothing.
        assert_after("a,a,a,-,-", None, "a,a,-,-,-");
    }

    #[test]
    fn a_region_is_remembered_with_the_profile_that_it_was_set_for() {
        let region = |text: &str, chosen: Option<&str>| {
            let profile = chosen.map(|name| ("AWS_PROFILE", name));
            let variables = pairs(text).chain(profile).collect();
            let machine = SampleMachine { variables, ..SampleMachine::default() };
            let remembered =
                machine.ask(|facts| remembered(&facts.world.environment, &ours(facts)));
            remembered.and_then(|change| change.value)
        };
        let kept = Some(OsString::from("a"));
        assert_eq!(region("a,a,a dev,-,-", Some("dev")), kept);
        assert_eq!(region("a,-,a dev,-,-", Some("dev")), kept);
        assert_eq!(region("a,x,a dev,-,-", Some("dev")), kept);
        assert_eq!(region("a,a,a ,-,-", None), kept);
        // One that was exported since is in force.
        assert_eq!(region("x,a,a dev,-,-", Some("dev")), None);
        // Another profile, chosen by hand, has no region of its own; nor has one that is exported.
        assert_eq!(region("a,a,a dev,-,-", Some("work")), None);
        assert_eq!(region("a,a,a dev,-,-", None), None);
        assert_eq!(region("x,y,a dev,-,-", Some("dev")), None);
        assert_eq!(region("a,a,-,-,-", Some("dev")), None);
    }

    #[test]
    fn what_a_wrapper_exported_does_not_come_back() {
        let environment = read("a,a,a dev,x,-");
        let changes = changes(&environment, "work".as_ref(), None, true);
        assert_eq!(written(&environment.changed(&changes)), "-,-,-,-,-");
    }
}
