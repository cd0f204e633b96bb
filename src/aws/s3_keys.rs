//! The settings of S3, which are indented below `s3 =`.

use std::sync::LazyLock;

use super::misspelling::{MeantName, nearest};

/// <https://docs.aws.amazon.com/cli/latest/topic/s3-config.html>
const KEYS: &str = "\
    addressing_style direct_io disk_throughput io_chunksize max_bandwidth max_concurrent_requests \
    max_queue_size multipart_chunksize multipart_threshold payload_signing_enabled \
    preferred_transfer_client s3_disable_multiregion_access_points should_stream \
    signature_version target_bandwidth us_east_1_regional_endpoint use_accelerate_endpoint \
    use_arn_region use_dualstack_endpoint";

static NAMES: LazyLock<Vec<MeantName>> =
    LazyLock::new(|| KEYS.split(' ').map(MeantName::new).collect());

/// Returns the setting that was probably meant by a key that is none.
pub(crate) fn meant_key_of_s3(key: &str) -> Option<&'static str> {
    nearest(key, &NAMES).filter(|meant| *meant != key)
}

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
}
