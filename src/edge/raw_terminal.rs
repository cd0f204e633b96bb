//! A terminal that sends each key at once, and shows a screen of its own. It is given back as it
//! was, also after a panic or a signal.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

use super::terminal::{Terminal, signalled};
use crate::cmd::picker::ScreenSize;

/// A screen in addition to the one that the shell writes on.
const ENTER: &str = "\x1b[?1049h";
const LEAVE: &str = "\x1b[?25h\x1b[?1049l";

/// How long the rest of a key may take, where a terminal sends several bytes for one.
const REST_OF_KEY: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// The signals that end a program.
const ENDS: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// What happens at a terminal.
pub(super) enum Event {
    Typed(Vec<u8>),
    Resized,
    /// Nothing came within the time of a key.
    Paused,
    /// The terminal is gone.
    Ended,
}

pub(super) struct RawTerminal {
    file: File,
    before: Termios,
    resized: UnixStream,
    ended: UnixStream,
    /// The signal that has come.
    signal: Arc<AtomicUsize>,
}

impl RawTerminal {
    pub(super) fn open() -> io::Result<Self> {
        Self::take(Terminal::open()?.screen)
    }

    fn take(file: File) -> io::Result<Self> {
        let before = tcgetattr(&file)?;
        // A handler of a signal may do little; the first of these runs first.
        let signal = Arc::default();
        for end in ENDS {
            flag::register_usize(end, Arc::clone(&signal), usize::try_from(end).unwrap_or(0))?;
        }
        let (resized, ended) = (signalled(&[SIGWINCH])?, signalled(&ENDS)?);
        let (for_panics, modes) = (file.try_clone()?, before.clone());
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            give_back(&for_panics, &modes);
            usual(what);
        }));
        let mut raw = before.clone();
        raw.make_raw();
        let mut terminal = Self { file, before, resized, ended, signal };
        tcsetattr(&terminal.file, OptionalActions::Now, &raw)?;
        terminal.write(ENTER)?;
        Ok(terminal)
    }

    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.file.write_all(text.as_bytes())
    }

    pub(super) fn size(&self) -> ScreenSize {
        let size = tcgetwinsize(&self.file);
        let size = size.map_or((0, 0), |size| (size.ws_col.into(), size.ws_row.into()));
        // Some terminals do not know theirs.
        let (columns, rows) = if size.0 == 0 || size.1 == 0 { (80, 24) } else { size };
        ScreenSize { columns, rows }
    }

    /// Returns what has been typed already.
    pub(super) fn typed_ahead(&mut self) -> io::Result<Vec<u8>> {
        let mut polled = [PollFd::new(&self.file, PollFlags::IN)];
        if poll(&mut polled, Some(&Timespec::default()))? == 0 {
            return Ok(Vec::new());
        }
        let mut bytes = vec![0; 4096];
        let length = self.file.read(&mut bytes)?;
        bytes.truncate(length);
        Ok(bytes)
    }

    /// Waits for something to happen; for the rest of a key only as long as that may take.
    pub(super) fn wait(&mut self, is_within_key: bool) -> io::Result<Event> {
        let timeout = is_within_key.then_some(&REST_OF_KEY);
        let mut polled = [
            PollFd::new(&self.ended, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
            PollFd::new(&self.file, PollFlags::IN),
        ];
        match poll(&mut polled, timeout) {
            Err(Errno::INTR) => {}
            result => {
                result?;
            }
        }
        let [has_ended, is_resized, is_typed] = polled.map(|it| !it.revents().is_empty());
        let mut bytes = [0; 4096];
        if has_ended {
            give_back(&self.file, &self.before);
            let signal = i32::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or(SIGTERM);
            emulate_default_handler(signal)?;
        }
        if is_resized {
            // One look at the size is enough for several signals.
            let _ = self.resized.read(&mut bytes)?;
            return Ok(Event::Resized);
        }
        if !is_typed {
            return Ok(Event::Paused);
        }
        match self.file.read(&mut bytes)? {
            0 => Ok(Event::Ended),
            length => Ok(Event::Typed(bytes[..length].to_vec())),
        }
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        give_back(&self.file, &self.before);
    }
}

/// Leaves the screen, and sets the modes that the terminal had.
fn give_back(mut file: &File, before: &Termios) {
    let _ = file.write_all(LEAVE.as_bytes());
    let _ = tcsetattr(file, OptionalActions::Now, before);
}

#[cfg(test)]
mod tests {
    use std::thread;

    use portable_pty::{PtySize, native_pty_system};

    use super::*;

    #[test]
    fn a_panic_gives_the_terminal_back() {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let path = pair.master.tty_name().unwrap();
        let file = File::options().read(true).write(true).open(path).unwrap();
        let usual = panic::take_hook();
        let modes = || {
            let modes = tcgetattr(&file).unwrap();
            (modes.input_modes, modes.output_modes, modes.local_modes)
        };
        let before = modes();
        let terminal = RawTerminal::take(file.try_clone().unwrap()).unwrap();
        assert_ne!(modes(), before);
        // It is this thread that would give the terminal back without a panic.
        assert!(thread::spawn(|| panic!("a test of panics")).join().is_err());
        assert_eq!(modes(), before);
        panic::set_hook(usual);
        drop(terminal);
        let mut written = [0; 64];
        let length = pair.master.try_clone_reader().unwrap().read(&mut written).unwrap();
        let written = str::from_utf8(&written[..length]).unwrap();
        assert!(written.starts_with(&[ENTER, LEAVE].concat()), "{written:?}");
    }
}
