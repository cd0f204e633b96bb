//! How text looks, in the words in which people write it.

use std::ffi::OsStr;
use std::fmt;

use anstyle::{Ansi256Color, AnsiColor, Color, Effects, RgbColor, Style};

/// What is wrong and should be seen first.
pub(crate) const ALARM: Style = AnsiColor::Red.on_default().bold();

/// What is worth knowing.
pub(crate) const NOTICE: Style = AnsiColor::Yellow.on_default();

/// Tells whether the values of `NO_COLOR` and `TERM` allow colours: <https://no-color.org>.
pub(crate) fn is_allowed(no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
    let term = term.unwrap_or_default().as_encoded_bytes();
    // The names of monochrome terminals end like `xterm-mono` and `linux-m`.
    let has_none = term == b"dumb" || term.ends_with(b"-m") || term.ends_with(b"-mono");
    no_color.is_none_or(OsStr::is_empty) && !has_none
}

/// The names of the first eight colours; the second eight are their bright ones.
pub(crate) const COLORS: [&str; 8] =
    ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/// An attribute, and its names in the settings and in tmux.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) tmux: &'static str,
    pub(crate) effect: Effects,
}

/// All attributes, in the order in which the hook for zsh reads them.
pub(crate) const ATTRIBUTES: [Attribute; 5] = [
    Attribute { name: "bold", tmux: "bold", effect: Effects::BOLD },
    Attribute { name: "dim", tmux: "dim", effect: Effects::DIMMED },
    Attribute { name: "italic", tmux: "italics", effect: Effects::ITALIC },
    Attribute { name: "underline", tmux: "underscore", effect: Effects::UNDERLINE },
    Attribute { name: "reverse", tmux: "reverse", effect: Effects::INVERT },
];

/// Reads a style such as `bold white on red`, `underline #ff8800` or `208`.
pub(crate) fn parse(text: &str) -> Result<Style, StyleError> {
    let (mut effects, mut foreground, mut background) = (Effects::new(), None, None);
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(attribute) = ATTRIBUTES.iter().find(|attribute| attribute.name == word) {
            effects |= attribute.effect;
            continue;
        }
        let (word, place) = match word {
            "on" => (words.next().unwrap_or_default(), &mut background),
            word => (word, &mut foreground),
        };
        let color = color(word).ok_or_else(|| StyleError(word.to_owned()))?;
        if place.replace(color).is_some() {
            return Err(StyleError(word.to_owned()));
        }
    }
    Ok(Style::new().effects(effects).fg_color(foreground).bg_color(background))
}

/// Reads `red`, `bright-red`, `208` or `#ff8800`.
fn color(word: &str) -> Option<Color> {
    if let Some(digits) = word.strip_prefix('#') {
        let is_hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let number = is_hex.then(|| u32::from_str_radix(digits, 16).ok())??;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(RgbColor(red, green, blue).into());
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok().map(indexed);
    }
    let (name, bright) = match word.strip_prefix("bright-") {
        Some(name) => (name, 8),
        None => (word, 0),
    };
    let index = COLORS.iter().position(|known| *known == name)?;
    u8::try_from(index).ok().map(|index| indexed(index + bright))
}

/// One of the terminal's own sixteen colours, or of the 256 that most terminals have.
fn indexed(index: u8) -> Color {
    let color = Ansi256Color(index);
    color.into_ansi().map_or(Color::Ansi256(color), Color::Ansi)
}

/// A word that is not a style, or one too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StyleError(String);

impl fmt::Display for StyleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes = ATTRIBUTES.map(|attribute| attribute.name).join(" ");
        let colors = COLORS.join(" ");
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
        let red = Style::new().bg_color(Some(AnsiColor::Red.into()));
        let white = Some(AnsiColor::White.into());
        let rows = [
            ("", Style::new()),
            ("bold", Style::new().bold()),
            ("red", AnsiColor::Red.on_default()),
            ("on red", red),
            ("bold white on red", red.fg_color(white).bold()),
            ("bright-cyan  dim", AnsiColor::BrightCyan.on_default().dimmed()),
            ("7 on 1", red.fg_color(white)),
            ("208", Ansi256Color(208).on_default()),
            ("#Ff8800", RgbColor(255, 136, 0).on_default()),
            ("on #000001", Style::new().bg_color(Some(RgbColor(0, 0, 1).into()))),
        ];
        for (text, expected) in rows {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn colours_are_for_terminals_that_have_some_and_people_who_want_them() {
        for (no_color, term, expected) in [
            (None, None, true),
            (Some(""), Some("xterm-256color"), true),
            (None, Some("vt100"), true),
            (Some("1"), Some("xterm"), false),
            (None, Some("dumb"), false),
            (None, Some("linux-m"), false),
            (None, Some("xterm-mono"), false),
        ] {
            let has_colour = is_allowed(no_color.map(OsStr::new), term.map(OsStr::new));
            assert_eq!(has_colour, expected, "{no_color:?} {term:?}");
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
            assert_eq!(parse(text), Err(StyleError(word.to_owned())), "{text}");
        }
    }
}
