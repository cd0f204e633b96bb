//! What is wrong with a profile by itself: why AWS CLI v2 would refuse it, as the resolver says,
//! and what no client refuses although it cannot be meant.

use std::cell::RefCell;
use std::collections::HashMap;

use super::account::{AccessKeyKind, AccountId};
use super::cause::{Cause, ProfileCause};
use super::client::Client;
use super::credentials::Chain;
use super::failure::Failure;
use super::fatal_settings;
use super::fips::MissingFips;
use super::inventory::Inventory;
use super::key_flaws::{KeyFlaw, TOKENS, has_endpoint, is_bare, profile_key};
use super::profiles::{FileSection, Profile, Profiles, Setting};
use super::provider::Provider;
use super::region_form::is_valid_region;
use super::regions::partition_of;
use super::role_flaws::{RoleFlaw, role_flaws};
use super::world::World;

/// Something that is wrong with a profile.
pub(crate) enum Flaw<'p> {
    /// The profile cannot work.
    Fails(Failure),
    /// A source without `role_arn`, which does nothing.
    SourceWithoutRole(Setting<'p>, &'static str),
    /// `role_arn` is not formed like the ARN of a role.
    RoleArnMalformed(Setting<'p>),
    /// The role is of this partition, and the region of another (rule 7C.10).
    RoleElsewhere(Setting<'p>, &'p str, &'p str),
    /// AWS has no FIPS endpoint for what the credentials come from (rule 7C.11).
    NoFips(MissingFips<'p>),
    /// `sso_account_id` is not twelve digits.
    SsoAccountMalformed(Setting<'p>),
    /// `aws sso login` refuses `sso_start_url` (rule 9.17).
    SsoStartUrlMalformed(Setting<'p>),
    /// `sso_role_name` is not the name of a permission set.
    SsoRoleMalformed(Setting<'p>),
    /// One of key id and secret is there without the other (rule 3.2).
    HalfKeys(Setting<'p>, &'static str),
    /// Key id or secret is set to nothing (rule 7.14).
    EmptyKey(Setting<'p>, &'static str),
    /// Key id, secret or token are in different files (rule 3.2).
    KeysSplit(Setting<'p>, Setting<'p>, &'static str),
    /// `aws_security_token` with another token than `aws_session_token` (rule 3.3).
    TwoTokens(Setting<'p>),
    /// Keys that AWS rejects, and the name of the part that is wrong.
    Key(Setting<'p>, &'static str, KeyFlaw),
    /// A setting of the role that AWS refuses.
    Role(Setting<'p>, &'static str, RoleFlaw),
    /// Keys that the CLI skips for IAM Identity Center (rule 7.10).
    KeysBesideSso(Setting<'p>),
    /// Keys that the CLI skips for a role (rule 7.4).
    KeysBesideRole(Setting<'p>),
    /// Keys of the credentials file that hide another source of the profile (rule 7A).
    KeysHide(Setting<'p>, &'static str),
    /// A region that is empty or malformed (rule 5.10).
    RegionMalformed(Setting<'p>, &'static str),
    /// A setting that stops every command, and why (rule 7.19).
    Refused(Setting<'p>, Cause),
}

impl Flaw<'_> {
    /// Tells whether it is about what the client sends and AWS refuses.
    pub(crate) fn is_refused_by_aws(&self) -> bool {
        match self {
            Self::RoleArnMalformed(_)
            | Self::RoleElsewhere(..)
            | Self::SsoAccountMalformed(_)
            | Self::SsoRoleMalformed(_) => true,
            Self::Role(.., flaw) => *flaw != RoleFlaw::DurationIgnored,
            _ => false,
        }
    }
}

/// Something that is wrong with a session of IAM Identity Center.
pub(crate) enum SessionFlaw<'p> {
    /// It lacks this key (rule 7.17).
    Lacks(&'static str),
    RegionMalformed(Setting<'p>),
    StartUrlMalformed(Setting<'p>),
}

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";

/// Looks at profiles as AWS CLI v2 does when one is given with `--profile`.
pub(crate) struct Examiner<'a, 'w> {
    chain: Chain<'a, 'w>,
    inventory: &'a Inventory<'a, 'w>,
    /// Whether the sources of a profile lead back to it. Thousands may share one long chain.
    circles: RefCell<HashMap<&'a str, bool>>,
}

impl<'a, 'w> Examiner<'a, 'w> {
    pub(crate) fn new(
        world: &'a World,
        profiles: &'a Profiles<'w>,
        inventory: &'a Inventory<'a, 'w>,
    ) -> Self {
        let chain = Chain::new(world, profiles, Client::AwsCliV2.rules());
        let chain = Chain { inventory: Some(inventory), ..chain };
        Self { chain, inventory, circles: RefCell::default() }
    }

    /// Returns the first place in a profile that has something to say about credentials.
    pub(crate) fn provider_of(&self, profile: Profile<'a, 'w>) -> Option<Provider> {
        self.chain.provider_of(profile)
    }

    /// Finds a FIPS endpoint that AWS does not have, where credentials do not come from the profile.
    pub(crate) fn missing_fips_outside(
        &self,
        profile: Profile<'a, 'w>,
        provider: Provider,
    ) -> Option<MissingFips<'a>> {
        self.chain.missing_fips(profile, Some(provider))
    }

    /// Finds what is wrong with a profile: the first thing that stops it, and all that does not.
    pub(crate) fn flaws(&self, name: &'a str, profile: Profile<'a, 'w>) -> Vec<Flaw<'a>> {
        let mut flaws = Vec::new();
        if let Some(failure) = self.failure(name, profile) {
            flaws.push(Flaw::Fails(failure));
        }
        let source = profile.get("source_profile");
        let is_own_source = source.is_some_and(|source| source.value == name);
        let place = self.provider_of(profile);
        let provider = match place {
            Some(Provider::AssumeRole) if is_own_source => {
                self.chain.provider_without_role(profile)
            }
            provider => provider,
        };
        match provider {
            Some(Provider::AssumeRole) => flaws.extend(profile.get(ID).map(Flaw::KeysBesideRole)),
            Some(Provider::Sso) => self.of_sso(&mut flaws, profile),
            Some(Provider::CredentialsFile | Provider::ConfigFile) | None => {
                of_keys(&mut flaws, profile);
                let has_endpoint = || has_endpoint(&self.chain.world.environment, profile);
                let rejected = profile_key(profile, is_bare).filter(|_| !has_endpoint());
                flaws.extend(rejected.map(|(at, key, flaw)| Flaw::Key(at, key, flaw)));
            }
            _ => {}
        }
        flaws.extend(self.of_role(place, profile));
        flaws.extend(self.chain.missing_fips(profile, None).map(Flaw::NoFips));
        if provider == Some(Provider::CredentialsFile) {
            let hidden = ["login_session", "credential_process"];
            let hidden = hidden.into_iter().find(|key| profile.get(key).is_some());
            flaws.extend(profile.get(ID).zip(hidden).map(|(id, key)| Flaw::KeysHide(id, key)));
        }
        if let Some(role) = profile.get("role_arn") {
            // The resolver has more to say of one that is too short.
            let is_long = role.value.chars().count() >= 20;
            if is_long && is_bare("role_arn", role) && !is_role_arn(role.value) {
                flaws.push(Flaw::RoleArnMalformed(role));
            } else if matches!(place, Some(Provider::AssumeRole | Provider::WebIdentity)) {
                flaws.extend(self.role_elsewhere(role, profile));
            }
        } else {
            for key in ["source_profile", "credential_source"] {
                flaws.extend(profile.get(key).map(|source| Flaw::SourceWithoutRole(source, key)));
            }
        }
        if let Some(region) = bare(profile.get("region"), "region")
            && (region.value.is_empty() || !is_valid_region(region.value.as_ref()))
        {
            flaws.push(Flaw::RegionMalformed(region, "region"));
        }
        let Chain { rules, world, profiles, .. } = self.chain;
        let refused = fatal_settings::refused_settings(rules, world, profiles, profile);
        flaws.extend(refused.into_iter().map(|(setting, why)| Flaw::Refused(setting, why)));
        flaws
    }

    fn failure(&self, name: &'a str, profile: Profile<'a, 'w>) -> Option<Failure> {
        let failure = self.chain.failure_of(name, profile)?;
        // Other checks report these.
        let is_reported = matches!(
            *failure.cause,
            Cause::NoSecret
                | Cause::IncompleteSession { .. }
                | Cause::MalformedSsoRegion(_)
                | Cause::OfProfile { what: ProfileCause::HalfKeys, .. }
        );
        let (key, setting) = match &*failure.cause {
            Cause::TooManySources { .. } if !self.leads_back(name) => return None,
            // A circle has as many beginnings as profiles.
            Cause::OfProfile { what: ProfileCause::SourceCycle { back_to }, .. }
                if back_to != name =>
            {
                return None;
            }
            Cause::OfProfile { what: ProfileCause::SourceCycle { .. }, .. }
            | Cause::TooManySources { .. } => ("source_profile", profile.get("source_profile")?),
            // The failure of a source is reported where that profile is.
            _ => {
                let at = failure.origin.as_ref()?;
                profile.settings().find(|(_, setting)| setting.origin() == *at)?
            }
        };
        let is_told = is_reported || !is_bare(key, setting);
        (!is_told).then(|| failure.written(setting.origin()))
    }

    /// Tells whether the sources of a profile lead back to it, however many there are.
    fn leads_back(&self, name: &'a str) -> bool {
        let mut circles = self.circles.borrow_mut();
        let mut path = Vec::new();
        let mut places = HashMap::new();
        let mut next = Some(name);
        while let Some(name) = next.filter(|name| !circles.contains_key(name))
            && !places.contains_key(name)
        {
            places.insert(name, path.len());
            path.push(name);
            let source = self.inventory.profile(name).and_then(|role| role.get("source_profile"));
            next = source.map(|source| source.value);
        }
        let start = next.and_then(|name| places.get(name).copied()).unwrap_or(path.len());
        circles.extend(path.into_iter().enumerate().map(|(place, name)| (name, place >= start)));
        circles.get(name).copied().unwrap_or_default()
    }

    /// Finds what is wrong with a session of IAM Identity Center.
    pub(crate) fn session_flaws(&self, session: FileSection<'a, 'w>) -> Vec<SessionFlaw<'a>> {
        let lacks = |key: &&str| session.get(key).is_none();
        let lacking = ["sso_start_url", "sso_region"].into_iter().filter(lacks);
        let region = self.malformed_sso_region(session.get("sso_region"));
        let lacking = lacking.map(SessionFlaw::Lacks);
        let url = malformed_start_url(session.get("sso_start_url"));
        let url = url.map(SessionFlaw::StartUrlMalformed);
        lacking.chain(region.map(SessionFlaw::RegionMalformed)).chain(url).collect()
    }

    fn of_sso(&self, flaws: &mut Vec<Flaw<'a>>, profile: Profile<'a, 'w>) {
        let account = bare(profile.get("sso_account_id"), "sso_account_id");
        let account = account.filter(|account| AccountId::new(account.value).is_none());
        flaws.extend(account.map(Flaw::SsoAccountMalformed));
        let role = bare(profile.get("sso_role_name"), "sso_role_name");
        let role = role.filter(|role| !is_permission_set(role.value));
        flaws.extend(role.map(Flaw::SsoRoleMalformed));
        let url = malformed_start_url(profile.get("sso_start_url"));
        flaws.extend(url.map(Flaw::SsoStartUrlMalformed));
        let region = self.malformed_sso_region(profile.get("sso_region"));
        flaws.extend(region.map(|region| Flaw::RegionMalformed(region, "sso_region")));
        flaws.extend(profile.get(ID).map(Flaw::KeysBesideSso));
    }

    /// Checks what a role's settings say to AWS, which the AWS CLI passes on.
    fn of_role(&self, place: Option<Provider>, profile: Profile<'a, 'w>) -> Vec<Flaw<'a>> {
        let is_assumed = match place {
            Some(Provider::AssumeRole) => true,
            Some(Provider::WebIdentity) => false,
            _ => return Vec::new(),
        };
        let flaws = role_flaws(profile, || self.is_assumed_by_role(profile));
        let is_sent = |key: &str| is_assumed || key == "role_session_name";
        flaws
            .into_iter()
            .filter(|(key, setting, _)| is_sent(key) && is_bare(key, *setting))
            .map(|(key, setting, flaw)| Flaw::Role(setting, key, flaw))
            .collect()
    }

    /// Finds a role that the region in use does not have: nobody leaves a partition.
    fn role_elsewhere(&self, role: Setting<'a>, profile: Profile<'a, 'w>) -> Option<Flaw<'a>> {
        let environment = &self.chain.world.environment;
        let region = self.chain.region_in_use(profile)?;
        let partition = role.value.split(':').nth(1)?;
        let is_elsewhere = partition_of(region).is_some_and(|of_region| of_region != partition);
        (is_elsewhere && is_role_arn(role.value) && !has_endpoint(environment, profile))
            .then_some(Flaw::RoleElsewhere(role, partition, region))
    }

    /// Tells whether a role is certainly assumed with the credentials of another role.
    fn is_assumed_by_role(&self, profile: Profile<'a, 'w>) -> bool {
        if let Some(place) = profile.get("credential_source") {
            return ["EcsContainer", "Ec2InstanceMetadata"].contains(&place.value);
        }
        let name = profile.get("source_profile").map(|source| source.value);
        let Some(source) = name.and_then(|name| self.inventory.profile(name)) else { return false };
        if source.get(ID).is_some() {
            return false;
        }
        match self.provider_of(source) {
            Some(Provider::AssumeRole | Provider::Sso | Provider::WebIdentity) => true,
            Some(Provider::Login) => source
                .get("login_session")
                .is_some_and(|session| session.value.contains(":assumed-role/")),
            _ => false,
        }
    }

    fn malformed_sso_region(&self, region: Option<Setting<'a>>) -> Option<Setting<'a>> {
        let check = self.chain.rules.region_check;
        bare(region, "sso_region").filter(|region| !check.accepts_sso(region.value.as_ref()))
    }
}

/// Looks at access keys: id and secret of one file make a pair (rule 3.2).
fn of_keys<'p>(flaws: &mut Vec<Flaw<'p>>, profile: Profile<'p, '_>) {
    let in_credentials = |key: &str| profile.in_credentials(key);
    let in_config = |key: &str| profile.in_config(key);
    let id_is_in_credentials = in_credentials(ID).is_some();
    let (id, secret, other) = match in_credentials(ID) {
        Some(id) => (Some(id), in_credentials(SECRET), in_config(SECRET)),
        None => (in_config(ID), in_config(SECRET), in_credentials(SECRET)),
    };
    match (id, secret, other) {
        (Some(id), Some(secret), _) => {
            let parts = [(id, ID), (secret, SECRET)];
            let empty = parts.into_iter().filter(|(part, _)| part.value.is_empty());
            flaws.extend(empty.map(|(part, key)| Flaw::EmptyKey(part, key)));
        }
        (Some(id), None, Some(secret)) => flaws.push(Flaw::KeysSplit(id, secret, SECRET)),
        (Some(id), None, None) => flaws.push(Flaw::HalfKeys(id, SECRET)),
        (None, ..) => flaws.extend(profile.get(SECRET).map(|secret| Flaw::HalfKeys(secret, ID))),
    }
    let of_file = |key| if id_is_in_credentials { in_credentials(key) } else { in_config(key) };
    let tokens = TOKENS.map(of_file);
    if let [Some(used), Some(other)] = tokens
        && used.value != other.value
    {
        flaws.push(Flaw::TwoTokens(used));
    }
    // A token of the other file is not sent (case c06), and one of a long-lived key is too many.
    if let Some(id) = in_credentials(ID)
        && let Some(token) = in_config("aws_session_token")
        && in_credentials("aws_session_token").is_none()
        && AccessKeyKind::of(id.value) != Some(AccessKeyKind::LongLived)
    {
        flaws.push(Flaw::KeysSplit(id, token, "aws_session_token"));
    }
}

/// Drops a value that other checks report, which find a comment, quotes or a line below it.
fn bare<'p>(setting: Option<Setting<'p>>, key: &str) -> Option<Setting<'p>> {
    setting.filter(|setting| is_bare(key, *setting))
}

fn malformed_start_url(url: Option<Setting<'_>>) -> Option<Setting<'_>> {
    bare(url, "sso_start_url").filter(|url| !is_start_url(url.value))
}

/// Tells whether `aws sso login` can log in at a URL (rule 9.17).
pub(crate) fn is_start_url(url: &str) -> bool {
    let is_https = url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    is_https && fatal_settings::has_host(url) && !url.contains([' ', '\\'])
}

/// Tells whether text is formed like the name of a permission set (rule 7C.7).
fn is_permission_set(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    (1..=32).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// Tells whether text is formed like the ARN of a role, in any partition.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns>
pub(crate) fn is_role_arn(arn: &str) -> bool {
    let fields: Vec<_> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", _, resource] = fields[..] else { return false };
    let name = resource.strip_prefix("role/").unwrap_or_default();
    !partition.is_empty()
        && AccountId::of_arn(arn).is_some()
        && !name.is_empty()
        && !name.contains(char::is_whitespace)
}
