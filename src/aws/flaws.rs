//! What is wrong with a profile by itself, as AWS CLI v2 would find when it is used: each flaw with
//! the setting that has it.
//!
//! The resolver stops at the first; here are all of them. `flaws_tests` holds the two together.

use std::{cell::RefCell, collections::HashMap};

use super::{
    account::AccountId,
    client::Client,
    credentials::{Chain, Choice},
    fatal_settings,
    inventory::Inventory,
    profiles::{ConfigSection, Profile, Profiles, Setting},
    provider::Provider,
    reader::known::{has_comment, is_quoted},
    resolve::is_valid_region,
    world::{Lookup, World},
};

/// Something that is wrong with a profile.
pub(crate) enum Flaw<'p> {
    /// `source_profile` names no profile (rule 7.6).
    SourceMissing(Setting<'p>),
    /// The sources lead back to the profile (rule 7.6).
    SourceCycle(Setting<'p>),
    /// The source has no credentials (rule 7.6).
    SourceWithoutCredentials(Setting<'p>),
    /// `role_arn` without a source (rule 7.5).
    RoleWithoutSource(Setting<'p>),
    /// Both kinds of source (rule 7.5).
    TwoSources(Setting<'p>),
    /// `credential_source` names no place (rule 7.7).
    UnknownCredentialSource(Setting<'p>),
    /// A source without `role_arn`, which does nothing.
    SourceWithoutRole(Setting<'p>, &'static str),
    /// A web identity without `role_arn` (rule 7.8).
    WebIdentityWithoutRole(Setting<'p>),
    /// A role's setting that is too short to be sent, in words (rule 7.20).
    TooShort(Setting<'p>, String),
    /// `role_arn` is not formed like the ARN of a role.
    RoleArnMalformed(Setting<'p>),
    /// `sso_session` names no session (rules 7.11 and 7.17).
    SessionMissing(Setting<'p>),
    /// The profile is set up for IAM Identity Center and lacks this key (rule 7.10).
    SsoLacks(Setting<'p>, &'static str),
    /// The profile says something else than its session (rule 7.11).
    SsoContradiction(Setting<'p>, &'p str),
    /// `sso_account_id` is not twelve digits.
    SsoAccountMalformed(Setting<'p>),
    /// One of key id and secret is there without the other (rule 3.2).
    HalfKeys(Setting<'p>, &'static str),
    /// Key id or secret is set to nothing (rule 7.14).
    EmptyKey(Setting<'p>, &'static str),
    /// Key id, secret or token stand in different files (rule 3.2).
    KeysSplit(Setting<'p>, Setting<'p>, &'static str),
    /// Keys that the CLI passes over for IAM Identity Center (rule 7.10).
    KeysBesideSso(Setting<'p>),
    /// Keys that the CLI passes over for a role (rule 7.4).
    KeysBesideRole(Setting<'p>),
    /// A region that is empty or not formed like one (rule 5.10).
    RegionMalformed(Setting<'p>, &'static str),
    /// A setting that stops every command, and why (rule 7.19).
    Refused(Setting<'p>, String),
}

/// Something that is wrong with a session of IAM Identity Center.
pub(crate) enum SessionFlaw<'p> {
    /// It lacks this key (rule 7.17).
    Lacks(&'static str),
    RegionMalformed(Setting<'p>),
}

/// Where a chain of sources ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End<'a> {
    /// At a profile that is no role, or that is not there.
    At(&'a str),
    /// At a role whose source is no profile.
    Nowhere,
    /// Nowhere: the profile is among those that it leads to.
    InCircle,
    /// Nowhere: it leads into a circle of others.
    BeforeCircle,
}

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";

/// Looks at profiles as AWS CLI v2 does when one is given with `--profile`.
pub(crate) struct Examiner<'a, 'w> {
    chain: Chain<'a, 'w>,
    inventory: &'a Inventory<'a, 'w>,
    /// The ends that are known already: thousands of profiles may share one long chain.
    ends: RefCell<HashMap<&'a str, End<'a>>>,
}

impl<'a, 'w> Examiner<'a, 'w> {
    const CLIENT: Client = Client::AwsCliV2;

    pub(crate) fn new(
        world: &'a World,
        profiles: &'a Profiles<'w>,
        lookup: &'a dyn Lookup,
        inventory: &'a Inventory<'a, 'w>,
    ) -> Self {
        let rules = Self::CLIENT.rules();
        let chain = Chain { world, profiles, lookup, rules, choice: Choice::Flag };
        Self { chain, inventory, ends: RefCell::default() }
    }

    /// Returns the first place in a profile that has something to say about credentials.
    pub(crate) fn provider_of(&self, profile: Profile<'a, 'w>) -> Option<Provider> {
        self.chain.provider_of(profile)
    }

    /// Finds everything that is wrong with a profile.
    pub(crate) fn flaws(&self, name: &'a str, profile: Profile<'a, 'w>) -> Vec<Flaw<'a>> {
        let mut flaws = Vec::new();
        let provider = self.provider_of(profile);
        if provider == Some(Provider::AssumeRole) {
            self.of_role(&mut flaws, name, profile);
        } else {
            self.of_credentials(&mut flaws, provider, profile);
        }
        if let Some(role) = profile.get("role_arn") {
            if is_bare("role_arn", role) && !is_role_arn(role.value) {
                flaws.push(Flaw::RoleArnMalformed(role));
            } else if let Some(failure) = self.chain.too_short(name, profile) {
                flaws.push(Flaw::TooShort(role, failure.message()));
            }
        } else {
            for key in ["source_profile", "credential_source"] {
                flaws.extend(profile.get(key).map(|source| Flaw::SourceWithoutRole(source, key)));
            }
            let token = profile.get("web_identity_token_file");
            flaws.extend(
                token.filter(|token| !token.value.is_empty()).map(Flaw::WebIdentityWithoutRole),
            );
        }
        let session = profile.get("sso_session").filter(|setting| is_bare("sso_session", *setting));
        flaws.extend(
            session.filter(|session| !self.has_session(session.value)).map(Flaw::SessionMissing),
        );
        if let Some(region) = profile.get("region").filter(|region| is_bare("region", *region))
            && (region.value.is_empty() || !is_valid_region(region.value.as_ref()))
        {
            flaws.push(Flaw::RegionMalformed(region, "region"));
        }
        let refused = fatal_settings::refused_settings(Self::CLIENT, profile);
        flaws.extend(refused.map(|(setting, why)| Flaw::Refused(setting, why.shown(None))));
        flaws
    }

    /// Finds what is wrong with a session of IAM Identity Center.
    pub(crate) fn session_flaws(&self, session: ConfigSection<'a, 'w>) -> Vec<SessionFlaw<'a>> {
        let lacks = |key: &&str| session.get(key).is_none();
        let lacking = ["sso_start_url", "sso_region"].into_iter().filter(lacks);
        let region = session.get("sso_region").filter(|region| {
            is_bare("sso_region", *region)
                && !self.chain.rules.region_check.accepts_sso(region.value.as_ref())
        });
        lacking.map(SessionFlaw::Lacks).chain(region.map(SessionFlaw::RegionMalformed)).collect()
    }

    fn has_session(&self, name: &str) -> bool {
        let session = self.inventory.session(name);
        session.is_some_and(|session| session.settings().next().is_some())
    }

    fn of_role(&self, flaws: &mut Vec<Flaw<'a>>, name: &'a str, profile: Profile<'a, 'w>) {
        let Some(role) = profile.get("role_arn") else { return };
        let source = profile.get("source_profile");
        let credential_source = profile.get("credential_source");
        match (source, credential_source) {
            (None, None) => flaws.push(Flaw::RoleWithoutSource(role)),
            (Some(_), Some(source)) => flaws.push(Flaw::TwoSources(source)),
            (None, Some(source)) => {
                let is_bare = is_bare("credential_source", source);
                if is_bare && self.chain.named_source(source).is_none() {
                    flaws.push(Flaw::UnknownCredentialSource(source));
                }
            }
            (Some(source), None) if is_bare("source_profile", source) => {
                flaws.extend(self.of_source(name, source));
            }
            (Some(_), None) => {}
        }
        let is_own_source = source.is_some_and(|source| source.value == name);
        if is_own_source {
            self.of_credentials(flaws, self.chain.provider_without_role(profile), profile);
        } else {
            flaws.extend(profile.get(ID).map(Flaw::KeysBesideRole));
        }
    }

    /// Looks at the place that a profile has its credentials from, where that is no role.
    fn of_credentials(
        &self,
        flaws: &mut Vec<Flaw<'a>>,
        provider: Option<Provider>,
        profile: Profile<'a, 'w>,
    ) {
        match provider {
            Some(Provider::Sso) => self.of_sso(flaws, profile),
            Some(Provider::CredentialsFile | Provider::ConfigFile) | None => {
                of_keys(flaws, profile);
            }
            _ => {}
        }
    }

    /// Looks at the source of a role, and whether its own sources lead back.
    fn of_source(&self, name: &'a str, setting: Setting<'a>) -> Option<Flaw<'a>> {
        let Some(source) = self.inventory.profile(setting.value) else {
            return Some(Flaw::SourceMissing(setting));
        };
        if setting.value == name && !self.chain.source_has_keys(source) {
            return Some(Flaw::SourceCycle(setting));
        }
        if self.provider_of_source(source).is_none() {
            return Some(Flaw::SourceWithoutCredentials(setting));
        }
        let leads_back = match self.end_of(name) {
            End::InCircle => true,
            // A profile with keys is the end of a chain, and its own role leads back to it.
            End::At(end) => end == name && self.end_of(setting.value) == End::At(name),
            End::Nowhere | End::BeforeCircle => false,
        };
        (leads_back && setting.value != name).then_some(Flaw::SourceCycle(setting))
    }

    /// Finds where the sources of a profile end.
    fn end_of(&self, name: &'a str) -> End<'a> {
        let mut ends = self.ends.borrow_mut();
        let mut path = Vec::new();
        let mut places = HashMap::new();
        let mut next = name;
        let end = loop {
            match ends.get(next) {
                Some(End::InCircle) => break End::BeforeCircle,
                Some(end) => break *end,
                None => {}
            }
            if let Some(&place) = places.get(next) {
                ends.extend(path.drain(place..).map(|name| (name, End::InCircle)));
                break End::BeforeCircle;
            }
            let profile = self.inventory.profile(next);
            let role = profile
                .filter(|profile| self.provider_of_source(*profile) == Some(Provider::AssumeRole));
            let Some(role) = role else { break End::At(next) };
            places.insert(next, path.len());
            path.push(next);
            match role.get("source_profile") {
                Some(source) => next = source.value,
                None => break End::Nowhere,
            }
        };
        ends.extend(path.into_iter().map(|name| (name, end)));
        ends.get(name).copied().unwrap_or(end)
    }

    /// Returns what a source profile is asked for: its role counts only where it has no keys.
    fn provider_of_source(&self, source: Profile<'a, 'w>) -> Option<Provider> {
        if self.chain.source_has_keys(source) {
            self.chain.provider_without_role(source)
        } else {
            self.provider_of(source)
        }
    }

    fn of_sso(&self, flaws: &mut Vec<Flaw<'a>>, profile: Profile<'a, 'w>) {
        let session = profile.get("sso_session");
        let section = session.and_then(|session| self.inventory.session(session.value));
        let get = |key: &str| profile.get(key).or_else(|| section.and_then(|s| s.get(key)));
        let Some(mark) = profile.get("sso_account_id").or_else(|| profile.get("sso_role_name"))
        else {
            return;
        };
        let required: &[&str] = match session {
            Some(_) => &["sso_account_id", "sso_role_name"],
            None => &["sso_account_id", "sso_role_name", "sso_start_url", "sso_region"],
        };
        flaws.extend(
            required.iter().filter(|key| get(key).is_none()).map(|key| Flaw::SsoLacks(mark, key)),
        );
        if let Some(section) = section
            && let Some(key) = self.chain.contradiction(profile, section)
            && let Some(setting) = profile.get(key).filter(|setting| is_bare(key, *setting))
        {
            flaws.push(Flaw::SsoContradiction(setting, key));
        }
        if let Some(account) = profile.get("sso_account_id")
            && is_bare("sso_account_id", account)
            && AccountId::new(account.value).is_none()
        {
            flaws.push(Flaw::SsoAccountMalformed(account));
        }
        if let Some(region) = profile.get("sso_region")
            && is_bare("sso_region", region)
            && !self.chain.rules.region_check.accepts_sso(region.value.as_ref())
        {
            flaws.push(Flaw::RegionMalformed(region, "sso_region"));
        }
        flaws.extend(profile.get(ID).map(Flaw::KeysBesideSso));
    }
}

/// Looks at access keys: id and secret of one file make a pair (rule 3.2).
fn of_keys<'p>(flaws: &mut Vec<Flaw<'p>>, profile: Profile<'p, '_>) {
    let in_credentials = |key: &str| profile.in_credentials(key);
    let in_config = |key: &str| profile.in_config(key);
    let pair = match (in_credentials(ID), in_config(ID)) {
        (Some(id), _) => Some((id, in_credentials(SECRET), in_config(SECRET))),
        (None, Some(id)) => Some((id, in_config(SECRET), in_credentials(SECRET))),
        (None, None) => None,
    };
    match pair {
        Some((id, Some(secret), _)) => {
            let parts = [(id, ID), (secret, SECRET)];
            let empty = parts.into_iter().filter(|(part, _)| part.value.is_empty());
            flaws.extend(empty.map(|(part, key)| Flaw::EmptyKey(part, key)));
        }
        Some((id, None, Some(secret))) => flaws.push(Flaw::KeysSplit(id, secret, SECRET)),
        Some((id, None, None)) => flaws.push(Flaw::HalfKeys(id, SECRET)),
        None => flaws.extend(profile.get(SECRET).map(|secret| Flaw::HalfKeys(secret, ID))),
    }
    // A token of the other file is not sent (case c06).
    if let Some(id) = in_credentials(ID)
        && let Some(token) = in_config("aws_session_token")
        && in_credentials("aws_session_token").is_none()
    {
        flaws.push(Flaw::KeysSplit(id, token, "aws_session_token"));
    }
}

/// Tells whether a value has nothing around it that would be a flaw of its own.
fn is_bare(key: &str, setting: Setting<'_>) -> bool {
    !has_comment(key, setting.value)
        && !is_quoted(key, setting.value)
        && !setting.value.contains('\n')
}

/// Tells whether text is formed like the ARN of a role, in any partition.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns>
fn is_role_arn(arn: &str) -> bool {
    let fields: Vec<_> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", _, resource] = fields[..] else { return false };
    let name = resource.strip_prefix("role/").unwrap_or_default();
    !partition.is_empty()
        && AccountId::of_arn(arn).is_some()
        && !name.is_empty()
        && !name.contains(char::is_whitespace)
}
