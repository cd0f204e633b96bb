//! The caches of sessions: their file names, and how long what they hold will last (rule 9).

use std::fmt::Write;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::clock::{Clock, earlier};
use super::sourced::{Origin, Sourced};
use super::world::{FileState, Lookup};

/// A cached session with less than this left is renewed before use (rule 9.7).
const RENEWAL_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Tells whether a cached session is used as it is (rule 9.7).
pub(crate) fn outlives_renewal_window(expiration: Timestamp, clock: &Clock) -> bool {
    !clock.has_passed(earlier(expiration, RENEWAL_WINDOW))
}

/// When credentials end, and whether anybody has to do something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expiry {
    /// The end, as it is written.
    pub(crate) at: Sourced<Timestamp>,
    pub(crate) renewal: Renewal,
}

/// What becomes of credentials at their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renewal {
    /// The client renews them by itself.
    Silent,
    /// From this moment on a new login is needed, or new credentials.
    ByHand(Timestamp),
}

impl Expiry {
    pub(super) fn silent(end: Timestamp, origin: Origin) -> Self {
        Self { at: Sourced::new(end, origin), renewal: Renewal::Silent }
    }

    pub(super) fn by_hand(end: Timestamp, origin: Origin) -> Self {
        Self { at: Sourced::new(end, origin), renewal: Renewal::ByHand(end) }
    }

    /// Returns the moment from which a person has to act, if ever.
    pub(crate) fn end(&self) -> Option<Timestamp> {
        match self.renewal {
            Renewal::Silent => None,
            Renewal::ByHand(end) => Some(end),
        }
    }
}

/// How long a cached session can be made anew from what it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceLife {
    Endless,
    Until(Timestamp),
    Over,
}

impl SourceLife {
    /// Takes the end of the source's own credentials; without an end they last forever.
    pub(super) fn of(source: Option<&Expiry>) -> Self {
        match source.map(|expiry| expiry.renewal) {
            None | Some(Renewal::Silent) => Self::Endless,
            Some(Renewal::ByHand(end)) => Self::Until(end),
        }
    }

    /// Returns what becomes of a cached session at its end: it is used until its renewal is due.
    pub(super) fn renewal(self, cached_end: Timestamp) -> Renewal {
        let due = earlier(cached_end, RENEWAL_WINDOW);
        match self {
            Self::Endless => Renewal::Silent,
            Self::Until(end) => Renewal::ByHand(end.max(due)),
            Self::Over => Renewal::ByHand(due),
        }
    }
}

/// What identifies a cached session of an assumed role; the cache key has the fields in this order.
pub(crate) struct RoleCacheKey<'a> {
    pub(crate) duration_seconds: Option<i64>,
    pub(crate) external_id: Option<&'a str>,
    pub(crate) role_arn: &'a str,
    pub(crate) role_session_name: Option<&'a str>,
    pub(crate) serial_number: Option<&'a str>,
}

impl RoleCacheKey<'_> {
    /// Names the cache file (rule 9.5).
    pub(crate) fn path(&self, home: &Path) -> PathBuf {
        cli_cache(home, &self.json())
    }

    fn json(&self) -> String {
        let fields = [
            ("DurationSeconds", self.duration_seconds.map(Value::from)),
            ("ExternalId", self.external_id.map(Value::from)),
            ("RoleArn", Some(self.role_arn.into())),
            ("RoleSessionName", self.role_session_name.map(Value::from)),
            ("SerialNumber", self.serial_number.map(Value::from)),
        ];
        python_json(&fields, ", ", ": ")
    }
}

/// What identifies a cached session of IAM Identity Center; the fields are in order, too.
pub(crate) struct SsoCacheKey<'a> {
    pub(crate) account_id: &'a str,
    pub(crate) role_name: &'a str,
    pub(crate) session_name: Option<&'a str>,
    pub(crate) start_url: Option<&'a str>,
}

impl SsoCacheKey<'_> {
    /// Names the cache file (rule 9.6).
    pub(crate) fn path(&self, home: &Path) -> PathBuf {
        let fields = [
            ("accountId", Some(self.account_id.into())),
            ("roleName", Some(self.role_name.into())),
            ("sessionName", self.session_name.map(Value::from)),
            ("startUrl", self.start_url.map(Value::from)),
        ];
        cli_cache(home, &python_json(&fields, ",", ":"))
    }
}

fn cli_cache(home: &Path, key: &str) -> PathBuf {
    json_file(home.join(".aws/cli/cache"), &Sha1::digest(key))
}

/// Names the file of an SSO token, by session name or start URL (rule 9.3).
pub(crate) fn sso_token_path(home: &Path, session_name_or_start_url: &str) -> PathBuf {
    json_file(home.join(".aws/sso/cache"), &Sha1::digest(session_name_or_start_url))
}

/// Names the file of a login session (rule 9.8).
pub(crate) fn login_path(login_cache: &Path, login_session: &str) -> PathBuf {
    json_file(login_cache.to_owned(), &Sha256::digest(login_session))
}

fn json_file(mut directory: PathBuf, digest: &[u8]) -> PathBuf {
    directory.push(data_encoding::HEXLOWER.encode(digest) + ".json");
    directory
}

/// Writes fields in this order as Python's `json.dumps` does with these separators.
fn python_json(fields: &[(&str, Option<Value>)], comma: &str, colon: &str) -> String {
    let mut json = String::from("{");
    for (key, value) in fields {
        let Some(value) = value else { continue };
        let comma = if json.len() > 1 { comma } else { "" };
        _ = write!(json, "{comma}\"{key}\"{colon}{value}");
    }
    json.push('}');
    if json.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return json;
    }
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, ' '..='~') {
            ascii.push(c);
            continue;
        }
        // Python writes everything else as UTF-16 escapes.
        for unit in c.encode_utf16(&mut [0; 2]) {
            ascii += &format!("\\u{unit:04x}");
        }
    }
    ascii
}

/// The content of a JSON cache file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cached<T> {
    Absent,
    /// Unreadable, or not the JSON that belongs there; the clients fail.
    Broken,
    Present(T),
}

pub(crate) fn read_cache<T: DeserializeOwned>(lookup: &dyn Lookup, path: &Path) -> Cached<T> {
    match &*lookup.content(path) {
        FileState::Absent
        | FileState::Directory
        | FileState::BrokenLink
        | FileState::NotRegular(_) => Cached::Absent,
        FileState::Hidden | FileState::Unreadable | FileState::TooLarge => Cached::Broken,
        FileState::Content(bytes) => {
            serde_json::from_slice(bytes).map_or(Cached::Broken, Cached::Present)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(role_arn: &str) -> RoleCacheKey<'_> {
        RoleCacheKey {
            duration_seconds: None,
            external_id: None,
            role_arn,
            role_session_name: None,
            serial_number: None,
        }
    }

    #[test]
    fn cache_files_are_named_as_the_cli_names_them() {
        let home = Path::new("/h");
        let arn = "arn:aws:iam::999999999999:role/R";
        let everything = RoleCacheKey {
            duration_seconds: Some(3600),
            external_id: Some("x"),
            role_arn: arn,
            role_session_name: Some("me"),
            serial_number: Some("arn:aws:iam::111111111111:mfa/me"),
        };
        let sso = |session_name, start_url| SsoCacheKey {
            account_id: "444444444444",
            role_name: "Admin",
            session_name,
            start_url,
        };
        let url = "https://x.awsapps.com/start";
        let vectors = [
            (role(arn).path(home), "cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc"),
            (everything.path(home), "cli/cache/95d2f896ca3f1303b55aeea9e5b97ac3743f5422"),
            (
                sso(Some("corp"), None).path(home),
                "cli/cache/8756d296cec83af0410bc562f23c59b98438617e",
            ),
            (sso(None, Some(url)).path(home), "cli/cache/866af70126e098bd2c90f7b92c06fe3f8548eb2b"),
            (sso_token_path(home, "corp"), "sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f"),
            (sso_token_path(home, url), "sso/cache/3947de8b16688092197fa616c34e01335f21d256"),
            (
                login_path(
                    Path::new("/h/.aws/login/cache"),
                    "arn:aws:sts::555555555555:assumed-role/Admin/me",
                ),
                "login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8",
            ),
        ];
        for (path, expected) in vectors {
            assert_eq!(path, Path::new(&format!("/h/.aws/{expected}.json")));
        }
    }

    #[test]
    fn cache_keys_escape_as_python_does() {
        let key = role("a\"b\\é😀\u{7f}\n");
        let expected = r#"{"RoleArn": "a\"b\\\u00e9\ud83d\ude00\u007f\n"}"#;
        assert_eq!(key.json(), expected);
    }

    #[test]
    fn a_session_is_renewed_in_its_last_quarter_of_an_hour() {
        let clock = Clock::at("2026-01-01T00:00:00Z".parse().unwrap());
        assert!(outlives_renewal_window("2026-01-01T00:15:00Z".parse().unwrap(), &clock));
        assert!(!outlives_renewal_window("2026-01-01T00:14:59Z".parse().unwrap(), &clock));
    }
}
