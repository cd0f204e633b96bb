//! Saying something: a line of shell code, or of JSON for nushell, that writes to stderr.

use super::Shell;
use super::quote::quote;

/// Writes a text to the shell's stderr.
pub(crate) fn line(shell: Shell, text: &str) -> String {
    let quoted = quote(shell, text);
    match shell {
        Shell::Zsh | Shell::Bash => format!("\\builtin printf '%s\\n' {quoted} >&2\n"),
        Shell::Fish => format!("builtin printf '%s\\n' {quoted} >&2\n"),
        // `say` is in the place of the name of a variable.
        Shell::Nushell => format!("{}\n", serde_json::json!({ "say": text })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_data() {
        let posix = "\\builtin printf '%s\\n' 'it'\\''s %s $x' >&2\n";
        for (shell, expected) in [
            (Shell::Zsh, posix),
            (Shell::Bash, posix),
            (Shell::Fish, "builtin printf '%s\\n' 'it\\'s %s $x' >&2\n"),
            (Shell::Nushell, "{\"say\":\"it's %s $x\"}\n"),
        ] {
            assert_eq!(line(shell, "it's %s $x"), expected);
        }
    }
}
