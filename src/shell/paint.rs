//! Coloured text in the form in which each kind of prompt takes it.

use anstyle::{Ansi256Color, Color, RgbColor, Style};

use crate::style::{ATTRIBUTES, COLORS};

/// What text is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PromptSyntax {
    Zsh,
    Bash,
    Fish,
    Tmux,
    /// An option of tmux, whose value a format shows, as `#{@name}` does.
    TmuxOption,
    /// A terminal, without a prompt around the text.
    Terminal,
    /// Anything: no colours, nothing escaped.
    Plain,
}

impl PromptSyntax {
    /// Returns the form for a terminal.
    pub(crate) fn of_terminal(has_colour: bool) -> Self {
        if has_colour { Self::Terminal } else { Self::Plain }
    }
}

/// The sequence that sets a style in a terminal.
fn sequence(style: Style) -> String {
    // anstyle writes one sequence for each colour and attribute; a prompt is shorter with one.
    style.render().to_string().replace("m\x1b[", ";")
}

/// A colour as its number among the 256, or as `#rrggbb`.
fn number(color: Color) -> String {
    match color {
        Color::Ansi(color) => Ansi256Color::from(color).index().to_string(),
        Color::Ansi256(color) => color.index().to_string(),
        Color::Rgb(RgbColor(red, green, blue)) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}

/// The attributes of a tmux style.
fn tmux(style: Style) -> String {
    let set = ATTRIBUTES.iter().filter(|attribute| style.get_effects().contains(attribute.effect));
    let mut attributes: Vec<String> = set.map(|attribute| attribute.tmux.to_owned()).collect();
    for (color, place) in [(style.get_fg_color(), "fg"), (style.get_bg_color(), "bg")] {
        attributes.extend(color.map(|color| match color {
            Color::Ansi(name) if !name.is_bright() => {
                let index = Ansi256Color::from(name).index();
                format!("{place}={}", COLORS[usize::from(index)])
            }
            Color::Ansi(_) | Color::Ansi256(_) => format!("{place}=colour{}", number(color)),
            Color::Rgb(_) => format!("{place}={}", number(color)),
        }));
    }
    attributes.join(",")
}

/// Writes the colours of a style as two styles of tmux: that of a border, and that of a background.
pub(crate) fn tmux_colors(style: Style) -> [String; 2] {
    let border = Style::new().fg_color(style.get_fg_color());
    [border, Style::new().bg_color(style.get_bg_color())].map(tmux)
}

/// Writes a style as the hook for zsh puts it into the prompt: both colours, and a word for each
/// attribute that is set; `-` stands for what is not.
pub(crate) fn zsh_fields(style: Style) -> String {
    let color = |color: Option<Color>| color.map_or_else(|| "-".to_owned(), number);
    let attributes = ATTRIBUTES.map(|attribute| {
        let is_set = style.get_effects().contains(attribute.effect);
        if is_set { attribute.name } else { "-" }.to_owned()
    });
    [color(style.get_fg_color()), color(style.get_bg_color())]
        .into_iter()
        .chain(attributes)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes the name of a class as a word that can be part of a variable's name.
pub(crate) fn zsh_state(class: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    class.chars().map(letter).collect()
}

/// Writes text so that a prompt of this kind shows it as it is, in a style.
pub(crate) fn paint(syntax: PromptSyntax, style: Style, text: &str) -> String {
    let escaped = escape(syntax, text);
    if style.is_plain() || text.is_empty() {
        return escaped;
    }
    match syntax {
        PromptSyntax::Zsh | PromptSyntax::Bash | PromptSyntax::Fish | PromptSyntax::Terminal => {
            let start = invisible(syntax, &sequence(style));
            let end = invisible(syntax, &style.render_reset().to_string());
            format!("{start}{escaped}{end}")
        }
        PromptSyntax::Tmux => format!("#[{}]{}#[default]", tmux(style), tmux_text(text)),
        PromptSyntax::TmuxOption => format!("#[{}]{escaped}#[default]", tmux(style)),
        PromptSyntax::Plain => escaped,
    }
}

/// Writes text for a status line of tmux, which halves a row of `#` twice, once where it expands
/// the output of a command and once where it draws; but only once if a `[` follows. At its end the
/// text counts on a style.
///
/// <https://github.com/tmux/tmux/blob/3.3a/format.c>,
/// <https://github.com/tmux/tmux/blob/3.3a/format-draw.c>
fn tmux_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('#') {
        let length = rest[start..].bytes().take_while(|byte| *byte == b'#').count();
        escaped += &rest[..start];
        rest = &rest[start + length..];
        let is_drawn_alone = rest.is_empty() || rest.starts_with('[');
        escaped += &"#".repeat(length * if is_drawn_alone { 2 } else { 4 });
    }
    escaped + rest
}

/// Doubles what the prompt would obey.
fn escape(syntax: PromptSyntax, text: &str) -> String {
    match syntax {
        PromptSyntax::Zsh => text.replace('%', "%%"),
        // A style that says nothing ends a text whose end would take part in what follows.
        PromptSyntax::Tmux if text.ends_with('#') => format!("{}#[]", tmux_text(text)),
        PromptSyntax::Tmux => tmux_text(text),
        // However often a format is expanded, no `#(command)` comes of it.
        PromptSyntax::TmuxOption => text.replace('#', "＃"),
        // The value of a variable in PS1 is not expanded again, and fish shows what it is given.
        PromptSyntax::Bash | PromptSyntax::Fish | PromptSyntax::Terminal | PromptSyntax::Plain => {
            text.to_owned()
        }
    }
}

/// Tells the prompt that this moves no cursor that it has to count.
fn invisible(syntax: PromptSyntax, sequence: &str) -> String {
    match syntax {
        PromptSyntax::Zsh => format!("%{{{sequence}%}}"),
        // The bytes that \[ and \] stand for; the letters are not read in a variable's value.
        PromptSyntax::Bash => format!("\x01{sequence}\x02"),
        PromptSyntax::Fish
        | PromptSyntax::Terminal
        | PromptSyntax::Tmux
        | PromptSyntax::TmuxOption
        | PromptSyntax::Plain => sequence.to_owned(),
    }
}

/// Puts text of a width, painted for a terminal, at the right edge of the line, and the cursor back.
///
/// For bash, which has no right prompt: nothing of it may count as part of the line.
pub(crate) fn at_right_edge_in_bash(painted: &str, width: usize) -> String {
    let back = width.saturating_sub(1);
    let step_back = if back == 0 { String::new() } else { format!("\x1b[{back}D") };
    invisible(PromptSyntax::Bash, &format!("\x1b7\x1b[999C{step_back}{painted}\x1b8"))
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    const RED: Style = AnsiColor::Red.on_default().bold();

    #[test]
    fn each_prompt_has_its_own_marks() {
        let cases = [
            (PromptSyntax::Zsh, "%{\x1b[1;31m%}100%%#%{\x1b[0m%}"),
            (PromptSyntax::Bash, "\x01\x1b[1;31m\x02100%#\x01\x1b[0m\x02"),
            (PromptSyntax::Fish, "\x1b[1;31m100%#\x1b[0m"),
            (PromptSyntax::Tmux, "#[bold,fg=red]100%###[default]"),
            (PromptSyntax::TmuxOption, "#[bold,fg=red]100%＃#[default]"),
            (PromptSyntax::Terminal, "\x1b[1;31m100%#\x1b[0m"),
            (PromptSyntax::Plain, "100%#"),
        ];
        for (syntax, expected) in cases {
            assert_eq!(paint(syntax, RED, "100%#"), expected);
        }
        assert_eq!(paint(PromptSyntax::Zsh, Style::new(), "100%"), "100%%");
        assert_eq!(paint(PromptSyntax::Zsh, RED, ""), "");
    }

    #[test]
    fn tmux_shows_every_row_of_hashes_as_it_is() {
        let rows = [
            ("a#b", "a####b"),
            ("##", "####"),
            ("#(x)#{y}", "####(x)####{y}"),
            ("#[x]##[y]", "##[x]####[y]"),
            ("a### #", "a############ ##"),
        ];
        for (text, expected) in rows {
            let painted = format!("#[bold,fg=red]{expected}#[default]");
            assert_eq!(paint(PromptSyntax::Tmux, RED, text), painted, "{text}");
            let plain = paint(PromptSyntax::Tmux, Style::new(), text);
            let end = if text.ends_with('#') { "#[]" } else { "" };
            assert_eq!(plain, format!("{expected}{end}"), "{text}");
        }
    }

    #[test]
    fn every_prompt_has_colours_of_every_kind() {
        let rows = [
            ("bold white on red", "1;37;41", "bold,fg=white,bg=red", "7 1 bold - - - -"),
            ("bright-red dim", "2;91", "dim,fg=colour9", "9 - - dim - - -"),
            ("208 on 17", "38;5;208;48;5;17", "fg=colour208,bg=colour17", "208 17 - - - - -"),
            (
                "italic underline reverse #ff8800",
                "3;4;7;38;2;255;136;0",
                "italics,underscore,reverse,fg=#ff8800",
                "#ff8800 - - - italic underline reverse",
            ),
            ("on bright-white", "107", "bg=colour15", "- 15 - - - - -"),
        ];
        for (text, expected, in_tmux, in_zsh) in rows {
            let style = crate::style::parse(text).unwrap();
            assert_eq!(sequence(style), format!("\x1b[{expected}m"), "{text}");
            assert_eq!(tmux(style), in_tmux, "{text}");
            assert_eq!(zsh_fields(style), in_zsh, "{text}");
        }
    }

    #[test]
    fn the_colours_of_a_pane_are_two_styles() {
        for (text, expected) in [
            ("red on #300000", ["fg=red", "bg=#300000"]),
            ("on 52", ["", "bg=colour52"]),
            ("", ["", ""]),
        ] {
            assert_eq!(tmux_colors(crate::style::parse(text).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn at_the_right_edge_all_is_invisible_to_bash() {
        let painted = paint(PromptSyntax::Terminal, RED, "abc");
        assert_eq!(
            at_right_edge_in_bash(&painted, 3),
            "\x01\x1b7\x1b[999C\x1b[2D\x1b[1;31mabc\x1b[0m\x1b8\x02"
        );
    }
}
