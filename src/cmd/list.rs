//! `awsprompt list`: the profiles, for people, programs and pipes.

use anstyle::Style;
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Outcome, Screen, document};
use crate::{
    aws::{
        account::AccountId,
        client::Client,
        environment::Environment,
        provider::Provider,
        resolution::Facts,
        resolve::ours,
        summary::{Summaries, Summary},
    },
    cli,
    error::Error,
    policy::class::{Class, Target},
    printable::printable,
    prompt::{segment::shown_number, settings::Settings},
    shell::paint::paint,
};

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
        let line = |name: &str| match screen.width {
            Some(_) => format!("{}\n", printable(name)),
            None => format!("{name}\n"),
        };
        return Ok(Outcome::Answer(all.iter().map(|(name, _)| line(name)).collect()));
    }
    let current = ours(facts);
    let current = match current.provider_outside_profile() {
        None => current.profile.map(|profile| profile.value),
        Some(_) => None,
    };
    let summaries = Summaries::new(facts.world, profiles, Client::AwsCliV2);
    let rows: Vec<ListRow<'_>> = all
        .iter()
        .map(|(name, profile)| {
            let summary = summaries.of(*profile);
            let is_current = current.as_deref().is_some_and(|current| current == name.as_ref());
            ListRow { name, class: class(name, &summary, settings), summary, is_current }
        })
        .collect();
    Ok(Outcome::Answer(if arguments.json {
        json(&rows, settings)
    } else {
        table(&rows, settings, &facts.world.environment, screen)
    }))
}

/// One profile of the list.
struct ListRow<'a> {
    name: &'a str,
    summary: Summary<'a>,
    class: Option<&'a Class>,
    is_current: bool,
}

fn class<'s>(name: &str, summary: &Summary<'_>, settings: &'s Settings) -> Option<&'s Class> {
    let account = summary.account.clone();
    let target = Target {
        label: account.as_ref().and_then(|id| settings.policy.label(id)).map(str::to_owned),
        account,
        profile: Some(name.to_owned()),
        role: summary.role.map(str::to_owned),
        region: summary.region.as_deref().map(str::to_owned),
    };
    settings.policy.classes.of(&target).map(|(class, _)| class)
}

impl ListRow<'_> {
    /// What kind of profile this is, in the word that the documents use.
    fn kind(&self) -> Option<&'static str> {
        Some(match self.summary.provider? {
            Provider::CredentialsFile | Provider::ConfigFile | Provider::SharedFiles => "keys",
            Provider::AssumeRole => "role",
            Provider::WebIdentity
            | Provider::ProfileWebIdentity
            | Provider::EnvironmentWebIdentity => "web identity",
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

    fn label<'s>(&self, settings: &'s Settings) -> Option<&'s str> {
        settings.policy.label(self.summary.account.as_ref()?)
    }
}

/// The columns behind the name that may be left out.
const KIND: usize = 0;
const REGION: usize = 2;
const LABEL: usize = 3;

/// The width below which a name tells too little.
const LEAST_NAME: usize = 20;

/// Writes aligned columns: mark and name, kind, account, region, label.
fn table(
    rows: &[ListRow<'_>],
    settings: &Settings,
    environment: &Environment,
    screen: Screen,
) -> String {
    let cells: Vec<[String; 4]> = rows
        .iter()
        .map(|row| {
            let account = row.summary.account.as_ref();
            let account = account.map(|id| shown_number(id, settings, environment));
            let text = |text: &str| printable(text).into_owned();
            [
                row.kind().unwrap_or("-").to_owned(),
                account.unwrap_or_default(),
                text(row.summary.region.as_deref().unwrap_or_default()),
                text(row.label(settings).unwrap_or_default()),
            ]
        })
        .collect();
    let mut widths: [usize; 4] = std::array::from_fn(|column| {
        cells.iter().map(|cells| cells[column].width()).max().unwrap_or(0)
    });
    let names: Vec<_> = rows.iter().map(|row| printable(row.name)).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let name_width = match screen.width {
        Some(width) => {
            let room = |widths: &[usize; 4]| {
                let taken = widths.iter().filter(|width| **width > 0).map(|width| width + 2);
                width.saturating_sub(2 + taken.sum::<usize>())
            };
            // Where names would be cut too short, the columns that tell least go first.
            for column in [LABEL, REGION, KIND] {
                if room(&widths) < longest.min(LEAST_NAME) {
                    widths[column] = 0;
                }
            }
            longest.min(room(&widths))
        }
        None => longest,
    };
    let mut text = String::new();
    for ((row, name), cells) in rows.iter().zip(&names).zip(&cells) {
        let name = cut(name, name_width);
        let style = row.class.map_or(Style::new(), |class| class.style);
        let style = if row.is_current { style.bold() } else { style };
        let mark = if row.is_current { "* " } else { "  " };
        let mut line = format!("{mark}{}", paint(screen.dialect(), style, &name));
        let mut gap = name_width.saturating_sub(name.width());
        for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| *width > 0) {
            line += &" ".repeat(gap + 2);
            line += cell;
            gap = width - cell.width();
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Cuts a text to a width, where one sees it.
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

#[derive(Serialize)]
struct ListDocument<'a> {
    schema: u32,
    profiles: Vec<ProfileDocument<'a>>,
}

#[derive(Serialize)]
struct ProfileDocument<'a> {
    name: &'a str,
    kind: Option<&'static str>,
    account: Option<&'a str>,
    label: Option<&'a str>,
    region: Option<&'a str>,
    class: Option<&'a str>,
    current: bool,
}

fn json(rows: &[ListRow<'_>], settings: &Settings) -> String {
    let profiles = rows.iter().map(|row| ProfileDocument {
        name: row.name,
        kind: row.kind(),
        account: row.summary.account.as_ref().map(AccountId::as_str),
        label: row.label(settings),
        region: row.summary.region.as_deref(),
        class: row.class.map(|class| class.name.as_str()),
        current: row.is_current,
    });
    let document = ListDocument { schema: 1, profiles: profiles.collect() };
    document::written(&document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::environment::Platform;

    /// The table of some profiles on a screen of a width.
    fn shown(width: usize) -> String {
        let rows =
            ["work", "a-profile-with-a-rather-long-name", "日本語プロファイル"].map(|name| {
                ListRow {
                    name,
                    summary: Summary {
                        provider: Some(Provider::WebIdentity),
                        account: AccountId::new("111122223333"),
                        role: None,
                        region: Some("ap-northeast-3".into()),
                    },
                    class: None,
                    is_current: name == "work",
                }
            });
        let settings = Settings::parse("[accounts]\n111122223333 = acme-development-europe\n");
        let environment = Environment::new(Platform::Posix, []);
        let screen = Screen { has_colour: false, width: Some(width) };
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
