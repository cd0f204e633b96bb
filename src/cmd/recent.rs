//! The profiles that were used last, in a file of awsprompt's own: a name in each line, the last
//! one at the end.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::aws::World;

/// How many names are kept.
const MOST: usize = 200;

/// How many of them stay when there are too many.
const STAY: usize = 100;

/// The profiles that were used last, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Recent(Vec<String>);

impl Recent {
    /// Returns the file, where there is a directory for it.
    pub(super) fn file(world: &World) -> Option<PathBuf> {
        Some(world.verified_accounts.as_ref()?.with_file_name("recent"))
    }

    /// Reads the file. What is no name in it is the name of no profile.
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self(String::from_utf8_lossy(bytes).lines().rev().map(str::to_owned).collect())
    }

    /// Returns how likely each profile is to be wanted: by how often and how lately it was used.
    pub(super) fn scores(&self) -> FxHashMap<&str, u32> {
        let mut scores = FxHashMap::default();
        for (age, name) in (2..).zip(&self.0) {
            *scores.entry(name.as_str()).or_default() += 1_000 / age;
        }
        scores
    }
}

/// That a profile is used, and the file that is to keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecentUse {
    pub(crate) file: PathBuf,
    /// The profile; nothing if the user wants none to be kept.
    pub(crate) name: Option<String>,
}

impl RecentUse {
    /// Returns the line that is added to what the file has, if there is room for it.
    pub(crate) fn line(&self, bytes: &[u8]) -> Option<String> {
        let has_room = bytes.ends_with(b"\n") && bytes.split(|byte| *byte == b'\n').count() <= MOST;
        let line = self.name.as_ref().map(|name| format!("{name}\n"));
        line.filter(|_| has_room)
    }

    /// Returns the new content of the file, if there is to be one.
    pub(crate) fn added_to(&self, bytes: &[u8]) -> Option<String> {
        let name = self.name.as_deref()?;
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<_> = text.lines().collect();
        let kept = &lines[lines.len().saturating_sub(STAY)..];
        Some([kept, &[name, ""]].concat().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file after these profiles were used.
    fn after(uses: impl IntoIterator<Item = String>) -> String {
        uses.into_iter().fold(String::new(), |file, name| {
            let one = RecentUse { file: PathBuf::new(), name: Some(name) };
            match one.line(file.as_bytes()) {
                Some(line) => file + &line,
                None => one.added_to(file.as_bytes()).unwrap(),
            }
        })
    }

    /// The names, the likeliest first.
    fn order(uses: &[&str]) -> Vec<String> {
        let recent = Recent::read(after(uses.iter().map(|name| (*name).to_owned())).as_bytes());
        let mut scores: Vec<_> = recent.scores().into_iter().collect();
        scores.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        scores.into_iter().map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn what_is_used_last_and_most_often_comes_first() {
        assert_eq!(order(&["a", "b", "c"]), ["c", "b", "a"]);
        assert_eq!(order(&["a", "a", "a", "a", "b", "c"]), ["a", "c", "b"]);
        assert_eq!(order(&[]), [""; 0]);
    }

    #[test]
    fn at_most_200_are_kept() {
        for count in [1, 199, 200, 201, 1_000] {
            let file = after((0..count).map(|number| number.to_string()));
            let names = Recent::read(file.as_bytes()).0;
            assert!((count.min(STAY)..=MOST).contains(&names.len()), "{count}: {}", names.len());
            assert_eq!(names[0], (count - 1).to_string());
        }
    }

    #[test]
    fn names_come_back_byte_for_byte_and_half_a_line_harms_no_other() {
        for name in ["a\u{202e}\"\\\x1b\t", "", "\u{1f600}", " x "] {
            let file = after(["before".to_owned(), name.to_owned()]);
            assert_eq!(Recent::read(file.as_bytes()).0, [name, "before"]);
        }
        let one = RecentUse { file: PathBuf::new(), name: Some("new".to_owned()) };
        assert_eq!(one.line(b"old\nhal"), None);
        assert_eq!(one.added_to(b"old\nhal").as_deref(), Some("old\nhal\nnew\n"));
        let none = RecentUse { file: PathBuf::new(), name: None };
        assert_eq!((none.line(b"old\n"), none.added_to(b"old\n")), (None, None));
    }
}
