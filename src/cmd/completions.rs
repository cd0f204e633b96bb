//! `awsprompt completions SHELL`: the static completion file of one shell.

use super::Outcome;
use crate::cli;
use crate::shell::Shell;

/// Answers `awsprompt completions`.
pub(crate) fn run(arguments: &cli::CompletionsArguments) -> Outcome {
    Outcome::Answer(file(arguments.shell.into()).to_owned())
}

/// Returns the completion file of a shell; a test generates it.
fn file(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => include_str!("../../completions/_awsprompt"),
        Shell::Bash => include_str!("../../completions/awsprompt.bash"),
        Shell::Fish => include_str!("../../completions/awsprompt.fish"),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};
    use clap_complete::Shell as ClapShell;

    use super::*;

    /// The public commands; the generator would also offer the hidden ones.
    fn shown() -> Command {
        let whole = cli::Cli::command();
        let shown = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
        Command::new("awsprompt")
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(true)
            .subcommands(shown)
    }

    /// Updates the files if `UPDATE_GENERATED=1`; the program has to be built again then.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes what it generates")]
    fn the_files_are_what_is_generated() {
        let files = [
            (Shell::Zsh, ClapShell::Zsh, "_awsprompt"),
            (Shell::Bash, ClapShell::Bash, "awsprompt.bash"),
            (Shell::Fish, ClapShell::Fish, "awsprompt.fish"),
        ];
        for (shell, generator, name) in files {
            let mut written = Vec::new();
            clap_complete::generate(generator, &mut shown(), "awsprompt", &mut written);
            let is_stale = written != file(shell).as_bytes();
            if is_stale && std::env::var_os("UPDATE_GENERATED").is_some_and(|on| on == "1") {
                let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
                std::fs::write(directory.join("completions").join(name), &written).unwrap();
                continue;
            }
            assert!(!is_stale, "{name} is stale; renew it with UPDATE_GENERATED=1 cargo test");
        }
    }
}
