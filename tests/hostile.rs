//! Names and values that try to be more than text.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![cfg(unix)]

mod common;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use common::Home;

/// Text that some shell, prompt or terminal would obey.
const HOSTILE: [&str; 16] = [
    "$(touch PWNED)",
    "`touch PWNED`",
    "'\"; touch PWNED; '\"",
    "%n%F{red}%(!.a.b)%{",
    "\\u\\w\\$\\[",
    "#{x}#[fg=red]#(touch PWNED)",
    "!!",
    "a\nb",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[31m",
    "\u{9b}31m",
    "\u{202e}dorp\u{2066}",
    "\u{200b}\u{feff}\u{e0041}",
    "\x01\x02\x7f",
    "a\tb c",
    "\u{1f600}é",
];

/// A config file whose only profile has this name and region.
fn home(value: &str) -> Home {
    let one_line = value.replace('\n', " ");
    let quoted = one_line.replace('\\', "\\\\").replace('"', "\\\"");
    let config = format!("[profile \"{quoted}\"]\nregion = x{one_line}\n");
    Home::new().file(".aws/config", config).env("AWS_EC2_METADATA_DISABLED", "true")
}

#[test]
fn the_terminal_gets_no_control_character_that_is_not_ours() {
    for value in HOSTILE {
        let home = home(value).env("AWS_PROFILE", value).env("AWS_VAULT", value);
        for shell in ["zsh", "bash", "fish", "nushell", "tmux", "plain"] {
            let segment = home.answer(&["prompt", "--shell", shell]);
            assert!(is_clean(&without_our_own(&segment)), "{shell}: {segment:?}");
        }
        for arguments in [&["explain"][..], &["explain", "--profile", value]] {
            let explained = home.answer(arguments);
            assert!(explained.lines().all(is_clean), "{explained:?}");
        }
    }
}

#[test]
fn the_name_of_a_variable_may_be_hostile_too() {
    for value in HOSTILE.into_iter().filter(|value| !value.contains('\0')) {
        // Small letters do not count in the name of a service.
        let name = format!("AWS_ENDPOINT_URL_{value}").replace('=', "").to_uppercase();
        let home = home("x").env("AWS_PROFILE", "x").env(&name, "http://localhost:9");
        let explained = home.answer(&["explain"]);
        assert!(explained.contains("-> unset AWS_ENDPOINT_URL_"), "{explained}");
        assert!(explained.lines().all(is_clean), "{explained:?}");
    }
}

#[test]
fn ten_thousand_characters_are_cut() {
    let long = "x".repeat(10_000);
    let home = home(&long).env("AWS_PROFILE", &long);
    let segment = home.segment();
    assert!(segment.chars().count() < 200, "{segment}");
    assert!(segment.contains("xx…"), "{segment}");
    let explained = home.answer(&["explain"]);
    assert!(explained.lines().all(|line| line.chars().count() < 300), "{explained}");
}

#[test]
fn a_format_can_print_only_what_it_says() {
    let home = home("x").env("AWS_PROFILE", "x");
    let segment = home.answer(&["prompt", "--format", "\x1b[31m{profile}\n"]);
    assert_eq!(segment, "�[31mx�\n");
}

#[test]
fn a_profile_that_is_not_unicode_is_no_profile() {
    let home = home("x");
    let mut command = home.command();
    command.env("AWS_PROFILE", OsStr::from_bytes(b"a\xff")).args(["explain", "--json"]);
    let output = home.output_of(&mut command);
    let answer: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(answer["clients"][0]["profile"]["value"], serde_json::json!({"b64": "Yf8="}));
    assert_eq!(answer["clients"][0]["error"]["kind"], "profile-not-found");
}

#[test]
fn json_on_a_terminal_is_the_same_value_and_escaped() {
    for value in HOSTILE {
        let home = home(value).env("AWS_PROFILE", value).env("AWS_VAULT", value);
        for arguments in [&["list", "--json"][..], &["explain", "--json"], &["check", "--json"]] {
            let shown = home.output_in_terminal(80, arguments);
            assert!(shown.lines().all(is_clean), "{arguments:?}: {shown:?}");
            let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
            let piped = home.run(arguments).stdout;
            assert_eq!(shown, serde_json::from_str::<serde_json::Value>(&piped).unwrap());
        }
        let doctor = home.output_in_terminal(80, &["doctor", "--json"]);
        assert!(doctor.lines().all(is_clean), "{doctor:?}");
    }
}

#[test]
fn json_in_a_pipe_has_names_as_they_are() {
    let home = home("a\u{9b}\u{202e}b");
    assert!(home.answer(&["list", "--json"]).contains("\"a\u{9b}\u{202e}b\""));
}

#[test]
fn names_on_a_terminal_without_a_size_are_printable() {
    let home = home("a\u{9b}\x1b[31m\u{202e}b");
    for columns in [0, 80] {
        let names = home.output_in_terminal(columns, &["list", "--names"]);
        assert_eq!(names, "a��[31m�b\n", "{columns}");
    }
}

#[test]
fn usage_errors_show_no_character_that_a_terminal_obeys() {
    for value in HOSTILE {
        let home = home("x");
        for arguments in [
            &["switch", "--shell", "zsh", "a", value][..],
            &["switch", "--shell", "zsh", value, value],
            &["switch", "--shell", "zsh", "a", "--for", value],
            &["switch", "--shell", value, "a"],
            &["list", &format!("--{value}")],
            &["init", value],
            &["init", "zsh", "--cmd", value],
            &["check", "--client", value],
            &["check", "--account", value],
            &[value],
        ] {
            let output = home.run(arguments);
            assert_eq!(output.stdout, "", "{arguments:?}");
            assert!(output.stderr.lines().all(is_clean), "{arguments:?}: {:?}", output.stderr);
            // The end of a line in an argument begins no line of ours.
            assert!(!output.stderr.lines().any(|line| line == "b"), "{:?}", output.stderr);
        }
    }
}

/// Removes the sequences that colours are made of.
fn without_our_own(segment: &str) -> String {
    let mut text = segment.trim_end_matches('\n').to_owned();
    for sequence in ["\x1b[1;31m", "\x1b[31m", "\x1b[36m", "\x1b[2m", "\x1b[0m"] {
        text = text.replace(&format!("\x01{sequence}\x02"), "").replace(sequence, "");
    }
    text
}

fn is_clean(text: &str) -> bool {
    let is_bidi = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !text.contains(|c: char| c.is_control() || is_bidi(c) || c == '\u{200b}')
}
