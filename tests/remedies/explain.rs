//! The remedies of `explain`: for what stops AWS CLI v2, for alerts, and for clients that differ.

use crate::row::{CONFIG, CREDENTIALS, KEYS, Row, explain};

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
    [of_failures(), of_alerts(), of_other_clients(), of_other_readers()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_failures() -> Vec<Row> {
    vec![
        explain("a line that stops everything")
            .config("[profile a]\nregion = us-east-1\nnonsense\n")
            .remedy("fix that line; until then the AWS CLI rejects every command")
            .edit(CONFIG, "nonsense\n", ""),
        explain("no profile of that name")
            .env("AWS_PROFILE", "z")
            .remedy("awsprompt list")
            .set("AWS_PROFILE", "a"),
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
            .remedy(
                "keep aws_access_key_id and aws_secret_access_key together, in ~/.aws/credentials",
            )
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        explain("half a pair of exported keys")
            .env("AWS_ACCESS_KEY_ID", "x")
            .remedy("unset AWS_ACCESS_KEY_ID"),
        explain("a role without a source")
            .config(&format!("[profile a]\n{ROLE}{REGION}"))
            .credentials(&format!("[s]\n{KEYS}"))
            .remedy("give the profile a source_profile, whose credentials the role is assumed with")
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
            .remedy("the AWS CLI does not support comments after a value; move it to its own line")
            .edit(CONFIG, " # home", "\n# home"),
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
        explain("an empty region").env("AWS_REGION", "").remedy("unset AWS_REGION"),
        explain("an endpoint")
            .env("AWS_ENDPOINT_URL", "http://localhost:4566")
            .remedy("unset AWS_ENDPOINT_URL"),
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
    ]
}
