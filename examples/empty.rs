//! Does nothing: what it costs to start any program that is built as this one is.
//!
//! `ci/bench` and `ci/check instructions` compare awsprompt with it.

fn main() {}
