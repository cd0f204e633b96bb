//! The lines of YAML: maps, lists and what they are indented by.

use std::borrow::Cow;

use super::cursor::{ALIAS, LONG, NOT_PLAIN, TAG, YamlReader, is_sign, map_of, plain_end};
use super::scalar::plain_value;
use super::{NotRead, YamlNode, YamlValue};

impl<'t> YamlReader<'t> {
    /// Reads the only document.
    pub(super) fn document(mut self) -> Result<YamlNode<'t>, NotRead> {
        if self.content()?.is_none() && self.is_mark("---") {
            self.at += 3;
            // Something may be in the same line, which is read as of the first column.
            self.spaces();
        }
        let node = match self.content()? {
            Some(_) => self.block(0)?,
            None => YamlNode::new(YamlValue::Null, self.at),
        };
        let has_ended = self.content()?.is_none();
        if has_ended && self.is_mark("...") {
            self.at += 3;
        }
        if has_ended && self.content()?.is_none() && self.at == self.text.len() {
            return Ok(node);
        }
        Err(NotRead)
    }

    /// Reads a value that begins a line, or what follows the mark of a list.
    fn block(&mut self, parent: usize) -> Result<YamlNode<'t>, NotRead> {
        self.deeper(|reader| {
            let column = reader.column();
            match reader.next() {
                _ if reader.is_item() => reader.list(column),
                _ if reader.has_key() => reader.map(column),
                _ => reader.inline(parent),
            }
        })
    }

    fn list(&mut self, column: usize) -> Result<YamlNode<'t>, NotRead> {
        let start = self.at;
        let mut elements = Vec::new();
        loop {
            if !self.is_item() {
                return Err(NotRead);
            }
            self.at += 1;
            let at = self.at;
            elements.push(match self.content()? {
                Some(inner) if inner > column => self.block(column + 1)?,
                _ => YamlNode::new(YamlValue::Null, at),
            });
            if !self.goes_on(column, true)? {
                return Ok(YamlNode::new(YamlValue::List(elements), start));
            }
        }
    }

    fn map(&mut self, column: usize) -> Result<YamlNode<'t>, NotRead> {
        let start = self.at;
        let mut members = Vec::new();
        loop {
            let key = self.key()?;
            self.spaces();
            let at = self.at;
            let value = if self.is_line_end() {
                match self.content()? {
                    Some(inner) if inner > column => self.block(column + 1)?,
                    // The marks of a list need not be indented.
                    Some(inner) if inner == column && self.is_item() => self.block(column + 1)?,
                    _ => YamlNode::new(YamlValue::Null, at),
                }
            } else {
                self.deeper(|reader| reader.inline(column + 1))?
            };
            members.push((key, value));
            if !self.goes_on(column, false)? {
                return Ok(YamlNode::new(map_of(members)?, start));
            }
        }
    }

    /// Tells whether the next content is of the same map or list.
    fn goes_on(&mut self, column: usize, is_list: bool) -> Result<bool, NotRead> {
        self.count()?;
        match self.content()? {
            Some(next) if next > column => Err(NotRead),
            // The key after a list that is not indented.
            Some(next) if next == column => Ok(!is_list || self.is_item()),
            _ => Ok(false),
        }
    }

    /// Tells whether the line begins with a key.
    fn has_key(&self) -> bool {
        self.clone().key().is_ok()
    }

    /// Reads a key and the colon after it.
    fn key(&mut self) -> Result<Cow<'t, str>, NotRead> {
        let rest = self.rest();
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        let key = if line.starts_with(['"', '\'']) {
            let YamlValue::Scalar(key) = self.quoted()? else { return Err(NotRead) };
            self.spaces();
            key
        } else {
            if line.starts_with(NOT_PLAIN) || self.is_item() || is_sign(line, '?') {
                return Err(NotRead);
            }
            let end = plain_end(line);
            if end == 0 {
                return Err(NotRead);
            }
            self.at += end;
            Cow::Borrowed(line[..end].trim_end())
        };
        if !is_sign(self.rest(), ':') {
            return Err(NotRead);
        }
        self.at += 1;
        Ok(key)
    }

    /// Reads what stands after a key or a mark in the same line. What is in the next lines is part
    /// of it from this column on.
    fn inline(&mut self, parent: usize) -> Result<YamlNode<'t>, NotRead> {
        let at = self.at;
        let value = match self.next() {
            Some(b'&' | b'!') => return self.with_property(parent),
            Some(b'*') => {
                self.word();
                YamlValue::Unknown(ALIAS)
            }
            Some(b'|' | b'>') => return self.long_text(parent),
            Some(b'"' | b'\'') => self.quoted()?,
            Some(b'[' | b'{') => self.flow()?.value,
            _ => return self.plain(parent),
        };
        self.leave_line()?;
        Ok(YamlNode::new(value, at))
    }

    /// Reads a value with an anchor, which does not change it, or a tag, which may.
    fn with_property(&mut self, parent: usize) -> Result<YamlNode<'t>, NotRead> {
        let is_tag = self.next() == Some(b'!');
        let at = self.at;
        self.word();
        self.spaces();
        let node = if self.is_line_end() {
            let is_inner = |column: usize, reader: &Self| {
                column >= parent || (column + 1 == parent && reader.is_item())
            };
            match self.content()? {
                Some(column) if is_inner(column, self) => self.block(parent)?,
                _ => YamlNode::new(YamlValue::Null, at),
            }
        } else {
            self.deeper(|reader| reader.inline(parent))?
        };
        Ok(if is_tag { YamlNode::new(YamlValue::Unknown(TAG), at) } else { node })
    }

    /// Passes over a text of several lines.
    fn long_text(&mut self, parent: usize) -> Result<YamlNode<'t>, NotRead> {
        let at = self.at;
        self.word();
        self.leave_line()?;
        loop {
            let line = self.rest().split('\n').next().unwrap_or_default();
            let indented = line.len() - line.trim_start_matches(' ').len();
            let is_blank = line.trim().is_empty();
            if self.at == self.text.len() || (!is_blank && indented < parent.max(1)) {
                return Ok(YamlNode::new(YamlValue::Unknown(LONG), at));
            }
            self.next_line();
        }
    }

    /// Reads a scalar without quotes.
    fn plain(&mut self, parent: usize) -> Result<YamlNode<'t>, NotRead> {
        let at = self.at;
        let rest = self.rest();
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        if line.starts_with(NOT_PLAIN) || self.is_item() || is_sign(line, '?') {
            return Err(NotRead);
        }
        let end = plain_end(line);
        self.at += end;
        if self.next() == Some(b':') {
            return Err(NotRead);
        }
        self.leave_line()?;
        let mut value = plain_value(line[..end].trim_end());
        while self.content()?.is_some_and(|column| column >= parent.max(1)) {
            if self.has_key() {
                return Err(NotRead);
            }
            value = YamlValue::Unknown(LONG);
            self.next_line();
        }
        Ok(YamlNode::new(value, at))
    }
}
