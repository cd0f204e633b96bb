//! A command that a line leads to, and the environment that it gets.

use std::path::Path;
use std::rc::Rc;

use super::command::{GuardedProgram, program_name_of};
use super::wrappers::WrapperArguments;
use crate::line::{Changes, HOLE, Stdin, Word, WorkingDirectory, is_known};

/// A command that starts no other, as far as is known.
#[derive(Clone, Debug)]
pub(crate) struct ReachedCommand {
    pub(crate) words: Vec<Word>,
    /// How its environment comes about, one after the other.
    pub(crate) steps: Vec<EnvironmentStep>,
    pub(crate) directory: WorkingDirectory,
    pub(crate) stdin: Stdin,
    /// The files that it writes.
    pub(crate) writes: Rc<[String]>,
}

impl ReachedCommand {
    /// Returns the path of a file that it names; the line begins in `directory`.
    pub(super) fn path(&self, directory: &Path, file: &str) -> String {
        let path = match &self.directory {
            WorkingDirectory::Known(from) => directory.join(from).join(file),
            WorkingDirectory::Unknown => Path::new("/").join(HOLE.to_string()).join(file),
        };
        path.display().to_string()
    }

    /// Starts it in the directory that an option of what starts it names.
    pub(super) fn move_to(&mut self, to: &Word) {
        self.directory = match (&self.directory, to.as_known()) {
            (WorkingDirectory::Known(from), Some(to)) => WorkingDirectory::Known(from.join(to)),
            _ => WorkingDirectory::Unknown,
        };
    }
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

/// Says why the environment of a command is not that in which its words were typed.
pub(crate) fn changed_by(steps: &[EnvironmentStep]) -> Option<&'static str> {
    steps.first().map(|step| match step {
        EnvironmentStep::Lost(why) => why,
        EnvironmentStep::Changes(_) | EnvironmentStep::Switch { .. } => {
            "what starts it changes its environment"
        }
    })
}

/// Returns the variables to which a line gives a value, and the values.
pub(super) fn given_variables(steps: &[EnvironmentStep]) -> impl Iterator<Item = (&str, &str)> {
    let changes = steps.iter().filter_map(|step| match step {
        EnvironmentStep::Changes(changes) => Some(changes),
        EnvironmentStep::Switch { .. } | EnvironmentStep::Lost(_) => None,
    });
    let variables = changes.flat_map(|changes| &changes.variables);
    variables.filter_map(|(name, value)| Some((name.as_str(), value.as_deref()?)))
}

/// Tells whether the line gives a shell the name of a file to run first.
///
/// <https://www.gnu.org/software/bash/manual/bash.html#Bash-Startup-Files>
pub(super) fn reads_a_file_first(steps: &[EnvironmentStep]) -> bool {
    given_variables(steps).any(|(name, _)| matches!(name, "BASH_ENV" | "ENV" | "ZDOTDIR"))
}

/// Adds the program of an image that is made for it.
///
/// <https://docs.aws.amazon.com/cli/latest/userguide/getting-started-docker.html>
pub(super) fn add_entry_point(next: &mut ReachedCommand, image: &[Word]) {
    let program = image.first().map(|word| word.text.rsplit('/').next().unwrap_or_default());
    let name = program.map(|name| name.split(':').next().unwrap_or_default());
    let name = if name == Some("aws-cli") { Some("aws") } else { name };
    if let Some(name) = name.filter(|name| GuardedProgram::of_name(name).is_some()) {
        next.words.insert(0, Word::known(name));
    }
}

/// Adds the variables that a container is given.
pub(super) fn add_environment(next: &mut ReachedCommand, arguments: &WrapperArguments<'_>) {
    let is_given = |name: &str| matches!(name, "-e" | "--env" | "-E" | "--setenv");
    let given = arguments.options.iter().filter(|(name, _)| is_given(name));
    let pairs = given.filter_map(|(_, value)| value.as_ref()?.text.split_once('='));
    let variables = pairs.map(|(name, value)| (name.to_owned(), Some(value.to_owned()))).collect();
    next.steps.push(EnvironmentStep::Changes(Changes { variables, ..Changes::default() }));
}

/// Moves what is assigned before a command to its environment.
pub(super) fn take_assignments(next: &mut ReachedCommand) {
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

/// Programs whose profiles are no profiles of AWS.
const OWN_PROFILES: [&str; 4] = ["cargo", "docker", "docker-compose", "podman"];

/// Returns the profile that the words of a program name which is not known.
pub(crate) fn given_profile(words: &[Word]) -> Option<&str> {
    let (program, arguments) = words.split_first()?;
    if OWN_PROFILES.contains(&program_name_of(&program.text)) {
        return None;
    }
    // Several words may be the value of another option, as of `ARGS=` for make.
    let known = arguments.iter().map(|word| &*word.text);
    let mut parts = known.flat_map(str::split_whitespace);
    while let Some(part) = parts.next() {
        if part.ends_with("--profile") || part.ends_with("--aws-profile") {
            return parts.next().filter(|name| is_known(name));
        }
        let (name, value) = part.rsplit_once('=').unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let is_option = name.ends_with("--profile") || name.ends_with("--aws-profile");
        if (is_option || matches!(&*name, "profile" | "aws_profile")) && is_known(value) {
            return Some(value);
        }
    }
    None
}
