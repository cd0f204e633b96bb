//! Lets a person choose a profile, where one can.

use super::Person;
use super::find::Finder;
use super::picker::{Foot, Picker, PickerNeeds};
use super::recent::Recent;
use crate::aws::{Facts, Resolution};
use crate::error::Error;
use crate::prompt::Settings;

/// Shows a picker to a person, and returns the profile that was chosen, if any.
pub(crate) type Choose<'f> = &'f dyn Fn(&mut Picker<'_>) -> Result<Option<String>, Error>;

/// Lets a person choose; `query` is what was typed already.
pub(super) fn pick(
    query: &str,
    facts: &Facts<'_, '_>,
    before: &Resolution,
    settings: &Settings,
    person: Person,
    choose: Choose<'_>,
) -> Result<Option<String>, Error> {
    let finder = Finder::new(facts, settings)?;
    let candidates = finder.all();
    if candidates.is_empty() {
        let message = "there are no profiles in ~/.aws/config and ~/.aws/credentials";
        return Err(Error::failed(message).with_hint("aws configure"));
    }
    let file = Recent::file(facts.world).filter(|_| settings.recent);
    let recent = file.map(|file| Recent::read(facts.lookup.content(&file).visible()));
    let current = before.profile.as_ref().and_then(|profile| profile.value.to_str());
    let foot = Foot::new(facts, before, settings, finder.profiles);
    choose(&mut Picker::new(PickerNeeds {
        candidates,
        recent: &recent.unwrap_or_default(),
        current: current.filter(|_| before.provider_outside_profile().is_none()),
        query: query.to_owned(),
        has_colour: person.sees_colour,
        settings,
        environment: &facts.world.environment,
        foot: &|name| foot.of(name),
    }))
}
