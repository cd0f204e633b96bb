//! The layout of a segment: literal text, `{values}`, and `(parts that may be absent)`.

use std::borrow::Cow;
use std::fmt;

/// A value that a format may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Profile,
    Account,
    Label,
    Region,
    Role,
    Source,
    Expiry,
    Left,
    Kube,
    Alert,
    Class,
    Symbol,
    Text,
}

impl Value {
    const ALL: [(&'static str, Self); 13] = [
        ("profile", Self::Profile),
        ("account", Self::Account),
        ("label", Self::Label),
        ("region", Self::Region),
        ("role", Self::Role),
        ("source", Self::Source),
        ("expiry", Self::Expiry),
        ("left", Self::Left),
        ("kube", Self::Kube),
        ("alert", Self::Alert),
        ("class", Self::Class),
        ("symbol", Self::Symbol),
        ("text", Self::Text),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// A layout that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Format(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(Cow<'static, str>),
    Value(Value),
    /// Disappears when any value in it is empty.
    Optional(Vec<Part>),
}

/// Text of a rendered segment, and the value it shows, if it shows one.
pub(crate) type FormatPiece = (String, Option<Value>);

impl Default for Format {
    fn default() -> Self {
        let optional = |value| Part::Optional(vec![Part::Literal(" ".into()), Part::Value(value)]);
        Self(vec![
            Part::Literal("[AWS:".into()),
            Part::Optional(vec![Part::Value(Value::Symbol), Part::Literal(" ".into())]),
            Part::Value(Value::Profile),
            optional(Value::Account),
            optional(Value::Region),
            optional(Value::Text),
            optional(Value::Expiry),
            Part::Optional(vec![
                Part::Literal(" ".into()),
                Part::Value(Value::Left),
                Part::Literal(" left".into()),
            ]),
            optional(Value::Alert),
            Part::Literal("]".into()),
        ])
    }
}

impl Format {
    /// What the default would be as text.
    pub(crate) const DEFAULT: &str = "[AWS:({symbol} ){profile}( {account})( {region})( {text})( {expiry})( {left} left)( {alert})]";

    /// Reads a layout; a backslash makes the next character literal.
    pub(crate) fn parse(text: &str) -> Result<Self, FormatError> {
        let mut rest = text.chars();
        let parts = parse_parts(&mut rest, 0)?;
        Ok(Self(parts))
    }

    /// Tells whether a value has a place in it.
    pub(super) fn has(&self, value: Value) -> bool {
        has(&self.0, value)
    }

    /// Lays out values.
    ///
    /// The blank that opens an optional part separates it from the value before it, and goes
    /// where there is none.
    pub(crate) fn render<'v>(&self, value: impl Fn(Value) -> &'v str) -> Vec<FormatPiece> {
        let mut pieces = Vec::new();
        render_parts(&self.0, &value, &mut pieces);
        pieces
    }
}

/// How many optional parts may be in each other.
const DEEPEST: usize = 8;

/// Why a layout cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FormatError {
    UnknownValue(String),
    Unclosed(char),
    Unopened(char),
    TrailingBackslash,
    TooDeep,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownValue(name) => {
                write!(f, "unknown value {{{name}}}; the values are")?;
                Value::ALL.iter().try_for_each(|(name, _)| write!(f, " {{{name}}}"))
            }
            Self::Unclosed(opener) => write!(f, "{opener} is not closed"),
            Self::Unopened(closer) => write!(f, "{closer} closes nothing"),
            Self::TooDeep => write!(f, "there are more than {DEEPEST} parentheses in each other"),
            Self::TrailingBackslash => write!(f, "the backslash at the end escapes nothing"),
        }
    }
}

fn parse_parts(rest: &mut std::str::Chars<'_>, depth: usize) -> Result<Vec<Part>, FormatError> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    while let Some(c) = rest.next() {
        let part = match c {
            '\\' => {
                literal.push(rest.next().ok_or(FormatError::TrailingBackslash)?);
                continue;
            }
            ')' if depth > 0 => {
                push_literal(&mut parts, literal);
                return Ok(parts);
            }
            ')' | '}' => return Err(FormatError::Unopened(c)),
            '{' => {
                let (name, after) =
                    rest.as_str().split_once('}').ok_or(FormatError::Unclosed('{'))?;
                *rest = after.chars();
                let value = Value::named(name);
                Part::Value(value.ok_or_else(|| FormatError::UnknownValue(name.to_owned()))?)
            }
            '(' if depth == DEEPEST => return Err(FormatError::TooDeep),
            '(' => Part::Optional(parse_parts(rest, depth + 1)?),
            c => {
                literal.push(c);
                continue;
            }
        };
        push_literal(&mut parts, std::mem::take(&mut literal));
        parts.push(part);
    }
    push_literal(&mut parts, literal);
    if depth > 0 { Err(FormatError::Unclosed('(')) } else { Ok(parts) }
}

fn push_literal(parts: &mut Vec<Part>, literal: String) {
    if !literal.is_empty() {
        parts.push(Part::Literal(literal.into()));
    }
}

fn has(parts: &[Part], value: Value) -> bool {
    parts.iter().any(|part| match part {
        Part::Literal(_) => false,
        Part::Value(name) => *name == value,
        Part::Optional(parts) => has(parts, value),
    })
}

fn render_parts<'v>(
    parts: &[Part],
    value: &impl Fn(Value) -> &'v str,
    pieces: &mut Vec<FormatPiece>,
) {
    for part in parts {
        match part {
            Part::Literal(text) => pieces.push((text.clone().into_owned(), None)),
            Part::Value(name) => match value(*name) {
                "" => {}
                text => pieces.push((text.to_owned(), Some(*name))),
            },
            Part::Optional(parts) if is_empty(parts, value) => {}
            Part::Optional(parts) => {
                let first = pieces.len();
                let is_after_value = pieces.iter().any(|(_, value)| value.is_some());
                render_parts(parts, value, pieces);
                if let Some((text, None)) = pieces.get_mut(first)
                    && !is_after_value
                {
                    *text = text.trim_start_matches(' ').to_owned();
                }
            }
        }
    }
}

fn is_empty<'v>(parts: &[Part], value: &impl Fn(Value) -> &'v str) -> bool {
    parts.iter().any(|part| matches!(part, Part::Value(name) if value(*name).is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    type FormatValues<'v> = [(Value, &'v str)];

    fn shown(format: &str, values: &FormatValues<'_>) -> String {
        let value = |name| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map_or("", |(_, text)| *text)
        };
        let pieces = Format::parse(format).unwrap().render(value);
        pieces.into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn the_default_is_what_its_text_says() {
        assert_eq!(Format::parse(Format::DEFAULT), Ok(Format::default()));
    }

    #[test]
    fn parts_without_their_values_disappear() {
        use Value::{Account, Alert, Profile, Region};
        let all = [(Profile, "work"), (Account, "1"), (Region, "eu"), (Alert, "!x")];
        let cases: [(&str, &FormatValues<'_>, &str); 11] = [
            (Format::DEFAULT, &all, "[AWS:work 1 eu !x]"),
            (Format::DEFAULT, &all[..1], "[AWS:work]"),
            (Format::DEFAULT, &all[3..], "[AWS:!x]"),
            (Format::DEFAULT, &[], "[AWS:]"),
            ("{profile}({account}/{region})", &all[..2], "work"),
            ("{profile}(@{account}(/{region}))", &all[..2], "work@1"),
            ("{profile}(@{account}(/{region}))", &all[..3], "work@1/eu"),
            (r"\{profile\} \(x\) \\", &all, r"{profile} (x) \"),
            ("plain", &all, "plain"),
            ("(just text)", &[], "just text"),
            ("", &all, ""),
        ];
        for (format, values, expected) in cases {
            assert_eq!(shown(format, values), expected, "{format}");
        }
    }

    #[test]
    fn a_value_has_a_place_where_it_is_named() {
        let format = Format::parse("{profile}(@{account}(/{region}))").unwrap();
        assert!(format.has(Value::Profile) && format.has(Value::Region));
        assert!(!format.has(Value::Text));
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            (
                "{nope}",
                "unknown value {nope}; the values are {profile} {account} {label} \
                        {region} {role} {source} {expiry} {left} {kube} {alert} {class} {symbol} {text}",
            ),
            ("{profile", "{ is not closed"),
            ("( {account}", "( is not closed"),
            ("a)", ") closes nothing"),
            ("a}", "} closes nothing"),
            (&"(".repeat(100_000), "there are more than 8 parentheses in each other"),
            ("a\\", "the backslash at the end escapes nothing"),
        ];
        for (format, expected) in cases {
            assert_eq!(Format::parse(format).unwrap_err().to_string(), expected, "{format}");
        }
    }
}
