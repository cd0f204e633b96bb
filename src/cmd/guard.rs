//! `awsprompt guard`: runs a command, asking first if it would change a guarded account.
//!
//! Any other command runs at once, without output of awsprompt. The question goes to the terminal
//! itself, since stdin, stdout and stderr belong to the command.

use std::ffi::{OsStr, OsString};

use jiff::SignedDuration;

use super::fitting::fitting;
use super::question::{TargetWords, time_is_over};
use super::typed_line::TypedLine;
use super::{Outcome, Person, Program, Screen, hint};
use crate::aws::{Environment, Facts, Origin, Remedy};
use crate::cli;
use crate::error::{Error, ErrorKind};
use crate::guard::{Command, Effect, GuardedProgram};
use crate::policy::{Assessment, Decision, Demand, Expectation, Guard, Limits, Violation};
use crate::printable::printable;
use crate::prompt::Settings;

/// The variable that switches the guard off.
const SWITCH: &str = "AWSPROMPT_GUARD";

/// The variable with which a program says that nobody answers.
const ASKING: &str = "AWSPROMPT_ASK";

/// Answers `awsprompt guard`.
pub(crate) fn run(
    arguments: &cli::GuardArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
    person: Person,
) -> Result<Outcome, Error> {
    let [name, words @ ..] = &arguments.command[..] else {
        return Ok(Outcome::Answer(String::new()));
    };
    let through = if arguments.no_run {
        Outcome::Answer(String::new())
    } else {
        let program =
            Program { name: name.clone(), arguments: words.to_vec(), ..Program::default() };
        Outcome::Exec(program)
    };
    // A shell that has the guard asks before a change of production, with or without settings.
    let production = Guard::Ask;
    if arguments.explain {
        let case = Case::new(&arguments.command, facts, settings, production);
        return Ok(Outcome::Answer(case.map_or_else(
            || {
                let line = TypedLine::of_words(&arguments.command);
                format!("{} is not guarded\n", printable(&line.words[0].to_string_lossy()))
            },
            |case| case.explained(screen.has_colour),
        )));
    }
    let shell = &facts.world.environment;
    let profile = shell.get("AWS_PROFILE");
    let has_ended =
        Limits::of(profile, shell).have_passed(facts.world.clock.now(), SignedDuration::ZERO);
    let ended = arguments.ended.as_deref().or(profile.filter(|_| has_ended));
    let guarding = Guarding { production, person, ended, shell, is_of_shell: true };
    judged(&arguments.command, facts, settings, guarding, through)
}

/// How a command is guarded.
#[derive(Clone, Copy)]
pub(super) struct Guarding<'a> {
    /// What the built-in class requires.
    pub(super) production: Guard,
    pub(super) person: Person,
    /// The profile whose time ended after the command was typed.
    pub(super) ended: Option<&'a OsStr>,
    /// The environment of the shell, which has its limits.
    pub(super) shell: &'a Environment,
    /// Whether the command gets that environment, so that a switch would help.
    pub(super) is_of_shell: bool,
}

/// Lets a command through, asks before it, or refuses it.
pub(super) fn judged(
    command: &[OsString],
    facts: &Facts<'_, '_>,
    settings: &Settings,
    guarding: Guarding<'_>,
    through: Outcome,
) -> Result<Outcome, Error> {
    let Guarding { production, person, ended, shell, is_of_shell } = guarding;
    let Some(mut case) = Case::new(command, facts, settings, production) else {
        return Ok(through);
    };
    case.environment = shell;
    let Case { command, decision, .. } = &case;
    let words = case.words();
    let refused = |message: String| Err(Error::new(ErrorKind::Refused, message));
    let instead = || is_of_shell.then(|| case.switches(facts, settings)).flatten();
    let refused_for = |what: &str| {
        let place = case.assessment.by_project();
        let message = format!("refused{what} {}{place}: {}", words.name(), decision.rule);
        let error = Error::new(ErrorKind::Refused, message);
        Err(match instead() {
            Some(remedy) => error.with_hint(hint::written(&remedy, None, settings)),
            None => error,
        })
    };
    if let Some(profile) = ended.filter(|_| command.verdict.effect > Effect::Reads) {
        let (over, target) = (time_is_over(profile), words.name());
        let what = would(command.verdict.effect);
        return refused(format!("{over}, and this {what} {target}; nothing was run"));
    }
    match decision.demand {
        Demand::Refusal => refused_for(" for"),
        Demand::Person | Demand::PersonOrRefusal if case.is_never_asked() => {
            let what = would(command.verdict.effect);
            refused_for(&format!(", as {ASKING} is never and it {what}"))
        }
        Demand::Person | Demand::PersonOrRefusal if case.is_off() => {
            let note = format!("awsprompt: not asking about {}: {SWITCH} is off\n", words.name());
            Ok(Outcome::WithNote { note, then: Box::new(through) })
        }
        Demand::Person | Demand::PersonOrRefusal if person.can_be_asked => {
            let because = format!("{}; {}", command.verdict.rule, decision.rule);
            let what = would(command.verdict.effect);
            let words = TargetWords { instead: instead(), ..words };
            Ok(words.ask((what, &because), person, "nothing was run", through))
        }
        Demand::Nothing | Demand::Person => Ok(through),
        Demand::PersonOrRefusal => {
            refused_for(&format!(", as it {}", would(command.verdict.effect)))
        }
    }
}

/// Says what a command does to an account, up to the name of that.
fn would(effect: Effect) -> &'static str {
    match effect {
        Effect::Local | Effect::Reads => "would read",
        Effect::Secrets => "would hand out secrets of",
        Effect::Changes => "would change",
        Effect::Unknown => "may change",
    }
}

/// Tells whether a command is one of a program that is guarded.
pub(super) fn is_guarded(command: &[OsString], settings: &Settings) -> bool {
    TypedLine::of_words(command).program_by(&settings.policy).is_some()
}

/// A command, what it would use, and what is decided on it.
struct Case<'a> {
    command: Command,
    assessment: Assessment<'a>,
    decision: Decision,
    /// What decides the account, or may.
    caveat: String,
    environment: &'a Environment,
    settings: &'a Settings,
}

impl<'a> Case<'a> {
    /// Judges a command, if it is one of a program that is guarded.
    fn new(
        command: &[OsString],
        facts: &'a Facts<'_, '_>,
        settings: &'a Settings,
        production: Guard,
    ) -> Option<Self> {
        let line = TypedLine::of_words(command);
        let policy = &settings.policy;
        let cases = line.ask(facts, settings, |facts| {
            let commands = if let Some(program) = line.program_by(policy) {
                let mut command = Command::read(program, &line.words[1..], facts, None);
                policy.add_words(&mut command, &line.words[1..]);
                vec![command]
            } else {
                line.started(facts, policy)
            };
            let case = |command: Command| {
                let assessment = Assessment::of_command(facts, &command, policy);
                (command, assessment)
            };
            commands.into_iter().map(case).collect::<Vec<_>>()
        });
        let environment = &facts.world.environment;
        let decided = cases.into_iter().map(|(command, assessment)| {
            let decision = Decision::on(&command, &assessment, policy, production);
            let caveat = caveat(command.program, &assessment);
            Self { command, assessment, decision, caveat, environment, settings }
        });
        decided.max_by_key(|case| case.decision.demand)
    }

    fn words(&self) -> TargetWords<'_> {
        TargetWords {
            assessment: &self.assessment,
            environment: self.environment,
            settings: self.settings,
            caveat: &self.caveat,
            endpoint: self.command.endpoint.as_deref(),
            instead: None,
        }
    }

    /// Returns the commands that switch to what is expected, unless the command itself chooses.
    fn switches(&self, facts: &Facts<'_, '_>, settings: &Settings) -> Option<Remedy> {
        let profile = self.command.resolution.profile.as_ref();
        let is_chosen = profile.is_some_and(|it| matches!(it.origin, Origin::Flag(_)));
        let is_about_it =
            |violation: &Violation| violation.mismatch().is_some() || violation.lock().is_some();
        // A switch does not change what the project says.
        let is_said = !self.assessment.by_project().is_empty();
        let is_other = !is_chosen && !is_said && self.assessment.violations.iter().any(is_about_it);
        is_other.then(|| fitting(facts, settings, &Expectation::default()).remedy()).flatten()
    }

    /// Tells whether the user has switched the guard off for this command.
    fn is_off(&self) -> bool {
        self.environment.get(SWITCH).is_some_and(|value| value == "off")
    }

    /// Tells whether a command is refused where a person would be asked.
    fn is_never_asked(&self) -> bool {
        self.environment.get(ASKING).is_some_and(|value| value == "never")
    }

    /// Says what the command would use, and which rules decide.
    fn explained(&self, has_colour: bool) -> String {
        let (words, decision) = (self.words(), &self.decision);
        let effect = match self.command.verdict.effect {
            Effect::Local => "contacts no account",
            Effect::Reads => "is read-only",
            Effect::Secrets => "hands out secrets",
            Effect::Changes => "is a change",
            Effect::Unknown => "counts as a change",
        };
        let what = match decision.demand {
            Demand::Nothing => "runs it".to_owned(),
            Demand::Refusal => "refuses it".to_owned(),
            Demand::Person | Demand::PersonOrRefusal if self.is_never_asked() => {
                format!("refuses it, as {ASKING} is never")
            }
            Demand::Person | Demand::PersonOrRefusal if self.is_off() => {
                format!("runs it, as {SWITCH} is off")
            }
            Demand::Person => {
                format!("asks you to type {}; without a terminal runs it", words.word())
            }
            Demand::PersonOrRefusal => {
                format!("asks you to type {}; without a terminal refuses it", words.word())
            }
        };
        let (target, lines) = if self.command.verdict.effect == Effect::Local {
            ("nothing".to_owned(), String::new())
        } else {
            (words.headline(has_colour, &words.name()), words.lines())
        };
        format!(
            "would reach {target}\n{lines}  {:8}  {effect}: {}\n  {:8}  {what}: {}\n",
            "command", self.command.verdict.rule, "guard", decision.rule,
        )
    }
}

/// Says what decides the account of a tool, after its name.
fn caveat(program: GuardedProgram, assessment: &Assessment<'_>) -> String {
    let place = assessment.by_project();
    if place.is_empty() && program != GuardedProgram::Aws {
        return ", by the environment".to_owned();
    }
    place
}
