//! What the project of the working directory certainly hits, as far as each prompt looks.
//!
//! It looks for the names that most projects have, as to list a directory may take much longer. Only
//! where one of them is there, the directory is listed, and the project is read.

use std::path::Path;

use super::files::{ProjectBounds, ProjectFiles};
use super::resolved::Certainty;
use super::said::Purpose;
use super::terraform::{DATA, DATA_VARIABLE};
use super::{ProjectQuestion, ResolvedTarget, Tool, found_tools, targets};
use crate::aws::{AccountId, Facts, Flags};

/// What each project of Terraform has once it was initialised, without which it changes nothing.
const OF_TERRAFORM: [&str; 2] = [DATA, ".terraform.lock.hcl"];

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

/// Returns the accounts in which the tools of the working directory will certainly make changes.
pub(crate) fn certain_accounts(facts: &Facts<'_, '_>, flags: &Flags) -> Vec<AccountId> {
    let mut accounts = Vec::new();
    for tool in marked_tools(facts) {
        for prefix in tool.variables() {
            facts.lookup.depends_on_variables(prefix);
        }
        let bounds = match tool {
            Tool::Terragrunt | Tool::Tofu | Tool::Terraform => ProjectBounds::OF_PROMPT,
            _ => ProjectBounds::OF_PROMPT_WHOLE,
        };
        for target in targets_of_directory(facts, flags, (tool, bounds)) {
            let is_certain = target.account_certainty == Certainty::Certain;
            let is_changed = target.said.purpose == Purpose::Deploys;
            let is_refused = |account: &AccountId| {
                target.said.limits.as_ref().is_some_and(|it| it.refuses(account))
            };
            let account =
                target.account.filter(|account| is_certain && is_changed && !is_refused(account));
            accounts.extend(account.filter(|account| !accounts.contains(account)));
        }
    }
    accounts
}

/// Returns the tools of which the working directory has a project, as far as a prompt looks.
fn marked_tools(facts: &Facts<'_, '_>) -> Vec<Tool> {
    let mut names = Tool::marks().chain(OF_TERRAFORM);
    let is_marked = facts.world.environment.non_empty(DATA_VARIABLE).is_some()
        || names.any(|name| facts.lookup.has_name(name));
    if is_marked { found_tools(facts.lookup) } else { Vec::new() }
}
