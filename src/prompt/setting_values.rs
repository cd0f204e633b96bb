//! Values of the settings that are words.

use crate::aws::Client;
use crate::guard::is_starter;
use crate::ini_file;
use crate::policy::UnjudgedRule;
use crate::project::Tool;

pub(super) const UNJUDGED: [(&str, UnjudgedRule); 3] =
    [("allow", UnjudgedRule::Allow), ("ask", UnjudgedRule::Ask), ("deny", UnjudgedRule::Deny)];

pub(super) const YES_OR_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// Reads a value that is one of a few words.
pub(super) fn one_of<T: Copy>(value: &str, choices: &[(&str, T)]) -> Result<T, String> {
    let found = choices.iter().find(|(word, _)| *word == value);
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        let (last, others) = words.split_last().map_or(("", &[][..]), |(last, it)| (*last, it));
        format!("must be {} or {last}", others.join(", "))
    })
}

/// Reads the tools, the programs that start others, and what is wrong with the first word that names
/// neither.
pub(super) fn tools(text: &str) -> (Vec<Tool>, Vec<String>, Option<String>) {
    let named = |name: &str| Tool::ALL.into_iter().find(|tool| tool.program() == name);
    let (tools, others): (Vec<_>, Vec<_>) =
        ini_file::words(text).partition(|name| named(name).is_some());
    let (starters, unknown): (Vec<_>, Vec<_>) = others.into_iter().partition(|it| is_starter(it));
    let unknown = unknown.first().map(|name| {
        let known = Tool::ALL.map(Tool::program).join(" ");
        format!("unknown tool {name}; there are {known}, and programs such as timeout and xargs")
    });
    let starters = starters.into_iter().map(str::to_owned).collect();
    (tools.into_iter().filter_map(named).collect(), starters, unknown)
}

/// Reads the clients that count; AWS CLI v2, with which they are compared, always does.
pub(super) fn clients(text: &str) -> Result<Vec<Client>, String> {
    let named = ini_file::words(text).map(Client::named).collect::<Result<Vec<_>, _>>()?;
    // The order in which they are reported is always the same.
    let mut clients = Client::ALL.to_vec();
    clients.retain(|client| *client != Client::AwsCliV2 && named.contains(client));
    Ok(clients)
}
