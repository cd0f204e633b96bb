//! Whole commands on any home: the files, variables and command lines are parts of one input.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::Parser;
use serde_json::Value;

use crate::aws::caller::{Reply, Run};
use crate::aws::sample::SampleMachine;
use crate::aws::{AwsFile, Dialect, Document, Facts, Heading, survey};
use crate::cli::{self, Cli, CliCommand};
use crate::cmd::agent::{self, AgentFiles};
use crate::cmd::doctor::Host;
use crate::cmd::uninstall::OwnPlaces;
use crate::cmd::{self, Outcome, Person, Screen};
use crate::error::Error;
use crate::printable::is_unprintable;
use crate::prompt::{Settings, SettingsFile, SettingsState};
use crate::shell::{Shell, assign, say};

/// What every secret of the seeds has in it.
const MARK: &str = "hush";

/// Run on every home, beside the command lines of the input.
const COMMANDS: [&str; 20] = [
    "prompt",
    "prompt --shell tmux",
    "prompt --shell zsh --tone",
    "prompt --shell bash --right",
    "prompt --shell fish",
    "list",
    "list --json",
    "list --names",
    "sessions",
    "explain",
    "explain --json",
    "doctor",
    "doctor --json",
    "check --json -- aws s3 rm s3://b",
    "guard --explain -- aws s3 rm s3://b",
    "complete profiles --shell bash",
    "switch --shell zsh default",
    "switch --shell bash -",
    "switch --shell fish --clear",
    "whoami",
];

/// The parts of an input, each below a line `==> NAME`. Other names than those below are paths.
struct Input<'a>(Vec<(&'a str, &'a str)>);

const CONFIG: &str = "config";
const CREDENTIALS: &str = "credentials";
const ENVIRONMENT: &str = "environment";
/// Parts that are no files of AWS: the user's settings, the directory's expectations, command
/// lines, and what AWS answers.
const SETTINGS: &str = "settings";
const EXPECTATION: &str = "expectation";
const LINES: &str = "commands";
const ANSWER: &str = "answer";
const OTHERS: [&str; 4] = [SETTINGS, EXPECTATION, LINES, ANSWER];

impl<'a> Input<'a> {
    fn read(text: &'a str) -> Self {
        let parts = text.split("==> ").skip(1);
        Self(parts.map(|part| part.split_once('\n').unwrap_or((part, ""))).collect())
    }

    fn part(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    fn variables(&self) -> Vec<(&'a str, &'a str)> {
        let lines = self.part(ENVIRONMENT).unwrap_or_default().lines();
        lines.filter_map(|line| line.split_once('=')).collect()
    }

    /// The two AWS files and all others.
    fn files(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        let is_file = |name: &str| name != ENVIRONMENT && !OTHERS.contains(&name);
        self.0.iter().copied().filter(move |(name, _)| is_file(name))
    }

    fn machine(&self) -> SampleMachine<'a> {
        let text = |name| self.part(name).unwrap_or_default().to_owned();
        let files = self.files().filter(|(name, _)| *name != CONFIG && *name != CREDENTIALS);
        SampleMachine {
            variables: self.variables(),
            config: text(CONFIG),
            credentials: text(CREDENTIALS),
            files: files.map(|(path, text)| (PathBuf::from(path), text)).collect(),
            is_read_only: false,
        }
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::parse(self.part(SETTINGS).unwrap_or_default());
        if let Some(text) = self.part(EXPECTATION) {
            settings.policy.expect("/h/.awsprompt".into(), Ok(text.to_owned()));
        }
        settings
    }

    /// Tells whether the mark stands only in values that are secret to every client, and in
    /// comments.
    fn is_secret(&self) -> bool {
        let has_mark = |name: &&str| self.part(name).is_some_and(|text| text.contains(MARK));
        let is_shown = |(name, value): &(&str, &str)| {
            name.contains(MARK) || (value.contains(MARK) && !is_secret_name(name))
        };
        !OTHERS.iter().any(has_mark)
            && !self.variables().iter().any(is_shown)
            && !self.files().any(|(name, text)| name.contains(MARK) || shows_mark(text))
    }
}

/// Tells whether a variable, a key of an AWS file, or one of a cache has a value to be hidden.
fn is_secret_name(name: &str) -> bool {
    let name: String = name.to_lowercase().chars().filter(|c| *c != '_').collect();
    let secret = ["secretaccesskey", "sessiontoken", "securitytoken", "accesstoken"];
    let other = ["refreshtoken", "clientsecret", "idtoken", "dpopkey"];
    let name = name.strip_prefix("aws").unwrap_or(&name);
    secret.contains(&name) || other.contains(&name)
}

/// Tells whether any reader finds the mark in something that is no secret.
fn shows_mark(text: &str) -> bool {
    let dialects = [Dialect::Python, Dialect::Rust, Dialect::JavaScript, Dialect::Go];
    let is_in_document = |document: &Document<'_>| {
        document.sections.iter().any(|section| {
            let name = match &section.heading {
                Heading::Python(name) => name,
                Heading::Profile(name) | Heading::SsoSession(name) | Heading::Services(name) => {
                    name.as_ref()
                }
            };
            let is_shown = |(key, value): (&str, &str)| {
                key.contains(MARK) || (value.contains(MARK) && !is_secret_name(key))
            };
            name.contains(MARK)
                || document.keys(section).any(|key| is_shown((&key.key, &key.value)))
        })
    };
    let is_in_file = |file| {
        is_in_document(&survey(text.as_bytes(), file).document)
            || dialects.iter().any(|dialect| {
                dialect.read(text.as_bytes(), file).is_ok_and(|document| is_in_document(&document))
            })
    };
    text.contains(MARK)
        && (is_in_file(AwsFile::Config)
            || is_in_file(AwsFile::Credentials)
            || serde_json::from_str(text).is_ok_and(|value| is_in_json(&value)))
}

fn is_in_json(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(MARK),
        Value::Array(values) => values.iter().any(is_in_json),
        Value::Object(members) => members.iter().any(|(name, value)| {
            name.contains(MARK)
                || (is_in_json(value) && !(value.is_string() && is_secret_name(name)))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The commands that run on every home; the parser would take longer than most of them.
static ALWAYS: LazyLock<Vec<CliCommand>> =
    LazyLock::new(|| COMMANDS.into_iter().filter_map(parsed).collect());

fn parsed(line: &str) -> Option<CliCommand> {
    let words = ["awsprompt"].into_iter().chain(line.split_whitespace());
    Cli::try_parse_from(words).ok().map(|cli| cli.command)
}

/// No command panics, shows a control character to a person, prints a secret, or prints a part of
/// what is to be evaluated.
pub fn commands(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let input = Input::read(&text);
    let settings = input.settings();
    let is_secret = input.is_secret();
    let answer = input.part(ANSWER).unwrap_or_default();
    let lines = input.part(LINES).unwrap_or_default().lines().take(4);
    input.machine().ask(|facts| {
        let others = lines.filter_map(parsed).collect::<Vec<_>>();
        for command in ALWAYS.iter().chain(&others) {
            let Some(outcome) = run(command, facts, &settings, answer) else { continue };
            check(command, &outcome);
            let is_printed = printed(&outcome).iter().any(|text| text.contains(MARK));
            assert!(!(is_secret && is_printed), "{command:?} prints a secret");
        }
    });
}

fn files<'a>(facts: &Facts<'a, '_>) -> AgentFiles<'a> {
    AgentFiles {
        environment: &facts.world.environment,
        home: Some("/h".as_ref()),
        lookup: facts.lookup,
        directory: "/w".as_ref(),
    }
}

fn own_places() -> OwnPlaces {
    let below_home = |name: &str| Some(Path::new("/h").join(name));
    OwnPlaces {
        settings: below_home(".config/awsprompt/config.ini"),
        state: below_home(".local/state/awsprompt"),
        program: below_home(".local/bin/awsprompt"),
    }
}

/// Runs a command that is about the facts.
fn run(
    command: &CliCommand,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    answer: &str,
) -> Option<Result<Outcome, Error>> {
    let person = Person { can_choose: true, can_be_asked: true, ..Person::default() };
    let screen = Screen { is_terminal: false, has_colour: false, width: Some(80) };
    let file = SettingsFile {
        path: Some("/h/.config/awsprompt/config".into()),
        state: SettingsState::Read,
        settings: settings.clone(),
    };
    Some(match command {
        CliCommand::Prompt(arguments) => {
            Ok(cmd::prompt::run(arguments, facts, settings, String::new))
        }
        CliCommand::Init(arguments) => {
            cmd::init::run(arguments, "/usr/bin/awsprompt".as_ref(), settings, None, screen)
        }
        CliCommand::Config(arguments) => {
            cmd::config::run(arguments, &file, &facts.world.environment, screen)
        }
        CliCommand::Switch(arguments) => {
            cmd::switch::run(arguments, &[], facts, settings, person, &|_| Ok(None))
        }
        CliCommand::Exec(arguments) => cmd::exec::run(arguments, facts, settings, person),
        CliCommand::List(arguments) => cmd::list::run(arguments, facts, settings, screen),
        CliCommand::Sessions(arguments) => cmd::sessions::run(arguments, facts, settings, screen),
        CliCommand::Complete(arguments) => Ok(match arguments.what {
            cli::Names::Regions => cmd::complete::regions(arguments),
            cli::Names::Accounts => cmd::complete::accounts(arguments, facts, settings),
            cli::Names::Profiles => cmd::complete::profiles(arguments, facts, settings),
        }),
        CliCommand::Explain(arguments) => cmd::explain::run(arguments, facts, settings, screen),
        CliCommand::Guard(arguments) => cmd::guard::run(arguments, facts, settings, screen, person),
        CliCommand::Check(arguments) => cmd::check::run(arguments, facts, settings, screen),
        CliCommand::Project(arguments) => cmd::project::run(arguments, facts, settings, screen),
        CliCommand::Whoami(arguments) => {
            let reply = Reply::Ran(Run {
                version: "aws-cli/2.36.7".to_owned(),
                succeeded: !answer.is_empty(),
                stdout: answer.to_owned(),
                stderr: answer.to_owned(),
            });
            cmd::whoami::run(arguments, facts, settings, screen, &reply)
        }
        CliCommand::Hook(arguments) => {
            agent::change(arguments, "/usr/bin/awsprompt".as_ref(), files(facts), person)
        }
        CliCommand::Uninstall(arguments) => {
            Ok(cmd::uninstall::run(arguments, &own_places(), files(facts), person))
        }
        CliCommand::Doctor(arguments) => {
            let directory = PathBuf::new();
            let host = Host { files: Vec::new(), shell: None, person, directory };
            Ok(cmd::doctor::run(arguments, facts, &file, &host, None, screen))
        }
        CliCommand::Completions(_)
        | CliCommand::Man(_)
        | CliCommand::Demo(_)
        | CliCommand::Help(_) => return None,
    })
}

/// Everything that an outcome writes, in order; what runs a program is left out.
fn printed(outcome: &Result<Outcome, Error>) -> Vec<String> {
    match outcome {
        Err(error) => vec![error.to_string()],
        Ok(outcome) => written(outcome),
    }
}

fn written(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Answer(text) | Outcome::Segment(text) => vec![text.clone()],
        Outcome::Report { answer, note, .. } => vec![answer.clone(), note.clone()],
        Outcome::NewFile { path, content, then } => {
            let mut lines = written(then);
            lines.extend([path.display().to_string(), content.clone()]);
            lines
        }
        Outcome::Remember { what, then } => {
            [Vec::from_iter(what.added_to(b"")), written(then)].concat()
        }
        Outcome::Ask(question) => [vec![question.text.clone()], written(&question.then)].concat(),
        Outcome::TellPane { then, .. } => written(then),
        Outcome::WithNote { note, then } => [vec![note.clone()], written(then)].concat(),
        Outcome::LogIn { line, .. } => vec![line.clone()],
        Outcome::Edit(change) => change.steps.iter().map(|step| step.shown.clone()).collect(),
        Outcome::Files { note, .. } => vec![note.clone()],
        Outcome::OnFiles(task) => vec![task.plan.clone()],
        Outcome::Exec(_) | Outcome::Shell(_) => Vec::new(),
    }
}

/// Checks the form of what a command writes.
fn check(command: &CliCommand, outcome: &Result<Outcome, Error>) {
    let mut texts = printed(outcome);
    match command {
        CliCommand::Switch(arguments) => {
            let is_answer = matches!(outcome, Ok(Outcome::Answer(_) | Outcome::Report { .. }));
            if let (Some(shell), true) = (arguments.shell, is_answer) {
                assert_can_be_evaluated(shell.into(), &texts.remove(0));
            }
        }
        // Shell code with more than changes of the environment in it.
        CliCommand::Init(_) | CliCommand::Complete(_) => return,
        CliCommand::Prompt(arguments) => {
            for text in &mut texts {
                *text = without_styles(arguments.shell, text);
            }
        }
        _ => {}
    }
    let is_json = matches!(
        command,
        CliCommand::List(cli::ListArguments { json: true, .. })
            | CliCommand::Explain(cli::ExplainArguments { json: true, .. })
            | CliCommand::Doctor(cli::DoctorArguments { json: true, .. })
            | CliCommand::Check(cli::CheckArguments { json: true, .. })
    );
    if is_json {
        if let Ok(outcome) = outcome {
            let parsed = serde_json::from_str::<Value>(&written(outcome)[0]);
            assert!(parsed.is_ok_and(|value| !value.is_null()), "{command:?}");
        }
        return;
    }
    for text in texts {
        let shown = text.replace('\n', "");
        assert!(!shown.contains(is_unprintable), "{command:?} shows {text:?}");
        assert!(text.is_empty() || text.ends_with('\n') || text.ends_with(' '), "{text:?}");
    }
}

/// Removes what the shell is to send to the terminal as it is; data cannot look like that.
fn without_styles(shell: cli::PromptShell, text: &str) -> String {
    let (opening, closing) = match shell {
        cli::PromptShell::Zsh => ("%{", "%}"),
        cli::PromptShell::Bash => ("\x01", "\x02"),
        cli::PromptShell::Fish | cli::PromptShell::Nushell | cli::PromptShell::Starship => {
            ("\x1b[", "m")
        }
        cli::PromptShell::Tmux | cli::PromptShell::Plain => return text.to_owned(),
    };
    // In zsh a percent sign of the data is doubled.
    let text = text.replace("%%", "");
    let mut pieces = text.split(opening);
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once(closing).map_or(piece, |(_, after)| after));
    [first].into_iter().chain(rest).collect()
}

/// Fails unless shell code is whole lines, each of a known form.
fn assert_can_be_evaluated(shell: Shell, code: &str) {
    let form = |code: &str| {
        let (form, _) = split(shell, code)?;
        Some(
            form.replace(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit(), "")
                .replace('_', ""),
        )
    };
    let known = [
        assign::line(shell, "A", Some(OsStr::new("a"))),
        assign::line(shell, "A", None),
        say::line(shell, "a"),
    ];
    let known: Vec<_> = known.iter().filter_map(|line| form(line)).collect();
    let code_form = form(code);
    let lines = code_form.as_ref().map(|form| form.split_inclusive('\n').collect::<Vec<_>>());
    let is_known = |line: &&str| known.iter().any(|known| known == line);
    assert!(lines.is_some_and(|lines| lines.iter().all(is_known)), "{code:?}");
}

/// Splits shell code into its form, with `@` for each quoted word, and these words; nothing if a
/// quote is left open.
pub(super) fn split(shell: Shell, code: &str) -> Option<(String, Vec<String>)> {
    let (mut form, mut words) = (String::new(), Vec::<String>::new());
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let is_quote_alone = c == '\\' && shell != Shell::Fish && chars.peek() == Some(&'\'');
        if c != '\'' && !is_quote_alone {
            form.push(c);
            continue;
        }
        if !form.ends_with('@') {
            form.push('@');
            words.push(String::new());
        }
        let word = words.last_mut()?;
        if is_quote_alone {
            word.extend(chars.next());
            continue;
        }
        loop {
            match chars.next()? {
                '\'' => break,
                '\\' if shell == Shell::Fish => {
                    let escaped = chars.next_if(|next| matches!(next, '\\' | '\''));
                    word.push(escaped.unwrap_or('\\'));
                }
                c => word.push(c),
            }
        }
    }
    Some((form, words))
}
