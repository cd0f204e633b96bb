//! What zsh's hook compares before it shows a segment again without running awsprompt.
//!
//! This is a private contract between the hook and this program. After the segment it prints these
//! lines:
//!
//! 1. three numbers: the second in which it answered, the second from which the answer may change
//!    (a countdown goes on, a session ends), and how many of the files below exist; then how the
//!    names of other variables begin that the answer depends on;
//! 2. the stamps of the existing files, kind by kind, in the format of zsh's `zstat`;
//! 3. the existing files, then the absent ones, one per line.
//!
//! The segment is valid while the clock is between the two seconds, the files have these stamps,
//! the others are absent, and the variables and the working directory, which the hook compares
//! itself, are the same. The stamps are taken from the open file before and after reading: one that
//! is taken later may belong to content that was not read. If the next change might not change the
//! stamp, the answer expires in the second in which it was given.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::aws::{Clock, earlier, later};

/// Two changes within this time may have the same stamp: old file systems count in steps of two
/// seconds.
const COARSEST_STEP: SignedDuration = SignedDuration::from_secs(2);

/// How many files are watched at most. Where there are more, the shell would look for longer than
/// this program runs.
const MOST_FILES: usize = 256;

/// What distinguishes one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// When anything about the file changed; unlike `modified`, it cannot be set.
    pub(crate) changed: Timestamp,
    pub(crate) modified: Timestamp,
    pub(crate) inode: u64,
    pub(crate) size: u64,
}

impl Stamp {
    /// Tells whether the file could change again and have the same stamp.
    fn is_fresh(&self, now: Timestamp) -> bool {
        let recent = earlier(now, COARSEST_STEP);
        // Somebody set a modification time in the future, so it says nothing.
        let was_modified = self.modified > recent && self.modified <= later(now, COARSEST_STEP);
        self.changed > recent || was_modified
    }
}

/// The state of a file when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Absent,
    #[cfg_attr(not(unix), expect(dead_code, reason = "no other platform has such stamps"))]
    Present(Stamp),
    /// It changed while it was read, it may not be looked at, or this platform has no stamps.
    Unsettled,
}

/// Writes how long an answer is valid.
pub(crate) fn lines(clock: &Clock, seen: &[(PathBuf, Seen)], prefixes: &[String]) -> String {
    let answered = clock.now().as_second();
    let mut present: Vec<(&str, Stamp)> = Vec::new();
    let mut absent: Vec<&str> = Vec::new();
    let mut is_certain = seen.len() <= MOST_FILES;
    for (path, seen) in seen.iter().take(MOST_FILES) {
        let Some(path) = line(path) else {
            is_certain = false;
            continue;
        };
        match seen {
            Seen::Absent if absent.contains(&path) => {}
            Seen::Absent => absent.push(path),
            Seen::Present(stamp) => {
                is_certain &= !stamp.is_fresh(clock.now());
                let other = present.iter().find(|(known, _)| *known == path);
                // A file that was read twice must not have changed in between.
                is_certain &= other.is_none_or(|(_, known)| known == stamp);
                if other.is_none() {
                    present.push((path, *stamp));
                }
            }
            Seen::Unsettled => is_certain = false,
        }
    }
    is_certain &= !present.iter().any(|(path, _)| absent.contains(path));
    let due = if is_certain { clock.next_change().as_second() } else { answered };
    let mut text = format!("{answered} {due} {}", present.len());
    for prefix in prefixes {
        text.push(' ');
        text += prefix;
    }
    text.push('\n');
    text += &stamps(&present);
    for path in present.iter().map(|(path, _)| *path).chain(absent) {
        text += path;
        text.push('\n');
    }
    text
}

/// Writes stamps kind by kind, as zsh asks for them.
fn stamps(present: &[(&str, Stamp)]) -> String {
    let column = |write: fn(&Stamp) -> String| {
        present.iter().map(|(_, stamp)| write(stamp)).collect::<Vec<_>>().join(" ")
    };
    let columns = [
        column(|stamp| nanoseconds(stamp.changed)),
        column(|stamp| nanoseconds(stamp.modified)),
        column(|stamp| stamp.inode.to_string()),
        column(|stamp| stamp.size.to_string()),
    ];
    columns.join("|") + "\n"
}

/// Writes a moment as `zstat -F %s.%9.` does.
fn nanoseconds(moment: Timestamp) -> String {
    format!("{}.{:09}", moment.as_second(), moment.subsec_nanosecond())
}

/// Returns a path that fits on a line.
fn line(path: &Path) -> Option<&str> {
    path.to_str().filter(|path| !path.is_empty() && !path.contains(['\n', '\0']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-01-01T12:00:00Z";

    fn stamp(changed: &str, modified: &str) -> Stamp {
        let moment = |time: &str| format!("2026-01-01T{time}Z").parse().unwrap();
        Stamp { changed: moment(changed), modified: moment(modified), inode: 7, size: 42 }
    }

    fn clock() -> Clock {
        Clock::at(NOW.parse().unwrap())
    }

    fn told(seen: &[(&str, Seen)]) -> String {
        let seen: Vec<_> = seen.iter().map(|(path, seen)| (path.into(), seen.clone())).collect();
        let clock = clock();
        clock.has_reached("2026-01-01T13:00:00.5Z".parse().unwrap());
        lines(&clock, &seen, &["TF_".to_owned()])
    }

    /// Tells whether an answer may be kept at all.
    fn is_kept(seen: &[(&str, Seen)]) -> bool {
        let told = told(seen);
        let mut numbers = told.split(' ');
        numbers.next() != numbers.next()
    }

    #[test]
    fn existing_files_come_first_with_their_stamps() {
        let old = stamp("10:00:00.000000001", "09:00:00");
        let seen = [
            ("/absent", Seen::Absent),
            ("/a", Seen::Present(old)),
            ("/b c", Seen::Present(Stamp { inode: 8, size: 0, ..old })),
            ("/a", Seen::Present(old)),
            ("/absent", Seen::Absent),
        ];
        let expected = "1767268800 1767272400 2 TF_\n\
            1767261600.000000001 1767261600.000000001|1767258000.000000000 1767258000.000000000|\
            7 8|42 0\n\
            /a\n/b c\n/absent\n";
        assert_eq!(told(&seen), expected);
    }

    #[test]
    fn a_file_whose_next_change_may_keep_its_stamp_is_not_kept() {
        let kept = [("11:59:58", "11:59:58"), ("10:00:00", "12:00:03"), ("10:00:00", "11:00:00")];
        for (changed, modified) in kept {
            let seen = [("/a", Seen::Present(stamp(changed, modified)))];
            assert!(is_kept(&seen), "{changed} {modified}");
        }
        let lost = [
            ("11:59:58.000000001", "10:00:00"),
            ("12:00:01", "10:00:00"),
            ("10:00:00", "11:59:59"),
            ("10:00:00", "12:00:02"),
        ];
        for (changed, modified) in lost {
            let seen = [("/a", Seen::Present(stamp(changed, modified)))];
            assert!(!is_kept(&seen), "{changed} {modified}");
        }
    }

    #[test]
    fn uncertain_states_are_not_kept() {
        let old = Seen::Present(stamp("10:00:00", "10:00:00"));
        let other = Seen::Present(stamp("10:00:01", "10:00:00"));
        assert!(is_kept(&[("/a", old.clone())]));
        assert!(!is_kept(&[("/a", Seen::Unsettled)]));
        assert!(!is_kept(&[("/a\nb", old.clone())]));
        assert!(!is_kept(&[("", Seen::Absent)]));
        assert!(!is_kept(&[("/a", old.clone()), ("/a", other)]));
        assert!(!is_kept(&[("/a", old), ("/a", Seen::Absent)]));
        assert!(is_kept(&vec![("/a", Seen::Absent); MOST_FILES]));
        assert!(!is_kept(&vec![("/a", Seen::Absent); MOST_FILES + 1]));
    }
}
