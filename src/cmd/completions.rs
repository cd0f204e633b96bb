//! `awsprompt completions SHELL`: the static completion file of one shell; for nushell, whose own
//! files would refuse the words of `exec`, a table for its hook.

use super::Outcome;
use crate::cli;
use crate::embedded::embedded;
use crate::shell::Shell;

/// Answers `awsprompt completions`.
pub(crate) fn run(arguments: &cli::CompletionsArguments) -> Outcome {
    let shell = arguments.shell.into();
    Outcome::Answer(if arguments.hook { for_hook(shell) } else { file(shell).to_owned() })
}

/// What the hook loads at the first Tab: the functions of the file, then those that complete names.
fn for_hook(shell: Shell) -> String {
    let (file, names) = (file(shell), names(shell));
    // The end of the file makes it the only completion of awsprompt.
    let end = match shell {
        Shell::Zsh | Shell::Bash => file.rfind("\n}\n").map(|end| end + "\n}\n".len()),
        Shell::Fish | Shell::Nushell => None,
    };
    // Every name that the hook leaves in a shell begins as its own do.
    let ours = |file: &str| match shell {
        Shell::Zsh | Shell::Bash => file.replace("_awsprompt", "__awsprompt_cli"),
        Shell::Fish | Shell::Nushell => file.replace("__fish_awsprompt", "__awsprompt_cli"),
    };
    ours(&file[..end.unwrap_or(file.len())]) + names
}

fn names(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => embedded!("../../shell/completion.zsh"),
        Shell::Bash => embedded!("../../shell/completion.bash"),
        Shell::Fish => embedded!("../../shell/completion.fish"),
        // Its own hook completes them.
        Shell::Nushell => "",
    }
}

/// Returns the completion file of a shell; a test generates it.
fn file(shell: Shell) -> &'static str {
    match shell {
        Shell::Zsh => include_str!("../../completions/_awsprompt"),
        Shell::Bash => include_str!("../../completions/awsprompt.bash"),
        Shell::Fish => include_str!("../../completions/awsprompt.fish"),
        Shell::Nushell => include_str!("../../completions/awsprompt.json"),
    }
}

#[cfg(test)]
mod tests {
    use clap::builder::PossibleValue;
    use clap::{Arg, Command, CommandFactory, Id, ValueHint};
    use clap_complete::Shell as ClapShell;
    use serde_json::{Map, Value, json};

    use super::*;

    /// The public commands and flags; the generator would also offer the hidden ones, and files
    /// for names.
    fn shown() -> Command {
        let whole = cli::Cli::command();
        let shown = || whole.get_subcommands().filter(|command| !command.is_hide_set());
        let value = |command: &Command| {
            let about = command.get_about().cloned().unwrap_or_default();
            PossibleValue::new(&*command.get_name().to_owned().leak()).help(about)
        };
        let names: Vec<_> = shown().map(value).collect();
        Command::new("awsprompt")
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(true)
            .subcommands(shown().map(without_hidden_flags))
            .mut_subcommand("help", |help| {
                help.mut_arg("command", |it| it.value_parser(names).hide_possible_values(true))
            })
    }

    fn without_hidden_flags(command: &Command) -> Command {
        let flags: Vec<_> = command.get_arguments().filter(|flag| !flag.is_hide_set()).collect();
        // clap refuses a group of a flag that is not there.
        let is_hidden = |id: &Id| flags.iter().all(|flag| flag.get_id() != id);
        let groups = command.get_groups().filter(|group| !group.get_args().any(is_hidden));
        let is_name = |flag: &Arg| {
            let names = flag.get_value_names().unwrap_or_default();
            !flag.is_positional()
                && names.iter().any(|name| ["PROFILE", "NAME", "REGION"].contains(&name.as_str()))
        };
        Command::new(&*command.get_name().to_owned().leak())
            .about(command.get_about().cloned().unwrap_or_default())
            .groups(groups.cloned())
            .args(flags.iter().map(|flag| match flag {
                flag if is_name(flag) => Arg::clone(flag).value_hint(ValueHint::Other),
                flag => Arg::clone(flag),
            }))
    }

    /// The words that commands take, which the generator for fish leaves out.
    fn words_for_fish() -> String {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
        let mut lines = String::new();
        for command in shown().get_subcommands() {
            let positionals = command.get_positionals();
            for value in positionals.flat_map(Arg::get_possible_values) {
                let command = command.get_name();
                let condition = format!("__fish_awsprompt_using_subcommand {command}");
                let about = value.get_help().map(|help| quoted(&help.to_string()));
                let about = about.map(|about| format!(" -d '{about}'")).unwrap_or_default();
                let name = value.get_name();
                lines += &format!("complete -c awsprompt -n \"{condition}\" -f -a {name}{about}\n");
            }
        }
        lines
    }

    /// The commands, and for each its flags and the words that it takes, as nushell offers them.
    fn table() -> String {
        let offered = |value: &str, help: Option<String>| json!({ "value": value, "description": help.unwrap_or_default() });
        let whole = shown();
        let names = whole.get_subcommands().map(|command| {
            offered(command.get_name(), command.get_about().map(ToString::to_string))
        });
        let mut table = Map::from_iter([(String::new(), names.collect::<Value>())]);
        for command in whole.get_subcommands() {
            let mut words = vec![offered("--help", Some("Print help".to_owned()))];
            for argument in command.get_arguments() {
                let help = || argument.get_help().map(ToString::to_string);
                words.extend(
                    argument.get_short().map(|short| offered(&format!("-{short}"), help())),
                );
                words.extend(argument.get_long().map(|long| offered(&format!("--{long}"), help())));
                let values = argument.get_possible_values().into_iter();
                let values = values.filter(|_| argument.is_positional());
                words.extend(values.map(|value| {
                    offered(value.get_name(), value.get_help().map(ToString::to_string))
                }));
            }
            table.insert(command.get_name().to_owned(), Value::from(words));
        }
        serde_json::to_string_pretty(&table).unwrap() + "\n"
    }

    /// Updates the files if `UPDATE_GENERATED=1`; the program has to be built again then.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes what it generates")]
    fn the_files_are_what_is_generated() {
        let files = [
            (Shell::Zsh, Some(ClapShell::Zsh), "_awsprompt"),
            (Shell::Bash, Some(ClapShell::Bash), "awsprompt.bash"),
            (Shell::Fish, Some(ClapShell::Fish), "awsprompt.fish"),
            (Shell::Nushell, None, "awsprompt.json"),
        ];
        for (shell, generator, name) in files {
            let mut written = Vec::new();
            match generator {
                Some(generator) => {
                    clap_complete::generate(generator, &mut shown(), "awsprompt", &mut written);
                }
                None => written = table().into_bytes(),
            }
            if shell == Shell::Fish {
                written.extend(words_for_fish().into_bytes());
            }
            // They are part of the program, and no text in them has an indentation of its own.
            if matches!(shell, Shell::Bash | Shell::Nushell) {
                let text = String::from_utf8(written).unwrap();
                let lines = text.lines().filter(|line| !line.is_empty());
                written =
                    lines.flat_map(|line| [line.trim_start(), "\n"]).collect::<String>().into();
            }
            let is_stale = written != file(shell).as_bytes();
            if is_stale && std::env::var_os("UPDATE_GENERATED").is_some_and(|on| on == "1") {
                let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
                std::fs::write(directory.join("completions").join(name), &written).unwrap();
                continue;
            }
            assert!(!is_stale, "{name} is stale; renew it with UPDATE_GENERATED=1 cargo test");
        }
    }
}
