//! `awsprompt demo`: what the segment says, on embedded sample files, or a shell to try it in.

use std::io;
use std::path::{Path, PathBuf};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::prompt::paint_spans;
use super::{Outcome, ThrowAwayShell};
use crate::aws::sample::{HOME, SampleMachine};
use crate::aws::{expiry, ours};
use crate::cli;
use crate::error::Error;
use crate::policy::FILE_NAME;
use crate::prompt::Settings;
use crate::prompt::segment::{self, Request, Span, Tone};
use crate::shell::Shell;
use crate::shell::paint::{PromptSyntax, paint};
use crate::shell::quote::quote;

const CONFIG: &str = include_str!("../../demo/config");
const CREDENTIALS: &str = include_str!("../../demo/credentials");
const SSO_TOKEN: &str = include_str!("../../demo/sso-token.json");
/// A project of Terraform.
const PROJECT: &str = include_str!("../../demo/main.tf");
/// What takes the place of the AWS CLI and of Terraform.
const STUB: &str = include_str!("../../demo/stub");
/// The session that has a token; that of `lapsed` has none.
const SSO_SESSION: &str = "corp";

/// A situation, and what it means.
type Scene = (&'static [Detail], &'static str);

/// How a situation differs from the sample files alone.
enum Detail {
    Variable(&'static str, &'static str),
    /// The value of `AWS_PROFILE` in a shell that does not export it.
    Unexported(&'static str),
    /// Text at the end of the config file.
    Config(&'static str),
    /// Text at the end of the credentials file.
    Credentials(&'static str),
    Settings(&'static str),
    /// The file `.awsprompt` of the working directory.
    Expectation(&'static str),
    /// The machine is an EC2 instance.
    Instance,
    /// A file of the working directory.
    Here(&'static str, &'static str),
}

const fn set(name: &'static str, value: &'static str) -> Detail {
    Detail::Variable(name, value)
}

const fn profile(name: &'static str) -> Detail {
    set("AWS_PROFILE", name)
}

const KEY_ID: Detail = set("AWS_ACCESS_KEY_ID", "AKIAYCWS2TAAQAAQEAYE");
const WORK_KEY_ID: Detail = set("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE");
const SECRET: Detail = set("AWS_SECRET_ACCESS_KEY", "not-a-real-secret");
const REGION: Detail = set("AWS_REGION", "us-east-1");
const DEFAULT_REGION: Detail = set("AWS_DEFAULT_REGION", "us-east-1");
const WORK: Detail = profile("work");
const ACME_PROD: Detail = profile("acme-prod");
const TOKEN_PATH: &str = "/var/run/token";
const TOKEN_FILE: Detail = set("AWS_WEB_IDENTITY_TOKEN_FILE", TOKEN_PATH);
const ROLE_ARN: Detail = set("AWS_ROLE_ARN", "arn:aws:iam::222233334444:role/Pod");
const CONTAINER: Detail =
    set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");

/// Nine minutes after the moment of the scenes.
const NINE_MINUTES: Detail = set("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T00:09:00Z");

/// Fourteen minutes after it.
const FOURTEEN_MINUTES: Detail = set("AWSPROMPT_UNTIL", "1767226440");

const KUBECONFIG: &str = "\
current-context: blue
clusters: [{name: 'arn:aws:eks:us-east-1:999988887777:cluster/blue', cluster: {server: 'https://x'}}]
contexts: [{name: blue, context: {cluster: 'arn:aws:eks:us-east-1:999988887777:cluster/blue', user: u}}]
users: [{name: u, user: {token: x}}]
";

/// A class, and a name for an account.
const CLASSES: &str = "\
[accounts]
111122223333 = acme-dev
[class production]
profiles = *-prod
style = bold white on red
symbol = ⚠
text = PRODUCTION
allowed_regions = us-*
";

/// The situations that are shown without `--all`: with their title they fit on 80 columns, and
/// with those of [`FIRST_ALARMS`] on 24 lines.
const FIRST: &[Scene] = &[
    (&[], "no profile chosen: dimmed"),
    (&[WORK], "profile, account and region"),
    (&[profile("staging-admin")], "a role, and its account"),
    (&[profile("team")], "IAM Identity Center"),
    (&[ACME_PROD], "looks like production: red"),
    (&[WORK, FOURTEEN_MINUTES], "after awsp work --for 15m"),
];

const FIRST_ALARMS: &[Scene] = &[
    (&[WORK, KEY_ID, SECRET], "exported keys win"),
    (&[WORK, set("AWS_DEFAULT_PROFILE", "personal")], "boto3 uses personal"),
    (
        &[profile("team"), Detail::Expectation("[expect]\nprofile = work\n")],
        "the directory's .awsprompt",
    ),
    (&[profile("wrok")], "no such profile"),
    (&[profile("lapsed")], "log in: awsp --login lapsed"),
    (
        &[WORK, Detail::Config("\n[profile broken\nregion = us-east-1\n")],
        "a syntax error; the line",
    ),
];

/// Other situations in which nothing is wrong.
const MORE: &[Scene] = &[
    (&[ACME_PROD, Detail::Settings(CLASSES)], "a class of the settings says how production looks"),
    (
        &[WORK, set("AWS_REGION", "eu-north-1"), set("AWS_DEFAULT_REGION", "eu-north-1")],
        "the region's variables take precedence over the profile's region",
    ),
    (&[KEY_ID, SECRET, REGION, DEFAULT_REGION], "exported keys; their account is in the key id"),
    (
        &[WORK_KEY_ID, SECRET, REGION, DEFAULT_REGION, set("AWS_VAULT", "work")],
        "exported keys that belong to the profile which aws-vault names",
    ),
    (
        &[KEY_ID, SECRET, REGION, DEFAULT_REGION, NINE_MINUTES],
        "exported keys that end in nine minutes",
    ),
    // No pod has profiles in addition to its role.
    (
        &[TOKEN_FILE, ROLE_ARN, REGION, Detail::Settings("[prompt]\nclients = cli2\n")],
        "web identity, as in a Kubernetes pod",
    ),
    (&[profile("empty"), CONTAINER], "a profile without credentials: the container's role is used"),
    (&[profile("empty"), Detail::Instance], "the same on an EC2 instance: its role is used"),
];

/// Other situations in which something is not as it looks.
const MORE_ALARMS: &[Scene] = &[
    (&[WORK, TOKEN_FILE, ROLE_ARN], "a web identity beats the profile"),
    (&[WORK, set("AWS_REGION", "eu-north-1")], "boto3 does not read AWS_REGION"),
    (
        &[
            profile("tool"),
            Detail::Config("\n[profile tool]\nregion = us-east-1\ncredential_process = tool\n"),
            Detail::Credentials(
                "\n[tool]\naws_access_key_id = AKIAYCWS2TAAQAAQEAYE\n\
                 aws_secret_access_key = not-a-real-secret\n",
            ),
        ],
        "keys in the credentials file are used, and credential_process is not",
    ),
    (&[Detail::Unexported("work")], "AWS_PROFILE=work without export: commands do not see it"),
    (
        &[profile("personal"), set("AWSPROMPT_LOCK", "111122223333")],
        "AWSPROMPT_LOCK binds this shell to another account",
    ),
    (
        &[
            ACME_PROD,
            set("AWS_REGION", "eu-west-1"),
            set("AWS_DEFAULT_REGION", "eu-west-1"),
            Detail::Settings(CLASSES),
        ],
        "the class does not allow this region",
    ),
    (
        &[WORK, Detail::Credentials("\n[work]\n")],
        "a syntax error in the credentials file: a duplicate section",
    ),
    (&[profile("console")], "the login session is gone: aws login"),
    (&[profile("empty")], "the profile has no credentials"),
    (&[WORK, KEY_ID], "a key id without its secret"),
    (
        &[KEY_ID, SECRET, REGION, set("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")],
        "the exported keys have expired",
    ),
    (&[profile("loop")], "a role that leads back to itself"),
    (&[profile("commented")], "a comment after a value is part of the value"),
    (&[WORK, set("AWS_REGION", "")], "AWS_REGION is set to nothing, which hides the profile's"),
    (
        &[WORK, set("AWS_ENDPOINT_URL", "http://localhost:4566")],
        "requests go to another endpoint than AWS",
    ),
    (
        &[
            WORK,
            Detail::Here(".terraform/terraform.tfstate", "{}"),
            Detail::Here("main.tf", PROJECT),
        ],
        "the Terraform project here makes its changes in another account",
    ),
    (
        &[
            WORK,
            Detail::Settings("[prompt]\nkube = yes\n"),
            Detail::Here(".kube/config", KUBECONFIG),
        ],
        "with [prompt] kube = yes: the cluster of kubectl is in another account",
    ),
    (
        &[WORK, Detail::Settings("[prompt]\ncolour = red\n")],
        "an error in awsprompt's own settings: awsprompt config",
    ),
];

/// Answers `awsprompt demo`.
pub(crate) fn run(
    arguments: &cli::DemoArguments,
    own_path: io::Result<PathBuf>,
    has_colour: bool,
) -> Result<Outcome, Error> {
    let Some(shell) = arguments.shell else {
        return Ok(Outcome::Answer(show(arguments.all, has_colour)));
    };
    let binary = own_path.ok().and_then(|path| path.into_os_string().into_string().ok());
    let binary = binary.ok_or_else(|| Error::failed("could not find out where this program is"))?;
    Ok(Outcome::Shell(throw_away(shell.into(), &binary)))
}

fn show(all: bool, has_colour: bool) -> String {
    let syntax = PromptSyntax::of_terminal(has_colour);
    let rows = |first: &[Scene], more: &[Scene]| -> Vec<_> {
        let more = if all { more } else { &[] };
        first.iter().chain(more).map(|scene| row(scene, has_colour)).collect()
    };
    let mut alarms = rows(FIRST_ALARMS, MORE_ALARMS);
    if all {
        let unknown = Span { text: segment::UNKNOWN.to_owned(), tone: Tone::Alarm };
        alarms.push((vec![unknown], "awsprompt failed, or is not installed any more"));
    }
    let groups = [
        ("What the next command will use", rows(FIRST, MORE)),
        ("What is not as it looks", alarms),
    ];
    let width = |spans: &[Span]| spans.iter().map(|span| span.text.width()).sum::<usize>();
    let widest = groups.iter().flat_map(|(_, rows)| rows).map(|(spans, _)| width(spans)).max();
    let mut text = String::new();
    for (title, rows) in &groups {
        text += &format!("{}\n\n", paint(syntax, Style::new().bold(), title));
        for (spans, meaning) in rows {
            let painted = paint_spans(syntax, has_colour, spans);
            // Not everything fits on 80 columns after the segment.
            let gap = widest.unwrap_or(0) - width(spans);
            let between = if all { "\n     ".to_owned() } else { " ".repeat(gap) };
            text += &format!("  {painted}{between}  {meaning}\n");
        }
        text.push('\n');
    }
    if !all {
        text += "More of them:                 awsprompt demo --all\n";
    }
    text + "Try it in a temporary home:   awsprompt demo zsh | bash | fish | nu\n"
}

/// Returns the segment of a situation, and what it means.
fn row((details, meaning): &Scene, has_colour: bool) -> (Vec<Span>, &'static str) {
    let mut machine = SampleMachine {
        variables: Vec::new(),
        config: CONFIG.to_owned(),
        credentials: CREDENTIALS.to_owned(),
        files: vec![(sso_token_path(), SSO_TOKEN), (TOKEN_PATH.into(), "token")],
        is_read_only: false,
    };
    let mut settings = Settings::default();
    let mut unexported = None;
    for detail in *details {
        match *detail {
            Detail::Variable(name, value) => machine.variables.push((name, value)),
            Detail::Unexported(profile) => unexported = Some(profile.to_owned()),
            Detail::Config(text) => machine.config += text,
            Detail::Credentials(text) => machine.credentials += text,
            Detail::Settings(text) => settings = Settings::parse(text),
            Detail::Expectation(text) => {
                let path = Path::new(HOME).join(FILE_NAME);
                settings.policy.expect(path, Ok(text.to_owned()));
            }
            Detail::Here(name, text) => machine.files.push((name.into(), text)),
            Detail::Instance => {
                machine.files.push(("/sys/class/dmi/id/sys_vendor".into(), "Amazon EC2"));
            }
        }
    }
    let request = Request { unexported, has_colour, ..Request::new(&settings) };
    (machine.ask(|facts| segment::segment(facts, &ours(facts), &request)), meaning)
}

fn sso_token_path() -> PathBuf {
    expiry::sso_token_path(Path::new(""), SSO_SESSION)
}

fn throw_away(shell: Shell, binary: &str) -> ThrowAwayShell {
    let arguments: &[&str] = match shell {
        Shell::Zsh | Shell::Fish | Shell::Nushell => &["-i"],
        Shell::Bash => &["--rcfile", "@HOME@/.bashrc", "-i"],
    };
    ThrowAwayShell {
        program: shell.name(),
        arguments,
        set: &[
            ("HOME", "@HOME@"),
            ("ZDOTDIR", "@HOME@"),
            ("XDG_CONFIG_HOME", "@HOME@/.config"),
            ("XDG_DATA_HOME", "@HOME@/.local/share"),
            ("XDG_STATE_HOME", "@HOME@/.local/state"),
            ("XDG_CACHE_HOME", "@HOME@/.cache"),
            ("HISTFILE", "@HOME@/.history"),
        ],
        remove: &["AWS", "STARSHIP", "POSH", "PROMPT_COMMAND"],
        files: files(shell, binary),
    }
}

/// Returns the files of the home, with their paths.
fn files(shell: Shell, binary: &str) -> Vec<(PathBuf, String)> {
    // Each sets a prompt of the shell's own, so that one sees what the hook adds.
    let (start_up_file, start_up) = match shell {
        Shell::Zsh => (".zshrc", include_str!("../../demo/zshrc")),
        Shell::Bash => (".bashrc", include_str!("../../demo/bashrc")),
        Shell::Fish => (".config/fish/config.fish", include_str!("../../demo/config.fish")),
        Shell::Nushell => (".config/nushell/config.nu", include_str!("../../demo/config.nu")),
    };
    let keys = match shell {
        Shell::Zsh | Shell::Bash | Shell::Fish => {
            "export AWS_ACCESS_KEY_ID=AKIAYCWS2TAAQAAQEAYE AWS_SECRET_ACCESS_KEY=x"
        }
        Shell::Nushell => {
            "load-env {AWS_ACCESS_KEY_ID: AKIAYCWS2TAAQAAQEAYE, AWS_SECRET_ACCESS_KEY: x}"
        }
    };
    let program = format!("#!/bin/sh\nexec {} \"$@\"\n", quote(Shell::Bash, binary));
    let files = [
        (start_up_file, start_up.replace("@AWSPROMPT@", &quote(shell, binary))),
        ("welcome", include_str!("../../demo/welcome").replace("@KEYS@", keys)),
        (".aws/config", CONFIG.to_owned()),
        (".aws/credentials", CREDENTIALS.to_owned()),
        (".config/awsprompt/config.ini", include_str!("../../demo/settings.ini").to_owned()),
        ("bin/awsprompt", program),
        ("bin/aws", STUB.to_owned()),
        ("bin/terraform", STUB.to_owned()),
        ("dev/.awsprompt", "[expect]\naccount = acme-dev\n".to_owned()),
        ("shop/main.tf", PROJECT.to_owned()),
        // Without this file, fish reads all manuals in the background, even after it ends.
        (".local/share/fish/generated_completions/none.fish", String::new()),
    ];
    let token = (sso_token_path(), SSO_TOKEN.to_owned());
    files.map(|(path, text)| (path.into(), text)).into_iter().chain([token]).collect()
}

#[cfg(test)]
mod tests;
