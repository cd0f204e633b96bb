//! `explain --json`: schema 2 of `docs/guide/src/contract.md`, section 2.

use std::borrow::Cow;
use std::ffi::OsString;

use serde::Serialize;

use super::Explanation;
use crate::aws::difference::Of;
use crate::aws::{AccountId, Resolution, Sourced};
use crate::cmd::Screen;
use crate::cmd::document::{self, ClassDocument, OriginDocument, TextDocument};
use crate::policy::Aspect;
use crate::prompt::{Alert, hidden_name};

pub(super) fn write(explanation: &Explanation<'_>, screen: Screen) -> String {
    let resolutions = [&explanation.ours].into_iter().chain(&explanation.others);
    let document = ExplainDocument {
        schema: 2,
        clients: resolutions.map(ClientDocument::new).collect(),
        class: explanation.class.as_ref().map(ClassDocument::new),
        alerts: explanation.alerts.iter().flat_map(AlertDocument::all).collect(),
    };
    document::written(&document, screen)
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
        let text = |sourced: &'a Sourced<OsString>| ValueDocument {
            value: TextDocument::from_os(&sourced.value),
            origin: OriginDocument::new(&sourced.origin),
        };
        let credentials = resolution.credentials.as_ref();
        let expires = credentials.and_then(|credentials| credentials.expires.as_ref());
        Self {
            client: resolution.client.name(),
            ok: resolution.is_ok(),
            profile: resolution.profile.as_ref().map(text),
            region: resolution.region.as_ref().map(text),
            output: resolution.output.as_ref().map(text),
            credentials: credentials.map(|credentials| CredentialsDocument {
                source: credentials.source.name(),
                origin: OriginDocument::new(&credentials.origin),
                identity: credentials.identity.as_deref(),
                via: &credentials.via,
                session_token: credentials.session_token,
            }),
            account: resolution.account().map(|account| AccountDocument {
                value: account.id.as_str(),
                basis: account.basis.name(),
            }),
            expires: expires.map(|expires| ValueDocument {
                value: TextDocument::Unicode(expires.at.value.to_string().into()),
                origin: OriginDocument::new(&expires.at.origin),
            }),
            error: resolution.failure.as_ref().map(|failure| ErrorDocument {
                kind: failure.kind.name(),
                message: failure.message(),
            }),
        }
    }
}

#[derive(Serialize)]
struct ValueDocument<'a> {
    value: TextDocument<'a>,
    origin: OriginDocument<'a>,
}

#[derive(Serialize)]
struct CredentialsDocument<'a> {
    source: &'static str,
    origin: OriginDocument<'a>,
    identity: Option<&'a str>,
    via: &'a [String],
    session_token: bool,
}

#[derive(Serialize)]
struct AccountDocument<'a> {
    value: &'a str,
    basis: &'static str,
}

#[derive(Serialize)]
struct ErrorDocument {
    kind: &'static str,
    message: String,
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
    value: Option<Cow<'a, str>>,
}

impl<'a> AlertDocument<'a> {
    /// Describes an alert; a failure is described with its client.
    fn all(alert: &'a Alert) -> Vec<Self> {
        let plain = || Self { kind: alert.kind(), ..Self::default() };
        let about = |of: Aspect, value| Self { of: Some(of.name()), value: Some(value), ..plain() };
        match alert {
            Alert::Failure(_) => Vec::new(),
            Alert::Not(profile) | Alert::Unexported(profile) => {
                vec![Self { profile: Some(profile), ..plain() }]
            }
            Alert::Hides(provider) => {
                vec![Self { value: Some(hidden_name(*provider).into()), ..plain() }]
            }
            Alert::UnexportedVariable(name) => vec![Self { variable: Some(name), ..plain() }],
            Alert::Split(clients) => [Of::Profile, Of::Account, Of::Region]
                .into_iter()
                .map(|of| {
                    let alike = clients.iter().filter(|(_, other)| *other == of);
                    let clients = alike.map(|(client, _)| client.name()).collect();
                    Self { clients, of: Some(of.name()), ..plain() }
                })
                .filter(|document| !document.clients.is_empty())
                .collect(),
            Alert::Expected(mismatches) => mismatches
                .iter()
                .map(|mismatch| about(mismatch.of, mismatch.wanted.join(" ").into()))
                .collect(),
            Alert::Locked(account) => vec![about(Aspect::Account, account.into())],
            Alert::ForbiddenRegion(region) => vec![about(Aspect::Region, region.into())],
            Alert::Project(accounts) => {
                let account = |(id, _): &(AccountId, _)| {
                    about(Aspect::Account, id.as_str().to_owned().into())
                };
                accounts.iter().map(account).collect()
            }
            Alert::Kube(id, _) => vec![about(Aspect::Account, id.as_str().to_owned().into())],
            Alert::Expired | Alert::Region | Alert::Endpoint | Alert::Settings => vec![plain()],
        }
    }
}
