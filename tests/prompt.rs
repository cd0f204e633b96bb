//! The segment, end to end: an environment and files in, one line out
//! (`docs/guide/src/contract.md`, 1).
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;

const KEY_ID: &str = "AKIAYCWNRBDRQAABCIRT";

fn tutorial() -> Home {
    Home::of_fixture("tutorial-two-profiles")
}

/// Exports the keys of account 555555555555.
fn with_keys(home: Home) -> Home {
    home.env("AWS_ACCESS_KEY_ID", KEY_ID).env("AWS_SECRET_ACCESS_KEY", "s")
}

/// Keeps a test that runs on an EC2 instance from finding its role.
fn off_instance(home: Home) -> Home {
    home.env("AWS_EC2_METADATA_DISABLED", "true")
}

#[test]
fn nothing_is_shown_without_aws_files() {
    assert_eq!(off_instance(Home::new()).segment(), "");
}

#[test]
fn a_default_whose_role_has_nothing_to_be_assumed_with_is_shown() {
    let role = "role_arn = arn:aws:iam::222222222222:role/x\ncredential_source = Environment\n";
    let home = Home::new().file(".aws/config", format!("[default]\nregion = us-east-1\n{role}"));
    assert_eq!(home.segment(), "[AWS:default us-east-1 !no-credentials]");
}

#[test]
fn nothing_is_shown_for_a_default_without_credentials() {
    let home = off_instance(Home::of_fixture("default-without-credentials"));
    assert_eq!(home.segment(), "");
}

#[test]
fn the_default_profile_is_shown_when_it_has_credentials() {
    assert_eq!(tutorial().segment(), "[AWS:default 111111111111 us-east-1]");
}

#[test]
fn what_is_not_known_is_left_out() {
    let home = Home::of_fixture("credentials-only");
    assert_eq!(home.segment(), "[AWS:default 111111111111]");
}

#[test]
fn the_chosen_profile_is_shown() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:personal 222222222222 eu-west-1]");
}

#[test]
fn the_profile_of_the_empty_name_has_the_default_s_credentials() {
    let config = "[profile \"\"]\nregion = eu-west-3\n[default]\nregion = us-east-1\n";
    let home = tutorial().file(".aws/config", config).env("AWS_PROFILE", "");
    assert_eq!(home.segment(), "[AWS:\"\" 111111111111 eu-west-3 !split:js]");
}

#[test]
fn the_account_of_a_role_is_the_role_s() {
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin");
    assert_eq!(home.segment(), "[AWS:admin 999999999999 eu-west-1]");
}

#[test]
fn exported_keys_are_named_as_such() {
    let home = with_keys(tutorial());
    assert_eq!(home.segment(), "[AWS:env-keys 555555555555 us-east-1]");
}

#[test]
fn exported_keys_outrank_the_chosen_profile() {
    let home = with_keys(tutorial()).env("AWS_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:env-keys 555555555555 eu-west-1 !not:personal]");
}

#[test]
fn a_wrapper_s_marker_names_keys_of_the_same_account() {
    let vault = tutorial()
        .env("AWS_ACCESS_KEY_ID", "ASIATHPL2AOHAAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_SESSION_TOKEN", "t");
    let agreeing = vault.env("AWS_VAULT", "personal");
    assert_eq!(agreeing.segment(), "[AWS:env:personal 222222222222 us-east-1]");
}

#[test]
fn a_marker_left_behind_names_nothing() {
    let home = with_keys(tutorial()).env("AWS_VAULT", "personal");
    assert_eq!(home.segment(), "[AWS:env-keys 555555555555 us-east-1]");
    let home = tutorial().env("AWS_VAULT", "personal").env("AWSUME_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:default 111111111111 us-east-1]");
}

#[test]
fn a_wrapper_may_name_the_account_itself() {
    for (name, account) in [
        ("AWS_SSO_PROFILE", "AWS_SSO_ACCOUNT_ID"),
        ("GRANTED_SSO_ROLE_NAME", "GRANTED_SSO_ACCOUNT_ID"),
    ] {
        let home = with_keys(Home::new()).env(name, "acme").env(account, "555555555555");
        assert_eq!(home.segment(), "[AWS:env:acme 555555555555]");
        let home = with_keys(Home::new()).env(name, "acme").env(account, "111111111111");
        assert_eq!(home.segment(), "[AWS:env-keys 555555555555]");
    }
}

#[test]
fn a_marker_that_is_the_chosen_profile_is_no_contradiction() {
    let home = tutorial()
        .env("AWS_ACCESS_KEY_ID", "AKIATHPL2AOHAAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWSUME_PROFILE", "personal")
        .env("AWS_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:env:personal 222222222222 eu-west-1]");
}

/// `acp` of oh-my-zsh exports the keys of a profile and chooses it.
#[test]
fn keys_that_oh_my_zsh_exports_are_those_of_the_chosen_profile() {
    let home = tutorial()
        .env("AWS_ACCESS_KEY_ID", "AKIATHPL2AOHAAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_PROFILE", "personal")
        .env("AWS_DEFAULT_PROFILE", "personal")
        .env("AWS_EB_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:env:personal 222222222222 eu-west-1]");
    let other = home.env("AWS_EB_PROFILE", "default").env("AWS_PROFILE", "default");
    assert!(other.segment().contains("!not:default"), "{}", other.segment());
}

#[test]
fn a_wrapper_that_exports_keys_and_profile_contradicts_nothing() {
    let home = tutorial()
        .env("AWS_ACCESS_KEY_ID", "ASIATHPL2AOHAAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_SESSION_TOKEN", "t")
        .env("GRANTED_SSO_ROLE_NAME", "Admin")
        .env("GRANTED_SSO_ACCOUNT_ID", "222222222222");
    assert_eq!(
        home.env("AWS_PROFILE", "personal").segment(),
        "[AWS:env:personal 222222222222 eu-west-1]"
    );
    // Without Identity Center, all that granted adds to keys and profile is GRANTED_SSO=false.
    let granted = |profile| {
        let home = tutorial()
            .env("AWS_ACCESS_KEY_ID", "ASIATHPL2AOHAAABCIRT")
            .env("AWS_SECRET_ACCESS_KEY", "s")
            .env("AWS_SESSION_TOKEN", "t")
            .env("GRANTED_SSO", "false");
        home.env("AWS_PROFILE", profile).segment()
    };
    assert_eq!(granted("personal"), "[AWS:env:personal 222222222222 eu-west-1]");
    assert_eq!(granted("default"), "[AWS:env-keys 222222222222 us-east-1 !not:default]");
    // The chosen profile is that of another account.
    let other = tutorial()
        .env("AWS_ACCESS_KEY_ID", "ASIATHPL2AOHAAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("GRANTED_SSO_ROLE_NAME", "Admin")
        .env("GRANTED_SSO_ACCOUNT_ID", "222222222222")
        .env("AWS_PROFILE", "default");
    assert_eq!(other.segment(), "[AWS:env:Admin 222222222222 us-east-1 !not:default]");
}

#[test]
fn web_identity_outranks_the_chosen_profile() {
    let home = tutorial()
        .file("token", "token")
        .env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/token")
        .env("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/Pod");
    assert_eq!(home.segment(), "[AWS:web-identity 999999999999 us-east-1 !split:js]");
    let home = home.env("AWS_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:web-identity 999999999999 eu-west-1 !not:personal]");
}

#[test]
fn a_web_identity_token_that_is_gone_is_a_failure() {
    let home = tutorial()
        .env("AWS_WEB_IDENTITY_TOKEN_FILE", "@HOME@/token")
        .env("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/Pod");
    assert_eq!(home.segment(), "[AWS:web-identity us-east-1 !no-credentials]");
}

#[test]
fn the_container_s_role_steps_in_for_a_profile_without_credentials() {
    let home = Home::of_fixture("sso-session")
        .file(".aws/credentials", "[bare]\nregion = us-west-2\n")
        .env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x")
        .env("AWS_PROFILE", "bare");
    assert_eq!(home.segment(), "[AWS:container us-west-2 !not:bare]");
}

#[test]
fn a_profile_that_is_not_exported_is_reported() {
    let home = tutorial();
    let segment = |arguments: &[&str]| home.answer(&[&["prompt"], arguments].concat());
    assert_eq!(
        segment(&["--seen=AWS_PROFILE=personal"]),
        "[AWS:default 111111111111 us-east-1 !unexported:personal]\n"
    );
    assert_eq!(
        segment(&["--seen=AWS_DEFAULT_PROFILE=personal"]),
        "[AWS:default 111111111111 us-east-1 !unexported:personal]\n"
    );
    // What the exported variable outranks does not matter.
    let exported = tutorial().env("AWS_PROFILE", "personal");
    assert_eq!(
        exported.answer(&["prompt", "--seen=AWS_DEFAULT_PROFILE=default"]),
        "[AWS:personal 222222222222 eu-west-1]\n"
    );
    assert_eq!(
        exported.answer(&["prompt", "--seen=AWS_PROFILE=personal"]),
        "[AWS:personal 222222222222 eu-west-1]\n"
    );
}

#[test]
fn an_unexported_profile_is_reported_even_where_nothing_else_is_shown() {
    let home = off_instance(Home::new());
    assert_eq!(
        home.answer(&["prompt", "--seen=AWS_PROFILE=work"]),
        "[AWS:default !no-credentials !unexported:work]\n"
    );
}

#[test]
fn every_failure_has_its_alert() {
    let role = || Home::of_fixture("role-by-source-profile");
    let with_config = |text: &str| off_instance(role().file(".aws/config", text));
    let cases = [
        (tutorial().env("AWS_PROFILE", "wrok"), "[AWS:wrok !not-found]"),
        (tutorial().env("AWS_PROFILE", ""), "[AWS:\"\" !not-found]"),
        (Home::of_fixture("broken-config"), "[AWS:!config:3]"),
        (tutorial().file(".aws/credentials", "[a]\n[a]\n"), "[AWS:!credentials:2]"),
        (
            Home::of_fixture("sso-session").env("AWS_PROFILE", "team"),
            "[AWS:team eu-west-1 !sso-login]",
        ),
        (
            with_config("[profile x]\nregion = eu-west-1\n").env("AWS_PROFILE", "x"),
            "[AWS:x eu-west-1 !no-credentials]",
        ),
        (tutorial().env("AWS_ACCESS_KEY_ID", KEY_ID), "[AWS:env-keys us-east-1 !half-keys]"),
        (
            with_keys(tutorial()).env("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
            "[AWS:env-keys us-east-1 !expired]",
        ),
        (
            with_keys(tutorial()).env("AWS_CREDENTIAL_EXPIRATION", "soon"),
            "[AWS:env-keys us-east-1 !expired]",
        ),
        (
            with_config("[profile x]\nrole_arn = r\nsource_profile = x\n").env("AWS_PROFILE", "x"),
            "[AWS:x !broken]",
        ),
        (
            with_config("[profile x]\nregion = eu-west-1 # Dublin\n").env("AWS_PROFILE", "x"),
            "[AWS:x eu-west-1 # Dublin !region]",
        ),
        (
            with_config("[profile x]\nlogin_session = arn\n").env("AWS_PROFILE", "x"),
            "[AWS:x !login]",
        ),
    ];
    for (home, expected) in cases {
        assert_eq!(home.segment(), expected);
    }
}

#[test]
fn an_empty_region_hides_the_profile_s_and_is_reported() {
    let home = tutorial().env("AWS_REGION", "");
    assert_eq!(home.segment(), "[AWS:default 111111111111 !region]");
}

#[test]
fn requests_that_go_elsewhere_are_reported() {
    let home = tutorial().env("AWS_ENDPOINT_URL_S3", "http://localhost:4566");
    assert_eq!(home.segment(), "[AWS:default 111111111111 us-east-1 !endpoint]");
    let ignored = home.env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True");
    assert_eq!(ignored.segment(), "[AWS:default 111111111111 us-east-1]");
    let config = "[default]\nservices = local\n[services local]\ns3 =\n  endpoint_url = http://x\n";
    let home = tutorial().file(".aws/config", config);
    assert_eq!(home.segment(), "[AWS:default 111111111111 !endpoint]");
    // No service is called that, and its requests go to AWS.
    let home = tutorial().env("AWS_ENDPOINT_URL_S3API", "http://localhost:4566");
    assert_eq!(home.segment(), "[AWS:default 111111111111 us-east-1]");
    let home = tutorial().file(".aws/config", config.replace("s3 =", "logs ="));
    assert_eq!(home.segment(), "[AWS:default 111111111111]");
}

#[test]
fn the_variable_awsprompt_off_silences() {
    assert_eq!(tutorial().env("AWSPROMPT", "off").segment(), "");
}

#[test]
fn accounts_can_be_masked() {
    let home = tutorial().env("AWSPROMPT_MASK", "1");
    assert_eq!(home.segment(), "[AWS:default …1111 us-east-1]");
}

#[test]
fn a_claimed_account_is_not_shown_as_a_fact() {
    let home = Home::new()
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWS_ACCOUNT_ID", "111111111111");
    assert_eq!(home.segment(), "[AWS:env-keys]");
}

#[test]
fn the_settings_label_accounts() {
    let home = tutorial().env("AWSPROMPT_CONFIG", "@HOME@/settings.ini");
    let home = home.file("settings.ini", "[accounts]\n111111111111 = acme-dev\n");
    assert_eq!(home.segment(), "[AWS:default acme-dev us-east-1]");
}

#[test]
fn mistaken_settings_are_reported_and_the_defaults_hold() {
    let home = tutorial().env("AWSPROMPT_CONFIG", "@HOME@/settings.ini");
    let home = home.file("settings.ini", "[prompt]\nformat = {\n");
    assert_eq!(home.segment(), "[AWS:default 111111111111 us-east-1 !settings]");
}

#[test]
fn show_selected_hides_a_default_that_nobody_chose() {
    let settings = "[prompt]\nshow = selected\n";
    let home = tutorial().env("AWSPROMPT_CONFIG", "@HOME@/s.ini").file("s.ini", settings);
    assert_eq!(home.segment(), "");
    let home = home.env("AWS_PROFILE", "default");
    assert_eq!(home.segment(), "[AWS:default 111111111111 us-east-1]");
}

#[test]
fn a_format_lays_the_segment_out() {
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin");
    let format = "{profile}(:{role})( {source})( {expiry})";
    assert_eq!(home.answer(&["prompt", "--format", format]), "admin:Admin assume-role\n");
    assert_eq!(
        home.run(&["prompt", "--format", "{nope}"]).stdout,
        "[AWS:admin 999999999999 eu-west-1 !settings]\n"
    );
}

#[test]
fn colours_are_written_for_each_shell() {
    let shown = |home: &Home| {
        ["zsh", "bash", "fish", "tmux", "plain"]
            .map(|shell| home.answer(&["prompt", "--shell", shell]))
            .concat()
            .replace('\x1b', "ESC")
            .replace('\x01', "<")
            .replace('\x02', ">")
    };
    let role = || Home::of_fixture("role-by-source-profile");
    insta::assert_snapshot!("ordinary", shown(&role().env("AWS_PROFILE", "admin")));
    insta::assert_snapshot!("production", shown(&role().env("AWS_PROFILE", "acme-prod")));
    insta::assert_snapshot!("nobody_chose", shown(&tutorial()));
    insta::assert_snapshot!("failure", shown(&tutorial().env("AWS_PROFILE", "50%#x")));
    let outranked = with_keys(tutorial()).env("AWS_PROFILE", "personal");
    insta::assert_snapshot!("alert", shown(&outranked));
    let colourless = outranked.env("NO_COLOR", "1");
    assert_eq!(
        colourless.answer(&["prompt", "--shell", "zsh"]),
        "[AWS:env-keys 555555555555 eu-west-1 !not:personal]\n"
    );
    let dumb = colourless.env("NO_COLOR", "").env("TERM", "dumb");
    for arguments in [&["--shell", "zsh"][..], &["--shell", "bash", "--right"]] {
        let segment = dumb.answer(&[&["prompt"], arguments].concat());
        assert_eq!(segment, "[AWS:env-keys 555555555555 eu-west-1 !not:personal]\n");
    }
}

/// Whoever exports a region lives with the alert: it does not look like a failure.
#[test]
fn a_split_of_the_region_alone_is_yellow() {
    let region = tutorial().env("AWS_PROFILE", "personal").env("AWS_REGION", "eu-north-1");
    let account = tutorial().env("AWS_PROFILE", "personal").env("AWS_DEFAULT_PROFILE", "default");
    for (home, begin) in [(region, "\x1b[33m!split:boto3"), (account, "\x1b[1;31m!split:boto3")] {
        let segment = home.answer(&["prompt", "--shell", "fish"]);
        assert!(segment.starts_with("\x1b[36m[AWS:personal"), "{segment:?}");
        assert!(segment.contains(begin), "{segment:?}");
        let mark = begin.strip_suffix("!split:boto3").unwrap();
        let page = home.answer_in_terminal(80, &["explain"]);
        assert!(page.contains(&format!("{mark}!split")), "{page:?}");
    }
}

/// The hook of an older release takes one text in one style.
#[test]
fn zsh_gets_the_alerts_apart_and_an_older_hook_in_one() {
    let home =
        with_keys(tutorial()).env("AWS_PROFILE", "personal").env("AWS_ENDPOINT_URL", "http://x");
    let lines = |flag: &str| {
        let answer = home.answer(&["prompt", "--shell", "zsh", flag]);
        answer.lines().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("--parts"),
        [
            "6 - - - - - - NONE",
            "[AWS:env-keys 555555555555 eu-west-1 \t!not:personal\t !endpoint\t]"
        ]
    );
    let state = |home: &Home| home.answer(&["prompt", "--shell", "zsh", "--parts"]);
    let of = |profile: &str| {
        let answer = state(&tutorial().env("AWS_PROFILE", profile));
        answer.lines().next().unwrap_or_default().rsplit(' ').next().unwrap_or_default().to_owned()
    };
    assert_eq!((of("personal").as_str(), of("wrok").as_str()), ("NONE", "ALARM"));
    assert_eq!(
        lines("--tone"),
        ["1 - bold - - - -", "[AWS:env-keys 555555555555 eu-west-1 !not:personal !endpoint]"]
    );
}

#[test]
fn a_narrow_terminal_gets_a_short_segment() {
    let home = tutorial().env("AWS_PROFILE", "personal");
    for (columns, expected) in [
        ("39", "[AWS:personal]"),
        ("59", "[AWS:personal eu-west-1]"),
        ("60", "[AWS:personal 222222222222 eu-west-1]"),
        ("1", "[AWS:pe…nal]"),
        // What does not say a width.
        ("0", "[AWS:personal 222222222222 eu-west-1]"),
        ("", "[AWS:personal 222222222222 eu-west-1]"),
        ("wide", "[AWS:personal 222222222222 eu-west-1]"),
    ] {
        let segment = home.answer(&["prompt", &format!("--columns={columns}")]);
        assert_eq!(segment, format!("{expected}\n"), "{columns}");
    }
    let home = home.env("AWSPROMPT_CONFIG", "@HOME@/s.ini").file("s.ini", "[prompt]\nwidth = 30\n");
    for columns in ["40", "80"] {
        let segment = home.answer(&["prompt", "--columns", columns]);
        assert_eq!(segment, "[AWS:personal eu-west-1]\n");
    }
    // What was switched to is shown whole.
    assert!(home.run(&["switch", "--shell", "fish", "default"]).stderr.contains("222222222222"));
}

#[test]
fn alerts_and_what_is_no_name_stay_whole() {
    let columns = |home: &Home| home.answer(&["prompt", "--columns=20"]);
    let home = with_keys(tutorial()).env("AWS_PROFILE", "personal");
    assert_eq!(columns(&home), "[AWS:env-keys !not:personal]\n");
    let home = tutorial().env("AWS_PROFILE", "no-such-profile");
    assert_eq!(columns(&home), "[AWS:no…ile !not-found]\n");
}

#[test]
fn the_settings_shorten_profiles_and_regions() {
    let names = "[names]\neu-west-1 = dub\n*-AdministratorAccess = *\nper* = p*\n";
    let config = "[profile shop-AdministratorAccess]\nregion = eu-west-1\nrole_arn = \
                  arn:aws:iam::999999999999:role/A\nsource_profile = personal\n";
    let home = tutorial()
        .file(".aws/config", config)
        .file("s.ini", names)
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("AWS_PROFILE", "shop-AdministratorAccess");
    assert_eq!(home.segment(), "[AWS:shop 999999999999 dub]");
    // Programs and decisions have the whole names.
    assert!(home.answer(&["explain", "--json"]).contains("\"shop-AdministratorAccess\""));
    let home = with_keys(home);
    assert_eq!(home.segment(), "[AWS:env-keys 555555555555 dub !not:shop]");
    let home = tutorial()
        .file("s.ini", names)
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("AWS_ACCESS_KEY_ID", "AKIATHPL2AOHAAABCIRT")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .env("AWSUME_PROFILE", "personal");
    assert_eq!(home.segment(), "[AWS:env:psonal 222222222222 us-east-1]");
}

#[test]
fn a_prompt_never_fails_and_never_complains() {
    for arguments in [&["prompt", "--nope"][..], &["prompt", "--shell", "csh"], &["prompt", "x"]] {
        assert_eq!(tutorial().answer(arguments), "[AWS:?]\n");
    }
}

#[test]
fn a_flag_before_the_command_does_not_change_whose_rules_hold() {
    let answer = |arguments: &[&str]| tutorial().answer(&[&["--verbose"], arguments].concat());
    assert_eq!(answer(&["prompt"]), "[AWS:?]\n");
    assert_eq!(answer(&["prompt", "--nope"]), "[AWS:?]\n");
    assert_eq!(answer(&["complete", "profiles"]), "");
    let output = tutorial().run(&["--verbose", "switch", "--shell=bash", "--help"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(0)));
}

#[test]
fn a_header_of_one_word_is_no_profile() {
    let config = "[profilexdev]\nregion = eu-west-3\n[profile other]\nregion = us-east-1\n";
    let home = tutorial().file(".aws/config", config).env("AWS_PROFILE", "dev");
    assert_eq!(home.segment(), "[AWS:dev !not-found]");
}

#[test]
fn a_profile_that_asks_for_one_that_cannot_work_is_red() {
    let asks = "[profile w]\nregion = eu-west-1\n\
                credential_process = aws configure export-credentials --profile a\n";
    let segment = |asked: &str| {
        let home = Home::new().file(".aws/config", format!("{asks}{asked}"));
        off_instance(home).env("AWS_PROFILE", "w").segment()
    };
    let keys = "aws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";
    assert_eq!(segment(&format!("[profile a]\n{keys}")), "[AWS:w eu-west-1]");
    assert_eq!(segment("[profile a]\nregion = eu-west-1\n"), "[AWS:w eu-west-1 !broken]");
    assert_eq!(segment(""), "[AWS:w eu-west-1 !broken]");
    assert_eq!(segment("[profile a]\nlogin_session = x\n"), "[AWS:w eu-west-1 !login]");
}

#[test]
fn a_role_of_the_environment_takes_the_place_of_the_profile_s() {
    let profile = "[profile w]\nregion = eu-west-1\nweb_identity_token_file = @HOME@/token\n\
                   role_arn = arn:aws:iam::222222222222:role/own\n";
    let segment = |arn: &str| {
        let home = Home::new().file("token", "eyJh");
        let here = home.path().to_string_lossy().into_owned();
        let home = home.file(".aws/config", profile.replace("@HOME@", &here));
        off_instance(home).env("AWS_PROFILE", "w").env("AWS_ROLE_ARN", arn).segment()
    };
    let other = segment("arn:aws:iam::111111111111:role/pod");
    assert_eq!(other, "[AWS:web-identity 111111111111 eu-west-1 !not:w]");
    let same = segment("arn:aws:iam::222222222222:role/own");
    assert_eq!(same, "[AWS:w 222222222222 eu-west-1]");
}

#[cfg(unix)]
#[test]
fn a_process_that_cannot_be_started_is_red() {
    let segment = |command: &str| {
        let home = Home::new().file("bin/tool", "#!/bin/sh\n").executable("bin/tool");
        let home = home.file("bin/text", "#!/bin/sh\n").file("x", "#!/bin/sh\n");
        let here = home.path().to_string_lossy().into_owned();
        let command = command.replace("@HOME@", &here);
        let profile = format!("[default]\nregion = eu-west-1\ncredential_process = {command}\n");
        let home = home.file(".aws/config", profile).env("PATH", &format!("/nowhere:{here}/bin"));
        home.segment()
    };
    for command in ["tool x", "'tool' x", "@HOME@/bin/tool", "bin/tool"] {
        assert_eq!(segment(command), "[AWS:default eu-west-1]", "{command}");
    }
    for command in [
        "gone",
        "text",
        "relative/tool",
        "@HOME@/gone x",
        "@HOME@/x",
        "@HOME@",
        "~/bin/tool",
        "A=b tool",
    ] {
        assert_eq!(segment(command), "[AWS:default eu-west-1 !broken]", "{command}");
    }
}
