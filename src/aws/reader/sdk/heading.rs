//! Section headers, as each SDK reads them (sections 2B and 2D of `docs/resolution.md`).

use std::borrow::Cow;

use super::{BLANK, before_comment, is_identifier, is_space, javascript_line};
use crate::aws::reader::{AwsFile, Dialect, Heading};

/// What a header opens.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Header<'a> {
    /// A section that nobody will ask for.
    Ignored,
    /// `[default]` of the config file, which `[profile default]` replaces (case b31).
    Default,
    Of(Heading<'a>),
}

/// Reads a line, if it is a header.
pub(super) fn of_line(dialect: Dialect, line: &[u8], file: AwsFile) -> Option<Header<'_>> {
    match String::from_utf8_lossy(line) {
        Cow::Borrowed(line) => of_text(dialect, line, file),
        Cow::Owned(line) => of_text(dialect, &line, file).map(Header::into_owned),
    }
}

fn of_text(dialect: Dialect, line: &str, file: AwsFile) -> Option<Header<'_>> {
    let read = match dialect {
        Dialect::Python => return None,
        Dialect::Rust => rust_header,
        Dialect::JavaScript => javascript_header,
        Dialect::Go => go_header,
    };
    let header = match dialect {
        Dialect::Python | Dialect::Rust => before_comment(line, |_| true).trim_end_matches(BLANK),
        Dialect::JavaScript => javascript_line(line),
        Dialect::Go => before_comment(line, |_| true).trim(),
    };
    let header = header.strip_prefix('[')?.strip_suffix(']')?;
    Some(read(header, file))
}

impl<'a> Header<'a> {
    fn of_config(kind: Option<&str>, name: &'a str) -> Self {
        match kind {
            None if name == "default" => Self::Default,
            Some("profile") => Self::Of(Heading::Profile(name.into())),
            Some("sso-session") => Self::Of(Heading::SsoSession(name.into())),
            Some("services") => Self::Of(Heading::Services(name.into())),
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
    let (kind, name) = match header.split_once(BLANK) {
        Some((kind, name)) => (Some(kind.trim()), name.trim()),
        None => (None, header),
    };
    match file {
        _ if !is_identifier(name) => Header::Ignored,
        AwsFile::Config => Header::of_config(kind, name),
        AwsFile::Credentials if kind.is_none() => Header::of_profile(name),
        AwsFile::Credentials => Header::Ignored,
    }
}

/// Reads a header as the SDK for JavaScript does: two words with one blank between them, the
/// second maybe in quotes, or else a name as it is.
fn javascript_header(header: &str, file: AwsFile) -> Header<'_> {
    let is_kind = |text: &str| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !text.is_empty() && text.chars().all(is_allowed)
    };
    let is_name = |text: &str| !text.is_empty() && is_identifier(text);
    let words = header.find(is_space).and_then(|at| {
        let (kind, rest) = header.split_at(at);
        let word = rest.strip_prefix(is_space)?;
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            word.strip_prefix(quote)?.strip_suffix(quote).filter(|name| is_name(name))
        });
        let name = quoted.or_else(|| is_name(word).then_some(word))?;
        is_kind(kind).then_some((kind, name))
    });
    match (file, words) {
        (AwsFile::Config, Some((kind, name))) => Header::of_config(Some(kind), name),
        // The SDK keeps `profile x` as `profile.x`, so that this spelling does as well.
        (AwsFile::Config, None) => match header.split_once('.') {
            Some((kind, name)) => Header::of_config(Some(kind), name),
            None => Header::of_config(None, header),
        },
        (AwsFile::Credentials, Some(_)) => Header::Ignored,
        (AwsFile::Credentials, None) => Header::of_profile(header),
    }
}

/// Reads a header as the SDK for Go does, to which the rest of the line is the name.
fn go_header(header: &str, file: AwsFile) -> Header<'_> {
    let header = header.trim();
    let (kind, name) = match header.split_once(BLANK) {
        Some((kind, name)) => (Some(kind), name.trim_start_matches(BLANK)),
        None => (None, header),
    };
    match (file, kind) {
        // Another spelling of the default profile is another profile.
        (AwsFile::Config, None) if name != "default" && name.eq_ignore_ascii_case("default") => {
            Header::of_profile(name)
        }
        (AwsFile::Config, _) => Header::of_config(kind, name),
        (AwsFile::Credentials, None) => Header::of_profile(name),
        (AwsFile::Credentials, Some("profile")) => Header::Ignored,
        (AwsFile::Credentials, Some(kind)) => Header::of_profile(format!("{kind} {name}")),
    }
}
