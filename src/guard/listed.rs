//! The operations that are decided by their full name, since their verb misleads or means both.

use super::verdict::Listed;

/// Finds an operation whose verb is not what decides, as in `sqs receive-message`.
pub(super) fn operation(command: &str) -> Option<&'static Listed> {
    OPERATIONS.iter().find(|listed| listed.command == command)
}

/// Sorted. What each does is in its page under <https://docs.aws.amazon.com/cli/latest/reference/>.
pub(super) static OPERATIONS: &[Listed] = &[
    Listed::reads(
        "appsync evaluate-code",
        "runs code on a value that it is given, and keeps nothing",
    ),
    Listed::reads(
        "appsync evaluate-mapping-template",
        "fills a template from a value that it is given, and keeps nothing",
    ),
    Listed::changes("cognito-identity get-id", "creates an identity if there is none"),
    Listed::changes(
        "cognito-identity get-open-id-token-for-developer-identity",
        "creates an identity if there is none",
    ),
    Listed::changes(
        "cognito-idp get-tokens-from-refresh-token",
        "may put an end to the token that it is given",
    ),
    Listed::changes("devops-agent validate-aws-associations", "sets the status of associations"),
    Listed::reads("ds verify-trust", "looks whether a trust works"),
    Listed::changes("ec2 get-flow-logs-integration-template", "writes the template into a bucket"),
    Listed::reads("ecs discover-poll-endpoint", "tells an address"),
    Listed::reads("elasticbeanstalk retrieve-environment-info", "tells what was collected before"),
    Listed::changes(
        "endusermessaging validate-notify-code-verification",
        "uses up the code, or one of the attempts",
    ),
    Listed::reads("events test-event-pattern", "compares two values that it is given"),
    Listed::changes("frauddetector get-event-prediction", "may keep the event that it judges"),
    Listed::reads("gamelift resolve-alias", "tells what an alias stands for"),
    Listed::reads("iam generate-credential-report", "makes a report about the account"),
    Listed::reads("iam generate-organizations-access-report", "makes a report about the account"),
    Listed::reads("iam generate-service-last-accessed-details", "makes a report about the account"),
    Listed::reads("inspector preview-agents", "tells which agents there are"),
    Listed::changes("iot get-registration-code", "creates the code if there is none"),
    Listed::reads("kinesisanalytics discover-input-schema", "guesses a schema from samples"),
    Listed::reads("kinesisanalyticsv2 discover-input-schema", "guesses a schema from samples"),
    Listed::reads("kms decrypt", "computes with a key, and keeps nothing"),
    Listed::reads("kms encrypt", "computes with a key, and keeps nothing"),
    Listed::reads("kms re-encrypt", "computes with keys, and keeps nothing"),
    Listed::reads("kms verify", "computes with a key, and keeps nothing"),
    Listed::reads("kms verify-mac", "computes with a key, and keeps nothing"),
    Listed::changes("license-manager check-in-license", "gives a license back"),
    Listed::reads("logs filter-log-events", "searches a log"),
    Listed::reads("logs start-live-tail", "shows a log as it is written"),
    Listed::reads("logs start-query", "searches a log"),
    Listed::reads("logs test-metric-filter", "compares values that it is given"),
    Listed::reads("logs test-transformer", "transforms values that it is given"),
    Listed::reads("rds download-db-log-file-portion", "downloads a log"),
    Listed::changes("redshift get-cluster-credentials", "may create a user in the database"),
    Listed::changes(
        "redshift get-cluster-credentials-with-iam",
        "may create a user in the database",
    ),
    Listed::changes("redshift-serverless get-credentials", "may create a user in the database"),
    Listed::reads("route53 test-dns-answer", "tells what the name server would answer"),
    Listed::changes("sagemaker get-scaling-configuration-recommendation", "starts a job"),
    Listed::changes("security-ir get-case-attachment-upload-url", "adds an attachment to a case"),
    Listed::reads("servicediscovery discover-instances", "tells which instances there are"),
    Listed::reads("servicediscovery discover-instances-revision", "tells a number"),
    Listed::changes("socialmessaging get-whatsapp-message-media", "writes the file into a bucket"),
    Listed::changes("sqs receive-message", "hides the messages from others for a while"),
    Listed::changes("stepfunctions get-activity-task", "takes the task from other workers"),
    Listed::reads("sts assume-role", "hands out credentials"),
    Listed::reads("sts assume-role-with-saml", "hands out credentials"),
    Listed::reads("sts assume-role-with-web-identity", "hands out credentials"),
    Listed::reads("sts assume-root", "hands out credentials"),
    Listed::reads("sts decode-authorization-message", "makes a message legible"),
    Listed::changes("support get-attachment-upload-links", "begins an upload to a case"),
    Listed::changes(
        "taxsettings get-tax-registration-document",
        "writes the document into a bucket",
    ),
    Listed::changes("timestream-query query", "runs UNLOAD too, which writes into a bucket"),
    Listed::reads("xray start-trace-retrieval", "searches traces"),
];
