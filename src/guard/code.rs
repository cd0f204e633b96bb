//! Whether code that a command is given, in a shell's language or another, may run a guarded program.

use super::mention::mentions_guarded;
use super::table::Words;
use crate::line::{HOLE, Stdin, Word, is_known};

/// Programs that take code of their own language: the letter of the option before it, and the long
/// options and words.
const INTERPRETERS: [(&str, &str, &[&str]); 23] = [
    ("python", "c", &[]),
    ("pypy", "c", &[]),
    ("ipython", "c", &[]),
    ("node", "ep", &["--eval", "--print"]),
    ("ts-node", "ep", &["--eval", "--print"]),
    ("tsx", "ep", &["--eval", "--print"]),
    ("ruby", "e", &[]),
    ("irb", "e", &[]),
    ("perl", "eE", &[]),
    ("php", "r", &[]),
    ("deno", "", &["eval"]),
    ("bun", "ep", &["--eval", "--print"]),
    ("osascript", "e", &[]),
    ("lua", "e", &[]),
    ("Rscript", "e", &[]),
    ("pwsh", "cd", &[]),
    ("powershell", "cd", &[]),
    ("tclsh", "", &[]),
    ("expect", "c", &[]),
    ("m4", "", &[]),
    ("dc", "e", &[]),
    ("ex", "c", &[]),
    ("jshell", "", &[]),
];

/// The shells, which read commands where they are given no file.
const SHELLS: Words = Words("sh bash zsh dash ash ksh fish rbash");

/// Those of which the code starts programs by their names alone, or by a sign.
const COMMANDING: Words = Words("dc ex expect ipython m4 osascript powershell pwsh tclsh");

/// The beginnings of packages that speak to AWS.
const PACKAGES: Words = Words("aioboto aws paws s3fs sagemaker");

/// Programs that write what the line says, or a file as it is.
const WRITERS: [&str; 3] = ["cat ", "echo ", "printf "];

/// What code has in it, in small letters, where it may start a program.
const RUNNING: Words = Words(
    "system exec spawn popen subprocess run( call( fork eval getattr __ compile \
     import_module ` qx %x child_process shell command process( |",
);

/// What writes text that nobody can read before.
const DECODERS: Words = Words("base64 base32 basenc xxd rev tr openssl gpg curl wget");

/// Returns the places of code among the arguments of an interpreter.
pub(super) fn places_of_code(name: &str, arguments: &[Word]) -> Vec<usize> {
    let Some((_, letters, long)) = interpreter(name) else { return Vec::new() };
    let is_before = |text: &str| {
        let letter = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        let letter = letter.and_then(|rest| rest.chars().next_back());
        long.contains(&text) || letter.is_some_and(|letter| letters.contains(letter))
    };
    let places = arguments.iter().enumerate().filter(|(_, word)| is_before(&word.text));
    places.map(|(at, _)| at + 1).collect()
}

/// Tells whether a program runs the file that it is given.
pub(super) fn runs_files(name: &str) -> bool {
    is_shell(name) || interpreter(name).is_some()
}

pub(super) fn is_shell(name: &str) -> bool {
    SHELLS.has(name)
}

pub(super) fn is_interpreter(name: &str) -> bool {
    interpreter(name).is_some()
}

fn interpreter(
    name: &str,
) -> Option<&'static (&'static str, &'static str, &'static [&'static str])> {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    INTERPRETERS.iter().find(|(known, ..)| *known == base || *known == name)
}

/// Tells whether code that a command is given may run a guarded program.
pub(super) fn runs_code(name: &str, arguments: &[Word], stdin: &Stdin) -> bool {
    match name {
        "eval" => {
            let is_open = |word: &Word| !is_known(&word.text) && !word.has_output();
            return arguments.iter().any(|word| is_open(word) || is_hidden(&word.source));
        }
        "." | "source" => {
            let read = arguments.first().filter(|word| word.is_process());
            return read.is_some_and(|word| is_hidden(&word.source)) || reads(arguments, stdin);
        }
        _ => {}
    }
    let is_shell = is_shell(name);
    if !is_shell && interpreter(name).is_none() {
        let jobs = ["-", "at", "batch", "crontab", "exec", "newgrp", "parallel"];
        let is_job = jobs.contains(&name);
        return (is_job || name == "make") && reads_command(arguments, stdin, is_job);
    }
    let places = places_of_code(name, arguments);
    if !places.is_empty() {
        if !is_shell && loads_package(arguments) {
            return true;
        }
        let is_code = |text: &str| may_run(text) || COMMANDING.has(name) && mentions_guarded(text);
        return places.iter().any(|at| arguments.get(*at).is_none_or(|code| is_code(&code.text)));
    }
    let is_line = |word: &Word| word.text.starts_with('-') && word.text.contains('c');
    if let Some(at) = arguments.iter().position(is_line).filter(|_| is_shell) {
        let code = arguments.get(at + 1);
        return code.is_none_or(|code| code.text.starts_with(HOLE) || mentions_guarded(&code.text));
    }
    let is_file =
        |word: &&Word| !word.text.starts_with('-') && !matches!(&*word.text, "/dev/stdin" | "run");
    if let Some(file) = arguments.iter().find(is_file)
        && !arguments.iter().any(|word| word.text == "-s")
    {
        let made = file.source.strip_prefix("<(");
        return made.is_some_and(is_made);
    }
    match stdin {
        Stdin::Text(text) if is_shell => mentions_guarded(text) || !is_known(text),
        Stdin::Text(text) => may_run(text) || COMMANDING.has(name) && mentions_guarded(text),
        // What the line itself writes, without it being known what that is.
        Stdin::Piped(source) => is_made(source) || is_shell && !source.contains("cat "),
        Stdin::Inherited | Stdin::File(_) | Stdin::Other => false,
    }
}

fn reads(arguments: &[Word], stdin: &Stdin) -> bool {
    let is_stdin = |word: &Word| matches!(&*word.text, "-" | "/dev/stdin");
    arguments.iter().any(is_stdin) && reads_command(&[], stdin, true)
}

/// Tells whether a program reads a command from the line.
fn reads_command(arguments: &[Word], stdin: &Stdin, is_job: bool) -> bool {
    let made = arguments.iter().filter(|word| word.is_process());
    let is_read = is_job || arguments.iter().any(|word| matches!(&*word.text, "-" | "/dev/stdin"));
    made.into_iter().any(|word| mentions_guarded(&word.source))
        || is_read
            && match stdin {
                Stdin::Text(text) | Stdin::Piped(text) => mentions_guarded(text),
                Stdin::Inherited | Stdin::File(_) | Stdin::Other => false,
            }
}

/// Tells whether code that commands write is not there before, or names a guarded program.
fn is_made(source: &str) -> bool {
    let source = source.trim_start();
    is_hidden(source)
        || source.contains('|')
        || !WRITERS.iter().any(|program| source.starts_with(program))
}

/// Tells whether an option loads a package of AWS, as `-r aws-sdk` and `-MPaws`.
fn loads_package(arguments: &[Word]) -> bool {
    let loads = |text: &str| matches!(text, "-r" | "--require" | "--import");
    let is_before = |at: usize| at > 0 && loads(&arguments[at - 1].text);
    (0..arguments.len()).any(|at| {
        let text = arguments[at].text.to_ascii_lowercase();
        let glued = ["-r", "-m", "--require=", "--import="];
        let glued = glued.iter().find_map(|option| text.strip_prefix(option));
        let package = if is_before(at) { Some(&*text) } else { glued };
        let package = package.map(|package| package.trim_start_matches('@'));
        package.is_some_and(|package| PACKAGES.iter().any(|known| package.starts_with(known)))
    })
}

/// Tells whether the source of a text names a guarded program, or makes the text unreadable.
fn is_hidden(source: &str) -> bool {
    let mut words = source.split(|c: char| !c.is_ascii_alphanumeric());
    mentions_guarded(source) || words.any(|word| DECODERS.has(word))
}

/// Tells whether code of another language may run a guarded program, or speak to AWS itself.
fn may_run(code: &str) -> bool {
    if code.starts_with(HOLE) {
        return true;
    }
    if !mentions_guarded(code) {
        return false;
    }
    let lower = code.to_ascii_lowercase();
    RUNNING.iter().any(|mark| lower.contains(mark)) || imports_sdk(&lower)
}

/// Tells whether code loads a package of AWS.
fn imports_sdk(code: &str) -> bool {
    let code = code.replace("npm:", "");
    let loads = ["import", "require", "from", "use", "new"];
    let is_loaded = |at: usize| {
        // `import os, boto3`, or the next line of such a list.
        let before = code[..at].rsplit(['\n', ';']).next().unwrap_or_default().trim_start();
        before.is_empty() || loads.iter().any(|word| before.contains(word))
    };
    ["boto", "s3fs"].iter().any(|name| code.match_indices(name).any(|(at, _)| is_loaded(at)))
        || loads.iter().flat_map(|word| code.match_indices(word)).any(|(at, word)| {
            let rest = code[at + word.len()..].trim_start_matches(|c: char| " \t(\"'@".contains(c));
            PACKAGES.iter().any(|known| rest.starts_with(known))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_runs_a_program_is_told_from_code_that_names_one() {
        for code in [
            "import boto3",
            "import os; os.system('aws s3 rm s3://b/k')",
            "require('aws-sdk')",
            "import { S3Client } from \"@aws-sdk/client-s3\"",
            "puts `aws s3 ls`",
            "subprocess.run(['aws', 's3', 'rm'])",
            "open(F, 'aws s3 ls |')",
            "import os, boto3; boto3.client('s3')",
            "import sys\nfrom boto3.session import Session",
            "from x import (\n  boto3,\n)",
            "__import__('boto3')",
            "exec('import bo' + 'to3'); boto3.client('s3')",
        ] {
            assert!(may_run(code), "{code}");
        }
        for code in [
            "print(1)",
            "print('aws' in open('README.md').read())",
            "s = s.replace('aws s3 rm', 'aws s3api delete-object')",
            "require('./package.json').dependencies['@aws-sdk/client-s3']",
            "print if /terraform/",
            "p = Path('a.py')\np.write_text(p.read_text().replace('boto3.client(', 'client('))",
            "print('boto3' in open('requirements.txt').read())",
        ] {
            assert!(!may_run(code), "{code}");
        }
    }
}
