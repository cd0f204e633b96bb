//! The table of programs that start another command.

use std::ffi::OsString;

use super::command::program_name_of;
use super::table::lines;
use crate::embedded::embedded;
use crate::line::{Word, is_known};

const TEXT: &str = embedded!(table "wrappers.txt");

/// Parts a line of the table into the words that name the program, what follows them, and the rest.
fn columns(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let at = line.find(" 0 ").or_else(|| line.find(" 1 "))?;
    let (names, kind) = line[..at].rsplit_once(' ')?;
    Some((names, kind, &line[at + 1..]))
}

/// A program that starts another command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapper {
    /// How many words name it.
    named: usize,
    pub(super) kind: WrapperKind,
    skips: usize,
    pub(super) place: WrapperPlace,
    valued: &'static str,
}

/// What follows the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WrapperKind {
    Command,
    Maybe,
    Env,
    Items,
    Find,
    Call,
    Tools,
    Line,
    Shell,
    Flag,
    Switch,
}

/// Where the command runs, which decides its environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WrapperPlace {
    Here,
    OtherUser,
    OtherMachine,
}

impl WrapperPlace {
    /// Says why the account is not known.
    pub(super) fn reason(self) -> Option<&'static str> {
        match self {
            Self::Here => None,
            Self::OtherUser => Some("it runs as another user, with another environment"),
            Self::OtherMachine => Some("it runs in an environment that is not this one"),
        }
    }
}

/// The arguments of a wrapper.
#[derive(Debug, Default)]
pub(super) struct WrapperArguments<'w> {
    /// Each option, with its value if it takes one.
    pub(super) options: Vec<(String, Option<Word>)>,
    /// The words before the command.
    pub(super) skipped: &'w [Word],
    pub(super) rest: &'w [Word],
}

impl WrapperArguments<'_> {
    /// Returns the value of an option, by any of its names.
    pub(super) fn value(&self, names: &[&str]) -> Option<&Word> {
        let mut found = self.options.iter().filter(|(name, _)| names.contains(&&**name));
        found.next_back()?.1.as_ref()
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.options.iter().any(|(name, _)| names.contains(&&**name))
    }
}

impl Wrapper {
    /// Finds the wrapper that a command begins with.
    pub(super) fn of(words: &[Word]) -> Option<Self> {
        let first = program_name_of(words.first()?.as_known()?);
        let named = |line: &'static str| {
            line.strip_prefix(first).filter(|rest| rest.starts_with(' '))?;
            let mut names = columns(line)?.0.split(' ').enumerate();
            let count = names.clone().count();
            let is_it = names
                .all(|(at, name)| at == 0 || words.get(at).and_then(Word::as_known) == Some(name));
            is_it.then_some((count, line))
        };
        let (_, line) = lines(TEXT).filter_map(named).max_by_key(|(count, _)| *count)?;
        Self::read(line)
    }

    fn read(line: &'static str) -> Option<Self> {
        let (program, kind, rest) = columns(line)?;
        let mut columns = rest.split(' ');
        let kind = match kind {
            "command" => WrapperKind::Command,
            "maybe" => WrapperKind::Maybe,
            "env" => WrapperKind::Env,
            "items" => WrapperKind::Items,
            "find" => WrapperKind::Find,
            "call" => WrapperKind::Call,
            "tools" => WrapperKind::Tools,
            "line" => WrapperKind::Line,
            "shell" => WrapperKind::Shell,
            "flag" => WrapperKind::Flag,
            "switch" => WrapperKind::Switch,
            _ => return None,
        };
        let skips = columns.next()?.parse().ok()?;
        let place = match columns.next()? {
            "keeps" => WrapperPlace::Here,
            "user" => WrapperPlace::OtherUser,
            "machine" => WrapperPlace::OtherMachine,
            _ => return None,
        };
        let valued = rest.split_once(" -").map_or("", |(_, options)| options);
        let named = program.split(' ').count();
        Some(Self { named, kind, skips, place, valued })
    }

    /// Returns the options that take a value; the text of the table lacks the first hyphen.
    pub(super) fn takes_value(&self, option: &str) -> bool {
        self.valued.split_whitespace().enumerate().any(|(index, known)| {
            known == option || index == 0 && option.strip_prefix('-') == Some(known)
        })
    }

    /// Returns the names of the first option of the table.
    pub(super) fn first_option(&self) -> Vec<String> {
        let mut names = self.valued.split_whitespace();
        let first = names.next().map(|name| format!("-{name}"));
        // Its long form is the next one.
        let long = names.next().filter(|name| name.starts_with("--")).map(str::to_owned);
        first.into_iter().chain(long).collect()
    }

    /// Returns the value of the first option of the table.
    pub(super) fn first_value<'a>(&self, arguments: &'a WrapperArguments<'_>) -> Option<&'a Word> {
        let names = self.first_option();
        arguments.value(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Parts the words into options and the rest. None if a word that is not known may be either.
    pub(super) fn arguments<'w>(&self, words: &'w [Word]) -> Option<WrapperArguments<'w>> {
        let mut arguments = WrapperArguments::default();
        let mut at = self.named;
        let skips_assigned = self.kind == WrapperKind::Env;
        while let Some(word) = words.get(at) {
            let text = &*word.text;
            if word.is_open && self.kind != WrapperKind::Flag {
                return None;
            }
            at += 1;
            if text == "--" {
                break;
            }
            let is_option =
                text.len() > 1 && text.starts_with(['-', '+']) || skips_assigned && text == "-";
            if !is_option {
                at -= 1;
                break;
            }
            if let Some((name, value)) = text.split_once('=').filter(|_| text.starts_with("--")) {
                arguments.options.push((name.to_owned(), Some(part(word, value))));
                continue;
            }
            if text.starts_with("--") || text == "-" || self.takes_value(text) {
                let value = self.takes_value(text).then(|| words.get(at).cloned()).flatten();
                at += usize::from(value.is_some());
                arguments.options.push((text.to_owned(), value));
                continue;
            }
            // Several letters after one hyphen.
            for (index, letter) in text.char_indices().skip(1) {
                let option = format!("-{letter}");
                if !self.takes_value(&option) {
                    arguments.options.push((option, None));
                    continue;
                }
                let glued = &text[index + letter.len_utf8()..];
                let value = if glued.is_empty() {
                    let value = words.get(at).cloned();
                    at += usize::from(value.is_some());
                    value
                } else {
                    Some(part(word, glued))
                };
                arguments.options.push((option, value));
                break;
            }
        }
        if self.kind == WrapperKind::Tools && words[at - 1].text != "--" {
            let hyphens = words[at..].iter().position(|word| word.text == "--");
            at = hyphens.map_or(words.len(), |hyphens| at + hyphens + 1);
        }
        let end = (at + self.skips).min(words.len());
        arguments.skipped = &words[at.min(end)..end];
        arguments.rest = &words[end..];
        if self.skips > 0 && arguments.rest.first().is_some_and(|word| word.text == "--") {
            arguments.rest = &arguments.rest[1..];
        }
        Some(arguments)
    }
}

/// Tells whether a program by its name alone starts commands, and is neither a keyword of a shell nor
/// a command of its own.
pub(crate) fn is_starter(name: &str) -> bool {
    let own = ["-", "assume", "builtin", "command", "exec", "nocorrect", "noglob", "time"];
    !own.contains(&name) && !name.contains('/') && Wrapper::of(&[Word::known(name)]).is_some()
}

/// Returns the words that a program starts with the environment and the directory that it has itself,
/// as `timeout` does, with what is assigned before them.
pub(crate) fn started_by(words: &[OsString]) -> Option<&[OsString]> {
    let known: Option<Vec<Word>> =
        words.iter().map(|word| word.to_str().map(Word::known)).collect();
    let known = known?;
    let wrapper = Wrapper::of(&known)?;
    let arguments = wrapper.arguments(&known)?;
    let is_plain = match wrapper.kind {
        WrapperKind::Command | WrapperKind::Tools => !is_question(&known),
        WrapperKind::Env => arguments.options.is_empty(),
        _ => false,
    };
    let keeps = is_plain && wrapper.place == WrapperPlace::Here;
    let rest = &words[words.len() - arguments.rest.len()..];
    (keeps && !rest.is_empty()).then_some(rest)
}

/// Tells whether `command -v` and the like only ask for a command.
pub(super) fn is_question(words: &[Word]) -> bool {
    let name = words.first().and_then(Word::as_known);
    let asks = |word: &Word| matches!(&*word.text, "-v" | "-V");
    name == Some("command") && words.get(1).is_some_and(asks)
}

/// Returns a part of a word.
fn part(word: &Word, text: &str) -> Word {
    let source = if is_known(text) { text.to_owned() } else { word.source.clone() };
    Word { text: text.to_owned(), source, is_open: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_can_be_read() {
        for line in TEXT.lines() {
            assert!(Wrapper::read(line).is_some(), "{line}");
            let (name, ..) = columns(line).unwrap();
            let words: Vec<Word> = name.split(' ').map(Word::known).collect();
            assert!(Wrapper::of(&words).is_some(), "{name}");
        }
    }

    #[test]
    fn options_are_parted_from_the_command() {
        for (line, rest) in [
            ("timeout 5 aws s3", "aws s3"),
            ("timeout -k 5 --signal=KILL 9 aws", "aws"),
            ("timeout -k5 9 aws", "aws"),
            ("nice -n 5 aws", "aws"),
            ("nice -10 aws", "aws"),
            ("sudo -Eu root -- aws -u x", "aws -u x"),
            ("/usr/bin/sudo aws", "aws"),
            ("ssh -i key -p 22 host aws s3 ls", "aws s3 ls"),
            ("docker run --rm -it -e A=b image aws s3", "aws s3"),
            ("aws-vault exec prod -- aws s3", "aws s3"),
            ("aws-vault exec -d 1h prod aws s3", "aws s3"),
            ("npx --yes cdk deploy", "cdk deploy"),
            ("mise exec -C x aws-cli@2 node -- aws s3", "aws s3"),
            ("mise x -- aws s3", "aws s3"),
            ("uv tool run --from awscli aws s3", "aws s3"),
            ("nohup", ""),
        ] {
            let words: Vec<Word> = line.split(' ').map(Word::known).collect();
            let wrapper = Wrapper::of(&words).unwrap();
            let arguments = wrapper.arguments(&words).unwrap();
            let texts: Vec<_> = arguments.rest.iter().map(|word| &*word.text).collect();
            assert_eq!(texts.join(" "), rest, "{line}");
        }
    }
}
