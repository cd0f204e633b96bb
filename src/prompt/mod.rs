//! A resolution as the segment of a prompt, and what the user has said of accounts and directories:
//! which words, which class, which alerts, how alarming.
//!
//! Pure, and knows nothing of shells: how a style is written is decided where text is painted.

pub(crate) mod alerts;
pub(crate) mod class;
pub(crate) mod command_name;
pub(crate) mod expectation;
pub(crate) mod format;
mod ini;
pub(crate) mod limit;
pub(crate) mod production;
pub(crate) mod segment;
pub(crate) mod settings;
pub(crate) mod standing;
pub(crate) mod watch;
