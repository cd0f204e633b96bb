//! `awsprompt completions SHELL`: the static completion file of one shell.

use clap::CommandFactory;
use clap_complete::Shell as ClapShell;

use super::Outcome;
use crate::{cli, shell::Shell};

/// Answers `awsprompt completions`.
pub(crate) fn run(arguments: &cli::Completions) -> Outcome {
    Outcome::Answer(file(arguments.shell.into()))
}

/// Generates the file; `completions/` holds a copy of each.
fn file(shell: Shell) -> String {
    let generator = match shell {
        Shell::Zsh => ClapShell::Zsh,
        Shell::Bash => ClapShell::Bash,
        Shell::Fish => ClapShell::Fish,
    };
    let mut written = Vec::new();
    clap_complete::generate(generator, &mut cli::Cli::command(), "awsprompt", &mut written);
    String::from_utf8_lossy(&written).into_owned()
}
