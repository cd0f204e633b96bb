//! The traps of section 11 of `docs/guide/src/resolution.md`: for each, the segment and the
//! `explain` screen that a person would see, in a snapshot; and the same screen in a narrow
//! terminal.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

#[cfg(unix)]
use std::num::NonZeroU16;

use common::Home;

/// Keys of the accounts 111111111111, 222222222222, 333333333333 and 555555555555.
const KEYS_1: &str = "aws_access_key_id = AKIARTXV5AHDQAABONEE\naws_secret_access_key = s\n";
const KEYS_2: &str = "aws_access_key_id = AKIATHPL2AOHAAABTWOO\naws_secret_access_key = s\n";
const KEYS_3: &str = "aws_access_key_id = AKIAU3HBXAVKQAABTREE\naws_secret_access_key = s\n";
const KEY_ID_5: &str = "AKIAYCWNRBDRQAABFIVE";

const REGIONS: &str = "[default]\nregion = eu-west-1\n[profile a]\nregion = us-west-1\n\
                       [profile b]\nregion = us-west-2\n";
const ROLE: &str = "role_arn = arn:aws:iam::999999999999:role/R\n";
const LEGACY_SSO: &str = "sso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n\
                          sso_account_id = 444444444444\nsso_role_name = Admin\n";
const TOKEN: &str = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
const SESSION: &str = r#"{"Credentials": {"AccessKeyId": "k", "SecretAccessKey": "s",
    "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;

/// A home without files, on a machine that is no EC2 instance.
fn bare() -> Home {
    Home::new().env("AWS_EC2_METADATA_DISABLED", "true")
}

/// A home with this config file and the keys of default, a and b.
fn home(config: &str) -> Home {
    let credentials = format!("[default]\n{KEYS_1}[a]\n{KEYS_2}[b]\n{KEYS_3}");
    bare().file(".aws/config", config).file(".aws/credentials", credentials)
}

/// A home where a role is chosen that wants a code of an MFA device.
fn role_by_mfa() -> Home {
    home(&format!(
        "[profile r]\nregion = eu-west-1\n{ROLE}source_profile = a\n\
         mfa_serial = arn:aws:iam::222222222222:mfa/me\n"
    ))
    .with_profile("r")
}

impl Home {
    /// Exports the keys of the account 555555555555.
    fn with_keys(self) -> Self {
        self.env("AWS_ACCESS_KEY_ID", KEY_ID_5).env("AWS_SECRET_ACCESS_KEY", "s")
    }

    fn with_profile(self, profile: &str) -> Self {
        self.env("AWS_PROFILE", profile)
    }
}

/// Looks at what a person sees in a home: the segment, then the screen.
fn seen(home: &Home) -> String {
    seen_with(home, &[])
}

fn seen_with(home: &Home, flags: &[&str]) -> String {
    let arguments = [&["explain"], flags].concat();
    let explained = home.answer(&arguments);
    #[cfg(unix)]
    assert_fits(home, &arguments, &explained);
    let found = common::agreement::contradictions(home);
    assert!(found.is_empty(), "{}", found.join("\n"));
    format!("{}\n\n{explained}", home.segment())
}

/// Checks that a narrow terminal shows the same words, and breaks no line that is not ours to
/// break: a command that somebody will copy, or a word.
#[cfg(unix)]
#[track_caller]
fn assert_fits(home: &Home, arguments: &[&str], explained: &str) {
    let columns: u16 = 60;
    let narrow = home.answer_in_terminal(columns, arguments);
    let mut screen =
        vt100::Parser::new(NonZeroU16::new(200).unwrap(), NonZeroU16::new(500).unwrap(), 0);
    screen.process(narrow.replace('\n', "\r\n").as_bytes());
    let shown = screen.screen().contents();
    for line in shown.lines().map(str::trim_end) {
        let text = line.trim_start();
        let is_command = text.starts_with("hint: ") || text.starts_with("-> ");
        let fits = line.chars().count() <= columns.into();
        assert!(fits || is_command || !text.contains(' '), "{line}\n\n{shown}");
    }
    assert!(shown.split_whitespace().eq(explained.split_whitespace()), "{shown}");
}

macro_rules! traps {
    ($($(#[$meta:meta])* $name:ident => [$($seen:expr),+ $(,)?];)+) => {$(
        $(#[$meta])*
        #[test]
        fn $name() {
            let seen = [$($seen),+].join("\n");
            insta::assert_snapshot!(stringify!($name), seen);
        }
    )+};
}

traps! {
    t01_exported_keys_outlive_a_change_of_profile => [
        seen(&home(REGIONS).with_keys().with_profile("a")),
    ];

    t02_two_variables_choose_two_profiles => [
        seen(&home(REGIONS).with_profile("a").env("AWS_DEFAULT_PROFILE", "b")),
        seen(&home(REGIONS).env("AWS_DEFAULT_PROFILE", "b")),
    ];

    t03_two_variables_choose_two_regions => [
        seen(&home(REGIONS).env("AWS_REGION", "us-west-1").env("AWS_DEFAULT_REGION", "us-west-2")),
        seen(&home(REGIONS).env("AWS_DEFAULT_REGION", "us-west-2")),
    ];

    t04_an_exported_key_id_without_its_secret => [
        seen(&home(REGIONS).env("AWS_ACCESS_KEY_ID", KEY_ID_5).with_profile("a")),
    ];

    t05_the_cache_keeps_a_session_of_another_source => [
        seen(
            &home(&format!("[profile r]\nregion = eu-west-1\n{ROLE}source_profile = a\n"))
                .file(".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json", SESSION)
                .with_profile("r"),
        ),
    ];

    t06_web_identity_goes_before_the_profile => [
        seen(
            &home(REGIONS)
                .file("token", "token")
                .env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/token")
                .env("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/R")
                .with_profile("a"),
        ),
    ];

    t07_keys_and_identity_center_in_one_profile => [
        seen(
            &bare()
                .file(".aws/config", format!("[profile s]\nregion = eu-west-1\n{LEGACY_SSO}"))
                .file(".aws/credentials", format!("[s]\n{KEYS_1}"))
                .file(".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json", TOKEN)
                .with_profile("s"),
        ),
        seen(
            &bare()
                .file(".aws/config", "[profile p]\nregion = eu-west-1\ncredential_process = x\n")
                .file(".aws/credentials", format!("[p]\n{KEYS_1}"))
                .with_profile("p"),
        ),
    ];

    t08_a_profile_without_credentials_means_the_host => [
        seen(
            &bare()
                .file(".aws/config", "[profile prod]\nregion = eu-west-1\n")
                .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/")
                .with_profile("prod"),
        ),
    ];

    t09_a_role_on_exported_keys_is_not_assumed => [
        seen(
            &bare()
                .file(
                    ".aws/config",
                    format!("[profile r]\nregion = eu-west-1\n{ROLE}credential_source = Environment\n"),
                )
                .with_keys()
                .with_profile("r"),
        ),
    ];

    t10_a_role_without_a_region => [
        seen(
            &home(&format!("[profile r]\n{ROLE}source_profile = a\n[profile a]\nregion = eu-west-1\n"))
                .with_profile("r"),
        ),
    ];

    t11_one_slip_stops_every_profile => [
        seen(&home(&format!("{REGIONS}[profile a]\nregion = eu-west-3\n")).with_profile("b")),
        seen(&home("[default]\nregion eu-west-1\n").with_keys()),
    ];

    t12_a_comment_behind_a_value => [
        seen(&home("[profile a]\nregion = us-west-2 # Oregon\n").with_profile("a")),
        seen(
            &bare()
                .file(".aws/config", "[default]\nregion = eu-west-1\n")
                .file(".aws/credentials", format!("[default]\n{}", KEYS_1.replace("ONEE\n", "ONEE # mine\n"))),
        ),
        seen(
            &home(&format!(
                "[profile r]\nregion = eu-west-1\n{}source_profile = a\n",
                ROLE.replace('\n', " ; deploys\n")
            ))
            .with_profile("r"),
        ),
    ];

    t13_the_default_section_in_capitals_lends_its_keys => [
        seen(&home("[DEFAULT]\nregion = sa-east-1\n[profile a]\noutput = text\n").with_profile("a")),
        seen(
            &bare()
                .file(".aws/config", "[profile x]\nregion = eu-west-1\n")
                .file(".aws/credentials", format!("[DEFAULT]\n{KEYS_1}[x]\n"))
                .with_profile("x"),
        ),
    ];

    t14_the_default_profile_spelt_in_two_ways => [
        seen(&home("[profile default]\nregion = us-west-2\n[default]\nregion = us-east-1\n")),
    ];

    t15_an_indented_line_belongs_to_the_line_before => [
        seen(&home("[profile a]\noutput = text\n  region = us-west-2\n").with_profile("a")),
        seen(
            &home(&format!("[profile x]\nregion = eu-west-1\n  [profile r]\n  {ROLE}  source_profile = a\n"))
                .with_profile("r"),
        ),
    ];

    t16_a_role_without_a_source => [
        seen(
            &bare()
                .file(".aws/config", format!("[profile r]\nregion = eu-west-1\n{ROLE}"))
                .file(".aws/credentials", format!("[r]\n{KEYS_1}"))
                .with_profile("r"),
        ),
    ];

    t17_variables_that_are_set_to_nothing => [
        seen(&home(REGIONS).with_profile("")),
        seen(&home(REGIONS).with_profile("a").env("AWS_REGION", "")),
        seen(&home(REGIONS).with_profile("a").env("AWS_CONFIG_FILE", "")),
    ];

    t18_a_missing_profile_beside_exported_keys => [
        seen(&home(REGIONS).with_keys().with_profile("missing")),
    ];

    t19_an_expiry_that_only_some_heed => [
        seen(&home(REGIONS).with_keys().env("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")),
        seen(&home(REGIONS).with_keys().env("AWS_CREDENTIAL_EXPIRATION", "2099-01-01T00:00:00")),
    ];

    t20_a_profile_in_code_beside_exported_keys => [
        seen_with(&home(REGIONS).with_keys(), &["--profile", "a"]),
    ];

    t21_keys_and_tokens_in_two_places => [
        seen(
            &bare()
                .file(".aws/config", "[profile a]\nregion = eu-west-1\naws_secret_access_key = s\n")
                .file(".aws/credentials", "[a]\naws_access_key_id = AKIATHPL2AOHAAABTWOO\n")
                .with_profile("a"),
        ),
        seen(
            &bare()
                .file(".aws/config", REGIONS)
                .file(".aws/credentials", format!("[a]\n{KEYS_2}aws_security_token = old\n"))
                .with_profile("a"),
        ),
    ];

    t22_an_account_id_that_contradicts_the_key => [
        seen(&home(REGIONS).with_keys().env("AWS_ACCOUNT_ID", "123456789012")),
    ];

    t23_a_role_that_wants_an_mfa_code => [
        seen(&role_by_mfa()),
        seen(
            &role_by_mfa()
                .file(".aws/cli/cache/b4f5ad7dfd9a32a89eedf8400ae18e9b3939e15b.json", SESSION),
        ),
    ];

    t24_a_login_that_some_clients_cannot_use => [
        seen(
            &bare()
                .file(
                    ".aws/config",
                    "[profile l]\nregion = eu-west-1\n\
                     login_session = arn:aws:sts::555555555555:assumed-role/Admin/me\n",
                )
                .file(
                    ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json",
                    r#"{"accessToken": {"accessKeyId": "k", "secretAccessKey": "s",
                        "sessionToken": "t", "accountId": "555555555555",
                        "expiresAt": "2099-01-01T00:00:00Z"},
                        "refreshToken": "r", "clientId": "c", "dpopKey": "k"}"#,
                )
                .with_profile("l"),
        ),
    ];

    t25_names_and_keys_that_the_sdks_do_not_see => [
        seen(&home("[profile a]\nRegion = us-west-2\n").with_profile("a")),
        seen(
            &home(&format!("[profile \"my dev\"]\nregion = us-west-2\n{KEYS_1}"))
                .with_profile("my dev"),
        ),
        seen(&home(&format!("[profile dév]\nregion = us-west-2\n{KEYS_1}")).with_profile("dév")),
    ];

    t26_a_path_with_a_variable_in_it => [
        seen(
            &home(REGIONS)
                .file("other", "[profile a]\nregion = sa-east-1\n")
                .env("AWS_CONFIG_FILE", "$HOME/other")
                .with_profile("a"),
        ),
    ];

    t27_an_sso_setting_that_stands_twice => [
        seen(
            &bare()
                .file(
                    ".aws/config",
                    format!(
                        "[profile s]\nregion = eu-west-1\nsso_session = corp\n{}\
                         [sso-session corp]\nsso_start_url = https://x.awsapps.com/start\n\
                         sso_region = us-east-1\n",
                        LEGACY_SSO.split_once('\n').unwrap().1
                    ),
                )
                .file(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", TOKEN)
                .with_profile("s"),
        ),
    ];

    t28_requests_that_do_not_go_to_aws => [
        seen(&home(REGIONS).env("AWS_ENDPOINT_URL", "http://localhost:4566")),
    ];
}
