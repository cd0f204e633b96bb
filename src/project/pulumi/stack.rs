//! Which stack of a project is used.
//!
//! <https://www.pulumi.com/docs/iac/concepts/stacks/>,
//! <https://github.com/pulumi/pulumi/blob/master/pkg/workspace/workspace.go>

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use sha1::{Digest, Sha1};

use crate::aws::Origin;
use crate::project::files::plain;
use crate::project::literal::YamlFile;
use crate::project::said::Said;
use crate::project::{ProjectQuestion, words};

/// Returns the name of the stack: from the line, a variable, or as it was selected.
///
/// Fails with the reason why it is not known, and its place.
pub(super) fn selected(
    question: &ProjectQuestion<'_, '_, '_>,
    project: &YamlFile<'_>,
    path: &Path,
) -> Result<String, (String, Origin)> {
    if let Some((name, _)) = words::option(question.words, &["--stack", "-s"]) {
        return Ok(name.to_owned());
    }
    let environment = &question.facts.world.environment;
    if let Some(name) = environment.non_empty("PULUMI_STACK") {
        return Ok(name.to_string_lossy().into_owned());
    }
    let unknown = || ("is that of a stack that is not known".to_owned(), Origin::file(path));
    let Said::Certain(name, _) = project.said(&["name"]) else { return Err(unknown()) };
    let home = question.facts.world.locations.home.as_ref().map(|home| home.join(".pulumi"));
    let home = environment.non_empty("PULUMI_HOME").map(PathBuf::from).or(home);
    let working = environment.non_empty("PWD").map(OsString::from);
    let (Some(home), Some(working)) = (home, working) else { return Err(unknown()) };
    let whole = plain(&Path::new(&working).join(path));
    let hash = Sha1::digest(whole.as_os_str().as_encoded_bytes());
    let hash = data_encoding::HEXLOWER.encode(&hash);
    let noted = home.join("workspaces").join(format!("{name}-{hash}-workspace.json"));
    let noted = question.files.json(&noted).ok().flatten().ok_or_else(unknown)?;
    // There may be one for each place where states are.
    let several = noted["stacks"].as_object().into_iter().flat_map(|stacks| stacks.values());
    let mut names = several.chain([&noted["stack"]]).filter_map(Json::as_str);
    let name = names.next().filter(|name| !name.is_empty()).ok_or_else(unknown)?;
    if names.any(|other| other != name) { Err(unknown()) } else { Ok(name.to_owned()) }
}
