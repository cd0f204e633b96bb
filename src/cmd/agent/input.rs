//! What an agent says in the JSON that its hook reads.

use std::borrow::Cow;
use std::path::PathBuf;

use serde_json::Value;

use super::formats::AgentFormat;

/// What an agent wants to call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AgentCall {
    /// A tool that runs no command.
    OtherTool,
    /// A shell, but the command is missing.
    Unreadable,
    /// A shell of another kind.
    OtherLanguage(String),
    Line {
        line: String,
        directory: PathBuf,
    },
}

/// Reads what an agent wants to call.
pub(super) fn call(format: &AgentFormat, input: &Value) -> AgentCall {
    let tool = text(input, format.tool);
    let is_one_of =
        |tools: &[&str]| tool.as_ref().is_none_or(|tool| tools.iter().any(|known| known == tool));
    let is_other = !is_one_of(format.shells);
    if is_other && !is_one_of(format.other_shells) {
        return AgentCall::OtherTool;
    }
    let line = text(input, format.command).filter(|line| !line.is_empty());
    let Some(line) = line else { return AgentCall::Unreadable };
    if is_other {
        return AgentCall::OtherLanguage(line);
    }
    let places = format.directories.iter().filter_map(|place| text(input, place));
    AgentCall::Line { line, directory: places.collect() }
}

/// Returns the text at a path such as `tool_input.command`. JSON may be in a string.
pub(super) fn text(input: &Value, path: &str) -> Option<String> {
    let mut value = Cow::Borrowed(input);
    for key in path.split('.') {
        if let Value::String(inner) = &*value {
            value = Cow::Owned(serde_json::from_slice(inner.as_bytes()).ok()?);
        }
        value = match value {
            Cow::Borrowed(value) => Cow::Borrowed(part(value, key)?),
            Cow::Owned(value) => Cow::Owned(part(&value, key)?.clone()),
        };
    }
    value.as_str().map(str::to_owned)
}

/// Returns a member of an object by its key, or one of a list by its number.
fn part<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    if value.is_array() { value.get(key.parse::<usize>().ok()?) } else { value.get(key) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn called(word: &str, input: &Value) -> AgentCall {
        let format = AgentFormat::ALL.iter().find(|format| format.word == word).unwrap();
        call(format, input)
    }

    #[test]
    fn a_command_and_its_directory_are_read_as_the_agent_writes_them() {
        let line =
            |directory: &str| AgentCall::Line { line: "ls".into(), directory: directory.into() };
        for (word, input, directory) in [
            (
                "claude",
                json!({"tool_name": "Bash", "tool_input": {"command": "ls"}, "cwd": "/w"}),
                "/w",
            ),
            (
                "codex",
                json!({"tool_name": "Bash", "tool_input": {"command": "ls"}, "cwd": "/w"}),
                "/w",
            ),
            (
                "gemini",
                json!({
                    "tool_name": "run_shell_command",
                    "tool_input": {"command": "ls", "dir_path": "a"},
                    "cwd": "/w",
                }),
                "/w/a",
            ),
            (
                "cursor",
                json!({"hook_event_name": "beforeShellExecution", "command": "ls", "cwd": ""}),
                "",
            ),
            ("cursor", json!({"command": "ls", "cwd": "", "workspace_roots": ["/w", "/v"]}), "/w/"),
            ("cursor", json!({"command": "ls", "workspace_roots": ["/w"]}), "/w"),
            ("cursor", json!({"command": "ls", "cwd": "/v", "workspace_roots": ["/w"]}), "/v"),
            ("cursor", json!({"command": "ls", "cwd": "a", "workspace_roots": []}), "a"),
            (
                "copilot",
                json!({"toolName": "bash", "toolArgs": {"command": "ls"}, "cwd": "/w"}),
                "/w",
            ),
            ("copilot", json!({"toolName": "bash", "toolArgs": "{\"command\": \"ls\"}"}), ""),
            (
                "windsurf",
                json!({
                    "agent_action_name": "pre_run_command",
                    "tool_info": {"command_line": "ls", "cwd": "/w"},
                }),
                "/w",
            ),
            (
                "kiro",
                json!({"tool_name": "execute_bash", "tool_input": {"command": "ls"}, "cwd": "/w"}),
                "/w",
            ),
            (
                "opencode",
                json!({"tool_name": "bash", "tool_input": {"command": "ls", "workdir": "/v"}, "cwd": "/w"}),
                "/v",
            ),
            ("plain", json!({"command": "ls", "cwd": "/w"}), "/w"),
        ] {
            assert_eq!(called(word, &input), line(directory), "{word} {input}");
        }
    }

    #[test]
    fn another_tool_is_told_from_a_shell_whose_command_is_missing() {
        for (input, expected) in [
            (json!({"tool_name": "Read", "tool_input": {"file_path": "x"}}), AgentCall::OtherTool),
            (json!({"tool_name": "Bash", "tool_input": {}}), AgentCall::Unreadable),
            (json!({"tool_name": "Bash", "tool_input": {"command": ""}}), AgentCall::Unreadable),
            (
                json!({"tool_name": "Bash", "tool_input": {"command": ["ls"]}}),
                AgentCall::Unreadable,
            ),
            (json!({"tool_input": {}}), AgentCall::Unreadable),
            (json!({"tool_name": 1}), AgentCall::Unreadable),
            (json!([]), AgentCall::Unreadable),
            (json!(null), AgentCall::Unreadable),
            (
                json!({"tool_name": "PowerShell", "tool_input": {"command": "ls"}}),
                AgentCall::OtherLanguage("ls".into()),
            ),
        ] {
            assert_eq!(called("claude", &input), expected, "{input}");
        }
        let other = json!({"hook_event_name": "afterFileEdit"});
        assert_eq!(called("cursor", &other), AgentCall::OtherTool);
    }
}
