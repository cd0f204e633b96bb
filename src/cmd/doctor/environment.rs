//! Checks of the environment: what is stale in it, and what it keeps from the chosen profile.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use super::{Check, Finding, Place};
use crate::{
    aws::{
        account::AccountId,
        client::Client,
        environment::Environment,
        failure::{Failure, FailureKind},
        fatal_settings::refused_variables,
        inventory::Inventory,
        moment::Moment,
        provider::Provider,
        reader::{AwsFile, Dialect},
        region_form::is_valid_region,
        remedy::Remedy,
        resolution::{Facts, Resolution},
        sourced::Origin,
        world::{FileState, NO_FILE},
        wrappers::MARKERS,
    },
    cmd::hint::{self, pasteable},
    policy::{Scope, SettingError},
    printable::{printable, short},
    prompt::{alerts::Alert, settings::SettingsFile},
};

const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const EXPIRY: &str = "AWS_CREDENTIAL_EXPIRATION";

/// The variables that name a file, or the directory of logins.
const PATHS: [(&str, Option<AwsFile>); 3] = [
    ("AWS_CONFIG_FILE", Some(AwsFile::Config)),
    ("AWS_SHARED_CREDENTIALS_FILE", Some(AwsFile::Credentials)),
    ("AWS_LOGIN_CACHE_DIRECTORY", None),
];

pub(super) fn findings(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    alerts: &[Alert],
    others: &[Finding],
    inventory: &Inventory<'_, '_>,
) -> Vec<Finding> {
    let environment = &facts.world.environment;
    let mut findings = Vec::new();
    findings.extend(missing_profile(environment, inventory));
    findings.extend(outranked(alerts, ours, environment, inventory));
    findings.extend(exported_keys(facts, ours));
    findings.extend(two_variables(environment));
    findings.extend(leftover_markers(environment, inventory));
    findings.extend(empty_variables(environment));
    findings.extend(regions(environment));
    findings.extend(paths(facts));
    let refused = refused_variables(Client::AwsCliV2, environment);
    findings
        .extend(refused.map(|(name, cause)| at(Check::SettingRefused, name, cause.shown(None))));
    if let Some(endpoint) = &ours.endpoint {
        let what = short(&endpoint.value.to_string_lossy());
        findings.push(Finding::new(Check::EndpointOverridden, endpoint.origin.clone(), what));
    }
    if let Some(failure) = &ours.failure {
        findings.extend(refusal(facts, ours, failure, others, &findings));
    }
    findings
}

/// Says what awsprompt's own settings have wrong.
pub(super) fn settings(file: &SettingsFile) -> Vec<Finding> {
    let finding = |error: &SettingError| {
        let path = match &error.scope {
            Scope::Looks | Scope::Decides => file.path.as_ref(),
            Scope::Directory(path) => Some(path),
        };
        let place = |path: &PathBuf| Origin::File { path: path.clone(), line: None };
        let place = path.map_or(Origin::Default, place);
        let finding = Finding::new(Check::SettingsMistake, place, printable(&error.message));
        match error.scope {
            Scope::Looks | Scope::Decides => finding,
            Scope::Directory(_) => finding.with_remedy("correct the file"),
        }
    };
    file.settings.policy.errors.iter().map(finding).collect()
}

fn at(check: Check, variable: &str, what: impl Into<String>) -> Finding {
    Finding::new(check, Origin::environment(variable), what)
}

/// Says that the chosen profile is nowhere (rules 4.1, 4.7 and 4.8). The resolver stops before
/// where a file is refused.
fn missing_profile(environment: &Environment, inventory: &Inventory<'_, '_>) -> Option<Finding> {
    let mut variables = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].into_iter();
    let (name, value) = variables.find_map(|name| Some((name, environment.get(name)?)))?;
    let is_there = value.to_str().is_some_and(|value| inventory.profile(value).is_some());
    (!is_there && !value.is_empty()).then(|| {
        let what = format!("there is no profile {:?}", short(&value.to_string_lossy()));
        at(Check::ProfileNotFound, name, what)
    })
}

/// Says that something in the environment goes before the chosen profile (rules 7.1 and 7.8).
fn outranked(
    alerts: &[Alert],
    ours: &Resolution,
    environment: &Environment,
    inventory: &Inventory<'_, '_>,
) -> Option<Finding> {
    let profile = alerts.iter().find_map(|alert| match alert {
        Alert::Not(profile) => Some(profile),
        _ => None,
    })?;
    let provider = ours.provider_outside_profile()?;
    let variable = match provider {
        Provider::Environment => KEY_ID,
        Provider::WebIdentity => "AWS_WEB_IDENTITY_TOKEN_FILE",
        // The host's role steps in where the profile has nothing; no variable is to blame.
        _ => return None,
    };
    environment.get(variable)?;
    let verb = if provider == Provider::Environment { "go" } else { "goes" };
    let what = format!("{} {verb} before profile {}", provider.described(), short(profile));
    let finding = at(Check::KeysOutrankProfile, variable, what);
    // Its role is assumed with these very keys, but only when it is given explicitly (rule 7.7).
    let source = inventory.profile(profile).and_then(|found| found.get("credential_source"));
    if source.is_some_and(|source| source.value == "Environment") {
        let flag = pasteable(profile);
        return Some(finding.with_remedy(format!("give the command --profile {flag}")));
    }
    Some(match hint::let_profile_win(provider, environment) {
        Some(remedy) => finding.with_remedy(remedy),
        None => finding,
    })
}

/// Checks the exported keys themselves (rules 7.2, 3.3 and 9.1).
fn exported_keys(facts: &Facts<'_, '_>, ours: &Resolution) -> Vec<Finding> {
    let environment = &facts.world.environment;
    let mut findings = Vec::new();
    let set = |name| environment.non_empty(name);
    if set(KEY_ID).is_none() {
        return findings;
    }
    if set("AWS_SECRET_ACCESS_KEY").is_none() {
        findings.push(at(Check::HalfExportedKeys, KEY_ID, "AWS_SECRET_ACCESS_KEY is not set"));
        return findings;
    }
    if let (Some(old), Some(new)) = (set("AWS_SECURITY_TOKEN"), set("AWS_SESSION_TOKEN"))
        && old != new
    {
        let what = "it is not the token that AWS_SESSION_TOKEN has";
        findings.push(at(Check::TwoTokenVariables, "AWS_SECURITY_TOKEN", what));
    }
    let lapsed = |name: &str| match environment.non_empty(name)?.to_str().and_then(Moment::parse) {
        Some(Moment::At(end)) if !facts.world.clock.has_passed(end) => None,
        Some(Moment::At(end)) => Some(format!("they ended at {end}")),
        Some(Moment::WithoutZone) => Some("it has no time zone".into()),
        None => Some("it is not a date".into()),
    };
    if let Some(what) = lapsed(EXPIRY) {
        findings.push(at(Check::ExportedKeysExpired, EXPIRY, what));
    } else if let Some(credentials) = &ours.credentials
        && credentials.provider == Provider::Environment
        && let Some(expires) = &credentials.expires
        && facts.world.clock.has_passed(expires.at.value)
        && let Origin::Environment(name) = &expires.at.origin
    {
        let what = format!("they ended at {}", expires.at.value);
        findings.push(at(Check::ExportedKeysExpired, name, what));
    }
    findings
}

/// Finds two variables for one thing that say different things (rules 4.2 and 5.2).
fn two_variables(environment: &Environment) -> Vec<Finding> {
    let pairs = [
        (Check::TwoProfileVariables, "AWS_PROFILE", "AWS_DEFAULT_PROFILE"),
        (Check::TwoRegionVariables, "AWS_REGION", "AWS_DEFAULT_REGION"),
    ];
    let mut findings = Vec::new();
    for (check, first, second) in pairs {
        let values = environment.non_empty(first).zip(environment.non_empty(second));
        if let Some((a, b)) = values.filter(|(a, b)| a != b) {
            let text = |value: &OsStr| short(&value.to_string_lossy());
            let what = format!("it is {}, and {first} is {}", text(b), text(a));
            findings.push(at(check, second, what));
        }
    }
    findings
}

/// Finds markers whose credentials are gone, or are of another account (section 10).
fn leftover_markers(environment: &Environment, inventory: &Inventory<'_, '_>) -> Vec<Finding> {
    let set = |name| environment.non_empty(name);
    let key_id = set(KEY_ID).and_then(OsStr::to_str);
    let has_others =
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
    let has_others = has_others.into_iter().any(|name| set(name).is_some());
    let mut findings: Vec<Finding> = Vec::new();
    for marker in MARKERS {
        let Some(value) = marker.value(environment) else { continue };
        // Some wrappers choose a profile instead of exporting keys.
        let chosen = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];
        // One of them keeps a profile of its own up to date: `awsume -a`.
        let names = [value.to_owned(), format!("autoawsume-{value}")];
        let is_chosen = chosen
            .into_iter()
            .filter_map(set)
            .any(|chosen| names.iter().any(|name| chosen == name.as_str()));
        let is_granted = marker.name.starts_with("GRANTED") && set("AWS_PROFILE").is_some();
        if has_others || is_chosen || is_granted {
            continue;
        }
        let what = match key_id {
            None => format!("it names {}, and there are no exported keys", short(value)),
            Some(key_id) => {
                let stated = marker.stated_account(environment).or_else(|| {
                    let profile = inventory.profile(value).filter(|_| marker.names_profile())?;
                    let role = profile.get("role_arn").and_then(|arn| AccountId::of_arn(arn.value));
                    role.or_else(|| AccountId::new(profile.get("sso_account_id")?.value))
                });
                match stated.zip(AccountId::of_access_key_id(key_id)) {
                    Some((stated, actual)) if stated != actual => {
                        format!(
                            "it names {}, and the exported keys are of another account",
                            short(value)
                        )
                    }
                    _ => continue,
                }
            }
        };
        // One variable may be the marker of two wrappers.
        let place = Place::At(Origin::environment(marker.name));
        if findings.iter().all(|finding| finding.place != place) {
            let finding = at(Check::LeftoverMarker, marker.name, what);
            let unless = match marker.name {
                "AWS_VAULT" => ", unless aws-vault runs as the server of an instance's role",
                _ => "",
            };
            let remedy = Remedy::Unset { names: marker.name.into(), unless };
            findings.push(finding.with_remedy(remedy));
        }
    }
    findings
}

/// Finds variables that are set to nothing, and still count (rules 1.3, 4.4, 5.5 and 5.6).
fn empty_variables(environment: &Environment) -> Vec<Finding> {
    let is_set = |name| environment.get(name).is_some();
    let cases = [
        ("AWS_PROFILE", true, "it chooses a profile without a name"),
        (
            "AWS_DEFAULT_PROFILE",
            true,
            "it chooses a profile without a name, for boto3 even if AWS_PROFILE is set",
        ),
        ("AWS_REGION", true, "it makes the region empty, whatever else says"),
        (
            "AWS_DEFAULT_REGION",
            !is_set("AWS_REGION"),
            "it makes the region empty, whatever the profile says",
        ),
        ("AWS_CONFIG_FILE", true, "the config file counts as missing"),
        ("AWS_SHARED_CREDENTIALS_FILE", true, "the credentials file counts as missing"),
    ];
    cases
        .into_iter()
        .filter(|(name, counts, _)| *counts && environment.get(name).is_some_and(OsStr::is_empty))
        .map(|(name, _, what)| {
            at(Check::EmptyVariable, name, what).with_remedy(Remedy::unset(name))
        })
        .collect()
}

/// Checks the form of the regions that the environment chooses (rule 5.10).
fn regions(environment: &Environment) -> Vec<Finding> {
    let variables = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter();
    let set = variables.filter_map(|name| Some((name, environment.non_empty(name)?)));
    set.filter(|(_, value)| !is_valid_region(value))
        .map(|(name, value)| {
            let what = format!("it is {:?}", short(&value.to_string_lossy()));
            at(Check::RegionMalformed, name, what)
        })
        .collect()
}

/// Checks the variables that name files (rules 1.3 to 1.7).
fn paths(facts: &Facts<'_, '_>) -> Vec<Finding> {
    let world = facts.world;
    let set = |name| world.environment.non_empty(name);
    let locations = &world.locations;
    let mut findings = Vec::new();
    for (name, what) in PATHS {
        let path = |dialect| match what {
            Some(file) => locations.files(dialect).of(file).path.as_path(),
            None => locations.login_cache(dialect),
        };
        let whole = path(Dialect::Python);
        let others = [Dialect::Rust, Dialect::JavaScript, Dialect::Go];
        if let Some(value) = set(name)
            && others.into_iter().any(|dialect| path(dialect) != whole)
        {
            let what = format!("it is {}, literally", short(&value.to_string_lossy()));
            let finding = at(Check::UnexpandedPath, name, what);
            let whole = pasteable(&whole.to_string_lossy());
            findings.push(finding.with_remedy(format!("write the whole path, {whole}")));
        }
    }
    for file in [AwsFile::Config, AwsFile::Credentials] {
        let located = locations.files.of(file);
        if let Origin::Environment(name) = &located.named_by
            && set(name).is_some()
            && *world.file(&located.path) == FileState::Absent
            && located.path != Path::new(NO_FILE)
        {
            let path = short(&located.path.to_string_lossy());
            findings.push(at(
                Check::FileVariableNamesNothing,
                name,
                format!("there is no file {path}"),
            ));
        }
    }
    findings
}

/// Says that the AWS CLI would refuse the next command, where no other finding says why.
fn refusal(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    failure: &Failure,
    others: &[Finding],
    found: &[Finding],
) -> Option<Finding> {
    let is_told = match failure.kind {
        FailureKind::ConfigParse { .. } | FailureKind::ProfileNotFound => true,
        FailureKind::SsoToken | FailureKind::LoginRefresh => false,
        FailureKind::Expired => failure.provider == Some(Provider::Environment),
        // Nobody chose anything, and there is nothing to use: an empty machine is not ill.
        FailureKind::NoCredentials => ours.chosen_profile().is_none() && failure.provider.is_none(),
        _ => {
            let is_fault =
                |finding: &Finding| finding.check.row().severity == super::checks::Severity::Fault;
            others.iter().chain(found).any(is_fault)
        }
    };
    if is_told {
        return None;
    }
    let is_session = matches!(
        failure.kind,
        FailureKind::SsoToken | FailureKind::LoginRefresh | FailureKind::Expired
    );
    let check = if is_session { Check::SessionEnded } else { Check::ClientRefuses };
    let place = ours.profile.as_ref().map_or(Origin::Default, |profile| profile.origin.clone());
    let home = facts.world.locations.home.as_deref();
    let finding = Finding::new(check, place, failure.shown(home));
    Some(match hint::next_step(ours, failure, &facts.world.environment) {
        Some(hint) => finding.with_remedy(hint),
        None => finding,
    })
}
