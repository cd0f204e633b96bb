//! What the directory, the lock and the class of an account ask for, and the next command does not
//! meet: what is said of it, and how it is met.

use std::path::Path;

use super::hint::pasteable;
use crate::aws::{Remedy, remedy};
use crate::policy::{Aspect, FILE_NAME, LOCK, Mismatch};
use crate::printable::{printable, short, short_path};

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

/// Returns the command that switches to what is expected, or lists what there is.
pub(super) fn remedy_of(mismatches: &[Mismatch]) -> Remedy {
    // Several words may be patterns, or alternatives.
    let is_name = |text: &str| pasteable(text) == text;
    let one = |of: Aspect| {
        let mismatch = mismatches.iter().find(|mismatch| mismatch.of == of)?;
        match &mismatch.wanted[..] {
            [only] if is_name(only) => Some(only),
            _ => None,
        }
    };
    if let Some(profile) = one(Aspect::Profile) {
        remedy!("awsp {profile}")
    } else if let Some(region) = one(Aspect::Region) {
        remedy!("awsp -r {region}")
    } else {
        remedy!("awsp PROFILE; awsprompt list shows the account of each")
    }
}

/// Says that the shell is bound to another account.
pub(super) fn locked(account: &str) -> String {
    let account = printable(account);
    format!(
        "{LOCK} binds this shell to {account}, and this is another account or one that is not known \
         offline"
    )
}

pub(super) fn unlock() -> Remedy {
    remedy!("awsp PROFILE of the account, or awsp --unlock")
}

pub(super) fn other_region() -> Remedy {
    remedy!("awsp -r REGION, for a region that the class allows")
}
