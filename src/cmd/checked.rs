//! What a command would hit, compared with what `check` expects.

use serde::Serialize;

use crate::aws::{AccountId, Resolution};
use crate::error::Status;
use crate::guard::{Command, Effect};
use crate::policy::{
    Aspect, Assessment, Decision, Demand, Expectation, Guard, LOCK, Mismatch, Target, Violation,
};
use crate::printable::{printable, short};
use crate::prompt::Settings;

/// What is checked in addition to the environment.
pub(super) enum CheckedCommand {
    None,
    Known(Box<Command>),
    /// A program that awsprompt does not know, which may do anything, and the rule that says so.
    Unknown(String),
}

impl CheckedCommand {
    pub(super) fn known(&self) -> Option<&Command> {
        if let Self::Known(command) = self { Some(command) } else { None }
    }
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CheckVerdict {
    AsExpected,
    /// The effect of the command is not known.
    NotJudged,
    NotAsExpected,
    Refused,
}

impl CheckVerdict {
    /// Returns what `check` exits with.
    pub(super) fn status(self, fails_if_not_judged: bool) -> Status {
        match self {
            Self::NotJudged if fails_if_not_judged => Status::NotJudged,
            Self::AsExpected | Self::NotJudged => Status::Done,
            Self::NotAsExpected => Status::Failed,
            Self::Refused => Status::Refused,
        }
    }
}

/// Returns the answer, and the reasons against a better one. `production` is what the built-in class
/// requires.
pub(super) fn verdict(
    expectation: &Expectation,
    command: &CheckedCommand,
    resolution: &Resolution,
    assessment: &Assessment<'_>,
    settings: &Settings,
    production: Guard,
) -> (CheckVerdict, Vec<String>) {
    // A command that contacts no account cannot call the wrong one.
    let known = command.known();
    if known.is_some_and(|command| command.verdict.effect == Effect::Local) {
        return (CheckVerdict::AsExpected, Vec::new());
    }
    let mut reasons = unexpected(expectation, known, resolution, assessment, settings);
    let decision = known.map(|it| Decision::on(it, assessment, &settings.policy, production));
    // Whatever else is not as it should be, this comes first.
    if let Some(lock) = refused_by_lock(decision.as_ref(), assessment) {
        reasons.retain(|reason| !lock.ends_with(reason));
        reasons.insert(0, lock);
        return (CheckVerdict::Refused, reasons);
    }
    if !reasons.is_empty() {
        return (CheckVerdict::NotAsExpected, reasons);
    }
    if let (Some(command), Some(Decision { demand, rule })) = (known, decision)
        && demand != Demand::Nothing
    {
        let place = assessment.by_project();
        let Target { account, label, .. } = &assessment.target;
        let account = label.as_deref().or(account.as_ref().map(AccountId::as_str));
        let account = account.filter(|_| !place.is_empty());
        let account = account.map_or_else(String::new, |it| format!(", {}{place}", short(it)));
        return (CheckVerdict::Refused, vec![format!("{}{account}; {rule}", command.verdict.rule)]);
    }
    match command {
        CheckedCommand::Unknown(why) => {
            (CheckVerdict::NotJudged, vec![format!("not judged: {why}")])
        }
        CheckedCommand::None | CheckedCommand::Known(_) => (CheckVerdict::AsExpected, reasons),
    }
}

/// Says what is not as expected.
fn unexpected(
    expectation: &Expectation,
    known: Option<&Command>,
    resolution: &Resolution,
    assessment: &Assessment<'_>,
    settings: &Settings,
) -> Vec<String> {
    let class = assessment.class.as_ref().map(|(class, _)| class.name.as_str());
    let given = expectation.mismatches(&assessment.target, class, &settings.policy);
    let of_assumed = assessment.assumed.iter().flat_map(|target| {
        let mismatches = expectation.mismatches(target, None, &settings.policy);
        mismatches.into_iter().filter(|mismatch| mismatch.of == Aspect::Account)
    });
    let of_others = assessment.others.iter();
    let of_others = of_others.flat_map(|other| other.mismatches(expectation, &settings.policy));
    let given: Vec<_> = given.into_iter().chain(of_assumed).chain(of_others).collect();
    let of_directory = assessment.violations.iter().filter_map(Violation::mismatch);
    let is_settled = known.is_none_or(|command| command.unsettled.is_none());
    let described = |mismatch| described(mismatch, assessment);
    let mut reasons: Vec<_> = given.iter().chain(of_directory).map(described).collect();
    if let Some(why) = assessment.violations.iter().find_map(Violation::unread) {
        reasons.insert(0, why.to_owned());
    } else if let Some(failure) = resolution.failure.as_ref().filter(|_| is_settled) {
        let title = resolution.client.title();
        let message = failure.message();
        reasons.push(format!("{title} would refuse to run: {}", printable(&message)));
    }
    // A read-only command is only compared with what is expected.
    let counts = known.is_none_or(Command::is_decided_on);
    let any_account = assessment.violations.iter().find_map(Violation::any_account);
    let any_account = any_account.filter(|_| counts || !reasons.is_empty());
    reasons.splice(..0, any_account);
    // What follows it may use another account.
    if let Some(operator) = known.and_then(|command| command.operator) {
        let rule = "may begin another command, and only one is checked";
        let what = if operator == "\n" { "a line break" } else { operator };
        reasons.push(format!("{what} {rule}"));
    }
    reasons
}

/// Says that the lock refuses a command, whoever asks for it.
fn refused_by_lock(decision: Option<&Decision>, assessment: &Assessment<'_>) -> Option<String> {
    if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
        let is_known = assessment.target.account.is_some();
        let what = if is_known { "this is another account" } else { "the account is not known" };
        return Some(format!("{LOCK} is {}, and {what}", printable(account)));
    }
    decision.filter(|it| it.demand == Demand::Refusal).map(|decision| decision.rule.clone())
}

fn described(mismatch: &Mismatch, assessment: &Assessment<'_>) -> String {
    let wanted = mismatch.wanted();
    match &mismatch.found {
        Some(found) => {
            // The file is that of the gravest target.
            let is_its = mismatch.of == Aspect::Account && assessment.target.is_account(found);
            let place = if is_its { assessment.by_project() } else { String::new() };
            format!("the {} is {}, not {wanted}{place}", mismatch.of.name(), short(found))
        }
        None => format!("{}; {wanted} is expected", mismatch.of.missing()),
    }
}
