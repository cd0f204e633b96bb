//! What to do where there are no credentials, where the cause is in sight.

use super::hint::profile_flag;
use super::misnamed;
use crate::aws::{Environment, Facts, Remedy, remedy};

/// Says what to do about a secret that is exported without its id: no client looks at it (rule 7.2).
pub(super) fn lonely_secret(environment: &Environment) -> Option<Remedy> {
    let is_set = |name| environment.non_empty(name).is_some();
    // Some clients take the second one, which has a finding of its own.
    let has_id = is_set("AWS_ACCESS_KEY_ID") || is_set("AWS_ACCESS_KEY");
    (is_set("AWS_SECRET_ACCESS_KEY") && !has_id).then_some(Remedy::Unset {
        names: "AWS_SECRET_ACCESS_KEY".into(),
        unless: ", unless you export the AWS_ACCESS_KEY_ID that belongs to it",
    })
}

/// Says how a profile without credentials gets some: what it was meant to have may be begun.
pub(super) fn credentials(name: Option<&str>, facts: &Facts<'_, '_>) -> Remedy {
    if let Some(remedy) = lonely_secret(&facts.world.environment) {
        return remedy;
    }
    let key = name.unwrap_or("default");
    let profile = facts.profiles().ok().and_then(|files| files.find(key)).unwrap_or_default();
    let has = |keys: &[&str]| keys.iter().any(|key| profile.get(key).is_some());
    if has(&["sso_session", "sso_start_url", "sso_region"]) {
        return remedy!("aws configure sso{}", profile_flag(name));
    }
    if has(&["source_profile", "credential_source"]) {
        return remedy!("add the role_arn");
    }
    misnamed::in_sight(key, facts).unwrap_or_else(|| remedy!("aws configure{}", profile_flag(name)))
}
