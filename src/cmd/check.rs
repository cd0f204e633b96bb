//! `awsprompt check`: whether a command would use the expected account, region and class. For
//! programs, so it never prompts.

use std::ffi::{OsStr, OsString};

use serde::Serialize;

use super::document::{self, ClassDocument};
use super::fitting::{Fitting, fitting};
use super::typed_line::TypedLine;
use super::{Outcome, Screen, hint};
use crate::aws::{AccountId, Client, Facts, Flags, Origin, Resolution, resolve};
use crate::cli;
use crate::error::{Error, ErrorKind, Status};
use crate::guard::{Command, Effect};
use crate::policy::{
    Aspect, Assessment, Candidate, Decision, Demand, Expectation, Guard, LOCK, Mismatch, Scope,
    Violation,
};
use crate::printable::{printable, short};
use crate::prompt::Settings;

/// Answers `awsprompt check`.
pub(crate) fn run(
    arguments: &cli::CheckArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
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
    let line = TypedLine::of_shell(&arguments.command);
    Ok(line.ask(facts, settings, |facts| answer(arguments, client, &line, facts, settings, screen)))
}

/// Answers for a line, with the facts that its command gets.
fn answer(
    arguments: &cli::CheckArguments,
    client: Client,
    line: &TypedLine,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Outcome {
    // The profile of the line outranks the caller's.
    let profile = arguments.profile.as_ref().filter(|_| !line.has_switch());
    let known = line.program().map(|program| {
        let command = Command::of_typed(program, &line.words[1..], facts, profile);
        CheckedCommand::Known(Box::new(command))
    });
    let unknown = || line.words.first().cloned().map(CheckedCommand::Unknown);
    let command = known.or_else(unknown).unwrap_or(CheckedCommand::None);
    let policy = &settings.policy;
    let (resolution, assessment) = if let CheckedCommand::Known(command) = &command {
        (command.resolution.clone(), Assessment::of_command(facts, command, policy))
    } else {
        let flags = Flags { profile: profile.cloned(), region: None };
        let resolution = resolve(facts, client, &flags);
        let assessment = Assessment::new(facts, &resolution, policy);
        (resolution, assessment)
    };
    let given = Expectation::of_caller(
        arguments.account.as_deref(),
        arguments.region.as_deref(),
        arguments.class.as_deref(),
    );
    let (verdict, reasons) = verdict(&given, &command, &resolution, &assessment, settings);
    let status = match verdict {
        CheckVerdict::NotJudged if arguments.strict => Status::NotJudged,
        CheckVerdict::AsExpected | CheckVerdict::NotJudged => Status::Done,
        CheckVerdict::NotAsExpected => Status::Failed,
        CheckVerdict::Refused => Status::Refused,
    };
    let source = AccountSource::new(line, &command, &resolution, facts);
    let is_other = matches!(verdict, CheckVerdict::NotAsExpected | CheckVerdict::Refused);
    let is_expected = !policy.directories.is_empty()
        || given.wanted().next().is_some()
        || assessment.lock.is_some();
    let fitting =
        if is_other && is_expected { fitting(facts, settings, &given) } else { Fitting::default() };
    if arguments.json {
        let document = CheckDocument {
            fitting: fitting.candidates.iter().map(Candidate::name).collect(),
            ..CheckDocument::new(verdict, &reasons, &command, source, &resolution, &assessment)
        };
        let answer = document::written(&document, screen);
        Outcome::Report { answer, note: String::new(), status }
    } else {
        let mut note: String =
            reasons.iter().map(|reason| format!("awsprompt: {reason}\n")).collect();
        // A switch does not help where the line itself chooses.
        let remedy = fitting.remedy().filter(|_| source != AccountSource::CommandLine);
        if let Some(remedy) = remedy {
            note += &format!("hint: {}\n", hint::written(&remedy, None));
        }
        Outcome::Report { answer: String::new(), note, status }
    }
}

/// What is checked in addition to the environment.
enum CheckedCommand {
    None,
    Known(Box<Command>),
    /// A program that awsprompt does not know, which may do anything.
    Unknown(OsString),
}

impl CheckedCommand {
    fn known(&self) -> Option<&Command> {
        if let Self::Known(command) = self { Some(command) } else { None }
    }

    /// Returns what the command does, and the rule that says so.
    fn effect(&self) -> Option<CommandDocument> {
        match self {
            Self::None => None,
            Self::Known(command) => Some(CommandDocument {
                effect: command.verdict.effect,
                rule: command.verdict.rule.to_string(),
            }),
            Self::Unknown(program) => {
                let rule = unknown_program(program);
                Some(CommandDocument { effect: Effect::Unknown, rule })
            }
        }
    }
}

fn unknown_program(program: &OsStr) -> String {
    format!("awsprompt does not know the program {}", short(&program.to_string_lossy()))
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum CheckVerdict {
    AsExpected,
    /// The effect of the command is not known.
    NotJudged,
    NotAsExpected,
    Refused,
}

/// Returns the answer, and the reasons against a better one.
fn verdict(
    expectation: &Expectation,
    command: &CheckedCommand,
    resolution: &Resolution,
    assessment: &Assessment<'_>,
    settings: &Settings,
) -> (CheckVerdict, Vec<String>) {
    // A command that calls no account cannot call the wrong one.
    let known = command.known();
    if known.is_some_and(|command| command.verdict.effect == Effect::Local) {
        return (CheckVerdict::AsExpected, Vec::new());
    }
    let class = assessment.class.as_ref().map(|(class, _)| class.name.as_str());
    let given = expectation.mismatches(&assessment.target, class, &settings.policy);
    let of_assumed = assessment.assumed.iter().flat_map(|target| {
        let mismatches = expectation.mismatches(target, None, &settings.policy);
        mismatches.into_iter().filter(|mismatch| mismatch.of == Aspect::Account)
    });
    let given: Vec<_> = given.into_iter().chain(of_assumed).collect();
    let of_directory = assessment.violations.iter().filter_map(Violation::mismatch);
    let mut reasons: Vec<_> = given.iter().chain(of_directory).map(described).collect();
    if let Some(why) = assessment.violations.iter().find_map(Violation::unread) {
        reasons.insert(0, why.to_owned());
    } else if let Some(failure) = &resolution.failure {
        let title = resolution.client.title();
        let message = failure.message();
        reasons.push(format!("{title} would refuse to run: {}", printable(&message)));
    }
    let project = assessment.violations.iter().find_map(Violation::project);
    reasons.extend(project.map(ToString::to_string));
    // What follows it may use another account.
    if let Some(operator) = known.and_then(|command| command.operator) {
        let rule = "may begin another command, and only one is checked";
        let what = if operator == "\n" { "a line break" } else { operator };
        reasons.push(format!("{what} {rule}"));
    }
    if !reasons.is_empty() {
        return (CheckVerdict::NotAsExpected, reasons);
    }
    if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
        let reason = format!("{LOCK} is {}, and this is another account", printable(account));
        return (CheckVerdict::Refused, vec![reason]);
    }
    if let Some(command) = known {
        let Decision { demand, rule } =
            Decision::on(command, assessment, &settings.policy, Guard::Off);
        if demand != Demand::Nothing {
            return (CheckVerdict::Refused, vec![format!("{}; {rule}", command.verdict.rule)]);
        }
    }
    match command {
        CheckedCommand::Unknown(program) => {
            (CheckVerdict::NotJudged, vec![format!("not judged: {}", unknown_program(program))])
        }
        CheckedCommand::None | CheckedCommand::Known(_) => (CheckVerdict::AsExpected, reasons),
    }
}

fn described(mismatch: &Mismatch) -> String {
    let wanted = mismatch.wanted();
    match &mismatch.found {
        Some(found) => format!("the {} is {}, not {wanted}", mismatch.of.name(), short(found)),
        None => format!("{}; {wanted} is expected", mismatch.of.missing()),
    }
}

/// Where the account comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum AccountSource {
    CommandLine,
    Environment,
    Unknown,
}

impl AccountSource {
    fn new(
        line: &TypedLine,
        command: &CheckedCommand,
        resolution: &Resolution,
        facts: &Facts<'_, '_>,
    ) -> Self {
        let is_unknown = match command {
            CheckedCommand::None => false,
            CheckedCommand::Known(command) => command.project_finding(facts).is_some(),
            CheckedCommand::Unknown(_) => true,
        };
        let variable = command.known().and_then(|command| command.program.profile_variable());
        let variable = variable.and_then(|name| facts.world.environment.get(name));
        let profile = resolution.profile.as_ref();
        let is_flag = profile.is_some_and(|profile| {
            matches!(profile.origin, Origin::Flag(_)) && variable != Some(&*profile.value)
        }) && resolution.provider_outside_profile().is_none();
        if is_unknown {
            Self::Unknown
        } else if line.chooses_account() || is_flag {
            Self::CommandLine
        } else {
            Self::Environment
        }
    }
}

/// `check --json`: schema 2 of `docs/contract.md`.
#[derive(Serialize)]
struct CheckDocument<'a> {
    schema: u32,
    verdict: CheckVerdict,
    reasons: &'a [String],
    client: &'static str,
    account: Option<&'a str>,
    account_source: AccountSource,
    label: Option<&'a str>,
    region: Option<&'a str>,
    profile: Option<&'a str>,
    role: Option<&'a str>,
    class: Option<ClassDocument<'a>>,
    command: Option<CommandDocument>,
    fitting: Vec<&'a str>,
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
        command: &CheckedCommand,
        account_source: AccountSource,
        resolution: &Resolution,
        assessment: &'a Assessment<'_>,
    ) -> Self {
        let target = &assessment.target;
        Self {
            schema: 2,
            verdict,
            reasons,
            client: resolution.client.name(),
            account: target.account.as_ref().map(AccountId::as_str),
            account_source,
            label: target.label.as_deref(),
            region: target.region.as_deref(),
            profile: target.profile.as_deref(),
            role: target.role.as_deref(),
            class: assessment.class.as_ref().map(ClassDocument::with_guard),
            command: command.effect(),
            fitting: Vec::new(),
        }
    }
}
