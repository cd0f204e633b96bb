//! `awsprompt hook`: what the hooks of coding agents are answered, in the form that each agent's
//! documentation describes, and how the hook gets into their files.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and read what it has written"
)]

mod common;
#[path = "agents/files.rs"]
mod files;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use common::{Home, Output, project_file};
use serde_json::{Value, json};

const SETTINGS: &str = "[accounts]\n111122223333 = acme-dev\n999988887777 = acme-prod\n";

/// Makes a home with the profiles `dev` and `prod`, and a repository.
pub(crate) fn home() -> Home {
    Home::of_fixture("dev-and-prod-roles")
        .file("s.ini", SETTINGS)
        .file("repo/.git/HEAD", "")
        .file("expects-dev/.awsprompt", "[expect]\naccount = acme-dev\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("AWS_PROFILE", "dev")
}

/// Runs the hook with this on its stdin.
pub(crate) fn hook(home: &Home, arguments: &[&str], input: &str) -> Output {
    let mut command = home.command();
    command.arg("hook").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have said no without reading on.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Output { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
}

/// Returns what an agent gives its hook about a command, as its documentation has it.
pub(crate) fn input(agent: &str, command: &str, cwd: &str) -> Value {
    let text = fs::read_to_string(project_file("tests/agents/inputs.json")).unwrap();
    let mut inputs: Value = serde_json::from_str(&text).unwrap();
    filled(inputs[agent].take(), command, cwd)
}

/// Writes a command and a directory in their places.
fn filled(value: Value, command: &str, cwd: &str) -> Value {
    match value {
        Value::String(text) if text.starts_with('{') => {
            let inner = serde_json::from_str(&text).unwrap();
            Value::String(filled(inner, command, cwd).to_string())
        }
        Value::String(text) => {
            Value::String(text.replace("@COMMAND@", command).replace("@CWD@", cwd))
        }
        Value::Object(object) => {
            object.into_iter().map(|(key, value)| (key, filled(value, command, cwd))).collect()
        }
        Value::Array(list) => list.into_iter().map(|value| filled(value, command, cwd)).collect(),
        other => other,
    }
}

pub(crate) const AGENTS: [&str; 9] =
    ["claude", "codex", "gemini", "cursor", "copilot", "windsurf", "kiro", "opencode", "plain"];

/// Says in one word what an agent makes of an answer, by its documentation, and for what reason.
pub(crate) fn understood(agent: &str, output: &Output) -> (&'static str, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let word = |value: &Value| match value.as_str() {
        Some("deny") => "no",
        Some("ask") => "asks",
        other => panic!("{agent}: {other:?}"),
    };
    let answer = || serde_json::from_str::<Value>(&output.stdout).unwrap();
    if output.stdout.is_empty() && output.stderr.is_empty() {
        // Cursor takes silence for a no, and goes on where its hook fails.
        let neutral = i32::from(agent == "cursor");
        assert_eq!(output.code, Some(neutral), "{agent}");
        return ("goes on", String::new());
    }
    let status = if matches!(agent, "claude" | "cursor" | "copilot") { 0 } else { 2 };
    assert_eq!(output.code, Some(status), "{agent}: {output:?}");
    match agent {
        "claude" => {
            let answer = answer();
            let decision = &answer["hookSpecificOutput"];
            let keys = ["hookEventName", "permissionDecision", "permissionDecisionReason"];
            assert!(answer.as_object().unwrap().len() == 1, "{answer}");
            assert!(decision.as_object().unwrap().keys().eq(keys), "{answer}");
            assert_eq!(decision["hookEventName"], "PreToolUse");
            (word(&decision["permissionDecision"]), text(&decision["permissionDecisionReason"]))
        }
        "cursor" => {
            let answer = answer();
            assert_eq!(answer["user_message"], answer["agent_message"]);
            (word(&answer["permission"]), text(&answer["agent_message"]))
        }
        "copilot" => {
            let answer = answer();
            (word(&answer["permissionDecision"]), text(&answer["permissionDecisionReason"]))
        }
        _ => {
            assert_eq!(output.stdout, "", "{agent}");
            ("no", output.stderr.clone())
        }
    }
}

#[track_caller]
fn asked(home: &Home, agent: &str, command: &str) -> (&'static str, String) {
    let output = hook(home, &[agent], &input(agent, command, "").to_string());
    understood(agent, &output)
}

#[test]
fn every_agent_is_told_no_or_left_alone_in_its_own_form() {
    let home = home();
    for agent in AGENTS {
        for command in ["ls -l", "aws s3 ls", "aws s3 rm s3://b/k", "git commit -m \"a\n\nb's\""] {
            assert_eq!(asked(&home, agent, command).0, "goes on", "{agent}: {command}");
        }
        let (word, why) = asked(&home, agent, "cd x; aws s3 rm s3://b/k --profile prod");
        let expected = if agent == "claude" { "asks" } else { "no" };
        assert_eq!(word, expected, "{agent}");
        let reason = "aws s3 rm s3://b/k --profile prod: s3 rm deletes objects; the class";
        assert!(why.contains(reason), "{agent}: {why}");
        let bound = hook(
            &home,
            &[agent, "--account", "acme-dev"],
            &input(agent, "aws s3 ls --profile prod", "").to_string(),
        );
        let (word, why) = understood(agent, &bound);
        assert!(word == "no" && why.contains("not acme-dev"), "{agent}: {word} {why}");
    }
}

#[test]
fn the_directory_of_the_agent_says_what_is_expected() {
    let home = home();
    let directory = home.path().join("expects-dev");
    for agent in AGENTS {
        let word = |cwd: &str| {
            let input = input(agent, "aws s3 ls --profile prod", cwd).to_string();
            understood(agent, &hook(&home, &[agent], &input)).0
        };
        assert_eq!(word(""), "goes on", "{agent}");
        assert_eq!(word(directory.to_str().unwrap()), "no", "{agent}");
    }
    let output = hook(
        &home,
        &["plain"],
        &input("plain", "cd ..; aws s3 ls --profile prod", directory.to_str().unwrap()).to_string(),
    );
    assert_eq!(output.code, Some(0), "{output:?}");
}

#[test]
fn the_reason_says_what_to_do_instead() {
    let home = home();
    let why = |arguments: &[&str], command: &str| {
        let output = hook(&home, arguments, &input("plain", command, "").to_string());
        output.stderr.lines().last().unwrap_or_default().to_owned()
    };
    let bound = ["plain", "--account", "acme-dev"];
    let elsewhere = why(&bound, "aws s3 ls --profile prod");
    assert!(elsewhere.ends_with("not acme-dev. These profiles fit: dev."), "{elsewhere}");
    let open = why(&bound, "aws s3 rm s3://b/k --profile $(cat p)");
    assert!(open.contains("as plain words, one command at a time."), "{open}");
    let refused = why(&["plain"], "aws s3 rm s3://b/k --profile prod");
    assert!(refused.ends_with("Do not try it in another way: ask the user."), "{refused}");
    let home = home.file(".claude/settings.json", "{}");
    let output = hook(&home, &["plain"], &input("plain", "rm -rf ~/.claude", "").to_string());
    let removed = output.stderr.lines().last().unwrap_or_default().to_owned();
    assert!(
        removed.ends_with("judges by. Do not try it in another way: ask the user."),
        "{removed}"
    );
    let locked = home.env("AWSPROMPT_LOCK", "acme-dev");
    let told = asked(&locked, "plain", "aws s3 ls --profile prod").1;
    assert!(
        told.contains("LOCK is acme-dev") && told.ends_with("These profiles fit: dev.\n"),
        "{told}"
    );
}

#[test]
fn claude_code_asks_only_in_the_modes_in_which_it_does() {
    let home = home();
    for (mode, expected) in [
        (json!("default"), "asks"),
        (json!("plan"), "asks"),
        (json!("acceptEdits"), "asks"),
        (json!("auto"), "no"),
        (json!("dontAsk"), "no"),
        (json!("bypassPermissions"), "no"),
        (json!("new"), "no"),
        (json!(null), "no"),
    ] {
        let mut input = input("claude", "aws s3 rm s3://b/k --profile prod", "");
        input["permission_mode"] = mode.clone();
        let output = hook(&home, &["claude"], &input.to_string());
        assert_eq!(understood("claude", &output).0, expected, "{mode}");
    }
}

#[test]
fn what_cannot_be_read_is_a_no_unless_it_is_about_nothing() {
    let home = home();
    let answer = |input: &str| understood("claude", &hook(&home, &["claude"], input)).0;
    for input in ["", "{", "null", "[]", "{}", "\u{feff}{}"] {
        assert_eq!(answer(input), "no", "{input}");
    }
    let call = |tool: &str, command: Value| {
        let mut input = input("claude", "", "");
        input["tool_name"] = json!(tool);
        input["tool_input"] = json!({"command": command});
        answer(&input.to_string())
    };
    assert_eq!(call("Bash", json!(null)), "no");
    assert_eq!(call("Bash", json!("")), "no");
    assert_eq!(call("Bash", json!(["aws"])), "no");
    assert_eq!(call("Read", json!(null)), "goes on");
    assert_eq!(call("mcp__x__y", json!("aws s3 rm s3://b/k --profile prod")), "goes on");
    assert_eq!(call("Monitor", json!("aws s3 rm s3://b/k --profile prod")), "asks");
    // A line that is no line of a shell that awsprompt knows.
    assert_eq!(call("PowerShell", json!("Get-ChildItem")), "goes on");
    assert_eq!(call("PowerShell", json!("$env:AWS_PROFILE='prod'; aws s3 ls")), "no");
    assert_eq!(call("Bash", json!("echo 'x")), "goes on");
    for mention in ["aws s3 ls", "AWS_PROFILE=x", "import boto3", "terraform"] {
        assert_eq!(call("Bash", json!(format!("echo 'x {mention}"))), "no", "{mention}");
    }
    // A tool that writes a file has it all in its call.
    let long = "x".repeat(1 << 21);
    assert_eq!(call("Write", json!(long)), "goes on");
    assert_eq!(call("Bash", json!(format!("echo {long}"))), "goes on");
    assert_eq!(call("Bash", json!(format!("echo {long}; aws s3 ls"))), "no");
}

#[test]
fn a_lock_a_class_that_is_always_guarded_and_settings_with_errors_are_a_no() {
    let word = |home: &Home, command: &str| asked(home, "claude", command).0;
    let remove = "aws s3 rm s3://b/k --profile prod";
    assert_eq!(word(&home(), remove), "asks");
    let locked = home().env("AWSPROMPT_LOCK", "acme-dev");
    assert_eq!(word(&locked, remove), "no");
    assert_eq!(word(&locked, "aws s3 ls --profile prod"), "no");
    assert_eq!(word(&locked, "AWSPROMPT_LOCK= aws s3 ls --profile prod"), "no");
    assert_eq!(word(&locked, "aws s3 ls"), "goes on");
    let class = |guard| format!("{SETTINGS}[class p]\nlabels = acme-prod\nguard = {guard}\n");
    for (guard, expected) in [("off", "goes on"), ("ask", "asks"), ("always", "no")] {
        let home = home().file("s.ini", class(guard));
        assert_eq!(word(&home, remove), expected, "{guard}");
        assert_eq!(word(&home, &format!("AWSPROMPT_GUARD=off {remove}")), expected, "{guard}");
    }
    let broken = home().file("s.ini", class("sometimes"));
    assert_eq!(word(&broken, "ls"), "goes on");
    assert_eq!(word(&broken, "aws s3 ls"), "no");
}

#[test]
fn what_is_not_judged_is_as_the_settings_say() {
    for (rule, make, code) in [
        ("", "goes on", "asks"),
        ("[hook]\nunknown = allow\n", "goes on", "asks"),
        ("[hook]\nunknown = ask\n", "asks", "asks"),
        ("[hook]\nunknown = deny\n", "no", "no"),
    ] {
        let home = home().file("s.ini", format!("{SETTINGS}{rule}"));
        assert_eq!(asked(&home, "claude", "make test").0, make, "{rule}");
        let python = "python3 -c 'import boto3; boto3.client(\"s3\")'";
        assert_eq!(asked(&home, "claude", python).0, code, "{rule}");
        assert_eq!(asked(&home, "claude", "ls && git push").0, "goes on", "{rule}");
        // Where nobody can be asked.
        let make = if make == "asks" { "no" } else { make };
        assert_eq!(asked(&home, "codex", "make test").0, make, "{rule}");
        assert_eq!(asked(&home, "codex", python).0, "no", "{rule}");
    }
}

#[test]
fn a_program_that_is_not_known_may_run_where_no_account_is_in_use() {
    let word = |home: &Home, command: &str| {
        let output = hook(
            home,
            &["claude", "--account", "acme-dev"],
            &input("claude", command, "").to_string(),
        );
        understood("claude", &output).0
    };
    let in_prod = home().env("AWS_PROFILE", "prod");
    assert_eq!(word(&in_prod, "make test"), "no");
    let nowhere = Home::new().file("s.ini", SETTINGS).env("AWSPROMPT_CONFIG", "@HOME@/s.ini");
    assert_eq!(word(&nowhere, "make test"), "goes on");
    assert_eq!(word(&nowhere, "aws s3 ls"), "no");
    assert_eq!(word(&nowhere, "python3 -c 'import boto3'"), "no");
}
