//! The form of a secret of AWS, by which one is known that stands in the wrong place.

/// Tells whether text has the form of a secret: thirty bytes in base64, which no id has.
pub(super) fn is_secret(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    text.len() == 40
        && text.bytes().all(is_of_base64)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
}

/// Tells whether a secret can have this byte.
pub(super) fn is_of_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}
