//! The tools that change an account from a project's files.

use std::ffi::OsString;

use crate::aws::Client;

/// A tool that changes an account from a project's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Terraform,
    Tofu,
    Terragrunt,
    Cdk,
    Pulumi,
    Sam,
    Serverless,
    Eksctl,
    Kubectl,
    Helm,
    K9s,
    /// And others that move images. It counts only where a line names a registry of AWS.
    Docker,
    /// It moves images without keeping any on this computer, where `docker tag` only names one.
    Crane,
}

/// What a tool is called, and which of its words decide what it hits.
struct ToolRow {
    /// The name of the program, and then others that it has.
    programs: &'static [&'static str],
    client: Client,
    /// The options that move the directory in which it starts.
    directory: &'static [&'static str],
    /// The names of options whose values decide what is hit.
    deciding: &'static [&'static str],
    /// The names of files that only its projects have, and for which each prompt looks.
    files: &'static [&'static str],
    /// Other names, or the ends of some (`*.tf`), which are seen where the directory is listed.
    other_files: &'static [&'static str],
    /// How the names of the variables begin that it reads, besides those of AWS.
    variables: &'static [&'static str],
    /// What it is told to make what the project describes.
    deploys: &'static str,
}

/// The tools built on the same SDK for Go as Terraform's provider.
const TERRAFORM: ToolRow = ToolRow {
    programs: &["terraform"],
    client: Client::Terraform,
    directory: &["-chdir", "--chdir"],
    deciding: &["chdir", "var", "var-file", "backend-config"],
    files: &["main.tf", "provider.tf", "providers.tf", "versions.tf"],
    other_files: &["*.tf", "*.tf.json"],
    variables: &["TF_"],
    deploys: "apply",
};

const TOFU: ToolRow = ToolRow {
    programs: &["tofu"],
    files: &["main.tofu"],
    other_files: &["*.tofu", "*.tofu.json"],
    ..TERRAFORM
};

const TERRAGRUNT: ToolRow = ToolRow {
    programs: &["terragrunt"],
    directory: &["--working-dir", "--terragrunt-working-dir"],
    deciding: &[
        "working-dir",
        "terragrunt-working-dir",
        "config",
        "terragrunt-config",
        "source",
        "terragrunt-source",
        "iam-assume-role",
        "terragrunt-iam-role",
    ],
    files: &["terragrunt.hcl"],
    other_files: &["terragrunt.hcl.json"],
    variables: &["TF_", "TG_", "TERRAGRUNT_"],
    ..TERRAFORM
};

const CDK: ToolRow = ToolRow {
    // npx runs it by the name of its package.
    programs: &["cdk", "aws-cdk"],
    client: Client::JsSdk,
    directory: &[],
    deciding: &["app", "a", "output", "o", "context", "c", "region"],
    files: &["cdk.json"],
    other_files: &[],
    variables: &["CDK_", "AMAZON_"],
    deploys: "deploy",
};

const PULUMI: ToolRow = ToolRow {
    programs: &["pulumi"],
    client: Client::Terraform,
    directory: &["-C", "--cwd"],
    deciding: &["C", "cwd", "stack", "s", "config", "c", "config-file"],
    files: &["Pulumi.yaml", "Pulumi.yml"],
    other_files: &["Pulumi.json"],
    variables: &["PULUMI_"],
    deploys: "up",
};

const SAM: ToolRow = ToolRow {
    programs: &["sam"],
    client: Client::Boto3,
    directory: &[],
    deciding: &["config-env", "config-file", "template-file", "template", "t"],
    files: &["samconfig.toml", "samconfig.yaml"],
    other_files: &["samconfig.yml"],
    variables: &[],
    deploys: "deploy",
};

const SERVERLESS: ToolRow = ToolRow {
    programs: &["serverless", "sls", "osls"],
    client: Client::JsSdk,
    directory: &[],
    deciding: &["stage", "s", "region", "r", "param", "config", "c"],
    files: &["serverless.yml", "serverless.yaml"],
    other_files: &["serverless.json", "serverless.js", "serverless.ts", "serverless-compose.yml"],
    // It reads those that its files name.
    variables: &[],
    deploys: "deploy",
};

const EKSCTL: ToolRow = ToolRow {
    programs: &["eksctl"],
    client: Client::Terraform,
    deciding: &["config-file", "f"],
    deploys: "create cluster",
    ..KUBECTL
};

const KUBECTL: ToolRow = ToolRow {
    programs: &["kubectl"],
    client: Client::AwsCliV2,
    directory: &[],
    deciding: &["context", "kubeconfig", "cluster", "user", "server", "s", "token"],
    files: &[],
    other_files: &[],
    variables: &[],
    deploys: "apply",
};

const HELM: ToolRow = ToolRow {
    programs: &["helm"],
    deciding: &["kube-context", "kubeconfig", "kube-apiserver", "kube-token"],
    deploys: "upgrade",
    ..KUBECTL
};

const K9S: ToolRow = ToolRow { programs: &["k9s"], deploys: "", ..KUBECTL };

const DOCKER: ToolRow = ToolRow {
    programs: &["docker", "podman", "nerdctl", "finch", "buildah"],
    client: Client::Terraform,
    deciding: &[],
    deploys: "push",
    ..KUBECTL
};

const CRANE: ToolRow =
    ToolRow { programs: &["crane", "skopeo", "cosign", "oras", "regctl"], ..DOCKER };

impl Tool {
    pub(crate) const ALL: [Self; 13] = [
        Self::Terragrunt,
        Self::Tofu,
        Self::Terraform,
        Self::Cdk,
        Self::Pulumi,
        Self::Sam,
        Self::Serverless,
        Self::Eksctl,
        Self::Kubectl,
        Self::Helm,
        Self::K9s,
        Self::Docker,
        Self::Crane,
    ];

    fn row(self) -> &'static ToolRow {
        match self {
            Self::Terraform => &TERRAFORM,
            Self::Tofu => &TOFU,
            Self::Terragrunt => &TERRAGRUNT,
            Self::Cdk => &CDK,
            Self::Pulumi => &PULUMI,
            Self::Sam => &SAM,
            Self::Serverless => &SERVERLESS,
            Self::Eksctl => &EKSCTL,
            Self::Kubectl => &KUBECTL,
            Self::Helm => &HELM,
            Self::K9s => &K9S,
            Self::Docker => &DOCKER,
            Self::Crane => &CRANE,
        }
    }

    fn is_of_terraform(self) -> bool {
        matches!(self, Self::Terragrunt | Self::Tofu | Self::Terraform)
    }

    /// Tells whether a line is one of it only where it names a registry of AWS.
    pub(crate) fn moves_images(self) -> bool {
        matches!(self, Self::Docker | Self::Crane)
    }

    /// Returns the name of the program.
    pub(crate) fn program(self) -> &'static str {
        self.row().programs[0]
    }

    /// Returns the names of the program.
    pub(crate) fn programs(self) -> &'static [&'static str] {
        self.row().programs
    }

    /// Returns the client by whose rules the tool finds its account.
    pub(crate) fn client(self) -> Client {
        self.row().client
    }

    pub(super) fn directory_options(self) -> &'static [&'static str] {
        self.row().directory
    }

    /// Returns the names of the options whose values decide what is hit.
    pub(crate) fn deciding_options(self) -> &'static [&'static str] {
        self.row().deciding
    }

    /// Tells whether only projects of this tool have a file of this name.
    fn has_file(self, name: &str) -> bool {
        let ToolRow { files, other_files, .. } = self.row();
        let is_it = |known: &&str| match known.strip_prefix('*') {
            Some(end) => name.ends_with(end),
            None => name == *known,
        };
        files.iter().chain(*other_files).any(is_it)
    }

    /// Returns the tools of which a directory with these names has a project.
    pub(super) fn all_with_files(names: &[OsString]) -> Vec<Self> {
        let names: Vec<_> = names.iter().filter_map(|name| name.to_str()).collect();
        let has_file = |tool: &Self| names.iter().any(|name| tool.has_file(name));
        let mut tools: Vec<_> = Self::ALL.into_iter().filter(has_file).collect();
        // A project for Terragrunt or OpenTofu may have files for Terraform too.
        tools.dedup_by(|next, first| next.is_of_terraform() && first.is_of_terraform());
        tools
    }

    /// Returns the names for which each prompt looks.
    pub(super) fn marks() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().flat_map(|tool| tool.row().files).copied()
    }

    /// Returns how the names of the variables begin that it reads, besides those of AWS.
    pub(super) fn variables(self) -> &'static [&'static str] {
        self.row().variables
    }

    /// Returns what the tool is told to make what a project describes.
    pub(crate) fn deploys(self) -> &'static str {
        self.row().deploys
    }
}
