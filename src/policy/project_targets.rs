//! What the targets of a project are, compared with the policy: the worst of them counts.

use super::Policy;
use super::assessment::{Assessment, Violation, target, violations};
use super::class::{Class, ClassRule, Guard};
use super::target::Target;
use crate::aws::{Origin, role_name};
use crate::guard::ProjectFinding;
use crate::project::{Certainty, ResolvedTarget, Said};

/// A target of a project, compared with the policy.
struct AssessedTarget<'s> {
    target: Target,
    class: Option<(&'s Class, ClassRule)>,
    violations: Vec<Violation>,
    project: ResolvedTarget,
}

impl<'s> Assessment<'s> {
    /// Takes the targets that the project decides in addition to that of the environment, or instead
    /// of it if each of them is one.
    pub(super) fn add_project(&mut self, targets: Vec<ResolvedTarget>, policy: &'s Policy) {
        let unknown: Vec<_> = targets.iter().flat_map(unknown).map(Violation::Project).collect();
        let is_environment = |target: &ResolvedTarget| !target.is_decided_by_project();
        let has_environment = targets.iter().any(is_environment);
        let said = targets.into_iter().filter(|target| !is_environment(target));
        let said = said.filter(|target| target.account_certainty != Certainty::Unknown);
        let said: Vec<_> = said.map(|said| self.assessed(said, policy)).collect();
        if !has_environment && !said.is_empty() {
            self.violations.retain(|violation| {
                matches!(violation, Violation::Unread(_) | Violation::Unsettled(_))
            });
        }
        for assessed in &said {
            for violation in &assessed.violations {
                if !self.violations.contains(violation) {
                    self.violations.push(violation.clone());
                }
            }
        }
        self.violations.extend(unknown);
        let worst = said.into_iter().reduce(|worst, other| {
            if gravity(other.class.as_ref()) > gravity(worst.class.as_ref()) {
                other
            } else {
                worst
            }
        });
        let Some(worst) = worst else { return };
        if !has_environment || gravity(worst.class.as_ref()) >= gravity(self.class.as_ref()) {
            self.target = worst.target;
            self.class = worst.class;
            self.project = Some(Box::new(worst.project));
        }
    }

    fn assessed(&self, project: ResolvedTarget, policy: &'s Policy) -> AssessedTarget<'s> {
        let of_environment =
            self.marker.as_deref().filter(|_| project.said.profile.is_environment());
        let own = target(&project.resolution, of_environment, policy);
        let role = project.said.role.certain().map(|role| role_name(role).to_owned());
        let label = project.account.as_ref().and_then(|account| policy.label(account));
        let target = Target {
            account: project.account,
            label: label.map(str::to_owned),
            role: role.or(own.role),
            region: project.region.clone(),
            profile: own.profile,
        };
        let class = policy.classes.of(&target);
        let matched = class.as_ref().map(|(class, _)| *class);
        let mut violations = violations(&target, matched, policy, self.lock.as_deref());
        // A region that is not known is not one of those that the class allows.
        let is_limited = matched.is_some_and(|class| !class.allows_region(UNKNOWN_REGION));
        if let (Said::Unknown(why, place), true) = (&project.said.region, is_limited) {
            let finding = said("region", &project, why, place);
            violations.push(Violation::Project(finding));
        }
        AssessedTarget { target, class, violations, project }
    }
}

/// A region that no pattern but `*` matches.
const UNKNOWN_REGION: &str = "unknown";

/// How much a class is guarded.
fn gravity(class: Option<&(&Class, ClassRule)>) -> (Guard, Guard) {
    class.map_or((Guard::Off, Guard::Off), |(class, _)| (class.guard, class.guard_secrets))
}

/// Says what of the account of a target is not known.
fn unknown(target: &ResolvedTarget) -> Option<ProjectFinding> {
    if target.account_certainty != Certainty::Unknown {
        return None;
    }
    let unknown = |what, said: &Said<_>| match said {
        Said::Unknown(why, place) => Some((what, why.clone(), place.clone())),
        _ => None,
    };
    let account = match &target.said.account {
        Said::Unknown(why, place) => Some(("account", why.clone(), place.clone())),
        _ => None,
    };
    let found = account.or_else(|| unknown("role", &target.said.role));
    let (what, why, place) = found.or_else(|| unknown("profile", &target.said.profile))?;
    Some(said(what, target, &why, &place))
}

fn said(what: &str, target: &ResolvedTarget, why: &str, place: &Origin) -> ProjectFinding {
    let place = match place {
        Origin::File { path, line: Some(line) } => format!("{}:{line}", path.display()),
        Origin::File { path, line: None } => path.display().to_string(),
        Origin::Environment(name) => name.clone(),
        Origin::Flag(flag) => (*flag).to_owned(),
        Origin::Default => "by default".to_owned(),
    };
    ProjectFinding::Said(format!("{place}: the {what} of {} {why}", target.said.name))
}
