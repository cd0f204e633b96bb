//! The names that `~/.aws/cli/alias` gives to commands of the user's own.
//!
//! An alias may stand for anything, a program too, and takes precedence over the command of the
//! same name. What it stands for is not looked at.
//! <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-alias.html>

use super::operation::{has_commands, own_command};
use crate::aws::{FileState, Heading, read_flat, words};

/// A command of the AWS CLI that an alias of the same name replaces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HiddenCommand {
    pub(crate) name: String,
    pub(crate) line: u32,
    /// Which of `--profile` and `--region` the alias gives.
    pub(crate) flags: Vec<&'static str>,
    /// Whether the AWS CLI stops at `--profile`, as in all aliases that are no shell command.
    pub(crate) is_refused: bool,
}

/// Finds the aliases that are called as a command of the AWS CLI (rule 7.40).
pub(crate) fn hidden_commands(file: &FileState) -> Vec<HiddenCommand> {
    let Ok(document) = read_flat(file.visible()) else { return Vec::new() };
    let is_toplevel = |heading: &Heading<'_>| matches!(heading, Heading::Python(heading) if *heading == "toplevel");
    let sections = document.sections.iter().filter(|section| is_toplevel(&section.heading));
    let entries = sections.flat_map(|section| document.keys(section));
    let hidden = entries.filter(|entry| is_command(&entry.key)).map(|entry| {
        let has = |flag: &&str| {
            let words = entry.value.split_whitespace();
            words
                .filter_map(|word| word.strip_prefix(*flag))
                .any(|rest| rest.is_empty() || rest.starts_with('='))
        };
        let flags: Vec<_> = ["--profile", "--region"].into_iter().filter(has).collect();
        let is_refused = flags.contains(&"--profile") && !entry.value.starts_with('!');
        HiddenCommand { name: entry.key.as_ref().to_owned(), line: entry.line, flags, is_refused }
    });
    hidden.collect()
}

fn is_command(name: &str) -> bool {
    has_commands(name) || own_command(name).is_some()
}

/// An alias that does nothing, or a header whose aliases the AWS CLI passes over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnusableAlias {
    pub(crate) name: String,
    pub(crate) line: u32,
    /// What is wrong, after the name.
    pub(crate) why: &'static str,
    pub(crate) is_header: bool,
}

/// Finds the aliases that the AWS CLI passes over, and those at which it stops when they are called.
pub(crate) fn unusable_aliases(file: &FileState) -> Vec<UnusableAlias> {
    let Ok(document) = read_flat(file.visible()) else { return Vec::new() };
    let mut found = Vec::new();
    for section in &document.sections {
        let Heading::Python(heading) = section.heading else { continue };
        let is_known = heading == "toplevel" || heading.starts_with("command ");
        if !is_known && heading != "DEFAULT" {
            let (name, why) = (format!("[{heading}]"), "is not [toplevel]");
            found.push(UnusableAlias { name, line: section.line(), why, is_header: true });
            continue;
        }
        found.extend(document.keys(section).filter_map(|entry| {
            let why = refusal(&entry.key, &entry.value)?;
            let name = entry.key.as_ref().to_owned();
            Some(UnusableAlias { name, line: entry.line, why, is_header: false })
        }));
    }
    found
}

/// Says why the AWS CLI stops when an alias is called, after its name.
fn refusal(name: &str, value: &str) -> Option<&'static str> {
    if value.starts_with('!') {
        return None;
    }
    let Some(words) = words::split(value) else { return Some("has a quotation that does not end") };
    let has = |flag: &str| words.iter().any(|word| word.split('=').next() == Some(flag));
    let Some(first) = words.first() else { return Some("is empty") };
    match first.as_str() {
        "aws" => Some("begins with aws, which is not a command of the AWS CLI"),
        _ if has("--profile") && !is_command(name) => {
            Some("has --profile, which the AWS CLI refuses in an alias")
        }
        _ if has("--debug") => Some("has --debug, which the AWS CLI refuses in an alias"),
        _ => None,
    }
}

/// The aliases, each with the words of the command that it is below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aliases {
    names: Vec<(Vec<String>, String)>,
    /// There is a file, and it was not read.
    are_unknown: bool,
}

impl Aliases {
    /// Reads the file as the AWS CLI does, which runs nothing if the file has an error.
    pub(crate) fn read(file: &FileState) -> Self {
        let unknown = Self { names: Vec::new(), are_unknown: true };
        if file.is_unseen() {
            return unknown;
        }
        let Ok(document) = read_flat(file.visible()) else { return unknown };
        let mut names = Vec::new();
        for section in &document.sections {
            let Heading::Python(heading) = section.heading else { continue };
            let mut words = heading.split_whitespace().map(str::to_owned);
            let above: Vec<_> = match words.next().as_deref() {
                Some("toplevel") => Vec::new(),
                Some("command") => words.collect(),
                _ => continue,
            };
            let keys = document.keys(section).map(|entry| entry.key.as_ref().to_owned());
            names.extend(keys.map(|name| (above.clone(), name)));
        }
        Self { names, are_unknown: false }
    }

    /// Tells whether an alias may be among the words of a command line.
    pub(super) fn may_be_in<W: AsRef<str>>(&self, words: &[W]) -> bool {
        let has = |words: &[W], name: &str| words.iter().any(|word| word.as_ref() == name);
        self.are_unknown
            || self.names.iter().any(|(above, name)| {
                // Below an operation, an alias may be anywhere among its arguments.
                let end = if above.len() < 2 { above.len() + 1 } else { words.len() };
                let is_above = |(above, word): (&String, &W)| above == word.as_ref();
                above.len() < words.len()
                    && above.iter().zip(words).all(is_above)
                    && has(&words[above.len()..end], name)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[toplevel]\nwhoami = sts get-caller-identity\nS3 = !rm\nlong =\n  !f() {\n  }; f\n\n\
        [command ec2]\nlist-mine = describe-instances\n[command ec2 describe-instances]\nmine = --x\n\
        [other]\nnone = x\n";

    fn read(text: &str) -> Aliases {
        Aliases::read(&FileState::Content(text.into()))
    }

    #[test]
    fn an_alias_is_found_where_its_section_puts_it() {
        let cases: [(&[&str], bool); 10] = [
            (&["whoami"], true),
            (&["s3", "ls"], true),
            (&["long", "x"], true),
            (&["ec2", "list-mine"], true),
            (&["ec2", "describe-instances", "a", "mine"], true),
            (&["ec2", "describe-instances", "whoami"], false),
            (&["rds", "list-mine"], false),
            (&["ec2", "whoami"], false),
            (&["none"], false),
            (&[], false),
        ];
        for (words, is_alias) in cases {
            assert_eq!(read(FILE).may_be_in(words), is_alias, "{words:?}");
        }
    }

    #[test]
    fn an_alias_that_is_called_as_a_command_hides_it() {
        let text = "[toplevel]\nec2 = ec2 --region=eu-central-1 --regional\nwhoami = sts --profile x\n\
            sts = sts --profile x --region y\nconfigure = !aws --profile x\nnone = s3\n[command s3]\nrds = ls\n";
        let hidden = hidden_commands(&FileState::Content(text.into()));
        let shown = |it: &HiddenCommand| (it.line, it.flags.join(" "), it.is_refused);
        let found: Vec<_> = hidden.iter().map(shown).collect();
        assert_eq!(
            found,
            [
                (2, "--region".to_owned(), false),
                (4, "--profile --region".to_owned(), true),
                (5, "--profile".to_owned(), false)
            ]
        );
    }

    #[test]
    fn an_alias_that_cannot_be_called_is_found() {
        let text = "[toplevel]\na = aws s3 ls\nb = sts --profile x\nc = 's3\nd = !aws --profile x\n\
            e = s3 ls\ni =\nf = ec2 --debug\n[ toplevel ]\ng = s3\n[TOPLEVEL]\n[command s3]\nh = aws x\n";
        let found = unusable_aliases(&FileState::Content(text.into()));
        let lines: Vec<_> = found.iter().map(|it| (it.line, it.is_header)).collect();
        let alias = |line| (line, false);
        let header = |line| (line, true);
        assert_eq!(
            lines,
            [alias(2), alias(3), alias(4), alias(7), alias(8), header(9), header(11), alias(13)]
        );
        assert_eq!(hidden_commands(&FileState::Content("[ toplevel ]\nec2 = x\n".into())), []);
    }

    #[test]
    fn the_file_is_read_as_the_aws_cli_reads_it() {
        let indented = read("  [toplevel]\n  wipe = s3 rm s3://b/k\n");
        assert!(indented.may_be_in(&["wipe"]) && !indented.may_be_in(&["s3"]));
        let old_line_ends = read("[toplevel]\rwipe = s3 rm s3://b/k\r");
        assert!(old_line_ends.may_be_in(&["wipe"]) && !old_line_ends.may_be_in(&["s3"]));
        // It stops where the file has an error, whatever the command is.
        assert!(read("[toplevel\nwipe = s3 rm").may_be_in(&["s3", "ls"]));
        assert!(read("[toplevel]\na = b\na = c\n").may_be_in(&["s3", "ls"]));
    }

    #[test]
    fn the_default_section_lends_its_names() {
        let aliases = read("[DEFAULT]\nx = y\n[command ec2]\n");
        assert!(aliases.may_be_in(&["ec2", "x"]));
        assert!(!aliases.may_be_in(&["ec2", "y"]));
    }

    #[test]
    fn a_file_that_was_not_read_may_have_any_name() {
        assert!(Aliases::read(&FileState::TooLarge).may_be_in(&["s3", "ls"]));
        assert!(!Aliases::read(&FileState::Absent).may_be_in(&["s3", "ls"]));
        // The AWS CLI goes on without a file that it may not read.
        assert!(!Aliases::read(&FileState::Unreadable).may_be_in(&["s3", "ls"]));
    }
}
