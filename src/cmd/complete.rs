//! `awsprompt complete`: the candidates for Tab.
//!
//! It writes no error messages, since they would appear in the line being typed.

use std::borrow::Cow;
use std::ffi::OsString;

use super::Outcome;
use super::find::Finder;
use crate::aws::{Client, Facts, REGIONS, Summaries, Summary};
use crate::cli::{self, InitShell};
use crate::policy::Query;
use crate::printable::printable;
use crate::prompt::Settings;
use crate::prompt::segment::shown_account;
use crate::shell::Shell;
use crate::shell::quote::{meant_in_nushell, typed_in_nushell};
use crate::shell::word::Typed;

/// From this number of profiles, only those whose name starts with the typed text are described,
/// and none if they are as many: a shell asks before it shows so long a list, and describing all
/// profiles takes as long as reading them.
const MANY: usize = 1_000;

/// What the names that are offered have to do with the typed word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// The shell takes those that begin with it.
    Beginnings,
    /// It is part of what is known of each of them, and they replace it.
    Instead,
}

/// Answers `awsprompt complete profiles`.
pub(crate) fn profiles(
    arguments: &cli::CompleteArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Outcome {
    // The prompt reports a file that cannot be read.
    let Ok(profiles) = facts.profiles() else {
        return Outcome::Answer(String::new());
    };
    let summaries = Summaries::new(facts.world, profiles, Client::AwsCliV2);
    let describe = |profile: Option<_>| {
        let Some(profile) = profile else { return String::new() };
        let Summary { account, region, role, .. } = summaries.of(profile);
        let account = account.map(|id| shown_account(&id, settings, &facts.world.environment));
        // fish also finds a name by what is beside it.
        let role = role.filter(|_| arguments.shell == InitShell::Fish).map(str::to_owned);
        let parts = [account, region.map(Cow::into_owned), role];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let all = profiles.all();
    let typed = meaning(arguments).unwrap_or_default();
    let likely = all.iter().filter(|(name, _)| name.starts_with(&typed)).count();
    // fish searches by itself, and takes nothing else.
    if likely == 0 && arguments.shell != InitShell::Fish {
        let finder = Finder::new(facts, settings).ok();
        let found = finder.and_then(|it| it.find_among(all, &Query::new(&typed)));
        let found = found.map(|found| found.profiles).unwrap_or_default();
        let is_described = found.len() < MANY;
        let names = found.iter().map(|(name, it)| (name.as_ref(), is_described.then_some(*it)));
        return answer(arguments, Offer::Instead, names, describe);
    }
    let names = all.iter().map(|(name, profile)| {
        let is_likely = all.len() < MANY || (likely < MANY && name.starts_with(&typed));
        (name.as_ref(), is_likely.then_some(*profile))
    });
    answer(arguments, Offer::Beginnings, names, describe)
}

/// Answers `awsprompt complete regions`.
pub(crate) fn regions(arguments: &cli::CompleteArguments) -> Outcome {
    answer(arguments, Offer::Beginnings, REGIONS.iter().copied(), str::to_owned)
}

/// Returns what the word that is completed means so far, without what stands before the name.
fn meaning(arguments: &cli::CompleteArguments) -> Option<String> {
    let word = text(arguments.word.as_ref())?;
    match arguments.shell {
        InitShell::Zsh | InitShell::Fish => Some(word.to_owned()),
        InitShell::Nushell => Some(meant_in_nushell(word)),
        InitShell::Bash => {
            let typed = Typed::read(word, text(arguments.breaks.as_ref())?)?;
            typed.value().strip_prefix(text(arguments.before.as_ref())?).map(str::to_owned)
        }
    }
}

fn text(argument: Option<&OsString>) -> Option<&str> {
    argument.map_or(Some(""), |argument| argument.to_str())
}

/// Writes names in the form in which a shell's own function takes them.
fn answer<'n, T>(
    arguments: &cli::CompleteArguments,
    offer: Offer,
    names: impl Iterator<Item = (&'n str, T)>,
    describe: impl Fn(T) -> String,
) -> Outcome {
    let shell = arguments.shell.into();
    let names = names
        .filter(|(name, _)| can_be_written(shell, name))
        .filter(|(name, _)| !(arguments.no_flags && name.starts_with('-')));
    let described = |(name, it)| (name, describe(it));
    Outcome::Answer(match shell {
        Shell::Zsh => zsh(offer, names.map(described)),
        Shell::Fish => fish(names.map(described)),
        Shell::Nushell => nushell(arguments, offer, names.map(described)),
        // bash shows no descriptions.
        Shell::Bash => bash(arguments, offer, names.map(|(name, _)| name)).unwrap_or_default(),
    })
}

/// Tells whether a shell's completion can insert a name; each shell reads one name per line.
fn can_be_written(shell: Shell, name: &str) -> bool {
    let has = |c| name.contains(c);
    match shell {
        _ if name.is_empty() || has('\n') || has('\r') || has('\0') => false,
        // fish reads a description after a tab, and expands a tilde at the start of a candidate.
        Shell::Fish => !has('\t') && !name.starts_with('~'),
        Shell::Zsh | Shell::Bash | Shell::Nushell => true,
    }
}

/// All names, then a line to display for each; zsh quotes the names itself. An empty line before
/// them says that they replace the word.
fn zsh<'n>(offer: Offer, candidates: impl Iterator<Item = (&'n str, String)>) -> String {
    let (mut names, mut shown) = (String::new(), String::new());
    if offer == Offer::Instead {
        names.push('\n');
    }
    for (name, description) in candidates {
        let separator = if description.is_empty() { "" } else { "  -- " };
        names.extend([name, "\n"]);
        shown.extend([&*printable(name), separator, &*printable(&description), "\n"]);
    }
    names + &shown
}

/// The name and the description on one line; fish quotes the name itself.
fn fish<'n>(candidates: impl Iterator<Item = (&'n str, String)>) -> String {
    candidates.map(|(name, text)| format!("{name}\t{}\n", printable(&text))).collect()
}

/// What begins as was typed, as JSON; nushell replaces the whole word, and quotes nothing itself.
fn nushell<'n>(
    arguments: &cli::CompleteArguments,
    offer: Offer,
    candidates: impl Iterator<Item = (&'n str, String)>,
) -> String {
    let before = text(arguments.before.as_ref()).unwrap_or_default();
    let typed = meaning(arguments).filter(|_| offer == Offer::Beginnings).unwrap_or_default();
    let offered = candidates.filter(|(name, _)| name.starts_with(&typed)).map(|(name, text)| {
        let value = before.to_owned() + &typed_in_nushell(name);
        serde_json::json!({ "value": value, "description": printable(&text) })
    });
    format!("{}\n", offered.collect::<serde_json::Value>())
}

/// The replacements for the typed word, quoted, since bash does not quote them.
fn bash<'n>(
    arguments: &cli::CompleteArguments,
    offer: Offer,
    names: impl Iterator<Item = &'n str>,
) -> Option<String> {
    let typed = Typed::read(text(arguments.word.as_ref())?, text(arguments.breaks.as_ref())?)?;
    let write = match offer {
        Offer::Beginnings => Typed::finish,
        Offer::Instead => Typed::replace,
    };
    let mut word = text(arguments.before.as_ref())?.to_owned();
    let before = word.len();
    let mut lines = String::new();
    let mut count = 0;
    for name in names {
        word.truncate(before);
        word += name;
        if write(&typed, &word, &mut lines) {
            lines.push('\n');
            count += 1;
        }
    }
    // readline would replace the word by what all of them begin with; they do not with this one.
    if offer == Offer::Instead && count > 1 {
        lines += " \n";
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Names;

    fn offered(shell: InitShell, no_flags: bool, names: &[&str]) -> String {
        let arguments = cli::CompleteArguments {
            what: Names::Profiles,
            shell,
            no_flags,
            before: Some("--profile=".into()),
            word: Some("--profile=".into()),
            breaks: Some("=:".into()),
        };
        let described = names.iter().map(|name| (*name, "1\t2"));
        match answer(&arguments, Offer::Beginnings, described, str::to_owned) {
            Outcome::Answer(answer) => answer,
            outcome => panic!("{outcome:?}"),
        }
    }

    #[test]
    fn each_shell_gets_the_form_that_its_function_takes() {
        let names = ["work", "a b:\x1b"];
        let offered = |shell| offered(shell, false, &names);
        assert_eq!(
            offered(InitShell::Zsh),
            "work\na b:\x1b\nwork  -- 1\u{fffd}2\na b:\u{fffd}  -- 1\u{fffd}2\n"
        );
        assert_eq!(offered(InitShell::Bash), "work\na\\ b:$'\\033'\n");
        assert_eq!(offered(InitShell::Fish), "work\t1\u{fffd}2\na b:\x1b\t1\u{fffd}2\n");
    }

    #[test]
    fn names_that_a_shell_cannot_insert_are_left_out() {
        let names = ["", "a\nb", "a\rb", "a\0b", "a\tb", "~x", "-x"];
        assert_eq!(offered(InitShell::Fish, false, &names), "-x\t1\u{fffd}2\n");
        assert_eq!(offered(InitShell::Fish, true, &names), "");
        assert_eq!(offered(InitShell::Bash, false, &names), "a$'\\011'b\n\\~x\n-x\n");
        assert_eq!(offered(InitShell::Bash, true, &names), "a$'\\011'b\n\\~x\n");
        assert!(offered(InitShell::Zsh, true, &names).starts_with("a\tb\n~x\na\u{fffd}b  --"));
    }
}
