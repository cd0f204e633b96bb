//! No secret is in anything that awsprompt prints, and it writes nothing that it is not asked for.
//!
//! Every secret here has [`MARK`] in it, wherever it is cut, and every key id is known. Every
//! command runs in every situation; what it prints is searched, and the home must be as it was.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the tests look at the files of a home")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::Home;

/// What every secret consists of, so that its parts can be recognised too.
const MARK: &str = "hush";

/// Key ids, of which the last four characters may be shown.
const ENVIRONMENT_ID: &str = "ASIAYCWNRBDRQAABFIVE";
const OLD_ENVIRONMENT_ID: &str = "ASIAYCWNRBDRQAABOLDE";
const CREDENTIALS_ID: &str = "AKIARTXV5AHDQAABONEE";
const CONFIG_ID: &str = "AKIATHPL2AOHAAABTWOO";
const CACHED_ID: &str = "ASIAU3HBXAVKQAABTREE";
const KEY_IDS: [&str; 5] =
    [ENVIRONMENT_ID, OLD_ENVIRONMENT_ID, CREDENTIALS_ID, CONFIG_ID, CACHED_ID];

const CONFIG: &str = "\
[default]
region = us-east-1
[profile keys]
region = us-west-2
output = text
[profile in-config]
region = us-east-1
aws_access_key_id = AKIATHPL2AOHAAABTWOO
aws_secret_access_key = hushhushhush/in-config
aws_session_token = hushhushhush/in-config-token
aws_security_token = hushhushhush/in-config-security-token
x_security_token_expires = 2099-01-01T00:00:00Z
[profile commented]
region = us-east-1
aws_access_key_id = AKIATHPL2AOHAAABTWOO # hushhushhush/behind-the-id
aws_secret_access_key = hushhushhush/commented # hushhushhush/behind-the-secret
# aws_secret_access_key = hushhushhush/in-a-comment
[profile swapped]
region = us-east-1
aws_access_key_id = hushhushhushhushhushhushhushhushhushhush
aws_secret_access_key = AKIATHPL2AOHAAABTWOO
[profile pasted]
region = hushhushhushhushhushhushhushhushhushHUSH
output = hushhushhushhushhushhushhushhushhushHUSH
[profile session]
region = eu-west-1
sso_session = corp
sso_account_id = 444444444444
sso_role_name = Admin
[profile start-url]
region = eu-west-1
sso_start_url = https://x.awsapps.com/start
sso_region = us-east-1
sso_account_id = 444444444444
sso_role_name = Admin
[profile role]
region = eu-west-1
role_arn = arn:aws:iam::999999999999:role/R
source_profile = in-config
[profile role-by-session]
region = eu-west-1
role_arn = arn:aws:iam::888888888888:role/R
source_profile = session
mfa_serial = arn:aws:iam::222222222222:mfa/me
[profile role-by-exported-keys]
region = eu-west-1
role_arn = arn:aws:iam::888888888888:role/R
credential_source = Environment
[profile role-without-source]
role_arn = arn:aws:iam::888888888888:role/R
aws_access_key_id = AKIATHPL2AOHAAABTWOO
aws_secret_access_key = hushhushhush/role-without-source
[profile web]
region = eu-west-1
role_arn = arn:aws:iam::777777777777:role/R
web_identity_token_file = token
[profile process]
region = eu-west-1
credential_process = helper --password hushhushhush/process 'hushhushhush/quoted'
[profile login]
region = eu-west-1
login_session = arn:aws:sts::555555555555:assumed-role/Admin/me
[profile endpoint]
region = eu-west-1
endpoint_url = https://me:hushhushhush@localhost:4566/
source_profile = keys
role_arn = arn:aws:iam::888888888888:role/R
[profile services]
region = eu-west-1
services = local
[services local]
s3 =
  endpoint_url = https://hushhushhush@localhost:4566/
[profile host]
region = eu-west-1
[sso-session corp]
sso_start_url = https://x.awsapps.com/start
sso_region = us-east-1
";

const CREDENTIALS: &str = "\
[DEFAULT]
aws_secret_access_key = hushhushhush/lent
aws_session_token = hushhushhush/lent-token
[default]
aws_access_key_id = AKIARTXV5AHDQAABONEE
aws_secret_access_key = hushhushhush/default
[keys]
aws_access_key_id = AKIARTXV5AHDQAABONEE
aws_secret_access_key = hushhushhush/keys
aws_session_token = hushhushhush/keys-token
aws_security_token = hushhushhush/keys-security-token
expiration = 2020-01-01T00:00:00Z
[lent]
aws_access_key_id = AKIARTXV5AHDQAABONEE
[half]
aws_secret_access_key = hushhushhush/half
[services]
aws_access_key_id = AKIARTXV5AHDQAABONEE
aws_secret_access_key = hushhushhush/services
";

/// The profiles, and what AWS CLI v2 would use, or why it would refuse, where there are caches.
const PROFILES: [(&str, &str); 21] = [
    ("default", "static"),
    ("keys", "static"),
    ("in-config", "static"),
    ("commented", "static"),
    ("swapped", "static"),
    ("pasted", "invalid-region"),
    ("session", "sso(cached)"),
    ("start-url", "sso(cached)"),
    ("role", "assume-role(cached)"),
    ("role-by-session", "assume-role"),
    ("role-by-exported-keys", "no-credentials"),
    ("role-without-source", "partial-credentials"),
    ("web", "web-identity"),
    ("process", "process"),
    ("login", "login"),
    ("endpoint", "assume-role"),
    ("services", "static"),
    ("host", "no-credentials"),
    ("lent", "static"),
    ("half", "no-credentials"),
    ("missing", "profile-not-found"),
];

const SESSION_TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const START_URL_TOKEN: &str = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json";
const SESSION_ROLE: &str = ".aws/cli/cache/8756d296cec83af0410bc562f23c59b98438617e.json";
const START_URL_ROLE: &str = ".aws/cli/cache/866af70126e098bd2c90f7b92c06fe3f8548eb2b.json";
const ASSUMED_ROLE: &str = ".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json";
const LOGIN: &str =
    ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json";

const TOKEN: &str = r#"{"startUrl": "https://x.awsapps.com/start", "region": "us-east-1",
    "accessToken": "hushhushhush/access", "refreshToken": "hushhushhush/refresh",
    "clientId": "hushhushhush/client", "clientSecret": "hushhushhush/client-secret",
    "expiresAt": "2099-01-01T00:00:00Z", "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#;
const SESSION: &str = r#"{"ProviderType": "hushhushhush/type", "Credentials": {
    "AccessKeyId": "ASIAU3HBXAVKQAABTREE", "SecretAccessKey": "hushhushhush/cached",
    "SessionToken": "hushhushhush/cached-token", "Expiration": "2099-01-01T00:00:00Z"}}"#;
const LOGIN_SESSION: &str = r#"{"accessToken": {"accessKeyId": "ASIAU3HBXAVKQAABTREE",
    "secretAccessKey": "hushhushhush/login", "sessionToken": "hushhushhush/login-token",
    "accountId": "555555555555", "expiresAt": "2099-01-01T00:00:00Z"},
    "refreshToken": "hushhushhush/login-refresh", "idToken": "hushhushhush/login-id",
    "clientId": "hushhushhush/login-client",
    "dpopKey": "-----BEGIN EC PRIVATE KEY-----\nhushhushhush\n-----END EC PRIVATE KEY-----\n"}"#;

const CACHES: [(&str, &str); 6] = [
    (SESSION_TOKEN, TOKEN),
    (START_URL_TOKEN, TOKEN),
    (SESSION_ROLE, SESSION),
    (START_URL_ROLE, SESSION),
    (ASSUMED_ROLE, SESSION),
    (LOGIN, LOGIN_SESSION),
];

/// A home with a profile of every kind, and a secret wherever one can stand in a file.
fn home() -> Home {
    sealed(Home::new().file(".aws/config", CONFIG).file(".aws/credentials", CREDENTIALS))
}

/// A home on no EC2 instance, with all that a program might write to inside it.
fn sealed(home: Home) -> Home {
    let places = ["TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"];
    let home = places.iter().fold(home, |home, name| home.env(name, &format!("@HOME@/{name}")));
    let home = home.file("TMPDIR/.keep", "").file("token", "hushhushhush/web-identity");
    home.env("AWS_EC2_METADATA_DISABLED", "true").env("RUST_BACKTRACE", "full")
}

fn with_caches(home: Home, change: impl Fn(&str) -> String) -> Home {
    CACHES.iter().fold(home, |home, (path, content)| home.file(path, change(content)))
}

fn with_keys(home: Home) -> Home {
    home.env("AWS_ACCESS_KEY_ID", ENVIRONMENT_ID)
        .env("AWS_SECRET_ACCESS_KEY", "hushhushhush/environment")
        .env("AWS_SESSION_TOKEN", "hushhushhush/environment-token")
        .env("AWS_SECURITY_TOKEN", "hushhushhush/environment-security-token")
}

/// The commands that look at the AWS files, for one profile.
fn asking(profile: &str) -> Vec<Vec<&str>> {
    let everything =
        "{profile} {account} {label} {region} {role} {source} {expiry} {alert} {class}";
    vec![
        vec!["prompt", "--format", everything],
        vec!["prompt", "--tone", "--shell", "zsh"],
        vec!["explain"],
        vec!["explain", "--json"],
        vec!["explain", "--profile", profile, "--region", "us-east-1"],
        vec!["list"],
        vec!["list", "--json"],
        vec!["sessions"],
        vec!["sessions", "--json"],
        vec!["switch", "--shell", "bash", profile],
    ]
}

/// Every other command, and every other way to ask.
fn others(profile: &str) -> Vec<Vec<&str>> {
    let mut commands = vec![
        vec!["prompt", "--right", "--shell", "bash"],
        vec!["prompt", "--seen=AWS_PROFILE=keys", "--seen=AWS_DEFAULT_PROFILE=keys"],
        vec!["prompt", "--format", "{"],
        vec!["explain", "--json", "--profile", profile],
        vec!["list", "--names"],
        vec!["switch", profile],
        vec!["config"],
        vec!["demo"],
        vec!["init", "starship"],
        vec!["--version"],
        vec!["--version", "--verbose"],
        vec!["--help"],
        vec!["nonsense"],
    ];
    for shell in ["zsh", "bash", "fish", "nushell", "tmux", "starship", "plain"] {
        commands.push(vec!["prompt", "--shell", shell]);
    }
    for shell in ["zsh", "bash", "fish", "nushell"] {
        commands.push(vec!["switch", "--shell", shell, profile]);
        commands.push(vec!["switch", "--shell", shell, "--region", "us-east-1", "--", profile]);
        commands.push(vec!["switch", "--shell", shell, "-"]);
        commands.push(vec!["switch", "--shell", shell, "--clear"]);
        commands.push(vec!["switch", "--shell", shell, "--off"]);
        commands.push(vec!["complete", "profiles", "--shell", shell]);
        commands.push(vec!["complete", "regions", "--shell", shell, "--word", "u"]);
        commands.push(vec!["init", shell]);
        commands.push(vec!["completions", shell]);
    }
    commands
}

/// Runs commands in a home, and looks for secrets in all that they print and leave behind.
#[track_caller]
fn assert_silent(home: &Home, commands: &[Vec<&str>], situation: &str) {
    let mut before = files(home.path());
    for arguments in commands {
        let output = home.run(arguments);
        assert!(output.code.is_some_and(|code| code <= 2), "{situation} {arguments:?}: {output:?}");
        let told = output.stdout + &output.stderr;
        let secret = secret_in(&told);
        assert_eq!(secret, None, "{situation} {arguments:?}:\n{told}");
    }
    // The names of the profiles that were chosen are kept, and nothing else.
    let mut after = files(home.path());
    let recent = after.keys().find(|name| name.ends_with("/awsprompt/recent")).cloned();
    if let Some(recent) = recent {
        let kept = fs::read_to_string(&recent).unwrap();
        assert_eq!(secret_in(&kept), None, "{situation}:\n{kept}");
        after.retain(|name, _| before.contains_key(name) || !Path::new(&recent).starts_with(name));
        after.remove(&recent);
        before.remove(&recent);
    }
    assert!(after == before, "{situation}: a file has changed");
}

/// Finds a secret, or more of a key id than its last four characters.
fn secret_in(told: &str) -> Option<&'static str> {
    let has_piece_of = |id: &&str| id.as_bytes().windows(5).any(|piece| contains(told, piece));
    if told.to_lowercase().contains(MARK) {
        Some(MARK)
    } else {
        KEY_IDS.into_iter().find(has_piece_of)
    }
}

fn contains(text: &str, piece: &[u8]) -> bool {
    text.contains(str::from_utf8(piece).unwrap())
}

/// Returns everything below a directory, with its content.
fn files(directory: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path));
            found.insert(name, None);
        } else {
            found.insert(name, Some(fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn a_search_finds_what_it_looks_for() {
    for told in ["x hush", "HushH", "…5AHDQAABONEE", "BONEE", "AKIAR"] {
        assert!(secret_in(told).is_some(), "{told}");
    }
    assert_eq!(secret_in("AKIA ending in ONEE, AWS_SECRET_ACCESS_KEY"), None);
    for id in KEY_IDS {
        let is_there = [CONFIG, CREDENTIALS, SESSION].iter().any(|text| text.contains(id));
        assert!(is_there || id.starts_with("ASIAY"), "{id} stands nowhere");
    }
}

#[test]
fn every_kind_of_profile_is_among_those_that_are_searched() {
    for (profile, expected) in PROFILES {
        let home = with_caches(home(), str::to_owned);
        let answer = home.answer(&["explain", "--json", "--profile", profile]);
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let client = &answer["clients"][0];
        let kind = &client["error"]["kind"];
        let outcome = if kind.is_null() { &client["credentials"]["source"] } else { kind };
        assert_eq!(outcome, expected, "{profile}");
    }
}

#[test]
fn no_command_tells_a_secret_of_any_profile() {
    for (profile, _) in PROFILES {
        let home = home().env("AWS_PROFILE", profile);
        assert_silent(&home, &asking(profile), &format!("{profile} without caches"));
        let home = with_caches(home, str::to_owned);
        assert_silent(&home, &asking(profile), profile);
        assert_silent(&with_keys(home), &asking(profile), &format!("{profile} beside keys"));
    }
}

#[test]
fn no_command_at_all_tells_a_secret() {
    let home = || with_caches(home(), str::to_owned);
    let situations = [
        ("nothing chosen", home()),
        ("keys", home().env("AWS_PROFILE", "keys")),
        ("a role", home().env("AWS_PROFILE", "role").env("AWSPROMPT_PREVIOUS", "session")),
        ("no such profile", home().env("AWS_PROFILE", "missing")),
        ("exported keys", with_keys(home()).env("AWS_VAULT", "keys")),
        ("a broken file", home().file(".aws/config", "[a]\nhushhushhush\n")),
    ];
    for (situation, home) in situations {
        assert_silent(&home, &asking("keys"), situation);
        assert_silent(&home, &others("keys"), situation);
    }
}

#[test]
fn no_secret_of_the_environment_is_told() {
    let bare = || sealed(Home::new());
    let situations: [(&str, Home); 9] = [
        ("keys", with_keys(bare())),
        (
            "keys that have ended",
            with_keys(bare()).env("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
        ),
        ("an end that is none", with_keys(bare()).env("AWS_CREDENTIAL_EXPIRATION", "hushhushhush")),
        ("half keys", bare().env("AWS_ACCESS_KEY_ID", ENVIRONMENT_ID)),
        ("a secret alone", bare().env("AWS_SECRET_ACCESS_KEY", "hushhushhush")),
        (
            "a secret in the place of the id",
            with_keys(bare()).env("AWS_ACCESS_KEY_ID", "hushhushhushhushhushhushhushhushhushhush"),
        ),
        (
            "an id with its secret behind it",
            with_keys(bare()).env("AWS_ACCESS_KEY_ID", &format!("{ENVIRONMENT_ID} hushhushhush")),
        ),
        (
            "older names",
            bare()
                .env("AWS_ACCESS_KEY", OLD_ENVIRONMENT_ID)
                .env("AWS_SECRET_KEY", "hushhushhush/secret-key")
                .env("SECRET_ACCESS_KEY", "hushhushhush/secret-access-key"),
        ),
        (
            "the id with an older name of the secret",
            bare()
                .env("AWS_ACCESS_KEY_ID", ENVIRONMENT_ID)
                .env("SECRET_ACCESS_KEY", "hushhushhush/secret-access-key"),
        ),
    ];
    for (situation, home) in situations {
        assert_silent(&home, &asking("keys"), situation);
    }
}

#[test]
fn no_secret_of_another_tool_or_the_host_is_told() {
    let boto = format!("[Credentials]\naws_access_key_id = {CREDENTIALS_ID}\n");
    let ec2 = format!("AWSAccessKeyId={CREDENTIALS_ID}\n");
    let bare = || sealed(Home::new());
    let situations: [(&str, Home); 9] = [
        (
            "web identity",
            bare()
                .env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/token")
                .env("AWS_ROLE_ARN", "arn:aws:iam::777777777777:role/R"),
        ),
        (
            "a container",
            bare()
                .env(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "http://me:hushhushhush@127.0.0.1/?hushhushhush",
                )
                .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hushhushhush/authorization")
                .env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "@HOME@/token"),
        ),
        (
            "a container that is not asked",
            bare().env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://me:hushhushhush@example.com/"),
        ),
        (
            "other tools",
            with_keys(bare())
                .env("AWS_BEARER_TOKEN_BEDROCK", "hushhushhush/bearer")
                .env("HTTPS_PROXY", "http://me:hushhushhush@proxy")
                .env("AWS_SSO_ACCESS_TOKEN", "hushhushhush/sso"),
        ),
        (
            "a file of boto",
            bare().file(".boto", format!("{boto}aws_secret_access_key = hushhushhush\n")),
        ),
        ("a broken file of boto", bare().file(".boto", format!("{boto}hushhushhush\n"))),
        (
            "a file of boto whose key goes on",
            bare().file(
                ".boto",
                format!("{boto}  hushhushhush\naws_secret_access_key = hushhushhush\n"),
            ),
        ),
        (
            "a file of the EC2 tools",
            bare()
                .file("ec2", format!("{ec2}AWSSecretKey=hushhushhush\n"))
                .env("AWS_CREDENTIAL_FILE", "@HOME@/ec2"),
        ),
        (
            "half a file of the EC2 tools",
            bare()
                .file("ec2", format!("{ec2}hushhushhush\n"))
                .env("AWS_CREDENTIAL_FILE", "@HOME@/ec2"),
        ),
    ];
    for (situation, home) in situations {
        assert_silent(&home, &asking("keys"), situation);
    }
}

#[test]
fn a_password_in_an_endpoint_is_told_nowhere() {
    let urls = [
        ("http://me:hushhushhush@localhost:4566/x@y", Some("of no readable form")),
        ("https://hushhushhush@localhost", Some("https://localhost")),
        ("http://me:hush@hush@localhost/", Some("http://localhost")),
        // The AWS CLI refuses these, and sends nothing anywhere.
        ("http://me:hush/hush@localhost/", None),
        ("http://me:hush?hush#hush@localhost", None),
        ("me:hushhushhush@localhost:4566", None),
        ("http://localhost:4566/x/y?hushhushhush", Some("http://localhost:4566")),
        ("http://[::1]:4566/hushhushhush", Some("http://[::1]:4566")),
    ];
    for (url, shown) in urls {
        for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"] {
            let home = home().env(name, url);
            assert_silent(&home, &asking("keys"), url);
            let explained = home.answer(&["explain"]);
            let line = explained.lines().find_map(|line| line.strip_prefix("  endpoint"));
            let told = line.and_then(|line| line.trim_start().split("  ").next());
            assert_eq!(told, shown, "{explained}");
        }
        let config = format!("[default]\nendpoint_url = {url}\n");
        assert_silent(&home().file(".aws/config", config), &asking("keys"), url);
        let config =
            format!("[default]\nservices = l\n[services l]\ns3 =\n  endpoint_url = {url}\n");
        assert_silent(&home().file(".aws/config", config), &asking("keys"), url);
    }
}

#[test]
fn a_broken_file_is_reported_without_its_text() {
    let broken = [
        "[x]\naws_secret_access_key = hushhushhush\naws_secret_access_key = hushhush\n",
        "[x]\naws_secret_access_key = hushhushhush\n[x]\naws_secret_access_key = hushhush\n",
        "[x]\naws_secret_access_key hushhushhush\n",
        "[x]\nhushhushhush\n",
        "[x]\n= hushhushhush\n",
        "[x]\nhushhushhush/==\nhushhushhush/==\n",
        "aws_secret_access_key = hushhushhush\n[x]\n",
        "hushhushhush\n[x]\n",
        "[x\naws_secret_access_key = hushhushhush\n",
        "[x]\ns3 =\n  hushhushhush\n",
        "[x]\ns3 =\n  aws_secret_access_key = hushhushhush\n  hushhush\n",
        "\u{feff}[x]\naws_secret_access_key = hushhushhush\n",
        "[x]\n  aws_secret_access_key = hushhushhush\n",
        "[x]\n  # hushhushhush\n  aws_secret_access_key = hushhushhush\n",
        "[x]\naws_access_key_id = \"hushhushhush\naws_secret_access_key = \"hushhushhush\"\n",
    ];
    for text in broken {
        let in_config = home().file(".aws/config", text.replace("[x", "[profile x"));
        assert_silent(&in_config.env("AWS_PROFILE", "x"), &asking("x"), text);
        let in_credentials = home().file(".aws/credentials", text).env("AWS_PROFILE", "x");
        assert_silent(&in_credentials, &asking("x"), text);
        assert_silent(&with_keys(in_credentials), &asking("x"), text);
    }
    let undecodable = b"[x]\naws_secret_access_key = hushhushhush\xe9\n";
    let home = home().file(".aws/credentials", undecodable).env("AWS_PROFILE", "x");
    assert_silent(&home, &asking("x"), "not UTF-8");
}

/// What becomes of the content of a cache.
type Damage = fn(&str) -> String;

#[test]
fn a_damaged_cache_is_reported_without_its_text() {
    let damages: [(&str, Damage); 6] = [
        ("cut", |text| text[..text.len() - 2].to_owned()),
        ("other dates", |text| text.replace("2099-01-01T00:00:00Z", "hushhushhush")),
        ("dates that are past", |text| text.replace("2099", "2020")),
        ("a number for a text", |text| text.replace("\"2099-01-01T00:00:00Z\"", "5")),
        ("text for an object", |text| format!("{text:?}")),
        ("plain text", |_| "hushhushhush".to_owned()),
    ];
    for (damage, change) in damages {
        for profile in ["session", "start-url", "role", "role-by-session", "login"] {
            let home = with_caches(home(), change).env("AWS_PROFILE", profile);
            assert_silent(&home, &asking(profile), &format!("{damage}: {profile}"));
        }
    }
}

/// Keys of a profile that take an indented line below them for their own.
const SWALLOWING: [&str; 24] = [
    "aws_access_key_id",
    "aws_account_id",
    "credential_process",
    "credential_source",
    "duration_seconds",
    "endpoint_url",
    "external_id",
    "login_session",
    "max_attempts",
    "mfa_serial",
    "output",
    "region",
    "retry_mode",
    "role_arn",
    "role_session_name",
    "s3",
    "services",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

#[test]
fn a_secret_swallowed_by_the_value_before_it_stays_unseen() {
    let swallowed = [
        "    aws_secret_access_key = hushhushhush\n",
        "    hushhushhush\n",
        "\thushhushhush/==\n",
        "\n    aws_secret_access_key = hushhushhush # hushhushhush\n  hushhush\n",
    ];
    let keys = format!("aws_access_key_id = {CONFIG_ID}\naws_secret_access_key = hushhushhush\n");
    let others = [
        "role_arn = arn:aws:iam::999999999999:role/R\nsource_profile = keys\n",
        "sso_account_id = 444444444444\nsso_start_url = x\nsso_region = us-east-1\n\
         sso_role_name = Admin\n",
        &keys,
    ];
    let asking = asking("x");
    // Lists and switches look at one key at a time.
    let resolving = &asking[..4];
    let home = || home().env("AWS_PROFILE", "x");
    for key in SWALLOWING {
        for line in swallowed {
            let text = format!("{key} = abcdefghijklmnopqrst\n{line}");
            let in_config = home().file(".aws/config", format!("[profile x]\n{text}"));
            assert_silent(&in_config, &asking, &text);
            let in_credentials = home().file(".aws/credentials", format!("[x]\n{text}"));
            assert_silent(&in_credentials, resolving, &text);
        }
        for (line, other) in
            swallowed[..2].iter().flat_map(|line| others.map(|other| (line, other)))
        {
            let mut text = format!("[profile x]\n{key} = abcdefghijklmnopqrst\n{line}");
            let rest = other.lines().filter(|line| !line.starts_with(key));
            text.extend(rest.flat_map(|line| [line, "\n"]));
            assert_silent(&home().file(".aws/config", &text), resolving, &text);
        }
    }
}

#[test]
fn a_secret_swallowed_in_a_session_or_a_source_stays_unseen() {
    let session = "[profile x]\nsso_session = corp\nsso_account_id = 444444444444\n\
                   sso_role_name = Admin\n[sso-session corp]\n";
    let source = "[profile x]\nrole_arn = arn:aws:iam::999999999999:role/R\n\
                  source_profile = y\n[profile y]\n";
    for line in ["    aws_secret_access_key = hushhushhush\n", "    hushhushhush\n"] {
        for key in SWALLOWING {
            for before in [session, source] {
                let config = format!("{before}{key} = abcdefghijklmnopqrst\n{line}");
                let home = home().file(".aws/config", &config).env("AWS_PROFILE", "x");
                assert_silent(&home, &asking("x")[..4], &config);
            }
        }
    }
}

#[test]
fn a_file_of_settings_is_all_that_is_ever_written() {
    let home = with_keys(with_caches(home(), str::to_owned));
    let mut expected = files(home.path());
    let written = home.answer(&["config", "--init"]);
    let path = written.trim_end().replace("@HOME@", &home.path().to_string_lossy());
    let settings = fs::read_to_string(&path).unwrap();
    assert_eq!(secret_in(&settings), None);
    expected.insert(path.clone(), Some(settings.into_bytes()));
    for directory in Path::new(&path).ancestors().skip(1).take_while(|above| *above != home.path())
    {
        expected.insert(directory.to_string_lossy().into_owned(), None);
    }
    assert!(files(home.path()) == expected);
}

/// Puts an `aws` into a home, and nothing else into its PATH.
#[cfg(unix)]
fn with_aws(home: Home, script: &str) -> Home {
    use std::os::unix::fs::PermissionsExt;

    let home = home.file("bin/aws", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(home.path().join("bin/aws"), fs::Permissions::from_mode(0o755)).unwrap();
    home.env("PATH", "@HOME@/bin")
}

#[cfg(unix)]
#[test]
fn what_the_aws_cli_says_is_passed_on_without_its_secrets() {
    let messages = [
        "An error occurred (IncompleteSignature) when calling the GetCallerIdentity operation: \
         'hushhushhush/20260101/us-east-1/sts/aws4_request' not a valid key=value pair (missing \
         equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 \
         Credential=AKIATHPL2AOHAAABTWOO # hushhushhush/20260101'.",
        "Invalid header value b'AWS4-HMAC-SHA256 Credential=AKIATHPL2AOHAAABTWOO\\n\
         aws_secret_access_key = hushhushhush/20260101'",
        "Error when retrieving credentials from custom-process: helper:\nwrong: hushhushhush\n",
    ];
    let commands = [vec!["whoami"], vec!["whoami", "--json"]];
    for message in messages {
        for profile in ["commented", "process"] {
            let quoted = message.replace('\'', "'\\''");
            let home = with_aws(home(), &format!("printf '%s\\n' '{quoted}' >&2; exit 255"));
            assert_silent(&home.env("AWS_PROFILE", profile), &commands, message);
        }
    }
}

#[cfg(unix)]
#[test]
fn what_aws_has_told_of_a_key_is_kept_without_the_key() {
    // A key of the old layout, whose account is not in it.
    let id = "AKIAIOSFODNN7EXAMPLE";
    let answer =
        r#"{"UserId": "U", "Account": "444444444444", "Arn": "arn:aws:iam::444444444444:user/x"}"#;
    let home = with_aws(with_keys(sealed(Home::new())), &format!("echo '{answer}'"));
    let home = home.env("AWS_ACCESS_KEY_ID", id);
    let before = files(home.path());
    let told = home.answer(&["whoami"]) + &home.answer(&["whoami", "--json"]);
    assert!(secret_in(&told).is_none() && !told.contains("AKIAI"), "{told}");
    let mut kept = files(home.path());
    kept.retain(|name, content| content.is_some() && !before.contains_key(name));
    assert_eq!(kept.len(), 1);
    for content in kept.into_values().flatten() {
        let text = String::from_utf8(content).unwrap();
        assert!(text.contains("444444444444"), "{text}");
        assert!(secret_in(&text).is_none() && !text.contains("AKIAI"), "{text}");
    }
}
