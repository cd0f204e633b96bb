//! Checks of names: of keys and variables that no client knows, and of characters in headers, keys and
//! values that are not what they look like.

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashMap;

use super::{Check, Finding, syntax};
use crate::aws::inventory::{self, Inventory};
use crate::aws::odd_characters::{named, odd_characters, with_code_points, without_odd_characters};
use crate::aws::{
    Environment, KeyVerdict, Origin, Profiles, Remedy, SectionKind, Setting, World, known,
    meant_variable, remedy,
};
use crate::cmd::meant;
use crate::printable::short;

/// The parts of an access key, which a check of their own looks at.
const OF_ACCESS_KEY: [&str; 4] =
    ["aws_access_key_id", "aws_secret_access_key", "aws_security_token", "aws_session_token"];

pub(super) fn findings<'p>(
    world: &World,
    files: &Profiles<'_>,
    inventory: &'p Inventory<'p, '_>,
) -> Vec<Finding> {
    let mut keys = Keys::default();
    for (name, profile) in inventory.profiles() {
        for (key, setting) in profile.settings() {
            keys.look_at(name, key, setting, |known| profile.get(known).is_some());
        }
    }
    for (name, session) in inventory.sessions().collect::<BTreeMap<_, _>>() {
        for (key, setting) in session.settings() {
            keys.look_at(name, key, setting, |known| session.get(known).is_some());
        }
    }
    let mut findings = keys.findings;
    let misspelt = keys.misspelt.into_iter();
    findings.extend(misspelt.map(|(key, misspelt)| misspelt.finding(key)));
    findings.extend(headers(world, files));
    findings.extend(misspelt_variables(&world.environment));
    findings.extend(odd_variables(&world.environment, inventory));
    findings
}

/// A misspelt key, where it is first, and how many have it.
struct Misspelt<'p> {
    section: &'p str,
    setting: Setting<'p>,
    meant: &'static str,
    others: usize,
}

impl Misspelt<'_> {
    fn finding(&self, key: &str) -> Finding {
        let Self { section, setting, meant, others } = self;
        let mut what = format!("{}: {} is probably {meant}", short(section), short(key));
        if *others > 0 {
            what += &format!(", there and {others} more times");
        }
        Finding::new(Check::MisspeltKey, setting.origin(), what).with_remedy(cure(
            KeyVerdict::Misspelt(meant),
            key,
            None,
        ))
    }
}

/// What was found of the keys of profiles and sessions.
#[derive(Default)]
struct Keys<'p> {
    findings: Vec<Finding>,
    misspelt: BTreeMap<&'p str, Misspelt<'p>>,
    /// What is known of a key, since thousands of profiles have the same.
    verdicts: FxHashMap<&'p str, KeyVerdict>,
}

impl<'p> Keys<'p> {
    fn look_at(
        &mut self,
        section: &'p str,
        key: &'p str,
        setting: Setting<'p>,
        has: impl Fn(&str) -> bool,
    ) {
        self.value(section, key, setting);
        let verdict = match self.verdicts.get(key) {
            Some(verdict) => *verdict,
            None => KeyVerdict::of(key, setting.value),
        };
        // What a shell's variable is, stands in the value.
        if !matches!(verdict, KeyVerdict::OfShell(_)) && !key.starts_with('$') {
            self.verdicts.insert(key, verdict);
        }
        match verdict {
            KeyVerdict::Fine => {}
            KeyVerdict::Misspelt(meant) if has(meant) => {}
            KeyVerdict::Misspelt(meant) => {
                let misspelt = Misspelt { section, setting, meant, others: 0 };
                let found = self.misspelt.entry(key).and_modify(|found| found.others += 1);
                found.or_insert(misspelt);
            }
            KeyVerdict::Odd(meant) => {
                let names = named(&odd_characters(key));
                let what = format!("{}: the key {meant} has {names}", short(section));
                let finding = Finding::new(Check::HiddenCharacter, setting.origin(), what);
                self.findings.push(finding.with_remedy(cure(verdict, key, None)));
            }
            KeyVerdict::OfShell(meant) => {
                let what = meant.unwrap_or("the variable");
                let what = format!("{}: {what} with a shell's command", short(section));
                let finding = Finding::new(Check::ShellLineInFile, setting.origin(), what);
                self.findings.push(finding.with_remedy(cure(verdict, key, None)));
            }
        }
    }

    /// Looks for characters in a value that is one word or a command.
    fn value(&mut self, section: &str, key: &str, setting: Setting<'_>) {
        if setting.value.is_ascii() || OF_ACCESS_KEY.contains(&key) {
            return;
        }
        let value = setting.first_line();
        let odd = odd_characters(value);
        if odd.is_empty() || !(known::takes_a_word(key) || key == "credential_process") {
            return;
        }
        let what = format!("{}: {key} has {}", short(section), named(&odd));
        let remedy = remedy!("write {key} = {}", short(&without_odd_characters(value)));
        let finding = Finding::new(Check::HiddenCharacter, setting.origin(), what);
        self.findings.push(finding.with_remedy(remedy));
    }
}

/// Says how to correct a key that is not fine.
fn cure(verdict: KeyVerdict, key: &str, line: Option<u32>) -> Remedy {
    let place = line.map(|line| format!(" in line {line}")).unwrap_or_default();
    match verdict {
        KeyVerdict::Odd(meant) => remedy!("type {meant} anew{place}"),
        KeyVerdict::OfShell(Some(meant)) => {
            remedy!("write {meant} = VALUE{place}, without the shell's command and quotes")
        }
        KeyVerdict::OfShell(None) => remedy!("delete the line{place}, and run it in the shell"),
        KeyVerdict::Fine | KeyVerdict::Misspelt(_) => {
            let meant = verdict.meant().unwrap_or_default();
            remedy!("write {meant} instead of {}{place}", short(key))
        }
    }
}

/// Says which line to correct where a section lacks one of these keys, if a misspelt one is there.
pub(super) fn cure_for<'p>(
    lacking: &[&str],
    settings: impl Iterator<Item = (&'p str, Setting<'p>)>,
) -> Option<Remedy> {
    if lacking.is_empty() {
        return None;
    }
    let mut cures = settings.filter_map(|(key, setting)| {
        let verdict = KeyVerdict::of(key, setting.value);
        verdict.meant().filter(|meant| lacking.contains(meant))?;
        Some(cure(verdict, key, Some(setting.line)))
    });
    cures.next()
}

/// Checks the headers that name a section: their characters, and whether the SDKs read them.
fn headers(world: &World, files: &Profiles<'_>) -> Vec<Finding> {
    let paths = &world.locations.files;
    let texts = inventory::config_headers(files).map(|header| header.text.to_owned());
    let mut texts: HashSet<_> = texts.collect();
    let mut findings = Vec::new();
    for header in inventory::config_headers(files) {
        let Some((kind, name)) = header.is else { continue };
        let place = syntax::at(&paths.config.path, header.line);
        let plain = without_odd_characters(&name);
        let meant = match (kind, plain.as_str()) {
            (SectionKind::Profile, "default") => "default".to_owned(),
            _ => meant::with_name(kind, &plain),
        };
        // A header that has been corrected already is there, too.
        let mut remedy = || syntax::renaming(&meant, !texts.insert(meant.clone()), "");
        if odd_characters(header.text).is_empty() {
            let is_read = has_plain_word(header.text, kind.word());
            let found = || {
                let what = syntax::bracketed(header.text);
                Finding::new(Check::HeaderOfCliAlone, place, what).with_remedy(remedy())
            };
            findings.extend((!is_read).then(found));
        } else {
            findings.push(of_header(place, header.text).with_remedy(remedy()));
        }
    }
    if syntax::is_one_file(world) {
        return findings;
    }
    let texts: HashSet<_> = inventory::credentials_headers(files).map(|(text, _)| text).collect();
    for (text, line) in inventory::credentials_headers(files) {
        if !odd_characters(text).is_empty() {
            let plain = without_odd_characters(text);
            let meant = plain.trim_matches(['"', '\'']);
            let remedy = syntax::renaming(meant, texts.contains(meant), "");
            let place = syntax::at(&paths.credentials.path, line);
            findings.push(of_header(place, text).with_remedy(remedy));
        }
    }
    findings
}

fn of_header(place: Origin, text: &str) -> Finding {
    let what = format!("{} has {}", syntax::bracketed(text), named(&odd_characters(text)));
    Finding::new(Check::HiddenCharacter, place, what)
}

/// Tells whether a header begins with exactly this word, and its name is not in needless quotes.
fn has_plain_word(text: &str, word: &str) -> bool {
    if text == "default" {
        return true;
    }
    let Some(name) = text.strip_prefix(word) else { return false };
    let Some(name) = name.strip_prefix(char::is_whitespace).map(str::trim) else { return false };
    let inner =
        ['"', '\''].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.is_none_or(|inner| inner.contains(|c: char| c.is_whitespace() || "\"'\\".contains(c)))
}

/// Finds variables that are nearly those of the AWS CLI.
fn misspelt_variables(environment: &Environment) -> Vec<Finding> {
    let mut names: Vec<_> = environment.names_of_aws().collect();
    names.sort_unstable();
    let finding = |name: &str| {
        let meant = meant_variable(name, environment)?;
        let what = format!("the AWS CLI reads {meant}, which is not set");
        let finding = Finding::of_variable(Check::MisspeltVariable, name, what);
        Some(finding.with_remedy(remedy!("export it as {meant}, and unset {}", short(name))))
    };
    names.into_iter().filter_map(finding).collect()
}

/// Finds variables whose value has characters that are not what they look like.
fn odd_variables(environment: &Environment, inventory: &Inventory<'_, '_>) -> Vec<Finding> {
    let names = [
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_DEFAULT_OUTPUT",
        "AWS_ROLE_ARN",
        "AWS_ENDPOINT_URL",
    ];
    let finding = |name: &str| {
        let value = environment.get(name)?.to_str()?;
        let odd = odd_characters(value);
        // A profile of this very name has a check of its own.
        let is_meant = name.ends_with("PROFILE") && inventory.profile(value).is_some();
        if odd.is_empty() || is_meant {
            return None;
        }
        let what = format!("it is {}, with {}", short(&with_code_points(value)), named(&odd));
        let plain = without_odd_characters(value);
        let plain = plain.trim_matches(['"', '\'']);
        let finding = Finding::of_variable(Check::HiddenCharacter, name, what);
        Some(finding.with_remedy(remedy!("set it to {}", short(plain))))
    };
    names.into_iter().filter_map(finding).collect()
}
