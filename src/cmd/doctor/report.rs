//! What doctor has found, for people and for programs.

use std::path::Path;

use anstyle::Style;
use serde::Serialize;

use super::{Finding, Place, checks::Severity};
use crate::{
    aws::sourced::Origin,
    cmd::{
        Outcome, Screen,
        document::{self, OriginDocument, TextDocument},
        hint,
        page::{self, Page},
    },
    error::Status,
    printable::printable,
    style::ALARM,
};

/// How many places of one check a person is shown.
const MOST: usize = 10;

/// The findings, in the order in which they are told.
pub(super) struct Report<'a> {
    pub(super) findings: &'a [Finding],
    /// How many checks were made.
    pub(super) checks: usize,
    /// How many profiles were looked at.
    pub(super) profiles: usize,
    pub(super) home: Option<&'a Path>,
    /// The shell that remedies are written for, where it is known.
    pub(super) shell: Option<&'a str>,
}

impl Report<'_> {
    /// Tells a fault by the exit code.
    pub(super) fn outcome(&self, json: bool, screen: Screen) -> Outcome {
        let answer = if json { self.json() } else { self.page(screen) };
        match self.count(Severity::Fault) {
            0 => Outcome::Answer(answer),
            _ => Outcome::Report { answer, note: String::new(), status: Status::Failed },
        }
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.check.row().severity == severity).count()
    }

    fn page(&self, screen: Screen) -> String {
        if self.findings.is_empty() {
            let profiles = counted(self.profiles, "profile");
            return format!("All is well: {} checks, {profiles}.\n", self.checks);
        }
        let mut page = Page::new(screen);
        for group in self.findings.chunk_by(|a, b| a.check == b.check) {
            self.group(&mut page, group);
        }
        let counts = [Severity::Fault, Severity::Warning, Severity::Note]
            .map(|severity| (self.count(severity), severity))
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, severity)| counted(count, severity.name()));
        page.text += &counts.collect::<Vec<_>>().join(", ");
        page.text + ".\n"
    }

    /// Writes all that one check has found: why it matters once, and each place.
    fn group(&self, page: &mut Page, findings: &[Finding]) {
        let Some(first) = findings.first() else { return };
        let row = first.check.row();
        let style = match row.severity {
            Severity::Fault => ALARM,
            Severity::Warning => Style::new().bold(),
            Severity::Note => Style::new(),
        };
        let title = page.paint(style, &format!("{}: {}", row.severity.name(), row.id));
        page.line(&title);
        page.wrapped("  ", "  ", Style::new(), row.why);
        let shown = &findings[..findings.len().min(MOST)];
        for (index, finding) in shown.iter().enumerate() {
            let what = printable(&finding.what);
            let what = match &finding.place {
                Place::Shell | Place::At(Origin::Default) => what.into_owned(),
                Place::At(origin) => format!("{}: {what}", page::origin(origin, self.home)),
            };
            page.wrapped("  ", "      ", Style::new(), &what);
            let next = shown.get(index + 1);
            if next.is_none_or(|next| next.remedy != finding.remedy) {
                // What somebody will copy is never broken.
                for step in self.remedy(finding).lines() {
                    page.line(&format!("    -> {}", printable(step)));
                }
            }
        }
        if findings.len() > MOST {
            let more = findings.len() - MOST;
            page.line(&format!("  and {more} more; awsprompt doctor --json has all"));
        }
        page.text.push('\n');
    }

    fn remedy(&self, finding: &Finding) -> String {
        let remedy = finding.remedy.clone().unwrap_or_else(|| finding.check.row().remedy);
        hint::written(&remedy, self.shell).into_owned()
    }

    fn json(&self) -> String {
        let findings = self.findings.iter().map(|finding| {
            let row = finding.check.row();
            FindingDocument {
                check: row.id,
                severity: row.severity.name(),
                place: place(&finding.place),
                what: &finding.what,
                why: row.why,
                remedy: self.remedy(finding),
            }
        });
        let document = DoctorDocument {
            schema: 1,
            healthy: self.count(Severity::Fault) == 0,
            profiles: self.profiles,
            findings: findings.collect(),
        };
        document::written(&document)
    }
}

/// Returns where a finding is, as the document has it.
fn place(place: &Place) -> Option<OriginDocument<'_>> {
    match place {
        Place::At(Origin::File { path, line }) => {
            let file = TextDocument::Unicode(path.to_string_lossy());
            Some(OriginDocument::File { file, line: *line })
        }
        Place::At(origin @ Origin::Environment(_)) => Some(OriginDocument::new(origin)),
        Place::Shell | Place::At(Origin::Flag(_) | Origin::Default) => None,
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[derive(Serialize)]
struct DoctorDocument<'a> {
    schema: u32,
    healthy: bool,
    profiles: usize,
    findings: Vec<FindingDocument<'a>>,
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    check: &'static str,
    severity: &'static str,
    place: Option<OriginDocument<'a>>,
    what: &'a str,
    why: &'static str,
    remedy: String,
}
