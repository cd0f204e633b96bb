//! What the CDK has made from an app: its stacks, and those of its stages.
//!
//! <https://github.com/aws/aws-cdk-cli/blob/main/packages/@aws-cdk/cloud-assembly-schema/lib/cloud-assembly/schema.ts>

use std::path::Path;

use serde_json::Value as Json;

use crate::aws::{AccountId, Origin};
use crate::project::ProjectQuestion;
use crate::project::literal::UNREAD;

/// How deep stages may be in stages.
const MOST_STAGES: usize = 16;

/// A stack as it was made.
pub(super) struct Stack {
    pub(super) id: String,
    /// What it is called on a line.
    pub(super) name: String,
    /// The account and region, such as `aws://111122223333/us-east-1`.
    pub(super) environment: String,
    pub(super) role: Option<String>,
    /// The ids of what has to be there before.
    pub(super) needs: Vec<String>,
    pub(super) place: Origin,
}

impl Stack {
    /// Returns the account, if the stack names one.
    pub(super) fn account(&self) -> Option<&str> {
        let environment = self.environment.strip_prefix("aws://").unwrap_or_default();
        let account = environment.split('/').next().unwrap_or_default();
        (account != "unknown-account").then_some(account)
    }

    /// Tells whether it goes where the environment is.
    pub(super) fn is_agnostic(&self) -> bool {
        let role = self.role.as_ref().filter(|role| !role.contains("${AWS::AccountId}"));
        self.account().is_none() && role.is_none_or(|role| AccountId::of_arn(role).is_none())
    }
}

/// Reads an assembly; fails with the reason why what it says is not known, and its place.
pub(super) fn read_assembly(
    question: &ProjectQuestion<'_, '_, '_>,
    directory: &Path,
) -> Result<Vec<Stack>, (String, Origin)> {
    let mut stacks = Vec::new();
    add(question, directory, 0, &mut stacks)?;
    Ok(stacks)
}

fn add(
    question: &ProjectQuestion<'_, '_, '_>,
    directory: &Path,
    depth: usize,
    stacks: &mut Vec<Stack>,
) -> Result<(), (String, Origin)> {
    let path = directory.join("manifest.json");
    let place = Origin::file(&path);
    let unread = || (UNREAD.to_owned(), place.clone());
    let manifest = question.files.json(&path).ok().flatten().ok_or_else(unread)?;
    if depth > MOST_STAGES {
        return Err(("is in one of too many stages".to_owned(), place));
    }
    let Some(artifacts) = manifest["artifacts"].as_object() else { return Ok(()) };
    for (id, artifact) in artifacts {
        let properties = &artifact["properties"];
        match artifact["type"].as_str() {
            Some("aws:cloudformation:stack") => {
                let name = artifact["displayName"].as_str().unwrap_or(id);
                let needs = artifact["dependencies"].as_array();
                let needs = needs.into_iter().flatten().filter_map(Json::as_str);
                stacks.push(Stack {
                    id: id.clone(),
                    name: name.to_owned(),
                    environment: artifact["environment"].as_str().unwrap_or_default().to_owned(),
                    role: properties["assumeRoleArn"].as_str().map(str::to_owned),
                    needs: needs.map(str::to_owned).collect(),
                    place: place.clone(),
                });
            }
            Some("cdk:cloud-assembly") => {
                let stage = properties["directoryName"].as_str().ok_or_else(unread)?;
                add(question, &directory.join(stage), depth + 1, stacks)?;
            }
            _ => {}
        }
    }
    Ok(())
}
