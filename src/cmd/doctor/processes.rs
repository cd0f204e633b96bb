//! Checks of the command of a `credential_process` whose program is there: whom it asks, and what
//! only a shell understands.

use super::{Check, Finding};
use crate::aws::inventory::Inventory;
use crate::aws::{
    Cause, Environment, Examiner, Facts, FailureKind, MOST_SOURCES, Origin, ProcessCause, Profile,
    Provider, Setting, exported, refused_export, remedy,
};
use crate::cmd::remedies;
use crate::printable::short;

/// Looks at the command of a profile whose credentials come from it.
pub(super) fn findings<'a, 'w>(
    facts: &Facts<'_, '_>,
    examiner: &Examiner<'a, 'w>,
    inventory: &'a Inventory<'a, 'w>,
    name: &str,
    profile: Profile<'a, 'w>,
) -> Vec<Finding> {
    let environment = &facts.world.environment;
    let Some(command) = profile.get("credential_process") else { return Vec::new() };
    let shown = short(name);
    let asked = circle(environment, examiner, inventory, name, profile).map(|asked| {
        let what = format!("{shown}: it asks the AWS CLI for profile {}", short(&asked));
        let finding = Finding::new(Check::ProcessCycle, command.origin(), what);
        let cause = Cause::OfProcess(ProcessCause::ExportCircle);
        Finding { remedy: cause.correction(&finding.place), ..finding }
    });
    let syntax = of_shell(command.value).map(|syntax| {
        let what = format!("{shown}: the program gets {} as it stands", short(syntax));
        Finding::new(Check::ProcessWithoutShell, command.origin(), what)
    });
    let refused = || without_credentials(facts, name, profile);
    let asked = asked.or_else(refused);
    asked.into_iter().chain(continued(&shown, command)).chain(syntax).collect()
}

/// Finds a line that is continued as in a shell: without one the backslash makes the line end a part
/// of the next word.
fn continued(name: &str, command: Setting<'_>) -> Option<Finding> {
    if !command.value.contains("\\\n") || command.value.contains('\'') {
        return None;
    }
    let what = format!("{name}: the program gets the line end after a backslash");
    let finding = Finding::new(Check::ProcessWithoutShell, command.origin(), what);
    Some(finding.with_remedy(remedy!("delete the backslashes at the ends of the lines")))
}

/// Finds a profile that the command asks the AWS CLI for and that cannot work (rule 7.45).
fn without_credentials(
    facts: &Facts<'_, '_>,
    name: &str,
    profile: Profile<'_, '_>,
) -> Option<Finding> {
    let command = profile.get("credential_process")?;
    let failure = refused_export(facts, command.value)?;
    // That a session has ended matters where it is used, and is said there.
    if failure.kind != FailureKind::InvalidConfig {
        return None;
    }
    let home = facts.world.locations.home.as_deref();
    let what = match &*failure.cause {
        Cause::OfProcess(ProcessCause::Export { profile, why }) => {
            format!("{}: it asks for profile {}: {}", short(name), short(profile), why.shown(home))
        }
        cause => format!("{}: {}", short(name), cause.shown(home)),
    };
    let finding = Finding::new(Check::ProcessWithoutCredentials, command.origin(), what);
    let remedy = remedies::of_export(&failure, facts);
    Some(finding.with_remedy(remedy.or_else(|| failure.cause.correction(&Origin::Default))?))
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
    let asked = exported(environment, profile.get("credential_process")?.value)?;
    let mut next = asked.clone();
    for _ in 0..MOST_SOURCES {
        if next == name {
            return Some(asked);
        }
        let profile = inventory.profile(&next)?;
        next = match examiner.provider_of(profile)? {
            Provider::Process => exported(environment, profile.get("credential_process")?.value)?,
            Provider::AssumeRole => profile.get("source_profile")?.value.to_owned(),
            _ => return None,
        };
    }
    None
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
