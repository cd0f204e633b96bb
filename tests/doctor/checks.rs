//! A row for each check: where it fires, and what is like it and healthy.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::agreement::contradictions;
use crate::common::{Home, project_file};
use crate::findings;

/// A home in few words.
#[derive(Clone, Copy, Default)]
pub(crate) struct Case {
    pub(crate) config: &'static str,
    pub(crate) credentials: &'static str,
    pub(crate) environment: &'static [(&'static str, &'static str)],
}

impl Case {
    pub(crate) fn home(self) -> Home {
        let mut home = Home::new();
        for (file, text) in [("config", self.config), ("credentials", self.credentials)] {
            if !text.is_empty() {
                home = home.file(&format!(".aws/{file}"), text);
            }
        }
        self.environment.iter().fold(home, |home, (name, value)| home.env(name, value))
    }
}

pub(crate) const fn config(config: &'static str) -> Case {
    Case { config, credentials: "", environment: &[] }
}

pub(crate) const fn credentials(credentials: &'static str) -> Case {
    Case { config: "", credentials, environment: &[] }
}

pub(crate) const fn files(config: &'static str, credentials: &'static str) -> Case {
    Case { config, credentials, environment: &[] }
}

const fn environment(environment: &'static [(&'static str, &'static str)]) -> Case {
    Case {
        config: "[default]\nregion = us-east-1\n[profile a]\n[profile b]\n",
        credentials: "",
        environment,
    }
}

/// Where a finding is: its file and line, or its variable.
pub(crate) type Place = (&'static str, u64);

/// A check, where it fires and in which place, and where it does not.
pub(crate) type Row = (&'static str, Case, Place, &'static [Case]);

const CONFIG: &str = "@HOME@/.aws/config";
const CREDENTIALS: &str = "@HOME@/.aws/credentials";

pub(crate) const KEYS: &str =
    "[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";
const SESSION: &str = "[sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
const SSO: &str = "[profile a]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n[sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";

const EXPORTED: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT");
const SECRET: (&str, &str) = ("AWS_SECRET_ACCESS_KEY", "s");

pub(crate) const ROWS: &[Row] = &[
    ("wrong-encoding", config("\u{fffd}"), (CONFIG, 1), &[config("# caf\u{e9}\n")]),
    (
        "byte-order-mark",
        config("\u{feff}[default]\nregion = us-east-1\n"),
        (CONFIG, 1),
        &[config("[default]\nregion = us-east-1\n# \u{feff}\n")],
    ),
    (
        "parse-error",
        config("[default]\nregion = us-east-1\nexport AWS_PROFILE\n"),
        (CONFIG, 3),
        &[config("[default]\nregion: us-east-1\nAWS_PROFILE = x\n# a note\n")],
    ),
    (
        "header-glued",
        config("[default]\nregion = us-east-1[profile a]\noutput = json\n"),
        (CONFIG, 2),
        &[config("[default]\nendpoint_url = http://[::1]\nquery = a[0]\nnote = x [y]\n")],
    ),
    (
        "duplicate-section",
        config("[profile a]\n[profile b]\n[profile a]\n"),
        (CONFIG, 3),
        // The same name in another file, and one that is spelt otherwise.
        &[files("[profile a]\n", "[a]\n"), config("[profile a]\n[profile A]\n[sso-session a]\n")],
    ),
    (
        "duplicate-key",
        config("[default]\nregion = us-east-1\nREGION = us-east-1\n"),
        (CONFIG, 3),
        &[config("[default]\nregion = us-east-1\n[profile a]\nregion = us-east-1\n")],
    ),
    (
        "indented-line",
        config("[default]\nregion = us-east-1\n  output = json\n"),
        (CONFIG, 3),
        &[
            config("[default]\ns3 =\n  max_queue_size = 10\nregion = us-east-1\n"),
            config("  [default]\n  region = us-east-1\n  output = json\n"),
            config("[default]\ncredential_process = a\n  --long-flag\n"),
            config("[services x]\ndynamodb =\n  endpoint_url = https://x\n"),
        ],
    ),
    (
        "inline-comment",
        config("[default]\nregion = us-east-1 ; home\n"),
        (CONFIG, 2),
        &[config(
            "[default]\n; home\nregion = us-east-1\ncredential_process = a # b\nnote = a # b\n",
        )],
    ),
    (
        "quoted-value",
        config("[default]\noutput = 'json'\n"),
        (CONFIG, 2),
        &[config("[default]\ncredential_process = \"/opt/a b/tool\"\noutput = json\n")],
    ),
    (
        "section-without-profile",
        config("[work]\nregion = us-east-1\n"),
        (CONFIG, 1),
        &[
            config(
                "[profile work]\n[default]\n[sso-session x]\nsso_start_url = x\nsso_region = y\n",
            ),
            config("[plugins]\ncli_legacy_plugin_path = x\n[preview]\ncloudfront = true\n"),
            config("[okta]\naws_saml_url = home/amazon_aws/x/272\n[tool]\nnote = x\n"),
            credentials("[work]\n"),
        ],
    ),
    (
        "section-ignored",
        config("[profile my work]\nregion = us-east-1\n"),
        (CONFIG, 1),
        &[config("[profile \"my work\"]\n[profile other] # a note\n")],
    ),
    (
        "profile-prefix-in-credentials",
        credentials("[profile work]\n"),
        (CREDENTIALS, 1),
        &[credentials("[work]\n[profiles]\n[default]\n")],
    ),
    (
        "profile-replaced",
        config("[profile a]\nregion = us-east-1\n[profile \"a\"]\n"),
        (CONFIG, 3),
        &[config("[profile a]\n[profile b]\n[sso-session a]\n[services a]\n")],
    ),
    (
        "two-defaults",
        config("[default]\n[profile default]\n"),
        (CONFIG, 2),
        &[files("[default]\n", "[default]\n"), config("[profile default]\n")],
    ),
    (
        "default-section",
        credentials("[DEFAULT]\naws_access_key_id = x\n"),
        (CREDENTIALS, 1),
        &[files("[default]\n", "[default]\n")],
    ),
    (
        "indented-section",
        config("  [default]\n  region = us-east-1\n"),
        (CONFIG, 1),
        &[config("[default]\n  region = us-east-1\n")],
    ),
    (
        "colon-for-equals",
        config("[default]\nregion: us-east-1\n"),
        (CONFIG, 2),
        &[config("[default]\nsso_start_url = https://x\n# note: x\n")],
    ),
    (
        "header-of-cli-alone",
        config("[profiles work]\nregion = us-east-1\n"),
        (CONFIG, 1),
        &[
            config("[profile work]\n[profile\tother]\n[default]\n[profile 'my work']\n"),
            credentials("[profiles]\n[\"work\"]\n"),
        ],
    ),
    (
        "header-of-cli-alone",
        credentials("[a] mine\naws_access_key_id = AKIARTXV5AHDQAABCIRT\n"),
        (CREDENTIALS, 1),
        &[
            config("[profile work] # mine\n[profile b]; mine\n[default]  \n[profile x] \t# [y\n"),
            credentials("[a] ; mine\n[b]#mine\n"),
        ],
    ),
    (
        "account-id-unusable",
        credentials(
            "[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_account_id = 222222222222\n",
        ),
        (CREDENTIALS, 4),
        &[
            credentials(
                "[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_account_id = 111111111111\n",
            ),
            // The account of a key of the old layout is not known, nor is that of no key.
            credentials(
                "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\naws_account_id = 222222222222\n[b]\naws_account_id = x\n",
            ),
            files("[profile a]\naccount_id_endpoint_mode = preferred\n", KEYS),
        ],
    ),
    (
        "source-setting-ignored",
        files(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n[profile a]\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n",
            KEYS,
        ),
        (CONFIG, 2),
        &[files(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n[profile a]\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n",
            KEYS,
        )],
    ),
    (
        "service-setting-misplaced",
        config("[profile a]\nregion = us-east-1\nmultipart_threshold = 64MB\n"),
        (CONFIG, 3),
        &[
            config("[profile a]\ns3 =\n  multipart_threshold = 64MB\n"),
            config(
                "[profile a]\nuse_dualstack_endpoint = true\ns3_use_arn_region = true\ns3_disable_multiregion_access_points = true\n",
            ),
        ],
    ),
    (
        "fips-endpoint-missing",
        environment(&[
            ("AWS_USE_FIPS_ENDPOINT", "true"),
            ("AWS_REGION", "eu-west-1"),
            EXPORTED,
            SECRET,
        ]),
        ("AWS_USE_FIPS_ENDPOINT", 0),
        &[
            environment(&[
                ("AWS_USE_FIPS_ENDPOINT", "true"),
                ("AWS_REGION", "us-east-1"),
                EXPORTED,
                SECRET,
            ]),
            environment(&[
                ("AWS_USE_FIPS_ENDPOINT", "false"),
                ("AWS_REGION", "eu-west-1"),
                EXPORTED,
                SECRET,
            ]),
        ],
    ),
    (
        "shell-line-in-file",
        credentials("[default]\nexport AWS_ACCESS_KEY_ID=\"AKIARTXV5AHDQAABCIRT\"\n"),
        (CREDENTIALS, 2),
        &[config("[default]\nexport PATH = x\naws_region_set = x\n")],
    ),
    (
        "misspelt-key",
        config("[profile a]\nrefion = us-east-1\n"),
        (CONFIG, 2),
        &[
            config("[profile a]\nrefion = us-east-1\nregion = us-east-1\n"),
            config("[profile a]\nregion = us-east-1\nnote = x\nx_principal_arn = y\n"),
            // Of another program's section nobody knows the keys.
            config("[tool]\nrefion = x\n"),
        ],
    ),
    (
        "hidden-character",
        config("[profile a\u{a0}]\nregion = us-east-1\n"),
        (CONFIG, 1),
        &[config("[profile d\u{e9}v]\nregion = us-east-1\nnote = \u{201c}x\u{201d}\n")],
    ),
    (
        "source-profile-missing",
        config("[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = b\n"),
        (CONFIG, 3),
        &[files(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
            KEYS,
        )],
    ),
    (
        "source-profile-cycle",
        config(
            "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = b\n\
             [profile b]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
        ),
        (CONFIG, 3),
        &[files(
            "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n\
             [profile b]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
            KEYS,
        )],
    ),
    (
        "source-profile-without-credentials",
        config(
            "[profile a]\n[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
        ),
        (CONFIG, 4),
        &[config(
            "[profile a]\ncredential_process = x\n\
             [profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
        )],
    ),
    (
        "role-without-source",
        config("[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\n"),
        (CONFIG, 2),
        &[
            config(
                "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nweb_identity_token_file = /t\n",
            ),
            config(
                "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\n",
            ),
        ],
    ),
    (
        "role-with-two-sources",
        config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\ncredential_source = Environment\n",
        ),
        (CONFIG, 4),
        &[config("[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n")],
    ),
    (
        "unknown-credential-source",
        config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = environment\n",
        ),
        (CONFIG, 3),
        &[config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = EcsContainer\n",
        )],
    ),
    (
        "role-setting-refused",
        config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\nduration_seconds = 60\n",
        ),
        (CONFIG, 2),
        &[config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\nduration_seconds = 900\n",
        )],
    ),
    (
        "role-arn-malformed",
        config(
            "[profile r]\nrole_arn = arn:aws:iam::1111:role/R\ncredential_source = Environment\n",
        ),
        (CONFIG, 2),
        &[config(
            "[profile r]\nrole_arn = arn:aws-us-gov:iam::111111111111:role/path/R\ncredential_source = Environment\n",
        )],
    ),
    (
        "role-of-another-partition",
        config(
            "[profile r]\nregion = us-east-1\nrole_arn = arn:aws-cn:iam::111111111111:role/R\ncredential_source = Environment\n",
        ),
        (CONFIG, 3),
        &[
            config(
                "[profile r]\nregion = cn-north-1\nrole_arn = arn:aws-cn:iam::111111111111:role/R\ncredential_source = Environment\n",
            ),
            // A newer region may be of any partition, and other services have none.
            config(
                "[profile r]\nregion = xx-east-1\nrole_arn = arn:aws-cn:iam::111111111111:role/R\ncredential_source = Environment\n",
            ),
            config(
                "[profile r]\nregion = us-east-1\nrole_arn = arn:aws-cn:iam::111111111111:role/R\ncredential_source = Environment\nendpoint_url = http://localhost\n",
            ),
            Case {
                config: "[profile r]\nregion = us-east-1\nrole_arn = arn:aws-cn:iam::111111111111:role/R\ncredential_source = Environment\n",
                credentials: "",
                environment: &[("AWS_REGION", "cn-north-1")],
            },
        ],
    ),
    (
        "fips-endpoint-missing",
        config(
            "[profile r]\nregion = eu-west-1\nuse_fips_endpoint = TRUE\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\n",
        ),
        (CONFIG, 1),
        &[
            config(
                "[profile r]\nregion = us-west-2\nuse_fips_endpoint = true\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\n",
            ),
            config(
                "[profile r]\nregion = us-gov-west-1\nuse_fips_endpoint = true\nrole_arn = arn:aws-us-gov:iam::111111111111:role/R\ncredential_source = Environment\n",
            ),
            // Keys need no service to be had, and Canada has S3.
            files("[profile a]\nregion = ca-central-1\nuse_fips_endpoint = true\n", KEYS),
            files("[profile a]\nregion = us-east-1\nuse_fips_endpoint = true\n", KEYS),
            Case {
                config: "[profile r]\nregion = eu-west-1\nuse_fips_endpoint = true\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\n",
                credentials: "",
                environment: &[("AWS_USE_FIPS_ENDPOINT", "false")],
            },
            Case {
                config: "[profile r]\nregion = eu-west-1\nuse_fips_endpoint = true\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\n",
                credentials: "",
                environment: &[("AWS_ENDPOINT_URL_STS", "https://sts.eu-west-1.amazonaws.com")],
            },
        ],
    ),
    (
        "role-setting-malformed",
        config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\nduration_seconds = 86400\n",
        ),
        (CONFIG, 4),
        &[config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\nduration_seconds = 43200\n",
        )],
    ),
    (
        "duration-ignored",
        config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\ncredential_source = Environment\nduration_seconds = 1h\n",
        ),
        (CONFIG, 4),
        &[config("[profile r]\nduration_seconds = 1h\n")],
    ),
    (
        "source-without-role",
        config("[profile r]\nsource_profile = a\n"),
        (CONFIG, 2),
        &[config("[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n")],
    ),
    (
        "web-identity-without-role",
        config("[profile r]\nweb_identity_token_file = /t\n"),
        (CONFIG, 2),
        &[config(
            "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nweb_identity_token_file = /t\n",
        )],
    ),
    (
        "sso-session-missing",
        config(
            "[profile a]\nsso_session = crop\nsso_account_id = 111111111111\nsso_role_name = R\n",
        ),
        (CONFIG, 2),
        &[config(SSO)],
    ),
    (
        "sso-session-incomplete",
        config("[sso-session corp]\nsso_start_url = https://x\n"),
        (CONFIG, 1),
        &[config(SESSION)],
    ),
    (
        "sso-incomplete",
        config(
            "[profile a]\nsso_account_id = 111111111111\nsso_role_name = R\nsso_region = us-east-1\n",
        ),
        (CONFIG, 2),
        &[
            config(SSO),
            config(
                "[profile a]\nsso_account_id = 111111111111\nsso_role_name = R\nsso_region = us-east-1\nsso_start_url = https://x\n",
            ),
        ],
    ),
    (
        "sso-contradiction",
        config(
            "[profile a]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\nsso_region = us-west-2\n\
             [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n",
        ),
        (CONFIG, 5),
        &[config(
            "[profile a]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\nsso_region = us-east-1\n\
             [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n",
        )],
    ),
    (
        "sso-account-malformed",
        config(
            "[profile a]\nsso_session = corp\nsso_account_id = 11111111111\nsso_role_name = R\n\
             [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n",
        ),
        (CONFIG, 3),
        &[config(SSO)],
    ),
    (
        "sso-start-url-malformed",
        config(
            "[profile a]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n\
             [sso-session corp]\nsso_start_url = x.awsapps.com/start\nsso_region = us-east-1\n",
        ),
        (CONFIG, 6),
        &[config(SSO)],
    ),
    (
        "sso-role-malformed",
        config(
            "[profile a]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = AWSReservedSSO_R_0123456789abcdef\n\
             [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n",
        ),
        (CONFIG, 4),
        &[config(SSO)],
    ),
    (
        "keys-split",
        files("[profile a]\naws_secret_access_key = s\n", "[a]\naws_access_key_id = x\n"),
        (CONFIG, 2),
        &[
            files("[profile a]\naws_access_key_id = x\naws_secret_access_key = s\n", "[a]\n"),
            credentials(KEYS),
        ],
    ),
    (
        "half-keys",
        credentials("[a]\naws_access_key_id = x\n"),
        (CREDENTIALS, 2),
        &[credentials(KEYS), config(SSO)],
    ),
    (
        "key-malformed",
        credentials("[a]\naws_access_key_id = $AWS_ACCESS_KEY_ID\naws_secret_access_key = s\n"),
        (CREDENTIALS, 2),
        &[
            credentials(KEYS),
            credentials("[a]\naws_access_key_id = test\naws_secret_access_key = test\n"),
        ],
    ),
    (
        "token-with-long-lived-key",
        credentials(
            "[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = old\n",
        ),
        (CREDENTIALS, 4),
        &[credentials(
            "[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token =\n",
        )],
    ),
    (
        "temporary-key-without-token",
        credentials("[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n"),
        (CREDENTIALS, 2),
        &[credentials(
            "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = t\n",
        )],
    ),
    (
        "setting-refused",
        config("[default]\nretry_mode = legacy\n"),
        (CONFIG, 2),
        &[config("[default]\nretry_mode = standard\nmax_attempts = 3\ns3 =\n  a = b\n")],
    ),
    (
        "process-missing",
        config("[default]\ncredential_process = /no/such/program --x\n"),
        (CONFIG, 2),
        &[
            config("[default]\ncredential_process = /bin/sh -c x\n"),
            // Without PATH nobody knows.
            config("[default]\ncredential_process = no-such-program\n"),
            files("[profile a]\ncredential_process = /no/such/program\n", KEYS),
        ],
    ),
    (
        "process-cycle",
        config("[default]\ncredential_process = /bin/aws configure export-credentials\n"),
        (CONFIG, 2),
        &[
            config(
                "[default]\ncredential_process = aws configure export-credentials --profile a\n\
                [profile a]\nlogin_session = x\n",
            ),
            // The login takes precedence, and other SDKs run the process.
            config(
                "[profile a]\nlogin_session = x\n\
                credential_process = aws configure export-credentials --profile a\n",
            ),
        ],
    ),
    (
        "process-without-credentials",
        config("[default]\ncredential_process = aws configure export-credentials --profile a\n"),
        (CONFIG, 2),
        &[
            files(
                "[default]\ncredential_process = aws configure export-credentials --profile a\n",
                KEYS,
            ),
            // A session that nobody uses now may have ended.
            Case {
                config: "[profile b]\ncredential_process = aws configure export-credentials --profile c\n[profile c]\nlogin_session = x\n",
                credentials: KEYS,
                environment: &[("AWS_PROFILE", "a")],
            },
        ],
    ),
    (
        "process-without-shell",
        config("[default]\ncredential_process = no-such-program --file ~/x\n"),
        (CONFIG, 2),
        &[config("[default]\ncredential_process = sh -c 'no-such-program --file ~/x'\n")],
    ),
    (
        "ca-bundle-missing",
        config("[default]\nca_bundle = ~/missing.pem\n"),
        (CONFIG, 2),
        &[
            config("[default]\nca_bundle = ~/.aws/config\n# -----BEGIN CERTIFICATE-----\n"),
            config("[default]\nca_bundle = .aws/config\n# -----BEGIN X509 CRL-----\n"),
            config("[default]\nca_bundle = /x\nendpoint_url = http://localhost\n"),
            environment(&[("AWS_CA_BUNDLE", "/dev/null"), ("REQUESTS_CA_BUNDLE", "/x")]),
            environment(&[("AWS_CA_BUNDLE", "/x"), ("AWS_ENDPOINT_URL", "http://localhost")]),
        ],
    ),
    (
        "ca-bundle-missing",
        config("[default]\nca_bundle = ~/.aws/config\n# CERTIFICATE\n"),
        (CONFIG, 2),
        &[],
    ),
    (
        "plugins-missing",
        config("[plugins]\ncli_legacy_plugin_path = /no/such/directory\nx = module\n"),
        (CONFIG, 2),
        &[
            config("[plugins]\nx = module\n"),
            config("[plugins]\ncli_legacy_plugin_path = /no/such/directory\n"),
            config("[plugins]\ncli_legacy_plugin_path = /no/such/directory:/\nx = usr.module\n"),
        ],
    ),
    (
        "answer-not-shown",
        config("[default]\noutput = JSON\n"),
        (CONFIG, 2),
        &[
            config("[default]\noutput = yaml-stream\ncli_pager =\n"),
            environment(&[("AWS_DEFAULT_OUTPUT", "off"), ("AWS_PAGER", "")]),
            environment(&[("AWS_PAGER", "/bin/sh"), ("PAGER", "/no/such/pager")]),
            Case {
                config: "[default]\ncli_pager =\n",
                credentials: "",
                environment: &[("PAGER", "/no/such/pager")],
            },
        ],
    ),
    (
        "service-endpoint-refused",
        config("[services s]\ns3 =\n  endpoint_url = localhost:9000\n"),
        (CONFIG, 2),
        &[
            config("[services s]\ns3 =\n  endpoint_url = http://localhost:9000\n"),
            environment(&[("AWS_ENDPOINT_URL_S3", "http://localhost:9000")]),
        ],
    ),
    (
        "service-settings-refused",
        config("[default]\nregion = us-east-1\ns3 = addressing_style = path\n"),
        (CONFIG, 3),
        &[config("[default]\nregion = us-east-1\ns3 =\n  addressing_style = path\n")],
    ),
    (
        "region-malformed",
        config("[default]\nregion = us_east_1\n"),
        (CONFIG, 2),
        &[config("[default]\nregion = us-east-1\n")],
    ),
    (
        "region-unknown",
        config("[default]\nregion = us-east-1a\n"),
        (CONFIG, 2),
        &[
            config("[default]\nregion = us-east-1\n[profile a]\nregion = aws-global\n"),
            // Other makers of S3 name their own regions.
            config("[profile r2]\nregion = auto\nendpoint_url = https://x.example\n"),
            config(
                "[profile r2]\nregion = auto\nservices = r2\n[services r2]\ns3 =\n  endpoint_url = https://x.example\n",
            ),
        ],
    ),
    ("keys-beside-sso", files(SSO, KEYS), (CREDENTIALS, 2), &[config(SSO), credentials(KEYS)]),
    (
        "keys-beside-role",
        files(
            "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = default\n",
            KEYS,
        ),
        (CREDENTIALS, 2),
        &[files(
            "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
            KEYS,
        )],
    ),
    (
        "long-lived-keys",
        files(
            "[profile s]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n\
             [sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n",
            KEYS,
        ),
        (CREDENTIALS, 2),
        &[
            // The role is assumed with these keys, or is in another account.
            files(
                "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n",
                KEYS,
            ),
            files(
                "[profile r]\nrole_arn = arn:aws:iam::222222222222:role/R\ncredential_source = Environment\n",
                KEYS,
            ),
        ],
    ),
    (
        "no-region",
        credentials(KEYS),
        (CREDENTIALS, 1),
        &[
            files("[profile a]\nregion = us-east-1\n[profile no-credentials]\n", KEYS),
            Case { config: "", credentials: KEYS, environment: &[("AWS_REGION", "us-east-1")] },
        ],
    ),
    (
        "client-refuses",
        Case {
            config: "[profile a]\nregion = us-east-1\n",
            credentials: "",
            environment: &[("AWS_PROFILE", "a"), ("AWS_EC2_METADATA_DISABLED", "true")],
        },
        ("AWS_PROFILE", 0),
        &[Case { config: "", credentials: KEYS, environment: &[("AWS_PROFILE", "a")] }],
    ),
    (
        "session-ended",
        Case { config: SSO, credentials: "", environment: &[("AWS_PROFILE", "a")] },
        ("AWS_PROFILE", 0),
        &[config(SSO)],
    ),
    (
        "profile-not-found",
        environment(&[("AWS_PROFILE", "c")]),
        ("AWS_PROFILE", 0),
        &[environment(&[("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "c")])],
    ),
    (
        "keys-outrank-profile",
        environment(&[("AWS_PROFILE", "a"), EXPORTED, SECRET]),
        ("AWS_ACCESS_KEY_ID", 0),
        &[environment(&[EXPORTED, SECRET]), environment(&[("AWS_PROFILE", "a")])],
    ),
    (
        "half-exported-keys",
        environment(&[EXPORTED]),
        ("AWS_ACCESS_KEY_ID", 0),
        &[environment(&[EXPORTED, SECRET]), environment(&[("AWS_ACCESS_KEY_ID", "")])],
    ),
    (
        "secret-without-id",
        environment(&[SECRET, ("AWS_ACCESS_KEY_ID", "")]),
        ("AWS_SECRET_ACCESS_KEY", 0),
        &[
            environment(&[EXPORTED, SECRET]),
            environment(&[("AWS_SECRET_ACCESS_KEY", "")]),
            // That has a finding of its own.
            environment(&[("AWS_ACCESS_KEY", "x"), SECRET]),
        ],
    ),
    (
        "exported-keys-expired",
        environment(&[EXPORTED, SECRET, ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")]),
        ("AWS_CREDENTIAL_EXPIRATION", 0),
        &[
            environment(&[EXPORTED, SECRET, ("AWS_CREDENTIAL_EXPIRATION", "2999-01-01T00:00:00Z")]),
            environment(&[("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")]),
        ],
    ),
    (
        "misspelt-variable",
        environment(&[("aws_profile", "a")]),
        ("aws_profile", 0),
        &[
            environment(&[("aws_profile", "a"), ("AWS_PROFILE", "a")]),
            environment(&[("AWS_PROFILES", "a"), ("AWS_ACCOUNT", "a"), ("AWS_SSO_PROFILE", "a")]),
        ],
    ),
    (
        "token-for-one-service",
        environment(&[("AWS_BEARER_TOKEN_BEDROCK", "t")]),
        ("AWS_BEARER_TOKEN_BEDROCK", 0),
        &[environment(&[("AWS_BEARER_TOKEN_OTHER", "t")])],
    ),
    (
        "two-token-variables",
        environment(&[EXPORTED, SECRET, ("AWS_SECURITY_TOKEN", "1"), ("AWS_SESSION_TOKEN", "2")]),
        ("AWS_SECURITY_TOKEN", 0),
        &[environment(&[
            EXPORTED,
            SECRET,
            ("AWS_SECURITY_TOKEN", "1"),
            ("AWS_SESSION_TOKEN", "1"),
        ])],
    ),
    (
        "two-tokens",
        credentials(
            "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = new\naws_security_token = old\n",
        ),
        (CREDENTIALS, 5),
        &[
            credentials(
                "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = t\naws_security_token = t\n",
            ),
            // The token of the config file is not used with these keys.
            files(
                "[profile a]\naws_security_token = old\n",
                "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = t\n",
            ),
        ],
    ),
    (
        "leftover-marker",
        environment(&[("AWS_VAULT", "a")]),
        ("AWS_VAULT", 0),
        &[
            environment(&[("AWS_VAULT", "a"), EXPORTED, SECRET]),
            environment(&[
                ("AWS_VAULT", "a"),
                ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost"),
            ]),
            environment(&[("AWSUME_PROFILE", "a"), ("AWS_PROFILE", "a")]),
            environment(&[("AWSUME_PROFILE", "a"), ("AWS_PROFILE", "autoawsume-a")]),
        ],
    ),
    (
        "two-profile-variables",
        environment(&[("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "b")]),
        ("AWS_DEFAULT_PROFILE", 0),
        &[environment(&[("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "a")])],
    ),
    (
        "two-region-variables",
        environment(&[("AWS_REGION", "us-east-1"), ("AWS_DEFAULT_REGION", "us-west-2")]),
        ("AWS_DEFAULT_REGION", 0),
        &[environment(&[("AWS_REGION", "us-east-1"), ("AWS_DEFAULT_REGION", "us-east-1")])],
    ),
    (
        "empty-variable",
        environment(&[("AWS_REGION", "")]),
        ("AWS_REGION", 0),
        &[environment(&[("AWS_ACCESS_KEY_ID", ""), ("AWS_SESSION_TOKEN", "")])],
    ),
    (
        "unexpanded-path",
        environment(&[("AWS_SHARED_CREDENTIALS_FILE", "$HOME/.aws/credentials")]),
        ("AWS_SHARED_CREDENTIALS_FILE", 0),
        &[environment(&[("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")])],
    ),
    (
        "file-variable-names-nothing",
        environment(&[("AWS_CONFIG_FILE", "/no/such/file")]),
        ("AWS_CONFIG_FILE", 0),
        &[
            environment(&[("AWS_CONFIG_FILE", "@HOME@/.aws/config")]),
            environment(&[("AWS_CONFIG_FILE", "/dev/null")]),
        ],
    ),
    (
        "no-profile-chosen",
        credentials("[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n"),
        ("", 0),
        &[
            config("[default]\nregion = us-east-1\n"),
            credentials(
                "[default]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n",
            ),
        ],
    ),
    (
        "service-endpoint-ignored",
        config("[profile a]\ns3 =\n  endpoint_url = http://localhost:4566\n"),
        (CONFIG, 2),
        &[
            config(
                "[profile a]\nservices = x\n[services x]\ns3 =\n  endpoint_url = http://localhost:4566\n",
            ),
            config("[profile a]\ns3 =\n  addressing_style = path\n"),
            // A plugin reads it there.
            config(
                "[plugins]\nendpoint = awscli_plugin_endpoint\n[profile a]\ns3 =\n  endpoint_url = http://localhost:4566\n",
            ),
        ],
    ),
    (
        "service-endpoint-ignored",
        config("[profile a]\ns3.endpoint_url = http://localhost:4566\n"),
        (CONFIG, 2),
        &[],
    ),
    (
        "service-endpoint-ignored",
        environment(&[("AWS_ENDPOINT_URL_LOGS", "http://localhost:4566")]),
        ("AWS_ENDPOINT_URL_LOGS", 0),
        &[
            environment(&[("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://localhost:4566")]),
            environment(&[("AWS_ENDPOINT_URL_SOMETHING_NEW", "http://localhost:4566")]),
        ],
    ),
    (
        "misspelt-key",
        config("[profile a]\ns3 =\n  max_concurent_requests = 5\n"),
        (CONFIG, 2),
        &[config("[profile a]\ns3 =\n  max_concurrent_requests = 5\n  verify = no\n")],
    ),
    (
        "boolean-ignored",
        config("[profile a]\nuse_fips_endpoint = yes\n"),
        (CONFIG, 2),
        &[
            config("[profile a]\nuse_fips_endpoint = True\n"),
            config("[profile a]\nuse_fips_endpoint = no\nuse_dualstack_endpoint =\n"),
        ],
    ),
    (
        "boolean-ignored",
        environment(&[("AWS_USE_DUALSTACK_ENDPOINT", "1")]),
        ("AWS_USE_DUALSTACK_ENDPOINT", 0),
        &[environment(&[("AWS_USE_DUALSTACK_ENDPOINT", "0")])],
    ),
    (
        "proxy-not-http",
        environment(&[("HTTPS_PROXY", "socks5://localhost:1080")]),
        ("HTTPS_PROXY", 0),
        &[
            environment(&[("HTTPS_PROXY", "localhost:8080"), ("ALL_PROXY", "socks5://localhost")]),
            environment(&[("HTTPS_PROXY", "socks5://localhost:1080"), ("https_proxy", "")]),
            environment(&[("HTTPS_PROXY", "socks5://localhost:1080"), ("NO_PROXY", "*")]),
            environment(&[
                ("HTTPS_PROXY", "socks5://localhost:1080"),
                ("AWS_ENDPOINT_URL", "http://localhost:4566"),
            ]),
            environment(&[("HTTPS_PROXY", "http://user:p@ss%23@[::1]:8080/\n")]),
        ],
    ),
    (
        "proxy-not-http",
        environment(&[("HTTPS_PROXY", "http://user:pa#ss@localhost:8080")]),
        ("HTTPS_PROXY", 0),
        &[],
    ),
    (
        "proxy-not-http",
        environment(&[("HTTPS_PROXY", "http://localhost:8080 ")]),
        ("HTTPS_PROXY", 0),
        &[environment(&[("HTTPS_PROXY", "https://localhost:")])],
    ),
    ("proxy-not-http", environment(&[("HTTPS_PROXY", ":8080")]), ("HTTPS_PROXY", 0), &[]),
    (
        "proxy-not-http",
        environment(&[
            ("HTTP_PROXY", "socks5://localhost:1080"),
            ("AWS_ENDPOINT_URL", "http://aws.example:4566"),
        ]),
        ("HTTP_PROXY", 0),
        &[
            environment(&[
                ("HTTP_PROXY", "socks5://localhost:1080"),
                ("AWS_ENDPOINT_URL", "http://aws.example:4566"),
                ("NO_PROXY", "aws.example"),
            ]),
            environment(&[
                ("HTTP_PROXY", "socks5://localhost:1080"),
                ("AWS_ENDPOINT_URL", "//aws.example:4566"),
                ("NO_PROXY", "aws.example"),
            ]),
        ],
    ),
    (
        "endpoint-overridden",
        environment(&[("AWS_ENDPOINT_URL", "http://localhost:4566")]),
        ("AWS_ENDPOINT_URL", 0),
        &[environment(&[
            ("AWS_ENDPOINT_URL", "http://localhost:4566"),
            ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
        ])],
    ),
    (
        "keys-beside-login",
        files("[profile a]\nlogin_session = arn:aws:iam::111111111111:user/me\n", KEYS),
        (CREDENTIALS, 2),
        &[
            config("[profile a]\nlogin_session = arn:aws:iam::111111111111:user/me\n"),
            // For a role they are a warning of their own.
            files(
                "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = b\nlogin_session = x\n",
                KEYS,
            ),
        ],
    ),
    (
        "keys-beside-process",
        files("[profile a]\ncredential_process = x\n", KEYS),
        (CREDENTIALS, 2),
        // Keys of the config file are behind the process.
        &[config(
            "[profile a]\ncredential_process = x\naws_access_key_id = x\naws_secret_access_key = s\n",
        )],
    ),
    (
        "file-keys-expired",
        Case {
            credentials: "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = t\naws_expiration = 2020-01-01T00:00:00Z\n",
            environment: &[("AWS_PROFILE", "a")],
            config: "",
        },
        (CREDENTIALS, 5),
        // Nobody uses them.
        &[credentials(
            "[a]\naws_access_key_id = ASIARTXV5AHDQAABCIRT\naws_secret_access_key = s\naws_session_token = t\naws_expiration = 2020-01-01T00:00:00Z\n",
        )],
    ),
    (
        "profile-without-credentials",
        environment(&[
            ("AWS_PROFILE", "a"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/"),
        ]),
        ("AWS_PROFILE", 0),
        &[environment(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/")])],
    ),
    (
        "clients-differ",
        Case {
            config: "[profile a]\nregion = us-east-1\n",
            credentials: KEYS,
            environment: &[("AWS_PROFILE", "a"), ("AWS_REGION", "us-west-2")],
        },
        ("", 0),
        &[Case {
            config: "[profile a]\nregion = us-east-1\n",
            credentials: KEYS,
            environment: &[
                ("AWS_PROFILE", "a"),
                ("AWS_REGION", "us-west-2"),
                ("AWS_DEFAULT_REGION", "us-east-2"),
            ],
        }],
    ),
    (
        "not-as-expected",
        Case {
            credentials: KEYS,
            environment: &[("AWS_PROFILE", "a"), ("AWSPROMPT_LOCK", "222222222222")],
            config: "",
        },
        ("", 0),
        &[Case {
            credentials: KEYS,
            environment: &[("AWS_PROFILE", "a"), ("AWSPROMPT_LOCK", "111111111111")],
            config: "",
        }],
    ),
    (
        "settings-mistake",
        Case {
            config: "[prompt]\ncolour = red\n",
            credentials: "",
            environment: &[("AWSPROMPT_CONFIG", "@HOME@/.aws/config")],
        },
        (CONFIG, 0),
        &[Case {
            config: "[prompt]\nmask = yes\n",
            credentials: "",
            environment: &[("AWSPROMPT_CONFIG", "@HOME@/.aws/config")],
        }],
    ),
];

/// What is proved elsewhere: in real shells, as an ordinary user, and with projects.
const ELSEWHERE: [&str; 28] = [
    "file-misplaced",
    "cluster-elsewhere",
    "project-profile-missing",
    "project-account-refused",
    "project-unlimited",
    "project-state-elsewhere",
    "project-elsewhere",
    "transfer-setting-refused",
    "alias-unusable",
    "auto-prompt",
    "cache-not-writable",
    "model-damaged",
    "alias-hides-command",
    "credentials-readable-by-others",
    "cache-readable-by-others",
    "cache-damaged",
    "config-readable-by-others",
    "file-unreadable",
    "variable-not-exported",
    "hook-not-loaded",
    "hook-not-last",
    "hook-loaded-twice",
    "segment-nowhere",
    "aws-not-asked",
    "identity-unexpected",
    "identity-is-root",
    "access-key-old",
    "access-keys-not-listed",
];

/// Returns where a check has fired first.
fn place_of(id: &str, home: &Home) -> Option<(String, u64)> {
    let findings = findings(home);
    let finding = findings.iter().find(|finding| finding["check"] == id)?;
    for part in ["what", "why", "remedy"] {
        assert!(finding[part].as_str().is_some_and(|text| !text.is_empty()), "{finding}");
    }
    let place = &finding["place"];
    let name = place["file"].as_str().or(place["env"].as_str()).unwrap_or_default();
    let name = name.replace(&*home.path().to_string_lossy(), "@HOME@");
    Some((name, place["line"].as_u64().unwrap_or_default()))
}

#[test]
fn each_check_fires_in_its_place_and_nowhere_else() {
    for (id, case, (name, line), silent) in ROWS {
        let mut home = case.home();
        if *id == "wrong-encoding" {
            home = home.file(".aws/config", b"# caf\xe9\n[default]\nregion = us-east-1\n");
        }
        assert_eq!(place_of(id, &home), Some(((*name).to_owned(), *line)), "{id}");
        for (index, case) in silent.iter().enumerate() {
            assert_eq!(place_of(id, &case.home()), None, "{id}, silent case {index}");
        }
    }
}

#[test]
fn segment_explain_and_doctor_say_the_same_of_every_row() {
    for (id, case, _, silent) in ROWS {
        for case in std::iter::once(case).chain(*silent) {
            let home = case.home().private().env("AWS_EC2_METADATA_DISABLED", "true");
            let found = contradictions(&home);
            assert!(found.is_empty(), "{id}, {:?}:\n{}", case.environment, found.join("\n"));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the contract is the project's own")]
fn every_check_of_the_contract_has_a_row() {
    let contract = std::fs::read_to_string(project_file("docs/guide/src/contract.md")).unwrap();
    let ids = contract.lines().filter_map(|line| {
        let (id, severity) = line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")?;
        matches!(severity, "fault" | "warning" | "note").then_some(id)
    });
    let known = ROWS.iter().map(|(id, ..)| *id).chain(ELSEWHERE);
    assert_eq!(ids.collect::<BTreeSet<_>>(), known.collect::<BTreeSet<_>>());
}

#[test]
fn every_mistake_of_a_file_is_told_not_only_the_first() {
    let config = "stray\n[a]\njunk\nregion = x\nregion = y\n= v\n[profile a]\n[profile a]\n";
    let home = Home::new().file(".aws/config", config);
    let refusing = ["parse-error", "duplicate-key", "duplicate-section"];
    let lines: BTreeSet<_> = findings(&home)
        .iter()
        .filter(|finding| refusing.iter().any(|id| finding["check"] == *id))
        .map(|finding| finding["place"]["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, BTreeSet::from([1, 3, 5, 6, 8]));
}

#[test]
fn a_file_of_utf16_is_read_all_the_same() {
    let text: Vec<u8> =
        "\u{feff}[work]\r\nregion = x\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let home = Home::new().file(".aws/config", text);
    let found: Vec<Value> =
        findings(&home).iter().map(|finding| finding["check"].clone()).collect();
    assert!(found.contains(&"wrong-encoding".into()), "{found:?}");
    assert!(found.contains(&"section-without-profile".into()), "{found:?}");
}

/// What a chain costs must not be paid again by every profile of it.
#[test]
fn a_chain_of_thousands_of_profiles_takes_no_time() {
    let profile = |number: usize, source: usize| {
        format!(
            "[profile p{number}]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = p{source}\n"
        )
    };
    let circle: String = (0..5_000).map(|number| profile(number, (number + 1) % 5_000)).collect();
    let start = Instant::now();
    let found = findings(&Home::new().file(".aws/config", circle));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let cycles = found.iter().filter(|finding| finding["check"] == "source-profile-cycle");
    assert_eq!(cycles.count(), 5_000);
}

#[test]
fn thousands_of_profiles_of_one_session_take_no_time() {
    let of_session = |number| {
        format!(
            "[profile p{number}]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = R\n"
        )
    };
    let profiles: String = (0..10_000).map(of_session).collect();
    let session = "[sso-session s]\nsso_start_url = https://x\nsso_region = us-east-1\n";
    let home = Home::new().file(".aws/config", format!("{session}{profiles}"));
    let start = Instant::now();
    let found = findings(&home.env("AWS_USE_FIPS_ENDPOINT", "true"));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(found.iter().filter(|it| it["check"] == "fips-endpoint-missing").count(), 10_000);
}

#[test]
fn a_long_chain_that_ends_is_not_a_cycle() {
    let role = |number: usize| {
        let source = number - 1;
        format!(
            "[profile p{number}]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = p{source}\n"
        )
    };
    let roles: String = (1..30).map(role).collect();
    let config = format!("[profile p0]\ncredential_process = x\n{roles}");
    let found = findings(&Home::new().file(".aws/config", config));
    assert!(found.iter().all(|finding| finding["check"] != "source-profile-cycle"), "{found:?}");
}

/// Returns what a check says is to be done.
pub(crate) fn remedy_of(id: &str, case: Case) -> Option<String> {
    let findings = findings(&case.home());
    let finding = findings.iter().find(|finding| finding["check"] == id)?;
    finding["remedy"].as_str().map(str::to_owned)
}

#[test]
fn a_remedy_is_right_for_what_was_found() {
    let cases = [
        (
            "parse-error",
            credentials("aws_access_key_id = x\n"),
            "write a header such as [default] above it, or put a # before it",
        ),
        (
            "section-ignored",
            config("[profile\u{a0}x]\nregion = us-east-1\n"),
            "write [profile x], with an ordinary blank",
        ),
        (
            "parse-error",
            config("[default]\nregion = us-east-1\n[profile x\nregion = us-west-2\n"),
            "write the ] at its end",
        ),
        (
            "section-without-profile",
            config("[x]\nregion = us-east-1\n[profile x]\noutput = json\n"),
            "move what is below it to [profile x], and delete it",
        ),
        (
            "profile-prefix-in-credentials",
            credentials("[x]\n[profile x]\nregion = us-east-1\n"),
            "move what is below it to [x], and delete it",
        ),
        (
            "source-profile-missing",
            config(
                "[profile a]\n[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = profile a\n",
            ),
            "write source_profile = a",
        ),
        (
            "no-region",
            config("[profile \"my dev\"]\ncredential_process = x\n"),
            "write region = REGION for profile my dev",
        ),
        ("section-ignored", config("[Profile x]\nregion = us-east-1\n"), "write [profile x]"),
        (
            "sso-account-malformed",
            config(
                "[profile a]\nsso_account_id = 1111-1111-1111\nsso_role_name = R\nsso_start_url = https://x\nsso_region = us-east-1\n",
            ),
            "write all twelve digits, and nothing else",
        ),
    ];
    for (id, case, remedy) in cases {
        assert_eq!(remedy_of(id, case).as_deref(), Some(remedy), "{id}");
    }
}

const fn with_keys(config: &'static str) -> Case {
    files(config, KEYS)
}

const fn variable(environment: &'static [(&'static str, &'static str)]) -> Case {
    Case { environment, ..with_keys("") }
}

/// Checks, where they fire, and what they say is to be done.
const CORRECTIONS: &[(&str, Case, &str)] = &[
    (
        "setting-refused",
        with_keys("[profile a]\nrequest_checksum_calculation = x\n"),
        "write request_checksum_calculation = when_supported or when_required, or delete the line",
    ),
    (
        "setting-refused",
        with_keys("[profile a]\ncli_timestamp_format = x\n"),
        "write cli_timestamp_format = wire or iso8601, or delete the line",
    ),
    (
        "setting-refused",
        with_keys("[profile a]\ns3 =\n  addressing_style = x\n"),
        "write addressing_style = virtual, auto or path, or delete the line",
    ),
    (
        "setting-refused",
        with_keys("[profile a]\nendpoint_url = localhost:4566\n"),
        "write endpoint_url = http://localhost:4566 or another URL, or delete the line",
    ),
    (
        "setting-refused",
        with_keys("[profile a]\nservices = nope\n"),
        "write the section [services nope] with settings, or delete the line",
    ),
    (
        "setting-refused",
        variable(&[("AWS_ACCOUNT_ID_ENDPOINT_MODE", "x")]),
        "set AWS_ACCOUNT_ID_ENDPOINT_MODE to preferred, disabled or required, or unset it",
    ),
    (
        "setting-refused",
        variable(&[("AWS_ENDPOINT_URL", "localhost:4566")]),
        "set AWS_ENDPOINT_URL to a URL such as http://localhost:4566, or unset it",
    ),
    (
        "service-endpoint-refused",
        variable(&[("AWS_ENDPOINT_URL_S3", "localhost:9000")]),
        "set AWS_ENDPOINT_URL_S3 to a URL such as http://localhost:4566, or unset it",
    ),
    (
        "answer-not-shown",
        variable(&[("AWS_DEFAULT_OUTPUT", "JSON")]),
        "set it to json, or unset it",
    ),
    ("answer-not-shown", with_keys("[profile a]\noutput = yml\n"), "write output = yaml"),
    ("quoted-value", with_keys("[profile a]\ncli_pager = ''\n"), "remove the quotes"),
    (
        "answer-not-shown",
        with_keys("[profile a]\ncli_pager = /no/such/pager -R\n"),
        "install the pager, or write cli_pager = and nothing after it",
    ),
    (
        "process-missing",
        config("[profile a]\ncredential_process = ~/bin/x\n"),
        "write the whole path, which no shell will expand",
    ),
    (
        "process-missing",
        config("[profile a]\ncredential_process = x \"y\n"),
        "write the command in one line, with quotes in pairs",
    ),
    // A fault of a profile that is not in use is not why.
    (
        "client-refuses",
        Case {
            config: "[profile w]\nregion = us-east-1\n[profile z]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = gone\n",
            credentials: "",
            environment: &[("AWS_PROFILE", "w")],
        },
        "aws configure --profile w",
    ),
    (
        "secret-without-id",
        variable(&[SECRET]),
        "unset AWS_SECRET_ACCESS_KEY, unless you export the AWS_ACCESS_KEY_ID that belongs to it",
    ),
    (
        "answer-not-shown",
        variable(&[("AWS_PAGER", " ")]),
        "install the pager, or set AWS_PAGER to nothing",
    ),
    (
        "process-missing",
        config("[profile a]\ncredential_process = bin/x\n"),
        "install the program, or write its whole path",
    ),
    (
        "answer-not-shown",
        variable(&[("PAGER", "/no/such/pager")]),
        "install the pager, or set AWS_PAGER to nothing",
    ),
    (
        "answer-not-shown",
        with_keys("[profile a]\ncli_pager = less 'x\n"),
        "install the pager, or write cli_pager = and nothing after it",
    ),
    (
        "process-missing",
        config("[profile a]\ncredential_process = \"\" x\n"),
        "install the program, or correct its path",
    ),
    (
        "plugins-missing",
        config("[plugins]\ncli_legacy_plugin_path = ~/plugins\nx = y\n"),
        "write cli_legacy_plugin_path = @HOME@/plugins, as ~ is not expanded",
    ),
];

/// What a setting that stops every command can be is said where it is found.
#[test]
fn the_accepted_values_are_said_with_the_setting() {
    for (id, case, remedy) in CORRECTIONS {
        let home = case.home();
        let found = findings(&home);
        let of_check = found.iter().filter(|finding| finding["check"] == *id);
        let remedies: Vec<_> =
            of_check.map(|finding| finding["remedy"].as_str().unwrap()).collect();
        assert!(remedies.contains(remedy), "{id}: {remedies:?} {}", case.config);
    }
}

#[test]
fn an_alias_file_that_cannot_be_read_is_found_at_its_line() {
    let texts = [
        ("duplicate-key", "[toplevel]\nx = sts\nx = s3\n", 3),
        ("parse-error", "x = sts\n", 1),
        ("byte-order-mark", "\u{feff}[toplevel]\nx = sts\n", 1),
    ];
    for (id, text, line) in texts {
        let home = Home::new().file(".aws/cli/alias", text);
        assert_eq!(place_of(id, &home), Some(("@HOME@/.aws/cli/alias".into(), line)), "{text}");
    }
}

#[test]
fn an_alias_that_is_called_as_a_command_is_found_at_its_line() {
    for (text, line) in [
        ("[toplevel]\nx = sts\nec2 = ec2 --region eu-central-1\n", Some(3)),
        ("[toplevel]\nsts = sts --profile x\n", Some(2)),
        (
            "[toplevel]\nx = sts --region eu-central-1\n[command ec2]\nls = describe-instances\n",
            None,
        ),
    ] {
        let place = place_of("alias-hides-command", &Home::new().file(".aws/cli/alias", text));
        assert_eq!(place, line.map(|line| ("@HOME@/.aws/cli/alias".into(), line)), "{text}");
    }
}

#[test]
fn a_file_of_regions_that_clients_cannot_read_is_found() {
    let cases = [
        (".aws/models/endpoints.json", "{}", true),
        (".aws/models/endpoints.json", "x", true),
        (".aws/models/partitions.json", "", true),
        (".aws/models/partitions.json", "{\"partitions\": [{}]}", false),
        (".aws/models/partitions.json", "{\"partitions\": []}", true),
        (".aws/models/s3.json", "x", false),
        ("data/endpoints.json", "x", true),
    ];
    for (path, text, is_found) in cases {
        let home = Home::new().file(path, text);
        let data = home.path().join("data").to_string_lossy().into_owned();
        let place = place_of("model-damaged", &home.env("AWS_DATA_PATH", &data));
        let expected = is_found.then(|| (format!("@HOME@/{path}"), 0));
        assert_eq!(place, expected, "{path} {text}");
    }
    for (path, text, is_found) in [
        ("sts/2011-06-15/service-2.json", "{", true),
        ("sts/2011-06-15/waiters-2.json", "{", true),
        ("sts/2011-06-15/examples-1.json", "{", false),
        ("sts/2011-06-15/service-2.json", "{}", false),
        ("_retry.json", "x", true),
        ("_retry.json", "{}", false),
        ("sdk-default-configuration.json", "{}", true),
        ("sdk-default-configuration.json", "{\"base\": {}}", false),
    ] {
        let path = format!(".aws/models/{path}");
        let place = place_of("model-damaged", &Home::new().file(&path, text));
        assert_eq!(place, is_found.then(|| (format!("@HOME@/{path}"), 0)), "{path} {text}");
    }
    // The directory that one works in is none of them.
    assert_eq!(place_of("model-damaged", &Home::new().file("endpoints.json", "x")), None);
}

#[test]
fn a_file_in_the_place_of_the_cache_is_found_where_it_is_needed() {
    let role = "[profile r]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = a\n";
    for path in [".aws/cli", ".aws/cli/cache"] {
        let home = files(role, KEYS).home().file(path, "");
        let place = place_of("cache-not-writable", &home);
        assert_eq!(place, Some((format!("@HOME@/{path}"), 0)));
        let keys = credentials(KEYS).home().file(path, "");
        assert_eq!(place_of("cache-not-writable", &keys), None);
    }
    let home = files(role, KEYS).home().file(".aws/cli/cache/x.json", "{}");
    assert_eq!(place_of("cache-not-writable", &home), None);
}

#[test]
fn a_name_that_looks_like_a_part_of_the_sentence_stays_whole() {
    let home = Case {
        config: "[profile \"identity go\"]\nregion = us-east-1\n",
        environment: &[("AWS_PROFILE", "identity go"), EXPORTED, SECRET],
        ..Case::default()
    };
    let findings = findings(&home.home());
    let finding = findings.iter().find(|finding| finding["check"] == "keys-outrank-profile");
    let what = finding.and_then(|finding| finding["what"].as_str());
    assert_eq!(what, Some("keys in the environment take precedence over profile identity go"));
}
