//! What `check --line` finds in a line, held against what bash runs: the programs on `PATH` write
//! down how they are called.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use common::{Home, project_file};
use serde_json::Value;

/// Writes down its name, how many arguments it has, these, and what chooses profile and region.
const STUB: &str = "#!/bin/sh\n\
    printf '%s\\0' \"${0##*/}\" $# \"$@\" \"${AWS_PROFILE-}\" >>'@HOME@/log'\n";

/// A call of a program, as the program saw it.
#[derive(Debug)]
struct Call {
    words: Vec<String>,
    profile: String,
}

fn home() -> Home {
    let home = Home::of_fixture("dev-and-prod-roles")
        .file("sub/x", "")
        .file("envs/dev/main.tf", "")
        .env("AWS_PROFILE", "dev")
        .env("PATH", "@HOME@/bin:/usr/bin:/bin");
    let stub = STUB.replace("@HOME@", &home.path().to_string_lossy());
    let home = home.file("bin/aws", &stub).file("bin/terraform", &stub);
    for name in ["aws", "terraform"] {
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(home.path().join("bin").join(name), mode).unwrap();
    }
    home
}

/// Runs a line in bash, and returns what it called.
fn calls(home: &Home, line: &str) -> Vec<Call> {
    let log = home.path().join("log");
    fs::write(&log, "").unwrap();
    let mut bash: Command = home.program("timeout");
    bash.args(["10", "bash", "-c", line]).stdin(Stdio::null());
    bash.output().unwrap();
    let text = String::from_utf8_lossy(&fs::read(&log).unwrap()).into_owned();
    let mut fields = text.split_terminator('\0').map(str::to_owned);
    let mut calls = Vec::new();
    while let Some(program) = fields.next() {
        let count: usize = fields.next().unwrap().parse().unwrap();
        let words = [program].into_iter().chain(fields.by_ref().take(count)).collect::<Vec<_>>();
        let words = words.into_iter();
        let (profile, home) = (fields.next().unwrap(), home.path().to_string_lossy());
        let words = words.map(|word: String| word.replace(&*home, "@HOME@")).collect();
        calls.push(Call { words, profile });
    }
    calls
}

/// Tells whether the words of a command may be those of a call. What is not known is as it is written
/// in the line.
fn fits(words: &[&str], call: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else { return call.is_empty() };
    let is_open = first.contains(['$', '`', '*', '?', '…', '~']) || first.contains("{}");
    if is_open {
        return (0..=call.len()).any(|taken| fits(rest, &call[taken..]));
    }
    call.first().is_some_and(|word| word == first) && fits(rest, &call[1..])
}

/// The account of a call, from the last `--profile` and else the variable.
fn account(call: &Call) -> Option<&'static str> {
    let mut profile = call.profile.as_str();
    let end = call.words.iter().position(|word| word == "--").unwrap_or(call.words.len());
    for (at, word) in call.words[..end].iter().enumerate() {
        if let Some(value) = word.strip_prefix("--profile=") {
            profile = value;
        } else if word == "--profile" {
            profile = call.words.get(at + 1).map_or("", String::as_str);
        }
    }
    match profile {
        "dev" => Some("111122223333"),
        "prod" => Some("999988887777"),
        _ => None,
    }
}

/// How a command of the answer stands to a call.
#[derive(PartialEq, Eq)]
enum Answer {
    Same,
    Unknown,
    Other,
}

fn compared(document: &Value, code: Option<i32>, call: &Call) -> Answer {
    let commands = document["commands"].as_array().unwrap();
    let mut answer = if code == Some(4) { Answer::Unknown } else { Answer::Other };
    for command in commands {
        let words: Vec<&str> = command["words"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| word.as_str().unwrap())
            .collect();
        let program = words[0].rsplit('/').next().unwrap();
        let words = [&[program], &words[1..]].concat();
        if !fits(&words, &call.words) {
            continue;
        }
        let known = command["account"].as_str();
        if known.is_some() && known == account(call) {
            return Answer::Same;
        }
        let is_exact = words == call.words.iter().map(String::as_str).collect::<Vec<_>>();
        if known.is_none() {
            let is_none = account(call).is_none() && is_exact;
            answer = if is_none { return Answer::Same } else { Answer::Unknown };
        }
    }
    answer
}

#[test]
fn what_bash_runs_is_found_or_said_to_be_unknown() {
    let home = home();
    let text = fs::read_to_string(project_file("tests/cases/bash-lines.txt")).unwrap();
    let (mut lines, mut closed, mut with_calls) = (0, 0, 0);
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for row in text.lines().filter(|row| !row.starts_with("##")) {
        // What such a line hits is not in the line.
        let (is_open, row) = match row.strip_prefix("?? ") {
            Some(row) => (true, row),
            None => (false, row),
        };
        let line = row.replace('⏎', "\n");
        lines += 1;
        closed += usize::from(!is_open);
        let calls = calls(&home, &line);
        let output = home.run(&["check", "--json", "--line", &line]);
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let mut is_unknown = output.code == Some(4);
        for call in &calls {
            match compared(&document, output.code, call) {
                Answer::Same => {}
                Answer::Unknown => is_unknown = true,
                Answer::Other => wrong.push(format!("{row}\n    {call:?}\n    {document}")),
            }
        }
        with_calls += usize::from(!calls.is_empty());
        if is_unknown && !is_open {
            unknown.push(row.to_owned());
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(lines >= 500 && with_calls >= 450, "{lines} lines, {with_calls} with a call");
    let share = unknown.len() * 100;
    assert!(
        share <= 5 * closed,
        "{} of {closed} are unknown:\n{}",
        unknown.len(),
        unknown.join("\n")
    );
}
