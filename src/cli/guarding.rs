//! Flags and help texts of the guard and of `check`.

use std::ffi::OsString;

use clap::{ArgGroup, Args, ValueEnum, ValueHint};

/// Run a command, asking first if it would change a guarded account
///
/// The functions that `init --guard` defines call this. A read-only command, or a command on an
/// account that is not guarded, runs at once; exit status, signals and terminal are the command's
/// own. `AWSPROMPT_GUARD=off` skips the question.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt guard -- aws s3 rm s3://b/k          in a script, which has no function aws
  awsprompt guard --explain -- aws s3 rb s3://b  what it would change, and which rule decides")]
pub(crate) struct GuardArguments {
    /// Run nothing; show the target account and the rule that decides
    #[arg(long)]
    pub(crate) explain: bool,

    /// Run nothing; only ask, and exit with 0 if the command may run
    #[arg(long, conflicts_with = "explain")]
    pub(crate) no_run: bool,

    /// The shell is interactive, even if no standard stream is a terminal
    #[arg(long, hide = true)]
    pub(crate) interactive: bool,

    /// The profile whose time ended after the command was typed
    #[arg(long, value_name = "PROFILE", hide = true)]
    pub(crate) ended: Option<OsString>,

    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND", value_hint = ValueHint::CommandWithArguments)]
    pub(crate) command: Vec<OsString>,
}

/// Check that account, region and class are as expected (for scripts, CI and agents; never prompts)
///
/// Exits with 0 if all is as expected, and 1 if not. With a command: 3 if the guard would ask about
/// it or refuse it; 4 with --strict if awsprompt does not know the program. The files .awsprompt of
/// this directory and of all above it and `AWSPROMPT_LOCK` are checked too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt check --account acme-dev    is that the account in use?
  awsprompt check -- terraform apply    would the guard let this pass?
  awsprompt check --line - < deploy.sh  each command of a script")]
#[command(group(ArgGroup::new("what").args(["line", "command"]).multiple(true)))]
pub(crate) struct CheckArguments {
    /// The account id, or your label for the account
    #[arg(long, value_name = "ACCOUNT", value_hint = ValueHint::Other)]
    pub(crate) account: Option<String>,

    /// The region, or several patterns, such as 'eu-* us-east-1'
    #[arg(long, value_name = "REGION", value_hint = ValueHint::Other)]
    pub(crate) region: Option<String>,

    /// The class of the account
    #[arg(long, value_name = "CLASS", value_hint = ValueHint::Other)]
    pub(crate) class: Option<String>,

    /// Use this profile, as if the client were run with --profile
    #[arg(long, value_name = "PROFILE", value_hint = ValueHint::Other)]
    pub(crate) profile: Option<OsString>,

    /// Check another client instead: cli1 boto3 rust js terraform
    #[arg(long, value_name = "CLIENT", conflicts_with = "command", value_hint = ValueHint::Other)]
    pub(crate) client: Option<String>,

    /// Print JSON for programs
    #[arg(long)]
    pub(crate) json: bool,

    /// Exit with 4 if awsprompt does not know the program of a command
    #[arg(long, requires = "what")]
    pub(crate) strict: bool,

    /// Check each command of this line of shell; - reads it from stdin
    #[arg(long, value_name = "LINE", conflicts_with_all = ["command", "client", "profile"],
        allow_hyphen_values = true, value_hint = ValueHint::Other)]
    pub(crate) line: Option<OsString>,

    /// The aliases of the shell that runs the line, as its command alias prints them
    #[arg(long, value_name = "TEXT", requires = "line", value_hint = ValueHint::Other)]
    pub(crate) aliases: Option<String>,

    /// The command and its arguments
    #[arg(last = true, value_name = "COMMAND", value_hint = ValueHint::CommandWithArguments)]
    pub(crate) command: Vec<OsString>,
}

/// Show which accounts and regions a tool such as Terraform will reach, and why
///
/// Reads the files of the tool's project, or the kubeconfig. Nothing of a project is run.
/// Without a command, it is the project in this directory, as `apply` would use it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  awsprompt project                 the project in this directory
  awsprompt project --tool kubectl  the cluster of the current context
  awsprompt project -- terraform apply -var-file=prod.tfvars")]
pub(crate) struct ProjectArguments {
    /// The tool, such as terraform or kubectl
    #[arg(long, value_name = "TOOL", conflicts_with = "command", value_hint = ValueHint::Other)]
    pub(crate) tool: Option<String>,

    /// Print JSON for programs
    #[arg(long)]
    pub(crate) json: bool,

    /// The command and its arguments
    #[arg(last = true, value_name = "COMMAND", value_hint = ValueHint::CommandWithArguments)]
    pub(crate) command: Vec<OsString>,
}

/// Judge the commands of a coding agent by the account that they would reach; its hook calls this
///
/// Reads from stdin what the agent sends to its hook, and answers in the agent's format. It says no,
/// or asks a person if the agent can do that. It never approves a command.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(after_help = "\
Examples:
  awsprompt hook claude --install  add it to the settings of Claude Code
  awsprompt hook copilot --print   print it, where the file is not known")]
#[command(group(ArgGroup::new("task").args(["install", "uninstall", "print"])))]
#[command(group(ArgGroup::new("edit").args(["install", "uninstall"])))]
pub(crate) struct HookArguments {
    /// The agent
    #[arg(value_enum)]
    pub(crate) agent: AgentName,

    /// Say no to every account but this one: an id, or your label
    #[arg(long, value_name = "ACCOUNT", value_hint = ValueHint::Other)]
    pub(crate) account: Option<String>,

    /// Add the hook to the user's file of claude, codex, gemini or cursor, after asking
    #[arg(long)]
    pub(crate) install: bool,

    /// Remove the hook
    #[arg(long)]
    pub(crate) uninstall: bool,

    /// Print the hook, to be pasted
    #[arg(long)]
    pub(crate) print: bool,

    /// Change the file of this repository instead
    #[arg(long, requires = "edit")]
    pub(crate) project: bool,

    /// Do not ask
    #[arg(long, requires = "edit")]
    pub(crate) yes: bool,
}

/// A coding agent
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AgentName {
    Claude,
    Codex,
    Gemini,
    Cursor,
    Copilot,
    Windsurf,
    Kiro,
    Opencode,
    /// Another agent: it sends {"command": …, "cwd": …}, and the exit status 2 means no
    Plain,
}
