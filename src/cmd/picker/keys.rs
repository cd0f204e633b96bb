//! What a person does in the picker, read from the bytes that a terminal sends.

/// A key, as the picker takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PickerKey {
    Text(char),
    Backspace,
    DeleteWord,
    DeleteAll,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Choose,
    Leave,
    /// Nothing that the picker knows.
    Other,
}

/// Reads the first key, and says how many bytes it has; nothing where the rest is still to come.
pub(crate) fn first_key(bytes: &[u8]) -> Option<(PickerKey, usize)> {
    let key = match bytes {
        [] => return None,
        [0x1b, rest @ ..] => return escape(rest).map(|(key, length)| (key, length + 1)),
        [b'\r' | b'\n', ..] => PickerKey::Choose,
        // Ctrl-C, Ctrl-D, Ctrl-G
        [0x03 | 0x04 | 0x07, ..] => PickerKey::Leave,
        [0x08 | 0x7f, ..] => PickerKey::Backspace,
        // Ctrl-W, Ctrl-U
        [0x17, ..] => PickerKey::DeleteWord,
        [0x15, ..] => PickerKey::DeleteAll,
        // Ctrl-P, Ctrl-K; then Ctrl-N, Tab
        [0x10 | 0x0b, ..] => PickerKey::Up,
        [0x0e | b'\t', ..] => PickerKey::Down,
        [0x00..=0x1f, ..] => PickerKey::Other,
        _ => return character(bytes),
    };
    Some((key, 1))
}

/// Reads a character of UTF-8.
fn character(bytes: &[u8]) -> Option<(PickerKey, usize)> {
    let length = match bytes[0] {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => 1,
    };
    let text = str::from_utf8(bytes.get(..length)?);
    match text.ok().and_then(|text| text.chars().next()) {
        Some(c) => Some((PickerKey::Text(c), length)),
        None => Some((PickerKey::Other, 1)),
    }
}

/// Reads what follows an escape.
fn escape(bytes: &[u8]) -> Option<(PickerKey, usize)> {
    let (introducer, parameters) = match bytes {
        [] => return None,
        [0x1b, ..] => return Some((PickerKey::Leave, 1)),
        [introducer @ (b'[' | b'O'), parameters @ ..] => (introducer, parameters),
        // A key with Alt.
        _ => return Some((PickerKey::Other, 1)),
    };
    let length = parameters.iter().position(|byte| (0x40..=0x7e).contains(byte))?;
    let key = match (introducer, &parameters[..length], parameters[length]) {
        (_, _, b'A') | (b'[', _, b'Z') => PickerKey::Up,
        (_, _, b'B') => PickerKey::Down,
        (_, _, b'H') | (b'[', b"1" | b"7", b'~') => PickerKey::First,
        (_, _, b'F') | (b'[', b"4" | b"8", b'~') => PickerKey::Last,
        (b'[', b"5", b'~') => PickerKey::PageUp,
        (b'[', b"6", b'~') => PickerKey::PageDown,
        (b'O', _, b'M') => PickerKey::Choose,
        _ => PickerKey::Other,
    };
    Some((key, length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart() {
        let rows: &[(&[u8], PickerKey, usize)] = &[
            (b"ab", PickerKey::Text('a'), 1),
            ("é".as_bytes(), PickerKey::Text('é'), 2),
            ("\u{1f600}x".as_bytes(), PickerKey::Text('\u{1f600}'), 4),
            (b"\xffa", PickerKey::Other, 1),
            (b"\x1b[Aa", PickerKey::Up, 3),
            (b"\x1bOB", PickerKey::Down, 3),
            (b"\x1b[1;5B", PickerKey::Down, 6),
            (b"\x1b[5~", PickerKey::PageUp, 4),
            (b"\x1b[Z", PickerKey::Up, 3),
            (b"\x1b[200~a", PickerKey::Other, 6),
            (b"\x1bx", PickerKey::Other, 2),
            (b"\x1b\x1b", PickerKey::Leave, 2),
            (b"\x03", PickerKey::Leave, 1),
            (b"\r\n", PickerKey::Choose, 1),
            (b"\x7f", PickerKey::Backspace, 1),
            (b"\x01", PickerKey::Other, 1),
        ];
        for (bytes, key, length) in rows {
            assert_eq!(first_key(bytes), Some((*key, *length)), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_not_whole_is_waited_for() {
        for bytes in [&b""[..], b"\x1b", b"\x1b[", b"\x1b[1;5", b"\xc3", b"\xf0\x9f"] {
            assert_eq!(first_key(bytes), None, "{bytes:?}");
        }
    }
}
