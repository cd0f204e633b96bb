//! What people do with fish's own functions and variables, which the hook has to leave theirs.

use std::fs;

use crate::home::{DEFAULT, Home, PLAY, WORK, forty_three};
use crate::session::{Session, Setup};
use crate::shell::Shell;

fn setup() -> Setup {
    Setup::new(Shell::Fish)
}

/// Returns what fish saved of a function, if anything.
fn saved(home: &Home, function: &str) -> String {
    let path = home.path().join(format!(".config/fish/functions/{function}.fish"));
    fs::read_to_string(path).unwrap_or_default()
}

/// Checks that a saved function is the user's own, in a new fish with the hook and without it.
fn expect_own(session: &Session<'_>, function: &str, drawn: &str) {
    let text = saved(session.home, function);
    assert!(!text.contains("awsprompt"), "{text}");
    let source = format!("source ~/.config/fish/functions/{function}.fish");
    let said = |lines: String| {
        let output = Shell::Fish.run_script(session.home, &[], &lines);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{lines}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(said(format!("{source}; {function}")), drawn);
    let hook = "set -gx NO_COLOR 1; awsprompt init fish --prompt left | source";
    let with_hook = said(format!("{hook}; {source}; emit fish_prompt; {function}"));
    let segment = if function == "fish_prompt" { format!("{DEFAULT} ") } else { String::new() };
    assert_eq!(with_hook, format!("{segment}{drawn}"));
}

const THEME: &str = "function fish_prompt; echo -n 'theme > '; end";

#[test]
fn a_prompt_that_is_saved_is_the_user_s_own() {
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently(THEME);
    session.expect_prompt(&format!("{DEFAULT} theme > "));
    session.run("funcsave fish_prompt");
    expect_own(&session, "fish_prompt", "theme > ");
    session.expect_prompt(&format!("{DEFAULT} theme > "));
    session.run_and_answer("fish_config prompt save", "[y/N]", "y\r");
    expect_own(&session, "fish_prompt", "theme > ");
    home.script("edit", "#!/bin/sh\nsed -i s/theme/edited/ \"$1\"\n");
    session.run("set -gx EDITOR edit; funced -s fish_prompt");
    session.expect_prompt(&format!("{DEFAULT} edited > "));
    expect_own(&session, "fish_prompt", "edited > ");
}

#[test]
fn a_right_prompt_that_is_saved_is_the_user_s_own() {
    let right = "function fish_right_prompt; echo -n mine; end";
    let home = Home::new();
    let mut session = setup().before(right).flag("--prompt right").open(&home);
    for _ in 0..2 {
        assert_eq!(session.right(), format!("mine {DEFAULT}"));
        session.run("funcsave fish_right_prompt");
        expect_own(&session, "fish_right_prompt", "mine");
    }
    // There is none to save after this, and nothing of ours either.
    session.run("functions -e fish_right_prompt; funcsave fish_right_prompt");
    assert_eq!(saved(&home, "fish_right_prompt"), "");
    assert_eq!(session.right(), DEFAULT);
}

/// Such a file was left by the release before, and fish loads it in every shell.
#[test]
fn a_saved_wrapper_of_an_older_hook_draws_what_fish_draws_without_a_function() {
    let wrapper = "function fish_prompt
        set -g __awsprompt_turn; $__awsprompt_way __awsprompt_theirs_2;
    end";
    let home = Home::new();
    let session = setup().before(wrapper).open(&home);
    assert!(session.prompt().starts_with(&format!("{DEFAULT} ")), "{session}");
    assert!(session.prompt().ends_with("home> "), "{session}");
}

/// From 4.1 on fish calls it with `--final-rendering`; here a key does.
#[test]
fn the_arguments_of_a_prompt_reach_it() {
    let own = "function fish_prompt; contains -- --final-rendering $argv
               and echo -n 'short > '; or echo -n 'long > '; end
               function fish_right_prompt; echo -n right $argv; end
               bind \\cg 'set -g kept (fish_prompt --final-rendering)(fish_right_prompt 1 2)'";
    for (place, left, right) in [
        ("left", format!("{DEFAULT} short > "), "right 1 2".to_owned()),
        ("none", "short > ".into(), "right 1 2".into()),
        ("right", "short > ".into(), format!("right 1 2 {DEFAULT}")),
    ] {
        let home = Home::new();
        let colourless = Shell::Fish.export("NO_COLOR", "1");
        let setup = setup().before(own).before(&colourless);
        let mut session = setup.flag("--prompt").flag(place).open(&home);
        session.press("\x07\x0c");
        assert_eq!(session.run("echo $kept"), [format!("{left}{right}")], "{place}");
        // Whoever calls it by hand calls their own.
        let theirs = "echo (fish_prompt --final-rendering).";
        assert_eq!(session.run(theirs), ["short > ."], "{place}");
    }
}

#[test]
fn what_a_prompt_begins_with_stays_before_the_segment() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("echo; echo one; echo -n '> '", &["", "S one"], "> "),
        ("echo; echo ' '; echo -n '> '", &["", ""], "S > "),
        ("echo -n \\n'> '", &[""], "S > "),
        ("echo -ne '\\e]0;title\\a> '", &[], "S > "),
        ("echo -ne '\\e]133;A\\e\\\\\\\\\\e[0m\\r> '", &[], "S > "),
        ("set_color normal; echo; set_color blue; echo -n '> '", &[""], "S > "),
        ("echo -e '\\e]0;title\\a'; echo -n '> '", &[""], "S > "),
        ("printf '\\e[0J\\n> '", &[""], "S > "),
        ("set_color blue; echo -n '> '", &[], "S > "),
        ("string collect -- '> '", &[], "S > "),
        ("string collect -- \\n'one'\\n'> '", &["", "S one"], "> "),
        ("echo -n '  > '", &[], "S   > "),
        ("echo one; echo; echo -n '> '", &["S one", ""], "> "),
    ];
    for (body, rows, prompt) in cases {
        let home = Home::new();
        let own = format!("function fish_prompt; {body}; end");
        let mut session = setup().flag("--prompt none").before(&own).open_below(&home);
        session.run("awsprompt init fish --prompt left | source");
        let shown = |text: &str| text.replace('S', DEFAULT);
        let expected: Vec<_> = rows.iter().map(|row| shown(row)).collect();
        for line in ["", "false | true"] {
            assert_eq!(session.run(line), expected, "{body}: {session}");
            session.expect_prompt(&shown(prompt));
        }
    }
}

#[test]
fn a_prompt_that_is_erased_is_the_one_that_fish_has_built_in() {
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently("functions -c fish_prompt mine; functions -e fish_prompt");
    let built_in = format!("{}> ", home.path().display());
    assert!(session.prompt().starts_with(DEFAULT), "{session}");
    assert!(session.prompt().ends_with(&built_in), "{session}");
    session.run_silently("functions -q fish_prompt; and echo there");
    session.run_silently("functions -c mine fish_prompt");
    session.expect_segment(DEFAULT);
}

/// A short segment may be part of something else.
#[test]
fn a_prompt_that_has_the_same_word_gets_the_segment() {
    let home = Home::new();
    home.write(".config/awsprompt/config.ini", "[prompt]\nformat = {profile}\n");
    let own = "function fish_prompt; echo -n '~/work > '; end; set -gx NO_COLOR 1";
    let mut session = setup().before(own).open(&home);
    session.run_silently("set -gx AWS_PROFILE work");
    session.expect_prompt("work ~/work > ");
    session.run_silently("function fish_prompt; echo -n \"$AWSPROMPT_SEGMENT ~/work > \"; end");
    session.expect_prompt("work ~/work > ");
}

/// An event handler sees ours in its place, and may keep a copy of it.
#[test]
fn a_handler_may_wrap_the_prompt_while_ours_is_there() {
    let activate = "function activate --on-variable go
        functions -c fish_prompt _old_fish_prompt
        function fish_prompt; echo -n '(venv) '; _old_fish_prompt; end
        end
        bind \\cg 'set -g go; commandline -f repaint'";
    let home = Home::new();
    let mut session = setup().before(activate).open(&home);
    session.press("\x07\x0c");
    session.expect_prompt(&format!("(venv) {DEFAULT} > "));
    for line in ["", "true", ""] {
        session.run_silently(line);
        session.expect_prompt(&format!("{DEFAULT} (venv) > "));
    }
}

#[test]
fn what_is_universal_is_not_said_to_be_removed() {
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently("set -Ux AWS_ACCESS_KEY_ID AKIARZPUZDIKAAAQEAYE");
    session.run_silently("set -Ux AWS_SECRET_ACCESS_KEY x");
    let said = session.run("awsp work").join("\n");
    assert!(!said.contains("removed"), "{said}");
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        let line = format!(
            "awsprompt: {name} is universal and stays; to remove it in every fish: set -eU {name}"
        );
        assert!(said.contains(&line), "{said}");
    }
    // What is said to be in use is.
    let after = said.lines().next().and_then(|line| line.split_once(" → ")).expect("a switch");
    assert_eq!(session.prompt(), format!("{} > ", after.1));
    session.run_silently("set -eU AWS_ACCESS_KEY_ID; set -eU AWS_SECRET_ACCESS_KEY");
    session.expect_segment(WORK);
}

#[test]
fn a_universal_profile_that_is_cleared_stays_and_is_said_to() {
    const SAID: &str = "awsprompt: AWS_PROFILE is universal and stays; to remove it in every fish: set -eU AWS_PROFILE";
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently("set -Ux AWS_PROFILE work");
    assert_eq!(session.run("awsp --clear"), [SAID]);
    session.expect_segment(WORK);
    assert_eq!(session.run("echo $AWS_PROFILE"), ["work"]);
    // Another profile is exported by this shell alone, and outranks it.
    session.run("awsp play");
    session.expect_segment(PLAY);
    let said = session.run("awsp --clear");
    assert_eq!(said, [&format!("{PLAY} → {WORK}"), SAID], "{said:?}");
    session.expect_segment(WORK);
}

#[test]
fn a_universal_region_comes_to_light_again() {
    const SAID: &str = "awsprompt: AWS_REGION is universal and stays; to remove it in every fish: set -eU AWS_REGION";
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently("set -Ux AWS_REGION eu-south-1");
    session.run("awsp work -r eu-north-1");
    let said = session.run("awsp -r ''");
    let after = said[0].split_once(" → ").expect("a switch").1.to_owned();
    assert!(after.contains("eu-south-1"), "{said:?}");
    assert_eq!(said[1..], [SAID]);
    session.expect_segment(&after);
    session.run("awsp -r eu-north-1");
    let said = session.run("awsp play");
    let again = "AWS_REGION is eu-south-1 again; set -eU AWS_REGION removes it in every fish";
    assert_eq!(said[1..], [again, SAID], "{said:?}");
    // No copy hides the next one.
    session.run_silently("set -Ux AWS_REGION eu-west-3");
    assert_eq!(session.run("printenv AWS_REGION"), ["eu-west-3"]);
    let stays = "AWS_REGION stays eu-west-3; set -eU AWS_REGION removes it in every fish";
    assert_eq!(session.run("awsp work")[1..], [stays]);
}

#[test]
fn a_prompt_that_is_built_before_our_turn_has_the_segment_of_now() {
    let built = "function build --on-event fish_prompt; set -g built $AWSPROMPT_SEGMENT; end
                 function fish_prompt; echo -n \"$built > \"; end";
    let home = Home::new();
    home.write("work/file", "");
    let mut session = setup().before(built).flag("--prompt none").open(&home);
    session.expect_segment(DEFAULT);
    for (line, segment) in [
        ("set -gx AWS_PROFILE work", WORK),
        ("set -gx AWS_PROFILE play; cd work", PLAY),
        ("set -e AWS_PROFILE", DEFAULT),
        ("set -gx AWSPROMPT off", ""),
        ("set -e AWSPROMPT", DEFAULT),
    ] {
        session.run_silently(line);
        session.expect_prompt(&format!("{segment} > "));
    }
}

#[test]
fn variables_of_the_user_s_own_keep_their_values() {
    let own = "for name in former callee lead rest text side theirs; set -g $name mine; end
               function fish_prompt; echo; __awsprompt_theirs_9; set_color normal; echo -n '> '; end";
    let home = Home::new();
    let mut session = setup().before(own).open(&home);
    let kept = session.run("echo $former $callee $lead $rest $text $side $theirs");
    assert!(kept.contains(&"mine mine mine mine mine mine mine".to_owned()), "{session}");
}

#[test]
fn a_guard_that_is_loaded_by_hand_is_in_the_mark() {
    let home = Home::new();
    let mut session = setup().open(&home);
    session.run_silently("awsprompt init fish --guard | source");
    assert_eq!(session.run("string match -r ':guard' $AWSPROMPT_HOOK"), [":guard"]);
}

#[test]
fn a_name_is_completed_by_what_is_beside_it() {
    let home = forty_three();
    let mut session = Setup::new(Shell::Fish).open(&home);
    for (typed, expected) in [
        ("find-it", &["search-dev.AdministratorAccess", "search-dev.ReadOnly"][..]),
        ("0000050", &["audit", "breakglass-prod", "deploy"]),
        ("Breaker", &["breakglass-prod"]),
    ] {
        let rows = session.run(&format!("complete -C 'awsp {typed}' | cut -f 1"));
        assert_eq!(rows, expected, "{session}");
    }
}
