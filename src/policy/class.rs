//! Classes of accounts: what belongs to one, how it looks, and what a change there takes.

use std::collections::BTreeMap;
use std::fmt;

use anstyle::{AnsiColor, Style};
use jiff::SignedDuration;

use super::matcher::{Matcher, Patterns};
use super::part::has_part;
use super::production::looks_like_production;
use super::target::{TargetField, TargetFields, UNKNOWN};
use super::{Policy, traces};
use crate::aws::AccountId;
use crate::ini_file::words;
use crate::{printable, style};

/// A class, as a section `[class NAME]` of the settings says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Class {
    pub(crate) name: String,
    /// What belongs to it: all of these have to match.
    matchers: Vec<Matcher>,
    /// Whether it takes in only what the built-in class does: a name that looks like production.
    takes_production: bool,
    pub(crate) style: Style,
    /// The colours of a pane of tmux: of its border, and of its background.
    pub(crate) pane: Style,
    pub(crate) text: String,
    pub(crate) symbol: String,
    pub(crate) guard: Guard,
    /// The same of a command that hands out secrets.
    pub(crate) guard_secrets: Guard,
    allowed_regions: Patterns,
    /// How long a shell may keep its profile while nothing is done.
    pub(crate) idle: Option<SignedDuration>,
    pub(crate) enter: EnterRule,
}

/// What choosing a profile of the class requires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EnterRule {
    /// Whether a person has to confirm it.
    pub(crate) asks: bool,
    /// How long a shell may keep the profile.
    pub(crate) time: Option<SignedDuration>,
}

/// What a change takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Guard {
    /// Nothing.
    #[default]
    Off,
    /// In a terminal, a person has to confirm.
    Ask,
    /// The same, and where nobody can be asked it is refused.
    Always,
}

impl Guard {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Ask => "ask",
            Self::Always => "always",
        }
    }

    fn named(name: &str) -> Result<Self, &'static str> {
        let mut guards = [Self::Off, Self::Ask, Self::Always].into_iter();
        guards.find(|guard| guard.name() == name).ok_or("must be off, ask or always")
    }
}

/// Why something belongs to a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClassRule {
    /// The keys of the settings, all of which match.
    Keys(Vec<&'static str>),
    /// A name that looks like production, and what has it.
    Name(&'static str),
}

impl fmt::Display for ClassRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys(keys) if keys.is_empty() => f.write_str("it takes all that is left"),
            Self::Keys(keys) => write!(f, "by its {}", keys.join(" and ")),
            Self::Name(what) => write!(f, "the {what}'s name looks like production"),
        }
    }
}

/// The classes there are, the built-in one last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Classes {
    own: Vec<Class>,
    /// Where in them a class of a name is.
    places: BTreeMap<String, usize>,
    production: Class,
}

impl Default for Classes {
    fn default() -> Self {
        let production = Class {
            takes_production: true,
            style: AnsiColor::Red.on_default(),
            ..Class::new("production")
        };
        Self { own: Vec::new(), places: BTreeMap::new(), production }
    }
}

impl Classes {
    /// Returns the class of a name, or makes one.
    pub(crate) fn named(&mut self, name: &str) -> &mut Class {
        let place = *self.places.entry(name.to_owned()).or_insert(self.own.len());
        if place == self.own.len() {
            self.own.push(Class::new(name));
        }
        &mut self.own[place]
    }

    /// Returns the classes that have a word in lower case as a part of their names.
    pub(super) fn with_name_part(&self, word: &str) -> impl Iterator<Item = &Class> {
        self.all().filter(move |class| has_part(&class.name, word))
    }

    /// Returns the classes, the built-in one last.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Class> {
        self.own.iter().chain([&self.production])
    }

    /// Tells whether there is a class of a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name) || self.production.name == name
    }

    /// Returns what a change takes in the class that is guarded most.
    pub(crate) fn strictest(&self) -> Guard {
        let guards = self.own.iter().map(|class| class.guard);
        guards.fold(self.production.guard, Guard::max)
    }

    /// Returns what a command that hands out secrets takes in the class that guards them most.
    pub(super) fn strictest_of_secrets(&self) -> Guard {
        self.own.iter().map(|class| class.guard_secrets).max().unwrap_or_default()
    }

    /// Finds the first class that something belongs to.
    pub(crate) fn of(&self, target: &impl TargetFields) -> Option<&Class> {
        let built_in = || target.name_of_production().map(|_| &self.production);
        self.own.iter().find(|class| class.fits(target)).or_else(built_in)
    }

    /// Finds it, and why.
    pub(crate) fn with_rule(&self, target: &impl TargetFields) -> Option<(&Class, ClassRule)> {
        let own = self.own.iter().find(|class| class.fits(target));
        own.map(|class| (class, class.rule()))
            .or_else(|| Some((&self.production, ClassRule::Name(target.name_of_production()?))))
    }
}

impl Class {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            matchers: Vec::new(),
            takes_production: false,
            style: Style::new(),
            pane: Style::new(),
            text: String::new(),
            symbol: String::new(),
            guard: Guard::Off,
            guard_secrets: Guard::Off,
            allowed_regions: Patterns::default(),
            idle: None,
            enter: EnterRule::default(),
        }
    }

    fn fits(&self, target: &impl TargetFields) -> bool {
        (!self.takes_production || target.name_of_production().is_some())
            && self.matchers.iter().all(|matcher| matcher.fits(target))
    }

    /// Returns texts in lower case of which all that belongs to the class has one, if there are any.
    pub(super) fn traces(&self, policy: &Policy) -> Option<Vec<String>> {
        if self.takes_production {
            return Some(traces::of_production(policy));
        }
        self.matchers.iter().find_map(|matcher| matcher.traces(policy))
    }

    fn rule(&self) -> ClassRule {
        let looks = self.takes_production.then_some("looks");
        let keys = self.matchers.iter().map(|matcher| matcher.field.key());
        ClassRule::Keys(looks.into_iter().chain(keys).collect())
    }

    /// Tells whether what belongs to it is production.
    pub(crate) fn is_production(&self) -> bool {
        self.takes_production || looks_like_production(&self.name)
    }

    /// Tells whether the class allows changes in a region.
    pub(crate) fn allows_region(&self, region: &str) -> bool {
        self.allowed_regions.is_empty() || self.allowed_regions.fit(region)
    }

    /// Tells whether a key is about nothing but what one sees.
    pub(crate) fn is_about_looks(key: &str) -> bool {
        matches!(key, "style" | "text" | "symbol" | "pane")
    }

    /// Takes a key of the class's section.
    pub(crate) fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let is_of_words = matches!(key, "allowed_regions" | "enter")
            || TargetField::ALL.iter().any(|field| field.key() == key);
        if value.is_empty() || (is_of_words && words(value).next().is_none()) {
            return Err("must not be empty".into());
        }
        if let Some(field) = TargetField::ALL.into_iter().find(|field| field.key() == key) {
            let patterns = Patterns::new(value);
            let is_account = |word: &&str| AccountId::new(word).is_some() || *word == UNKNOWN;
            if field == TargetField::Account && !words(value).all(|word| is_account(&word)) {
                return Err(format!("must be account ids of twelve digits, or {UNKNOWN}"));
            }
            self.matchers.push(Matcher { field, patterns });
            return Ok(());
        }
        match key {
            "style" => self.style = style::parse(value).map_err(|error| error.to_string())?,
            "pane" => self.pane = colors(value)?,
            "text" => printable::printable(value).as_ref().clone_into(&mut self.text),
            "symbol" => printable::printable(value).as_ref().clone_into(&mut self.symbol),
            "guard" => self.guard = Guard::named(value)?,
            "guard_secrets" => self.guard_secrets = Guard::named(value)?,
            "allowed_regions" => self.allowed_regions = Patterns::new(value),
            "looks" if value != "production" => return Err("must be production".into()),
            "looks" => self.takes_production = true,
            "idle" => self.idle = Some(time(value).ok_or("must be like 15m or 2h")?),
            "enter" => self.enter = entry(value).ok_or("must be ask, a time like 15m, or both")?,
            _ => return Err(format!("unknown key; expected {}", keys())),
        }
        Ok(())
    }
}

/// The keys of a class's section, in words.
fn keys() -> String {
    let fields = TargetField::ALL.map(TargetField::key).join(", ");
    format!(
        "{fields}, looks, style, text, symbol, pane, guard, guard_secrets, allowed_regions, idle \
         and enter"
    )
}

/// Reads a colour, a colour of the background, or both.
fn colors(text: &str) -> Result<Style, String> {
    let style = style::parse(text).map_err(|error| error.to_string())?;
    let is_colors = style.get_effects().is_plain();
    is_colors.then_some(style).ok_or_else(|| "must be like red on #300000".to_owned())
}

fn time(text: &str) -> Option<SignedDuration> {
    super::limit::minutes_or_hours(text).filter(SignedDuration::is_positive)
}

/// Reads `ask`, a time or both.
fn entry(text: &str) -> Option<EnterRule> {
    words(text).try_fold(EnterRule::default(), |entry, word| match word {
        "ask" if !entry.asks => Some(EnterRule { asks: true, ..entry }),
        _ if entry.time.is_none() => Some(EnterRule { time: Some(time(word)?), ..entry }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::target::Target;
    use super::*;

    fn classes(sections: &[(&str, &[(&str, &str)])]) -> Classes {
        let mut classes = Classes::default();
        for (name, keys) in sections {
            for (key, value) in *keys {
                classes.named(name).set(key, value).unwrap();
            }
        }
        classes
    }

    fn target(account: &str, profile: &str, role: &str, region: &str) -> Target {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Target {
            account: AccountId::new(account),
            label: None,
            profile: text(profile),
            role: text(role),
            region: text(region),
        }
    }

    #[test]
    fn the_first_class_that_fits_is_taken() {
        let classes = classes(&[
            ("eu", &[("accounts", "111111111111, 222222222222"), ("regions", "eu-*")]),
            ("mine", &[("accounts", "111111111111")]),
            ("admin", &[("roles", "*Admin*")]),
            ("dark", &[("accounts", "unknown"), ("profiles", "vpn-?")]),
        ]);
        let rows = [
            (
                target("111111111111", "", "", "eu-west-1"),
                Some(("eu", "by its accounts and regions")),
            ),
            (
                target("222222222222", "", "", "EU-west-1"),
                Some(("eu", "by its accounts and regions")),
            ),
            (target("111111111111", "", "", "us-east-1"), Some(("mine", "by its accounts"))),
            (target("111111111111", "", "", ""), Some(("mine", "by its accounts"))),
            (target("222222222222", "", "OrgAdministrator", ""), Some(("admin", "by its roles"))),
            (target("", "vpn-1", "", ""), Some(("dark", "by its accounts and profiles"))),
            (target("333333333333", "vpn-1", "", ""), None),
            (
                target("333333333333", "a-prod", "", ""),
                Some(("production", "the profile's name looks like production")),
            ),
            (
                target("333333333333", "a", "ProdRead", ""),
                Some(("production", "the role's name looks like production")),
            ),
        ];
        for (target, expected) in rows {
            let found = classes.with_rule(&target);
            let found = found.map(|(class, rule)| (class.name.clone(), rule.to_string()));
            let expected = expected.map(|(name, rule)| (name.to_owned(), rule.to_owned()));
            assert_eq!(found, expected, "{target:?}");
        }
    }

    #[test]
    fn a_class_without_patterns_takes_all_that_is_left() {
        let classes = classes(&[("other", &[("style", "blue")])]);
        let (class, rule) = classes.with_rule(&target("", "prod", "", "")).unwrap();
        assert_eq!((&*class.name, &*rule.to_string()), ("other", "it takes all that is left"));
    }

    #[test]
    fn regions_are_allowed_where_none_is_named() {
        let classes =
            classes(&[("a", &[("style", "red")]), ("b", &[("allowed_regions", "eu-* us-east-1")])]);
        assert!(classes.own[0].allows_region("ap-south-1"));
        assert!(
            classes.own[1].allows_region("eu-west-1") && classes.own[1].allows_region("us-east-1")
        );
        assert!(!classes.own[1].allows_region("us-east-2") && !classes.own[1].allows_region(""));
    }

    #[test]
    fn a_mistake_is_named() {
        let mut class = Class::new("x");
        for (key, value, expected) in [
            ("accounts", "1234", "must be account ids of twelve digits, or unknown"),
            ("accounts", "11111111111*", "must be account ids of twelve digits, or unknown"),
            ("guard", "yes", "must be off, ask or always"),
            ("guard_secrets", "on", "must be off, ask or always"),
            ("idle", "0m", "must be like 15m or 2h"),
            ("idle", "15", "must be like 15m or 2h"),
            ("looks", "prod", "must be production"),
            ("enter", "yes", "must be ask, a time like 15m, or both"),
            ("enter", "ask 15m 30m", "must be ask, a time like 15m, or both"),
            ("enter", "0m", "must be ask, a time like 15m, or both"),
            ("symbol", "", "must not be empty"),
            ("pane", "bold red", "must be like red on #300000"),
            ("labels", " ,", "must not be empty"),
            ("allowed_regions", ",", "must not be empty"),
            (
                "color",
                "red",
                "unknown key; expected accounts, labels, profiles, roles, regions, looks, style, \
                 text, symbol, pane, guard, guard_secrets, allowed_regions, idle and enter",
            ),
        ] {
            assert_eq!(class.set(key, value), Err(expected.to_owned()), "{key} = {value}");
        }
        assert_eq!(class, Class::new("x"));
    }
}
