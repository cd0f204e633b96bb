//! Quoting for `eval`: one function per dialect, used wherever data becomes shell code.

use super::Shell;

/// Quotes a word so that the shell takes it literally, whatever it holds.
pub(crate) fn quote(shell: Shell, word: &str) -> String {
    match shell {
        Shell::Zsh | Shell::Bash => format!("'{}'", word.replace('\'', r"'\''")),
        Shell::Fish => format!("'{}'", word.replace('\\', r"\\").replace('\'', r"\'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_each_shell() {
        let cases = [
            ("", "''", "''"),
            ("work", "'work'", "'work'"),
            ("$(id) `id` \"x\" %n !", "'$(id) `id` \"x\" %n !'", "'$(id) `id` \"x\" %n !'"),
            ("it's", r"'it'\''s'", r"'it\'s'"),
            (r"a\'b", r"'a\'\''b'", r"'a\\\'b'"),
            ("a\nb", "'a\nb'", "'a\nb'"),
        ];
        for (word, posix, fish) in cases {
            assert_eq!(quote(Shell::Zsh, word), posix);
            assert_eq!(quote(Shell::Bash, word), posix);
            assert_eq!(quote(Shell::Fish, word), fish);
        }
    }
}
