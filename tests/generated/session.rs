//! The README's picture: a shell session whose prompts are what the program really prints.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

use crate::common::{Home, project_file};

/// What is typed, and the environment that the prompt before it sees.
const SESSION: &[(&[(&str, &str)], &str)] = &[
    (&[], "export AWS_PROFILE=work"),
    (&[("AWS_PROFILE", "work")], "export AWS_PROFILE=acme-prod"),
    (&[("AWS_PROFILE", "acme-prod")], "export AWS_PROFILE=wrok"),
    (&[("AWS_PROFILE", "wrok")], "export AWS_PROFILE=lapsed"),
    (&[("AWS_PROFILE", "lapsed")], "export AWS_PROFILE=work AWS_REGION=eu-north-1"),
    (
        &[("AWS_PROFILE", "work"), ("AWS_REGION", "eu-north-1")],
        "export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…",
    ),
    (
        &[
            ("AWS_PROFILE", "work"),
            ("AWS_REGION", "eu-north-1"),
            ("AWS_ACCESS_KEY_ID", "AKIAYCWS2TAAQAAQEAYE"),
            ("AWS_SECRET_ACCESS_KEY", "not-a-real-secret"),
        ],
        "",
    ),
];

const LINE_HEIGHT: usize = 24;
const MARGIN: usize = 20;

/// Draws the session.
pub(crate) fn picture() -> String {
    let lines: Vec<String> =
        SESSION.iter().map(|(environment, typed)| line(environment, typed)).collect();
    let height = MARGIN * 2 + lines.len() * LINE_HEIGHT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 {height}\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"15\">\n<rect width=\"960\" height=\"{height}\" rx=\"8\" fill=\"#1e1e2e\"/>\n"
    );
    for (index, line) in lines.iter().enumerate() {
        let y = MARGIN + index * LINE_HEIGHT + 17;
        svg += &format!(
            "<text x=\"{MARGIN}\" y=\"{y}\" xml:space=\"preserve\" fill=\"#cdd6f4\">{line}</text>\n"
        );
    }
    svg + "</svg>\n"
}

/// Draws one line: the prompt, and what is typed behind it.
fn line(environment: &[(&str, &str)], typed: &str) -> String {
    let mut home = Home::new();
    for file in ["config", "credentials"] {
        let path = project_file("demo").join(file);
        #[expect(clippy::disallowed_methods, reason = "the sample files are the project's own")]
        let text = std::fs::read_to_string(path).unwrap();
        home = home.file(&format!(".aws/{file}"), text);
    }
    for (name, value) in environment {
        home = home.env(name, value);
    }
    let prompt = home.answer(&["prompt", "--shell", "fish"]);
    format!("{} ~ $ {}", spans(prompt.trim_end()), escape(typed))
}

/// Turns the terminal's colours into the picture's.
fn spans(text: &str) -> String {
    let mut svg = String::new();
    for piece in text.split("\x1b[").filter(|piece| !piece.is_empty()) {
        let (style, text) = piece.split_once('m').unwrap();
        let attributes = match style {
            "0" => "",
            "36" => " fill=\"#89dceb\"",
            "31" => " fill=\"#f38ba8\"",
            "33" => " fill=\"#f9e2af\"",
            "1;31" => " fill=\"#f38ba8\" font-weight=\"bold\"",
            "2" => " fill=\"#7f849c\"",
            style => panic!("the picture has no colour for {style}"),
        };
        if !text.is_empty() {
            svg += &format!("<tspan{attributes}>{}</tspan>", escape(text));
        }
    }
    svg
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
