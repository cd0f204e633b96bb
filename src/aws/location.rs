//! Where the AWS files are, as a pure function of platform and environment (rules 1.1 to 1.9).

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::environment::{Environment, Platform};
use super::expansion::{Expander, Expansion, Homes};
use super::reader::{AwsFile, Dialect};
use super::sourced::Origin;

/// A path, and what chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) path: Rc<Path>,
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

/// The home directory and the files whose paths do not depend on the AWS files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locations {
    pub(crate) home: Option<PathBuf>,
    /// The two AWS files of the Python clients.
    pub(crate) files: SharedFiles,
    /// Those of other dialects, if a variable names others to them.
    other_files: Vec<(Dialect, SharedFiles)>,
    /// The one cache that a variable can move, for the Python clients and for the others, which do
    /// not expand the path.
    login_cache: PathBuf,
    literal_login_cache: PathBuf,
    /// The file of the original EC2 tools, if a variable names one (rule 7A, place 9).
    pub(crate) ec2_credentials: Option<PathBuf>,
    /// The files of boto 2, in the order in which they are tried (rule 7A, place 9).
    pub(crate) boto: Vec<PathBuf>,
}

impl Locations {
    /// Returns where a dialect's clients look for the two AWS files.
    pub(crate) fn files(&self, dialect: Dialect) -> &SharedFiles {
        let other = self.other_files.iter().find(|(other, _)| *other == dialect);
        other.map_or(&self.files, |(_, files)| files)
    }

    /// Tells whether a dialect's clients read the same files as the Python clients.
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
        let others = self.other_files.iter().map(|(_, files)| files);
        [&self.files]
            .into_iter()
            .chain(others)
            .flat_map(|files| [&*files.config.path, &*files.credentials.path])
    }
}

/// Locates the AWS files (rules 1.1 to 1.5 and 1.9).
pub(crate) fn locate(
    platform: Platform,
    environment: &Environment,
    homes: &dyn Homes,
) -> Locations {
    let expander = Expander { platform, environment, homes };
    let files = shared_files(&expander, Dialect::Python);
    let mut other_files = Vec::new();
    if files.config.named_by != Origin::Default || files.credentials.named_by != Origin::Default {
        for dialect in [Dialect::Rust, Dialect::JavaScript, Dialect::Go] {
            let others = shared_files(&expander, dialect);
            if others != files {
                other_files.push((dialect, others));
            }
        }
    }
    let moved_cache = environment.get("AWS_LOGIN_CACHE_DIRECTORY");
    let login_cache = expander.all(moved_cache.unwrap_or(OsStr::new("~/.aws/login/cache")));
    Locations {
        home: expander.home(),
        files,
        other_files,
        literal_login_cache: moved_cache.map_or_else(|| login_cache.clone(), PathBuf::from),
        login_cache,
        ec2_credentials: environment
            .get("AWS_CREDENTIAL_FILE")
            .map(|raw| expander.user(raw.as_encoded_bytes())),
        boto: match environment.get("BOTO_CONFIG") {
            Some(raw) => vec![expander.all(raw)],
            None => vec![PathBuf::from("/etc/boto.cfg"), expander.all(OsStr::new("~/.boto"))],
        },
    }
}

/// Locates the two files as a dialect's clients do.
fn shared_files(expander: &Expander<'_>, dialect: Dialect) -> SharedFiles {
    let (config, credentials) = match dialect {
        Dialect::Python => (Expansion::All, Expansion::All),
        Dialect::Rust => (Expansion::Home, Expansion::Home),
        Dialect::JavaScript => (Expansion::BelowHome, Expansion::BelowHome),
        Dialect::Go => (Expansion::Nothing, Expansion::VariablesAndHome),
    };
    // Rule 1.3.
    let empty_is_unset = matches!(dialect, Dialect::JavaScript | Dialect::Go);
    let located = |variable: &str, default: &str, expansion| {
        let raw = expander.environment.get(variable);
        match raw.filter(|raw| !(raw.is_empty() && empty_is_unset)) {
            Some(raw) => Located {
                path: expander.expand(expansion, raw).into(),
                named_by: Origin::environment(variable),
            },
            None => Located {
                path: expander.all(OsStr::new(default)).into(),
                named_by: Origin::Default,
            },
        }
    };
    SharedFiles {
        config: located("AWS_CONFIG_FILE", "~/.aws/config", config),
        credentials: located("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials", credentials),
    }
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
        located.files.config.path.to_str().unwrap().to_owned()
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
        assert_eq!(&*located.files.credentials.path, Path::new("/c"));
        assert_eq!(located.login_cache(Dialect::Python), PathBuf::from("/h/.aws/login/cache"));
        assert_eq!(
            located.files.credentials.named_by,
            Origin::environment("AWS_SHARED_CREDENTIALS_FILE")
        );
    }
}
