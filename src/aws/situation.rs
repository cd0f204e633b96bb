//! A situation in a few words, for the tables of rules: files and variables in, one line out.

use std::path::{Path, PathBuf};

use super::{
    client::Client,
    clock::Clock,
    location::{self, Homes},
    resolve::{Flags, Resolution, resolve, settle},
    world::{Environment, FileState, Found, Need, Platform, World},
};

const HOME: &str = "/h";

/// Names and what they hold.
pub(super) type Pairs<'a> = [(&'a str, &'a str)];

/// The files and variables of a situation; everything else is absent.
#[derive(Clone, Copy, Default)]
pub(super) struct Situation<'a> {
    pub(super) config: &'a str,
    pub(super) credentials: &'a str,
    pub(super) variables: &'a Pairs<'a>,
    /// Other files, by their paths below the home.
    pub(super) files: &'a Pairs<'a>,
    /// `--profile`
    pub(super) profile: Option<&'a str>,
}

struct Nobody;

impl Homes for Nobody {
    fn current(&self) -> Option<PathBuf> {
        None
    }

    fn of(&self, _user: &str) -> Option<PathBuf> {
        None
    }
}

impl Situation<'_> {
    pub(super) fn resolve(&self, client: Client) -> Resolution {
        // The first variable of a name is the one that counts.
        let sealed = [("HOME", HOME), ("AWS_EC2_METADATA_DISABLED", "true")];
        let variables = self.variables.iter().chain(&sealed);
        let environment = Environment::new(
            Platform::Posix,
            variables.map(|(name, value)| (name.into(), value.into())),
        );
        let locations = location::locate(Platform::Posix, &environment, &Nobody);
        let config = locations.files.config.path.clone();
        let credentials = locations.files.credentials.path.clone();
        let content = |path: &Path| {
            let below_home = path.strip_prefix(HOME).unwrap_or(path);
            let file = self.files.iter().find(|(name, _)| Path::new(name) == below_home);
            match file {
                Some((_, text)) => FileState::Content((*text).into()),
                None if path == config => FileState::Content(self.config.into()),
                None if path == credentials => FileState::Content(self.credentials.into()),
                None => FileState::Absent,
            }
        };
        let world = World {
            verified_accounts: None,
            files: locations.paths().map(|path| (path.to_owned(), content(path))).collect(),
            locations,
            environment,
            clock: Clock::at("2026-01-01T00:00:00Z".parse().unwrap()),
        };
        let find = |need| match need {
            Need::Content(path) => {
                let state = content(&path);
                Found::Content(path, state)
            }
            Need::Presence(path) => {
                let is_present = content(&path) != FileState::Absent;
                Found::Presence(path, is_present)
            }
        };
        let flags = Flags { profile: self.profile.map(Into::into), region: None };
        settle(&world, find, |facts| resolve(facts, client, &flags))
    }

    /// Resolves, and says the outcome on one line: source, account, source profiles, or why not.
    pub(super) fn outcome_of(&self, client: Client) -> String {
        let resolution = self.resolve(client);
        if let Some(failure) = &resolution.failure {
            return failure.kind.name().to_owned();
        }
        let credentials = resolution.credentials.as_ref().unwrap();
        let account = resolution.account();
        let account = account.map(|account| format!(" {}", account.id.as_str()));
        let via = credentials.via.iter().map(|profile| format!(" < {profile}"));
        let token = if credentials.session_token { " +token" } else { "" };
        let mfa = if credentials.asks_mfa { " +mfa" } else { "" };
        let source = credentials.source.name();
        format!("{source}{}{}{token}{mfa}", account.unwrap_or_default(), via.collect::<String>())
    }
}

pub(super) const KEYS: &str =
    "aws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";
pub(super) const ENV_KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT"), ("AWS_SECRET_ACCESS_KEY", "s")];
pub(super) const ROLE: &str = "role_arn = arn:aws:iam::999999999999:role/R\n";
pub(super) const SSO: &str =
    "sso_session = corp\nsso_account_id = 444444444444\nsso_role_name = Admin\n";
pub(super) const CORP: &str =
    "[sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
pub(super) const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
pub(super) const ROLE_CACHE: &str = ".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json";
