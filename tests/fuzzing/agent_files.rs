//! The hook in the file of an agent, whatever else the file has.

use clap::Parser;
use serde_json::{Value, json};

use crate::aws::sample::{HOME, SampleMachine};
use crate::cli::{Cli, CliCommand};
use crate::cmd::agent::{self, AgentFiles};
use crate::cmd::{Outcome, Person};

const FILE: &str = ".claude/settings.json";

/// With the hook, the file has what it had and one hook more; without it, what it had.
pub fn agent_files(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if changed(&text, "--uninstall").is_some() {
        return;
    }
    let Some(with) = changed(&text, "--install") else { return };
    let before = if text.trim().is_empty() { json!({}) } else { value(&text) };
    let mut after = value(&with);
    let hook = after["hooks"]["PreToolUse"].as_array_mut().and_then(Vec::pop);
    assert!(hook.is_some_and(|hook| hook["hooks"][0]["type"] == "command"), "{with}");
    assert_eq!(changed(&with, "--install"), None, "{with}");
    let mut expected = before.clone();
    let hooks = &mut expected["hooks"]["PreToolUse"];
    if hooks.is_null() {
        *hooks = json!([]);
    }
    assert_eq!(after, expected, "{with}");
    let without = changed(&with, "--uninstall");
    // What would be left empty goes too.
    let has_list = before.pointer("/hooks/PreToolUse").is_some_and(|list| *list != json!([]));
    if has_list || before.get("hooks").is_none() {
        assert_eq!(without.as_deref().map(value), Some(before), "{with}");
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Returns what becomes of a file, if it is changed.
fn changed(text: &str, flag: &str) -> Option<String> {
    let line = ["awsprompt", "hook", "claude", flag, "--yes"];
    let Ok(CliCommand::Hook(arguments)) = Cli::try_parse_from(line).map(|cli| cli.command) else {
        panic!("{flag} is a flag of the hook");
    };
    let machine = SampleMachine { files: vec![(FILE.into(), text)], ..SampleMachine::default() };
    machine.ask(|facts| {
        let environment = &facts.world.environment;
        let (home, directory) = (Some(HOME.as_ref()), HOME.as_ref());
        let files = AgentFiles { environment, home, lookup: facts.lookup, directory };
        match agent::change(&arguments, "/usr/bin/awsprompt".as_ref(), files, Person::default()) {
            Ok(Outcome::Edit(change)) => {
                let content = change.steps.into_iter().last().map(|step| step.content);
                // There was no file, or nothing in it.
                content.map(|content| content.unwrap_or_else(|| "{}".to_owned()))
            }
            _ => None,
        }
    })
}
