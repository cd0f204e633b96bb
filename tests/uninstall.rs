//! `uninstall`: everything of awsprompt's own goes, and nothing else.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the tests compare the files that are left")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Home, Output};

const PROGRAM: &str = ".local/bin/awsprompt";

/// What is awsprompt's own.
const OWN: &[&str] = &[
    PROGRAM,
    ".config/awsprompt/config.ini",
    ".config/fish/completions/awsprompt.fish",
    ".config/fish/conf.d/awsprompt.fish",
    ".local/share/bash-completion/completions/awsprompt.bash",
    ".local/share/man/man1/awsprompt-list.1",
    ".local/share/man/man1/awsprompt.1",
    ".local/share/nushell/vendor/autoload/awsprompt.nu",
    ".local/state/awsprompt/accounts.json",
    ".local/state/awsprompt/recent",
];

/// What is not, and has lines about it in part.
const OTHERS: &[(&str, &str)] = &[
    (".aws/config", "[profile work]\n"),
    (".bashrc", "alias ll='ls -l'\n"),
    (".config/starship.toml", "add_newline = false\n\n[custom.awsprompt]\nwhen = true\n"),
    (".local/share/bash-completion/completions/git.bash", ""),
    (".local/share/man/man1/awspromptly.1", "of another program"),
    (".zshrc", "PATH=$HOME/.local/bin:$PATH\n  eval \"$(awsprompt init zsh)\"\n"),
];

const CLAUDE: &str = r#"{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [
  {"type": "command", "command": "awsprompt hook claude"}]}]}}"#;

/// A home in which everything was done that the guide names, and the program.
fn full() -> Home {
    let files = OWN.iter().map(|name| (*name, "")).chain(OTHERS.iter().copied());
    let home = files.fold(Home::new(), |home, (name, text)| home.file(name, text));
    fs::copy(env!("CARGO_BIN_EXE_awsprompt"), home.path().join(PROGRAM)).expect("it can be copied");
    home
}

fn uninstall(home: &Home, arguments: &[&str]) -> Output {
    let program = home.path().join(PROGRAM);
    home.output_of(home.program(program).arg("uninstall").args(arguments))
}

/// Lists the files below a directory, and the directories that have none.
fn listing(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("it is there");
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("it can be read").path();
        let below = if path.is_dir() { listing(&path) } else { Vec::new() };
        if below.is_empty() { found.push(path) } else { found.extend(below) }
    }
    found.sort();
    found
}

#[test]
fn without_an_agreement_everything_is_shown_and_stays() {
    let home = full();
    let before = listing(home.path());
    let output = uninstall(&home, &[]);
    insta::assert_snapshot!(output.stdout);
    let why = "awsprompt: no terminal to confirm on; nothing changed\n\
               hint: awsprompt uninstall --yes\n";
    assert_eq!((output.stderr.as_str(), output.code), (why, Some(1)));
    assert_eq!(listing(home.path()), before);
}

#[test]
fn what_is_its_own_goes_and_the_rest_stays_as_it_was() {
    let home = full();
    let output = uninstall(&home, &["--yes"]);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    let left = listing(home.path());
    for name in OWN {
        assert!(!left.contains(&home.path().join(name)), "{name} is left: {left:?}");
    }
    for (name, text) in OTHERS {
        let path = home.path().join(name);
        assert_eq!(fs::read_to_string(&path).expect(name), *text, "{name}");
    }
    let directories = [".config/awsprompt", ".local/state/awsprompt"];
    assert!(directories.iter().all(|name| !home.path().join(name).exists()), "{left:?}");
}

#[test]
fn a_link_goes_and_what_it_leads_to_stays() {
    let home = full();
    let settings = home.path().join(".config/awsprompt");
    fs::remove_dir_all(&settings).expect("it is there");
    let home = home.file("dotfiles/awsprompt/config.ini", "").file("dotfiles/awsprompt/notes", "");
    std::os::unix::fs::symlink("../dotfiles/awsprompt", &settings).expect("a link can be made");
    uninstall(&home, &["--yes"]);
    for name in ["notes", "config.ini"] {
        assert!(home.path().join("dotfiles/awsprompt").join(name).exists(), "{name}");
    }
    assert!(fs::symlink_metadata(&settings).is_err());
}

#[test]
fn what_a_package_manager_has_installed_is_left_to_it() {
    let crates = "[v1]\n\"awsprompt 0.1.0 (registry)\" = [\"awsprompt\"]\n";
    let home = full().file(".local/.crates.toml", crates);
    let output = uninstall(&home, &["--yes"]);
    assert!(output.stdout.contains("\nThe program is removed by: cargo uninstall awsprompt\n"));
    assert!(home.path().join(PROGRAM).exists());
}

/// An agent whose hook fails runs no command any more.
#[test]
fn what_an_agent_calls_stays() {
    let home = full().file(".claude/settings.json", CLAUDE);
    let output = uninstall(&home, &["--yes"]);
    let plan =
        "First take the hook out of your coding agents:\n  awsprompt hook claude --uninstall\n";
    assert_eq!((output.stdout.as_str(), output.code), (plan, Some(1)));
    assert!(home.path().join(PROGRAM).exists());
}

#[test]
fn settings_that_a_variable_names_stay() {
    let home = full().file("ci.ini", "").env("AWSPROMPT_CONFIG", "@HOME@/ci.ini");
    uninstall(&home, &["--yes"]);
    assert!(home.path().join("ci.ini").exists());
}
