//! The keys that the AWS CLI knows, and the form of their values.
//!
//! <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html>

/// Keys whose values are one word: no blanks, no quotes, no continuation lines.
const WORDS: &str = "\
    account_id_endpoint_mode aws_access_key_id aws_account_id aws_secret_access_key \
    aws_security_token aws_session_token ca_bundle cli_auto_prompt cli_binary_format \
    cli_follow_urlparam cli_history cli_timestamp_format credential_source defaults_mode \
    duration_seconds ec2_metadata_service_endpoint ec2_metadata_service_endpoint_mode \
    ec2_metadata_v1_disabled endpoint_discovery_enabled endpoint_url external_id \
    ignore_configured_endpoint_urls login_session max_attempts metadata_service_num_attempts \
    metadata_service_timeout mfa_serial output parameter_validation region \
    request_checksum_calculation request_min_compression_size_bytes response_checksum_validation \
    retry_mode role_arn role_session_name s3_disable_multiregion_access_points \
    s3_us_east_1_regional_endpoint s3_use_arn_region sdk_ua_app_id services \
    sigv4a_signing_region_set source_profile sso_account_id sso_region sso_role_name sso_session \
    sso_start_url sts_regional_endpoints use_dualstack_endpoint use_fips_endpoint \
    web_identity_token_file";

/// Tells whether a key's value is one word.
pub(crate) fn takes_a_word(key: &str) -> bool {
    name(WORDS, key).is_some()
}

/// Tells whether a key belongs to a profile or a session, but not to a block of service settings.
pub(crate) fn is_outside_blocks(key: &str) -> bool {
    takes_a_word(key) && !matches!(key, "endpoint_url" | "use_dualstack_endpoint")
}

/// Returns the name of a known key. Other text in the place of a key may be a secret that was
/// pasted there, and is never shown.
pub(crate) fn shown(key: &str) -> Option<&'static str> {
    names().find(|name| *name == key)
}

/// Returns the names of all known keys.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    let others = "credential_process sso_registration_scopes cli_pager s3";
    WORDS.split(' ').chain(others.split(' '))
}

fn name(names: &'static str, key: &str) -> Option<&'static str> {
    names.split(' ').find(|name| *name == key)
}

/// Returns the service whose endpoint a key seems to be, such as `s3.endpoint_url`, which no client
/// reads (rule 7.36).
pub(crate) fn service_of_endpoint(key: &str) -> Option<&str> {
    const NAME: &str = "endpoint_url";
    let before = || key.strip_suffix(NAME)?.strip_suffix(['.', '_', '-']);
    let after = || key.strip_prefix(NAME)?.strip_prefix(['.', '_', '-']);
    let is_service = |text: &&str| text.starts_with(|c: char| c.is_ascii_lowercase());
    before().or_else(after).filter(is_service)
}

/// Tells whether a comment follows a value that should be one word. The SDKs cut it off; to the
/// Python clients it is part of the value (cases b13, b14 and b38).
pub(crate) fn has_comment(key: &str, value: &str) -> bool {
    let is_cut = |(at, _): (usize, &str)| value[..at].ends_with(char::is_whitespace);
    value.match_indices(['#', ';']).any(is_cut) && takes_a_word(key)
}

/// Tells whether a value that should be one word is in quotes, which clients keep (case b49), or a
/// pager that should be empty is (section 6).
pub(crate) fn is_quoted(key: &str, value: &str) -> bool {
    let is_within = |quote| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    let is_empty_pager = || key == "cli_pager" && value.len() == 2;
    (is_within('"') || is_within('\'')) && (takes_a_word(key) || is_empty_pager())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_quotes_are_found_only_in_one_word_values() {
        assert!(has_comment("region", "us-east-1 # home") && has_comment("region", "a\t; b"));
        assert!(has_comment("region", "\t# nothing yet") && !has_comment("region", "us-east-1#a"));
        assert!(!has_comment("credential_process", "sh -c 'x # y'"));
        assert!(is_quoted("region", "\"us-east-1\"") && is_quoted("region", "''"));
        assert!(is_quoted("cli_pager", "''") && !is_quoted("cli_pager", "'less'"));
        assert!(!is_quoted("region", "\"") && !is_quoted("credential_process", "\"a b\""));
    }
}
