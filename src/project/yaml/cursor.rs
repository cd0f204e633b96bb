//! A place in YAML, and what is looked at and passed over from there.

use std::borrow::Cow;

use super::{DEEPEST, MERGE, MOST_NODES, NotRead, YamlNode, YamlValue};

pub(super) const ALIAS: &str = "is an alias, which is not followed";
pub(super) const TAG: &str = "has a tag, which is not followed";
pub(super) const LONG: &str = "is a text of several lines";
const MERGED: &str = "may be in what << adds";

/// What a scalar without quotes does not begin with.
pub(super) const NOT_PLAIN: [char; 14] =
    ['[', ']', '{', '}', ',', '|', '>', '*', '&', '!', '%', '@', '`', '#'];

/// Tells whether a text begins with a sign that stands for itself.
pub(super) fn is_sign(text: &str, sign: char) -> bool {
    let after = text.strip_prefix(sign);
    after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\r', '\n']))
}

/// Reads from a place on.
#[derive(Clone)]
pub(super) struct YamlReader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    nodes: usize,
    depth: usize,
}

impl<'t> YamlReader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { text, at: 0, nodes: 0, depth: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Tells whether the line ends here, but for a comment.
    pub(super) fn is_line_end(&self) -> bool {
        let is_first = self.at == 0 || self.text[..self.at].ends_with([' ', '\t', '\n']);
        match self.next() {
            None | Some(b'\n') => true,
            Some(b'\r') => self.rest().starts_with("\r\n"),
            Some(b'#') => is_first,
            _ => false,
        }
    }

    /// Moves past the end of the line, if nothing but a comment is left of it.
    pub(super) fn leave_line(&mut self) -> Result<(), NotRead> {
        self.spaces();
        if !self.is_line_end() {
            return Err(NotRead);
        }
        self.next_line();
        Ok(())
    }

    pub(super) fn next_line(&mut self) {
        let rest = self.rest();
        self.at += memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
    }

    /// Returns the column of the next content; nothing at the end of the document.
    ///
    /// Where the reader is in a line, that is the column there.
    pub(super) fn content(&mut self) -> Result<Option<usize>, NotRead> {
        loop {
            let start = self.at;
            let is_line_start = start == 0 || self.text.as_bytes()[start - 1] == b'\n';
            self.spaces();
            if self.at == self.text.len() {
                return Ok(None);
            }
            if self.is_line_end() {
                self.next_line();
                continue;
            }
            let column = self.column();
            if is_line_start && self.text[start..self.at].contains('\t') {
                return Err(NotRead);
            }
            if column == 0 && (self.is_mark("---") || self.is_mark("...")) {
                return Ok(None);
            }
            return Ok(Some(column));
        }
    }

    pub(super) fn is_mark(&self, mark: &str) -> bool {
        let after = self.rest().strip_prefix(mark);
        let is_first = self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n';
        let ends = |after: &str| after.is_empty() || after.starts_with(char::is_whitespace);
        is_first && after.is_some_and(ends)
    }

    pub(super) fn column(&self) -> usize {
        let before = &self.text.as_bytes()[..self.at];
        let line = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        self.at - line
    }

    /// Reads a value that is in others, if that is not too deep.
    pub(super) fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<YamlNode<'t>, NotRead>,
    ) -> Result<YamlNode<'t>, NotRead> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(NotRead);
        }
        let node = read(self)?;
        self.depth -= 1;
        Ok(node)
    }

    /// Counts a member of a map or list; fails if there are too many.
    pub(super) fn count(&mut self) -> Result<(), NotRead> {
        self.nodes += 1;
        if self.nodes > MOST_NODES { Err(NotRead) } else { Ok(()) }
    }

    /// Tells whether this is the mark of an element of a list.
    pub(super) fn is_item(&self) -> bool {
        is_sign(self.rest(), '-')
    }

    /// Passes over what is not space.
    pub(super) fn word(&mut self) {
        let rest = self.rest();
        self.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
}

/// Returns where a scalar without quotes ends: at a comment, the colon of a key, or with the line.
pub(super) fn plain_end(line: &str) -> usize {
    let bytes = line.as_bytes();
    let is_end = |at: &usize| match bytes[*at] {
        b':' => is_sign(&line[*at..], ':'),
        b'#' => *at > 0 && matches!(bytes[*at - 1], b' ' | b'\t'),
        _ => false,
    };
    memchr::memchr2_iter(b':', b'#', bytes).find(is_end).unwrap_or(line.len())
}

/// Makes a map, of which each key is there once.
pub(super) fn map_of<'t>(
    mut members: Vec<(Cow<'t, str>, YamlNode<'t>)>,
) -> Result<YamlValue<'t>, NotRead> {
    for (_, node) in members.iter_mut().filter(|(name, _)| name == MERGE) {
        node.value = YamlValue::Unknown(MERGED);
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(NotRead);
    }
    Ok(YamlValue::Map(members))
}
