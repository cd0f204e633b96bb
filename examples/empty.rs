//! Does nothing: what it costs to start a Rust program that is built with the same flags.
//!
//! `ci/bench` and `ci/check instructions` compare awsprompt with it.

#[cfg(no_backtrace)]
use no_backtrace as _;

fn main() {}
