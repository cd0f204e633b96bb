//! The file into which every connection of a Python client writes its keys, for somebody who listens
//! to the network (rule 7.43).

use std::path::Path;

use crate::aws::cause::Cause;
use crate::aws::sourced::Origin;
use crate::aws::world::{Lookup, World, Writing};

const VARIABLE: &str = "SSLKEYLOGFILE";

/// Returns why the file cannot be opened, which each client does before it connects, also without
/// encryption.
pub(crate) fn refused_key_log(world: &World, lookup: &dyn Lookup) -> Option<(Origin, Cause)> {
    let file = world.environment.non_empty(VARIABLE)?;
    let obstacle = lookup.obstacle_to(Writing::File, Path::new(file))?;
    Some((Origin::environment(VARIABLE), Cause::Unwritable { what: "the log of keys", obstacle }))
}
