//! Checks of the environment: what is stale in it, and what outranks the chosen profile.

use std::ffi::OsStr;
use std::path::Path;

use super::{Check, Finding, keys, profiles};
use crate::aws::inventory::Inventory;
use crate::aws::location::SharedFiles;
use crate::aws::wrappers::MARKERS;
use crate::aws::{
    AccountId, Cause, Client, Dialect, Environment, Examiner, Facts, FileState, Moment, NO_FILE,
    Origin, Profiles, Provider, Remedy, Resolution, SESSION_NAME, is_known_region, is_role_arn,
    is_valid_region, meant_region, refused_endpoint_variables, refused_variables, remedy,
    session_name_flaw,
};
use crate::cmd::hint::pasteable;
use crate::cmd::lacking::lonely_secret;
use crate::cmd::misnamed;
use crate::policy::{Scope, SettingError};
use crate::printable::{printable, short};
use crate::prompt::SettingsFile;

const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const PROFILE_VARIABLES: [&str; 2] = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];
const REGION_VARIABLES: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];
const SESSION_NAME_VARIABLE: &str = "AWS_ROLE_SESSION_NAME";
const EXPIRY: &str = "AWS_CREDENTIAL_EXPIRATION";

/// Checks the environment, after what was found elsewhere.
pub(super) fn findings<'p, 'a>(
    findings: &mut Vec<Finding>,
    facts: &'p Facts<'_, '_>,
    ours: &Resolution,
    files: &'p Profiles<'a>,
    inventory: &'p Inventory<'p, 'a>,
) {
    let environment = &facts.world.environment;
    findings.extend(missing_profile(facts, inventory));
    findings.extend(exported_keys(facts, ours));
    findings.extend(keys::of_environment(environment, ours));
    findings.extend(keys::exported_account_id(environment));
    findings.extend(exported_role(environment, ours));
    findings.extend(token_of_bedrock(environment));
    findings.extend(two_variables(environment));
    findings.extend(leftover_markers(environment, inventory));
    findings.extend(empty_variables(environment));
    findings.extend(regions(environment, ours));
    findings.extend(paths(facts));
    findings.extend(older_variable(facts));
    findings.extend(refused(environment));
    if !findings.iter().any(|finding| finding.check == Check::FipsEndpointMissing) {
        let examiner = Examiner::new(facts.world, files, inventory);
        findings.extend(missing_fips(&examiner, ours, inventory));
    }
}

/// Finds a FIPS endpoint that AWS does not have, for credentials that are of no profile.
fn missing_fips<'p, 'a>(
    examiner: &Examiner<'p, 'a>,
    ours: &Resolution,
    inventory: &'p Inventory<'p, 'a>,
) -> Option<Finding> {
    let provider = ours.provider_outside_profile()?;
    let name = ours.profile.as_ref()?.value.to_str()?;
    let profile = inventory.profile(name).unwrap_or_default();
    let missing = examiner.missing_fips_outside(profile, provider)?;
    Some(profiles::no_fips(name, inventory, &missing, false))
}

/// Finds a credentials file in the variable for the file of the original EC2 tools (rule 7A), in
/// which the AWS CLI finds no keys then.
fn older_variable(facts: &Facts<'_, '_>) -> Option<Finding> {
    const OLDER: &str = "AWS_CREDENTIAL_FILE";
    const MEANT: &str = "AWS_SHARED_CREDENTIALS_FILE";
    let path = facts.world.locations.ec2_credentials.as_ref()?;
    let file = facts.lookup.content(path);
    let text = String::from_utf8_lossy(file.visible());
    let is_meant = text.contains("aws_access_key_id") && !text.contains("AWSAccessKeyId");
    if !is_meant || facts.world.environment.get(MEANT).is_some() {
        return None;
    }
    let what = format!("the AWS CLI reads {MEANT}, which is not set");
    let finding = Finding::of_variable(Check::MisspeltVariable, OLDER, what);
    Some(finding.with_remedy(remedy!("export it as {MEANT}, and unset {OLDER}")))
}

/// Reports the errors in awsprompt's own settings.
pub(super) fn settings(file: &SettingsFile) -> impl Iterator<Item = Finding> {
    let finding = |error: &SettingError| {
        let path = match &error.scope {
            Scope::Looks | Scope::Decides => file.path.as_ref(),
            Scope::Directory(path) => Some(path),
        };
        let place = path.map_or(Origin::Default, |path| Origin::file(path));
        let finding = Finding::new(Check::SettingsMistake, place, printable(&error.message));
        match error.scope {
            Scope::Looks | Scope::Decides => finding,
            Scope::Directory(_) => finding.with_remedy(remedy!("correct the file")),
        }
    };
    file.settings.policy.errors.iter().map(finding)
}

fn shown(value: &OsStr) -> String {
    short(&value.to_string_lossy())
}

/// Says that the chosen profile does not exist (rules 4.1, 4.7 and 4.8). The resolver does not get
/// that far if a file is refused.
fn missing_profile(facts: &Facts<'_, '_>, inventory: &Inventory<'_, '_>) -> Option<Finding> {
    let environment = &facts.world.environment;
    let mut variables = PROFILE_VARIABLES.into_iter();
    let (name, value) = variables.find_map(|name| Some((name, environment.get(name)?)))?;
    let is_there = value.to_str().is_some_and(|value| inventory.profile(value).is_some());
    (!is_there && !value.is_empty()).then(|| {
        let what = format!("there is no profile {:?}", shown(value));
        let remedy = misnamed::remedy_of(value, &Origin::environment(name), facts);
        Finding::of_variable(Check::ProfileNotFound, name, what).with_remedy(remedy)
    })
}

/// Checks the exported keys themselves (rules 7.2, 3.3 and 9.1).
fn exported_keys(facts: &Facts<'_, '_>, ours: &Resolution) -> Vec<Finding> {
    let clock = &facts.world.clock;
    let set = |name| facts.world.environment.non_empty(name);
    if set(KEY_ID).is_none() {
        let remedy = lonely_secret(&facts.world.environment);
        let what = format!("{KEY_ID} is not set");
        let finding = Finding::of_variable(Check::SecretWithoutId, SECRET, what);
        return remedy.map(|remedy| finding.with_remedy(remedy)).into_iter().collect();
    }
    if set(SECRET).is_none() {
        let what = format!("{SECRET} is not set");
        return vec![Finding::of_variable(Check::HalfExportedKeys, KEY_ID, what)];
    }
    let mut findings = Vec::new();
    let tokens = set("AWS_SECURITY_TOKEN").zip(set("AWS_SESSION_TOKEN"));
    if tokens.is_some_and(|(old, new)| old != new) {
        let what = "it is not the token that AWS_SESSION_TOKEN has";
        findings.push(Finding::of_variable(Check::TwoTokenVariables, "AWS_SECURITY_TOKEN", what));
    }
    let ended = |end| format!("they ended at {end}");
    let expired = |name, what| Finding::of_variable(Check::ExportedKeysExpired, name, what);
    let stated = set(EXPIRY).map(|end| end.to_str().and_then(Moment::parse));
    let lapsed = stated.and_then(|end| match end {
        Some(Moment::At(end)) => clock.has_passed(end).then(|| ended(end)),
        Some(Moment::WithoutZone(_)) => Some("it has no time zone".into()),
        None => Some("it is not a date".into()),
    });
    if let Some(what) = lapsed {
        findings.push(expired(EXPIRY, what));
    } else if let Some(credentials) = &ours.credentials
        && credentials.provider == Provider::Environment
        && let Some(expires) = &credentials.expires
        && clock.has_passed(expires.at.value)
        && let Origin::Environment(name) = &expires.at.origin
    {
        findings.push(expired(name, ended(expires.at.value)));
    }
    findings
}

/// Finds an API key of Amazon Bedrock, also an empty one (rule 7.47).
fn token_of_bedrock(environment: &Environment) -> Option<Finding> {
    const TOKEN: &str = "AWS_BEARER_TOKEN_BEDROCK";
    let is_empty = environment.get(TOKEN)?.is_empty();
    let what =
        if is_empty { "it is empty, and is sent anyway" } else { "bedrock, bedrock-runtime" };
    let unless = if is_empty { "" } else { ", unless that is what you want" };
    let remedy = Remedy::Unset { names: TOKEN.into(), unless };
    Some(Finding::of_variable(Check::TokenForOneService, TOKEN, what).with_remedy(remedy))
}

/// Checks the variables of a web identity's role, which the AWS CLI passes on (rules 7C.4 and 7C.9).
fn exported_role(environment: &Environment, ours: &Resolution) -> Vec<Finding> {
    let provider = ours.credentials.as_ref().map(|credentials| credentials.provider);
    let is_in_use =
        matches!(provider, Some(Provider::WebIdentity | Provider::EnvironmentWebIdentity));
    let mut findings = Vec::new();
    let text = |name| environment.non_empty(name).map(OsStr::to_string_lossy);
    if let Some(arn) = text("AWS_ROLE_ARN").filter(|_| is_in_use)
        && arn.chars().count() >= 20
        && !is_role_arn(&arn)
    {
        let what = format!("it is {:?}", short(&arn));
        findings.push(Finding::of_variable(Check::RoleArnMalformed, "AWS_ROLE_ARN", what));
    }
    if let Some(name) = text(SESSION_NAME_VARIABLE).filter(|_| is_in_use)
        && let Some(flaw) = session_name_flaw(&name)
    {
        let finding = Finding::of_variable(
            Check::RoleSettingMalformed,
            SESSION_NAME_VARIABLE,
            flaw.described("it"),
        );
        findings.push(finding.with_remedy(flaw.remedy(SESSION_NAME)));
    }
    findings
}

/// Finds two variables for one thing that say different things (rules 4.2 and 5.2).
fn two_variables(environment: &Environment) -> impl Iterator<Item = Finding> {
    let pairs = [
        (Check::TwoProfileVariables, PROFILE_VARIABLES),
        (Check::TwoRegionVariables, REGION_VARIABLES),
    ];
    pairs.into_iter().filter_map(|(check, [first, second])| {
        let (a, b) = (environment.non_empty(first)?, environment.get(second)?);
        // An empty profile has a finding of its own.
        if b.is_empty() && check == Check::TwoProfileVariables {
            return None;
        }
        let b_shown = if b.is_empty() { "empty".to_owned() } else { shown(b) };
        let what = || format!("it is {b_shown}, and {first} is {}", shown(a));
        (a != b).then(|| Finding::of_variable(check, second, what()))
    })
}

/// Finds markers whose credentials are gone, or are of another account (section 10).
fn leftover_markers(environment: &Environment, inventory: &Inventory<'_, '_>) -> Vec<Finding> {
    let set = |name| environment.non_empty(name);
    let mut findings: Vec<Finding> = Vec::new();
    let others = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
    if others.into_iter().any(|name| set(name).is_some()) {
        return findings;
    }
    let key_id = set(KEY_ID).and_then(OsStr::to_str);
    for marker in MARKERS {
        let Some(value) = marker.value(environment) else { continue };
        // Without oh-my-zsh the user has set it for the EB CLI.
        if marker.name == "AWS_EB_PROFILE" && set("AWS_PROFILE_REGION").is_none() {
            continue;
        }
        // Some wrappers choose a profile and export no keys; `awsume -a` names it like this.
        let automatic = format!("autoawsume-{value}");
        let is_chosen = PROFILE_VARIABLES
            .into_iter()
            .filter_map(set)
            .any(|chosen| chosen == value || chosen == automatic.as_str());
        let is_granted = marker.name.starts_with("GRANTED") && set("AWS_PROFILE").is_some();
        // One variable may be the marker of two wrappers.
        let place = Origin::environment(marker.name);
        if is_chosen || is_granted || findings.iter().any(|finding| finding.place == place) {
            continue;
        }
        let why = if let Some(key_id) = key_id {
            let stated = marker.stated_account(environment).or_else(|| {
                let profile = inventory.profile(value).filter(|_| marker.names_profile())?;
                let role = profile.get("role_arn").and_then(|arn| AccountId::of_arn(arn.value));
                role.or_else(|| AccountId::new(profile.get("sso_account_id")?.value))
            });
            let accounts = stated.zip(AccountId::of_access_key_id(key_id));
            if accounts.is_none_or(|(stated, actual)| stated == actual) {
                continue;
            }
            "the exported keys are of another account"
        } else {
            "there are no exported keys"
        };
        let what = format!("it names {}, and {why}", short(value));
        let unless = match marker.name {
            "AWS_VAULT" => ", unless aws-vault runs as the server of an instance's role",
            _ => "",
        };
        let remedy = Remedy::Unset { names: marker.name.into(), unless };
        findings.push(Finding::new(Check::LeftoverMarker, place, what).with_remedy(remedy));
    }
    findings
}

/// Finds empty variables that count as set (rules 1.3, 4.4, 5.5 and 5.6).
fn empty_variables(environment: &Environment) -> impl Iterator<Item = Finding> {
    let cases = [
        ("AWS_PROFILE", "it chooses a profile without a name"),
        (
            "AWS_DEFAULT_PROFILE",
            "it chooses a profile without a name, for boto3 even if AWS_PROFILE is set",
        ),
        ("AWS_REGION", "it makes the region empty, whatever else is set"),
        ("AWS_DEFAULT_REGION", "it makes the region empty, whatever the profile says"),
        ("AWS_CONFIG_FILE", "the config file counts as missing"),
        ("AWS_SHARED_CREDENTIALS_FILE", "the credentials file counts as missing"),
    ];
    let is_outranked =
        |name| name == "AWS_DEFAULT_REGION" && environment.non_empty("AWS_REGION").is_some();
    cases.into_iter().filter_map(move |(name, what)| {
        let is_empty = environment.get(name).is_some_and(OsStr::is_empty);
        let finding = || Finding::of_variable(Check::EmptyVariable, name, what);
        (is_empty && !is_outranked(name)).then(|| finding().with_remedy(Remedy::unset(name)))
    })
}

/// Finds the variables whose value stops every command (rule 7.19), or every one of a service.
fn refused(environment: &Environment) -> impl Iterator<Item = Finding> {
    let of_settings = refused_variables(Client::AwsCliV2, environment)
        .map(|(name, cause)| (Check::SettingRefused, name, cause));
    let of_endpoints = refused_endpoint_variables(environment).map(|(name, is_of_service)| {
        let check =
            if is_of_service { Check::ServiceEndpointRefused } else { Check::SettingRefused };
        (check, name, Cause::MalformedEndpoint(name.to_owned()))
    });
    of_settings.chain(of_endpoints).map(|(check, name, cause)| {
        let finding = Finding::of_variable(check, name, cause.shown(None));
        Finding { remedy: cause.correction(&finding.place), ..finding }
    })
}

/// Checks the regions that the environment chooses, as those of the files are (rule 5.10).
fn regions(environment: &Environment, ours: &Resolution) -> impl Iterator<Item = Finding> {
    // Other services with AWS's protocols have regions of their own.
    let is_elsewhere = ours.endpoint.is_some();
    REGION_VARIABLES.into_iter().filter_map(move |name| {
        let value = environment.non_empty(name)?;
        let region = value.to_string_lossy();
        let check = if !is_valid_region(value) {
            Check::RegionMalformed
        } else if !is_elsewhere && !is_known_region(&region) {
            Check::RegionUnknown
        } else {
            return None;
        };
        let remedy = match (check, meant_region(&region)) {
            (_, Some(meant)) => Some(remedy!("export {name}={meant}")),
            (Check::RegionMalformed, None) => Some(Remedy::unset(name)),
            (_, None) => None,
        };
        let what = format!("it is {:?}", shown(value));
        Some(Finding { remedy, ..Finding::of_variable(check, name, what) })
    })
}

/// Checks the variables that name files (rules 1.3 to 1.7).
fn paths(facts: &Facts<'_, '_>) -> Vec<Finding> {
    let world = facts.world;
    let set = |name| world.environment.non_empty(name);
    let locations = &world.locations;
    let mut findings = Vec::new();
    let paths = |dialect| {
        let SharedFiles { config, credentials } = locations.files(dialect);
        [&*config.path, &*credentials.path, locations.login_cache(dialect)]
    };
    let others = [Dialect::Rust, Dialect::JavaScript, Dialect::Go].map(paths);
    let names = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_LOGIN_CACHE_DIRECTORY"];
    for (index, (name, whole)) in names.into_iter().zip(paths(Dialect::Python)).enumerate() {
        if let Some(value) = set(name)
            && others.iter().any(|paths| paths[index] != whole)
        {
            let what = format!("it is {}, literally", shown(value));
            let remedy = remedy!("write the whole path, {}", pasteable(&whole.to_string_lossy()));
            let finding = Finding::of_variable(Check::UnexpandedPath, name, what);
            findings.push(finding.with_remedy(remedy));
        }
    }
    for located in [&locations.files.config, &locations.files.credentials] {
        // Whoever names /dev/null wants no file to be read.
        if let Origin::Environment(name) = &located.named_by
            && set(name).is_some()
            && *world.file(&located.path) == FileState::Absent
            && *located.path != *Path::new(NO_FILE)
        {
            let what = format!("there is no file {}", shown(located.path.as_os_str()));
            findings.push(Finding::of_variable(Check::FileVariableNamesNothing, name, what));
        }
    }
    findings
}
