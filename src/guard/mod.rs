//! Whether a command only reads or changes an account, and what its own words say of profile and
//! region; nothing here asks anybody or runs anything.
//!
//! Everything is decided from names, offline, and by a rule that can be told in one sentence. A
//! wrong [`Reads`](verdict::Effect::Reads) lets a change through unasked, a wrong
//! [`Unknown`](verdict::Effect::Unknown) only asks once too often.

pub(crate) mod aliases;
pub(crate) mod auto_prompt;
pub(crate) mod command;
pub(crate) mod command_line;
mod deciding_options;
mod operation;
#[cfg(test)]
mod operation_tests;
mod operator;
mod options;
pub(crate) mod project_tools;
mod table;
mod transfer;
pub(crate) mod verdict;
