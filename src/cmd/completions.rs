//! `awsprompt completions SHELL`: the static completion file of one shell.

use clap::{Command, CommandFactory};
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
    clap_complete::generate(generator, &mut shown(), "awsprompt", &mut written);
    String::from_utf8_lossy(&written).into_owned()
}

/// The commands that people are told of; the generator would offer the hidden ones too.
fn shown() -> Command {
    let whole = cli::Cli::command();
    let shown = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    Command::new("awsprompt")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .subcommands(shown)
}
