//! Operators of the shell among the words of a line.
//!
//! Who splits a line into words without a shell, as `xargs` does, keeps them: `a && b` is then
//! three words, and `a;b` one. <https://www.gnu.org/software/bash/manual/bash.html#Definitions>

use std::ffi::OsString;

/// What may be anywhere in a word that was not quoted.
const OPERATORS: [&str; 7] = ["&&", "|", ";", "&", ">", "<", "\n"];

/// What the shell reads in quotes too.
const SUBSTITUTIONS: [&str; 2] = ["$(", "`"];

/// What begins a command. Where the end of a line was between two commands, nothing else is left.
const BEGINNINGS: [&str; 9] =
    ["AWS_", "aws", "terraform", "tofu", "cdk", "pulumi", "sam", "eksctl", "export"];

/// Finds the first operator in words whose quotes are gone, or what begins another command.
///
/// A word with a blank in it was quoted, so that only what the shell replaces counts there, and an
/// operator that is followed by a command. `#` begins a comment only at the beginning of a word.
pub(super) fn find(words: &[OsString]) -> Option<&'static str> {
    words.iter().find_map(|word| {
        let word = word.to_string_lossy();
        let has = |operator: &&&str| word.contains(**operator);
        let substitution = SUBSTITUTIONS.iter().find(has);
        if word.contains([' ', '\t']) {
            let begins = |operator: &&&str| {
                let mut parts = word.split(**operator).skip(1);
                parts.any(|part| beginning(part.trim_start()).is_some())
            };
            return substitution.or_else(|| OPERATORS.iter().find(begins)).copied();
        }
        if let Some(beginning) = beginning(&word) {
            return Some(beginning);
        }
        let comment = word.starts_with('#').then_some("#");
        substitution.or_else(|| OPERATORS.iter().find(has)).copied().or(comment)
    })
}

/// Finds what a text begins with that begins a command.
fn beginning(text: &str) -> Option<&'static str> {
    let first = text.split([' ', '\t']).next().unwrap_or_default();
    let is_it = |name: &&&str| match name.strip_suffix('_') {
        Some(_) => first.starts_with(**name) && first.contains('='),
        None => first == **name,
    };
    BEGINNINGS.iter().find(is_it).copied()
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
        // The end of the line between them is gone.
        assert_eq!(found(&["s3", "ls", "AWS_PROFILE=prod", "aws", "s3", "rm"]), Some("AWS_"));
        assert_eq!(found(&["s3", "ls", "aws", "s3", "rm"]), Some("aws"));
        assert_eq!(found(&["s3", "ls", "export", "A=b"]), Some("export"));
    }

    #[test]
    fn in_a_word_that_was_quoted_only_a_substitution_counts() {
        assert_eq!(found(&["--query", "Users[?a > b] | [0]", "--x", "a#b", "{\n \"a\": 1}"]), None);
        assert_eq!(found(&["s3://b/$(aws s3 rm)", "a b"]), Some("$("));
        assert_eq!(found(&["a b `c`"]), Some("`"));
        assert_eq!(found(&["a b|AWS_PROFILE=prod", "x"]), Some("|"));
        assert_eq!(found(&["a b&&aws", "s3"]), Some("&&"));
    }
}
