//! What doctor has found, for people and for programs.

use std::path::Path;

use anstyle::Style;
use serde::Serialize;

use super::Finding;
use super::checks::Severity;
use crate::aws::Origin;
use crate::cmd::agent::AgentFormat;
use crate::cmd::document::{self, OriginDocument, TextDocument};
use crate::cmd::mark::Mark;
use crate::cmd::page::{self, Page};
use crate::cmd::{Outcome, Screen, hint};
use crate::error::Status;
use crate::printable::printable;
use crate::prompt::Settings;
use crate::style::ALARM;

/// How many places of one check a person is shown.
const MOST: usize = 10;

/// The findings, worst first.
pub(super) struct Report<'a> {
    pub(super) findings: &'a [Finding],
    /// How many checks were made, and of how many profiles.
    pub(super) checks: usize,
    pub(super) profiles: usize,
    pub(super) home: Option<&'a Path>,
    /// The shell that remedies are written for, if it is known.
    pub(super) shell: Option<&'a str>,
    /// The mark of the hook that is loaded in the shell that called.
    pub(super) hook: Option<Mark<'a>>,
    /// The coding agents that have the hook.
    pub(super) agents: &'a [&'static AgentFormat],
    pub(super) settings: &'a Settings,
}

impl Report<'_> {
    /// Answers with the report, and fails if there is a fault.
    pub(super) fn outcome(&self, json: bool, screen: Screen) -> Outcome {
        let answer = if json { self.json(screen) } else { self.page(screen) };
        match self.count(Severity::Fault) {
            0 => Outcome::Answer(answer),
            _ => Outcome::answered(answer, Status::Failed),
        }
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    fn page(&self, screen: Screen) -> String {
        if self.findings.is_empty() {
            let profiles = counted(self.profiles, "profile");
            return format!("All is well: {} checks, {profiles}.{}\n", self.checks, self.hook());
        }
        let mut page = Page::new(screen);
        for group in self.findings.chunk_by(|a, b| a.check == b.check) {
            self.group(&mut page, group);
        }
        let counts = self.findings.chunk_by(|a, b| a.severity() == b.severity());
        let counts = counts.map(|group| counted(group.len(), group[0].severity().name()));
        page.text += &counts.collect::<Vec<_>>().join(", ");
        page.text + "." + &self.hook() + "\n"
    }

    /// Says which hook is loaded, and which agents have theirs, after a blank.
    fn hook(&self) -> String {
        let shell = self.hook.as_ref().map_or_else(String::new, |hook| {
            let guard = if hook.has_guard { ", with the guard" } else { "" };
            format!(" The hook for {} is loaded{guard}.", printable(hook.name))
        });
        let agents: Vec<_> = self.agents.iter().map(|agent| agent.title).collect();
        if agents.is_empty() {
            return shell;
        }
        format!("{shell} Agents with a hook: {}.", agents.join(", "))
    }

    /// Writes what one check has found: once why it matters, then each place.
    fn group(&self, page: &mut Page, findings: &[Finding]) {
        let row = findings[0].check.row();
        let style = match row.severity {
            Severity::Fault => ALARM,
            Severity::Warning => Style::new().bold(),
            Severity::Note => Style::new(),
        };
        page.line(&page.paint(style, &format!("{}: {}", row.severity.name(), row.id)));
        page.wrapped("  ", "  ", Style::new(), row.why);
        let (shown, more) = findings.split_at(findings.len().min(MOST));
        for alike in shown.chunk_by(|a, b| a.remedy == b.remedy) {
            for finding in alike {
                let what = printable(&finding.what);
                let what = match &finding.place {
                    Origin::Default => what.into_owned(),
                    place => format!("{}: {what}", page::origin(place, self.home)),
                };
                page.wrapped("  ", "      ", Style::new(), &what);
            }
            // Never wrapped, so that it can be copied.
            for step in self.remedy(&alike[0]).lines() {
                page.line(&format!("    -> {}", printable(step)));
            }
        }
        if !more.is_empty() {
            page.line(&format!("  and {} more; awsprompt doctor --json lists all", more.len()));
        }
        page.text.push('\n');
    }

    fn remedy(&self, finding: &Finding) -> String {
        let remedy = finding.remedy.clone().or_else(|| finding.check.row().remedy);
        let written = |remedy| hint::written(&remedy, self.shell, self.settings).into_owned();
        remedy.map(written).unwrap_or_default()
    }

    fn json(&self, screen: Screen) -> String {
        let findings = self.findings.iter().map(|finding| {
            let row = finding.check.row();
            FindingDocument {
                check: row.id,
                severity: row.severity.name(),
                place: match &finding.place {
                    Origin::File { path, line } => {
                        let file = TextDocument::Unicode(path.to_string_lossy());
                        Some(OriginDocument::File { file, line: *line })
                    }
                    place @ Origin::Environment(_) => Some(OriginDocument::new(place)),
                    Origin::Flag(_) | Origin::Default => None,
                },
                what: &finding.what,
                why: row.why,
                remedy: self.remedy(finding),
            }
        });
        let document = DoctorDocument {
            schema: 1,
            healthy: self.count(Severity::Fault) == 0,
            profiles: self.profiles,
            hook: self
                .hook
                .as_ref()
                .map(|hook| HookDocument { shell: hook.name, guard: hook.has_guard }),
            agents: self.agents.iter().map(|agent| agent.word).collect(),
            findings: findings.collect(),
        };
        document::written(&document, screen)
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
    hook: Option<HookDocument<'a>>,
    agents: Vec<&'static str>,
    findings: Vec<FindingDocument<'a>>,
}

#[derive(Serialize)]
struct HookDocument<'a> {
    shell: &'a str,
    guard: bool,
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
