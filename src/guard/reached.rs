//! The commands that a line, or a command's words, lead to in the end.
//!
//! A wrapper such as `env` or `timeout` is replaced by the command that it starts, with what it does
//! to the environment; a shell by the commands of its line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::batches::batches;
use super::command::{GuardedProgram, program_name_of};
use super::nature::program_of_line;
use super::reached_command::{
    EnvironmentStep, ReachedCommand, add_entry_point, add_environment, take_assignments,
};
use super::workspace::follow_workspaces;
use super::wrappers::{Wrapper, WrapperArguments, WrapperKind, WrapperPlace, is_question};
use crate::line::{
    Changes, HOLE, LineError, SimpleCommand, Start, Stdin, Word, WorkingDirectory, commands,
};

/// How many wrappers and lines may be in one another.
const MOST_NESTED: usize = 12;

/// How many commands are looked at.
const MOST: usize = 4_000;

/// Commands that change the environment of the shell in a way that is not known.
const SWITCHING: [&str; 5] = ["assume", "asp", "acp", "awsp", "awsume"];

/// What a line starts from.
pub(crate) struct LineStart<'a> {
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    pub(crate) aliases: BTreeMap<String, String>,
    /// Tells whether a directory exists, from where the line begins.
    pub(crate) is_directory: &'a dyn Fn(&Path) -> bool,
}

/// Returns the commands that a line may run, or why it cannot be read.
pub(crate) fn reached(line: &str, start: &LineStart<'_>) -> Result<Vec<ReachedCommand>, LineError> {
    let mut search = LineSearch { start, found: Vec::new(), nested: 0, is_cut: false };
    let origin =
        LineOrigin { steps: Vec::new(), directory: WorkingDirectory::Known(PathBuf::new()) };
    search.line(line, &origin, (None, None), Stdin::Inherited)?;
    if search.is_cut {
        return Err(LineError::TooMuch);
    }
    follow_workspaces(&mut search.found);
    Ok(search.found)
}

/// Returns the guarded commands that words lead to, as those of `xargs` and `bash -c`. `own` finds the
/// programs of the settings by their names.
pub(crate) fn started(
    words: &[OsString],
    start: &LineStart<'_>,
    own: impl Fn(&str) -> Option<GuardedProgram>,
) -> Vec<(GuardedProgram, ReachedCommand)> {
    let words: Option<Vec<Word>> =
        words.iter().map(|word| Some(Word::known(word.to_str()?))).collect();
    let Some(words) = words.filter(|words| Wrapper::of(words).is_some()) else {
        return Vec::new();
    };
    let mut search = LineSearch { start, found: Vec::new(), nested: 0, is_cut: false };
    search.command(ReachedCommand {
        words,
        steps: Vec::new(),
        directory: WorkingDirectory::Known(PathBuf::new()),
        stdin: Stdin::Other,
        writes: [].into(),
    });
    let program = |command: ReachedCommand| {
        let words = &command.words;
        let program = GuardedProgram::of_words(words).or_else(|| own(program_of_line(words)?))?;
        Some((program, command))
    };
    search.found.into_iter().filter_map(program).collect()
}

/// Where a line is run.
struct LineOrigin {
    steps: Vec<EnvironmentStep>,
    directory: WorkingDirectory,
}

impl LineOrigin {
    /// Returns a variable as the steps leave it.
    fn variable(&self, name: &str, start: &LineStart<'_>) -> Option<String> {
        for step in self.steps.iter().rev() {
            match step {
                EnvironmentStep::Changes(changes) => {
                    if let Some(value) = changes.variables.get(name) {
                        return value.clone();
                    }
                    if changes.is_lost {
                        return Some(HOLE.to_string());
                    }
                    if changes.is_cleared {
                        return None;
                    }
                }
                EnvironmentStep::Switch { .. } if !name.starts_with("AWS") => {}
                EnvironmentStep::Switch { .. } | EnvironmentStep::Lost(_) => {
                    return Some(HOLE.to_string());
                }
            }
        }
        (start.variable)(name)
    }
}

pub(super) struct LineSearch<'a> {
    start: &'a LineStart<'a>,
    pub(super) found: Vec<ReachedCommand>,
    nested: usize,
    is_cut: bool,
}

impl LineSearch<'_> {
    fn line(
        &mut self,
        line: &str,
        origin: &LineOrigin,
        (name, parameters): (Option<String>, Option<Vec<String>>),
        stdin: Stdin,
    ) -> Result<(), LineError> {
        let variable = |name: &str| origin.variable(name, self.start);
        let aliases = if self.nested == 0 { self.start.aliases.clone() } else { BTreeMap::new() };
        let is_directory = |directory: &Path| match &origin.directory {
            WorkingDirectory::Known(from) => (self.start.is_directory)(&from.join(directory)),
            WorkingDirectory::Unknown => false,
        };
        let start = Start {
            variable: &variable,
            aliases,
            name,
            parameters,
            stdin,
            is_directory: &is_directory,
            losing: &SWITCHING,
        };
        for command in commands(line, &start)? {
            let SimpleCommand { words, changes, directory, stdin, writes } = command;
            let mut steps = origin.steps.clone();
            if changes != Changes::default() {
                steps.push(EnvironmentStep::Changes(changes));
            }
            let directory = match (&origin.directory, directory) {
                (WorkingDirectory::Known(from), WorkingDirectory::Known(to)) => {
                    WorkingDirectory::Known(from.join(to))
                }
                (WorkingDirectory::Unknown, WorkingDirectory::Known(to)) if to.is_absolute() => {
                    WorkingDirectory::Known(to)
                }
                _ => WorkingDirectory::Unknown,
            };
            self.command(ReachedCommand { words, steps, directory, stdin, writes });
        }
        Ok(())
    }

    /// Follows a command to what it starts.
    pub(super) fn command(&mut self, command: ReachedCommand) {
        if self.found.len() >= MOST || self.nested == MOST_NESTED {
            self.is_cut = true;
            return;
        }
        self.nested += 1;
        if let Err(command) = self.inner(command) {
            self.found.push(command);
        }
        self.nested -= 1;
    }

    /// Follows a wrapper; the command comes back if it starts none that is known.
    fn inner(&mut self, command: ReachedCommand) -> Result<(), ReachedCommand> {
        let words = command.words.clone();
        let Some(wrapper) = Wrapper::of(&words) else {
            self.makers_of_templates(&command);
            return Err(command);
        };
        if wrapper.kind == WrapperKind::Find {
            return self.find(&wrapper, command);
        }
        let Some(arguments) = wrapper.arguments(&words) else {
            // A word that is not known may be the command.
            let first = Word::open(command.words[0].source.clone());
            let words = [&[first], &words[1..]].concat();
            self.found.push(ReachedCommand { words, ..command });
            return Ok(());
        };
        let mut next = ReachedCommand { words: arguments.rest.to_vec(), ..command.clone() };
        if matches!(wrapper.kind, WrapperKind::Call | WrapperKind::Tools)
            && let Some(line) = wrapper.first_value(&arguments)
        {
            return self.code(command, next, &line.text, (None, None));
        }
        next.steps.extend(wrapper.place.reason().map(EnvironmentStep::Lost));
        self.commands_of_options(&wrapper, &command, &arguments);
        match wrapper.kind {
            WrapperKind::Command | WrapperKind::Call | WrapperKind::Tools => {
                if is_question(&words) {
                    return Err(command);
                }
                add_place(&mut next, &wrapper, &arguments);
                let is_cleared = words[0].text == "exec" && arguments.has(&["-c"]);
                let cleared = Changes { is_cleared, ..Changes::default() };
                next.steps.extend(is_cleared.then_some(EnvironmentStep::Changes(cleared)));
                let is_tracer =
                    ["ltrace", "strace", "time"].contains(&program_name_of(&words[0].text));
                if let Some(file) = arguments.value(&["-o", "--output"]).filter(|_| is_tracer) {
                    next.writes = [&next.writes, &[file.text.clone()][..]].concat().into();
                }
            }
            WrapperKind::Maybe => {
                add_place(&mut next, &wrapper, &arguments);
                let is_program = GuardedProgram::of_words(&next.words).is_some();
                if !is_program && Wrapper::of(&next.words).is_none() {
                    return Err(command);
                }
            }
            WrapperKind::Env => return self.env(command, next, &arguments),
            WrapperKind::Items => {
                let batches = batches(&next.words, &arguments, &command.stdin);
                // What xargs reads, the command does not.
                return self.each(batches, ReachedCommand { stdin: Stdin::Other, ..command });
            }
            WrapperKind::Find => {}
            WrapperKind::Line => return self.words_of_line(command, next),
            WrapperKind::Flag => return self.flag(&wrapper, command, next, &arguments),
            WrapperKind::Shell => return self.shell(command, next, &arguments),
            WrapperKind::Switch => return self.switch(command, next, &arguments),
        }
        if next.words.is_empty() {
            return Err(command);
        }
        self.started(&wrapper, next);
        Ok(())
    }

    fn started(&mut self, wrapper: &Wrapper, next: ReachedCommand) {
        let hyphens = next.words.iter().position(|word| word.text == "--");
        if let Some(at) = hyphens.filter(|_| is_npm(wrapper)) {
            // Some versions of npm and its like take them away, others do not.
            let mut without = next.clone();
            without.words.remove(at);
            self.command(without);
        }
        self.command(next);
    }

    /// Follows code of a shell that a command is given.
    pub(super) fn code(
        &mut self,
        command: ReachedCommand,
        next: ReachedCommand,
        code: &str,
        called: (Option<String>, Option<Vec<String>>),
    ) -> Result<(), ReachedCommand> {
        let origin = LineOrigin { steps: next.steps, directory: next.directory };
        let before = self.found.len();
        if self.line(code, &origin, called, next.stdin).is_ok() {
            return Ok(());
        }
        self.found.truncate(before);
        Err(command)
    }
}

/// Adds to a command what the program that starts it does with the rest.
fn add_place(next: &mut ReachedCommand, wrapper: &Wrapper, arguments: &WrapperArguments<'_>) {
    // npm takes it away.
    if is_npm(wrapper) && next.words.get(1).is_some_and(|word| word.text == "--") {
        next.words.remove(1);
    }
    match wrapper.place {
        WrapperPlace::Here => {
            let moving = ["-C", "--cd", "--cwd", "--dir", "--directory"];
            if let Some(to) = arguments.value(&moving) {
                next.move_to(to);
            }
        }
        WrapperPlace::OtherUser => {
            take_assignments(next);
            if next.words.is_empty() && arguments.has(&["-s", "--shell", "-i", "--login"]) {
                next.words.push(Word::known("sh"));
            }
        }
        WrapperPlace::OtherMachine => {
            match arguments.value(&["--entrypoint"]) {
                Some(program) if program.text.is_empty() => {}
                Some(program) => next.words.insert(0, program.clone()),
                None => add_entry_point(next, arguments.skipped),
            }
            add_environment(next, arguments);
        }
    }
}

/// Tells whether a program starts another as npm does.
fn is_npm(wrapper: &Wrapper) -> bool {
    matches!(wrapper.kind, WrapperKind::Call | WrapperKind::Maybe)
}
