//! `awsprompt whoami`: who AWS says this is, and whether that is what the prompt shows.

use std::path::PathBuf;

use serde::Serialize;

use super::{
    Outcome, Screen, document, hint,
    mark::marked_shell,
    page::Page,
    refusal::{Refusal, refused},
};
use crate::{
    aws::{
        account::{Account, AccountId, Basis},
        caller::{IdentityKind, Reply},
        failure::Failure,
        provider::Source,
        resolution::{Facts, Flags, Resolution},
        resolve::resolve,
        verified::VerifiedAccounts,
        world::World,
    },
    cli,
    error::{Error, Status},
    printable::printable,
    prompt::{segment, settings::Settings},
    style::ALARM,
};

const INSTALLING: &str =
    "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";

/// What awsprompt had worked out, held against what AWS says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Agrees,
    /// Nothing could be worked out offline.
    Unknown,
    Differs(Expected),
}

/// What awsprompt had expected instead of what AWS says.
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
        return Err(Error::failed(
            "the AWS CLI is not installed, and nothing else here can ask AWS",
        )
        .with_hint(INSTALLING));
    };
    let flags = Flags { profile: arguments.profile.clone(), region: None };
    let ours = resolve(facts, run.client(), &flags);
    let Some(identity) = run.identity() else {
        let Refusal { message, hint } = refused(run, &ours, facts.world, settings);
        let shell = marked_shell(&facts.world.environment);
        return Err(Error::failed(message).with_hint(hint::written(&hint, shell)));
    };
    let Some(account) = AccountId::new(&identity.account) else {
        return Err(Error::failed("AWS answered without an account"));
    };
    let kind = IdentityKind::of(&identity.arn);
    let verdict = verdict(&ours, &account, &kind);
    let page = WhoamiPage {
        account: &account,
        arn: &identity.arn,
        kind: &kind,
        ours: &ours,
        facts,
        settings,
    };
    let answer = if arguments.json { page.json(&verdict) } else { page.text(&verdict, screen) };
    let status = match verdict {
        Agreement::Differs(_) => Status::Failed,
        Agreement::Agrees | Agreement::Unknown => Status::Done,
    };
    let told = Outcome::Report { answer, note: String::new(), status };
    Ok(match remembered(facts, &ours, &account) {
        Some((path, content)) => Outcome::PrivateFile { path, content, then: Box::new(told) },
        None => told,
    })
}

impl Expected {
    /// Says it for a person, with the account as the user wants it seen.
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

/// Holds what was worked out offline against what AWS says.
pub(super) fn verdict(ours: &Resolution, account: &AccountId, kind: &IdentityKind) -> Agreement {
    if let Some(failure) = &ours.failure {
        return Agreement::Differs(Expected::Failure(failure.clone()));
    }
    let expected = ours.account().filter(|account| account.is_certain());
    match expected {
        Some(expected) if expected.id != *account => {
            return Agreement::Differs(Expected::Account(expected.id.clone()));
        }
        None => return Agreement::Unknown,
        Some(_) => {}
    }
    let credentials = ours.credentials.as_ref();
    let assumes = credentials
        .filter(|found| matches!(found.source, Source::AssumeRole { .. } | Source::WebIdentity));
    match (assumes.and_then(|found| found.role.as_deref()), kind) {
        (Some(expected), IdentityKind::Role { name, .. }) if expected != name => {
            Agreement::Differs(Expected::Role(expected.to_owned()))
        }
        (Some(expected), IdentityKind::User(_) | IdentityKind::Root) => {
            Agreement::Differs(Expected::Role(expected.to_owned()))
        }
        _ => Agreement::Agrees,
    }
}

/// Works out the file in which a key's account is kept from now on, if that is news.
fn remembered(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    account: &AccountId,
) -> Option<(PathBuf, String)> {
    // Whoever answers elsewhere is not AWS.
    let is_aws = ours.endpoint.is_none();
    let credentials = ours.credentials.as_ref().filter(|_| ours.is_ok() && is_aws);
    let key = credentials.and_then(|credentials| credentials.undecoded.as_ref());
    let known = ours.account().filter(|account| account.basis == Basis::Verified);
    let is_news = known.is_none_or(|known| known.id != *account);
    let (Some(key), Some(path)) = (key.filter(|_| is_news), &facts.world.verified_accounts) else {
        return None;
    };
    let mut accounts = VerifiedAccounts::read(facts.lookup.content(path).visible());
    accounts.remember(key, account);
    Some((path.clone(), document::written(&accounts)))
}

/// What is told about an identity.
struct WhoamiPage<'a, 'f, 'w> {
    account: &'a AccountId,
    arn: &'a str,
    kind: &'a IdentityKind,
    ours: &'a Resolution,
    facts: &'a Facts<'f, 'w>,
    settings: &'a Settings,
}

impl WhoamiPage<'_, '_, '_> {
    fn text(&self, verdict: &Agreement, screen: Screen) -> String {
        let environment = &self.facts.world.environment;
        let number = |id: &AccountId| segment::shown_number(id, self.settings, environment);
        let mut account = number(self.account);
        let arn = self.arn.replace(self.account.as_str(), &account);
        if let Some(label) = self.settings.policy.label(self.account) {
            account += &format!(" {}", printable(label));
        }
        let mut page = Page::new(screen);
        let kind = printable(&self.kind.described()).into_owned();
        let kind = match self.kind {
            IdentityKind::Root => page.paint(ALARM, &kind),
            _ => kind,
        };
        match (self.ours.provider_outside_profile(), &self.ours.profile) {
            (Some(provider), _) => page.line(&format!("by        {}", provider.described())),
            (None, Some(profile)) => {
                page.line(&format!("profile   {}", printable(&profile.value.to_string_lossy())));
            }
            (None, None) => {}
        }
        page.line(&format!("account   {account}"));
        page.line(&format!("identity  {kind}"));
        page.line(&format!("arn       {}", printable(&arn)));
        if *self.kind == IdentityKind::Root {
            page.line("Root cannot be restricted; use a user or a role with fewer permissions.");
        }
        match verdict {
            Agreement::Agrees => page.line("Matches what the prompt shows."),
            Agreement::Unknown => page.line("The prompt cannot know this offline."),
            Agreement::Differs(expected) => {
                let expected = expected.shown(self.settings, self.facts.world);
                let loud = format!("awsprompt had expected {expected}. The prompt is wrong here!");
                page.line(&page.paint(ALARM, &loud));
                page.line("  -> awsprompt explain");
            }
        }
        page.text
    }

    fn json(&self, verdict: &Agreement) -> String {
        let expected = self.ours.account();
        let document = WhoamiDocument {
            schema: 1,
            client: self.ours.client.name(),
            account: self.account.as_str(),
            label: self.settings.policy.label(self.account),
            arn: self.arn,
            kind: self.kind.name(),
            expected: expected.map(ExpectedDocument::new),
            agrees: match verdict {
                Agreement::Agrees => Some(true),
                Agreement::Unknown => None,
                Agreement::Differs(_) => Some(false),
            },
        };
        document::written(&document)
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
}

#[derive(Serialize)]
struct ExpectedDocument<'a> {
    account: &'a str,
    basis: &'static str,
}

impl<'a> ExpectedDocument<'a> {
    fn new(account: &'a Account) -> Self {
        Self { account: account.id.as_str(), basis: account.basis.name() }
    }
}
