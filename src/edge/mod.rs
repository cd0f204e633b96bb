//! The only code that touches the machine: it looks at facts first and performs outcomes last.

pub(crate) mod aws_cli;
pub(crate) mod host;
pub(crate) mod look;
pub(crate) mod perform;
pub(crate) mod picker;
mod places;
mod processes;
#[cfg(unix)]
mod raw_terminal;
mod reading;
mod terminal;
mod watch;
