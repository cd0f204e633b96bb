//! Whether the files of a tool's project may name another account than the environment does.
//!
//! They are searched for keys that choose an account; what the keys say is not worked out. What
//! cannot be read may name any account. The programs of a project are not read, as those of the CDK
//! and Pulumi: what they name is seen only where the tool has written it down.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::project_finding::ProjectFinding;
use super::project_places::{above, assemblies};
use super::project_rules::ProjectRules;
use super::project_syntax;
use super::project_tokens::{IsKey, aws_environment};
use crate::aws::{AccountId, Client, Facts, FileState, Flags, Listing, Lookup};
use crate::line::is_known;
use crate::project::{
    ProjectBounds, ProjectFiles, ProjectQuestion, ResolvedTarget, Tool, is_read, targets,
};

/// The most files of a project that are read.
pub(super) const MOST_FILES: usize = 1_000;

/// The most bytes that are searched, of a file and of a project.
pub(super) const MOST_BYTES_OF_FILE: usize = 2 << 20;
const MOST_BYTES: usize = 16 << 20;

/// The beginnings of variables that name what is deployed.
const VARIABLES: [(Tool, &str); 2] = [(Tool::Cdk, "CDK_APP"), (Tool::Cdk, "CDK_OUTPUT")];

/// The directory in which the CDK makes its assembly, and the file that says what is in it.
const MADE: &str = "cdk.out";
const MANIFEST: &str = "manifest.json";

/// Where a command line of a tool finds its project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Project {
    tool: Tool,
    words: Vec<String>,
    /// The directory that the tool moves to, from the working directory; empty if it stays.
    pub(crate) directory: PathBuf,
    files: Vec<PathBuf>,
    beside: Vec<PathBuf>,
    assemblies: Vec<PathBuf>,
    /// What the words of the line say themselves, where the project is searched.
    of_line: Option<ProjectFinding>,
}

impl Project {
    /// Reads what stands behind the tool's name.
    pub(crate) fn of(tool: Tool, arguments: &[OsString]) -> Self {
        let rules = ProjectRules::of(tool);
        let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        let paths = |options| values(&words, options).map(PathBuf::from).collect::<Vec<_>>();
        Self {
            tool,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            directory: paths(rules.directory).pop().unwrap_or_default(),
            files: paths(rules.file),
            beside: paths(rules.beside),
            assemblies: paths(rules.assembly),
            of_line: line_finding(tool, &words),
        }
    }

    /// Tells whether a path, or a value for the project, is not known.
    pub(super) fn has_hole(&self) -> bool {
        let paths = [&self.files, &self.beside, &self.assemblies].into_iter().flatten();
        let mut paths = paths.chain([&self.directory]);
        let is_open = |path: &PathBuf| !path.to_str().is_some_and(is_known);
        paths.any(is_open) || self.has_open_value()
    }

    /// Tells whether a word that Terraform takes values from is not known.
    fn has_open_value(&self) -> bool {
        let takes_value = |word: &str| {
            let option = word.trim_start_matches('-');
            word.starts_with('-')
                && ["var", "backend-config"].iter().any(|it| option.starts_with(it))
        };
        let before = |at: usize| at.checked_sub(1).map_or("", |before| &*self.words[before]);
        let is_open = |(at, word): (usize, &String)| {
            !is_known(word) && (takes_value(word) || takes_value(before(at)))
        };
        is_read(self.tool) && self.words.iter().enumerate().any(is_open)
    }

    /// Starts from another directory.
    pub(super) fn move_to(&mut self, directory: &Path) {
        self.directory = directory.join(&self.directory);
    }

    /// Returns what the project says, if awsprompt reads the projects of the tool.
    pub(super) fn targets(
        &self,
        facts: &Facts<'_, '_>,
        client: Client,
        flags: &Flags,
    ) -> Option<Vec<ResolvedTarget>> {
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

    /// Searches the project, if it is not read, and stops at the first finding.
    pub(crate) fn finding(&self, facts: &Facts<'_, '_>) -> Option<ProjectFinding> {
        if is_read(self.tool) {
            return None;
        }
        let found = self.of_line.clone().map_or(Ok(()), Err);
        found.and_then(|()| self.search(facts)).err()
    }

    fn search(&self, facts: &Facts<'_, '_>) -> Result<(), ProjectFinding> {
        let lookup = facts.lookup;
        let environment = &facts.world.environment;
        // Words of the line that are not on it.
        let hidden = VARIABLES.iter().filter(|(tool, _)| *tool == self.tool);
        let mut hidden = hidden.filter_map(|(_, start)| environment.non_empty_with_prefix(start));
        if let Some((name, _)) = hidden.next() {
            return Err(ProjectFinding::Line(name.to_owned()));
        }
        let rules = ProjectRules::of(self.tool);
        let mut search = Search { lookup, rules, files: 0, bytes: 0 };
        let directory = match self.tool {
            Tool::Pulumi => above(&self.directory, lookup),
            _ => self.directory.clone(),
        };
        for file in &self.files {
            search.named(&self.directory.join(file))?;
        }
        search.directory(&directory)?;
        for beside in self.beside.iter().filter_map(|file| file.parent()) {
            search.directory(&directory.join(beside))?;
        }
        if self.tool == Tool::Cdk {
            let of_user = facts.world.locations.home.as_ref().map(|home| home.join(".cdk.json"));
            let mut made = vec![PathBuf::from(MADE)];
            made.extend(self.assemblies.iter().cloned());
            made.extend(assemblies(&directory.join("cdk.json"), lookup)?);
            if let Some(of_user) = of_user {
                search.found(&of_user)?;
                made.extend(assemblies(&of_user, lookup)?);
            }
            // The command that makes the assembly is no path, and names nothing that is there.
            for assembly in made {
                search.assembly(&directory.join(assembly))?;
            }
        }
        Ok(())
    }
}

/// What has been searched so far.
struct Search<'a> {
    lookup: &'a dyn Lookup,
    rules: &'static ProjectRules,
    files: usize,
    bytes: usize,
}

impl Search<'_> {
    /// Searches the files of a directory.
    fn directory(&mut self, directory: &Path) -> Result<(), ProjectFinding> {
        if self.rules.names.is_empty() {
            return Ok(());
        }
        for name in self.names(directory)? {
            if self.rules.has_name(&name.to_string_lossy()) {
                self.named(&directory.join(&name))?;
            }
        }
        Ok(())
    }

    fn names(&self, directory: &Path) -> Result<Vec<OsString>, ProjectFinding> {
        // The working directory has no name as the start of other paths.
        let is_working = directory.as_os_str().is_empty();
        match self.lookup.listing(if is_working { Path::new(".") } else { directory }) {
            Listing::Absent => Ok(Vec::new()),
            Listing::Unreadable => Err(ProjectFinding::Unread(directory.to_owned())),
            Listing::TooLong => Err(ProjectFinding::TooLarge),
            Listing::Names(names) => Ok(names),
        }
    }

    /// Searches what the CDK has made from a project, and from its stages, which may have stages.
    fn assembly(&mut self, directory: &Path) -> Result<(), ProjectFinding> {
        self.found(&directory.join(MANIFEST))?;
        let names = self.names(directory)?;
        let is_stage = |name: &&OsString| name.as_encoded_bytes().starts_with(b"assembly-");
        for stage in names.iter().filter(is_stage) {
            self.counted(0)?;
            self.assembly(&directory.join(stage))?;
        }
        Ok(())
    }

    /// Counts a file of a length, or a directory.
    fn counted(&mut self, bytes: usize) -> Result<(), ProjectFinding> {
        self.files += 1;
        self.bytes += bytes;
        let are_too_many = self.files > MOST_FILES || self.bytes > MOST_BYTES;
        if are_too_many { Err(ProjectFinding::TooLarge) } else { Ok(()) }
    }

    /// Searches a file that is there, or should be.
    fn named(&mut self, file: &Path) -> Result<(), ProjectFinding> {
        match *self.lookup.content(file) {
            FileState::Absent | FileState::BrokenLink => {
                Err(ProjectFinding::Unread(file.to_owned()))
            }
            _ => self.found(file),
        }
    }

    /// Searches a file if there is one.
    fn found(&mut self, file: &Path) -> Result<(), ProjectFinding> {
        let content = self.lookup.content(file);
        let unread = || ProjectFinding::Unread(file.to_owned());
        let bytes = match &*content {
            FileState::Absent | FileState::BrokenLink | FileState::Directory => return Ok(()),
            FileState::Content(bytes) if bytes.len() > MOST_BYTES_OF_FILE => return Err(unread()),
            FileState::Content(bytes) => bytes,
            FileState::Hidden
            | FileState::NotRegular(_)
            | FileState::TooLarge
            | FileState::Unreadable => return Err(unread()),
        };
        self.counted(bytes.len())?;
        let text = str::from_utf8(bytes).map_err(|_| unread())?;
        let find = |is_key: &IsKey<'_>| {
            project_syntax::find(file, self.rules.syntax, text, is_key).map_err(|()| unread())
        };
        // Only the programs that are YAML themselves are searched.
        let is_program = |key: &str, value: Option<&str>| {
            matches!(key, "runtime" | "name") && value == Some("yaml")
        };
        let has_program = self.rules.has_programs && find(&is_program)?.is_some();
        let is_key = |key: &str, value: Option<&str>| {
            self.rules.is_key(key, value) || has_program && key == "main" && value.is_some()
        };
        match find(&is_key)? {
            Some(what) => Err(ProjectFinding::File(file.to_owned(), what)),
            None => Ok(()),
        }
    }
}

/// Returns the values of options, in their order.
fn values<'a>(words: &'a [&'a str], options: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let value = |at: usize, option: &str| {
        let word = words[at];
        // Go's flags may have one hyphen or two.
        let word = word.strip_prefix('-').filter(|word| word.starts_with(option)).unwrap_or(word);
        let rest = word.strip_prefix(option)?;
        let is_short = option.len() == "-x".len();
        match rest.strip_prefix('=') {
            Some(value) => Some(value),
            None if rest.is_empty() => words.get(at + 1).copied(),
            None => is_short.then_some(rest),
        }
    };
    (0..words.len()).filter_map(move |at| options.iter().find_map(|option| value(at, option)))
}

/// Tells whether a word names an account: a role, or an environment of the CDK without its beginning.
fn names_account(tool: Tool, word: &str) -> bool {
    let is_role = word.contains("arn:aws") && word.contains(":iam::");
    let has_account =
        || word.split_once('/').is_some_and(|(account, _)| AccountId::new(account).is_some());
    is_role || tool == Tool::Cdk && has_account()
}

/// Finds what the words of a line say of an account, other than by the options for that.
fn line_finding(tool: Tool, words: &[&str]) -> Option<ProjectFinding> {
    let rules = ProjectRules::of(tool);
    let is_config = |word: &&&str| {
        // The short option may have its value glued to it.
        let word = word.strip_prefix("-c").unwrap_or(word);
        word.split(['=', '.', '['])
            .any(|part| part.starts_with("aws") && part.contains(':') && rules.is_key(part, None))
    };
    let named = words.iter().find_map(|word| aws_environment(word));
    let named = named.or_else(|| words.iter().find(is_config).copied());
    let named = named.or_else(|| words.iter().find(|word| names_account(tool, word)).copied());
    named.map(|named| ProjectFinding::Line(named.to_owned()))
}
