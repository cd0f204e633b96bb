//! Settings that send requests elsewhere than to AWS (rule 7.16).

use std::ffi::{OsStr, OsString};

use crate::aws::fatal_settings::{are_ignored, endpoints, is_url, of_services};
use crate::aws::profiles::{Profile, Profiles};
use crate::aws::resolution::{Facts, Resolution};
use crate::aws::sourced::{Origin, Sourced};
use crate::aws::world::World;

/// Finds a setting that redirects requests (rule 7.16).
pub(super) fn endpoint(
    world: &World,
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<Sourced<OsString>> {
    let environment = &world.environment;
    if are_ignored(environment, profile) {
        return None;
    }
    // A client that refuses the endpoint sends nothing anywhere (rule 7.28).
    let is_usable = |url: &OsStr| is_url(&url.to_string_lossy());
    let of_service = || of_services(environment).find(|(_, url)| is_usable(url));
    let of_all = environment.non_empty("AWS_ENDPOINT_URL");
    let from_environment = of_all
        .filter(|url| is_usable(url))
        .map(|value| ("AWS_ENDPOINT_URL", value))
        .or_else(of_service);
    if let Some((name, value)) = from_environment {
        return Some(Sourced::new(host_of(value), Origin::environment(name)));
    }
    if of_all.is_some() {
        return None;
    }
    let of_profile = || {
        let setting = profile.get("endpoint_url").filter(|setting| is_url(setting.value))?;
        let url = setting.shown();
        Some(Sourced::new(host_of(OsStr::new(url.as_ref())), setting.origin()))
    };
    let of_section = || {
        let services = profiles.services(profile.get("services")?.value)?;
        let (setting, url) = endpoints(services).find(|(_, url)| is_url(url))?;
        Some(Sourced::new(host_of(OsStr::new(url)), setting.origin()))
    };
    of_profile().or_else(of_section)
}

/// Names the service that the endpoint in use is for, unless it is for all of them.
pub(crate) fn endpoint_service(facts: &Facts<'_, '_>, resolution: &Resolution) -> Option<String> {
    let origin = &resolution.endpoint.as_ref()?.origin;
    if let Some(variable) = origin.variable() {
        return Some(variable.strip_prefix("AWS_ENDPOINT_URL_")?.to_lowercase());
    }
    let profiles = facts.profiles().ok()?;
    let profile = profiles.find(resolution.profile.as_ref()?.value.to_str()?)?;
    let services = profiles.services(profile.get("services")?.value)?;
    let service = services.settings().find(|(_, setting)| setting.origin() == *origin);
    service.map(|(name, _)| name.to_owned())
}

/// Returns the scheme, host and port of a URL. The rest may be a secret.
pub(crate) fn host_of(url: &OsStr) -> OsString {
    const UNREADABLE: &str = "of no readable form";
    let url = url.to_string_lossy();
    let without_scheme = || Some(("", url.strip_prefix("//")?));
    let Some((scheme, rest)) = without_scheme().or_else(|| url.split_once("://")) else {
        return UNREADABLE.into();
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    // What cannot be a port begins a password with a slash in it.
    let has_port = port.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit());
    // Without a scheme, the text before the colon may be a secret too.
    let is_scheme =
        scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !is_scheme || !has_port || rest[authority.len()..].contains('@') {
        return UNREADABLE.into();
    }
    let colon = if scheme.is_empty() { "" } else { ":" };
    format!("{scheme}{colon}//{host}").into()
}
