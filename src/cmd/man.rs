//! `awsprompt man`: the manual pages, made from the flags and help texts of `cli`.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Outcome;
use crate::cli;

/// Answers `awsprompt man`, unless it is asked for a command that there is not.
pub(crate) fn run(arguments: &cli::ManArguments) -> Option<Outcome> {
    let mut whole = cli::Cli::command();
    // The page of a command has the name `awsprompt-COMMAND`.
    whole.build();
    if let Some(directory) = &arguments.dir {
        let commands = whole.get_subcommands().filter(|command| !command.is_hide_set());
        let files: Vec<_> = commands.chain([&whole]).map(file).collect();
        let note = format!("wrote {} pages to {}\n", files.len(), directory.display());
        return Some(Outcome::Files { directory: directory.clone(), files, note });
    }
    let command = match &arguments.command {
        None => &whole,
        Some(name) => whole.find_subcommand(name)?,
    };
    Some(Outcome::Answer(file(command).1))
}

/// Returns the name of a page's file, and the page.
fn file(command: &Command) -> (String, String) {
    let program = concat!("awsprompt ", env!("CARGO_PKG_VERSION"));
    let page = Man::new(command.clone()).source(program).manual("awsprompt");
    let mut text = Vec::new();
    let rendered = page
        .render_title(&mut text)
        .and_then(|()| page.render_name_section(&mut text))
        .and_then(|()| page.render_synopsis_section(&mut text))
        .and_then(|()| page.render_description_section(&mut text))
        .and_then(|()| page.render_options_section(&mut text))
        .and_then(|()| {
            let has_any = command.has_subcommands();
            if has_any { page.render_subcommands_section(&mut text) } else { Ok(()) }
        })
        .and_then(|()| examples(command).to_writer(&mut text));
    debug_assert!(rendered.is_ok(), "what is written to memory cannot fail");
    (page.get_filename(), String::from_utf8(text).unwrap_or_default())
}

/// Writes the end of the help, line by line, without its heading.
fn examples(command: &Command) -> Roff {
    let mut section = Roff::new();
    let lines = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    section.control("SH", ["EXAMPLES"]).control("nf", []);
    for line in lines.lines().skip(1) {
        section.text([roman(line)]);
    }
    section.control("fi", []);
    section
}
