//! Access keys: in the environment, in the two AWS files, in the files of older tools.

use std::ffi::OsStr;

use jiff::Timestamp;

use super::{Chain, Credentials, end_of_key_id, hinted_account};
use crate::aws::{
    account::{Account, AccountId, Basis},
    cause::{Cause, ProfileCause},
    client::JoinedKeys,
    expiry::Expiry,
    failure::{Failure, FailureKind, Stop},
    moment::Moment,
    profiles::{Profile, Setting},
    provider::{Provider, Source},
    sourced::Origin,
    verified::{KeyHash, VerifiedAccounts},
};

/// Where tools that export keys write down when they end; no client looks there (rule 9.2).
const EXPIRY_VARIABLES: [&str; 3] =
    ["AWS_SESSION_EXPIRATION", "AWSUME_EXPIRATION", "AWS_SSO_SESSION_EXPIRATION"];

/// The same for tools that write keys into the AWS files (rule 9.2).
const EXPIRY_KEYS: [&str; 4] =
    ["expiration", "x_security_token_expires", "aws_expiration", "aws_session_expiration"];

/// Reads when a tool says that its keys end; one of them writes the zone's name behind its offset.
fn told_end(text: &str) -> Option<Timestamp> {
    let without_name = || {
        text.trim_end()
            .strip_suffix(char::is_alphabetic)
            .map(|text| text.trim_end_matches(char::is_alphabetic))
    };
    let moment = Moment::parse(text).or_else(|| Moment::parse(without_name()?))?;
    match moment {
        Moment::At(end) => Some(end),
        Moment::WithoutZone => None,
    }
}

/// Finds the end of static keys that only the tool which wrote them tells (rule 9.2).
fn told_expiry<'a>(key: &impl Fn(&str) -> Option<Setting<'a>>) -> Option<Expiry> {
    EXPIRY_KEYS.iter().find_map(|name| {
        let setting = key(name)?;
        Some(Expiry::by_hand(told_end(setting.value)?, setting.origin()))
    })
}

/// Says that an indented line has become a part of a key, which AWS then does not know
/// (rule 2A.3).
fn continued<'a>(
    provider: Provider,
    parts: impl IntoIterator<Item = Option<Setting<'a>>>,
) -> Option<Failure> {
    let continued = parts.into_iter().flatten().find(|part| part.value.contains('\n'))?;
    let cause = Cause::ContinuedKeys { path: continued.path.to_owned(), line: continued.line };
    Some(Failure::at(provider, FailureKind::InvalidConfig, cause))
}

/// The keys that a profile has in both files together.
enum SharedKeys<'a> {
    None,
    Half(Setting<'a>),
    Whole { key_id: Setting<'a>, secret: Setting<'a>, token: Option<Setting<'a>> },
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads `AWS_ACCESS_KEY_ID` and what belongs to it (rules 7.2 and 9.1).
    pub(super) fn environment_keys(&self) -> Result<Credentials, Stop> {
        let provider = Provider::Environment;
        let (name, key_id) = self.environment_key_id().unwrap_or_default();
        let origin = Origin::environment(name);
        let mut credentials = Credentials::new(provider, Source::Environment, origin.clone());
        if self.environment_secret().is_none() {
            return Err(provider.failure(
                FailureKind::PartialCredentials,
                "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not",
            ));
        }
        let key_id = key_id.to_string_lossy();
        credentials.identity = end_of_key_id(&key_id);
        credentials.session_token = self.first_set(self.rules.keys.token_variables).is_some();
        let claim = || {
            let id = AccountId::new(self.variable("AWS_ACCOUNT_ID")?.to_str()?);
            Account::new(id, Basis::Hint, Origin::environment("AWS_ACCOUNT_ID"))
        };
        self.name_account(&mut credentials, &key_id, origin, claim());
        if self.rules.keys.has_environment_expiry {
            self.environment_expiry(credentials)
        } else {
            Ok(self.with_told_expiry(credentials))
        }
    }

    /// Adds the end of exported keys that only the tool which exported them tells (rule 9.2).
    fn with_told_expiry(&self, mut credentials: Credentials) -> Credentials {
        if credentials.session_token {
            credentials.expires = EXPIRY_VARIABLES.iter().find_map(|name| {
                let end = told_end(self.variable(name)?.to_str()?)?;
                Some(Expiry::by_hand(end, Origin::environment(name)))
            });
        }
        credentials
    }

    /// Finds the account of an access key: it carries it, or AWS has told it, or somebody claims
    /// it (rules 8.4 and 8.5).
    pub(super) fn name_account(
        &self,
        credentials: &mut Credentials,
        key_id: &str,
        origin: Origin,
        claim: Option<Account>,
    ) {
        let decoded =
            Account::new(AccountId::of_access_key_id(key_id), Basis::KeyId, origin.clone());
        let known = match (decoded, &self.world.verified_accounts) {
            (None, Some(path)) if end_of_key_id(key_id).is_some() => {
                let key = KeyHash::of(key_id);
                let told = VerifiedAccounts::read(self.content(path).visible());
                let account = Account::new(told.account(&key), Basis::Verified, origin);
                credentials.undecoded = Some(key);
                account
            }
            (decoded, _) => decoded,
        };
        credentials.account = Account::known_or_claimed(known, claim);
    }

    /// Returns the variable that has the id of the environment's keys, and the id (rule 7.2).
    pub(super) fn environment_key_id(&self) -> Option<(&'static str, &'a OsStr)> {
        self.first_set(self.rules.keys.id_variables)
    }

    /// Returns the secret of the environment's keys, if one is set (rule 7.2).
    pub(super) fn environment_secret(&self) -> Option<&'a OsStr> {
        self.first_set(self.rules.keys.secret_variables).map(|(_, secret)| secret)
    }

    fn first_set(&self, names: &'static [&'static str]) -> Option<(&'static str, &'a OsStr)> {
        let is_blank = |value: &OsStr| value.to_str().is_some_and(|text| text.trim().is_empty());
        names.iter().find_map(|name| {
            let value = self.variable(name)?;
            (!(self.rules.keys.blank_is_unset && is_blank(value))).then_some((*name, value))
        })
    }

    fn environment_expiry(&self, mut credentials: Credentials) -> Result<Credentials, Stop> {
        const VARIABLE: &str = "AWS_CREDENTIAL_EXPIRATION";
        let Some(text) = self.variable(VARIABLE) else {
            return Ok(self.with_told_expiry(credentials));
        };
        let failure =
            |kind, message: &'static str| Failure::at(Provider::Environment, kind, message);
        match text.to_str().and_then(Moment::parse) {
            None => Err(Stop::Failure(failure(
                FailureKind::ExpiryUnparsable,
                "AWS_CREDENTIAL_EXPIRATION is not a date",
            ))),
            Some(Moment::WithoutZone) => Ok(credentials.refused(failure(
                FailureKind::ExpiryUnparsable,
                "AWS_CREDENTIAL_EXPIRATION has no time zone",
            ))),
            Some(Moment::At(end)) => {
                credentials.expires = Some(Expiry::by_hand(end, Origin::environment(VARIABLE)));
                let lapsed = self.world.clock.has_passed(end).then(|| {
                    failure(
                        FailureKind::Expired,
                        "AWS_CREDENTIAL_EXPIRATION is past, and the AWS CLI refuses the keys",
                    )
                });
                Ok(credentials.refused(lapsed))
            }
        }
    }

    /// Loads the static keys of one file; the other file is not asked (rule 3.2).
    pub(super) fn file_keys(
        &self,
        provider: Provider,
        origin: Origin,
        key: impl Fn(&str) -> Option<Setting<'a>>,
    ) -> Result<Credentials, Stop> {
        if key("aws_secret_access_key").is_none() {
            let failure = provider.failure(FailureKind::PartialCredentials, Cause::NoSecret);
            return Err(failure.written(origin));
        }
        let mut credentials = Credentials::new(provider, Source::Static, origin.clone());
        let key_id = key("aws_access_key_id").map_or("", |setting| setting.value);
        credentials.identity = end_of_key_id(key_id);
        let token = self.rules.keys.token_keys.iter().find_map(|name| key(name));
        credentials.session_token = token.is_some_and(|token| !token.value.is_empty());
        let claim = hinted_account(key("aws_account_id"));
        self.name_account(&mut credentials, key_id, origin, claim);
        if credentials.session_token {
            credentials.expires = told_expiry(&key);
        }
        let parts = [key("aws_access_key_id"), key("aws_secret_access_key"), token];
        Ok(credentials.refused(continued(provider, parts)))
    }

    /// Tells whether a profile has keys in the two files together, and where.
    pub(super) fn shared_keys_mark(&self, profile: Profile<'a, 'w>) -> Option<Origin> {
        match self.joined_keys(profile) {
            SharedKeys::None => None,
            SharedKeys::Half(setting) | SharedKeys::Whole { key_id: setting, .. } => {
                Some(setting.origin())
            }
        }
    }

    /// Tells whether a profile has a whole pair of keys in the two files together.
    pub(super) fn has_shared_keys(&self, profile: Profile<'a, 'w>) -> bool {
        matches!(self.joined_keys(profile), SharedKeys::Whole { .. })
    }

    /// Loads the static keys of both files together (rules 3.4 and 7.14).
    pub(super) fn shared_keys(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::SharedFiles;
        let SharedKeys::Whole { key_id, secret, token } = self.joined_keys(profile) else {
            let kind = match self.rules.keys.joined {
                JoinedKeys::Paired => FailureKind::PartialCredentials,
                JoinedKeys::Each | JoinedKeys::EachIfWhole => FailureKind::InvalidConfig,
            };
            return Err(provider.failure(kind, ProfileCause::HalfKeys.of(name)));
        };
        let mut credentials = Credentials::new(provider, Source::Static, origin.clone());
        credentials.identity = end_of_key_id(key_id.value);
        credentials.session_token = token.is_some_and(|token| !token.value.is_empty());
        let claim = hinted_account(profile.get("aws_account_id"));
        self.name_account(&mut credentials, key_id.value, origin, claim);
        if credentials.session_token {
            credentials.expires = told_expiry(&|key: &str| profile.get(key));
        }
        Ok(credentials.refused(continued(provider, [Some(key_id), Some(secret), token])))
    }

    /// Tells whether half a pair of keys makes the client refuse a whole profile (rule 3.4).
    pub(super) fn has_half_a_pair(&self, profile: Profile<'a, 'w>) -> bool {
        matches!(self.joined_keys(profile), SharedKeys::Half(_))
    }

    fn joined_keys(&self, profile: Profile<'a, 'w>) -> SharedKeys<'a> {
        let (id_key, secret_key) = ("aws_access_key_id", "aws_secret_access_key");
        let token = |key: &dyn Fn(&str) -> Option<Setting<'a>>| {
            self.rules.keys.token_keys.iter().find_map(|name| key(name))
        };
        let pair = |key: &dyn Fn(&str) -> Option<Setting<'a>>| match (key(id_key), key(secret_key))
        {
            (None, None) => SharedKeys::None,
            (Some(key_id), Some(secret)) => SharedKeys::Whole { key_id, secret, token: token(key) },
            (Some(half), None) | (None, Some(half)) => SharedKeys::Half(half),
        };
        match self.rules.keys.joined {
            JoinedKeys::Each => pair(&|key| profile.get(key)),
            JoinedKeys::EachIfWhole => match pair(&|key| profile.get(key)) {
                SharedKeys::Half(_) => SharedKeys::None,
                keys => keys,
            },
            JoinedKeys::Paired => {
                let keys = match pair(&|key| profile.in_credentials(key)) {
                    // A token of the other file joins the pair (case c06).
                    SharedKeys::Whole { key_id, secret, .. } => {
                        let token = token(&|key| profile.get(key));
                        SharedKeys::Whole { key_id, secret, token }
                    }
                    SharedKeys::None => match pair(&|key| profile.in_config(key)) {
                        SharedKeys::Half(_) if profile.is_in_credentials() => SharedKeys::None,
                        keys => keys,
                    },
                    half @ SharedKeys::Half(_) => half,
                };
                match keys {
                    SharedKeys::Whole { key_id, secret, .. }
                        if key_id.value.is_empty() || secret.value.is_empty() =>
                    {
                        SharedKeys::None
                    }
                    keys => keys,
                }
            }
        }
    }
}
