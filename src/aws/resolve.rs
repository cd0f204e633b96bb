//! What one client would use now: the order of the questions (outline in `docs/resolution.md`).

use std::{
    ffi::{OsStr, OsString},
    mem::ManuallyDrop,
};

use super::{
    account::Account,
    checks,
    client::{AbsentProfile, Client, Order, RegionCheck, Rules},
    credentials::{Chain, Choice, Credentials, MOST_SOURCES, Provider},
    profiles::{ParseError, Profile, Profiles, Readings},
    reader::{AwsFile, Dialect, SyntaxError, python},
    sourced::{Origin, Sourced},
    world::{Caches, FileState, Found, Need, World},
};

/// What the client would be given on its command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) profile: Option<OsString>,
    pub(crate) region: Option<OsString>,
}

/// Everything that a resolution looks at.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a, 'w> {
    pub(crate) world: &'a World,
    pub(crate) files: &'a Readings<'w>,
    pub(crate) caches: &'a Caches,
}

impl<'a, 'w> Facts<'a, 'w> {
    /// Returns the profiles as the AWS CLI sees them.
    pub(crate) fn profiles(&self) -> Result<&'a Profiles<'w>, ParseError> {
        self.files.by(Dialect::Python).as_ref().map_err(|error| *error)
    }
}

/// What one client would use now, each value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolution {
    pub(crate) client: Client,
    pub(crate) profile: Option<Sourced<OsString>>,
    pub(crate) region: Option<Sourced<OsString>>,
    pub(crate) output: Option<Sourced<OsString>>,
    pub(crate) credentials: Option<Credentials>,
    /// Other places that have credentials and lost.
    pub(crate) beaten_credentials: Vec<(Provider, Origin)>,
    /// The first setting that sends requests elsewhere than to AWS (rule 7.16).
    pub(crate) endpoint: Option<Sourced<OsString>>,
    /// Why the client would refuse to run.
    pub(crate) failure: Option<Failure>,
}

impl Resolution {
    /// Tells whether the client would sign a request.
    pub(crate) fn is_ok(&self) -> bool {
        self.failure.is_none()
    }

    pub(crate) fn account(&self) -> Option<&Account> {
        self.credentials.as_ref()?.account.as_ref()
    }

    /// Returns the place in the environment or on the host that provides the credentials, or
    /// fails to, without asking the profile.
    pub(crate) fn provider_outside_profile(&self) -> Option<Provider> {
        let (provider, origin) = match (&self.credentials, &self.failure) {
            (Some(credentials), _) => (credentials.provider, Some(&credentials.origin)),
            (None, Some(failure)) => (failure.provider?, None),
            (None, None) => return None,
        };
        match provider {
            Provider::Environment
            | Provider::Container
            | Provider::InstanceMetadata
            | Provider::LegacyFiles => Some(provider),
            // A profile may ask for web identity itself.
            Provider::WebIdentity | Provider::EnvironmentWebIdentity => {
                matches!(origin, Some(Origin::Environment(_))).then_some(provider)
            }
            _ => None,
        }
    }

    /// Returns the profile that a variable or flag chose.
    pub(crate) fn chosen_profile(&self) -> Option<&OsStr> {
        let profile = self.profile.as_ref()?;
        (profile.origin != Origin::Default).then_some(&profile.value)
    }
}

/// Why a client would refuse to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) message: String,
    /// The place for credentials that failed, where one did.
    pub(crate) provider: Option<Provider>,
}

impl Failure {
    pub(super) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), provider: None }
    }

    pub(super) fn at(provider: Provider, kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), provider: Some(provider) }
    }
}

/// The kinds of failure, as `docs/contract.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    ConfigParse {
        file: AwsFile,
        line: u32,
    },
    ProfileNotFound,
    NoCredentials,
    PartialCredentials,
    SsoToken,
    Expired,
    ExpiryUnparsable,
    RoleCycle,
    InvalidConfig,
    Sso,
    InvalidRegion,
    LoginRefresh,
    /// The client never asks for an MFA code; no failure of the CLI, which does.
    Mfa,
    /// The client assumes no role without a region; no failure of the CLI either.
    NoRegion,
}

impl FailureKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ConfigParse { .. } => "config-parse",
            Self::ProfileNotFound => "profile-not-found",
            Self::NoCredentials => "no-credentials",
            Self::PartialCredentials => "partial-credentials",
            Self::SsoToken => "sso-token",
            Self::Expired => "expired",
            Self::ExpiryUnparsable => "expiry-unparsable",
            Self::RoleCycle => "role-cycle",
            Self::InvalidConfig => "invalid-config",
            Self::Sso => "sso",
            Self::InvalidRegion => "invalid-region",
            Self::LoginRefresh => "login-refresh",
            Self::Mfa => "mfa",
            Self::NoRegion => "no-region",
        }
    }
}

/// Why a step of the resolution went no further.
#[derive(Debug)]
pub(super) enum Stop {
    /// A file has to be looked up first.
    Need(Need),
    /// The client would stop here too.
    Failure(Failure),
    /// The client would leave the profile, and say this when nothing else has credentials.
    Pass(Failure),
}

impl From<Need> for Stop {
    fn from(need: Need) -> Self {
        Self::Need(need)
    }
}

/// Asks a question, looking up what it turns out to need, until it has its answer.
pub(crate) fn settle<T>(
    world: &World,
    find: impl Fn(Need) -> Found,
    question: impl Fn(&Facts<'_, '_>) -> Result<T, Need>,
) -> T {
    // What was read is freed with the process, which is about to end.
    let files = ManuallyDrop::new(Readings::new(world));
    let mut caches = Caches::default();
    loop {
        match question(&Facts { world, files: &files, caches: &caches }) {
            Ok(answer) => return answer,
            Err(need) => caches.add(find(need)),
        }
    }
}

/// Resolves what a client would use, or names the file that it has to know first.
pub(crate) fn resolve(
    facts: &Facts<'_, '_>,
    client: Client,
    flags: &Flags,
) -> Result<Resolution, Need> {
    let rules = client.rules();
    let mut resolution = Resolution {
        client,
        profile: None,
        region: None,
        output: None,
        credentials: None,
        beaten_credentials: Vec::new(),
        endpoint: None,
        failure: None,
    };
    match fill(&mut resolution, facts, rules, flags) {
        Ok(()) => Ok(resolution),
        Err(Stop::Failure(failure) | Stop::Pass(failure)) => {
            resolution.failure = Some(failure);
            Ok(resolution)
        }
        Err(Stop::Need(need)) => Err(need),
    }
}

/// Takes the steps in the client's order; what is filled in when one fails stays.
fn fill(
    resolution: &mut Resolution,
    facts: &Facts<'_, '_>,
    rules: &'static Rules,
    flags: &Flags,
) -> Result<(), Stop> {
    let world = facts.world;
    let chosen = profile_name(world, rules, flags);
    let name = chosen.value.clone();
    let origin = chosen.origin.clone();
    let choice = match origin {
        Origin::Flag(_) => Choice::Flag,
        Origin::Default => Choice::Default,
        Origin::Environment(_) | Origin::File { .. } => Choice::Variable,
    };
    if rules.order != Order::FilesRegionProfile {
        resolution.profile = Some(chosen.clone());
    }
    refuse_directories(world, rules)?;

    let nothing = Profiles::default();
    let (profiles, unread) = match facts.files.by(rules.dialect) {
        Ok(profiles) => (profiles, None),
        Err(error) => (&nothing, Some(parse_failure(world, rules, *error))),
    };
    let chain = Chain { world, profiles, caches: facts.caches, rules, choice };
    if let Some(unread) = unread {
        if rules.order != Order::Independent {
            return Err(Stop::Failure(unread));
        }
        resolution.region = region(world, rules, flags, profiles, profiles.empty());
        let found = chain.environment_alone()?;
        resolution.credentials = Some(found.ok_or(Stop::Failure(unread))?);
        resolution.failure = malformed_region(rules, resolution.region.as_ref());
        return Ok(());
    }

    resolution.profile = Some(chosen);
    let profile = match name.to_str().and_then(|name| profiles.find(name)) {
        Some(profile) => profile,
        None if origin == Origin::Default || rules.absent_profile.is_empty(&origin) => {
            profiles.empty()
        }
        None => {
            if rules.order == Order::FilesRegionProfile {
                resolution.region = region(world, rules, flags, profiles, profiles.empty());
            }
            let files = world.locations.files(rules.dialect);
            return Err(Stop::Failure(Failure::new(
                FailureKind::ProfileNotFound,
                format!(
                    "no profile named {:?} in {} or {}",
                    name.to_string_lossy(),
                    files.config.path.display(),
                    files.credentials.path.display(),
                ),
            )));
        }
    };

    resolution.region = region(world, rules, flags, profiles, profile);
    resolution.output = rules.has_output.then(|| output(world, profile));
    resolution.endpoint = endpoint(world, profiles, profile);
    let malformed = malformed_region(rules, resolution.region.as_ref());
    if rules.region_check == RegionCheck::First
        && let Some(failure) = malformed
    {
        return Err(Stop::Failure(failure));
    }

    // A profile may have the empty name; for credentials the Python clients then ask `default`.
    let (name, profile) = match name.to_str() {
        None | Some("") if rules.dialect == Dialect::Python => {
            ("default", profiles.find("default").unwrap_or(profiles.empty()))
        }
        name => (name.unwrap_or_default(), profile),
    };
    if rules.checks_profile_first {
        chain.check(name, profile, &mut Vec::new())?;
    }
    let credentials = chain.winner(name, profile)?;
    if let Some(credentials) = &credentials {
        resolution.beaten_credentials = chain.beaten(credentials, name, profile).collect();
    }
    resolution.credentials = credentials;
    resolution.failure = chain
        .session_failure(name, profile)
        .or_else(|| checks::failure(resolution.client, rules, world, profile))
        .or_else(|| match &mut resolution.credentials {
            Some(credentials) => credentials.take_refusal(),
            None => Some(Failure::new(
                FailureKind::NoCredentials,
                format!("profile {name:?} has no credentials"),
            )),
        })
        .or_else(|| malformed_region(rules, resolution.region.as_ref()))
        .or_else(|| missing_region(rules, resolution))
        .or_else(|| malformed_role_region(rules, resolution, profile));
    Ok(())
}

impl AbsentProfile {
    /// Tells whether a profile that is not there is as good as an empty one.
    fn is_empty(self, named_by: &Origin) -> bool {
        match self {
            Self::Refused => false,
            Self::RefusedUnlessNamedBy(variable) => *named_by == Origin::environment(variable),
            Self::Empty => true,
        }
    }
}

/// Refuses a directory in the place of a file, where the client does (rule 1.7).
fn refuse_directories(world: &World, rules: &Rules) -> Result<(), Stop> {
    for file in [AwsFile::Config, AwsFile::Credentials] {
        let path = &world.locations.files(rules.dialect).of(file).path;
        if rules.refuses_directories && *world.file(path) == FileState::Directory {
            let syntax = SyntaxError { line: 0, reason: "a directory" };
            let failure = parse_failure(world, rules, ParseError { file, syntax });
            return Err(Stop::Failure(failure));
        }
    }
    Ok(())
}

fn parse_failure(world: &World, rules: &Rules, error: ParseError) -> Failure {
    let kind = FailureKind::ConfigParse { file: error.file, line: error.syntax.line };
    Failure::new(kind, error.described(world.locations.files(rules.dialect)))
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

/// Chooses the region: the first source that counts (rules 5.1 to 5.9).
fn region(
    world: &World,
    rules: &Rules,
    flags: &Flags,
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<Sourced<OsString>> {
    let flag = flags.region.iter().map(|region| (region.clone(), Origin::Flag("--region")));
    let variables = variables(world, rules.region_variables);
    let of_source = rules.region_of_source_profile.then(|| region_of_source(profiles, profile));
    let candidates = flag
        .chain(variables)
        .chain(candidates(profile, "region"))
        .chain(of_source.flatten())
        .filter(|(region, _)| !(rules.empty_region_is_unset && region.is_empty()));
    let region = Sourced::first_of(candidates);
    let is_dropped = |region: &Sourced<OsString>| !is_host_label(&region.value);
    region.filter(|region| !(rules.region_check == RegionCheck::Dropped && is_dropped(region)))
}

/// Finds the region of the nearest source profile that has one (rule 5.7).
fn region_of_source(
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<(OsString, Origin)> {
    let mut source = profile.get("source_profile")?.value;
    for _ in 0..MOST_SOURCES {
        let profile = profiles.find(source)?;
        if let Some(region) = candidates(profile, "region").next() {
            return Some(region);
        }
        source = profile.get("source_profile")?.value;
    }
    None
}

/// Says that a region is not formed like one, where the client minds (rule 5.10).
fn malformed_region(rules: &Rules, region: Option<&Sourced<OsString>>) -> Option<Failure> {
    let region = &region?.value;
    let is_fine = match rules.region_check {
        RegionCheck::First => is_valid_region(region),
        RegionCheck::Last => is_host_name(region),
        RegionCheck::Dropped | RegionCheck::None => true,
    };
    (!is_fine).then(|| {
        let message = format!("{:?} is not formed like a region", region.to_string_lossy());
        Failure::new(FailureKind::InvalidRegion, message)
    })
}

/// Chooses the output format (rule 6).
fn output(world: &World, profile: Profile<'_, '_>) -> Sourced<OsString> {
    let set = variables(world, &["AWS_DEFAULT_OUTPUT"]).chain(candidates(profile, "output"));
    Sourced::first_of(set).unwrap_or_else(|| Sourced::new("json".into(), Origin::Default))
}

/// Finds a setting that redirects requests (rule 7.16).
fn endpoint(
    world: &World,
    profiles: &Profiles<'_>,
    profile: Profile<'_, '_>,
) -> Option<Sourced<OsString>> {
    let environment = &world.environment;
    let is_true = |value: &OsStr| value.eq_ignore_ascii_case("true");
    let ignored = match environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") {
        Some(value) => is_true(value),
        None => profile
            .get("ignore_configured_endpoint_urls")
            .is_some_and(|setting| is_true(OsStr::new(setting.value))),
    };
    if ignored {
        return None;
    }
    let from_environment = environment
        .non_empty("AWS_ENDPOINT_URL")
        .map(|value| ("AWS_ENDPOINT_URL", value))
        .or_else(|| environment.non_empty_with_prefix("AWS_ENDPOINT_URL_"));
    if let Some((name, value)) = from_environment {
        return Some(Sourced::new(host_of(value), Origin::environment(name)));
    }
    let of_profile = || {
        let setting = profile.get("endpoint_url").filter(|setting| !setting.value.is_empty())?;
        let url = setting.shown();
        Some(Sourced::new(host_of(OsStr::new(url.as_ref())), setting.origin()))
    };
    let of_services = || {
        let services = profiles.services(profile.get("services")?.value)?;
        services.settings().find_map(|(_, setting)| {
            let mut entries = python::nested_entries(setting.value);
            let (_, url) = entries.find(|(key, url)| *key == "endpoint_url" && !url.is_empty())?;
            Some(Sourced::new(host_of(OsStr::new(url)), setting.origin()))
        })
    };
    of_profile().or_else(of_services)
}

/// Keeps of a URL what says where requests go: scheme, host and port. Whatever else is in it may be
/// a secret.
fn host_of(url: &OsStr) -> OsString {
    const UNREADABLE: &str = "of no readable form";
    let url = url.to_string_lossy();
    let Some((scheme, rest)) = url.split_once("://") else { return UNREADABLE.into() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    // What cannot be a port begins a password with a slash in it.
    let has_port = port.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit());
    if !has_port || rest[authority.len()..].contains('@') {
        return UNREADABLE.into();
    }
    format!("{scheme}://{host}").into()
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

/// Says that a role cannot be assumed for want of a region, where the client minds (rule 5.16).
fn missing_region(rules: &Rules, resolution: &Resolution) -> Option<Failure> {
    let provider = resolution.credentials.as_ref()?.provider;
    let asks_sts = match provider {
        Provider::AssumeRole => true,
        Provider::ProfileWebIdentity | Provider::EnvironmentWebIdentity => {
            // That of another service is of no help.
            !matches!(
                resolution.endpoint.as_ref().map(|endpoint| &endpoint.origin),
                Some(Origin::Environment(name))
                    if name == "AWS_ENDPOINT_URL" || name == "AWS_ENDPOINT_URL_STS"
            )
        }
        _ => false,
    };
    let is_missing = rules.roles.needs_region && asks_sts && resolution.region.is_none();
    is_missing.then(|| {
        Failure::at(provider, FailureKind::NoRegion, "there is no region to assume the role in")
    })
}

/// Says that a role's own region is malformed, where it is asked about the role (rule 5.10).
fn malformed_role_region(
    rules: &Rules,
    resolution: &Resolution,
    profile: Profile<'_, '_>,
) -> Option<Failure> {
    let provider = resolution.credentials.as_ref()?.provider;
    let region = profile.get("region").filter(|_| rules.region_check == RegionCheck::Dropped)?;
    let is_malformed = provider == Provider::AssumeRole && !is_host_label(OsStr::new(region.value));
    is_malformed.then(|| {
        let message = format!("{:?} is not formed like a region", region.shown());
        Failure::at(provider, FailureKind::InvalidRegion, message)
    })
}

/// Tells whether the Python clients accept a region's form; they do not ask whether it exists.
///
/// The empty region passes, all digits do not (section 5 of `docs/resolution.md`).
pub(crate) fn is_valid_region(region: &OsStr) -> bool {
    let Some(region) = region.to_str() else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    region.len() < 64
        && region.chars().all(is_label)
        && !region.starts_with('-')
        && !region.ends_with('-')
        && (region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_digit()))
}

impl RegionCheck {
    /// Tells whether a client would ask IAM Identity Center in a region of this form.
    pub(super) fn accepts_sso(self, region: &OsStr) -> bool {
        match self {
            Self::First => !region.is_empty() && is_valid_region(region),
            Self::Last => is_host_name(region),
            Self::Dropped => is_host_label(region),
            Self::None => true,
        }
    }
}

/// Tells whether the SDK for Rust accepts a region's form: dots are allowed, and a dash at an end.
fn is_host_name(region: &OsStr) -> bool {
    let is_label = |label: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..64).contains(&label.len()) && label.chars().all(is_part) && !label.starts_with('-')
    };
    region.to_str().is_some_and(|region| region.split('.').all(is_label))
}

/// Tells whether the SDK for JavaScript accepts a region's form: it becomes a part of a host's
/// name.
fn is_host_label(region: &OsStr) -> bool {
    let Some(region) = region.to_str() else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..64).contains(&region.len())
        && region.chars().all(is_label)
        && !region.starts_with('-')
        && !region.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_checked_by_form_alone() {
        for region in ["", "us-east-1", "nowhere", "a", "1a", &"a".repeat(63)] {
            assert!(is_valid_region(OsStr::new(region)), "{region}");
        }
        let too_long = "a".repeat(64);
        for region in ["us-west-2 # x", "\"us-west-2\"", "123", "-a", "a-", "a_b", "é", &too_long]
        {
            assert!(!is_valid_region(OsStr::new(region)), "{region}");
        }
    }
}
