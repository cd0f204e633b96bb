//! `awsprompt switch --login`: logs in where the session of the profile has ended, before a switch.
//!
//! Nothing else starts a login: the flag is the person's consent.

use std::ffi::{OsStr, OsString};
use std::ops::ControlFlow;

use super::choice::SwitchTarget;
use super::pick::Choose;
use super::switch::{self, SwitchPlan};
use super::{Outcome, Person, Program, find, hint, remedies, sessions};
use crate::aws::{
    Client, Clock, Facts, Failure, FailureKind, Flags, LoginSession, LoginSessions, SessionLife,
    SessionState, later, resolve,
};
use crate::cli;
use crate::error::{Error, Status};
use crate::printable::short;
use crate::prompt::Settings;

/// What is done first, and the switch that follows if that succeeds.
pub(crate) struct LoginStep {
    pub(crate) first: Outcome,
    pub(crate) then: Option<cli::SwitchArguments>,
}

/// Answers the first half of `awsprompt switch --login`. A person who has to confirm the switch
/// does so before the login.
pub(crate) fn run(
    arguments: &cli::SwitchArguments,
    words: &[OsString],
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
    choose: Choose<'_>,
) -> Result<LoginStep, Error> {
    let (_, settings) = &switch::called(arguments, words, facts, settings)?;
    let SwitchPlan { arguments, before, wish, switch, entered } =
        match switch::plan(arguments, facts, settings, person, choose)? {
            ControlFlow::Continue(plan) => plan,
            ControlFlow::Break(first) => return Ok(LoginStep { first, then: None }),
        };
    let (exactly, profile) = match wish.target {
        SwitchTarget::Profile(name) => (Some(name.clone()), Some(name)),
        SwitchTarget::Stay => (None, before.profile.map(|profile| profile.value)),
        SwitchTarget::NoProfile => (None, None),
    };
    let profile = profile.ok_or_else(|| Error::failed("there is no profile to log in with"))?;
    let profile = find::exactly(facts, &profile, settings, person)?;
    let login = login(&profile, facts, settings)?;
    let first = match entered {
        Some(class) => switch::enter(class, &switch.assessment, facts, settings, person, login)?,
        None => login,
    };
    let then = cli::SwitchArguments {
        profile: Vec::new(),
        exactly,
        region: wish.region,
        has_confirmed: true,
        ..arguments
    };
    Ok(LoginStep { first, then: Some(then) })
}

/// Returns what logs in to the session of a profile, or says why that is not needed.
fn login(profile: &OsStr, facts: &Facts<'_, '_>, settings: &Settings) -> Result<Outcome, Error> {
    let name = &*profile.to_string_lossy();
    let said = |note: String| Ok(Outcome::noted(note + "\n", Status::Done));
    let found = facts.profiles().ok().and_then(|profiles| {
        let sessions = LoginSessions::new(facts, profiles);
        let (session, holder) = sessions.of(name, profiles.find(name)?)?;
        Some((session, holder.to_owned(), sessions.state(session)))
    });
    let Some((session, holder, state)) = found else {
        let flags = Flags { profile: Some(profile.to_owned()), region: None };
        let used = resolve(facts, Client::AwsCliV2, &flags);
        let is_broken = |it: &&Failure| it.kind != FailureKind::NoCredentials;
        if let Some(failure) = used.failure.as_ref().filter(is_broken) {
            let remedy = remedies::next_step(&used, failure, facts);
            let why = failure.shown(facts.world.locations.home.as_deref());
            return Err(Error::failed(format!("{why}; nothing was changed"))
                .with_hint(hint::written(&remedy, None, settings)));
        }
        return said(format!("{} uses no SSO or aws login session", short(name)));
    };
    let remedy = remedies::login(sessions::provider(session), Some(&holder));
    let line = hint::written(&remedy, None, settings).into_owned();
    let clock = &facts.world.clock;
    if can_be_used(state, clock, settings) {
        let left = sessions::in_words(state, clock);
        let session = sessions::shown_name(session.name(), facts, settings);
        let again = format!("to log in again: {line}");
        return said(format!("no login is needed: session {session}: {left}; {again}"));
    }
    let words: &[&str] = match session {
        LoginSession::Sso(_) | LoginSession::StartUrl(_) => &["sso", "login"],
        LoginSession::Login(_) => &["login"],
    };
    let mut arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
    if holder.starts_with('-') {
        arguments.push(format!("--profile={holder}").into());
    } else {
        arguments.extend(["--profile".into(), holder.into()]);
    }
    let login = Program { name: "aws".into(), arguments, ..Program::default() };
    Ok(Outcome::LogIn { login, line })
}

/// Tells whether a session can be used for more than the time of which the prompt warns. AWS can
/// refuse to renew one whose token has ended, so that counts as ended here.
fn can_be_used(state: SessionState, clock: &Clock, settings: &Settings) -> bool {
    let needed = match state.life {
        SessionLife::Ended => return false,
        SessionLife::Renews => clock.now(),
        SessionLife::Alive => later(clock.now(), settings.expiry),
    };
    state.until.is_none_or(|until| until > needed)
}
