//! The three shells: how each is started, and how each says the same thing.

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
}

/// A line, as each shell wants it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Line {
    pub(crate) zsh: &'static str,
    pub(crate) bash: &'static str,
    pub(crate) fish: &'static str,
}

impl Shell {
    pub(crate) const ALL: [Self; 3] = [Self::Zsh, Self::Bash, Self::Fish];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zsh => "zsh",
            Self::Bash => "bash",
            Self::Fish => "fish",
        }
    }

    pub(crate) fn pick(self, line: Line) -> &'static str {
        match self {
            Self::Zsh => line.zsh,
            Self::Bash => line.bash,
            Self::Fish => line.fish,
        }
    }

    /// The line of the start-up file that loads the hook.
    pub(crate) fn load(self, flags: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("eval \"$(awsprompt init {}{flags})\"", self.name()),
            Self::Fish => format!("awsprompt init fish{flags} | source"),
        }
    }

    /// Sets a variable that other programs see.
    pub(crate) fn export(self, name: &str, value: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("export {name}='{value}'"),
            Self::Fish => format!("set -gx {name} '{value}'"),
        }
    }

    /// Sets a variable that only the shell sees.
    pub(crate) fn set(self, name: &str, value: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("{name}='{value}'"),
            Self::Fish => format!("set -g {name} '{value}'"),
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
        }
    }

    pub(crate) fn unset(self, name: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("unset {name}"),
            Self::Fish => format!("set -e {name}"),
        }
    }

    /// Exports what a file in the home holds, whatever that is.
    pub(crate) fn export_file(self, name: &str, file: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("export {name}=\"$(<~/{file})\""),
            Self::Fish => format!("set -gx {name} (string collect <~/{file})"),
        }
    }

    /// Does the same without exporting it.
    pub(crate) fn set_file(self, name: &str, file: &str) -> String {
        match self {
            Self::Zsh | Self::Bash => format!("{name}=\"$(<~/{file})\""),
            Self::Fish => format!("set -g {name} (string collect <~/{file})"),
        }
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
        }
    }

    /// The command that opens the shell on a home, as a terminal would.
    pub(crate) fn interactive(self, home: &Home) -> CommandBuilder {
        let mut command = CommandBuilder::new(self.find());
        match self {
            // The machine's own start-up files are no part of the test.
            Self::Zsh => command.args(["-d", "-i"]),
            Self::Bash => command.args([
                "--noprofile".into(),
                "--rcfile".into(),
                home.path().join(".bashrc").into_os_string(),
                "-i".into(),
            ]),
            Self::Fish => command.args(["-i"]),
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
        };
        let mut command = Command::new(self.find());
        command.args(flags).args(no_start_up_files).args(["-c", script]);
        command.env_clear().envs(environment(home));
        command.current_dir(home.path()).output().expect("a shell can be run")
    }

    /// Finds the shell; these tests mean nothing without it, so its absence is a failure.
    fn find(self) -> PathBuf {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut candidates = env::split_paths(&path).map(|directory| directory.join(self.name()));
        let found = candidates.find(|candidate| candidate.is_file());
        found.unwrap_or_else(|| {
            panic!("{} is not installed; these tests need zsh, bash and fish", self.name())
        })
    }
}

/// All that the shell gets to know.
fn environment(home: &Home) -> Vec<(&'static str, OsString)> {
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
