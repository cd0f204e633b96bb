//! `whoami`, with a stand-in for the AWS CLI that answers as the real one does.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests prepare and look at its files"
)]

mod common;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use common::{Home, Output};

/// A home whose PATH has nothing but an `aws` that runs this shell script.
fn with_aws(home: Home, version: &str, script: &str) -> Home {
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo {version} Python/3; exit; fi\n\
         echo \"$@\" >>\"$HOME/asked\"\n{script}\n"
    );
    let home = home.file("bin/aws", script).env("PATH", "@HOME@/bin:/usr/bin:/bin");
    fs::set_permissions(home.path().join("bin/aws"), Permissions::from_mode(0o755)).unwrap();
    home
}

/// A home whose AWS CLI answers with this ARN.
fn answering(home: Home, arn: &str) -> Home {
    let account = arn.split(':').nth(4).unwrap();
    let answer = format!(
        "cat <<'END'\n{{\"UserId\": \"U\", \"Account\": \"{account}\", \"Arn\": \"{arn}\"}}\nEND"
    );
    with_aws(home, "aws-cli/2.15.0", &answer)
}

/// A home whose AWS CLI fails with this message.
fn failing(home: Home, message: &str) -> Home {
    with_aws(home, "aws-cli/2.15.0", &format!("echo >&2; echo '{message}' >&2; exit 254"))
}

fn tutorial() -> Home {
    Home::of_fixture("tutorial-two-profiles")
}

/// Exports a key of the old layout, whose account it does not carry.
fn with_old_key(home: Home) -> Home {
    home.env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE").env("AWS_SECRET_ACCESS_KEY", "SECRET")
}

fn state_file(home: &Home) -> PathBuf {
    let places = [".local/state/awsprompt", "Library/Application Support/awsprompt"];
    let file = |place: &str| home.path().join(place).join("accounts.json");
    places.into_iter().map(file).find(|file| file.is_file()).unwrap_or_default()
}

fn failed(home: &Home, arguments: &[&str]) -> String {
    let Output { stdout, stderr, code } = home.run(arguments);
    assert_eq!((stdout.as_str(), code), ("", Some(1)));
    stderr
}

#[test]
fn a_person_reads_who_this_is_and_that_the_prompt_is_right() {
    let user = answering(tutorial(), "arn:aws:iam::111111111111:user/alice");
    let role = answering(
        Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin"),
        "arn:aws:sts::999999999999:assumed-role/Admin/me@laptop",
    )
    .file("s.ini", "[accounts]\n999999999999 = acme\n")
    .env("AWSPROMPT_CONFIG", "@HOME@/s.ini");
    let root = answering(tutorial(), "arn:aws:iam::111111111111:root");
    let unknown = answering(with_old_key(tutorial()), "arn:aws:iam::444444444444:user/x");
    let screens = [user, role, root, unknown].map(|home| home.answer(&["whoami"]));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_difference_is_said_loudly() {
    let other = answering(tutorial(), "arn:aws:iam::222222222222:user/alice");
    let role = answering(
        Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin"),
        "arn:aws:sts::999999999999:assumed-role/Other/me",
    );
    let works =
        answering(tutorial().env("AWS_PROFILE", "wrok"), "arn:aws:iam::222222222222:user/alice");
    let screens = [other, role, works].map(|home| {
        let output = home.run(&["whoami"]);
        assert_eq!((output.stderr.as_str(), output.code), ("", Some(1)));
        output.stdout
    });
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn an_endpoint_that_answers_in_the_place_of_aws_is_named() {
    let other = || answering(tutorial(), "arn:aws:iam::222222222222:user/alice");
    let told = |home: &Home| home.run(&["whoami"]).stdout;
    let url = "http://user:secret@localhost:4566/path";
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"] {
        let home = other().env(name, url);
        let expected = format!(
            "\nawsprompt expected account 111111111111. The answer is not from AWS:\n  \
             requests go to http://localhost:4566  {name}\n  \
             -> unset {name}, unless that is what you want\n"
        );
        assert!(told(&home).ends_with(&expected), "{}", told(&home));
        let json = home.run(&["whoami", "--json"]).stdout;
        assert!(json.contains("\"endpoint\": \"http://localhost:4566\""), "{json}");
    }
    // That of another service does not answer here.
    let home = other().env("AWS_ENDPOINT_URL_S3", url);
    assert!(told(&home).contains("The prompt is wrong here."));
    let home = other()
        .file(".aws/config", "[default]\nendpoint_url = http://localhost:1\nregion = us-east-1\n");
    assert!(told(&home).contains("  requests go to http://localhost:1  ~/.aws/config:2\n"));
    assert!(told(&home).ends_with("  -> delete the line, unless that is what you want\n"));
    // Nobody is told where the answers are the same.
    let same = answering(tutorial(), "arn:aws:iam::111111111111:user/alice");
    let same = same.env("AWS_ENDPOINT_URL", url);
    assert!(told(&same).ends_with("\nMatches what the prompt shows.\n"));
}

#[test]
fn a_program_reads_json() {
    let home = answering(tutorial(), "arn:aws:iam::111111111111:user/alice");
    insta::assert_snapshot!(home.answer(&["whoami", "--json", "--profile", "default"]));
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    let expected = "sts get-caller-identity --output json --cli-connect-timeout 5 \
                    --cli-read-timeout 20 --profile default\n";
    assert_eq!(asked, expected);
}

#[test]
fn the_old_aws_cli_is_held_against_its_own_rules() {
    let arn = "arn:aws:iam::222222222222:user/bob";
    let home = tutorial().env("AWS_PROFILE", "default").env("AWS_DEFAULT_PROFILE", "personal");
    let answer =
        format!("echo '{{\"UserId\": \"U\", \"Account\": \"222222222222\", \"Arn\": \"{arn}\"}}'");
    let home = with_aws(home, "aws-cli/1.32.0", &answer);
    assert!(home.answer(&["whoami"]).ends_with("Matches what the prompt shows.\n"));
}

#[test]
fn what_a_key_does_not_carry_is_remembered() {
    let home = answering(with_old_key(tutorial()), "arn:aws:iam::444444444444:user/x");
    assert_eq!(home.segment(), "[AWS:env-keys us-east-1]");
    home.answer(&["whoami"]);
    assert_eq!(home.segment(), "[AWS:env-keys 444444444444 us-east-1]");
    let explained = home.answer(&["explain"]);
    assert!(explained.contains("as AWS answered whoami"), "{explained}");
    let file = state_file(&home);
    let content = fs::read_to_string(&file).unwrap();
    assert!(!content.contains("AKIA") && !content.contains("EXAMPLE"), "{content}");
    assert!(!content.contains("SECRET"), "{content}");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let entries = fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!(entries, 1, "a temporary file was left behind");
    assert!(home.answer(&["whoami"]).ends_with("Matches what the prompt shows.\n"));
}

#[test]
fn what_another_endpoint_says_is_not_remembered() {
    let home = answering(with_old_key(tutorial()), "arn:aws:iam::444444444444:user/x");
    let home = home.env("AWS_ENDPOINT_URL", "http://localhost:4566");
    home.answer(&["whoami"]);
    assert_eq!(home.segment(), "[AWS:env-keys us-east-1 !endpoint]");
}

#[test]
fn a_damaged_memory_is_as_good_as_none() {
    let home = answering(with_old_key(tutorial()), "arn:aws:iam::444444444444:user/x");
    home.answer(&["whoami"]);
    fs::write(state_file(&home), "[").unwrap();
    assert_eq!(home.segment(), "[AWS:env-keys us-east-1]");
    home.answer(&["whoami"]);
    assert_eq!(home.segment(), "[AWS:env-keys 444444444444 us-east-1]");
}

#[test]
fn accounts_are_masked_for_people() {
    let arn = "arn:aws:iam::111111111111:user/alice";
    let home = answering(tutorial().env("AWSPROMPT_MASK", "1"), arn);
    let answer = home.answer(&["whoami"]);
    assert!(answer.contains("…1111") && !answer.contains("111111111111"), "{answer}");
}

#[test]
fn a_mask_covers_what_was_expected_too() {
    let home =
        answering(tutorial().env("AWSPROMPT_MASK", "1"), "arn:aws:iam::222222222222:user/alice");
    let answer = home.run(&["whoami"]).stdout;
    assert!(answer.contains("account …1111. "), "{answer}");
    assert!(!answer.contains("111111111111") && !answer.contains("222222222222"), "{answer}");
    let message = "User: arn:aws:iam::111111111111:user/x is not authorized";
    let told = failed(&failing(tutorial().env("AWSPROMPT_MASK", "1"), message), &["whoami"]);
    assert!(told.contains("arn:aws:iam::…1111:user/x is not authorized"), "{told}");
}

#[test]
fn what_has_expired_is_renewed_where_it_comes_from() {
    let session = "sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n";
    let corp = "[sso-session corp]\nsso_start_url = https://x\nsso_region = us-east-1\n";
    let role = "role_arn = arn:aws:iam::999999999999:role/R\nsource_profile = base\n";
    let token = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let cases = [
        (
            format!("[profile p]\n{role}[profile base]\n{session}{corp}"),
            "",
            "aws sso login --profile base",
        ),
        (
            format!("[profile p]\n{role}"),
            "[base]\naws_access_key_id = x\naws_secret_access_key = s\n",
            "aws configure --profile base",
        ),
        (
            String::new(),
            "[p]\naws_access_key_id = x\naws_secret_access_key = s\naws_session_token = t\n",
            "write new aws_access_key_id, aws_secret_access_key and aws_session_token in ~/.aws/credentials",
        ),
        (
            format!("[profile p]\n{role}"),
            "[base]\naws_access_key_id = x\naws_secret_access_key = s\naws_session_token = t\n",
            "write new aws_access_key_id, aws_secret_access_key and aws_session_token for profile base",
        ),
        ("[profile p]\ncredential_process = /bin/true\n".into(), "", "awsprompt explain"),
    ];
    for (config, credentials, hint) in cases {
        let home = Home::new()
            .file(".aws/config", config)
            .file(".aws/credentials", credentials)
            .file(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", token);
        let home = failing(home, "An error occurred (ExpiredToken): The token is expired");
        let told = failed(&home, &["whoami", "--profile", "p"]);
        assert!(told.ends_with(&format!("\nhint: {hint}\n")), "{told}");
    }
}

#[test]
fn of_key_ids_the_end_is_shown_in_whatever_the_aws_cli_says() {
    let message = "The Access Key with id AKIARTXV5AHDQAABCIRT, or éASIARTXV5AHDQAABCIRT.";
    let told = failed(&failing(tutorial(), message), &["whoami"]);
    assert!(told.contains("with id …CIRT, or é…CIRT.\n"), "{told}");
}

#[test]
fn an_aws_cli_that_cannot_be_run_is_told_from_none() {
    let home = tutorial().file("bin/aws", "x").env("PATH", "@HOME@/bin");
    let told = failed(&home, &["whoami"]);
    assert!(told.contains("the AWS CLI failed: it could not be started: "), "{told}");
}

#[test]
fn nobody_to_type_an_mfa_code_is_said() {
    let home = failing(tutorial(), "Enter MFA code for arn:aws:iam::111111111111:mfa/me: ");
    let told = failed(&home, &["whoami"]);
    assert!(told.contains("there is no terminal to type an MFA code in"), "{told}");
}

#[test]
fn a_failure_names_what_mends_it() {
    let sso = || Home::of_fixture("sso-session").env("AWS_PROFILE", "team");
    let token = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let cache = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    let network = "Could not connect to the endpoint URL: \"https://sts.us-east-1.amazonaws.com/\"";
    let screens = [
        failed(&tutorial().env("PATH", "/nowhere"), &["whoami"]),
        failed(&failing(tutorial(), network), &["whoami"]),
        failed(
            &failing(
                tutorial().env("AWS_PROFILE", "personal"),
                "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity \
                 operation: The security token included in the request is invalid.",
            ),
            &["whoami"],
        ),
        failed(
            &failing(
                sso().file(cache, token),
                "An error occurred (ExpiredTokenException) when calling the GetRoleCredentials \
                 operation: Session token not found or invalid",
            ),
            &["whoami"],
        ),
        failed(&failing(sso(), "Error loading SSO Token: no"), &["whoami"]),
        failed(
            &failing(
                tutorial(),
                "An error occurred (AccessDenied) when calling the GetCallerIdentity operation: no",
            ),
            &["whoami"],
        ),
        failed(
            &failing(tutorial().env("AWS_PROFILE", "personal"), "You must specify a region."),
            &["whoami"],
        ),
        failed(&failing(tutorial(), "something else \u{1b}[31m"), &["whoami"]),
        failed(&with_aws(tutorial(), "aws-cli/2.0", "echo '{\"Account\": 1}'"), &["whoami"]),
    ];
    insta::assert_snapshot!(screens.join("\n"));
}

/// The AWS CLI v1 quotes the line of a file that it cannot read.
#[test]
fn a_message_that_quotes_a_file_is_not_passed_on() {
    let home = Home::of_fixture("broken-config");
    let home = failing(home, "ParsingError: [line 3]: SECRETSECRET");
    let told = failed(&home, &["whoami"]);
    assert!(!told.contains("SECRET") && told.contains("config:3"), "{told}");
    assert!(Path::new(&home.path().join("asked")).exists());
}

#[test]
fn what_aws_answers_to_fifty_at_once_is_kept_for_all() {
    let home = answering(tutorial(), "arn:aws:iam::444444444444:user/x");
    let ask = |number: usize| {
        let mut command = home.command();
        command.env("AWS_ACCESS_KEY_ID", format!("AKIAIOSFODNN7{number:07}"));
        command.env("AWS_SECRET_ACCESS_KEY", "SECRET").arg("whoami");
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    let children: Vec<_> = (0..50).map(ask).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let kept = fs::read(state_file(&home)).unwrap();
    let kept: serde_json::Value = serde_json::from_slice(&kept).unwrap();
    assert_eq!(kept["accounts"].as_object().unwrap().len(), 50);
    // The lock leaves nothing behind.
    let directory = state_file(&home).parent().unwrap().to_owned();
    assert_eq!(fs::read_dir(directory).unwrap().count(), 1);
}

#[test]
fn what_awsprompt_makes_is_for_its_owner_alone_whatever_the_umask() {
    for umask in ["000", "022", "077"] {
        let home = answering(with_old_key(tutorial()), "arn:aws:iam::444444444444:user/x");
        let lines = "umask $0; \"$1\" whoami && \"$1\" config --init";
        let mut command = home.program("/bin/sh");
        command.args(["-c", lines, umask, env!("CARGO_BIN_EXE_awsprompt")]);
        let output = home.output_of(&mut command);
        assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{umask}");
        let settings = output.stdout.lines().last().unwrap();
        let settings = PathBuf::from(settings.replace("@HOME@", home.path().to_str().unwrap()));
        for file in [state_file(&home), settings] {
            assert_eq!(mode(&file), 0o600, "{umask} {file:?}");
            for directory in file.ancestors().skip(1).take_while(|path| *path != home.path()) {
                assert_eq!(mode(directory), 0o700, "{umask} {directory:?}");
            }
        }
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
