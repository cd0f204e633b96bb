//! `awsprompt init --guard`: in which ways of typing a command the guard sees it, and which
//! programs start `aws` themselves, past the function of the shell.

use crate::home::Home;
use crate::in_every_shell;
use crate::session::{Session, Setup};
use crate::shell::{Line, Shell};

const SETTINGS: &str = "[accounts]\n111122223333 = acme-prod\n\
                        [class production]\naccounts = 111122223333\nguard = ask\n";

const QUESTION: &str = "Type acme-prod to continue: ";

/// What stands for the command in the lines below.
const CHANGE: &str = "aws s3 rm s3://b/k --profile work";

in_every_shell! {
    a_change_is_asked_about_however_it_is_typed,
    what_starts_the_program_itself_goes_past_the_guard,
}

fn open(shell: Shell, home: &Home) -> Session<'_> {
    home.write(".config/awsprompt/config.ini", SETTINGS);
    home.write("lines", format!("{CHANGE}\n"));
    home.note_aws();
    Setup::new(shell).flag("--guard").open(home)
}

/// Ways that are the same in all shells.
const COMMON: &[&str] = &[
    "aws s3 rm s3://b/k --p work",
    "aws s3 rm s3://b/k --prof=work",
    "aws --profile work s3 rm s3://b/k",
    "aws s3 --profile work rm s3://b/k",
    "aws s3 rm s3://b/k --profile play --profile work",
    "'aws' s3 rm s3://b/k --profile work",
    "AWS_PROFILE=work aws s3 rm s3://b/k",
    "time CHANGE",
    "! CHANGE",
    "eval 'CHANGE'",
    "source lines",
    "true && CHANGE",
    "echo x | CHANGE | cat",
    "CHANGE >out 2>&1 </dev/null",
];

/// Ways that zsh and bash share.
const POSIX: &[&str] = &[
    "\\CHANGE",
    "a=aws; $a s3 rm s3://b/k --profile work",
    "(CHANGE)",
    "{ CHANGE; }",
    "if CHANGE; then :; fi",
    "for i in 1; do CHANGE; done",
    "echo x | while read -r x; do CHANGE; done",
    "echo $(CHANGE)",
    "case x in x) CHANGE; esac",
    "f() { CHANGE; }; f",
];

const ZSH: &[&str] = &["noglob CHANGE", "repeat 1 CHANGE", "(exec CHANGE)", "nocorrect CHANGE"];

const FISH: &[&str] = &[
    "set a aws; $a s3 rm s3://b/k --profile work",
    "begin; CHANGE; end",
    "if CHANGE; end",
    "for i in 1; CHANGE; end",
    "echo x | while read x; CHANGE; end",
    "echo (CHANGE)",
    "function f; CHANGE; end; f",
    "not CHANGE",
];

const NUSHELL: &[&str] = &[
    "aws s3 rm s3://b/k --prof=work",
    "aws --profile work s3 rm s3://b/k",
    "aws s3 rm 's3://b/k' --profile=\"work\"",
    "AWS_PROFILE=work aws s3 rm s3://b/k",
    "with-env {AWS_PROFILE: work} { aws s3 rm s3://b/k }",
    "do { CHANGE }",
    "(CHANGE)",
    "echo x | CHANGE | cat",
    "if true { CHANGE }",
    "let x = CHANGE",
    "CHANGE o+e> out",
    "CHANGE | complete",
    "for i in [1] { CHANGE }",
    "[1] | each { CHANGE }",
    "try { CHANGE }",
    "def f [] { CHANGE }; f",
    "alias g = CHANGE; g",
    "timeit { CHANGE }",
];

fn a_change_is_asked_about_however_it_is_typed(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let own: &[&[&str]] = match shell {
        Shell::Zsh => &[COMMON, POSIX, ZSH],
        Shell::Bash => &[COMMON, POSIX],
        Shell::Fish => &[COMMON, FISH],
        Shell::Nushell => &[NUSHELL],
    };
    for line in own.iter().copied().flatten() {
        session.run_and_answer(&line.replace("CHANGE", CHANGE), QUESTION, "no\r");
        assert_eq!(home.noted(), [""; 0], "{line} {session}");
    }
}

/// The documents name them.
fn what_starts_the_program_itself_goes_past_the_guard(shell: Shell) {
    let home = Home::new();
    let mut session = open(shell, &home);
    let own = shell.pick(Line {
        zsh: "=CHANGE",
        bash: "(exec CHANGE)",
        fish: "fish --no-config -c 'exec CHANGE'",
        nu: "^CHANGE",
    });
    for line in [
        own,
        "command CHANGE",
        "builtin command CHANGE",
        "../bin/CHANGE",
        "env CHANGE",
        "env -S 'CHANGE'",
        "nice CHANGE",
        "nohup CHANGE",
        "timeout 9 CHANGE",
        "sh -c 'CHANGE'",
        "echo s3 rm s3://b/k --profile work | xargs aws",
        "find lines -exec CHANGE ';'",
        "sh lines",
    ] {
        // Not every shell has both words.
        let is_unknown = match shell {
            Shell::Zsh | Shell::Bash => false,
            Shell::Fish => line.starts_with("builtin"),
            Shell::Nushell => ["command ", "find ", "echo "].iter().any(|it| line.contains(it)),
        };
        if is_unknown {
            continue;
        }
        session.run(&line.replace("CHANGE", CHANGE));
        assert_eq!(home.noted()[1..3], ["s3", "rm"], "{line} {session}");
    }
}
