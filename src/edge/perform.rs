//! Carries out what a command has decided: writes, asks, or starts a program.
#![expect(clippy::disallowed_methods, reason = "this module writes files")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::thread;
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use super::look;
use super::terminal::Terminal;
use super::{processes, reading};
use crate::aws::FileState;
use crate::cmd::{Edit, FilesTask, Outcome, Question, Remembered, Task};
use crate::error::{Error, ErrorKind, Status};
use crate::printable::{printable, short_path};

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
        Outcome::Files { directory, files, note } => match write_all(directory, files) {
            Ok(()) => {
                tell(note);
                Status::Done
            }
            Err(error) => {
                let name = directory.display();
                fail(&Error::failed(format!("could not write to {name}: {error}")))
            }
        },
        Outcome::Remember { what, then } => {
            // The file only saves a question, so the answer does not depend on it.
            let _ = remember(what);
            carry_out(then)
        }
        Outcome::TellPane { update, then } => {
            let status = carry_out(then);
            // tmux may be gone.
            let _ = processes::tell_tmux(&update.arguments)
                .and_then(|()| put(&update.file, update.content.as_deref()));
            status
        }
        Outcome::Exec(program) => fail(&processes::exec(program)),
        Outcome::LogIn { login, line } => {
            tell(&format!("{line}\n"));
            processes::log_in(login, line).map_or_else(|error| fail(&error), |()| Status::Done)
        }
        Outcome::Ask(question) => ask(question),
        Outcome::WithNote { note, then } => {
            tell(note);
            carry_out(then)
        }
        Outcome::OnFiles(task) => do_on_files(task),
        Outcome::Edit(change) => edit(change),
        Outcome::Shell(shell) => {
            processes::open_shell(shell).map_or_else(|error| fail(&error), |()| Status::Done)
        }
    }
}

/// Writes to stderr; if it is closed, there is nobody left to tell.
pub(super) fn tell(note: &str) {
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

fn write_all(directory: &Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    files.iter().try_for_each(|(name, text)| fs::write(directory.join(name), text))
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
/// A line is added by one write, which nobody else's divides. Otherwise the file is replaced.
fn remember(what: &Remembered) -> io::Result<()> {
    let path = what.file();
    let known = || reading::content(path, reading::LARGEST).0;
    let state = known();
    let line = what.line(state.visible());
    if let Some((line, mut file)) = line.and_then(|line| Some((line, open_own(path)?))) {
        return file.write_all(line.as_bytes());
    }
    if state == FileState::Absent && what.added_to(b"").is_none() {
        return Ok(());
    }
    let directory = path.parent().unwrap_or(Path::new("."));
    make_directory(directory)?;
    let _lock = lock(directory, what.patience())?;
    put(path, what.added_to(known().visible()).as_deref())
}

/// Opens a file of awsprompt's own to add to it, if nobody else can read it. What a link leads to is
/// not awsprompt's own.
fn open_own(path: &Path) -> Option<fs::File> {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;

        options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    }
    let file = options.open(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let is_private = |it: &fs::Metadata| it.permissions().mode() & 0o777 == 0o600;
        file.metadata().ok().filter(is_private)?;
    }
    Some(file)
}

/// Replaces a file of awsprompt's own in one step, so that nobody sees half of it, or removes it.
/// Temporary files have mode 0600.
fn put(path: &Path, content: Option<&str>) -> io::Result<()> {
    let Some(content) = content else { return fs::remove_file(path) };
    let directory = path.parent().unwrap_or(Path::new("."));
    make_directory(directory)?;
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(content.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// Keeps every other awsprompt from writing in a directory, until the lock is dropped. It ends with
/// its process, and no file is left over.
#[cfg(unix)]
fn lock(directory: &Path, patience: Duration) -> io::Result<fs::File> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = fs::File::open(directory)?;
    let start = Instant::now();
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK | Errno::INTR) if start.elapsed() < patience => {
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
fn lock(_: &Path, _: Duration) -> io::Result<()> {
    Ok(())
}

/// Shows the plan, asks if it has to, and does it.
fn do_on_files(task: &FilesTask) -> Status {
    if write(&task.plan) == Status::Failed {
        return Status::Failed;
    }
    let files = if task.files.len() == 1 { "this file" } else { "these files" };
    let (verb, failed) = match task.task {
        Task::MakePrivate => ("Change", "change the mode of"),
        Task::Remove => ("Remove", "remove"),
    };
    if task.asks && !agrees(&format!("{verb} {files}? [y/N] ")) {
        return fail(&Error::failed("nothing changed"));
    }
    let mut status = Status::Done;
    for path in &task.files {
        let done = match task.task {
            Task::MakePrivate => set_private(path),
            Task::Remove => remove(path),
        };
        if let Err(error) = done {
            let path = printable(&path.to_string_lossy()).into_owned();
            status = fail(&Error::failed(format!("could not {failed} {path}: {error}")));
        }
    }
    status
}

/// Removes a file, or a directory with what is in it, and then the directory of awsprompt's own
/// that it leaves empty. What a link leads to stays.
fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }?;
    if let Some(above) = path.parent().filter(|above| above.ends_with("awsprompt")) {
        // What else is there is not awsprompt's.
        let _ = fs::remove_dir(above);
    }
    Ok(())
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
        content = Some(step.content.as_deref());
    }
    let Some(content) = content else { return fail(&Error::failed("nothing changed")) };
    let home = dirs::home_dir();
    let name = |path: &Path| short_path(path, home.as_deref());
    let path = name(&change.path);
    match replace(change, content) {
        Ok(copy) => {
            let kept = copy.map(|copy| format!("; {} has what it was", name(&copy)));
            let what = if content.is_some() { "changed" } else { "removed" };
            let status = write(&format!("{path} is {what}{}\n", kept.unwrap_or_default()));
            tell(&change.note);
            status
        }
        Err(error) => fail(&Error::failed(format!("could not change {path}: {error}"))),
    }
}

/// Writes a file in one step, or removes it, and keeps a copy of what it was beside those that were
/// kept before. A link stays a link.
fn replace(change: &Edit, content: Option<&str>) -> io::Result<Option<PathBuf>> {
    let Some(before) = change.before.as_deref() else {
        return write_new(&change.path, content.unwrap_or_default()).map(|()| None);
    };
    let path = fs::canonicalize(&change.path)?;
    if fs::read(&path)? != before.as_bytes() {
        return Err(io::Error::other("it was changed in the meantime"));
    }
    let is_free = |copy: &PathBuf| match fs::read(copy) {
        Ok(kept) => kept == before.as_bytes(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    let copy = if change.is_kept { Edit::copies(&path).find(is_free) } else { None };
    if let Some(copy) = &copy {
        fs::copy(&path, copy)?;
    }
    let Some(content) = content else { return fs::remove_file(&change.path).map(|()| copy) };
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(content.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.persist(&path)?;
    Ok(copy)
}

/// Sets the mode of the file that a path names, and never that of one that a link in its place leads to.
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

/// Asks a question, and looks at the limits again when it is answered.
fn ask(question: &Question) -> Status {
    let asked = look::now();
    let is_meant = is_meant(&question.text, &question.word);
    let now = look::now();
    let message = if !is_meant {
        "confirmation did not match"
    } else if question.limits.have_passed(now, now.duration_since(asked)) {
        &question.ended
    } else {
        return carry_out(&question.then);
    };
    fail(&Error::new(ErrorKind::Refused, format!("{message}; {}", question.undone)))
}

/// Asks a person to type a word, on the terminal itself, since stdin and stdout belong to the
/// command.
fn is_meant(question: &str, word: &str) -> bool {
    let answer = Terminal::open().and_then(|mut terminal| terminal.ask(question));
    answer.is_ok_and(|answer| answer.is_some_and(|answer| answer.trim() == word))
}
