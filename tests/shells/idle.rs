//! zsh shows a segment again without running anything, and never one that no longer holds.
//!
//! What has just been written may change again without a trace that every file system keeps, so
//! each of these waits until that time is over.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::session::{Session, Setup};
use crate::shell::Shell;

/// How long a change stays fresh, and a little more.
const FRESH: Duration = Duration::from_millis(2_300);

const CONFIG: &str = ".aws/config";
const OSAKA: &str = "[default]\nregion = ap-northeast-3\n";
/// As long as [`OSAKA`].
const TOKYO: &str = "[default]\nregion = ap-northeast-1\n";
const IN_OSAKA: &str = "[AWS:default 123456789012 ap-northeast-3]";
const IN_TOKYO: &str = "[AWS:default 123456789012 ap-northeast-1]";

/// To root nothing is closed. The program may lie where nobody else can reach it.
const BECOME_NOBODY: &str = "(( EUID )) || {
    cp =awsprompt ~/awsprompt && mv -f ~/awsprompt =awsprompt
    chown -R 65534:65534 ~/..
    GID=65534 UID=65534
}";

/// Opens a zsh that has seen files which are not fresh any more, and counts from then on.
fn open_idle(home: &Home) -> Session<'_> {
    home.count_runs();
    let mut session = Setup::new(Shell::Zsh).open(home);
    become_idle(&mut session);
    session
}

/// Waits until nothing is fresh, and lets the hook have a last look; on a machine that is busy with
/// something else that may take a second time.
fn become_idle(session: &mut Session<'_>) {
    let mut runs_when_idle = || {
        sleep(FRESH);
        session.run_silently("");
        session.home.runs();
        for _ in 0..3 {
            session.run_silently("");
        }
        session.home.runs()
    };
    let runs = if runs_when_idle() == 0 { 0 } else { runs_when_idle() };
    assert_eq!(runs, 0, "runs at idle prompts, {session}");
}

/// Checks that the next prompt tells of what has happened, after one run.
fn expect_news(session: &mut Session<'_>, segment: &str) {
    session.run_silently("");
    assert_eq!(session.home.runs(), 1, "runs after a change, {session}");
    session.expect_segment(segment);
    become_idle(session);
    session.expect_segment(segment);
}

/// Types lines of which each brings another segment, with one run.
fn expect_news_of_lines(session: &mut Session<'_>, lines: &[(&str, &str)]) {
    for (line, segment) in lines {
        session.run_silently(line);
        assert_eq!(session.home.runs(), 1, "runs after {line}, {session}");
        session.expect_segment(segment);
        session.run_silently("");
        assert_eq!(session.home.runs(), 0, "runs at the prompt behind {line}, {session}");
        session.expect_segment(segment);
    }
}

/// Gives a file the date of modification of another moment.
fn set_modified(home: &Home, path: &str, modified: SystemTime) {
    let file = fs::File::options().append(true).open(home.path().join(path));
    file.and_then(|file| file.set_modified(modified)).expect("a date can be set");
}

fn modified(home: &Home, path: &str) -> SystemTime {
    let metadata = fs::metadata(home.path().join(path));
    metadata.and_then(|metadata| metadata.modified()).expect("a date can be read")
}

#[test]
fn a_variable_that_is_set_exported_or_unset_is_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    let lines = [
        ("AWS_PROFILE=work", "[AWS:default 123456789012 eu-central-1 !unexported:work]"),
        ("export AWS_PROFILE", WORK),
        ("AWS_PROFILE=play", PLAY),
        ("typeset +x AWS_PROFILE", "[AWS:default 123456789012 eu-central-1 !unexported:play]"),
        ("unset AWS_PROFILE", DEFAULT),
        (
            "export AWS_ENDPOINT_URL_S3=http://x",
            "[AWS:default 123456789012 eu-central-1 !endpoint]",
        ),
        ("unset AWS_ENDPOINT_URL_S3", DEFAULT),
        ("export AWS_ACCESS_KEY_ID=AKIARTX3GSDSQAAQEAYE", "[AWS:env-keys eu-central-1 !half-keys]"),
        ("export AWS_SECRET_ACCESS_KEY=s", "[AWS:env-keys 111122223333 eu-central-1]"),
        ("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY", DEFAULT),
        ("export HOME=$HOME/nowhere", ""),
    ];
    expect_news_of_lines(&mut session, &lines);
}

#[test]
fn a_terminal_of_another_kind_or_width_is_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    for line in ["export TERM=xterm-mono", "export NO_COLOR=1", "unset NO_COLOR"] {
        expect_news_of_lines(&mut session, &[(line, DEFAULT)]);
    }
    for (columns, segment) in [(50, "[AWS:default]"), (240, DEFAULT)] {
        session.resize(columns);
        expect_news(&mut session, segment);
    }
}

#[test]
fn another_directory_may_have_other_files() {
    let home = Home::new();
    home.write("a/config", OSAKA);
    home.write("b/config", TOKYO);
    let mut session = open_idle(&home);
    let lines = [
        ("export AWS_CONFIG_FILE=config", "[AWS:default 123456789012]"),
        ("cd a", IN_OSAKA),
        ("cd ../b", IN_TOKYO),
    ];
    expect_news_of_lines(&mut session, &lines);
}

#[test]
fn a_variable_in_a_path_is_seen() {
    let home = Home::new();
    home.write("a/config", OSAKA);
    home.write("b/config", TOKYO);
    home.write("boto", "[Credentials]\naws_access_key_id = AKIARTX3GSDSQAAQEAYE\n");
    let mut session = open_idle(&home);
    let lines = [
        ("export WHERE=a AWS_CONFIG_FILE='~/${WHERE}/config'", IN_OSAKA),
        ("WHERE=b", IN_TOKYO),
        ("unset AWS_CONFIG_FILE WHERE", DEFAULT),
        ("export AWS_SHARED_CREDENTIALS_FILE=none", ""),
        ("export BOTO_CONFIG=~/boto", "[AWS:legacy-keys eu-central-1 !half-keys]"),
    ];
    expect_news_of_lines(&mut session, &lines);
}

#[test]
fn what_a_directory_expects_is_seen() {
    let home = Home::new();
    home.write("a/b/c", "");
    let mut session = open_idle(&home);
    expect_news_of_lines(&mut session, &[("cd a/b", DEFAULT)]);
    become_idle(&mut session);
    let unexpected =
        |account| format!("[AWS:default 123456789012 eu-central-1 !expected:{account}]");
    home.write("a/.awsprompt", "[expect]\naccount = 111122223333\n");
    expect_news(&mut session, &unexpected("111122223333"));
    home.write("a/.awsprompt", "[expect]\naccount = 444455556666\n");
    expect_news(&mut session, &unexpected("444455556666"));
    home.write("a/b/.awsprompt", "[expect]\nregion = us-*\n");
    expect_news(&mut session, &unexpected("us-*,444455556666"));
    home.write(".awsprompt", "[expect]\nclass = dev\n");
    expect_news(&mut session, &unexpected("us-*,444455556666,dev"));
    home.remove("a/b/.awsprompt");
    expect_news(&mut session, &unexpected("444455556666,dev"));
}

#[test]
fn what_is_expected_where_the_directory_is_moved_is_seen() {
    let home = Home::new();
    home.write("a/c/file", "");
    home.write("b/.awsprompt", "[expect]\naccount = 111122223333\n");
    let mut session = open_idle(&home);
    expect_news_of_lines(&mut session, &[("cd a/c", DEFAULT)]);
    become_idle(&mut session);
    let moved = [home.path().join("a/c"), home.path().join("b/c")];
    fs::rename(&moved[0], &moved[1]).expect("a directory can be renamed");
    let unexpected = "[AWS:default 123456789012 eu-central-1 !expected:111122223333]";
    session.run_silently("");
    session.expect_segment(unexpected);
    fs::rename(&moved[1], &moved[0]).expect("a directory can be renamed");
    session.run_silently("");
    session.expect_segment(DEFAULT);
    become_idle(&mut session);
    fs::rename(&moved[0], &moved[1]).expect("a directory can be renamed");
    symlink(&moved[1], &moved[0]).expect("a link can be made");
    expect_news(&mut session, unexpected);
}

#[test]
fn a_file_that_is_edited_in_place_is_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    home.write(CONFIG, OSAKA);
    expect_news(&mut session, IN_OSAKA);
}

#[test]
fn a_file_that_is_replaced_by_an_older_one_is_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    home.write("older", OSAKA);
    set_modified(&home, "older", SystemTime::now() - Duration::from_secs(1_000_000));
    fs::rename(home.path().join("older"), home.path().join(CONFIG)).expect("a file can be renamed");
    expect_news(&mut session, IN_OSAKA);
}

#[test]
fn a_file_that_is_replaced_by_one_of_the_same_date_and_size_is_seen() {
    let home = Home::new();
    home.write(CONFIG, OSAKA);
    let mut session = open_idle(&home);
    home.write("other", TOKYO);
    set_modified(&home, "other", modified(&home, CONFIG));
    fs::rename(home.path().join("other"), home.path().join(CONFIG)).expect("a file can be renamed");
    expect_news(&mut session, IN_TOKYO);
}

#[test]
fn a_file_that_is_rewritten_with_the_same_date_and_size_is_seen() {
    let home = Home::new();
    home.write(CONFIG, OSAKA);
    let mut session = open_idle(&home);
    let before = modified(&home, CONFIG);
    home.write(CONFIG, TOKYO);
    set_modified(&home, CONFIG, before);
    expect_news(&mut session, IN_TOKYO);
}

#[test]
fn a_link_that_points_elsewhere_is_seen() {
    let home = Home::new();
    home.write("a", OSAKA);
    home.write("b", TOKYO);
    set_modified(&home, "b", modified(&home, "a"));
    home.remove(CONFIG);
    symlink(home.path().join("a"), home.path().join(CONFIG)).expect("a link can be made");
    let mut session = open_idle(&home);
    session.expect_segment(IN_OSAKA);
    symlink(home.path().join("b"), home.path().join("link")).expect("a link can be made");
    fs::rename(home.path().join("link"), home.path().join(CONFIG)).expect("a link can be renamed");
    // The files themselves are as they were, so there is nothing to wait for.
    session.run_silently("");
    assert_eq!(home.runs(), 1);
    session.expect_segment(IN_TOKYO);
}

#[test]
fn a_file_that_goes_and_comes_is_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    home.remove(CONFIG);
    expect_news(&mut session, "[AWS:default 123456789012]");
    home.write(CONFIG, TOKYO);
    expect_news(&mut session, IN_TOKYO);
}

#[test]
fn a_file_that_may_no_longer_be_read_is_looked_at_again() {
    let home = Home::new();
    home.count_runs();
    let mut session = Setup::new(Shell::Zsh).before(BECOME_NOBODY).open(&home);
    become_idle(&mut session);
    let path = home.path().join(CONFIG);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("a mode can be set");
    expect_news(&mut session, "[AWS:default 123456789012]");
}

#[test]
fn a_directory_that_is_moved_away_is_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    let aws = home.path().join(".aws");
    fs::rename(&aws, home.path().join("away")).expect("a directory can be renamed");
    expect_news(&mut session, "");
}

#[test]
fn settings_that_come_are_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    home.write(".config/awsprompt/config.ini", "[accounts]\n123456789012 = acme\n");
    expect_news(&mut session, "[AWS:default acme eu-central-1]");
}

#[test]
fn settings_that_go_from_a_closed_directory_are_seen() {
    const SETTINGS: &str = ".config/awsprompt/config.ini";
    let home = Home::new();
    home.write(SETTINGS, "");
    let directory = home.path().join(".config/awsprompt");
    let close = fs::Permissions::from_mode(0o000);
    fs::set_permissions(&directory, close).expect("a mode can be set");
    let mut session = Setup::new(Shell::Zsh).before(BECOME_NOBODY).open(&home);
    sleep(FRESH);
    session.run_silently("");
    session.expect_segment("[AWS:default 123456789012 eu-central-1 !settings]");
    fs::rename(&directory, home.path().join(".config/away")).expect("a directory can be renamed");
    session.run_silently("");
    session.expect_segment(DEFAULT);
}

#[test]
fn a_login_and_its_end_are_seen() {
    const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    const IN_CORP: &str = "[AWS:default 444444444444 eu-west-1]";
    let home = Home::without_aws_files();
    home.write(
        CONFIG,
        "[default]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 444444444444\n\
         sso_role_name = Admin\n[sso-session corp]\nsso_start_url = https://x.awsapps.com/start\n\
         sso_region = us-east-1\n",
    );
    let mut session = open_idle(&home);
    session.expect_segment("[AWS:default eu-west-1 !sso-login]");
    let token = |seconds: i64| {
        let end = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
        let end = end.strftime("%Y-%m-%dT%H:%M:%SZ");
        home.write(TOKEN, format!("{{\"accessToken\": \"t\", \"expiresAt\": \"{end}\"}}"));
    };
    token(100_000);
    expect_news(&mut session, IN_CORP);
    token(60);
    session.run_silently("");
    session.expect_segment("[AWS:default 444444444444 eu-west-1 1m]");
    // Nothing happens but that the time comes.
    token(8);
    become_idle(&mut session);
    sleep(Duration::from_secs(6));
    session.run_silently("");
    assert_eq!(home.runs(), 1);
    session.expect_segment("[AWS:default eu-west-1 !expired]");
}

#[test]
fn the_minutes_that_are_left_of_a_profile_s_time_are_seen() {
    let home = Home::new();
    let mut session = open_idle(&home);
    let until = jiff::Timestamp::now().as_second() + 68;
    session.run_silently(&format!("export AWS_PROFILE=work AWSPROMPT_UNTIL={until}"));
    session.expect_segment("[AWS:work 111122223333 us-east-1 2m left]");
    become_idle(&mut session);
    sleep(Duration::from_secs(6));
    session.run_silently("");
    assert_eq!(home.runs(), 1);
    session.expect_segment("[AWS:work 111122223333 us-east-1 1m left]");
}

#[test]
fn a_role_s_session_that_the_cli_keeps_is_seen() {
    const SESSION: &str = ".aws/cli/cache/b4f5ad7dfd9a32a89eedf8400ae18e9b3939e15b.json";
    let home = Home::new();
    home.write(
        CONFIG,
        "[default]\nrole_arn = arn:aws:iam::999999999999:role/R\nsource_profile = work\n\
         mfa_serial = arn:aws:iam::222222222222:mfa/me\n[profile work]\n",
    );
    let mut session = open_idle(&home);
    session.expect_segment("[AWS:default 999999999999]");
    let end = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(20);
    let end = end.strftime("%Y-%m-%dT%H:%M:%SZ");
    home.write(
        SESSION,
        format!(
            "{{\"Credentials\": {{\"AccessKeyId\": \"ASIAX\", \"SecretAccessKey\": \"s\", \
             \"SessionToken\": \"t\", \"Expiration\": \"{end}\"}}}}"
        ),
    );
    session.run_silently("");
    assert_eq!(home.runs(), 1);
    session.expect_segment("[AWS:default 999999999999 5m]");
}

#[test]
fn an_interrupted_hook_leaves_no_old_segment() {
    let home = Home::new();
    home.hold_prompts();
    let mut session = Setup::new(Shell::Zsh).open(&home);
    home.write("hold", "");
    session.run_and_answer("export AWS_PROFILE=work", "held", "\x03");
    assert!(session.prompt().ends_with("[AWS:?] > "), "{session}");
    home.remove("hold");
    session.run_silently("");
    session.expect_segment(WORK);
}

#[test]
fn a_hook_of_fish_that_is_interrupted_asks_again_where_the_prompt_is_drawn_anew() {
    let own = "function fish_prompt; echo -n \"own $AWSPROMPT_SEGMENT > \"; end";
    let rows = [
        ("left", "", format!("{WORK} > "), ""),
        ("left", own, format!("own {WORK} > "), ""),
        ("right", "", "> ".into(), WORK),
    ];
    for (place, before, prompt, right) in rows {
        let home = Home::new();
        home.hold_prompts();
        let setup = Setup::new(Shell::Fish).before(before).flag("--prompt").flag(place);
        let mut session = setup.open(&home);
        home.write("hold", "");
        session.run_until("set -gx AWS_PROFILE work", "held");
        home.remove("hold");
        session.press("\x03\x0c");
        assert_eq!((session.prompt(), session.right()), (&*prompt, right), "{place}, {session}");
    }
}

#[test]
fn a_hook_of_fish_that_is_interrupted_leaves_no_old_segment() {
    let home = Home::new();
    home.hold_prompts();
    let keep = "bind \\cg 'set -g kept $AWSPROMPT_SEGMENT'";
    let mut session = Setup::new(Shell::Fish).after(keep).open(&home);
    home.write("hold", "");
    session.run_until("set -gx AWS_PROFILE work", "held");
    home.remove("hold");
    session.press("\x03\x07\x0c");
    assert_eq!(session.run("echo $kept"), ["[AWS:?]"], "{session}");
}

#[test]
fn a_check_that_is_interrupted_leaves_no_old_segment() {
    let home = Home::new();
    let mut session = open_idle(&home);
    let interrupt = "[[ ! -e ~/hold || $ZSH_DEBUG_CMD != 'for name in $_'* ]] || kill -INT $$";
    session.run_silently(&format!("TRAPDEBUG() {{ {interrupt} }}"));
    become_idle(&mut session);
    home.write(CONFIG, OSAKA);
    home.write("hold", "");
    session.run_silently("");
    session.expect_segment("[AWS:?]");
    home.remove("hold");
    session.run_silently("");
    session.expect_segment(IN_OSAKA);
}

#[test]
fn another_hook_that_is_interrupted_leaves_no_old_segment() {
    let home = Home::new();
    let slow = "slow() { [[ ! -e ~/hold ]] || { printf held; sleep 20 } }";
    let setup = Setup::new(Shell::Zsh).before(slow).before("precmd_functions+=(slow)");
    let mut session = setup.open(&home);
    session.run_silently("");
    home.write("hold", "");
    session.run_and_answer("export AWS_PROFILE=work", "held", "\x03");
    assert!(session.prompt().ends_with("[AWS:?] > "), "{session}");
    home.remove("hold");
    session.run_silently("");
    session.expect_segment(WORK);
}

#[test]
fn what_splits_words_is_the_user_s_own() {
    let home = Home::new();
    let mut session = open_idle(&home);
    for line in ["IFS=:", "IFS=$'\\n'", "IFS=", "IFS=.0123456789", "readonly IFS"] {
        session.run_silently(line);
        become_idle(&mut session);
        session.expect_segment(DEFAULT);
    }
    assert_eq!(session.run("echo \"${(qqqq)IFS}\""), ["$'.0123456789'"]);
}

#[test]
fn a_clock_that_is_set_back_is_no_reason_to_trust() {
    let home = Home::new();
    let mut session = open_idle(&home);
    session.run_silently("__awsprompt_answered=$((EPOCHSECONDS + 60))");
    assert_eq!(home.runs(), 1);
    session.expect_segment(DEFAULT);
}

#[test]
fn a_program_that_is_gone_or_replaced_is_no_old_segment() {
    let home = Home::new();
    let mut session = open_idle(&home);
    home.script("awsprompt", "#!/bin/sh\nprintf 'nonsense\\n'\n");
    session.run_silently("");
    session.expect_segment("[AWS:?]");
    home.remove_program();
    session.run_silently("");
    session.expect_segment("[AWS:?]");
    session.run_silently("");
    session.expect_segment("[AWS:?]");
}

#[test]
fn a_later_hook_that_exports_a_profile_is_seen() {
    let home = Home::new();
    home.count_runs();
    let later = "late() { [[ -z $want ]] || export AWS_PROFILE=$want }\nprecmd_functions+=(late)";
    let mut session = Setup::new(Shell::Zsh).after(later).open(&home);
    become_idle(&mut session);
    expect_news_of_lines(&mut session, &[("want=work", WORK), ("want=play", PLAY)]);
}

/// Secrets, and variables whose values hold one.
const SECRETS: [&str; 14] = [
    "SECRET_ACCESS_KEY=",
    "SESSION_TOKEN=",
    "SECURITY_TOKEN=",
    "SECRET_KEY=",
    "BEARER_TOKEN_BEDROCK=",
    "VAULT_FILE_PASSPHRASE=",
    "SESSION_TOKEN_OLD=",
    "MFA_CODE=",
    "CREDENTIALS=",
    "WHATEVER=",
    "ENDPOINT_URL=https://me:",
    "ENDPOINT_URL_S3=https://localhost/?k=",
    "EC2_METADATA_SERVICE_ENDPOINT=http://me:",
    "CONTAINER_CREDENTIALS_RELATIVE_URI=/",
];

#[test]
fn what_the_hook_remembers_holds_no_secret() {
    let home = Home::new();
    let mut session = open_idle(&home);
    for before in SECRETS {
        session.run_silently(&format!("export AWS_{before}hush$((2**20))"));
    }
    let rows = session.run("typeset | grep -ac 'hush1048576'");
    assert_eq!(rows, [SECRETS.len().to_string()], "{session}");
    for uri in ["http://me:hush$((2**20))@localhost", "http://localhost/hush$((2**20))?x=@"] {
        session.run_silently(&format!("export AWS_CONTAINER_CREDENTIALS_FULL_URI={uri}"));
        let rows = session.run("typeset | grep -ac 'hush1048576'");
        assert_eq!(rows, [(SECRETS.len() + 1).to_string()], "{session}");
    }
}

#[test]
fn a_change_in_what_is_not_remembered_is_seen() {
    let home = Home::without_aws_files();
    let mut session = open_idle(&home);
    let lines = [
        ("export AWS_REGION=eu-central-1", ""),
        (
            "export AWS_CONTAINER_CREDENTIALS_FULL_URI=http://localhost/x",
            "[AWS:container eu-central-1]",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://example.com/x",
            "[AWS:container eu-central-1 !broken]",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI=https://example.com/x",
            "[AWS:container eu-central-1]",
        ),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=nothing", "[AWS:container eu-central-1 !broken]"),
        ("unset AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_REGION", ""),
    ];
    expect_news_of_lines(&mut session, &lines);
}

#[test]
fn a_change_of_a_setting_that_stops_every_command_is_seen() {
    let home = Home::new();
    home.write(CONFIG, TOKYO);
    let mut session = open_idle(&home);
    let broken = "[AWS:default ap-northeast-1 !broken]";
    let lines = [
        ("export AWS_ENDPOINT_URL=localhost:4566", broken),
        (
            "AWS_ENDPOINT_URL=http://localhost:4566",
            "[AWS:default 123456789012 ap-northeast-1 !endpoint]",
        ),
        ("AWS_ENDPOINT_URL=http://my_host:4566", broken),
        ("unset AWS_ENDPOINT_URL", IN_TOKYO),
        ("export AWS_ACCOUNT_ID_ENDPOINT_MODE=x", broken),
        ("AWS_ACCOUNT_ID_ENDPOINT_MODE=disabled", IN_TOKYO),
    ];
    expect_news_of_lines(&mut session, &lines);
}

#[test]
fn a_secret_in_a_path_is_looked_at_before_every_prompt() {
    let home = Home::new();
    home.write("a/config", OSAKA);
    home.write("b/config", TOKYO);
    let mut session = open_idle(&home);
    let path = "export AWS_MFA_CODE=a AWS_CONFIG_FILE='~/$AWS_MFA_CODE/config'";
    for (line, segment) in [(path, IN_OSAKA), ("AWS_MFA_CODE=b", IN_TOKYO)] {
        session.run_silently(line);
        session.expect_segment(segment);
    }
}

#[test]
fn every_variable_that_the_program_reads_is_remembered_or_matters_only_by_being_set() {
    /// Of these the prompt does not read the values, or one of the hook's own lines is for them.
    const OTHERS: [&str; 19] = [
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_S3",
        "AWS_ENDPOINT_URL_STS",
        "AWS_PROFILE_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SECRET_KEY",
        "AWS_SECURITY_TOKEN",
        "AWS_SESSION_TOKEN",
        "AWS_SSO",
        "AWS_SSO_DEFAULT_REGION",
        "AWS_SSO_ROLE_ARN",
        "AWS_SSO_ROLE_NAME",
        "AWS_SSO_SESSION_EXPIRATION",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_USE_FIPS_ENDPOINT",
    ];
    let is_plain = "[[ $name == AWSPROMPT* || -n ${__awsprompt_plain[$name]-} ]]";
    let mut names = BTreeSet::new();
    for room in ["aws", "prompt", "policy"] {
        variables(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room), &mut names);
    }
    assert!(names.contains("AWS_PROFILE"), "{names:?}");
    let names = names.into_iter().collect::<Vec<_>>().join(" ");
    let script = format!(
        "eval \"$(awsprompt init zsh)\"; for name in {names}; do {is_plain} || print $name; done"
    );
    let output = Shell::Zsh.run_script(&Home::new(), &[], &script);
    let found = String::from_utf8(output.stdout).expect("names are text");
    assert_eq!(found.lines().collect::<Vec<_>>(), OTHERS);
}

/// Adds the variables of AWS that the code below a directory names.
fn variables(directory: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).expect("the source is there") {
        let path = entry.expect("the source is there").path();
        if path.is_dir() {
            variables(&path, names);
            continue;
        }
        // The names that doctor takes for misspelled ones; the prompt reads none of them.
        if path.ends_with("misspelling.rs") || path.ends_with("misspelt_variable.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the source is text");
        let is_name = |text: &&str| {
            let is_inner =
                |byte: u8| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit();
            text.starts_with("AWS") && text.contains('_') && text.bytes().all(is_inner)
        };
        let found = text.split('"').filter(is_name).filter(|name| !name.ends_with('_'));
        names.extend(found.map(str::to_owned));
    }
}

#[test]
fn what_the_project_of_the_directory_says_is_seen() {
    let home = Home::new();
    home.write("p/main.tf", "provider \"aws\" {\n  profile = var.name\n}\nvariable \"name\" {}\n");
    home.write("p/.terraform/environment", "default");
    home.write("q/notes.txt", "");
    let mut session = open_idle(&home);
    let of = |account| format!("[AWS:default 123456789012 eu-central-1 !project:{account}]");
    let (work, play) = (of("111122223333"), of("333344445555"));
    let lines = [
        ("cd p", DEFAULT),
        ("export TF_VAR_name=work", &*work),
        ("TF_VAR_name=play", &*play),
        ("typeset +x TF_VAR_name", DEFAULT),
        ("unset TF_VAR_name; export TF_CLI_ARGS_apply=-var=name=work", &*work),
        ("unset TF_CLI_ARGS_apply", DEFAULT),
    ];
    expect_news_of_lines(&mut session, &lines);
    become_idle(&mut session);
    home.write("p/x.auto.tfvars", "name = \"play\"\n");
    expect_news(&mut session, &play);
    home.write("p/x.auto.tfvars", "name = \"work\"\n");
    expect_news(&mut session, &work);
    home.remove("p/x.auto.tfvars");
    expect_news(&mut session, DEFAULT);
    expect_news_of_lines(&mut session, &[("cd ../q", DEFAULT)]);
    become_idle(&mut session);
    home.write("q/main.tf", "provider \"aws\" {\n  profile = \"work\"\n}\n");
    expect_news(&mut session, &work);
    expect_news_of_lines(&mut session, &[("export TF_DATA_DIR=none; cd ../q", &*work)]);
    session.run_silently("export TF_VAR_secret=$(printf '%s' hid den)");
    assert_eq!(session.run("typeset -m '__awsprompt_*' | grep -c hid''den"), ["0"]);
}

#[test]
fn the_project_of_each_tool_is_seen() {
    let home = Home::new();
    home.write("p/notes.txt", "");
    home.write(
        "s/serverless.yml",
        "service: s\nprovider:\n  name: aws\n  profile: ${env:WHO, null}\n",
    );
    home.write("t/serverless.yml", "service: s\nprovider: aws\n");
    let mut session = open_idle(&home);
    let of = |account| format!("[AWS:default 123456789012 eu-central-1 !project:{account}]");
    let (work, play) = (of("111122223333"), of("333344445555"));
    expect_news_of_lines(&mut session, &[("cd p", DEFAULT)]);
    become_idle(&mut session);
    // A file that appears is seen, and one that disappears; another one does not start the program.
    home.write("p/more.txt", "");
    session.run_silently("");
    assert_eq!(session.home.runs(), 0, "{session}");
    home.write("p/main.tf", "provider \"aws\" {\n  profile = \"work\"\n}\n");
    expect_news(&mut session, &work);
    home.remove("p/main.tf");
    expect_news(&mut session, DEFAULT);
    home.write("p/samconfig.toml", "[default.deploy.parameters]\nprofile = \"play\"\n");
    expect_news(&mut session, &play);
    home.remove("p/samconfig.toml");
    expect_news(&mut session, DEFAULT);
    let lines = [
        ("cd ../s", DEFAULT),
        ("export WHO=work", &*work),
        ("WHO=play", &*play),
        ("unset WHO", DEFAULT),
        ("cd ../t; export AWS_DEV_PROFILE=work", &*work),
        ("AWS_DEV_PROFILE=play", &*play),
        ("cd; unset AWS_DEV_PROFILE", DEFAULT),
    ];
    expect_news_of_lines(&mut session, &lines);
}

#[test]
fn a_project_of_many_files_costs_nothing_at_an_idle_prompt() {
    let home = Home::new();
    home.write("p/main.tf", "provider \"aws\" {\n  profile = \"work\"\n}\n");
    for at in 0..60 {
        home.write(&format!("p/{at}.tf"), "# a line of a file that says nothing\n".repeat(170));
    }
    home.write("p/.terraform/environment", "default");
    let mut session = open_idle(&home);
    let work = "[AWS:default 123456789012 eu-central-1 !project:111122223333]";
    expect_news_of_lines(&mut session, &[("cd p", work)]);
    become_idle(&mut session);
    // Of each file a change is seen.
    home.write("p/59.tf", "provider \"aws\" {\n  alias   = \"x\"\n  profile = \"play\"\n}\n");
    let both = "[AWS:default 123456789012 eu-central-1 !project:333344445555,111122223333]";
    expect_news(&mut session, both);
}
