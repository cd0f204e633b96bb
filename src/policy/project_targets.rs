//! What the targets of a project are, compared with the policy: the worst of them counts.

use super::Policy;
use super::assessment::{Assessment, Violation, target, violations};
use super::class::{Class, ClassRule, Guard};
use super::expectation::Aspect;
use super::other_target::OtherTarget;
use super::target::Target;
use crate::aws::{Facts, role_name};
use crate::guard::{Command, ProjectFinding};
use crate::printable::short;
use crate::project::{Certainty, DecidedPart, Purpose, ResolvedTarget};

/// A target of a project, compared with the policy.
struct AssessedTarget<'s> {
    target: Target,
    class: Option<(&'s Class, ClassRule)>,
    violations: Vec<Violation>,
    project: ResolvedTarget,
}

impl<'s> Assessment<'s> {
    /// Compares what a command would use with the user's rules; the files of its project count.
    pub(crate) fn of_command(facts: &Facts<'_, '_>, command: &Command, policy: &'s Policy) -> Self {
        let unsettled = command.unsettled.as_ref();
        let mut assessment = Self::settled(facts, &command.resolution, policy, unsettled.is_none());
        assessment.violations.extend(unsettled.cloned().map(Violation::Unsettled));
        if let Some(targets) = command.project_targets(facts) {
            assessment.add_project(targets, policy);
        }
        // What only reads may read from anywhere.
        if !command.is_decided_on() {
            assessment.violations.retain(|violation| !matches!(violation, Violation::Project(_)));
        }
        if let Some(assumed) = &command.assumed {
            assessment.add_assumed(assumed, policy);
        }
        assessment
    }

    /// Returns the place in the project that decides the account, after a comma; nothing if none does.
    pub(crate) fn by_project(&self) -> String {
        let part = self.project.as_ref().and_then(|project| project.decides_account());
        part.map_or_else(String::new, |part| format!(", by {}", short(&part.written_place())))
    }

    /// Takes the targets that the project decides in addition to that of the environment, or instead
    /// of it if each of them is one.
    fn add_project(&mut self, targets: Vec<ResolvedTarget>, policy: &'s Policy) {
        let unknown = |target: &ResolvedTarget| finding(target, &target.decides_account()?);
        let unknown: Vec<_> = targets.iter().filter_map(unknown).map(Violation::Project).collect();
        let is_environment = |target: &ResolvedTarget| match target.said.purpose {
            Purpose::Deploys => !target.is_decided_by_project(),
            // The region of the state says nothing of what is made.
            Purpose::State => target.account_certainty == Certainty::Environment,
        };
        let has_environment = targets.iter().any(is_environment);
        let said = targets.into_iter().filter(|target| !is_environment(target));
        let said = said.filter(|target| target.account_certainty != Certainty::Unknown);
        let mut said: Vec<_> = said.map(|said| self.assessed(said, policy)).collect();
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
        let gravest = (0..said.len()).rev().max_by_key(|at| gravity(said[*at].class.as_ref()));
        let Some(gravest) = gravest.map(|at| said.swap_remove(at)) else { return };
        let of_environment = OtherTarget {
            class: self.class.as_ref().map(|(class, _)| class.name.clone()),
            target: self.target.clone(),
            purpose: Purpose::Deploys,
        };
        if !has_environment || gravity(gravest.class.as_ref()) >= gravity(self.class.as_ref()) {
            self.others.extend(has_environment.then_some(of_environment));
            self.target = gravest.target;
            self.class = gravest.class;
            self.project = Some(Box::new(gravest.project));
        } else {
            said.push(gravest);
        }
        self.others.extend(said.into_iter().map(|assessed| OtherTarget {
            class: assessed.class.map(|(class, _)| class.name.clone()),
            target: assessed.target,
            purpose: assessed.project.said.purpose,
        }));
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
        let class = policy.classes.with_rule(&target);
        let matched = class.as_ref().map(|(class, _)| *class);
        let mut violations = violations(&target, matched, policy, self.lock.as_deref());
        if project.said.purpose == Purpose::State {
            violations.retain(|violation| !is_about_region(violation));
            return AssessedTarget { target, class, violations, project };
        }
        // A region that is not known is not one of those that the class allows.
        let is_limited = matched.is_some_and(|class| !class.allows_region(UNKNOWN_REGION));
        if is_limited {
            let unknown = project.decides_region().and_then(|part| finding(&project, &part));
            violations.extend(unknown.map(Violation::Project));
        }
        AssessedTarget { target, class, violations, project }
    }
}

/// A region that no pattern but `*` matches.
const UNKNOWN_REGION: &str = "unknown";

fn is_about_region(violation: &Violation) -> bool {
    let mismatch = violation.mismatch();
    violation.region().is_some() || mismatch.is_some_and(|mismatch| mismatch.of == Aspect::Region)
}

/// How much a class is guarded.
fn gravity(class: Option<&(&Class, ClassRule)>) -> (Guard, Guard) {
    class.map_or((Guard::Off, Guard::Off), |(class, _)| (class.guard, class.guard_secrets))
}

/// Says what of a target is not known.
fn finding(target: &ResolvedTarget, part: &DecidedPart<'_>) -> Option<ProjectFinding> {
    let (place, what, name) = (part.written_place(), part.what, &target.said.name);
    Some(ProjectFinding(format!("{place}: the {what} of {name} {}", part.unknown?)))
}
