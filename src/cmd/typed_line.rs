//! A line as it was typed: what it puts before a command, and the command that runs in the end.
//!
//! awsprompt's own `exec` and `guard` run another command, which is the one that counts; so do `env`,
//! `timeout` and the like.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;

use super::choice::{self, SwitchTarget, Wish};
use super::region::REGION_VARIABLES;
use crate::aws::{Facts, World, is_valid_region, ours};
use crate::cli::{Cli, CliCommand, ExecArguments};
use crate::guard::{
    Command, GuardedProgram, LineStart, Project, changed_by, is_directory, program_name, started,
    started_by, without_assignments,
};
use crate::line::WorkingDirectory;
use crate::policy::Policy;
use crate::prompt::Settings;

/// How many commands of awsprompt may run one another.
const MOST_NESTED: usize = 16;

/// A line, read from the outside in.
#[derive(Debug, Default)]
pub(crate) struct TypedLine {
    /// Variables before the command that decide what is hit.
    pub(crate) assigned: Vec<(OsString, OsString)>,
    /// What `awsprompt exec` switches to, one after the other.
    switches: Vec<ExecArguments>,
    /// The command that runs in the end, or the innermost that can be read.
    pub(crate) words: Vec<OsString>,
}

impl TypedLine {
    /// Reads a line as a shell does, which takes `NAME=value` before a command for itself.
    pub(crate) fn of_shell(words: &[OsString]) -> Self {
        let (mut assigned, words) = without_assignments(words);
        let line = Self::of_words(words);
        assigned.extend(line.assigned);
        Self { assigned, ..line }
    }

    /// Reads a command and its arguments.
    pub(crate) fn of_words(words: &[OsString]) -> Self {
        let mut line = Self { words: words.to_vec(), ..Self::default() };
        for _ in 0..MOST_NESTED {
            if line.words.first().and_then(program_name) != Some("awsprompt") {
                let Some(started) = started_by(&line.words) else { break };
                let (assigned, words) = without_assignments(started);
                // What is assigned after a switch is not distinguished from what is before it.
                if !assigned.is_empty() && line.has_switch() {
                    break;
                }
                line.assigned.extend(assigned);
                line.words = words.to_vec();
                continue;
            }
            line.words = match Cli::try_parse_from(&line.words).map(|cli| cli.command) {
                Ok(CliCommand::Guard(guard)) => guard.command,
                Ok(CliCommand::Exec(exec)) => {
                    let command = exec.command.clone();
                    line.switches.push(exec);
                    // Without a command it is a shell, which can run anything.
                    if command.is_empty() {
                        break;
                    }
                    command
                }
                _ => break,
            };
        }
        line
    }

    /// Finds the program, if it is one whose commands are known.
    pub(crate) fn program(&self) -> Option<GuardedProgram> {
        GuardedProgram::of_command(&self.words)
    }

    /// Does the same for one that the settings know.
    pub(crate) fn program_by(&self, policy: &Policy) -> Option<GuardedProgram> {
        let own = || policy.own_program(program_name(self.words.first()?)?);
        self.program().or_else(own)
    }

    /// Reads the commands of known programs that a program such as `xargs` or `sudo` starts, or a
    /// shell.
    pub(crate) fn started(&self, facts: &Facts<'_, '_>, policy: &Policy) -> Vec<Command> {
        let environment = &facts.world.environment;
        let variable =
            |name: &str| environment.get(name).map(|value| value.to_string_lossy().into_owned());
        let is_directory = |directory: &Path| is_directory(directory, facts.lookup);
        let aliases = BTreeMap::new();
        let start = LineStart { variable: &variable, aliases, is_directory: &is_directory };
        let started = started(&self.words, &start, |name| policy.own_program(name)).into_iter();
        let read = started.map(|(program, reached)| {
            let directory = match &reached.directory {
                WorkingDirectory::Known(directory) => directory.as_path(),
                WorkingDirectory::Unknown => Path::new(""),
            };
            let words = &reached.words[1..];
            let mut command = Command::of_line(program, words, directory, facts, None);
            let why = changed_by(&reached.steps).map(str::to_owned);
            command.unsettled = why.or(command.unsettled);
            let words: Vec<_> = words.iter().map(|word| OsString::from(&word.text)).collect();
            policy.add_words(&mut command, &words);
            command
        });
        read.collect()
    }

    /// Returns the directory that the command moves to from the working directory.
    pub(crate) fn directory(&self) -> PathBuf {
        match self.program() {
            Some(GuardedProgram::Tool(tool)) => Project::of(tool, &self.words[1..]).directory,
            Some(GuardedProgram::Aws | GuardedProgram::Own(_)) | None => PathBuf::new(),
        }
    }

    /// Tells whether the line itself chooses the account, other than by an option of the command.
    pub(crate) fn chooses_account(&self) -> bool {
        let is_region = |name: &OsString| REGION_VARIABLES.iter().any(|(known, _)| name == known);
        // Those of a tool only say what its project says.
        let is_of_aws = |name: &OsString| {
            name.as_encoded_bytes().starts_with(b"AWS_") || HOMES.iter().any(|home| name == home)
        };
        let chooses = |(name, _): &(OsString, OsString)| is_of_aws(name) && !is_region(name);
        !self.switches.is_empty() || self.assigned.iter().any(chooses)
    }

    /// Tells whether `awsprompt exec` names the profile.
    pub(crate) fn has_switch(&self) -> bool {
        !self.switches.is_empty()
    }

    /// Answers a question about the environment that the command gets.
    pub(crate) fn ask<T>(
        &self,
        facts: &Facts<'_, '_>,
        settings: &Settings,
        question: impl FnOnce(&Facts<'_, '_>) -> T,
    ) -> T {
        let mut after: Option<World> = None;
        for exec in &self.switches {
            let facts = Facts { world: after.as_ref().unwrap_or(facts.world), ..*facts };
            let region = exec.region.clone().filter(|region| is_valid_region(region));
            let wish = Wish {
                // A profile that there is none of stays chosen, and fails as it would.
                target: SwitchTarget::Profile(exec.profile.clone()),
                region,
                time: None,
                universal: Vec::new(),
            };
            let changes = choice::switch(&facts, &ours(&facts), &wish, settings).changes;
            after = Some(choice::world_after(facts.world, &changes));
        }
        question(&Facts { world: after.as_ref().unwrap_or(facts.world), ..*facts })
    }
}

/// The variables that say where the AWS files are, on one platform or another.
const HOMES: [&str; 4] = ["HOME", "HOMEDRIVE", "HOMEPATH", "USERPROFILE"];
