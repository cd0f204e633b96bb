//! The shells: how each quotes, colours and escapes, and the hook that each is given.
//!
//! Every difference between shells is a `match` with all arms in sight. Nothing here knows of AWS.

pub(crate) mod assign;
pub(crate) mod function_name;
pub(crate) mod init;
pub(crate) mod paint;
pub(crate) mod quote;
pub(crate) mod say;
pub(crate) mod word;

/// A shell that awsprompt has a hook for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    Zsh,
    Bash,
    Fish,
    Nushell,
}

impl Shell {
    pub(crate) const ALL: [Self; 4] = [Self::Zsh, Self::Bash, Self::Fish, Self::Nushell];

    /// Returns the shell whose program has this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shell| shell.name() == name)
    }

    /// The name of the program.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zsh => "zsh",
            Self::Bash => "bash",
            Self::Fish => "fish",
            Self::Nushell => "nu",
        }
    }
}
