//! Checks of the aliases of the AWS CLI (rule 7.40).

use super::{Check, Finding};
use crate::aws::{Facts, Origin, remedy};
use crate::guard::aliases::{hidden_commands, unusable_aliases};
use crate::printable::short;

/// Finds aliases of commands that change what a command is known to do, and those that cannot be
/// called.
pub(super) fn findings(facts: &Facts<'_, '_>) -> Vec<Finding> {
    let Some(home) = &facts.world.locations.home else { return Vec::new() };
    let path = home.join(".aws/cli/alias");
    let file = facts.lookup.content(&path);
    let hidden = hidden_commands(&file).into_iter().map(|hidden| {
        let what = match hidden.flags.join(" and ") {
            flags if flags.is_empty() => hidden.name,
            _ if hidden.is_refused => {
                format!("{} has --profile, which the AWS CLI refuses in an alias", hidden.name)
            }
            flags => format!("{} has {flags}", hidden.name),
        };
        Finding::new(Check::AliasHidesCommand, Origin::line(&path, hidden.line), what)
    });
    let unusable = unusable_aliases(&file).into_iter().map(|unusable| {
        let what = format!("{} {}", short(&unusable.name), unusable.why);
        let finding = Finding::new(Check::AliasUnusable, Origin::line(&path, unusable.line), what);
        if unusable.is_header { finding.with_remedy(remedy!("write [toplevel]")) } else { finding }
    });
    hidden.chain(unusable).collect()
}
