//! Expectations (directory, lock, class) that the next command does not meet: how they are
//! described, and which switch meets them.

use std::path::Path;

use super::fitting::fitting;
use crate::aws::{Facts, Remedy, SWITCH, is_valid_region, remedy};
use crate::policy::{Aspect, Expectation, FILE_NAME, LOCK, Mismatch};
use crate::printable::{printable, short, short_path};
use crate::prompt::{Alert, Settings};

/// Says what the working directory expects, and what is there instead.
pub(super) fn described(mismatches: &[Mismatch], home: Option<&Path>) -> String {
    let mut file = None;
    let told = mismatches.iter().map(|mismatch| {
        let found = match &mismatch.found {
            Some(found) => format!("this is {}", short(found)),
            None => mismatch.of.missing().to_owned(),
        };
        let told = format!("the {} {}, and {found}", mismatch.of.name(), mismatch.wanted());
        // All mismatches of one file stand together.
        if mismatch.file == file {
            return told;
        }
        file.clone_from(&mismatch.file);
        let path = file.as_deref().unwrap_or_else(|| Path::new(FILE_NAME));
        format!("{} expects {told}", short_path(path, home))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Returns the commands that switch to what is expected, where an alert says that this is not it.
pub(super) fn switches(
    alerts: &[Alert],
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Option<Remedy> {
    let is_about_it = |alert: &Alert| matches!(alert, Alert::Expected(_) | Alert::Locked(_));
    let is_needed = alerts.iter().any(is_about_it);
    is_needed.then(|| fitting(facts, settings, &Expectation::default()).remedy()).flatten()
}

/// Returns the commands that lead to what is expected, or list what there is.
pub(super) fn remedy_of(mismatches: &[Mismatch], switches: Option<&Remedy>) -> Remedy {
    // Several words may be patterns, or alternatives.
    let of_region = match mismatches {
        [only] if only.of == Aspect::Region => match &only.wanted[..] {
            [region] if is_valid_region(region.as_ref()) => Some(region),
            _ => None,
        },
        _ => None,
    };
    if let Some(region) = of_region {
        return remedy!("{SWITCH} -r {region}");
    }
    let list = || remedy!("{SWITCH} PROFILE; awsprompt list shows the account of each");
    switches.cloned().unwrap_or_else(list)
}

/// Says that the shell is bound to another account.
pub(super) fn locked(account: &str) -> String {
    let account = printable(account);
    format!(
        "{LOCK} binds this shell to {account}, and this is another account or one that is not known \
         offline"
    )
}

pub(super) fn unlock(switches: Option<&Remedy>) -> Remedy {
    match switches {
        Some(remedy) => remedy!("{}; or {SWITCH} --unlock", remedy.written("", SWITCH)),
        None => remedy!("{SWITCH} PROFILE of the account, or {SWITCH} --unlock"),
    }
}

pub(super) fn other_region() -> Remedy {
    remedy!("{SWITCH} -r REGION, for a region that the class allows")
}
