//! Checks of the profiles: what `aws::flaws` finds, and what several profiles are together.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::iter::successors;

use super::{Check, Finding, keys};
use crate::aws::inventory::Inventory;
use crate::aws::{
    AccessKeyKind, AccountId, Cause, Client, Environment, Examiner, Facts, Failure, Flaw, KeyFlaw,
    MOST_SOURCES, MissingFips, Origin, Profile, ProfileCause, Profiles, Provider, Remedy, RoleFlaw,
    SessionFlaw, Setting, Summaries, is_known_region, is_valid_region, meant_region,
    refused_service_endpoints, region_of_partition, remedy, words,
};
use crate::cmd::hint::pasteable;
use crate::cmd::missing_files::missing_program;
use crate::cmd::{half_keys, misspelt, regions, remedies};
use crate::printable::short;

pub(super) fn findings<'p, 'a>(
    facts: &'p Facts<'_, '_>,
    files: &'p Profiles<'a>,
    inventory: &'p Inventory<'p, 'a>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let examiner = Examiner::new(facts.world, files, inventory);
    for (name, profile) in inventory.profiles() {
        let flaws = examiner.flaws(name, profile);
        findings.extend(flaws.iter().map(|flaw| {
            let mut finding = of_flaw(name, flaw, inventory);
            if let Flaw::KeysHide(..) = flaw
                && let Some(remedy) = useless_process(facts, profile)
            {
                finding.remedy = Some(remedy);
            }
            let cure = misspelt::cure_for(lacking(flaw), profile.settings());
            Finding { remedy: cure.or(finding.remedy), ..finding }
        }));
        findings.extend(region(&facts.world.environment, &examiner, name, profile));
        if examiner.provider_of(profile) == Some(Provider::Sso) {
            let prefix = format!("{}: ", short(name));
            findings.extend(unknown_sso_region(&prefix, profile.get("sso_region")));
        }
        findings.extend(s3_in_one_line(name, profile));
        findings.extend(keys::account_id(name, profile));
        findings.extend(keys::ignored_of_source(name, profile, inventory));
    }
    for (name, session) in inventory.sessions() {
        findings.extend(examiner.session_flaws(session).into_iter().map(|flaw| match flaw {
            SessionFlaw::Lacks(key) => {
                let what = format!("[sso-session {}] lacks {key}", short(name));
                let finding = Finding::new(Check::SsoSessionIncomplete, session.origin(), what);
                Finding { remedy: misspelt::cure_for(&[key], session.settings()), ..finding }
            }
            SessionFlaw::RegionMalformed(setting) => {
                of_region(Check::RegionMalformed, "", "sso_region", setting)
            }
            SessionFlaw::StartUrlMalformed(setting) => start_url("", setting),
        }));
        findings.extend(unknown_sso_region("", session.get("sso_region")));
    }
    findings.extend(refused_service_endpoints(files).map(|setting| {
        let what = "the endpoint_url below it is not a URL with a scheme and a valid host";
        Finding::new(Check::ServiceEndpointRefused, setting.origin(), what)
    }));
    findings.extend(long_lived_keys(facts, files, inventory));
    findings
}

/// Says what to do about a `credential_process` that keys hide, and whose program is not there.
fn useless_process(facts: &Facts<'_, '_>, profile: Profile<'_, '_>) -> Option<Remedy> {
    let command = profile.get("credential_process")?.value;
    let words = words::split(command).filter(|_| profile.get("login_session").is_none())?;
    missing_program(facts, words.first()?)?;
    Some(remedy!("delete the line credential_process, whose program is not there"))
}

/// Finds a region of IAM Identity Center that AWS does not have, where nobody can log in.
fn unknown_sso_region(prefix: &str, region: Option<Setting<'_>>) -> Option<Finding> {
    let region = region?;
    let is_formed = !region.value.is_empty() && is_valid_region(OsStr::new(region.value));
    let is_unknown = is_formed && !is_known_region(region.value);
    is_unknown.then(|| of_region(Check::RegionUnknown, prefix, "sso_region", region))
}

/// Finds text in the place of the settings of S3. An empty value stops every command (rule 7.19).
fn s3_in_one_line(name: &str, profile: Profile<'_, '_>) -> Option<Finding> {
    let s3 = profile.get("s3")?;
    let is_text = !s3.value.is_empty() && !s3.value.starts_with('\n');
    let what = format!("{}: s3 is {}", short(name), quoted(s3));
    is_text.then(|| Finding::new(Check::ServiceSettingsRefused, s3.origin(), what))
}

/// Returns the keys of which one would be enough.
fn lacking(flaw: &Flaw<'_>) -> &'static [&'static str] {
    match flaw {
        Flaw::HalfKeys(_, "aws_access_key_id") => &["aws_access_key_id"],
        Flaw::HalfKeys(..) => &["aws_secret_access_key"],
        Flaw::Key(_, _, KeyFlaw::TemporaryKeyWithoutToken) => &["aws_session_token"],
        Flaw::SourceWithoutRole(..) => &["role_arn"],
        Flaw::Fails(failure) => misspelt::lacking(&failure.cause),
        _ => &[],
    }
}

fn of_flaw(name: &str, flaw: &Flaw<'_>, inventory: &Inventory<'_, '_>) -> Finding {
    let mut remedy = None;
    let profile = short(name);
    let (check, setting, what) = match flaw {
        Flaw::Fails(failure) => return of_failure(failure, inventory),
        Flaw::RegionMalformed(at, key) => {
            return of_region(Check::RegionMalformed, &format!("{profile}: "), key, *at);
        }
        Flaw::SourceWithoutRole(at, key) => {
            (Check::SourceWithoutRole, at, format!("{key} without role_arn"))
        }
        Flaw::RoleArnMalformed(at) => (Check::RoleArnMalformed, at, quoted(*at)),
        Flaw::RoleElsewhere(at, partition, region) => {
            return role_elsewhere(&profile, *at, partition, region);
        }
        Flaw::NoFips(missing) => return no_fips(name, inventory, missing, true),
        Flaw::SsoAccountMalformed(at) => {
            (Check::SsoAccountMalformed, at, format!("sso_account_id is {}", quoted(*at)))
        }
        Flaw::SsoStartUrlMalformed(at) => return start_url(&format!("{profile}: "), *at),
        Flaw::SsoRoleMalformed(at) => {
            remedy = Some(remedies::permission_set(at.value));
            (Check::SsoRoleMalformed, at, format!("sso_role_name is {}", quoted(*at)))
        }
        Flaw::HalfKeys(at, missing) => (Check::HalfKeys, at, format!("it lacks {missing}")),
        Flaw::EmptyKey(at, key) => (Check::HalfKeys, at, format!("{key} is empty")),
        Flaw::KeysSplit(id, other, key) => {
            remedy = Some(half_keys::keys_split(key, *id));
            (Check::KeysSplit, other, format!("its {key} is in the other file"))
        }
        Flaw::Key(at, key, flaw) => {
            return keys::of_profile(
                (name, inventory.profile(name).unwrap_or_default()),
                *at,
                key,
                flaw,
            );
        }
        Flaw::Role(at, key, flaw) => {
            remedy = Some(flaw.remedy(key));
            let check = match flaw {
                RoleFlaw::DurationIgnored => Check::DurationIgnored,
                _ => Check::RoleSettingMalformed,
            };
            (check, at, flaw.described(key))
        }
        Flaw::KeysBesideSso(at) => beside(Check::KeysBesideSso, at, "sso_account_id"),
        Flaw::KeysHide(at, key @ "login_session") => beside(Check::KeysBesideLogin, at, key),
        Flaw::KeysHide(at, key) => beside(Check::KeysBesideProcess, at, key),
        Flaw::TwoTokens(at) => (Check::TwoTokens, at, "aws_session_token is another".to_owned()),
        Flaw::KeysBesideRole(at) => beside(Check::KeysBesideRole, at, "role_arn"),
        Flaw::Refused(at, cause) => {
            remedy = cause.correction(&at.origin());
            (Check::SettingRefused, at, cause.shown(None))
        }
    };
    if check == Check::HalfKeys {
        remedy = Some(half_keys::new_keys(Some(name), inventory.profile(name).unwrap_or_default()));
    }
    let finding = Finding::new(check, setting.origin(), format!("{profile}: {what}"));
    Finding { remedy, ..finding }
}

fn beside<'s, 'p>(
    check: Check,
    at: &'s Setting<'p>,
    key: &str,
) -> (Check, &'s Setting<'p>, String) {
    (check, at, format!("keys in addition to {key}"))
}

/// Reports a start URL that `aws sso login` refuses.
fn start_url(prefix: &str, at: Setting<'_>) -> Finding {
    let what = format!("{prefix}sso_start_url is {}", quoted(at));
    let finding = Finding::new(Check::SsoStartUrlMalformed, at.origin(), what);
    finding.with_remedy(remedies::start_url())
}

/// Reports a FIPS endpoint that AWS does not have.
pub(super) fn no_fips(
    name: &str,
    inventory: &Inventory<'_, '_>,
    missing: &MissingFips<'_>,
    is_of_profile: bool,
) -> Finding {
    const VARIABLE: &str = "AWS_USE_FIPS_ENDPOINT";
    let at = inventory.profile(name).unwrap_or_default().origin();
    let (at, what) = match (is_of_profile, missing.is_exported) {
        (true, _) => (at, format!("{}: {}", short(name), missing.described())),
        (false, true) => (Origin::environment(VARIABLE), missing.described()),
        (false, false) => (at, missing.described()),
    };
    let remedy = if missing.is_exported {
        Remedy::unset(VARIABLE)
    } else {
        remedy!("write use_fips_endpoint = false")
    };
    Finding::new(Check::FipsEndpointMissing, at, what).with_remedy(remedy)
}

/// Reports a role of another partition than the region.
fn role_elsewhere(profile: &str, at: Setting<'_>, partition: &str, region: &str) -> Finding {
    let (of, region) = (short(partition), short(region));
    let what = format!("{profile}: the role is of the partition {of}, and {region} is not");
    let finding = Finding::new(Check::RoleOfAnotherPartition, at.origin(), what);
    match region_of_partition(partition) {
        Some(region) => {
            finding.with_remedy(remedy!("use a region of the partition {of}, such as {region}"))
        }
        None => finding,
    }
}

/// Reports why a profile cannot work, in the resolver's own words.
fn of_failure(failure: &Failure, inventory: &Inventory<'_, '_>) -> Finding {
    let check = match &*failure.cause {
        Cause::WebIdentityWithoutRole => Check::WebIdentityWithoutRole,
        Cause::NoSession(_) => Check::SsoSessionMissing,
        Cause::TooManySources { .. } => Check::SourceProfileCycle,
        Cause::TooShort(_) => Check::RoleSettingRefused,
        Cause::OfProcess(_) => Check::ProcessMissing,
        Cause::OfProfile { what, .. } => match what {
            ProfileCause::NoSourceProfile(_) => Check::SourceProfileMissing,
            ProfileCause::SourceCycle { .. } => Check::SourceProfileCycle,
            ProfileCause::SourceWithoutCredentials(_) => Check::SourceProfileWithoutCredentials,
            ProfileCause::NoSource => Check::RoleWithoutSource,
            ProfileCause::TwoSources => Check::RoleWithTwoSources,
            ProfileCause::UnknownCredentialSource(_) => Check::UnknownCredentialSource,
            ProfileCause::NoSession(_) => Check::SsoSessionMissing,
            ProfileCause::SsoContradiction { .. } => Check::SsoContradiction,
            ProfileCause::IncompleteSso { .. } => Check::SsoIncomplete,
            _ => Check::RoleSettingRefused,
        },
        _ => Check::ClientRefuses,
    };
    let remedy = remedies::of_cause(&failure.cause, failure.origin.as_ref(), inventory);
    let place = failure.origin.clone().unwrap_or(Origin::Default);
    Finding { remedy, ..Finding::new(check, place, failure.shown(None)) }
}

/// Reports a region, and suggests the one that was probably meant.
fn of_region(check: Check, prefix: &str, key: &str, setting: Setting<'_>) -> Finding {
    let what = format!("{prefix}{key} is {}", quoted(setting));
    let finding = Finding::new(check, setting.origin(), what);
    if check == Check::RegionUnknown && meant_region(setting.value).is_none() {
        return finding;
    }
    finding.with_remedy(regions::of_region(key, setting.value))
}

/// Quotes a value, as far as it may be shown.
fn quoted(setting: Setting<'_>) -> String {
    format!("\"{}\"", short(setting.first_line()))
}

/// Checks whether a profile has a region, and whether AWS has that.
fn region<'p, 'a>(
    environment: &Environment,
    examiner: &Examiner<'p, 'a>,
    name: &str,
    profile: Profile<'p, 'a>,
) -> Option<Finding> {
    let shown = short(name);
    if let Some(region) = profile.get("region") {
        let value = region.value;
        let is_formed = !value.is_empty() && is_valid_region(OsStr::new(value));
        // Other services with AWS's protocols have regions of their own.
        let is_elsewhere = profile.get("endpoint_url").or(profile.get("services")).is_some();
        let found = || of_region(Check::RegionUnknown, &format!("{shown}: "), "region", region);
        return (is_formed && !is_known_region(value) && !is_elsewhere).then(found);
    }
    let is_set = |variable: &&str| environment.non_empty(variable).is_some();
    // A credentials section `[profile x]` has a check of its own, and makes no profile.
    let has_credentials = !name.starts_with("profile ") && examiner.provider_of(profile).is_some();
    if !has_credentials || ["AWS_REGION", "AWS_DEFAULT_REGION"].iter().any(is_set) {
        return None;
    }
    let found = |remedy: Remedy| {
        Finding::new(Check::NoRegion, profile.origin(), shown.clone()).with_remedy(remedy)
    };
    if let Some(cure) = misspelt::cure_for(&["region"], profile.settings()) {
        return Some(found(cure));
    }
    // With a name that the AWS CLI quotes differently, it would add a second section.
    let remedy = if pasteable(name) == name {
        remedy!("aws configure set region REGION --profile {name}")
    } else {
        remedy!("write region = REGION for profile {shown}")
    };
    Some(found(remedy))
}

fn long_lived_keys<'p, 'a>(
    facts: &'p Facts<'_, '_>,
    files: &'p Profiles<'a>,
    inventory: &'p Inventory<'p, 'a>,
) -> Vec<Finding> {
    let summaries = Summaries::new(facts.world, files, Client::AwsCliV2);
    let mut keys = Vec::new();
    let mut sessions: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, profile) in inventory.profiles() {
        if let Some(key_id) = profile.get("aws_access_key_id") {
            let account = AccountId::of_access_key_id(key_id.value);
            let kind = AccessKeyKind::of(key_id.value);
            let is_long_lived = kind == Some(AccessKeyKind::LongLived);
            keys.extend(account.filter(|_| is_long_lived).map(|account| (name, key_id, account)));
        } else if profile.get("role_arn").or_else(|| profile.get("sso_account_id")).is_some() {
            let summary = summaries.of(profile);
            if let Some(Provider::AssumeRole | Provider::Sso) = summary.provider
                && let Some(account) = summary.account
            {
                sessions.entry(account.as_str().to_owned()).or_default().push(name);
            }
        }
    }
    let found = |(name, key_id, account): (&str, Setting<'_>, AccountId)| {
        let mut others = sessions.get(account.as_str())?.iter();
        // A role that is assumed with these very keys does not replace them.
        let other = others.find(|other| !leads_to(inventory, other, name))?;
        let what = format!("{}: {} reaches the same account", short(name), short(other));
        Some(Finding::new(Check::LongLivedKeys, key_id.origin(), what))
    };
    keys.into_iter().filter_map(found).collect()
}

fn leads_to(inventory: &Inventory<'_, '_>, from: &str, to: &str) -> bool {
    let source = |name: &&str| Some(inventory.profile(name)?.get("source_profile")?.value);
    successors(source(&from), source).take(MOST_SOURCES).any(|name| name == to)
}
