//! The picker that `awsp` opens where a person has to choose.

use crate::home::{DEFAULT, Home, PLAY, WORK, forty_three, names_of_forty_three};
use crate::in_every_shell;
use crate::session::{Session, Setup};
use crate::shell::Shell;
use crate::terminal::{COLUMNS, Terminal};

in_every_shell! {
    without_a_name_one_chooses_from_all,
    who_leaves_finds_everything_as_it_was,
    several_profiles_are_offered,
    production_is_offered_where_a_part_of_it_is_typed,
    what_only_the_switch_finds_out_is_offered_too,
    what_is_typed_before_the_picker_chooses_nothing,
    a_dot_offers_what_the_directory_expects,
    the_profiles_used_last_come_first,
    each_of_43_profiles_takes_six_keys,
    the_last_line_says_what_a_switch_would_change,
    without_a_picker_the_profiles_are_printed,
    a_terminal_that_moves_no_cursor_gets_a_numbered_list,
    fzf_takes_the_place_of_the_list_where_it_is_wanted,
}

/// How the first line of the picker begins.
const ASKS: &str = "profile: ";

/// What leaves the picker, and what takes back all that was typed.
const ESCAPE: &str = "\x1b";
const CLEAR: &str = "\x15";

const CHILD: &str = "printenv AWS_PROFILE";

/// Types a line that opens the picker, with a text that was typed already.
fn open(session: &mut Session<'_>, line: &str, typed: &str) {
    session.run_until(line, &format!("{ASKS}{typed}"));
}

/// The rows of the screen, each gap as one blank.
fn shown(session: &Session<'_>) -> Vec<String> {
    let squeezed = |row: String| row.split_whitespace().collect::<Vec<_>>().join(" ");
    session.screen().into_iter().map(squeezed).collect()
}

fn without_a_name_one_chooses_from_all(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    open(&mut session, "awsp", "");
    assert_eq!(
        shown(&session)[..6],
        [
            "profile: 3/3 Enter switches, Esc leaves",
            "PROFILE ACCOUNT REGION",
            "> default 123456789012 eu-central-1",
            "work 111122223333 us-east-1",
            "play 333344445555 eu-west-1",
            "",
        ]
    );
    assert_eq!(session.answer("\x1b[B\r"), [format!("{DEFAULT} → {WORK}")]);
    session.expect_segment(WORK);
    open(&mut session, "awsp -r us-west-2 l", "l");
    session.answer("\x15play\r");
    session.expect_segment("[AWS:play 333344445555 us-west-2]");
}

fn who_leaves_finds_everything_as_it_was(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.export("AWS_PROFILE", "work")).open(&home);
    session.run_silently(&format!("stty -g {}", shell.into("before")));
    for keys in [ESCAPE, "\x03", "play\x07", "none\r\x04"] {
        open(&mut session, "awsp", "");
        assert_eq!(session.answer(keys), [""; 0], "{keys:?}");
        session.expect_segment(WORK);
        session.run_silently(&format!("stty -g {}; cmp before after", shell.into("after")));
    }
    assert!(!home.holds("recent"));
}

fn several_profiles_are_offered(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    open(&mut session, "awsp pay dev", "pay dev");
    assert_eq!(
        shown(&session)[2..5],
        [
            "> payments-dev.AdministratorAccess 100000000001 eu-west-1 AdministratorAccess",
            "payments-dev.ReadOnly 100000000001 eu-west-1 ReadOnly",
            "",
        ]
    );
    // Who leaves still reads which ones they are.
    let told = session.answer(ESCAPE);
    assert_eq!(told[0], "awsprompt: several profiles match; nothing was changed", "{session}");
    assert_eq!(told.len(), 4, "{session}");
    open(&mut session, "awsp pay dev", "pay dev");
    session.answer(" read\r");
    assert_eq!(session.run(CHILD), ["payments-dev.ReadOnly"]);
    // Whoever types a number sees it beside the label.
    open(&mut session, "awsp 100000000005", "100000000005");
    assert_eq!(
        shown(&session)[2],
        "> search-dev.AdministratorAccess find-it-dev 100000000005 eu-west-1 AdministratorAccess"
    );
    session.answer(ESCAPE);
}

fn production_is_offered_where_a_part_of_it_is_typed(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    open(&mut session, "awsp payments-Prod.r", "payments-Prod.r");
    assert_eq!(
        shown(&session)[2],
        "> payments-prod.ReadOnly 100000000002 eu-west-1 ReadOnly production"
    );
    let last = session.screen().pop().unwrap_or_default();
    assert!(last.starts_with("production: choose by hand; logged out: awsp --login"), "{last}");
    session.answer("\r");
    assert_eq!(session.run(CHILD), ["payments-prod.ReadOnly"]);
}

/// The class of a profile may depend on the region that stays, and its account on more than the files.
fn what_only_the_switch_finds_out_is_offered_too(shell: Shell) {
    let home = forty_three();
    home.write(
        ".config/awsprompt/config.ini",
        "[accounts]\n444455556666 = safe\n[class far]\nregions = us-*\nguard = ask\n\
         [class kept]\nlabels = safe\nguard = ask\n",
    );
    home.write(
        ".aws/credentials",
        "[old-key]\naws_access_key_id = AKIAIOSFODNN7EXBMPLF\naws_secret_access_key = s\n\
         aws_account_id = 444455556666\n",
    );
    let mut session = Setup::new(shell).open(&home);
    for (typed, name, asked) in [
        ("pay dev read -r us-east-1", "payments-dev.ReadOnly", ""),
        ("PAYMENTS-dev.r -r us-east-1", "payments-dev.ReadOnly", ""),
        ("d-key", "old-key", "d-key"),
    ] {
        open(&mut session, &format!("awsp {typed}"), asked);
        let screen = session.screen();
        assert!(screen[2].starts_with(&format!("> {name} ")), "{typed} {session}");
        assert!(screen.last().is_some_and(|it| it.starts_with("guarded: ")), "{typed} {session}");
        session.answer(ESCAPE);
        assert_eq!(session.run(CHILD), [""; 0], "{typed}");
    }
    // The same without the region, and with the beginning of the name.
    session.run("awsp pay dev read");
    assert_eq!(session.run(CHILD), ["payments-dev.ReadOnly"]);
    session.run("awsp audi -r us-east-1");
    assert_eq!(session.run(CHILD), ["audit"]);
}

fn what_is_typed_before_the_picker_chooses_nothing(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    open(&mut session, "awsp 100000000002 read\r", "100000000002 read");
    session.answer(ESCAPE);
    assert_eq!(session.run(CHILD), [""; 0]);
}

fn a_dot_offers_what_the_directory_expects(shell: Shell) {
    let home = forty_three();
    let expect = |account: u64| {
        home.write(".awsprompt", format!("[expect]\naccount = {account}\nregion = eu-north-1\n"));
    };
    expect(100_000_000_001);
    let mut session = Setup::new(shell).open(&home);
    open(&mut session, "awsp .", "");
    assert_eq!(
        shown(&session)[2..5],
        [
            "> payments-dev.AdministratorAccess 100000000001 eu-west-1 AdministratorAccess",
            "payments-dev.ReadOnly 100000000001 eu-west-1 ReadOnly",
            "",
        ]
    );
    session.answer(ESCAPE);
    assert_eq!(session.run(CHILD), [""; 0]);
    open(&mut session, "awsp .", "");
    session.answer("read\r");
    assert_eq!(session.run(CHILD), ["payments-dev.ReadOnly"]);
    assert_eq!(session.run("printenv AWS_REGION"), ["eu-north-1"]);
    // What looks like production is chosen by a person, also where it is the only one.
    home.write(".awsprompt", "[expect]\nprofile = web-prod.R*\n");
    open(&mut session, "awsp .", "");
    session.answer("\r");
    assert_eq!(session.run(CHILD), ["web-prod.ReadOnly"]);
}

fn the_profiles_used_last_come_first(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    for name in ["play", "work", "play"] {
        session.run(&format!("awsp {name}"));
    }
    open(&mut session, "awsp", "");
    let names: Vec<_> = session.screen()[2..5].iter().map(|row| row[..6].to_owned()).collect();
    assert_eq!(names, ["> work", "  defa", "* play"], "{session}");
    session.answer("\r");
    session.expect_segment(WORK);
    home.write(".config/awsprompt/config.ini", "[switch]\nrecent = no\n");
    session.run("awsp play");
    session.expect_segment(PLAY);
    assert!(!home.holds("recent"));
    open(&mut session, "awsp", "");
    assert_eq!(&session.screen()[2][..9], "> default");
    session.answer(ESCAPE);
}

/// Each is found as a person would: by a beginning, or by a part of what differs.
fn each_of_43_profiles_takes_six_keys(shell: Shell) {
    let home = forty_three();
    let mut session = Setup::new(shell).open(&home);
    open(&mut session, "awsp", "");
    for name in names_of_forty_three() {
        // Of the accounts for data it is the second word that differs.
        let part = name.strip_prefix("data-").unwrap_or(&name);
        let keys = &part[..part.len().min(6)];
        session.type_until(&format!("{CLEAR}{keys}"), &format!("{ASKS}{keys}"));
        let rows = session.screen();
        let has_name = |row: &String| row[2..].split(' ').next() == Some(&name);
        assert!(rows[2..7].iter().any(has_name), "{name} after {keys}: {session}");
    }
    session.answer(ESCAPE);
}

fn the_last_line_says_what_a_switch_would_change(shell: Shell) {
    let home = forty_three();
    // The SHA-1 of `labs`.
    let token = "6bbd44fed635acdb922fecfb3ee4028e139359af.json";
    let renewable = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z",
        "refreshToken": "t", "clientId": "t", "clientSecret": "t",
        "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#;
    home.write(&format!(".aws/sso/cache/{token}"), renewable);
    let last = |session: &Session<'_>| session.screen().pop().unwrap_or_default();
    let mut session = Setup::new(shell)
        .before(&shell.export("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"))
        .before(&shell.export("AWS_SECRET_ACCESS_KEY", "s"))
        .before(&shell.export("AWS_REGION", "us-east-2"))
        .open(&home);
    open(&mut session, "awsp", "");
    assert_eq!(
        last(&session),
        "logged out: awsp --login payments-dev.AdministratorAccess; \
         removes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; keeps AWS_REGION us-east-2"
    );
    session.answer(ESCAPE);
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp deploy -r eu-north-1");
    open(&mut session, "awsp", "");
    session.type_until("lake dev", "lake dev");
    assert_eq!(last(&session), "session labs: renews; drops the region eu-north-1");
    session.answer(ESCAPE);
}

fn without_a_picker_the_profiles_are_printed(shell: Shell) {
    let home = forty_three();
    home.write(".config/awsprompt/config.ini", "[switch]\npicker = no\n");
    let mut session = Setup::new(shell).open(&home);
    for line in ["awsp", "awsp -l", "awsp | cat"] {
        let rows = session.run(line);
        assert!(rows.len() >= 43 && rows.iter().any(|row| row.starts_with("  audit ")), "{rows:?}");
    }
    for line in ["awsp -l audit", "awsp --list audit", "awsprompt switch --shell bash -l audit"] {
        let rows = session.run(line);
        assert!(rows.len() == 2 && rows[1].starts_with("  audit "), "{rows:?}");
    }
    let told = session.run("awsp payments-dev");
    assert_eq!(
        told,
        [
            "awsprompt: several profiles match; nothing was changed",
            "  payments-dev.AdministratorAccess  100000000001  eu-west-1",
            "  payments-dev.ReadOnly             100000000001  eu-west-1",
            "hint: add a word that only one of them has",
        ]
    );
    let told = session.run("awsp dev");
    assert_eq!((told.len(), told[11].as_str()), (13, "  and 10 more"));
    let told = session.run("awsp payments-prod read");
    let message = "awsprompt: the profile is guarded or looks like production, so type its whole name; \
                   nothing was changed";
    assert_eq!(told.concat().split("  ").next(), Some(message), "{told:?}");
    assert_eq!(told[told.len() - 1], "hint: awsp payments-prod.ReadOnly");
    for (words, message, hint) in [
        (
            "pay nix",
            "awsprompt: no profile has \"nix\" in its name, label, account, role or class",
            "hint: awsprompt list pay",
        ),
        (
            "audit deploy",
            "awsprompt: no profile matches all of \"audit deploy\"",
            "hint: leave out a word",
        ),
        (
            "adit",
            "awsprompt: no profile has \"adit\" in its name, label, account, role or class",
            "hint: did you mean \"audit\"?",
        ),
    ] {
        assert_eq!(session.run(&format!("awsp {words}")), [message, hint]);
    }
    assert_eq!(session.run(CHILD), [""; 0]);
}

fn a_terminal_that_moves_no_cursor_gets_a_numbered_list(shell: Shell) {
    let home = forty_three();
    // A variable that nushell sets for one command takes all that the command sets with it.
    let line = if shell == Shell::Nushell { "$env.TERM = 'dumb'; awsp" } else { "TERM=dumb awsp" };
    let asks = "Enter alone leaves: ";
    let mut session = Setup::new(shell)
        .before(&shell.export("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"))
        .before(&shell.export("AWS_SECRET_ACCESS_KEY", "s"))
        .open(&home);
    session.run_until(line, asks);
    assert!(session.to_string().contains("\n     and 23 more\n"), "{session}");
    // What each of them would change.
    let keys = "removes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY\nNumber or words, ";
    assert!(session.to_string().contains(keys), "{session}");
    let rows = session.answer("read dev\r8\r");
    assert!(rows.iter().any(|row| row.starts_with("  8  web-dev.ReadOnly")), "{session}");
    assert_eq!(session.run(CHILD), ["web-dev.ReadOnly"]);
    for leave in ["\r", "\x03", "\x04"] {
        session.run_until(line, asks);
        session.answer(leave);
        // The prompt begins in a line of its own.
        let is_behind = |row: &String| row.contains(asks) && row.contains("] >");
        assert!(!session.screen().iter().any(is_behind), "{leave:?} {session}");
        assert_eq!(session.run(CHILD), ["web-dev.ReadOnly"]);
    }
}

fn fzf_takes_the_place_of_the_list_where_it_is_wanted(shell: Shell) {
    let home = Home::new();
    home.write(".config/awsprompt/config.ini", "[switch]\npicker = fzf\n");
    home.script("fzf", "#!/bin/sh\necho \"$@\" >\"$HOME/asked\"\ntr '\\0' '\\n' | grep play");
    let mut session = Setup::new(shell).open(&home);
    assert_eq!(session.run("awsp"), [format!("{DEFAULT} → {PLAY}")]);
    // What fits the words is all that is offered: fzf would look for them in what it shows.
    let offers = "#!/bin/sh\ntr '\\0\\t' '\\n:' >\"$HOME/offered\"; exit 130";
    home.script("fzf", offers);
    session.run("awsp 1");
    let offered = ["0:default  123456789012  eu-central-1", "1:work  111122223333  us-east-1"];
    assert_eq!(session.run("cat offered"), offered);
    home.script("fzf", "#!/bin/sh\nexit 130");
    assert_eq!(session.run("awsp"), [""; 0]);
    session.expect_segment(PLAY);
    // Where there is no fzf, on a machine that may have one.
    std::fs::remove_file(home.programs().join("fzf")).expect("it is there");
    open(&mut session, &format!("PATH={} awsp l", home.programs().display()), "l");
    let told = session.answer("\x15work\r");
    let missing = "awsprompt: could not start fzf: No such file or directory (os error 2)";
    assert_eq!(told, [missing, &format!("{PLAY} → {WORK}")]);
}

/// The home of a company whose every account has a profile.
#[test]
fn one_of_5000_profiles_is_chosen_by_a_part() {
    let profile = |number| {
        format!("[profile acme-team-{number:04}-developer]\nsso_account_id = 1{number:011}\n")
    };
    let home = Home::without_aws_files();
    home.write(".aws/config", (0..5_000).map(profile).collect::<String>());
    let mut session = Setup::new(Shell::Bash).open(&home);
    open(&mut session, "awsp", "");
    session.type_until("2501 dev", "2501 dev");
    assert!(session.screen()[0].contains(" 1/5000 "), "{session}");
    session.answer("\r");
    assert_eq!(session.run(CHILD), ["acme-team-2501-developer"]);
}

#[test]
fn who_is_told_to_end_gives_the_terminal_back() {
    for (signal, status) in
        [("TERM", "143\n"), ("HUP", "129\n"), ("INT", "130\n"), ("QUIT", "131\n")]
    {
        let home = Home::new();
        // An interactive bash runs no more of its script where a program ends by SIGINT.
        let script = "stty -g >before; echo here; sh -c 'sh -c \"echo \\$\\$ >pid; exec awsprompt \
                      switch --shell bash\"; echo $? >status'; stty -g >after; printf gone";
        let mut command = Shell::Bash.interactive(&home);
        command.args(["-c", script]);
        let mut terminal = Terminal::start("bash", command, COLUMNS);
        terminal.wait_until("the picker", |it| it.text(0, 0..it.cursor().1) == ASKS);
        let pid = std::fs::read_to_string(home.path().join("pid")).expect("it is written");
        let kill = std::process::Command::new("kill").args(["-s", signal, pid.trim()]).status();
        assert!(kill.expect("kill can be run").success());
        terminal.wait_until("the end", |it| it.text(it.cursor().0, 0..4) == "gone");
        assert_eq!(terminal.rows(0..1), ["here"], "{terminal}");
        let read = |name| std::fs::read_to_string(home.path().join(name)).expect("it is written");
        assert_eq!(read("before"), read("after"), "{signal}");
        assert_eq!(read("status"), status, "{signal}");
    }
}
