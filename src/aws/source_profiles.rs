//! The profiles along `source_profile`: which have been met, and how the next one is found.
//!
//! A chain of them may be as long as a file allows; only a circle ends it.

use rustc_hash::FxHashSet;

use super::inventory::Inventory;
use super::profiles::{Profile, Profiles};

/// From how many on they are looked up in a table of all profiles, which is not made for a few.
const MANY: usize = 16;

/// What has been met on the way.
#[derive(Default)]
pub(super) struct SourceProfiles<'a, 'w> {
    /// The profile that is not a source itself; most have no other.
    first: Option<&'a str>,
    sources: FxHashSet<&'a str>,
    all: Option<Inventory<'a, 'w>>,
}

impl<'a, 'w> SourceProfiles<'a, 'w> {
    /// Begins with the profile that is not a source itself.
    pub(super) fn of(name: &'a str) -> Self {
        Self { first: Some(name), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.sources.len() + usize::from(self.first.is_some())
    }

    pub(super) fn has_met(&self, name: &str) -> bool {
        self.first == Some(name) || self.sources.contains(name)
    }

    /// Takes in a profile, and tells whether it is a new one.
    pub(super) fn meet(&mut self, name: &'a str) -> bool {
        self.first != Some(name) && self.sources.insert(name)
    }

    /// Finds the next profile.
    pub(super) fn find(
        &mut self,
        profiles: &'a Profiles<'w>,
        name: &str,
    ) -> Option<Profile<'a, 'w>> {
        if self.len() < MANY {
            return profiles.find(name);
        }
        self.all.get_or_insert_with(|| Inventory::new(profiles)).profile(name)
    }
}
