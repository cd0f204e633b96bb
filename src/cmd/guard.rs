//! `awsprompt guard`: runs a command, asking first if it would change a guarded account.
//!
//! Any other command runs at once, without output of awsprompt. The question goes to the terminal
//! itself, since stdin, stdout and stderr belong to the command.

use std::ffi::OsString;

use anstyle::Style;

use super::{Outcome, Person, Program, Screen};
use crate::aws::{Environment, Facts};
use crate::cli;
use crate::error::{Error, ErrorKind};
use crate::guard::{Command, Effect, GuardedProgram};
use crate::policy::{Assessment, Decision, Demand};
use crate::printable::{printable, short};
use crate::prompt::Settings;
use crate::prompt::segment::shown_number;
use crate::shell::paint::{PromptSyntax, paint};
use crate::style::ALARM;

/// The variable that switches the guard off.
const SWITCH: &str = "AWSPROMPT_GUARD";

/// Answers `awsprompt guard`.
pub(crate) fn run(
    arguments: &cli::GuardArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    screen: Screen,
    person: Person,
    is_somebody_there: bool,
) -> Result<Outcome, Error> {
    let (name, words) = (&arguments.command[0], &arguments.command[1..]);
    let through = if arguments.no_run {
        Outcome::Answer(String::new())
    } else {
        Outcome::Exec(Program {
            name: name.clone(),
            arguments: words.to_vec(),
            changes: Vec::new(),
        })
    };
    let Some(program) = guarded(name, settings) else {
        let note = format!("{} is not guarded\n", printable(&name.to_string_lossy()));
        return Ok(if arguments.explain { Outcome::Answer(note) } else { through });
    };
    let environment = &facts.world.environment;
    let command = Command::read(program, words, facts, None);
    let assessment = Assessment::new(facts, &command.resolution, &settings.policy);
    let decision = Decision::on(&command, &assessment, &settings.policy);
    let is_off = environment.get(SWITCH).is_some_and(|value| value == "off");
    let case = Case { command: &command, assessment: &assessment, settings, environment };
    if arguments.explain {
        return Ok(Outcome::Answer(case.explained(&decision, is_off, screen.has_colour)));
    }
    let refused = |what: &str| {
        let message = format!("refused{what} {}: {}", case.target(), decision.rule);
        Err(Error::new(ErrorKind::Refused, message))
    };
    match decision.demand {
        Demand::Refusal => refused(" for"),
        Demand::Person | Demand::PersonOrRefusal if is_off => {
            let note = format!("awsprompt: not asking about {}: {SWITCH} is off\n", case.target());
            Ok(Outcome::WithNote { note, then: Box::new(through) })
        }
        Demand::Person | Demand::PersonOrRefusal if is_somebody_there => Ok(Outcome::Ask {
            question: case.question(&decision, person.sees_colour),
            word: case.word(),
            then: Box::new(through),
        }),
        Demand::Nothing | Demand::Person => Ok(through),
        Demand::PersonOrRefusal => refused(", as it would change"),
    }
}

/// Returns the program if it is guarded: the AWS CLI always is, a tool if the settings name it.
fn guarded(name: &OsString, settings: &Settings) -> Option<GuardedProgram> {
    GuardedProgram::named(name).filter(|program| match program {
        GuardedProgram::Aws => true,
        GuardedProgram::Tool(tool) => settings.policy.tools.contains(tool),
    })
}

/// A command, and what there is to say about it.
struct Case<'a> {
    command: &'a Command,
    assessment: &'a Assessment<'a>,
    settings: &'a Settings,
    environment: &'a Environment,
}

impl Case<'_> {
    /// Writes the headline in the style of the class, or else as an alarm.
    fn headline(&self, has_colour: bool, text: &str) -> String {
        let style = self.assessment.class.as_ref().map(|(class, _)| class.style);
        let style = style.filter(|style| *style != Style::new()).unwrap_or(ALARM);
        let style = if has_colour { style } else { Style::new() };
        paint(PromptSyntax::Terminal, style, text)
    }

    /// Returns the account's number, masked if the user wants that.
    fn number(&self) -> Option<String> {
        let account = self.assessment.target.account.as_ref()?;
        Some(shown_number(account, self.settings, self.environment))
    }

    /// Names the account by its label and its number, as far as they are known.
    fn account(&self) -> String {
        match (&self.assessment.target.label, self.number()) {
            (Some(label), Some(number)) => format!("{} ({number})", printable(label)),
            (None, Some(number)) => number,
            _ => "not known offline".to_owned(),
        }
    }

    /// Names what the command would use, in a few words.
    fn target(&self) -> String {
        let target = &self.assessment.target;
        match (&target.account, &target.profile) {
            (None, Some(profile)) => format!("the profile {}", short(profile)),
            (None, None) => "an account that is not known offline".to_owned(),
            (Some(_), _) => self.account(),
        }
    }

    fn lines(&self) -> String {
        let target = &self.assessment.target;
        let of_project = match self.command.program {
            GuardedProgram::Aws => "",
            GuardedProgram::Tool(_) => ", by the environment; the project may override it",
        };
        let class = self.assessment.class.as_ref();
        let endpoint = self.command.endpoint.as_ref();
        let rows = [
            ("account", Some(format!("{}{of_project}", self.account()))),
            ("region", target.region.as_deref().map(short)),
            ("role", target.role.as_deref().map(short)),
            ("profile", target.profile.as_deref().map(short)),
            ("class", class.map(|(class, rule)| format!("{}: {rule}", printable(&class.name)))),
            ("endpoint", endpoint.map(|endpoint| short(&endpoint.to_string_lossy()))),
        ];
        let line = |(label, text)| Some(format!("  {label:8}  {}\n", text?));
        rows.into_iter().filter_map(line).collect()
    }

    /// Returns the word that a person has to type: one that names the account, if it can be typed.
    fn word(&self) -> String {
        let target = &self.assessment.target;
        let number = self.number().map(|number| number.trim_start_matches('…').to_owned());
        let typed = |name: &Option<String>| {
            let name = name.as_deref()?.trim();
            (!name.is_empty() && short(name) == name).then(|| name.to_owned())
        };
        let word = typed(&target.label).or(number).or_else(|| typed(&target.profile));
        word.unwrap_or_else(|| "yes".to_owned())
    }

    fn question(&self, decision: &Decision, has_colour: bool) -> String {
        let headline = self.headline(has_colour, &format!("This would change {}", self.target()));
        let because = format!("{}; {}", self.command.verdict.rule, decision.rule);
        format!("{headline}: {because}\n{}Type {} to continue: ", self.lines(), self.word())
    }

    /// Says what the command would use, and which rules decide.
    fn explained(&self, decision: &Decision, is_off: bool, has_colour: bool) -> String {
        let effect = match self.command.verdict.effect {
            Effect::Local => "calls no account",
            Effect::Reads => "is read-only",
            Effect::Secrets => "hands out secrets",
            Effect::Changes => "is a change",
            Effect::Unknown => "counts as a change",
        };
        let what = match decision.demand {
            Demand::Nothing => "lets it through".to_owned(),
            Demand::Refusal => "refuses it".to_owned(),
            Demand::Person | Demand::PersonOrRefusal if is_off => {
                format!("lets it through, as {SWITCH} is off")
            }
            Demand::Person => {
                format!("asks for {}; without a terminal lets it through", self.word())
            }
            Demand::PersonOrRefusal => {
                format!("asks for {}; without a terminal refuses it", self.word())
            }
        };
        let (target, lines) = if self.command.verdict.effect == Effect::Local {
            ("nothing".to_owned(), String::new())
        } else {
            (self.headline(has_colour, &self.target()), self.lines())
        };
        format!(
            "would hit {target}\n{lines}  {:8}  {effect}: {}\n  {:8}  {what}: {}\n",
            "command", self.command.verdict.rule, "guard", decision.rule,
        )
    }
}
