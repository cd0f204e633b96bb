//! `explain` for a person, on one screen: what AWS CLI v2 would use, each value with its origin and
//! what it beat; what is alarming about it; and the clients that would do something else.

use std::{borrow::Cow, ffi::OsStr};

use anstyle::Style;
use jiff::{Timestamp, tz::TimeZone};
use unicode_width::UnicodeWidthStr;

use super::{Explanation, meaning::Meaning};
use crate::{
    aws::{
        account::AccountId,
        credentials::Credentials,
        expiry::{Expiry, Renewal},
        failure::Failure,
        provider::{Provider, Source},
        remedy::Remedy,
        sourced::{Origin, Sourced},
    },
    cmd::{
        Screen, hint,
        mark::marked_shell,
        page::{self, Page},
    },
    printable::{clipped, printable},
    prompt::{alerts::Alert, segment::countdown},
    style::ALARM,
};

/// The column where values begin.
const INDENT: usize = 12;

/// A value wider than this does not push the origins of the others to the right.
const WIDEST_ALIGNED: usize = 34;

pub(super) fn write(
    explanation: &Explanation<'_>,
    number: &dyn Fn(&AccountId) -> String,
    screen: Screen,
) -> String {
    let mut page = ExplanationPage { explanation, number, page: Page::new(screen) };
    page.headline();
    page.values();
    for alert in &explanation.alerts {
        page.alert(alert);
    }
    page.others();
    page.page.text
}

/// A value, where it stands, and how it is meant.
struct PageRow {
    label: &'static str,
    value: String,
    origin: String,
    /// Whether it says more about the row above, or what that row beat.
    is_aside: bool,
}

pub(super) struct ExplanationPage<'a> {
    pub(super) explanation: &'a Explanation<'a>,
    /// Writes an account id, whole or masked.
    pub(super) number: &'a dyn Fn(&AccountId) -> String,
    page: Page,
}

impl ExplanationPage<'_> {
    /// Says whether the client would run, and what to do if it would not.
    fn headline(&mut self) {
        let resolution = &self.explanation.ours;
        let title = resolution.client.title();
        let Some(failure) = &resolution.failure else {
            return self.wrapped("", Style::new().bold(), &format!("{title} would use"));
        };
        let message = self.message(failure);
        self.wrapped("", ALARM, &format!("{title} would refuse to run: {message}"));
        if let Some(hint) = hint::next_step(resolution, failure, self.explanation.environment) {
            self.page.line(&format!("hint: {}", printable(&self.written(&hint))));
        }
    }

    pub(super) fn message(&self, failure: &Failure) -> String {
        clipped(&failure.shown(self.explanation.home))
    }

    /// Lists the values, their origins in one column.
    fn values(&mut self) {
        let rows = self.rows();
        let aligned = rows.iter().map(|row| row.value.width()).filter(|w| *w <= WIDEST_ALIGNED);
        let column = INDENT + aligned.max().unwrap_or(0) + 2;
        for row in rows {
            self.row(&row, column);
        }
    }

    fn row(&mut self, row: &PageRow, column: usize) {
        let style = if row.is_aside { Style::new().dimmed() } else { Style::new() };
        let label = format!("  {:width$}", row.label, width = INDENT - 2);
        let room = self.page.width.saturating_sub(INDENT);
        let lines = textwrap::wrap(&row.value, page::lines(room));
        let last = lines.last().map_or(0, |line| line.width());
        for (index, line) in lines.iter().enumerate() {
            let label = if index == 0 { label.clone() } else { " ".repeat(INDENT) };
            self.page.text += &label;
            self.page.text += &self.page.paint(style, line);
            if index + 1 < lines.len() {
                self.page.text.push('\n');
            }
        }
        if row.origin.is_empty() {
            return self.page.text.push('\n');
        }
        let gap = column.saturating_sub(INDENT + last).max(2);
        let fits = INDENT + last + gap + row.origin.width() <= self.page.width;
        let dim = Style::new().dimmed();
        if fits {
            self.page.text += &" ".repeat(gap);
            let origin = self.page.paint(dim, &row.origin);
            self.page.line(&origin);
        } else {
            self.page.text.push('\n');
            self.wrapped(&" ".repeat(INDENT + 2), dim, &row.origin);
        }
    }

    fn rows(&self) -> Vec<PageRow> {
        let resolution = &self.explanation.ours;
        let mut rows = Vec::new();
        self.sourced(&mut rows, "profile", resolution.profile.as_ref());
        if let Some(credentials) = &resolution.credentials {
            self.account(&mut rows, credentials);
        }
        match &resolution.region {
            Some(_) => self.sourced(&mut rows, "region", resolution.region.as_ref()),
            None if resolution.profile.is_some() => rows.push(plain("region", "none")),
            None => {}
        }
        if let Some(credentials) = &resolution.credentials {
            self.credentials(&mut rows, credentials);
            for (provider, origin) in &resolution.beaten_credentials {
                rows.push(aside(format!("not {}", provider.described()), self.origin(origin)));
            }
            if let Some(expires) = &credentials.expires {
                let origin = self.origin(&expires.at.origin);
                let value = self.expiry(expires);
                rows.push(PageRow { label: "expires", value, origin, is_aside: false });
            }
        }
        if let Some((class, rule)) = &self.explanation.class {
            let (value, origin) = (printable(&class.name).into_owned(), rule.to_string());
            rows.push(PageRow { label: "class", value, origin, is_aside: false });
        }
        self.sourced(&mut rows, "output", resolution.output.as_ref());
        self.sourced(&mut rows, "endpoint", resolution.endpoint.as_ref());
        rows
    }

    fn sourced(
        &self,
        rows: &mut Vec<PageRow>,
        label: &'static str,
        sourced: Option<&Sourced<std::ffi::OsString>>,
    ) {
        let Some(sourced) = sourced else { return };
        let origin = self.origin(&sourced.origin);
        rows.push(PageRow { label, value: shown(&sourced.value), origin, is_aside: false });
        for (value, origin) in sourced.beat.iter().filter(|(value, _)| *value != sourced.value) {
            rows.push(aside(format!("not {}", shown(value)), self.origin(origin)));
        }
    }

    fn account(&self, rows: &mut Vec<PageRow>, credentials: &Credentials) {
        let Some(account) = &credentials.account else {
            return rows.push(plain("account", "not known offline"));
        };
        let mut value = (self.number)(&account.id);
        if let Some(label) = self.explanation.settings.policy.label(&account.id) {
            value += &format!(" {}", printable(label));
        }
        let basis = account.basis.explained().to_owned();
        rows.push(PageRow { label: "account", value, origin: basis, is_aside: false });
        if let Some(claim) = &account.contradicted_by {
            let value = format!("not {}", (self.number)(&claim.value));
            rows.push(aside(value, format!("claimed by {}", self.origin(&claim.origin))));
        }
    }

    /// Names the role or user, and the chain that leads there.
    fn credentials(&self, rows: &mut Vec<PageRow>, credentials: &Credentials) {
        let (label, value) = identity(credentials);
        let origin = self.origin(&credentials.origin);
        rows.push(PageRow { label, value, origin, is_aside: false });
        if let Some(base) = &credentials.base {
            let by = credentials.via.iter().map(|profile| printable(profile)).collect::<Vec<_>>();
            let by = by.join(", which is by ");
            let with = named(base.provider, base.identity.as_deref());
            let chain =
                if by.is_empty() { format!("by {with}") } else { format!("by {by}: {with}") };
            rows.push(aside(chain, String::new()));
        }
        if credentials.asks_mfa {
            rows.push(aside("after a code of an MFA device".into(), String::new()));
        }
        if let Source::AssumeRole { cached: true } = credentials.source {
            let text = "a session that the AWS CLI keeps, even if its source changes; rm its file \
                        to assume the role anew";
            rows.push(aside(text.into(), String::new()));
        }
    }

    fn expiry(&self, expiry: &Expiry) -> String {
        let end = expiry.at.value;
        let whole = Timestamp::from_second(end.as_second()).unwrap_or(end);
        let moment = TimeZone::UTC.to_datetime(whole);
        let moment = format!("{} {} UTC", moment.date(), moment.time());
        if expiry.renewal == Renewal::Silent {
            return format!("{moment}, renewed by itself");
        }
        let clock = self.explanation.clock;
        let minutes = expiry.end().map_or(0, |end| clock.minutes_until(end));
        // What is kept in a cache is not used until its very end.
        let word = if expiry.renewal == Renewal::ByHand(end) { "in" } else { "used for" };
        if clock.has_reached(end) {
            format!("{moment}, which is past")
        } else if minutes == 0 {
            format!("{moment}, and no longer used")
        } else if minutes < 48 * 60 {
            format!("{moment}, {word} {}", countdown(minutes))
        } else {
            moment
        }
    }

    fn alert(&mut self, alert: &Alert) {
        let Some(Meaning { text, remedy }) = Meaning::of(alert, self.explanation) else { return };
        let mark = alert.mark();
        // The mark is painted apart; blanks keep its place while the text is broken into lines.
        let room = " ".repeat(mark.width() + 2);
        let options = page::lines(self.page.width).initial_indent(&room).subsequent_indent("  ");
        let text = textwrap::fill(&text, options);
        let painted = self.page.paint(ALARM, &mark);
        self.page.line(&format!("{painted}{}", &text[mark.width()..]));
        self.remedy("  ", remedy.as_ref());
    }

    fn written<'r>(&self, remedy: &'r Remedy) -> Cow<'r, str> {
        hint::written(remedy, marked_shell(self.explanation.environment))
    }

    /// Gives the next step, which is never broken, so that it can be copied.
    pub(super) fn remedy(&mut self, indent: &str, remedy: Option<&Remedy>) {
        if let Some(remedy) = remedy {
            self.page.line(&format!("{indent}-> {}", printable(&self.written(remedy))));
        }
    }

    fn origin(&self, origin: &Origin) -> String {
        page::origin(origin, self.explanation.home)
    }

    /// Writes text that may take several lines, the later ones a little deeper.
    pub(super) fn wrapped(&mut self, indent: &str, style: Style, text: &str) {
        self.page.wrapped(indent, &format!("{indent}  "), style, text);
    }
}

fn plain(label: &'static str, value: &str) -> PageRow {
    PageRow { label, value: value.to_owned(), origin: String::new(), is_aside: false }
}

fn aside(value: String, origin: String) -> PageRow {
    PageRow { label: "", value, origin, is_aside: true }
}

/// Names the role or user of credentials, and what it is.
pub(super) fn identity(credentials: &Credentials) -> (&'static str, String) {
    let identity = credentials.identity.as_deref();
    let name = printable(identity.unwrap_or_default()).into_owned();
    match credentials.source {
        Source::Environment | Source::Static if identity.is_none() => {
            ("keys", "of no known form".into())
        }
        Source::Environment | Source::Static => ("keys", format!("ending in {name}")),
        Source::AssumeRole { .. } => ("role", name),
        Source::WebIdentity => ("role", format!("{name}, by web identity")),
        Source::Sso { .. } => ("role", format!("{name}, by IAM Identity Center")),
        Source::Login => ("login", name),
        Source::Process => ("process", "what credential_process answers".into()),
        Source::Container => ("role", "of the container".into()),
        Source::InstanceMetadata => ("role", "of the instance".into()),
    }
}

fn named(provider: Provider, identity: Option<&str>) -> String {
    match (provider, identity) {
        (
            Provider::Environment
            | Provider::CredentialsFile
            | Provider::ConfigFile
            | Provider::SharedFiles
            | Provider::LegacyFiles,
            Some(end),
        ) => format!("{} ending in {}", provider.described(), printable(end)),
        (_, Some(identity)) => format!("{} {}", provider.described(), printable(identity)),
        (_, None) => provider.described().to_owned(),
    }
}

/// Shows a value whole, and an empty one so that it can be seen.
pub(super) fn shown(value: &OsStr) -> String {
    let text = value.to_string_lossy();
    // See `Setting::shown`.
    if let Some(first) = text.strip_suffix("\n\u{2026}") {
        return format!("{} and the indented lines below", printable(first));
    }
    if text.is_empty() { "\"\" (empty)".into() } else { clipped(&text) }
}
