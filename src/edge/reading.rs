//! Reads files, and takes their stamps from the open file.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::fs::{Access, access};

use super::watch::Seen;
use crate::aws::{FileState, Listing, Obstacle, ObstacleKind, ProgramState, Writing};

/// The largest AWS file that is read. One of 5,000 profiles has 0.8 MB.
pub(super) const LARGEST: u64 = 16 << 20;

/// The largest file of settings. One with labels for 5,000 accounts has 0.2 MB.
pub(super) const LARGEST_SETTINGS: u64 = 1 << 20;

/// The largest file of expectations, which may be anybody's.
pub(super) const LARGEST_EXPECTATION: u64 = 64 << 10;

/// The most names of a directory that are read.
const MOST_NAMES: usize = 10_000;

/// How often a file is read that changes meanwhile.
const MOST_ATTEMPTS: usize = 3;

/// Reads a file if it is a regular one and has at most `largest` bytes; this never blocks
/// for long.
pub(super) fn content(path: &Path, largest: u64) -> (FileState, Seen) {
    let named = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => return without_content(&error),
    };
    let metadata = if named.is_symlink() {
        match fs::metadata(path) {
            Ok(metadata) => metadata,
            // The link may be removed and look as absent as it does now.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return (FileState::Unreadable, Seen::Unsettled);
            }
            Err(_) => return (FileState::BrokenLink, Seen::Unsettled),
        }
    } else {
        named
    };
    if let Some(state) = irregular(&metadata) {
        return (state, stamp(&metadata));
    }
    match read(path, largest) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => (FileState::Absent, Seen::Absent),
        Err(_) => (FileState::Unreadable, stamp(&metadata)),
    }
}

/// Says what it is that is no file, if it is none.
fn irregular(metadata: &Metadata) -> Option<FileState> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some(FileState::Directory);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;

        if kind.is_fifo() {
            return Some(FileState::NotRegular("a FIFO"));
        }
        if kind.is_socket() {
            return Some(FileState::NotRegular("a socket"));
        }
    }
    Some(FileState::NotRegular("a device"))
}

/// Tells whether there is something of a name. A link has to lead somewhere.
pub(super) fn has_name(path: &str) -> bool {
    #[cfg(unix)]
    return access(path, Access::EXISTS).is_ok();
    #[cfg(not(unix))]
    return fs::metadata(path).is_ok();
}

/// Tells whether there is a file that could be opened.
pub(super) fn presence(path: &Path) -> (bool, Seen) {
    match fs::metadata(path) {
        Ok(metadata) => (!metadata.is_dir(), stamp(&metadata)),
        Err(error) => (false, without_content(&error).1),
    }
}

/// Tells whether a program could be started from a path.
pub(super) fn program(path: &Path) -> (ProgramState, Seen) {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && is_executable(&metadata) => {
            (ProgramState::Executable, stamp(&metadata))
        }
        Ok(metadata) if metadata.is_dir() => (ProgramState::Absent, stamp(&metadata)),
        Ok(metadata) => (ProgramState::NotExecutable, stamp(&metadata)),
        Err(error) => (ProgramState::Absent, without_content(&error).1),
    }
}

#[cfg(unix)]
fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;

    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &Metadata) -> bool {
    true
}

/// Returns what would keep a client from writing a file, and what the answer rests on. The file may
/// be known to be absent.
pub(super) fn obstacle(
    writing: Writing,
    path: &Path,
    is_absent: bool,
) -> (Option<Obstacle>, (PathBuf, Seen)) {
    let found = if is_absent { None } else { fs::metadata(path).ok() };
    match (writing, found) {
        (Writing::Directory, Some(metadata)) if metadata.is_dir() => free(path, &metadata),
        (Writing::Directory, Some(_)) => in_the_way(path, ObstacleKind::NoDirectory),
        (_, Some(metadata)) if metadata.is_dir() => in_the_way(path, ObstacleKind::Directory),
        (Writing::InPlace | Writing::File, Some(metadata)) => match may_write(path, false) {
            Ok(()) => free(path, &metadata),
            Err(_) => in_the_way(path, ObstacleKind::NotWritable),
        },
        (Writing::File, None) if !path.parent().is_some_and(is_there) => {
            in_the_way(path.parent().unwrap_or(path), ObstacleKind::NotThere)
        }
        _ => obstacle_above(path),
    }
}

/// Tells whether a path leads somewhere; the empty one is the working directory.
fn is_there(path: &Path) -> bool {
    path.as_os_str().is_empty() || fs::metadata(path).is_ok()
}

/// Looks at the nearest directory above a path that is there, in which the next one would be made.
fn obstacle_above(path: &Path) -> (Option<Obstacle>, (PathBuf, Seen)) {
    for above in path.ancestors().skip(1) {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let allowed = may_write(above, true);
        if allowed.as_ref().is_err_and(|error| without_content(error).0 == FileState::Absent) {
            continue;
        }
        return match fs::metadata(above) {
            Ok(metadata) if !metadata.is_dir() => in_the_way(above, ObstacleKind::NoDirectory),
            Ok(metadata) if allowed.is_ok() => free(above, &metadata),
            _ => in_the_way(above, ObstacleKind::NotWritable),
        };
    }
    (None, (path.to_owned(), Seen::Unsettled))
}

fn free(path: &Path, metadata: &Metadata) -> (Option<Obstacle>, (PathBuf, Seen)) {
    (None, (path.to_owned(), stamp(metadata)))
}

/// A file system that is mounted anew does not change the stamp.
fn in_the_way(path: &Path, kind: ObstacleKind) -> (Option<Obstacle>, (PathBuf, Seen)) {
    (Some(Obstacle { path: path.to_owned(), kind }), (path.to_owned(), Seen::Unsettled))
}

/// Tells whether a file may be written, or something made in a directory.
#[cfg(unix)]
fn may_write(path: &Path, is_directory: bool) -> io::Result<()> {
    let search = if is_directory { Access::EXEC_OK } else { Access::empty() };
    Ok(access(path, Access::WRITE_OK | search)?)
}

/// The read-only mark of Windows says nothing of who may write.
#[cfg(not(unix))]
fn may_write(path: &Path, _: bool) -> io::Result<()> {
    fs::metadata(path).map(drop)
}

/// Lists the names in a directory. The stamp is older than the list, so that no change is missed.
pub(super) fn listing(directory: &Path) -> (Listing, Seen) {
    let seen = match fs::metadata(directory) {
        Ok(metadata) => stamp(&metadata),
        Err(error) => without_content(&error).1,
    };
    let names = fs::read_dir(directory).and_then(|entries| {
        let names = entries.take(MOST_NAMES + 1).map(|entry| Ok(entry?.file_name()));
        names.collect::<io::Result<Vec<_>>>()
    });
    let listing = match names {
        Ok(names) if names.len() > MOST_NAMES => Listing::TooLong,
        Ok(mut names) => {
            names.sort_unstable();
            Listing::Names(names)
        }
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Listing::Absent
        }
        Err(_) => Listing::Unreadable,
    };
    (listing, seen)
}

/// Returns the state of a file that cannot be looked at. In a directory without permission it may
/// appear and disappear unnoticed.
fn without_content(error: &io::Error) -> (FileState, Seen) {
    match error.kind() {
        io::ErrorKind::PermissionDenied => (FileState::Hidden, Seen::Unsettled),
        io::ErrorKind::NotFound
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::InvalidFilename
        | io::ErrorKind::InvalidInput => (FileState::Absent, Seen::Absent),
        _ => (FileState::Unreadable, Seen::Unsettled),
    }
}

fn read(path: &Path, largest: u64) -> io::Result<(FileState, Seen)> {
    let mut file = open(path)?;
    let mut bytes = Vec::new();
    for _ in 0..MOST_ATTEMPTS {
        let before = file.metadata()?;
        // The path may have been replaced since it was looked at.
        if let Some(state) = irregular(&before) {
            return Ok((state, stamp(&before)));
        }
        if before.len() > largest {
            return Ok((FileState::TooLarge, stamp(&before)));
        }
        bytes.reserve_exact(usize::try_from(before.len()).unwrap_or(0) + 1);
        (&file).take(largest + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > largest {
            return Ok((FileState::TooLarge, Seen::Unsettled));
        }
        let after = stamp(&file.metadata()?);
        if stamp(&before) == after {
            return Ok((FileState::Content(bytes), after));
        }
        bytes.clear();
        file.rewind()?;
    }
    (&file).take(largest + 1).read_to_end(&mut bytes)?;
    let is_whole = bytes.len() as u64 <= largest;
    let state = if is_whole { FileState::Content(bytes) } else { FileState::TooLarge };
    Ok((state, Seen::Unsettled))
}

/// Opens a file without waiting for a writer, in case it has become a FIFO.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

#[cfg(unix)]
fn stamp(metadata: &Metadata) -> Seen {
    use std::os::unix::fs::MetadataExt;

    use jiff::Timestamp;

    use crate::edge::watch::Stamp;

    let moment =
        |seconds, nanoseconds: i64| Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok();
    let changed = moment(metadata.ctime(), metadata.ctime_nsec());
    let modified = moment(metadata.mtime(), metadata.mtime_nsec());
    match (changed, modified) {
        (Some(changed), Some(modified)) => {
            Seen::Present(Stamp { changed, modified, inode: metadata.ino(), size: metadata.size() })
        }
        _ => Seen::Unsettled,
    }
}

#[cfg(not(unix))]
fn stamp(_: &Metadata) -> Seen {
    Seen::Unsettled
}
