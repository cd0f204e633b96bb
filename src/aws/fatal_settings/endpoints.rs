//! Endpoints that the Python clients cannot use, and sections of services that are not there
//! (rules 7.28 and 7.29).

use std::ffi::OsStr;

use super::url::is_url;
use crate::aws::cause::Cause;
use crate::aws::environment::{Environment, Platform};
use crate::aws::profiles::{FileSection, Profile, Profiles, Setting};
use crate::aws::reader::python;
use crate::aws::service_names::meant_service;
use crate::aws::sourced::Origin;

const VARIABLE: &str = "AWS_ENDPOINT_URL";
const OF_SERVICE: &str = "AWS_ENDPOINT_URL_";

/// Tells whether the client ignores all configured endpoints (rule 7.16).
pub(in crate::aws) fn are_ignored(environment: &Environment, profile: Profile<'_, '_>) -> bool {
    let of_profile = || Some(OsStr::new(profile.get("ignore_configured_endpoint_urls")?.value));
    let ignored = environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").or_else(of_profile);
    ignored.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Returns the variables with the endpoint of one service, without those of an unknown name (rule
/// 7.39).
pub(in crate::aws) fn of_services(
    environment: &Environment,
) -> impl Iterator<Item = (&str, &OsStr)> {
    let set = environment.with_prefix(OF_SERVICE);
    set.filter(|(name, _)| !is_other_case(name))
        .filter(|(name, _)| meant_service(&name[OF_SERVICE.len()..]).is_none())
}

/// Tells whether a variable has small letters, as which no client knows it.
fn is_other_case(name: &str) -> bool {
    Platform::HERE == Platform::Posix && name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Returns why every service's client would stop at its endpoint, unless one has its own.
pub(super) fn refused(
    environment: &Environment,
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<(Origin, Cause)> {
    let mut of_services = of_services(environment);
    if are_ignored(environment, profile)
        || of_services.any(|(_, url)| is_url(&url.to_string_lossy()))
    {
        return None;
    }
    if let Some(url) = environment.non_empty(VARIABLE) {
        let is_fine = is_url(&url.to_string_lossy());
        let cause = Cause::MalformedEndpoint(VARIABLE.to_owned());
        return (!is_fine).then(|| (Origin::environment(VARIABLE), cause));
    }
    let (setting, cause) = of_profile(profiles, profile)?;
    Some((setting.origin(), cause))
}

/// Returns the settings of a profile that stop every command.
pub(super) fn refused_key<'p>(
    environment: &Environment,
    profiles: &Profiles<'_>,
    profile: Profile<'p, '_>,
) -> Option<(Setting<'p>, Cause)> {
    if are_ignored(environment, profile) { None } else { of_profile(profiles, profile) }
}

fn of_profile<'p>(
    profiles: &Profiles<'_>,
    profile: Profile<'p, '_>,
) -> Option<(Setting<'p>, Cause)> {
    let mut has_own = false;
    if let Some(name) = profile.get("services") {
        let section = profiles.services(name.value);
        let Some(section) = section.filter(|section| section.settings().next().is_some()) else {
            return Some((name, Cause::NoServices(name.first_line().to_owned())));
        };
        has_own = endpoints(section).any(|(_, url)| is_url(url));
    }
    let url = profile.get("endpoint_url").filter(|url| !url.value.is_empty())?;
    let is_fine = has_own || is_url(url.value);
    (!is_fine).then(|| (url, Cause::MalformedEndpoint("endpoint_url".to_owned())))
}

/// Returns the endpoints of services that are set in a section.
pub(in crate::aws) fn endpoints<'p>(
    section: FileSection<'p, '_>,
) -> impl Iterator<Item = (Setting<'p>, &'p str)> {
    section.settings().filter_map(|(name, setting)| {
        let mut entries = python::nested_entries(setting.value);
        let (_, url) = entries.find(|(key, url)| *key == "endpoint_url" && !url.is_empty())?;
        meant_service(name).is_none().then_some((setting, url))
    })
}

/// Returns the variables with a malformed endpoint: of all services, and of one.
pub(crate) fn refused_endpoint_variables(
    environment: &Environment,
) -> impl Iterator<Item = (&str, bool)> {
    let is_read = !are_ignored(environment, Profile::default());
    let all = environment.non_empty(VARIABLE).map(|url| (VARIABLE, url));
    let set = all.into_iter().chain(of_services(environment));
    set.filter(move |(_, url)| is_read && !is_url(&url.to_string_lossy()))
        .map(|(name, _)| (name, name != VARIABLE))
}

/// Returns where the services of the config file have a malformed endpoint.
pub(crate) fn refused_service_endpoints<'p>(
    profiles: &'p Profiles<'_>,
) -> impl Iterator<Item = Setting<'p>> {
    let endpoints = profiles.all_services().flat_map(endpoints);
    endpoints.filter(|(_, url)| !is_url(url)).map(|(setting, _)| setting)
}
