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
    Certainty, DecidedPart, ProjectTarget, Purpose, ResolvedTarget, Said, Tool, found_tool,
};
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;

/// Returns the command that is asked about: the one that is given, or what the tool of the project
/// does to make changes.
fn command(arguments: &cli::ProjectArguments, facts: &Facts<'_, '_>) -> Vec<OsString> {
    if !arguments.command.is_empty() {
        return arguments.command.clone();
    }
    let named =
        |name: &String| Tool::ALL.into_iter().find(|tool| tool.programs().contains(&&**name));
    let tool = match &arguments.tool {
        Some(name) => named(name),
        None => found_tool(facts.lookup),
    };
    let name = arguments.tool.clone().or_else(|| Some(tool?.program().to_owned()));
    let words = tool.map_or("", Tool::deploys).split_whitespace().map(OsString::from);
    name.into_iter().map(OsString::from).chain(words).collect()
}

/// Answers `awsprompt project`.
pub(crate) fn run(
    arguments: &cli::ProjectArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    let line = TypedLine::of_shell(&command(arguments, facts));
    let name = line.words.first().map(|word| word.to_string_lossy().into_owned());
    let name = name.filter(|name| !name.is_empty());
    let Some(name) = name else {
        let error =
            Error::new(ErrorKind::Failed, "this directory has no project that awsprompt reads");
        return Err(error.with_hint("awsprompt project -- terraform -chdir=DIRECTORY apply"));
    };
    let found = line.program().and_then(|program| {
        line.ask(facts, settings, |facts| {
            let command = Command::read(program, &line.words[1..], facts, None);
            Some((program, command.project_targets(facts)?, command.resolution))
        })
    });
    let Some((program, targets, environment)) = found else {
        let message = format!("the projects of {} are not read", short(&name));
        return Err(Error::new(ErrorKind::Failed, message));
    };
    if arguments.json {
        let document = ProjectDocument::new(program, &targets);
        return Ok(Outcome::Answer(document::written(&document, screen)));
    }
    let mut page = Page::new(screen);
    for target in &targets {
        write(target, &environment, facts, settings, &mut page);
    }
    Ok(Outcome::Answer(page.text))
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
    let state = if target.said.purpose == Purpose::State { ", where the state is" } else { "" };
    page.line(&format!("{}{state}", printable(&target.said.name)));
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
    fn new(program: GuardedProgram, targets: &'a [ResolvedTarget]) -> Self {
        let tool = match program {
            GuardedProgram::Tool(tool) => Some(tool.program()),
            GuardedProgram::Aws | GuardedProgram::Own(_) => None,
        };
        Self { schema: 1, tool, targets: targets.iter().map(TargetDocument::new).collect() }
    }
}

impl<'a> TargetDocument<'a> {
    fn new(target: &'a ResolvedTarget) -> Self {
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
