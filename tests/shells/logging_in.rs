//! `awsp --login`, with a program in the place of the AWS CLI.

use crate::home::Home;
use crate::in_every_shell;
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};

const CONFIG: &str = "\
[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = us-east-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
";

const SETTINGS: &str = "[accounts]\n111122223333 = acme-prod\n\
                        [class guarded]\naccounts = 111122223333\nguard = ask\nenter = ask\n";

const STATUS: Line =
    Line { zsh: "echo $?", bash: "echo $?", fish: "echo $status", nu: "print $env.LAST_EXIT_CODE" };

const LINE: &str = "aws sso login --profile work";
const BROWSER: &str = "Attempting to open your default browser.";
const WORK: &str = "[AWS:work 111122223333 us-east-1]";

in_every_shell! {
    a_login_is_shown_and_then_the_switch,
    a_login_that_fails_leaves_the_shell_as_it_was,
    an_interrupt_ends_the_login_and_not_the_shell,
    a_class_is_entered_before_the_login,
}

fn home_with(settings: &str) -> Home {
    let home = Home::without_aws_files();
    home.write(".aws/config", CONFIG);
    home.write(".config/awsprompt/config.ini", settings);
    home.script("aws", include_str!("../stubs/aws-login.sh"));
    home
}

/// Opens a shell in which the login does this.
fn open<'h>(shell: Shell, home: &'h Home, login: &str) -> Session<'h> {
    Setup::new(shell).before(&shell.export("LOGIN", login)).open(home)
}

fn a_login_is_shown_and_then_the_switch(shell: Shell) {
    let home = home_with("");
    let mut session = open(shell, &home, "");
    let told = session.run("awsp --login work");
    let switched = format!("no profile → {WORK}");
    assert_eq!(told, [LINE, BROWSER, "Successfully logged in.", &switched], "{session}");
    session.expect_segment(WORK);
}

fn a_login_that_fails_leaves_the_shell_as_it_was(shell: Shell) {
    let home = home_with("");
    let mut session = open(shell, &home, "fails");
    let told = session.run("awsp --login work");
    let failed = "awsprompt: aws sso login --profile work failed; nothing was changed";
    assert_eq!(told.last().map(String::as_str), Some(failed), "{session}");
    session.expect_segment("");
    assert_eq!(session.run(shell.pick(STATUS)), ["1"], "{session}");
}

fn an_interrupt_ends_the_login_and_not_the_shell(shell: Shell) {
    let home = home_with("");
    let mut session = open(shell, &home, "waits");
    let told = session.run_and_answer("awsp --login work", "Waiting: ", "\x03");
    let interrupted = "aws sso login --profile work was interrupted; nothing was changed";
    assert!(told.iter().any(|row| row.ends_with(interrupted)), "{session}");
    session.expect_segment("");
    assert_eq!(session.run("printenv AWS_PROFILE"), [""; 0], "{session}");
    session.run_silently(&shell.export("LOGIN", ""));
    session.run("awsp --login work");
    session.expect_segment(WORK);
}

fn a_class_is_entered_before_the_login(shell: Shell) {
    let home = home_with(SETTINGS);
    let mut session = open(shell, &home, "");
    let question = "Type acme-prod to continue: ";
    let told = session.run_and_answer("awsp --login work", question, "no\r");
    let refused = "awsprompt: confirmation did not match; nothing was changed";
    assert_eq!(told.last().map(String::as_str), Some(refused), "{session}");
    assert!(!home.holds("calls"), "{session}");
    let told = session.run_and_answer("awsp --login work", question, "acme-prod\r");
    assert!(told.iter().any(|row| row == BROWSER), "{session}");
    session.expect_segment("[AWS:work acme-prod us-east-1]");
}
