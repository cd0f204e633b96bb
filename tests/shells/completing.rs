//! What Tab puts on the line, beside whatever else completes the same commands.

use crate::home::{Home, WORK, forty_three};
use crate::session::Setup;
use crate::shell::{Line, Shell};
use crate::{in_every_shell, in_zsh_bash_and_fish};

/// Starts zsh's completion system; the machine's own directories are not checked, and nothing is
/// kept for the next start.
pub(crate) const COMPINIT: &str = "autoload -Uz compinit; compinit -u -D";

/// What a start-up file needs before it for Tab to complete anything.
fn system(shell: Shell) -> &'static str {
    shell.pick(Line { zsh: COMPINIT, ..Line::default() })
}

/// A home whose only names beginning with `my` are `my dev` and `my dev: a`, and an `aws` that
/// notes its arguments.
fn home() -> Home {
    let home = Home::new();
    let config = "[profile work]\nregion = us-east-1\n[profile 'my dev']\n[profile 'my dev: a']\n";
    home.write(".aws/config", config);
    home.note_aws();
    home
}

in_every_shell! {
    names_and_regions_are_completed_behind_their_flags,
    the_profile_of_one_command_is_completed,
    what_is_typed_in_quotes_is_finished_in_them,
    the_switch_is_completed_and_switches,
    another_name_for_the_switch_is_completed,
    without_a_switch_the_rest_is_completed,
    one_tab_runs_the_program_once,
    own_commands_and_flags_are_completed_with_and_without_the_static_file,
    a_part_of_a_name_is_completed,
    what_no_profile_has_is_not_completed,
    the_words_before_narrow_what_is_completed,
    the_accounts_of_a_lock_are_completed,
    options_of_the_shell_change_nothing,
}

in_zsh_bash_and_fish! {
    a_broken_file_offers_nothing_and_says_nothing,
    the_first_tab_loads_what_completes,
    the_value_of_a_variable_is_completed,
}

/// Types lines, and compares what `aws` gets.
fn follow(shell: Shell, setup: Setup, lines: &[(&str, &[&str])]) {
    let home = home();
    let mut session = setup.open(&home);
    for (line, arguments) in lines {
        // Where nothing is offered, nushell says so in a menu that has to be left. It has no
        // backslash outside of quotes, and no quotes inside a word.
        let is_other = ["none", "\\", "'my 'dev"].iter().any(|it| line.contains(it));
        if shell == Shell::Nushell && is_other {
            continue;
        }
        session.run(line);
        assert_eq!(
            home.noted().get(1..).unwrap_or(&[]),
            *arguments,
            "{shell:?} {line:?} {session}"
        );
    }
}

const PLAIN: &[(&str, &[&str])] = &[
    ("aws --profile wo\t", &["--profile", "work"]),
    ("aws --profile=wo\t", &["--profile=work"]),
    ("aws s3 ls --profile wo\t x", &["s3", "ls", "--profile", "work", "x"]),
    ("aws --region eu-nor\t", &["--region", "eu-north-1"]),
    ("aws --region=eu-nor\t x", &["--region=eu-north-1", "x"]),
    ("aws --profile none\t", &["--profile", "none"]),
];

fn names_and_regions_are_completed_behind_their_flags(shell: Shell) {
    follow(shell, Setup::new(shell).before(system(shell)), PLAIN);
}

fn the_profile_of_one_command_is_completed(shell: Shell) {
    let home = home();
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    // With or without what completes the commands and flags.
    session.run("awsprompt exec wo\t -- aws a");
    assert_eq!(home.noted(), ["work", "a"], "{session}");
    session.run("awsprompt exec my\t:\t -r eu-nor\t -- sh -c 'aws $AWS_REGION'");
    assert_eq!(home.noted(), ["my dev: a", "eu-north-1"], "{session}");
    let rest = if shell == Shell::Nushell { "wo" } else { "wo\t" };
    session.run(&format!("awsprompt exec -r eu-nor\t work -- aws exec {rest}"));
    assert_eq!(home.noted(), ["work", "exec", "wo"], "{session}");
}

fn what_is_typed_in_quotes_is_finished_in_them(shell: Shell) {
    let lines: &[(&str, &[&str])] = &[
        // What two names have in common comes first.
        ("aws --profile m\t:\t", &["--profile", "my dev: a"]),
        ("aws --profile my\\ dev:\t", &["--profile", "my dev: a"]),
        ("aws --profile 'my dev:\t", &["--profile", "my dev: a"]),
        ("aws --profile \"my dev:\t", &["--profile", "my dev: a"]),
        ("aws --profile='my dev:\t", &["--profile=my dev: a"]),
        ("aws --profile=\"my\t:\t", &["--profile=my dev: a"]),
        ("aws --profile 'my 'dev:\t", &["--profile", "my dev: a"]),
    ];
    follow(shell, Setup::new(shell).before(system(shell)), lines);
}

fn the_switch_is_completed_and_switches(shell: Shell) {
    let home = home();
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    session.run("awsp wo\t");
    session.expect_segment(WORK);
    session.run("awsp -r eu-nor\t");
    session.expect_segment("[AWS:work 111122223333 eu-north-1]");
    session.run("awsp my\t:\t --region us-west-2\t");
    session.run("aws");
    assert_eq!(home.noted(), ["my dev: a"], "{session}");
    session.run("awsp wo\t --for 30\t");
    session.expect_segment("[AWS:work 111122223333 us-east-1 30m left]");
    session.run("awsp --cl\t");
    session.run("aws");
    assert_eq!(home.noted(), [""], "{session}");
}

fn another_name_for_the_switch_is_completed(shell: Shell) {
    let home = home();
    let setup = Setup::new(shell).before(system(shell)).flag("--cmd").flag("aws-switch");
    let mut session = setup.open(&home);
    // A beginning that two names have is completed or means nothing.
    session.run("aws-switch my\t:\t");
    session.run("aws");
    assert_eq!(home.noted(), ["my dev: a"], "{session}");
}

fn without_a_switch_the_rest_is_completed(shell: Shell) {
    follow(shell, Setup::new(shell).before(system(shell)).flag("--no-cmd"), PLAIN);
}

fn a_broken_file_offers_nothing_and_says_nothing(shell: Shell) {
    let home = home();
    home.write(".aws/config", "[profile work\n");
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    let rows = session.run("aws --profile wo\t");
    assert_eq!(rows, [""; 0], "{session}");
    assert_eq!(home.noted(), ["", "--profile", "wo"]);
}

fn one_tab_runs_the_program_once(shell: Shell) {
    /// Everything that makes zsh ask again and again.
    const OFTEN: &str = "zstyle ':completion:*' completer _expand _complete _ignored _approximate
        zstyle ':completion:*' matcher-list '' 'm:{a-z}={A-Z}' 'r:|[._-]=* r:|=*' 'l:|=* r:|=*'";
    let home = home();
    home.count_completions();
    let often = shell.pick(Line { zsh: OFTEN, ..Line::default() });
    let mut session = Setup::new(shell).before(system(shell)).before(often).open(&home);
    for line in ["aws --profile wo\t", "aws --profile none\t", "awsp wo\t", "awsp -r eu-nor\t"] {
        if shell == Shell::Nushell && line.contains("none") {
            continue;
        }
        home.runs();
        session.run(line);
        assert_eq!(home.runs(), 1, "{line:?} {session}");
    }
}

fn own_commands_and_flags_are_completed_with_and_without_the_static_file(shell: Shell) {
    for has_file in [false, true] {
        let home = home();
        let mut setup = Setup::new(shell);
        let file = Home::completion_file(shell.name());
        // Where each shell looks for the file, or what loads it.
        match shell {
            Shell::Zsh if has_file => {
                home.write("functions/_awsprompt", file);
                setup = setup.before("fpath=(~/functions $fpath)");
            }
            Shell::Bash if has_file => {
                home.write("awsprompt.bash", file);
                setup = setup.before(". ~/awsprompt.bash");
            }
            // nushell has no file.
            Shell::Nushell if has_file => continue,
            Shell::Fish if has_file => home.write(".config/fish/completions/awsprompt.fish", file),
            _ => {}
        }
        let mut session = setup.before(system(shell)).open(&home);
        let explained = session.run("awsprompt exp\t --profile wo\t --js\t | head -n 2");
        assert!(explained.iter().any(|row| row.contains("schema")), "{has_file} {session}");
        let half = if shell == Shell::Nushell { "'my dev:" } else { "my\\ dev:" };
        let line = format!("awsprompt explain --profile={half}\t --region eu-nor\t");
        let explained = session.run(&line);
        assert!(explained.iter().any(|row| row.contains("my dev: a")), "{has_file} {session}");
        assert!(explained.iter().any(|row| row.contains("eu-north-1")), "{has_file} {session}");
        let helped = session.run("awsprompt help sess\t | head -n 5");
        assert!(
            helped.iter().any(|row| row.contains("awsprompt sessions")),
            "{has_file} {session}"
        );
        let made = session.run("awsprompt completions n\t | head -n 1");
        assert_eq!(made, ["{"], "{has_file} {session}");
    }
}

fn the_first_tab_loads_what_completes(shell: Shell) {
    let lines = ["awsp --cl\t", "awsp wo\t", "aws --profile=wo\t", "awsprompt exec wo\t -- true"];
    for first in lines {
        let home = home();
        home.count_loads();
        let mut session = Setup::new(shell).before(system(shell)).open(&home);
        session.run("");
        assert_eq!(home.runs(), 0, "{session}");
        for line in [first].iter().chain(&lines) {
            let rows = session.run(line);
            assert!(!rows.concat().contains("error"), "{session}");
        }
        assert_eq!(home.runs(), 1, "{session}");
    }
}

fn the_value_of_a_variable_is_completed(shell: Shell) {
    let home = home();
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    for (name, value, whole) in [
        ("AWS_REGION", "eu-nor", "eu-north-1"),
        ("AWS_DEFAULT_REGION", "us-west-2", "us-west-2"),
        ("AWS_PROFILE", "wo", "work"),
        ("AWS_DEFAULT_PROFILE", "wo", "work"),
    ] {
        session.run(&format!("{}\t", shell.export(name, value).replace('\'', "")));
        let rows = session.run(&format!("echo at:\"${name}\":"));
        assert_eq!(rows, [format!("at:{whole}:")], "{session}");
    }
}

fn a_part_of_a_name_is_completed(shell: Shell) {
    let lines: &[(&str, &[&str])] = &[
        ("aws --profile ork\t", &["--profile", "work"]),
        ("aws --profile=WOR\t", &["--profile=work"]),
        // What several names have in common would replace what was typed.
        ("aws --profile dev\t", &["--profile", "dev"]),
        ("aws --profile none\t", &["--profile", "none"]),
    ];
    // fish puts a name in another case in the place of the whole word.
    let lines = match shell {
        Shell::Zsh | Shell::Bash => lines,
        Shell::Fish => &lines[..1],
        Shell::Nushell => &lines[..2],
    };
    follow(shell, Setup::new(shell).before(system(shell)), lines);
}

/// What was typed has to fit, also where a shell would take a name for its letters alone.
fn what_no_profile_has_is_not_completed(shell: Shell) {
    let home = forty_three();
    let audited = "[accounts]\n100000000005 = find-it-dev\n[class audited]\nprofiles = audit\n";
    home.write(".config/awsprompt/config.ini", audited);
    home.note_aws();
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    for (line, arguments) in [
        // The letters stand in this order in breakglass-prod and what is beside it.
        ("aws --profile brak\t", &["", "--profile", "brak"][..]),
        ("aws --profile dd0dd\t", &["", "--profile", "dd0dd"]),
        ("aws --region euno\t", &["", "--region", "euno"]),
        ("aws --profile kglass\t", &["", "--profile", "breakglass-prod"]),
        ("aws --profile audited\t", &["", "--profile", "audit"]),
        ("aws --profile Auditor\t", &["", "--profile", "audit"]),
    ] {
        // Where nothing is offered, nushell says so in a menu that has to be left.
        if shell == Shell::Nushell && line.contains(arguments[2]) {
            continue;
        }
        session.run(line);
        assert_eq!(home.noted(), arguments, "{line:?} {session}");
    }
}

/// All the words lead to a profile, whichever is completed; and the line that comes of it works.
fn the_words_before_narrow_what_is_completed(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    for (line, name) in [
        ("awsp pay dev re\t", "payments-dev.ReadOnly"),
        ("awsp read dev pay\t", "payments-dev.ReadOnly"),
        ("awsp -r eu-west-2 --for 15m find-it read s\t", "search-dev.ReadOnly"),
        ("awsp pay prod read\t", "payments-prod.ReadOnly"),
    ] {
        session.run("awsp --clear");
        session.run(line);
        let before = line.rsplit_once(' ').map_or("", |(before, _)| before);
        let completed = format!("> {before} {name}");
        assert!(session.to_string().contains(&completed), "{line:?} {session}");
        assert_eq!(session.run("printenv AWS_PROFILE").concat(), name, "{line:?} {session}");
    }
}

fn the_accounts_of_a_lock_are_completed(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).before(system(shell)).open(&home);
    for (line, account) in [
        ("awsp --lock find\t", "find-it-dev"),
        ("awsp --lock 10000000001\t6\t", "100000000016"),
        ("awsp --lock=find\t", "find-it-dev"),
    ] {
        session.run(line);
        assert_eq!(session.run("printenv AWSPROMPT_LOCK").concat(), account, "{line:?} {session}");
    }
    home.write(".config/awsprompt/config.ini", "[prompt]\nmask = yes\n");
    let offered = session.run("awsprompt complete accounts --shell bash --word=");
    assert_eq!(offered, [""; 0]);
}

fn options_of_the_shell_change_nothing(shell: Shell) {
    const OPTIONS: &[(Shell, &str)] = &[
        (Shell::Zsh, "setopt no_unset warn_create_global ksh_arrays"),
        (Shell::Zsh, "setopt sh_word_split glob_subst extended_glob no_nomatch complete_in_word"),
        (Shell::Zsh, "setopt complete_aliases menu_complete"),
        (Shell::Bash, "set -u"),
        (Shell::Bash, "set -euo pipefail"),
        (Shell::Bash, "set -o posix"),
        (Shell::Bash, "set -f; IFS=aeiou"),
        (Shell::Bash, "shopt -s nullglob extglob failglob"),
        (Shell::Bash, "COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]/}"),
        (Shell::Fish, ""),
        (Shell::Nushell, "$env.config.completions.algorithm = 'fuzzy'"),
    ];
    for (_, options) in OPTIONS.iter().filter(|(its_shell, _)| *its_shell == shell) {
        follow(shell, Setup::new(shell).before(system(shell)).before(options), PLAIN);
        let quoted: &[(&str, &[&str])] = &[
            ("aws --profile=my\\ dev:\t", &["--profile=my dev: a"]),
            ("aws --profile 'my dev:\t", &["--profile", "my dev: a"]),
        ];
        follow(shell, Setup::new(shell).before(system(shell)).before(options), quoted);
    }
}

/// Stands in for AWS's own completer, which goes by the line alone.
const AWS_COMPLETER: &str = "#!/bin/sh\ncase $COMP_LINE in (aws\\ y) echo yes-it;; esac\n";

/// The ways in which something completes `aws` already.
const FORMER: &[(Shell, &str)] = &[
    (Shell::Zsh, "autoload -Uz bashcompinit; bashcompinit; complete -C aws_completer aws"),
    (Shell::Zsh, "_former() { compadd yes-it }; compdef _former aws"),
    (Shell::Bash, "complete -C aws_completer aws"),
    (Shell::Bash, "complete -o nospace -C \"$HOME/../bin/aws_completer\" aws"),
    (Shell::Bash, "_former() { COMPREPLY=(\"${2}es-it\"); }; complete -o nosort -F _former aws"),
    (Shell::Bash, "complete -W 'yes-it other' aws"),
    (
        Shell::Bash,
        "_load() { complete -W 'yes-it other' \"$1\"; return 124; }; complete -D -F _load",
    ),
    (
        Shell::Fish,
        "complete -c aws -f -a '(begin; set -lx COMP_SHELL fish; set -lx COMP_LINE (commandline); \
            aws_completer | sed \"s/ \\$//\"; end)'",
    ),
    (Shell::Fish, "complete -c aws -f -a 'yes-it other'"),
    (
        Shell::Nushell,
        "$env.config.completions.external.completer = {|words|
             [yes-it other] | where $it starts-with ($words | last) }",
    ),
];

in_every_shell! { what_completed_aws_before_goes_on }

fn what_completed_aws_before_goes_on(shell: Shell) {
    for (_, former) in FORMER.iter().filter(|(its_shell, _)| *its_shell == shell) {
        // Some are registered before ours, some behind it.
        for is_before in [true, false] {
            let home = home();
            home.script("aws_completer", AWS_COMPLETER);
            let setup = Setup::new(shell).before(system(shell));
            let setup = if is_before { setup.before(former) } else { setup.after(former) };
            let mut session = setup.open(&home);
            session.run("aws y\t x");
            assert_eq!(home.noted(), ["", "yes-it", "x"], "{former} {session}");
            session.run("aws y\t --profile wo\t");
            assert_eq!(home.noted(), ["", "yes-it", "--profile", "work"], "{former} {session}");
        }
    }
}

/// A function's failure is no concern of the shell that asked it.
#[test]
fn a_former_completion_may_fail_in_a_strict_bash() {
    const FORMER: &str = "set -euo pipefail; trap 'echo ERR' ERR
        _former() { COMPREPLY=(yes-it); return 1; }; complete -F _former aws";
    let home = home();
    let mut session = Setup::new(Shell::Bash).before(FORMER).open(&home);
    for line in ["aws y\t", "aws --profile none\t", "export NO=no\t", "awsp --cle\t"] {
        session.run(line);
    }
    session.run("aws y\t --profile wo\t");
    assert_eq!(home.noted(), ["", "yes-it", "--profile", "work"], "{session}");
}

#[test]
fn files_are_completed_in_bash_where_nothing_else_is_registered() {
    let home = home();
    home.write("a-file", "");
    let mut session = Setup::new(Shell::Bash).open(&home);
    session.run("aws s3 cp a-f\t x");
    assert_eq!(home.noted(), ["", "s3", "cp", "a-file", "x"], "{session}");
    session.run("export OTHER=a-f\t; aws $OTHER");
    assert_eq!(home.noted(), ["", "a-file"], "{session}");
}

#[test]
fn zsh_s_completion_may_start_later_or_never() {
    let lines: &[(&str, &[&str])] = &[("aws --profile wo\t", &["--profile", "work"])];
    follow(Shell::Zsh, Setup::new(Shell::Zsh).after(COMPINIT), lines);
    let never: &[(&str, &[&str])] = &[("aws --profile wo\t", &["--profile", "wo"])];
    follow(Shell::Zsh, Setup::new(Shell::Zsh), never);
    let home = home();
    let mut session = Setup::new(Shell::Zsh).open(&home);
    session.run_silently(COMPINIT);
    session.run("aws --profile wo\t");
    assert_eq!(home.noted(), ["", "--profile", "work"], "{session}");
    let mut session = Setup::new(Shell::Zsh).open(&home);
    let rows = session.run("echo ${+functions[compinit]} ${+functions[compdef]}");
    assert_eq!(rows, ["0 0"], "{session}");
}

#[test]
fn an_assignment_is_completed_wherever_zsh_takes_one() {
    let lines: &[(&str, &[&str])] = &[
        ("AWS_PROFILE=wo\t aws x$AWS_PROFILE", &["x"]),
        ("export AWS_PROFILE=wo\t; aws x$AWS_PROFILE", &["xwork"]),
        ("X=1 AWS_PROFILE=my\\ dev:\t; aws \"x$AWS_PROFILE\"", &["xmy dev: a"]),
        ("typeset -x AWS_PROFILE=wo\t; aws x$AWS_PROFILE", &["xwork"]),
    ];
    follow(Shell::Zsh, Setup::new(Shell::Zsh).before(COMPINIT), lines);
}

#[test]
fn tab_in_fish_offers_a_command_only_its_own_options_and_prints_no_error() {
    let completion = Home::completion_file("fish");
    let offers = |line: &str, is_with_file: bool| {
        let home = home();
        if is_with_file {
            home.write(".config/fish/completions/awsprompt.fish", &completion);
        }
        let script = format!("awsprompt init fish | source; complete -C '{line}'");
        let output = Shell::Fish.run_script(&home, &[], &script);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for is_with_file in [false, true] {
        for line in ["awsprompt ", "awsprompt e", "awsprompt exec ", "awsprompt exec a -- ", "set "]
        {
            offers(line, is_with_file);
        }
        let cases = [
            ("list", "", "--profile --region"),
            ("doctor", "", "--profile --region"),
            ("explain", "--profile --region", ""),
            ("check", "--profile --region", ""),
            ("whoami", "--profile", "--region"),
            ("exec", "--region", "--profile"),
        ];
        for (command, has, has_not) in cases {
            let offered = offers(&format!("awsprompt {command} --"), is_with_file);
            for flag in has.split_whitespace() {
                assert!(offered.contains(flag), "{command} {flag}: {offered}");
            }
            for flag in has_not.split_whitespace() {
                assert!(!offered.contains(flag), "{command} {flag}: {offered}");
            }
        }
    }
    assert!(offers("awsprompt exec wo", false).contains("work"));
    assert!(!offers("awsprompt list wo", false).contains("work"));
}
