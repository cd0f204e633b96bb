//! `awsprompt project`: which accounts and regions the project of a tool will hit, and what of its
//! files says so.

use std::ffi::OsString;
use std::path::Path;

use anstyle::Style;
use serde::Serialize;

use super::document::{self, OriginDocument};
use super::page::{Page, origin};
use super::typed_line::TypedLine;
use super::{Outcome, Screen};
use crate::aws::{AccountId, Facts, Resolution};
use crate::cli;
use crate::error::{Error, ErrorKind};
use crate::guard::{Command, GuardedProgram};
use crate::printable::{printable, short};
use crate::project::{
    Certainty, DecidedPart, ProjectTarget, Purpose, ResolvedTarget, Said, Tool, found_tools,
};
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;

/// Returns the commands that are asked about: the one that is given, or what the tools of the project
/// do to make changes.
fn commands(arguments: &cli::ProjectArguments, facts: &Facts<'_, '_>) -> Vec<Vec<OsString>> {
    if !arguments.command.is_empty() {
        return vec![arguments.command.clone()];
    }
    let deploying = |name: &str, tool: Option<Tool>| {
        let words = tool.map_or("", Tool::deploys).split_whitespace();
        [name].into_iter().chain(words).map(OsString::from).collect()
    };
    if let Some(name) = &arguments.tool {
        let is_named = |tool: &Tool| tool.programs().contains(&&**name);
        return vec![deploying(name, Tool::ALL.into_iter().find(is_named))];
    }
    let tools = found_tools(facts.lookup).into_iter();
    tools.map(|tool| deploying(tool.program(), Some(tool))).collect()
}

/// What a command hits, and what it would without the project.
struct ProjectAnswer {
    program: GuardedProgram,
    targets: Vec<ResolvedTarget>,
    environment: Resolution,
}

/// Reads what the project says of a command.
fn answer(
    words: &[OsString],
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Result<ProjectAnswer, Error> {
    let line = TypedLine::of_shell(words);
    let found = line.program().and_then(|program| {
        line.ask(facts, settings, |facts| {
            let command = Command::read(program, &line.words[1..], facts, None);
            let targets = command.project_targets(facts)?;
            Some(ProjectAnswer { program, targets, environment: command.resolution })
        })
    });
    found.ok_or_else(|| {
        let name = line.words.first().map(|word| word.to_string_lossy());
        let name = short(&name.unwrap_or_default());
        Error::new(ErrorKind::Failed, format!("the projects of {name} are not supported"))
    })
}

/// Answers `awsprompt project`.
pub(crate) fn run(
    arguments: &cli::ProjectArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    let commands = commands(arguments, facts);
    let answers = commands.iter().map(|words| answer(words, facts, settings));
    let answers = answers.collect::<Result<Vec<_>, _>>()?;
    if answers.is_empty() {
        let error =
            Error::new(ErrorKind::Failed, "this directory has no project that awsprompt reads");
        return Err(error.with_hint("awsprompt project -- terraform -chdir=DIRECTORY apply"));
    }
    if arguments.json {
        let document = ProjectDocument::new(&answers);
        return Ok(Outcome::Answer(document::written(&document, screen)));
    }
    let mut page = Page::new(screen);
    for answer in &answers {
        for target in &answer.targets {
            // Of one tool, the names tell enough.
            let tool = tool(answer.program).filter(|_| answers.len() > 1);
            page.line(&headline(tool, &target.said));
            write(target, &answer.environment, facts, settings, &mut page);
        }
    }
    Ok(Outcome::Answer(page.text))
}

fn tool(program: GuardedProgram) -> Option<&'static str> {
    match program {
        GuardedProgram::Tool(tool) => Some(tool.program()),
        GuardedProgram::Aws | GuardedProgram::Own(_) => None,
    }
}

fn headline(tool: Option<&str>, said: &ProjectTarget) -> String {
    let tool = tool.filter(|tool| *tool != said.name).map(|tool| format!("{tool}: "));
    let state = if said.purpose == Purpose::State { ", where the state is" } else { "" };
    format!("{}{}{state}", tool.unwrap_or_default(), printable(&said.name))
}

/// Writes a target: each value, where it is said, and what it is instead of.
fn write(
    target: &ResolvedTarget,
    environment: &Resolution,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    page: &mut Page,
) {
    let home = facts.world.locations.home.as_deref();
    let account = |account: &AccountId| {
        let number = shown_number(account, settings, &facts.world.environment);
        match settings.policy.label(account) {
            Some(label) => format!("{} ({number})", printable(label)),
            None => number,
        }
    };
    let own_account = environment.account().filter(|account| account.is_certain());
    let own_account = own_account.map(|found| account(&found.id));
    let own_region =
        environment.region.as_ref().map(|region| short(&region.value.to_string_lossy()));
    let own_profile = environment.chosen_profile().map(|profile| short(&profile.to_string_lossy()));
    let ProjectTarget { profile, role, .. } = &target.said;
    let shown = target.account.as_ref().map(account);
    let rows = [
        ("account", shown, target.account_certainty, target.decides_account(), own_account),
        (
            "region",
            target.region.as_deref().map(short),
            target.region_certainty,
            target.decides_region(),
            own_region,
        ),
        (
            "profile",
            profile.certain().map(|profile| short(profile)),
            Certainty::of(profile),
            DecidedPart::of("profile", profile),
            own_profile,
        ),
        (
            "role",
            role.certain().map(|role| short(role)),
            Certainty::of(role),
            DecidedPart::of("role", role),
            None,
        ),
    ];
    for (what, value, certainty, part, own) in rows {
        if value.is_some() || certainty != Certainty::Environment || what == "account" {
            let value = Shown { what, value, certainty, part, own };
            page.wrapped("  ", "            ", Style::new(), &value.line(home));
        }
    }
}

/// A value as a person reads it.
struct Shown<'a> {
    what: &'static str,
    value: Option<String>,
    certainty: Certainty,
    part: Option<DecidedPart<'a>>,
    /// What the environment has.
    own: Option<String>,
}

impl Shown<'_> {
    fn line(self, home: Option<&Path>) -> String {
        let value = match (self.value, self.certainty) {
            (_, Certainty::Unknown) => "not known".to_owned(),
            (Some(value), _) => value,
            (None, _) => "not known offline".to_owned(),
        };
        let said = self.part.map_or_else(
            || "the environment".to_owned(),
            |part| {
                let place = origin(part.place, home);
                match part.unknown {
                    Some(why) => format!("{place}: the {} {}", part.what, printable(why)),
                    None => place,
                }
            },
        );
        let is_other = |own: &String| *own != value && self.certainty == Certainty::Certain;
        let instead = self.own.filter(is_other);
        let instead = instead.map_or(String::new(), |own| format!(", instead of {own}"));
        format!("{:8}  {value}  {said}{instead}", self.what)
    }
}

/// `project --json`: schema 1 of `docs/guide/src/contract.md`.
#[derive(Serialize)]
struct ProjectDocument<'a> {
    schema: u32,
    tool: Option<&'static str>,
    targets: Vec<TargetDocument<'a>>,
}

#[derive(Serialize)]
struct TargetDocument<'a> {
    tool: Option<&'static str>,
    name: &'a str,
    purpose: &'static str,
    account: PartDocument<'a>,
    region: PartDocument<'a>,
    profile: PartDocument<'a>,
    role: PartDocument<'a>,
}

#[derive(Serialize)]
struct PartDocument<'a> {
    value: Option<&'a str>,
    certainty: &'static str,
    origin: Option<OriginDocument<'a>>,
    why: Option<&'a str>,
}

impl<'a> ProjectDocument<'a> {
    fn new(answers: &'a [ProjectAnswer]) -> Self {
        let targets = answers.iter().flat_map(|answer| {
            let tool = tool(answer.program);
            answer.targets.iter().map(move |target| TargetDocument::new(tool, target))
        });
        let tool = answers.first().and_then(|answer| tool(answer.program));
        Self { schema: 1, tool, targets: targets.collect() }
    }
}

impl<'a> TargetDocument<'a> {
    fn new(tool: Option<&'static str>, target: &'a ResolvedTarget) -> Self {
        let part = |value, certainty: Certainty, part: Option<DecidedPart<'a>>| PartDocument {
            value,
            certainty: certainty.name(),
            origin: part.map(|part| OriginDocument::new(part.place)),
            why: part.and_then(|part| part.unknown),
        };
        let ProjectTarget { name, purpose, profile, role, .. } = &target.said;
        let account = target.account.as_ref().map(AccountId::as_str);
        let text = |said: &'a Said<String>, what| {
            let value = said.certain().map(String::as_str);
            part(value, Certainty::of(said), DecidedPart::of(what, said))
        };
        Self {
            tool,
            name,
            purpose: match purpose {
                Purpose::Deploys => "deploys",
                Purpose::State => "state",
            },
            account: part(account, target.account_certainty, target.decides_account()),
            region: part(
                target.region.as_deref(),
                target.region_certainty,
                target.decides_region(),
            ),
            profile: text(profile, "profile"),
            role: text(role, "role"),
        }
    }
}
