//! The only code that touches the machine: it looks at facts first and performs outcomes last.

pub(crate) mod aws_cli;
pub(crate) mod host;
pub(crate) mod look;
pub(crate) mod perform;
mod places;
mod reading;
mod watch;
