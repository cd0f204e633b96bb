//! What only bash has: traps that see each command, exported prompts, readonly variables, and
//! shells without the hook that inherit all this.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::session::{Session, Setup};
use crate::shell::Shell;

/// What people set a DEBUG trap for. Each shows in the prompt which command the trap has seen first
/// since the last prompt.
const TRAPS: &[&str] = &[
    // The timer of <https://stackoverflow.com/a/1862762>, and starship's in bash before 4.4.
    "start() { seen=${seen:-$BASH_COMMAND}; }; stop() { shown=$seen; seen=; }
     trap start DEBUG; PROMPT_COMMAND=stop; PS1='$shown > '",
    // Takes PROMPT_COMMAND for one command, as <https://superuser.com/a/175802> does.
    "start() { [ \"$BASH_COMMAND\" = \"$PROMPT_COMMAND\" ] || seen=$BASH_COMMAND; }
     trap start DEBUG; PROMPT_COMMAND=:; PS1='$seen > '",
    // With a prompt that is built there.
    "start() { seen=${seen:-$BASH_COMMAND}; }; stop() { PS1=\"$seen > \"; seen=; }
     trap start DEBUG; PROMPT_COMMAND=stop",
];

/// Made from what VS Code's own script does at commit 0535e227; the marks A and B stand around a
/// prompt, E names a command, C and D stand around its output.
const VS_CODE: &str = r#"
__vsc_running=1 __vsc_custom_PS1= __vsc_first=
__vsc_mark() {
  [ "$__vsc_running" = 1 ] || return
  if [[ $__vsc_custom_PS1 != "$PS1" ]]; then
    __vsc_original_PS1=$PS1
    PS1="\[\e]633;A\a\]$PS1\[\e]633;B\a\]"
    __vsc_custom_PS1=$PS1
  fi
  __vsc_running=0
}
__vsc_debug() {
  [ "$__vsc_running" = 0 ] || return
  __vsc_running=1
  __vsc_command=$BASH_COMMAND
  [[ $BASH_COMMAND != __vsc_prompt* ]] || __vsc_command=
  [[ -z $__vsc_first ]] || printf '\e]633;E;%s\a\e]633;C\a' "$__vsc_command"
}
trap '__vsc_debug "$_"' DEBUG
__vsc_mark
__vsc_precmd() {
  [[ -z $__vsc_first ]] || printf '\e]633;D;%s\a' "$__vsc_status"
  __vsc_first=1
  __vsc_mark
}
__vsc_code() { return "$1"; }
__vsc_prompt_cmd_original() {
  __vsc_status=$?
  local cmd
  __vsc_code "$__vsc_status"
  for cmd in "${__vsc_original_prompt_command[@]}"; do eval "${cmd:-}"; done
  __vsc_precmd
}
__vsc_prompt_cmd() { __vsc_status=$?; __vsc_precmd; }
__vsc_original_prompt_command=${PROMPT_COMMAND:-}
if [[ -n $__vsc_original_prompt_command && $__vsc_original_prompt_command != __vsc_prompt_cmd ]]
then PROMPT_COMMAND=__vsc_prompt_cmd_original; else PROMPT_COMMAND=__vsc_prompt_cmd; fi
"#;

fn bash() -> Setup {
    Setup::new(Shell::Bash)
}

#[test]
fn a_debug_trap_sees_what_was_typed_and_nothing_of_the_hook() {
    for theirs in TRAPS {
        let home = Home::new();
        let mut session = bash().before(theirs).open(&home);
        session.run_silently("true");
        session.expect_prompt(&format!("{DEFAULT} true > "));
        session.run_silently("export AWS_PROFILE=work");
        session.expect_prompt(&format!("{WORK} export AWS_PROFILE=work > "));
    }
}

#[test]
fn a_debug_trap_that_is_set_after_the_hook_sees_what_was_typed_from_the_second_prompt_on() {
    for theirs in &TRAPS[..2] {
        let home = Home::new();
        let mut session = bash().after(theirs).open(&home);
        session.run_silently("");
        session.run_silently("true");
        session.expect_prompt(&format!("{DEFAULT} true > "));
    }
}

/// Returns the marks that VS Code's script has written, up to the last prompt.
fn marks(session: &Session<'_>) -> String {
    let written = String::from_utf8_lossy(session.written());
    let marks = written.split("\x1b]633;").skip(1).filter_map(|rest| rest.split_once('\x07'));
    marks.map(|(mark, _)| format!("<{mark}>")).collect()
}

#[test]
fn vs_code_s_marks_are_what_they_are_without_the_hook() {
    // VS Code sources its script after the start-up file; some do it themselves.
    let before: &[fn(Setup) -> Setup] = &[|it| it.after(VS_CODE), |it| it.before(VS_CODE)];
    for own in ["", "PROMPT_COMMAND='history -a'"] {
        for load in before {
            let run = |setup: Setup, segment: [&str; 2]| {
                let home = Home::new();
                let setup = load(setup.before("export TERM_PROGRAM=vscode").before(own));
                let mut session = setup.open(&home);
                for line in ["true", "", "false", "export AWS_PROFILE=work"] {
                    session.expect_segment(segment[0]);
                    session.run_silently(line);
                }
                session.expect_segment(segment[1]);
                marks(&session)
            };
            let without = run(bash().hook(""), ["", ""]);
            assert!(without.contains("<B><E;true><C><D;0><A>"), "{without}");
            assert_eq!(run(bash(), [DEFAULT, WORK]), without, "{own}");
        }
    }
}

/// A shell inside this one, which has neither the hook nor a start-up file.
const WITHOUT_HOOK: &str = "bash --norc --noprofile";

#[test]
fn an_exported_prompt_command_goes_on_in_shells_without_the_hook() {
    let home = Home::new();
    let own = "export PS1 PROMPT_COMMAND='statuses+=\" $?,\"'";
    let mut session = bash().before(own).open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently("false | true");
    assert_eq!(session.run("echo $statuses"), ["0, 0,"]);
    session.run_silently(WITHOUT_HOOK);
    session.expect_prompt("> ");
    session.run_silently("false");
    assert_eq!(session.run("echo $statuses"), ["0, 1,"]);
    session.run_silently("export AWS_PROFILE=work");
    session.expect_prompt("> ");
    // A shell inside that has the hook again.
    session.run_silently("bash --rcfile ~/.bashrc");
    session.expect_segment(WORK);
    let length = session.run("echo ${#PROMPT_COMMAND}");
    session.run_silently("bash --rcfile ~/.bashrc");
    assert_eq!(session.run("echo ${#PROMPT_COMMAND}"), length);
    session.expect_segment(WORK);
}

#[test]
fn an_exported_prompt_is_silent_in_shells_without_the_hook() {
    const LATE: &str = "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }; want=work
                        PROMPT_COMMAND+=(late)";
    for child in [WITHOUT_HOOK, "sh"] {
        let home = Home::new();
        let mut session = bash().after(LATE).after("export PS1").open(&home);
        session.expect_segment(WORK);
        session.run_silently(child);
        for _ in 0..2 {
            session.expect_prompt("> ");
            session.run_silently("AWS_PROFILE=play");
        }
    }
}

#[test]
fn a_shell_that_exports_everything_leaves_no_old_segment_to_others() {
    let home = Home::new();
    let mut session = bash().before("set -a; PS1='> '").open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently("AWS_PROFILE=work");
    session.expect_segment(WORK);
    session.run_silently(WITHOUT_HOOK);
    assert_eq!(session.run("echo \"$AWSPROMPT_SEGMENT;\""), [";"]);
    session.run_silently("export AWS_PROFILE=play");
    session.expect_prompt("> ");
}

#[test]
fn a_hook_that_no_longer_runs_leaves_no_old_segment() {
    let home = Home::new();
    home.pretend_bash_has_no_array();
    let mut session = bash().open(&home);
    session.run_silently("PROMPT_COMMAND=:");
    for (profile, segment) in [("work", WORK), ("play", PLAY)] {
        session.run_silently(&format!("export AWS_PROFILE={profile}; false"));
        session.expect_segment(segment);
        assert_eq!(session.run("echo $?"), ["1"]);
    }
    // A switch calls it back.
    session.run("awsp work");
    session.run_silently("");
    assert_eq!(session.run("echo ${AWSPROMPT_SEGMENT//[^w]}"), ["w"], "{session}");
}

/// Some take away what they have added, and add it again.
#[test]
fn a_hook_that_always_adds_another_does_not_grow() {
    const LATE: &str = "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }
        add() { PROMPT_COMMAND=${PROMPT_COMMAND//;late/}; PROMPT_COMMAND+=';late'; }";
    for load in
        [|it: Setup, lines: &str| it.before(lines), |it: Setup, lines: &str| it.after(lines)]
    {
        let home = Home::new();
        let mut session = load(bash(), &format!("{LATE}\nPROMPT_COMMAND=add")).open(&home);
        session.run_silently("want=work");
        session.expect_segment(WORK);
        session.run_silently("");
        let length = session.run("echo ${#PROMPT_COMMAND}");
        session.run_silently("want=play");
        session.expect_segment(PLAY);
        assert_eq!(session.run("echo ${#PROMPT_COMMAND}"), length, "{session}");
    }
}

#[test]
fn a_hook_may_be_set_by_a_function_and_after_a_blank() {
    const LATE: &str = "late() { [[ -z ${want-} ]] || export AWS_PROFILE=$want; }";
    let ways = [
        "add() { PROMPT_COMMAND[1]=late; }; PROMPT_COMMAND=(add true)",
        "add() { PROMPT_COMMAND=late; }; PROMPT_COMMAND=add",
        "PROMPT_COMMAND=\"${PROMPT_COMMAND:-true} ; late\"",
    ];
    for way in ways {
        for is_before in [true, false] {
            let home = Home::new();
            let setup = bash().before(LATE);
            let setup = if is_before { setup.before(way) } else { setup.after(way) };
            let mut session = setup.open(&home);
            for (profile, segment) in [("work", WORK), ("play", PLAY)] {
                session.run_silently(&format!("want={profile}"));
                session.expect_segment(segment);
            }
        }
    }
}

#[test]
fn readonly_variables_give_one_hint() {
    for (name, segment) in [("PROMPT_COMMAND", DEFAULT), ("PS1", "")] {
        let home = Home::new();
        bash().before(&format!("readonly {name}")).write(&home);
        let mut session = bash().hook("").open(&home);
        let load = Shell::Bash.load("");
        let said = session.run(&format!("readonly {name}; {load}"));
        let hint = "hint: load it before the line that makes this readonly";
        let what = format!("awsprompt: {name} is readonly, so the hook works only in part");
        assert_eq!(said, [what.as_str(), hint], "{session}");
        session.expect_segment(segment);
        session.run_silently("false");
        assert_eq!(session.run("echo $?"), ["1"]);
        session.run_silently("export AWS_PROFILE=work");
        session.expect_segment(if segment.is_empty() { "" } else { WORK });
        session.run("awsp pl\t");
        session.expect_segment(if segment.is_empty() { "" } else { PLAY });
    }
}

#[test]
fn a_restricted_shell_shows_the_segment_silently() {
    let home = Home::new();
    let mut session = bash().after("set -r").open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently("export AWS_PROFILE=work");
    session.expect_segment(WORK);
    session.run("awsp pl\t");
    session.expect_segment(PLAY);
}

#[test]
fn a_restricted_shell_guards_silently() {
    let home = Home::new();
    home.note_aws();
    let setup = bash().flag("--guard").before("set -r");
    let mut session = setup.open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently("aws s3 ls");
    assert_eq!(home.noted()[1..], ["s3", "ls"], "{session}");
}
