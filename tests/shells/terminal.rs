//! A pseudo-terminal with a screen that can be read, as a person would see it.
//!
//! Nothing here knows which shell runs in it. Waiting is always for something that can be seen;
//! the time limit only bounds how long a failing test takes.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
pub(crate) use vt100::Color;

/// High enough that no session scrolls, wide enough that no line wraps.
pub(crate) const ROWS: u16 = 300;
pub(crate) const COLUMNS: u16 = 240;

/// Far more than a loaded machine needs for anything that is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The replacement character, which [`vt100`] does not show; and what it is given in its place.
const REPLACEMENT: &str = "\u{fffd}";
const STAND_IN: &str = "\u{bf}";

/// With this a program asks where the cursor is, and waits for the answer.
const WHERE: &[u8] = b"\x1b[6n";

/// A program in a terminal; it is ended when this is dropped.
pub(crate) struct Terminal {
    program: String,
    screen: vt100::Parser,
    /// Every byte that the program has written.
    written: Vec<u8>,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    // Closing it hangs up, so it lives as long as the program.
    master: Box<dyn MasterPty + Send>,
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) color: Color,
    pub(crate) background: Color,
    pub(crate) bold: bool,
    pub(crate) underline: bool,
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn length(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).expect("a screen is not empty")
}

impl Terminal {
    /// Starts a program in a terminal of some width.
    pub(crate) fn start(program: &str, command: CommandBuilder, cols: u16) -> Self {
        Self::start_in(program, command, ROWS, cols)
    }

    /// Starts a program in a terminal of some height and width.
    pub(crate) fn start_in(program: &str, command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let pair =
            native_pty_system().openpty(size(rows, cols)).expect("a pseudo-terminal can be opened");
        let child = pair
            .slave
            .spawn_command(command)
            .unwrap_or_else(|error| panic!("{program} could not be started: {error}"));
        // While this process holds the program's side open, the end of the program goes unnoticed.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let input = pair.master.take_writer().expect("the terminal can be typed into");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            program: program.to_owned(),
            screen: vt100::Parser::new(length(rows), length(cols), 0),
            written: Vec::new(),
            output,
            input,
            child,
            master: pair.master,
        }
    }

    /// Changes the width.
    pub(crate) fn resize(&mut self, cols: u16) {
        self.master.resize(size(ROWS, cols)).expect("a terminal can be resized");
        self.screen.screen_mut().set_size(length(ROWS), length(cols));
    }

    /// Types keys.
    pub(crate) fn type_keys(&mut self, keys: &str) {
        let typed = self.input.write_all(keys.as_bytes()).and_then(|()| self.input.flush());
        typed.unwrap_or_else(|error| panic!("{} reads no keys: {error}", self.program));
    }

    /// Waits until the screen is as it should be; `what` tells a reader what did not happen.
    pub(crate) fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.show(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("no sign of {what} in {self}"),
                Err(RecvTimeoutError::Disconnected) => panic!("no {what}: ended: {self}"),
            }
        }
    }

    /// Returns the row and the column of the cursor.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.screen.screen().cursor_position()
    }

    /// Returns what stands in some columns of a row.
    pub(crate) fn text(&self, row: u16, columns: Range<u16>) -> String {
        let mut rows = self.screen.screen().rows(columns.start, columns.end - columns.start);
        rows.nth(row.into()).unwrap_or_default().replace(STAND_IN, REPLACEMENT)
    }

    /// Returns whole rows, without blanks at their ends.
    pub(crate) fn rows(&self, rows: Range<u16>) -> Vec<String> {
        rows.map(|row| self.text(row, 0..COLUMNS).trim_end().to_owned()).collect()
    }

    /// Returns how a cell looks.
    pub(crate) fn look(&self, row: u16, column: u16) -> Look {
        let cell = self.screen.screen().cell(row, column).expect("the cell is on the screen");
        Look {
            color: cell.fgcolor(),
            background: cell.bgcolor(),
            bold: cell.bold(),
            underline: cell.underline(),
        }
    }

    /// Returns every byte that the program has written so far.
    pub(crate) fn written(&self) -> &[u8] {
        &self.written
    }

    fn show(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.written.push(*byte);
            self.screen.process(&[*byte]);
            if self.written.ends_with(REPLACEMENT.as_bytes()) {
                self.screen.process(STAND_IN.as_bytes());
            }
            if self.written.ends_with(WHERE) {
                let (row, column) = self.cursor();
                self.type_keys(&format!("\x1b[{};{}R", row + 1, column + 1));
            }
        }
    }
}

impl std::fmt::Display for Terminal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let contents = self.screen.screen().contents();
        let (row, column) = self.cursor();
        write!(formatter, "{}, cursor at {row}:{column}, screen:\n{contents}", self.program)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Hangs up first and kills what does not listen; either way it may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
