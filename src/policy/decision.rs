//! Whether a command goes through: by what it does, what it would hit, and what the user has said.

use super::Policy;
use super::assessment::{Assessment, LOCK, Violation};
use super::class::Guard;
use crate::guard::{Command, Effect};
use crate::printable::printable;

/// What a command has to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    Nothing,
    /// The word of a person, if one is there.
    Person,
    /// The word of a person; without one it is refused.
    PersonOrRefusal,
    /// It is refused, whoever asks for it.
    Refusal,
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

    /// Decides on a command. The first rule that has something to say is the one.
    pub(crate) fn on(command: &Command, assessment: &Assessment<'_>, policy: &Policy) -> Self {
        let verdict = &command.verdict;
        if verdict.effect == Effect::Local {
            return Self::new(Demand::Nothing, "it calls no account");
        }
        if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
            return Self::new(Demand::Refusal, format!("{LOCK} is {}", printable(account)));
        }
        if verdict.effect == Effect::Reads {
            return Self::new(Demand::Nothing, "read-only commands are not questioned");
        }
        if command.is_unsigned {
            return Self::new(Demand::Nothing, "it is not signed, so it uses no account");
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
        let Some((class, _)) = &assessment.class else {
            return Self::new(Demand::Nothing, "no class matches");
        };
        let name = printable(&class.name);
        if let Some(region) = assessment.violations.iter().find_map(Violation::region) {
            let rule = format!("the class {name} does not allow {}", printable(region));
            return Self::new(Demand::PersonOrRefusal, rule);
        }
        let demand = match class.guard {
            Guard::Off => Demand::Nothing,
            Guard::Ask => Demand::Person,
            Guard::Always => Demand::PersonOrRefusal,
        };
        Self::new(demand, format!("the class {name} has guard = {}", class.guard.name()))
    }
}
