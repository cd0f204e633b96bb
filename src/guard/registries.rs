//! Which lines of docker and its like go to a registry of AWS, or may.

use std::ffi::OsString;

use super::project_tools::ToolLine;
use super::table::Table;
use super::verdict::Effect;
use crate::line::HOLE;
use crate::project::{Tool, names_registry};

/// Tells whether a line names a registry of AWS, or changes one that only running it would show.
pub(super) fn goes_to_registry(tool: Tool, arguments: &[&str]) -> bool {
    // What is in an image that runs is not known, wherever it is from.
    let is_run = arguments.iter().any(|word| matches!(*word, "create" | "run"));
    let pushes = || {
        let texts: Vec<_> = arguments.iter().map(OsString::from).collect();
        ToolLine::read(tool, &texts).verdict.effect == Effect::Changes
    };
    (!is_run || pushes()) && arguments.iter().any(|word| names_registry(word))
        || has_open_registry(tool, arguments) && pushes()
}

/// Tells whether a line has an image of which the registry is not known.
pub(super) fn has_open_registry(tool: Tool, arguments: &[&str]) -> bool {
    let table = Table::of(tool.program());
    let builds = arguments.contains(&"build");
    let is_image = |at: usize| {
        let before = at.checked_sub(1).map_or("", |before| arguments[before]);
        let is_tag = |text: &str| matches!(text, "-t" | "--tag" | "-o" | "--output");
        match arguments[at].split_once('=').filter(|(name, _)| name.starts_with('-')) {
            Some((name, _)) => is_tag(name),
            None if builds => is_tag(before),
            None => !table.has("valued", before),
        }
    };
    let is_open = |word: &str| {
        let name = word.rsplit("://").next().unwrap_or(word);
        let name = name.rsplit('=').next().unwrap_or(name);
        name.split('/').next().is_some_and(|registry| registry.contains(HOLE))
    };
    if tool == Tool::Helm {
        let is_registry = |word: &&&str| word.starts_with("oci://");
        let mut registries = arguments.iter().filter(is_registry);
        return arguments.contains(&"push") && registries.any(|word| is_open(word));
    }
    (0..arguments.len()).any(|at| is_open(arguments[at]) && is_image(at))
}
