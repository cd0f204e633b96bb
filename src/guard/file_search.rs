//! What `find` and `fd` may find, by the patterns among their words.

use super::command::program_name_of;
use crate::line::{HOLE, Word};

/// Where a program looks, and for which names.
#[derive(Debug)]
pub(super) struct FileSearch<'w> {
    pub(super) roots: Vec<&'w str>,
    patterns: Vec<NamePattern>,
    /// One of the patterns is enough.
    is_any: bool,
}

#[derive(Debug)]
struct NamePattern {
    /// In small letters, with a hole for any text.
    text: String,
    is_of_path: bool,
}

impl<'w> FileSearch<'w> {
    /// Reads the words, the program among them.
    pub(super) fn of(words: &'w [Word]) -> Option<Self> {
        let (program, arguments) = words.split_first()?;
        let name = program_name_of(&program.text);
        let arguments: Vec<&str> = arguments.iter().map(|word| &*word.text).collect();
        match name {
            "find" | "gfind" => Some(Self::of_find(&arguments)),
            "fd" | "fdfind" => Some(Self::of_fd(&arguments)),
            _ => None,
        }
    }

    fn of_find(arguments: &[&'w str]) -> Self {
        let is_option = |word: &&&str| matches!(**word, "-H" | "-L" | "-P");
        let before = arguments.iter().take_while(is_option).count();
        let begins_expression = |word: &&&str| word.starts_with(['-', '(', '!']);
        let roots = arguments[before..].iter().take_while(|word| !begins_expression(word));
        let mut roots: Vec<&str> = roots.copied().collect();
        if roots.is_empty() {
            roots.push(".");
        }
        let pattern = |at: usize| {
            let is_not = at > 0 && matches!(arguments[at - 1], "!" | "-not");
            let (is_of_path, is_regex) = match arguments[at] {
                _ if is_not => return None,
                "-name" | "-iname" => (false, false),
                "-path" | "-ipath" | "-wholename" | "-iwholename" => (true, false),
                "-regex" | "-iregex" => (true, true),
                _ => return None,
            };
            let text = holes(arguments.get(at + 1)?, is_regex);
            Some(NamePattern { text, is_of_path })
        };
        let is_or = |word: &&str| matches!(*word, "-o" | "-or" | ",");
        let is_any = arguments.iter().any(is_or);
        // A branch without a pattern, or a group that is negated, may find any file.
        let mut at = 0;
        let mut branches = arguments.split(is_or).map(|branch| {
            let begin = at;
            at += branch.len() + 1;
            begin..begin + branch.len()
        });
        let finds_all = is_any && !branches.all(|mut it| it.any(|at| pattern(at).is_some()))
            || arguments.windows(2).any(|it| matches!(it, ["!" | "-not", "("]));
        let all = if finds_all { 0 } else { arguments.len() };
        Self { roots, patterns: (0..all).filter_map(pattern).collect(), is_any }
    }

    fn of_fd(arguments: &[&'w str]) -> Self {
        let runs = |word: &&&str| matches!(**word, "-x" | "-X" | "--exec" | "--exec-batch");
        let mut words = arguments.iter().take_while(|word| !runs(word));
        let (mut given, mut patterns) = (Vec::new(), Vec::new());
        while let Some(word) = words.next() {
            match *word {
                "-e" | "--extension" => {
                    let text = words.next().map(|text| format!("{HOLE}.{}", text.to_lowercase()));
                    patterns.extend(text.map(|text| NamePattern { text, is_of_path: false }));
                }
                "-t" | "--type" | "-d" | "--max-depth" | "--min-depth" | "-E" | "--exclude"
                | "-S" | "--size" | "-j" | "--threads" | "-c" | "--color" | "-o" | "--owner"
                | "--changed-within" | "--changed-before" => drop(words.next()),
                word if word.starts_with('-') => {}
                word => given.push(word),
            }
        }
        if let Some(text) = given.first() {
            let text = format!("{HOLE}{}{HOLE}", holes(text, true));
            patterns.push(NamePattern { text, is_of_path: false });
        }
        Self { roots: vec![given.get(1).unwrap_or(&".")], patterns, is_any: false }
    }

    /// Tells whether it may find a file, which is named from a root.
    pub(super) fn may_find(&self, root: &str, file: &str) -> bool {
        let (path, file) = (format!("{root}/{file}").to_lowercase(), file.to_lowercase());
        let name = file.rsplit('/').next().unwrap_or(&file);
        let mut fits = self
            .patterns
            .iter()
            .map(|pattern| may_be(&pattern.text, if pattern.is_of_path { &path } else { name }));
        self.patterns.is_empty() || if self.is_any { fits.any(|it| it) } else { fits.all(|it| it) }
    }

    /// Tells whether one of the patterns has a text in it.
    pub(super) fn names(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.text.contains(text))
    }

    /// Tells whether one of the patterns says anything of the name, and none is of a path alone.
    pub(super) fn is_of_some_name(&self) -> bool {
        let is_said = |c: char| c != HOLE && c != '/';
        self.patterns.iter().any(|pattern| pattern.text.contains(is_said))
    }
}

/// Returns a pattern in small letters, with a hole where it stands for any text.
fn holes(pattern: &str, is_regex: bool) -> String {
    if is_regex && pattern.contains('|') {
        return HOLE.to_string();
    }
    let mut text = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '[' => {
                characters.by_ref().skip(1).find(|c| *c == ']');
                text.push(HOLE);
            }
            // What is before it may be missing.
            '*' | '?' | '+' | '{' if is_regex => {
                text.pop();
                text.push(HOLE);
            }
            '*' | '?' => text.push(HOLE),
            '\\' => text.extend(characters.next()),
            '.' | '(' | ')' | '}' if is_regex => text.push(HOLE),
            '^' | '$' if is_regex => {}
            _ => text.extend(character.to_lowercase()),
        }
    }
    text
}

/// Tells whether a text with holes may be another.
fn may_be(pattern: &str, text: &str) -> bool {
    let Some((begin, rest)) = pattern.split_once(HOLE) else { return pattern == text };
    let (middle, end) = rest.rsplit_once(HOLE).unwrap_or(("", rest));
    let Some(mut left) = text.strip_prefix(begin) else { return false };
    for part in middle.split(HOLE) {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_found_is_told_by_its_name_and_path() {
        let finds = |line: &str, file: &str| {
            let words: Vec<Word> = line.split(' ').map(Word::known).collect();
            let search = FileSearch::of(&words).unwrap();
            search.roots.iter().any(|root| search.may_find(root, file))
        };
        for line in [
            "find -name .awsprompt",
            "find . -name *prompt -delete",
            "find . -iname *PROMPT",
            "find . -name .*",
            "find a b -name ?aws*t",
            "find . -name [.x]awsprompt",
            "find . -name \\.awsprompt",
            "find . -path *aws*",
            "find . -path ./.aws*",
            "find . -regex .*prompt",
            "find . -regex .*/\\.awsprompts?",
            "find . -regex .*\\(x\\|prompt\\)",
            "find . -type f",
            "find . -name x -o -name *t",
            "find . ! -name x -name *t",
            "fd -H prompt",
        ] {
            assert!(finds(line, ".awsprompt"), "{line}");
        }
        for line in [
            "find . -name *.orig",
            "find . -name prompt",
            "find . -name x -name *t",
            "find . -path */tmp/*",
            "find . -path ./a*",
            "find . -regex .*x",
            "fd -H x",
        ] {
            assert!(!finds(line, ".awsprompt"), "{line}");
        }
        assert!(finds("find . -path *claude*", ".claude/settings.json"));
        assert!(finds("find . -name *.json", ".claude/settings.json"));
        assert!(!finds("find . -name *.json -path *codex*", ".claude/settings.json"));
    }
}
