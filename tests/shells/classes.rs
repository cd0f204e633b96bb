//! Classes of accounts as each shell's prompt shows them.

use crate::home::Home;
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::Shell;
use crate::terminal::{Color, Look};

in_every_shell! {
    a_class_looks_as_the_settings_say,
    what_a_directory_expects_is_looked_at_when_the_shell_goes_there,
}

fn a_class_looks_as_the_settings_say(shell: Shell) {
    let home = Home::new();
    let settings = "[class production]\nprofiles = work\nstyle = bold underline #ff8800 on 17\n\
                    symbol = 100%\ntext = $(id)!\n";
    home.write(".config/awsprompt/config.ini", settings);
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp work");
    let segment = "[AWS:100% work 111122223333 us-east-1 $(id)!]";
    session.expect_segment(segment);
    let look = Look {
        color: Color::Rgb(255, 136, 0),
        background: Color::Idx(17),
        bold: true,
        underline: true,
    };
    let looks = session.looks();
    let (of_segment, of_rest) = looks.split_at(segment.chars().count());
    assert!(of_segment.iter().all(|seen| *seen == look), "{of_segment:?} in {session}");
    // What follows the segment is as it always was.
    assert!(of_rest.iter().all(|seen| *seen == Look::default()), "{of_rest:?} in {session}");
}

fn what_a_directory_expects_is_looked_at_when_the_shell_goes_there(shell: Shell) {
    let home = Home::new();
    home.write("repo/.awsprompt", "[expect]\naccount = 111122223333\n");
    home.write("repo/src/x", "");
    let mut session = Setup::new(shell).open(&home);
    session.expect_segment("[AWS:default 123456789012 eu-central-1]");
    session.run("cd repo/src");
    session.expect_segment("[AWS:default 123456789012 eu-central-1 !expected:111122223333]");
    session.run("awsp work");
    session.expect_segment("[AWS:work 111122223333 us-east-1]");
}
