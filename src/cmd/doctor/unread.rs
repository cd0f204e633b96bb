//! Checks of settings that the AWS CLI silently ignores or takes for something else: endpoints of
//! services, boolean values, and proxies that are not HTTP proxies.

use super::{Check, Finding};
use crate::aws::inventory::{self, Inventory};
use crate::aws::{
    Environment, FileSection, Origin, Platform, Profile, Profiles, Remedy, Resolution, Setting,
    accepted_by_transfers, known, meant_key_of_s3, meant_service, misplaced_key_of_s3,
    near_service, nested_entries, remedy,
};
use crate::cmd::proxy::unusable_proxy;
use crate::printable::short;
use std::borrow::Cow;

pub(super) fn findings(
    environment: &Environment,
    ours: &Resolution,
    files: &Profiles<'_>,
    inventory: &Inventory<'_, '_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    // A plugin may read what the AWS CLI itself does not.
    let has_plugins = inventory::plugins(files).is_some();
    for (name, profile) in inventory.profiles() {
        for (key, setting) in profile.settings() {
            findings.extend(boolean(name, key, setting.value, setting));
            findings.extend(misplaced(name, key, setting));
            if key == "endpoint_discovery_enabled" {
                findings.extend(discovery(name, setting));
            }
            if setting.value.starts_with('\n') {
                findings.extend(block(name, key, setting));
            }
            if !has_plugins {
                findings.extend(endpoint(name, key, setting, profile));
            }
        }
    }
    for (section, services) in inventory::services(files) {
        for (key, setting) in services.settings() {
            findings.extend(of_services(&section, services, key, setting));
        }
    }
    findings.extend(variables(environment));
    findings.extend(endpoint_variables(environment));
    findings.extend(discovery_variable(environment));
    findings.extend(proxy(environment, ours));
    findings
}

/// Looks at the lines below a key of a profile.
fn block(name: &str, key: &str, setting: Setting<'_>) -> Vec<Finding> {
    let mut entries = nested_entries(setting.value);
    if key != "s3" {
        return entries
            .find_map(|entry| signature(name, key, entry, setting))
            .into_iter()
            .collect();
    }
    let of_entry = |(nested, value): (&str, &str)| {
        let misspelt = meant_key_of_s3(nested).map(|meant| misspelt(name, nested, meant, setting));
        misspelt
            .or_else(|| boolean(name, nested, value, setting))
            .or_else(|| transfer(name, nested, value, setting))
    };
    entries.filter_map(of_entry).collect()
}

/// Finds a value at which the services stop that have endpoint discovery, such as that of `dynamodb`.
fn discovery(name: &str, setting: Setting<'_>) -> Option<Finding> {
    if is_discovery(setting.value) {
        return None;
    }
    let shown = short(setting.first_line());
    let what = format!("{}: endpoint_discovery_enabled is \"{shown}\"", short(name));
    let finding = Finding::new(Check::ServiceSettingsRefused, setting.origin(), what);
    Some(
        finding.with_remedy(remedy!("write endpoint_discovery_enabled = auto, or delete the line")),
    )
}

fn discovery_variable(environment: &Environment) -> Option<Finding> {
    const NAME: &str = "AWS_ENDPOINT_DISCOVERY_ENABLED";
    let value = environment.get(NAME)?.to_string_lossy();
    let what = format!("it is \"{}\"", short(&value));
    let finding = Finding::of_variable(Check::ServiceSettingsRefused, NAME, what);
    (!is_discovery(&value)).then(|| finding.with_remedy(Remedy::unset(NAME)))
}

fn is_discovery(value: &str) -> bool {
    ["true", "false", "auto"].iter().any(|known| value.eq_ignore_ascii_case(known))
}

/// Finds a `signature_version` at which the commands of a service stop. S3 ignores its own.
fn signature(
    name: &str,
    service: &str,
    (key, version): (&str, &str),
    setting: Setting<'_>,
) -> Option<Finding> {
    const KNOWN: [&str; 6] = ["", "s3v4", "v2", "v3", "v4", "v4a"];
    if key != "signature_version" || KNOWN.contains(&version) {
        return None;
    }
    let (name, service) = (short(name), short(service));
    let what = format!("{name}: the signature_version of {service} is \"{}\"", short(version));
    let finding = Finding::new(Check::ServiceSettingsRefused, setting.origin(), what);
    Some(finding.with_remedy(remedy!("write signature_version = v4, or delete the line")))
}

/// Finds a setting of S3 that is not below `s3 =` (rule 7.49).
fn misplaced(section: &str, key: &str, setting: Setting<'_>) -> Option<Finding> {
    let meant = misplaced_key_of_s3(key)?;
    let what = format!("{}: {key}", short(section));
    let finding = Finding::new(Check::ServiceSettingMisplaced, setting.origin(), what);
    Some(finding.with_remedy(remedy!("indent {meant} below s3 =")))
}

/// Finds a setting at which a transfer stops (rule 7.44).
fn transfer(name: &str, key: &str, value: &str, setting: Setting<'_>) -> Option<Finding> {
    let accepted = accepted_by_transfers(key, value)?;
    let what = format!("{}: {key} is \"{}\"", short(name), short(value));
    let remedy = remedy!("write {key} = {accepted}, or delete the line");
    Some(Finding::new(Check::TransferSettingRefused, setting.origin(), what).with_remedy(remedy))
}

fn misspelt(section: &str, key: &str, meant: &str, setting: Setting<'_>) -> Finding {
    let (section, key) = (short(section), short(key));
    let what = format!("{section}: {key} is probably {meant}");
    let remedy = remedy!("write {meant} instead of {key}");
    Finding::new(Check::MisspeltKey, setting.origin(), what).with_remedy(remedy)
}

/// Finds the endpoint of a service in a profile (rule 7.36).
fn endpoint(
    name: &str,
    key: &str,
    setting: Setting<'_>,
    profile: Profile<'_, '_>,
) -> Option<Finding> {
    let has_below = || nested_entries(setting.value).any(|(nested, _)| nested == "endpoint_url");
    let service = known::service_of_endpoint(key).or_else(|| has_below().then_some(key))?;
    let is_word = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    let services = profile.get("services").map_or(name, |services| services.value);
    let services = if is_word(services) { services } else { "NAME" };
    let service = short(service);
    let what = format!("{}: the endpoint_url of {service}", short(name));
    let remedy = remedy!(
        "write services = {services} in the profile, and the endpoint_url indented below {service} in a section [services {services}]"
    );
    Some(Finding::new(Check::ServiceEndpointIgnored, setting.origin(), what).with_remedy(remedy))
}

/// Looks at a key of a section `[services NAME]`, where each is a service (rules 7.29 and 7.36).
fn of_services(
    section: &str,
    services: FileSection<'_, '_>,
    key: &str,
    setting: Setting<'_>,
) -> Option<Finding> {
    let shown = format!("[services {}]", short(section));
    let found = |check, what: String, remedy| {
        let what = format!("{shown}: {what}");
        Some(Finding::new(check, setting.origin(), what).with_remedy(remedy))
    };
    let below = |service: &str| remedy!("write endpoint_url = URL, indented below {service} =");
    let is_block = setting.value.starts_with('\n');
    let name = short(key);
    if let Some(service) = known::service_of_endpoint(key) {
        let what = format!("the endpoint_url of {}", short(service));
        return found(Check::ServiceEndpointIgnored, what, below(&short(service)));
    }
    if key == "endpoint_url" {
        // What is above it has a finding of its own.
        let is_below = services
            .settings()
            .any(|(_, above)| above.value.is_empty() && above.line + 1 == setting.line);
        let remedy = remedy!("indent endpoint_url below the id of its service, such as s3 =");
        let what = "endpoint_url is that of no service".to_owned();
        return found(Check::ServiceEndpointIgnored, what, remedy).filter(|_| !is_below);
    }
    let meant = meant_service(key).map(Cow::Owned);
    if let Some(meant) = meant.or_else(|| near_service(key).map(Cow::Borrowed))
        && is_block
    {
        let remedy = remedy!("write {meant} instead of {name}");
        return found(
            Check::ServiceEndpointIgnored,
            format!("no service is called {name}"),
            remedy,
        );
    }
    if setting.value.is_empty() {
        let what = format!("{name} is empty");
        return found(Check::ServiceSettingsRefused, what, below(&name));
    }
    if !is_block {
        let what = format!("{name} has text after the equals sign");
        return found(Check::ServiceSettingsRefused, what, below(&name));
    }
    let mut nested = nested_entries(setting.value).map(|(nested, _)| nested);
    nested.find_map(|nested| {
        if is_nearly_endpoint(nested) {
            return Some(misspelt(&shown, nested, "endpoint_url", setting));
        }
        let meant = misplaced_key_of_s3(nested).filter(|_| key == "s3")?;
        let remedy = remedy!("move {meant} to a profile, indented below s3 =");
        found(Check::ServiceSettingMisplaced, meant.to_owned(), remedy)
    })
}

fn is_nearly_endpoint(key: &str) -> bool {
    key != "endpoint_url" && strsim::osa_distance(key, "endpoint_url") <= 2
}

/// What only the word true turns on, in a file and in a variable (rule 7.37).
const BOOLEANS: [(&str, &str); 16] = [
    ("", "AWS_EC2_METADATA_DISABLED"),
    ("csm_enabled", "AWS_CSM_ENABLED"),
    ("disable_host_prefix_injection", "AWS_DISABLE_HOST_PREFIX_INJECTION"),
    ("disable_request_compression", "AWS_DISABLE_REQUEST_COMPRESSION"),
    ("ec2_metadata_v1_disabled", "AWS_EC2_METADATA_V1_DISABLED"),
    ("ignore_configured_endpoint_urls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
    ("imds_use_ipv6", "AWS_IMDS_USE_IPV6"),
    ("parameter_validation", ""),
    ("payload_signing_enabled", ""),
    ("s3_disable_multiregion_access_points", "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"),
    ("s3_use_arn_region", "AWS_S3_USE_ARN_REGION"),
    ("tcp_keepalive", ""),
    ("use_accelerate_endpoint", ""),
    ("use_arn_region", ""),
    ("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT"),
    ("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT"),
];

/// Tells whether a value is taken for false, and does not mean that.
fn is_lost(value: &str) -> bool {
    const MEANT: [&str; 9] = ["true", "false", "no", "n", "f", "off", "0", "none", "disabled"];
    !value.is_empty() && !MEANT.iter().any(|meant| value.eq_ignore_ascii_case(meant))
}

fn boolean(name: &str, key: &str, value: &str, setting: Setting<'_>) -> Option<Finding> {
    let is_boolean = BOOLEANS.binary_search_by_key(&key, |(key, _)| key).is_ok();
    // Other checks find a comment and quotes.
    let is_other = || known::has_comment(key, value) || known::is_quoted(key, value);
    if !is_boolean || !is_lost(value) || value.starts_with('\n') || is_other() {
        return None;
    }
    let shown = short(value.lines().next().unwrap_or_default());
    let what = format!("{}: {key} is \"{shown}\"", short(name));
    let finding = Finding::new(Check::BooleanIgnored, setting.origin(), what);
    Some(finding.with_remedy(remedy!("write {key} = true, or delete the line")))
}

fn variables(environment: &Environment) -> impl Iterator<Item = Finding> {
    let variables = BOOLEANS.iter().map(|(_, name)| *name).filter(|name| !name.is_empty());
    variables.filter_map(move |name| {
        let value = environment.get(name)?.to_string_lossy();
        is_lost(&value).then(|| {
            let what = format!("it is \"{}\"", short(&value));
            let finding = Finding::of_variable(Check::BooleanIgnored, name, what);
            finding.with_remedy(remedy!("set {name} to true, or unset it"))
        })
    })
}

/// Finds the endpoint of a service under a name that is not the service's id (rule 7.39).
fn endpoint_variables(environment: &Environment) -> impl Iterator<Item = Finding> {
    const PREFIX: &str = "AWS_ENDPOINT_URL_";
    environment.names_of_aws().filter_map(|name| {
        let upper = name.to_ascii_uppercase();
        let id = upper.strip_prefix(PREFIX)?;
        environment.non_empty(name)?;
        let meant = meant_service(id).or_else(|| near_service(id).map(str::to_owned));
        let meant = meant.map(|meant| meant.to_ascii_uppercase());
        let is_other_case = Platform::HERE == Platform::Posix && upper != name;
        let what = match &meant {
            Some(_) => "no service has this name",
            None if is_other_case => "it is not in capital letters",
            None => return None,
        };
        let meant = meant.as_deref().unwrap_or(id);
        let finding = Finding::of_variable(Check::ServiceEndpointIgnored, name, what);
        let name = short(name);
        Some(finding.with_remedy(remedy!("export it as {PREFIX}{meant}, and unset {name}")))
    })
}

/// Finds a proxy that the AWS CLI cannot use (rule 7.38).
fn proxy(environment: &Environment, ours: &Resolution) -> Option<Finding> {
    let (name, what, remedy) = unusable_proxy(environment, ours)?;
    Some(Finding::new(Check::ProxyNotHttp, Origin::environment(name), what).with_remedy(remedy))
}
