//! The environment that a command of a line gets, and whether it says what the command would hit.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::choice::{self, SwitchTarget, Wish};
use crate::aws::{Environment, Facts, Lookup, ParsedFiles, World, is_valid_region, ours};
use crate::guard::EnvironmentStep;
use crate::line::{Changes, Word, is_known};
use crate::prompt::Settings;

/// What looks at the machine for one command after the other.
pub(crate) trait LineMachine {
    /// Looks at the files for an environment.
    fn world(&self, environment: Environment) -> World;

    /// Reads the settings, and what a directory expects.
    fn settings(&self, directory: &Path) -> Settings;

    fn lookup(&self) -> &dyn Lookup;
}

/// Why an environment does not say what a command would hit.
#[derive(Clone, Default)]
pub(super) struct Unsettled {
    pub(super) account: Option<String>,
    /// The same, unless the command itself names a profile.
    pub(super) profile: Option<String>,
}

/// The environments of the commands of a line, each of which is looked at once.
pub(super) struct LineEnvironments<'a> {
    pub(super) machine: &'a dyn LineMachine,
    pub(super) environment: &'a Environment,
    pub(super) seen: Vec<LineEnvironment>,
}

/// One of them, and why a command's account cannot be told from it.
pub(super) struct LineEnvironment {
    steps: Vec<EnvironmentStep>,
    pub(super) world: World,
    pub(super) unsettled: Unsettled,
}

/// An environment on the way to a command.
struct Passing {
    environment: Environment,
    /// The variables whose value is not known.
    unknown: BTreeSet<String>,
    lost: Option<&'static str>,
}

impl LineEnvironments<'_> {
    /// Returns the place of the environment of a command.
    pub(super) fn place(&mut self, steps: &[EnvironmentStep], settings: &Settings) -> usize {
        if let Some(at) = self.seen.iter().position(|known| known.steps == steps) {
            return at;
        }
        let environment = self.environment.clone();
        let mut passing = Passing { environment, unknown: BTreeSet::new(), lost: None };
        for step in steps {
            match step {
                EnvironmentStep::Lost(why) => passing.lost = Some(why),
                EnvironmentStep::Changes(changes) => passing.change(changes),
                EnvironmentStep::Switch { profile, region } => {
                    self.switch(&mut passing, profile, region.as_ref(), settings);
                }
            }
        }
        let (profile, account): (Vec<_>, Vec<_>) =
            passing.unknown.iter().partition(|name| IS_BY_PROFILE.contains(&&***name));
        let why = |names: Vec<&String>| {
            names.first().map(|name| format!("{name} is not known before the line runs"))
        };
        let lost = passing.lost.map(str::to_owned);
        let unsettled = Unsettled { account: lost.or(why(account)), profile: why(profile) };
        let world = self.machine.world(passing.environment);
        self.seen.push(LineEnvironment { steps: steps.to_vec(), world, unsettled });
        self.seen.len() - 1
    }

    /// Changes an environment as `awsprompt exec` does.
    fn switch(
        &self,
        passing: &mut Passing,
        profile: &Word,
        region: Option<&Word>,
        settings: &Settings,
    ) {
        let is_known =
            [Some(profile), region].into_iter().flatten().all(|it| it.as_known().is_some());
        passing.lost = (!is_known).then_some("the profile is not known before the line runs");
        passing.unknown.retain(|name| !IS_BY_PROFILE.contains(&&**name));
        let region = region.map(|region| OsString::from(&region.text));
        let wish = Wish {
            // A profile that there is none of stays chosen, and fails as it would.
            target: SwitchTarget::Profile(profile.text.clone().into()),
            region: region.filter(|region| is_valid_region(region)),
            time: None,
            universal: Vec::new(),
        };
        let world = self.machine.world(passing.environment.clone());
        let files = ParsedFiles::new(&world);
        let facts = Facts { world: &world, files: &files, lookup: self.machine.lookup() };
        let changes = choice::switch(&facts, &ours(&facts), &wish, settings).changes;
        passing.environment = passing.environment.changed(&changes);
    }
}

impl Passing {
    fn change(&mut self, changes: &Changes) {
        if changes.is_cleared {
            self.lost = None;
            self.unknown.clear();
        }
        if changes.is_lost {
            self.lost = Some("the environment is not known after what the line runs before");
        }
        // The lock and the settings are not for the line to change.
        let is_ours = |name: &str| name.starts_with("AWSPROMPT_");
        let variables = changes.variables.iter().filter(|(name, _)| !is_ours(name));
        for (name, value) in variables.clone() {
            let is_unknown = value.as_ref().is_some_and(|value| !is_known(value));
            if is_unknown && decides(name) {
                self.unknown.insert(name.clone());
            } else {
                self.unknown.remove(name);
            }
        }
        let variables = variables
            .map(|(name, value)| (OsString::from(name), value.as_ref().map(OsString::from)));
        let keeps = |name: &OsStr| !changes.is_cleared || name.to_str().is_some_and(is_ours);
        self.environment = self.environment.updated(variables, keeps);
    }
}

/// The variables that do not matter where a command names a profile.
const IS_BY_PROFILE: [&str; 5] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_PROFILE",
    "AWS_PROFILE",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// The beginnings of variables that decide what is hit.
const DECIDING: [&str; 11] = [
    "AMAZON_",
    "AWS_",
    "CDK_",
    "EKSCTL_",
    "HOME",
    "PULUMI_",
    "SAM_",
    "TF_",
    "TOFU_",
    "USERPROFILE",
    "XDG_",
];

/// Variables of AWS that change nothing of the account. What is not known of a region is none.
const HARMLESS: [&str; 6] = [
    "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_REGION",
    "AWS_MAX_ATTEMPTS",
    "AWS_PAGER",
    "AWS_REGION",
    "AWS_RETRY_MODE",
];

/// Tells whether a variable decides what is hit.
fn decides(name: &str) -> bool {
    DECIDING.iter().any(|start| name.starts_with(start)) && !HARMLESS.contains(&name)
}
