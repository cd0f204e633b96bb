//! What only zsh does: prompts that are drawn again while a line is edited, themes that draw the
//! whole prompt, and terminals that mark where a prompt begins.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::session::{Session, Setup};
use crate::shell::Shell;

/// Opens a zsh with these lines before the hook.
fn with<'a>(home: &'a Home, lines: &str) -> Session<'a> {
    Setup::new(Shell::Zsh).before(lines).open(home)
}

const CONTROL_P: &str = "\x10";
const ESCAPE: &str = "\x1b";

#[test]
fn a_key_that_changes_the_profile_or_the_directory_shows_the_new_segment() {
    let keys = "key() { eval $line; zle reset-prompt }; zle -N key; bindkey '^P' key";
    let home = Home::new();
    home.write("there/.awsprompt", "[expect]\naccount = 999999999999\n");
    let mut session = with(&home, keys);
    let unexpected = format!("{} !expected:999999999999]", DEFAULT.trim_end_matches(']'));
    let rows = [
        ("awsp play", PLAY),
        ("export AWS_PROFILE=work", WORK),
        ("awsp -- default", DEFAULT),
        ("cd ~/there", &unexpected),
        ("cd ~", DEFAULT),
    ];
    for (line, segment) in rows {
        session.run_silently(&format!("line='{line}'"));
        session.press(CONTROL_P);
        session.expect_segment(segment);
    }
}

#[test]
fn a_key_that_switches_prints_above_the_prompt() {
    let home = Home::new();
    let key = "key() { awsp play }; zle -N key; bindkey '^P' key";
    // A prompt may have more rows than line ends.
    for rows in ["", "$'\\n\\n'", "${(l:300::-:)}"] {
        let mut session = with(&home, key);
        session.run(&format!("PROMPT={rows}'> '"));
        session.press(CONTROL_P);
        let screen = session.to_string();
        assert!(screen.contains(&format!("{DEFAULT} → {PLAY}\n")), "{screen}");
        assert!(screen.contains(&format!("\n{PLAY} ")), "{screen}");
    }
}

#[test]
fn a_key_that_lists_the_profiles_draws_the_line_again() {
    let home = Home::new();
    let mut session = with(&home, "key() { awsp -l }; zle -N key; bindkey '^P' key");
    session.press_for(CONTROL_P, "* default ");
    session.expect_segment(DEFAULT);
}

#[test]
fn a_key_that_opens_the_picker_draws_the_line_again() {
    let home = Home::new();
    let mut session = with(&home, "key() { awsp }; zle -N key; bindkey '^P' key");
    for keys in ["work\r", ESCAPE] {
        session.type_until(CONTROL_P, "profile: ");
        session.answer(keys);
        session.expect_segment(WORK);
    }
}

/// Indicators of the vi mode do this.
#[test]
fn the_segment_outlives_an_assignment_to_psvar() {
    let indicator = "bindkey -v; PROMPT='%1v> '
        zle-keymap-select() { psvar=($KEYMAP); zle reset-prompt }; zle -N zle-keymap-select";
    let home = Home::new();
    let mut session = with(&home, indicator);
    session.expect_segment(DEFAULT);
    // Back to where keys are letters, too.
    session.press(&format!("{ESCAPE}a"));
    session.expect_prompt(&format!("{DEFAULT} main> "));
}

/// Asynchronous themes set the prompt while a line is edited.
#[test]
fn the_segment_outlives_a_prompt_that_is_set_while_a_line_is_edited() {
    let theme = "done_() { read -r line <&$1; zle -F $1; exec {1}<&-; PROMPT=\"[$line] > \"
            zle reset-prompt; }
        start() { exec {fd}< <(sleep 0.2; echo main); zle -F $fd done_ }; precmd_functions+=(start)";
    let home = Home::new();
    for setup in [Setup::new(Shell::Zsh).before(theme), Setup::new(Shell::Zsh).after(theme)] {
        let mut session = setup.open(&home);
        session.run_silently("export AWS_PROFILE=work");
        // It takes a while, in which no key is pressed.
        session.type_until("", "[main] > ");
        session.press("");
        session.expect_prompt(&format!("{WORK} [main] > "));
    }
}

/// Plugin managers load what can wait while a line is edited, as `zinit ice wait` does.
#[test]
fn a_hook_that_is_loaded_at_the_first_prompt_shows_the_segment_there() {
    let late = "zmodload zsh/sched; load() { eval \"$(awsprompt init zsh)\" }; sched +1 load";
    let home = Home::new();
    let mut session = Setup::new(Shell::Zsh).hook(late).open(&home);
    session.press_for("", DEFAULT);
    session.expect_segment(DEFAULT);
    session.run_silently("export AWS_PROFILE=work");
    session.expect_segment(WORK);
}

/// Transient prompts leave a short one on the line that is done.
#[test]
fn what_is_left_of_a_finished_line_is_the_theme_s() {
    let theme = "PROMPT='long > '
        zle-line-finish() { PROMPT='short > '; zle reset-prompt }; zle -N zle-line-finish
        zle-line-init() { PROMPT='long > '; zle reset-prompt }; zle -N zle-line-init";
    let home = Home::new();
    let mut session = with(&home, theme);
    session.expect_prompt(&format!("{DEFAULT} long > "));
    session.run_silently("true");
    session.expect_prompt(&format!("{DEFAULT} long > "));
    assert!(session.to_string().contains("\nshort > true\n"), "{session}");
}

/// Plugins that colour or complete what is typed put a widget of theirs around every other one.
#[test]
fn a_plugin_may_wrap_every_widget_and_the_hook_be_loaded_again() {
    let plugin = r#"
        key() { eval $line; zle reset-prompt }; zle -N key; bindkey '^P' key
        wrap() {
            zmodload zsh/zleparameter
            (( ++turn ))
            for name in reset-prompt ${(Mk)widgets:#*awsprompt*}; do
                case ${widgets[$name]} in
                    (builtin) eval "wrap$turn-$name() { zle .$name }" ;;
                    (user:wrap*) continue ;;
                    (user:*) zle -N $turn-$name ${widgets[$name]#*:}
                        eval "wrap$turn-$name() { zle $turn-$name }" ;;
                esac
                zle -N $name wrap$turn-$name
            done
        }
    "#;
    let home = Home::new();
    for (before, after) in [("", "wrap"), ("wrap", ""), ("wrap", "wrap")] {
        let setup = Setup::new(Shell::Zsh).before(plugin).before(before).after(after);
        let mut session = setup.open(&home);
        for load in ["true", "eval \"$(awsprompt init zsh)\"", "wrap"] {
            session.run_silently(load);
            session.run_silently("line='export AWS_PROFILE=work'");
            session.press(CONTROL_P);
            session.expect_segment(WORK);
            session.run_silently("line='unset AWS_PROFILE'");
            session.press(CONTROL_P);
            session.expect_segment(DEFAULT);
            let last = session.to_string();
            let last = last.trim_end().rsplit('\n').nth(1).unwrap_or_default();
            assert!(last.ends_with('\''), "{before}, {after}, {load}: {session}");
        }
    }
}

#[test]
fn the_segment_follows_what_a_prompt_begins_with() {
    // What stays in front: line ends, and what a terminal is told of the prompt.
    let beginnings = [
        r"\n",
        r"\n\n%{\e]0;title\a%}",
        r"%{\e]133;A\a%}",
        r"%{\e]133;A\e\\%}\n",
        r"%{\e]0;100%%}\a%}",
        r"\r",
        r"%{\e[32m%}",
    ];
    for beginning in beginnings {
        let home = Home::new();
        let mut session = with(&home, "");
        session.run(&format!("PROMPT=$'{beginning}x> '"));
        session.expect_prompt(&format!("{DEFAULT} x> "));
        session.run("export AWS_PROFILE=work");
        session.expect_prompt(&format!("{WORK} x> "));
        // What is drawn before a line end is on the line above.
        let first = session.run("print -r -- ${(qqqq)PROMPT[1,4]}").concat();
        let is_drawn = beginning.contains("32m") || beginning.contains("%%");
        assert_eq!(first.contains("(82"), is_drawn, "{first}");
    }
}

#[test]
fn without_prompt_percent_nothing_is_placed() {
    let home = Home::new();
    let mut session = with(&home, "unsetopt prompt_percent; PROMPT='> '");
    session.expect_segment("");
    session.run_silently("setopt prompt_percent");
    session.expect_segment(DEFAULT);
}

#[test]
fn a_restricted_shell_shows_the_segment_silently() {
    let home = Home::new();
    let mut session = Setup::new(Shell::Zsh).after("setopt restricted").open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently("export AWS_PROFILE=work");
    session.expect_segment(WORK);
    let rows = session.run("awsp play");
    assert_eq!(rows, [format!("{WORK} → {PLAY}")]);
    session.expect_segment(PLAY);
}

#[test]
fn a_readonly_prompt_is_left_alone() {
    let home = Home::new();
    for (flag, name) in [("", "PROMPT"), ("--prompt right", "RPROMPT")] {
        let readonly = format!("PROMPT='> '; RPROMPT=; typeset -r {name}");
        let mut session = Setup::new(Shell::Zsh).before(&readonly).flag(flag).open(&home);
        session.run_silently("export AWS_PROFILE=work");
        session.expect_prompt("> ");
        session.run_silently("print -rP -- $AWSPROMPT_SEGMENT | grep -v work");
    }
}

/// What the integrations of kitty and Ghostty do: they put themselves last and mark the prompt, and
/// terminals begin a new line where the mark is not in the first column.
#[test]
fn a_terminal_s_own_hook_may_stay_the_last() {
    for name in ["_ksi_precmd", "_ghostty_precmd"] {
        let hook = format!(
            "{name}() {{
                if [[ ${{precmd_functions[-1]}} == {name} ]]; then
                    [[ $PROMPT == *133\\;A* ]] || PROMPT=$'%{{\\e]133;A\\a%}}'$PROMPT
                else
                    precmd_functions=(${{precmd_functions:#{name}}} {name})
                fi
            }}"
        );
        let home = Home::new();
        for late in ["", "precmd_functions=(ours $precmd_functions); ours() { :; }"] {
            let setup = Setup::new(Shell::Zsh).before(&hook).after(late);
            let mut session = setup.after(&format!("precmd_functions+=({name})")).open(&home);
            for _ in 0..2 {
                session.run_silently("");
                session.expect_segment(DEFAULT);
            }
            session.run_silently("[[ $PROMPT == $'%{\\e]133;A\\a%}'* ]] || print $PROMPT");
            session.run_silently("awsprompt doctor | grep hook-");
        }
    }
}

/// `promptinit` does this for every theme that it finds, chosen or not.
#[test]
fn a_theme_that_is_only_known_owns_nothing() {
    let home = Home::new();
    let known = "autoload -U prompt_pure_setup prompt_spaceship_setup; p10k() { :; }";
    with(&home, known).expect_segment(DEFAULT);
}

/// spaceship runs the functions of its sections in a hook of its own, and shows the text later.
const SPACESHIP: &str = r#"
    SPACESHIP_PROMPT_ORDER=(char) SPACESHIP_RPROMPT_ORDER=()
    spaceship_char() { spaceship::section::v4 '> ' }
    spaceship::section::v4() {
        local -A options; while [[ $1 == --* ]]; do options[$1]=$2; shift 2; done
        print -rn -- "${options[--prefix]}$1${options[--suffix]}"
    }
    prompt_spaceship_precmd() {
        PROMPT= RPROMPT=
        for section in $SPACESHIP_PROMPT_ORDER; do PROMPT+="$(spaceship_$section)"; done
        for section in $SPACESHIP_RPROMPT_ORDER; do RPROMPT+="$(spaceship_$section)"; done
    }
    precmd_functions+=(prompt_spaceship_precmd)
"#;

#[test]
fn a_section_of_spaceship_is_that_of_this_prompt() {
    let home = Home::new();
    let order = format!("{SPACESHIP}SPACESHIP_PROMPT_ORDER=(awsprompt char)");
    let mut session = with(&home, &order);
    session.expect_segment(DEFAULT);
    for (profile, segment) in [("work", WORK), ("play", PLAY), ("default", DEFAULT)] {
        session.run_silently(&format!("export AWS_PROFILE={profile}"));
        session.expect_segment(segment);
    }
    session.run_silently("awsprompt doctor | grep segment-");
}

#[test]
fn a_theme_with_lists_of_segments_gets_one_where_it_is_told_to() {
    let home = Home::new();
    let mut session = Setup::new(Shell::Zsh).before(SPACESHIP).flag("--prompt left").open(&home);
    session.run_silently("");
    session.expect_segment(DEFAULT);
    let setup = Setup::new(Shell::Zsh).before(SPACESHIP).flag("--prompt right");
    let mut session = setup.before("setopt transient_rprompt").open(&home);
    session.run_silently("export AWS_PROFILE=work");
    session.expect_prompt("> ");
    assert_eq!(session.right(), WORK);
}

/// powerlevel10k has lists of its own while the user has set none.
#[test]
fn a_list_of_segments_that_the_user_has_not_set_stays_the_theme_s() {
    let home = Home::new();
    let theme = "_p9k_precmd() { PROMPT='> ' }; precmd_functions+=(_p9k_precmd)";
    for flag in ["--prompt left", "--prompt right"] {
        let setup = Setup::new(Shell::Zsh).before("setopt no_unset").before(theme).flag(flag);
        let mut session = setup.open(&home);
        session.expect_segment("");
        session.run_silently("print -l -- ${(M)${(k)parameters}:#POWERLEVEL9K_*} | grep .");
        let rows = session.run("awsprompt doctor | grep 'draws the prompt'");
        assert!(rows[0].contains("powerlevel10k draws the prompt"), "{session}");
    }
}

#[test]
fn a_theme_that_copies_the_segment_copies_that_of_this_prompt() {
    let theme = r#"theme() { PROMPT="${AWSPROMPT_SEGMENT:+$AWSPROMPT_SEGMENT }> " }"#;
    let theme = format!("{theme}; precmd_functions+=(theme)");
    for flag in ["", "--prompt none"] {
        let home = Home::new();
        let setup = Setup::new(Shell::Zsh).before("POSH=1; _omp_precmd() { :; }");
        let setup = setup.before("precmd_functions+=(_omp_precmd)").before(&theme).flag(flag);
        let mut session = setup.open(&home);
        session.expect_segment(DEFAULT);
        for (profile, segment) in [("work", WORK), ("play", PLAY)] {
            session.run_silently(&format!("export AWS_PROFILE={profile}"));
            session.expect_segment(segment);
        }
    }
}

#[test]
fn doctor_names_the_theme_that_shows_the_segment_nowhere() {
    let home = Home::new();
    let doctor = "awsprompt doctor | grep -A1 'draws the prompt'";
    let advice =
        "    -> write this line in the start-up file: eval \"$(awsprompt init zsh --prompt left)\"";
    for (hook, name) in [("prompt_spaceship_precmd", "spaceship"), ("_omp_precmd", "oh-my-posh")] {
        let theme = format!("{hook}() {{ PROMPT='> ' }}; precmd_functions+=({hook})");
        let mut session = with(&home, &theme);
        session.expect_segment("");
        let said = format!("  zsh: {name} draws the prompt, and the segment is not in it");
        assert_eq!(session.run(doctor), [&*said, advice], "{session}");
    }
    let theme = "_omp_precmd() { PROMPT='> ' }; precmd_functions+=(_omp_precmd)";
    let mut session = with(&home, theme);
    session.run_silently("__awsprompt_placement=left");
    session.expect_segment(DEFAULT);
    session.run_silently(doctor);
    let shown = "setopt prompt_subst; PROMPT='$AWSPROMPT_SEGMENT > '";
    with(&home, shown).run_silently(doctor);
}

#[test]
fn a_readonly_psvar_is_no_error() {
    let home = Home::new();
    let mut session = with(&home, "typeset -ra psvar=(mine)");
    session.run_silently("export AWS_PROFILE=work");
    session.expect_prompt("> ");
    session.run_silently("print -r -- $AWSPROMPT_SEGMENT | grep -v work");
}

/// Words of the language, as in `alias do=docker`: zsh can read no loop after that, but the hook has
/// been read by then.
const KEYWORDS: &str =
    "'if=x' 'then=x' 'fi=x' 'for=x' 'do=x' 'done=x' 'case=x' 'function=x' '[[=x'";

/// The commands that the hook, the guard and what they load call.
const CALLED: &str = "add-zle-hook-widget autoload break builtin command compadd compdef continue \
                      emulate eval export list local print printf return set shift typeset unset \
                      whence zle zmodload zstat";

#[test]
fn aliases_of_the_commands_that_the_hook_calls_change_nothing() {
    let aliases = format!(
        "for name in {CALLED}; do alias $name='echo aliased'; done
         alias -g G='| grep' L='| less' -- --help='--help | less' -l='-l | less' --as='| less'
         alias -s zsh=less; alias aws='aws --no-cli-pager' awsprompt='awsprompt --color always'"
    );
    let after = format!("{aliases}; alias {KEYWORDS}");
    for is_before in [true, false] {
        let home = Home::new();
        home.note_aws();
        let setup = Setup::new(Shell::Zsh).flag("--guard");
        let setup = setup.before("autoload -Uz compinit; compinit -u -D");
        let setup = if is_before { setup.before(&aliases) } else { setup.after(&after) };
        // The line itself calls a command that has an alias.
        let hook = "\\eval \"$(\\command awsprompt init zsh --guard)\"";
        let mut session = setup.hook(hook).open(&home);
        session.expect_segment(DEFAULT);
        assert_eq!(session.run("awsp work"), [format!("{DEFAULT} → {WORK}")]);
        session.expect_segment(WORK);
        assert_eq!(session.run("awsp play"), [format!("{WORK} → {PLAY}")]);
        session.run_silently("AWSPROMPT_LIMITED=play AWSPROMPT_IDLE=60");
        session.run_silently("aws s3 ls");
        assert_eq!(home.noted(), ["play", "--no-cli-pager", "s3", "ls"]);
    }
}

#[test]
fn a_completion_system_that_starts_after_the_hook_may_complete_aliases() {
    let home = Home::new();
    // Before the first prompt `a=aws` needs a completion of aws that is not the hook's.
    home.write("functions/_aws", "#compdef aws\n_default\n");
    let late = "fpath=(~/functions $fpath); setopt complete_aliases; alias a='echo a'";
    let setup = Setup::new(Shell::Zsh).after(late).after("autoload -Uz compinit; compinit -u -D");
    let mut session = setup.after("compdef a=aws; alias p=awsp").open(&home);
    assert_eq!(session.run("a --profile pl\t"), ["a --profile play"]);
    assert_eq!(session.run("awsp pl\t"), [format!("{DEFAULT} → {PLAY}")]);
}

#[test]
fn a_start_up_file_may_give_an_alias_the_completion_of_aws() {
    let home = Home::new();
    let setup = Setup::new(Shell::Zsh).before("autoload -Uz compinit; compinit -u -D");
    let alias = "setopt complete_aliases; alias a='echo a'; compdef a=aws";
    let mut session = setup.after(alias).open(&home);
    assert_eq!(session.run("a --profile pl\t"), ["a --profile play"]);
}
