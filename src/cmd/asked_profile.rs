//! The profile that a `credential_process` asks the AWS CLI for, and whether that can work (rules
//! 7.33 and 7.45).

use std::ffi::OsStr;
use std::path::Path;

use super::remedies;
use crate::aws::{Client, Environment, Facts, FailureKind, Flags, Remedy, resolve, words};
use crate::printable::short;

/// A profile that a command asks for and that the AWS CLI would refuse.
pub(super) struct RefusedProfile {
    pub(super) what: String,
    /// It can work after a login.
    pub(super) lacks_session: bool,
    pub(super) remedy: Remedy,
}

/// Says that the profile that a command asks for cannot work, if so.
pub(super) fn refused(facts: &Facts<'_, '_>, command: &str) -> Option<RefusedProfile> {
    let asked = exported(&facts.world.environment, command)?;
    let flags = Flags { profile: Some(asked.as_str().into()), region: None };
    let resolution = resolve(facts, Client::AwsCliV2, &flags);
    let failure = resolution.failure.as_ref()?;
    let why = failure.shown(facts.world.locations.home.as_deref());
    Some(RefusedProfile {
        what: format!("it asks for profile {}: {why}", short(&asked)),
        lacks_session: matches!(
            failure.kind,
            FailureKind::SsoToken | FailureKind::LoginRefresh | FailureKind::Expired
        ),
        remedy: remedies::next_step(&resolution, failure, facts),
    })
}

/// Returns the profile that the command asks `aws configure export-credentials` for. Without a flag
/// it is that of the environment, which the program inherits.
pub(super) fn exported(environment: &Environment, command: &str) -> Option<String> {
    let words = words::split(command)?;
    let is_aws = Path::new(words.first()?).file_name() == Some(OsStr::new("aws"));
    let mut commands = words.iter().skip_while(|word| *word != "configure").skip(1);
    if !is_aws || commands.next()? != "export-credentials" {
        return None;
    }
    let flag = words.iter().position(|word| word == "--profile");
    let joined = || words.iter().find_map(|word| word.strip_prefix("--profile="));
    let given = flag.and_then(|at| words.get(at + 1)).map(String::as_str).or_else(joined);
    if let Some(given) = given {
        return Some(given.to_owned());
    }
    let set = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].map(|name| environment.get(name));
    let set = set.into_iter().flatten().next().and_then(OsStr::to_str);
    Some(set.unwrap_or("default").to_owned())
}
