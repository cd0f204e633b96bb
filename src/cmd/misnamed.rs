//! Why the profile that is chosen does not exist, where the cause is in sight.

use std::ffi::OsStr;
use std::path::Path;
use std::rc::Rc;

use super::hint::{pasteable, profile_flag};
use super::meant;
use crate::aws::inventory::Inventory;
use crate::aws::{
    AwsFile, Client, Facts, Heading, NO_FILE, Origin, Remedy, SWITCH, SectionKind, Summaries,
    World, encoding, remedy, survey,
};
use crate::printable::{short, short_path};

/// Says what to do about an AWS file that cannot be read, and so counts as missing (rule 1.7).
pub(super) fn unreadable_file(world: &World) -> Option<Remedy> {
    let files = &world.locations.files;
    let has_obstacle =
        |path: &&Rc<Path>| ***path != *Path::new(NO_FILE) && world.file(path).obstacle().is_some();
    let path = [&files.credentials.path, &files.config.path].into_iter().find(has_obstacle)?;
    let path = short_path(path, world.locations.home.as_deref());
    Some(remedy!("make {path} a file that you own and may read"))
}

/// Returns what to do where nobody has chosen a profile and the default has no credentials: choose
/// one that has, if there is one.
pub(super) fn choosing(facts: &Facts<'_, '_>) -> Option<Remedy> {
    let profiles = facts.profiles().ok()?;
    let summaries = Summaries::new(facts.world, profiles, Client::AwsCliV2);
    let all = profiles.all();
    let usable = all.iter().filter(|(_, profile)| summaries.of(*profile).provider.is_some());
    let usable: Vec<_> = usable.map(|(name, _)| name).take(2).collect();
    match usable[..] {
        [] => None,
        [only] => Some(remedy!("{SWITCH} {}", pasteable(only))),
        _ => Some(remedy!("{SWITCH} PROFILE; awsprompt list shows the account of each")),
    }
}

/// Returns what to do about the name of a profile that does not exist.
pub(super) fn remedy_of(name: &OsStr, origin: &Origin, facts: &Facts<'_, '_>) -> Remedy {
    let environment = &facts.world.environment;
    let name = name.to_string_lossy();
    if name.is_empty() {
        return Remedy::unset("AWS_PROFILE AWS_DEFAULT_PROFILE");
    }
    if let Some(remedy) = unreadable_file(facts.world) {
        return remedy;
    }
    let choosing = |name: &str| match origin {
        Origin::Environment(variable) => remedy!("export {variable}={}", pasteable(name)),
        _ => remedy!("--profile {}", pasteable(name)),
    };
    let is_there = |name: &str| facts.profiles().is_ok_and(|files| files.find(name).is_some());
    // A file of variables keeps quotes and the line ends of Windows.
    let bare = name.trim().trim_matches(['"', '\'', '\u{201c}', '\u{201d}']).trim();
    if bare != name && is_there(bare) {
        return choosing(bare);
    }
    if name.starts_with("arn:")
        && let Origin::Environment(variable) = origin
        && environment.non_empty("AWS_ACCESS_KEY_ID").is_some()
    {
        return Remedy::unset(variable.clone());
    }
    misheaded(&name, facts).unwrap_or_else(|| where_none_is(&name, origin, facts))
}

/// Says what to do about a name that is like nothing in the files: choose, if there is a profile.
fn where_none_is(name: &str, origin: &Origin, facts: &Facts<'_, '_>) -> Remedy {
    if !facts.profiles().is_ok_and(|files| Inventory::new(files).len() == 0) {
        return remedy!("awsprompt list");
    }
    let has_keys = facts.world.environment.non_empty("AWS_ACCESS_KEY_ID").is_some();
    match origin {
        Origin::Environment(variable) if has_keys => Remedy::unset(variable.clone()),
        _ => remedy!("aws configure{}", profile_flag(Some(name))),
    }
}

/// Finds the section of a profile under a header that the AWS CLI does not take for it.
fn misheaded(name: &str, facts: &Facts<'_, '_>) -> Option<Remedy> {
    let locations = &facts.world.locations;
    for file in [AwsFile::Config, AwsFile::Credentials] {
        let path = &locations.files.of(file).path;
        let shown = short_path(path, locations.home.as_deref());
        let text = encoding::decode(facts.world.file(path).visible());
        let survey = survey(&text.text, file);
        let meant = |header: &str| match file {
            AwsFile::Config => meant::header(header).0,
            // There the header is the bare name.
            AwsFile::Credentials => match SectionKind::of(header) {
                Some((SectionKind::Profile, name)) => name.into_owned(),
                _ => header.to_owned(),
            },
        };
        let is_it = |meant: &str| match file {
            AwsFile::Config => SectionKind::of(meant)
                .is_some_and(|(kind, found)| kind == SectionKind::Profile && found == name),
            AwsFile::Credentials => meant == name,
        };
        for (line, header, _) in &survey.glued {
            if is_it(header) {
                let header = short(header);
                return Some(remedy!(
                    "put [{header}] on a line of its own, in line {line} of {shown}"
                ));
            }
        }
        for section in &survey.document.sections {
            let Heading::Python(header) = section.heading else { continue };
            let meant = meant(header);
            if is_it(&meant) {
                let line = section.line();
                return Some(remedy!("write [{}] in line {line} of {shown}", short(&meant)));
            }
        }
    }
    None
}
