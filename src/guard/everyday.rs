//! Programs that start no other and speak to no AWS.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::embedded::embedded;

const TEXT: &str = embedded!("everyday.txt");

/// The names of programs, and programs with their first word.
static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let words = |line: &'static str| line.split(if line.contains(", ") { ", " } else { " " });
    TEXT.lines().flat_map(words).collect()
});

/// Tells whether a program is one of them, by its name and its first word.
pub(super) fn is_everyday(program: &str, first: Option<&str>) -> bool {
    let pair = || first.map(|first| format!("{program} {first}"));
    NAMES.contains(program) || pair().is_some_and(|pair| NAMES.contains(&*pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_by_its_name_or_with_its_first_word() {
        assert!(is_everyday("git", Some("push")));
        assert!(is_everyday("npm", Some("ci")));
        assert!(is_everyday("ls", None));
        for (program, first) in [("npm", Some("run")), ("make", None), ("aws", None), ("", None)] {
            assert!(!is_everyday(program, first), "{program}");
        }
    }
}
