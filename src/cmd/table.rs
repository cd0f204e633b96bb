//! A table for a person: a mark, a name in its style and columns, as wide as the screen allows.

use std::borrow::Cow;
use std::iter::repeat_n;

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Screen;
use crate::shell::paint::paint;

/// A line: its mark, a name, and the columns after it.
pub(super) struct TableRow<'a, const N: usize> {
    /// A blank, or what makes it differ from the others.
    pub(super) mark: char,
    pub(super) name: Cow<'a, str>,
    pub(super) style: Style,
    pub(super) cells: [Cow<'a, str>; N],
}

/// The headers of the columns, and what gives way on a narrow screen.
pub(super) struct Columns<const N: usize> {
    pub(super) name: &'static str,
    pub(super) titles: [&'static str; N],
    /// The columns that may be left out, in this order, and the width of a name for which each is.
    pub(super) optional: &'static [(usize, usize)],
}

/// Writes aligned columns under their headers. Columns without content are left out.
pub(super) fn table<const N: usize>(
    columns: &Columns<N>,
    rows: &[TableRow<'_, N>],
    screen: Screen,
) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut widths: [usize; N] = std::array::from_fn(|column| {
        match rows.iter().map(|row| width(&row.cells[column])).max() {
            None | Some(0) => 0,
            Some(widest) => widest.max(width(columns.titles[column])),
        }
    });
    let longest = rows.iter().map(|row| width(&row.name)).max().unwrap_or(0);
    let longest = longest.max(width(columns.name));
    // The table is never narrowed for a file or pipe.
    let room = |widths: &[usize; N]| {
        let taken = widths.iter().filter(|room| **room > 0).map(|room| room + 2);
        screen.width.unwrap_or(usize::MAX).saturating_sub(2 + taken.sum::<usize>())
    };
    for (column, least) in columns.optional {
        if room(&widths) < longest.min(*least) {
            widths[*column] = 0;
        }
    }
    let name_width = longest.min(room(&widths));
    let widest = name_width + widths.iter().map(|room| room + 2).sum::<usize>();
    let mut text = String::with_capacity(((rows.len() + 1) * (widest + 3)).min(1 << 20));
    let mut line = |mark: char, name: &str, style: Style, cells: &mut dyn Iterator<Item = &str>| {
        let start = text.len();
        let name = cut(name, name_width);
        text.extend([mark, ' ']);
        text += &paint(screen.syntax(), style, &name);
        text.extend(repeat_n(' ', name_width.saturating_sub(width(&name))));
        for (cell, room) in cells.zip(widths).filter(|(_, room)| *room > 0) {
            text.extend(["  ", cell]);
            text.extend(repeat_n(' ', room - width(cell)));
        }
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    };
    line(' ', columns.name, Style::new(), &mut columns.titles.into_iter());
    for TableRow { mark, name, style, cells } in rows {
        let style = if *mark == ' ' { *style } else { style.bold() };
        line(*mark, name, style, &mut cells.iter().map(AsRef::as_ref));
    }
    text
}

/// Returns how many columns printable text takes. Nearly all of it is ASCII.
fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// Cuts a text to so many columns, and marks the cut.
pub(super) fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if width(text) <= room {
        return text.into();
    }
    let mut shown = String::new();
    for c in text.chars() {
        if shown.width() + c.width().unwrap_or(0) + 1 > room {
            break;
        }
        shown.push(c);
    }
    (shown + "…").into()
}
