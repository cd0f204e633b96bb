//! The global options of the AWS CLI, wherever they are, taken out of its arguments.
//!
//! The AWS CLI v1 and v2 read them with Python's argparse, which looks at all arguments before any
//! service does, and accepts a beginning that only one option has: `--prof` is `--profile`.
//! <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html>,
//! <https://docs.python.org/3/library/argparse.html#argument-abbreviations-prefix-matching>

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

/// What a global option is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OptionKind {
    Profile,
    Region,
    Endpoint,
    Unsigned,
    Version,
    /// Takes a value that decides nothing here.
    Value,
    /// Takes no value, and decides nothing here.
    Switch,
}

/// The options of v1 and v2 together, as their `awscli/data/cli.json` have them.
const OPTIONS: [(&str, OptionKind); 20] = [
    ("--ca-bundle", OptionKind::Value),
    ("--cli-auto-prompt", OptionKind::Switch),
    ("--cli-binary-format", OptionKind::Value),
    ("--cli-connect-timeout", OptionKind::Value),
    ("--cli-error-format", OptionKind::Value),
    ("--cli-read-timeout", OptionKind::Value),
    ("--color", OptionKind::Value),
    ("--debug", OptionKind::Switch),
    ("--endpoint-url", OptionKind::Endpoint),
    ("--no-cli-auto-prompt", OptionKind::Switch),
    ("--no-cli-pager", OptionKind::Switch),
    ("--no-paginate", OptionKind::Switch),
    ("--no-sign-request", OptionKind::Unsigned),
    ("--no-verify-ssl", OptionKind::Switch),
    ("--output", OptionKind::Value),
    ("--profile", OptionKind::Profile),
    ("--query", OptionKind::Value),
    ("--region", OptionKind::Region),
    ("--v2-debug", OptionKind::Switch),
    ("--version", OptionKind::Version),
];

/// What the global options say, and the arguments that are left for the command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments<'a> {
    pub(super) profile: Option<OsString>,
    pub(super) region: Option<OsString>,
    pub(super) endpoint: Option<OsString>,
    pub(super) is_unsigned: bool,
    pub(super) asks_version: bool,
    /// An abbreviation that several options begin with, which argparse refuses.
    pub(super) is_ambiguous: bool,
    pub(super) rest: Vec<Argument<'a>>,
}

/// An argument that is no global option, nor the value of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument<'a> {
    /// An option of the command, with its value if that follows an equals sign.
    Option(&'a OsStr),
    /// Anything else: a command, an operand, or the value of an option of the command.
    Word(&'a OsStr),
}

impl<'a> Argument<'a> {
    pub(super) fn option(&self) -> Option<&'a OsStr> {
        if let Self::Option(option) = self { Some(option) } else { None }
    }

    pub(super) fn word(&self) -> Option<Cow<'a, str>> {
        if let Self::Word(word) = self { Some(word.to_string_lossy()) } else { None }
    }
}

/// What an argument that looks like an option is.
enum Match {
    One(OptionKind),
    Several,
    None,
}

impl<'a> Arguments<'a> {
    /// Takes the global options out of the words after `aws`; the last of each counts.
    pub(super) fn read(arguments: &'a [OsString]) -> Self {
        let mut read = Self::default();
        let mut arguments = arguments.iter().map(OsString::as_os_str).peekable();
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                // After it nothing is an option.
                read.rest.extend(arguments.map(Argument::Word));
                break;
            }
            if !looks_like_option(argument) {
                read.rest.push(Argument::Word(argument));
                continue;
            }
            let (name, value) = parted(argument);
            let kind = match find(name) {
                Match::One(kind) => kind,
                Match::Several => {
                    read.is_ambiguous = true;
                    continue;
                }
                Match::None => {
                    read.rest.push(Argument::Option(argument));
                    continue;
                }
            };
            let mut value = || {
                let is_value = |next: &&OsStr| *next != "--" && !looks_like_option(next);
                value.clone().or_else(|| arguments.next_if(is_value).map(OsStr::to_owned))
            };
            match kind {
                OptionKind::Profile => read.profile = value(),
                OptionKind::Region => read.region = value(),
                OptionKind::Endpoint => read.endpoint = value(),
                OptionKind::Value => drop(value()),
                OptionKind::Unsigned => read.is_unsigned = true,
                OptionKind::Version => read.asks_version = true,
                OptionKind::Switch => {}
            }
        }
        read
    }
}

/// Finds the option of this name, or the one that begins with it.
fn find(name: &str) -> Match {
    if let Some((_, kind)) = OPTIONS.iter().find(|(option, _)| *option == name) {
        return Match::One(*kind);
    }
    let mut beginning = OPTIONS.iter().filter(|(option, _)| option.starts_with(name));
    match (name.starts_with("--"), beginning.next(), beginning.next()) {
        (true, Some((_, kind)), None) => Match::One(*kind),
        (true, Some(_), Some(_)) => Match::Several,
        _ => Match::None,
    }
}

/// Parts `--name=value`. A name that is not text is that of no option.
fn parted(argument: &OsStr) -> (&str, Option<OsString>) {
    if let Some(text) = argument.to_str() {
        return match text.split_once('=') {
            Some((name, value)) => (name, Some(value.into())),
            None => (text, None),
        };
    }
    bytes_parted(argument).unwrap_or(("", None))
}

/// Parts an argument whose value is no text, as a profile's name may be.
#[cfg(unix)]
fn bytes_parted(argument: &OsStr) -> Option<(&str, Option<OsString>)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = argument.as_bytes();
    let end = bytes.iter().position(|byte| *byte == b'=')?;
    let name = std::str::from_utf8(&bytes[..end]).ok()?;
    Some((name, Some(OsStr::from_bytes(&bytes[end + 1..]).to_owned())))
}

#[cfg(not(unix))]
fn bytes_parted(_: &OsStr) -> Option<(&str, Option<OsString>)> {
    None
}

/// Tells what argparse takes for an option, whether it knows it or not: what begins with a hyphen,
/// except a hyphen alone, a negative number, and what has a blank in it.
fn looks_like_option(argument: &OsStr) -> bool {
    let bytes = argument.as_encoded_bytes();
    let Some(rest) = bytes.strip_prefix(b"-").filter(|rest| !rest.is_empty()) else {
        return false;
    };
    let are_digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let (whole, decimals) = match rest.iter().position(|byte| *byte == b'.') {
        Some(point) => (&rest[..point], &rest[point + 1..]),
        None => (&b""[..], rest),
    };
    let is_number = are_digits(whole) && are_digits(decimals) && !decimals.is_empty();
    let name = bytes.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_known = std::str::from_utf8(name).is_ok_and(|name| !matches!(find(name), Match::None));
    is_known || !(is_number || bytes.contains(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    /// The profile, the region and what is left.
    fn read(line: &str) -> (Option<String>, Option<String>, String) {
        let line = words(line);
        let read = Arguments::read(&line);
        let text = |value: Option<OsString>| value.map(|value| value.into_string().unwrap());
        let rest = read.rest.iter().map(|argument| match argument {
            Argument::Option(text) | Argument::Word(text) => text.to_str().unwrap(),
        });
        let rest = rest.collect::<Vec<_>>().join(" ");
        (text(read.profile), text(read.region), rest)
    }

    #[test]
    fn options_are_sorted() {
        assert!(OPTIONS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn a_global_option_is_one_wherever_it_stands() {
        let cases = [
            ("s3 ls", None, None, "s3 ls"),
            ("--profile a s3 ls", Some("a"), None, "s3 ls"),
            ("s3 --profile a ls", Some("a"), None, "s3 ls"),
            ("s3 ls --profile a", Some("a"), None, "s3 ls"),
            ("s3 ls --profile=a", Some("a"), None, "s3 ls"),
            ("s3 ls --profile=", Some(""), None, "s3 ls"),
            ("--profile a s3 ls --profile b", Some("b"), None, "s3 ls"),
            ("--region r --output json s3 ls", None, Some("r"), "s3 ls"),
            ("--debug s3 ls", None, None, "s3 ls"),
            ("s3 ls --no-cli-pager x", None, None, "s3 ls x"),
        ];
        for (line, profile, region, rest) in cases {
            let expected = (profile.map(str::to_owned), region.map(str::to_owned), rest.to_owned());
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn an_option_may_be_cut_short_while_it_is_the_only_one() {
        let cases = [
            ("--prof a s3 ls", Some("a"), None, "s3 ls"),
            ("--p a s3 ls", Some("a"), None, "s3 ls"),
            ("--r=r s3 ls", None, Some("r"), "s3 ls"),
            ("--prof=a=b s3 ls", Some("a=b"), None, "s3 ls"),
            ("-p a s3 ls", None, None, "-p a s3 ls"),
            ("-profile a s3 ls", None, None, "-profile a s3 ls"),
            ("--profiles a s3 ls", None, None, "--profiles a s3 ls"),
            ("--PROFILE a s3 ls", None, None, "--PROFILE a s3 ls"),
        ];
        for (line, profile, region, rest) in cases {
            let expected = (profile.map(str::to_owned), region.map(str::to_owned), rest.to_owned());
            assert_eq!(read(line), expected, "{line}");
        }
        for ambiguous in ["--no s3 ls", "--cli x s3 ls", "--v s3 ls"] {
            assert!(Arguments::read(&words(ambiguous)).is_ambiguous, "{ambiguous}");
        }
    }

    #[test]
    fn behind_two_hyphens_nothing_is_an_option() {
        assert_eq!(read("s3 ls -- --profile a"), (None, None, "s3 ls --profile a".to_owned()));
        assert_eq!(read("--profile -- s3 ls"), (None, None, "s3 ls".to_owned()));
        let line = words("-- --profile");
        let read = Arguments::read(&line);
        assert_eq!(read.rest, [Argument::Word(OsStr::new("--profile"))]);
    }

    #[test]
    fn an_option_is_no_value_and_a_number_or_a_phrase_is() {
        assert_eq!(read("--profile --region r s3 ls").0, None);
        assert_eq!(read("--profile -x s3 ls").0, None);
        assert_eq!(read("--profile - s3 ls").0.as_deref(), Some("-"));
        assert_eq!(read("--profile -1 s3 ls").0.as_deref(), Some("-1"));
        assert_eq!(read("--profile -.5 s3 ls").0.as_deref(), Some("-.5"));
        assert_eq!(read("--profile -1. s3 ls").0, None);
        let line = ["--profile", "-a b", "s3"].map(OsString::from);
        assert_eq!(Arguments::read(&line).profile, Some("-a b".into()));
        let line = ["--profile=a b", "s3"].map(OsString::from);
        assert_eq!(Arguments::read(&line).profile, Some("a b".into()));
    }

    #[cfg(unix)]
    #[test]
    fn a_value_need_not_be_text() {
        use std::os::unix::ffi::OsStringExt;
        let line = [OsString::from_vec(b"--profile=\xff".to_vec())];
        assert_eq!(Arguments::read(&line).profile, Some(OsString::from_vec(vec![0xff])));
        let line = ["--profile".into(), OsString::from_vec(vec![0xff])];
        assert_eq!(Arguments::read(&line).profile, Some(OsString::from_vec(vec![0xff])));
    }
}
