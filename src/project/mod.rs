//! What the files of a project say of the accounts and regions that a tool will hit.
//!
//! Nothing of a project is run. For a tool, its arguments and a directory, the answer is a list of
//! [targets](ResolvedTarget): each value with where it is said, and how certain that is. What the
//! project does not say is the environment's; what it says in a way that is not read is unknown, and
//! makes only that unknown which depends on it. A profile is resolved as for any client.
//!
//! To add a tool: add it to [`Tool`] (and the words of its commands to the tables of the guard), and
//! write a file here with a function from a [`ProjectQuestion`] to what the project says: a
//! [`ProjectTarget`] for each provider, stack or context, from the constructor `ProjectTarget::new`,
//! in which only what the project says is filled in. It reads files through `question.files`, which
//! counts them, and variables from `question.facts.world.environment`. What it cannot read is
//! `Said::Unknown`, with the reason as the end of a sentence. Then give the function to the tool in
//! `reader` below, and `guard::project_files` no longer searches this tool's files.

mod files;
mod hcl;
mod resolved;
mod said;
mod terraform;
#[cfg(test)]
mod terraform_tests;
mod tool;
#[expect(dead_code, unused_imports, reason = "only the tools whose files are HCL are read so far")]
mod yaml;

use std::path::Path;

pub(crate) use files::{ProjectBounds, ProjectFile, ProjectFiles};
pub(crate) use resolved::{Certainty, DecidedPart, ResolvedTarget};
pub(crate) use said::{ProjectTarget, Purpose, Said};
pub(crate) use tool::Tool;

use crate::aws::{Client, Facts, Flags, Listing, Lookup};

/// What is asked of a project.
pub(crate) struct ProjectQuestion<'a, 'f, 'w> {
    pub(crate) tool: Tool,
    /// Where the tool starts, from the working directory; empty if that is where.
    pub(crate) directory: &'a Path,
    /// What stands after the tool's name.
    pub(crate) words: &'a [&'a str],
    pub(crate) facts: &'a Facts<'f, 'w>,
    pub(crate) files: ProjectFiles<'a>,
}

/// Says what a project says; nothing where it says nothing.
type ProjectReader = fn(&ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget>;

/// Returns what reads the projects of a tool, if anything does.
fn reader(tool: Tool) -> Option<ProjectReader> {
    match tool {
        Tool::Terraform | Tool::Tofu => Some(terraform::read),
        Tool::Cdk | Tool::Pulumi | Tool::Sam | Tool::Eksctl => None,
    }
}

/// Returns the tool of which the working directory has a project that is read.
pub(crate) fn found_tool(lookup: &dyn Lookup) -> Option<Tool> {
    let Listing::Names(names) = lookup.listing(Path::new(".")) else { return None };
    let has = |ends: &[&str]| {
        let ends_so = |name: &str| ends.iter().any(|end| name.ends_with(end));
        names.iter().filter_map(|name| name.to_str()).any(ends_so)
    };
    match () {
        () if has(&[".tofu", ".tofu.json"]) => Some(Tool::Tofu),
        () if has(&[".tf", ".tf.json"]) => Some(Tool::Terraform),
        () => None,
    }
}

/// Tells whether the projects of a tool are read.
pub(crate) fn is_read(tool: Tool) -> bool {
    reader(tool).is_some()
}

/// Returns what a tool will use: at least one target, or `None` if its projects are not read.
///
/// `client` is the one by whose rules the tool finds credentials, and `flags` are those of its line.
pub(crate) fn targets(
    question: &ProjectQuestion<'_, '_, '_>,
    client: Client,
    flags: &Flags,
) -> Option<Vec<ResolvedTarget>> {
    let mut said = reader(question.tool)?(question);
    if said.is_empty() {
        said.push(ProjectTarget::new(question.tool.program(), Purpose::Deploys));
    }
    let resolve = |target| ResolvedTarget::new(target, question.facts, client, flags);
    Some(said.into_iter().map(resolve).collect())
}
