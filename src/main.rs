//! Starts the program, and hands over to the library.
#![forbid(unsafe_code)]

use std::process::ExitCode;

// A panic ends the program: ci/release leaves out what would print a backtrace.
#[cfg(no_backtrace)]
use no_backtrace as _;

/// musl's own allocator is slow where much is allocated.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    awsprompt::run().into()
}
