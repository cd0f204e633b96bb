//! What is asked of a segment.

use super::format::Format;
use super::settings::Settings;

/// What the caller adds to the facts.
#[derive(Clone, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) settings: &'a Settings,
    /// A format that takes precedence over the one in the settings.
    pub(crate) format: Option<&'a Format>,
    /// The profile that the shell sees and the next command will not.
    pub(crate) unexported: Option<String>,
    /// Whether the shell has a lock that the next command will not see.
    pub(crate) has_unexported_lock: bool,
    /// The variable that chooses this profile, where its value is not known.
    pub(crate) unexported_variable: Option<&'static str>,
    /// Whether the settings, or what was asked for, had an error in them.
    pub(crate) has_error: bool,
    /// Whether the segment will be seen in colour.
    pub(crate) has_colour: bool,
    /// The most columns that it may take.
    pub(crate) width: Option<usize>,
}

impl<'a> Request<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        let has_error = !settings.policy.errors.is_empty();
        Self {
            settings,
            has_colour: true,
            width: None,
            format: None,
            unexported: None,
            unexported_variable: None,
            has_unexported_lock: false,
            has_error,
        }
    }
}
