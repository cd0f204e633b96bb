//! Variables that no client knows, and the known one that was probably meant.

use super::environment::Environment;
use super::misspelling::{MeantName, nearest};

/// The variables that decide about credentials, profile and region.
const VARIABLES: [&str; 16] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_CA_BUNDLE",
    "AWS_CONFIG_FILE",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_ROLE_ARN",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/// Other variables of which no client knows a name in small letters.
const OTHERS: &str = "\
    AWS_CLI_AUTO_PROMPT AWS_CLI_HISTORY_FILE AWS_CLI_OUTPUT_ENCODING \
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_DATA_PATH \
    AWS_EC2_METADATA_SERVICE_ENDPOINT AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE \
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_LOGIN_CACHE_DIRECTORY AWS_MAX_ATTEMPTS AWS_PAGER \
    AWS_RETRY_MODE AWS_ROLE_SESSION_NAME AWS_STS_REGIONAL_ENDPOINTS AWS_USE_DUALSTACK_ENDPOINT \
    AWS_USE_FIPS_ENDPOINT";

/// Names of variables that people write for another one.
const VARIABLE_ALIASES: [(&str, &str); 8] = [
    ("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ("AWS_CREDENTIALS_FILE", "AWS_SHARED_CREDENTIALS_FILE"),
    ("AWS_CREDENTIALS_PROFILES_FILE", "AWS_SHARED_CREDENTIALS_FILE"),
    ("AWS_OUTPUT", "AWS_DEFAULT_OUTPUT"),
    ("AWS_SECRET_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_SHARED_CONFIG_FILE", "AWS_CONFIG_FILE"),
    ("AWS_SHARED_CREDENTIAL_FILE", "AWS_SHARED_CREDENTIALS_FILE"),
];

/// Variables of scripts and other tools that are near those of the AWS CLI.
const FOREIGN_VARIABLES: [&str; 6] = [
    "AWS_CREDENTIAL_FILE",
    "AWS_DEFAULT_REGIONS",
    "AWS_PROFILES",
    "AWS_REGIONS",
    "AWS_ROLE_ARNS",
    "AWS_SESSION_TOKENS",
];

/// Returns the variable that was probably meant, if it is not set.
pub(crate) fn meant_variable(name: &str, environment: &Environment) -> Option<&'static str> {
    let is_known = VARIABLES.contains(&name) || FOREIGN_VARIABLES.contains(&name);
    // The endpoint of one service.
    if is_known || name.starts_with("AWS_ENDPOINT_URL_") {
        return None;
    }
    let upper = name.to_ascii_uppercase();
    let others = OTHERS.split(' ').filter(|_| upper != name);
    let same = VARIABLES.into_iter().chain(others).find(|known| *known == upper);
    let alias =
        || VARIABLE_ALIASES.iter().find(|(alias, _)| *alias == upper).map(|(_, name)| *name);
    let near = || {
        let targets =
            VARIABLES.map(|name| MeantName::with_text(name, name.trim_start_matches("AWS_")));
        nearest(&upper.strip_prefix("AWS_")?.to_ascii_lowercase(), &targets)
    };
    let meant = same.or_else(alias).or_else(near)?;
    let is_set = |name: &str| environment.get(name).is_some();
    let other = match meant {
        "AWS_PROFILE" => "AWS_DEFAULT_PROFILE",
        "AWS_DEFAULT_PROFILE" => "AWS_PROFILE",
        "AWS_REGION" => "AWS_DEFAULT_REGION",
        "AWS_DEFAULT_REGION" => "AWS_REGION",
        meant => meant,
    };
    (!is_set(meant) && !is_set(other)).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::environment::Platform;

    #[test]
    fn a_variable_is_misspelt_only_where_the_meant_one_is_unset() {
        let meant = |name: &str, set: &str| {
            let variables = [name, set].map(|name| (name.into(), "x".into()));
            meant_variable(name, &Environment::new(Platform::Posix, variables))
        };
        let cases = [
            ("AWS_CREDENTIALS_FILE", Some("AWS_SHARED_CREDENTIALS_FILE")),
            ("AWS_CREDENTIALS_PROFILES_FILE", Some("AWS_SHARED_CREDENTIALS_FILE")),
            ("AWS_CREDENTIAL_PROFILES_FILE", None),
            ("AWS_ACCESS_KEY", Some("AWS_ACCESS_KEY_ID")),
            ("AWS_SECRET_KEY", Some("AWS_SECRET_ACCESS_KEY")),
            ("aws_profile", Some("AWS_PROFILE")),
            ("aws_pager", Some("AWS_PAGER")),
            ("AWS_Max_Attempts", Some("AWS_MAX_ATTEMPTS")),
            ("AWS_PROFIL", Some("AWS_PROFILE")),
            ("AWS_PORFILE", Some("AWS_PROFILE")),
            ("AWS_REIGON", Some("AWS_REGION")),
            ("AWS_DEFAULT_REGOIN", Some("AWS_DEFAULT_REGION")),
            ("AWS_SESION_TOKEN", Some("AWS_SESSION_TOKEN")),
            ("AWS_SECRET_ACESS_KEY", Some("AWS_SECRET_ACCESS_KEY")),
            ("AWS_OUTPUT", Some("AWS_DEFAULT_OUTPUT")),
            ("AWS_PROFILE", None),
            ("AWS_REGIONS", None),
            ("AWS_REGION_2", None),
            ("AWS_CREDENTIAL_FILE", None),
            ("AWS_SESSION_TOKEN_TTL", None),
            ("AWS_SESSION_EXPIRATION", None),
            ("AWS_ACCOUNT", None),
            ("AWS_VAULT", None),
            ("AWS_SSO_PROFILE", None),
            ("AWS_PROFILE_REGION", None),
            ("AWS_EB_PROFILE", None),
            ("AWS_SDK_LOAD_CONFIG", None),
            ("AWS_ENDPOINT", None),
            ("AWS_ENDPOINT_URL_S3", None),
            ("AWS_ENDPOINT_URL_SQS", None),
            ("AWS_PAGER", None),
        ];
        for (name, expected) in cases {
            assert_eq!(meant(name, "OTHER"), expected, "{name}");
        }
        assert_eq!(meant("AWS_PROFIL", "AWS_PROFILE"), None);
        assert_eq!(meant("aws_region", "AWS_DEFAULT_REGION"), None);
    }
}
