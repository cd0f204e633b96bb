//! The encodings that Python has, by one of which AWS CLI v2 writes (rule 7.19).
//!
//! <https://docs.python.org/3/library/codecs.html#standard-encodings>

/// Each line has a name or an alias, as Python compares it, of an encoding for text.
const NAMES: &str = include_str!("encodings.txt");

/// Tells whether Python has an encoding of this name, or may have one: it passes over what is not
/// ASCII.
pub(super) fn is_encoding(name: &str) -> bool {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let name_of_python = words.join("_").to_ascii_lowercase();
    !name.is_ascii() || NAMES.lines().any(|known| known == name_of_python)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_as_python_does() {
        for name in ["utf-8", "UTF8", " utf_8;", "UTF--8", "Latin1", "cp1252", "iso_646.irv_1991"] {
            assert!(is_encoding(name), "{name}");
        }
        for name in ["", " ", "utf-9", "utf8mb4", "en_US.UTF-8", "C.UTF-8", "hex", "undefined"] {
            assert!(!is_encoding(name), "{name:?}");
        }
    }
}
