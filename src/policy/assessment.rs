//! What a command would use, compared with the policy.

use std::ffi::OsStr;

use super::Policy;
use super::class::{Class, ClassRule, Guard};
use super::expectation::{Aspect, Mismatch};
use super::other_target::OtherTarget;
use super::target::Target;
use crate::aws::wrappers::{GRANTED, MARKERS};
use crate::aws::{Client, Facts, Flags, Provider, Resolution, Summaries, resolve};
use crate::guard::{AssumedAccount, ProjectFinding};
use crate::project::ResolvedTarget;

/// The variable that binds a shell to an account: its id, or the user's label of it.
pub(crate) const LOCK: &str = "AWSPROMPT_LOCK";

/// A resolution, compared with the user's rules.
#[derive(Clone, Debug)]
pub(crate) struct Assessment<'s> {
    pub(crate) target: Target,
    /// The profile that a wrapper says exported keys belong to.
    pub(crate) marker: Option<String>,
    pub(crate) class: Option<(&'s Class, ClassRule)>,
    pub(crate) violations: Vec<Violation>,
    /// The account whose credentials the command returns, as far as it is known.
    pub(crate) assumed: Option<Target>,
    /// The account that the shell is bound to.
    pub(crate) lock: Option<String>,
    /// What of its project decides the target, if that does.
    pub(crate) project: Option<Box<ResolvedTarget>>,
    /// What its project hits in addition.
    pub(crate) others: Vec<OtherTarget>,
}

/// Something that the user has said and that is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    /// The working directory's file expects something else.
    Expected(Mismatch),
    /// The shell is bound to this account, and this is not it.
    Locked(String),
    /// The class does not allow this region.
    Region(String),
    /// The shell is bound to an account, and the command returns credentials of another.
    Assumed(AssumedAccount),
    /// What the command would use is not known: an AWS file that it may read was not read here.
    Unread(String),
    /// What the target is does not hold where the project names another.
    Project(ProjectFinding),
    /// The line does not say what the command would hit, for this reason.
    Unsettled(String),
}

impl Violation {
    pub(crate) fn mismatch(&self) -> Option<&Mismatch> {
        if let Self::Expected(mismatch) = self { Some(mismatch) } else { None }
    }

    pub(crate) fn lock(&self) -> Option<&str> {
        if let Self::Locked(account) = self { Some(account) } else { None }
    }

    /// Returns what says which file was not read, and why.
    pub(crate) fn unread(&self) -> Option<&str> {
        if let Self::Unread(why) = self { Some(why) } else { None }
    }

    pub(crate) fn region(&self) -> Option<&str> {
        if let Self::Region(region) = self { Some(region) } else { None }
    }

    pub(crate) fn assumed(&self) -> Option<&AssumedAccount> {
        if let Self::Assumed(account) = self { Some(account) } else { None }
    }

    /// Returns why the account may be any.
    pub(crate) fn any_account(&self) -> Option<String> {
        match self {
            Self::Project(finding) => Some(finding.to_string()),
            Self::Unsettled(why) => Some(why.clone()),
            _ => None,
        }
    }
}

impl<'s> Assessment<'s> {
    pub(crate) fn new(facts: &Facts<'_, '_>, resolution: &Resolution, policy: &'s Policy) -> Self {
        Self::settled(facts, resolution, policy, true)
    }

    /// Returns what a change requires; `production` is what it does in the built-in class.
    pub(crate) fn guard(&self, production: Guard) -> Guard {
        match &self.class {
            None => Guard::Off,
            Some((_, ClassRule::Name(_))) => production,
            Some((class, _)) => class.guard,
        }
    }

    /// Returns the account that the shell is bound to, where a profile that does not work yet, as for
    /// a missing login, leads to another by what the files say.
    pub(crate) fn lock_before_login(
        &self,
        facts: &Facts<'_, '_>,
        resolution: &Resolution,
        policy: &Policy,
    ) -> Option<&str> {
        let lock = self.lock.as_deref().filter(|_| !resolution.is_ok())?;
        if resolution.provider_outside_profile().is_some() || facts.world.unread_file().is_some() {
            return None;
        }
        let profiles = facts.profiles().ok()?;
        let profile = profiles.find(resolution.profile.as_ref()?.value.to_str()?)?;
        let summary = Summaries::new(facts.world, profiles, Client::AwsCliV2).of(profile);
        let account = summary.account?;
        let label = policy.label(&account).map(str::to_owned);
        let target = Target { account: Some(account), label, ..Target::default() };
        (!target.is_account(lock)).then_some(lock)
    }

    /// Does the same; what is not settled may hit anything.
    pub(super) fn settled(
        facts: &Facts<'_, '_>,
        resolution: &Resolution,
        policy: &'s Policy,
        is_settled: bool,
    ) -> Self {
        let marker = env_marker(facts, resolution);
        let unread = facts.world.unread_file();
        let target = if unread.is_none() && is_settled {
            target(resolution, marker.as_deref(), policy)
        } else {
            Target::default()
        };
        let class = policy.classes.with_rule(&target);
        let lock = facts.world.environment.non_empty(LOCK);
        let lock = lock.map(|lock| lock.to_string_lossy().into_owned());
        let matched = class.as_ref().map(|(class, _)| *class);
        let mut violations = violations(&target, matched, policy, lock.as_deref());
        violations.extend(unread.map(Violation::Unread));
        Self {
            target,
            marker,
            class,
            violations,
            assumed: None,
            lock,
            project: None,
            others: Vec::new(),
        }
    }

    /// Compares the account whose credentials a command returns with what was said of accounts.
    pub(super) fn add_assumed(&mut self, assumed: &AssumedAccount, policy: &Policy) {
        let (account, role) = match assumed {
            AssumedAccount::Known { account, role } => (Some(*account), role.clone()),
            AssumedAccount::Unknown => (None, None),
        };
        let label = account.as_ref().and_then(|account| policy.label(account)).map(str::to_owned);
        let region = self.target.region.clone();
        let target = Target { account, label, profile: None, role, region };
        let of_account = |violation| match violation {
            Violation::Locked(_) => Some(Violation::Assumed(assumed.clone())),
            Violation::Expected(mismatch) if mismatch.of == Aspect::Account => {
                Some(Violation::Expected(mismatch))
            }
            _ => None,
        };
        let violations = violations(&target, None, policy, self.lock.as_deref());
        self.violations.extend(violations.into_iter().filter_map(of_account));
        self.assumed = Some(target);
    }
}

pub(super) fn violations(
    target: &Target,
    class: Option<&Class>,
    policy: &Policy,
    lock: Option<&str>,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    let name = class.map(|class| class.name.as_str());
    for directory in &policy.directories {
        let mismatches = directory.mismatches(target, name, policy);
        violations.extend(mismatches.map(Violation::Expected));
    }
    let lock = lock.filter(|account| !target.is_account(account));
    violations.extend(lock.map(|account| Violation::Locked(account.to_owned())));
    let region = target.region.as_deref().filter(|region| !region.is_empty());
    let region = region.filter(|region| class.is_some_and(|class| !class.allows_region(region)));
    violations.extend(region.map(|region| Violation::Region(region.to_owned())));
    violations
}

/// Returns the profile that a wrapper says the exported keys belong to, if the accounts agree.
///
/// A marker of earlier keys, or of other keys, is not used (section 10).
fn env_marker(facts: &Facts<'_, '_>, resolution: &Resolution) -> Option<String> {
    let is_from_environment = resolution.provider_outside_profile() == Some(Provider::Environment);
    let keys_account = match resolution.account() {
        Some(account) if is_from_environment && account.is_certain() => &account.id,
        _ => return None,
    };
    let environment = &facts.world.environment;
    let belong_to = |profile: &str| {
        let flags = Flags { profile: Some(profile.into()), region: None };
        let resolution = resolve(facts, Client::AwsCliV2, &flags);
        resolution.account().is_some_and(|account| account.id == *keys_account)
    };
    for marker in MARKERS {
        let Some(name) = marker.value(environment) else { continue };
        if marker.names_profile() {
            if belong_to(name) {
                return Some(name.to_owned());
            }
        } else if marker.stated_account(environment).as_ref() == Some(keys_account) {
            // Some wrappers export the profile too, which says more than the role's name.
            let chosen = resolution.chosen_profile().and_then(OsStr::to_str);
            let profile = match chosen {
                Some(chosen) if belong_to(chosen) => chosen,
                _ => name,
            };
            return Some(profile.to_owned());
        }
    }
    // granted exports the profile with its keys, and in most cases names nothing else.
    let exported = environment.non_empty(GRANTED).and(resolution.chosen_profile())?.to_str()?;
    belong_to(exported).then(|| exported.to_owned())
}

/// Says what the next command would use, as classes look at it.
pub(super) fn target(resolution: &Resolution, marker: Option<&str>, policy: &Policy) -> Target {
    let credentials = resolution.credentials.as_ref();
    let account = resolution.account().filter(|account| account.is_certain());
    // A profile that is chosen and not used makes nothing its own.
    let profile = if resolution.provider_outside_profile().is_some() {
        marker.map(str::to_owned)
    } else {
        let profile = resolution.profile.as_ref();
        profile.map(|profile| profile.value.to_string_lossy().into_owned())
    };
    let region = resolution.region.as_ref();
    Target {
        account: account.map(|account| account.id),
        label: account.and_then(|account| policy.label(&account.id)).map(str::to_owned),
        profile,
        role: credentials.and_then(|credentials| credentials.role.clone()),
        region: region.map(|region| region.value.to_string_lossy().into_owned()),
    }
}
