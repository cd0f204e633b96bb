//! The commands that a line, or a command's words, lead to in the end.
//!
//! A wrapper such as `env` or `timeout` is replaced by the command that it starts, with what it does
//! to the environment; a shell by the commands of its line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::batches::batches;
use super::command::GuardedProgram;
use super::reached_command::{
    EnvironmentStep, ReachedCommand, add_entry_point, add_environment, reads_a_file_first,
    take_assignments,
};
use super::wrappers::{Surroundings, Wrapper, WrapperArguments, WrapperKind, is_question};
use crate::line::{
    Changes, HOLE, LineError, SimpleCommand, Start, Stdin, Word, WorkingDirectory, commands,
};

/// How many wrappers and lines may be in one another.
const MOST_NESTED: usize = 12;

/// How many commands are looked at.
const MOST: usize = 4_000;

/// Commands that change the environment of the shell in a way that is not known.
const SWITCHING: [&str; 4] = ["assume", "asp", "acp", "awsp"];

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
    if search.is_cut { Err(LineError::TooMuch) } else { Ok(search.found) }
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

struct LineSearch<'a> {
    start: &'a LineStart<'a>,
    found: Vec<ReachedCommand>,
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
    fn command(&mut self, command: ReachedCommand) {
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
        let Some(wrapper) = Wrapper::of(&words) else { return Err(command) };
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
        if wrapper.kind == WrapperKind::Call
            && let Some(line) = wrapper.first_value(&arguments)
        {
            return self.code(command, next, &line.text, (None, None));
        }
        next.steps.extend(wrapper.surroundings.reason().map(EnvironmentStep::Lost));
        match wrapper.kind {
            WrapperKind::Command | WrapperKind::Call => {
                if is_question(&words) {
                    return Err(command);
                }
                match wrapper.surroundings {
                    Surroundings::Keeps => {}
                    Surroundings::User => take_assignments(&mut next),
                    Surroundings::Machine => {
                        add_entry_point(&mut next, arguments.skipped);
                        add_environment(&mut next, &arguments);
                    }
                }
            }
            WrapperKind::Maybe => {
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
            WrapperKind::Flag => {
                let names = wrapper.first_option();
                let mut rest = words.iter().skip_while(|word| !names.contains(&word.text));
                let Some(line) = rest.nth(1) else { return Err(command) };
                return self.code(command, next, &line.text, (None, None));
            }
            WrapperKind::Shell => return self.shell(command, next, &arguments),
            WrapperKind::Switch => return self.switch(command, next, &arguments),
        }
        if next.words.is_empty() {
            return Err(command);
        }
        self.command(next);
        Ok(())
    }

    /// Follows the commands that a program starts; it comes back if there are none.
    fn each(
        &mut self,
        inner: Vec<Vec<Word>>,
        command: ReachedCommand,
    ) -> Result<(), ReachedCommand> {
        if inner.is_empty() {
            return Err(command);
        }
        for words in inner {
            self.command(ReachedCommand { words, ..command.clone() });
        }
        Ok(())
    }

    /// Follows a command that gets the environment of a profile.
    fn switch(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        let Some(profile) = arguments.skipped.first() else { return Err(command) };
        let region = arguments.value(&["-r", "--region"]).cloned();
        next.steps.push(EnvironmentStep::Switch { profile: profile.clone(), region });
        if next.words.is_empty() {
            // A shell, which can run anything.
            next.words = vec![Word::open(&*command.words[0].source)];
            self.found.push(next);
        } else {
            self.command(next);
        }
        Ok(())
    }

    /// Follows the commands that `find` starts.
    fn find(&mut self, wrapper: &Wrapper, command: ReachedCommand) -> Result<(), ReachedCommand> {
        let places = executed(wrapper, &command.words);
        // The name of a file begins with its directory, and is no option.
        let name = format!("./{HOLE}");
        let replaced = |word: &Word| Word { text: word.text.replace("{}", &name), ..word.clone() };
        for at in &places {
            let rest = command.words[at + 1..].iter();
            let rest = rest.take_while(|word| !matches!(&*word.text, ";" | "+"));
            let mut next =
                ReachedCommand { words: rest.map(replaced).collect(), ..command.clone() };
            // It is where the file is.
            if matches!(&*command.words[*at].text, "-execdir" | "-okdir") {
                next.directory = WorkingDirectory::Unknown;
            }
            if !next.words.is_empty() {
                self.command(next);
            }
        }
        if places.is_empty() { Err(command) } else { Ok(()) }
    }

    fn env(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        let is_cleared = arguments.has(&["-i", "--ignore-environment", "-"]);
        let mut changes = Changes { is_cleared, ..Changes::default() };
        for (name, value) in &arguments.options {
            match (&**name, value) {
                ("-u" | "--unset", Some(value)) => match value.as_known() {
                    Some(name) => drop(changes.variables.insert(name.to_owned(), None)),
                    None => changes.is_lost = true,
                },
                ("-C" | "--chdir", Some(to)) => {
                    next.directory = match (&next.directory, to.as_known()) {
                        (WorkingDirectory::Known(from), Some(to)) => {
                            WorkingDirectory::Known(from.join(to))
                        }
                        _ => WorkingDirectory::Unknown,
                    };
                }
                _ => {}
            }
        }
        if changes != Changes::default() {
            next.steps.push(EnvironmentStep::Changes(changes));
        }
        let split = arguments.value(&["-S", "--split-string"]);
        if let Some(split) = split {
            let rest: Vec<&str> = arguments.rest.iter().map(|word| &*word.text).collect();
            let line = format!("{} {}", split.text, rest.join(" "));
            return self.code(command, next, &line, (None, None));
        }
        take_assignments(&mut next);
        if next.words.is_empty() {
            return Err(command);
        }
        self.command(next);
        Ok(())
    }

    /// Follows words of which a shell makes a line.
    fn words_of_line(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
    ) -> Result<(), ReachedCommand> {
        let line: Vec<String> = next.words.iter().map(|word| word.text.clone()).collect();
        if line.is_empty() {
            return match &next.stdin {
                // Commands for another machine, or jobs.
                Stdin::Text(text) => {
                    let text = text.clone();
                    next.stdin = Stdin::Other;
                    self.code(command, next, &text, (None, None))
                }
                _ => Err(command),
            };
        }
        let line = line.join(" ");
        self.code(command, next, &line, (None, None))
    }

    fn shell(
        &mut self,
        command: ReachedCommand,
        mut next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        if reads_a_file_first(&next.steps) || arguments.has(&["--rcfile", "--init-file"]) {
            let why = "the shell runs a file before";
            next.steps.push(EnvironmentStep::Lost(why));
        }
        let rest = next.words.clone();
        let texts = |words: &[Word]| words.iter().map(Word::as_parameter).collect::<Vec<_>>();
        if arguments.has(&["-c"]) {
            let Some((code, parameters)) = rest.split_first() else { return Err(command) };
            let name = parameters.first().and_then(Word::as_known).map(str::to_owned);
            let parameters = texts(parameters.get(1..).unwrap_or_default());
            return self.code(command, next, &code.text, (name, Some(parameters)));
        }
        let reads = rest.is_empty() || arguments.has(&["-s"]);
        match &next.stdin {
            Stdin::Text(text) if reads => {
                let text = text.clone();
                next.stdin = Stdin::Other;
                self.code(command, next, &text, (None, Some(texts(&rest))))
            }
            _ => Err(command),
        }
    }

    /// Follows code of a shell that a command is given.
    fn code(
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

/// Returns the places of the options after which `find` has a command.
fn executed(wrapper: &Wrapper, words: &[Word]) -> Vec<usize> {
    let places = words.iter().enumerate().skip(1);
    places.filter(|(_, word)| wrapper.takes_value(&word.text)).map(|(at, _)| at).collect()
}
