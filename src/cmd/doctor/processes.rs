//! Checks of the command of a `credential_process` whose program is there: whom it asks, and what
//! only a shell understands.

use std::ffi::OsStr;
use std::path::Path;

use super::{Check, Finding};
use crate::aws::inventory::Inventory;
use crate::aws::{Environment, Examiner, MOST_SOURCES, Profile, Provider, remedy, words};
use crate::printable::short;

/// Looks at the command of a profile whose credentials come from it.
pub(super) fn findings<'a, 'w>(
    environment: &Environment,
    examiner: &Examiner<'a, 'w>,
    inventory: &'a Inventory<'a, 'w>,
    name: &str,
    profile: Profile<'a, 'w>,
) -> Vec<Finding> {
    let Some(command) = profile.get("credential_process") else { return Vec::new() };
    let shown = short(name);
    let asked = circle(environment, examiner, inventory, name, profile).map(|asked| {
        let what = format!("{shown}: it asks the AWS CLI for profile {}", short(&asked));
        let finding = Finding::new(Check::ProcessCycle, command.origin(), what);
        finding.with_remedy(remedy!(
            "let --profile name a profile whose credentials come from elsewhere, or delete the line"
        ))
    });
    let syntax = of_shell(command.value).map(|syntax| {
        let what = format!("{shown}: the program gets {} as it stands", short(syntax));
        Finding::new(Check::ProcessWithoutShell, command.origin(), what)
    });
    asked.into_iter().chain(syntax).collect()
}

/// Returns the profile that the command of this one asks the AWS CLI for, if that leads back here
/// (rule 7.33).
fn circle<'a, 'w>(
    environment: &Environment,
    examiner: &Examiner<'a, 'w>,
    inventory: &'a Inventory<'a, 'w>,
    name: &str,
    profile: Profile<'a, 'w>,
) -> Option<String> {
    let asked = exported(environment, profile)?;
    let mut next = asked.clone();
    for _ in 0..MOST_SOURCES {
        if next == name {
            return Some(asked);
        }
        let profile = inventory.profile(&next)?;
        next = match examiner.provider_of(profile)? {
            Provider::Process => exported(environment, profile)?,
            Provider::AssumeRole => profile.get("source_profile")?.value.to_owned(),
            _ => return None,
        };
    }
    None
}

/// Returns the profile that the command asks `aws configure export-credentials` for. Without a flag
/// it is that of the environment, which the program inherits.
fn exported(environment: &Environment, profile: Profile<'_, '_>) -> Option<String> {
    let words = words::split(profile.get("credential_process")?.value)?;
    let is_aws = Path::new(words.first()?).file_name() == Some(OsStr::new("aws"));
    let mut commands = words.iter().skip_while(|word| *word != "configure").skip(1);
    if !is_aws || commands.next()? != "export-credentials" {
        return None;
    }
    let flag = words.iter().position(|word| word == "--profile");
    let joined = || words.iter().find_map(|word| word.strip_prefix("--profile="));
    let given = flag.and_then(|at| words.get(at + 1)).map(String::as_str).or_else(joined);
    if let Some(given) = given {
        return Some(given.to_owned());
    }
    let set = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].map(|name| environment.get(name));
    let set = set.into_iter().flatten().next().and_then(OsStr::to_str);
    Some(set.unwrap_or("default").to_owned())
}

/// Finds what only a shell would replace or carry out, in a command that no shell reads.
fn of_shell(command: &str) -> Option<&str> {
    const SHELLS: [&str; 6] = ["sh", "bash", "dash", "zsh", "ksh", "fish"];
    let program = command.split_whitespace().next()?;
    if SHELLS.iter().any(|shell| program.rsplit('/').next() == Some(shell)) {
        return None;
    }
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in command.char_indices() {
        let rest = &command[at..];
        match (c, quote) {
            _ if before == '\\' && quote != Some('\'') => {}
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(end)) if c == end => quote = None,
            (_, Some('\'')) => {}
            ('$', _) if is_replaced(rest) => return Some(word_of(rest)),
            ('`', _) => return Some(word_of(rest)),
            // A program with ~ in front is not there, which is another check's business.
            ('~', None) if at > 0 && before.is_whitespace() && rest.starts_with("~/") => {
                return Some(word_of(rest));
            }
            ('|' | ';' | '<' | '>', None) => return Some(&rest[..1]),
            ('&', None) if rest.starts_with("&&") => return Some(&rest[..2]),
            _ => {}
        }
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    None
}

/// Tells whether a text begins with `$NAME`, `${NAME}` or `$(COMMAND)`.
fn is_replaced(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "_{(".contains(c))
}

/// Returns a text up to its first blank or quotation mark.
fn word_of(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || c == '"').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_shell_understands_is_found_outside_of_single_quotes() {
        let cases = [
            ("p --file ~/x", Some("~/x")),
            ("p \"$HOME/x\" y", Some("$HOME/x")),
            ("p --token=$(ykman code) --json", Some("$(ykman")),
            ("p `x`", Some("`x`")),
            ("p x | jq .", Some("|")),
            ("p 2>/dev/null", Some(">")),
            ("a && p", Some("&&")),
            ("p '$HOME' '~/x | y'", None),
            ("p \\$HOME \\| x", None),
            ("p \"a | b\" a~b $ $1 https://x/?a=1&b=2", None),
            ("/bin/sh -c \"p ~/x | y\"", None),
            ("bash -c 'x'", None),
            ("~/p x", None),
        ];
        for (command, found) in cases {
            assert_eq!(of_shell(command), found, "{command}");
        }
    }
}
