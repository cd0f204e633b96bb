//! What the clients accept as the name of a region; none of them asks whether it exists.

use std::ffi::OsStr;

/// Tells whether the Python clients accept a region's form.
///
/// The empty region passes, all digits do not (section 5 of `docs/guide/src/resolution.md`).
pub(crate) fn is_valid_region(region: &OsStr) -> bool {
    let is_number = region.as_encoded_bytes().iter().all(u8::is_ascii_digit);
    region.is_empty() || (is_host_label(region) && !is_number)
}

/// Tells whether the SDK for Rust accepts a region's form: dots are allowed, and a dash at an end.
pub(super) fn is_host_name(region: &OsStr) -> bool {
    region.to_str().is_some_and(|region| region.split('.').all(is_label))
}

/// Tells whether the SDK for JavaScript accepts a region's form, as a part of a host's name.
pub(super) fn is_host_label(region: &OsStr) -> bool {
    region.to_str().is_some_and(|region| is_label(region) && !region.ends_with('-'))
}

fn is_label(text: &str) -> bool {
    (1..64).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
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
