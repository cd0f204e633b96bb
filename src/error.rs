//! What can go wrong in awsprompt itself: messages, hints, and the table of exit codes.

use std::fmt;

/// The exit codes, as `docs/contract.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Done,
    Failed,
    Usage,
    /// A command was not let through.
    Refused,
    /// A program may not be executed.
    NotExecutable,
    /// There is no such program.
    NotFound,
}

impl Status {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NotExecutable => 126,
            Self::NotFound => 127,
        }
    }
}

/// A failure, and how it is told on stderr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) status: Status,
    text: String,
}

impl Error {
    /// A failure told as one line: the object named, the cause last, no full stop.
    pub(crate) fn failed(message: impl fmt::Display) -> Self {
        Self { status: Status::Failed, text: format!("awsprompt: {message}\n") }
    }

    /// Arguments that make no sense, as the command line's parser tells it.
    pub(crate) fn usage(text: String) -> Self {
        Self { status: Status::Usage, text }
    }

    /// Another status than that of a failure.
    pub(crate) fn with_status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Adds the next step, as something that can be pasted.
    pub(crate) fn with_hint(mut self, hint: impl fmt::Display) -> Self {
        self.text += &format!("hint: {hint}\n");
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_line_and_a_hint() {
        let error = Error::failed("could not read ~/.aws/config: it is too large");
        assert_eq!(error.to_string(), "awsprompt: could not read ~/.aws/config: it is too large\n");
        let error = error.with_hint("split the file");
        assert!(error.to_string().ends_with("\nhint: split the file\n"));
    }
}
