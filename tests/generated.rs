//! Files that are committed and generated: each is compared with what generates it.

mod common;
#[path = "generated/session.rs"]
mod session;

use common::{Home, assert_generated};

#[test]
fn completion_files_are_what_the_program_prints() {
    let files = [
        ("zsh", "completions/_awsprompt"),
        ("bash", "completions/awsprompt.bash"),
        ("fish", "completions/awsprompt.fish"),
    ];
    for (shell, path) in files {
        assert_generated(path, &Home::new().answer(&["completions", shell]));
    }
}

#[test]
fn the_picture_in_the_readme_is_real_output() {
    assert_generated("docs/session.svg", &session::picture());
}
