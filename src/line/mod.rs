//! A line of a shell as the simple commands that it may run, in their order: the words of each, the
//! environment and the directory that it runs in.
//!
//! The line is not run. What only running would show, such as the output of `$(…)`, is a hole in a
//! word. Of what may happen or not, as in `if`, both count. So the list has every command that the
//! line itself names, and may have some that do not run.
//!
//! This module knows shells, and nothing of AWS.
//!
//! The parser is our own, of 1,100 lines. brush-parser 0.4 brings 59 packages (0.3: 39), one of which
//! needs an assembler, and 225 kB. It returns words as text that has to be parsed again, and refuses
//! a here-document without an end. tree-sitter-bash is C, yash-syntax is GPL, and conch-parser has
//! not changed for years.

mod aliases;
mod arithmetic;
mod braces;
mod builtins;
mod compounds;
mod conditions;
mod expand;
mod flow;
mod parser;
mod reading;
mod scanner;
mod simple;
mod state;
mod syntax;
mod variables;
mod walk;
mod word;

pub(crate) use aliases::aliases_of;
pub(crate) use parser::LineError;
pub(crate) use state::{Changes, WorkingDirectory};
pub(crate) use walk::{SimpleCommand, Start, Stdin, commands};
pub(crate) use word::Word;

/// What a text has in the place of what is not known. No text that matters has this character.
///
/// <https://www.unicode.org/faq/private_use.html#noncharacters>
pub(crate) const HOLE: char = '\u{fdd0}';

/// Tells whether nothing of a text is unknown.
pub(crate) fn is_known(text: &str) -> bool {
    !text.contains(HOLE)
}
