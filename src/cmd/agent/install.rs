//! `awsprompt hook AGENT --install`, `--uninstall` and `--print`: the hook in the files of an agent.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::iter;
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde_json::Value;

use super::formats::{AgentFormat, HookEntry, HooksPlace};
use super::json_edit;
use crate::aws::{Environment, FileState, Lookup};
use crate::cli;
use crate::cmd::hint::pasteable;
use crate::cmd::init::binary;
use crate::cmd::{Edit, EditStep, Outcome, Person};
use crate::error::{Error, ErrorKind, Status};
use crate::printable::{printable, short_path};

/// Where files are looked for.
#[derive(Clone, Copy)]
pub(crate) struct AgentFiles<'a> {
    pub(crate) environment: &'a Environment,
    pub(crate) home: Option<&'a Path>,
    pub(crate) lookup: &'a dyn Lookup,
    /// The working directory.
    pub(crate) directory: &'a Path,
}

impl AgentFiles<'_> {
    /// Returns the root of the repository, or the working directory.
    fn root(&self) -> &Path {
        // In a further working tree it is a file.
        let is_root = |directory: &&Path| {
            [".git/HEAD", ".git"].iter().any(|it| self.lookup.is_present(&directory.join(it)))
        };
        self.directory.ancestors().find(is_root).unwrap_or(self.directory)
    }

    /// Returns the file of an agent that has its hooks: the user's, or the project's.
    fn file(&self, place: &HooksPlace, is_project: bool) -> Option<PathBuf> {
        let HooksPlace::Shared { variable, directory, file, .. } = *place else { return None };
        let named = self.environment.non_empty(variable).filter(|_| !variable.is_empty());
        let directory = match named {
            _ if is_project => self.root().join(directory),
            Some(named) => PathBuf::from(named),
            None => self.home?.join(directory),
        };
        Some(directory.join(file))
    }

    /// Returns the agents that have the hook, in the user's file or in the project's.
    pub(crate) fn hooked(&self) -> Vec<&'static AgentFormat> {
        let is_hooked =
            |format: &&AgentFormat| [false, true].iter().any(|it| self.has(format, *it));
        AgentFormat::ALL.iter().filter(is_hooked).collect()
    }

    /// Tells whether an agent has the hook in the user's file, or in the project's.
    pub(crate) fn has(&self, format: &AgentFormat, is_project: bool) -> bool {
        let Some(path) = self.file(&format.hooks, is_project) else { return false };
        // In the home directory the two are one.
        if is_project && self.file(&format.hooks, false).as_ref() == Some(&path) {
            return false;
        }
        let content = self.lookup.content(&path);
        json_text(&content).is_ok_and(|text| format.without_hook(text).is_some())
    }
}

/// Changes the file of an agent, or prints what a person adds to it.
pub(crate) fn change(
    arguments: &cli::HookArguments,
    program: &OsStr,
    files: AgentFiles<'_>,
    person: Person,
) -> Result<Outcome, Error> {
    let format = AgentFormat::of(arguments.agent);
    let account = arguments.account.as_deref().map(pasteable);
    // In a repository, others call it from another place.
    let program = if arguments.project { "awsprompt" } else { binary(program)? };
    let command = format.command_line(&pasteable(program), account.as_deref());
    if arguments.print {
        return Ok(printed(format, &command));
    }
    let by_hand = format!("awsprompt hook {} --print", format.word);
    let HooksPlace::Shared { entry, next, .. } = format.hooks else {
        let why = format!("awsprompt does not change the files of {}", format.title);
        return Err(Error::new(ErrorKind::Usage, why).with_hint(by_hand));
    };
    let path = files.file(&format.hooks, arguments.project);
    let path = path.ok_or_else(|| Error::failed("there is no home directory"))?;
    let name = short_path(&path, files.home);
    let refused = |why: &str| {
        Error::failed(format!("{name}: {why}; nothing changed")).with_hint(by_hand.clone())
    };
    let state = files.lookup.content(&path);
    let text = json_text(&state).map_err(|why| refused(&why))?;
    let real = files.lookup.real_path(&path);
    let kept = || {
        let copies = Edit::copies(&real).map(|copy| files.lookup.content(&copy));
        let kept = copies.take_while(|state| **state != FileState::Absent);
        kept.map(|state| String::from_utf8_lossy(state.visible()).into_owned()).collect()
    };
    let step = if arguments.uninstall {
        removal(format, entry, text, kept(), &name, real != path)
    } else {
        let step = addition(format, entry, &command, text, &name).map_err(refused)?;
        step.map(|step| (step, true))
    };
    let Some((step, is_kept)) = step else {
        let said =
            if arguments.uninstall { "has no hook of awsprompt" } else { "already has the hook" };
        return Ok(Outcome::Answer(format!("{name} {said}; there is nothing to change.\n")));
    };
    if !arguments.yes && !person.can_choose {
        let flag = if arguments.uninstall { "--uninstall" } else { "--install" };
        let project = if arguments.project { " --project" } else { "" };
        let hint = format!("awsprompt hook {} {flag}{project} --yes", format.word);
        return Ok(Outcome::unconfirmed(step.shown, hint));
    }
    let next = if arguments.uninstall { "" } else { next };
    let note = if next.is_empty() { String::new() } else { format!("hint: {next}\n") };
    let before = state.is_content().then(|| text.to_owned());
    let (steps, asks) = (vec![step], !arguments.yes);
    Ok(Outcome::Edit(Edit { path, before, steps, asks, is_kept, note }))
}

/// Returns the text of a file that JSON can read, or why it cannot.
fn json_text(state: &FileState) -> Result<&str, String> {
    if let Some(why) = state.obstacle() {
        return Err(format!("it {why}"));
    }
    let text = std::str::from_utf8(state.visible()).map_err(|_| "it is not UTF-8")?;
    match serde_json::from_slice::<IgnoredAny>(text.as_bytes()) {
        Err(error) if !text.trim().is_empty() => {
            Err(format!("line {} is not JSON, in which there are no comments", error.line()))
        }
        _ => Ok(text),
    }
}

/// Returns how a file gets the hook, unless it has it, or why it cannot.
fn addition(
    format: &AgentFormat,
    entry: HookEntry,
    command: &str,
    text: &str,
    name: &str,
) -> Result<Option<EditStep>, &'static str> {
    let wanted = Value::from(command).to_string();
    let is_wanted = |value: &str| value == wanted;
    if json_edit::without_element(text, &entry.path(), &is_wanted).is_some() {
        return Ok(None);
    }
    // A hook with another account makes way.
    let without = removed(format, text);
    let content = added(entry, command, without.as_deref().unwrap_or(text))
        .ok_or("its hooks are not in the form that the agent reads")?;
    let element = entry.element(command);
    Ok(Some(EditStep {
        shown: format!(
            "{} will call this hook before it runs a command:\n\n{}\n\n",
            format.title,
            printable(&element)
        ),
        question: format!("Add it to {name}? [y/N] "),
        content: Some(content),
    }))
}

/// Returns how a file loses the hook, if it has it, and whether a copy of it is worth keeping.
///
/// If nothing else has changed since, it becomes what it was: one of the copies that are kept, or no
/// file.
fn removal(
    format: &AgentFormat,
    entry: HookEntry,
    text: &str,
    mut kept: Vec<String>,
    name: &str,
    is_link: bool,
) -> Option<(EditStep, bool)> {
    let content = removed(format, text)?;
    let (_, command) = format.found_hook(text)?;
    let same = text.bytes().zip(content.bytes()).take_while(|(before, after)| before == after);
    let start = same.count();
    let gone = text.get(start..start + text.len() - content.len()).unwrap_or(text);
    let gone: Vec<_> = gone.trim().lines().map(printable).collect();
    let was = |before: &str| added(entry, &command, before).as_deref() == Some(text);
    let original = kept.iter().rposition(|before| was(before)).map(|at| kept.swap_remove(at));
    let is_known = original.is_some() || was("");
    let step = EditStep {
        shown: format!("This removes the hook from {}:\n\n{}\n\n", format.title, gone.join("\n")),
        question: format!("Remove it from {name}? [y/N] "),
        content: original.or((!is_known || is_link).then_some(content)),
    };
    Some((step, !is_known))
}

/// Takes every hook of awsprompt out of a file.
fn removed(format: &AgentFormat, text: &str) -> Option<String> {
    let first = format.without_hook(text)?;
    iter::successors(Some(first), |text| format.without_hook(text)).last()
}

/// Adds an entry to a file.
fn added(entry: HookEntry, command: &str, text: &str) -> Option<String> {
    let text = if text.trim().is_empty() { "{}\n" } else { text };
    let text = match entry.version {
        Some(version) => json_edit::with_member(text, "version", version)?,
        None => text.to_owned(),
    };
    let text = json_edit::with_element(&text, &entry.path(), &entry.element(command))?;
    // Whatever was misread, the agent gets a file that it can read.
    serde_json::from_slice::<IgnoredAny>(text.as_bytes()).is_ok().then_some(text)
}

/// Prints what a person pastes into a file.
fn printed(format: &AgentFormat, command: &str) -> Outcome {
    let json = |entry| added(entry, command, "").unwrap_or_default();
    let (place, answer) = match format.hooks {
        HooksPlace::Shared { directory, file, entry, .. } => {
            let place = format!("~/{directory}/{file}, or {directory}/{file} in a repository");
            (place, json(entry))
        }
        HooksPlace::Own { file, entry } => (file.to_owned(), json(entry)),
        HooksPlace::Text { file, text } => {
            (file.to_owned(), text.replace("@COMMAND@", &Value::from(command).to_string()))
        }
    };
    let note = format!("For {}, this belongs in {place}\n", format.title);
    Outcome::Report { answer, note, status: Status::Done }
}

impl HookEntry {
    fn path(&self) -> [&'static str; 2] {
        ["hooks", self.event]
    }

    fn element(&self, command: &str) -> String {
        self.text.replace('@', &Value::from(command).to_string())
    }
}

impl AgentFormat {
    /// Takes a hook of awsprompt out of a file, if it has one.
    fn without_hook(&self, text: &str) -> Option<String> {
        self.found_hook(text).map(|(without, _)| without)
    }

    /// Does the same, and returns what the hook runs.
    fn found_hook(&self, text: &str) -> Option<(String, String)> {
        let HooksPlace::Shared { entry, .. } = self.hooks else { return None };
        let found = RefCell::new(String::new());
        let is_own = |value: &str| {
            let command = serde_json::from_slice::<String>(value.as_bytes());
            let command = command.ok().filter(|command| self.is_own(command));
            command.map(|command| *found.borrow_mut() = command).is_some()
        };
        let without = json_edit::without_element(text, &entry.path(), &is_own)?;
        Some((without, found.into_inner()))
    }
}
