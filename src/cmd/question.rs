//! The words of a question: what a command or a switch would use, and what a person has to type.

use std::ffi::OsStr;

use anstyle::Style;

use super::{Outcome, Person, Question, hint};
use crate::aws::{Environment, Remedy};
use crate::policy::{Assessment, Limits};
use crate::printable::{printable, short};
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;
use crate::shell::paint::{PromptSyntax, paint};
use crate::style::ALARM;

/// What would be used, as a person is told.
pub(super) struct TargetWords<'a> {
    pub(super) assessment: &'a Assessment<'a>,
    pub(super) environment: &'a Environment,
    pub(super) settings: &'a Settings,
    /// What remains open about the account.
    pub(super) caveat: &'a str,
    /// Where the requests go, if not to AWS.
    pub(super) endpoint: Option<&'a OsStr>,
    /// The commands that switch to what is expected, if this is not it.
    pub(super) instead: Option<Remedy>,
}

impl TargetWords<'_> {
    /// Writes the headline in the style of the class, or else as an alarm.
    pub(super) fn headline(&self, has_colour: bool, text: &str) -> String {
        let style = self.assessment.class.as_ref().map(|(class, _)| class.style);
        let style = style.filter(|style| *style != Style::new()).unwrap_or(ALARM);
        let style = if has_colour { style } else { Style::new() };
        paint(PromptSyntax::Terminal, style, text)
    }

    /// Returns the account's number, masked if the user wants that.
    fn number(&self) -> Option<String> {
        let account = self.assessment.target.account.as_ref()?;
        Some(shown_number(account, self.settings, self.environment))
    }

    /// Names the account by its label and its number, as far as they are known.
    fn account(&self) -> String {
        match (&self.assessment.target.label, self.number()) {
            (Some(label), Some(number)) => format!("{} ({number})", printable(label)),
            (None, Some(number)) => number,
            _ => "not known offline".to_owned(),
        }
    }

    /// Names the target in a few words.
    pub(super) fn name(&self) -> String {
        let target = &self.assessment.target;
        match (&target.account, &target.profile) {
            (None, Some(profile)) => format!("the profile {}", short(profile)),
            (None, None) => "an account that is not known offline".to_owned(),
            (Some(_), _) => self.account(),
        }
    }

    pub(super) fn lines(&self) -> String {
        let target = &self.assessment.target;
        let class = self.assessment.class.as_ref();
        let rows = [
            ("account", Some(format!("{}{}", self.account(), self.caveat))),
            ("region", target.region.as_deref().map(short)),
            ("role", target.role.as_deref().map(short)),
            ("profile", target.profile.as_deref().map(short)),
            ("class", class.map(|(class, rule)| format!("{}: {rule}", printable(&class.name)))),
            ("endpoint", self.endpoint.map(|endpoint| short(&endpoint.to_string_lossy()))),
            (
                "instead",
                self.instead.as_ref().map(|it| hint::written(it, None, self.settings).into_owned()),
            ),
        ];
        let line = |(label, text)| Some(format!("  {label:8}  {}\n", text?));
        rows.into_iter().filter_map(line).collect()
    }

    /// Returns the word that a person has to type: one that names the account, if it can be typed.
    pub(super) fn word(&self) -> String {
        let target = &self.assessment.target;
        let number = self.number().map(|number| number.trim_start_matches('…').to_owned());
        let typed = |name: &Option<String>| {
            let name = name.as_deref()?.trim();
            (!name.is_empty() && short(name) == name).then(|| name.to_owned())
        };
        let word = typed(&target.label).or(number).or_else(|| typed(&target.profile));
        word.unwrap_or_else(|| "yes".to_owned())
    }

    /// Asks before something is done; `undone` says what a refusal leaves undone.
    pub(super) fn ask(
        &self,
        (what, because): (&str, &str),
        person: Person,
        undone: &'static str,
        then: Outcome,
    ) -> Outcome {
        let headline = self.headline(person.sees_colour, &format!("This {what} {}", self.name()));
        let word = self.word();
        let text = format!("{headline}: {because}\n{}Type {word} to continue: ", self.lines());
        let profile = self.environment.get("AWS_PROFILE");
        let limits = Limits::of(profile, self.environment);
        let ended = profile.map(time_is_over).unwrap_or_default();
        Outcome::Ask(Question { text, word, undone, limits, ended, then: Box::new(then) })
    }
}

/// Says that the time of a profile is over.
pub(super) fn time_is_over(profile: &OsStr) -> String {
    format!("the time for {} is over", short(&profile.to_string_lossy()))
}
