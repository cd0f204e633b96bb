//! What people do with nushell's own prompt, hooks and variables, which the hook has to leave
//! theirs.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::session::Setup;
use crate::shell::Shell;

fn setup() -> Setup {
    Setup::new(Shell::Nushell)
}

#[test]
fn a_prompt_of_every_kind_is_shown_as_it_is() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("'text '", &[], "S text > "),
        ("{|| 'closure ' }", &[], "S closure > "),
        ("{|| ['a' 'b'] }", &[], "S [a, b]> "),
        ("{|| 5 }", &[], "S 5> "),
        ("{|| null }", &[], "S > "),
        ("{|| ^printf 'external ' }", &[], "S external > "),
        (r#"{|| "\none\n" }"#, &["", "S one"], "> "),
        (r#""\e]0;title\a\e[0m\rmine ""#, &[], "S mine > "),
        ("{|| $'($env.AWSPROMPT_SEGMENT)|' }", &[], "S|> "),
        ("'$(id) %n \\u '", &[], "S $(id) %n \\u > "),
    ];
    for (own, rows, prompt) in cases {
        let home = Home::new();
        let mut session = setup().before(&format!("$env.PROMPT_COMMAND = {own}")).open_below(&home);
        let shown = |text: &str| text.replace('S', DEFAULT);
        let expected: Vec<_> = rows.iter().map(|row| shown(row)).collect();
        for _ in 0..2 {
            assert_eq!(session.run(""), expected, "{own}: {session}");
            session.expect_prompt(&shown(prompt));
        }
    }
}

/// A virtual environment wraps what it finds, and takes its own variables away when it is left.
#[test]
fn a_virtual_environment_wraps_the_prompt_of_the_user_s_own() {
    let home = Home::new();
    let activate = "export-env {
        let theirs = $env.PROMPT_COMMAND
        $env.PROMPT_COMMAND = if ($theirs | describe) == closure {
            {|| '(venv) ' + (do $theirs) }
        } else { '(venv) ' + $theirs }
    }
    export alias deactivate = overlay hide activate";
    home.write("activate.nu", activate);
    let mut session = setup().open(&home);
    session.run_silently("overlay use activate.nu");
    session.expect_prompt(&format!("{DEFAULT} (venv) > "));
    session.run("awsp work");
    session.expect_prompt(&format!("{WORK} (venv) > "));
    session.run_silently("deactivate");
    session.run_silently("");
    assert!(session.prompt().ends_with("] > "), "{session}");
}

#[test]
fn a_transient_prompt_is_the_user_s_own() {
    let home = Home::new();
    let own = "$env.TRANSIENT_PROMPT_COMMAND = {|| 'short ' }";
    let mut session = setup().before(own).open(&home);
    session.expect_segment(DEFAULT);
    session.run("cd .");
    assert!(session.screen().iter().any(|row| row == "short > cd ."), "{session}");
    session.expect_segment(DEFAULT);
}

/// What is typed sees the user's own prompt, and so does what saves or copies it.
#[test]
fn a_command_sees_the_prompt_of_the_user_s_own() {
    let home = Home::new();
    let mut session = setup().before("$env.PROMPT_COMMAND = {|| 'mine ' }").open(&home);
    assert_eq!(session.run("view source $env.PROMPT_COMMAND"), ["{|| 'mine ' }"]);
    session.press("\x03");
    session.expect_prompt(&format!("{DEFAULT} mine > "));
    assert_eq!(session.run("view source $env.PROMPT_COMMAND"), ["{|| 'mine ' }"]);
    session.run_silently("hide-env PROMPT_COMMAND");
    session.run_silently("");
    assert_eq!(session.run("print ($env.PROMPT_COMMAND? == null)"), ["true"]);
}

#[test]
fn children_see_nothing_of_the_hook_but_its_mark() {
    let home = Home::new();
    let setup = setup().flag("--guard").before("$env.AWS_PROFILE = 'work'");
    let mut session = setup.open(&home);
    for _ in 0..2 {
        let seen = session.run("^env | ^cut -d= -f1 | ^grep -i awsprompt");
        assert_eq!(seen, ["AWSPROMPT_HOOK"], "{session}");
    }
}

#[test]
fn hooks_of_the_user_s_own_stay() {
    for hooks in [
        "$env.config.hooks.pre_prompt = [{|| $env.ran = 'yes' }]",
        "$env.config.hooks.pre_prompt = [{code: \"$env.ran = 'yes'\"}]",
        "$env.config.hooks.pre_execution = [{|| $env.ran = 'yes' }]",
        "$env.config.hooks = {pre_prompt: [{|| $env.ran = 'yes' }]}",
    ] {
        let home = Home::new();
        let mut session = setup().before(hooks).open(&home);
        session.expect_segment(DEFAULT);
        assert_eq!(session.run("print $env.ran"), ["yes"], "{hooks}: {session}");
        session.run("awsp work");
        session.expect_segment(WORK);
    }
}

/// Without its hook nothing of ours is left in the prompt.
#[test]
fn a_list_of_hooks_that_is_emptied_takes_the_segment_away() {
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently("$env.config.hooks.pre_prompt = []");
    session.expect_segment("");
}

#[test]
fn what_is_not_text_is_not_exported_and_not_shown() {
    let home = Home::new();
    let mut session = setup().open(&home);
    for value in ["[work]", "{name: work}", "null"] {
        session.run_silently(&format!("$env.AWS_PROFILE = {value}"));
        session.expect_segment(DEFAULT);
        assert_eq!(session.run("printenv AWS_PROFILE"), [""; 0], "{value}");
    }
    session.run_silently("let AWS_PROFILE = 'work'");
    session.expect_segment(DEFAULT);
}

#[test]
fn a_variable_for_one_command_is_gone_after_it() {
    let home = Home::new();
    let mut session = setup().open(&home);
    assert_eq!(session.run("AWS_PROFILE=work printenv AWS_PROFILE"), ["work"]);
    session.expect_segment(DEFAULT);
    session.run("with-env {AWS_PROFILE: work} { awsp play }");
    session.expect_segment(DEFAULT);
    session.run("awsp play");
    session.expect_segment(PLAY);
}

#[test]
fn colours_that_the_shell_does_not_use_are_not_written() {
    let home = Home::new();
    let own = "$env.config.use_ansi_coloring = false; $env.AWS_PROFILE = 'work'";
    let session = setup().before(own).open(&home);
    session.expect_segment(WORK);
    let looks = session.looks();
    assert!(looks.iter().all(|look| *look == looks[0]), "{looks:?} in {session}");
}

#[test]
fn what_follows_the_segment_looks_as_without_it() {
    let home = Home::new();
    let own = "$env.PROMPT_COMMAND = 'mine '; $env.AWS_PROFILE = 'work'";
    let mut session = setup().before(own).open(&home);
    session.expect_prompt(&format!("{WORK} mine > "));
    let looks = session.looks()[WORK.chars().count() + 1..].to_vec();
    session.run("awsp --off");
    assert_eq!(looks, session.looks(), "{session}");
}

/// nushell gives the right side a colour of its own.
#[test]
fn on_the_right_the_segment_looks_as_on_the_left() {
    let home = Home::new();
    let left = setup().open(&home).looks()[0];
    let session = setup().flag("--prompt right").open(&home);
    assert_eq!(session.right(), DEFAULT);
    assert_eq!(session.look_at_the_right(), left, "{session}");
}

#[test]
fn an_alias_of_another_program_is_asked_about_as_it_is_typed() {
    let home = Home::new();
    let class = "[accounts]\n111122223333 = acme-prod\n\
                 [class production]\naccounts = 111122223333\nguard = ask\n";
    home.write(".config/awsprompt/config.ini", class);
    home.note_aws();
    home.script("other", "#!/bin/sh\nexec aws other \"$@\"\n");
    for own in ["alias aws = ^other", "def aws [...words] { ^other ...$words }"] {
        let mut session = setup().flag("--guard").before(own).open(&home);
        session.run_silently("aws s3 ls");
        assert_eq!(home.noted()[1..3], ["other", "s3"], "{own}");
        session.run("awsp work");
        session.run_and_answer("aws s3 rm s3://b/k", "continue: ", "no\r");
        assert_eq!(home.noted(), [""; 0], "{own}");
    }
}
