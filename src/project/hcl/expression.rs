//! Works out simple expressions: texts with templates, lists, objects, names, conditions.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions>

use std::mem::discriminant;

use super::Malformed;
use super::items::{HclPiece, blank, text_end, word};
use super::skip::{End, end, heredoc_start};
use super::value::HclValue;

/// How deep expressions may be in each other.
const DEEPEST: usize = 20;

/// What names stand for, such as `var.region`.
pub(in crate::project) trait HclNames {
    fn named(&self, root: &str, name: &str) -> HclValue;
}

/// Works out an expression.
pub(in crate::project) fn evaluate(text: &str, scope: &dyn HclNames) -> HclValue {
    Evaluation { scope, depth: 0 }.whole(text).bounded()
}

#[derive(Clone, Copy)]
struct Evaluation<'s> {
    scope: &'s dyn HclNames,
    depth: usize,
}

/// What is not worked out.
fn unread() -> HclValue {
    HclValue::unknown("is an expression that awsprompt does not work out")
}

impl Evaluation<'_> {
    fn whole(self, text: &str) -> HclValue {
        if self.depth > DEEPEST {
            return HclValue::unknown("is too deep");
        }
        let inner = Self { depth: self.depth + 1, ..self };
        let piece = HclPiece { text, at: 0 }.trimmed();
        piece.and_then(|piece| inner.condition(piece.text)).unwrap_or_else(|Malformed| unread())
    }

    /// `a ? b : c`, or one of its parts.
    fn condition(self, text: &str) -> Result<HclValue, Malformed> {
        let (first, rest) = self.comparison(text)?;
        let rest = rest.trim_start();
        let Some(rest) = rest.strip_prefix('?') else {
            return if is_blank(rest) { Ok(first) } else { Err(Malformed) };
        };
        let (then, rest) = self.comparison(rest)?;
        let Some(otherwise) = rest.trim_start().strip_prefix(':') else { return Err(Malformed) };
        let otherwise = self.whole(otherwise);
        Ok(match first {
            HclValue::Bool(true) => then,
            HclValue::Bool(false) => otherwise,
            HclValue::Unknown(_) if then == otherwise => then,
            HclValue::Unknown(_) => first,
            _ => return Err(Malformed),
        })
    }

    fn comparison(self, text: &str) -> Result<(HclValue, &str), Malformed> {
        let (left, rest) = self.operand(text)?;
        let after = rest.trim_start();
        let is_equal = match after.get(..2) {
            Some("==") => true,
            Some("!=") => false,
            _ => return Ok((left, rest)),
        };
        let (right, rest) = self.operand(&after[2..])?;
        let value = match (&left, &right) {
            (HclValue::Unknown(_), _) => left,
            (_, HclValue::Unknown(_)) => right,
            (HclValue::Null, _) | (_, HclValue::Null) => {
                HclValue::Bool((left == right) == is_equal)
            }
            // What two types become of each other is not worked out.
            _ if discriminant(&left) != discriminant(&right) => unread(),
            _ => HclValue::Bool((left == right) == is_equal),
        };
        Ok((value, rest))
    }

    /// An operand and what follows it.
    fn operand(self, text: &str) -> Result<(HclValue, &str), Malformed> {
        let text = &text[blank(text, 0, false)?..];
        let first = text.chars().next().ok_or(Malformed)?;
        let (value, rest) = match first {
            '"' => {
                let stop = text_end(text, 0)?;
                (self.template(&text[1..stop - 1])?, &text[stop..])
            }
            '(' | '[' | '{' => {
                let stop = end(text, 1, End::Bracket)? + 1;
                let value = match first {
                    '(' => self.whole(&text[1..stop - 1]),
                    '[' => self.list(&text[..stop])?,
                    _ => self.object(&text[..stop])?,
                };
                (value, &text[stop..])
            }
            '<' => heredoc(text)?,
            '0'..='9' => {
                let is_number = |c: char| c.is_ascii_digit() || c == '.';
                let (number, rest) =
                    text.split_at(text.find(|c| !is_number(c)).unwrap_or(text.len()));
                // A number is not written as it stands: of leading zeros, nothing is left.
                let plain = number.trim_start_matches('0');
                let plain = if plain.is_empty() { "0" } else { plain };
                let is_plain = !number.contains('.') && number.len() <= 15;
                (if is_plain { HclValue::Number(plain.to_owned()) } else { unread() }, rest)
            }
            _ => {
                let name = word(text).ok_or(Malformed)?;
                self.name(name, &text[name.len()..])?
            }
        };
        self.steps(value, rest)
    }

    fn name<'t>(self, name: &str, rest: &'t str) -> Result<(HclValue, &'t str), Malformed> {
        if rest.starts_with('(') {
            let stop = end(rest, 1, End::Bracket)?;
            return Ok((self.call(name, &rest[1..stop])?, &rest[stop + 1..]));
        }
        let literal = match name {
            "null" => Some(HclValue::Null),
            "true" => Some(HclValue::Bool(true)),
            "false" => Some(HclValue::Bool(false)),
            _ => None,
        };
        if let Some(literal) = literal {
            return Ok((literal, rest));
        }
        let Some(step) = rest.strip_prefix('.').and_then(word) else {
            return Ok((HclValue::unknown(format!("comes from {name}")), rest));
        };
        Ok((self.scope.named(name, step), &rest[1 + step.len()..]))
    }

    /// Takes the steps into a value that follow it, as in `x.a["b"][0]`.
    fn steps(self, value: HclValue, rest: &str) -> Result<(HclValue, &str), Malformed> {
        let (mut value, mut rest) = (value, rest);
        loop {
            if let Some(after) = rest.strip_prefix('.') {
                let step = word(after).ok_or(Malformed)?;
                value = value.member(step);
                rest = &after[step.len()..];
            } else if rest.starts_with('[') {
                let stop = end(rest, 1, End::Bracket)?;
                value = match self.whole(&rest[1..stop]) {
                    key @ HclValue::Unknown(_) => key,
                    key => value.member(&key.text().ok_or(Malformed)?),
                };
                rest = &rest[stop + 1..];
            } else {
                return Ok((value, rest));
            }
        }
    }

    fn call(self, name: &str, arguments: &str) -> Result<HclValue, Malformed> {
        let arguments = HclPiece { text: arguments, at: 0 }.parts()?;
        let mut values = arguments.iter().map(|argument| self.whole(argument.text));
        match (name, values.next(), values.next(), values.next()) {
            // Of a set, the order is not that of the list from which it is made.
            ("tostring" | "tolist" | "tomap" | "nonsensitive", Some(value), None, None) => {
                Ok(value)
            }
            ("lookup", Some(map @ HclValue::Object(_)), Some(HclValue::Text(key)), otherwise) => {
                let HclValue::Object(members) = &map else { return Err(Malformed) };
                let is_there = members.iter().any(|(name, _)| *name == key || name.is_empty());
                Ok(match otherwise {
                    Some(otherwise) if !is_there => otherwise,
                    _ => map.member(&key),
                })
            }
            _ => Ok(HclValue::unknown(format!("calls {name}()"))),
        }
    }

    fn list(self, text: &str) -> Result<HclValue, Malformed> {
        if word(text[1..].trim_start()) == Some("for") {
            return Ok(unread());
        }
        let elements = HclPiece { text, at: 0 }.elements().ok_or(Malformed)??;
        Ok(HclValue::List(elements.iter().map(|element| self.whole(element.text)).collect()))
    }

    fn object(self, text: &str) -> Result<HclValue, Malformed> {
        if word(text[1..].trim_start()) == Some("for") {
            return Ok(unread());
        }
        let members = HclPiece { text, at: 0 }.members().ok_or(Malformed)??;
        let member = |(key, value): &(HclPiece<'_>, HclPiece<'_>)| {
            let name = match word(key.text) {
                Some(name) if name == key.text => name.to_owned(),
                // A key that is not known has no name.
                _ => self.whole(key.text).text().unwrap_or_default(),
            };
            (name, self.whole(value.text))
        };
        Ok(HclValue::Object(members.iter().map(member).collect()))
    }

    /// Works out a text between quotes, with what is in it between `${` and `}`.
    fn template(self, text: &str) -> Result<HclValue, Malformed> {
        let mut written = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['\\', '$', '%']) {
            written.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("$${") || rest.starts_with("%%{") {
                written.push_str(&rest[1..3]);
                rest = &rest[3..];
            } else if rest.starts_with("%{") {
                return Ok(unread());
            } else if rest.starts_with("${") {
                let stop = end(rest, 2, End::Bracket)?;
                let inner = &rest[2..stop];
                // A mark takes the space before or after it away.
                let is_plain = !inner.starts_with('~') && !inner.ends_with('~');
                let value = if is_plain { self.whole(inner) } else { unread() };
                rest = &rest[stop + 1..];
                // A template that is nothing else has the value itself.
                if written.is_empty() && rest.is_empty() && text.starts_with("${") {
                    return Ok(value);
                }
                match value {
                    HclValue::Unknown(_) => return Ok(value),
                    value => written.push_str(&value.text().ok_or(Malformed)?),
                }
            } else if let Some(escape) = rest.strip_prefix('\\') {
                let (character, length) = unescaped(escape)?;
                written.push(character);
                rest = &escape[length..];
            } else {
                written.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
        written.push_str(rest);
        Ok(HclValue::Text(written).bounded())
    }
}

/// Returns a text over several lines; one with templates or marks is not worked out.
fn heredoc(text: &str) -> Result<(HclValue, &str), Malformed> {
    let (inner, start) = heredoc_text(text).ok_or(Malformed)?;
    let is_plain = !inner.contains("${") && !inner.contains("%{");
    let value = if is_plain { HclValue::Text(inner.to_owned()) } else { unread() };
    let rest = &text[start + inner.len()..];
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    Ok((value, &rest[line.trim_end().len()..]))
}

/// Returns what a text over several lines has between its marks, and where that begins.
pub(in crate::project) fn heredoc_text(text: &str) -> Option<(&str, usize)> {
    let (mark, start) = heredoc_start(text)?;
    let mut stop = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim() == mark {
            return Some((&text[start..stop], start));
        }
        stop += line.len();
    }
    None
}

/// Returns the character that an escape stands for, and the length of that without its backslash.
fn unescaped(escape: &str) -> Result<(char, usize), Malformed> {
    let hexadecimal = |length: usize| {
        let digits = escape.get(1..=length).ok_or(Malformed)?;
        let code = u32::from_str_radix(digits, 16).map_err(|_| Malformed)?;
        Ok((char::from_u32(code).ok_or(Malformed)?, length + 1))
    };
    Ok((
        match escape.chars().next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some(same @ ('"' | '\\' | '/')) => same,
            Some('u') => return hexadecimal(4),
            Some('U') => return hexadecimal(8),
            _ => return Err(Malformed),
        },
        1,
    ))
}

fn is_blank(text: &str) -> bool {
    blank(text, 0, true) == Ok(text.len())
}
