//! `awsprompt switch`: the code that the shell function evaluates to use another profile.
//!
//! It changes only this shell's environment, in which nothing outranks the profile afterwards.

use std::ffi::{OsStr, OsString};
use std::iter;
use std::ops::ControlFlow::{self, Break, Continue};

use jiff::SignedDuration;

use super::choice::{self, PREVIOUS, Switch, SwitchTarget, Wish};
use super::find::{self, Meant};
use super::hint::pasteable;
use super::mark::{MARK, Mark};
use super::pick::{Choose, Chooser, left};
use super::question::TargetWords;
use super::recent::{Recent, RecentUse};
use super::{Outcome, Person, Remembered, Screen, fitting, let_go, list, region};
use crate::aws::{AccountId, Change, Environment, Facts, Resolution, ours};
use crate::cli;
use crate::error::{Error, ErrorKind, Status};
use crate::policy::{Assessment, Candidate, Class, LOCK, Limits, Target, minutes_or_hours};
use crate::printable::printable;
use crate::prompt::Settings;
use crate::shell::Shell;
use crate::shell::function_name::FunctionName;

/// Answers `awsprompt switch`.
pub(crate) fn run(
    arguments: &cli::SwitchArguments,
    words: &[OsString],
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
    choose: Choose<'_>,
) -> Result<Outcome, Error> {
    let (shell, settings) = &called(arguments, words, facts, settings)?;
    if let Some(limit) = arguments.let_go {
        return Ok(let_go::run(limit, arguments, *shell, facts, settings));
    }
    let SwitchPlan { arguments, before, wish, switch, entered } =
        match plan(arguments, facts, settings, person, choose)? {
            Continue(plan) => plan,
            Break(outcome) => return Ok(outcome),
        };
    let Switch { mut changes, released, kept, after, assessment } = switch;
    if arguments.off {
        changes.push(Change::set("AWSPROMPT", "off"));
    }
    if arguments.on {
        changes.push(Change::remove("AWSPROMPT"));
    }
    changes.extend(lock(&arguments, &assessment.target, settings)?);
    Change::sort(&mut changes);
    let wished = arguments.region.as_ref().map(|region| region::warning(region, &after));
    let mut note = wished.unwrap_or_default();
    let universal = &wish.universal[..];
    let is_switch = changes.iter().any(|change| change.name.starts_with("AWS_"));
    if is_switch || arguments.login {
        note += &choice::note(facts, &before, &after, (&changes, universal), settings, person);
    }
    let shown = || choice::shown(facts, &before, settings, person);
    let shown = if arguments.on && !is_switch { format!(": {}", shown()) } else { String::new() };
    note += &own_note(&arguments, &facts.world.environment, &changes, settings, &shown);
    let answer = choice::code(*shell, &changes, &released) + &choice::code(*shell, &kept, &[]);
    let report = Outcome::Report { answer, note, status: Status::Done };
    let then = match used(&wish.target, facts, &before, settings) {
        Some(used) => Outcome::Remember { what: Remembered::Use(used), then: Box::new(report) },
        None => report,
    };
    match entered.filter(|_| !arguments.has_confirmed) {
        Some(class) => enter(class, &assessment, facts, settings, person, then),
        None => Ok(then),
    }
}

/// Returns the shell whose function was called, and the settings with the name of the function.
pub(super) fn called(
    arguments: &cli::SwitchArguments,
    words: &[OsString],
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> Result<(Shell, Settings), Error> {
    let Some(shell) = arguments.shell.map(Shell::from) else {
        return Err(without_function(words, &facts.world.environment, settings));
    };
    let mut settings = settings.clone();
    if let Some(name) = arguments.function.as_deref().and_then(FunctionName::new) {
        settings.command = name;
    }
    Ok((shell, settings))
}

/// A switch, before anybody has confirmed it.
pub(super) struct SwitchPlan<'s> {
    /// What was asked for, with a name in the place of `.`.
    pub(super) arguments: cli::SwitchArguments,
    pub(super) before: Resolution,
    pub(super) wish: Wish,
    pub(super) switch: Switch<'s>,
    /// The class that it enters, if a person has to confirm that.
    pub(super) entered: Option<&'s Class>,
}

/// Works out the switch that is asked for; or what is done instead.
pub(super) fn plan<'s>(
    arguments: &cli::SwitchArguments,
    facts: &Facts<'_, '_>,
    settings: &'s Settings,
    person: Person,
    choose: Choose<'_>,
) -> Result<ControlFlow<Outcome, SwitchPlan<'s>>, Error> {
    let before = ours(facts);
    let (region, universal) = (arguments.region.as_deref(), &arguments.universal[..]);
    let chooser = Chooser { facts, before: &before, settings, person, choose, region, universal };
    let (arguments, is_read) = match fitting::spelled_out(arguments, &chooser)? {
        Continue(read) => read,
        Break(outcome) => return Ok(Break(outcome)),
    };
    let (target, is_likely) = match target(&arguments, &chooser)? {
        Continue(target) => target,
        Break(outcome) => return Ok(Break(outcome)),
    };
    let wish = wish(&arguments, &chooser, target)?;
    let chooser = Chooser { region: wish.region.as_deref(), ..chooser };
    let switch = choice::switch(facts, &before, &wish, settings);
    if (is_read || is_likely) && !is_taken(&switch, &wish.target, &chooser)? {
        return Ok(Break(left()));
    }
    let entered = entered(facts, &before, &wish, &switch, settings);
    Ok(Continue(SwitchPlan { arguments, before, wish, switch, entered }))
}

/// Tells whether a switch to a profile that was not named is to be made: if it is guarded, only if the
/// person chooses it. The profile alone does not say that: its class may depend on the region that
/// stays, and the account on what AWS has answered.
fn is_taken(
    switch: &Switch<'_>,
    target: &SwitchTarget,
    chooser: &Chooser<'_, '_, '_>,
) -> Result<bool, Error> {
    let Chooser { facts, settings, .. } = *chooser;
    if let Some(error) = settings.policy.deciding_error() {
        return Err(Error::failed(error.described()));
    }
    let SwitchTarget::Profile(name) = target else { return Ok(true) };
    let profile = Some(name.to_string_lossy().into_owned());
    let target = Target { profile, ..switch.assessment.target.clone() };
    let candidate = Candidate { target, class: switch.class() };
    if !candidate.is_guarded() {
        Ok(true)
    } else if chooser.has_picker() {
        Ok(chooser.choose_from(vec![candidate])?.is_some())
    } else {
        Err(find::unclear(&[candidate], settings, &facts.world.environment))
    }
}

/// Says what to type instead of `awsprompt switch`, which cannot change the shell that starts it.
fn without_function(words: &[OsString], environment: &Environment, settings: &Settings) -> Error {
    let error =
        Error::failed("switch changes the shell's environment, which only a shell function can do");
    if environment.get(MARK).and_then(Mark::parse).is_none() {
        return error.with_hint("awsprompt init   # names the line that defines it");
    }
    let words = words.iter().map(|word| pasteable(&word.to_string_lossy()));
    let line: Vec<_> = iter::once(settings.command.as_str().to_owned()).chain(words).collect();
    error.with_hint(line.join(" "))
}

/// Says what became of awsprompt's own variables; `shown` is the segment that is shown again.
fn own_note(
    arguments: &cli::SwitchArguments,
    environment: &Environment,
    changes: &[Change],
    settings: &Settings,
    shown: &str,
) -> String {
    let command = settings.command.as_str();
    let mut note = String::new();
    if let Some(Change { value: Some(account), .. }) = changes.iter().find(|it| it.name == LOCK) {
        let account = account.to_string_lossy();
        let account = printable(&account);
        note += &format!("this shell is locked to {account}; {command} --unlock lifts it\n");
    }
    if arguments.unlock {
        note += &match environment.non_empty(LOCK) {
            Some(account) => {
                let account = account.to_string_lossy();
                format!("this shell is no longer locked to {}\n", printable(&account))
            }
            None => "this shell was not locked\n".to_owned(),
        };
    }
    let was_off = environment.get("AWSPROMPT").is_some_and(|value| value == "off");
    note += &match (arguments.off, arguments.on, was_off) {
        (true, _, false) => {
            format!("the segment is hidden in this shell; {command} --on shows it again\n")
        }
        (true, _, true) => {
            format!("the segment is hidden already; {command} --on shows it again\n")
        }
        (false, true, true) => format!("the segment is shown again in this shell{shown}\n"),
        (false, true, false) => format!("the segment was not hidden in this shell{shown}\n"),
        (false, false, _) => String::new(),
    };
    note
}

/// Returns what is kept of a switch to another profile.
fn used(
    target: &SwitchTarget,
    facts: &Facts<'_, '_>,
    before: &Resolution,
    settings: &Settings,
) -> Option<RecentUse> {
    let SwitchTarget::Profile(name) = target else { return None };
    let name = name.to_str().filter(|_| before.chosen_profile() != Some(name))?;
    let name = settings.recent.then(|| name.to_owned());
    Some(RecentUse { file: Recent::file(facts.world)?, name })
}

/// Returns the change that locks the shell to an account, or lifts the lock.
fn lock(
    arguments: &cli::SwitchArguments,
    target: &Target,
    settings: &Settings,
) -> Result<Option<Change>, Error> {
    let Some(account) = &arguments.lock else {
        return Ok(arguments.unlock.then(|| Change::remove(LOCK)));
    };
    if account.is_empty() {
        let command = settings.command.as_str();
        let id = target.account.as_ref().ok_or_else(|| {
            Error::failed("the account in use is not known offline, so nothing can be locked")
                .with_hint(format!("name the account: {command} --lock 111122223333"))
        })?;
        return Ok(Some(Change::set(LOCK, id.as_str())));
    }
    let is_label = settings.policy.labels.values().any(|label| label == account);
    if !is_label && AccountId::new(account).is_none() {
        let message = format!("{account:?} is neither an account id nor one of your labels");
        return Err(Error::failed(message));
    }
    Ok(Some(Change::set(LOCK, account)))
}

/// Returns the class that a switch enters, if a person has to confirm that.
pub(super) fn entered<'s>(
    facts: &Facts<'_, '_>,
    before: &Resolution,
    wish: &Wish,
    switch: &Switch<'s>,
    settings: &Settings,
) -> Option<&'s Class> {
    let class = switch.class().filter(|class| class.enter.asks)?;
    let is_chosen = matches!(wish.target, SwitchTarget::Profile(_));
    let was_there = || {
        let before = Assessment::new(facts, before, &settings.policy);
        before.class.is_some_and(|(before, _)| before.name == class.name)
    };
    (is_chosen || !was_there()).then_some(class)
}

/// Asks before a class is entered; where nobody can be asked it is not.
pub(super) fn enter(
    class: &Class,
    assessment: &Assessment<'_>,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
    then: Outcome,
) -> Result<Outcome, Error> {
    let environment = &facts.world.environment;
    let (caveat, endpoint, instead) = ("", None, None);
    let words = TargetWords { assessment, environment, settings, caveat, endpoint, instead };
    let rule = format!("the class {} has enter = ask", printable(&class.name));
    if !person.can_be_asked {
        let message = format!("refused to enter {}: {rule}", words.name());
        return Err(Error::new(ErrorKind::Refused, message));
    }
    Ok(words.ask(("would enter", &rule), person, "nothing was changed", then))
}

fn wish(
    arguments: &cli::SwitchArguments,
    chooser: &Chooser<'_, '_, '_>,
    target: SwitchTarget,
) -> Result<Wish, Error> {
    let Chooser { facts, before, .. } = *chooser;
    let environment = &facts.world.environment;
    // Who logs in again to the profile in use keeps its time and its region.
    let chosen = before.chosen_profile();
    let is_again = arguments.login && chosen.is_some() && target.profile() == chosen;
    let left = || {
        let until = Limits::of(chosen, environment).until.filter(|_| is_again);
        until.map(|until| until.duration_since(facts.world.clock.now()))
    };
    let time = |text: &String| {
        minutes_or_hours(text).filter(SignedDuration::is_positive).ok_or_else(|| {
            Error::failed(format!("{text:?} is not a valid time; use a form like 15m or 2h"))
        })
    };
    let time = arguments.time.as_ref().map(time).transpose()?.or_else(left);
    if time.is_some() && target == SwitchTarget::NoProfile {
        return Err(Error::failed(
            "there is no previous profile, so --for has nothing to switch back to",
        ));
    }
    let region = match (&arguments.region, &arguments.profile[..]) {
        (Some(text), _) => Some(region::region(text)?),
        (None, [name]) if name == "-" => region::of_previous(environment),
        (None, _) if is_again => region::in_use(environment, before).map(OsStr::to_owned),
        (None, _) => None,
    };
    Ok(Wish { target, region, time, universal: arguments.universal.clone() })
}

/// Returns where the switch goes; or what is done instead, where the person is asked and leaves, or
/// reads the profiles. The flag says that the profile was neither named nor chosen.
fn target(
    arguments: &cli::SwitchArguments,
    chooser: &Chooser<'_, '_, '_>,
) -> Result<ControlFlow<Outcome, (SwitchTarget, bool)>, Error> {
    let Chooser { facts, settings, person, .. } = *chooser;
    let environment = &facts.world.environment;
    let target = match (&arguments.exactly, &arguments.profile[..]) {
        _ if arguments.list => {
            return Ok(Break(list(facts, settings, person, &arguments.profile)?));
        }
        _ if arguments.clear => SwitchTarget::NoProfile,
        (Some(name), _) => SwitchTarget::Profile(find::exactly(facts, name, settings, person)?),
        (None, [name]) if name == "-" => match environment.get(PREVIOUS) {
            None => return Err(Error::failed("there is no previous profile in this shell")),
            Some(previous) if previous.is_empty() => SwitchTarget::NoProfile,
            Some(name) => SwitchTarget::Profile(find::exactly(facts, name, settings, person)?),
        },
        (None, []) if is_about_more(arguments) => SwitchTarget::Stay,
        (None, []) if chooser.has_picker() => match chooser.search()? {
            Some(name) => SwitchTarget::Profile(name.into()),
            None => return Ok(Break(left())),
        },
        (None, []) if person.can_choose => return Ok(Break(list(facts, settings, person, &[])?)),
        (None, []) => {
            return Err(Error::failed("no profile given").with_hint("awsprompt list"));
        }
        (None, words) => match find::meant(facts, words, settings, person)? {
            Meant::Profile(name) => SwitchTarget::Profile(name),
            Meant::Likely(name) => {
                return Ok(Continue((SwitchTarget::Profile(name), true)));
            }
            Meant::OneOf(candidates) => {
                let query = words.join(OsStr::new(" ")).to_string_lossy().into_owned();
                let choose = || chooser.search_on(query, &candidates);
                let chosen = if chooser.has_picker() { choose()? } else { None };
                // The list stays where the person has left the picker.
                let unclear = || find::unclear(&candidates, settings, environment);
                SwitchTarget::Profile(chosen.ok_or_else(unclear)?.into())
            }
        },
    };
    Ok(Continue((target, false)))
}

/// Prints the profiles that have the words on stderr, since stdout is evaluated.
fn list(
    facts: &Facts<'_, '_>,
    settings: &Settings,
    person: Person,
    words: &[OsString],
) -> Result<Outcome, Error> {
    let screen = Screen { is_terminal: true, has_colour: person.sees_colour, width: person.width };
    let words = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let arguments = cli::ListArguments { words, ..cli::ListArguments::default() };
    Ok(list::run(&arguments, facts, settings, screen)?.on_stderr())
}

/// Tells whether something is asked for that leaves the profile as it is.
fn is_about_more(arguments: &cli::SwitchArguments) -> bool {
    let is_about_lock = arguments.lock.is_some() || arguments.unlock;
    let is_about_segment = arguments.off || arguments.on;
    arguments.region.is_some() || arguments.login || is_about_segment || is_about_lock
}
