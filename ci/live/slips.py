"""What people get wrong in AWS files and variables, beside what `homes.py` makes up.

Each slip is one that public reports tell of: a value that a client does not accept, an encoding, a
header glued to the line above, a misspelt key. Most clients say nothing useful about them.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import botocore

# One certificate, as a bundle has many.
BUNDLE = (Path(botocore.__file__).parent / "cacert.pem").read_text().split("\n\n")[1]

# Settings of a profile, with values that are accepted and some that are not.
SETTINGS = {
    "services": ["nope", "acme", ""],
    "request_checksum_calculation": ["foo", "when_required", "WHEN_SUPPORTED", ""],
    "response_checksum_validation": ["foo", "when_supported", "When_Required", ""],
    "account_id_endpoint_mode": ["foo", "preferred", "required", "disabled", "Preferred", ""],
    "cli_timestamp_format": ["foo", "iso8601", "wire", "none", "ISO8601", ""],
    "endpoint_url": ["localhost:4566", "http://127.0.0.1:@PORT@", "http://", "https://a b", ""],
    "sts_regional_endpoints": ["us-east-1", "legacy", "regional", "Regional", ""],
    "defaults_mode": ["foo", "standard", "auto", "legacy", "in-region", "Standard", ""],
    "retry_mode": ["often", "legacy", "adaptive", "Standard", ""],
    "max_attempts": ["0", "-1", "3", "1.5", " 4 ", ""],
    "use_dualstack_endpoint": ["yes", "true", "TRUE", "1", ""],
    "use_fips_endpoint": ["maybe", "true", "false", ""],
    "ec2_metadata_service_endpoint_mode": ["ipv5", "ipv4", "IPv6", ""],
    "metadata_service_timeout": ["1", "1.5", "soon", ""],
    "metadata_service_num_attempts": ["2", "some", "0", ""],
    "parameter_validation": ["foo", "false", ""],
    "tcp_keepalive": ["foo", "true", ""],
    "disable_request_compression": ["foo", "true", ""],
    "request_min_compression_size_bytes": ["foo", "128", "-1", "99999999", ""],
    "auth_scheme_preference": ["foo", "sigv4", "sigv4,", ""],
    "sigv4a_signing_region_set": ["foo", "*", "us-east-1, us-west-2", ""],
    "user_agent_appid": ["app", "an app", "a" * 60, ""],
    "ignore_configured_endpoint_urls": ["true", "foo", ""],
    "ca_bundle": ["/missing.pem", "~/gone.pem", "@HOME@/bundle.pem", "@HOME@/empty.pem",
                  "bundle.pem", ""],
    "cli_pager": ["''", "delta", ""],
    "cli_auto_prompt": ["foo", "off", ""],
    "cli_binary_format": ["foo", "base64", "raw-in-base64-out", ""],
    "cli_history": ["foo", "disabled", "enabled", "enabled", "Enabled"],
    "cli_error_format": ["foo", "json", ""],
    "cli_help_output": ["foo", "terminal", ""],
    "cli_follow_urlparam": ["foo", "true", "false", ""],
    "output": ["JSON", "yml", "yaml", "yaml-stream", "off", "json[preview]", '"json"', ""],
    "api_versions": ["", "foo", "\n  ec2 = 2015-03-01"],
    "s3": ["", "foo", "\n  addressing_style = foo", "\n  addressing_style = path",
           "\n  payload_signing_enabled = foo", "\n  use_accelerate_endpoint = foo",
           "\n  us_east_1_regional_endpoint = foo", "\n  max_concurrent_requests = many"],
    "sts": ["", "\n  endpoint_url = localhost"],
    "credential_process": ['tool "--user helen', "/opt/gone/bin/tool process", "gone-tool x",
                           "~/bin/tool", "/bin/cat @HOME@/process0.json # mine"],
    "duration_seconds": ["43200", "86400", "1h", "900"],
    "role_session_name": ["First Last (laptop)", "me"],
}

VARIABLES = {
    "AWS_REQUEST_CHECKSUM_CALCULATION": SETTINGS["request_checksum_calculation"],
    "AWS_RESPONSE_CHECKSUM_VALIDATION": SETTINGS["response_checksum_validation"],
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": SETTINGS["account_id_endpoint_mode"],
    "AWS_STS_REGIONAL_ENDPOINTS": SETTINGS["sts_regional_endpoints"],
    "AWS_DEFAULTS_MODE": SETTINGS["defaults_mode"],
    "AWS_RETRY_MODE": SETTINGS["retry_mode"],
    "AWS_MAX_ATTEMPTS": SETTINGS["max_attempts"],
    "AWS_USE_DUALSTACK_ENDPOINT": SETTINGS["use_dualstack_endpoint"],
    "AWS_USE_FIPS_ENDPOINT": SETTINGS["use_fips_endpoint"],
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": SETTINGS["ec2_metadata_service_endpoint_mode"],
    "AWS_METADATA_SERVICE_TIMEOUT": SETTINGS["metadata_service_timeout"],
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS": SETTINGS["metadata_service_num_attempts"],
    "AWS_DISABLE_REQUEST_COMPRESSION": SETTINGS["disable_request_compression"],
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": SETTINGS["request_min_compression_size_bytes"],
    "AWS_AUTH_SCHEME_PREFERENCE": SETTINGS["auth_scheme_preference"],
    "AWS_SIGV4A_SIGNING_REGION_SET": SETTINGS["sigv4a_signing_region_set"],
    "AWS_SDK_UA_APP_ID": SETTINGS["user_agent_appid"],
    "AWS_CA_BUNDLE": SETTINGS["ca_bundle"],
    "REQUESTS_CA_BUNDLE": SETTINGS["ca_bundle"],
    "AWS_ENDPOINT_URL": ["localhost:4566", "http://127.0.0.1:@PORT@", "http://", ""],
    "AWS_ENDPOINT_URL_STS": ["localhost:4566", "http://127.0.0.1:@PORT@", ""],
    "AWS_ENDPOINT_URL_S3": ["localhost:4566", "http://127.0.0.1:9", ""],
    "AWS_ENDPOINT_URL_sts": ["localhost:4566", "http://127.0.0.1:@PORT@"],
    "aws_endpoint_url": ["localhost:4566", "http://127.0.0.1:@PORT@"],
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": ["true", "foo", ""],
    "AWS_DEFAULT_OUTPUT": SETTINGS["output"],
    "AWS_CLI_AUTO_PROMPT": SETTINGS["cli_auto_prompt"],
    "AWS_CLI_OUTPUT_ENCODING": ["", "utf-9", "en_US.UTF-8", "hex", "UTF8", "latin_1", "utf-8 "],
    "AWS_CLI_HISTORY_FILE": ["", "history.db", "@HOME@/gone/history.db", "/dev/null/history.db"],
    "AWS_CLI_ERROR_FORMAT": SETTINGS["cli_error_format"],
    "AWS_CLI_FILE_ENCODING": ["UTF-8", "foo", ""],
    "AWS_DATA_PATH": ["/gone", ""],
    "AWS_REGION": ["us-east-1a", "US-EAST-1", " us-east-1", "us-east-1\n"],
    "AWS_PROFILE": ['"work"', "work\r", "arn:aws:iam::111111111111:role/work"],
    "AWS_CREDENTIALS_FILE": ["@HOME@/gone"],
    "AWS_ACCESS_KEY": ["AKIAIOSFODNN7EXAMPLE"],
    "aws_profile": ["work"],
}

# What a person writes for a key that the clients know.
MISSPELT = {
    "aws_access_key_id": ["aws_access_key", "aws_acces_key_id", "export AWS_ACCESS_KEY_ID",
                          "aws_access_key_id\u200b", "AWS_ACCESS_KEY_ID", "access_key_id"],
    "aws_secret_access_key": ["aws_secret_key", "export AWS_SECRET_ACCESS_KEY",
                              "aws_secret_access_key\u00a0"],
    "region": ["refion", "aws_default_region", "regoin", "Region"],
    "role_arn": ["role-arn"],
    "source_profile": ["source-profile", "source_profil"],
    "sso_session": ["sso-session", "sso_sesion"],
    "credential_process": ["credentials_process"],
}

KEY_IDS = ["$AWS_ACCESS_KEY_ID", "YOUR_ACCESS_KEY", "test", "AKIAIOSFODNN7EXAMPLE\u200b",
           "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "<key>", "AKIA IOSFODNN7EXAMPLE"]

ALIAS_FILES = ["[toplevel]\nls = s3 ls\n", "[toplevel]\nls = s3 ls\nls = s3 ls\n", "ls = s3 ls\n",
               "\ufeff[toplevel]\nls = s3 ls\n", "[toplevel]\nls\n", "[toplevel\nls = s3 ls\n",
               "[toplevel]\n  ls =\n    !f() {\n    }; f\n", "", "[toplevel]\r\nls = s3 ls\r\n",
               "[command sts]\nx = y\n", "[ toplevel ]\nsts = s3\n", "[TOPLEVEL]\nsts = s3\n",
               "[toplevel]\nls =\n", "[toplevel]\nls = 's3\n",
               "[toplevel]\nls = caf\udce9\n"]

PLUGINS = ["[plugins]\nendpoint = awscli_plugin_endpoint\n",
           "[plugins]\ncli_legacy_plugin_path = @HOME@/gone\nendpoint = awscli_plugin_endpoint\n",
           "[plugins]\ncli_legacy_plugin_path = @HOME@/here\nendpoint = awscli_plugin_endpoint\n",
           "[plugins]\ncli_legacy_plugin_path = ~/here\n", "[plugins]\n"]

SERVICES = ["[services acme]\nsts =\n  endpoint_url = http://127.0.0.1:@PORT@\n",
            "[services acme]\nsts =\n  endpoint_url = localhost:4566\n", "[services acme]\n",
            "[services acme]\ns3 =\n  endpoint_url = localhost:4566\n",
            "[services acme]\nsts = http://127.0.0.1:@PORT@\n", "[services acme]\nsts =\n"]


def wrong_setting(dice: Random, profile: dict[str, str]) -> None:
    name = dice.choice(list(SETTINGS))
    profile[name] = dice.choice(SETTINGS[name])


def misspelt_key(dice: Random, profile: dict[str, str]) -> None:
    known = [name for name in profile if name in MISSPELT]
    if known:
        name = dice.choice(known)
        settings = [(dice.choice(MISSPELT[key]) if key == name else key, value)
                    for key, value in profile.items()]
        profile.clear()
        profile.update(settings)


def wrong_key_id(dice: Random, profile: dict[str, str]) -> None:
    if "aws_access_key_id" in profile:
        profile["aws_access_key_id"] = dice.choice(KEY_IDS)


# What becomes of a profile.
OF_PROFILES = [wrong_setting, wrong_setting, wrong_setting, misspelt_key, wrong_key_id]


def glued_header(dice: Random, text: str) -> str:
    """As `aws configure` once did to files without a line end at their end."""
    headers = list(re.finditer(r"\n+(?=\[)", text))
    if not headers:
        return text
    header = dice.choice(headers)
    return text[:header.start()] + text[header.end():]


def odd_header(dice: Random, text: str) -> str:
    pattern, written = dice.choice([
        (r"\[profile (\S+)\]", "[profile \\1\u00a0]"),
        (r"\[profile (\S+)\]", "[profile \\1\u200b]"),
        (r"\[profile (\S+)\]", "[profile \u201c\\1\u201d]"), (r"\[profile ", "[profile\u00a0"),
        (r"\[profile ", "[profiles "), (r"\[profile ", "[Profile "), (r"\[profile ", "[profile: "),
        (r"\[default\]", "[Default]"), (r"\]", ""), (r"\[", ""),
        (r"\[sso-session ", "[sso-sessions "), (r"\[sso-session ", "[sso_session ")])
    return re.sub(pattern, written, text, count=dice.choice([0, 1]))


def lines_before_the_first_header(_dice: Random, text: str) -> str:
    first, *others = text.split("\n")
    return "\n".join([*others[:2], first, *others[2:]])


def as_bytes(text: str, encoding: str) -> str:
    encoded = text.encode(encoding, "surrogatepass")
    return encoded.decode("utf-8", "surrogateescape")


# What an editor, a script or a copy from a web page makes of a file.
OF_FILES = [
    lambda _dice, text: text.replace("\n", "\r\n"),
    lambda _dice, text: text.replace("\n", "\r"),
    lambda _dice, text: text.replace("\n", "\n\r"),
    lambda _dice, text: "\ufeff" + text,
    lambda _dice, text: as_bytes(text, "utf-16"),
    lambda _dice, text: as_bytes(text, "utf-16-le"),
    lambda dice, text: text.replace(" = ", dice.choice([" =\u00a0", "\u00a0= ", " = \u200b"]), 1),
    lambda _dice, text: text.replace("=", "=\0", 1),
    lambda _dice, text: text.replace("\n", "\0\n", 1),
    lambda _dice, text: text.rstrip("\n"),
    lambda _dice, text: text.replace("\n", "\u2028", 1),
    lambda _dice, text: text.replace("\n", "\x0b\n", 1),
    lambda _dice, text: text + "caf\udce9\n",
    lambda _dice, text: text.replace(" = ", " = \u201c", 1),
    lambda _dice, text: "\n".join(f"export {line}" if " = " in line else line
                                  for line in text.split("\n")),
    glued_header, glued_header, odd_header, odd_header, lines_before_the_first_header,
]


def of_environment(dice: Random, environment: dict[str, str]) -> None:
    if "AWS_ACCESS_KEY_ID" in environment and dice.random() < 0.5:
        name = dice.choice([name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                                              "AWS_SESSION_TOKEN") if name in environment])
        environment[name] += dice.choice(["\r", "\n", " ", "\r\n", "\u200b", "\t"])
        return
    name = dice.choice(list(VARIABLES))
    environment[name] = dice.choice(VARIABLES[name])


def of_other_files(dice: Random, files: dict[str, str]) -> None:
    """An alias file, plugins or services, which every command of the AWS CLI reads, or a file in the
    place of a directory that it makes."""
    config = files.get(".aws/config", "")
    kind = dice.choice(["alias", "plugins", "services", "no directory"])
    if kind == "alias":
        files[".aws/cli/alias"] = dice.choice(ALIAS_FILES)
    elif kind == "no directory":
        path = dice.choice([".aws/cli", ".aws/cli/cache", ".aws/cli/history", ".aws/sso/cache"])
        if not any(file.startswith(f"{path}/") for file in files):
            files[path] = ""
    elif config:
        section = dice.choice(PLUGINS if kind == "plugins" else SERVICES)
        files[".aws/config"] = f"{config}\n{section}"


def outside_of_profiles(dice: Random, slip: str, files: dict[str, str],
                        environment: dict[str, str]) -> None:
    """Makes a slip in a whole file, in the environment or in another file; adds what slips name."""
    paths = [path for path in files if path.endswith(("config", "credentials"))]
    if slip == "file" and paths:
        path = dice.choice(paths)
        files[path] = dice.choice(OF_FILES)(dice, files[path])
    elif slip == "environment":
        of_environment(dice, environment)
    elif slip == "other file":
        of_other_files(dice, files)
    texts = [*files.values(), *environment.values()]
    for name, text in (("bundle.pem", BUNDLE), ("empty.pem", "")):
        if any(f"@HOME@/{name}" in each for each in texts):
            files[name] = text
