//! Lets a person choose a profile, where one can.

use std::ffi::OsStr;

use rustc_hash::FxHashSet;

use super::find::Finder;
use super::picker::{Foot, Picker, PickerNeeds};
use super::recent::Recent;
use super::{Outcome, Person};
use crate::aws::{Facts, Resolution};
use crate::error::{Error, Status};
use crate::policy::Candidate;
use crate::prompt::{PickerSetting, Settings};

/// Shows a picker to a person, and returns the profile that was chosen, if any.
pub(crate) type Choose<'f> = &'f dyn Fn(&mut Picker<'_>) -> Result<Option<String>, Error>;

/// A person who may choose, and what the choice is about.
#[derive(Clone, Copy)]
pub(super) struct Chooser<'c, 'a, 'w> {
    pub(super) facts: &'c Facts<'a, 'w>,
    /// What is used before the choice.
    pub(super) before: &'c Resolution,
    pub(super) settings: &'c Settings,
    pub(super) person: Person,
    pub(super) choose: Choose<'c>,
    /// The region that is wished for with the profile.
    pub(super) region: Option<&'c OsStr>,
    /// As in `Wish`.
    pub(super) universal: &'c [String],
}

impl Chooser<'_, '_, '_> {
    /// Tells whether there is a person who can choose, and wants a picker for it.
    pub(super) fn has_picker(&self) -> bool {
        self.person.can_choose && self.settings.picker != PickerSetting::None
    }

    /// Lets the person search all profiles.
    pub(super) fn search(&self) -> Result<Option<String>, Error> {
        let all = Finder::new(self.facts, self.settings)?.all();
        if all.is_empty() {
            let message = "there are no profiles in ~/.aws/config and ~/.aws/credentials";
            return Err(Error::failed(message).with_hint("aws configure"));
        }
        self.choose(all, String::new(), None)
    }

    /// Lets the person choose from those that fit what was typed, or edit it to search all.
    pub(super) fn search_on(
        &self,
        typed: String,
        fitting: &[Candidate<'_>],
    ) -> Result<Option<String>, Error> {
        let all = Finder::new(self.facts, self.settings)?.all();
        let names = fitting.iter().map(|candidate| candidate.name().to_owned());
        self.choose(all, typed, Some(names.collect()))
    }

    /// Lets the person choose from these profiles.
    pub(super) fn choose_from(
        &self,
        candidates: Vec<Candidate<'_>>,
    ) -> Result<Option<String>, Error> {
        self.choose(candidates, String::new(), None)
    }

    fn choose(
        &self,
        candidates: Vec<Candidate<'_>>,
        query: String,
        offered: Option<FxHashSet<String>>,
    ) -> Result<Option<String>, Error> {
        let Self { facts, before, settings, person, choose, region, universal } = *self;
        let profiles = Finder::new(facts, settings)?.profiles;
        let file = Recent::file(facts.world).filter(|_| settings.recent);
        let recent = file.map(|file| Recent::read(facts.lookup.content(&file).visible()));
        let current = before.profile.as_ref().and_then(|profile| profile.value.to_str());
        let foot = Foot::new(facts, before, settings, profiles).wished(region, universal);
        choose(&mut Picker::new(PickerNeeds {
            candidates,
            recent: &recent.unwrap_or_default(),
            current: current.filter(|_| before.provider_outside_profile().is_none()),
            query,
            offered,
            has_colour: person.sees_colour,
            settings,
            environment: &facts.world.environment,
            foot: &|name| foot.of(name),
        }))
    }
}

/// Leaves everything as it was.
pub(super) fn left() -> Outcome {
    Outcome::noted(String::new(), Status::Failed)
}
