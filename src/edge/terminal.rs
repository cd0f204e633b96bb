//! The terminal of this process itself, since stdin and stdout may belong to a command.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};

/// Windows does not open one name for both.
/// <https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilea#consoles>
const KEYS: &str = if cfg!(windows) { "CONIN$" } else { "/dev/tty" };
const SCREEN: &str = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };

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
        (&mut self.keys).lines().next().transpose()
    }
}
