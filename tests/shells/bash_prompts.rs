//! Prompts of bash: how they begin, who builds them, and what readline does to the line.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::session::Setup;
use crate::shell::Shell;
use crate::terminal::Terminal;

fn bash() -> Setup {
    Setup::new(Shell::Bash)
}

/// Opens a narrow terminal whose prompt is this, types keys, and returns the rows that are not
/// empty.
fn narrow(flags: &str, prompt: &str, keys: &[&str]) -> Vec<String> {
    let home = Home::new();
    bash().before(&format!("PS1='{prompt}'")).flag(flags).write(&home);
    let command = Shell::Bash.interactive(&home);
    let mut terminal = Terminal::start("bash", command, 60);
    for keys in keys {
        terminal.wait_until("a prompt", |terminal| terminal.cursor().1 >= 2);
        terminal.type_keys(keys);
        terminal.wait_until("an echo", |terminal| {
            let (row, column) = terminal.cursor();
            column > 2 && terminal.text(row, 0..column).ends_with(&keys[keys.len() - 1..])
        });
    }
    // The line is drawn anew from its beginning, and is still there at its end.
    terminal.type_keys("\x01\x05|");
    terminal.wait_until("the end of the line", |terminal| {
        let (row, column) = terminal.cursor();
        terminal.text(row, 0..column).ends_with('|')
    });
    let (row, _) = terminal.cursor();
    let rows = (0..=row).map(|row| terminal.text(row, 0..60).trim_end().to_owned());
    rows.filter(|row| !row.is_empty()).collect()
}

#[test]
fn on_the_right_nothing_covers_what_is_typed() {
    let typed = "a".repeat(54);
    let rows = narrow("--prompt right", "~ # ", &[&format!("echo {typed}")]);
    let right = format!("{DEFAULT:>60}");
    assert_eq!(rows, [right, format!("~ # echo {}", &typed[..51]), format!("{}|", &typed[51..])]);
    // Where readline would have had no reason to draw the prompt again.
    let rows = narrow("--prompt right", "~ # ", &[&format!("echo {}", &typed[..40])]);
    assert_eq!(rows[1..], [format!("~ # echo {}|", &typed[..40])]);
}

#[test]
fn a_segment_on_the_right_that_is_wider_than_the_terminal_is_whole() {
    let name = "b".repeat(50);
    let prompt = format!("~ # '; export AWS_PROFILE='{name}");
    let rows = narrow("--prompt right", &prompt, &["echo a"]);
    assert_eq!(rows, [format!("[AWS:{name} !not"), "-found]".into(), "~ # echo a|".into()]);
}

#[test]
fn what_stands_before_the_segment_on_the_right_is_no_prompt_of_others() {
    let home = Home::new();
    let mut session = bash().flag("--prompt right").open(&home);
    session.run_silently("PS1=\"(venv) $PS1\"");
    session.expect_prompt("(venv) > ");
    assert_eq!(session.right(), DEFAULT);
}

#[test]
fn the_segment_stands_after_what_moves_the_cursor_or_speaks_to_the_terminal() {
    let prompts = [
        (r"\ndir\n> ", &["", "{} dir", "> "][..]),
        (r"\n\n> ", &["", "", "{} > "]),
        (r"\[\e]0;title\a\]\n> ", &["", "{} > "]),
        (r"\[\033]0;\u@\h: \w\007\]\[\e[1m\]> ", &["{} > "]),
        (r"\r> ", &["{} > "]),
        (r"\[\r\]> ", &["{} > "]),
        // bash-it's powerline.
        (r"\[\e[G\]> ", &["{} > "]),
        (r"\[\e]133;A\a\]> \[\e]133;B\a\]", &["{} > "]),
    ];
    for (prompt, rows) in prompts {
        let home = Home::new();
        let mut session = bash().before(&format!("PS1='{prompt}'")).open_below(&home);
        for line in ["", "true"] {
            let before = session.run(line);
            let last = rows.len() - 1;
            let shown: Vec<_> = rows.iter().map(|row| row.replace("{}", DEFAULT)).collect();
            assert_eq!(before, shown[..last], "{prompt}: {session}");
            session.expect_prompt(&shown[last]);
        }
    }
}

#[test]
fn a_theme_that_copies_the_text_of_the_segment_is_never_late() {
    let theme = "theme() { PS1=\"${AWSPROMPT_SEGMENT:+<$AWSPROMPT_SEGMENT> }> \"; }
                 PROMPT_COMMAND=theme";
    for no_array in [false, true] {
        let home = Home::new();
        if no_array {
            home.pretend_bash_has_no_array();
        }
        let mut session = bash().before(theme).flag("--prompt none").open(&home);
        session.expect_prompt(&format!("<{DEFAULT}> > "));
        for (profile, segment) in [("work", WORK), ("play", PLAY)] {
            session.run_silently(&format!("export AWS_PROFILE={profile}"));
            session.expect_prompt(&format!("<{segment}> > "));
        }
        // What is copied into a prompt would be expanded there.
        session.run_silently("export AWS_PROFILE='$(touch PWNED)'");
        session.run_silently("");
        session.expect_prompt("<[AWS:$(touch PWNED) !not-found]> > ");
        assert!(!home.holds("PWNED"));
    }
}

/// Neither would ever give way: the hook does, and its segment is that of after the other.
#[test]
fn who_moves_to_the_end_at_every_prompt_stays_there() {
    let add_text = "PROMPT_COMMAND=\"${PROMPT_COMMAND-};tool\"";
    let is_last = "[[ ${PROMPT_COMMAND[*]} == *tool ]]";
    for (is_last, add) in [
        (is_last, add_text),
        ("[[ ${PROMPT_COMMAND-} == *tool ]]", add_text),
        (is_last, "PROMPT_COMMAND=\"${PROMPT_COMMAND//;tool/};tool\""),
        ("[[ ${PROMPT_COMMAND[-1]} == tool ]]", "PROMPT_COMMAND+=(tool)"),
    ] {
        let tool = format!(
            "tool() {{ ran+=x; export AWS_PROFILE=$want; {is_last} || {add}; }}; want=work; {add}"
        );
        let home = Home::new();
        let mut session = bash().after(&tool).open(&home);
        for _ in 0..3 {
            session.run_silently("");
        }
        let before = session.run("ran=; declare -p PROMPT_COMMAND");
        for (profile, segment) in [("play", PLAY), ("work", WORK), ("play", PLAY)] {
            session.run_silently(&format!("want={profile}"));
            session.expect_segment(segment);
        }
        assert_eq!(session.run("echo $ran; ran="), ["xxxx"], "{add}: {session}");
        assert_eq!(session.run("declare -p PROMPT_COMMAND"), before, "{add}: {session}");
    }
}

#[test]
fn a_key_that_switches_shows_the_new_segment_above_the_line() {
    let home = Home::new();
    let key = "pick() { awsp play; }; bind -x '\"\\C-g\": pick'";
    let mut session = bash().after(key).open(&home);
    session.press("\x07");
    let screen = session.to_string();
    assert!(screen.contains(&format!("{DEFAULT} → {PLAY}")), "{screen}");
    assert!(screen.contains("hint: the prompt below still shows what was before"), "{screen}");
    session.run_silently("");
    session.expect_segment(PLAY);
}

#[test]
fn a_theme_that_shows_the_segment_nowhere_is_in_the_mark() {
    // starship keeps the former commands and runs them itself; oh-my-posh adds to them.
    let starship = "starship_precmd() { PS1='starship > '; }; PROMPT_COMMAND=starship_precmd";
    let oh_my_posh = "_omp_hook() { PS1='posh > '; }; PROMPT_COMMAND='_omp_hook; true'";
    let cases = [
        (starship, "", "last/starship"),
        (oh_my_posh, "", "last/oh-my-posh"),
        (starship, "--prompt left", "last"),
        ("export STARSHIP_SHELL=bash POSH_THEME=x", "", "last"),
    ];
    for (theme, flags, place) in cases {
        for is_before in [true, false] {
            let home = Home::new();
            let setup = bash().flag(flags);
            let setup = if is_before { setup.before(theme) } else { setup.after(theme) };
            let mut session = setup.open(&home);
            session.run_silently("");
            let mark = session.run("echo ${AWSPROMPT_HOOK#*:*:*:*:}");
            assert_eq!(mark, [format!("{place}:")], "{theme}: {session}");
            let is_shown = session.prompt().contains(DEFAULT);
            assert_eq!(is_shown, place == "last", "{session}");
        }
    }
}
