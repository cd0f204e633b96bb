//! How `awsp` finds a profile by a part of what is known of it.

use crate::home::forty_three;
use crate::session::Setup;
use crate::shell::Shell;
use crate::{in_every_shell, in_zsh_bash_and_fish};

in_every_shell! {
    a_part_that_one_profile_has_is_enough,
    production_takes_the_name_or_its_beginning,
    a_program_takes_the_whole_name,
}

in_zsh_bash_and_fish! { a_switch_that_is_gone_is_not_claimed_to_hold }

fn a_part_that_one_profile_has_is_enough(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    for (typed, name) in [
        ("payments-dev.R", "payments-dev.ReadOnly"),
        ("PAYMENTS-dev.r", "payments-dev.ReadOnly"),
        ("pay dev read", "payments-dev.ReadOnly"),
        ("read dev pay", "payments-dev.ReadOnly"),
        ("100000000005 read", "search-dev.ReadOnly"),
        ("find-it admin", "search-dev.AdministratorAccess"),
        ("audi", "audit"),
        // As Tab leaves a line, behind the words that led there.
        ("pay dev payments-dev.ReadOnly", "payments-dev.ReadOnly"),
        ("prod read payments-prod.ReadOnly", "payments-prod.ReadOnly"),
    ] {
        session.run("awsp --clear");
        session.run(&format!("awsp {typed}"));
        assert_eq!(session.run("printenv AWS_PROFILE").concat(), name, "{typed} {session}");
    }
}

fn production_takes_the_name_or_its_beginning(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    for typed in ["payments-prod.ReadOnly", "payments-prod.R"] {
        session.run("awsp --clear");
        session.run(&format!("awsp {typed}"));
        assert_eq!(session.run("printenv AWS_PROFILE"), ["payments-prod.ReadOnly"], "{typed}");
    }
}

/// What a subshell switches is gone with it; in fish it is the same shell.
fn a_switch_that_is_gone_is_not_claimed_to_hold(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    let hint = "hint: this is a subshell; the shell that started it stays as it was";
    let line = if shell == Shell::Fish { "set x (awsp audit)" } else { "x=$(awsp audit)" };
    for line in [line, "awsp audit | cat"] {
        session.run("awsp --clear");
        let told = session.run(line);
        assert!(told.concat().contains("[AWS:audit"), "{session}");
        let holds = session.run("printenv AWS_PROFILE") == ["audit"];
        assert_eq!(holds, shell == Shell::Fish, "{line} {session}");
        assert_eq!(told.iter().any(|row| row == hint), !holds, "{line} {session}");
    }
    assert!(!session.run("awsp deploy").iter().any(|row| row == hint), "{session}");
}

fn a_program_takes_the_whole_name(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    let told = session.run("awsprompt exec payments-dev.R -- echo ran");
    assert_eq!(
        told,
        [
            "awsprompt: no profile named \"payments-dev.R\" in ~/.aws/config or ~/.aws/credentials",
            "  payments-dev.ReadOnly  100000000001  eu-west-1",
            "hint: type the whole name",
        ]
    );
    let told = session.run("awsprompt exec payments-dev -- echo ran");
    assert_eq!(
        told[1..3],
        [
            "  payments-dev.AdministratorAccess  100000000001  eu-west-1",
            "  payments-dev.ReadOnly             100000000001  eu-west-1",
        ]
    );
    let told = session.run("awsprompt exec payments-dev.ReadOnly -- echo ran");
    assert_eq!(told, ["ran"]);
}
