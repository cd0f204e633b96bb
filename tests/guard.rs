//! `guard` and `check` where nobody can be asked; what a person is asked is in `shells.rs`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use common::{Home, make_fifo};
use serde_json::{Value, json};

const SETTINGS: &str = "\
[accounts]
999988887777 = acme-prod
[guard]
tools = terraform
[class production]
labels = acme-prod
guard = always
[class ask]
profiles = dev
guard = ask
";

/// Makes a home whose `aws` and `terraform` write their arguments.
fn home() -> Home {
    let home = Home::of_fixture("dev-and-prod-roles")
        .file("s.ini", SETTINGS)
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("PATH", "@HOME@/bin:/usr/bin:/bin");
    program(home, "aws", "#!/bin/sh\necho \"$@\"\n", 0o755)
}

fn program(home: Home, name: &str, text: &str, mode: u32) -> Home {
    let path = format!("bin/{name}");
    let home = home.file(&path, text);
    let mode = fs::Permissions::from_mode(mode);
    fs::set_permissions(home.path().join(path), mode).unwrap();
    home
}

fn guard(line: &str) -> Vec<&str> {
    ["guard", "--"].into_iter().chain(line.split(' ')).collect()
}

#[track_caller]
fn expect_run(home: &Home, line: &str) {
    let (_, arguments) = line.split_once(' ').unwrap();
    assert_eq!(home.answer(&guard(line)), format!("{arguments}\n"), "{line}");
}

#[track_caller]
fn expect_refused(home: &Home, line: &str, why: &str) {
    let output = home.run(&guard(line));
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{line}");
    assert_eq!(output.stderr, format!("awsprompt: {why}\n"), "{line}");
}

const CHANGE: &str = "aws s3 rm s3://b/k --profile prod";

#[test]
fn what_reads_or_hits_nothing_guarded_is_run() {
    let home = home();
    for line in [
        "aws s3 ls --profile prod",
        "aws --version",
        "aws s3 rm s3://b/k --profile base",
        // Here nobody can be asked, and the class only asks.
        "aws s3 rm s3://b/k --profile dev",
        "aws s3 rm s3://b/k --profile prod --no-sign-request",
    ] {
        expect_run(&home, line);
    }
}

#[test]
fn what_always_needs_a_word_is_refused_where_nobody_can_give_it() {
    let home = home();
    let what = "refused, as it would change acme-prod (999988887777)";
    let why = format!("{what}: the class production has guard = always");
    expect_refused(&home, CHANGE, &why);
    let unknown = why.replace("would", "may");
    expect_refused(&home, "aws --profile=prod frobnicate now", &unknown);
    expect_refused(&home, "aws --profile=prod frobnicate", &unknown);
    let chosen = home.env("AWS_PROFILE", "prod");
    expect_refused(&chosen, "aws s3 rm s3://b/k", &why);
    expect_run(&chosen, "aws s3 rm s3://b/k --profile base");
}

/// `[tool NAME]` adds a program, or words to one.
#[test]
fn a_tool_of_the_settings_is_guarded() {
    let settings = "[class production]\naccounts = 999988887777\nguard = always\n\
                    [tool packer]\nreads = inspect\nprofile = -p\n";
    let home = program(home(), "packer", "#!/bin/sh\necho \"$@\"\n", 0o755).file("s.ini", settings);
    expect_run(&home, "packer inspect -p prod");
    expect_run(&home, "packer build -p dev");
    let why = "refused, as it may change 999988887777: the class production has guard = always";
    let output = home.run(&guard("packer build -p prod"));
    assert!(output.stderr.contains(why), "{output:?}");
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)));
    let hook = home.answer(&["init", "bash", "--guard"]);
    assert!(hook.ends_with("__awsprompt_protect aws\n__awsprompt_protect packer\n"), "{hook}");
}

#[test]
fn a_tool_of_the_settings_has_commands_of_several_words() {
    let settings = "[class production]\naccounts = 999988887777\nguard = always\n\
                    [tool packer]\nreads = inspect \"state  list\"\n\
                    [tool terraform]\nreads = \"workspace frob\"\n";
    let home = program(home(), "packer", "#!/bin/sh\necho \"$@\"\n", 0o755).file("s.ini", settings);
    let home = program(home, "terraform", "#!/bin/sh\necho \"$@\"\n", 0o755);
    let home = home.env("AWS_PROFILE", "prod");
    for line in ["packer state list", "packer inspect", "terraform workspace frob"] {
        expect_run(&home, line);
    }
    for line in ["packer state rm", "packer state", "packer list", "terraform frob"] {
        let output = home.run(&guard(line));
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{line}");
    }
    let wrong = home.file("s.ini", "[tool packer]\nreads = \"state list\n");
    let told = wrong.run(&["config"]).stderr;
    assert!(told.contains("[tool packer] reads: a quote has no end"), "{told}");
}

/// A program that starts another one does not hide it.
#[test]
fn a_tool_of_the_settings_is_judged_where_another_program_starts_it() {
    let settings = "[class production]\naccounts = 999988887777\nguard = always\n\
                    [guard]\ntools = timeout xargs\n\
                    [tool packer]\nreads = inspect\nprofile = -p\n\
                    [tool terraform]\nreads = frob\n";
    let home = home().file("s.ini", settings);
    for (start, is_known) in [
        ("timeout 5", true),
        ("nice -n 5", true),
        ("env A=b", true),
        ("xargs", false),
        ("sudo", false),
        ("find . -exec", true),
    ] {
        let line = |rest: &str| format!("--account 111122223333 -- {start} {rest}");
        let output = home.run(&check(&line("packer -p prod build")));
        let other = "awsprompt: the account is 999988887777, not 111122223333\n";
        assert_eq!(output.code, Some(1), "{start}: {output:?}");
        assert_eq!(output.stderr.starts_with(other), is_known, "{start}: {output:?}");
        let home = home.run(&check(&line("packer -p dev inspect")));
        assert_eq!(home.code, Some(i32::from(!is_known)), "{start}: {home:?}");
    }
    let read = home.run(&["check", "--json", "--", "xargs", "terraform", "frob"]).stdout;
    assert!(read.contains("\"effect\": \"reads\""), "{read}");
    let output = home.run(&["guard", "--", "sh", "-c", "packer -p prod build"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{}", output.stderr);
}

/// Only the functions of the shells need to be told which tools to guard.
#[test]
fn the_guard_judges_a_tool_that_the_settings_do_not_name() {
    let settings = "[class production]\naccounts = 999988887777\nguard = always\n";
    let home = program(home(), "terraform", "#!/bin/sh\necho \"$@\"\n", 0o755);
    let home = home.file("s.ini", settings).env("AWS_PROFILE", "prod");
    expect_run(&home, "terraform plan");
    let what = "refused, as it would change 999988887777";
    let why = format!("{what}: the class production has guard = always");
    expect_refused(&home, "terraform apply", &why);
    expect_refused(&home, "pulumi up", &why);
    let output = home.run(&["exec", "prod", "--", "terraform", "apply"]);
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{}", output.stderr);
    let hook = home.answer(&["init", "bash", "--guard"]);
    assert!(hook.ends_with("__awsprompt_protect aws\n"), "{hook}");
}

#[test]
fn the_guard_can_be_switched_off_and_says_so() {
    let output = home().env("AWSPROMPT_GUARD", "off").run(&guard(CHANGE));
    assert_eq!((output.stdout.as_str(), output.code), ("s3 rm s3://b/k --profile prod\n", Some(0)));
    let note = "awsprompt: not asking about acme-prod (999988887777): AWSPROMPT_GUARD is off\n";
    assert_eq!(output.stderr, note);
}

#[test]
fn the_command_is_run_as_it_is() {
    let home = program(home(), "aws", "#!/bin/sh\ncat; echo \"$0 $1\" >&2; exit 42\n", 0o755);
    let output = home.run(&guard("aws s3 ls"));
    assert_eq!(output.code, Some(42));
    assert_eq!(output.stderr, "@HOME@/bin/aws s3\n");
    let output = home.run(&guard("nothing-of-this-name x"));
    assert_eq!(output.code, Some(127));
    assert_eq!(output.stderr, "awsprompt: nothing-of-this-name: command not found\n");
    let home = program(home, "aws", "", 0o644).env("PATH", "@HOME@/bin");
    assert_eq!(home.run(&guard("aws s3 ls")).code, Some(126));
}

#[test]
fn asked_only_it_runs_nothing() {
    let home = home();
    let only = |line: &str| {
        let line = ["guard", "--no-run", "--"].into_iter().chain(line.split(' '));
        home.run(&line.collect::<Vec<_>>())
    };
    let output = only("aws s3 ls");
    assert_eq!((output.stdout.as_str(), output.stderr.as_str(), output.code), ("", "", Some(0)));
    assert_eq!(only(CHANGE).code, Some(3));
}

#[test]
fn a_shell_that_is_bound_to_an_account_lets_nothing_else_through() {
    let home = home().env("AWSPROMPT_LOCK", "acme-prod");
    let why = "refused for 111122223333: AWSPROMPT_LOCK is acme-prod";
    expect_refused(&home, "aws s3 ls --profile dev", why);
    expect_refused(&home, "aws configure mfa-login --profile dev", why);
    expect_run(&home, "aws s3 ls --profile prod");
    expect_run(&home, "aws sso login --profile dev");
    let nobody = "refused for the profile nobody: AWSPROMPT_LOCK is acme-prod";
    expect_refused(&home, "aws s3 ls --profile nobody", nobody);
    let off = home.env("AWSPROMPT_GUARD", "off");
    expect_refused(&off, "aws s3 ls --profile dev", why);
}

/// Lines that return credentials: of the account acme-prod, and of another or an unknown one.
const ASSUMING: &str = "aws sts assume-role --profile prod --role-session-name x --role-arn";
const OF_PROD: &str = "arn:aws:iam::999988887777:role/Admin";
const NOT_OF_PROD: [(&str, &str); 4] = [
    ("arn:aws:iam::111122223333:role/Admin", "111122223333"),
    ("file://arn", "an account that is not known"),
    ("$ARN", "an account that is not known"),
    ("--debug", "an account that is not known"),
];

#[test]
fn a_lock_refuses_credentials_of_another_account() {
    let home = home().env("AWSPROMPT_LOCK", "acme-prod");
    expect_run(&home, &format!("{ASSUMING} {OF_PROD}"));
    expect_run(&home, "aws sts assume-root --profile prod --target-principal 999988887777");
    let refused = "refused for acme-prod (999988887777): AWSPROMPT_LOCK is acme-prod, and this \
                   returns credentials of";
    for (arn, whose) in NOT_OF_PROD {
        expect_refused(&home, &format!("{ASSUMING} {arn}"), &format!("{refused} {whose}"));
        let output = home.run(&check(&format!("-- {ASSUMING} {arn}")));
        assert_eq!(output.code, Some(3), "{arn}");
        assert!(output.stderr.contains(&format!("returns credentials of {whose}\n")), "{output:?}");
    }
    for line in [
        "aws sts assume-role-with-saml --profile prod --role-arn",
        "aws sts assume-role-with-web-identity --profile prod --role-arn",
        "aws sts assume-root --profile prod --target-principal",
        "aws sso get-role-credentials --profile prod --account-id",
    ] {
        let why = format!("{refused} 111122223333");
        let account = "arn:aws:iam::111122223333:root";
        expect_refused(&home, &format!("{line} {account}"), &why);
        expect_refused(&home, &format!("{line} 111122223333"), &why);
    }
}

#[test]
fn credentials_of_another_account_are_not_as_expected() {
    let home = home();
    let expected = home.file(".awsprompt", "[expect]\naccount = acme-prod\n");
    for (home, expecting) in [(&expected, ""), (&self::home(), "--account acme-prod ")] {
        let output = home.run(&check(&format!("{expecting}-- {ASSUMING} {OF_PROD}")));
        assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{expecting}");
        for (arn, whose) in NOT_OF_PROD {
            let output = home.run(&check(&format!("{expecting}-- {ASSUMING} {arn}")));
            assert_eq!(output.code, Some(1), "{expecting}{arn}: {output:?}");
            let found = if whose.starts_with('1') { whose } else { "not known offline" };
            let why = format!("awsprompt: the account is {found}");
            assert!(output.stderr.starts_with(&why), "{expecting}{arn}: {output:?}");
        }
    }
    // Without a lock such a command is a read like any other.
    expect_run(&expected, &format!("{ASSUMING} {}", NOT_OF_PROD[0].0));
}

#[test]
fn a_change_that_the_directory_does_not_expect_needs_a_word() {
    let home = home().file(".awsprompt", "[expect]\naccount = acme-prod\n");
    let why = "refused, as it would change 111122223333: @HOME@/.awsprompt expects the account \
               acme-prod";
    expect_refused(&home, "aws s3 rm s3://b/k --profile dev", why);
    expect_run(&home, "aws s3 ls --profile dev");
}

#[test]
fn an_empty_file_below_lifts_no_expectation() {
    let home = home().file(".awsprompt", "[expect]\naccount = acme-prod\n");
    let home = home.file("clone/.awsprompt", "");
    let clone = home.path().join("clone");
    let run = |arguments: &[&str]| {
        home.output_of(home.command().args(arguments).current_dir(&clone)).code
    };
    assert_eq!(run(&guard("aws s3 rm s3://b/k --profile dev")), Some(3));
    assert_eq!(run(&check("--profile dev")), Some(1));
    assert_eq!(run(&check("--profile prod")), Some(0));
}

#[test]
fn an_expectation_that_cannot_be_read_lets_no_change_through() {
    let home = home();
    let path = home.path().join(".awsprompt");
    let cases: [(&str, &dyn Fn()); 4] = [
        ("is a link that leads nowhere", &|| symlink("nowhere", &path).unwrap()),
        ("is a device", &|| symlink("/dev/null", &path).unwrap()),
        ("is not UTF-8", &|| fs::write(&path, b"\xff").unwrap()),
        ("is a directory", &|| fs::create_dir(&path).unwrap()),
    ];
    for (what, make) in cases {
        make();
        let why = format!(
            "refused, as it would change acme-prod (999988887777): @HOME@/.awsprompt: it {what}"
        );
        expect_refused(&home, CHANGE, &why);
        assert_eq!(home.run(&check("--profile prod")).code, Some(2), "{what}");
        assert!(home.run(&["doctor"]).stdout.contains(what), "{what}");
        let _ = fs::remove_file(&path);
    }
}

#[test]
fn a_label_that_the_reader_does_not_have_lets_no_change_through() {
    let home = home().file(".awsprompt", "[expect]\naccount = acme-prod theirs\n");
    let home = home.file("s.ini", "[accounts]\n999988887777 = acme-prod\n");
    let why = "refused, as it would change acme-prod (999988887777): @HOME@/.awsprompt: [expect] \
               account: theirs is neither an account id nor a label in your settings";
    expect_refused(&home, CHANGE, why);
    expect_run(&home, "aws s3 ls --profile prod");
    assert_eq!(home.run(&check("--profile prod")).code, Some(2));
}

#[test]
fn settings_that_are_no_file_let_no_change_through() {
    type Make = fn(&Path);
    let cases: [(&str, Make); 5] = [
        ("is a link that leads nowhere", |path| symlink("nowhere", path).unwrap()),
        ("is a link that leads nowhere", |path| symlink(path, path).unwrap()),
        ("is a FIFO", make_fifo),
        ("is a device", |path| symlink("/dev/null", path).unwrap()),
        ("is a directory", |path| fs::create_dir(path).unwrap()),
    ];
    for (what, make) in cases {
        let home = program(Home::of_fixture("dev-and-prod-roles"), "aws", "#!/bin/sh\n", 0o755)
            .private()
            .env("PATH", "@HOME@/bin:/usr/bin:/bin")
            .env("XDG_CONFIG_HOME", "@HOME@/.config");
        let path = home.path().join(".config/awsprompt/config.ini");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        make(&path);
        let why = format!(
            "refused, as it would change 999988887777: the settings have an error: the file {what}"
        );
        expect_refused(&home, CHANGE, &why);
        assert_eq!(home.run(&guard("aws s3 ls --profile prod")).code, Some(0), "{what}");
        assert_eq!(home.run(&check("--profile prod")).code, Some(2), "{what}");
        let home = home.env("AWS_PROFILE", "prod");
        assert!(home.segment().ends_with(" !settings]"), "{what}");
        let config = home.run(&["config"]);
        assert!(config.stderr.ends_with(&format!(": the file {what}\n")), "{config:?}");
        assert_eq!(config.code, Some(1), "{what}");
        assert!(home.run(&["doctor"]).stdout.contains(what), "{what}");
        assert_eq!(home.run(&["config", "--init"]).code, Some(1), "{what}");
    }
}

/// They may hide that a tool is guarded.
#[test]
fn settings_that_cannot_be_read_leave_no_tool_unguarded() {
    let home = program(home(), "terraform", "#!/bin/sh\necho \"$@\"\n", 0o755);
    let home = home.file("s.ini", b"\xff");
    let output = home.env("AWS_PROFILE", "prod").run(&guard("terraform apply"));
    assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{}", output.stderr);
}

#[test]
fn a_lock_holds_whatever_exec_runs() {
    let home = home().env("AWSPROMPT_LOCK", "111122223333");
    for command in ["sh -c true", "env aws s3 ls", "aws s3 ls", ""] {
        let words = command.split(' ').filter(|word| !word.is_empty());
        let line: Vec<_> = ["exec", "prod", "--"].into_iter().chain(words).collect();
        let output = home.run(&line);
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{command}");
    }
    assert_eq!(home.answer(&["exec", "dev", "--", "aws", "s3", "ls"]), "s3 ls\n");
}

#[test]
fn settings_that_are_named_and_missing_are_found_by_doctor_and_config() {
    let home = Home::of_fixture("dev-and-prod-roles").private();
    let home = home.env("AWSPROMPT_CONFIG", "@HOME@/none").env("AWS_PROFILE", "prod");
    assert!(home.segment().ends_with(" !settings]"));
    let doctor = home.run(&["doctor"]).stdout;
    assert!(doctor.contains("AWSPROMPT_CONFIG names no file"), "{doctor}");
    let config = home.run(&["config"]);
    let told = "awsprompt: @HOME@/none: AWSPROMPT_CONFIG names no file\n";
    assert_eq!((config.stderr.as_str(), config.code), (told, Some(1)));
    assert_eq!(home.run(&["config", "--init"]).code, Some(0));
    assert_eq!(home.run(&["config"]).code, Some(0));
}

#[test]
fn an_aws_file_that_was_not_read_lets_no_change_through() {
    let home = home();
    let config = home.path().join(".aws/config");
    let large = || {
        let file = fs::File::options().write(true).open(&config).unwrap();
        file.set_len((16 << 20) + 1).unwrap();
    };
    let fifo = || {
        fs::remove_file(&config).unwrap();
        make_fifo(&config);
    };
    let cases: [(&str, &dyn Fn()); 2] = [("is too large", &large), ("is a FIFO", &fifo)];
    for (what, make) in cases {
        make();
        let why = format!("could not read ~/.aws/config: it {what}");
        let target = "an account that is not known offline";
        expect_refused(&home, CHANGE, &format!("refused, as it would change {target}: {why}"));
        assert_eq!(home.run(&guard("aws s3 ls --profile prod")).code, Some(0));
        let check = home.run(&check("--profile prod"));
        assert_eq!((check.stderr, check.code), (format!("awsprompt: {why}\n"), Some(1)));
        assert!(home.run(&["doctor"]).stdout.contains(what));
    }
    // Which profile a key of the environment belongs to does not matter, but a file may say more.
    let keys = home.env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT");
    let locked = keys.env("AWS_SECRET_ACCESS_KEY", "s").env("AWSPROMPT_LOCK", "111122223333");
    assert_eq!(locked.run(&guard("aws s3 rm s3://b/k")).code, Some(3));
}

#[test]
fn an_aws_file_that_was_not_read_counts_after_a_switch_too() {
    let home = home().env("AWS_SHARED_CREDENTIALS_FILE", "@HOME@/fifo");
    make_fifo(&home.path().join("fifo"));
    let line = "awsprompt exec prod -- aws s3 rm s3://b/k";
    let told = home.run(&check(&format!("-- {line}")));
    assert_eq!((told.code, told.stderr.contains("it is a FIFO")), (Some(1), true), "{told:?}");
    let exec: Vec<_> = line.split(' ').skip(1).collect();
    let told = home.run(&exec);
    assert_eq!((told.code, told.stderr.contains("it is a FIFO")), (Some(3), true), "{told:?}");
    // Where a class guards secrets, this may be one of it.
    let secrets = guard("aws secretsmanager get-secret-value --secret-id x --profile prod");
    assert_eq!(home.run(&secrets).code, Some(0));
    let home = home.file("s.ini", "[class q]\nprofiles = q\nguard_secrets = ask\n");
    let told = home.run(&secrets);
    assert_eq!((told.code, told.stderr.contains("it is a FIFO")), (Some(3), true), "{told:?}");
    // A class of what was read is entered as ever.
    let home = home.file("s.ini", "[class p]\nprofiles = prod\nenter = ask\n");
    let told = home.run(&["exec", "prod"]);
    assert_eq!((told.code, told.stderr.contains("enter = ask")), (Some(3), true), "{told:?}");
}

#[test]
fn a_role_is_guarded_however_long_its_chain_is() {
    let role = |number: usize| {
        let arn = "arn:aws:iam::999988887777:role/R";
        let source = if number == 0 { "base".to_owned() } else { format!("r{}", number - 1) };
        format!("[profile r{number}]\nrole_arn = {arn}\nsource_profile = {source}\n")
    };
    let home = home().file(".aws/config", (0..40).map(role).collect::<String>());
    let why = "refused, as it would change acme-prod (999988887777): the class production has \
               guard = always";
    for profile in ["r0", "r16", "r17", "r39"] {
        expect_refused(&home, &format!("aws s3 rm s3://b/k --profile {profile}"), why);
    }
}

#[test]
fn a_mistake_in_the_settings_lets_no_change_through() {
    let home = home().file("s.ini", SETTINGS.replace("always", "allways"));
    let why = "refused, as it would change acme-prod (999988887777): the settings have an error: \
               [class production] guard: must be off, ask or always";
    expect_refused(&home, CHANGE, why);
    expect_run(&home, "aws s3 ls --profile prod");
    // One that is about looks decides nothing.
    let home = home.file("s.ini", "[prompt]\nmask = 1\n[class a]\nprofiles = x\nstyle = redd\n");
    expect_run(&home, CHANGE);
    let home = home.file("s.ini", "[class a]\nlabels = ,\nguard = always\n");
    assert_eq!(home.run(&guard(CHANGE)).code, Some(3));
}

#[test]
fn an_alias_of_the_aws_cli_counts_as_a_change() {
    for text in ["[toplevel]\nnuke = !rm -rf /\n", "  [toplevel]\r  nuke = !rm -rf /\r"] {
        let home = home().file(".aws/cli/alias", text);
        assert_eq!(home.run(&guard("aws nuke --profile prod")).code, Some(3));
        assert_eq!(home.run(&guard("aws nuke --profile prod --no-sign-request")).code, Some(3));
        assert_eq!(home.run(&guard("aws s3 ls --profile prod")).code, Some(0));
    }
}

#[test]
fn what_hands_out_secrets_is_asked_about_where_the_class_says_so() {
    let secrets = [
        "aws secretsmanager get-secret-value --secret-id x --profile prod",
        "aws ssm get-parameter --name x --with-decryption --profile prod",
        "aws s3 cp s3://b/k - --profile prod",
        "aws eks get-token --cluster-name x --profile prod",
        "aws configure export-credentials --profile prod",
    ];
    let home = home();
    for line in secrets {
        expect_run(&home, line);
    }
    let settings = SETTINGS.replace("guard = ask", "guard_secrets = ask");
    let settings = settings.replace("guard = always", "guard_secrets = always");
    let home = home.file("s.ini", settings);
    let what = "refused, as it would hand out secrets of acme-prod (999988887777)";
    let why = format!("{what}: the class production has guard_secrets = always");
    for line in secrets {
        expect_refused(&home, line, &why);
    }
    expect_run(&home, "aws s3 cp s3://b/k file --profile prod");
    expect_run(&home, CHANGE);
    // Here nobody can be asked, and the class only asks.
    expect_run(&home, "aws kms decrypt --profile dev");
    let explained =
        home.answer(&["guard", "--explain", "--", "aws", "kms", "decrypt", "--profile", "dev"]);
    assert!(
        explained.contains("hands out secrets: kms decrypt returns decrypted data"),
        "{explained}"
    );
    assert!(explained.contains("the class ask has guard_secrets = ask"), "{explained}");
    let output = home.run(&check("--json -- aws kms decrypt --profile dev"));
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!((&document["command"]["effect"], output.code), (&json!("secrets"), Some(3)));
    let home = home.file("s.ini", SETTINGS.replace("guard = ask", "guard_secrets = aks"));
    assert_eq!(home.run(&guard("aws kms decrypt --profile dev")).code, Some(3));
}

#[test]
fn credentials_of_another_account_are_guarded_by_its_class() {
    let settings = "[accounts]\n999988887777 = acme-prod\n\
                    [class production]\nlabels = acme-prod\nregions = eu-*\nguard_secrets = always\n\
                    [class deploy]\nroles = Deploy\nguard_secrets = always\n\
                    [class dev]\naccounts = 111122223333\nguard_secrets = ask\n";
    let home = home().file("s.ini", settings).env("AWS_REGION", "eu-west-1");
    let sts = "aws sts assume-role --profile base --role-arn arn:aws:iam::";
    let sso = "aws sso get-role-credentials --profile dev --account-id";
    let of_prod = "of 999988887777, and the class production has guard_secrets = always";
    for (line, whose) in [
        (format!("{sts}999988887777:role/Admin"), of_prod),
        (format!("{sso} 999988887777 --role-name Admin"), of_prod),
        (format!("{sts}999988887777:role/Admin --profile dev"), of_prod),
        (
            format!("{sts}222233334444:role/path/Deploy"),
            "of 222233334444, and the class deploy has guard_secrets = always",
        ),
        (
            format!("{sso} 222233334444 --role-name Deploy"),
            "of 222233334444, and the class deploy has guard_secrets = always",
        ),
        (format!("{sts}$ACCOUNT:role/Admin"), "of an account that is not known"),
        (
            "aws sts assume-role-with-saml --profile base".to_owned(),
            "of an account that is not known",
        ),
    ] {
        let output = home.run(&guard(&line));
        let rule = format!(": this returns credentials {whose}\n");
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(3)), "{line}");
        assert!(output.stderr.ends_with(&rule), "{line}: {}", output.stderr);
        assert_eq!(home.run(&check(&format!("-- {line}"))).code, Some(3), "{line}");
    }
    expect_run(&home, &format!("{sts}222233334444:role/Admin"));
    // The class of the account that asks counts as ever.
    let own = home.run(&check(&format!("-- {sso} 222233334444 --role-name Admin")));
    assert!(own.stderr.ends_with("the class dev has guard_secrets = ask\n"), "{own:?}");
    let unguarded = home.file("s.ini", "[class production]\naccounts = 999988887777\n");
    expect_run(&unguarded, &format!("{sts}$ACCOUNT:role/Admin"));
}

#[test]
fn operations_that_are_not_signed_hand_out_secrets_too() {
    let settings = SETTINGS.replace("guard = always", "guard_secrets = always");
    let home = home().file("s.ini", settings);
    let why = "refused, as it would hand out secrets of acme-prod (999988887777): the class \
               production has guard_secrets = always";
    for operation in [
        "cognito-identity get-credentials-for-identity --identity-id x",
        "cognito-identity get-open-id-token --identity-id x",
        "sso get-role-credentials --account-id 111122223333 --role-name A",
        "sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/A",
    ] {
        expect_refused(&home, &format!("aws {operation} --profile prod"), why);
        expect_run(&home, &format!("aws {operation} --profile base"));
    }
    // Others are nobody's, and so is what is open to everybody.
    expect_run(&home, "aws cognito-idp sign-up --profile prod");
    expect_run(&home, "aws s3 cp s3://b/k - --profile prod --no-sign-request");
}

#[test]
fn without_settings_nothing_is_asked() {
    let home = home().file("s.ini", "");
    expect_run(&home, CHANGE);
}

#[test]
fn every_decision_is_explained() {
    let home = home().env("AWS_PROFILE", "prod");
    let explained = |line: &str| {
        let line = ["guard", "--explain", "--"].into_iter().chain(line.split(' '));
        home.answer(&line.collect::<Vec<_>>())
    };
    let lines = ["aws s3 rm s3://b/k", "aws s3 ls", "terraform apply", "aws --version"];
    let pages = lines.map(|line| format!("$ {line}\n{}", explained(line)));
    insta::assert_snapshot!(pages.join("\n"));
    assert_eq!(explained("make up"), "make is not guarded\n");
    let update = explained("aws update");
    assert!(update.contains("contacts no account: update updates the AWS CLI\n"), "{update}");
}

#[test]
fn what_has_to_be_typed_is_something_that_can_be() {
    let explained = |profile: &str, settings: String| {
        let home = home().file("s.ini", settings).env("AWS_PROFILE", profile);
        home.answer(&["guard", "--explain", "--", "aws", "s3", "rm", "s3://b/k"])
    };
    let labelled = |label: &str| {
        explained("prod", format!("[accounts]\n999988887777 = {label}\n[class all]\nguard = ask\n"))
    };
    let long = "x".repeat(65);
    for (label, word) in
        [("acme prod", "acme prod"), (&long, "999988887777"), ("\x1bx", "999988887777")]
    {
        let page = labelled(label);
        assert!(page.contains(&format!("asks you to type {word};")), "{page}");
    }
    // No profile has this name, and nothing is what is typed when one only presses return.
    let page = explained(" ", "[class all]\nguard = ask\n".to_owned());
    assert!(page.contains("asks you to type yes;"), "{page}");
}

#[test]
fn an_endpoint_of_the_line_is_shown_before_one_of_the_environment() {
    let home = home().env("AWS_ENDPOINT_URL", "http://environment");
    let explained = |line: &str| {
        let line = ["guard", "--explain", "--"].into_iter().chain(line.split(' '));
        home.answer(&line.collect::<Vec<_>>())
    };
    let page = explained(CHANGE);
    assert!(page.contains("\n  endpoint  http://environment\n"), "{page}");
    let page = explained(&format!("{CHANGE} --endpoint-url http://line"));
    assert!(page.contains("\n  endpoint  http://line\n"), "{page}");
    for url in [
        "https://me:hushhushhush@line:8080/hushhushhush?k=hushhushhush#hushhushhush",
        "https://hushhushhush@line:8080",
        "https://line:8080/a@hushhushhush",
        "me:hushhushhush@line:8080",
        "hush hushhush://line:8080",
    ] {
        for flag in ["--endpoint-url=", "--endpoint="] {
            let flag = format!("{flag}{url}");
            let words = CHANGE.split(' ').chain([flag.as_str()]);
            let arguments: Vec<_> = ["guard", "--explain", "--"].into_iter().chain(words).collect();
            let page = home.answer(&arguments);
            assert!(!page.contains("hush"), "{page}");
            let is_shown = page.contains("\n  endpoint  https://line:8080\n");
            assert!(is_shown || page.contains("\n  endpoint  of no readable form\n"), "{page}");
        }
    }
}

fn check(arguments: &str) -> Vec<&str> {
    ["check"].into_iter().chain(arguments.split(' ').filter(|word| !word.is_empty())).collect()
}

#[test]
fn check_answers_by_its_status_and_says_why() {
    let home = home();
    let rows = [
        ("", 1, "AWS CLI v2 would refuse to run: "),
        ("--profile prod", 0, ""),
        ("--profile prod --account acme-prod --region us-*", 0, ""),
        ("--profile prod --account 999988887777 --class production", 0, ""),
        ("--profile dev --account acme-prod", 1, "the account is 111122223333, not acme-prod\n"),
        ("--profile prod --region eu-*", 1, "the region is us-east-1, not eu-*\n"),
        ("--profile base --class production", 1, "no class matches; production is expected"),
        ("--profile nobody", 1, "AWS CLI v2 would refuse to run: "),
        ("--client js --profile prod --account acme-prod", 0, ""),
        ("--client perl", 2, "unknown client \"perl\"; expected one of cli2 "),
        ("-- aws s3 ls --profile prod", 0, ""),
        ("-- aws s3 rm s3://b/k --profile base", 0, ""),
        ("-- aws s3 rm s3://b/k --profile dev", 3, "s3 rm deletes objects; the class ask has"),
        ("--profile dev -- aws s3 rm s3://b/k", 3, "s3 rm deletes objects; the class ask has"),
        ("--profile dev -- aws s3 ls --profile prod", 0, ""),
        ("--profile prod -- terraform apply", 3, "terraform apply changes the account;"),
        ("--profile prod -- pulumi up", 3, "pulumi up changes the account;"),
        ("--account acme-prod -- aws s3 ls --profile dev", 1, "the account is 111122223333, not"),
        ("--profile prod -- ls -l", 0, "not judged: awsprompt does not know the program ls\n"),
        (
            "-- AWS_PROFILE=dev X=y aws s3 rm s3://b/k",
            3,
            "s3 rm deletes objects; the class ask has",
        ),
        ("--account acme-prod -- AWS_PROFILE=dev aws s3 ls", 1, "the account is 111122223333, not"),
        (
            "--account acme-prod -- AWS_PROFILE=prod AWS_PROFILE=dev make",
            1,
            "the account is 111122223333,",
        ),
        ("--account acme-prod -- aws configure list", 0, ""),
        (
            "--account acme-prod -- aws configure mfa-login --profile dev",
            1,
            "the account is 111122",
        ),
    ];
    for (arguments, code, why) in rows {
        let output = home.run(&check(arguments));
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(code)), "{arguments}");
        let told = output.stderr.strip_prefix("awsprompt: ").unwrap_or(&output.stderr);
        assert!(told.starts_with(why) && told.is_empty() == why.is_empty(), "{arguments}: {told}");
    }
}

#[test]
fn check_takes_no_line_with_a_shell_operator_for_one_command() {
    let home = home();
    for (operator, rest) in [
        ("&&", "&& aws s3 ls"),
        ("&&", "&& aws --version"),
        (";", "; aws s3 ls"),
        ("|", "| aws s3 ls"),
        ("#", "#"),
        (">", "> log"),
        ("&", "& aws s3 ls"),
        ("$(", "$(aws s3 ls)"),
    ] {
        let line = format!("--json -- aws s3 rm s3://b/k --profile dev {rest} --profile base");
        let output = home.run(&check(&line));
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let reason = format!("{operator} may begin another command, and only one is checked");
        assert_eq!(document["reasons"], json!([reason]), "{line}");
        assert_eq!((&document["command"]["effect"], output.code), (&json!("unknown"), Some(1)));
    }
    // The guard gets the words as the command does.
    expect_run(&home, "aws s3 ls s3://b/a;b&c --profile prod");
}

#[test]
fn check_holds_the_directory_and_the_lock_too() {
    let home = home().file(".awsprompt", "[expect]\naccount = acme-prod\n");
    assert_eq!(home.run(&check("--profile prod")).code, Some(0));
    assert_eq!(home.run(&check("--profile dev")).code, Some(1));
    let home = home.file(".awsprompt", "[expect]\nfoo = bar\n");
    let output = home.run(&check("--profile prod"));
    let told = "awsprompt: @HOME@/.awsprompt: [expect] foo: unknown key; expected account, \
                profile, role, region, class in [expect]\n";
    assert_eq!((output.stderr.as_str(), output.code), (told, Some(2)));
    fs::remove_file(home.path().join(".awsprompt")).unwrap();
    let home = home.env("AWSPROMPT_LOCK", "acme-prod");
    assert_eq!(home.run(&check("--profile prod")).code, Some(0));
    assert_eq!(home.run(&check("--profile dev")).code, Some(3));
    assert_eq!(home.run(&check("-- aws s3 ls --profile dev")).code, Some(3));
    let lifted = "-- AWSPROMPT_LOCK=acme-dev AWSPROMPT_CONFIG=/dev/null aws s3 ls --profile dev";
    assert_eq!(home.run(&check(lifted)).code, Some(3));
}

#[test]
fn what_a_lock_refuses_is_refused_whatever_else_is_not_as_expected() {
    let home = home().file(".awsprompt", "[expect]\naccount = acme-prod\n");
    let home = home.env("AWSPROMPT_LOCK", "acme-prod");
    let lock = "awsprompt: AWSPROMPT_LOCK is acme-prod, and";
    let expected = "awsprompt: the account is 111122223333, not acme-prod";
    for line in ["--profile dev", "-- aws s3 ls --profile dev", "-- aws s3 rm x --profile dev"] {
        let output = home.run(&check(line));
        let told = format!("{lock} this is another account\n{expected}\n");
        assert_eq!((output.code, output.stderr.starts_with(&told)), (Some(3), true), "{output:?}");
    }
    let output = home.run(&check("-- aws s3 ls --profile nobody"));
    let told = format!("{lock} the account is not known\n");
    assert_eq!((output.code, output.stderr.starts_with(&told)), (Some(3), true), "{output:?}");
    let line = |line: &str| {
        let output = home.run(&["check", "--json", "--account", "acme-prod", "--line", line]);
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let commands = document["commands"].as_array().unwrap();
        let verdicts: Vec<_> = commands.iter().map(|it| it["verdict"].clone()).collect();
        (output.code, verdicts, document["reasons"].to_string())
    };
    let (code, verdicts, _) = line("make; aws s3 ls --profile dev; aws s3 ls --profile prod");
    let refused = [json!("refused"), json!("refused"), json!("as-expected")];
    assert_eq!((code, &verdicts[1..]), (Some(3), &refused[1..]));
    let (code, _, reasons) = line("aws s3 rm s3://b/k --profile \"$P\"");
    assert_eq!(code, Some(3), "{reasons}");
    assert_eq!(reasons.matches("not known before the line runs").count(), 1, "{reasons}");
}

#[test]
fn a_program_reads_what_check_has_found() {
    let home = home();
    let output = home.run(&check("--json -- aws s3 rm s3://b/k --profile prod"));
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(3)));
    assert_eq!(
        serde_json::from_str::<Value>(&output.stdout).unwrap(),
        json!({
            "schema": 2,
            "verdict": "refused",
            "reasons": ["s3 rm deletes objects; the class production has guard = always"],
            "client": "aws-cli-v2",
            "account": "999988887777",
            "account_source": "command-line",
            "label": "acme-prod",
            "region": "us-east-1",
            "profile": "prod",
            "role": "Admin",
            "class": {"name": "production", "rule": "by its labels", "guard": "always"},
            "command": {"effect": "changes", "rule": "s3 rm deletes objects"},
            "fitting": [],
        })
    );
    let output = home.run(&check("--json --profile base --account 1"));
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(document["verdict"], "not-as-expected");
    assert_eq!((&document["class"], &document["command"]), (&Value::Null, &Value::Null));
}

/// Makes a project in a directory that is as the environment has it but for one file.
fn project(home: Home, path: &str, text: &str) -> Home {
    home.file(path, text).env("AWS_PROFILE", "dev")
}

/// What the projects of the tools name an account with, and a command that changes it.
const PROJECTS: [(&str, &str, &str); 14] = [
    ("main.tf", "provider \"aws\" {\n  profile = var.profile\n}\n", "terraform apply"),
    ("main.tf", "provider \"aws\" {\n  assume_role {\n  }\n}\n", "terraform apply"),
    ("main.tf.json", "{\"provider\": {\"aws\": {\"assume_role\": {}}}}", "tofu destroy"),
    ("main.tf", "provider \"aws\" {", "terraform apply"),
    (".terraform/terraform.tfstate", "{\"backend\": {\"type\": \"s3\"", "terraform apply"),
    (".terraform/modules/modules.json", "{\"Modules\": [{\"Dir\": 1}]}", "terraform apply"),
    ("main.tf", "", "terraform apply -var a=b saved.plan"),
    ("samconfig.toml", "[default.deploy.parameters]\nprofile = 1\n", "sam deploy"),
    ("samconfig.yaml", "default: {deploy: ", "sam deploy"),
    ("Pulumi.yaml", "name: x\n", "pulumi up"),
    ("Pulumi.yaml", "name: x\nconfig:\n  aws:accessKey: {secure: x}\n", "pulumi up -s x"),
    ("cdk.json", "{\"app\": \"node app.js\"}", "cdk deploy"),
    ("cdk.json", "{\"app\": ", "cdk deploy"),
    ("serverless.yml", "provider:\n  name: ${file(x.yml):name}\n", "sls deploy"),
];

#[test]
fn check_does_not_vouch_for_a_project_that_may_name_another_account() {
    for (file, text, line) in PROJECTS {
        let home = project(home().file("s.ini", ""), file, text);
        let output = home.run(&check(&format!("--account 111122223333 -- {line}")));
        let start = "awsprompt: the project's files may name another account: ";
        assert!(output.stderr.starts_with(start), "{line} {text}: {}", output.stderr);
        assert_eq!(output.code, Some(1), "{line} {text}");
        let output = home.run(&check(&format!("--json -- {line}")));
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(document["account_source"], "unknown", "{line} {text}");
        assert_eq!(document["verdict"], "not-as-expected", "{line} {text}");
    }
    // What only reads may read from anywhere.
    let home = project(home().file("s.ini", ""), "cdk.json", "{\"app\": \"node app.js\"}");
    assert_eq!(home.run(&check("--account 111122223333 -- cdk synth")).code, Some(0));
    assert_eq!(home.run(&check("--account 111122223333 -- cdk deploy")).code, Some(1));
}

#[test]
fn check_says_where_the_account_comes_from() {
    let home = project(home().file("s.ini", ""), "main.tf", "provider \"aws\" {\n}\n")
        .file("Pulumi.yaml", "name: x\n")
        .file("cdk.json", "{\"app\": \"./app.py\"}")
        .file("cdk.out/manifest.json", "{\"artifacts\": {}}")
        .file("app.py", "")
        .file("other/main.tf", "provider \"aws\" {\n  profile = \"prod\"\n}\n");
    for (line, source) in [
        ("", "environment"),
        ("--profile prod", "command-line"),
        ("-- aws s3 ls", "environment"),
        ("-- aws s3 ls --profile prod", "command-line"),
        ("-- AWS_PROFILE=prod aws s3 ls", "command-line"),
        ("-- AWS_REGION=us-east-1 aws s3 ls", "environment"),
        ("-- awsprompt exec prod -- aws s3 ls", "command-line"),
        ("-- terraform apply", "environment"),
        ("-- pulumi up", "unknown"),
        ("-- pulumi up -s x", "environment"),
        ("-- cdk deploy", "environment"),
        ("-- cdk deploy -a app.py", "environment"),
        ("-- cdk deploy -c stage=prod", "unknown"),
        ("-- cdk diff -c stage=prod", "unknown"),
        ("-- pulumi up -s x -c aws:profile=prod", "command-line"),
        ("-- pulumi up -s x -caws:profile=prod", "command-line"),
        ("-- pulumi up -s x -c aws:token=x", "unknown"),
        ("-- cdk bootstrap 999988887777/us-east-1", "command-line"),
        // CloudFormation takes only roles of the account that it is in.
        ("-- sam deploy --role-arn arn:aws:iam::999988887777:role/A", "environment"),
        ("-- eksctl delete cluster -pprod --name x", "command-line"),
        ("-- AWS_PROFILE=prod terraform apply", "command-line"),
        ("-- TF_LOG=trace terraform apply", "environment"),
        ("-- terraform -chdir=other plan", "project"),
        ("-- AWS_PROFILE=prod terraform -chdir=other apply", "project"),
        ("-- make", "unknown"),
    ] {
        let output = home.run(&check(&format!("--json {line}")));
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(document["account_source"], source, "{line}");
    }
    for (name, line) in [("TF_CLI_ARGS_apply", "terraform apply"), ("CDK_APP", "cdk deploy")] {
        let home = Home::of_fixture("dev-and-prod-roles").env(name, "saved.plan");
        let output = home.run(&check(&format!("--json -- {line}")));
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(document["account_source"], "unknown", "{name}");
    }
    let home = home.env("CDK_PROFILE", "prod");
    for (line, account, source) in [
        ("cdk deploy", "999988887777", "environment"),
        ("cdk deploy --profile dev", "111122223333", "command-line"),
        ("aws s3 ls", "111122223333", "environment"),
    ] {
        let output = home.run(&check(&format!("--json -- {line}")));
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(document["account"], account, "{line}");
        assert_eq!(document["account_source"], source, "{line}");
    }
    let keys =
        home.env("AWS_ACCESS_KEY_ID", "AKIAYCWNRBDRQAABCIRT").env("AWS_SECRET_ACCESS_KEY", "s");
    let answer = keys.run(&check("--json -- aws s3 ls")).stdout;
    assert!(answer.contains("\"account_source\": \"environment\""), "{answer}");
}

#[test]
fn check_knows_the_account_that_a_project_names() {
    let state = "{\"backend\": {\"type\": \"s3\", \"config\": {\"profile\": \"prod\"}}}";
    for (file, text, line) in [
        ("main.tf", "provider \"aws\" {\n  profile = \"prod\"\n}\n", "terraform apply"),
        ("main.tf.json", "{\"provider\": {\"aws\": {\"profile\": \"prod\"}}}", "terraform plan"),
        (".terraform/terraform.tfstate", state, "tofu apply"),
        ("samconfig.toml", "[default.deploy.parameters]\nprofile = \"prod\"\n", "sam deploy"),
        ("cdk.json", "{\"profile\": \"prod\"}", "cdk deploy"),
        ("Pulumi.yaml", "name: x\nconfig:\n  aws:profile: prod\n", "pulumi up -s x"),
    ] {
        let home = project(home().file("s.ini", ""), file, text);
        let output = home.run(&check(&format!("--json --account 999988887777 -- {line}")));
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let is_state = file.ends_with("tfstate");
        // What it makes is in the account of the environment.
        let verdict = if is_state { "not-as-expected" } else { "as-expected" };
        assert_eq!(document["verdict"], verdict, "{line}: {}", output.stdout);
        if !is_state {
            assert_eq!(document["account_source"], "project", "{line}");
            assert_eq!(document["account"], "999988887777", "{line}");
            assert_eq!(document["profile"], "prod", "{line}");
        }
        let output = home.run(&check(&format!("--account 111122223333 -- {line}")));
        assert_eq!(output.code, Some(1), "{line}");
    }
}

/// What a project says, a switch does not change.
#[test]
fn where_a_project_decides_its_file_is_named_and_no_switch() {
    let main = "provider \"aws\" {\n  profile = \"prod\"\n}\n";
    let home = project(home(), "main.tf", main).env("AWS_PROFILE", "dev");
    let output = home.run(&check("--account 111122223333 -- terraform apply"));
    let why = "awsprompt: the account is acme-prod, not 111122223333, by main.tf:2\n";
    assert_eq!((&*output.stderr, output.code), (why, Some(1)));
    let locked = home.env("AWSPROMPT_LOCK", "111122223333");
    let output = locked.run(&guard("terraform apply"));
    let why = "awsprompt: refused for acme-prod (999988887777), by main.tf:2: \
               AWSPROMPT_LOCK is 111122223333\n";
    assert_eq!((&*output.stderr, output.code), (why, Some(3)));
}

#[test]
fn the_variables_of_a_line_count_for_its_project() {
    let main = "variable \"p\" { default = \"dev\" }\nprovider \"aws\" { profile = var.p }\n";
    let home = project(home().file("s.ini", ""), "main.tf", main);
    for (line, code) in [
        ("terraform apply", 0),
        ("TF_VAR_p=prod terraform apply", 1),
        ("export TF_VAR_p=prod; terraform apply", 1),
        ("TF_VAR_p=$(cat p) terraform apply", 1),
        ("terraform apply -var p=prod", 1),
        ("terraform apply -var p=$(cat p)", 1),
        ("terraform apply -var=\"p=$P\"", 1),
        ("terraform apply -target=\"$P\"", 0),
    ] {
        let output = home.run(&["check", "--account", "111122223333", "--line", line]);
        assert_eq!(output.code, Some(code), "{line}: {}", output.stderr);
    }
    let output = home.run(&check("--json -- TF_VAR_p=prod terraform apply"));
    assert!(output.stdout.contains("\"account\": \"999988887777\""), "{}", output.stdout);
}

#[test]
fn the_worst_account_of_a_project_is_asked_about() {
    let tool = program(home(), "terraform", "#!/bin/sh\necho \"$@\"\n", 0o755);
    let main =
        "provider \"aws\" {\n}\nprovider \"aws\" {\n  alias = \"p\"\n  profile = \"prod\"\n}\n";
    let home = project(tool, "main.tf", main);
    let why = "refused, as it would change acme-prod (999988887777), by main.tf:5: the class \
               production has guard = always";
    expect_refused(&home, "terraform apply", why);
    expect_run(&home, "terraform plan");
    let page = home.answer(&["guard", "--explain", "--", "terraform", "apply"]);
    assert!(page.contains("acme-prod (999988887777), by main.tf:5\n"), "{page}");
    // What the environment has does not count where every provider says what it has.
    let dev = project(home, "main.tf", "provider \"aws\" {\n  profile = \"dev\"\n}\n");
    expect_run(&dev.env("AWS_PROFILE", "prod"), "terraform apply");
}

#[test]
fn the_guard_asks_where_a_project_may_name_an_account_of_a_guarded_class() {
    let tool = |home: Home| program(home, "terraform", "#!/bin/sh\necho \"$@\"\n", 0o755);
    let main = "provider \"aws\" {\n  profile = file(\"p\")\n}\n";
    let finding = "the project's files may name another account: main.tf:2: the profile of \
                   provider \"aws\" calls file()";
    let why = format!("refused, as it would change 111122223333: {finding}");
    let always = project(tool(home()), "main.tf", main);
    expect_refused(&always, "terraform apply", &why);
    // Here nobody can be asked, and no class does more than ask.
    let asks = always.file("s.ini", SETTINGS.replace("always", "ask"));
    expect_run(&asks, "terraform apply");
    let page = asks.answer(&["guard", "--explain", "--", "terraform", "apply"]);
    assert!(page.contains(&format!("without a terminal runs it: {finding}\n")), "{page}");
    let expects = asks.file(".awsprompt", "[expect]\naccount = 111122223333\n");
    expect_refused(&expects, "terraform apply", &why);
    expect_run(&expects, "terraform plan");
    let unguarded = "[guard]\ntools = terraform\n";
    let nothing = project(tool(home()), "main.tf", main).file("s.ini", unguarded);
    expect_run(&nothing, "terraform apply");
}

#[test]
fn a_lock_refuses_a_project_that_may_name_another_account() {
    let main = "provider \"aws\" {\n  profile = file(\"p\")\n}\n";
    let home = program(home(), "terraform", "#!/bin/sh\necho \"$@\"\n", 0o755);
    let home = project(home, "main.tf", main).env("AWSPROMPT_LOCK", "111122223333");
    let home = home.file("s.ini", "[guard]\ntools = terraform\n");
    let why = "refused for 111122223333: AWSPROMPT_LOCK is 111122223333, and the project's files \
               may name another account: main.tf:2: the profile of provider \"aws\" calls file()";
    expect_refused(&home, "terraform apply", why);
    expect_run(&home, "terraform plan");
    let dev = project(home, "main.tf", "provider \"aws\" {\n  profile = \"dev\"\n}\n");
    expect_run(&dev, "terraform apply");
    let home = project(dev, "main.tf", "provider \"aws\" {\n  profile = \"prod\"\n}\n");
    for line in ["terraform apply", "terraform plan"] {
        let output = home.run(&guard(line));
        let why = "awsprompt: refused for 999988887777, by main.tf:2: AWSPROMPT_LOCK is \
                   111122223333\n";
        assert_eq!(output.stderr, why, "{line}");
    }
    assert_eq!(home.run(&check("-- terraform apply")).code, Some(3));
}

#[test]
fn options_of_the_tools_move_what_is_looked_at() {
    let main = "provider \"aws\" {\n  profile = \"prod\"\n}\n";
    let home = project(home().file("s.ini", ""), "tf/main.tf", main)
        .file("pulumi/Pulumi.yaml", "config:\n  aws:profile: prod\n")
        .file("expects/.awsprompt", "[expect]\naccount = 999988887777\n")
        .file("unknown/main.tf", "provider \"aws\" { profile = file(\"x\") }")
        .file("expects/below/x", "");
    let other = "awsprompt: the account is 111122223333, not 999988887777\n";
    let finding = "awsprompt: the project's files may name another account: ";
    for (line, code, why) in [
        ("terraform apply", 0, ""),
        ("terraform -chdir=tf apply", 0, ""),
        ("terraform -chdir=unknown apply", 1, finding),
        ("terraform -chdir=nowhere apply", 0, ""),
        ("terraform -chdir=expects/below apply", 1, other),
        ("terraform -chdir=expects/below/../.. apply", 0, ""),
        ("tofu -chdir=expects apply", 1, other),
        ("pulumi up", 0, ""),
        ("pulumi up -C pulumi", 1, finding),
        ("pulumi up -Cpulumi", 1, finding),
        ("pulumi --cwd=pulumi up", 1, finding),
        ("pulumi --cwd expects up", 1, other),
    ] {
        let output = home.run(&check(&format!("-- {line}")));
        assert_eq!(output.code, Some(code), "{line}: {}", output.stderr);
        assert!(output.stderr.starts_with(why), "{line}: {}", output.stderr);
    }
    let home = program(home, "terraform", "", 0o755).file("s.ini", "[guard]\ntools = terraform\n");
    let page = home.answer(&["guard", "--explain", "--", "terraform", "-chdir=expects", "apply"]);
    let rule = "expects/.awsprompt expects the account 999988887777";
    assert!(page.contains(rule) && page.contains("without a terminal refuses it"), "{page}");
}

#[test]
fn check_reads_the_home_that_the_line_names() {
    let config = "[profile dev]\nregion = us-east-1\nrole_arn = arn:aws:iam::999988887777:role/A\n\
                  source_profile = base\n";
    let keys = "[base]\naws_access_key_id = AKIAYCWNRBDRQAABCIRT\naws_secret_access_key = s\n";
    let home = home().env("AWS_PROFILE", "dev");
    let home = home.file("other/.aws/config", config).file("other/.aws/credentials", keys);
    let other = format!("HOME={}/other", home.path().display());
    let run =
        |words: &[&str]| home.run(&[&["check", "--account", "111122223333", "--"], words].concat());
    assert_eq!(run(&["aws", "s3", "ls"]).code, Some(0));
    let output = run(&[&other, "aws", "s3", "rm", "s3://b/k"]);
    assert_eq!(output.stderr, "awsprompt: the account is acme-prod, not 111122223333\n");
    assert_eq!(output.code, Some(1));
    let nowhere = run(&["HOME=/nowhere", "aws", "s3", "ls"]);
    assert_eq!(nowhere.code, Some(1), "{}", nowhere.stderr);
}

#[test]
fn a_program_that_is_not_known_is_not_judged() {
    let home = home().env("AWS_PROFILE", "base").env("AWSPROMPT_LOCK", "");
    let why = "not judged: awsprompt does not know the program make";
    let plain = home.run(&check("-- make deploy"));
    assert_eq!((plain.stderr, plain.code), (format!("awsprompt: {why}\n"), Some(0)));
    assert_eq!(home.run(&check("--strict -- make deploy")).code, Some(4));
    assert_eq!(home.run(&check("--strict -- aws s3 ls")).code, Some(0));
    assert_eq!(home.run(&check("--strict -- awsprompt exec base")).code, Some(4));
    let output = home.run(&check("--json --strict -- make deploy"));
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(document["verdict"], "not-judged");
    assert_eq!(document["reasons"], json!([why]));
    let rule = "awsprompt does not know the program make";
    assert_eq!(document["command"], json!({"effect": "unknown", "rule": rule}));
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(4)));
    for line in [
        "npx sst deploy",
        "copilot deploy",
        "chalice deploy",
        "zappa deploy",
        "rain deploy",
        "aws-nuke run",
        "ansible-playbook x.yml",
        "docker push x",
        "bash -c x",
    ] {
        assert_eq!(home.run(&check(&format!("--strict -- {line}"))).code, Some(4), "{line}");
    }
    // What is wrong in any case goes before it.
    let other = home.run(&check("--strict --account acme-prod -- make"));
    assert_eq!(other.code, Some(1));
    let locked = home.env("AWSPROMPT_LOCK", "acme-prod");
    assert_eq!(locked.run(&check("--strict -- make")).code, Some(3));
}

#[test]
fn check_and_guard_see_through_awsprompt_itself() {
    let home = home().env("AWS_PROFILE", "base");
    let nested = "awsprompt exec dev -- ".repeat(4)
        + "awsprompt guard -- awsprompt exec prod -r us-east-1 --";
    let endless = "awsprompt guard -- ".repeat(40);
    for (line, code) in [
        ("awsprompt exec prod -- aws s3 rm s3://b/k", 3),
        ("awsprompt exec prod -r eu-west-1 -- aws s3 ls", 0),
        ("/usr/bin/awsprompt guard -- aws s3 rm s3://b/k --profile prod", 3),
        (&*format!("{nested} aws s3 rm s3://b/k"), 3),
        ("awsprompt exec prod -- awsprompt exec base -- aws s3 rm s3://b/k", 0),
        ("awsprompt exec prod -- terraform apply", 3),
        ("awsprompt exec nobody -- aws s3 ls", 1),
        (&*format!("--strict -- {endless} aws s3 ls"), 4),
    ] {
        let line =
            if line.starts_with("--strict") { line.to_owned() } else { format!("-- {line}") };
        let output = home.run(&check(&line));
        assert_eq!(output.code, Some(code), "{line}: {}", output.stderr);
    }
    let output =
        home.run(&check("--profile base --account acme-prod -- awsprompt exec prod -- aws s3 ls"));
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let what = "refused, as it would change acme-prod (999988887777)";
    let why = format!("{what}: the class production has guard = always");
    expect_refused(&home, "awsprompt exec prod -- aws s3 rm s3://b/k", &why);
    expect_refused(&home, "awsprompt exec prod -- awsprompt exec prod -- aws s3 rm s3://b/k", &why);
}

#[test]
fn where_nobody_answers_a_question_is_a_refusal() {
    let home = home().env("AWSPROMPT_ASK", "never");
    let why = |account: &str, class: &str| {
        let what = format!("refused, as AWSPROMPT_ASK is never and it would change {account}");
        format!("{what}: the class {class}")
    };
    let asked = why("111122223333", "ask has guard = ask");
    expect_refused(&home, "aws s3 rm s3://b/k --profile dev", &asked);
    expect_run(&home, "aws s3 ls --profile dev");
    let always = why("acme-prod (999988887777)", "production has guard = always");
    expect_refused(&home.env("AWSPROMPT_GUARD", "off"), CHANGE, &always);
}

#[test]
fn what_another_program_starts_is_judged() {
    let home = home();
    let code = |command: &str, line: &str| {
        let words = [&[command, "--"], &line.split(' ').collect::<Vec<_>>()[..]].concat();
        home.run(&words).code
    };
    for before in ["timeout 5", "nice -n 3 nohup", "env", "env A=b", "command", "stdbuf -oL"] {
        assert_eq!(code("check", &format!("{before} {CHANGE}")), Some(3), "{before}");
        assert_eq!(code("guard", &format!("{before} {CHANGE}")), Some(3), "{before}");
    }
    assert_eq!(code("check", "env AWS_PROFILE=prod aws s3 rm s3://b/k"), Some(3));
    assert_eq!(code("guard", "env AWS_PROFILE=prod aws s3 rm s3://b/k"), Some(3));
    assert_eq!(code("guard", "timeout 5 aws s3 ls --profile prod"), Some(0));
    // What is not known, as the arguments that xargs adds, may name another account.
    for (before, checked) in [
        ("xargs", 1),
        ("find . -exec", 3),
        ("sudo", 1),
        ("sh -c", 3),
        ("xargs -n1 bash -c", 3),
        ("su x -c", 1),
    ] {
        let mut words: Vec<&str> = before.split(' ').collect();
        if before.ends_with("-c") {
            words.push(CHANGE);
        } else {
            words.extend(CHANGE.split(' '));
        }
        let of = |command| home.run(&[&[command, "--"], &words[..]].concat());
        for (command, code) in [("check", checked), ("guard", 3)] {
            let output = of(command);
            assert_eq!(output.code, Some(code), "{command} {before}: {}", output.stderr);
        }
    }
    assert_eq!(code("guard", "xargs true"), Some(0));
    assert_eq!(code("guard", "sh -c true"), Some(0));
}
