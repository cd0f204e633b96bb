//! Access keys: in the environment, in the two AWS files, in the files of older tools.

use std::ffi::OsStr;

use jiff::{SignedDuration, Timestamp};

use super::{Chain, Credentials, Loaded, end_of_key_id, hinted_account};
use crate::aws::account::{Account, AccountId, Basis};
use crate::aws::cause::{Cause, ProfileCause};
use crate::aws::client::JoinedKeys;
use crate::aws::clock::{Clock, later};
use crate::aws::expiry::Expiry;
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::moment::Moment;
use crate::aws::profiles::{Profile, Setting};
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;
use crate::aws::verified::{KeyHash, VerifiedAccounts};

/// Variables in which tools export the end of keys; no client reads them (rule 9.2).
const EXPIRY_VARIABLES: [&str; 3] =
    ["AWS_SESSION_EXPIRATION", "AWSUME_EXPIRATION", "AWS_SSO_SESSION_EXPIRATION"];

/// The keys in which tools write it to the AWS files (rule 9.2).
const EXPIRY_KEYS: [&str; 6] = [
    "expiration",
    "x_security_token_expires",
    "aws_expiration",
    "aws_session_expiration",
    "aws_credential_expiration",
    "aws_session_token_expiration",
];

/// How far the time of a zone is from that of another at most.
const FURTHEST_ZONE: SignedDuration = SignedDuration::from_hours(14);

/// Reads the end of keys as a tool writes it; one tool adds the name of the zone to its offset.
/// Without a zone it counts once it has passed in all of them.
fn told_end(text: &str, clock: &Clock) -> Option<Timestamp> {
    let without_name = || {
        let text = text.trim_end().strip_suffix(char::is_alphabetic)?;
        Moment::parse(text.trim_end_matches(char::is_alphabetic))
    };
    match Moment::parse(text).or_else(without_name)? {
        Moment::At(end) => Some(end),
        Moment::WithoutZone(end) => clock.has_passed(later(end, FURTHEST_ZONE)).then_some(end),
    }
}

/// The id and secret of an access key, and the token that belongs to them.
#[derive(Clone, Copy)]
pub(super) struct KeyPair<'a> {
    pub(super) key_id: Setting<'a>,
    secret: Setting<'a>,
    token: Option<Setting<'a>>,
}

/// A pair of keys if there is one, or the one key of half a pair.
type MaybePair<'a> = Result<Option<KeyPair<'a>>, Setting<'a>>;

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads `AWS_ACCESS_KEY_ID` and what belongs to it (rules 7.2 and 9.1).
    pub(super) fn environment_keys(&self, origin: Origin) -> Loaded {
        const EXPIRATION: &str = "AWS_CREDENTIAL_EXPIRATION";
        let provider = Provider::Environment;
        if self.environment_secret().is_none() {
            return Err(provider.failure(
                FailureKind::PartialCredentials,
                "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not",
            ));
        }
        let key_id = self.environment_key_id().unwrap_or_default().1.to_string_lossy();
        let claim = self.variable("AWS_ACCOUNT_ID").and_then(|id| {
            let origin = Origin::environment("AWS_ACCOUNT_ID");
            Account::new(AccountId::new(id.to_str()?), Basis::Hint, origin)
        });
        let mut credentials = self.with_key(provider, Source::Environment, origin, &key_id, claim);
        let token = self.first_set(self.rules.keys.token_variables);
        credentials.session_token = token.is_some();
        let mut sent = self.environment_key_id().into_iter().chain(token);
        if let Some((name, _)) = sent.find(|(_, value)| !self.rules.keys.sent.has(value)) {
            let failure =
                Failure::at(provider, FailureKind::InvalidConfig, Cause::Unsendable(name));
            return Ok(credentials.refused(failure.written(Origin::environment(name))));
        }

        let has_expiry = self.rules.keys.has_environment_expiry;
        let Some(end) = self.variable(EXPIRATION).filter(|_| has_expiry) else {
            if credentials.session_token {
                credentials.expires = EXPIRY_VARIABLES.iter().find_map(|name| {
                    let end = told_end(self.variable(name)?.to_str()?, &self.world.clock)?;
                    Some(Expiry::by_hand(end, Origin::environment(name)))
                });
            }
            return Ok(credentials);
        };
        let (kind, message) = match end.to_str().and_then(Moment::parse) {
            None => {
                let message = "AWS_CREDENTIAL_EXPIRATION is not a date";
                return Err(provider.failure(FailureKind::ExpiryUnparsable, message));
            }
            Some(Moment::WithoutZone(_)) => {
                (FailureKind::ExpiryUnparsable, "AWS_CREDENTIAL_EXPIRATION has no time zone")
            }
            Some(Moment::At(end)) => {
                credentials.expires = Some(Expiry::by_hand(end, Origin::environment(EXPIRATION)));
                if !self.world.clock.has_passed(end) {
                    return Ok(credentials);
                }
                let message = "AWS_CREDENTIAL_EXPIRATION is past, and the AWS CLI refuses the keys";
                (FailureKind::Expired, message)
            }
        };
        Ok(credentials.refused(Failure::at(provider, kind, message)))
    }

    /// Returns the credentials of an access key. Its account is decoded from the key id, known from
    /// an answer of AWS, or claimed (rules 8.4 and 8.5).
    pub(super) fn with_key(
        &self,
        provider: Provider,
        source: Source,
        origin: Origin,
        key_id: &str,
        claim: Option<Account>,
    ) -> Credentials {
        let mut credentials = Credentials::new(provider, source, origin.clone());
        credentials.identity = end_of_key_id(key_id);
        let mut known =
            Account::new(AccountId::of_access_key_id(key_id), Basis::KeyId, origin.clone());
        if known.is_none()
            && credentials.identity.is_some()
            && let Some(path) = &self.world.verified_accounts
        {
            let key = KeyHash::of(key_id);
            let verified = VerifiedAccounts::read(self.content(path).visible()).account(&key);
            known = Account::new(verified, Basis::Verified, origin);
            credentials.undecoded = Some(key);
        }
        credentials.account = Account::known_or_claimed(known, claim);
        credentials
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

    /// Loads the static keys of one file; the other file is not asked (rule 3.2).
    pub(super) fn file_keys(
        &self,
        provider: Provider,
        origin: Origin,
        key: impl Fn(&str) -> Option<Setting<'a>>,
    ) -> Loaded {
        let Ok(Some(pair)) = self.pair(&key) else {
            let stop = provider.failure(FailureKind::PartialCredentials, Cause::NoSecret);
            return Err(stop.written(origin));
        };
        Ok(self.static_keys(provider, origin, pair, key))
    }

    /// Loads the static keys of both files together (rules 3.4 and 7.14).
    pub(super) fn shared_keys(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
        origin: Origin,
    ) -> Loaded {
        let provider = Provider::SharedFiles;
        let Ok(Some(pair)) = self.joined_keys(profile) else {
            let kind = match self.rules.keys.joined {
                JoinedKeys::Paired => FailureKind::PartialCredentials,
                JoinedKeys::Each | JoinedKeys::EachIfWhole => FailureKind::InvalidConfig,
            };
            return Err(provider.failure(kind, ProfileCause::HalfKeys.of(name)));
        };
        Ok(self.static_keys(provider, origin, pair, |key| profile.get(key)))
    }

    fn static_keys(
        &self,
        provider: Provider,
        origin: Origin,
        KeyPair { key_id, secret, token }: KeyPair<'a>,
        key: impl Fn(&str) -> Option<Setting<'a>>,
    ) -> Credentials {
        let claim = hinted_account(key("aws_account_id"));
        let mut credentials = self.with_key(provider, Source::Static, origin, key_id.value, claim);
        credentials.session_token = token.is_some_and(|token| !token.value.is_empty());
        if credentials.session_token {
            credentials.expires = EXPIRY_KEYS.iter().find_map(|name| {
                let setting = key(name)?;
                Some(Expiry::by_hand(told_end(setting.value, &self.world.clock)?, setting.origin()))
            });
        }
        // An indented line has become part of a key, which AWS then does not know (rule 2A.3).
        let mut parts = [Some(key_id), Some(secret), token].into_iter().flatten();
        let refusal = parts.find(|part| part.value.contains('\n')).map(|part| {
            let cause = Cause::ContinuedKeys { path: part.path.to_path_buf(), line: part.line };
            Failure::at(provider, FailureKind::InvalidConfig, cause)
        });
        credentials.refused(refusal)
    }

    /// Tells whether a profile has a whole pair of keys in the two files together.
    pub(super) fn has_shared_keys(&self, profile: Profile<'a, 'w>) -> bool {
        matches!(self.joined_keys(profile), Ok(Some(_)))
    }

    /// Returns the keys that a profile has in the two files together (rules 3.2 to 3.4).
    pub(super) fn joined_keys(&self, profile: Profile<'a, 'w>) -> MaybePair<'a> {
        let in_both = |key: &str| profile.get(key);
        match self.rules.keys.joined {
            JoinedKeys::Each => self.pair(in_both),
            JoinedKeys::EachIfWhole => Ok(self.pair(in_both).unwrap_or(None)),
            JoinedKeys::Paired => {
                let pair = match self.pair(|key| profile.in_credentials(key))? {
                    // A token of the other file joins the pair (case c06).
                    Some(pair) => Some(KeyPair { token: self.token(in_both), ..pair }),
                    None => match self.pair(|key| profile.in_config(key)) {
                        Err(_) if profile.is_in_credentials() => None,
                        pair => pair?,
                    },
                };
                let is_empty = |setting: Setting<'_>| setting.value.is_empty();
                Ok(pair.filter(|pair| !is_empty(pair.key_id) && !is_empty(pair.secret)))
            }
        }
    }

    fn pair(&self, key: impl Fn(&str) -> Option<Setting<'a>>) -> MaybePair<'a> {
        match (key("aws_access_key_id"), key("aws_secret_access_key")) {
            (None, None) => Ok(None),
            (Some(half), None) | (None, Some(half)) => Err(half),
            (Some(key_id), Some(secret)) => {
                Ok(Some(KeyPair { key_id, secret, token: self.token(key) }))
            }
        }
    }

    fn token(&self, key: impl Fn(&str) -> Option<Setting<'a>>) -> Option<Setting<'a>> {
        self.rules.keys.token_keys.iter().find_map(|name| key(name))
    }
}
