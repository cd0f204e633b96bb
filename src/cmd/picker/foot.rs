//! What a switch to a profile would change, in a few words.

use crate::aws::{Facts, LoginSessions, Profiles, Resolution};
use crate::cmd::choice::{self, Switch, SwitchTarget, Wish};
use crate::cmd::region::REGION_VARIABLES;
use crate::cmd::sessions;
use crate::prompt::Settings;

/// What the line is worked out from.
pub(in crate::cmd) struct Foot<'a, 'w> {
    facts: &'a Facts<'a, 'w>,
    before: &'a Resolution,
    settings: &'a Settings,
    profiles: &'a Profiles<'w>,
    sessions: LoginSessions<'a, 'w>,
}

impl<'a, 'w> Foot<'a, 'w> {
    pub(in crate::cmd) fn new(
        facts: &'a Facts<'a, 'w>,
        before: &'a Resolution,
        settings: &'a Settings,
        profiles: &'a Profiles<'w>,
    ) -> Self {
        let sessions = LoginSessions::new(facts, profiles);
        Self { facts, before, settings, profiles, sessions }
    }

    /// Says whether the login of the profile is alive, what a switch would remove, and what becomes of
    /// a region that is exported. What a person has to do comes first, as a narrow screen cuts the
    /// rest.
    pub(in crate::cmd) fn of(&self, name: &str) -> Vec<String> {
        let wish = Wish {
            target: SwitchTarget::Profile(name.into()),
            region: None,
            time: None,
            universal: Vec::new(),
        };
        let switch = choice::switch(self.facts, self.before, &wish, self.settings);
        let removed = choice::removed(&switch.changes, &self.facts.world.environment).join(", ");
        let is_here = self.before.chosen_profile().is_some_and(|chosen| chosen == name);
        let parts = [
            is_here.then(|| "in use now".to_owned()),
            self.session(name, &switch),
            (!removed.is_empty()).then(|| format!("removes {removed}")),
            self.region(&switch),
        ];
        parts.into_iter().flatten().collect()
    }

    /// Says whether a login is alive or has to come first, or why the profile does not work.
    fn session(&self, name: &str, switch: &Switch<'_>) -> Option<String> {
        let world = choice::world_after(self.facts.world, &switch.changes);
        let facts_after = Facts { world: &world, ..*self.facts };
        if let Some(login) = choice::login(&facts_after, &switch.after, self.settings) {
            return Some(format!("logged out: {login}"));
        }
        if let Some(failure) = &switch.after.failure {
            return Some(failure.shown(self.facts.world.locations.home.as_deref()));
        }
        let (session, _) = self.sessions.of(name, self.profiles.find(name)?)?;
        let state = sessions::in_words(self.sessions.state(session), &self.facts.world.clock);
        let session = sessions::shown_name(session.name(), self.facts, self.settings);
        Some(format!("session {session}: {state}"))
    }

    /// Says which variable of the region stays in force, or which region goes with the profile
    /// before.
    fn region(&self, switch: &Switch<'_>) -> Option<String> {
        let region = switch.after.region.as_ref();
        let kept = region.and_then(|region| Some((region.origin.variable()?, &region.value)));
        if let Some((name, region)) = kept {
            return Some(format!("keeps {name} {}", region.to_string_lossy()));
        }
        let dropped = |(name, _)| switch.changes.iter().find(|change| change.name == name);
        let dropped = REGION_VARIABLES.into_iter().find_map(dropped)?;
        let region = self.facts.world.environment.non_empty(dropped.name)?;
        Some(format!("drops the region {}", region.to_string_lossy()))
    }
}
