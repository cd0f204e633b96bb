//! The remedies of doctor.

use crate::row::{CONFIG, CREDENTIALS, KEYS, Row, doctor, explain};

const ROLE: &str = "role_arn = arn:aws:iam::111111111111:role/R\n";
const SSO: &str = "sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n";
const SESSION: &str = "[sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
const LEGACY: &str = "sso_account_id = 111111111111\nsso_role_name = R\nsso_region = us-east-1\n";
const REGION: &str = "region = us-east-1\n";

/// What `aws sso login` leaves, for the session corp and its start URL.
const SESSION_TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const START_URL_TOKEN: &str = ".aws/sso/cache/98383e6608d65e46b24bbd92582bc8d916605a21.json";
const TOKEN: &str = r#"{"accessToken": "t", "expiresAt": "2999-01-01T00:00:00Z"}"#;

const LOGIN_FILE: &str =
    ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json";
const LOGIN_SESSION: &str = r#"{"accessToken": {"accessKeyId": "k", "secretAccessKey": "s",
    "sessionToken": "t", "accountId": "555555555555", "expiresAt": "2999-01-01T00:00:00Z"},
    "refreshToken": "r", "dpopKey": "d", "clientId": "c"}"#;

pub(crate) fn rows() -> Vec<Row> {
    let groups = [
        of_lines(),
        of_headers(),
        of_sources(),
        of_roles(),
        of_sso(),
        of_wrong_sso_values(),
        of_keys(),
        of_choices(),
        of_exported_keys(),
        of_names_and_places(),
        of_variables(),
        of_alerts(),
        of_expectations(),
    ];
    groups.into_iter().flatten().collect()
}

fn of_lines() -> Vec<Row> {
    vec![
        doctor("wrong-encoding")
            .file(CONFIG, b"# caf\xe9\n[profile a]\nregion = us-east-1\n")
            .remedy("save the file as UTF-8")
            .write(CONFIG, "# caf\u{e9}\n[profile a]\nregion = us-east-1\n"),
        doctor("byte-order-mark")
            .config("\u{feff}[profile a]\nregion = us-east-1\n")
            .remedy("save the file as UTF-8 without a byte order mark")
            .edit(CONFIG, "\u{feff}", ""),
        doctor("parse-error")
            .config("[profile a]\nregion = us-east-1\nexport AWS_PROFILE\n")
            .remedy("fix the line, or put a # before it")
            .edit(CONFIG, "export", "# export"),
        doctor("parse-error")
            .without_profile()
            .credentials(KEYS)
            .remedy("write a header such as [default] above it, or put a # before it")
            .edit(CREDENTIALS, "aws_access", "[default]\naws_access"),
        doctor("parse-error")
            .without_profile()
            .credentials(&format!("{KEYS}[default]\n"))
            .remedy("move it below [default], or put a # before it")
            .write(CREDENTIALS, &format!("[default]\n{KEYS}")),
        doctor("header-glued")
            .credentials(&format!("[b]\nalks_guid = 1111[a]\n{KEYS}"))
            .remedy("put [a] on a line of its own")
            .edit(CREDENTIALS, "[a]", "\n[a]"),
        doctor("duplicate-key")
            .credentials(&format!("[a]\n{}", KEYS.replace("secret_access_key", "access_key_id")))
            .remedy("write aws_secret_access_key in place of aws_access_key_id in the line of the secret")
            .edit(CREDENTIALS, "aws_access_key_id = s", "aws_secret_access_key = s"),
        doctor("parse-error")
            .config("[profile a\nregion = us-east-1\n")
            .remedy("write the ] at its end")
            .edit(CONFIG, "a\n", "a]\n"),
        doctor("duplicate-section")
            .config("[profile a]\nregion = us-east-1\n[profile a]\noutput = json\n")
            .remedy("move what is below it to the first one, and delete it")
            .edit(CONFIG, "[profile a]\noutput", "output"),
        doctor("duplicate-key")
            .config("[profile a]\nregion = us-east-1\nregion = us-west-2\n")
            .remedy("keep one of the two lines")
            .edit(CONFIG, "region = us-east-1\n", ""),
        doctor("indented-line")
            .config("[profile a]\nregion = us-east-1\n  output = json\n")
            .remedy("move the line to the left, where the key above it begins")
            .edit(CONFIG, "  output", "output"),
        doctor("inline-comment")
            .config("[profile a]\nregion = us-east-1 ; home\n")
            .remedy("give the comment a line of its own")
            .edit(CONFIG, " ; home", "\n; home"),
        doctor("quoted-value")
            .config("[profile a]\nregion = 'us-east-1'\n")
            .remedy("remove the quotes")
            .edit(CONFIG, "'us-east-1'", "us-east-1"),
        doctor("colon-for-equals")
            .config("[profile a]\nregion: us-east-1\n")
            .remedy("write key = value")
            .edit(CONFIG, "region:", "region ="),
    ]
}

fn of_headers() -> Vec<Row> {
    vec![
        doctor("section-without-profile")
            .config(&format!("[a]\n{REGION}{KEYS}"))
            .credentials("")
            .remedy("write [profile a]"),
        doctor("section-without-profile")
            .config(&format!("[a]\n{KEYS}[profile a]\n{REGION}"))
            .credentials("")
            .remedy("move what is below it to [profile a], and delete it")
            .write(CONFIG, &format!("[profile a]\n{REGION}{KEYS}")),
        doctor("section-ignored")
            .config(&format!("[profile my work]\n{KEYS}"))
            .env("AWS_PROFILE", "my work")
            .remedy("write [profile 'my work']"),
        doctor("section-ignored")
            .config(&format!("[profile a] see [b]\n{REGION}"))
            .remedy("move what follows the header to a line of its own")
            .edit(CONFIG, "a] see [b]", "a]\n# see [b]"),
        doctor("section-ignored")
            .config(&format!("[profile\u{a0}x]\n{KEYS}"))
            .env("AWS_PROFILE", "x")
            .remedy("write [profile x], with an ordinary blank"),
        doctor("profile-prefix-in-credentials")
            .credentials(&format!("[profile a]\n{KEYS}"))
            .remedy("write [a]"),
        doctor("profile-prefix-in-credentials")
            .credentials(&format!("[\"a\"]\n{KEYS}"))
            .remedy("write [a]"),
        doctor("profile-prefix-in-credentials")
            .credentials(&format!("[ a ]\n{KEYS}"))
            .remedy("write [a]"),
        doctor("profile-prefix-in-credentials")
            .credentials(&format!("[\"a \"]\n{KEYS}"))
            .remedy("write [a]"),
        doctor("section-ignored")
            .config(&format!("[\"profile a \"]\n{REGION}{KEYS}"))
            .credentials("")
            .remedy("write [profile a]"),
        doctor("profile-replaced")
            .config("[profile a]\nregion = us-east-1\n[profile \"a\"]\noutput = json\n")
            .remedy("join the two sections")
            .edit(CONFIG, "[profile \"a\"]\n", ""),
        doctor("two-defaults")
            .config("[profile default]\nregion = us-east-1\n[default]\noutput = json\n")
            .remedy("join the two sections below [default]")
            .edit(CONFIG, "[profile default]\n", "[default]\n")
            .edit(CONFIG, "1\n[default]\n", "1\n"),
        doctor("default-section")
            .config("[DEFAULT]\nregion = us-east-1\n[profile a]\n")
            .remedy("write [default], or move the keys to the profiles that need them")
            .edit(CONFIG, "[DEFAULT]", "[default]"),
        doctor("indented-section")
            .config("  [profile a]\n  region = us-east-1\n")
            .remedy("move the header to the first column")
            .edit(CONFIG, "  [", "["),
    ]
}

fn of_role(check: &'static str, settings: &str) -> Row {
    let row = doctor(check).config(&role(settings));
    row.credentials(&format!("[s]\n{KEYS}"))
}

fn role(settings: &str) -> String {
    format!("[profile a]\n{ROLE}{REGION}{settings}")
}

fn of_sources() -> Vec<Row> {
    vec![
        of_role("source-profile-missing", "source_profile = t\n")
            .remedy("correct the name, or add the profile")
            .edit(CONFIG, "= t\n", "= s\n"),
        of_role("source-profile-missing", "source_profile = profile s\n")
            .remedy("write source_profile = s"),
        of_role(
            "source-profile-missing",
            &format!("source_profile = corp\n[profile s]\n{SSO}{SESSION}"),
        )
        .credentials("")
        .file(SESSION_TOKEN, TOKEN)
        .remedy("write source_profile = s"),
        of_role("source-profile-missing", &format!("source_profile = corp\n{SESSION}"))
            .credentials("")
            .file(SESSION_TOKEN, TOKEN)
            .remedy("make a profile with sso_session = corp, and name that")
            .edit(CONFIG, "= corp", "= q")
            .edit(CONFIG, "[sso-session", &format!("[profile q]\n{SSO}[sso-session")),
        of_role("source-profile-missing", "source_profile = base-usr\n")
            .credentials(&format!("[base-user]\n{KEYS}"))
            .remedy("write source_profile = base-user"),
        of_role(
            "source-profile-cycle",
            &format!("source_profile = b\n[profile b]\n{ROLE}source_profile = a\n"),
        )
        .remedy(
            "let the last source_profile of the chain name a profile with credentials of its own",
        )
        .edit(CONFIG, "source_profile = a", "source_profile = s"),
        of_role("source-profile-without-credentials", "source_profile = t\n[profile t]\n")
            .remedy("give the source profile credentials, or name another")
            .edit(CONFIG, "= t\n", "= s\n"),
    ]
}

fn of_roles() -> Vec<Row> {
    vec![
        of_role("role-without-source", "")
            .remedy("add source_profile = NAME below the role_arn")
            .edit(CONFIG, "role/R\n", "role/R\nsource_profile = s\n"),
        of_role("role-with-two-sources", "source_profile = s\ncredential_source = Environment\n")
            .remedy("keep one of the two lines")
            .edit(CONFIG, "credential_source = Environment\n", ""),
        of_role("unknown-credential-source", "credential_source = environment\n")
            .remedy("write Environment, EcsContainer or Ec2InstanceMetadata, or use source_profile")
            .edit(CONFIG, "credential_source = environment", "source_profile = s"),
        of_role("role-setting-refused", "source_profile = s\nduration_seconds = 60\n")
            .remedy("correct the setting")
            .edit(CONFIG, "= 60", "= 900"),
        of_role("role-arn-malformed", "source_profile = s\n")
            .config(&role("source_profile = s\n").replace("iam::1111", "iam::1"))
            .remedy("copy the ARN from the role's page in the IAM console")
            .edit(CONFIG, "iam::1", "iam::1111"),
        doctor("source-without-role")
            .config("[profile a]\nsource_profile = a\n")
            .remedy("add the role_arn, or delete the line")
            .edit(CONFIG, "source_profile = a\n", ""),
        doctor("web-identity-without-role")
            .config("[profile a]\nweb_identity_token_file = @HOME@/t\n")
            .file("t", "token")
            .credentials("")
            .remedy("add the role_arn")
            .edit(CONFIG, "web", &format!("{ROLE}web")),
    ]
}

fn of_sso() -> Vec<Row> {
    let of = |check, profile: &str, session: &str| {
        let row = doctor(check).config(&format!("[profile a]\n{REGION}{profile}{session}"));
        row.credentials("").file(SESSION_TOKEN, TOKEN).file(START_URL_TOKEN, TOKEN)
    };
    let ended = |profile: &str, session: &str| {
        doctor("session-ended")
            .config(&format!("[profile a]\n{REGION}{profile}{session}"))
            .credentials("")
    };
    vec![
        of("sso-session-missing", SSO, "").remedy("aws configure sso-session").edit(
            CONFIG,
            "sso_role_name = R\n",
            &format!("sso_role_name = R\n{SESSION}"),
        ),
        of("sso-session-missing", &SSO.replace("corp", "xxx"), SESSION)
            .remedy("name one of the sessions that are there: corp; or aws configure sso-session")
            .edit(CONFIG, "= xxx", "= corp"),
        of("sso-session-missing", &SSO.replace("corp", "cor"), SESSION)
            .remedy("write sso_session = corp"),
        of(
            "sso-session-missing",
            &SSO.replace("corp", "xxx"),
            &format!("{SESSION}{}", SESSION.replace("corp", "team")),
        )
        .remedy("name one of the sessions that are there: corp, team; or aws configure sso-session")
        .edit(CONFIG, "= xxx", "= corp"),
        of("sso-session-incomplete", SSO, "[sso-session corp]\nsso_start_url = https://x\n")
            .remedy("aws configure sso-session")
            .edit(CONFIG, "https://x\n", "https://x\nsso_region = us-east-1\n"),
        of("sso-incomplete", LEGACY, "").remedy("aws configure sso --profile a").edit(
            CONFIG,
            "[profile a]\n",
            "[profile a]\nsso_start_url = https://x\n",
        ),
        of("sso-contradiction", &format!("{SSO}sso_region = us-west-2\n"), SESSION)
            .remedy("delete the line from the profile")
            .edit(CONFIG, "sso_region = us-west-2\n", ""),
        of(
            "sso-contradiction",
            &format!("{SSO}sso_region = us-west-2\nsso_start_url = https://other\n"),
            SESSION,
        )
        .remedy("delete sso_start_url and sso_region from the profile")
        .edit(CONFIG, "sso_region = us-west-2\nsso_start_url = https://other\n", ""),
        of("sso-account-malformed", &SSO.replace("111111111111", "1111"), SESSION)
            .remedy("write all twelve digits, and nothing else")
            .edit(CONFIG, "1111", "111111111111"),
        ended(SSO, SESSION).remedy("aws sso login --profile a").write(SESSION_TOKEN, TOKEN),
    ]
}

fn of_wrong_sso_values() -> Vec<Row> {
    let of = |check, profile: &str, session: &str| {
        let row = doctor(check).config(&format!("[profile a]\n{REGION}{profile}{session}"));
        row.credentials("").file(SESSION_TOKEN, TOKEN)
    };
    let sso_role = |name: &str| SSO.replace("= R", &format!("= {name}"));
    let portal = "write the AWS access portal URL, such as https://d-1234567890.awsapps.com/start";
    vec![
        of("sso-start-url-malformed", SSO, &SESSION.replace("https://", "http://"))
            .remedy(portal)
            .edit(CONFIG, "http://", "https://"),
        of("session-ended", SSO, &SESSION.replace("https://x", "https://x/start/\\#/"))
            .without_file(SESSION_TOKEN)
            .remedy(portal)
            .edit(CONFIG, "/start/\\#/", "")
            .write(SESSION_TOKEN, TOKEN),
        of("sso-role-malformed", &sso_role("AWSReservedSSO_Admin_0123456789abcdef"), SESSION)
            .remedy("write sso_role_name = Admin"),
        of("sso-role-malformed", &sso_role("arn:aws:iam::111111111111:role/Admin"), SESSION)
            .remedy("write the name of the permission set, as the AWS access portal shows it")
            .edit(CONFIG, "arn:aws:iam::111111111111:role/Admin", "Admin"),
        of("region-unknown", SSO, &SESSION.replace("us-east-1", "us-east1"))
            .remedy("write sso_region = us-east-1"),
        of(
            "region-unknown",
            &format!("{SSO}sso_region = us-east1\n"),
            &SESSION.replace("us-east-1", "us-east1"),
        )
        .remedy("write sso_region = us-east-1")
        .edit(CONFIG, "us-east1", "us-east-1")
        .edit(CONFIG, "us-east1", "us-east-1"),
    ]
}

fn of_keys() -> Vec<Row> {
    let id = "aws_access_key_id = AKIARTXV5AHDQAABCIRT\n";
    vec![
        doctor("keys-split")
            .config("[profile a]\naws_secret_access_key = s\n")
            .credentials(&format!("[a]\n{id}"))
            .remedy(
                "move aws_secret_access_key to the other file, below aws_access_key_id in line 2",
            )
            .edit(CONFIG, "aws_secret_access_key = s\n", "")
            .edit(CREDENTIALS, "RT\n", "RT\naws_secret_access_key = s\n"),
        doctor("half-keys")
            .credentials(&format!("[a]\n{id}"))
            .remedy("aws configure --profile a")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
    ]
}

/// What works, and other than it seems.
fn of_choices() -> Vec<Row> {
    vec![
        doctor("region-malformed")
            .config("[profile a]\nregion = us/east/1\n")
            .remedy("write region = us-east-1"),
        doctor("region-malformed")
            .config("[profile a]\nregion = eu_west\n")
            .remedy("write a region such as eu-central-1")
            .edit(CONFIG, "eu_west", "eu-west-1"),
        doctor("region-unknown")
            .config("[profile a]\nregion = us-east-1a\n")
            .remedy("write region = us-east-1"),
        doctor("region-unknown")
            .config("[profile a]\nregion = frankfurt\n")
            .remedy("check the spelling, unless the region is newer")
            .edit(CONFIG, "frankfurt", "eu-central-1"),
        doctor("keys-beside-sso")
            .config(&format!("[profile a]\n{SSO}{SESSION}"))
            .file(SESSION_TOKEN, TOKEN)
            .remedy("delete the keys from the profile")
            .write(CREDENTIALS, ""),
        doctor("keys-beside-role")
            .config(&format!("[profile a]\n{ROLE}source_profile = b\n"))
            .credentials(&format!("[a]\n{KEYS}[b]\n{KEYS}"))
            .remedy("move the keys to a profile of their own, and let source_profile name it")
            .edit(CREDENTIALS, "[a]", "[c]")
            .edit(CONFIG, "= b", "= c"),
        doctor("long-lived-keys")
            .config(&format!("[profile s]\n{SSO}{SESSION}"))
            .file(SESSION_TOKEN, TOKEN)
            .remedy(
                "use that profile, also as a source_profile, then delete the keys in IAM and here",
            )
            .set("AWS_PROFILE", "s")
            .write(CREDENTIALS, ""),
        doctor("no-profile-chosen").without_profile().remedy("awsp a"),
        doctor("no-region")
            .config("")
            .remedy("aws configure set region REGION --profile a")
            .write(CONFIG, "[profile a]\nregion = us-east-1\n"),
        doctor("no-region")
            .config(&format!("[profile \"my dev\"]\n{KEYS}"))
            .env("AWS_PROFILE", "my dev")
            .credentials("")
            .remedy("write region = REGION for profile my dev")
            .edit(CONFIG, "dev\"]\n", "dev\"]\nregion = us-east-1\n"),
    ]
}

fn of_exported_keys() -> Vec<Row> {
    let exported = |check| {
        let row = doctor(check).env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT");
        row.env("AWS_SECRET_ACCESS_KEY", "s")
    };
    vec![
        doctor("client-refuses")
            .credentials("")
            .remedy("aws configure --profile a")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        doctor("profile-not-found")
            .env("AWS_PROFILE", "zzz")
            .remedy("awsprompt list")
            .set("AWS_PROFILE", "a"),
        doctor("profile-not-found").env("AWS_PROFILE", "\"a\"").remedy("export AWS_PROFILE=a"),
        doctor("profile-not-found").env("AWS_PROFILE", "a\r").remedy("export AWS_PROFILE=a"),
        exported("profile-not-found")
            .env("AWS_PROFILE", "arn:aws:iam::111111111111:role/R")
            .remedy("unset AWS_PROFILE"),
        exported("keys-outrank-profile").remedy("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"),
        doctor("half-exported-keys")
            .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
            .remedy("unset AWS_ACCESS_KEY_ID"),
        exported("exported-keys-expired")
            .env("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
            .remedy("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION"),
        exported("two-token-variables")
            .without_profile()
            .env("AWS_ACCESS_KEY_ID", "ASIARTXV5AHDQAABCIRT")
            .env("AWS_SECURITY_TOKEN", "1")
            .env("AWS_SESSION_TOKEN", "2")
            .remedy("unset AWS_SECURITY_TOKEN"),
        doctor("two-tokens")
            .credentials("[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = 2\naws_security_token = 1\n")
            .remedy("delete the line of the older token")
            .edit(CREDENTIALS, "aws_security_token = 1\n", ""),
        doctor("leftover-marker").env("AWSUME_PROFILE", "z").remedy("unset AWSUME_PROFILE"),
        doctor("leftover-marker")
            .env("AWS_VAULT", "z")
            .remedy("unset AWS_VAULT, unless aws-vault runs as the server of an instance's role"),
        exported("keys-outrank-profile")
            .config(&format!("[profile a]\n{ROLE}{REGION}credential_source = Environment\n"))
            .credentials("")
            .remedy("give the command --profile a")
            .with_flag(),
    ]
}

/// A name that was not meant, and files where no client looks.
fn of_names_and_places() -> Vec<Row> {
    vec![
        doctor("secret-without-id")
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .remedy("unset AWS_SECRET_ACCESS_KEY, unless you export the AWS_ACCESS_KEY_ID that belongs to it"),
        doctor("profile-not-found").env("AWS_PROFILE", "[a]").remedy("export AWS_PROFILE=a"),
        doctor("profile-not-found").env("AWS_PROFILE", "profile a").remedy("export AWS_PROFILE=a"),
        doctor("profile-not-found")
            .without_profile()
            .env("AWS_DEFAULT_PROFILE", "null")
            .credentials(&format!("[default]\n{KEYS}"))
            .remedy("unset AWS_DEFAULT_PROFILE"),
        doctor("file-misplaced")
            .without_file(CREDENTIALS)
            .file("aws/credentials", format!("[a]\n{KEYS}"))
            .remedy("mv @HOME@/aws/credentials @HOME@/.aws/credentials")
            .move_away("aws/credentials")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        explain("no profile, as the directory has another name")
            .without_file(CREDENTIALS)
            .without_file(CONFIG)
            .file("aws/config", "[profile a]\nregion = us-east-1\n")
            .file("aws/credentials", format!("[a]\n{KEYS}"))
            .remedy("mv @HOME@/aws @HOME@/.aws")
            .move_away("aws/config")
            .move_away("aws/credentials")
            .write(CONFIG, "[profile a]\nregion = us-east-1\n")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        explain("no profile, as the file has an ending")
            .without_file(CONFIG)
            .credentials("")
            .file(".aws/config.txt", format!("[profile a]\n{KEYS}"))
            .remedy("mv @HOME@/.aws/config.txt @HOME@/.aws/config")
            .move_away(".aws/config.txt")
            .write(CONFIG, &format!("[profile a]\n{KEYS}")),
    ]
}

fn of_variables() -> Vec<Row> {
    vec![
        doctor("two-profile-variables")
            .env("AWS_DEFAULT_PROFILE", "b")
            .remedy("unset AWS_DEFAULT_PROFILE"),
        doctor("two-region-variables")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_DEFAULT_REGION", "us-west-2")
            .remedy("set both to one region, as awsp -r REGION does")
            .set("AWS_DEFAULT_REGION", "us-east-1"),
        doctor("two-region-variables")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_DEFAULT_REGION", "")
            .remedy("set both to one region, as awsp -r REGION does")
            .set("AWS_DEFAULT_REGION", "us-east-1"),
        doctor("empty-variable").env("AWS_REGION", "").remedy("unset AWS_REGION"),
        doctor("unexpanded-path")
            .env("AWS_SHARED_CREDENTIALS_FILE", "$HOME/.aws/credentials")
            .remedy("write the whole path, @HOME@/.aws/credentials")
            .set("AWS_SHARED_CREDENTIALS_FILE", "@HOME@/.aws/credentials"),
        doctor("file-variable-names-nothing")
            .env("AWS_SHARED_CREDENTIALS_FILE", "@HOME@/.aws/creds")
            .remedy("correct the path, or unset the variable")
            .set("AWS_SHARED_CREDENTIALS_FILE", "@HOME@/.aws/credentials"),
        doctor("settings-mistake")
            .file(".awsprompt", "[expect]\ncolour = red\n")
            .remedy("correct the file")
            .write(".awsprompt", "[expect]\nprofile = a\n"),
        doctor("settings-mistake")
            .file("settings.ini", "[prompt]\ncolour = red\n")
            .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
            .remedy("awsprompt config")
            .write("settings.ini", "[prompt]\n"),
    ]
}

/// What the segment warns of.
fn of_alerts() -> Vec<Row> {
    let both =
        |check, config: &str| doctor(check).config(&format!("[profile a]\n{REGION}{config}"));
    let ended = "aws_session_token = t\nexpiration = 2020-01-01T00:00:00Z\n";
    let temporary = KEYS.replace("AKIARTXV5AHDQAABCIRT", "ASIAYCWNRBDRQAABCIRT");
    let container = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/");
    vec![
        both("key-malformed", "")
            .credentials("[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = AKIARTXV5AHDQAABCIRT\n")
            .remedy("aws configure --profile a")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        both("keys-beside-process", "credential_process = /no/such/program\n")
            .remedy("delete the line credential_process, whose program is not there")
            .edit(CONFIG, "credential_process = /no/such/program\n", ""),
        both("process-missing", "credential_process = /no/such/program\n")
            .credentials(&format!("[a]\n{temporary}{ended}"))
            .remedy("install the program, or correct its path")
            .edit(CONFIG, "/no/such/program", "/bin/sh")
            .write(CREDENTIALS, ""),
        both("keys-beside-process", "credential_process = x\n")
            .remedy("delete the keys from the credentials file")
            .write(CREDENTIALS, ""),
        both("keys-beside-login", "login_session = arn:aws:sts::555555555555:assumed-role/Admin/me\n")
            .file(LOGIN_FILE, LOGIN_SESSION)
            .remedy("delete the keys from the credentials file")
            .write(CREDENTIALS, ""),
        both("file-keys-expired", "credential_process = x\n")
            .credentials(&format!("[a]\n{temporary}{ended}"))
            .remedy("delete the keys of profile a from ~/.aws/credentials")
            .write(CREDENTIALS, ""),
        doctor("file-keys-expired")
            .credentials(&format!("[a]\n{temporary}{ended}"))
            .remedy("write new aws_access_key_id, aws_secret_access_key and aws_session_token in ~/.aws/credentials")
            .edit(CREDENTIALS, "2020", "2999"),
        doctor("endpoint-overridden")
            .env("AWS_ENDPOINT_URL_S3", "http://localhost:9000")
            .remedy("unset AWS_ENDPOINT_URL_S3, unless that is what you want"),
        both("endpoint-overridden", "endpoint_url = http://localhost:4566\n")
            .remedy("delete the line, unless that is what you want"),
        doctor("profile-without-credentials")
            .credentials("")
            .env(container.0, container.1)
            .remedy("give profile a credentials or a role, or unset AWS_PROFILE")
            .write(CREDENTIALS, &format!("[a]\n{KEYS}")),
        doctor("clients-differ")
            .env("AWS_REGION", "us-west-2")
            .remedy("awsprompt explain")
            .set("AWS_DEFAULT_REGION", "us-west-2"),
    ]
}

/// What the directory, the lock and the class ask for.
fn of_expectations() -> Vec<Row> {
    let expecting = |wanted: &str| {
        let row = doctor("not-as-expected").file(".awsprompt", format!("[expect]\n{wanted}\n"));
        row.credentials(&format!(
            "[a]\n{KEYS}[b]\n{}",
            KEYS.replace("AKIARTXV5AHDQAABCIRT", "AKIAYCWNRBDRQAABCIRT")
        ))
    };
    vec![
        expecting("profile = b").remedy("awsp b"),
        expecting("region = us-west-2").remedy("awsp -r us-west-2"),
        expecting("account = 999999999999 555555555555").remedy("awsp b"),
        doctor("not-as-expected")
            .env("AWSPROMPT_LOCK", "555555555555")
            .credentials(&format!(
                "[a]\n{KEYS}[b]\n{}",
                KEYS.replace("AKIARTXV5AHDQAABCIRT", "AKIAYCWNRBDRQAABCIRT")
            ))
            .remedy("awsp b; or awsp --unlock")
            .set("AWS_PROFILE", "b"),
        doctor("not-as-expected")
            .file(
                "settings.ini",
                "[class x]\naccounts = 111111111111\nallowed_regions = us-west-2\n",
            )
            .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
            .remedy("awsp -r REGION, for a region that the class allows")
            .set("AWS_REGION", "us-west-2")
            .set("AWS_DEFAULT_REGION", "us-west-2"),
        doctor("region-unknown")
            .env("AWS_REGION", "us-east-1a")
            .remedy("export AWS_REGION=us-east-1"),
        doctor("region-unknown")
            .env("AWS_REGION", "US-EAST-1")
            .remedy("export AWS_REGION=us-east-1"),
    ]
}
