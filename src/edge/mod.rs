//! The only code that touches the machine: it looks at facts first and performs outcomes last.

pub(crate) mod look;
pub(crate) mod perform;
pub(crate) mod surroundings;
