//! Classes of accounts as each shell's prompt shows them.

use std::iter::repeat_n;

use crate::home::Home;
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::Shell;
use crate::terminal::{Color, Look};

in_every_shell! {
    a_class_looks_as_the_settings_say,
    each_alert_has_a_colour_of_its_own,
    where_there_is_no_colour_production_is_a_word,
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
    let of_rest = of_rest[1..].to_vec();
    session.run("awsp --off");
    assert_eq!(of_rest, session.looks(), "{session}");
}

/// A layout, the lines that are typed, and the parts of the segment with their looks.
type Row<'a> = (&'a str, &'a [&'a String], &'a [(&'a str, Look)]);

fn each_alert_has_a_colour_of_its_own(shell: Shell) {
    const CLASS: &str = "[class work]\nprofiles = work\nstyle = blue on 17\n";
    const FIRST: &str = "[prompt]\nformat = ({alert} ){profile}\n";
    const TWICE: &str = "[prompt]\nformat = {alert} {profile} {alert}\n";
    let class = Look { color: Color::Idx(4), background: Color::Idx(17), ..Look::default() };
    let red = Look { color: Color::Idx(1), bold: true, ..Look::default() };
    let yellow = Look { color: Color::Idx(3), ..Look::default() };
    let region = shell.export("AWS_REGION", "eu-north-1");
    let account = shell.export("AWS_DEFAULT_PROFILE", "play");
    let endpoint = shell.export("AWS_ENDPOINT_URL", "http://localhost:4566");
    let nowhere = shell.export("AWS_REGION", "");
    let (in_north, work) =
        ("[AWS:work 111122223333 eu-north-1 ", "[AWS:work 111122223333 us-east-1 ");
    let (split, elsewhere) = ("!split:boto3", " !endpoint");
    // In two places zsh has one colour.
    let second = if shell == Shell::Zsh { yellow } else { class };
    let rows: [Row<'_>; 6] = [
        ("", &[&region], &[(in_north, class), (split, yellow), ("]", class)]),
        ("", &[&account], &[(work, class), (split, red), ("]", class)]),
        (
            "",
            &[&account, &endpoint],
            &[(work, class), (split, red), (elsewhere, yellow), ("]", class)],
        ),
        ("", &[&nowhere, &endpoint], &[("[AWS:work 111122223333 !region !endpoint]", red)]),
        (FIRST, &[&account, &endpoint], &[(split, red), (elsewhere, yellow), (" work", class)]),
        (TWICE, &[&endpoint], &[("!endpoint", yellow), (" work ", second), ("!endpoint", yellow)]),
    ];
    for (layout, lines, parts) in rows {
        let home = Home::new();
        home.write(".config/awsprompt/config.ini", format!("{layout}{CLASS}"));
        let mut session = Setup::new(shell).open(&home);
        session.run("awsp work");
        for line in lines {
            session.run_silently(line);
        }
        let text: String = parts.iter().map(|(text, _)| *text).collect();
        session.expect_segment(&text);
        let of_part = |(text, look): &(&str, Look)| repeat_n(*look, text.len());
        let expected: Vec<_> = parts.iter().flat_map(of_part).collect();
        let looks = session.looks();
        let (of_segment, of_rest) = looks.split_at(expected.len());
        assert_eq!(of_segment, expected, "{session}");
        // nushell gives the rest a colour, see above.
        let is_plain = of_rest.iter().all(|look| *look == Look::default());
        assert!(is_plain || shell == Shell::Nushell, "{of_rest:?} in {session}");
    }
}

fn where_there_is_no_colour_production_is_a_word(shell: Shell) {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let home = Home::new();
        home.write(
            ".aws/config",
            "[profile prod]\nsource_profile = work\nrole_arn = arn:aws:iam::999988887777:role/A\n",
        );
        let mut session = Setup::new(shell).open(&home);
        session.run("awsp prod");
        session.expect_segment("[AWS:prod 999988887777]");
        assert_eq!(session.looks()[0].color, Color::Idx(1), "{session}");
        session.run_silently(&shell.export(name, value));
        session.expect_segment("[AWS:prod 999988887777 PROD]");
        assert!(session.looks().iter().all(|look| *look == Look::default()), "{session}");
    }
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
