//! The properties that hold for any input at all, one function for each target of `fuzz/`.
//!
//! An ordinary test gives every function its seeds, the real files of `tests/fuzz-seeds`.
#![allow(missing_docs, reason = "each function states its property; only fuzz/ calls them")]
#![allow(clippy::missing_panics_doc, reason = "each panics where its property does not hold")]

mod agent_files;
mod commands;
mod lines;
mod projects;
mod terraform;

use std::ffi::OsString;

pub use agent_files::agent_files;
pub use commands::commands;
pub use lines::lines;
pub use projects::projects;
pub use terraform::terraform;

use crate::aws::sample::SampleMachine;
use crate::aws::{
    AwsFile, Client, Dialect, Document, FileState, Flags, Heading, Moment, resolve, survey,
};
use crate::guard::Effect;
use crate::guard::aliases::Aliases;
use crate::guard::auto_prompt::AutoPrompt;
use crate::guard::command_line::{CommandLine, LineContext};
use crate::policy::{Expectation, Policy, Target};
use crate::printable::is_unprintable;
use crate::prompt::{Format, Settings};
use crate::shell::Shell;
use crate::shell::quote::{meant_in_nushell, quote};
use crate::shell::word::Typed;

const FILES: [AwsFile; 2] = [AwsFile::Config, AwsFile::Credentials];

/// A file that is read is surveyed with the same content and no error; one that is refused has an
/// error in one of its lines.
pub fn python_reader(bytes: &[u8]) {
    for file in FILES {
        let survey = survey(bytes, file);
        match Dialect::Python.read(bytes, file) {
            Ok(document) => {
                assert!(survey.errors.is_empty(), "an error only in the survey");
                assert_eq!(content(&document), content(&survey.document));
                assert_keys_are_below_headers(&document);
            }
            Err(error) => {
                assert!(!survey.errors.is_empty(), "no error in the survey");
                assert_is_line(error.line, bytes);
            }
        }
    }
}

/// Keys stand below their headers, errors in lines of the file, and a file that is plain reads the
/// same in every dialect.
pub fn sdk_reader(bytes: &[u8]) {
    for file in FILES {
        let python = Dialect::Python.read(bytes, file).ok();
        let plain = python.filter(Document::is_plain).map(|document| found(&document, file));
        for dialect in [Dialect::Rust, Dialect::JavaScript, Dialect::Go] {
            match dialect.read(bytes, file) {
                Ok(document) => {
                    assert_keys_are_below_headers(&document);
                    if let Some(plain) = &plain {
                        assert_eq!(&found(&document, file), plain, "{dialect:?} {file:?}");
                    }
                }
                Err(error) => {
                    assert_is_line(error.line, bytes);
                    assert!(plain.is_none(), "{dialect:?} refuses a plain {file:?}");
                }
            }
        }
    }
}

fn assert_is_line(line: u32, bytes: &[u8]) {
    let ends = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    assert!((1..=ends + 1).contains(&(line as usize)), "line {line} of {}", ends + 1);
}

fn assert_keys_are_below_headers(document: &Document<'_>) {
    for section in &document.sections {
        let entries = document.own_entries(section);
        assert!(entries.iter().all(|entry| entry.line > section.line()));
    }
}

/// Each section with its keys, values and lines.
fn content(document: &Document<'_>) -> Vec<String> {
    let mut content = Vec::new();
    for section in &document.sections {
        content.push(format!("{:?}", section.heading));
        let keys = document.keys(section);
        content.extend(keys.map(|key| format!("{}={}@{}", key.key, key.value, key.line)));
    }
    content
}

/// What a client would find, so that dialects can be compared.
fn found(document: &Document<'_>, file: AwsFile) -> Vec<String> {
    let mut found = Vec::new();
    for section in &document.sections {
        let header = match (&section.heading, file) {
            (Heading::Python(header), AwsFile::Config) => {
                let known = ["profile ", "sso-session ", "services "];
                if *header != "default" && !known.iter().any(|kind| header.starts_with(kind)) {
                    continue;
                }
                header.strip_prefix("profile ").unwrap_or(header).to_owned()
            }
            (Heading::Python(header), AwsFile::Credentials) => (*header).to_owned(),
            (Heading::Profile(name), _) => name.clone().into_owned(),
            (Heading::SsoSession(name), _) => format!("sso-session {name}"),
            (Heading::Services(name), _) => format!("services {name}"),
        };
        found.push(format!("[{header}]"));
        // The blocks of other services are nothing to a profile, and no client has keys with signs.
        let is_sign = |c: char| !c.is_alphanumeric() && c != '_' && c != '-';
        let keys = document.keys(section).filter(|entry| {
            entry.key != "s3" && !entry.key.contains(is_sign) && !header.starts_with("services")
        });
        found.extend(keys.map(|entry| format!("{}={}@{}", entry.key, entry.value, entry.line)));
    }
    found
}

/// A error costs the setting that it is in and nothing more, and a mark of the encoding nothing.
pub fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let settings = Settings::parse(&text);
    assert!(!settings.described().is_empty());
    if !text.starts_with('\u{feff}') {
        assert_eq!(Settings::parse(&format!("\u{feff}{text}")), settings);
    }
    let is_refused = |error: &String| error.starts_with("line ");
    let errors: Vec<_> = settings.policy.errors.iter().map(ToString::to_string).collect();
    if !errors.iter().any(is_refused) {
        let mut more = Settings::parse(&format!("{text}\n[prompt]\nno-such-key = 1\n"));
        let error = more.policy.errors.pop().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.starts_with("[prompt] no-such-key: ")));
        assert_eq!(more, settings);
    }
}

/// What is expected is never empty, a mark of the encoding changes nothing, and where nothing can
/// be worked out, nothing is as expected.
pub fn expectation(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let policy = Policy::default();
    let (expectation, errors) = Expectation::parse(&text, &policy);
    assert!(expectation.wanted().all(|wanted| wanted.alternatives().next().is_some()));
    let nothing = Target::default();
    let mismatches = expectation.mismatches(&nothing, None, &policy);
    assert_eq!(mismatches.len(), expectation.wanted().count());
    if !text.starts_with('\u{feff}') {
        let marked = Expectation::parse(&format!("\u{feff}{text}"), &policy);
        assert_eq!(marked, (expectation, errors));
    }
}

/// Each value is shown as it is or not at all, and text whose every character is escaped is shown
/// as it is.
pub fn format(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(format) = Format::parse(&text) {
        let shown = format.render(|_| "value");
        assert!(shown.iter().all(|(text, value)| value.is_none() || text == "value"));
        let empty = format.render(|_| "");
        assert!(empty.iter().all(|(_, value)| value.is_none()));
        assert!(empty.len() <= shown.len());
    }
    let escaped: String = text.chars().flat_map(|c| ['\\', c]).collect();
    let pieces = Format::parse(&escaped).map(|format| format.render(|_| "value"));
    let shown = pieces.map(|pieces| pieces.into_iter().map(|(text, _)| text).collect::<String>());
    assert_eq!(shown.as_deref(), Ok(text.as_ref()));
}

/// Takes an argument from each line: what is not known of its context makes a command no
/// safer, and what is done does not depend on the words for profile and region.
pub fn command_line(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let arguments: Vec<OsString> = text.lines().map(OsString::from).collect();
    let read = |aliases: &Aliases, auto_prompt| {
        CommandLine::read(&arguments, LineContext { aliases, auto_prompt })
    };
    let none = Aliases::default();
    let line = read(&none, AutoPrompt::Off);
    let others = [
        read(&Aliases::read(&FileState::TooLarge), AutoPrompt::Off),
        read(&none, AutoPrompt::OnPartial),
        read(&none, AutoPrompt::On),
    ];
    for other in others {
        assert_eq!(other.flags, line.flags);
        if line.verdict.effect >= Effect::Changes {
            assert!(other.verdict.effect >= Effect::Changes);
        }
    }
}

/// What bash has in `COMP_WORDBREAKS` by default.
const BREAKS: &str = " \t\n\"'@><=;|&(:";

/// Takes a word that is being typed from the first line: what is put in its place can be seen, and
/// a name that is quoted or completed from its beginning means itself.
pub fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (typed, name) = text.split_once('\n').unwrap_or(("", &text));
    let finish = |typed: &str| {
        let mut line = String::new();
        Typed::read(typed, BREAKS)?.finish(name, &mut line).then_some(line)
    };
    for typed in [typed, "", "'", "\"", "$'"] {
        let line = finish(typed);
        assert!(line.is_some() || !["", "'", "\"", "$'"].contains(&typed));
        assert!(!line.is_some_and(|line| line.contains(is_unprintable)));
    }
    for (typed, before) in [("", ""), ("'", ""), ("\"", ""), ("$'", "$")] {
        let line = finish(typed).unwrap_or_default();
        assert_means(&format!("{before}{line}"), name);
    }
    assert_means(&quote(Shell::Bash, name), name);
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        let quoted = commands::split(shell, &quote(shell, name));
        assert_eq!(quoted, Some(("@".to_owned(), vec![name.to_owned()])));
    }
    assert_eq!(meant_in_nushell(&quote(Shell::Nushell, name)), name);
}

/// Fails unless bash takes a word for this name.
fn assert_means(word: &str, name: &str) {
    // A word means a name if it begins with all of it, and with no less.
    let read = Typed::read(word, BREAKS);
    let begins =
        |name: &str| read.as_ref().is_some_and(|read| read.finish(name, &mut String::new()));
    assert!(begins(name), "{word:?} does not mean {name:?}");
    let shorter = name.char_indices().next_back().map(|(end, _)| &name[..end]);
    assert!(!shorter.is_some_and(begins), "{word:?} means less than {name:?}");
}

/// Blanks around a timestamp change nothing, and a moment that is written down again is the same.
pub fn timestamps(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let moment = Moment::parse(&text);
    assert_eq!(Moment::parse(&format!(" {text}\n")), moment);
    if let Some(Moment::At(timestamp)) = moment {
        let written = timestamp.to_string();
        // Years before Christ have a sign, which dateutil does not read.
        assert!(written.starts_with('-') || Moment::parse(&written) == moment, "{written}");
    }
}

const CACHED: &str = "\
[profile token]
region = eu-west-1
sso_session = corp
sso_account_id = 444444444444
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://x.awsapps.com/start
sso_region = us-east-1
[profile role]
region = eu-west-1
role_arn = arn:aws:iam::999999999999:role/R
source_profile = keys
[profile keys]
aws_access_key_id = AKIARTXV5AHDQAABCIRT
aws_secret_access_key = s1
[profile login]
region = eu-west-1
login_session = arn:aws:sts::555555555555:assumed-role/Admin/me
";

/// The caches of the profiles above: of a token, a role, the role of a token, and a login.
const CACHES: [(&str, &str); 4] = [
    ("token", ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"),
    ("token", ".aws/cli/cache/8756d296cec83af0410bc562f23c59b98438617e.json"),
    ("role", ".aws/cli/cache/b177d131d613f0307420ec3147ee088e3d6303cc.json"),
    (
        "login",
        ".aws/login/cache/daf3cf0b59cc33c813ae5175107e3a0eab56e7fde0477e0b3827840180f31dc8.json",
    ),
];

/// Whatever stands in a cache, profile and region are those of the config; what is not JSON gives
/// no client a session.
pub fn caches(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let is_json = serde_json::from_str::<serde_json::Value>(&text).is_ok();
    for (profile, path) in CACHES {
        let machine = SampleMachine {
            variables: vec![("AWS_PROFILE", profile)],
            config: CACHED.to_owned(),
            files: vec![(path.into(), &text)],
            ..SampleMachine::default()
        };
        machine.ask(|facts| {
            for client in Client::ALL {
                let resolution = resolve(facts, client, &Flags::default());
                let chosen = resolution.chosen_profile();
                assert_eq!(chosen, Some(profile.as_ref()), "{}", client.name());
                if resolution.is_ok() {
                    let region = resolution.region.as_ref().map(|region| region.value.as_os_str());
                    assert_eq!(region, Some("eu-west-1".as_ref()), "{}", client.name());
                    assert!(is_json || profile == "role", "{} takes {profile}", client.name());
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the seeds are the project's own")]

    use std::fs;
    use std::path::Path;

    use super::*;

    /// A name, and what is run on an input.
    type FuzzTarget = (&'static str, fn(&[u8]));

    /// One function for each target of `fuzz/Cargo.toml`, by its name.
    const TARGETS: [FuzzTarget; 14] = [
        ("python_reader", python_reader),
        ("sdk_reader", sdk_reader),
        ("settings", settings),
        ("expectation", expectation),
        ("format", format),
        ("command_line", command_line),
        ("words", words),
        ("timestamps", timestamps),
        ("caches", caches),
        ("commands", commands),
        ("lines", lines),
        ("terraform", terraform),
        ("projects", projects),
        ("agent_files", agent_files),
    ];

    /// Nothing fuzzes here: it only shows that the targets still work.
    #[test]
    fn every_target_holds_for_its_seeds() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz-seeds");
        for (name, check) in TARGETS {
            let directory = fs::read_dir(seeds.join(name));
            let files: Vec<_> = directory.into_iter().flatten().map(Result::unwrap).collect();
            assert!(files.len() > 1, "{name} has seeds");
            for file in files {
                let bytes = fs::read(file.path()).unwrap();
                let result = std::panic::catch_unwind(|| check(&bytes));
                assert!(result.is_ok(), "{}", file.path().display());
            }
        }
        let known = fs::read_dir(seeds).unwrap().count();
        assert_eq!(known, TARGETS.len(), "each folder of seeds belongs to a target");
    }

    #[test]
    fn every_target_has_a_function() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        // The packaged crate has no targets.
        let Ok(text) = fs::read_to_string(directory.join("Cargo.toml")) else { return };
        let names = text.split("[[bin]]").skip(1).map(|bin| {
            let name = bin.split("name = \"").nth(1).unwrap();
            name.split('"').next().unwrap()
        });
        let mut names: Vec<_> = names.collect();
        let mut functions: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        functions.sort_unstable();
        assert_eq!(names, functions);
        for name in names {
            let target = fs::read_to_string(directory.join(format!("fuzz_targets/{name}.rs")));
            assert!(target.unwrap().contains(&format!("awsprompt::fuzzing::{name}")), "{name}");
        }
    }
}
