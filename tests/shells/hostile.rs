//! Whatever a name holds, it is shown and never obeyed: not by the shell, not by its prompt, not
//! by the terminal.

use crate::home::Home;
use crate::session::{Session, Setup};
use crate::shell::Shell;
use crate::{in_every_shell, in_zsh_bash_and_fish};

/// What a variable holds, and what one sees of it.
const VALUES: &[(&[u8], &str)] = &[
    (b"$(touch PWNED)", "$(touch PWNED)"),
    (b"`touch PWNED`", "`touch PWNED`"),
    (b"'; touch PWNED; '", "'; touch PWNED; '"),
    (b"(touch PWNED)", "(touch PWNED)"),
    (b"${IFS}${PWD@P}", "${IFS}${PWD@P}"),
    (b"a[$(touch PWNED)]", "a[$(touch PWNED)]"),
    (b"%n %F{red} %(!.x.y) %", "%n %F{red} %(!.x.y) %"),
    (b"\\u \\w \\$ \\[", "\\u \\w \\$ \\["),
    (b"#{x} #[bg=red]", "#{x} #[bg=red]"),
    (b"!! !1", "!! !1"),
    (b"it's \"so\"", "it's \"so\""),
    (b"\\ \\\\ \\n \\e[31m \\", "\\ \\\\ \\n \\e[31m \\"),
    (b"* ~ ? [a-z]", "* ~ ? [a-z]"),
    (b"--help", "--help"),
    (b"two\nlines", "two\u{fffd}lines"),
    (b"\x1b]0;title\x07\x1b[31m", "\u{fffd}]0;title\u{fffd}\u{fffd}[31m"),
    (b"\xc2\x9b31m", "\u{fffd}31m"),
    (b"\xff", "\u{fffd}"),
    ("\u{202e}dorp".as_bytes(), "\u{fffd}dorp"),
    ("né ☃".as_bytes(), "né ☃"),
];

/// What must never reach the terminal: a bell, the start of a title, a C1 control, a reordering.
const FORBIDDEN: &[&[u8]] = &[b"\x07", b"\x1b]", b"\xc2\x9b", b"\xff", "\u{202e}".as_bytes()];

/// Options under which a prompt, or a hook, is read in another way.
const OPTIONS: &[(Shell, &str)] = &[
    (Shell::Zsh, ""),
    (Shell::Zsh, "setopt prompt_bang prompt_subst"),
    (Shell::Zsh, "setopt ksh_arrays sh_word_split"),
    (Shell::Zsh, "setopt extended_glob glob_subst rc_quotes csh_junkie_quotes"),
    (Shell::Bash, ""),
    (Shell::Bash, "shopt -s extglob"),
    (Shell::Bash, "set -o posix"),
    (Shell::Bash, "IFS=aeiou:"),
    (Shell::Fish, ""),
];

in_every_shell! {
    a_chosen_name_is_shown_and_not_obeyed,
    names_in_the_files_are_shown_and_not_obeyed,
    a_long_name_is_cut,
    options_change_nothing,
}

in_zsh_bash_and_fish! { an_unexported_name_is_shown_and_not_obeyed }

/// Checks that nothing happened but the prompt.
fn expect_harmless(session: &Session<'_>) {
    assert!(!session.home.holds("PWNED"), "something was executed: {session}");
    let written = session.written();
    for forbidden in FORBIDDEN {
        let found = written.windows(forbidden.len()).any(|bytes| bytes == *forbidden);
        assert!(!found, "{forbidden:?} reached the terminal: {session}");
    }
}

fn follow_names(shell: Shell, options: &str) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(options).open(&home);
    for (value, shown) in VALUES {
        // nushell keeps what is not text to itself.
        if shell == Shell::Nushell && std::str::from_utf8(value).is_err() {
            continue;
        }
        home.write("value", value);
        session.run_silently(&shell.export_file("AWS_PROFILE", "value"));
        session.expect_segment(&format!("[AWS:{shown} !not-found]"));
        session.run_silently("");
        session.expect_segment(&format!("[AWS:{shown} !not-found]"));
    }
    expect_harmless(&session);
}

fn a_chosen_name_is_shown_and_not_obeyed(shell: Shell) {
    follow_names(shell, "");
}

fn options_change_nothing(shell: Shell) {
    for (_, options) in OPTIONS.iter().filter(|(its_shell, _)| *its_shell == shell) {
        follow_names(shell, options);
    }
}

fn an_unexported_name_is_shown_and_not_obeyed(shell: Shell) {
    let home = Home::without_aws_files();
    home.write(".aws/config", "[default]\nregion = us-east-1\n");
    home.write(".aws/credentials", "[default]\naws_access_key_id = x\naws_secret_access_key = x\n");
    let mut session = Setup::new(shell).open(&home);
    for (value, shown) in VALUES {
        home.write("value", value);
        session.run_silently(&shell.set_file("AWS_PROFILE", "value"));
        session.expect_segment(&format!("[AWS:default us-east-1 !unexported:{shown}]"));
    }
    expect_harmless(&session);
}

fn names_in_the_files_are_shown_and_not_obeyed(shell: Shell) {
    let home = Home::without_aws_files();
    let mut session = Setup::new(shell).open(&home);
    for (value, shown) in VALUES {
        // The files have a syntax of their own, which these would break.
        if value.iter().any(|byte| b"']\n\xff".contains(byte)) {
            continue;
        }
        let name = std::str::from_utf8(value).expect("what is left is text");
        home.write("value", value);
        home.write(".aws/config", format!("[profile '{name}']\nregion = {name}\n"));
        let keys = "aws_access_key_id = AKIARTX3GSDSQAAQEAYE\naws_secret_access_key = x\n";
        home.write(".aws/credentials", format!("[{name}]\n{keys}"));
        session.run_silently(&shell.export_file("AWS_PROFILE", "value"));
        session.expect_segment(&format!("[AWS:{shown} {shown} !region]"));
    }
    expect_harmless(&session);
}

fn a_long_name_is_cut(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    home.write("value", "x".repeat(10_000));
    session.run_silently(&shell.export_file("AWS_PROFILE", "value"));
    session.expect_segment(&format!("[AWS:{}… !not-found]", "x".repeat(63)));
    session.run_silently("");
    expect_harmless(&session);
}
