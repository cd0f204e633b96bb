//! Checks of access keys: what cannot work whatever AWS knows of them.

use super::{Check, Finding};
use crate::aws::inventory::Inventory;
use crate::aws::{
    AccountId, Environment, KeyFlaw, KeyPart, Profile, Remedy, Resolution, Setting,
    TOKEN_VARIABLES, exported_key, has_endpoint, remedy,
};
use crate::cmd::half_keys::new_keys;
use crate::printable::short;

const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";

fn check_of(flaw: &KeyFlaw) -> Check {
    match flaw {
        KeyFlaw::TokenWithLongLivedKey => Check::TokenWithLongLivedKey,
        KeyFlaw::TemporaryKeyWithoutToken => Check::TemporaryKeyWithoutToken,
        _ => Check::KeyMalformed,
    }
}

/// Reports a key of a profile that AWS rejects.
pub(super) fn of_profile(
    (name, profile): (&str, Profile<'_, '_>),
    setting: Setting<'_>,
    key: &str,
    flaw: &KeyFlaw,
) -> Finding {
    let what = format!("{}: {}", short(name), flaw.described(key));
    let finding = Finding::new(check_of(flaw), setting.origin(), what);
    match flaw {
        KeyFlaw::TokenWithLongLivedKey | KeyFlaw::TemporaryKeyWithoutToken => finding,
        KeyFlaw::Swapped => finding.with_remedy(remedy!("exchange the values of the two lines")),
        KeyFlaw::Placeholder(KeyPart::Token) | KeyFlaw::OddCharacters(KeyPart::Token, _) => finding
            .with_remedy(remedy!("write the token that came with the key, or delete the line")),
        _ => finding.with_remedy(new_keys(Some(name), profile)),
    }
}

/// Reports the keys of the environment if AWS rejects them.
pub(super) fn of_environment(environment: &Environment, ours: &Resolution) -> Option<Finding> {
    let (name, flaw) = exported_key(environment)?;
    if ours.endpoint.is_some() || has_endpoint(environment, Profile::default()) {
        return None;
    }
    let is_set = |name: &&str| environment.get(name).is_some();
    let set = |names: &[&'static str]| {
        let set: Vec<_> = names.iter().copied().filter(is_set).collect();
        set.join(" ")
    };
    let remedy = match flaw {
        KeyFlaw::TokenWithLongLivedKey => Remedy::unset(set(&TOKEN_VARIABLES)),
        KeyFlaw::TemporaryKeyWithoutToken => Remedy::Unset {
            names: set(&[KEY_ID, SECRET]).into(),
            unless: ", unless you export the AWS_SESSION_TOKEN that came with them",
        },
        _ => Remedy::unset_credentials(environment),
    };
    let finding = Finding::of_variable(check_of(&flaw), name, flaw.described("it"));
    Some(finding.with_remedy(remedy))
}

/// Says what is wrong with the account id that somebody wrote beside a key (rule 8.5).
fn wrong_account(key_id: &str, claimed: &str) -> Option<&'static str> {
    match (AccountId::new(claimed), AccountId::of_access_key_id(key_id)) {
        (None, _) => Some("is not twelve digits"),
        (Some(claimed), Some(account)) if claimed != account => {
            Some("is not the account of the keys")
        }
        _ => None,
    }
}

/// Checks the account id of a profile's keys.
pub(super) fn account_id(name: &str, profile: Profile<'_, '_>) -> Option<Finding> {
    let is_in_credentials = profile.in_credentials("aws_access_key_id").is_some();
    let of_file = |key: &str| {
        if is_in_credentials { profile.in_credentials(key) } else { profile.in_config(key) }
    };
    let id = of_file("aws_access_key_id")?;
    let found = |at: Setting<'_>, what: &str| {
        let what = format!("{}: {what}", short(name));
        Finding::new(Check::AccountIdUnusable, at.origin(), what)
    };
    if let Some(claimed) = of_file("aws_account_id") {
        let why = wrong_account(id.value, claimed.value)?;
        return Some(found(claimed, &format!("aws_account_id {why}")));
    }
    let mode = profile.get("account_id_endpoint_mode")?;
    mode.value.eq_ignore_ascii_case("required").then(|| {
        let finding = found(mode, "account_id_endpoint_mode is required, without aws_account_id");
        finding.with_remedy(remedy!(
            "add aws_account_id to the keys, or write account_id_endpoint_mode = preferred"
        ))
    })
}

/// Checks the account id of exported keys.
pub(super) fn exported_account_id(environment: &Environment) -> Option<Finding> {
    const NAME: &str = "AWS_ACCOUNT_ID";
    let text = |name| environment.non_empty(name)?.to_str();
    let why = wrong_account(text(KEY_ID)?, text(NAME)?)?;
    let finding = Finding::of_variable(Check::AccountIdUnusable, NAME, format!("it {why}"));
    Some(finding.with_remedy(Remedy::unset(NAME)))
}

/// Finds what a role does not have of its source profile, although it was probably meant to (rule
/// 7.52).
pub(super) fn ignored_of_source(
    name: &str,
    profile: Profile<'_, '_>,
    inventory: &Inventory<'_, '_>,
) -> Option<Finding> {
    let role = profile.get("role_arn")?;
    let source = inventory.profile(profile.get("source_profile")?.value)?;
    let lost = |key| source.get(key).filter(|_| profile.get(key).is_none());
    let (key, remedy) = if source.get("role_arn").is_none()
        && let Some(device) = lost("mfa_serial")
    {
        let device = short(device.first_line());
        ("mfa_serial", remedy!("write mfa_serial = {device}, unless the role needs no code"))
    } else {
        lost("endpoint_url").filter(|_| profile.get("services").is_none())?;
        ("endpoint_url", remedy!("write its endpoint_url, unless the role is one of AWS"))
    };
    let what = format!("{}: {key} is in its source profile alone", short(name));
    let finding = Finding::new(Check::SourceSettingIgnored, role.origin(), what);
    Some(finding.with_remedy(remedy))
}
