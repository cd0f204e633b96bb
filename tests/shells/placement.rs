//! Where the segment goes, and who else may own the prompt.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::in_every_shell;
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};

/// What a shell says when something else draws its whole prompt.
const OWNERS: &[(Shell, &str)] = &[
    (Shell::Zsh, "prompt_starship_precmd() {}; precmd_functions+=(prompt_starship_precmd)"),
    (Shell::Zsh, "starship_precmd() {}; precmd_functions+=(starship_precmd)"),
    (Shell::Zsh, "_omp_precmd() {}; precmd_functions+=(_omp_precmd)"),
    (Shell::Zsh, "prompt_pure_precmd() {}; precmd_functions+=(prompt_pure_precmd)"),
    (Shell::Bash, "starship_precmd() { :; }; PROMPT_COMMAND=starship_precmd"),
    (Shell::Bash, "starship_precmd() { :; }; precmd_functions=(starship_precmd)"),
    (Shell::Bash, "_omp_hook() { :; }; PROMPT_COMMAND='true; _omp_hook'"),
    (Shell::Fish, "function fish_prompt; set STARSHIP_CMD_STATUS $status; echo -n '> '; end"),
    (Shell::Fish, "function fish_prompt; set -g _omp_status $status; echo -n '> '; end"),
    (Shell::Fish, "function fish_prompt; set -l omp_status_cache $status; echo -n '> '; end"),
    (
        Shell::Fish,
        "function __vsc_fish_prompt; set STARSHIP_CMD_STATUS $status; echo -n '> '; end
         function fish_prompt; __vsc_fish_prompt; end",
    ),
    (Shell::Nushell, "$env.PROMPT_COMMAND = {|| $env.STARSHIP_SESSION_KEY? | default '' }"),
    (Shell::Nushell, "def _omp_prompt [] { '' }; $env.PROMPT_COMMAND = {|| _omp_prompt }"),
];

/// A theme that sets the prompt once.
const THEME: Line = Line {
    zsh: "PROMPT='theme > '",
    bash: "PS1='theme > '",
    fish: "function fish_prompt; echo -n 'theme > '; end",
    nu: "$env.PROMPT_COMMAND = {|| 'theme ' }",
};

/// A theme that sets it before each prompt.
const RESTLESS_THEME: Line = Line {
    zsh: "theme() { PROMPT='theme > ' }; autoload -Uz add-zsh-hook; add-zsh-hook precmd theme",
    bash: "theme() { PS1='theme > '; }
           PROMPT_COMMAND=\"${PROMPT_COMMAND:+$PROMPT_COMMAND;}theme\"",
    fish: "function theme --on-event fish_prompt
               function fish_prompt; echo -n 'theme > '; end
           end",
    nu: "$env.config.hooks.pre_prompt ++= [{|| $env.PROMPT_COMMAND = {|| 'theme ' } }]",
};

in_every_shell! {
    by_default_the_segment_is_on_the_left,
    on_the_right_it_does_not_move_the_place_where_one_types,
    nowhere_only_the_variable_is_set,
    whoever_owns_the_prompt_keeps_it,
    another_shell_s_theme_owns_nothing,
    a_prompt_that_shows_the_variable_is_left_alone,
    a_theme_that_is_set_later_gets_the_segment_once,
    a_theme_that_is_set_at_each_prompt_gets_the_segment_once,
    a_prompt_that_is_set_while_one_works_gets_the_segment_once,
}

/// Checks that the user's prompt is untouched and that the variable can be used.
fn expect_only_the_variable(shell: Shell, session: &mut Session<'_>, what: &str) {
    assert_eq!(session.prompt(), "> ", "{what}: {session}");
    assert_eq!(session.right(), "", "{what}: {session}");
    if shell == Shell::Nushell {
        // Every variable is exported there, so this one is set only while the prompt is drawn.
        session.run_silently("$env.PROMPT_COMMAND_RIGHT = {|| $env.AWSPROMPT_SEGMENT }");
        assert_eq!(session.right(), DEFAULT, "{what}: {session}");
        return;
    }
    assert_eq!(session.run("echo $AWSPROMPT_SEGMENT"), [DEFAULT], "{what}");
}

fn by_default_the_segment_is_on_the_left(shell: Shell) {
    let home = Home::new();
    for setup in [Setup::new(shell), Setup::new(shell).flag("--prompt left")] {
        let session = setup.open(&home);
        session.expect_segment(DEFAULT);
        assert_eq!(session.right(), "");
    }
}

fn on_the_right_it_does_not_move_the_place_where_one_types(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).flag("--prompt right").open(&home);
    session.expect_prompt("> ");
    assert_eq!(session.right(), DEFAULT);
    session.run_silently(&shell.export("AWS_PROFILE", "work"));
    session.expect_prompt("> ");
    assert_eq!(session.right(), WORK);
    assert!(session.is_at_the_right_edge(), "{session}");
    session.run_silently(&shell.export("AWSPROMPT", "off"));
    session.expect_prompt("> ");
    assert_eq!(session.right(), "");
}

/// The prompt on the left is where fish asks.
#[test]
fn on_the_right_fish_shows_what_is_true_though_the_left_is_replaced_at_each_prompt() {
    let replace = "function arm\nfunction late --on-event fish_prompt\n\
                   function fish_prompt; echo -n '> '; end; arm\nend\nend\narm";
    let home = Home::new();
    let setup = Setup::new(Shell::Fish).after(replace);
    let mut session = setup.flag("--prompt right").open(&home);
    session.expect_prompt("> ");
    assert_eq!(session.right(), DEFAULT);
    session.run_silently(&Shell::Fish.export("AWS_PROFILE", "work"));
    session.expect_prompt("> ");
    assert_eq!(session.right(), WORK);
    // What a key does, no event tells of.
    session.run_silently("bind \\cg 'set -gx AWS_PROFILE play; commandline -f repaint'");
    session.press("\x07");
    assert_eq!(session.right(), PLAY);
}

/// Where one wrapper is inside another that shows the variable itself.
#[test]
fn in_fish_wrappers_in_wrappers_show_the_segment_once() {
    const INNER: &str = "functions -c fish_prompt inner; \
        function fish_prompt; echo -n \"$AWSPROMPT_SEGMENT:\"; inner; inner; end";
    const OUTER: &str = "functions -c fish_prompt outer; \
        function fish_prompt; echo -n X; outer; inner; end";
    let home = Home::new();
    let mut session = Setup::new(Shell::Fish).open(&home);
    session.run_silently(INNER);
    session.expect_prompt(&format!("{DEFAULT}:> > "));
    session.run_silently(OUTER);
    session.expect_prompt(&format!("{DEFAULT} X{DEFAULT}:> > > "));
}

fn nowhere_only_the_variable_is_set(shell: Shell) {
    let home = Home::new();
    let setup = Setup::new(shell).before(&shell.export("NO_COLOR", "1"));
    let mut session = setup.flag("--prompt none").open(&home);
    expect_only_the_variable(shell, &mut session, "none");
}

fn whoever_owns_the_prompt_keeps_it(shell: Shell) {
    let home = Home::new();
    for (_, owner) in OWNERS.iter().filter(|(its_shell, _)| *its_shell == shell) {
        let setup = Setup::new(shell).before(&shell.export("NO_COLOR", "1")).before(owner);
        expect_only_the_variable(shell, &mut setup.open(&home), owner);
        // Whoever asks for a place gets it.
        let setup = Setup::new(shell).before(owner).flag("--prompt left");
        setup.open(&home).expect_segment(DEFAULT);
    }
}

fn another_shell_s_theme_owns_nothing(shell: Shell) {
    let home = Home::new();
    let names = match shell {
        Shell::Zsh | Shell::Bash => &["nu"][..],
        // A shell in it inherits the name, and draws its own prompt.
        Shell::Fish | Shell::Nushell => &["nu", "fish"],
    };
    for name in names {
        let setup = Setup::new(shell).before(&shell.export("STARSHIP_SHELL", name));
        setup.open(&home).expect_segment(DEFAULT);
    }
}

fn a_prompt_that_shows_the_variable_is_left_alone(shell: Shell) {
    const OWN: Line = Line {
        zsh: "setopt prompt_subst; PROMPT='own ${AWSPROMPT_SEGMENT} > '",
        bash: "PS1='own $AWSPROMPT_SEGMENT > '",
        fish: "function fish_prompt; echo -n \"own $AWSPROMPT_SEGMENT > \"; end",
        nu: "$env.PROMPT_COMMAND = {|| $'own ($env.AWSPROMPT_SEGMENT) ' }",
    };
    let home = Home::new();
    let mut session = Setup::new(shell).before(shell.pick(OWN)).open(&home);
    session.expect_prompt(&format!("own {DEFAULT} > "));
    session.run_silently(&shell.export("AWS_PROFILE", "work"));
    session.expect_prompt(&format!("own {WORK} > "));
}

fn a_theme_that_is_set_later_gets_the_segment_once(shell: Shell) {
    let home = Home::new();
    let session = Setup::new(shell).after(shell.pick(THEME)).open(&home);
    session.expect_prompt(&format!("{DEFAULT} theme > "));
}

fn a_theme_that_is_set_at_each_prompt_gets_the_segment_once(shell: Shell) {
    let theme = shell.pick(RESTLESS_THEME);
    let home = Home::new();
    for (is_before, setup) in
        [(true, Setup::new(shell).before(theme)), (false, Setup::new(shell).after(theme))]
    {
        let mut session = setup.open(&home);
        // There is no moment between a later hook and the drawing of the first prompt.
        if is_before || matches!(shell, Shell::Zsh | Shell::Bash) {
            session.expect_prompt(&format!("{DEFAULT} theme > "));
        }
        for _ in 0..3 {
            session.run_silently("");
            session.expect_prompt(&format!("{DEFAULT} theme > "));
        }
    }
}

/// bash runs a copy of its array: whoever is appended sets PS1 after the hook that one time.
#[test]
fn a_theme_behind_the_hook_in_bash_s_array_gets_the_segment_from_then_on() {
    let home = Home::new();
    let theme = "theme() { PS1='theme > '; }; PROMPT_COMMAND+=(theme)";
    let mut session = Setup::new(Shell::Bash).after(theme).open(&home);
    for _ in 0..3 {
        session.run_silently("");
        session.expect_prompt(&format!("{DEFAULT} theme > "));
    }
}

fn a_prompt_that_is_set_while_one_works_gets_the_segment_once(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run_silently(shell.pick(THEME));
    session.expect_prompt(&format!("{DEFAULT} theme > "));
    session.run_silently(shell.pick(THEME));
    session.expect_prompt(&format!("{DEFAULT} theme > "));
}
