//! The present, and when an answer that was worked out from it will no longer hold.
//!
//! Every comparison with the present goes through [`Clock`], which keeps the nearest moment at
//! which one of them would come out differently. A cached answer is valid until then.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};

/// The moment at which a question is answered.
#[derive(Clone)]
pub(crate) struct Clock {
    now: Timestamp,
    next_change: Cell<Timestamp>,
}

impl Clock {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self { now, next_change: Cell::new(Timestamp::MAX) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns the first moment at which something that was asked here has another answer.
    pub(crate) fn next_change(&self) -> Timestamp {
        self.next_change.get()
    }

    /// Tells whether a moment has come.
    pub(crate) fn has_reached(&self, moment: Timestamp) -> bool {
        let has_reached = moment <= self.now;
        if !has_reached {
            self.next_change.set(self.next_change.get().min(moment));
        }
        has_reached
    }

    /// Tells whether a moment is over.
    pub(crate) fn has_passed(&self, moment: Timestamp) -> bool {
        self.has_reached(later(moment, SignedDuration::from_nanos(1)))
    }

    /// Returns how long it is until a moment, in minutes that have begun; none once it has come.
    pub(crate) fn minutes_until(&self, moment: Timestamp) -> i64 {
        if self.has_reached(moment) {
            return 0;
        }
        let left = moment.duration_since(self.now);
        let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
        let minutes = (seconds + 59) / 60;
        let next = earlier(moment, SignedDuration::from_mins(minutes - 1));
        self.has_reached(next);
        minutes
    }
}

/// Returns a moment that is so much earlier, or the first there is.
pub(crate) fn earlier(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// Returns a moment that is so much later, or the last there is.
pub(crate) fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(time: &str) -> Timestamp {
        format!("2026-01-01T{time}Z").parse().unwrap()
    }

    #[test]
    fn a_moment_that_has_come_changes_nothing_more() {
        let clock = Clock::at(moment("12:00:00"));
        assert!(clock.has_reached(moment("12:00:00")));
        assert!(clock.has_passed(moment("11:59:59")));
        assert_eq!(clock.minutes_until(moment("11:00:00")), 0);
        assert_eq!(clock.next_change(), Timestamp::MAX);
    }

    #[test]
    fn the_nearest_moment_to_come_is_the_next_change() {
        let clock = Clock::at(moment("12:00:00"));
        assert!(!clock.has_reached(moment("14:00:00")));
        assert!(!clock.has_reached(moment("13:00:00")));
        assert!(!clock.has_reached(moment("15:00:00")));
        assert_eq!(clock.next_change(), moment("13:00:00"));
    }

    #[test]
    fn a_moment_is_over_only_after_it() {
        let clock = Clock::at(moment("12:00:00"));
        assert!(!clock.has_passed(moment("12:00:00")));
        assert_eq!(clock.next_change(), moment("12:00:00.000000001"));
    }

    #[test]
    fn a_countdown_changes_with_each_minute() {
        let rows = [
            ("12:00:00.001", 1, "12:00:00.001"),
            ("12:01:00", 1, "12:01:00"),
            ("12:01:00.001", 2, "12:00:00.001"),
            ("12:09:30", 10, "12:00:30"),
            ("13:00:00.5", 61, "12:00:00.5"),
        ];
        for (end, minutes, next) in rows {
            let clock = Clock::at(moment("12:00:00"));
            assert_eq!(clock.minutes_until(moment(end)), minutes, "{end}");
            assert_eq!(clock.next_change(), moment(next), "{end}");
        }
    }

    #[test]
    fn the_ends_of_time_are_no_exception() {
        let clock = Clock::at(moment("12:00:00"));
        assert!(!clock.has_passed(Timestamp::MAX));
        assert!(clock.has_reached(earlier(Timestamp::MIN, SignedDuration::from_mins(15))));
    }
}
