//! A resolution as the segment of a prompt: which words, which alerts, how alarming; and the settings
//! file that says so.
//!
//! Pure, and knows nothing of shells: how a style is written is decided where text is painted.

pub(crate) mod alerts;
pub(crate) mod format;

pub(crate) mod segment;
pub(crate) mod settings;
