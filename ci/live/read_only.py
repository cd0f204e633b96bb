"""Which operations are read-only, by the words of AWS; nothing here comes from awsprompt.

Newer models mark the operations that are read-only. Of the others, those are that are sent as GET
or HEAD, or that the policy ReadOnlyAccess grants, which AWS keeps. Both lists below correct that;
each entry was reviewed by its page under https://docs.aws.amazon.com/cli/latest/reference/.
"""

from __future__ import annotations

import re
from pathlib import Path

OPERATIONS = Path(__file__).resolve().parent.parent.parent / "tests/operations/operations.txt"

# Of the models without a mark. The operations that begin so and are marked, granted or sent as GET
# are thousands; what changes something all the same is in CHANGES.
READING = re.compile(r"(batch-)?(get|describe|list|head|search)(-|$)")

# Neither marked nor granted, and the account is the same afterwards.
READS = {
    "asks a model about what it is given; nothing is stored": """
        bedrock-agent-runtime: generate-query optimize-prompt rerank
        bedrock-runtime: converse converse-stream invoke-model invoke-model-with-response-stream
        cloudtrail: generate-query
        comprehendmedical: infer-icd10-cm infer-rx-norm infer-snomedct
        kendra-ranking: rescore
        machinelearning: predict
        textract: analyze-document analyze-expense analyze-id
        transcribe: transcribe-audio
        translate: translate-document translate-text
    """,
    "computes with a key; nothing is stored": """
        bedrock-runtime: apply-guardrail invoke-guardrail-checks
        kms: decrypt encapsulate encrypt generate-data-key-pair-without-plaintext
            generate-data-key-without-plaintext generate-mac generate-random re-encrypt sign
            verify verify-mac
        payment-cryptography-data: decrypt-data encrypt-data generate-card-validation-data
            generate-mac generate-pin-data re-encrypt-data verify-auth-request-cryptogram
            verify-card-validation-data verify-mac verify-pin-data
    """,
    "looks at what is stored or given, and answers": """
        appconfig: validate-configuration
        bedrock-agent-runtime: retrieve
        comprehendmedical: detect-entities detect-entities-v2 detect-phi
        customer-profiles: detect-profile-object-type
        datazone: query-graph
        ec2: validate-security-group-quotas-for-interface
        ecr: validate-pull-through-cache-rule
        ecs: discover-poll-endpoint
        gamelift: validate-matchmaking-rule-set
        inspector-scan: scan-sbom
        iot: validate-security-profile-behaviors
        iotsitewise: execute-query
        iottwinmaker: execute-query
        kendra: retrieve
        lightsail: check-subdomain-availability
        location: verify-device-position
        neptunedata: execute-gremlin-explain-query
        networkflowmonitor: start-query-monitor-top-contributors
            stop-query-monitor-top-contributors
        osis: validate-pipeline
        s3api: select-object-content
        sagemaker: query-lineage
        secretsmanager: validate-resource-policy
        sts: decode-authorization-message
        textract: detect-document-text
        timestream-query: prepare-query
        wickr: batch-lookup-user-uname
        wisdom: query-assistant
    """,
    "returns a key; nothing is stored": """
        acm: export-certificate
        kms: decapsulate derive-shared-secret generate-data-key generate-data-key-pair
        lightsail: download-default-key-pair
        route53domains: retrieve-domain-auth-code
    """,
    "returns credentials; the account is the same afterwards": """
        eks-auth: assume-role-for-pod-identity
        lakeformation: assume-decorated-role-with-saml
        sts: assume-role assume-root
        workmail: assume-impersonation-role
    """,
    "returns what is stored": """
        athena: export-notebook
        dynamodb: transact-get-items
        ec2: export-client-vpn-client-certificate-revocation-list
            export-client-vpn-client-configuration
            export-verified-access-instance-client-configuration
        greengrassv2: resolve-component-candidates
        meteringmarketplace: resolve-customer
        pinpoint: phone-number-validate
        pinpoint-sms-voice-v2: carrier-lookup
        sdb: domain-metadata
    """,
    "tries something on given values; nothing is stored": """
        appsync: evaluate-code
        cloudfront: test-connection-function test-function verify-dns-configuration
        codecommit: evaluate-pull-request-approval-rules
        iot: test-authorization
        logs: test-transformer
        macie2: test-custom-data-identifier
        qconnect: render-message-template
        sagemaker: render-ui-template
        ses: test-render-template
        sesv2: test-render-email-template
    """,
}

# Marked or granted, or named like what only reads.
CHANGES = {
    "adds an attachment to a case": """
        security-ir: get-case-attachment-upload-url
    """,
    "creates an identity if there is none": """
        cognito-identity: get-id get-open-id-token-for-developer-identity
    """,
    "creates the code if there is none": """
        iot: get-registration-code
    """,
    "disconnects viewers, though its model says that it is read-only": """
        ivs: batch-start-viewer-session-revocation start-viewer-session-revocation
    """,
    "hides the messages from other readers for a while": """
        sqs: receive-message
    """,
    "is granted by ReadOnlyAccess, and starts or sends something": """
        configservice: deliver-config-snapshot
        devops-guru: start-cost-estimation
        dms: test-connection
        elasticbeanstalk: request-environment-info
        observabilityadmin: test-telemetry-pipeline
        service-quotas: start-quota-utilization-report
        transfer: test-identity-provider
        xray: cancel-trace-retrieval
    """,
    "is sent as GET, and confirms": """
        codecatalyst: verify-session
        iot: confirm-topic-rule-destination
    """,
    "makes an import token": """
        payment-cryptography: get-parameters-for-import
    """,
    "may create a user in the database": """
        redshift: get-cluster-credentials get-cluster-credentials-with-iam
        redshift-serverless: get-credentials
    """,
    "may invalidate the given token": """
        cognito-idp: get-tokens-from-refresh-token
    """,
    "may store the event that it evaluates": """
        frauddetector: get-event-prediction
    """,
    "sends a code to the user": """
        cognito-idp: get-user-attribute-verification-code
    """,
    "starts a job": """
        sagemaker: get-scaling-configuration-recommendation
    """,
    "starts an upload to a case": """
        support: get-attachment-upload-links
    """,
    "takes the task from other workers": """
        stepfunctions: get-activity-task
    """,
    "writes the document into a bucket": """
        taxsettings: get-tax-registration-document
    """,
    "writes the file into a bucket": """
        socialmessaging: get-whatsapp-message-media
    """,
    "writes the template into a bucket": """
        ec2: get-flow-logs-integration-template
    """,
}


def commands(reviewed: dict[str, str]) -> set[str]:
    """The full names of a list."""
    found = set()
    for text in reviewed.values():
        service = ""
        for word in text.split():
            if word.endswith(":"):
                service = word[:-1]
            else:
                found.add(f"{service} {word}")
    return found


def read_only() -> set[str]:
    """The operations that are read-only, by their names in the AWS CLI.

    The marks are those that ci/operations writes: of the model, of the policy, and of the request.
    """
    reads, every = set(), set()
    for line in OPERATIONS.read_text().splitlines():
        if line.startswith("#"):
            continue
        service, names = line.split(": ")
        for marked in names.split():
            name = marked.lstrip("+!*~?")
            marks = marked[:len(marked) - len(name)]
            every.add(f"{service} {name}")
            if set(marks) & set("*+?") or READING.match(name):
                reads.add(f"{service} {name}")
    unknown = (commands(READS) | commands(CHANGES)) - every
    if unknown:
        raise RuntimeError(f"reviewed, and there is no such operation: {unknown}")
    return (reads | commands(READS)) - commands(CHANGES)
