//! Names that some shell would obey: completed or typed, listed and passed on, they stay names.

use crate::completing::COMPINIT;
use crate::home::Home;
use crate::session::{Session, Setup};
use crate::shell::Shell;
use crate::{in_every_shell, in_zsh_bash_and_fish};

/// Names of profiles. What cannot stand in the header of a section, such as `]` or the end of a
/// line, is in none.
const NAMES: &[&str] = &[
    "work",
    "$(touch PWNED)",
    "`touch PWNED`",
    "(touch PWNED)",
    "; touch PWNED",
    "& touch PWNED",
    "| touch PWNED",
    "a && touch PWNED",
    "<(touch PWNED)",
    "> PWNED",
    "'; touch PWNED; '",
    "\"; touch PWNED; \"",
    "'\"$(touch PWNED)\"'",
    "\\$(touch PWNED)",
    "\\\\`touch PWNED`",
    "a[$(touch PWNED)",
    "${PWD}",
    "$HOME",
    "$?",
    "$",
    "%n %F{red} %s %",
    "my dev",
    " blanks  around ",
    "it's",
    "it's \"so\"",
    "\"",
    "'",
    "\\",
    "\\n \\e[31m \\",
    "-",
    "-r",
    "--help",
    "--",
    "~",
    "~root",
    "a:~root",
    "=ls",
    "a=b",
    "a=~b",
    "a:b:c",
    ":",
    "#x",
    "a #x",
    "!",
    "!! !1 !touch",
    "a!b c",
    "^a^b",
    "*",
    "?",
    "[a-z",
    "{a,b}",
    "a{1..3}",
    "a@b",
    "a+(b)",
    "@(a|b)",
    "a\tb",
    "\ta",
    "a\x1b[31mb",
    "a\x1b",
    "\x07\x08\x7f",
    "\u{9b}31m",
    "n\u{e9} \u{2603} \u{1f600}",
    "e\u{301}",
    "\u{202e}dorp\u{2066}",
    "\u{200b}\u{feff}",
    "a\u{a0}b\u{3000}c",
    "arn:aws:iam::111122223333:role/x",
    "user@example.com",
    "1",
    "a,b;c",
];

in_every_shell! {
    a_name_that_is_completed_for_the_switch_arrives,
    a_name_that_is_typed_for_the_switch_arrives,
    a_name_that_is_completed_for_aws_arrives,
    a_name_that_is_begun_in_quotes_is_finished,
    a_name_that_is_found_by_its_account_arrives,
    a_name_that_is_picked_arrives,
    names_are_listed_as_they_are,
    a_name_that_cannot_be_put_on_the_line_is_not_offered,
    a_long_name_is_completed_whole,
}

in_zsh_bash_and_fish! { a_name_that_is_completed_for_the_variable_arrives }

/// Writes a profile that works; the header is as Python's `shlex.split` reads it.
fn config(name: &str) -> String {
    format!(
        "[profile '{}']\nregion = us-east-1\naws_access_key_id = AKIARTX3GSDSQAAQEAYE\n\
         aws_secret_access_key = s\n",
        name.replace('\'', "'\"'\"'")
    )
}

/// Takes a line for each name, and compares what `aws` has got.
fn follow(
    shell: Shell,
    names: impl IntoIterator<Item = String>,
    line: impl Fn(&str) -> String,
    noted: impl Fn(&str) -> Vec<String>,
) {
    let home = Home::without_aws_files();
    home.note_aws();
    let before = if shell == Shell::Zsh { COMPINIT } else { "" };
    let mut session = Setup::new(shell).before(before).open(&home);
    for name in names {
        home.write(".aws/config", config(&name));
        let typed = line(&name);
        session.run(&typed);
        assert_eq!(home.noted(), noted(&name), "{name:?} by {typed:?}: {session}");
        expect_harmless(&session);
    }
}

fn expect_harmless(session: &Session<'_>) {
    assert!(!session.home.holds("PWNED"), "something was executed: {session}");
}

/// Tells whether a shell's completion can put a name on the line: fish takes what follows a tab for
/// the description, and leaves the tilde of a candidate unquoted.
fn is_completable(shell: Shell, name: &str) -> bool {
    shell != Shell::Fish || !(name.contains('\t') || name.starts_with('~'))
}

fn completable(shell: Shell) -> impl Iterator<Item = String> {
    let names = NAMES.iter().filter(move |name| is_completable(shell, name));
    names.map(|name| (*name).to_owned())
}

fn a_name_that_is_completed_for_the_switch_arrives(shell: Shell) {
    // Only behind -- may a name look like a flag.
    let line = |name: &str| {
        let end_of_flags = if name.starts_with('-') { "-- " } else { "" };
        format!("awsp {end_of_flags}\t\raws")
    };
    follow(shell, completable(shell), line, |name| vec![name.to_owned()]);
}

fn a_name_that_is_typed_for_the_switch_arrives(shell: Shell) {
    let names = NAMES.iter().map(|name| (*name).to_owned());
    let line = |name: &str| format!("awsp -- {}; aws", shell.typed(name));
    follow(shell, names, line, |name| vec![name.to_owned()]);
}

fn a_name_that_is_completed_for_aws_arrives(shell: Shell) {
    let apart = |_: &str| "aws s3 ls --profile \t".to_owned();
    let names = completable(shell).filter(|name| !name.starts_with('-'));
    follow(shell, names, apart, |name| {
        ["", "s3", "ls", "--profile", name].map(str::to_owned).to_vec()
    });
    let joined = |_: &str| "aws --profile=\t x".to_owned();
    follow(shell, completable(shell), joined, |name| {
        ["", &format!("--profile={name}"), "x"].map(str::to_owned).to_vec()
    });
}

fn a_name_that_is_completed_for_the_variable_arrives(shell: Shell) {
    let line = |_: &str| match shell {
        Shell::Zsh => "AWS_PROFILE=\t aws".to_owned(),
        Shell::Bash => "export AWS_PROFILE=\t; aws".to_owned(),
        Shell::Fish => "set -gx AWS_PROFILE \t; aws".to_owned(),
        Shell::Nushell => String::new(),
    };
    follow(shell, completable(shell), line, |name| vec![name.to_owned()]);
}

fn a_name_that_is_found_by_its_account_arrives(shell: Shell) {
    let config = |name: &str| config(name) + "sso_account_id = 444455556666\n";
    let home = Home::without_aws_files();
    home.note_aws();
    let before = if shell == Shell::Zsh { COMPINIT } else { "" };
    let mut session = Setup::new(shell).before(before).open(&home);
    // fish takes no name that does not hold what was typed.
    for name in completable(shell).filter(|_| shell != Shell::Fish) {
        home.write(".aws/config", config(&name));
        session.run("aws --profile=4444\t x");
        assert_eq!(home.noted(), ["", &format!("--profile={name}"), "x"], "{name:?} {session}");
        expect_harmless(&session);
    }
}

fn a_name_that_is_picked_arrives(shell: Shell) {
    let home = Home::without_aws_files();
    home.note_aws();
    home.write(".aws/config", NAMES.iter().map(|name| config(name)).collect::<String>());
    home.write(".config/awsprompt/config.ini", "[switch]\nrecent = no\n");
    let mut session = Setup::new(shell).open(&home);
    for (place, name) in NAMES.iter().enumerate() {
        session.run_until("awsp; aws", "profile: ");
        session.answer(&format!("{}\r", "\x0e".repeat(place)));
        assert_eq!(home.noted(), [*name], "{session}");
    }
    expect_harmless(&session);
    for forbidden in ["\x07", "\u{9b}", "\u{202e}", "\u{200b}"] {
        let bytes = forbidden.as_bytes();
        let is_there = session.written().windows(bytes.len()).any(|written| written == bytes);
        assert!(!is_there, "{forbidden:?} reached the terminal: {session}");
    }
}

fn a_long_name_is_completed_whole(shell: Shell) {
    let names = [String::from("long ") + &"x".repeat(300)];
    let line = |_: &str| "aws --profile \t".to_owned();
    follow(shell, names, line, |name| ["", "--profile", name].map(str::to_owned).to_vec());
}

fn a_name_that_cannot_be_put_on_the_line_is_not_offered(shell: Shell) {
    let names = NAMES.iter().filter(|name| !is_completable(shell, name));
    let line = |_: &str| "aws --profile \t".to_owned();
    follow(shell, names.map(|name| (*name).to_owned()), line, |_| {
        ["", "--profile"].map(str::to_owned).to_vec()
    });
}

fn names_are_listed_as_they_are(shell: Shell) {
    let home = Home::without_aws_files();
    home.write(".aws/config", NAMES.iter().map(|name| config(name)).collect::<String>());
    let mut session = Setup::new(shell).open(&home);
    session.run_silently(&format!("awsprompt list --names {}", shell.into("~/noted")));
    let listed = home.noted().concat();
    assert_eq!(listed.lines().collect::<Vec<_>>(), NAMES, "{session}");
    session.run("awsprompt list");
    expect_harmless(&session);
}

fn a_name_that_is_begun_in_quotes_is_finished(shell: Shell) {
    let begun = |name: &str| {
        let half: String = name.chars().take(name.chars().count().div_ceil(2)).collect();
        let typed = shell.typed(&half);
        typed.strip_suffix(['\'', '"']).unwrap_or(&typed).to_owned()
    };
    let names = completable(shell)
        .filter(|name| !name.starts_with('-') && !name.contains(char::is_control));
    let line = |name: &str| format!("aws --profile {}\t", begun(name));
    follow(shell, names, line, |name| ["", "--profile", name].map(str::to_owned).to_vec());
}
