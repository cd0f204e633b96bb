//! Where each tool finds its project, and which keys choose an account there.

use super::project_tokens::ProjectSyntax;
use crate::project::Tool;

/// Where a tool finds what it does, and what can choose an account there.
pub(super) struct ProjectRules {
    /// The options that move the working directory.
    pub(super) directory: &'static [&'static str],
    /// The options that name a file of the project.
    pub(super) file: &'static [&'static str],
    /// The options that name a file next to which the project is.
    pub(super) beside: &'static [&'static str],
    /// The options that name a directory which the CDK has made from the project.
    pub(super) assembly: &'static [&'static str],
    /// The names of files in the directory, in which one `*` is any text.
    pub(super) names: &'static [&'static str],
    /// The language of a file whose name does not say it.
    pub(super) syntax: ProjectSyntax,
    keys: &'static [&'static str],
    /// The keys that count where their value is a text, which is a path that is not followed.
    paths: &'static [&'static str],
    /// Whether a file may be a program, which can be in another directory.
    pub(super) has_programs: bool,
}

/// The keys that choose an account in any of the tools.
const KEYS: [&str; 4] = ["allowed_account_ids", "assume_role", "profile", "role_arn"];

/// Its files are read, not searched.
const TERRAFORM: ProjectRules = ProjectRules {
    directory: &["-chdir"],
    file: &["-var-file"],
    beside: &[],
    assembly: &[],
    names: &[],
    syntax: ProjectSyntax::Json,
    keys: &[],
    paths: &[],
    has_programs: false,
};

/// <https://docs.aws.amazon.com/cdk/v2/guide/environments.html>
const CDK: ProjectRules = ProjectRules {
    directory: &[],
    file: &[],
    beside: &[],
    assembly: &["--app", "-a", "--output", "-o"],
    names: &["cdk.json", "cdk.context.json"],
    syntax: ProjectSyntax::Yaml,
    keys: &[],
    paths: &[],
    has_programs: false,
};

/// <https://www.pulumi.com/registry/packages/aws/installation-configuration/>,
/// <https://www.pulumi.com/docs/esc/>,
/// <https://www.pulumi.com/docs/iac/concepts/projects/project-file/>
const PULUMI: ProjectRules = ProjectRules {
    directory: &["-C", "--cwd"],
    file: &["--config-file"],
    beside: &[],
    assembly: &[],
    names: &["Pulumi*.yaml", "Pulumi*.yml", "Pulumi*.json", "Main.yaml", "Main.yml", "Main.json"],
    syntax: ProjectSyntax::Yaml,
    keys: &[
        "accessKey",
        "allowedAccountIds",
        "assumeRole",
        "assumeRoleWithWebIdentity",
        "assumeRoles",
        "environment",
        "roleArn",
        "sharedConfigFiles",
        "sharedCredentialsFiles",
        "stackConfigDir",
    ],
    paths: &["config"],
    has_programs: true,
};

/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html>
const SAM: ProjectRules = ProjectRules {
    directory: &[],
    file: &["--config-file"],
    beside: &["--template-file", "--template", "-t"],
    assembly: &[],
    names: &["samconfig.toml", "samconfig.yaml", "samconfig.yml"],
    syntax: ProjectSyntax::Yaml,
    keys: &[],
    paths: &[],
    has_programs: false,
};

/// <https://docs.aws.amazon.com/eks/latest/eksctl/schema.html>
const EKSCTL: ProjectRules = ProjectRules {
    directory: &[],
    file: &["--config-file", "-f"],
    beside: &[],
    assembly: &[],
    names: &[],
    syntax: ProjectSyntax::Yaml,
    keys: &[],
    paths: &[],
    has_programs: false,
};

impl ProjectRules {
    pub(super) fn of(tool: Tool) -> &'static Self {
        match tool {
            Tool::Terraform | Tool::Tofu => &TERRAFORM,
            Tool::Cdk => &CDK,
            Tool::Pulumi => &PULUMI,
            Tool::Sam => &SAM,
            Tool::Eksctl => &EKSCTL,
        }
    }

    /// Tells whether a key chooses an account. In Pulumi it has the provider's name before it.
    pub(super) fn is_key(&self, key: &str, value: Option<&str>) -> bool {
        let own = key.strip_prefix("aws:").or(key.strip_prefix("aws-native:")).unwrap_or(key);
        KEYS.contains(&own)
            || self.keys.contains(&own)
            || value.is_some() && self.paths.contains(&key)
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        // The tools leave hidden files out, which an editor may have made.
        let is_hidden = name.starts_with('.');
        !is_hidden
            && self.names.iter().any(|pattern| match pattern.split_once('*') {
                Some((start, end)) => name.starts_with(start) && name.ends_with(end),
                None => *pattern == name,
            })
    }
}
