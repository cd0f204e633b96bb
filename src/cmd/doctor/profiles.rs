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
        reader::known,
        regions::REGIONS,
        resolution::Facts,
        resolve::is_valid_region,
        summary::Summaries,
    },
    cmd::hint::pasteable,
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
        let flaws = examiner.flaws(name, profile).into_iter();
        findings.extend(flaws.filter_map(|flaw| of_flaw(name, flaw, inventory)));
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

/// Says what a flaw is, where it stands and what to do about it.
fn of_flaw(name: &str, flaw: Flaw<'_>, inventory: &Inventory<'_, '_>) -> Option<Finding> {
    let profile = short(name);
    let found =
        |check, setting: Setting<'_>, what: String| Finding::new(check, setting.origin(), what);
    let configure = || format!("aws configure --profile {}", pasteable(name));
    Some(match flaw {
        Flaw::Fails(setting, failure) => return of_failure(name, setting, &failure, inventory),
        Flaw::HalfKeys(setting, missing) => {
            let finding = found(Check::HalfKeys, setting, format!("{profile} lacks {missing}"));
            finding.mended_by(configure())
        }
        Flaw::EmptyKey(setting, key) => {
            let finding = found(Check::HalfKeys, setting, format!("{profile}: {key} is empty"));
            finding.mended_by(configure())
        }
        Flaw::KeysSplit(setting, other, key) => {
            let what = format!("{profile}: its {key} stands in the other file");
            let place = setting.line();
            found(Check::KeysSplit, other, what).mended_by(format!(
                "move the line to the other file, below aws_access_key_id in line {place}"
            ))
        }
        Flaw::SourceWithoutRole(setting, key) => {
            found(Check::SourceWithoutRole, setting, format!("{profile}: {key} without role_arn"))
        }
        Flaw::RoleArnMalformed(setting) => {
            let what = format!("{profile}: {}", shown(setting));
            found(Check::RoleArnMalformed, setting, what)
        }
        Flaw::SsoAccountMalformed(setting) => {
            let what = format!("{profile}: sso_account_id is {}", shown(setting));
            found(Check::SsoAccountMalformed, setting, what)
        }
        Flaw::KeysBesideSso(setting) => {
            found(Check::KeysBesideSso, setting, format!("{profile}: keys beside sso_account_id"))
        }
        Flaw::KeysBesideRole(setting) => {
            found(Check::KeysBesideRole, setting, format!("{profile}: keys beside role_arn"))
        }
        Flaw::RegionMalformed(setting, key) => {
            let mut finding = malformed_region(setting, key);
            finding.what = format!("{profile}: {}", finding.what);
            finding
        }
        Flaw::Refused(setting, cause) => {
            found(Check::SettingRefused, setting, format!("{profile}: {}", cause.shown(None)))
        }
    })
}

/// Returns what is wrong with the profile itself.
fn cause_in_profile(failure: &Failure) -> Option<ProfileCause> {
    Some(match &*failure.cause {
        Cause::OfProfile { what, .. } => what.clone(),
        Cause::NoSession(session) => ProfileCause::NoSession(session.clone()),
        Cause::WebIdentityWithoutRole => ProfileCause::NoRole { key: "web_identity_token_file" },
        // A circle of more sources than are followed.
        Cause::TooManySources { .. } => ProfileCause::SourceCycle { back_to: String::new() },
        _ => return None,
    })
}

/// Says which setting makes the AWS CLI refuse a profile, where a check is about it.
fn of_failure(
    name: &str,
    setting: Setting<'_>,
    failure: &Failure,
    inventory: &Inventory<'_, '_>,
) -> Option<Finding> {
    let value = || shown(setting);
    let mut remedy = None;
    let (check, what) = match cause_in_profile(failure)? {
        ProfileCause::NoSourceProfile(_) => {
            // The word belongs to headers alone.
            let bare = setting.value.strip_prefix("profile ").map(str::trim_start);
            let bare = bare.filter(|bare| inventory.profile(bare).is_some());
            remedy = bare.map(|bare| format!("write source_profile = {}", short(bare)));
            (Check::SourceProfileMissing, format!(": there is no profile {}", value()))
        }
        ProfileCause::SourceCycle { .. } => {
            (Check::SourceProfileCycle, format!(": its source is {}", value()))
        }
        ProfileCause::SourceWithoutCredentials(_) => {
            let what = format!(": its source {} has no credentials", value());
            (Check::SourceProfileWithoutCredentials, what)
        }
        ProfileCause::NoSource => (Check::RoleWithoutSource, ": a role_arn alone".into()),
        ProfileCause::TwoSources => (Check::RoleWithTwoSources, " has both".into()),
        ProfileCause::UnknownCredentialSource(_) => {
            (Check::UnknownCredentialSource, format!(": credential_source is {}", value()))
        }
        ProfileCause::NoRole { key } => {
            (Check::WebIdentityWithoutRole, format!(": {key} without role_arn"))
        }
        ProfileCause::TooShort { .. } | ProfileCause::TooBrief => {
            let what = failure.shown(None);
            return Some(Finding::new(Check::RoleSettingRefused, setting.origin(), what));
        }
        ProfileCause::NoSession(_) => {
            let session = shown_plainly(setting);
            (Check::SsoSessionMissing, format!(": there is no [sso-session {session}]"))
        }
        ProfileCause::IncompleteSso { key } => {
            remedy = Some(format!("aws configure sso --profile {}", pasteable(name)));
            (Check::SsoIncomplete, format!(" lacks {key}"))
        }
        ProfileCause::SsoContradiction { key, .. } => {
            let key = known::shown(&key).unwrap_or("a key");
            (Check::SsoContradiction, format!(": {key} differs from that of the session"))
        }
        _ => return None,
    };
    let finding = Finding::new(check, setting.origin(), format!("{}{what}", short(name)));
    Some(match remedy {
        Some(remedy) => finding.mended_by(remedy),
        None => finding,
    })
}

fn malformed_region(setting: Setting<'_>, key: &str) -> Finding {
    let what = format!("{key} is {}", shown(setting));
    let finding = Finding::new(Check::RegionMalformed, setting.origin(), what);
    match meant_region(setting.value) {
        Some(region) => finding.mended_by(format!("write {key} = {region}")),
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
            Some(meant) => finding.mended_by(format!("write region = {meant}")),
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
            finding.mended_by(format!("aws configure set region REGION --profile {flag}"))
        } else {
            finding.mended_by(format!("write region = REGION for profile {}", short(name)))
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

/// Finds keys without an end whose account another profile reaches with a session that ends.
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

/// Tells whether a profile is among the sources of another.
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
