//! Entering a class that asks, the commands of `exec`, and the lock of a shell.

use crate::home::{Home, PLAY, WORK};
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};
use crate::{in_every_shell, in_zsh_bash_and_fish};

const SETTINGS: &str = "[accounts]\n111122223333 = acme-prod\n\
                        [class guarded]\naccounts = 111122223333\nguard = ask\nenter = ask 30m\n";

const STATUS: Line =
    Line { zsh: "echo $?", bash: "echo $?", fish: "echo $status", nu: "print $env.LAST_EXIT_CODE" };

const QUESTION: &str = "Type acme-prod to continue: ";
const ENTERED: &str = "[AWS:work acme-prod us-east-1 30m left]";
const CHANGE: &str = "s3 rm s3://b/k";

in_every_shell! {
    a_class_is_entered_when_that_is_meant,
    the_way_back_does_not_enter,
    an_explicit_time_takes_precedence,
    exec_without_a_command_enters,
    exec_decides_about_its_command,
    exec_guards_production_where_the_shell_does,
    production_is_guarded_without_settings,
    a_class_may_take_in_production_and_not_ask,
    a_lock_is_set_and_lifted,
}

in_zsh_bash_and_fish! {
    what_is_not_meant_is_not_entered,
    an_unknown_tool_leaves_the_others_guarded,
    a_lock_that_is_not_exported_is_shown,
}

fn home_with(settings: &str) -> Home {
    let home = Home::new();
    home.write(".config/awsprompt/config.ini", settings);
    home.note_aws();
    home
}

/// Opens a shell with the guard, in the profile `play`, which no class guards.
fn open<'h>(shell: Shell, home: &'h Home, flag: &str) -> Session<'h> {
    Setup::new(shell).flag(flag).before(&shell.export("AWS_PROFILE", "play")).open(home)
}

fn expect_status(session: &mut Session<'_>, shell: Shell, status: &str) {
    assert_eq!(session.run(shell.pick(STATUS)), [status], "{session}");
}

fn a_class_is_entered_when_that_is_meant(shell: Shell) {
    let home = home_with(SETTINGS);
    let mut session = open(shell, &home, "--guard");
    let told = session.run_and_answer("awsp work", QUESTION, "acme-prod\r");
    let headline = "This would enter acme-prod (111122223333): the class guarded has enter = ask";
    assert_eq!(told[0], headline, "{session}");
    assert_eq!(told.last(), Some(&format!("{PLAY} → {ENTERED}")), "{session}");
    session.expect_segment(ENTERED);
    // To choose another region there enters nothing.
    session.run("awsp -r us-west-2");
    session.expect_segment("[AWS:work acme-prod us-west-2 30m left]");
}

fn what_is_not_meant_is_not_entered(shell: Shell) {
    let home = home_with(SETTINGS);
    let mut session = open(shell, &home, "--guard");
    let told = session.run_and_answer("awsp work", QUESTION, "work\r");
    let refused = "awsprompt: confirmation did not match; nothing was changed";
    assert_eq!(told.last().map(String::as_str), Some(refused), "{session}");
    expect_status(&mut session, shell, "3");
    session.expect_segment(PLAY);
    // Nobody can be asked.
    let output = shell.run_script(&home, &[], &format!("{}\nawsp work\n", shell.load("")));
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("awsprompt: refused to enter acme-prod (111122223333): "), "{told}");
}

fn the_way_back_does_not_enter(shell: Shell) {
    let home = home_with(SETTINGS);
    let mut session = open(shell, &home, "--guard");
    session.run_silently(&shell.export("AWS_PROFILE", "work"));
    session.run("awsp play --for 15m");
    let told = session.run(&shell.export("AWSPROMPT_UNTIL", "1"));
    assert_eq!(
        told[1], "awsprompt: the class guarded has enter, so choose its profile again",
        "{session}"
    );
    session.expect_segment("[AWS:default 123456789012 eu-central-1]");
    assert_eq!(session.run("printenv AWS_PROFILE"), [""; 0], "{session}");
}

fn an_explicit_time_takes_precedence(shell: Shell) {
    let home = home_with(SETTINGS);
    let mut session = open(shell, &home, "--guard");
    session.run_and_answer("awsp work --for 5m", QUESTION, "acme-prod\r");
    session.expect_segment("[AWS:work acme-prod us-east-1 5m left]");
}

fn exec_without_a_command_enters(shell: Shell) {
    let home = home_with(SETTINGS);
    home.script("stub-shell", "#!/bin/sh\necho \"in $AWS_PROFILE\"\n");
    let mut session = open(shell, &home, "--guard");
    let stub = home.programs().join("stub-shell");
    session.run_silently(&shell.export("SHELL", &stub.to_string_lossy()));
    let told = session.run_and_answer("awsprompt exec work", QUESTION, "acme-prod\r");
    assert_eq!(told.last().map(String::as_str), Some("in work"), "{session}");
    session.run_and_answer("awsprompt exec work", QUESTION, "\r");
    expect_status(&mut session, shell, "3");
    // Nor is it entered through a program that may run any command.
    session.run_and_answer("awsprompt exec work -- sh -c 'echo in'", QUESTION, "\r");
    expect_status(&mut session, shell, "3");
}

fn exec_decides_about_its_command(shell: Shell) {
    let home = home_with(SETTINGS);
    let mut session = open(shell, &home, "");
    let line = format!("awsprompt exec work -- aws {CHANGE}");
    session.run_and_answer(&line, QUESTION, "acme-prod\r");
    assert_eq!(home.noted()[..2], ["work", "s3"], "{session}");
    session.run_and_answer(&line, QUESTION, "no\r");
    expect_status(&mut session, shell, "3");
    assert_eq!(home.noted(), [""; 0], "{session}");
    session.run_silently("awsprompt exec work -- aws s3 ls");
    assert_eq!(home.noted(), ["work", "s3", "ls"], "{session}");
    session.run_silently(&format!("awsprompt exec play -- aws {CHANGE}"));
    assert_eq!(home.noted()[0], "play", "{session}");
}

fn exec_guards_production_where_the_shell_does(shell: Shell) {
    let home = home_with("");
    home.write(".aws/credentials", CREDENTIALS);
    let line = format!("awsprompt exec prod -- aws {CHANGE}");
    let mut session = open(shell, &home, "");
    session.run_silently(&line);
    assert_eq!(home.noted()[0], "prod", "{session}");
    let mut session = open(shell, &home, "--guard");
    session.run_and_answer(&line, "Type 111122223333 to continue: ", "no\r");
    // In a program that the shell starts, too.
    session.run_and_answer(&format!("sh -c '{line}'"), "Type 111122223333 to continue: ", "no\r");
    assert_eq!(home.noted(), [""; 0], "{session}");
}

fn production_is_guarded_without_settings(shell: Shell) {
    let home = Home::new();
    home.note_aws();
    home.write(".aws/credentials", CREDENTIALS);
    let mut session = open(shell, &home, "--guard");
    let line = format!("aws {CHANGE} --profile prod");
    let told = session.run_and_answer(&line, "Type 111122223333 to continue: ", "no\r");
    assert!(told[0].ends_with("the class production has guard = ask"), "{session}");
    expect_status(&mut session, shell, "3");
    session.run_silently("aws s3 ls --profile prod");
    assert_eq!(home.noted()[1..3], ["s3", "ls"], "{session}");
}

fn a_class_may_take_in_production_and_not_ask(shell: Shell) {
    let home = home_with("[class quiet]\nlooks = production\nguard = off\n");
    home.write(".aws/credentials", CREDENTIALS);
    let mut session = open(shell, &home, "--guard");
    session.run_silently(&format!("aws {CHANGE} --profile prod"));
    assert_eq!(home.noted()[1], "s3", "{session}");
}

fn an_unknown_tool_leaves_the_others_guarded(shell: Shell) {
    let home = home_with(&format!("[guard]\ntools = terrafrom terraform\n{SETTINGS}"));
    home.script("terraform", "#!/bin/sh\necho ran\n");
    let script = format!("{}\n", shell.load(" --guard"));
    let told = shell.run_script(&home, &[], &script).stderr;
    let told = String::from_utf8_lossy(&told);
    assert!(told.contains("[guard] tools: unknown tool terrafrom"), "{told}");
    let defined = shell.pick(Line {
        zsh: "whence -w terraform",
        bash: "type -t terraform",
        fish: "type -t terraform",
        nu: "",
    });
    let output = shell.run_script(&home, &[], &format!("{script}{defined}\n"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("function"), "{output:?}");
}

fn a_lock_is_set_and_lifted(shell: Shell) {
    let home = home_with("[accounts]\n111122223333 = acme-prod\n");
    let mut session = open(shell, &home, "--guard");
    let told = session.run("awsp --lock");
    assert_eq!(told, ["this shell is locked to 333344445555; awsp --unlock lifts it"], "{session}");
    assert_eq!(session.run("printenv AWSPROMPT_LOCK"), ["333344445555"], "{session}");
    session.run("awsp work");
    session.expect_segment("[AWS:work acme-prod us-east-1 !locked:333344445555]");
    let told = session.run("aws s3 ls");
    assert!(told[0].starts_with("awsprompt: refused for acme-prod (111122223333)"), "{session}");
    session.run("awsp --lock acme-prod");
    session.expect_segment("[AWS:work acme-prod us-east-1]");
    let told = session.run("awsp --lock acme-dev");
    let refused = "awsprompt: \"acme-dev\" is neither an account id nor one of your labels";
    assert_eq!(told, [refused], "{session}");
    let told = session.run("awsp --unlock");
    assert_eq!(told, ["this shell is no longer locked to acme-prod"], "{session}");
    assert_eq!(session.run("awsp --unlock"), ["this shell was not locked"], "{session}");
    assert_eq!(session.run("printenv AWSPROMPT_LOCK"), [""; 0], "{session}");
}

fn a_lock_that_is_not_exported_is_shown(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp work");
    session.expect_segment(WORK);
    session.run_silently(&shell.set("AWSPROMPT_LOCK", "111122223333"));
    session.expect_segment("[AWS:work 111122223333 us-east-1 !unexported:AWSPROMPT_LOCK]");
    let told = session.run("awsprompt explain --json").join("");
    assert!(told.contains("AWSPROMPT_LOCK"), "{session}");
    let told = session.run("awsprompt doctor").join("\n");
    assert!(told.contains("AWSPROMPT_LOCK"), "{session}");
    session.run_silently(&shell.export("AWSPROMPT_LOCK", "111122223333"));
    session.expect_segment(WORK);
}

/// The files of a home with a profile that looks like production.
const CREDENTIALS: &str = "\
[play]
aws_access_key_id = AKIAU3HHASRZQAAQEAYE
aws_secret_access_key = not-a-real-secret
[prod]
aws_access_key_id = AKIARTX3GSDSQAAQEAYE
aws_secret_access_key = not-a-real-secret
";
