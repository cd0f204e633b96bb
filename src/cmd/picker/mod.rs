//! The picker: a list of profiles that a person searches by typing, as a state that keys change. It
//! is drawn, and the keys are read, by [`crate::edge`].
#![cfg_attr(
    not(unix),
    expect(
        dead_code,
        unused_imports,
        reason = "single keys are read on Unix; elsewhere it is a numbered list"
    )
)]

mod foot;
mod keys;
mod lines;
mod screen;
#[cfg(test)]
mod tests;

pub(super) use foot::Foot;
pub(crate) use keys::{PickerKey, first_key};
pub(crate) use lines::SEPARATOR;
pub(crate) use screen::ScreenSize;

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::recent::Recent;
use crate::aws::Environment;
use crate::policy::{Candidate, Fit, Query};
use crate::prompt::{PickerSetting, Settings};

/// A list of profiles, and what was typed to find one.
pub(crate) struct Picker<'a> {
    rows: Vec<PickerRow<'a>>,
    query: String,
    /// The rows that fit, by their places, the best first.
    fitting: Vec<usize>,
    /// Which of these is selected.
    selected: usize,
    has_colour: bool,
    settings: &'a Settings,
    environment: &'a Environment,
    /// Says what a switch to a profile would change.
    foot: &'a dyn Fn(&str) -> Vec<String>,
}

/// A profile of the list.
struct PickerRow<'a> {
    candidate: Candidate<'a>,
    /// How likely it is to be wanted.
    score: u32,
    is_current: bool,
}

/// What a picker is made for.
pub(super) struct PickerNeeds<'a> {
    pub(super) candidates: Vec<Candidate<'a>>,
    pub(super) recent: &'a Recent,
    /// The profile in use.
    pub(super) current: Option<&'a str>,
    pub(super) query: String,
    /// Those that fit what was typed, if not all are shown: until it is edited, nothing else is.
    pub(super) offered: Option<FxHashSet<String>>,
    pub(super) has_colour: bool,
    pub(super) settings: &'a Settings,
    pub(super) environment: &'a Environment,
    pub(super) foot: &'a dyn Fn(&str) -> Vec<String>,
}

impl<'a> Picker<'a> {
    pub(super) fn new(needs: PickerNeeds<'a>) -> Self {
        let scores = needs.recent.scores();
        let row = |candidate: Candidate<'a>| {
            let is_current = needs.current == Some(candidate.name());
            let score = scores.get(candidate.name()).copied().unwrap_or(0);
            // Nobody wants to go where they are.
            PickerRow { candidate, score: if is_current { 0 } else { score }, is_current }
        };
        let mut picker = Self {
            rows: needs.candidates.into_iter().map(row).collect(),
            query: needs.query,
            fitting: Vec::new(),
            selected: 0,
            has_colour: needs.has_colour,
            settings: needs.settings,
            environment: needs.environment,
            foot: needs.foot,
        };
        picker.search();
        if let Some(offered) = needs.offered {
            let rows = &picker.rows;
            picker.fitting.retain(|place| offered.contains(rows[*place].candidate.name()));
        }
        picker
    }

    /// Finds the rows that fit what was typed, and selects the best.
    fn search(&mut self) {
        let query = Query::new(self.query.trim_start());
        let fit = |row: &PickerRow<'_>| {
            let name = row.candidate.name();
            let region = row.candidate.target.region.as_deref().unwrap_or_default();
            let is_in = || query.is_in(&[&row.candidate.parts()[..], &[region]].concat());
            match query.fit_of_name(name) {
                _ if query.is_empty() => Some((Fit::Words, true)),
                Some(fit) => Some((fit, true)),
                None if query.is_in(&[name]) => Some((Fit::Words, true)),
                None => is_in().then_some((Fit::Words, false)),
            }
        };
        let rows = self.rows.iter().enumerate();
        let mut fitting: Vec<_> = rows
            .filter_map(|(place, row)| {
                let (fit, is_in_name) = fit(row)?;
                Some((fit, !is_in_name, Reverse(row.score), place))
            })
            .collect();
        fitting.sort_unstable();
        self.fitting = fitting.into_iter().map(|(.., place)| place).collect();
        self.selected = 0;
    }

    /// Returns the rows that fit, the best first.
    fn fitting(&self) -> impl ExactSizeIterator<Item = &PickerRow<'a>> {
        self.fitting.iter().map(|place| &self.rows[*place])
    }

    /// Returns what the user wants to choose in.
    pub(crate) fn setting(&self) -> PickerSetting {
        self.settings.picker
    }

    /// Returns the name of a row that fits, by its place among them.
    pub(crate) fn name(&self, place: usize) -> Option<&str> {
        self.fitting().nth(place).map(|row| row.candidate.name())
    }

    /// Returns the name of the row that is selected.
    pub(crate) fn selected(&self) -> Option<&str> {
        self.name(self.selected)
    }

    /// Says what a switch to a row would change; of the only one also why it was not taken at once.
    fn foot_of(&self, row: &PickerRow<'_>) -> Vec<String> {
        let mut foot = (self.foot)(row.candidate.name());
        if self.fitting.len() == 1 && row.candidate.is_guarded() {
            let what = if row.candidate.is_production() { "production" } else { "guarded" };
            foot.insert(0, format!("{what}: choose by hand"));
        }
        foot
    }

    /// Replaces what was typed.
    pub(crate) fn set_query(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        self.search();
    }

    /// Takes a key that edits or moves. `page` is how many rows the screen has for profiles.
    pub(crate) fn press(&mut self, key: PickerKey, page: usize) {
        let last = self.fitting.len().saturating_sub(1);
        match key {
            PickerKey::Up => self.selected = self.selected.saturating_sub(1),
            PickerKey::Down => self.selected = last.min(self.selected + 1),
            PickerKey::PageUp => self.selected = self.selected.saturating_sub(page),
            PickerKey::PageDown => self.selected = last.min(self.selected + page),
            PickerKey::First => self.selected = 0,
            PickerKey::Last => self.selected = last,
            PickerKey::Choose | PickerKey::Leave | PickerKey::Other => {}
            PickerKey::Text(c) => {
                self.query.push(c);
                self.search();
            }
            PickerKey::Backspace => {
                self.query.pop();
                self.search();
            }
            PickerKey::DeleteWord => {
                let kept = self.query.trim_end();
                let end = kept.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
                self.query.truncate(end);
                self.search();
            }
            PickerKey::DeleteAll => self.set_query(""),
        }
    }
}
