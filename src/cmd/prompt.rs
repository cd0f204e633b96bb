//! `awsprompt prompt`: the segment, painted for one kind of prompt.
//!
//! Whatever happens, this answers and never complains: a prompt is no place for an error message.

use std::ffi::{OsStr, OsString};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::{
    aws::{environment::Environment, resolution::Facts, resolve::ours, world::FileState},
    cli,
    prompt::{
        format::Format,
        segment::{self, Request, Span, Tone},
        settings::Settings,
    },
    shell::paint::{self, PromptSyntax},
    style::ALARM,
};

/// Answers `awsprompt prompt`.
pub(crate) fn run(
    arguments: &cli::PromptArguments,
    facts: &Facts<'_, '_>,
    settings: &Settings,
) -> String {
    let world = facts.world;
    let environment = &world.environment;
    if environment.get("AWSPROMPT").is_some_and(|value| value == "off") {
        return write(arguments, environment, &[]);
    }
    if world.files.iter().any(|(_, state)| *state == FileState::TooLarge) {
        let unknown = Span { text: segment::UNKNOWN.to_owned(), tone: Tone::Alarm };
        return write(arguments, environment, &[unknown]);
    }
    let format = arguments.format.as_deref().map(|text| text.to_str().map(Format::parse));
    let (format, format_is_wrong) = match format {
        None => (None, false),
        Some(Some(Ok(format))) => (Some(format), false),
        Some(None | Some(Err(_))) => (None, true),
    };
    let request = Request {
        settings,
        format: format.as_ref(),
        unexported: unexported_profile(&arguments.seen, environment),
        has_mistake: format_is_wrong || !settings.policy.errors.is_empty(),
    };
    let spans = segment::segment(facts, &ours(facts), &request);
    write(arguments, environment, &spans)
}

fn write(arguments: &cli::PromptArguments, environment: &Environment, spans: &[Span]) -> String {
    let has_colour = environment.non_empty("NO_COLOR").is_none();
    let painted = paint_spans(dialect(arguments.shell), has_colour, spans);
    if arguments.tone {
        let tones = spans.iter().map(|span| span.tone);
        let style = tones.max_by_key(|tone| *tone == Tone::Alarm).map_or(Style::new(), style);
        let style = if has_colour { style } else { Style::new() };
        with_style(style, spans, &painted)
    } else if painted.is_empty() {
        painted
    } else if arguments.right {
        let width = spans.iter().map(|span| span.text.width()).sum();
        paint::at_right_edge_in_bash(&painted, width) + "\n"
    } else {
        painted + "\n"
    }
}

/// Paints a segment.
pub(crate) fn paint_spans(dialect: PromptSyntax, has_colour: bool, spans: &[Span]) -> String {
    let paint = |span: &Span| {
        let style = if has_colour { style(span.tone) } else { Style::new() };
        paint::paint(dialect, style, &span.text)
    };
    // Pieces of one tone are painted together.
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.tone == span.tone => last.text += &span.text,
            _ => joined.push(span.clone()),
        }
    }
    joined.iter().map(paint).collect()
}

/// Writes the style of a segment, its plain text and its painted text, a line each.
///
/// One style goes for the whole: where a part is alarming, all is.
fn with_style(style: Style, spans: &[Span], painted: &str) -> String {
    let plain: String = spans.iter().map(|span| span.text.as_str()).collect();
    format!("{}\n{plain}\n{painted}\n", paint::zsh_fields(style))
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Ordinary => AnsiColor::Cyan.on_default(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Classed(style) => style,
        Tone::Alarm => ALARM,
    }
}

fn dialect(shell: cli::PromptShell) -> PromptSyntax {
    match shell {
        cli::PromptShell::Zsh => PromptSyntax::Zsh,
        cli::PromptShell::Bash => PromptSyntax::Bash,
        cli::PromptShell::Fish => PromptSyntax::Fish,
        cli::PromptShell::Tmux => PromptSyntax::Tmux,
        // starship puts its own shell's marks around the colours.
        cli::PromptShell::Starship => PromptSyntax::Terminal,
        cli::PromptShell::Plain => PromptSyntax::Plain,
    }
}

/// Returns the profile that the shell sees in a variable which the next command does not inherit.
fn unexported_profile(seen: &[OsString], environment: &Environment) -> Option<OsString> {
    ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].into_iter().find_map(|name| {
        let prefix = format!("{name}=");
        let value = seen.iter().find_map(|pair| strip_prefix(pair, &prefix))?;
        let is_inherited = environment.get(name).is_some();
        // A variable that outranks this one makes it meaningless.
        let is_outranked = environment.get("AWS_PROFILE").is_some();
        (!is_inherited && !is_outranked && !value.is_empty()).then_some(value)
    })
}

#[cfg(unix)]
fn strip_prefix(text: &OsStr, prefix: &str) -> Option<OsString> {
    use std::os::unix::ffi::OsStrExt;

    let rest = text.as_bytes().strip_prefix(prefix.as_bytes())?;
    Some(OsStr::from_bytes(rest).to_owned())
}

#[cfg(not(unix))]
fn strip_prefix(text: &OsStr, prefix: &str) -> Option<OsString> {
    text.to_str()?.strip_prefix(prefix).map(OsString::from)
}
