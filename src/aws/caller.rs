//! Asking AWS, through the installed AWS CLI, who the caller is: the question and the answer.

use std::ffi::{OsStr, OsString};

use serde::Deserialize;

use super::client::Client;

/// What the installed AWS CLI answered.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// `aws` is not installed.
    Missing,
    Ran(Run),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// What `aws --version` says.
    pub(crate) version: String,
    pub(crate) succeeded: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Who AWS says this is.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CallerIdentity {
    pub(crate) account: String,
    pub(crate) arn: String,
}

/// What kind of identity an ARN names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum IdentityKind {
    Root,
    User(String),
    Role { name: String, session: String },
    Federated(String),
    Other,
}

impl IdentityKind {
    /// Reads the last part of an ARN.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
    pub(crate) fn of(arn: &str) -> Self {
        let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
        let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        match resource.split_once('/') {
            None if resource == "root" => Self::Root,
            Some(("user", path)) => Self::User(last(path)),
            Some(("federated-user", name)) => Self::Federated(name.to_owned()),
            Some(("assumed-role", rest)) => {
                let (name, session) = rest.split_once('/').unwrap_or((rest, ""));
                Self::Role { name: name.to_owned(), session: session.to_owned() }
            }
            _ => Self::Other,
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::User(_) => "user",
            Self::Role { .. } => "role",
            Self::Federated(_) => "federated-user",
            Self::Other => "other",
        }
    }

    pub(crate) fn described(&self) -> String {
        match self {
            Self::Root => "root, who owns the account".into(),
            Self::User(name) => format!("user {name}"),
            Self::Role { name, session } => format!("role {name}, session {session}"),
            Self::Federated(name) => format!("federated user {name}"),
            Self::Other => "of a kind that awsprompt does not know".into(),
        }
    }
}

impl Run {
    /// Returns which of the two AWS CLIs is installed.
    pub(crate) fn client(&self) -> Client {
        let is_old = self.version.starts_with("aws-cli/1.");
        if is_old { Client::AwsCliV1 } else { Client::AwsCliV2 }
    }

    pub(crate) fn identity(&self) -> Option<CallerIdentity> {
        self.answer()
    }

    /// Reads the answer of AWS, if there is one.
    pub(crate) fn answer<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        serde_json::from_slice(self.stdout.as_bytes()).ok().filter(|_| self.succeeded)
    }
}

pub(crate) const IDENTITY: [&str; 2] = ["sts", "get-caller-identity"];

/// Returns the arguments of the AWS CLI.
pub(crate) fn question(operation: [&str; 2], profile: Option<&OsStr>) -> Vec<OsString> {
    // Without a network, the CLI would wait for a minute.
    let rest = ["--output", "json", "--cli-connect-timeout", "5", "--cli-read-timeout", "20"];
    let mut question: Vec<_> = operation.iter().chain(&rest).map(OsString::from).collect();
    if let Some(profile) = profile {
        question.extend(["--profile".into(), profile.to_owned()]);
    }
    question
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_name_their_identity() {
        let rows = [
            ("arn:aws:iam::111122223333:root", "root, who owns the account"),
            ("arn:aws:iam::111122223333:user/alice", "user alice"),
            ("arn:aws:iam::111122223333:user/team/a/bob", "user bob"),
            ("arn:aws-cn:sts::111122223333:assumed-role/Deploy/me@x", "role Deploy, session me@x"),
            ("arn:aws:sts::111122223333:federated-user/carol", "federated user carol"),
            ("arn:aws:iam::111122223333:group/g", "of a kind that awsprompt does not know"),
            ("nonsense", "of a kind that awsprompt does not know"),
        ];
        for (arn, expected) in rows {
            assert_eq!(IdentityKind::of(arn).described(), expected, "{arn}");
        }
    }
}
