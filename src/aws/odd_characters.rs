//! Characters that cannot be seen, or that look like another one: where a name or a value has them,
//! what they are called, and the plain text that was probably meant.

use crate::printable::is_unprintable;

/// A character that is not what it looks like, and what was probably meant.
struct Sign {
    name: &'static str,
    plain: Option<char>,
}

/// Letters of other scripts that look like a Latin one.
const LOOKALIKES: [(&str, &str); 2] = [
    ("АВЕКМНОРСТХаеосрухіјѕԁһԛԝ", "ABEKMHOPCTXaeocpyxijsdhqw"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
];

/// Returns the odd characters of a text, each once, in their order.
pub(crate) fn odd_characters(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    if !text.is_ascii() {
        for (c, _) in odd_signs(text) {
            if !found.contains(&c) {
                found.push(c);
            }
        }
    }
    found
}

/// Writes odd characters as their code points, as in `dev<U+00A0>`.
pub(crate) fn with_code_points(text: &str) -> String {
    replaced(text, &|c, _| format!("<U+{:04X}>", u32::from(c)))
}

/// Writes what was probably meant: odd characters become plain ones, or nothing.
pub(crate) fn without_odd_characters(text: &str) -> String {
    let plain = replaced(text, &|_, sign| sign.plain.map(String::from).unwrap_or_default());
    plain.trim().to_owned()
}

/// Names characters with their code points, as in "a zero-width space (U+200B)".
pub(crate) fn named(characters: &[char]) -> String {
    let name = |c: &char| {
        let name = sign(*c).map_or("a character", |sign| sign.name);
        format!("{name} (U+{:04X})", u32::from(*c))
    };
    characters.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn replaced(text: &str, write: &dyn Fn(char, &Sign) -> String) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let odd = odd_characters(text);
    text.chars()
        .map(|c| match sign(c).filter(|_| odd.contains(&c)) {
            Some(sign) => write(c, &sign),
            None => c.to_string(),
        })
        .collect()
}

/// Finds odd characters where they cannot be meant: emoji and other scripts have joiners and wide
/// punctuation of their own.
fn odd_signs(text: &str) -> impl Iterator<Item = (char, Sign)> {
    let is_foreign = |c: char| !c.is_ascii() && c.is_alphabetic() && sign(c).is_none();
    let is_latin = !text.contains(is_foreign);
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let previous = std::mem::replace(&mut before, c);
        let sign = sign(c)?;
        let is_odd = match c {
            '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' => previous.is_ascii(),
            '\u{3000}' | '\u{ff01}'..='\u{ff5e}' => is_latin,
            c if c.is_alphabetic() => is_latin && is_within_latin(text, at),
            _ => true,
        };
        is_odd.then_some((c, sign))
    })
}

/// Tells whether the word around a place has a Latin letter.
fn is_within_latin(text: &str, at: usize) -> bool {
    let is_end = |c: char| !c.is_alphabetic();
    let start = text[..at].rfind(is_end).unwrap_or(0);
    let end = text[at..].find(is_end).map_or(text.len(), |length| at + length);
    text[start..end].contains(|c: char| c.is_ascii_alphabetic())
}

fn sign(c: char) -> Option<Sign> {
    if c.is_ascii() {
        return None;
    }
    let (name, plain) = match c {
        '\u{a0}' | '\u{202f}' => ("a no-break space", Some(' ')),
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => {
            ("a space of another width", Some(' '))
        }
        '\u{ad}' => ("a soft hyphen", None),
        '\u{200b}' => ("a zero-width space", None),
        '\u{200c}' | '\u{200d}' | '\u{2060}' => ("a zero-width joiner", None),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ("a mark of direction", None)
        }
        '\u{2010}' | '\u{2011}' => ("another hyphen", Some('-')),
        '\u{2013}' => ("an en dash", Some('-')),
        '\u{2014}' => ("an em dash", Some('-')),
        '\u{2012}' | '\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => ("a dash", Some('-')),
        '\u{2018}'..='\u{201b}' | '\u{2032}' => ("a curly quote", Some('\'')),
        '\u{201c}'..='\u{201f}' | '\u{2033}' => ("a curly quote", Some('"')),
        '\u{feff}' => ("a byte order mark", None),
        '\u{ff01}'..='\u{ff5e}' => {
            ("a full-width character", char::from_u32(u32::from(c) - 0xff01 + 0x21))
        }
        c if is_unprintable(c) => ("an invisible character", None),
        c => {
            let (_, latin) = LOOKALIKES
                .iter()
                .flat_map(|(other, latin)| other.chars().zip(latin.chars()))
                .find(|(other, _)| *other == c)?;
            ("a letter of another script", Some(latin))
        }
    };
    Some(Sign { name, plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_or_only_looks_alike_is_found_and_named() {
        let cases = [
            ("dev\u{a0}", "dev<U+00A0>", "dev", "a no-break space (U+00A0)"),
            ("de\u{200b}v", "de<U+200B>v", "dev", "a zero-width space (U+200B)"),
            ("\u{feff}dev", "<U+FEFF>dev", "dev", "a byte order mark (U+FEFF)"),
            ("dev\u{2013}prod", "dev<U+2013>prod", "dev-prod", "an en dash (U+2013)"),
            (
                "\u{201c}dev\u{201d}",
                "<U+201C>dev<U+201D>",
                "\"dev\"",
                "a curly quote (U+201C), a curly quote (U+201D)",
            ),
            ("d\u{435}v", "d<U+0435>v", "dev", "a letter of another script (U+0435)"),
            ("\u{ff44}ev", "<U+FF44>ev", "dev", "a full-width character (U+FF44)"),
            ("a\u{200d}b", "a<U+200D>b", "ab", "a zero-width joiner (U+200D)"),
            ("a\u{e0041}b", "a<U+E0041>b", "ab", "an invisible character (U+E0041)"),
        ];
        for (text, shown, plain, names) in cases {
            assert_eq!(with_code_points(text), shown);
            assert_eq!(without_odd_characters(text), plain);
            assert_eq!(named(&odd_characters(text)), names);
        }
    }

    #[test]
    fn names_in_other_scripts_are_not_odd() {
        let names = [
            "dev",
            "d\u{e9}v",
            "prod-\u{440}\u{43e}\u{441}",
            "\u{442}\u{435}\u{441}\u{442}",
            "\u{672c}\u{756a}\u{ff08}\u{6771}\u{4eac}\u{ff09}",
            "\u{26a0}\u{fe0f}prod",
            "\u{1f468}\u{200d}\u{1f4bb}",
            "\u{645}\u{6cc}\u{200c}\u{62e}",
            "\u{3bf}\u{3c5}",
        ];
        for name in names {
            assert_eq!(odd_characters(name), [], "{name}");
            assert_eq!(with_code_points(name), name);
        }
    }
}
