//! The commands that a line, or a command's words, lead to in the end.
//!
//! A wrapper such as `env` or `timeout` is replaced by the command that it starts, with what it does
//! to the environment; a shell by the commands of its line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::command::GuardedProgram;
use super::wrappers::{Surroundings, Wrapper, WrapperArguments, WrapperKind};
use crate::line::{
    Changes, HOLE, LineError, SimpleCommand, Start, Stdin, Word, WorkingDirectory, commands,
    is_known,
};

/// How many wrappers and lines may be in one another.
const MOST_NESTED: usize = 12;

/// How many commands are looked at.
const MOST: usize = 4_000;

/// Commands that change the environment of the shell in a way that is not known.
const SWITCHING: [&str; 4] = ["assume", "asp", "acp", "awsp"];

/// A command that starts no other, as far as is known.
#[derive(Clone, Debug)]
pub(crate) struct ReachedCommand {
    pub(crate) words: Vec<Word>,
    /// How its environment comes about, one after the other.
    pub(crate) steps: Vec<EnvironmentStep>,
    pub(crate) directory: WorkingDirectory,
    pub(crate) stdin: Stdin,
}

/// A change of the environment on the way to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EnvironmentStep {
    Changes(Changes),
    /// `awsprompt exec`: a profile, and a region.
    Switch {
        profile: Word,
        region: Option<Word>,
    },
    /// It is not known, for this reason.
    Lost(&'static str),
}

/// What a line starts from.
pub(crate) struct LineStart<'a> {
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    pub(crate) aliases: BTreeMap<String, String>,
}

/// Returns the commands that a line may run, or why it cannot be read.
pub(crate) fn reached(line: &str, start: &LineStart<'_>) -> Result<Vec<ReachedCommand>, LineError> {
    let mut search = LineSearch { start, found: Vec::new(), nested: 0, is_cut: false };
    let origin =
        LineOrigin { steps: Vec::new(), directory: WorkingDirectory::Known(PathBuf::new()) };
    search.line(line, &origin, None, Stdin::Inherited)?;
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
        parameters: Option<Vec<String>>,
        stdin: Stdin,
    ) -> Result<(), LineError> {
        let variable = |name: &str| origin.variable(name, self.start);
        let aliases = if self.nested == 0 { self.start.aliases.clone() } else { BTreeMap::new() };
        let start = Start { variable: &variable, aliases, parameters, stdin, losing: &SWITCHING };
        for command in commands(line, &start)? {
            let SimpleCommand { words, changes, directory, stdin } = command;
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
            self.command(ReachedCommand { words, steps, directory, stdin });
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
        let Some(arguments) = wrapper.arguments(&words) else { return Err(command) };
        let mut next = ReachedCommand { words: arguments.rest.to_vec(), ..command.clone() };
        next.steps.extend(wrapper.surroundings.reason().map(EnvironmentStep::Lost));
        match wrapper.kind {
            WrapperKind::Command => {
                if is_question(&words) {
                    return Err(command);
                }
                let is_assigned = matches!(wrapper.surroundings, Surroundings::User);
                if is_assigned {
                    take_assignments(&mut next);
                }
            }
            WrapperKind::Maybe => {
                let is_wrapper = Wrapper::of(&next.words).is_some();
                if !is_wrapper && GuardedProgram::of_words(&next.words).is_none() {
                    return Err(command);
                }
            }
            WrapperKind::Env => return self.env(command, next, &arguments),
            WrapperKind::Items => items(&mut next, &arguments, &command.stdin),
            WrapperKind::Find => {
                let mut any = false;
                for words in executed(&words) {
                    any = true;
                    self.command(ReachedCommand { words, ..command.clone() });
                }
                return if any { Ok(()) } else { Err(command) };
            }
            WrapperKind::Line => return self.words_of_line(command, next),
            WrapperKind::Flag => {
                let names = wrapper.first_option();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let Some(line) = arguments.value(&names) else { return Err(command) };
                let line = line.text.clone();
                return self.code(command, next, &line, None);
            }
            WrapperKind::Shell => return self.shell(command, next, &arguments),
            WrapperKind::Switch => {
                let Some(profile) = arguments.skipped.first() else { return Err(command) };
                let region = arguments.value(&["-r", "--region"]).cloned();
                next.steps.push(EnvironmentStep::Switch { profile: profile.clone(), region });
                if next.words.is_empty() {
                    // A shell, which can run anything.
                    next.words = vec![Word::open(&*words[0].source)];
                    self.found.push(next);
                    return Ok(());
                }
            }
        }
        if next.words.is_empty() {
            return Err(command);
        }
        self.command(next);
        Ok(())
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
            return self.code(command, next, &line, None);
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
        next: ReachedCommand,
    ) -> Result<(), ReachedCommand> {
        let line: Vec<String> = next.words.iter().map(|word| word.text.clone()).collect();
        if line.is_empty() {
            return match &next.stdin {
                // Commands for another machine, or jobs.
                Stdin::Text(text) => {
                    let text = text.clone();
                    self.code(command, next, &text, None)
                }
                _ => Err(command),
            };
        }
        let line = line.join(" ");
        self.code(command, next, &line, None)
    }

    fn shell(
        &mut self,
        command: ReachedCommand,
        next: ReachedCommand,
        arguments: &WrapperArguments<'_>,
    ) -> Result<(), ReachedCommand> {
        let rest = &next.words;
        let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        if arguments.has(&["-c"]) {
            let Some((code, parameters)) = rest.split_first() else { return Err(command) };
            let is_known = parameters.iter().all(|word| !word.is_open);
            let parameters = texts(parameters.get(1..).unwrap_or_default());
            let code = code.text.clone();
            return self.code(command, next, &code, is_known.then_some(parameters));
        }
        let reads = rest.is_empty() || arguments.has(&["-s"]);
        match &next.stdin {
            Stdin::Text(text) if reads => {
                let text = text.clone();
                let parameters = texts(rest);
                self.code(command, next, &text, Some(parameters))
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
        parameters: Option<Vec<String>>,
    ) -> Result<(), ReachedCommand> {
        let origin = LineOrigin { steps: next.steps, directory: next.directory };
        let before = self.found.len();
        let stdin = match next.stdin {
            Stdin::Text(_) => Stdin::Other,
            other => other,
        };
        if self.line(code, &origin, parameters, stdin).is_ok() {
            return Ok(());
        }
        self.found.truncate(before);
        Err(command)
    }
}

/// Tells whether `command -v` and the like only ask for a command.
fn is_question(words: &[Word]) -> bool {
    let name = words[0].as_known();
    let asks = |word: &Word| matches!(&*word.text, "-v" | "-V");
    name == Some("command") && words.get(1).is_some_and(asks)
}

/// Moves what is assigned before a command to its environment.
fn take_assignments(next: &mut ReachedCommand) {
    let mut changes = Changes::default();
    while let Some(word) = next.words.first() {
        if word.is_open {
            changes.is_lost = true;
        }
        let Some((name, value)) = word.text.split_once('=') else { break };
        if !is_known(name) {
            changes.is_lost = true;
        }
        changes.variables.insert(name.to_owned(), Some(value.to_owned()));
        next.words.remove(0);
    }
    if changes != Changes::default() {
        next.steps.push(EnvironmentStep::Changes(changes));
    }
}

/// Adds to a command what `xargs` does.
fn items(next: &mut ReachedCommand, arguments: &WrapperArguments<'_>, stdin: &Stdin) {
    let placeholder = arguments.value(&["-I", "--replace"]).map(|word| word.text.clone());
    let replaces = placeholder.or_else(|| arguments.has(&["-i"]).then(|| "{}".to_owned()));
    if let Some(placeholder) = replaces.filter(|text| !text.is_empty()) {
        for word in &mut next.words {
            if word.text.contains(&placeholder) {
                word.text = word.text.replace(&placeholder, &HOLE.to_string());
            }
        }
        return;
    }
    if next.words.is_empty() {
        return;
    }
    let is_plain = |text: &str| !text.contains(['\'', '"', '\\']);
    match stdin {
        Stdin::Text(text) if is_known(text) && is_plain(text) => {
            next.words.extend(text.split_whitespace().map(Word::known));
        }
        _ => next.words.push(Word::open("…")),
    }
    // What it reads, the command does not.
    next.stdin = Stdin::Other;
}

/// Returns the commands that `find` starts.
fn executed(words: &[Word]) -> Vec<Vec<Word>> {
    let begins = |word: &Word| matches!(&*word.text, "-exec" | "-execdir" | "-ok" | "-okdir");
    let mut found = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| begins(word)) {
        let rest = words[at + 1..].iter();
        let command = rest.take_while(|word| !matches!(&*word.text, ";" | "+")).cloned();
        let mut command: Vec<Word> = command.collect();
        for word in &mut command {
            // The name of a file begins with its directory, and is no option.
            word.text = word.text.replace("{}", &format!("./{HOLE}"));
        }
        if !command.is_empty() {
            found.push(command);
        }
    }
    found
}
