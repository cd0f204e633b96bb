//! The shell on sample files that `awsprompt demo SHELL` opens.

use crate::home::Home;
use crate::in_every_shell;
use crate::shell::Shell;
use crate::terminal::{COLUMNS, Terminal};

in_every_shell! {
    nothing_of_the_demo_stays,
    what_the_demo_suggests_does_what_it_says,
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

fn what_the_demo_suggests_does_what_it_says(shell: Shell) {
    let home = Home::new();
    home.link(shell.name(), &shell.find());
    let mut command = Shell::Bash.interactive(&home);
    command.args(["-c", &format!("awsprompt demo {}", shell.name())]);
    let mut terminal = Terminal::start("bash", command, COLUMNS);
    let keys = match shell {
        Shell::Nushell => {
            "load-env {AWS_ACCESS_KEY_ID: AKIAYCWS2TAAQAAQEAYE, AWS_SECRET_ACCESS_KEY: x}"
        }
        Shell::Zsh | Shell::Bash | Shell::Fish => {
            "export AWS_ACCESS_KEY_ID=AKIAYCWS2TAAQAAQEAYE AWS_SECRET_ACCESS_KEY=x"
        }
    };
    terminal.wait_until("the welcome", |it| it.to_string().contains(keys));
    terminal.wait_until("the prompt", |it| it.to_string().contains("[AWS:default "));
    for (typed, shown) in [
        ("awsp work", "→ [AWS:work acme-dev us-east-1]"),
        ("awsp -", "→ [AWS:default "),
        (keys, "[AWS:env-keys 555566667777 "),
        ("awsprompt explain", "decoded from the access key id"),
        ("awsp acme-prod", "→ [AWS:acme-prod acme-prod us-east-1]"),
        ("aws s3 rm s3://shop/orders --recursive", "Type acme-prod to continue:"),
        ("acme-prod", "(demo) this would have run: aws s3 rm s3://shop/orders --recursive"),
        ("cd ~/dev", "[AWS:acme-prod acme-prod us-east-1 !expected:acme-dev]"),
        ("awsp .", "→ [AWS:work acme-dev us-east-1]"),
        ("cd ~/shop; awsprompt project", "main.tf:3"),
        ("terraform apply", "acme-prod (999988887777), by main.tf:3"),
        ("acme-prod", "(demo) this would have run: terraform apply"),
    ] {
        terminal.type_keys(&format!("{typed}\r"));
        terminal.wait_until(shown, |it| it.to_string().contains(shown));
    }
}
