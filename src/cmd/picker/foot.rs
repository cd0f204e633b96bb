//! What a switch to a profile would change, in a few words.

use std::ffi::OsStr;

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
    region: Option<&'a OsStr>,
    universal: &'a [String],
}

impl<'a, 'w> Foot<'a, 'w> {
    pub(in crate::cmd) fn new(
        facts: &'a Facts<'a, 'w>,
        before: &'a Resolution,
        settings: &'a Settings,
        profiles: &'a Profiles<'w>,
    ) -> Self {
        let sessions = LoginSessions::new(facts, profiles);
        Self { facts, before, settings, profiles, sessions, region: None, universal: &[] }
    }

    /// Adds the region that is wished for with the profile, and what the shell cannot remove.
    pub(in crate::cmd) fn wished(self, region: Option<&'a OsStr>, universal: &'a [String]) -> Self {
        Self { region, universal, ..self }
    }

    /// Says whether the login of the profile is alive, what a switch would remove, and what becomes of
    /// a region that is exported. What a person has to do comes first, as a narrow screen cuts the
    /// rest.
    pub(in crate::cmd) fn of(&self, name: &str) -> Vec<String> {
        let wish = Wish {
            target: SwitchTarget::Profile(name.into()),
            region: self.region.map(OsStr::to_owned),
            time: None,
            universal: self.universal.to_vec(),
        };
        let switch = choice::switch(self.facts, self.before, &wish, self.settings);
        let stays = choice::removed(&switch.kept, &self.facts.world.environment).join(", ");
        let removed = choice::removed(&switch.changes, &self.facts.world.environment).join(", ");
        let is_here = self.before.chosen_profile().is_some_and(|chosen| chosen == name);
        let parts = [
            is_here.then(|| "in use now".to_owned()),
            self.session(name, &switch),
            (!removed.is_empty()).then(|| format!("removes {removed}")),
            (!stays.is_empty()).then(|| format!("cannot remove {stays}")),
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

    /// Says which region is set, which variable of the region stays or comes back, or which region
    /// goes with the profile before.
    fn region(&self, switch: &Switch<'_>) -> Option<String> {
        let region = switch.after.region.as_ref();
        let kept = region.and_then(|region| Some((region.origin.variable()?, &region.value)));
        let change = |name: &str| switch.changes.iter().find(|change| change.name == name);
        if let Some((name, region)) = kept {
            let region = region.to_string_lossy();
            let is_changed = change(name).is_some();
            return Some(match self.region.is_some_and(|wished| !wished.is_empty()) {
                true => format!("sets the region {region}"),
                false if is_changed => format!("{name} is {region} again"),
                false => format!("keeps {name} {region}"),
            });
        }
        let environment = &self.facts.world.environment;
        let dropped =
            |(name, _)| change(name).and_then(|change| environment.non_empty(change.name));
        let region = REGION_VARIABLES.into_iter().find_map(dropped)?;
        Some(format!("drops the region {}", region.to_string_lossy()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::ours;
    use crate::aws::sample::SampleMachine;

    const CONFIG: &str = "[profile a]\nregion = eu-west-1\n\
                          aws_access_key_id = AKIARTX3GSDSQAAQEAYE\naws_secret_access_key = s\n";

    /// Returns what a switch from no profile to `a` would do, with these variables.
    fn foot(variables: &[(&str, &str)], region: Option<&str>, universal: &[&str]) -> String {
        let machine = SampleMachine {
            config: CONFIG.to_owned(),
            variables: variables.to_vec(),
            ..SampleMachine::default()
        };
        let settings = Settings::default();
        let universal: Vec<_> = universal.iter().map(|&name| name.to_owned()).collect();
        machine.ask(|facts| {
            let before = ours(facts);
            let foot = Foot::new(facts, &before, &settings, facts.profiles().unwrap());
            foot.wished(region.map(OsStr::new), &universal).of("a").join("; ")
        })
    }

    #[test]
    fn the_region_is_the_one_that_the_switch_leads_to() {
        let exported = ("AWS_REGION", "eu-south-1");
        let set = [
            ("AWS_REGION", "eu-north-1"),
            ("AWS_DEFAULT_REGION", "eu-north-1"),
            ("AWSPROMPT_REGION_OF", "eu-north-1 "),
        ];
        let over = [&set[..], &[("AWSPROMPT_REGION_BEFORE", "eu-south-1")]].concat();
        for (variables, region, expected) in [
            (&[][..], None, ""),
            (&[exported], None, "keeps AWS_REGION eu-south-1"),
            (&[exported], Some("us-west-2"), "sets the region us-west-2"),
            (&[exported], Some(""), "drops the region eu-south-1"),
            (&set, None, "drops the region eu-north-1"),
            (&over, None, "AWS_REGION is eu-south-1 again"),
        ] {
            assert_eq!(foot(variables, region, &[]), expected, "{variables:?} {region:?}");
        }
    }

    #[test]
    fn what_every_shell_has_is_not_removed() {
        let keys = [("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"), ("AWS_SECRET_ACCESS_KEY", "s")];
        let names = "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY";
        assert_eq!(foot(&keys, None, &[]), format!("removes {names}"));
        let universal = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
        assert_eq!(foot(&keys, None, &universal), format!("cannot remove {names}"));
    }
}
