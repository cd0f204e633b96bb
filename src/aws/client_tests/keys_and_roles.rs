//! Access keys, roles and web identities.

use super::*;

#[test]
fn clients_read_other_variables_for_keys_and_treat_blanks_differently() {
    let [id, secret] = ENV_KEYS;
    let old_id = ("AWS_ACCESS_KEY", id.1);
    let blank = |name| (name, " ");
    let with_token = "env 555555555555 +token";
    let rows: [(&str, &Pairs<'_>, Outcomes<'_>); 9] = [
        ("7.2", &[id, ("SECRET_ACCESS_KEY", "s")], [HALF, EXPORTED, PLAIN, PLAIN]),
        ("7.2", &[id, ("AWS_SECRET_KEY", "s")], [HALF, PLAIN, PLAIN, EXPORTED]),
        ("7.2", &[old_id, secret], [PLAIN, PLAIN, PLAIN, EXPORTED]),
        ("7.2", &[old_id, ("AWS_SECRET_KEY", "s")], [PLAIN, PLAIN, PLAIN, EXPORTED]),
        ("7.2", &[blank("AWS_ACCESS_KEY_ID"), secret], ["env", PLAIN, "env", "env"]),
        ("7.2", &[id, blank("AWS_SECRET_ACCESS_KEY")], [EXPORTED, PLAIN, EXPORTED, EXPORTED]),
        (
            "3.3",
            &[id, secret, blank("AWS_SESSION_TOKEN")],
            [with_token, EXPORTED, with_token, with_token],
        ),
        (
            "3.3",
            &[id, secret, ("AWS_SECURITY_TOKEN", "t")],
            [with_token, EXPORTED, EXPORTED, EXPORTED],
        ),
        (
            "9.1",
            &[id, secret, ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")],
            ["expired", EXPORTED, EXPORTED, EXPORTED],
        ),
    ];
    let credentials = &format!("[default]\n{KEYS}");
    for (rule, variables, expected) in rows {
        let situation = Situation { credentials, variables, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn a_chosen_profile_outranks_exported_keys_in_javascript_alone() {
    let [id, secret] = ENV_KEYS;
    let credentials = &format!("[default]\n{KEYS}[a]\n{KEYS}");
    let role = &format!("[profile a]\n{ROLE}credential_source = Environment\n");
    for profile in ["default", "a"] {
        let variables = &[id, secret, ("AWS_PROFILE", profile)];
        let situation = Situation { credentials, variables, ..Situation::default() };
        assert_outcomes("7.1", situation, [EXPORTED, EXPORTED, PLAIN, EXPORTED]);
        let situation = Situation { profile: Some(profile), ..situation };
        assert_outcomes("7.1", situation, [PLAIN, EXPORTED, PLAIN, PLAIN]);
    }
    let variables = &[id, secret, REGION, ("AWS_PROFILE", "a")];
    let situation = Situation { config: role, variables, ..Situation::default() };
    assert_outcomes("7.7 g11", situation, [EXPORTED, EXPORTED, ASSUMED, EXPORTED]);
    let half = &[id, REGION, ("AWS_PROFILE", "a")];
    let situation = Situation { config: role, variables: half, ..Situation::default() };
    assert_outcomes("7.7", situation, [HALF, NONE, NONE, NONE]);
}

#[test]
fn keys_are_joined_across_the_files_or_not() {
    let both = &format!("[default]\n{KEYS}");
    let second = &format!("[default]\n{KEYS_2}");
    let id = "[default]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\n";
    let secret = "[default]\naws_secret_access_key = s\n";
    let token = "[default]\naws_session_token = t\n";
    let security_token = &format!("{both}aws_security_token = t\n");
    let empty_token = &format!("{both}aws_session_token =\n");
    let with_token = "static 111111111111 +token";
    let rows: [(&str, &str, &str, Outcomes<'_>); 10] = [
        ("3.2 c03", secret, id, [HALF, PLAIN, PLAIN, HALF]),
        ("3.2", id, secret, [HALF, PLAIN, PLAIN, HALF]),
        ("3.4", second, id, [HALF, PLAIN, PLAIN, HALF]),
        ("3.4", id, second, ["static 222222222222"; 4]),
        ("3.4", second, both, [PLAIN; 4]),
        ("3.4", id, "", [HALF, INVALID, NONE, HALF]),
        ("3.4", "", secret, [NONE, INVALID, NONE, HALF]),
        ("3.2 c06", token, both, [PLAIN, with_token, with_token, with_token]),
        ("3.3", "", security_token, [with_token, PLAIN, PLAIN, PLAIN]),
        ("3.3", "", empty_token, [PLAIN; 4]),
    ];
    for (rule, config, credentials, expected) in rows {
        let situation = Situation { config, credentials, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn a_role_without_a_source_is_an_error_or_assumed_or_not() {
    let rows: [(&str, &str, &Pairs<'_>, Outcomes<'_>); 12] = [
        ("7.5", KEYS, &[], [HALF, INVALID, PLAIN, ASSUMED]),
        ("7.5", "credential_process = x\n", &[], [HALF, INVALID, "process", ASSUMED]),
        ("7.5", "", &[CONTAINER], [HALF, INVALID, HOST, ASSUMED]),
        ("7.5", "", &[], [HALF, INVALID, NONE, NONE]),
        ("7.8", "", &[TOKEN_FILE, ROLE_VARIABLE], [HALF, INVALID, BY_WEB, BY_WEB]),
        ("7.5", "source_profile =\n", &[], [INVALID, NONE, NONE, NONE]),
        ("7.5", &format!("source_profile =\n{KEYS}"), &[], [INVALID, NONE, PLAIN, ASSUMED]),
        (
            "7.5",
            "source_profile = b\ncredential_source = EcsContainer\n",
            &[CONTAINER],
            [INVALID, INVALID, HOST, INVALID],
        ),
        (
            "7.5",
            &format!("source_profile = b\ncredential_source = EcsContainer\n{KEYS}"),
            &[],
            [INVALID, INVALID, PLAIN, INVALID],
        ),
        ("7.7", "credential_source = Nonsense\n", &[CONTAINER], [INVALID, INVALID, HOST, INVALID]),
        (
            "7.7 g53",
            "credential_source = ecscontainer\n",
            &[CONTAINER],
            [INVALID, ASSUMED, HOST, INVALID],
        ),
        (
            "7.7",
            "credential_source = EcsContainer\n",
            &[TOKEN_FILE, ROLE_VARIABLE],
            [NONE, NONE, BY_WEB, BY_WEB],
        ),
    ];
    for (rule, rest, variables, expected) in rows {
        let config = &format!("[default]\nregion = us-east-1\n{ROLE}{rest}[profile b]\n{KEYS_2}");
        let files = &[("token", "token")];
        let situation = Situation { config, variables, files, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn a_source_profile_is_found_and_used_in_several_ways() {
    let role = |rest: &str| format!("{ROLE}source_profile = b\n{rest}");
    let other = "role_arn = arn:aws:iam::888888888888:role/R\n";
    let by_c = "assume-role 999999999999 < b < c +token";
    let rows = [
        ("7.3", role(&format!("[profile b]\n{KEYS_2}")), [BY_B; 4]),
        (
            "7.4",
            role(&format!(
                "[profile b]\naws_access_key_id = x\n{other}source_profile = c\n[profile c]\n{KEYS_3}"
            )),
            [HALF, by_c, by_c, HALF],
        ),
        (
            "7.4",
            role(&format!("[profile b]\n{SSO}{KEYS_2}{CORP}")),
            ["sso-token", BY_B, BY_B, BY_B],
        ),
        (
            "7.7",
            role("[profile b]\ncredential_source = EcsContainer\n"),
            [INVALID, BY_B, BY_B, INVALID],
        ),
        ("7.6", role("[profile b]\nregion = us-east-1\n"), [INVALID, INVALID, HOST, INVALID]),
        ("7.6", role(""), [INVALID, HOST, HOST, INVALID]),
    ];
    for (rule, config, expected) in &rows {
        let config = &format!("[default]\nregion = us-east-1\n{config}");
        let situation = Situation { config, variables: &[CONTAINER], ..Situation::default() };
        assert_outcomes(rule, situation, *expected);
    }
}

#[test]
fn a_chain_that_leads_back_ends_differently() {
    let role = |rest: &str| format!("{ROLE}source_profile = b\n{rest}");
    let to = |name: &str| {
        format!("role_arn = arn:aws:iam::888888888888:role/R\nsource_profile = {name}\n")
    };
    let own = |rest: &str| format!("{ROLE}source_profile = default\n{rest}");
    let by_own = "assume-role 999999999999 < default +token";
    let back = role(&format!("[profile b]\n{}", to("default")));
    let round = "assume-role 999999999999 < b < default +token";
    let through_keys = role(&format!("[profile b]\n{KEYS_2}{}[profile c]\n{}", to("c"), to("b")));
    let rows = [
        ("7.6 g08", back.clone(), [CYCLE, CYCLE, NONE, INVALID]),
        (
            "7.6",
            back.replacen("role_arn", "credential_process = x\nrole_arn", 1),
            [CYCLE, CYCLE, "process", INVALID],
        ),
        (
            "7.6",
            back.replacen("role_arn", &format!("{KEYS}role_arn"), 1),
            [CYCLE, CYCLE, round, round],
        ),
        ("7.6", through_keys, [BY_B, BY_B, BY_B, BY_B]),
        ("7.6 g06", own(KEYS), [by_own; 4]),
        ("7.6", own("credential_process = x\n"), [CYCLE, by_own, "process", INVALID]),
        ("7.6", own(""), [CYCLE, NONE, NONE, INVALID]),
    ];
    let rows: Vec<_> =
        rows.iter().map(|(rule, config, row)| (*rule, config.as_str(), *row)).collect();
    assert_configs(&rows);
}

#[test]
fn what_a_role_is_asked_for_beside_its_source() {
    let with = |rest: &str| format!("{ROLE}source_profile = b\n{rest}[profile b]\n{KEYS_2}");
    let mfa = "mfa_serial = arn:aws:iam::222222222222:mfa/me\n";
    let asked = |outcome: &str| format!("{outcome} +mfa");
    let by_c = "assume-role 999999999999 < b < c +token";
    let rows = [
        ("7.15", with(mfa), [&asked(BY_B), BY_B, "mfa", "mfa"]),
        (
            "7.15",
            format!(
                "{ROLE}source_profile = b\n[profile b]\nrole_arn = \
                 arn:aws:iam::888888888888:role/R\nsource_profile = c\n{mfa}[profile c]\n{KEYS_3}"
            ),
            [&asked(by_c), by_c, "mfa", "mfa"],
        ),
        (
            "7.4 g10",
            format!(
                "{ROLE}source_profile = b\n[profile b]\nrole_arn = \
                 arn:aws:iam::888888888888:role/R\nsource_profile = c\n{mfa}{KEYS_2}"
            ),
            [BY_B, BY_B, BY_B, "mfa"],
        ),
        ("7.20", with("duration_seconds = 100\n"), [INVALID, BY_B, BY_B, BY_B]),
        ("7.20", with("external_id =\n"), [INVALID, BY_B, BY_B, BY_B]),
        (
            "7.20",
            with("").replace("arn:aws:iam::999999999999:role/R", "R"),
            [INVALID, "assume-role < b +token", "assume-role < b +token", "assume-role < b +token"],
        ),
        ("7.19", format!("{KEYS}s3 =\nx = 5\n"), [INVALID, PLAIN, PLAIN, PLAIN]),
    ];
    let rows: Vec<_> =
        rows.iter().map(|(rule, config, row)| (*rule, config.as_str(), *row)).collect();
    assert_configs(&rows);
}

#[test]
fn the_rust_sdk_assumes_no_role_without_a_region() {
    let role = &format!("[default]\n{ROLE}source_profile = b\n[profile b]\n{KEYS_2}");
    let with_source_region = &format!("{role}region = us-east-1\n");
    let web = &format!("[default]\n{ROLE}web_identity_token_file = /h/token\n");
    let by_web = "web-identity 999999999999 +token";
    let endpoint = ("AWS_ENDPOINT_URL", "http://localhost");
    let rows: [(&str, &Pairs<'_>, Outcomes<'_>); 7] = [
        (role, &[], [BY_B, "no-region", BY_B, BY_B]),
        (role, &[("AWS_DEFAULT_REGION", "us-east-1")], [BY_B; 4]),
        (role, &[endpoint], [BY_B, "no-region", BY_B, BY_B]),
        (with_source_region, &[], [BY_B; 4]),
        (web, &[], [by_web, "no-region", by_web, by_web]),
        (web, &[REGION], [by_web; 4]),
        (web, &[endpoint], [by_web; 4]),
    ];
    for (config, variables, expected) in rows {
        let files = &[("token", "token")];
        let situation = Situation { config, variables, files, ..Situation::default() };
        assert_outcomes("5.16", situation, expected);
    }
}

#[test]
fn web_identity_is_set_up_whole_or_not_at_all() {
    let token_file = "web_identity_token_file = /h/token\n";
    let by_web = "web-identity 999999999999 +token";
    let rows: [(&str, &str, &Pairs<'_>, Outcomes<'_>); 9] = [
        ("7.8 g32", KEYS, &[TOKEN_FILE, ROLE_VARIABLE], [BY_WEB, PLAIN, PLAIN, BY_WEB]),
        ("7.8", KEYS, &[TOKEN_FILE], [INVALID, PLAIN, PLAIN, INVALID]),
        ("7.8", "", &[TOKEN_FILE, CONTAINER], [INVALID, INVALID, HOST, INVALID]),
        ("7.8", &format!("{ROLE}{token_file}"), &[], [by_web; 4]),
        ("7.8", &format!("{ROLE}{token_file}{KEYS}"), &[], [by_web, by_web, PLAIN, ASSUMED]),
        (
            "7.8",
            &format!("{ROLE}{token_file}credential_process = x\n"),
            &[],
            [by_web, by_web, by_web, INVALID],
        ),
        ("7.8", &format!("{token_file}{KEYS}"), &[], [INVALID, INVALID, PLAIN, INVALID]),
        (
            "7.8",
            &format!("{ROLE}web_identity_token_file = /h/gone\n{KEYS}"),
            &[],
            [NONE, NONE, PLAIN, ASSUMED],
        ),
        (
            "7.8 g35",
            &format!("{ROLE}{token_file}source_profile = b\n[profile b]\n{KEYS_2}"),
            &[],
            [by_web, by_web, BY_B, INVALID],
        ),
    ];
    for (rule, config, variables, expected) in rows {
        let config = &format!("[default]\nregion = us-east-1\n{config}");
        let files = &[("token", "token")];
        let situation = Situation { config, variables, files, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn terraform_checks_the_profile_before_it_looks_at_exported_keys() {
    let rows = [
        ("3.4", "aws_access_key_id = x\n".to_owned(), [EXPORTED, EXPORTED, EXPORTED, HALF]),
        (
            "7.5",
            format!("{ROLE}source_profile = b\ncredential_source = Environment\n"),
            [EXPORTED, EXPORTED, EXPORTED, INVALID],
        ),
        ("7.6", format!("{ROLE}source_profile = b\n"), [EXPORTED, EXPORTED, EXPORTED, INVALID]),
        (
            "7.3",
            format!("source_profile = b\n[profile b]\n{KEYS_2}"),
            [EXPORTED, EXPORTED, EXPORTED, INVALID],
        ),
        ("7.17", "sso_session = nope\n".to_owned(), ["sso", EXPORTED, EXPORTED, INVALID]),
    ];
    for (rule, config, expected) in &rows {
        let config = &format!("[default]\n{config}");
        let situation = Situation { config, variables: &ENV_KEYS, ..Situation::default() };
        assert_outcomes(rule, situation, *expected);
    }
    let without_role = format!("source_profile = b\n{KEYS}[profile b]\n{KEYS_2}");
    assert_configs(&[("7.3", &without_role, [PLAIN, PLAIN, PLAIN, INVALID])]);
}
