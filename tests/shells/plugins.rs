//! The files that plugin managers and themes look for: each loads the hook, and is silent without the
//! program.

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

/// Sources a file of `shell/`.
fn source(name: &str) -> String {
    format!("source {}/shell/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_files_for_themes_of_zsh_add_the_segment() {
    for (file, hook, list) in [
        ("awsprompt.p10k.zsh", "_p9k_precmd", "POWERLEVEL9K_LEFT_PROMPT_ELEMENTS"),
        ("spaceship-awsprompt.plugin.zsh", "prompt_spaceship_precmd", "SPACESHIP_PROMPT_ORDER"),
    ] {
        let home = Home::new();
        let theme = format!("{list}=(dir); {hook}() {{}}; precmd_functions+=({hook})");
        let setup = || Setup::new(Shell::Zsh).before(&theme).hook(&source(file));
        assert_eq!(setup().open(&home).run(&format!("echo ${list}")), ["awsprompt dir"], "{file}");
        home.remove_program();
        assert_eq!(setup().open(&home).run(&format!("echo ${list}")), ["dir"], "{file}");
    }
}

#[test]
fn the_file_for_tide_defines_the_item() {
    let home = Home::new();
    let theme = "function _tide_print_item; echo $argv; end; set -gx NO_COLOR 1";
    let script = format!("{theme}; {}; _tide_item_awsprompt", source("_tide_item_awsprompt.fish"));
    let output = Shell::Fish.run_script(&home, &[], &script);
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("awsprompt {DEFAULT}\n"));
    home.remove_program();
    let output = Shell::Fish.run_script(&home, &[], &script);
    assert_eq!((output.stdout, output.stderr), (Vec::new(), Vec::new()));
}

/// tide draws in a fish of its own, which gets what is exported, and the mark.
#[test]
fn the_item_of_tide_shows_what_is_not_exported() {
    let home = Home::new();
    let script = format!(
        "set -gx AWSPROMPT_HOOK 1:fish:1:1:last:AWS_PROFILE,; set -gx NO_COLOR 1
         function _tide_print_item; echo $argv; end; {}; _tide_item_awsprompt",
        source("_tide_item_awsprompt.fish")
    );
    let output = Shell::Fish.run_script(&home, &[], &script);
    let segment = "[AWS:default 123456789012 eu-central-1 !unexported:AWS_PROFILE]";
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("awsprompt {segment}\n"));
}

#[test]
fn the_segment_for_oh_my_posh_is_json() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/shell/awsprompt.omp.json");
    let text = std::fs::read_to_string(path).expect("the file is there");
    let segment: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(segment["type"], "text");
    assert!(
        segment["template"].as_str().is_some_and(|text| text.contains(".Env.POSH_AWS_SEGMENT"))
    );
}

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
