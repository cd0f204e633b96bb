//! Where a command line of a tool finds its project.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::registries::has_open_registry;
use crate::aws::{Client, Facts, Flags};
use crate::line::is_known;
use crate::project::{
    ProjectBounds, ProjectFiles, ProjectQuestion, ResolvedTarget, Tool, starting_directory, targets,
};

/// The project that a command line of a tool works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Project {
    tool: Tool,
    words: Vec<String>,
    /// The directory that the tool moves to, from the working directory; empty if it stays.
    pub(crate) directory: PathBuf,
}

impl Project {
    /// Reads what stands behind the tool's name.
    pub(crate) fn of(tool: Tool, arguments: &[OsString]) -> Self {
        let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        Self {
            tool,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            directory: starting_directory(tool, &words),
        }
    }

    /// Tells whether a path, or a value for the project, is not known.
    pub(super) fn has_hole(&self) -> bool {
        let is_deciding = |option: &str| {
            let name = option.trim_start_matches('-');
            let is_glued = |known: &&str| known.len() == 1 && name.starts_with(*known);
            let deciding = self.tool.deciding_options();
            option.starts_with('-')
                && (deciding.contains(&name.split('=').next().unwrap_or_default())
                    || !option.starts_with("--") && deciding.iter().any(is_glued))
        };
        let is_open = |(at, word): (usize, &String)| {
            let before = at.checked_sub(1).map_or("", |before| &*self.words[before]);
            !is_known(word) && (is_deciding(word) || is_deciding(before))
        };
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        self.words.iter().enumerate().any(is_open)
            || (self.tool.moves_images() || self.tool == Tool::Helm)
                && has_open_registry(self.tool, &words)
    }

    /// Starts from another directory.
    pub(super) fn move_to(&mut self, directory: &Path) {
        self.directory = directory.join(&self.directory);
    }

    /// Returns what the project says.
    pub(super) fn targets(
        &self,
        facts: &Facts<'_, '_>,
        client: Client,
        flags: &Flags,
    ) -> Vec<ResolvedTarget> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let question = ProjectQuestion {
            tool: self.tool,
            directory: &self.directory,
            words: &words,
            facts,
            files: ProjectFiles::new(facts.lookup, ProjectBounds::OF_COMMAND),
        };
        targets(&question, client, flags)
    }
}
