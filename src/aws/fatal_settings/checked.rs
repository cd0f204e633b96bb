//! The settings that a Python client checks before its first request, with the values that it
//! accepts (rule 7.19). Doctor, explain and `docs/guide/src/resolution.md` take the values from
//! here.

use std::ffi::OsStr;

use super::encodings::is_encoding;
use super::url::has_host;
use crate::aws::client::Client;
use crate::aws::environment::Environment;
use crate::aws::profiles::{Profile, Setting};
use crate::aws::python_int::python_int;
use crate::aws::reader::python;

/// A setting that stops every command of some clients if its value is not accepted.
pub(crate) struct CheckedSetting {
    /// Its name in the files, if it has one.
    pub(crate) key: Option<&'static str>,
    /// The block of the files that the key is in, if it is in one.
    pub(crate) block: Option<&'static str>,
    /// The variable, which takes precedence over the key.
    pub(crate) variable: Option<&'static str>,
    pub(crate) accepted: Accepted,
    /// The clients that refuse every other value.
    pub(crate) refused_by: &'static [Client],
    /// Whether the client looks at the setting at all.
    pub(super) is_read: fn(&Environment, &Profile<'_, '_>) -> bool,
}

/// The values that a client accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    Words(&'static [&'static str]),
    WordsInAnyCase(&'static [&'static str]),
    Integer,
    IntegerFrom(i64, Option<i64>),
    /// An empty one counts as unset.
    Url,
    /// Anything but blanks.
    Path,
    /// The name of an encoding that Python has.
    Encoding,
    /// Anything but settings that are indented below the key.
    OneLine,
    /// Settings that are indented below the key.
    Block,
}

impl Accepted {
    pub(super) fn has(self, value: &str) -> bool {
        // To Python these may be digits as well.
        let has_other_digits = || value.chars().any(|c| !c.is_ascii() && c.is_numeric());
        match self {
            Self::Words(words) => words.contains(&value),
            Self::WordsInAnyCase(words) => {
                words.iter().any(|word| word.eq_ignore_ascii_case(value))
            }
            Self::Integer => python_int(value).is_some() || has_other_digits(),
            Self::IntegerFrom(least, most) => {
                let is_within =
                    |number: i64| number >= least && most.is_none_or(|most| number <= most);
                python_int(value).is_some_and(is_within) || has_other_digits()
            }
            Self::Url => value.is_empty() || has_host(value),
            Self::Path => !value.trim().is_empty(),
            Self::Encoding => is_encoding(value),
            // `CheckedSetting::refused_key` sees the lines below.
            Self::OneLine => true,
            Self::Block => value.starts_with('\n'),
        }
    }

    /// Says what is accepted.
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Words(words) | Self::WordsInAnyCase(words) => {
                // Nobody writes the empty word on purpose.
                let words: Vec<_> = words.iter().copied().filter(|word| !word.is_empty()).collect();
                match &*words {
                    [most @ .., last] if !most.is_empty() => {
                        format!("{} or {last}", most.join(", "))
                    }
                    words => words.concat(),
                }
            }
            Self::Integer => "an integer".to_owned(),
            Self::IntegerFrom(least, None) => format!("an integer of at least {least}"),
            Self::IntegerFrom(least, Some(most)) => format!("an integer from {least} to {most}"),
            Self::Url => "a URL such as http://169.254.169.254".to_owned(),
            Self::Path => "the path of a file".to_owned(),
            Self::Encoding => "an encoding such as utf-8".to_owned(),
            Self::OneLine => "a value in the same line".to_owned(),
            Self::Block => "settings that are indented below it".to_owned(),
        }
    }
}

const V2: &[Client] = &[Client::AwsCliV2];
const V1: &[Client] = &[Client::AwsCliV1];
const V1_AND_BOTO3: &[Client] = &[Client::AwsCliV1, Client::Boto3];
const ALL: &[Client] = &[Client::AwsCliV2, Client::AwsCliV1, Client::Boto3];

/// The settings. Two rows for one key have different clients.
pub(crate) const CHECKED: [CheckedSetting; 29] = {
    use Accepted::{
        Block, Encoding, Integer, IntegerFrom, OneLine, Path, Url, Words, WordsInAnyCase,
    };
    const RETRIES: [&str; 2] = ["retry_mode", "AWS_RETRY_MODE"];
    const US_EAST_1: [&str; 2] =
        ["s3_us_east_1_regional_endpoint", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"];
    const DEFAULTS: [&str; 2] = ["defaults_mode", "AWS_DEFAULTS_MODE"];
    const CHECKSUMS: Accepted = WordsInAnyCase(&["when_supported", "when_required"]);
    [
        of(ALL, ["max_attempts", "AWS_MAX_ATTEMPTS"], IntegerFrom(1, None)),
        of(V2, RETRIES, Words(&["standard", "adaptive"])),
        of(V1_AND_BOTO3, RETRIES, Words(&["legacy", "standard", "adaptive"])),
        of(ALL, ["request_checksum_calculation", "AWS_REQUEST_CHECKSUM_CALCULATION"], CHECKSUMS),
        of(ALL, ["response_checksum_validation", "AWS_RESPONSE_CHECKSUM_VALIDATION"], CHECKSUMS),
        of(
            ALL,
            ["account_id_endpoint_mode", "AWS_ACCOUNT_ID_ENDPOINT_MODE"],
            WordsInAnyCase(&["preferred", "disabled", "required"]),
        ),
        of(
            ALL,
            ["request_min_compression_size_bytes", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"],
            IntegerFrom(1, Some(1_048_576)),
        ),
        of(
            ALL,
            ["s3_disable_express_session_auth", "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"],
            WordsInAnyCase(&["true", "false"]),
        ),
        of(
            ALL,
            ["ec2_metadata_service_endpoint_mode", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
            WordsInAnyCase(&["ipv4", "ipv6"]),
        ),
        of(ALL, ["ec2_metadata_service_endpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT"], Url),
        of(ALL, ["metadata_service_timeout", "AWS_METADATA_SERVICE_TIMEOUT"], Integer),
        of(ALL, ["metadata_service_num_attempts", "AWS_METADATA_SERVICE_NUM_ATTEMPTS"], Integer),
        of(ALL, ["ca_bundle", "AWS_CA_BUNDLE"], Path),
        CheckedSetting {
            key: None,
            is_read: |environment, profile| {
                environment.get("AWS_CA_BUNDLE").is_none() && profile.get("ca_bundle").is_none()
            },
            ..of(ALL, ["", "REQUESTS_CA_BUNDLE"], Path)
        },
        CheckedSetting {
            is_read: |environment, profile| {
                let key = profile.get("csm_enabled").map(|setting| OsStr::new(setting.value));
                let is_on = environment.get("AWS_CSM_ENABLED").or(key);
                is_on.is_some_and(|value| value.eq_ignore_ascii_case("true"))
            },
            ..of(ALL, ["csm_port", "AWS_CSM_PORT"], Integer)
        },
        in_files(V2, "cli_timestamp_format", Words(&["wire", "iso8601"])),
        in_files(V1, "cli_timestamp_format", Words(&["none", "wire", "iso8601"])),
        in_files(V2, "cli_binary_format", Words(&["base64", "raw-in-base64-out"])),
        of(V2, ["cli_auto_prompt", "AWS_CLI_AUTO_PROMPT"], OneLine),
        CheckedSetting { key: None, ..of(V2, ["", "AWS_CLI_OUTPUT_ENCODING"], Encoding) },
        in_files(V2, "tcp_keepalive", OneLine),
        of(ALL, ["auth_scheme_preference", "AWS_AUTH_SCHEME_PREFERENCE"], OneLine),
        in_files(V1_AND_BOTO3, "api_versions", Block),
        in_s3(ALL, "addressing_style", Words(&["virtual", "auto", "path"])),
        of(V1_AND_BOTO3, US_EAST_1, Words(&["legacy", "regional"])),
        CheckedSetting {
            is_read: |environment, profile| {
                let [key, variable] = US_EAST_1;
                environment.get(variable).is_none() && profile.get(key).is_none()
            },
            ..in_s3(V1_AND_BOTO3, "us_east_1_regional_endpoint", Words(&["legacy", "regional"]))
        },
        of(
            V1_AND_BOTO3,
            ["sts_regional_endpoints", "AWS_STS_REGIONAL_ENDPOINTS"],
            Words(&["legacy", "regional", ""]),
        ),
        of(
            V1_AND_BOTO3,
            DEFAULTS,
            WordsInAnyCase(&["legacy", "auto", "standard", "in-region", "cross-region", "mobile"]),
        ),
        CheckedSetting {
            is_read: |environment, profile| {
                let is_empty =
                    profile.get("defaults_mode").is_some_and(|mode| mode.value.is_empty());
                environment.get("AWS_DEFAULTS_MODE").is_some() || !is_empty
            },
            ..of(
                &[Client::JsSdk],
                DEFAULTS,
                WordsInAnyCase(&[
                    "legacy",
                    "auto",
                    "standard",
                    "in-region",
                    "cross-region",
                    "mobile",
                ]),
            )
        },
    ]
};

/// A setting that may be written in the files and in a variable.
const fn of(
    refused_by: &'static [Client],
    [key, variable]: [&'static str; 2],
    accepted: Accepted,
) -> CheckedSetting {
    let (key, variable) = (Some(key), Some(variable));
    CheckedSetting { key, block: None, variable, accepted, refused_by, is_read: |_, _| true }
}

const fn in_s3(
    refused_by: &'static [Client],
    key: &'static str,
    accepted: Accepted,
) -> CheckedSetting {
    CheckedSetting { block: Some("s3"), ..in_files(refused_by, key, accepted) }
}

const fn in_files(
    refused_by: &'static [Client],
    key: &'static str,
    accepted: Accepted,
) -> CheckedSetting {
    CheckedSetting { variable: None, ..of(refused_by, [key, ""], accepted) }
}

impl CheckedSetting {
    /// Returns the setting of a profile, and its value; of a block, the value of its key.
    pub(super) fn in_profile<'p>(
        &self,
        profile: Profile<'p, '_>,
    ) -> Option<(Setting<'p>, &'p str)> {
        let key = self.key?;
        let Some(block) = self.block else {
            let setting = profile.get(key)?;
            return Some((setting, setting.value));
        };
        let block = profile.get(block)?;
        let entries = python::nested_entries(block.value).filter(|(name, _)| *name == key);
        // The last of several counts.
        Some((block, entries.last()?.1))
    }
}
