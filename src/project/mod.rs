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
//! `reader` below.

mod cdk;
mod docker;
mod eksctl;
mod files;
mod hcl;
mod kube;
mod literal;
mod marked;
#[cfg(test)]
mod project_tests;
mod pulumi;
mod resolved;
mod said;
mod sam;
#[cfg(any(fuzzing, test))]
pub(crate) mod sample;
mod serverless;
mod terraform;
mod tool;
mod words;
mod yaml;

use std::path::{Path, PathBuf};

pub(crate) use docker::names_registry;
pub(crate) use files::{ProjectBounds, ProjectFiles};
pub(crate) use kube::current_cluster;
pub(crate) use marked::{certain_accounts, targets_of_directory};
pub(crate) use resolved::{Certainty, DecidedPart, ResolvedTarget};
pub(crate) use said::{ProjectTarget, Purpose, Said};
pub(crate) use tool::Tool;

use crate::aws::{Client, Facts, Flags, Listing, Lookup};

/// What is asked of a project.
pub(crate) struct ProjectQuestion<'a, 'f, 'w> {
    pub(crate) tool: Tool,
    /// Where the tool starts, from the working directory; empty if that is where.
    pub(crate) directory: &'a Path,
    /// The words after the tool's name.
    pub(crate) words: &'a [&'a str],
    pub(crate) facts: &'a Facts<'f, 'w>,
    pub(crate) files: ProjectFiles<'a>,
}

/// Says what a project says; nothing where it says nothing.
type ProjectReader = fn(&ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget>;

/// Returns what reads the projects of a tool.
fn reader(tool: Tool) -> ProjectReader {
    match tool {
        Tool::Terraform | Tool::Tofu => terraform::read,
        Tool::Terragrunt => terraform::terragrunt::read,
        Tool::Cdk => cdk::read,
        Tool::Pulumi => pulumi::read,
        Tool::Sam => sam::read,
        Tool::Serverless => serverless::read,
        Tool::Eksctl => eksctl::read,
        Tool::Kubectl | Tool::Helm | Tool::K9s => kube::read,
        Tool::Docker | Tool::Crane => docker::read,
    }
}

/// Returns the tools of which the working directory has a project.
pub(crate) fn found_tools(lookup: &dyn Lookup) -> Vec<Tool> {
    match lookup.listing(Path::new(".")) {
        Listing::Names(names) => Tool::all_with_files(&names),
        _ => Vec::new(),
    }
}

/// Returns the directory in which a tool starts by its words; empty if it is the working directory.
pub(crate) fn starting_directory(tool: Tool, words: &[&str]) -> PathBuf {
    let named = words::option(words, tool.directory_options());
    named.map_or_else(PathBuf::new, |(directory, _)| PathBuf::from(directory))
}

/// Returns what a tool will use: at least one target.
///
/// `client` is the one by whose rules the tool finds credentials, and `flags` are those of its line.
pub(crate) fn targets(
    question: &ProjectQuestion<'_, '_, '_>,
    client: Client,
    flags: &Flags,
) -> Vec<ResolvedTarget> {
    let mut said = reader(question.tool)(question);
    if said.is_empty() {
        said.push(ProjectTarget::new(question.tool.program(), Purpose::Deploys));
    }
    let resolve = |target| ResolvedTarget::new(target, question.facts, client, flags);
    said.into_iter().map(resolve).collect()
}
