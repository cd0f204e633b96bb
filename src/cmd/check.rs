//! `awsprompt check`: is what a command would hit what is expected? For programs; asks nobody.

use std::ffi::OsString;

use serde::Serialize;

use super::{
    Outcome,
    document::{self, ClassDocument},
    typed_line::TypedLine,
};
use crate::{
    aws::{
        account::AccountId,
        client::Client,
        resolution::{Facts, Flags, Resolution},
        resolve::resolve,
        sourced::Origin,
    },
    cli,
    error::{Error, ErrorKind, Status},
    guard::{command::Command, verdict::Effect},
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
    let line = TypedLine::of_shell(&arguments.command);
    Ok(line.ask(facts, settings, |facts| answer(arguments, client, &line, facts, settings)))
}

/// Answers for a line, with the facts that its command gets.
fn answer(
    arguments: &cli::CheckArguments,
    client: Client,
    line: &TypedLine,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Outcome {
    // What the line switches to is nearer to the command.
    let profile = arguments.profile.as_ref().filter(|_| !line.has_switch());
    let command = line.program().map(|program| {
        let command = Command::read(program, &line.words[1..], facts, profile);
        CheckedCommand::Known(Box::new(command))
    });
    let unknown = || line.words.first().cloned().map(CheckedCommand::Unknown);
    let command = command.or_else(unknown).unwrap_or(CheckedCommand::None);
    let (resolution, assessment) = match &command {
        CheckedCommand::Known(command) => {
            (command.resolution.clone(), Assessment::of_command(facts, command, &settings.policy))
        }
        CheckedCommand::Unknown(_) | CheckedCommand::None => {
            let flags = Flags { profile: profile.cloned(), region: None };
            let resolution = resolve(facts, client, &flags);
            let assessment = Assessment::new(facts, &resolution, &settings.policy);
            (resolution, assessment)
        }
    };
    let finding = CheckResult::new(arguments, &command, &resolution, &assessment, settings);
    let status = finding.verdict.status(arguments.strict);
    if arguments.json {
        let source = account_source(line, &command, &resolution, facts);
        let document = finding.document(&command, source, &resolution, &assessment);
        return Outcome::Report {
            answer: document::written(&document),
            note: String::new(),
            status,
        };
    }
    let note = finding.reasons.iter().map(|reason| format!("awsprompt: {reason}\n")).collect();
    Outcome::Report { answer: String::new(), note, status }
}

/// What is checked besides the environment.
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
    fn verdict(&self) -> Option<(Effect, String)> {
        match self {
            Self::None => None,
            Self::Known(command) => {
                let verdict = &command.verdict;
                Some((verdict.effect, verdict.rule.to_string()))
            }
            Self::Unknown(program) => {
                let program = short(&program.to_string_lossy());
                Some((Effect::Unknown, format!("awsprompt does not know the program {program}")))
            }
        }
    }
}

/// Says where the account comes from, in a word of `docs/contract.md`.
fn account_source(
    line: &TypedLine,
    command: &CheckedCommand,
    resolution: &Resolution,
    facts: &Facts<'_, '_>,
) -> &'static str {
    let is_uncertain = match command {
        CheckedCommand::None => false,
        CheckedCommand::Known(command) => command.project_finding(facts).is_some(),
        CheckedCommand::Unknown(_) => true,
    };
    let profile = resolution.profile.as_ref().map(|profile| &profile.origin);
    let is_by_flag =
        matches!(profile, Some(Origin::Flag(_))) && resolution.provider_outside_profile().is_none();
    match () {
        () if is_uncertain => "unknown",
        () if line.chooses() || is_by_flag => "command-line",
        () => "environment",
    }
}

fn client(name: &str) -> Result<Client, Error> {
    Client::named(name).map_err(|why| Error::new(ErrorKind::Usage, why))
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CheckVerdict {
    AsExpected,
    /// Nothing is known of what the command does.
    NotJudged,
    NotAsExpected,
    Refused,
}

impl CheckVerdict {
    fn name(self) -> &'static str {
        match self {
            Self::AsExpected => "as-expected",
            Self::NotJudged => "not-judged",
            Self::NotAsExpected => "not-as-expected",
            Self::Refused => "refused",
        }
    }

    fn status(self, is_strict: bool) -> Status {
        match self {
            Self::NotJudged if is_strict => Status::NotJudged,
            Self::AsExpected | Self::NotJudged => Status::Done,
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
        command: &CheckedCommand,
        resolution: &Resolution,
        assessment: &Assessment<'_>,
        settings: &Settings,
    ) -> Self {
        let known = command.known();
        // What asks nothing of an account cannot be at the wrong one.
        if known.is_some_and(|command| command.verdict.effect == Effect::Local) {
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
        let project = assessment.violations.iter().find_map(Violation::project);
        reasons.extend(project.map(ToString::to_string));
        if !reasons.is_empty() {
            return Self { verdict: CheckVerdict::NotAsExpected, reasons };
        }
        if let Some(account) = assessment.violations.iter().find_map(Violation::lock) {
            let reason = format!("{LOCK} is {}, and this is another account", printable(account));
            return Self { verdict: CheckVerdict::Refused, reasons: vec![reason] };
        }
        let decision =
            known.map(|command| (command, Decision::on(command, assessment, &settings.policy)));
        match (decision, command.verdict()) {
            (Some((command, Decision { demand, rule })), _) if demand != Demand::Nothing => {
                let reason = format!("{}; {rule}", command.verdict.rule);
                Self { verdict: CheckVerdict::Refused, reasons: vec![reason] }
            }
            (_, Some((Effect::Unknown, rule))) => {
                let reasons = vec![format!("not judged: {rule}")];
                Self { verdict: CheckVerdict::NotJudged, reasons }
            }
            _ => Self { verdict: CheckVerdict::AsExpected, reasons },
        }
    }

    fn document<'a>(
        &'a self,
        command: &CheckedCommand,
        account_source: &'static str,
        resolution: &Resolution,
        assessment: &'a Assessment<'_>,
    ) -> CheckDocument<'a> {
        let target = &assessment.target;
        CheckDocument {
            schema: 2,
            verdict: self.verdict.name(),
            reasons: &self.reasons,
            client: resolution.client.name(),
            account: target.account.as_ref().map(AccountId::as_str),
            account_source,
            label: target.label.as_deref(),
            region: target.region.as_deref(),
            profile: target.profile.as_deref(),
            role: target.role.as_deref(),
            class: assessment.class.as_ref().map(ClassDocument::with_guard),
            command: command.verdict().map(|(effect, rule)| CommandDocument {
                effect: match effect {
                    Effect::Local => "local",
                    Effect::Reads => "reads",
                    Effect::Changes => "changes",
                    Effect::Unknown => "unknown",
                },
                rule,
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

/// `check --json`: schema 2 of `docs/contract.md`.
#[derive(Serialize)]
struct CheckDocument<'a> {
    schema: u32,
    verdict: &'static str,
    reasons: &'a [String],
    client: &'static str,
    account: Option<&'a str>,
    account_source: &'static str,
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
