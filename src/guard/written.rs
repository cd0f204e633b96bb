//! What a line writes that decides what its other commands do.

use super::command::program_name_of;
use super::reached_command::ReachedCommand;
use crate::line::Word;

/// Programs that write the file that is named last.
const COPYING: [&str; 5] = ["cp", "install", "ln", "mv", "rsync"];

/// Programs that write the files that they are given.
const WRITING: [&str; 6] = ["dd", "patch", "perl", "rm", "tee", "truncate"];

/// The words after `aws configure` that write nothing.
const READING: [&str; 4] = ["export-credentials", "get", "list", "list-profiles"];

/// The ends of the names of a project's files.
const PROJECT: [&str; 9] = [
    ".tf",
    ".tf.json",
    ".tfvars",
    ".tfvars.json",
    ".tofu",
    "Pulumi.yaml",
    "cdk.context.json",
    "cdk.json",
    "samconfig.toml",
];

/// What the commands of a line write.
pub(crate) struct Written {
    /// The files of AWS.
    pub(crate) has_aws_files: bool,
    /// Files of a project.
    pub(crate) has_project: bool,
    names: Vec<String>,
}

impl Written {
    pub(crate) fn by(commands: &[ReachedCommand]) -> Self {
        let mut written = Self { has_aws_files: false, has_project: false, names: Vec::new() };
        for command in commands {
            written.add(command);
        }
        written
    }

    fn add(&mut self, command: &ReachedCommand) {
        let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
        let Some((program, arguments)) = words.split_first() else { return };
        let name = program_name_of(program);
        let is_edit = name == "sed" && arguments.iter().any(|word| word.starts_with("-i"));
        let is_copy = COPYING.contains(&name);
        let own = match arguments {
            [.., last] if is_copy => std::slice::from_ref(last),
            _ if is_edit || WRITING.contains(&name) => arguments,
            _ => &[],
        };
        let files = || command.writes.iter().map(String::as_str).chain(own.iter().copied());
        // What is copied keeps its name.
        let copied = arguments.iter().copied().filter(|_| is_copy);
        let is_aws = |file: &str| file.contains(".aws/") || file.ends_with("/.aws");
        let is_of_project = |file: &str| PROJECT.iter().any(|end| file.ends_with(end));
        let configures = name == "aws"
            && arguments.contains(&"configure")
            && !arguments.iter().any(|word| READING.contains(word));
        self.has_aws_files |= configures || files().any(is_aws);
        self.has_project |= files().chain(copied).any(is_of_project)
            || arguments.iter().any(|word| word.starts_with("-from-module"));
        self.names.extend(files().map(str::to_owned));
    }

    /// Tells whether a command runs what the line writes.
    pub(crate) fn is_run_by(&self, command: &ReachedCommand) -> bool {
        let is_written = |word: &Word| {
            let name = program_name_of(&word.text);
            self.names.iter().any(|written| program_name_of(written) == name)
        };
        // A program by itself, or one of an interpreter.
        command.words.iter().take(2).any(is_written)
    }
}
