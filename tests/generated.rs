//! Files that are committed and generated: each is compared with what generates it.

mod common;

use std::fs;

use common::{Home, project_file};

#[test]
#[expect(clippy::disallowed_methods, reason = "the files are the project's own")]
fn completion_files_are_what_the_program_prints() {
    let files = [
        ("zsh", "completions/_awsprompt"),
        ("bash", "completions/awsprompt.bash"),
        ("fish", "completions/awsprompt.fish"),
        ("nushell", "completions/awsprompt.json"),
    ];
    for (shell, path) in files {
        let committed = fs::read_to_string(project_file(path)).unwrap_or_default();
        assert_eq!(Home::new().answer(&["completions", shell]), committed);
    }
}
