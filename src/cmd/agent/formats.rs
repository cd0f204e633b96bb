//! The table of coding agents: what each sends to its hook, what it takes for an answer, and where its
//! settings are. `docs/guide/src/guard.md` says which documentation the rows follow.

use crate::cli::AgentName;

/// How one agent speaks with its hook. A path such as `tool_input.command` names a value of the JSON
/// that the hook reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AgentFormat {
    pub(crate) title: &'static str,
    /// What it is called on the command line.
    pub(crate) word: &'static str,
    /// The tool that is called; empty if there is only one.
    pub(super) tool: &'static str,
    /// The tools that run a line of a POSIX shell.
    pub(super) shells: &'static [&'static str],
    /// The tools that run a line in another language.
    pub(super) other_shells: &'static [&'static str],
    pub(super) command: &'static str,
    /// Where the command runs; each is relative to the one before.
    pub(super) directories: &'static [&'static str],
    pub(super) answer: AnswerForm,
    /// The value that says how the agent works, and those with which it asks a person where the hook
    /// says so; empty if it does not.
    pub(super) asks: (&'static str, &'static [&'static str]),
    pub(super) hooks: HooksPlace,
}

/// How a hook says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerForm {
    /// `hookSpecificOutput`, which also has a word for asking a person.
    Decision,
    /// `permissionDecision`.
    FlatDecision,
    /// `permission`. Silence would count as no, so a hook that has no answer fails instead.
    Permission,
    /// The exit status 2, with the reason on stderr.
    Status,
}

/// Where an agent has its hooks.
#[derive(Clone, Copy, Debug)]
pub(super) enum HooksPlace {
    /// A JSON file that may have other settings; awsprompt can change it.
    Shared {
        /// The variable that names the directory of the user's file.
        variable: &'static str,
        /// That directory below the home directory, and below the root of a repository.
        directory: &'static str,
        file: &'static str,
        entry: HookEntry,
        /// What a person has to do next.
        next: &'static str,
    },
    /// A JSON file that a person writes.
    Own { file: &'static str, entry: HookEntry },
    /// Another file that a person writes; `@COMMAND@` stands for what it runs, in quotes.
    Text { file: &'static str, text: &'static str },
}

/// The entry of a hook in a JSON file.
#[derive(Clone, Copy, Debug)]
pub(super) struct HookEntry {
    pub(super) event: &'static str,
    /// The key with which a file has to begin, and its value.
    pub(super) version: Option<&'static str>,
    /// One line of JSON; `@` stands for the command.
    pub(super) text: &'static str,
}

const SHELL_TOOL: AgentFormat = AgentFormat {
    title: "",
    word: "",
    tool: "tool_name",
    shells: &["Bash"],
    other_shells: &[],
    command: "tool_input.command",
    directories: &["cwd"],
    answer: AnswerForm::Status,
    asks: ("", &[]),
    hooks: HooksPlace::Text { file: "", text: "" },
};

const CLAUDE: AgentFormat = AgentFormat {
    title: "Claude Code",
    word: "claude",
    shells: &["Bash", "Monitor"],
    other_shells: &["PowerShell"],
    answer: AnswerForm::Decision,
    // In its other modes it asks nobody: some let the command run.
    asks: ("permission_mode", &["default", "plan", "acceptEdits"]),
    hooks: HooksPlace::Shared {
        variable: "CLAUDE_CONFIG_DIR",
        directory: ".claude",
        file: "settings.json",
        entry: HookEntry {
            event: "PreToolUse",
            version: None,
            text: "{ \"matcher\": \"Bash|Monitor|PowerShell\", \
                   \"hooks\": [{ \"type\": \"command\", \"command\": @ }] }",
        },
        next: "",
    },
    ..SHELL_TOOL
};

const CODEX: AgentFormat = AgentFormat {
    title: "Codex CLI",
    word: "codex",
    hooks: HooksPlace::Shared {
        variable: "CODEX_HOME",
        directory: ".codex",
        file: "hooks.json",
        entry: HookEntry {
            event: "PreToolUse",
            version: None,
            text: "{ \"matcher\": \"Bash\", \
                   \"hooks\": [{ \"type\": \"command\", \"command\": @ }] }",
        },
        next: "Codex runs a hook only when you have trusted it: type /hooks in Codex",
    },
    ..SHELL_TOOL
};

const GEMINI: AgentFormat = AgentFormat {
    title: "Gemini CLI",
    word: "gemini",
    shells: &["run_shell_command"],
    directories: &["cwd", "tool_input.directory", "tool_input.dir_path"],
    hooks: HooksPlace::Shared {
        variable: "",
        directory: ".gemini",
        file: "settings.json",
        entry: HookEntry {
            event: "BeforeTool",
            version: None,
            text: "{ \"matcher\": \"run_shell_command\", \
                   \"hooks\": [{ \"type\": \"command\", \"command\": @ }] }",
        },
        next: "",
    },
    ..SHELL_TOOL
};

const CURSOR: AgentFormat = AgentFormat {
    title: "Cursor",
    word: "cursor",
    tool: "hook_event_name",
    shells: &["beforeShellExecution"],
    command: "command",
    // It is often empty.
    directories: &["workspace_roots.0", "cwd"],
    answer: AnswerForm::Permission,
    hooks: HooksPlace::Shared {
        variable: "",
        directory: ".cursor",
        file: "hooks.json",
        entry: HookEntry {
            event: "beforeShellExecution",
            version: Some("1"),
            text: "{ \"command\": @ }",
        },
        next: "",
    },
    ..SHELL_TOOL
};

const COPILOT: AgentFormat = AgentFormat {
    title: "GitHub Copilot",
    word: "copilot",
    tool: "toolName",
    shells: &["bash"],
    other_shells: &["powershell"],
    command: "toolArgs.command",
    answer: AnswerForm::FlatDecision,
    hooks: HooksPlace::Own {
        file: ".github/hooks/awsprompt.json",
        entry: HookEntry {
            event: "preToolUse",
            version: Some("1"),
            text: "{ \"type\": \"command\", \"bash\": @ }",
        },
    },
    ..SHELL_TOOL
};

const WINDSURF: AgentFormat = AgentFormat {
    title: "Windsurf",
    word: "windsurf",
    tool: "agent_action_name",
    shells: &["pre_run_command"],
    command: "tool_info.command_line",
    directories: &["tool_info.cwd"],
    hooks: HooksPlace::Own {
        file: "~/.codeium/windsurf/hooks.json, or .windsurf/hooks.json",
        entry: HookEntry {
            event: "pre_run_command",
            version: None,
            text: "{ \"command\": @, \"show_output\": true }",
        },
    },
    ..SHELL_TOOL
};

const KIRO: AgentFormat = AgentFormat {
    title: "Kiro",
    word: "kiro",
    shells: &["execute_bash", "shell"],
    other_shells: &["execute_cmd"],
    directories: &["cwd", "tool_input.working_dir"],
    hooks: HooksPlace::Text {
        file: "~/.kiro/hooks/awsprompt.json, or .kiro/hooks/awsprompt.json",
        text: include_str!("kiro.json"),
    },
    ..SHELL_TOOL
};

const OPENCODE: AgentFormat = AgentFormat {
    title: "opencode",
    word: "opencode",
    shells: &["bash"],
    directories: &["cwd", "tool_input.workdir"],
    hooks: HooksPlace::Text {
        file: "~/.config/opencode/plugins/awsprompt.js, or .opencode/plugins/awsprompt.js",
        text: include_str!("opencode.js"),
    },
    ..SHELL_TOOL
};

const PLAIN: AgentFormat = AgentFormat {
    title: "another agent",
    word: "plain",
    tool: "",
    command: "command",
    hooks: HooksPlace::Text {
        file: "whatever runs commands for your agent",
        text: "sh -c @COMMAND@\n",
    },
    ..SHELL_TOOL
};

impl AgentFormat {
    /// All agents, in the order of their names on the command line.
    pub(crate) const ALL: &[Self; 9] =
        &[CLAUDE, CODEX, GEMINI, CURSOR, COPILOT, WINDSURF, KIRO, OPENCODE, PLAIN];

    pub(super) fn of(name: AgentName) -> &'static Self {
        &Self::ALL[name as usize]
    }

    /// Returns the line of shell that the agent runs. It says no too where the program is missing.
    pub(super) fn command_line(&self, program: &str, account: Option<&str>) -> String {
        let word = self.word;
        let account = account.map(|account| format!(" --account {account}")).unwrap_or_default();
        let call = format!("{program} hook {word}{account}");
        match self.answer {
            // The status 1 is how it has no answer.
            AnswerForm::Permission => format!("{call}; s=$?; [ $s -lt 2 ] && exit $s; exit 2"),
            _ => format!("{call} || exit 2"),
        }
    }

    /// Tells whether a hook of the agent is awsprompt's.
    pub(super) fn is_own(&self, command: &str) -> bool {
        let call = format!(" hook {}", self.word);
        command.contains("awsprompt") && command.contains(&call)
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_name_has_its_format() {
        assert_eq!(AgentName::value_variants().len(), AgentFormat::ALL.len());
        for name in AgentName::value_variants() {
            let shown = name.to_possible_value().unwrap();
            assert_eq!(AgentFormat::of(*name).word, shown.get_name());
        }
    }
}
