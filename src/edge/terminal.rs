//! The terminal of this process itself, since stdin and stdout may belong to a command.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::thread;
use std::time::{Duration, Instant};

/// Windows does not open one name for both.
/// <https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilea#consoles>
const KEYS: &str = if cfg!(windows) { "CONIN$" } else { "/dev/tty" };
const SCREEN: &str = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };

/// How long the shell may take to hand the terminal over.
const LATEST: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(10);

/// What a person types, line by line, and what the person sees.
pub(super) struct Terminal {
    keys: BufReader<File>,
    pub(super) screen: File,
}

impl Terminal {
    pub(super) fn open() -> io::Result<Self> {
        let open = |name| OpenOptions::new().read(true).write(true).open(name);
        Ok(Self { keys: BufReader::new(open(KEYS)?), screen: open(SCREEN)? })
    }

    /// Shows a text and reads a line, which is nothing at the end of the input.
    pub(super) fn ask(&mut self, text: &str) -> io::Result<Option<String>> {
        self.screen.write_all(text.as_bytes())?;
        let until = Instant::now() + LATEST;
        loop {
            match (&mut self.keys).lines().next().transpose() {
                Err(error) if is_not_ours_yet(&error) && Instant::now() < until => {
                    thread::sleep(PAUSE);
                }
                line => return line,
            }
        }
    }
}

/// Tells whether the terminal belongs to another job. nushell starts the programs of a pipeline
/// before it hands the terminal over.
/// <https://www.gnu.org/software/libc/manual/html_node/Access-to-the-Terminal.html>
#[cfg(unix)]
fn is_not_ours_yet(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EIO)
}

#[cfg(not(unix))]
fn is_not_ours_yet(_: &io::Error) -> bool {
    false
}
