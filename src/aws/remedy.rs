//! What to do about a failure or a difference, as data. It is written for a shell at the end.

use std::borrow::Cow;

use super::environment::Environment;

/// The variables that outrank `AWS_PROFILE` for some client, or belong to one that does (rules 4.1,
/// 7.1, 7.2 and 7.8).
pub(crate) const OUTRANKING: [&str; 13] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_ACCOUNT_ID",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_DEFAULT_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CREDENTIAL_FILE",
];

/// Stands in a text for the function that switches, whose name the user may choose. No name in it has
/// this character, since each goes through `printable`.
pub(crate) const SWITCH: &str = "\u{1}";

/// The next step for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Remove these variables from the environment; a condition may follow.
    Unset { names: Cow<'static, str>, unless: &'static str },
    /// A command to type, or something to do; only `remedy!` and `of_table` make it.
    Text(String),
}

impl Remedy {
    pub(crate) fn unset(names: impl Into<Cow<'static, str>>) -> Self {
        Self::Unset { names: names.into(), unless: "" }
    }

    /// Reads a sentence of the table of checks, where a test finds it.
    pub(crate) fn of_table(sentence: &str) -> Self {
        Self::Text(sentence.replace("{SWITCH}", SWITCH))
    }

    /// Removes the variables that hold credentials, of those that are set.
    pub(crate) fn unset_credentials(environment: &Environment) -> Self {
        let is_set = |name: &&str| environment.get(name).is_some();
        let of_credentials = |name: &&str| *name != "AWS_DEFAULT_PROFILE";
        let set: Vec<_> = OUTRANKING.into_iter().filter(is_set).filter(of_credentials).collect();
        Self::unset(set.join(" "))
    }

    /// Writes it, with the command of a shell that removes a variable, and the function that switches.
    pub(crate) fn written(&self, unset: &str, switch: &str) -> Cow<'_, str> {
        match self {
            Self::Unset { names, unless } => format!("{unset} {names}{unless}").into(),
            Self::Text(text) if text.contains(SWITCH) => text.replace(SWITCH, switch).into(),
            Self::Text(text) => text.into(),
        }
    }
}

/// Writes a remedy, as `format!` does.
///
/// `tests/remedies.rs` finds the sentences that are given to this macro, and fails for one that it
/// does not try.
macro_rules! remedy {
    ($($text:tt)+) => { $crate::aws::remedy::Remedy::Text(format!($($text)+)) };
}

pub(crate) use remedy;
