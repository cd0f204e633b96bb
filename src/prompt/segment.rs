//! The segment: what is in it and how alarming it is (`docs/contract.md`, section 1).

use std::ffi::OsStr;
use std::mem::ManuallyDrop;

use anstyle::Style;

use super::alerts::{Alert, Gravity};
use super::described::is_masked_by;
use super::fit::fit;
use super::format::{Format, Value};
use super::names::ShortNames;
use super::settings::{Settings, Show};
use crate::aws::expiry::Expiry;
use crate::aws::{
    Account, AccountId, Client, Environment, Facts, FailureKind, Flags, Provider, Resolution,
    World, difference, earlier, resolve,
};
use crate::policy::{Assessment, Class, LOCK, Limits, Violation};
use crate::printable;

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

/// What the caller adds to the facts.
#[derive(Clone, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) settings: &'a Settings,
    /// A format that takes precedence over the one in the settings.
    pub(crate) format: Option<&'a Format>,
    /// The profile that the shell sees and the next command will not.
    pub(crate) unexported: Option<String>,
    /// Whether the shell has a lock that the next command will not see.
    pub(crate) has_unexported_lock: bool,
    /// The variable that chooses this profile, where its value is not known.
    pub(crate) unexported_variable: Option<&'static str>,
    /// Whether the settings, or what was asked for, had an error in them.
    pub(crate) has_error: bool,
    /// Whether the segment will be seen in colour.
    pub(crate) has_colour: bool,
    /// The most columns that it may take.
    pub(crate) width: Option<usize>,
}

impl<'a> Request<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        let has_error = !settings.policy.errors.is_empty();
        Self {
            settings,
            has_colour: true,
            width: None,
            format: None,
            unexported: None,
            unexported_variable: None,
            has_unexported_lock: false,
            has_error,
        }
    }
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
    let values =
        SegmentValues::new(resolution, &assessment, &alerts, sign, request.settings, facts.world);
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

/// Collects the alerts on what AWS CLI v2 would do, in the order of the contract.
pub(crate) fn alerts(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    resolution: &Resolution,
    assessment: &Assessment<'_>,
    request: &Request<'_>,
) -> Vec<Alert> {
    let failure = resolution.failure.as_ref().map(|failure| Alert::Failure(failure.kind));
    let expires = resolution.credentials.as_ref().and_then(|found| found.expires.as_ref());
    let end = expires.and_then(Expiry::end).filter(|_| resolution.is_ok());
    let has_ended = end.is_some_and(|end| facts.world.clock.has_reached(end));
    let loser = resolution.provider_outside_profile().and(resolution.chosen_profile());
    let loser = loser.map(|profile| profile.to_string_lossy().into_owned());
    let not = loser.filter(|profile| assessment.marker.as_ref() != Some(profile));
    let split = split(facts, flags, resolution, not.is_some(), &request.settings.clients);
    let region = resolution.region.as_ref().filter(|region| region.value.is_empty());
    // What refuses to run uses nothing.
    let violations = if resolution.is_ok() { &assessment.violations[..] } else { &[] };
    let mismatches: Vec<_> = violations.iter().filter_map(Violation::mismatch).cloned().collect();
    let lock = violations.iter().find_map(Violation::lock);
    let policy = &request.settings.policy;
    let lock = lock.or_else(|| assessment.lock_before_login(facts, resolution, policy));
    let forbidden = violations.iter().find_map(Violation::region);
    let alerts = [
        failure,
        has_ended.then_some(Alert::Expired),
        not.map(Alert::Not),
        resolution.hidden().filter(|_| resolution.is_ok()).map(Alert::Hides),
        request.unexported.clone().map(Alert::Unexported),
        request.unexported_variable.map(Alert::UnexportedVariable),
        request.has_unexported_lock.then_some(Alert::UnexportedVariable(LOCK)),
        (!mismatches.is_empty()).then_some(Alert::Expected(mismatches)),
        lock.map(|account| Alert::Locked(account.to_owned())),
        split,
        region.map(|_| Alert::Region),
        forbidden.map(|region| Alert::ForbiddenRegion(region.to_owned())),
        resolution.endpoint.as_ref().map(|_| Alert::Endpoint),
        request.has_error.then_some(Alert::Settings),
    ];
    let is_grave = |alert: &Alert| alert.gravity() != Gravity::Notice;
    let (mut alerts, notices): (Vec<_>, Vec<_>) = alerts.into_iter().flatten().partition(is_grave);
    alerts.extend(notices);
    alerts
}

/// Finds the clients that reach another account or region than AWS CLI v2.
///
/// Where the chosen profile has lost already, a client that does use it is no news.
fn split(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    profile_lost: bool,
    clients: &[Client],
) -> Option<Alert> {
    let mut split = Vec::new();
    if ours.is_ok() {
        for &client in clients {
            // The process is about to end, which frees everything at once.
            let theirs = ManuallyDrop::new(resolve(facts, client, flags));
            let is_news = !profile_lost || theirs.provider_outside_profile().is_some();
            split.extend(
                difference::split(ours, &theirs).filter(|_| is_news).map(|of| (client, of)),
            );
        }
    }
    (!split.is_empty()).then_some(Alert::Split(split))
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
    alert: String,
    class: String,
    symbol: String,
    text: String,
}

/// Writes an account as the user wants it seen: by its label, masked, or whole.
pub(crate) fn shown_account(
    id: &AccountId,
    settings: &Settings,
    environment: &Environment,
) -> String {
    match settings.policy.label(id) {
        Some(label) => printable::short(label),
        None => shown_number(id, settings, environment),
    }
}

/// Writes an account id whole, or only its last four digits where it is masked.
pub(crate) fn shown_number(
    id: &AccountId,
    settings: &Settings,
    environment: &Environment,
) -> String {
    let id = id.as_str();
    if settings.mask || is_masked_by(environment) {
        format!("…{}", &id[id.len() - 4..])
    } else {
        id.to_owned()
    }
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
