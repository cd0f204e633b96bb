//! Gathers the facts: environment, files, clock, terminal.
#![expect(
    clippy::disallowed_methods,
    reason = "this module looks at the machine; other modules get what it found"
)]

use std::cell::RefCell;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::iter::repeat_n;
use std::path::{self, Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::terminal::Terminal;
use super::watch::{self, Seen};
use super::{places, reading};
use crate::aws::{
    Clock, Environment, FileState, Homes, Listing, Lookup, Obstacle, Platform, ProgramState, World,
    Writing, location,
};
use crate::cmd::judged_line::LineMachine;
use crate::cmd::{Person, Screen};
use crate::policy::{FILE_NAME, MOST_FILES};
use crate::prompt::{Settings, SettingsFile};
use crate::style;

pub(crate) fn environment() -> Environment {
    Environment::new(Platform::HERE, env::vars_os())
}

/// Reads the clock. `Timestamp::now` would bring all of jiff's messages, 50 kB, for clocks beyond the
/// year 9999.
pub(crate) fn now() -> Timestamp {
    SystemTime::now().try_into().unwrap_or(Timestamp::MAX)
}

/// The files of this machine, and what was seen of them.
#[derive(Default)]
pub(crate) struct Machine {
    seen: RefCell<Vec<(PathBuf, Seen)>>,
    /// The names that the working directory does not have.
    absent: RefCell<Vec<&'static str>>,
    /// How the names of the variables begin that count besides those that every answer rests on.
    prefixes: RefCell<Vec<String>>,
    /// What was looked up for a resolution, so that each file is read once. The hash of a path takes
    /// five times as long as that of its text.
    contents: RefCell<FxHashMap<OsString, Rc<FileState>>>,
    presences: RefCell<FxHashMap<PathBuf, bool>>,
    programs: RefCell<FxHashMap<PathBuf, ProgramState>>,
    obstacles: RefCell<FxHashMap<(Writing, PathBuf), Option<Obstacle>>>,
}

impl Machine {
    /// Looks at everything that a resolution starts from. `assigned` takes precedence over the
    /// environment; of two values for a variable the last one counts.
    pub(crate) fn world(&self, assigned: Vec<(OsString, OsString)>) -> World {
        let mut variables: Vec<_> = env::vars_os().collect();
        if !assigned.is_empty() {
            variables.retain(|(name, _)| !assigned.iter().any(|(new, _)| new == name));
            variables.splice(..0, assigned.into_iter().rev());
        }
        self.world_of(Environment::new(Platform::HERE, variables))
    }

    /// Does the same for another environment.
    pub(crate) fn world_of(&self, environment: Environment) -> World {
        // Taken before reading, so that every later change of a file counts as fresh.
        let clock = Clock::at(now());
        let locations = location::locate(Platform::HERE, &environment, self);
        let mut files: Vec<(PathBuf, Rc<FileState>)> = Vec::new();
        for path in locations.paths() {
            if !files.iter().any(|(known, _)| known.as_os_str() == path.as_os_str()) {
                files.push((path.to_owned(), self.content(path)));
            }
        }
        let models = locations.home.as_ref().map(|home| home.join(".aws/models"));
        World {
            models: models.filter(|path| self.read(path, 0) == FileState::Directory),
            files,
            locations,
            clock,
            verified_accounts: places::state().map(|directory| directory.join("accounts.json")),
            environment,
        }
    }

    /// Returns the home directory, where clients look for it.
    pub(crate) fn home(&self, environment: &Environment) -> Option<PathBuf> {
        location::locate(Platform::HERE, environment, self).home
    }

    /// Reads awsprompt's own settings, or returns the defaults, and reads what the directory
    /// expects that a command moves to from the working directory.
    pub(crate) fn settings(&self, environment: &Environment, moved_to: &Path) -> Settings {
        let mut settings = self.settings_file(environment).settings;
        self.add_expectations(&mut settings, moved_to);
        settings
    }

    /// Reads the settings file, and returns where it is or would be.
    pub(crate) fn settings_file(&self, environment: &Environment) -> SettingsFile {
        let named = environment.non_empty("AWSPROMPT_CONFIG").map(PathBuf::from);
        let is_named = named.is_some();
        let places = named.map_or_else(default_settings_paths, |path| vec![path]);
        for path in &places {
            if let Some(text) = text(self.read(path, reading::LARGEST_SETTINGS)) {
                return SettingsFile::read(path.clone(), text);
            }
        }
        SettingsFile::absent(places.last().cloned(), is_named)
    }

    /// Reads what a directory and every one above it expect.
    pub(crate) fn add_expectations(&self, settings: &mut Settings, moved_to: &Path) {
        let Ok(directory) = place(moved_to) else {
            let path = Path::new(".").join(FILE_NAME);
            let why = "cannot be looked for, as the working directory is not known".to_owned();
            return settings.policy.expect(path, Err(why));
        };
        let mut most = MOST_FILES;
        for (steps, above) in directory.ancestors().enumerate() {
            let path = above.join(FILE_NAME);
            let mut state = self.read(&path, reading::LARGEST_EXPECTATION);
            if state == FileState::Hidden {
                // A directory further up may be closed, which hides this one only from above.
                let mut path = moved_to.join(repeat_n("..", steps).collect::<PathBuf>());
                path.push(FILE_NAME);
                state = self.read(&path, reading::LARGEST_EXPECTATION);
            }
            // What is still hidden cannot be opened by anything that runs here.
            let state = if state == FileState::Hidden { FileState::Absent } else { state };
            let Some(text) = text(state) else { continue };
            if most == 0 {
                return settings.policy.expect(path, Err("is one file too many".to_owned()));
            }
            most -= 1;
            settings.policy.expect(path, text);
        }
    }

    /// Writes how long an answer is valid that rests on all files seen.
    pub(crate) fn watch(&self, clock: &Clock) -> String {
        // The answer is not valid once the program is removed or replaced. In `_`, zsh names what
        // it started, which may be a link or a wrapper.
        let started = env::var_os("_").map(PathBuf::from);
        for program in started.into_iter().chain(own_path().ok()) {
            self.presence(&program);
        }
        let mut seen = self.seen.borrow_mut();
        seen.extend(self.absent.borrow().iter().map(|name| (name.into(), Seen::Absent)));
        watch::lines(clock, &seen, &self.prefixes.borrow())
    }

    fn read(&self, path: &Path, largest: u64) -> FileState {
        let (state, seen) = reading::content(path, largest);
        self.seen.borrow_mut().push((path.to_owned(), seen));
        state
    }

    fn presence(&self, path: &Path) -> bool {
        let (is_present, seen) = reading::presence(path);
        self.seen.borrow_mut().push((path.to_owned(), seen));
        is_present
    }
}

/// Returns where the settings may be if no variable says so, the best place first.
fn default_settings_paths() -> Vec<PathBuf> {
    // On macOS, people who use a terminal expect their settings where Linux has them.
    let dotted = || Some(dirs::home_dir()?.join(".config/awsprompt/config.ini"));
    let native = || Some(places::settings()?.join("config.ini"));
    let dotted = if cfg!(target_os = "macos") { dotted() } else { None };
    dotted.into_iter().chain(native()).collect()
}

/// Returns the text of a file of awsprompt's own, or why it cannot be read, after the word "it";
/// nothing where there is no file.
fn text(state: FileState) -> Option<Result<String, String>> {
    match state {
        FileState::Absent => None,
        FileState::Content(bytes) => {
            Some(String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned()))
        }
        other => other.obstacle().map(Err),
    }
}

/// Returns the directory that a command runs in. Its parents are those of the real path, since that
/// is where the command is after it has moved.
fn place(moved_to: &Path) -> io::Result<PathBuf> {
    if moved_to.as_os_str().is_empty() {
        return env::current_dir();
    }
    let directory = path::absolute(moved_to)?;
    Ok(fs::canonicalize(&directory).unwrap_or(directory))
}

pub(crate) fn stdout_has_colour() -> bool {
    has_colour() && io::stdout().is_terminal()
}

fn has_colour() -> bool {
    style::is_allowed(env::var_os("NO_COLOR").as_deref(), env::var_os("TERM").as_deref())
}

/// Tells whether a person reads stderr in colour, can choose and can be asked.
pub(crate) fn person(shell_is_interactive: bool) -> Person {
    let stderr = io::stderr();
    let types = io::stdin().is_terminal() && stderr.is_terminal();
    let is_never_asked = env::var_os("AWSPROMPT_ASK").is_some_and(|value| value == "never");
    let can_be_asked = !is_never_asked && can_be_asked(shell_is_interactive);
    Person {
        sees_colour: has_colour() && stderr.is_terminal(),
        width: width(stderr),
        can_choose: (types || shell_is_interactive) && can_be_asked,
        can_be_asked,
    }
}

/// Tells whether a person can be asked: the shell is interactive or a standard stream is a
/// terminal, and the terminal can be opened.
fn can_be_asked(shell_is_interactive: bool) -> bool {
    let is_terminal =
        io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal();
    (is_terminal || shell_is_interactive) && Terminal::open().is_ok()
}

pub(crate) fn screen() -> Screen {
    Screen {
        is_terminal: io::stdout().is_terminal(),
        has_colour: stdout_has_colour(),
        width: width(io::stdout()),
    }
}

/// Returns the columns of a stream, if it is a terminal that says so.
#[cfg(unix)]
pub(super) fn width(stream: impl std::os::fd::AsFd) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0))
}

#[cfg(windows)]
pub(super) fn width(stream: impl std::os::windows::io::AsHandle) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0))
}

pub(crate) fn arguments() -> Vec<OsString> {
    env::args_os().collect()
}

/// Returns the name or path that this program was called by; hooks will call it the same way.
pub(crate) fn invoked_as() -> OsString {
    env::args_os().next().unwrap_or_else(|| "awsprompt".into())
}

/// Returns the absolute path of this program, for a shell whose `PATH` may not have it.
pub(crate) fn own_path() -> io::Result<PathBuf> {
    env::current_exe()
}

/// Returns the directory of what awsprompt remembers.
pub(crate) fn own_state() -> Option<PathBuf> {
    places::state()
}

/// Returns the working directory; nothing where it is gone.
pub(crate) fn directory() -> PathBuf {
    env::current_dir().unwrap_or_default()
}

/// Returns what stdin has, if it is text and not larger than this.
pub(crate) fn stdin(largest: usize) -> Option<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(largest as u64 + 1).read_to_end(&mut bytes).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.len() <= largest)
}

impl LineMachine for Machine {
    fn world(&self, environment: Environment) -> World {
        self.world_of(environment)
    }

    fn settings(&self, directory: &Path) -> Settings {
        self.settings(&environment(), directory)
    }

    fn lookup(&self) -> &dyn Lookup {
        self
    }
}

impl Lookup for Machine {
    fn content(&self, path: &Path) -> Rc<FileState> {
        let mut contents = self.contents.borrow_mut();
        let read = || Rc::new(self.read(path, reading::LARGEST));
        contents.entry(path.into()).or_insert_with(read).clone()
    }

    fn content_within(&self, path: &Path, most: usize) -> Rc<FileState> {
        let mut contents = self.contents.borrow_mut();
        let read = || Rc::new(self.read(path, most as u64));
        contents.entry(path.into()).or_insert_with(read).clone()
    }

    fn has_name(&self, name: &'static str) -> bool {
        let is_there = reading::has_name(name);
        if !is_there {
            self.absent.borrow_mut().push(name);
        }
        is_there
    }

    fn depends_on_variables(&self, prefix: &str) {
        // What no shell has as a name would be a pattern to the hook.
        if prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.prefixes.borrow_mut().push(prefix.to_owned());
        }
    }

    fn is_present(&self, path: &Path) -> bool {
        let mut presences = self.presences.borrow_mut();
        *presences.entry(path.to_owned()).or_insert_with(|| self.presence(path))
    }

    fn real_path(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }

    fn program(&self, path: &Path) -> ProgramState {
        let mut programs = self.programs.borrow_mut();
        let find = || {
            let (state, seen) = reading::program(path);
            self.seen.borrow_mut().push((path.to_owned(), seen));
            state
        };
        *programs.entry(path.to_owned()).or_insert_with(find)
    }

    fn obstacle_to(&self, writing: Writing, path: &Path) -> Option<Obstacle> {
        let mut obstacles = self.obstacles.borrow_mut();
        let find = || {
            let content = self.contents.borrow().get(path.as_os_str()).cloned();
            let is_absent = content.is_some_and(|state| *state == FileState::Absent);
            let (obstacle, seen) = reading::obstacle(writing, path, is_absent);
            self.seen.borrow_mut().push(seen);
            obstacle
        };
        obstacles.entry((writing, path.to_owned())).or_insert_with(find).clone()
    }

    fn listing(&self, directory: &Path) -> Listing {
        let (listing, seen) = reading::listing(directory);
        self.seen.borrow_mut().push((directory.to_owned(), seen));
        listing
    }
}

impl Homes for Machine {
    fn current(&self) -> Option<PathBuf> {
        dirs::home_dir()
    }

    /// Reads only `/etc/passwd`, since asking a directory service may wait for a network.
    fn of(&self, user: &str) -> Option<PathBuf> {
        let FileState::Content(bytes) = self.read(Path::new("/etc/passwd"), reading::LARGEST)
        else {
            return None;
        };
        let text = String::from_utf8_lossy(&bytes);
        let entry = text.lines().find(|line| line.split(':').next() == Some(user))?;
        entry.split(':').nth(5).map(PathBuf::from)
    }
}
