//! How long this shell keeps its profile: the variables in which it is written down.
//!
//! The hooks compare them with the clock; `cmd::switch` ends what is over.

use std::ffi::OsStr;

use jiff::{SignedDuration, Timestamp};

use crate::aws::Environment;

/// The second from which on the shell goes back, since the epoch.
pub(crate) const UNTIL: &str = "AWSPROMPT_UNTIL";

/// The number of seconds without a new command after which it does.
pub(crate) const IDLE: &str = "AWSPROMPT_IDLE";

/// The profile that the two are about; they do not limit another one.
pub(crate) const LIMITED: &str = "AWSPROMPT_LIMITED";

/// More digits than any second of this calendar has; the hooks count as many.
const MOST_DIGITS: usize = 12;

/// What limits how long the profile in use is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) until: Option<Timestamp>,
    pub(crate) idle: Option<SignedDuration>,
}

impl Limits {
    /// Reads the limits of a profile; what is malformed limits nothing.
    pub(crate) fn of(profile: Option<&OsStr>, environment: &Environment) -> Self {
        let is_meant = environment.get(LIMITED).is_none_or(|limited| Some(limited) == profile);
        if profile.is_none() || !is_meant {
            return Self::default();
        }
        Self {
            until: seconds(environment, UNTIL).and_then(|until| Timestamp::from_second(until).ok()),
            idle: seconds(environment, IDLE).map(SignedDuration::from_secs),
        }
    }

    /// Tells whether one of the limits has passed, in a shell that has been idle for a while.
    pub(crate) fn have_passed(self, now: Timestamp, idle: SignedDuration) -> bool {
        self.until.is_some_and(|until| until <= now) || self.idle.is_some_and(|most| most <= idle)
    }
}

fn seconds(environment: &Environment, name: &str) -> Option<i64> {
    let digits = environment.get(name)?.to_str()?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && digits.len() <= MOST_DIGITS { digits.parse().ok() } else { None }
}

/// Reads a time such as `15m` or `2h`.
pub(crate) fn minutes_or_hours(text: &str) -> Option<SignedDuration> {
    let is_number = |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |digits: &str| Some(digits).filter(is_number)?.parse::<u16>().ok().map(i64::from);
    match (text.strip_suffix('m'), text.strip_suffix('h')) {
        (Some(minutes), _) => number(minutes).map(SignedDuration::from_mins),
        (None, Some(hours)) => number(hours).map(SignedDuration::from_hours),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::Platform;

    fn limits(profile: Option<&str>, variables: &[(&str, &str)]) -> Limits {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        let environment = Environment::new(Platform::Posix, variables);
        Limits::of(profile.map(OsStr::new), &environment)
    }

    #[test]
    fn limits_are_those_of_the_profile_that_they_name() {
        let variables = [(UNTIL, "1767268800"), (IDLE, "1800"), (LIMITED, "prod")];
        let expected = Limits {
            until: Some("2026-01-01T12:00:00Z".parse().unwrap()),
            idle: Some(SignedDuration::from_mins(30)),
        };
        assert_eq!(limits(Some("prod"), &variables), expected);
        // Without a name they are about whatever profile is in use.
        assert_eq!(limits(Some("dev"), &variables[..2]), expected);
        assert_eq!(limits(Some("dev"), &variables), Limits::default());
        assert_eq!(limits(None, &variables), Limits::default());
        assert_eq!(limits(None, &variables[..2]), Limits::default());
    }

    #[test]
    fn what_is_malformed_limits_nothing() {
        for value in ["", " 1", "+1", "-1", "1.5", "1x", "9999999999999", "999999999999"] {
            assert_eq!(limits(Some("prod"), &[(UNTIL, value)]).until, None, "{value}");
        }
        for value in ["", "x", "9999999999999"] {
            assert_eq!(limits(Some("prod"), &[(IDLE, value)]).idle, None, "{value}");
        }
    }
}
