//! How the picker looks on a terminal.

use unicode_width::UnicodeWidthStr;

use anstyle::Style;

use super::columns::fitted;
use super::{Picker, PickerRow};
use crate::printable::printable;
use crate::shell::paint::{PromptSyntax, paint};

/// What stands before the text that is typed.
const PROMPT: &str = "profile: ";

/// How the picker is left; it stands where there is room for it.
const HELP: &str = "Enter switches, Esc leaves";

/// A terminal's size in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScreenSize {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

impl ScreenSize {
    /// Returns how many profiles it shows: what is typed and the foot take a row each.
    pub(crate) fn page(self) -> usize {
        self.rows.saturating_sub(2).max(1)
    }

    /// The last column stays free, so that no terminal begins a new row.
    fn width(self) -> usize {
        self.columns.saturating_sub(1)
    }
}

impl Picker<'_> {
    /// Draws the whole screen, and puts the cursor after what was typed.
    pub(crate) fn draw(&self, size: ScreenSize) -> String {
        let (width, page) = (size.width(), size.page());
        // The cursor is hidden meanwhile.
        let mut text = "\x1b[?25l\x1b[H".to_owned();
        let (head, cursor) = self.head(width);
        let mut lines = vec![head];
        let top = self.selected - self.selected % page;
        let (name, columns) = self.columns.widths(width.saturating_sub(2));
        for (place, row) in self.fitting.iter().enumerate().skip(top).take(page) {
            let widths = (name, &columns[..]);
            lines.push(self.row(&self.rows[*row], *row, place == self.selected, widths));
        }
        if self.fitting.is_empty() {
            lines.push(fitted("  no profile fits", width));
        }
        lines.resize(page + 1, String::new());
        let foot = self.selected().map(self.foot).unwrap_or_default();
        lines.push(fitted(&printable(&foot), width).trim_end().to_owned());
        // Each line clears what is left of the one that was there.
        text += &lines.join("\x1b[K\r\n");
        text += &format!("\x1b[K\x1b[J\x1b[1;{cursor}H\x1b[?25h");
        text
    }

    /// Returns the first line, and the column of the cursor, from 1.
    fn head(&self, width: usize) -> (String, usize) {
        let count = format!("{}/{}", self.fitting.len(), self.rows.len());
        let query = printable(&self.query);
        let room = width.saturating_sub(PROMPT.len() + 1);
        // Of a long text the end is shown, where one types.
        let start = query.char_indices().map(|(start, _)| start).chain([query.len()]);
        let start = start.into_iter().find(|start| query[*start..].width() <= room);
        let typed = format!("{PROMPT}{}", &query[start.unwrap_or(query.len())..]);
        let free = width.saturating_sub(typed.width() + 3);
        let notes = [format!("{count}   {HELP}"), count];
        let note = notes.iter().find(|note| note.len() <= free).map_or("", String::as_str);
        let gap = width.saturating_sub(typed.width() + note.len());
        let cursor = typed.width() + 1;
        (format!("{typed}{:gap$}{}", "", self.paint(Style::new().dimmed(), note)), cursor)
    }

    /// Returns the line of a profile.
    fn row(
        &self,
        row: &PickerRow<'_>,
        place: usize,
        is_selected: bool,
        (name, columns): (usize, &[usize]),
    ) -> String {
        let style = row.candidate.class.map_or(Style::new(), |class| class.style);
        let mark = match (is_selected, row.is_current) {
            (true, _) => "> ",
            (false, true) => "* ",
            (false, false) => "  ",
        };
        let shown = fitted(&printable(row.candidate.name()), name);
        let strong = if is_selected { style.bold().invert() } else { style };
        let mut line = format!("{mark}{}", self.paint(strong, &shown));
        let cells = self.columns.cells(place);
        let (class, others) = (cells.len() - 1, cells.len() - 1);
        for (cell, width) in cells.iter().zip(columns).take(others).filter(|(_, width)| **width > 0)
        {
            line += &format!("  {}", fitted(cell, *width));
        }
        line += &format!("  {}", self.paint(style, &cells[class]));
        line.trim_end().to_owned()
    }

    fn paint(&self, style: Style, text: &str) -> String {
        let dialect = if self.has_colour { PromptSyntax::Terminal } else { PromptSyntax::Plain };
        paint(dialect, style, text)
    }
}
