//! Timestamps as the Python clients read them: dateutil, in the forms that occur (rule 9.1).
//!
//! dateutil guesses at any text; here are the ISO forms with its liberties, the form of e-mail,
//! and what `date` prints. <https://dateutil.readthedocs.io/en/stable/parser.html>

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    At(Timestamp),
    /// A time without a zone, as if it were in UTC. It is at most 14 hours from the one meant.
    WithoutZone(Timestamp),
}

impl Moment {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        iso(text).or_else(|| in_words(text))
    }

    fn new(local: DateTime, offset: Option<Offset>) -> Self {
        // What people write for "never" may lie beyond what can be represented.
        let furthest = if local.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        let moment = |offset: Offset| offset.to_timestamp(local).unwrap_or(furthest);
        offset.map_or_else(
            || Self::WithoutZone(moment(Offset::UTC)),
            |offset| Self::At(moment(offset)),
        )
    }
}

/// `2099-01-31T23:59:59.5Z`: with slashes or without separators, a blank for the `T`, short
/// numbers, no seconds or no time at all, and any usual zone.
fn iso(text: &str) -> Option<Moment> {
    let mut rest = Rest(text);
    let year = rest.number(4..=4)?;
    let separator = rest.one_of("-/");
    let digits = if separator.is_some() { 1..=2 } else { 2..=2 };
    let month = rest.number(digits.clone())?;
    if rest.one_of("-/") != separator {
        return None;
    }
    let day = rest.number(digits)?;
    let date = Date::new(i16::try_from(year).ok()?, month.try_into().ok()?, day.try_into().ok()?);
    let time = if rest.one_of("Tt ").is_some() { iso_time(&mut rest)? } else { Time::midnight() };
    rest.skip_blanks();
    let offset = match rest.0 {
        "" => None,
        "Z" | "z" | "UTC" | "GMT" => Some(Offset::UTC),
        _ => Some(numeric_offset(&mut rest)?),
    };
    Some(Moment::new(DateTime::from_parts(date.ok()?, time), offset))
}

fn iso_time(rest: &mut Rest<'_>) -> Option<Time> {
    rest.skip_blanks();
    let hour = rest.number(1..=2)?;
    let has_colons = rest.one_of(":").is_some();
    let minute = rest.number(if has_colons { 1..=2 } else { 2..=2 })?;
    let has_seconds = if has_colons {
        rest.one_of(":").is_some()
    } else {
        rest.0.starts_with(|c: char| c.is_ascii_digit())
    };
    let second = if has_seconds { rest.number(1..=2)? } else { 0 };
    let nanosecond = if has_seconds && rest.one_of(".,").is_some() { rest.fraction()? } else { 0 };
    Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, nanosecond)
        .ok()
}

/// `+05:30`, `+0530` or `+05`.
fn numeric_offset(rest: &mut Rest<'_>) -> Option<Offset> {
    let sign = if rest.one_of("+-")? == '-' { -1 } else { 1 };
    let hours = rest.number(2..=2)?;
    let minutes = match (rest.one_of(":"), rest.0) {
        (None, "") => 0,
        _ => rest.number(2..=2)?,
    };
    let is_offset = rest.0.is_empty() && hours < 24 && minutes < 60;
    let seconds = sign * (hours * 3600 + minutes * 60);
    is_offset.then(|| Offset::from_seconds(seconds).ok()).flatten()
}

/// The form of e-mail, `Thu, 01 Jan 2099 00:00:00 GMT`, and of `date`, `Thu Jan  1 00:00:00 UTC 2099`.
/// <https://www.rfc-editor.org/rfc/rfc2822#section-3.3>.
fn in_words(text: &str) -> Option<Moment> {
    let words: Vec<_> = text.split_whitespace().collect();
    let (weekday, day, month, year, time, zone) = match words[..] {
        [weekday, month, day, time, zone @ ("UTC" | "GMT"), year] => {
            (weekday, day, month, year, time, zone)
        }
        [weekday, day, month, year, time, zone] => (weekday, day, month, year, time, zone),
        [day, month, year, time, zone] => ("Mon", day, month, year, time, zone),
        _ => return None,
    };
    one_of("Sun Mon Tue Wed Thu Fri Sat", weekday.trim_end_matches(','))?;
    let month = one_of("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", month)?;
    let [day, year] = [(day, 1..=2), (year, 4..=4)].map(|(text, digits)| {
        let mut rest = Rest(text);
        rest.number(digits).filter(|_| rest.0.is_empty())
    });
    let date = Date::new(i16::try_from(year?).ok()?, month, i8::try_from(day?).ok()?).ok()?;
    let mut rest = Rest(time);
    let time = iso_time(&mut rest).filter(|_| rest.0.is_empty() && time.contains(':'))?;
    let offset = match zone {
        "GMT" | "UTC" | "Z" => Offset::UTC,
        _ => numeric_offset(&mut Rest(zone))?,
    };
    Some(Moment::new(DateTime::from_parts(date, time), Some(offset)))
}

/// Returns the place of a word of three letters among such words, from 1, in any case.
fn one_of(words: &str, word: &str) -> Option<i8> {
    let mut words = words.split(' ').zip(1..);
    words.find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, place)| place)
}

/// What is left of a text.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    /// Takes a number of so many digits.
    fn number(&mut self, digits: RangeInclusive<usize>) -> Option<i32> {
        let length = self.0.bytes().take(*digits.end()).take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at(length);
        self.0 = rest;
        digits.contains(&length).then(|| number.parse().ok()).flatten()
    }

    /// Takes the digits after a decimal point, as nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        format!("{digits:0<9}").get(..9)?.parse().ok()
    }

    fn one_of(&mut self, accepted: &str) -> Option<char> {
        let c = self.0.chars().next().filter(|c| accepted.contains(*c))?;
        self.0 = &self.0[c.len_utf8()..];
        Some(c)
    }

    fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_makes_a_point_in_time() {
        let cases = [
            ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00Z"),
            ("2099-01-01T00:00:00UTC", "2099-01-01T00:00:00Z"),
            ("2099-01-01T00:00:00 GMT", "2099-01-01T00:00:00Z"),
            ("2099-01-01T00:00:00+00:00", "2099-01-01T00:00:00Z"),
            ("2099-01-01T00:00:00+0530", "2098-12-31T18:30:00Z"),
            ("2099-01-01T00:00:00-05", "2099-01-01T05:00:00Z"),
            ("2099-01-01 00:00:00 +0000", "2099-01-01T00:00:00Z"),
            ("2099-01-01 00:00:00Z", "2099-01-01T00:00:00Z"),
            ("2099-01-01T00:00:00.5Z", "2099-01-01T00:00:00.5Z"),
            ("2099-01-01T00:00:00.123456789123Z", "2099-01-01T00:00:00.123456789Z"),
            ("2099-01-01t00:00z", "2099-01-01T00:00:00Z"),
            ("2099/1/1 0:00:00Z", "2099-01-01T00:00:00Z"),
            ("20990101T000000Z", "2099-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59Z", "9999-12-30T22:00:00.999999999Z"),
            ("Thu, 01 Jan 2099 00:00:00 GMT", "2099-01-01T00:00:00Z"),
            ("Thu, 01 Jan 2099 00:00:00 UTC", "2099-01-01T00:00:00Z"),
            ("Thu, 01 Jan 2099 00:00:00 +0000", "2099-01-01T00:00:00Z"),
            ("1 jan 2099 00:00 GMT", "2099-01-01T00:00:00Z"),
            ("Thu, 01 Jan 2099 02:00:00 +0200", "2099-01-01T00:00:00Z"),
            ("Thu Jan  1 00:00:00 UTC 2099", "2099-01-01T00:00:00Z"),
            ("Thu Jan  1 00:00:00 GMT 2099", "2099-01-01T00:00:00Z"),
            (" 2099-01-01T00:00:00Z ", "2099-01-01T00:00:00Z"),
        ];
        for (text, expected) in cases {
            let expected = Some(Moment::At(expected.parse().unwrap()));
            assert_eq!(Moment::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn without_a_zone_it_cannot_be_compared() {
        for text in ["2099-01-01T00:00:00", "2099-01-01 00:00", "2099-01-01", "20990101"] {
            assert!(matches!(Moment::parse(text), Some(Moment::WithoutZone(_))), "{text}");
        }
    }

    #[test]
    fn what_dateutil_refuses_is_not_a_date() {
        let refused = [
            "2099-01-01T00:00:00 +0000 UTC",
            "4102444800",
            "1700000000",
            "soon",
            "",
            "T",
            "2099-01-01T24:00:00Z",
            "2099-01-01T23:59:60Z",
            "2099-13-01T00:00:00Z",
            "2099-01/01T00:00:00Z",
            "2099-01-01T00:00:00+24:00",
            "2099-01-01T00:00:00+00:00:00",
            "2099-01-01T00:00:00+00:00Z",
            "2099-01-01T00:00:00Z[UTC]",
            "+002099-01-01T00:00:00Z",
            "Thu, 01 Foo 2099 00:00:00 GMT",
            "Foo, 01 Jan 2099 00:00:00 GMT",
            "Thu, 32 Jan 2099 00:00:00 GMT",
            "Thu, 01 Jan 2099 24:00:00 GMT",
            "Thu Jan  1 00:00:00 UTC 2099 more",
            "é",
        ];
        for text in refused {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
