//! The segment: what is in it and how alarming it is (`docs/guide/src/contract.md`, section 1).

use std::ffi::OsStr;

use anstyle::Style;

use super::alerts::{Alert, Gravity};
use super::fit::fit;
use super::format::Value;
pub(crate) use super::found_alerts::alerts;
use super::names::ShortNames;
pub(crate) use super::request::Request;
use super::settings::{Settings, Show};
pub(crate) use super::shown::{shown_account, shown_number};
use crate::aws::{Account, Facts, FailureKind, Flags, Provider, Resolution, World, earlier};
use crate::policy::{Assessment, Class, Limits};
use crate::printable;
use crate::project::current_cluster;

/// What the segment shows when awsprompt cannot tell.
pub(crate) const UNKNOWN: &str = "[AWS:?]";

/// How a piece of a segment is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Ordinary,
    /// Nobody chose this.
    Quiet,
    /// As the class of the account has it.
    Classed(Style),
    /// Worth knowing.
    Notice,
    Alarm,
}

/// A piece of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) tone: Tone,
}

/// Works out the segment for what AWS CLI v2 would use; an empty one means that there is nothing to
/// show.
pub(crate) fn segment(
    facts: &Facts<'_, '_>,
    resolution: &Resolution,
    request: &Request<'_>,
) -> Vec<Span> {
    with_class(facts, resolution, request).0
}

/// Does the same, and returns the class of what is shown.
pub(crate) fn with_class<'a>(
    facts: &Facts<'_, '_>,
    resolution: &Resolution,
    request: &Request<'a>,
) -> (Vec<Span>, Option<&'a Class>) {
    let assessment = Assessment::new(facts, resolution, &request.settings.policy);
    let alerts = alerts(facts, &Flags::default(), resolution, &assessment, request);
    if is_silent(resolution, &alerts, request.settings.show) {
        return (Vec::new(), None);
    }
    let class = assessment.class.as_ref().map(|(class, _)| *class);
    let style = class.map(|class| class.style).filter(|style| *style != Style::new());
    let format = request.format.unwrap_or(&request.settings.format);
    // What tells the class where no colour does.
    let has_symbol = class.is_some_and(|class| !class.symbol.is_empty());
    let sign = if has_symbol && format.has(Value::Symbol) { Value::Symbol } else { Value::Text };
    let sign = (!request.has_colour).then_some(sign);
    let mut values =
        SegmentValues::new(resolution, &assessment, &alerts, sign, request.settings, facts.world);
    if format.has(Value::Kube) {
        let cluster = current_cluster(facts, &Flags::default());
        values.kube = printable::short(&request.settings.names.shorten(&cluster.name));
    }
    let tone = if alerts.iter().any(|alert| alert.gravity() == Gravity::Failure) {
        Tone::Alarm
    } else if let Some(style) = style {
        Tone::Classed(style)
    } else if resolution.chosen_profile().is_none()
        && resolution.provider_outside_profile().is_none()
    {
        Tone::Quiet
    } else {
        Tone::Ordinary
    };
    let value = |value| values.get(value);
    let pieces = match request.width {
        Some(width) => fit(format, width, |value| values.is_kept(value, sign), value),
        None => format.render(value),
    };
    let mut spans = Vec::new();
    for (text, value) in pieces {
        if value == Some(Value::Alert) && tone != Tone::Alarm {
            spans.extend(painted_alerts(&alerts, &request.settings.names));
        } else {
            spans.push(Span { text: printable::printable(&text).into_owned(), tone });
        }
    }
    (spans, class)
}

/// Writes the alerts, each in its tone.
fn painted_alerts<'a>(
    alerts: &'a [Alert],
    names: &'a ShortNames,
) -> impl Iterator<Item = Span> + 'a {
    alerts.iter().enumerate().map(|(index, alert)| {
        let gap = if index == 0 { "" } else { " " };
        let is_notice = alert.gravity() == Gravity::Notice;
        let tone = if is_notice { Tone::Notice } else { Tone::Alarm };
        Span { text: format!("{gap}{}", alert.mark(names)), tone }
    })
}

fn is_silent(resolution: &Resolution, alerts: &[Alert], show: Show) -> bool {
    let nobody_chose =
        resolution.chosen_profile().is_none() && resolution.provider_outside_profile().is_none();
    // A role without credentials to assume it with is something, and is refused.
    let is_of_place = resolution.failure.as_ref().is_some_and(|failure| failure.provider.is_some());
    let has_nothing = !is_of_place && alerts == [Alert::Failure(FailureKind::NoCredentials)];
    nobody_chose && (has_nothing || (show == Show::Selected && alerts.is_empty()))
}

/// The texts that a format can ask for, safe to show.
struct SegmentValues {
    profile: String,
    /// Whether that is a word for what is used in the place of a profile.
    is_word: bool,
    account: String,
    label: String,
    region: String,
    role: String,
    source: &'static str,
    expiry: String,
    left: String,
    kube: String,
    alert: String,
    class: String,
    symbol: String,
    text: String,
}

impl SegmentValues {
    fn new(
        resolution: &Resolution,
        assessment: &Assessment<'_>,
        alerts: &[Alert],
        sign: Option<Value>,
        settings: &Settings,
        world: &World,
    ) -> Self {
        let marker = assessment.marker.as_deref();
        let class = assessment.class.as_ref().map(|(class, _)| *class);
        let environment = &world.environment;
        // What the client refuses to use is not shown as if it were in use.
        let account = resolution.account().filter(|_| resolution.is_ok());
        let account = account.filter(|account| account.is_certain());
        let label =
            account.and_then(|account| settings.policy.label(&account.id)).map(printable::short);
        let shown = |account: &Account| shown_account(&account.id, settings, environment);
        let text =
            |text: &OsStr| printable::short(&settings.names.shorten(&text.to_string_lossy()));
        let credentials = resolution.credentials.as_ref();
        let expires = credentials.filter(|_| resolution.is_ok());
        let end = expires.and_then(|credentials| credentials.expires.as_ref()?.end());
        let end = end.filter(|end| world.clock.has_passed(earlier(*end, settings.expiry)));
        let minutes = end.map_or(0, |end| world.clock.minutes_until(end));
        let limits = Limits::of(resolution.chosen_profile(), environment);
        let left = limits.until.map(|until| countdown(world.clock.minutes_until(until)));
        let marks: Vec<_> = alerts.iter().map(|alert| alert.mark(&settings.names)).collect();
        Self {
            profile: identity(resolution, marker, &settings.names),
            is_word: resolution.provider_outside_profile().is_some() && marker.is_none(),
            account: account.map(shown).unwrap_or_default(),
            label: label.unwrap_or_default(),
            region: resolution
                .region
                .as_ref()
                .map(|region| text(&region.value))
                .unwrap_or_default(),
            role: credentials
                .and_then(|credentials| credentials.role.as_deref())
                .map(printable::short)
                .unwrap_or_default(),
            source: credentials.map_or("", |credentials| credentials.source.name()),
            expiry: if minutes == 0 { String::new() } else { countdown(minutes) },
            left: left.unwrap_or_default(),
            kube: String::new(),
            alert: marks.join(" "),
            class: class.map(|class| printable::short(&class.name)).unwrap_or_default(),
            symbol: class.map(|class| class.symbol.clone()).unwrap_or_default(),
            text: class.map(|class| text_of(class, sign)).unwrap_or_default(),
        }
    }

    /// Tells whether a value stays whole where there is no room for all.
    fn is_kept(&self, value: Value, sign: Option<Value>) -> bool {
        sign == Some(value) || (value == Value::Profile && self.is_word)
    }

    fn get(&self, value: Value) -> &str {
        match value {
            Value::Profile => &self.profile,
            Value::Account => &self.account,
            Value::Label => &self.label,
            Value::Region => &self.region,
            Value::Role => &self.role,
            Value::Source => self.source,
            Value::Expiry => &self.expiry,
            Value::Left => &self.left,
            Value::Kube => &self.kube,
            Value::Alert => &self.alert,
            Value::Class => &self.class,
            Value::Symbol => &self.symbol,
            Value::Text => &self.text,
        }
    }
}

/// Returns the text of a class. Where nothing else tells production, it is a word.
fn text_of(class: &Class, sign: Option<Value>) -> String {
    let needs_word = sign == Some(Value::Text) && class.is_production();
    if needs_word && class.text.is_empty() { "PROD".into() } else { class.text.clone() }
}

/// Writes how many minutes are left: `9m`, `1h05m`.
pub(crate) fn countdown(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

/// Names who the next command will be: a profile, or what beats it.
fn identity(resolution: &Resolution, marker: Option<&str>, names: &ShortNames) -> String {
    let short = |name: &str| printable::short(&names.shorten(name));
    match resolution.provider_outside_profile() {
        Some(Provider::Environment) => match marker {
            Some(profile) => format!("env:{}", short(profile)),
            None => "env-keys".into(),
        },
        Some(Provider::WebIdentity) => "web-identity".into(),
        Some(Provider::Container) => "container".into(),
        Some(Provider::InstanceMetadata) => "imds".into(),
        Some(Provider::LegacyFiles) => "legacy-keys".into(),
        _ => match &resolution.profile {
            // An empty name would look like no name.
            Some(profile) if profile.value.is_empty() => "\"\"".into(),
            Some(profile) => short(&profile.value.to_string_lossy()),
            None => String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countdown_is_in_hours_and_minutes() {
        for (minutes, expected) in [(1, "1m"), (59, "59m"), (60, "1h00m"), (65, "1h05m")] {
            assert_eq!(countdown(minutes), expected);
        }
    }
}
