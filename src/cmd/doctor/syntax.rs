//! Checks of the lines of the two files: what makes the AWS CLI refuse a file, and what means
//! something else than it seems to.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::{Check, Finding};
use crate::aws::inventory::{self, ConfigHeader};
use crate::aws::odd_characters::{named, odd_characters, with_code_points, without_odd_characters};
use crate::aws::{
    AwsFile, Continuation, ContinuationKind, Decoded, Document, Facts, Heading, Origin, Profiles,
    Remedy, SectionKind, Survey, SyntaxError, SyntaxErrorKind, World, encoding, known,
    refused_aliases, remedy, survey,
};
use crate::cmd::{meant, remedies};
use crate::printable::short;

/// Makes the texts of config and credentials file readable.
pub(super) fn decode(world: &World) -> [Decoded<'_>; 2] {
    let files = &world.locations.files;
    [AwsFile::Config, AwsFile::Credentials]
        .map(|file| encoding::decode(world.file(&files.of(file).path).visible()))
}

/// Reads both files past their errors, which are reported.
pub(super) fn read<'a>(
    world: &'a World,
    [config, credentials]: &'a [Decoded<'_>; 2],
    findings: &mut Vec<Finding>,
) -> Profiles<'a> {
    let mut read = |file, text: &'a Decoded<'_>, is_checked| {
        let path = &world.locations.files.of(file).path;
        let survey = survey(&text.text, file);
        if is_checked {
            of_file(findings, path, text, &survey);
        }
        (path, survey.document)
    };
    let config = read(AwsFile::Config, config, true);
    Profiles::new(config, read(AwsFile::Credentials, credentials, !is_one_file(world)))
}

/// Tells whether one path stands for both files (rule 3.5).
pub(super) fn is_one_file(world: &World) -> bool {
    world.locations.files.config.path == world.locations.files.credentials.path
}

fn of_file(findings: &mut Vec<Finding>, path: &Path, text: &Decoded<'_>, survey: &Survey<'_>) {
    let document = &survey.document;
    let duplicates = duplicates(document);
    let odd_lines = odd_lines(&text.text);
    let errors = text.errors.iter().chain(&survey.errors);
    findings.extend(errors.map(|error| match odd_lines.get(&error.line) {
        Some(odd) if error.is_unread() => of_odd_line(path, *error, *odd),
        _ => of_mistake(path, *error, text, document, &duplicates),
    }));
    findings.extend(survey.continuations.iter().map(|line| continuation(path, line)));
    findings.extend(survey.glued.iter().map(|(line, header, key)| {
        let key = known::shown(key).unwrap_or("the key");
        let header = bracketed(header);
        let what = format!("{header} is at the end of the value of {key}");
        let remedy = remedy!("put {header} on a line of its own");
        Finding::new(Check::HeaderGlued, Origin::line(path, *line), what).with_remedy(remedy)
    }));
    findings.extend(survey.trailing.iter().map(|(line, header, is_key)| {
        let what = format!("{} is not the end of its line", bracketed(header));
        let remedy = if *is_key {
            remedy!("move what follows the header to a line of its own")
        } else {
            remedy!("put a # before what follows the header")
        };
        let place = Origin::line(path, *line);
        Finding::new(Check::HeaderOfCliAlone, place, what).with_remedy(remedy)
    }));
    for (check, lines, what) in [
        (Check::IndentedSection, &survey.indented_headers, "a header that is indented"),
        (Check::ColonForEquals, &survey.colons, "a colon"),
    ] {
        findings
            .extend(lines.iter().map(|line| Finding::new(check, Origin::line(path, *line), what)));
    }
    for entry in document.sections.iter().flat_map(|section| document.own_entries(section)) {
        let (key, value) = (entry.key.as_ref(), entry.value.as_ref());
        // The lines below the first have a check of their own.
        let first = value.split('\n').next().unwrap_or_default();
        let check = if known::has_comment(key, first) {
            Check::InlineComment
        } else if known::is_quoted(key, value) {
            Check::QuotedValue
        } else {
            continue;
        };
        let what = format!("the value of {key}");
        let finding = Finding::new(check, Origin::line(path, entry.line), what);
        // An empty pager is one.
        let is_nothing = check == Check::QuotedValue && value.len() == 2 && key != "cli_pager";
        let remedy = is_nothing.then(|| remedy!("write a value, or delete the line"));
        findings.push(Finding { remedy: remedy.or(finding.remedy), ..finding });
    }
}

/// What a line repeats.
struct Duplicate {
    what: String,
    remedy: Option<Remedy>,
}

/// Says for each line that repeats a section or a key where that is first.
fn duplicates(document: &Document<'_>) -> HashMap<u32, Duplicate> {
    let mut duplicates = HashMap::new();
    for section in &document.sections {
        let Heading::Python(header) = section.heading else { continue };
        let first = section.line();
        let what = format!("{} begins in line {first} already", bracketed(header));
        let duplicate = |line| (line, Duplicate { what: what.clone(), remedy: None });
        duplicates.extend(section.lines().skip(1).map(duplicate));
        let mut firsts: HashMap<&str, u32> = HashMap::new();
        let entries = document.own_entries(section);
        let has_secret = entries.iter().any(|entry| entry.key == "aws_secret_access_key");
        for entry in entries {
            let first = *firsts.entry(&entry.key).or_insert(entry.line);
            if first != entry.line {
                let key = known::shown(&entry.key).unwrap_or("the key");
                let what = format!("{key} is already in line {first}");
                // Whoever wrote the name of the id twice meant the secret once.
                let is_secret = key == "aws_access_key_id" && !has_secret;
                let remedy = is_secret.then(|| {
                    remedy!("write aws_secret_access_key in place of aws_access_key_id in the line of the secret")
                });
                duplicates.insert(entry.line, Duplicate { what, remedy });
            }
        }
    }
    duplicates
}

/// Says what refuses a file. None of the line is shown, for it may be a misplaced secret.
fn of_mistake(
    path: &Path,
    SyntaxError { line, kind }: SyntaxError,
    text: &Decoded<'_>,
    document: &Document<'_>,
    duplicates: &HashMap<u32, Duplicate>,
) -> Finding {
    let (check, what) = match kind {
        SyntaxErrorKind::ByteOrderMark => (Check::ByteOrderMark, None),
        SyntaxErrorKind::Utf16 | SyntaxErrorKind::NotUtf8 => (Check::WrongEncoding, None),
        SyntaxErrorKind::DuplicateSection => (Check::DuplicateSection, duplicates.get(&line)),
        SyntaxErrorKind::DuplicateKey => (Check::DuplicateKey, duplicates.get(&line)),
        _ => (Check::ParseError, None),
    };
    if let Some(Duplicate { what, remedy }) = what {
        let finding = Finding::new(check, Origin::line(path, line), what);
        return Finding { remedy: remedy.clone(), ..finding };
    }
    let finding = Finding::new(check, Origin::line(path, line), kind.to_string());
    match kind {
        // Another header would be a duplicate.
        SyntaxErrorKind::TextBeforeSections
            if is_key(&text.text, line) && document.headed("default").is_some() =>
        {
            finding.with_remedy(remedy!("move it below [default], or put a # before it"))
        }
        SyntaxErrorKind::TextBeforeSections => finding.with_remedy(remedy!(
            "write a header such as [default] above it, or put a # before it"
        )),
        // With a # before it, what is below would belong to the profile above.
        SyntaxErrorKind::UnclosedHeader => finding.with_remedy(remedy!("write the ] at its end")),
        kind => Finding { remedy: remedies::of_syntax(kind), ..finding },
    }
}

/// Tells whether a line has a key that belongs to a profile.
fn is_key(text: &[u8], line: u32) -> bool {
    let line = text.split(|byte| *byte == b'\n').nth(line as usize - 1);
    let line = line.and_then(|line| str::from_utf8(line).ok());
    let key = line.and_then(|line| line.split_once('='));
    key.is_some_and(|(key, _)| known::shown(&key.trim().to_lowercase()).is_some())
}

/// Finds the lines that begin with a character that cannot be seen or only looks like another.
fn odd_lines(text: &[u8]) -> HashMap<u32, char> {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let is_plain = text.is_ascii();
    let lines = text.lines().filter(|_| !is_plain).zip(1..);
    let beginnings = lines.filter_map(|(line, number)| {
        let first = line.trim_start().get(..line.trim_start().chars().next()?.len_utf8())?;
        Some((number, *odd_characters(first).first()?))
    });
    beginnings.collect()
}

/// Says what the AWS CLI does not read because of its first character.
fn of_odd_line(path: &Path, error: SyntaxError, odd: char) -> Finding {
    let check = if odd == '\u{feff}' { Check::ByteOrderMark } else { Check::ParseError };
    let what = format!("the line begins with {}", named(&[odd]));
    let finding = Finding::new(check, Origin::line(path, error.line), what);
    finding.with_remedy(remedy!("delete the beginning of the line, and type it again"))
}

pub(super) fn bracketed(header: &str) -> String {
    let header = with_code_points(header);
    format!("[{}]", short(&header))
}

fn continuation(path: &Path, line: &Continuation<'_>) -> Finding {
    let what = match line.what {
        ContinuationKind::Section(name) => bracketed(name),
        ContinuationKind::Key(key) => key.to_owned(),
        ContinuationKind::Text => "the line".to_owned(),
    };
    let key = known::shown(&line.key).unwrap_or("the key");
    let what = format!("{what} is a part of the value of {key} in line {}", line.key_line);
    Finding::new(Check::IndentedLine, Origin::line(path, line.line), what)
}

/// Checks the file of aliases, which the AWS CLI reads before every command (rule 7.31).
pub(super) fn aliases(facts: &Facts<'_, '_>) -> Option<Finding> {
    let (path, SyntaxError { line, kind }) = refused_aliases(facts.world, facts.lookup)?;
    let (check, remedy) = match kind {
        SyntaxErrorKind::ByteOrderMark => (Check::ByteOrderMark, remedies::of_syntax(kind)),
        SyntaxErrorKind::NotUtf8 => (Check::WrongEncoding, remedies::of_syntax(kind)),
        SyntaxErrorKind::DuplicateSection => (Check::DuplicateSection, None),
        SyntaxErrorKind::DuplicateKey => (Check::DuplicateKey, None),
        SyntaxErrorKind::TextBeforeSections => {
            (Check::ParseError, Some(remedy!("write the header [toplevel] above it")))
        }
        SyntaxErrorKind::Directory => {
            (Check::ParseError, Some(remedy!("move the directory away, or make it a file")))
        }
        _ => (Check::ParseError, None),
    };
    Some(Finding { remedy, ..Finding::new(check, Origin::line(&path, line), kind.to_string()) })
}

/// How headers begin that belong to other programs.
const FOREIGN: [&str; 3] = ["plugins", "preview", "granted_registry"];

/// Checks the headers of both files.
pub(super) fn headers(world: &World, files: &Profiles<'_>) -> Vec<Finding> {
    let paths = &world.locations.files;
    let mut findings = Vec::new();
    let known: HashSet<_> =
        inventory::config_headers(files).filter_map(|header| header.is).collect();
    let mut seen = HashMap::new();
    for header in inventory::config_headers(files) {
        let place = Origin::line(&paths.config.path, header.line);
        let check = match &header.is {
            None => {
                findings.extend(unread_header(&header, place, &known));
                continue;
            }
            Some((SectionKind::Services, _)) => continue,
            Some((SectionKind::Profile, name)) if name == "default" => Check::TwoDefaults,
            Some(_) => Check::ProfileReplaced,
        };
        let text = bracketed(header.text);
        if let Some((earlier, line)) = seen.insert(header.is, (text.clone(), header.line)) {
            let what = format!("{text} and {earlier} in line {line}");
            findings.push(Finding::new(check, place, what));
        }
    }
    if !is_one_file(world) {
        let headers = || inventory::credentials_headers(files);
        let bare: HashSet<_> = headers().map(|(text, _)| text).collect();
        for (text, line) in headers() {
            let name = meant::bare_name(text);
            if name != text && !name.is_empty() {
                let place = Origin::line(&paths.credentials.path, line);
                let check = Check::ProfilePrefixInCredentials;
                let remedy = renaming(&short(&name), bare.contains(&*name), "");
                findings.push(Finding::new(check, place, bracketed(text)).with_remedy(remedy));
            }
        }
    }
    let mut shared: Vec<_> = inventory::shared_sections(files).collect();
    shared.dedup();
    let of_shared = |place| Finding::new(Check::DefaultSection, place, "[DEFAULT]");
    findings.extend(shared.into_iter().map(of_shared));
    findings
}

/// Says how to correct a header, which may be in the file already.
pub(super) fn renaming(meant: &str, is_there: bool, note: &str) -> Remedy {
    if is_there {
        remedy!("move what is below it to [{meant}], and delete it")
    } else {
        remedy!("write [{meant}]{note}")
    }
}

/// Says why the AWS CLI passes over a header of the config file, and how it should be written;
/// `known` are the profiles, sessions and services that the file has.
fn unread_header(
    header: &ConfigHeader<'_>,
    place: Origin,
    known: &HashSet<(SectionKind, Cow<'_, str>)>,
) -> Option<Finding> {
    let odd = odd_characters(header.text);
    let plain = without_odd_characters(header.text);
    let text = &*plain;
    let is_empty = text.chars().all(|c| c == ']' || c.is_whitespace());
    if is_empty || FOREIGN.iter().any(|foreign| text.starts_with(foreign)) {
        return None;
    }
    let mut what = bracketed(header.text);
    if !odd.is_empty() {
        what += &format!(" has {}", named(&odd));
    }
    let found = |check| Finding::new(check, place, what);
    // A header ends at the last bracket of its line (rule 2A.4).
    if text.contains(']') {
        let remedy = remedy!("move what follows the header to a line of its own");
        return Some(found(Check::SectionIgnored).with_remedy(remedy));
    }
    let (meant, has_word) = meant::header(text);
    if header.is_foreign && !has_word {
        return None;
    }
    let is_there = SectionKind::of(&meant).is_some_and(|section| known.contains(&section));
    // The AWS CLI splits at ASCII blanks only; another one looks the same.
    let looks_the_same = header.text.replace(char::is_whitespace, " ") == meant;
    let note = if looks_the_same { ", with an ordinary blank" } else { "" };
    let remedy = renaming(&meant, is_there, note);
    let check = if has_word { Check::SectionIgnored } else { Check::SectionWithoutProfile };
    Some(found(check).with_remedy(remedy))
}
