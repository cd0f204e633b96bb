//! What a project hits besides the target whose class is guarded most.

use super::Policy;
use super::expectation::{Aspect, Expectation, Mismatch};
use super::target::Target;
use crate::project::Purpose;

/// Another target than the gravest.
#[derive(Clone, Debug)]
pub(crate) struct OtherTarget {
    pub(super) target: Target,
    /// The name of its class.
    pub(super) class: Option<String>,
    pub(super) purpose: Purpose,
}

impl OtherTarget {
    /// Returns what of it is not as expected.
    pub(crate) fn mismatches(&self, expectation: &Expectation, policy: &Policy) -> Vec<Mismatch> {
        let mut found = expectation.mismatches(&self.target, self.class.as_deref(), policy);
        // The region of the state says nothing of what is made.
        found.retain(|mismatch| self.purpose == Purpose::Deploys || mismatch.of != Aspect::Region);
        found
    }
}
