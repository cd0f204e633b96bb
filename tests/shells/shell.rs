//! The four shells: how each is started, and how each says the same thing.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use portable_pty::CommandBuilder;

use crate::home::Home;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    Zsh,
    Bash,
    Fish,
    Nushell,
}

/// A line, as each shell wants it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Line {
    pub(crate) zsh: &'static str,
    pub(crate) bash: &'static str,
    pub(crate) fish: &'static str,
    pub(crate) nu: &'static str,
}

impl Shell {
    pub(crate) const ALL: [Self; 4] = [Self::Zsh, Self::Bash, Self::Fish, Self::Nushell];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zsh => "zsh",
            Self::Bash => "bash",
            Self::Fish => "fish",
            Self::Nushell => "nu",
        }
    }

    pub(crate) fn pick(self, line: Line) -> &'static str {
        match self {
            Self::Zsh => line.zsh,
            Self::Bash => line.bash,
            Self::Fish => line.fish,
            Self::Nushell => line.nu,
        }
    }

    /// The line of the start-up file that loads the hook.
    pub(crate) fn load(self, flags: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("eval \"$(awsprompt init {}{flags})\"", self.name()),
            Self::Fish => format!("awsprompt init fish{flags} | source"),
            Self::Nushell => format!(
                "mkdir $\"($nu.data-dir)/vendor/autoload\"; \
                 awsprompt init nu{flags} | save -f $\"($nu.data-dir)/vendor/autoload/awsprompt.nu\""
            ),
        }
    }

    /// The line that a person types to load it again.
    pub(crate) fn load_again(self) -> String {
        match self {
            Self::Zsh | Self::Bash | Self::Fish => self.load(""),
            Self::Nushell => "source ~/.local/share/nushell/vendor/autoload/awsprompt.nu".into(),
        }
    }

    /// Sets a variable that other programs see.
    pub(crate) fn export(self, name: &str, value: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("export {name}='{value}'"),
            Self::Fish => format!("set -gx {name} '{value}'"),
            Self::Nushell => format!("$env.{name} = '{value}'"),
        }
    }

    /// Sets a variable that only the shell sees; nushell has none.
    pub(crate) fn set(self, name: &str, value: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("{name}='{value}'"),
            Self::Fish => format!("set -g {name} '{value}'"),
            Self::Nushell => self.export(name, value),
        }
    }

    /// Quotes a word as a person would type it; controls, which the line editor would obey, are
    /// written as escapes.
    pub(crate) fn typed(self, word: &str) -> String {
        let escaped = |c: char| match c {
            '\'' => "\\'".to_owned(),
            '\\' => r"\\".to_owned(),
            _ if c.is_control() => {
                c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\x{byte:02x}")).collect()
            }
            _ => c.to_string(),
        };
        match self {
            Self::Zsh | Self::Bash if word.contains(char::is_control) => {
                format!("$'{}'", word.chars().map(escaped).collect::<String>())
            }
            Self::Zsh | Self::Bash => format!("'{}'", word.replace('\'', r"'\''")),
            // An escape of a byte is one only outside quotes.
            Self::Fish => {
                let piece = |c: char| match c {
                    _ if c.is_control() => format!("'{}'", escaped(c).replace("\\x", "\\X")),
                    _ => escaped(c),
                };
                format!("'{}'", word.chars().map(piece).collect::<String>())
            }
            Self::Nushell => {
                let piece = |c: char| match c {
                    '"' | '\\' => format!("\\{c}"),
                    _ if c.is_control() => format!("\\u{{{:x}}}", u32::from(c)),
                    _ => c.to_string(),
                };
                format!("\"{}\"", word.chars().map(piece).collect::<String>())
            }
        }
    }

    pub(crate) fn unset(self, name: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("unset {name}"),
            Self::Fish => format!("set -e {name}"),
            Self::Nushell => format!("hide-env --ignore-errors {name}"),
        }
    }

    /// Exports what a file in the home holds, whatever that is.
    pub(crate) fn export_file(self, name: &str, file: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("export {name}=\"$(<~/{file})\""),
            Self::Fish => format!("set -gx {name} (string collect <~/{file})"),
            Self::Nushell => format!("$env.{name} = open --raw ~/{file}"),
        }
    }

    /// Does the same without exporting it.
    pub(crate) fn set_file(self, name: &str, file: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("{name}=\"$(<~/{file})\""),
            Self::Fish => format!("set -g {name} (string collect <~/{file})"),
            Self::Nushell => self.export_file(name, file),
        }
    }

    /// Sends what a command prints to a file.
    pub(crate) fn into(self, file: &str) -> String {
        let to = if self == Self::Nushell { "out> " } else { ">" };
        format!("{to}{file}")
    }

    /// A command that does nothing.
    pub(crate) fn succeed(self) -> &'static str {
        if self == Self::Nushell { "^true" } else { "true" }
    }

    /// A command that fails.
    pub(crate) fn fail(self) -> &'static str {
        if self == Self::Nushell { "^false" } else { "false" }
    }

    /// Runs the program that waits; nushell has another of that name.
    pub(crate) fn sleep(self, seconds: u64) -> String {
        let past = if self == Self::Nushell { "^" } else { "" };
        format!("{past}sleep {seconds}")
    }

    /// Gives the user a prompt of `> `, and keeps the shell from writing anything else.
    pub(crate) fn own_prompt(self) -> &'static str {
        match self {
            Self::Zsh => "PROMPT='> '",
            Self::Bash => "PS1='> '",
            Self::Fish => {
                "function fish_prompt; echo -n '> '; end\n\
                 function fish_title; end\n\
                 set -g fish_greeting\n\
                 set -g fish_autosuggestion_enabled 0"
            }
            Self::Nushell => {
                "$env.config.show_banner = false
                 for it in [osc2 osc7 osc8 osc133 osc633] {
                     $env.config.shell_integration = ($env.config.shell_integration | upsert $it false)
                 }
                 $env.config.hinter.closure = {|| ''}
                 $env.config.history.max_size = 0
                 $env.PROMPT_COMMAND = ''
                 $env.PROMPT_COMMAND_RIGHT = ''
                 $env.PROMPT_INDICATOR = '> '"
            }
        }
    }

    /// Writes the start-up file: the user's own prompt, and then these lines.
    pub(crate) fn write_start_up_file(self, home: &Home, lines: &str) {
        let text = format!("{}\n{lines}\n", self.own_prompt());
        match self {
            Self::Zsh => home.write(".zshrc", text),
            Self::Bash => home.write(".bashrc", text),
            Self::Fish => {
                home.write(".config/fish/config.fish", text);
                // Where this is missing, fish starts to read all manuals in the background.
                home.write(".local/share/fish/generated_completions/none.fish", "");
            }
            Self::Nushell => home.write(".config/nushell/config.nu", text),
        }
    }

    /// The command that opens the shell on a home, as a terminal would.
    pub(crate) fn interactive(self, home: &Home) -> CommandBuilder {
        let mut command = CommandBuilder::new(self.find());
        if self == Self::Nushell {
            // Where this is, a person may start another.
            home.link("nu", &self.find());
        }
        match self {
            // The machine's own start-up files are no part of the test.
            Self::Zsh => command.args(["-d", "-i"]),
            Self::Bash => command.args([
                "--noprofile".into(),
                "--rcfile".into(),
                home.path().join(".bashrc").into_os_string(),
                "-i".into(),
            ]),
            Self::Fish | Self::Nushell => command.args(["-i"]),
        }
        command.env_clear();
        for (name, value) in environment(home) {
            command.env(name, value);
        }
        command.cwd(home.path());
        command
    }

    /// Runs a script without a terminal and without start-up files.
    pub(crate) fn run_script(self, home: &Home, flags: &[&str], script: &str) -> Output {
        let no_start_up_files: &[&str] = match self {
            Self::Zsh => &["-f"],
            Self::Bash => &["--norc", "--noprofile"],
            Self::Fish => &["--no-config"],
            Self::Nushell => &["--no-config-file"],
        };
        let mut command = Command::new(self.find());
        command.args(flags).args(no_start_up_files).args(["-c", script]);
        command.env_clear().envs(environment(home));
        command.current_dir(home.path()).output().expect("a shell can be run")
    }

    /// Finds the shell; these tests mean nothing without it, so its absence is a failure.
    pub(crate) fn find(self) -> PathBuf {
        let path = env::var_os("PATH").unwrap_or_default();
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let cache = cache.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cache")));
        // Where `ci/check tools` puts what no package manager has.
        let own = cache.map(|cache| cache.join("awsprompt-tools/bin"));
        let directories = own.into_iter().chain(env::split_paths(&path));
        let mut candidates = directories.map(|directory| directory.join(self.name()));
        let found = candidates.find(|candidate| candidate.is_file());
        found.unwrap_or_else(|| {
            panic!("{} is not installed; these tests need zsh, bash, fish and nushell (ci/check tools)", self.name())
        })
    }
}

/// All that the shell gets to know.
pub(crate) fn environment(home: &Home) -> Vec<(&'static str, OsString)> {
    let in_home = |path: &str| home.path().join(Path::new(path)).into_os_string();
    let mut path = home.programs().into_os_string();
    path.push(":/usr/bin:/bin");
    vec![
        ("HOME", in_home("")),
        ("ZDOTDIR", in_home("")),
        ("XDG_CONFIG_HOME", in_home(".config")),
        ("XDG_DATA_HOME", in_home(".local/share")),
        ("XDG_RUNTIME_DIR", in_home(".")),
        ("PATH", path),
        ("TERM", "xterm-256color".into()),
        ("LANG", "C.UTF-8".into()),
        ("LC_ALL", "C.UTF-8".into()),
    ]
}
