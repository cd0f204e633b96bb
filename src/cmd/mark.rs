//! The mark that the hook leaves in the environment of the programs that its shell starts.
//!
//! A child sees only the environment of its shell, so the hook sets `AWSPROMPT_HOOK` there at each
//! prompt, and in fish and nushell before each typed command. It says which shell it is, how often
//! the hook was loaded, whether it is the last to run, and which AWS variables the shell has. A
//! mark may be inherited from another shell.

use std::ffi::OsStr;

use crate::aws::Environment;

/// The variable that holds the mark.
pub(crate) const MARK: &str = "AWSPROMPT_HOOK";

/// The mark, as `shell/awsprompt.*` write it: `PID:SHELL:TURN:LOADS:PLACE:NAME,NAME`, and `:guard`
/// after it where the hook was loaded with `--guard`. A place may be `PLACE/THEME`.
pub(crate) struct Mark<'a> {
    /// Process id and name of the shell, and a number that distinguishes it from a shell that it
    /// replaced under the same id (`exec zsh`).
    pub(crate) shell: &'a str,
    pub(crate) pid: u32,
    pub(crate) name: &'a str,
    /// How often the start-up files loaded the hook.
    pub(crate) loads: u32,
    pub(crate) place: &'a str,
    /// The theme that draws the prompt without the segment.
    pub(crate) theme: Option<&'a str>,
    /// The variables that the shell has.
    pub(crate) variables: &'a str,
    pub(crate) has_guard: bool,
}

impl<'a> Mark<'a> {
    pub(crate) fn parse(text: &'a OsStr) -> Option<Self> {
        let text = text.to_str()?;
        let mut parts = text.splitn(7, ':');
        let (pid, name, turn) = (parts.next()?, parts.next()?, parts.next()?);
        let shell = &text[..pid.len() + name.len() + turn.len() + 2];
        let (pid, loads) = (pid.parse().ok()?, parts.next()?.parse().ok()?);
        let mut place = parts.next()?.splitn(2, '/');
        Some(Self {
            shell,
            pid,
            name,
            loads,
            place: place.next()?,
            theme: place.next(),
            variables: parts.next()?,
            has_guard: parts.next() == Some("guard"),
        })
    }
}

/// Tells whether the shell has a variable that its commands do not see.
pub(crate) fn hides(name: &str, environment: &Environment) -> bool {
    let has = |mark: Mark<'_>| mark.variables.split(',').any(|known| known == name);
    environment.get(name).is_none() && environment.get(MARK).and_then(Mark::parse).is_some_and(has)
}

/// Returns the variable with which the shell chooses a profile that its commands do not see.
pub(crate) fn hidden_profile_variable(environment: &Environment) -> Option<&'static str> {
    // AWS_PROFILE outranks the other variable: where it is exported, neither is reported.
    let mut names = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].into_iter();
    names
        .by_ref()
        .take_while(|name| environment.get(name).is_none())
        .find(|name| hides(name, environment))
}

/// Returns the name of the innermost shell that has a hook.
pub(crate) fn marked_shell(environment: &Environment) -> Option<&str> {
    environment.get(MARK).and_then(Mark::parse).map(|mark| mark.name)
}
