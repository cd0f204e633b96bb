//! `awsprompt init starship --install`: starship's file, changed once and only where it has to be.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the test reads what the program has written")]

mod common;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use common::{Home, Output};

const FILE: &str = ".config/starship.toml";
const INSTALL: [&str; 4] = ["init", "starship", "--install", "--yes"];

const THEIRS: &str = "# mine
add_newline = false   # so

[custom.other]
command = \"x\"  # theirs

[aws]
symbol = \"a \"
";

fn with(text: &str) -> Home {
    Home::new().file(FILE, text)
}

fn written(home: &Home) -> String {
    fs::read_to_string(home.path().join(FILE)).unwrap()
}

fn module(home: &Home) -> String {
    home.answer(&["init", "starship"])
}

#[test]
fn the_module_is_added_and_all_else_stays() {
    let home = with(THEIRS);
    let path = home.path().join(FILE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let output = home.run(&INSTALL);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    assert!(output.stdout.contains(&module(&home)), "{}", output.stdout);
    let own = "[aws]\nsymbol = \"a \"\n";
    let (before, _) = THEIRS.split_once(own).unwrap();
    let expected = format!("{before}{}\n{own}disabled = true\n", module(&home));
    assert_eq!(written(&home), expected);
    let backup = path.with_extension("toml.before-awsprompt");
    assert_eq!(fs::read_to_string(&backup).unwrap(), THEIRS);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    // Nothing is added twice.
    let again = home.run(&INSTALL);
    let said = "~/.config/starship.toml already has the module; there is nothing to add.\n";
    assert_eq!((again.stdout.as_str(), again.code), (said, Some(0)));
    assert_eq!((written(&home), fs::read_to_string(&backup).unwrap()), (expected, THEIRS.into()));
}

#[test]
fn a_file_that_is_missing_is_made() {
    let home = Home::new();
    assert_eq!(home.run(&INSTALL).code, Some(0));
    assert_eq!(written(&home), format!("{}\n[aws]\ndisabled = true\n", module(&home)));
    let home = Home::new().env("STARSHIP_CONFIG", "@HOME@/x/s.toml");
    assert_eq!(home.run(&INSTALL).code, Some(0));
    assert!(home.path().join("x/s.toml").exists() && !home.path().join(FILE).exists());
}

#[test]
fn a_link_stays_a_link() {
    let home = Home::new().file("dotfiles/starship.toml", "").file(".config/x", "");
    let path = home.path().join(FILE);
    symlink(home.path().join("dotfiles/starship.toml"), &path).unwrap();
    assert_eq!(home.run(&INSTALL).code, Some(0));
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    assert!(written(&home).contains("[custom.awsprompt]"));
    assert!(home.path().join("dotfiles/starship.toml.before-awsprompt").exists());
}

#[test]
fn what_cannot_be_changed_stays() {
    for (text, why) in [
        ("[aws]\ndisabled = \n", "line 2 is not TOML: "),
        ("custom = 1\n", "its custom is not a table; nothing changed\n"),
    ] {
        let home = with(text);
        let output = home.run(&INSTALL);
        assert!(output.stderr.contains(why), "{}", output.stderr);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(1)));
        assert_eq!(written(&home), text);
    }
    let home = with("");
    let Output { stderr, code, .. } = home.run(&INSTALL[..3]);
    let expected = "awsprompt: no terminal to confirm on; nothing changed\n\
                    hint: awsprompt init starship --install --yes\n";
    assert_eq!((stderr.as_str(), code), (expected, Some(1)));
    assert_eq!(written(&home), "");
    assert_eq!(home.run(&["init", "zsh", "--install"]).code, Some(2));
    assert_eq!(home.run(&["init", "starship", "--yes"]).code, Some(2));
}

#[test]
fn a_format_decides_what_is_offered_and_where_the_segment_stands() {
    for (format, has_own, has_hint) in [
        ("$directory$character", false, true),
        ("$directory$aws$character", true, true),
        ("$all", true, false),
        ("${custom.awsprompt}$awsome", false, false),
        ("[$custom](red)", false, false),
    ] {
        let home = with(&format!("format = \"{format}\"\n"));
        let output = home.run(&INSTALL);
        assert_eq!(output.stderr.contains("${custom.awsprompt}"), has_hint, "{format}");
        assert_eq!(written(&home).contains("[aws]\ndisabled = true\n"), has_own, "{format}");
    }
}

#[test]
fn the_module_says_what_the_shell_does_not_export() {
    let home = Home::of_fixture("tutorial-two-profiles");
    let home = home.env("AWSPROMPT_HOOK", "1:zsh:1:1:last:AWS_PROFILE,AWSPROMPT_LOCK,");
    let shown = |shell| home.answer(&["prompt", "--shell", shell]);
    assert!(shown("starship").contains("!unexported:AWS_PROFILE !unexported:AWSPROMPT_LOCK"));
    assert!(!shown("fish").contains("unexported"));
}
