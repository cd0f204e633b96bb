//! The members of a list or an object, as parts of its text.

use super::Malformed;
use super::skip::{End, comment, end};

/// A part of a text, and where it begins in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::project) struct HclPiece<'t> {
    pub(in crate::project) text: &'t str,
    pub(in crate::project) at: usize,
}

impl<'t> HclPiece<'t> {
    /// Takes the expression that a file consists of.
    pub(in crate::project) fn of_text(text: &'t str) -> Result<Self, Malformed> {
        Self { text, at: 0 }.trimmed()
    }

    pub(super) fn of(whole: &Self, start: usize, end: usize) -> Self {
        Self { text: &whole.text[start..end], at: whole.at + start }
    }

    /// Leaves out the space and the comments around an expression.
    pub(super) fn trimmed(self) -> Result<Self, Malformed> {
        let start = blank(self.text, 0, true)?;
        let text = self.text[start..].trim_end();
        Ok(Self { text, at: self.at + start })
    }

    /// Returns what is between the brackets that an expression consists of.
    fn inner(&self, opening: char) -> Option<Result<Self, Malformed>> {
        self.text.starts_with(opening).then(|| {
            let close = end(self.text, 1, End::Bracket)?;
            Ok(Self::of(self, 1, close))
        })
    }

    /// Returns the elements of a list; nothing if this is none.
    pub(in crate::project) fn elements(&self) -> Option<Result<Vec<Self>, Malformed>> {
        Some(self.inner('[')?.and_then(|inner| inner.parts()))
    }

    /// Parts a list at its commas.
    pub(super) fn parts(&self) -> Result<Vec<Self>, Malformed> {
        let mut parts = Vec::new();
        let mut at = blank(self.text, 0, true)?;
        while at < self.text.len() {
            let stop = end(self.text, at, End::Comma)?;
            parts.push(Self::of(self, at, stop).trimmed()?);
            if self.text[stop..].starts_with([')', ']', '}']) {
                return Err(Malformed);
            }
            at = blank(self.text, (stop + 1).min(self.text.len()), true)?;
        }
        Ok(parts)
    }

    /// Returns the keys and values of an object; nothing if this is none.
    pub(in crate::project) fn members(&self) -> Option<Result<Vec<(Self, Self)>, Malformed>> {
        let inner = match self.inner('{')? {
            Ok(inner) => inner,
            Err(malformed) => return Some(Err(malformed)),
        };
        Some(inner.pairs())
    }

    fn pairs(&self) -> Result<Vec<(Self, Self)>, Malformed> {
        let text = self.text;
        let mut pairs = Vec::new();
        let mut at = blank(text, 0, true)?;
        while at < text.len() {
            let key_end = match text.as_bytes()[at] {
                b'"' => text_end(text, at)?,
                b'(' => end(text, at + 1, End::Bracket)? + 1,
                _ => at + word(&text[at..]).ok_or(Malformed)?.len(),
            };
            let sign = blank(text, key_end, false)?;
            if !text[sign..].starts_with([':', '=']) {
                return Err(Malformed);
            }
            // In JSON the value may be in the next line.
            let start = blank(text, sign + 1, true)?;
            let stop = end(text, start, End::Item)?;
            let value = Self::of(self, start, stop).trimmed()?;
            pairs.push((Self::of(self, at, key_end), value));
            at = blank(text, stop, true)?;
            if text[at..].starts_with(',') {
                at = blank(text, at + 1, true)?;
            } else if text[at..].starts_with([')', ']', '}']) {
                return Err(Malformed);
            }
        }
        Ok(pairs)
    }
}

/// Returns the place after space and comments, and the ends of lines if these count as space.
pub(super) fn blank(text: &str, start: usize, and_lines: bool) -> Result<usize, Malformed> {
    let mut at = start;
    loop {
        let rest = &text[at..];
        let is_space = |c: char| c.is_whitespace() && (and_lines || c != '\n');
        let space = rest.len() - rest.trim_start_matches(is_space).len();
        let length = comment(&rest[space..])?.unwrap_or_default();
        at += space + length;
        if length == 0 {
            return Ok(at);
        }
    }
}

/// Returns the name that a text begins with.
pub(super) fn word(text: &str) -> Option<&str> {
    let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let length = text.find(|c| !is_inner(c)).unwrap_or(text.len());
    (length > 0).then(|| &text[..length])
}

/// Returns the place after the text between quotes that begins at a place.
pub(super) fn text_end(text: &str, start: usize) -> Result<usize, Malformed> {
    // The outermost level of this part is the text itself, after which a bracket is missing.
    let mut at = start + 1;
    let bytes = text.as_bytes();
    loop {
        match (bytes.get(at), bytes.get(at + 1), bytes.get(at + 2)) {
            (None | Some(b'\n'), ..) => return Err(Malformed),
            (Some(b'\\'), ..) => at += 2,
            (Some(b'"'), ..) => return Ok(at + 1),
            (Some(b'$'), Some(b'$'), Some(b'{')) | (Some(b'%'), Some(b'%'), Some(b'{')) => at += 3,
            (Some(b'$' | b'%'), Some(b'{'), _) => at = end(text, at + 2, End::Bracket)? + 1,
            _ => at += 1,
        }
    }
}
