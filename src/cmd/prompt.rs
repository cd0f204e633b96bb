//! `awsprompt prompt`: the segment, painted for one kind of prompt.
//!
//! This never fails. An error message has no place in a prompt; only what is wrong with a format on
//! the command line is said, on stderr, since nothing else can say it.

use std::ffi::{OsStr, OsString};
use std::mem::ManuallyDrop;

use anstyle::{Ansi256Color, AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::pane::PaneUpdate;
use super::{Outcome, mark};
use crate::aws::{Environment, Facts, FileState, ours};
use crate::cli;
use crate::policy::{Class, LOCK};
use crate::printable::printable;
use crate::prompt::segment::{self, Request, Span, Tone};
use crate::prompt::{Format, Settings};
use crate::shell::paint::{self, PromptSyntax};
use crate::style::{self, ALARM, NOTICE};

/// The states that powerlevel10k's segment has besides the classes, and how they look: with nothing
/// to say, if nobody chose the profile, without colours, and all red.
pub(super) const STATES: [(&str, Style); 4] = [
    ("NONE", AnsiColor::Cyan.on_default()),
    // Grey that can be read on the grey of powerlevel10k's own styles.
    ("QUIET", Ansi256Color(244).on_default()),
    ("PLAIN", Style::new()),
    ("ALARM", ALARM),
];

/// Answers `awsprompt prompt`; `watched` says how long the answer is valid, where that is wanted.
pub(crate) fn run(
    arguments: &cli::PromptArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
    watched: impl FnOnce() -> String,
) -> Outcome {
    let environment = &facts.world.environment;
    let syntax = syntax(arguments.shell);
    // In tmux the status line has colours, whatever terminal the server was started in.
    let term = environment.get("TERM").filter(|_| syntax != PromptSyntax::Tmux);
    let has_colour =
        syntax != PromptSyntax::Plain && style::is_allowed(environment.get("NO_COLOR"), term);
    let format = arguments.format.as_deref().map(|text| Format::parse(text.to_str()?).ok());
    // starship starts the program itself, so only the mark of a hook names the shell's variables.
    let is_starship = arguments.shell == cli::PromptShell::Starship;
    let hidden = is_starship.then(|| mark::hidden_profile_variable(environment)).flatten();
    let has_hidden_lock = is_starship && mark::hides(LOCK, environment);
    let request = Request {
        format: format.as_ref().and_then(Option::as_ref),
        unexported: unexported_profile(&arguments.seen, environment),
        has_unexported_lock: has_hidden_lock || has_unexported_lock(&arguments.seen, environment),
        unexported_variable: hidden,
        has_error: format == Some(None) || !settings.policy.errors.is_empty(),
        has_colour,
        width: settings.width.or_else(|| narrow(arguments.columns.as_deref()?)),
        settings,
    };
    let (spans, class) = if environment.get("AWSPROMPT").is_some_and(|value| value == "off") {
        (Vec::new(), None)
    } else if facts.world.files.iter().any(|(_, state)| **state == FileState::TooLarge) {
        (vec![Span { text: segment::UNKNOWN.to_owned(), tone: Tone::Alarm }], None)
    } else {
        // The process is about to end, which frees everything at once.
        let ours = ManuallyDrop::new(ours(facts));
        let found = segment::with_class(facts, &ours, &request);
        // fish cuts a line that is too wide on its left, where the profile is.
        let columns = arguments.columns.as_deref().filter(|_| syntax == PromptSyntax::Fish);
        if request.width.is_none() && columns.is_some_and(|columns| is_as_wide(&found.0, columns)) {
            let width = Some(NARROW / 2);
            segment::with_class(facts, &ours, &Request { width, ..request })
        } else {
            found
        }
    };
    let pane = if arguments.pane {
        let text = paint_spans(PromptSyntax::TmuxOption, has_colour, &spans);
        let class = class.filter(|_| has_colour);
        PaneUpdate::new(facts, settings, class, text)
    } else {
        None
    };
    let mut text = written(arguments, syntax, term, has_colour, class, &spans);
    if arguments.tone || arguments.parts {
        text += &watched();
    }
    let segment = Outcome::Segment(text);
    match pane {
        Some(update) => Outcome::TellPane { update, then: Box::new(segment) },
        None => segment,
    }
}

/// Writes a segment as a hook reads it.
fn written(
    arguments: &cli::PromptArguments,
    syntax: PromptSyntax,
    term: Option<&OsStr>,
    has_colour: bool,
    class: Option<&Class>,
    spans: &[Span],
) -> String {
    let painted = paint_spans(syntax, has_colour, spans);
    if arguments.tone || arguments.parts {
        let parts = parts(spans).filter(|_| arguments.parts && has_colour);
        let (tone, text) =
            parts.map_or_else(|| whole(spans), |(tone, parts)| (tone, parts.join("\t")));
        let style = tone.filter(|_| has_colour).map_or(Style::new(), style);
        let fields = paint::zsh_fields(style);
        // Older hooks know no state.
        let state = if arguments.parts {
            format!(" {}", state(spans, class, has_colour))
        } else {
            String::new()
        };
        format!("{fields}{state}\n{text}\n{painted}\n")
    } else if painted.is_empty() {
        painted
    } else if arguments.right && term.is_none_or(|term| term != "dumb") {
        let width = spans.iter().map(|span| span.text.width()).sum();
        let painted = paint_spans(PromptSyntax::Terminal, has_colour, spans);
        paint::at_right_edge_in_bash(&painted, width) + "\n"
    } else {
        painted + "\n"
    }
}

/// Returns the state that powerlevel10k knows a segment by.
fn state(spans: &[Span], class: Option<&Class>, has_colour: bool) -> String {
    let all_are = |tone| spans.iter().all(|span| span.tone == tone);
    let has = |tone| spans.iter().any(|span| span.tone == tone);
    match class {
        _ if spans.is_empty() => "-".to_owned(),
        _ if !has_colour => "PLAIN".to_owned(),
        _ if all_are(Tone::Alarm) => "ALARM".to_owned(),
        Some(class) => paint::zsh_state(&class.name),
        None if has(Tone::Quiet) => "QUIET".to_owned(),
        None => "NONE".to_owned(),
    }
}

/// The terminals that have fewer columns are narrow.
const NARROW: usize = 60;

/// Returns how many columns a segment may take in a terminal of this width, if that is narrow.
fn narrow(columns: &OsStr) -> Option<usize> {
    // A shell that does not know the width says nothing or 0.
    let columns = columns.to_str()?.parse().ok()?;
    (1..NARROW).contains(&columns).then_some(columns / 2)
}

/// Returns whether the first line of a segment fills a terminal of this width, if that is known.
fn is_as_wide(spans: &[Span], columns: &OsStr) -> bool {
    let columns = columns.to_str().and_then(|columns| columns.parse().ok());
    let text: String = spans.iter().map(|span| &*span.text).collect();
    columns.is_some_and(|columns| {
        columns > 0 && text.lines().next().is_some_and(|line| line.width() >= columns)
    })
}

/// The text in the prompt of zsh: what comes before the alerts, the red ones, the yellow ones, and
/// what comes after them.
type Parts = [String; 4];

/// Splits a segment into the parts that the prompt of zsh has a place for, and returns the tone of
/// the first and last. A layout with the alerts in two places has none.
fn parts(spans: &[Span]) -> Option<(Option<Tone>, Parts)> {
    let (mut parts, mut place, mut tone) = (Parts::default(), 0, None);
    for span in spans {
        let wanted = match span.tone {
            Tone::Alarm => 1,
            Tone::Notice => 2,
            _ if place == 0 => 0,
            _ => 3,
        };
        if wanted < place {
            return None;
        }
        if matches!(wanted, 0 | 3) {
            tone = Some(span.tone);
        }
        place = wanted;
        parts[place] += &span.text;
    }
    Some((tone, parts))
}

/// Returns the text of a segment, and the tone of all of it: that of its gravest part.
fn whole(spans: &[Span]) -> (Option<Tone>, String) {
    let gravity = |tone: &Tone| (*tone == Tone::Alarm, *tone == Tone::Notice);
    let tone = spans.iter().map(|span| span.tone).max_by_key(gravity);
    (tone, spans.iter().map(|span| span.text.as_str()).collect())
}

/// Says what is wrong with the format that was given, to whoever wrote it.
pub(crate) fn format_error(format: Option<&OsStr>) -> Option<String> {
    let why = match format?.to_str() {
        Some(text) => Format::parse(text).err()?.to_string(),
        None => "is not UTF-8".to_owned(),
    };
    Some(format!("awsprompt: --format: {}\n", printable(&why)))
}

/// Paints a segment.
pub(crate) fn paint_spans(syntax: PromptSyntax, has_colour: bool, spans: &[Span]) -> String {
    let paint = |span: &Span| {
        let style = if has_colour { style(span.tone) } else { Style::new() };
        paint::paint(syntax, style, &span.text)
    };
    // Adjacent spans of one tone are painted together.
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.tone == span.tone => last.text += &span.text,
            _ => joined.push(span.clone()),
        }
    }
    joined.iter().map(paint).collect()
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Ordinary => AnsiColor::Cyan.on_default(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Classed(style) => style,
        Tone::Notice => NOTICE,
        Tone::Alarm => ALARM,
    }
}

fn syntax(shell: cli::PromptShell) -> PromptSyntax {
    match shell {
        cli::PromptShell::Zsh => PromptSyntax::Zsh,
        cli::PromptShell::Bash => PromptSyntax::Bash,
        cli::PromptShell::Fish => PromptSyntax::Fish,
        cli::PromptShell::Tmux => PromptSyntax::Tmux,
        // starship itself adds the marks that its shell needs around colours; nushell needs none.
        cli::PromptShell::Starship | cli::PromptShell::Nushell => PromptSyntax::Terminal,
        cli::PromptShell::Plain => PromptSyntax::Plain,
    }
}

/// Tells whether the shell has a lock that the next command does not inherit.
fn has_unexported_lock(seen: &[OsString], environment: &Environment) -> bool {
    environment.get(LOCK).is_none() && value_seen(seen, LOCK).is_some()
}

/// Returns what the shell sees in a variable, if that is not empty.
fn value_seen<'a>(seen: &'a [OsString], name: &str) -> Option<&'a [u8]> {
    let value = seen
        .iter()
        .find_map(|pair| pair.as_encoded_bytes().strip_prefix(name.as_bytes())?.strip_prefix(b"="));
    value.filter(|value| !value.is_empty())
}

/// Returns the profile that the shell sees in a variable which the next command does not inherit.
fn unexported_profile(seen: &[OsString], environment: &Environment) -> Option<String> {
    // AWS_PROFILE outranks the other variable: where it is exported, neither is reported.
    ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
        .into_iter()
        .take_while(|name| environment.get(name).is_none())
        .find_map(|name| value_seen(seen, name))
        .map(|value| String::from_utf8_lossy(value).into_owned())
}
