//! Checks of the profiles: what `aws::flaws` finds, and what several profiles are together.

use std::{borrow::Cow, collections::HashMap, ffi::OsStr};

use super::{Check, Finding};
use crate::{
    aws::{
        account::AccountId,
        cause::{Cause, ProfileCause},
        client::Client,
        credentials::MOST_SOURCES,
        environment::Environment,
        failure::Failure,
        flaws::{Examiner, Flaw, SessionFlaw},
        inventory::Inventory,
        profiles::{Profile, Profiles, Setting},
        provider::Provider,
        region_form::is_valid_region,
        regions::REGIONS,
        resolution::Facts,
        sourced::Origin,
        summary::Summaries,
    },
    cmd::hint::{pasteable, profile_flag},
    printable::short,
};

pub(super) fn findings<'p, 'a>(
    facts: &'p Facts<'_, '_>,
    files: &'p Profiles<'a>,
    inventory: &'p Inventory<'p, 'a>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let examiner = Examiner::new(facts.world, files, inventory);
    for (name, profile) in inventory.profiles() {
        for flaw in examiner.flaws(name, profile) {
            findings.push(of_flaw(name, &flaw, inventory));
        }
        findings.extend(region(&facts.world.environment, &examiner, name, profile));
    }
    let mut sessions: Vec<_> = inventory.sessions().collect();
    sessions.sort_unstable_by_key(|(name, _)| *name);
    for (name, session) in sessions {
        for flaw in examiner.session_flaws(session) {
            findings.push(match flaw {
                SessionFlaw::Lacks(key) => {
                    let what = format!("[sso-session {}] lacks {key}", short(name));
                    Finding::new(Check::SsoSessionIncomplete, session.origin(), what)
                }
                SessionFlaw::RegionMalformed(setting) => malformed_region(setting, "sso_region"),
            });
        }
    }
    findings.extend(long_lived_keys(facts, files, inventory));
    findings
}

fn of_flaw(name: &str, flaw: &Flaw<'_>, inventory: &Inventory<'_, '_>) -> Finding {
    let (check, setting, what) = match flaw {
        Flaw::Fails(failure) => return of_failure(name, failure, inventory),
        Flaw::SourceWithoutRole(at, key) => {
            (Check::SourceWithoutRole, *at, format!("{key} without role_arn"))
        }
        Flaw::RoleArnMalformed(at) => (Check::RoleArnMalformed, *at, shown(*at)),
        Flaw::SsoAccountMalformed(at) => {
            (Check::SsoAccountMalformed, *at, format!("sso_account_id is {}", shown(*at)))
        }
        Flaw::HalfKeys(at, missing) => (Check::HalfKeys, *at, format!("it lacks {missing}")),
        Flaw::EmptyKey(at, key) => (Check::HalfKeys, *at, format!("{key} is empty")),
        Flaw::KeysSplit(_, other, key) => {
            (Check::KeysSplit, *other, format!("its {key} is in the other file"))
        }
        Flaw::KeysBesideSso(at) => {
            (Check::KeysBesideSso, *at, "keys in addition to sso_account_id".into())
        }
        Flaw::KeysBesideRole(at) => {
            (Check::KeysBesideRole, *at, "keys in addition to role_arn".into())
        }
        Flaw::RegionMalformed(at, key) => {
            (Check::RegionMalformed, *at, format!("{key} is {}", shown(*at)))
        }
        Flaw::Refused(at, what) => (Check::SettingRefused, *at, what.clone()),
    };
    let finding = Finding::new(check, setting.origin(), format!("{}: {what}", short(name)));
    let remedy = match flaw {
        Flaw::HalfKeys(..) | Flaw::EmptyKey(..) => {
            Some(format!("aws configure{}", profile_flag(Some(name))))
        }
        Flaw::KeysSplit(at, ..) => Some(format!(
            "move the line to the other file, below aws_access_key_id in line {}",
            at.line
        )),
        Flaw::RegionMalformed(at, key) => {
            meant_region(at.value).map(|region| format!("write {key} = {region}"))
        }
        _ => None,
    };
    match remedy {
        Some(remedy) => finding.with_remedy(remedy),
        None => finding,
    }
}

/// Reports why a profile cannot work, in the resolver's own words.
fn of_failure(name: &str, failure: &Failure, inventory: &Inventory<'_, '_>) -> Finding {
    let mut remedy = None;
    let check = match &*failure.cause {
        Cause::WebIdentityWithoutRole => Check::WebIdentityWithoutRole,
        Cause::NoSession(_) => Check::SsoSessionMissing,
        Cause::TooManySources { .. } => Check::SourceProfileCycle,
        Cause::OfProfile { what, .. } => match what {
            ProfileCause::NoSourceProfile(source) => {
                // The word belongs to headers alone.
                let bare = source.strip_prefix("profile ").map(str::trim_start);
                let bare = bare.filter(|bare| inventory.profile(bare).is_some());
                remedy = bare.map(|bare| format!("write source_profile = {}", short(bare)));
                Check::SourceProfileMissing
            }
            ProfileCause::SourceCycle { .. } => Check::SourceProfileCycle,
            ProfileCause::SourceWithoutCredentials(_) => Check::SourceProfileWithoutCredentials,
            ProfileCause::NoSource => Check::RoleWithoutSource,
            ProfileCause::TwoSources => Check::RoleWithTwoSources,
            ProfileCause::UnknownCredentialSource(_) => Check::UnknownCredentialSource,
            ProfileCause::NoSession(_) => Check::SsoSessionMissing,
            ProfileCause::SsoContradiction { .. } => Check::SsoContradiction,
            ProfileCause::IncompleteSso { .. } => {
                remedy = Some(format!("aws configure sso{}", profile_flag(Some(name))));
                Check::SsoIncomplete
            }
            _ => Check::RoleSettingRefused,
        },
        _ => Check::ClientRefuses,
    };
    let place = failure.origin.clone().unwrap_or(Origin::Default);
    let finding = Finding::new(check, place, failure.shown(None));
    match remedy {
        Some(remedy) => finding.with_remedy(remedy),
        None => finding,
    }
}

fn malformed_region(setting: Setting<'_>, key: &str) -> Finding {
    let what = format!("{key} is {}", shown(setting));
    let finding = Finding::new(Check::RegionMalformed, setting.origin(), what);
    match meant_region(setting.value) {
        Some(region) => finding.with_remedy(format!("write {key} = {region}")),
        None => finding,
    }
}

/// Quotes a value, as far as it may be shown.
fn shown(setting: Setting<'_>) -> String {
    format!("\"{}\"", shown_plainly(setting))
}

fn shown_plainly(setting: Setting<'_>) -> String {
    let shown = setting.shown();
    short(shown.split('\n').next().unwrap_or_default())
}

/// Checks whether a profile has a region, and whether AWS has that.
fn region<'p, 'a>(
    environment: &Environment,
    examiner: &Examiner<'p, 'a>,
    name: &str,
    profile: Profile<'p, 'a>,
) -> Option<Finding> {
    if let Some(region) = profile.get("region") {
        let value = region.value;
        let is_formed = !value.is_empty() && is_valid_region(OsStr::new(value));
        let is_known =
            |region: &str| REGIONS.binary_search_by_key(&region, |(name, _)| name).is_ok();
        // Whoever else speaks AWS's protocols names regions as they like.
        let is_elsewhere =
            ["endpoint_url", "services"].iter().any(|key| profile.get(key).is_some());
        if !is_formed || is_known(value) || value.starts_with("aws-") || is_elsewhere {
            return None;
        }
        let what = format!("{}: region is {}", short(name), shown(region));
        let finding = Finding::new(Check::RegionUnknown, region.origin(), what);
        return Some(match meant_region(value) {
            Some(meant) => finding.with_remedy(format!("write region = {meant}")),
            None => finding,
        });
    }
    let has_other = ["AWS_REGION", "AWS_DEFAULT_REGION"]
        .iter()
        .any(|variable| environment.non_empty(variable).is_some());
    // A header that is wrong in the credentials file is said to be, and makes no profile.
    let is_profile = !name.starts_with("profile ");
    let has_credentials = is_profile && examiner.provider_of(profile).is_some();
    (has_credentials && !has_other).then(|| {
        let finding = Finding::new(Check::NoRegion, profile.origin(), short(name));
        let flag = pasteable(name);
        // The AWS CLI finds no section whose header it would quote otherwise, and makes a second.
        if flag == name {
            finding.with_remedy(format!("aws configure set region REGION --profile {flag}"))
        } else {
            finding.with_remedy(format!("write region = REGION for profile {}", short(name)))
        }
    })
}

/// Returns the region that somebody is likely to have meant: without the letter of a zone, or with
/// the dashes in their places.
fn meant_region(text: &str) -> Option<&'static str> {
    let plain = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let text = plain(text);
    let zone = text.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(&text);
    let mut regions = REGIONS.iter().map(|(name, _)| *name);
    regions.find(|region| plain(region) == text || plain(region) == zone)
}

fn long_lived_keys<'p, 'a>(
    facts: &'p Facts<'_, '_>,
    files: &'p Profiles<'a>,
    inventory: &'p Inventory<'p, 'a>,
) -> Vec<Finding> {
    let summaries = Summaries::new(facts.world, files, Client::AwsCliV2);
    let mut keys: Vec<(&str, Setting<'_>, AccountId)> = Vec::new();
    let mut sessions: HashMap<String, Vec<&str>> = HashMap::new();
    for (name, profile) in inventory.profiles() {
        let Some(key_id) = profile.get("aws_access_key_id") else {
            if profile.get("role_arn").or_else(|| profile.get("sso_account_id")).is_some() {
                let summary = summaries.of(profile);
                let is_session =
                    matches!(summary.provider, Some(Provider::AssumeRole | Provider::Sso));
                if let Some(account) = summary.account.filter(|_| is_session) {
                    sessions.entry(account.as_str().to_owned()).or_default().push(name);
                }
            }
            continue;
        };
        let is_long_lived = key_id.value.starts_with("AKIA");
        if let Some(account) = AccountId::of_access_key_id(key_id.value).filter(|_| is_long_lived) {
            keys.push((name, key_id, account));
        }
    }
    let found = |(name, key_id, account): (&str, Setting<'_>, AccountId)| {
        // A role that is assumed with these very keys does not replace them.
        let other = sessions
            .get(account.as_str())?
            .iter()
            .find(|other| !leads_to(inventory, other, name))?;
        let what = format!("{}: {} reaches the same account", short(name), short(other));
        Some(Finding::new(Check::LongLivedKeys, key_id.origin(), what))
    };
    keys.into_iter().filter_map(found).collect()
}

fn leads_to(inventory: &Inventory<'_, '_>, from: &str, to: &str) -> bool {
    let mut name = Cow::Borrowed(from);
    for _ in 0..MOST_SOURCES {
        let Some(profile) = inventory.profile(&name) else { return false };
        let Some(source) = profile.get("source_profile") else { return false };
        if source.value == to {
            return true;
        }
        name = Cow::Owned(source.value.to_owned());
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_and_misplaced_dashes_suggest_a_region() {
        let cases = [
            ("us-east-1a", Some("us-east-1")),
            ("us-east1", Some("us-east-1")),
            ("US_EAST_1", Some("us-east-1")),
            ("eu-central-1 ", Some("eu-central-1")),
            ("Frankfurt", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(meant_region(text), expected, "{text}");
        }
    }
}
