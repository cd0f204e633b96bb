//! What a command does to an account, and which rule says so.

use std::fmt;

use crate::printable::printable;

/// What a command does to the account that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing: no account is asked; files of this computer may change.
    Local,
    /// Nothing in the account is another thing afterwards.
    Reads,
    Changes,
}

/// The answer, and the rule that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) effect: Effect,
    pub(crate) rule: Rule,
}

/// What decided. Shown, it is one sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The name begins with a word that AWS uses for reading.
    Verb(&'static str),
    /// The command stands in a table, with its reason.
    Listed(&'static Listed),
    /// No rule knows the command, as it was given.
    Unknown(String),
    /// The command line as a whole says it.
    Line(&'static str),
}

/// A command that is decided by its full name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The words of the command, as in `sqs receive-message`.
    pub(crate) command: &'static str,
    pub(crate) effect: Effect,
    pub(crate) reason: &'static str,
}

impl Listed {
    pub(super) const fn local(command: &'static str, reason: &'static str) -> Self {
        Self { command, effect: Effect::Local, reason }
    }

    pub(super) const fn reads(command: &'static str, reason: &'static str) -> Self {
        Self { command, effect: Effect::Reads, reason }
    }

    pub(super) const fn changes(command: &'static str, reason: &'static str) -> Self {
        Self { command, effect: Effect::Changes, reason }
    }

    pub(super) fn verdict(&'static self) -> Verdict {
        Verdict { effect: self.effect, rule: Rule::Listed(self) }
    }
}

impl Verdict {
    pub(super) fn verb(verb: &'static str) -> Self {
        Self { effect: Effect::Reads, rule: Rule::Verb(verb) }
    }

    pub(super) fn unknown(command: impl Into<String>) -> Self {
        Self { effect: Effect::Changes, rule: Rule::Unknown(command.into()) }
    }

    pub(super) fn local(reason: &'static str) -> Self {
        Self { effect: Effect::Local, rule: Rule::Line(reason) }
    }

    pub(super) fn reads(reason: &'static str) -> Self {
        Self { effect: Effect::Reads, rule: Rule::Line(reason) }
    }

    pub(super) fn changes(reason: &'static str) -> Self {
        Self { effect: Effect::Changes, rule: Rule::Line(reason) }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verb(verb) => write!(f, "operations that begin with {verb} read"),
            Self::Listed(Listed { command, reason, .. }) => write!(f, "{command} {reason}"),
            Self::Unknown(command) => {
                write!(f, "no rule says that {} only reads", printable(command))
            }
            Self::Line(reason) => f.write_str(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_one_sentence() {
        static LISTED: Listed = Listed::changes("sqs receive-message", "hides the messages");
        let told = [
            (Verdict::verb("describe"), "operations that begin with describe read"),
            (LISTED.verdict(), "sqs receive-message hides the messages"),
            (
                Verdict::unknown("ec2 run-instances"),
                "no rule says that ec2 run-instances only reads",
            ),
            (Verdict::unknown("\u{1b}[2J"), "no rule says that \u{fffd}[2J only reads"),
            (Verdict::reads("help only shows a page"), "help only shows a page"),
            (Verdict::changes("an alias may be anything"), "an alias may be anything"),
        ];
        for (verdict, sentence) in told {
            assert_eq!(verdict.rule.to_string(), sentence);
        }
    }
}
