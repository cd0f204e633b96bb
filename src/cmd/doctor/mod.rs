//! `awsprompt doctor`: checks files, profiles, environment and hook, and reports each finding with
//! its place, why it matters and what to do.

mod alerts;
mod aliases;
mod checks;
#[cfg(test)]
mod checks_tests;
mod environment;
mod files;
mod fix;
mod hook;
mod keys;
mod names;
mod online;
mod processes;
mod profiles;
mod project;
mod report;
mod syntax;
mod unread;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) use online::Answers;

use self::checks::{Check, Severity};
use super::agent::AgentFiles;
use super::mark::marked_shell;
use super::{Outcome, Person, Screen, expected};
use crate::aws::inventory::Inventory;
use crate::aws::{Facts, Flags, Origin, Remedy, ours};
use crate::cli;
use crate::policy::Assessment;
use crate::prompt::SettingsFile;
use crate::prompt::segment::{self, Request};

/// What doctor knows of the machine in addition to the facts of a resolution.
#[derive(Debug)]
pub(crate) struct Host {
    /// Those of the AWS files and caches that exist; none where files have no Unix permissions.
    pub(crate) files: Vec<Permissions>,
    pub(crate) shell: Option<CallingShell>,
    pub(crate) person: Person,
    /// The working directory.
    pub(crate) directory: PathBuf,
}

/// Who may do what with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Permissions {
    pub(crate) path: PathBuf,
    pub(crate) mode: u32,
    pub(crate) is_cache: bool,
    /// Whether the user may change the mode.
    pub(crate) is_own: bool,
    /// The file itself, if the path leads to it over a symbolic link.
    pub(crate) linked: Option<PathBuf>,
}

/// The interactive shell that doctor was called from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CallingShell {
    pub(crate) pid: u32,
    pub(crate) name: String,
    /// The hook's mark that the shell inherited, where that can be seen.
    pub(crate) inherited_mark: Option<OsString>,
}

/// Something that a check has found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    check: Check,
    /// Where it is; the default stands for no place in particular.
    place: Origin,
    what: String,
    /// What to do, if that is more exact than the remedy of the check.
    remedy: Option<Remedy>,
}

impl Finding {
    fn new(check: Check, place: Origin, what: impl Into<String>) -> Self {
        Self { check, place, what: what.into(), remedy: None }
    }

    fn of_variable(check: Check, name: &str, what: impl Into<String>) -> Self {
        Self::new(check, Origin::environment(name), what)
    }

    fn severity(&self) -> Severity {
        self.check.severity()
    }

    fn with_remedy(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}

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
    let mut findings = Vec::new();
    let files = syntax::read(facts.world, &texts, &mut findings);
    let inventory = Inventory::new(&files);
    findings.extend(files::findings(facts.world, host, &inventory));
    findings.extend(files::misplaced(facts));
    findings.extend(files::damaged(facts, host));
    findings.extend(files::models(facts));
    findings.extend(files::cache(facts, &inventory));
    findings.extend(syntax::aliases(facts));
    findings.extend(syntax::headers(facts.world, &files));
    findings.extend(profiles::findings(facts, &files, &inventory));
    findings.extend(names::findings(facts.world, &files, &inventory));
    findings.extend(values::findings(facts, &ours, &files, &inventory));
    findings.extend(unread::findings(&facts.world.environment, &ours, &files, &inventory));
    findings.extend(aliases::findings(facts));
    environment::findings(&mut findings, facts, &ours, &files, &inventory);
    let switches = expected::switches(&alerts, facts, request.settings);
    alerts::findings(&mut findings, facts, &ours, (&alerts, switches.as_ref()), &inventory);
    findings.extend(hook::findings(facts, host.shell.as_ref()));
    findings.extend(environment::settings(settings));
    if arguments.project {
        project::findings(facts, &ours, request.settings, &mut findings);
    }
    if let Some(answers) = answers {
        findings.extend(online::findings(facts, &ours, answers, request.settings));
    }
    let environment = &facts.world.environment;
    let hook = hook::loaded(environment, host.shell.as_ref());
    let shell = host.shell.as_ref().map(|shell| &*shell.name);
    let shell = shell.or(marked_shell(environment));
    // Stable, so that findings of one check stay in the order of the files.
    findings.sort_by_key(|finding| (finding.severity(), finding.check));
    let is_made = |check: &&Check| match **check {
        check if check >= Check::AwsNotAsked => answers.is_some(),
        check => arguments.project || check < Check::ProjectProfileMissing,
    };
    let checks = Check::ALL.iter().filter(is_made).count();
    let profiles = inventory.len();
    let (lookup, directory) = (facts.lookup, &*host.directory);
    let files = AgentFiles { environment, home, lookup, directory };
    let agents = &files.hooked();
    let (findings, settings) = (&findings, request.settings);
    report::Report { findings, checks, profiles, home, shell, hook, agents, settings }
        .outcome(arguments.json, screen)
}
