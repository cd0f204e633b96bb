//! What `~`, `$NAME` and `%NAME%` in a path stand for (rules 1.4, 1.5 and 1.8).

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::environment::{Environment, Platform};

/// What `~` and `~name` stand for, beyond what the environment says.
pub(crate) trait Homes {
    /// Returns the current user's home directory according to the account database.
    fn current(&self) -> Option<PathBuf>;
    /// Returns a named user's home directory according to the account database.
    fn of(&self, user: &str) -> Option<PathBuf>;
}

/// What is replaced in a path (rules 1.4 and 1.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expansion {
    /// Variables, then a leading `~` or `~user`; an unknown variable stays.
    All,
    Nothing,
    /// `~/`, but not `~` alone.
    BelowHome,
    Home,
    /// Variables, then a leading `~`; an unknown variable is dropped.
    VariablesAndHome,
}

/// Expands paths on one machine.
pub(super) struct Expander<'a> {
    pub(super) platform: Platform,
    pub(super) environment: &'a Environment,
    pub(super) homes: &'a dyn Homes,
}

impl Expander<'_> {
    pub(super) fn all(&self, raw: &OsStr) -> PathBuf {
        self.user(&self.variables(Expansion::All, raw))
    }

    pub(super) fn expand(&self, expansion: Expansion, raw: &OsStr) -> PathBuf {
        let expanded = match expansion {
            Expansion::All => return self.all(raw),
            Expansion::Nothing => return raw.into(),
            Expansion::VariablesAndHome => self.variables(expansion, raw),
            Expansion::Home | Expansion::BelowHome => raw.as_encoded_bytes().to_vec(),
        };
        match (expanded.strip_prefix(b"~/"), self.home()) {
            (Some(rest), Some(home)) => home.join(os_string(rest.to_vec())),
            (None, Some(home)) if expanded == b"~" && expansion != Expansion::BelowHome => home,
            _ => os_string(expanded).into(),
        }
    }

    /// Returns the current user's home directory (rule 1.8).
    pub(super) fn home(&self) -> Option<PathBuf> {
        let environment = self.environment;
        match self.platform {
            // An empty HOME is the root directory to Python's expanduser.
            Platform::Posix => match environment.get("HOME") {
                Some(home) if home.is_empty() => Some(PathBuf::from("/")),
                Some(home) => Some(home.into()),
                None => self.homes.current(),
            },
            Platform::Windows => environment.get("USERPROFILE").map(PathBuf::from).or_else(|| {
                let path = environment.get("HOMEPATH")?;
                let mut home = environment.get("HOMEDRIVE").unwrap_or_default().to_owned();
                home.push(path);
                Some(home.into())
            }),
        }
    }

    /// Replaces a leading `~` or `~user`; an unknown name stays as it is.
    pub(super) fn user(&self, path: &[u8]) -> PathBuf {
        let unchanged = || PathBuf::from(os_string(path.to_vec()));
        let Some(after_tilde) = path.strip_prefix(b"~") else { return unchanged() };
        let is_separator =
            |byte: &u8| *byte == b'/' || (self.platform == Platform::Windows && *byte == b'\\');
        let end = after_tilde.iter().position(is_separator).unwrap_or(after_tilde.len());
        let (user, rest) = after_tilde.split_at(end);
        let base = if user.is_empty() {
            self.home()
        } else {
            std::str::from_utf8(user).ok().and_then(|user| self.homes.of(user))
        };
        let Some(base) = base else { return unchanged() };
        let mut joined = base.into_os_string().into_encoded_bytes();
        while joined.last() == Some(&b'/') {
            joined.pop();
        }
        joined.extend_from_slice(rest);
        if joined.is_empty() {
            joined.push(b'/');
        }
        PathBuf::from(os_string(joined))
    }

    /// Replaces `$NAME` and `${NAME}` (and `%NAME%` on Windows).
    fn variables(&self, expansion: Expansion, raw: &OsStr) -> Vec<u8> {
        let mut rest = raw.as_encoded_bytes();
        let mut expanded = Vec::with_capacity(rest.len());
        let is_sign = |byte: &u8| matches!(byte, b'$' | b'%');
        while let Some(plain) = rest.iter().position(is_sign) {
            expanded.extend_from_slice(&rest[..plain]);
            rest = &rest[plain..];
            let reference = match rest[0] {
                b'$' => dollar_reference(rest),
                b'%' if self.platform == Platform::Windows => percent_reference(rest),
                _ => None,
            };
            let Some((name, length)) = reference else {
                expanded.push(rest[0]);
                rest = &rest[1..];
                continue;
            };
            match std::str::from_utf8(name).ok().and_then(|name| self.environment.get(name)) {
                Some(value) => expanded.extend_from_slice(value.as_encoded_bytes()),
                None if expansion == Expansion::VariablesAndHome => {}
                None => expanded.extend_from_slice(&rest[..length]),
            }
            rest = &rest[length..];
        }
        expanded.extend_from_slice(rest);
        expanded
    }
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::aws::sample::SampleMachine;

    #[test]
    fn a_path_need_not_be_unicode() {
        let environment = Environment::new(Platform::Posix, [("HOME".into(), "h".into())]);
        let homes = &SampleMachine::default();
        let expander = Expander { platform: Platform::Posix, environment: &environment, homes };
        let path = expander.all(&os_string(b"/\xff/$HOME".to_vec()));
        assert_eq!(path.as_os_str().as_encoded_bytes(), b"/\xff/h");
    }
}
