//! A segment that takes no more columns than it may: what is left out, and how a name is cut.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::format::{Format, FormatPiece, Value};

/// The values that are left out where there is no room, the first one first. The alerts are never
/// left out.
const DROPPED: [Value; 11] = [
    Value::Text,
    Value::Expiry,
    Value::Left,
    Value::Kube,
    Value::Source,
    Value::Role,
    Value::Label,
    Value::Account,
    Value::Region,
    Value::Class,
    Value::Symbol,
];

/// A name is cut to no fewer columns than `…-prod` has.
const SHORTEST: usize = 6;

/// Lays out values in at most `width` columns, as far as that is possible without the value that is
/// kept, if any, and with the end of a name.
pub(super) fn fit<'v>(
    format: &Format,
    width: usize,
    is_kept: impl Fn(Value) -> bool,
    value: impl Fn(Value) -> &'v str,
) -> Vec<FormatPiece> {
    let mut pieces = format.render(&value);
    let mut dropped = Vec::new();
    for candidate in DROPPED {
        if columns(&pieces) <= width {
            return pieces;
        }
        if is_kept(candidate) || !pieces.iter().any(|(_, shown)| *shown == Some(candidate)) {
            continue;
        }
        dropped.push(candidate);
        pieces = format.render(|name| if dropped.contains(&name) { "" } else { value(name) });
    }
    let excess = columns(&pieces).saturating_sub(width);
    let name = pieces.iter_mut().find(|(_, shown)| *shown == Some(Value::Profile));
    if let Some((name, _)) = name
        && excess > 0
        && !is_kept(Value::Profile)
    {
        *name = without_middle(name, name.width().saturating_sub(excess));
    }
    pieces
}

fn columns(pieces: &[FormatPiece]) -> usize {
    pieces.iter().map(|(text, _)| text.width()).sum()
}

/// Cuts a name in its middle. Its end tells more than its beginning: its last word stays whole if
/// there is room.
fn without_middle(name: &str, width: usize) -> String {
    let room = width.max(SHORTEST) - 1;
    if name.width() <= room + 1 {
        return name.to_owned();
    }
    let is_separator = |c: char| !c.is_alphanumeric();
    let last_word = name.rfind(is_separator).map_or(0, |start| name[start..].width());
    let half = room.div_ceil(2);
    let of_end = if last_word <= room { half.max(last_word) } else { half };
    let head = within(name.chars(), room - of_end);
    let tail: String = within(name.chars().rev(), of_end).chars().rev().collect();
    format!("{head}…{tail}")
}

/// Takes characters as long as they have room.
fn within(characters: impl Iterator<Item = char>, room: usize) -> String {
    let mut left = room;
    let fits = |c: &char| {
        let rest = left.checked_sub(c.width().unwrap_or(0));
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    characters.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the segment of these values in so many columns.
    fn fitted(format: &str, width: usize, kept: Option<Value>) -> String {
        let value = |name| match name {
            Value::Symbol => "⚠",
            Value::Profile => "payments-prod",
            Value::Account => "111122223333",
            Value::Label => "acme",
            Value::Region => "us-east-1",
            Value::Role => "Admin",
            Value::Source => "sso",
            Value::Text => "LIVE",
            Value::Expiry => "9m",
            Value::Left => "14m",
            Value::Kube => "blue",
            Value::Alert => "!not:x",
            Value::Class => "production",
        };
        let format = Format::parse(format).unwrap();
        let pieces = fit(&format, width, |name| kept == Some(name), value);
        pieces.into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn what_says_least_goes_first() {
        let whole = "[AWS:⚠ payments-prod 111122223333 us-east-1 LIVE 9m 14m left !not:x]";
        for (width, expected) in [
            (68, whole),
            (67, "[AWS:⚠ payments-prod 111122223333 us-east-1 9m 14m left !not:x]"),
            (62, "[AWS:⚠ payments-prod 111122223333 us-east-1 14m left !not:x]"),
            (59, "[AWS:⚠ payments-prod 111122223333 us-east-1 !not:x]"),
            (50, "[AWS:⚠ payments-prod us-east-1 !not:x]"),
            (37, "[AWS:⚠ payments-prod !not:x]"),
            (27, "[AWS:payments-prod !not:x]"),
            (25, "[AWS:payme…s-prod !not:x]"),
            (20, "[AWS:p…-prod !not:x]"),
            (1, "[AWS:…-prod !not:x]"),
        ] {
            assert_eq!(fitted(Format::DEFAULT, width, None), expected, "{width}");
        }
        let all = "{profile}( {label})( {account})( {role})( {source})( {class})";
        for (width, expected) in [
            (58, "payments-prod acme 111122223333 Admin sso production"),
            (51, "payments-prod acme 111122223333 Admin production"),
            (47, "payments-prod acme 111122223333 production"),
            (41, "payments-prod 111122223333 production"),
            (30, "payments-prod production"),
            (20, "payments-prod"),
        ] {
            assert_eq!(fitted(all, width, None), expected, "{width}");
        }
    }

    #[test]
    fn what_is_kept_stays() {
        let text = fitted(Format::DEFAULT, 10, Some(Value::Text));
        assert_eq!(text, "[AWS:…-prod LIVE !not:x]");
        let symbol = fitted(Format::DEFAULT, 10, Some(Value::Symbol));
        assert_eq!(symbol, "[AWS:⚠ …-prod !not:x]");
        assert_eq!(fitted("{profile}", 8, Some(Value::Profile)), "payments-prod");
    }

    #[test]
    fn a_name_is_cut_in_its_middle() {
        for (name, width, expected) in [
            ("payments-prod", 13, "payments-prod"),
            ("payments-prod", 12, "payme…s-prod"),
            ("payments-prod", 6, "…-prod"),
            ("payments-prod", 0, "…-prod"),
            ("acme-production", 8, "acm…tion"),
            ("acme-production", 13, "a…-production"),
            ("administrator", 7, "adm…tor"),
            ("short", 0, "short"),
            ("日本語の本番", 8, "日…本番"),
        ] {
            let cut = without_middle(name, width);
            assert_eq!(cut, expected, "{name} {width}");
            assert!(cut.width() <= width.max(SHORTEST), "{cut}");
        }
    }
}
