//! Which files a command writes, by its words.

use std::path::Path;

use super::code::{is_interpreter, places_of_code};
use super::command::program_name_of;
use super::reached_command::ReachedCommand;
use super::table::Words;
use crate::line::{Stdin, Word, is_known};

/// Programs that write the file that is named last.
pub(super) const COPYING: Words = Words("cp install ln mv rsync");

/// Programs that write the files that they are given.
pub(super) const WRITING: Words = Words("curl dd patch rm tee truncate wget");

/// What code has in it, in small letters, where it may change a file.
const CHANGING: Words = Words(
    "write remove unlink rmtree rmsync rmdir .rm rename os.replace move delete truncate \
     chmod copy symlink 'w \"w 'a' \"a\" > system subprocess popen exec ` .replace( touch link( \
     link_to 'x' \"x\" r+ o_creat o_rdwr o_trunc o_wronly .cp .mv",
);

/// Options that name a file or a directory to write, of programs that only read what else they are
/// given, or are given something else.
const OUTPUTS: [(&str, &str); 11] = [
    ("base64", "-o --output"),
    ("curl", "-o --output --output-dir"),
    ("find", "-fprint -fprint0 -fprintf -fls"),
    ("gh", "-D -O --dir --output"),
    ("git", "-o --output --output-directory"),
    ("less", "-o -O --log-file --LOG-FILE"),
    ("sort", "-o --output"),
    ("strace", "-o --output"),
    ("tree", "-o"),
    ("wget", "-O -P --output-document --directory-prefix"),
    ("yq", "-s --split-exp"),
];

/// Programs that write where their own commands say so.
const COMMANDED: Words = Words("ed emacs ex mysql psql sqlite3 vi vim");

/// Programs that only read the files that they are given.
pub(super) const READING: Words = Words(
    "[ [[ awk base64 bat cat cd cmp cut diff du echo egrep export fgrep file find grep \
     head jq less ls md5sum more pushd printf readlink realpath rg sed sha256sum sort \
     stat tail test tree uniq wc yq",
);

/// The words after `git` that write files by their names.
pub(super) const NAMING: Words = Words("bundle checkout clean clone mv restore rm stash worktree");

/// The words after `git` that write the files of the working tree.
const CHECKING_OUT: Words = Words(
    "am apply checkout cherry-pick merge pull read-tree rebase reset restore revert stash \
     submodule switch",
);

/// Returns the files that a command writes.
pub(super) fn files_of(command: &ReachedCommand, directory: &Path) -> Vec<String> {
    let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
    let Some((program, arguments)) = words.split_first() else { return Vec::new() };
    let name = program_name_of(program);
    let own = match arguments {
        _ if COPYING.has(name) => {
            let to = copied_to(arguments).map(|(_, to)| to);
            let names = command.writes.iter().map(String::as_str).chain(to);
            return names.map(|file| command.path(directory, file)).collect();
        }
        // What is fetched keeps its name.
        ["s3", "cp" | "mv" | "sync", files @ ..] if name == "aws" => files,
        [.., to] if name == "scp" && to.contains(':') => &[],
        _ if name == "scp" => arguments,
        _ if name == "git" && arguments.iter().any(|word| NAMING.has(word)) => arguments,
        _ if is_in_place(name, arguments) || WRITING.has(name) => arguments,
        _ => &[],
    };
    let code = places_of_code(name, &command.words[1..]);
    let own = own.iter().copied().enumerate();
    let own = own.filter(|(at, _)| !code.contains(at)).filter_map(|(_, word)| {
        // `--output=FILE`
        let value = word.strip_prefix("--").and_then(|option| option.split_once('='));
        value.map(|(_, value)| value).or_else(|| (!word.starts_with('-')).then_some(word))
    });
    let told = outputs(name, arguments);
    let own: Vec<&str> = own.chain(told.iter().copied()).map(local_name).collect();
    // What is fetched may be put in a directory.
    let put = told.iter().filter(|_| name == "wget" || name == "curl");
    let put: Vec<_> =
        put.flat_map(|to| own.iter().map(move |file| format!("{to}/{file}"))).collect();
    let own = own.iter().copied().chain(put.iter().map(String::as_str));
    let names = command.writes.iter().map(String::as_str).chain(own);
    let whole = |file: &str| command.path(directory, file.strip_prefix("of=").unwrap_or(file));
    names.map(whole).collect()
}

/// Returns the values of the options that name what a program writes.
fn outputs<'w>(name: &str, arguments: &[&'w str]) -> Vec<&'w str> {
    let row = OUTPUTS.iter().find(|(program, _)| *program == name);
    let options = || row.into_iter().flat_map(|(_, options)| options.split(' '));
    let value = |at: usize, option: &str| {
        let (word, next) = (arguments[at], arguments.get(at + 1).copied());
        let letter = option.strip_prefix('-').filter(|letter| letter.len() == 1);
        match letter.filter(|_| !word.starts_with("--")) {
            // `-qO FILE` and `-oFILE`
            Some(letter) => match word.strip_prefix('-')?.split_once(letter)? {
                (_, "") => next,
                (_, value) => Some(value),
            },
            None if word == option => next,
            None => word.strip_prefix(option)?.strip_prefix('='),
        }
    };
    (0..arguments.len()).flat_map(|at| options().filter_map(move |it| value(at, it))).collect()
}

/// Returns the name of the file that is made of what an address leads to.
fn local_name(word: &str) -> &str {
    let name = word.rsplit('/').next().filter(|name| word.contains("://") && is_known(name));
    name.unwrap_or(word)
}

/// Tells whether a program writes what is somewhere else to a file.
pub(super) fn fetches(words: &[Word]) -> bool {
    let Some((program, arguments)) = words.split_first() else { return false };
    // `-o`, `-O` and `-fsSLo`.
    let is_written = |word: &Word| match word.text.strip_prefix("--") {
        Some(name) => name.starts_with("output") || name.starts_with("remote-name"),
        None => word.text.starts_with('-') && word.text.contains(['o', 'O']),
    };
    match program_name_of(&program.text) {
        "curl" => arguments.iter().any(is_written),
        "aws" | "scp" | "wget" => true,
        _ => false,
    }
}

/// Returns what a program copies or moves, and where to, wherever its options stand.
pub(super) fn copied_to<'w>(arguments: &[&'w str]) -> Option<(Vec<&'w str>, &'w str)> {
    let mut names = Vec::new();
    let mut to = None;
    let mut words = arguments.iter().copied();
    while let Some(word) = words.next() {
        match word.strip_prefix("--target-directory=") {
            Some(directory) => to = Some(directory),
            None if matches!(word, "-t" | "--target-directory") => to = words.next(),
            None if word.starts_with('-') => {}
            None => names.push(word),
        }
    }
    let to = to.or_else(|| names.pop())?;
    Some((names, to))
}

/// Tells whether a program changes the files that it is given.
pub(super) fn is_in_place(name: &str, arguments: &[&str]) -> bool {
    let has = |option: &str| arguments.iter().any(|word| word.starts_with(option));
    // Among the letters after one sign, of which some take the rest as their argument.
    let has_letter = |letter: char, taking: &[char]| {
        let letters = arguments.iter().filter_map(|word| word.strip_prefix('-'));
        let mut letters = letters.filter_map(|word| word.split(taking).next());
        letters.any(|word| !word.starts_with('-') && word.contains(letter))
    };
    match name {
        "sed" => has_letter('i', &['e', 'f']) || has("--i"),
        "awk" | "gawk" | "yq" => has("-i") || has("--i"),
        "sort" => has_letter('o', &['k', 't', 'S', 'T']) || has("--o"),
        "perl" | "ruby" => arguments.iter().any(|word| word.starts_with('-') && word.contains('i')),
        // The second one that it is given.
        "uniq" => arguments.iter().filter(|word| !word.starts_with('-')).count() > 1,
        _ => false,
    }
}

/// Returns the code that a command is given and that may change files.
pub(super) fn changing_code(command: &ReachedCommand) -> impl Iterator<Item = &str> {
    let (name, arguments) = match command.words.split_first() {
        Some((program, arguments)) => (program_name_of(&program.text), arguments),
        None => ("", &[][..]),
    };
    let places = places_of_code(name, arguments);
    let is_commanded = COMMANDED.has(name);
    let is_script = is_commanded || matches!(name, "awk" | "gawk" | "mawk" | "sed");
    let given = arguments.iter().enumerate();
    let given = given.filter(move |(at, _)| is_script || places.contains(at));
    let is_patch = matches!(name, "apply_patch" | "patch")
        || name == "git" && arguments.iter().any(|word| matches!(&*word.text, "am" | "apply"));
    let read = match &command.stdin {
        Stdin::Text(text) if is_interpreter(name) || is_commanded => vec![text.as_str()],
        Stdin::Text(text) if is_patch => {
            let is_name =
                |line: &&str| ["+++ ", "--- ", "*** "].iter().any(|it| line.starts_with(it));
            text.lines().filter(is_name).collect()
        }
        _ => Vec::new(),
    };
    given.map(|(_, word)| &*word.text).chain(read).filter(move |code| {
        let lower = code.to_ascii_lowercase();
        if name == "sed" {
            lower.contains("w ")
        } else {
            is_commanded || is_patch || CHANGING.iter().any(|it| lower.contains(it))
        }
    })
}

/// Tells whether a character ends a path that stands in code.
pub(super) fn is_end_of_path(c: char) -> bool {
    c.is_whitespace() || "'\"`(),;=<>[]".contains(c)
}

/// Tells whether a program writes many files, which are not named.
pub(super) fn writes_tree(name: &str, arguments: &[&str]) -> bool {
    let first = arguments.first().copied().unwrap_or_default();
    match name {
        // A new branch has the same files, unless it is said where it begins.
        "git" => {
            let is_new = |word: &str| matches!(word, "-b" | "-B" | "-c" | "-C");
            let new = arguments.iter().position(|word| is_new(word));
            let named =
                |at: usize| arguments[at..].iter().filter(|it| !it.starts_with('-')).count();
            arguments.iter().any(|word| CHECKING_OUT.has(word))
                && new.is_none_or(|at| named(at) > 1)
        }
        "patch" => true,
        "gh" => arguments.starts_with(&["pr", "checkout"]),
        _ if !is_archiver(name) => false,
        "tar" | "bsdtar" => {
            let is_letters = |word: &&str| word.starts_with('-') && !word.starts_with("--");
            let mut letters = arguments.iter().filter(|word| is_letters(word)).chain([&first]);
            letters.any(|word| !word.starts_with("--") && word.contains('x'))
                || arguments.contains(&"--extract")
        }
        "unzip" => !arguments.iter().any(|word| matches!(*word, "-l" | "-p" | "-t" | "-v")),
        _ => true,
    }
}

pub(super) fn is_archiver(name: &str) -> bool {
    matches!(name, "7z" | "bsdtar" | "cpio" | "tar" | "unzip")
}
