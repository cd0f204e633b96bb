//! Finds where a part of HCL ends, without reading what is in it.

use super::Malformed;

/// How deep brackets and templates may be in each other.
const DEEPEST: usize = 200;

/// What ends a part at its outermost level, in addition to a closing bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Bracket,
    Line,
    /// A comma or the end of a line.
    Item,
    /// A comma.
    Comma,
}

/// Returns the place of what ends the part that begins at a place; that is the end of the text only
/// where a line may end.
pub(super) fn end(text: &str, start: usize, end: End) -> Result<usize, Malformed> {
    let bytes = text.as_bytes();
    let mut open: Vec<u8> = Vec::new();
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        if open.last() == Some(&b'"') {
            at = in_text(bytes, at, &mut open)?;
            continue;
        }
        let is_outermost = open.is_empty();
        match byte {
            b'"' => open.push(b'"'),
            b'{' | b'[' | b'(' => open.push(*byte),
            b'}' | b']' | b')' => match open.pop() {
                None => return Ok(at),
                Some(opening) if closing(opening) == *byte => {}
                Some(_) => return Err(Malformed),
            },
            b'\n' if is_outermost && matches!(end, End::Line | End::Item) => return Ok(at),
            b',' if is_outermost && matches!(end, End::Item | End::Comma) => return Ok(at),
            b'#' | b'/' | b'<' => {
                let length = comment(&text[at..])?.or(heredoc(&text[at..])?);
                if let Some(length) = length {
                    at += length;
                    continue;
                }
            }
            _ => {}
        }
        if open.len() > DEEPEST {
            return Err(Malformed);
        }
        at += 1;
    }
    if open.is_empty() && end != End::Bracket { Ok(bytes.len()) } else { Err(Malformed) }
}

/// Takes a step in a text between quotes.
fn in_text(bytes: &[u8], at: usize, open: &mut Vec<u8>) -> Result<usize, Malformed> {
    let next = |distance: usize| bytes.get(at + distance).copied();
    match bytes[at] {
        b'\\' => return Ok(at + 2),
        b'"' => _ = open.pop(),
        b'\n' => return Err(Malformed),
        mark @ (b'$' | b'%') => match (next(1), next(2)) {
            // Twice the mark is the mark itself.
            (Some(again), Some(b'{')) if again == mark => return Ok(at + 3),
            (Some(b'{'), _) => {
                open.push(b'{');
                return Ok(at + 2);
            }
            _ => {}
        },
        _ => {}
    }
    Ok(at + 1)
}

fn closing(opening: u8) -> u8 {
    match opening {
        b'{' => b'}',
        b'[' => b']',
        _ => b')',
    }
}

/// Returns the length of the comment that a text begins with, without the end of its line.
pub(super) fn comment(text: &str) -> Result<Option<usize>, Malformed> {
    if text.starts_with('#') || text.starts_with("//") {
        return Ok(Some(text.find('\n').unwrap_or(text.len())));
    }
    if text.starts_with("/*") {
        return text.find("*/").map(|end| Some(end + 2)).ok_or(Malformed);
    }
    Ok(None)
}

/// Returns the length of the text over several lines that a text begins with, with its marks.
///
/// <https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings>
fn heredoc(text: &str) -> Result<Option<usize>, Malformed> {
    let Some((mark, first)) = heredoc_start(text) else { return Ok(None) };
    let mut length = first;
    for line in text[first..].split_inclusive('\n') {
        if line.trim() == mark {
            return Ok(Some(length + line.trim_end().len()));
        }
        length += line.len();
    }
    Err(Malformed)
}

/// Returns the mark of a text over several lines, and where its first line begins.
pub(super) fn heredoc_start(text: &str) -> Option<(&str, usize)> {
    let mark = text.strip_prefix("<<")?;
    let mark = mark.strip_prefix('-').unwrap_or(mark);
    let (mark, _) = mark.split_once('\n')?;
    let mark = mark.trim_end_matches('\r');
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let is_mark = !mark.is_empty() && mark.chars().all(is_word);
    is_mark.then(|| (mark, text.find('\n').unwrap_or(text.len()) + 1))
}
