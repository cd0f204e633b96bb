//! Decodes text that the Python clients refuse for its encoding, so that the rest of the file can
//! be checked. No client does this.

use std::borrow::Cow;

use super::{SyntaxError, SyntaxErrorKind, offset};

/// The text of a file, and why the Python clients refuse its encoding.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, [u8]>,
    pub(crate) errors: Vec<SyntaxError>,
}

/// Converts a file's text to UTF-8; the line numbers do not change.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let error = |line, kind| SyntaxError { line, kind };
    if let Some(text) = utf16(bytes) {
        let text = Cow::Owned(text.into_bytes());
        return Decoded { text, errors: vec![error(1, SyntaxErrorKind::Utf16)] };
    }
    let unmarked = bytes.strip_prefix("\u{feff}".as_bytes());
    let mut errors: Vec<_> =
        unmarked.iter().map(|_| error(1, SyntaxErrorKind::ByteOrderMark)).collect();
    let bytes = unmarked.unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_ok() {
        return Decoded { text: Cow::Borrowed(bytes), errors };
    }
    let mut line = 1;
    for chunk in bytes.utf8_chunks() {
        line += line_ends(chunk.valid());
        let found = error(line, SyntaxErrorKind::NotUtf8);
        if !chunk.invalid().is_empty() && errors.last() != Some(&found) {
            errors.push(found);
        }
    }
    Decoded { text: Cow::Owned(String::from_utf8_lossy(bytes).into_owned().into_bytes()), errors }
}

/// Counts the ends of lines, which are Python's universal newlines.
pub(super) fn line_ends(text: &str) -> u32 {
    let ends = |end: &str| text.matches(end).count();
    offset(ends("\n") + ends("\r") - ends("\r\n"))
}

/// Finds out whether the encoding of a whole file is the reason for which its text is refused.
pub(super) fn refused(bytes: &[u8]) -> Option<SyntaxErrorKind> {
    if utf16(bytes).is_some() {
        Some(SyntaxErrorKind::Utf16)
    } else {
        bytes.starts_with("\u{feff}".as_bytes()).then_some(SyntaxErrorKind::ByteOrderMark)
    }
}

/// Decodes UTF-16, as `>` of older versions of `PowerShell` writes it. Without a byte order mark,
/// the zeros next to the first letters say.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (unit, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        [1..=0x7f, 0, 1..=0x7f, 0, ..] => (u16::from_le_bytes, bytes),
        [0, 1..=0x7f, 0, 1..=0x7f, ..] => (u16::from_be_bytes, bytes),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_with_an_invalid_byte_is_reported_once() {
        let decoded = decode(b"[a]\r\n# caf\xe9 \xe9\nk = v\r\rl = \xff\n");
        let lines: Vec<_> = decoded.errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [2, 5]);
        assert!(decoded.errors.iter().all(|error| error.kind == SyntaxErrorKind::NotUtf8));
    }

    #[test]
    fn byte_order_marks_are_reported_and_removed() {
        let decoded = decode(b"\xef\xbb\xbf[a]");
        let marked = SyntaxErrorKind::ByteOrderMark;
        assert_eq!((decoded.text.as_ref(), decoded.errors[0].kind), (&b"[a]"[..], marked));
        let of_utf16 =
            [&b"\xff\xfe[\0a\0]\0"[..], b"\xfe\xff\0[\0a\0]", b"[\0a\0]\0", b"\0[\0a\0]"];
        for bytes in of_utf16 {
            let decoded = decode(bytes);
            let utf16 = SyntaxErrorKind::Utf16;
            assert_eq!((decoded.text.as_ref(), decoded.errors[0].kind), (&b"[a]"[..], utf16));
        }
        assert_eq!(decode(b"[a]").errors, []);
    }
}
