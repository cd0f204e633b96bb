//! A shell that was opened before the program was replaced by a newer one keeps its hook. The hooks
//! in `tests/fixtures/hooks` are those of the release before.

use std::path::Path;

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::in_zsh_bash_and_fish;
use crate::session::Setup;
use crate::shell::Shell;

in_zsh_bash_and_fish! {
    the_segment_of_an_older_hook_follows,
    the_guard_of_an_older_hook_asks,
    a_limit_of_an_older_hook_ends,
    an_older_hook_completes_and_keeps_the_status,
}

/// A shell with the hook and the guard as the release before printed them.
fn opened_before(shell: Shell) -> Setup {
    let name = shell.name();
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hooks");
    let hooks = hooks.display();
    let set = |name, value| shell.set(name, value);
    let lines = [
        set("__awsprompt_binary", "awsprompt"),
        set("__awsprompt_placement", "auto"),
        set("__awsprompt_command", "awsp"),
        format!("source {hooks}/awsprompt.{name}"),
        match shell {
            Shell::Zsh | Shell::Bash => "awsp() { __awsprompt_switch \"$@\"; }".to_owned(),
            Shell::Fish => "function awsp; __awsprompt_switch $argv; end".to_owned(),
            Shell::Nushell => "alias awsp = __awsprompt_switch".to_owned(),
        },
        format!("source {hooks}/guard.{name}"),
        "__awsprompt_protect aws".to_owned(),
    ];
    Setup::new(shell).hook(&lines.join("\n"))
}

fn the_segment_of_an_older_hook_follows(shell: Shell) {
    let home = Home::new();
    let mut session = opened_before(shell).open(&home);
    session.expect_segment(DEFAULT);
    session.run_silently(&shell.export("AWS_PROFILE", "work"));
    session.expect_segment(WORK);
    for (line, segment) in [("awsp play", PLAY), ("awsp -", WORK), ("awsp --clear", DEFAULT)] {
        let rows = session.run(line);
        assert!(rows.len() == 1 && rows[0].contains("→"), "{line}: {session}");
        session.expect_segment(segment);
    }
    session.run_silently("");
}

fn the_guard_of_an_older_hook_asks(shell: Shell) {
    let home = Home::new();
    let class = "[class production]\naccounts = 111122223333\nguard = ask\n";
    home.write(".config/awsprompt/config.ini", class);
    home.note_aws();
    let mut session = opened_before(shell).open(&home);
    session.run_silently(&shell.export("AWS_PROFILE", "work"));
    session.run_and_answer("aws s3 rm s3://b/k", "continue: ", "no\r");
    assert!(home.noted().is_empty(), "{session}");
    session.run("aws s3 ls");
    assert!(!home.noted().is_empty(), "{session}");
}

fn a_limit_of_an_older_hook_ends(shell: Shell) {
    let home = Home::new();
    let mut session = opened_before(shell).open(&home);
    session.run("awsp work --for 1h");
    assert!(session.prompt().contains("work"), "{session}");
    let rows = session.run(&shell.export("AWSPROMPT_UNTIL", "1000"));
    assert!(rows[0].starts_with("awsprompt: the time for work is over"), "{session}");
    session.expect_segment(DEFAULT);
    session.run_silently("");
}

fn an_older_hook_completes_and_keeps_the_status(shell: Shell) {
    let home = Home::new();
    let system = "autoload -Uz compinit; compinit -u -D";
    let system = if shell == Shell::Zsh { system } else { "" };
    let mut session = opened_before(shell).before(system).open(&home);
    for (line, segment) in [("awsp wo\t", WORK), ("awsp pl\t", PLAY)] {
        let rows = session.run(line);
        assert!(rows.len() == 1 && rows[0].contains("→"), "{line}: {session}");
        session.expect_segment(segment);
    }
    session.run_silently("false");
    let status = if shell == Shell::Fish { "echo $status" } else { "echo $?" };
    assert_eq!(session.run(status), ["1"], "{session}");
}
