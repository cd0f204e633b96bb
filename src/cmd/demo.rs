//! `awsprompt demo`: every kind of segment on embedded sample files, or a shell to try it in.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::{Outcome, ThrowAwayShell, prompt::paint_spans};
use crate::{
    aws::{
        expiry,
        resolve::ours,
        sample::{HOME, SampleMachine},
    },
    cli,
    error::Error,
    policy::expectation,
    prompt::{
        segment::{self, Request, Span, Tone},
        settings::Settings,
    },
    shell::{
        Shell,
        paint::{PromptSyntax, paint},
        quote::quote,
    },
};

const CONFIG: &str = include_str!("../../demo/config");
const CREDENTIALS: &str = include_str!("../../demo/credentials");
const SSO_TOKEN: &str = include_str!("../../demo/sso-token.json");
/// The session whose token is there; that of `lapsed` is not.
const SSO_SESSION: &str = "corp";

/// A situation, and what it means.
struct Scene {
    /// What a person would have typed.
    variables: &'static [(&'static str, &'static str)],
    /// The profile that is set in the shell without `export`.
    unexported: Option<&'static str>,
    /// Text at the end of the config file.
    config_tail: &'static str,
    /// Text at the end of the credentials file.
    credentials_tail: &'static str,
    settings: &'static str,
    /// What the file `.awsprompt` of the working directory says, if there is one.
    expectation: Option<&'static str>,
    /// Whether the machine is an EC2 instance.
    on_instance: bool,
    meaning: &'static str,
}

const fn scene(variables: &'static [(&'static str, &'static str)], meaning: &'static str) -> Scene {
    Scene {
        variables,
        unexported: None,
        config_tail: "",
        credentials_tail: "",
        settings: "",
        expectation: None,
        on_instance: false,
        meaning,
    }
}

const KEY_ID: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIAYCWS2TAAQAAQEAYE");
const WORK_KEY_ID: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE");
const SECRET: (&str, &str) = ("AWS_SECRET_ACCESS_KEY", "not-a-real-secret");
const REGION: (&str, &str) = ("AWS_REGION", "us-east-1");
const DEFAULT_REGION: (&str, &str) = ("AWS_DEFAULT_REGION", "us-east-1");
const WORK: (&str, &str) = ("AWS_PROFILE", "work");
const ACME_PROD: (&str, &str) = ("AWS_PROFILE", "acme-prod");
const TOKEN_FILE: (&str, &str) = ("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token");
const ROLE_ARN: (&str, &str) = ("AWS_ROLE_ARN", "arn:aws:iam::222233334444:role/Pod");
const CONTAINER: (&str, &str) =
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");

/// Nine minutes after the moment of the scenes.
const NINE_MINUTES: (&str, &str) = ("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T00:09:00Z");

/// Fourteen minutes after it.
const FOURTEEN_MINUTES: (&str, &str) = ("AWSPROMPT_UNTIL", "1767226440");

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

/// The situations in which nothing is wrong.
const CALM: &[Scene] = &[
    scene(&[], "nothing chosen: the default profile, dimmed"),
    scene(&[WORK], "the profile that you chose, with its account and region"),
    scene(&[("AWS_PROFILE", "personal")], "another one"),
    scene(&[("AWS_PROFILE", "staging-admin")], "a role: the account is the role's, not the keys'"),
    scene(&[ACME_PROD], "a name that looks like production is red"),
    Scene {
        settings: CLASSES,
        ..scene(&[ACME_PROD], "the same where a class of the settings says what it shows")
    },
    scene(&[("AWS_PROFILE", "team")], "IAM Identity Center, with a login session"),
    scene(
        &[WORK, ("AWS_REGION", "eu-north-1"), ("AWS_DEFAULT_REGION", "eu-north-1")],
        "the region's variables take precedence over the profile's region",
    ),
    scene(
        &[KEY_ID, SECRET, REGION, DEFAULT_REGION],
        "exported keys; their account is in the key id",
    ),
    scene(
        &[WORK_KEY_ID, SECRET, REGION, DEFAULT_REGION, ("AWS_VAULT", "work")],
        "exported keys that belong to the profile which aws-vault names",
    ),
    scene(
        &[KEY_ID, SECRET, REGION, DEFAULT_REGION, NINE_MINUTES],
        "exported keys that end in nine minutes",
    ),
    scene(&[WORK, FOURTEEN_MINUTES], "a profile that you took for a time: awsp work --for 15m"),
    Scene {
        // No pod has profiles beside its role.
        settings: "[prompt]\nclients = cli2\n",
        ..scene(&[TOKEN_FILE, ROLE_ARN, REGION], "web identity, as in a Kubernetes pod")
    },
    scene(
        &[("AWS_PROFILE", "empty"), CONTAINER],
        "a profile without credentials: the container's role is used",
    ),
    Scene {
        on_instance: true,
        ..scene(&[("AWS_PROFILE", "empty")], "the same on an EC2 instance: its role is used")
    },
];

/// The situations in which something is not as it looks.
const ALARMING: &[Scene] = &[
    scene(&[WORK, KEY_ID, SECRET], "exported keys beat the profile: commands go to their account"),
    scene(&[WORK, TOKEN_FILE, ROLE_ARN], "and so does web identity"),
    scene(
        &[WORK, ("AWS_DEFAULT_PROFILE", "personal")],
        "boto3 takes the other variable, and lands in the other account",
    ),
    scene(&[WORK, ("AWS_REGION", "eu-north-1")], "boto3 does not read AWS_REGION"),
    Scene {
        unexported: Some("work"),
        ..scene(&[], "AWS_PROFILE=work without export: commands do not see it")
    },
    Scene {
        expectation: Some("[expect]\naccount = acme-dev\n"),
        settings: CLASSES,
        ..scene(&[("AWS_PROFILE", "personal")], "the file .awsprompt here expects another account")
    },
    scene(
        &[("AWS_PROFILE", "personal"), ("AWSPROMPT_LOCK", "111122223333")],
        "AWSPROMPT_LOCK binds this shell to another account",
    ),
    Scene {
        settings: CLASSES,
        ..scene(
            &[ACME_PROD, ("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-1")],
            "the class does not allow this region",
        )
    },
    scene(&[("AWS_PROFILE", "wrok")], "no such profile"),
    Scene {
        config_tail: "\n[profile broken\nregion = us-east-1\n",
        ..scene(&[WORK], "one syntax error, and the AWS CLI rejects every command; here the line")
    },
    Scene {
        credentials_tail: "\n[work]\n",
        ..scene(&[WORK], "the same in the credentials file: a duplicate section")
    },
    scene(&[("AWS_PROFILE", "lapsed")], "the SSO login session is gone: aws sso login"),
    scene(&[("AWS_PROFILE", "console")], "the login session is gone: aws login"),
    scene(&[("AWS_PROFILE", "empty")], "the profile has no credentials"),
    scene(&[WORK, ("AWS_ACCESS_KEY_ID", "AKIAYCWS2TAAQAAQEAYE")], "a key id without its secret"),
    scene(
        &[KEY_ID, SECRET, REGION, ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")],
        "the exported keys have expired",
    ),
    scene(&[("AWS_PROFILE", "loop")], "a role that leads back to itself"),
    scene(&[("AWS_PROFILE", "commented")], "a comment after a value is part of the value"),
    scene(&[WORK, ("AWS_REGION", "")], "AWS_REGION is set to nothing, which hides the profile's"),
    scene(
        &[WORK, ("AWS_ENDPOINT_URL", "http://localhost:4566")],
        "requests go to another endpoint than AWS",
    ),
    Scene {
        settings: "[prompt]\ncolour = red\n",
        ..scene(&[WORK], "a mistake in awsprompt's own settings: awsprompt config")
    },
];

/// What it means when the hook gets no answer.
const GONE: &str = "awsprompt itself cannot tell, or is gone";

/// Answers `awsprompt demo`.
pub(crate) fn run(
    arguments: &cli::DemoArguments,
    own_path: io::Result<PathBuf>,
    has_colour: bool,
) -> Result<Outcome, Error> {
    let Some(shell) = arguments.shell else {
        return Ok(Outcome::Answer(show(has_colour)));
    };
    let own_path = own_path.map(PathBuf::into_os_string).map(OsString::into_string);
    match own_path {
        Ok(Ok(binary)) => Ok(Outcome::Shell(throw_away(shell.into(), &binary))),
        _ => Err(Error::failed("could not find out where this program is")),
    }
}

fn show(has_colour: bool) -> String {
    let dialect = if has_colour { PromptSyntax::Terminal } else { PromptSyntax::Plain };
    let heading = |text: &str| paint(dialect, Style::new().bold(), text);
    let groups = [("What the next command will use", CALM), ("What is not as it looks", ALARMING)];
    let width =
        groups.iter().flat_map(|(_, scenes)| *scenes).map(|scene| scene.plain().width()).max();
    let line = |painted: &str, plain: &str, meaning: &str| {
        let gap = width.unwrap_or(0).saturating_sub(plain.width());
        format!("  {painted}{:gap$}  {meaning}\n", "")
    };
    let mut text = String::new();
    for (title, scenes) in groups {
        text += &format!("{}\n\n", heading(title));
        for scene in scenes {
            text += &line(&scene.painted(dialect, has_colour), &scene.plain(), scene.meaning);
        }
        text.push('\n');
    }
    text.pop();
    let unknown = Span { text: segment::UNKNOWN.to_owned(), tone: Tone::Alarm };
    text += &line(&paint_spans(dialect, has_colour, &[unknown]), segment::UNKNOWN, GONE);
    text += "\nTry it in a shell of its own:  awsprompt demo zsh | bash | fish\n";
    text
}

impl Scene {
    fn spans(&self) -> Vec<Span> {
        let mut files = vec![(expiry::sso_token_path(Path::new(""), SSO_SESSION), SSO_TOKEN)];
        files.push((PathBuf::from(TOKEN_FILE.1), ""));
        if self.on_instance {
            files.push(("/sys/class/dmi/id/sys_vendor".into(), "Amazon EC2"));
        }
        let machine = SampleMachine {
            variables: self.variables.to_vec(),
            config: CONFIG.to_owned() + self.config_tail,
            credentials: CREDENTIALS.to_owned() + self.credentials_tail,
            files,
        };
        let mut settings = Settings::parse(self.settings);
        if let Some(text) = self.expectation {
            let path = Path::new(HOME).join(expectation::FILE_NAME);
            settings.policy.expect(path, Ok(text.to_owned()));
        }
        let unexported = self.unexported.map(OsString::from);
        let request = Request { unexported, ..Request::new(&settings) };
        machine.ask(|facts| segment::segment(facts, &ours(facts), &request))
    }

    fn plain(&self) -> String {
        paint_spans(PromptSyntax::Plain, false, &self.spans())
    }

    fn painted(&self, dialect: PromptSyntax, has_colour: bool) -> String {
        paint_spans(dialect, has_colour, &self.spans())
    }
}

fn throw_away(shell: Shell, binary: &str) -> ThrowAwayShell {
    let hook = match shell {
        Shell::Zsh | Shell::Bash => {
            format!("eval \"$({} init {})\"", quote(shell, binary), shell.name())
        }
        Shell::Fish => format!("{} init fish | source", quote(shell, binary)),
    };
    let start_up = format!("{}{}{hook}\n", welcome(shell), plain_prompt(shell));
    let (start_up_file, arguments): (_, &[&str]) = match shell {
        Shell::Zsh => (".zshrc", &["-i"]),
        Shell::Bash => (".bashrc", &["--rcfile", "@HOME@/.bashrc", "-i"]),
        Shell::Fish => (".config/fish/config.fish", &["-i"]),
    };
    let token = expiry::sso_token_path(Path::new(""), SSO_SESSION);
    ThrowAwayShell {
        program: shell.name(),
        arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        set: [
            ("HOME", "@HOME@"),
            ("ZDOTDIR", "@HOME@"),
            ("XDG_CONFIG_HOME", "@HOME@/.config"),
            ("XDG_DATA_HOME", "@HOME@/.local/share"),
            ("HISTFILE", "@HOME@/.history"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .to_vec(),
        remove: vec!["AWS", "STARSHIP", "POSH", "PROMPT_COMMAND"],
        files: vec![
            (PathBuf::from(".aws/config"), CONFIG.to_owned()),
            (PathBuf::from(".aws/credentials"), CREDENTIALS.to_owned()),
            (token, SSO_TOKEN.to_owned()),
            (PathBuf::from(start_up_file), start_up),
            // Where this is missing, fish reads all manuals in the background, even after it ends.
            (PathBuf::from(".local/share/fish/generated_completions/none.fish"), String::new()),
        ],
    }
}

/// A prompt of the shell's own, so that one sees what the hook adds.
fn plain_prompt(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => "PROMPT='%1~ %# '\n",
        Shell::Bash => "PS1='\\W \\$ '\n",
        Shell::Fish => {
            "function fish_prompt\n    echo -n (prompt_pwd) '> '\nend\nset -g fish_greeting\n"
        }
    }
}

/// Tells what to try, in the words of the shell.
fn welcome(shell: Shell) -> String {
    let (choose, export, back) = match shell {
        Shell::Zsh | Shell::Bash => (
            "awsp work",
            "export AWS_ACCESS_KEY_ID=AKIAYCWS2TAAQAAQEAYE AWS_SECRET_ACCESS_KEY=x",
            "awsp -",
        ),
        Shell::Fish => (
            "awsp work",
            "set -gx AWS_ACCESS_KEY_ID AKIAYCWS2TAAQAAQEAYE; set -gx AWS_SECRET_ACCESS_KEY x",
            "awsp -",
        ),
    };
    let lines = [
        "A throw-away home with sample AWS files; it is gone when you leave with: exit",
        "Try:",
        &format!("  {choose}"),
        &format!("  {}", choose.replace("work", "acme-prod")),
        "  awsp",
        &format!("  {export}"),
        &format!("  {back}"),
    ];
    lines.iter().map(|line| format!("echo {}\n", quote(shell, line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_reads_as_it_should() {
        insta::assert_snapshot!(show(false));
    }

    #[test]
    fn every_alert_that_the_readme_explains_has_a_scene() {
        let readme = include_str!("../../README.md");
        let rows = readme.lines().filter_map(|line| line.strip_prefix("| `!"));
        let alerts: Vec<_> = rows
            .flat_map(|row| row.split(" | ").next().unwrap_or_default().split("`, `!"))
            .map(|alert| alert.trim_end_matches('`').split(':').next().unwrap_or_default())
            .collect();
        assert!(alerts.len() > 15, "{alerts:?}");
        let shown = show(false);
        for alert in alerts {
            assert!(shown.contains(&format!("!{alert}")), "{alert}");
        }
    }
}
