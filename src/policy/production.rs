//! Which names look like production, with no settings to say so.

/// The words for production, in lower case.
pub(super) const WORDS: [&str; 4] = ["prod", "prd", "production", "live"];

/// What each of them begins with.
const BEGINNINGS: [[u8; 2]; 2] = [*b"pr", *b"li"];

/// Tells whether a name has a word for production in it that nothing takes back.
///
/// The name is split where it is not alphanumeric and at camel case; digits at a word's end do
/// not count, nor does a word after `non`, `not`, `no` or `pre`.
pub(crate) fn looks_like_production(name: &str) -> bool {
    // Most names have none, and lists have thousands of them.
    let lower = |byte: u8| byte | 0x20;
    let mut pairs = name.as_bytes().windows(2);
    if !pairs.any(|pair| BEGINNINGS.contains(&[lower(pair[0]), lower(pair[1])])) {
        return false;
    }
    let words = words(name);
    words.iter().enumerate().any(|(index, word)| {
        let negated = index
            .checked_sub(1)
            .is_some_and(|before| matches!(words[before].as_str(), "non" | "not" | "no" | "pre"));
        !negated && WORDS.contains(&word.as_str())
    })
}

/// Splits a name into lower-case words without their trailing digits.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before: Option<char> = None;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let starts_word = c.is_uppercase()
            && before.is_some_and(|before| {
                // In `devProd` the P starts a word, in `ACMEProd` too, in `PROD` none does.
                !before.is_uppercase() || rest.peek().is_some_and(|next| next.is_lowercase())
            });
        if starts_word || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && c.is_alphanumeric()
        {
            word.extend(c.to_lowercase());
        }
        before = c.is_alphanumeric().then_some(c);
    }
    let bare = |word: String| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    words.into_iter().map(bare).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_of_the_beginnings() {
        for word in WORDS {
            assert!(BEGINNINGS.iter().any(|beginning| word.as_bytes().starts_with(beginning)));
        }
    }

    #[test]
    fn production_is_told_by_whole_words() {
        let yes = [
            "prod",
            "PROD",
            "Production",
            "acme-prod",
            "acme_prd_admin",
            "prod2",
            "prod-01",
            "acmeProd",
            "ACMEProd",
            "ProdAdmin",
            "live",
            "eu.live",
            "acme/production",
        ];
        for name in yes {
            assert!(looks_like_production(name), "{name}");
        }
        let no = [
            "",
            "work",
            "nonprod",
            "non-prod",
            "not_prod",
            "no-prod",
            "pre-prod",
            "preprod",
            "NonProd",
            "PreProduction",
            "product",
            "delivery",
            "alive",
            "reproduce",
            "prodigy",
        ];
        for name in no {
            assert!(!looks_like_production(name), "{name}");
        }
    }
}
