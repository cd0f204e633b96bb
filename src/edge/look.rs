//! Gathers the facts: environment, files, clock, terminal.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where the machine is asked; everything else is given what it found"
)]

use std::{
    env,
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, IsTerminal, Read},
    path::{Path, PathBuf},
    sync::LazyLock,
};

use directories::ProjectDirs;
use jiff::Timestamp;

use crate::{
    aws::{
        location::{self, Homes},
        world::{Environment, FileState, Found, Need, Platform, World},
    },
    cmd::{Invocation, Screen, switch::Person},
    prompt::settings::{Settings, SettingsFile},
};

/// The largest file that is read. One of 5,000 profiles has 0.8 MB.
const LARGEST: u64 = 16 << 20;

/// The home directory that the machine's own account of its users names, which is a file to read.
static HOME: LazyLock<Option<PathBuf>> = LazyLock::new(dirs::home_dir);

/// Where awsprompt's own files are on this platform.
static DIRECTORIES: LazyLock<Option<ProjectDirs>> =
    LazyLock::new(|| ProjectDirs::from("", "", "awsprompt"));

/// Looks at the environment variables.
pub(crate) fn environment() -> Environment {
    Environment::new(Platform::HERE, env::vars_os())
}

/// Looks at everything that a resolution starts from.
pub(crate) fn world() -> World {
    let environment = environment();
    let locations = location::locate(Platform::HERE, &environment, &AccountDatabase);
    let mut files: Vec<(PathBuf, FileState)> = Vec::new();
    for path in locations.paths() {
        if !files.iter().any(|(known, _)| known == path) {
            files.push((path.to_owned(), content(path)));
        }
    }
    World {
        files,
        environment,
        locations,
        now: Timestamp::now(),
        verified_accounts: verified_accounts(),
    }
}

/// Looks up what a resolution has found that it needs.
pub(crate) fn find(need: Need) -> Found {
    match need {
        Need::Content(path) => {
            let state = content(&path);
            Found::Content(path, state)
        }
        Need::Presence(path) => {
            let present = fs::metadata(&path).is_ok_and(|metadata| !metadata.is_dir());
            Found::Presence(path, present)
        }
    }
}

/// Reads awsprompt's own settings; where there is no file, the defaults hold.
pub(crate) fn settings(environment: &Environment) -> Settings {
    settings_file(environment).settings.unwrap_or_else(|| {
        match environment.non_empty("AWSPROMPT_CONFIG") {
            Some(_) => Settings::mistaken("AWSPROMPT_CONFIG names no file"),
            None => Settings::default(),
        }
    })
}

/// Reads the file of settings, and tells where it is or would be.
pub(crate) fn settings_file(environment: &Environment) -> SettingsFile {
    let path = match environment.non_empty("AWSPROMPT_CONFIG") {
        Some(path) => Some(PathBuf::from(path)),
        None => default_settings_path(),
    };
    let settings = path.as_ref().map(|path| content(path)).and_then(|state| match state {
        FileState::Absent | FileState::Directory => None,
        FileState::Content(bytes) => Some(match String::from_utf8(bytes) {
            Ok(text) => Settings::parse(&text),
            Err(_) => Settings::mistaken("the file is not UTF-8"),
        }),
        FileState::Unreadable => Some(Settings::mistaken("the file may not be read")),
        FileState::TooLarge => Some(Settings::mistaken("the file is too large")),
    });
    SettingsFile { path, settings }
}

/// Tells whether a person looks at stdout in colour.
pub(crate) fn stdout_has_colour() -> bool {
    !colour_is_unwanted() && io::stdout().is_terminal()
}

/// Asks <https://no-color.org>.
fn colour_is_unwanted() -> bool {
    env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Looks at who would read what is said on stderr.
pub(crate) fn person() -> Person {
    let stderr = io::stderr();
    Person {
        sees_colour: !colour_is_unwanted() && stderr.is_terminal(),
        types: io::stdin().is_terminal() && stderr.is_terminal(),
    }
}

/// Looks at what stdout is.
pub(crate) fn screen() -> Screen {
    let size = terminal_size::terminal_size_of(io::stdout());
    Screen {
        has_colour: stdout_has_colour(),
        width: size.map(|(terminal_size::Width(width), _)| usize::from(width)),
    }
}

/// Looks at the arguments of this process.
pub(crate) fn arguments() -> Vec<OsString> {
    env::args_os().collect()
}

/// Looks at how this program was called.
pub(crate) fn invocation() -> Invocation {
    Invocation { binary: env::args_os().next().unwrap_or_else(|| "awsprompt".into()) }
}

/// Returns the whole path of this program, for a shell that need not find it by name.
pub(crate) fn own_path() -> io::Result<PathBuf> {
    env::current_exe()
}

/// Says where to keep what AWS has told about access keys; not every platform has a place for what
/// is neither settings nor cache.
fn verified_accounts() -> Option<PathBuf> {
    let directories = DIRECTORIES.as_ref()?;
    let directory = directories.state_dir().unwrap_or(directories.data_local_dir());
    Some(directory.join("accounts.json"))
}

fn default_settings_path() -> Option<PathBuf> {
    // On macOS, people who live in a terminal expect their settings where Linux has them.
    let dotted = || HOME.as_ref().map(|home| home.join(".config/awsprompt/config.ini"));
    let native = || Some(DIRECTORIES.as_ref()?.config_dir().join("config.ini"));
    let in_use = if cfg!(target_os = "macos") { dotted() } else { None };
    in_use.filter(|path| path.is_file()).or_else(native)
}

/// Reads a file if it is a regular one and not too large; nothing here can block for long.
fn content(path: &Path) -> FileState {
    match read(path) {
        Ok(state) => state,
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => FileState::Unreadable,
        Err(_) => FileState::Absent,
    }
}

fn read(path: &Path) -> io::Result<FileState> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Ok(FileState::Directory);
    }
    if !metadata.is_file() {
        return Ok(FileState::Absent);
    }
    let file = open(path)?;
    // Between the two looks the name may have come to mean something else.
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(FileState::Absent);
    }
    if metadata.len() > LARGEST {
        return Ok(FileState::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    let is_too_large = bytes.len() as u64 > LARGEST;
    Ok(if is_too_large { FileState::TooLarge } else { FileState::Content(bytes) })
}

/// Opens a file without waiting for a writer, should a FIFO stand there after all.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// The machine's users, as the standard places name them.
struct AccountDatabase;

impl Homes for AccountDatabase {
    fn current(&self) -> Option<PathBuf> {
        HOME.clone()
    }

    /// Reads `/etc/passwd`; users of a directory service are not looked for, since asking for
    /// them may wait for a network.
    fn of(&self, user: &str) -> Option<PathBuf> {
        let FileState::Content(bytes) = content(Path::new("/etc/passwd")) else {
            return None;
        };
        let text = String::from_utf8_lossy(&bytes);
        let fields = text.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let entry = fields.into_iter().find(|fields| fields.first() == Some(&user))?;
        entry.get(5).map(PathBuf::from)
    }
}
