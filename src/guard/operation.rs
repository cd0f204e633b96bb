//! Whether an operation of an AWS service only reads, decided from its name.
//!
//! AWS begins the name of an operation with a verb, and the AWS CLI parts its words by hyphens:
//! <https://docs.aws.amazon.com/cli/latest/reference/>. A rule looks at whole words, so that
//! `check` reads and `checkout` does not. `operation_tests` holds the rules against every operation
//! that there is.

use super::{listed, verdict::Verdict};

/// The verbs that AWS uses for reading; what has another verb, or one that means both, is decided
/// by its full name in [`listed`].
pub(super) const READING: [&str; 17] = [
    "check", "count", "describe", "detect", "estimate", "get", "head", "is", "list", "lookup",
    "query", "scan", "search", "select", "simulate", "validate", "view",
];

/// First words that say for whom or how many; the verb follows.
const BEFORE_VERB: [&str; 2] = ["admin", "batch"];

/// Words after which a second verb follows, as in `get-or-create-…`.
const JOINING: [&str; 3] = ["and", "or", "then"];

/// Decides on an operation, by the names that the AWS CLI has for service and operation.
pub(super) fn judge(service: &str, operation: &str) -> Verdict {
    let command = format!("{service} {operation}");
    if let Some(listed) = listed::operation(&command) {
        return listed.verdict();
    }
    match reading_verb(operation) {
        Some(verb) => Verdict::verb(verb),
        None => Verdict::unknown(command),
    }
}

/// Returns the verb of a name if it is one that reads.
pub(super) fn reading_verb(operation: &str) -> Option<&'static str> {
    let mut words = operation.split('-').peekable();
    while words.next_if(|word| BEFORE_VERB.contains(word)).is_some() {}
    let verb = words.next()?;
    let is_joined = words.next().is_some_and(|next| JOINING.contains(&next));
    READING.into_iter().find(|reading| *reading == verb).filter(|_| !is_joined)
}

#[cfg(test)]
mod tests {
    use super::{
        super::verdict::{Effect, Rule},
        *,
    };

    #[test]
    fn the_verb_decides() {
        let reading = [
            ("ec2", "describe-instances", "describe"),
            ("ec2", "get-password-data", "get"),
            ("s3api", "get-object", "get"),
            ("s3api", "head-bucket", "head"),
            ("s3api", "select-object-content", "select"),
            ("dynamodb", "scan", "scan"),
            ("dynamodb", "batch-get-item", "get"),
            ("iam", "simulate-principal-policy", "simulate"),
            ("ecr", "batch-check-layer-availability", "check"),
            ("cognito-idp", "admin-get-user", "get"),
            ("ce", "get-cost-and-usage", "get"),
            ("a-service-of-tomorrow", "list-things", "list"),
        ];
        for (service, operation, verb) in reading {
            assert_eq!(judge(service, operation), Verdict::verb(verb), "{service} {operation}");
        }
    }

    #[test]
    fn what_no_rule_knows_is_a_change() {
        let changing = [
            ("ec2", "terminate-instances"),
            ("lambda", "invoke"),
            ("dynamodb", "execute-statement"),
            ("dynamodb", "batch-write-item"),
            ("athena", "start-query-execution"),
            ("cognito-idp", "admin-delete-user"),
            ("elasticache", "test-failover"),
            ("medialive", "batch-delete"),
            ("ec2", "batch"),
            ("ec2", ""),
            ("ec2", "-"),
        ];
        for (service, operation) in changing {
            let unknown = Verdict::unknown(format!("{service} {operation}"));
            assert_eq!(judge(service, operation), unknown, "{service} {operation}");
        }
    }

    #[test]
    fn words_are_whole() {
        for operation in [
            "checkout-license",
            "gets-things",
            "listen",
            "getthing",
            "Describe-things",
            "isolate-instance",
            "heading",
            "countdown",
            "get_things",
            " get-things",
        ] {
            assert_eq!(judge("some", operation).effect, Effect::Changes, "{operation}");
        }
    }

    #[test]
    fn a_second_verb_is_not_vouched_for() {
        for operation in ["get-or-create-thing", "list-and-delete-things", "check-then-put"] {
            assert_eq!(judge("some", operation).effect, Effect::Changes, "{operation}");
        }
    }

    #[test]
    fn a_full_name_goes_before_the_verb() {
        for (service, operation, effect) in [
            ("stepfunctions", "get-activity-task", Effect::Changes),
            ("sqs", "receive-message", Effect::Changes),
            ("license-manager", "check-in-license", Effect::Changes),
            ("logs", "start-query", Effect::Reads),
            ("sts", "assume-role", Effect::Reads),
            ("events", "test-event-pattern", Effect::Reads),
        ] {
            let verdict = judge(service, operation);
            assert_eq!(verdict.effect, effect, "{service} {operation}");
            assert!(matches!(verdict.rule, Rule::Listed(_)), "{service} {operation}");
        }
    }
}
