//! What to do about an access key whose other part is missing or in the other file.

use super::hint::profile_flag;
use crate::aws::inventory::Inventory;
use crate::aws::{Origin, Profile, Remedy, Setting, TOKENS, remedy};
use crate::printable::short;

/// Says what to do about an access key in this place that has no other half.
pub(super) fn half_keys(at: Option<&Origin>, inventory: &Inventory<'_, '_>) -> Remedy {
    let has_it = |(_, profile): &(&str, Profile<'_, '_>)| {
        profile.settings().any(|(_, setting)| at == Some(&setting.origin()))
    };
    let found = inventory.profiles().find(has_it);
    let name = found.map(|(name, _)| name);
    let profile = found.map(|(_, profile)| profile).unwrap_or_default();
    // The secret of a pair is looked for in the file of the id alone (rule 3.2).
    match (profile.in_credentials("aws_access_key_id"), profile.in_config("aws_secret_access_key"))
    {
        (Some(id), Some(_)) => keys_split("aws_secret_access_key", id),
        _ => new_keys(name, profile),
    }
}

/// Says how a profile gets other access keys. `aws configure` asks for no token, and would keep the
/// old one next to the new keys.
pub(super) fn new_keys(name: Option<&str>, profile: Profile<'_, '_>) -> Remedy {
    match name {
        Some(name) if TOKENS.iter().any(|key| profile.get(key).is_some()) => {
            all_keys(&format!("for profile {}", short(name)))
        }
        _ => remedy!("aws configure{}", profile_flag(name)),
    }
}

/// Says that all parts of a temporary key are to be written again.
pub(super) fn all_keys(place: &str) -> Remedy {
    remedy!("write new aws_access_key_id, aws_secret_access_key and aws_session_token {place}")
}

/// Says where to move the part of an access key that is in the other file than the id.
pub(super) fn keys_split(key: &str, id: Setting<'_>) -> Remedy {
    remedy!("move {key} to the other file, below aws_access_key_id in line {}", id.line)
}
