//! The settings of S3, which are indented below `s3 =`.

use std::sync::LazyLock;

use super::misspelling::{MeantName, nearest};
use super::python_int::python_int;

/// <https://docs.aws.amazon.com/cli/latest/topic/s3-config.html>
const KEYS: [&str; 19] = [
    "addressing_style",
    "direct_io",
    "disk_throughput",
    "io_chunksize",
    "max_bandwidth",
    "max_concurrent_requests",
    "max_queue_size",
    "multipart_chunksize",
    "multipart_threshold",
    "payload_signing_enabled",
    "preferred_transfer_client",
    "s3_disable_multiregion_access_points",
    "should_stream",
    "signature_version",
    "target_bandwidth",
    "us_east_1_regional_endpoint",
    "use_accelerate_endpoint",
    "use_arn_region",
    "use_dualstack_endpoint",
];

static NAMES: LazyLock<Vec<MeantName>> =
    LazyLock::new(|| KEYS.into_iter().map(MeantName::new).collect());

/// The settings of S3 that a profile also has as its own.
const OF_PROFILES: [&str; 2] = ["s3_disable_multiregion_access_points", "use_dualstack_endpoint"];

/// Returns the setting of S3 that a key of a profile was meant to be (rule 7.49).
pub(crate) fn misplaced_key_of_s3(key: &str) -> Option<&str> {
    let name = key.strip_prefix("s3.").unwrap_or(key);
    let is_of_s3 = KEYS.binary_search(&name).is_ok();
    (is_of_s3 && !OF_PROFILES.contains(&key)).then_some(name)
}

/// Returns the setting that was probably meant by a key that is none.
pub(crate) fn meant_key_of_s3(key: &str) -> Option<&'static str> {
    nearest(key, &NAMES).filter(|meant| *meant != key)
}

/// Returns what `aws s3 cp`, `mv` and `sync` accept for a setting, if they stop at this value (rule
/// 7.44).
pub(crate) fn accepted_by_transfers(key: &str, value: &str) -> Option<&'static str> {
    let is_number = |text: &str| python_int(text).is_some_and(|number| number > 0);
    let is_size = |text: &str| {
        let text = text.to_ascii_lowercase();
        let mut units = UNITS.iter().filter_map(|unit| text.strip_suffix(unit));
        is_number(units.next().unwrap_or(&text))
    };
    let is_rate = |text: &str| match text.strip_suffix("/s") {
        Some(rate) => {
            rate.ends_with(['B', 'b']) && (is_number(&rate[..rate.len() - 1]) || is_size(rate))
        }
        None => is_number(text),
    };
    let (is_fine, accepted) = match key {
        "max_concurrent_requests" | "max_queue_size" => {
            (is_number(value), "an integer of at least 1")
        }
        "multipart_chunksize" | "multipart_threshold" | "io_chunksize" => {
            (is_size(value), "a size such as 64MB")
        }
        "max_bandwidth" | "target_bandwidth" | "disk_throughput" => {
            (is_rate(value), "a rate such as 50MB/s")
        }
        "preferred_transfer_client" => {
            (["auto", "classic", "crt", "default"].contains(&value), "auto, classic or crt")
        }
        _ => return None,
    };
    (!is_fine).then_some(accepted)
}

/// The units of sizes, the longer ones first.
const UNITS: [&str; 8] = ["kib", "mib", "gib", "tib", "kb", "mb", "gb", "tb"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_s3_that_is_nearly_a_known_one_is_misspelt() {
        let cases = [
            ("max_concurent_requests", Some("max_concurrent_requests")),
            ("adressing_style", Some("addressing_style")),
            ("multipart-threshold", Some("multipart_threshold")),
            ("max_concurrent_requests", None),
            ("endpoint_url", None),
            ("verify_ssl", None),
        ];
        for (key, meant) in cases {
            assert_eq!(meant_key_of_s3(key), meant, "{key}");
        }
    }

    /// Measured with AWS CLI 2.36.7.
    #[test]
    fn transfers_stop_at_what_is_no_number_size_or_rate() {
        let cases = [
            ("max_concurrent_requests", "20", true),
            ("max_concurrent_requests", "many", false),
            ("max_concurrent_requests", "0", false),
            ("max_queue_size", "1.5", false),
            ("multipart_threshold", "64MB", true),
            ("multipart_threshold", "64 MB", true),
            ("multipart_threshold", "8388608", true),
            ("multipart_threshold", "-1", false),
            ("multipart_chunksize", "foo", false),
            ("io_chunksize", "x", false),
            ("max_bandwidth", "50MB/s", true),
            ("max_bandwidth", "1024B/s", true),
            ("max_bandwidth", "10Mb/s", true),
            ("max_bandwidth", "50MB", false),
            ("target_bandwidth", "x", false),
            ("preferred_transfer_client", "classic", true),
            ("preferred_transfer_client", "foo", false),
            ("should_stream", "yes", true),
            ("addressing_style", "foo", true),
        ];
        for (key, value, is_fine) in cases {
            assert_eq!(accepted_by_transfers(key, value).is_none(), is_fine, "{key} = {value}");
        }
    }
}
