//! Why the profile that is chosen does not exist, where the cause is in sight.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::hint::{pasteable, profile_flag};
use super::meant;
use crate::aws::inventory::Inventory;
use crate::aws::location::Located;
use crate::aws::{
    AwsFile, Client, Decoded, Facts, FileState, Heading, Listing, NO_FILE, Origin, Remedy, SWITCH,
    SectionKind, Summaries, World, encoding, remedy, survey,
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
    if let Some(remedy) = in_sight("default", facts) {
        return Some(remedy);
    }
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
    // A document puts what is to be replaced into brackets.
    let around = ['"', '\'', '\u{201c}', '\u{201d}', '[', ']', '<', '>', ',', ';', ':', '='];
    let bare = name.trim().trim_matches(around).trim();
    let bare = bare.strip_prefix("profile ").filter(|it| is_there(it)).unwrap_or(bare);
    if bare != name && is_there(bare) {
        return choosing(bare);
    }
    if let Ok(files) = facts.profiles() {
        let all = files.all();
        let known = all.iter().map(|(known, _)| known);
        let mut same = known.filter(|known| known.eq_ignore_ascii_case(bare));
        if let (Some(only), None) = (same.next(), same.next()) {
            return choosing(only);
        }
    }
    // A program writes these for a name that it lacks.
    if let Origin::Environment(variable) = origin
        && ["null", "none", "undefined"].iter().any(|it| name.eq_ignore_ascii_case(it))
    {
        return Remedy::unset(variable.clone());
    }
    if name.starts_with("arn:")
        && let Origin::Environment(variable) = origin
        && environment.non_empty("AWS_ACCESS_KEY_ID").is_some()
    {
        return Remedy::unset(variable.clone());
    }
    let remedy = misplaced_file(facts).or_else(|| glued_header(&name, facts));
    remedy
        .or_else(|| misheaded(&name, facts, &[]))
        .unwrap_or_else(|| where_none_is(&name, origin, facts))
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

/// Returns the text of an AWS file, and its path as it is shown.
fn text_of<'a>(file: AwsFile, facts: &Facts<'a, '_>) -> (Decoded<'a>, String) {
    let locations = &facts.world.locations;
    let path = &locations.files.of(file).path;
    let shown = short_path(path, locations.home.as_deref());
    (encoding::decode(facts.world.file(path).visible()), shown)
}

/// Tells whether a header of this file is that of a profile.
fn is_of(name: &str, file: AwsFile, header: &str) -> bool {
    match file {
        AwsFile::Config => SectionKind::of(header)
            .is_some_and(|(kind, found)| kind == SectionKind::Profile && found == name),
        // There the header is the bare name.
        AwsFile::Credentials => header == name,
    }
}

/// Finds the header of a profile at the end of a value.
fn glued_header(name: &str, facts: &Facts<'_, '_>) -> Option<Remedy> {
    [AwsFile::Config, AwsFile::Credentials].into_iter().find_map(|file| {
        let (text, shown) = text_of(file, facts);
        let survey = survey(&text.text, file);
        // The survey counts what is glued as a section too.
        let is_it = |heading: &Heading<'_>| {
            matches!(heading, Heading::Python(header) if is_of(name, file, header))
        };
        let sections = survey.document.sections.iter();
        let has_own = sections.filter(|section| is_it(&section.heading)).count() > 1;
        let mut glued = survey.glued.iter().filter(|_| !has_own);
        let (line, header, _) = glued.find(|(_, header, _)| is_of(name, file, header))?;
        let header = short(header);
        Some(remedy!("put [{header}] on a line of its own, in line {line} of {shown}"))
    })
}

/// Keys that give a profile credentials.
const SOURCES: [&str; 6] = [
    "aws_access_key_id",
    "sso_account_id",
    "role_arn",
    "credential_process",
    "login_session",
    "web_identity_token_file",
];

/// Finds what a profile was meant to get credentials from.
pub(super) fn in_sight(name: &str, facts: &Facts<'_, '_>) -> Option<Remedy> {
    glued_header(name, facts).or_else(|| misheaded(name, facts, &SOURCES))
}

/// Tells whether the region of a profile is below a header that is not taken for its own.
pub(super) fn has_misheaded_region(name: &str, facts: &Facts<'_, '_>) -> bool {
    misheaded(name, facts, &["region"]).is_some()
}

/// Finds the section of a profile under a header that the AWS CLI does not take for it; `wanted`
/// are the keys of which it must have one, if any. In a file that has another section of that
/// profile it must.
fn misheaded(name: &str, facts: &Facts<'_, '_>, wanted: &[&str]) -> Option<Remedy> {
    for file in [AwsFile::Config, AwsFile::Credentials] {
        let (text, shown) = text_of(file, facts);
        let survey = survey(&text.text, file);
        let meant = |header: &str| match file {
            AwsFile::Config => meant::header(header).0,
            AwsFile::Credentials => meant::bare_name(header).into_owned(),
        };
        let headed = survey.document.sections.iter().filter_map(|section| match section.heading {
            Heading::Python(header) => Some((section, header)),
            _ => None,
        });
        let has_own = headed.clone().any(|(_, header)| is_of(name, file, header));
        if has_own && wanted.is_empty() {
            continue;
        }
        for (section, header) in headed.filter(|(_, header)| !is_of(name, file, header)) {
            let meant = meant(header);
            let mut entries = survey.document.own_entries(section).iter();
            let has_any = wanted.is_empty() || entries.any(|it| wanted.contains(&&*it.key));
            if has_any && is_of(name, file, &meant) {
                let line = section.line();
                let meant = short(&meant);
                return Some(if has_own {
                    remedy!(
                        "move what is below line {line} of {shown} to [{meant}], and delete that line"
                    )
                } else {
                    remedy!("write [{meant}] in line {line} of {shown}")
                });
            }
        }
    }
    None
}

/// Finds files that were meant to be those of AWS, with the places where the AWS CLI looks.
pub(super) fn misplaced(facts: &Facts<'_, '_>) -> Vec<(PathBuf, Remedy)> {
    let files = &facts.world.locations.files;
    let of = |located: &Located| {
        let meant = &*located.path;
        if located.named_by != Origin::Default || *facts.world.file(meant) != FileState::Absent {
            return None;
        }
        let (directory, name) = (meant.parent()?, meant.file_name()?.to_str()?);
        let beside = [format!("{name}.txt"), format!("{name}.ini"), format!(".{name}")];
        let beside = beside.iter().map(|name| directory.join(name));
        let singular = name.strip_suffix('s').map(|name| directory.join(name));
        let elsewhere = directory.with_file_name("aws").join(name);
        let found = beside.chain(singular).chain([elsewhere]).find(|path| {
            let content = facts.lookup.content(path);
            let text = String::from_utf8_lossy(content.visible());
            text.lines().any(|line| line.trim_start().starts_with('['))
        })?;
        let [from, to] = match facts.lookup.listing(directory) {
            Listing::Absent => [found.parent()?, directory],
            _ => [&*found, meant],
        };
        let [from, to] = [from, to].map(|path| pasteable(&path.to_string_lossy()));
        Some((found.clone(), remedy!("mv {from} {to}")))
    };
    [&files.config, &files.credentials].into_iter().filter_map(of).collect()
}

/// Says where to move a file that the AWS CLI does not find.
pub(super) fn misplaced_file(facts: &Facts<'_, '_>) -> Option<Remedy> {
    misplaced(facts).pop().map(|(_, remedy)| remedy)
}
