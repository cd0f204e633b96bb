//! `awsprompt check`: whether a command would use the expected account, region and class. For
//! programs, so it never prompts.

use serde::Serialize;

use super::Outcome;
use super::document::{self, ClassDocument};
use crate::aws::{AccountId, Client, Facts, Flags, Resolution, resolve};
use crate::cli;
use crate::error::{Error, ErrorKind, Status};
use crate::guard::{Command, Effect, GuardedProgram, without_assignments};
use crate::policy::{
    Aspect, Assessment, Decision, Demand, Expectation, LOCK, Mismatch, Scope, Violation,
};
use crate::printable::{printable, short};
use crate::prompt::Settings;

/// Answers `awsprompt check`.
pub(crate) fn run(
    arguments: &cli::CheckArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Result<Outcome, Error> {
    let client = match &arguments.client {
        Some(name) => Client::named(name).map_err(|why| Error::new(ErrorKind::Usage, why))?,
        None => Client::AwsCliV2,
    };
    // With an error in the settings, their meaning would be a guess.
    if let Some(mistake) = settings.policy.deciding_error() {
        let error = Error::new(ErrorKind::Usage, printable(&mistake.described()));
        return Err(match mistake.scope {
            Scope::Directory(_) => error,
            Scope::Looks | Scope::Decides => error.with_hint("awsprompt config"),
        });
    }
    let words = without_assignments(&arguments.command).1;
    let program = words.first().and_then(GuardedProgram::named);
    let command = program
        .map(|program| Command::read(program, &words[1..], facts, arguments.profile.as_ref()));
    let flags = Flags { profile: arguments.profile.clone(), region: None };
    let resolution = match &command {
        Some(command) => command.resolution.clone(),
        None => resolve(facts, client, &flags),
    };
    let assessment = Assessment::new(facts, &resolution, &settings.policy);
    let (verdict, reasons) =
        verdict(arguments, command.as_ref(), &resolution, &assessment, settings);
    let status = match verdict {
        CheckVerdict::AsExpected => Status::Done,
        CheckVerdict::NotAsExpected => Status::Failed,
        CheckVerdict::Refused => Status::Refused,
    };
    Ok(if arguments.json {
        let document =
            CheckDocument::new(verdict, &reasons, command.as_ref(), &resolution, &assessment);
        Outcome::Report { answer: document::written(&document), note: String::new(), status }
    } else {
        let note = reasons.iter().map(|reason| format!("awsprompt: {reason}\n")).collect();
        Outcome::Report { answer: String::new(), note, status }
    })
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum CheckVerdict {
    AsExpected,
    NotAsExpected,
    Refused,
}

/// Returns the answer, and the reasons against a better one.
fn verdict(
    arguments: &cli::CheckArguments,
    command: Option<&Command>,
    resolution: &Resolution,
    assessment: &Assessment<'_>,
    settings: &Settings,
) -> (CheckVerdict, Vec<String>) {
    // A command that calls no account cannot call the wrong one.
    if command.is_some_and(|command| command.verdict.effect == Effect::Local) {
        return (CheckVerdict::AsExpected, Vec::new());
    }
    let expectation = Expectation {
        account: arguments.account.clone(),
        region: arguments.region.clone(),
        class: arguments.class.clone(),
    };
    let class = assessment.class.as_ref().map(|(class, _)| class.name.as_str());
    let given = expectation.mismatches(&assessment.target, class, &settings.policy);
    let of_directory = assessment.violations.iter().filter_map(Violation::mismatch);
    let mut reasons: Vec<_> = given.iter().chain(of_directory).map(described).collect();
    if let Some(failure) = &resolution.failure {
        let title = resolution.client.title();
        let message = failure.message();
        reasons.push(format!("{title} would refuse to run: {}", printable(&message)));
    }
    if !reasons.is_empty() {
        return (CheckVerdict::NotAsExpected, reasons);
    }
    if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
        let reason = format!("{LOCK} is {}, and this is another account", printable(account));
        return (CheckVerdict::Refused, vec![reason]);
    }
    if let Some(command) = command {
        let Decision { demand, rule } = Decision::on(command, assessment, &settings.policy);
        if demand != Demand::Nothing {
            return (CheckVerdict::Refused, vec![format!("{}; {rule}", command.verdict.rule)]);
        }
    }
    (CheckVerdict::AsExpected, reasons)
}

fn described(mismatch: &Mismatch) -> String {
    let Mismatch { of, wanted, found } = mismatch;
    let wanted = short(wanted);
    match found {
        Some(found) => format!("the {} is {}, not {wanted}", of.name(), short(found)),
        None if *of == Aspect::Class => format!("no class matches; {wanted} is expected"),
        None => format!("the {} is not known offline; {wanted} is expected", of.name()),
    }
}

/// `check --json`: schema 1 of `docs/contract.md`.
#[derive(Serialize)]
struct CheckDocument<'a> {
    schema: u32,
    verdict: CheckVerdict,
    reasons: &'a [String],
    client: &'static str,
    account: Option<&'a str>,
    label: Option<&'a str>,
    region: Option<&'a str>,
    profile: Option<&'a str>,
    role: Option<&'a str>,
    class: Option<ClassDocument<'a>>,
    command: Option<CommandDocument>,
}

#[derive(Serialize)]
struct CommandDocument {
    effect: Effect,
    rule: String,
}

impl<'a> CheckDocument<'a> {
    fn new(
        verdict: CheckVerdict,
        reasons: &'a [String],
        command: Option<&Command>,
        resolution: &Resolution,
        assessment: &'a Assessment<'_>,
    ) -> Self {
        let target = &assessment.target;
        Self {
            schema: 1,
            verdict,
            reasons,
            client: resolution.client.name(),
            account: target.account.as_ref().map(AccountId::as_str),
            label: target.label.as_deref(),
            region: target.region.as_deref(),
            profile: target.profile.as_deref(),
            role: target.role.as_deref(),
            class: assessment.class.as_ref().map(ClassDocument::with_guard),
            command: command.map(|command| CommandDocument {
                effect: command.verdict.effect,
                rule: command.verdict.rule.to_string(),
            }),
        }
    }
}
