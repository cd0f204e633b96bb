//! Advice that was wrong or missing, each as somebody's home and the rule that it broke.
//!
//! `tests/remedies/` follows every remedy; here is which one is given.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;
use serde_json::{Value, json};

const KEYS: &str = "aws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";
const TEMPORARY: &str = "aws_access_key_id = ASIARTXV5AHDQAABCIRT\n\
                         aws_secret_access_key = s\naws_session_token = t\n";
const ROLE: &str = "role_arn = arn:aws:iam::999999999999:role/R\n";
const SSO: &str = "sso_account_id = 444444444444\nsso_role_name = R\n";

/// A home where this profile is chosen.
fn home(profile: &str, config: &str, credentials: &str) -> Home {
    let home = Home::new().file(".aws/config", config).file(".aws/credentials", credentials);
    home.private().env("AWS_PROFILE", profile).env("AWS_EC2_METADATA_DISABLED", "true")
}

/// Returns the checks of doctor that found something, each with its remedy.
fn found(home: &Home) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(&home.run(&["doctor", "--json"]).stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| (text(&finding["check"]), text(&finding["remedy"]))).collect()
}

#[track_caller]
fn assert_found(home: &Home, check: &str, remedy: &str) {
    let found = found(home);
    let is_there = found.iter().any(|(known, text)| (&**known, &**text) == (check, remedy));
    assert!(is_there, "{check} -> {remedy}\n{found:#?}");
}

/// Returns the next steps that `explain` names: the hint, and those of alerts and other clients.
fn steps(home: &Home) -> Vec<String> {
    let page = home.answer(&["explain"]);
    let step = |line: &str| {
        let line = line.trim_start();
        line.strip_prefix("hint: ").or_else(|| line.strip_prefix("-> ")).map(str::to_owned)
    };
    page.lines().filter_map(step).collect()
}

#[test]
fn expired_keys_of_a_file_are_a_fault_with_a_remedy() {
    let keys = format!("[foo]\n{TEMPORARY}x_security_token_expires = 2022-09-06T17:09:28+10:00\n");
    let tool = home("foo", "[profile foo]\nregion = us-east-1\ncredential_process = x\n", &keys);
    assert!(tool.segment().ends_with(" !expired !hides:process]"), "{}", tool.segment());
    let remedy = "delete the keys of profile foo from ~/.aws/credentials";
    assert_found(&tool, "file-keys-expired", remedy);
    assert!(steps(&tool).iter().any(|step| step == remedy));
    let alone = home("foo", "[profile foo]\nregion = us-east-1\n", &keys);
    let remedy = "write new aws_access_key_id, aws_secret_access_key and aws_session_token in ~/.aws/credentials";
    assert_found(&alone, "file-keys-expired", remedy);
    assert_eq!(steps(&alone), [remedy]);
    // The keys that a role is assumed with are meant too.
    let role =
        home("r", &format!("[profile r]\nregion = us-east-1\n{ROLE}source_profile = foo\n"), &keys);
    let remedy =
        "write new aws_access_key_id, aws_secret_access_key and aws_session_token for profile foo";
    assert_found(&role, "file-keys-expired", remedy);
}

#[test]
fn keys_that_hide_a_login_or_a_process_are_an_alert() {
    let login = "login_session = arn:aws:sts::222222222222:assumed-role/Admin/me\n";
    for (setting, name, check) in [
        (login, "login", "keys-beside-login"),
        ("credential_process = x\n", "process", "keys-beside-process"),
    ] {
        let config = format!("[default]\nregion = us-east-1\n{setting}");
        let home = home("default", &config, &format!("[default]\n{KEYS}"));
        let segment = format!("[AWS:default 111111111111 us-east-1 !hides:{name}]");
        assert_eq!(home.segment(), segment);
        let answer: Value = serde_json::from_str(&home.answer(&["explain", "--json"])).unwrap();
        assert!(
            answer["alerts"].as_array().unwrap().contains(&json!({"kind": "hides", "value": name}))
        );
        assert_found(&home, check, "delete the keys from the credentials file");
    }
}

#[test]
fn keys_beside_a_role_or_identity_center_are_a_warning_and_no_alert() {
    let role = format!(
        "[profile a]\nregion = us-east-1\n{ROLE}source_profile = b\ncredential_process = x\n"
    );
    let home = home("a", &role, &format!("[a]\n{KEYS}[b]\n{KEYS}"));
    assert!(!home.segment().contains("!hides"), "{}", home.segment());
    assert!(found(&home).iter().any(|(check, _)| check == "keys-beside-role"));
    assert!(found(&home).iter().all(|(check, _)| check != "keys-beside-process"));
}

#[test]
fn a_region_of_a_variable_is_checked_as_one_of_a_file() {
    let credentials = format!("[a]\n{KEYS}");
    for (region, meant) in [("us-east-1a", "us-east-1"), ("US-EAST-1", "us-east-1")] {
        for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            let home = home("a", "", &credentials).env(variable, region);
            assert_found(&home, "region-unknown", &format!("export {variable}={meant}"));
        }
    }
    let elsewhere = home("a", "", &credentials)
        .env("AWS_REGION", "auto")
        .env("AWS_ENDPOINT_URL", "https://x.example");
    assert!(found(&elsewhere).iter().all(|(check, _)| check != "region-unknown"));
}

#[test]
fn a_region_that_aws_does_not_have_is_not_spread() {
    let config = "[profile a]\nregion = eu-west-1\n";
    let home = |region| home("a", config, &format!("[a]\n{KEYS}")).env("AWS_REGION", region);
    assert_eq!(
        steps(&home("us-east-1a")),
        ["awsprompt doctor", "export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1"]
    );
    assert_eq!(steps(&home("frankfurt")), ["awsprompt doctor", "unset AWS_REGION"]);
    assert_eq!(
        steps(&home("us-east-1")),
        ["export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1"]
    );
}

#[test]
fn a_name_that_needs_its_quotes_does_not_lose_them() {
    let name = "Someone's MacBook Pro";
    let config = format!("[profile \"{name}\"]\nregion = us-east-1\n{KEYS}");
    let steps = steps(&home(name, &config, ""));
    assert_eq!(steps, ["give the profile a name of letters, digits and _.- alone"]);
}

#[test]
fn a_header_that_lacks_quotes_is_written_with_them() {
    let name = "My Account:ReadOnly";
    let home = home(name, &format!("[profile {name}]\nregion = us-east-1\n{KEYS}"), "");
    assert_found(&home, "section-ignored", "write [profile 'My Account:ReadOnly']");
    let remedy = "write [profile 'My Account:ReadOnly'] in line 1 of ~/.aws/config";
    assert_found(&home, "profile-not-found", remedy);
    assert_eq!(steps(&home)[0], remedy);
    assert!(steps(&home)[1].starts_with("write [profile 'My Account:ReadOnly'] alone"));
}

#[test]
fn a_region_comes_from_a_source_profile_only_if_there_is_one() {
    for first in
        ["[profile default]\nregion = gra\n", "[profile default]\nregion = gra\n[plugins]\nx = y\n"]
    {
        for credentials in [format!("[default]\n{KEYS}"), String::new()] {
            let home = home("default", &format!("{first}[default]\noutput = json\n"), &credentials);
            let page = home.answer(&["explain"]);
            assert!(!page.contains("source profile"), "{page}");
        }
    }
}

#[test]
fn a_header_at_the_end_of_a_line_is_no_reason_to_delete_keys() {
    let pasted = home("NEW", "", &format!("[old]\n{KEYS}alks_guid = 1111[NEW]\n{KEYS}"));
    assert_eq!(found(&pasted)[0], ("header-glued".into(), "put [NEW] on a line of its own".into()));
    assert!(found(&pasted).iter().all(|(check, _)| check != "duplicate-key"));
    for (config, credentials, header) in [
        ("[profile Other]\nregion=eu-west-1[Some]\noutput = json\n", "", "Some"),
        ("", "[Other]\naws_access_key_id = x\naws_secret_access_key = abc[Some]\n", "Some"),
        ("[default]\noutput = json[preview]\ncloudfront = true\n", "", "preview"),
    ] {
        let home = home("Some", config, credentials);
        assert_found(&home, "header-glued", &format!("put [{header}] on a line of its own"));
    }
}

#[test]
fn a_missing_session_names_those_that_are_there() {
    let config = |session: &str, header: &str| {
        format!(
            "[profile a]\nregion = us-east-1\nsso_session = {session}\n{SSO}\
             [sso-session {header}]\nsso_start_url = https://x\nsso_region = us-east-1\n"
        )
    };
    let near = home("a", &config("mysession", "my-session"), "");
    assert_found(&near, "sso-session-missing", "write sso_session = my-session");
    let other = home("a", &config("xxx", "session"), "");
    let remedy = "name one of the sessions that are there: session; or aws configure sso-session";
    assert_found(&other, "sso-session-missing", remedy);
    let source = format!(
        "{}[profile r]\nregion = us-east-1\n{ROLE}source_profile = corp\n",
        config("corp", "corp")
    );
    assert_found(&home("r", &source, ""), "source-profile-missing", "write source_profile = a");
}

#[test]
fn a_second_key_id_without_a_secret_is_the_secret() {
    let keys = "[a]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_access_key_id = s\n";
    let remedy =
        "write aws_secret_access_key in place of aws_access_key_id in the line of the secret";
    assert_found(&home("a", "", keys), "duplicate-key", remedy);
    let both = format!("[a]\naws_access_key_id = x\n{KEYS}");
    assert_found(&home("a", "", &both), "duplicate-key", "keep one of the two lines");
}

#[test]
fn an_endpoint_of_one_service_is_not_said_to_be_for_all() {
    let keys = format!("[a]\n{KEYS}");
    let services = "[profile a]\nregion = us-east-1\nservices = local\n[services local]\ns3 =\n  endpoint_url = http://localhost:9000\n";
    let by_variable = home("a", "[profile a]\nregion = us-east-1\n", &keys)
        .env("AWS_ENDPOINT_URL_S3", "http://localhost:9000");
    for one in [home("a", services, &keys), by_variable] {
        let page = one.answer(&["explain"]);
        assert!(page.contains("requests to s3 go to the endpoint above"), "{page}");
        assert!(!page.contains("not to AWS"), "{page}");
        let shown = one.run(&["doctor"]).stdout;
        assert!(shown.contains("http://localhost:9000, for s3 alone"), "{shown}");
    }
    let all = home("a", "[profile a]\nregion = us-east-1\nendpoint_url = http://x\n", &keys);
    assert!(all.answer(&["explain"]).contains("requests go to the endpoint above, not to AWS"));
}

#[test]
fn an_encoding_is_named_and_no_line() {
    let text = "[default]\nregion = us-east-1\n";
    let utf16 = |mark: &str| -> Vec<u8> {
        format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    for (bytes, reason, check, remedy) in [
        (
            format!("\u{feff}{text}").into_bytes(),
            "a byte order mark before the text",
            "byte-order-mark",
            "save the file as UTF-8 without a byte order mark",
        ),
        (utf16("\u{feff}"), "the whole file is UTF-16", "wrong-encoding", "save the file as UTF-8"),
        (utf16(""), "the whole file is UTF-16", "wrong-encoding", "save the file as UTF-8"),
    ] {
        let home = home("default", "", "").file(".aws/config", bytes).private();
        let page = home.answer(&["explain"]).replace("\n  ", " ");
        assert!(page.contains(reason), "{page}");
        assert_eq!(steps(&home)[0], remedy);
        assert_found(&home, check, remedy);
        assert!(found(&home).iter().all(|(check, _)| check != "parse-error"));
    }
}

#[test]
fn keys_above_the_default_section_go_into_it() {
    let keys = home("default", "", &format!("{KEYS}[default]\n"));
    assert_found(&keys, "parse-error", "move it below [default], or put a # before it");
    let alone = home("default", "", KEYS);
    let remedy = "write a header such as [default] above it, or put a # before it";
    assert_found(&alone, "parse-error", remedy);
}

/// For each reason of `!broken`, and others that had none.
#[test]
fn explain_has_the_remedy_of_doctor_for_what_stops_the_client() {
    let keys = format!("[s]\n{KEYS}");
    let session = "[sso-session c]\nsso_start_url = https://x\nsso_region = us-east-1\n";
    for settings in [
        format!("sso_session = c\n{SSO}"),
        format!("sso_session = c\n{SSO}sso_region = us-west-2\n{session}"),
        format!("sso_session = c\n{SSO}{}", session.replace("sso_start_url = https://x\n", "")),
        format!("sso_session = c\n{SSO}{}", session.replace("sso_region = us-east-1\n", "")),
        format!("{SSO}sso_region = us-east-1\n"),
        format!("{ROLE}source_profile = t\n[profile t]\n"),
        format!("{ROLE}source_profile = t\n"),
        format!("{ROLE}source_profile = s\ncredential_source = Environment\n"),
        format!("{ROLE}credential_source = EcsContainer\n"),
        format!("{ROLE}credential_source = Environment\n"),
        format!("{ROLE}credential_source = environment\n"),
        format!("{ROLE}source_profile = s\nduration_seconds = 1\n"),
        format!("{ROLE}source_profile = b\n[profile b]\n{ROLE}source_profile = a\n"),
        ROLE.to_owned(),
        "web_identity_token_file = /t\n".to_owned(),
        "credential_process =\n".to_owned(),
        "aws_access_key_id = x\n".to_owned(),
        String::new(),
    ] {
        let home = home("a", &format!("[profile a]\nregion = us-east-1\n{settings}"), &keys);
        let hint = &steps(&home)[0];
        let found = found(&home);
        assert!(found.iter().any(|(_, remedy)| remedy == hint), "{settings}{hint}\n{found:#?}");
    }
}

#[test]
fn a_profile_that_is_in_sight_is_named() {
    let keys = format!("[dev]\n{KEYS}");
    for name in ["\"dev\"", "'dev'", "dev\r", " dev "] {
        assert_found(&home(name, "", &keys), "profile-not-found", "export AWS_PROFILE=dev");
        assert_eq!(steps(&home(name, "", &keys))[0], "export AWS_PROFILE=dev", "{name:?}");
    }
    let arn = home("arn:aws:iam::111111111111:role/R", "", &keys)
        .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s");
    assert_found(&arn, "profile-not-found", "unset AWS_PROFILE");
    for (config, remedy) in [
        ("[work]\nregion = us-east-1\n", "write [profile work] in line 1 of ~/.aws/config"),
        ("[Profile work]\n", "write [profile work] in line 1 of ~/.aws/config"),
        ("[profile\u{a0}work]\n", "write [profile work] in line 1 of ~/.aws/config"),
    ] {
        assert_found(&home("work", config, &keys), "profile-not-found", remedy);
    }
    assert_found(&home("nowhere", "", &keys), "profile-not-found", "awsprompt list");
}

/// The segment says so too; its hook knows the name of the profile.
#[test]
fn explain_names_a_variable_that_is_not_exported() {
    for (shell, remedy) in
        [("zsh", "export AWS_PROFILE"), ("fish", "set -gx AWS_PROFILE $AWS_PROFILE")]
    {
        let home = Home::new()
            .file(".aws/credentials", format!("[default]\n{KEYS}"))
            .env("AWSPROMPT_HOOK", &format!("7:{shell}:1:1:last:,AWS_PROFILE"));
        assert_eq!(steps(&home), [remedy]);
        let answer: Value = serde_json::from_str(&home.answer(&["explain", "--json"])).unwrap();
        assert_eq!(answer["alerts"], json!([{"kind": "unexported", "variable": "AWS_PROFILE"}]));
        assert_eq!(steps(&home.env("AWS_PROFILE", "default")), [""; 0]);
    }
}

#[test]
fn lines_that_are_read_alike_are_not_the_reason() {
    let config =
        format!("[profile a]\nregion = us-east-1\n{ROLE}source_profile = t\n[profile t]\n");
    let home = home("a", &config, "")
        .env("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s");
    let page = home.answer(&["explain", "--profile", "a"]);
    assert!(!page.contains("reads the same lines differently"), "{page}");
    assert!(page.contains("exported keys take precedence over --profile"), "{page}");
}

#[test]
fn the_reason_of_a_check_does_not_name_a_variable_that_is_not_set() {
    let home = Home::new()
        .file(".aws/credentials", format!("[a]\n{KEYS}"))
        .private()
        .env("AWS_DEFAULT_PROFILE", "a")
        .env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s");
    let shown = home.run(&["doctor"]).stdout;
    assert!(shown.contains("keys-outrank-profile") && !shown.contains("AWS_PROFILE"), "{shown}");
}

#[test]
fn two_empty_regions_are_both_named() {
    let home = home("a", "[profile a]\n", &format!("[a]\n{KEYS}"));
    let home = home.env("AWS_REGION", "").env("AWS_DEFAULT_REGION", "");
    assert_found(&home, "empty-variable", "unset AWS_REGION");
    assert_found(&home, "empty-variable", "unset AWS_DEFAULT_REGION");
}

#[test]
fn explain_says_that_a_program_or_a_file_is_not_there() {
    let process = "[profile a]\ncredential_process = /no/such/program x\n";
    let role = format!("[profile r]\n{ROLE}source_profile = a\n");
    let page = |profile: &str| home(profile, &format!("{process}{role}"), "").answer(&["explain"]);
    for profile in ["a", "r"] {
        let page = page(profile);
        assert!(
            page.contains(
                "program /no/such/program\nhint: install the program, or correct its path"
            ),
            "{page}"
        );
    }
    let bundle = home("a", "[profile a]\nca_bundle = /no/bundle\n", &format!("[a]\n{KEYS}"));
    let page = bundle.answer(&["explain"]);
    assert!(page.contains("/no/bundle"), "{page}");
    let local = bundle.env("AWS_ENDPOINT_URL", "http://localhost:4566").answer(&["explain"]);
    assert!(!local.contains("/no/bundle"), "{local}");
}

#[test]
fn explain_says_what_aws_refuses_and_what_it_does_not_have() {
    let role = "[profile r]\nregion = us-east-1\nsource_profile = a\nrole_arn = arn:aws:iam:";
    let keys = format!("[a]\n{KEYS}");
    let refused = home("r", &format!("{role}999999999999:role/R\n"), &keys);
    let page = refused.answer(&["explain"]);
    assert!(page.contains("AWS will refuse what profile r asks for"), "{page}");
    let chain = format!("{role}:999999999999:role/R\n[profile over]\n{ROLE}source_profile = r\n");
    let page = home("over", &chain.replace("R\n", "R S\n"), &keys).answer(&["explain"]);
    assert!(page.contains("what profile r asks") && page.contains("profile over asks"), "{page}");
    let page = home("over", &chain, &keys).answer(&["explain"]);
    assert!(!page.contains("asks for"), "{page}");

    let sso = format!(
        "[profile a]\nsso_session = s\n{SSO}[sso-session s]\n\
                       sso_start_url = https://x\nsso_region = REGION\n\
                       [profile r]\nregion = us-east-1\n{ROLE}source_profile = a\n"
    );
    let told = |profile: &str, region: &str, variables: &[&str]| {
        let home = home(profile, &sso.replace("REGION", region), "");
        let home = variables.iter().fold(home, |home, name| home.env(name, "true"));
        home.answer(&["explain"]).contains("IAM Identity Center has no FIPS endpoint")
    };
    for profile in ["a", "r"] {
        assert!(told(profile, "us-east-1", &["AWS_USE_FIPS_ENDPOINT"]), "{profile}");
        assert!(!told(profile, "us-east-1", &[]), "{profile}");
        assert!(!told(profile, "us-gov-west-1", &["AWS_USE_FIPS_ENDPOINT"]), "{profile}");
        assert!(
            !told(profile, "us-east-1", &["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"]),
            "{profile}"
        );
        assert!(
            told(profile, "eu-west-1", &["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"]),
            "{profile}"
        );
    }
}

#[test]
fn explain_says_that_exported_keys_have_no_fips_endpoint_either() {
    const FIPS: &str = "region = eu-west-1\nuse_fips_endpoint = true\n";
    let keys = [("AWS_ACCESS_KEY_ID", "AKIARTXV5AHDQAABCIRT"), ("AWS_SECRET_ACCESS_KEY", "s")];
    let explained = |profile: &str, credentials: &str, variables: &[(&str, &str)]| {
        let home = home(profile, &format!("[profile a]\n{FIPS}"), credentials);
        let variables = keys.iter().chain(variables);
        let home = variables.fold(home, |home, (name, value)| home.env(name, value));
        home.answer(&["explain"]).contains("Amazon S3 has no FIPS endpoint in eu-west-1")
    };
    assert!(explained("a", "", &[]));
    assert!(!explained("a", "", &[("AWS_USE_FIPS_ENDPOINT", "false")]));
    assert!(!explained("a", "", &[("AWS_REGION", "us-east-1")]));
    // Nothing of the profile is assumed, so that its role needs no endpoint.
    assert!(!explained(
        "a",
        &format!("[a]\n{ROLE}source_profile = b\n"),
        &[("AWS_REGION", "ca-west-1")]
    ));
    let bare = keys.iter().fold(Home::new(), |home, (name, value)| home.env(name, value));
    let bare = bare.env("AWS_USE_FIPS_ENDPOINT", "true").env("AWS_REGION", "eu-west-1");
    for command in ["explain", "doctor"] {
        let page = bare.run(&[command]).stdout;
        assert!(page.contains("Amazon S3 has no FIPS endpoint in eu-west-1"), "{page}");
    }
}

#[test]
fn explain_says_where_the_region_is_that_the_profile_lacks() {
    let told = |config: &str| {
        let page = home("a", config, &format!("[a]\n{KEYS}")).answer(&["explain"]);
        page.contains("its region is below a header that the AWS CLI ignores")
    };
    assert!(told("[a]\nregion = eu-west-1\n"));
    assert!(told("[profile a]\noutput = json\n[a]\nregion = eu-west-1\n"));
    assert!(!told("[a]\noutput = json\n"));
    let gone = home("a", "[profile a]\nregion = eu-west-1\n", &format!("[a]\n{KEYS}"));
    let page = gone.env("AWS_CONFIG_FILE", "/no/config").answer(&["explain"]);
    assert!(
        page.contains("no region, as the file that AWS_CONFIG_FILE names is missing"),
        "{page}"
    );
    assert!(!told("[profile a]\nregion = eu-west-1\n[a]\nregion = eu-west-1\n"));
}

#[test]
fn explain_says_once_what_aws_refuses() {
    let config = "[profile a]\nregion = us-east-1\nrole_arn = arn:example:28971549829384\n\
                  source_profile = a\n";
    let page = home("a", config, &format!("[a]\n{KEYS}")).answer(&["explain"]);
    assert_eq!(page.matches("AWS will refuse what profile a asks for").count(), 1, "{page}");
}

#[test]
fn explain_says_that_nobody_knows_the_region() {
    let explained = |region: &str, variables: &[(&str, &str)]| {
        let home = home("a", &format!("[profile a]\nregion = {region}\n"), &format!("[a]\n{KEYS}"));
        let home = variables.iter().fold(home, |home, (name, value)| home.env(name, value));
        let page = home.answer(&["explain"]);
        page.contains("AWS had no region us-east-1a").then_some(page)
    };
    assert!(explained("us-east-1a", &[]).is_some_and(|page| page.contains("-> awsprompt doctor")));
    assert!(explained("us-east-1", &[("AWS_REGION", "us-east-1a")]).is_some());
    assert!(explained("us-east-1a", &[("AWS_REGION", "us-east-1")]).is_none());
    assert!(explained("us-east-1a", &[("AWS_ENDPOINT_URL", "http://localhost")]).is_none());
    assert!(explained("us-east-1", &[]).is_none());
}

#[test]
fn explain_and_doctor_name_a_plugin_that_is_not_there() {
    let config = "[profile a]\nregion = us-east-1\n[plugins]\ncli_legacy_plugin_path = PATH\n\
                  own = mine.part\nother = theirs\nbuilt = awscli.plugin\n";
    let told = |path: &str, files: &[&str]| {
        let keys = format!("[a]\n{KEYS}");
        let home = home("a", "", &keys);
        let path = path.replace("@HOME@", &home.path().to_string_lossy());
        let home = home.file(".aws/config", config.replace("PATH", &path)).private();
        let home = files.iter().fold(home, |home, file| home.file(file, ""));
        let is_found = found(&home).iter().any(|(check, _)| check == "plugins-missing");
        let page = home.answer(&["explain"]);
        let is_explained = page.contains("a plugin cannot be loaded: there is no ");
        assert_eq!(is_explained, is_found, "{page}");
        is_found
    };
    assert!(told("/no/such/directory", &[]));
    assert!(told("@HOME@/plugins", &["plugins/mine/part.py"]));
    assert!(told("~/plugins", &["plugins/mine/part.py", "plugins/theirs.py"]));
    assert!(!told("@HOME@/plugins", &["plugins/mine/part.py", "plugins/theirs.py"]));
    assert!(!told("/no:@HOME@/plugins", &["plugins/mine/part.py", "plugins/theirs.so"]));
}

#[test]
fn a_header_is_corrected_only_if_credentials_follow() {
    let cases = [
        ("[a]\naws_access_key_id = x\n", "write [profile a] in line 1 of ~/.aws/config"),
        ("[a]\noutput = json\n", "aws configure --profile a"),
        (
            "[a]\naws_access_key_id = x\n[profile a]\n",
            "move what is below line 1 of ~/.aws/config to [profile a], and delete that line",
        ),
        ("[a]\noutput = json\n[profile a]\n", "aws configure --profile a"),
    ];
    for (config, hint) in cases {
        let home = Home::new().file(".aws/config", config).file(".aws/credentials", "[a]\n");
        let answer = home.env("AWS_PROFILE", "a").answer(&["explain"]);
        assert!(answer.contains(&format!("hint: {hint}\n")), "{answer}");
    }
}

#[test]
fn explain_says_that_aws_rejects_keys_in_quotes() {
    let keys =
        "[default]\naws_access_key_id = \"AKIARTXV5AHDQAABCIRT\"\naws_secret_access_key = s\n";
    let answer = Home::new().file(".aws/credentials", keys).answer(&["explain"]);
    let expected = "reject what is signed with these keys: the key id has quotes around it\n";
    assert!(answer.contains(expected), "{answer}");
}

#[test]
fn fips_endpoints_are_not_asked_for_below_a_service() {
    let config = "[profile a]\nregion = us-east-1\ns3 =\n  use_fips_endpoint = true\n";
    let remedy = "move the line to the left, where the key above it begins";
    assert_found(&home("a", config, &format!("[a]\n{KEYS}")), "indented-line", remedy);
}

#[test]
fn what_is_no_role_is_not_of_another_partition() {
    let config =
        "[profile a]\nregion = us-east-1\nsource_profile = b\nrole_arn = SPECIAL:ROLE:ARN\n";
    let found = found(&home("a", config, &format!("[b]\n{KEYS}")));
    assert!(!found.iter().any(|(check, _)| check == "role-of-another-partition"), "{found:#?}");
}
