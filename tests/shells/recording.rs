//! The recording in the README: a real session in zsh, drawn as a picture that moves.
//!
//! Each picture of it is a screen of the terminal. What stands on a row from one picture to a later
//! one is drawn once, and shown for that time.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::common::assert_generated;
use crate::home::Home;
use crate::shell::Shell;
use crate::terminal::{Color, Look, Terminal};

const ROWS: u16 = 14;
const COLUMNS: u16 = 106;

/// How long a person looks, in milliseconds: at a letter, at an answer, at what matters.
const LETTER: u32 = 90;
const ANSWER: u32 = 1_400;
const LONG: u32 = 3_000;

/// What the prompt of the shell itself says.
const PROMPT: &str = "shop $ ";

#[test]
fn the_recording_in_the_readme_is_a_real_session() {
    let home = Home::without_aws_files();
    home.write(
        ".aws/config",
        "[profile dev]\nregion = eu-west-1\n[profile dev-admin]\nregion = eu-west-1\n\
         [profile prod]\nregion = us-east-1\n",
    );
    home.write(
        ".aws/credentials",
        "[dev]\naws_access_key_id = AKIARTX3GSDSQAAQEAYE\naws_secret_access_key = x\n\
         [dev-admin]\naws_access_key_id = AKIARTX3GSDSQAAQEAYF\naws_secret_access_key = x\n\
         [prod]\naws_access_key_id = AKIA6RU73QDQQAAQEAYE\naws_secret_access_key = x\n",
    );
    home.write(
        "shop/prod-keys.env",
        "export AWS_ACCESS_KEY_ID=AKIA6RU73QDQQAAQEAYE\nexport AWS_SECRET_ACCESS_KEY=x\n",
    );
    home.write(
        ".config/awsprompt/config.ini",
        "[accounts]\n111122223333 = acme-dev\n999988887777 = acme-prod\n\
         [class production]\nlabels = *-prod\nstyle = bold red\nguard = ask\n",
    );
    home.write(
        ".zshrc",
        format!("PROMPT='{PROMPT}'\n{}\ncd ~/shop\n", Shell::Zsh.load(" --guard")),
    );
    let mut command = Shell::Zsh.interactive(&home);
    command.env("AWS_PROFILE", "dev");
    let terminal = Terminal::start_in("zsh", command, ROWS, COLUMNS);
    let mut recording = Recording { terminal, pictures: Vec::new() };
    recording.shows("[AWS:dev acme-dev eu-west-1]", ANSWER);
    recording.types("source prod-keys.env");
    recording.enters("!not:dev] shop $", LONG);
    recording.types("aws s3 rm s3://orders --recursive");
    recording.enters("Type acme-prod to continue:", LONG);
    recording.types("no");
    recording.enters("!not:dev] shop $", ANSWER);
    recording.types("awsp");
    recording.enters("profile:", ANSWER);
    recording.types("dev");
    recording.shows("2/3", ANSWER);
    recording.enters("[AWS:dev acme-dev eu-west-1] shop $", LONG);
    assert_generated("docs/session.svg", &recording.drawn());
}

/// What was on the screen, and for how long.
struct Picture {
    /// Each row as SVG, and the cursor.
    rows: Vec<String>,
    milliseconds: u32,
}

struct Recording {
    terminal: Terminal,
    pictures: Vec<Picture>,
}

impl Recording {
    /// Types a few letters at a time.
    fn types(&mut self, text: &str) {
        let letters: Vec<char> = text.chars().collect();
        for letters in letters.chunks(2) {
            let letters: String = letters.iter().collect();
            let (row, column) = self.terminal.cursor();
            self.terminal.type_keys(&letters);
            let end = column + u16::try_from(letters.len()).expect("a few letters");
            self.terminal.wait_until(&letters, |it| it.text(row, column..end) == letters);
            self.keep(LETTER * 2);
        }
    }

    /// Presses Enter, and waits until the text before the cursor ends like this.
    fn enters(&mut self, end: &str, milliseconds: u32) {
        self.terminal.type_keys("\r");
        self.terminal.wait_until(end, |it| {
            let (row, column) = it.cursor();
            it.text(row, 0..column).trim_end().ends_with(end)
        });
        self.keep(milliseconds);
    }

    fn shows(&mut self, text: &str, milliseconds: u32) {
        self.terminal.wait_until(text, |it| it.to_string().contains(text));
        self.keep(milliseconds);
    }

    fn keep(&mut self, milliseconds: u32) {
        let mut rows: Vec<_> = (0..ROWS).map(|row| row_drawn(&self.terminal, row)).collect();
        let (row, column) = self.terminal.cursor();
        let (x, y) = place(row, column);
        rows.push(format!(
            "<rect x=\"{x}\" y=\"{}\" width=\"8\" height=\"17\" opacity=\"0.7\"/>",
            y - 14
        ));
        self.pictures.push(Picture { rows, milliseconds });
    }

    /// Draws all of it.
    fn drawn(&self) -> String {
        let ends: Vec<u32> = self
            .pictures
            .iter()
            .scan(0, |end, picture| {
                *end += picture.milliseconds;
                Some(*end)
            })
            .collect();
        let all = *ends.last().expect("it was recorded");
        // From which picture on, and up to which.
        let mut times: BTreeMap<(usize, usize), Vec<&str>> = BTreeMap::new();
        for row in 0..=usize::from(ROWS) {
            let mut first = 0;
            for run in self.pictures.chunk_by(|a, b| a.rows[row] == b.rows[row]) {
                let drawn = run[0].rows[row].as_str();
                if !drawn.is_empty() {
                    times.entry((first, first + run.len())).or_default().push(drawn);
                }
                first += run.len();
            }
        }
        let (mut styles, mut groups) = (String::new(), String::new());
        for ((first, end), rows) in times {
            let name = format!("p{first}-{end}");
            let percent = |milliseconds: u32| f64::from(milliseconds) * 100.0 / f64::from(all);
            let from = first.checked_sub(1).map_or(0.0, |before| percent(ends[before]));
            let to = percent(ends[end - 1]);
            let is_last = end == ends.len();
            let before = if first == 0 { "" } else { "0%{visibility:hidden}" };
            let after = if is_last { "" } else { &*format!("{to:.3}%,100%{{visibility:hidden}}") };
            _ = writeln!(
                styles,
                "@keyframes {name}{{{before}{from:.3}%{{visibility:visible}}{after}}}"
            );
            // Where nothing moves, the last picture stands.
            let class = if is_last { "p" } else { "p h" };
            _ = writeln!(
                groups,
                "<g class=\"{class}\" style=\"animation-name:{name}\">\n{}\n</g>",
                rows.join("\n")
            );
        }
        let (width, height) = place(ROWS, COLUMNS);
        let (width, height) = (width + LEFT, height);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"title desc\">\n<title id=\"title\">{TITLE}</title>\n\
             <desc id=\"desc\">{DESCRIPTION}</desc>\n<style>\n\
             text{{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;\
             white-space:pre;fill:#cdd6f4}}\nrect{{fill:#cdd6f4}}\n\
             .h{{visibility:hidden}}\n.p{{animation:{all}ms step-end infinite}}\n\
             @media(prefers-reduced-motion:reduce){{.p{{animation:none}}}}\n{styles}</style>\n\
             <rect width=\"{width}\" height=\"{height}\" rx=\"8\" style=\"fill:#1e1e2e\"/>\n\
             {groups}</svg>\n"
        )
    }
}

const TITLE: &str = "A session in zsh with awsprompt";
const DESCRIPTION: &str = "The prompt says dev. A file exports keys, and the prompt turns red: the \
    next command would reach acme-prod. A command that deletes objects is held until the name acme-prod \
    is typed; something else is typed, and nothing is deleted. awsp opens a list; dev is chosen, and \
    the keys are removed.";

const LEFT: u16 = 16;

/// Returns where the text of a cell begins.
fn place(row: u16, column: u16) -> (u16, u16) {
    (LEFT + column * 42 / 5, 28 + row * 19)
}

/// Draws a row: what looks alike and has no wide gap is one piece, as wide as its cells.
fn row_drawn(terminal: &Terminal, row: u16) -> String {
    let looks: Vec<_> = (0..COLUMNS).map(|column| (column, terminal.look(row, column))).collect();
    let pieces = looks.chunk_by(|a, b| a.1 == b.1).map(|run| {
        let (first, last) = (run[0].0, run[run.len() - 1].0);
        let text = terminal.text(row, first..last + 1);
        let blanks = text.len() - text.trim_start().len();
        let first = first + u16::try_from(blanks).expect("a row is short");
        let text = text.trim();
        if text.is_empty() {
            return String::new();
        }
        let (x, y) = place(row, first);
        let columns = u16::try_from(text.chars().count()).expect("a row is short");
        let width = columns * 42 / 5;
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("<text x=\"{x}\" y=\"{y}\" textLength=\"{width}\"{}>{text}</text>", style(run[0].1))
    });
    pieces.collect()
}

/// The colours of the terminal, as a widespread theme has them.
fn style(look: Look) -> String {
    let colour = match look.color {
        Color::Default => None,
        Color::Idx(1 | 9) => Some("#f38ba8"),
        Color::Idx(3 | 11) => Some("#f9e2af"),
        Color::Idx(6 | 14) => Some("#89dceb"),
        other => panic!("the recording has no colour for {other:?}"),
    };
    let mut style: String = colour.map(|it| format!("fill:{it};")).unwrap_or_default();
    if look.bold {
        style += "font-weight:bold;";
    }
    if style.is_empty() { style } else { format!(" style=\"{style}\"") }
}
