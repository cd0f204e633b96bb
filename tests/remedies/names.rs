//! The remedies of doctor for keys that AWS rejects, role settings that it refuses, and names that
//! are not what they seem.

use crate::row::{CONFIG, CREDENTIALS, KEYS, Row, doctor};

const REGION: &str = "region = us-east-1\n";
const ROLE: &str = "[profile r]\nregion = us-east-1\nrole_arn = arn:aws:iam::111111111111:role/R\n";

pub(crate) fn rows() -> Vec<Row> {
    let of_roles = of_roles().into_iter().chain(of_exported_roles());
    let of_others = [
        of_keys(),
        of_exported_keys(),
        of_shell_lines(),
        of_names(),
        of_account_ids_and_mfa(),
        of_characters(),
    ];
    of_roles.chain(of_others.into_iter().flatten()).collect()
}

/// Profile a has these keys in the credentials file.
fn keys(check: &'static str, id: &str, secret: &str, rest: &str) -> Row {
    doctor(check).credentials(&format!(
        "[a]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n{rest}"
    ))
}

const ID: &str = "AKIARTXV5AHDQAABCIRT";
/// A JSON Web Token with an end in 2020.
const EXPIRED_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE1Nzc4MzY4MDB9.eA";

const TEMPORARY: &str = "ASIARTXV5AHDQAABCIRT";

fn of_keys() -> Vec<Row> {
    vec![
        keys("token-with-long-lived-key", ID, "s", "aws_session_token = old\n")
            .remedy("delete the line"),
        keys("temporary-key-without-token", TEMPORARY, "s", "")
            .remedy("add the aws_session_token that came with it")
            .edit(CREDENTIALS, "= s\n", "= s\naws_session_token = t\n"),
        keys("temporary-key-without-token", TEMPORARY, "s", "aws_sesion_token = t\n")
            .remedy("write aws_session_token instead of aws_sesion_token in line 4")
            .edit(CREDENTIALS, "sesion", "session"),
        keys("key-malformed", "$AWS_ACCESS_KEY_ID", "s", "")
            .remedy("aws configure --profile a")
            .edit(CREDENTIALS, "$AWS_ACCESS_KEY_ID", ID),
        keys("key-malformed", "YOUR_ACCESS_KEY", "s", "aws_security_token = t\n")
            .remedy("write new aws_access_key_id, aws_secret_access_key and aws_session_token for profile a")
            .edit(CREDENTIALS, "YOUR_ACCESS_KEY", TEMPORARY),
        keys("key-malformed", "s", ID, "")
            .remedy("exchange the values of the two lines")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        keys("key-malformed", TEMPORARY, "s", "aws_session_token = YOUR_TOKEN\n")
            .remedy("write the token that came with the key, or delete the line")
            .edit(CREDENTIALS, "YOUR_TOKEN", "t"),
    ]
}

fn of_exported_keys() -> Vec<Row> {
    let exported = |check, id| {
        doctor(check)
            .without_profile()
            .env("AWS_ACCESS_KEY_ID", id)
            .env("AWS_SECRET_ACCESS_KEY", "s")
    };
    let chosen = |row: Row| row.set("AWS_PROFILE", "a");
    vec![
        exported("token-with-long-lived-key", ID)
            .env("AWS_SESSION_TOKEN", "old")
            .remedy("unset AWS_SESSION_TOKEN"),
        chosen(
            exported("temporary-key-without-token", TEMPORARY)
                .remedy(
                    "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY, unless you export the AWS_SESSION_TOKEN that came with them",
                )
                .set("AWS_SESSION_TOKEN", "t"),
        ),
        exported("key-malformed", "YOUR_ACCESS_KEY")
            .env("AWS_PROFILE", "a")
            .remedy("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
        doctor("misspelt-variable")
            .without_profile()
            .env("aws_profile", "a")
            .remedy("export it as AWS_PROFILE, and unset aws_profile"),
    ]
}

fn of_shell_lines() -> Vec<Row> {
    let secret = "aws_secret_access_key = s\n";
    vec![
        doctor("shell-line-in-file")
            .credentials(&format!("[a]\n{KEYS}export AWS_DEFAULT_REGION=\"us-east-1\"\n"))
            .config("[profile a]\n")
            .remedy("write region = VALUE, without the shell's command and quotes")
            .edit(CREDENTIALS, "export AWS_DEFAULT_REGION=\"us-east-1\"", "region = us-east-1"),
        doctor("shell-line-in-file")
            .credentials(&format!("[a]\n{KEYS}export AWS_PROFILE=a\n"))
            .remedy("delete the line, and run it in the shell")
            .edit(CREDENTIALS, "export AWS_PROFILE=a\n", ""),
        doctor("half-keys")
            .credentials(&format!("[a]\nexport AWS_ACCESS_KEY_ID={ID}\n{secret}"))
            .remedy(
                "write aws_access_key_id = VALUE in line 2, without the shell's command and quotes",
            )
            .edit(CREDENTIALS, "export AWS_ACCESS_KEY_ID=", "aws_access_key_id = "),
    ]
}

fn of_roles() -> Vec<Row> {
    let role = |check, setting: &str| {
        doctor(check)
            .config(&format!("[profile a]\n{REGION}{ROLE}source_profile = a\n{setting}\n"))
            .env("AWS_PROFILE", "r")
    };
    let chain = format!(
        "[profile a]\n{REGION}{ROLE}source_profile = b\nduration_seconds = 43200\n\
         [profile b]\n{REGION}role_arn = arn:aws:iam::111111111111:role/B\nsource_profile = a\n"
    );
    vec![
        role("role-setting-malformed", "duration_seconds = 86400")
            .remedy("write duration_seconds = 43200"),
        doctor("role-setting-malformed")
            .config(&chain)
            .env("AWS_PROFILE", "r")
            .remedy("write duration_seconds = 3600"),
        role("duration-ignored", "duration_seconds = 1h").remedy("write duration_seconds = 3600"),
        role("role-setting-malformed", "role_session_name = First Last (laptop)")
            .remedy("write at most 64 of a-z A-Z 0-9 _+=,.@-")
            .edit(CONFIG, "First Last (laptop)", "first.last"),
        role("role-setting-malformed", "mfa_serial = arn:aws:iam::111111111111:user/me")
            .remedy("copy the identifier of the MFA device from the user's page in the IAM console")
            .edit(CONFIG, ":user/", ":mfa/"),
    ]
}

/// A web identity of the environment, which AWS refuses for one of these reasons.
fn of_exported_roles() -> Vec<Row> {
    let exported = |check| {
        doctor(check)
            .without_profile()
            .file("t", "token")
            .env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/t")
            .env("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/R")
    };
    vec![
        exported("role-arn-malformed")
            .env("AWS_ROLE_ARN", "\"arn:aws:iam::111111111111:role/R\"")
            .remedy("copy the ARN from the role's page in the IAM console")
            .set("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/R"),
        exported("role-setting-malformed")
            .env("AWS_ROLE_SESSION_NAME", "First Last")
            .remedy("write at most 64 of a-z A-Z 0-9 _+=,.@-")
            .set("AWS_ROLE_SESSION_NAME", "first.last"),
        exported("client-refuses")
            .env("AWS_ROLE_SESSION_NAME", "x")
            .remedy("correct AWS_ROLE_SESSION_NAME")
            .set("AWS_ROLE_SESSION_NAME", "me"),
        exported("session-ended")
            .file("t", EXPIRED_TOKEN)
            .remedy("correct the path of the token file, or have the token written again")
            .write("t", "token"),
        doctor("role-setting-refused")
            .config(&format!("{ROLE}role_session_name = x\nweb_identity_token_file = @HOME@/t\n"))
            .env("AWS_PROFILE", "r")
            .file("t", "token")
            .remedy("correct role_session_name")
            .edit(CONFIG, "= x\n", "= me\n"),
    ]
}

fn of_names() -> Vec<Row> {
    vec![
        doctor("misspelt-key")
            .config("[profile a]\nrefion = us-east-1\n")
            .remedy("write region instead of refion")
            .edit(CONFIG, "refion", "region"),
        doctor("no-region")
            .config("[profile a]\nrefion = us-east-1\n")
            .remedy("write region instead of refion in line 2")
            .edit(CONFIG, "refion", "region"),
        doctor("header-of-cli-alone")
            .config(&format!("[profiles a]\n{REGION}"))
            .remedy("write [profile a]"),
        doctor("header-of-cli-alone")
            .config(&format!("[profile a] mine\n{REGION}"))
            .remedy("put a # before what follows the header")
            .edit(CONFIG, "mine", "# mine"),
        doctor("header-of-cli-alone")
            .config("[profile a] region = us-east-1\n")
            .remedy("move what follows the header to a line of its own")
            .edit(CONFIG, "] region", "]\nregion"),
    ]
}

fn of_account_ids_and_mfa() -> Vec<Row> {
    let unusable = "account-id-unusable";
    vec![
        doctor(unusable)
            .credentials(&format!("[a]\n{KEYS}aws_account_id = 222222222222\n"))
            .remedy("delete the line"),
        doctor(unusable)
            .credentials(&format!("[a]\n{KEYS}aws_account_id = 1111-1111-1111\n"))
            .remedy("delete the line"),
        doctor(unusable)
            .without_profile()
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .env("AWS_ACCOUNT_ID", "222222222222")
            .remedy("unset AWS_ACCOUNT_ID"),
        doctor(unusable)
            .config(&format!("[profile a]\n{REGION}account_id_endpoint_mode = Required\n"))
            .remedy("add aws_account_id to the keys, or write account_id_endpoint_mode = preferred")
            .edit(CONFIG, "Required", "preferred"),
        doctor("source-setting-ignored")
            .config(&format!(
                "[profile a]\n{REGION}role_arn = arn:aws:iam::111111111111:role/R\n\
                 source_profile = b\n[profile b]\n{REGION}mfa_serial = arn:aws:iam::111111111111:mfa/me\n"
            ))
            .credentials(&format!("[b]\n{KEYS}"))
            .remedy("write mfa_serial = arn:aws:iam::111111111111:mfa/me, unless the role needs no code")
            .edit(CONFIG, "source_profile", "mfa_serial = arn:aws:iam::111111111111:mfa/me\nsource_profile"),
        doctor("source-setting-ignored")
            .config(&format!(
                "[profile a]\n{REGION}role_arn = arn:aws:iam::111111111111:role/R\n\
                 source_profile = b\n[profile b]\n{REGION}endpoint_url = http://localhost:4566\n"
            ))
            .credentials(&format!("[b]\n{KEYS}"))
            .remedy("write its endpoint_url, unless the role is one of AWS")
            .edit(CONFIG, "source_profile", "endpoint_url = http://localhost:4566\nsource_profile"),
    ]
}

fn of_characters() -> Vec<Row> {
    vec![
        doctor("hidden-character")
            .config(&format!("[profile a\u{a0}]\n{REGION}"))
            .remedy("write [profile a]"),
        doctor("hidden-character")
            .config(&format!("[profile \u{201c}a\u{201d}]\n{REGION}"))
            .remedy("write [profile a]"),
        doctor("hidden-character")
            .credentials(&format!("[a]\n{KEYS}region\u{200b} = us-east-1\n"))
            .config("[profile a]\n")
            .remedy("type region again")
            .edit(CREDENTIALS, "\u{200b}", ""),
        doctor("hidden-character")
            .config("[profile a]\nregion = us\u{2013}east\u{2013}1\n")
            .remedy("write region = us-east-1"),
        doctor("hidden-character")
            .env("AWS_PROFILE", "a\u{a0}")
            .remedy("set it to a")
            .set("AWS_PROFILE", "a"),
        doctor("byte-order-mark")
            .config(&format!("[profile b]\n{REGION}\u{feff}[profile a]\n{REGION}"))
            .remedy("delete the beginning of the line, and type it again")
            .edit(CONFIG, "\u{feff}", ""),
    ]
}
