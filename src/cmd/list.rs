//! `awsprompt list`: the profiles, for people, programs and pipes.

use std::borrow::Cow;
use std::iter::repeat_n;

use anstyle::Style;
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Outcome, Screen, document};
use crate::aws::{AccountId, Client, Environment, Facts, Provider, Summaries, Summary, ours};
use crate::cli;
use crate::error::Error;
use crate::policy::Target;
use crate::printable::printable;
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;
use crate::shell::paint::paint;

/// Answers `awsprompt list`.
pub(crate) fn run(
    arguments: &cli::ListArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    let profiles = facts.profiles().map_err(|error| {
        Error::failed(printable(&error.described(&facts.world.locations.files)))
    })?;
    let all = profiles.all();
    if arguments.names {
        let line = |name: &str| {
            if screen.is_terminal { format!("{}\n", printable(name)) } else { format!("{name}\n") }
        };
        return Ok(Outcome::Answer(all.iter().map(|(name, _)| line(name)).collect()));
    }
    let ours = ours(facts);
    let is_outside = ours.provider_outside_profile().is_some();
    let current = ours.profile.map(|profile| profile.value).filter(|_| !is_outside);
    let summaries = Summaries::new(facts.world, profiles, Client::AwsCliV2);
    let profiles = all.iter().map(|(name, profile)| {
        let is_current = current.as_deref().is_some_and(|current| current == name.as_ref());
        ListRow::new(name, summaries.of(*profile), settings, is_current)
    });
    let list = ListDocument { schema: 1, profiles: profiles.collect() };
    Ok(Outcome::Answer(if arguments.json {
        document::written(&list, screen)
    } else {
        table(&list.profiles, settings, &facts.world.environment, screen)
    }))
}

/// `list --json`: schema 1 of `docs/contract.md`.
#[derive(Serialize)]
struct ListDocument<'a> {
    schema: u32,
    profiles: Vec<ListRow<'a>>,
}

/// One profile of the list.
#[derive(Serialize)]
struct ListRow<'a> {
    name: &'a str,
    kind: Option<&'static str>,
    account: Option<AccountId>,
    label: Option<&'a str>,
    region: Option<Cow<'a, str>>,
    class: Option<&'a str>,
    current: bool,
    #[serde(skip)]
    style: Style,
}

impl<'a> ListRow<'a> {
    fn new(name: &'a str, summary: Summary<'a>, settings: &'a Settings, current: bool) -> Self {
        let Summary { provider, account, role, region } = summary;
        let label = account.as_ref().and_then(|id| settings.policy.label(id));
        let target = Target {
            label: label.map(str::to_owned),
            account: account.clone(),
            profile: Some(name.to_owned()),
            role: role.map(str::to_owned),
            region: region.as_deref().map(str::to_owned),
        };
        let class = settings.policy.classes.of(&target).map(|(class, _)| class);
        Self {
            name,
            kind: provider.and_then(kind),
            account,
            label,
            region,
            class: class.map(|class| class.name.as_str()),
            current,
            style: class.map_or(Style::new(), |class| class.style),
        }
    }
}

/// Returns the kind of a profile, in the word that the documents use.
fn kind(provider: Provider) -> Option<&'static str> {
    Some(match provider {
        Provider::CredentialsFile | Provider::ConfigFile | Provider::SharedFiles => "keys",
        Provider::AssumeRole => "role",
        Provider::WebIdentity | Provider::ProfileWebIdentity | Provider::EnvironmentWebIdentity => {
            "web identity"
        }
        Provider::Sso => "SSO",
        Provider::Login => "login",
        Provider::Process => "process",
        Provider::Environment
        | Provider::CredentialSource
        | Provider::LegacyFiles
        | Provider::Container
        | Provider::InstanceMetadata => return None,
    })
}

/// The columns after the name that may be left out.
const KIND: usize = 0;
const REGION: usize = 2;
const LABEL: usize = 3;

/// The width below which a name is cut too short to be recognised.
const LEAST_NAME: usize = 20;

/// Writes aligned columns: mark and name, kind, account, region, label.
fn table(
    rows: &[ListRow<'_>],
    settings: &Settings,
    environment: &Environment,
    screen: Screen,
) -> String {
    let cells = |row: &ListRow<'_>| {
        let account = row.account.as_ref().map(|id| shown_number(id, settings, environment));
        [
            row.kind.unwrap_or("-").to_owned(),
            account.unwrap_or_default(),
            printable(row.region.as_deref().unwrap_or_default()).into_owned(),
            printable(row.label.unwrap_or_default()).into_owned(),
        ]
    };
    let cells: Vec<[String; 4]> = rows.iter().map(cells).collect();
    let mut widths: [usize; 4] = std::array::from_fn(|column| {
        cells.iter().map(|cells| cells[column].width()).max().unwrap_or(0)
    });
    let names: Vec<_> = rows.iter().map(|row| printable(row.name)).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    // The table is never narrowed for a file or pipe.
    let room = |widths: &[usize; 4]| {
        let taken = widths.iter().filter(|width| **width > 0).map(|width| width + 2);
        screen.width.unwrap_or(usize::MAX).saturating_sub(2 + taken.sum::<usize>())
    };
    // The least informative columns are left out before a name is cut too short.
    for column in [LABEL, REGION, KIND] {
        if room(&widths) < longest.min(LEAST_NAME) {
            widths[column] = 0;
        }
    }
    let name_width = longest.min(room(&widths));
    let mut text = String::new();
    for ((row, name), cells) in rows.iter().zip(&names).zip(&cells) {
        let name = cut(name, name_width);
        let (mark, style) = if row.current { ("* ", row.style.bold()) } else { ("  ", row.style) };
        let painted = paint(screen.dialect(), style, &name);
        let start = text.len();
        text.extend([mark, &*painted]);
        text.extend(repeat_n(' ', name_width.saturating_sub(name.width())));
        for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| *width > 0) {
            text.extend(["  ", cell]);
            text.extend(repeat_n(' ', width - cell.width()));
        }
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    }
    text
}

/// Cuts a text to a width, and marks the cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for c in text.chars() {
        if shown.width() + c.width().unwrap_or(0) + 1 > width {
            break;
        }
        shown.push(c);
    }
    shown + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::Platform;

    /// The table of some profiles on a screen of a width.
    fn shown(width: usize) -> String {
        let settings = Settings::parse("[accounts]\n111122223333 = acme-development-europe\n");
        let names = ["work", "a-profile-with-a-rather-long-name", "日本語プロファイル"];
        let rows = names.map(|name| {
            let summary = Summary {
                provider: Some(Provider::WebIdentity),
                account: AccountId::new("111122223333"),
                role: None,
                region: Some("ap-northeast-3".into()),
            };
            ListRow::new(name, summary, &settings, name == "work")
        });
        let environment = Environment::new(Platform::Posix, []);
        let screen = Screen { is_terminal: true, has_colour: false, width: Some(width) };
        table(&rows, &settings, &environment, screen)
    }

    #[test]
    fn the_table_fits_the_screen() {
        for width in 24..140 {
            let table = shown(width);
            assert!(table.lines().all(|line| line.width() <= width), "{width}:\n{table}");
        }
        insta::assert_snapshot!([120, 80, 60, 40].map(shown).join("\n"));
    }
}
