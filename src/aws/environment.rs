//! The environment variables, and how they change.
//!
//! A value may be a secret, so the type has no `Debug`: no print and no panic can show it.

use std::ffi::{OsStr, OsString};

/// The conventions that decide where files are and how variable names compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Posix,
    Windows,
}

impl Platform {
    /// The platform this program was built for.
    pub(crate) const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Posix };
}

#[derive(Clone)]
pub(crate) struct Environment {
    platform: Platform,
    /// Those of AWS and awsprompt, which nearly every question is about, and some like
    /// `REQUESTS_CA_BUNDLE`.
    of_aws: Vec<(OsString, OsString)>,
    others: Vec<(OsString, OsString)>,
}

impl Environment {
    pub(crate) fn new(
        platform: Platform,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let variables = variables.into_iter();
        let (mut of_aws, mut others) = (Vec::new(), Vec::with_capacity(variables.size_hint().0));
        for variable in variables {
            (if is_of_aws(&variable.0) { &mut of_aws } else { &mut others }).push(variable);
        }
        Self { platform, of_aws, others }
    }

    /// Returns a variable's value if it is present, even if it is empty.
    #[inline]
    pub(crate) fn get(&self, name: &str) -> Option<&OsStr> {
        let name = OsStr::new(name);
        let variables = if is_of_aws(name) { &self.of_aws } else { &self.others };
        let variable = variables.iter().find(|(candidate, _)| self.is_named(candidate, name));
        variable.map(|(_, value)| value.as_os_str())
    }

    pub(crate) fn non_empty(&self, name: &str) -> Option<&OsStr> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Returns the first variable whose name starts with `prefix` and whose value is not empty.
    pub(crate) fn non_empty_with_prefix(&self, prefix: &str) -> Option<(&str, &OsStr)> {
        self.with_prefix(prefix).next()
    }

    /// Returns the variables whose name starts with `prefix` and whose value is not empty.
    pub(crate) fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = (&str, &OsStr)> {
        let is_of_aws = is_of_aws(OsStr::new(prefix));
        let variables = if is_of_aws { &self.of_aws } else { &self.others };
        variables.iter().filter_map(move |(name, value)| {
            let name = name.to_str()?;
            let matches = !value.is_empty() && name.starts_with(prefix);
            matches.then_some((name, value.as_os_str()))
        })
    }

    /// Returns the names of the variables of AWS and awsprompt.
    pub(crate) fn names_of_aws(&self) -> impl Iterator<Item = &str> {
        self.of_aws.iter().filter_map(|(name, _)| name.to_str())
    }

    /// Tells whether a variable of AWS has a name of this kind, or may have where the case of names
    /// does not matter.
    pub(super) fn may_have(&self, is: impl Fn(&str) -> bool) -> bool {
        let is = |(name, _): &(OsString, OsString)| name.to_str().is_some_and(&is);
        self.platform == Platform::Windows || self.of_aws.iter().any(is)
    }

    /// Returns the environment as it will be after a change.
    pub(crate) fn changed(&self, changes: &[Change]) -> Self {
        let mut after = self.clone();
        for change in changes {
            let name = OsStr::new(change.name);
            let variables = if is_of_aws(name) { &mut after.of_aws } else { &mut after.others };
            variables.retain(|(candidate, _)| !self.is_named(candidate, name));
            if let Some(value) = &change.value {
                variables.push((name.into(), value.clone()));
            }
        }
        after
    }

    /// Returns the environment after variables are set, or removed where they have no value. Of what
    /// was there before, `keeps` says whether it is left.
    pub(crate) fn updated(
        &self,
        variables: impl IntoIterator<Item = (OsString, Option<OsString>)>,
        keeps: impl Fn(&OsStr) -> bool,
    ) -> Self {
        let before = self.of_aws.iter().chain(&self.others);
        let mut after: Vec<_> = before.filter(|(name, _)| keeps(name)).cloned().collect();
        for (name, value) in variables {
            after.retain(|(candidate, _)| !self.is_named(candidate, &name));
            after.extend(value.map(|value| (name, value)));
        }
        Self::new(self.platform, after)
    }

    fn is_named(&self, candidate: &OsStr, name: &OsStr) -> bool {
        match self.platform {
            Platform::Posix => candidate == name,
            Platform::Windows => candidate.eq_ignore_ascii_case(name),
        }
    }
}

/// Tells whether a variable may belong to AWS or awsprompt by its name, in whatever case, or be
/// another one that every prompt asks for.
#[expect(clippy::inline_always, reason = "a prompt asks 80 times, mostly for a name that is known")]
#[inline(always)]
fn is_of_aws(name: &OsStr) -> bool {
    let beginning = name.as_encoded_bytes().first_chunk();
    // The case of a letter is one bit.
    let beginning = beginning.map(|beginning| beginning.map(|byte| byte & !0x20));
    matches!(beginning.as_ref(), Some(b"AWS" | b"REQ" | b"SSL"))
}

/// A variable and the value it gets, or none to remove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) value: Option<OsString>,
}

impl Change {
    pub(crate) fn set(name: &'static str, value: impl Into<OsString>) -> Self {
        Self { name, value: Some(value.into()) }
    }

    pub(crate) fn remove(name: &'static str) -> Self {
        Self { name, value: None }
    }

    /// Sorts changes by the names of the variables.
    pub(crate) fn sort(changes: &mut [Self]) {
        changes.sort_unstable_by_key(|change| change.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(platform: Platform) -> Environment {
        Environment::new(platform, [("Aws_Profile".into(), "a".into()), ("E".into(), "".into())])
    }

    #[test]
    fn variable_names_ignore_case_on_windows_only() {
        assert_eq!(environment(Platform::Posix).get("AWS_PROFILE"), None);
        assert_eq!(environment(Platform::Windows).get("AWS_PROFILE"), Some(OsStr::new("a")));
    }

    #[test]
    fn an_empty_variable_is_present() {
        let environment = environment(Platform::Posix);
        assert_eq!(environment.get("E"), Some(OsStr::new("")));
        assert_eq!(environment.non_empty("E"), None);
    }
}
