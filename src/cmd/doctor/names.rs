//! Checks of names: of keys and variables that no client knows, and of characters in headers, keys
//! and values that are not what they look like.

use rustc_hash::FxHashMap;

use super::{Check, Finding, syntax};
use crate::aws::inventory::{self, Inventory};
use crate::aws::odd_characters::{named, odd_characters, with_code_points, without_odd_characters};
use crate::aws::{
    AwsFile, Environment, KeyVerdict, Origin, Profiles, Remedy, SectionKind, Setting, World, known,
    meant_variable, remedy,
};
use crate::cmd::meant;
use crate::cmd::misspelt::cure;
use crate::printable::short;

/// The parts of an access key, which a check of their own looks at.
const OF_ACCESS_KEY: [&str; 4] =
    ["aws_access_key_id", "aws_secret_access_key", "aws_security_token", "aws_session_token"];

/// What gives a profile credentials that are not those of a role.
const OWN: [&str; 5] =
    ["aws_access_key_id", "credential_process", "login_session", "sso_account_id", "sso_role_name"];

/// What a role is assumed with.
const SOURCES: [&str; 3] = ["source_profile", "credential_source", "web_identity_token_file"];

pub(super) fn findings<'p>(
    world: &World,
    files: &Profiles<'_>,
    inventory: &'p Inventory<'p, '_>,
) -> Vec<Finding> {
    let mut keys = Keys::default();
    for (name, profile) in inventory.profiles() {
        keys.look_at(name, &mut profile.settings(), &|key| profile.get(key).is_some());
    }
    for (name, session) in inventory.sessions() {
        keys.look_at(name, &mut session.settings(), &|key| session.get(key).is_some());
    }
    let mut findings = keys.findings;
    findings.extend(keys.misspelt.iter().map(Misspelt::finding));
    findings.extend(headers(world, files));
    findings.extend(misspelt_variables(&world.environment));
    findings.extend(odd_variables(&world.environment, inventory));
    findings
}

/// A misspelt key, where it is first, and how many have it.
struct Misspelt<'p> {
    section: &'p str,
    key: &'p str,
    setting: Setting<'p>,
    meant: &'static str,
    others: usize,
}

impl Misspelt<'_> {
    fn finding(&self) -> Finding {
        let Self { section, key, setting, meant, others } = self;
        let mut what = format!("{}: {} is probably {meant}", short(section), short(key));
        if *others > 0 {
            what += &format!(", there and {others} more times");
        }
        let remedy = cure(KeyVerdict::Misspelt(meant), key, None);
        Finding::new(Check::MisspeltKey, setting.origin(), what).with_remedy(remedy)
    }
}

/// What was found of the keys of profiles and sessions.
#[derive(Default)]
struct Keys<'p> {
    findings: Vec<Finding>,
    misspelt: Vec<Misspelt<'p>>,
    /// What is known of a key, since thousands of profiles have the same.
    verdicts: FxHashMap<&'p str, KeyVerdict>,
}

impl<'p> Keys<'p> {
    /// Looks at the keys of a section; `has` tells which of them are there.
    fn look_at(
        &mut self,
        section: &'p str,
        settings: &mut dyn Iterator<Item = (&'p str, Setting<'p>)>,
        has: &dyn Fn(&str) -> bool,
    ) {
        let has_any = |keys: &[&str]| keys.iter().any(|key| has(key));
        for (key, setting) in settings {
            self.value(section, key, setting);
            // A shell's variable may be in the value.
            let verdict = if key.starts_with('$') {
                KeyVerdict::of(key, setting.value)
            } else {
                *self.verdicts.entry(key).or_insert_with(|| KeyVerdict::of(key, setting.value))
            };
            match verdict {
                KeyVerdict::Fine => {}
                KeyVerdict::Misspelt(meant) if has(meant) => {}
                // With a role_arn the profile would stop working: gsts writes aws_role_arn.
                KeyVerdict::Misspelt("role_arn") if has_any(&OWN) && !has_any(&SOURCES) => {}
                KeyVerdict::Misspelt(meant) => {
                    let known = self.misspelt.iter_mut().find(|misspelt| misspelt.key == key);
                    if let Some(misspelt) = known {
                        misspelt.others += 1;
                    } else {
                        let misspelt = Misspelt { section, key, setting, meant, others: 0 };
                        self.misspelt.push(misspelt);
                    }
                }
                KeyVerdict::Odd(meant) => {
                    let what = format!("the key {meant} has {}", named(&odd_characters(key)));
                    self.found(
                        Check::HiddenCharacter,
                        section,
                        setting,
                        &what,
                        cure(verdict, key, None),
                    );
                }
                KeyVerdict::OfShell(meant) => {
                    let what =
                        format!("{} with a shell's command", meant.unwrap_or("the variable"));
                    self.found(
                        Check::ShellLineInFile,
                        section,
                        setting,
                        &what,
                        cure(verdict, key, None),
                    );
                }
            }
        }
    }

    fn found(
        &mut self,
        check: Check,
        section: &str,
        setting: Setting<'_>,
        what: &str,
        remedy: Remedy,
    ) {
        let finding = Finding::new(check, setting.origin(), format!("{}: {what}", short(section)));
        self.findings.push(finding.with_remedy(remedy));
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
        let what = format!("{key} has {}", named(&odd));
        let remedy = remedy!("write {key} = {}", short(&without_odd_characters(value)));
        self.found(Check::HiddenCharacter, section, setting, &what, remedy);
    }
}

/// Checks the headers that name a section: their characters, and whether the SDKs read them.
fn headers(world: &World, files: &Profiles<'_>) -> Vec<Finding> {
    let paths = &world.locations.files;
    let mut findings = Vec::new();
    // A header that has been corrected already is there, too.
    let mut corrected: Vec<String> = Vec::new();
    let mut remedy = |file, meant: &str| {
        let is_corrected = corrected.iter().any(|known| known == meant);
        corrected.push(meant.to_owned());
        syntax::renaming(meant, is_corrected || inventory::has_header(files, file, meant), "")
    };
    for header in inventory::config_headers(files) {
        let Some((kind, name)) = header.is else { continue };
        let is_plain = odd_characters(header.text).is_empty();
        if is_plain && has_plain_word(header.text, kind.word()) {
            continue;
        }
        let place = Origin::line(&paths.config.path, header.line);
        let plain = without_odd_characters(&name);
        let meant = match (kind, plain.as_str()) {
            (SectionKind::Profile, "default") => "default".to_owned(),
            _ => meant::with_name(kind, &plain),
        };
        let finding = if is_plain {
            Finding::new(Check::HeaderOfCliAlone, place, syntax::bracketed(header.text))
        } else {
            of_header(place, header.text)
        };
        findings.push(finding.with_remedy(remedy(AwsFile::Config, &meant)));
    }
    if syntax::is_one_file(world) {
        return findings;
    }
    for (text, line) in inventory::credentials_headers(files) {
        if !odd_characters(text).is_empty() {
            let place = Origin::line(&paths.credentials.path, line);
            let plain = without_odd_characters(text);
            let meant = plain.trim_matches(['"', '\'']);
            let remedy = remedy(AwsFile::Credentials, meant);
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
