//! `awsprompt complete`: the candidates for Tab.
//!
//! It writes no error messages, since they would appear in the line being typed.

use std::borrow::Cow;
use std::ffi::OsString;
use std::iter;

use memchr::memchr3;
use serde::Serialize;

use super::Outcome;
use super::find::Finder;
use crate::aws::{AccountId, Client, Facts, REGIONS, Summaries, Summary};
use crate::cli::{self, InitShell};
use crate::policy::{Query, has_part};
use crate::printable::printable;
use crate::prompt::Settings;
use crate::prompt::segment::{shown_account, shown_number};
use crate::shell::Shell;
use crate::shell::quote::{meant_in_fish, meant_in_nushell, typed_in_nushell};
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
    let finder = Finder::new(facts, settings).ok();
    let is_fish = arguments.shell == InitShell::Fish;
    let mut all = profiles.all();
    let typed = meaning(arguments);
    // fish takes what begins otherwise too, so that it must not get what has nothing to do with it.
    if is_fish && typed.is_none() {
        return Outcome::Answer(String::new());
    }
    let typed = typed.unwrap_or_default();
    let mut line = line(arguments);
    let mut offer = Offer::Beginnings;
    let begins = |(name, _): &(Cow<'_, str>, _)| name.starts_with(&typed);
    let mut likely = all.iter().filter(|it| begins(it)).count();
    if likely == 0 || !line.is_empty() {
        line.push(typed.clone());
        let found = finder.as_ref().and_then(|it| it.find_among(all, &Query::new(&line.join(" "))));
        all = found.map(|found| found.profiles).unwrap_or_default();
        offer = Offer::Instead;
        likely = all.iter().filter(|it| begins(it)).count();
    }
    if likely > 0 && (is_fish || offer == Offer::Instead) {
        all.retain(begins);
        offer = Offer::Beginnings;
    }
    let describe = |described: Option<(&str, _)>| {
        let Some((name, profile)) = described else { return String::new() };
        let Summary { account, region, role, .. } = summaries.of(profile);
        let shown = account.map(|id| shown_account(&id, settings, &facts.world.environment));
        let mut parts: Vec<_> =
            [shown, region.map(Cow::into_owned)].into_iter().flatten().collect();
        // fish takes a name only by itself, or by its description.
        parts.extend(role.filter(|_| is_fish).map(str::to_owned));
        let found = finder.as_ref().filter(|_| is_fish && offer == Offer::Instead);
        if let Some(candidate) = found.map(|finder| finder.candidate(name, profile)) {
            let id = candidate.target.account.filter(|_| candidate.target.label.is_some());
            parts.extend(id.map(|id| shown_number(&id, settings, &facts.world.environment)));
            parts.extend(candidate.class.map(|class| class.name.clone()));
        }
        parts.join(" ")
    };
    let names = all.iter().map(|it| {
        let is_likely = all.len() < MANY || (likely < MANY && begins(it));
        (it.0.as_ref(), is_likely.then_some((it.0.as_ref(), it.1)))
    });
    answer(arguments, offer, names, describe)
}

/// Answers `awsprompt complete regions`.
pub(crate) fn regions(arguments: &cli::CompleteArguments) -> Outcome {
    let regions = REGIONS.iter().map(|(name, place)| (*name, (*place).to_owned()));
    known(arguments, &regions.collect::<Vec<_>>())
}

/// Answers `awsprompt complete accounts`: the labels, and the accounts of profiles that have none.
pub(crate) fn accounts(
    arguments: &cli::CompleteArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Outcome {
    let environment = &facts.world.environment;
    let labels = settings.policy.labels.iter();
    let number = |id: &str| AccountId::new(id).map(|id| shown_number(&id, settings, environment));
    let labels = labels.map(|(id, label)| (label.clone(), number(id).unwrap_or_default()));
    let profiles = Finder::new(facts, settings).map(|it| it.all()).unwrap_or_default();
    let others = profiles.iter().filter_map(|it| {
        let id = it.target.account.filter(|_| it.target.label.is_none())?;
        // What is masked is not offered.
        let is_shown = shown_number(&id, settings, environment) == id.as_str();
        is_shown.then(|| (id.as_str().to_owned(), it.name().to_owned()))
    });
    let mut accounts: Vec<_> = labels.chain(others).collect();
    accounts.sort();
    accounts.dedup_by(|a, b| a.0 == b.0);
    let accounts: Vec<_> = accounts.iter().map(|(name, text)| (&**name, text.clone())).collect();
    known(arguments, &accounts)
}

/// Offers names of a list.
fn known(arguments: &cli::CompleteArguments, names: &[(&str, String)]) -> Outcome {
    let typed = meaning(arguments).unwrap_or_default().to_lowercase();
    // fish would take each of which the letters stand somewhere in name and description.
    let fits = |(name, text): &&(&str, String)| {
        arguments.shell != InitShell::Fish || has_part(name, &typed) || has_part(text, &typed)
    };
    let names = names.iter().filter(fits).map(|(name, text)| (*name, text.clone()));
    answer(arguments, Offer::Beginnings, names, |text| text)
}

/// Returns the words for a profile before the one that is completed.
fn line(arguments: &cli::CompleteArguments) -> Vec<String> {
    if arguments.line.is_empty() {
        return Vec::new();
    }
    let words = arguments.line.iter().map(|word| {
        let word = word.to_string_lossy();
        match arguments.shell {
            InitShell::Zsh | InitShell::Fish => word.into_owned(),
            InitShell::Nushell => meant_in_nushell(&word),
            InitShell::Bash => {
                Typed::read(&word, "").map_or_else(String::new, |it| it.value().to_owned())
            }
        }
    });
    let function = cli::switching_function("awsp").ignore_errors(true);
    let matches = function.try_get_matches_from(iter::once("awsp".to_owned()).chain(words));
    let Ok(matches) = matches else { return Vec::new() };
    let words = matches.get_many::<OsString>("profile").into_iter().flatten();
    words.map(|word| word.to_string_lossy().into_owned()).collect()
}

/// Returns what the word that is completed means so far, without the text before the name.
fn meaning(arguments: &cli::CompleteArguments) -> Option<String> {
    let word = text(arguments.word.as_ref())?;
    match arguments.shell {
        InitShell::Zsh => Some(word.to_owned()),
        InitShell::Fish => Some(meant_in_fish(word)),
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
    names: impl Iterator<Item = (&'n str, T)> + Clone,
    describe: impl Fn(T) -> String,
) -> Outcome {
    let shell = arguments.shell.into();
    let names = names
        .filter(|(name, _)| can_be_written(shell, name))
        .filter(|(name, _)| !(arguments.no_flags && name.starts_with('-')));
    let described = |(name, it)| (name, describe(it));
    Outcome::Answer(match shell {
        Shell::Zsh => zsh(offer, names.clone().map(|(name, _)| name), names.map(described)),
        Shell::Fish => fish(names.map(described)),
        Shell::Nushell => nushell(arguments, offer, names.map(described)),
        // bash shows no descriptions.
        Shell::Bash => bash(arguments, offer, names.map(|(name, _)| name)).unwrap_or_default(),
    })
}

/// Tells whether a shell's completion can insert a name; each shell reads one name per line.
fn can_be_written(shell: Shell, name: &str) -> bool {
    match shell {
        _ if name.is_empty() || memchr3(b'\n', b'\r', 0, name.as_bytes()).is_some() => false,
        // fish reads a description after a tab, and expands a tilde at the start of a candidate.
        Shell::Fish => !name.contains('\t') && !name.starts_with('~'),
        Shell::Zsh | Shell::Bash | Shell::Nushell => true,
    }
}

/// All names, then a line to display for each; zsh quotes the names itself. An empty line before
/// them says that they replace the word.
fn zsh<'n>(
    offer: Offer,
    names: impl Iterator<Item = &'n str>,
    candidates: impl Iterator<Item = (&'n str, String)>,
) -> String {
    // Memory that is not written to costs nothing; to copy thousands of names does.
    let mut answer = String::with_capacity(names.size_hint().1.unwrap_or_default() * 128);
    if offer == Offer::Instead {
        answer.push('\n');
    }
    for name in names {
        answer.push_str(name);
        answer.push('\n');
    }
    for (name, description) in candidates {
        answer.push_str(&printable(name));
        if !description.is_empty() {
            answer.extend(["  -- ", &*printable(&description)]);
        }
        answer.push('\n');
    }
    answer
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
        let value = match typed_in_nushell(name) {
            name if before.is_empty() => name,
            name => (before.to_owned() + &name).into(),
        };
        Suggestion { description: printable(&text).into_owned(), value }
    });
    serde_json::to_string(&offered.collect::<Vec<_>>()).unwrap_or_default() + "\n"
}

/// What nushell offers, by the names of its own keys.
#[derive(Serialize)]
struct Suggestion<'n> {
    description: String,
    value: Cow<'n, str>,
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
    let first = |line: &str| line.chars().next();
    if offer == Offer::Instead && count > 1 && lines.lines().all(|it| first(it) == first(&lines)) {
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
            line: Vec::new(),
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
