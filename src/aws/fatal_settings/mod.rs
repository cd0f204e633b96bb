//! Settings that have nothing to do with credentials and still stop every command of the Python
//! clients when they are wrong (rules 7.19, 7.28, 7.29, 7.31 and 7.41 to 7.43).

mod aliases;
mod checked;
mod encodings;
mod endpoints;
mod history;
mod key_log;
mod models;
#[cfg(test)]
mod tests;
mod url;

use std::ffi::OsStr;

pub(crate) use aliases::refused_aliases;
use checked::CHECKED;
use checked::{Accepted, CheckedSetting};
pub(super) use endpoints::{are_ignored, endpoints, of_services};
pub(crate) use endpoints::{refused_endpoint_variables, refused_service_endpoints};
pub(crate) use history::refused_history;
pub(crate) use key_log::refused_key_log;
pub(crate) use models::{DamagedModel, damaged_models, damaged_parts};
pub(super) use url::{has_host, is_url};

use super::cause::Cause;
use super::client::{Client, Rules};
use super::credentials::Chain;
use super::environment::Environment;
use super::failure::{Failure, FailureKind};
use super::profiles::{Profile, Profiles, Setting};
use super::sourced::Origin;
use super::world::World;

impl CheckedSetting {
    /// Says that a client cannot use this value, if it cannot.
    ///
    /// Only the first line is kept, as by `Setting::shown` and for the same reason.
    fn refused(&self, name: &'static str, value: &OsStr) -> Option<Cause> {
        let text = value.to_string_lossy();
        (!self.accepted.has(&text)).then(|| self.cause(name, &text))
    }

    fn cause(&self, name: &'static str, text: &str) -> Cause {
        let value = text.lines().next().unwrap_or_default();
        // A URL may have a password in it.
        let value = (self.accepted != Accepted::Url).then(|| value.to_owned());
        Cause::UnusableSetting { name, value, accepted: self.accepted.in_words() }
    }

    fn refused_key<'p>(&self, profile: Profile<'p, '_>) -> Option<(Setting<'p>, Cause)> {
        let (setting, value) = self.in_profile(profile)?;
        let key = self.key?;
        let takes_a_line = matches!(self.accepted, Accepted::Path | Accepted::OneLine);
        if takes_a_line && value.starts_with('\n') {
            return Some((setting, self.cause(key, value)));
        }
        Some((setting, self.refused(key, OsStr::new(value))?))
    }

    /// Tells whether the AWS CLI reads it before it makes a client.
    fn is_read_first(&self) -> bool {
        const CLI: [&str; 2] = ["cli_timestamp_format", "cli_binary_format"];
        const METADATA: [&str; 2] = ["ec2_metadata_service_", "metadata_service_"];
        self.key.is_some_and(|key| {
            CLI.contains(&key) || METADATA.iter().any(|start| key.starts_with(start))
        })
    }

    fn refused_variable(&self, environment: &Environment) -> Option<(&'static str, Cause)> {
        let variable = self.variable?;
        Some((variable, self.refused(variable, environment.get(variable)?)?))
    }
}

/// The settings that a client checks.
fn checked_by(client: Client) -> impl Iterator<Item = &'static CheckedSetting> {
    CHECKED.iter().filter(move |checked| checked.refused_by.contains(&client))
}

/// Returns the settings of a profile that stop every command, and why they do.
pub(super) fn refused_settings<'p>(
    rules: &Rules,
    world: &World,
    profiles: &'p Profiles<'_>,
    profile: Profile<'p, '_>,
) -> Vec<(Setting<'p>, Cause)> {
    if !profile.has_any(is_looked_at) {
        return Vec::new();
    }
    let read = checked_by(rules.settings)
        .filter(|checked| (checked.is_read)(&world.environment, &profile));
    let refused = read.filter_map(|checked| checked.refused_key(profile));
    let endpoints = endpoints::refused_key(&world.environment, profiles, profile);
    empty_s3(profile).into_iter().chain(refused).chain(endpoints).collect()
}

/// Returns the variables that stop every command, and why they do.
pub(crate) fn refused_variables(
    client: Client,
    environment: &Environment,
) -> impl Iterator<Item = (&'static str, Cause)> {
    let profile = Profile::default();
    checked_by(client)
        .filter(move |checked| (checked.is_read)(environment, &profile))
        .filter_map(|checked| checked.refused_variable(environment))
}

/// Names the setting that stops `aws configure export-credentials`, which makes a client only if it
/// has to ask AWS for the credentials.
pub(super) fn failure_of_export(
    chain: &Chain<'_, '_>,
    profile: Profile<'_, '_>,
    asks_aws: bool,
) -> Option<Failure> {
    if asks_aws {
        return failure(chain, profile);
    }
    let history = || refused_history(chain.world, chain.lookup?, profile);
    let (origin, cause) = setting(chain, profile, false).or_else(history)?;
    Some(Failure::new(FailureKind::InvalidConfig, cause).written(origin))
}

/// Names the setting that stops every command, if one does.
pub(super) fn failure(chain: &Chain<'_, '_>, profile: Profile<'_, '_>) -> Option<Failure> {
    let Chain { world, rules, lookup, .. } = chain;
    let of_files = || {
        let lookup = (*lookup)?;
        let of_cli = rules.reads_aliases.then(|| {
            aliases::refused(world, lookup).or_else(|| refused_history(world, lookup, profile))
        });
        let of_all =
            || models::refused(world, lookup, profile).or_else(|| refused_key_log(world, lookup));
        of_cli.flatten().or_else(|| rules.has_stumbling_blocks.then(of_all).flatten())
    };
    let (origin, cause) = setting(chain, profile, true).or_else(of_files)?;
    Some(Failure::new(FailureKind::InvalidConfig, cause).written(origin))
}

/// Finds the first setting that is refused, and where it is.
fn setting(
    chain: &Chain<'_, '_>,
    profile: Profile<'_, '_>,
    makes_client: bool,
) -> Option<(Origin, Cause)> {
    let environment = &chain.world.environment;
    // Nearly everybody has none of them, and every prompt asks.
    if !profile.has_any(is_looked_at) && !environment.may_have(is_looked_at_here) {
        return None;
    }
    let of_profile = |(setting, cause): (Setting<'_>, Cause)| (setting.origin(), cause);
    let refused = |checked: &CheckedSetting| {
        if !(checked.is_read)(environment, &profile) || !(makes_client || checked.is_read_first()) {
            return None;
        }
        if let Some(variable) = checked.variable
            && environment.get(variable).is_some()
        {
            let (name, cause) = checked.refused_variable(environment)?;
            return Some((Origin::environment(name), cause));
        }
        checked.refused_key(profile).map(of_profile)
    };
    let refused = || checked_by(chain.rules.settings).find_map(refused);
    if !chain.rules.has_stumbling_blocks || !makes_client {
        return refused();
    }
    empty_s3(profile)
        .map(of_profile)
        .or_else(refused)
        .or_else(|| endpoints::refused(environment, chain.profiles, profile))
}

/// Tells whether a key of a profile may stop every command. This is asked of every key at every
/// prompt, which the table is too slow for; a test compares the two.
fn is_looked_at(key: &str) -> bool {
    matches!(
        key,
        "account_id_endpoint_mode"
            | "api_versions"
            | "auth_scheme_preference"
            | "ca_bundle"
            | "cli_auto_prompt"
            | "cli_binary_format"
            | "cli_timestamp_format"
            | "csm_port"
            | "defaults_mode"
            | "ec2_metadata_service_endpoint"
            | "ec2_metadata_service_endpoint_mode"
            | "endpoint_url"
            | "max_attempts"
            | "metadata_service_num_attempts"
            | "metadata_service_timeout"
            | "request_checksum_calculation"
            | "request_min_compression_size_bytes"
            | "response_checksum_validation"
            | "retry_mode"
            | "s3"
            | "s3_disable_express_session_auth"
            | "s3_us_east_1_regional_endpoint"
            | "services"
            | "sts_regional_endpoints"
            | "tcp_keepalive"
    )
}

/// Tells whether a variable may stop every command.
fn is_looked_at_here(name: &str) -> bool {
    matches!(
        name,
        "AWS_ACCOUNT_ID_ENDPOINT_MODE"
            | "AWS_AUTH_SCHEME_PREFERENCE"
            | "AWS_CA_BUNDLE"
            | "AWS_CLI_AUTO_PROMPT"
            | "AWS_CLI_OUTPUT_ENCODING"
            | "AWS_CSM_PORT"
            | "AWS_DEFAULTS_MODE"
            | "AWS_EC2_METADATA_SERVICE_ENDPOINT"
            | "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
            | "AWS_ENDPOINT_URL"
            | "AWS_MAX_ATTEMPTS"
            | "AWS_METADATA_SERVICE_NUM_ATTEMPTS"
            | "AWS_METADATA_SERVICE_TIMEOUT"
            | "AWS_REQUEST_CHECKSUM_CALCULATION"
            | "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"
            | "AWS_RESPONSE_CHECKSUM_VALIDATION"
            | "AWS_RETRY_MODE"
            | "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"
            | "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"
            | "AWS_STS_REGIONAL_ENDPOINTS"
            | "REQUESTS_CA_BUNDLE"
    )
}

/// Whoever wrote `s3 =` meant the block that has to be indented below it.
fn empty_s3<'p>(profile: Profile<'p, '_>) -> Option<(Setting<'p>, Cause)> {
    let s3 = profile.get("s3").filter(|s3| s3.value.is_empty())?;
    let endpoint = profile.get("endpoint_url");
    let follows = |endpoint: Setting<'_>| endpoint.path == s3.path && endpoint.line == s3.line + 1;
    Some((s3, Cause::EmptyS3 { has_endpoint: endpoint.is_some_and(follows) }))
}
