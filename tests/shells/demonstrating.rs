//! The shell on sample files that `awsprompt demo SHELL` opens.

use crate::home::Home;
use crate::in_every_shell;
use crate::shell::Shell;
use crate::terminal::{COLUMNS, Terminal};

in_every_shell! {
    nothing_of_the_demo_stays,
}

fn nothing_of_the_demo_stays(shell: Shell) {
    let home = Home::new();
    home.write("mine/mark", "");
    home.link(shell.name(), &shell.find());
    let mut command = Shell::Bash.interactive(&home);
    for kind in ["CONFIG", "DATA", "STATE", "CACHE"] {
        command.env(format!("XDG_{kind}_HOME"), home.path().join("mine"));
    }
    command.args(["-c", &format!("awsprompt demo {}; printf gone", shell.name())]);
    let mut terminal = Terminal::start("bash", command, COLUMNS);
    let shows = |it: &Terminal, text: &str| it.to_string().contains(text);
    terminal.wait_until("the prompt", |it| shows(it, "[AWS:default "));
    terminal.type_keys("awsp work\r");
    terminal.wait_until("the switch", |it| shows(it, "→ [AWS:work "));
    terminal.type_keys("exit\r");
    terminal.wait_until("the end", |it| it.text(it.cursor().0, 0..4) == "gone");
    let left = std::fs::read_dir(home.path().join("mine")).expect("it is there");
    let left: Vec<_> = left.map(|entry| entry.expect("it is there").file_name()).collect();
    assert_eq!(left, ["mark"]);
}
