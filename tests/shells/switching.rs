//! `awsp`: what a person types, the prompt that follows, the environment that a child sees.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::session::Setup;
use crate::shell::{Line, Shell};
use crate::{in_every_shell, in_zsh_bash_and_fish};

/// Prints the variable as another program gets it, and whether the last command succeeded.
const CHILD: Line = Line {
    zsh: "echo $?; printenv AWS_PROFILE",
    bash: "echo $?; printenv AWS_PROFILE",
    fish: "echo $status; printenv AWS_PROFILE",
    nu: "print $env.LAST_EXIT_CODE; printenv AWS_PROFILE",
};

in_zsh_bash_and_fish! {
    a_profile_that_was_not_exported_is_exported_by_a_switch,
    a_strict_shell_can_switch,
}

in_every_shell! {
    a_switch_is_seen_by_the_prompt_and_by_children,
    a_switch_removes_what_would_outrank_it,
    a_refused_switch_changes_nothing,
    the_profiles_are_listed,
    the_segment_can_be_hidden_and_shown,
    the_function_has_the_name_that_was_asked_for,
    a_shell_of_its_own_shows_its_profile,
}

fn a_switch_is_seen_by_the_prompt_and_by_children(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    assert_eq!(session.run("awsp work"), [format!("{DEFAULT} → {WORK}")]);
    session.expect_segment(WORK);
    assert_eq!(session.run(shell.pick(CHILD)), ["0", "work"]);
    // A beginning is enough for a person.
    assert_eq!(session.run("awsp pl"), [format!("{WORK} → {PLAY}")]);
    assert_eq!(session.run(shell.pick(CHILD)), ["0", "play"]);
    assert_eq!(session.run("awsp -"), [format!("{PLAY} → {WORK}")]);
    assert_eq!(session.run(shell.pick(CHILD)), ["0", "work"]);
    assert_eq!(session.run("awsp --clear"), [format!("{WORK} → {DEFAULT}")]);
    assert_eq!(session.run(shell.pick(CHILD)), ["0"]);
    session.expect_segment(DEFAULT);
    let osaka = "[AWS:work 111122223333 ap-northeast-3]";
    assert_eq!(session.run("awsp work -r ap-northeast-3"), [format!("{DEFAULT} → {osaka}")]);
    session.expect_segment(osaka);
    assert_eq!(session.run("awsp -r ''"), [format!("{osaka} → {WORK}")]);
    session.expect_segment(WORK);
}

fn a_switch_removes_what_would_outrank_it(shell: Shell) {
    let home = Home::new();
    let setup = Setup::new(shell)
        .before(&shell.export("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"))
        .before(&shell.export("AWS_SECRET_ACCESS_KEY", "s"))
        .before(&shell.export("AWS_DEFAULT_PROFILE", "work"));
    let mut session = setup.open(&home);
    session.expect_segment("[AWS:env-keys 111122223333 us-east-1 !not:work !split:js]");
    let told = session.run("awsp play");
    assert!(told[1].starts_with("removed AWS_ACCESS_KEY_ID, "), "{told:?}");
    session.expect_segment(PLAY);
    assert_eq!(
        session.run("printenv AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_DEFAULT_PROFILE"),
        [""; 0]
    );
}

fn a_profile_that_was_not_exported_is_exported_by_a_switch(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.set("AWS_PROFILE", "play")).open(&home);
    session.run("awsp work");
    session.expect_segment(WORK);
    assert_eq!(session.run("printenv AWS_PROFILE"), ["work"]);
}

fn a_refused_switch_changes_nothing(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.export("AWS_PROFILE", "work")).open(&home);
    for line in ["awsp wrok", "awsp --nope", "awsp work play", "awsp -", "awsp -r 'a b'"] {
        assert_ne!(session.run(line), [""; 0], "{line}");
        session.expect_segment(WORK);
    }
    assert!(
        session
            .run("awsp --help")
            .contains(&"Usage: awsp [OPTIONS] [PROFILE]... [-- <NAME>]".into())
    );
    session.expect_segment(WORK);
    session.run("awsp wrok");
    let failed = shell.pick(CHILD);
    assert_eq!(session.run(failed), ["1", "work"]);
}

fn the_profiles_are_listed(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.export("AWS_PROFILE", "work")).open(&home);
    assert_eq!(
        session.run("awsp -l"),
        [
            "  PROFILE  KIND  ACCOUNT       REGION",
            "  default  keys  123456789012  eu-central-1",
            "* work     keys  111122223333  us-east-1",
            "  play     keys  333344445555  eu-west-1",
        ]
    );
}

fn the_segment_can_be_hidden_and_shown(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp --off");
    session.expect_segment("");
    let told = session.run("awsp --on");
    assert_eq!(told, [format!("the segment is shown again in this shell: {DEFAULT}")]);
    session.expect_segment(DEFAULT);
    // The program cannot switch; the function that is loaded here can.
    assert_eq!(session.run("awsprompt switch work")[1..], ["hint: awsp work"]);
}

fn the_function_has_the_name_that_was_asked_for(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).flag("--cmd p").open(&home);
    session.run("p work");
    session.expect_segment(WORK);
    assert!(session.run("p -h").concat().contains("Usage: p "), "{session}");
    let told = session.run("p --off");
    assert_eq!(told, ["the segment is hidden in this shell; p --on shows it again"]);
    // An alias of the name must not break the hook.
    let alias = shell.pick(Line {
        zsh: "alias q=true",
        bash: "alias q=true",
        nu: "alias q = ^true",
        ..Line::default()
    });
    let mut session = Setup::new(shell).before(alias).flag("--cmd q").open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently(shell.succeed());
    let session = Setup::new(shell).flag("--no-cmd").open(&home);
    session.expect_segment(DEFAULT);
}

fn a_strict_shell_can_switch(shell: Shell) {
    let options = shell.pick(Line {
        zsh: "setopt no_unset pipe_fail ksh_arrays sh_word_split",
        bash: "set -uo pipefail; set -o posix; IFS=:",
        ..Line::default()
    });
    let home = Home::new();
    let mut session = Setup::new(shell).before(options).open(&home);
    session.run("awsp work");
    session.expect_segment(WORK);
}

#[test]
fn zsh_may_split_words_where_the_program_s_path_has_blanks() {
    let home = Home::new();
    let script = "mkdir 'a b'; ln -s ../../bin/awsprompt 'a b'\n\
        eval \"$(~/'a b'/awsprompt init zsh)\"\n\
        setopt sh_word_split; awsp work; printenv AWS_PROFILE";
    let output = Shell::Zsh.run_script(&home, &[], script);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "work\n", "{output:?}");
}

#[test]
fn a_readonly_variable_stops_the_whole_switch() {
    for shell in [Shell::Zsh, Shell::Bash] {
        let home = Home::new();
        let setup = Setup::new(shell)
            .before(&shell.export("AWS_PROFILE", "play"))
            .before(&shell.export("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"))
            .before(&shell.export("AWS_SECRET_ACCESS_KEY", "s"));
        let mut session = setup.open(&home);
        session.run_silently("readonly AWS_SECRET_ACCESS_KEY");
        let told = session.run("awsp work");
        assert!(told.concat().contains("this shell refuses the change"), "{told:?}");
        assert_eq!(session.run(shell.pick(CHILD)), ["1", "play"]);
        session.expect_segment("[AWS:env-keys 111122223333 eu-west-1 !not:play]");
    }
}

#[test]
fn aliases_do_not_reach_into_a_switch() {
    for shell in [Shell::Zsh, Shell::Bash] {
        let home = Home::new();
        let aliases = "alias export='echo A' unset='echo B'";
        let mut session = Setup::new(shell).after(aliases).open(&home);
        session.run("awsp work");
        session.expect_segment(WORK);
    }
}

#[test]
fn bash_removes_a_variable_and_the_one_that_it_hides() {
    let home = Home::new();
    let setup = Setup::new(Shell::Bash)
        .before("export AWS_ACCESS_KEY_ID=OUT AWS_SECRET_ACCESS_KEY=o")
        .before("f() { local -x AWS_ACCESS_KEY_ID=IN; awsp work 2>/dev/null; }");
    let mut session = setup.open(&home);
    session.run_silently("f");
    session.expect_segment(WORK);
}

fn a_shell_of_its_own_shows_its_profile(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.export("SHELL", shell.name())).open(&home);
    session.run_silently("awsprompt exec work");
    session.expect_segment(WORK);
    assert_eq!(session.run("awsp -"), [format!("{WORK} → {DEFAULT}")]);
    session.run("exit 3");
    session.expect_segment(DEFAULT);
    assert_eq!(session.run(shell.pick(CHILD)), ["3"]);
    assert_eq!(session.run("awsprompt exec play -- printenv AWS_PROFILE"), ["play"]);
    session.expect_segment(DEFAULT);
}

#[test]
fn fish_says_when_a_caller_s_own_variable_stays() {
    let home = Home::new();
    let own = "function f; set -lx AWS_ACCESS_KEY_ID x; set -lx AWS_PROFILE zz; awsp work; end";
    let mut session = Setup::new(Shell::Fish).before(own).open(&home);
    let told = session.run("f").concat();
    assert!(told.contains("AWS_ACCESS_KEY_ID is local to a caller"), "{told}");
    assert!(told.contains("AWS_PROFILE is local to a caller"), "{told}");
    session.expect_segment(WORK);
}
