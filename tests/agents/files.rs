//! The hook in the files of agents: added once, removed without a trace, and only if a person agrees.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use super::common::{Home, Output};
use super::{AGENTS, home, input, understood};

/// Where each agent has its hooks, in a home and in a repository.
const FILES: [(&str, &str); 4] = [
    ("claude", ".claude/settings.json"),
    ("codex", ".codex/hooks.json"),
    ("gemini", ".gemini/settings.json"),
    ("cursor", ".cursor/hooks.json"),
];

fn read(home: &Home, path: &str) -> String {
    fs::read_to_string(home.path().join(path)).unwrap()
}

/// Returns the commands of all hooks in a file.
fn commands(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => {
            let own = object.get("command").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(commands)).collect()
        }
        Value::Array(list) => list.iter().flat_map(commands).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_hook_is_installed_once_and_removed_without_a_trace() {
    const THEIRS: &str =
        "{\n    \"model\": \"x\",\n    \"hooks\": {\n        \"Stop\": [ {} ]\n    }\n}\n";
    for (agent, file) in FILES {
        let home = home().file(file, THEIRS);
        let output = home.run(&["hook", agent, "--install", "--yes"]);
        assert_eq!(output.code, Some(0), "{agent}: {output:?}");
        let is_codex = agent == "codex";
        assert_eq!(output.stderr.contains("/hooks"), is_codex, "{agent}: {output:?}");
        let installed = read(&home, file);
        let value: Value = serde_json::from_str(&installed).unwrap();
        assert_eq!((&value["model"], &value["hooks"]["Stop"]), (&json!("x"), &json!([{}])));
        let found = commands(&value);
        assert!(found.len() == 1 && found[0].contains(&format!(" hook {agent}")), "{found:?}");
        assert!(output.stdout.contains(&found[0].replace('"', "\\\"")), "{agent}: {output:?}");
        assert_eq!(read(&home, &format!("{file}.before-awsprompt")), THEIRS);
        let again = home.run(&["hook", agent, "--install", "--yes"]);
        assert!(
            again.code == Some(0) && again.stdout.contains("already has the hook"),
            "{again:?}"
        );
        assert_eq!(read(&home, file), installed);
        // With another account it takes the place of the one before.
        let other = ["hook", agent, "--install", "--account", "a b", "--yes"];
        assert_eq!(home.run(&other).code, Some(0));
        let found = commands(&serde_json::from_str(&read(&home, file)).unwrap());
        assert!(found.len() == 1 && found[0].contains("--account 'a b'"), "{found:?}");
        let removed = home.run(&["hook", agent, "--uninstall", "--yes"]);
        assert_eq!((removed.stderr.as_str(), removed.code), ("", Some(0)), "{agent}");
        assert_eq!(read(&home, file), THEIRS, "{agent}");
        let again = home.run(&["hook", agent, "--uninstall", "--yes"]);
        assert!(again.stdout.contains("has no hook of awsprompt"), "{again:?}");
    }
}

#[test]
fn a_file_is_as_it_was_after_the_hook_came_and_went() {
    let texts = [
        None,
        Some(""),
        Some("\n"),
        Some("{}"),
        Some("{ }\n\n"),
        Some("{\"hooks\": {}}"),
        Some("{\"hooks\":{\"PreToolUse\":[],\"BeforeTool\":[],\"beforeShellExecution\":[]}}"),
        Some("{\"a\": 1, \"hooks\": {\"Stop\": []}}\n"),
    ];
    for (agent, file) in FILES {
        for text in texts {
            let home = home().file(".keep", "");
            let path = home.path().join(file);
            if let Some(text) = text {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text).unwrap();
            }
            for _ in 0..2 {
                let output = home.run(&["hook", agent, "--install", "--yes"]);
                assert_eq!(output.code, Some(0), "{agent} {text:?}: {output:?}");
                assert_ne!(fs::read_to_string(&path).ok().as_deref(), text);
                let output = home.run(&["hook", agent, "--uninstall", "--yes"]);
                assert_eq!(output.code, Some(0), "{agent} {text:?}: {output:?}");
                let what = if text.is_some() { "changed" } else { "removed" };
                assert_eq!(output.stdout.lines().last(), Some(&*format!("~/{file} is {what}")));
                assert_eq!(fs::read_to_string(&path).ok().as_deref(), text, "{agent}");
            }
        }
    }
}

#[test]
fn every_copy_of_a_file_is_kept() {
    let file = ".claude/settings.json";
    let home = home().file(file, "{\"a\": 1}");
    let run = |flag: &str| home.run(&["hook", "claude", flag, "--yes"]);
    assert_eq!(run("--install").code, Some(0));
    let installed = read(&home, file).replace("\"a\": 1", "\"a\": 2");
    fs::write(home.path().join(file), &installed).unwrap();
    let output = run("--uninstall");
    assert!(output.stdout.ends_with(".before-awsprompt-2 has what it was\n"), "{output:?}");
    // The line break came with the hook.
    assert_eq!(read(&home, file), "{\"a\": 2\n}");
    for _ in 0..2 {
        assert_eq!((run("--install").code, run("--uninstall").code), (Some(0), Some(0)));
        assert_eq!(read(&home, file), "{\"a\": 2\n}");
    }
    assert_eq!(read(&home, &format!("{file}.before-awsprompt")), "{\"a\": 1}");
    assert_eq!(read(&home, &format!("{file}.before-awsprompt-2")), installed);
    assert_eq!(read(&home, &format!("{file}.before-awsprompt-3")), "{\"a\": 2\n}");
    assert!(!home.path().join(format!("{file}.before-awsprompt-4")).exists());
}

#[test]
fn a_hook_that_is_installed_says_no_to_the_agent_and_where_awsprompt_is_gone() {
    for (agent, file) in FILES {
        let home = home();
        assert_eq!(home.run(&["hook", agent, "--install", "--yes"]).code, Some(0));
        let command = commands(&serde_json::from_str(&read(&home, file)).unwrap()).remove(0);
        let run = |line: &str, called: &str| {
            let mut shell = home.program("/bin/sh");
            shell.args(["-c", line]).env("PATH", "/usr/bin:/bin").stdin(Stdio::piped());
            shell.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = shell.spawn().unwrap();
            let input = input(agent, called, "").to_string();
            let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
            let output = child.wait_with_output().unwrap();
            let text = |bytes| String::from_utf8(bytes).unwrap();
            let code = output.status.code();
            Output { stdout: text(output.stdout), stderr: text(output.stderr), code }
        };
        assert_eq!(understood(agent, &run(&command, "ls")).0, "goes on", "{agent}: {command}");
        let output = run(&command, "aws s3 rm s3://b/k --profile prod");
        assert_ne!(understood(agent, &output).0, "goes on", "{agent}: {command}");
        let gone = command.replace(env!("CARGO_BIN_EXE_awsprompt"), "/nowhere/awsprompt");
        assert_ne!(gone, command);
        assert_eq!(run(&gone, "ls").code, Some(2), "{agent}");
    }
}

#[test]
fn a_repository_has_a_file_of_its_own_and_variables_move_the_user_s() {
    for (agent, file) in FILES {
        let home = home();
        let mut command = home.command();
        fs::create_dir_all(home.path().join("repo/a/b")).unwrap();
        command.args(["hook", agent, "--install", "--project", "--yes"]);
        let output = home.output_of(command.current_dir(home.path().join("repo/a/b")));
        assert_eq!(output.code, Some(0), "{output:?}");
        let text = read(&home, &format!("repo/{file}"));
        assert!(text.contains(&format!("\"awsprompt hook {agent}")), "{agent}: {text}");
        assert!(!home.path().join(file).exists(), "{agent}");
    }
    for (variable, agent, file) in
        [("CLAUDE_CONFIG_DIR", "claude", "settings.json"), ("CODEX_HOME", "codex", "hooks.json")]
    {
        let home = home().env(variable, "@HOME@/elsewhere");
        assert_eq!(home.run(&["hook", agent, "--install", "--yes"]).code, Some(0));
        assert!(home.path().join("elsewhere").join(file).exists(), "{agent}");
    }
}

#[test]
fn a_file_changes_only_when_a_person_agrees_and_only_if_it_can_be_read() {
    let file = ".claude/settings.json";
    let home_with = |text: &str| home().file(file, text);
    let home = home_with("{}");
    for (flag, hint) in [("--install", "--install --yes"), ("--uninstall", "")] {
        let output = home.run(&["hook", "claude", flag]);
        if hint.is_empty() {
            assert_eq!(output.code, Some(0), "{output:?}");
            continue;
        }
        let expected = format!(
            "awsprompt: no terminal to confirm on; nothing changed\nhint: awsprompt hook claude {hint}\n"
        );
        assert_eq!((output.stderr.as_str(), output.code), (expected.as_str(), Some(1)));
        assert!(output.stdout.contains("hook claude"), "{output:?}");
        assert_eq!(read(&home, file), "{}");
    }
    for (text, why) in [
        ("{\n  // mine\n}", "line 2 is not JSON, in which there are no comments; nothing changed"),
        ("{\"hooks\": []}", "its hooks are not in the form that the agent reads; nothing changed"),
        ("[]", "its hooks are not in the form that the agent reads; nothing changed"),
    ] {
        let home = home_with(text);
        let output = home.run(&["hook", "claude", "--install", "--yes"]);
        let expected = format!("awsprompt: ~/{file}: {why}\nhint: awsprompt hook claude --print\n");
        assert_eq!((output.stderr, output.stdout.as_str(), output.code), (expected, "", Some(1)));
        assert_eq!(read(&home, file), text);
    }
    let output = home.run(&["hook", "kiro", "--install", "--yes"]);
    assert!(output.code == Some(2) && output.stderr.contains("hook kiro --print"), "{output:?}");
}

/// Without `HOME`, the account database has the home directory. Nothing is changed here, since nobody
/// can agree.
#[cfg(unix)]
#[test]
fn a_home_is_found_without_its_variable() {
    for arguments in [&["hook", "claude", "--install"][..], &["init", "starship", "--install"]] {
        let home = Home::new();
        let output = home.output_of(home.command().env_remove("HOME").args(arguments));
        assert!(!output.stderr.contains("there is no home directory"), "{output:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_mode_a_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let home = home().file("dotfiles/claude.json", "{}").file(".claude/x", "");
    let target = home.path().join("dotfiles/claude.json");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let link = home.path().join(".claude/settings.json");
    symlink(&target, &link).unwrap();
    assert_eq!(home.run(&["hook", "claude", "--install", "--yes"]).code, Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(read(&home, "dotfiles/claude.json").contains("hook claude"));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(home.path().join("dotfiles/claude.json.before-awsprompt").exists());
}

#[test]
fn each_hook_can_be_printed() {
    let home = home();
    for agent in AGENTS {
        let output = home.run(&["hook", agent, "--print"]);
        assert_eq!(output.code, Some(0), "{agent}");
        assert!(output.stdout.contains(&format!("hook {agent}")), "{output:?}");
        assert!(output.stderr.starts_with("For "), "{output:?}");
        if !matches!(agent, "opencode" | "plain") {
            let value: Value = serde_json::from_str(&output.stdout).unwrap();
            let hooks = &value["hooks"];
            let count =
                hooks.as_object().map(serde_json::Map::len).or(hooks.as_array().map(Vec::len));
            assert_eq!(count, Some(1), "{value}");
        }
    }
    let kiro = home.run(&["hook", "kiro", "--print", "--account", "acme-dev"]).stdout;
    let kiro: Value = serde_json::from_str(&kiro).unwrap();
    let hook = &kiro["hooks"][0];
    assert_eq!((&kiro["version"], &hook["trigger"]), (&json!("v1"), &json!("PreToolUse")));
    assert_eq!(hook["action"]["type"], "command");
    let command = hook["action"]["command"].as_str().unwrap();
    assert!(command.ends_with("awsprompt hook kiro --account acme-dev || exit 2"), "{command}");
}

#[test]
fn doctor_says_which_agents_have_the_hook() {
    let home = home().private();
    let agents = |home: &Home| {
        let document: Value =
            serde_json::from_str(&home.run(&["doctor", "--json"]).stdout).unwrap();
        document["agents"].clone()
    };
    assert_eq!(agents(&home), json!([]));
    assert!(!home.run(&["doctor"]).stdout.contains("Agents"));
    for agent in ["cursor", "claude"] {
        assert_eq!(home.run(&["hook", agent, "--install", "--yes"]).code, Some(0));
    }
    assert_eq!(agents(&home), json!(["claude", "cursor"]));
    let report = home.run(&["doctor"]).stdout;
    assert!(report.ends_with(" Agents with a hook: Claude Code, Cursor.\n"), "{report}");
}
