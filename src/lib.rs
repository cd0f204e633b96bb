//! awsprompt shows, in the shell prompt, which AWS identity, account and region the next command
//! will really use.
//!
//! Facts come in, decisions go out, effects come last:
//!
//! ```text
//! argv -> cli -> edge::look -> Facts -> aws::resolve -> Resolution -> cmd -> Outcome -> edge::perform
//! ```
//!
//! CONTRIBUTING.md has the table of the modules and of what each may import.
#![forbid(unsafe_code)]

mod aws;
mod cli;
mod cmd;
mod edge;
mod embedded;
mod error;
// It needs what the crate keeps to itself, and is no part of the program.
#[cfg(any(fuzzing, test))]
#[path = "../tests/fuzzing/mod.rs"]
pub mod fuzzing;
mod guard;
mod ini_file;
mod line;
mod policy;
mod printable;
mod project;
mod prompt;
mod quick;
mod shell;
mod style;
mod usage;

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::Path;

use aws::{Facts, ParsedFiles, caller};
use cli::{CliCommand, SwitchArguments};
use cmd::agent::{self, AgentFiles};
use cmd::doctor::Answers;
use cmd::judged_line::LARGEST_LINE;
use cmd::typed_line::TypedLine;
use cmd::{Outcome, whoami};
use edge::look::{self, Machine};
use edge::perform::perform;
use edge::{aws_cli, host};
use error::{Error, ErrorKind, Status};
use prompt::Settings;

/// Runs the program on the arguments of this process, and returns what it exits with.
#[must_use]
pub fn run() -> u8 {
    perform(&decide(&look::arguments())).code()
}

fn decide(arguments: &[OsString]) -> Result<Outcome, Error> {
    if let Some(arguments) = quick::prompt(arguments) {
        return Ok(prompt(&arguments));
    }
    match usage::parse(arguments) {
        Ok(command) => answer(&command),
        Err(error) => usage::answer(error, arguments, look::stdout_has_colour()),
    }
}

/// Answers `awsprompt help`: as the command itself does that is asked about.
fn help(command: Option<&OsString>) -> Result<Outcome, Error> {
    let mut line: Vec<OsString> = vec!["awsprompt".into()];
    line.extend(command.cloned());
    line.push("--help".into());
    decide(&line)
}

fn answer(command: &CliCommand) -> Result<Outcome, Error> {
    match command {
        CliCommand::Prompt(arguments) => Ok(prompt(arguments)),
        CliCommand::Init(arguments) => init(arguments),
        CliCommand::Config(arguments) => {
            let environment = look::environment();
            let file = Machine::default().settings_file(&environment);
            cmd::config::run(arguments, &file, &environment, look::screen())
        }
        CliCommand::Completions(arguments) => Ok(cmd::completions::run(arguments)),
        CliCommand::Man(arguments) => {
            cmd::man::run(arguments).map_or_else(|| help(arguments.command.as_ref()), Ok)
        }
        CliCommand::Uninstall(arguments) => Ok(uninstall(arguments)),
        CliCommand::Demo(arguments) => {
            cmd::demo::run(arguments, look::own_path(), look::stdout_has_colour())
        }
        CliCommand::Switch(arguments) => switch(arguments),
        CliCommand::Exec(arguments) => {
            let line = TypedLine::of_words(&arguments.command);
            ask_where(&Machine::default(), line, |facts, settings| {
                cmd::exec::run(arguments, facts, settings, look::person(false))
            })
        }
        CliCommand::List(arguments) => {
            ask(|facts, settings| cmd::list::run(arguments, facts, settings, look::screen()))
        }
        CliCommand::Sessions(arguments) => {
            ask(|facts, settings| cmd::sessions::run(arguments, facts, settings, look::screen()))
        }
        CliCommand::Complete(arguments) => Ok(complete(arguments)),
        CliCommand::Whoami(arguments) => {
            let question = caller::question(caller::IDENTITY, arguments.profile.as_deref());
            let reply = aws_cli::ask(&question);
            ask(|facts, settings| whoami::run(arguments, facts, settings, look::screen(), &reply))
        }
        CliCommand::Explain(arguments) => {
            ask(|facts, settings| cmd::explain::run(arguments, facts, settings, look::screen()))
        }
        CliCommand::Guard(arguments) => {
            let line = TypedLine::of_words(&arguments.command);
            ask_where(&Machine::default(), line, |facts, settings| {
                let person = look::person(arguments.interactive);
                cmd::guard::run(arguments, facts, settings, look::screen(), person)
            })
        }
        CliCommand::Check(arguments) if arguments.line.is_some() => check_line(arguments),
        CliCommand::Check(arguments) => {
            let line = TypedLine::of_shell(&arguments.command);
            ask_where(&Machine::default(), line, |facts, settings| {
                cmd::check::run(arguments, facts, settings, look::screen())
            })
        }
        CliCommand::Project(arguments) => project(arguments),
        CliCommand::Hook(arguments) => hook(arguments),
        CliCommand::Doctor(arguments) => Ok(doctor(arguments)),
        CliCommand::Help(arguments) => help(arguments.command.as_ref()),
    }
}

/// Shows what a project will hit.
fn project(arguments: &cli::ProjectArguments) -> Result<Outcome, Error> {
    let line = TypedLine::of_shell(&arguments.command);
    ask_where(&Machine::default(), line, |facts, settings| {
        cmd::project::run(arguments, facts, settings, look::screen())
    })
}

/// Answers a shell's Tab.
fn complete(arguments: &cli::CompleteArguments) -> Outcome {
    match arguments.what {
        cli::Names::Regions => cmd::complete::regions(arguments),
        cli::Names::Accounts => {
            ask(|facts, settings| cmd::complete::accounts(arguments, facts, settings))
        }
        cli::Names::Profiles => {
            ask(|facts, settings| cmd::complete::profiles(arguments, facts, settings))
        }
    }
}

/// Judges a whole line of shell.
fn check_line(arguments: &cli::CheckArguments) -> Result<Outcome, Error> {
    let text = match &arguments.line {
        Some(line) if line == "-" => look::stdin(LARGEST_LINE),
        line => line.clone().unwrap_or_default().into_string().ok(),
    };
    let why = "the line is longer than 1 MB, or not UTF-8";
    let text = text.ok_or_else(|| Error::new(ErrorKind::Usage, why))?;
    let machine = Machine::default();
    cmd::check::run_line(arguments, &text, &look::environment(), &machine, look::screen())
}

/// Answers the hook of a coding agent, or installs it.
fn hook(arguments: &cli::HookArguments) -> Result<Outcome, Error> {
    let (environment, machine) = (look::environment(), Machine::default());
    if arguments.install || arguments.uninstall || arguments.print {
        return with_agent_files(|files| {
            agent::change(arguments, &look::invoked_as(), files, look::person(false))
        });
    }
    Ok(agent::answer(
        arguments,
        look::stdin(agent::LARGEST_INPUT).as_deref(),
        &environment,
        &machine,
    ))
}

fn with_agent_files<T>(question: impl FnOnce(AgentFiles<'_>) -> T) -> T {
    let (environment, machine) = (look::environment(), Machine::default());
    let (home, directory) = (machine.home(&environment), look::directory());
    question(AgentFiles {
        environment: &environment,
        home: home.as_deref(),
        lookup: &machine,
        directory: &directory,
    })
}

fn uninstall(arguments: &cli::UninstallArguments) -> Outcome {
    let environment = look::environment();
    // What a variable names may serve others too.
    let is_named = environment.non_empty("AWSPROMPT_CONFIG").is_some();
    let settings = Machine::default().settings_file(&environment).path;
    let own = cmd::uninstall::OwnPlaces {
        settings: settings.filter(|_| !is_named),
        state: look::own_state(),
        program: look::own_path().ok(),
    };
    with_agent_files(|files| cmd::uninstall::run(arguments, &own, files, look::person(false)))
}

/// Switches; with `--login`, what the files say is read again after the login.
fn switch(arguments: &SwitchArguments) -> Result<Outcome, Error> {
    let person = look::person(arguments.interactive);
    let words = look::arguments();
    let words = words.get(2..).unwrap_or_default();
    let choose = &edge::picker::choose;
    let again = if arguments.login {
        let step = ask(|facts, settings| {
            cmd::login::run(arguments, words, facts, settings, person, choose)
        })?;
        let Some(again) = step.then else { return Ok(step.first) };
        match perform(&Ok(step.first)) {
            Status::Done => Some(again),
            status => return Ok(Outcome::noted(String::new(), status)),
        }
    } else {
        None
    };
    let arguments = again.as_ref().unwrap_or(arguments);
    ask(|facts, settings| cmd::switch::run(arguments, words, facts, settings, person, choose))
}

fn init(arguments: &cli::InitArguments) -> Result<Outcome, Error> {
    let (environment, machine) = (look::environment(), Machine::default());
    let program = look::invoked_as();
    if arguments.install {
        let (home, person) = (machine.home(&environment), look::person(false));
        let place = (&environment, home.as_deref());
        return cmd::init::install(arguments, &program, place, &machine, person);
    }
    let file = machine.settings_file(&environment);
    let caller = if arguments.shell.is_none() { host::caller() } else { None };
    cmd::init::run(arguments, &program, &file.settings, caller.as_deref(), look::screen())
}

fn ask<T>(question: impl FnOnce(&Facts<'_, '_>, &Settings) -> T) -> T {
    ask_where(&Machine::default(), TypedLine::default(), question)
}

fn ask_where<T>(
    machine: &Machine,
    line: TypedLine,
    question: impl FnOnce(&Facts<'_, '_>, &Settings) -> T,
) -> T {
    // The process is about to end, which frees everything at once.
    let directory = line.directory();
    let world = ManuallyDrop::new(machine.world(line.assigned));
    let settings = ManuallyDrop::new(machine.settings(&world.environment, &directory));
    let files = ManuallyDrop::new(ParsedFiles::new(&world));
    question(&Facts { world: &world, files: &files, lookup: machine }, &settings)
}

/// Works out the segment, and for zsh how long it holds.
fn prompt(arguments: &cli::PromptArguments) -> Outcome {
    let machine = ManuallyDrop::new(Machine::default());
    ask_where(&machine, TypedLine::default(), |facts, settings| {
        let watched = || machine.watch(&facts.world.clock);
        let segment = cmd::prompt::run(arguments, facts, settings, watched);
        match cmd::prompt::format_error(arguments.format.as_deref()) {
            None => segment,
            Some(note) => Outcome::WithNote { note, then: Box::new(segment) },
        }
    })
}

/// Looks at the machine beyond the facts of a resolution, and asks AWS where that is wanted.
fn doctor(arguments: &cli::DoctorArguments) -> Outcome {
    let machine = Machine::default();
    let world = machine.world(Vec::new());
    let mut settings = machine.settings_file(&world.environment);
    machine.add_expectations(&mut settings.settings, Path::new(""));
    let host = host::host(&world);
    let files = ParsedFiles::new(&world);
    let facts = Facts { world: &world, files: &files, lookup: &machine };
    let answers = arguments.online.then(|| Answers::new(&facts, aws_cli::ask));
    let screen = look::screen();
    cmd::doctor::run(arguments, &facts, &settings, &host, answers.as_ref(), screen)
}
