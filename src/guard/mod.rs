//! Whether a command only reads or changes an account, and what its own words say of profile and
//! region; nothing here asks anybody or runs anything.
//!
//! Everything is decided from names, offline, and by a rule that fits into one sentence. A
//! wrong [`Reads`](verdict::Effect::Reads) lets a change through unasked, a wrong
//! [`Unknown`](verdict::Effect::Unknown) only asks once too often.

pub(crate) mod aliases;
mod assumed;
pub(crate) mod auto_prompt;
mod batches;
mod code;
mod command;
pub(crate) mod command_line;
mod deciding_options;
mod everyday;
mod file_search;

mod followed;
mod judging_files;
mod mention;
mod nature;
mod operation;
#[cfg(test)]
mod operation_tests;
mod operator;
mod options;
mod own;
mod project;
mod project_finding;
mod project_tools;
mod reached;
mod reached_command;
mod registries;
mod sed;
mod starting;
mod table;
mod transfer;
mod verdict;
mod workspace;
mod wrappers;
mod writing;
mod written;

pub(crate) use assumed::AssumedAccount;
pub(crate) use command::{
    Command, GuardedProgram, OwnTool, is_directory, program_name, without_assignments,
};
pub(crate) use judging_files::JudgingFiles;
pub(crate) use mention::mentions_guarded;
pub(crate) use nature::{Nature, program_of_line, shown, unknown_program};
pub(crate) use own::own_lines;
pub(crate) use project::Project;
pub(crate) use project_finding::ProjectFinding;
pub(crate) use reached::{LineStart, reached, started};
pub(crate) use reached_command::{EnvironmentStep, ReachedCommand, changed_by, given_profile};
pub(crate) use starting::given_command;
pub(crate) use verdict::Effect;
pub(crate) use wrappers::{is_starter, started_by};
pub(crate) use written::Written;
