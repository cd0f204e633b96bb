//! Whether an operation of an AWS service only reads, decided from its name.
//!
//! AWS begins the name of an operation with a verb, and the AWS CLI parts its words by hyphens:
//! <https://docs.aws.amazon.com/cli/latest/reference/>. A rule looks at whole words, so that
//! `check` reads and `checkout` does not. `operation_tests` holds the rules against every operation
//! that there is.

use super::table::Table;
use super::verdict::{Effect, Listed, Verdict};

/// First words that say for whom or how many; the verb follows.
const BEFORE_VERB: [&str; 2] = ["admin", "batch"];

/// Words after which a second verb follows, as in `get-or-create-…`.
const JOINING: [&str; 3] = ["and", "or", "then"];

/// Decides on an operation, by the names that the AWS CLI has for service and operation.
pub(super) fn judge(service: &str, operation: &str) -> Verdict {
    let command = format!("{service} {operation}");
    if let Some(listed) = Table::of("aws operations").listed(&command) {
        return listed.verdict();
    }
    let verbs = Table::of("aws verbs");
    let (verb, is_joined) = verb(operation);
    let named = |key| verbs.words(key).find(|known| *known == verb);
    let is_known = || Table::of("aws known").has(service, operation);
    let reading = named("believed").or_else(|| named("reads").filter(|_| is_known()));
    if let Some(verb) = reading.filter(|_| !is_joined) {
        return Verdict::verb(verb);
    }
    match named("changes") {
        Some(_) => Verdict::changing(command),
        None => Verdict::unknown(format!("aws {command}")),
    }
}

/// Tells whether an operation is sent without the credentials of any account.
pub(super) fn is_unsigned(service: &str, operation: &str) -> bool {
    Table::of("aws unsigned").has(service, operation)
}

/// Tells whether the AWS CLI knows operations or other commands below a word.
pub(super) fn has_commands(word: &str) -> bool {
    let own = |key| {
        let mut commands = Table::of("aws own").commands(key);
        commands.any(|(command, _)| command.split_once(' ').is_some_and(|(group, _)| group == word))
    };
    Table::of("aws services").has("names", word)
        || Effect::LISTED.into_iter().any(|effect| own(effect.name()))
}

/// Finds a command that the AWS CLI has in addition to the operations, as in `s3 rm`.
pub(super) fn own_command(command: &str) -> Option<Listed> {
    Table::of("aws own").listed(command)
}

/// Returns the verb of a name, and whether a second one is joined to it.
pub(super) fn verb(operation: &str) -> (&str, bool) {
    let mut words = operation.split('-').skip_while(|word| BEFORE_VERB.contains(word));
    let verb = words.next().unwrap_or_default();
    (verb, words.next().is_some_and(|next| JOINING.contains(&next)))
}

#[cfg(test)]
mod tests {
    use super::super::verdict::{Effect, VerdictRule};
    use super::*;

    /// Every command that v1.46.3 and v2.9.19 have beside operations and `wait`, those that read
    /// and those that do not.
    const READING: &str = "\
        cloudfront sign, cloudtrail validate-logs, codeartifact login, \
        codecommit credential-helper, configservice get-status, configure add-model, \
        configure export-credentials, configure get, configure import, configure list, \
        configure list-profiles, configure set, configure sso, configure sso-session, \
        configure wizard, datapipeline list-runs, ddb select, ecr get-login, \
        ecr get-login-password, ecr-public get-login-password, eks get-token, \
        eks update-kubeconfig, emr describe-cluster, emr get, gamelift get-game-session-log, \
        history list, history show, logs start-live-tail, logs tail, rds generate-db-auth-token, \
        s3 ls, s3 presign, sso login, sso logout";
    const CHANGING: &str = "\
        cli-dev wizard-dev, cloudformation deploy, cloudformation package, \
        cloudtrail create-subscription, cloudtrail update-subscription, configservice subscribe, \
        datapipeline create-default-roles, ddb put, deploy deregister, deploy install, \
        deploy push, deploy register, deploy uninstall, dlm create-default-role, \
        dynamodb wizard, ecs deploy, ecs execute-command, emr add-instance-groups, \
        emr add-steps, emr create-cluster, emr create-default-roles, emr create-hbase-backup, \
        emr disable-hbase-backups, emr install-applications, emr modify-cluster-attributes, \
        emr put, emr restore-from-hbase-backup, emr schedule-hbase-backup, emr socks, emr ssh, \
        emr terminate-clusters, emr-containers update-role-trust-policy, events wizard, \
        gamelift upload-build, iam wizard, lambda wizard, lightsail push-container-image, \
        opsworks register, s3 cp, s3 mb, s3 mv, s3 rb, s3 rm, s3 sync, s3 website, \
        servicecatalog generate, ssm start-session";

    #[test]
    fn every_command_of_both_versions_is_decided() {
        for (commands, changes) in [(READING, false), (CHANGING, true)] {
            for command in commands.split(", ") {
                let (group, name) = command.split_once(' ').unwrap();
                let verdict =
                    own_command(command).map_or_else(|| judge(group, name), Listed::verdict);
                assert_eq!(verdict.effect >= Effect::Changes, changes, "{command}");
            }
        }
    }

    #[test]
    fn the_verb_decides() {
        let reading = [
            ("ec2", "describe-instances", "describe"),
            ("ec2", "get-console-output", "get"),
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
    fn a_verb_that_changes_decides() {
        let changing = [
            ("ec2", "terminate-instances"),
            ("lambda", "invoke"),
            ("dynamodb", "execute-statement"),
            ("dynamodb", "batch-write-item"),
            ("athena", "start-query-execution"),
            ("cognito-idp", "admin-delete-user"),
            ("elasticache", "test-failover"),
            ("medialive", "batch-delete"),
            ("autoscaling", "create-or-update-tags"),
        ];
        for (service, operation) in changing {
            let changing = Verdict::changing(format!("{service} {operation}"));
            assert_eq!(judge(service, operation), changing, "{service} {operation}");
        }
    }

    #[test]
    fn of_an_operation_of_tomorrow_only_the_plainest_verbs_are_believed() {
        for operation in ["get-thing", "list-things", "describe-things", "head-thing"] {
            assert_eq!(judge("ec2", operation).effect, Effect::Reads, "{operation}");
        }
        for verb in Table::of("aws verbs").words("reads").chain(["batch", "frobnicate", "", "-"]) {
            let operation = format!("{verb}-things-of-tomorrow");
            let unknown = Verdict::unknown(format!("aws ec2 {operation}"));
            assert_eq!(judge("ec2", &operation), unknown, "{operation}");
        }
    }

    #[test]
    fn words_are_whole() {
        for operation in [
            "checks-things",
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
            assert_eq!(judge("some", operation).effect, Effect::Unknown, "{operation}");
        }
    }

    #[test]
    fn a_second_verb_is_not_vouched_for() {
        for operation in ["get-or-create-thing", "list-and-delete-things", "check-then-put"] {
            assert_eq!(judge("some", operation).effect, Effect::Unknown, "{operation}");
        }
    }

    #[test]
    fn a_full_name_goes_before_the_verb() {
        for (service, operation, effect) in [
            ("stepfunctions", "get-activity-task", Effect::Changes),
            ("sqs", "receive-message", Effect::Changes),
            ("license-manager", "check-in-license", Effect::Changes),
            ("logs", "start-query", Effect::Reads),
            ("sts", "assume-role", Effect::Secrets),
            ("events", "test-event-pattern", Effect::Reads),
        ] {
            let verdict = judge(service, operation);
            assert_eq!(verdict.effect, effect, "{service} {operation}");
            assert!(matches!(verdict.rule, VerdictRule::Listed(_)), "{service} {operation}");
        }
    }
}
