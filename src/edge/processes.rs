//! Starts programs: the one that this process becomes, the one that logs in, tmux, the shell of a
//! demo.
#![expect(clippy::disallowed_methods, reason = "this module starts programs")]

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};
use std::{env, fs, io};

use crate::aws::Change;
use crate::cmd::{Program, ThrowAwayShell};
use crate::error::{Error, ErrorKind};
use crate::printable::printable;

/// Replaces this process with a program, and returns only if that fails.
pub(super) fn exec(program: &Program) -> Error {
    let mut command = Command::new(&program.name);
    command.args(&program.arguments);
    for Change { name, value } in &program.changes {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let error = become_it(&mut command);
    let name = printable(&program.name.to_string_lossy()).into_owned();
    let (kind, message) = match error.kind() {
        io::ErrorKind::NotFound => (ErrorKind::NotFound, format!("{name}: command not found")),
        _ => (ErrorKind::NotExecutable, format!("could not run {name}: {error}")),
    };
    let error = Error::new(kind, message);
    match &program.hint {
        Some(hint) if kind == ErrorKind::NotFound => error.with_hint(hint),
        _ => error,
    }
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> io::Error {
    std::os::unix::process::CommandExt::exec(command)
}

/// Elsewhere a process cannot become another; this one waits for it and exits with its status.
#[cfg(not(unix))]
fn become_it(command: &mut Command) -> io::Error {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

/// Runs a program that logs in. Its stdout goes to the person, since awsprompt's own is evaluated.
pub(super) fn log_in(login: &Program, line: &str) -> Result<(), Error> {
    let unchanged = |what: &str| Error::failed(format!("{line} {what}; nothing was changed"));
    outlive_interrupts();
    let mut command = Command::new(&login.name);
    command.args(&login.arguments);
    let status = stderr().and_then(|stderr| command.stdout(stderr).status());
    let status = status.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => unchanged("needs the AWS CLI, which is not installed"),
        _ => unchanged(&format!("could not run: {error}")),
    })?;
    match status.code() {
        Some(0) => Ok(()),
        // What a shell says of a program that a signal has ended, and some programs of themselves.
        None | Some(130) => Err(unchanged("was interrupted")),
        Some(_) => Err(unchanged("failed")),
    }
}

/// Runs commands of tmux, silently.
pub(super) fn tell_tmux(arguments: &[String]) -> io::Result<()> {
    let mut command = Command::new("tmux");
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let succeeds = command.status()?.success();
    succeeds.then_some(()).ok_or_else(|| io::Error::other("tmux has refused it"))
}

/// Returns another handle of stderr.
#[cfg(unix)]
fn stderr() -> io::Result<Stdio> {
    Ok(std::os::fd::AsFd::as_fd(&io::stderr()).try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn stderr() -> io::Result<Stdio> {
    Ok(std::os::windows::io::AsHandle::as_handle(&io::stderr()).try_clone_to_owned()?.into())
}

/// Lets Ctrl-C end the program that runs, and not this one, which says that nothing was changed.
#[cfg(unix)]
fn outlive_interrupts() {
    let is_interrupted = Arc::new(AtomicBool::new(false));
    // Without it the shell's own word has to do.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, is_interrupted);
}

#[cfg(not(unix))]
fn outlive_interrupts() {}

/// Opens a shell on a home directory that is removed when the shell ends.
pub(super) fn open_shell(shell: &ThrowAwayShell) -> Result<(), Error> {
    let failed =
        |error: io::Error| Error::failed(format!("could not make a throw-away home: {error}"));
    let home = tempfile::Builder::new().prefix("awsprompt-demo-").tempdir().map_err(failed)?;
    for (path, content) in &shell.files {
        let path = home.path().join(path);
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).map_err(failed)?;
        }
        fs::write(&path, content).map_err(failed)?;
        #[cfg(unix)]
        fs::set_permissions(&path, PermissionsExt::from_mode(0o700)).map_err(failed)?;
    }
    let here = home.path().to_string_lossy().into_owned();
    let mut command = Command::new(shell.program);
    command.args(shell.arguments.iter().map(|argument| argument.replace("@HOME@", &here)));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if shell.remove.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.envs(shell.set.iter().map(|(name, value)| (name, value.replace("@HOME@", &here))));
    command.current_dir(home.path());
    // The exit status of the shell is not a failure of the demo.
    command.status().map(drop).map_err(|error| {
        Error::failed(format!("could not start {}: {error}", shell.program))
            .with_hint(format!("install {} and try again", shell.program))
    })?;
    home.close().map_err(|error| Error::failed(format!("could not remove {here}: {error}")))
}
