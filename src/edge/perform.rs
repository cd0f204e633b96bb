//! Carries out what a command has decided: writes, asks, or starts a program.
#![expect(
    clippy::disallowed_methods,
    reason = "this module writes files and starts programs; no other may"
)]

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};
#[cfg(unix)]
use std::thread;
#[cfg(unix)]
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::look::TERMINAL;
use super::reading;
use crate::aws::{Change, FileState};
use crate::cmd::doctor::Fix;
use crate::cmd::{Edit, Outcome, Program, Question, Remembered, ThrowAwayShell};
use crate::error::{Error, ErrorKind, Status};
use crate::printable::printable;

/// Carries out what a command has decided, or writes why it failed, and returns what to exit with.
pub(crate) fn perform(decided: &Result<Outcome, Error>) -> Status {
    match decided {
        Ok(outcome) => carry_out(outcome),
        Err(error) => fail(error),
    }
}

fn carry_out(outcome: &Outcome) -> Status {
    match outcome {
        Outcome::Answer(answer) => write(answer),
        Outcome::Segment(segment) => {
            // A prompt is no place for an error message.
            let _ = print(segment);
            Status::Done
        }
        Outcome::Report { answer, note, status } => {
            tell(note);
            match write(answer) {
                Status::Done => *status,
                failed => failed,
            }
        }
        Outcome::NewFile { path, content, then } => match write_new(path, content) {
            Ok(()) => carry_out(then),
            Err(error) => {
                let name = path.display();
                fail(&Error::failed(format!("could not write {name}: {error}")))
            }
        },
        Outcome::Remember { what, then } => {
            // The file only saves a question, so the answer does not depend on it.
            let _ = remember(what);
            carry_out(then)
        }
        Outcome::Exec(program) => exec(program),
        Outcome::LogIn { login, line } => {
            log_in(login, line).map_or_else(|error| fail(&error), |()| Status::Done)
        }
        Outcome::Ask(question) => ask(question),
        Outcome::WithNote { note, then } => {
            tell(note);
            carry_out(then)
        }
        Outcome::Fix(fix) => make_private(fix),
        Outcome::Edit(change) => edit(change),
        Outcome::Shell(shell) => {
            open_shell(shell).map_or_else(|error| fail(&error), |()| Status::Done)
        }
    }
}

/// Writes to stderr; if it is closed, there is nobody left to tell.
fn tell(note: &str) {
    let _ = io::stderr().write_all(note.as_bytes());
}

fn fail(error: &Error) -> Status {
    tell(&error.to_string());
    error.status()
}

fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    // Stdout is buffered by line, and nothing else writes a last line without its end.
    stdout.flush()
}

fn write(answer: &str) -> Status {
    match print(answer) {
        // A closed pipe is not an error: its reader has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(&Error::failed(format!("could not write the answer: {error}")))
        }
        _ => Status::Done,
    }
}

/// Writes a file, and fails if it is there.
fn write_new(path: &Path, content: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        make_directory(directory)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content.as_bytes())
}

/// Makes a directory and those above it, where they are missing, for their owner alone.
fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Adds something to the file that keeps it, or removes the file.
///
/// A line is added by one write, which nobody else's divides. Otherwise the file is replaced in one
/// step, so that nobody sees half of it. Temporary files have mode 0600.
fn remember(what: &Remembered) -> io::Result<()> {
    let path = what.file();
    let known = || reading::content(path, reading::LARGEST).0;
    let state = known();
    if let Some(line) = what.line(state.visible()) {
        return OpenOptions::new().append(true).open(path)?.write_all(line.as_bytes());
    }
    if state == FileState::Absent && what.added_to(b"").is_none() {
        return Ok(());
    }
    let directory = path.parent().unwrap_or(Path::new("."));
    make_directory(directory)?;
    let _lock = lock(directory)?;
    let Some(content) = what.added_to(known().visible()) else {
        return fs::remove_file(path);
    };
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(content.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// How long a lock is waited for. Whoever holds it only writes one small file.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(5);

/// Keeps every other awsprompt from writing in a directory, until the lock is dropped. It ends with
/// its process, and no file is left over.
#[cfg(unix)]
fn lock(directory: &Path) -> io::Result<fs::File> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = fs::File::open(directory)?;
    let start = Instant::now();
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK | Errno::INTR) if start.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(2));
            }
            Err(error @ Errno::WOULDBLOCK) => return Err(error.into()),
            // Some network file systems lock no directory. Then the last of two writers wins.
            Ok(()) | Err(_) => return Ok(file),
        }
    }
}

/// Elsewhere the last of two writers wins.
#[cfg(not(unix))]
fn lock(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Shows the plan, asks if it has to, and makes the files private.
fn make_private(fix: &Fix) -> Status {
    if write(&fix.plan) == Status::Failed {
        return Status::Failed;
    }
    let files = if fix.files.len() == 1 { "this file" } else { "these files" };
    if fix.asks && !agrees(&format!("Change {files}? [y/N] ")) {
        return fail(&Error::failed("nothing is changed"));
    }
    let mut status = Status::Done;
    for path in &fix.files {
        if let Err(error) = set_private(path) {
            let path = printable(&path.to_string_lossy()).into_owned();
            status = fail(&Error::failed(format!("could not change the mode of {path}: {error}")));
        }
    }
    status
}

/// Asks whether to go on.
fn agrees(question: &str) -> bool {
    let mut answer = String::new();
    io::stderr().write_all(question.as_bytes()).is_ok()
        && io::stdin().read_line(&mut answer).is_ok()
        && matches!(answer.trim(), "y" | "Y" | "yes")
}

/// Shows each step of a change, asks if it has to, and writes the file as far as a person agrees.
fn edit(change: &Edit) -> Status {
    let mut content = None;
    for step in &change.steps {
        if write(&step.shown) == Status::Failed {
            return Status::Failed;
        }
        if change.asks && !agrees(&step.question) {
            break;
        }
        content = Some(&step.content);
    }
    let Some(content) = content else { return fail(&Error::failed("nothing is changed")) };
    let name = |path: &Path| printable(&path.to_string_lossy()).into_owned();
    let path = name(&change.path);
    match replace(&change.path, change.before.as_deref(), content) {
        Ok(backup) => {
            let kept = backup.map(|backup| format!("; {} has what it was", name(&backup)));
            let status = write(&format!("{path} is changed{}\n", kept.unwrap_or_default()));
            tell(&change.note);
            status
        }
        Err(error) => fail(&Error::failed(format!("could not change {path}: {error}"))),
    }
}

/// Writes a file in one step, and keeps what it was beside it. A link stays a link.
fn replace(path: &Path, before: Option<&str>, content: &str) -> io::Result<Option<PathBuf>> {
    let Some(before) = before else { return write_new(path, content).map(|()| None) };
    let path = fs::canonicalize(path)?;
    if fs::read(&path)? != before.as_bytes() {
        return Err(io::Error::other("it was changed in the meantime"));
    }
    let mut backup = path.clone().into_os_string();
    backup.push(".before-awsprompt");
    fs::copy(&path, &backup)?;
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(content.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.persist(&path)?;
    Ok(Some(backup.into()))
}

/// Sets the mode of the file that a path names, and never that of one behind a link in its place.
#[cfg(unix)]
fn set_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    let open = |options: &mut OpenOptions| {
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)
    };
    // Its owner may be allowed to do only one of the two.
    let file =
        open(OpenOptions::new().read(true)).or_else(|_| open(OpenOptions::new().append(true)))?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    file.set_permissions(PermissionsExt::from_mode(0o600))?;
    // In WSL, the drives of Windows accept any mode and keep their own.
    match file.metadata()?.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => Err(io::Error::other("the file system does not keep it")),
    }
}

#[cfg(not(unix))]
fn set_private(_: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Replaces this process with a program, and returns only if that fails.
fn exec(program: &Program) -> Status {
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
    fail(&Error::new(kind, message))
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
fn log_in(login: &Program, line: &str) -> Result<(), Error> {
    let unchanged = |what: &str| Error::failed(format!("{line} {what}; nothing was changed"));
    outlive_interrupts();
    tell(&format!("{line}\n"));
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

/// Asks a question, and looks at the limits again when it is answered.
fn ask(question: &Question) -> Status {
    let asked = Timestamp::now();
    let is_meant = is_meant(&question.text, &question.word);
    let now = Timestamp::now();
    let message = if !is_meant {
        "confirmation did not match"
    } else if question.limits.have_passed(now, now.duration_since(asked)) {
        &question.ended
    } else {
        return carry_out(&question.then);
    };
    fail(&Error::new(ErrorKind::Refused, format!("{message}; {}", question.undone)))
}

/// Asks a person to type a word, on the terminal itself, since stdin and stdout belong to the command.
fn is_meant(question: &str, word: &str) -> bool {
    let ask = || -> io::Result<String> {
        let mut terminal = OpenOptions::new().read(true).write(true).open(TERMINAL)?;
        terminal.write_all(question.as_bytes())?;
        let mut answer = String::new();
        io::BufReader::new(terminal).read_line(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.trim() == word)
}

/// Opens a shell on a home directory that is removed when the shell ends.
fn open_shell(shell: &ThrowAwayShell) -> Result<(), Error> {
    let failed =
        |error: io::Error| Error::failed(format!("could not make a throw-away home: {error}"));
    let home = tempfile::Builder::new().prefix("awsprompt-demo-").tempdir().map_err(failed)?;
    for (path, content) in &shell.files {
        let path = home.path().join(path);
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).map_err(failed)?;
        }
        fs::write(path, content).map_err(failed)?;
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
