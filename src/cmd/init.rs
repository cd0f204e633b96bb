//! `awsprompt init SHELL`: the hook for a shell's start-up file.

use std::ffi::OsStr;
use std::path::Path;

use super::Outcome;
use crate::cli;
use crate::error::{Error, Status};
use crate::printable::printable;
use crate::prompt::Settings;
use crate::shell::Shell;
use crate::shell::function_name::FunctionName;
use crate::shell::init::{self, Hook, Placement};

/// Answers `awsprompt init`.
pub(crate) fn run(
    arguments: &cli::InitArguments,
    program: &OsStr,
    settings: &Settings,
) -> Result<Outcome, Error> {
    let placement = match arguments.prompt {
        None => Placement::Auto,
        Some(cli::PlacementArgument::Left) => Placement::Left,
        Some(cli::PlacementArgument::Right) => Placement::Right,
        Some(cli::PlacementArgument::None) => Placement::None,
    };
    let command = match &arguments.cmd {
        _ if arguments.no_cmd => None,
        None => Some(settings.command.clone()),
        Some(name) => Some(FunctionName::new(name).ok_or_else(|| {
            Error::failed(format!("{name:?} cannot be the name of a shell function"))
        })?),
    };
    let command = command.as_ref().map(FunctionName::as_str);
    let binary = binary(program)?;
    let tools = settings.policy.tools.iter().map(|tool| tool.program());
    let guarded: Vec<_> = ["aws"].into_iter().chain(tools).filter(|_| arguments.guard).collect();
    let hook = Hook { placement, binary, command, guarded: &guarded };
    let answer = match arguments.shell {
        cli::InitTarget::Zsh => init::init(Shell::Zsh, hook),
        cli::InitTarget::Bash => init::init(Shell::Bash, hook),
        cli::InitTarget::Fish => init::init(Shell::Fish, hook),
        cli::InitTarget::Starship => starship(binary),
    };
    // An error may leave a tool without its guard.
    let error = settings.policy.deciding_error().filter(|_| arguments.guard);
    let note = error.map_or_else(String::new, |error| {
        format!("awsprompt: {}\n", printable(&error.described()))
    });
    Ok(Outcome::Report { answer, note, status: Status::Done })
}

/// Returns starship's custom module. It starts no shell: `when` is not a command, and awsprompt
/// takes the place of the shell, which gets the command as its last argument.
///
/// <https://starship.rs/config/#custom-commands>
fn starship(binary: &str) -> String {
    // A JSON string is a TOML basic string.
    let binary = serde_json::Value::from(binary);
    format!(
        "[custom.awsprompt]\n\
         description = \"The AWS profile, account and region of the next command\"\n\
         when = true\n\
         shell = [{binary}, \"prompt\", \"--shell\"]\n\
         command = \"starship\"\n\
         use_stdin = false\n\
         format = \"($output )\"\n"
    )
}

/// Returns how the hook calls this program: as it was called. The shell looks up a name in `PATH`
/// at each prompt; an absolute path stays what it is.
fn binary(program: &OsStr) -> Result<&str, Error> {
    let path = Path::new(program);
    let Some(binary) = program.to_str() else {
        let message = format!("the path of this program is not UTF-8: {}", path.display());
        return Err(Error::failed(message));
    };
    if path.is_relative() && path.components().count() > 1 {
        return Err(Error::failed(format!(
            "a hook cannot call {binary} by a path that is relative to this directory"
        ))
        .with_hint("call awsprompt by its name or by its whole path"));
    }
    Ok(binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hook_calls_the_program_as_it_was_called() {
        assert_eq!(binary("awsprompt".as_ref()), Ok("awsprompt"));
        assert_eq!(binary("/opt/a b/awsprompt".as_ref()), Ok("/opt/a b/awsprompt"));
        assert!(binary("target/release/awsprompt".as_ref()).is_err());
        assert!(binary("./awsprompt".as_ref()).is_err());
    }
}
