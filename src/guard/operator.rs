//! Operators of the shell among the words of a line.
//!
//! Who splits a line into words without a shell, as `xargs` does, keeps them: `a && b` is then three
//! words, and `a;b` one. <https://www.gnu.org/software/bash/manual/bash.html#Definitions>

use std::ffi::OsString;

/// What may stand anywhere in a word that was not quoted.
const OPERATORS: [&str; 7] = ["&&", "|", ";", "&", ">", "<", "\n"];

/// What the shell reads in quotes too.
const SUBSTITUTIONS: [&str; 2] = ["$(", "`"];

/// Finds the first operator in words whose quotes are gone.
///
/// A word with a blank in it was quoted, so that only what the shell replaces counts there. `#`
/// begins a comment only at the beginning of a word.
pub(super) fn find(words: &[OsString]) -> Option<&'static str> {
    words.iter().find_map(|word| {
        let word = word.to_string_lossy();
        let has = |operator: &&&str| word.contains(**operator);
        let substitution = SUBSTITUTIONS.iter().find(has);
        if word.contains([' ', '\t']) {
            return substitution.copied();
        }
        let comment = word.starts_with('#').then_some("#");
        substitution.or_else(|| OPERATORS.iter().find(has)).copied().or(comment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str]) -> Option<&'static str> {
        find(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn an_operator_is_found_by_itself_and_glued() {
        for (line, operator) in [
            ("s3 ls && aws s3 rm", "&&"),
            ("s3 ls; aws s3 rm", ";"),
            ("s3 ls | xargs", "|"),
            ("s3 ls|xargs", "|"),
            ("s3 ls # --profile dev", "#"),
            ("s3 ls > log", ">"),
            ("s3 ls >>log", ">"),
            ("s3 ls 2>log", ">"),
            ("s3 cp - s3://b/k <file", "<"),
            ("s3 ls & aws s3 rm", "&"),
            ("s3 ls $(aws s3 rm)", "$("),
            ("s3 ls `aws`", "`"),
        ] {
            let words: Vec<_> = line.split(' ').collect();
            assert_eq!(found(&words), Some(operator), "{line}");
        }
        assert_eq!(found(&["s3", "ls\naws", "s3"]), Some("\n"));
    }

    #[test]
    fn in_a_word_that_was_quoted_only_a_substitution_counts() {
        assert_eq!(found(&["--query", "Users[?a > b] | [0]", "--x", "a#b", "{\n \"a\": 1}"]), None);
        assert_eq!(found(&["s3://b/$(aws s3 rm)", "a b"]), Some("$("));
        assert_eq!(found(&["a b `c`"]), Some("`"));
    }
}
