//! `awsprompt uninstall`: what there is of awsprompt outside the AWS files, and how it goes.
//!
//! Files of its own are removed after a question. What is in other programs' files is named.

use std::path::{Path, PathBuf};

use super::agent::AgentFiles;
use super::starship;
use super::{FilesTask, Outcome, Person, Task};
use crate::aws::Listing;
use crate::cli;
use crate::error::{Error, Status};
use crate::printable::{printable, short, short_path};

/// What belongs to awsprompt alone, on this machine.
pub(crate) struct OwnPlaces {
    pub(crate) settings: Option<PathBuf>,
    /// The directory of recent profiles and of accounts that AWS confirmed.
    pub(crate) state: Option<PathBuf>,
    /// The program that runs.
    pub(crate) program: Option<PathBuf>,
}

/// Files below the home directory where a person, or a plugin manager, has lines about awsprompt.
const NAMED: &[&str] = &[
    ".zshenv",
    ".zshrc",
    ".zprofile",
    ".zsh_plugins.txt",
    ".zimrc",
    ".p10k.zsh",
    ".bashrc",
    ".bash_profile",
    ".profile",
    ".config/fish/config.fish",
    ".config/fish/fish_plugins",
    ".config/nushell/config.nu",
    ".tmux.conf",
    ".config/tmux/tmux.conf",
];

/// Files below the home directory that only awsprompt has, if the guide was followed.
const WRITTEN: &[&str] = &[
    ".local/share/nushell/vendor/autoload/awsprompt.nu",
    ".local/share/bash-completion/completions/awsprompt.bash",
    ".config/fish/completions/awsprompt.fish",
    ".config/fish/conf.d/awsprompt.fish",
];

/// The directory of manual pages that the help of `man` names.
const PAGES: &str = ".local/share/man/man1";

/// Where a program lies that somebody else has installed, and what removes it there.
const INSTALLERS: &[(&str, &str)] = &[
    ("/nix/store/", "nix profile remove awsprompt"),
    ("/Cellar/", "brew uninstall awsprompt"),
    ("/homebrew/", "brew uninstall awsprompt"),
    ("\\scoop\\", "scoop uninstall awsprompt"),
    ("/usr/bin/", "the package manager, such as apt remove awsprompt"),
];

pub(crate) fn run(
    arguments: &cli::UninstallArguments,
    own: &OwnPlaces,
    files: AgentFiles<'_>,
    person: Person,
) -> Outcome {
    let mut found = Leftovers { files, removed: Vec::new(), plan: String::new() };
    if found.agents() {
        let why = "coding agents still call it, and would then run no command; nothing removed";
        let note = Error::failed(why).to_string();
        return Outcome::Report { answer: found.plan, note, status: Status::Failed };
    }
    found.lines();
    let by = own.program.as_deref().and_then(|program| found.installer(program));
    found.own_files(own, by.is_none());
    let Leftovers { removed, mut plan, .. } = found;
    if let Some(by) = by {
        plan += &format!("The program is removed by: {by}\n");
    }
    plan += "The .awsprompt files of your directories, and what ends in .before-awsprompt, stay.\n\
             Shells that are open have the hook until they end.\n";
    if removed.is_empty() {
        return Outcome::Answer(plan);
    }
    let asks = !arguments.yes;
    if asks && !person.can_choose {
        return Outcome::unconfirmed(plan, "awsprompt uninstall --yes");
    }
    Outcome::OnFiles(FilesTask { task: Task::Remove, files: removed, plan, asks })
}

/// What was found, and what is said about it.
struct Leftovers<'a> {
    files: AgentFiles<'a>,
    removed: Vec<PathBuf>,
    plan: String,
}

impl Leftovers<'_> {
    /// Names the hooks of coding agents, which only the program can take out, if there are any.
    fn agents(&mut self) -> bool {
        let agents = self.files.hooked();
        if !agents.is_empty() {
            self.plan += "First take the hook out of your coding agents:\n";
        }
        for agent in &agents {
            for (is_project, flag) in [(false, ""), (true, " --project")] {
                if self.files.has(agent, is_project) {
                    self.plan += &format!("  awsprompt hook {} --uninstall{flag}\n", agent.word);
                }
            }
        }
        !agents.is_empty()
    }

    /// Names the lines of start-up files, with their numbers.
    fn lines(&mut self) {
        let Some(home) = self.files.home else { return };
        let mut paths: Vec<_> = NAMED.iter().map(|name| home.join(name)).collect();
        let moved = self.files.environment.non_empty("ZDOTDIR");
        paths.extend(moved.map(|directory| Path::new(directory).join(".zshrc")));
        paths.extend(starship::file(self.files.environment, Some(home)));
        paths.sort();
        paths.dedup();
        let found: String = paths.iter().map(|path| self.lines_of(path)).collect();
        if !found.is_empty() {
            self.plan += &format!("Delete these lines yourself:\n{found}");
        }
    }

    fn lines_of(&self, path: &Path) -> String {
        let state = self.files.lookup.content(path);
        let text = String::from_utf8_lossy(state.visible());
        let name = short_path(path, self.files.home);
        let numbered = text.lines().zip(1..).filter(|(line, _)| line.contains("awsprompt"));
        numbered
            .map(|(line, number)| {
                format!("  {name}:{number}: {}\n", short(&printable(line.trim())))
            })
            .collect()
    }

    /// Returns what removes a program that somebody else has installed.
    fn installer(&self, program: &Path) -> Option<&'static str> {
        let root = program.parent()?.parent()?;
        let crates = self.files.lookup.content(&root.join(".crates.toml"));
        if String::from_utf8_lossy(crates.visible()).contains("\"awsprompt ") {
            return Some("cargo uninstall awsprompt");
        }
        let path = program.to_string_lossy();
        INSTALLERS.iter().find(|(part, _)| path.contains(part)).map(|(_, by)| *by)
    }

    /// Collects the files that are awsprompt's own.
    fn own_files(&mut self, own: &OwnPlaces, has_program: bool) {
        let program = own.program.clone().filter(|_| has_program);
        let home = self.files.home;
        let written = home.into_iter().flat_map(|home| WRITTEN.iter().map(|it| home.join(it)));
        let files = own.settings.clone().into_iter().chain(written);
        let present = files.filter(|it| self.files.lookup.is_present(it));
        let mut found: Vec<_> = present.map(|path| self.link_to(&path)).collect();
        found.extend(own.state.clone().filter(|it| self.lists(it)));
        found.extend(program);
        let pages = self.pages();
        if !found.is_empty() || !pages.is_empty() {
            self.plan += "To be removed:\n";
        }
        for path in &found {
            self.plan += &format!("  {}\n", short_path(path, home));
        }
        if !pages.is_empty() {
            self.plan += &format!("  ~/{PAGES}/awsprompt*.1 ({} files)\n", pages.len());
        }
        found.extend(pages);
        self.removed = found;
    }

    /// Returns a file, or the link that is in the place of its directory.
    fn link_to(&self, path: &Path) -> PathBuf {
        let real = |path: &Path| self.files.lookup.real_path(path);
        let link = path.parent().filter(|directory| {
            let (Some(above), Some(name)) = (directory.parent(), directory.file_name()) else {
                return false;
            };
            directory.ends_with("awsprompt") && real(directory) != real(above).join(name)
        });
        link.unwrap_or(path).to_owned()
    }

    fn lists(&self, directory: &Path) -> bool {
        !matches!(self.files.lookup.listing(directory), Listing::Absent)
    }

    /// Returns the manual pages in the person's own directory.
    fn pages(&self) -> Vec<PathBuf> {
        let Some(directory) = self.files.home.map(|home| home.join(PAGES)) else {
            return Vec::new();
        };
        let Listing::Names(names) = self.files.lookup.listing(&directory) else {
            return Vec::new();
        };
        let is_own = |name: &str| {
            name.strip_suffix(".1")
                .is_some_and(|it| it == "awsprompt" || it.starts_with("awsprompt-"))
        };
        let own = names.iter().filter(|name| name.to_str().is_some_and(is_own));
        own.map(|name| directory.join(name)).collect()
    }
}
