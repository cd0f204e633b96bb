//! awsprompt shows, in the shell prompt, which AWS identity, account and region the next command
//! will really use.
//!
//! Facts come in, decisions go out, effects come last:
//!
//! ```text
//! argv -> cli -> edge::look -> World -> aws::resolve -> Resolution -> cmd -> Outcome -> edge::perform
//!                                ^          |
//!                                +-- Need --+   the name of a cache file depends on the config
//! ```
//!
//! | module | what it is for |
//! |---|---|
//! | `cli` | every flag and help text; no logic |
//! | `quick` | the arguments of `prompt`, without the parser's work |
//! | `aws` | what AWS clients do: readers, resolver, accounts, caches; pure |
//! | `prompt` | a resolution as a segment: format, classes, alerts, settings; pure |
//! | `guard` | whether a command reads or changes, and what its line says; pure |
//! | `shell` | quoting, colours and hooks of each shell; pure |
//! | `cmd` | one file per command: arguments and facts to an outcome; pure |
//! | `edge` | the only code that touches the machine |
//! | `style` | colours and attributes, in words |
//! | `error` | messages, hints and the table of exit codes |
//! | `printable` | makes data safe to show |
#![forbid(unsafe_code)]

mod aws;
mod cli;
mod cmd;
mod edge;
mod error;
mod guard;
mod printable;
mod prompt;
mod quick;
mod shell;
mod style;

use std::ffi::OsString;

use aws::{
    resolve::{Facts, settle},
    world::Need,
};
use clap::{Parser, error::ErrorKind};
use cli::{Cli, Command};
use cmd::{Outcome, doctor::Questions, whoami};
use edge::{
    aws_cli,
    look::{self, Machine},
    perform::perform,
    surroundings,
};
use error::{Error, Status};
use guard::command::without_assignments;
use prompt::{segment, settings::Settings};

/// Runs the program on the arguments of this process, and returns what it exits with.
#[must_use]
pub fn run() -> u8 {
    let arguments = look::arguments();
    let outcome = match quick::prompt(&arguments) {
        Some(prompt) => answer(&Command::Prompt(prompt)),
        None => match Cli::try_parse_from(&arguments) {
            Ok(cli) => answer(&cli.command),
            Err(error) => usage(&error, &arguments),
        },
    };
    perform(&outcome).code()
}

/// Works out what a command has to say.
fn answer(command: &Command) -> Outcome {
    match command {
        Command::Prompt(arguments) => prompt(arguments),
        Command::Init(arguments) => {
            let file = Machine::default().settings_file(&look::environment());
            cmd::init::run(arguments, &look::invocation(), &file.settings.unwrap_or_default())
        }
        Command::Config(arguments) => {
            let environment = look::environment();
            let file = Machine::default().settings_file(&environment);
            cmd::config::run(arguments, &file, &environment)
        }
        Command::Completions(arguments) => cmd::completions::run(arguments),
        Command::Demo(arguments) => {
            cmd::demo::run(arguments, look::own_path(), look::stdout_has_colour())
        }
        Command::Switch(arguments) => {
            let person = look::person();
            asked(|facts, settings| cmd::switch::run(arguments, facts, settings, person))
        }
        Command::Exec(arguments) => {
            let person = look::person();
            asked(|facts, settings| cmd::exec::run(arguments, facts, settings, person))
        }
        Command::List(arguments) => {
            let screen = look::screen();
            asked(|facts, settings| cmd::list::run(arguments, facts, settings, screen))
        }
        Command::Complete(arguments) => match arguments.what {
            cli::Names::Regions => cmd::complete::regions(arguments),
            cli::Names::Profiles => {
                asked(|facts, settings| Ok(cmd::complete::profiles(arguments, facts, settings)))
            }
        },
        Command::Whoami(arguments) => {
            let screen = look::screen();
            let reply =
                aws_cli::ask(&whoami::question(whoami::IDENTITY, arguments.profile.as_deref()));
            asked(|facts, settings| whoami::run(arguments, facts, settings, screen, &reply))
        }
        Command::Explain(arguments) => {
            let screen = look::screen();
            asked(|facts, settings| cmd::explain::run(arguments, facts, settings, screen))
        }
        Command::Guard(arguments) => {
            let (screen, person) = (look::screen(), look::person());
            let is_somebody_there = look::somebody_is_there(arguments.interactive);
            asked(|facts, settings| {
                cmd::guard::run(arguments, facts, settings, screen, person, is_somebody_there)
            })
        }
        Command::Check(arguments) => {
            let (assigned, _) = without_assignments(&arguments.command);
            asked_where(assigned, |facts, settings| cmd::check::run(arguments, facts, settings))
        }
        Command::Doctor(arguments) => doctor(arguments),
    }
}

/// Asks a question about the facts of this machine and the user's settings.
fn asked<T>(question: impl Fn(&Facts<'_, '_>, &Settings) -> Result<T, Need>) -> T {
    asked_where(Vec::new(), question)
}

/// Asks it where variables are assigned otherwise than in the environment.
fn asked_where<T>(
    assigned: Vec<(OsString, OsString)>,
    question: impl Fn(&Facts<'_, '_>, &Settings) -> Result<T, Need>,
) -> T {
    let machine = Machine::default();
    let world = kept(machine.world_where(assigned));
    let settings = kept(machine.settings(&world.environment));
    settle(world, |need| machine.find(need), |facts| question(facts, settings))
}

/// Works out the segment, and for zsh how long it holds.
fn prompt(arguments: &cli::Prompt) -> Outcome {
    let machine = Machine::default();
    let world = kept(machine.world());
    let settings = kept(machine.settings(&world.environment));
    let prompt = |facts: &Facts<'_, '_>| cmd::prompt::run(arguments, facts, settings);
    let mut segment = settle(world, |need| machine.find(need), prompt);
    if arguments.tone {
        segment += &machine.watch(&world.clock);
    }
    Outcome::Segment(segment)
}

/// Looks at the machine beyond the facts of a resolution, and asks AWS where that is wanted.
fn doctor(arguments: &cli::Doctor) -> Outcome {
    let machine = Machine::default();
    let find = |need| machine.find(need);
    let world = machine.world();
    let settings = machine.settings_file(&world.environment);
    let surroundings = surroundings::surroundings(&world);
    let screen = look::screen();
    let answers =
        arguments.online.then(|| settle(&world, find, Questions::new).asked(aws_cli::ask));
    settle(&world, find, |facts| {
        cmd::doctor::run(arguments, facts, &settings, &surroundings, answers.as_ref(), screen)
    })
}

/// Keeps facts until the process ends, which frees them all at once and in no time.
fn kept<T>(facts: T) -> &'static T {
    Box::leak(Box::new(facts))
}

/// Says what is wrong with the arguments, or what was asked about them.
fn usage(error: &clap::Error, arguments: &[OsString]) -> Outcome {
    let is_answer = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_command = |name| arguments.get(1).is_some_and(|command| command == name);
    let text = error.render();
    let is_verbose = arguments.iter().any(|argument| argument == "--verbose");
    if error.kind() == ErrorKind::DisplayVersion && is_verbose {
        return Outcome::Answer(cmd::version::verbose(&text.to_string()));
    }
    if is_answer {
        let has_colour = look::stdout_has_colour();
        let text = if has_colour { text.ansi().to_string() } else { text.to_string() };
        // What `switch` writes to stdout is evaluated.
        return if is_command("switch") {
            Outcome::Told { answer: String::new(), note: text, status: Status::Done }
        } else {
            Outcome::Answer(text)
        };
    }
    // A prompt is no place for an error message, and never fails.
    if is_command("prompt") {
        return Outcome::Segment(format!("{}\n", segment::UNKNOWN));
    }
    // Nor is the line that is being completed.
    if is_command("complete") {
        return Outcome::Answer(String::new());
    }
    Outcome::Failure(Error::usage(text.to_string()))
}
