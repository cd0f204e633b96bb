//! What a switch to a profile would change, in a line.

use crate::aws::{Facts, Origin, Provider, Resolution};
use crate::cmd::choice::{self, Switch, SwitchTarget, Wish};
use crate::cmd::region::REGION_VARIABLES;
use crate::prompt::Settings;

/// Says what a switch to a profile would remove, which region it would lead to if that is not the
/// profile's own, and whether a login has to come first.
pub(in crate::cmd) fn foot(
    facts: &Facts<'_, '_>,
    before: &Resolution,
    settings: &Settings,
    name: &str,
) -> String {
    let wish = Wish {
        target: SwitchTarget::Profile(name.into()),
        region: None,
        time: None,
        universal: Vec::new(),
    };
    let Switch { changes, after, .. } = choice::switch(facts, before, &wish, settings);
    let environment = &facts.world.environment;
    let mut parts = Vec::new();
    if before.chosen_profile().is_some_and(|chosen| chosen == name) {
        parts.push("in use now".to_owned());
    }
    let removed = choice::removed(&changes, environment);
    if !removed.is_empty() {
        parts.push(format!("removes {}", removed.join(", ")));
    }
    let is_region = |name: &str| REGION_VARIABLES.iter().any(|(known, _)| *known == name);
    let dropped = changes.iter().find(|change| is_region(change.name));
    let kept = after.region.as_ref().and_then(|region| match &region.origin {
        Origin::Environment(name) => {
            Some(format!("keeps {name} {}", region.value.to_string_lossy()))
        }
        _ => None,
    });
    match (dropped, kept) {
        (_, Some(kept)) => parts.push(kept),
        (Some(change), None) => parts.push(format!("drops {}", change.name)),
        (None, None) => {}
    }
    let world = choice::world_after(facts.world, &changes);
    let facts_after = Facts { world: &world, ..*facts };
    let is_session = |provider| matches!(provider, Provider::Sso | Provider::Login);
    match (choice::login(&facts_after, &after), &after.failure) {
        (Some(login), _) => parts.push(format!("then {login}")),
        (None, Some(failure)) => parts.push(format!("fails: {}", failure.message())),
        (None, None) if after.credentials.as_ref().is_some_and(|it| is_session(it.provider)) => {
            parts.push("session alive".to_owned());
        }
        (None, None) => {}
    }
    parts.join("; ")
}
