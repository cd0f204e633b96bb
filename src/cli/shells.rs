//! Flags and help texts of what the start-up files and the completions of shells call.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// Print the lines that put the segment into a shell's prompt
///
/// Add one line to the shell's start-up file, at its end:
///
///   zsh   ~/.zshrc                    eval "$(awsprompt init zsh)"
///   bash  ~/.bashrc                   eval "$(awsprompt init bash)"
///   fish  ~/.config/fish/config.fish  awsprompt init fish | source
///
/// nushell cannot evaluate text. Two lines in ~/.config/nushell/config.nu write a file that it then
/// loads:
///
///   mkdir $"($nu.data-dir)/vendor/autoload"
///   awsprompt init nu | save -f $"($nu.data-dir)/vendor/autoload/awsprompt.nu"
///
/// For starship, `awsprompt init starship --install` adds a module to its file, and asks first.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  eval \"$(awsprompt init zsh --guard)\"         also ask before production changes
  awsprompt init fish --prompt right | source  at the right edge"
)]
pub(crate) struct InitArguments {
    /// The shell, or starship [default: the shell that calls this]
    #[arg(value_enum)]
    pub(crate) shell: Option<InitTarget>,

    /// Where the segment appears [default: left, or none if a theme draws the prompt]
    #[arg(long, value_name = "WHERE", value_enum)]
    pub(crate) prompt: Option<PlacementArgument>,

    /// The name of the switching function [default: awsp]
    #[arg(long, value_name = "NAME", conflicts_with = "no_cmd")]
    pub(crate) cmd: Option<String>,

    /// Do not define a switching function
    #[arg(long)]
    pub(crate) no_cmd: bool,

    /// Ask before aws changes a guarded account
    #[arg(long)]
    pub(crate) guard: bool,

    /// Add the module to starship's file, and keep a backup
    #[arg(long)]
    pub(crate) install: bool,

    /// Do not ask
    #[arg(long, requires = "install")]
    pub(crate) yes: bool,

    /// Print what the hook loads when it is first needed
    #[arg(long, hide = true)]
    pub(crate) later: bool,
}

/// A shell that awsprompt has a hook for
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InitShell {
    Zsh,
    Bash,
    Fish,
    #[value(name = "nu", alias = "nushell")]
    Nushell,
}

/// What `init` writes for
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InitTarget {
    Zsh,
    Bash,
    Fish,
    #[value(name = "nu", alias = "nushell")]
    Nushell,
    Starship,
}

/// Where the hook puts the segment
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlacementArgument {
    /// Before the left prompt
    Left,
    /// At the right edge
    Right,
    /// Nowhere: only set the variable `AWSPROMPT_SEGMENT`
    None,
}

/// Print the candidates for Tab; the shells' completion calls this
#[derive(Debug, Args)]
#[command(hide = true)]
pub(crate) struct CompleteArguments {
    #[arg(value_enum)]
    pub(crate) what: Names,

    #[arg(long, value_enum)]
    pub(crate) shell: InitShell,

    /// Leave out names that look like a flag
    #[arg(long)]
    pub(crate) no_flags: bool,

    /// The part of the word before the name, such as --profile=; for bash and nushell
    #[arg(long, value_name = "TEXT")]
    pub(crate) before: Option<OsString>,

    /// The word up to the cursor, quotes and all
    #[arg(long)]
    pub(crate) word: Option<OsString>,

    /// `COMP_WORDBREAKS`; for bash
    #[arg(long, value_name = "CHARACTERS")]
    pub(crate) breaks: Option<OsString>,

    /// The words between the name of the function that switches and the word
    #[arg(last = true)]
    pub(crate) line: Vec<OsString>,
}

/// Which names to complete
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Names {
    Profiles,
    Regions,
    Accounts,
}

/// Print a completion file for awsprompt's own commands and flags
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt completions fish > ~/.config/fish/completions/awsprompt.fish")]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: InitShell,

    /// Print what the hook loads at the first Tab
    #[arg(long, hide = true)]
    pub(crate) hook: bool,
}

/// Print the manual page of awsprompt or of one of its commands
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt man doctor | man -l -              read the page of doctor
  awsprompt man --dir ~/.local/share/man/man1  write all pages where man looks for them")]
pub(crate) struct ManArguments {
    /// The command
    #[arg(value_name = "COMMAND", value_hint = ValueHint::Other)]
    pub(crate) command: Option<OsString>,

    /// Write all pages into this directory
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) dir: Option<PathBuf>,
}

/// Show what there is of awsprompt on this machine, and remove it after asking
///
/// Removes the settings, the state, the completion files, the manual pages, and the program, unless
/// a package manager has installed it. Lines in start-up files are named, not changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt uninstall        show what there is, and ask before it is removed
  awsprompt uninstall --yes  without a question")]
pub(crate) struct UninstallArguments {
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Show what the segment says on sample files, or open a shell to try it
///
/// Your files are neither read nor changed: the sample files are part of the program, and the shell
/// gets a temporary home directory.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt demo      twelve segments, and what each means
  awsprompt demo zsh  a shell with five things to try")]
pub(crate) struct DemoArguments {
    /// Open this shell in a temporary home with the hook and the guard loaded
    #[arg(value_enum)]
    pub(crate) shell: Option<InitShell>,

    /// Show every kind of segment
    #[arg(long, conflicts_with = "shell")]
    pub(crate) all: bool,
}
