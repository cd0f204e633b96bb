//! A situation in a few words, for the tables of rules: files and variables in, one line out.

use super::client::Client;
use super::resolution::{Flags, Resolution};
use super::resolve::resolve;
use super::sample::SampleMachine;

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
    pub(super) is_read_only: bool,
    /// `--profile`
    pub(super) profile: Option<&'a str>,
}

impl Situation<'_> {
    pub(super) fn resolve(&self, client: Client) -> Resolution {
        let mut variables = self.variables.to_vec();
        variables.push(("AWS_EC2_METADATA_DISABLED", "true"));
        let machine = SampleMachine {
            variables,
            config: self.config.to_owned(),
            credentials: self.credentials.to_owned(),
            files: self.files.iter().map(|(path, text)| (path.into(), *text)).collect(),
            is_read_only: self.is_read_only,
        };
        let flags = Flags { profile: self.profile.map(Into::into), region: None };
        machine.ask(|facts| resolve(facts, client, &flags))
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
