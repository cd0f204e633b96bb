//! Reads the environment and the two AWS files, and does nothing with them: what a program costs that
//! knows what awsprompt has to know, and is built with the same flags.
//!
//! `ci/bench` compares awsprompt with it.
#![expect(
    clippy::disallowed_methods,
    reason = "this is what those functions cost, without anything around them"
)]

use std::hint::black_box;
use std::path::Path;
use std::{env, fs};

#[cfg(no_backtrace)]
use no_backtrace as _;

fn main() {
    let variables: Vec<_> = env::vars_os().collect();
    let home = env::var_os("HOME").unwrap_or_default();
    let directory = Path::new(&home).join(".aws");
    for name in ["config", "credentials"] {
        _ = black_box(fs::read(directory.join(name)));
    }
    black_box(variables);
}
