"""Command lines of the AWS CLI made up from the models of all services, each by its seed.

They have the arguments that an operation requires, options of every kind in every place that the
AWS CLI accepts, options that are cut short, aliases, and commands of the AWS CLI's own.
"""

from __future__ import annotations

import json
from random import Random

from botocore import xform_name
from botocore.model import OperationModel, Shape
from botocore.session import Session

# Where the AWS CLI has another name for a service than botocore.
CLI_NAMES = {"agenttoolkit": "agent-toolkit", "codedeploy": "deploy", "config": "configservice",
             "s3": "s3api"}

# Those below a command are only for the AWS CLI v2.
ALIASES = """
  [toplevel]
whoami = sts get-caller-identity
wipe = s3 rm s3://b/k
rds = iam delete-user --user-name u
buckets = s3 ls
[command ec2]
regions = describe-regions
zap = terminate-instances --instance-ids i-1
[command s3 ls]
away = rm s3://b/k
"""
ALIASED = {"whoami", "wipe", "rds", "buckets", "regions", "zap", "away"}
OF_ALIASES = ["whoami", "wipe", "rds describe-db-instances", "rds", "buckets", "whoami --dry-run",
              "wipe --dryrun", "ec2 regions", "ec2 zap", "s3 ls away",
              "ec2 regions --dry-run", "ec2 zap --query a"]

OWN = [
    "s3 ls", "s3 ls s3://b", "s3 cp s3://b/k file", "s3 cp s3://b/k -", "s3 cp file s3://b/k",
    "s3 cp s3://b/k s3://b/l", "s3 cp --recursive s3://b dir", "s3 cp s3://b/k . --dryrun",
    "s3 cp --rec s3://b dir", "s3 cp file s3://b/k --dry", "s3 cp s3://b/k file --quiet",
    "s3 cp s3://b/k file --excl x", "s3 cp --include s3://x s3://b/k file",
    "s3 mv s3://b/k s3://b/l", "s3 mv s3://b/k file", "s3 rm s3://b/k", "s3 rm s3://b --recursive",
    "s3 rm s3://b/k --dryrun", "s3 rm s3://b/k --dry", "s3 sync . s3://b", "s3 sync s3://b dir",
    "s3 sync s3://b s3://c --delete", "s3 sync s3://b dir --dele", "s3 mb s3://b", "s3 rb s3://b",
    "s3 rb s3://b --force", "s3 presign s3://b/k", "s3 website s3://b --index-document i",
    "configure list", "configure get region", "configure set region us-east-1",
    "configure list-profiles", "configure export-credentials", "history list",
    "eks get-token --cluster-name c", "ecr get-login-password", "ecr-public get-login-password",
    "rds generate-db-auth-token --hostname h --port 1 --username u",
    "logs tail g", "cloudtrail validate-logs --trail-arn "
    "arn:aws:cloudtrail:us-east-1:000000000001:trail/t --start-time 2026-11-01T00:00:00Z",
    "configservice get-status", "datapipeline list-runs --pipeline-id p",
    "datapipeline create-default-roles", "emr create-default-roles",
    "emr describe-cluster --cluster-id c", "emr terminate-clusters --cluster-ids c",
    "emr modify-cluster-attributes --cluster-id c --no-visible-to-all-users",
    "deploy register --instance-name i --iam-user-arn arn:aws:iam::000000000001:user/u",
    "cloudformation deploy --stack-name s --template-file t.json",
    "gamelift get-game-session-log --game-session-id s --save-as file",
    "emr-containers update-role-trust-policy --cluster-name c --namespace n --role-name r",
    "codecommit credential-helper get", "lambda invoke --function-name f out",
    "lambda invoke --function-name f --invocation-type DryRun out",
    "lambda invoke --function-name f --invocation-type=DryRun --invocation-type Event out",
    "ssm get-parameter --name n --with-decryption", "frobnicate", "ec2 frobnicate", "ec2",
    "s3api get-object --bucket b --key k /dev/null",
]

# What the AWS CLI v2 has beside them. Those that start other programs, a browser or a download are
# left out: `login`, `update`, `ssm start-session`, `ec2-instance-connect ssh`, wizards.
OWN_2 = [
    "logs tail g --since 1h", "logs tail g --format short",
    "configure export-credentials --format env", "history show",
    "configure list-profiles", "configure import --csv file://file",
    "configure mfa-login --serial-number arn:aws:iam::000000000001:mfa/me",
    "cloudtrail verify-query-results --s3-bucket b --s3-prefix p", "ddb select t", "ddb put t {}",
    "ddb select t --index-name idx", "dlm create-default-role",
    "dsql generate-db-connect-auth-token --hostname h --region us-east-1",
    "dsql generate-db-connect-admin-auth-token --hostname h --region us-east-1",
    "codeartifact login --tool pip --domain dom --repository rep --dry-run",
    "codeartifact login --tool pip --domain dom --repository rep --dry",
    "ecs deploy --service s --task-definition t.json --codedeploy-appspec t.json",
    "ecs monitor-express-gateway-service --service-arn a",
    "eks update-kubeconfig --name c --dry-run", "configure agent-toolkit",
    "emr add-steps --cluster-id c --steps Type=CUSTOM_JAR,Jar=s3://b/j",
    "emr add-instance-groups --cluster-id c --instance-groups "
    "InstanceGroupType=TASK,InstanceType=m5.xlarge,InstanceCount=1",
    "emr create-cluster --release-label emr-7.0.0 --instance-type m5.xlarge --instance-count 1",
    "emr install-applications --cluster-id c --applications Name=Hive",
    "emr-containers create-role-associations --cluster-name c --namespace n --role-name r",
    "emr-containers delete-role-associations --cluster-name c --namespace n --role-name r",
    "gamelift upload-build --name n --build-version 1 --build-root .",
    "servicecatalog generate product --product-name n --product-owner o --product-type "
    "CLOUD_FORMATION_TEMPLATE --provisioning-artifact-name a --provisioning-artifact-description d "
    "--provisioning-artifact-type CLOUD_FORMATION_TEMPLATE --file-path file --bucket-name b",
    "s3 cp s3://b/k file --no-overwrite", "s3 cp file s3://b/k --no-over --no-prog",
    "s3 sync s3://b dir --case-conflict ignore", "s3 mv file s3://b/k --case-conflict ignore",
    "agent-toolkit list-installed-skills",
    "agent-toolkit get-skill-file --skill-name n --file-path SKILL.md",
    "ecr get-login", "ec2-instance-connect open-tunnel --instance-id i-1 --remote-port 22",
    "ec2 describe-instances --cli-auto-prompt", "ec2 stop-instances --instance-ids i --no-cli-auto",
    "lightsail push-container-image --service-name s --label l --image i",
    "deploy push --application-name a --s3-location s3://b/k",
]

# They change something when what they read says so, and an empty reply does not.
CHANGING_BY_REPLY = [
    {"cloudformation", "deploy"}, {"create-default-role"}, {"create-default-roles"},
    {"create-role-associations"}, {"delete-role-associations"}, {"ecs", "deploy"},
    {"open-tunnel"}, {"sync", "s3://b", "s3://c"}, {"update-role-trust-policy"},
]

ANYWHERE = [
    ["--region", "eu-west-1"], ["--reg=eu-west-1"], ["--profile", "p"], ["--prof", "p"],
    ["--output", "json"], ["--out", "text"], ["--query", "a || b"], ["--color", "off"],
    ["--no-paginate"], ["--no-pag"], ["--no-verify-ssl"], ["--no-sign-request"], ["--no-sign"],
    ["--cli-read-timeout", "5"], ["--endpoint-url", "http://127.0.0.1:9"], ["--debug"],
]
ANYWHERE_2 = [
    ["--no-cli-pager"], ["--no-cli-p"], ["--no-cli-auto-prompt"], ["--no-cli-a"],
    ["--cli-binary-format", "raw-in-base64-out"], ["--cli-bin", "base64"], ["--output", "yaml"],
    ["--output=yaml-stream"], ["--cli-error-format", "json"], ["--cli-e=text"], ["--color=on"],
]
DRY = [["--dry-run"], ["--dry-run"], ["--dry"], ["--dr"], ["--no-dry-run"], ["--no-dry"],
       ["--dry-run", "--no-dry-run"], ["--", "--dry-run"]]
SKELETONS = ["--generate-cli-skeleton", "--generate-cli-skel", "--gen",
             "--generate-cli-skeleton=output"]
INPUTS = ["--cli-input-json"]
INPUTS_2 = ["--cli-input-json", "--cli-input-json", "--cli-input-yaml", "--cli-input-y"]
STREAMED = ["out", "out", "/dev/null"]


class CommandLines:
    """The command lines that an AWS CLI has, made from its models when they are needed."""

    def __init__(self, version: str) -> None:
        self.services = Session().get_available_services()
        is_2 = version.startswith("2.")
        self.own = OWN + OWN_2 if is_2 else OWN
        self.anywhere = ANYWHERE + ANYWHERE_2 if is_2 else ANYWHERE
        self.inputs = INPUTS_2 if is_2 else INPUTS

    def line(self, seed: int) -> list[str]:
        random = Random(f"{seed} command line")
        kind = random.random()
        if kind < 0.04:
            words = random.choice(OF_ALIASES).split()
        elif kind < 0.16:
            words = random.choice(self.own).split()
        else:
            words = self._of_an_operation(random)
        for option in random.sample(self.anywhere, random.choice([0, 0, 1, 1, 2, 3])):
            place = _place(random, words)
            words[place:place] = option
        return words

    def _of_an_operation(self, random: Random) -> list[str]:
        session = Session()
        service = random.choice(self.services)
        model = session.get_service_model(service)
        operation = model.operation_model(random.choice(model.operation_names))
        words = [CLI_NAMES.get(service, service), xform_name(operation.name, "-")]
        return words + _arguments(random, operation, random.choice(self.inputs))


def _place(random: Random, words: list[str]) -> int:
    """A place that is not between an option and its value; most often the end."""
    if random.random() < 0.4:
        return len(words)
    places = [place for place in range(len(words) + 1)
              if not (place and words[place - 1].startswith("--"))]
    return random.choice(places)


def _arguments(random: Random, operation: OperationModel, as_a_whole: str) -> list[str]:
    shape = operation.input_shape
    required = {name: shape.members[name] for name in shape.required_members} if shape else {}
    words: list[str] = []
    if operation.has_streaming_output or random.random() < 0.3:
        for name, member in required.items():
            words += _option(name, member)
    elif required:
        text = json.dumps({name: _value(member) for name, member in required.items()})
        words += [as_a_whole, text]
    if shape and "DryRun" in shape.members and random.random() < 0.5:
        words += random.choice(DRY)
    if random.random() < 0.04:
        words.append(random.choice(SKELETONS))
    if operation.has_streaming_output:
        words.append(random.choice(STREAMED))
    return words


def _option(name: str, shape: Shape) -> list[str]:
    option = f"--{xform_name(name, '-')}"
    value = _value(shape)
    if isinstance(value, bool):
        return [option]
    return [option, value if isinstance(value, str) else json.dumps(value)]


def _value(shape: Shape, above: tuple[str, ...] = ()) -> object:
    """The smallest value that the AWS CLI accepts."""
    least = int(shape.metadata.get("min") or 0)
    if shape.name in above:
        return {}
    above = (*above, shape.name)
    if shape.type_name == "structure":
        names = shape.required_members or list(shape.members)[:1 if shape.is_tagged_union else 0]
        return {name: _value(shape.members[name], above) for name in names}
    if shape.type_name == "list":
        return [_value(shape.member, above)] * max(least, 1)
    if shape.type_name == "map":
        return {"k": _value(shape.value, above)} if least else {}
    if shape.type_name == "string":
        return (shape.enum or ["a" * max(least, 3)])[0]
    if shape.type_name == "boolean":
        return True
    if shape.type_name == "timestamp":
        return "2026-11-28T00:00:00Z"
    if shape.type_name == "blob":
        return "YWFh"
    return max(least, 1)
