//! `awsprompt check`: is what a command would hit what is expected? For programs; asks nobody.

use serde::Serialize;

use super::{
    Outcome,
    document::{self, ClassDocument},
};
use crate::{
    aws::{
        account::AccountId,
        client::Client,
        resolution::{Facts, Flags, Resolution},
        resolve::resolve,
    },
    cli,
    error::{Error, ErrorKind, Status},
    guard::{
        command::{Command, GuardedProgram, without_assignments},
        verdict::Effect,
    },
    policy::{
        Scope,
        assessment::{Assessment, LOCK, Violation},
        decision::{Decision, Demand},
        expectation::{Aspect, Expectation, Mismatch},
    },
    printable::{printable, short},
    prompt::settings::Settings,
};

/// Answers `awsprompt check`.
pub(crate) fn run(
    arguments: &cli::CheckArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Result<Outcome, Error> {
    let client = arguments.client.as_deref().map_or(Ok(Client::AwsCliV2), client)?;
    // What the settings mean where they are wrong is not for a program to guess.
    if let Some(mistake) = settings.policy.deciding_error() {
        let error = Error::new(ErrorKind::Usage, printable(&mistake.described()));
        return Err(match mistake.scope {
            Scope::Directory(_) => error,
            Scope::Looks | Scope::Decides => error.with_hint("awsprompt config"),
        });
    }
    let words = without_assignments(&arguments.command).1;
    let program = words.first().and_then(GuardedProgram::named);
    let (command, resolution) = if let Some(program) = program {
        let command = Command::of_typed(program, &words[1..], facts, arguments.profile.as_ref());
        let resolution = command.resolution.clone();
        (Some(command), resolution)
    } else {
        let flags = Flags { profile: arguments.profile.clone(), region: None };
        (None, resolve(facts, client, &flags))
    };
    let assessment = Assessment::new(facts, &resolution, &settings.policy);
    let finding = CheckResult::new(arguments, command.as_ref(), &resolution, &assessment, settings);
    Ok(if arguments.json {
        let document = finding.document(command.as_ref(), &resolution, &assessment);
        let answer = document::written(&document);
        Outcome::Report { answer, note: String::new(), status: finding.verdict.status() }
    } else {
        let note = finding.reasons.iter().map(|reason| format!("awsprompt: {reason}\n")).collect();
        Outcome::Report { answer: String::new(), note, status: finding.verdict.status() }
    })
}

fn client(name: &str) -> Result<Client, Error> {
    Client::named(name).map_err(|why| Error::new(ErrorKind::Usage, why))
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CheckVerdict {
    AsExpected,
    NotAsExpected,
    Refused,
}

impl CheckVerdict {
    fn name(self) -> &'static str {
        match self {
            Self::AsExpected => "as-expected",
            Self::NotAsExpected => "not-as-expected",
            Self::Refused => "refused",
        }
    }

    fn status(self) -> Status {
        match self {
            Self::AsExpected => Status::Done,
            Self::NotAsExpected => Status::Failed,
            Self::Refused => Status::Refused,
        }
    }
}

/// The answer, and what speaks against a better one.
struct CheckResult {
    verdict: CheckVerdict,
    reasons: Vec<String>,
}

impl CheckResult {
    fn new(
        arguments: &cli::CheckArguments,
        command: Option<&Command>,
        resolution: &Resolution,
        assessment: &Assessment<'_>,
        settings: &Settings,
    ) -> Self {
        // What asks nothing of an account cannot be at the wrong one.
        if command.is_some_and(|command| command.verdict.effect == Effect::Local) {
            return Self { verdict: CheckVerdict::AsExpected, reasons: Vec::new() };
        }
        let expectation = Expectation {
            account: arguments.account.clone(),
            region: arguments.region.clone(),
            class: arguments.class.clone(),
        };
        let class = assessment.class.as_ref().map(|(class, _)| class.name.as_str());
        let given = expectation.mismatches(&assessment.target, class, &settings.policy);
        let of_directory = assessment.violations.iter().filter_map(Violation::mismatch);
        let mut reasons: Vec<_> = given.iter().chain(of_directory).map(told).collect();
        if let Some(failure) = &resolution.failure {
            let title = resolution.client.title();
            let message = failure.message();
            reasons.push(format!("{title} would refuse to run: {}", printable(&message)));
        }
        // What follows it may use another account.
        if let Some(operator) = command.and_then(|command| command.operator) {
            let rule = "may begin another command, and only one is checked";
            reasons.push(format!("the shell operator {} {rule}", printable(operator)));
        }
        if !reasons.is_empty() {
            return Self { verdict: CheckVerdict::NotAsExpected, reasons };
        }
        if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
            let reason = format!("{LOCK} is {}, and this is another account", printable(account));
            return Self { verdict: CheckVerdict::Refused, reasons: vec![reason] };
        }
        let decision =
            command.map(|command| (command, Decision::on(command, assessment, &settings.policy)));
        match decision {
            Some((command, Decision { demand, rule })) if demand != Demand::Nothing => {
                let reason = format!("{}; {rule}", command.verdict.rule);
                Self { verdict: CheckVerdict::Refused, reasons: vec![reason] }
            }
            _ => Self { verdict: CheckVerdict::AsExpected, reasons },
        }
    }

    fn document<'a>(
        &'a self,
        command: Option<&Command>,
        resolution: &Resolution,
        assessment: &'a Assessment<'_>,
    ) -> CheckDocument<'a> {
        let target = &assessment.target;
        CheckDocument {
            schema: 1,
            verdict: self.verdict.name(),
            reasons: &self.reasons,
            client: resolution.client.name(),
            account: target.account.as_ref().map(AccountId::as_str),
            label: target.label.as_deref(),
            region: target.region.as_deref(),
            profile: target.profile.as_deref(),
            role: target.role.as_deref(),
            class: assessment.class.as_ref().map(ClassDocument::with_guard),
            command: command.map(|command| CommandDocument {
                effect: command.verdict.effect.name(),
                rule: command.verdict.rule.to_string(),
            }),
        }
    }
}

fn told(mismatch: &Mismatch) -> String {
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
    verdict: &'static str,
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
    effect: &'static str,
    rule: String,
}
