//! Access keys: in the environment, in the two AWS files, in the files of older tools.

use super::{Chain, Credentials, Provider, Source, end_of_key_id, hinted_account};
use crate::aws::{
    account::{Account, AccountId, Basis},
    moment::Moment,
    profiles::Setting,
    resolve::{Failure, FailureKind, Stop},
    sourced::{Origin, Sourced},
};

impl<'a> Chain<'a, '_> {
    /// Loads `AWS_ACCESS_KEY_ID` and what belongs to it (rules 7.2 and 9.1).
    pub(super) fn environment_keys(&self) -> Result<Credentials, Stop> {
        let provider = Provider::Environment;
        let origin = Origin::environment("AWS_ACCESS_KEY_ID");
        let mut credentials = Credentials::new(provider, Source::Environment, origin.clone());
        if self.variable("AWS_SECRET_ACCESS_KEY").is_none() {
            return Err(provider.failure(
                FailureKind::PartialCredentials,
                "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not",
            ));
        }
        let key_id = self.variable("AWS_ACCESS_KEY_ID").unwrap_or_default().to_string_lossy();
        credentials.identity = end_of_key_id(&key_id);
        let mut tokens = self.rules.token_variables.iter();
        credentials.session_token = tokens.any(|name| self.variable(name).is_some());
        let decoded = Account::new(AccountId::of_access_key_id(&key_id), Basis::KeyId, origin);
        credentials.account = decoded.or_else(|| {
            let id = AccountId::new(self.variable("AWS_ACCOUNT_ID")?.to_str()?);
            Account::new(id, Basis::Hint, Origin::environment("AWS_ACCOUNT_ID"))
        });
        self.environment_expiry(credentials)
    }

    fn environment_expiry(&self, mut credentials: Credentials) -> Result<Credentials, Stop> {
        const VARIABLE: &str = "AWS_CREDENTIAL_EXPIRATION";
        let Some(text) = self.variable(VARIABLE) else {
            return Ok(credentials);
        };
        let failure = |kind, message: &str| Failure::at(Provider::Environment, kind, message);
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
                credentials.expires = Some(Sourced::new(end, Origin::environment(VARIABLE)));
                let lapsed = (end < self.world.now).then(|| {
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
            return Err(provider.failure(
                FailureKind::PartialCredentials,
                "aws_access_key_id has no aws_secret_access_key in the same file",
            ));
        }
        let mut credentials = Credentials::new(provider, Source::Static, origin.clone());
        let key_id = key("aws_access_key_id").map_or("", |setting| setting.value);
        credentials.identity = end_of_key_id(key_id);
        let mut tokens = self.rules.token_keys.iter();
        credentials.session_token =
            tokens.find_map(|name| key(name)).is_some_and(|token| !token.value.is_empty());
        let decoded = Account::new(AccountId::of_access_key_id(key_id), Basis::KeyId, origin);
        credentials.account = decoded.or_else(|| hinted_account(key("aws_account_id")));
        Ok(credentials)
    }
}
