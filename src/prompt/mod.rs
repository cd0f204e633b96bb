//! A resolution as the segment of a prompt: which words, which alerts, how alarming.
//!
//! Pure, and knows nothing of shells: what a tone looks like is decided where text is painted.

pub(crate) mod alerts;
pub(crate) mod class;
pub(crate) mod command_name;
pub(crate) mod expectation;
pub(crate) mod format;
pub(crate) mod limit;
pub(crate) mod production;
pub(crate) mod segment;
pub(crate) mod settings;
pub(crate) mod standing;
pub(crate) mod watch;
