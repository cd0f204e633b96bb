//! Starts the program, and hands over to the library.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    awsprompt::run().into()
}
