//! Whether a word is part of a name: asked of each of thousands of profiles.

/// Tells whether a word in lower case is part of a text, if case does not count.
pub(super) fn has_part(text: &str, word: &str) -> bool {
    let (text_bytes, word_bytes) = (text.as_bytes(), word.as_bytes());
    match word_bytes.first() {
        Some(first) if text.is_ascii() => {
            let is_here = |at: usize| {
                let part = text_bytes.get(at..at + word.len());
                part.is_some_and(|part| part.eq_ignore_ascii_case(word_bytes))
            };
            memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text_bytes).any(is_here)
        }
        _ => text.to_lowercase().contains(word),
    }
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
        assert!(has_part("A1-2", "1-2") && has_part("ÉTÉ", "été") && has_part("x", ""));
    }
}
