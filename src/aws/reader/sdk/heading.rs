//! Section headers, as each SDK reads them (sections 2B and 2D of `docs/guide/src/resolution.md`).

use std::borrow::Cow;

use super::{BLANK, before_comment, is_identifier, is_space, javascript_line, unquoted};
use crate::aws::reader::{AwsFile, Dialect, Heading};

/// What a header opens.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Header<'a> {
    /// A section that the client never reads.
    Ignored,
    /// `[default]` of the config file, which `[profile default]` replaces (case b31).
    Default,
    Of(Heading<'a>),
}

/// Reads a line if it is a header.
pub(super) fn of_line(dialect: Dialect, line: &[u8], file: AwsFile) -> Option<Header<'_>> {
    match String::from_utf8_lossy(line) {
        Cow::Borrowed(line) => of_text(dialect, line, file),
        Cow::Owned(line) => of_text(dialect, &line, file).map(Header::into_owned),
    }
}

fn of_text(dialect: Dialect, line: &str, file: AwsFile) -> Option<Header<'_>> {
    let text = match dialect {
        Dialect::Python => return None,
        Dialect::Rust => before_comment(line, |_| true).trim_end_matches(BLANK),
        Dialect::JavaScript => javascript_line(line),
        Dialect::Go => before_comment(line, |_| true).trim(),
    };
    let header = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(match dialect {
        Dialect::Python | Dialect::Rust => rust_header(header, file),
        Dialect::JavaScript => javascript_header(header, file),
        Dialect::Go => go_header(header, file),
    })
}

impl<'a> Header<'a> {
    /// Reads a header of the config file, which may have two words: what it is about, and a name.
    fn of_config(header: &str, words: Option<(&str, &'a str)>) -> Self {
        match words {
            None if header == "default" => Self::Default,
            Some(("profile", name)) => Self::Of(Heading::Profile(name.into())),
            Some(("sso-session", name)) => Self::Of(Heading::SsoSession(name.into())),
            Some(("services", name)) => Self::Of(Heading::Services(name.into())),
            _ => Self::Ignored,
        }
    }

    fn of_profile(name: impl Into<Cow<'a, str>>) -> Self {
        let name = name.into();
        if name.is_empty() { Self::Ignored } else { Self::Of(Heading::Profile(name)) }
    }

    fn into_owned(self) -> Header<'static> {
        let owned = |name: Cow<'_, str>| Cow::Owned(name.into_owned());
        match self {
            Self::Default => Header::Default,
            Self::Of(Heading::Profile(name)) => Header::Of(Heading::Profile(owned(name))),
            Self::Of(Heading::SsoSession(name)) => Header::Of(Heading::SsoSession(owned(name))),
            Self::Of(Heading::Services(name)) => Header::Of(Heading::Services(owned(name))),
            Self::Of(Heading::Python(_)) | Self::Ignored => Header::Ignored,
        }
    }
}

/// Reads a header as the SDK for Rust does: one or two words.
fn rust_header(header: &str, file: AwsFile) -> Header<'_> {
    let header = header.trim_matches(BLANK);
    let words = header.split_once(BLANK).map(|(kind, name)| (kind.trim(), name.trim()));
    match (file, words) {
        _ if !is_identifier(words.map_or(header, |(_, name)| name)) => Header::Ignored,
        (AwsFile::Config, _) => Header::of_config(header, words),
        (AwsFile::Credentials, None) => Header::of_profile(header),
        (AwsFile::Credentials, Some(_)) => Header::Ignored,
    }
}

/// Reads a header as the SDK for JavaScript does: two words with one blank between them, of which
/// the second may be in quotes, or else one name.
fn javascript_header(header: &str, file: AwsFile) -> Header<'_> {
    let is_kind = |text: &str| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !text.is_empty() && text.chars().all(is_allowed)
    };
    let is_name = |text: &str| !text.is_empty() && is_identifier(text);
    let words = header.find(is_space).and_then(|at| {
        let (kind, rest) = header.split_at(at);
        let word = rest.strip_prefix(is_space)?;
        let name = unquoted(word).unwrap_or(word);
        (is_name(name) && is_kind(kind)).then_some((kind, name))
    });
    match (file, words) {
        // The SDK stores `profile x` as `profile.x`, so it accepts this spelling too.
        (AwsFile::Config, _) => Header::of_config(header, words.or_else(|| header.split_once('.'))),
        (AwsFile::Credentials, Some(_)) => Header::Ignored,
        (AwsFile::Credentials, None) => Header::of_profile(header),
    }
}

/// Reads a header as the SDK for Go does: the rest after the first word is the name.
fn go_header(header: &str, file: AwsFile) -> Header<'_> {
    let header = header.trim();
    let words = header.split_once(BLANK).map(|(kind, name)| (kind, name.trim_start_matches(BLANK)));
    let is_default = header.eq_ignore_ascii_case("default");
    match (file, words) {
        // Another spelling of the default profile is another profile.
        (AwsFile::Config, None) if is_default && header != "default" => Header::of_profile(header),
        (AwsFile::Config, _) => Header::of_config(header, words),
        (AwsFile::Credentials, None) => Header::of_profile(header),
        (AwsFile::Credentials, Some(("profile", _))) => Header::Ignored,
        (AwsFile::Credentials, Some((kind, name))) => Header::of_profile(format!("{kind} {name}")),
    }
}
