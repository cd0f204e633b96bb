//! The attributes and blocks of a file or of a block, as parts of its text.

use super::Malformed;
pub(in crate::project) use super::items::HclPiece;
use super::items::{blank, text_end, word};
use super::skip::{End, end};

/// A name and the expression that is given for it.
#[derive(Clone, Copy, Debug)]
pub(in crate::project) struct HclAttribute<'t> {
    pub(in crate::project) name: &'t str,
    pub(in crate::project) value: HclPiece<'t>,
}

/// A block such as `provider "aws" { … }`.
#[derive(Clone, Debug)]
pub(in crate::project) struct HclBlock<'t> {
    pub(in crate::project) kind: &'t str,
    pub(in crate::project) labels: Vec<&'t str>,
    pub(in crate::project) body: HclBody<'t>,
    pub(in crate::project) at: usize,
}

#[derive(Clone, Debug, Default)]
pub(in crate::project) struct HclBody<'t> {
    pub(in crate::project) attributes: Vec<HclAttribute<'t>>,
    pub(in crate::project) blocks: Vec<HclBlock<'t>>,
}

/// How deep blocks may be in each other.
const DEEPEST: usize = 8;

impl<'t> HclBody<'t> {
    /// Reads a file. Of its blocks, only those of these kinds are looked into.
    pub(in crate::project) fn of_file(text: &'t str, kinds: &[&str]) -> Result<Self, Malformed> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self::read(HclPiece { text, at: 0 }, Some(kinds), DEEPEST)
    }

    /// Reads a file of variables, or what a block has between its brackets.
    pub(in crate::project) fn of_text(text: &'t str) -> Result<Self, Malformed> {
        Self::read(HclPiece { text, at: 0 }, None, DEEPEST)
    }

    /// Returns what JSON has in an object: each member is an attribute.
    pub(in crate::project) fn of_object(object: &HclPiece<'t>) -> Result<Self, Malformed> {
        let members = object.members().ok_or(Malformed)??;
        let attribute = |(key, value): (HclPiece<'t>, HclPiece<'t>)| {
            Ok(HclAttribute { name: name(key.text)?, value })
        };
        let attributes = members.into_iter().map(attribute).collect::<Result<_, _>>()?;
        Ok(Self { attributes, blocks: Vec::new() })
    }

    /// Returns an attribute, which is the last of its name.
    pub(in crate::project) fn attribute(&self, name: &str) -> Option<&HclAttribute<'t>> {
        self.attributes.iter().rfind(|attribute| attribute.name == name)
    }

    fn read(
        whole: HclPiece<'t>,
        kinds: Option<&[&str]>,
        deepest: usize,
    ) -> Result<Self, Malformed> {
        let text = whole.text;
        let mut body = Self::default();
        let mut at = blank(text, 0, true)?;
        while at < text.len() {
            let start = at;
            let kind = word(&text[at..]).ok_or(Malformed)?;
            at = blank(text, at + kind.len(), false)?;
            if text[at..].starts_with('=') && !text[at..].starts_with("==") {
                let stop = end(text, at + 1, End::Line)?;
                let value = HclPiece::of(&whole, at + 1, stop).trimmed()?;
                body.attributes.push(HclAttribute { name: kind, value });
                at = stop;
            } else {
                let mut labels = Vec::new();
                while !text[at..].starts_with('{') {
                    let stop = match text.as_bytes().get(at) {
                        Some(b'"') => text_end(text, at)?,
                        _ => at + word(&text[at..]).ok_or(Malformed)?.len(),
                    };
                    labels.push(name(&text[at..stop])?);
                    at = blank(text, stop, false)?;
                }
                let stop = end(text, at + 1, End::Bracket)?;
                if kinds.is_none_or(|kinds| kinds.contains(&kind)) && deepest > 0 {
                    let inner = HclPiece::of(&whole, at + 1, stop);
                    let inner = Self::read(inner, None, deepest - 1)?;
                    body.blocks.push(HclBlock { kind, labels, body: inner, at: whole.at + start });
                }
                at = stop + 1;
            }
            if text[at..].starts_with(['}', ')', ']']) {
                return Err(Malformed);
            }
            at = blank(text, at, true)?;
        }
        Ok(body)
    }
}

/// Returns a name with or without quotes. One with an escape or a template is not read.
fn name(text: &str) -> Result<&str, Malformed> {
    let Some(quoted) = text.strip_prefix('"') else { return Ok(text) };
    let name = quoted.strip_suffix('"').ok_or(Malformed)?;
    if name.contains(['\\', '$', '%']) { Err(Malformed) } else { Ok(name) }
}
