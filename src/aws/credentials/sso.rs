//! IAM Identity Center: its profiles, sessions and tokens (rules 7.10, 7.11, 9.3 and 9.4).

use std::{collections::HashMap, ffi::OsStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use super::{Chain, Credentials};
use crate::aws::{
    account::{Account, AccountId, Basis},
    cause::{Cause, ProfileCause},
    client::{Repeated, TokenDates, TokenRenewal},
    clock::{Clock, earlier},
    expiry::{self, Cached, Expiry, SourceLife, SsoCacheKey},
    failure::{Failure, FailureKind, Stop},
    moment::Moment,
    profiles::{FileSection, Profile, Setting},
    provider::{Provider, Source},
    sourced::Origin,
};

/// A token with less than this left has to be renewed where renewal is demanded (rule 9.4).
const DEMAND_WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// The file of a login session, without its secrets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenFile {
    #[serde(rename = "accessToken")]
    _secret: IgnoredAny,
    expires_at: String,
    #[serde(rename = "refreshToken")]
    refresh: Option<IgnoredAny>,
    client_id: Option<IgnoredAny>,
    client_secret: Option<IgnoredAny>,
    registration_expires_at: Option<Value>,
}

/// What a client does about a token that is about to end.
enum SessionRenewal {
    Silent,
    Impossible,
    /// It tries, and stumbles.
    Fails,
}

impl TokenFile {
    fn can_be_renewed(&self) -> bool {
        self.refresh.is_some() && self.client_id.is_some() && self.client_secret.is_some()
    }

    /// Tells whether the token can be renewed while its registration holds (rule 9.4).
    fn renewal(&self, clock: &Clock) -> SessionRenewal {
        let registration = match &self.registration_expires_at {
            Some(end) if self.can_be_renewed() => end.as_str().and_then(Moment::parse),
            _ => return SessionRenewal::Impossible,
        };
        match registration {
            Some(Moment::At(end)) if !clock.has_reached(end) => SessionRenewal::Silent,
            Some(Moment::At(_)) => SessionRenewal::Impossible,
            Some(Moment::WithoutZone) | None => SessionRenewal::Fails,
        }
    }
}

/// What a profile of IAM Identity Center is made of.
struct SsoProfile<'a> {
    session_name: Option<&'a str>,
    account_id: Setting<'a>,
    role_name: Setting<'a>,
    start_url: Setting<'a>,
    region: Setting<'a>,
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads an IAM Identity Center profile (rules 7.10 and 7.11).
    pub(super) fn sso(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
        origin: Origin,
    ) -> Result<Credentials, Stop> {
        let provider = Provider::Sso;
        let SsoProfile { session_name, account_id, role_name, start_url, region } =
            self.sso_profile(name, profile)?;
        let cached = self.cached_session(self.rules.sso.has_cache, |home| {
            let key = SsoCacheKey {
                account_id: account_id.value,
                role_name: role_name.value,
                session_name,
                start_url: session_name.is_none().then_some(start_url.value),
            };
            key.path(home)
        });
        let source = Source::Sso { cached: cached.is_usable() };
        let mut credentials = Credentials::new(provider, source, origin);
        credentials.role = role_name.value.lines().next().map(str::to_owned);
        credentials.identity.clone_from(&credentials.role);
        credentials.session_token = true;
        credentials.account = Account::new(
            AccountId::new(account_id.value),
            Basis::SsoAccountId,
            account_id.origin(),
        );
        let is_unusable = !self.rules.region_check.accepts_sso(OsStr::new(region.value));
        let unusable = is_unusable.then(|| {
            let cause = Cause::MalformedSsoRegion(region.shown().into_owned());
            Failure::at(provider, FailureKind::Sso, cause)
        });
        let (expires, dead) = self.sso_token(session_name, start_url.value)?;
        let refusal = unusable.or(dead);
        let life = match &refusal {
            Some(_) => SourceLife::Over,
            None => SourceLife::of(expires.as_ref()),
        };
        credentials.expires = expires;
        Ok(cached.applied_to(credentials, refusal, life))
    }

    /// Puts a profile and its session together (rules 7.10 and 7.11).
    fn sso_profile(&self, name: &str, profile: Profile<'a, 'w>) -> Result<SsoProfile<'a>, Stop> {
        let rules = &self.rules.sso;
        let provider = Provider::Sso;
        let invalid = |cause: Cause| provider.failure(rules.incomplete, cause);
        let own = |key: &str| self.setting(profile, key);
        let session = match own("sso_session") {
            None => None,
            Some(reference) => {
                let session = self.sso_session(reference.value).ok_or_else(|| {
                    invalid(Cause::NoSession(reference.shown().into_owned()))
                        .written(reference.origin())
                })?;
                if let Some(key) = self.contradiction(profile, session) {
                    let session = reference.shown().into_owned();
                    let cause = match rules.repeated {
                        Repeated::Nothing => {
                            ProfileCause::SsoRepetition { key: key.to_owned(), session }
                        }
                        _ => ProfileCause::SsoContradiction { key: key.to_owned(), session },
                    };
                    let origin = own(key).map_or(Origin::Default, |own| own.origin());
                    return Err(invalid(cause.of(name)).written(origin));
                }
                Some((reference.value, session))
            }
        };
        let mark = own("sso_account_id").or_else(|| own("sso_role_name")).or(own("sso_session"));
        let mark = mark.map_or(Origin::Default, |mark| mark.origin());
        let lacking = |key| ProfileCause::IncompleteSso(key).of(name);
        let of_session = |key: &str| {
            let setting = session.as_ref().and_then(|(_, session)| session.get(key));
            setting.filter(|setting| !(self.rules.empty_key_is_unset && setting.value.is_empty()))
        };
        let either = |key: &str| own(key).or_else(|| of_session(key));
        let (role_name, account_id) = (either("sso_role_name"), either("sso_account_id"));
        if role_name.is_some() != account_id.is_some() {
            let key = if role_name.is_some() { "sso_account_id" } else { "sso_role_name" };
            return Err(invalid(lacking(key)).written(mark));
        }
        let required = |key: &'static str| {
            let is_overridden = rules.repeated == Repeated::Overridden && session.is_some();
            let setting = if is_overridden { of_session(key) } else { either(key) };
            setting.ok_or_else(|| {
                rules.without_start_url.stop(provider, lacking(key)).written(mark.clone())
            })
        };
        let start_url = required("sso_start_url")?;
        let region = required("sso_region")?;
        let (Some(role_name), Some(account_id)) = (role_name, account_id) else {
            let stop = rules.without_role.stop(provider, lacking("sso_account_id"));
            return Err(stop.written(mark));
        };
        let session_name = session.map(|(name, _)| name);
        Ok(SsoProfile { session_name, account_id, role_name, start_url, region })
    }

    fn sso_session(&self, name: &str) -> Option<FileSection<'a, 'w>> {
        // What it takes literally names a file below a directory called `~` (rule 1.10).
        let is_elsewhere = self.rules.sso.takes_path_literally
            && self
                .variable("AWS_CONFIG_FILE")
                .is_some_and(|path| path.as_encoded_bytes().starts_with(b"~/"));
        self.find_session(name).filter(|_| !is_elsewhere)
    }

    /// Finds a key that a profile may not repeat as it does (rule 7.11).
    fn contradiction(
        &self,
        profile: Profile<'a, 'w>,
        session: FileSection<'a, 'w>,
    ) -> Option<&'a str> {
        let shared = ["sso_start_url", "sso_region"];
        let own = |key: &str| self.setting(profile, key).map(|setting| setting.value);
        let differs = |key: &str| {
            let in_session = session.get(key).map(|setting| setting.value);
            own(key).is_some_and(|own| Some(own) != in_session)
        };
        match self.rules.sso.repeated {
            Repeated::Overridden => None,
            Repeated::Nothing => shared.into_iter().find(|key| own(key).is_some()),
            Repeated::SameRegionAndUrl => shared.into_iter().find(|key| differs(key)),
            Repeated::Same => {
                let mut own: HashMap<&str, &str> = HashMap::new();
                for (key, setting) in profile.settings() {
                    own.entry(key).or_insert(setting.value);
                }
                let differs = |(key, setting): &(&str, Setting<'_>)| {
                    own.get(key).is_some_and(|own| *own != setting.value)
                };
                session.settings().find(differs).map(|(key, _)| key)
            }
        }
    }

    /// Returns why a profile's `sso_session` stops every command, whatever its credentials: each
    /// client looks the session up for tokens (rule 7.17).
    pub(in crate::aws) fn session_failure(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
    ) -> Option<Failure> {
        let setting = profile.get("sso_session").filter(|_| self.rules.has_stumbling_blocks)?;
        let session = self.find_session(setting.value);
        let reference = setting.shown().into_owned();
        let session = session.filter(|session| session.settings().next().is_some());
        let cause = match session {
            None => ProfileCause::NoSession(reference).of(name),
            Some(session) => {
                let mut required = ["sso_start_url", "sso_region"].into_iter();
                let key = required.find(|key| session.get(key).is_none())?;
                Cause::IncompleteSession { session: reference, key }
            }
        };
        Some(Failure::at(Provider::Sso, FailureKind::Sso, cause).written(setting.origin()))
    }

    /// Judges the cached SSO token: when it ends, and why it cannot be used (rules 9.3 and 9.4).
    fn sso_token(
        &self,
        session_name: Option<&str>,
        start_url: &str,
    ) -> Result<(Option<Expiry>, Option<Failure>), Stop> {
        let rules = &self.rules.sso;
        let failure = |kind, message: &'static str| Some(Failure::at(Provider::Sso, kind, message));
        let unusable = |message| Ok((None, failure(rules.no_token, message)));
        let Some(lookup) = self.lookup else { return Ok((None, None)) };
        let Some(home) = &self.world.locations.home else {
            return unusable("there is no SSO login session");
        };
        let path = expiry::sso_token_path(home, session_name.unwrap_or(start_url));
        let token: TokenFile = match expiry::read_cache(lookup, &path) {
            Cached::Absent => return unusable("there is no SSO login session"),
            Cached::Broken => return unusable("the file of the SSO login session is damaged"),
            Cached::Present(token) => token,
        };
        let Some(end) = rules.dates.moment(&token.expires_at) else {
            let has_no_zone = matches!(Moment::parse(&token.expires_at), Some(Moment::WithoutZone));
            if rules.dates == TokenDates::Whatever {
                let is_used = session_name.is_none() || token.can_be_renewed() || has_no_zone;
                return Ok((None, if is_used { None } else { Some(not_renewable()) }));
            }
            return unusable("the file of the SSO login session has no valid expiresAt");
        };
        let registration = token.registration_expires_at.as_ref().and_then(Value::as_str);
        if rules.dates == TokenDates::Zulu
            && registration.is_some_and(|end| rules.dates.moment(end).is_none())
        {
            return unusable(
                "the file of the SSO login session has no valid registrationExpiresAt",
            );
        }
        let dead = self.token_failure(&token, end, session_name.is_some());
        let renews = session_name.is_some()
            && match rules.renewal {
                TokenRenewal::WhileRegistered => {
                    matches!(token.renewal(&self.world.clock), SessionRenewal::Silent)
                }
                TokenRenewal::Demanded | TokenRenewal::AtTheEnd => token.can_be_renewed(),
            };
        let file = Origin::File { path, line: None };
        let expires = if renews { Expiry::silent(end, file) } else { Expiry::by_hand(end, file) };
        Ok((Some(expires), dead))
    }

    /// Says why a token is of no use (rule 9.4).
    fn token_failure(
        &self,
        token: &TokenFile,
        end: Timestamp,
        has_session: bool,
    ) -> Option<Failure> {
        let rules = &self.rules.sso;
        let clock = &self.world.clock;
        let failure = |kind, message: &'static str| Some(Failure::at(Provider::Sso, kind, message));
        let expired = || failure(rules.expired, "the SSO login session has expired");
        if !has_session {
            let is_over = rules.legacy_token_expires && clock.has_reached(end);
            return if is_over { expired() } else { None };
        }
        match rules.renewal {
            TokenRenewal::AtTheEnd if token.can_be_renewed() || !clock.has_reached(end) => None,
            TokenRenewal::AtTheEnd => expired(),
            TokenRenewal::Demanded => {
                let is_due = || clock.has_reached(earlier(end, DEMAND_WINDOW));
                let is_lost = !token.can_be_renewed() && is_due();
                is_lost.then(not_renewable)
            }
            TokenRenewal::WhileRegistered => {
                let is_due = !expiry::outlives_renewal_window(end, clock);
                let renewal =
                    if is_due { token.renewal(clock) } else { SessionRenewal::Impossible };
                match renewal {
                    SessionRenewal::Silent => None,
                    SessionRenewal::Fails => failure(
                        rules.no_token,
                        "the file of the SSO login session has no valid registrationExpiresAt",
                    ),
                    SessionRenewal::Impossible if !clock.has_reached(end) => None,
                    SessionRenewal::Impossible => expired(),
                }
            }
        }
    }
}

fn not_renewable() -> Failure {
    let message = "the SSO login session cannot be renewed";
    Failure::at(Provider::Sso, FailureKind::SsoToken, message)
}
