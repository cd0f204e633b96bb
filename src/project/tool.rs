//! The tools that change an account from a project's files.

/// A tool that changes an account from a project's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Terraform,
    Tofu,
    Cdk,
    Pulumi,
    Sam,
    Eksctl,
}

impl Tool {
    pub(crate) const ALL: [Self; 6] =
        [Self::Terraform, Self::Tofu, Self::Cdk, Self::Pulumi, Self::Sam, Self::Eksctl];

    /// Returns the name of the program.
    pub(crate) fn program(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Tofu => "tofu",
            Self::Cdk => "cdk",
            Self::Pulumi => "pulumi",
            Self::Sam => "sam",
            Self::Eksctl => "eksctl",
        }
    }
}
