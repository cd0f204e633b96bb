//! Does nothing: what it costs to start an ordinary Rust program that is built with the same flags.
//! awsprompt itself does without most of Rust's own start, see `src/main.rs`.
//!
//! `ci/bench` and `ci/check instructions` compare awsprompt with it.

fn main() {}
