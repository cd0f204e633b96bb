//! Scripts and certificates that settings name and that cannot be used. A prompt does not read them;
//! `doctor` and `explain` do.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::aws::expiry::Expiry;
use crate::aws::{
    self, Facts, FileState, Listing, Origin, Platform, Profiles, ProgramCause, Provider, Remedy,
    Resolution, inventory, remedy, words,
};
use crate::printable::short;

use super::hint::pasteable;
use super::proxy::{is_unencrypted, unusable_proxy};

/// Says how to correct the name of a program that certainly cannot be started.
pub(super) fn missing_program(facts: &Facts<'_, '_>, program: &str) -> Option<Remedy> {
    cause(facts, program).map(|cause| cause.remedy())
}

fn cause(facts: &Facts<'_, '_>, program: &str) -> Option<ProgramCause> {
    aws::program_cause(&facts.world.environment, facts.lookup, program)
}

/// Says that a program cannot be started, if that is certain, and what to do (rules 7.26 and 7.46).
pub(super) fn unstartable(facts: &Facts<'_, '_>, program: &str) -> Option<(String, Remedy)> {
    if let Some(cause) = cause(facts, program) {
        return Some((cause.described(), cause.remedy()));
    }
    let shown = short(program);
    let is_there = |path: &PathBuf| facts.lookup.is_present(path);
    let path = if program.contains('/') {
        PathBuf::from(program)
    } else {
        let path = facts.world.environment.non_empty("PATH")?;
        std::env::split_paths(path).map(|directory| directory.join(program)).find(is_there)?
    };
    let content = facts.lookup.content(&path);
    let bytes = content.visible();
    let Some(first) = bytes.strip_prefix(b"#!") else {
        // What is empty or not a text may be a program of some system.
        let is_text = !bytes.is_empty() && std::str::from_utf8(bytes).is_ok_and(is_readable);
        let what = format!("{shown} has no #! in its first line");
        return is_text.then(|| (what, remedy!("begin {shown} with a line such as #!/bin/sh")));
    };
    let first = String::from_utf8_lossy(first.split(|byte| *byte == b'\n').next()?);
    if first.ends_with('\r') {
        let what = format!("the lines of {shown} end as on Windows");
        return Some((what, remedy!("save {shown} with the line ends of Unix")));
    }
    let mut words = first.split([' ', '\t']).filter(|word| !word.is_empty());
    let mut interpreter = words.next()?;
    if interpreter.ends_with("/env") {
        let is_name = |word: &&str| !word.starts_with('-') && !word.contains('=');
        interpreter = words.next().filter(is_name).unwrap_or(interpreter);
    }
    missing_program(facts, interpreter)?;
    let what =
        format!("the first line of {shown} names {}, which is not there", short(interpreter));
    Some((what, remedy!("correct the first line of {shown}")))
}

/// Tells whether a person could read a text.
fn is_readable(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() && !c.is_whitespace())
}

/// Says why certificates cannot be taken from a file. A relative path is one of this directory,
/// from which the next command starts.
pub(super) fn unusable_bundle(facts: &Facts<'_, '_>, value: &OsStr) -> Option<&'static str> {
    let below_home = value.to_str().and_then(|path| path.strip_prefix("~/"));
    let home = facts.world.locations.home.as_deref();
    let path = match (below_home, home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(value),
    };
    if path.as_os_str().is_empty() {
        return None;
    }
    let content = facts.lookup.content(&path);
    let bytes = match &*content {
        FileState::Content(bytes) => bytes,
        FileState::Directory => return Some("is a directory"),
        _ if !facts.lookup.is_present(&path) => return Some("is not there"),
        _ => return None,
    };
    let text = String::from_utf8_lossy(bytes);
    let has_any = ["CERTIFICATE-----", " CRL-----"].iter().any(|end| text.contains(end));
    (!has_any).then_some("has no certificate in PEM form in it")
}

/// Finds the line that says where the AWS CLI v2 looks for plugins, if they are not there (rule
/// 7.30): what is wrong, and what to do.
pub(super) fn missing_plugins(
    facts: &Facts<'_, '_>,
    files: &Profiles<'_>,
) -> Option<(Origin, String, Remedy)> {
    const PATH: &str = "cli_legacy_plugin_path";
    let plugins = inventory::plugins(files)?;
    let path = plugins.get(PATH)?;
    let directories: Vec<_> = std::env::split_paths(path.value).collect();
    let has = |directory: &PathBuf, module: &str| match facts.lookup.listing(directory) {
        Listing::Absent => false,
        _ if directory.starts_with("~") => false,
        Listing::Names(names) => {
            let mut names = names.iter().filter_map(|name| name.to_str());
            let ends = |rest: &str| rest.is_empty() || rest.starts_with('.');
            names.any(|name| name.strip_prefix(module).is_some_and(ends))
        }
        _ => true,
    };
    let is_missing = |module: &str| {
        let module = &module[..module.find('.').unwrap_or(module.len())];
        module != "awscli" && !directories.iter().any(|directory| has(directory, module))
    };
    let mut modules = plugins.settings().filter(|(key, _)| *key != PATH);
    let (_, module) = modules.find(|(_, module)| is_missing(module.value))?;
    let home = facts.world.locations.home.as_deref();
    let whole = directories.first()?.strip_prefix("~").ok().zip(home);
    let whole = whole.map(|(rest, home)| pasteable(&home.join(rest).to_string_lossy()));
    let remedy = whole.map_or_else(
        || remedy!("install the plugins there, or delete the section [plugins]"),
        |whole| remedy!("write {PATH} = {whole}, as ~ is not expanded"),
    );
    let what =
        format!("there is no {} in {}", short(module.first_line()), short(path.first_line()));
    Some((path.origin(), what, remedy))
}

/// Says what the client would not find on its way to AWS, with what it would use (rules 7.26, 7.30
/// and 7.32).
pub(super) fn add_obstacles(facts: &Facts<'_, '_>, ours: &Resolution, told: &mut Vec<String>) {
    if !ours.is_ok() {
        return;
    }
    if let Some((what, _)) = program(facts, ours).and_then(|it| unstartable(facts, it)) {
        told.push(format!("credential_process cannot be started: {what}"));
    }
    if let Some((path, why)) = bundle(facts, ours) {
        let path = short(&path.to_string_lossy());
        told.push(format!("{UNREACHABLE}: its certificates are checked with {path}, which {why}"));
    }
    if let Some((name, what, _)) = unusable_proxy(&facts.world.environment, ours) {
        told.push(format!("{UNREACHABLE} through {name}: {what}"));
    }
    let files = facts.profiles().ok();
    if let Some((_, what, _)) = files.and_then(|files| missing_plugins(facts, files)) {
        told.push(format!("a plugin cannot be loaded: {what}"));
    }
}

const UNREACHABLE: &str = "AWS cannot be reached";

/// Returns the program that the credentials come from, or have to come from as the keys before it
/// have expired, if it is not there.
pub(super) fn program<'a>(facts: &Facts<'a, '_>, ours: &Resolution) -> Option<&'a str> {
    let command = process(facts, ours)?;
    let end = command.find(char::is_whitespace).unwrap_or(command.len());
    let program = &command[..end];
    // A name in quotes is left to doctor.
    let is_plain = words::split(program).is_some_and(|words| words == [program]);
    (is_plain && unstartable(facts, program).is_some()).then_some(program)
}

/// Returns the command that the credentials come from, or have to come from.
fn process<'a>(facts: &Facts<'a, '_>, ours: &Resolution) -> Option<&'a str> {
    let credentials = ours.credentials.as_ref()?;
    let provider = credentials.base.as_ref().map_or(credentials.provider, |base| base.provider);
    let ends = credentials.expires.as_ref().and_then(Expiry::end);
    let has_expired = || ends.is_some_and(|end| facts.world.clock.has_passed(end));
    let is_needed = provider == Provider::Process
        || (ours.hidden() == Some(Provider::Process) && has_expired());
    if !is_needed || Platform::HERE != Platform::Posix {
        return None;
    }
    let own = || ours.profile.as_ref()?.value.to_str();
    let name = credentials.via.last().map(String::as_str).or_else(own)?;
    let name = if name.is_empty() { "default" } else { name };
    Some(facts.profiles().ok()?.find(name)?.get("credential_process")?.value)
}

/// Returns the file of certificates that the client would use, and why it cannot (rule 7.32).
fn bundle<'a>(facts: &Facts<'a, '_>, ours: &Resolution) -> Option<(&'a OsStr, &'static str)> {
    let environment = &facts.world.environment;
    let profile = || facts.profiles().ok()?.find(ours.profile.as_ref()?.value.to_str()?);
    let of_profile = || Some(OsStr::new(profile()?.get("ca_bundle")?.value));
    let path = environment
        .get("AWS_CA_BUNDLE")
        .or_else(of_profile)
        .or_else(|| environment.get("REQUESTS_CA_BUNDLE"))?;
    if ours.endpoint.as_ref().is_some_and(|endpoint| is_unencrypted(&endpoint.value)) {
        return None;
    }
    Some((path, unusable_bundle(facts, path)?))
}
