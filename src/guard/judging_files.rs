//! The files by which awsprompt judges, and those by which an agent asks it: whether a command changes
//! one of them.

use std::path::Path;

use super::command::program_name_of;
use super::followed::found_by;
use super::reached_command::ReachedCommand;
use super::table::Words;
use super::writing::{
    COPYING, NAMING, READING, changing_code, copied_to, files_of, is_archiver, is_end_of_path,
    is_in_place, writes_tree,
};
use super::written::is_home;
use crate::line::{HOLE, Word, is_known};

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

/// Those files, with the ones that variables name.
pub(crate) struct JudgingFiles {
    named: Vec<String>,
}

impl JudgingFiles {
    /// Adds what the environment names.
    pub(crate) fn of(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let named = NAMED.iter().filter_map(|(name, file)| {
            let place = variable(name).filter(|place| place.starts_with('/'))?;
            Some(format!("{place}{file}"))
        });
        Self { named: named.collect() }
    }

    /// Tells whether a command changes one of them.
    pub(crate) fn are_changed_by(&self, command: &ReachedCommand, directory: &Path) -> bool {
        let Some((program, arguments)) = command.words.split_first() else { return false };
        let name = program_name_of(&program.text);
        let texts: Vec<&str> = arguments.iter().map(|word| &*word.text).collect();
        let has = |words: &[&str]| texts.iter().any(|word| words.contains(word));
        let changes_git = name == "git" && texts.iter().any(|word| NAMING.has(word));
        if name == "awsprompt" {
            return has(&["--edit", "--fix", "--init", "--install", "--uninstall"]);
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
        let is_removed = |word: &Word| {
            self.is_below(&path(&word.text))
                || !is_known(&word.text) && word.source.contains("awsprompt")
                || name == "rm" && is_home(word)
        };
        let is_copied = |file: &String| {
            let goes_up = matches!(texts.last(), Some(&("." | "..")))
                || arguments.last().is_some_and(is_home);
            self.has(&path(file)) || goes_up && self.is_below(file)
        };
        let finds =
            || name == "find" && has(&["-delete"]) && self.has(&path(&found_by(&command.words)));
        files_of(command, directory).iter().any(|file| self.has(file))
            || !only_reads && texts.iter().any(|file| self.has(&path(file)))
            || removed.iter().any(is_removed)
            || copied(name, &texts).iter().any(is_copied)
            || finds()
            || self.are_changed_by_code(command)
    }

    /// Tells whether code of another language names one of the files, and may change it.
    fn are_changed_by_code(&self, command: &ReachedCommand) -> bool {
        let is_path = |part: &str| self.has(part) || self.is_below(part);
        // A script may stand in a file that is one of them.
        let mut scripts = changing_code(command).filter(|code| !self.has(code));
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

/// Returns the files that a program makes in a directory, by the names that they had.
fn copied(name: &str, arguments: &[&str]) -> Vec<String> {
    let Some((sources, to)) = copied_to(arguments) else { return Vec::new() };
    let named = sources.into_iter().filter(|_| COPYING.has(name)).map(|source| {
        let last = source.rsplit('/').next().unwrap_or(source);
        // Everything that is in it.
        let hole = HOLE.to_string();
        format!("{to}/{}", if matches!(last, "" | ".") { &hole } else { last })
    });
    named.collect()
}

/// Returns the parts of a path, the last one first.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit('/').filter(|part| !matches!(*part, "" | "."))
}

/// Tells whether a path ends in another, or may: a hole is any text.
fn ends_in(file: &str, wanted: &str) -> bool {
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
    is_pattern && name.starts_with(begin) && name.ends_with(end)
}
