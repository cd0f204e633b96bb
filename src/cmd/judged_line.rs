//! A whole line of shell, judged command by command by the account that each would hit.
//!
//! `check --line` answers with it, and the hooks of coding agents.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::Serialize;

use super::checked::{CheckVerdict, CheckedCommand, verdict};
pub(crate) use super::line_environment::LineMachine;
use super::line_environment::{LineEnvironment, LineEnvironments, Unsettled};
use crate::aws::{Client, Environment, Facts, Flags, ParsedFiles, World, resolve};
use crate::guard::{
    Command, Effect, GuardedProgram, JudgingFiles, LineStart, Nature, ReachedCommand, Written,
    given_command, given_profile, is_directory, mentions_guarded, program_of_line, reached, shown,
};
use crate::line::{WorkingDirectory, is_known};
use crate::policy::{Assessment, Decision, Demand, Expectation, Guard};
use crate::project::Tool;
use crate::prompt::Settings;

/// How many bytes a line may have.
pub(crate) const LARGEST_LINE: usize = 1 << 20;

/// What is said of a command that other words would not make better.
const IS_GUARDING: &str = "it changes what awsprompt judges by";

/// What a line is judged by, besides its words.
pub(crate) struct LineQuestion<'a> {
    pub(crate) expectation: &'a Expectation,
    /// What the built-in class requires.
    pub(crate) production: Guard,
    /// The directory in which the line runs, from the working directory.
    pub(crate) directory: &'a Path,
    /// The aliases of the shell that runs the line.
    pub(crate) aliases: BTreeMap<String, String>,
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
    /// What it would hit, as far as that is known.
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    /// What the guard would want of a person.
    #[serde(skip)]
    pub(crate) demand: Demand,
    /// It is not judged, and says itself that it may run a guarded program.
    #[serde(skip)]
    pub(crate) may_run_guarded: bool,
    /// What it would reach depends on what only running the line would show.
    #[serde(skip)]
    pub(crate) is_open: bool,
    /// False of a program that is not known, and that no credentials are given.
    #[serde(skip)]
    pub(crate) uses_account: bool,
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
    let is_directory =
        |directory: &Path| is_directory(&question.directory.join(directory), machine.lookup());
    let start = LineStart {
        variable: &variable,
        aliases: question.aliases.clone(),
        is_directory: &is_directory,
    };
    // What a shell makes of a null byte is not said anywhere.
    let read = if line.contains('\0') { None } else { reached(line, &start).ok() };
    let Some(commands) = read else { return unreadable(line) };
    let environments = LineEnvironments { machine, environment, seen: Vec::new() };
    let written = Written::by(&commands, line, question.directory);
    let mut places = Places {
        machine,
        environments,
        written,
        judging_files: JudgingFiles::of(line, &commands, &variable, machine.lookup()),
        settings: Vec::new(),
    };
    let commands: Vec<_> =
        commands.iter().map(|command| places.placed(command, question.directory)).collect();
    let environments = &places.environments.seen;
    let worlds = || environments.iter().map(|it| &it.world);
    let read: Vec<_> = worlds().map(ParsedFiles::new).collect();
    // What is read once is enough for all that have the same files.
    let is_same =
        |one: &World, other: &World| one.files == other.files && one.locations == other.locations;
    let first = |world| worlds().position(|other| is_same(other, world)).map(|at| &read[at]);
    let judge = |command: &PlacedCommand<'_>| {
        let Some(at) = command.environment else {
            return JudgedCommand::everyday(shown(&command.command.words));
        };
        let LineEnvironment { world, unsettled, .. } = &environments[at];
        let files = first(world).unwrap_or(&read[at]);
        let facts = Facts { world, files, lookup: machine.lookup() };
        judged(command, &places.written, question, &facts, unsettled)
    };
    let commands: Vec<_> = commands.iter().map(judge).collect();
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

/// The directories of a line, each of which is looked at once.
struct Places<'a> {
    machine: &'a dyn LineMachine,
    environments: LineEnvironments<'a>,
    written: Written,
    judging_files: JudgingFiles<'a>,
    settings: Vec<(PathBuf, Rc<Settings>)>,
}

/// A command with what is looked up for it.
struct PlacedCommand<'c> {
    command: &'c ReachedCommand,
    nature: Nature,
    directory: PathBuf,
    settings: Rc<Settings>,
    /// The place of its environment; none of what does nothing to an account.
    environment: Option<usize>,
}

impl Places<'_> {
    fn placed<'c>(&mut self, command: &'c ReachedCommand, from: &Path) -> PlacedCommand<'c> {
        let nature = self.nature(command, from);
        let directory = match &command.directory {
            WorkingDirectory::Known(directory) => from.join(directory),
            WorkingDirectory::Unknown => from.to_owned(),
        };
        let settings = self.settings(if nature == Nature::Everyday { from } else { &directory });
        let own = || settings.policy.own_program(program_of_line(&command.words)?);
        let is_judging = self.judging_files.are_changed_by(command, from);
        let nature = match nature {
            Nature::Unknown { .. } if !is_judging => own().map_or(nature, Nature::Guarded),
            nature => nature,
        };
        let environment = (nature != Nature::Everyday)
            .then(|| self.environments.place(&command.steps, &settings));
        PlacedCommand { command, nature, directory, settings, environment }
    }

    fn nature(&self, command: &ReachedCommand, directory: &Path) -> Nature {
        if self.judging_files.are_changed_by(command, directory) {
            let why = IS_GUARDING.to_owned();
            return Nature::Unknown { may_run_guarded: true, why };
        }
        match Nature::of(command) {
            Nature::Everyday if self.written.is_run_by_everyday(command) => {
                let why = "it runs a hook that the line writes".to_owned();
                Nature::Unknown { may_run_guarded: true, why }
            }
            Nature::Unknown { may_run_guarded, why } => Nature::Unknown {
                may_run_guarded: may_run_guarded || self.written.is_run_by(command),
                why,
            },
            nature => nature,
        }
    }

    fn settings(&mut self, directory: &Path) -> Rc<Settings> {
        let known = self.settings.iter().find(|(known, _)| known == directory);
        if let Some((_, settings)) = known {
            return settings.clone();
        }
        let settings = Rc::new(self.machine.settings(directory));
        self.settings.push((directory.to_owned(), settings.clone()));
        settings
    }
}

impl JudgedCommand {
    fn everyday(words: Vec<String>) -> Self {
        Self {
            words,
            effect: Effect::Local,
            verdict: CheckVerdict::AsExpected,
            reasons: Vec::new(),
            account: None,
            region: None,
            demand: Demand::Nothing,
            may_run_guarded: false,
            is_open: false,
            uses_account: false,
        }
    }
}

/// Says why what the line writes itself may decide what a command would hit.
fn rewritten(written: &Written, command: &Command, reached: &ReachedCommand) -> Option<String> {
    if let Some(name) = given_command(reached) {
        return Some(format!("{name} is a command that awsprompt does not judge"));
    }
    let is_tool = command.program != GuardedProgram::Aws;
    let has_project = is_tool
        && command.is_decided_on()
        && (written.has_project || written.replaces_directory(command.project_directory()));
    let of_cluster = [Tool::Helm, Tool::K9s, Tool::Kubectl].map(GuardedProgram::Tool);
    let has_cluster =
        written.has_cluster && of_cluster.contains(&command.program) && command.is_decided_on();
    let what = match () {
        () if command.verdict.effect == Effect::Local => return None,
        () if written.has_aws_files => "the AWS files",
        () if has_project => "files of the project",
        () if has_cluster => "the kubeconfig",
        () if written.replaces(reached) => "the program, or the AWS files that it is given,",
        () => return None,
    };
    Some(format!("the line writes {what} itself"))
}

fn judged(
    placed: &PlacedCommand<'_>,
    written: &Written,
    question: &LineQuestion<'_>,
    facts: &Facts<'_, '_>,
    unsettled: &Unsettled,
) -> JudgedCommand {
    let PlacedCommand { command, nature, directory, settings, .. } = placed;
    let words = shown(&command.words);
    let policy = &settings.policy;
    let (checked, resolution, assessment) = match nature {
        Nature::Guarded(program) => {
            let profile = unsettled.profile.clone();
            let mut known =
                Command::of_line(*program, &command.words[1..], directory, facts, profile);
            let texts = command.words[1..].iter().map(|word| OsString::from(&word.text));
            policy.add_words(&mut known, &texts.collect::<Vec<_>>());
            // The AWS CLI is the same in every directory, unless one of them expects something.
            let is_moved = command.directory == WorkingDirectory::Unknown
                && (*program != GuardedProgram::Aws || !policy.directories.is_empty());
            let moved = is_moved.then(|| "the directory is not known before the line runs".into());
            let other = rewritten(written, &known, command);
            known.unsettled = unsettled.account.clone().or(known.unsettled).or(moved).or(other);
            let assessment = Assessment::of_command(facts, &known, policy);
            let decided = assessment.project.as_ref().map(|project| &project.resolution);
            let resolution = decided.unwrap_or(&known.resolution).clone();
            (CheckedCommand::Known(Box::new(known)), resolution, assessment)
        }
        Nature::Unknown { why, .. } => {
            // What is no name of the AWS files is the program's own.
            let profile = given_profile(&command.words).filter(|name| {
                facts.profiles().is_ok_and(|profiles| profiles.find(name).is_some())
            });
            let flags = Flags { profile: profile.map(Into::into), region: None };
            let resolution = resolve(facts, Client::AwsCliV2, &flags);
            let assessment = Assessment::new(facts, &resolution, policy);
            (CheckedCommand::Unknown(why.clone()), resolution, assessment)
        }
        Nature::Everyday => return JudgedCommand::everyday(words),
    };
    let (expectation, production) = (question.expectation, question.production);
    let (verdict, reasons) =
        verdict(expectation, &checked, &resolution, &assessment, settings, production);
    let decided = checked.known().map(|known| Decision::on(known, &assessment, policy, production));
    let target = checked.known().map(|_| &assessment.target);
    let is_given_guarded = checked.known().is_none()
        && given_profile(&command.words).is_some()
        && assessment.guard(production) != Guard::Off;
    let may_run_guarded =
        is_given_guarded || matches!(nature, Nature::Unknown { may_run_guarded: true, .. });
    let is_signed = resolution.credentials.is_some() && resolution.failure.is_none();
    JudgedCommand {
        words,
        account: target.and_then(|it| Some(it.account.as_ref()?.as_str().to_owned())),
        region: target.and_then(|it| it.region.clone()).filter(|region| is_known(region)),
        effect: checked.known().map_or(Effect::Unknown, |known| known.verdict.effect),
        verdict,
        reasons,
        demand: decided.map_or(Demand::Nothing, |decision| decision.demand),
        may_run_guarded: verdict == CheckVerdict::NotJudged && may_run_guarded,
        is_open: checked.known().map_or(
            !matches!(nature, Nature::Unknown { why, .. } if why == IS_GUARDING),
            |known| known.unsettled.is_some(),
        ),
        uses_account: checked.known().is_some() || may_run_guarded || is_signed,
    }
}
