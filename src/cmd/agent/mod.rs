//! `awsprompt hook`: what the hook of a coding agent answers about a command that the agent wants to
//! run.
//!
//! It says no, or asks a person where the agent does that. It never says yes, which would skip the
//! agent's own question.

mod formats;
mod input;
mod install;
mod json_edit;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

pub(crate) use self::formats::AgentFormat;
use self::formats::AnswerForm;
use self::input::{AgentCall, call};
pub(crate) use self::install::{AgentFiles, change};
use super::Outcome;
use super::checked::CheckVerdict;
use super::fitting::fitting;
use super::judged_line::{
    JudgedCommand, LARGEST_LINE, LineMachine, LineQuestion, LineVerdict, judge_line,
};
use crate::aws::{Environment, Facts, ParsedFiles};
use crate::cli;
use crate::error::Status;
use crate::guard::{Effect, mentions_guarded};
use crate::policy::{Demand, Expectation, Guard, LOCK, UnjudgedRule};
use crate::printable::{printable, short};

/// How many bytes an agent may send: the call of another tool may have a whole file in it.
pub(crate) const LARGEST_INPUT: usize = 1 << 26;

/// What the hook says, from mild to grave.
#[derive(Clone, Debug, PartialEq, Eq)]
enum AgentDecision {
    NoOpinion,
    Ask(String),
    Deny(String),
}

/// Says how a command can be judged.
const PLAINER: &str = "To have it judged, write the program, its --profile and its --region as plain \
                       words, one command at a time.";

/// Says what to do about a command that was judged.
const NOT_AGAIN: &str = "Do not try it in another way: ask the user.";

/// Answers `awsprompt hook`. `input` is what stdin has, if it is text of a reasonable size.
pub(crate) fn answer(
    arguments: &cli::HookArguments,
    input: Option<&str>,
    environment: &Environment,
    machine: &dyn LineMachine,
) -> Outcome {
    let format = AgentFormat::of(arguments.agent);
    let input = input.and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
    let Some(input) = input else {
        let why = "awsprompt could not read the input of the hook, which has to be JSON".to_owned();
        return written(format, AgentDecision::Deny(why));
    };
    let decision = match call(format, &input) {
        AgentCall::OtherTool => AgentDecision::NoOpinion,
        AgentCall::Unreadable => {
            AgentDecision::Deny("awsprompt found no command in the input of the hook".to_owned())
        }
        AgentCall::OtherLanguage(line) => of_unreadable(&line),
        AgentCall::Line { line, directory } => {
            let account = arguments.account.as_deref();
            judged(&line, &directory, account, environment, machine)
        }
    };
    let (place, values) = format.asks;
    let asks = input::text(&input, place).is_some_and(|mode| values.contains(&&*mode));
    written(format, if asks { decision } else { decision.without_asking() })
}

impl AgentDecision {
    /// Says no where nobody is asked.
    fn without_asking(self) -> Self {
        match self {
            Self::Ask(why) => Self::Deny(why),
            other => other,
        }
    }
}

/// Says no to a line that cannot be judged, if it may be about AWS.
fn of_unreadable(line: &str) -> AgentDecision {
    if mentions_guarded(line) {
        AgentDecision::Deny(format!("awsprompt cannot read this line of shell. {PLAINER}"))
    } else {
        AgentDecision::NoOpinion
    }
}

/// Judges a line of shell.
fn judged(
    line: &str,
    directory: &Path,
    account: Option<&str>,
    environment: &Environment,
    machine: &dyn LineMachine,
) -> AgentDecision {
    if line.len() > LARGEST_LINE {
        return of_unreadable(line);
    }
    let expectation = Expectation::of_caller(account, None, None);
    let question = LineQuestion {
        expectation: &expectation,
        // It is decided as in a shell that has the guard.
        production: Guard::Ask,
        directory,
        // The agent says nothing of aliases.
        aliases: BTreeMap::new(),
    };
    let verdict = judge_line(line, environment, machine, &question);
    if verdict.may_run_guarded && verdict.commands.is_empty() {
        return of_unreadable(line);
    }
    let settings = machine.settings(directory);
    let policy = &settings.policy;
    if let Some(error) = policy.deciding_error().filter(|_| verdict.effect > Effect::Local) {
        let error = printable(&error.described()).into_owned();
        return AgentDecision::Deny(format!("awsprompt: {error}. {NOT_AGAIN}"));
    }
    let is_expected = account.is_some()
        || !policy.directories.is_empty()
        || environment.non_empty(LOCK).is_some();
    let instead = || {
        let world = machine.world(environment.clone());
        let files = ParsedFiles::new(&world);
        let facts = Facts { world: &world, files: &files, lookup: machine.lookup() };
        let found = fitting(&facts, &settings, &expectation);
        let names: Vec<_> = found.candidates.iter().map(|it| short(it.name())).collect();
        let region = found.region.map(|region| format!(" with --region {}", short(&region)));
        let region = region.unwrap_or_default();
        (!names.is_empty()).then(|| format!("These profiles fit{region}: {}.", names.join(", ")))
    };
    decided(&verdict, policy.unjudged, || is_expected.then(instead).flatten())
}

/// Decides by the gravest of what is said of the commands. `instead` says what is as expected.
fn decided(
    verdict: &LineVerdict,
    unjudged: UnjudgedRule,
    instead: impl FnOnce() -> Option<String>,
) -> AgentDecision {
    let rules = verdict.commands.iter().map(|command| (rule(command, unjudged), command));
    let rules: Vec<_> = rules.collect();
    let worst = rules.iter().map(|(rule, _)| *rule).max().unwrap_or(UnjudgedRule::Allow);
    let mut lines: Vec<String> = Vec::new();
    let concerned = rules.iter().filter(|(rule, _)| *rule == worst).map(|(_, command)| *command);
    for command in concerned.clone() {
        let line = format!("{}: {}", short(&command.words.join(" ")), command.reasons.join("; "));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let is_elsewhere = concerned.clone().any(|command| {
        command.verdict == CheckVerdict::NotAsExpected || command.demand == Demand::Refusal
    });
    let advice = match worst {
        UnjudgedRule::Allow => return AgentDecision::NoOpinion,
        _ if concerned.clone().all(|command| command.is_open) => PLAINER.to_owned(),
        _ if is_elsewhere => instead().unwrap_or_else(|| NOT_AGAIN.to_owned()),
        _ => NOT_AGAIN.to_owned(),
    };
    let why = format!("awsprompt: {}. {advice}", lines.join("; "));
    if worst == UnjudgedRule::Ask { AgentDecision::Ask(why) } else { AgentDecision::Deny(why) }
}

/// Returns what a command takes.
fn rule(command: &JudgedCommand, unjudged: UnjudgedRule) -> UnjudgedRule {
    match command.verdict {
        CheckVerdict::AsExpected => UnjudgedRule::Allow,
        CheckVerdict::NotJudged if command.may_run_guarded => unjudged.max(UnjudgedRule::Ask),
        CheckVerdict::NotJudged => unjudged,
        // What it may do by itself, it does to no account.
        CheckVerdict::NotAsExpected | CheckVerdict::Refused if !command.uses_account => unjudged,
        CheckVerdict::Refused if command.demand == Demand::Person => UnjudgedRule::Ask,
        CheckVerdict::NotAsExpected | CheckVerdict::Refused => UnjudgedRule::Deny,
    }
}

/// Writes an answer as the agent takes it.
fn written(format: &AgentFormat, decision: AgentDecision) -> Outcome {
    let (word, why) = match decision {
        AgentDecision::NoOpinion => {
            let status = match format.answer {
                AnswerForm::Permission => Status::Failed,
                _ => Status::Done,
            };
            return Outcome::noted(String::new(), status);
        }
        AgentDecision::Ask(why) => ("ask", why),
        AgentDecision::Deny(why) => ("deny", why),
    };
    let json = |value: Value| Outcome::Answer(format!("{value}\n"));
    match format.answer {
        AnswerForm::Decision => json(json!({ "hookSpecificOutput": {
            "hookEventName": "PreToolUse",
            "permissionDecision": word,
            "permissionDecisionReason": why,
        }})),
        AnswerForm::FlatDecision => {
            json(json!({ "permissionDecision": word, "permissionDecisionReason": why }))
        }
        AnswerForm::Permission => {
            json(json!({ "permission": word, "user_message": why, "agent_message": why }))
        }
        AnswerForm::Status => Outcome::noted(format!("{why}\n"), Status::Denied),
    }
}
