//! `awsprompt list`: the profiles, for people, programs and pipes.

use std::borrow::Cow;

use anstyle::Style;
use serde::Serialize;

use super::sessions::{self, SessionDocument};
use super::table::{Columns, TableRow, table};
use super::{Outcome, Screen, document};
use crate::aws::{AccountId, Client, Facts, LoginSessions, Provider, Summaries, Summary, ours};
use crate::cli;
use crate::error::Error;
use crate::policy::{Candidate, Query};
use crate::printable::printable;
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;

/// Answers `awsprompt list`.
pub(crate) fn run(
    arguments: &cli::ListArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    let profiles = super::profiles(facts)?;
    let all = profiles.all();
    if arguments.names && arguments.words.is_empty() {
        return Ok(names(all.iter().map(|(name, _)| name.as_ref()), screen));
    }
    let ours = ours(facts);
    let is_outside = ours.provider_outside_profile().is_some();
    let current = ours.profile.map(|profile| profile.value).filter(|_| !is_outside);
    let summaries = Summaries::new(facts.world, profiles, Client::AwsCliV2);
    let sessions = LoginSessions::new(facts, profiles);
    let query = Query::new(&arguments.words.join(" "));
    let rows = all.iter().filter_map(|(name, profile)| {
        let is_current = current.as_deref().is_some_and(|current| current == name.as_ref());
        let row = ListRow::new(name, summaries.of(*profile), settings, is_current, &query)?;
        let session = sessions.of(name, *profile).map(|(session, _)| sessions.state(session));
        Some(ListRow { session: SessionDocument(session), ..row })
    });
    let rows: Vec<_> = rows.collect();
    if arguments.names {
        return Ok(names(rows.iter().map(|row| row.name), screen));
    }
    if arguments.json {
        let list = ListDocument { schema: 1, profiles: rows };
        return Ok(Outcome::Answer(document::written(&list, screen)));
    }
    if rows.is_empty() && !query.is_empty() {
        let words = printable(&arguments.words.join(" ")).into_owned();
        let error = Error::failed(format!("no profile matches {words}"));
        return Err(error.with_hint("awsprompt list"));
    }
    let rows: Vec<_> = rows.iter().map(|row| cells(row, facts, settings)).collect();
    Ok(Outcome::Answer(table(&COLUMNS, &rows, screen)))
}

/// Writes names, byte for byte; a terminal gets only what it may be shown.
fn names<'n>(names: impl Iterator<Item = &'n str>, screen: Screen) -> Outcome {
    let line = |name: &str| {
        if screen.is_terminal { format!("{}\n", printable(name)) } else { format!("{name}\n") }
    };
    Outcome::Answer(names.map(line).collect())
}

/// `list --json`: schema 1 of `docs/guide/src/contract.md`.
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
    role: Option<&'a str>,
    region: Option<Cow<'a, str>>,
    class: Option<&'a str>,
    session: SessionDocument,
    current: bool,
    #[serde(skip)]
    style: Style,
}

impl<'a> ListRow<'a> {
    /// Makes the row of a profile that fits what was typed.
    fn new(
        name: &'a str,
        summary: Summary<'a>,
        settings: &'a Settings,
        current: bool,
        query: &Query,
    ) -> Option<Self> {
        let candidate = Candidate::of(name, &summary, &settings.policy);
        if !query.is_empty() && !query.is_in(&candidate.parts()) {
            return None;
        }
        let class = candidate.class;
        let Summary { provider, account, role, region } = summary;
        Some(Self {
            name,
            kind: provider.and_then(kind),
            account,
            label: account.as_ref().and_then(|id| settings.policy.label(id)),
            role,
            region,
            class: class.map(|class| class.name.as_str()),
            session: SessionDocument(None),
            current,
            style: class.map_or(Style::new(), |class| class.style),
        })
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

/// The columns after a name. On a narrow screen the least informative columns are left out first:
/// the role and the kind before a name is cut, the others before it is cut too short.
const COLUMNS: Columns<7> = Columns {
    name: "PROFILE",
    titles: ["KIND", "ACCOUNT", "REGION", "LABEL", "ROLE", "CLASS", "SESSION"],
    optional: &[(4, usize::MAX), (0, usize::MAX), (3, 20), (2, 20), (5, 20), (6, 20)],
};

/// Writes a row of the table.
fn cells<'r>(row: &'r ListRow<'_>, facts: &Facts<'_, '_>, settings: &Settings) -> TableRow<'r, 7> {
    let world = facts.world;
    let account = row.account.as_ref().map(|id| shown_number(id, settings, &world.environment));
    let session = row.session.0.map(|session| sessions::in_words(session, &world.clock));
    let text = |text: Option<&'r str>| printable(text.unwrap_or_default());
    TableRow {
        mark: if row.current { '*' } else { ' ' },
        name: printable(row.name),
        style: row.style,
        cells: [
            row.kind.unwrap_or("-").into(),
            account.unwrap_or_default().into(),
            text(row.region.as_deref()),
            text(row.label),
            text(row.role),
            text(row.class),
            session.unwrap_or_default(),
        ],
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::aws::sample::SampleMachine;
    use crate::aws::{SessionLife, SessionState};

    /// The table of some profiles on a screen of a width.
    fn shown(width: usize) -> String {
        let settings = Settings::parse("[accounts]\n111122223333 = acme-development-europe\n");
        let names = ["work", "a-profile-with-a-rather-long-name", "日本語プロファイル"];
        let rows = names.map(|name| {
            let summary = Summary {
                provider: Some(Provider::WebIdentity),
                account: AccountId::new("111122223333"),
                role: Some("Admin"),
                region: Some("ap-northeast-3".into()),
            };
            let session = SessionState { life: SessionLife::Ended, until: None };
            let query = Query::default();
            let row = ListRow::new(name, summary, &settings, name == "work", &query).unwrap();
            ListRow { session: SessionDocument(Some(session)), ..row }
        });
        let screen = Screen { is_terminal: true, has_colour: false, width: Some(width) };
        SampleMachine::default().ask(|facts| {
            let rows = rows.each_ref().map(|row| cells(row, facts, &settings));
            table(&COLUMNS, &rows, screen)
        })
    }

    #[test]
    fn the_table_fits_the_screen() {
        for width in 30..160 {
            let table = shown(width);
            assert!(table.lines().all(|line| line.width() <= width), "{width}:\n{table}");
        }
        insta::assert_snapshot!([140, 120, 80, 60, 40].map(shown).join("\n"));
    }
}
