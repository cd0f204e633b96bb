//! The profiles that were used last, in a file of awsprompt's own.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::aws::World;

/// How many profiles are kept.
const MOST: usize = 200;

/// When a profile was used this often, all numbers are halved, so that old habits fade.
const OFTEN: u32 = 100;

/// The profiles that were used last, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Recent {
    profiles: Vec<RecentProfile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
struct RecentProfile {
    name: String,
    uses: u32,
}

impl Recent {
    /// Returns the file, where there is a directory for it.
    pub(super) fn file(world: &World) -> Option<PathBuf> {
        Some(world.verified_accounts.as_ref()?.with_file_name("recent.json"))
    }

    /// Reads the file; a malformed one counts as empty.
    pub(super) fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// Returns how likely each profile is to be wanted: by how often and how lately it was used.
    pub(super) fn scores(&self) -> impl Iterator<Item = (&str, u32)> {
        let score = |(place, profile): (u32, &RecentProfile)| 1 + profile.uses * 64 / (place + 1);
        (0..).zip(&self.profiles).map(move |used| (used.1.name.as_str(), score(used)))
    }

    /// Adds a use of a profile.
    fn add(&mut self, name: &str) {
        let place = self.profiles.iter().position(|profile| profile.name == name);
        let uses = place.map_or(0, |place| self.profiles.remove(place).uses);
        self.profiles.insert(0, RecentProfile { name: name.to_owned(), uses: uses + 1 });
        self.profiles.truncate(MOST);
        if uses + 1 >= OFTEN {
            for profile in &mut self.profiles {
                profile.uses = profile.uses.div_ceil(2);
            }
        }
    }
}

/// That a profile is used, and the file that is to keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecentUse {
    pub(crate) file: PathBuf,
    /// The profile; nothing if the user wants none to be kept.
    pub(crate) name: Option<String>,
}

impl RecentUse {
    /// Returns the content of the file with this use added to what it has.
    pub(crate) fn added_to(&self, bytes: &[u8]) -> Option<String> {
        let mut recent = Recent::read(bytes);
        recent.add(self.name.as_ref()?);
        // Text in memory always serializes.
        Some(serde_json::to_string(&recent).unwrap_or_default() + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(uses: &[&str]) -> Recent {
        let mut recent = Recent::default();
        for name in uses {
            recent.add(name);
        }
        recent
    }

    /// The names, the likeliest first.
    fn order(recent: &Recent) -> Vec<&str> {
        let mut scores: Vec<_> = recent.scores().collect();
        scores.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        scores.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn what_is_used_last_and_most_often_comes_first() {
        assert_eq!(order(&after(&["a", "b", "c"])), ["c", "b", "a"]);
        assert_eq!(order(&after(&["a", "a", "a", "a", "b", "c"])), ["a", "c", "b"]);
        assert_eq!(order(&after(&[])), [""; 0]);
    }

    #[test]
    fn at_most_200_are_kept_and_old_habits_fade() {
        let names: Vec<_> = (0..300).map(|number| number.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let recent = after(&names);
        assert_eq!((recent.profiles.len(), &*recent.profiles[199].name), (200, "100"));
        let recent = after(&["a"; 1_000]);
        assert!(recent.profiles[0].uses < OFTEN, "{recent:?}");
        let once = after(&["b", "a", "a"]);
        assert_eq!(once.profiles[1].uses, 1);
    }

    #[test]
    fn names_come_back_byte_for_byte_and_a_damaged_file_is_empty() {
        for name in ["a\n\u{202e}\"\\\x1b", "", "\u{1f600}"] {
            let one = RecentUse { file: PathBuf::new(), name: Some(name.to_owned()) };
            let content = one.added_to(b"{\"profiles\": [").unwrap();
            assert_eq!(Recent::read(content.as_bytes()), after(&[name]));
        }
        let none = RecentUse { file: PathBuf::new(), name: None };
        assert_eq!(none.added_to(b"{}"), None);
    }
}
