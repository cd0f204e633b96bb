//! IAM Identity Center: its profiles, sessions and tokens (rules 7.10, 7.11, 9.3 and 9.4).

use std::ffi::OsStr;
use std::fmt;

use jiff::SignedDuration;
use rustc_hash::FxHashMap;
use serde::de::{IgnoredAny, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::chain::AskedProfile;
use super::{Chain, Credentials, Loaded, origin_of};
use crate::aws::account::{Account, AccountId, Basis};
use crate::aws::cause::{Cause, ProfileCause};
use crate::aws::client::{OnMissing, Repeated, TokenDates, TokenRenewal};
use crate::aws::clock::earlier;
use crate::aws::expiry::{self, Cached, Expiry, SourceLife, SsoCacheKey};
use crate::aws::failure::{Failure, FailureKind};
use crate::aws::moment::Moment;
use crate::aws::profiles::{FileSection, Profile};
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;

/// The time before a token's end in which some clients demand its renewal (rule 9.4).
const DEMAND_WINDOW: SignedDuration = SignedDuration::from_mins(5);

const NO_REGISTRATION: &str =
    "the file of the SSO login session has no valid registrationExpiresAt";

/// The file of a login session, without its secrets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenFile {
    _access_token: SecretText,
    expires_at: String,
    refresh_token: Option<IgnoredAny>,
    client_id: Option<IgnoredAny>,
    client_secret: Option<IgnoredAny>,
    registration_expires_at: Option<Value>,
}

/// A text that has to be there, and of which nothing is kept.
struct SecretText;

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A null or a number stops the clients as an absent token does.
        deserializer.deserialize_str(SecretText)
    }
}

impl Visitor<'_> for SecretText {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
}

impl TokenFile {
    fn can_be_renewed(&self) -> bool {
        self.refresh_token.is_some() && self.client_id.is_some() && self.client_secret.is_some()
    }
}

impl<'a, 'w> Chain<'a, 'w> {
    /// Loads an IAM Identity Center profile (rules 7.10 and 7.11).
    pub(super) fn sso(&self, asked: &AskedProfile<'a, 'w>, origin: Origin) -> Loaded {
        let AskedProfile { name, profile, asked_as } = *asked;
        let rules = &self.rules.sso;
        let provider = Provider::Sso;
        let session = self.sso_session(name, profile)?;
        let session_name = session.map(|(name, _)| name);
        let own = |key: &str| self.setting(profile, key);
        let of_session = |key: &str| self.non_empty(session?.1.get(key));
        let either = |key: &str| own(key).or_else(|| of_session(key));

        let mark = own("sso_account_id").or_else(|| own("sso_role_name")).or(own("sso_session"));
        let lacking = |miss: OnMissing, key| {
            let cause = ProfileCause::IncompleteSso(key).of(name);
            miss.stop(provider, cause).written(origin_of(mark))
        };
        let (role_name, account_id) = (either("sso_role_name"), either("sso_account_id"));
        if role_name.is_some() != account_id.is_some() {
            let key = if role_name.is_some() { "sso_account_id" } else { "sso_role_name" };
            return Err(lacking(OnMissing::Fail(rules.incomplete), key));
        }
        let required = |key: &'static str| {
            let is_overridden = rules.repeated == Repeated::Overridden && session.is_some();
            let setting = if is_overridden { of_session(key) } else { either(key) };
            setting.ok_or_else(|| match own("sso_session").filter(|_| session.is_some()) {
                Some(reference) => {
                    let session = reference.shown().into_owned();
                    let cause = Cause::IncompleteSession { session, key };
                    rules.without_start_url.stop(provider, cause).written(reference.origin())
                }
                None => lacking(rules.without_start_url, key),
            })
        };
        let start_url = required("sso_start_url")?.value;
        let region = required("sso_region")?;
        let (Some(role_name), Some(account_id)) = (role_name, account_id) else {
            return Err(lacking(rules.without_role, "sso_account_id"));
        };

        let key = SsoCacheKey {
            account_id: account_id.value,
            role_name: role_name.value,
            session_name,
            start_url: session_name.is_none().then_some(start_url),
        };
        let has_cache = rules.has_cache && asked_as.is_kept();
        let cached = self.cached_session(has_cache, |home| key.path(home));
        let source = Source::Sso { cached: cached.is_usable() };
        let mut credentials = Credentials::new(provider, source, origin);
        credentials.role = role_name.value.lines().next().map(str::to_owned);
        credentials.identity.clone_from(&credentials.role);
        let id = AccountId::new(account_id.value);
        credentials.account = Account::new(id, Basis::SsoAccountId, account_id.origin());
        let is_unusable = !self.rules.region_check.accepts_sso(OsStr::new(region.value));
        let unusable = is_unusable.then(|| {
            let cause = Cause::MalformedSsoRegion(region.shown().into_owned());
            Failure::at(provider, FailureKind::Sso, cause)
        });
        let (expires, dead) = self.sso_token(session_name, start_url)?;
        let refusal = unusable.or(dead);
        let is_over = refusal.is_some();
        let life = if is_over { SourceLife::Over } else { SourceLife::of(expires.as_ref()) };
        credentials.expires = expires;
        Ok(cached.applied_to(credentials, refusal, life))
    }

    /// Finds the session of a profile, with its name, and checks that the two agree (rule 7.11).
    fn sso_session(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
    ) -> Loaded<Option<(&'a str, FileSection<'a, 'w>)>> {
        let rules = &self.rules.sso;
        let Some(reference) = self.setting(profile, "sso_session") else { return Ok(None) };
        let stop = |cause, origin| Provider::Sso.failure(rules.incomplete, cause).written(origin);
        // A client that takes the path literally reads a file in a directory named `~` (rule 1.10).
        let is_elsewhere = rules.takes_path_literally
            && self
                .variable("AWS_CONFIG_FILE")
                .is_some_and(|path| path.as_encoded_bytes().starts_with(b"~/"));
        let session = self.find_session(reference.value).filter(|_| !is_elsewhere);
        let shown = reference.shown().into_owned();
        let Some(found) = session else {
            return Err(stop(Cause::NoSession(shown), reference.origin()));
        };
        let keys = self.contradictions(profile, found);
        if let Some(first) = keys.first() {
            let origin = origin_of(self.setting(profile, first));
            let keys = keys.into_iter().map(str::to_owned).collect();
            let cause = match rules.repeated {
                Repeated::Nothing => ProfileCause::SsoRepetition { keys, session: shown },
                _ => ProfileCause::SsoContradiction { keys, session: shown },
            };
            return Err(stop(cause.of(name), origin));
        }
        Ok(Some((reference.value, found)))
    }

    /// Finds the keys of the profile that the client refuses in addition to the session (rule
    /// 7.11).
    fn contradictions(
        &self,
        profile: Profile<'a, 'w>,
        session: FileSection<'a, 'w>,
    ) -> Vec<&'a str> {
        let shared = ["sso_start_url", "sso_region"];
        let own = |key: &str| self.setting(profile, key).map(|setting| setting.value);
        let differs = |key: &str| {
            let in_session = session.get(key).map(|setting| setting.value);
            own(key).is_some_and(|own| Some(own) != in_session)
        };
        match self.rules.sso.repeated {
            Repeated::Overridden => Vec::new(),
            Repeated::Nothing => shared.into_iter().filter(|key| own(key).is_some()).collect(),
            Repeated::SameRegionAndUrl => shared.into_iter().filter(|key| differs(key)).collect(),
            Repeated::Same => {
                let mut own: FxHashMap<&str, &str> = FxHashMap::default();
                for (key, setting) in profile.settings() {
                    own.entry(key).or_insert(setting.value);
                }
                let settings = session.settings();
                let differs = |key, value| own.get(key).is_some_and(|own| *own != value);
                let differing = settings.filter(|(key, setting)| differs(*key, setting.value));
                differing.map(|(key, _)| key).collect()
            }
        }
    }

    /// Returns why a profile's `sso_session` stops every command, whatever its credentials: the
    /// client looks up the session for tokens (rule 7.17).
    pub(in crate::aws) fn session_failure(
        &self,
        name: &str,
        profile: Profile<'a, 'w>,
    ) -> Option<Failure> {
        let setting = profile.get("sso_session").filter(|_| self.rules.has_stumbling_blocks)?;
        let reference = setting.shown().into_owned();
        let session = self.find_session(setting.value);
        let cause = match session.filter(|session| session.settings().next().is_some()) {
            None => ProfileCause::NoSession(reference).of(name),
            Some(session) => {
                let mut required = ["sso_start_url", "sso_region"].into_iter();
                let key = required.find(|key| session.get(key).is_none())?;
                Cause::IncompleteSession { session: reference, key }
            }
        };
        Some(Failure::at(Provider::Sso, FailureKind::Sso, cause).written(setting.origin()))
    }

    /// Reads the cached SSO token: when it ends, and why it cannot be used (rules 9.3 and 9.4).
    pub(super) fn sso_token(
        &self,
        session_name: Option<&str>,
        start_url: &str,
    ) -> Loaded<(Option<Expiry>, Option<Failure>)> {
        let rules = &self.rules.sso;
        let failure = |kind, message: &'static str| Failure::at(Provider::Sso, kind, message);
        let not_renewable =
            || failure(FailureKind::SsoToken, "the SSO login session cannot be renewed");
        let unusable = |message| Ok((None, Some(failure(rules.no_token, message))));
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
            let has_no_zone =
                matches!(Moment::parse(&token.expires_at), Some(Moment::WithoutZone(_)));
            if rules.dates == TokenDates::Whatever {
                let is_used = session_name.is_none() || token.can_be_renewed() || has_no_zone;
                return Ok((None, (!is_used).then(not_renewable)));
            }
            return unusable("the file of the SSO login session has no valid expiresAt");
        };
        let registration = token.registration_expires_at.as_ref();
        if rules.dates == TokenDates::Zulu
            && let Some(end) = registration.and_then(Value::as_str)
            && rules.dates.moment(end).is_none()
        {
            return unusable(NO_REGISTRATION);
        }
        let clock = &self.world.clock;
        let can_be_renewed = token.can_be_renewed();
        let expired = clock
            .has_reached(end)
            .then(|| failure(rules.expired, "the SSO login session has expired"));
        let (renews, refusal) = match rules.renewal {
            _ if session_name.is_none() => (false, expired.filter(|_| rules.legacy_token_expires)),
            TokenRenewal::AtTheEnd => (can_be_renewed, expired.filter(|_| !can_be_renewed)),
            TokenRenewal::Demanded => {
                let is_due = clock.has_reached(earlier(end, DEMAND_WINDOW));
                (can_be_renewed, (is_due && !can_be_renewed).then(not_renewable))
            }
            TokenRenewal::WhileRegistered => {
                let is_due = !expiry::outlives_renewal_window(end, clock);
                let registration = registration.filter(|_| can_be_renewed);
                match registration.map(|end| end.as_str().and_then(Moment::parse)) {
                    Some(Some(Moment::At(end))) if !clock.has_reached(end) => {
                        (true, if is_due { self.unwritable(Provider::Sso, &path) } else { None })
                    }
                    Some(None | Some(Moment::WithoutZone(_))) if is_due => {
                        (false, Some(failure(rules.no_token, NO_REGISTRATION)))
                    }
                    _ => (false, expired),
                }
            }
        };
        let file = Origin::file(&path);
        let expiry = if renews { Expiry::silent } else { Expiry::by_hand };
        Ok((Some(expiry(end, file)), refusal))
    }
}
