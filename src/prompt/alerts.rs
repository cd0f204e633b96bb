//! The short marks in a segment that say that something is not as it looks.

use super::names::ShortNames;
use crate::aws::difference::Of;
use crate::aws::{AccountId, AwsFile, Client, FailureKind, Provider};
use crate::policy::Mismatch;
use crate::printable;

/// How grave an alert is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gravity {
    /// Commands will fail, so the whole segment is red.
    Failure,
    /// Commands reach something else than was meant, or a protection does not hold: red.
    Wrong,
    /// Worth knowing: yellow.
    Notice,
}

/// A mark, in the order in which several of one gravity are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Alert {
    /// The AWS CLI would refuse to run.
    Failure(FailureKind),
    /// The chosen profile is not the one whose credentials are used.
    Not(String),
    /// Keys of the credentials file hide this place of the profile.
    Hides(Provider),
    /// The shell has chosen a profile, and the next command will not see it.
    Unexported(String),
    /// The shell has this variable, and commands do not see it.
    UnexportedVariable(&'static str),
    /// The working directory expects something else.
    Expected(Vec<Mismatch>),
    /// The shell is bound to this account, and the next command would go elsewhere.
    Locked(String),
    /// Other clients reach another account or region.
    Split(Vec<(Client, Of)>),
    /// The credentials have ended, and AWS will refuse them.
    Expired,
    /// The region is set to nothing, and requests would have nowhere to go.
    Region,
    /// The class of the account does not allow this region.
    ForbiddenRegion(String),
    /// Requests go elsewhere than to AWS.
    Endpoint,
    /// The project in the working directory makes its changes in these accounts: the id of each,
    /// and how it is shown.
    Project(Vec<(AccountId, String)>),
    /// The cluster that `kubectl` reaches is in this account, which is shown so.
    Kube(AccountId, String),
    /// awsprompt's own settings have an error in them.
    Settings,
}

impl Alert {
    /// The name that programs know the alert by.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Failure(kind) => kind.name(),
            Self::Not(_) => "not",
            Self::Hides(_) => "hides",
            Self::Unexported(_) | Self::UnexportedVariable(_) => "unexported",
            Self::Expected(_) => "expected",
            Self::Locked(_) => "locked",
            Self::Split(_) => "split",
            Self::Expired => "expired",
            Self::Region => "region",
            Self::ForbiddenRegion(_) => "forbidden-region",
            Self::Endpoint => "endpoint",
            Self::Project(_) => "project",
            Self::Kube(..) => "kube",
            Self::Settings => "settings",
        }
    }

    /// The mark as the segment shows it.
    pub(crate) fn mark(&self, names: &ShortNames) -> String {
        let short = |profile: &str| printable::short(&names.shorten(profile));
        match self {
            Self::Failure(kind) => failure_mark(*kind),
            Self::Not(profile) => format!("!not:{}", short(profile)),
            Self::Hides(provider) => format!("!hides:{}", hidden_name(*provider)),
            Self::Unexported(profile) => format!("!unexported:{}", short(profile)),
            Self::UnexportedVariable(name) => format!("!unexported:{name}"),
            Self::Expected(mismatches) => {
                let mut marks: Vec<String> = Vec::new();
                for mismatch in mismatches {
                    let mark = printable::short(&mismatch.wanted.join("|"));
                    // Several directories may expect the same.
                    if !marks.contains(&mark) {
                        marks.push(mark);
                    }
                }
                format!("!expected:{}", marks.join(","))
            }
            Self::Locked(account) => format!("!locked:{}", printable::short(account)),
            Self::Split(clients) => {
                let names = clients.iter().map(|(client, _)| client.short_name());
                format!("!split:{}", names.collect::<Vec<_>>().join(","))
            }
            Self::Expired => "!expired".into(),
            Self::Region | Self::ForbiddenRegion(_) => "!region".into(),
            Self::Endpoint => "!endpoint".into(),
            Self::Project(accounts) => {
                let shown = accounts.iter().take(MOST_ACCOUNTS).map(|(_, shown)| &**shown);
                let more = if accounts.len() > MOST_ACCOUNTS { ",…" } else { "" };
                format!("!project:{}{more}", shown.collect::<Vec<_>>().join(","))
            }
            Self::Kube(_, shown) => format!("!kube:{shown}"),
            Self::Settings => "!settings".into(),
        }
    }

    /// Returns how grave it is; `docs/guide/src/contract.md` has the same as a table.
    pub(crate) fn gravity(&self) -> Gravity {
        match self {
            Self::Failure(_) | Self::Expired | Self::Region => Gravity::Failure,
            Self::Split(clients) if clients.iter().all(|(_, of)| *of == Of::Region) => {
                Gravity::Notice
            }
            Self::Not(_)
            | Self::Hides(_)
            | Self::Unexported(_)
            | Self::UnexportedVariable(_)
            | Self::Expected(_)
            | Self::Locked(_)
            | Self::Split(_)
            | Self::ForbiddenRegion(_) => Gravity::Wrong,
            Self::Endpoint | Self::Project(_) | Self::Kube(..) | Self::Settings => Gravity::Notice,
        }
    }
}

/// How many accounts of a project a mark names.
const MOST_ACCOUNTS: usize = 3;

/// Names what keys can hide.
pub(crate) fn hidden_name(provider: Provider) -> &'static str {
    if provider == Provider::Login { "login" } else { "process" }
}

fn failure_mark(kind: FailureKind) -> String {
    match kind {
        FailureKind::ConfigParse { file: AwsFile::Config, line } => format!("!config:{line}"),
        FailureKind::ConfigParse { file: AwsFile::Credentials, line } => {
            format!("!credentials:{line}")
        }
        FailureKind::ProfileNotFound => "!not-found".into(),
        FailureKind::NoCredentials => "!no-credentials".into(),
        FailureKind::PartialCredentials => "!half-keys".into(),
        FailureKind::SsoToken => "!sso-login".into(),
        FailureKind::Expired | FailureKind::ExpiryUnparsable => "!expired".into(),
        FailureKind::RoleCycle | FailureKind::InvalidConfig | FailureKind::Sso => "!broken".into(),
        FailureKind::InvalidRegion | FailureKind::NoRegion => "!region".into(),
        FailureKind::LoginRefresh => "!login".into(),
        FailureKind::Mfa => "!mfa".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Aspect;

    #[test]
    fn the_table_of_the_contract_has_every_alert_with_its_colour() {
        let account = AccountId::new("111122223333").unwrap();
        let text = || "LABEL".to_owned();
        let expected =
            Mismatch { of: Aspect::Account, wanted: vec![text()], found: None, file: None };
        let only_region = Alert::Split(vec![(Client::Boto3, Of::Region)]);
        // In the order of the table.
        let alerts = [
            Alert::Expired,
            Alert::Not(text()),
            Alert::Hides(Provider::Login),
            Alert::Unexported(text()),
            Alert::UnexportedVariable("AWSPROMPT_LOCK"),
            Alert::Expected(vec![expected]),
            Alert::Locked(text()),
            Alert::Split(vec![(Client::Boto3, Of::Account), (Client::JsSdk, Of::Region)]),
            Alert::Region,
            Alert::ForbiddenRegion(text()),
            Alert::Endpoint,
            Alert::Project(vec![(account, text())]),
            Alert::Kube(account, text()),
            Alert::Settings,
        ];
        let color = |alert: &Alert| match alert.gravity() {
            Gravity::Failure => "red, the whole segment",
            Gravity::Wrong => "red",
            Gravity::Notice => "yellow",
        };
        let rows = alerts.map(|alert| {
            let mark = alert.mark(&ShortNames::default()).replace(":LABEL", ":");
            let color = match &alert {
                Alert::Split(_) => {
                    let other = color(&only_region);
                    format!("{}; {other} if only the region differs", color(&alert))
                }
                _ => color(&alert).to_owned(),
            };
            (mark, color)
        });
        let contract = include_str!("../../docs/guide/src/contract.md");
        let (_, table) = contract.split_once("| alert | colour | meaning |\n").unwrap();
        let in_contract = table.lines().skip(1).map_while(|line| line.strip_prefix("| `"));
        let in_contract = in_contract.map(|line| {
            let mut cells = line.split(" | ");
            let mark = cells.next().unwrap().split('`').next().unwrap();
            let mark = mark.replace(":LABEL", ":").replace(":PROFILE", ":");
            (mark, cells.next().unwrap().to_owned())
        });
        assert_eq!(rows.to_vec(), in_contract.collect::<Vec<_>>());
    }
}
