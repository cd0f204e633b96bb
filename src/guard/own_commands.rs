//! What the AWS CLI has beside the operations of the services: commands of its own.

use super::verdict::Listed;

/// Finds a command, as in `s3 rm`, or else the group that it belongs to, as in `configure`.
pub(super) fn find(command: &str) -> Option<&'static Listed> {
    let named = |name: &str| OWN.iter().find(|listed| listed.command == name);
    named(command).or_else(|| named(command.split(' ').next()?))
}

/// Those of v1 and v2 that the verb of their name does not decide, or not rightly. Sorted.
///
/// <https://github.com/aws/aws-cli/tree/develop/awscli/customizations>,
/// <https://github.com/aws/aws-cli/tree/v2/awscli/customizations>
static OWN: &[Listed] = &[
    Listed::changes("cloudformation deploy", "creates or updates a stack"),
    Listed::changes("cloudformation package", "uploads files to a bucket"),
    Listed::local("cloudfront sign", "computes with a key of yours, and asks nobody"),
    Listed::changes("cloudtrail create-subscription", "creates a trail, and a bucket for it"),
    Listed::changes("cloudtrail update-subscription", "changes a trail"),
    Listed::reads("codeartifact login", "gets a token, and sets up a tool of this computer"),
    Listed::reads("codecommit credential-helper", "hands out credentials to git"),
    Listed::changes("configservice subscribe", "turns recording on, and creates what it needs"),
    Listed::local("configure", "changes only files of this computer"),
    Listed::reads("configure export-credentials", "hands out credentials"),
    Listed::changes("datapipeline create-default-roles", "creates roles"),
    Listed::changes("ddb put", "writes items into a table"),
    Listed::reads("ddb select", "reads items of a table"),
    Listed::changes("deploy deregister", "removes an instance, and its user"),
    Listed::changes("deploy install", "turns this computer into an instance of CodeDeploy"),
    Listed::changes("deploy push", "uploads a revision to a bucket"),
    Listed::changes("deploy register", "registers an instance, and may create a user for it"),
    Listed::changes("deploy uninstall", "removes CodeDeploy from this computer"),
    Listed::changes("dlm create-default-role", "creates a role"),
    Listed::reads("dsql generate-db-connect-admin-auth-token", "computes a token, and asks nobody"),
    Listed::reads("dsql generate-db-connect-auth-token", "computes a token, and asks nobody"),
    Listed::changes("dynamodb wizard", "creates what it has asked about"),
    Listed::changes("ec2-instance-connect open-tunnel", "opens a way into an instance"),
    Listed::changes("ec2-instance-connect ssh", "runs commands on an instance"),
    Listed::changes("ecs deploy", "deploys a new version of a service"),
    Listed::changes("ecs execute-command", "runs commands in a container"),
    Listed::reads("ecs monitor-express-gateway-service", "watches a service"),
    Listed::reads("eks update-kubeconfig", "changes only a file of this computer"),
    Listed::changes("emr put", "writes files to an instance"),
    Listed::changes("emr schedule-hbase-backup", "adds a step to a cluster"),
    Listed::changes("emr socks", "opens a way into an instance"),
    Listed::changes("emr ssh", "runs commands on an instance"),
    Listed::changes("emr-containers update-role-trust-policy", "changes whom a role trusts"),
    Listed::changes("events wizard", "creates what it has asked about"),
    Listed::changes("gamelift upload-build", "uploads a build"),
    Listed::local("history", "shows what was run on this computer"),
    Listed::changes("iam wizard", "creates what it has asked about"),
    Listed::changes("lambda wizard", "creates what it has asked about"),
    Listed::changes("lightsail push-container-image", "uploads an image"),
    Listed::local("login", "signs this computer in"),
    Listed::local("logout", "signs this computer out"),
    Listed::reads("logs tail", "shows a log as it is written"),
    Listed::changes("opsworks register", "registers an instance, and creates a user for it"),
    Listed::reads("rds generate-db-auth-token", "computes a token, and asks nobody"),
    Listed::changes("s3 cp", "writes objects, unless they go to this computer"),
    Listed::reads("s3 ls", "lists buckets or objects"),
    Listed::changes("s3 mb", "creates a bucket"),
    Listed::changes("s3 mv", "deletes what it has copied"),
    Listed::reads("s3 presign", "computes an address, and asks nobody"),
    Listed::changes("s3 rb", "deletes a bucket"),
    Listed::changes("s3 rm", "deletes objects"),
    Listed::changes("s3 sync", "writes objects, unless they go to this computer"),
    Listed::changes("s3 website", "makes a website of a bucket"),
    Listed::changes("servicecatalog generate", "uploads a template, and creates what it describes"),
    Listed::changes("ssm start-session", "runs commands on an instance"),
    Listed::local("sso login", "signs this computer in"),
    Listed::local("sso logout", "signs this computer out"),
];

#[cfg(test)]
mod tests {
    use super::{
        super::{operation, verdict::Effect},
        *,
    };

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
                    find(command).map_or_else(|| operation::judge(group, name), Listed::verdict);
                assert_eq!(verdict.effect == Effect::Changes, changes, "{command}");
            }
        }
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(OWN.is_sorted_by(|a, b| a.command < b.command));
    }
}
