//! Scalars, and the lists and maps that are written with brackets.

use std::borrow::Cow;

use super::cursor::{ALIAS, LONG, NOT_PLAIN, TAG, YamlReader, map_of};
use super::{NotRead, YamlNode, YamlValue};

const ESCAPED: &str = "has an escape, which is not followed";
const OCTAL: &str = "is a number that begins with 0";

/// Returns the value of a scalar without quotes.
pub(super) fn plain_value(text: &str) -> YamlValue<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => YamlValue::Null,
        // To some tools it is octal.
        _ if text.len() > 1
            && text.starts_with('0')
            && text.bytes().all(|b| b.is_ascii_digit()) =>
        {
            YamlValue::Unknown(OCTAL)
        }
        _ => YamlValue::Scalar(Cow::Borrowed(text)),
    }
}

impl<'t> YamlReader<'t> {
    /// Reads a text between quotes.
    pub(super) fn quoted(&mut self) -> Result<YamlValue<'t>, NotRead> {
        let quote = self.next().ok_or(NotRead)?;
        self.at += 1;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut is_escaped = false;
        loop {
            let found = memchr::memchr2(quote, b'\\', &bytes[self.at..]).ok_or(NotRead)?;
            self.at += found;
            let is_twice = bytes.get(self.at + 1) == Some(&quote) && quote == b'\'';
            match bytes[self.at] {
                b'\\' if quote == b'\'' => self.at += 1,
                b'\\' => {
                    is_escaped = true;
                    self.at += 1;
                    // What is escaped may be longer than a byte.
                    self.at += self.rest().chars().next().ok_or(NotRead)?.len_utf8();
                }
                _ if is_twice => {
                    is_escaped = true;
                    self.at += 2;
                }
                _ => break,
            }
        }
        let text = &self.text[start..self.at];
        self.at += 1;
        Ok(match () {
            () if text.contains('\n') => YamlValue::Unknown(LONG),
            () if !is_escaped => YamlValue::Scalar(Cow::Borrowed(text)),
            () if quote == b'\'' => YamlValue::Scalar(Cow::Owned(text.replace("''", "'"))),
            () => YamlValue::Unknown(ESCAPED),
        })
    }

    /// Reads what is between brackets, or a value there.
    pub(super) fn flow(&mut self) -> Result<YamlNode<'t>, NotRead> {
        self.deeper(|reader| {
            let at = reader.at;
            let value = match reader.next().ok_or(NotRead)? {
                b'[' => reader.flow_list()?,
                b'{' => reader.flow_map()?,
                b'"' | b'\'' => reader.quoted()?,
                b'*' => {
                    reader.flow_word();
                    YamlValue::Unknown(ALIAS)
                }
                sign @ (b'&' | b'!') => {
                    reader.flow_word();
                    reader.flow_space()?;
                    let has_value = !matches!(reader.next(), Some(b',' | b']' | b'}'));
                    let value = if has_value { reader.flow()?.value } else { YamlValue::Null };
                    if sign == b'!' { YamlValue::Unknown(TAG) } else { value }
                }
                _ => plain_value(reader.flow_plain()?),
            };
            Ok(YamlNode::new(value, at))
        })
    }

    fn flow_list(&mut self) -> Result<YamlValue<'t>, NotRead> {
        let mut elements = Vec::new();
        while self.flow_goes_on(b']', elements.is_empty())? {
            elements.push(self.flow()?);
        }
        Ok(YamlValue::List(elements))
    }

    fn flow_map(&mut self) -> Result<YamlValue<'t>, NotRead> {
        let mut members = Vec::new();
        while self.flow_goes_on(b'}', members.is_empty())? {
            let key = self.flow()?;
            let YamlValue::Scalar(name) = key.value else { return Err(NotRead) };
            self.flow_space()?;
            let mut value = YamlNode::new(YamlValue::Null, self.at);
            if self.next() == Some(b':') {
                self.at += 1;
                self.flow_space()?;
                if !matches!(self.next(), Some(b',' | b'}')) {
                    value = self.flow()?;
                }
            }
            members.push((name, value));
        }
        map_of(members)
    }

    /// Moves to the next member, past the opening bracket or the comma; not where there is none.
    fn flow_goes_on(&mut self, closing: u8, is_first: bool) -> Result<bool, NotRead> {
        self.count()?;
        if is_first {
            self.at += 1;
        } else {
            self.flow_space()?;
            match self.next() {
                Some(b',') => self.at += 1,
                Some(next) if next == closing => {}
                _ => return Err(NotRead),
            }
        }
        self.flow_space()?;
        let has_ended = self.next() == Some(closing);
        self.at += usize::from(has_ended);
        Ok(!has_ended)
    }

    /// Passes over space, ends of lines and comments.
    fn flow_space(&mut self) -> Result<(), NotRead> {
        loop {
            self.spaces();
            if self.at == self.text.len() {
                return Err(NotRead);
            }
            if !self.is_line_end() {
                return Ok(());
            }
            self.next_line();
        }
    }

    /// Reads a scalar without quotes between brackets.
    fn flow_plain(&mut self) -> Result<&'t str, NotRead> {
        let rest = self.rest();
        if rest.starts_with(NOT_PLAIN) {
            return Err(NotRead);
        }
        let bytes = rest.as_bytes();
        let is_end = |at: &usize| match bytes[*at] {
            b',' | b'[' | b']' | b'{' | b'}' | b'\n' => true,
            b':' => matches!(
                bytes.get(*at + 1),
                None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')
            ),
            b'#' => *at > 0 && matches!(bytes[*at - 1], b' ' | b'\t'),
            _ => false,
        };
        let end = (0..bytes.len()).find(is_end).unwrap_or(bytes.len());
        self.at += end;
        let text = rest[..end].trim_end();
        // A sign alone, such as the mark of a list, is not a scalar.
        if text.is_empty() || matches!(text, "-" | "?") || text.starts_with("- ") {
            return Err(NotRead);
        }
        Ok(text)
    }

    fn flow_word(&mut self) {
        let rest = self.rest();
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
        self.at += rest.find(is_end).unwrap_or(rest.len());
    }
}
