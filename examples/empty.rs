//! Does nothing: what it costs to start a Rust program that is built with the same flags.
//!
//! `ci/bench` and `ci/check instructions` compare awsprompt with it.

fn main() {}
