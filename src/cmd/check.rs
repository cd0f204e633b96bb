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
        resolve::{Facts, Flags, Resolution, resolve},
        world::Need,
    },
    cli,
    error::{Error, Status},
    guard::{
        command::{Command, Program, without_assignments},
        decision::{Decision, Demand},
        verdict::Effect,
    },
    printable::{printable, short},
    prompt::{
        expectation::{Expectation, Mismatch},
        settings::Settings,
        standing::{Breach, LOCK, Standing},
    },
};

/// Answers `awsprompt check`.
pub(crate) fn run(
    arguments: &cli::Check,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Result<Outcome, Need> {
    let client = match arguments.client.as_deref().map_or(Ok(Client::AwsCliV2), client) {
        Ok(client) => client,
        Err(error) => return Ok(Outcome::Failure(error)),
    };
    // What the settings mean where they are wrong is not for a program to guess.
    if let Some(mistake) = settings.deciding_mistake() {
        let shown = printable(mistake);
        let error = if settings.is_of_directory(mistake) {
            Error::failed(shown)
        } else {
            let message = format!("the settings have a mistake: {shown}");
            Error::failed(message).with_hint("awsprompt config")
        };
        return Ok(Outcome::Failure(error.with_status(Status::Usage)));
    }
    let (command, resolution) = match without_assignments(&arguments.command).1.split_first() {
        Some((name, words)) if let Some(program) = Program::named(name) => {
            let command = Command::read(program, words, facts, arguments.profile.as_ref())?;
            let resolution = command.resolution.clone();
            (Some(command), resolution)
        }
        _ => {
            let flags = Flags { profile: arguments.profile.clone(), region: None };
            (None, resolve(facts, client, &flags)?)
        }
    };
    let standing = Standing::new(facts, &resolution, settings)?;
    let finding = Finding::new(arguments, command.as_ref(), &resolution, &standing, settings);
    Ok(if arguments.json {
        let document = finding.document(command.as_ref(), &resolution, &standing);
        let answer = document::written(&document);
        Outcome::Told { answer, note: String::new(), status: finding.verdict.status() }
    } else {
        let note = finding.reasons.iter().map(|reason| format!("awsprompt: {reason}\n")).collect();
        Outcome::Told { answer: String::new(), note, status: finding.verdict.status() }
    })
}

fn client(name: &str) -> Result<Client, Error> {
    Client::named(name).map_err(|why| Error::failed(why).with_status(Status::Usage))
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    AsExpected,
    NotAsExpected,
    Refused,
}

impl Verdict {
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
struct Finding {
    verdict: Verdict,
    reasons: Vec<String>,
}

impl Finding {
    fn new(
        arguments: &cli::Check,
        command: Option<&Command>,
        resolution: &Resolution,
        standing: &Standing<'_>,
        settings: &Settings,
    ) -> Self {
        // What asks nothing of an account cannot be at the wrong one.
        if command.is_some_and(|command| command.verdict.effect == Effect::Local) {
            return Self { verdict: Verdict::AsExpected, reasons: Vec::new() };
        }
        let expectation = Expectation {
            account: arguments.account.clone(),
            region: arguments.region.clone(),
            class: arguments.class.clone(),
        };
        let class = standing.class.as_ref().map(|(class, _)| class.name.as_str());
        let given = expectation.mismatches(&standing.subject, class, settings);
        let of_directory = standing.breaches.iter().filter_map(Breach::mismatch);
        let mut reasons: Vec<_> = given.iter().chain(of_directory).map(told).collect();
        if let Some(failure) = &resolution.failure {
            let title = resolution.client.title();
            let message = printable(&failure.message);
            reasons.push(format!("{title} would refuse to run: {message}"));
        }
        if !reasons.is_empty() {
            return Self { verdict: Verdict::NotAsExpected, reasons };
        }
        if let Some(account) = standing.breaches.iter().find_map(Breach::lock) {
            let reason = format!("{LOCK} is {}, and this is another account", printable(account));
            return Self { verdict: Verdict::Refused, reasons: vec![reason] };
        }
        let decision = command.map(|command| (command, Decision::on(command, standing, settings)));
        match decision {
            Some((command, Decision { demand, rule })) if demand != Demand::Nothing => {
                let reason = format!("{}; {rule}", command.verdict.rule);
                Self { verdict: Verdict::Refused, reasons: vec![reason] }
            }
            _ => Self { verdict: Verdict::AsExpected, reasons },
        }
    }

    fn document<'a>(
        &'a self,
        command: Option<&Command>,
        resolution: &Resolution,
        standing: &'a Standing<'_>,
    ) -> CheckDocument<'a> {
        let subject = &standing.subject;
        CheckDocument {
            schema: 1,
            verdict: self.verdict.name(),
            reasons: &self.reasons,
            client: resolution.client.name(),
            account: subject.account.as_ref().map(AccountId::as_str),
            label: subject.label.as_deref(),
            region: subject.region.as_deref(),
            profile: subject.profile.as_deref(),
            role: subject.role.as_deref(),
            class: standing.class.as_ref().map(ClassDocument::with_guard),
            command: command.map(|command| CommandDocument {
                effect: match command.verdict.effect {
                    Effect::Local => "local",
                    Effect::Reads => "reads",
                    Effect::Changes => "changes",
                },
                rule: command.verdict.rule.to_string(),
            }),
        }
    }
}

/// Tells what is not as expected.
fn told(mismatch: &Mismatch) -> String {
    let Mismatch { of, wanted, found } = mismatch;
    let wanted = short(wanted);
    match found {
        Some(found) => format!("the {of} is {}, not {wanted}", short(found)),
        None if *of == "class" => format!("it belongs to no class; {wanted} is expected"),
        None => format!("the {of} is not known offline; {wanted} is expected"),
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
