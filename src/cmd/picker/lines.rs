//! The picker in lines: as a numbered list, for a terminal that moves no cursor, and as what fzf
//! reads.

use std::iter;

use anstyle::Style;

use super::Picker;
use super::screen::COLUMNS;
use crate::cmd::Screen;
use crate::cmd::table::{TableRow, table};
use crate::printable::printable;

/// How many profiles a numbered list has, so that it does not leave the screen.
const MOST_NUMBERED: usize = 20;

/// What separates the place of a profile from what fzf shows of it.
pub(crate) const SEPARATOR: char = '\t';

impl Picker<'_> {
    /// Lists the best profiles with numbers from 1, as wide as the terminal is, and asks for one.
    pub(crate) fn numbered(&self, columns: Option<usize>) -> String {
        let rows = self.fitting().take(MOST_NUMBERED).map(|row| TableRow {
            mark: if row.is_current { '*' } else { ' ' },
            name: printable(row.candidate.name()),
            style: Style::new(),
            cells: self.cells(row),
        });
        // The number comes before, and the last column stays free.
        let width = columns.map(|columns| columns.saturating_sub(4));
        let screen = Screen { is_terminal: true, has_colour: false, width };
        let rows = table(&COLUMNS, &rows.collect::<Vec<_>>(), screen);
        let numbers =
            iter::once(String::new()).chain((1..).map(|number: usize| number.to_string()));
        let numbered = rows.lines().zip(numbers);
        let mut text: String = numbered.map(|(row, it)| format!("{it:>3}{row}\n")).collect();
        match self.fitting.len().saturating_sub(MOST_NUMBERED) {
            0 if self.fitting.is_empty() => text += "no profile matches\n",
            0 => {}
            more => text += &format!("     and {more} more\n"),
        }
        for part in self.common_foot() {
            text += &format!("{}\n", printable(&part));
        }
        text + "Number or words, Enter alone leaves: "
    }

    /// Returns what a switch to each of the listed profiles would change.
    fn common_foot(&self) -> Vec<String> {
        let mut feet = self.fitting().take(MOST_NUMBERED).map(|row| self.foot_of(row));
        let mut common = feet.next().unwrap_or_default();
        for foot in feet {
            common.retain(|part| foot.contains(part));
        }
        common
    }

    /// Takes what was typed at the numbered list: returns the profile of a number or of a whole name,
    /// or looks for a part of the name.
    pub(crate) fn take(&mut self, typed: &str) -> Option<String> {
        let number = Some(typed).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        let number = number.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        let name = number.filter(|place| *place < MOST_NUMBERED).and_then(|place| self.name(place));
        let is_name = || self.rows.iter().map(|row| row.candidate.name()).find(|it| *it == typed);
        let name = name.or_else(is_name).map(str::to_owned);
        if name.is_none() {
            self.set_query(typed);
        }
        name
    }

    /// Returns the profiles for fzf, each with its place.
    pub(crate) fn for_fzf(&self) -> String {
        let rows = self.fitting.iter().enumerate();
        let line =
            |(place, row): (usize, &usize)| format!("{place}{SEPARATOR}{}\0", self.line(*row));
        rows.map(line).collect()
    }

    /// Writes what is known of a profile; nothing in it is a control character.
    fn line(&self, row: usize) -> String {
        let row = &self.rows[row];
        let cells = self.cells(row);
        let cells = cells.iter().filter(|cell| !cell.is_empty());
        let cells: String = cells.map(|cell| format!("  {cell}")).collect();
        let mark = if row.is_current { "* " } else { "" };
        format!("{mark}{}{cells}", printable(row.candidate.name()))
    }
}
