//! The tools that change an account from a project's files.

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
    /// The ends of the names of files that only its projects have.
    files: &'static [&'static str],
    /// What it is told to make what the project describes.
    deploys: &'static str,
}

/// The tools built on the same SDK for Go as Terraform's provider.
const TERRAFORM: ToolRow = ToolRow {
    programs: &["terraform"],
    client: Client::Terraform,
    directory: &["-chdir", "--chdir"],
    deciding: &["chdir", "var", "var-file", "backend-config"],
    files: &[".tf", ".tf.json"],
    deploys: "apply",
};

const TOFU: ToolRow = ToolRow { programs: &["tofu"], files: &[".tofu", ".tofu.json"], ..TERRAFORM };

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
    files: &["terragrunt.hcl", "terragrunt.hcl.json"],
    ..TERRAFORM
};

const CDK: ToolRow = ToolRow {
    // npx runs it by the name of its package.
    programs: &["cdk", "aws-cdk"],
    client: Client::JsSdk,
    directory: &[],
    deciding: &["app", "a", "output", "o", "context", "c", "region"],
    files: &["cdk.json"],
    deploys: "deploy",
};

const PULUMI: ToolRow = ToolRow {
    programs: &["pulumi"],
    client: Client::Terraform,
    directory: &["-C", "--cwd"],
    deciding: &["C", "cwd", "stack", "s", "config", "c", "config-file"],
    files: &["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"],
    deploys: "up",
};

const SAM: ToolRow = ToolRow {
    programs: &["sam"],
    client: Client::Boto3,
    directory: &[],
    deciding: &["config-env", "config-file", "template-file", "template", "t"],
    files: &["samconfig.toml", "samconfig.yaml", "samconfig.yml"],
    deploys: "deploy",
};

const SERVERLESS: ToolRow = ToolRow {
    programs: &["serverless", "sls", "osls"],
    client: Client::JsSdk,
    directory: &[],
    deciding: &["stage", "s", "region", "r", "param", "config", "c"],
    files: &["serverless.yml", "serverless.yaml", "serverless.json"],
    deploys: "deploy",
};

const EKSCTL: ToolRow = ToolRow {
    programs: &["eksctl"],
    client: Client::Terraform,
    directory: &[],
    deciding: &["config-file", "f"],
    files: &[],
    deploys: "create cluster",
};

const KUBECTL: ToolRow = ToolRow {
    programs: &["kubectl"],
    client: Client::AwsCliV2,
    directory: &[],
    deciding: &["context", "kubeconfig", "cluster", "user", "server", "s", "token"],
    files: &[],
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
    directory: &[],
    deciding: &[],
    files: &[],
    deploys: "push",
};

const CRANE: ToolRow = ToolRow { programs: &["crane", "skopeo"], ..DOCKER };

impl Tool {
    pub(crate) const ALL: [Self; 13] = [
        Self::Terraform,
        Self::Tofu,
        Self::Terragrunt,
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
    pub(super) fn has_file(self, name: &str) -> bool {
        let is_it = |known: &&str| match known.strip_prefix('.') {
            Some(_) => name.ends_with(*known),
            None => name == *known,
        };
        self.row().files.iter().any(is_it)
    }

    /// Returns what the tool is told to make what a project describes.
    pub(crate) fn deploys(self) -> &'static str {
        self.row().deploys
    }
}
