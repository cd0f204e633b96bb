//! What the project of the working directory certainly hits, as far as each prompt looks.
//!
//! A prompt looks for one name, which is where the tool was made ready: until then it changes nothing.

use std::path::Path;

use super::files::{ProjectBounds, ProjectFiles};
use super::resolved::Certainty;
use super::said::Purpose;
use super::terraform::{DATA, DATA_VARIABLE};
use super::{ProjectQuestion, ResolvedTarget, Tool, found_tool, targets};
use crate::aws::{AccountId, Facts, Flags};

/// Returns what the tool will use of which the working directory has a project.
pub(crate) fn targets_of_directory(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    (tool, bounds): (Tool, ProjectBounds),
) -> Vec<ResolvedTarget> {
    let files = ProjectFiles::new(facts.lookup, bounds);
    let words: Vec<_> = tool.deploys().split(' ').collect();
    let question = ProjectQuestion { tool, directory: Path::new(""), words: &words, facts, files };
    targets(&question, tool.client(), flags)
}

/// Returns the accounts in which the tool of the working directory will certainly make changes.
pub(crate) fn certain_accounts(facts: &Facts<'_, '_>, flags: &Flags) -> Vec<AccountId> {
    let is_ready =
        facts.lookup.has_name(DATA) || facts.world.environment.non_empty(DATA_VARIABLE).is_some();
    let tool = if is_ready { found_tool(facts.lookup) } else { None };
    let Some(tool @ (Tool::Terraform | Tool::Tofu | Tool::Terragrunt)) = tool else {
        return Vec::new();
    };
    for prefix in ["TF_", "TG_", "TERRAGRUNT_"] {
        facts.lookup.depends_on_variables(prefix);
    }
    let mut accounts = Vec::new();
    for target in targets_of_directory(facts, flags, (tool, ProjectBounds::OF_PROMPT)) {
        let is_certain = target.account_certainty == Certainty::Certain;
        let is_changed = target.said.purpose == Purpose::Deploys;
        let account = target.account.filter(|_| is_certain && is_changed);
        accounts.extend(account.filter(|account| !accounts.contains(account)));
    }
    accounts
}
