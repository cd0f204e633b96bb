//! What a client refuses: the names and paths of it, and the one sentence that they become.

use std::path::{Path, PathBuf};

use super::program::ProgramCause;
use super::reader::SyntaxError;
use super::remedy::{Remedy, remedy};
use super::sourced::Origin;
use super::world::Obstacle;
use crate::printable::{printable, short_path};

/// What is wrong. `Cause::described` has the sentence for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Fixed(&'static str),
    Syntax {
        path: PathBuf,
        error: SyntaxError,
    },
    NoProfile {
        profile: String,
        config: PathBuf,
        credentials: PathBuf,
    },
    MalformedRegion(String),
    MalformedSsoRegion(String),
    UnusableSetting {
        name: &'static str,
        value: Option<String>,
        accepted: String,
    },
    MalformedEndpoint(String),
    NoServices(String),
    DamagedCache(PathBuf),
    Unwritable {
        what: &'static str,
        obstacle: Obstacle,
    },
    DamagedModel {
        path: PathBuf,
        why: &'static str,
    },
    NoLegacyFile(PathBuf),
    HalfLegacyKeys(PathBuf),
    Unsendable(&'static str),
    OfProcess(ProcessCause),
    /// Whether an endpoint follows that was meant to be below it.
    EmptyS3 {
        has_endpoint: bool,
    },
    ContinuedKeys {
        path: PathBuf,
        line: u32,
    },
    /// Why the file of a token has none that can be sent.
    NoToken {
        path: PathBuf,
        why: &'static str,
    },
    NoSecret,
    /// A variable or key of a web identity's role.
    TooShort(&'static str),
    WebIdentityWithoutRole,
    TooManySources(usize),
    NoSession(String),
    IncompleteSession {
        session: String,
        key: &'static str,
    },
    OfProfile {
        profile: String,
        what: ProfileCause,
    },
}

/// What is wrong with a `credential_process`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProcessCause {
    Empty,
    Unusable(&'static str),
    Nul,
    Program(ProgramCause),
    /// Why the AWS CLI hands out no credentials of the profile that the command asks it for.
    Export {
        profile: String,
        why: Box<Cause>,
    },
    ExportCircle,
    ExportFormat(String),
    /// A command of the AWS CLI that prints no credentials, or not as a program has to.
    NoAnswer(&'static str),
}

/// What is wrong with a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProfileCause {
    NoCredentials,
    HalfKeys,
    SeveralSources,
    NothingToAssumeWith,
    Mfa,
    NoSource,
    TwoSources,
    NoRole(&'static str),
    TooShort(&'static str),
    TooBrief,
    UnknownCredentialSource(String),
    EmptyCredentialSource(String),
    MetadataOff {
        is_there: bool,
    },
    NoSourceProfile(String),
    SourceWithoutCredentials(String),
    SourceCycle {
        back_to: String,
    },
    NoSession(String),
    /// What is wrong with the file of its login session, if there is one.
    Login(Option<&'static str>),
    IncompleteSso(&'static str),
    SsoContradiction {
        keys: Vec<String>,
        session: String,
    },
    SsoRepetition {
        keys: Vec<String>,
        session: String,
    },
}

impl From<&'static str> for Cause {
    fn from(sentence: &'static str) -> Self {
        Self::Fixed(sentence)
    }
}

impl Cause {
    /// Says it for a person, with `~` for the home directory.
    pub(crate) fn shown(&self, home: Option<&Path>) -> String {
        printable(&self.described(|path| short_path(path, home))).into_owned()
    }

    /// Says what to write instead, if that is known; `at` is where it is written.
    pub(crate) fn correction(&self, at: &Origin) -> Option<Remedy> {
        let is_variable = matches!(at, Origin::Environment(_));
        Some(match self {
            Self::UnusableSetting { name, accepted, .. } if is_variable => {
                remedy!("set {name} to {accepted}, or unset it")
            }
            Self::UnusableSetting { name, accepted, .. } => {
                remedy!("write {name} = {accepted}, or delete the line")
            }
            Self::MalformedEndpoint(name) if is_variable => {
                remedy!("set {name} to a URL such as http://localhost:4566, or unset it")
            }
            Self::MalformedEndpoint(name) => {
                remedy!("write {name} = http://localhost:4566 or another URL, or delete the line")
            }
            Self::NoServices(name) => {
                let name = printable(name);
                remedy!("write the section [services {name}] with settings, or delete the line")
            }
            Self::Unsendable(name) => remedy!("export {name} again, in one line"),
            Self::TooShort(name) => remedy!("correct {name}"),
            // Below s3 in a profile it would be passed over (rule 7.36).
            Self::EmptyS3 { has_endpoint: true } => {
                remedy!("delete the line s3 =, so that endpoint_url is that of every service")
            }
            Self::EmptyS3 { .. } => remedy!("indent the settings below s3, or delete the line"),
            Self::OfProcess(cause) => return cause.correction(),
            _ => return None,
        })
    }

    /// Says what is wrong, with paths as `path` writes them.
    pub(super) fn described(&self, path: impl Fn(&Path) -> String) -> String {
        match self {
            Self::Fixed(sentence) => (*sentence).to_owned(),
            Self::OfProcess(cause) => cause.described(path),
            Self::EmptyS3 { .. } => "s3 has no settings that are indented below it".to_owned(),
            Self::Syntax { path: file, error } => error.described(&path(file)),
            Self::NoProfile { profile, config, credentials } => {
                let (config, credentials) = (path(config), path(credentials));
                format!("no profile named {profile:?} in {config} or {credentials}")
            }
            Self::MalformedRegion(region) => format!("{region:?} is not a valid region name"),
            Self::MalformedSsoRegion(region) => {
                format!("sso_region is {region:?}, which is not a valid region name")
            }
            Self::UnusableSetting { name, value: Some(value), .. } => {
                format!("{name} is {value:?}, which the client cannot use")
            }
            Self::UnusableSetting { name, value: None, .. } => {
                format!("{name} has a value that the client cannot use")
            }
            Self::MalformedEndpoint(name) => {
                format!("{name} is not a URL with a scheme and a valid host")
            }
            Self::NoServices(name) => format!("there is no [services {name}], or it is empty"),
            Self::DamagedCache(file) => {
                format!("the cached session {} is damaged; remove it", path(file))
            }
            Self::Unwritable { what, obstacle: Obstacle { path: file, kind } } => {
                format!("{what} cannot be kept: {} {}", path(file), kind.described())
            }
            Self::DamagedModel { path: file, why } => format!("{} {why}", path(file)),
            Self::NoLegacyFile(file) => {
                format!("AWS_CREDENTIAL_FILE names {}, which is not there", path(file))
            }
            Self::HalfLegacyKeys(file) => {
                format!("{} has an access key id without its secret", path(file))
            }
            Self::Unsendable(name) => {
                format!("{name} has a line break or another character that cannot be sent")
            }
            Self::ContinuedKeys { path: file, line } => {
                format!("the access keys continue in the indented line below {}:{line}", path(file))
            }
            Self::NoToken { path: file, why } => format!("the token file {} {why}", path(file)),
            Self::NoSecret => {
                "aws_access_key_id has no aws_secret_access_key in the same file".to_owned()
            }
            Self::TooShort(name) => format!("{name} is too short to be one"),
            Self::WebIdentityWithoutRole => {
                "a web identity token file is configured without a role ARN".to_owned()
            }
            Self::TooManySources(most) => {
                format!("more than {most} source profiles follow one another, in a circle")
            }
            Self::NoSession(session) => format!("there is no [sso-session {session}]"),
            Self::IncompleteSession { session, key } => {
                format!("[sso-session {session}] lacks {key}")
            }
            Self::OfProfile { profile, what } => what.described(profile),
        }
    }
}

impl ProcessCause {
    fn correction(&self) -> Option<Remedy> {
        Some(match self {
            Self::Empty => {
                remedy!("write the command after credential_process, or delete the line")
            }
            Self::Unusable(_) => {
                remedy!("write the command in one line, with quotes in pairs")
            }
            Self::Nul => remedy!("write the command again, without the NUL character"),
            Self::Program(cause) => cause.remedy(),
            Self::ExportCircle => remedy!(
                "let --profile name a profile whose credentials come from elsewhere, or delete the line"
            ),
            Self::ExportFormat(_) => remedy!("delete the option --format from the command"),
            Self::NoAnswer(_) => remedy!(
                "write aws configure export-credentials --profile NAME instead, with the name of a profile that has credentials"
            ),
            Self::Export { .. } => return None,
        })
    }

    fn described(&self, path: impl Fn(&Path) -> String) -> String {
        match self {
            Self::Empty => "credential_process is empty".to_owned(),
            Self::Unusable(why) => format!("credential_process {why}"),
            Self::Nul => "credential_process has a NUL character in it".to_owned(),
            Self::Program(cause) => {
                format!("credential_process cannot be started: {}", cause.described())
            }
            Self::Export { profile, why } => {
                format!("credential_process asks for profile {profile:?}: {}", why.described(path))
            }
            Self::ExportCircle => {
                "it asks for another, and so on, for more than four or in a circle".to_owned()
            }
            Self::NoAnswer(command) => {
                format!("credential_process starts {command}, which does not answer as it has to")
            }
            Self::ExportFormat(format) => {
                format!("the format {format:?} is not one that a client can read")
            }
        }
    }
}

impl ProfileCause {
    pub(super) fn of(self, profile: &str) -> Cause {
        Cause::OfProfile { profile: profile.to_owned(), what: self }
    }

    fn described(&self, name: &str) -> String {
        let profile = format!("profile {name:?}");
        match self {
            Self::NoCredentials => format!("{profile} has no credentials"),
            Self::HalfKeys => format!("{profile} has half a pair of access keys"),
            Self::SeveralSources => format!("{profile} has more than one source of credentials"),
            Self::NothingToAssumeWith => {
                format!("there is nothing to assume the role of {profile} with")
            }
            Self::Mfa => {
                format!("{profile} needs an MFA code, and the client does not ask for one")
            }
            Self::NoSource => {
                format!(
                    "{profile} has a role_arn, and neither source_profile nor credential_source"
                )
            }
            Self::TwoSources => format!("{profile} has both source_profile and credential_source"),
            Self::NoRole(key) => format!("{profile} has a {key} without role_arn"),
            Self::TooShort(key) => format!("the {key} of {profile} is too short to be one"),
            Self::TooBrief => format!("the duration_seconds of {profile} are less than 900"),
            Self::UnknownCredentialSource(source) => {
                format!("{profile} names an unknown credential_source: {source:?}")
            }
            Self::EmptyCredentialSource(source) => {
                format!("{profile} has credential_source = {source}, which has none")
            }
            Self::MetadataOff { .. } => {
                format!(
                    "{profile} needs the instance metadata service, which \
                     AWS_EC2_METADATA_DISABLED turns off"
                )
            }
            Self::NoSourceProfile(source) => {
                format!("{profile} names a source_profile that is not there: {source:?}")
            }
            Self::SourceWithoutCredentials(source) => {
                format!("the source_profile {source:?} of {name:?} has no credentials")
            }
            Self::SourceCycle { back_to } => {
                format!("the source_profile of {name:?} leads back to {back_to:?}")
            }
            Self::NoSession(session) => {
                format!("{profile} names an sso_session that is not there: {session:?}")
            }
            Self::Login(None) => format!("{profile} has no login session"),
            Self::Login(Some(why)) => format!("the file of the login session of {profile} {why}"),
            Self::IncompleteSso(key) => format!("{profile} is set up for SSO and lacks {key}"),
            Self::SsoContradiction { keys, session } => {
                let differ = if keys.len() == 1 { "differs" } else { "differ" };
                let keys = keys.join(" and ");
                format!("{keys} {differ} between {profile} and [sso-session {session}]")
            }
            Self::SsoRepetition { keys, session } => {
                let keys = keys.join(" and ");
                format!("{keys} must not be in both {profile} and [sso-session {session}]")
            }
        }
    }
}
