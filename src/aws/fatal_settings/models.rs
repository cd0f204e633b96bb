//! Files of regions that the Python clients take instead of their own in every command (rule 7.41).

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::aws::cause::Cause;
use crate::aws::key_flaws::has_endpoint;
use crate::aws::profiles::Profile;
use crate::aws::sourced::Origin;
use crate::aws::world::{FileState, Listing, Lookup, World};

const DEFAULTS: &str = "sdk-default-configuration.json";

/// What is read of a service before its first request.
const SERVICE_FILES: [&str; 5] = [
    "service-2.json",
    "service-2.sdk-extras.json",
    "endpoint-rule-set-1.json",
    "paginators-1.json",
    "waiters-2.json",
];

#[derive(Deserialize)]
struct Partitions {
    partitions: Vec<IgnoredAny>,
}

/// A file that stops every command, and why.
pub(crate) struct DamagedModel {
    pub(crate) path: PathBuf,
    pub(crate) why: &'static str,
    /// Whether it does so also where an endpoint is set.
    stops_all: bool,
}

/// Finds the files that stop every command.
pub(crate) fn damaged_models(world: &World, lookup: &dyn Lookup) -> Vec<DamagedModel> {
    let home = world.locations.home.as_deref();
    // Without a value there are none; splitting it would give the directory that one works in.
    let set = world.environment.non_empty("AWS_DATA_PATH");
    let set = set.into_iter().flat_map(std::env::split_paths);
    let of_home = |path: PathBuf| match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    };
    let own = world.models.clone();
    let directories: Vec<_> = set.map(of_home).chain(own).collect();
    let damaged = |name: &str| {
        let paths = directories.iter().map(|directory| directory.join(name));
        let files = paths.map(|path| (lookup.content(&path), path));
        // The first that is there counts.
        let mut states = files.filter_map(|(file, path)| match &*file {
            FileState::Content(bytes) => Some((damage(name, bytes), path)),
            FileState::Unreadable => Some((Some(("may not be read", true)), path)),
            _ => None,
        });
        let (damage, path) = states.next()?;
        let (why, stops_all) = damage?;
        Some(DamagedModel { path, why, stops_all })
    };
    ["endpoints.json", "partitions.json"].into_iter().filter_map(damaged).collect()
}

/// Finds files in the user's own directory that stop one client, or the commands of one service.
pub(crate) fn damaged_parts(world: &World, lookup: &dyn Lookup) -> Vec<(PathBuf, String)> {
    // Whoever has more keeps the models of all services there, which are those of a client.
    const MOST: usize = 32;
    let Some(models) = &world.models else { return Vec::new() };
    let below = |directory: &Path| match lookup.listing(directory) {
        Listing::Names(names) if names.len() <= MOST => names,
        _ => Vec::new(),
    };
    let is_damaged = |path: &Path| match &*lookup.content(path) {
        FileState::Content(bytes) => {
            let is_defaults = path.ends_with(DEFAULTS);
            serde_json::from_slice::<Value>(bytes)
                .map_or(true, |it| is_defaults && it.get("base").is_none())
        }
        _ => false,
    };
    let of_clients = [("_retry.json", "the AWS CLI v1"), (DEFAULTS, "the AWS CLI v1 and boto3")]
        .map(|(name, clients)| (models.join(name), clients.to_owned()));
    let mut parts = Vec::from(of_clients);
    for service in below(models) {
        let directory = models.join(&service);
        let versions = below(&directory).into_iter().map(|version| directory.join(version));
        let files = versions.flat_map(|version| SERVICE_FILES.map(|name| version.join(name)));
        let what = format!("the commands of {}", service.to_string_lossy());
        parts.extend(files.map(|path| (path, what.clone())));
    }
    parts.retain(|(path, _)| is_damaged(path));
    parts
}

/// Says what is wrong with a file, and whether that matters also where an endpoint is set.
fn damage(name: &str, bytes: &[u8]) -> Option<(&'static str, bool)> {
    if serde_json::from_slice::<IgnoredAny>(bytes).is_err() {
        return Some(("is not JSON", true));
    }
    let partitions = serde_json::from_slice::<Partitions>(bytes).map(|it| it.partitions.len());
    match (name, partitions) {
        ("endpoints.json", Err(_)) => Some(("has no partitions", true)),
        ("partitions.json", Err(_) | Ok(0)) => Some(("has no partitions", false)),
        _ => None,
    }
}

/// Returns the first of them as the cause of a failure.
pub(super) fn refused(
    world: &World,
    lookup: &dyn Lookup,
    profile: Profile<'_, '_>,
) -> Option<(Origin, Cause)> {
    let stops =
        |model: &DamagedModel| model.stops_all || !has_endpoint(&world.environment, profile);
    let DamagedModel { path, why, .. } = damaged_models(world, lookup).into_iter().find(stops)?;
    let origin = Origin::file(&path);
    Some((origin, Cause::DamagedModel { path, why }))
}
