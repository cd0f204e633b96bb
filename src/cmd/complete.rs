//! `awsprompt complete`: the names that may stand where a person pressed Tab.
//!
//! Where there is nothing to offer nothing is said: a complaint would land in the line being typed.

use std::ffi::OsStr;

use super::Outcome;
use crate::{
    aws::{
        client::Client,
        regions::REGIONS,
        resolve::Facts,
        summary::{Summaries, Summary},
    },
    cli,
    printable::printable,
    prompt::{segment::shown_account, settings::Settings},
    shell::{Shell, word::Typed},
};

/// A name, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    name: String,
    description: String,
}

/// Answers `awsprompt complete profiles`.
pub(crate) fn profiles(
    arguments: &cli::Complete,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Outcome {
    // A file that is refused is the prompt's business.
    let Ok(profiles) = facts.profiles else {
        return Outcome::Answer(String::new());
    };
    let summaries = Summaries::new(facts.world, profiles, facts.caches, Client::AwsCliV2);
    let environment = &facts.world.environment;
    let described = |summary: &Summary<'_>| {
        let account = summary.account.as_ref();
        let account = account.map(|account| shown_account(account, settings, environment));
        let parts = [account.as_deref(), summary.region];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let all = profiles.all();
    let candidates = all.iter().map(|(name, profile)| Candidate {
        name: name.clone().into_owned(),
        // bash shows none.
        description: match arguments.shell.into() {
            Shell::Zsh | Shell::Fish => described(&summaries.of(*profile)),
            Shell::Bash => String::new(),
        },
    });
    answer(arguments, candidates)
}

/// Answers `awsprompt complete regions`.
pub(crate) fn regions(arguments: &cli::Complete) -> Outcome {
    let candidate = |(name, long_name): &(&str, &str)| Candidate {
        name: (*name).to_owned(),
        description: (*long_name).to_owned(),
    };
    answer(arguments, REGIONS.iter().map(candidate))
}

/// Writes candidates in the form in which a shell's own function takes them.
fn answer(arguments: &cli::Complete, candidates: impl Iterator<Item = Candidate>) -> Outcome {
    let shell = arguments.shell.into();
    let candidates = candidates
        .filter(|candidate| can_be_written(shell, &candidate.name))
        .filter(|candidate| !(arguments.no_flags && candidate.name.starts_with('-')));
    Outcome::Answer(match shell {
        Shell::Zsh => zsh(&candidates.collect::<Vec<_>>()),
        Shell::Fish => candidates.map(|candidate| fish(&candidate)).collect(),
        Shell::Bash => bash(arguments, candidates).unwrap_or_default(),
    })
}

/// Tells whether a shell's line editor can put a name on the line; each takes a name a line.
fn can_be_written(shell: Shell, name: &str) -> bool {
    let has = |c| name.contains(c);
    match shell {
        _ if name.is_empty() || has('\n') || has('\r') || has('\0') => false,
        // fish takes what follows a tab for the description, and expands the tilde of a candidate.
        Shell::Fish => !has('\t') && !name.starts_with('~'),
        Shell::Zsh | Shell::Bash => true,
    }
}

/// All names, then as many lines that are shown for them; zsh quotes the names by itself.
fn zsh(candidates: &[Candidate]) -> String {
    let name = |candidate: &Candidate| format!("{}\n", candidate.name);
    let shown = |candidate: &Candidate| {
        let gap = if candidate.description.is_empty() { "" } else { "  -- " };
        format!("{}{gap}{}\n", printable(&candidate.name), printable(&candidate.description))
    };
    candidates.iter().map(name).chain(candidates.iter().map(shown)).collect()
}

/// The name and the description on one line; fish quotes the name by itself.
fn fish(candidate: &Candidate) -> String {
    format!("{}\t{}\n", candidate.name, printable(&candidate.description))
}

/// What bash is to put on the line in the place of what was typed, quoted; bash does not quote.
fn bash(arguments: &cli::Complete, candidates: impl Iterator<Item = Candidate>) -> Option<String> {
    let text = |argument: &Option<_>| match argument {
        None => Some(String::new()),
        Some(argument) => AsRef::<OsStr>::as_ref(argument).to_str().map(str::to_owned),
    };
    let typed = Typed::read(&text(&arguments.word)?, &text(&arguments.breaks)?)?;
    let before = text(&arguments.before)?;
    let finished = |candidate: Candidate| typed.finished(&format!("{before}{}", candidate.name));
    Some(candidates.filter_map(finished).map(|word| word + "\n").collect())
}
