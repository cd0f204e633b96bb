//! Reads the arguments of this process, and says what is wrong with them, or what is asked about them.

use std::ffi::OsString;
use std::iter;

use clap::error::{ContextKind, ContextValue, ErrorKind as ParserErrorKind};
use clap::{FromArgMatches, Parser};

use crate::cli::{self, Cli, CliCommand, SwitchArguments};
use crate::cmd::{Outcome, version};
use crate::error::{Error, ErrorKind, Status};
use crate::printable::printable;
use crate::prompt::segment;

/// Reads a command and its arguments.
pub(crate) fn parse(arguments: &[OsString]) -> Result<CliCommand, clap::Error> {
    match function_words(arguments) {
        Some(words) => function_call(words).map(CliCommand::Switch),
        None => Cli::try_parse_from(arguments).map(|cli| cli.command),
    }
}

/// Returns the words after `awsprompt switch` where the function that switches calls it.
fn function_words(arguments: &[OsString]) -> Option<&[OsString]> {
    match arguments {
        [_, command, shell, ..] if command == "switch" && shell == "--shell" => {
            Some(&arguments[2..])
        }
        _ => None,
    }
}

/// Reads what the function that switches was called with, as a program of the function's name.
fn function_call(words: &[OsString]) -> Result<SwitchArguments, clap::Error> {
    let name = function_name(words);
    let line = iter::once(OsString::from(name)).chain(words.iter().cloned());
    let matches = cli::switching_function(name).try_get_matches_from(line)?;
    SwitchArguments::from_arg_matches(&matches)
}

/// Returns the name of the function, by its words.
fn function_name(words: &[OsString]) -> &str {
    match words {
        [_, _, flag, name, ..] if flag == "--as" => name.to_str().filter(|name| !name.is_empty()),
        _ => None,
    }
    .unwrap_or("awsp")
}

/// Says what is wrong with the words that a person typed after the name of the function.
fn function_error(error: &clap::Error, words: &[OsString]) -> Error {
    let name = function_name(words);
    let argument = context(error, ContextKind::InvalidArg);
    let message = match error.kind() {
        ParserErrorKind::UnknownArgument => format!("{argument} is not an option"),
        ParserErrorKind::MissingRequiredArgument => "--for takes a profile too".to_owned(),
        ParserErrorKind::ArgumentConflict => {
            format!("{argument} cannot be used with {}", context(error, ContextKind::PriorArg))
        }
        ParserErrorKind::InvalidValue if context(error, ContextKind::InvalidValue).is_empty() => {
            format!("{argument} needs a value")
        }
        kind => kind.to_string(),
    };
    let usage = cli::switching_function(name).bin_name(name).render_usage().to_string();
    // Nothing of an argument is for the terminal to obey.
    let message = format!("{}\n", printable(&format!("{name}: {message}")));
    let answer = Error::new(ErrorKind::Syntax, message).with_lines(vec![usage]);
    let answer = match context(error, ContextKind::SuggestedArg) {
        nothing if nothing.is_empty() => answer,
        meant => answer.with_hint(format!("did you mean {meant}?")),
    };
    answer.with_hint(format!("{name} --help"))
}

/// Returns what the parser says of an error in one respect; nothing if that is nothing.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" and "),
        _ => String::new(),
    }
}

/// Says what is wrong with the arguments, or what was asked about them.
pub(crate) fn answer(
    error: clap::Error,
    arguments: &[OsString],
    has_colour: bool,
) -> Result<Outcome, Error> {
    let is_answer =
        matches!(error.kind(), ParserErrorKind::DisplayHelp | ParserErrorKind::DisplayVersion);
    let command = command_word(arguments);
    let is_command = |name| command.is_some_and(|command| command == name);
    let text = error.render();
    let is_verbose = arguments.iter().any(|argument| argument == "--verbose");
    if error.kind() == ParserErrorKind::DisplayVersion && is_verbose {
        return Ok(Outcome::Answer(version::verbose(&text.to_string())));
    }
    if is_answer {
        let text = if has_colour { text.ansi().to_string() } else { text.to_string() };
        // What a shell function gets on stdout is evaluated.
        let is_shell = |word: &OsString| word.as_encoded_bytes().starts_with(b"--shell");
        let is_of_function = is_command("switch") && arguments.iter().any(is_shell);
        return Ok(if is_of_function {
            Outcome::noted(text, Status::Done)
        } else {
            Outcome::Answer(text)
        });
    }
    // A prompt is no place for an error message, and never fails.
    if is_command("prompt") {
        return Ok(Outcome::Segment(format!("{}\n", segment::UNKNOWN)));
    }
    // Nor is the line that is being completed.
    if is_command("complete") {
        return Ok(Outcome::Answer(String::new()));
    }
    Err(match function_words(arguments) {
        Some(words) => function_error(&error, words),
        None => Error::new(ErrorKind::Syntax, printable_error(error)),
    })
}

/// Writes what is wrong with the arguments, of which the terminal obeys nothing.
fn printable_error(error: clap::Error) -> String {
    let mut error = error;
    let context: Vec<_> = error.context().map(|(kind, value)| (kind, value.clone())).collect();
    for (kind, value) in context {
        let value = match value {
            ContextValue::String(text) => ContextValue::String(printable(&text).into_owned()),
            ContextValue::Strings(texts) => ContextValue::Strings(
                texts.iter().map(|text| printable(text).into_owned()).collect(),
            ),
            other => other,
        };
        error.insert(kind, value);
    }
    // What is left of the arguments is in the words of the parsers of values.
    let text = error.render().to_string();
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// Returns the word that names the command. Before it there are only flags, none with a value.
fn command_word(arguments: &[OsString]) -> Option<&OsString> {
    let is_flag = |word: &&OsString| word.as_encoded_bytes().starts_with(b"-");
    arguments.iter().skip(1).find(|word| !is_flag(word))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn no_flag_before_the_command_takes_a_value() {
        let takes_value = |flag: &clap::Arg| flag.get_action().takes_values();
        assert!(!Cli::command().get_arguments().any(takes_value));
    }
}
