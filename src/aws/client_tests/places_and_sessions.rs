//! Profiles, files, regions, and the sessions of SSO and login.

use super::*;

#[test]
fn a_missing_profile_stops_some_clients() {
    let [id, secret] = ENV_KEYS;
    let missing = "profile-not-found";
    let chosen = ("AWS_PROFILE", "missing");
    let by_default = ("AWS_DEFAULT_PROFILE", "missing");
    let rows: [(&str, &Pairs<'_>, Outcomes<'_>); 10] = [
        ("4.7", &[chosen], [missing, NONE, NONE, missing]),
        ("4.8", &[chosen, id, secret], [missing, EXPORTED, NONE, missing]),
        ("4.7", &[chosen, CONTAINER], [missing, HOST, HOST, missing]),
        ("4.7", &[chosen, REGION, TOKEN_FILE, ROLE_VARIABLE], [missing, BY_WEB, BY_WEB, missing]),
        ("4.3", &[by_default], [missing, PLAIN, PLAIN, NONE]),
        ("4.8 d17", &[by_default, id, secret], [missing, EXPORTED, EXPORTED, EXPORTED]),
        ("4.7", &[by_default, CONTAINER], [missing, PLAIN, PLAIN, HOST]),
        ("4.4", &[("AWS_PROFILE", "")], [missing, NONE, PLAIN, PLAIN]),
        ("4.5", &[("AWS_PROFILE", ""), CONTAINER], [missing, HOST, PLAIN, PLAIN]),
        ("4.9", &[("AWS_PROFILE", "default")], [PLAIN; 4]),
    ];
    let credentials = &format!("[default]\n{KEYS}");
    for (rule, variables, expected) in rows {
        let files = &[("token", "token")];
        let situation = Situation { credentials, variables, files, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn the_two_variables_of_profiles_have_another_order_in_each_client() {
    let config = &format!("[default]\n{KEYS}[profile a]\n{KEYS_2}[profile b]\n{KEYS_3}");
    let (a, b) = ("static 222222222222", "static 333333333333");
    let both = [("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "b")];
    // One row for each client, in the order in which they are reported.
    let rows: [(&str, &Pairs<'_>, [&str; 6]); 3] = [
        ("4.2 d01", &both, [a, b, b, a, a, a]),
        ("4.3", &both[1..], [b, b, b, PLAIN, PLAIN, b]),
        ("4.1", &both[..1], [a; 6]),
    ];
    for (rule, variables, expected) in rows {
        let situation = Situation { config, variables, ..Situation::default() };
        let outcomes = Client::ALL.map(|client| situation.outcome_of(client));
        assert_eq!(outcomes, expected, "{rule}");
    }
}

#[test]
fn each_cache_belongs_to_the_clients_that_fill_it() {
    const SSO_CACHE: &str = ".aws/cli/cache/8756d296cec83af0410bc562f23c59b98438617e.json";
    let session = r#"{"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s",
        "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    let token = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let files = &[(SSO_CACHE, session), (ROLE_CACHE, session), (TOKEN, token)];
    let sso = &format!("[default]\nregion = us-east-1\n{SSO}{CORP}");
    let role =
        &format!("[default]\nregion = us-east-1\n{ROLE}source_profile = b\n[profile b]\n{KEYS_2}");
    let (by_sso, cached_sso) = ("sso 444444444444 +token", "sso(cached) 444444444444 +token");
    let cached_role = "assume-role(cached) 999999999999 < b +token";
    let rows: [(&str, &str, [&str; 6]); 2] = [
        ("9.6 i05", sso, [cached_sso, by_sso, by_sso, by_sso, by_sso, by_sso]),
        ("9.5 i01", role, [cached_role, cached_role, BY_B, BY_B, BY_B, BY_B]),
    ];
    for (rule, config, expected) in rows {
        let situation = Situation { config, files, ..Situation::default() };
        let outcomes = Client::ALL.map(|client| situation.outcome_of(client));
        assert_eq!(outcomes, expected, "{rule}");
    }
}

#[test]
fn the_sessions_that_the_cli_keeps_are_not_those_of_a_source_profile() {
    const SSO_CACHE: &str = ".aws/cli/cache/8756d296cec83af0410bc562f23c59b98438617e.json";
    let session = r#"{"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s",
        "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    let role = format!("[default]\nregion = us-east-1\n{ROLE}source_profile = b\n");
    let config = &format!("{role}[profile b]\n{SSO}{CORP}");
    let of_source = [(SSO_CACHE, session)];
    // A role that is kept itself needs nothing of its source.
    let of_both = [(SSO_CACHE, session), (ROLE_CACHE, session)];
    let kept = "assume-role(cached) 999999999999 < b +token";
    for (files, expected) in [(&of_source[..], "sso-token"), (&of_both[..], kept)] {
        let situation = Situation { config, files, ..Situation::default() };
        assert_eq!(situation.outcome_of(Client::AwsCliV2), expected);
    }
}

#[test]
fn an_sso_profile_is_one_by_other_keys_in_each_client() {
    let token = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let by_sso = "sso 444444444444 +token";
    let session = format!("sso_session = corp\n{CORP}");
    let with_keys = format!("sso_session = corp\n{KEYS}{CORP}");
    let quoted = format!("{SSO}{}", CORP.replace("corp]", "\"corp\"]"));
    let rows: [(&str, &str, &Pairs<'_>, Outcomes<'_>); 11] = [
        ("7.10", &format!("{SSO}{CORP}"), &[], [by_sso; 4]),
        ("7.10 g16", &format!("{SSO}{KEYS}{CORP}"), &[], [by_sso, by_sso, PLAIN, PLAIN]),
        (
            "7A",
            &format!("{SSO}credential_process = x\n{CORP}"),
            &[],
            [by_sso, by_sso, "process", by_sso],
        ),
        ("7.10", &session, &[], [NONE, "sso", "sso", INVALID]),
        ("7.10 g20", &with_keys, &[], [PLAIN, "sso", PLAIN, PLAIN]),
        ("7.10", &session, &[CONTAINER], [HOST, HOST, "sso", INVALID]),
        ("7.10", "sso_region = us-east-1\n", &[], [NONE, NONE, "sso", INVALID]),
        (
            "7.11",
            &format!("{SSO}sso_start_url = https://x\n{CORP}"),
            &[],
            [by_sso, "sso", by_sso, by_sso],
        ),
        (
            "7.11",
            &format!("{SSO}sso_start_url = https://y\n{CORP}"),
            &[],
            ["sso", "sso", by_sso, INVALID],
        ),
        (
            "7.11",
            &format!("{SSO}sso_registration_scopes = a\n{CORP}sso_registration_scopes = b\n"),
            &[],
            ["sso", by_sso, by_sso, by_sso],
        ),
        ("2D", &quoted, &[], [by_sso, "sso", by_sso, INVALID]),
    ];
    for (rule, config, variables, expected) in rows {
        let config = &format!("[default]\nregion = us-east-1\n{config}");
        let files = &[(TOKEN, token)];
        let situation = Situation { config, variables, files, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn an_sso_token_s_dates_are_read_in_several_ways() {
    const LEGACY_TOKEN: &str = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json";
    let session = &format!("[default]\n{SSO}{CORP}");
    let legacy = "[default]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n\
                  sso_account_id = 444444444444\nsso_role_name = Admin\n";
    let ok = "sso 444444444444 +token";
    let (bad, expired, lost) = ("sso-token", "expired", "sso");
    for config in [session, legacy] {
        let situation = Situation { config, ..Situation::default() };
        assert_outcomes("9.3", situation, [bad, lost, lost, NONE]);
    }
    // The date, what becomes of a session, and of a profile with a start URL.
    let rows: [(&str, Outcomes<'_>, Outcomes<'_>); 9] = [
        ("2099-01-01T00:00:00Z", [ok; 4], [ok; 4]),
        ("2099-01-01T00:00:00.123Z", [ok; 4], [ok; 4]),
        ("2099-01-01T00:00:00+00:00", [ok, lost, ok, ok], [ok, lost, ok, ok]),
        ("2099-01-01T00:00:00UTC", [ok, lost, bad, NONE], [ok, lost, ok, NONE]),
        ("2020-01-01T00:00:00UTC", [expired, lost, bad, NONE], [expired, lost, ok, NONE]),
        ("2099-01-01T00:00:00", [bad, lost, ok, NONE], [bad, lost, ok, NONE]),
        ("soon", [bad, lost, bad, NONE], [bad, lost, ok, NONE]),
        ("2020-01-01T00:00:00Z", [expired, expired, bad, NONE], [expired, ok, expired, NONE]),
        // Two minutes from now.
        ("2026-01-01T00:02:00Z", [ok, ok, bad, ok], [ok; 4]),
    ];
    for (date, of_session, of_start_url) in rows {
        let token = &format!(r#"{{"accessToken": "t", "expiresAt": "{date}"}}"#);
        let files = &[(TOKEN, token.as_str()), (LEGACY_TOKEN, token.as_str())];
        for (config, expected) in [(session.as_str(), of_session), (legacy, of_start_url)] {
            let situation = Situation { config, files, ..Situation::default() };
            assert_outcomes(&format!("9.3 {date}"), situation, expected);
        }
    }
}

#[test]
fn an_sso_token_is_renewed_on_other_conditions_in_each_client() {
    let config = &format!("[default]\n{SSO}{CORP}");
    let ok = "sso 444444444444 +token";
    let past = "2020-01-01T00:00:00Z";
    let soon = "2026-01-01T00:02:00Z";
    let registered = |end: &str| format!(r#", "registrationExpiresAt": "{end}""#);
    let rows = [
        (past, registered("2099-01-01T00:00:00Z"), [ok; 4]),
        (past, registered(past), ["expired", "expired", ok, ok]),
        (past, String::new(), ["expired", "expired", ok, ok]),
        (soon, registered(past), [ok; 4]),
        (soon, String::new(), [ok; 4]),
        ("2099-01-01T00:00:00Z", registered("2099-01-01T00:00:00UTC"), [ok, "sso", ok, ok]),
    ];
    for (end, registration, expected) in &rows {
        let token = &format!(
            r#"{{"accessToken": "t", "expiresAt": "{end}", "refreshToken": "r", "clientId": "c",
                "clientSecret": "s"{registration}}}"#
        );
        let files = &[(TOKEN, token.as_str())];
        let situation = Situation { config, files, ..Situation::default() };
        assert_outcomes(&format!("9.4 {end} {registration}"), situation, *expected);
    }
}

#[test]
fn a_region_is_checked_in_three_ways() {
    let malformed = "invalid-region";
    let long = "a".repeat(64);
    // The region, what becomes of keys, and of a role.
    let rows: [(&str, Outcomes<'_>, Outcomes<'_>); 9] = [
        ("us-east-1", [PLAIN; 4], [BY_B; 4]),
        ("US-EAST-1", [PLAIN; 4], [BY_B; 4]),
        ("a-", [malformed, PLAIN, PLAIN, PLAIN], [malformed, BY_B, malformed, BY_B]),
        ("a.b", [malformed, PLAIN, PLAIN, PLAIN], [malformed, BY_B, malformed, BY_B]),
        ("123", [malformed, PLAIN, PLAIN, PLAIN], [malformed, BY_B, BY_B, BY_B]),
        ("us_west", [malformed, malformed, PLAIN, PLAIN], [malformed, malformed, malformed, BY_B]),
        ("-a", [malformed, malformed, PLAIN, PLAIN], [malformed, malformed, malformed, BY_B]),
        (&long, [malformed, malformed, PLAIN, PLAIN], [malformed, malformed, malformed, BY_B]),
        ("", [PLAIN, malformed, PLAIN, PLAIN], [BY_B, malformed, BY_B, BY_B]),
    ];
    for (region, of_keys, of_role) in rows {
        let keys = &format!("[default]\nregion = {region}\n{KEYS}");
        let role = &format!(
            "[default]\nregion = {region}\n{ROLE}source_profile = b\n[profile b]\n{KEYS_2}"
        );
        for (config, expected) in [(keys, of_keys), (role, of_role)] {
            let situation = Situation { config, ..Situation::default() };
            assert_outcomes(&format!("5.10 {region}"), situation, expected);
        }
    }
}

#[test]
fn each_client_reads_other_variables_of_regions() {
    let region = |situation: &Situation<'_>, client| {
        let region = situation.resolve(client).region;
        region.map_or("none".into(), |region| region.value.into_string().unwrap())
    };
    let config = &format!("[default]\nregion = eu\n{KEYS}");
    let (ours, old) = (("AWS_REGION", "w1"), ("AWS_DEFAULT_REGION", "w2"));
    // One row for each client, in the order in which they are reported.
    let rows: [(&str, &Pairs<'_>, [&str; 6]); 7] = [
        ("5.1", &[], ["eu"; 6]),
        ("5.2", &[ours, old], ["w1", "w2", "w2", "w1", "w1", "w1"]),
        ("5.3", &[ours], ["w1", "eu", "eu", "w1", "w1", "w1"]),
        ("5.4", &[old], ["w2", "w2", "w2", "w2", "eu", "w2"]),
        ("5.5", &[("AWS_REGION", ""), old], ["", "w2", "w2", "", "none", "w2"]),
        ("5.6", &[("AWS_DEFAULT_REGION", "")], ["", "", "", "", "eu", "eu"]),
        ("5.5", &[("AWS_REGION", "")], ["", "eu", "eu", "", "none", "eu"]),
    ];
    for (rule, variables, expected) in rows {
        let situation = Situation { config, variables, ..Situation::default() };
        assert_eq!(Client::ALL.map(|client| region(&situation, client)), expected, "{rule}");
    }
    let role = &format!("[default]\n{ROLE}source_profile = b\n[profile b]\nregion = eu\n{KEYS_2}");
    let situation = Situation { config: role, ..Situation::default() };
    let of_source = ["none", "none", "none", "eu", "none", "none"];
    assert_eq!(Client::ALL.map(|client| region(&situation, client)), of_source, "5.7 e07");
}

#[test]
fn a_path_in_a_variable_is_expanded_by_some() {
    let missing = "profile-not-found";
    let config = ("c2", &*format!("[profile a]\n{KEYS}"));
    let credentials = ("k2", &*format!("[a]\n{KEYS}"));
    let found: [&str; 4] = [PLAIN; 4];
    let rows: [(&str, &str, &str, Outcomes<'_>); 9] = [
        ("1.4", "AWS_CONFIG_FILE", "/h/c2", found),
        ("1.4", "AWS_CONFIG_FILE", "~/c2", [PLAIN, PLAIN, PLAIN, missing]),
        ("1.5", "AWS_CONFIG_FILE", "$HOME/c2", [PLAIN, NONE, NONE, missing]),
        ("1.5", "AWS_CONFIG_FILE", "${HOME}/c2", [PLAIN, NONE, NONE, missing]),
        ("1.4", "AWS_SHARED_CREDENTIALS_FILE", "/h/k2", found),
        ("1.4", "AWS_SHARED_CREDENTIALS_FILE", "~/k2", found),
        ("1.5", "AWS_SHARED_CREDENTIALS_FILE", "$HOME/k2", [PLAIN, NONE, NONE, PLAIN]),
        ("1.5", "AWS_SHARED_CREDENTIALS_FILE", "${HOME}/k2", [PLAIN, NONE, NONE, PLAIN]),
        ("1.5", "AWS_SHARED_CREDENTIALS_FILE", "$NOPE/k2", [missing, NONE, NONE, missing]),
    ];
    for (rule, name, path, expected) in rows {
        let variables = &[("AWS_PROFILE", "a"), (name, path)];
        let files = &[config, credentials];
        let situation = Situation { variables, files, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn an_empty_path_means_no_file_or_the_usual_one() {
    let credentials = &format!("[default]\n{KEYS}");
    let variables = &[("AWS_SHARED_CREDENTIALS_FILE", "")];
    let files = &[(".aws/credentials", credentials.as_str())];
    let situation = Situation { variables, files, ..Situation::default() };
    assert_outcomes("1.3 a05", situation, [NONE, NONE, PLAIN, PLAIN]);
}

#[test]
fn an_empty_uri_of_a_container_counts_as_unset_for_some() {
    let variables = &[("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ""), CONTAINER];
    let situation = Situation { variables, ..Situation::default() };
    for client in [Client::JsSdk, Client::Terraform] {
        assert_eq!(situation.outcome_of(client), HOST, "7.9");
    }
}

#[test]
fn a_login_session_is_unknown_to_terraform() {
    const LOGIN: &str =
        ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json";
    let login = r#"{"accessToken": {"accessKeyId": "k", "secretAccessKey": "s",
        "sessionToken": "t", "accountId": "555555555555", "expiresAt": "2099-01-01T00:00:00Z"},
        "refreshToken": "r", "clientId": "c", "dpopKey": "k"}"#;
    let session = "login_session = arn:aws:sts::555555555555:assumed-role/Admin/me\n";
    let by_login = "login 555555555555 +token";
    let rows: [(&str, &str, Outcomes<'_>); 3] = [
        ("7.13", "", [by_login, by_login, by_login, NONE]),
        ("7.13 g42", "credential_process = x\n", [by_login, by_login, "process", "process"]),
        ("7.13 g41", KEYS, [by_login, by_login, PLAIN, PLAIN]),
    ];
    for (rule, rest, expected) in rows {
        let config = &format!("[default]\n{session}{rest}");
        let situation = Situation { config, files: &[(LOGIN, login)], ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
    let role = format!("[default]\n{ROLE}source_profile = a\n[profile a]\n{session}");
    for config in [&format!("[default]\n{session}"), &role] {
        let situation = Situation { config, files: &[(LOGIN, login)], ..Situation::default() };
        let has_caveat = |client| situation.resolve(client).caveat().is_some();
        let needs_extra = [false, true, true, false, false, false];
        assert_eq!(Client::ALL.map(has_caveat), needs_extra, "7.13 g40: {config}");
    }
}

#[test]
fn a_process_outranks_keys_or_they_outrank_it() {
    let process = "[default]\ncredential_process = x\n";
    let keys = &format!("[default]\n{KEYS}");
    let both = &format!("{process}{KEYS}");
    let rows: [(&str, &str, &str, Outcomes<'_>); 2] = [
        ("7.12 g24", process, keys, [PLAIN, "process", PLAIN, PLAIN]),
        ("7.12 g25", both, "", ["process", "process", PLAIN, PLAIN]),
    ];
    for (rule, config, credentials, expected) in rows {
        let situation = Situation { config, credentials, ..Situation::default() };
        assert_outcomes(rule, situation, expected);
    }
}

#[test]
fn an_empty_flag_is_a_name_to_the_rust_sdk_alone() {
    let credentials = &format!("[default]\n{KEYS}");
    let situation = Situation { credentials, profile: Some(""), ..Situation::default() };
    assert_outcomes("4.6", situation, [PLAIN, NONE, PLAIN, PLAIN]);
}

#[test]
fn a_broken_file_leaves_each_client_with_what_it_has_worked_out() {
    let config = "[default]\nregion = us-east-1\njunk\n";
    let credentials = &format!("[default]\n{KEYS}");
    let parse = "config-parse";
    let [id, secret] = ENV_KEYS;
    let situation = Situation { config, credentials, ..Situation::default() };
    assert_outcomes("2C", situation, [parse, parse, PLAIN, PLAIN]);
    let with_keys = Situation { variables: &[id, secret, REGION], ..situation };
    assert_outcomes("2C b42", with_keys, [parse, EXPORTED, EXPORTED, EXPORTED]);
    // One value for each client, in the order in which they are reported.
    let known = Client::ALL.map(|client| {
        let resolution = with_keys.resolve(client);
        (resolution.profile.is_some(), resolution.region.is_some())
    });
    let (nothing, profile, both) = ((false, false), (true, false), (true, true));
    assert_eq!(known, [nothing, nothing, profile, both, both, both]);
}

#[test]
fn output_belongs_to_the_aws_cli() {
    let situation = Situation::default();
    let output = |client| situation.resolve(client).output.is_some();
    assert_eq!(Client::ALL.map(output), [true, true, false, false, false, false], "6");
}
