//! Small imitations of what people load beside the hook, made from what those programs do.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::in_zsh_bash_and_fish;
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};

/// Like bash-preexec of July 2026: calls `precmd_functions` first, takes every command after its
/// own last one for something that was typed, and does its work only where no function calls it.
const BASH_PREEXEC: &str = r#"
bash_preexec_imported=defined
precmd_functions=(${precmd_functions[@]+"${precmd_functions[@]}"})
__bp_status() { return "$1"; }
__bp_precmd_invoke_cmd() {
  local status=$? name
  ((${#FUNCNAME[@]} == 1)) || return 0
  for name in "${precmd_functions[@]}"; do
    __bp_status "$status"
    "$name"
  done
}
__bp_interactive_mode() { ((${#FUNCNAME[@]} > 1)) || __bp_on=1; }
__bp_debug() {
  [[ -n ${__bp_on-} && $BASH_COMMAND != __bp_precmd_invoke_cmd* ]] || { __bp_on=; return 0; }
  __bp_on=
  before=$typed
  typed=$BASH_COMMAND
}
trap __bp_debug DEBUG
PROMPT_COMMAND="__bp_precmd_invoke_cmd \"\$_\"${PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND}"
PROMPT_COMMAND+=(__bp_interactive_mode)
"#;

/// Like the shell integration of VS Code: what it has not wrapped in its marks yet it wraps.
const VS_CODE_BASH: &str = r#"
__vsc_wrap() {
  [[ $PS1 != "$__vsc_wrapped" ]] || return 0
  __vsc_wrapped="\[\e]633;A\a\]$PS1\[\e]633;B\a\]"
  PS1=$__vsc_wrapped
}
__vsc_wrap
__vsc_status() { return "$1"; }
__vsc_prompt() {
  local status=$? command
  __vsc_status "$status"
  for command in "${__vsc_saved[@]}"; do eval "${command:-}"; done
  __vsc_wrap
}
"#;

/// The ways in which it takes the commands of others over.
const VS_CODE_BASH_WAYS: &[&str] = &[
    "__vsc_saved=${PROMPT_COMMAND:-}; PROMPT_COMMAND=__vsc_prompt",
    "__vsc_saved=(\"${PROMPT_COMMAND[@]}\"); PROMPT_COMMAND=(__vsc_prompt)",
    "__vsc_saved=(\"${PROMPT_COMMAND[@]}\"); unset PROMPT_COMMAND; PROMPT_COMMAND=__vsc_prompt",
];

const VS_CODE_ZSH: &str = r"
__vsc_running=1
__vsc_precmd() {
  [[ -n $__vsc_running ]] || return
  __vsc_running=
  __vsc_before=$PS1
  PS1=$'%{\e]633;A\a%}'$PS1$'%{\e]633;B\a%}'
}
__vsc_preexec() {
  PS1=$__vsc_before
  __vsc_running=1
}
autoload -Uz add-zsh-hook
add-zsh-hook precmd __vsc_precmd
add-zsh-hook preexec __vsc_preexec
";

#[test]
fn a_module_is_added_to_starship_s_file_as_far_as_a_person_agrees() {
    const FILE: &str = ".config/starship.toml";
    let install = "awsprompt init starship --install";
    for (answers, has_module, has_own_off) in
        [(&["y\r", "y\r"][..], true, true), (&["y\r", "\r"], true, false), (&["n\r"], false, false)]
    {
        let home = Home::new();
        home.write(FILE, "add_newline = false\n");
        let mut session = Setup::new(Shell::Bash).open(&home);
        session.run_until(install, "Add it to ~/.config/starship.toml? [y/N] ");
        if answers.len() == 2 {
            session.run_until("y", "Write that to ~/.config/starship.toml too? [y/N] ");
        }
        let rows = session.answer(answers[answers.len() - 1]);
        let said = format!("~/{FILE} is changed; ~/{FILE}.before-awsprompt has what it was");
        assert_eq!(rows.last() == Some(&said), has_module, "{session}");
        let text = std::fs::read_to_string(home.path().join(FILE)).expect("the file is there");
        assert_eq!(text.contains("[custom.awsprompt]"), has_module, "{session}");
        assert_eq!(text.contains("disabled = true"), has_own_off, "{session}");
    }
}

/// A command between the two of bash-preexec.
#[test]
fn what_bash_preexec_leaves_in_prompt_command_is_followed_at_once() {
    const LATE: &str = "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }
                        PROMPT_COMMAND=late";
    let home = counted();
    let mut session = Setup::new(Shell::Bash).before(LATE).before(BASH_PREEXEC).open(&home);
    session.run_silently("want=work");
    session.expect_segment(WORK);
    home.runs();
    session.run_silently("want=play");
    session.expect_segment(PLAY);
    assert_eq!(home.runs(), 1);
}

/// Checks that prompt after prompt shows one segment, runs the program once and grows nothing.
fn expect_steadiness(session: &mut Session<'_>, length: &str) {
    session.run_silently("");
    session.home.runs();
    let lengths: Vec<_> = (0..5)
        .map(|_| {
            let length = session.run(length);
            session.expect_segment(DEFAULT);
            let runs = session.home.runs();
            // zsh runs it only while something is fresh.
            assert!(runs <= 1, "{runs} runs at one prompt: {session}");
            length
        })
        .collect();
    assert!(lengths.iter().all(|length| *length == lengths[0]), "the prompt grows: {lengths:?}");
    session.run_silently("export AWS_PROFILE=work");
    session.expect_segment(WORK);
}

/// What powerlevel10k shows of a segment, with state, colour and background.
const P10K: &str = "p10k() {
    local condition=$11
    [[ -z ${(e)condition} ]] || print -rP -- \"$3 ${5:--} ${7:--} $9\"
}";

#[test]
fn a_class_is_a_state_of_powerlevel10k() {
    let home = Home::new();
    let settings = "[class play-ground]\nprofiles = play\nstyle = white on 52\n\
                    [class quiet-one]\nprofiles = work\nguard = ask\n";
    home.write(".config/awsprompt/config.ini", settings);
    let mut session = Setup::new(Shell::Zsh).before(P10K).open(&home);
    for (line, state, segment) in [
        ("unset AWS_PROFILE", "QUIET 244 -", DEFAULT),
        ("export AWS_PROFILE=play", "PLAY_GROUND 7 52", PLAY),
        ("export AWS_PROFILE=work", "QUIET_ONE 6 -", WORK),
        ("export AWS_PROFILE=wrok", "ALARM 1 -", "[AWS:wrok !not-found]"),
        ("export AWS_PROFILE=play NO_COLOR=1", "PLAIN - -", PLAY),
    ] {
        session.run_silently(line);
        let rows = session.run("__awsprompt_refresh; prompt_awsprompt");
        assert_eq!(rows, [format!("{state} {segment}")], "{line}: {session}");
    }
    session.run("awsp --off");
    assert_eq!(session.run("__awsprompt_refresh; prompt_awsprompt"), [""; 0]);
}

/// What starship does in each shell, with the module alone.
const STARSHIP: Line = Line {
    zsh: "setopt prompt_subst; starship_precmd() {}; precmd_functions+=(starship_precmd)
          PROMPT='$(awsprompt prompt --shell starship) > '",
    bash: "starship_precmd() {
               saw=\"$? ${PIPESTATUS[*]}\"
               PS1=\"$(awsprompt prompt --shell starship) > \"
           }
           PROMPT_COMMAND=starship_precmd",
    fish: "function fish_prompt
               set STARSHIP_CMD_STATUS $status
               echo (awsprompt prompt --shell starship)' > '
           end",
    nu: "",
};

in_zsh_bash_and_fish! { the_module_for_starship_knows_at_once_what_is_not_exported }

fn the_module_for_starship_knows_at_once_what_is_not_exported(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(shell.pick(STARSHIP)).open(&home);
    let unexported = "[AWS:default 123456789012 eu-central-1 !unexported:AWS_PROFILE] > ";
    session.run_silently("true");
    for _ in 0..2 {
        session.run_silently(&shell.set("AWS_PROFILE", "work"));
        session.expect_prompt(unexported);
        session.run_silently(&shell.unset("AWS_PROFILE"));
        session.expect_segment(DEFAULT);
        session.run_silently(&shell.export("AWS_PROFILE", "work"));
        session.expect_segment(WORK);
        session.run("awsp --clear");
        session.expect_segment(DEFAULT);
    }
}

#[test]
fn starship_sees_how_the_last_command_of_bash_ended() {
    let home = Home::new();
    for trap in ["trap 'echo TRAP' ERR", "set -E; trap 'echo TRAP' ERR"] {
        let setup = Setup::new(Shell::Bash).before(STARSHIP.bash).after(trap);
        let mut session = setup.open(&home);
        for (line, rows, saw) in [
            ("true", &[][..], "0 0"),
            ("(exit 3)", &["TRAP"], "3 3"),
            ("(exit 3) | true", &[], "0 3 0"),
            ("true | (exit 4)", &["TRAP", "TRAP"], "4 0 4"),
        ] {
            assert_eq!(session.run(line), rows, "{line}: {session}");
            assert_eq!(session.run("echo $saw"), [saw], "{line}: {session}");
        }
    }
}

fn counted() -> Home {
    let home = Home::new();
    home.count_runs();
    home
}

#[test]
fn bash_preexec_is_used_whenever_it_is_loaded() {
    let setups = [
        Setup::new(Shell::Bash).before(BASH_PREEXEC),
        Setup::new(Shell::Bash).after(BASH_PREEXEC),
        Setup::new(Shell::Bash).before("PROMPT_COMMAND='true;'").after(BASH_PREEXEC),
        Setup::new(Shell::Bash).before("PROMPT_COMMAND=(true :)").after(BASH_PREEXEC),
    ];
    for setup in setups {
        let home = counted();
        let mut session = setup.open(&home);
        session.expect_segment(DEFAULT);
        session.run_silently("false");
        assert_eq!(session.run("echo $?"), ["1"], "{session}");
        expect_steadiness(&mut session, "echo ${#PS1}");
        session.run_silently("false");
        assert_eq!(session.run("echo $before"), ["false"], "{session}");
        let last = session.run("echo ${precmd_functions[@]} ${PROMPT_COMMAND[@]##*$'\\n'}");
        assert!(last[0].ends_with("__bp_interactive_mode"), "{session}");
        assert!(last[0].contains("${__awsprompt_run-eval}"), "{session}");
    }
}

#[test]
fn bash_preexec_s_later_functions_are_seen_at_once() {
    const LATE: &str = "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }
                        want=work; precmd_functions+=(late)";
    let home = counted();
    let mut session = Setup::new(Shell::Bash).before(BASH_PREEXEC).after(LATE).open(&home);
    session.expect_segment(WORK);
    session.run_silently("want=play");
    session.expect_segment(PLAY);
}

#[test]
fn vs_code_wraps_the_prompt_of_bash_once() {
    for way in VS_CODE_BASH_WAYS {
        let home = counted();
        let setup = Setup::new(Shell::Bash).after(VS_CODE_BASH).after(way);
        let mut session = setup.open(&home);
        session.expect_segment(DEFAULT);
        expect_steadiness(&mut session, "echo ${#PS1}");
    }
}

#[test]
fn vs_code_wraps_the_prompt_of_zsh_once() {
    let setups =
        [Setup::new(Shell::Zsh).before(VS_CODE_ZSH), Setup::new(Shell::Zsh).after(VS_CODE_ZSH)];
    for setup in setups {
        let home = counted();
        let mut session = setup.open(&home);
        session.expect_segment(DEFAULT);
        expect_steadiness(&mut session, "echo ${#PS1}");
    }
}

/// What the activation of a virtual environment does to fish.
const ACTIVATE: &str = "functions -c fish_prompt _old_fish_prompt; \
                        function fish_prompt; echo -n '(venv) '; _old_fish_prompt; end";
const DEACTIVATE: &str = "functions -e fish_prompt; \
                          functions -c _old_fish_prompt fish_prompt; \
                          functions -e _old_fish_prompt";

#[test]
fn a_virtual_environment_shows_the_segment_of_fish_once() {
    let home = counted();
    let mut session = Setup::new(Shell::Fish).open(&home);
    home.runs();
    for _ in 0..3 {
        session.run_silently(ACTIVATE);
        session.expect_prompt(&format!("{DEFAULT} (venv) > "));
        assert_eq!(home.runs(), 1, "{session}");
        session.run_silently("");
        session.expect_prompt(&format!("{DEFAULT} (venv) > "));
        assert_eq!(home.runs(), 1, "{session}");
        session.run_silently(DEACTIVATE);
        session.expect_segment(DEFAULT);
        assert_eq!(home.runs(), 1, "{session}");
    }
}

#[test]
fn a_virtual_environment_that_is_active_before_the_hook_can_be_left() {
    let home = Home::new();
    let mut session = Setup::new(Shell::Fish).before(ACTIVATE).open(&home);
    session.expect_prompt(&format!("{DEFAULT} (venv) > "));
    session.run_silently(DEACTIVATE);
    session.expect_segment(DEFAULT);
}

/// Like the prompt of tide 6.2.0: its file builds the function from the settings of now, and `tide
/// reload` reads that file again. Beside the real one this was last run on 2026-11-29.
const TIDE: &str = r"function fish_prompt
end
status is-interactive || exit
eval '
function fish_prompt
    _tide_status=$status _tide_pipestatus=$pipestatus true
    echo -ns \n'$tide_look' \n\'> \'
end

function fish_right_prompt
    echo -n _tide
end'
";

const TIDE_RELOAD: &str = "set -g tide_look one; function tide; source (functions --details fish_prompt); end; \
     source ~/tide/fish_prompt.fish";

#[test]
fn tide_draws_its_own_prompt_and_reloads_it() {
    let home = Home::new();
    home.write("tide/fish_prompt.fish", TIDE);
    for (place, right) in [("auto", false), ("none", false), ("right", true)] {
        let mut setup = Setup::new(Shell::Fish).before(TIDE_RELOAD);
        if place != "auto" {
            setup = setup.flag("--prompt").flag(place);
        }
        let mut session = setup.before(&Shell::Fish.export("NO_COLOR", "1")).open_below(&home);
        let shown = |segment: &str| if right { format!("_tide {segment}") } else { "_tide".into() };
        assert_eq!(session.run(""), ["", "one"], "{place}: {session}");
        assert_eq!((session.prompt(), session.right()), ("> ", &*shown(DEFAULT)), "{session}");
        session.run("set -gx AWS_PROFILE work; set -g tide_look two; tide reload");
        assert_eq!(session.run("echo $AWSPROMPT_SEGMENT"), [WORK, "", "two"], "{place}: {session}");
        assert_eq!((session.prompt(), session.right()), ("> ", &*shown(WORK)), "{session}");
        // No program moves itself after the hook.
        let rows = session.run("awsprompt doctor");
        let says = |text| rows.iter().any(|row| row.contains(text));
        assert_eq!((says("hook-"), says("tide draws")), (false, place == "auto"), "{session}");
        // tide reads the list of items when it is loaded.
        assert_eq!(says("$tide_left_prompt_items; tide reload"), place == "auto", "{session}");
    }
}

#[test]
fn tide_has_no_place_on_the_left_and_that_is_said() {
    let home = Home::new();
    home.write("tide/fish_prompt.fish", TIDE);
    let setup = Setup::new(Shell::Fish).before(TIDE_RELOAD).flag("--prompt left");
    let mut session = setup.open_below(&home);
    let said = "awsprompt: tide draws the line on the left; use --prompt right";
    assert!(session.to_string().contains(said), "{session}");
    assert_eq!(session.run("true"), ["", "one"], "{session}");
}
