//! The files that plugin managers look for: each loads the hook, and is silent without the program.

use crate::home::{DEFAULT, Home, WORK};
use crate::in_zsh_bash_and_fish;
use crate::session::Setup;
use crate::shell::{Line, Shell};

/// Adds an argument of `awsprompt init`.
const ARGUMENT: Line = Line {
    zsh: "zstyle :awsprompt: arguments --cmd p",
    bash: "awsprompt_arguments=(--cmd p)",
    fish: "set -g awsprompt_arguments --cmd p",
    nu: "",
};

in_zsh_bash_and_fish! { the_file_for_plugin_managers_loads_the_hook }

/// Managers load it in a function.
fn the_file_for_plugin_managers_loads_the_hook(shell: Shell) {
    let file = shell.pick(Line {
        zsh: "awsprompt.plugin.zsh",
        bash: "shell/awsprompt.plugin.bash",
        fish: "conf.d/awsprompt.fish",
        nu: "",
    });
    let source = format!("source {}/{file}", env!("CARGO_MANIFEST_DIR"));
    let load = match shell {
        Shell::Fish => format!("function load; {source}; end; load; functions -e load"),
        _ => format!("load() {{ {source}; }}; load; unset -f load"),
    };
    let home = Home::new();
    let mut session = Setup::new(shell).hook(&load).open(&home);
    session.expect_segment(DEFAULT);
    session.run("awsp work");
    session.expect_segment(WORK);
    let setup = Setup::new(shell).before(shell.pick(ARGUMENT)).hook(&load);
    let mut session = setup.open(&home);
    session.run("p work");
    session.expect_segment(WORK);
    home.remove_program();
    Setup::new(shell).hook(&load).open(&home).expect_segment("");
}
