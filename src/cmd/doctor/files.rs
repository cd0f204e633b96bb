//! Checks of the files themselves: who may read them, and whether they are files at all.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Check, Finding, Host, Permissions};
use crate::aws::inventory::Inventory;
use crate::aws::{
    DamagedModel, Facts, FileState, NO_FILE, Origin, World, Writing, damaged_models, damaged_parts,
    remedy,
};
use crate::cmd::hint::pasteable;
use crate::cmd::{misnamed, remedies};
use crate::printable::short;

/// Lists the files that group or others may read or write.
pub(super) fn open_files(host: &Host) -> impl Iterator<Item = &Permissions> {
    host.files.iter().filter(|file| file.mode & 0o066 != 0)
}

pub(super) fn findings(world: &World, host: &Host, inventory: &Inventory<'_, '_>) -> Vec<Finding> {
    let files = &world.locations.files;
    let has_secrets = inventory
        .profiles()
        .any(|(_, profile)| profile.in_config("aws_secret_access_key").is_some());
    let mut findings = Vec::new();
    for file in open_files(host) {
        let is_config_alone =
            *file.path == *files.config.path && *file.path != *files.credentials.path;
        let check = if file.is_cache {
            Check::CacheReadable
        } else if is_config_alone && !has_secrets {
            Check::ConfigReadable
        } else {
            Check::CredentialsReadable
        };
        let what = format!("mode {:04o} lets {}", file.mode & 0o7777, who(file.mode));
        let finding = Finding::new(check, Origin::file(&file.path), what);
        if let (true, Some(linked)) = (file.is_own, &file.linked) {
            findings.push(finding.with_remedy(remedy!("{}", chmod(linked))));
        } else if file.is_own {
            findings.push(finding);
        } else if check != Check::ConfigReadable {
            // Someone else's file without secrets is shared on purpose, by an administrator or Nix.
            let path = pasteable(&file.path.to_string_lossy());
            let remedy = remedy!("sudo chown \"$USER\" {path}\nawsprompt doctor --fix");
            findings.push(finding.with_remedy(remedy));
        }
    }
    for path in [&files.config.path, &files.credentials.path] {
        let obstacle = world.file(path).obstacle().filter(|_| **path != *Path::new(NO_FILE));
        let finding =
            |why| Finding::new(Check::FileUnreadable, Origin::file(path), format!("it {why}"));
        findings.extend(obstacle.map(finding));
    }
    findings
}

/// Finds files in which the AWS CLI does not look.
pub(super) fn misplaced(facts: &Facts<'_, '_>) -> Vec<Finding> {
    let finding = |(path, remedy): (PathBuf, _)| {
        let place = Origin::File { path: path.as_path().into(), line: None };
        Finding::new(Check::FileMisplaced, place, "the AWS CLI does not read it")
            .with_remedy(remedy)
    };
    misnamed::misplaced(facts).into_iter().map(finding).collect()
}

/// Finds files of IAM Identity Center that hold no JSON object, as after a crash or on a full disk:
/// a session, or the registration of the client, which no login writes anew (rule 9.15).
pub(super) fn damaged(facts: &Facts<'_, '_>, host: &Host) -> Vec<Finding> {
    let is_of_cli = |path: &Path| {
        let name = path.file_stem().unwrap_or_default().as_encoded_bytes();
        let is_hash = name.len() == 40 && name.iter().all(u8::is_ascii_hexdigit);
        is_hash && path.parent().is_some_and(|directory| directory.ends_with("sso/cache"))
    };
    let is_damaged = |path: &Path| match &*facts.lookup.content(path) {
        FileState::Content(bytes) => {
            !serde_json::from_slice::<Value>(bytes).is_ok_and(|value| value.is_object())
        }
        _ => false,
    };
    let caches = host.files.iter().filter(|file| file.is_cache).map(|file| &file.path);
    let damaged = caches.filter(|path| is_of_cli(path) && is_damaged(path));
    let finding = |path: &PathBuf| {
        let place = Origin::file(path);
        let remedy = remedy!("rm {}", pasteable(&path.to_string_lossy()));
        Finding::new(Check::CacheDamaged, place, "it is not a JSON object").with_remedy(remedy)
    };
    damaged.map(finding).collect()
}

/// Finds damaged files of regions and services that the Python clients take instead of their own (rule 7.41).
pub(super) fn models(facts: &Facts<'_, '_>) -> Vec<Finding> {
    let finding = |DamagedModel { path, why, .. }| {
        let place = Origin::file(&path);
        Finding::new(Check::ModelDamaged, place, format!("it {why}"))
    };
    let of_all = damaged_models(facts.world, facts.lookup).into_iter().map(finding);
    let parts = damaged_parts(facts.world, facts.lookup).into_iter().map(|(path, stopped)| {
        let place = Origin::file(&path);
        let what = format!("it is damaged, and stops {}", short(&stopped));
        Finding::new(Check::ModelDamaged, place, what)
    });
    of_all.chain(parts).collect()
}

/// Finds what keeps the AWS CLI from writing credentials into its cache (rule 9.16).
pub(super) fn cache(facts: &Facts<'_, '_>, inventory: &Inventory<'_, '_>) -> Option<Finding> {
    let is_cached = ["role_arn", "sso_account_id"]
        .map(|key| inventory.profiles().any(|it| it.1.get(key).is_some()));
    let home = facts.world.locations.home.as_deref().filter(|_| is_cached.contains(&true))?;
    // A file that is not there yet.
    let path = home.join(".aws/cli/cache/x.json");
    let obstacle = facts.lookup.obstacle_to(Writing::InPlace, &path)?;
    let remedy = remedies::of_obstacle(&obstacle);
    let what = format!("it {}", obstacle.kind.described());
    let place = Origin::file(&obstacle.path);
    Some(Finding::new(Check::CacheNotWritable, place, what).with_remedy(remedy))
}

/// Writes the command that makes a file private, which `--fix` leaves to the user if the path is a link.
pub(super) fn chmod(file: &Path) -> String {
    format!("chmod 600 {}", pasteable(&file.to_string_lossy()))
}

fn who(mode: u32) -> String {
    let whom = match (mode & 0o060, mode & 0o006) {
        (_, 0) => "the group",
        (0, _) => "others",
        _ => "group and others",
    };
    let what = match (mode & 0o044, mode & 0o022) {
        (_, 0) => "read it",
        (0, _) => "write it",
        _ => "read and write it",
    };
    format!("{whom} {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_told_in_words() {
        let cases = [
            (0o644, "group and others read it"),
            (0o640, "the group read it"),
            (0o604, "others read it"),
            (0o620, "the group write it"),
            (0o666, "group and others read and write it"),
        ];
        for (mode, expected) in cases {
            assert_eq!(who(mode), expected);
        }
    }
}
