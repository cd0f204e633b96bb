//! Whether a command goes through: by what it does, what it would use, and the policy.

use super::assessment::{Assessment, LOCK, Violation};
use super::class::{Class, Guard};
use super::{Policy, Scope};
use crate::guard::{Command, Effect};
use crate::printable::printable;

/// What becomes of a command that an agent wants to run, and that is not judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UnjudgedRule {
    #[default]
    Allow,
    Ask,
    Deny,
}

/// What a command has to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Demand {
    Nothing,
    /// The word of a person, if one is there.
    Person,
    /// The word of a person; without one it is refused.
    PersonOrRefusal,
    /// It is refused, whoever asks for it.
    Refusal,
}

impl Demand {
    /// Returns what a class asks for.
    fn of(guard: Guard) -> Self {
        match guard {
            Guard::Off => Self::Nothing,
            Guard::Ask => Self::Person,
            Guard::Always => Self::PersonOrRefusal,
        }
    }
}

/// A demand, and the rule that makes it, as a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) demand: Demand,
    pub(crate) rule: String,
}

impl Decision {
    fn new(demand: Demand, rule: impl Into<String>) -> Self {
        Self { demand, rule: rule.into() }
    }

    /// Decides on a command. The first rule that has something to say is the one. `production` is
    /// what the built-in class requires.
    pub(crate) fn on(
        command: &Command,
        assessment: &Assessment<'_>,
        policy: &Policy,
        production: Guard,
    ) -> Self {
        let verdict = &command.verdict;
        if verdict.effect == Effect::Local {
            return Self::new(Demand::Nothing, "it contacts no account");
        }
        if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
            return Self::new(Demand::Refusal, format!("{LOCK} is {}", printable(account)));
        }
        let assumed = assessment.violations.iter().find_map(Violation::assumed);
        if let (Some(assumed), Some(account)) = (assumed, &assessment.lock) {
            let rule = format!("{LOCK} is {}, and {assumed}", printable(account));
            return Self::new(Demand::Refusal, rule);
        }
        if verdict.effect == Effect::Reads {
            return Self::new(Demand::Nothing, "read-only commands are not questioned");
        }
        let any_account = assessment.violations.iter().find_map(Violation::any_account);
        if let (Some(finding), Some(account)) = (&any_account, &assessment.lock) {
            let rule = format!("{LOCK} is {}, and {finding}", printable(account));
            return Self::new(Demand::Refusal, rule);
        }
        if command.is_unsigned {
            return Self::new(Demand::Nothing, "it is not signed, so it uses no account");
        }
        if verdict.effect == Effect::Secrets {
            return Self::on_secrets(command, assessment, policy);
        }
        if let Some(why) = assessment.violations.iter().find_map(Violation::unread) {
            return Self::new(Demand::PersonOrRefusal, why);
        }
        let mut mismatches = assessment.violations.iter().filter_map(Violation::mismatch);
        let mismatch = mismatches.find_map(|mismatch| Some((mismatch, mismatch.file.as_ref()?)));
        if let Some((mismatch, file)) = mismatch {
            let (of, wanted) = (mismatch.of.name(), mismatch.wanted());
            let file = file.to_string_lossy();
            let rule = format!("{} expects the {of} {wanted}", printable(&file));
            return Self::new(Demand::PersonOrRefusal, rule);
        }
        if let Some(error) = policy.deciding_error() {
            let rule = printable(&error.described()).into_owned();
            return Self::new(Demand::PersonOrRefusal, rule);
        }
        let class = assessment.class.as_ref().map(|(class, _)| *class);
        let region = assessment.violations.iter().find_map(Violation::region);
        if let (Some(region), Some(class)) = (region, class) {
            let name = printable(&class.name);
            let rule = format!("the class {name} does not allow {}", printable(region));
            return Self::new(Demand::PersonOrRefusal, rule);
        }
        if let Some(decision) =
            any_account.and_then(|why| Self::on_any_account(why, policy, production))
        {
            return decision;
        }
        let Some((class, _)) = &assessment.class else {
            return Self::new(Demand::Nothing, "no class matches");
        };
        let guard = assessment.guard(production);
        let rule = format!("the class {} has guard = {}", printable(&class.name), guard.name());
        Self::new(Demand::of(guard), rule)
    }

    /// Decides where the account may be any: as for the class that is guarded most.
    fn on_any_account(why: String, policy: &Policy, production: Guard) -> Option<Self> {
        let demand = match policy.classes.strictest().max(production) {
            _ if !policy.directories.is_empty() => Demand::PersonOrRefusal,
            Guard::Off => return None,
            guard => Demand::of(guard),
        };
        Some(Self::new(demand, why))
    }

    /// Decides on a command that is read-only and hands out secrets.
    fn on_secrets(command: &Command, assessment: &Assessment<'_>, policy: &Policy) -> Self {
        // An error in the settings may hide that the class guards them.
        let error = policy.errors.iter().find(|error| error.scope == Scope::Decides);
        if let Some(error) = error {
            let rule = printable(&error.described()).into_owned();
            return Self::new(Demand::PersonOrRefusal, rule);
        }
        let unread = assessment.violations.iter().find_map(Violation::unread);
        let strictest = policy.classes.strictest_of_secrets();
        if let Some(why) = unread.filter(|_| strictest != Guard::Off) {
            return Self::new(Demand::PersonOrRefusal, why);
        }
        let of_class = |class: &Class| {
            let (name, guard) = (printable(&class.name), class.guard_secrets);
            (guard, format!("the class {name} has guard_secrets = {}", guard.name()))
        };
        let own = assessment.class.as_ref().map(|(class, _)| of_class(class));
        // The credentials may be of an account that is guarded more.
        let assumed = command.assumed.as_ref().zip(assessment.assumed.as_ref());
        let assumed = assumed.and_then(|(assumed, target)| {
            if target.account.is_none() {
                return Some((strictest, assumed.to_string()));
            }
            let (guard, rule) = of_class(policy.classes.of(target)?);
            Some((guard, format!("{assumed}, and {rule}")))
        });
        match assumed.into_iter().chain(own).max_by_key(|(guard, _)| *guard) {
            None | Some((Guard::Off, _)) => {
                Self::new(Demand::Nothing, "read-only commands are not questioned")
            }
            Some((guard, rule)) => Self::new(Demand::of(guard), rule),
        }
    }
}
