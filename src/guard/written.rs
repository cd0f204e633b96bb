//! What a line writes that decides what its other commands do.

use std::path::{Component, Path, PathBuf};

use super::code::{is_shell, runs_files};
use super::command::{GuardedProgram, program_name_of};
use super::mention::mentions_guarded;
use super::reached_command::{ReachedCommand, given_variables};
use super::table::Words;
use super::writing::{
    COPYING, READING, WRITING, changing_code, fetches, files_of, is_archiver, is_end_of_path,
    is_in_place, writes_tree,
};
use crate::line::{HOLE, Stdin, Word};

/// Programs that log in, and write credentials or profiles.
const LOGINS: Words = Words(
    "aws-azure-login aws-google-auth aws-mfa aws-okta aws-sso-util awsume clisso \
     gimme-aws-creds gsts leapp okta-awscli onelogin-aws-login saml2aws yawsso",
);

/// The words after `aws configure` that write nothing.
const SHOWING: Words = Words("export-credentials get list list-profiles");

/// The words after `kubectl config` that choose a cluster.
const CHOOSING: Words = Words(
    "ctx delete-cluster delete-context rename-context set set-cluster set-context unset use use-context",
);

/// The ends of the names of a project's files.
const PROJECT: Words = Words(
    ".hcl .tf .tf.json .tfplan .tfvars .tfvars.json .tofu .terraform/environment \
     cdk.context.json cdk.json manifest.json .kube/config samconfig.toml serverless.yaml \
     serverless.yml template.yaml template.yml",
);

/// The files that a shell runs before what it is given.
const STARTUP: Words = Words(
    ".bash_aliases .bash_login .bash_profile .bashrc .env .kshrc .profile .zlogin .zprofile \
     .zshenv .zshrc config.fish",
);

/// Programs that run what a file of the project says, and a part of its path.
const RUNNING: [(&str, &str); 10] = [
    ("make", "akefile"),
    ("gmake", "akefile"),
    ("just", "ustfile"),
    ("task", "askfile"),
    ("rake", "akefile"),
    ("npm", "package.json"),
    ("pnpm", "package.json"),
    ("yarn", "package.json"),
    ("bun", "package.json"),
    ("git", "hooks/"),
];

/// Programs that run a file of the project where they are told `run`, and how its name ends.
const RUN: [(&str, &str); 3] = [("cargo", "rs"), ("deno", "ts"), ("go", "go")];

/// What the commands of a line write.
pub(crate) struct Written {
    /// The files of AWS.
    pub(crate) has_aws_files: bool,
    /// Files of a project.
    pub(crate) has_project: bool,
    /// The kubeconfig.
    pub(crate) has_cluster: bool,
    /// The files, from the directory of the line where that is known.
    files: Vec<String>,
    /// Those that may run a guarded program: where the line names none, what it fetches.
    scripts: Vec<String>,
}

impl Written {
    /// Looks through the commands of a line, which begins in `directory`.
    pub(crate) fn by(commands: &[ReachedCommand], line: &str, directory: &Path) -> Self {
        let (files, scripts) = (Vec::new(), Vec::new());
        let (has_aws_files, has_project, has_cluster) = (false, false, false);
        let mut written = Self { has_aws_files, has_project, has_cluster, files, scripts };
        let is_mentioned = mentions_guarded(line);
        let starts_shell = line.split(char::is_whitespace).any(|it| is_shell(program_name_of(it)));
        for command in commands {
            let before = written.files.len();
            written.add(command, directory);
            if is_mentioned || fetches(&command.words) {
                written.scripts.extend_from_slice(&written.files[before..]);
            }
        }
        // What they say may be about AWS.
        let is_startup = |file: &String| STARTUP.has(file.rsplit('/').next().unwrap_or(file));
        written.has_aws_files |= starts_shell && written.files.iter().any(is_startup);
        written
    }

    fn add(&mut self, command: &ReachedCommand, directory: &Path) {
        let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
        let Some((program, arguments)) = words.split_first() else { return };
        let name = program_name_of(program);
        let files = files_of(command, directory);
        let is_hidden = |file: &str| file.contains(HOLE) && !file.contains("://");
        let is_aws = |file: &str| {
            file.contains("/.aws/")
                || file.ends_with("/.aws")
                || is_hidden(file) && (file.ends_with("/config") || file.ends_with("/credentials"))
        };
        let configures = name == "aws"
            && arguments.contains(&"configure")
            && !arguments.iter().any(|word| SHOWING.has(word));
        // What is moved away is no longer read.
        let only_reads =
            READING.has(name) && !is_in_place(name, arguments) || COPYING.has(name) && name != "mv";
        let mut other = arguments.iter().filter(|word| !only_reads && !word.contains(':'));
        self.has_aws_files |= configures
            || LOGINS.has(name)
            || is_archiver(name) && command.words.iter().any(is_home)
            || files.iter().any(|file| is_aws(file))
            || changing_code(command).any(|code| code.contains(".aws"))
            || other.any(|word| word.contains(".aws/") || word.rsplit('/').next() == Some(".aws"));
        // What is copied or fetched keeps its name.
        let keeps_names = COPYING.has(name) || WRITING.has(name);
        let named = arguments.iter().copied().filter(|_| keeps_names);
        let is_of_project = |file: &str| {
            let last = file.rsplit('/').next().unwrap_or(file);
            // A pattern, or what is not known, may be one of them.
            let known = last.rsplit(HOLE).next().unwrap_or(last);
            PROJECT.iter().any(|end| file.ends_with(end))
                || is_hidden(file) && PROJECT.iter().any(|end| end.ends_with(known))
                || last.starts_with("Pulumi.")
        };
        let is_in_code = |code: &str| code.split(is_end_of_path).any(is_of_project);
        self.has_project |= files.iter().map(String::as_str).chain(named).any(is_of_project)
            || changing_code(command).any(is_in_code)
            || writes_tree(name, arguments)
            || name == "pulumi" && sets_stack(arguments)
            || arguments.iter().any(|word| {
                word.starts_with("-from-module") || word.starts_with("-backend-config")
            });
        self.has_cluster |= chooses_cluster(name, arguments);
        if arguments.starts_with(&["pkg", "set"]) {
            self.files.push("package.json".to_owned());
        }
        self.files.extend(files);
    }

    /// Tells whether a command runs what the line writes.
    pub(crate) fn is_run_by(&self, command: &ReachedCommand) -> bool {
        let Some(program) = command.words.first() else { return false };
        let name = program_name_of(&program.text);
        let is_python = name.starts_with("python") || name.starts_with("pypy");
        let runs = command.words.get(1).is_some_and(|word| word.text == "run");
        let is_implied = |file: &String| {
            RUNNING.iter().any(|(known, part)| *known == name && file.contains(part))
                || runs && RUN.contains(&(name, file.rsplit('.').next().unwrap_or_default()))
        };
        let is_written = |text: &str| {
            let name = program_name_of(text);
            !name.is_empty() && self.scripts.iter().any(|file| program_name_of(file) == name)
        };
        // A program by itself, or one of an interpreter.
        let is_named = |word: &Word| {
            let is_made = word.has_output() || word.is_process();
            is_written(&word.text) || is_made && self.is_named_in(&word.source)
        };
        let is_read = match &command.stdin {
            Stdin::File(file) => is_written(file),
            Stdin::Piped(source) => self.is_named_in(source),
            Stdin::Inherited | Stdin::Text(_) | Stdin::Other => false,
        };
        // Of an interpreter, the file follows its options.
        let arguments = &command.words[1..];
        let first = match name {
            // What it fetches has that name.
            "scp" => None,
            _ if runs_files(name) => arguments.iter().position(is_no_option),
            _ => Some(0),
        };
        let is_checked = is_shell(name) && arguments.iter().any(|word| word.text == "-n");
        let file = first.filter(|_| !is_checked).and_then(|at| arguments.get(at));
        is_read
            || self.scripts.iter().any(is_implied)
            || is_python && self.is_imported(arguments)
            || is_named(program)
            || file.is_some_and(is_named)
    }

    /// Tells whether the line writes a module that Python is to run or to load.
    fn is_imported(&self, arguments: &[Word]) -> bool {
        let is_module = |module: &str| {
            let name = module.rsplit('.').next().unwrap_or(module);
            let of_file = |file: &String| Some(program_name_of(file.strip_suffix(".py")?) == name);
            !name.is_empty() && self.scripts.iter().filter_map(of_file).any(|is_it| is_it)
        };
        let is_end = |c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c);
        arguments.windows(2).any(|pair| match &*pair[0].text {
            "-m" => is_module(&pair[1].text),
            "-c" => pair[1].text.split(is_end).any(is_module),
            _ => false,
        })
    }

    /// Tells whether an everyday program runs what the line writes.
    pub(crate) fn is_run_by_everyday(&self, command: &ReachedCommand) -> bool {
        let is_git = command.words.first().is_some_and(|word| word.text == "git");
        is_git
            && self.scripts.iter().any(|file| file.contains("hooks/") || file.contains(".husky/"))
    }

    /// Tells whether the line writes the program itself, or the AWS files that a command is given.
    pub(crate) fn replaces(&self, command: &ReachedCommand) -> bool {
        let is_program = |file: &String| {
            let name = program_name_of(file);
            GuardedProgram::of_name(name).is_some()
                && command.words.first().is_some_and(|word| program_name_of(&word.text) == name)
        };
        let is_given = |file: &String| {
            given_variables(&command.steps).any(|(name, value)| {
                matches!(name, "AWS_CONFIG_FILE" | "AWS_SHARED_CREDENTIALS_FILE")
                    && program_name_of(value) == program_name_of(file)
            })
        };
        self.files.iter().any(|file| is_program(file) || is_given(file))
    }

    /// Tells whether the line puts something in the place of a directory, or of one above it.
    pub(crate) fn replaces_directory(&self, directory: &Path) -> bool {
        let plain = |path: &Path| path.components().filter(|it| *it != Component::CurDir).collect();
        let directory: PathBuf = plain(directory);
        self.files
            .iter()
            .map(|file| plain(Path::new(file)))
            .any(|file: PathBuf| !file.as_os_str().is_empty() && directory.starts_with(file))
    }

    fn is_named_in(&self, source: &str) -> bool {
        let mut words = source.split(|c: char| c.is_whitespace() || ";|&()<>\"'".contains(c));
        words.any(|word| {
            !word.is_empty()
                && self.scripts.iter().any(|file| program_name_of(file) == program_name_of(word))
        })
    }
}

fn is_no_option(word: &Word) -> bool {
    !word.text.starts_with('-')
}

/// Tells whether a word is the home directory.
pub(super) fn is_home(word: &Word) -> bool {
    matches!(word.source.trim_matches('"').trim_end_matches('/'), "~" | "$HOME" | "${HOME}")
}

/// Tells whether the words after `pulumi` choose what a later command of it hits.
fn sets_stack(arguments: &[&str]) -> bool {
    let words = ["cp", "env", "init", "refresh", "rm", "select", "set", "set-all"];
    arguments.iter().any(|word| matches!(*word, "config" | "stack"))
        && arguments.iter().any(|word| words.contains(word))
}

/// Tells whether a program chooses the cluster that a later command hits.
fn chooses_cluster(program: &str, arguments: &[&str]) -> bool {
    let has = |words: Words| arguments.iter().any(|word| words.has(word));
    match program {
        "aws" => has(Words("update-kubeconfig")),
        "eksctl" => arguments.starts_with(&["create", "cluster"]) || has(Words("write-kubeconfig")),
        "kubectl" => has(Words("config ctx")) && has(CHOOSING),
        // An option alone only shows something.
        "kubectx" => arguments.iter().any(|word| *word == "-" || !word.starts_with('-')),
        _ => false,
    }
}
