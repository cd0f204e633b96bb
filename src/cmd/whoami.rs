//! `awsprompt whoami`: who AWS says this is, and whether that is what the prompt shows.

use std::borrow::Cow;
use std::ffi::OsString;

use anstyle::Style;
use serde::Serialize;

use super::mark::marked_shell;
use super::page::{self, Page};
use super::refusal::{Refusal, refused};
use super::{Outcome, Remembered, Screen, document, hint, remedies};
use crate::aws::caller::{IdentityKind, Reply};
use crate::aws::{
    AccountId, Basis, Facts, Failure, Flags, Resolution, Source, Sourced, VerifiedAccount, World,
    endpoint_service, resolve,
};
use crate::cli;
use crate::error::{Error, Status};
use crate::printable::{printable, short};
use crate::prompt::{Settings, segment};
use crate::style::ALARM;

const INSTALLING: &str =
    "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";

/// How what awsprompt worked out compares with what AWS says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Agrees,
    /// Nothing could be worked out offline.
    Unknown,
    Differs(Expected),
}

/// What awsprompt expected instead of what AWS says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Failure(Failure),
    Account(AccountId),
    Role(String),
}

/// Answers `awsprompt whoami`.
pub(crate) fn run(
    arguments: &cli::WhoamiArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
    reply: &Reply,
) -> Result<Outcome, Error> {
    let Reply::Ran(run) = reply else {
        let message = "the AWS CLI is not installed, and nothing else here can ask AWS";
        return Err(Error::failed(message).with_hint(INSTALLING));
    };
    let flags = Flags { profile: arguments.profile.clone(), region: None };
    let ours = resolve(facts, run.client(), &flags);
    let Some(identity) = run.identity() else {
        let Refusal { message, hint } = refused(run, &ours, facts, settings);
        let shell = marked_shell(&facts.world.environment);
        return Err(Error::failed(message).with_hint(hint::written(&hint, shell, settings)));
    };
    let Some(account) = AccountId::new(&identity.account) else {
        return Err(Error::failed("the answer of AWS names no account"));
    };
    let kind = IdentityKind::of(&identity.arn);
    let verdict = verdict(&ours, &account, &kind);
    let endpoint = ours
        .endpoint
        .as_ref()
        .filter(|_| endpoint_service(facts, &ours).is_none_or(|service| service == "sts"));
    let agrees = match verdict {
        Agreement::Agrees => Some(true),
        Agreement::Unknown => None,
        Agreement::Differs(_) => Some(false),
    };
    let answer = if arguments.json {
        let document = WhoamiDocument {
            schema: 1,
            client: ours.client.name(),
            account: account.as_str(),
            label: settings.policy.label(&account),
            arn: &identity.arn,
            kind: kind.name(),
            expected: ours.account().map(|expected| ExpectedDocument {
                account: expected.id.as_str(),
                basis: expected.basis.name(),
            }),
            agrees,
            endpoint: endpoint.map(|endpoint| endpoint.value.to_string_lossy()),
        };
        document::written(&document, screen)
    } else {
        let mut page = Page::new(screen);
        write_identity(&mut page, &identity.arn, &account, &ours, settings, facts.world);
        write_verdict(&mut page, &verdict, endpoint, settings, facts.world);
        page.text
    };
    let status = if agrees == Some(false) { Status::Failed } else { Status::Done };
    let report = Outcome::answered(answer, status);
    Ok(match remembered(facts, &ours, &account) {
        Some(answered) => {
            Outcome::Remember { what: Remembered::Account(answered), then: Box::new(report) }
        }
        None => report,
    })
}

impl Expected {
    /// Describes it for a person, with the account masked if the user wants that.
    pub(super) fn shown(&self, settings: &Settings, world: &World) -> String {
        match self {
            Self::Failure(failure) => {
                format!("that this fails: {}", failure.shown(world.locations.home.as_deref()))
            }
            Self::Account(id) => {
                format!("account {}", segment::shown_number(id, settings, &world.environment))
            }
            Self::Role(name) => format!("role {}", printable(name)),
        }
    }
}

/// Compares what was worked out offline with what AWS says.
pub(super) fn verdict(ours: &Resolution, account: &AccountId, kind: &IdentityKind) -> Agreement {
    if let Some(failure) = &ours.failure {
        return Agreement::Differs(Expected::Failure(failure.clone()));
    }
    match ours.account().filter(|account| account.is_certain()) {
        None => return Agreement::Unknown,
        Some(expected) if expected.id != *account => {
            return Agreement::Differs(Expected::Account(expected.id));
        }
        Some(_) => {}
    }
    let credentials = ours.credentials.as_ref();
    let assumes = credentials
        .filter(|found| matches!(found.source, Source::AssumeRole { .. } | Source::WebIdentity));
    let role = assumes.and_then(|found| found.role.as_ref()).filter(|role| match kind {
        IdentityKind::Role { name, .. } => *role != name,
        IdentityKind::User(_) | IdentityKind::Root => true,
        IdentityKind::Federated(_) | IdentityKind::Other => false,
    });
    role.map_or(Agreement::Agrees, |role| Agreement::Differs(Expected::Role(role.clone())))
}

/// Returns what the file is to keep that keeps the accounts of keys, if this account is news.
fn remembered(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    account: &AccountId,
) -> Option<VerifiedAccount> {
    // What answers at another endpoint is not AWS.
    if !ours.is_ok() || ours.endpoint.is_some() {
        return None;
    }
    let key = ours.credentials.as_ref()?.undecoded.as_ref()?;
    let known = ours.account().filter(|known| known.basis == Basis::Verified);
    if known.is_some_and(|known| known.id == *account) {
        return None;
    }
    let file = facts.world.verified_accounts.clone()?;
    Some(VerifiedAccount { file, key: key.clone(), account: *account })
}

fn write_identity(
    page: &mut Page,
    arn: &str,
    account: &AccountId,
    ours: &Resolution,
    settings: &Settings,
    world: &World,
) {
    match (ours.provider_outside_profile(), &ours.profile) {
        (Some(provider), _) => page.line(&format!("by        {}", provider.described())),
        (None, Some(profile)) => {
            page.line(&format!("profile   {}", printable(&profile.value.to_string_lossy())));
        }
        (None, None) => {}
    }
    let number = |id: &AccountId| segment::shown_number(id, settings, &world.environment);
    let label = settings.policy.label(account).map(|label| format!(" {}", printable(label)));
    page.line(&format!("account   {}{}", number(account), label.unwrap_or_default()));
    let kind = IdentityKind::of(arn);
    let style = if kind == IdentityKind::Root { ALARM } else { Style::new() };
    let identity = page.paint(style, &printable(&kind.described()));
    page.line(&format!("identity  {identity}"));
    // An ARN is arn:partition:service:region:account:resource.
    let parts =
        arn.splitn(6, ':').map(|part| AccountId::new(part).map_or(part.into(), |id| number(&id)));
    let arn = parts.collect::<Vec<String>>().join(":");
    page.line(&format!("arn       {}", printable(&arn)));
    if kind == IdentityKind::Root {
        page.line("Root cannot be restricted; use a user or a role with fewer permissions.");
    }
}

fn write_verdict(
    page: &mut Page,
    verdict: &Agreement,
    endpoint: Option<&Sourced<OsString>>,
    settings: &Settings,
    world: &World,
) {
    let expected = match verdict {
        Agreement::Agrees => return page.line("Matches what the prompt shows."),
        Agreement::Unknown => return page.line("The prompt cannot know this offline."),
        Agreement::Differs(expected) => expected.shown(settings, world),
    };
    let Some(endpoint) = endpoint else {
        let loud = format!("awsprompt expected {expected}. The prompt is wrong here.");
        page.line(&page.paint(ALARM, &loud));
        return page.line("  -> awsprompt explain");
    };
    let loud = format!("awsprompt expected {expected}. The answer is not from AWS:");
    page.line(&page.paint(ALARM, &loud));
    let host = short(&endpoint.value.to_string_lossy());
    let place = page::origin(&endpoint.origin, world.locations.home.as_deref());
    page.line(&format!("  requests go to {host}  {place}"));
    if let Some(remedy) = remedies::unless_wanted(endpoint) {
        let shell = marked_shell(&world.environment);
        page.line(&format!("  -> {}", printable(&hint::written(&remedy, shell, settings))));
    }
}

#[derive(Serialize)]
struct WhoamiDocument<'a> {
    schema: u32,
    client: &'static str,
    account: &'a str,
    label: Option<&'a str>,
    arn: &'a str,
    kind: &'static str,
    expected: Option<ExpectedDocument<'a>>,
    agrees: Option<bool>,
    /// Where the answer came from, if not from AWS.
    endpoint: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct ExpectedDocument<'a> {
    account: &'a str,
    basis: &'static str,
}
