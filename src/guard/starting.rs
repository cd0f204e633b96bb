//! Everyday programs that start another one where their arguments, their input or a variable say so.

use super::command::{GuardedProgram, program_name_of};
use super::mention::mentions_guarded;
use super::reached_command::{ReachedCommand, given_variables};
use super::sed;
use crate::line::{HOLE, Stdin, Word};

/// A program, the options and words before a command, and what its text has in it that starts one.
type Starter = (&'static str, &'static str, &'static [&'static str]);

const STARTERS: [Starter; 30] = [
    (
        "git",
        "-x --exec --extcmd --sendmail-cmd -u --upload-pack --receive-pack -O \
         --open-files-in-pager --tree-filter --index-filter --msg-filter \
         --env-filter --commit-filter foreach run",
        &["ext::"],
    ),
    ("gh", "", &[]),
    ("open", "--args", &[]),
    ("go", "-exec -toolexec", &[]),
    ("tar", "-I -F --use-compress-program --to-command --checkpoint-action", &[]),
    ("zip", "-TT --unzip-command", &[]),
    ("split", "--filter", &[]),
    ("sort", "--compress-program", &[]),
    ("man", "-P --pager -H --html", &[]),
    ("rg", "--pre --hostname-bin", &[]),
    ("hash", "-p", &[]),
    ("bind", "-x", &[]),
    ("complete", "-C", &[]),
    ("compgen", "-C", &[]),
    ("awk", "", &["system", "getline", "|"]),
    ("gawk", "", &["system", "getline", "|"]),
    ("mawk", "", &["system", "getline", "|"]),
    ("vi", "-c --cmd", &["!", "system("]),
    ("vim", "-c --cmd", &["!", "system("]),
    ("view", "-c --cmd", &["!", "system("]),
    ("vimdiff", "-c --cmd", &["!", "system("]),
    ("emacs", "", &["shell-command", "call-process", "start-process"]),
    ("less", "", &["!", "|"]),
    ("more", "", &["!"]),
    ("ed", "", &["!"]),
    ("hyperfine", "", &[""]),
    ("sqlite3", "", &[".shell", ".system"]),
    ("psql", "", &["\\!", "program"]),
    ("mysql", "", &["system ", "\\!"]),
    ("sed", "", &[]),
];

/// Tells whether an everyday program starts a guarded one.
pub(super) fn starts_another(name: &str, command: &ReachedCommand) -> bool {
    let arguments = &command.words[1..];
    match name {
        // It runs again what was typed before.
        "fc" => return !arguments.iter().any(|word| word.text.starts_with("-l")),
        // Code that the shell itself runs.
        "enable" => return arguments.iter().any(|word| word.text == "-f"),
        // It signs a request to AWS itself.
        "curl" => return arguments.iter().any(|word| word.text.starts_with("--aws-sigv4")),
        _ => {}
    }
    if is_given_a_command(command) {
        return true;
    }
    let Some((_, options, marks)) = STARTERS.iter().find(|(known, ..)| *known == name) else {
        return false;
    };
    if (0..arguments.len())
        .any(|at| options.split_whitespace().any(|it| is_before_command(arguments, at, it)))
        || matches!(name, "gh" | "git") && is_configured(arguments)
    {
        return true;
    }
    let read = match &command.stdin {
        Stdin::Text(text) | Stdin::Piped(text) => Some(text.as_str()),
        Stdin::Inherited | Stdin::File(_) | Stdin::Other => None,
    };
    let texts = || arguments.iter().map(|word| &*word.text).chain(read);
    let is_code = match name {
        "sed" => sed::runs_commands(arguments, read),
        _ => texts().any(|text| {
            let text = text.to_ascii_lowercase();
            marks.iter().any(|mark| text.contains(mark))
        }),
    };
    let mentions = |text: &str| {
        let is_awk = name.ends_with("awk") && !text.starts_with('-') && Some(text) != read;
        if is_awk && text.contains('"') {
            // What a command can be made of is in quotes there.
            text.split('"').skip(1).step_by(2).any(mentions_guarded)
        } else {
            mentions_guarded(text)
        }
    };
    is_code && texts().any(mentions)
}

/// Tells whether the argument at a place is an option before a command with a guarded program, or has
/// one itself.
fn is_before_command(arguments: &[Word], at: usize, option: &str) -> bool {
    let text = &*arguments[at].text;
    if text == option {
        let rest = &arguments[at + 1..];
        if !option.starts_with('-') {
            // After a word, all that follows is the command.
            let rest: Vec<&str> = rest.iter().map(|word| &*word.text).collect();
            return is_guarded_command(&rest.join(" "));
        }
        let value = rest.first().map(|word| &*word.text);
        return value.is_some_and(|text| is_guarded_command(text) || text.starts_with(HOLE));
    }
    let glued = text.strip_prefix(option).filter(|_| option.starts_with('-'));
    glued.is_some_and(|rest| match rest.strip_prefix('=') {
        Some(value) => is_guarded_command(value.strip_prefix("exec=").unwrap_or(value)),
        None => option.len() == 2 && is_guarded_command(rest),
    })
}

/// Tells whether git is given a command as a setting, or gh as an alias.
fn is_configured(arguments: &[Word]) -> bool {
    let is_setting = |word: &Word| matches!(&*word.text, "alias" | "config");
    let config = arguments.iter().position(is_setting);
    let set = config.map_or(&[][..], |at| &arguments[at + 1..]);
    let is_name = |word: &Word| word.text.starts_with("user.") || word.text.starts_with("remote.");
    let given = arguments.windows(2).filter(|pair| pair[0].text == "-c");
    let mut given = given.filter_map(|pair| pair[1].text.split_once('='));
    !set.iter().any(is_name) && set.iter().any(|word| is_guarded_command(&word.text))
        || given.any(|(name, value)| !name.starts_with("user.") && is_guarded_command(value))
}

/// Tells whether a text is a line of shell with a guarded program in it.
pub(super) fn is_guarded_command(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "!:+|\\\"'".contains(c));
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_line = text.contains([' ', '\n', ';', '&', '|', '`', '(']);
    is_guarded(first) || is_line && has_guarded_word(text)
}

fn is_guarded(word: &str) -> bool {
    GuardedProgram::of_name(program_name_of(word)).is_some()
}

/// Tells whether a guarded program is one of the words of a line, in quotes or not.
fn has_guarded_word(line: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || ":;&|()`\"'{}<>,".contains(c);
    line.split(ends).any(|word| is_guarded(word) || word.starts_with("AWS_"))
}

/// Returns the variable of this line that names a guarded program for a command to start.
pub(crate) fn given_command(command: &ReachedCommand) -> Option<&str> {
    let ends = ["PAGER", "EDITOR", "VISUAL", "BROWSER", "ASKPASS", "_RSH", "LESSOPEN", "LESSCLOSE"];
    let is_command = |name: &str| {
        let is_person = name.starts_with("GIT_AUTHOR") || name.starts_with("GIT_COMMITTER");
        ends.iter().any(|end| name.ends_with(end)) || name.starts_with("GIT_") && !is_person
    };
    let mut given = given_variables(&command.steps).filter(|(name, _)| is_command(name));
    given.find(|(_, value)| is_guarded_command(value)).map(|(name, _)| name)
}

fn is_given_a_command(command: &ReachedCommand) -> bool {
    given_command(command).is_some()
}
