//! `awsprompt init SHELL`: the hook for a shell's start-up file.

use std::path::Path;

use super::{Invocation, Outcome};
use crate::{
    cli,
    error::Error,
    prompt::settings::Settings,
    shell::{
        Shell,
        function_name::FunctionName,
        init::{self, Hook, Placement},
    },
};

/// Answers `awsprompt init`.
pub(crate) fn run(
    arguments: &cli::InitArguments,
    invocation: &Invocation,
    settings: &Settings,
) -> Result<Outcome, Error> {
    let placement = match arguments.prompt {
        None => Placement::Auto,
        Some(cli::PlacementArgument::Left) => Placement::Left,
        Some(cli::PlacementArgument::Right) => Placement::Right,
        Some(cli::PlacementArgument::None) => Placement::None,
    };
    let command = command(arguments, settings)?;
    let command = command.as_ref().map(FunctionName::as_str);
    let binary = binary(invocation)?;
    let tools = settings.policy.tools.iter().map(|tool| tool.program());
    let guarded: Vec<_> =
        if arguments.guard { ["aws"].into_iter().chain(tools).collect() } else { Vec::new() };
    let hook = Hook { placement, binary, command, guarded: &guarded };
    Ok(Outcome::Answer(match arguments.shell {
        cli::InitTarget::Zsh => init::init(Shell::Zsh, hook),
        cli::InitTarget::Bash => init::init(Shell::Bash, hook),
        cli::InitTarget::Fish => init::init(Shell::Fish, hook),
        cli::InitTarget::Starship => starship(binary),
    }))
}

/// Returns starship's custom module. It starts the binary alone: `when` is no command, and what
/// starship takes for the shell is awsprompt, which gets the command as its last argument.
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

/// Returns the name of the function that switches: as asked for, else as the settings have it.
fn command(
    arguments: &cli::InitArguments,
    settings: &Settings,
) -> Result<Option<FunctionName>, Error> {
    match &arguments.cmd {
        _ if arguments.no_cmd => Ok(None),
        None => Ok(Some(settings.command.clone())),
        Some(name) => FunctionName::new(name).map(Some).ok_or_else(|| {
            Error::failed(format!("{name:?} cannot be the name of a shell function"))
        }),
    }
}

/// Returns how the hook calls this program: as it was called, so that a name stays a name and
/// the shell's `PATH` decides at each prompt, while a path stays that path.
fn binary(invocation: &Invocation) -> Result<&str, Error> {
    let binary = &invocation.binary;
    let is_relative = Path::new(binary).components().count() > 1 && Path::new(binary).is_relative();
    match binary.to_str() {
        Some(_) if is_relative => Err(Error::failed(format!(
            "a hook cannot call {} by a path that is relative to this directory",
            Path::new(binary).display()
        ))
        .with_hint("call awsprompt by its name or by its whole path")),
        Some(binary) => Ok(binary),
        None => Err(Error::failed(format!(
            "the path of this program is not UTF-8: {}",
            Path::new(binary).display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hook_calls_the_program_as_it_was_called() {
        let called = |binary: &str| Invocation { binary: binary.into() };
        assert_eq!(binary(&called("awsprompt")), Ok("awsprompt"));
        assert_eq!(binary(&called("/opt/a b/awsprompt")), Ok("/opt/a b/awsprompt"));
        assert!(binary(&called("target/release/awsprompt")).is_err());
        assert!(binary(&called("./awsprompt")).is_err());
    }
}
