//! The history that the AWS CLI keeps of its commands, where `cli_history = enabled` asks for it
//! (rule 7.42).

use std::path::{Path, PathBuf};

use crate::aws::cause::Cause;
use crate::aws::profiles::Profile;
use crate::aws::sourced::Origin;
use crate::aws::world::{Lookup, World, Writing};

const VARIABLE: &str = "AWS_CLI_HISTORY_FILE";

/// Returns why the AWS CLI cannot make the directory of the history, which it does before every
/// command. That the file itself cannot be written is a warning only.
pub(crate) fn refused_history(
    world: &World,
    lookup: &dyn Lookup,
    profile: Profile<'_, '_>,
) -> Option<(Origin, Cause)> {
    let setting = profile.get("cli_history").filter(|setting| setting.value == "enabled")?;
    let directory = directory(world)?;
    if directory.as_os_str().is_empty() {
        let value = world.environment.get(VARIABLE).unwrap_or_default();
        let value = Some(value.to_string_lossy().into_owned());
        let accepted = "the path of a file in a directory".to_owned();
        let cause = Cause::UnusableSetting { name: VARIABLE, value, accepted };
        return Some((Origin::environment(VARIABLE), cause));
    }
    let obstacle = lookup.obstacle_to(Writing::Directory, &directory)?;
    let cause = Cause::Unwritable { what: "the history of cli_history", obstacle };
    Some((setting.origin(), cause))
}

/// Returns the directory of the file, as Python splits it off: `~` is not expanded.
fn directory(world: &World) -> Option<PathBuf> {
    let Some(file) = world.environment.get(VARIABLE) else {
        return Some(world.locations.home.as_ref()?.join(".aws/cli/history"));
    };
    if file.as_encoded_bytes().ends_with(b"/") {
        return Some(PathBuf::from(file));
    }
    Some(Path::new(file).parent().unwrap_or(Path::new("")).to_owned())
}
