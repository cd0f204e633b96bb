//! What is wrong with a profile: why AWS CLI v2 refuses it, which the resolver says, and what it
//! does not mind, but AWS or the author would.

use std::{cell::RefCell, collections::HashMap};

use super::{
    account::AccountId,
    cause::{Cause, ProfileCause},
    client::Client,
    credentials::{Chain, Choice},
    failure::Failure,
    fatal_settings,
    inventory::Inventory,
    profiles::{ConfigSection, Profile, Profiles, Setting},
    provider::Provider,
    reader::known::{has_comment, is_quoted},
    resolve::is_valid_region,
    world::World,
};

/// Something that is wrong with a profile.
pub(crate) enum Flaw<'p> {
    /// The AWS CLI refuses the profile for this setting of it.
    Fails(Setting<'p>, Failure),
    /// One of key id and secret is there without the other (rule 3.2).
    HalfKeys(Setting<'p>, &'static str),
    /// Key id or secret is set to nothing (rule 7.14).
    EmptyKey(Setting<'p>, &'static str),
    /// Key id, secret or token stand in different files (rule 3.2).
    KeysSplit(Setting<'p>, Setting<'p>, &'static str),
    /// A source without `role_arn`, which does nothing.
    SourceWithoutRole(Setting<'p>, &'static str),
    /// `role_arn` is not formed like the ARN of a role.
    RoleArnMalformed(Setting<'p>),
    /// `sso_account_id` is not twelve digits.
    SsoAccountMalformed(Setting<'p>),
    /// Keys that the CLI passes over for IAM Identity Center (rule 7.10).
    KeysBesideSso(Setting<'p>),
    /// Keys that the CLI passes over for a role (rule 7.4).
    KeysBesideRole(Setting<'p>),
    /// A region that is empty or not formed like one (rule 5.10).
    RegionMalformed(Setting<'p>, &'static str),
    /// A setting that stops every command, and why (rule 7.19).
    Refused(Setting<'p>, Cause),
}

/// Something that is wrong with a session of IAM Identity Center.
pub(crate) enum SessionFlaw<'p> {
    /// It lacks this key (rule 7.17).
    Lacks(&'static str),
    RegionMalformed(Setting<'p>),
}

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";

/// Looks at profiles as AWS CLI v2 does when one is given with `--profile`.
pub(crate) struct Examiner<'a, 'w> {
    chain: Chain<'a, 'w>,
    inventory: &'a Inventory<'a, 'w>,
    /// Whether the sources of a profile lead back to it: thousands may share one long chain.
    circles: RefCell<HashMap<&'a str, bool>>,
}

impl<'a, 'w> Examiner<'a, 'w> {
    const CLIENT: Client = Client::AwsCliV2;

    pub(crate) fn new(
        world: &'a World,
        profiles: &'a Profiles<'w>,
        inventory: &'a Inventory<'a, 'w>,
    ) -> Self {
        let chain = Chain {
            world,
            profiles,
            lookup: None,
            inventory: Some(inventory),
            rules: Self::CLIENT.rules(),
            choice: Choice::Flag,
        };
        Self { chain, inventory, circles: RefCell::default() }
    }

    /// Returns the first place in a profile that has something to say about credentials.
    pub(crate) fn provider_of(&self, profile: Profile<'a, 'w>) -> Option<Provider> {
        self.chain.provider_of(profile)
    }

    /// Finds what is wrong with a profile: of what the AWS CLI refuses the first, and all else.
    pub(crate) fn flaws(&self, name: &'a str, profile: Profile<'a, 'w>) -> Vec<Flaw<'a>> {
        let mut flaws: Vec<_> = self.failure(name, profile).into_iter().collect();
        let mut provider = self.provider_of(profile);
        if provider == Some(Provider::AssumeRole) {
            if profile.get("source_profile").is_some_and(|source| source.value == name) {
                provider = self.chain.provider_without_role(profile);
            } else {
                flaws.extend(profile.get(ID).map(Flaw::KeysBesideRole));
            }
        }
        match provider {
            Some(Provider::Sso) => self.of_sso(&mut flaws, profile),
            Some(Provider::CredentialsFile | Provider::ConfigFile) | None => {
                of_keys(&mut flaws, profile);
            }
            _ => {}
        }
        match profile.get("role_arn") {
            Some(role) if is_bare("role_arn", role) && !is_role_arn(role.value) => {
                flaws.push(Flaw::RoleArnMalformed(role));
            }
            Some(_) => {}
            None => {
                let sources = ["source_profile", "credential_source"].into_iter();
                let set = sources.filter_map(|key| Some((profile.get(key)?, key)));
                flaws.extend(set.map(|(source, key)| Flaw::SourceWithoutRole(source, key)));
            }
        }
        if let Some(region) = profile.get("region").filter(|region| is_bare("region", *region))
            && (region.value.is_empty() || !is_valid_region(region.value.as_ref()))
        {
            flaws.push(Flaw::RegionMalformed(region, "region"));
        }
        let refused = fatal_settings::refused_settings(Self::CLIENT, profile);
        flaws.extend(refused.map(|(setting, why)| Flaw::Refused(setting, why)));
        flaws
    }

    /// Finds the setting of this profile for which the AWS CLI refuses it; that of a source is
    /// found where the source is looked at, and what is around a value is an error of its own.
    fn failure(&self, name: &'a str, profile: Profile<'a, 'w>) -> Option<Flaw<'a>> {
        let failure = self.chain.failure_of(name, profile)?;
        let is_circle = match &*failure.cause {
            // Found again where a role is not formed like one.
            Cause::OfProfile { what: ProfileCause::TooShort { key: "role_arn" }, .. } => {
                return None;
            }
            Cause::OfProfile { what: ProfileCause::SourceCycle { back_to }, .. } => back_to == name,
            Cause::TooManySources { .. } => self.leads_back(name),
            _ => false,
        };
        let (key, setting) = if is_circle {
            ("source_profile", profile.get("source_profile")?)
        } else {
            profile.setting_at(failure.origin.as_ref()?)?
        };
        match &*failure.cause {
            Cause::NoSecret => Some(match profile.get(SECRET) {
                Some(secret) => Flaw::KeysSplit(setting, secret, SECRET),
                None => Flaw::HalfKeys(setting, SECRET),
            }),
            _ => is_bare(key, setting).then_some(Flaw::Fails(setting, failure)),
        }
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
        circles.extend(path.iter().enumerate().map(|(place, name)| (*name, place >= start)));
        circles.get(name).copied().unwrap_or_default()
    }

    /// Finds what is wrong with a session of IAM Identity Center.
    pub(crate) fn session_flaws(&self, session: ConfigSection<'a, 'w>) -> Vec<SessionFlaw<'a>> {
        let lacks = |key: &&str| session.get(key).is_none();
        let lacking = ["sso_start_url", "sso_region"].into_iter().filter(lacks);
        let region = session.get("sso_region").filter(|region| self.is_no_sso_region(*region));
        lacking.map(SessionFlaw::Lacks).chain(region.map(SessionFlaw::RegionMalformed)).collect()
    }

    fn of_sso(&self, flaws: &mut Vec<Flaw<'a>>, profile: Profile<'a, 'w>) {
        if let Some(account) = profile.get("sso_account_id")
            && is_bare("sso_account_id", account)
            && AccountId::new(account.value).is_none()
        {
            flaws.push(Flaw::SsoAccountMalformed(account));
        }
        let region = profile.get("sso_region").filter(|region| self.is_no_sso_region(*region));
        flaws.extend(region.map(|region| Flaw::RegionMalformed(region, "sso_region")));
        flaws.extend(profile.get(ID).map(Flaw::KeysBesideSso));
    }

    fn is_no_sso_region(&self, region: Setting<'_>) -> bool {
        is_bare("sso_region", region)
            && !self.chain.rules.region_check.accepts_sso(region.value.as_ref())
    }
}

/// Looks at access keys that the AWS CLI would use, and cannot use well: id and secret of one file
/// make a pair (rule 3.2).
fn of_keys<'p>(flaws: &mut Vec<Flaw<'p>>, profile: Profile<'p, '_>) {
    let in_credentials = |key: &str| profile.in_credentials(key);
    let in_config = |key: &str| profile.in_config(key);
    let pair = match in_credentials(ID) {
        Some(id) => Some((id, in_credentials(SECRET))),
        None => in_config(ID).map(|id| (id, in_config(SECRET))),
    };
    match pair {
        Some((id, Some(secret))) => {
            let parts = [(id, ID), (secret, SECRET)];
            let empty = parts.into_iter().filter(|(part, _)| part.value.is_empty());
            flaws.extend(empty.map(|(part, key)| Flaw::EmptyKey(part, key)));
        }
        Some((_, None)) => {}
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
