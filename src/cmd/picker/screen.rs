//! How the picker looks on a terminal.

use std::borrow::Cow;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::{Picker, PickerRow};
use crate::aws::AccountId;
use crate::cmd::Screen;
use crate::cmd::table::{Columns, TableRow, cut, table};
use crate::policy::{Class, has_part};
use crate::printable::printable;
use crate::prompt::segment::{shown_account, shown_number};
use crate::shell::paint::paint;

/// The text before what is typed.
const PROMPT: &str = "profile: ";

/// How the picker is left; it is shown where there is room for it.
const HELP: &str = "Enter switches, Esc leaves";

/// The columns after a name. On a narrow screen the role is left out before a name is cut, the
/// others before it is cut too short; the class stays, since it warns.
pub(super) const COLUMNS: Columns<4> = Columns {
    name: "PROFILE",
    titles: ["ACCOUNT", "REGION", "ROLE", "CLASS"],
    optional: &[(2, usize::MAX), (1, 20), (0, 20)],
};

/// From this number of rows on the titles have room.
const WITH_TITLES: usize = 4;

/// A terminal's size in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScreenSize {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

impl ScreenSize {
    /// Returns how many profiles it shows: what is typed, the titles and the foot take a row each.
    pub(crate) fn page(self) -> usize {
        self.rows.saturating_sub(3).max(1)
    }
}

impl Picker<'_> {
    /// Draws the whole screen, and puts the cursor after what was typed.
    pub(crate) fn draw(&self, size: ScreenSize) -> String {
        // The last column stays free, so that no terminal begins a new row.
        let width = size.columns.saturating_sub(1);
        let screen = Screen { is_terminal: true, has_colour: self.has_colour, width: Some(width) };
        let (head, cursor) = self.head(screen, width);
        let page = size.page();
        let last_top = self.fitting.len().saturating_sub(page);
        let top = (self.selected - self.selected % page).min(last_top);
        let rows = self.fitting().enumerate().skip(top).take(page).map(|(place, row)| {
            let style = row.candidate.class.map_or(Style::new(), |class| class.style);
            let is_selected = place == self.selected;
            let mark = if row.is_current { '*' } else { ' ' };
            let (mark, style) = if is_selected { ('>', style.invert()) } else { (mark, style) };
            let name = printable(row.candidate.name());
            TableRow { mark, name, style, cells: self.cells(row) }
        });
        let rows: Vec<_> = rows.collect();
        let has_titles = size.rows >= WITH_TITLES;
        let profiles = table(&COLUMNS, &rows, screen);
        let mut lines = vec![Cow::from(head)];
        if rows.is_empty() {
            lines.push(cut("  no profile matches", width));
        } else {
            lines.extend(profiles.lines().skip(usize::from(!has_titles)).map(Cow::from));
        }
        lines.resize(1 + usize::from(has_titles) + page, Cow::default());
        let selected = self.fitting().nth(self.selected);
        let foot = selected.map(|row| self.foot_of(row)).unwrap_or_default().join("; ");
        lines.push(cut(&printable(&foot), width).into_owned().into());
        lines.truncate(size.rows);
        // The cursor is hidden meanwhile. Each line clears what is left of the one that was there.
        let lines = lines.join("\x1b[K\r\n");
        format!("\x1b[?25l\x1b[H{lines}\x1b[K\x1b[J\x1b[1;{cursor}H\x1b[?25h")
    }

    /// Returns the first line, and the column of the cursor, from 1.
    fn head(&self, screen: Screen, width: usize) -> (String, usize) {
        let count = format!("{}/{}", self.fitting.len(), self.rows.len());
        let query = printable(&self.query);
        let room = width.saturating_sub(PROMPT.len() + 1);
        // Of a long text the end is shown, where one types.
        let mut starts = query.char_indices().map(|(start, _)| start);
        let start = starts.find(|start| query[*start..].width() <= room);
        let typed = format!("{PROMPT}{}", &query[start.unwrap_or(query.len())..]);
        let free = width.saturating_sub(typed.width() + 3);
        let notes = [format!("{count}   {HELP}"), count];
        let note = notes.iter().find(|note| note.len() <= free).map_or("", String::as_str);
        let gap = width.saturating_sub(typed.width() + note.len());
        let note = paint(screen.syntax(), Style::new().dimmed(), note);
        (format!("{typed}{:gap$}{note}", ""), typed.width() + 1)
    }

    /// Returns what is known of a profile: account, region, role and the word of its class.
    pub(super) fn cells(&self, row: &PickerRow<'_>) -> [Cow<'_, str>; 4] {
        let target = &row.candidate.target;
        let shown = |id: &AccountId| {
            let shown = shown_account(id, self.settings, self.environment);
            // Whoever types a number wants to see it, not only the label.
            let is_typed = |word: &str| has_part(id.as_str(), word) && !has_part(&shown, word);
            let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
            if self.query.split_whitespace().any(|word| is_number(word) && is_typed(word)) {
                format!("{shown} {}", shown_number(id, self.settings, self.environment))
            } else {
                shown
            }
        };
        let account = target.account.as_ref().map(shown).unwrap_or_default();
        let text = |text: Option<&str>| printable(text.unwrap_or_default()).into_owned().into();
        let word = |class: &'_ Class| match class.text.as_str() {
            "" => printable(&class.name).into_owned(),
            text => text.to_owned(),
        };
        let mut class = row.candidate.class.map(word).unwrap_or_default();
        if row.candidate.is_production_of_another_class() {
            class += ", production";
        }
        [account.into(), text(target.region.as_deref()), text(target.role.as_deref()), class.into()]
    }
}
