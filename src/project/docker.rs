//! What the words of a line say of the registries of images: each has its account and region.
//!
//! <https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>

use super::said::{ProjectTarget, Purpose, Said};
use super::{ProjectQuestion, Tool};
use crate::aws::{AccountId, Origin};

/// What stands between the account and the region of a registry.
const MARKS: [&str; 3] = [".dkr.ecr-fips.", ".dkr.ecr.", ".dkr-ecr."];

/// The options whose values are images that are only read.
const READ: [&str; 4] = ["--build-arg", "--build-context", "--cache-from", "--from"];

/// Tells whether a word names a registry of AWS.
pub(crate) fn names_registry(word: &str) -> bool {
    MARKS.iter().any(|mark| word.contains(mark))
}

/// Reads the registries to which a line goes. Without one, the line has nothing to do with AWS.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let words = question.words;
    let is_of_reading = |word: &str| READ.iter().any(|option| word.starts_with(option));
    let is_counted = |at: &usize| {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        names_registry(words[*at]) && !is_of_reading(words[*at]) && !is_of_reading(before)
    };
    let mut found: Vec<&str> = (0..words.len()).filter(is_counted).map(|at| words[at]).collect();
    // What is copied comes from the first.
    if copies(question.tool, words) && found.len() > 1 {
        found.remove(0);
    }
    let mut targets = Vec::new();
    for target in found.into_iter().map(target) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

/// Tells whether the words copy an image: the first one that is neither an option nor its value.
fn copies(tool: Tool, words: &[&str]) -> bool {
    let is_option = |word: &str| word.starts_with('-') && !word.contains('=');
    let is_copy = |word: &&str| matches!(*word, "copy" | "cp" | "sync");
    let at = words.iter().position(is_copy).filter(|_| tool == Tool::Crane);
    let is_first = |at| {
        (0..at).all(|index: usize| {
            words[index].starts_with('-') || index > 0 && is_option(words[index - 1])
        })
    };
    at.is_some_and(is_first)
}

fn target(word: &str) -> ProjectTarget {
    let place = Origin::Flag("the command line");
    let parts = MARKS.iter().find_map(|mark| word.split_once(mark));
    let (before, after) = parts.unwrap_or_default();
    let account = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let region = after.split('.').next().unwrap_or_default();
    let unknown = || "is not known before the line runs".to_owned();
    let is_region = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ProjectTarget {
        account: match AccountId::new(account) {
            Some(account) => Said::Certain(account, place.clone()),
            None => Said::Unknown(unknown(), place.clone()),
        },
        region: if !region.is_empty() && region.chars().all(is_region) {
            Said::Certain(region.to_owned(), place)
        } else {
            Said::Unknown(unknown(), place)
        },
        ..ProjectTarget::new("registry", Purpose::Deploys)
    }
}
