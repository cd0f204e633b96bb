//! Looks at what only `doctor` and `init` need: who may read the files, and which shell called.
#![cfg_attr(
    unix,
    expect(
        clippy::disallowed_methods,
        reason = "this module looks at the machine, as the others in this directory do"
    )
)]

use super::look;
use crate::aws::World;
use crate::cmd::doctor::{CallingShell, Host, Permissions};

pub(crate) fn host(world: &World) -> Host {
    Host {
        files: permissions(world),
        shell: shell(),
        person: look::person(false),
        directory: look::directory(),
    }
}

#[cfg(not(unix))]
fn permissions(_: &World) -> Vec<Permissions> {
    Vec::new()
}

#[cfg(not(unix))]
fn shell() -> Option<CallingShell> {
    None
}

/// Returns the name of the program that started this process.
#[cfg(not(unix))]
pub(crate) fn caller() -> Option<String> {
    None
}

#[cfg(unix)]
pub(crate) use unix::caller;
#[cfg(unix)]
use unix::{permissions, shell};

#[cfg(unix)]
mod unix {
    use std::ffi::{OsStr, OsString};
    use std::fs;
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::{CallingShell, Permissions, World};
    use crate::aws::Dialect;
    use crate::cmd::mark::MARK;

    /// Looks at the two AWS files and at every regular file of the caches.
    pub(super) fn permissions(world: &World) -> Vec<Permissions> {
        let files = &world.locations.files;
        let home = world.locations.home.as_deref();
        let mut paths = [&files.config, &files.credentials]
            .map(|file| (file.path.to_path_buf(), false))
            .to_vec();
        let caches =
            [".aws/sso/cache", ".aws/cli/cache"].map(|cache| home.map(|it| it.join(cache)));
        let login = world.locations.login_cache(Dialect::Python).to_owned();
        for directory in caches.into_iter().flatten().chain([login]) {
            let Ok(entries) = fs::read_dir(&directory) else { continue };
            let mut found: Vec<_> = entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .filter(|path| path.extension().is_some_and(|end| end == "json"))
                .collect();
            found.sort_unstable();
            paths.extend(found.into_iter().map(|path| (path, true)));
        }
        paths.dedup_by(|a, b| a.0 == b.0);
        let user = user(home);
        let permissions = |(path, is_cache): (PathBuf, bool)| {
            let metadata = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
            let is_own = user.is_none_or(|user| user == 0 || user == metadata.uid());
            let linked = linked(&path, home);
            Some(Permissions {
                mode: metadata.permissions().mode(),
                path,
                is_cache,
                is_own,
                linked,
            })
        };
        paths.into_iter().filter_map(permissions).collect()
    }

    /// Returns the file that a path leads to over a symbolic link: its own, or that of a directory
    /// below the home. A link above the home, or above another directory, is not the user's to decide.
    fn linked(path: &Path, home: Option<&Path>) -> Option<PathBuf> {
        let depth = home.and_then(|home| path.strip_prefix(home).ok());
        let depth = depth.map_or(1, |below| below.components().count());
        let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink());
        let has_link = path.ancestors().take(depth).any(is_link);
        has_link.then(|| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// Returns the id of the user that this process runs as: the owner of its entry in `/proc`, or
    /// else of the home directory.
    fn user(home: Option<&Path>) -> Option<u32> {
        let of_process = fs::metadata("/proc/self").ok();
        Some(of_process.or_else(|| fs::metadata(home?).ok())?.uid())
    }

    struct Process {
        pid: u32,
        parent: u32,
        group: u32,
        has_terminal: bool,
        name: String,
    }

    /// The largest number of processes between this one and the shell that a person types in.
    const MOST: usize = 16;

    /// Finds the shell that a person called this from: the nearest one with a terminal and with job
    /// control, which gives each command its own process group. Scripts and subshells in between
    /// have none. Any other program in between means that no person called.
    pub(super) fn shell() -> Option<CallingShell> {
        let mut child = process(std::process::id())?;
        for _ in 0..MOST {
            let parent = process(child.parent)?;
            if parent.group != child.group {
                let Process { pid, name, has_terminal, .. } = parent;
                let is_typed_in = is_shell(&name) && has_terminal;
                let inherited_mark = inherited_mark(pid);
                return is_typed_in.then_some(CallingShell { pid, name, inherited_mark });
            }
            // The process of a script has the script's name; its program is a shell.
            let program = fs::read_link(format!("/proc/{}/exe", parent.pid)).ok();
            let program = program.as_deref().and_then(Path::file_name).and_then(OsStr::to_str);
            if !is_shell(&parent.name) && !program.is_some_and(is_shell) {
                return None;
            }
            child = parent;
        }
        None
    }

    /// Returns the name of the program that started this process.
    pub(crate) fn caller() -> Option<String> {
        process(process(std::process::id())?.parent).map(|parent| parent.name)
    }

    fn is_shell(name: &str) -> bool {
        matches!(name, "zsh" | "bash" | "fish" | "nu" | "sh" | "dash" | "ksh")
    }

    fn process(pid: u32) -> Option<Process> {
        of_proc(pid).or_else(|| of_ps(pid))
    }

    /// Reads about a process in `/proc`.
    ///
    /// <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
    fn of_proc(pid: u32) -> Option<Process> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        let stat = String::from_utf8_lossy(&stat);
        // The name is in parentheses, and may contain parentheses.
        let (name, rest) = stat.split_once('(')?.1.rsplit_once(") ")?;
        let mut fields = rest.split(' ').skip(1);
        let parent = fields.next()?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        let has_terminal = fields.nth(1)? != "0";
        Some(Process { pid, parent, group, has_terminal, name: name.to_owned() })
    }

    /// Asks `ps`, for systems without `/proc`; POSIX has these columns.
    ///
    /// <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ps.html>
    fn of_ps(pid: u32) -> Option<Process> {
        let columns = ["-o", "ppid=", "-o", "pgid=", "-o", "tty=", "-o", "comm=", "-p"];
        let output = Command::new("ps").args(columns).arg(pid.to_string()).output().ok()?;
        let line = String::from_utf8(output.stdout).ok()?;
        let mut fields = line.split_whitespace();
        let (parent, group) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let has_terminal = !fields.next()?.starts_with(['?', '-']);
        // A login shell's name begins with a dash.
        let name = fields.next()?.rsplit('/').next()?.trim_start_matches('-').to_owned();
        Some(Process { pid, parent, group, has_terminal, name })
    }

    /// Returns the hook's mark in the environment that a process was started with (Linux only).
    fn inherited_mark(pid: u32) -> Option<OsString> {
        let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
        let prefix = format!("{MARK}=");
        let mut variables = environment.split(|byte| *byte == 0);
        let mark = variables.find_map(|variable| variable.strip_prefix(prefix.as_bytes()))?;
        Some(OsString::from_vec(mark.to_vec()))
    }
}
