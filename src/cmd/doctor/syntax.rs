//! Checks of the two files line by line: what refuses a file, and what means something else than it
//! seems to.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::{Check, Finding, meant};
use crate::{
    aws::{
        inventory::{self, ConfigHeader},
        profiles::{Profiles, SectionKind},
        reader::{
            AwsFile, Document, Heading, Section, SyntaxError, SyntaxErrorKind,
            encoding::{self, Decoded},
            known,
            python::survey::{Survey, Swallowed, SwallowedWhat, survey},
        },
        sourced::Origin,
        world::World,
    },
    printable::short,
};

/// The texts of the two files, made readable.
pub(super) struct Texts<'w> {
    config: Decoded<'w>,
    credentials: Decoded<'w>,
}

/// What the two files say, and what is wrong with their lines.
pub(super) struct Read<'a> {
    pub(super) config: (&'a Path, Document<'a>),
    pub(super) credentials: (&'a Path, Document<'a>),
    pub(super) findings: Vec<Finding>,
}

pub(super) fn decode(world: &World) -> Texts<'_> {
    let files = &world.locations.files;
    let decoded = |file| encoding::decode(world.file(&files.of(file).path).visible());
    Texts { config: decoded(AwsFile::Config), credentials: decoded(AwsFile::Credentials) }
}

pub(super) fn read<'a>(world: &'a World, texts: &'a Texts<'_>) -> Read<'a> {
    let files = &world.locations.files;
    let config = survey(&texts.config.text, AwsFile::Config);
    let credentials = survey(&texts.credentials.text, AwsFile::Credentials);
    let mut findings = Vec::new();
    of_file(&mut findings, &files.config.path, &texts.config, &config);
    if !is_one_file(world) {
        of_file(&mut findings, &files.credentials.path, &texts.credentials, &credentials);
    }
    Read {
        config: (&files.config.path, config.document),
        credentials: (&files.credentials.path, credentials.document),
        findings,
    }
}

/// Tells whether one path stands for both files (rule 3.5).
fn is_one_file(world: &World) -> bool {
    world.locations.files.config.path == world.locations.files.credentials.path
}

fn at(path: &Path, line: u32) -> Origin {
    Origin::File { path: path.to_owned(), line: Some(line) }
}

fn of_file(findings: &mut Vec<Finding>, path: &Path, text: &Decoded<'_>, survey: &Survey<'_>) {
    let lines = Lines::new(&survey.document, &survey.mistakes);
    for mistake in text.mistakes.iter().chain(&survey.mistakes) {
        findings.push(mistake_found(path, *mistake, &lines));
    }
    for line in &survey.swallowed {
        findings.push(swallowed(path, line));
    }
    let of_header = |line: &u32| {
        Finding::new(Check::IndentedSection, at(path, *line), "a header that is indented")
    };
    findings.extend(survey.indented_headers.iter().map(of_header));
    let of_key = |line: &u32| Finding::new(Check::ColonForEquals, at(path, *line), "a colon");
    findings.extend(survey.colons.iter().map(of_key));
    for section in &survey.document.sections {
        for entry in survey.document.own_entries(section) {
            let (key, value) = (entry.key.as_ref(), entry.value.as_ref());
            // Where lines below have become a part of the value, that is what is said.
            let first = value.split('\n').next().unwrap_or_default();
            let check = if known::has_comment(key, first) {
                Check::InlineComment
            } else if known::is_quoted(key, value) {
                Check::QuotedValue
            } else {
                continue;
            };
            findings.push(Finding::new(check, at(path, entry.line), format!("the value of {key}")));
        }
    }
}

/// What stands in each line of a file, for what stands twice.
struct Lines<'d, 'a> {
    sections: HashMap<u32, &'d Section<'a>>,
    /// Each key, and the line in which it stands first.
    keys: HashMap<u32, (&'d str, u32)>,
}

impl<'d, 'a> Lines<'d, 'a> {
    fn new(document: &'d Document<'a>, mistakes: &[SyntaxError]) -> Self {
        let mut lines = Self { sections: HashMap::new(), keys: HashMap::new() };
        let is_repetition = |mistake: &SyntaxError| {
            matches!(
                mistake.kind,
                SyntaxErrorKind::DuplicateSection | SyntaxErrorKind::DuplicateKey
            )
        };
        if mistakes.iter().any(is_repetition) {
            for section in &document.sections {
                lines.sections.extend(section.lines().map(|line| (line, section)));
                let mut firsts: HashMap<&str, u32> = HashMap::new();
                for entry in document.own_entries(section) {
                    let first = *firsts.entry(&entry.key).or_insert(entry.line);
                    lines.keys.insert(entry.line, (&entry.key, first));
                }
            }
        }
        lines
    }
}

/// Says what refuses a file. None of the line is shown, for it may be a secret in the wrong place.
fn mistake_found(path: &Path, mistake: SyntaxError, lines: &Lines<'_, '_>) -> Finding {
    let SyntaxError { line, kind } = mistake;
    let (check, what) = match kind {
        SyntaxErrorKind::ByteOrderMark => (Check::ByteOrderMark, None),
        SyntaxErrorKind::Utf16 | SyntaxErrorKind::NotUtf8 => (Check::WrongEncoding, None),
        SyntaxErrorKind::DuplicateSection => {
            let first = lines.sections.get(&line).map(|first| {
                format!("{} begins in line {} already", header(&first.heading), first.line())
            });
            (Check::DuplicateSection, first)
        }
        SyntaxErrorKind::DuplicateKey => {
            let first = lines.keys.get(&line).map(|(key, first)| {
                let key = known::shown(key).unwrap_or("the key");
                format!("{key} is already in line {first}")
            });
            (Check::DuplicateKey, first)
        }
        _ => (Check::ParseError, None),
    };
    let finding = Finding::new(check, at(path, line), what.unwrap_or_else(|| kind.to_string()));
    match kind {
        SyntaxErrorKind::TextBeforeSections => {
            finding.with_remedy("write a header such as [default] above it, or put a # before it")
        }
        // With a # before it, what is below would belong to the profile above.
        SyntaxErrorKind::UnclosedHeader => finding.with_remedy("write the ] at its end"),
        _ => finding,
    }
}

fn header(heading: &Heading<'_>) -> String {
    match heading {
        Heading::Python(text) => format!("[{}]", short(text)),
        Heading::Profile(name) | Heading::SsoSession(name) | Heading::Services(name) => short(name),
    }
}

fn swallowed(path: &Path, line: &Swallowed<'_>) -> Finding {
    let what = match line.what {
        SwallowedWhat::Section(name) => format!("[{}]", short(name)),
        SwallowedWhat::Key(key) => key.to_owned(),
        SwallowedWhat::Text => "the line".to_owned(),
    };
    let key = known::shown(&line.key).unwrap_or("the key");
    let what = format!("{what} is a part of the value of {key} in line {}", line.key_line);
    Finding::new(Check::IndentedLine, at(path, line.line), what)
}

/// Sections that nobody takes for profiles, whatever stands in them.
const FOREIGN: [&str; 3] = ["plugins", "preview", "granted_registry"];

/// Checks the headers of both files.
pub(super) fn headers(world: &World, files: &Profiles<'_>) -> Vec<Finding> {
    let paths = &world.locations.files;
    let mut findings = Vec::new();
    let known: HashSet<_> = inventory::config_headers(files)
        .filter_map(|header| header.is.map(|(kind, name)| (kind, name.into_owned())))
        .collect();
    let mut seen: HashMap<(bool, String), ConfigHeader<'_>> = HashMap::new();
    for header in inventory::config_headers(files) {
        let place = at(&paths.config.path, header.line);
        let Some((kind, name)) = &header.is else {
            findings.extend(unread_header(&header, place, &known));
            continue;
        };
        if *kind == SectionKind::Services {
            continue;
        }
        let key = (*kind == SectionKind::Profile, name.clone().into_owned());
        if let Some(earlier) = seen.get(&key) {
            let what = format!(
                "[{}] and [{}] in line {}",
                short(header.text),
                short(earlier.text),
                earlier.line
            );
            let is_default = key.0 && key.1 == "default";
            let check = if is_default { Check::TwoDefaults } else { Check::ProfileReplaced };
            findings.push(Finding::new(check, place, what));
        }
        seen.insert(key, header);
    }
    if !is_one_file(world) {
        let bare: HashSet<_> =
            inventory::credentials_headers(files).map(|(text, _)| text).collect();
        for (text, line) in inventory::credentials_headers(files) {
            if let Some((SectionKind::Profile, name)) =
                SectionKind::of(text).filter(|(_, name)| name != text)
            {
                let place = at(&paths.credentials.path, line);
                let what = format!("[{}]", short(text));
                let remedy = if bare.contains(&*name) {
                    format!("move what is below it to [{}], and delete it", short(&name))
                } else {
                    format!("write [{}]", short(&name))
                };
                findings.push(
                    Finding::new(Check::ProfilePrefixInCredentials, place, what)
                        .with_remedy(remedy),
                );
            }
        }
    }
    let mut lenders: Vec<_> = inventory::lenders(files).collect();
    lenders.dedup();
    findings.extend(
        lenders.into_iter().map(|place| Finding::new(Check::DefaultSection, place, "[DEFAULT]")),
    );
    findings
}

/// Says why the AWS CLI passes over a header of the config file, and how it should be written;
/// `known` are the profiles, sessions and services that the file has.
fn unread_header(
    header: &ConfigHeader<'_>,
    place: Origin,
    known: &HashSet<(SectionKind, String)>,
) -> Option<Finding> {
    let text = header.text;
    let is_empty = text.chars().all(|c| c == ']' || c.is_whitespace());
    if is_empty || FOREIGN.iter().any(|foreign| text.starts_with(foreign)) {
        return None;
    }
    let found = |check, remedy| {
        Finding::new(check, place, format!("[{}]", short(text))).with_remedy(remedy)
    };
    // A header ends at the last bracket of its line (rule 2A.4).
    if text.contains(']') {
        let remedy = "move what follows the header to a line of its own";
        return Some(found(Check::SectionIgnored, remedy.to_owned()));
    }
    let (meant, has_word) = meant::header(text);
    if header.is_foreign && !has_word {
        return None;
    }
    let is_there = SectionKind::of(&meant)
        .is_some_and(|(kind, name)| known.contains(&(kind, name.into_owned())));
    // A blank that is none to the AWS CLI looks like one.
    let is_alike = text.replace(|c: char| c.is_whitespace(), " ") == meant;
    let remedy = if is_there {
        format!("move what is below it to [{meant}], and delete it")
    } else if is_alike {
        format!("write [{meant}], with an ordinary blank")
    } else {
        format!("write [{meant}]")
    };
    let check = if has_word { Check::SectionIgnored } else { Check::SectionWithoutProfile };
    Some(found(check, remedy))
}
