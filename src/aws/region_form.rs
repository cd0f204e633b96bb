//! What the clients accept as the name of a region; none of them asks whether it exists.

use std::ffi::OsStr;

/// Tells whether the Python clients accept a region's form; they do not ask whether it exists.
///
/// The empty region passes, all digits do not (section 5 of `docs/resolution.md`).
pub(crate) fn is_valid_region(region: &OsStr) -> bool {
    let Some(region) = region.to_str() else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    region.len() < 64
        && region.chars().all(is_label)
        && !region.starts_with('-')
        && !region.ends_with('-')
        && (region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Tells whether the SDK for Rust accepts a region's form: dots are allowed, and a dash at an end.
pub(super) fn is_host_name(region: &OsStr) -> bool {
    let is_label = |label: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..64).contains(&label.len()) && label.chars().all(is_part) && !label.starts_with('-')
    };
    region.to_str().is_some_and(|region| region.split('.').all(is_label))
}

/// Tells whether the SDK for JavaScript accepts a region's form: it becomes a part of a host's
/// name.
pub(super) fn is_host_label(region: &OsStr) -> bool {
    let Some(region) = region.to_str() else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..64).contains(&region.len())
        && region.chars().all(is_label)
        && !region.starts_with('-')
        && !region.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_checked_by_form_alone() {
        for region in ["", "us-east-1", "nowhere", "a", "1a", &"a".repeat(63)] {
            assert!(is_valid_region(OsStr::new(region)), "{region}");
        }
        let too_long = "a".repeat(64);
        for region in ["us-west-2 # x", "\"us-west-2\"", "123", "-a", "a-", "a_b", "é", &too_long]
        {
            assert!(!is_valid_region(OsStr::new(region)), "{region}");
        }
    }
}
