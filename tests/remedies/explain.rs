//! The remedies of `explain`: for what stops AWS CLI v2, for alerts, and for clients that differ.

use crate::row::{CONFIG, CREDENTIALS, KEYS, Row, explain};

/// Temporary keys of the account 555555555555.
const TEMPORARY: &str = "aws_access_key_id = ASIAYCWNRBDRQAABCIRT\naws_secret_access_key = s\n";
const ROLE: &str = "role_arn = arn:aws:iam::999999999999:role/R\n";
const REGION: &str = "region = us-east-1\n";
const SSO: &str = "sso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n\
                   sso_account_id = 444444444444\nsso_role_name = Admin\n";
const TOKEN_FILE: &str = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json";
const TOKEN: &str = r#"{"accessToken": "t", "expiresAt": "2999-01-01T00:00:00Z"}"#;
const ROLE_CACHE: &str = ".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json";
const KEPT: &str = r#"{"Credentials": {"AccessKeyId": "k", "SecretAccessKey": "s",
    "SessionToken": "t", "Expiration": "2999-01-01T00:00:00Z"}}"#;
const LOGIN: &str = "login_session = arn:aws:sts::555555555555:assumed-role/Admin/me\n";
const LOGIN_FILE: &str =
    ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json";
const LOGIN_SESSION: &str = r#"{"accessToken": {"accessKeyId": "k", "secretAccessKey": "s",
    "sessionToken": "t", "accountId": "555555555555", "expiresAt": "2999-01-01T00:00:00Z"},
    "refreshToken": "r", "dpopKey": "d", "clientId": "c"}"#;

pub(crate) fn rows() -> Vec<Row> {
    [
        of_failures(),
        of_begun_profiles(),
        of_sso_regions(),
        of_misspelt_keys(),
        of_chains(),
        of_files(),
        of_names(),
        of_headers_and_letters(),
        of_settings(),
        of_tokens(),
        of_regions(),
        of_alerts(),
        of_other_clients(),
        of_other_readers(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn misspelt(role: &str) -> String {
    role.replace("role_arn", "role-arn")
}

fn of_misspelt_keys() -> Vec<Row> {
    vec![
        explain("a misspelt role_arn")
            .config(&format!("[profile a]\n{REGION}{}source_profile = b\n", misspelt(ROLE)))
            .credentials(&format!("[b]\n{KEYS}"))
            .remedy("write role_arn instead of role-arn in line 3")
            .edit(CONFIG, "role-arn", "role_arn"),
        explain("a misspelt role_arn and source_profile")
            .config(&format!("[profile a]\n{REGION}{}source-profile = b\n", misspelt(ROLE)))
            .credentials(&format!("[b]\n{KEYS}"))
            .remedy("write role_arn instead of role-arn in line 3, and source_profile instead of source-profile in line 4")
            .edit(CONFIG, "role-arn", "role_arn")
            .edit(CONFIG, "source-profile", "source_profile"),
        explain("misspelt keys")
            .credentials("[a]\naws_access_key = AKIARTXV5AHDQAABCIRT\naws_secret_key = s\n")
            .remedy("write aws_access_key_id instead of aws_access_key in line 2, and aws_secret_access_key instead of aws_secret_key in line 3")
            .edit(CREDENTIALS, "aws_access_key ", "aws_access_key_id ")
            .edit(CREDENTIALS, "aws_secret_key ", "aws_secret_access_key "),
        explain("misspelt keys of the source")
            .config(&format!("[profile a]\n{REGION}{ROLE}source_profile = b\n"))
            .credentials("[b]\naws_access_key = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n")
            .remedy("write aws_access_key_id instead of aws_access_key in line 2")
            .edit(CREDENTIALS, "aws_access_key ", "aws_access_key_id "),
    ]
}

fn of_failures() -> Vec<Row> {
    vec![
        explain("a line that stops everything")
            .config("[profile a]\nregion = us-east-1\nnonsense\n")
            .remedy("fix that line; awsprompt doctor says how")
            .edit(CONFIG, "nonsense\n", ""),
        explain("no profile of that name")
            .env("AWS_PROFILE", "z")
            .remedy("awsprompt list")
            .set("AWS_PROFILE", "a"),
        explain("no profile at all, and exported keys")
            .config("")
            .credentials("")
            .env("AWS_PROFILE", "default")
            .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .remedy("unset AWS_PROFILE"),
        explain("no profile at all")
            .config("")
            .credentials("")
            .env("AWS_PROFILE", "z")
            .remedy("aws configure --profile z")
            .write(CREDENTIALS, &format!("[z]\n{KEYS}")),
        explain("an empty profile variable")
            .env("AWS_PROFILE", "")
            .credentials(&format!("[default]\n{KEYS}"))
            .remedy("unset AWS_PROFILE AWS_DEFAULT_PROFILE"),
        explain("no credentials")
            .credentials("")
            .remedy("aws configure --profile a")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        explain("half a pair of keys")
            .credentials("[a]\naws_access_key_id = x\n")
            .remedy("aws configure --profile a")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        explain("half a pair of exported keys")
            .env("AWS_ACCESS_KEY_ID", "x")
            .remedy("unset AWS_ACCESS_KEY_ID"),
        explain("a role without a source")
            .config(&format!("[profile a]\n{ROLE}{REGION}"))
            .credentials(&format!("[s]\n{KEYS}"))
            .remedy("add source_profile = NAME below the role_arn")
            .edit(CONFIG, "region", "source_profile = s\nregion"),
        explain("no session of IAM Identity Center")
            .config(&format!("[profile a]\n{SSO}"))
            .credentials("")
            .remedy("aws sso login --profile a")
            .write(TOKEN_FILE, TOKEN),
        explain("no login")
            .config(&format!("[profile a]\n{LOGIN}"))
            .credentials("")
            .remedy("aws login --profile a")
            .write(LOGIN_FILE, LOGIN_SESSION),
        explain("a comment after the region")
            .config("[profile a]\nregion = us-east-1 # home\n")
            .remedy("give the comment a line of its own")
            .edit(CONFIG, " # home", "\n# home"),
    ]
}

/// A profile lacks credentials, and shows what it was meant to have.
fn of_begun_profiles() -> Vec<Row> {
    vec![
        explain("a session of IAM Identity Center without account and role")
            .config("[profile a]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n")
            .credentials("")
            .file(TOKEN_FILE, TOKEN)
            .remedy("aws configure sso --profile a")
            .write(CONFIG, &format!("[profile a]\n{SSO}")),
        explain("a source of a role without the role")
            .config(&format!("[profile a]\n{REGION}source_profile = s\n"))
            .credentials(&format!("[s]\n{KEYS}"))
            .remedy("add the role_arn")
            .edit(CONFIG, "source_profile", &format!("{ROLE}source_profile")),
        explain("keys below a header at the end of a value")
            .credentials(&format!("[s]\nguid = 1[a]\n{KEYS}"))
            .remedy("put [a] on a line of its own, in line 2 of ~/.aws/credentials")
            .edit(CREDENTIALS, "1[a]", "1\n[a]"),
        explain("keys below a header of the other file")
            .config(&format!("[profile a]\n{REGION}"))
            .credentials(&format!("[profile a]\n{KEYS}"))
            .remedy("write [a] in line 1 of ~/.aws/credentials")
            .edit(CREDENTIALS, "[profile a", "[a"),
        explain("keys below a header without its word")
            .config(&format!("[a]\n{KEYS}"))
            .credentials(&format!("[a]\n{REGION}"))
            .remedy("write [profile a] in line 1 of ~/.aws/config")
            .edit(CONFIG, "[a", "[profile a"),
        explain("no credentials, and half a pair of exported keys")
            .credentials("")
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .remedy("unset AWS_SECRET_ACCESS_KEY, unless you export the AWS_ACCESS_KEY_ID that belongs to it")
            .set("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT"),
        explain("a container that a role asks, at an address that is not asked")
            .config(&format!("[profile a]\n{REGION}{ROLE}credential_source = EcsContainer\n"))
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://name-of-service/creds")
            .remedy("unset AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/creds"),
    ]
}

/// A directory is in the place of a file, or a session lacks a part.
fn of_sso_regions() -> Vec<Row> {
    vec![
        explain("no session, as there is no such region")
            .config(&format!("[profile a]\n{}", SSO.replace("us-east-1", "us-esat-1")))
            .credentials("")
            .remedy("check the spelling of sso_region, then aws sso login --profile a")
            .edit(CONFIG, "us-esat-1", "us-east-1")
            .write(TOKEN_FILE, TOKEN),
        explain("no session, as a zone is no region")
            .config(&format!("[profile a]\n{}", SSO.replace("us-east-1", "us-east-1a")))
            .credentials("")
            .remedy("write sso_region = us-east-1")
            .edit(CONFIG, "us-east-1a", "us-east-1")
            .write(TOKEN_FILE, TOKEN),
    ]
}

fn of_files() -> Vec<Row> {
    let in_place = |row: Row| {
        let row = row.file(".aws/credentials/x", "");
        row.move_away(".aws/credentials/x").write(CREDENTIALS, &format!("[a]\n{KEYS}"))
    };
    let unreadable = |name| explain(name).without_file(CREDENTIALS);
    vec![
        in_place(unreadable("no readable credentials"))
            .remedy("make ~/.aws/credentials a file that you own and may read"),
        in_place(unreadable("no readable profile").without_file(CONFIG))
            .remedy("make ~/.aws/credentials a file that you own and may read"),
        explain("a session without its region")
            .config(
                "[profile a]\nregion = us-east-1\nsso_session = x\nsso_account_id = 444444444444\n\
                 sso_role_name = R\n[sso-session x]\nsso_start_url = https://x\n",
            )
            .credentials("")
            .file(".aws/sso/cache/11f6ad8ec52a2984abaafd7c3b516503785c2072.json", TOKEN)
            .remedy("aws configure sso-session")
            .edit(CONFIG, "https://x\n", "https://x\nsso_region = us-east-1\n"),
    ]
}

/// What a role lacks, or the source of its source.
fn of_chains() -> Vec<Row> {
    let chain = |rest: &str| {
        let a = format!("[profile a]\n{ROLE}{REGION}source_profile = b\n");
        format!("{a}[profile b]\n{ROLE}source_profile = c\n{rest}")
    };
    vec![
        explain("a role with keys, and without a source")
            .config(&format!("[profile a]\n{ROLE}{REGION}"))
            .remedy("add source_profile = a below the role_arn")
            .edit(CONFIG, "region", "source_profile = a\nregion"),
        explain("a role with a process, and without a source")
            .config(&format!("[profile a]\n{ROLE}{REGION}credential_process = x\n"))
            .credentials("")
            .remedy("delete the role_arn, or move credential_process to a profile of its own and name that with source_profile")
            .edit(CONFIG, "credential_process", "source_profile = b\n[profile b]\ncredential_process"),
        explain("no login of the source of a source")
            .config(&chain(&format!("[profile c]\n{LOGIN}")))
            .credentials("")
            .remedy("aws login --profile c")
            .write(LOGIN_FILE, LOGIN_SESSION),
        explain("a role of the environment")
            .config(&format!("[profile a]\n{REGION}{ROLE}web_identity_token_file = @HOME@/token\n"))
            .credentials("")
            .file("token", "eyJh")
            .env("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/pod")
            .remedy("unset AWS_ROLE_ARN"),
        explain("a profile that asks for one without a session")
            .config(&format!(
                "[profile a]\n{REGION}credential_process = aws configure export-credentials \
                 --profile b\n[profile b]\n{LOGIN}"
            ))
            .credentials("")
            .remedy("aws login --profile b")
            .write(LOGIN_FILE, LOGIN_SESSION),
        explain("no session of the source of a source")
            .config(&chain(&format!("[profile c]\n{SSO}")))
            .credentials("")
            .remedy("aws sso login --profile c")
            .write(TOKEN_FILE, TOKEN),
        explain("expired keys of the source of a source")
            .config(&chain(""))
            .credentials(&format!("[c]\n{TEMPORARY}aws_session_token = t\nexpiration = 2020-01-01T00:00:00Z\n"))
            .remedy("write new aws_access_key_id, aws_secret_access_key and aws_session_token for profile c")
            .edit(CREDENTIALS, "2020", "2999"),
    ]
}

/// The profile is there, under another name or header.
fn of_headers_and_letters() -> Vec<Row> {
    vec![
        explain("a name in other letters").env("AWS_PROFILE", "A").remedy("export AWS_PROFILE=a"),
        explain("a name with a comma").env("AWS_PROFILE", "a,").remedy("export AWS_PROFILE=a"),
        explain("two headers in a line")
            .credentials(&format!("[a] [b]\n{KEYS}"))
            .remedy("write [a] in line 1 of ~/.aws/credentials")
            .edit(CREDENTIALS, " [b]", ""),
        explain("a source in other letters")
            .config(&format!("[profile a]\n{REGION}{ROLE}source_profile = BASE\n"))
            .credentials(&format!("[base]\n{KEYS}"))
            .remedy("write source_profile = base")
            .edit(CONFIG, "BASE", "base"),
        explain("a default with blanks")
            .config(&format!("[default]\n{REGION}"))
            .credentials(&format!("[ default ]\n{KEYS}"))
            .without_profile()
            .remedy("write [default] in line 1 of ~/.aws/credentials")
            .edit(CREDENTIALS, "[ default ]", "[default]"),
        explain("keys below another header than the profile's own")
            .config(&format!("[profile dev]\n{REGION}[dev]\n{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "dev")
            .remedy(
                "move what is below line 3 of ~/.aws/config to [profile dev], and delete that line",
            )
            .edit(CONFIG, "[dev]\n", ""),
    ]
}

fn of_names() -> Vec<Row> {
    vec![
        explain("no profile chosen").without_profile().remedy("awsp a"),
        explain("no profile chosen of several")
            .without_profile()
            .credentials(&format!("[a]\n{KEYS}[b]\n{KEYS}"))
            .remedy("awsp PROFILE; awsprompt list shows the account of each")
            .set("AWS_PROFILE", "b"),
        explain("a flag in quotes").flag("--profile \"a\"").remedy("--profile a"),
        explain("a name in quotes of a variable")
            .env("AWS_PROFILE", "'a'")
            .remedy("export AWS_PROFILE=a"),
        explain("a header without quotes")
            .config(&format!("[profile my dev]\n{REGION}{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "my dev")
            .remedy("write [profile 'my dev'] in line 1 of ~/.aws/config")
            .edit(CONFIG, "my dev", "'my dev'"),
        explain("a header without its word")
            .config(&format!("[dev]\n{REGION}{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "dev")
            .remedy("write [profile dev] in line 1 of ~/.aws/config")
            .edit(CONFIG, "[dev", "[profile dev"),
        explain("a header of the other file")
            .credentials(&format!("[profile dev]\n{KEYS}"))
            .env("AWS_PROFILE", "dev")
            .remedy("write [dev] in line 1 of ~/.aws/credentials")
            .edit(CREDENTIALS, "[profile dev", "[dev"),
        explain("a header with blanks and quotes")
            .credentials(&format!("[\"dev \"]\n{KEYS}"))
            .env("AWS_PROFILE", "dev")
            .remedy("write [dev] in line 1 of ~/.aws/credentials")
            .edit(CREDENTIALS, "[\"dev \"", "[dev"),
        explain("a header at the end of a value")
            .config(&format!("[default]\nregion = eu-west-1[profile dev]\n{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "dev")
            .remedy("put [profile dev] on a line of its own, in line 2 of ~/.aws/config")
            .edit(CONFIG, "[profile dev]", "\n[profile dev]"),
    ]
}

const TOKEN_REMEDY: &str = "correct the path of the token file, or have the token written again";

/// What makes the segment say `!broken`.
fn of_settings() -> Vec<Row> {
    let broken = |name, settings: &str| {
        let row = explain(name).config(&format!("[profile a]\n{REGION}{settings}"));
        row.credentials(&format!("[s]\n{KEYS}"))
    };
    let in_container = |name| {
        explain(name).credentials("").env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/")
    };
    let of_source =
        |name, source: &str| broken(name, &format!("{ROLE}credential_source = {source}\n"));
    vec![
        broken("a source that is not there", &format!("{ROLE}source_profile = zzz\n"))
            .remedy("correct the name, or add the profile")
            .edit(CONFIG, "zzz", "s"),
        of_source("no exported keys", "Environment")
            .remedy("export keys, or write source_profile = NAME in place of credential_source")
            .edit(CONFIG, "credential_source = Environment", "source_profile = s"),
        of_source("no container", "EcsContainer")
            .remedy("write source_profile = NAME in place of credential_source, unless this is to run in a container")
            .edit(CONFIG, "credential_source = EcsContainer", "source_profile = s"),
        of_source("no instance", "Ec2InstanceMetadata")
            .env("AWS_EC2_METADATA_DISABLED", "false")
            .remedy("write source_profile = NAME in place of credential_source, unless this is to run on an EC2 instance")
            .edit(CONFIG, "credential_source = Ec2InstanceMetadata", "source_profile = s"),
        of_source("no instance, which is turned off", "Ec2InstanceMetadata")
            .remedy("write source_profile = NAME in place of credential_source, or unset AWS_EC2_METADATA_DISABLED on an EC2 instance")
            .edit(CONFIG, "credential_source = Ec2InstanceMetadata", "source_profile = s"),
        of_source("a metadata service that is turned off", "Ec2InstanceMetadata")
            .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://localhost:9")
            .remedy("unset AWS_EC2_METADATA_DISABLED"),
        explain("no credentials but those that are turned off")
            .credentials("")
            .env("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://localhost:9")
            .remedy("unset AWS_EC2_METADATA_DISABLED"),
        broken("an empty process", "credential_process =\n")
            .remedy("write the command after credential_process, or delete the line")
            .edit(CONFIG, "process =", "process = x"),
        broken("an empty s3", "s3 =\n")
            .credentials(&format!("[a]\n{KEYS}"))
            .remedy("indent the settings below s3, or delete the line")
            .edit(CONFIG, "s3 =\n", ""),
        broken("no session of that name", "sso_session = x\nsso_account_id = 444444444444\nsso_role_name = R\n")
            .file(".aws/sso/cache/11f6ad8ec52a2984abaafd7c3b516503785c2072.json", TOKEN)
            .remedy("aws configure sso-session")
            .edit(CONFIG, "sso_role_name = R\n", "sso_role_name = R\n[sso-session x]\nsso_start_url = https://u\nsso_region = us-east-1\n"),
        explain("a variable that stops every command")
            .env("AWS_RETRY_MODE", "legacy")
            .remedy("set AWS_RETRY_MODE to standard or adaptive, or unset it")
            .set("AWS_RETRY_MODE", "standard"),
        in_container("an address that no container has")
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/")
            .remedy("unset AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/"),
        explain("keys that continue below")
            .credentials("[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n  region = x\n")
            .remedy("move the line to the left, where the key above it begins")
            .edit(CREDENTIALS, "  region", "region"),
    ]
}

fn of_tokens() -> Vec<Row> {
    let broken = |name, settings: &str| {
        let row = explain(name).config(&format!("[profile a]\n{REGION}{settings}"));
        row.credentials(&format!("[s]\n{KEYS}"))
    };
    let in_container = |name| {
        explain(name).credentials("").env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/")
    };
    vec![
        broken("a token file that is not there", &format!("{ROLE}web_identity_token_file = @HOME@/tt\n"))
            .file("t", "token")
            .remedy(TOKEN_REMEDY)
            .edit(CONFIG, "/tt", "/t"),
        broken("an empty token file", &format!("{ROLE}web_identity_token_file = @HOME@/t\n"))
            .file("t", "")
            .remedy(TOKEN_REMEDY)
            .write("t", "token"),
        broken("a web identity with half an ARN", "role_arn = R\nweb_identity_token_file = @HOME@/t\n")
            .file("t", "token")
            .remedy("correct role_arn")
            .edit(CONFIG, "role_arn = R\n", ROLE),
        broken("a web identity with a session name of one character", &format!("{ROLE}role_session_name = x\nweb_identity_token_file = @HOME@/t\n"))
            .file("t", "token")
            .remedy("correct role_session_name")
            .edit(CONFIG, "role_session_name = x", "role_session_name = me"),
        explain("an exported web identity without a role")
            .env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/t")
            .remedy("unset AWS_WEB_IDENTITY_TOKEN_FILE, unless you export the AWS_ROLE_ARN that belongs to it"),
        in_container("a token file of a container that is not there")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/no/such/file")
            .remedy(TOKEN_REMEDY)
            .set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/dev/null"),
        in_container("a token of a container with a line end")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t\n")
            .remedy("export AWS_CONTAINER_AUTHORIZATION_TOKEN again, in one line")
            .set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t"),
        in_container("a relative address without a slash")
            .env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "x")
            .remedy("unset AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    ]
}

fn of_regions() -> Vec<Row> {
    vec![
        explain("a malformed region of a variable")
            .env("AWS_REGION", "us_east_1")
            .remedy("export AWS_REGION=us-east-1"),
        explain("an unknown malformed region of a variable")
            .env("AWS_REGION", "a b")
            .remedy("unset AWS_REGION"),
        explain("a malformed region of a file")
            .config("[profile a]\nregion = us_east_1\n")
            .remedy("write region = us-east-1")
            .edit(CONFIG, "us_east_1", "us-east-1"),
        explain("a malformed region of a flag")
            .flag("--region us_east_1")
            .remedy("--region us-east-1"),
        explain("an unknown malformed region of a flag")
            .flag("--region a_b")
            .remedy("give a region such as eu-central-1")
            .with_flag(),
    ]
}

fn of_alerts() -> Vec<Row> {
    let exported = |name| {
        let row = explain(name).env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABFIVE");
        row.env("AWS_SECRET_ACCESS_KEY", "s")
    };
    vec![
        exported("exported keys and a profile")
            .remedy("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
        exported("a role by exported keys")
            .config(&format!("[profile a]\n{ROLE}{REGION}credential_source = Environment\n"))
            .credentials("")
            .remedy("aws --profile a   # assumes the role with these keys")
            .with_flag(),
        explain("expired keys beside a process")
            .config(&format!("[profile a]\n{REGION}credential_process = x\n"))
            .credentials(&format!("[a]\n{TEMPORARY}aws_session_token = t\nexpiration = 2020-01-01T00:00:00Z\n"))
            .remedy("delete the keys of profile a from ~/.aws/credentials")
            .write(CREDENTIALS, ""),
        explain("expired keys in a file")
            .credentials(&format!("[a]\n{TEMPORARY}aws_session_token = t\nexpiration = 2020-01-01T00:00:00Z\n"))
            .remedy("write new aws_access_key_id, aws_secret_access_key and aws_session_token in ~/.aws/credentials")
            .edit(CREDENTIALS, "2020", "2999"),
        explain("an empty region").env("AWS_REGION", "").remedy("unset AWS_REGION"),
        explain("two empty regions")
            .env("AWS_REGION", "")
            .env("AWS_DEFAULT_REGION", "")
            .remedy("unset AWS_REGION AWS_DEFAULT_REGION"),
        explain("an endpoint")
            .env("AWS_ENDPOINT_URL", "http://localhost:4566")
            .remedy("unset AWS_ENDPOINT_URL, unless that is what you want"),
    ]
}

fn of_other_clients() -> Vec<Row> {
    let source = format!("[s]\n{KEYS}");
    vec![
        explain("a profile variable that some do not read")
            .without_profile()
            .env("AWS_DEFAULT_PROFILE", "a")
            .remedy("choose with AWS_PROFILE, which all read")
            .set("AWS_PROFILE", "a"),
        explain("a region variable that some do not read")
            .env("AWS_REGION", "us-west-2")
            .remedy("export AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2"),
        explain("a path that some do not expand")
            .env("AWS_CONFIG_FILE", "$HOME/.aws/config")
            .remedy("write the path out in full")
            .set("AWS_CONFIG_FILE", "@HOME@/.aws/config"),
        explain("a role that some assume in no region")
            .config(&format!("[profile a]\n{ROLE}source_profile = s\n"))
            .credentials(&source)
            .remedy("give the profile a region")
            .edit(CONFIG, "role_arn", "region = us-east-1\nrole_arn"),
        explain("keys and IAM Identity Center")
            .config(&format!("[profile a]\n{REGION}{SSO}"))
            .file(TOKEN_FILE, TOKEN)
            .remedy("keep one of them in the profile")
            .write(CREDENTIALS, ""),
        explain("a session that is kept")
            .config(&format!("[profile a]\n{ROLE}{REGION}source_profile = s\n"))
            .credentials(&source)
            .file(ROLE_CACHE, KEPT)
            .remedy("rm @HOME@/.aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json"),
    ]
}

fn of_other_readers() -> Vec<Row> {
    vec![
        explain("a comment that some cut off")
            .config("[profile a]\nregion = us-east-1 ; home\n")
            .remedy("give the comment a line of its own")
            .edit(CONFIG, " ; home", "\n; home"),
        explain("an indented line")
            .config("[profile a]\nregion = us-east-1\n  output = json\n")
            .remedy("do not indent the line")
            .edit(CONFIG, "  output", "output"),
        explain("a section that lends its keys")
            .config("[DEFAULT]\nregion = us-east-1\n[profile a]\n")
            .remedy("write its keys into the profiles that need them")
            .write(CONFIG, "[profile a]\nregion = us-east-1\n"),
        explain("two defaults")
            .without_profile()
            .config("[profile default]\nregion = us-east-1\n[default]\nregion = us-west-2\n")
            .credentials(&format!("[default]\n{KEYS}"))
            .remedy("keep one of the two")
            .edit(CONFIG, "[default]\nregion = us-west-2\n", ""),
        explain("upper case in a key")
            .config("[profile a]\nREGION = us-east-1\n")
            .remedy("write keys in lower case")
            .edit(CONFIG, "REGION", "region"),
        explain("a name with a blank")
            .config(&format!("[profile \"my dev\"]\n{REGION}{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "my dev")
            .remedy("give the profile a name of letters, digits and _.- alone")
            .edit(CONFIG, "\"my dev\"", "my-dev")
            .set("AWS_PROFILE", "my-dev"),
        explain("a name in quotes")
            .config(&format!("[profile \"dev\"]\n{REGION}{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "dev")
            .remedy("write [profile dev], with one blank and no quotes")
            .edit(CONFIG, "\"dev\"", "dev"),
        explain("a header that the AWS CLI passes over")
            .config(&format!("[profile my dev]\n{REGION}{KEYS}"))
            .credentials("")
            .env("AWS_PROFILE", "my dev")
            .remedy("write [profile 'my dev'] alone in a line, in the first column")
            .edit(CONFIG, "my dev", "'my dev'"),
        explain("a header of the credentials file with blanks")
            .credentials(&format!("[ dev ]\n{KEYS}"))
            .env("AWS_PROFILE", "dev")
            .remedy("write [dev] alone in a line, in the first column")
            .edit(CREDENTIALS, "[ dev ]", "[dev]"),
    ]
}
