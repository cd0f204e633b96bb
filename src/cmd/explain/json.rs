//! `explain --json`: schema 1 of `docs/contract.md`, section 2.

use std::{borrow::Cow, ffi::OsStr};

use serde::Serialize;

use super::Explanation;
use crate::{
    aws::{
        account::Account,
        credentials::Credentials,
        difference::Of,
        failure::Failure,
        resolution::Resolution,
        sourced::{Origin, Sourced},
    },
    cmd::document::{self, ClassDocument, OriginDocument, TextDocument},
    policy::{assessment::LOCK, expectation::Aspect},
    prompt::alerts::Alert,
};

pub(super) fn write(explanation: &Explanation<'_>) -> String {
    let document = ExplainDocument {
        schema: 1,
        clients: [&explanation.ours]
            .into_iter()
            .chain(&explanation.others)
            .map(ClientDocument::new)
            .collect(),
        class: explanation.class.as_ref().map(ClassDocument::new),
        alerts: explanation.alerts.iter().flat_map(AlertDocument::all).collect(),
    };
    document::written(&document)
}

#[derive(Serialize)]
struct ExplainDocument<'a> {
    schema: u32,
    clients: Vec<ClientDocument<'a>>,
    class: Option<ClassDocument<'a>>,
    alerts: Vec<AlertDocument<'a>>,
}

#[derive(Serialize)]
struct ClientDocument<'a> {
    client: &'static str,
    ok: bool,
    profile: Option<ValueDocument<'a>>,
    region: Option<ValueDocument<'a>>,
    output: Option<ValueDocument<'a>>,
    credentials: Option<CredentialsDocument<'a>>,
    account: Option<AccountDocument<'a>>,
    expires: Option<ValueDocument<'a>>,
    error: Option<ErrorDocument>,
}

impl<'a> ClientDocument<'a> {
    fn new(resolution: &'a Resolution) -> Self {
        let text = |sourced: &'a Sourced<_>| {
            ValueDocument::new(TextDocument::from_os(OsStr::new(&sourced.value)), &sourced.origin)
        };
        let credentials = resolution.credentials.as_ref();
        let expires = credentials.and_then(|credentials| credentials.expires.as_ref());
        Self {
            client: resolution.client.name(),
            ok: resolution.is_ok(),
            profile: resolution.profile.as_ref().map(text),
            region: resolution.region.as_ref().map(text),
            output: resolution.output.as_ref().map(text),
            credentials: credentials.map(CredentialsDocument::new),
            account: resolution.account().map(AccountDocument::new),
            expires: expires.map(|expires| {
                let value = TextDocument::Unicode(Cow::Owned(expires.at.value.to_string()));
                ValueDocument::new(value, &expires.at.origin)
            }),
            error: resolution.failure.as_ref().map(ErrorDocument::new),
        }
    }
}

#[derive(Serialize)]
struct ValueDocument<'a> {
    value: TextDocument<'a>,
    origin: OriginDocument<'a>,
}

impl<'a> ValueDocument<'a> {
    fn new(value: TextDocument<'a>, origin: &'a Origin) -> Self {
        Self { value, origin: OriginDocument::new(origin) }
    }
}

#[derive(Serialize)]
struct CredentialsDocument<'a> {
    source: &'static str,
    origin: OriginDocument<'a>,
    identity: Option<&'a str>,
    via: &'a [String],
    session_token: bool,
}

impl<'a> CredentialsDocument<'a> {
    fn new(credentials: &'a Credentials) -> Self {
        Self {
            source: credentials.source.name(),
            origin: OriginDocument::new(&credentials.origin),
            identity: credentials.identity.as_deref(),
            via: &credentials.via,
            session_token: credentials.session_token,
        }
    }
}

#[derive(Serialize)]
struct AccountDocument<'a> {
    value: &'a str,
    basis: &'static str,
}

impl<'a> AccountDocument<'a> {
    fn new(account: &'a Account) -> Self {
        Self { value: account.id.as_str(), basis: account.basis.name() }
    }
}

#[derive(Serialize)]
struct ErrorDocument {
    kind: &'static str,
    message: String,
}

impl ErrorDocument {
    fn new(failure: &Failure) -> Self {
        Self { kind: failure.kind.name(), message: failure.message() }
    }
}

#[derive(Default, Serialize)]
struct AlertDocument<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clients: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variable: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

impl<'a> AlertDocument<'a> {
    /// Describes an alert; the failure of a client stands with the client.
    fn all(alert: &'a Alert) -> Vec<Self> {
        let kind = alert.kind();
        let plain = || Self { kind, ..Self::default() };
        match alert {
            Alert::Failure(_) => Vec::new(),
            Alert::Not(profile) | Alert::Unexported(profile) => {
                vec![Self { profile: Some(profile.as_str()), ..plain() }]
            }
            Alert::UnexportedLock => vec![Self { variable: Some(LOCK), ..plain() }],
            Alert::Split(clients) => [Of::Profile, Of::Account, Of::Region]
                .into_iter()
                .filter_map(|of| {
                    let alike = clients.iter().filter(|(_, other)| *other == of);
                    let clients: Vec<_> = alike.map(|(client, _)| client.name()).collect();
                    let is_split = !clients.is_empty();
                    is_split.then(|| Self { clients, of: Some(of.name()), ..plain() })
                })
                .collect(),
            Alert::Expected(mismatches) => mismatches
                .iter()
                .map(|mismatch| Self {
                    of: Some(mismatch.of.name()),
                    value: Some(&mismatch.wanted),
                    ..plain()
                })
                .collect(),
            Alert::Locked(account) => {
                vec![Self { of: Some(Aspect::Account.name()), value: Some(account), ..plain() }]
            }
            Alert::ForbiddenRegion(region) => {
                vec![Self { of: Some(Aspect::Region.name()), value: Some(region), ..plain() }]
            }
            Alert::Expired | Alert::Region | Alert::Endpoint | Alert::Settings => vec![plain()],
        }
    }
}
