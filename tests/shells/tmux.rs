//! What the hook tells a real tmux of its pane, and what is seen of it there.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::in_every_shell;
use crate::session::Setup;
use crate::shell::{Shell, environment};
use crate::terminal::{COLUMNS, Color, Look, Terminal};

/// The documented lines of `~/.tmux.conf`, and fewer things that change by themselves.
const CONFIG: &str = "\
set -g pane-border-status top
set -g pane-border-format ' #{@awsprompt} '
set -g pane-border-style '#{@awsprompt_border}'
set -g pane-active-border-style '#{@awsprompt_border}'
set -g status off
set -g default-terminal tmux-256color
";

const ON: &str = "[prompt]\ntmux = yes\n[class x]\nprofiles = play\npane = red on 52\n";

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tmux with a shell in its first pane, and a person who looks at it.
struct Tmux<'a> {
    home: &'a Home,
    screen: Terminal,
}

impl<'a> Tmux<'a> {
    fn open(home: &'a Home, shell: Shell) -> Self {
        Setup::new(shell).before(&shell.export("SHELL", shell.name())).write(home);
        home.write(".tmux.conf", CONFIG);
        // Notes each run, and what it is given.
        home.script("tmux", "#!/bin/sh\necho \"$*\" >>\"$HOME/told\"\nexec /usr/bin/tmux \"$@\"\n");
        let mut command = CommandBuilder::new("/usr/bin/tmux");
        command.args(["new-session", "-s", "main"]);
        command.args(shell.interactive(home).get_argv());
        command.env_clear();
        for (name, value) in environment(home) {
            command.env(name, value);
        }
        command.env("TMUX_TMPDIR", home.path());
        command.cwd(home.path());
        let mut screen = Terminal::start("tmux", command, COLUMNS);
        screen.wait_until("a prompt", |screen| screen.rows(1..2)[0].ends_with('>'));
        Self { home, screen }
    }

    /// Asks tmux something.
    fn ask(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("/usr/bin/tmux");
        command.env_clear().envs(environment(self.home)).env("TMUX_TMPDIR", self.home.path());
        let output = command.args(arguments).output().expect("tmux is installed (ci/check tools)");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        let text = String::from_utf8(output.stdout).expect("tmux writes text");
        text.trim_end_matches('\n').to_owned()
    }

    fn option(&self, pane: &str, name: &str) -> String {
        self.ask(&["display-message", "-p", "-t", pane, &format!("#{{{name}}}")])
    }

    /// Returns how many prompts a pane shows.
    fn prompts(&self, pane: &str) -> usize {
        let rows = self.ask(&["capture-pane", "-p", "-t", pane]);
        rows.lines().filter(|row| row.starts_with('>') || row.contains(" >")).count()
    }

    /// Waits for something.
    fn wait(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so() {
            assert!(Instant::now() < deadline, "no {what}: {}", self.screen);
            sleep(Duration::from_millis(20));
        }
    }

    /// Types a line into a pane, and waits for the next prompt.
    fn run(&self, pane: &str, line: &str) {
        let before = self.prompts(pane);
        self.ask(&["send-keys", "-t", pane, "-l", line]);
        self.ask(&["send-keys", "-t", pane, "Enter"]);
        self.wait(&format!("prompt after {line}"), || self.prompts(pane) > before);
    }

    /// Waits until a pane has this segment.
    fn expect(&self, pane: &str, segment: &str) {
        self.wait(segment, || plain(&self.option(pane, "@awsprompt")) == segment);
    }

    /// Returns what the hooks have told tmux since this was last asked.
    fn told(&self) -> Vec<String> {
        let path = self.home.path().join("told");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let _ = std::fs::remove_file(path);
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}

/// Takes the styles out of an option.
fn plain(option: &str) -> String {
    let mut pieces = option.split("#[");
    let start = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(start, |text, piece| text + piece.split_once(']').map_or("", |(_, rest)| rest))
}

fn home(settings: &str) -> Home {
    let home = Home::new();
    home.write(".config/awsprompt/config.ini", settings);
    home
}

in_every_shell! {
    each_pane_has_its_own_segment,
    tmux_is_told_once_when_the_segment_changes,
    a_shell_in_another_one_leaves_nothing_behind,
    without_the_setting_tmux_is_told_nothing,
    a_name_is_never_a_command_of_tmux,
}

fn each_pane_has_its_own_segment(shell: Shell) {
    let home = home(ON);
    let mut tmux = Tmux::open(&home, shell);
    tmux.expect("%0", DEFAULT);
    let argv = shell.interactive(&home);
    let argv: Vec<_> = argv.get_argv().iter().map(|word| word.to_str().expect("text")).collect();
    tmux.ask(&[&["split-window", "-h", "-t", "%0"][..], &argv].concat());
    tmux.expect("%1", DEFAULT);
    tmux.run("%0", "awsp play");
    tmux.run("%1", "awsp work");
    tmux.expect("%0", PLAY);
    tmux.expect("%1", WORK);
    // And so it is seen.
    let border = Look { color: Color::Idx(1), ..Look::default() };
    tmux.screen.wait_until("the segments and colours", |screen| {
        let top = screen.text(0, 0..COLUMNS);
        let background = |column| screen.look(1, column).background;
        top.contains(&format!(" {PLAY} "))
            && top.contains(&format!(" {WORK} "))
            && [screen.look(0, 0), screen.look(0, COLUMNS - 1)] == [border, Look::default()]
            && [background(100), background(200)] == [Color::Idx(52), Color::Default]
    });
    tmux.run("%0", "awsp work");
    tmux.expect("%0", WORK);
    let row = format!("@awsprompt \"{}\"", tmux.option("%0", "@awsprompt"));
    assert_eq!(tmux.ask(&["show-options", "-p", "-t", "%0"]), row);
    tmux.run("%0", "awsp --off");
    tmux.expect("%0", "");
}

fn tmux_is_told_once_when_the_segment_changes(shell: Shell) {
    let home = home(ON);
    let tmux = Tmux::open(&home, shell);
    tmux.expect("%0", DEFAULT);
    assert_eq!(tmux.told().len(), 1);
    for _ in 0..3 {
        tmux.run("%0", "");
    }
    assert_eq!(tmux.told(), [""; 0]);
    tmux.run("%0", "awsp work");
    tmux.expect("%0", WORK);
    tmux.run("%0", "");
    let told = tmux.told();
    assert!(told.len() == 1 && told[0].starts_with("set -p -t %0 @awsprompt "), "{told:?}");
    // The setting may be turned off while the shell is open.
    home.write(".config/awsprompt/config.ini", "");
    tmux.run("%0", "");
    tmux.expect("%0", "");
    assert_eq!(tmux.ask(&["show-options", "-p", "-t", "%0"]), "");
    tmux.told();
    tmux.run("%0", "");
    assert_eq!(tmux.told(), [""; 0]);
}

fn a_shell_in_another_one_leaves_nothing_behind(shell: Shell) {
    let home = home(ON);
    let tmux = Tmux::open(&home, shell);
    tmux.run("%0", "awsp work");
    tmux.expect("%0", WORK);
    let argv = shell.interactive(&home);
    let argv: Vec<_> = argv.get_argv().iter().map(|word| word.to_string_lossy()).collect();
    let inner = argv.join(" ");
    tmux.run("%0", &format!("{}{inner}", if shell == Shell::Nushell { "^" } else { "" }));
    tmux.run("%0", "awsp play");
    tmux.expect("%0", PLAY);
    tmux.run("%0", "exit");
    tmux.expect("%0", WORK);
}

fn without_the_setting_tmux_is_told_nothing(shell: Shell) {
    let home = home("");
    let tmux = Tmux::open(&home, shell);
    tmux.run("%0", "awsp work");
    tmux.run("%0", "awsp play");
    assert_eq!(tmux.told(), [""; 0]);
    assert_eq!(tmux.ask(&["show-options", "-p", "-t", "%0"]), "");
}

fn a_name_is_never_a_command_of_tmux(shell: Shell) {
    const NAMES: [&str; 6] = [
        "#(touch PWNED)",
        "##(touch PWNED)",
        "#[fg=red]x",
        "#{E:#(touch PWNED)}",
        "x; touch PWNED;",
        "-u",
    ];
    let home = home("[prompt]\ntmux = yes\nformat = {profile}\n");
    home.write(
        ".aws/config",
        NAMES.map(|name| format!("[profile {name}]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = work\n")).concat(),
    );
    home.write("names", NAMES.join("\n"));
    let tmux = Tmux::open(&home, shell);
    for (number, name) in NAMES.iter().enumerate() {
        home.write("name", name);
        tmux.run("%0", &shell.export_file("AWS_PROFILE", "name"));
        tmux.expect("%0", &name.replace('#', "＃"));
        // However often it is expanded.
        for format in
            ["#{@awsprompt}", "#{E:@awsprompt}", "#{E:#{E:@awsprompt}}", "#{T:@awsprompt}"]
        {
            tmux.ask(&["set-option", "-gF", "status-right", format]);
            tmux.ask(&["set-option", "-g", "status", "on"]);
            tmux.ask(&["display-message", "-p", "-t", "%0", format]);
        }
        tmux.ask(&["refresh-client", "-S"]);
        sleep(Duration::from_millis(if number == 0 { 500 } else { 50 }));
    }
    assert!(!home.holds("PWNED"));
}
