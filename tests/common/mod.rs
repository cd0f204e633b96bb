//! A sealed run of the program: an empty environment, a home of its own, and no output unseen.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![allow(
    dead_code,
    reason = "each test file compiles this module for itself and uses a part of it"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

pub(crate) mod agreement;
#[cfg(unix)]
pub(crate) mod workload;

use std::ffi::OsStr;
use std::fs;
#[cfg(unix)]
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A home directory, and the environment of a program that lives there.
pub(crate) struct Home {
    directory: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Home {
    /// Makes an empty home.
    pub(crate) fn new() -> Self {
        let directory = tempfile::Builder::new().prefix("awsprompt-").tempdir().unwrap();
        Self { directory, variables: Vec::new() }
    }

    /// Makes a home with the files of a fixture directory, which is named for its situation.
    pub(crate) fn of_fixture(name: &str) -> Self {
        let home = Self::new();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        copy(&fixture, &home.path().join(".aws"));
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Sets a variable for all runs; `@HOME@` in it stands for the home.
    #[must_use]
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        let value = value.replace("@HOME@", &self.path().to_string_lossy());
        self.variables.push((name.to_owned(), value));
        self
    }

    /// Writes a file below the home, whose directories appear as needed.
    #[must_use]
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Returns the value of a variable that [`Home::env`] has set.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        let variable = self.variables.iter().find(|(known, _)| known == name);
        variable.map(|(_, value)| value.as_str())
    }

    /// Makes the AWS files private, which is how they should be.
    #[must_use]
    pub(crate) fn private(self) -> Self {
        #[cfg(unix)]
        make_private(&self.path().join(".aws"));
        self
    }

    /// Returns the program, ready to run here.
    pub(crate) fn command(&self) -> Command {
        self.program(env!("CARGO_BIN_EXE_awsprompt"))
    }

    /// Returns another program, ready to run here.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.path()).current_dir(self.path());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program and returns everything that it wrote, with the home as `@HOME@`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.output_of(self.command().args(arguments))
    }

    pub(crate) fn output_of(&self, command: &mut Command) -> Output {
        let output = command.output().unwrap();
        let text = |bytes| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(&*self.path().to_string_lossy(), "@HOME@")
        };
        Output {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code(),
        }
    }

    /// Runs a command that must succeed in silence but for its answer, and returns the answer.
    #[track_caller]
    pub(crate) fn answer(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{arguments:?}");
        output.stdout
    }

    /// Runs a command that must succeed in a terminal of so many columns, and returns what it
    /// writes there, with the home as `@HOME@`.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn answer_in_terminal(&self, columns: u16, arguments: &[&str]) -> String {
        let (text, has_succeeded) = self.run_in_terminal(columns, arguments);
        assert!(has_succeeded, "{arguments:?}");
        text
    }

    /// Does the same for a command that may fail. No columns are those of a terminal that does not
    /// know its size.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn output_in_terminal(&self, columns: u16, arguments: &[&str]) -> String {
        self.run_in_terminal(columns, arguments).0
    }

    #[cfg(unix)]
    #[track_caller]
    fn run_in_terminal(&self, columns: u16, arguments: &[&str]) -> (String, bool) {
        use portable_pty::{CommandBuilder, PtySize, native_pty_system};

        let sealed = self.command();
        let mut command = CommandBuilder::new(sealed.get_program());
        command.env_clear();
        for (name, value) in sealed.get_envs() {
            command.env(name, value.unwrap());
        }
        command.cwd(self.path());
        command.args(arguments);
        let rows = if columns == 0 { 0 } else { PtySize::default().rows };
        let size = PtySize { cols: columns, rows, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut child = pair.slave.spawn_command(command).unwrap();
        // While this process holds the program's side open, the end of the program goes unnoticed.
        drop(pair.slave);
        let mut written = Vec::new();
        let read = pair.master.try_clone_reader().unwrap().read_to_end(&mut written);
        assert!(read.is_ok(), "{arguments:?}");
        let has_succeeded = child.wait().unwrap().success();
        let text = String::from_utf8(written).unwrap().replace("\r\n", "\n");
        (text.replace(&*self.path().to_string_lossy(), "@HOME@"), has_succeeded)
    }

    /// Makes a file executable.
    pub(crate) fn executable(self, path: &str) -> Self {
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            fs::set_permissions(self.path().join(path), mode).unwrap();
        }
        self
    }

    /// Returns the segment, which is one line or nothing.
    #[track_caller]
    pub(crate) fn segment(&self) -> String {
        let answer = self.answer(&["prompt"]);
        assert!(answer.is_empty() || answer.ends_with('\n'), "{answer:?}");
        answer.trim_end_matches('\n').to_owned()
    }
}

/// Makes a file anew below a temporary directory, for a program that runs as somebody else.
pub(crate) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// Lets the owner alone read the files below a directory, if there is one.
#[cfg(unix)]
fn make_private(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            make_private(&path);
        } else {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(path, mode).unwrap();
        }
    }
}

/// Makes a FIFO, at which whoever opens it waits.
pub(crate) fn make_fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Returns a path of the project.
pub(crate) fn project_file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a committed file with what generates it, and names the command that renews it.
#[track_caller]
pub(crate) fn assert_generated(path: &str, generated: &str) {
    let file = project_file(path);
    if std::env::var_os("UPDATE_GENERATED").as_deref() == Some(OsStr::new("1")) {
        fs::write(&file, generated).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == generated, "{path} is stale; renew it with UPDATE_GENERATED=1 cargo test");
}

/// Returns the Rust files below a directory.
pub(crate) fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
