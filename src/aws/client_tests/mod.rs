//! The rules of `docs/guide/src/resolution.md` in which the clients differ, a row each, for all of
//! them.
//!
//! As `resolution_tests` does for AWS CLI v2, these rows cover what the measured cases leave out.

mod keys_and_roles;
mod places_and_sessions;

use super::client::Client;
use super::situation::{CORP, ENV_KEYS, KEYS, Pairs, ROLE, ROLE_CACHE, SSO, Situation, TOKEN};

/// The columns: the Python clients, which are three, and the SDKs.
const COLUMNS: [&[Client]; 4] = [
    &[Client::AwsCliV2, Client::AwsCliV1, Client::Boto3],
    &[Client::RustSdk],
    &[Client::JsSdk],
    &[Client::Terraform],
];

/// What becomes of a situation in each column.
type Outcomes<'a> = [&'a str; 4];

#[track_caller]
fn assert_outcomes(rule: &str, situation: Situation<'_>, expected: Outcomes<'_>) {
    for (clients, expected) in COLUMNS.iter().zip(expected) {
        for client in *clients {
            let outcome = situation.outcome_of(*client);
            let Situation { config, credentials, variables, .. } = situation;
            let name = client.name();
            assert_eq!(outcome, expected, "{rule}, {name}: {variables:?}\n{config}{credentials}");
        }
    }
}

/// Checks the outcomes of the default profile of config files, whose region is set.
#[track_caller]
fn assert_configs(rows: &[(&str, &str, Outcomes<'_>)]) {
    for (rule, config, expected) in rows {
        let config = &format!("[default]\nregion = us-east-1\n{config}");
        assert_outcomes(rule, Situation { config, ..Situation::default() }, *expected);
    }
}

/// Keys of the accounts 222222222222 and 333333333333.
const KEYS_2: &str = "aws_access_key_id = AKIATHPL2AOHAAABCIRT\naws_secret_access_key = s\n";
const KEYS_3: &str = "aws_access_key_id = AKIAU3HBXAVKQAABTREE\naws_secret_access_key = s\n";

const CONTAINER: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/");
const TOKEN_FILE: (&str, &str) = ("AWS_WEB_IDENTITY_TOKEN_FILE", "/h/token");
const ROLE_VARIABLE: (&str, &str) = ("AWS_ROLE_ARN", "arn:aws:iam::777777777777:role/W");
const REGION: (&str, &str) = ("AWS_REGION", "us-east-1");

/// The outcomes that stand in several rows.
const PLAIN: &str = "static 111111111111";
const EXPORTED: &str = "env 555555555555";
const ASSUMED: &str = "assume-role 999999999999 +token";
const BY_B: &str = "assume-role 999999999999 < b +token";
const BY_WEB: &str = "web-identity 777777777777 +token";
const HOST: &str = "container +token";

const NONE: &str = "no-credentials";
const INVALID: &str = "invalid-config";
const HALF: &str = "partial-credentials";
const CYCLE: &str = "role-cycle";
