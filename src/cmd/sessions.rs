//! `awsprompt sessions`: the logins that profiles live on, and which of them are alive.

use std::borrow::Cow;

use anstyle::Style;
use rustc_hash::FxHashMap;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::page::{self, Page};
use super::{Outcome, Screen, document, hint, remedies};
use crate::aws::inventory::config_headers;
use crate::aws::{
    AccountId, Clock, Facts, LoginSession, LoginSessions, Provider, SectionKind, SessionLife,
    SessionState,
};
use crate::cli;
use crate::error::Error;
use crate::printable::{clipped, printable};
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;
use crate::style::ALARM;

/// How many profiles of a session a person is shown.
const MOST_SHOWN: usize = 10;

/// Answers `awsprompt sessions`.
pub(crate) fn run(
    arguments: &cli::SessionsArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> Result<Outcome, Error> {
    let profiles = super::profiles(facts)?;
    let all = profiles.all();
    let headers: Vec<_> = config_headers(profiles).filter_map(|header| header.is).collect();
    let sessions = LoginSessions::new(facts, profiles);
    let mut found = FoundSessions::default();
    for (_, name) in headers.iter().filter(|(kind, _)| *kind == SectionKind::SsoSession) {
        found.users_of(LoginSession::Sso(name));
    }
    for (name, profile) in &all {
        let Some((session, holder)) = sessions.of(name, *profile) else { continue };
        let users = found.users_of(session);
        users.profiles.push(name);
        users.holder = users.holder.or(Some(holder));
    }
    let rows = found
        .rows
        .iter()
        .map(|users| SessionRow::new(users, sessions.state(users.session), settings));
    let rows: Vec<_> = rows.collect();
    Ok(Outcome::Answer(if arguments.json {
        document::written(&SessionsDocument { schema: 1, sessions: rows }, screen)
    } else {
        shown(&rows, facts, settings, screen)
    }))
}

/// A session, and who uses it.
struct SessionUsers<'a> {
    session: LoginSession<'a>,
    profiles: Vec<&'a str>,
    /// A profile that has the session itself.
    holder: Option<&'a str>,
}

/// The sessions, in the order in which they were found.
#[derive(Default)]
struct FoundSessions<'a> {
    rows: Vec<SessionUsers<'a>>,
    places: FxHashMap<LoginSession<'a>, usize>,
}

impl<'a> FoundSessions<'a> {
    fn users_of(&mut self, session: LoginSession<'a>) -> &mut SessionUsers<'a> {
        let place = *self.places.entry(session).or_insert(self.rows.len());
        if place == self.rows.len() {
            self.rows.push(SessionUsers { session, profiles: Vec::new(), holder: None });
        }
        &mut self.rows[place]
    }
}

/// Returns the place for credentials that a session is about.
pub(super) fn provider(session: LoginSession<'_>) -> Provider {
    match session {
        LoginSession::Sso(_) | LoginSession::StartUrl(_) => Provider::Sso,
        LoginSession::Login(_) => Provider::Login,
    }
}

/// `sessions --json`: schema 1 of `docs/guide/src/contract.md`.
#[derive(Serialize)]
struct SessionsDocument<'a> {
    schema: u32,
    sessions: Vec<SessionRow<'a>>,
}

#[derive(Serialize)]
struct SessionRow<'a> {
    /// Of several lines of a file only the first may be shown.
    name: &'a str,
    kind: &'static str,
    #[serde(flatten)]
    session: SessionDocument,
    profiles: &'a [&'a str],
    /// The command that logs in.
    login: String,
    #[serde(skip)]
    state: SessionState,
    #[serde(skip)]
    provider: Provider,
}

impl<'a> SessionRow<'a> {
    fn new(users: &'a SessionUsers<'a>, state: SessionState, settings: &Settings) -> Self {
        let name = users.session.name();
        let provider = provider(users.session);
        let login = match users.holder {
            None => remedies::sso_login(name),
            holder => remedies::login(provider, holder),
        };
        Self {
            name: name.lines().next().unwrap_or_default(),
            kind: if provider == Provider::Sso { "SSO" } else { "login" },
            session: SessionDocument(Some(state)),
            profiles: &users.profiles,
            login: hint::written(&login, None, settings).into_owned(),
            state,
            provider,
        }
    }
}

/// The state of a session in JSON, if there is a session.
pub(super) struct SessionDocument(pub(super) Option<SessionState>);

impl Serialize for SessionDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = match self.0.map(|state| state.life) {
            None => "none",
            Some(SessionLife::Alive) => "alive",
            Some(SessionLife::Renews) => "renews",
            Some(SessionLife::Ended) => "ended",
        };
        let until = self.0.and_then(|state| state.until).map(|until| until.to_string());
        let mut document = serializer.serialize_struct("SessionDocument", 2)?;
        document.serialize_field("state", state)?;
        document.serialize_field("until", &until)?;
        document.end()
    }
}

/// Says in a few words whether a session can be used, and for how long.
pub(super) fn in_words(state: SessionState, clock: &Clock) -> Cow<'static, str> {
    match (state.life, state.until) {
        (SessionLife::Renews, _) => "renews".into(),
        (SessionLife::Ended, _) => "logged out".into(),
        (SessionLife::Alive, None) => "alive".into(),
        (SessionLife::Alive, Some(until)) => match until.duration_since(clock.now()).as_hours() {
            ..1 => format!("{}m left", clock.minutes_until(until).min(59)).into(),
            hours @ ..48 => format!("{hours}h left").into(),
            hours => format!("{}d left", hours / 24).into(),
        },
    }
}

/// Writes the name of a session, of `aws login` with the account as the user wants that seen.
pub(super) fn shown_name(name: &str, facts: &Facts<'_, '_>, settings: &Settings) -> String {
    // The name of such a session is an ARN.
    match AccountId::of_arn(name) {
        Some(id) => {
            let shown = shown_number(&id, settings, &facts.world.environment);
            clipped(&name.replace(id.as_str(), &shown))
        }
        None => clipped(name),
    }
}

/// Writes the sessions for a person, one below the other.
fn shown(
    rows: &[SessionRow<'_>],
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
) -> String {
    let mut page = Page::new(screen);
    if rows.is_empty() {
        page.line("no profile uses IAM Identity Center or aws login");
    }
    for row in rows {
        let SessionState { life, until } = row.state;
        let style = if life == SessionLife::Ended { ALARM } else { Style::new().bold() };
        let state = in_words(row.state, &facts.world.clock);
        let name = shown_name(row.name, facts, settings);
        let headline = format!("{name}: {}, {state}", row.provider.described());
        page.wrapped("", "  ", style, &headline);
        let until = until.map(|until| match life {
            SessionLife::Alive => format!("until     {}", page::moment(until)),
            SessionLife::Renews => format!("renews    by itself after {}", page::moment(until)),
            SessionLife::Ended => format!("ended     {}", page::moment(until)),
        });
        let shown: Vec<_> = row.profiles.iter().take(MOST_SHOWN).map(|it| printable(it)).collect();
        let more = row.profiles.len() - shown.len();
        let profiles = match (&*shown, more) {
            ([], _) => "none".to_owned(),
            (shown, 0) => shown.join(", "),
            (shown, more) => format!("{} and {more} more", shown.join(", ")),
        };
        for line in until.into_iter().chain([format!("profiles  {profiles}")]) {
            page.wrapped("  ", "            ", Style::new(), &line);
        }
        page.line(&format!("  log in    {}", printable(&row.login)));
    }
    page.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_is_left_is_never_said_to_be_more() {
        let clock = Clock::at("2026-01-01T00:00:00Z".parse().unwrap());
        let cases = [
            ("2026-01-01T00:45:00Z", "45m left"),
            ("2026-01-01T00:59:59Z", "59m left"),
            ("2026-01-01T01:00:00Z", "1h left"),
            ("2026-01-01T06:59:59Z", "6h left"),
            ("2026-01-02T23:59:00Z", "47h left"),
            ("2026-01-04T00:00:00Z", "3d left"),
        ];
        for (until, expected) in cases {
            let until = until.parse().ok();
            assert_eq!(
                in_words(SessionState { life: SessionLife::Alive, until }, &clock),
                expected
            );
        }
    }
}
