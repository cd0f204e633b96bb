//! Checks of access keys: what cannot work whatever AWS knows of them.

use super::{Check, Finding};
use crate::aws::{
    Environment, KeyFlaw, KeyPart, Profile, Remedy, Resolution, Setting, TOKEN_VARIABLES,
    exported_key, has_endpoint, remedy,
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
