//! `explain` for a person, on one screen: what AWS CLI v2 would use, each value with its origin and
//! what it took precedence over; the alerts; and the clients that would do something else.

use std::ffi::{OsStr, OsString};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::{Explanation, meaning};
use crate::aws::expiry::{Expiry, Renewal};
use crate::aws::{Credentials, Failure, Origin, Provider, Remedy, Source, Sourced, remedy};
use crate::cmd::mark::marked_shell;
use crate::cmd::page::{self, Page};
use crate::cmd::{Screen, hint};
use crate::printable::{clipped, printable};
use crate::prompt::segment::countdown;
use crate::prompt::{Alert, Gravity};
use crate::style::{ALARM, NOTICE};

/// The column where values begin.
const INDENT: usize = 12;

/// An API key of Amazon Bedrock, which is sent there whatever the profile (rule 7.47).
const BEDROCK: &str = "AWS_BEARER_TOKEN_BEDROCK";

/// A value wider than this does not push the origins of the others to the right.
const WIDEST_ALIGNED: usize = 34;

pub(super) fn write(explanation: &Explanation<'_>, screen: Screen) -> String {
    let mut page = ExplanationPage { explanation, page: Page::new(screen), rows: Vec::new() };
    page.headline();
    page.values();
    page.obstacles();
    for alert in &explanation.alerts {
        page.alert(alert);
    }
    page.others();
    page.page.text
}

struct PageRow {
    /// Empty if the row says more about the one above, or what that took precedence over.
    label: &'static str,
    value: String,
    origin: String,
}

pub(super) struct ExplanationPage<'a> {
    pub(super) explanation: &'a Explanation<'a>,
    page: Page,
    /// The values, until all are known and can be aligned.
    rows: Vec<PageRow>,
}

impl ExplanationPage<'_> {
    /// Says whether the client would run, and what to do if it would not.
    fn headline(&mut self) {
        let resolution = &self.explanation.ours;
        let title = resolution.client.title();
        let Some(failure) = &resolution.failure else {
            return self.wrapped("", Style::new().bold(), &format!("{title} would use"));
        };
        self.wrapped("", ALARM, &format!("{title} {}", self.refusal(failure)));
        self.remedy("hint:", self.explanation.hint.as_ref());
    }

    pub(super) fn refusal(&self, failure: &Failure) -> String {
        format!("would refuse to run: {}", clipped(&failure.shown(self.explanation.home())))
    }

    /// Lists the values, their origins in one column.
    fn values(&mut self) {
        self.find_rows();
        let rows = std::mem::take(&mut self.rows);
        let aligned = rows.iter().map(|row| row.value.width()).filter(|w| *w <= WIDEST_ALIGNED);
        let column = INDENT + aligned.max().unwrap_or(0) + 2;
        let room = self.page.width.saturating_sub(INDENT);
        let dim = Style::new().dimmed();
        for PageRow { label, value, origin } in rows {
            let style = if label.is_empty() { dim } else { Style::new() };
            let lines = textwrap::wrap(&value, page::lines(room));
            let last = lines.last().map_or(0, |line| line.width());
            let lines: Vec<_> = lines.iter().map(|line| self.page.paint(style, line)).collect();
            self.page.text += &format!("  {label:width$}", width = INDENT - 2);
            self.page.text += &lines.join(&format!("\n{:INDENT$}", ""));
            let gap = column.saturating_sub(INDENT + last).max(2);
            if origin.is_empty() {
                self.page.text.push('\n');
            } else if INDENT + last + gap + origin.width() <= self.page.width {
                let origin = self.page.paint(dim, &origin);
                self.page.line(&format!("{:gap$}{origin}", ""));
            } else {
                self.page.text.push('\n');
                self.wrapped(&" ".repeat(INDENT + 2), dim, &origin);
            }
        }
    }

    /// Says that the command cannot work, although the client would try.
    fn obstacles(&mut self) {
        for obstacle in &self.explanation.obstacles {
            self.wrapped("", ALARM, obstacle);
        }
        if !self.explanation.obstacles.is_empty() {
            self.remedy("  ->", Some(&remedy!("awsprompt doctor")));
        }
    }

    fn find_rows(&mut self) {
        let resolution = &self.explanation.ours;
        self.sourced("profile", resolution.profile.as_ref());
        if let Some(credentials) = &resolution.credentials {
            self.account(credentials);
        }
        if resolution.region.is_none() && resolution.profile.is_some() {
            self.row("region", "none", "");
        }
        self.sourced("region", resolution.region.as_ref());
        if let Some(credentials) = &resolution.credentials {
            self.credentials(credentials);
            for (provider, origin) in &resolution.unused_credentials {
                self.row("", format!("not {}", provider.described()), self.origin(origin));
            }
            if let Some(expires) = &credentials.expires {
                self.row("expires", self.expiry(expires), self.origin(&expires.at.origin));
            }
        }
        if self.explanation.world.environment.get(BEDROCK).is_some() {
            self.row("bedrock", "an API key, in the account that it was made in", BEDROCK);
        }
        if let Some((class, rule)) = &self.explanation.class {
            self.row("class", printable(&class.name), rule.to_string());
        }
        self.sourced("output", resolution.output.as_ref());
        if !resolution.knows_output() {
            self.row("", "unknown: the request is sent, and then the command fails", "");
        }
        self.sourced("endpoint", resolution.endpoint.as_ref());
    }

    fn row(&mut self, label: &'static str, value: impl Into<String>, origin: impl Into<String>) {
        self.rows.push(PageRow { label, value: value.into(), origin: origin.into() });
    }

    fn sourced(&mut self, label: &'static str, sourced: Option<&Sourced<OsString>>) {
        let Some(Sourced { value, origin, beat }) = sourced else { return };
        self.row(label, shown(value, origin), self.origin(origin));
        for (other, origin) in beat.iter().filter(|(other, _)| other != value) {
            self.row("", format!("not {}", shown(other, origin)), self.origin(origin));
        }
    }

    fn account(&mut self, credentials: &Credentials) {
        let Some(account) = &credentials.account else {
            return self.row("account", "not known offline", "");
        };
        let mut value = self.explanation.number(&account.id);
        if let Some(label) = self.explanation.settings.policy.label(&account.id) {
            value += &format!(" {}", printable(label));
        }
        self.row("account", value, account.basis.explained());
        if let Some(claim) = &account.contradicted_by {
            let value = format!("not {}", self.explanation.number(&claim.value));
            self.row("", value, format!("claimed by {}", self.origin(&claim.origin)));
        }
    }

    /// Names the role or user, and the chain that leads there.
    fn credentials(&mut self, credentials: &Credentials) {
        let (label, value) = identity(credentials);
        self.row(label, value, self.origin(&credentials.origin));
        if let Some(base) = &credentials.base {
            let by: Vec<_> = credentials.via.iter().map(|profile| printable(profile)).collect();
            let by = by.join(", which is by ");
            let with = named(base.provider, base.identity.as_deref());
            let separator = if by.is_empty() { "" } else { ": " };
            self.row("", format!("by {by}{separator}{with}"), "");
        }
        if credentials.asks_mfa {
            self.row("", "after a code of an MFA device", "");
        }
        if credentials.source == (Source::AssumeRole { cached: true }) {
            let text = "a cached session, used even if its source changes; delete its file to assume \
                        the role again";
            self.row("", text, "");
        }
    }

    fn expiry(&self, expiry: &Expiry) -> String {
        let end = expiry.at.value;
        let moment = page::moment(end);
        if expiry.renewal == Renewal::Silent {
            return format!("{moment}, renewed by itself");
        }
        let clock = &self.explanation.world.clock;
        let minutes = expiry.end().map_or(0, |end| clock.minutes_until(end));
        // Clients stop using what is in a cache some time before it ends.
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
        let Some((text, remedy)) = meaning::of(alert, self.explanation) else { return };
        let mark = alert.mark(&self.explanation.settings.names);
        let style = if alert.gravity() == Gravity::Notice { NOTICE } else { ALARM };
        // Colours take no room when the text is wrapped.
        let mark = self.page.paint(style, &mark) + "  ";
        let options = page::lines(self.page.width).initial_indent(&mark).subsequent_indent("  ");
        self.page.line(&textwrap::fill(&text, options));
        self.remedy("  ->", remedy.as_ref());
    }

    /// Writes the next step, never wrapped, so that it can be copied.
    pub(super) fn remedy(&mut self, mark: &str, remedy: Option<&Remedy>) {
        if let Some(remedy) = remedy {
            let shell = marked_shell(&self.explanation.world.environment);
            let step = hint::written(remedy, shell, self.explanation.settings);
            self.page.line(&format!("{mark} {}", printable(&step)));
        }
    }

    fn origin(&self, origin: &Origin) -> String {
        page::origin(origin, self.explanation.home())
    }

    /// Wraps text, with a deeper indent from the second line on.
    pub(super) fn wrapped(&mut self, indent: &str, style: Style, text: &str) {
        self.page.wrapped(indent, &format!("{indent}  "), style, text);
    }
}

/// Names the role or user of credentials, and what it is.
pub(super) fn identity(credentials: &Credentials) -> (&'static str, String) {
    let id = credentials.identity.as_deref();
    let name = printable(id.unwrap_or_default()).into_owned();
    match credentials.source {
        Source::Environment | Source::Static if id.is_none() => {
            ("keys", "unrecognised key id".into())
        }
        Source::Environment | Source::Static => ("keys", format!("ending in {name}")),
        Source::AssumeRole { .. } => ("role", name),
        Source::WebIdentity => ("role", format!("{name}, by web identity")),
        Source::Sso { .. } => ("role", format!("{name}, by IAM Identity Center")),
        Source::Login => ("login", name),
        Source::Process => ("process", "what credential_process answers".into()),
        Source::Container => ("role", "of the container".into()),
        Source::InstanceMetadata => ("role", "from the instance metadata service".into()),
    }
}

fn named(provider: Provider, identity: Option<&str>) -> String {
    let place = provider.described();
    match (provider, identity.map(printable)) {
        (_, None) => place.to_owned(),
        (
            Provider::Environment
            | Provider::CredentialsFile
            | Provider::ConfigFile
            | Provider::SharedFiles
            | Provider::LegacyFiles,
            Some(end),
        ) => format!("{place} ending in {end}"),
        (_, Some(identity)) => format!("{place} {identity}"),
    }
}

/// Shows a value whole, and an empty one so that it can be seen. Of several lines in a file only
/// the first may be shown.
pub(super) fn shown(value: &OsStr, origin: &Origin) -> String {
    let text = value.to_string_lossy();
    match text.split_once('\n') {
        Some((first, _)) if matches!(origin, Origin::File { .. }) => {
            format!("{} and the indented lines below", printable(first))
        }
        _ if text.is_empty() => "\"\" (empty)".into(),
        _ => clipped(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_value_of_a_file_has_indented_lines_below() {
        let file = Origin::File { path: std::path::Path::new("config").into(), line: Some(1) };
        let variable = Origin::environment("AWS_REGION");
        let cases = [
            ("x\n…", &file, "x and the indented lines below"),
            ("x\n…", &variable, "x\u{fffd}…"),
            ("x", &file, "x"),
            ("", &file, "\"\" (empty)"),
        ];
        for (value, origin, expected) in cases {
            assert_eq!(shown(OsStr::new(value), origin), expected);
        }
    }
}
