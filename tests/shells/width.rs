//! The segment in narrow terminals, in each shell.

use crate::home::{Home, WORK};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::Shell;

const PROFILE: &str = "payments-prod";

const CONFIG: &str = "[profile payments-prod]
region = us-east-1
role_arn = arn:aws:iam::999988887777:role/Admin
source_profile = work
[profile work]
region = us-east-1
";

in_every_shell! {
    in_a_narrow_terminal_the_segment_takes_half,
    a_terminal_may_change_its_width,
    the_settings_say_how_wide_the_segment_may_be,
}

fn home() -> Home {
    let home = Home::new();
    home.write(".aws/config", CONFIG);
    home
}

fn in_a_narrow_terminal_the_segment_takes_half(shell: Shell) {
    let region = shell.export("AWS_DEFAULT_REGION", "eu-west-1");
    let colourless = shell.export("NO_COLOR", "1");
    for (columns, line, segment) in [
        (40, "", "[AWS:payments-prod]"),
        (40, &colourless, "[AWS:pay…-prod PROD]"),
        (40, &region, "[AWS:…-prod !split:js]"),
        (59, "", "[AWS:payments-prod us-east-1]"),
        (60, "", "[AWS:payments-prod 999988887777 us-east-1]"),
        (80, &colourless, "[AWS:payments-prod 999988887777 us-east-1 PROD]"),
        (120, "", "[AWS:payments-prod 999988887777 us-east-1]"),
    ] {
        let home = home();
        let profile = shell.export("AWS_PROFILE", PROFILE);
        let setup = Setup::new(shell).before(&profile).before(line).columns(columns);
        let mut session = setup.open(&home);
        session.expect_segment(segment);
        session.run_silently("");
        session.expect_segment(segment);
    }
}

/// fish cuts a line on its left, where the profile is.
#[test]
fn fish_shows_the_segment_on_a_line_of_its_own_where_there_is_no_room_for_both() {
    let own = "function fish_prompt; echo -n 'a-directory/with-a-long-name > '; end";
    let rows = [
        ("", 90, "", "[AWS:payments-prod 999988887777 us-east-1] a-directory/with-a-long-name > "),
        ("", 60, "[AWS:payments-prod 999988887777 us-east-1]", "a-directory/with-a-long-name > "),
        (
            "set -gx AWS_DEFAULT_REGION eu-west-1; set -gx AWS_ENDPOINT_URL http://x",
            60,
            "[AWS:…-prod !split:js !endpoint]",
            "a-directory/with-a-long-name > ",
        ),
        (
            "set -gx AWS_DEFAULT_REGION eu-west-1; set -gx AWS_ENDPOINT_URL http://x",
            40,
            "[AWS:…-prod !split:js !endpoint]",
            "a-directory/with-a-long-name > ",
        ),
    ];
    for (line, columns, above, prompt) in rows {
        let home = home();
        let profile = Shell::Fish.export("AWS_PROFILE", PROFILE);
        let setup = Setup::new(Shell::Fish).before(own).before(&profile).before(line);
        let mut session = setup.columns(columns).open_below(&home);
        assert_eq!(session.run("").concat(), above, "{columns}: {session}");
        session.expect_prompt(prompt);
    }
}

fn a_terminal_may_change_its_width(shell: Shell) {
    let home = home();
    let mut session = Setup::new(shell).open(&home);
    session.run_silently(&shell.export("AWS_PROFILE", "work"));
    session.expect_segment(WORK);
    for (columns, segment) in [(50, "[AWS:work us-east-1]"), (240, WORK)] {
        session.resize(columns);
        session.run("true");
        session.run("true");
        session.expect_segment(segment);
    }
}

fn the_settings_say_how_wide_the_segment_may_be(shell: Shell) {
    let settings = "[prompt]\nwidth = 24\n[names]\nus-east-1 = use1\npayments-* = pay-*\n";
    for columns in [40, 240] {
        let home = home();
        home.write(".config/awsprompt/config.ini", settings);
        let profile = shell.export("AWS_PROFILE", PROFILE);
        let setup = Setup::new(shell).before(&profile).columns(columns);
        setup.open(&home).expect_segment("[AWS:pay-prod use1]");
    }
}
