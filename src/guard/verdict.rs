//! What a command does to an account, and which rule says so.

use std::fmt;

use serde::Serialize;

use crate::printable::printable;

/// What a command does to the account that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    /// Nothing: no account is asked; files of this computer may change.
    Local,
    /// Nothing in the account is another thing afterwards.
    Reads,
    Changes,
    /// Nothing is known of the program.
    Unknown,
}

/// The answer, and the rule that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) effect: Effect,
    pub(crate) rule: VerdictRule,
}

/// What decided. Shown, it is one sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VerdictRule {
    /// The name begins with a word that AWS uses for reading.
    Verb(&'static str),
    /// The command stands in a table, with its reason.
    Listed(Listed),
    /// No rule knows the command, as it was given.
    Unknown(String),
    /// The command line as a whole says it.
    Line(&'static str),
}

/// A command that is decided by its full name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The words of the command, as in `sqs receive-message`.
    pub(crate) command: &'static str,
    pub(crate) effect: Effect,
    pub(crate) reason: &'static str,
}

impl Listed {
    pub(super) fn verdict(self) -> Verdict {
        Verdict { effect: self.effect, rule: VerdictRule::Listed(self) }
    }
}

impl Verdict {
    pub(super) fn verb(verb: &'static str) -> Self {
        Self { effect: Effect::Reads, rule: VerdictRule::Verb(verb) }
    }

    pub(super) fn unknown(command: impl Into<String>) -> Self {
        Self { effect: Effect::Changes, rule: VerdictRule::Unknown(command.into()) }
    }

    pub(super) fn local(reason: &'static str) -> Self {
        Self { effect: Effect::Local, rule: VerdictRule::Line(reason) }
    }

    pub(super) fn reads(reason: &'static str) -> Self {
        Self { effect: Effect::Reads, rule: VerdictRule::Line(reason) }
    }

    pub(super) fn changes(reason: &'static str) -> Self {
        Self { effect: Effect::Changes, rule: VerdictRule::Line(reason) }
    }
}

impl fmt::Display for VerdictRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verb(verb) => write!(f, "{verb}-* operations are read-only"),
            Self::Listed(Listed { command, reason, .. }) => write!(f, "{command} {reason}"),
            Self::Unknown(command) => {
                write!(f, "{} is not known to be read-only", printable(command))
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
        let listed = Listed {
            command: "sqs receive-message",
            effect: Effect::Changes,
            reason: "hides the messages",
        };
        let told = [
            (Verdict::verb("describe"), "describe-* operations are read-only"),
            (listed.verdict(), "sqs receive-message hides the messages"),
            (
                Verdict::unknown("ec2 run-instances"),
                "ec2 run-instances is not known to be read-only",
            ),
            (Verdict::unknown("\u{1b}[2J"), "\u{fffd}[2J is not known to be read-only"),
            (Verdict::reads("help only prints a page"), "help only prints a page"),
            (Verdict::changes("an alias can run any command"), "an alias can run any command"),
        ];
        for (verdict, sentence) in told {
            assert_eq!(verdict.rule.to_string(), sentence);
        }
    }
}
