//! The hooks in the real zsh, bash, fish and nushell, in a terminal, as a person sees them.
//!
//! One table of scenarios with one expected result goes through all four shells. A shell that is
//! missing fails the test: a hook is supported because it is tested.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests start shells and write files; the ban keeps the program itself pure"
)]

#[path = "shells/bash.rs"]
mod bash;
#[path = "shells/bash_prompts.rs"]
mod bash_prompts;
#[path = "shells/calling.rs"]
mod calling;
#[path = "shells/classes.rs"]
mod classes;
mod common;
#[path = "shells/completing.rs"]
mod completing;
#[path = "shells/demonstrating.rs"]
mod demonstrating;
#[path = "shells/doctor.rs"]
mod doctor;
#[path = "shells/ending.rs"]
mod ending;
#[path = "shells/entering.rs"]
mod entering;
#[path = "shells/finding.rs"]
mod finding;
#[path = "shells/fish.rs"]
mod fish;
#[path = "shells/following.rs"]
mod following;
#[path = "shells/frameworks.rs"]
mod frameworks;
#[path = "shells/guarding.rs"]
mod guarding;
#[path = "shells/home.rs"]
mod home;
#[path = "shells/hooks.rs"]
mod hooks;
#[path = "shells/hostile.rs"]
mod hostile;
#[path = "shells/idle.rs"]
mod idle;
#[path = "shells/leaving.rs"]
mod leaving;
#[path = "shells/let_go.rs"]
mod let_go;
#[path = "shells/logging_in.rs"]
mod logging_in;
#[path = "shells/names.rs"]
mod names;
#[path = "shells/nushell.rs"]
mod nushell;
#[path = "shells/picking.rs"]
mod picking;
#[path = "shells/placement.rs"]
mod placement;
#[path = "shells/plugins.rs"]
mod plugins;
#[path = "shells/recording.rs"]
mod recording;
#[path = "shells/regions.rs"]
mod regions;
#[path = "shells/session.rs"]
mod session;
#[path = "shells/shell.rs"]
mod shell;
#[path = "shells/spelling.rs"]
mod spelling;
#[path = "shells/status.rs"]
mod status;
#[path = "shells/strict.rs"]
mod strict;
#[path = "shells/switching.rs"]
mod switching;
#[path = "shells/terminal.rs"]
mod terminal;
#[path = "shells/tmux.rs"]
mod tmux;
#[path = "shells/traces.rs"]
mod traces;
#[path = "shells/upgrading.rs"]
mod upgrading;
#[path = "shells/width.rs"]
mod width;
#[path = "shells/zsh.rs"]
mod zsh;

/// Makes a test per shell of each function, so that a failure names the shell.
macro_rules! in_every_shell {
    ($($rule:ident),+ $(,)?) => {$(
        mod $rule {
            use crate::shell::Shell;

            #[test]
            fn zsh() {
                super::$rule(Shell::Zsh);
            }

            #[test]
            fn bash() {
                super::$rule(Shell::Bash);
            }

            #[test]
            fn fish() {
                super::$rule(Shell::Fish);
            }

            #[test]
            fn nushell() {
                super::$rule(Shell::Nushell);
            }
        }
    )+};
}
use in_every_shell;

/// Leaves out nushell, which has neither variables of the shell alone nor options nor traces, and
/// reads its hook from a file.
macro_rules! in_zsh_bash_and_fish {
    ($($rule:ident),+ $(,)?) => {$(
        mod $rule {
            use crate::shell::Shell;

            #[test]
            fn zsh() {
                super::$rule(Shell::Zsh);
            }

            #[test]
            fn bash() {
                super::$rule(Shell::Bash);
            }

            #[test]
            fn fish() {
                super::$rule(Shell::Fish);
            }
        }
    )+};
}
use in_zsh_bash_and_fish;
