//! Every flag and help text. No logic.

mod guarding;
mod shells;

use std::ffi::OsString;

use clap::{ArgGroup, Args, Command, Parser, Subcommand, ValueEnum, ValueHint};

pub(crate) use guarding::{
    AgentName, CheckArguments, GuardArguments, HookArguments, ProjectArguments,
};
pub(crate) use shells::{
    CompleteArguments, CompletionsArguments, DemoArguments, InitArguments, InitShell, InitTarget,
    ManArguments, Names, PlacementArgument, UninstallArguments,
};

/// Show in the shell prompt which AWS profile, account and region the next command will really use
#[derive(Debug, Parser)]
#[command(name = "awsprompt", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  awsprompt explain    what the next command would use, and why
  awsprompt help exec  what a command does, with an example
  awsprompt demo       what the segment says, on sample files")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: CliCommand,

    /// With --version, also list the client versions the rules were measured against
    #[arg(long, requires = "version")]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    Prompt(PromptArguments),
    Init(InitArguments),
    Switch(SwitchArguments),
    Exec(ExecArguments),
    List(ListArguments),
    Sessions(SessionsArguments),
    Complete(CompleteArguments),
    Explain(ExplainArguments),
    Whoami(WhoamiArguments),
    Doctor(DoctorArguments),
    Guard(GuardArguments),
    Check(CheckArguments),
    Project(ProjectArguments),
    Hook(HookArguments),
    Config(ConfigArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
    Uninstall(UninstallArguments),
    Demo(DemoArguments),
    Help(HelpArguments),
}

/// Print the help of awsprompt or of one of its commands
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt help exec  the same as awsprompt exec --help")]
pub(crate) struct HelpArguments {
    /// The command
    #[arg(value_name = "COMMAND", value_hint = ValueHint::Other)]
    pub(crate) command: Option<OsString>,
}

/// Print the segment for a prompt, such as [AWS:work 111122223333 us-east-1]
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(after_help = "\
Examples:
  awsprompt prompt  as it is by default
  awsprompt prompt --format '{profile}( {region})( {alert})'")]
pub(crate) struct PromptArguments {
    /// Write colours and escapes for this shell's prompt
    #[arg(long, value_name = "SHELL", value_enum, default_value_t = PromptShell::Plain)]
    pub(crate) shell: PromptShell,

    /// Use another layout, such as '{profile}( {region})( {alert})'
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<OsString>,

    /// The width of the terminal; below 60 columns the segment takes at most half of it
    #[arg(long, value_name = "N", value_hint = ValueHint::Other)]
    pub(crate) columns: Option<OsString>,

    /// A variable of the shell; it is reported if the next command does not inherit it
    #[arg(long, value_name = "NAME=VALUE", hide = true)]
    pub(crate) seen: Vec<OsString>,

    /// Also print the style, the plain text and how long they are valid; for older hooks of zsh
    #[arg(long, hide = true)]
    pub(crate) tone: bool,

    /// The same, with the alerts apart from the rest of the text
    #[arg(long, hide = true)]
    pub(crate) parts: bool,

    /// Print at the right edge of the screen; for bash
    #[arg(long, hide = true)]
    pub(crate) right: bool,

    /// Tell tmux too, if the settings say so; for the hooks
    #[arg(long, hide = true)]
    pub(crate) pane: bool,
}

/// What the segment is written for
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PromptShell {
    Zsh,
    Bash,
    Fish,
    #[value(name = "nu", alias = "nushell")]
    Nushell,
    Tmux,
    Starship,
    Plain,
}

/// The parser of what a person types after the name of the function that switches.
pub(crate) fn switching_function(name: &str) -> Command {
    SwitchArguments::augment_args(Command::new("awsp"))
        .about("Choose another AWS profile for this shell")
        .long_about(
            "Choose another AWS profile for this shell\n\n\
             Sets AWS_PROFILE, and removes every environment variable that would outrank it. \
             Without arguments, it lets you pick a profile at a terminal.",
        )
        .after_help(format!(
            "Examples:\n  \
             {name} work --for 15m   another profile, for a quarter of an hour\n  \
             {name} -r eu-west-1     another region for the profile in use\n  \
             {name} -                back to the previous profile, and to its region\n  \
             {name} -l prod          list the profiles that have this word"
        ))
        .max_term_width(100)
}

/// Choose another profile for this shell; the shell function awsp calls this
///
/// Sets `AWS_PROFILE`, and removes every environment variable that would outrank it.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(after_help = "\
Examples:
  awsp work --for 15m  another profile, for a quarter of an hour
  awsp -               back to the previous one")]
#[command(name = "switch", group(ArgGroup::new("name").args(["profile", "exactly"])))]
pub(crate) struct SwitchArguments {
    /// The profile: its name, words that match no other, - for the previous one, or . for the one
    /// that the directory expects
    #[arg(value_name = "PROFILE")]
    pub(crate) profile: Vec<OsString>,

    /// The profile of exactly this name, even if it is - or begins with -
    #[arg(last = true, value_name = "NAME", conflicts_with = "profile")]
    pub(crate) exactly: Option<OsString>,

    /// Set the region too, until the next switch; '' removes it
    #[arg(short, long, value_name = "REGION")]
    pub(crate) region: Option<OsString>,

    /// Switch back after this time, such as 15m or 2h
    #[arg(long = "for", value_name = "TIME", requires = "name", value_hint = ValueHint::Other)]
    pub(crate) time: Option<String>,

    /// Log in first, if the SSO or `aws login` session of the profile has ended
    #[arg(long, conflicts_with = "clear")]
    pub(crate) login: bool,

    /// Unset the profile
    #[arg(long, conflicts_with_all = ["profile", "exactly"])]
    pub(crate) clear: bool,

    /// List the profiles, or those that match the words
    #[arg(short, long,
        conflicts_with_all = [
            "exactly", "region", "time", "login", "clear", "off", "on", "lock", "unlock",
        ])]
    pub(crate) list: bool,

    /// Hide the segment in this shell
    #[arg(long)]
    pub(crate) off: bool,

    /// Show the segment again
    #[arg(long, conflicts_with = "off")]
    pub(crate) on: bool,

    /// Lock this shell to an account, by id or label [default: the account in use]
    // An empty value stands for the account in use.
    #[arg(long, value_name = "ACCOUNT", num_args = 0..=1, default_missing_value = "",
        value_hint = ValueHint::Other)]
    pub(crate) lock: Option<String>,

    /// Lift the lock
    #[arg(long, conflicts_with = "lock")]
    pub(crate) unlock: bool,

    /// Switch back because a limit has passed; for the hooks
    #[arg(long, value_name = "LIMIT", value_enum, hide = true,
        conflicts_with_all = [
            "name", "region", "time", "login", "clear", "off", "on", "lock", "unlock",
        ])]
    pub(crate) let_go: Option<Limit>,

    /// A command was typed and is about to run
    #[arg(long, hide = true, requires = "let_go")]
    pub(crate) typed: bool,

    /// A variable that the shell cannot remove, as it belongs to every shell, and its value if one
    /// of the shell's own hides it; for fish
    #[arg(long, value_name = "NAME[=VALUE]", hide = true)]
    pub(crate) universal: Vec<String>,

    /// The shell is interactive, even if no standard stream is a terminal
    #[arg(long, hide = true)]
    pub(crate) interactive: bool,

    #[arg(long, value_enum, hide = true)]
    pub(crate) shell: Option<InitShell>,

    /// The name of the function that calls this
    #[arg(long = "as", value_name = "NAME", hide = true)]
    pub(crate) function: Option<String>,

    /// Whether the person has confirmed the switch; no flag says so.
    #[arg(skip)]
    pub(crate) has_confirmed: bool,
}

/// What ends the use of a profile
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Limit {
    /// The time of `--for` is up.
    Until,
    /// No command was run during the idle time of the class.
    Idle,
}

/// Run one command, or a shell, under a profile
///
/// The command gets the environment that a switch would leave: `AWS_PROFILE`, and nothing that
/// outranks it. awsprompt execs it, so exit status and signals are the command's own.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt exec work -- aws s3 ls  one command
  awsprompt exec work               a shell")]
pub(crate) struct ExecArguments {
    /// The profile
    // Any word before `--` that is not a flag of this command is a name.
    #[arg(value_name = "PROFILE", allow_hyphen_values = true, value_hint = ValueHint::Other)]
    pub(crate) profile: OsString,

    /// Set the region too; '' removes it
    #[arg(short, long, value_name = "REGION", value_hint = ValueHint::Other)]
    pub(crate) region: Option<OsString>,

    /// The command and its arguments [default: the shell that SHELL names]
    #[arg(last = true, value_name = "COMMAND", value_hint = ValueHint::CommandName)]
    pub(crate) command: Vec<OsString>,
}

/// List the profiles with account, region, role, class and session, and mark the current one
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  awsprompt list prod admin  the profiles that have both words
  awsprompt list --names     one name a line, for pipes")]
pub(crate) struct ListArguments {
    /// List only the profiles of which name, label, account, role or class contains each word
    #[arg(value_name = "WORD", value_hint = ValueHint::Other)]
    pub(crate) words: Vec<String>,

    /// Print JSON for programs
    #[arg(long, conflicts_with = "names")]
    pub(crate) json: bool,

    /// Print only the names
    #[arg(long)]
    pub(crate) names: bool,
}

/// List the SSO and `aws login` sessions: how long each lasts, and which profiles use it
///
/// Works offline, from the files that the AWS CLI keeps.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt sessions  what has to be logged in again")]
pub(crate) struct SessionsArguments {
    /// Print JSON for programs
    #[arg(long)]
    pub(crate) json: bool,
}

/// Explain what the AWS CLI would use now, and where each value comes from
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt explain                 what the next command would use, and why
  awsprompt explain --profile work  the same for aws --profile work")]
pub(crate) struct ExplainArguments {
    /// Print JSON for programs
    #[arg(long)]
    pub(crate) json: bool,

    /// Use this profile, as if the client were run with --profile
    #[arg(long, value_name = "PROFILE", value_hint = ValueHint::Other)]
    pub(crate) profile: Option<OsString>,

    /// Use this region, as if the client were run with --region
    #[arg(long, value_name = "REGION", value_hint = ValueHint::Other)]
    pub(crate) region: Option<OsString>,
}

/// Ask AWS who you are, through the AWS CLI, and compare the answer with the prompt
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt whoami                 who the next command will be
  awsprompt whoami --profile work  who this profile is")]
pub(crate) struct WhoamiArguments {
    /// Print JSON for programs
    #[arg(long)]
    pub(crate) json: bool,

    /// Use this profile
    #[arg(long, value_name = "PROFILE", value_hint = ValueHint::Other)]
    pub(crate) profile: Option<OsString>,
}

/// Look for errors in the AWS files, the environment and this shell's hook
///
/// Exits with 1 if there is an error. Changes nothing unless --fix is given, and contacts AWS only
/// with --online.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(after_help = "\
Examples:
  awsprompt doctor        errors, each with the step that fixes it
  awsprompt doctor --fix  make files private that others can read")]
pub(crate) struct DoctorArguments {
    /// Print JSON for programs
    #[arg(long, conflicts_with = "fix")]
    pub(crate) json: bool,

    /// Also check the project in this directory and kubectl's context: do they use the account in
    /// the prompt, and does the project say which account it is for
    #[arg(long, conflicts_with = "fix")]
    pub(crate) project: bool,

    /// Also ask AWS, through the AWS CLI: does the identity match the prompt, is it root, and are
    /// its access keys older than 90 days
    #[arg(long, conflicts_with = "fix")]
    pub(crate) online: bool,

    /// Set mode 0600 on files that others can read or write, after asking
    #[arg(long)]
    pub(crate) fix: bool,

    /// Do not ask; for scripts
    #[arg(long, requires = "fix")]
    pub(crate) yes: bool,
}

/// Show awsprompt's own settings and where each comes from
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt config         what is in force, and mistakes
  awsprompt config --edit  open the settings in your editor")]
#[command(group(ArgGroup::new("task").args(["init", "edit", "path", "format"])))]
pub(crate) struct ConfigArguments {
    /// Write an example settings file, if there is none yet
    #[arg(long)]
    pub(crate) init: bool,

    /// Open the settings file in the editor that VISUAL or EDITOR names; first write an example,
    /// if there is none yet
    #[arg(long)]
    pub(crate) edit: bool,

    /// Print only the path of the settings file
    #[arg(long)]
    pub(crate) path: bool,

    /// Also check this layout, as for awsprompt prompt --format
    #[arg(long, value_name = "FORMAT", value_hint = ValueHint::Other)]
    pub(crate) format: Option<OsString>,
}
