//! `awsprompt init SHELL`: the hook for a shell's start-up file.

use std::ffi::OsStr;
use std::path::Path;

use anstyle::Style;

use super::hint::pasteable;
use super::prompt::STATES;
use super::starship;
use super::{Outcome, Person, Screen};
use crate::aws::{Environment, Lookup, PLAIN_VARIABLES};
use crate::cli;
use crate::error::{Error, ErrorKind, Status};
use crate::printable::printable;
use crate::prompt::Settings;
use crate::shell::Shell;
use crate::shell::function_name::FunctionName;
use crate::shell::init::{self, Hook, Placement};
use crate::shell::paint::zsh_state;

/// Answers `awsprompt init`.
pub(crate) fn run(
    arguments: &cli::InitArguments,
    program: &OsStr,
    settings: &Settings,
    caller: Option<&str>,
    screen: Screen,
) -> Result<Outcome, Error> {
    let placement = match arguments.prompt {
        None => Placement::Auto,
        Some(cli::PlacementArgument::Left) => Placement::Left,
        Some(cli::PlacementArgument::Right) => Placement::Right,
        Some(cli::PlacementArgument::None) => Placement::None,
    };
    let shell = match (arguments.shell, caller.and_then(Shell::named)) {
        // What a person reads is no hook.
        (None, _) if screen.is_terminal => return Ok(Outcome::Answer(lines(arguments, placement))),
        (None, None) => {
            let why = match caller {
                Some(name) => format!("{name:?}, which called init, is not zsh, bash, fish or nu"),
                None => "init cannot tell which shell called it".to_owned(),
            };
            let message = format!("{why}: name the shell");
            let error = Error::new(ErrorKind::Usage, message);
            return Err(error.with_hint("awsprompt init zsh   # or bash, fish, nushell, starship"));
        }
        (None, Some(caller)) => Some(caller),
        (Some(cli::InitTarget::Zsh), _) => Some(Shell::Zsh),
        (Some(cli::InitTarget::Bash), _) => Some(Shell::Bash),
        (Some(cli::InitTarget::Fish), _) => Some(Shell::Fish),
        (Some(cli::InitTarget::Nushell), _) => Some(Shell::Nushell),
        (Some(cli::InitTarget::Starship), _) => None,
    };
    if let Some(shell) = shell.filter(|_| arguments.later) {
        return Ok(Outcome::Answer(init::later(shell).to_owned()));
    }
    let command = match &arguments.cmd {
        _ if arguments.no_cmd => None,
        None => Some(settings.command.clone()),
        Some(name) => Some(FunctionName::new(name).ok_or_else(|| {
            Error::failed(format!("{name:?} cannot be the name of a shell function"))
        })?),
    };
    let command = command.as_ref().map(FunctionName::as_str);
    let binary = binary(program)?;
    let policy = &settings.policy;
    let own = policy.own_tools.keys().filter(|name| policy.own_program(name).is_some());
    let tools = policy.tools.iter().map(|tool| tool.program());
    let tools = tools.chain(own.chain(&settings.starters).map(String::as_str));
    let guarded: Vec<_> = ["aws"].into_iter().chain(tools).filter(|_| arguments.guard).collect();
    let kept = &PLAIN_VARIABLES;
    let mut states = STATES.map(|(state, style)| (state.to_owned(), style)).to_vec();
    for class in settings.policy.classes.all() {
        let state = zsh_state(&class.name);
        // The first class of a name is the one that counts.
        if states.iter().all(|(known, _)| *known != state) {
            let has_style = class.style != Style::new();
            states.push((state, if has_style { class.style } else { STATES[0].1 }));
        }
    }
    let hook = Hook { placement, binary, command, kept, states: &states, guarded: &guarded };
    let answer = shell.map_or_else(|| starship::module(binary), |shell| init::init(shell, hook));
    // An error may leave a tool without its guard.
    let error = settings.policy.deciding_error().filter(|_| arguments.guard);
    let note = error.map_or_else(String::new, |error| {
        format!("awsprompt: {}\n", printable(&error.described()))
    });
    Ok(Outcome::Report { answer, note, status: Status::Done })
}

/// Answers `awsprompt init starship --install`.
pub(crate) fn install(
    arguments: &cli::InitArguments,
    program: &OsStr,
    place: (&Environment, Option<&Path>),
    lookup: &dyn Lookup,
    person: Person,
) -> Result<Outcome, Error> {
    if arguments.shell != Some(cli::InitTarget::Starship) {
        let error = Error::new(ErrorKind::Usage, "--install is for starship");
        return Err(error.with_hint("awsprompt init starship --install"));
    }
    starship::install(binary(program)?, arguments.yes, place, lookup, person)
}

/// Returns what a person adds to a start-up file, with the flags that were given here.
fn lines(arguments: &cli::InitArguments, placement: Placement) -> String {
    let mut flags = String::new();
    if arguments.prompt.is_some() {
        flags += &format!(" --prompt {}", placement.name());
    }
    if let Some(name) = &arguments.cmd {
        flags += &format!(" --cmd {}", pasteable(name));
    }
    for (flag, is_given) in [(" --no-cmd", arguments.no_cmd), (" --guard", arguments.guard)] {
        flags += if is_given { flag } else { "" };
    }
    let lines = Shell::ALL.map(|shell| {
        let (file, line) = init::start_up(shell, &flags);
        format!("  {:4}  {file:27}  {line}\n", shell.name())
    });
    format!(
        "Add one line at the end of your shell's start-up file, and open a new shell:\n\n{}",
        lines.concat()
    )
}

/// Returns how the hook calls this program: as it was called. The shell looks up a name in `PATH`
/// at each prompt; an absolute path stays what it is.
pub(super) fn binary(program: &OsStr) -> Result<&str, Error> {
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
