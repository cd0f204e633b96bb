//! Accounts as the user wants them seen.

use super::described::is_masked_by;
use super::settings::Settings;
use crate::aws::{AccountId, Environment};
use crate::printable;

/// Writes an account as the user wants it seen: by its label, masked, or whole.
pub(crate) fn shown_account(
    id: &AccountId,
    settings: &Settings,
    environment: &Environment,
) -> String {
    match settings.policy.label(id) {
        Some(label) => printable::short(label),
        None => shown_number(id, settings, environment),
    }
}

/// Writes an account id whole, or only its last four digits where it is masked.
pub(crate) fn shown_number(
    id: &AccountId,
    settings: &Settings,
    environment: &Environment,
) -> String {
    let id = id.as_str();
    if settings.mask || is_masked_by(environment) {
        format!("…{}", &id[id.len() - 4..])
    } else {
        id.to_owned()
    }
}
