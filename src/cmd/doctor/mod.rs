//! `awsprompt doctor`: is it healthy? Files, profiles, environment and hook, each finding with its
//! place, why it matters and what to do.

mod checks;
mod environment;
mod files;
mod fix;
mod hook;
mod meant;
mod online;
mod profiles;
mod report;
mod syntax;

use std::{ffi::OsString, path::PathBuf};

pub(crate) use fix::Fix;
pub(crate) use online::{Answers, Questions};

use self::checks::Check;
use super::{Outcome, Person, Screen, mark::marked_shell};
use crate::{
    aws::{
        inventory::Inventory,
        profiles::Profiles,
        remedy::Remedy,
        resolution::{Facts, Flags},
        resolve::ours,
        sourced::Origin,
    },
    cli,
    policy::assessment::Assessment,
    prompt::{
        segment::{self, Request},
        settings::SettingsFile,
    },
};

/// What doctor is told of the machine, beside the facts of a resolution.
#[derive(Debug)]
pub(crate) struct Host {
    /// The AWS files and caches that are there; none where files have no permissions of this kind.
    pub(crate) files: Vec<Permissions>,
    /// The interactive shell that doctor was called from, if it was called from one.
    pub(crate) shell: Option<CallingShell>,
    pub(crate) person: Person,
}

/// Who may do what with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Permissions {
    pub(crate) path: PathBuf,
    pub(crate) mode: u32,
    pub(crate) is_cache: bool,
    /// Whether whoever runs this may change that.
    pub(crate) is_own: bool,
}

/// The shell that doctor was called from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CallingShell {
    pub(crate) pid: u32,
    /// The program's name.
    pub(crate) name: String,
    /// The hook's mark that the shell itself was started with, where that can be seen.
    pub(crate) inherited_mark: Option<OsString>,
}

/// Something that a check has found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    check: Check,
    place: Place,
    /// What it is, in this place.
    what: String,
    /// What to do, where that is more than the table has.
    remedy: Option<Remedy>,
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    At(Origin),
    /// In the shell that doctor was called from.
    Shell,
}

impl Finding {
    fn new(check: Check, place: Origin, what: impl Into<String>) -> Self {
        Self { check, place: Place::At(place), what: what.into(), remedy: None }
    }

    fn in_shell(check: Check, what: impl Into<String>) -> Self {
        Self { check, place: Place::Shell, what: what.into(), remedy: None }
    }

    fn with_remedy(mut self, remedy: impl Into<Remedy>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// Answers `awsprompt doctor`.
pub(crate) fn run(
    arguments: &cli::DoctorArguments,
    facts: &Facts<'_, '_>,
    settings: &SettingsFile,
    host: &Host,
    answers: Option<&Answers>,
    screen: Screen,
) -> Outcome {
    let home = facts.world.locations.home.as_deref();
    if arguments.fix {
        return fix::plan(arguments, host, home);
    }
    let ours = ours(facts);
    let request = Request::new(&settings.settings);
    let assessment = Assessment::new(facts, &ours, &request.settings.policy);
    let alerts = segment::alerts(facts, &Flags::default(), &ours, &assessment, &request);

    let texts = syntax::decode(facts.world);
    let read = syntax::read(facts.world, &texts);
    let mut findings = read.findings;
    let files = Profiles::new(read.config, read.credentials);
    let inventory = Inventory::new(&files);
    findings.extend(files::findings(facts.world, host, &inventory));
    findings.extend(syntax::headers(facts.world, &files));
    findings.extend(profiles::findings(facts, &files, &inventory));
    findings.extend(environment::findings(facts, &ours, &alerts, &findings, &inventory));
    findings.extend(hook::findings(&facts.world.environment, host.shell.as_ref()));
    findings.extend(environment::settings(settings));
    if let Some(answers) = answers {
        findings.extend(online::findings(facts, &ours, answers, request.settings));
    }
    let shell = host.shell.as_ref().map(|shell| &*shell.name);
    let shell = shell.or(marked_shell(&facts.world.environment));
    // Stable, so that findings of one check stay in the order of the files.
    findings.sort_by_key(|finding| (finding.check.row().severity, finding.check));
    let checks = Check::ALL.iter().filter(|check| answers.is_some() || !check.needs_aws()).count();
    let report =
        report::Report { findings: &findings, checks, profiles: inventory.len(), home, shell };
    report.outcome(arguments.json, screen)
}
