//! The chain of places where a client looks for credentials: which one wins (rule 7).
//!
//! Secrets are only asked whether they are there; none is kept.

use std::{ffi::OsStr, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, de::IgnoredAny};

use super::{
    account::{Account, AccountId, Basis},
    client::Rules,
    expiry::{self, Cached, Moment, RoleCacheKey, SsoCacheKey},
    profiles::{Profile, Profiles, Setting},
    reader::python,
    resolve::{Failure, FailureKind, Stop},
    sourced::{Origin, Sourced},
    world::{Caches, World},
};

/// A place where credentials are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    Environment,
    AssumeRole,
    WebIdentity,
    Sso,
    CredentialsFile,
    Login,
    Process,
    ConfigFile,
    LegacyFiles,
    Container,
    InstanceMetadata,
}

impl Provider {
    /// Says in words what a person would call this place.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Environment => "keys in the environment",
            Self::AssumeRole => "an assumed role",
            Self::WebIdentity => "web identity",
            Self::Sso => "IAM Identity Center",
            Self::CredentialsFile => "keys in the credentials file",
            Self::Login => "aws login",
            Self::Process => "credential_process",
            Self::ConfigFile => "keys in the config file",
            Self::LegacyFiles => "keys in a file of older tools",
            Self::Container => "the container's role",
            Self::InstanceMetadata => "the instance's role",
        }
    }
}

/// What kind of credentials a client would sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Environment,
    Static,
    Process,
    Login,
    Sso { cached: bool },
    AssumeRole { cached: bool },
    WebIdentity,
    Container,
    InstanceMetadata,
}

impl Source {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Environment => "env",
            Self::Static => "static",
            Self::Process => "process",
            Self::Login => "login",
            Self::Sso { cached: false } => "sso",
            Self::Sso { cached: true } => "sso(cached)",
            Self::AssumeRole { cached: false } => "assume-role",
            Self::AssumeRole { cached: true } => "assume-role(cached)",
            Self::WebIdentity => "web-identity",
            Self::Container => "container",
            Self::InstanceMetadata => "imds",
        }
    }
}

/// The credentials that a client would use, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) provider: Provider,
    pub(crate) source: Source,
    pub(crate) origin: Origin,
    /// For people: a role's name, a login's name, or the end of a key id.
    pub(crate) identity: Option<String>,
    /// The role's name, where the identity is one.
    pub(crate) role: Option<String>,
    /// The source profiles of a chain of roles, nearest first.
    pub(crate) via: Vec<String>,
    /// Whether a session token would be sent.
    pub(crate) session_token: bool,
    pub(crate) account: Option<Account>,
    pub(crate) expires: Option<Sourced<Timestamp>>,
    /// Why the client would fail with them when it comes to signing.
    refusal: Option<Failure>,
}

impl Credentials {
    fn new(provider: Provider, source: Source, origin: Origin) -> Self {
        Self {
            provider,
            source,
            origin,
            identity: None,
            role: None,
            via: Vec::new(),
            session_token: false,
            account: None,
            expires: None,
            refusal: None,
        }
    }

    /// Takes out the failure that signing would end in.
    pub(super) fn take_refusal(&mut self) -> Option<Failure> {
        self.refusal.take()
    }

    fn refused(mut self, failure: impl Into<Option<Failure>>) -> Self {
        self.refusal = failure.into();
        self
    }

    fn of_role(mut self, role_arn: &str, arn_origin: Origin) -> Self {
        let name = role_arn.rsplit(['/', ':']).next().unwrap_or(role_arn);
        self.role = Some(name.to_owned());
        self.identity = self.role.clone();
        self.session_token = true;
        self.account = Account::new(AccountId::of_arn(role_arn), Basis::RoleArn, arn_origin);
        self
    }
}

/// The chain, with everything that it looks at.
pub(super) struct Chain<'a, 'w> {
    pub(super) world: &'a World,
    pub(super) profiles: &'a Profiles<'w>,
    pub(super) caches: &'a Caches,
    pub(super) rules: &'static Rules,
    /// Whether the profile was given to the client explicitly, which turns the keys and the web
    /// identity of the environment off (rule 7A, places 1 and 3).
    pub(super) profile_is_explicit: bool,
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Finds the credentials of a profile; the first place that applies wins or fails.
    pub(super) fn winner(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
    ) -> Result<Option<Credentials>, Stop> {
        let environment = !self.profile_is_explicit;
        for &provider in self.rules.chain {
            if let Some(origin) = self.applies(provider, profile, environment) {
                let mut visited = vec![name];
                let found = self.load(provider, name, profile, environment, origin, &mut visited);
                if let Some(credentials) = found? {
                    return Ok(Some(credentials));
                }
            }
        }
        Ok(None)
    }

    /// Returns the places behind the winner that would have applied too.
    pub(super) fn beaten(
        &self,
        winner: Provider,
        profile: Profile<'a, 'w>,
    ) -> impl Iterator<Item = (Provider, Origin)> {
        let behind = self
            .rules
            .chain
            .iter()
            .skip_while(move |p| **p != winner)
            .skip(1);
        behind.filter_map(move |&provider| match provider {
            // Only a look at other files could tell, and nobody set these by hand.
            Provider::LegacyFiles | Provider::InstanceMetadata => None,
            _ => Some((
                provider,
                self.applies(provider, profile, !self.profile_is_explicit)?,
            )),
        })
    }

    /// Tells whether a place has anything to say about a profile, and what makes it say so.
    fn applies(
        &self,
        provider: Provider,
        profile: Profile<'a, 'w>,
        environment: bool,
    ) -> Option<Origin> {
        let key = |setting: Option<Setting<'_>>| setting.map(|setting| setting.origin());
        match provider {
            Provider::Environment => {
                let set = environment && self.variable("AWS_ACCESS_KEY_ID").is_some();
                set.then(|| Origin::environment("AWS_ACCESS_KEY_ID"))
            }
            Provider::AssumeRole => self.role_setting(profile).map(|role| role.origin()),
            Provider::WebIdentity => {
                let (path, origin) = self.web_identity(
                    profile,
                    environment,
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    "web_identity_token_file",
                )?;
                (!path.is_empty()).then_some(origin)
            }
            Provider::Sso => key(profile
                .get("sso_account_id")
                .or(profile.get("sso_role_name"))),
            Provider::CredentialsFile => key(profile.from_credentials("aws_access_key_id")),
            Provider::Login => key(profile.get("login_session")),
            Provider::Process => key(profile.get("credential_process")),
            Provider::ConfigFile => key(profile.from_config("aws_access_key_id")),
            Provider::Container => {
                let set = |name: &&str| self.world.environment.get(name).is_some();
                let variables = [
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                ];
                variables
                    .iter()
                    .find(|name| set(name))
                    .map(|name| Origin::environment(name))
            }
            Provider::LegacyFiles | Provider::InstanceMetadata => Some(Origin::Default),
        }
    }

    fn load(
        &self,
        provider: Provider,
        name: &'a str,
        profile: Profile<'a, 'w>,
        environment: bool,
        origin: Origin,
        visited: &mut Vec<&'a str>,
    ) -> Result<Option<Credentials>, Stop> {
        match provider {
            Provider::Environment => self.environment_keys().map(Some),
            Provider::AssumeRole => self.assume_role(name, profile, visited).map(Some),
            Provider::WebIdentity => self
                .assume_role_with_web_identity(profile, environment, origin)
                .map(Some),
            Provider::Sso => self.sso(name, profile, origin).map(Some),
            Provider::CredentialsFile => self
                .file_keys(provider, origin, |key| profile.from_credentials(key))
                .map(Some),
            Provider::ConfigFile => self
                .file_keys(provider, origin, |key| profile.from_config(key))
                .map(Some),
            Provider::Login => self.login(profile, origin).map(Some),
            Provider::Process => Ok(Some(process(profile, origin))),
            Provider::LegacyFiles => self.legacy_files(),
            Provider::Container => {
                let mut credentials = Credentials::new(provider, Source::Container, origin);
                credentials.session_token = true;
                Ok(Some(credentials))
            }
            Provider::InstanceMetadata => self.instance_metadata(),
        }
    }

    /// Returns a variable that is set and not empty.
    fn variable(&self, name: &str) -> Option<&'a OsStr> {
        self.world.environment.non_empty(name)
    }

    /// Loads `AWS_ACCESS_KEY_ID` and what belongs to it (rules 7.2 and 9.1).
    fn environment_keys(&self) -> Result<Credentials, Stop> {
        let provider = Provider::Environment;
        let origin = Origin::environment("AWS_ACCESS_KEY_ID");
        let mut credentials = Credentials::new(provider, Source::Environment, origin.clone());
        if self.variable("AWS_SECRET_ACCESS_KEY").is_none() {
            return Err(provider.failure(
                FailureKind::PartialCredentials,
                "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not",
            ));
        }
        let key_id = self
            .variable("AWS_ACCESS_KEY_ID")
            .unwrap_or_default()
            .to_string_lossy();
        credentials.identity = end_of_key_id(&key_id);
        let mut tokens = self.rules.token_variables.iter();
        credentials.session_token = tokens
            .find_map(|name| self.world.environment.get(name))
            .is_some_and(|token| !token.is_empty());
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
        match text.to_str().and_then(expiry::parse_moment) {
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
    fn file_keys(
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
        credentials.session_token = tokens
            .find_map(|name| key(name))
            .is_some_and(|token| !token.value.is_empty());
        let decoded = Account::new(AccountId::of_access_key_id(key_id), Basis::KeyId, origin);
        credentials.account = decoded.or_else(|| hinted_account(key("aws_account_id")));
        Ok(credentials)
    }

    /// Returns the `role_arn` that makes a profile a role profile (rule 7A, place 2).
    fn role_setting(&self, profile: Profile<'a, 'w>) -> Option<Setting<'a>> {
        let is_web_identity = profile.get("web_identity_token_file").is_some();
        profile.get("role_arn").filter(|_| !is_web_identity)
    }

    /// Assumes a profile's role with its source's credentials (rules 7.3 to 7.7).
    fn assume_role(
        &self,
        name: &'a str,
        profile: Profile<'a, 'w>,
        visited: &mut Vec<&'a str>,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::AssumeRole;
        let role = self.role_setting(profile);
        let role_arn = role.map_or("", |role| role.value);
        let (mut base, via) = match (
            profile.get("source_profile"),
            profile.get("credential_source"),
        ) {
            (Some(_), Some(_)) => {
                return Err(provider.failure(
                    FailureKind::InvalidConfig,
                    format!("profile {name:?} has both source_profile and credential_source"),
                ));
            }
            (None, None) => {
                return Err(provider.failure(
                    FailureKind::PartialCredentials,
                    format!(
                        "profile {name:?} has a role_arn, and neither source_profile nor \
                         credential_source"
                    ),
                ));
            }
            (None, Some(source)) => (self.credential_source(name, source.value)?, Vec::new()),
            (Some(source), None) => {
                let base = self.source_profile(name, source.value, visited)?;
                (base, vec![source.value.to_owned()])
            }
        };
        let origin = role.map_or(Origin::Default, |role| role.origin());
        let text = |key: &str| profile.get(key).map(|setting| setting.value);
        let cached = self.cached_session(|home| {
            let key = RoleCacheKey {
                duration_seconds: text("duration_seconds").and_then(|text| text.parse().ok()),
                external_id: text("external_id"),
                role_arn,
                role_session_name: text("role_session_name").filter(|name| !name.is_empty()),
                serial_number: text("mfa_serial"),
            };
            key.path(home)
        })?;
        let source = Source::AssumeRole {
            cached: cached.is_usable(),
        };
        let mut credentials =
            Credentials::new(provider, source, origin.clone()).of_role(role_arn, origin);
        credentials.via = via;
        credentials.via.append(&mut base.via);
        Ok(cached.applied_to(credentials, base.take_refusal()))
    }

    /// Loads what `credential_source` names, in exactly this spelling (rule 7.7).
    fn credential_source(&self, name: &str, source: &str) -> Result<Credentials, Stop> {
        let provider = match source {
            "Environment" => Provider::Environment,
            "EcsContainer" => Provider::Container,
            "Ec2InstanceMetadata" => Provider::InstanceMetadata,
            _ => {
                return Err(Provider::AssumeRole.failure(
                    FailureKind::InvalidConfig,
                    format!("profile {name:?} names an unknown credential_source: {source:?}"),
                ));
            }
        };
        let nobody = self.profiles.empty();
        let found = match self.applies(provider, nobody, true) {
            Some(origin) => self.load(provider, "", nobody, true, origin, &mut Vec::new())?,
            None => None,
        };
        found.ok_or_else(|| {
            Provider::AssumeRole.failure(
                FailureKind::NoCredentials,
                format!("profile {name:?} has credential_source = {source}, which has none"),
            )
        })
    }

    /// Finds the credentials of a source profile (rules 7.3, 7.4 and 7.6).
    fn source_profile(
        &self,
        parent: &'a str,
        name: &'a str,
        visited: &mut Vec<&'a str>,
    ) -> Result<Credentials, Stop> {
        let invalid = |message| Provider::AssumeRole.failure(FailureKind::InvalidConfig, message);
        let profile = self.profiles.find(name).ok_or_else(|| {
            invalid(format!(
                "profile {parent:?} names a source_profile that is not there: {name:?}"
            ))
        })?;
        let has_keys = profile.get("aws_access_key_id").is_some()
            || profile.get("aws_secret_access_key").is_some();
        if visited.contains(&name) && !(name == parent && has_keys) {
            return Err(Provider::AssumeRole.failure(
                FailureKind::RoleCycle,
                format!("the source_profile of {parent:?} leads back to {name:?}"),
            ));
        }
        visited.push(name);
        if !has_keys && self.role_setting(profile).is_some() {
            return self.assume_role(name, profile, visited);
        }
        for &provider in self.rules.source_profile_chain {
            if let Some(origin) = self.applies(provider, profile, false) {
                let found = self.load(provider, name, profile, false, origin, visited)?;
                if let Some(credentials) = found {
                    return Ok(credentials);
                }
            }
        }
        Err(invalid(format!(
            "the source_profile {name:?} of {parent:?} has no credentials"
        )))
    }

    /// Returns one of the web identity settings: the environment's, else the profile's (rule 7.8).
    fn web_identity(
        &self,
        profile: Profile<'a, 'w>,
        environment: bool,
        variable: &'static str,
        key: &str,
    ) -> Option<(&'a OsStr, Origin)> {
        let from_environment = environment
            .then(|| self.world.environment.get(variable))
            .flatten();
        from_environment
            .map(|value| (value, Origin::environment(variable)))
            .or_else(|| {
                let setting = profile.get(key)?;
                Some((OsStr::new(setting.value), setting.origin()))
            })
    }

    fn assume_role_with_web_identity(
        &self,
        profile: Profile<'a, 'w>,
        environment: bool,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::WebIdentity;
        let setting = |variable, key| self.web_identity(profile, environment, variable, key);
        let role = setting("AWS_ROLE_ARN", "role_arn").filter(|(arn, _)| !arn.is_empty());
        let Some((role_arn, arn_origin)) = role else {
            return Err(provider.failure(
                FailureKind::InvalidConfig,
                "a web identity token file is configured without a role ARN",
            ));
        };
        let role_arn = role_arn.to_string_lossy();
        let session = setting("AWS_ROLE_SESSION_NAME", "role_session_name")
            .map(|(name, _)| name.to_string_lossy());
        let cached = self.cached_session(|home| {
            let key = RoleCacheKey {
                duration_seconds: None,
                external_id: None,
                role_arn: &role_arn,
                role_session_name: session.as_deref().filter(|name| !name.is_empty()),
                serial_number: None,
            };
            key.path(home)
        })?;
        let token = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
        let token_path = Path::new(token.map_or(OsStr::new(""), |(path, _)| path));
        let missing = if cached.is_usable() || self.caches.is_present(token_path)? {
            None
        } else {
            Some(Failure::at(
                provider,
                FailureKind::NoCredentials,
                format!(
                    "the web identity token file {} is not there",
                    token_path.display()
                ),
            ))
        };
        let credentials =
            Credentials::new(provider, Source::WebIdentity, origin).of_role(&role_arn, arn_origin);
        Ok(cached.applied_to(credentials, missing))
    }

    /// Loads an IAM Identity Center profile (rules 7.10 and 7.11).
    fn sso(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::Sso;
        let invalid = |message| provider.failure(FailureKind::Sso, message);
        let session = match profile.get("sso_session") {
            None => None,
            Some(reference) => {
                let session = self.profiles.sso_session(reference.value).ok_or_else(|| {
                    invalid(format!("there is no [sso-session {}]", reference.value))
                })?;
                for (key, setting) in session.settings() {
                    if profile
                        .get(key)
                        .is_some_and(|own| own.value != setting.value)
                    {
                        return Err(invalid(format!(
                            "{key} differs between profile {name:?} and [sso-session {}]",
                            reference.value
                        )));
                    }
                }
                Some((reference.value, session))
            }
        };
        let required = |key: &str| {
            let from_session = || session.as_ref().and_then(|(_, session)| session.get(key));
            profile.get(key).or_else(from_session).ok_or_else(|| {
                invalid(format!(
                    "profile {name:?} is set up for SSO and lacks {key}"
                ))
            })
        };
        let role_name = required("sso_role_name")?;
        let account_id = required("sso_account_id")?;
        let start_url = required("sso_start_url")?;
        required("sso_region")?;

        let session_name = session.map(|(name, _)| name);
        let cached = self.cached_session(|home| {
            let key = SsoCacheKey {
                account_id: account_id.value,
                role_name: role_name.value,
                session_name,
                start_url: session_name.is_none().then_some(start_url.value),
            };
            key.path(home)
        })?;
        let source = Source::Sso {
            cached: cached.is_usable(),
        };
        let mut credentials = Credentials::new(provider, source, origin);
        credentials.role = Some(role_name.value.to_owned());
        credentials.identity = credentials.role.clone();
        credentials.session_token = true;
        credentials.account = Account::new(
            AccountId::new(account_id.value),
            Basis::SsoAccountId,
            account_id.origin(),
        );
        if cached.is_usable() {
            return Ok(cached.applied_to(credentials, None));
        }
        let (expires, dead) = self.sso_token(session_name, start_url.value)?;
        credentials.expires = expires;
        Ok(cached.applied_to(credentials, dead))
    }

    /// Judges the cached SSO token: when it ends, and why it cannot be used (rules 9.3 and 9.4).
    fn sso_token(
        &self,
        session_name: Option<&str>,
        start_url: &str,
    ) -> Result<(Option<Sourced<Timestamp>>, Option<Failure>), Stop> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Token {
            #[serde(rename = "accessToken")]
            _access_token: IgnoredAny,
            expires_at: String,
            refresh_token: Option<IgnoredAny>,
            client_id: Option<IgnoredAny>,
            client_secret: Option<IgnoredAny>,
            registration_expires_at: Option<String>,
        }

        let failure = |kind, message: &str| Some(Failure::at(Provider::Sso, kind, message));
        let none = || {
            (
                None,
                failure(FailureKind::SsoToken, "there is no SSO login session"),
            )
        };
        let Some(home) = &self.world.locations.home else {
            return Ok(none());
        };
        let path = expiry::sso_token_path(home, session_name.unwrap_or(start_url));
        let token: Token = match expiry::read_cache(self.caches, &path)? {
            Cached::Absent => return Ok(none()),
            Cached::Broken => {
                let message = "the file of the SSO login session is damaged";
                return Ok((None, failure(FailureKind::SsoToken, message)));
            }
            Cached::Present(token) => token,
        };
        let Some(Moment::At(end)) = expiry::parse_moment(&token.expires_at) else {
            let message = "the file of the SSO login session has no valid expiresAt";
            return Ok((None, failure(FailureKind::SsoToken, message)));
        };
        let now = self.world.now;
        let registration = token.registration_expires_at.as_deref();
        let is_renewable = session_name.is_some()
            && token.refresh_token.is_some()
            && token.client_id.is_some()
            && token.client_secret.is_some()
            && matches!(registration.and_then(expiry::parse_moment), Some(Moment::At(end)) if end > now);
        let expires = Sourced::new(end, Origin::File { path, line: None });
        let is_dead = end <= now && !is_renewable;
        let dead =
            is_dead.then(|| failure(FailureKind::Expired, "the SSO login session has expired"));
        Ok((Some(expires), dead.flatten()))
    }

    /// Loads a session of `aws login` (rules 7.13 and 9.8).
    fn login(&self, profile: Profile<'a, 'w>, origin: Origin) -> Result<Credentials, Stop> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Token {
            access_token: AccessToken,
            #[serde(rename = "refreshToken")]
            _refresh_token: IgnoredAny,
            #[serde(rename = "dpopKey")]
            _dpop_key: IgnoredAny,
            #[serde(rename = "clientId")]
            _client_id: IgnoredAny,
        }

        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct AccessToken {
            account_id: Option<String>,
            expires_at: String,
        }

        let provider = Provider::Login;
        let session = profile
            .get("login_session")
            .map_or("", |setting| setting.value);
        let path = expiry::login_path(&self.world.locations.login_cache, session);
        let token: Token = match expiry::read_cache(self.caches, &path)? {
            Cached::Present(token) => token,
            Cached::Absent => {
                let message = "there is no login session";
                return Err(provider.failure(FailureKind::LoginRefresh, message));
            }
            Cached::Broken => {
                let message = "the file of the login session is damaged";
                return Err(provider.failure(FailureKind::LoginRefresh, message));
            }
        };
        let mut credentials = Credentials::new(provider, Source::Login, origin.clone());
        credentials.identity = session.rsplit('/').next().map(str::to_owned);
        credentials.session_token = true;
        let cached = token
            .access_token
            .account_id
            .as_deref()
            .and_then(AccountId::new);
        let file = Origin::File { path, line: None };
        credentials.account = Account::new(cached, Basis::Cache, file.clone())
            .or_else(|| Account::new(AccountId::of_arn(session), Basis::LoginSession, origin));
        if let Some(Moment::At(end)) = expiry::parse_moment(&token.access_token.expires_at) {
            credentials.expires = Some(Sourced::new(end, file));
        }
        Ok(credentials)
    }

    /// Loads the files of the original EC2 tools and of boto 2 (rule 7A, place 9).
    fn legacy_files(&self) -> Result<Option<Credentials>, Stop> {
        let provider = Provider::LegacyFiles;
        let locations = &self.world.locations;
        if let Some(path) = &locations.ec2_credentials {
            let bytes = self.caches.content(path)?.visible();
            let text = String::from_utf8_lossy(bytes);
            let mut pairs = text.lines().filter_map(|line| line.split_once('='));
            if let Some((_, key_id)) = pairs.find(|(key, _)| key.trim() == "AWSAccessKeyId") {
                let origin = Origin::File {
                    path: path.clone(),
                    line: None,
                };
                let mut credentials = Credentials::new(provider, Source::Static, origin.clone());
                let key_id = key_id.trim();
                credentials.identity = end_of_key_id(key_id);
                credentials.account =
                    Account::new(AccountId::of_access_key_id(key_id), Basis::KeyId, origin);
                return Ok(Some(credentials));
            }
        }
        for path in &locations.boto {
            let bytes = self.caches.content(path)?.visible();
            let document = python::read(bytes).map_err(|error| {
                let message = format!("{}:{}: {}", path.display(), error.line, error.reason);
                provider.failure(FailureKind::InvalidConfig, message)
            })?;
            let section = document
                .sections
                .iter()
                .find(|section| section.name == "Credentials");
            let Some(section) = section else { continue };
            let Some(key_id) = document.get(section, "aws_access_key_id") else {
                continue;
            };
            let origin = Origin::File {
                path: path.clone(),
                line: Some(key_id.line),
            };
            let mut credentials = Credentials::new(provider, Source::Static, origin.clone());
            credentials.identity = end_of_key_id(&key_id.value);
            credentials.account = Account::new(
                AccountId::of_access_key_id(&key_id.value),
                Basis::KeyId,
                origin,
            );
            return Ok(Some(credentials));
        }
        Ok(None)
    }

    /// Tells whether this is an EC2 instance, whose role is then the last resort (rule 7.9).
    ///
    /// The metadata service itself is never asked: a prompt makes no request.
    fn instance_metadata(&self) -> Result<Option<Credentials>, Stop> {
        let disabled = self
            .variable("AWS_EC2_METADATA_DISABLED")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if disabled {
            return Ok(None);
        }
        let vendor = Path::new("/sys/class/dmi/id/sys_vendor");
        let hypervisor = Path::new("/sys/hypervisor/uuid");
        let is_nitro = self
            .caches
            .content(vendor)?
            .visible()
            .starts_with(b"Amazon EC2");
        let is_instance = is_nitro
            || self
                .caches
                .content(hypervisor)?
                .visible()
                .starts_with(b"ec2");
        Ok(is_instance.then(|| {
            let mut credentials = Credentials::new(
                Provider::InstanceMetadata,
                Source::InstanceMetadata,
                Origin::Default,
            );
            credentials.session_token = true;
            credentials
        }))
    }

    /// Looks at the cached session that the CLI would use instead of asking AWS (rule 9.7).
    fn cached_session(
        &self,
        path: impl FnOnce(&Path) -> std::path::PathBuf,
    ) -> Result<CachedSession, Stop> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Session {
            credentials: SessionCredentials,
            assumed_role_user: Option<AssumedRoleUser>,
        }

        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct SessionCredentials {
            #[serde(rename = "AccessKeyId")]
            _access_key_id: IgnoredAny,
            #[serde(rename = "SecretAccessKey")]
            _secret_access_key: IgnoredAny,
            #[serde(rename = "SessionToken")]
            _session_token: IgnoredAny,
            expiration: String,
            account_id: Option<String>,
        }

        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct AssumedRoleUser {
            arn: Option<String>,
        }

        let Some(home) = &self.world.locations.home else {
            return Ok(CachedSession::None);
        };
        let path = path(home);
        let session: Session = match expiry::read_cache(self.caches, &path)? {
            Cached::Absent => return Ok(CachedSession::None),
            Cached::Broken => return Ok(CachedSession::Damaged(path)),
            Cached::Present(session) => session,
        };
        let Some(Moment::At(end)) = expiry::parse_moment(&session.credentials.expiration) else {
            return Ok(CachedSession::Damaged(path));
        };
        if !expiry::outlives_renewal_window(end, self.world.now) {
            return Ok(CachedSession::None);
        }
        let from_arn = || AccountId::of_arn(session.assumed_role_user.as_ref()?.arn.as_deref()?);
        let account = session
            .credentials
            .account_id
            .as_deref()
            .and_then(AccountId::new);
        Ok(CachedSession::Usable {
            account: account.or_else(from_arn),
            expires: Sourced::new(end, Origin::File { path, line: None }),
        })
    }
}

/// What the CLI's own cache holds for a role.
enum CachedSession {
    /// Nothing that would be used.
    None,
    /// A file that the CLI stumbles over.
    Damaged(std::path::PathBuf),
    Usable {
        account: Option<AccountId>,
        expires: Sourced<Timestamp>,
    },
}

impl CachedSession {
    fn is_usable(&self) -> bool {
        matches!(self, Self::Usable { .. })
    }

    /// Completes a role's credentials; a usable session spares what its source would refuse.
    fn applied_to(self, mut credentials: Credentials, refusal: Option<Failure>) -> Credentials {
        match self {
            Self::None => credentials.refused(refusal),
            Self::Damaged(path) => {
                let failure = Failure::at(
                    credentials.provider,
                    FailureKind::InvalidConfig,
                    format!(
                        "the cached session {} is damaged; remove it",
                        path.display()
                    ),
                );
                credentials.refused(failure)
            }
            Self::Usable { account, expires } => {
                credentials.account = credentials
                    .account
                    .or_else(|| Account::new(account, Basis::Cache, expires.origin.clone()));
                credentials.expires = Some(expires);
                credentials
            }
        }
    }
}

impl Provider {
    fn failure(self, kind: FailureKind, message: impl Into<String>) -> Stop {
        Stop::Failure(Failure::at(self, kind, message))
    }
}

/// Loads `credential_process`, whose outcome only running it could tell.
fn process(profile: Profile<'_, '_>, origin: Origin) -> Credentials {
    let mut credentials = Credentials::new(Provider::Process, Source::Process, origin);
    credentials.account = hinted_account(profile.get("aws_account_id"));
    credentials
}

/// Takes an account id that nobody checks (rule 8.5).
fn hinted_account(setting: Option<Setting<'_>>) -> Option<Account> {
    let setting = setting?;
    Account::new(AccountId::new(setting.value), Basis::Hint, setting.origin())
}

/// Returns the last four characters of what is long enough to be a key id.
fn end_of_key_id(key_id: &str) -> Option<String> {
    let from = key_id.char_indices().rev().nth(3)?.0;
    (key_id.len() >= 16).then(|| key_id[from..].to_owned())
}
