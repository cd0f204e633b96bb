//! What a project of Terraform or `OpenTofu` says: its providers and its backend.
//!
//! A provider that is not configured takes everything from the environment. Of providers in modules,
//! only what is written there itself is known, since a module gets its values from its caller.
//!
//! <https://developer.hashicorp.com/terraform/language/providers/configuration>,
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>

mod backend;
mod provider;
mod scope;
mod sources;
pub(super) mod terragrunt;
mod variables;
mod words;

use std::ffi::OsStr;
use std::path::PathBuf;

use self::backend::Backend;
use self::provider::provider_targets;
use self::scope::ModuleScope;
use self::sources::Sources;
use self::variables::GivenVariables;
use self::words::TerraformWords;
use super::ProjectQuestion;
use super::said::{ProjectTarget, Purpose};
use crate::aws::Origin;

/// Where Terraform keeps what it has made ready, and the variable that says another directory.
///
/// <https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_data_dir>
pub(super) const DATA: &str = ".terraform";
pub(super) const DATA_VARIABLE: &str = "TF_DATA_DIR";

/// How many modules are looked into.
const MOST_MODULES: usize = 1_000;

/// Reads a project.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let words = match TerraformWords::of(question, question.words) {
        Ok(words) => words,
        Err(variable) => {
            let why = "has words that awsprompt does not part";
            return vec![ProjectTarget::unknown(PROVIDER, why, Origin::Environment(variable))];
        }
    };
    if let Some(plan) = words.saved_plan {
        let place = Origin::file(&question.directory.join(&plan));
        return vec![ProjectTarget::unknown(PROVIDER, "is that of a saved plan", place)];
    }
    let sources = Sources::of(question, question.directory);
    let module = sources.module();
    let given = GivenVariables::of(question, &words);
    let scope = ModuleScope::root(&module, &given, workspace(question));
    let backend = Backend::of(question, &words, &module, &scope);
    let mut targets = provider_targets(&module, &scope, backend.runs_elsewhere());
    if words.command == Some("test") && Sources::has_tests(question) {
        let place = Origin::file(question.directory);
        targets.push(ProjectTarget::unknown(PROVIDER, "may be another one in the tests", place));
    }
    match modules(question) {
        Ok(directories) => {
            for directory in directories {
                let sources = Sources::of(question, &directory);
                let module = sources.module();
                let scope = ModuleScope::of_module(&module, workspace(question));
                targets.extend(provider_targets(&module, &scope, backend.runs_elsewhere()));
            }
        }
        Err(place) => {
            let why = "may be another one in a module";
            targets.push(ProjectTarget::unknown(PROVIDER, why, place));
        }
    }
    targets.extend(backend.target());
    // Without a provider that says more, there is the one that the environment decides.
    let has_provider = targets.iter().any(|target| target.name == PROVIDER);
    if !has_provider && !targets.is_empty() {
        targets.push(ProjectTarget::new(PROVIDER, Purpose::Deploys));
    }
    targets
}

/// The provider without an alias.
const PROVIDER: &str = "provider \"aws\"";

/// Returns the path of what Terraform has made ready.
fn data(question: &ProjectQuestion<'_, '_, '_>, name: &str) -> PathBuf {
    let directory = question.facts.world.environment.non_empty(DATA_VARIABLE);
    question.directory.join(directory.unwrap_or(OsStr::new(DATA))).join(name)
}

/// Returns the workspace; nothing if it cannot be read.
///
/// <https://developer.hashicorp.com/terraform/cli/workspaces>
fn workspace(question: &ProjectQuestion<'_, '_, '_>) -> Option<String> {
    if let Some(name) = question.facts.world.environment.non_empty("TF_WORKSPACE") {
        return name.to_str().map(str::to_owned);
    }
    let file = question.files.text(&data(question, "environment")).ok()?;
    let name = file.as_ref().map_or("", |file| file.text().trim());
    Some(if name.is_empty() { "default" } else { name }.to_owned())
}

/// Returns the directories of the modules that are called, from the list of what was made ready.
fn modules(question: &ProjectQuestion<'_, '_, '_>) -> Result<Vec<PathBuf>, Origin> {
    let path = data(question, "modules/modules.json");
    let place = Origin::file(&path);
    let listed = question.files.json(&path).map_err(|()| place.clone())?;
    let Some(listed) = listed else { return Ok(Vec::new()) };
    let modules = listed["Modules"].as_array().ok_or_else(|| place.clone())?;
    let directories = modules.iter().map(|module| module["Dir"].as_str());
    let directories = directories.collect::<Option<Vec<_>>>().ok_or_else(|| place.clone())?;
    let mut directories: Vec<_> = directories.into_iter().filter(|name| *name != ".").collect();
    directories.sort_unstable();
    directories.dedup();
    if directories.len() > MOST_MODULES {
        return Err(place);
    }
    Ok(directories.into_iter().map(|name| question.directory.join(name)).collect())
}
