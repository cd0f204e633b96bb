//! The commands that a line, or a command's words, lead to in the end.
//!
//! A wrapper such as `env` or `timeout` is replaced by the command that it starts, with what it does
//! to the environment; a shell by the commands of its line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::command::GuardedProgram;
use super::wrappers::{Surroundings, Wrapper, WrapperArguments, WrapperKind, is_question};
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
        if wrapper.kind == WrapperKind::Find {
            return self.each(executed(&words).collect(), command);
        }
        let Some(arguments) = wrapper.arguments(&words) else {
            // A word that is not known may be the command.
            let first = Word::open(command.words[0].source.clone());
            let words = [&[first], &words[1..]].concat();
            self.found.push(ReachedCommand { words, ..command });
            return Ok(());
        };
        let mut next = ReachedCommand { words: arguments.rest.to_vec(), ..command.clone() };
        next.steps.extend(wrapper.surroundings.reason().map(EnvironmentStep::Lost));
        match wrapper.kind {
            WrapperKind::Command => {
                if is_question(&words) {
                    return Err(command);
                }
                match wrapper.surroundings {
                    Surroundings::Keeps => {}
                    Surroundings::User => take_assignments(&mut next),
                    Surroundings::Machine => add_entry_point(&mut next, arguments.skipped),
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

/// Tells whether the line gives a shell the name of a file to run first.
///
/// <https://www.gnu.org/software/bash/manual/bash.html#Bash-Startup-Files>
fn reads_a_file_first(steps: &[EnvironmentStep]) -> bool {
    let names = ["BASH_ENV", "ENV", "ZDOTDIR"];
    steps.iter().any(|step| match step {
        EnvironmentStep::Changes(changes) => {
            names.iter().any(|name| changes.variables.get(*name).is_some_and(Option::is_some))
        }
        EnvironmentStep::Switch { .. } | EnvironmentStep::Lost(_) => false,
    })
}

/// Adds the program of an image that is made for it.
///
/// <https://docs.aws.amazon.com/cli/latest/userguide/getting-started-docker.html>
fn add_entry_point(next: &mut ReachedCommand, image: &[Word]) {
    if image.iter().any(|word| word.text.contains("aws-cli")) {
        next.words.insert(0, Word::known("aws"));
    }
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

/// Returns the commands that `xargs` makes of one.
fn batches(command: &[Word], arguments: &WrapperArguments<'_>, stdin: &Stdin) -> Vec<Vec<Word>> {
    if command.is_empty() {
        return Vec::new();
    }
    let placeholder = arguments.value(&["-I", "--replace"]).map(|word| word.text.clone());
    let placeholder = placeholder.or_else(|| arguments.has(&["-i"]).then(|| "{}".to_owned()));
    let is_plain = |text: &str| is_known(text) && !text.contains(['\'', '"', '\\']);
    let read = match stdin {
        Stdin::Text(text) if is_plain(text) && !arguments.has(&["-a", "--arg-file"]) => Some(text),
        _ => None,
    };
    if let Some(placeholder) = placeholder.filter(|text| !text.is_empty()) {
        let hole = HOLE.to_string();
        let items = read.map_or(vec![hole.as_str()], |text| text.lines().map(str::trim).collect());
        let replaced = |item: &str, word: &Word| {
            let text = word.text.replace(&placeholder, item);
            let source = if text == word.text { word.source.clone() } else { word.text.clone() };
            Word { text, source, is_open: word.is_open }
        };
        let batch = |item: &&str| command.iter().map(|word| replaced(item, word)).collect();
        return items.iter().map(batch).collect();
    }
    let Some(read) = read.filter(|_| !arguments.has(&["-d", "--delimiter", "-0", "--null"])) else {
        return vec![[command, &[Word::open("…")]].concat()];
    };
    let items: Vec<Word> = read.split_whitespace().map(Word::known).collect();
    let most = match arguments.value(&["-n", "--max-args"]).or(arguments.value(&["-L"])) {
        Some(count) => count.text.parse().unwrap_or(1).max(1),
        None => items.len().max(1),
    };
    if items.is_empty() {
        return vec![command.to_vec()];
    }
    items.chunks(most).map(|items| [command, items].concat()).collect()
}

/// Returns the commands that `find` starts.
fn executed(words: &[Word]) -> impl Iterator<Item = Vec<Word>> {
    let begins = |word: &Word| matches!(&*word.text, "-exec" | "-execdir" | "-ok" | "-okdir");
    let places = words.iter().enumerate().filter(move |(_, word)| begins(word));
    let commands = places.map(|(at, _)| {
        let rest = words[at + 1..].iter();
        let command = rest.take_while(|word| !matches!(&*word.text, ";" | "+"));
        // The name of a file begins with its directory, and is no option.
        let name = format!("./{HOLE}");
        let replaced = |word: &Word| Word { text: word.text.replace("{}", &name), ..word.clone() };
        command.map(replaced).collect::<Vec<_>>()
    });
    commands.filter(|command| !command.is_empty())
}
