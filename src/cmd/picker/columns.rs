//! What the picker shows of each profile, and how much room that takes.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::aws::Environment;
use crate::policy::{Candidate, Class};
use crate::printable::printable;
use crate::prompt::Settings;
use crate::prompt::segment::shown_account;

/// The width below which a name is cut too short to be recognised.
const LEAST_NAME: usize = 20;

/// The columns after the name, in the order in which they are left out.
const COLUMNS: usize = 4;
const ROLE: usize = 2;
const REGION: usize = 1;
const ACCOUNT: usize = 0;

/// The cells of all profiles, and their widths.
pub(super) struct PickerColumns {
    cells: Vec<[String; COLUMNS]>,
    name: usize,
    widths: [usize; COLUMNS],
}

impl PickerColumns {
    pub(super) fn new(
        candidates: &[Candidate<'_>],
        settings: &Settings,
        environment: &Environment,
    ) -> Self {
        let text =
            |text: &Option<String>| printable(text.as_deref().unwrap_or_default()).into_owned();
        let cells = |candidate: &Candidate<'_>| {
            let target = &candidate.target;
            let account =
                target.account.as_ref().map(|id| shown_account(id, settings, environment));
            let class = candidate.class.map(word).unwrap_or_default();
            [account.unwrap_or_default(), text(&target.region), text(&target.role), class]
        };
        let cells: Vec<_> = candidates.iter().map(cells).collect();
        let mut widths = [0; COLUMNS];
        for cells in &cells {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(cell.width());
            }
        }
        let names = candidates.iter().map(|candidate| printable(candidate.name()).width());
        Self { name: names.max().unwrap_or(0), cells, widths }
    }

    /// Returns the width of the name and of each other column, where so many columns of the screen
    /// are free. One without width is left out: the class, by a word, is what stays longest.
    pub(super) fn widths(&self, room: usize) -> (usize, [usize; COLUMNS]) {
        let mut widths = self.widths;
        let left = |widths: &[usize; COLUMNS]| {
            let taken = widths.iter().filter(|width| **width > 0).map(|width| width + 2);
            room.saturating_sub(taken.sum())
        };
        for column in [ROLE, REGION, ACCOUNT] {
            if left(&widths) < self.name.min(LEAST_NAME) {
                widths[column] = 0;
            }
        }
        (self.name.min(left(&widths)), widths)
    }

    pub(super) fn cells(&self, place: usize) -> &[String; COLUMNS] {
        &self.cells[place]
    }
}

/// Returns the word that marks a class.
fn word(class: &Class) -> String {
    let word = if class.text.is_empty() { &class.name } else { &class.text };
    printable(word).into_owned()
}

/// Makes a text as wide as it should be: cut with a mark, or filled with blanks.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let own = text.width();
    if own <= width {
        return format!("{text}{:1$}", "", width - own);
    }
    let (mut shown, mut taken) = (String::new(), 0);
    for c in text.chars() {
        let next = c.width().unwrap_or(0);
        if taken + next + 1 > width {
            break;
        }
        shown.push(c);
        taken += next;
    }
    if taken < width {
        shown.push('…');
        taken += 1;
    }
    format!("{shown}{:1$}", "", width.saturating_sub(taken))
}
