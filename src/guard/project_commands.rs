//! The commands of the project tools that only read, and the options that may stand before them.

use super::verdict::Listed;

/// How one tool's command line is read. What is in no table is a change, or an option that is not
/// known.
pub(super) struct Dialect {
    /// Options that take the next word, unless they have a value behind an equals sign.
    pub(super) valued: &'static [&'static str],
    /// Options that do not.
    pub(super) switches: &'static [&'static str],
    pub(super) help: &'static [&'static str],
    /// What tells the version, before any command.
    pub(super) version: &'static [&'static str],
    pub(super) profile: &'static [&'static str],
    pub(super) region: &'static [&'static str],
    /// Commands that only read, whatever follows.
    pub(super) reading: &'static [Listed],
    /// Commands that only read if no further word follows.
    pub(super) reading_alone: &'static [Listed],
    /// A command that reads, and an option with which it does not.
    pub(super) unless: &'static [(&'static str, &'static str)],
}

const LOCAL: &str = "changes only files of this computer";
const TOLD: &str = "only tells something";

/// <https://developer.hashicorp.com/terraform/cli/commands>,
/// <https://opentofu.org/docs/cli/commands/>
pub(super) static TERRAFORM: Dialect = Dialect {
    valued: &[],
    // Its value stands behind an equals sign, or it is refused.
    switches: &["-chdir"],
    help: &["-h", "-help", "--help"],
    version: &["-v", "-version", "--version"],
    profile: &[],
    region: &[],
    reading: &[
        Listed::reads("console", "only computes with the state"),
        Listed::reads("fmt", LOCAL),
        Listed::reads("get", LOCAL),
        Listed::reads("graph", TOLD),
        Listed::reads("init", LOCAL),
        Listed::reads("login", LOCAL),
        Listed::reads("logout", LOCAL),
        Listed::reads("metadata", TOLD),
        Listed::reads("modules", TOLD),
        Listed::reads("output", TOLD),
        Listed::reads("plan", "only compares"),
        Listed::reads("providers", LOCAL),
        Listed::reads("query", TOLD),
        Listed::reads("show", TOLD),
        Listed::reads("state list", TOLD),
        Listed::reads("state pull", TOLD),
        Listed::reads("state show", TOLD),
        Listed::reads("validate", TOLD),
        Listed::reads("version", TOLD),
        Listed::reads("workspace list", TOLD),
        Listed::reads("workspace select", LOCAL),
        Listed::reads("workspace show", TOLD),
    ],
    reading_alone: &[],
    // Both copy the state to where it will be, and the last creates one.
    unless: &[("init", "migrate-state"), ("init", "force-copy"), ("workspace select", "or-create")],
};

/// `diff` creates a change set to compare with, and deletes it.
///
/// <https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd.html>
pub(super) static CDK: Dialect = Dialect {
    valued: &[
        "--app",
        "-a",
        "--build",
        "--ca-bundle-path",
        "--context",
        "-c",
        "--output",
        "-o",
        "--plugin",
        "-p",
        "--profile",
        "--proxy",
        "--role-arn",
        "-r",
    ],
    switches: &[
        "--asset-metadata",
        "--ci",
        "--debug",
        "--ignore-errors",
        "--json",
        "-j",
        "--no-color",
        "--no-notices",
        "--notices",
        "--path-metadata",
        "--strict",
        "--trace",
        "--verbose",
        "-v",
        "--version-reporting",
        "--yes",
        "-y",
    ],
    help: &["-h", "--help"],
    version: &["--version"],
    profile: &["--profile"],
    region: &[],
    reading: &[
        Listed::reads("ack", LOCAL),
        Listed::reads("acknowledge", LOCAL),
        Listed::reads("context", LOCAL),
        Listed::reads("diff", "only compares"),
        Listed::reads("doc", TOLD),
        Listed::reads("docs", TOLD),
        Listed::reads("doctor", TOLD),
        Listed::reads("drift", "only compares"),
        Listed::reads("init", LOCAL),
        Listed::reads("list", TOLD),
        Listed::reads("ls", TOLD),
        Listed::reads("metadata", TOLD),
        Listed::reads("notices", TOLD),
        Listed::reads("synth", LOCAL),
        Listed::reads("synthesize", LOCAL),
    ],
    reading_alone: &[],
    unless: &[],
};

/// <https://www.pulumi.com/docs/iac/cli/commands/>
pub(super) static PULUMI: Dialect = Dialect {
    valued: &[
        "--color",
        "--cwd",
        "-C",
        "--memprofilerate",
        "--otel-traces",
        "--profiling",
        "--stack",
        "-s",
        "--tracing",
        "--verbose",
        "-v",
    ],
    switches: &[
        "--disable-integrity-checking",
        "--emoji",
        "-e",
        "--fully-qualify-stack-names",
        "--logflow",
        "--logtostderr",
        "--non-interactive",
    ],
    help: &["-h", "--help"],
    version: &["--version"],
    profile: &[],
    region: &[],
    reading: &[
        Listed::reads("config get", TOLD),
        Listed::reads("console", "opens a page"),
        Listed::reads("gen-completion", TOLD),
        Listed::reads("login", LOCAL),
        Listed::reads("logout", LOCAL),
        Listed::reads("logs", TOLD),
        Listed::reads("plugin ls", TOLD),
        Listed::reads("pre", "only compares"),
        Listed::reads("preview", "only compares"),
        Listed::reads("stack export", TOLD),
        Listed::reads("stack graph", LOCAL),
        Listed::reads("stack history", TOLD),
        Listed::reads("stack ls", TOLD),
        Listed::reads("stack output", TOLD),
        Listed::reads("stack select", LOCAL),
        Listed::reads("stack tag get", TOLD),
        Listed::reads("stack tag ls", TOLD),
        Listed::reads("version", TOLD),
        Listed::reads("whoami", TOLD),
    ],
    reading_alone: &[
        Listed::reads("about", TOLD),
        Listed::reads("config", TOLD),
        Listed::reads("stack", TOLD),
    ],
    unless: &[("stack select", "create"), ("stack select", "c")],
};

/// `local invoke` is not among them: it runs the project's code with the credentials at hand.
///
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-command-reference.html>
pub(super) static SAM: Dialect = Dialect {
    valued: &[],
    switches: &["--debug"],
    help: &["-h", "--help"],
    version: &["--info", "--version"],
    profile: &["--profile"],
    region: &["--region"],
    reading: &[
        Listed::reads("build", LOCAL),
        Listed::reads("docs", TOLD),
        Listed::reads("init", LOCAL),
        Listed::reads("list", TOLD),
        Listed::reads("local generate-event", TOLD),
        Listed::reads("logs", TOLD),
        Listed::reads("pipeline init", LOCAL),
        Listed::reads("remote test-event get", TOLD),
        Listed::reads("remote test-event list", TOLD),
        Listed::reads("traces", TOLD),
        Listed::reads("validate", TOLD),
    ],
    reading_alone: &[],
    unless: &[("pipeline init", "bootstrap")],
};

/// <https://docs.aws.amazon.com/eks/latest/eksctl/what-is-eksctl.html>
pub(super) static EKSCTL: Dialect = Dialect {
    valued: &["--color", "-C", "--verbose", "-v"],
    switches: &["--dumpLogs", "-d"],
    help: &["-h", "--help"],
    version: &[],
    profile: &["--profile", "-p"],
    region: &["--region", "-r"],
    reading: &[
        Listed::reads("completion", TOLD),
        Listed::reads("get", TOLD),
        Listed::reads("info", TOLD),
        Listed::reads("utils describe-addon-configuration", TOLD),
        Listed::reads("utils describe-addon-versions", TOLD),
        Listed::reads("utils describe-stacks", TOLD),
        Listed::reads("utils nodegroup-health", TOLD),
        Listed::reads("utils schema", TOLD),
        Listed::reads("utils write-kubeconfig", LOCAL),
        Listed::reads("version", TOLD),
    ],
    reading_alone: &[],
    unless: &[],
};
