//! `awsprompt guard`: runs a command, after asking where it would change what is guarded.
//!
//! A command that is let through is run at once and in silence. The question goes to the terminal
//! itself, since stdin, stdout and stderr are the command's.

use std::{ffi::OsString, fmt::Write};

use anstyle::Style;

use super::{Outcome, Person, Program, Screen};
use crate::{
    aws::{environment::Environment, resolution::Facts},
    cli,
    error::{Error, ErrorKind},
    guard::{
        command::{self, Command},
        verdict::Effect,
    },
    policy::{
        assessment::Assessment,
        class::Class,
        decision::{Decision, Demand},
    },
    printable::{printable, short},
    prompt::{segment::shown_number, settings::Settings},
    shell::paint::{PromptSyntax, paint},
    style::ALARM,
};

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
    let run = Program {
        name: arguments.command[0].clone(),
        arguments: arguments.command[1..].to_vec(),
        changes: Vec::new(),
    };
    let through =
        if arguments.no_run { Outcome::Answer(String::new()) } else { Outcome::Exec(run.clone()) };
    let Some(program) = guarded(&run.name, settings) else {
        return Ok(if arguments.explain {
            let name = run.name.to_string_lossy();
            Outcome::Answer(format!("{} is not guarded\n", printable(&name)))
        } else {
            through
        });
    };
    let environment = &facts.world.environment;
    let command = Command::read(program, &run.arguments, facts, None);
    let assessment = Assessment::new(facts, &command.resolution, &settings.policy);
    let decision = Decision::on(&command, &assessment, &settings.policy);
    let is_off = environment.get(SWITCH).is_some_and(|value| value == "off");
    let case = Case { command: &command, assessment: &assessment, settings, environment };
    if arguments.explain {
        let style = if screen.has_colour { case.style() } else { Style::new() };
        return Ok(Outcome::Answer(case.explained(&decision, is_off, style)));
    }
    let refused = |what: &str| {
        let message = format!("refused{what} {}: {}", case.target(), decision.rule);
        Error::new(ErrorKind::Refused, message)
    };
    Ok(match decision.demand {
        Demand::Refusal => return Err(refused(" for")),
        Demand::Person | Demand::PersonOrRefusal if is_off => {
            let note = format!("awsprompt: not asking about {}: {SWITCH} is off\n", case.target());
            Outcome::WithNote { note, then: Box::new(through) }
        }
        Demand::Person | Demand::PersonOrRefusal if is_somebody_there => {
            let style = if person.sees_colour { case.style() } else { Style::new() };
            Outcome::Ask {
                question: case.question(&decision, style),
                word: case.word(),
                then: Box::new(through),
            }
        }
        Demand::Nothing | Demand::Person => through,
        Demand::PersonOrRefusal => return Err(refused(&format!(", as it {}", case.effect()))),
    })
}

/// Finds the program, if it is one that is guarded: the AWS CLI is, others where the settings name
/// them.
fn guarded(name: &OsString, settings: &Settings) -> Option<command::GuardedProgram> {
    command::GuardedProgram::named(name).filter(|program| match program {
        command::GuardedProgram::Aws => true,
        command::GuardedProgram::Tool(tool) => settings.policy.tools.contains(tool),
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
    fn class(&self) -> Option<&Class> {
        self.assessment.class.as_ref().map(|(class, _)| *class)
    }

    fn style(&self) -> Style {
        let style = self.class().map(|class| class.style).filter(|style| *style != Style::new());
        style.unwrap_or(ALARM)
    }

    /// Names the account: by its label and its number, or whatever of that is known.
    fn account(&self) -> String {
        let target = &self.assessment.target;
        let number =
            target.account.as_ref().map(|id| shown_number(id, self.settings, self.environment));
        match (&target.label, number) {
            (Some(label), Some(number)) => format!("{} ({number})", printable(label)),
            (None, Some(number)) => number,
            _ => "not known offline".to_owned(),
        }
    }

    /// Names what would be hit, in a few words.
    fn target(&self) -> String {
        let target = &self.assessment.target;
        match (&target.account, &target.profile) {
            (None, Some(profile)) => format!("the profile {}", short(profile)),
            (None, None) => "an account that is not known offline".to_owned(),
            (Some(_), _) => self.account(),
        }
    }

    fn rows(&self) -> Vec<(&'static str, String)> {
        let target = &self.assessment.target;
        let of_project = match self.command.program {
            command::GuardedProgram::Aws => "",
            command::GuardedProgram::Tool(_) => ", by the environment; the project may override it",
        };
        let mut rows = vec![("account", format!("{}{of_project}", self.account()))];
        let mut row = |label, text: &Option<String>| {
            rows.extend(text.as_deref().map(|text| (label, short(text))));
        };
        row("region", &target.region);
        row("role", &target.role);
        row("profile", &target.profile);
        if let Some((class, rule)) = &self.assessment.class {
            rows.push(("class", format!("{}: {rule}", printable(&class.name))));
        }
        if let Some(endpoint) = &self.command.endpoint {
            rows.push(("endpoint", short(&endpoint.to_string_lossy())));
        }
        rows
    }

    fn lines(&self) -> String {
        let mut lines = String::new();
        for (label, text) in self.rows() {
            let _ = writeln!(lines, "  {label:8}  {text}");
        }
        lines
    }

    /// What a person has to type: what names the account, unless it is nothing that can be typed.
    fn word(&self) -> String {
        let target = &self.assessment.target;
        let number = target.account.as_ref().map(|id| {
            let shown = shown_number(id, self.settings, self.environment);
            shown.trim_start_matches('…').to_owned()
        });
        let typed = |name: &Option<String>| {
            let name = name.as_deref()?.trim();
            (!name.is_empty() && short(name) == name).then(|| name.to_owned())
        };
        let word = typed(&target.label).or(number).or_else(|| typed(&target.profile));
        word.unwrap_or_else(|| "yes".to_owned())
    }

    /// Says what the command would do to the account, up to the name of that.
    fn effect(&self) -> &'static str {
        match self.command.verdict.effect {
            Effect::Local | Effect::Reads => "would read",
            Effect::Secrets => "would hand out secrets of",
            Effect::Changes => "would change",
            Effect::Unknown => "may change",
        }
    }

    fn question(&self, decision: &Decision, style: Style) -> String {
        let headline = format!("This {} {}", self.effect(), self.target());
        let headline = paint(PromptSyntax::Terminal, style, &headline);
        let because = format!("{}; {}", self.command.verdict.rule, decision.rule);
        format!("{headline}: {because}\n{}Type {} to continue: ", self.lines(), self.word())
    }

    /// Says what would be hit, and which rule decides.
    fn explained(&self, decision: &Decision, is_off: bool, style: Style) -> String {
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
            (paint(PromptSyntax::Terminal, style, &self.target()), self.lines())
        };
        format!(
            "would hit {target}\n{lines}  {:8}  {effect}: {}\n  {:8}  {what}: {}\n",
            "command", self.command.verdict.rule, "guard", decision.rule,
        )
    }
}
