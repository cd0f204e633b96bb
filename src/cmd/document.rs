//! The parts of JSON that several commands share (`docs/guide/src/contract.md`).

use std::borrow::Cow;
use std::ffi::OsStr;

use data_encoding::BASE64;
use serde::Serialize;

use super::Screen;
use crate::aws::Origin;
use crate::policy::{Class, ClassRule};
use crate::printable::escaped_json;

/// Writes JSON, which a terminal gets with escapes for what it would obey.
pub(super) fn written(document: &impl Serialize, screen: Screen) -> String {
    // Strings, numbers and lists in memory always serialize.
    let json = serde_json::to_string_pretty(document).unwrap_or_default() + "\n";
    if screen.is_terminal { escaped_json(&json) } else { json }
}

/// A variable or a path, which may not be UTF-8.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum TextDocument<'a> {
    Unicode(Cow<'a, str>),
    Bytes { b64: String },
}

impl<'a> TextDocument<'a> {
    pub(super) fn from_os(text: &'a OsStr) -> Self {
        match text.to_str() {
            Some(text) => Self::Unicode(Cow::Borrowed(text)),
            None => Self::Bytes { b64: BASE64.encode(text.as_encoded_bytes()) },
        }
    }
}

/// Where a value came from, or where a finding is.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum OriginDocument<'a> {
    Environment {
        env: &'a str,
    },
    Flag {
        flag: &'a str,
    },
    File {
        file: TextDocument<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
    },
    Default {
        default: bool,
    },
}

impl<'a> OriginDocument<'a> {
    pub(super) fn new(origin: &'a Origin) -> Self {
        match origin {
            Origin::Environment(env) => Self::Environment { env },
            Origin::Flag(flag) => Self::Flag { flag },
            Origin::File { path, line } => {
                Self::File { file: TextDocument::from_os(path.as_os_str()), line: *line }
            }
            Origin::Default => Self::Default { default: true },
        }
    }
}

/// A class, and why something belongs to it.
#[derive(Serialize)]
pub(super) struct ClassDocument<'a> {
    name: &'a str,
    rule: String,
    /// The guard level, in the answer about a command.
    #[serde(skip_serializing_if = "Option::is_none")]
    guard: Option<&'static str>,
}

impl<'a> ClassDocument<'a> {
    pub(super) fn new((class, rule): &'a (&Class, ClassRule)) -> Self {
        Self { name: &class.name, rule: rule.to_string(), guard: None }
    }

    pub(super) fn with_guard(found: &'a (&Class, ClassRule)) -> Self {
        Self { guard: Some(found.0.guard.name()), ..Self::new(found) }
    }
}
