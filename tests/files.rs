//! Files that are not what they should be: the prompt answers all the same, and soon.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

mod common;

use std::{
    fs::{self, File, Permissions},
    os::unix::{
        fs::{PermissionsExt, symlink},
        process::CommandExt,
    },
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use common::Home;

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
    let path = home.path().join(".aws/config");
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    assert_eq!(segment(&home), "[AWS:default 111111111111]\n");
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
    assert_eq!(
        explained.stderr,
        "awsprompt: could not read ~/.aws/config: it is too large to be a file of profiles\n"
    );
    assert_eq!((explained.stdout.as_str(), explained.code), ("", Some(1)));
}

#[test]
fn settings_of_a_gigabyte_are_a_mistake() {
    let home = home().env("AWSPROMPT_CONFIG", "@HOME@/settings");
    File::create(home.path().join("settings")).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(segment(&home), "[AWS:default 111111111111 !settings]\n");
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

/// Runs the prompt as somebody whom permissions bind: root reads everything.
fn as_ordinary_user(home: &Home) -> String {
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
    // The program may lie where nobody else can reach it.
    let program = home.path().join("awsprompt");
    fs::copy(env!("CARGO_BIN_EXE_awsprompt"), &program).unwrap();
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    command.env_clear().env("HOME", home.path()).env("AWS_EC2_METADATA_DISABLED", "true");
    command.current_dir("/").arg("prompt");
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = home.output_of(&mut command);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    output.stdout
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}
