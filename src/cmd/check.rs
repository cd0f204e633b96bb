//! `awsprompt check`: whether a command would use the expected account, region and class. For
//! programs, so it never prompts.

use std::ffi::OsString;
use std::path::Path;

use serde::Serialize;

use super::checked::{CheckVerdict, CheckedCommand, verdict};
use super::document::{self, ClassDocument};
use super::fitting::{Fitting, fitting};
use super::judged_line::{LineMachine, LineQuestion, LineVerdict, judge_line};
use super::typed_line::TypedLine;
use super::{Outcome, Screen, hint, remedies};
use crate::aws::{AccountId, Client, Environment, Facts, Flags, Origin, Resolution, resolve};
use crate::cli;
use crate::error::{Error, ErrorKind};
use crate::guard::{Command, Effect, unknown_program};
use crate::line::aliases_of;
use crate::policy::{Assessment, Candidate, Expectation, Guard, Policy, Scope, Violation};
use crate::printable::printable;
use crate::project::{Certainty, ResolvedTarget};
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
    refuse_errors(settings)?;
    let line = TypedLine::of_shell(&arguments.command);
    Ok(line.ask(facts, settings, |facts| answer(arguments, client, &line, facts, settings, screen)))
}

/// Answers `awsprompt check --line`. `text` is the line.
pub(crate) fn run_line(
    arguments: &cli::CheckArguments,
    text: &str,
    environment: &Environment,
    machine: &dyn LineMachine,
    screen: Screen,
) -> Result<Outcome, Error> {
    refuse_errors(&machine.settings(Path::new("")))?;
    let why = || Error::new(ErrorKind::Usage, "--aliases is not what the command alias prints");
    let aliases = aliases_of(arguments.aliases.as_deref().unwrap_or_default()).ok_or_else(why)?;
    let question = LineQuestion {
        expectation: &expectation(arguments),
        production: Guard::Off,
        directory: Path::new(""),
        aliases,
    };
    let verdict = judge_line(text, environment, machine, &question);
    let fails = arguments.strict || verdict.may_run_guarded;
    let status = verdict.verdict.status(fails);
    if arguments.json {
        let document = LineDocument { schema: 2, verdict: &verdict };
        let answer = document::written(&document, screen);
        return Ok(Outcome::answered(answer, status));
    }
    let reasons = verdict.reasons.iter();
    let note = reasons.map(|reason| format!("awsprompt: {reason}\n")).collect();
    Ok(Outcome::noted(note, status))
}

/// With an error in the settings, their meaning would be a guess.
fn refuse_errors(settings: &Settings) -> Result<(), Error> {
    let Some(found) = settings.policy.deciding_error() else { return Ok(()) };
    let error = Error::new(ErrorKind::Usage, printable(&found.described()));
    Err(match found.scope {
        Scope::Directory(_) => error,
        Scope::Looks | Scope::Decides => error.with_hint("awsprompt config"),
    })
}

/// Returns what the caller expects.
fn expectation(arguments: &cli::CheckArguments) -> Expectation {
    Expectation::of_caller(
        arguments.account.as_deref(),
        arguments.region.as_deref(),
        arguments.class.as_deref(),
    )
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
    let policy = &settings.policy;
    let given = expectation(arguments);
    let judged = |command: CheckedCommand| {
        let (resolution, assessment) = if let CheckedCommand::Known(command) = &command {
            let assessment = Assessment::of_command(facts, command, policy);
            let decided = assessment.project.as_ref().map(|project| &project.resolution);
            (decided.unwrap_or(&command.resolution).clone(), assessment)
        } else {
            let flags = Flags { profile: profile.cloned(), region: None };
            let resolution = resolve(facts, client, &flags);
            let assessment = Assessment::new(facts, &resolution, policy);
            (resolution, assessment)
        };
        let (verdict, reasons) =
            verdict(&given, &command, &resolution, &assessment, settings, Guard::Off);
        (verdict, reasons, command, resolution, assessment)
    };
    // Of several that a shell starts, the worst one counts.
    let commands = checked(line, profile, facts, policy).into_iter().map(judged);
    let worst = commands.max_by_key(|(verdict, ..)| *verdict);
    let (verdict, reasons, command, resolution, assessment) =
        worst.unwrap_or_else(|| judged(CheckedCommand::None));
    let status = verdict.status(arguments.strict);
    let source = AccountSource::new(line, &command, &resolution, &assessment, facts);
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
        Outcome::answered(answer, status)
    } else {
        let mut note: String =
            reasons.iter().map(|reason| format!("awsprompt: {reason}\n")).collect();
        // A switch does not help where the line or the project chooses, nor to what is chosen.
        let is_switchable = match source {
            AccountSource::Environment => true,
            AccountSource::Unknown => command.known().is_none(),
            AccountSource::CommandLine | AccountSource::Project => false,
        };
        let chosen = resolution.profile.as_ref().and_then(|profile| profile.value.to_str());
        let is_chosen = fitting.candidates.iter().any(|it| Some(it.name()) == chosen);
        let remedy = match &resolution.failure {
            Some(failure) if is_chosen => Some(remedies::next_step(&resolution, failure, facts)),
            _ => fitting.remedy().filter(|_| is_switchable),
        };
        if let Some(remedy) = remedy {
            note += &format!("hint: {}\n", hint::written(&remedy, None, settings));
        }
        Outcome::noted(note, status)
    }
}

/// Reads the command of a line, or those that it starts.
fn checked(
    line: &TypedLine,
    profile: Option<&OsString>,
    facts: &Facts<'_, '_>,
    policy: &Policy,
) -> Vec<CheckedCommand> {
    let known = |command| CheckedCommand::Known(Box::new(command));
    let Some(first) = line.words.first() else { return Vec::new() };
    if let Some(program) = line.program_by(policy) {
        let mut command = Command::of_typed(program, &line.words[1..], facts, profile);
        policy.add_words(&mut command, &line.words[1..]);
        return vec![known(command)];
    }
    let started = line.started(facts, policy);
    if started.is_empty() {
        return vec![CheckedCommand::Unknown(unknown_program(&first.to_string_lossy()))];
    }
    started.into_iter().map(known).collect()
}

/// Returns what the command does, and the rule that says so.
fn effect(command: &CheckedCommand) -> Option<CommandDocument> {
    match command {
        CheckedCommand::None => None,
        CheckedCommand::Known(command) => Some(CommandDocument {
            effect: command.verdict.effect,
            rule: command.verdict.rule.to_string(),
        }),
        CheckedCommand::Unknown(why) => {
            Some(CommandDocument { effect: Effect::Unknown, rule: why.clone() })
        }
    }
}

/// Where the account comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum AccountSource {
    CommandLine,
    Environment,
    Project,
    Unknown,
}

impl AccountSource {
    fn new(
        line: &TypedLine,
        command: &CheckedCommand,
        resolution: &Resolution,
        assessment: &Assessment<'_>,
        facts: &Facts<'_, '_>,
    ) -> Self {
        let is_of_project = |violation| matches!(violation, &Violation::Project(_));
        let is_unknown = match command {
            CheckedCommand::None => false,
            CheckedCommand::Known(command) => {
                // Before a command that only reads, it is no violation.
                let targets = command.project_targets(facts).unwrap_or_default();
                let is_unknown =
                    |target: &ResolvedTarget| target.account_certainty == Certainty::Unknown;
                assessment.violations.iter().any(is_of_project) || targets.iter().any(is_unknown)
            }
            CheckedCommand::Unknown(_) => true,
        };
        let project = assessment.project.as_ref();
        let part = project.and_then(|project| project.decides_account());
        let variable = command.known().and_then(|command| command.program.profile_variable());
        let variable = variable.and_then(|name| facts.world.environment.get(name));
        let profile = resolution.profile.as_ref();
        let is_flag = profile.is_some_and(|profile| {
            matches!(profile.origin, Origin::Flag(_)) && variable != Some(&*profile.value)
        }) && resolution.provider_outside_profile().is_none();
        let place = part.as_ref().map(|part| part.place);
        if is_unknown {
            Self::Unknown
        } else if matches!(place, Some(Origin::Flag(_))) {
            Self::CommandLine
        } else if place.is_some_and(|place| place.variable().is_none() || variable.is_none()) {
            Self::Project
        } else if line.chooses_account() || is_flag {
            Self::CommandLine
        } else {
            Self::Environment
        }
    }
}

/// `check --json`: schema 2 of `docs/guide/src/contract.md`.
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

/// `check --line --json`.
#[derive(Serialize)]
struct LineDocument<'a> {
    schema: u32,
    #[serde(flatten)]
    verdict: &'a LineVerdict,
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
            command: effect(command),
            fitting: Vec::new(),
        }
    }
}
