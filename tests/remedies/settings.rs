//! The remedies for settings that stop the AWS CLI, or make it fail after its request.

use crate::row::{CONFIG, CREDENTIALS, KEYS, Row, doctor, explain};

/// What aws sso login has registered itself as.
const REGISTRATION: &str = ".aws/sso/cache/e173644131d87ff3f3e6897e57a268cebb864c06.json";

const ROLE_OF_B: &str = "[profile a]\nregion = us-east-1\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = b\n";
const ALIASES: &str = ".aws/cli/alias";

fn with(check: &'static str, line: &str) -> Row {
    doctor(check).config(&format!("[profile a]\nregion = us-east-1\n{line}\n"))
}

/// A `credential_process` that asks the AWS CLI for a profile.
fn asks(profile: &str) -> String {
    format!("credential_process = aws configure export-credentials --profile {profile}\n")
}

pub(crate) fn rows() -> Vec<Row> {
    [
        of_values(),
        of_blocks(),
        of_endpoints(),
        of_fips_and_empty_values(),
        of_unread(),
        of_words_and_proxies(),
        of_programs(),
        of_scripts(),
        of_commands_without_answer(),
        of_files(),
        of_files_of_clients(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_values() -> Vec<Row> {
    let refused = "setting-refused";
    vec![
        with(refused, "retry_mode = legacy")
            .remedy("write retry_mode = standard or adaptive, or delete the line")
            .edit(CONFIG, "legacy", "standard"),
        with(refused, "s3 =\n  addressing_style = x")
            .remedy("write addressing_style = virtual, auto or path, or delete the line")
            .edit(CONFIG, "= x", "= path"),
        with(refused, "s3 =\nendpoint_url = http://localhost:4566")
            .remedy("delete the line s3 =, so that endpoint_url is that of every service")
            .edit(CONFIG, "s3 =\n", ""),
        with(refused, "s3 =")
            .remedy("indent the settings below s3, or delete the line")
            .edit(CONFIG, "s3 =\n", ""),
        doctor(refused)
            .env("AWS_ACCOUNT_ID_ENDPOINT_MODE", "x")
            .remedy(
                "set AWS_ACCOUNT_ID_ENDPOINT_MODE to preferred, disabled or required, or unset it",
            )
            .set("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled"),
        with(refused, "services = s")
            .remedy("write the section [services s] with settings, or delete the line")
            .edit(CONFIG, "= s\n", "= s\n[services s]\ns3 =\n  endpoint_url = http://localhost\n"),
        with(refused, "cli_history = enabled")
            .env("AWS_CLI_HISTORY_FILE", "history.db")
            .remedy("set AWS_CLI_HISTORY_FILE to the path of a file in a directory, or unset it")
            .set("AWS_CLI_HISTORY_FILE", "@HOME@/history/history.db"),
        with(refused, "cli_history = enabled")
            .file(".aws/cli/history", "")
            .remedy("move @HOME@/.aws/cli/history away")
            .move_away(".aws/cli/history"),
        doctor(refused)
            .env("AWS_CLI_OUTPUT_ENCODING", "en_US.UTF-8")
            .remedy("set AWS_CLI_OUTPUT_ENCODING to an encoding such as utf-8, or unset it")
            .set("AWS_CLI_OUTPUT_ENCODING", "utf-8"),
        doctor(refused)
            .env("SSLKEYLOGFILE", "/no/such/directory/keys")
            .remedy("unset SSLKEYLOGFILE"),
        with("answer-not-shown", "output = JSON").remedy("write output = json"),
        doctor("answer-not-shown")
            .env("AWS_DEFAULT_OUTPUT", "yml")
            .remedy("set it to yaml, or unset it")
            .set("AWS_DEFAULT_OUTPUT", "yaml"),
        with("quoted-value", "cli_pager = ''").remedy("remove the quotes").edit(CONFIG, "''", ""),
        explain("a key that cannot be sent")
            .without_profile()
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT\r")
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .remedy("export AWS_ACCESS_KEY_ID again, in one line")
            .set("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT"),
    ]
}

fn of_blocks() -> Vec<Row> {
    vec![
        with("transfer-setting-refused", "s3 =\n  max_bandwidth = 50MB")
            .remedy("write max_bandwidth = a rate such as 50MB/s, or delete the line")
            .edit(CONFIG, "50MB", "50MB/s"),
        with("service-setting-misplaced", "max_concurrent_requests = 20")
            .remedy("indent max_concurrent_requests below s3 =")
            .edit(CONFIG, "max_", "s3 =\n  max_"),
        with("service-setting-misplaced", "s3.addressing_style = path")
            .remedy("indent addressing_style below s3 =")
            .edit(CONFIG, "s3.a", "s3 =\n  a"),
        with("service-settings-refused", "dynamodb =\n  signature_version = s3")
            .remedy("write signature_version = v4, or delete the line")
            .edit(CONFIG, "= s3\n", "= v4\n"),
        doctor("service-settings-refused")
            .env("AWS_ENDPOINT_DISCOVERY_ENABLED", "1")
            .remedy("unset AWS_ENDPOINT_DISCOVERY_ENABLED"),
        with("service-settings-refused", "endpoint_discovery_enabled = yes")
            .remedy("write endpoint_discovery_enabled = auto, or delete the line")
            .edit(CONFIG, "= yes", "= auto"),
        with("service-settings-refused", "s3 = addressing_style = path")
            .remedy("indent the settings below s3, or delete the line")
            .edit(CONFIG, "s3 = a", "s3 =\n  a"),
    ]
}

fn of_endpoints() -> Vec<Row> {
    let url = "http://localhost:4566";
    vec![
        with("setting-refused", "endpoint_url = localhost:4566")
            .remedy("write endpoint_url = http://localhost:4566 or another URL, or delete the line")
            .edit(CONFIG, "localhost:4566", url),
        doctor("setting-refused")
            .env("AWS_ENDPOINT_URL", "http://my_host")
            .remedy("set AWS_ENDPOINT_URL to a URL such as http://localhost:4566, or unset it")
            .set("AWS_ENDPOINT_URL", url),
        with("service-endpoint-refused", "[services s]\ns3 =\n  endpoint_url = localhost:4566")
            .remedy("write a URL such as http://localhost:4566")
            .edit(CONFIG, "localhost:4566", url),
    ]
}

fn of_unread() -> Vec<Row> {
    let block = "s3 =\n  endpoint_url = http://localhost:4566\n";
    let moved = format!("[profile a]\nregion = us-east-1\nservices = a\n[services a]\n{block}");
    let ignored = "service-endpoint-ignored";
    let in_services =
        |check, line: &str| with(check, &format!("services = x\n[services x]\n{line}"));
    vec![
        with(ignored, block)
            .remedy("write services = a in the profile, and the endpoint_url indented below s3 in a section [services a]")
            .write(CONFIG, &moved),
        with(ignored, "s3.endpoint_url = http://localhost:4566")
            .remedy("write services = a in the profile, and the endpoint_url indented below s3 in a section [services a]")
            .write(CONFIG, &moved),
        in_services(ignored, "s3.endpoint_url = http://localhost:4566")
            .remedy("write endpoint_url = URL, indented below s3 =")
            .edit(CONFIG, "s3.endpoint_url", "s3 =\n  endpoint_url"),
        in_services("service-setting-misplaced", "s3 =\n  addressing_style = path")
            .remedy("move addressing_style to a profile, indented below s3 =")
            .edit(CONFIG, "  addressing_style = path", "  endpoint_url = http://localhost:4566"),
        in_services(ignored, "logs =\n  endpoint_url = http://localhost:4566")
            .remedy("write cloudwatch_logs instead of logs")
            .edit(CONFIG, "logs", "cloudwatch_logs"),
        with(ignored, "")
            .env("AWS_ENDPOINT_URL_S3API", "http://localhost:4566")
            .remedy("export it as AWS_ENDPOINT_URL_S3, and unset AWS_ENDPOINT_URL_S3API"),
        with(ignored, "")
            .env("AWS_ENDPOINT_URL_s3", "http://localhost:4566")
            .remedy("export it as AWS_ENDPOINT_URL_S3, and unset AWS_ENDPOINT_URL_s3"),
        in_services("service-settings-refused", "s3 = http://localhost:4566")
            .remedy("write endpoint_url = URL, indented below s3 =")
            .edit(CONFIG, "s3 =", "s3 =\n  endpoint_url ="),
        in_services("service-settings-refused", "s3 =\nendpoint_url = http://localhost:4566")
            .remedy("write endpoint_url = URL, indented below s3 =")
            .edit(CONFIG, "\nendpoint_url", "\n  endpoint_url"),
        in_services(ignored, "endpoint_url = http://localhost:4566")
            .remedy("indent endpoint_url below the id of its service, such as s3 =")
            .edit(CONFIG, "endpoint_url", "s3 =\n  endpoint_url"),
        in_services(ignored, "dynamdb =\n  endpoint_url = http://localhost:4566")
            .remedy("write dynamodb instead of dynamdb")
            .edit(CONFIG, "dynamdb", "dynamodb"),
        in_services("misspelt-key", "s3 =\n  endpont_url = http://localhost:4566")
            .remedy("write endpoint_url instead of endpont_url")
            .edit(CONFIG, "endpont", "endpoint"),
        with("misspelt-key", "s3 =\n  max_concurent_requests = 5")
            .remedy("write max_concurrent_requests instead of max_concurent_requests")
            .edit(CONFIG, "concurent", "concurrent"),
    ]
}

fn of_words_and_proxies() -> Vec<Row> {
    vec![
        with("boolean-ignored", "use_fips_endpoint = yes")
            .remedy("write use_fips_endpoint = true, or delete the line")
            .edit(CONFIG, "yes", "true"),
        with("boolean-ignored", "s3 =\n  use_accelerate_endpoint = on")
            .remedy("write use_accelerate_endpoint = true, or delete the line")
            .edit(CONFIG, "= on", "= true"),
        doctor("boolean-ignored")
            .env("AWS_USE_FIPS_ENDPOINT", "1")
            .remedy("set AWS_USE_FIPS_ENDPOINT to true, or unset it")
            .set("AWS_USE_FIPS_ENDPOINT", "true"),
        doctor("proxy-not-http")
            .env("HTTPS_PROXY", "socks5://localhost:1080")
            .remedy("set HTTPS_PROXY to an HTTP proxy such as http://localhost:8080, or unset it")
            .set("HTTPS_PROXY", "http://localhost:9"),
        doctor("proxy-not-http")
            .env("HTTPS_PROXY", "http://user:pa#ss@localhost:9")
            .remedy("write %23 instead of # in HTTPS_PROXY")
            .set("HTTPS_PROXY", "http://user:pa%23ss@localhost:9"),
    ]
}

fn of_programs() -> Vec<Row> {
    let process = |command: &str| {
        let row = with("process-missing", &format!("credential_process = {command}"));
        row.credentials("")
    };
    vec![
        process("/no/such/program").remedy("install the program, or correct its path").edit(
            CONFIG,
            "/no/such/program",
            "/bin/sh",
        ),
        process("FOO=bar /bin/sh")
            .remedy("write env before FOO=, as no shell sets the variable")
            .edit(CONFIG, "FOO", "/usr/bin/env FOO"),
        process("no-such-program")
            .env("PATH", "/bin")
            .remedy("install the program, or write its whole path")
            .edit(CONFIG, "no-such-program", "/bin/sh"),
        process("~/program")
            .program("program", "#!/bin/sh\n")
            .remedy("write the whole path, which no shell will expand")
            .edit(CONFIG, "~/program", "@HOME@/program"),
        process("/bin/sh -c 'x")
            .remedy("write the command in one line, with quotes in pairs")
            .edit(CONFIG, "'x", "'x'"),
        process("\0/bin/sh")
            .remedy("write the command again, without the NUL character")
            .edit(CONFIG, "\0", ""),
        doctor("process-cycle")
            .config(&format!("[profile a]\n{}[profile b]\n{}", asks("b"), asks("a")))
            .credentials(&format!("[c]\n{KEYS}"))
            .remedy(
                "let --profile name a profile whose credentials come from elsewhere, or delete the line",
            )
            .edit(CONFIG, "file b", "file c"),
        doctor("process-without-shell")
            .config("[profile a]\nregion = us-east-1\ncredential_process = /bin/echo ~/x\n")
            .credentials("")
            .remedy("put the whole command between the quotes of sh -c ''")
            .edit(CONFIG, "/bin/echo ~/x", "sh -c '/bin/echo ~/x'"),
        with("process-without-shell", "credential_process = /bin/echo \\\n  --flag")
            .credentials("")
            .remedy("delete the backslashes at the ends of the lines")
            .edit(CONFIG, " \\\n", "\n"),
        with("answer-not-shown", "cli_pager = /no/such/pager -R")
            .remedy("install the pager, or write cli_pager = and nothing after it")
            .edit(CONFIG, "/no/such/pager -R", ""),
        doctor("answer-not-shown")
            .env("AWS_PAGER", "/no/such/pager")
            .remedy("install the pager, or set AWS_PAGER to nothing")
            .set("AWS_PAGER", ""),
    ]
}

fn of_scripts() -> Vec<Row> {
    let process = |command: &str| {
        let row = with("process-missing", &format!("credential_process = {command}"));
        row.credentials("")
    };
    vec![
        process("@HOME@/program")
            .file("program", "#!/bin/sh\necho {}\n")
            .remedy("make @HOME@/program executable")
            .make_executable("program"),
        process("@HOME@/program")
            .program("program", "echo {}\n")
            .remedy("begin @HOME@/program with a line such as #!/bin/sh")
            .write("program", "#!/bin/sh\necho {}\n"),
        process("@HOME@/program")
            .program("program", "#!/bin/sh\r\necho {}\r\n")
            .remedy("save @HOME@/program with the line ends of Unix")
            .write("program", "#!/bin/sh\necho {}\n"),
        process("@HOME@/program")
            .env("PATH", "/bin")
            .program("program", "#!/usr/bin/env no-such-program\n")
            .remedy("correct the first line of @HOME@/program")
            .write("program", "#!/usr/bin/env sh\necho {}\n"),
        doctor("process-without-credentials")
            .config(&format!("[profile a]\nregion = us-east-1\n{}[profile b]\n", asks("b")))
            .credentials("")
            .remedy("aws configure --profile b")
            .write(CREDENTIALS, &format!("[b]\n{KEYS}")),
        doctor("process-without-credentials")
            .config(&format!("[profile a]\n{}[profile work]\n", asks("wrok")))
            .credentials(&format!("[work]\n{KEYS}"))
            .remedy("write --profile work in the command")
            .edit(CONFIG, "wrok", "work"),
        doctor("process-without-credentials")
            .config(&format!("[profile a]\n{}", asks("other")))
            .credentials("")
            .remedy("name another profile in the command, or add the profile other")
            .write(CREDENTIALS, &format!("[other]\n{KEYS}")),
        doctor("process-without-credentials")
            .config(&format!("[profile a]\n{}[profile b]\n{KEYS}", asks("b --format env")))
            .credentials("")
            .remedy("delete the option --format from the command")
            .edit(CONFIG, " --format env", ""),
        doctor("token-for-one-service")
            .env("AWS_BEARER_TOKEN_BEDROCK", "t")
            .remedy("unset AWS_BEARER_TOKEN_BEDROCK, unless that is what you want"),
        doctor("token-for-one-service")
            .env("AWS_BEARER_TOKEN_BEDROCK", "")
            .remedy("unset AWS_BEARER_TOKEN_BEDROCK"),
        doctor("role-of-another-partition")
            .config("[profile a]\nregion = us-east-1\nrole_arn = arn:aws-cn:iam::111111111111:role/R\nsource_profile = s\n")
            .credentials(&format!("[s]\n{KEYS}"))
            .remedy("use a region of the partition aws-cn, such as cn-north-1")
            .edit(CONFIG, "us-east-1", "cn-north-1"),
    ]
}

fn of_fips_and_empty_values() -> Vec<Row> {
    vec![
        doctor("fips-endpoint-missing")
            .config("[profile a]\nregion = eu-west-1\nuse_fips_endpoint = true\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = s\n")
            .credentials(&format!("[s]\n{KEYS}"))
            .remedy("write use_fips_endpoint = false")
            .edit(CONFIG, "true", "false"),
        doctor("fips-endpoint-missing")
            .config("[profile a]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = s\n")
            .credentials(&format!("[s]\n{KEYS}"))
            .env("AWS_USE_FIPS_ENDPOINT", "True")
            .remedy("unset AWS_USE_FIPS_ENDPOINT"),
        doctor("fips-endpoint-missing")
            .config("[profile a]\nregion = ap-southeast-1\nuse_fips_endpoint = true\n")
            .remedy("write use_fips_endpoint = false")
            .edit(CONFIG, "true", "false"),
        with("quoted-value", "source_profile = \"\"")
            .remedy("write a value, or delete the line")
            .edit(CONFIG, "source_profile = \"\"\n", ""),
    ]
}

fn of_commands_without_answer() -> Vec<Row> {
    vec![
        doctor("process-without-credentials")
            .config(&format!(
                "[profile a]\nregion = us-east-1\ncredential_process = aws sso login\n\
                 [profile b]\n{KEYS}"
            ))
            .credentials("")
            .remedy("write aws configure export-credentials --profile NAME instead, with the name of a profile that has credentials")
            .edit(CONFIG, "aws sso login", "aws configure export-credentials --profile b"),
    ]
}

const PEM: &str = "-----BEGIN CERTIFICATE-----\n";

fn of_files() -> Vec<Row> {
    let plugins = |path: &str| {
        let text = format!("[plugins]\ncli_legacy_plugin_path = {path}\nx = module");
        with("plugins-missing", &text).file("plugins/module.py", "")
    };
    vec![
        with("ca-bundle-missing", "ca_bundle = ~/missing.pem")
            .file("ca.pem", PEM)
            .remedy("correct the path, or delete the line")
            .edit(CONFIG, "missing", "ca"),
        doctor("ca-bundle-missing")
            .env("REQUESTS_CA_BUNDLE", "/no/such/file")
            .file("ca.pem", PEM)
            .remedy("correct the path, or unset the variable")
            .set("REQUESTS_CA_BUNDLE", "@HOME@/ca.pem"),
        with("ca-bundle-missing", "ca_bundle = ~/ca.der")
            .file("ca.der", "x")
            .file("ca.pem", PEM)
            .remedy("correct the path, or delete the line")
            .edit(CONFIG, "ca.der", "ca.pem"),
        with("ca-bundle-missing", "ca_bundle = corp.pem")
            .file("ca.pem", PEM)
            .remedy("write the whole path, or delete the line")
            .edit(CONFIG, "corp.pem", "@HOME@/ca.pem"),
        doctor("ca-bundle-missing")
            .env("AWS_CA_BUNDLE", "corp.pem")
            .file("ca.pem", PEM)
            .remedy("set it to the whole path, or unset it")
            .set("AWS_CA_BUNDLE", "@HOME@/ca.pem"),
        plugins("site-packages-path")
            .remedy("install the plugins there, or delete the section [plugins]")
            .edit(CONFIG, "site-packages-path", "@HOME@/plugins"),
        plugins("~/plugins")
            .remedy("write cli_legacy_plugin_path = @HOME@/plugins, as ~ is not expanded")
            .edit(CONFIG, "~/plugins", "@HOME@/plugins"),
        plugins("/no/such/directory")
            .remedy("install the plugins there, or delete the section [plugins]")
            .edit(CONFIG, "/no/such/directory", "@HOME@/plugins"),
        doctor("parse-error")
            .file(ALIASES, "x = sts\n")
            .remedy("write the header [toplevel] above it")
            .write(ALIASES, "[toplevel]\nx = sts\n"),
        doctor("parse-error")
            .file(".aws/cli/alias/x", "")
            .remedy("move the directory away, or make it a file")
            .move_away(".aws/cli/alias/x"),
        doctor("cache-damaged")
            .file(REGISTRATION, "")
            .remedy(&format!("rm @HOME@/{REGISTRATION}"))
            .move_away(REGISTRATION),
        doctor("duplicate-key")
            .credentials(&format!("[a]\n{KEYS}"))
            .file(ALIASES, "[toplevel]\nx = sts\nx = s3\n")
            .remedy("keep one of the two lines")
            .write(ALIASES, "[toplevel]\nx = sts\n"),
    ]
}

fn of_files_of_clients() -> Vec<Row> {
    vec![
        doctor("model-damaged")
            .file(".aws/models/endpoints.json", "{}")
            .remedy("move the file away")
            .move_away(".aws/models/endpoints.json"),
        explain("a damaged file of regions")
            .file(".aws/models/partitions.json", "x")
            .remedy("move @HOME@/.aws/models/partitions.json away")
            .move_away(".aws/models/partitions.json"),
        doctor("cache-not-writable")
            .config(ROLE_OF_B)
            .credentials(&format!("[b]\n{KEYS}"))
            .file(".aws/cli/cache", "")
            .remedy("move @HOME@/.aws/cli/cache away")
            .move_away(".aws/cli/cache"),
        doctor("alias-unusable")
            .file(ALIASES, "[toplevel]\nx = aws sts get-caller-identity\n")
            .remedy("correct the alias, or delete it")
            .write(ALIASES, "[toplevel]\nx = sts get-caller-identity\n"),
        doctor("alias-unusable")
            .file(ALIASES, "[TOPLEVEL]\nx = sts get-caller-identity\n")
            .remedy("write [toplevel]")
            .write(ALIASES, "[toplevel]\nx = sts get-caller-identity\n"),
        with("auto-prompt", "cli_auto_prompt = on")
            .remedy("write cli_auto_prompt = on-partial, or give scripts --no-cli-auto-prompt")
            .edit(CONFIG, "= on", "= on-partial"),
        doctor("auto-prompt")
            .env("AWS_CLI_AUTO_PROMPT", "ON")
            .remedy("set it to on-partial, or give scripts --no-cli-auto-prompt")
            .set("AWS_CLI_AUTO_PROMPT", "on-partial"),
        doctor("alias-hides-command")
            .file(ALIASES, "[toplevel]\nec2 = ec2 --region eu-central-1\n")
            .remedy("give the alias a name that no command has")
            .write(ALIASES, "[toplevel]\nec2-eu = ec2 --region eu-central-1\n"),
    ]
}
