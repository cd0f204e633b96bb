//! Files that are not what they should be: the prompt answers all the same, and soon.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

mod common;

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Home, make_fifo};

const CREDENTIALS: &str =
    "[default]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";

/// Somebody who may read only what everybody may.
const NOBODY: u32 = 65_534;

/// Runs the prompt, and ends it should it hang: that is what these tests are about.
#[track_caller]
fn segment(home: &Home) -> String {
    let mut command = home.command();
    command.arg("prompt").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("the prompt hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
        (Some(0), "")
    );
    String::from_utf8(output.stdout).unwrap()
}

fn home() -> Home {
    Home::new().file(".aws/credentials", CREDENTIALS)
}

#[test]
fn a_fifo_is_no_file() {
    let home = home();
    make_fifo(&home.path().join(".aws/config"));
    assert_eq!(segment(&home), "[AWS:default 111111111111]\n");
    // Where one looks closer, what a client may read there is not known.
    let explained = home.run(&["explain"]);
    assert_eq!(explained.stderr, "awsprompt: could not read ~/.aws/config: it is a FIFO\n");
    assert_eq!((explained.stdout.as_str(), explained.code), ("", Some(1)));
}

#[test]
fn a_directory_is_no_file() {
    let home = home();
    fs::create_dir(home.path().join(".aws/config")).unwrap();
    assert_eq!(segment(&home), "[AWS:default 111111111111]\n");
}

#[test]
fn a_device_is_no_file() {
    for device in ["/dev/zero", "/dev/tty", "/dev/stdin"] {
        let home = home().env("AWS_CONFIG_FILE", device);
        assert_eq!(segment(&home), "[AWS:default 111111111111]\n", "{device}");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_no_file() {
    let home = home();
    symlink(".aws/config", home.path().join(".aws/config")).unwrap();
    assert_eq!(segment(&home), "[AWS:default 111111111111]\n");
}

#[test]
fn a_file_of_a_gigabyte_is_not_read() {
    let home = home();
    let file = File::create(home.path().join(".aws/config")).unwrap();
    file.set_len(1 << 30).unwrap();
    assert_eq!(segment(&home), "[AWS:?]\n");
    let explained = home.run(&["explain"]);
    assert_eq!(explained.stderr, "awsprompt: could not read ~/.aws/config: it is too large\n");
    assert_eq!((explained.stdout.as_str(), explained.code), ("", Some(1)));
    // The profile may be in it.
    assert_eq!(home.run(&["exec", "prod", "--", "true"]), explained);
}

#[test]
fn settings_of_a_gigabyte_are_a_mistake() {
    let home = home().env("AWSPROMPT_CONFIG", "@HOME@/settings");
    File::create(home.path().join("settings")).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(segment(&home), "[AWS:default 111111111111 !settings]\n");
}

/// <https://specifications.freedesktop.org/basedir-spec/latest/>
#[cfg(target_os = "linux")]
#[test]
fn a_base_directory_must_be_absolute() {
    let cases = [("@HOME@/c", "/c"), ("c", "/.config"), ("", "/.config")];
    for (value, base) in cases {
        let home = home().env("XDG_CONFIG_HOME", value);
        let config = home.run(&["config"]).stdout;
        assert!(config.contains(&format!("{base}/awsprompt/config.ini;")), "{value}: {config}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_as_good_as_none() {
    let home = home().file(".aws/config", "[default]\nregion = us-east-1\n");
    fs::set_permissions(home.path().join(".aws/config"), Permissions::from_mode(0o000)).unwrap();
    assert_eq!(as_ordinary_user(&home), "[AWS:default 111111111111]\n");
}

#[test]
fn a_directory_that_may_not_be_entered_holds_nothing() {
    let home = home();
    fs::set_permissions(home.path().join(".aws"), Permissions::from_mode(0o000)).unwrap();
    let segment = as_ordinary_user(&home);
    // Whoever owns the directory has to be able to remove it.
    fs::set_permissions(home.path().join(".aws"), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(segment, "");
}

/// The AWS CLI writes the session of a role into its cache, and stops where it cannot (rule 9.16).
#[test]
fn a_role_needs_a_cache_that_can_be_written() {
    const CACHE: &str = ".aws/cli/cache";
    let role = "[profile r]\nrole_arn = arn:aws:iam::999999999999:role/R\n\
        source_profile = default\n";
    let session = r#"{"Credentials": {"AccessKeyId": "ASIARTXV5AHDQAABCIRT",
        "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z"}}"#;
    let file = format!("{CACHE}/b177d131d613f0307420ec3147ee088e3d6303cc.json");
    let home = home().file(".aws/config", role);
    let path = |path: &str| home.path().join(path);
    let mode = |below: &str, mode| {
        fs::set_permissions(path(below), Permissions::from_mode(mode)).unwrap();
    };
    let segment = || segment_of(&home, ordinary_user(&home).env("AWS_PROFILE", "r"));
    let (works, stops) = ("[AWS:r 999999999999]\n", "[AWS:r !broken]\n");
    for (directory, before) in [(".aws", 0o555), (".aws/cli", 0o555), (CACHE, 0o666)] {
        fs::create_dir_all(path(directory)).unwrap();
        mode(directory, before);
        assert_eq!(segment(), stops, "{directory}");
        mode(directory, 0o777);
        assert_eq!(segment(), works, "{directory}");
    }
    fs::write(path(&file), session.replace("2099", "2020")).unwrap();
    mode(CACHE, 0o555);
    mode(&file, 0o666);
    assert_eq!(segment(), works, "the file is written in its place");
    mode(&file, 0o444);
    assert_eq!(segment(), stops, "the file may not be written");
    fs::write(path(&file), session).unwrap();
    assert_eq!(segment(), works, "the session is used as it is");
    fs::remove_file(path(&file)).unwrap();
    fs::create_dir(path(&file)).unwrap();
    mode(CACHE, 0o777);
    assert_eq!(segment(), stops, "a directory is in the place of the file");
}

#[test]
fn a_history_needs_a_directory_that_can_be_made() {
    let home = home().file(".aws/config", "[default]\ncli_history = enabled\n");
    let segment = || as_ordinary_user(&home);
    let (works, stops) = ("[AWS:default 111111111111]\n", "[AWS:default !broken]\n");
    assert_eq!(segment(), stops);
    fs::set_permissions(home.path().join(".aws"), Permissions::from_mode(0o777)).unwrap();
    assert_eq!(segment(), works);
    fs::create_dir(home.path().join(".aws/cli")).unwrap();
    fs::write(home.path().join(".aws/cli/history"), "").unwrap();
    assert_eq!(segment(), stops, "a file is in the place of the directory");
    for (file, expected) in [("history.db", stops), ("", stops), ("/proc/history.db", works)] {
        let mut command = ordinary_user(&home);
        let segment = segment_of(&home, command.env("AWS_CLI_HISTORY_FILE", file));
        assert_eq!(segment, expected, "{file:?}");
    }
}

#[test]
fn a_directory_that_may_not_be_searched_is_no_mistake_in_the_settings() {
    let home = home().file("closed/work/main.tf", "").file(".awsprompt", "");
    let closed = home.path().join("closed");
    let mode = |mode| fs::set_permissions(&closed, Permissions::from_mode(mode)).unwrap();
    let run = |arguments: &str| {
        let command = ordinary_user(&home);
        // Only whoever is in it already can be below it.
        let mut shell = Command::new("/bin/sh");
        shell.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.current_dir(closed.join("work"));
        let line = format!("chmod 000 .. && exec \"$0\" {arguments}");
        shell.args(["-c", &line]).arg(command.get_program());
        if is_root() {
            std::os::unix::fs::chown(&closed, Some(NOBODY), Some(NOBODY)).unwrap();
            shell.uid(NOBODY).gid(NOBODY);
        }
        let output = home.output_of(&mut shell);
        mode(0o755);
        assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{arguments}");
        output.stdout
    };
    let segment = || run("prompt");
    assert_eq!(segment(), "[AWS:default 111111111111]\n");
    for arguments in ["check -- aws s3 rm s3://b/k", "guard --no-run -- aws s3 rm s3://b/k"] {
        assert_eq!(run(arguments), "", "{arguments}");
    }
    // What can be reached from below counts.
    fs::write(closed.join("work/.awsprompt"), "[expect]\naccount = 222222222222\n").unwrap();
    assert_eq!(segment(), "[AWS:default 111111111111 !expected:222222222222]\n");
}

#[test]
fn the_largest_file_that_is_read_has_sixteen_mebibytes() {
    for (excess, expected) in [(0, "[AWS:default 111111111111]\n"), (1, "[AWS:?]\n")] {
        let mut config = vec![b'#'; (16 << 20) + excess];
        config[0] = b';';
        assert_eq!(segment(&home().file(".aws/config", config)), expected);
    }
}

#[test]
fn only_a_circle_ends_a_chain_of_roles_however_long_it_is() {
    for last in [2, 17, 500, 10_000] {
        let role = |n: usize| {
            let source = if n == last { "base".to_owned() } else { format!("r{}", n + 1) };
            format!(
                "[profile r{n}]\nrole_arn = arn:aws:iam::999999999999:role/R{n}\nsource_profile = {source}\n"
            )
        };
        let roles: String = (0..=last).map(role).collect();
        let base = "[profile base]\naws_access_key_id = x\naws_secret_access_key = s\n";
        let home = home().file(".aws/config", roles + base).env("AWS_PROFILE", "r0");
        assert_eq!(segment(&home), "[AWS:r0 999999999999]\n", "{last}");
        if last > 500 {
            continue;
        }
        let explained = home.answer(&["explain", "--json"]);
        let explained: serde_json::Value = serde_json::from_str(&explained).unwrap();
        for client in explained["clients"].as_array().unwrap() {
            assert!(client["ok"] == true || client["error"]["kind"] == "no-region", "{client}");
        }
    }
    let circle = |n: usize| {
        format!("[profile r{n}]\nrole_arn = x\nsource_profile = r{}\n", (n + 1) % 20_000)
    };
    let circle: String = (0..20_000).map(circle).collect();
    let home = home().file(".aws/config", circle).env("AWS_PROFILE", "r0");
    assert_eq!(segment(&home), "[AWS:r0 !broken]\n");
}

#[test]
fn a_section_of_many_keys_takes_no_long_time() {
    let keys: String = (0..50_000).map(|n| format!("key{n} = {n}\n")).collect();
    let config = format!(
        "[DEFAULT]\n{keys}[default]\n{keys}sso_session = corp\nsso_account_id = 4\n\
         [sso-session corp]\n{keys}"
    );
    assert_eq!(segment(&home().file(".aws/config", config)), "[AWS:default !broken]\n");
}

#[test]
fn a_format_of_many_parentheses_is_a_mistake() {
    let home = home();
    let format = "(".repeat(100_000);
    let output = home.run(&["prompt", "--format", &format]);
    assert_eq!(
        (output.stdout.as_str(), output.code),
        ("[AWS:default 111111111111 !settings]\n", Some(0))
    );
}

#[cfg(target_os = "linux")] // where /dev/full is
#[test]
fn a_segment_that_nobody_can_take_is_no_error() {
    let home = home();
    let mut command = home.command();
    command.arg("prompt").stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output = home.output_of(&mut command);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    let mut command = home.command();
    command.arg("explain").stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output = home.output_of(&mut command);
    assert!(output.stderr.starts_with("awsprompt: could not write the answer: "), "{output:?}");
    assert_eq!(output.code, Some(1));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = home();
    let mut command = home.command();
    let mut child =
        command.arg("explain").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.stderr.as_slice(), output.status.code()), (&b""[..], Some(0)));
}

#[cfg(target_os = "linux")] // where /root is
#[test]
fn another_user_s_home_is_the_sixth_field_of_the_account_database() {
    let home = home().env("AWS_CONFIG_FILE", "~root/no-such-file");
    let home = home.env("AWS_PROFILE", "nobody-has-this");
    let explained = home.answer(&["explain", "--json"]);
    assert!(explained.contains(" in /root/no-such-file or "), "{explained}");
}

/// Runs the prompt as somebody whom permissions bind.
fn as_ordinary_user(home: &Home) -> String {
    segment_of(home, &mut ordinary_user(home))
}

fn segment_of(home: &Home, command: &mut Command) -> String {
    let output = home.output_of(command.current_dir("/").arg("prompt"));
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    output.stdout
}

/// Returns the program, to be run as somebody whom permissions bind: root reads everything.
fn ordinary_user(home: &Home) -> Command {
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
    // The program may lie where nobody else can reach it.
    let program = home.path().join("awsprompt");
    // Another process writes it: a test beside this one may fork while it is open, and Linux runs
    // no program that is open for writing.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_awsprompt")).arg(&program).status();
    assert!(copied.unwrap().success());
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    command.env_clear().env("HOME", home.path()).env("AWS_EC2_METADATA_DISABLED", "true");
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}
