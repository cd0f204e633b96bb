//! A whole line of shell, judged command by command by the account that each would hit.
//!
//! `check --line` answers with it, and the hooks of coding agents.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::checked::{CheckVerdict, CheckedCommand, verdict};
use super::choice::{self, SwitchTarget, Wish};
use crate::aws::{
    Client, Environment, Facts, Flags, Lookup, Readings, World, is_valid_region, ours, resolve,
};
use crate::guard::{
    Command, Effect, EnvironmentStep, GuardedProgram, LineStart, Nature, ReachedCommand,
    mentions_guarded, reached, shown,
};
use crate::line::{WorkingDirectory, is_known};
use crate::policy::{Assessment, Decision, Demand, Expectation, Guard};
use crate::prompt::Settings;

/// What a line is judged by, besides its words.
pub(crate) struct LineQuestion<'a> {
    pub(crate) expectation: &'a Expectation,
    /// What the built-in class requires.
    pub(crate) production: Guard,
    /// The directory in which the line runs, from the working directory.
    pub(crate) directory: &'a Path,
}

/// What looks at the machine for one command after the other.
pub(crate) trait LineMachine {
    /// Looks at the files for an environment.
    fn world(&self, environment: Environment) -> World;

    /// Reads the settings, and what a directory expects.
    fn settings(&self, directory: &Path) -> Settings;

    fn lookup(&self) -> &dyn Lookup;
}

/// What is said of a line.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LineVerdict {
    pub(crate) verdict: CheckVerdict,
    /// The gravest of its commands.
    pub(crate) effect: Effect,
    pub(crate) reasons: Vec<String>,
    pub(crate) commands: Vec<JudgedCommand>,
    /// What is not judged may be a command that should be.
    #[serde(skip)]
    pub(crate) may_run_guarded: bool,
}

/// What is said of one of its commands.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct JudgedCommand {
    pub(crate) words: Vec<String>,
    pub(crate) effect: Effect,
    pub(crate) verdict: CheckVerdict,
    pub(crate) reasons: Vec<String>,
    /// What the guard would want of a person.
    #[serde(skip)]
    #[expect(dead_code, reason = "the hooks of agents read it")]
    pub(crate) demand: Demand,
    /// It is not judged, and says itself that it may run a guarded program.
    #[serde(skip)]
    pub(crate) may_run_guarded: bool,
}

/// Judges the commands of a line.
pub(crate) fn judge_line(
    line: &str,
    environment: &Environment,
    machine: &dyn LineMachine,
    question: &LineQuestion<'_>,
) -> LineVerdict {
    let variable =
        |name: &str| environment.get(name).map(|value| value.to_string_lossy().into_owned());
    let start = LineStart { variable: &variable, aliases: BTreeMap::new() };
    let Ok(commands) = reached(line, &start) else { return unreadable(line) };
    let mut places = Places { machine, environment, settings: Vec::new() };
    let commands: Vec<_> =
        commands.iter().map(|command| judged(command, &mut places, question)).collect();
    let verdict = commands.iter().map(|command| command.verdict).max();
    let verdict = verdict.unwrap_or(CheckVerdict::AsExpected);
    let effect = commands.iter().map(|command| command.effect).max().unwrap_or(Effect::Local);
    let worst = commands.iter().filter(|command| command.verdict == verdict);
    let mut reasons: Vec<String> = Vec::new();
    for command in worst {
        let name = command.words.join(" ");
        for reason in &command.reasons {
            let reason = format!("{}: {reason}", crate::printable::short(&name));
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    let may_run_guarded = commands.iter().any(|command| command.may_run_guarded);
    LineVerdict { verdict, effect, reasons, commands, may_run_guarded }
}

/// Says of a line that cannot be read that it is not judged.
fn unreadable(line: &str) -> LineVerdict {
    LineVerdict {
        verdict: CheckVerdict::NotJudged,
        effect: Effect::Unknown,
        reasons: vec!["not judged: awsprompt cannot read the line".to_owned()],
        commands: Vec::new(),
        may_run_guarded: mentions_guarded(line),
    }
}

/// The environments and directories of a line, each of which is looked at once.
struct Places<'a> {
    machine: &'a dyn LineMachine,
    environment: &'a Environment,
    settings: Vec<(PathBuf, Settings)>,
}

impl Places<'_> {
    fn settings(&mut self, directory: &Path) -> &Settings {
        let place = self.settings.iter().position(|(known, _)| known == directory);
        let place = place.unwrap_or_else(|| {
            self.settings.push((directory.to_owned(), self.machine.settings(directory)));
            self.settings.len() - 1
        });
        &self.settings[place].1
    }
}

impl JudgedCommand {
    fn everyday(words: Vec<String>) -> Self {
        Self {
            words,
            effect: Effect::Local,
            verdict: CheckVerdict::AsExpected,
            reasons: Vec::new(),
            demand: Demand::Nothing,
            may_run_guarded: false,
        }
    }
}

fn judged(
    command: &ReachedCommand,
    places: &mut Places<'_>,
    question: &LineQuestion<'_>,
) -> JudgedCommand {
    let words = shown(&command.words);
    let nature = Nature::of(command);
    if nature == Nature::Everyday {
        return JudgedCommand::everyday(words);
    }
    let (directory, is_known) = match &command.directory {
        WorkingDirectory::Known(directory) => (question.directory.join(directory), true),
        WorkingDirectory::Unknown => (question.directory.to_owned(), false),
    };
    let (machine, environment) = (places.machine, places.environment);
    let settings = places.settings(&directory);
    let policy = &settings.policy;
    let (world, lost) = world(machine, environment, &command.steps, settings);
    let files = Readings::new(&world);
    let facts = Facts { world: &world, files: &files, lookup: machine.lookup() };
    let (checked, resolution, assessment) = match &nature {
        Nature::Guarded(program) => {
            let mut known = Command::of_line(*program, &command.words[1..], &directory, &facts);
            // The AWS CLI is the same in every directory, unless one of them expects something.
            let is_moved =
                !is_known && (*program != GuardedProgram::Aws || !policy.directories.is_empty());
            let moved = is_moved.then(|| "the directory is not known before the line runs".into());
            known.unsettled = lost.or(known.unsettled).or(moved);
            let assessment = Assessment::of_command(&facts, &known, policy);
            let resolution = known.resolution.clone();
            (CheckedCommand::Known(Box::new(known)), resolution, assessment)
        }
        Nature::Unknown { why, .. } => {
            let resolution = resolve(&facts, Client::AwsCliV2, &Flags::default());
            let assessment = Assessment::new(&facts, &resolution, policy);
            (CheckedCommand::Unknown(why.clone()), resolution, assessment)
        }
        Nature::Everyday => return JudgedCommand::everyday(words),
    };
    let (expectation, production) = (question.expectation, question.production);
    let (verdict, reasons) =
        verdict(expectation, &checked, &resolution, &assessment, settings, production);
    let decided = checked.known().map(|known| Decision::on(known, &assessment, policy, production));
    JudgedCommand {
        words,
        effect: checked.known().map_or(Effect::Unknown, |known| known.verdict.effect),
        verdict,
        reasons,
        demand: decided.map_or(Demand::Nothing, |decision| decision.demand),
        may_run_guarded: verdict == CheckVerdict::NotJudged
            && matches!(nature, Nature::Unknown { may_run_guarded: true, .. }),
    }
}

/// Returns the world of a command, and why its account cannot be told from it.
fn world(
    machine: &dyn LineMachine,
    environment: &Environment,
    steps: &[EnvironmentStep],
    settings: &Settings,
) -> (World, Option<String>) {
    let mut world = machine.world(environment.clone());
    let mut lost = None;
    for step in steps {
        match step {
            EnvironmentStep::Lost(why) => lost = Some((*why).to_owned()),
            EnvironmentStep::Changes(changes) => {
                if changes.is_lost {
                    let why = "the environment is not known after what the line runs before";
                    lost = Some(why.to_owned());
                }
                let is_ours = |name: &str| name.starts_with("AWSPROMPT_");
                let variables = changes.variables.iter().filter(|(name, _)| !is_ours(name));
                let unknown = variables.clone().find(|(name, value)| {
                    decides(name) && value.as_ref().is_some_and(|value| !is_known(value))
                });
                if let Some((name, _)) = unknown {
                    lost = Some(format!("{name} is not known before the line runs"));
                }
                let variables: Vec<(OsString, Option<OsString>)> = variables
                    .map(|(name, value)| (name.into(), value.as_ref().map(OsString::from)))
                    .collect();
                let keeps = |name: &std::ffi::OsStr| {
                    !changes.is_cleared || name.to_str().is_some_and(is_ours)
                };
                world = machine.world(world.environment.updated(variables, keeps));
            }
            EnvironmentStep::Switch { profile, region } => {
                let is_known = profile.as_known().is_some()
                    && region.as_ref().is_none_or(|region| region.as_known().is_some());
                lost = (!is_known).then(|| "the profile is not known before the line runs".into());
                let region = region.as_ref().map(|region| OsString::from(&region.text));
                let wish = Wish {
                    target: SwitchTarget::Profile(profile.text.clone().into()),
                    region: region.filter(|region| is_valid_region(region)),
                    time: None,
                    universal: Vec::new(),
                };
                let files = Readings::new(&world);
                let facts = Facts { world: &world, files: &files, lookup: machine.lookup() };
                let changes = choice::switch(&facts, &ours(&facts), &wish, settings).changes;
                let after = world.environment.changed(&changes);
                world = machine.world(after);
            }
        }
    }
    (world, lost)
}

/// Tells whether a variable decides what is hit.
fn decides(name: &str) -> bool {
    const PREFIXES: [&str; 6] = ["AWS_", "TF_", "CDK_", "PULUMI_", "SAM_", "EKSCTL_"];
    const HARMLESS: [&str; 6] = [
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_PAGER",
        "AWS_DEFAULT_OUTPUT",
        "AWS_MAX_ATTEMPTS",
        "AWS_RETRY_MODE",
    ];
    const HOMES: [&str; 4] = ["HOME", "HOMEDRIVE", "HOMEPATH", "USERPROFILE"];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) && !HARMLESS.contains(&name)
        || HOMES.contains(&name)
}
