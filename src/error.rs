//! What can go wrong in awsprompt itself: kinds, messages, hints, and the table of exit codes.

use std::fmt;

use crate::printable::printable;

/// The exit codes, as `docs/guide/src/contract.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Done,
    Failed,
    Usage,
    /// A command was not run because a rule forbids it.
    Refused,
    /// A command was not judged, since nothing is known of its program.
    NotJudged,
    /// The hook of a coding agent says no.
    Denied,
    /// A program may not be executed.
    NotExecutable,
    /// A program was not found.
    NotFound,
}

impl Status {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage | Self::Denied => 2,
            Self::Refused => 3,
            Self::NotJudged => 4,
            Self::NotExecutable => 126,
            Self::NotFound => 127,
        }
    }
}

/// What kind of error it is, which decides the exit code and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    Failed,
    /// The arguments or settings make no sense.
    Usage,
    /// The command line does not parse; the message is the parser's own text.
    Syntax,
    /// A rule of the user or the company forbids the command.
    Refused,
    NotExecutable,
    NotFound,
}

/// An error, and what the person can do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) kind: ErrorKind,
    message: String,
    /// What the message is about, line by line.
    lines: Vec<String>,
    hints: Vec<String>,
}

impl Error {
    /// Takes a message of one line: the object named, the cause last, no full stop.
    pub(crate) fn new(kind: ErrorKind, message: impl fmt::Display) -> Self {
        let message = message.to_string();
        let message = match kind {
            ErrorKind::Syntax => message,
            _ => printable(&message).into_owned(),
        };
        Self { kind, message, lines: Vec::new(), hints: Vec::new() }
    }

    pub(crate) fn failed(message: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Failed, message)
    }

    /// Adds a list of what the message is about.
    pub(crate) fn with_lines(mut self, lines: Vec<String>) -> Self {
        self.lines = lines;
        self
    }

    /// Adds the next step, as something that can be pasted.
    pub(crate) fn with_hint(mut self, hint: impl fmt::Display) -> Self {
        self.hints.push(printable(&hint.to_string()).into_owned());
        self
    }

    pub(crate) fn status(&self) -> Status {
        match self.kind {
            ErrorKind::Failed => Status::Failed,
            ErrorKind::Usage | ErrorKind::Syntax => Status::Usage,
            ErrorKind::Refused => Status::Refused,
            ErrorKind::NotExecutable => Status::NotExecutable,
            ErrorKind::NotFound => Status::NotFound,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Syntax => f.write_str(&self.message)?,
            _ => writeln!(f, "awsprompt: {}", self.message)?,
        }
        self.lines.iter().try_for_each(|line| writeln!(f, "{}", printable(line)))?;
        self.hints.iter().try_for_each(|hint| writeln!(f, "hint: {hint}"))
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
