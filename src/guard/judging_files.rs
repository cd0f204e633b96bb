//! The files by which awsprompt judges, and those by which an agent asks it: whether a command changes
//! one of them.

use std::path::Path;

use super::code::is_shell;
use super::command::{is_directory, program_name_of};
use super::file_search::FileSearch;
use super::reached_command::ReachedCommand;
use super::table::Words;
use super::writing::{
    COPYING, NAMING, READING, changing_code, copied_to, files_of, is_archiver, is_end_of_path,
    is_in_place, writes_tree,
};
use super::written::is_home;
use crate::aws::{FileState, Lookup};
use crate::line::{HOLE, Word, WorkingDirectory, is_known};

/// The ends of their paths. Who removes a directory of one that begins with a dot, removes the file.
const FILES: Words = Words(
    ".awsprompt .config/awsprompt/config.ini awsprompt/config.ini bin/awsprompt \
     .claude/settings.json .claude/settings.local.json .codex/config.toml \
     .codex/hooks.json .codeium/windsurf/hooks.json .config/opencode/plugins/awsprompt.js \
     .cursor/hooks.json .gemini/settings.json .github/hooks/awsprompt.json \
     .kiro/hooks/awsprompt.json .opencode/plugins/awsprompt.js .windsurf/hooks.json",
);

/// The variables that name such a file, or its directory.
const NAMED: [(&str, &str); 3] = [
    ("AWSPROMPT_CONFIG", ""),
    ("CLAUDE_CONFIG_DIR", "/settings.json"),
    ("CODEX_HOME", "/hooks.json"),
];

/// Programs that remove or close what they are given, with everything in it.
const REMOVING: Words =
    Words("chattr chgrp chmod chown gio mv rm rmdir setfacl shred trash trash-put unlink");

/// Programs that can take awsprompt away.
const PACKAGERS: Words = Words(
    "apk apt apt-get brew cargo choco dnf dpkg mise nix-env npm pacman pnpm scoop snap winget yarn yum",
);

/// Those that change every file that they are given.
const ACTING: Words = Words("dd gio mv rm rmdir shred tee trash trash-put truncate unlink");

/// Programs that say where another is.
const ASKING: Words = Words("command hash readlink realpath type whence where whereis which");

/// Those files, with the ones that variables name.
pub(crate) struct JudgingFiles<'a> {
    named: Vec<String>,
    lookup: &'a dyn Lookup,
    /// A pattern stands for names that begin with a dot too.
    finds_dotted: bool,
    /// The line removes or writes files that only running it would show.
    acts_on_unknown: bool,
    /// The line asks where awsprompt is.
    asks_where: bool,
}

impl<'a> JudgingFiles<'a> {
    /// Adds what the environment names, and what holds for the whole line.
    pub(crate) fn of(
        line: &str,
        commands: &[ReachedCommand],
        variable: &dyn Fn(&str) -> Option<String>,
        lookup: &'a dyn Lookup,
    ) -> Self {
        let named = NAMED.iter().filter_map(|(name, file)| {
            let place = variable(name).filter(|place| place.starts_with('/'))?;
            Some(format!("{place}{file}"))
        });
        let acts_on_unknown = |command: &ReachedCommand| {
            let is_unknown = |word: &Word| word.text.trim_start_matches("./").starts_with(HOLE);
            acts(&command.words) && command.words[1..].iter().any(is_unknown)
        };
        let options = ["dotglob", "globdots", "glob_dots"];
        let lower = line.to_ascii_lowercase();
        Self {
            named: named.collect(),
            lookup,
            finds_dotted: options.iter().any(|option| lower.contains(option)),
            acts_on_unknown: commands.iter().any(acts_on_unknown),
            asks_where: commands.iter().any(asks_where),
        }
    }

    /// Tells whether a command changes one of them.
    pub(crate) fn are_changed_by(&self, command: &ReachedCommand, directory: &Path) -> bool {
        let Some((program, arguments)) = command.words.split_first() else { return false };
        let name = program_name_of(&program.text);
        let texts: Vec<&str> = arguments.iter().map(|word| &*word.text).collect();
        let has = |words: &[&str]| texts.iter().any(|word| words.contains(word));
        let changes_git = name == "git" && texts.iter().any(|word| NAMING.has(word));
        if name == "awsprompt" {
            return texts.first() == Some(&"uninstall")
                || has(&["--edit", "--fix", "--init", "--install", "--uninstall"]);
        }
        if texts.contains(&"awsprompt") && PACKAGERS.has(name) {
            return has(&["erase", "purge", "remove", "rm", "uninstall", "--uninstall"]);
        }
        let only_reads = match name {
            "git" => !changes_git,
            "python" | "python3" => texts.starts_with(&["-m", "json.tool"]) && texts.len() < 4,
            // What they write is looked at below.
            _ => {
                COPYING.has(name) && name != "mv" || READING.has(name) && !is_in_place(name, &texts)
            }
        };
        let path = |file: &str| command.path(directory, file);
        let removed: &[Word] = match name {
            "ln" | "rsync" => {
                arguments.split_last().map_or(&[], |(last, _)| std::slice::from_ref(last))
            }
            // What is moved to a directory leaves it as it is.
            "mv" => arguments.split_last().map_or(&[], |(_, moved)| moved),
            _ if REMOVING.has(name) || changes_git => arguments,
            _ if is_archiver(name) && writes_tree(name, &texts) => arguments,
            _ => &[],
        };
        // They may bring a file that was not there, or are elsewhere.
        let brings = match name {
            "git" => !has(&["clean", "mv", "rm"]) || is_elsewhere(&texts),
            _ => !REMOVING.has(name),
        };
        let place = Place { command, directory, brings };
        let is_removed = |word: &Word| {
            let value = word.text.split_once('=').filter(|_| word.text.starts_with("--"));
            self.is_held_by(value.map_or(&*word.text, |(_, value)| value), &place)
                || !is_known(&word.text) && word.source.contains("awsprompt")
                || name == "rm" && is_home(word)
        };
        let is_copied = |file: &String| {
            let goes_up = matches!(texts.last(), Some(&("." | "..")))
                || arguments.last().is_some_and(is_home);
            self.has(&path(file)) || goes_up && self.is_below(file)
        };
        files_of(command, directory).iter().any(|file| self.has(file))
            || !only_reads && texts.iter().any(|file| self.has(&path(file)))
            || removed.iter().any(is_removed)
            || copied(name, &texts).iter().any(is_copied)
            || self.are_found_by(&place)
            || self.are_changed_by_code(command)
            || self.asks_where && writes_unknown(command)
    }

    /// Tells whether what is removed is a directory with one of the files in it, or may be.
    fn is_held_by(&self, file: &str, place: &Place<'_>) -> bool {
        let path = place.path(file);
        // Of a pattern, what it is in can be looked at.
        let (above, last) = file.rsplit_once('/').unwrap_or((".", file));
        let above = if above.is_empty() { "/" } else { above };
        let is_pattern = !is_known(last);
        let may_have = |at: usize, wanted: &str| {
            let begin = wanted[..at].rfind('/').map_or(0, |at| at + 1);
            let has = |directory, at| place.may_have(self.lookup, directory, &wanted[at..]);
            let can_look = !place.brings || wanted.contains("awsprompt");
            !can_look
                || has(if is_pattern { above } else { file }, at + 1)
                || is_pattern && has(above, begin)
        };
        let is_held = |wanted: &str| {
            let mut ends = wanted.match_indices('/').map(|(at, _)| at);
            ends.any(|at| ends_in(&path, &wanted[..at]) && may_have(at, wanted))
        };
        let is_in_dotted = |wanted: &&str| wanted.starts_with('.') && is_held(wanted);
        let is_named = |wanted: &String| {
            let end = wanted.rfind('/').unwrap_or(0);
            ends_in(&path, &wanted[..end]) && place.may_have(self.lookup, file, &wanted[end + 1..])
        };
        self.has(&path)
            || FILES.iter().any(|wanted| is_in_dotted(&wanted))
            || self.named.iter().any(is_named)
            || self.finds_dotted
                && last.chars().eq([HOLE])
                && FILES.iter().any(|wanted| place.may_have(self.lookup, above, wanted))
    }

    /// Tells whether `find` may find one of the files for what it or the line does to it.
    fn are_found_by(&self, place: &Place<'_>) -> bool {
        let words = &place.command.words;
        let Some(search) = FileSearch::of(words) else { return false };
        let may_act = words.iter().enumerate().any(|(at, word)| {
            let rest = &words[at + 1..];
            let end = rest.iter().position(|word| matches!(&*word.text, ";" | "+"));
            let runs = || acts(&rest[..end.unwrap_or(rest.len())]);
            word.text == "-delete"
                || matches!(&*word.text, "-exec" | "-execdir" | "-ok" | "-okdir") && runs()
                || matches!(&*word.text, "-x" | "-X" | "--exec" | "--exec-batch") && runs()
        });
        if !may_act && !self.acts_on_unknown {
            return false;
        }
        let is_only = |kind: &str| {
            words.windows(2).any(|pair| pair[0].text == "-type" && pair[1].text == kind)
        };
        let deletes = words.iter().any(|word| word.text == "-delete");
        let is_found = |root: &str, wanted: &str| {
            let name = if wanted.contains("awsprompt") {
                "awsprompt"
            } else {
                wanted.split('/').next().unwrap_or(wanted).trim_start_matches('.')
            };
            let ends = || wanted.match_indices('/').map(|(at, _)| at);
            // What is empty is deleted alone, so that only a program removes a directory with it.
            let takes_directories = !is_only("f") && !deletes;
            let mut above = ends().filter(|_| takes_directories).map(|at| &wanted[..at]);
            let path = place.path(root);
            let may_find = !is_only("d") && search.may_find(root, wanted)
                || above.any(|directory| search.may_find(root, directory));
            may_find
                && (search.names(name)
                    || wanted == ".awsprompt" && search.is_of_some_name()
                    || is_known(&path) && place.may_have(self.lookup, root, wanted)
                    || ends().any(|at| {
                        ends_in(&path, &wanted[..at])
                            && place.may_have(self.lookup, root, &wanted[at + 1..])
                    }))
        };
        let named = |root: &str| {
            let real = self.lookup.real_path(Path::new(&place.path(root)));
            let mut below =
                self.named.iter().filter_map(|it| Path::new(it).strip_prefix(&real).ok());
            !is_only("d") && below.any(|file| search.may_find(root, &file.to_string_lossy()))
        };
        search
            .roots
            .iter()
            .any(|root| named(root) || FILES.iter().any(|wanted| is_found(root, wanted)))
    }

    /// Tells whether code of another language names one of the files, and may change it.
    fn are_changed_by_code(&self, command: &ReachedCommand) -> bool {
        let is_path = |part: &str| self.has(part) || self.is_below(part);
        // A script may stand in a file that is one of them.
        let is_file = |code: &str| self.has(code) && !code.contains(char::is_whitespace);
        let mut scripts = changing_code(command).filter(|code| !is_file(code));
        scripts.any(|code| code.split(is_end_of_path).any(is_path))
    }

    /// Tells whether a path may be one of the files.
    fn has(&self, file: &str) -> bool {
        FILES.iter().any(|wanted| ends_in(file, wanted))
            || self.named.iter().any(|wanted| ends_in(file, wanted))
    }

    /// Tells whether a path may be one of the files, or a directory above it.
    fn is_below(&self, file: &str) -> bool {
        let mut dotted = FILES.iter().filter(|wanted| wanted.starts_with('.'));
        let mut named = self.named.iter().filter_map(|wanted| wanted.rsplit_once('/'));
        self.has(file)
            || named.any(|(directory, _)| ends_in(file, directory))
            || dotted.any(|wanted| {
                let mut ends = wanted.match_indices('/').map(|(at, _)| at);
                ends.any(|end| ends_in(file, &wanted[..end]))
            })
    }
}

/// Tells whether git is told to work in another directory.
fn is_elsewhere(arguments: &[&str]) -> bool {
    let is_told = |word: &&str| *word == "-C" || word.starts_with("--work-tree");
    arguments.iter().take_while(|word| !NAMING.has(word)).any(is_told)
}

/// Tells whether words change every file that they are given, or hold code that does.
fn acts(words: &[Word]) -> bool {
    let Some((program, arguments)) = words.split_first() else { return false };
    let name = program_name_of(&program.text);
    let texts: Vec<&str> = arguments.iter().map(|word| &*word.text).collect();
    let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let has_one = |code: &&str| code.split(is_end).any(|word| ACTING.has(word));
    ACTING.has(name) || is_in_place(name, &texts) || is_shell(name) && texts.iter().any(has_one)
}

/// Tells whether a command asks where awsprompt is.
fn asks_where(command: &ReachedCommand) -> bool {
    let Some((program, arguments)) = command.words.split_first() else { return false };
    ASKING.has(program_name_of(&program.text))
        && arguments.iter().any(|word| word.text == "awsprompt")
}

/// Tells whether a command changes a file that only running the line would show.
fn writes_unknown(command: &ReachedCommand) -> bool {
    let Some((program, arguments)) = command.words.split_first() else { return false };
    let name = program_name_of(&program.text);
    let changed = match name {
        "mv" => arguments,
        _ if COPYING.has(name) => &arguments[arguments.len().saturating_sub(1)..],
        _ if ACTING.has(name) || REMOVING.has(name) => arguments,
        _ => &[],
    };
    let is_unknown = |text: &str| text.trim_start_matches("of=").starts_with(HOLE);
    changed.iter().any(|word| is_unknown(&word.text))
        || command.writes.iter().any(|file| is_unknown(file))
}

/// Where a command runs.
struct Place<'a> {
    command: &'a ReachedCommand,
    /// Where the line begins.
    directory: &'a Path,
    /// It may make files of any name in the directories that it is given.
    brings: bool,
}

impl Place<'_> {
    fn path(&self, file: &str) -> String {
        self.command.path(self.directory, file)
    }

    /// Tells whether a directory has a file, or may: it is looked at where that is possible.
    fn may_have(&self, lookup: &dyn Lookup, directory: &str, file: &str) -> bool {
        let path = self.path(directory);
        let is_there = match &self.command.directory {
            WorkingDirectory::Known(from) => is_directory(&self.directory.join(from), lookup),
            WorkingDirectory::Unknown => false,
        };
        let is_absolute = Path::new(directory).is_absolute();
        !is_known(&path)
            || !(is_there || is_absolute)
            || *lookup.content(&Path::new(&path).join(file)) != FileState::Absent
    }
}

/// Returns the files that a program makes in a directory, by the names that they had.
fn copied(name: &str, arguments: &[&str]) -> Vec<String> {
    let is_tree = arguments.starts_with(&["s3", "sync"]);
    let arguments = match arguments {
        ["s3", "cp" | "mv" | "sync", rest @ ..] if name == "aws" => rest,
        _ if COPYING.has(name) || name == "scp" => arguments,
        _ => return Vec::new(),
    };
    let Some((sources, to)) = copied_to(arguments) else { return Vec::new() };
    let named = sources.into_iter().map(|source| {
        let last = source.rsplit(['/', ':']).next().unwrap_or(source);
        // Everything that is in it.
        let hole = HOLE.to_string();
        format!("{to}/{}", if is_tree || matches!(last, "" | ".") { &hole } else { last })
    });
    named.collect()
}

/// Returns the parts of a path, the last one first.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit('/').filter(|part| !matches!(*part, "" | "."))
}

/// Tells whether a path ends in another, or may: a hole is any text.
fn ends_in(file: &str, wanted: &str) -> bool {
    // Most paths differ in their last letter already.
    let last = |text: &str| text.bytes().last().filter(u8::is_ascii_alphanumeric);
    if last(file).is_some_and(|letter| last(wanted).is_some_and(|other| other != letter)) {
        return false;
    }
    let mut parts_of_file = parts(file);
    let mut is_part = |wanted_part: &str| {
        let Some(mut part) = parts_of_file.next() else { return false };
        // It may be no directory at all.
        if part.chars().eq([HOLE]) && wanted_part.starts_with('.') {
            part = parts_of_file.next().unwrap_or_default();
        }
        part == wanted_part || wanted.starts_with('.') && may_be(part, wanted_part)
    };
    parts(wanted).all(&mut is_part)
}

/// Tells whether a pattern may stand for a name.
fn may_be(pattern: &str, name: &str) -> bool {
    let begin = pattern.split([HOLE, '[']).next().unwrap_or(pattern);
    let end = pattern.rsplit([HOLE, ']']).next().unwrap_or(pattern);
    // A pattern that begins with any text stands for no name that begins with a dot.
    let is_pattern = begin != pattern && !(begin.is_empty() && name.starts_with('.'));
    // One in brackets stands for one character, as `.[dev]` of pip.
    let has_one = !pattern.contains(HOLE) && pattern.matches('[').count() == 1;
    let is_long = !has_one || begin.len() + 1 + end.len() == name.len();
    is_pattern && is_long && name.starts_with(begin) && name.ends_with(end)
}
