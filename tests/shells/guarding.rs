//! `awsprompt init --guard`: what is asked before `aws` changes a guarded account, and what goes
//! straight through.

use std::os::unix::process::ExitStatusExt;

use crate::home::Home;
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};
use crate::{in_every_shell, in_zsh_bash_and_fish};

const SETTINGS: &str = "\
[accounts]
111122223333 = acme-prod
[guard]
tools = terraform
[class production]
accounts = 111122223333
guard = ask
";

const QUESTION: &str = "Type acme-prod to continue: ";
const MEANT: &str = "acme-prod\r";
const INTERRUPT: &str = "\x03";
const END_OF_FILE: &str = "\x04";
const STOP: &str = "\x1a";

const STATUS: Line =
    Line { zsh: "echo $?", bash: "echo $?", fish: "echo $status", nu: "print $env.LAST_EXIT_CODE" };

const CHANGE: &str = "aws s3 rm s3://b/k --profile work";

in_every_shell! {
    a_change_runs_when_it_is_meant,
    a_change_that_is_not_meant_does_not_run,
    a_question_names_the_profile_that_is_expected,
    what_needs_no_question_is_silent,
    what_the_line_says_decides,
    pipes_are_the_commands_own,
    the_status_is_the_commands_own,
    the_guard_can_be_switched_off,
    an_alias_keeps_working,
    a_function_that_runs_the_command_keeps_working,
    another_function_keeps_working,
    a_function_that_runs_a_program_of_a_longer_name_is_asked_before,
    every_call_of_a_function_is_guarded,
    a_stopped_question_is_no_answer,
    a_tool_is_guarded_where_it_is_named,
    a_program_that_starts_commands_is_guarded_where_it_is_named,
    without_the_program_aws_still_runs,
    the_hook_can_be_loaded_twice,
}

in_zsh_bash_and_fish! { without_a_terminal_only_always_refuses }

fn guarded_home() -> Home {
    let home = Home::new();
    home.write(".config/awsprompt/config.ini", SETTINGS);
    home.note_aws();
    home
}

/// An alias of the user's own.
fn alias(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh | Shell::Bash | Shell::Fish => "alias aws='aws --profile work'",
        Shell::Nushell => "alias aws = ^aws --profile work",
    }
}

fn guarded(shell: Shell) -> Setup {
    Setup::new(shell).flag("--guard")
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// What the stand-in notes of [`CHANGE`].
fn change() -> Vec<String> {
    [vec![String::new()], words("s3 rm s3://b/k --profile work")].concat()
}

fn expect_status(session: &mut Session<'_>, shell: Shell, status: &str) {
    assert_eq!(session.run(shell.pick(STATUS)), [status], "{session}");
}

fn a_change_runs_when_it_is_meant(shell: Shell) {
    let home = guarded_home();
    let mut session = guarded(shell).open(&home);
    let told = session.run_and_answer(CHANGE, QUESTION, MEANT);
    assert_eq!(
        told,
        [
            "This would change acme-prod (111122223333): s3 rm deletes objects; the class \
             production has guard = ask",
            "  account   acme-prod (111122223333)",
            "  region    us-east-1",
            "  profile   work",
            "  class     production: by its accounts",
            "Type acme-prod to continue: acme-prod",
        ]
    );
    expect_status(&mut session, shell, "0");
    assert_eq!(home.noted(), change());
}

fn a_question_names_the_profile_that_is_expected(shell: Shell) {
    let home = guarded_home();
    home.write(".awsprompt", "[expect]\naccount = 333344445555\n");
    let mut session = guarded(shell).open(&home);
    session.run("awsp work");
    let told = session.run_and_answer("aws s3 rm s3://b/k", QUESTION, "\r");
    assert!(told.iter().any(|row| row == "  instead   awsp play"), "{session}");
    assert_eq!(home.noted(), [""; 0], "{session}");
}

fn a_change_that_is_not_meant_does_not_run(shell: Shell) {
    let home = guarded_home();
    let mut session = guarded(shell).open(&home);
    for answer in ["\r", "acme-dev\r", "y\r", END_OF_FILE] {
        let told = session.run_and_answer(CHANGE, QUESTION, answer);
        let last = told.last().map(String::as_str).unwrap_or_default();
        assert!(last.ends_with("confirmation did not match; nothing was run"), "{session}");
        expect_status(&mut session, shell, "3");
    }
    session.run_and_answer(CHANGE, QUESTION, INTERRUPT);
    let of_signal = if shell == Shell::Nushell { "-2" } else { "130" };
    expect_status(&mut session, shell, of_signal);
    assert_eq!(home.noted(), [""; 0]);
}

fn what_needs_no_question_is_silent(shell: Shell) {
    let home = guarded_home();
    let mut session = guarded(shell).open(&home);
    for line in [
        "s3 ls --profile work",
        "ec2 describe-instances --profile work",
        "sso login --profile work",
        "s3 rm s3://b/k --profile play",
        "--version",
    ] {
        session.run_silently(&format!("aws {line}"));
        assert_eq!(home.noted()[1..], words(line), "{line}");
    }
    let past = if shell == Shell::Nushell { "^" } else { "command " };
    session.run_silently(&format!("{past}{CHANGE}"));
    assert_eq!(home.noted(), change());
}

fn what_the_line_says_decides(shell: Shell) {
    let home = guarded_home();
    let mut session = guarded(shell).open(&home);
    let before = "AWS_PROFILE=work aws iam delete-user --user-name x";
    session.run_and_answer(before, QUESTION, MEANT);
    let noted = [vec!["work".to_owned()], words("iam delete-user --user-name x")].concat();
    assert_eq!(home.noted(), noted);
    session.run("awsp work");
    session.run_silently("aws iam delete-user --user-name x --profile play");
    assert_eq!(home.noted()[3..], words("--user-name x --profile play"));
    session.run_and_answer("aws iam delete-user --user-name x", QUESTION, MEANT);
    assert_eq!(home.noted(), noted);
}

fn pipes_are_the_commands_own(shell: Shell) {
    let home = guarded_home();
    home.script("aws", "#!/bin/sh\nexec cat\n");
    let mut session = guarded(shell).open(&home);
    assert_eq!(session.run("echo hello | aws s3 ls --profile work | cat"), ["hello"]);
    let piped = format!("echo hello | {CHANGE} | cat");
    let told = session.run_and_answer(&piped, QUESTION, MEANT);
    assert_eq!(told.last().map(String::as_str), Some("hello"), "{session}");
    let into = if shell == Shell::Nushell { "o> out e> /dev/null" } else { ">out 2>/dev/null" };
    let redirected = format!("echo hello | {CHANGE} {into}");
    session.run_and_answer(&redirected, QUESTION, MEANT);
    assert_eq!(session.run("cat out"), ["hello"]);
}

fn the_status_is_the_commands_own(shell: Shell) {
    let home = guarded_home();
    home.script("aws", "#!/bin/sh\n[ \"$2\" = ls ] || exit 42\nkill -TERM $$\n");
    let mut session = guarded(shell).open(&home);
    session.run_and_answer(CHANGE, QUESTION, MEANT);
    expect_status(&mut session, shell, "42");
    session.run("aws s3 ls");
    let of_signal = if shell == Shell::Nushell { "-15" } else { "143" };
    expect_status(&mut session, shell, of_signal);
}

fn the_guard_can_be_switched_off(shell: Shell) {
    let home = guarded_home();
    let mut session = guarded(shell).open(&home);
    let told = session.run(&format!("AWSPROMPT_GUARD=off {CHANGE}"));
    let note = "awsprompt: not asking about acme-prod (111122223333): AWSPROMPT_GUARD is off";
    assert_eq!(told, [note]);
    assert_eq!(home.noted(), change());
    session.run_silently("AWSPROMPT_GUARD=off aws s3 ls --profile work");
}

fn an_alias_keeps_working(shell: Shell) {
    let home = guarded_home();
    let setup = guarded(shell).before(alias(shell));
    let mut session = setup.open(&home);
    session.run_and_answer("aws s3 rm s3://b/k", QUESTION, MEANT);
    assert_eq!(home.noted()[1..], words("--profile work s3 rm s3://b/k"));
    session.run_silently("aws s3 ls");
    assert_eq!(home.noted()[1..], words("--profile work s3 ls"));
}

fn a_function_that_runs_the_command_keeps_working(shell: Shell) {
    let home = guarded_home();
    let setup = guarded(shell).before(shell.pick(Line {
        zsh: "aws() { command aws --profile work \"$@\"; }",
        bash: "aws() { command aws --profile work \"$@\"; }",
        fish: "function aws; command aws --profile work $argv; end",
        nu: "def --wrapped aws [...words] { ^aws --profile work ...$words }",
    }));
    let mut session = setup.open(&home);
    session.run_and_answer("aws s3 rm s3://b/k", QUESTION, MEANT);
    assert_eq!(home.noted()[1..], words("--profile work s3 rm s3://b/k"));
}

fn another_function_keeps_working(shell: Shell) {
    let home = guarded_home();
    let setup = guarded(shell).before(shell.pick(Line {
        zsh: "aws() { print -r -- mine \"$@\"; }",
        bash: "aws() { echo mine \"$@\"; }",
        fish: "function aws; echo mine $argv; end",
        nu: "def --wrapped aws [...words] { print $'mine ($words | str join \" \")' }",
    }));
    let mut session = setup.open(&home);
    assert_eq!(session.run("aws s3 ls"), ["mine s3 ls"]);
    let told = session.run_and_answer(CHANGE, QUESTION, MEANT);
    let last = told.last().map(String::as_str);
    assert_eq!(last, Some("mine s3 rm s3://b/k --profile work"), "{session}");
    let told = session.run_and_answer(CHANGE, QUESTION, "no\r");
    let refused = "awsprompt: confirmation did not match; nothing was run";
    assert_eq!(told.last().map(String::as_str), Some(refused), "{session}");
    expect_status(&mut session, shell, "3");
}

fn a_function_that_runs_a_program_of_a_longer_name_is_asked_before(shell: Shell) {
    let home = guarded_home();
    home.script("aws-vault", "#!/bin/sh\necho \"vault $*\"\n");
    let setup = guarded(shell).before(shell.pick(Line {
        zsh: "aws() { command aws-vault \"$@\"; }",
        bash: "aws() { command aws-vault \"$@\"; }",
        fish: "function aws; command aws-vault $argv; end",
        nu: "def --wrapped aws [...words] { ^aws-vault ...$words }",
    }));
    let mut session = setup.open(&home);
    assert_eq!(session.run("aws s3 ls"), ["vault s3 ls"]);
    let told = session.run_and_answer(CHANGE, QUESTION, MEANT);
    let last = told.last().map(String::as_str);
    assert_eq!(last, Some("vault s3 rm s3://b/k --profile work"), "{session}");
}

fn every_call_of_a_function_is_guarded(shell: Shell) {
    let home = guarded_home();
    let setup = guarded(shell).before(shell.pick(Line {
        zsh: "aws() { (command aws s3 ls); command aws; command aws --profile work \"$@\"; }",
        bash: "aws() { (command aws s3 ls); command aws; command aws --profile work \"$@\"; }",
        fish: "function aws --description 'command aws'
            begin; command aws s3 ls; end; command aws; command aws --profile work $argv
        end",
        nu: "def --wrapped aws [...words] {
                 if $words == [] { ^aws } else { ^aws --profile work ...$words }
             }",
    }));
    let mut session = setup.open(&home);
    session.run_silently("aws s3 ls");
    session.run_and_answer("aws s3 rm s3://b/k", QUESTION, MEANT);
    assert_eq!(home.noted()[1..], words("--profile work s3 rm s3://b/k"));
}

fn a_stopped_question_is_no_answer(shell: Shell) {
    let home = guarded_home();
    let setup = guarded(shell).before(shell.pick(Line {
        zsh: "aws() { print -r -- mine \"$@\"; }",
        bash: "aws() { echo mine \"$@\"; }",
        fish: "function aws; echo mine $argv; end",
        nu: "def --wrapped aws [...words] { print $'mine ($words | str join \" \")' }",
    }));
    let mut session = setup.open(&home);
    let told = session.run_and_answer(CHANGE, QUESTION, STOP);
    assert!(!told.iter().any(|row| row.contains("mine")), "{session}");
}

fn a_tool_is_guarded_where_it_is_named(shell: Shell) {
    let home = guarded_home();
    home.script("terraform", "#!/bin/sh\necho \"terraform $1\"\n");
    home.script("pulumi", "#!/bin/sh\necho \"pulumi $1\"\n");
    let mut session = guarded(shell).open(&home);
    session.run("awsp work");
    assert_eq!(session.run("terraform plan"), ["terraform plan"]);
    assert_eq!(session.run("pulumi up"), ["pulumi up"]);
    let told = session.run_and_answer("terraform apply", QUESTION, MEANT);
    assert!(
        told.iter().any(|row| row.contains("terraform apply changes the account")),
        "{session}"
    );
    assert_eq!(told.last().map(String::as_str), Some("terraform apply"), "{session}");
}

fn a_program_that_starts_commands_is_guarded_where_it_is_named(shell: Shell) {
    let home = guarded_home();
    home.write(".config/awsprompt/config.ini", SETTINGS.replace("terraform", "timeout xargs"));
    let mut session = guarded(shell).open(&home);
    assert_eq!(session.run("timeout 5 echo x"), ["x"]);
    let line = format!("timeout 5 {CHANGE}");
    session.run_and_answer(&line, QUESTION, "no\r");
    assert_eq!(home.noted(), [""; 0], "{session}");
    session.run_and_answer(&line, QUESTION, MEANT);
    assert_eq!(home.noted(), change(), "{session}");
}

fn without_a_terminal_only_always_refuses(shell: Shell) {
    let home = guarded_home();
    let script = format!("{}\n{CHANGE}\n", shell.load(" --guard"));
    let output = shell.run_script(&home, &[], &script);
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert_eq!(home.noted(), change());
    let always = SETTINGS.replace("guard = ask", "guard = always");
    home.write(".config/awsprompt/config.ini", always);
    let output = shell.run_script(&home, &[], &script);
    assert_eq!(output.status.code(), Some(3), "signal {:?}", output.status.signal());
    let told = String::from_utf8_lossy(&output.stderr);
    let refused = "awsprompt: refused, as it would change acme-prod (111122223333): ";
    assert!(told.starts_with(refused), "{told}");
    assert_eq!(home.noted(), [""; 0]);
}

fn without_the_program_aws_still_runs(shell: Shell) {
    let home = guarded_home();
    let mut session = guarded(shell).open(&home);
    home.remove_program();
    let told = session.run(CHANGE);
    // nushell starts what it finds by its whole path.
    let program = home.programs().join("awsprompt").display().to_string();
    let program = if shell == Shell::Nushell { &program } else { "awsprompt" };
    assert_eq!(told, [format!("awsprompt: {program} not found; the guard is inactive")]);
    assert_eq!(home.noted(), change());
}

fn the_hook_can_be_loaded_twice(shell: Shell) {
    let home = guarded_home();
    let load = shell.load(" --guard");
    let mut session = guarded(shell).before(alias(shell)).after(&load).open(&home);
    session.run_and_answer("aws s3 rm s3://b/k", QUESTION, MEANT);
    assert_eq!(home.noted()[1..], words("--profile work s3 rm s3://b/k"));
}

#[test]
fn a_function_that_bash_exports_keeps_working_in_its_children() {
    for function in
        ["aws() { command aws \"$@\"; }", "aws() { PATH=$PATH /usr/bin/env aws \"$@\"; }"]
    {
        let home = guarded_home();
        let setup = guarded(Shell::Bash).before(function).before("export -f aws");
        let mut session = setup.open(&home);
        session.run_silently("bash -c 'aws s3 ls --profile work'");
        assert_eq!(home.noted()[1..], words("s3 ls --profile work"), "{function}");
        session.run_and_answer(&format!("bash -c '{CHANGE}'"), QUESTION, MEANT);
        assert_eq!(home.noted(), change(), "{function}");
    }
}

/// The README shows what a person sees.
#[test]
fn the_question_shown_is_a_real_one() {
    let home = guarded_home();
    let role = "[profile prod]\nregion = us-east-1\nsource_profile = default\n\
                role_arn = arn:aws:iam::999988887777:role/Admin\n";
    home.write(".aws/config", role);
    let settings = "[accounts]\n999988887777 = acme-prod\n\
                    [class production]\nlabels = acme-prod\nguard = ask\n";
    home.write(".config/awsprompt/config.ini", settings);
    let mut session = guarded(Shell::Zsh).open(&home);
    let change = "aws s3 rm s3://b/k --profile prod";
    let told = session.run_and_answer(change, QUESTION, "\r");
    let (_, question) = told.split_last().expect("something is told");
    let shown = format!("$ {change}\n{}\n", question.join("\n"));
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(readme).expect("the README is there");
    assert!(readme.contains(&shown), "{shown}");
}
