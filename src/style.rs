//! How text looks: colours and attributes, in the words in which people write them.

use std::fmt;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    /// One of the terminal's own sixteen, or of the 256 that most terminals have.
    Indexed(u8),
    Rgb(u8, u8, u8),
}

impl Color {
    pub(crate) const RED: Self = Self::Indexed(1);
    pub(crate) const CYAN: Self = Self::Indexed(6);

    /// The names of the first eight; the second eight are their bright ones.
    pub(crate) const NAMES: [&str; 8] =
        ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

    /// Reads `red`, `bright-red`, `208` or `#ff8800`.
    fn parse(word: &str) -> Option<Self> {
        if let Some(digits) = word.strip_prefix('#') {
            let is_hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
            let number = is_hex.then(|| u32::from_str_radix(digits, 16).ok())??;
            let [_, red, green, blue] = number.to_be_bytes();
            return Some(Self::Rgb(red, green, blue));
        }
        if word.bytes().all(|b| b.is_ascii_digit()) {
            return word.parse().ok().map(Self::Indexed);
        }
        let (name, bright) = match word.strip_prefix("bright-") {
            Some(name) => (name, 8),
            None => (word, 0),
        };
        let index = Self::NAMES.iter().position(|known| *known == name)?;
        u8::try_from(index).ok().map(|index| Self::Indexed(index + bright))
    }
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) color: Option<Color>,
    pub(crate) background: Option<Color>,
    pub(crate) attributes: Attributes,
}

/// What a style has beside its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes(u8);

/// An attribute: its name, and the bit and the numbers of ECMA-48 that stand for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    bit: u8,
    /// The parameter of "select graphic rendition" (ECMA-48, 8.3.117).
    pub(crate) sgr: &'static str,
    pub(crate) tmux: &'static str,
}

impl Attributes {
    /// All there are, in the order in which the hook for zsh knows them.
    pub(crate) const ALL: [Attribute; 5] = [
        Attribute { name: "bold", bit: 1, sgr: "1", tmux: "bold" },
        Attribute { name: "dim", bit: 2, sgr: "2", tmux: "dim" },
        Attribute { name: "italic", bit: 4, sgr: "3", tmux: "italics" },
        Attribute { name: "underline", bit: 8, sgr: "4", tmux: "underscore" },
        Attribute { name: "reverse", bit: 16, sgr: "7", tmux: "reverse" },
    ];

    pub(crate) fn has(self, attribute: Attribute) -> bool {
        self.0 & attribute.bit != 0
    }

    /// Returns the attributes that are set.
    pub(crate) fn set(self) -> impl Iterator<Item = Attribute> {
        Self::ALL.into_iter().filter(move |attribute| self.has(*attribute))
    }
}

impl Style {
    pub(crate) const PLAIN: Self =
        Self { color: None, background: None, attributes: Attributes(0) };

    pub(crate) const fn bold(mut self) -> Self {
        self.attributes.0 |= 1;
        self
    }

    pub(crate) const fn dim(mut self) -> Self {
        self.attributes.0 |= 2;
        self
    }

    pub(crate) const fn color(mut self, color: Color) -> Self {
        self.color = Some(color);
        self
    }

    /// Reads a style such as `bold white on red`, `underline #ff8800` or `208`.
    pub(crate) fn parse(text: &str) -> Result<Self, Mistake> {
        let mut style = Self::PLAIN;
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            let attribute = Attributes::ALL.iter().find(|attribute| attribute.name == word);
            if let Some(attribute) = attribute {
                style.attributes.0 |= attribute.bit;
                continue;
            }
            let (word, place) = match word {
                "on" => (words.next().unwrap_or_default(), &mut style.background),
                word => (word, &mut style.color),
            };
            let color = Color::parse(word).ok_or_else(|| Mistake(word.to_owned()))?;
            if place.replace(color).is_some() {
                return Err(Mistake(word.to_owned()));
            }
        }
        Ok(style)
    }
}

/// A word that is no style, or one too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes = Attributes::ALL.map(|attribute| attribute.name).join(" ");
        let colors = Color::NAMES.join(" ");
        write!(
            f,
            "must be like bold white on red, not {}; there are {attributes}, the colours {colors}, \
             each also with bright-, 0 to 255, and #rrggbb",
            if self.0.is_empty() { "nothing" } else { &self.0 },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read_in_words() {
        let red = Some(Color::Indexed(1));
        let rows = [
            ("", Style::PLAIN),
            ("bold", Style::PLAIN.bold()),
            ("red", Style::PLAIN.color(Color::RED)),
            ("on red", Style { background: red, ..Style::PLAIN }),
            (
                "bold white on red",
                Style { background: red, ..Style::PLAIN.color(Color::Indexed(7)).bold() },
            ),
            ("bright-cyan  dim", Style::PLAIN.color(Color::Indexed(14)).dim()),
            ("208", Style::PLAIN.color(Color::Indexed(208))),
            ("#Ff8800", Style::PLAIN.color(Color::Rgb(255, 136, 0))),
            ("on #000001", Style { background: Some(Color::Rgb(0, 0, 1)), ..Style::PLAIN }),
        ];
        for (text, expected) in rows {
            assert_eq!(Style::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_word_that_is_no_style_is_named() {
        for (text, word) in [
            ("bold redd", "redd"),
            ("red blue", "blue"),
            ("256", "256"),
            ("#ff88", "#ff88"),
            ("#+12345", "#+12345"),
            ("on", ""),
            ("red on", ""),
            ("bright-bold", "bright-bold"),
        ] {
            assert_eq!(Style::parse(text), Err(Mistake(word.to_owned())), "{text}");
        }
    }
}
