//! Where the AWS files are, as a pure function of platform and environment (rules 1.1 to 1.9).

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use super::{
    environment::{Environment, Platform},
    reader::{AwsFile, Dialect},
    sourced::Origin,
};

/// What `~` and `~name` stand for, beyond what the environment says.
pub(crate) trait Homes {
    /// Returns the current user's home directory as the account database has it.
    fn current(&self) -> Option<PathBuf>;
    /// Returns a named user's home directory as the account database has it.
    fn of(&self, user: &str) -> Option<PathBuf>;
}

/// A path, and what chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) path: PathBuf,
    pub(crate) named_by: Origin,
}

/// Where the two AWS files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SharedFiles {
    pub(crate) config: Located,
    pub(crate) credentials: Located,
}

impl SharedFiles {
    pub(crate) fn of(&self, file: AwsFile) -> &Located {
        match file {
            AwsFile::Config => &self.config,
            AwsFile::Credentials => &self.credentials,
        }
    }
}

/// The directory and files that everything else starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locations {
    pub(crate) home: Option<PathBuf>,
    /// The two AWS files of the Python clients.
    pub(crate) files: SharedFiles,
    /// Those of other clients, where a variable sends them elsewhere.
    other_files: Vec<(Dialect, SharedFiles)>,
    /// The one cache that a variable can move; and where it is to those who take it literally.
    login_cache: PathBuf,
    literal_login_cache: PathBuf,
    /// The file of the original EC2 tools, if a variable names one (rule 7A, place 9).
    pub(crate) ec2_credentials: Option<PathBuf>,
    /// The files of boto 2, in the order in which they are tried (rule 7A, place 9).
    pub(crate) boto: Vec<PathBuf>,
}

impl Locations {
    /// Returns where a dialect's clients have the two AWS files.
    pub(crate) fn files(&self, dialect: Dialect) -> &SharedFiles {
        let other = self.other_files.iter().find(|(other, _)| *other == dialect);
        other.map_or(&self.files, |(_, files)| files)
    }

    /// Tells whether a dialect's clients go to the same files as the Python clients.
    pub(crate) fn has_same_files(&self, dialect: Dialect) -> bool {
        !self.other_files.iter().any(|(other, _)| *other == dialect)
    }

    /// Returns where a dialect's clients keep the sessions of `aws login` (rule 1.9).
    pub(crate) fn login_cache(&self, dialect: Dialect) -> &Path {
        match dialect {
            Dialect::Python => &self.login_cache,
            Dialect::Rust | Dialect::JavaScript | Dialect::Go => &self.literal_login_cache,
        }
    }

    /// Returns the paths of the AWS files of all clients.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        let files =
            [&self.files].into_iter().chain(self.other_files.iter().map(|(_, files)| files));
        files.flat_map(|files| [files.config.path.as_path(), files.credentials.path.as_path()])
    }
}

/// How a client reads the variables that name the two files.
struct PathRules {
    dialect: Dialect,
    /// Whether an empty variable counts as none (rule 1.3).
    empty_is_unset: bool,
    config: Expansion,
    credentials: Expansion,
}

/// What is replaced in a path (rules 1.4 and 1.5).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expansion {
    Nothing,
    /// `~/`, but not `~` alone.
    BelowHome,
    Home,
    VariablesAndHome,
}

/// What sets the SDKs apart from the Python clients, which replace everything.
const SDK_PATHS: [PathRules; 3] = [
    PathRules {
        dialect: Dialect::Rust,
        empty_is_unset: false,
        config: Expansion::Home,
        credentials: Expansion::Home,
    },
    PathRules {
        dialect: Dialect::JavaScript,
        empty_is_unset: true,
        config: Expansion::BelowHome,
        credentials: Expansion::BelowHome,
    },
    PathRules {
        dialect: Dialect::Go,
        empty_is_unset: true,
        config: Expansion::Nothing,
        credentials: Expansion::VariablesAndHome,
    },
];

/// Locates the AWS files (rules 1.1 to 1.5 and 1.9).
pub(crate) fn locate(
    platform: Platform,
    environment: &Environment,
    homes: &dyn Homes,
) -> Locations {
    let located = |variable: &'static str, default: &str| {
        let (raw, named_by) = match environment.get(variable) {
            Some(value) => (value.to_owned(), Origin::environment(variable)),
            None => (OsString::from(default), Origin::Default),
        };
        Located { path: expand(platform, environment, homes, &raw), named_by }
    };
    let home = home(platform, environment, homes);
    let files = SharedFiles {
        config: located("AWS_CONFIG_FILE", "~/.aws/config"),
        credentials: located("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    };
    let is_overridden = [&files.config, &files.credentials]
        .into_iter()
        .any(|located| located.named_by != Origin::Default);
    let elsewhere = |rules: PathRules| {
        let located = |python: &Located, expansion, default: &str| {
            let given = match &python.named_by {
                Origin::Environment(name) => environment.get(name),
                _ => None,
            };
            match given.filter(|path| !(path.is_empty() && rules.empty_is_unset)) {
                None => {
                    let path = expand(platform, environment, homes, OsStr::new(default));
                    Located { path, named_by: Origin::Default }
                }
                Some(path) => {
                    let path = sdk_path(expansion, platform, environment, home.as_deref(), path);
                    Located { path, named_by: python.named_by.clone() }
                }
            }
        };
        let others = SharedFiles {
            config: located(&files.config, rules.config, "~/.aws/config"),
            credentials: located(&files.credentials, rules.credentials, "~/.aws/credentials"),
        };
        (others != files).then_some((rules.dialect, others))
    };
    let other_files = if is_overridden {
        SDK_PATHS.into_iter().filter_map(elsewhere).collect()
    } else {
        Vec::new()
    };
    let login_cache = located("AWS_LOGIN_CACHE_DIRECTORY", "~/.aws/login/cache");
    let literal_login_cache = match environment.get("AWS_LOGIN_CACHE_DIRECTORY") {
        Some(literal) => literal.into(),
        None => login_cache.path.clone(),
    };
    Locations {
        home,
        files,
        other_files,
        login_cache: login_cache.path,
        literal_login_cache,
        ec2_credentials: environment
            .get("AWS_CREDENTIAL_FILE")
            .map(|raw| expand_user(platform, environment, homes, raw.as_encoded_bytes())),
        boto: match environment.get("BOTO_CONFIG") {
            Some(raw) => vec![expand(platform, environment, homes, raw)],
            None => vec![
                PathBuf::from("/etc/boto.cfg"),
                expand(platform, environment, homes, OsStr::new("~/.boto")),
            ],
        },
    }
}

/// Reads a path as an SDK does, which knows `~` but not `~user` (rules 1.4 and 1.5).
fn sdk_path(
    expansion: Expansion,
    platform: Platform,
    environment: &Environment,
    home: Option<&Path>,
    raw: &OsStr,
) -> PathBuf {
    if expansion == Expansion::Nothing {
        return raw.into();
    }
    let raw = raw.as_encoded_bytes();
    let expanded = match expansion {
        Expansion::VariablesAndHome => {
            expand_variables(platform, environment, raw, Unknown::Dropped)
        }
        Expansion::Home | Expansion::BelowHome | Expansion::Nothing => raw.to_vec(),
    };
    match (expanded.strip_prefix(b"~/"), home) {
        (Some(rest), Some(home)) => home.join(os_string(rest.to_vec())),
        (None, Some(home)) if expanded == b"~" && expansion != Expansion::BelowHome => home.into(),
        _ => os_string(expanded).into(),
    }
}

/// Expands variables, then a leading `~`, in this order (rules 1.4 and 1.5).
fn expand(
    platform: Platform,
    environment: &Environment,
    homes: &dyn Homes,
    raw: &OsStr,
) -> PathBuf {
    let raw = raw.as_encoded_bytes();
    let expanded = expand_variables(platform, environment, raw, Unknown::Kept);
    expand_user(platform, environment, homes, &expanded)
}

/// Returns the current user's home directory (rule 1.8).
fn home(platform: Platform, environment: &Environment, homes: &dyn Homes) -> Option<PathBuf> {
    match platform {
        // An empty HOME is the root directory to Python's expanduser.
        Platform::Posix => match environment.get("HOME") {
            Some(home) if home.is_empty() => Some(PathBuf::from("/")),
            Some(home) => Some(home.into()),
            None => homes.current(),
        },
        Platform::Windows => environment.get("USERPROFILE").map(PathBuf::from).or_else(|| {
            let path = environment.get("HOMEPATH")?;
            let mut home = environment.get("HOMEDRIVE").unwrap_or_default().to_owned();
            home.push(path);
            Some(home.into())
        }),
    }
}

/// Replaces a leading `~` or `~user`; a name that nobody has stays as it is.
fn expand_user(
    platform: Platform,
    environment: &Environment,
    homes: &dyn Homes,
    path: &[u8],
) -> PathBuf {
    let unchanged = || PathBuf::from(os_string(path.to_vec()));
    let Some(after_tilde) = path.strip_prefix(b"~") else {
        return unchanged();
    };
    let is_separator =
        |byte: &u8| *byte == b'/' || (platform == Platform::Windows && *byte == b'\\');
    let end = after_tilde.iter().position(is_separator).unwrap_or(after_tilde.len());
    let (user, rest) = after_tilde.split_at(end);
    let base = if user.is_empty() {
        home(platform, environment, homes)
    } else {
        std::str::from_utf8(user).ok().and_then(|user| homes.of(user))
    };
    let Some(base) = base else { return unchanged() };
    let mut joined = base.as_os_str().as_encoded_bytes().to_vec();
    while joined.last() == Some(&b'/') {
        joined.pop();
    }
    joined.extend_from_slice(rest);
    if joined.is_empty() {
        joined.push(b'/');
    }
    PathBuf::from(os_string(joined))
}

/// What becomes of the name of a variable that is not set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    Kept,
    Dropped,
}

/// Replaces `$NAME` and `${NAME}` (and `%NAME%` on Windows).
fn expand_variables(
    platform: Platform,
    environment: &Environment,
    raw: &[u8],
    unknown: Unknown,
) -> Vec<u8> {
    let mut expanded = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(&byte) = rest.first() {
        let reference = match byte {
            b'$' => dollar_reference(rest),
            b'%' if platform == Platform::Windows => percent_reference(rest),
            _ => None,
        };
        let Some((name, length)) = reference else {
            expanded.push(byte);
            rest = &rest[1..];
            continue;
        };
        match std::str::from_utf8(name).ok().and_then(|name| environment.get(name)) {
            Some(value) => expanded.extend_from_slice(value.as_encoded_bytes()),
            None if unknown == Unknown::Dropped => {}
            None => expanded.extend_from_slice(&rest[..length]),
        }
        rest = &rest[length..];
    }
    expanded
}

/// Reads `$NAME` or `${NAME}` at the start: the name, and the length of the whole reference.
fn dollar_reference(text: &[u8]) -> Option<(&[u8], usize)> {
    let after = text.strip_prefix(b"$")?;
    if let Some(braced) = after.strip_prefix(b"{") {
        let end = memchr::memchr(b'}', braced)?;
        return Some((&braced[..end], end + 3));
    }
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let end = after.iter().position(|byte| !is_word(byte)).unwrap_or(after.len());
    (end > 0).then(|| (&after[..end], end + 1))
}

/// Reads `%NAME%` at the start: the name, and the length of the whole reference.
fn percent_reference(text: &[u8]) -> Option<(&[u8], usize)> {
    let after = text.strip_prefix(b"%")?;
    let end = memchr::memchr(b'%', after)?;
    (end > 0).then(|| (&after[..end], end + 2))
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Accounts;

    impl Homes for Accounts {
        fn current(&self) -> Option<PathBuf> {
            Some("/from/passwd".into())
        }

        fn of(&self, user: &str) -> Option<PathBuf> {
            (user == "alice").then(|| "/home/alice".into())
        }
    }

    fn environment(platform: Platform, variables: &[(&str, &str)]) -> Environment {
        Environment::new(platform, variables.iter().map(|(k, v)| (k.into(), v.into())))
    }

    fn config(platform: Platform, variables: &[(&str, &str)]) -> String {
        let located = locate(platform, &environment(platform, variables), &Accounts);
        located.files.config.path.into_os_string().into_string().unwrap()
    }

    #[test]
    fn config_path_on_posix() {
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[("HOME", "/home/u")], "/home/u/.aws/config"),
            (&[("HOME", "/home/u/")], "/home/u/.aws/config"),
            (&[], "/from/passwd/.aws/config"),
            (&[("HOME", "")], "/.aws/config"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "")], ""),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "~/c")], "/h/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "~")], "/h"),
            (&[("HOME", "/"), ("AWS_CONFIG_FILE", "~")], "/"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "~alice/c")], "/home/alice/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "~nobody-here/c")], "~nobody-here/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "$HOME/c")], "/h/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "${HOME}c$NOPE${NOPE}$")], "/hc$NOPE${NOPE}$"),
            (&[("HOME", "/h"), ("T", "~"), ("AWS_CONFIG_FILE", "$T/c")], "/h/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "%HOME%/c")], "%HOME%/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "relative/c")], "relative/c"),
            (&[("HOME", "/h"), ("AWS_CONFIG_FILE", "a~")], "a~"),
        ];
        for (variables, expected) in cases {
            assert_eq!(config(Platform::Posix, variables), *expected, "{variables:?}");
        }
    }

    #[test]
    fn config_path_on_windows() {
        let profile = ("USERPROFILE", r"C:\Users\u");
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[profile], r"C:\Users\u/.aws/config"),
            (&[profile, ("HOME", r"D:\other")], r"C:\Users\u/.aws/config"),
            (&[("HOMEDRIVE", "C:"), ("HOMEPATH", r"\Users\u")], r"C:\Users\u/.aws/config"),
            (&[("HOMEPATH", r"\Users\u")], r"\Users\u/.aws/config"),
            (&[], "~/.aws/config"),
            (&[profile, ("AWS_CONFIG_FILE", r"%UserProfile%\c")], r"C:\Users\u\c"),
            (&[profile, ("AWS_CONFIG_FILE", r"~\c")], r"C:\Users\u\c"),
            (&[profile, ("aws_config_file", r"D:\c")], r"D:\c"),
            (&[profile, ("AWS_CONFIG_FILE", "100%/c")], "100%/c"),
        ];
        for (variables, expected) in cases {
            assert_eq!(config(Platform::Windows, variables), *expected, "{variables:?}");
        }
    }

    #[test]
    fn the_two_files_are_chosen_independently() {
        let variables = [("HOME", "/h"), ("AWS_SHARED_CREDENTIALS_FILE", "/c")];
        let located = locate(Platform::Posix, &environment(Platform::Posix, &variables), &Accounts);
        assert_eq!(located.files.config.named_by, Origin::Default);
        assert_eq!(located.files.credentials.path, PathBuf::from("/c"));
        assert_eq!(located.login_cache(Dialect::Python), PathBuf::from("/h/.aws/login/cache"));
        assert_eq!(
            located.files.credentials.named_by,
            Origin::environment("AWS_SHARED_CREDENTIALS_FILE")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_path_need_not_be_unicode() {
        let raw = os_string(b"/\xff/$HOME".to_vec());
        let environment = environment(Platform::Posix, &[("HOME", "h")]);
        let expanded = expand(Platform::Posix, &environment, &Accounts, &raw);
        assert_eq!(expanded.as_os_str().as_encoded_bytes(), b"/\xff/h");
    }
}
