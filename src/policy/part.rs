//! Whether a word is part of a name: asked of each of thousands of profiles.

/// Tells whether a word in lower case is part of a text, if case does not count.
pub(crate) fn has_part(text: &str, word: &str) -> bool {
    let (text_bytes, word_bytes) = (text.as_bytes(), word.as_bytes());
    let rarest = rarest(word_bytes);
    match word_bytes.get(rarest) {
        Some(byte) if text.is_ascii() => {
            let is_here = |at: usize| {
                let start = at.checked_sub(rarest);
                let part = start.and_then(|start| text_bytes.get(start..start + word.len()));
                part.is_some_and(|part| part.eq_ignore_ascii_case(word_bytes))
            };
            memchr::memchr2_iter(*byte, byte.to_ascii_uppercase(), text_bytes).any(is_here)
        }
        _ => text.to_lowercase().contains(word),
    }
}

/// Returns where a word has a byte that other text seldom has.
fn rarest(word: &[u8]) -> usize {
    word.iter()
        .position(|byte| matches!(byte, b'b' | b'f'..=b'k' | b'q' | b'v'..=b'z'))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_every_place_and_case() {
        for text in ["prod", "PROD", "a-prod", "prod-a", "paProD", "ppprod", "é-Prod"] {
            assert!(has_part(text, "prod"), "{text}");
        }
        for text in ["", "p", "pro", "pr0d", "aproc", "é-pro"] {
            assert!(!has_part(text, "prod"), "{text}");
        }
        for text in ["x", "xa", "aXa", "ax"] {
            assert_eq!(has_part(text, "ax"), text.len() > 1 && text != "xa", "{text}");
        }
        assert!(has_part("A1-2", "1-2") && has_part("ÉTÉ", "été") && has_part("x", ""));
    }
}
