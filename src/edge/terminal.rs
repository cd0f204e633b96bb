//! The terminal of this process itself, since stdin and stdout may belong to a command.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

/// Windows does not open one name for both.
/// <https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilea#consoles>
const KEYS: &str = if cfg!(windows) { "CONIN$" } else { "/dev/tty" };
const SCREEN: &str = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };

/// How long the shell may take to hand the terminal over.
const LATEST: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(10);

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, poll};
#[cfg(unix)]
use signal_hook::{consts::SIGINT, low_level};

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

    /// Shows a text and reads a line, which is nothing at the end of the input. Where a person leaves
    /// instead, the prompt begins in a line of its own.
    pub(super) fn ask(&mut self, text: &str) -> io::Result<Option<String>> {
        self.screen.write_all(text.as_bytes())?;
        let until = Instant::now() + LATEST;
        loop {
            #[cfg(unix)]
            self.wait()?;
            match (&mut self.keys).lines().next().transpose() {
                Err(error) if is_not_ours_yet(&error) && Instant::now() < until => {
                    thread::sleep(PAUSE);
                }
                Ok(None) => {
                    self.screen.write_all(b"\n")?;
                    return Ok(None);
                }
                line => return line,
            }
        }
    }

    /// Waits for a line; ends at Ctrl-C as any program does, in a new line.
    #[cfg(unix)]
    fn wait(&mut self) -> io::Result<()> {
        if !self.keys.buffer().is_empty() {
            return Ok(());
        }
        let interrupted = signalled(&[SIGINT])?;
        let mut polled = [
            PollFd::new(&interrupted, PollFlags::IN),
            PollFd::new(self.keys.get_ref(), PollFlags::IN),
        ];
        while poll(&mut polled, None) == Err(rustix::io::Errno::INTR) {}
        if !polled[0].revents().is_empty() {
            self.screen.write_all(b"\n")?;
            low_level::emulate_default_handler(SIGINT)?;
        }
        Ok(())
    }
}

/// Returns what can be read from when one of these signals has come.
#[cfg(unix)]
pub(super) fn signalled(signals: &[i32]) -> io::Result<UnixStream> {
    let (read, write) = UnixStream::pair()?;
    for signal in signals {
        low_level::pipe::register(*signal, write.try_clone()?)?;
    }
    Ok(read)
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
