//! Names that no client knows, and names that are not what they look like.

use crate::checks::{Case, config, credentials, files, remedy_of};
use crate::common::Home;
use crate::findings;

/// Returns what a check says, in the order of the places.
fn whats(home: &Home, check: &str) -> Vec<String> {
    let found = findings(home);
    let found = found.iter().filter(|finding| finding["check"] == check);
    found.filter_map(|finding| Some(finding["what"].as_str()?.to_owned())).collect()
}

#[test]
fn a_credentials_file_under_the_name_of_an_older_variable_is_told() {
    let whats = |text: &str, name: &str| {
        let home = Home::new().file("keys", text);
        let path = home.path().join("keys").to_string_lossy().into_owned();
        let home = home.env("AWS_CREDENTIAL_FILE", &path).env(name, "/x");
        whats(&home, "misspelt-variable")
    };
    let file = "[default]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";
    assert_eq!(
        whats(file, "OTHER"),
        ["the AWS CLI reads AWS_SHARED_CREDENTIALS_FILE, which is not set"]
    );
    assert!(whats(file, "AWS_SHARED_CREDENTIALS_FILE").is_empty());
    assert!(whats("AWSAccessKeyId=x\nAWSSecretKey=y\n", "OTHER").is_empty());
}

#[test]
fn keys_of_their_own_are_not_to_be_made_a_role_without_source() {
    let whats = |rest: &str| {
        let role = "aws_role_arn = arn:aws:iam::111122223333:role/x\n";
        whats(
            &Home::new().file(".aws/config", format!("[profile a]\n{role}{rest}")),
            "misspelt-key",
        )
    };
    for own in ["aws_access_key_id = x\naws_secret_access_key = y\n", "credential_process = /x\n"] {
        assert!(whats(own).is_empty(), "{own}");
        assert_eq!(whats(&format!("{own}source_profile = s\n")).len(), 1, "{own}");
    }
    assert_eq!(whats("region = us-east-1\n").len(), 1);
}

#[test]
fn a_misspelt_key_is_told_once_with_the_one_that_was_meant() {
    let profiles: String =
        (0..4).map(|number| format!("[profile p{number}]\nrefion = us-east-1\n")).collect();
    let home = Home::new().file(".aws/config", profiles);
    assert_eq!(
        whats(&home, "misspelt-key"),
        ["p0: refion is probably region, there and 3 more times"]
    );
    let remedy = remedy_of("misspelt-key", config("[profile a]\naws_default_region = us-east-1\n"));
    assert_eq!(remedy.as_deref(), Some("write region instead of aws_default_region"));
}

#[test]
fn misspelt_keys_of_reports_are_found() {
    for (key, meant) in [
        ("aws_access_key", "aws_access_key_id"),
        ("aws_secret_key", "aws_secret_access_key"),
        ("aws_acces_key_id", "aws_access_key_id"),
        ("refion", "region"),
        ("role-arn", "role_arn"),
        ("source-profile", "source_profile"),
        ("sso-session", "sso_session"),
        ("inlcude_profile", "include_profile"),
        ("endpoint-url", "endpoint_url"),
        ("aws_default_region", "region"),
    ] {
        let home = Home::new().file(".aws/config", format!("[profile a]\n{key} = x\n"));
        let expected = format!("a: {key} is probably {meant}");
        assert_eq!(whats(&home, "misspelt-key"), [expected]);
        let home =
            Home::new().file(".aws/config", format!("[profile a]\n{key} = x\n{meant} = y\n"));
        assert!(whats(&home, "misspelt-key").is_empty(), "{key}");
    }
}

#[test]
fn what_lacks_a_key_that_is_misspelt_is_told_to_correct_it() {
    let cases = [
        (
            "half-keys",
            credentials("[a]\naws_access_key_id = x\naws_secret_key = s\n"),
            "write aws_secret_access_key instead of aws_secret_key in line 3",
        ),
        (
            "half-keys",
            credentials("[a]\naws_access_key_id\u{200b} = x\naws_secret_access_key = s\n"),
            "type aws_access_key_id again in line 2",
        ),
        (
            "sso-incomplete",
            config(
                "[profile a]\nsso-session = s\nsso_account_id = 111111111111\nsso_role_name = R\n\
                 [sso-session s]\nsso_start_url = https://x\nsso_region = us-east-1\n",
            ),
            "write sso_session instead of sso-session in line 2",
        ),
        (
            "role-without-source",
            config(
                "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource-profile = b\n",
            ),
            "write source_profile instead of source-profile in line 3",
        ),
        (
            "source-without-role",
            config("[profile a]\nrole-arn = x\nsource_profile = b\n"),
            "write role_arn instead of role-arn in line 2",
        ),
        (
            "no-region",
            files("[profile a]\nrefion = us-east-1\n", crate::checks::KEYS),
            "write region instead of refion in line 2",
        ),
        (
            "sso-session-incomplete",
            config("[sso-session s]\nsso_start_url = https://x\nsso-region = us-east-1\n"),
            "write sso_region instead of sso-region in line 3",
        ),
    ];
    for (check, case, remedy) in cases {
        assert_eq!(remedy_of(check, case).as_deref(), Some(remedy), "{check}");
    }
}

#[test]
fn keys_of_other_tools_raise_no_alarm() {
    let config = "\
[profile a]
region = us-east-1
granted_sso_start_url = https://x
granted_sso_region = us-east-1
granted_sso_account_id = 111111111111
granted_sso_role_name = R
credential_process = granted credential-process --profile a
[profile b]
region = us-east-1
azure_tenant_id = x
azure_default_role_arn = x
google_config.role_arn = x
adfs_config.role_arn = x
include_profile = a
mfa_process = ykman
session_tags = a=b
source_identity = me
sso_auto_populated = true
cli_error_format = json
use_fips_endpoint = true
";
    let credentials = "\
[b]
aws_access_key_id = ASIARTXV5AHDQAABCIRT
aws_secret_access_key = s
aws_session_token = t
aws_security_token = t
x_principal_arn = arn:aws:sts::111111111111:assumed-role/R/me
x_security_token_expires = 2099-01-01T00:00:00Z
expiration = 2099-01-01T00:00:00Z
";
    let home =
        Home::new().file(".aws/config", config).file(".aws/credentials", credentials).private();
    let answer = home.env("AWS_PROFILE", "b").answer(&["doctor"]);
    assert!(answer.starts_with("All is well: "), "{answer}");
}

#[test]
fn a_misspelt_variable_is_told_with_the_one_that_was_meant() {
    for (name, meant) in [
        ("AWS_CREDENTIALS_FILE", "AWS_SHARED_CREDENTIALS_FILE"),
        ("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
        ("aws_profile", "AWS_PROFILE"),
        ("AWS_REIGON", "AWS_REGION"),
    ] {
        let found = whats(&Home::new().env(name, "x"), "misspelt-variable");
        assert_eq!(found, [format!("the AWS CLI reads {meant}, which is not set")], "{name}");
    }
}

#[test]
fn a_header_with_a_character_that_is_not_seen_shows_its_code_point() {
    let cases = [
        (
            "[profile dev\u{a0}]",
            "[profile dev<U+00A0>] has a no-break space (U+00A0)",
            "write [profile dev]",
        ),
        (
            "[profile dev\u{200b}]",
            "[profile dev<U+200B>] has a zero-width space (U+200B)",
            "write [profile dev]",
        ),
        (
            "[profile \u{201c}dev\u{201d}]",
            "[profile <U+201C>dev<U+201D>] has a curly quote (U+201C), a curly quote (U+201D)",
            "write [profile dev]",
        ),
        (
            "[profile dev\u{2013}a]",
            "[profile dev<U+2013>a] has an en dash (U+2013)",
            "write [profile dev-a]",
        ),
        (
            "[profile d\u{435}v]",
            "[profile d<U+0435>v] has a letter of another script (U+0435)",
            "write [profile dev]",
        ),
        (
            "[sso-session corp\u{feff}]\nsso_start_url = x\nsso_region = us-east-1",
            "[sso-session corp<U+FEFF>] has a byte order mark (U+FEFF)",
            "write [sso-session corp]",
        ),
    ];
    for (header, what, remedy) in cases {
        let home = Home::new().file(".aws/config", format!("{header}\n"));
        let found = findings(&home);
        let found = found.iter().find(|finding| finding["check"] == "hidden-character").unwrap();
        assert_eq!((&found["what"], &found["remedy"]), (&what.into(), &remedy.into()));
    }
    let case = credentials("[dev]\n[dev\u{200b}]\nregion = us-east-1\n");
    assert_eq!(
        remedy_of("hidden-character", case).as_deref(),
        Some("move what is below it to [dev], and delete it")
    );
}

#[test]
fn a_header_that_is_not_read_shows_its_code_points_too() {
    let home = config("[profile\u{a0}dev]\nregion = us-east-1\n").home();
    assert_eq!(
        whats(&home, "section-ignored"),
        ["[profile<U+00A0>dev] has a no-break space (U+00A0)"]
    );
    let home = config("[default]\nregion = us-east-1\n\u{feff}[profile a]\n").home();
    assert_eq!(
        whats(&home, "byte-order-mark"),
        ["the line begins with a byte order mark (U+FEFF)"]
    );
    let home = config("[default]\nregion = us-east-1\n\u{200b}[profile a]\n").home();
    assert_eq!(whats(&home, "parse-error"), ["the line begins with a zero-width space (U+200B)"]);
}

#[test]
fn a_key_or_value_with_a_character_that_is_not_seen_is_found() {
    let home =
        credentials("[a]\naws_access_key_id\u{200b} = x\naws_secret_access_key = s\n").home();
    let what = "a: the key aws_access_key_id has a zero-width space (U+200B)";
    assert_eq!(whats(&home, "hidden-character"), [what]);
    let case = config("[profile a]\nregion = us\u{2013}east\u{2013}1\n");
    assert_eq!(whats(&case.home(), "hidden-character"), ["a: region has an en dash (U+2013)"]);
    assert_eq!(remedy_of("hidden-character", case).as_deref(), Some("write region = us-east-1"));
    let case = config("[profile a]\ncredential_process = \u{201c}/opt/a\u{201d} \u{2014}x\n");
    assert!(remedy_of("hidden-character", case).is_some());
}

#[test]
fn a_chosen_profile_with_a_character_that_is_not_seen_is_explained() {
    let case = Case {
        config: "[profile dev]\nregion = us-east-1\n",
        environment: &[("AWS_PROFILE", "dev\u{a0}")],
        ..Case::default()
    };
    assert_eq!(
        whats(&case.home(), "hidden-character"),
        ["it is dev<U+00A0>, with a no-break space (U+00A0)"]
    );
    assert_eq!(remedy_of("hidden-character", case).as_deref(), Some("set it to dev"));
}

#[test]
fn a_header_that_only_the_cli_takes_is_found() {
    let cases = [
        ("[profiles dev]\n", "write [profile dev]"),
        ("[profilefoo dev]\n", "write [profile dev]"),
        ("[profile \"dev\"]\n", "write [profile dev]"),
        ("[profile 'dev']\n", "write [profile dev]"),
        ("[sso-sessions a]\nsso_start_url = x\nsso_region = y\n", "write [sso-session a]"),
        (
            "[profile dev]\n[profiles dev]\n",
            "move what is below it to [profile dev], and delete it",
        ),
    ];
    for (text, remedy) in cases {
        let home = Home::new().file(".aws/config", text);
        let found = findings(&home);
        let found = found.iter().find(|finding| finding["check"] == "header-of-cli-alone").unwrap();
        assert_eq!(found["remedy"], remedy, "{text}");
    }
}
