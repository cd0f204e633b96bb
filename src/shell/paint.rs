//! Coloured text in the form in which each kind of prompt takes it.

/// What text is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Zsh,
    Bash,
    Fish,
    Tmux,
    /// A terminal, without a prompt around the text.
    Terminal,
    /// Anything: no colours, nothing escaped.
    Plain,
}

/// A colour of the terminal's own palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    Red,
    Cyan,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) color: Option<Color>,
    pub(crate) bold: bool,
    pub(crate) dim: bool,
}

impl Style {
    pub(crate) const PLAIN: Self = Self { color: None, bold: false, dim: false };

    pub(crate) const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(crate) const fn dim(mut self) -> Self {
        self.dim = true;
        self
    }

    pub(crate) const fn color(mut self, color: Color) -> Self {
        self.color = Some(color);
        self
    }

    /// The parameters of the terminal's "select graphic rendition" (ECMA-48, 8.3.117).
    fn sgr(self) -> String {
        let bold = self.bold.then_some("1");
        let dim = self.dim.then_some("2");
        let color = self.color.map(|color| match color {
            Color::Red => "31",
            Color::Cyan => "36",
        });
        [bold, dim, color].into_iter().flatten().collect::<Vec<_>>().join(";")
    }

    /// The attributes of a tmux style.
    fn tmux(self) -> String {
        let bold = self.bold.then_some("bold");
        let dim = self.dim.then_some("dim");
        let color = self.color.map(|color| match color {
            Color::Red => "fg=red",
            Color::Cyan => "fg=cyan",
        });
        [bold, dim, color].into_iter().flatten().collect::<Vec<_>>().join(",")
    }
}

/// Writes text so that the prompt of a dialect shows it as it is, in a style.
pub(crate) fn paint(dialect: Dialect, style: Style, text: &str) -> String {
    let escaped = escape(dialect, text);
    if style == Style::PLAIN || text.is_empty() {
        return escaped;
    }
    let sgr = |parameters: &str| invisible(dialect, &format!("\x1b[{parameters}m"));
    match dialect {
        Dialect::Zsh | Dialect::Bash | Dialect::Fish | Dialect::Terminal => {
            format!("{}{escaped}{}", sgr(&style.sgr()), sgr("0"))
        }
        Dialect::Tmux => format!("#[{}]{escaped}#[default]", style.tmux()),
        Dialect::Plain => escaped,
    }
}

/// Doubles what the prompt would obey.
fn escape(dialect: Dialect, text: &str) -> String {
    match dialect {
        Dialect::Zsh => text.replace('%', "%%"),
        Dialect::Tmux => text.replace('#', "##"),
        // The value of a variable in PS1 is not expanded again, and fish shows what it is given.
        Dialect::Bash | Dialect::Fish | Dialect::Terminal | Dialect::Plain => text.to_owned(),
    }
}

/// Tells the prompt that this moves no cursor that it has to count.
fn invisible(dialect: Dialect, sequence: &str) -> String {
    match dialect {
        Dialect::Zsh => format!("%{{{sequence}%}}"),
        // The bytes that \[ and \] stand for; the letters are not read in a variable's value.
        Dialect::Bash => format!("\x01{sequence}\x02"),
        Dialect::Fish | Dialect::Terminal | Dialect::Tmux | Dialect::Plain => sequence.to_owned(),
    }
}

/// Puts painted text of a width at the right edge of the line, and the cursor back.
///
/// For bash, which has no right prompt: nothing of it may count as part of the line.
pub(crate) fn at_right_edge_in_bash(painted: &str, width: usize) -> String {
    let unmarked = painted.replace(['\x01', '\x02'], "");
    let back = width.saturating_sub(1);
    let step_back = if back == 0 { String::new() } else { format!("\x1b[{back}D") };
    invisible(Dialect::Bash, &format!("\x1b7\x1b[999C{step_back}{unmarked}\x1b8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Style = Style::PLAIN.color(Color::Red).bold();

    #[test]
    fn each_dialect_has_its_own_marks() {
        let cases = [
            (Dialect::Zsh, "%{\x1b[1;31m%}100%%#%{\x1b[0m%}"),
            (Dialect::Bash, "\x01\x1b[1;31m\x02100%#\x01\x1b[0m\x02"),
            (Dialect::Fish, "\x1b[1;31m100%#\x1b[0m"),
            (Dialect::Tmux, "#[bold,fg=red]100%###[default]"),
            (Dialect::Terminal, "\x1b[1;31m100%#\x1b[0m"),
            (Dialect::Plain, "100%#"),
        ];
        for (dialect, expected) in cases {
            assert_eq!(paint(dialect, RED, "100%#"), expected);
        }
        assert_eq!(paint(Dialect::Zsh, Style::PLAIN, "100%"), "100%%");
        assert_eq!(paint(Dialect::Zsh, RED, ""), "");
    }

    #[test]
    fn at_the_right_edge_all_is_invisible_to_bash() {
        let painted = paint(Dialect::Bash, RED, "abc");
        assert_eq!(
            at_right_edge_in_bash(&painted, 3),
            "\x01\x1b7\x1b[999C\x1b[2D\x1b[1;31mabc\x1b[0m\x1b8\x02"
        );
    }
}
