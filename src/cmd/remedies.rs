//! What to do about each cause of a failure: one table for `explain`, `doctor`, `switch` and
//! `whoami`, so that they cannot give different advice.

use std::ffi::OsStr;

use super::half_keys::{all_keys, half_keys};
use super::hint::{pasteable, profile_flag};
use super::lacking;
use super::misnamed;
use super::misspelt;
use super::regions::{malformed_region, of_region};
use super::sources::{missing_exported, missing_session, missing_source, without_source};
use crate::aws::inventory::Inventory;
use crate::aws::{
    Cause, Client, Dialect, Environment, Facts, Failure, FailureKind, Flags, Obstacle,
    ObstacleKind, Origin, ProcessCause, ProfileCause, Provider, Remedy, Resolution, Sourced,
    SyntaxErrorKind, World, is_known_region, is_start_url, meant_region, refused_profile, remedy,
    resolve,
};
use crate::printable::{printable, short, short_path};

/// Returns the next step after a failure.
pub(crate) fn next_step(
    resolution: &Resolution,
    failure: &Failure,
    facts: &Facts<'_, '_>,
) -> Remedy {
    if let Some(remedy) = of_export(failure, facts) {
        return remedy;
    }
    if is_of_missing(failure)
        && let Some(remedy) =
            misnamed::unreadable_file(facts.world).or_else(|| misnamed::misplaced_file(facts))
    {
        return remedy;
    }
    if let Some(remedy) = misspelt::of_failure(failure, facts) {
        return remedy;
    }
    let chosen = resolution.chosen_profile().and_then(OsStr::to_str);
    match (failure.kind, failure.provider) {
        (FailureKind::SsoToken, _) | (FailureKind::Expired, Some(Provider::Sso)) => {
            let profile = renewed_profile(resolution);
            refused_login(profile, facts).unwrap_or_else(|| login(Provider::Sso, profile))
        }
        (FailureKind::NoCredentials, None) if !is_metadata_off(failure) => {
            let choice = if chosen.is_none() { misnamed::choosing(facts) } else { None };
            choice.unwrap_or_else(|| lacking::credentials(chosen, facts))
        }
        (FailureKind::ProfileNotFound, _) => match &resolution.profile {
            Some(profile) => misnamed::remedy_of(&profile.value, &profile.origin, facts),
            None => remedy!("awsprompt list"),
        },
        (
            FailureKind::Expired | FailureKind::ExpiryUnparsable | FailureKind::PartialCredentials,
            Some(Provider::Environment),
        ) => Remedy::unset_credentials(&facts.world.environment),
        (FailureKind::InvalidRegion, _) => malformed_region(resolution),
        _ => {
            let nothing = facts.files.of_nothing(Dialect::Python);
            let inventory = Inventory::new(facts.profiles().unwrap_or(&nothing));
            let found = of_cause(&failure.cause, failure.origin.as_ref(), &inventory);
            found.unwrap_or_else(|| of_place(failure.origin.as_ref()))
        }
    }
}

/// Says what to do about the profile that a `credential_process` asks the AWS CLI for.
pub(super) fn of_export(failure: &Failure, facts: &Facts<'_, '_>) -> Option<Remedy> {
    let Cause::OfProcess(ProcessCause::Export { profile, why }) = &*failure.cause else {
        return None;
    };
    if matches!(**why, Cause::OfProcess(ProcessCause::ExportCircle | ProcessCause::ExportFormat(_)))
    {
        return why.correction(&Origin::Default);
    }
    if matches!(**why, Cause::NoProfile { .. }) {
        return Some(missing_exported(profile, &Inventory::new(facts.profiles().ok()?)));
    }
    let failure = refused_profile(facts, profile, 0)?;
    let flags = Flags { profile: Some(profile.into()), region: None };
    Some(next_step(&resolve(facts, Client::AwsCliV2, &flags), &failure, facts))
}

/// Tells whether a variable keeps the client from the only credentials.
fn is_metadata_off(failure: &Failure) -> bool {
    matches!(*failure.cause, Cause::OfProfile { what: ProfileCause::MetadataOff { .. }, .. })
}

/// Tells whether a failure is about something that another file may have.
fn is_of_missing(failure: &Failure) -> bool {
    match &*failure.cause {
        Cause::NoSession(_) => true,
        Cause::OfProfile { what, .. } => matches!(
            what,
            ProfileCause::NoCredentials
                | ProfileCause::NoSession(_)
                | ProfileCause::NoSourceProfile(_)
                | ProfileCause::SourceWithoutCredentials(_)
        ),
        _ => false,
    }
}

/// Says what to write for a start URL at which nobody can log in.
pub(super) fn start_url() -> Remedy {
    remedy!("write the AWS access portal URL, such as https://d-1234567890.awsapps.com/start")
}

/// Says what to do about a start URL that `aws sso login` refuses, or about a region of IAM Identity
/// Center that AWS does not have, where nobody can log in.
fn refused_login(name: Option<&str>, facts: &Facts<'_, '_>) -> Option<Remedy> {
    let profiles = facts.profiles().ok()?;
    let profile = profiles.find(name.unwrap_or("default"))?;
    let session = profile.get("sso_session").and_then(|it| profiles.sso_session(it.value));
    let value = |key| Some(session.and_then(|it| it.get(key)).or(profile.get(key))?.value);
    if value("sso_start_url").is_some_and(|url| !is_start_url(url)) {
        return Some(start_url());
    }
    let region = value("sso_region")?;
    if is_known_region(region) {
        return None;
    }
    Some(match meant_region(region) {
        Some(_) => of_region("sso_region", region),
        None => {
            remedy!("check the spelling of sso_region, then aws sso login{}", profile_flag(name))
        }
    })
}

/// Says what to do about a place that a fixed sentence is about.
fn of_place(at: Option<&Origin>) -> Remedy {
    match at.and_then(Origin::variable) {
        Some(name) => Remedy::unset(name.to_owned()),
        None => remedy!("correct the setting"),
    }
}

/// Returns the profile that holds the credentials: the last one of a chain of roles, or the chosen
/// one.
pub(super) fn renewed_profile(resolution: &Resolution) -> Option<&str> {
    let last = resolution.credentials.as_ref().and_then(|credentials| credentials.via.last());
    let chosen = || resolution.chosen_profile().and_then(OsStr::to_str);
    last.map(String::as_str).or_else(chosen)
}

/// Returns what logs in where the credentials of a profile come from.
pub(super) fn login(provider: Provider, profile: Option<&str>) -> Remedy {
    let flag = profile_flag(profile);
    match provider {
        Provider::Login => remedy!("aws login{flag}"),
        _ => remedy!("aws sso login{flag}"),
    }
}

/// Returns what logs in to a session that no profile uses.
pub(super) fn sso_login(session: &str) -> Remedy {
    remedy!("aws sso login --sso-session {}", pasteable(session))
}

/// Returns what renews credentials that have expired.
pub(super) fn renewal(resolution: &Resolution, world: &World) -> Option<Remedy> {
    let credentials = resolution.credentials.as_ref()?;
    match credentials.base.as_ref().map_or(credentials.provider, |base| base.provider) {
        provider @ (Provider::Sso | Provider::Login) => {
            Some(login(provider, renewed_profile(resolution)))
        }
        Provider::CredentialsFile | Provider::ConfigFile => Some(renewed_keys(resolution, world)),
        provider => let_profile_win(provider, &world.environment),
    }
}

/// Says how a variable of a shell is exported.
pub(super) fn export(shell: Option<&str>, name: &str) -> Remedy {
    match shell {
        Some("fish") => remedy!("set -gx {name} ${name}"),
        _ => remedy!("export {name}"),
    }
}

/// Says how a profile without credentials gets some.
pub(super) fn give_credentials(profile: &str) -> Remedy {
    remedy!("give profile {} credentials or a role, or unset AWS_PROFILE", short(profile))
}

/// Says how an endpoint is removed.
pub(super) fn unless_wanted<T>(endpoint: &Sourced<T>) -> Option<Remedy> {
    const UNLESS: &str = ", unless that is what you want";
    match &endpoint.origin {
        Origin::Environment(name) => {
            Some(Remedy::Unset { names: name.clone().into(), unless: UNLESS })
        }
        Origin::File { .. } => Some(remedy!("delete the line{UNLESS}")),
        Origin::Flag(_) | Origin::Default => None,
    }
}

/// Says what to do about keys in the files that AWS rejects.
fn renewed_keys(resolution: &Resolution, world: &World) -> Remedy {
    let Some(credentials) = &resolution.credentials else { return remedy!("awsprompt explain") };
    if let Some(remedy) = delete_hiding_keys(resolution, world) {
        return remedy;
    }
    let base = credentials.base.as_ref();
    // `aws configure` asks for no token, and would keep the old one next to the new keys.
    if !base.map_or(credentials.session_token, |base| base.session_token) {
        return remedy!("aws configure{}", profile_flag(renewed_profile(resolution)));
    }
    let place = match (credentials.via.last(), &credentials.origin) {
        (None, Origin::File { path, .. }) => {
            format!("in {}", short_path(path, world.locations.home.as_deref()))
        }
        _ => format!("for profile {}", printable(renewed_profile(resolution).unwrap_or("default"))),
    };
    all_keys(&place)
}

/// Says how `aws login` or `credential_process` of the profile comes into use, if keys of the
/// credentials file hide it (rule 7A).
pub(super) fn delete_hiding_keys(resolution: &Resolution, world: &World) -> Option<Remedy> {
    resolution.hidden()?;
    let Origin::File { path, .. } = &resolution.credentials.as_ref()?.origin else { return None };
    let path = short_path(path, world.locations.home.as_deref());
    let profile = resolution.profile.as_ref()?.value.to_string_lossy();
    Some(remedy!("delete the keys of profile {} from {path}", short(&profile)))
}

/// Returns how a profile gets precedence over a provider outside the profiles, if a command does
/// it.
pub(super) fn let_profile_win(provider: Provider, environment: &Environment) -> Option<Remedy> {
    let is_in_environment = matches!(
        provider,
        Provider::Environment | Provider::WebIdentity | Provider::EnvironmentWebIdentity
    );
    is_in_environment.then(|| Remedy::unset_credentials(environment))
}

/// Returns what to do about a cause; `at` is the place of the setting that is wrong.
pub(super) fn of_cause(
    cause: &Cause,
    at: Option<&Origin>,
    inventory: &Inventory<'_, '_>,
) -> Option<Remedy> {
    Some(match cause {
        Cause::Fixed(_) | Cause::NoProfile { .. } => return None,
        Cause::Syntax { error, .. } => of_syntax(error.kind)
            .unwrap_or_else(|| remedy!("fix that line; awsprompt doctor says how")),
        Cause::MalformedRegion(region) => of_region("region", region),
        Cause::MalformedSsoRegion(region) => of_region("sso_region", region),
        Cause::UnusableSetting { .. }
        | Cause::MalformedEndpoint(_)
        | Cause::NoServices(_)
        | Cause::OfProcess(_)
        | Cause::EmptyS3 { .. }
        | Cause::TooShort(_)
        | Cause::Unsendable(_) => return cause.correction(at.unwrap_or(&Origin::Default)),
        Cause::DamagedCache(path) => remedy!("rm {}", pasteable(&path.to_string_lossy())),
        Cause::Unwritable { obstacle, .. } => match at.and_then(Origin::variable) {
            Some(name) => Remedy::unset(name.to_owned()),
            None => of_obstacle(obstacle),
        },
        Cause::DamagedModel { path, .. } => {
            remedy!("move {} away", pasteable(&path.to_string_lossy()))
        }
        Cause::NoLegacyFile(_) | Cause::HalfLegacyKeys(_) => Remedy::unset("AWS_CREDENTIAL_FILE"),
        Cause::ContinuedKeys { .. } => {
            remedy!("move the line to the left, where the key above it begins")
        }
        Cause::NoSecret => half_keys(at, inventory),
        Cause::WebIdentityWithoutRole => match at.and_then(Origin::variable) {
            Some(name) => Remedy::Unset {
                names: name.to_owned().into(),
                unless: ", unless you export the AWS_ROLE_ARN that belongs to it",
            },
            None => remedy!("add the role_arn"),
        },
        Cause::NoToken { .. } => {
            remedy!("correct the path of the token file, or have the token written again")
        }
        Cause::TooManySources(_) => of_circle(),
        Cause::NoSession(session) => missing_session(session, inventory),
        Cause::IncompleteSession { .. } => remedy!("aws configure sso-session"),
        Cause::OfProfile { profile, what } => return of_profile(profile, what, inventory),
    })
}

/// Says how something can be written.
pub(super) fn of_obstacle(obstacle: &Obstacle) -> Remedy {
    let path = pasteable(&obstacle.path.to_string_lossy());
    match obstacle.kind {
        ObstacleKind::NotWritable => remedy!("make {path} writable"),
        ObstacleKind::NotThere | ObstacleKind::NoDirectory | ObstacleKind::Directory => {
            remedy!("move {path} away")
        }
    }
}

fn of_profile(name: &str, what: &ProfileCause, inventory: &Inventory<'_, '_>) -> Option<Remedy> {
    Some(match what {
        ProfileCause::NoCredentials | ProfileCause::HalfKeys => {
            remedy!("aws configure{}", profile_flag(Some(name)))
        }
        ProfileCause::NoSource => without_source(name, inventory),
        ProfileCause::TwoSources => remedy!("keep one of the two lines"),
        ProfileCause::TooShort(_) | ProfileCause::TooBrief => remedy!("correct the setting"),
        ProfileCause::UnknownCredentialSource(_) => {
            remedy!("write Environment, EcsContainer or Ec2InstanceMetadata, or use source_profile")
        }
        ProfileCause::EmptyCredentialSource(source) if source == "Environment" => {
            remedy!("export keys, or write source_profile = NAME in place of credential_source")
        }
        ProfileCause::EmptyCredentialSource(source) if source == "Ec2InstanceMetadata" => {
            remedy!(
                "write source_profile = NAME in place of credential_source, unless this is to run on an EC2 instance"
            )
        }
        ProfileCause::MetadataOff { is_there: true } => Remedy::unset("AWS_EC2_METADATA_DISABLED"),
        ProfileCause::MetadataOff { is_there: false } => {
            remedy!(
                "write source_profile = NAME in place of credential_source, or unset AWS_EC2_METADATA_DISABLED on an EC2 instance"
            )
        }
        ProfileCause::EmptyCredentialSource(_) => {
            remedy!(
                "write source_profile = NAME in place of credential_source, unless this is to run in a container"
            )
        }
        ProfileCause::NoSourceProfile(source) => missing_source(source, inventory),
        ProfileCause::SourceWithoutCredentials(_) => {
            remedy!("give the source profile credentials, or name another")
        }
        ProfileCause::SourceCycle { .. } => of_circle(),
        ProfileCause::Login(_) => login(Provider::Login, Some(name)),
        ProfileCause::NoSession(session) => missing_session(session, inventory),
        ProfileCause::IncompleteSso(_) => {
            remedy!("aws configure sso{}", profile_flag(Some(name)))
        }
        ProfileCause::SsoContradiction { keys, .. } | ProfileCause::SsoRepetition { keys, .. } => {
            match &keys[..] {
                [_] => remedy!("delete the line from the profile"),
                keys => remedy!("delete {} from the profile", keys.join(" and ")),
            }
        }
        // Only other clients refuse these, and have reasons of their own.
        ProfileCause::SeveralSources
        | ProfileCause::NothingToAssumeWith
        | ProfileCause::Mfa
        | ProfileCause::NoRole(_) => return None,
    })
}

/// Says how a file is saved that is refused for its encoding.
pub(super) fn of_syntax(kind: SyntaxErrorKind) -> Option<Remedy> {
    match kind {
        SyntaxErrorKind::ByteOrderMark => {
            Some(remedy!("save the file as UTF-8 without a byte order mark"))
        }
        SyntaxErrorKind::Utf16 | SyntaxErrorKind::NotUtf8 => {
            Some(remedy!("save the file as UTF-8"))
        }
        _ => None,
    }
}

/// Says what to write for the name of a permission set, which IAM puts into that of a role.
pub(super) fn permission_set(role: &str) -> Remedy {
    let named = || {
        let (_, role) = role.rsplit_once("AWSReservedSSO_")?;
        let (name, suffix) = role.rsplit_once('_')?;
        let is_suffix = suffix.len() == 16 && suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_suffix && !name.is_empty()).then_some(name)
    };
    match named() {
        Some(name) => remedy!("write sso_role_name = {}", short(name)),
        None => remedy!("write the name of the permission set, as the AWS access portal shows it"),
    }
}

fn of_circle() -> Remedy {
    remedy!("let the last source_profile of the chain name a profile with credentials of its own")
}
