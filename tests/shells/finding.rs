//! How `awsp` finds a profile by a part of what is known of it, and when it does not choose.

use crate::home::{Home, forty_three};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::Shell;

in_every_shell! {
    a_part_that_one_profile_has_is_enough,
    production_takes_the_name_or_its_beginning,
    several_profiles_are_listed_and_none_is_chosen,
    a_program_takes_the_whole_name,
}

/// The profile that children see, after a line is typed.
fn chosen_by(shell: Shell, home: &Home, line: &str) -> (String, Vec<String>) {
    let mut session = Setup::new(shell).open(home);
    let told = session.run(line);
    (session.run("printenv AWS_PROFILE").concat(), told)
}

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
        ("Breaker", "breakglass-prod"),
    ] {
        // What looks like production is not reached by a part.
        let expected = if name.contains("prod") { "" } else { name };
        session.run("awsp --clear");
        session.run(&format!("awsp {typed}"));
        assert_eq!(session.run("printenv AWS_PROFILE").concat(), expected, "{typed} {session}");
    }
}

fn production_takes_the_name_or_its_beginning(shell: Shell) {
    let home = forty_three();
    for (typed, expected) in [
        ("payments-prod.ReadOnly", "payments-prod.ReadOnly"),
        ("payments-prod.R", "payments-prod.ReadOnly"),
        ("payments-Prod.R", ""),
        ("pay prod read", ""),
    ] {
        let (chosen, told) = chosen_by(shell, &home, &format!("awsp {typed}"));
        assert_eq!(chosen, expected, "{typed}: {told:?}");
        if expected.is_empty() {
            let message =
                "awsprompt: a part of the name is not enough for a profile that is guarded";
            assert!(told[0].starts_with(message), "{told:?}");
            assert_eq!(told[told.len() - 1], "hint: awsp payments-prod.ReadOnly");
        }
    }
}

fn several_profiles_are_listed_and_none_is_chosen(shell: Shell) {
    let (chosen, told) = chosen_by(shell, &forty_three(), "awsp payments-dev");
    assert_eq!(
        (chosen.as_str(), &told[..]),
        (
            "",
            &[
                "awsprompt: several profiles fit; nothing was changed".to_owned(),
                "  payments-dev.AdministratorAccess  100000000001  eu-west-1".to_owned(),
                "  payments-dev.ReadOnly  100000000001  eu-west-1".to_owned(),
                "hint: add a word that only one of them has".to_owned(),
            ][..]
        )
    );
    let (chosen, told) = chosen_by(shell, &forty_three(), "awsp dev");
    assert_eq!((chosen.as_str(), told.len()), ("", 13), "{told:?}");
    assert_eq!(told[11], "  and 10 more");
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
    let told = session.run("awsprompt exec payments-dev.ReadOnly -- echo ran");
    assert_eq!(told, ["ran"]);
}
