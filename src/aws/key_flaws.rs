//! Access keys that cannot work whatever AWS knows of them: what their form alone shows.
//!
//! Keys of other services with AWS's protocols have forms of their own, so that only what is no key
//! of any of them is reported, and nothing where an endpoint is configured (rules 7C.1 and 7C.2).
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>

use super::account::AccessKeyKind;
use super::environment::Environment;
use super::odd_characters::{named, odd_characters};
use super::profiles::{Profile, Setting};
use super::provider::Provider;
use super::reader::known::{has_comment, is_quoted};
use super::resolution::{Facts, Resolution};
use super::secret_form::{is_of_base64, is_secret};

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";

/// The keys and the variables of a token, in the order of rule 3.3.
pub(crate) const TOKENS: [&str; 2] = ["aws_security_token", "aws_session_token"];
pub(crate) const TOKEN_VARIABLES: [&str; 2] = ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"];

/// Which part of a key is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyPart {
    Id,
    Secret,
    Token,
}

impl KeyPart {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Id => "the key id",
            Self::Secret => "the secret",
            Self::Token => "a session token",
        }
    }
}

/// Why AWS rejects every request that is signed with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyFlaw {
    /// A session token with a key that has none.
    TokenWithLongLivedKey,
    TemporaryKeyWithoutToken,
    /// Id and secret are the same; the part that is in the place of the other.
    Same(KeyPart),
    /// Id and secret are exchanged.
    Swapped,
    /// What a manual writes where the key belongs, or the name of a variable.
    Placeholder(KeyPart),
    /// The beginning is that of a key id, and the rest is not.
    NotWhole,
    /// The secret looks like one of AWS and has another length or other characters.
    SecretNotWhole,
    /// The id of a user or a role.
    OfAnotherKind,
    /// Characters that cannot be seen, or only look like others, by name.
    OddCharacters(KeyPart, String),
}

impl KeyFlaw {
    /// Returns the part that is wrong.
    pub(crate) fn part(&self) -> KeyPart {
        match self {
            Self::TokenWithLongLivedKey => KeyPart::Token,
            Self::SecretNotWhole => KeyPart::Secret,
            Self::Same(part) | Self::Placeholder(part) | Self::OddCharacters(part, _) => *part,
            Self::TemporaryKeyWithoutToken
            | Self::Swapped
            | Self::NotWhole
            | Self::OfAnotherKind => KeyPart::Id,
        }
    }

    /// Says what is wrong with the key or variable called `name`. None of its value is shown, for
    /// it may be the secret.
    pub(crate) fn described(&self, name: &str) -> String {
        match self {
            Self::TokenWithLongLivedKey => {
                format!("{name} is set, and the key id begins with AKIA")
            }
            Self::TemporaryKeyWithoutToken => {
                format!("{name} begins with ASIA, and there is no session token")
            }
            Self::Same(KeyPart::Secret) => format!("{name} is the same as the key id"),
            Self::Same(_) => format!("{name} is the same as the secret"),
            Self::Swapped => format!("{name} and the secret are exchanged"),
            Self::Placeholder(_) => format!("{name} holds a placeholder"),
            Self::NotWhole => {
                format!("{name} is not 20 capital letters and digits, as AKIA and ASIA begin")
            }
            Self::SecretNotWhole => format!("{name} is not 40 of A-Z a-z 0-9 + and /"),
            Self::OfAnotherKind => format!("{name} holds the id of a user or a role"),
            Self::OddCharacters(_, names) => format!("{name} has {names}"),
        }
    }
}

/// Finds what is wrong with an access key.
pub(super) fn key_flaw(id: &str, secret: &str, token: Option<&str>) -> Option<KeyFlaw> {
    let token = token.filter(|token| !token.is_empty());
    let parts = [(KeyPart::Id, id), (KeyPart::Secret, secret)];
    let parts = || parts.into_iter().chain(token.map(|token| (KeyPart::Token, token)));
    if id == secret && (is_secret(id) || is_key_id(id)) {
        return Some(KeyFlaw::Same(if is_secret(id) { KeyPart::Id } else { KeyPart::Secret }));
    }
    if is_secret(id) || is_key_id(secret) {
        return Some(KeyFlaw::Swapped);
    }
    if let Some((part, _)) = parts().find(|(_, text)| is_placeholder(text)) {
        return Some(KeyFlaw::Placeholder(part));
    }
    if let Some((part, names)) = parts().find_map(|(part, text)| Some((part, oddities(text)?))) {
        return Some(KeyFlaw::OddCharacters(part, names));
    }
    let kind = AccessKeyKind::of(id);
    if kind.is_none() {
        let is_other = OTHER_IDS.iter().any(|prefix| id.starts_with(prefix));
        let is_other = is_other && id.len() >= 20 && id.bytes().all(is_of_id);
        let is_lowered = is_key_id(&id.to_ascii_uppercase());
        return match (is_other, is_lowered) {
            (true, _) => Some(KeyFlaw::OfAnotherKind),
            (_, true) => Some(KeyFlaw::NotWhole),
            _ => None,
        };
    }
    match token {
        _ if !is_key_id(id) => Some(KeyFlaw::NotWhole),
        _ if is_of_aws(id) && is_damaged_secret(secret) => Some(KeyFlaw::SecretNotWhole),
        None if kind == Some(AccessKeyKind::Temporary) => Some(KeyFlaw::TemporaryKeyWithoutToken),
        Some(_) if kind == Some(AccessKeyKind::LongLived) => Some(KeyFlaw::TokenWithLongLivedKey),
        _ => None,
    }
}

/// Finds what is wrong with the keys that a resolution signs with in the end, and which they are.
pub(crate) fn rejected_keys(facts: &Facts<'_, '_>, resolution: &Resolution) -> Option<KeyFlaw> {
    let environment = &facts.world.environment;
    let credentials = resolution.credentials.as_ref()?;
    let provider = credentials.base.as_ref().map_or(credentials.provider, |base| base.provider);
    let name = credentials.via.last().map(String::as_str);
    let name = name.or_else(|| resolution.profile.as_ref()?.value.to_str());
    let profile = name.and_then(|name| facts.profiles().ok()?.find(name)).unwrap_or_default();
    if resolution.endpoint.is_some() || has_endpoint(environment, profile) {
        return None;
    }
    match provider {
        Provider::Environment => exported_key(environment).map(|(_, flaw)| flaw),
        Provider::CredentialsFile | Provider::ConfigFile => {
            profile_key(profile, |_, _| true).map(|(.., flaw)| flaw)
        }
        _ => None,
    }
}

/// Looks at the form of the exported key; returns the variable that is wrong.
pub(crate) fn exported_key(environment: &Environment) -> Option<(&'static str, KeyFlaw)> {
    let set = |name: &'static str| Some((name, environment.non_empty(name)?.to_str()?));
    let (id, secret) = (set("AWS_ACCESS_KEY_ID")?, set("AWS_SECRET_ACCESS_KEY")?);
    let token = TOKEN_VARIABLES.into_iter().find_map(set);
    let flaw = key_flaw(id.1, secret.1, token.map(|(_, token)| token))?;
    let (name, _) = match flaw.part() {
        KeyPart::Id => id,
        KeyPart::Secret => secret,
        KeyPart::Token => token?,
    };
    Some((name, flaw))
}

/// Looks at the form of the key that a profile signs with, if all its parts are to be judged;
/// returns the setting that is wrong.
pub(super) fn profile_key<'p>(
    profile: Profile<'p, '_>,
    is_judged: fn(&str, Setting<'_>) -> bool,
) -> Option<(Setting<'p>, &'static str, KeyFlaw)> {
    let is_in_credentials = profile.in_credentials(ID).is_some();
    let of_file = |key: &str| {
        if is_in_credentials { profile.in_credentials(key) } else { profile.in_config(key) }
    };
    let (id, secret) = (of_file(ID)?, of_file(SECRET)?);
    let token = TOKENS.into_iter().find_map(|key| Some((key, of_file(key)?)));
    let parts = [Some((ID, id)), Some((SECRET, secret)), token];
    if parts.iter().flatten().any(|(key, part)| !is_judged(key, *part)) {
        return None;
    }
    // The SDKs join the token of the config file with the keys of the other one (rule 3.3).
    let joined = || profile.in_config("aws_session_token").map(|it| ("aws_session_token", it));
    let is_long_lived = AccessKeyKind::of(id.value) == Some(AccessKeyKind::LongLived);
    let token = token.or_else(|| joined().filter(|_| is_long_lived));
    let flaw = key_flaw(id.value, secret.value, token.map(|(_, token)| token.value))?;
    let is_split = matches!(flaw, KeyFlaw::TemporaryKeyWithoutToken) && joined().is_some();
    let (key, setting) = match flaw.part() {
        KeyPart::Id => (ID, id),
        KeyPart::Secret => (SECRET, secret),
        KeyPart::Token => token?,
    };
    (!is_split).then_some((setting, key, flaw))
}

/// Tells whether a value has neither a comment nor quotes nor lines below it, which other checks
/// report.
pub(super) fn is_bare(key: &str, setting: Setting<'_>) -> bool {
    !has_comment(key, setting.value)
        && !is_quoted(key, setting.value)
        && !setting.value.contains('\n')
}

/// Tells whether requests may go somewhere else than to AWS, where keys may be anything.
pub(crate) fn has_endpoint(environment: &Environment, profile: Profile<'_, '_>) -> bool {
    environment.non_empty_with_prefix("AWS_ENDPOINT_URL").is_some()
        || profile.get("endpoint_url").or(profile.get("services")).is_some()
}

/// How the ids of users, roles and other things begin that sign nothing.
const OTHER_IDS: [&str; 9] =
    ["ABIA", "ACCA", "AGPA", "AIDA", "AIPA", "ANPA", "ANVA", "APKA", "AROA"];

fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_key_id(text: &str) -> bool {
    AccessKeyKind::of(text).is_some() && text.len() == 20 && text.bytes().all(is_of_id)
}

/// Tells whether the id of a key is certainly one of AWS, which writes them in base32.
fn is_of_aws(id: &str) -> bool {
    !id.contains(['0', '1', '8', '9'])
}

/// Tells whether text is no secret of AWS, and was one: cut off, joined with something else, or
/// written for a URL. A short one was made up, for a test.
fn is_damaged_secret(text: &str) -> bool {
    let is_whole = text.len() == 40 && text.bytes().all(is_of_base64);
    let is_escaped = ["%2f", "%2b", "%2F", "%2B"].iter().any(|escape| text.contains(escape));
    !is_whole && (text.len() >= 30 || is_escaped)
}

/// Tells whether text is what a manual, a template or `aws configure list` shows for a key.
fn is_placeholder(text: &str) -> bool {
    if is_secret(text) {
        return false;
    }
    let upper = text.to_ascii_uppercase();
    let is_variable = text.strip_prefix('$').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '('))
    });
    let pairs = [('<', '>'), ('{', '}'), ('[', ']'), ('%', '%')];
    let is_masked = text.starts_with("***") || text.starts_with("...");
    let is_repeated = text.len() > 3 && text.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'));
    let words: Vec<_> = upper.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let is_addressed = words.iter().any(|word| matches!(*word, "YOUR" | "REPLACE" | "PLACEHOLDER"));
    let plain = words.concat();
    let is_begun = upper.starts_with("YOUR") && text.len() > 8;
    is_variable
        || is_masked
        || is_repeated
        || is_addressed
        || is_begun
        || pairs.into_iter().any(|(open, close)| is_within(text, open, close))
        || upper.contains("XXXXXX")
        || NAMES.contains(&&*plain)
        || text.ends_with("EXAMPLE")
}

fn is_within(text: &str, open: char, close: char) -> bool {
    text.len() > 2 && text.starts_with(open) && text.ends_with(close)
}

/// The names of keys, which some put where the key belongs, and what programs write for no value.
const NAMES: [&str; 15] = [
    "ACCESSKEYID",
    "AWSACCESSKEY",
    "AWSACCESSKEYID",
    "AWSSECRETACCESSKEY",
    "AWSSECRETKEY",
    "AWSSESSIONTOKEN",
    "CHANGEME",
    "MYACCESSKEY",
    "MYACCESSKEYID",
    "MYSECRETKEY",
    "NONE",
    "NULL",
    "SECRETACCESSKEY",
    "SESSIONTOKEN",
    "UNDEFINED",
];

/// Names the characters of a key that no key has.
fn oddities(text: &str) -> Option<String> {
    let odd = odd_characters(text);
    if !odd.is_empty() {
        return Some(named(&odd));
    }
    let has = |is: fn(char) -> bool| text.contains(is);
    let plain = match () {
        () if ['"', '\''].iter().any(|quote| is_within(text, *quote, *quote)) => "quotes around it",
        () if has(|c| c == ' ' || c == '\t') => "a blank",
        () if has(|c| c.is_ascii_control()) => "a control character such as a line end",
        () if !text.is_ascii() => "a letter that is not ASCII",
        () => return None,
    };
    Some(plain.to_owned())
}
