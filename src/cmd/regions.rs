//! What to do about a region that is none, or that nobody has.

use std::ffi::OsStr;

use crate::aws::{Environment, Origin, Remedy, Resolution, Sourced, known, meant_region, remedy};

/// Says what to do about the region in use, which has no valid form.
pub(super) fn malformed_region(resolution: &Resolution) -> Remedy {
    let Some(region) = &resolution.region else { return remedy!("correct the setting") };
    let value = region.value.to_string_lossy();
    match (&region.origin, meant_region(&value)) {
        (Origin::Environment(name), Some(meant)) => remedy!("export {name}={meant}"),
        (Origin::Environment(name), None) => Remedy::unset(name.clone()),
        (Origin::File { .. }, _) if known::has_comment("region", &value) => {
            remedy!("give the comment a line of its own")
        }
        (Origin::File { .. }, _) if value.contains('\n') => {
            remedy!("move the line to the left, where the key above it begins")
        }
        (Origin::File { .. }, _) => of_region("region", &value),
        (Origin::Flag(_) | Origin::Default, Some(meant)) => remedy!("--region {meant}"),
        (Origin::Flag(_) | Origin::Default, None) => remedy!("give a region such as eu-central-1"),
    }
}

/// Says what to do about an empty region.
pub(super) fn of_empty_region<T>(region: &Sourced<T>, environment: &Environment) -> Remedy {
    match &region.origin {
        // Without the first the other one counts.
        Origin::Environment(_) => {
            let mut names = vec!["AWS_REGION", "AWS_DEFAULT_REGION"];
            names.retain(|name| environment.get(name).is_some_and(OsStr::is_empty));
            Remedy::unset(names.join(" "))
        }
        _ => remedy!("write a region such as eu-central-1"),
    }
}

/// Suggests the region that was probably meant by the value of a key.
pub(super) fn of_region(key: &str, value: &str) -> Remedy {
    match meant_region(value) {
        Some(region) => remedy!("write {key} = {region}"),
        None => remedy!("write a region such as eu-central-1"),
    }
}
