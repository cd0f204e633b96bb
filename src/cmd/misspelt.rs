//! What to write where something is missing that is there under a misspelt key.

use crate::aws::inventory::Inventory;
use crate::aws::{
    Cause, Facts, Failure, KeyVerdict, Profile, ProfileCause, Remedy, Setting, remedy,
};
use crate::printable::short;

/// What gives a profile credentials.
const CREDENTIALS: [&str; 12] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

/// Returns the keys of which one is missing.
pub(super) fn lacking(cause: &Cause) -> &'static [&'static str] {
    let Cause::OfProfile { what, .. } = cause else {
        return match cause {
            Cause::WebIdentityWithoutRole => &["role_arn"],
            Cause::NoSecret => &["aws_secret_access_key"],
            Cause::IncompleteSession { .. } => &["sso_region", "sso_start_url"],
            _ => &[],
        };
    };
    match what {
        ProfileCause::NoCredentials | ProfileCause::SourceWithoutCredentials(_) => &CREDENTIALS,
        ProfileCause::HalfKeys => &["aws_access_key_id", "aws_secret_access_key"],
        ProfileCause::NoSource => {
            &["source_profile", "credential_source", "web_identity_token_file"]
        }
        ProfileCause::IncompleteSso(_) => {
            &["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]
        }
        _ => &[],
    }
}

/// Says which lines to correct where a client lacks something.
pub(super) fn of_failure(failure: &Failure, facts: &Facts<'_, '_>) -> Option<Remedy> {
    let lacking = lacking(&failure.cause);
    if lacking.is_empty() {
        return None;
    }
    let inventory = Inventory::new(facts.profiles().ok()?);
    let name = match &*failure.cause {
        Cause::IncompleteSession { session, .. } => {
            return cure_for(lacking, inventory.session(session)?.settings());
        }
        Cause::OfProfile { what: ProfileCause::SourceWithoutCredentials(source), .. } => source,
        Cause::OfProfile { profile, .. } => profile,
        _ => {
            // The setting that is alone.
            let at = failure.origin.as_ref();
            let has_it = |(_, profile): &(&str, Profile<'_, '_>)| {
                profile.settings().any(|(_, setting)| at == Some(&setting.origin()))
            };
            inventory.profiles().find(has_it)?.0
        }
    };
    cure_for(lacking, inventory.profile(name)?.settings())
}

/// Says which lines to correct where a section lacks one of these keys and has it misspelt.
pub(super) fn cure_for<'p>(
    lacking: &[&str],
    settings: impl Iterator<Item = (&'p str, Setting<'p>)>,
) -> Option<Remedy> {
    if lacking.is_empty() {
        return None;
    }
    let misspelt = settings.filter_map(|(key, setting)| {
        let verdict = KeyVerdict::of(key, setting.value);
        let meant = verdict.meant().filter(|meant| lacking.contains(meant))?;
        Some((verdict, meant, key, setting.line))
    });
    let misspelt: Vec<_> = misspelt.collect();
    let (verdict, meant, key, line) = *misspelt.first()?;
    let others = misspelt.iter().skip(1).filter(|(_, other, ..)| *other != meant);
    let others: Vec<_> = others
        .map(|(_, meant, key, line)| format!("{meant} instead of {} in line {line}", short(key)))
        .collect();
    if others.is_empty() || !matches!(verdict, KeyVerdict::Misspelt(_)) {
        return Some(cure(verdict, key, Some(line)));
    }
    let (key, others) = (short(key), others.join(", and "));
    Some(remedy!("write {meant} instead of {key} in line {line}, and {others}"))
}

/// Says how to correct a key that is not fine.
pub(super) fn cure(verdict: KeyVerdict, key: &str, line: Option<u32>) -> Remedy {
    let place = line.map(|line| format!(" in line {line}")).unwrap_or_default();
    match verdict {
        KeyVerdict::Odd(meant) => remedy!("type {meant} again{place}"),
        KeyVerdict::OfShell(Some(meant)) => {
            remedy!("write {meant} = VALUE{place}, without the shell's command and quotes")
        }
        KeyVerdict::OfShell(None) => remedy!("delete the line{place}, and run it in the shell"),
        KeyVerdict::Fine | KeyVerdict::Misspelt(_) => {
            let meant = verdict.meant().unwrap_or_default();
            remedy!("write {meant} instead of {}{place}", short(key))
        }
    }
}
