//! What a command does to an account, and which rule says so.

use std::fmt;

use serde::Serialize;

use crate::printable::printable;

/// What a command does to the account that it uses, from mild to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    /// It contacts no account. Files of this computer may change.
    Local,
    /// The account is the same afterwards.
    Reads,
    /// The same, and it prints what gives access: secret values, credentials, tokens, presigned
    /// URLs, or the content of objects.
    Secrets,
    Changes,
    /// No rule knows the command. Wherever a decision is taken it counts as a change.
    Unknown,
}

impl Effect {
    /// The effects that a table may give a command.
    pub(super) const LISTED: [Self; 4] = [Self::Local, Self::Reads, Self::Secrets, Self::Changes];

    /// Returns the word that tables and `check --json` have for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Reads => "reads",
            Self::Secrets => "secrets",
            Self::Changes => "changes",
            Self::Unknown => "unknown",
        }
    }
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
    /// The command, whose name begins with a word that AWS uses for changing.
    Changes(String),
    /// The command is in a table, with its reason.
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
    fn new(effect: Effect, rule: VerdictRule) -> Self {
        Self { effect, rule }
    }

    pub(super) fn verb(verb: &'static str) -> Self {
        Self::new(Effect::Reads, VerdictRule::Verb(verb))
    }

    pub(super) fn changing(command: impl Into<String>) -> Self {
        Self::new(Effect::Changes, VerdictRule::Changes(command.into()))
    }

    pub(super) fn unknown(command: impl Into<String>) -> Self {
        Self::new(Effect::Unknown, VerdictRule::Unknown(command.into()))
    }

    pub(super) fn local(reason: &'static str) -> Self {
        Self::new(Effect::Local, VerdictRule::Line(reason))
    }

    pub(super) fn reads(reason: &'static str) -> Self {
        Self::new(Effect::Reads, VerdictRule::Line(reason))
    }

    pub(super) fn secrets(reason: &'static str) -> Self {
        Self::new(Effect::Secrets, VerdictRule::Line(reason))
    }

    /// What is run need not be what the line says.
    pub(super) fn open(reason: &'static str) -> Self {
        Self::new(Effect::Unknown, VerdictRule::Line(reason))
    }
}

impl fmt::Display for VerdictRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verb(verb) => write!(f, "{verb}-* operations are read-only"),
            Self::Changes(command) => write!(f, "{} changes the account", printable(command)),
            Self::Listed(Listed { command, reason, .. }) => write!(f, "{command} {reason}"),
            Self::Unknown(command) => {
                write!(f, "{} is not a command that awsprompt knows", printable(command))
            }
            Self::Line(reason) => f.write_str(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_go_from_mild_to_grave() {
        let names = ["local", "reads", "secrets", "changes", "unknown"];
        let effects =
            [Effect::Local, Effect::Reads, Effect::Secrets, Effect::Changes, Effect::Unknown];
        assert!(effects.is_sorted_by(|mild, grave| mild < grave));
        assert_eq!(effects.map(Effect::name), names);
        assert_eq!(Effect::LISTED[..], effects[..4]);
    }

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
            (Verdict::changing("ec2 run-instances"), "ec2 run-instances changes the account"),
            (Verdict::unknown("x y"), "x y is not a command that awsprompt knows"),
            (Verdict::unknown("\u{1b}[2J"), "\u{fffd}[2J is not a command that awsprompt knows"),
            (Verdict::reads("help only prints a page"), "help only prints a page"),
            (Verdict::open("an alias can run any command"), "an alias can run any command"),
        ];
        for (verdict, sentence) in told {
            assert_eq!(verdict.rule.to_string(), sentence);
        }
    }
}
