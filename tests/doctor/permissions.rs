//! Who may read the files, and what `--fix` does about it; as an ordinary user, since root may all.

#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, lchown, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{Home, Output, make_fifo};

/// Somebody who may read only what everybody may.
const NOBODY: u32 = 65_534;

const KEYS: &str = "[default]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\nregion = us-east-1\n";

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(home: &Home, path: &str, mode: u32) {
    fs::set_permissions(home.path().join(path), Permissions::from_mode(mode)).unwrap();
}

/// A home with one file of each kind, as an ordinary umask leaves them.
fn home() -> Home {
    let home = Home::new()
        .file(".aws/config", "[default]\nregion = us-east-1\n")
        .file(".aws/credentials", KEYS)
        .file(".aws/sso/cache/token.json", "{}")
        .file(".aws/cli/cache/session.json", "{}")
        .file(".aws/cli/cache/notes.txt", "not a cache");
    for path in ["config", "credentials", "sso/cache/token.json", "cli/cache/session.json"] {
        set_mode(&home, &format!(".aws/{path}"), 0o644);
    }
    set_mode(&home, ".aws/cli/cache/notes.txt", 0o644);
    home
}

/// Returns the program, ready to run as somebody whom permissions bind, and who owns the home.
fn command(home: &Home, arguments: &[&str]) -> Command {
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
    // The program may lie where nobody else can reach it.
    let program = home.path().join("awsprompt");
    if !program.exists() {
        // Another process copies: a child of another test could hold a file open that this one
        // writes, and then it cannot be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_awsprompt")).arg(&program).status();
        assert!(copied.unwrap().success());
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(&program);
    command.env_clear().env("HOME", home.path()).current_dir("/").args(arguments);
    if is_root() {
        give(&home.path().join(".aws"));
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn give(path: &Path) {
    lchown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path());
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout == b"0\n"
}

fn run(home: &Home, arguments: &[&str]) -> Output {
    home.output_of(command(home, arguments).stdin(Stdio::null()))
}

fn modes(home: &Home) -> [u32; 5] {
    [
        "config",
        "credentials",
        "sso/cache/token.json",
        "cli/cache/session.json",
        "cli/cache/notes.txt",
    ]
    .map(|path| mode(&home.path().join(".aws").join(path)))
}

#[test]
fn files_open_to_others_are_found() {
    let output = run(&home(), &["doctor"]);
    insta::assert_snapshot!(output.stdout);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(1)));
}

#[test]
fn a_config_file_with_secrets_is_as_bad_as_the_credentials_file() {
    let home = Home::new().file(".aws/config", KEYS);
    set_mode(&home, ".aws/config", 0o604);
    let output = run(&home, &["doctor"]);
    assert!(output.stdout.contains("fault: credentials-readable-by-others"), "{output:?}");
    set_mode(&home, ".aws/config", 0o600);
    assert!(run(&home, &["doctor"]).stdout.starts_with("All is well"));
}

#[test]
fn an_open_file_does_not_hide_why_the_next_command_is_refused() {
    let home = Home::new()
        .file(".aws/config", "[profile a]\nregion = us-east-1\n")
        .file(".aws/credentials", KEYS);
    set_mode(&home, ".aws/credentials", 0o644);
    let output = home.output_of(command(&home, &["doctor"]).env("AWS_PROFILE", "a"));
    for check in ["credentials-readable-by-others", "client-refuses"] {
        assert!(output.stdout.contains(&format!("fault: {check}\n")), "{output:?}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_a_fault() {
    let home = Home::new().file(".aws/config", "").file(".aws/credentials", KEYS);
    set_mode(&home, ".aws/credentials", 0o000);
    let output = run(&home, &["doctor"]);
    assert!(output.stdout.contains("~/.aws/credentials: it may not be read"), "{output:?}");
    let home = Home::new().file(".aws/config/x", "");
    let output = run(&home, &["doctor"]);
    assert!(output.stdout.contains("~/.aws/config: it is a directory"), "{output:?}");
}

#[test]
fn a_name_that_is_no_file_is_a_fault() {
    type Make = fn(&Path);
    let cases: [(&str, Make); 5] = [
        ("is a link that leads nowhere", |path| symlink("nowhere", path).unwrap()),
        ("is a link that leads nowhere", |path| symlink(path, path).unwrap()),
        ("is a FIFO", make_fifo),
        ("is a socket", |path| drop(UnixListener::bind(path).unwrap())),
        ("is a device", |path| symlink("/dev/zero", path).unwrap()),
    ];
    for (what, make) in cases {
        let home = Home::new().file(".aws/credentials", KEYS).private();
        make(&home.path().join(".aws/config"));
        let output = run(&home, &["doctor"]);
        assert!(output.stdout.contains("fault: file-unreadable\n"), "{output:?}");
        assert!(output.stdout.contains(&format!("~/.aws/config: it {what}\n")), "{output:?}");
    }
    let none = Home::new().file(".aws/credentials", KEYS).private();
    let mut command = command(&none, &["doctor"]);
    let output = none.output_of(command.env("AWS_CONFIG_FILE", "/dev/null"));
    assert!(output.stdout.starts_with("All is well"), "{output:?}");
}

#[test]
fn fixing_shows_what_it_does_and_does_it() {
    let home = home();
    let output = run(&home, &["doctor", "--fix", "--yes"]);
    let plan = "\
chmod 600 ~/.aws/config  (now 0644)
chmod 600 ~/.aws/credentials  (now 0644)
chmod 600 ~/.aws/sso/cache/token.json  (now 0644)
chmod 600 ~/.aws/cli/cache/session.json  (now 0644)
";
    assert_eq!(output, Output { stdout: plan.into(), stderr: String::new(), code: Some(0) });
    assert_eq!(modes(&home), [0o600, 0o600, 0o600, 0o600, 0o644]);
    let again = run(&home, &["doctor", "--fix", "--yes"]);
    assert_eq!(again.stdout, "No file is readable by others; there is nothing to fix.\n");
    assert!(run(&home, &["doctor"]).stdout.starts_with("All is well"));
}

#[test]
fn without_a_person_and_without_a_yes_nothing_is_changed() {
    let home = home();
    let output = run(&home, &["doctor", "--fix"]);
    assert_eq!(
        output.stderr,
        "awsprompt: no terminal to confirm on; nothing changed\n\
         hint: awsprompt doctor --fix --yes\n"
    );
    assert_eq!(output.code, Some(1));
    assert_eq!(modes(&home), [0o644; 5]);
    // A yes from a pipe is not that of a person.
    let mut command = command(&home, &["doctor", "--fix"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(b"y\n");
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(modes(&home), [0o644; 5]);
}

#[test]
fn no_link_is_followed_and_the_plan_says_so() {
    let home = home();
    let elsewhere = home.path().join(".aws/real");
    fs::rename(home.path().join(".aws/credentials"), &elsewhere).unwrap();
    symlink(&elsewhere, home.path().join(".aws/credentials")).unwrap();
    let output = run(&home, &["doctor", "--fix", "--yes"]);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)));
    let unchanged = "unchanged @HOME@/.aws/credentials: it is behind a symbolic link\n    \
                     -> chmod 600 @HOME@/.aws/real\n";
    let plan = output.stdout.replace("~/", "@HOME@/");
    assert!(plan.contains(unchanged), "{plan}");
    assert_eq!(mode(&elsewhere), 0o644);
    assert_eq!(modes(&home), [0o600, 0o644, 0o600, 0o600, 0o644]);
    let told = run(&home, &["doctor"]).stdout;
    assert!(told.contains("    -> chmod 600 @HOME@/.aws/real\n"), "{told}");
}

#[test]
fn where_all_is_behind_a_linked_directory_nothing_is_changed() {
    let home = home();
    fs::create_dir(home.path().join("dotfiles")).unwrap();
    fs::rename(home.path().join(".aws"), home.path().join("dotfiles/aws")).unwrap();
    symlink("dotfiles/aws", home.path().join(".aws")).unwrap();
    let output = run(&home, &["doctor", "--fix", "--yes"]);
    assert_eq!(output.stderr, "awsprompt: nothing changed: symbolic links are not followed\n");
    assert_eq!(output.code, Some(1));
    assert_eq!(modes(&home), [0o644; 5]);
    assert_eq!(output.stdout.matches("behind a symbolic link").count(), 4, "{output:?}");
}

#[test]
fn a_file_of_somebody_else_is_an_error_and_the_others_are_fixed() {
    if !is_root() {
        return;
    }
    let home = home();
    let mut command = command(&home, &["doctor", "--fix", "--yes"]);
    let theirs: PathBuf = home.path().join(".aws/config");
    lchown(&theirs, Some(0), Some(0)).unwrap();
    let output = home.output_of(command.stdin(Stdio::null()));
    assert!(
        output.stderr.starts_with("awsprompt: could not change the mode of @HOME@/.aws/config: "),
        "{output:?}"
    );
    assert_eq!(output.code, Some(1));
    assert_eq!(modes(&home), [0o644, 0o600, 0o600, 0o600, 0o644]);
}

#[test]
fn what_is_open_and_belongs_to_somebody_else_is_theirs_to_close() {
    if !is_root() {
        return;
    }
    let home = home();
    let mut command = command(&home, &["doctor"]);
    for file in ["config", "credentials"] {
        lchown(home.path().join(".aws").join(file), Some(0), Some(0)).unwrap();
    }
    let told = home.output_of(command.stdin(Stdio::null())).stdout;
    let remedy = "    -> sudo chown \"$USER\" @HOME@/.aws/credentials\n";
    assert!(told.contains(remedy), "{told}");
    assert!(!told.contains("config-readable-by-others"), "{told}");
}

#[test]
fn a_damaged_file_of_identity_center_is_found() {
    let check = |name: &str, text: &str| {
        let home = Home::new().file(&format!(".aws/sso/cache/{name}.json"), text).private();
        home.run(&["doctor"]).stdout.contains("fault: cache-damaged")
    };
    let hash = "e173644131d87ff3f3e6897e57a268cebb864c06";
    for damaged in ["", "{\"clientId\": \"c", "[]"] {
        assert!(check(hash, damaged), "{damaged}");
    }
    assert!(!check(hash, "{}"));
    // It belongs to another program.
    assert!(!check("kiro-auth-token", ""));
}
