//! A page for a person: lines that fit the screen, in colour if it has colours.

use std::path::Path;

use anstyle::Style;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Screen;
use crate::aws::Origin;
use crate::printable::{printable, short_path};
use crate::shell::paint::{PromptSyntax, paint};

/// The width if the screen's is unknown, and the smallest that is used.
const USUAL_WIDTH: usize = 80;
const LEAST_WIDTH: usize = 40;

/// The text so far, and the screen that it is for.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) width: usize,
    syntax: PromptSyntax,
}

impl Page {
    pub(super) fn new(screen: Screen) -> Self {
        let width = screen.width.unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH);
        Self { text: String::new(), width, syntax: screen.syntax() }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text += line;
        self.text.push('\n');
    }

    /// Writes text that may take several lines; `deeper` is the indent of the later ones.
    pub(super) fn wrapped(&mut self, indent: &str, deeper: &str, style: Style, text: &str) {
        let options = lines(self.width).initial_indent(indent).subsequent_indent(deeper);
        for (index, line) in textwrap::wrap(text, options).iter().enumerate() {
            let indent = if index == 0 { indent } else { deeper };
            let painted = self.paint(style, line.strip_prefix(indent).unwrap_or_default());
            self.line(&format!("{indent}{painted}"));
        }
    }

    pub(super) fn paint(&self, style: Style, text: &str) -> String {
        paint(self.syntax, style, text)
    }
}

impl Screen {
    pub(super) fn syntax(self) -> PromptSyntax {
        PromptSyntax::of_terminal(self.has_colour)
    }
}

/// Breaks lines only between words, so that names and paths can be copied.
pub(super) fn lines(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// Writes a moment to the second.
pub(super) fn moment(moment: Timestamp) -> String {
    let whole = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    let moment = TimeZone::UTC.to_datetime(whole);
    format!("{} {} UTC", moment.date(), moment.time())
}

/// Says where a value came from, or where a finding is.
pub(super) fn origin(origin: &Origin, home: Option<&Path>) -> String {
    match origin {
        Origin::Environment(name) => printable(name).into_owned(),
        Origin::Flag(flag) => (*flag).to_owned(),
        Origin::File { path, line: Some(line) } => format!("{}:{line}", short_path(path, home)),
        Origin::File { path, line: None } => short_path(path, home),
        Origin::Default => "by default".into(),
    }
}
