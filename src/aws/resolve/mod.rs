//! What one client would use now: the order of the questions (`docs/guide/src/resolution.md`, 13).

mod endpoint;
mod exported;
mod region;

use std::ffi::{OsStr, OsString};

use endpoint::endpoint;
pub(crate) use endpoint::{endpoint_service, host_of};
pub(crate) use exported::{exported, refused_export, refused_profile};
use region::{malformed_region, malformed_role_region, missing_region, region};

use super::cause::Cause;
use super::client::{Client, Order, RegionCheck, Rules};
use super::credentials::{Chain, Choice};
use super::failure::{Failure, FailureKind, Stop};
use super::fatal_settings;
use super::inventory;
use super::profiles::{ParseError, Profile};
use super::reader::{AwsFile, Dialect, SyntaxError, SyntaxErrorKind};
use super::resolution::{Facts, Flags, Resolution};
use super::sourced::{Origin, Sourced};
use super::world::{FileState, World};

#[cfg(test)]
thread_local! {
    /// The clients that were resolved on this thread, for tests that count.
    pub(crate) static RESOLVED: std::cell::RefCell<Vec<Client>> = const { std::cell::RefCell::new(Vec::new()) };
}

pub(crate) fn resolve(facts: &Facts<'_, '_>, client: Client, flags: &Flags) -> Resolution {
    resolve_by(facts, client, client.rules(), flags)
}

/// Resolves what the client would use if it followed these rules.
pub(super) fn resolve_by(
    facts: &Facts<'_, '_>,
    client: Client,
    rules: &Rules,
    flags: &Flags,
) -> Resolution {
    #[cfg(test)]
    RESOLVED.with_borrow_mut(|resolved| resolved.push(client));
    let mut resolution = Resolution {
        client,
        profile: None,
        region: None,
        output: None,
        credentials: None,
        unused_credentials: Vec::new(),
        endpoint: None,
        has_plugins: false,
        failure: None,
    };
    if let Err(Stop::Failure(failure) | Stop::Skip(failure)) =
        fill(&mut resolution, facts, rules, flags)
    {
        resolution.failure = Some(failure);
    }
    resolution
}

/// Resolves what AWS CLI v2 would use without flags, which every prompt shows.
pub(crate) fn ours(facts: &Facts<'_, '_>) -> Resolution {
    resolve(facts, Client::AwsCliV2, &Flags::default())
}

/// Takes the steps in the client's order; what is filled in when one fails stays.
fn fill(
    resolution: &mut Resolution,
    facts: &Facts<'_, '_>,
    rules: &Rules,
    flags: &Flags,
) -> Result<(), Stop> {
    let world = facts.world;
    let chosen = profile_name(world, rules, flags);
    if rules.order != Order::FilesRegionProfile {
        resolution.profile = Some(chosen.clone());
    }
    refuse_directories(world, rules)?;

    let nothing;
    let (profiles, unread) = match facts.files.by(rules.dialect) {
        Ok(profiles) => (profiles, None),
        Err(error) => {
            nothing = facts.files.of_nothing(rules.dialect);
            (&nothing, Some(parse_failure(world, rules, *error)))
        }
    };
    let found = chosen.value.to_str().and_then(|name| profiles.find(name));
    let profile = found.unwrap_or_default();
    let refused = |command: &_| refused_export(facts, command);
    let chain = Chain {
        lookup: Some(facts.lookup),
        choice: choice(&chosen.origin),
        chosen: profile,
        refused_export: Some(&refused),
        ..Chain::new(world, profiles, rules)
    };
    if let Some(unread) = unread {
        if rules.order != Order::Independent {
            return Err(Stop::Failure(unread));
        }
        resolution.region = region(world, rules, flags, profiles, Profile::default());
        let found = chain.environment_alone()?;
        resolution.credentials = Some(found.ok_or(Stop::Failure(unread))?);
        resolution.failure = malformed_region(rules, resolution.region.as_ref());
        return Ok(());
    }

    resolution.profile = Some(chosen.clone());
    let may_be_absent =
        chosen.origin == Origin::Default || rules.absent_profile.is_empty(&chosen.origin);
    let is_missing = found.is_none() && !may_be_absent;
    // A client that looks for the profile first stops before it has a region.
    if !is_missing || rules.order == Order::FilesRegionProfile {
        resolution.region = region(world, rules, flags, profiles, profile);
    }
    if is_missing {
        return Err(Stop::Failure(not_found(world, rules, &chosen.value)));
    }
    resolution.output = (!rules.outputs.is_empty()).then(|| output(world, profile));
    resolution.endpoint = endpoint(world, profiles, profile);
    resolution.has_plugins = rules.loads_plugins
        && inventory::plugins(profiles).is_some_and(|plugins| plugins.settings().next().is_some());
    if rules.region_check == RegionCheck::First
        && let Some(failure) = malformed_region(rules, resolution.region.as_ref())
    {
        return Err(Stop::Failure(failure));
    }
    let (name, profile) = match chosen.value.to_str() {
        // A profile may have the empty name; for credentials the Python clients then ask `default`.
        None | Some("") if rules.dialect == Dialect::Python => {
            ("default", profiles.find("default").unwrap_or_default())
        }
        name => (name.unwrap_or_default(), profile),
    };
    fill_credentials(resolution, &chain, name, profile)
}

fn choice(origin: &Origin) -> Choice {
    match origin {
        Origin::Flag(_) => Choice::Flag,
        Origin::Default => Choice::Default,
        Origin::Environment(_) | Origin::File { .. } => Choice::Variable,
    }
}

/// Finds the credentials, and what stops a client that has them.
fn fill_credentials<'a, 'w>(
    resolution: &mut Resolution,
    chain: &Chain<'a, 'w>,
    name: &'a str,
    profile: Profile<'a, 'w>,
) -> Result<(), Stop> {
    let rules = chain.rules;
    if rules.checks_profile_first {
        chain.check(name, profile)?;
    }
    let credentials = chain.credentials(name, profile)?;
    if let Some(credentials) = &credentials {
        resolution.unused_credentials = chain.unused(credentials, name, profile).collect();
    }
    resolution.credentials = credentials;
    resolution.failure = chain
        .session_failure(name, profile)
        .or_else(|| fatal_settings::failure(chain, profile))
        .or_else(|| match &mut resolution.credentials {
            Some(credentials) => credentials.take_refusal(),
            None => {
                Some(Failure::new(FailureKind::NoCredentials, chain.without_credentials().of(name)))
            }
        })
        .or_else(|| malformed_region(rules, resolution.region.as_ref()))
        .or_else(|| missing_region(rules, resolution))
        .or_else(|| malformed_role_region(rules, resolution, profile));
    Ok(())
}

fn not_found(world: &World, rules: &Rules, name: &OsStr) -> Failure {
    let files = world.locations.files(rules.dialect);
    let cause = Cause::NoProfile {
        profile: name.to_string_lossy().into_owned(),
        config: files.config.path.to_path_buf(),
        credentials: files.credentials.path.to_path_buf(),
    };
    Failure::new(FailureKind::ProfileNotFound, cause)
}

/// Fails if a directory is in the place of a file and the client refuses it (rule 1.7).
fn refuse_directories(world: &World, rules: &Rules) -> Result<(), Stop> {
    for file in [AwsFile::Config, AwsFile::Credentials] {
        let path = &world.locations.files(rules.dialect).of(file).path;
        if rules.refuses_directories && *world.file(path) == FileState::Directory {
            let syntax = SyntaxError { line: 0, kind: SyntaxErrorKind::Directory };
            let failure = parse_failure(world, rules, ParseError { file, syntax });
            return Err(Stop::Failure(failure));
        }
    }
    Ok(())
}

fn parse_failure(world: &World, rules: &Rules, error: ParseError) -> Failure {
    let kind = FailureKind::ConfigParse { file: error.file, line: error.syntax.line };
    let path = world.locations.files(rules.dialect).of(error.file).path.to_path_buf();
    Failure::new(kind, Cause::Syntax { path, error: error.syntax })
}

/// Chooses the profile: the first source that counts (rules 4.1 to 4.6).
fn profile_name(world: &World, rules: &Rules, flags: &Flags) -> Sourced<OsString> {
    let flag = flags.profile.iter().filter(|name| !(rules.empty_flag_is_unset && name.is_empty()));
    let flag = flag.map(|name| (name.clone(), Origin::Flag("--profile")));
    let variables = variables(world, rules.profile_variables);
    let variables =
        variables.filter(|(name, _)| !(rules.empty_variable_is_unset && name.is_empty()));
    Sourced::first_of(flag.chain(variables))
        .unwrap_or_else(|| Sourced::new("default".into(), Origin::Default))
}

/// Chooses the output format (rule 6).
fn output(world: &World, profile: Profile<'_, '_>) -> Sourced<OsString> {
    let set = variables(world, &["AWS_DEFAULT_OUTPUT"]).chain(candidates(profile, "output"));
    Sourced::first_of(set).unwrap_or_else(|| Sourced::new("json".into(), Origin::Default))
}

fn variables(
    world: &World,
    names: &'static [&'static str],
) -> impl Iterator<Item = (OsString, Origin)> {
    names.iter().filter_map(|name| {
        let value = world.environment.get(name)?;
        Some((value.to_owned(), Origin::environment(name)))
    })
}

fn candidates<'p>(
    profile: Profile<'p, '_>,
    key: &str,
) -> impl Iterator<Item = (OsString, Origin)> + use<'p> {
    profile
        .candidates(key)
        .map(|setting| (OsString::from(setting.shown().as_ref()), setting.origin()))
}
