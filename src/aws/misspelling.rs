//! Keys that no client knows, and the known one that was probably meant.
//!
//! What is near no known name, or belongs to another tool, is none of awsprompt's business.

use std::sync::LazyLock;

use super::odd_characters::{odd_characters, without_odd_characters};
use super::reader::known;

/// What a key of a profile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyVerdict {
    /// A client or another tool knows it, or it is like nothing that they know.
    Fine,
    /// It is spelt nearly like this key.
    Misspelt(&'static str),
    /// It would be this key without its odd characters.
    Odd(&'static str),
    /// It is a variable with the word of a shell before it; the key for that, if there is one.
    OfShell(Option<&'static str>),
}

impl KeyVerdict {
    /// Returns the key that was meant.
    pub(crate) fn meant(self) -> Option<&'static str> {
        match self {
            Self::Fine => None,
            Self::Misspelt(key) | Self::Odd(key) => Some(key),
            Self::OfShell(key) => key,
        }
    }

    /// Judges a key, which is in small letters. The value tells whether a shell's variable follows.
    pub(crate) fn of(key: &str, value: &str) -> Self {
        if KNOWN_KEYS.binary_search(&key).is_ok()
            || FOREIGN_PREFIXES.iter().any(|prefix| key.starts_with(prefix))
            || known::service_of_endpoint(key).is_some()
        {
            return Self::Fine;
        }
        if !odd_characters(key).is_empty() {
            let plain = without_odd_characters(key);
            return known::shown(&plain).map_or(Self::Fine, Self::Odd);
        }
        if let Some(variable) = variable_after_word(key, value) {
            return Self::OfShell(key_of_variable(&variable));
        }
        meant_key(key).map_or(Self::Fine, Self::Misspelt)
    }
}

/// Keys that some client knows, in addition to those of `known`.
const OTHER_KEYS: &str = "\
    account_id api_versions auth_scheme_preference cli_error_format cli_help_output csm_client_id \
    csm_enabled csm_host csm_port data_path disable_host_prefix_injection \
    disable_request_compression imds_use_ipv6 payload_signing_enabled plugins \
    s3_disable_express_session_auth s3api signature_version tcp_keepalive user_agent_appid";

/// Keys of other tools that are near those of the AWS CLI: aws-vault, aws-mfa, aws-sso-util, AWS
/// Extend Switch Roles.
const FOREIGN_KEYS: &str = "\
    assume_role aws_mfa_device aws_role_name include_profile mfa_process parent_profile role_name \
    session_tags source_identity sso_account_name sso_auto_populated transitive_session_tags \
    web_identity_token_process";

/// How the keys of other tools begin: saml2aws and gsts, Granted, aws-azure-login, aws-google-auth,
/// aws-adfs, gimme-aws-creds, Okta's, awsume, Leapp, the AWS toolkits.
const FOREIGN_PREFIXES: [&str; 13] = [
    "_", "adfs_", "awsume_", "azure_", "gimme_", "google_", "granted_", "leapp_", "okta_",
    "region_", "saml", "toolkit_", "x_",
];

/// Names that people write for a key, and that are not near it.
const KEY_ALIASES: [(&str, &str); 15] = [
    ("access_key", "aws_access_key_id"),
    ("aws_access_key", "aws_access_key_id"),
    ("aws_key_id", "aws_access_key_id"),
    ("aws_access_id", "aws_access_key_id"),
    ("aws_secret_key", "aws_secret_access_key"),
    ("aws_secret_key_id", "aws_secret_access_key"),
    ("aws_secret_access_key_id", "aws_secret_access_key"),
    ("aws_access_secret_key", "aws_secret_access_key"),
    ("secret_key", "aws_secret_access_key"),
    ("secret_access_key_id", "aws_secret_access_key"),
    ("secret_key_id", "aws_secret_access_key"),
    ("aws_token", "aws_session_token"),
    ("aws_profile", "source_profile"),
    ("source", "source_profile"),
    ("mfa_arn", "mfa_serial"),
];

/// All keys of clients and other tools that are known by name, sorted.
static KNOWN_KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let others = OTHER_KEYS.split(' ').chain(FOREIGN_KEYS.split(' '));
    let mut keys: Vec<_> = known::names().chain(others).collect();
    keys.sort_unstable();
    keys
});

/// A name that may have been meant, ready to be compared.
pub(super) struct MeantName {
    name: &'static str,
    /// Its letters and digits.
    squashed: String,
    letters: u32,
}

impl MeantName {
    pub(super) fn new(name: &'static str) -> Self {
        Self::with_text(name, name)
    }

    /// `text` is what of the name is compared.
    pub(super) fn with_text(name: &'static str, text: &str) -> Self {
        let squashed = squashed(&text.to_ascii_lowercase());
        Self { name, letters: letters_of(&squashed), squashed }
    }
}

/// The keys that may have been meant.
static KEYS: LazyLock<Vec<MeantName>> =
    LazyLock::new(|| known::names().chain(["include_profile"]).map(MeantName::new).collect());

/// Finds the key that was probably meant.
fn meant_key(key: &str) -> Option<&'static str> {
    let key = key.replace(['-', ' ', '.'], "_");
    let alias = KEY_ALIASES.iter().find(|(name, _)| *name == key).map(|(_, meant)| *meant);
    let own = ["aws_default_", "aws_", "default_"];
    let by_affix = || {
        known::names().find(|name| {
            let is_own = name.strip_prefix("aws_") == Some(&*key);
            is_own || own.iter().any(|prefix| key.strip_prefix(prefix) == Some(name))
        })
    };
    alias.or_else(by_affix).or_else(|| nearest(&key, &KEYS))
}

/// Finds the name that has the same letters, or differs by a typo or two.
pub(super) fn nearest(text: &str, targets: &[MeantName]) -> Option<&'static str> {
    let text = squashed(text);
    let letters = letters_of(&text);
    let distance = |target: &MeantName| {
        // A typo in a short word makes another word.
        let most = match target.squashed.len() {
            0..=5 => 0,
            6..=9 => 1,
            _ => 2,
        };
        let is_close = target.squashed.len().abs_diff(text.len()) <= most
            && (letters ^ target.letters).count_ones() as usize <= 2 * most
            && (text == target.squashed || !differs_in_digits(&text, &target.squashed));
        let distance = is_close.then(|| strsim::osa_distance(&text, &target.squashed))?;
        (distance <= most).then_some((distance, target.name))
    };
    let near = targets.iter().filter_map(distance);
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Returns the letters and digits of a name.
fn squashed(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns a bit for each letter that a name has.
fn letters_of(text: &str) -> u32 {
    text.bytes().filter(u8::is_ascii_lowercase).fold(0, |bits, byte| bits | 1 << (byte - b'a'))
}

/// Tells whether numbers alone make the difference, as in `region2`: that is another name.
fn differs_in_digits(text: &str, name: &str) -> bool {
    let letters = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    letters(text) == letters(name)
}

/// Returns the variable of a line such as `export NAME=…`, `SET NAME=…` or `$Env:NAME="…"`.
fn variable_after_word(key: &str, value: &str) -> Option<String> {
    let is_variable = |name: &str| name.starts_with("aws_");
    let words = ["export ", "set ", "setx ", "setenv ", "declare -x ", "$env:"];
    let after = words.iter().find_map(|word| key.strip_prefix(word)).map(str::trim);
    // The colon ends the key.
    let below = || {
        let name = value.split(['=', ' ']).next().unwrap_or_default().to_ascii_lowercase();
        (key == "$env").then_some(name)
    };
    after.map(str::to_owned).or_else(below).filter(|name| is_variable(name))
}

/// Returns the key that says the same as a variable, whose name is in small letters.
fn key_of_variable(variable: &str) -> Option<&'static str> {
    let pairs = [("aws_region", "region"), ("aws_default_region", "region")];
    let others = [("aws_default_output", "output"), ("aws_role_arn", "role_arn")];
    let alias = pairs.into_iter().chain(others).find(|(name, _)| *name == variable);
    alias.map(|(_, key)| key).or_else(|| known::shown(variable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_nearly_a_known_one_is_misspelt() {
        let cases = [
            ("aws_access_key", "aws_access_key_id"),
            ("aws_secret_key", "aws_secret_access_key"),
            ("aws_acces_key_id", "aws_access_key_id"),
            ("aws_access_key_ids", "aws_access_key_id"),
            ("aws_secret_acess_key", "aws_secret_access_key"),
            ("access_key_id", "aws_access_key_id"),
            ("secret_access_key_id", "aws_secret_access_key"),
            ("session_token", "aws_session_token"),
            ("refion", "region"),
            ("reigon", "region"),
            ("aws_region", "region"),
            ("aws_default_region", "region"),
            ("default_region", "region"),
            ("outptu", "output"),
            ("role-arn", "role_arn"),
            ("rolearn", "role_arn"),
            ("aws_role_arn", "role_arn"),
            ("source-profile", "source_profile"),
            ("sourceprofile", "source_profile"),
            ("source_profil", "source_profile"),
            ("sso-session", "sso_session"),
            ("sso_start_ulr", "sso_start_url"),
            ("sso_account_i", "sso_account_id"),
            ("endpoint-url", "endpoint_url"),
            ("inlcude_profile", "include_profile"),
            ("credential_proces", "credential_process"),
            ("credentials_process", "credential_process"),
            ("mfa_serail", "mfa_serial"),
            ("\"aws_access_key_id\"", "aws_access_key_id"),
            ("duration_second", "duration_seconds"),
        ];
        for (key, meant) in cases {
            assert_eq!(KeyVerdict::of(key, "x"), KeyVerdict::Misspelt(meant), "{key}");
        }
    }

    #[test]
    fn keys_of_clients_and_of_other_tools_are_not_misspelt() {
        let keys = "
            region output s3 aws_access_key_id aws_account_id aws_security_token
            credential_process credential_source cli_pager cli_error_format cli_help_output
            use_fips_endpoint services sso_registration_scopes tcp_keepalive csm_enabled
            include_profile parent_profile mfa_process session_tags transitive_session_tags
            source_identity web_identity_token_process sso_use_stdout
            x_principal_arn x_security_token_expires x_sso_session
            granted_sso_start_url granted_sso_region granted_sso_account_id granted_sso_role_name
            granted_color granted_icon granted_exclude
            azure_tenant_id azure_app_id_uri azure_default_username azure_default_role_arn
            azure_default_duration_hours azure_default_remember_me
            google_config.ask_role google_config.role_arn google_config.region
            adfs_config.role_arn adfs_config.session_duration
            gimme_aws_creds_role okta_org okta_profile aws_saml_url saml_role role_name
            aws_mfa_device assumed_role assumed_role_arn expiration aws_expiration
            aws_session_expiration aws_user_arn aws_role_name account_id account_name
            sso_account_name sso_auto_populated sso_interactive color image group target_region
            target_role_name region_set region_alias region2 role_arn_2 toolkit_artifact_guid
            _region note managed_by manager url domain username ca duration ttl role color
            autoawsume role_duration expires aws_default_account mfa_prompt mfa_token
            leapp_role external_source profile_name";
        for key in keys.split_whitespace() {
            assert_eq!(KeyVerdict::of(key, "x"), KeyVerdict::Fine, "{key}");
        }
    }

    #[test]
    fn a_line_for_a_shell_is_not_a_key() {
        let cases = [
            ("export aws_access_key_id", "\"x\"", Some("aws_access_key_id")),
            ("set aws_secret_access_key", "x", Some("aws_secret_access_key")),
            ("$env", "AWS_SESSION_TOKEN=\"x\"", Some("aws_session_token")),
            ("$env:aws_session_token", "\"x\"", Some("aws_session_token")),
            ("export aws_default_region", "x", Some("region")),
            ("export aws_profile", "x", None),
        ];
        for (key, value, meant) in cases {
            assert_eq!(KeyVerdict::of(key, value), KeyVerdict::OfShell(meant), "{key}");
        }
        for key in ["export path", "set", "$env", "exported"] {
            assert_eq!(KeyVerdict::of(key, "x"), KeyVerdict::Fine, "{key}");
        }
    }

    #[test]
    fn a_key_with_a_sign_that_cannot_be_seen_is_odd() {
        let of = |key| KeyVerdict::of(key, "x");
        assert_eq!(of("aws_access_key_id\u{200b}"), KeyVerdict::Odd("aws_access_key_id"));
        assert_eq!(of("\u{feff}region"), KeyVerdict::Odd("region"));
        assert_eq!(of("r\u{435}gion"), KeyVerdict::Odd("region"));
        assert_eq!(of("\u{201c}note\u{201d}"), KeyVerdict::Fine);
    }
}
